//! Why a message matters: what it does to verdicts and letters.

use super::Code;

impl Code {
    /// What follows for verdicts and letters while it is not answered, in German.
    pub fn matters(self) -> &'static str {
        match self {
            Self::Password
            | Self::Damaged
            | Self::TooLarge
            | Self::Unsupported
            | Self::Unreadable
            | Self::EmptyFile => {
                "Was in der Datei steht, kann nichts belegen. Anforderungen, für die eine Liste fehlt, bleiben offen, und solange eine Liste unlesbar ist, schreibt das Programm keine Nachfrage."
            }
            Self::DuplicateFile => "Es ändert keine Feststellung: Doppeltes zählt einmal.",
            Self::WrongExtension | Self::OpenElsewhere => {
                "Es ändert keine Feststellung, solange die gelesene Fassung die richtige ist."
            }
            Self::PersonList => {
                "Das Blatt belegt nichts. Es fehlt auch nichts, wenn die Zahl in der Liste der Verbände oder Veranstaltungen steht."
            }
            Self::TwoVersions => {
                "Keine der beiden Fassungen belegt etwas, bis klar ist, welche gilt: Sonst zählte Überholtes mit."
            }
            Self::NoMatchingSheet
            | Self::AmbiguousSheet
            | Self::HiddenSheet
            | Self::NoHeader
            | Self::MissingColumn => {
                "Das Blatt belegt nichts. War es eine der erwarteten Listen, bleiben die Anforderungen offen, die sie belegen sollte."
            }
            Self::Mojibake | Self::BrokenUmlauts => {
                "Namen und Wörter mit Umlauten werden nicht wiedererkannt; die Zeilen fehlen dann als Beleg."
            }
            Self::RaggedRow => {
                "Die Angaben der Zeile können um eine Spalte verschoben sein; dann belegt sie das Falsche oder nichts."
            }
            Self::DuplicateColumn
            | Self::ConfirmColumn
            | Self::BlankHeader
            | Self::UnknownColumn => {
                "Die Spalte wird nicht gelesen. Braucht eine Anforderung ihre Angabe, bleibt sie offen."
            }
            Self::DecisionUnusable => {
                "Die Frage, die damit beantwortet werden sollte, bleibt gestellt, und was an ihr hängt, bleibt offen."
            }
            Self::ReadingUnclear => {
                "Die Auslegung gilt weiter, wie das Programm sie liest. War anders entschieden, sind die Punkte, die sie betrifft, noch nach der ersten Lesart gerechnet."
            }
            Self::ReadingOtherwise => "Feststellungen und Briefe folgen der Entscheidung.",
            Self::IncompleteRow | Self::UnclearRow | Self::BlankBelow => {
                "Die Zeile kann nichts sicher belegen; sie wird aber auch nicht übergangen: Wo sie zählen könnte, bleibt es offen."
            }
            Self::HiddenRows | Self::StruckThrough => {
                "Ob diese Zeilen gelten, entscheidet mit darüber, was als umgesetzt gezählt wird."
            }
            Self::SeveralTables
            | Self::ContinuedRow
            | Self::MergedCells
            | Self::HeadingValue
            | Self::WrongTotal => {
                "Es ändert keine Feststellung, solange die Zeilen richtig gelesen sind; die Kontrollzahlen zeigen es."
            }
            Self::EmptyCell
            | Self::ErrorCell
            | Self::NoFormulaResult
            | Self::CutOff
            | Self::UnclearWord
            | Self::UnclearFlag
            | Self::Wingdings
            | Self::ColumnsContradict => {
                "Die Angabe gilt als unbekannt, nicht als nein. Hängt eine Anforderung an ihr, bleibt sie offen, und es wird nicht nachgefragt, als wäre nichts geschehen."
            }
            Self::NotADate
            | Self::AmbiguousDate
            | Self::TwoDigitYear
            | Self::EndBeforeBegin
            | Self::MonthOnly => {
                "Ob die Zeile in das ausgewertete Jahr gehört, ist nicht sicher. Sie wird nicht verworfen: Wo sie zählen könnte, bleibt es offen, und Nachfragen unterbleiben."
            }
            Self::WeekdayMismatch | Self::ImplausibleYear => {
                "Das Datum gilt, wie es dasteht. Ist es falsch, zählt die Zeile für den falschen Tag oder das falsche Jahr."
            }
            Self::YearAdded | Self::SerialDate => {
                "Das Datum zählt, wie es gelesen wurde; ein Blick genügt."
            }
            Self::UnknownStatus | Self::PastButPlanned => {
                "Ob die Veranstaltung oder Maßnahme stattgefunden hat, ist offen; bis dahin belegt die Zeile nichts und verhindert Nachfragen."
            }
            Self::HeldByList => {
                "Die Zeile zählt als durchgeführt. Fand der Termin nicht statt, wäre das ein falscher Beleg."
            }
            Self::AfterAsOf => {
                "Die Zeile zählt zum Stichtag noch nicht, steht aber als Termin im Plan."
            }
            Self::NotANumber | Self::NumberWithText => {
                "Die Zahl erscheint nur in Kennzahlen; eine Anforderung hängt meist nicht daran."
            }
            Self::BadPostcode
            | Self::PostcodePadded
            | Self::NotSplit
            | Self::BadEmail
            | Self::BadPhone => {
                "Es ändert keine Feststellung, aber Briefe und Anrufe: Ohne sichere Anschrift entsteht kein Brief."
            }
            Self::DoubtfulMatch | Self::PossibleMatch => {
                "Die Zeile könnte der Beleg sein. Bis zur Antwort zählt sie nicht, und es wird auch nicht nachgefragt."
            }
            Self::UnknownBranch | Self::AmbiguousBranch => {
                "Die Zeile wird keinem Verband sicher zugerechnet. Wo sie der Beleg sein könnte, bleibt es offen."
            }
            Self::SeveralBranches => "Die Zeile zählt für jeden genannten Verband.",
            Self::BranchNowhere => {
                "Für diesen Verband gibt es keinen Beleg; das kann stimmen, oder er heißt in den Listen anders."
            }
            Self::DuplicateBranch | Self::BranchWithoutKind => {
                "Nur einmal und mit Typ bekannte Verbände werden beurteilt und angeschrieben."
            }
            Self::Duplicate => "Es ändert keine Feststellung: Die Zeile zählt einmal.",
            Self::LikelyDuplicate => {
                "Beide Zeilen zählen. War es ein Termin, ist er in Kennzahlen doppelt gezählt."
            }
            Self::Contradiction => {
                "Was die beiden Zeilen verschieden sagen, gilt als unbekannt; hängt eine Anforderung daran, bleibt sie offen."
            }
            Self::TemplateField | Self::TemplateBroken => {
                "Es ändert keine Feststellung, aber der Brief oder seine E-Mail wird nicht geschrieben."
            }
            Self::SettingUnknown | Self::SettingInvalid => {
                "Es ändert keine Feststellung; Briefe tragen die Vorgabe statt eurer Angabe."
            }
            Self::NoMail => {
                "Der Brief liegt bereit, aber ohne E-Mail-Entwurf; wer ihn per E-Mail verschickt, schreibt sie von Hand."
            }
            Self::NoPdf => "Der Brief liegt nur als Word-Datei bereit.",
            Self::LetterKept => "Es ändert nichts: Eure Fassung gilt.",
            Self::PromisesUnconfirmed => {
                "Einem versandten Angebot wird nur angerechnet, was es wirklich zusagt. Bis zur Bestätigung bleibt offen, ob es den Punkt erfüllt."
            }
            Self::BatchUnclear => {
                "Die Briefe der Sendung belegen nichts, bis klar ist, ob und wann sie versandt wurden."
            }
            Self::SentUnclear => {
                "Der Brief gilt weder als versandt noch als nicht versandt und belegt in keinem Jahr ein Angebot."
            }
            Self::RegisterContradicts => {
                "Die Zeilen beider Dateien zählen weiter; was sie Verschiedenes sagen, kann ein Ergebnis offen lassen."
            }
            Self::RegisterUnknownLetter => {
                "Ein Angebot, das so im Register steht, belegt nichts, bis klar ist, welcher Brief gemeint war."
            }
            Self::RowWithoutLetter | Self::GroupDisagrees => {
                "Es ändert keine Feststellung, aber wer in der Zeile steht, bekommt keinen Brief."
            }
            Self::NoPrintFile => "Es ändert keine Feststellung; die Briefe liegen einzeln bereit.",
            Self::BlankInLetter => {
                "Es ändert keine Feststellung; ein Blick auf die genannten Briefe genügt."
            }
            Self::WithoutEffect | Self::UnknownRequirement => {
                "Die Angabe ändert keine Feststellung, obwohl sie es vermutlich sollte."
            }
        }
    }
}
