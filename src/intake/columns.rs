//! THE list of columns: which labels an office writes above a column and what the column means.
//!
//! Adding a column or another label is one entry here; the handbook's table and the empty lists are made from it. Labels are
//! compared by [`key`]: case, order of words, blanks and signs do not matter, letters do („Art“ is never „Ort“). A label
//! belongs to at most one field per list. A label may serve several lists: the set of labels decides the list first.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

use self::ColumnKind as K;
use crate::domain::{Field, Field as F, ListKind, ListKind as L};
use crate::matching::is_invisible;

/// What a column's cells are read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    Text,
    Date,
    YesNo,
    Number,
    Postcode,
    /// Names of branches, several with `;`.
    Branches,
    Status,
    /// Names of persons, addresses: text that never stands in a message.
    Personal,
}

/// One column of one list.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    pub list: ListKind,
    pub field: Field,
    /// As the handbook and the empty lists write it.
    pub label: &'static str,
    /// Other labels with the same meaning.
    pub others: &'static [&'static str],
    pub kind: ColumnKind,
    /// Without it the list cannot be used.
    pub required: bool,
    /// For the handbook, in German.
    pub meaning: &'static str,
}

const fn c(
    list: ListKind,
    field: Field,
    label: &'static str,
    others: &'static [&'static str],
    kind: ColumnKind,
    required: bool,
    meaning: &'static str,
) -> Column {
    Column { list, field, label, others, kind, required, meaning }
}

/// All columns of all lists, in the order the empty lists show them.
#[rustfmt::skip]
pub const COLUMNS: &[Column] = &[
    // Branches
    c(L::Branches, F::Code, "Kürzel", &["Kurzname", "Kz.", "Kfz-Kennzeichen", "Abk.", "Abkürzung"], K::Text, false, "Kurzform, unter der andere Listen den Verband nennen („GTH“)"),
    c(L::Branches, F::Branch, "Verband", &["Gebietsverband", "Gliederung", "Kreis", "KV", "KV/SV", "Kreisverband", "Kreis-/Stadtverband", "Kreis- und Stadtverband", "Name des Verbands", "Verbandsname", "Name Verband"], K::Text, true, "Name des Verbands, mit oder ohne Typ („KV Gotha“, „Gotha“)"),
    c(L::Branches, F::BranchType, "Typ", &["Art", "Ebene", "Gliederungstyp", "Verbandstyp", "Art des Verbands"], K::Text, false, "Kreisverband oder Stadtverband (auch KV, SV)"),
    c(L::Branches, F::Since, "besteht seit", &["seit", "gegründet", "gegründet am", "Gründung"], K::Date, false, "erster Tag, falls der Verband nicht schon immer besteht"),
    c(L::Branches, F::Until, "besteht bis", &["bis", "aufgelöst", "aufgelöst am", "Auflösung"], K::Date, false, "letzter Tag, falls der Verband nicht mehr besteht"),
    c(L::Branches, F::Successor, "Nachfolger", &["aufgegangen in", "Nachfolgeverband"], K::Branches, false, "Verband, in dem dieser aufgegangen ist"),
    c(L::Branches, F::AreaCode, "Kreis-Schlüssel", &["Kreisschlüssel", "AGS", "Schlüsselnummer", "Gemeindeschlüssel"], K::Text, false, "amtlicher Schlüssel des Kreises"),
    c(L::Branches, F::Aliases, "auch genannt", &["andere Namen", "andere Schreibweisen", "Alias", "Aliasse", "auch"], K::Text, false, "weitere Schreibweisen, mit Semikolon getrennt"),
    c(L::Branches, F::CustomSalutation, "Wunschanrede", &["gewünschte Anrede", "Briefanrede"], K::Personal, false, "Anrede, die alles andere ersetzt"),
    c(L::Branches, F::Chair1First, "Vorsitz 1 Vorname", &["Vorname Vorsitz", "Vorname Vorsitz 1", "Vorsitz Vorname", "Vorname 1", "Vorname Vorsitzende"], K::Personal, false, "Vorname der oder des Vorsitzenden"),
    c(L::Branches, F::Chair1Last, "Vorsitz 1 Name", &["Name Vorsitz", "Nachname Vorsitz", "Vorsitz 1", "Vorsitz", "Vorsitz Name", "Vorsitz Nachname", "Vorsitz 1 Nachname", "Kreisvorsitz", "Kreisvorsitzende*r", "Kreisvorsitzende", "Kreisvorsitzender", "Vorsitzende", "Vorsitzende:r", "Vorsitzende*r", "Vorsitzender", "Vors.", "Sprecher:in", "Sprecher*in", "Ansprechpartner:in", "Ansprechpartner*in", "Ansprechperson", "Nachname 1"], K::Personal, false, "Nachname; auch „Vorname Name“ in einer Zelle"),
    c(L::Branches, F::Chair1Form, "Vorsitz 1 Anrede", &["Anrede Vorsitz", "Anrede Vorsitz 1", "Vorsitz Anrede", "Anrede", "Anr.", "Anrede/Pronomen", "Vorsitz 1 Anrede/Pronomen", "Anrede 1", "Pronomen"], K::Personal, false, "weiblich, männlich, divers oder leer; wird nie geraten"),
    c(L::Branches, F::Chair2First, "Vorsitz 2 Vorname", &["Vorname Vorsitz 2", "Vorname 2"], K::Personal, false, "Vorname der zweiten Person einer Doppelspitze"),
    c(L::Branches, F::Chair2Last, "Vorsitz 2 Name", &["Name Vorsitz 2", "Vorsitz 2", "Vorsitz 2 Nachname", "Nachname 2", "zweiter Vorsitz", "Co-Vorsitz"], K::Personal, false, "Nachname der zweiten Person"),
    c(L::Branches, F::Chair2Form, "Vorsitz 2 Anrede", &["Anrede Vorsitz 2", "Anrede 2", "Vorsitz 2 Anrede/Pronomen"], K::Personal, false, "Anrede der zweiten Person"),
    c(L::Branches, F::Street, "Straße", &["Anschrift", "Str. u. Nr.", "Str.", "Straße und Hausnummer", "Straße, Nr.", "Straße Hausnummer", "Straße Geschäftsstelle", "Geschäftsstelle Straße", "Geschäftsstelle: Straße"], K::Personal, false, "Straße und Hausnummer der Geschäftsstelle"),
    c(L::Branches, F::Postcode, "PLZ", &["Postleitzahl", "Geschäftsstelle PLZ", "PLZ Geschäftsstelle"], K::Postcode, false, "fünf Ziffern, als Text"),
    c(L::Branches, F::Town, "Ort", &["Stadt", "Wohnort", "Sitz", "Geschäftsstelle Ort", "Ort Geschäftsstelle"], K::Personal, false, "Ort der Geschäftsstelle"),
    c(L::Branches, F::Email, "E-Mail", &["Mail", "E-Mail-Adresse", "Mailadresse", "E-Mail Geschäftsstelle"], K::Personal, false, "Adresse für Post per E-Mail"),
    c(L::Branches, F::Phone, "Telefon", &["Tel.", "Telefonnummer", "Telefon Geschäftsstelle", "Fon", "Rufnummer"], K::Personal, false, "für Rückfragen am Telefon"),
    c(L::Branches, F::PaperMail, "Briefpost", &["Post", "Brief per Post", "Briefpost ja/nein", "per Post"], K::YesNo, false, "ja oder nein; nein: nur E-Mail"),
    c(L::Branches, F::Members, "Mitglieder", &["Mitgliederzahl", "Mgl.", "Anzahl Mitglieder", "Zahl der Mitglieder"], K::Number, false, "Zahl der Mitglieder"),
    c(L::Branches, F::SuccessionCouncils, "Generationswechsel kommunal", &["Generationswechsel kommunale Gremien", "Generationswechsel in kommunalen Gremien"], K::YesNo, false, "steht ein Generationswechsel in den kommunalen Gremien an? ja oder nein"),
    c(L::Branches, F::SuccessionParty, "Generationswechsel lokal", &["Generationswechsel Partei", "Generationswechsel lokale Parteistrukturen", "Generationswechsel Verband"], K::YesNo, false, "steht ein Generationswechsel in den lokalen Parteistrukturen an? ja oder nein"),
    c(L::Branches, F::Remark, "Bemerkung", &["Bemerkungen", "Anmerkung", "Anmerkungen", "Notiz", "Notizen", "Hinweis", "Hinweise", "Kommentar"], K::Text, false, "frei"),
    // Events
    c(L::Events, F::Number, "Nr.", &["Nummer", "lfd. Nr.", "laufende Nummer", "Nr", "ID"], K::Text, false, "laufende Nummer"),
    c(L::Events, F::Date, "Datum", &["Datum von", "von", "Wann", "Tag", "Termin", "Datum (von)", "Termin von", "Veranstaltungsdatum"], K::Date, true, "Tag oder erster Tag; auch „04./05.05.2024“ oder „Mai 2024“"),
    c(L::Events, F::DateTo, "bis", &["Datum bis", "Datum (bis)", "Termin bis", "letzter Tag"], K::Date, false, "letzter Tag mehrtägiger Veranstaltungen"),
    c(L::Events, F::Time, "Uhrzeit", &["Zeit", "Uhr", "um"], K::Text, false, "Beginn, z. B. 18:30"),
    c(L::Events, F::Begin, "Beginn", &["Beginn um", "Anfang"], K::Text, false, "ohne Spalte „Datum“ der erste Tag, sonst die Uhrzeit des Beginns"),
    c(L::Events, F::End, "Ende", &["Ende um"], K::Text, false, "ohne Spalte „Datum“ der letzte Tag, sonst die Uhrzeit des Endes"),
    c(L::Events, F::Kind, "Art", &["Was", "Veranstaltungsart", "Veranstaltung", "Typ", "Art der Veranstaltung", "Format der Veranstaltung"], K::Text, true, "Art der Veranstaltung mit dem Wort des Beschlusses, z. B. Rechenschaftsbericht"),
    c(L::Events, F::Title, "Titel", &["Bezeichnung", "Name der Veranstaltung", "Betreff"], K::Text, false, "Überschrift der Einladung"),
    c(L::Events, F::Branch, "Verband", &["Verbände", "Verband(e)", "Verband/Veranstalter", "Verband(e)/Veranstalter", "Wer", "Veranstalter", "Veranstalter:in", "Gliederung", "KV", "SV", "KV/SV", "Für", "Kreisverband", "Kreis-/Stadtverband", "Kreis"], K::Branches, false, "Verband oder Verbände, mit Semikolon getrennt; „alle“"),
    c(L::Events, F::Place, "Ort", &["Wo", "Veranstaltungsort", "Tagungsort"], K::Text, false, "Ort der Veranstaltung"),
    c(L::Events, F::Form, "Form", &["Format", "Präsenz/online", "Präsenz/digital", "Durchführung", "Art der Durchführung"], K::Text, false, "Präsenz, digital oder hybrid"),
    c(L::Events, F::Frame, "Rahmen", &["Anlass", "im Rahmen von", "Gelegenheit", "Rahmen der Veranstaltung"], K::Text, false, "Kreisparteitag, Kreismitgliederversammlung …"),
    c(L::Events, F::Participants, "beteiligt", &["Vertreten", "Vertreter:innen", "Vertreter*innen", "Beteiligte", "Beteiligte Gremien", "Beteiligte (Gremien)", "Gäste vom Landesverband", "Beteiligung"], K::Text, false, "Gremien, die mitwirken, mit Semikolon getrennt; oder je Gremium eine Spalte „… vertreten“"),
    c(L::Events, F::OpenDebate, "offene Debatte", &["Debatte", "Aussprache", "offene Aussprache"], K::YesNo, false, "ja oder nein"),
    c(L::Events, F::Topics, "Themen", &["Inhalte", "Inhalt", "Thema", "Schwerpunkte", "Tagesordnung", "TOP"], K::Text, false, "was besprochen wurde"),
    c(L::Events, F::Focus, "Schwerpunkt", &["Schwerpunkt der Einladung"], K::Text, false, "Schwerpunkt, den die Einladung nennt"),
    c(L::Events, F::Audience, "Zielgruppe", &["für wen", "Eingeladen", "Eingeladene", "Zielgruppen"], K::Text, false, "wer angesprochen wird"),
    c(L::Events, F::Status, "Status", &["Stand", "Sachstand", "Stand der Dinge"], K::Status, false, "geplant, angeboten, durchgeführt, verschoben auf …, abgesagt"),
    c(L::Events, F::Attendance, "Teilnehmende", &["TN", "Teilnehmer", "Teilnehmerzahl", "Teilnehmende gesamt", "Teilnehmende (Zahl)", "Anzahl", "Besucher", "Anzahl Teilnehmende", "Zahl der Teilnehmenden"], K::Number, false, "Zahl, keine Namen"),
    c(L::Events, F::NewAttendance, "davon neu", &["Teilnehmende neu", "neue Teilnehmende", "Neumitglieder"], K::Number, false, "Zahl der neuen Mitglieder unter ihnen"),
    c(L::Events, F::Minutes, "Protokoll", &["Protokoll (Datei)", "Protokolldatei"], K::Text, false, "Datei des Protokolls"),
    c(L::Events, F::Platform, "Plattform", &["Online-Plattform", "Link", "Zugang"], K::Text, false, "Ort im Netz"),
    c(L::Events, F::RegisterUntil, "Anmeldeschluss", &["Anmeldung bis", "anmelden bis"], K::Date, false, "letzter Tag der Anmeldung"),
    c(L::Events, F::Remark, "Bemerkung", &["Bemerkungen", "Anmerkung", "Anmerkungen", "Notiz", "Notizen", "Hinweis", "Hinweise", "Kommentar"], K::Text, false, "frei"),
    // Measures
    c(L::Measures, F::Number, "Nr.", &["Nummer", "lfd. Nr.", "laufende Nummer", "Nr", "ID"], K::Text, false, "laufende Nummer"),
    c(L::Measures, F::Kind, "Art", &["Art der Maßnahme", "Typ"], K::Text, true, "Maßnahme, Prüfung, Weiterentwicklung, Auswertung"),
    c(L::Measures, F::Area, "Feld", &["betrifft", "betrifft/Feld", "Bereich", "Thema", "Handlungsfeld"], K::Text, false, "Feld oder Instrument, das gemeint ist"),
    c(L::Measures, F::Title, "Titel", &["Bezeichnung", "Überschrift"], K::Text, false, "kurze Bezeichnung"),
    c(L::Measures, F::Description, "Beschreibung", &["Maßnahme", "Was", "Inhalt"], K::Text, false, "was getan wird"),
    c(L::Measures, F::Branch, "Verband", &["Verbände", "Verband(e)", "Verband(e)/alle", "Für", "Für wen", "KV", "KV/SV", "Kreisverband", "Gliederung"], K::Branches, false, "Verband oder Verbände; „alle“"),
    c(L::Measures, F::Responsible, "verantwortlich", &["Zuständig", "Wer", "Verantwortung", "Verantwortliche"], K::Personal, false, "zuständige Stelle"),
    c(L::Measures, F::Begin, "Beginn", &["Ab", "Start", "Datum", "Beginn am", "Datum von"], K::Date, true, "erster Tag"),
    c(L::Measures, F::End, "Ende", &["Termin", "Ende/Termin", "Bis", "Abschluss", "Datum bis", "Ende am"], K::Date, false, "letzter Tag"),
    c(L::Measures, F::Status, "Status", &["Stand", "Sachstand"], K::Status, false, "geplant, in Arbeit, erledigt, gestrichen"),
    c(L::Measures, F::Result, "Ergebnis", &["Resultat", "Ergebnisse"], K::Text, false, "Ergebnis, auch ein begründetes Nein"),
    c(L::Measures, F::Proof, "Beleg", &["Belege", "Nachweis"], K::Text, false, "Datei oder Fundstelle"),
    c(L::Measures, F::Remark, "Bemerkung", &["Bemerkungen", "Anmerkung", "Anmerkungen", "Notiz", "Notizen", "Hinweis", "Hinweise", "Kommentar"], K::Text, false, "frei"),
    // Papers
    c(L::Papers, F::Number, "Nr.", &["Nummer", "lfd. Nr.", "laufende Nummer", "Nr", "ID", "Vorlagennummer"], K::Text, false, "laufende Nummer"),
    c(L::Papers, F::Date, "Datum", &["Eingegangen am", "Eingang", "vom", "Datum der Vorlage"], K::Date, true, "Tag der Vorlage"),
    c(L::Papers, F::Kind, "Art", &["Art der Vorlage", "Typ"], K::Text, true, "Vorschlag, Bilanz, Bericht"),
    c(L::Papers, F::Title, "Titel", &["Betreff", "Bezeichnung", "Gegenstand"], K::Text, false, "Überschrift"),
    c(L::Papers, F::From, "von", &["Vorgelegt von", "Absender", "Einreicher", "Einreicher:in"], K::Text, false, "Stelle, die vorlegt"),
    c(L::Papers, F::To, "an", &["Empfänger", "Adressat", "vorgelegt an"], K::Text, false, "Stelle, der vorgelegt wird"),
    c(L::Papers, F::Session, "Sitzung", &["Sitzung am"], K::Text, false, "Sitzung, in der die Vorlage behandelt wurde"),
    c(L::Papers, F::Topics, "Themen", &["Elemente", "Themen/Elemente", "Inhalt", "Inhalte", "Thema"], K::Text, false, "was die Vorlage enthält"),
    c(L::Papers, F::FileName, "Datei", &["Dateiname", "Ablage"], K::Text, false, "Datei"),
    c(L::Papers, F::Status, "Status", &["Stand"], K::Status, false, "eingegangen, geplant …"),
    c(L::Papers, F::Remark, "Bemerkung", &["Bemerkungen", "Anmerkung", "Anmerkungen", "Notiz", "Notizen", "Hinweis", "Hinweise", "Kommentar"], K::Text, false, "frei"),
    // Dispatches
    c(L::Dispatches, F::Number, "lfd. Nr.", &["Nr.", "Nummer", "laufende Nummer", "Nr", "ID"], K::Text, false, "laufende Nummer"),
    c(L::Dispatches, F::Reference, "Aktenzeichen", &["AZ", "Zeichen", "Unser Zeichen"], K::Text, false, "Zeichen des Briefs"),
    c(L::Dispatches, F::Letter, "Brief", &["Schreiben", "Art des Schreibens", "Briefart"], K::Text, true, "Art des Briefs, wie im Beschluss benannt"),
    c(L::Dispatches, F::Requirement, "Anforderung", &["Ziffer"], K::Text, false, "Anforderung, um die es geht"),
    c(L::Dispatches, F::Recipient, "Empfänger", &["An", "Verband", "Verband/Empfänger", "Empfänger/Verband", "Empfänger:in", "Adressat"], K::Branches, true, "Verband oder Stelle"),
    c(L::Dispatches, F::LetterPeriod, "Zeitraum", &["Jahr", "für Zeitraum"], K::Text, false, "Jahr oder Termin, für den der Brief gilt"),
    c(L::Dispatches, F::Batch, "Sendung", &[], K::Text, false, "Nummer der Sendung auf dem Blatt „Versand“, vom Programm eingetragen"),
    c(L::Dispatches, F::CreatedOn, "erzeugt am", &["Erstellt", "Erstellt am", "Entwurf vom"], K::Date, false, "Tag des Entwurfs"),
    c(L::Dispatches, F::Standing, "Stand", &[], K::Text, false, "Entwurf, versandt, Antwort; vom Programm eingetragen, zählt nicht"),
    c(L::Dispatches, F::SentOn, "versandt am", &["Verschickt", "Verschickt am", "Abgeschickt", "Abgeschickt am", "Gesendet am", "Gesendet", "raus am", "Versandt", "Versanddatum", "Versand am", "alle versandt am"], K::Date, true, "Tag des Versands; erst damit zählt der Brief"),
    c(L::Dispatches, F::Promises, "Zusagen", &["Angebot umfasst", "Zusage"], K::Text, false, "was der Brief zusagt"),
    c(L::Dispatches, F::Channel, "Weg", &["Per", "Versandart", "Versandweg"], K::Text, false, "Post oder E-Mail"),
    c(L::Dispatches, F::AnswerOn, "Antwort am", &["Antwort vom", "Rückmeldung am"], K::Date, false, "Tag der Antwort"),
    c(L::Dispatches, F::Answer, "Antwort", &["Rückmeldung"], K::Text, false, "angenommen, abgelehnt …"),
    c(L::Dispatches, F::Appointment, "Termin", &["vereinbarter Termin", "Termin am"], K::Date, false, "vereinbarter Tag"),
    c(L::Dispatches, F::FileName, "Datei", &["Dateiname", "Ablage"], K::Text, false, "Datei des Briefs"),
    c(L::Dispatches, F::Checksum, "Prüfsumme", &["SHA-256"], K::Text, false, "vom Programm eingetragen"),
    c(L::Dispatches, F::Remark, "Bemerkung", &["Bemerkungen", "Anmerkung", "Anmerkungen", "Notiz", "Notizen", "Hinweis", "Hinweise", "Kommentar"], K::Text, false, "frei"),
    // Statements
    c(L::Statements, F::Clause, "Ziffer", &["Anforderung"], K::Text, true, "Anforderung, zu der etwas gesagt wird"),
    c(L::Statements, F::From, "von", &["Stelle", "Absender"], K::Text, false, "Stelle, die sich äußert"),
    c(L::Statements, F::Date, "Datum", &["vom", "Stand vom", "am"], K::Date, false, "Tag der Äußerung"),
    c(L::Statements, F::Text, "Text", &["Sachstand", "Antwort", "Stand"], K::Text, false, "wörtlich, höchstens drei Sätze"),
    // Exceptions
    c(L::Exceptions, F::Requirement, "Anforderung", &["Ziffer"], K::Text, true, "Anforderung, von der abgewichen wird"),
    c(L::Exceptions, F::Branch, "Verband", &["Verbände", "KV", "KV/SV", "Für"], K::Branches, false, "leer: alle"),
    c(L::Exceptions, F::LetterPeriod, "Zeitraum", &["Jahr"], K::Text, false, "Jahr, für das sie gilt"),
    c(L::Exceptions, F::Reason, "Begründung", &["Grund"], K::Text, false, "warum"),
    c(L::Exceptions, F::DecidedBy, "beschlossen von", &["beschlossen durch", "Beschluss von"], K::Text, false, "Stelle"),
    c(L::Exceptions, F::DecidedOn, "am", &["beschlossen am", "Beschluss vom"], K::Date, false, "Tag des Beschlusses"),
    c(L::Exceptions, F::ValidUntil, "gültig bis", &["gilt bis", "befristet bis", "bis"], K::Date, false, "letzter Tag"),
    c(L::Exceptions, F::Remark, "Bemerkung", &["Bemerkungen", "Anmerkung", "Anmerkungen", "Notiz", "Notizen", "Hinweis", "Hinweise", "Kommentar"], K::Text, false, "frei"),
    // Findings
    c(L::Findings, F::Requirement, "Anforderung", &["Ziffer"], K::Text, true, "Anforderung, zu der etwas festgestellt wird"),
    c(L::Findings, F::LetterPeriod, "Zeitraum", &["Jahr"], K::Text, false, "Jahr"),
    c(L::Findings, F::Finding, "Feststellung", &["Feststellung des Gremiums", "Feststellung des Ausschusses"], K::Text, false, "zur Kenntnis genommen, erledigt, weiter beobachten, gegenstandslos"),
    c(L::Findings, F::Session, "Sitzung", &["Sitzung am", "Sitzung vom"], K::Text, false, "Sitzung"),
    c(L::Findings, F::Wording, "Wortlaut", &["Wortlaut der Feststellung"], K::Text, false, "wörtlich"),
    c(L::Findings, F::Remark, "Bemerkung", &["Bemerkungen", "Anmerkung", "Anmerkungen", "Notiz", "Notizen", "Hinweis", "Hinweise", "Kommentar"], K::Text, false, "frei"),
];

/// Labels that fill both flags of the *Generationswechsel* at once.
pub const BOTH_SUCCESSIONS: &[&str] =
    &["Generationswechsel", "Generationswechsel (steht an)", "Generationswechsel steht an"];

/// Labels that give way to the field they usually name where another column already bears it:
/// beside „Datum“ a „Beginn“ is a time of day, beside „Art“ a „Veranstaltung“ is its title.
pub const SECOND_MEANINGS: &[(ListKind, &str, Field, Field)] = &[
    (L::Events, "Beginn", F::Date, F::Begin),
    (L::Events, "Ende", F::DateTo, F::End),
    (L::Events, "Veranstaltung", F::Kind, F::Title),
    (L::Events, "Was", F::Kind, F::Title),
    (L::Events, "Wer", F::Branch, F::Responsible),
];

/// The columns of one list.
pub fn of(list: ListKind) -> impl Iterator<Item = &'static Column> {
    COLUMNS.iter().filter(move |column| column.list == list)
}

pub fn column(list: ListKind, field: Field) -> Option<&'static Column> {
    of(list).find(|column| column.field == field)
}

/// The name of a list as the office says it; also the name of its sheet and file.
pub fn list_name(list: ListKind) -> &'static str {
    match list {
        L::Branches => "Verbände",
        L::Events => "Veranstaltungen",
        L::Measures => "Maßnahmen",
        L::Papers => "Vorlagen",
        L::Dispatches => "Versand",
        L::Statements => "Sachstand",
        L::Exceptions => "Ausnahmen",
        L::Findings => "Feststellungen",
    }
}

/// Words in the name of a sheet or file that decide between two lists with equally fitting columns.
pub fn list_words(list: ListKind) -> &'static [&'static str] {
    match list {
        L::Branches => &["verbaende", "gliederungen", "kreisverbaende"],
        L::Events => &["veranstaltung", "termin", "kalender"],
        L::Measures => &["massnahme"],
        L::Papers => &["vorlage"],
        L::Dispatches => &["versand", "postausgang", "briefe"],
        L::Statements => &["sachstand", "stellungnahme"],
        L::Exceptions => &["ausnahme"],
        L::Findings => &["feststellung"],
    }
}

/// The form in which labels are compared: words in alphabetical order, umlauts spelt out, signs left out.
/// Idempotent. Empty where the label holds no letter or digit.
pub fn key(label: &str) -> String {
    let mut words: Vec<String> = folded(label)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    words.sort_unstable();
    words.join(" ")
}

/// Whether some list has a column of this label.
pub(super) fn is_label(text: &str) -> bool {
    let wanted = folded(text);
    ListKind::ALL.iter().flat_map(|list| of(*list)).any(|column| {
        [column.label].iter().chain(column.others).any(|label| folded(label) == wanted)
    })
}

/// Lower case, umlauts spelt out, a hyphen at a line end joined („Schlüssel-\nnummer“).
pub fn folded(text: &str) -> String {
    let mut joined = Cow::Borrowed(text);
    // few texts hold either, and none is looked at more often than a name in one line
    if text.contains(['\n', '_']) {
        joined = text.replace("-\r\n", "").replace("-\n", "").replace("_x000D_", " ").into();
    }
    if joined.is_ascii() {
        return joined.to_ascii_lowercase();
    }
    let composed = match is_nfkc_quick(joined.chars()) {
        IsNormalized::Yes => joined,
        IsNormalized::No | IsNormalized::Maybe => Cow::Owned(joined.nfkc().collect()),
    };
    let mut folded = String::with_capacity(text.len());
    for c in composed.chars().filter(|c| !is_invisible(*c)).flat_map(char::to_lowercase) {
        match c {
            'ä' => folded.push_str("ae"),
            'ö' => folded.push_str("oe"),
            'ü' => folded.push_str("ue"),
            'ß' => folded.push_str("ss"),
            c => folded.push(c),
        }
    }
    folded
}

/// The label without what stands in brackets: „Mitglieder (Stand 31.12.)“.
pub fn without_brackets(label: &str) -> String {
    let mut depth = 0_u32;
    label
        .chars()
        .filter(|c| match c {
            '(' | '[' => {
                depth += 1;
                false
            }
            ')' | ']' => {
                depth = depth.saturating_sub(1);
                false
            }
            _ => depth == 0,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn a_label_belongs_to_at_most_one_field_per_list() {
        let mut seen: BTreeMap<(ListKind, String), Field> = BTreeMap::new();
        for column in COLUMNS {
            for label in std::iter::once(&column.label).chain(column.others) {
                for key in [key(label), key(label).replace(' ', "")] {
                    assert!(!key.is_empty(), "{label}");
                    let first = *seen.entry((column.list, key)).or_insert(column.field);
                    assert_eq!(first, column.field, "„{label}“ in {:?}", column.list);
                }
            }
        }
    }

    #[test]
    fn a_field_has_one_column_per_list_and_every_key_column_stands_in_the_list() {
        let mut seen = std::collections::BTreeSet::new();
        for column in COLUMNS {
            assert!(seen.insert((column.list, column.field)), "{column:?}");
        }
        for list in ListKind::ALL {
            assert!(of(*list).any(|column| column.required), "{list:?}");
        }
    }

    #[test]
    fn labels_are_compared_without_signs_and_order_but_letter_by_letter() {
        assert_eq!(key("Datum (von)"), key("von Datum"));
        assert_eq!(key("Straße*"), key("STRASSE"));
        assert_eq!(key("Schlüssel-\nnummer"), key("Schlüsselnummer"));
        assert_ne!(key("Art"), key("Ort"));
        assert_eq!(key(&key("Kreis-/Stadtverband")), key("Kreis-/Stadtverband"));
    }
}
