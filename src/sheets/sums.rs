//! Live sums below a table: how often each sign stands in a column.

use crate::table::column_letters;

use super::model::{Cell, Line, Rule, Sign, Span, Style};

/// A line for each sign that occurs, counting it live in every column that counts it; `first_row` is the one-based row
/// of the first row of the table.
pub(super) fn by_sign(
    columns: &[(usize, &[Sign])],
    rows: &[Vec<Cell>],
    first_row: usize,
) -> Vec<Line> {
    let begins = |cell: &Cell, sign: Sign| {
        let shown = cell.shown();
        !shown.is_empty() && shown.starts_with(sign.mark())
    };
    let count = |column: usize, sign: Sign| {
        rows.iter().filter(|row| row.get(column).is_some_and(|cell| begins(cell, sign))).count()
    };
    let last = first_row + rows.len().saturating_sub(1);
    let mut lines = Vec::new();
    for sign in Sign::ALL {
        let counted: Vec<usize> =
            columns.iter().filter(|(_, signs)| signs.contains(&sign)).map(|(at, _)| *at).collect();
        if counted.iter().all(|column| count(*column, sign) == 0) {
            continue;
        }
        let mut spans =
            vec![Span::new(0, 1, Cell::text(format!("Anzahl {}", sign.mark())), Style::Total)];
        // a question mark is a wildcard unless a tilde stands before it
        let mark = if sign == Sign::Unknown { "~?" } else { sign.mark() };
        spans.extend(counted.into_iter().map(|at| {
            let column = u16::try_from(at).unwrap_or(u16::MAX);
            let letters = column_letters(column);
            Span::new(
                column,
                1,
                Cell::Formula {
                    formula: format!("COUNTIF({letters}{first_row}:{letters}{last},\"{mark}*\")"),
                    result: u32::try_from(count(at, sign)).unwrap_or(u32::MAX),
                },
                Style::Total,
            )
        }));
        let rule = if lines.is_empty() { Rule::Strong } else { Rule::None };
        lines.push(Line { height: None, rule, spans });
    }
    lines
}
