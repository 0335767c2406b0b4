//! What workbooks of every format say besides plain values: what is hidden, filtered, merged, struck through, and what a
//! format makes of a value.
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

mod support;
#[path = "support/layout.rs"]
mod workbooks;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use beschlusskontrolle::decisions::Decisions;
use beschlusskontrolle::diagnostic::Diagnostics;
use beschlusskontrolle::domain::AsOf;
use beschlusskontrolle::io::cells::{Fault, Grid};
use beschlusskontrolle::io::{list_folder, sniff, workbook_reader};
use beschlusskontrolle::table::{CellValue, Region, Table};
use beschlusskontrolle::{intake, resolution};
use chrono::NaiveDate;
use rust_xlsxwriter::{Format, Formula, Workbook};

fn fixture(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)).unwrap()
}

fn read(bytes: &[u8]) -> Result<Vec<Table>, Fault> {
    let mut grid = Grid::new("Liste");
    workbook_reader::read(sniff::sniff(bytes), bytes, &mut grid)?;
    Ok(grid.finish().1)
}

/// The workbook of `support/layout.rs` in every format.
fn every_format() -> [(&'static str, Vec<u8>); 4] {
    [
        (".xlsx", workbooks::workbook()),
        (".xlsb", workbooks::workbook_xlsb(false)),
        (".xls", fixture("Gestaltung.xls")),
        (".ods", fixture("Gestaltung.ods")),
    ]
}

/// The visible sheet of every format, with the name of the format.
fn first_sheets() -> Vec<(&'static str, Table)> {
    every_format()
        .into_iter()
        .map(|(format, bytes)| (format, read(&bytes).unwrap().swap_remove(0)))
        .collect()
}

/// A cell by the row Excel shows.
fn cell(table: &Table, row: u32, column: u16) -> Option<&CellValue> {
    table.rows.iter().find(|r| r.number + 1 == row)?.cell(column)
}

fn text(table: &Table, row: u32, column: u16) -> String {
    match cell(table, row, column) {
        Some(CellValue::Text(text)) => text.to_string(),
        other => panic!("{other:?}"),
    }
}

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

#[test]
fn a_tick_in_a_symbol_font_is_read_as_the_tick_people_see() {
    for (format, table) in first_sheets() {
        assert_eq!(text(&table, 2, 3), "✓", "„ü“ in Wingdings, {format}");
        assert_eq!(text(&table, 3, 3), "✗", "„O“ in Wingdings 2, {format}");
        assert_eq!(text(&table, 2, 4), "✓ erledigt", "only the „ü“ is in Wingdings, {format}");
        if format != ".xlsb" {
            assert_eq!(text(&table, 4, 3), "✓", "„a“ in Webdings, {format}");
            assert_eq!(text(&table, 5, 3), "ü", "in Arial it is a letter, {format}");
        }
    }
}

#[test]
fn a_month_stays_a_month_and_a_year_a_year() {
    for (format, table) in first_sheets() {
        let value = |row| cell(&table, row, 0).unwrap();
        assert_eq!(*value(2), CellValue::Date(date(2024, 5, 4)), "TT.MM.JJJJ, {format}");
        assert_eq!(*value(3), CellValue::Month(date(2024, 5, 1)), "MMM JJJJ, {format}");
        assert_eq!(*value(4), CellValue::Number(2024.0), "JJJJ, {format}");
        if format != ".xlsb" {
            assert_eq!(*value(5), CellValue::Month(date(2024, 5, 1)), "MM/JJJJ, {format}");
        }
    }
}

#[test]
fn what_is_hidden_filtered_or_merged_is_known_in_every_format() {
    for (format, table) in first_sheets() {
        let layout = &table.layout;
        assert_eq!(layout.hidden_rows, [(5, 6)], "6 by the filter, 7 by hand, {format}");
        assert!(layout.is_hidden_row(6) && !layout.is_hidden_row(4), "{format}");
        assert_eq!(layout.hidden_columns, [(5, 5)], "column F, {format}");
        assert!(layout.filtered, "{format}");
        let region = |first_row, first_column, last_row, last_column| Region {
            first_row,
            first_column,
            last_row,
            last_column,
        };
        assert_eq!(layout.merges, [region(7, 2, 8, 2), region(9, 0, 9, 6)], "{format}");
        assert!(!layout.hidden && !layout.date1904, "{format}");
    }
}

#[test]
fn a_cell_is_struck_through_if_all_of_its_text_is() {
    for (format, table) in first_sheets() {
        // G3 as a whole, E3 in two parts; of E4 only one part
        assert_eq!(table.layout.struck, BTreeSet::from([(2, 4), (2, 6)]), "{format}");
    }
}

#[test]
fn an_error_is_an_error_in_every_format() {
    for (format, table) in first_sheets() {
        assert_eq!(*cell(&table, 11, 0).unwrap(), CellValue::Error("#N/A".into()), "{format}");
    }
}

#[test]
fn hidden_sheets_are_handed_over_and_say_so() {
    for (format, bytes) in every_format() {
        let sheets: Vec<_> = read(&bytes)
            .unwrap()
            .into_iter()
            .map(|table| (table.source.sheet.clone().unwrap(), table.layout.hidden))
            .collect();
        let expected = [("Termine 2024", false), ("Verborgen", true), ("Tief verborgen", true)];
        assert_eq!(sheets, expected.map(|(name, hidden)| (name.to_owned(), hidden)), "{format}");
    }
}

#[test]
fn the_three_programs_agree_on_every_cell() {
    let [xlsx, _, xls, ods] = every_format().map(|(_, bytes)| read(&bytes).unwrap());
    assert_eq!(xls, xlsx);
    assert_eq!(ods, xlsx);
}

#[test]
fn days_counted_from_1904_are_right_and_a_plain_number_says_how_it_counts() {
    for (format, bytes) in [
        (".xlsx", workbooks::workbook_1904()),
        (".xlsb", workbooks::workbook_xlsb(true)),
        (".xls", fixture("Gestaltung-1904.xls")),
        (".ods", fixture("Gestaltung-1904.ods")),
    ] {
        let table = read(&bytes).unwrap().swap_remove(0);
        assert!(table.layout.date1904, "{format}");
        assert_eq!(*cell(&table, 2, 0).unwrap(), CellValue::Date(date(2024, 5, 4)), "{format}");
        if format != ".xlsb" {
            assert_eq!(*cell(&table, 2, 1).unwrap(), CellValue::Number(43_954.0), "{format}");
            let may = CellValue::Month(date(2024, 5, 1));
            assert_eq!(*cell(&table, 2, 2).unwrap(), may, "{format}");
        }
    }
}

#[test]
fn a_formula_without_a_result_is_told_beside_blank_cells_with_borders() {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    page.write(0, 0, "Datum").unwrap();
    page.write_blank(1, 0, &Format::new().set_bold()).unwrap();
    page.write_formula(2, 0, Formula::new("=A1+1")).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let bytes = workbooks::patched(bytes, "xl/worksheets/sheet1.xml", |xml| {
        xml.replace("</f><v>0</v>", "</f>")
    });
    let table = read(&bytes).unwrap().swap_remove(0);
    assert_eq!(table.rows.len(), 2);
    assert_eq!(*cell(&table, 3, 0).unwrap(), CellValue::FormulaWithoutValue);
    // OpenDocument: the result is missing beside the formula
    let ods = workbooks::patched(fixture("Gestaltung.ods"), "content.xml", |xml| {
        let formula = "table:formula=\"of:=NA()\"";
        let (before, rest) = xml.split_once(formula).unwrap();
        let (_, after) = rest.split_once("</table:table-cell>").unwrap();
        format!("{before}{formula}></table:table-cell>{after}")
    });
    let table = read(&ods).unwrap().swap_remove(0);
    assert_eq!(*cell(&table, 11, 0).unwrap(), CellValue::FormulaWithoutValue);
}

#[test]
fn an_opendocument_file_indented_for_human_readers_says_the_same() {
    let indented = workbooks::patched(fixture("Gestaltung.ods"), "content.xml", |xml| {
        let xml = xml.replace("<table:table-cell", "\n   <table:table-cell");
        xml.replace("</table:table-row>", "\n  </table:table-row>\n")
    });
    assert_eq!(read(&indented).unwrap(), read(&fixture("Gestaltung.ods")).unwrap());
}

#[test]
fn a_filter_with_arrows_and_nothing_chosen_is_no_filter() {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    page.write(0, 0, "Datum").unwrap();
    page.autofilter(0, 0, 4, 2).unwrap();
    let table = read(&book.save_to_buffer().unwrap()).unwrap().swap_remove(0);
    assert!(!table.layout.filtered);
}

#[test]
fn a_filter_in_a_table_of_excel_counts() {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    page.add_table(0, 0, 3, 1, &rust_xlsxwriter::Table::new()).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    assert!(!read(&bytes).unwrap()[0].layout.filtered);
    let bytes = workbooks::patched(bytes, "xl/tables/table1.xml", |xml| {
        let column =
            "<filterColumn colId=\"0\"><filters><filter val=\"x\"/></filters></filterColumn>";
        xml.replace(
            "<autoFilter ref=\"A1:B4\"/>",
            &format!("<autoFilter ref=\"A1:B4\">{column}</autoFilter>"),
        )
    });
    assert!(read(&bytes).unwrap()[0].layout.filtered);
}

#[test]
fn the_intake_reads_no_hidden_sheet_silently() {
    let mut book = Workbook::new();
    for (name, hidden) in [("2024", false), ("2023", true)] {
        let page = book.add_worksheet().set_name(name).unwrap();
        page.set_hidden(hidden);
        page.write_row(0, 0, ["Datum", "Art", "Verband", "Status"]).unwrap();
        page.write_row(1, 0, ["04.05.2024", "Versammlung", "KV Gotha", "durchgeführt"]).unwrap();
    }
    let folder = tempfile::TempDir::new().unwrap();
    fs::write(folder.path().join("Termine.xlsx"), book.save_to_buffer().unwrap()).unwrap();
    let mut diagnostics = Diagnostics::default();
    let resolution =
        resolution::load(&mut diagnostics, resolution::BUILTIN_TOML, resolution::BUILTIN_WORDING)
            .unwrap();
    let (files, _) = list_folder::read(folder.path(), &[]);
    let as_of = AsOf(date(2025, 1, 1));
    let found =
        intake::records(&mut diagnostics, &resolution, &files, &Decisions::default(), as_of);
    let sheets: Vec<_> = found.inputs.iter().map(|input| input.sheet.as_deref()).collect();
    assert_eq!(sheets, [Some("2024")]);
}

/// The workbooks LibreOffice turns into the others (see fixtures/README.md); `UPDATE_EXPECT=1` writes them anew.
#[test]
fn the_fixtures_are_what_their_writers_make() {
    let write = |name: &str, bytes: Vec<u8>| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            fs::write(path, bytes).unwrap();
        } else {
            assert!(fs::read(path).unwrap() == bytes, "{name}");
        }
    };
    write("Gestaltung.xlsx", workbooks::workbook());
    write("Gestaltung.xlsb", workbooks::workbook_xlsb(false));
    write("Gestaltung-1904.xlsx", workbooks::workbook_1904());
}
