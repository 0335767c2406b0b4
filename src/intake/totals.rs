//! The sums people write below their rows, held against the rows.

use super::columns::{self, ColumnKind, folded};
use super::header::Header;
use super::values::shown;
use crate::domain::{Field, ListKind};
use crate::table::{CellValue, RowRef};

/// Running sums of the number columns of a list.
pub(super) struct Totals {
    columns: Vec<Running>,
}

struct Running {
    field: Field,
    column: u16,
    /// Since the header, since the last heading, since the last sum.
    sums: [Sum; 3],
}

#[derive(Clone, Copy, Default)]
struct Sum {
    value: f64,
    rows: u32,
    /// A cell that is no plain number: the sum says nothing.
    unclear: bool,
}

/// A sum that is not that of the rows above it.
pub(super) struct Wrong {
    pub(super) field: Field,
    pub(super) column: u16,
    pub(super) written: f64,
    pub(super) rows: f64,
}

impl Totals {
    pub(super) fn new(header: &Header) -> Self {
        let columns = header
            .columns
            .iter()
            .filter(|(field, _)| {
                columns::column(header.list, *field).is_some_and(|c| c.kind == ColumnKind::Number)
            })
            .map(|(field, column)| Running {
                field: *field,
                column: *column,
                sums: Default::default(),
            })
            .collect();
        Self { columns }
    }

    pub(super) fn data(&mut self, row: RowRef<'_>) {
        for running in &mut self.columns {
            let Some(value) = row.cell(running.column) else { continue };
            for sum in &mut running.sums {
                match number(value) {
                    Some(number) => sum.value += number,
                    None => sum.unclear = true,
                }
                sum.rows += 1;
            }
        }
    }

    pub(super) fn section(&mut self) {
        for Running { sums: [_, since_heading, _], .. } in &mut self.columns {
            *since_heading = Sum::default();
        }
    }

    /// Whether a lone number is the sum of the rows above it.
    pub(super) fn is_sum(&self, row: RowRef<'_>) -> bool {
        self.columns.iter().any(|Running { column, sums, .. }| {
            let written = row.cell(*column).and_then(number);
            written.is_some_and(|written| {
                sums.iter().any(|sum| sum.rows > 0 && (sum.value - written).abs() < 0.005)
            })
        })
    }

    /// Checks a row of sums. An average or a count of rows is none.
    pub(super) fn total(&mut self, row: RowRef<'_>) -> Vec<Wrong> {
        let words: Vec<String> = row
            .cells
            .iter()
            .take(3)
            .map(|(_, value)| folded(&shown(value)))
            .map(|text| text.chars().take_while(|c| c.is_alphanumeric()).collect())
            .collect();
        let says = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
        let of_all = says(&["gesamt", "insgesamt", "gesamtsumme", "total"]);
        let is_sum = of_all || says(&["summe", "zwischensumme"]);
        let mut wrong = Vec::new();
        for Running { field, column, sums } in &mut self.columns {
            let written = row.cell(*column).and_then(number);
            if let Some(written) = written.filter(|_| is_sum) {
                let known = sums.iter().all(|sum| !sum.unclear);
                let right = sums.iter().any(|sum| (sum.value - written).abs() < 0.005);
                let [all, .., since_sum] = *sums;
                if known && !right && all.rows > 0 {
                    let part = !of_all && since_sum.rows > 0;
                    let rows = if part { since_sum.value } else { all.value };
                    wrong.push(Wrong { field: *field, column: *column, written, rows });
                }
            }
            let [_, _, since_sum] = sums;
            *since_sum = Sum::default();
        }
        wrong
    }
}

/// Whether a row holds sums: one of its first three cells says so, and what stands beside it are figures. An entry that only
/// begins with such a word („Gesamt-Mitgliederversammlung“, „Summe der Erfahrungen“) is none. `first`: the list's first column.
pub(super) fn is_row_of_sums(list: ListKind, first: Option<u16>, row: RowRef<'_>) -> bool {
    let labelled = row.cells.iter().take(3).position(|(_, value)| {
        matches!(value, CellValue::Text(_)) && says_sum(list, &folded(&shown(value)))
    });
    let Some((column, label)) = labelled.and_then(|index| row.cells.get(index)) else {
        return false;
    };
    let label = folded(&shown(label));
    let bare =
        label.trim_matches(|c: char| !c.is_alphanumeric()).chars().all(char::is_alphanumeric);
    let mut others = row.cells.iter().filter(|(c, _)| *c != column).peekable();
    if others.peek().is_none() {
        return bare || first == Some(column) || label.chars().any(|c| c.is_ascii_digit());
    }
    if bare && list != ListKind::Branches {
        return others.any(|(_, value)| is_figure(value))
            || row.cells.first().is_some_and(|(c, _)| c == column);
    }
    others.all(|(_, value)| is_figure(value))
}

fn says_sum(list: ListKind, text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let plain = |word: &&str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let first = words.first().map(plain).unwrap_or_default();
    let first = first.split_once(['/', ':', '=']).map_or(first.as_str(), |(first, _)| first);
    let known = [
        "gesamt",
        "insgesamt",
        "summe",
        "zwischensumme",
        "anzahl",
        "total",
        "durchschnitt",
        "gesamtsumme",
    ];
    // „Mitglieder gesamt“ beside a number: no branch is called that
    let last = words.last().map(plain).unwrap_or_default();
    known.contains(&first)
        || list == ListKind::Branches
            && (["gesamt", "insgesamt"].contains(&last.as_str()) || first == "mittelwert")
}

fn is_figure(value: &CellValue) -> bool {
    match value {
        CellValue::Number(_)
        | CellValue::Error(_)
        | CellValue::FormulaWithoutValue
        | CellValue::Duration(_) => true,
        CellValue::Text(_) => {
            let text = shown(value);
            let first = text.trim_start_matches(['Ø', '∑', 'Σ', '=', ' ']).chars().next();
            first.is_none_or(|c| c.is_ascii_digit() || c == '#')
                || text.chars().all(|c| !c.is_alphabetic())
        }
        CellValue::Bool(_)
        | CellValue::Date(_)
        | CellValue::Month(_)
        | CellValue::DateTime(_)
        | CellValue::Time(_) => false,
    }
}

/// A number as it stands or as Germans write it; „ca. 30“ is none.
fn number(value: &CellValue) -> Option<f64> {
    match value {
        CellValue::Number(number) => Some(*number).filter(|n| n.is_finite()),
        CellValue::Text(_) => {
            let text = shown(value);
            let whole = text.split_once(',').map_or(text.as_str(), |(whole, _)| whole);
            let groups: Vec<&str> = whole.split('.').collect();
            let plain = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
            let grouped = groups.iter().all(|part| plain(part))
                && groups.iter().skip(1).all(|part| part.len() == 3)
                && groups.first().is_some_and(|part| groups.len() == 1 || part.len() <= 3);
            let decimals = text.split_once(',').is_none_or(|(_, decimals)| plain(decimals));
            (grouped && decimals).then(|| text.replace('.', "").replace(',', ".").parse().ok())?
        }
        CellValue::Bool(_)
        | CellValue::Date(_)
        | CellValue::Month(_)
        | CellValue::DateTime(_)
        | CellValue::Time(_)
        | CellValue::Duration(_)
        | CellValue::Error(_)
        | CellValue::FormulaWithoutValue => None,
    }
}

/// `119`, `12,5`.
pub(super) fn printed(number: f64) -> String {
    shown(&CellValue::Number(number))
}
