//! Draws the copy of a list: every value at its own address and of its own kind, questions in colour with a note.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, Timelike as _};
use rust_xlsxwriter::{
    Color, ExcelDateTime, Format, FormatAlign, FormatBorder, IgnoreError, Worksheet, XlsxError,
};

use super::{ACCENT_PALE, BLANKS, FONT, HAIR, LONGEST_TEXT, drawn_note, excel_date};
use crate::diagnostic::Severity;
use crate::sheets::{Grid, GridCell};
use crate::table::CellValue;

/// Bitte klären, Bitte entscheiden, Nur zur Information: told apart in grey print too.
const CLARIFY: Color = Color::RGB(0xF6_C9A0);
const DECIDE: Color = Color::RGB(0xFF_EFB3);
const INFORM: Color = ACCENT_PALE;
/// Excel's limits.
const LAST_ROW: u32 = 1_048_575;
const LAST_COLUMN: u16 = 16_383;
/// A header of a page holds no more, its codes included.
const LONGEST_HEADER: usize = 200;

pub(super) fn draw(ws: &mut Worksheet, grid: &Grid) -> Result<(), XlsxError> {
    let legend: String = grid.legend.replace('&', "&&").chars().take(LONGEST_HEADER).collect();
    ws.set_header(format!("&L&\"{FONT},Regular\"&8 {legend}"));
    let mut formats = Formats::default();
    let mut corner = None;
    let mut last = (0, 0);
    for cell in &grid.cells {
        if cell.row > LAST_ROW || cell.column > LAST_COLUMN {
            continue;
        }
        last = (last.0.max(cell.row), last.1.max(cell.column));
        draw_value(ws, cell, &mut formats)?;
        match &cell.note {
            Some(note) if (cell.row, cell.column) == (0, 0) => corner = Some(note),
            Some(note) => {
                ws.insert_note(cell.row, cell.column, &drawn_note(note))?;
            }
            None => {}
        }
    }
    let corner =
        corner.map_or_else(|| grid.legend.clone(), |note| format!("{note}\n\n{}", grid.legend));
    ws.insert_note(0, 0, &drawn_note(&corner))?;
    ws.ignore_error_range(0, 0, last.0, last.1, IgnoreError::NumberStoredAsText)?;
    Ok(())
}

fn draw_value(ws: &mut Worksheet, cell: &GridCell, formats: &mut Formats) -> Result<(), XlsxError> {
    let (row, column) = (cell.row, cell.column);
    let mut look = |kind: Kind| formats.get((kind, cell.head, cell.mark)).clone();
    match &cell.value {
        None | Some(CellValue::FormulaWithoutValue) => {
            ws.write_blank(row, column, &look(Kind::General))?;
        }
        Some(CellValue::Text(text)) => write_text(ws, row, column, text, &look(Kind::Text))?,
        Some(CellValue::Error(text)) => write_text(ws, row, column, text, &look(Kind::Text))?,
        Some(CellValue::Bool(value)) => {
            ws.write_boolean_with_format(row, column, *value, &look(Kind::General))?;
        }
        Some(CellValue::Number(number)) if number.is_finite() => {
            ws.write_number_with_format(row, column, *number, &look(Kind::General))?;
        }
        Some(CellValue::Duration(days)) if days.is_finite() => {
            ws.write_number_with_format(row, column, *days, &look(Kind::Duration))?;
        }
        Some(CellValue::Number(number) | CellValue::Duration(number)) => {
            write_text(ws, row, column, &number.to_string(), &look(Kind::Text))?;
        }
        Some(CellValue::Date(day)) => write_date(ws, row, column, *day, &look(Kind::Date))?,
        Some(CellValue::Month(day)) => write_date(ws, row, column, *day, &look(Kind::Month))?,
        Some(CellValue::DateTime(moment)) => match excel_moment(*moment) {
            Ok(moment) => {
                ws.write_datetime_with_format(row, column, &moment, &look(Kind::Moment))?;
            }
            Err(_) => write_text(ws, row, column, &moment.to_string(), &look(Kind::Text))?,
        },
        Some(CellValue::Time(time)) => {
            ws.write_number_with_format(row, column, day_part(*time), &look(Kind::Time))?;
        }
    }
    Ok(())
}

fn write_text(
    ws: &mut Worksheet,
    row: u32,
    column: u16,
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    let short: String = text.trim_matches(BLANKS).chars().take(LONGEST_TEXT / 2).collect();
    let short = short.trim_end_matches(BLANKS);
    ws.write_string_with_format(row, column, short, format)?;
    Ok(())
}

/// Days before Excel's calendar are written as text.
fn write_date(
    ws: &mut Worksheet,
    row: u32,
    column: u16,
    day: NaiveDate,
    format: &Format,
) -> Result<(), XlsxError> {
    match excel_date(day) {
        Ok(date) => {
            ws.write_datetime_with_format(row, column, &date, format)?;
        }
        Err(_) => write_text(ws, row, column, &crate::wording::date(day), format)?,
    }
    Ok(())
}

fn excel_moment(moment: NaiveDateTime) -> Result<ExcelDateTime, XlsxError> {
    let (hour, minute) = (moment.hour(), moment.minute());
    excel_date(moment.date())?.and_hms(
        u16::try_from(hour).unwrap_or(0),
        u8::try_from(minute).unwrap_or(0),
        f64::from(moment.second()),
    )
}

fn day_part(time: NaiveTime) -> f64 {
    f64::from(time.num_seconds_from_midnight()) / 86_400.0
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    General,
    Text,
    Date,
    Month,
    Moment,
    Time,
    Duration,
}

/// Each look is made once.
#[derive(Default)]
struct Formats {
    made: BTreeMap<(Kind, bool, Option<Severity>), Format>,
}

impl Formats {
    fn get(&mut self, key: (Kind, bool, Option<Severity>)) -> &Format {
        self.made.entry(key).or_insert_with(|| {
            let (kind, head, mark) = key;
            let mut format = Format::new()
                .set_font_name(FONT)
                .set_font_size(10)
                .set_align(FormatAlign::Top)
                .set_border(FormatBorder::Hair)
                .set_border_color(HAIR);
            if head {
                format = format.set_bold().set_text_wrap().set_border_bottom(FormatBorder::Thin);
            }
            format = match mark {
                Some(Severity::Error) => format.set_background_color(CLARIFY),
                Some(Severity::Warning) => format.set_background_color(DECIDE),
                Some(Severity::Note) => format.set_background_color(INFORM),
                None => format,
            };
            match kind {
                Kind::General => format.set_align(FormatAlign::Left),
                Kind::Text => format.set_num_format("@"),
                Kind::Date => format.set_num_format("dd.mm.yyyy").set_align(FormatAlign::Left),
                Kind::Month => format.set_num_format("mmm yyyy").set_align(FormatAlign::Left),
                Kind::Moment => {
                    format.set_num_format("dd.mm.yyyy hh:mm").set_align(FormatAlign::Left)
                }
                Kind::Time => format.set_num_format("hh:mm").set_align(FormatAlign::Left),
                Kind::Duration => format.set_num_format("[h]:mm").set_align(FormatAlign::Left),
            }
        })
    }
}
