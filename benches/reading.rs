//! What reading a list of 500,000 events costs: `cargo bench --bench reading`.
//!
//! Three ways, each in a process of its own, so that its memory is its own: calamine's streaming reader with nothing built from
//! the cells; our reader in one process; our reader with a process for the list, as the program does it. Time is the best of
//! five, memory the highest there ever was (`VmHWM`, Linux only; elsewhere „n/a“). The list is written once into the folder
//! for temporary files.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::allow_attributes,
    reason = "a measurement may stop loudly"
)]

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use beschlusskontrolle::io::list_folder;
use beschlusskontrolle::io::reading_process::{COMMAND, Readers};
use calamine::{Reader as _, Xlsx};
use zip::write::SimpleFileOptions;

const ROWS: u32 = 500_000;
const COLUMNS: u32 = 14;
const CELLS: usize = (ROWS as usize + 1) * COLUMNS as usize;
const ROUNDS: u32 = 5;
const WAYS: [&str; 3] = ["calamine", "here", "apart"];

fn main() {
    let file = std::env::temp_dir().join(format!("beschlusskontrolle-{ROWS}")).join("Termine.xlsx");
    if !file.exists() {
        write_list(&file);
    }
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(way) = arguments.iter().find(|word| WAYS.contains(&word.as_str())) {
        return measure(way, &file);
    }
    println!(
        "{ROWS} events, {COLUMNS} columns, {}",
        megabytes(fs::metadata(&file).ok().map(|file| file.len()))
    );
    for way in WAYS {
        let output = Command::new(std::env::current_exe().unwrap()).arg(way).output().unwrap();
        print!("{}", String::from_utf8_lossy(&output.stdout));
    }
}

fn measure(way: &str, file: &Path) {
    let folder = file.parent().unwrap();
    let apart = Readers::processes_of(PathBuf::from(env!("CARGO_BIN_EXE_beschlusskontrolle")));
    let of_children = AtomicU64::new(0);
    let done = AtomicBool::new(false);
    let mut best = Duration::MAX;
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                of_children.fetch_max(children_memory(), Ordering::Relaxed);
                std::thread::sleep(Duration::from_millis(5));
            }
        });
        for _ in 0..ROUNDS {
            let begun = Instant::now();
            let cells = match way {
                "calamine" => calamine_alone(file),
                "here" => cells(list_folder::read(folder, &[])),
                _ => cells(list_folder::read_by(&apart, folder, &[])),
            };
            best = best.min(begun.elapsed());
            assert_eq!(cells, CELLS, "{way}");
        }
        done.store(true, Ordering::Relaxed);
    });
    println!(
        "{way:<9} {:>6.2} s   memory {}, reading process {}",
        best.as_secs_f64(),
        megabytes(memory("self")),
        megabytes(Some(of_children.into_inner()).filter(|bytes| *bytes > 0)),
    );
}

/// Nothing is built: the floor.
fn calamine_alone(file: &Path) -> usize {
    let mut book = Xlsx::new(BufReader::new(File::open(file).unwrap())).unwrap();
    let mut cells = book.worksheet_cells_reader("2024").unwrap();
    let mut count = 0;
    while let Some(cell) = cells.next_cell().unwrap() {
        std::hint::black_box(cell);
        count += 1;
    }
    count
}

fn cells<D>((files, _): (Vec<beschlusskontrolle::intake::InputFile>, D)) -> usize {
    let tables = files.iter().flat_map(|file| file.tables.iter().flatten());
    tables.flat_map(|table| table.rows.iter()).map(|row| row.cells.len()).sum()
}

/// Highest memory of a process so far, in bytes.
fn memory(process: &str) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix(" kB")?.parse::<u64>().ok()? << 10)
}

fn children_memory() -> u64 {
    let own = std::process::id().to_string();
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    processes
        .filter_map(|process| {
            let name = process.file_name().into_string().ok()?;
            // between its start and its own program a process still has the memory of the one that started it
            let words = fs::read(process.path().join("cmdline")).ok()?;
            let reads = words.split(|b| *b == 0).any(|word| word == COMMAND.as_bytes());
            let status =
                fs::read_to_string(process.path().join("status")).ok().filter(|_| reads)?;
            let parent = status.lines().find_map(|line| line.strip_prefix("PPid:"))?;
            if parent.trim() == own { memory(&name) } else { None }
        })
        .max()
        .unwrap_or(0)
}

fn megabytes(bytes: Option<u64>) -> String {
    bytes.map_or_else(|| "n/a".to_owned(), |bytes| format!("{} MB", bytes >> 20))
}

/// The list as Excel writes it: texts shared, days as numbers with a format.
fn write_list(path: &Path) {
    const TYPES: &str = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"#;
    const RELS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    const BOOK: &str = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="2024" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
    const BOOK_RELS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#;
    const STYLES: &str = r#"<?xml version="1.0"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="20"/></cellXfs></styleSheet>"#;
    const NAMESPACE: &str = r#"xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main""#;
    let labels = [
        "Nr.",
        "Datum",
        "bis",
        "Uhrzeit",
        "Art",
        "Verband",
        "Ort",
        "Form",
        "Rahmen",
        "beteiligt",
        "offene Debatte",
        "Themen",
        "Status",
        "Teilnehmende",
    ];
    let mut texts: Vec<String> = labels.iter().map(|label| (*label).to_owned()).collect();
    let common = u32::try_from(texts.len()).unwrap();
    texts.extend((0..200).map(|n| format!("Angabe Nummer {n}")));
    let themes = u32::try_from(texts.len()).unwrap();
    // one theme in two rows
    texts.extend((0..ROWS / 2).map(|n| format!("Arbeitsschwerpunkte und Aussprache, Teil {n}")));

    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let unfinished = path.with_extension("part");
    let mut package = zip::ZipWriter::new(BufWriter::new(File::create(&unfinished).unwrap()));
    let start = |package: &mut zip::ZipWriter<_>, name: &str| {
        package.start_file(name, SimpleFileOptions::default()).unwrap();
    };
    for (name, text) in [
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", RELS),
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", BOOK_RELS),
        ("xl/styles.xml", STYLES),
    ] {
        start(&mut package, name);
        package.write_all(text.as_bytes()).unwrap();
    }
    start(&mut package, "xl/sharedStrings.xml");
    write!(package, r#"<?xml version="1.0"?><sst {NAMESPACE}>"#).unwrap();
    for text in &texts {
        write!(package, "<si><t>{text}</t></si>").unwrap();
    }
    write!(package, "</sst>").unwrap();
    start(&mut package, "xl/worksheets/sheet1.xml");
    write!(package, r#"<?xml version="1.0"?><worksheet {NAMESPACE}><sheetData>"#).unwrap();
    let mut row = String::new();
    for number in 0..=ROWS {
        row.clear();
        let line = number + 1;
        let _ = write!(row, r#"<row r="{line}">"#);
        for (column, letter) in (0..COLUMNS).zip('A'..) {
            let (kind, value) = match column {
                _ if number == 0 => (r#" t="s""#, f64::from(column)),
                0 => ("", f64::from(number)),
                1 | 2 => (r#" s="1""#, f64::from(45_292 + number % 366)),
                3 => (r#" s="2""#, f64::from(number % 24) / 24.0),
                11 => (r#" t="s""#, f64::from(themes + number / 2 % (ROWS / 2))),
                13 => ("", f64::from(number % 90)),
                _ => (r#" t="s""#, f64::from(common + (number * 7 + column * 13) % 200)),
            };
            let _ = write!(row, r#"<c r="{letter}{line}"{kind}><v>{value}</v></c>"#);
        }
        row.push_str("</row>");
        package.write_all(row.as_bytes()).unwrap();
    }
    write!(package, "</sheetData></worksheet>").unwrap();
    package.finish().unwrap().flush().unwrap();
    fs::rename(unfinished, path).unwrap();
}
