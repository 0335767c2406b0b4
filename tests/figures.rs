//! Every figure is the same wherever it stands: in the sentence of the page, in the sheet it is counted from, in the
//! formulas as a spreadsheet program works them out, in the JSON. Made of the program itself, run on the samples.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::wildcard_enum_match_arm,
    clippy::allow_attributes,
    reason = "a test may stop loudly"
)]

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use calamine::{Data, Reader as _, Xlsx};
use serde_json::Value;
use tempfile::TempDir;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// The samples evaluated at the end of their second year.
struct Run {
    _folder: TempDir,
    workbook: Vec<u8>,
    /// The texts of both papers for the session, blanks as blanks.
    papers: [String; 2],
    json: Value,
}

static RUN: LazyLock<Run> = LazyLock::new(|| {
    let folder = TempDir::new().unwrap();
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    fs::create_dir(folder.path().join("Listen")).unwrap();
    for entry in fs::read_dir(samples.join("Listen")).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, folder.path().join("Listen").join(path.file_name().unwrap())).unwrap();
    }
    fs::copy(samples.join("Einstellungen.xlsx"), folder.path().join("Einstellungen.xlsx")).unwrap();
    let run = |command: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_beschlusskontrolle"))
            .args(command)
            .arg(folder.path())
            .args(["--stichtag", "2024-12-31"])
            .output()
            .unwrap()
    };
    let done = run(&["auswerten"]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let workbook = fs::read(folder.path().join("Ergebnisse/2024/Auswertung 2024.xlsx")).unwrap();
    let papers = ["Sitzungsvorlage 2024", "Sitzungsvorlage 2024 (zur Weitergabe)"]
        .map(|name| text(&folder.path().join(format!("Ergebnisse/2024/{name}.docx"))));
    let json = serde_json::from_slice(&run(&["pruefen", "--json"]).stdout).unwrap();
    Run { _folder: folder, workbook, papers, json }
});

/// The text of a Word file without its marks.
fn text(path: &Path) -> String {
    let mut archive = ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
    let mut xml = String::new();
    archive.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
    let paragraphs = xml.replace("</w:p>", " ");
    let text: String = paragraphs
        .split('<')
        .map(|part| part.split_once('>').map_or(part, |(_, text)| text))
        .collect();
    text.replace('\u{a0}', " ")
}

type Cells = BTreeMap<(String, u32, u32), String>;

/// The value of every filled cell.
fn values(workbook: &[u8]) -> Cells {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(workbook)).unwrap();
    let mut cells = Cells::new();
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).unwrap();
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let place = (
                name.clone(),
                top + u32::try_from(row).unwrap(),
                left + u32::try_from(column).unwrap(),
            );
            let text = match value {
                Data::Float(n) => format!("{n}"),
                Data::Int(n) => format!("{n}"),
                other => other.to_string(),
            };
            cells.insert(place, text);
        }
    }
    cells
}

/// Where formulas stand.
fn formulas(workbook: &[u8]) -> Cells {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(workbook)).unwrap();
    let mut cells = Cells::new();
    for name in book.sheet_names() {
        let range = book.worksheet_formula(&name).unwrap();
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, formula) in range.used_cells().filter(|(.., f)| !f.is_empty()) {
            let place = (
                name.clone(),
                top + u32::try_from(row).unwrap(),
                left + u32::try_from(column).unwrap(),
            );
            cells.insert(place, formula.clone());
        }
    }
    cells
}

/// The workbook without the results of its formulas, so that whoever opens it has to work them out.
fn without_results(workbook: &[u8]) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(workbook)).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        if name.starts_with("xl/worksheets/sheet") {
            let text = String::from_utf8(bytes).unwrap();
            let mut parts = text.split("</f><v>");
            let mut stripped = parts.next().unwrap().to_owned();
            for part in parts {
                stripped.push_str("</f>");
                stripped.push_str(part.split_once("</v>").unwrap().1);
            }
            bytes = stripped.into_bytes();
        }
        writer.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        writer.write_all(&bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// As LibreOffice works it out; `None` where it is not installed.
fn worked_out(workbook: &[u8]) -> Option<Vec<u8>> {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("A.xlsx");
    fs::write(&file, workbook).unwrap();
    let profile =
        format!("-env:UserInstallation=file://{}", folder.path().join("profil").display());
    let to: PathBuf = folder.path().join("aus");
    let output = Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"])
        .arg(&to)
        .arg(&file)
        .output();
    let Ok(output) = output else {
        eprintln!("übersprungen: LibreOffice (soffice) fehlt");
        return None;
    };
    let Ok(bytes) = fs::read(to.join("A.xlsx")) else {
        eprintln!(
            "übersprungen: LibreOffice rechnet hier nicht: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        return None;
    };
    Some(bytes)
}

#[test]
fn every_formula_gives_what_the_file_says_it_gives() {
    let workbook = &RUN.workbook;
    let Some(calculated) = worked_out(&without_results(workbook)) else { return };
    let (cached, now) = (values(workbook), values(&calculated));
    let formulas = formulas(workbook);
    assert!(formulas.len() > 10, "the workbook counts live: {formulas:?}");
    for (place, formula) in &formulas {
        let there = cached.get(place).map_or("", String::as_str);
        assert_eq!(now.get(place).map_or("", String::as_str), there, "{place:?} ={formula}");
    }
}

/// The counted row of a sign below the branches, by the head of its column.
fn counted(cells: &Cells, label: &str) -> BTreeMap<String, u32> {
    let of = |row: u32, column: u32| {
        cells.get(&("Verbände".to_owned(), row, column)).cloned().unwrap_or_default()
    };
    let row = (0..200).find(|row| of(*row, 0) == label);
    let Some(row) = row else { return BTreeMap::new() };
    (1..60)
        .filter(|column| !of(row, *column).is_empty())
        .map(|column| (of(3, column), of(row, column).parse().unwrap()))
        .collect()
}

#[test]
fn the_sums_below_the_branches_are_the_totals_of_the_json() {
    let cells = values(&RUN.workbook);
    let totals = RUN.json["totals"].as_array().unwrap();
    let mut compared = 0;
    for (label, key) in [
        ("Anzahl ✓", "fulfilled"),
        ("Anzahl ◐", "partial"),
        ("Anzahl ○", "open"),
        ("Anzahl ●", "missed"),
        ("Anzahl ?", "undetermined"),
        ("Anzahl –", "not_applicable"),
        ("Ausnahmen", "exempt"),
    ] {
        let sums = counted(&cells, label);
        for total in totals.iter().filter(|total| total["of"].as_u64().unwrap() > 1) {
            let column = format!("{} Stand", total["requirement"].as_str().unwrap());
            let expected = u32::try_from(total[key].as_u64().unwrap()).unwrap();
            assert_eq!(sums.get(&column).copied().unwrap_or(0), expected, "{column} {key}");
            compared += 1;
        }
    }
    assert!(compared >= 14, "{compared}");
}

#[test]
fn the_sentence_the_chart_and_the_ladder_say_the_same() {
    let cells = values(&RUN.workbook);
    let of = |sheet: &str, row: u32, column: u32| {
        cells.get(&(sheet.to_owned(), row, column)).cloned().unwrap_or_default()
    };
    let step = |label: &str| -> String {
        let row = (0..40).find(|row| of("Jahre", *row, 1) == label).unwrap();
        of("Jahre", row, 2)
    };
    let sentence = (0..10)
        .map(|row| of("Übersicht", row, 0))
        .find(|text| text.contains("zugesagt haben"))
        .unwrap();
    for (said, label) in [
        (format!("{} von ", step("angeboten")), "angeboten"),
        (format!("zugesagt haben {}", step("zugesagt")), "zugesagt"),
        (format!("stattgefunden hat es bei {}", step("gehalten")), "gehalten"),
        (format!("bei {} davon mit allem", step("wie vorgesehen")), "wie vorgesehen"),
    ] {
        assert!(sentence.contains(&said), "{label}: „{said}“ in „{sentence}“");
    }
    for paper in &RUN.papers {
        assert!(paper.contains(&sentence), "the sentence of the page stands in the paper");
    }
}

#[test]
fn page_and_papers_say_the_ranges_of_the_json() {
    let cells = values(&RUN.workbook);
    for total in RUN.json["totals"].as_array().unwrap() {
        let (least, most, of) = (
            total["at_least"].as_u64().unwrap(),
            total["at_most"].as_u64().unwrap(),
            total["of"].as_u64().unwrap(),
        );
        if of < 3 || least == 0 {
            continue;
        }
        let id = total["requirement"].as_str().unwrap();
        let stand = (0..40)
            .find(|row| {
                cells.get(&("Übersicht".to_owned(), *row, 0)).is_some_and(|cell| cell == id)
            })
            .and_then(|row| cells.get(&("Übersicht".to_owned(), row, 4)))
            .unwrap();
        let range = match most - least {
            0 => format!("bei {least} von {of} Verbänden"),
            1 => format!("bei {least} oder {most} von {of} Verbänden"),
            _ => format!("bei {least} bis {most} von {of} Verbänden"),
        };
        assert!(stand.starts_with(&range), "{id}: „{range}“ in „{stand}“");
        for paper in &RUN.papers {
            assert!(paper.contains(&range), "{id}: „{range}“ in the paper");
        }
    }
}
