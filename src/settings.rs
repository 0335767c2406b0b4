//! What the office decides once for all letters: sender, letterhead, signatories, Genderzeichen, recipients of bodies.
//!
//! [`SETTINGS`] is THE list of settings; „Einstellungen.xlsx“ is written from it, checked against it and explained by it.
//! Sheet „Einstellungen“ has one row per setting (Einstellung | Wert | Erklärung), sheet „Stellen“ one row per body
//! ([`BodyColumn`]). Nothing here knows which bodies there are: they are matched with those of the resolution by name.
//! Whatever is missing has its default; an empty value without default makes a letter that needs it incomplete, never wrong.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::intake::contacts::is_email;
use crate::matching::{is_invisible, normal};
use crate::resolution::{Body, Resolution};
use crate::table::{CellRef, CellValue, RowRef, Source, Table};
use crate::wording;

/// The file, as messages name it.
pub const FILE: &str = "Einstellungen.xlsx";
/// The sheet with one row per setting.
pub const SETTINGS_SHEET: &str = "Einstellungen";
/// The sheet with one row per body.
pub const BODIES_SHEET: &str = "Stellen";
/// Column headings of the sheet „Einstellungen“.
pub const SETTINGS_HEADER: [&str; 3] = ["Einstellung", "Wert", "Erklärung"];

/// What a value may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingKind {
    Text,
    /// ja or nein.
    Flag,
    /// A whole number within these bounds, both included.
    Whole {
        from: u32,
        to: u32,
    },
    /// `TT.MM.JJJJ` or a date cell.
    Date,
    Email,
    /// One of these words.
    Choice(&'static [&'static str]),
}

impl SettingKind {
    /// „ja oder nein“: what is expected, in German.
    pub fn expected(self) -> String {
        match self {
            Self::Text => "ein Text".into(),
            Self::Flag => "ja oder nein".into(),
            Self::Whole { from, to } => format!("eine ganze Zahl von {from} bis {to}"),
            Self::Date => "ein Datum wie 05.03.2024".into(),
            Self::Email => "eine E-Mail-Adresse wie buero@example.org".into(),
            Self::Choice(words) => {
                let quoted: Vec<String> = words.iter().map(|word| format!("„{word}“")).collect();
                wording::alternatives(&quoted)
            }
        }
    }
}

/// One row of the sheet „Einstellungen“.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    pub id: Key,
    /// Stable technical name; accepted in the file beside the label.
    pub key: &'static str,
    /// What stands in the column „Einstellung“.
    pub label: &'static str,
    /// The value where the file says nothing; may be empty.
    pub default: &'static str,
    pub kind: SettingKind,
    /// What stands in the column „Erklärung“.
    pub explanation: &'static str,
}

macro_rules! settings {
    ($($id:ident = $key:literal $label:literal $default:literal $kind:expr, $explanation:literal;)*) => {
        /// Names a setting in code, so that a misspelt one does not compile.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Key { $($id),* }
        /// THE list of settings, in the order of the sheet.
        pub const SETTINGS: &[Setting] = &[$(Setting {
            id: Key::$id, key: $key, label: $label, default: $default, kind: $kind, explanation: $explanation,
        }),*];
    };
}

/// The word for „Genossinnen und Genossen“ written out.
pub const PAIR_FORM: &str = "Paarform";
const GENDER_SIGNS: &[&str] = &[":", "*", PAIR_FORM];
/// How somebody is greeted whose form of address is not entered.
pub const NEUTRAL_SIGN: &str = "mit Genderzeichen";
pub const NEUTRAL_HALLO: &str = "Hallo";
pub const NEUTRAL_GUTEN_TAG: &str = "Guten Tag";
const NEUTRAL_FORMS: &[&str] = &[NEUTRAL_SIGN, NEUTRAL_HALLO, NEUTRAL_GUTEN_TAG];
/// Whom a letter to a branch greets.
pub const STYLE_CHAIR: &str = "Vorsitz";
pub const STYLE_BOARD: &str = "Verband";
const STYLES: &[&str] = &[STYLE_CHAIR, STYLE_BOARD];

settings! {
    LetterheadName = "partei" "Name im Briefkopf" "" SettingKind::Text,
        "Steht groß im Kopf jedes Briefes, so wie ihr euch heute nennt.";
    Logo = "logo" "Logo (Bilddatei)" "" SettingKind::Text,
        "Bild im Kopf jedes Briefes: eine .png- oder .jpg-Datei. Gesucht wird sie vom Arbeitsordner aus, z. B. Logo.png oder Bilder\\Logo.jpg; ein vollständiger Pfad geht auch. Es wird auf höchstens 60 mal 24 Millimeter eingepasst. Leer: Briefkopf ohne Bild.";
    SenderName = "absender_name" "Absender: Name" "" SettingKind::Text,
        "Name der Geschäftsstelle, wie er im Absender stehen soll.";
    SenderStreet = "absender_strasse" "Absender: Straße" "" SettingKind::Text,
        "Straße und Hausnummer.";
    SenderTown = "absender_plz_ort" "Absender: PLZ und Ort" "" SettingKind::Text,
        "Postleitzahl und Ort, z. B. 99084 Erfurt.";
    SenderPhone = "absender_telefon" "Absender: Telefon" "" SettingKind::Text,
        "Zentrale Nummer für den Briefkopf, Vorwahl und Nummer durch ein Leerzeichen getrennt. Darf leer bleiben.";
    SenderEmail = "absender_email" "Absender: E-Mail" "" SettingKind::Email,
        "Zentrale Adresse für den Briefkopf. Darf leer bleiben.";
    SenderWeb = "absender_web" "Absender: Internet" "" SettingKind::Text,
        "Internetadresse für den Briefkopf. Darf leer bleiben.";
    ReturnLine = "absender_zeile" "Absenderzeile über der Anschrift" "" SettingKind::Text,
        "Kleine Zeile im Fenster des Umschlags. Leer: aus Name, Straße und Ort des Absenders gebildet.";
    ContactName = "ansprechperson" "Ansprechperson" "" SettingKind::Text,
        "Wer Rückfragen beantwortet; steht im Brief und im Informationsblock.";
    ContactPhone = "telefon" "Telefon der Ansprechperson" "" SettingKind::Text,
        "Durchwahl; die Briefe bieten einen Anruf unter dieser Nummer an.";
    ContactEmail = "kontakt_email" "E-Mail für Antworten" "" SettingKind::Email,
        "Adresse, an die geantwortet werden soll.";
    GenderSign = "genderzeichen" "Genderzeichen" ":" SettingKind::Choice(GENDER_SIGNS),
        "„:“ ergibt Genoss:innen, „*“ ergibt Genoss*innen, „Paarform“ ergibt Genossinnen und Genossen. Gilt für alle Briefe; Zitate bleiben unverändert.";
    NeutralForm = "anrede_neutral" "Anrede ohne Angabe" "mit Genderzeichen" SettingKind::Choice(NEUTRAL_FORMS),
        "Anrede, wenn weder „weiblich“ noch „männlich“ eingetragen ist: „mit Genderzeichen“ (Liebe:r Kim), „Hallo“ (Hallo Kim) oder „Guten Tag“ (Guten Tag Kim Brenner). Das Geschlecht wird nie erraten.";
    SalutationStyle = "anrede_stil" "Anrede-Stil" "Vorsitz" SettingKind::Choice(STYLES),
        "„Vorsitz“ grüßt die eingetragenen Vorsitzenden mit Vornamen, „Verband“ immer alle Genoss:innen gemeinsam.";
    AddressPrefix = "anschrift_vorsatz" "Vorsatz vor dem Verbandsnamen" "" SettingKind::Text,
        "Steht in der Anschrift vor „Kreisverband …“, z. B. der Name der Partei. Darf leer bleiben.";
    AddressPerson = "anschrift_person" "Namen in der Anschrift" "nein" SettingKind::Flag,
        "ja: Die Vorsitzenden stehen in der Anschrift unter dem Vorstand. nein: nur Verband und Vorstand, jede:r im Büro darf öffnen.";
    Reference = "zeichen" "Zeichen (Muster)" "{jahr}/{brief}/{empfaenger}" SettingKind::Text,
        "Aktenzeichen der Briefe. Ersetzt werden {jahr}, {brief} (Kürzel des Briefes) und {empfaenger} (Kürzel des Verbands oder der Stelle).";
    Minutes = "dauer" "Dauer von Bericht und Debatte (Minuten)" "90" SettingKind::Whole { from: 5, to: 600 },
        "Um wie viel Zeit die Briefe bitten.";
    ReportMinutes = "dauer_bericht" "Davon für den Bericht (Minuten)" "30" SettingKind::Whole { from: 5, to: 600 },
        "Teil dieser Zeit, den der Bericht braucht; der Rest gehört der Debatte. Steht in der Bestätigung eines Termins.";
    HelpBefore = "technik_vorlauf" "Technikhilfe vor Beginn (Minuten)" "30" SettingKind::Whole { from: 5, to: 240 },
        "So lange vor Beginn eines digitalen Treffens ist jemand da, der bei Ton und Bild hilft. Die Einladung rechnet daraus die Uhrzeit.";
    ReplyDays = "antwort_tage" "Antwort erbeten nach (Tagen)" "21" SettingKind::Whole { from: 1, to: 180 },
        "Briefdatum plus so viele Tage, verschoben auf den nächsten Werktag.";
    Session = "sitzung" "Nächste Sitzung" "" SettingKind::Date,
        "Tag der nächsten Sitzung des Gremiums, das den Beschluss gefasst hat.";
    PapersOut = "versandschluss" "Versand der Unterlagen" "" SettingKind::Date,
        "Tag, an dem die Unterlagen für diese Sitzung verschickt werden.";
    TermEnd = "wahlperiode_ende" "Ende der Wahlperiode" "" SettingKind::Date,
        "Letzter Tag der Wahlperiode, um die eine Bitte an eine Fraktion geht. Danach bittet der Brief um einen Rückblick. Darf leer bleiben.";
    RegisterVia = "anmeldeweg" "Anmeldung über" "" SettingKind::Text,
        "Wie man sich zu Veranstaltungen anmeldet: eine Internetseite, E-Mail-Adresse oder Telefonnummer.";
    TravelCosts = "fahrtkosten" "Fahrtkosten werden übernommen" "nein" SettingKind::Flag,
        "ja: Einladungen sagen zu, dass es am Geld nicht scheitern soll.";
    Closing = "gruss" "Grußformel" "Mit solidarischen Grüßen" SettingKind::Text,
        "Steht ohne Komma unter jedem Brief.";
}

impl Key {
    pub fn setting(self) -> &'static Setting {
        &SETTINGS[self as usize]
    }
}

macro_rules! body_columns {
    ($($id:ident = $label:literal $explanation:literal;)*) => {
        /// THE list of columns of the sheet „Stellen“.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum BodyColumn { $($id),* }
        impl BodyColumn {
            pub const ALL: &'static [Self] = &[$(Self::$id),*];
            /// The heading.
            pub fn label(self) -> &'static str { match self { $(Self::$id => $label),* } }
            /// What to enter, in German.
            pub fn explanation(self) -> &'static str { match self { $(Self::$id => $explanation),* } }
        }
    };
}

body_columns! {
    Body = "Stelle" "Kürzel oder Name der Stelle, wie im Beschluss.";
    Name = "Name für Anschrift" "Erste Zeile der Anschrift. Leer: der Name der Stelle.";
    CareOf = "Zusatz" "Zweite Zeile der Anschrift, z. B. „c/o …“ oder „Geschäftsstelle“. Darf leer bleiben.";
    Street = "Straße" "Straße und Hausnummer oder Postfach.";
    Postcode = "PLZ" "Fünf Ziffern; im Ausland, wie sie dort geschrieben wird.";
    Town = "Ort" "Ort ohne Zusatz.";
    Country = "Land" "Nur bei einer Anschrift im Ausland, z. B. Österreich; steht dann in Großbuchstaben in der letzten Zeile. Sonst leer.";
    Email = "E-Mail" "Für den Versand per E-Mail.";
    Salutation = "Anrede" "Ganze Anrede ohne Komma. Leer: Liebe Genoss:innen, mit dem eingestellten Genderzeichen.";
    Signatory = "unterzeichnet (Name)" "Wer für diese Stelle unterschreibt.";
    Function = "Funktion" "Steht unter dem Namen, z. B. „Vorsitzende“. Leer: der Name der Stelle.";
    SignatureImage = "Unterschrift (Bilddatei)" "Bild der Unterschrift: eine .png- oder .jpg-Datei, gesucht vom Arbeitsordner aus, z. B. Bilder\\Unterschrift.png. Es steht in jedem Brief dieser Stelle über dem Namen; nur eintragen, wenn die Person einverstanden ist. Leer: Platz für die Unterschrift von Hand.";
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Entered {
    value: String,
    /// The cell of the value, filled or not; `None` where the file has no such row.
    cell: Option<CellRef>,
}

/// One row of the sheet „Stellen“.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyRow {
    values: BTreeMap<BodyColumn, String>,
    columns: BTreeMap<BodyColumn, u16>,
    source: Arc<Source>,
    row: u32,
}

impl BodyRow {
    /// Trimmed; empty where nothing is entered.
    pub fn text(&self, column: BodyColumn) -> &str {
        self.values.get(&column).map_or("", String::as_str)
    }

    /// Where to enter it; `None` where the sheet has no such column.
    pub fn cell(&self, column: BodyColumn) -> Option<CellRef> {
        self.columns.get(&column).map(|c| CellRef::new(&self.source, self.row, *c))
    }

    fn is(&self, body: &Body) -> bool {
        let named = self.text(BodyColumn::Body);
        normal(named) == normal(&body.key) || body.names.iter().any(|phrase| phrase.is(named))
    }
}

/// All settings with their defaults filled in. [`Settings::default`] is an office without „Einstellungen.xlsx“.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    entered: BTreeMap<Key, Entered>,
    bodies: Vec<BodyRow>,
}

impl Settings {
    /// The entered value, else the default; trimmed, may be empty.
    pub fn text(&self, key: Key) -> &str {
        self.entered
            .get(&key)
            .filter(|entered| !entered.value.is_empty())
            .map_or(key.setting().default, |entered| &entered.value)
    }

    pub fn flag(&self, key: Key) -> bool {
        yes_no(self.text(key)).unwrap_or(false)
    }

    /// A whole number; 0 for settings of another kind.
    pub fn whole(&self, key: Key) -> u32 {
        self.text(key).parse().unwrap_or(0)
    }

    pub fn date(&self, key: Key) -> Option<NaiveDate> {
        parse_date(self.text(key))
    }

    /// The cell where the value stands or belongs, if the file has a row for it.
    pub fn cell(&self, key: Key) -> Option<CellRef> {
        self.entered.get(&key).and_then(|entered| entered.cell.clone())
    }

    /// `Einstellungen.xlsx, Blatt „Einstellungen“, Zelle B4`, or the row to add.
    pub fn place(&self, key: Key) -> String {
        self.cell(key).map_or_else(
            || format!("{FILE}, Blatt „{SETTINGS_SHEET}“, Zeile „{}“", key.setting().label),
            |cell| cell.to_string(),
        )
    }

    /// The row of a body, found by its key, name or other names.
    pub fn body(&self, body: &Body) -> Option<&BodyRow> {
        self.bodies.iter().find(|row| row.is(body))
    }

    pub fn bodies(&self) -> &[BodyRow] {
        &self.bodies
    }

    /// `Einstellungen.xlsx, Blatt „Stellen“, Zelle C3`, or the row to add.
    pub fn body_place(&self, body: &Body, column: BodyColumn) -> String {
        self.body(body).and_then(|row| row.cell(column)).map_or_else(
            || {
                format!(
                    "{FILE}, Blatt „{BODIES_SHEET}“, Zeile „{}“, Spalte „{}“",
                    body.key,
                    column.label()
                )
            },
            |cell| cell.to_string(),
        )
    }

    /// Rows of bodies that the resolution does not know, and bodies entered twice (D704, D705).
    pub fn check_bodies(&self, diagnostics: &mut Diagnostics, resolution: &Resolution) {
        let known: Vec<&str> = resolution.bodies.iter().map(|body| body.key.as_str()).collect();
        for row in &self.bodies {
            let named = row.text(BodyColumn::Body);
            if !resolution.bodies.iter().any(|body| row.is(body)) {
                push_at(
                    diagnostics,
                    Diagnostic::new(
                        Code::SettingUnknown,
                        format!("Die Stelle „{named}“ kommt im Beschluss nicht vor; die Zeile bleibt ohne Wirkung."),
                    )
                    .found(named)
                    .help(format!("Eine dieser Stellen eintragen: {}.", known.join(", "))),
                    row.cell(BodyColumn::Body),
                );
            }
        }
        for body in &resolution.bodies {
            for again in self.bodies.iter().filter(|row| row.is(body)).skip(1) {
                push_at(
                    diagnostics,
                    Diagnostic::new(
                        Code::SettingInvalid,
                        format!(
                            "Die Stelle „{}“ steht zweimal auf dem Blatt; es gilt die erste Zeile.",
                            body.name
                        ),
                    )
                    .found(again.text(BodyColumn::Body))
                    .help("Eine der beiden Zeilen löschen."),
                    again.cell(BodyColumn::Body),
                );
            }
        }
    }
}

/// Reads the sheets of „Einstellungen.xlsx“. Never fails: what cannot be used is named with its cell and has its default.
pub fn read(diagnostics: &mut Diagnostics, tables: &[Table]) -> Settings {
    let mut settings = Settings::default();
    let mut recognised = false;
    for table in tables.iter().filter(|table| !table.layout.hidden) {
        if let Some((header, columns)) = find_header(table, &SETTINGS_HEADER[..2]) {
            recognised = true;
            if let [Some(label), Some(value)] = columns[..] {
                read_settings(diagnostics, &mut settings, table, header, label, value);
            }
        } else if let Some((header, columns)) = find_bodies_header(table) {
            recognised = true;
            read_bodies(diagnostics, &mut settings, table, header, &columns);
        }
    }
    if !recognised && let Some(table) = tables.first() {
        diagnostics.push(
            Diagnostic::new(
                Code::NoMatchingSheet,
                "In dieser Datei wurde keine Liste von Einstellungen erkannt; es gelten die Vorgaben.",
            )
            .in_file(table.source.file.clone())
            .help("Die Überschriften „Einstellung“ und „Wert“ in eine Zeile schreiben, wie in der mitgelieferten Datei."),
        );
    }
    settings
}

/// The row, among the first thirty, that has all these labels; with the column of each.
fn find_header(table: &Table, labels: &[&str]) -> Option<(u32, Vec<Option<u16>>)> {
    table.rows.iter().take(30).find_map(|row| {
        let columns: Vec<Option<u16>> = labels.iter().map(|label| column_of(row, label)).collect();
        columns.iter().all(Option::is_some).then_some((row.number, columns))
    })
}

fn find_bodies_header(table: &Table) -> Option<(u32, BTreeMap<BodyColumn, u16>)> {
    table.rows.iter().take(30).find_map(|row| {
        let columns: BTreeMap<BodyColumn, u16> = BodyColumn::ALL
            .iter()
            .filter_map(|column| column_of(row, column.label()).map(|number| (*column, number)))
            .collect();
        (columns.contains_key(&BodyColumn::Body) && columns.len() >= 2)
            .then_some((row.number, columns))
    })
}

fn column_of(row: RowRef<'_>, label: &str) -> Option<u16> {
    let wanted = normal(label);
    row.cells
        .iter()
        .find(|(_, value)| matches!(value, CellValue::Text(text) if normal(text) == wanted))
        .map(|(column, _)| column)
}

fn read_settings(
    diagnostics: &mut Diagnostics,
    settings: &mut Settings,
    table: &Table,
    header: u32,
    label_column: u16,
    value_column: u16,
) {
    for row in table.rows.iter().filter(|row| row.number > header) {
        let Some(label) = row.cell(label_column).and_then(plain) else { continue };
        let value = row.cell(value_column);
        let place = CellRef::new(&table.source, row.number, value_column);
        let Some(setting) = find_setting(&label) else {
            // a heading between groups of settings has no value beside it
            if value.is_some() {
                let at = CellRef::new(&table.source, row.number, label_column);
                diagnostics.push(unknown_setting(&label).at(at));
            }
            continue;
        };
        let accepted = value.map_or(Ok(String::new()), |value| accept(setting.kind, value));
        let entered = match accepted {
            Ok(value) => Entered { value, cell: Some(place.clone()) },
            Err(found) => {
                diagnostics.push(invalid_setting(setting, &found).at(place.clone()));
                Entered { value: String::new(), cell: Some(place.clone()) }
            }
        };
        if let Some(first) = settings.entered.get(&setting.id) {
            if first.value != entered.value {
                diagnostics.push(
                    Diagnostic::new(
                        Code::SettingInvalid,
                        format!(
                            "„{}“ steht zweimal mit verschiedenen Werten; es gilt die erste Zeile.",
                            setting.label
                        ),
                    )
                    .at(place)
                    .found(entered.value)
                    .help("Eine der beiden Zeilen löschen."),
                );
            }
        } else {
            settings.entered.insert(setting.id, entered);
        }
    }
}

fn find_setting(label: &str) -> Option<&'static Setting> {
    let wanted = normal(label);
    SETTINGS
        .iter()
        .find(|setting| normal(setting.label) == wanted || setting.key == label.to_lowercase())
}

fn unknown_setting(label: &str) -> Diagnostic {
    let nearest = SETTINGS.iter().map(|setting| setting.label).max_by(|a, b| {
        strsim::jaro_winkler(&normal(a), &normal(label))
            .total_cmp(&strsim::jaro_winkler(&normal(b), &normal(label)))
    });
    let diagnostic = Diagnostic::new(
        Code::SettingUnknown,
        format!("Die Einstellung „{label}“ gibt es nicht; die Zeile bleibt ohne Wirkung."),
    )
    .found(label);
    match nearest {
        Some(nearest) => diagnostic.help(format!(
            "Meinten Sie „{nearest}“? Sonst die Zeile löschen. Alle Einstellungen stehen im Handbuch."
        )),
        None => diagnostic,
    }
}

fn invalid_setting(setting: &Setting, found: &str) -> Diagnostic {
    let instead = if setting.default.is_empty() {
        "die Angabe bleibt leer".to_owned()
    } else {
        format!("es gilt die Vorgabe „{}“", setting.default)
    };
    Diagnostic::new(
        Code::SettingInvalid,
        format!(
            "„{found}“ ist für „{}“ nicht zulässig; {instead}. Erwartet wird {}.",
            setting.label,
            setting.kind.expected()
        ),
    )
    .found(found)
    .help("Den Wert berichtigen und die Datei speichern.")
}

/// The value in the one form the rest of the program reads, or the raw value as found.
fn accept(kind: SettingKind, value: &CellValue) -> Result<String, String> {
    if let CellValue::Error(text) = value {
        return Err(text.clone());
    }
    if matches!(value, CellValue::FormulaWithoutValue) {
        return Err("Formel ohne Ergebnis".into());
    }
    let Some(text) = plain(value) else { return Ok(String::new()) };
    if matches!(text.as_str(), "-" | "–" | "—") {
        return Ok(String::new());
    }
    let accepted = match kind {
        SettingKind::Text => Some(text.clone()),
        SettingKind::Flag => {
            yes_no(&text).map(|yes| if yes { "ja".to_owned() } else { "nein".to_owned() })
        }
        SettingKind::Whole { from, to } => text
            .parse::<u32>()
            .ok()
            .filter(|number| (from..=to).contains(number))
            .map(|number| number.to_string()),
        SettingKind::Date => parse_date(&text).map(wording::date),
        SettingKind::Email => is_email(&text).then(|| text.clone()),
        // signs like „*“ are no words, so they are compared as they stand
        SettingKind::Choice(words) => words
            .iter()
            .find(|word| {
                word.to_lowercase() == text.trim_matches(['„', '“', '"']).trim().to_lowercase()
            })
            .map(|word| (*word).to_owned()),
    };
    accepted.ok_or(text)
}

fn read_bodies(
    diagnostics: &mut Diagnostics,
    settings: &mut Settings,
    table: &Table,
    header: u32,
    columns: &BTreeMap<BodyColumn, u16>,
) {
    for row in table.rows.iter().filter(|row| row.number > header) {
        let mut values = BTreeMap::new();
        let country = columns.get(&BodyColumn::Country).and_then(|column| row.cell(*column));
        let abroad = country.and_then(plain).is_some_and(|country| is_abroad(&country));
        for (column, number) in columns {
            let Some(value) = row.cell(*number) else { continue };
            let place = CellRef::new(&table.source, row.number, *number);
            match read_body_value(*column, value, abroad) {
                Ok(text) => {
                    if !text.is_empty() {
                        values.insert(*column, text);
                    }
                }
                Err((found, expected)) => diagnostics.push(
                    Diagnostic::new(
                        Code::SettingInvalid,
                        format!(
                            "„{found}“ ist für „{}“ nicht zulässig; die Angabe bleibt leer. Erwartet wird {expected}.",
                            column.label()
                        ),
                    )
                    .at(place)
                    .found(found)
                    .help("Den Wert berichtigen und die Datei speichern."),
                ),
            }
        }
        if values.contains_key(&BodyColumn::Body) {
            let source = Arc::clone(&table.source);
            settings.bodies.push(BodyRow {
                values,
                columns: columns.clone(),
                source,
                row: row.number,
            });
        } else if let Some((column, _)) = row.cells.first() {
            diagnostics.push(
                Diagnostic::new(
                    Code::SettingInvalid,
                    "In dieser Zeile fehlt die Stelle; sie bleibt ohne Wirkung.",
                )
                .at(CellRef::new(&table.source, row.number, column))
                .help("In der Spalte „Stelle“ das Kürzel eintragen oder die Zeile löschen."),
            );
        }
    }
}

fn read_body_value(
    column: BodyColumn,
    value: &CellValue,
    abroad: bool,
) -> Result<String, (String, &'static str)> {
    if let CellValue::Error(text) = value {
        return Err((text.clone(), "ein eingetippter Wert statt des Fehlers"));
    }
    let Some(text) = plain(value) else { return Ok(String::new()) };
    match column {
        // other countries write theirs otherwise
        BodyColumn::Postcode if abroad => Ok(text),
        BodyColumn::Postcode => {
            // a number cell has lost its leading zero
            let padded = if matches!(value, CellValue::Number(_)) && text.len() == 4 {
                format!("0{text}")
            } else {
                text
            };
            if is_postcode(&padded) {
                Ok(padded)
            } else {
                Err((padded, "eine Postleitzahl mit fünf Ziffern"))
            }
        }
        BodyColumn::Email if !is_email(&text) => {
            Err((text, "eine E-Mail-Adresse wie buero@example.org"))
        }
        BodyColumn::Body
        | BodyColumn::Name
        | BodyColumn::CareOf
        | BodyColumn::Street
        | BodyColumn::Town
        | BodyColumn::Email
        | BodyColumn::Salutation
        | BodyColumn::Signatory
        | BodyColumn::Function
        | BodyColumn::Country
        | BodyColumn::SignatureImage => Ok(text),
    }
}

/// False for a dash and for any way to write Germany.
pub fn is_abroad(country: &str) -> bool {
    !matches!(normal(country).as_str(), "" | "deutschland" | "d" | "de" | "brd" | "germany")
}

/// Five digits.
pub fn is_postcode(text: &str) -> bool {
    text.len() == 5 && text.bytes().all(|b| b.is_ascii_digit())
}

fn yes_no(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "ja" | "j" | "x" | "✓" | "1" | "wahr" => Some(true),
        "nein" | "n" | "0" | "falsch" => Some(false),
        _ => None,
    }
}

fn parse_date(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text, "%d.%m.%Y")
        .or_else(|_| NaiveDate::parse_from_str(text, "%Y-%m-%d"))
        .ok()
        .filter(|day| (1900..3000).contains(&day.year()))
}

fn push_at(diagnostics: &mut Diagnostics, diagnostic: Diagnostic, cell: Option<CellRef>) {
    diagnostics.push(match cell {
        Some(cell) => diagnostic.at(cell),
        None => diagnostic.in_file(FILE),
    });
}

/// What a cell shows, trimmed, without invisible characters; `None` where it shows nothing. Dates as `TT.MM.JJJJ`.
pub(crate) fn plain(value: &CellValue) -> Option<String> {
    let text = match value {
        CellValue::Text(text) => {
            let text: String = text.chars().filter(|c| !is_invisible(*c)).collect();
            text.trim().to_owned()
        }
        // the shortest text that reads back as this number: 90, 0.5
        CellValue::Number(number) => number.to_string(),
        CellValue::Bool(yes) => if *yes { "ja" } else { "nein" }.to_owned(),
        CellValue::Date(day) | CellValue::Month(day) => wording::date(*day),
        CellValue::DateTime(moment) => wording::date(moment.date()),
        CellValue::Time(time) => time.format("%H:%M").to_string(),
        CellValue::Duration(days) => days.to_string(),
        CellValue::Error(text) => text.clone(),
        CellValue::FormulaWithoutValue => String::new(),
    };
    (!text.is_empty()).then_some(text)
}
