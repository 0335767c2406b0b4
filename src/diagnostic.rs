//! What the lists, the resolution or the templates say that somebody should look at. Collected, never an `Err`:
//! a bad row costs that row, a bad file that file.
//!
//! Every message has a stable number. [`Code`] is the one place: number, slug, severity, title, explanation and example.

mod effect;
mod groups;
mod meaning;

use std::fmt;
use std::sync::Arc;

use crate::table::CellRef;

pub use effect::{Waiting, waits};
pub use groups::{Group, groups};

/// *Bitte klären* (the row is not used) / *Bitte entscheiden* / *Nur zur Information*.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    Error,
    Warning,
    Note,
}

impl Severity {
    pub fn key(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }

    pub fn label_de(self) -> &'static str {
        match self {
            Self::Error => "Bitte klären",
            Self::Warning => "Bitte entscheiden",
            Self::Note => "Nur zur Information",
        }
    }
}

macro_rules! codes {
    ($($variant:ident = $number:literal $slug:literal $severity:ident $title:literal, $explanation:literal, $wrong:literal => $right:literal;)*) => {
        /// The kind of a message. Adding one: a line in the table below, and its entry in `docs/Handbuch.md`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Code { $($variant),* }
        impl Code {
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
            /// „D601“.
            pub fn number(self) -> &'static str { match self { $(Self::$variant => $number),* } }
            /// „verband-unbekannt“.
            pub fn slug(self) -> &'static str { match self { $(Self::$variant => $slug),* } }
            pub fn severity(self) -> Severity { match self { $(Self::$variant => Severity::$severity),* } }
            /// A short German heading.
            pub fn title(self) -> &'static str { match self { $(Self::$variant => $title),* } }
            /// What it means and what to do, in German.
            pub fn explanation(self) -> &'static str { match self { $(Self::$variant => $explanation),* } }
            /// What may have stood there, and how it is better.
            pub fn example(self) -> (&'static str, &'static str) { match self { $(Self::$variant => ($wrong, $right)),* } }
        }
    };
}

codes! {
    // files
    Password = "D101" "kennwort" Error "Datei mit Kennwort", "Die Datei ist mit einem Kennwort geschützt und konnte nicht gelesen werden. In Excel öffnen, unter Datei > Informationen > Arbeitsmappe schützen das Kennwort entfernen und speichern.", "Termine.xlsx mit Kennwort" => "dieselbe Datei ohne Kennwort";
    Damaged = "D102" "datei-beschaedigt" Error "Datei beschädigt", "Die Datei ist beschädigt oder abgeschnitten. In Excel öffnen und neu speichern; gelingt das nicht, die letzte Sicherung verwenden.", "eine Datei, die Excel nur „repariert“ öffnet" => "in Excel geöffnet und neu gespeichert";
    WrongExtension = "D103" "endung-passt-nicht" Note "Endung passt nicht zum Inhalt", "Der Inhalt der Datei ist ein anderer, als ihre Endung sagt. Gelesen wird nach dem Inhalt. In Excel mit „Speichern unter“ neu ablegen, dann verschwindet der Hinweis.", "Termine.xls mit dem Inhalt einer .xlsx-Datei" => "„Termine.xlsx“";
    TooLarge = "D104" "datei-zu-gross" Error "Datei zu groß", "Die Datei enthält mehr, als eine Liste haben kann, oder sie ließ sich nicht mit vertretbarer Zeit und vertretbarem Speicher lesen. In Excel mit Strg+Ende die letzte benutzte Zelle prüfen, überzählige Zeilen und Spalten löschen und als .xlsx speichern.", "eine Liste, in der Strg+Ende in Zelle XFD1048576 springt" => "dieselbe Liste ohne die überzähligen Zeilen und Spalten";
    Unsupported = "D105" "format-nicht-lesbar" Error "Format nicht lesbar", "Dieses Format wird nicht gelesen. In Excel öffnen und als .xlsx speichern.", "„Termine.numbers“" => "„Termine.xlsx“";
    DuplicateFile = "D106" "datei-doppelt" Warning "Datei doppelt", "Zwei Dateien haben denselben Inhalt; gelesen wurde nur die erste. Eine davon aus dem Listenordner nehmen.", "Termine.xlsx und Termine Kopie.xlsx mit gleichem Inhalt" => "nur Termine.xlsx";
    Unreadable = "D107" "datei-nicht-zu-oeffnen" Error "Datei nicht zu öffnen", "Die Datei ließ sich nicht öffnen. Oft ist sie in Excel geöffnet oder die Berechtigung fehlt: schließen und noch einmal starten.", "Termine.xlsx ist in Excel geöffnet" => "gespeichert und geschlossen";
    EmptyFile = "D108" "datei-leer" Error "Datei leer", "Die Datei ist leer. Die richtige Fassung in den Listenordner legen oder die Datei löschen.", "Termine.xlsx mit 0 Byte" => "die Fassung mit Inhalt";
    OpenElsewhere = "D109" "datei-geoeffnet" Note "Datei gerade geöffnet", "Neben der Datei liegt die Sperrdatei von Excel oder LibreOffice: Jemand hat sie gerade geöffnet. Gelesen wurde der zuletzt gespeicherte Stand. Nach dem Speichern und Schließen noch einmal starten.", "neben Termine.xlsx liegt ~$Termine.xlsx" => "Termine.xlsx gespeichert und geschlossen";
    PersonList = "D110" "personenliste" Warning "Liste von Personen", "Das Blatt ist eine Liste einzelner Personen. Für die Auswertung genügen Zahlen; Namen von Mitgliedern und Teilnehmenden liest das Programm nicht ein. Die Datei aus dem Listenordner nehmen und nur die Zahl in die Liste der Verbände oder Veranstaltungen eintragen.", "Teilnahmeliste.xlsx mit einer Zeile je Person" => "eine Zahl in der Spalte „Teilnehmende“";
    TwoVersions = "D111" "zwei-fassungen" Error "Zwei Fassungen derselben Liste", "Zwei Dateien sehen nach alter und neuer Fassung derselben Liste aus (gleiche Zeilen, Namen wie „Kopie von …“, „(1)“, „_alt“). Gelesen wurde keine von beiden, damit Überholtes nicht zählt. Nur die gültige Fassung im Listenordner lassen.", "Termine.xlsx und Termine (1).xlsx" => "nur die gültige Fassung";
    // sheets and encoding
    NoMatchingSheet = "D201" "kein-passendes-blatt" Warning "Kein passendes Blatt", "In keinem Blatt der Datei wurde eine der bekannten Listen erkannt. Die Spaltenüberschriften mit dem Handbuch vergleichen.", "eine Arbeitsmappe mit Notizen ohne Überschriften" => "eine Zeile mit „Datum“, „Art“, „Verband“ über den Einträgen";
    AmbiguousSheet = "D202" "liste-mehrdeutig" Warning "Liste mehrdeutig", "Die Überschriften des Blatts passen gleich gut zu mehreren Listen; es wurde nicht gelesen. Das Blatt oder die Datei nach der Liste benennen oder weitere Spalten wie im Handbuch überschreiben.", "ein Blatt mit „Datum“, „Art“, „Status“" => "dasselbe Blatt mit dem Namen „Veranstaltungen“";
    HiddenSheet = "D203" "blatt-ausgeblendet" Warning "Ausgeblendetes Blatt", "Ein ausgeblendetes Blatt sieht wie eine Liste aus und wurde nicht gelesen. Einblenden, wenn es zählen soll.", "ein ausgeblendetes Blatt „2023“" => "eingeblendet";
    Mojibake = "D207" "umlaute-falsch" Warning "Umlaute falsch gespeichert", "Umlaute stehen als Zeichenfolgen wie „Ã¤“ in der Liste. Die Datei im Ursprungsprogramm als „CSV UTF-8“ oder Excel-Arbeitsmappe neu speichern; bis dahin wird der Text genommen, wie er dasteht.", "„SÃ¶mmerda“" => "„Sömmerda“";
    BrokenUmlauts = "D208" "umlaute-zerstoert" Warning "Umlaute zerstört", "Umlaute sind in dieser Datei nicht mehr lesbar. Aus dem Ursprungsprogramm neu speichern.", "„S?mmerda“" => "„Sömmerda“";
    RaggedRow = "D209" "spaltenzahl-abweichend" Warning "Zeile mit anderer Spaltenzahl", "Die Zeile hat mehr Felder als die Überschrift. Oft fehlt ein Anführungszeichen um einen Text mit Semikolon.", "„Treffen; mit Gästen“" => "„\"Treffen; mit Gästen\"“";
    // columns
    NoHeader = "D301" "keine-kopfzeile" Warning "Keine Kopfzeile", "In den ersten Zeilen wurde keine Zeile mit bekannten Spaltenüberschriften gefunden. Überschriften ergänzen oder mit dem Handbuch vergleichen.", "eine Liste, die gleich mit dem ersten Termin beginnt" => "eine Zeile mit „Datum“, „Art“, „Verband“ darüber";
    MissingColumn = "D302" "pflichtspalte-fehlt" Error "Pflichtspalte fehlt", "Eine Spalte, ohne die diese Liste nicht gelesen werden kann, fehlt oder heißt anders. Überschrift wie im Handbuch nennen oder in Entscheidungen.xlsx, Blatt „Spalten“, auswählen, was die Spalten bedeuten.", "„Datum, Sorte, Verband“" => "„Datum, Art, Verband“";
    DuplicateColumn = "D303" "ueberschrift-doppelt" Error "Überschrift doppelt", "Zwei Spalten beanspruchen dieselbe Bedeutung; keine von beiden wurde verwendet. Eine umbenennen.", "zwei Spalten „Status“ und „Stand“" => "„Status“ und „Bemerkung“";
    ConfirmColumn = "D304" "zuordnung-bestaetigen" Warning "Zuordnung bitte bestätigen", "Die Überschrift ähnelt einer bekannten, ist aber nicht dieselbe; die Spalte wurde nicht gelesen. In Entscheidungen.xlsx, Blatt „Spalten“, auswählen, was sie bedeutet; die Antwort gilt auch für spätere Dateien mit denselben Überschriften.", "„Veranstaltg.“" => "„Veranstaltung“";
    BlankHeader = "D305" "ueberschrift-leer" Note "Überschrift leer", "Eine Spalte mit Daten hat keine Überschrift und wurde nicht gelesen.", "eine Spalte mit Werten und leerer Überschrift" => "dieselbe Spalte mit der Überschrift „Bemerkung“";
    UnknownColumn = "D306" "spalte-unbekannt" Note "Spalte nicht verwendet", "Die Überschrift dieser Spalte ist nicht bekannt; die Spalte wurde nicht gelesen. Wenn sie zählen soll: Überschrift wie im Handbuch nennen.", "„Schlagwort“" => "„Themen“";
    DecisionUnusable = "D307" "entscheidung-unklar" Warning "Entscheidung nicht verwendbar", "Eine Antwort in Entscheidungen.xlsx passt zu keiner der angebotenen Möglichkeiten oder widerspricht einer anderen; sie bleibt ohne Wirkung. Einen Wert aus der Auswahlliste nehmen.", "„vielleicht“" => "einen Wert aus der Auswahlliste";
    ReadingUnclear = "D308" "auslegung-unklar" Warning "Auslegung nicht anwendbar", "Was auf dem Blatt „Auslegungen“ von Entscheidungen.xlsx steht, lässt sich nicht anwenden; gerechnet wird wie bisher. Unter „anders entschieden“ genügt „ja“, sonst bleibt die Zelle leer; Erläuterungen gehören unter „Bemerkung“.", "anders entschieden: „nur im Ausnahmefall“" => "„ja“ oder leer";
    ReadingOtherwise = "D309" "auslegung-anders" Note "Auslegung anders entschieden", "Laut Entscheidungen.xlsx gilt die andere Lesart; danach sind Auswertung und Briefe gerechnet. Das Blatt „Auslegungen“ der Auswertung zeigt, was die erste Lesart ergäbe. Es ist nichts zu tun.", "anders entschieden: „ja“" => "so lassen";
    // rows
    IncompleteRow = "D401" "zeile-unvollstaendig" Error "Zeile unvollständig", "In der Zeile fehlt eine Angabe, ohne die sie nicht zugeordnet werden kann. Angabe ergänzen.", "eine Zeile ohne Datum" => "„04.05.2024“";
    UnclearRow = "D402" "zeilenart-unklar" Warning "Zeile nicht einzuordnen", "Die Zeile könnte eine Überschrift, eine Summe oder eine Notiz sein; sie wurde nicht als Eintrag gezählt. Angaben ergänzen oder die Zeile löschen.", "eine Zeile, in der nur „siehe oben“ steht" => "eine Zeile mit Datum, Art und Verband";
    HiddenRows = "D403" "zeilen-ausgeblendet" Warning "Ausgeblendete Zeilen oder Spalten", "Das Blatt enthält ausgeblendete Zeilen oder Spalten, meist durch einen gesetzten Filter. Sie wurden mitgelesen. Filter aufheben und prüfen, ob sie zählen sollen; was nicht zählt, löschen oder als abgesagt eintragen.", "ein Filter, der drei Zeilen verbirgt" => "Daten > Filter löschen";
    BlankBelow = "D404" "leere-zellen" Warning "Leere Zellen unter einem Wert", "In einer Pflichtspalte steht ein Wert nur in der ersten Zeile einer Gruppe, darunter sind die Zellen leer. Ob der Wert für alle gilt, wird nicht geraten. Den Wert in jede Zeile schreiben.", "Datum 04.05.2024, darunter leer" => "04.05.2024 in jeder Zeile";
    SeveralTables = "D405" "mehrere-tabellen" Note "Mehrere Tabellen im Blatt", "Im Blatt stehen mehrere Tabellen nebeneinander oder untereinander; jede wurde für sich gelesen.", "zwei Tabellen nebeneinander" => "jede Tabelle in einem eigenen Blatt";
    WrongTotal = "D406" "summe-stimmt-nicht" Warning "Summe stimmt nicht", "Die Summenzeile der Liste ergibt nicht die Summe ihrer Zeilen. Gezählt werden die Zeilen. Prüfen, ob eine Zeile fehlt.", "Summe 120 unter Zeilen, die 118 ergeben" => "Summe 118";
    ContinuedRow = "D407" "fortsetzungszeile" Note "Fortsetzungszeile angehängt", "Eine Zeile führt nur den Text der Zeile darüber fort; sie wurde an diese angehängt.", "„und Aussprache“ allein in der nächsten Zeile" => "„Bericht und Aussprache“ in einer Zelle";
    MergedCells = "D408" "verbundene-zellen" Note "Wert aus verbundenen Zellen", "Der Wert steht in verbundenen Zellen über mehrere Zeilen; er gilt für jede davon.", "ein Datum in drei verbundenen Zellen" => "das Datum in jeder Zeile";
    HeadingValue = "D409" "wert-aus-gruppenzeile" Note "Wert aus einer Gruppenzeile", "Über den Zeilen steht eine Zwischenüberschrift, die ihren Verband oder Typ nennt; sie gilt für die Zeilen darunter, in denen die Angabe fehlt.", "„KV Gotha“ über drei Zeilen ohne Verband" => "KV Gotha in jeder Zeile";
    // values
    EmptyCell = "D501" "zelle-leer" Warning "Angabe fehlt", "Die Zelle ist leer, oder der Liste fehlt die Spalte; davon hängt ab, wie eine Anforderung steht. Die Angabe nachtragen. Wo sie niemand mehr weiß, bleibt es offen.", "leer" => "„ja“";
    ErrorCell = "D502" "excel-fehlerwert" Error "Excel-Fehlerwert", "Die Zelle enthält einen Fehlerwert von Excel. Formel berichtigen oder den Wert eintippen.", "„#NV“" => "„ja“";
    NoFormulaResult = "D503" "formel-ohne-ergebnis" Error "Formel ohne Ergebnis", "Die Formel hat in der Datei kein gespeichertes Ergebnis. In Excel öffnen und speichern.", "eine Formel ohne gespeichertes Ergebnis" => "in Excel geöffnet und gespeichert";
    CutOff = "D504" "text-abgeschnitten" Warning "Text abgeschnitten", "Der Text endet genau an einer Längengrenze (255 oder 32.767 Zeichen); vermutlich fehlt sein Ende. Was er nicht nennt, gilt als unbekannt, nicht als fehlend. Den Text prüfen und neu eintragen.", "ein Text von genau 255 Zeichen, mitten im Wort zu Ende" => "der ganze Text";
    StruckThrough = "D505" "durchgestrichen" Warning "Durchgestrichene Zeile", "Die Zeile ist durchgestrichen. Ob sie noch gilt, bleibt offen, bis der Status es sagt (z. B. abgesagt) oder die Zeile gelöscht ist.", "eine durchgestrichene Zeile" => "Status „abgesagt“";
    NotADate = "D510" "kein-datum" Error "Kein Datum", "Der Text ist kein Datum. Erwartet wird Tag.Monat.Jahr, z. B. 05.03.2024. Bis dahin gilt der Tag als unbekannt.", "„Pfingsten“" => "„19.05.2024“";
    AmbiguousDate = "D511" "datum-mehrdeutig" Error "Datum mehrdeutig", "Das Datum lässt sich auf zwei Arten lesen (z. B. 5/3/2024). Mit Punkten schreiben: 05.03.2024.", "„5/3/2024“" => "„05.03.2024“";
    WeekdayMismatch = "D512" "wochentag-passt-nicht" Warning "Wochentag passt nicht zum Datum", "Der Wochentag gehört nicht zu diesem Datum. Das Datum wurde übernommen; bitte prüfen, welches von beiden stimmt.", "„So, 04.05.2024“" => "„Sa, 04.05.2024“";
    YearAdded = "D513" "jahr-ergaenzt" Note "Jahr ergänzt", "Das Datum nennt kein Jahr; es wurde aus dem Blattnamen oder der Überschrift ergänzt.", "„04.05.“" => "„04.05.2024“";
    SerialDate = "D514" "datum-als-zahl" Note "Datum als Zahl gespeichert", "Das Datum ist als Zahl gespeichert und wurde umgerechnet. In Excel die Zelle als Datum formatieren.", "„45416“" => "„04.05.2024“";
    TwoDigitYear = "D515" "jahr-zweistellig" Warning "Jahr zweistellig und unklar", "Das Jahr ist mit zwei Ziffern geschrieben und liegt nicht nahe. Mit vier Ziffern schreiben; bis dahin gilt der Tag als unbekannt.", "„04.05.71“" => "„04.05.2024“";
    ImplausibleYear = "D516" "jahr-unplausibel" Warning "Jahr unplausibel", "Das Jahr liegt weit neben den anderen. Bitte prüfen, ob es vertippt ist.", "„04.05.2014“" => "„04.05.2024“";
    MonthOnly = "D517" "nur-monat" Note "Nur der Monat bekannt", "Die Angabe nennt einen Monat oder Zeitraum, keinen Tag. Sie zählt, wo der ganze Zeitraum passt; sonst bleibt es offen. Den Tag nachtragen.", "„Mai 2024“" => "„04.05.2024“";
    EndBeforeBegin = "D518" "ende-vor-beginn" Error "Ende vor Beginn", "Das Ende liegt vor dem Beginn. Der Tag gilt als unbekannt, bis beides stimmt.", "Datum 05.05.2024, bis 04.05.2024" => "Datum 04.05.2024, bis 05.05.2024";
    AfterAsOf = "D519" "nach-dem-stichtag" Note "Liegt nach dem Stichtag", "Der Status sagt „durchgeführt“, das Datum liegt aber nach dem Stichtag. Der Termin wird als geplant geführt.", "durchgeführt, mit einem Tag nach dem Stichtag" => "„geplant“";
    UnclearWord = "D522" "wort-unklar" Warning "Angabe nicht zuzuordnen", "Aus diesem Wort geht nicht hervor, ob ein Merkmal erfüllt ist. Eines der genannten Wörter eintragen; bis dahin gilt die Angabe als unbekannt.", "„gemischt“" => "„Präsenz“";
    UnclearFlag = "D520" "ja-nein-unklar" Warning "Ja oder Nein unklar", "Erwartet wird ja oder nein (auch j, x, ✓, 1 oder n, 0). Bis dahin gilt die Angabe als unbekannt.", "„evtl.“" => "„ja“";
    Wingdings = "D521" "haken-als-buchstabe" Warning "Haken als Buchstabe", "In der Zelle steht ein Buchstabe, der in der Schrift Wingdings wie ein Haken aussieht. Welches Zeichen gemeint ist, sagt diese Datei nicht. Mit ja oder nein ausfüllen.", "ü (in Wingdings ein Haken)" => "„ja“";
    NotANumber = "D530" "keine-zahl" Warning "Keine Zahl", "Erwartet wird eine Zahl, z. B. 30 oder 1.234. Bis dahin gilt die Angabe als unbekannt.", "„viele“" => "„30“";
    NumberWithText = "D531" "zahl-mit-text" Note "Zahl mit Zusatz", "Neben der Zahl steht ein Zusatz (ca., ab, davon …). Der Text bleibt, wie er ist; gerechnet wird damit nicht.", "„ca. 30“" => "„30“";
    BadPostcode = "D540" "plz-ungueltig" Warning "PLZ ungültig", "Die Postleitzahl hat nicht fünf Ziffern.", "„9908“" => "„99084“";
    PostcodePadded = "D541" "plz-null-ergaenzt" Note "Führende Null ergänzt", "Die Postleitzahl hatte nur vier Ziffern; die führende Null wurde ergänzt. In Excel die Spalte als Text formatieren.", "„7743“" => "„07743“";
    NotSplit = "D543" "angabe-nicht-zu-trennen" Warning "Angaben nicht zu trennen", "Die Spalte enthält mehrere Angaben in einer Zelle (z. B. „PLZ/Ort“), hier lassen sie sich nicht sicher trennen; keine davon wurde verwendet. In getrennte Spalten schreiben oder wie in den anderen Zeilen trennen.", "„07743 Jena-Lobeda West 5“" => "PLZ 07743, Ort Jena";
    BadEmail = "D550" "e-mail-ungueltig" Warning "E-Mail-Adresse ungültig", "Die Zelle enthält keine brauchbare E-Mail-Adresse. Schreibweise prüfen; mehrere Adressen mit Semikolon trennen.", "„info(at)example.org“" => "„info@example.org“";
    BadPhone = "D551" "telefon-unklar" Note "Telefonnummer unklar", "Die Zelle sieht nicht wie eine Telefonnummer aus. Sie erscheint in der Anrufliste, wie sie dasteht.", "„über die Geschäftsstelle“" => "„0361 555 01“";
    UnknownStatus = "D560" "status-unbekannt" Warning "Status unbekannt", "Dieses Statuswort ist nicht bekannt. Bekannt sind u. a. geplant, durchgeführt, abgesagt, verschoben, angeboten.", "„vielleicht“" => "„geplant“";
    PastButPlanned = "D561" "termin-vorbei" Warning "Termin vorbei, Status noch geplant", "Der Tag liegt vor dem Stichtag, der Status sagt aber „geplant“. Bitte eintragen, ob der Termin stattgefunden hat.", "geplant, und der Tag ist vorbei" => "„durchgeführt“";
    HeldByList = "D562" "laut-liste-gehalten" Note "Gehalten laut Liste", "Die Zeile hat keinen Status; da ihr Tag vorbei ist, gilt sie als durchgeführt. Zur Sicherheit den Status eintragen.", "leer, und der Tag ist vorbei" => "„durchgeführt“";
    // words
    DoubtfulMatch = "D570" "fraglich" Warning "Fraglich, ob gemeint", "Ein Wort in dieser Zeile lässt offen, ob sie die gesuchte Veranstaltung, Maßnahme oder Vorlage ist. Bis zur Klärung zählt sie nicht und verhindert Nachfragen. Die Art eindeutig eintragen.", "Art „Rechenschaftsbericht“, Thema „Finanzen“" => "Art „Finanzbericht“";
    PossibleMatch = "D571" "moeglicher-nachweis" Warning "Möglicher Nachweis", "Die Art passt nicht, aber Titel oder Themen nennen die gesuchte Art. Bis zur Klärung zählt die Zeile nicht und verhindert Nachfragen. Die Spalte Art berichtigen, wenn sie gemeint ist.", "Art „Treffen“, Titel „Rechenschaftsbericht“" => "Art „Rechenschaftsbericht“";
    // branches and duplicates
    UnknownBranch = "D601" "verband-unbekannt" Error "Verband unbekannt", "Dieser Verband steht nicht in der Verbandsliste. Schreibweise berichtigen oder den Verband dort eintragen.", "„KV Gohta“" => "„KV Gotha“";
    AmbiguousBranch = "D602" "verband-mehrdeutig" Error "Verband mehrdeutig", "Mehrere Verbände tragen diesen Namen. Den Typ davorschreiben: „KV …“ oder „SV …“.", "„Weimar“" => "„SV Weimar“";
    SeveralBranches = "D603" "mehrere-verbaende" Note "Mehrere Verbände in einer Zelle", "Ist nur einer gemeint, die anderen aus der Zelle nehmen. Sonst die Namen mit Semikolon trennen („KV Gotha; KV Jena“), dann entfällt dieser Hinweis: Die Zeile zählt für jeden der Verbände.", "„KV Gotha / KV Greiz“" => "„KV Gotha; KV Greiz“";
    BranchNowhere = "D604" "verband-nirgends" Note "Verband kommt in keiner Liste vor", "Dieser Verband steht in der Verbandsliste, aber in keiner anderen Liste. Prüfen, ob eine Liste fehlt oder ob er dort anders geschrieben ist.", "„KV Greiz“ nur in der Verbandsliste" => "„KV Greiz“ auch in den Veranstaltungen";
    DuplicateBranch = "D605" "verband-doppelt" Error "Verband doppelt", "Derselbe Verband steht zweimal in der Verbandsliste. Eine Zeile löschen.", "„SV Jena“ in Zeile 3 und in Zeile 4" => "eine Zeile „SV Jena“";
    BranchWithoutKind = "D606" "verbandstyp-fehlt" Error "Typ des Verbands fehlt", "Zu diesem Verband fehlt der Typ (Kreisverband oder Stadtverband). In der Spalte Typ ergänzen.", "„Gera“" => "„SV Gera“";
    Duplicate = "D610" "doppelt" Note "Doppelt eingetragen", "Dieselbe Zeile steht zweimal in den Listen; sie zählt einmal.", "zweimal dieselbe Zeile" => "eine Zeile";
    LikelyDuplicate = "D611" "vermutlich-doppelt" Warning "Vermutlich doppelt", "Zwei Zeilen nennen denselben Verband und denselben Tag und fast denselben Titel. Sie werden einzeln geführt. Ist es dieselbe Veranstaltung: eine Zeile löschen.", "„Stammtisch“ und „Stamtisch“ am selben Tag" => "eine Zeile „Stammtisch“";
    Contradiction = "D612" "widerspruch" Warning "Widersprüchliche Einträge", "Zwei Zeilen nennen dieselbe Veranstaltung oder denselben Verband, sagen aber Verschiedenes. Bis zur Klärung gelten die strittigen Angaben als unbekannt.", "„durchgeführt“ und „abgesagt“ für denselben Termin" => "in beiden Listen „abgesagt“";
    ColumnsContradict = "D613" "spalten-widersprechen" Warning "Spalten widersprechen sich", "Die Spalte „beteiligt“ und die Spalte des Gremiums sagen Verschiedenes. Bis zur Klärung gilt die Angabe als unbekannt.", "beteiligt „LV“, LV vertreten „nein“" => "LV vertreten „ja“";
    // letters, settings, register
    TemplateField = "D702" "vorlage-feld-unbekannt" Error "Feld der Vorlage unbekannt", "Die Vorlage verwendet ein Feld, das es nicht gibt. Im Handbuch steht die Liste der Felder.", "„{{ ov.nmae }}“" => "„{{ verband }}“";
    TemplateBroken = "D703" "vorlage-fehlerhaft" Error "Vorlage fehlerhaft", "Die Vorlage kann nicht verwendet werden. Die genannte Stelle berichtigen: in Word, beim Text einer E-Mail im Editor.", "„{% if erstes %} ohne {% endif %}“" => "„{% if erstes %} … {% endif %}“";
    SettingUnknown = "D704" "einstellung-unbekannt" Warning "Einstellung unbekannt", "Diese Einstellung gibt es nicht; die Zeile bleibt ohne Wirkung.", "„Absendername“" => "eine Zeile mit einer Bezeichnung aus dem Handbuch";
    SettingInvalid = "D705" "einstellung-ungueltig" Warning "Einstellung ungültig", "Der Wert dieser Einstellung ist nicht zulässig; es gilt die Vorgabe.", "„Antwort erbeten nach (Tagen): bald“" => "„21“";
    LetterKept = "D706" "brief-bearbeitet" Note "Bearbeiteter Brief bleibt", "Der Brief wurde von Hand bearbeitet; er bleibt, wie er ist.", "ein Entwurf, in dem jemand geschrieben hat" => "so lassen";
    RegisterUnknownLetter = "D707" "brief-unbekannt" Warning "Brief im Register unbekannt", "Dieser Brief kommt im Beschluss nicht vor; die Zeile belegt nichts.", "„Angebot Bericht“" => "„Angebot Rechenschaftsbericht“";
    PromisesUnconfirmed = "D708" "zusagen-bestaetigen" Warning "Zusagen bitte bestätigen", "Der Brief wurde von Hand bearbeitet, und eine Zusage, die im Postausgang steht, steht nicht mehr in diesen Worten darin. Ob sie noch gilt, bleibt offen: In der Spalte „Zusagen“ nur stehen lassen, was der Brief zusagt, und „bestätigt“ dazuschreiben; gilt noch alles, „alles“ eintragen.", "ein Entwurf, in dem jemand einen Satz gestrichen hat" => "Zusagen ohne das Gestrichene und „bestätigt“, oder „alles“";
    BatchUnclear = "D709" "sendung-unklar" Warning "Sendung nicht zuzuordnen", "Der Eintrag auf dem Blatt „Versand“ lässt sich keinem Brief sicher zuordnen. Die Nummern in der Spalte „Sendung“ beider Blätter vergleichen.", "Sendung 9, zu der kein Brief gehört" => "die Nummer, die im Blatt „Postausgang“ steht";
    RegisterContradicts = "D710" "postausgang-widerspruch" Warning "Postausgang sagt zweierlei", "Neben dem Postausgang liegen Zeilen, die noch nicht übernommen sind, weil dort und im Postausgang Verschiedenes steht. In einer der beiden Dateien berichtigen; der nächste Lauf übernimmt den Rest und räumt auf.", "versandt am 05.03.2024 hier und 06.03.2024 dort" => "dasselbe Datum in beiden Dateien";
    SentUnclear = "D711" "versand-unklar" Warning "Versand unklar", "Ob oder wann dieser Brief hinausging, bleibt offen: Er war zurückgehalten oder gelöscht, als das Datum seiner Sendung eingetragen wurde, oder sein Datum passt nicht zu „erzeugt am“ oder „Zeitraum“. Bis zur Klärung gilt er weder als versandt noch als nicht versandt.", "24.01.2024 bei einem Brief vom 20.01.2025" => "24.01.2025";
    NoMail = "D720" "e-mail-entwurf-fehlt" Warning "E-Mail-Entwurf fehlt", "Der Brief soll per E-Mail gehen, aber für den Entwurf fehlt eine Angabe. Sie ergänzen und noch einmal starten; der Brief selbst liegt bereit.", "Briefpost „nein“ und kein Text „Vorlagen/angebot-bericht.txt“, der sich verwenden lässt" => "der Text ohne Fehler";
    NoPdf = "D721" "pdf-fehlt" Warning "PDF fehlt", "Zu einem Brief ist kein PDF entstanden. PDF-Dateien macht LibreOffice, wenn es auf dem Rechner installiert ist; die Word-Datei liegt in jedem Fall bereit.", "--pdf ohne LibreOffice" => "--pdf mit installiertem LibreOffice";
    NoPrintFile = "D722" "sammeldruck-fehlt" Warning "Sammeldruck fehlt", "Die Briefe liegen einzeln bereit, ließen sich aber nicht in eine Datei bringen. Die genannte Stelle der Vorlage in Word berichtigen oder die Briefe einzeln drucken.", "eine Vorlage, die ihre Seiten in mehreren Abschnitten zählt" => "eine Vorlage mit einem Abschnitt";
    // declarations
    RowWithoutLetter = "D730" "zeile-ohne-brief" Warning "Zeile ohne Brief", "Aus dieser Zeile der Liste wird beim Serienbrief kein Brief: Sie ist durchgestrichen, eine Summe, eine Fußnote, oder ihr fehlt die Angabe, nach der gruppiert wird.", "eine Zeile „Summe“" => "eine Zeile mit Namen und Anschrift";
    BlankInLetter = "D731" "stelle-bleibt-leer" Note "Stelle bleibt leer", "Die Vorlage verwendet die Spalte, die Zelle ist leer; im Brief bleibt die Stelle leer. Eine Zeile des Briefs, die nur aus leeren Feldern besteht, fällt weg.", "leere Zelle unter „Titel“" => "„Dr.“";
    GroupDisagrees = "D732" "gruppe-uneinheitlich" Error "Verschiedene Angaben in einer Gruppe", "Beim gruppierten Serienbrief nennt die Vorlage die Angabe einmal für alle Zeilen der Gruppe, die Zeilen sagen aber Verschiedenes. Die Angaben angleichen oder das Feld in der Vorlage in die Wiederholung „zeilen“ nehmen.", "zwei Anschriften für „KV Gotha“" => "dieselbe Anschrift in beiden Zeilen";
    WithoutEffect = "D801" "ohne-wirkung" Note "Angabe ohne Wirkung", "Eine Angabe in der Beschlussdatei oder in den Listen hat keine Wirkung.", "eine Ausnahme für einen Verband, für den die Anforderung nicht gilt" => "die Zeile löschen oder berichtigen";
    UnknownRequirement = "D802" "anforderung-unbekannt" Warning "Anforderung unbekannt", "Diese Anforderung gibt es im Beschluss nicht; die Zeile bleibt ohne Wirkung.", "„Z9x“" => "„Z1c“";
}

/// One message. `message` says what was found and what follows; `help` one thing to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    pub code: Code,
    /// The file it is about, relative to the list folder; also set where `cell` is.
    pub file: Option<String>,
    pub sheet: Option<String>,
    pub cell: Option<CellRef>,
    /// The raw value, without quotation marks; names of persons never.
    pub found: Option<String>,
    /// What should have stood there, with an example: „Tag.Monat.Jahr, z. B. 05.03.2024“.
    pub expected: Option<String>,
    /// What was found and what the program did instead.
    pub message: String,
    /// One thing to do.
    pub help: Option<String>,
    /// What it means for the verdicts: „Z1c Kreisverband Greiz bleibt offen“. Known only after the assessment.
    pub consequence: Option<String>,
    /// How many verdicts wait for it.
    pub effect: u32,
    /// The verdicts that wait for it, in their order; each once.
    pub waiting: Vec<Arc<Waiting>>,
    /// A second row it is about: the other of two copies.
    pub beside: Option<CellRef>,
    /// What stands above the column of its cell.
    pub heading: Option<String>,
}

impl Diagnostic {
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            file: None,
            sheet: None,
            cell: None,
            found: None,
            expected: None,
            message: message.into(),
            help: None,
            consequence: None,
            effect: 0,
            waiting: Vec::new(),
            beside: None,
            heading: None,
        }
    }

    #[must_use]
    pub fn at(mut self, cell: CellRef) -> Self {
        self.file = Some(cell.source.file.clone());
        self.sheet.clone_from(&cell.source.sheet);
        self.cell = Some(cell);
        self
    }

    #[must_use]
    pub fn in_file(mut self, file: impl Into<String>) -> Self {
        self.file = Some(file.into());
        self
    }

    #[must_use]
    pub fn in_sheet(mut self, sheet: impl Into<String>) -> Self {
        self.sheet = Some(sheet.into());
        self
    }

    #[must_use]
    pub fn found(mut self, value: impl Into<String>) -> Self {
        self.found = Some(value.into());
        self
    }

    #[must_use]
    pub fn expected(mut self, expected: impl Into<String>) -> Self {
        self.expected = Some(expected.into());
        self
    }

    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Another row it is about.
    #[must_use]
    pub fn beside(mut self, cell: CellRef) -> Self {
        self.beside = Some(cell);
        self
    }

    /// `Termine.xlsx, Blatt „2024“, Zelle D17`, as far as known.
    pub fn place(&self) -> Option<String> {
        if let Some(cell) = &self.cell {
            return Some(cell.to_string());
        }
        let file = self.file.as_ref()?;
        Some(
            self.sheet
                .as_ref()
                .map_or_else(|| file.clone(), |sheet| format!("{file}, Blatt „{sheet}“")),
        )
    }
}

/// The block a person reads on the terminal.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.code.severity().label_de(), self.code.number(), self.message)?;
        if let Some(place) = self.place() {
            write!(f, "\n  {place}")?;
        }
        if let Some(consequence) = &self.consequence {
            write!(f, "\n  Folge: {consequence}")?;
        }
        if let Some(help) = &self.help {
            write!(f, "\n  Hilfe: {help}")?;
        }
        Ok(())
    }
}

/// The sink every reader fills: value *and* messages, never one instead of the other.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    pub fn extend(&mut self, other: Self) {
        self.list.extend(other.list);
    }

    pub fn extend_with(&mut self, others: impl IntoIterator<Item = Diagnostic>) {
        self.list.extend(others);
    }

    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.list.iter()
    }

    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, Diagnostic> {
        self.list.iter_mut()
    }

    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Puts them in a stable order (severity, then code, then place) and drops exact repetitions.
    pub fn sort(&mut self) {
        self.list.sort_by(|a, b| {
            (a.code.severity(), a.code)
                .cmp(&(b.code.severity(), b.code))
                .then_with(|| (&a.file, &a.sheet, &a.cell).cmp(&(&b.file, &b.sheet, &b.cell)))
                .then_with(|| a.message.cmp(&b.message))
        });
        self.list.dedup();
    }
}

impl<'a> IntoIterator for &'a mut Diagnostics {
    type Item = &'a mut Diagnostic;
    type IntoIter = std::slice::IterMut<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter_mut()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
