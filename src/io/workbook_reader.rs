//! Excel and OpenDocument workbooks, cell by cell. The only file that knows calamine's values.
//!
//! `.xlsx` and `.xlsb` are streamed, so that one stray cell in the last corner of a sheet costs one cell and not half a
//! terabyte. `.xls` and `.ods` have no such reader; calamine holds them densely.
//!
//! What a number means is its format's affair: a date of day precision, a month („MMM JJJJ“: never silently the first of
//! the month), a time, a duration. Hidden sheets are not read.

use std::cell::Cell as StdCell;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

use calamine::{
    Data, DataRef, ExcelDateTime, Ods, Reader, Sheet, SheetType, SheetVisible, Xls, Xlsb, Xlsx,
};
use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike};

use super::cells::{Fault, Receiver};
use super::sniff::Content;
use crate::table::{CellValue, Layout};

/// What may be held densely, 32 bytes a cell.
const MAX_DENSE_CELLS: u64 = 6_000_000;

type Bytes<'a> = Cursor<&'a [u8]>;

thread_local! {
    static READING: StdCell<bool> = const { StdCell::new(false) };
}

/// Hands over the visible worksheets with their cells, in the order of the tabs. A panic inside the library counts as
/// damage.
pub fn read(content: Content, bytes: &[u8], out: &mut impl Receiver) -> Result<(), Fault> {
    keep_caught_panics_quiet();
    READING.set(true);
    let result = catch_unwind(AssertUnwindSafe(|| match content {
        Content::Xlsx => xlsx(bytes, out),
        Content::Xlsb => xlsb(bytes, out),
        Content::Xls => {
            let book: Xls<Bytes<'_>> = Xls::new(Cursor::new(bytes)).map_err(|e| {
                if matches!(e, calamine::XlsError::Password) {
                    Fault::Password
                } else {
                    Fault::Damaged
                }
            })?;
            by_range(book, out)
        }
        Content::Ods => {
            if super::ods_size::cells(bytes).is_some_and(|cells| cells > MAX_DENSE_CELLS) {
                return Err(Fault::TooLarge);
            }
            let book: Ods<Bytes<'_>> = Ods::new(Cursor::new(bytes)).map_err(|e| {
                if matches!(e, calamine::OdsError::Password) {
                    Fault::Password
                } else if matches!(e, calamine::OdsError::CellLimitExceeded { .. }) {
                    Fault::TooLarge
                } else {
                    Fault::Damaged
                }
            })?;
            by_range(book, out)
        }
        Content::Text
        | Content::Html
        | Content::SpreadsheetXml
        | Content::Password
        | Content::Empty
        | Content::Broken
        | Content::Bomb
        | Content::AncientExcel
        | Content::Other(_)
        | Content::Unknown => Err(Fault::Unsupported),
    }));
    READING.set(false);
    result.unwrap_or(Err(Fault::Damaged))
}

/// A caught panic becomes a message of ours; the library's own goes nowhere. Other panics print as ever.
fn keep_caught_panics_quiet() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !READING.get() {
                usual(info);
            }
        }));
    });
}

fn visible_sheets(sheets: &[Sheet]) -> Vec<String> {
    sheets
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect()
}

fn xlsx(bytes: &[u8], out: &mut impl Receiver) -> Result<(), Fault> {
    let mut book: Xlsx<Bytes<'_>> = Xlsx::new(Cursor::new(bytes)).map_err(|e| {
        if matches!(e, calamine::XlsxError::Password) { Fault::Password } else { Fault::Damaged }
    })?;
    for name in visible_sheets(book.sheets_metadata()) {
        let mut empty = Vec::new();
        {
            let mut cells = match book.worksheet_cells_reader(&name) {
                Ok(cells) => cells,
                // a chart sheet filed under the worksheets
                Err(calamine::XlsxError::NotAWorksheet(_)) => continue,
                Err(_) => return Err(Fault::Damaged),
            };
            out.sheet(Some(&name))?;
            let formats: Vec<Precision> = cells
                .styles()
                .iter()
                .map(|style| {
                    style
                        .number_format
                        .as_ref()
                        .map_or(Precision::Day, |format| precision(&format.format_code))
                })
                .collect();
            while let Some((cell, style)) =
                cells.next_cell_with_style_id().map_err(|_| Fault::Damaged)?
            {
                let position = cell.get_position();
                if matches!(cell.get_value(), DataRef::Empty) {
                    empty.push(position);
                    continue;
                }
                let precision = formats.get(style).copied().unwrap_or(Precision::Day);
                put_ref(out, position, cell.get_value(), precision)?;
            }
        }
        if !empty.is_empty() {
            // blank styled cells look like formulas without a result: only the formulas themselves tell
            empty.sort_unstable();
            let mut formulas = book.worksheet_cells_reader(&name).map_err(|_| Fault::Damaged)?;
            while let Some(formula) = formulas.next_formula().map_err(|_| Fault::Damaged)? {
                let position = formula.get_position();
                if !formula.get_value().is_empty() && empty.binary_search(&position).is_ok() {
                    out.value(position, CellValue::FormulaWithoutValue)?;
                }
            }
        }
        out.layout(Layout::default())?;
    }
    Ok(())
}

fn xlsb(bytes: &[u8], out: &mut impl Receiver) -> Result<(), Fault> {
    let mut book: Xlsb<Bytes<'_>> = Xlsb::new(Cursor::new(bytes)).map_err(|e| {
        if matches!(e, calamine::XlsbError::Password) { Fault::Password } else { Fault::Damaged }
    })?;
    for name in visible_sheets(book.sheets_metadata()) {
        {
            let mut cells = book.worksheet_cells_reader(&name).map_err(|_| Fault::Damaged)?;
            out.sheet(Some(&name))?;
            while let Some(cell) = cells.next_cell().map_err(|_| Fault::Damaged)? {
                put_ref(out, cell.get_position(), cell.get_value(), Precision::Day)?;
            }
        }
        out.layout(Layout::default())?;
    }
    Ok(())
}

fn by_range<'a, B: Reader<Bytes<'a>>>(mut book: B, out: &mut impl Receiver) -> Result<(), Fault> {
    for name in visible_sheets(book.sheets_metadata()) {
        let range = book.worksheet_range(&name).map_err(|_| Fault::Damaged)?;
        out.sheet(Some(&name))?;
        // the range begins at the first used cell, not at A1
        let start = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            put_data(out, absolute(start, (row, column))?, value)?;
        }
        if let Ok(formulas) = book.worksheet_formula(&name) {
            let start = formulas.start().unwrap_or_default();
            for (row, column, formula) in formulas.used_cells() {
                let position = absolute(start, (row, column))?;
                let empty = range.get_value(position).is_none_or(|v| matches!(v, Data::Empty));
                if !formula.is_empty() && empty {
                    out.value(position, CellValue::FormulaWithoutValue)?;
                }
            }
        }
        out.layout(Layout::default())?;
    }
    Ok(())
}

fn absolute(start: (u32, u32), offset: (usize, usize)) -> Result<(u32, u32), Fault> {
    let add = |a: u32, b: usize| u32::try_from(b).ok().and_then(|b| a.checked_add(b));
    add(start.0, offset.0).zip(add(start.1, offset.1)).ok_or(Fault::Damaged)
}

fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || crate::matching::is_invisible(c))
}

fn put_text(out: &mut impl Receiver, position: (u32, u32), text: &str) -> Result<(), Fault> {
    if is_blank(text) { Ok(()) } else { out.text(position, text) }
}

fn put_ref(
    out: &mut impl Receiver,
    position: (u32, u32),
    value: &DataRef<'_>,
    precision: Precision,
) -> Result<(), Fault> {
    match value {
        DataRef::Empty => Ok(()),
        #[expect(clippy::cast_precision_loss, reason = "Excel's own numbers are doubles")]
        DataRef::Int(n) => out.value(position, CellValue::Number(*n as f64)),
        DataRef::Float(n) => out.value(position, CellValue::Number(*n)),
        DataRef::String(text) => put_text(out, position, text),
        DataRef::SharedString(text) if is_blank(text) => Ok(()),
        DataRef::SharedString(text) => out.shared_text(position, text),
        DataRef::Bool(b) => out.value(position, CellValue::Bool(*b)),
        DataRef::DateTime(moment) => out.value(position, moment_value(moment, precision)),
        DataRef::DateTimeIso(text) => put_iso(out, position, text),
        DataRef::DurationIso(text) => put_duration(out, position, text),
        DataRef::Error(error) => out.value(position, CellValue::Error(error.to_string())),
    }
}

fn put_data(out: &mut impl Receiver, position: (u32, u32), value: &Data) -> Result<(), Fault> {
    match value {
        Data::Empty => Ok(()),
        #[expect(clippy::cast_precision_loss, reason = "Excel's own numbers are doubles")]
        Data::Int(n) => out.value(position, CellValue::Number(*n as f64)),
        Data::Float(n) => out.value(position, CellValue::Number(*n)),
        Data::String(text) => put_text(out, position, text),
        Data::Bool(b) => out.value(position, CellValue::Bool(*b)),
        Data::DateTime(moment) => out.value(position, moment_value(moment, Precision::Day)),
        Data::DateTimeIso(text) => put_iso(out, position, text),
        Data::DurationIso(text) => put_duration(out, position, text),
        Data::Error(error) => out.value(position, CellValue::Error(error.to_string())),
    }
}

/// `2024-05-04`, `2024-05-04T18:30:00`.
fn put_iso(out: &mut impl Receiver, position: (u32, u32), text: &str) -> Result<(), Fault> {
    let seconds = text.split('.').next().unwrap_or(text).trim_end_matches('Z');
    let value = if let Ok(day) = NaiveDate::parse_from_str(seconds, "%Y-%m-%d") {
        CellValue::Date(day)
    } else if let Ok(moment) = NaiveDateTime::parse_from_str(seconds, "%Y-%m-%dT%H:%M:%S") {
        day_or_moment(moment)
    } else if let Ok(time) = NaiveTime::parse_from_str(seconds, "%H:%M:%S") {
        CellValue::Time(time)
    } else {
        return put_text(out, position, text);
    };
    out.value(position, value)
}

/// `PT18H30M00S`: OpenDocument writes times of day like this too.
fn put_duration(out: &mut impl Receiver, position: (u32, u32), text: &str) -> Result<(), Fault> {
    let Some(seconds) = iso_seconds(text) else { return put_text(out, position, text) };
    let value = match NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0) {
        Some(time) => CellValue::Time(time),
        None => CellValue::Duration(f64::from(seconds) / 86_400.0),
    };
    out.value(position, value)
}

fn iso_seconds(text: &str) -> Option<u32> {
    let mut rest = text.strip_prefix("PT")?;
    let mut total = 0_u32;
    for (unit, factor) in [('H', 3600), ('M', 60), ('S', 1)] {
        if let Some((number, after)) = rest.split_once(unit) {
            let whole = number.split(['.', ',']).next().unwrap_or(number);
            total = total.checked_add(whole.parse::<u32>().ok()?.checked_mul(factor)?)?;
            rest = after;
        }
    }
    rest.is_empty().then_some(total)
}

/// How much of a date its number format shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Precision {
    Day,
    Month,
    Year,
}

/// Looks at the first section of a format code (ECMA-376 Part 1, 18.8.31); German letters occur in files of other programs.
fn precision(code: &str) -> Precision {
    let (mut day, mut month, mut year, mut clock) = (false, false, false, false);
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        match c {
            ';' => break,
            '\\' | '_' | '*' => {
                chars.next();
            }
            '"' => while chars.next().is_some_and(|c| c != '"') {},
            '[' => while chars.next().is_some_and(|c| c != ']') {},
            'd' | 'D' | 't' | 'T' => day = true,
            'm' | 'M' => month = true,
            'y' | 'Y' | 'j' | 'J' => year = true,
            'h' | 'H' | 's' | 'S' => clock = true,
            _ => {}
        }
    }
    match (day || clock, month, year) {
        (false, true, true) => Precision::Month,
        (false, false, true) => Precision::Year,
        _ => Precision::Day,
    }
}

fn moment_value(moment: &ExcelDateTime, precision: Precision) -> CellValue {
    let serial = moment.as_f64();
    if moment.is_duration() {
        return CellValue::Duration(serial);
    }
    // Excel's days end in the year 9999; anything else in such a cell prints as ####
    if !(0.0..2_958_466.0).contains(&serial) {
        return CellValue::Number(serial);
    }
    let Some(full) = moment.as_datetime() else { return CellValue::Number(serial) };
    if serial < 1.0 {
        return CellValue::Time(full.time().with_nanosecond(0).unwrap_or(full.time()));
    }
    match precision {
        Precision::Day => day_or_moment(full),
        Precision::Month => CellValue::Month(full.date().with_day(1).unwrap_or(full.date())),
        Precision::Year => CellValue::Number(f64::from(full.year())),
    }
}

fn day_or_moment(moment: NaiveDateTime) -> CellValue {
    if moment.time() == NaiveTime::MIN {
        CellValue::Date(moment.date())
    } else {
        CellValue::DateTime(moment)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_shows_a_day_a_month_or_a_year() {
        for (code, expected) in [
            ("dd.mm.yyyy", Precision::Day),
            ("[$-407]dddd, d. mmmm yyyy;@", Precision::Day),
            ("TT.MM.JJJJ", Precision::Day),
            ("mmm-yy", Precision::Month),
            ("[$-407]mmmm yyyy;@", Precision::Month),
            ("mm\\/yyyy", Precision::Month),
            ("MMM JJJJ", Precision::Month),
            ("yyyy", Precision::Year),
            ("mm:ss", Precision::Day),
            ("\"den\" d. mmmm", Precision::Day),
        ] {
            assert_eq!(precision(code), expected, "{code}");
        }
    }

    #[test]
    fn opendocument_times_and_durations() {
        assert_eq!(iso_seconds("PT18H30M00S"), Some(66_600));
        assert_eq!(iso_seconds("PT18H30M00.000S"), Some(66_600));
        assert_eq!(iso_seconds("P1D"), None);
    }
}
