//! The questions an office works through: what each means for the verdicts, each kind asked once with true counts, and the
//! workbook `Rückfragen.xlsx`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::string_slice,
    clippy::allow_attributes,
    reason = "a test may stop loudly"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Read as _};
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;

use beschlusskontrolle::assessment::{assess, consequences};
use beschlusskontrolle::decisions::Decisions;
use beschlusskontrolle::diagnostic::{Code, Diagnostic, Diagnostics, Group, Severity, groups};
use beschlusskontrolle::domain::{AsOf, Assessment};
use beschlusskontrolle::history::History;
use beschlusskontrolle::intake::{self, InputFile, Intake};
use beschlusskontrolle::io::{excel_writer, list_folder};
use beschlusskontrolle::requirements::Context;
use beschlusskontrolle::resolution::{self, Resolution};
use beschlusskontrolle::sheets::{Block, Cell, GridCell, Sheet, View, Workbook, clarify};
use beschlusskontrolle::table::{CellRef, CellValue, Source};
use calamine::{Data, Reader as _, Xlsx};
use chrono::NaiveDate;

const BRANCHES: &str = "Verband;Typ;PLZ;Wappentier\nGotha;Kreisverband;99867;Löwe\nGreiz;Kreisverband;7973;Löwe\nWeimar;Kreisverband;99423;Löwe\nWeimar;Stadtverband;99423;Löwe\n";
const HEAD: &str = "Datum;Art;Verband;Form;Rahmen;beteiligt;offene Debatte;Themen;Status;Teilnehmende;Notizen privat";

/// An event that would do, but for what the test changes.
fn report(date: &str, branch: &str, debate: &str, status: &str) -> String {
    format!("{date};Rechenschaftsbericht;{branch};Präsenz;Kreisparteitag;LV; LAus;{debate};Arbeitsschwerpunkte, politische und strategische Ausrichtung, aktuelle Probleme;{status};30;geheim")
        .replace("LV; LAus", "LV, LAus")
}

struct Office {
    folder: tempfile::TempDir,
}

/// What one run says.
struct Answer {
    resolution: Resolution,
    files: Vec<InputFile>,
    intake: Intake,
    diagnostics: Diagnostics,
    assessment: Assessment,
}

impl Office {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }.list("Verbände.csv", BRANCHES)
    }

    /// With a list of events.
    fn with(rows: &[String]) -> Self {
        Self::new().list("Termine.csv", format!("{HEAD}\n{}\n", rows.join("\n")))
    }

    fn list(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        let folder = self.folder.path().join("Listen");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(name), content).unwrap();
        self
    }

    fn answer(&self) -> Answer {
        let resolution = resolution::load(
            &mut Diagnostics::default(),
            resolution::BUILTIN_TOML,
            resolution::BUILTIN_WORDING,
        )
        .unwrap();
        let as_of = AsOf(NaiveDate::from_ymd_opt(2024, 12, 31).unwrap());
        let (files, mut diagnostics) = list_folder::read(&self.folder.path().join("Listen"), &[]);
        let intake =
            intake::records(&mut diagnostics, &resolution, &files, &Decisions::default(), as_of);
        let assessment =
            assess(&mut diagnostics, &resolution, &intake.records, as_of, 2024).unwrap();
        diagnostics.sort();
        consequences::fill(
            &mut diagnostics,
            &intake.records,
            &files,
            &intake.inputs,
            [&assessment],
        );
        Answer { resolution, files, intake, diagnostics, assessment }
    }

    fn run(&self, command: &str) -> String {
        let output = Command::new(env!("CARGO_BIN_EXE_beschlusskontrolle"))
            .arg(command)
            .arg(self.folder.path())
            .args(["--stichtag", "2024-12-31"])
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    }

    fn result(&self) -> PathBuf {
        self.folder.path().join("Ergebnisse/2024/Rückfragen.xlsx")
    }
}

impl Answer {
    fn of(&self, code: Code) -> Vec<&Diagnostic> {
        self.diagnostics.iter().filter(|d| d.code == code).collect()
    }

    #[track_caller]
    fn one(&self, code: Code) -> &Diagnostic {
        let found = self.of(code);
        assert_eq!(found.len(), 1, "{code:?}: {found:#?}");
        found[0]
    }

    #[track_caller]
    fn group(&self, code: Code) -> Group<'_> {
        let mut found = groups(&self.diagnostics).into_iter().filter(|g| g.code == code);
        let group = found.next().unwrap();
        assert!(found.next().is_none(), "{code:?} in two groups");
        group
    }

    fn workbook(&self) -> Workbook {
        let context = Context::new(
            &mut Diagnostics::default(),
            &self.resolution,
            &self.intake.records,
            self.assessment.as_of,
            self.assessment.period,
        );
        clarify(
            &View {
                resolution: &self.resolution,
                records: &self.intake.records,
                assessment: &self.assessment,
                context: &context,
                earlier: &[],
                history: &History::default(),
                readings: &[],
                gaps: &[],
                letters: &[],
                calls: &[],
                diagnostics: &self.diagnostics,
                inputs: &self.intake.inputs,
                list_folder: "..\\..\\Listen",
                other_files: &BTreeMap::new(),
                contact: None,
                version: "0.1.0",
            },
            &self.files,
        )
    }
}

// ── consequences ────────────────────────────────────────────────────────────────────────────────────

#[test]
fn a_question_says_which_verdicts_wait_for_it() {
    let answer = Office::with(&[report("5/3/2024", "KV Greiz", "ja", "durchgeführt")]).answer();
    let question = answer.one(Code::AmbiguousDate);
    assert_eq!(
        question.consequence.as_deref(),
        Some("Z1c und Z1d Kreisverband Greiz bleiben offen")
    );
    assert_eq!(question.effect, 2);
    assert_eq!(question.heading.as_deref(), Some("Datum"));
    assert!(
        question.to_string().contains("\n  Folge: Z1c und Z1d Kreisverband Greiz bleiben offen\n"),
        "{question}"
    );
}

#[test]
fn a_name_two_branches_bear_keeps_both_open() {
    let answer = Office::with(&[report("04.05.2024", "Weimar", "ja", "durchgeführt")]).answer();
    assert_eq!(
        answer.one(Code::AmbiguousBranch).consequence.as_deref(),
        Some(
            "bei 2 Verbänden bleiben Z1c und Z1d offen (Kreisverband Weimar, Stadtverband Weimar)"
        )
    );
}

#[test]
fn what_no_verdict_waits_for_has_no_consequence() {
    let answer = Office::with(&[
        report("04.05.2024", "KV Gotha", "ja", "durchgeführt"),
        "05.05.2024;Stammtisch;KV Gotha;;;;evtl.;;durchgeführt;;".to_owned(),
    ])
    .answer();
    for code in [Code::UnclearFlag, Code::PostcodePadded, Code::UnknownColumn] {
        for question in answer.of(code) {
            assert_eq!((question.consequence.as_deref(), question.effect), (None, 0), "{question}");
        }
    }
}

/// The row waits for an answer about its debate; that its postcode or its number of guests is odd keeps nothing open.
#[test]
fn a_fault_elsewhere_in_the_row_is_not_blamed() {
    let mut row = report("So, 04.05.2024", "KV Gotha", "evtl.", "durchgeführt");
    row = row.replace(";30;", ";viele;");
    let answer = Office::with(&[row]).answer();
    assert_eq!(
        answer.one(Code::UnclearFlag).consequence.as_deref(),
        Some("Z1c Kreisverband Gotha bleibt offen")
    );
    assert_eq!(answer.one(Code::WeekdayMismatch).consequence, None);
    for question in answer.of(Code::NotANumber) {
        assert_eq!(question.consequence, None);
    }
}

#[test]
fn an_empty_cell_a_verdict_waits_for_is_a_question_too() {
    let answer = Office::with(&[report("04.05.2024", "KV Greiz", "", "durchgeführt")]).answer();
    let empty: Vec<&Diagnostic> =
        answer.of(Code::EmptyCell).into_iter().filter(|d| d.cell.is_some()).collect();
    let [empty] = empty.as_slice() else { panic!("{empty:#?}") };
    assert_eq!(
        empty.to_string(),
        "Bitte entscheiden D501: Die Zelle ist leer; offen bleibt, ob „mit anschließender offener Debatte“ zutrifft.\n  \
         Termine.csv, Zelle G2\n  Folge: Z1c Kreisverband Greiz bleibt offen\n  Hilfe: Die Angabe nachtragen; wo sie \
         niemand mehr weiß, leer lassen."
    );
    assert_eq!(empty.expected.as_deref(), Some("ja oder nein"));
}

#[test]
fn a_dash_is_asked_about_like_an_empty_cell() {
    let answer = Office::with(&[report("04.05.2024", "KV Greiz", "-", "durchgeführt")]).answer();
    let asked: Vec<&Diagnostic> =
        answer.of(Code::EmptyCell).into_iter().filter(|d| d.cell.is_some()).collect();
    let [asked] = asked.as_slice() else { panic!("{asked:#?}") };
    assert_eq!(
        asked.message,
        "In der Zelle steht nur „-“; offen bleibt, ob „mit anschließender offener Debatte“ zutrifft."
    );
    assert_eq!(asked.consequence.as_deref(), Some("Z1c Kreisverband Greiz bleibt offen"));
}

#[test]
fn a_day_that_is_not_known_is_asked_for_whatever_the_status_says() {
    for status in ["durchgeführt", "geplant"] {
        let answer = Office::with(&[report("n. n.", "KV Greiz", "ja", status)]).answer();
        let asked: Vec<&Diagnostic> =
            answer.of(Code::EmptyCell).into_iter().filter(|d| d.cell.is_some()).collect();
        let [asked] = asked.as_slice() else { panic!("{asked:#?}") };
        assert_eq!(
            asked.message,
            "In der Zelle steht nur „n. n.“; offen bleibt, wann der Termin in Zeile 2 stattfand."
        );
        assert!(answer.of(Code::PastButPlanned).is_empty(), "{status}: no day that is over");
    }
}

#[test]
fn a_column_that_may_mean_something_else_is_not_blamed_for_the_one_that_is_missing() {
    let rows = report("04.05.2024", "KV Greiz", "ja", "durchgeführt");
    let events = format!("{HEAD}\n{rows}\n").replace("Teilnehmende;", "Teilnehmerzal;");
    let answer =
        Office::new().list("Termine.csv", events.replace(";Themen;", ";Geplaudert;")).answer();
    assert_eq!(answer.one(Code::ConfirmColumn).consequence, None);
}

/// No cell of another column is blamed for it, and twenty branches are no twenty questions.
#[test]
fn a_column_the_register_lacks_is_asked_for_by_its_name() {
    let answer = Office::with(&[report("04.05.2024", "KV Greiz", "ja", "durchgeführt")]).answer();
    assert_eq!(
        answer.one(Code::EmptyCell).to_string(),
        "Bitte entscheiden D501: Die Liste hat keine Spalte, die sagt, ob „Generationswechsel“ ansteht.\n  \
         Verbände.csv\n  Folge: Z3a bleibt offen\n  Hilfe: Die Spalte „Generationswechsel kommunal“ ergänzen \
         (Handbuch, Liste „Verbände“)."
    );
}

#[test]
fn two_versions_of_a_list_keep_open_only_what_that_list_would_say() {
    let rows: Vec<String> = (1..=5)
        .map(|day| report(&format!("0{day}.05.2024"), "KV Greiz", "ja", "durchgeführt"))
        .collect();
    let list = format!("{HEAD}\n{}\n", rows.join("\n"));
    let newer = format!("{list}{}\n", report("01.06.2024", "KV Gotha", "ja", "durchgeführt"));
    let answer =
        Office::new().list("Termine.csv", newer).list("Kopie von Termine.csv", list).answer();
    let said = answer.one(Code::TwoVersions).consequence.clone().unwrap();
    assert!(said.starts_with("Z1b") && !said.contains("Z2b") && !said.contains("Z5a"), "{said}");
}

#[test]
fn a_column_the_list_lacks_is_asked_for_once() {
    let rows = ["04.05.2024;KV Gotha", "11.05.2024;KV Greiz"].map(|row| {
        let (date, branch) = row.split_once(';').unwrap();
        format!("{date};Rechenschaftsbericht;{branch};Präsenz;LV, LAus;durchgeführt")
    });
    let answer = Office::new()
        .list("T.csv", format!("Datum;Art;Verband;Form;beteiligt;Status\n{}\n", rows.join("\n")))
        .answer();
    let questions: Vec<&Diagnostic> =
        answer.of(Code::EmptyCell).into_iter().filter(|d| d.message.contains("Debatte")).collect();
    assert_eq!(questions.len(), 1, "{questions:#?}");
    assert_eq!(
        questions[0].message,
        "Die Liste hat keine Spalte, die sagt, ob „mit anschließender offener Debatte“ zutrifft."
    );
    assert_eq!(
        questions[0].consequence.as_deref(),
        Some("bei 2 Verbänden bleibt Z1c offen (Kreisverband Gotha, Kreisverband Greiz)")
    );
}

#[test]
fn a_file_that_cannot_be_read_may_be_the_list_that_is_missing() {
    let answer = Office::new().list("kaputt.xlsx", b"PK\x03\x04").answer();
    let question = answer.one(Code::Damaged);
    let said = question.consequence.as_deref().unwrap();
    assert!(
        said.starts_with("Vielleicht ist es die Liste, die fehlt: Z1b,")
            && said.contains("bei 4 Verbänden bleiben Z1c und Z1d offen"),
        "{said}"
    );
    assert_eq!(question.effect as usize, question.waiting.len());
    // a sheet whose list is known says it plainly
    let answer =
        Office::new().list("T.csv", "Datum;Verband;Ort;Sorte\n04.05.2024;KV Gotha;G;x\n").answer();
    let said = answer.one(Code::MissingColumn).consequence.clone().unwrap();
    assert!(
        !said.starts_with("Vielleicht")
            && said.contains("bei 4 Verbänden bleiben Z1c und Z1d offen"),
        "{said}"
    );
    // where no list is missing, nothing waits for it
    let answer = Office::with(&[report("04.05.2024", "KV Gotha", "ja", "durchgeführt")])
        .list("V.csv", "Datum;Sorte;Titel;von;an\n04.05.2024;x;y;LV;LAus\n")
        .answer();
    let said = answer.one(Code::MissingColumn).consequence.clone().unwrap_or_default();
    assert!(!said.contains("Z1c"), "{said}");
}

// ── groups ──────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn questions_of_one_kind_are_one_group_with_its_cells_and_true_counts() {
    let mut rows: Vec<String> = Vec::new();
    for n in 0..30 {
        // runs of three, a gap, runs of three
        let debate = if n % 4 == 3 { "ja" } else { "evtl." };
        rows.push(
            report("04.05.2024", "KV Gotha", debate, "durchgeführt")
                .replace("04.05", &format!("{:02}.05", n % 28 + 1)),
        );
    }
    let answer = Office::with(&rows).answer();
    let group = answer.group(Code::UnclearFlag);
    let total = answer.of(Code::UnclearFlag).len();
    assert_eq!(group.count(), total);
    assert!(total > 20);
    let cells = group.cells(3);
    assert_eq!(
        cells,
        format!("{total} Zellen in Spalte G („offene Debatte“): G2–G4, G6–G8, G10–G12 …")
    );
    let all: usize = groups(&answer.diagnostics).iter().map(Group::count).sum();
    assert_eq!(all, answer.diagnostics.len(), "none is lost, none counted twice");
}

#[test]
fn groups_are_sorted_by_severity_then_by_effect() {
    let answer = Office::with(&[
        report("Pfingsten", "KV Gotha", "ja", "durchgeführt"),
        "Ostern;Stammtisch;KV Greiz;;;;;;;;".to_owned(),
        report("04.05.2024", "Weimar", "ja", "durchgeführt"),
        report("11.05.2024", "KV Greiz", "evtl.", "durchgeführt"),
        "12.05.2024;Stammtisch;KV Greiz;;;;evtl.;;vielleicht;;".to_owned(),
    ])
    .answer();
    let keys: Vec<(Severity, usize)> =
        groups(&answer.diagnostics).iter().map(|g| (g.severity(), g.effect)).collect();
    let mut sorted = keys.clone();
    sorted.sort_by_key(|(severity, effect)| (*severity, std::cmp::Reverse(*effect)));
    assert_eq!(keys, sorted);
    assert_eq!(groups(&answer.diagnostics)[0].code, Code::AmbiguousBranch);
    // two cells, of which one keeps two verdicts open: the group keeps two open, not three or one
    let dates = answer.group(Code::NotADate);
    assert_eq!((dates.count(), dates.effect), (2, 2));
}

#[test]
fn the_order_of_files_and_of_questions_never_matters() {
    let rows = [
        report("Pfingsten", "KV Gotha", "ja", "durchgeführt"),
        report("5/3/2024", "KV Greiz", "evtl.", "durchgeführt"),
    ];
    let answer = Office::with(&rows).answer();
    let mut shuffled = Diagnostics::default();
    let mut list: Vec<Diagnostic> = answer.diagnostics.iter().cloned().collect();
    list.reverse();
    shuffled.extend_with(list);
    let said = |diagnostics: &Diagnostics| -> Vec<String> {
        groups(diagnostics).iter().map(|g| format!("{} {}", g.code.number(), g.place(9))).collect()
    };
    assert_eq!(said(&answer.diagnostics), said(&shuffled));
}

// ── on the screen ───────────────────────────────────────────────────────────────────────────────────

#[test]
fn the_screen_names_each_kind_once_with_its_consequence() {
    let office = Office::with(&[
        report("04.05.2024", "Weimar", "ja", "durchgeführt"),
        report("11.05.2024", "KV Gotha", "evtl.", "durchgeführt"),
        report("12.05.2024", "KV Greiz", "weiß nicht", "durchgeführt"),
    ]);
    let flat = |said: &str| said.split_whitespace().collect::<Vec<_>>().join(" ");
    let said = flat(&office.run("auswerten"));
    assert!(
        said.contains(
            "D520 Ja oder Nein unklar – Termine.csv: 2 Zellen in Spalte G („offene Debatte“): G3, G4 → bei 2 Verbänden \
             bleibt Z1c offen (Kreisverband Gotha, Kreisverband Greiz)"
        ),
        "{said}"
    );
    let said = flat(&office.run("pruefen"));
    assert_eq!(said.matches("Bitte entscheiden D520").count(), 1, "each kind once: {said}");
    assert!(!said.contains("Dazu "), "notes are shown too: {said}");
    assert!(
        said.contains("Bitte entscheiden D520: Ja oder Nein unklar, z. B. in G3: „evtl.“ ist weder ja noch nein"),
        "{said}"
    );
}

#[test]
fn looking_writes_nothing_and_without_questions_there_is_no_workbook() {
    let office = Office::with(&[report("Pfingsten", "KV Gotha", "ja", "durchgeführt")]);
    office.run("pruefen");
    assert!(!office.folder.path().join("Ergebnisse").exists());
    office.run("auswerten");
    assert!(office.result().exists());
}

#[test]
fn what_somebody_has_ticked_off_stays() {
    let office = Office::with(&[report("Pfingsten", "KV Gotha", "ja", "durchgeführt")]);
    office.run("auswerten");
    let first = fs::read(office.result()).unwrap();
    office.run("auswerten");
    assert_eq!(fs::read(office.result()).unwrap(), first, "a second run changes no byte");
    fs::write(office.result(), b"von Hand").unwrap();
    office.run("auswerten");
    assert_eq!(fs::read(office.result()).unwrap(), b"von Hand");
    let beside = office.result().with_file_name("Rückfragen (neu berechnet).xlsx");
    assert_eq!(fs::read(beside).unwrap(), first);
}

// ── the workbook ────────────────────────────────────────────────────────────────────────────────────

fn grid(sheet: &Sheet) -> &[GridCell] {
    let [Block::Grid(grid)] = sheet.blocks.as_slice() else { panic!("{} is no copy", sheet.name) };
    &grid.cells
}

#[track_caller]
fn at(sheet: &Sheet, row: u32, column: u16) -> Option<&GridCell> {
    grid(sheet).iter().find(|cell| (cell.row, cell.column) == (row, column))
}

#[test]
fn a_faulty_list_is_copied_with_every_cell_where_it_stands() {
    let office = Office::new().list(
        "Termine.csv",
        format!(
            "Unsere Termine\n\n\n{HEAD}\n{}\n",
            report("5/3/2024", "KV Gohta", "=1+1", "durchgeführt")
        ),
    );
    let answer = office.answer();
    let book = answer.workbook();
    let names: Vec<&str> = book.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    assert_eq!(
        names,
        ["Zusammenfassung", "Befunde", "Termine"],
        "the list of branches has only notes"
    );
    let copy = &book.sheets[2];
    let date = at(copy, 4, 0).unwrap();
    assert_eq!(date.value, Some(CellValue::Text("5/3/2024".into())));
    assert_eq!(date.mark, Some(Severity::Error));
    assert!(
        date.note
            .as_ref()
            .unwrap()
            .starts_with("Bitte klären D511: „5/3/2024“ kann der 05.03.2024")
    );
    assert!(date.note.as_ref().unwrap().contains("So beheben: Mit Punkten schreiben"));
    assert!(at(copy, 3, 0).unwrap().head);
    assert_eq!(at(copy, 4, 9).unwrap().mark, None);
    // a column the program does not know is not copied, its heading is
    assert_eq!(at(copy, 3, 10).unwrap().value, Some(CellValue::Text("Notizen privat".into())));
    assert_eq!(at(copy, 4, 10), None);

    let bytes = excel_writer::write(&book).unwrap();
    assert!(!String::from_utf8_lossy(&unzipped(&bytes)).contains("geheim"));
    let mut file: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let range = file.worksheet_range("Termine").unwrap();
    assert_eq!(range.get_value((4, 0)), Some(&Data::String("5/3/2024".into())));
    assert_eq!(range.get_value((4, 6)), Some(&Data::String("=1+1".into())), "never a formula");
    assert!(file.worksheet_formula("Termine").unwrap().is_empty());
}

/// All parts of a package, one after another.
fn unzipped(bytes: &[u8]) -> Vec<u8> {
    let mut package = zip::ZipArchive::new(Cursor::new(bytes.to_vec())).unwrap();
    let mut all = Vec::new();
    for index in 0..package.len() {
        package.by_index(index).unwrap().read_to_end(&mut all).unwrap();
    }
    all
}

#[test]
fn blanks_around_a_text_are_not_copied() {
    let office = Office::new();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, label) in (0..).zip(["Datum ", "Art", "Verband", "offene Debatte"]) {
        sheet.write(0, column, label).unwrap();
    }
    let row = ["04.05.2024", " Rechenschaftsbericht", "\n KV Gohta  ", "ja\t"];
    for (column, text) in (0..).zip(row) {
        sheet.write(1, column, text).unwrap();
    }
    let answer = office.list("Termine.xlsx", book.save_to_buffer().unwrap()).answer();
    let bytes = excel_writer::write(&answer.workbook()).unwrap();
    // an attribute the schema of Excel files does not know
    assert!(!String::from_utf8_lossy(&unzipped(&bytes)).contains("<t xml:space"));
    let mut file: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let copy = file.worksheet_range_at(2).unwrap().unwrap();
    assert_eq!(copy.get_value((1, 2)), Some(&Data::String("KV Gohta".into())));
}

#[test]
fn dates_stay_dates_and_numbers_numbers() {
    let office = Office::new();
    let mut book = rust_xlsxwriter::Workbook::new();
    let day = rust_xlsxwriter::Format::new().set_num_format("dd.mm.yyyy");
    let sheet = book.add_worksheet().set_name("Termine: 2024".replace(':', "")).unwrap();
    for (column, label) in (1..).zip(["Datum", "Art", "Verband", "offene Debatte", "Teilnehmende"])
    {
        sheet.write(2, column, label).unwrap();
    }
    let date = rust_xlsxwriter::ExcelDateTime::from_ymd(2024, 5, 4).unwrap();
    sheet.write_with_format(3, 1, &date, &day).unwrap();
    sheet.write(3, 2, "Treffen").unwrap();
    sheet.write(3, 3, "KV Gohta").unwrap();
    sheet.write(3, 4, true).unwrap();
    sheet.write(3, 5, 30.5).unwrap();
    fs::create_dir_all(office.folder.path().join("Listen")).unwrap();
    book.save(office.folder.path().join("Listen/T.xlsx")).unwrap();
    let bytes = excel_writer::write(&office.answer().workbook()).unwrap();
    let mut file: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let range = file.worksheet_range("T").unwrap();
    let there = range.get_value((3, 1));
    assert!(
        matches!(there, Some(Data::DateTime(day)) if day.as_datetime().unwrap().date() == NaiveDate::from_ymd_opt(2024, 5, 4).unwrap()),
        "{there:?}"
    );
    assert_eq!(range.get_value((3, 4)), Some(&Data::Bool(true)));
    assert_eq!(range.get_value((3, 5)), Some(&Data::Float(30.5)));
}

#[test]
fn every_finding_has_its_row_and_its_link() {
    let answer = Office::with(&[
        report("5/3/2024", "KV Gohta", "evtl.", "durchgeführt"),
        report("Pfingsten", "Weimar", "", "vielleicht"),
    ])
    .answer();
    let book = answer.workbook();
    let findings = book.sheets.iter().find(|sheet| sheet.name == "Befunde").unwrap();
    let Some(Block::Table(table)) = findings.blocks.last() else { panic!() };
    assert_eq!(table.rows.len(), answer.diagnostics.len());
    let labels: Vec<&str> = table.columns.iter().map(|column| column.label.as_str()).collect();
    assert_eq!(
        labels,
        [
            "Stufe",
            "Nummer",
            "Datei",
            "Blatt",
            "Zelle",
            "Überschrift der Spalte",
            "gefunden",
            "erwartet",
            "Was das Programm getan hat",
            "Folge für die Feststellungen",
            "So beheben",
            "erledigt"
        ]
    );
    let row = table.rows.iter().find(|row| row[1].shown() == "D511").unwrap();
    assert_eq!(row[4].shown(), "A2");
    assert_eq!(row[6].shown(), "„5/3/2024“");
    assert_eq!(table.columns[11].choices, ["ja"]);
}

/// Twenty-one thousand rows: only those in question are copied, where they stand.
#[test]
fn of_a_very_long_list_only_the_rows_in_question_are_copied() {
    let mut list = format!("{HEAD}\n");
    for n in 0..21_000 {
        let branch = if n == 20_500 { "KV Gohta" } else { "KV Gotha" };
        let (day, month) = (n % 28 + 1, n % 12 + 1);
        writeln!(list, "{day:02}.{month:02}.2024;Treffen;{branch};;;;;;durchgeführt;;").unwrap();
    }
    let answer = Office::new().list("T.csv", list).answer();
    let book = answer.workbook();
    let copy = book.sheets.iter().find(|sheet| sheet.name == "T").unwrap();
    assert_eq!(at(copy, 20_501, 2).unwrap().mark, Some(Severity::Error));
    assert!(at(copy, 0, 0).unwrap().head);
    let rows: std::collections::BTreeSet<u32> = grid(copy).iter().map(|cell| cell.row).collect();
    assert_eq!(rows.into_iter().collect::<Vec<_>>(), [0, 20_501]);
    let said: Vec<String> = texts(&book.sheets[0]);
    assert!(
        said.iter().any(|text| text
            == "Nur die Kopfzeile und die Zeilen, in denen etwas zu klären oder zu entscheiden ist, zeigt „T“, weil die Liste sehr lang ist (höchstens 5000 Zeilen); sie stehen, wo sie in der Liste stehen."),
        "{said:#?}"
    );
}

fn texts(sheet: &Sheet) -> Vec<String> {
    let mut found = Vec::new();
    for block in &sheet.blocks {
        match block {
            Block::Line(line) => found.extend(line.spans.iter().map(|span| span.cell.shown())),
            Block::Table(table) => {
                found.extend(table.rows.iter().flatten().map(Cell::shown));
            }
            Block::Grid(_) | Block::Charts(_) => {}
        }
    }
    found
}

#[test]
fn many_faulty_lists_give_twenty_five_copies_and_the_names_of_the_rest() {
    let mut office = Office::new();
    for n in 0..30 {
        office = office.list(
            &format!("Eine Liste mit einem sehr langen Namen {n}.csv"),
            format!(
                "{HEAD}\n{:02}.05.2024;Treffen;KV Nirgendwo{n};;;;;;durchgeführt;;\n",
                n % 28 + 1
            ),
        );
    }
    let answer = office.answer();
    let book = answer.workbook();
    assert_eq!(book.sheets.len(), 2 + 25);
    let names: std::collections::BTreeSet<String> =
        book.sheets.iter().map(|sheet| sheet.name.to_lowercase()).collect();
    assert_eq!(names.len(), book.sheets.len(), "sheet names are unique");
    assert!(book.sheets.iter().all(|sheet| sheet.name.encode_utf16().count() <= 31));
    let said = texts(&book.sheets[0]);
    let rest =
        said.iter().find(|text| text.starts_with("Ohne Kopie, weil es zu viele wären: ")).unwrap();
    assert_eq!(rest.matches(".csv").count(), 5);
    excel_writer::write(&book).unwrap();
}

#[test]
fn a_list_of_persons_is_never_copied() {
    let office = Office::with(&[report("Pfingsten", "KV Gohta", "ja", "durchgeführt")]);
    let mut answer = office.answer();
    answer
        .diagnostics
        .push(Diagnostic::new(Code::PersonList, "Eine Liste von Personen.").in_file("Termine.csv"));
    let book = answer.workbook();
    assert!(book.sheets.iter().all(|sheet| sheet.name != "Termine"));
}

#[test]
fn the_summary_tells_what_became_of_each_file_with_true_totals() {
    let answer = Office::with(&[report("5/3/2024", "KV Gohta", "evtl.", "durchgeführt")])
        .list("kaputt.xlsx", b"PK\x03\x04")
        .list("Thumbs.db", "x")
        .answer();
    let said = texts(&answer.workbook().sheets[0]);
    assert!(
        said.contains(&"4 Dateien: 2 gelesen, 1 nicht gelesen und 1 übersprungen.".to_owned()),
        "{said:#?}"
    );
    let total = answer.diagnostics.len();
    assert!(said.iter().any(|text| text.starts_with(&format!("{total} Befunde: "))), "{said:#?}");
    assert!(said.contains(&"Liste Veranstaltungen; 1 Datenzeile".to_owned()), "{said:#?}");
}

#[test]
fn more_findings_than_excel_follows_links_stay_readable() {
    let mut answer = Office::with(&[report("04.05.2024", "Weimar", "ja", "durchgeführt")]).answer();
    let source = Arc::new(Source { file: "Termine.csv".into(), sheet: None });
    answer.diagnostics.extend_with(
        (2..66_002)
            .map(|row| Diagnostic::new(Code::EmptyCell, "leer").at(CellRef::new(&source, row, 5))),
    );
    let book = answer.workbook();
    let findings = book.sheets.iter().find(|sheet| sheet.name == "Befunde").unwrap();
    let Some(Block::Table(table)) = findings.blocks.last() else { panic!("no table") };
    let links =
        table.rows.iter().flatten().filter(|cell| matches!(cell, Cell::Link { .. })).count();
    assert!(
        table.rows.len() > 66_000 && links == 65_000,
        "{} rows, {links} links",
        table.rows.len()
    );
    // the last one too is named
    assert!(table.rows.iter().any(|row| row[4] == Cell::text("F66002")));
}

#[test]
fn the_end_of_a_run_counts_the_questions_it_does_not_name() {
    let office = (0..22).fold(Office::new(), |office, n| {
        let row = report("5/3/2024", "KV Gotha", "ja", "durchgeführt");
        office.list(&format!("Termine {n}.csv"), format!("{HEAD}\n{row}\n"))
    });
    let said = office.run("auswerten");
    assert_eq!(said.lines().filter(|line| line.starts_with("  D")).count(), 20, "{said}");
    // each file asks once, so the total is what is named and what is not
    let number = |before: &str, after: &str| -> usize {
        let mut lines = said.lines();
        lines.find_map(|l| l.strip_prefix(before)?.strip_suffix(after)?.parse().ok()).unwrap()
    };
    assert_eq!(number("", " Rückfragen:"), 20 + number("  … und ", " weitere"), "{said}");
    // on the sheet Zu tun a section is short
    let mut book: Xlsx<_> =
        calamine::open_workbook(office.folder.path().join("Ergebnisse/2024/Auswertung 2024.xlsx"))
            .unwrap();
    let sheet = book.worksheet_range("Zu tun").unwrap();
    let texts: Vec<String> = sheet.rows().flatten().map(ToString::to_string).collect();
    assert!(
        texts.iter().any(|text| text.starts_with("und ") && text.contains(" weitere ")),
        "{texts:#?}"
    );
}
