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
    intake::values::shown(value)
}

/// All sheets of a workbook as texts, blank rows and cells included.
fn sheets(path: &Path) -> Vec<(String, Vec<Vec<String>>)> {
    tables(path)
        .iter()
        .map(|table| {
            let mut rows: Vec<Vec<String>> = Vec::new();
            for row in table.rows.iter() {
                rows.resize(usize::try_from(row.number).unwrap() + 1, Vec::new());
                let cells = rows.last_mut().unwrap();
                for (column, value) in row.cells.iter() {
                    cells.resize(usize::from(column) + 1, String::new());
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
    text.clone_into(&mut row[column]);
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
         wurde nicht verwendet. Vielleicht ist „Verantstaltungsart“ die Spalte „Art“.\n  T.csv, Zelle A1\n  Hilfe: In \
         Entscheidungen.xlsx, Blatt „Spalten“, auswählen, was die Spalten bedeuten, und noch einmal starten."
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
        .fold(String::new(), |rows, (name, code)| rows + &format!("{name};KV;{code}\n"));
    let lists = Lists::new().file("V.csv", &format!("Verband;Typ;Zustellbezirk\n{rows}"));
    assert_eq!(
        lists.message(Code::ConfirmColumn),
        "Bitte entscheiden D304: Die Überschrift „Zustellbezirk“ ist nicht bekannt, aber die Werte darunter sehen aus \
         wie Postleitzahlen; die Spalte bedeutet vielleicht „PLZ“ und wurde nicht gelesen.\n  V.csv, Zelle C1\n  \
         Hilfe: In Entscheidungen.xlsx, Blatt „Spalten“, auswählen, was die Spalte bedeutet."
    );
    let few =
        Lists::new().file("V.csv", "Verband;Typ;Zustellbezirk\nGotha;KV;99867\nGreiz;KV;07973\n");
    assert_eq!(few.messages(Code::ConfirmColumn), [""; 0], "two values say nothing");
    let known = Lists::new()
        .file("V.csv", &format!("Verband;PLZ;Zustellbezirk\n{}", rows.replace(";KV;", ";01234;")));
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
        "Datum;Art;Verband\n04.05.2024;Treffen;Gotha / Ilm-Kreis\n05.05.2024;Treffen;GTH und AP\n06.05.2024;Treffen;\"GTH; AP\"\n",
    );
    assert_eq!(
        lists.messages(Code::SeveralBranches),
        [
            "Nur zur Information D603: Die Zelle nennt mehrere Verbände („Gotha / Ilm-Kreis“); die Zeile zählt für jeden \
          davon. Ebenso in einer weiteren Zelle der Spalte.\n  T.csv, Zelle C2\n  Hilfe: Ist nur einer \
          gemeint, die anderen aus der Zelle nehmen. Sonst die Namen mit Semikolon trennen („KV Gotha; KV Jena“), dann \
          entfällt dieser Hinweis: Die Zeile zählt für jeden der Verbände."
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
    assert_eq!(
        proposals,
        ["Kreisverband Weimarer Land (Apolda, Gasse 2)", "Stadtverband Weimar (Weimar, Ring 5)"]
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

#[test]
fn an_answer_the_list_of_branches_has_come_to_contradict_leaves_the_name_open() {
    for (answer, shown) in
        [("Stadtverband Weimar", "Stadtverband Weimar"), ("kein Verband", "kein Verband")]
    {
        let lists = event("KV Gotha").names(&[("KV Gotha", answer)]);
        assert_eq!(lists.named(), ["mehrdeutig"], "{shown}");
        assert_eq!(
            lists.message(Code::DecisionUnusable),
            "Bitte entscheiden D307: Die Antwort zu „KV Gotha“ widerspricht der Verbandsliste: dort heißt so \
             „Kreisverband Gotha“; welcher Verband gemeint ist, bleibt offen.\n  Entscheidungen.xlsx, Blatt „Namen“, \
             Zelle B2\n  Hilfe: Die Zeile löschen, wenn die Verbandsliste gilt; sonst in den Listen den vollen Namen \
             schreiben."
        );
    }
    let same = event("KV Gotha").names(&[("KV Gotha", "Kreisverband Gotha")]);
    assert_eq!(same.named(), ["Kreisverband Gotha"]);
    assert_eq!(same.messages(Code::DecisionUnusable), [""; 0]);
}

#[test]
fn an_answer_with_blanks_and_other_case_is_the_same_answer() {
    for answer in [" kreisverband  gotha ", "KV Gotha", "GTH"] {
        assert_eq!(event("Gohta").names(&[("Gohta", answer)]).named(), ["Kreisverband Gotha"]);
    }
    assert_eq!(
        event("Gohta").names(&[(" gohta ", "Kein  Verband ")]).named(),
        ["kein Verband: Gohta"]
    );
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
         Zeile. Verschieden ausgefüllt und bis zur Klärung unbekannt: Kürzel (Verbände.csv, Zelle F2 und Z.csv, Zelle D2).\n  Z.csv, Zelle A2\n  \
         Hilfe: Eine der beiden Zeilen löschen."
    );
    assert_eq!(lists.messages(Code::Contradiction), [""; 0]);
}

#[test]
fn which_row_of_a_branch_comes_first_decides_nothing() {
    let old = "Verband;Typ;Kürzel;Aliasse;besteht seit;besteht bis;Nachfolger\n\
               Schmölln;KV;SL;;01.01.1995;31.12.2022;KV Gotha\n";
    let new = "Verband;Typ;Kürzel;Aliasse;besteht seit;besteht bis;Nachfolger\n\
               Schmölln;KV;SLN;Schmölln-Land;01.01.1994;;\n";
    for (first, second) in [(old, new), (new, old)] {
        let events = "Datum;Art;Verband\n04.05.2024;Treffen;SL\n05.05.2024;Treffen;SLN\n\
                      06.05.2024;Treffen;Schmölln-Land\n";
        let lists = Lists::with_branches()
            .file("T.csv", events)
            .file("W1.csv", first)
            .file("W2.csv", second);
        let (intake, _) = lists.read();
        let branch = intake.records.branches.iter().find(|b| b.name == "Schmölln").unwrap();
        assert_eq!((branch.since, branch.until, branch.successor), (None, None, None));
        assert_eq!(
            lists.message(Code::DuplicateBranch),
            "Bitte klären D605: „Kreisverband Schmölln“ steht schon in W1.csv, Zelle A2; gelesen wurde nur die erste \
             Zeile. Verschieden ausgefüllt und bis zur Klärung unbekannt: Kürzel (W1.csv, Zelle C2 und W2.csv, Zelle \
             C2), besteht seit (W1.csv, Zelle E2 und W2.csv, Zelle E2), besteht bis (W1.csv, Zelle F2 und W2.csv, \
             Zelle F2) und Nachfolger (W1.csv, Zelle G2 und W2.csv, Zelle G2).\n  W2.csv, Zelle A2\n  Hilfe: Eine \
             der beiden Zeilen löschen."
        );
        let meant = Mention::Branch(branch.id);
        let known: Vec<bool> =
            intake.records.events.iter().map(|event| event.branches.contains(&meant)).collect();
        assert_eq!(known, [false, false, true]);
    }
}

// ── the loop, through the program ───────────────────────────────────────────────────────────────────

/// A workspace with the lists given.
fn workspace(lists: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("Listen")).unwrap();
    for (name, content) in lists {
        fs::write(folder.path().join("Listen").join(name), content).unwrap();
    }
    folder
}

#[track_caller]
fn run(command: &str, folder: &Path) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_beschlusskontrolle"))
        .args([command, folder.to_str().unwrap(), "--stichtag", "2024-12-31"])
        .output()
        .unwrap();
    let said =
        String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() != Some(2), "{said}");
    said.replace('\n', " ")
}

fn status(folder: &Path, requirement: &str, branch: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_beschlusskontrolle"))
        .args(["pruefen", folder.to_str().unwrap(), "--stichtag", "2024-12-31", "--json"])
        .output()
        .unwrap();
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let verdicts = report["verdicts"].as_array().unwrap();
    let verdict = verdicts
        .iter()
        .find(|v| v["requirement"] == requirement && v["subject"] == branch)
        .unwrap_or_else(|| panic!("{requirement} is judged for {branch}"));
    verdict["status"].as_str().unwrap().to_owned()
}

fn file(folder: &TempDir) -> PathBuf {
    folder.path().join("Entscheidungen.xlsx")
}

const REPORT: &str = "Datum;Art;Verband;Form;Rahmen;beteiligt;offene Debatte;Status\n\
    04.05.2024;Rechenschaftsbericht;Gohta;Präsenz;Kreisparteitag;LV, LAus;ja;durchgeführt\n";

#[test]
fn an_answered_name_changes_the_verdict_of_the_next_run() {
    let folder = workspace(&[("Verbände.csv", BRANCHES), ("Termine.csv", REPORT)]);
    let before = status(folder.path(), "Z1c", "Kreisverband Gotha");
    assert!(!file(&folder).exists(), "pruefen writes nothing");
    let said = run("auswerten", folder.path());
    assert!(
        said.contains("1 neue Frage in Entscheidungen.xlsx: dort beantworten, speichern und noch einmal starten."),
        "{said}"
    );
    assert!(!run("auswerten", folder.path()).contains("neue Frage"), "asked once");
    answer(&file(&folder), "Namen", "Gohta", "Kreisverband Gotha");
    let after = status(folder.path(), "Z1c", "Kreisverband Gotha");
    assert_eq!((before.as_str(), after.as_str()), ("undetermined", "fulfilled"));
    fs::write(folder.path().join("Listen/Termine.csv"), REPORT.replace("Gohta", "KV Gotha"))
        .unwrap();
    assert_eq!(after, status(folder.path(), "Z1c", "Kreisverband Gotha"), "as the right name");
    let said = run("auswerten", folder.path());
    assert!(said.contains("1 Antwort aus Entscheidungen.xlsx gilt."), "{said}");
}

#[test]
fn an_answered_column_changes_the_verdict_of_the_next_run() {
    let lists = REPORT.replace(";Art;", ";Verantstaltungsart;").replace("Gohta", "KV Gotha");
    let folder = workspace(&[("Verbände.csv", BRANCHES), ("Termine.csv", &lists)]);
    let before = status(folder.path(), "Z1c", "Kreisverband Gotha");
    run("lauf", folder.path());
    answer(&file(&folder), "Spalten", "Verantstaltungsart", "Art");
    let after = status(folder.path(), "Z1c", "Kreisverband Gotha");
    assert_eq!((before.as_str(), after.as_str()), ("undetermined", "fulfilled"));
    // next month's list, another name, another order of columns
    fs::remove_file(folder.path().join("Listen/Termine.csv")).unwrap();
    let turned: String = lists
        .lines()
        .map(|line| line.split(';').rev().collect::<Vec<_>>().join(";") + "\n")
        .collect();
    fs::write(folder.path().join("Listen/Mai.csv"), turned).unwrap();
    assert_eq!(status(folder.path(), "Z1c", "Kreisverband Gotha"), "fulfilled");
}

#[test]
fn a_run_without_questions_writes_no_file_and_a_second_run_changes_no_byte() {
    let tidy = workspace(&[
        ("Verbände.csv", BRANCHES),
        ("Termine.csv", &REPORT.replace("Gohta", "KV Gotha")),
    ]);
    run("auswerten", tidy.path());
    assert!(!file(&tidy).exists());
    let folder = workspace(&[("Verbände.csv", BRANCHES), ("Termine.csv", REPORT)]);
    run("auswerten", folder.path());
    let stamp = || fs::metadata(file(&folder)).unwrap().modified().unwrap();
    let (bytes, time) = (fs::read(file(&folder)).unwrap(), stamp());
    run("auswerten", folder.path());
    run("briefe", folder.path());
    assert_eq!((fs::read(file(&folder)).unwrap(), stamp()), (bytes, time));
}

#[test]
fn what_people_typed_stays_when_questions_are_added() {
    let folder = workspace(&[("Verbände.csv", BRANCHES), ("Termine.csv", REPORT)]);
    run("auswerten", folder.path());
    let path = file(&folder);
    answer(&path, "Namen", "Gohta", "Kreisverband Gotha");
    let mut all = sheets(&path);
    for (name, rows) in &mut all {
        match name.as_str() {
            "Namen" => {
                let head = rows.iter().position(|row| row.contains(&"Kennung".to_owned())).unwrap();
                rows[head].push("Notiz".to_owned());
                let width = rows[head].len();
                rows[head + 1].resize(width, String::new());
                *rows[head + 1].last_mut().unwrap() = "telefonisch geklärt".to_owned();
            }
            "Ausnahmen" => {
                rows.push(["Z1c", "Gotha", "2024", "Neuwahl"].map(str::to_owned).to_vec());
            }
            _ => {}
        }
    }
    all.push((
        "Merkzettel".to_owned(),
        vec![vec![], vec![String::new(), "Anruf Montag".to_owned()]],
    ));
    workbook(&path, &all);
    let edited = fs::read(&path).unwrap();
    let evaluation =
        || fs::read(folder.path().join("Ergebnisse/2024/Auswertung 2024.xlsx")).unwrap();
    fs::write(
        folder.path().join("Listen/Termine.csv"),
        format!("{REPORT}05.05.2024;Treffen;LAG Bildung;;;;;\n"),
    )
    .unwrap();
    let said = run("auswerten", folder.path());
    assert!(said.contains("1 neue Frage"), "{said}");
    let first = evaluation();
    run("auswerten", folder.path());
    assert!(first == evaluation(), "asking changes nothing the next evaluation says");
    let after = sheets(&path);
    let rows = |name: &str| {
        after.iter().find(|(sheet, _)| sheet == name).map(|(_, rows)| rows.clone()).unwrap()
    };
    let flat = |name: &str| rows(name).concat();
    for kept in ["Kreisverband Gotha", "Notiz", "telefonisch geklärt", "LAG Bildung"] {
        assert!(flat("Namen").contains(&kept.to_owned()), "{kept}: {:?}", rows("Namen"));
    }
    assert!(flat("Ausnahmen").contains(&"Neuwahl".to_owned()));
    assert_eq!(rows("Merkzettel")[1][1], "Anruf Montag");
    let backups: Vec<Vec<u8>> = fs::read_dir(folder.path().join(".intern/Sicherung"))
        .unwrap()
        .map(|entry| fs::read(entry.unwrap().path()).unwrap())
        .collect();
    assert!(backups.contains(&edited), "the version before is kept");
}

#[test]
fn an_answer_survives_when_the_list_is_gone_and_counts_when_it_comes_back() {
    let folder = workspace(&[("Verbände.csv", BRANCHES), ("Termine.csv", REPORT)]);
    run("auswerten", folder.path());
    answer(&file(&folder), "Namen", "Gohta", "kein Verband");
    fs::write(folder.path().join("Listen/Termine.csv"), REPORT.replace("Gohta", "Jehna")).unwrap();
    run("auswerten", folder.path());
    fs::write(folder.path().join("Listen/Termine.csv"), REPORT).unwrap();
    let said = run("auswerten", folder.path());
    assert!(!said.contains("D601"), "{said}");
    let rows = sheets(&file(&folder)).into_iter().find(|(name, _)| name == "Namen").unwrap().1;
    let row = |text: &str| rows.iter().find(|row| row.contains(&text.to_owned())).unwrap().clone();
    assert!(row("Gohta").contains(&"kein Verband".to_owned()));
    assert!(row("Jehna").contains(&"kommt nicht mehr vor".to_owned()), "{:?}", row("Jehna"));
}

#[test]
fn an_exception_in_the_file_holds_as_in_a_list() {
    let folder = workspace(&[
        ("Verbände.csv", BRANCHES),
        ("Termine.csv", "Datum;Art;Verband\n04.05.2024;Treffen;Gohta\n"),
    ]);
    run("auswerten", folder.path());
    let mut all = sheets(&file(&folder));
    let (_, rows) = all.iter_mut().find(|(name, _)| name == "Ausnahmen").unwrap();
    rows.push(["Z1c", "KV Gotha", "2024", "Neuwahl des Vorstands"].map(str::to_owned).to_vec());
    workbook(&file(&folder), &all);
    let output = Command::new(env!("CARGO_BIN_EXE_beschlusskontrolle"))
        .args(["pruefen", folder.path().to_str().unwrap(), "--stichtag", "2024-12-31", "--json"])
        .output()
        .unwrap();
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let verdict = report["verdicts"]
        .as_array()
        .unwrap()
        .iter()
        .find(|v| v["requirement"] == "Z1c" && v["subject"] == "Kreisverband Gotha")
        .unwrap();
    assert_eq!(verdict["exception"]["reason"], "Neuwahl des Vorstands");
}

#[test]
fn while_the_file_is_open_it_stays_and_the_next_run_takes_over_what_was_asked_beside_it() {
    let folder = workspace(&[("Verbände.csv", BRANCHES), ("Termine.csv", REPORT)]);
    run("auswerten", folder.path());
    let before = fs::read(file(&folder)).unwrap();
    let lock = folder.path().join("~$Entscheidungen.xlsx");
    fs::write(&lock, b"A").unwrap();
    fs::write(
        folder.path().join("Listen/Termine.csv"),
        format!("{REPORT}05.05.2024;Treffen;Jehna;;;;;\n"),
    )
    .unwrap();
    let said = run("auswerten", folder.path());
    assert!(
        said.contains(
            "Entscheidungen.xlsx ist gerade in einem anderen Programm geöffnet und blieb unverändert. 1 neue Frage \
             steht in „Entscheidungen (neue Fragen).xlsx“; nach dem Schließen übernimmt der nächste Lauf alles."
        ),
        "{said}"
    );
    assert_eq!(fs::read(file(&folder)).unwrap(), before);
    let beside = folder.path().join("Entscheidungen (neue Fragen).xlsx");
    answer(&beside, "Namen", "Jehna", "kein Verband");
    assert!(
        !run("pruefen", folder.path()).contains("„Jehna“ steht nicht"),
        "answers beside it count too"
    );
    fs::remove_file(&lock).unwrap();
    run("auswerten", folder.path());
    assert!(!beside.exists());
    let rows = sheets(&file(&folder)).into_iter().find(|(name, _)| name == "Namen").unwrap().1;
    let jehna = rows.iter().find(|row| row.contains(&"Jehna".to_owned())).unwrap();
    assert!(jehna.contains(&"kein Verband".to_owned()), "{jehna:?}");
}

#[test]
fn a_file_that_cannot_be_read_is_never_overwritten() {
    let folder = workspace(&[("Verbände.csv", BRANCHES), ("Termine.csv", REPORT)]);
    let broken = b"PK\x03\x04 abgebrochen";
    fs::write(file(&folder), broken).unwrap();
    let said = run("auswerten", folder.path());
    assert!(
        said.contains("Entscheidungen.xlsx lässt sich nicht lesen und blieb unverändert."),
        "{said}"
    );
    assert_eq!(fs::read(file(&folder)).unwrap(), broken);
    assert!(folder.path().join("Entscheidungen (neue Fragen).xlsx").exists());
}

#[test]
fn a_new_workspace_has_the_file_with_all_its_sheets() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("Büro");
    let made = Command::new(env!("CARGO_BIN_EXE_beschlusskontrolle"))
        .args(["einrichten", path.to_str().unwrap()])
        .output()
        .unwrap();
    assert!(made.status.success(), "{made:?}");
    let names: Vec<String> =
        sheets(&path.join("Entscheidungen.xlsx")).into_iter().map(|(name, _)| name).collect();
    assert_eq!(
        names,
        ["Spalten", "Namen", "Auslegungen", "Ausnahmen", "Feststellungen", "Sachstand", "Auswahl"]
    );
    let said = run("auswerten", &path);
    assert!(!said.contains("Entscheidungen.xlsx:") && !said.contains("D301"), "{said}");
}

#[test]
fn two_rows_of_one_day_with_nearly_one_title_are_shown_with_both_cells_and_counted_each() {
    let folder = workspace(&[
        ("Verbände.csv", BRANCHES),
        (
            "Termine.csv",
            "Datum;Art;Titel;Verband\n04.05.2024;Treffen;Sommerfest im Park;KV Gotha\n\
             05.05.2024;Treffen;Vortrag zur Rente;KV Gotha\n",
        ),
        (
            "Zettel.csv",
            "Datum;Art;Titel;Verband\n04.05.2024;Fest;Sommerfest im Parck;Gotha\n\
             05.05.2024;Fest;Kinoabend;Gotha\n",
        ),
    ]);
    let output = Command::new(env!("CARGO_BIN_EXE_beschlusskontrolle"))
        .args(["pruefen", folder.path().to_str().unwrap(), "--stichtag", "2024-12-31", "--json"])
        .output()
        .unwrap();
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let found: Vec<_> =
        report["diagnostics"].as_array().unwrap().iter().filter(|d| d["code"] == "D611").collect();
    let [one] = found.as_slice() else { panic!("one pair: {found:?}") };
    assert_eq!((one["file"].as_str(), one["cell"].as_str()), (Some("Zettel.csv"), Some("A2")));
    assert_eq!(
        one["message"],
        "Die Zeile nennt denselben Verband und denselben Tag wie Termine.csv, Zelle A2 und heißt fast genauso; beide \
         werden einzeln geführt."
    );
}

mod properties {
    use proptest::prelude::*;

    use super::*;

    /// A label of the list with one letter changed, and what it was before.
    fn misspelt() -> impl Strategy<Value = (String, &'static str, String)> {
        let labels: Vec<(Field, &'static str)> = intake::columns::of(ListKind::Events)
            // the other columns of the list below
            .filter(|c| {
                !matches!(c.field, Field::Date | Field::Kind | Field::Branch | Field::Place)
            })
            .filter(|column| column.label.chars().count() >= 6)
            .map(|column| (column.field, column.label))
            .collect();
        (proptest::sample::select(labels), 1..40_usize, "[a-zäß]").prop_map(
            |((_, label), place, letter)| {
                let place = place % label.chars().count();
                let changed: String = label
                    .chars()
                    .enumerate()
                    .map(|(i, c)| if i == place { letter.clone() } else { c.to_string() })
                    .collect();
                let value = match label {
                    "offene Debatte" => "ja",
                    "Teilnehmende" | "davon neu" => "12",
                    "Anmeldeschluss" => "01.05.2024",
                    _ => "Beispiel",
                };
                (changed, label, value.to_owned())
            },
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_proposal_is_never_applied_and_deciding_reads_as_the_right_label(
            (changed, label, value) in misspelt()
        ) {
            let known = |text: &str| {
                intake::columns::COLUMNS.iter().any(|c| {
                    std::iter::once(&c.label)
                        .chain(c.others)
                        .any(|l| intake::columns::key(l) == intake::columns::key(text))
                })
            };
            prop_assume!(!known(&changed));
            let list = |label: &str| format!("Datum;Art;Verband;Ort;{label}\n04.05.2024;Treffen;KV Gotha;Gotha;{value}\n");
            let events = |lists: &Lists| {
                let records = lists.read().0.records;
                records.events.iter().map(|e| format!("{:?}", e.cells)).collect::<Vec<_>>()
            };
            let read = |label: &str| Lists::with_branches().file("T.csv", &list(label));
            let without = Lists::with_branches()
                .file("T.csv", "Datum;Art;Verband;Ort\n04.05.2024;Treffen;KV Gotha;Gotha\n");
            prop_assert_eq!(events(&read(&changed)), events(&without), "{} is not read", changed);
            let header = format!("Datum;Art;Verband;Ort;{changed}");
            let id = id(ListKind::Events, &header, &changed);
            let decided = read(&changed).columns(&[(&id, label)]);
            prop_assert_eq!(events(&decided), events(&read(label)));
        }

        #[test]
        fn a_misspelt_branch_is_never_taken_for_one(place in 0..5_usize, letter in "[b-z]") {
            let changed: String = "Gotha"
                .chars()
                .enumerate()
                .map(|(i, c)| if i == place { letter.clone() } else { c.to_string() })
                .collect();
            prop_assume!(changed.to_lowercase() != "gotha");
            let lists = event(&changed);
            prop_assert_eq!(lists.named(), [format!("?{changed}")]);
            let decided = event(&changed).names(&[(&changed, "Kreisverband Gotha")]);
            prop_assert_eq!(decided.named(), ["Kreisverband Gotha".to_owned()]);
        }
    }
}
