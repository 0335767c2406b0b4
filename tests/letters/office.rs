//! A small invented office for the claims about letters: a resolution with all nine occasions, lists built row by row.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use beschlusskontrolle::assessment::assess;
use beschlusskontrolle::diagnostic::Diagnostics;
use beschlusskontrolle::domain::{
    AsOf, Assessment, Branch, BranchKind, DateReading, Entry, EntryCell, Field, ListKind, Mention,
    PeriodKind, Records, SheetColumns, Span, StatusWord, When,
};
use beschlusskontrolle::letters::plan::plan;
use beschlusskontrolle::letters::{Facts, LetterState, PlannedLetter};
use beschlusskontrolle::matching::{Phrase, elements, normal};
use beschlusskontrolle::resolution::{
    Body, Contents, Criterion, CriterionCheck, Element, EvidenceKind, Examination, Force, Group,
    Kind, LetterForm, LetterKind, LetterTo, Lines, Occasion, Performance, PeriodRule, Recurring,
    Requirement, Resolution, Submission, Which,
};
use beschlusskontrolle::settings::{self, Settings};
use beschlusskontrolle::table::{CellValue, Row, Source, Table};
use chrono::{Months, NaiveDate};

pub(crate) fn day(text: &str) -> NaiveDate {
    NaiveDate::parse_from_str(text, "%d.%m.%Y").unwrap()
}

fn phrases(texts: &[&str]) -> Vec<Phrase> {
    texts.iter().map(|text| Phrase::new(text).unwrap()).collect()
}

// ── the resolution ──

pub(crate) fn resolution() -> Resolution {
    let bodies = [
        ("LV", "Landesvorstand", None),
        ("LAus", "Landesausschuss", None),
        ("LAusV", "Landesausschussvorstand", Some("LAus")),
        ("LGS", "Landesgeschäftsstelle", None),
        ("LTF", "Landtagsfraktion", None),
    ]
    .into_iter()
    .map(|(key, name, part_of)| {
        Arc::new(Body {
            key: key.into(),
            name: name.into(),
            names: phrases(&[key, name]),
            part_of: part_of.map(str::to_owned),
            article: None,
        })
    })
    .collect();
    let group = Arc::new(Group {
        key: "kv_sv".into(),
        name: "alle Kreis- und Stadtverbände".into(),
        kinds: vec![BranchKind::District, BranchKind::City],
        interpretation: None,
    });
    let evidence = |key: &str, list, kinds: &[&str], doubtful: &[&str], letters: &[&str]| {
        Arc::new(EvidenceKind {
            key: key.into(),
            list,
            kinds: phrases(kinds),
            doubtful: phrases(doubtful),
            offer_letters: letters.iter().map(|l| (*l).to_owned()).collect(),
        })
    };
    let bericht = evidence(
        "bericht",
        ListKind::Events,
        &["Rechenschaftsbericht"],
        &["Finanzen"],
        &["angebot-bericht"],
    );
    let wochenende = evidence(
        "wochenende",
        ListKind::Events,
        &["Mitgliederwochenende"],
        &[],
        &["einladung-wochenende"],
    );
    let vorlage = evidence("vorlage", ListKind::Papers, &["Vorlage", "Bilanz"], &[], &[]);
    let pruefung = evidence("pruefung", ListKind::Measures, &["Prüfung"], &[], &[]);
    let criterion = |key: &str, text: &str, promise: Option<&str>, check| {
        Arc::new(Criterion {
            key: key.into(),
            text: text.into(),
            promise: promise.map(str::to_owned),
            question: None,
            answers: vec![],
            interpretation: None,
            check,
        })
    };
    let gemeinsam = criterion(
        "gemeinsam",
        "beide Gremien gemeinsam",
        Some("gemeinsam für beide Gremien"),
        CriterionCheck::AllOf {
            field: Field::Participants,
            bodies: vec!["LV".into(), "LAus".into()],
        },
    );
    let praesenz = criterion(
        "praesenz",
        "in Präsenz gehalten",
        Some("persönlich vor Ort"),
        CriterionCheck::Words {
            field: Field::Form,
            yes: phrases(&["Präsenz", "hybrid"]),
            no: phrases(&["digital"]),
        },
    );
    let debatte = criterion(
        "debatte",
        "mit anschließender offener Debatte",
        Some("mit anschließender offener Debatte"),
        CriterionCheck::Flag(Field::OpenDebate),
    );
    let requirement = |id: &str, letters: &[&str], resubmit: Option<u32>, kind| Requirement {
        id: id.into(),
        lines: Lines { from: 1, to: 2 },
        quote: "…".into(),
        short: format!("Anliegen {id}"),
        addressees: vec!["LV".into()],
        force: Force::Suggestion,
        resubmit_after: resubmit.map(Months::new),
        due: None,
        letters: letters.iter().map(|l| (*l).to_owned()).collect(),
        interpretations: vec![],
        kind,
    };
    let submission = |topic: &str, from: &str| {
        Kind::Submission(Submission {
            evidence: Arc::clone(&vorlage),
            topics: phrases(&[topic]),
            from: vec![from.into()],
            to: Some("LAus".into()),
            field: None,
            elements: vec![],
        })
    };
    let requirements = vec![
        requirement(
            "Z1c",
            &["angebot-bericht", "erinnerung-bericht", "bestaetigung-bericht"],
            None,
            Kind::Recurring(Recurring {
                evidence: Arc::clone(&bericht),
                performance: Performance::Offered,
                per: Some(Arc::clone(&group)),
                at_least: 1,
                criteria: vec![Arc::clone(&gemeinsam), Arc::clone(&praesenz), Arc::clone(&debatte)],
                independent_of: vec![],
                period: None,
            }),
        ),
        requirement(
            "Z1d",
            &["nachbereitung-bericht"],
            None,
            Kind::Contents(Contents {
                of: "Z1c".into(),
                which: Which::Each,
                field: Field::Topics,
                elements: vec![Element {
                    name: "Schwerpunkte".into(),
                    names: phrases(&["Schwerpunkte"]),
                }],
                question: Some("Kamen die Schwerpunkte zur Sprache?".into()),
            }),
        ),
        requirement("Z2b", &["erinnerung-vorlage"], Some(6), submission("Vernetzung", "LAusV")),
        requirement(
            "Z3b",
            &["sachstand-lv"],
            Some(6),
            Kind::Examination(Examination {
                evidence: Arc::clone(&pruefung),
                topics: phrases(&["Moderation"]),
            }),
        ),
        requirement(
            "Z4a",
            &["einladung-wochenende"],
            None,
            Kind::Recurring(Recurring {
                evidence: Arc::clone(&wochenende),
                performance: Performance::Held,
                per: None,
                at_least: 1,
                criteria: vec![],
                independent_of: vec![],
                period: None,
            }),
        ),
        requirement("Z5a", &["bitte-bilanz"], Some(3), submission("Bilanz", "LTF")),
    ];
    let letter = |key: &str,
                  title: &str,
                  form,
                  to: LetterTo,
                  occasion,
                  signed: &[&str],
                  promises: &[&str]| {
        Arc::new(LetterKind {
            key: key.into(),
            title: title.into(),
            form,
            to,
            occasion,
            signed_by: signed.iter().map(|s| (*s).to_owned()).collect(),
            promises: promises.iter().map(|s| (*s).to_owned()).collect(),
        })
    };
    let branches = || LetterTo::Group(Arc::clone(&group));
    let body = |key: &str| LetterTo::Bodies(vec![key.to_owned()]);
    let letters = vec![
        letter(
            "angebot-bericht",
            "Angebot Rechenschaftsbericht",
            LetterForm::Offer,
            branches(),
            Occasion::YearlyFrom { day: 15, month: 1 },
            &["LV", "LAus"],
            &["gemeinsam", "praesenz", "debatte"],
        ),
        letter(
            "erinnerung-bericht",
            "Nachfrage zum Angebot",
            LetterForm::Reminder,
            branches(),
            Occasion::WeeksWithoutAnswer { weeks: 6, to: "angebot-bericht".into() },
            &["LV", "LAus"],
            &[],
        ),
        letter(
            "bestaetigung-bericht",
            "Terminbestätigung",
            LetterForm::Notice,
            branches(),
            Occasion::DateFixed { evidence: "bericht".into() },
            &["LGS"],
            &[],
        ),
        letter(
            "nachbereitung-bericht",
            "Bitte um Rückmeldung",
            LetterForm::Inquiry,
            branches(),
            Occasion::DetailsMissingAfter { evidence: "bericht".into(), weeks: 1 },
            &["LGS"],
            &[],
        ),
        letter(
            "einladung-wochenende",
            "Einladung Mitgliederwochenende",
            LetterForm::Invitation,
            branches(),
            Occasion::WeeksBefore { weeks: 10, evidence: "wochenende".into() },
            &["LV"],
            &[],
        ),
        letter(
            "sachstand-lv",
            "Sachstandsanfrage",
            LetterForm::Inquiry,
            body("LV"),
            Occasion::HalfYearly,
            &["LAusV"],
            &[],
        ),
        letter(
            "abfrage-kv",
            "Abfrage Generationswechsel",
            LetterForm::Inquiry,
            branches(),
            Occasion::BlankIn(vec![Field::SuccessionCouncils, Field::SuccessionParty]),
            &["LGS"],
            &[],
        ),
        letter(
            "erinnerung-vorlage",
            "Wiedervorlage Vorschläge",
            LetterForm::Reminder,
            body("LAusV"),
            Occasion::Resubmission { at_once: false, until: None },
            &["LGS"],
            &[],
        ),
        letter(
            "bitte-bilanz",
            "Bitte um Bilanz",
            LetterForm::Reminder,
            body("LTF"),
            Occasion::Resubmission { at_once: true, until: Some(day("01.09.2024")) },
            &["LAusV"],
            &[],
        ),
        letter(
            "uebersicht-versand",
            "Übersendung der Jahresübersicht",
            LetterForm::Notice,
            LetterTo::Bodies(vec!["LAus".into(), "LV".into()]),
            Occasion::AfterFreezing,
            &["LGS"],
            &[],
        ),
    ];
    Resolution {
        id: "Probe".into(),
        title: "Beschluss zur Probe".into(),
        adopted_by: "LAus".into(),
        adopted_on: day("22.02.2023"),
        lines: vec![],
        period: PeriodRule { kind: PeriodKind::Year, short_first: true },
        bodies,
        ambiguous_words: vec![],
        groups: BTreeMap::from([("kv_sv".to_owned(), group)]),
        evidence: [bericht, wochenende, vorlage, pruefung]
            .into_iter()
            .map(|e| (e.key.clone(), e))
            .collect(),
        criteria: [gemeinsam, praesenz, debatte].into_iter().map(|c| (c.key.clone(), c)).collect(),
        requirements,
        mere_statements: vec![],
        interpretations: vec![],
        letters,
    }
}

// ── the lists ──

const DATES: [Field; 10] = [
    Field::Since,
    Field::Until,
    Field::Date,
    Field::DateTo,
    Field::RegisterUntil,
    Field::CreatedOn,
    Field::SentOn,
    Field::AnswerOn,
    Field::Appointment,
    Field::ValidUntil,
];

fn columns(list: ListKind) -> Vec<Field> {
    use Field as F;
    match list {
        ListKind::Branches => vec![
            F::Code,
            F::Branch,
            F::BranchType,
            F::CustomSalutation,
            F::Chair1First,
            F::Chair1Last,
            F::Chair1Form,
            F::Chair2First,
            F::Chair2Last,
            F::Chair2Form,
            F::Street,
            F::Postcode,
            F::Town,
            F::Email,
            F::PaperMail,
            F::SuccessionCouncils,
            F::SuccessionParty,
            F::Since,
            F::Until,
            F::Phone,
        ],
        ListKind::Events => vec![
            F::Date,
            F::DateTo,
            F::Kind,
            F::Title,
            F::Branch,
            F::Place,
            F::Time,
            F::Form,
            F::Frame,
            F::Participants,
            F::OpenDebate,
            F::Topics,
            F::Focus,
            F::RegisterUntil,
            F::Status,
            F::Remark,
            F::Begin,
            F::End,
            F::Platform,
            F::Attendance,
        ],
        ListKind::Dispatches => vec![
            F::Number,
            F::Letter,
            F::Recipient,
            F::LetterPeriod,
            F::CreatedOn,
            F::SentOn,
            F::Promises,
            F::AnswerOn,
            F::Answer,
            F::Appointment,
            F::FileName,
            F::Checksum,
        ],
        ListKind::Papers => vec![F::Date, F::Kind, F::Title, F::From, F::To, F::Topics],
        ListKind::Exceptions => {
            vec![F::Requirement, F::Branch, F::LetterPeriod, F::Reason, F::ValidUntil]
        }
        ListKind::Measures => vec![F::Date, F::Kind, F::Description, F::Status, F::Result, F::Area],
        ListKind::Statements => vec![F::Clause, F::From, F::Date, F::Text],
        ListKind::Findings => vec![F::Requirement, F::Text],
    }
}

fn sheet(list: ListKind) -> Arc<SheetColumns> {
    let file = match list {
        ListKind::Branches => "Verbände.xlsx",
        ListKind::Events => "Veranstaltungen.xlsx",
        ListKind::Dispatches => "Postausgang.xlsx",
        _ => "Liste.xlsx",
    };
    Arc::new(SheetColumns {
        source: Arc::new(Source { file: file.into(), sheet: Some(list.key().into()) }),
        list,
        header_row: 0,
        columns: columns(list).into_iter().zip(0..).collect(),
        bodies: vec![],
    })
}

fn reading(text: &str) -> DateReading {
    if let Ok(day) = NaiveDate::parse_from_str(text, "%d.%m.%Y") {
        return DateReading::Dated { span: Span::day(day), weekday_contradicts: false };
    }
    if let Ok(day) = NaiveDate::parse_from_str(&format!("01.{text}"), "%d.%m.%Y") {
        return DateReading::Dated { span: Span::month(day), weekday_contradicts: false };
    }
    if text == "?" { DateReading::Open } else { DateReading::Unreadable }
}

fn status(text: Option<&str>) -> StatusWord {
    match text {
        None => StatusWord::None,
        Some("durchgeführt") => StatusWord::Done,
        Some("geplant") => StatusWord::Planned,
        Some("angeboten" | "zugesagt") => StatusWord::Offered,
        Some("abgesagt") => StatusWord::Cancelled,
        Some(_) => StatusWord::Unrecognised,
    }
}

/// The office's folder: lists, settings, templates.
pub(crate) struct Office {
    pub(crate) resolution: Resolution,
    pub(crate) records: Records,
    pub(crate) settings: Settings,
    pub(crate) templates: BTreeMap<String, BTreeSet<String>>,
    sheets: BTreeMap<ListKind, Arc<SheetColumns>>,
}

pub(crate) const FULL_SETTINGS: &[(&str, &str)] = &[
    ("Name im Briefkopf", "Beispielpartei"),
    ("Absender: Name", "Landesgeschäftsstelle"),
    ("Absender: Straße", "Beispielstraße 1"),
    ("Absender: PLZ und Ort", "99084 Erfurt"),
    ("Ansprechperson", "Kim Brenner"),
    ("Telefon der Ansprechperson", "0361 1234567"),
    ("E-Mail für Antworten", "antwort@example.org"),
    ("Anmeldung über", "anmeldung@example.org"),
    ("Nächste Sitzung", "15.02.2025"),
];

impl Office {
    /// Two branches with full addresses, one event so that 2024 is covered, settings and three templates.
    pub(crate) fn new() -> Self {
        let mut office = Self {
            resolution: resolution(),
            records: Records::default(),
            settings: settings_of(
                FULL_SETTINGS,
                &[
                    ("LV", "Anna Muster"),
                    ("LAus", "Karl Beispiel"),
                    ("LGS", "Kim Brenner"),
                    ("LAusV", "Ada Probe"),
                ],
            ),
            templates: BTreeMap::new(),
            sheets: BTreeMap::new(),
        };
        office.branch(&[("verband", "Gotha"), ("typ", "Kreisverband"), ("kuerzel", "GTH")]);
        office.branch(&[("verband", "Weimar"), ("typ", "Stadtverband"), ("kuerzel", "WE")]);
        office.row(
            ListKind::Events,
            &[("datum", "10.01.2024"), ("art", "Neujahrsempfang"), ("status", "durchgeführt")],
        );
        office.template(
            "angebot-bericht",
            &[
                "anschrift",
                "anrede",
                "verband",
                "briefdatum",
                "antwort_bis",
                "dauer",
                "zusage_gemeinsam",
                "zusage_praesenz",
                "zusage_debatte",
                "ansprechperson",
                "telefon",
                "unterzeichnet_1_name",
                "unterzeichnet_2_name",
            ],
        );
        office.template("erinnerung-bericht", &["anrede", "angebot_vom", "jahr"]);
        office.template(
            "einladung-wochenende",
            &["anrede", "von", "bis", "ort", "anmeldeschluss", "weitergeben_bis"],
        );
        for key in [
            "bestaetigung-bericht",
            "nachbereitung-bericht",
            "sachstand-lv",
            "abfrage-kv",
            "erinnerung-vorlage",
            "bitte-bilanz",
        ] {
            office.template(key, &["anrede"]);
        }
        office
    }

    pub(crate) fn template(&mut self, key: &str, fields: &[&str]) {
        self.templates.insert(key.into(), fields.iter().map(|f| (*f).to_owned()).collect());
    }

    fn sheet(&mut self, list: ListKind) -> Arc<SheetColumns> {
        let sheet = Arc::clone(self.sheets.entry(list).or_insert_with(|| sheet(list)));
        if !self.records.sheets.contains(&sheet) {
            self.records.sheets.push(Arc::clone(&sheet));
        }
        sheet
    }

    fn entry(&mut self, list: ListKind, row: u32, cells: &[(&str, &str)]) -> Entry {
        let sheet = self.sheet(list);
        let mut found: Vec<EntryCell> = cells
            .iter()
            .map(|(key, text)| {
                let field = Field::from_key(key).unwrap_or_else(|| panic!("Feld {key}"));
                let column = sheet.column(field).unwrap_or_else(|| panic!("Spalte {key}"));
                let date = if DATES.contains(&field) { reading(text) } else { DateReading::Empty };
                EntryCell::dated(field, column, Arc::from(*text), date)
            })
            .collect();
        found.sort_by_key(|cell| cell.column);
        let of = |field: Field| found.iter().find(|cell| cell.field == field);
        let span = of(Field::Date).and_then(|cell| cell.date.span());
        let to = of(Field::DateTo).and_then(|cell| cell.date.span());
        let when = match (span, to) {
            (Some(from), Some(to)) => {
                When::Dated { span: Span::days(from.from, to.to), weekday_contradicts: false }
            }
            (Some(span), None) => When::Dated { span, weekday_contradicts: false },
            (None, _) => When::Undated,
        };
        let named = if list == ListKind::Dispatches { Field::Recipient } else { Field::Branch };
        let branches = if list == ListKind::Branches {
            vec![]
        } else {
            of(named).map(|cell| self.mentions(&cell.text)).unwrap_or_default()
        };
        Entry {
            when,
            status: status(of(Field::Status).map(|cell| &*cell.text)),
            branches: branches.into(),
            aside: None,
            first_column: found.first().map_or(0, |cell| cell.column),
            sheet,
            row,
            cells: found.into_iter().map(Arc::new).collect(),
            bodies: Arc::default(),
        }
    }

    fn mentions(&self, text: &str) -> Vec<Mention> {
        elements(text)
            .into_iter()
            .map(|element| {
                if normal(element) == "alle" {
                    return Mention::All;
                }
                let ids: Vec<_> = self
                    .records
                    .branches
                    .iter()
                    .filter(|b| {
                        normal(&b.canonical()) == normal(element)
                            || normal(&b.name) == normal(element)
                    })
                    .map(|b| b.id)
                    .collect();
                match ids[..] {
                    [] => Mention::Unknown(Arc::from(element)),
                    [id] => Mention::Branch(id),
                    _ => Mention::Ambiguous(ids),
                }
            })
            .collect()
    }

    /// A branch with a complete address; cells given here come on top, an empty text removes one.
    pub(crate) fn branch(&mut self, cells: &[(&str, &str)]) {
        let mut all: Vec<(&str, &str)> = vec![
            ("strasse", "Markt 2"),
            ("plz", "99867"),
            ("ort", "Gotha"),
            ("generationswechsel_kommunal", "ja"),
            ("generationswechsel_lokal", "nein"),
        ];
        for (key, text) in cells {
            all.retain(|(k, _)| k != key);
            if !text.is_empty() {
                all.push((key, text));
            }
        }
        let row = u32::try_from(self.records.branches.len()).unwrap() + 1;
        let entry = self.entry(ListKind::Branches, row, &all);
        let date = |field| entry.date(field).span().map(|span| span.from);
        let (since, until) = (date(Field::Since), date(Field::Until));
        let name = entry.text(Field::Branch).unwrap().to_owned();
        let kind = BranchKind::from_word(entry.text(Field::BranchType).unwrap()).unwrap();
        self.records.branches.add(|id| Branch {
            id,
            kind,
            name,
            since,
            until,
            successor: None,
            entry,
        });
    }

    pub(crate) fn row(&mut self, list: ListKind, cells: &[(&str, &str)]) -> &mut Self {
        let row = u32::try_from(self.records.of(list).len()).unwrap() + 1;
        let entry = self.entry(list, row, cells);
        self.records.of_mut(list).unwrap().push(entry);
        self
    }

    pub(crate) fn event(&mut self, cells: &[(&str, &str)]) -> &mut Self {
        self.row(ListKind::Events, cells)
    }

    /// A row of the register; its „Zusagen“ are complete unless given.
    pub(crate) fn sent(&mut self, cells: &[(&str, &str)]) -> &mut Self {
        let mut all = cells.to_vec();
        if !cells.iter().any(|(key, _)| *key == "zusagen") {
            all.push(("zusagen", "alles"));
        }
        self.row(ListKind::Dispatches, &all)
    }

    pub(crate) fn at<T>(
        &self,
        as_of: &str,
        look: impl FnOnce(&Facts<'_>, &[PlannedLetter]) -> T,
    ) -> T {
        let as_of = AsOf(day(as_of));
        let year = chrono::Datelike::year(&as_of.0);
        let assessment: Assessment =
            assess(&mut Diagnostics::default(), &self.resolution, &self.records, as_of, year)
                .unwrap();
        let facts = Facts {
            resolution: &self.resolution,
            records: &self.records,
            assessment: &assessment,
            as_of,
            settings: &self.settings,
            templates: &self.templates,
            tabled: None,
            looked_at: std::cell::OnceCell::new(),
        };
        look(&facts, &plan(&facts))
    }

    /// State and reason of every line of one letter for one recipient.
    pub(crate) fn lines(
        &self,
        as_of: &str,
        letter: &str,
        recipient: &str,
    ) -> Vec<(LetterState, String)> {
        self.at(as_of, |_, lines| {
            lines
                .iter()
                .filter(|line| line.letter.key == letter && line.recipient_name == recipient)
                .map(|line| (line.state, line.reason.clone()))
                .collect()
        })
    }

    /// The one line of a letter for a recipient.
    #[track_caller]
    pub(crate) fn line(&self, as_of: &str, letter: &str, recipient: &str) -> (LetterState, String) {
        let lines = self.lines(as_of, letter, recipient);
        assert_eq!(lines.len(), 1, "{letter} an {recipient}: {lines:?}");
        lines.into_iter().next().unwrap()
    }

    #[track_caller]
    pub(crate) fn check(
        &self,
        as_of: &str,
        letter: &str,
        recipient: &str,
        state: LetterState,
        says: &str,
    ) {
        let (found, reason) = self.line(as_of, letter, recipient);
        assert_eq!(found, state, "{letter} an {recipient} am {as_of}: {reason}");
        assert!(
            reason.contains(says),
            "{letter} an {recipient} am {as_of}: „{reason}“ sagt nicht „{says}“"
        );
    }
}

// ── settings ──

pub(crate) fn text(text: &str) -> CellValue {
    CellValue::Text(Arc::from(text))
}

/// A sheet whose first row is the header.
pub(crate) fn table(sheet: &str, rows: &[Vec<CellValue>]) -> Table {
    Table::new(
        Arc::new(Source { file: settings::FILE.into(), sheet: Some(sheet.into()) }),
        rows.iter()
            .zip(0..)
            .map(|(cells, number)| Row {
                number,
                cells: cells
                    .iter()
                    .zip(0..)
                    .filter(|(value, _)| !matches!(value, CellValue::Text(t) if t.is_empty()))
                    .map(|(value, column)| (column, value.clone()))
                    .collect(),
            })
            .collect(),
    )
}

pub(crate) fn settings_table(rows: &[(&str, &str)]) -> Table {
    let mut all = vec![vec![text("Einstellung"), text("Wert"), text("Erklärung")]];
    all.extend(rows.iter().map(|(label, value)| vec![text(label), text(value)]));
    table("Einstellungen", &all)
}

pub(crate) fn settings_of(rows: &[(&str, &str)], signatories: &[(&str, &str)]) -> Settings {
    let mut bodies = vec![
        [
            "Stelle",
            "Name für Anschrift",
            "Straße",
            "PLZ",
            "Ort",
            "E-Mail",
            "Anrede",
            "unterzeichnet (Name)",
            "Funktion",
        ]
        .map(text)
        .to_vec(),
    ];
    bodies.extend(signatories.iter().map(|(body, name)| {
        [*body, "", "Beispielstraße 1", "99084", "Erfurt", "", "", *name, ""].map(text).to_vec()
    }));
    let mut diagnostics = Diagnostics::default();
    let settings =
        settings::read(&mut diagnostics, &[settings_table(rows), table("Stellen", &bodies)]);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    settings
}
