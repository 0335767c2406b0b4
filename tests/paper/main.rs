//! The paper for the session: what stands in it, what stands in none that is handed on, and that the Word file says the same.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::string_slice,
    clippy::wildcard_enum_match_arm,
    clippy::allow_attributes,
    reason = "a test may stop loudly"
)]

mod command;
#[path = "../workbook/office.rs"]
mod office;
mod word;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use beschlusskontrolle::assessment::assess;
use beschlusskontrolle::decisions::readings::ReadingDecisions;
use beschlusskontrolle::diagnostic::Diagnostics;
use beschlusskontrolle::domain::{
    AsOf, BodyCell, Branch, BranchRegister, CommitteeFinding, DateReading, Entry, EntryCell,
    ExceptionNote, Field, ListKind, SheetColumns, Status, StatusWord, Total, Tri, When,
};
use beschlusskontrolle::history::History;
use beschlusskontrolle::paper::{
    Block, Confirmation, Given, HELD_BACK, Level, Paper, Request, Run, Since, Variant,
    open_readings, paper, proposal,
};
use beschlusskontrolle::readings::{Source as Texts, readings};
use beschlusskontrolle::requirements::Context;
use beschlusskontrolle::resolution::{BUILTIN_TOML, BUILTIN_WORDING, Body, Force};
use beschlusskontrolle::sheets::{View, sentences, standings};
use beschlusskontrolle::table::Source;
use chrono::Datelike;

use office::{Office, day, office, office_at};

/// What a test may change of a paper.
struct Wish<'a> {
    variant: Variant,
    annex: bool,
    session: Option<&'a str>,
    since: Option<Since>,
    to_confirm: Option<Vec<Confirmation>>,
}

impl Default for Wish<'_> {
    fn default() -> Self {
        Self {
            variant: Variant::Internal,
            annex: false,
            session: None,
            since: None,
            to_confirm: None,
        }
    }
}

fn made(office: &Office, wish: &Wish<'_>) -> Paper {
    let context = Context::new(
        &mut Diagnostics::default(),
        &office.resolution,
        &office.records,
        office.assessment.as_of,
        office.assessment.period,
    );
    let source = Texts { toml: BUILTIN_TOML, wording: BUILTIN_WORDING };
    let readings = readings(source, &ReadingDecisions::default(), &office.assessment, &context);
    let view = View {
        resolution: &office.resolution,
        records: &office.records,
        assessment: &office.assessment,
        context: &context,
        earlier: &[],
        history: &History::default(),
        readings: &readings,
        gaps: &[],
        letters: &office.letters,
        calls: &office.calls,
        diagnostics: &office.diagnostics,
        inputs: &office.inputs,
        list_folder: "..\\..\\Listen",
        other_files: &BTreeMap::new(),
        contact: Some("0361 555 01"),
        version: "0.1.0",
    };
    let to_confirm = wish.to_confirm.clone().unwrap_or_else(|| open_readings(&readings));
    let sender = beschlusskontrolle::paper::Office {
        party: "Die Linke Thüringen".into(),
        name: "Landesgeschäftsstelle".into(),
        contact: "sanna.muster@example.org".into(),
        central: "0361 555 00".into(),
        people: vec!["Sanna Muster".into(), "Mara Musterfrau".into()],
    };
    paper(
        &view,
        &Given {
            variant: wish.variant,
            annex: wish.annex,
            office: &sender,
            session: wish.session,
            since: wish.since.as_ref(),
            to_confirm: &to_confirm,
        },
    )
}

fn internal(office: &Office) -> Paper {
    made(office, &Wish::default())
}

fn to_pass_on(office: &Office) -> Paper {
    made(office, &Wish { variant: Variant::ToPassOn, ..Wish::default() })
}

fn words(runs: &[Run]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}

/// The paper as text: a line per paragraph, cells between bars.
fn text(paper: &Paper) -> String {
    let mut out = format!("[{}]\n[{}]\n", paper.title, paper.footer);
    for block in &paper.blocks {
        match block {
            Block::Letterhead { name, office } => writeln!(out, "{name} / {office}").unwrap(),
            Block::Addressee(text) => writeln!(out, "{text}").unwrap(),
            Block::Title(text) => writeln!(out, "# {text}").unwrap(),
            Block::Heading { level, text, .. } => {
                let marks = if *level == Level::One { "##" } else { "###" };
                writeln!(out, "\n{marks} {text}").unwrap();
            }
            Block::Paragraph { runs, .. } => writeln!(out, "{}", words(runs)).unwrap(),
            Block::List(items) => {
                for runs in items {
                    writeln!(out, "– {}", words(runs)).unwrap();
                }
            }
            Block::Table(table) => {
                if !table.head.is_empty() {
                    writeln!(out, "[{}]", table.head.join(" | ")).unwrap();
                }
                for row in &table.rows {
                    let cells: Vec<String> = row
                        .cells
                        .iter()
                        .map(|cell| {
                            let lines: Vec<String> =
                                cell.paragraphs.iter().map(|runs| words(runs)).collect();
                            lines.join(" / ")
                        })
                        .collect();
                    writeln!(out, "{}", cells.join(" | ")).unwrap();
                }
            }
        }
    }
    out
}

/// A row of a list nobody has read: just what it says.
fn row(list: ListKind, file: &str, number: u32, texts: &[(Field, &str)]) -> Entry {
    let columns: Vec<(Field, u16)> = (0..).zip(texts).map(|(i, (field, _))| (*field, i)).collect();
    let cells = (0..)
        .zip(texts)
        .map(|(column, (field, text))| {
            EntryCell::dated(
                *field,
                column,
                Arc::from(*text),
                chrono::NaiveDate::parse_from_str(text, "%d.%m.%Y").map_or(
                    DateReading::Empty,
                    |day| DateReading::Dated {
                        span: beschlusskontrolle::domain::Span::day(day),
                        weekday_contradicts: false,
                    },
                ),
            )
        })
        .map(Arc::new)
        .collect();
    Entry {
        sheet: Arc::new(SheetColumns {
            source: Arc::new(Source { file: file.into(), sheet: None }),
            list,
            header_row: 0,
            columns,
            bodies: vec![],
        }),
        row: number,
        first_column: 0,
        cells,
        bodies: Arc::default(),
        when: When::Undated,
        status: StatusWord::None,
        branches: Arc::default(),
        aside: None,
    }
}

fn statement(number: u32, clause: &str, from: &str, on: &str, text: &str) -> Entry {
    let texts =
        [(Field::Clause, clause), (Field::From, from), (Field::Date, on), (Field::Text, text)];
    row(ListKind::Statements, "Sachstand.csv", number, &texts)
}

/// Where nobody can be named, all branches of the office have the same chair.
fn with_chair(office: &mut Office, first: &str, last: &str) {
    let mut branches = BranchRegister::default();
    for branch in &office.records.branches {
        let mut entry = branch.entry.clone();
        for (column, field, name) in
            [(40, Field::Chair1First, first), (41, Field::Chair1Last, last)]
        {
            entry.cells.push(Arc::new(EntryCell::new(field, column, Arc::from(name))));
        }
        branches.add(|id| Branch { id, entry, ..branch.clone() });
    }
    office.records.branches = branches;
}

/// An office of which everybody has something to say.
fn talkative() -> Office {
    let mut office = office();
    with_chair(&mut office, "Ulrike", "Mühlenbach");
    let event = office.records.events.first_mut().unwrap();
    event.bodies = Arc::new(vec![BodyCell {
        body: "LV".into(),
        column: 30,
        text: "Karl Erdmann".into(),
        present: Tri::Yes,
    }]);
    office.records.statements = vec![
        statement(4, "Z1b", "LV", "25.11.2024", "Der Stammtisch findet weiter statt."),
        statement(5, "Z3a, Z3b", "Karl Erdmann", "11.03.2024", "Das Angebot ist geprüft."),
        statement(6, "Z4a", "LV, LGS", "01.07.2024", "Danke an Ulrike Muehlenbach für das Haus."),
        statement(7, "Z4d", "LV", "02.12.2024", "Erdmanns Technik trug alle."),
        statement(8, "Z2a", "LAus", "03.12.2024", "Bitte an sanna.muster@example.org schreiben."),
        statement(9, "Z5a", "LTF", "11.03.2025", "Das steht im falschen Jahr."),
    ];
    let cell = office.records.statements[0].first_cell();
    let at = |row| beschlusskontrolle::table::CellRef { row, ..cell.clone() };
    for verdict in &mut office.assessment.verdicts {
        if verdict.requirement == "Z3b" {
            verdict.findings.push(CommitteeFinding {
                finding: "weiter beobachten".into(),
                session: "Sitzung 09.11.2024".into(),
                wording: "Der Landesausschuss bittet um einen Bericht.".into(),
                cell: at(20),
            });
        }
        if verdict.requirement == "Z1c" && verdict.status == Status::Missed {
            verdict.exception = Some(ExceptionNote {
                until: Some(day("30.06.2024")),
                reason: "Verband im Neuaufbau".into(),
                valid: false,
                cell: at(21),
            });
        }
    }
    office
}

#[test]
fn both_papers_say_what_they_say() {
    let office = talkative();
    insta::assert_snapshot!("intern", text(&internal(&office)));
    insta::assert_snapshot!("zur_weitergabe", text(&to_pass_on(&office)));
}

#[test]
fn the_annex_says_what_it_says() {
    let office = talkative();
    for (name, variant) in
        [("anlage_intern", Variant::Internal), ("anlage_zur_weitergabe", Variant::ToPassOn)]
    {
        let whole = text(&made(&office, &Wish { variant, annex: true, ..Wish::default() }));
        let (_, annex) = whole.split_once("\n## Anlage").unwrap();
        insta::assert_snapshot!(name, annex);
    }
}

/// Of the points that are judged per branch.
fn totals(office: &Office) -> impl Iterator<Item = &Total> {
    let verdicts = &office.assessment.verdicts;
    office.assessment.totals.iter().filter(|total| {
        verdicts.iter().any(|v| v.requirement == total.requirement && v.subject.is_some())
    })
}

#[test]
fn the_figures_are_those_of_the_workbook() {
    for stichtag in ["30.06.2024", "31.12.2024"] {
        let office = office_at(stichtag);
        let said = text(&internal(&office));
        let standings = standings(&office.resolution, &office.assessment);
        for sentence in sentences(&standings, &office.assessment) {
            assert!(said.contains(&sentence), "{sentence}");
        }
        for total in totals(&office) {
            let line = said.lines().find(|line| line.starts_with(&total.requirement)).unwrap();
            let of = format!("von {} Verbänden", total.of);
            assert!(total.of == 0 || line.contains(&of), "{line}");
            assert!(total.of == 0 || line.contains(&total.at_least.to_string()), "{line}");
        }
        // every verdict of a branch is in the annex, under its status, as often as the totals count it
        let whole = text(&made(&office, &Wish { annex: true, ..Wish::default() }));
        for total in totals(&office) {
            let part = whole.split(&format!("### {} ", total.requirement)).nth(1).unwrap();
            let part = part.split("\n### ").next().unwrap();
            let counted: u32 = part
                .lines()
                .filter(|line| line.starts_with("– "))
                .filter_map(|line| {
                    line.split_once("): ")?.0.rsplit_once('(')?.1.parse::<u32>().ok()
                })
                .sum();
            assert_eq!(counted, total.of + total.not_applicable + total.exempt, "{part}");
        }
    }
}

#[test]
fn what_is_handed_on_names_nobody() {
    let office = talkative();
    let secret = ["mühlenbach", "muehlenbach", "ulrike", "erdmann", "karl", "sanna", "muster"];
    for annex in [false, true] {
        let wish = Wish {
            variant: Variant::ToPassOn,
            annex,
            since: Some(Since {
                session: "Sitzung 15.02.2024".into(),
                lines: vec![
                    "Z1b: Ulrike Mühlenbach hat zugesagt.".into(),
                    "Z2b: umgesetzt.".into(),
                ],
            }),
            ..Wish::default()
        };
        let said = text(&made(&office, &wish)).to_lowercase();
        for name in secret {
            assert!(!said.contains(name), "„{name}“ stands in a paper to pass on:\n{said}");
        }
        assert!(said.contains(&HELD_BACK.to_lowercase()), "what is held back is named as such");
        assert!(said.contains("z2b: umgesetzt."), "what names nobody stays");
    }
    let said = text(&internal(&office)).to_lowercase();
    for name in ["karl erdmann", "ulrike muehlenbach", "sanna.muster@example.org"] {
        assert!(said.contains(name), "the office's own paper keeps „{name}“");
    }
}

#[test]
fn a_body_is_named_and_anybody_else_is_some_office() {
    let office = talkative();
    let said = text(&to_pass_on(&office));
    assert!(
        said.contains("Z1b | Landesvorstand / 25.11.2024 | „Der Stammtisch findet weiter statt.“")
    );
    assert!(said.contains("Z3a, Z3b | eine Stelle / 11.03.2024 | „Das Angebot ist geprüft.“"));
    assert!(
        said.contains(&format!(
            "Z4a | Landesvorstand und Landesgeschäftsstelle / 01.07.2024 | {HELD_BACK}"
        )),
        "{said}"
    );
}

#[test]
fn which_branch_has_said_that_a_point_applies_is_not_handed_on() {
    let mut office = talkative();
    let verdict = office.assessment.verdicts.iter_mut().find(|v| v.requirement == "Z3a").unwrap();
    let hint = "„Generationswechsel“ steht an, ohne Maßnahme: Kreisverband Greiz.";
    verdict.hints.push(hint.into());
    verdict.sentence.push(' ');
    verdict.sentence.push_str(hint);
    let annex = |variant| text(&made(&office, &Wish { variant, annex: true, ..Wish::default() }));
    assert!(annex(Variant::Internal).contains(hint));
    assert!(!annex(Variant::ToPassOn).contains(hint));
    assert!(annex(Variant::ToPassOn).contains("Einzelheiten liegen dem Büro vor."));
}

#[test]
fn only_words_of_the_year_and_before_the_stichtag_are_quoted() {
    let said = text(&internal(&talkative()));
    assert!(!said.contains("Das steht im falschen Jahr."));
}

#[test]
fn an_exception_that_has_expired_says_so_and_findings_stand_word_for_word() {
    let said = text(&internal(&talkative()));
    assert!(said.contains("/ am 30.06.2024 abgelaufen | „Verband im Neuaufbau“"), "{said}");
    assert!(said.contains(
        "Z3b | Feststellung: weiter beobachten / Landesausschuss, Sitzung 09.11.2024 | „Der Landesausschuss bittet um einen Bericht.“"
    ));
}

#[test]
fn an_unknown_session_leaves_a_line_to_fill_in() {
    let office = office();
    assert!(text(&internal(&office)).contains("Sitzung am | ____"));
    let wish = Wish { session: Some("Sitzung 15.02.2025"), ..Wish::default() };
    assert!(text(&made(&office, &wish)).contains("Sitzung | 15.02.2025 |"));
}

#[test]
fn without_an_earlier_session_the_paper_says_that_nothing_can_be_compared() {
    let office = office();
    assert!(text(&internal(&office)).contains("Es ist noch kein früherer Stand festgeschrieben"));
    let since = |lines| Some(Since { session: "Sitzung 15.02.2024".into(), lines });
    let said = |since| text(&made(&office, &Wish { since, ..Wish::default() }));
    assert!(said(since(vec![])).contains("„Sitzung 15.02.2024“: keine Änderung."));
    let changed = said(since(vec!["Z2b: vorher offen, jetzt umgesetzt.".into()]));
    assert!(changed.contains("– Z2b: vorher offen, jetzt umgesetzt."), "{changed}");
}

#[test]
fn corrections_are_asked_for_within_a_fortnight_and_on_a_working_day() {
    // 14 days after 30 June is a Sunday
    let said = text(&internal(&office_at("30.06.2024")));
    assert!(
        said.contains(
            "Bitte bis 15.\u{a0}Juli 2024 melden: Landesgeschäftsstelle, sanna.muster@example.org"
        ),
        "{said}"
    );
    let said = text(&to_pass_on(&office_at("30.06.2024")));
    assert!(
        said.contains("melden: Landesgeschäftsstelle, 0361 555 00."),
        "nobody's own address: {said}"
    );
}

#[test]
fn the_proposal_is_a_correct_sentence_for_none_one_and_several() {
    let body = |name: &str, article: Option<&str>| Body {
        key: "X".into(),
        name: name.into(),
        article: article.map(str::to_owned),
        names: vec![],
        part_of: None,
    };
    let readings = |ids: &[&str]| -> Vec<Confirmation> {
        ids.iter().map(|id| Confirmation { id: (*id).into(), text: String::new() }).collect()
    };
    let request = |id: &str, force| Request { id: id.into(), short: format!("Punkt {id}"), force };
    let council = body("Rat", Some("der"));
    let presidency = body("Präsidium", Some("das"));
    let bare = body("Beirat", None);
    let all: [(&Body, &[&str], Vec<Request>, &str); 7] = [
        (
            &council,
            &[],
            vec![],
            "Der Rat nimmt den Stand der Umsetzung vom 1. Mai 2024 zur Kenntnis.",
        ),
        (
            &presidency,
            &["A2"],
            vec![],
            "Das Präsidium nimmt den Stand der Umsetzung vom 1. Mai 2024 zur Kenntnis und bestätigt die Auslegung A2 (Anlage).",
        ),
        (
            &bare,
            &["A2", "A3"],
            vec![],
            "Beirat nimmt den Stand der Umsetzung vom 1. Mai 2024 zur Kenntnis und bestätigt die Auslegungen A2 und A3 (Anlage).",
        ),
        (
            &council,
            &[],
            vec![request("P1", Force::Request)],
            "Der Rat nimmt den Stand der Umsetzung vom 1. Mai 2024 zur Kenntnis und stellt fest, ob die Bitte „Punkt P1“ (P1) noch besteht.",
        ),
        (
            &council,
            &[],
            vec![request("P1", Force::Request), request("P2", Force::ExaminationOrder)],
            "Der Rat nimmt den Stand der Umsetzung vom 1. Mai 2024 zur Kenntnis und stellt fest, ob die Bitte „Punkt P1“ (P1) und der Prüfauftrag „Punkt P2“ (P2) noch bestehen.",
        ),
        (
            &council,
            &["A2"],
            vec![request("P3", Force::Should)],
            "Der Rat nimmt den Stand der Umsetzung vom 1. Mai 2024 zur Kenntnis, bestätigt die Auslegung A2 (Anlage) und stellt fest, ob das Soll „Punkt P3“ (P3) noch besteht.",
        ),
        (
            &council,
            &["A2", "A3", "A9"],
            vec![
                request("P1", Force::Call),
                request("P2", Force::Duty),
                request("P3", Force::Content),
            ],
            "Der Rat nimmt den Stand der Umsetzung vom 1. Mai 2024 zur Kenntnis, bestätigt die Auslegungen A2, A3 und A9 (Anlage) und stellt fest, ob die Aufforderung „Punkt P1“ (P1), die Pflicht „Punkt P2“ (P2) und die Inhaltsvorgabe „Punkt P3“ (P3) noch bestehen.",
        ),
    ];
    for (body, ids, requests, expected) in all {
        assert_eq!(
            proposal(body, "1. Mai 2024", &readings(ids), "Anlage", &requests, &[]),
            expected
        );
    }
    assert_eq!(
        proposal(
            &council,
            "1. Mai 2024",
            &[],
            "Anlage",
            &[],
            &[request("P4", Force::SelfCommitment)]
        ),
        "Der Rat nimmt den Stand der Umsetzung vom 1. Mai 2024 zur Kenntnis und würdigt „Punkt P4“ (P4).",
    );
}

#[test]
fn a_request_past_its_day_is_put_to_the_committee_until_it_has_spoken() {
    let mut office = office();
    let asks = |office: &Office| text(&internal(office)).contains("stellt fest, ob die Bitte");
    assert!(asks(&office), "the request of Z5a has passed its day");
    assert!(!asks(&office_at("30.06.2024")), "its day has not come");
    let cell = office.records.events[0].first_cell();
    for verdict in office.assessment.verdicts.iter_mut().filter(|v| v.requirement == "Z5a") {
        verdict.findings.push(CommitteeFinding {
            finding: "gegenstandslos".into(),
            session: String::new(),
            wording: String::new(),
            cell: cell.clone(),
        });
    }
    assert!(!asks(&office), "the committee has found that it no longer stands");
}

#[test]
fn many_readings_to_confirm_stand_in_the_workbook_and_not_in_the_paper() {
    let office = office();
    let readings = |n: usize| -> Vec<Confirmation> {
        (1..=n).map(|i| Confirmation { id: format!("B{i}"), text: format!("Satz {i}") }).collect()
    };
    let said = |n| text(&made(&office, &Wish { to_confirm: Some(readings(n)), ..Wish::default() }));
    assert!(said(2).contains("die Auslegungen B1 und B2 (siehe unten)"));
    assert!(said(2).contains("– B2 Satz 2"));
    assert!(said(9).contains("B8 und B9 (Blatt Auslegungen der Auswertung)"));
    assert!(!said(9).contains("– B2 Satz 2"));
    assert!(!said(0).contains("bestätigt"));
}

#[test]
fn nobody_is_scolded_and_nothing_is_a_percentage() {
    for stichtag in ["30.06.2024", "31.12.2024"] {
        for annex in [false, true] {
            let office = office_at(stichtag);
            let said = text(&made(&office, &Wish { annex, ..Wish::default() })).to_lowercase();
            for word in ["überfällig", "verstoß", "mahnung", "säumig", "%", "none", "some("] {
                assert!(!said.contains(word), "the paper says „{word}“");
            }
        }
    }
}

#[test]
fn another_resolution_has_its_own_committee_and_points() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/zweiter-beschluss/Beschluss");
    let read = |name: &str| std::fs::read_to_string(format!("{folder}/{name}")).unwrap();
    let mut diagnostics = Diagnostics::default();
    let resolution = beschlusskontrolle::resolution::load(
        &mut diagnostics,
        &read("beschluss.toml"),
        &read("beschluss.txt"),
    )
    .unwrap();
    let mut office = office();
    let as_of = AsOf(day("31.12.2024"));
    office.assessment =
        assess(&mut diagnostics, &resolution, &office.records, as_of, as_of.0.year()).unwrap();
    office.resolution = resolution;
    office.letters.clear();
    let said = text(&made(&office, &Wish { annex: true, ..Wish::default() }));
    assert!(said.contains("Vorlage für den Hauptausschuss"));
    assert!(said.contains("Der Hauptausschuss nimmt den Stand der Umsetzung vom"));
    assert!(said.contains("### P1a Telefonkonferenz in jedem Quartal"));
    assert!(!said.contains("Landesausschuss"), "{said}");
}
