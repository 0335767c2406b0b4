//! Live sums below a table: how often each sign stands in a column. What is exempt is counted apart and in no other sum.

use crate::table::column_letters;

use super::model::{Cell, Line, Rule, Sign, Span, Style};

/// Stands behind the word of a branch that is exempt.
pub(super) const EXEMPT: &str = " (Ausnahme)";

/// A line for each sign that occurs, counting it live in every column that counts it, and one for exemptions; `first_row`
/// is the one-based row of the first row of the table.
pub(super) fn by_sign(
    columns: &[(usize, &[Sign])],
    rows: &[Vec<Cell>],
    first_row: usize,
) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut line = |label: String, spans: Vec<Span>| {
        if !spans.is_empty() {
            let rule = if lines.is_empty() { Rule::Strong } else { Rule::None };
            let first = Span::new(0, 1, Cell::text(label), Style::Total);
            let spans = std::iter::once(first).chain(spans).collect();
            lines.push(Line { height: None, rule, spans });
        }
    };
    for sign in Sign::ALL {
        let counted: Vec<usize> =
            columns.iter().filter(|(_, signs)| signs.contains(&sign)).map(|(at, _)| *at).collect();
        let stands = |column: usize| rows.iter().any(|row| begins(row.get(column), sign));
        if !counted.iter().any(|column| stands(*column)) {
            continue;
        }
        // a question mark is a wildcard unless a tilde stands before it
        let mark = if sign == Sign::Unknown { "~?" } else { sign.mark() };
        let spans = counted.into_iter().map(|column| {
            let range = range(column, rows.len(), first_row);
            let formula = if rows.iter().any(|row| is_exempt(row.get(column))) {
                format!("COUNTIFS({range},\"{mark}*\",{range},\"<>*{EXEMPT}\")")
            } else {
                format!("COUNTIF({range},\"{mark}*\")")
            };
            let fits =
                |row: &&Vec<Cell>| begins(row.get(column), sign) && !is_exempt(row.get(column));
            sum(column, formula, rows.iter().filter(fits).count())
        });
        line(format!("Anzahl {}", sign.mark()), spans.collect());
    }
    let exempt = columns.iter().filter_map(|(column, _)| {
        let n = rows.iter().filter(|row| is_exempt(row.get(*column))).count();
        let range = range(*column, rows.len(), first_row);
        (n > 0).then(|| sum(*column, format!("COUNTIF({range},\"*{EXEMPT}\")"), n))
    });
    line("Ausnahmen".to_owned(), exempt.collect());
    lines
}

/// The cells of a column of the table: `F5:F27`.
pub(super) fn range(column: usize, rows: usize, first_row: usize) -> String {
    let letters = column_letters(u16::try_from(column).unwrap_or(u16::MAX));
    format!("{letters}{first_row}:{letters}{}", first_row + rows.saturating_sub(1))
}

/// True for a filled cell that shows the sign first.
pub(super) fn begins(cell: Option<&Cell>, sign: Sign) -> bool {
    cell.is_some_and(|cell| {
        let shown = cell.shown();
        !shown.is_empty() && shown.starts_with(sign.mark())
    })
}

fn is_exempt(cell: Option<&Cell>) -> bool {
    cell.is_some_and(|cell| cell.shown().ends_with(EXEMPT))
}

fn sum(column: usize, formula: String, n: usize) -> Span {
    let result = u32::try_from(n).unwrap_or(u32::MAX);
    let column = u16::try_from(column).unwrap_or(u16::MAX);
    Span::new(column, 1, Cell::Formula { formula, result }, Style::Total)
}
