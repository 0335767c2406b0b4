//! Writes the sample workspace: the lists of an invented state office in Thuringia, as an office would really keep them.
//!
//! `cargo run --example make_samples` writes `samples/` anew; two runs write the same bytes. The places are real, the
//! people, addresses and numbers are not. What each oddity is meant to show stands in `samples/README.md`.
//!
//! A cell is written as a short text: `2024-05-04` is a date, `#120` a number, anything else text, an empty string no cell.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::allow_attributes,
    reason = "a generator may stop loudly"
)]

use std::fs;
use std::path::Path;

use beschlusskontrolle::commands::settings_form;
use beschlusskontrolle::diagnostic::Diagnostics;
use beschlusskontrolle::domain::AsOf;
use beschlusskontrolle::io::excel_writer;
use beschlusskontrolle::resolution;
use beschlusskontrolle::settings::{BodyColumn, Setting};
use chrono::NaiveDate;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatBorder, Workbook, Worksheet};

#[path = "generator/lists.rs"]
mod lists;
#[path = "generator/logo.rs"]
mod logo;

/// A sheet as an office keeps it: perhaps a title above the header, then rows.
pub struct List {
    pub sheet: &'static str,
    /// Lines above the header; a list that is only a list has none.
    pub title: &'static [&'static str],
    /// First column: some tables begin at B.
    pub indent: u16,
    /// Labels, separated by ` | `.
    pub header: &'static str,
    /// Cells, separated by ` | `; trailing empty ones may be left out.
    pub rows: &'static [&'static str],
}

impl List {
    fn labels(&self) -> Vec<&'static str> {
        cells(self.header)
    }

    /// Each row as long as the header.
    fn cells(&self) -> Vec<Vec<&'static str>> {
        let width = self.labels().len();
        self.rows
            .iter()
            .map(|row| {
                let mut cells = cells(row);
                assert!(cells.len() <= width, "more cells than labels: {row}");
                cells.resize(width, "");
                cells
            })
            .collect()
    }
}

fn cells(line: &'static str) -> Vec<&'static str> {
    line.split('|').map(str::trim).collect()
}

fn main() {
    let root = std::env::args().nth(1).unwrap_or_else(|| "samples".to_owned());
    let root = Path::new(&root);
    let folder = root.join("Listen");
    fs::create_dir_all(&folder).unwrap();
    for (name, sheets) in lists::WORKBOOKS {
        fs::write(folder.join(name), workbook(sheets)).unwrap();
    }
    fs::write(folder.join("Vorlagen an den LAus.csv"), windows_text(&lists::PAPERS)).unwrap();
    fs::write(root.join("Einstellungen.xlsx"), settings()).unwrap();
    fs::write(root.join("Logo.png"), logo::png()).unwrap();
    println!("{}: {} Listen geschrieben", folder.display(), lists::WORKBOOKS.len() + 1);
}

fn workbook(sheets: &[List]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let made = ExcelDateTime::from_ymd(2024, 1, 2).unwrap();
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
    for list in sheets {
        fill(workbook.add_worksheet(), list);
    }
    workbook.save_to_buffer().unwrap()
}

fn fill(sheet: &mut Worksheet, list: &List) {
    sheet.set_name(list.sheet).unwrap();
    let title = Format::new().set_bold().set_font_size(14);
    let small = Format::new().set_italic();
    let head = Format::new().set_bold().set_border_bottom(FormatBorder::Thin).set_text_wrap();
    let day = Format::new().set_num_format("dd.mm.yyyy");
    for (row, line) in (0..).zip(list.title) {
        let format = if row == 0 { &title } else { &small };
        sheet.write_with_format(row, list.indent, *line, format).unwrap();
    }
    // a blank line between title and header
    let header_row = match u32::try_from(list.title.len()).unwrap() {
        0 => 0,
        lines => lines + 1,
    };
    let rows = list.cells();
    for (n, (column, label)) in (list.indent..).zip(list.labels()).enumerate() {
        sheet.write_with_format(header_row, column, label, &head).unwrap();
        let widest = rows.iter().map(|row| row[n].chars().count()).max().unwrap_or(0);
        let width = widest.clamp(label.chars().count(), 44);
        sheet.set_column_width(column, f64::from(u32::try_from(width).unwrap()) + 2.0).unwrap();
    }
    for (row, cells) in (header_row + 1..).zip(&rows) {
        for (column, cell) in (list.indent..).zip(cells) {
            if cell.is_empty() {
                continue;
            }
            if NaiveDate::parse_from_str(cell, "%Y-%m-%d").is_ok() {
                let date = ExcelDateTime::parse_from_str(cell).unwrap();
                sheet.write_datetime_with_format(row, column, &date, &day).unwrap();
            } else if let Some(number) = cell.strip_prefix('#') {
                sheet.write_number(row, column, number.parse::<f64>().unwrap()).unwrap();
            } else {
                sheet.write_string(row, column, *cell).unwrap();
            }
        }
    }
    sheet.set_freeze_panes(header_row + 1, 0).unwrap();
}

/// The settings of the invented office, in the form `einrichten` makes.
fn settings() -> Vec<u8> {
    let resolution = resolution::load(
        &mut Diagnostics::default(),
        resolution::BUILTIN_TOML,
        resolution::BUILTIN_WORDING,
    )
    .unwrap();
    let as_of = AsOf(NaiveDate::from_ymd_opt(2024, 1, 2).unwrap());
    let value = |setting: &Setting| {
        lists::SETTINGS
            .iter()
            .find(|(key, _)| *key == setting.key)
            .map_or(setting.default, |(_, value)| value)
            .to_owned()
    };
    let body = |body: &str, column: BodyColumn| {
        lists::BODIES
            .iter()
            .find(|(key, name, _)| *key == body && *name == column.label())
            .map_or("", |(_, _, value)| value)
            .to_owned()
    };
    excel_writer::write(&settings_form(&resolution, as_of, value, body)).unwrap()
}

/// A text list as Excel on Windows saves it: semicolons, CRLF, Windows-1252.
fn windows_text(list: &List) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    writer.write_record(list.labels()).unwrap();
    for row in list.cells() {
        writer.write_record(row).unwrap();
    }
    let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
    let (bytes, _, unmappable) = encoding_rs::WINDOWS_1252.encode(&text);
    assert!(!unmappable, "a sign that Windows-1252 does not have");
    bytes.into_owned()
}
