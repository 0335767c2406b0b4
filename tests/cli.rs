//! What the person at the keyboard meets: help, errors, exit codes, and the whole run on the sample workspace.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::allow_attributes,
    reason = "a test may stop loudly"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use beschlusskontrolle::cli;
use calamine::{Data, Reader as _, SheetVisible, Xlsx};
use serde::Deserialize;

const STICHTAG: &str = "2024-12-31";

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_beschlusskontrolle")).args(arguments).output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[track_caller]
fn refused(arguments: &[&str], sentence: &str) {
    let output = run(arguments);
    let said = err(&output);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
    assert!(said.replace('\n', " ").contains(sentence), "{arguments:?}: {said}");
    assert_eq!(out(&output), "", "{arguments:?} prints no result");
}

/// A copy of the lists and settings of the sample workspace.
fn samples() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    fs::create_dir(folder.path().join("Listen")).unwrap();
    for entry in fs::read_dir(from.join("Listen")).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, folder.path().join("Listen").join(path.file_name().unwrap())).unwrap();
    }
    for name in ["Einstellungen.xlsx", "Logo.png"] {
        fs::copy(from.join(name), folder.path().join(name)).unwrap();
    }
    folder
}

/// Every file below a folder with its bytes.
fn files(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let bytes = fs::read(&path).unwrap();
                found.insert(path.strip_prefix(root).unwrap().to_owned(), bytes);
            }
        }
    }
    found
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

// ── the contract of `pruefen --json` ────────────────────────────────────────────────────────────────

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Report {
    schema: u32,
    resolution: String,
    year: i32,
    as_of: chrono::NaiveDate,
    period: Period,
    verdicts: Vec<Verdict>,
    totals: Vec<Total>,
    letters: Vec<Letter>,
    diagnostics: Vec<Message>,
    inputs: Vec<Input>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Period {
    from: chrono::NaiveDate,
    to: chrono::NaiveDate,
}

#[derive(Debug, Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum Status {
    Fulfilled,
    Partial,
    Open,
    Missed,
    Undetermined,
    NotApplicable,
    Judgement,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Verdict {
    requirement: String,
    subject: Option<String>,
    period: String,
    status: Status,
    label: String,
    could_be: Option<Status>,
    planned: Option<chrono::NaiveDate>,
    exception: Option<Exception>,
    missing: Vec<Missing>,
    sentence: String,
    evidence: Vec<Evidence>,
    rejected: Vec<Rejected>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Exception {
    until: Option<chrono::NaiveDate>,
    reason: String,
    valid: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Missing {
    id: String,
    text: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Evidence {
    file: String,
    sheet: Option<String>,
    cell: String,
    value: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rejected {
    file: String,
    sheet: Option<String>,
    cell: String,
    reason: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Total {
    requirement: String,
    period: String,
    fulfilled: u32,
    partial: u32,
    open: u32,
    missed: u32,
    undetermined: u32,
    not_applicable: u32,
    judgement: u32,
    exempt: u32,
    of: u32,
    at_least: u32,
    at_most: u32,
}

#[derive(Debug, Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum LetterState {
    Ready,
    Incomplete,
    Draft,
    Sent,
    NotDue,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_field_names, reason = "the names of the contract")]
struct Letter {
    letter: String,
    recipient: String,
    state: LetterState,
    reason: String,
}

#[derive(Debug, Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum Severity {
    Error,
    Warning,
    Note,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_field_names, reason = "the names of the contract")]
struct Message {
    code: String,
    severity: Severity,
    file: Option<String>,
    sheet: Option<String>,
    cell: Option<String>,
    found: Option<String>,
    message: String,
    help: Option<String>,
}

#[derive(Debug, Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum InputState {
    Read,
    Partial,
    Failed,
    Skipped,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Input {
    file: String,
    state: InputState,
    reason: Option<String>,
    sha256: String,
    sheet: Option<String>,
    list: Option<String>,
    header_row: Option<u32>,
    data_rows: u32,
    skipped: BTreeMap<String, u32>,
}

fn check(folder: &Path, arguments: &[&str]) -> Report {
    let mut all = vec!["pruefen", text(folder), "--json", "--stichtag", STICHTAG];
    all.extend(arguments);
    let output = run(&all);
    assert_eq!(output.status.code(), Some(1), "the samples raise questions: {}", err(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn is_cell(cell: &str) -> bool {
    let digits = cell.trim_start_matches(|c: char| c.is_ascii_uppercase());
    digits.len() < cell.len() && digits.parse::<u32>().is_ok_and(|row| row > 0)
}

#[test]
fn the_json_of_both_years_keeps_the_contract_and_proves_what_it_claims() {
    let samples = samples();
    for year in [2023, 2024] {
        let report = check(samples.path(), &["--jahr", &year.to_string()]);
        assert_eq!((report.schema, report.resolution.as_str()), (1, "LAus-2023-02-22"));
        assert_eq!((report.year, report.as_of.to_string().as_str()), (year, STICHTAG));
        assert!(report.period.from < report.period.to);
        let kinds: std::collections::BTreeSet<&str> =
            report.verdicts.iter().map(|v| v.requirement.as_str()).collect();
        assert_eq!(kinds.len(), 14);
        for verdict in &report.verdicts {
            let claims = matches!(verdict.status, Status::Fulfilled | Status::Partial);
            assert!(!claims || !verdict.evidence.is_empty(), "{verdict:?} proves nothing");
            assert!(!verdict.label.is_empty() && verdict.sentence.contains("Z."), "{verdict:?}");
            assert_eq!(verdict.period, year.to_string());
            assert!(verdict.could_be.is_none_or(|better| better != verdict.status));
            assert!(verdict.subject.as_ref().is_none_or(|s| s.contains("verband ")), "{verdict:?}");
            assert!(verdict.planned.is_none_or(|day| day > report.as_of));
            assert!(verdict.missing.iter().all(|m| !m.id.is_empty() && !m.text.is_empty()));
            for (file, sheet, cell) in verdict
                .evidence
                .iter()
                .map(|e| (&e.file, &e.sheet, &e.cell))
                .chain(verdict.rejected.iter().map(|r| (&r.file, &r.sheet, &r.cell)))
            {
                let input = report.inputs.iter().find(|i| i.file == *file && i.sheet == *sheet);
                assert!(input.is_some() && is_cell(cell), "{file} {sheet:?} {cell}");
            }
            assert!(verdict.evidence.iter().all(|e| !e.value.is_empty()), "{verdict:?}");
            assert!(verdict.rejected.iter().all(|r| !r.reason.is_empty()));
            assert!(
                verdict
                    .exception
                    .as_ref()
                    .is_none_or(|e| !e.reason.is_empty() && e.valid && e.until.is_some())
            );
        }
        for t in &report.totals {
            assert_eq!(t.of, t.fulfilled + t.partial + t.open + t.missed + t.undetermined, "{t:?}");
            assert!(t.at_least == t.fulfilled && t.at_least <= t.at_most && t.at_most <= t.of);
            let judged = report
                .verdicts
                .iter()
                .filter(|v| v.requirement == t.requirement && v.period == t.period)
                .count();
            let counted = t.of + t.not_applicable + t.judgement + t.exempt;
            assert_eq!(judged, usize::try_from(counted).unwrap(), "{t:?}");
        }
        for message in &report.diagnostics {
            assert!(message.code.starts_with('D') && !message.message.is_empty(), "{message:?}");
            assert!(message.cell.as_ref().is_none_or(|c| is_cell(c) && message.file.is_some()));
            assert!(message.severity == Severity::Note || message.help.is_some(), "{message:?}");
            assert!(message.found.as_ref().is_none_or(|found| !found.is_empty()));
            assert!(message.sheet.is_none() || message.file.is_some());
        }
        for input in &report.inputs {
            assert_eq!(input.state, InputState::Read, "{input:?}");
            assert!(input.sha256.len() == 64 && input.data_rows > 0 && input.reason.is_none());
            assert!(input.header_row.is_some() && input.list.is_some() && input.skipped.is_empty());
        }
        assert!(report.letters.iter().all(|l| !l.letter.is_empty() && !l.recipient.is_empty()));
        assert!(report.letters.iter().all(|l| l.state == LetterState::Ready
            || !l.reason.is_empty()
            || l.state == LetterState::Incomplete));
    }
}

#[test]
fn the_samples_show_every_verdict_and_every_state_of_a_letter() {
    let samples = samples();
    let verdicts: Vec<Verdict> = [2023, 2024]
        .iter()
        .flat_map(|year| check(samples.path(), &["--jahr", &year.to_string()]).verdicts)
        .collect();
    for status in [
        Status::Fulfilled,
        Status::Partial,
        Status::Open,
        Status::Missed,
        Status::Undetermined,
        Status::NotApplicable,
        Status::Judgement,
    ] {
        assert!(verdicts.iter().any(|v| v.status == status), "{status:?}");
    }
    let letters = check(samples.path(), &[]).letters;
    for (letter, state) in [
        ("angebot-bericht", LetterState::Ready),
        ("angebot-bericht", LetterState::Incomplete),
        ("angebot-bericht", LetterState::Draft),
        ("angebot-bericht", LetterState::Sent),
        ("angebot-bericht", LetterState::NotDue),
        ("erinnerung-bericht", LetterState::Ready),
        ("erinnerung-bericht", LetterState::NotDue),
        ("einladung-wochenende", LetterState::Ready),
    ] {
        assert!(
            letters.iter().any(|l| l.letter == letter && l.state == state),
            "{letter} {state:?}"
        );
    }
    // undetermined is never reminded of
    let unclear: Vec<&str> = verdicts
        .iter()
        .filter(|v| {
            v.requirement == "Z1c" && v.period == "2024" && v.status == Status::Undetermined
        })
        .filter_map(|v| v.subject.as_deref())
        .collect();
    assert!(!unclear.is_empty());
    assert!(letters.iter().all(|l| l.letter != "erinnerung-bericht"
        || l.state == LetterState::NotDue
        || !unclear.contains(&l.recipient.as_str())));
}

// ── runs ────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn a_run_writes_letters_register_and_workbook_and_a_second_one_changes_no_byte() {
    let (first, second) = (samples(), samples());
    for folder in [&first, &second] {
        let output = run(&["lauf", text(folder.path()), "--stichtag", STICHTAG]);
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        let said = out(&output);
        for part in ["Z1c", "Geschrieben:", "Rückfragen:", "D602", "Als Nächstes:"] {
            assert!(said.contains(part), "{part} in\n{said}");
        }
    }
    let written = files(first.path());
    assert_eq!(written, files(second.path()), "the same lists give the same bytes");
    for path in [
        "Postausgang.xlsx",
        "Ergebnisse/2024/Auswertung 2024.xlsx",
        "Ergebnisse/2024/Briefe/Angebot Rechenschaftsbericht/2024-12-31 Kreisverband Sonneberg.docx",
        "Ergebnisse/2024/Briefe/Nachfrage zum Angebot/2024-12-31 Kreisverband Greiz.docx",
        "Ergebnisse/2024/Briefe/Einladung Mitgliederwochenende/2024-12-31 Kreisverband Gotha.docx",
    ] {
        assert!(written.contains_key(Path::new(path)), "{path} in {:?}", written.keys());
    }
    assert!(
        !written.keys().any(|p| p.to_string_lossy().contains("Orla")),
        "no letter without address"
    );
    let output = run(&["lauf", text(first.path()), "--stichtag", STICHTAG]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(files(first.path()), written, "a second run in place changes no byte");
    let output = run(&["auswerten", text(first.path()), "--stichtag", STICHTAG]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(files(first.path()), written, "nor does looking");
}

#[test]
fn the_word_hilfe_is_a_cry_for_help_and_not_a_folder() {
    for word in ["hilfe", "help", "--hilfe"] {
        let output = run(&[word]);
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        assert!(out(&output).contains("Befehle:"), "{word}: {}", out(&output));
    }
}

#[test]
fn looking_creates_no_post() {
    let samples = samples();
    let before = files(samples.path());
    for command in [["briefe", "--probe"], ["briefe", "--leise"], ["pruefen", "--leise"]] {
        let output = run(&[command[0], text(samples.path()), "--stichtag", STICHTAG, command[1]]);
        assert!(output.status.code() < Some(2), "{}", err(&output));
        // the list of recipients is no post
        let mut after = files(samples.path());
        after.remove(Path::new("Ergebnisse/2024/Briefliste.xlsx"));
        after.remove(Path::new(".intern/geschrieben.txt"));
        assert_eq!(after, before, "{command:?}");
    }
    let output = run(&[text(samples.path()), "--stichtag", STICHTAG]);
    assert_eq!(output.status.code(), Some(0));
    assert!(out(&output).contains("Fällig:"), "{}", out(&output));
    let after = files(samples.path());
    assert!(after.contains_key(Path::new("Ergebnisse/2024/Auswertung 2024.xlsx")));
    assert!(!after.contains_key(Path::new("Postausgang.xlsx")));
    assert!(!after.keys().any(|path| path.to_string_lossy().contains("Briefe")));
}

#[test]
fn the_recipient_list_says_who_gets_what_and_why_not() {
    let samples = samples();
    let list = out(&run(&["briefe", text(samples.path()), "--probe", "--stichtag", STICHTAG]));
    let flat = list.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        "Kreisverband Sonneberg: fertig – jährlich ab 15.01., noch nicht versandt",
        "Kreisverband Altenburger Land: schon versandt am 22.01.2024",
        "Kreisverband Kyffhäuserkreis: Entwurf",
        "Kreisverband Nordhausen: kein Anlass – Z1c: aufgegriffen",
        "(Verbände.xlsx, Blatt „Verbände“, Zelle O19)",
        "Probe: Es wurde kein Brief geschrieben.",
    ] {
        assert!(flat.contains(part), "{part} in\n{list}");
    }
}

#[test]
fn what_a_person_edited_stays() {
    let samples = samples();
    let stichtag = ["--stichtag", STICHTAG];
    run(&["lauf", text(samples.path()), stichtag[0], stichtag[1]]);
    let results = samples.path().join("Ergebnisse/2024");
    let letter =
        results.join("Briefe/Angebot Rechenschaftsbericht/2024-12-31 Kreisverband Sonneberg.docx");
    let workbook = results.join("Auswertung 2024.xlsx");
    fs::write(&letter, "von Hand").unwrap();
    fs::write(&workbook, "von Hand").unwrap();
    // without its register the tool would write all letters again
    fs::remove_file(samples.path().join("Postausgang.xlsx")).unwrap();
    let output = run(&["lauf", text(samples.path()), stichtag[0], stichtag[1]]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert_eq!(fs::read(&letter).unwrap(), b"von Hand");
    assert_eq!(fs::read(&workbook).unwrap(), b"von Hand");
    assert!(results.join("Auswertung 2024 (neu berechnet).xlsx").exists());
}

#[test]
fn a_letter_marked_as_sent_is_evidence_in_the_next_run() {
    let samples = samples();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, (label, value)) in (0..).zip([
        ("Brief", "Angebot Rechenschaftsbericht"),
        ("Empfänger", "Kreisverband Sonneberg"),
        ("Zeitraum", "2024"),
        ("versandt am", "13.12.2024"),
        ("Zusagen", "alles"),
    ]) {
        sheet.write_string(0, column, label).unwrap();
        sheet.write_string(1, column, value).unwrap();
    }
    book.save(samples.path().join("Postausgang.xlsx")).unwrap();
    let report = check(samples.path(), &[]);
    let verdict = report
        .verdicts
        .iter()
        .find(|v| v.requirement == "Z1c" && v.subject.as_deref() == Some("Kreisverband Sonneberg"))
        .unwrap();
    assert_eq!(verdict.status, Status::Fulfilled);
    assert_eq!(verdict.evidence[0].file, "Postausgang.xlsx");
}

#[test]
fn what_people_keep_in_the_register_survives_new_letters() {
    let samples = samples();
    let place = samples.path().join("Postausgang.xlsx");
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("Postausgang").unwrap();
    sheet.write_string(0, 0, "Unser Postbuch").unwrap();
    sheet.write_string(1, 2, "bitte täglich pflegen").unwrap();
    for (column, label) in (0..).zip(["Brief", "Empfänger", "Porto"]) {
        sheet.write_string(2, column, label).unwrap();
    }
    sheet.write_string(3, 0, "Geburtstagskarte").unwrap();
    sheet.write_number(3, 2, 0.85).unwrap();
    let notes = book.add_worksheet().set_name("Eigene Notizen").unwrap();
    notes.write_string(2, 1, "bleibt hier").unwrap();
    let hidden = book.add_worksheet().set_name("Alte Liste").unwrap();
    hidden.write_string(0, 0, "bleibt ausgeblendet").unwrap();
    hidden.set_hidden(true);
    book.save(&place).unwrap();
    for _ in 0..2 {
        let output = run(&["lauf", text(samples.path()), "--stichtag", STICHTAG]);
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    }
    let mut file: Xlsx<_> = calamine::open_workbook(&place).unwrap();
    let register = file.worksheet_range("Postausgang").unwrap();
    for ((row, column), kept) in [
        ((0, 0), Data::String("Unser Postbuch".into())),
        ((1, 2), Data::String("bitte täglich pflegen".into())),
        ((2, 0), Data::String("Brief".into())),
        ((3, 0), Data::String("Geburtstagskarte".into())),
        ((3, 2), Data::Float(0.85)),
        ((4, 0), Data::String("Angebot Rechenschaftsbericht".into())),
    ] {
        assert_eq!(register.get_value((row, column)), Some(&kept), "row {row}, column {column}");
    }
    let notes = file.worksheet_range("Eigene Notizen").unwrap();
    assert_eq!(notes.get_value((2, 1)), Some(&Data::String("bleibt hier".into())));
    let hidden = file.worksheet_range("Alte Liste").unwrap();
    assert_eq!(hidden.get_value((0, 0)), Some(&Data::String("bleibt ausgeblendet".into())));
    let tabs: Vec<_> = file.sheets_metadata().iter().map(|tab| tab.visible).collect();
    // „Versand“ is the program's second sheet
    let seen = SheetVisible::Visible;
    assert_eq!(tabs, [seen, seen, seen, SheetVisible::Hidden]);
}

#[test]
fn what_people_found_and_said_stands_beside_the_verdicts() {
    let samples = samples();
    let path = samples.path().to_str().unwrap().to_owned();
    assert!(run(&["auswerten", &path, "--stichtag", STICHTAG, "--leise"]).status.success());
    let file = samples.path().join("Ergebnisse/2024/Auswertung 2024.xlsx");
    let mut book: Xlsx<_> = calamine::open_workbook(file).unwrap();
    let mut says = |sheet: &str, text: &str| {
        let range = book.worksheet_range(sheet).unwrap();
        let found = range.used_cells().any(|(.., cell)| cell.to_string().contains(text));
        assert!(found, "{sheet} lacks „{text}“");
    };
    says("Übersicht", "Feststellung: erledigt, Sitzung 09.11.2024");
    says("Nachweise", "nimmt das Ergebnis der Prüfung zustimmend zur Kenntnis");
    says("Nachweise", "Sachstand: LV, 11.03.2024");
    says("Nachweise", "Wir haben das Angebot geprüft und führen es ein.");
}

#[test]
fn bad_files_are_named_and_cost_only_themselves() {
    let samples = samples();
    let lists = samples.path().join("Listen");
    let measures = fs::read(lists.join("Maßnahmen Landesvorstand.xlsx")).unwrap();
    fs::write(lists.join("Maßnahmen Landesvorstand.xlsx"), &measures[..measures.len() / 2])
        .unwrap();
    fs::write(lists.join("Notizen.xlsx"), "Das ist nur ein Text.\nUnd noch eine Zeile.\n").unwrap();
    fs::write(lists.join("Leer.xlsx"), "").unwrap();
    let report = check(samples.path(), &[]);
    for file in ["Maßnahmen Landesvorstand.xlsx", "Notizen.xlsx", "Leer.xlsx"] {
        let named = report.diagnostics.iter().any(|d| d.file.as_deref() == Some(file));
        assert!(named, "{file} is named in {:?}", report.diagnostics);
    }
    let status = |id: &str| report.verdicts.iter().find(|v| v.requirement == id).unwrap().status;
    assert_eq!(status("Z3a"), Status::Undetermined, "rests on the truncated list");
    assert_eq!(status("Z4a"), Status::Fulfilled, "rests on another list");
    let reminders = report.letters.iter().filter(|l| l.letter == "erinnerung-bericht");
    assert!(
        reminders.clone().all(|l| l.state == LetterState::NotDue),
        "no reminder on missing data"
    );
}

#[test]
fn a_folder_that_holds_lists_is_itself_the_list_folder() {
    let samples = samples();
    let lists = samples.path().join("Listen");
    let output = run(&["auswerten", text(&lists), "--stichtag", STICHTAG]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(lists.join("Ergebnisse/2024/Auswertung 2024.xlsx").exists());
    let again = run(&["pruefen", text(&lists), "--stichtag", STICHTAG, "--json"]);
    let report: Report = serde_json::from_slice(&again.stdout).unwrap();
    assert!(
        report.inputs.iter().all(|i| !i.file.contains("Ergebnisse")),
        "own results are no lists"
    );
}

#[test]
fn a_new_workspace_is_ready_and_never_overwrites() {
    let folder = tempfile::tempdir().unwrap();
    let office = folder.path().join("Büro");
    let output = run(&["einrichten", text(&office)]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    for path in [
        "Einstellungen.xlsx",
        "Beschluss/beschluss.toml",
        "Beschluss/beschluss.txt",
        "Vorlagen/angebot-bericht.docx",
        "Listen/Verbände.xlsx",
        "Listen/Veranstaltungen.xlsx",
    ] {
        assert!(office.join(path).exists(), "{path}");
    }
    refused(&["einrichten", text(&office)], "ist nicht leer");
    let output = run(&["pruefen", text(&office), "--stichtag", STICHTAG, "--json"]);
    let report: Report = serde_json::from_slice(&output.stdout).unwrap();
    let lists: std::collections::BTreeSet<&str> =
        report.inputs.iter().filter_map(|i| i.list.as_deref()).collect();
    assert_eq!(lists.len(), 8, "every empty list is recognised: {:?}", report.inputs);
    assert!(
        report.inputs.iter().all(|i| i.data_rows == 0),
        "the example is no row: {:?}",
        report.inputs
    );
}

// ── the command line itself ─────────────────────────────────────────────────────────────────────────

#[test]
fn what_cannot_run_is_one_german_sentence() {
    let samples = samples();
    let folder = text(samples.path());
    refused(&["pruefen", &format!("{folder}/Liste")], "Meinten Sie");
    refused(&["prüffen", folder], "Meinten Sie „pruefen“?");
    refused(&["--stichtag", "31.13.2024", folder], "Erwartet wird ein Datum wie 31.12.2024");
    refused(&["--stichtag", STICHTAG, "--jahr", "2022", folder], "vor dem Beschluss");
    refused(&["--stichtag", STICHTAG, "--jahr", "2025", folder], "nach dem Stichtag");
    refused(&["--stichtag", "2022-12-31", folder], "vor dem Beschluss");
    refused(&["pruefen", folder, "--stichtg", STICHTAG], "Meinten Sie „--stichtag“?");
    refused(&["briefe", folder, "--ja", "--probe"], "schließen einander aus");
    refused(&["pruefen"], "Es fehlt: ORDNER");
    refused(&[folder, "lauf", folder, "--stichtag", STICHTAG], "nur einen Ordner");
    refused(&["eingang", folder], "„eingang“ ist kein Befehl");
    refused(&["einrichten", "x", "--stichtag", STICHTAG], "gibt es hier nicht");
    let elsewhere = "„--festschreiben“ gibt es hier nicht, nur bei „auswerten“ und „lauf“.";
    refused(&["briefe", folder, "--festschreiben", "Sitzung"], elsewhere);
    refused(&["pruefen", folder, "--mit-kommentaren", "x"], "nur bei „vorlagen pruefen“.");
    refused(&["erklaeren", "D6O1"], "keine Erklärung");
    refused(&["pruefen", &format!("{folder}/Einstellungen.xlsx")], "ist kein Ordner");
    let empty = tempfile::tempdir().unwrap();
    refused(&["auswerten", text(empty.path())], "liegen keine Listen");
}

#[test]
fn a_place_that_cannot_be_written_changes_nothing_and_says_so() {
    let samples = samples();
    let before = files(samples.path());
    // works for every user, root included: a file stands where the folder should be
    fs::write(samples.path().join("Ergebnisse"), "keine Ergebnisse").unwrap();
    let folder = text(samples.path());
    refused(&["lauf", folder, "--stichtag", STICHTAG], "Ergebnisse“ kann nicht geschrieben werden");
    fs::remove_file(samples.path().join("Ergebnisse")).unwrap();
    assert_eq!(files(samples.path()), before, "no letter, no register, nothing half written");
}

#[test]
fn a_register_that_cannot_be_read_is_never_overwritten() {
    let samples = samples();
    let register = samples.path().join("Postausgang.xlsx");
    for bytes in ["PK\u{3}\u{4}abgeschnitten", ""] {
        fs::write(&register, bytes).unwrap();
        let before = files(samples.path());
        let arguments = ["lauf", text(samples.path()), "--stichtag", STICHTAG];
        refused(&arguments, "Postausgang.xlsx“ lässt sich nicht lesen");
        assert_eq!(files(samples.path()), before);
    }
}

#[test]
fn results_go_where_they_are_wanted() {
    let (samples, elsewhere) = (samples(), tempfile::tempdir().unwrap());
    let before = files(samples.path());
    let results = elsewhere.path().join("Auswertungen");
    let output = run(&[
        "lauf",
        text(samples.path()),
        "--stichtag",
        STICHTAG,
        "--ergebnisse",
        text(&results),
    ]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert_eq!(files(samples.path()), before, "the workspace itself is not touched");
    assert!(results.join("Postausgang.xlsx").exists());
    assert!(results.join("2024/Auswertung 2024.xlsx").exists());
}

#[test]
fn options_stand_before_or_after_the_command_and_other_names_work() {
    let samples = samples();
    let folder = text(samples.path());
    let expected = out(&run(&["pruefen", folder, "--stichtag", STICHTAG]));
    assert!(expected.contains("Z1c"));
    for arguments in [
        vec!["--stichtag", STICHTAG, "pruefen", folder],
        vec!["prüfen", folder, "--stichtag", "31.12.2024"],
        vec!["check", folder, "--as-of", STICHTAG],
    ] {
        assert_eq!(out(&run(&arguments)), expected, "{arguments:?}");
    }
}

#[test]
fn from_january_to_march_the_closed_year_is_evaluated_too() {
    let samples = samples();
    let output = run(&["auswerten", text(samples.path()), "--stichtag", "2025-02-10"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    for year in [2024, 2025] {
        let path = format!("Ergebnisse/{year}/Auswertung {year}.xlsx");
        assert!(samples.path().join(&path).exists(), "{path}");
    }
}

#[test]
fn a_topic_is_explained() {
    for (topic, part) in
        [("D601", "Verband"), ("z1c", "Rechenschaftsbericht"), ("verband-unbekannt", "D601")]
    {
        let output = run(&["erklären", topic]);
        assert_eq!(output.status.code(), Some(0));
        assert!(out(&output).contains(part), "{topic}");
    }
}

#[test]
fn the_command_line_is_consistent() {
    cli::command().debug_assert();
}

fn pages() -> Vec<String> {
    let mut pages = vec![out(&run(&["--hilfe"]))];
    for command in cli::command().get_subcommands() {
        pages.push(out(&run(&[command.get_name(), "--hilfe"])));
        for inner in command.get_subcommands() {
            pages.push(out(&run(&[command.get_name(), inner.get_name(), "--hilfe"])));
        }
    }
    pages
}

#[test]
fn the_help_is_german_on_every_page() {
    let english = [
        "usage",
        "options",
        "option:",
        "commands",
        "command",
        "arguments",
        "print",
        "help",
        "version",
        "default",
        "possible",
        "values",
        "alias",
        "aliases",
        "required",
        "the",
        "for",
        "folder",
        "year",
        "quiet",
        "output",
        "date",
    ];
    for page in pages() {
        let words: Vec<String> =
            page.split(|c: char| !c.is_alphanumeric() && c != ':').map(str::to_lowercase).collect();
        for word in english {
            assert!(!words.iter().any(|w| w == word), "„{word}“ in\n{page}");
        }
    }
}

#[test]
fn the_help_reads_well() {
    insta::assert_snapshot!(pages().join("\n────\n"));
}
