//! A sheet as plain data: what stood where, before anybody says what it means.
//!
//! Every value that may be questioned later keeps its place, and a place prints as Excel shows it.

mod rows;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use serde::{Deserialize, Serialize};

pub use rows::{Cells, Packing, Row, RowRef, Rows};

/// A sheet of a file: always a path relative to the list folder, with `/`; a text file has no sheet.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Source {
    /// Path relative to the list folder, with `/`.
    pub file: String,
    /// Sheet name as the tab shows it; `None` for text files.
    pub sheet: Option<String>,
}

/// The address of one cell; row and column count from zero, printing is Excel's (`D17`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellRef {
    pub source: Arc<Source>,
    pub row: u32,
    pub column: u16,
}

impl CellRef {
    pub fn new(source: &Arc<Source>, row: u32, column: u16) -> Self {
        Self { source: Arc::clone(source), row, column }
    }

    /// `D17`: column letters and one-based row, as Excel shows them.
    pub fn a1(&self) -> String {
        format!("{}{}", column_letters(self.column), self.row + 1)
    }
}

/// `Termine.xlsx, Blatt „2024“, Zelle D17`.
impl fmt::Display for CellRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, ", self.source.file)?;
        if let Some(sheet) = &self.source.sheet {
            write!(f, "Blatt „{sheet}“, ")?;
        }
        write!(f, "Zelle {}", self.a1())
    }
}

/// Column letters for a zero-based column: 0 → `A`, 26 → `AA`.
pub fn column_letters(column: u16) -> String {
    let mut letters = Vec::new();
    let mut rest = u32::from(column) + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// What a cell holds, as the file says it; nothing is interpreted yet.
#[derive(Clone, Debug, PartialEq)]
pub enum CellValue {
    Text(Arc<str>),
    Number(f64),
    Bool(bool),
    /// A number formatted as a date of day precision.
    Date(NaiveDate),
    /// A number formatted as month and year only (`MMM JJJJ`): never silently the first of the month.
    Month(NaiveDate),
    DateTime(NaiveDateTime),
    Time(NaiveTime),
    /// A duration formatted `[h]:mm`, in days.
    Duration(f64),
    /// `#NV`, `#BEZUG!` … as Excel prints it in English.
    Error(String),
    /// A formula whose result the file does not hold (D503).
    FormulaWithoutValue,
}

/// A sheet as a sparse grid: rows in order, blank rows left out, addresses absolute.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    pub source: Arc<Source>,
    pub rows: Rows,
    pub layout: Layout,
    /// Only the rows that are still to be shown are left.
    pub shortened: bool,
}

impl Table {
    /// Values only, as a text file has them.
    pub fn new(source: Arc<Source>, rows: Vec<Row>) -> Self {
        let rows = rows.into_iter().collect();
        Self { source, rows, layout: Layout::default(), shortened: false }
    }
}

/// What a sheet shows besides its values. Empty where the format has none of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// The tab is hidden: the sheet is never read silently.
    pub hidden: bool,
    /// Hidden rows, first and last, zero-based, in order: filtered or folded away by hand.
    pub hidden_rows: Vec<(u32, u32)>,
    pub hidden_columns: Vec<(u16, u16)>,
    /// A filter is set that shows only some rows.
    pub filtered: bool,
    pub merges: Vec<Region>,
    /// Cells whose text is struck through, in order.
    pub struck: BTreeSet<(u32, u16)>,
    /// The workbook counts its days from 1904, as Excel on the Mac did: a date stored as a plain number means a day four years
    /// and a day later than the number says elsewhere. Cells formatted as dates are right already.
    pub date1904: bool,
    pub figures: Figures,
}

impl Layout {
    pub fn is_hidden_row(&self, row: u32) -> bool {
        let next = self.hidden_rows.partition_point(|(first, _)| *first <= row);
        next.checked_sub(1)
            .and_then(|i| self.hidden_rows.get(i))
            .is_some_and(|(_, last)| row <= *last)
    }

    pub fn is_hidden_column(&self, column: u16) -> bool {
        self.hidden_columns.iter().any(|(first, last)| (*first..=*last).contains(&column))
    }

    /// The merged cells a cell belongs to.
    pub fn merge_at(&self, row: u32, column: u16) -> Option<&Region> {
        self.merges.iter().find(|region| region.contains(row, column))
    }
}

/// How numbers look where their cells have a number format of their own: „12,50 €“ and not „12,5“.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// Format codes as Excel stores them (ECMA-376 Part 1, 18.8.31): with point and comma as in English.
    codes: Vec<String>,
    /// Column, first and last row, place of the code; in order.
    stretches: Vec<(u16, u32, u32, u32)>,
}

impl Figures {
    /// Cells by column and row, each with the place of its code among `codes`.
    pub fn new(codes: Vec<String>, cells: BTreeMap<u16, Vec<(u32, u32)>>) -> Self {
        let mut stretches: Vec<(u16, u32, u32, u32)> = Vec::new();
        for (column, mut cells) in cells {
            cells.sort_unstable();
            for (row, code) in cells {
                match stretches.last_mut() {
                    Some((c, _, last, own)) if *c == column && *own == code => *last = row,
                    _ => stretches.push((column, row, row, code)),
                }
            }
        }
        if stretches.is_empty() { Self::default() } else { Self { codes, stretches } }
    }

    /// The format code of a cell that holds a number; `None` where it looks as numbers do without one.
    pub fn code(&self, row: u32, column: u16) -> Option<&str> {
        let next = self.stretches.partition_point(|(c, first, ..)| (*c, *first) <= (column, row));
        let (own, _, last, code) = self.stretches.get(next.checked_sub(1)?)?;
        (*own == column && row <= *last).then_some(())?;
        self.codes.get(usize::try_from(*code).ok()?).map(String::as_str)
    }
}

/// Cells merged into one; the value stands in the first. Zero-based, ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Region {
    pub first_row: u32,
    pub first_column: u16,
    pub last_row: u32,
    pub last_column: u16,
}

impl Region {
    pub fn contains(&self, row: u32, column: u16) -> bool {
        (self.first_row..=self.last_row).contains(&row)
            && (self.first_column..=self.last_column).contains(&column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_print_as_excel_shows_them() {
        let letters: Vec<_> =
            [0, 25, 26, 701, 702, 16383].into_iter().map(column_letters).collect();
        assert_eq!(letters, ["A", "Z", "AA", "ZZ", "AAA", "XFD"]);
        let source = Arc::new(Source { file: "Termine.xlsx".into(), sheet: Some("2024".into()) });
        assert_eq!(
            CellRef::new(&source, 16, 3).to_string(),
            "Termine.xlsx, Blatt „2024“, Zelle D17"
        );
        let text = Arc::new(Source { file: "alt/Versand.csv".into(), sheet: None });
        assert_eq!(CellRef::new(&text, 0, 0).to_string(), "alt/Versand.csv, Zelle A1");
    }
}
