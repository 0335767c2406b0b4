//! The loop of a letter: drafted, sent, answered. What people enter in the register counts at once and stays for ever;
//! what the program keeps beside it says how each draft lies there. Every claim is made of the program itself, run in a
//! small workspace.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::allow_attributes,
    reason = "a test may stop loudly"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Cursor, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use beschlusskontrolle::intake::values;
use beschlusskontrolle::io::list_folder;
use beschlusskontrolle::word;
use calamine::{Reader as _, Xlsx};
use chrono::NaiveDate;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use serde_json::Value;
use tempfile::TempDir;

const REGISTER: &str = "Postausgang.xlsx";
const BESIDE: &str = "Postausgang (neue Zeilen).xlsx";
const OFFER: &str = "Angebot Rechenschaftsbericht";
const GOTHA: &str = "Kreisverband Gotha";
const GREIZ: &str = "Kreisverband Greiz";
const WEIMAR: &str = "Stadtverband Weimar";
const DEBATE: &str = "mit anschließender offener Debatte";

const BRANCHES: &str = "Verband;Typ;Straße;PLZ;Ort;Wunschanrede;Generationswechsel kommunal;Generationswechsel lokal\n\
    Gotha;Kreisverband;Markt 1;99867;Gotha;Liebe Kim;ja;ja\n\
    Greiz;Kreisverband;Gasse 2;07973;Greiz;Lieber Toni;ja;ja\n\
    Weimar;Stadtverband;Platz 3;99423;Weimar;Liebe Sascha;ja;ja\n";
const EVENTS: &str = "Datum;Art;Verband;Status\n10.01.2024;Treffen;KV Gotha;durchgeführt\n";

/// A workspace with three branches; the offers are due from 15.01.
struct Office {
    folder: TempDir,
    stichtag: &'static str,
}

impl Office {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        fs::create_dir(folder.path().join("Listen")).unwrap();
        let settings =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join("Einstellungen.xlsx");
        fs::copy(settings, folder.path().join("Einstellungen.xlsx")).unwrap();
        let office = Self { folder, stichtag: "2024-01-22" };
        office.list("Verbände.csv", BRANCHES);
        office.list("Veranstaltungen.csv", EVENTS);
        office
    }

    /// With the drafts of the offers written.
    fn posted() -> Self {
        let office = Self::new();
        office.ok(&["briefe", "--ja"]);
        office
    }

    fn path(&self, name: &str) -> PathBuf {
        name.split('/').fold(self.folder.path().to_owned(), |path, part| path.join(part))
    }

    fn list(&self, name: &str, content: &str) {
        fs::write(self.path("Listen").join(name), content).unwrap();
    }

    fn at(mut self, stichtag: &'static str) -> Self {
        self.stichtag = stichtag;
        self
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let (command, options) = arguments.split_first().unwrap();
        Command::new(env!("CARGO_BIN_EXE_beschlusskontrolle"))
            .arg(command)
            .arg(self.folder.path())
            .args(["--stichtag", self.stichtag])
            .args(options)
            .output()
            .unwrap()
    }

    /// What it said, on one line.
    fn ok(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
        said.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn report(&self) -> Value {
        serde_json::from_slice(&self.run(&["pruefen", "--json"]).stdout).unwrap()
    }

    /// Status of Z1c and the sheet and cell that prove it.
    fn offered(&self, branch: &str) -> (String, Vec<String>) {
        let report = self.report();
        let verdict = report["verdicts"]
            .as_array()
            .unwrap()
            .iter()
            .find(|v| v["requirement"] == "Z1c" && v["subject"] == branch)
            .unwrap();
        let cells = verdict["evidence"].as_array().unwrap().iter().map(|cell| {
            let of = |key: &str| cell[key].as_str().unwrap_or_default();
            format!("{} {} {}", of("file"), of("sheet"), of("cell"))
        });
        (verdict["status"].as_str().unwrap().to_owned(), cells.collect())
    }

    /// State and reason of every line of the recipient list about a letter and a branch.
    fn letters(&self, letter: &str, branch: &str) -> Vec<(String, String)> {
        let report = self.report();
        let letters = report["letters"].as_array().unwrap().iter();
        letters
            .filter(|l| l["letter"] == letter && l["recipient"] == branch)
            .map(|l| {
                let of = |key: &str| l[key].as_str().unwrap().to_owned();
                (of("state"), of("reason"))
            })
            .collect()
    }

    fn offer(&self, branch: &str) -> (String, String) {
        let lines = self.letters("angebot-bericht", branch);
        assert_eq!(lines.len(), 1, "{lines:?}");
        lines[0].clone()
    }

    /// Place and message of the diagnostics with this code.
    fn messages(&self, code: &str) -> Vec<(String, String)> {
        let report = self.report();
        let all = report["diagnostics"].as_array().unwrap().iter();
        all.filter(|d| d["code"] == code)
            .map(|d| {
                let of = |key: &str| d[key].as_str().unwrap_or_default();
                let place = format!("{} {} {}", of("file"), of("sheet"), of("cell"));
                (place, of("message").to_owned())
            })
            .collect()
    }

    fn sheet(&self, file: &str, sheet: &str) -> Vec<Vec<String>> {
        let all = sheets(&self.path(file));
        all.into_iter().find(|(name, _)| name == sheet).unwrap().1
    }

    /// The cell of a column in the row that holds these texts.
    fn cell(&self, file: &str, sheet: &str, holds: &[&str], column: &str) -> String {
        let rows = self.sheet(file, sheet);
        let (row, column) = find(&rows, holds, column);
        rows[row].get(column).cloned().unwrap_or_default()
    }

    fn standing(&self, branch: &str) -> String {
        self.cell(REGISTER, "Postausgang", &[OFFER, branch], "Stand")
    }

    /// Types into a cell as a person would, and saves.
    fn enter(&self, file: &str, sheet: &str, holds: &[&str], column: &str, text: &str) {
        let path = self.path(file);
        let mut all = sheets(&path);
        let (_, rows) = all.iter_mut().find(|(name, _)| name == sheet).unwrap();
        let (row, column) = find(rows, holds, column);
        let row = &mut rows[row];
        row.resize(row.len().max(column + 1), String::new());
        text.clone_into(&mut row[column]);
        save(&path, &all);
    }

    fn sent(&self, branch: &str, text: &str) {
        self.enter(REGISTER, "Postausgang", &[OFFER, branch], "versandt am", text);
    }

    fn all_sent(&self, text: &str) {
        self.enter(REGISTER, "Versand", &[OFFER], "alle versandt am", text);
    }

    fn draft(&self, branch: &str) -> PathBuf {
        self.path(&format!("Ergebnisse/2024/Briefe/{OFFER}/2024-01-22 {branch}.docx"))
    }

    /// Opens a file in Excel: the lock beside it.
    fn open(&self, file: &str) -> PathBuf {
        let owner = b"Erika Muster";
        let mut lock = vec![u8::try_from(owner.len()).unwrap()];
        lock.extend(owner);
        lock.resize(165, b' ');
        let path = self.path(&format!("~${file}"));
        fs::write(&path, lock).unwrap();
        path
    }

    /// Every file with its bytes.
    fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut found = BTreeMap::new();
        let mut folders = vec![self.folder.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    found.insert(path.clone(), fs::read(path).unwrap());
                }
            }
        }
        found
    }

    /// A run that changes no byte.
    #[track_caller]
    fn still(&self, arguments: &[&str]) {
        let before = self.files();
        self.ok(arguments);
        let after = self.files();
        let paths: BTreeSet<&PathBuf> = before.keys().chain(after.keys()).collect();
        let changed: Vec<&PathBuf> =
            paths.into_iter().filter(|path| before.get(*path) != after.get(*path)).collect();
        assert_eq!(changed, Vec::<&PathBuf>::new());
    }
}

fn find(rows: &[Vec<String>], holds: &[&str], column: &str) -> (usize, usize) {
    let head = rows.iter().position(|row| row.iter().any(|cell| cell == column)).unwrap();
    let column = rows[head].iter().position(|cell| cell == column).unwrap();
    let row = (head + 1..rows.len())
        .find(|row| holds.iter().all(|text| rows[*row].iter().any(|cell| cell == text)))
        .unwrap_or_else(|| panic!("{holds:?} in {rows:?}"));
    (row, column)
}

/// A sheet of the program's results, which it never reads itself.
fn result(path: &Path, sheet: &str) -> Vec<Vec<String>> {
    let mut file: Xlsx<_> = calamine::open_workbook(path).unwrap();
    let range = file.worksheet_range(sheet).unwrap();
    range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

fn sheets(path: &Path) -> Vec<(String, Vec<Vec<String>>)> {
    let name = path.file_name().unwrap().to_str().unwrap();
    let tables = list_folder::read_file(path, name).0.tables.unwrap();
    tables
        .iter()
        .map(|table| {
            let mut rows: Vec<Vec<String>> = Vec::new();
            for row in table.rows.iter() {
                rows.resize(usize::try_from(row.number).unwrap() + 1, Vec::new());
                let cells = rows.last_mut().unwrap();
                for (column, value) in row.cells.iter() {
                    cells.resize(usize::from(column) + 1, String::new());
                    *cells.last_mut().unwrap() = values::shown(value);
                }
            }
            (table.source.sheet.clone().unwrap(), rows)
        })
        .collect()
}

/// As Excel saves it: days as days, numbers as numbers.
fn save(path: &Path, sheets: &[(String, Vec<Vec<String>>)]) {
    let mut book = Workbook::new();
    let day = Format::new().set_num_format("dd.mm.yyyy");
    for (name, rows) in sheets {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        for (row, cells) in (0..).zip(rows) {
            for (column, text) in (0..).zip(cells).filter(|(_, text)| !text.is_empty()) {
                if let Ok(date) = NaiveDate::parse_from_str(text, "%d.%m.%Y") {
                    let date = ExcelDateTime::parse_from_str(&date.to_string()).unwrap();
                    sheet.write_with_format(row, column, &date, &day).unwrap();
                } else if let Ok(number) = text.parse::<u32>() {
                    sheet.write(row, column, number).unwrap();
                } else {
                    sheet.write(row, column, text).unwrap();
                }
            }
        }
    }
    book.save(path).unwrap();
}

/// Edits a letter as somebody does in Word.
fn edit(path: &Path, from: &str, to: &str) {
    let mut package = zip::ZipArchive::new(Cursor::new(fs::read(path).unwrap())).unwrap();
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut edited = false;
    for index in 0..package.len() {
        let mut part = package.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        if name == "word/document.xml" {
            let text = String::from_utf8(content).unwrap();
            edited = text.contains(from);
            content = text.replace(from, to).into_bytes();
        }
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(&content).unwrap();
    }
    assert!(edited, "„{from}“ stands in {}", path.display());
    fs::write(path, writer.finish().unwrap().into_inner()).unwrap();
}

fn says(path: &Path, words: &str) -> bool {
    let text = word::text_of(fs::read(path).unwrap()).unwrap();
    text.replace('\u{a0}', " ").contains(words)
}

// ── one cell for a whole batch ──────────────────────────────────────────────────────────────────────

#[test]
fn one_cell_says_that_a_whole_batch_was_sent_and_is_the_proof() {
    let office = Office::posted();
    assert_eq!(office.offer(GOTHA).0, "draft");
    assert_eq!(office.offered(GOTHA).0, "open");
    office.all_sent("23.01.2024");
    let office = office.at("2024-01-31");
    for branch in [GOTHA, GREIZ, WEIMAR] {
        assert_eq!(office.offer(branch), ("sent".into(), "versandt am 23.01.2024".into()));
        let (status, cells) = office.offered(branch);
        assert_eq!(status, "fulfilled", "{branch}");
        assert_eq!(cells, ["Postausgang.xlsx Versand F5"], "{branch}");
    }
    // written or not, it says the same
    office.ok(&["lauf"]);
    assert_eq!(office.standing(GOTHA), "versandt am 23.01.2024 (Blatt „Versand“)");
    assert_eq!(
        office.offered(GOTHA),
        ("fulfilled".into(), vec!["Postausgang.xlsx Versand F5".into()])
    );
    assert_eq!(office.cell(REGISTER, "Versand", &[OFFER], "alle versandt am"), "23.01.2024");
    office.still(&["lauf"]);
}

#[test]
fn what_a_row_says_itself_goes_before_its_batch() {
    let office = Office::posted();
    office.all_sent("23.01.2024");
    office.sent(GOTHA, "nicht versandt");
    office.sent(GREIZ, "25.01.2024");
    let office = office.at("2024-01-31");
    assert_eq!(office.offer(GOTHA).0, "draft");
    assert_eq!(office.offered(GOTHA).0, "open");
    assert_eq!(office.offer(GREIZ).1, "versandt am 25.01.2024");
    assert_eq!(office.offered(GREIZ).1, ["Postausgang.xlsx Postausgang J6"]);
    assert_eq!(office.offered(WEIMAR).1, ["Postausgang.xlsx Versand F5"]);
    assert_eq!(office.messages("D510"), [], "a clear no is no bad date");
    // neither sent nor unsent
    office.sent(GOTHA, "raus");
    assert_eq!(office.offered(GOTHA).0, "undetermined");
    assert_eq!(office.messages("D510")[0].0, "Postausgang.xlsx Postausgang J5");
}

#[test]
fn a_date_nobody_can_read_leaves_the_whole_batch_open_and_is_asked_about_once() {
    let office = Office::posted();
    office.all_sent("nach der Sitzung");
    let office = office.at("2024-04-30");
    let asked = office.messages("D510");
    assert_eq!(asked.len(), 1, "{asked:?}");
    assert_eq!(asked[0].0, "Postausgang.xlsx Versand F5");
    assert!(asked[0].1.contains("„nach der Sitzung“ ist kein Datum"), "{asked:?}");
    for branch in [GOTHA, GREIZ, WEIMAR] {
        assert_eq!(office.offered(branch).0, "undetermined");
        assert_ne!(office.letters("erinnerung-bericht", branch)[0].0, "ready");
        let (state, reason) = office.offer(branch);
        assert_eq!(state, "draft");
        assert!(reason.contains("Blatt „Versand“, Zelle F5"), "{reason}");
    }
    assert_eq!(office.messages("D709"), []);
}

#[test]
fn letters_made_later_are_a_batch_of_their_own_and_not_sent_with_the_others() {
    let office = Office::posted();
    office.all_sent("23.01.2024");
    office.list(
        "Verbände.csv",
        &format!("{BRANCHES}Suhl;Stadtverband;Weg 4;98527;Suhl;Liebe Robin;ja;ja\n"),
    );
    office.ok(&["briefe", "--ja"]);
    let suhl = "Stadtverband Suhl";
    assert_eq!(office.offer(suhl).0, "draft");
    assert_eq!(office.standing(suhl), "Entwurf");
    let of = |branch| office.cell(REGISTER, "Postausgang", &[OFFER, branch], "Sendung");
    assert_ne!(of(suhl), of(GOTHA));
    let batches: Vec<Vec<String>> = office
        .sheet(REGISTER, "Versand")
        .into_iter()
        .filter(|row| row.iter().any(|cell| cell == OFFER))
        .collect();
    assert_eq!(batches.len(), 2, "{batches:?}");
    assert_eq!((&batches[0][0], &batches[0][5]), (&of(GOTHA), &"23.01.2024".to_owned()));
    assert_eq!((&batches[1][0], batches[1].get(5)), (&of(suhl), None));
}

#[test]
fn a_date_for_a_batch_without_letters_is_asked_about() {
    let office = Office::posted();
    office.all_sent("23.01.2024");
    office.enter(REGISTER, "Versand", &[OFFER], "Sendung", "99");
    let asked = office.messages("D709");
    assert_eq!(asked.len(), 1, "{asked:?}");
    assert_eq!(asked[0].0, "Postausgang.xlsx Versand F5");
    assert_eq!(office.at("2024-01-31").offer(GOTHA).0, "draft");
}

#[test]
fn a_date_for_the_batch_does_not_speak_for_what_was_withdrawn_or_deleted() {
    let office = Office::posted();
    fs::remove_file(office.draft(GOTHA)).unwrap();
    office.list(
        "Veranstaltungen.csv",
        "Datum;Art;Verband;Status;Form;offene Debatte;beteiligt;Rahmen\n\
         20.01.2024;Rechenschaftsbericht;KV Greiz;durchgeführt;Präsenz;ja;LV und LAus;Kreisparteitag\n",
    );
    office.ok(&["briefe", "--ja"]);
    assert_eq!(office.standing(GOTHA), "Entwurf gelöscht");
    assert!(office.standing(GREIZ).contains("nicht mehr versenden"), "{}", office.standing(GREIZ));
    assert_eq!(office.cell(REGISTER, "Versand", &[OFFER], "Briefe"), "1");
    office.list("Veranstaltungen.csv", EVENTS);
    office.all_sent("23.01.2024");
    let office = office.at("2024-01-31");
    for _ in 0..2 {
        assert_eq!(office.offered(WEIMAR).0, "fulfilled");
        let asked = office.messages("D711");
        let places: Vec<&str> = asked.iter().map(|(place, _)| &**place).collect();
        assert_eq!(places, ["Postausgang.xlsx Postausgang J5", "Postausgang.xlsx Postausgang J6"]);
        assert!(asked[0].1.contains("Ging dieser Brief wirklich hinaus?"), "{asked:?}");
        for branch in [GOTHA, GREIZ] {
            assert_eq!(office.offered(branch), ("undetermined".into(), vec![]), "{branch}");
            let (state, reason) = office.offer(branch);
            assert_eq!(state, "draft");
            assert!(reason.contains("zurückgehalten oder gelöscht, als für Sendung"), "{reason}");
        }
        // written or not, it says the same
        office.ok(&["lauf"]);
        assert!(office.standing(GOTHA).starts_with("unklar, ob versandt: "));
    }
    office.still(&["lauf"]);
    office.sent(GOTHA, "nicht versandt");
    office.sent(GREIZ, "24.01.2024");
    assert_eq!(office.offered(GOTHA).0, "open");
    assert_eq!(office.offered(GREIZ).0, "fulfilled");
    assert_eq!(office.messages("D711"), []);
}

#[test]
fn a_day_before_the_letter_was_written_or_of_another_year_is_asked_about_and_counts_for_none() {
    let office = Office::new().at("2025-01-20");
    office.ok(&["briefe", "--ja"]);
    let office = office.at("2025-02-20");
    let unclear = |at: &str, says: &str| {
        let asked = office.messages("D711");
        assert_eq!(asked.len(), 1, "{asked:?}");
        assert_eq!(asked[0].0, at);
        assert!(asked[0].1.contains(says), "{asked:?}");
        let year = |year| {
            let report = office.run(&["pruefen", "--json", "--jahr", year]).stdout;
            let report: Value = serde_json::from_slice(&report).unwrap();
            let all = report["verdicts"].as_array().unwrap().iter();
            let own = all.clone().find(|v| v["requirement"] == "Z1c" && v["subject"] == GOTHA);
            own.unwrap()["status"].as_str().unwrap().to_owned()
        };
        assert_eq!(year("2025"), "undetermined");
        assert_ne!(year("2024"), "fulfilled");
        let (state, reason) = office.offer(GOTHA);
        assert_eq!(state, "draft");
        assert!(reason.contains("erzeugt am"), "{reason}");
    };
    let says = "„versandt am“ 24.01.2024 liegt vor „erzeugt am“ 20.01.2025";
    office.sent(GOTHA, "24.01.2024");
    unclear("Postausgang.xlsx Postausgang J5", says);
    office.sent(GOTHA, "");
    // one cell for three letters is one question
    office.all_sent("24.01.2024");
    unclear("Postausgang.xlsx Versand F5", says);
    office.ok(&["lauf"]);
    unclear("Postausgang.xlsx Versand F5", says);
    office.all_sent("24.01.2025");
    assert_eq!(office.messages("D711"), []);
    assert_eq!(office.offered(GOTHA).0, "fulfilled");
}

#[test]
fn a_register_kept_by_hand_is_asked_about_a_year_only_where_it_names_another() {
    let asked = |row: &str| {
        let office = Office::new().at("2025-02-20");
        let head = "Brief;Empfänger;Zeitraum;erzeugt am;versandt am;Zusagen";
        office.list("Briefe.csv", &format!("{head}\n{OFFER};{GOTHA};{row};alles\n"));
        office.messages("D711").len()
    };
    assert_eq!(asked("2025;;24.01.2024"), 1);
    assert_eq!(asked("2023;;24.05.2024"), 1);
    for fine in [
        ";;24.01.2024",
        "2025;;24.01.2025",
        "2024;;03.01.2025",
        "2024;20.12.2024;03.01.2025",
        "2025;20.12.2024;22.12.2024",
        "14.09.2025;;24.11.2024",
    ] {
        assert_eq!(asked(fine), 0, "{fine}");
    }
}

// ── states ──────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn every_row_says_how_it_stands_and_what_people_wrote_there_stays() {
    let office = Office::posted();
    assert_eq!(office.standing(GOTHA), "Entwurf");
    office.sent(GOTHA, "23.01.2024");
    office.sent(GREIZ, "23.01.2024");
    office.enter(REGISTER, "Postausgang", &[OFFER, GREIZ], "Antwort", "angenommen");
    office.enter(REGISTER, "Postausgang", &[OFFER, WEIMAR], "Stand", "liegt bei Erika");
    office.ok(&["lauf"]);
    assert_eq!(office.standing(GOTHA), "versandt am 23.01.2024");
    assert_eq!(office.standing(GREIZ), "Antwort „angenommen“; versandt am 23.01.2024");
    assert_eq!(office.standing(WEIMAR), "liegt bei Erika");
    office.still(&["lauf"]);
}

// ── open in Excel ───────────────────────────────────────────────────────────────────────────────────

#[test]
fn while_the_register_is_open_new_rows_wait_beside_it_and_nothing_is_doubled() {
    let office = Office::posted();
    let before = fs::read(office.path(REGISTER)).unwrap();
    let lock = office.open(REGISTER);
    office.list(
        "Verbände.csv",
        &format!("{BRANCHES}Suhl;Stadtverband;Weg 4;98527;Suhl;Liebe Robin;ja;ja\n"),
    );
    let suhl = "Stadtverband Suhl";
    let said = office.ok(&["briefe", "--ja"]);
    assert!(
        said.contains(
            "Postausgang.xlsx ist gerade in einem anderen Programm geöffnet (bei Erika Muster)"
        ),
        "{said}"
    );
    assert!(said.contains("1 neue Zeile steht in „Postausgang (neue Zeilen).xlsx“"), "{said}");
    assert_eq!(fs::read(office.path(REGISTER)).unwrap(), before);
    assert_eq!(office.offer(suhl).0, "draft", "it is known meanwhile");
    office.still(&["briefe", "--ja"]);
    // people may type there too, and it counts at once
    office.enter(BESIDE, "Postausgang", &[OFFER, suhl], "versandt am", "22.01.2024");
    assert_eq!(office.offer(suhl).0, "sent");
    assert_eq!(office.offered(suhl).1, [format!("{BESIDE} Postausgang J5")]);
    fs::remove_file(lock).unwrap();
    office.ok(&["briefe", "--ja"]);
    assert!(!office.path(BESIDE).exists());
    assert_eq!(office.cell(REGISTER, "Postausgang", &[OFFER, suhl], "versandt am"), "22.01.2024");
    assert_eq!(office.standing(suhl), "versandt am 22.01.2024");
    let rows = office.sheet(REGISTER, "Postausgang");
    assert_eq!(
        rows.iter()
            .filter(|row| row.contains(&suhl.to_owned()) && row.contains(&OFFER.to_owned()))
            .count(),
        1
    );
    office.still(&["briefe", "--ja"]);
}

#[test]
fn with_both_files_open_no_letter_is_written() {
    let office = Office::posted();
    office.open(REGISTER);
    let more = |name: &str| {
        format!("{BRANCHES}Suhl;Stadtverband;Weg 4;98527;Suhl;Liebe Robin;ja;ja\n{name}")
    };
    office.list("Verbände.csv", &more(""));
    office.ok(&["briefe", "--ja"]);
    office.open(BESIDE);
    office.list("Verbände.csv", &more("Jena;Stadtverband;Weg 5;07743;Jena;Liebe Alex;ja;ja\n"));
    let output = office.run(&["briefe", "--ja"]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap().replace('\n', " ");
    assert!(said.contains("geöffnet") && said.contains("kein Brief geschrieben"), "{said}");
    assert!(!office.draft("Stadtverband Jena").exists());
}

#[test]
fn where_the_files_contradict_each_other_both_stay_until_somebody_decides() {
    let office = Office::posted();
    let lock = office.open(REGISTER);
    office.list(
        "Verbände.csv",
        &format!("{BRANCHES}Suhl;Stadtverband;Weg 4;98527;Suhl;Liebe Robin;ja;ja\n"),
    );
    let suhl = "Stadtverband Suhl";
    office.ok(&["briefe", "--ja"]);
    fs::remove_file(lock).unwrap();
    let waiting = fs::read(office.path(BESIDE)).unwrap();
    office.ok(&["briefe", "--ja"]);
    // somebody had the old file beside it open all the time and saves it now
    fs::write(office.path(BESIDE), waiting).unwrap();
    office.enter(BESIDE, "Postausgang", &[OFFER, suhl], "versandt am", "23.01.2024");
    office.enter(REGISTER, "Postausgang", &[OFFER, suhl], "versandt am", "24.01.2024");
    let asked = office.messages("D710");
    assert_eq!(asked.len(), 1, "{asked:?}");
    assert_eq!(asked[0].0, format!("{BESIDE} Postausgang J5"));
    office.ok(&["briefe", "--ja"]);
    assert_eq!(office.cell(BESIDE, "Postausgang", &[OFFER, suhl], "versandt am"), "23.01.2024");
    assert_eq!(office.cell(REGISTER, "Postausgang", &[OFFER, suhl], "versandt am"), "24.01.2024");
    office.enter(BESIDE, "Postausgang", &[OFFER, suhl], "versandt am", "24.01.2024");
    office.ok(&["briefe", "--ja"]);
    assert!(!office.path(BESIDE).exists());
}

// ── edited by hand ──────────────────────────────────────────────────────────────────────────────────

#[test]
fn an_edited_offer_is_credited_only_with_what_it_still_says() {
    let office = Office::posted();
    office.all_sent("23.01.2024");
    let office = office.at("2024-01-31");
    edit(&office.draft(GOTHA), "offener Debatte", "Aussprache");
    edit(&office.draft(GREIZ), "Lieber Toni", "Mein lieber Toni");
    edit(&office.draft(WEIMAR), DEBATE, &format!("leider nicht {DEBATE}"));
    assert_eq!(office.offered(GREIZ).0, "fulfilled", "found word for word");
    let asked = office.messages("D708");
    let places: Vec<&str> = asked.iter().map(|(place, _)| place.as_str()).collect();
    assert_eq!(places, ["Postausgang.xlsx Postausgang K5", "Postausgang.xlsx Postausgang K7"]);
    assert!(asked[0].1.contains(GOTHA) && asked[0].1.contains(DEBATE), "{asked:?}");
    for branch in [GOTHA, WEIMAR] {
        assert_eq!(office.offered(branch).0, "undetermined", "{branch}");
    }
    office.ok(&["lauf"]);
    assert_eq!(
        office.standing(GOTHA),
        "versandt am 23.01.2024 (Blatt „Versand“); Zusagen bitte bestätigen"
    );
    office.still(&["lauf"]);
    // people decide: it still holds, or it does not
    office.enter(REGISTER, "Postausgang", &[OFFER, GOTHA], "Zusagen", "alles");
    office.enter(
        REGISTER,
        "Postausgang",
        &[OFFER, WEIMAR],
        "Zusagen",
        "persönlich vor Ort; bestätigt",
    );
    assert_eq!(office.messages("D708"), []);
    assert_eq!(office.offered(GOTHA).0, "fulfilled");
    assert_eq!(office.offered(WEIMAR).0, "partial");
}

#[test]
fn an_offer_that_is_no_word_file_any_more_proves_no_promise() {
    let office = Office::posted();
    office.all_sent("23.01.2024");
    fs::write(office.draft(GOTHA), "von Hand").unwrap();
    let office = office.at("2024-01-31");
    assert_eq!(office.offered(GOTHA).0, "undetermined");
    assert!(office.messages("D708")[0].1.contains("ließ sich nicht lesen"));
}

// ── out of date ─────────────────────────────────────────────────────────────────────────────────────

#[test]
fn a_draft_nobody_touched_is_renewed_and_an_edited_one_is_kept_and_marked() {
    let office = Office::posted();
    edit(&office.draft(GREIZ), "Lieber Toni", "Mein lieber Toni");
    let kept = fs::read(office.draft(GREIZ)).unwrap();
    let moved = BRANCHES.replace("Markt 1", "Neue Gasse 11").replace("Gasse 2", "Neue Gasse 22");
    office.list("Verbände.csv", &moved);
    let said = office.ok(&["auswerten"]);
    assert!(said.contains("Einer davon ist veraltet; „briefe“ erneuert ihn."), "{said}");
    assert!(says(&office.draft(GOTHA), "Markt 1"), "looking writes nothing");
    let sum = |office: &Office| office.cell(REGISTER, "Postausgang", &[OFFER, GOTHA], "Prüfsumme");
    let before = sum(&office);
    let said = office.ok(&["briefe", "--ja"]);
    assert!(said.contains("Erneuert, weil sich Angaben geändert haben: „Angebot Rechenschaftsbericht“ an Kreisverband Gotha"), "{said}");
    assert!(says(&office.draft(GOTHA), "Neue Gasse 11"));
    assert!(says(&office.draft(GOTHA), "22. Januar 2024"), "with the letter's own date");
    assert_ne!(sum(&office), before);
    assert_eq!(office.standing(GOTHA), "Entwurf");
    assert_eq!(fs::read(office.draft(GREIZ)).unwrap(), kept);
    assert_eq!(
        office.standing(GREIZ),
        "Entwurf; von Hand bearbeitet; veraltet: heute anders „anschrift“"
    );
    assert_eq!(office.standing(WEIMAR), "Entwurf");
    office.still(&["briefe", "--ja"]);
}

#[test]
fn a_draft_that_was_sent_is_never_renewed() {
    let office = Office::posted();
    office.sent(GOTHA, "22.01.2024");
    office.sent(GREIZ, "raus");
    let (gotha, greiz) =
        (fs::read(office.draft(GOTHA)).unwrap(), fs::read(office.draft(GREIZ)).unwrap());
    office.list("Verbände.csv", &BRANCHES.replace("Markt 1", "Neu 1").replace("Gasse 2", "Neu 2"));
    office.ok(&["briefe", "--ja"]);
    assert_eq!(fs::read(office.draft(GOTHA)).unwrap(), gotha);
    assert_eq!(fs::read(office.draft(GREIZ)).unwrap(), greiz, "it may have gone out");
}

#[test]
fn a_deleted_draft_is_said_and_not_written_again() {
    let office = Office::posted();
    fs::remove_file(office.draft(GOTHA)).unwrap();
    assert!(office.offer(GOTHA).1.ends_with("; Entwurf gelöscht"), "{:?}", office.offer(GOTHA));
    office.ok(&["briefe", "--ja"]);
    assert!(!office.draft(GOTHA).exists());
    assert_eq!(office.standing(GOTHA), "Entwurf gelöscht");
    office.still(&["briefe", "--ja"]);
}

#[test]
fn a_draft_that_asks_for_a_day_that_is_over_stays_here_until_somebody_looks() {
    let office = Office::posted().at("2024-02-12");
    assert!(!office.offer(GOTHA).1.contains("versenden"), "the last day is a day");
    let office = office.at("2024-02-13");
    let hold = "vorerst nicht versenden: der erbetene Tag 12.02.2024 ist vorbei; Entwurf und Zeile löschen, dann entsteht ein neuer";
    assert!(office.offer(GOTHA).1.ends_with(hold), "{:?}", office.offer(GOTHA));
    // somebody has given Greiz more time
    edit(&office.draft(GREIZ), "12.\u{a0}Februar", "29.\u{a0}Februar");
    office.ok(&["briefe", "--ja"]);
    assert_eq!(office.standing(GOTHA), format!("Entwurf; {hold}"));
    assert_eq!(office.standing(GREIZ), "Entwurf; von Hand bearbeitet");
    assert!(
        !office.path("Ergebnisse/2024/Briefe").join(format!("Sammeldruck {OFFER}.docx")).exists()
    );
    assert_eq!(office.cell(REGISTER, "Versand", &[OFFER], "Briefe"), "3");
    office.still(&["briefe", "--ja"]);
    // it went out in time, and only its date was entered late
    office.all_sent("23.01.2024");
    assert_eq!(office.offer(GOTHA).0, "sent");
    assert_eq!(office.messages("D711"), []);
    office.all_sent("13.02.2024");
    assert_eq!(office.offer(GOTHA).0, "draft");
    assert_eq!(office.messages("D711").len(), 2);
}

#[test]
fn a_draft_whose_occasion_is_gone_must_not_be_sent_any_more() {
    let office = Office::posted();
    office.list(
        "Veranstaltungen.csv",
        "Datum;Art;Verband;Status;Form;offene Debatte;beteiligt;Rahmen\n\
         20.01.2024;Rechenschaftsbericht;KV Gotha;durchgeführt;Präsenz;ja;LV und LAus;Kreisparteitag\n",
    );
    assert_eq!(office.offered(GOTHA).0, "fulfilled");
    let (state, reason) = office.offer(GOTHA);
    assert_eq!(state, "draft");
    assert!(reason.contains("nicht mehr versenden: Z1c: aufgegriffen"), "{reason}");
    office.ok(&["lauf"]);
    assert_eq!(office.standing(GOTHA), "Entwurf; nicht mehr versenden: Z1c: aufgegriffen");
    assert_eq!(office.standing(GREIZ), "Entwurf");
    let tasks: Vec<String> =
        result(&office.path("Ergebnisse/2024/Auswertung 2024.xlsx"), "Zu tun").concat();
    assert!(tasks.contains(&format!("Entwurf „{OFFER}“ an {GOTHA}")), "{tasks:?}");
    // a year later none of them is for this year
    let office = office.at("2025-01-10");
    office.ok(&["lauf"]);
    assert_eq!(
        office.standing(GREIZ),
        "Entwurf; nicht mehr versenden: der Zeitraum 2024 ist vorbei"
    );
    // one line for all of them
    let tasks: Vec<String> =
        result(&office.path("Ergebnisse/2025/Auswertung 2025.xlsx"), "Zu tun").concat();
    let of = |what: &str| tasks.iter().filter(|text| text.contains(what)).collect::<Vec<_>>();
    assert_eq!(of("der Zeitraum 2024 ist vorbei").len(), 1, "{tasks:?}");
    let all = format!("3 Entwürfe „{OFFER}“ an {GOTHA}, {GREIZ} und Stadtverband Weimar");
    assert_eq!(of("Entwürfe „"), [&all]);
}

// ── a Termin ────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn a_termin_beside_the_answer_is_a_planned_event_everywhere() {
    let office = Office::posted();
    office.all_sent("23.01.2024");
    office.enter(REGISTER, "Postausgang", &[OFFER, GOTHA], "Termin", "14.09.2024");
    // the offer lacks something, so the day is what counts
    office.enter(REGISTER, "Postausgang", &[OFFER, GOTHA], "Zusagen", "persönlich vor Ort");
    let office = office.at("2024-04-30");
    let report = office.report();
    let verdict = |branch: &str| {
        let all = report["verdicts"].as_array().unwrap().iter();
        all.clone().find(|v| v["requirement"] == "Z1c" && v["subject"] == branch).unwrap().clone()
    };
    assert_eq!(verdict(GOTHA)["planned"], "2024-09-14");
    assert_eq!(verdict(GREIZ)["planned"], Value::Null);
    // the confirmation is due, or says what it lacks
    let (state, reason) = office.letters("bestaetigung-bericht", GOTHA)[0].clone();
    assert!(matches!(state.as_str(), "ready" | "incomplete"), "{state}: {reason}");
    assert!(reason.contains("14.09.2024"), "{reason}");
    assert_eq!(office.letters("bestaetigung-bericht", GREIZ)[0].0, "not_due");
    // whoever has named a day is not called
    office.ok(&["lauf"]);
    let tasks: Vec<String> =
        result(&office.path("Ergebnisse/2024/Auswertung 2024.xlsx"), "Zu tun").concat();
    assert!(!tasks.contains(&format!("{GOTHA} anrufen")), "{tasks:?}");
    assert!(tasks.contains(&format!("{GREIZ} anrufen")), "{tasks:?}");
    assert_eq!(
        office.standing(GOTHA),
        "Termin 14.09.2024; versandt am 23.01.2024 (Blatt „Versand“)"
    );
}

#[test]
fn a_termin_of_the_register_that_is_over_is_asked_about_until_a_list_has_it() {
    let office = Office::posted();
    office.all_sent("23.01.2024");
    office.enter(REGISTER, "Postausgang", &[OFFER, GOTHA], "Termin", "14.09.2024");
    let office = office.at("2024-09-20");
    let confirmation = || office.letters("bestaetigung-bericht", GOTHA)[0].clone();
    let asked = "Der Termin 14.09.2024 steht nur im Postausgang (";
    let (state, reason) = confirmation();
    assert_eq!(state, "not_due");
    assert!(reason.starts_with(asked) && reason.contains("O5"), "{reason}");
    // called off or held, the list knows
    for status in ["abgesagt", "durchgeführt"] {
        office.list(
            "Veranstaltungen.csv",
            &format!("{EVENTS}14.09.2024;Rechenschaftsbericht;KV Gotha;{status}\n"),
        );
        assert!(!confirmation().1.contains(asked), "{:?}", confirmation());
    }
}

#[test]
fn a_termin_beside_the_answer_to_a_reminder_is_one_too() {
    let office = Office::new();
    office.list(
        "Briefe.csv",
        &format!(
            "Brief;Empfänger;Zeitraum;versandt am;Zusagen;Termin\n{OFFER};{GOTHA};2024;22.01.2024;persönlich vor Ort;\nNachfrage zum Angebot;{GOTHA};2024;15.03.2024;;14.09.2024\n"
        ),
    );
    let office = office.at("2024-04-30");
    let report = office.report();
    let all = report["verdicts"].as_array().unwrap();
    let verdict = all.iter().find(|v| v["requirement"] == "Z1c" && v["subject"] == GOTHA).unwrap();
    assert_eq!(verdict["planned"], "2024-09-14", "{verdict}");
    let (state, reason) = office.letters("bestaetigung-bericht", GOTHA)[0].clone();
    assert_ne!(state, "not_due", "{reason}");
}

// ── the recipient list ──────────────────────────────────────────────────────────────────────────────

#[test]
fn the_recipient_list_is_a_workbook_before_anything_is_written() {
    let office = Office::new();
    office.list("Verbände.csv", &BRANCHES.replace("Gasse 2", ""));
    let said = office.ok(&["briefe", "--probe"]);
    assert!(said.ends_with("Probe: Es wurde kein Brief geschrieben."), "{said}");
    assert!(said.contains("Die Liste steht auch in Ergebnisse/2024/Briefliste.xlsx."), "{said}");
    assert!(!office.path(REGISTER).exists() && !office.path("Ergebnisse/2024/Briefe").exists());
    let list = |branch: &str| {
        let rows = result(&office.path("Ergebnisse/2024/Briefliste.xlsx"), "Briefliste");
        rows.into_iter()
            .find(|row| row.iter().any(|c| c == OFFER) && row.iter().any(|c| c == branch))
            .unwrap()
    };
    assert_eq!(list(GOTHA)[0], "fertig");
    assert_eq!(list(GREIZ)[0], "Angabe fehlt");
    assert!(list(GREIZ).last().unwrap().contains("Verbände.csv, Zelle C3"), "{:?}", list(GREIZ));
    office.still(&["briefe", "--probe"]);
    office.ok(&["briefe", "--ja"]);
    office.sent(GOTHA, "22.01.2024");
    office.ok(&["briefe", "--probe"]);
    assert_eq!(list(GOTHA)[0], "schon versandt");
    assert_eq!(list(WEIMAR)[0], "Entwurf");
    // somebody's notes in it stay
    fs::write(office.path("Ergebnisse/2024/Briefliste.xlsx"), "von Hand").unwrap();
    let said = office.ok(&["briefe", "--probe"]);
    assert!(said.contains("Briefliste (neu berechnet).xlsx"), "{said}");
    assert_eq!(fs::read(office.path("Ergebnisse/2024/Briefliste.xlsx")).unwrap(), b"von Hand");
}

const PRINT: &str = "Ergebnisse/2024/Briefe/Sammeldruck Angebot Rechenschaftsbericht.docx";

#[test]
fn what_goes_by_post_lies_in_one_file_until_it_is_sent() {
    let office = Office::posted();
    let print = office.path(PRINT);
    for branch in [GOTHA, GREIZ, WEIMAR] {
        assert!(says(&print, branch), "{branch}");
    }
    office.still(&["briefe", "--ja"]);

    // one is sent: two are left to print
    office.sent(GOTHA, "22.01.2024");
    office.ok(&["briefe", "--ja"]);
    assert!(!says(&print, GOTHA) && says(&print, GREIZ) && says(&print, WEIMAR));

    // all are sent: a print file would only be posted twice
    office.all_sent("22.01.2024");
    office.ok(&["briefe", "--ja"]);
    assert!(!print.exists());
    office.still(&["briefe", "--ja"]);
}

#[test]
fn a_letter_edited_by_hand_is_printed_by_itself() {
    let office = Office::posted();
    edit(&office.draft(GREIZ), "gern auf", "sehr gern auf");
    let said = office.ok(&["briefe", "--ja"]);
    let print = office.path(PRINT);
    assert!(says(&print, GOTHA) && says(&print, WEIMAR) && !says(&print, GREIZ));
    assert!(said.contains("Der Brief an Kreisverband Greiz wurde von Hand bearbeitet"), "{said}");
}

#[test]
fn a_print_file_somebody_has_edited_stays_and_is_named() {
    let office = Office::posted();
    let print = office.path(PRINT);
    edit(&print, "gern auf", "sehr gern auf");
    let before = fs::read(&print).unwrap();
    office.sent(GOTHA, "22.01.2024");
    let said = office.ok(&["briefe", "--ja"]);
    assert_eq!(fs::read(&print).unwrap(), before);
    assert!(said.contains("Dieser Sammeldruck wurde von Hand bearbeitet"), "{said}");
    office.all_sent("22.01.2024");
    office.ok(&["briefe", "--ja"]);
    assert_eq!(fs::read(&print).unwrap(), before);
}

#[test]
fn a_template_whose_pages_cannot_be_counted_together_gives_single_letters_and_says_why() {
    let office = Office::new();
    let starter =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/briefe/angebot-bericht.docx");
    let own = office.path("Vorlagen/angebot-bericht.docx");
    fs::create_dir(office.path("Vorlagen")).unwrap();
    fs::copy(starter, &own).unwrap();
    edit(
        &own,
        "<w:cols w:space=\"425\" w:num=\"1\"/>",
        "<w:pgNumType w:start=\"5\"/><w:cols w:space=\"425\" w:num=\"1\"/>",
    );
    let said = office.ok(&["briefe", "--ja"]);
    assert!(office.draft(GOTHA).exists() && !office.path(PRINT).exists());
    assert!(said.contains("D722") && said.contains("Seitenzahlen formatieren"), "{said}");
}

// ── what people do to the file ──────────────────────────────────────────────────────────────────────

#[test]
fn a_column_somebody_deleted_comes_back_and_no_date_gets_lost() {
    let office = Office::posted();
    office.all_sent("23.01.2024");
    let mut all = sheets(&office.path(REGISTER));
    let (_, rows) = all.iter_mut().find(|(name, _)| name == "Postausgang").unwrap();
    let at = rows[3].iter().position(|cell| cell == "Sendung").unwrap();
    for row in rows.iter_mut().filter(|row| row.len() > at) {
        row.remove(at);
    }
    save(&office.path(REGISTER), &all);
    assert_eq!(office.messages("D709").len(), 1, "until then it says so");
    let office = office.at("2024-01-31");
    office.ok(&["briefe", "--ja"]);
    assert_eq!(office.messages("D709"), []);
    assert_eq!(office.offer(GOTHA).0, "sent");
}

#[test]
fn a_sheet_of_their_own_called_versand_stays_beside_that_of_the_program() {
    let office = Office::new();
    let own = vec![vec!["Porto".to_owned(), "bezahlt".to_owned()]];
    let head = vec![vec!["Brief".to_owned(), "Empfänger".to_owned()]];
    save(&office.path(REGISTER), &[("Postausgang".to_owned(), head), ("Versand".to_owned(), own)]);
    office.ok(&["briefe", "--ja"]);
    let names = |office: &Office| -> Vec<String> {
        sheets(&office.path(REGISTER)).into_iter().map(|(name, _)| name).collect()
    };
    assert_eq!(names(&office), ["Postausgang", "Versand", "Versand (2)"]);
    assert_eq!(office.sheet(REGISTER, "Versand (2)")[0], ["Porto", "bezahlt"]);
    office.all_sent("22.01.2024");
    office.ok(&["briefe", "--ja"]);
    assert_eq!(names(&office), ["Postausgang", "Versand", "Versand (2)"]);
    assert_eq!(office.offer(GOTHA).0, "sent");
    office.still(&["briefe", "--ja"]);
}

#[test]
fn rows_that_still_lie_beside_the_register_are_no_other_version_of_it() {
    let office = Office::new();
    let lock = office.open(REGISTER);
    office.ok(&["briefe", "--ja"]);
    fs::remove_file(lock).unwrap();
    let waiting = fs::read(office.path(BESIDE)).unwrap();
    office.ok(&["briefe", "--ja"]);
    fs::write(office.path(BESIDE), waiting).unwrap();
    assert_eq!(office.messages("D111"), []);
    assert_eq!(office.offer(GOTHA).0, "draft");
    office.ok(&["briefe", "--ja"]);
    assert!(!office.path(BESIDE).exists());
}

#[test]
fn a_draft_open_in_word_waits_until_it_is_closed() {
    let office = Office::posted();
    office.list("Verbände.csv", &BRANCHES.replace("Markt 1", "Neue Gasse 11"));
    let lock = office.draft(GOTHA).with_file_name(format!("~$24-01-22 {GOTHA}.docx"));
    fs::write(&lock, [0_u8; 162]).unwrap();
    let said = office.ok(&["briefe", "--ja"]);
    assert!(said.contains("in Word geöffnet und wird erst danach erneuert"), "{said}");
    assert!(says(&office.draft(GOTHA), "Markt 1"));
    fs::remove_file(lock).unwrap();
    office.ok(&["briefe", "--ja"]);
    assert!(says(&office.draft(GOTHA), "Neue Gasse 11"));
}

/// With e-mail addresses; Gotha wants no paper.
const BY_EMAIL: &str = "Verband;Typ;Straße;PLZ;Ort;E-Mail;Briefpost;Generationswechsel kommunal;Generationswechsel lokal\n\
    Gotha;Kreisverband;Markt 1;99867;Gotha;gotha@example.org;nein;ja;ja\n\
    Greiz;Kreisverband;Gasse 2;07973;Greiz;greiz@example.org;ja;ja;ja\n";

/// The text of a draft.
fn text_of(office: &Office, branch: &str) -> String {
    word::text_of(fs::read(office.draft(branch)).unwrap()).unwrap()
}

fn has_mail(office: &Office, branch: &str) -> bool {
    office.draft(branch).with_extension("eml").exists()
}

#[test]
fn address_and_way_of_a_letter_are_decided_together() {
    let office = Office::new();
    office.list("Verbände.csv", BY_EMAIL);
    office.ok(&["briefe", "--ja"]);
    assert_eq!(office.cell(REGISTER, "Postausgang", &[OFFER, GOTHA], "Weg"), "");
    assert!(text_of(&office, GOTHA).contains("gotha@example.org") && has_mail(&office, GOTHA));
    assert!(text_of(&office, GREIZ).contains("Gasse 2") && !has_mail(&office, GREIZ));
    // a person decides otherwise for one letter each: window and way follow, an e-mail that no longer applies goes
    office.enter(REGISTER, "Postausgang", &[OFFER, GOTHA], "Weg", "Post");
    office.enter(REGISTER, "Postausgang", &[OFFER, GREIZ], "Weg", "E-Mail");
    office.ok(&["briefe", "--ja"]);
    let gotha = text_of(&office, GOTHA);
    assert!(gotha.contains("Markt 1") && !gotha.contains("gotha@example.org"), "{gotha}");
    assert!(!has_mail(&office, GOTHA));
    let greiz = text_of(&office, GREIZ);
    assert!(greiz.contains("greiz@example.org") && !greiz.contains("Gasse 2"), "{greiz}");
    assert!(has_mail(&office, GREIZ));
    // both: a postal address, and an e-mail
    office.enter(REGISTER, "Postausgang", &[OFFER, GREIZ], "Weg", "Post und E-Mail");
    office.ok(&["briefe", "--ja"]);
    assert!(text_of(&office, GREIZ).contains("Gasse 2") && has_mail(&office, GREIZ));
    // nothing entered: as the list says, today
    office.enter(REGISTER, "Postausgang", &[OFFER, GOTHA], "Weg", "");
    office.enter(REGISTER, "Postausgang", &[OFFER, GREIZ], "Weg", "");
    office.list("Verbände.csv", &BY_EMAIL.replace(";nein;", ";ja;"));
    office.ok(&["briefe", "--ja"]);
    assert!(text_of(&office, GOTHA).contains("Markt 1") && !has_mail(&office, GOTHA));
    assert!(text_of(&office, GREIZ).contains("Gasse 2") && !has_mail(&office, GREIZ));
}

#[test]
fn the_way_of_a_batch_holds_for_its_letters_that_say_nothing_themselves() {
    let office = Office::new();
    office.list("Verbände.csv", BY_EMAIL);
    office.ok(&["briefe", "--ja"]);
    office.enter(REGISTER, "Versand", &[OFFER], "Weg", "E-Mail");
    office.enter(REGISTER, "Postausgang", &[OFFER, GOTHA], "Weg", "Post");
    office.ok(&["briefe", "--ja"]);
    assert!(!has_mail(&office, GOTHA) && text_of(&office, GOTHA).contains("Markt 1"));
    assert!(has_mail(&office, GREIZ) && text_of(&office, GREIZ).contains("greiz@example.org"));
    assert_eq!(office.cell(REGISTER, "Postausgang", &[OFFER, GREIZ], "Weg"), "", "never copied");
    office.ok(&["lauf"]);
    office.still(&["lauf"]);
    // two ways for one batch: neither holds, and it is asked about once
    let mut all = sheets(&office.path(REGISTER));
    let (_, rows) = all.iter_mut().find(|(name, _)| name == "Versand").unwrap();
    let (row, column) = find(rows, &[OFFER], "Weg");
    let mut other = rows[row].clone();
    "Post".clone_into(&mut other[column]);
    rows.push(other);
    save(&office.path(REGISTER), &all);
    let asked = office.messages("D709");
    assert_eq!(asked.len(), 1, "{asked:?}");
    assert!(asked[0].1.contains("„E-Mail“") && asked[0].1.contains("„Post“"), "{asked:?}");
    office.ok(&["briefe", "--ja"]);
    assert!(!has_mail(&office, GREIZ));
}

#[test]
fn no_mail_promises_what_was_struck_from_the_letter() {
    let office = Office::new();
    office.list("Verbände.csv", BY_EMAIL);
    office.ok(&["briefe", "--ja"]);
    edit(&office.draft(GOTHA), "Rechenschaft", "gern Rechenschaft");
    office.ok(&["lauf"]);
    assert!(has_mail(&office, GOTHA), "all promises still stand there");
    edit(&office.draft(GOTHA), "offener Debatte", "Aussprache");
    let said = office.ok(&["lauf"]);
    assert!(!has_mail(&office, GOTHA), "it promised the debate");
    assert!(said.contains("D720"), "{said}");
    let asked = office.messages("D708");
    assert_eq!(asked.len(), 1, "{asked:?}");
    // confirmed without it: the text of the e-mail still has it
    let cell = office.cell(REGISTER, "Postausgang", &[OFFER, GOTHA], "Zusagen");
    let rest = format!("{}; bestätigt", cell.replace(DEBATE, ""));
    office.enter(REGISTER, "Postausgang", &[OFFER, GOTHA], "Zusagen", &rest);
    let said = office.ok(&["lauf"]);
    assert!(!has_mail(&office, GOTHA) && said.contains("D720"), "{said}");
    // somebody says that it all holds
    office.enter(REGISTER, "Postausgang", &[OFFER, GOTHA], "Zusagen", "alles");
    office.ok(&["lauf"]);
    assert!(has_mail(&office, GOTHA));
}

#[test]
fn the_mail_of_a_letter_that_was_sent_stays_and_so_does_one_somebody_has_edited() {
    let office = Office::new();
    office.list("Verbände.csv", &BY_EMAIL.replace(";ja;ja;ja", ";nein;ja;ja"));
    office.ok(&["briefe", "--ja"]);
    office.sent(GOTHA, "22.01.2024");
    fs::write(office.draft(GREIZ).with_extension("eml"), "von Hand").unwrap();
    office.enter(REGISTER, "Postausgang", &[OFFER, GOTHA], "Weg", "Post");
    office.enter(REGISTER, "Postausgang", &[OFFER, GREIZ], "Weg", "Post");
    office.ok(&["lauf"]);
    assert!(has_mail(&office, GOTHA) && has_mail(&office, GREIZ));
}
