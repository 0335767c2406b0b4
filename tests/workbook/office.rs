//! An invented office with 22 branches and one year of lists, as the intake would hand it over.

use std::sync::Arc;

use beschlusskontrolle::assessment::{assess, consequences};
use beschlusskontrolle::diagnostic::{Code, Diagnostic, Diagnostics};
use beschlusskontrolle::domain::{
    AsOf, Assessment, Branch, BranchKind, DateReading, Entry, EntryCell, Field, ListKind, Mention,
    Records, SheetColumns, Span, StatusWord, When,
};
use beschlusskontrolle::intake::{InputReport, InputState};
use beschlusskontrolle::letters::plan::Call;
use beschlusskontrolle::letters::{LetterState, MissingDetail, PlannedLetter, Recipient};
use beschlusskontrolle::resolution::{BUILTIN_TOML, BUILTIN_WORDING, Resolution, load};
use beschlusskontrolle::table::{CellRef, Source};
use chrono::NaiveDate;

pub(crate) struct Office {
    pub(crate) resolution: Resolution,
    pub(crate) records: Records,
    pub(crate) assessment: Assessment,
    pub(crate) letters: Vec<PlannedLetter>,
    pub(crate) calls: Vec<Call>,
    pub(crate) diagnostics: Diagnostics,
    pub(crate) inputs: Vec<InputReport>,
}

pub(crate) fn day(text: &str) -> NaiveDate {
    NaiveDate::parse_from_str(text, "%d.%m.%Y").unwrap()
}

const BRANCHES: [(&str, &str); 22] = [
    ("KV", "Altenburger Land"),
    ("KV", "Apolda-Weimar"),
    ("KV", "Eichsfeld"),
    ("SV", "Eisenach"),
    ("SV", "Erfurt"),
    ("SV", "Gera"),
    ("KV", "Gotha"),
    ("KV", "Greiz"),
    ("KV", "Hildburghausen"),
    ("KV", "Ilm-Kreis"),
    ("SV", "Jena"),
    ("KV", "Kyffhäuserkreis"),
    ("KV", "Nordhausen"),
    ("KV", "Saale-Holzland"),
    ("KV", "Saale-Orla"),
    ("KV", "Saalfeld-Rudolstadt"),
    ("KV", "Schmalkalden-Meiningen"),
    ("KV", "Sömmerda"),
    ("KV", "Sonneberg"),
    ("SV", "Suhl"),
    ("KV", "Unstrut-Hainich"),
    ("KV", "Wartburgkreis"),
];

/// One list under construction.
struct List<'a> {
    sheet: Arc<SheetColumns>,
    fields: &'a [Field],
    entries: Vec<Entry>,
}

impl<'a> List<'a> {
    fn new(kind: ListKind, file: &str, sheet: &str, fields: &'a [Field]) -> Self {
        let sheet = SheetColumns {
            source: Arc::new(Source { file: file.into(), sheet: Some(sheet.into()) }),
            list: kind,
            header_row: 3,
            columns: (0..).zip(fields).map(|(column, field)| (*field, column)).collect(),
            bodies: vec![],
        };
        Self { sheet: Arc::new(sheet), fields, entries: vec![] }
    }

    fn row(&mut self, records: &Records, texts: &[&str]) {
        let row = 4 + u32::try_from(self.entries.len()).unwrap();
        let mut when = When::Undated;
        let mut status = StatusWord::None;
        let mut branches = vec![];
        let mut cells = vec![];
        let mut till = None;
        for ((column, field), text) in (0..).zip(self.fields).zip(texts) {
            if text.is_empty() {
                continue;
            }
            let date = NaiveDate::parse_from_str(text, "%d.%m.%Y").ok();
            match field {
                Field::Date | Field::Begin | Field::SentOn => {
                    if let Some(day) = date {
                        when = When::Dated { span: Span::day(day), weekday_contradicts: false };
                    }
                }
                Field::DateTo | Field::End => till = date,
                Field::Status => {
                    status = match *text {
                        "durchgeführt" | "erledigt" => StatusWord::Done,
                        "geplant" => StatusWord::Planned,
                        "abgesagt" => StatusWord::Cancelled,
                        "in Arbeit" => StatusWord::InProgress,
                        _ => StatusWord::Unrecognised,
                    }
                }
                Field::Branch | Field::Recipient => {
                    branches = records
                        .branches
                        .iter()
                        .filter(|b| text.ends_with(&b.name))
                        .map(|b| Mention::Branch(b.id))
                        .collect();
                    if *text == "alle" {
                        branches.push(Mention::All);
                    }
                }
                _ => {}
            }
            cells.push(EntryCell::dated(
                *field,
                column,
                Arc::from(*text),
                date.map_or(DateReading::Empty, |day| DateReading::Dated {
                    span: Span::day(day),
                    weekday_contradicts: false,
                }),
            ));
        }
        if let (When::Dated { span, .. }, Some(to)) = (when, till) {
            when = When::Dated { span: Span::days(span.from, to), weekday_contradicts: false };
        }
        self.entries.push(Entry {
            sheet: Arc::clone(&self.sheet),
            row,
            first_column: 0,
            cells: cells.into_iter().map(Arc::new).collect(),
            bodies: Arc::default(),
            when,
            status,
            branches: branches.into(),
            aside: None,
        });
    }
}

/// The year 2024 at its end.
pub(crate) fn office() -> Office {
    office_at("31.12.2024")
}

pub(crate) fn office_at(stichtag: &str) -> Office {
    let mut diagnostics = Diagnostics::default();
    let resolution = load(&mut diagnostics, BUILTIN_TOML, BUILTIN_WORDING).unwrap();
    let mut records = Records::default();
    branches(&mut records);
    events(&mut records);
    other_lists(&mut records);
    let as_of = AsOf(day(stichtag));
    let assessment = assess(&mut diagnostics, &resolution, &records, as_of, 2024).unwrap();
    let letters = letters(&resolution, &records);
    questions(&mut diagnostics);
    diagnostics.sort();
    let inputs = inputs();
    consequences::fill(&mut diagnostics, &records, &[], &inputs, [&assessment]);
    let calls = calls(&records);
    Office { resolution, records, assessment, letters, calls, diagnostics, inputs }
}

fn branches(records: &mut Records) {
    let fields = [
        Field::Branch,
        Field::BranchType,
        Field::Phone,
        Field::SuccessionCouncils,
        Field::SuccessionParty,
    ];
    let mut list = List::new(ListKind::Branches, "Verbände.xlsx", "Verbände", &fields);
    for (i, (kind, name)) in BRANCHES.iter().enumerate() {
        let phone = format!("0361 555 {:02}", i + 10);
        let succession = if i % 3 == 0 { "ja" } else { "nein" };
        list.row(records, &[name, kind, &phone, succession, "nein"]);
    }
    records.sheets.push(Arc::clone(&list.sheet));
    for (entry, (kind, name)) in list.entries.into_iter().zip(BRANCHES) {
        records.branches.add(|id| Branch {
            id,
            kind: BranchKind::from_word(kind).unwrap(),
            name: name.into(),
            since: None,
            until: None,
            successor: None,
            entry,
        });
    }
}

fn events(records: &mut Records) {
    let fields = [
        Field::Date,
        Field::DateTo,
        Field::Kind,
        Field::Title,
        Field::Branch,
        Field::Form,
        Field::Frame,
        Field::Participants,
        Field::OpenDebate,
        Field::Topics,
        Field::Audience,
        Field::Status,
    ];
    let mut list = List::new(ListKind::Events, "Veranstaltungen.xlsx", "Termine 2024", &fields);
    let report = "Rechenschaftsbericht";
    let both = "LV, LAus";
    let topics = "Arbeitsschwerpunkte, politische und strategische Ausrichtung, aktuelle Probleme";
    for (date, branch, form, frame, who, debate, themes, status) in [
        (
            "17.02.2024",
            "KV Gotha",
            "Präsenz",
            "Gesamtmitgliederversammlung",
            both,
            "ja",
            topics,
            "durchgeführt",
        ),
        ("24.02.2024", "SV Jena", "Präsenz", "Stadtparteitag", both, "ja", topics, "durchgeführt"),
        (
            "02.03.2024",
            "KV Greiz",
            "hybrid",
            "Kreisparteitag",
            both,
            "ja",
            "Arbeitsschwerpunkte, aktuelle Probleme",
            "durchgeführt",
        ),
        (
            "09.03.2024",
            "KV Sonneberg",
            "Präsenz",
            "Kreisparteitag",
            "LV",
            "ja",
            topics,
            "durchgeführt",
        ),
        (
            "16.03.2024",
            "SV Erfurt",
            "Präsenz",
            "Stadtparteitag",
            both,
            "ja",
            topics,
            "durchgeführt",
        ),
        ("13.04.2024", "KV Eichsfeld", "Präsenz", "Kreisparteitag", both, "", "", "durchgeführt"),
        (
            "20.04.2024",
            "KV Nordhausen",
            "Präsenz",
            "Kreisparteitag",
            both,
            "ja",
            topics,
            "durchgeführt",
        ),
        (
            "27.04.2024",
            "KV Ilm-Kreis",
            "digital",
            "Kreisparteitag",
            both,
            "ja",
            topics,
            "durchgeführt",
        ),
        (
            "04.05.2024",
            "KV Sömmerda",
            "Präsenz",
            "Kreisparteitag",
            both,
            "nein",
            topics,
            "durchgeführt",
        ),
        ("11.05.2024", "SV Gera", "Präsenz", "Stadtparteitag", both, "ja", topics, "abgesagt"),
        ("14.09.2024", "SV Gera", "Präsenz", "Stadtparteitag", both, "ja", topics, "durchgeführt"),
        (
            "21.09.2024",
            "KV Wartburgkreis",
            "Präsenz",
            "Kreisparteitag",
            both,
            "ja",
            topics,
            "durchgeführt",
        ),
        (
            "28.09.2024",
            "KV Saale-Orla",
            "Präsenz",
            "Kreisparteitag",
            both,
            "ja",
            topics,
            "durchgeführt",
        ),
        ("15.03.2025", "KV Saale-Holzland", "Präsenz", "Kreisparteitag", both, "", "", "geplant"),
    ] {
        list.row(
            records,
            &[
                date,
                "",
                report,
                "Bericht und Debatte",
                branch,
                form,
                frame,
                who,
                debate,
                themes,
                "",
                status,
            ],
        );
    }
    for (date, to, kind, title, form, themes, audience, status) in [
        (
            "08.06.2024",
            "09.06.2024",
            "Mitgliederwochenende",
            "Wochenende in Elgersburg",
            "Präsenz",
            "Rollen und Erwartungen",
            "Neu- und Bestandsmitglieder",
            "durchgeführt",
        ),
        (
            "12.11.2024",
            "",
            "digitaler Mitgliedertag",
            "Digitaltag",
            "online",
            "Kommunalwahl",
            "alle Mitglieder",
            "durchgeführt",
        ),
        (
            "05.10.2024",
            "",
            "Stammtisch der Generationen",
            "Stammtisch",
            "Präsenz",
            "",
            "",
            "durchgeführt",
        ),
        (
            "20.05.2024",
            "24.05.2024",
            "Kreisbereisung",
            "Tour Nord",
            "Präsenz",
            "",
            "",
            "durchgeführt",
        ),
        ("18.01.2024", "", "Vernetzungstreffen", "KV und LAG", "Präsenz", "", "", "durchgeführt"),
    ] {
        list.row(
            records,
            &[date, to, kind, title, "", form, "", "LV, LAus", "", themes, audience, status],
        );
    }
    records.sheets.push(Arc::clone(&list.sheet));
    records.events = list.entries;
}

fn other_lists(records: &mut Records) {
    let fields = [
        Field::Kind,
        Field::Area,
        Field::Description,
        Field::Begin,
        Field::End,
        Field::Status,
        Field::Result,
    ];
    let mut list = List::new(ListKind::Measures, "Maßnahmen LV.xlsx", "Maßnahmen", &fields);
    list.row(
        records,
        &[
            "Maßnahme",
            "Kampagnenfähigkeit",
            "Kampagnenschulung",
            "02.02.2024",
            "20.09.2024",
            "erledigt",
            "",
        ],
    );
    list.row(
        records,
        &[
            "Maßnahme",
            "Verwaltungsaufgaben",
            "Sprechstunde Finanzen",
            "10.01.2024",
            "",
            "in Arbeit",
            "",
        ],
    );
    list.row(
        records,
        &["Maßnahme", "Personalentwicklung", "Seminarreihe", "01.10.2024", "", "geplant", ""],
    );
    list.row(records, &["Prüfung", "", "externe Moderation", "15.03.2024", "", "in Arbeit", ""]);
    list.row(
        records,
        &[
            "Weiterentwicklung",
            "Stammtisch der Generationen",
            "neues Format",
            "01.11.2024",
            "",
            "erledigt",
            "",
        ],
    );
    records.sheets.push(Arc::clone(&list.sheet));
    records.measures = list.entries;

    let fields = [Field::Date, Field::Kind, Field::Title, Field::From, Field::To, Field::Topics];
    let mut list = List::new(ListKind::Papers, "Vorlagen.xlsx", "Vorlagen", &fields);
    list.row(
        records,
        &["14.10.2023", "Vorschläge", "Vernetzung der Kreisverbände", "LAusV", "LAus", ""],
    );
    list.row(records, &["20.04.2024", "Vorlage", "Haushalt", "LV", "LAus", ""]);
    records.sheets.push(Arc::clone(&list.sheet));
    records.papers = list.entries;

    let fields = [Field::Letter, Field::Recipient, Field::SentOn, Field::Answer, Field::AnswerOn];
    let mut list =
        List::new(ListKind::Dispatches, "Versand & Rücklauf.xlsx", "Büro's Liste", &fields);
    for (_, name) in BRANCHES.iter().skip(2).take(15) {
        list.row(records, &["angebot-bericht", name, "22.01.2024", "", ""]);
    }
    records.sheets.push(Arc::clone(&list.sheet));
    records.dispatches = list.entries;
}

/// The first branch, as if it had not answered.
fn calls(records: &Records) -> Vec<Call> {
    let branch = records.branches.iter().next();
    branch
        .map(|branch| Call {
            branch: branch.id,
            name: branch.canonical(),
            phone: Some("0361 555 77".to_owned()),
            cell: branch.entry.at(Field::Phone),
            reason: "„Angebot Rechenschaftsbericht“ vom 22.01.2024 ohne Antwort".to_owned(),
        })
        .into_iter()
        .collect()
}

fn letters(resolution: &Resolution, records: &Records) -> Vec<PlannedLetter> {
    let kind = |key: &str| Arc::clone(resolution.letter(key).unwrap());
    let mut letters = Vec::new();
    for (i, branch) in records.branches.iter().enumerate() {
        let mut letter = PlannedLetter {
            letter: kind("angebot-bericht"),
            recipient: Recipient::Branch(branch.id),
            recipient_name: branch.canonical(),
            period: "2024".into(),
            state: LetterState::NotDue,
            reason: "2024 bereits aufgegriffen".into(),
            missing: vec![],
            about: None,
            registered: None,
            row: None,
            hold: None,
            from: None,
        };
        match i {
            0 | 1 | 19 => {
                letter.state = LetterState::Ready;
                letter.reason = "noch kein Angebot im Jahr 2024".into();
            }
            20 => {
                letter.state = LetterState::Incomplete;
                letter.reason = "noch kein Angebot im Jahr 2024".into();
                let cell = branch.entry.cell_at(2);
                letter.missing.push(MissingDetail {
                    field: "anschrift".into(),
                    text: "die Straße der Geschäftsstelle".into(),
                    place: cell.to_string(),
                    cell: Some(cell),
                });
            }
            2..=16 => {
                letter.state = LetterState::Sent;
                letter.reason = "bereits am 22.01.2024 versandt".into();
            }
            _ => {}
        }
        letters.push(letter.clone());
        if i == 8 || i == 11 {
            letter.letter = kind("erinnerung-bericht");
            letter.state = LetterState::Sent;
            letter.reason = "am 11.03.2024 versandt, ohne Antwort".into();
            letters.push(letter);
        } else if i == 13 || i == 15 {
            letter.letter = kind("erinnerung-bericht");
            letter.state = LetterState::Draft;
            letter.reason = "Entwurf vom 18.03.2024".into();
            letters.push(letter);
        }
    }
    letters
}

fn questions(diagnostics: &mut Diagnostics) {
    let source = Arc::new(Source {
        file: "Veranstaltungen.xlsx".into(),
        sheet: Some("Termine 2024".into()),
    });
    diagnostics.push(
        Diagnostic::new(
            Code::UnknownBranch,
            "„KV Mustrestadt“ steht nicht in der Verbandsliste; die Zeile zählt nicht.",
        )
        .at(CellRef::new(&source, 30, 4))
        .found("KV Mustrestadt")
        .help("Schreibweise berichtigen oder den Verband in der Verbandsliste eintragen."),
    );
    diagnostics.push(
        Diagnostic::new(
            Code::UnclearFlag,
            "„=vielleicht“ ist weder ja noch nein; die Angabe gilt als unbekannt.",
        )
        .at(CellRef::new(&source, 9, 8))
        .found("=vielleicht"),
    );
    diagnostics.push(
        Diagnostic::new(
            Code::Password,
            "„Mitglieder geheim.xlsx“ ist mit einem Kennwort geschützt und wurde nicht gelesen.",
        )
        .in_file("Mitglieder geheim.xlsx"),
    );
}

fn inputs() -> Vec<InputReport> {
    [
        ("Verbände.xlsx", "Verbände", ListKind::Branches, 22),
        ("Veranstaltungen.xlsx", "Termine 2024", ListKind::Events, 19),
        ("Maßnahmen LV.xlsx", "Maßnahmen", ListKind::Measures, 5),
        ("Vorlagen.xlsx", "Vorlagen", ListKind::Papers, 2),
        ("Versand & Rücklauf.xlsx", "Büro's Liste", ListKind::Dispatches, 15),
    ]
    .into_iter()
    .map(|(file, sheet, list, rows)| InputReport {
        file: file.into(),
        state: InputState::Read,
        reason: None,
        sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into(),
        sheet: Some(sheet.into()),
        list: Some(list),
        header_row: Some(4),
        data_rows: rows,
        skipped: vec![],
    })
    .collect()
}
