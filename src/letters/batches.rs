//! The sheet „Versand“ of the register: letters that were made together go out together, and one cell says so.
//!
//! A row per batch, numbered; a batch never grows: letters made later are a batch of their own, so that no date entered
//! for others can say that they were sent. Rows, columns and entries of people stay as everywhere in the register.

use crate::grid::{Grid, text};
use crate::matching::normal;
use crate::table::{CellValue, Table};

pub const SHEET: &str = "Versand";

pub const NUMBER: &str = "Sendung";
pub const LETTER: &str = "Brief";
pub const PERIOD: &str = "Zeitraum";
pub const CREATED: &str = "erzeugt am";
pub const COUNT: &str = "Briefe";
pub const ALL_SENT: &str = "alle versandt am";
pub const CHANNEL: &str = "Weg";

/// Its columns, in their order.
pub const LABELS: [&str; 7] = [NUMBER, LETTER, PERIOD, CREATED, COUNT, ALL_SENT, CHANNEL];

/// The sheet as it stands; `None` for any other.
pub fn parse(table: &Table) -> Option<Grid> {
    Grid::parse(table, |labels| {
        [NUMBER, ALL_SENT].iter().all(|own| labels.iter().any(|label| normal(label) == normal(own)))
    })
}

/// A batch that is being made.
pub(super) struct New {
    pub(super) number: u32,
    pub(super) letter: String,
    pub(super) period: String,
    pub(super) created: CellValue,
    pub(super) count: u32,
}

/// Adds its row, nothing entered yet.
pub(super) fn add(grid: &mut Grid, batch: New) {
    grid.complete(LABELS);
    grid.rows.push(Vec::new());
    let row = grid.rows.len() - 1;
    grid.set(row, NUMBER, Some(CellValue::Number(f64::from(batch.number))));
    grid.set(row, LETTER, Some(text(&batch.letter)));
    grid.set(row, PERIOD, Some(text(&batch.period)));
    grid.set(row, CREATED, Some(batch.created));
    grid.set(row, COUNT, Some(CellValue::Number(f64::from(batch.count))));
}
