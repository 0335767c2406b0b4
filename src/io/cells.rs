//! What the readers of files hand over, cell by cell, and the sparse tables that grow from it.
//!
//! The reader does not know who listens: the [`Grid`] of the same program, or the pipe to the program that started it.

use std::collections::HashMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::sniff::Content;
use crate::table::{CellValue, Layout, Packing, Source, Table};

/// Why a file gave no tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fault {
    Damaged,
    Password,
    /// More cells, text or memory than a list can need.
    TooLarge,
    /// Not a format this reader knows.
    Unsupported,
    /// No answer within the time a list may take.
    TimedOut,
    /// The reading process ended without an answer, mostly for want of memory.
    Crashed,
}

/// So many filled cells a workbook may hold: 1.4 million rows of 14 columns.
const MAX_CELLS: usize = 20_000_000;
/// Bytes of text that is not the same as other text.
const MAX_TEXT: usize = 256 << 20;
/// Values that are no texts are remembered while there are so many of them.
const MOST_REMEMBERED: usize = 100_000;
const MAX_ROWS: u32 = 1_048_576;
const MAX_COLUMNS: u32 = 16_384;

/// Takes what a reader finds, in the order the file has it. Positions are row and column, zero-based and absolute.
pub trait Receiver {
    /// What the file is; comes first.
    fn content(&mut self, content: Content) -> Result<(), Fault>;
    /// Everything up to [`Receiver::layout`] belongs to this sheet; a text file has one without a name.
    fn sheet(&mut self, name: Option<&str>) -> Result<(), Fault>;
    /// A filled cell that holds no text.
    fn value(&mut self, position: (u32, u32), value: CellValue) -> Result<(), Fault>;
    fn text(&mut self, position: (u32, u32), text: &str) -> Result<(), Fault>;
    /// A text out of a table of texts that outlives the reading: the same place in memory is the same text.
    fn shared_text(&mut self, position: (u32, u32), text: &str) -> Result<(), Fault>;
    /// What the sheet shows besides its values; closes the sheet.
    fn layout(&mut self, layout: Layout) -> Result<(), Fault>;
}

/// Filled cells only, whatever order the file gives them in; equal texts share one allocation.
#[derive(Debug)]
pub struct Grid {
    file: String,
    content: Option<Content>,
    tables: Vec<Table>,
    sheet: Option<String>,
    packing: Packing,
    count: usize,
    text_bytes: usize,
    /// The number of each text, and of other values.
    texts: HashMap<Arc<str>, u32>,
    others: HashMap<(u8, u64, u32), u32>,
    /// Length and number of the text that stands there.
    by_place: HashMap<usize, (usize, u32)>,
}

impl Grid {
    /// For the file of this name, as messages call it.
    pub fn new(file: &str) -> Self {
        Self {
            file: file.to_owned(),
            content: None,
            tables: Vec::new(),
            sheet: None,
            packing: Packing::default(),
            count: 0,
            text_bytes: 0,
            texts: HashMap::new(),
            others: HashMap::new(),
            by_place: HashMap::new(),
        }
    }

    /// What the file is, once the reader has said it, and its tables in the order of the tabs.
    pub fn finish(mut self) -> (Option<Content>, Vec<Table>) {
        self.packing.fill(self.tables.iter_mut().map(|table| &mut table.rows));
        (self.content, self.tables)
    }

    /// Remembers a text once, by its number; more text than a list can hold is refused.
    pub(super) fn intern(&mut self, text: &str) -> Result<u32, Fault> {
        if let Some(known) = self.texts.get(text) {
            return Ok(*known);
        }
        self.text_bytes += text.len();
        if self.text_bytes > MAX_TEXT {
            return Err(Fault::TooLarge);
        }
        let text: Arc<str> = Arc::from(text);
        let number = self.packing.value(CellValue::Text(Arc::clone(&text)));
        self.texts.insert(text, number);
        Ok(number)
    }

    /// A filled cell that holds the value of this number.
    pub(super) fn put(&mut self, (row, column): (u32, u32), value: u32) -> Result<(), Fault> {
        if row >= MAX_ROWS || column >= MAX_COLUMNS {
            return Err(Fault::Damaged);
        }
        let column = u16::try_from(column).map_err(|_| Fault::Damaged)?;
        self.count += 1;
        if self.count > MAX_CELLS {
            return Err(Fault::TooLarge);
        }
        self.packing.put(row, column, value);
        Ok(())
    }
}

impl Receiver for Grid {
    fn content(&mut self, content: Content) -> Result<(), Fault> {
        self.content = Some(content);
        Ok(())
    }

    fn sheet(&mut self, name: Option<&str>) -> Result<(), Fault> {
        self.sheet = name.map(str::to_owned);
        Ok(())
    }

    fn value(&mut self, position: (u32, u32), value: CellValue) -> Result<(), Fault> {
        let key = key(&value);
        let known = key.and_then(|key| self.others.get(&key));
        let number = known.copied().unwrap_or_else(|| self.packing.value(value));
        if let Some(key) = key.filter(|_| self.others.len() < MOST_REMEMBERED) {
            self.others.insert(key, number);
        }
        self.put(position, number)
    }

    fn text(&mut self, position: (u32, u32), text: &str) -> Result<(), Fault> {
        let value = self.intern(text)?;
        self.put(position, value)
    }

    fn shared_text(&mut self, position: (u32, u32), text: &str) -> Result<(), Fault> {
        let place = text.as_ptr().addr();
        let value = match self.by_place.get(&place) {
            Some((length, known)) if *length == text.len() => *known,
            _ => {
                let new = self.intern(text)?;
                self.by_place.insert(place, (text.len(), new));
                new
            }
        };
        self.put(position, value)
    }

    fn layout(&mut self, layout: Layout) -> Result<(), Fault> {
        let source = Arc::new(Source { file: self.file.clone(), sheet: self.sheet.take() });
        let rows = self.packing.sheet();
        self.tables.push(Table { source, rows, layout, shortened: false });
        Ok(())
    }
}

/// What makes two values that are no texts the same; `None` where nobody looks.
fn key(value: &CellValue) -> Option<(u8, u64, u32)> {
    use chrono::{Datelike as _, Timelike as _};
    let day = |day: chrono::NaiveDate| u64::from(day.num_days_from_ce().cast_unsigned());
    let moment =
        |time: chrono::NaiveTime| (u64::from(time.num_seconds_from_midnight()), time.nanosecond());
    Some(match value {
        CellValue::Text(_) | CellValue::Error(_) => return None,
        CellValue::Number(number) => (0, number.to_bits(), 0),
        CellValue::Bool(truth) => (1, u64::from(*truth), 0),
        CellValue::Date(date) => (2, day(*date), 0),
        CellValue::Month(date) => (3, day(*date), 0),
        CellValue::DateTime(both) => {
            let (seconds, nanoseconds) = moment(both.time());
            (4, day(both.date()) << 32 | seconds, nanoseconds)
        }
        CellValue::Time(time) => {
            let (seconds, nanoseconds) = moment(*time);
            (5, seconds, nanoseconds)
        }
        CellValue::Duration(days) => (6, days.to_bits(), 0),
        CellValue::FormulaWithoutValue => (7, 0, 0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_out_of_order_are_put_in_order() {
        let mut grid = Grid::new("L.xlsx");
        grid.sheet(Some("2024")).unwrap();
        for position in [(4, 2), (1, 3), (1, 1), (4, 0)] {
            grid.value(position, CellValue::Bool(true)).unwrap();
        }
        grid.layout(Layout::default()).unwrap();
        let (_, tables) = grid.finish();
        let order: Vec<_> = tables[0]
            .rows
            .iter()
            .map(|r| (r.number, r.cells.iter().map(|(column, _)| column).collect::<Vec<_>>()))
            .collect();
        assert_eq!(order, [(1, vec![1, 3]), (4, vec![0, 2])]);
    }
}
