//! Writers of small workbooks for the intake tests.
#![allow(dead_code, reason = "each test takes what it needs")]

pub(crate) mod ods;
pub(crate) mod xls;
pub(crate) mod xlsb;

use std::path::Path;

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

/// A cell as the text twin writes it, in the type Excel would give it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Text(String),
    Number(f64),
    /// Excel's count of days.
    Date(f64),
    /// A part of a day.
    Time(f64),
}

/// A sheet with everything in its place; the rows begin in line 1.
#[derive(Clone)]
pub(crate) struct Page {
    pub(crate) name: String,
    pub(crate) rows: Vec<Vec<Option<Value>>>,
    /// Merged cells: first row and column, last row and column, counted from zero.
    pub(crate) merges: Vec<[u16; 4]>,
}

/// The day of Excel's count.
pub(crate) fn day_of(serial: f64) -> chrono::NaiveDate {
    let days = format!("{serial:.0}").parse().unwrap();
    chrono::NaiveDate::from_ymd_opt(1899, 12, 30).unwrap() + chrono::Days::new(days)
}

/// Days since Excel's epoch.
pub(crate) fn serial(day: u32, month: u32, year: i32) -> f64 {
    let date = chrono::NaiveDate::from_ymd_opt(year, month, day).unwrap();
    let epoch = chrono::NaiveDate::from_ymd_opt(1899, 12, 30).unwrap();
    f64::from(i32::try_from((date - epoch).num_days()).unwrap())
}

/// Rows of a `;` list: `TT.MM.JJJJ` becomes a date cell, `HH:MM` a time, digits a number.
pub(crate) fn rows(csv: &str) -> Vec<Vec<Option<Value>>> {
    csv.lines().map(|line| line.split(';').map(value).collect()).collect()
}

fn value(text: &str) -> Option<Value> {
    if text.is_empty() {
        return None;
    }
    let numbers = |separator: char| -> Option<Vec<u32>> {
        text.split(separator).map(|part| part.parse().ok()).collect()
    };
    Some(match (numbers('.').as_deref(), numbers(':').as_deref()) {
        (Some([d, m, y]), _) => Value::Date(serial(*d, *m, i32::try_from(*y).unwrap())),
        (_, Some([h, m])) => Value::Time(f64::from(h * 60 + m) / 1440.0),
        (Some([n]), _) => Value::Number(f64::from(*n)),
        _ => Value::Text(text.to_owned()),
    })
}

/// The list as `.xlsx`, with real date cells.
pub(crate) fn write_xlsx(path: &Path, sheet: &str, csv: &str) {
    let page = Page { name: sheet.to_owned(), rows: rows(csv), merges: Vec::new() };
    std::fs::write(path, xlsx_bytes(&[page])).unwrap();
}

/// The sheets as the bytes of an `.xlsx` file.
pub(crate) fn xlsx_bytes(pages: &[Page]) -> Vec<u8> {
    let mut book = Workbook::new();
    let (day, time) =
        (Format::new().set_num_format("dd.mm.yyyy"), Format::new().set_num_format("hh:mm"));
    for page in pages {
        let sheet = book.add_worksheet().set_name(&page.name).unwrap();
        // first, because merging blanks the cells it covers
        for [top, left, bottom, right] in &page.merges {
            let (top, bottom) = (u32::from(*top), u32::from(*bottom));
            sheet.merge_range(top, *left, bottom, *right, "", &Format::new()).unwrap();
        }
        for (row, cells) in (0..).zip(&page.rows) {
            for (column, value) in (0..).zip(cells) {
                match value {
                    None => {}
                    Some(Value::Text(text)) => {
                        sheet.write(row, column, text).unwrap();
                    }
                    Some(Value::Number(number)) => {
                        sheet.write(row, column, *number).unwrap();
                    }
                    Some(Value::Date(serial)) => {
                        let date = ExcelDateTime::from_serial_datetime(*serial).unwrap();
                        sheet.write_with_format(row, column, &date, &day).unwrap();
                    }
                    Some(Value::Time(serial)) => {
                        sheet.write_with_format(row, column, *serial, &time).unwrap();
                    }
                }
            }
        }
    }
    book.save_to_buffer().unwrap()
}
