//! The evaluation workbook: what stands on each sheet, and that the written file says the same.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::wildcard_enum_match_arm,
    clippy::string_slice,
    clippy::allow_attributes,
    reason = "a test may stop loudly"
)]

mod office;

use std::collections::BTreeMap;
use std::io::Cursor;

use beschlusskontrolle::io::excel_writer::write;
use beschlusskontrolle::sheets::{Block, Cell, Sheet, View, Workbook, evaluation};
use calamine::{Data, Reader, Xlsx};

use office::{Office, office};

fn workbook(office: &Office) -> Workbook {
    let other_files = BTreeMap::from([("Postausgang.xlsx".to_owned(), "..\\..\\Postausgang.xlsx".to_owned())]);
    evaluation(&View {
        resolution: &office.resolution,
        records: &office.records,
        assessment: &office.assessment,
        letters: &office.letters,
        diagnostics: &office.diagnostics,
        inputs: &office.inputs,
        list_folder: "..\\..\\Listen",
        other_files: &other_files,
        contact: Some("0361 555 01"),
        version: "0.1.0",
    })
}

fn rows(sheet: &Sheet) -> Vec<(u32, u16, &Cell)> {
    let mut row = 0;
    let mut found = vec![];
    for block in &sheet.blocks {
        match block {
            Block::Line(line) => found.extend(line.spans.iter().map(|s| (row, s.column, &s.cell))),
            Block::Table(table) => {
                for (r, cells) in (row + 1..).zip(&table.rows) {
                    found.extend((0..).zip(cells).map(|(c, cell)| (r, c, cell)));
                }
            }
        }
        row += block.rows();
    }
    found
}

#[test]
fn written_cells_read_back_the_same() {
    let office = office();
    let book = workbook(&office);
    let bytes = write(&book).unwrap();
    if let Ok(folder) = std::env::var("WORKBOOK_OUT") {
        std::fs::write(format!("{folder}/Auswertung 2024.xlsx"), &bytes).unwrap();
    }
    let mut file: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    for sheet in &book.sheets {
        let range = file.worksheet_range(&sheet.name).unwrap();
        for (row, column, cell) in rows(sheet) {
            let there = range.get_value((row, u32::from(column)));
            match cell {
                Cell::Number(n) | Cell::Formula { result: n, .. } => {
                    assert_eq!(there, Some(&Data::Float(f64::from(*n))), "{} {row} {column}", sheet.name);
                }
                Cell::Empty => assert!(matches!(there, None | Some(Data::Empty)), "{there:?}"),
                _ => assert_eq!(
                    there.map(ToString::to_string).unwrap_or_default(),
                    cell.shown(),
                    "{} {row} {column}",
                    sheet.name
                ),
            }
        }
    }
}

#[test]
fn two_writes_are_byte_identical() {
    let (a, b) = (office(), office());
    assert!(write(&workbook(&a)).unwrap() == write(&workbook(&b)).unwrap());
}
