//! The rows that may be a header: one to three rows of labels, joined from top to bottom.
//!
//! „Vorsitz 1“ over „Vorname | Name | Anrede“ gives „Vorsitz 1 Vorname“ and so on. A head over several columns is merged in
//! Excel; where it is not, it reaches to the right over empty cells up to the next filled one, as far as a label stands below.

use std::sync::Arc;

use super::columns;
use super::values::shown;
use crate::table::{CellValue, RowRef, Table};

/// Header rows are looked for in so many filled rows.
pub(crate) const WINDOW: usize = 30;

/// A header has at most so many rows.
const MOST_ROWS: usize = 3;

/// A longer text, in bytes, is a sentence and no head over other labels.
const LONGEST_HEAD: usize = 80;

/// What stands above one column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Label {
    pub(crate) column: u16,
    /// How it may be read, best first: all rows joined, the lowest alone, all rows without repeated words.
    pub(crate) spellings: Vec<Arc<str>>,
}

impl Label {
    /// The label as a message shows it.
    pub(crate) fn shown(&self) -> String {
        self.spellings
            .first()
            .map(|text| shown(&CellValue::Text(Arc::clone(text))))
            .unwrap_or_default()
    }
}

/// Rows of a table that may be its header.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    /// Places of its first and last row in the table.
    pub(crate) first: usize,
    pub(crate) last: usize,
    /// Zero-based row of the last one.
    pub(crate) row: u32,
    pub(crate) labels: Vec<Label>,
}

impl Head {
    pub(crate) fn rows(&self) -> usize {
        self.last - self.first + 1
    }

    /// One row by itself.
    pub(crate) fn single(index: usize, row: RowRef<'_>) -> Self {
        let labels = row
            .cells
            .iter()
            .map(|(column, value)| Label {
                column,
                spellings: match value {
                    CellValue::Text(text) => vec![Arc::clone(text)],
                    CellValue::Number(_)
                    | CellValue::Bool(_)
                    | CellValue::Date(_)
                    | CellValue::Month(_)
                    | CellValue::DateTime(_)
                    | CellValue::Time(_)
                    | CellValue::Duration(_)
                    | CellValue::Error(_)
                    | CellValue::FormulaWithoutValue => vec![Arc::from(shown(value))],
                },
            })
            .collect();
        Self { first: index, last: index, row: row.number, labels }
    }
}

/// Every window of the first filled rows, top-down, shorter ones first.
pub(crate) fn candidates(table: &Table) -> Vec<Head> {
    let rows = table.rows.first(WINDOW);
    let mut heads = Vec::new();
    for (last, row) in rows.iter().enumerate() {
        heads.push(Head::single(last, *row));
        if !may_be_label_row(row) {
            continue;
        }
        for first in (last.saturating_sub(MOST_ROWS - 1)..last).rev() {
            let Some(window) = rows.get(first..=last) else { break };
            let directly = window
                .windows(2)
                .all(|pair| matches!(pair, [upper, lower] if upper.number + 1 == lower.number));
            if !directly || !window.iter().all(may_be_label_row) {
                break;
            }
            heads.push(joined(table, first, last, window));
        }
    }
    heads
}

/// Texts only, none of them just digits and signs.
fn may_be_label_row(row: &RowRef<'_>) -> bool {
    row.cells.iter().all(|(_, value)| {
        matches!(value, CellValue::Text(text)
            if text.len() <= LONGEST_HEAD && text.chars().any(char::is_alphabetic))
    })
}

fn joined(table: &Table, first: usize, last: usize, window: &[RowRef<'_>]) -> Head {
    let mut columns: Vec<u16> =
        window.iter().flat_map(|row| row.cells.iter().map(|(column, _)| column)).collect();
    columns.sort_unstable();
    columns.dedup();
    let mut labels = Vec::with_capacity(columns.len());
    for column in columns {
        // from the lowest row that is filled here upwards
        let Some(own) = window.iter().rposition(|row| row.cell(column).is_some()) else { continue };
        let parts: Vec<&Arc<str>> =
            window
                .iter()
                .take(own + 1)
                .enumerate()
                .filter_map(|(index, row)| {
                    if index == own { text(*row, column) } else { above(table, *row, column) }
                })
                .collect();
        if let Some(label) = label(column, &parts) {
            labels.push(label);
        }
    }
    let row = window.last().map_or(0, |row| row.number);
    Head { first, last, row, labels }
}

/// The head that stands over a column: its own cell, the merged cells it lies in, or the next filled one to the left.
fn above<'t>(table: &Table, row: RowRef<'t>, column: u16) -> Option<&'t Arc<str>> {
    if let Some(region) = table.layout.merge_at(row.number, column) {
        return text(row, region.first_column);
    }
    let (start, value) = row.cells.iter().rev().find(|(c, _)| *c <= column)?;
    // a merged head ends where its cells end
    if start != column && table.layout.merge_at(row.number, start).is_some() {
        return None;
    }
    as_text(value)
}

fn text(row: RowRef<'_>, column: u16) -> Option<&Arc<str>> {
    row.cell(column).and_then(as_text)
}

fn as_text(value: &CellValue) -> Option<&Arc<str>> {
    if let CellValue::Text(text) = value { Some(text) } else { None }
}

fn label(column: u16, parts: &[&Arc<str>]) -> Option<Label> {
    let [.., lowest] = parts else { return None };
    let lowest = Arc::clone(lowest);
    if parts.len() == 1 {
        return Some(Label { column, spellings: vec![lowest] });
    }
    let all = parts.iter().map(|part| part.trim()).collect::<Vec<_>>().join(" ");
    let mut words: Vec<String> = Vec::new();
    for word in all.split_whitespace() {
        if !words.iter().any(|known| columns::key(known) == columns::key(word)) {
            words.push(word.to_owned());
        }
    }
    let mut spellings: Vec<Arc<str>> = vec![Arc::from(all.as_str()), lowest];
    let once = words.join(" ");
    if once != all {
        spellings.push(Arc::from(once));
    }
    Some(Label { column, spellings })
}
