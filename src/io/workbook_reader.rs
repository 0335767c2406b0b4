//! Excel and OpenDocument workbooks, cell by cell. The only file that knows calamine's values.
//!
//! `.xlsx` and `.xlsb` are streamed, so that one stray cell in the last corner of a sheet costs one cell and not half a
//! terabyte. `.xls` and `.ods` have no such reader; calamine holds them densely.
//!
//! What a value means is its format's affair: a date of day precision, a month („MMM JJJJ“: never silently the first of
//! the month), a time, a duration, a tick in a symbol font. The formats come from [`super::layout`]. Hidden sheets are handed
//! over like others; their layout says so.

use std::cell::Cell as StdCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

use calamine::{
    Data, DataRef, ExcelDateTime, Ods, Reader, Sheet, SheetType, SheetVisible, Xls, Xlsb, Xlsx,
};
use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike};

use super::cells::{Fault, Receiver};
use super::layout::{self, Codes, Format, Precision, SheetLayout};
use super::sniff::Content;
use crate::table::{CellValue, Figures};

/// What may be held densely, 32 bytes a cell.
const MAX_DENSE_CELLS: u64 = 6_000_000;
/// More struck-through cells than any list has.
const MAX_STRUCK: usize = 2_000_000;
/// Numbers with a format of their own, 8 bytes each; a list of which letters are written is shorter.
const MAX_FIGURES: usize = 2_000_000;

type Bytes<'a> = Cursor<&'a [u8]>;

thread_local! {
    static READING: StdCell<bool> = const { StdCell::new(false) };
}

/// Hands over the worksheets with their cells, in the order of the tabs. A panic inside the library counts as
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
            let mut layouts = layout::xls(bytes).into_iter();
            by_range(book, |_| layouts.next().unwrap_or_default(), out)
        }
        Content::Ods => {
            let mut layouts = layout::Ods::read(bytes);
            if layouts.cells > MAX_DENSE_CELLS {
                return Err(Fault::TooLarge);
            }
            let mended;
            let book = match Ods::new(Cursor::new(bytes)) {
                // most often blanks between two cells
                Err(calamine::OdsError::Mismatch { .. }) => {
                    mended = layout::without_indents(bytes).ok_or(Fault::Damaged)?;
                    Ods::new(Cursor::new(&*mended))
                }
                other => other,
            };
            let book: Ods<Bytes<'_>> = book.map_err(|e| {
                if matches!(e, calamine::OdsError::Password) {
                    Fault::Password
                } else if matches!(e, calamine::OdsError::CellLimitExceeded { .. }) {
                    Fault::TooLarge
                } else {
                    Fault::Damaged
                }
            })?;
            by_range(book, |name| layouts.sheet(name), out)
        }
        Content::Text
        | Content::Html
        | Content::SpreadsheetXml
        | Content::Password
        | Content::Empty
        | Content::Broken
        | Content::Bomb
        | Content::AncientExcel
        | Content::OwnResult
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

/// Name and visibility of the sheets that hold cells.
fn worksheets(sheets: &[Sheet]) -> Vec<(String, bool)> {
    sheets
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| (sheet.name.clone(), sheet.visible != SheetVisible::Visible))
        .collect()
}

fn xlsx(bytes: &[u8], out: &mut impl Receiver) -> Result<(), Fault> {
    let mut book: Xlsx<Bytes<'_>> = Xlsx::new(Cursor::new(bytes)).map_err(|e| {
        if matches!(e, calamine::XlsxError::Password) { Fault::Password } else { Fault::Damaged }
    })?;
    let date1904 = book.has_1904_epoch();
    let mut layouts = layout::Xlsx::open(bytes);
    for (name, hidden) in worksheets(book.sheets_metadata()) {
        let mut blank = Vec::new();
        let mut target;
        {
            let mut cells = match book.worksheet_cells_reader(&name) {
                Ok(cells) => cells,
                // a chart sheet filed under the worksheets
                Err(calamine::XlsxError::NotAWorksheet(_)) => continue,
                // what people do not see must not cost what they see
                Err(_) if hidden => continue,
                Err(_) => return Err(Fault::Damaged),
            };
            let (formats, codes) = style_formats(cells.styles());
            let mut sheet =
                layouts.as_mut().map_or_else(Default::default, |all| all.sheet(&name, &formats));
            sheet.codes = codes;
            sheet.layout.hidden = hidden;
            sheet.layout.date1904 = date1904;
            target = Target::open(out, &name, sheet)?;
            while let Some((cell, style)) =
                cells.next_cell_with_style_id().map_err(|_| Fault::Damaged)?
            {
                let position = cell.get_position();
                if matches!(cell.get_value(), DataRef::Empty) {
                    blank.push(position);
                    continue;
                }
                let format = formats.get(style).copied().unwrap_or_default();
                target.put_ref(position, cell.get_value(), format)?;
            }
        }
        if !blank.is_empty() && !target.sheet.no_formulas {
            // blank styled cells look like formulas without a result: only the formulas themselves tell
            blank.sort_unstable();
            let mut formulas = book.worksheet_cells_reader(&name).map_err(|_| Fault::Damaged)?;
            while let Some(formula) = formulas.next_formula().map_err(|_| Fault::Damaged)? {
                let position = formula.get_position();
                if !formula.get_value().is_empty() && blank.binary_search(&position).is_ok() {
                    target.value(position, CellValue::FormulaWithoutValue, Format::default())?;
                }
            }
        }
        target.close()?;
    }
    Ok(())
}

/// What each style of the workbook makes of a value, and the number formats named there.
fn style_formats(styles: &[calamine::Style]) -> (Vec<Format>, Codes) {
    let mut codes = Codes::default();
    let formats = styles.iter().map(|style| {
        let font = style.font.as_ref();
        let code = style.number_format.as_ref().map(|format| format.format_code.as_str());
        let mut format = Format::of(
            font.and_then(|font| font.name.as_deref()),
            code,
            font.is_some_and(|font| font.strikethrough),
        );
        format.figures = code.and_then(|code| codes.place(code));
        format
    });
    (formats.collect(), codes)
}

fn xlsb(bytes: &[u8], out: &mut impl Receiver) -> Result<(), Fault> {
    let mut book: Xlsb<Bytes<'_>> = Xlsb::new(Cursor::new(bytes)).map_err(|e| {
        if matches!(e, calamine::XlsbError::Password) { Fault::Password } else { Fault::Damaged }
    })?;
    let date1904 = book.has_1904_epoch();
    let mut layouts = layout::Xlsb::open(bytes);
    for (name, hidden) in worksheets(book.sheets_metadata()) {
        let mut sheet = layouts.as_mut().map_or_else(Default::default, |all| all.sheet(&name));
        sheet.layout.hidden = hidden;
        sheet.layout.date1904 = date1904;
        let mut cells = match book.worksheet_cells_reader(&name) {
            Ok(cells) => cells,
            Err(_) if hidden => continue,
            Err(_) => return Err(Fault::Damaged),
        };
        let mut target = Target::open(out, &name, sheet)?;
        while let Some(cell) = cells.next_cell().map_err(|_| Fault::Damaged)? {
            let format = target.sheet.format(cell.get_position());
            target.put_ref(cell.get_position(), cell.get_value(), format)?;
        }
        // the library passes over errors that formulas gave
        for (row, column, error) in std::mem::take(&mut target.sheet.errors) {
            let format = target.sheet.format((row, column));
            target.value((row, column), CellValue::Error(error.to_owned()), format)?;
        }
        target.close()?;
    }
    Ok(())
}

fn by_range<'a, B: Reader<Bytes<'a>>>(
    mut book: B,
    mut layout_of: impl FnMut(&str) -> SheetLayout,
    out: &mut impl Receiver,
) -> Result<(), Fault> {
    let sheets: Vec<Sheet> = book.sheets_metadata().to_vec();
    for Sheet { name, typ, visible } in sheets {
        // one layout for each, also for charts
        let mut sheet = layout_of(&name);
        if typ != SheetType::WorkSheet {
            continue;
        }
        sheet.layout.hidden = visible != SheetVisible::Visible;
        let range = book.worksheet_range(&name).map_err(|_| Fault::Damaged)?;
        let mut target = Target::open(out, &name, sheet)?;
        // the range begins at the first used cell, not at A1
        let start = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let position = absolute(start, (row, column))?;
            let format = target.sheet.format(position);
            target.put_data(position, value, format)?;
        }
        if let Ok(formulas) = book.worksheet_formula(&name) {
            let start = formulas.start().unwrap_or_default();
            for (row, column, formula) in formulas.used_cells() {
                let position = absolute(start, (row, column))?;
                let empty = range.get_value(position).is_none_or(|v| matches!(v, Data::Empty));
                if !formula.is_empty() && empty {
                    target.value(position, CellValue::FormulaWithoutValue, Format::default())?;
                }
            }
        }
        target.close()?;
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

/// One sheet on its way to the receiver: each value as its format means it.
struct Target<'r, R> {
    out: &'r mut R,
    sheet: SheetLayout,
    struck: BTreeSet<(u32, u16)>,
    /// By column: row and number format of the numbers that have one.
    figures: BTreeMap<u16, Vec<(u32, u32)>>,
    figured: usize,
}

impl<'r, R: Receiver> Target<'r, R> {
    fn open(out: &'r mut R, name: &str, sheet: SheetLayout) -> Result<Self, Fault> {
        if sheet.overflow {
            return Err(Fault::TooLarge);
        }
        out.sheet(Some(name))?;
        Ok(Self { out, sheet, struck: BTreeSet::new(), figures: BTreeMap::new(), figured: 0 })
    }

    fn close(self) -> Result<(), Fault> {
        let mut layout = self.sheet.layout;
        layout.struck = self.struck;
        layout.figures = Figures::new(self.sheet.codes.into_vec(), self.figures);
        self.out.layout(layout)
    }

    fn value(
        &mut self,
        position: (u32, u32),
        value: CellValue,
        format: Format,
    ) -> Result<(), Fault> {
        self.strike(position, format.struck)?;
        if let (Some(code), CellValue::Number(_), Ok(column)) =
            (format.figures, &value, u16::try_from(position.1))
        {
            self.figured += 1;
            if self.figured <= MAX_FIGURES {
                self.figures.entry(column).or_default().push((position.0, code));
            }
        }
        self.out.value(position, value)
    }

    fn strike(&mut self, (row, column): (u32, u32), struck: bool) -> Result<(), Fault> {
        if struck && let Ok(column) = u16::try_from(column) {
            if self.struck.len() >= MAX_STRUCK {
                return Err(Fault::TooLarge);
            }
            self.struck.insert((row, column));
        }
        Ok(())
    }

    fn text(
        &mut self,
        position: (u32, u32),
        text: &str,
        format: Format,
        shared: bool,
    ) -> Result<(), Fault> {
        if is_blank(text) {
            return Ok(());
        }
        if format.error
            && let Some(error) = error_value(text)
        {
            return self.value(position, CellValue::Error(error.to_owned()), format);
        }
        let rich = self.sheet.rich(position).cloned();
        self.strike(position, rich.as_ref().map_or(format.struck, |rich| rich.struck))?;
        let signs = match rich {
            Some(rich) => rich.text,
            None => format.symbols.map(|font| layout::decode(text, font)),
        };
        match signs {
            Some(signs) => self.out.text(position, &signs),
            None if shared => self.out.shared_text(position, text),
            None => self.out.text(position, text),
        }
    }

    fn put_ref(
        &mut self,
        position: (u32, u32),
        value: &DataRef<'_>,
        format: Format,
    ) -> Result<(), Fault> {
        match value {
            DataRef::Empty => Ok(()),
            #[expect(clippy::cast_precision_loss, reason = "Excel's own numbers are doubles")]
            DataRef::Int(n) => self.value(position, CellValue::Number(*n as f64), format),
            DataRef::Float(n) => self.value(position, CellValue::Number(*n), format),
            DataRef::String(text) => self.text(position, text, format, false),
            DataRef::SharedString(text) => self.text(position, text, format, true),
            DataRef::Bool(b) => self.value(position, CellValue::Bool(*b), format),
            DataRef::DateTime(moment) => {
                self.value(position, moment_value(moment, format.precision), format)
            }
            DataRef::DateTimeIso(text) => self.put_iso(position, text, format),
            DataRef::DurationIso(text) => self.put_duration(position, text, format),
            DataRef::Error(error) => {
                self.value(position, CellValue::Error(error.to_string()), format)
            }
        }
    }

    fn put_data(
        &mut self,
        position: (u32, u32),
        value: &Data,
        format: Format,
    ) -> Result<(), Fault> {
        match value {
            Data::Empty => Ok(()),
            #[expect(clippy::cast_precision_loss, reason = "Excel's own numbers are doubles")]
            Data::Int(n) => self.value(position, CellValue::Number(*n as f64), format),
            Data::Float(n) => self.value(position, CellValue::Number(*n), format),
            Data::String(text) => self.text(position, text, format, false),
            Data::Bool(b) => self.value(position, CellValue::Bool(*b), format),
            Data::DateTime(moment) => {
                self.value(position, moment_value(moment, format.precision), format)
            }
            Data::DateTimeIso(text) => self.put_iso(position, text, format),
            Data::DurationIso(text) => self.put_duration(position, text, format),
            Data::Error(error) => self.value(position, CellValue::Error(error.to_string()), format),
        }
    }

    /// `2024-05-04`, `2024-05-04T18:30:00`.
    fn put_iso(&mut self, position: (u32, u32), text: &str, format: Format) -> Result<(), Fault> {
        let seconds = text.split('.').next().unwrap_or(text).trim_end_matches('Z');
        let value = if let Ok(day) = NaiveDate::parse_from_str(seconds, "%Y-%m-%d") {
            shown(day.and_time(NaiveTime::MIN), format.precision)
        } else if let Ok(moment) = NaiveDateTime::parse_from_str(seconds, "%Y-%m-%dT%H:%M:%S") {
            shown(moment, format.precision)
        } else if let Ok(time) = NaiveTime::parse_from_str(seconds, "%H:%M:%S") {
            CellValue::Time(time)
        } else {
            return self.text(position, text, format, false);
        };
        self.value(position, value, format)
    }

    /// `PT18H30M00S`: OpenDocument writes times of day like this too.
    fn put_duration(
        &mut self,
        position: (u32, u32),
        text: &str,
        format: Format,
    ) -> Result<(), Fault> {
        let Some(seconds) = iso_seconds(text) else {
            return self.text(position, text, format, false);
        };
        let value = match NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0) {
            Some(time) => CellValue::Time(time),
            None => CellValue::Duration(f64::from(seconds) / 86_400.0),
        };
        self.value(position, value, format)
    }
}

/// OpenDocument stores errors as the text on the screen, in the language of the program; `None` for a text of another kind.
fn error_value(text: &str) -> Option<&'static str> {
    Some(match text.trim() {
        "#NULL!" => "#NULL!",
        "#DIV/0!" => "#DIV/0!",
        "#VALUE!" | "#WERT!" => "#VALUE!",
        "#REF!" | "#BEZUG!" => "#REF!",
        "#NAME?" => "#NAME?",
        "#NUM!" | "#ZAHL!" => "#NUM!",
        "#N/A" | "#NV" => "#N/A",
        // „Err:502“, in German „Fehler:502“: what LibreOffice has no word for
        other if other.starts_with("Err:") || other.starts_with("Fehler:") => "#VALUE!",
        _ => return None,
    })
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
    shown(full, precision)
}

/// As much of a moment as its format shows.
fn shown(moment: NaiveDateTime, precision: Precision) -> CellValue {
    let day = moment.date();
    match precision {
        Precision::Day if moment.time() == NaiveTime::MIN => CellValue::Date(day),
        Precision::Day => CellValue::DateTime(moment),
        Precision::Month => CellValue::Month(day.with_day(1).unwrap_or(day)),
        Precision::Year => CellValue::Number(f64::from(day.year())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opendocument_times_and_durations() {
        assert_eq!(iso_seconds("PT18H30M00S"), Some(66_600));
        assert_eq!(iso_seconds("PT18H30M00.000S"), Some(66_600));
        assert_eq!(iso_seconds("P1D"), None);
    }
}
