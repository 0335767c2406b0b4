//! The lists an office keeps and what their columns mean. How a column is *labelled* stands in `intake/columns.rs`.

macro_rules! keyed {
    ($(#[$doc:meta])* $name:ident { $($(#[$item:meta])* $variant:ident => $key:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$item])* $variant),* }
        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
            /// The name used in the resolution file and in JSON.
            pub fn key(self) -> &'static str {
                match self { $(Self::$variant => $key),* }
            }
            pub fn from_key(key: &str) -> Option<Self> {
                match key { $($key => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

keyed! {
    /// The eight kinds of list the office keeps.
    ListKind {
        Branches => "verbaende",
        Events => "veranstaltungen",
        Measures => "massnahmen",
        Papers => "vorlagen",
        Dispatches => "versand",
        Statements => "sachstand",
        Exceptions => "ausnahmen",
        Findings => "feststellungen",
    }
}

keyed! {
    /// What a column means, whatever its label says.
    Field {
        // branches
        Code => "kuerzel",
        Branch => "verband",
        BranchType => "typ",
        Since => "besteht_seit",
        Until => "besteht_bis",
        Successor => "nachfolger",
        AreaCode => "kreisschluessel",
        Aliases => "auch_genannt",
        CustomSalutation => "wunschanrede",
        Chair1First => "vorsitz1_vorname",
        Chair1Last => "vorsitz1_name",
        Chair1Form => "vorsitz1_anrede",
        Chair2First => "vorsitz2_vorname",
        Chair2Last => "vorsitz2_name",
        Chair2Form => "vorsitz2_anrede",
        Street => "strasse",
        Postcode => "plz",
        Town => "ort",
        Email => "email",
        Phone => "telefon",
        PaperMail => "briefpost",
        Members => "mitglieder",
        SuccessionCouncils => "generationswechsel_kommunal",
        SuccessionParty => "generationswechsel_lokal",
        // rows of every list
        Number => "nummer",
        Kind => "art",
        Title => "titel",
        Date => "datum",
        DateTo => "bis",
        Status => "status",
        Remark => "bemerkung",
        Topics => "themen",
        // events
        Time => "uhrzeit",
        Begin => "beginn",
        End => "ende",
        Place => "ort_der_veranstaltung",
        Form => "form",
        Frame => "rahmen",
        Participants => "beteiligt",
        OpenDebate => "offene_debatte",
        Audience => "zielgruppe",
        Attendance => "teilnehmende",
        NewAttendance => "teilnehmende_neu",
        Minutes => "protokoll",
        Platform => "plattform",
        Focus => "schwerpunkt",
        RegisterUntil => "anmeldeschluss",
        // measures
        Area => "feld",
        Description => "beschreibung",
        Responsible => "verantwortlich",
        Result => "ergebnis",
        Proof => "beleg",
        // papers and statements
        From => "von",
        To => "an",
        Session => "sitzung",
        FileName => "datei",
        Clause => "ziffer",
        Text => "text",
        // dispatches
        Reference => "aktenzeichen",
        Letter => "brief",
        Requirement => "anforderung",
        Recipient => "empfaenger",
        LetterPeriod => "zeitraum",
        Batch => "sendung",
        Standing => "stand",
        CreatedOn => "erzeugt_am",
        SentOn => "versandt_am",
        Promises => "zusagen",
        Channel => "weg",
        AnswerOn => "antwort_am",
        Answer => "antwort",
        Appointment => "termin",
        Checksum => "pruefsumme",
        // exceptions and findings
        Reason => "begruendung",
        DecidedBy => "beschlossen_von",
        DecidedOn => "am",
        ValidUntil => "gueltig_bis",
        Finding => "feststellung",
        Wording => "wortlaut",
    }
}
