//! A sheet that people and program fill together, as it stands: the head with its labels, every row below it, and
//! whatever people wrote above or beside it.
//!
//! The register of letters and the workbook of decisions are such sheets. Rows are only added or completed, never
//! reordered or dropped; columns people have added stay.

use std::sync::Arc;

use crate::matching::normal;
use crate::settings::plain;
use crate::table::{CellRef, CellValue, RowRef, Table};

/// The head is looked for in so many filled rows.
const WINDOW: usize = 30;

/// A sheet with a head; `None` is an empty cell. Rows are as long as they need to be.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Grid {
    /// Rows above the header: a title somebody has added.
    pub above: Vec<Vec<Option<CellValue>>>,
    pub header: Vec<String>,
    /// Every row below the header, also blank ones, so that cells keep their addresses.
    pub rows: Vec<Vec<Option<CellValue>>>,
    /// Zero-based row of the header in the sheet.
    pub header_row: u32,
}

impl Grid {
    /// An empty sheet with its head.
    pub fn new(labels: impl Iterator<Item = &'static str>) -> Self {
        Self { header: labels.map(str::to_owned).collect(), ..Self::default() }
    }

    /// The sheet as it stands; `None` where none of its first rows is the head.
    pub fn parse(table: &Table, is_head: impl Fn(&[String]) -> bool) -> Option<Self> {
        let position = table.rows.iter().take(WINDOW).position(|row| is_head(&texts(row)))?;
        let header_row = table.rows.get(position)?;
        Some(Self {
            above: spread(table.rows.iter().take(position), 0, header_row.number),
            header: dense(header_row)
                .iter()
                .map(|value| value.as_ref().and_then(plain).unwrap_or_default())
                .collect(),
            rows: spread(table.rows.iter().skip(position + 1), header_row.number + 1, 0),
            header_row: header_row.number,
        })
    }

    /// The same of a sheet that must bear this name.
    pub fn of_sheet(
        table: &Table,
        name: &str,
        is_head: impl Fn(&[String]) -> bool,
    ) -> Option<Self> {
        let sheet = table.source.sheet.as_deref()?;
        if normal(sheet) == normal(name) { Self::parse(table, is_head) } else { None }
    }

    /// Position of the column with this label.
    pub fn column(&self, label: &str) -> Option<usize> {
        self.header.iter().position(|there| normal(there) == normal(label))
    }

    /// Adds the columns that are missing, at the end.
    pub fn complete<S: AsRef<str>>(&mut self, labels: impl IntoIterator<Item = S>) {
        for label in labels {
            let label = label.as_ref();
            if !label.is_empty() && self.column(label).is_none() {
                self.header.push(label.to_owned());
            }
        }
    }

    /// The text of a cell; `row` counts from zero below the header. `None` where it is empty.
    pub fn text(&self, row: usize, label: &str) -> Option<String> {
        self.value(row, label).and_then(plain)
    }

    /// The value of a cell as it stands.
    pub fn value(&self, row: usize, label: &str) -> Option<&CellValue> {
        let position = self.column(label)?;
        self.rows.get(row)?.get(position)?.as_ref()
    }

    /// Where the cell stands in the sheet this was parsed from.
    pub fn at(&self, table: &Table, row: usize, label: &str) -> CellRef {
        let below = u32::try_from(row).unwrap_or(u32::MAX - 1 - self.header_row);
        let column = self.column(label).and_then(|at| u16::try_from(at).ok()).unwrap_or(0);
        CellRef::new(&table.source, self.header_row + 1 + below, column)
    }

    /// Writes a cell; an empty text empties it. Nothing happens where there is no such row or column.
    pub fn put(&mut self, row: usize, label: &str, value: &str) {
        self.set(row, label, (!value.is_empty()).then(|| text(value)));
    }

    /// The same with a value of any kind.
    pub fn set(&mut self, row: usize, label: &str, value: Option<CellValue>) {
        let Some(position) = self.column(label) else { return };
        let Some(cells) = self.rows.get_mut(row) else { return };
        if cells.len() <= position {
            cells.resize(position + 1, None);
        }
        if let Some(cell) = cells.get_mut(position) {
            *cell = value;
        }
    }
}

pub fn text(text: &str) -> CellValue {
    CellValue::Text(Arc::from(text))
}

/// A sheet of people's own in a file of the program; its entries stay.
#[derive(Clone, Debug, PartialEq)]
pub struct SheetBeside {
    pub name: String,
    /// Its tab is hidden and stays so.
    pub hidden: bool,
    /// All rows, also blank ones, so that cells keep their addresses.
    pub rows: Vec<Vec<Option<CellValue>>>,
}

impl SheetBeside {
    /// `None` for a table that is not a sheet of a workbook.
    pub fn of(table: &Table) -> Option<Self> {
        Some(Self {
            name: table.source.sheet.clone()?,
            hidden: table.layout.hidden,
            rows: spread(table.rows.iter(), 0, 0),
        })
    }
}

fn texts(row: RowRef<'_>) -> Vec<String> {
    row.cells.iter().filter_map(|(_, value)| plain(value)).collect()
}

fn dense(row: RowRef<'_>) -> Vec<Option<CellValue>> {
    let width = row.cells.last().map_or(0, |(column, _)| usize::from(column) + 1);
    let mut cells = vec![None; width];
    for (column, value) in row.cells.iter() {
        if let Some(slot) = cells.get_mut(usize::from(column)) {
            *slot = Some(value.clone());
        }
    }
    cells
}

/// Rows with the blank ones between them, from sheet row `first` on and at least up to (not including) `end`.
fn spread<'t>(
    rows: impl Iterator<Item = RowRef<'t>>,
    first: u32,
    end: u32,
) -> Vec<Vec<Option<CellValue>>> {
    let mut spread: Vec<Vec<Option<CellValue>>> = Vec::new();
    let mut next = first;
    for row in rows {
        while next < row.number {
            spread.push(Vec::new());
            next += 1;
        }
        spread.push(dense(row));
        next += 1;
    }
    while next < end {
        spread.push(Vec::new());
        next += 1;
    }
    spread
}
