//! What only people can decide: asked once in `Entscheidungen.xlsx`, answered there, applied by the next run.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::allow_attributes,
    clippy::wildcard_enum_match_arm,
    reason = "a test may stop loudly"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use beschlusskontrolle::decisions::{ColumnAnswer, Decisions, columns};
use beschlusskontrolle::diagnostic::{Code, Diagnostics};
use beschlusskontrolle::domain::{AsOf, Field, ListKind, Mention};
use beschlusskontrolle::intake::{self, InputState, Intake};
use beschlusskontrolle::io::list_folder;
use beschlusskontrolle::resolution::{self, Resolution};
use beschlusskontrolle::table::{CellValue, Table};
use chrono::NaiveDate;
use rust_xlsxwriter::Workbook;
use tempfile::TempDir;

const BRANCHES: &str = "Verband;Typ;Straße;PLZ;Ort;Kürzel\n\
    Gotha;KV;Marktstraße 3;99867;Gotha;GTH\n\
    Ilm-Kreis;KV;Hauptweg 1;98693;Ilmenau;IK\n\
    Weimar;SV;Ring 5;99423;Weimar;WE\n\
    Weimarer Land;KV;Gasse 2;99510;Apolda;AP\n\
    Nordhausen;KV;Allee 7;99734;Nordhausen;\n\
    Nordhausen;SV;Platz 9;99734;Nordhausen;\n";

fn resolution() -> Resolution {
    resolution::load(
        &mut Diagnostics::default(),
        resolution::BUILTIN_TOML,
        resolution::BUILTIN_WORDING,
    )
    .unwrap()
}

/// A workbook as a person saves it: sheets with rows of texts.
fn workbook(path: &Path, sheets: &[(String, Vec<Vec<String>>)]) {
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        for (row, cells) in (0..).zip(rows) {
            for (column, text) in (0..).zip(cells).filter(|(_, text)| !text.is_empty()) {
                sheet.write(row, column, text).unwrap();
            }
        }
    }
    book.save(path).unwrap();
}

fn tables(path: &Path) -> Vec<Table> {
    list_folder::read_file(path, "Entscheidungen.xlsx").0.tables.unwrap()
}

fn shown(value: &CellValue) -> String {
    beschlusskontrolle::intake::values::shown(value)
}

/// All sheets of a workbook as texts, blank rows and cells included.
fn sheets(path: &Path) -> Vec<(String, Vec<Vec<String>>)> {
    tables(path)
        .iter()
        .map(|table| {
            let mut rows: Vec<Vec<String>> = Vec::new();
            for row in &table.rows {
                rows.resize(usize::try_from(row.number).unwrap() + 1, Vec::new());
                let cells = rows.last_mut().unwrap();
                for (column, value) in &row.cells {
                    cells.resize(usize::from(*column) + 1, String::new());
                    *cells.last_mut().unwrap() = shown(value);
                }
            }
            (table.source.sheet.clone().unwrap(), rows)
        })
        .collect()
}

/// Types an answer into the row that holds this text, as a person would.
fn answer(path: &Path, sheet: &str, holds: &str, text: &str) {
    let mut all = sheets(path);
    let (_, rows) = all.iter_mut().find(|(name, _)| name == sheet).unwrap();
    let column = rows
        .iter()
        .find_map(|row| row.iter().position(|cell| cell == "Entscheidung"))
        .expect("the sheet has a head");
    let row = rows
        .iter_mut()
        .find(|row| row.iter().any(|cell| cell == holds))
        .unwrap_or_else(|| panic!("„{holds}“ is asked"));
    row.resize(row.len().max(column + 1), String::new());
    row[column] = text.to_owned();
    workbook(path, &all);
}

/// Lists, and the answers given in so many rows of „Spalten“ and „Namen“.
struct Lists {
    folder: TempDir,
    decisions: Vec<(String, Vec<Vec<String>>)>,
}

impl Lists {
    fn new() -> Self {
        Self { folder: TempDir::new().unwrap(), decisions: Vec::new() }
    }

    fn with_branches() -> Self {
        Self::new().file("Verbände.csv", BRANCHES)
    }

    fn file(self, name: &str, content: &str) -> Self {
        fs::write(self.folder.path().join(name), content).unwrap();
        self
    }

    fn columns(mut self, answers: &[(&str, &str)]) -> Self {
        let mut rows = vec![vec!["Entscheidung".to_owned(), "Kennung".to_owned()]];
        rows.extend(answers.iter().map(|(id, text)| vec![(*text).to_owned(), (*id).to_owned()]));
        self.decisions.push(("Spalten".to_owned(), rows));
        self
    }

    fn names(mut self, answers: &[(&str, &str)]) -> Self {
        let mut rows = vec![vec!["Schreibweise".to_owned(), "Entscheidung".to_owned()]];
        rows.extend(
            answers.iter().map(|(name, text)| vec![(*name).to_owned(), (*text).to_owned()]),
        );
        self.decisions.push(("Namen".to_owned(), rows));
        self
    }

    fn read(&self) -> (Intake, Diagnostics) {
        let (files, mut diagnostics) = list_folder::read(self.folder.path(), &[]);
        let decisions = if self.decisions.is_empty() {
            Decisions::default()
        } else {
            let elsewhere = TempDir::new().unwrap();
            let path = elsewhere.path().join("Entscheidungen.xlsx");
            workbook(&path, &self.decisions);
            Decisions::read(&mut diagnostics, &tables(&path))
        };
        let as_of = AsOf(NaiveDate::from_ymd_opt(2024, 12, 31).unwrap());
        let intake = intake::records(&mut diagnostics, &resolution(), &files, &decisions, as_of);
        diagnostics.sort();
        (intake, diagnostics)
    }

    fn messages(&self, code: Code) -> Vec<String> {
        self.read().1.iter().filter(|d| d.code == code).map(ToString::to_string).collect()
    }

    #[track_caller]
    fn message(&self, code: Code) -> String {
        let found = self.messages(code);
        found.first().cloned().unwrap_or_else(|| {
            panic!(
                "no {code:?}: {:#?}",
                self.read().1.iter().map(ToString::to_string).collect::<Vec<_>>()
            )
        })
    }

    /// The branches the only event names.
    fn named(&self) -> Vec<String> {
        let (intake, _) = self.read();
        let [event] = intake.records.events.as_slice() else { panic!("one event") };
        event
            .branches
            .iter()
            .map(|mention| match mention {
                Mention::Branch(id) => intake.records.branches[*id].canonical(),
                Mention::All => "alle".to_owned(),
                Mention::Ambiguous(_) => "mehrdeutig".to_owned(),
                Mention::Unknown(text) => format!("?{text}"),
                Mention::NoBranch(text) => format!("kein Verband: {text}"),
            })
            .collect()
    }
}

fn event(branch: &str) -> Lists {
    Lists::with_branches().file(
        "T.csv",
        &format!("Datum;Art;Verband;Status\n04.05.2024;Treffen;{branch};durchgeführt\n"),
    )
}

// ── columns ─────────────────────────────────────────────────────────────────────────────────────────

const MISSPELT: &str =
    "Datum;Verantstaltungsart;Verband;Status\n04.05.2024;Treffen;KV Gotha;durchgeführt\n";

#[test]
fn a_required_column_that_only_resembles_one_costs_the_sheet_and_is_asked_about() {
    let lists = Lists::with_branches()
        .file("T.csv", MISSPELT)
        .file("U.csv", "Datum;Art;Verband\n05.05.2024;Treffen;KV Gotha\n");
    assert_eq!(
        lists.message(Code::MissingColumn),
        "Bitte klären D302: Das Blatt sieht aus wie die Liste Veranstaltungen, aber die Spalte „Art“ fehlt; das Blatt \
         wurde nicht verwendet. Aber „Verantstaltungsart“ ähnelt „Veranstaltungsart“ und bedeutet vielleicht „Art“. \
         Nicht zugeordnet: „Verantstaltungsart“.\n  T.csv, Zelle A1\n  Hilfe: In Entscheidungen.xlsx, Blatt \
         „Spalten“, auswählen, was die Spalte bedeutet, und noch einmal starten."
    );
    let (intake, _) = lists.read();
    let state = |file: &str| intake.inputs.iter().find(|input| input.file == file).unwrap().state;
    assert_eq!(state("T.csv"), InputState::Failed);
    assert_eq!(state("U.csv"), InputState::Read);
    assert_eq!(intake.records.failed_files, ["T.csv"]);
    assert_eq!(intake.records.events.len(), 1, "only the other file's row");
    let [question] = intake.questions.columns.as_slice() else { panic!("one question") };
    assert_eq!((question.at.a1().as_str(), question.field), ("B1", Some(Field::Kind)));
}

#[test]
fn an_optional_column_that_only_resembles_one_is_left_out_and_asked_about() {
    let lists = Lists::with_branches()
        .file("T.csv", "Datum;Art;Verband;Zielgrupe\n04.05.2024;Treffen;KV Gotha;alle\n");
    assert_eq!(
        lists.message(Code::ConfirmColumn),
        "Bitte entscheiden D304: Die Überschrift „Zielgrupe“ ähnelt „Zielgruppe“; die Spalte wurde nicht gelesen.\n  \
         T.csv, Zelle D1\n  Hilfe: In Entscheidungen.xlsx, Blatt „Spalten“, auswählen, was die Spalte bedeutet."
    );
    let (intake, diagnostics) = lists.read();
    assert_eq!(intake.records.events[0].text(Field::Audience), None, "a proposal is never applied");
    assert!(diagnostics.iter().all(|d| d.code != Code::UnknownColumn));
}

#[test]
fn short_labels_resemble_nothing() {
    let lists = Lists::with_branches()
        .file("T.csv", "Datum;Art;Verband;Orte;Statu\n04.05.2024;Treffen;KV Gotha;Gotha;x\n");
    assert_eq!(lists.messages(Code::ConfirmColumn), [""; 0]);
    assert_eq!(lists.messages(Code::UnknownColumn).len(), 2);
    assert_eq!(lists.read().0.questions.columns, []);
}

#[test]
fn a_column_whose_values_look_like_postcodes_is_asked_about() {
    let rows: String = ["Gotha", "Greiz", "Jena", "Suhl", "Gera"]
        .iter()
        .zip(["99867", "07973", "07743", "98527", "kommt noch"])
        .map(|(name, code)| format!("KV {name};{code}\n"))
        .collect();
    let lists = Lists::new().file("V.csv", &format!("Verband;Zustellbezirk\n{rows}"));
    assert_eq!(
        lists.message(Code::ConfirmColumn),
        "Bitte entscheiden D304: Die Überschrift „Zustellbezirk“ ist nicht bekannt, aber die Werte darunter sehen aus \
         wie Postleitzahlen; die Spalte bedeutet vielleicht „PLZ“ und wurde nicht gelesen.\n  V.csv, Zelle B1\n  \
         Hilfe: In Entscheidungen.xlsx, Blatt „Spalten“, auswählen, was die Spalte bedeutet."
    );
    let few = Lists::new().file("V.csv", "Verband;Zustellbezirk\nKV Gotha;99867\nKV Greiz;07973\n");
    assert_eq!(few.messages(Code::ConfirmColumn), [""; 0], "two values say nothing");
    let known = Lists::new()
        .file("V.csv", &format!("Verband;PLZ;Zustellbezirk\n{}", rows.replace(';', ";01234;")));
    assert_eq!(known.messages(Code::ConfirmColumn), [""; 0], "the list has its postcodes already");
}

/// The id of a column of a header, as the sheet *Spalten* shows it.
fn id(list: ListKind, header: &str, label: &str) -> String {
    let labels: Vec<(u16, String)> = (0..).zip(header.split(';').map(str::to_owned)).collect();
    let position = labels.iter().find(|(_, l)| l == label).unwrap().0;
    columns::ids(list, &labels).into_iter().find(|(column, _)| *column == position).unwrap().1
}

#[test]
fn deciding_reads_the_sheet_as_the_right_label_would() {
    let header = MISSPELT.lines().next().unwrap();
    let id = id(ListKind::Events, header, "Verantstaltungsart");
    let decided = Lists::with_branches().file("T.csv", MISSPELT).columns(&[(&id, "Art")]);
    let right = Lists::with_branches()
        .file("T.csv", &MISSPELT.replace("Verantstaltungsart", "Veranstaltungsart"));
    let facts = |lists: &Lists| {
        let (intake, diagnostics) = lists.read();
        let messages: Vec<String> = diagnostics.iter().map(ToString::to_string).collect();
        (format!("{:?}", intake.records.events), messages, intake.questions.columns)
    };
    assert_eq!(facts(&decided), facts(&right));
    assert_eq!(decided.read().0.records.events.len(), 1);
}

#[test]
fn an_answer_holds_for_every_file_and_order_of_the_same_labels_and_no_others() {
    let header = "Datum;Verantstaltungsart;Verband;Status";
    let answer = id(ListKind::Events, header, "Verantstaltungsart");
    let read = |content: &str| {
        let lists = Lists::with_branches().file("andere.csv", content).columns(&[(&answer, "Art")]);
        lists.read().0.records.events.len()
    };
    assert_eq!(read(MISSPELT), 1);
    assert_eq!(
        read("Status;Verband;Verantstaltungsart;Datum\ndurchgeführt;KV Gotha;Treffen;04.05.2024\n"),
        1
    );
    assert_eq!(
        read("Datum;Verantstaltungsart;Verband;Ort\n04.05.2024;Treffen;KV Gotha;Gotha\n"),
        0,
        "other labels are asked anew"
    );
}

#[test]
fn nicht_verwenden_keeps_out_a_column_whose_label_is_known() {
    let header = "Datum;Art;Verband;Status";
    let list = format!("{header}\n04.05.2024;Treffen;KV Gotha;abgesagt\n");
    let id = id(ListKind::Events, header, "Status");
    let lists = Lists::with_branches().file("T.csv", &list).columns(&[(&id, "nicht verwenden")]);
    let (intake, diagnostics) = lists.read();
    assert_eq!(intake.records.events[0].text(Field::Status), None);
    assert!(diagnostics.iter().all(|d| d.code != Code::UnknownColumn), "it has been decided");
}

#[test]
fn two_columns_of_one_meaning_become_a_question_that_one_answer_settles() {
    let header = "Datum;Art;Verband;Stand;Status";
    let list = format!("{header}\n04.05.2024;Treffen;KV Gotha;durchgeführt;abgesagt\n");
    let asked = Lists::with_branches().file("T.csv", &list);
    let (intake, _) = asked.read();
    assert_eq!(intake.records.events[0].text(Field::Status), None);
    assert_eq!(intake.questions.columns.len(), 2);
    let stand = id(ListKind::Events, header, "Stand");
    for answer in ["Status", "nicht verwenden"] {
        let lists = Lists::with_branches().file("T.csv", &list).columns(&[(&stand, answer)]);
        let (intake, diagnostics) = lists.read();
        let expected = if answer == "Status" { "durchgeführt" } else { "abgesagt" };
        assert_eq!(intake.records.events[0].text(Field::Status), Some(expected));
        assert!(diagnostics.iter().all(|d| d.code != Code::DuplicateColumn));
        assert_eq!(intake.questions.columns, []);
    }
}

#[test]
fn where_a_required_column_is_missing_every_unknown_label_is_asked_about() {
    let lists = Lists::with_branches()
        .file("T.csv", "Datum;Wovon;Verband;Status;Ort\n04.05.2024;Treffen;KV Gotha;;Gotha\n");
    let (intake, _) = lists.read();
    let labels: Vec<&str> = intake.questions.columns.iter().map(|q| q.label.as_str()).collect();
    assert_eq!(labels, ["Wovon"]);
}

#[test]
fn an_answer_that_was_not_offered_has_no_effect_and_is_told_with_its_cell() {
    let id = id(ListKind::Events, MISSPELT.lines().next().unwrap(), "Verantstaltungsart");
    let lists = Lists::with_branches().file("T.csv", MISSPELT).columns(&[(&id, "Vogelart")]);
    assert_eq!(
        lists.message(Code::DecisionUnusable),
        "Bitte entscheiden D307: „Vogelart“ ist keine Spalte der Liste Veranstaltungen; die Antwort bleibt ohne \
         Wirkung.\n  Entscheidungen.xlsx, Blatt „Spalten“, Zelle A2\n  Hilfe: Einen Wert aus der Auswahlliste der \
         Zelle nehmen."
    );
    assert_eq!(lists.read().0.records.events.len(), 0);
}

#[test]
fn two_answers_that_contradict_each_other_have_no_effect() {
    let id = id(ListKind::Events, MISSPELT.lines().next().unwrap(), "Verantstaltungsart");
    let lists = Lists::with_branches()
        .file("T.csv", MISSPELT)
        .columns(&[(&id, "Art"), (&id, "nicht verwenden")])
        .names(&[("Gohta", "Kreisverband Gotha"), ("gohta", "kein Verband")]);
    assert_eq!(
        lists.messages(Code::DecisionUnusable),
        [
            "Bitte entscheiden D307: Diese Antwort widerspricht der in Entscheidungen.xlsx, Blatt „Namen“, Zelle B2; \
             keine von beiden hat eine Wirkung.\n  Entscheidungen.xlsx, Blatt „Namen“, Zelle B3\n  Hilfe: Eine der \
             beiden Zeilen löschen.",
            "Bitte entscheiden D307: Diese Antwort widerspricht der in Entscheidungen.xlsx, Blatt „Spalten“, Zelle A2; \
             keine von beiden hat eine Wirkung.\n  Entscheidungen.xlsx, Blatt „Spalten“, Zelle A3\n  Hilfe: Eine der \
             beiden Zeilen löschen.",
        ]
    );
    assert_eq!(lists.read().0.records.events.len(), 0);
}

#[test]
fn ids_are_the_same_in_every_order_and_tell_equal_labels_apart() {
    let labels = |texts: &[&str]| -> Vec<(u16, String)> {
        (0..).zip(texts.iter().map(|text| (*text).to_owned())).collect()
    };
    let one = columns::ids(ListKind::Events, &labels(&["Datum", "Art", "Stand"]));
    let other = columns::ids(ListKind::Events, &labels(&["Stand", "DATUM", "Art*"]));
    assert_eq!(one[0].1, other[1].1);
    assert_eq!(one[2].1, other[0].1);
    assert_ne!(one[0].1, columns::ids(ListKind::Papers, &labels(&["Datum", "Art", "Stand"]))[0].1);
    let twice = columns::ids(ListKind::Events, &labels(&["Datum", "Datum", "Art"]));
    assert_ne!(twice[0].1, twice[1].1);
    let decisions = Decisions::default();
    assert_eq!(
        decisions.columns(ListKind::Events, &labels(&["Datum"])).get(&0),
        None::<&ColumnAnswer>
    );
}

// ── names ───────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn names_are_found_by_short_form_alias_and_normal_form_and_by_nothing_else() {
    for (text, expected) in [
        ("GTH", &["Kreisverband Gotha"][..]),
        ("KV GTH", &["Kreisverband Gotha"]),
        ("Ilmkreis", &["Kreisverband Ilm-Kreis"]),
        ("KV Gotha e. V.", &["Kreisverband Gotha"]),
        ("Weimar", &["Stadtverband Weimar"]),
        ("Weimarer Land", &["Kreisverband Weimarer Land"]),
        ("Weimar-Land", &["?Weimar-Land"]),
        ("Weimar, Land", &["?Weimar, Land"]),
        ("Ilm", &["?Ilm"]),
        ("Gohta", &["?Gohta"]),
        ("Gotha / Ilm-Kreis", &["Kreisverband Gotha", "Kreisverband Ilm-Kreis"]),
        ("KV Gotha + SV Weimar", &["Kreisverband Gotha", "Stadtverband Weimar"]),
        ("Gotha und Weimar", &["Kreisverband Gotha", "Stadtverband Weimar"]),
        ("Gotha, Weimar", &["Kreisverband Gotha", "Stadtverband Weimar"]),
        ("alle", &["alle"]),
        ("Nordhausen", &["mehrdeutig"]),
    ] {
        assert_eq!(event(text).named(), expected, "„{text}“");
    }
}

#[test]
fn several_branches_in_one_cell_are_noted_once_per_column() {
    let lists = Lists::with_branches().file(
        "T.csv",
        "Datum;Art;Verband\n04.05.2024;Treffen;Gotha / Ilm-Kreis\n05.05.2024;Treffen;GTH und AP\n06.05.2024;Treffen;GTH\n",
    );
    assert_eq!(
        lists.messages(Code::SeveralBranches),
        [
            "Nur zur Information D603: Die Zelle nennt mehrere Verbände („Gotha / Ilm-Kreis“); die Zeile zählt für jeden \
          davon. Ebenso in einer weiteren Zelle der Spalte.\n  T.csv, Zelle C2\n  Hilfe: Die Zelle nennt mehrere \
          Verbände; die Zeile zählt für jeden davon."
        ]
    );
}

#[test]
fn an_unknown_name_is_asked_once_with_town_and_street_of_what_it_resembles() {
    let lists = Lists::with_branches().file(
        "T.csv",
        "Datum;Art;Verband\n04.05.2024;Treffen;Weimar-Land\n05.05.2024;Treffen;weimar land\n06.05.2024;Treffen;Nordhausen\n",
    );
    let (intake, _) = lists.read();
    let [land, nordhausen] = intake.questions.names.as_slice() else {
        panic!("{:#?}", intake.questions.names)
    };
    assert_eq!(
        (land.spelling.as_str(), land.first.a1(), land.more),
        ("Weimar-Land", "C2".to_owned(), 1)
    );
    let proposals: Vec<String> =
        land.proposals.iter().map(|p| format!("{} ({})", p.name, p.place)).collect();
    assert!(
        proposals.contains(&"Kreisverband Weimarer Land (Apolda, Gasse 2)".to_owned()),
        "{proposals:?}"
    );
    assert!(
        proposals.contains(&"Stadtverband Weimar (Weimar, Ring 5)".to_owned()),
        "{proposals:?}"
    );
    let both: Vec<&str> = nordhausen.proposals.iter().map(|p| p.name.as_str()).collect();
    assert_eq!(both, ["Kreisverband Nordhausen", "Stadtverband Nordhausen"]);
}

#[test]
fn a_town_in_the_row_breaks_a_tie_of_proposals() {
    let place = |town: &str| {
        let lists = Lists::new()
            .file("V.csv", "Verband;Typ;Ort\nOsterland;KV;Altdorf\nOsterwald;KV;Neudorf\n")
            .file("T.csv", &format!("Datum;Art;Verband;Ort\n04.05.2024;Treffen;Oster;{town}\n"));
        lists.read().0.questions.names[0].proposals[0].name.clone()
    };
    assert_eq!(place("Altdorf"), "Kreisverband Osterland");
    assert_eq!(place("Neudorf"), "Kreisverband Osterwald");
}

#[test]
fn a_decided_name_is_the_branch_also_where_the_name_was_ambiguous() {
    assert_eq!(
        event("Gohta").names(&[("Gohta", "Kreisverband Gotha")]).named(),
        ["Kreisverband Gotha"]
    );
    assert_eq!(
        event("Nordhausen").names(&[("Nordhausen", "Stadtverband Nordhausen")]).named(),
        ["Stadtverband Nordhausen"]
    );
    let copied = event("Gohta").names(&[("Gohta", "Kreisverband Gotha (Gotha, Marktstraße 3)")]);
    assert_eq!(copied.named(), ["Kreisverband Gotha"]);
    assert_eq!(copied.read().0.questions.names, []);
    assert_eq!(copied.messages(Code::UnknownBranch), [""; 0]);
}

#[test]
fn kein_verband_is_no_question_and_no_branch() {
    let lists = event("LAG Bildung").names(&[("LAG Bildung", "kein Verband")]);
    assert_eq!(lists.named(), ["kein Verband: LAG Bildung"]);
    assert_eq!(lists.messages(Code::UnknownBranch), [""; 0]);
    assert_eq!(lists.read().0.questions.names, []);
}

#[test]
fn an_answer_that_names_no_branch_of_the_list_has_no_effect() {
    let lists = event("Gohta").names(&[("Gohta", "Kreisverband Erfurt")]);
    assert_eq!(
        lists.message(Code::DecisionUnusable),
        "Bitte entscheiden D307: „Kreisverband Erfurt“ nennt keinen Verband der Verbandsliste; die Antwort zu „Gohta“ \
         bleibt ohne Wirkung.\n  Entscheidungen.xlsx, Blatt „Namen“, Zelle B2\n  Hilfe: Einen Wert aus der \
         Auswahlliste der Zelle nehmen."
    );
    assert_eq!(lists.named(), ["?Gohta"]);
}

// ── branches entered twice ──────────────────────────────────────────────────────────────────────────

#[test]
fn a_branch_with_two_addresses_has_none_until_somebody_decides() {
    let lists = Lists::with_branches().file(
        "Verbände neu.csv",
        "Verband;Typ;Straße;PLZ;Ort\nGotha;KV;Bahnhofstraße 9;99867;Gotha\n",
    );
    assert_eq!(
        lists.message(Code::Contradiction),
        "Bitte entscheiden D612: „Kreisverband Gotha“ steht zweimal in der Verbandsliste, mit verschiedenen Angaben: \
         Straße (Verbände neu.csv, Zelle C2 und Verbände.csv, Zelle C2). Bis zur Klärung gelten sie als unbekannt; \
         sonst wurde nur die erste Zeile gelesen.\n  Verbände.csv, Zelle A2\n  Hilfe: Die überholte Zeile löschen \
         oder in beiden dasselbe eintragen."
    );
    let (intake, diagnostics) = lists.read();
    let gotha = intake.records.branches.iter().find(|b| b.name == "Gotha").unwrap();
    assert_eq!(gotha.entry.text(Field::Street), None);
    assert_eq!(gotha.entry.text(Field::Postcode), Some("99867"));
    assert_eq!(intake.records.branches.len(), 6, "never counted twice");
    let said: String = diagnostics.iter().map(ToString::to_string).collect();
    assert!(!said.contains("Bahnhof"), "no address in a message");
}

#[test]
fn a_branch_entered_twice_alike_is_told_and_keeps_its_address() {
    let lists = Lists::with_branches()
        .file("Z.csv", "Verband;Typ;Straße;Kürzel\nKV Gotha;KV;Marktstraße 3;GO\n");
    assert_eq!(
        lists.message(Code::DuplicateBranch),
        "Bitte klären D605: „Kreisverband Gotha“ steht schon in Verbände.csv, Zelle A2; gelesen wurde nur die erste \
         Zeile. Verschieden ausgefüllt: Kürzel (Verbände.csv, Zelle F2 und Z.csv, Zelle D2).\n  Z.csv, Zelle A2\n  \
         Hilfe: Eine der beiden Zeilen löschen."
    );
    assert_eq!(lists.messages(Code::Contradiction), [""; 0]);
}
