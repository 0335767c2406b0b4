//! What people typed, as the cells of a sheet that is written again: nothing is interpreted, nothing gets lost.

use chrono::Datelike as _;

use super::model::Cell;
use crate::table::CellValue;
use crate::wording;

/// The entries as they stand, each row at least `width` cells long.
pub fn cells(rows: &[Vec<Option<CellValue>>], width: usize) -> Vec<Vec<Cell>> {
    rows.iter()
        .map(|row| {
            let mut cells: Vec<Cell> =
                row.iter().map(|value| value.as_ref().map_or(Cell::Empty, cell)).collect();
            cells.resize(width.max(cells.len()), Cell::Empty);
            cells
        })
        .collect()
}

fn cell(value: &CellValue) -> Cell {
    match value {
        CellValue::Date(day) => Cell::Date(*day),
        CellValue::Number(number) => whole(*number).map_or(Cell::Decimal(*number), Cell::Number),
        CellValue::Text(text) => Cell::text(&**text),
        CellValue::Bool(yes) => Cell::text(if *yes { "ja" } else { "nein" }),
        CellValue::Month(day) => Cell::text(format!("{} {}", wording::month(*day), day.year())),
        CellValue::DateTime(moment) => Cell::Date(moment.date()),
        CellValue::Time(time) => Cell::text(time.format("%H:%M").to_string()),
        CellValue::Duration(days) => Cell::text(days.to_string()),
        CellValue::Error(error) => Cell::text(error.clone()),
        CellValue::FormulaWithoutValue => Cell::Empty,
    }
}

fn whole(number: f64) -> Option<u32> {
    let rounded = format!("{number:.0}").parse::<u32>().ok()?;
    ((f64::from(rounded) - number).abs() < 1e-9).then_some(rounded)
}
