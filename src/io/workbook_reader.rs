//! Excel and OpenDocument workbooks as plain tables. The only file that knows calamine's values.
//!
//! `.xlsx` and `.xlsb` are streamed cell by cell into a sparse grid, so that one stray cell in the last corner of a sheet
//! costs one cell and not half a terabyte. `.xls` and `.ods` have no such reader; calamine holds them densely.
//!
//! What a number means is its format's affair: a date of day precision, a month („MMM JJJJ“: never silently the first of
//! the month), a time, a duration. Hidden sheets are not read.

use std::cell::Cell as StdCell;
use std::collections::HashSet;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Once};

use calamine::{
    Data, DataRef, ExcelDateTime, Ods, Reader, Sheet, SheetType, SheetVisible, Xls, Xlsb, Xlsx,
};
use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike};

use super::sniff::Content;
use crate::table::{CellValue, Row, Source, Table};

/// Why a workbook gave no tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    Damaged,
    Password,
    TooLarge,
    /// Not a workbook this reader knows.
    Unsupported,
}

/// So many filled cells a workbook may hold: 1.4 million rows of 14 columns.
const MAX_CELLS: usize = 20_000_000;
/// What may be held densely, 32 bytes a cell.
const MAX_DENSE_CELLS: u64 = 6_000_000;
const MAX_ROWS: u32 = 1_048_576;
const MAX_COLUMNS: u32 = 16_384;

type Bytes = Cursor<Vec<u8>>;

thread_local! {
    static READING: StdCell<bool> = const { StdCell::new(false) };
}

/// The visible worksheets with their cells, in the order of the tabs. A panic inside the library counts as damage.
pub fn read(content: Content, bytes: Vec<u8>, file: &str) -> Result<Vec<Table>, Fault> {
    keep_caught_panics_quiet();
    READING.set(true);
    let result = catch_unwind(AssertUnwindSafe(|| match content {
        Content::Xlsx => xlsx(bytes, file),
        Content::Xlsb => xlsb(bytes, file),
        Content::Xls => {
            let book: Xls<Bytes> = Xls::new(Cursor::new(bytes)).map_err(|e| {
                if matches!(e, calamine::XlsError::Password) {
                    Fault::Password
                } else {
                    Fault::Damaged
                }
            })?;
            by_range(book, file)
        }
        Content::Ods => {
            if super::ods_size::cells(&bytes).is_some_and(|cells| cells > MAX_DENSE_CELLS) {
                return Err(Fault::TooLarge);
            }
            let book: Ods<Bytes> = Ods::new(Cursor::new(bytes)).map_err(|e| {
                if matches!(e, calamine::OdsError::Password) {
                    Fault::Password
                } else if matches!(e, calamine::OdsError::CellLimitExceeded { .. }) {
                    Fault::TooLarge
                } else {
                    Fault::Damaged
                }
            })?;
            by_range(book, file)
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

fn source(file: &str, sheet: &str) -> Arc<Source> {
    Arc::new(Source { file: file.to_owned(), sheet: Some(sheet.to_owned()) })
}

fn xlsx(bytes: Vec<u8>, file: &str) -> Result<Vec<Table>, Fault> {
    let mut book: Xlsx<Bytes> = Xlsx::new(Cursor::new(bytes)).map_err(|e| {
        if matches!(e, calamine::XlsxError::Password) { Fault::Password } else { Fault::Damaged }
    })?;
    let mut tables = Vec::new();
    let mut grid = Grid::default();
    for name in visible_sheets(book.sheets_metadata()) {
        let mut empty = Vec::new();
        {
            let mut cells = match book.worksheet_cells_reader(&name) {
                Ok(cells) => cells,
                // a chart sheet filed under the worksheets
                Err(calamine::XlsxError::NotAWorksheet(_)) => continue,
                Err(_) => return Err(Fault::Damaged),
            };
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
                grid.put_ref(position, cell.get_value(), precision)?;
            }
        }
        if !empty.is_empty() {
            // blank styled cells look like formulas without a result: only the formulas themselves tell
            empty.sort_unstable();
            let mut formulas = book.worksheet_cells_reader(&name).map_err(|_| Fault::Damaged)?;
            while let Some(formula) = formulas.next_formula().map_err(|_| Fault::Damaged)? {
                let position = formula.get_position();
                if !formula.get_value().is_empty() && empty.binary_search(&position).is_ok() {
                    grid.put(position, CellValue::FormulaWithoutValue)?;
                }
            }
        }
        tables.push(Table::new(source(file, &name), grid.take()));
    }
    Ok(tables)
}

fn xlsb(bytes: Vec<u8>, file: &str) -> Result<Vec<Table>, Fault> {
    let mut book: Xlsb<Bytes> = Xlsb::new(Cursor::new(bytes)).map_err(|e| {
        if matches!(e, calamine::XlsbError::Password) { Fault::Password } else { Fault::Damaged }
    })?;
    let mut tables = Vec::new();
    let mut grid = Grid::default();
    for name in visible_sheets(book.sheets_metadata()) {
        {
            let mut cells = book.worksheet_cells_reader(&name).map_err(|_| Fault::Damaged)?;
            while let Some(cell) = cells.next_cell().map_err(|_| Fault::Damaged)? {
                grid.put_ref(cell.get_position(), cell.get_value(), Precision::Day)?;
            }
        }
        tables.push(Table::new(source(file, &name), grid.take()));
    }
    Ok(tables)
}

fn by_range<B: Reader<Bytes>>(mut book: B, file: &str) -> Result<Vec<Table>, Fault> {
    let mut tables = Vec::new();
    let mut grid = Grid::default();
    for name in visible_sheets(book.sheets_metadata()) {
        let range = book.worksheet_range(&name).map_err(|_| Fault::Damaged)?;
        // the range begins at the first used cell, not at A1
        let (row0, column0) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let position = absolute((row0, column0), (row, column))?;
            grid.put_data(position, value)?;
        }
        if let Ok(formulas) = book.worksheet_formula(&name) {
            let start = formulas.start().unwrap_or_default();
            for (row, column, formula) in formulas.used_cells() {
                let position = absolute(start, (row, column))?;
                let empty = range.get_value(position).is_none_or(|v| matches!(v, Data::Empty));
                if !formula.is_empty() && empty {
                    grid.put(position, CellValue::FormulaWithoutValue)?;
                }
            }
        }
        tables.push(Table::new(source(file, &name), grid.take()));
    }
    Ok(tables)
}

fn absolute(start: (u32, u32), offset: (usize, usize)) -> Result<(u32, u32), Fault> {
    let add = |a: u32, b: usize| u32::try_from(b).ok().and_then(|b| a.checked_add(b));
    add(start.0, offset.0).zip(add(start.1, offset.1)).ok_or(Fault::Damaged)
}

/// Filled cells only, whatever order the file gives them in; equal texts share one allocation.
#[derive(Default)]
struct Grid {
    rows: Vec<Row>,
    count: usize,
    texts: HashSet<Arc<str>>,
    unordered: bool,
}

impl Grid {
    fn put(&mut self, (row, column): (u32, u32), value: CellValue) -> Result<(), Fault> {
        if row >= MAX_ROWS || column >= MAX_COLUMNS {
            return Err(Fault::Damaged);
        }
        let column = u16::try_from(column).map_err(|_| Fault::Damaged)?;
        self.count += 1;
        if self.count > MAX_CELLS {
            return Err(Fault::TooLarge);
        }
        match self.rows.last_mut() {
            Some(last) if last.number == row => {
                self.unordered |= last.cells.last().is_some_and(|(c, _)| *c >= column);
                last.cells.push((column, value));
            }
            last => {
                self.unordered |= last.is_some_and(|last| last.number > row);
                self.rows.push(Row { number: row, cells: vec![(column, value)] });
            }
        }
        Ok(())
    }

    fn put_text(&mut self, position: (u32, u32), text: &str) -> Result<(), Fault> {
        if text.chars().all(|c| c.is_whitespace() || crate::matching::is_invisible(c)) {
            return Ok(());
        }
        let shared = if let Some(known) = self.texts.get(text) {
            Arc::clone(known)
        } else {
            let new: Arc<str> = Arc::from(text);
            self.texts.insert(Arc::clone(&new));
            new
        };
        self.put(position, CellValue::Text(shared))
    }

    fn put_ref(
        &mut self,
        position: (u32, u32),
        value: &DataRef<'_>,
        precision: Precision,
    ) -> Result<(), Fault> {
        match value {
            DataRef::Empty => Ok(()),
            #[expect(clippy::cast_precision_loss, reason = "Excel's own numbers are doubles")]
            DataRef::Int(n) => self.put(position, CellValue::Number(*n as f64)),
            DataRef::Float(n) => self.put(position, CellValue::Number(*n)),
            DataRef::String(text) => self.put_text(position, text),
            DataRef::SharedString(text) => self.put_text(position, text),
            DataRef::Bool(b) => self.put(position, CellValue::Bool(*b)),
            DataRef::DateTime(moment) => self.put(position, moment_value(moment, precision)),
            DataRef::DateTimeIso(text) => self.put_iso(position, text),
            DataRef::DurationIso(text) => self.put_duration(position, text),
            DataRef::Error(error) => self.put(position, CellValue::Error(error.to_string())),
        }
    }

    fn put_data(&mut self, position: (u32, u32), value: &Data) -> Result<(), Fault> {
        match value {
            Data::Empty => Ok(()),
            #[expect(clippy::cast_precision_loss, reason = "Excel's own numbers are doubles")]
            Data::Int(n) => self.put(position, CellValue::Number(*n as f64)),
            Data::Float(n) => self.put(position, CellValue::Number(*n)),
            Data::String(text) => self.put_text(position, text),
            Data::Bool(b) => self.put(position, CellValue::Bool(*b)),
            Data::DateTime(moment) => self.put(position, moment_value(moment, Precision::Day)),
            Data::DateTimeIso(text) => self.put_iso(position, text),
            Data::DurationIso(text) => self.put_duration(position, text),
            Data::Error(error) => self.put(position, CellValue::Error(error.to_string())),
        }
    }

    /// `2024-05-04`, `2024-05-04T18:30:00`.
    fn put_iso(&mut self, position: (u32, u32), text: &str) -> Result<(), Fault> {
        let seconds = text.split('.').next().unwrap_or(text).trim_end_matches('Z');
        let value = if let Ok(day) = NaiveDate::parse_from_str(seconds, "%Y-%m-%d") {
            CellValue::Date(day)
        } else if let Ok(moment) = NaiveDateTime::parse_from_str(seconds, "%Y-%m-%dT%H:%M:%S") {
            day_or_moment(moment)
        } else if let Ok(time) = NaiveTime::parse_from_str(seconds, "%H:%M:%S") {
            CellValue::Time(time)
        } else {
            return self.put_text(position, text);
        };
        self.put(position, value)
    }

    /// `PT18H30M00S`: OpenDocument writes times of day like this too.
    fn put_duration(&mut self, position: (u32, u32), text: &str) -> Result<(), Fault> {
        let Some(seconds) = iso_seconds(text) else { return self.put_text(position, text) };
        let value = match NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0) {
            Some(time) => CellValue::Time(time),
            None => CellValue::Duration(f64::from(seconds) / 86_400.0),
        };
        self.put(position, value)
    }

    /// The rows in order, the grid empty again; texts stay known for the next sheet.
    fn take(&mut self) -> Vec<Row> {
        let mut rows = std::mem::take(&mut self.rows);
        if std::mem::take(&mut self.unordered) {
            rows.sort_by_key(|row| row.number);
            let mut merged: Vec<Row> = Vec::with_capacity(rows.len());
            for row in rows {
                match merged.last_mut() {
                    Some(last) if last.number == row.number => last.cells.extend(row.cells),
                    _ => merged.push(row),
                }
            }
            for row in &mut merged {
                row.cells.sort_by_key(|(column, _)| *column);
                // of two values at one address the first one counts, as in Excel's own repair
                row.cells.dedup_by_key(|(column, _)| *column);
            }
            rows = merged;
        }
        for row in &mut rows {
            row.cells.shrink_to_fit();
        }
        rows
    }
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

    #[test]
    fn cells_out_of_order_are_put_in_order() {
        let mut grid = Grid::default();
        for position in [(4, 2), (1, 3), (1, 1), (4, 0)] {
            grid.put(position, CellValue::Bool(true)).unwrap();
        }
        let order: Vec<_> = grid
            .take()
            .iter()
            .map(|r| (r.number, r.cells.iter().map(|c| c.0).collect::<Vec<_>>()))
            .collect();
        assert_eq!(order, [(1, vec![1, 3]), (4, vec![0, 2])]);
    }
}
