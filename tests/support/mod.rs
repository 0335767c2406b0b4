//! Writers of small workbooks for the intake tests.

pub(crate) mod xlsb;

use std::path::Path;

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

/// A cell as the text twin writes it, in the type Excel would give it.
pub(crate) enum Value {
    Text(String),
    Number(f64),
    /// Excel's count of days.
    Date(f64),
    /// A part of a day.
    Time(f64),
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
    let mut book = Workbook::new();
    let (day, time) =
        (Format::new().set_num_format("dd.mm.yyyy"), Format::new().set_num_format("hh:mm"));
    let page = book.add_worksheet().set_name(sheet).unwrap();
    for (row, cells) in (0..).zip(rows(csv)) {
        for (column, value) in (0..).zip(cells) {
            match value {
                None => {}
                Some(Value::Text(text)) => {
                    page.write(row, column, text).unwrap();
                }
                Some(Value::Number(number)) => {
                    page.write(row, column, number).unwrap();
                }
                Some(Value::Date(serial)) => {
                    let date = ExcelDateTime::from_serial_datetime(serial).unwrap();
                    page.write_with_format(row, column, &date, &day).unwrap();
                }
                Some(Value::Time(serial)) => {
                    page.write_with_format(row, column, serial, &time).unwrap();
                }
            }
        }
    }
    book.save(path).unwrap();
}
