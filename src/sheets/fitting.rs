//! How high a row must be so that nobody's sentence is cut off: Excel does not measure merged cells.
//!
//! An estimate from the widths of Arial (in thousandths of the font size), a little on the generous side.

use std::borrow::Cow;

use super::model::{Cell, Column, Line, Style};

/// Pixels per character of a column width, and the padding Excel adds (ECMA-376 Part 1, 18.3.1.13, for a digit width of 7).
const DIGIT: f64 = 7.0;
const PADDING: f64 = 5.0;
/// Pixels on the width of a landscape page at seven and a quarter points.
const PAGE: f64 = 1320.0;
/// Wide enough for the name of a branch on one line; wider columns hold sentences …
const NAME: f64 = 33.0;
/// … and are still read when they are as narrow as this.
const NARROW: f64 = 24.0;
/// Leading of a line of text as a factor of its size.
const LEADING: f64 = 1.18;

/// The height in points a free row needs for its highest text.
pub(super) fn line(line: &Line, widths: &[f64]) -> f64 {
    line.spans
        .iter()
        .map(|span| {
            let first = usize::from(span.column);
            let columns = usize::from(span.columns);
            cell(&span.cell, span.style, widths.iter().skip(first).take(columns)) + 3.5
        })
        .fold(15.0, f64::max)
}

/// The height in points a row of a table needs.
pub(super) fn row(columns: &[Column], cells: &[Cell], widths: &[f64]) -> f64 {
    columns
        .iter()
        .zip(cells)
        .zip(widths)
        .map(|((column, content), width)| cell(content, column.style, std::iter::once(width)) + 3.0)
        .fold(15.0, f64::max)
}

/// Columns that together print one page wide at seven points and more: those of sentences give way, for sentences break
/// into lines. The others stay: names and words would break.
pub(super) fn legible(mut widths: Vec<f64>) -> Vec<f64> {
    let narrow: f64 = widths.iter().filter(|width| **width <= NAME).sum();
    let wide: f64 = widths.iter().filter(|width| **width > NAME).sum();
    let columns = f64::from(u32::try_from(widths.len()).unwrap_or(u32::MAX));
    let room = (PAGE - columns * PADDING) / DIGIT - narrow;
    if wide > room {
        for width in widths.iter_mut().filter(|width| **width > NAME) {
            *width = (*width * room / wide).max(NARROW).floor();
        }
    }
    widths
}

fn cell<'a>(cell: &Cell, style: Style, widths: impl Iterator<Item = &'a f64>) -> f64 {
    let width: f64 = widths.map(|w| w * DIGIT + PADDING).sum();
    let text = match cell {
        Cell::Text(text) | Cell::Link { text, .. } => Cow::Borrowed(text.as_str()),
        Cell::Empty
        | Cell::Number(_)
        | Cell::Decimal(_)
        | Cell::Date(_)
        | Cell::Sign(_)
        | Cell::Status(..)
        | Cell::Formula { .. } => Cow::Owned(cell.shown()),
    };
    let lines = if style.wraps() { lines(&text, width - 8.0, style) } else { 1 };
    f64::from(lines) * style.points() * LEADING
}

/// Lines a text takes when broken at blanks in a column of this many pixels; at least one.
fn lines(text: &str, pixels: f64, style: Style) -> u32 {
    let scale = style.points() / 1000.0 * 96.0 / 72.0 * if style.bold() { 1.09 } else { 1.02 };
    let blank = width(" ") * scale;
    let mut count = 0;
    for paragraph in text.split('\n') {
        count += 1;
        let mut used = 0.0;
        for word in paragraph.split(' ') {
            let word = width(word) * scale;
            if used > 0.0 && used + blank + word > pixels {
                count += 1;
                used = word;
            } else {
                used += if used > 0.0 { blank + word } else { word };
            }
            // a single word longer than the line is broken by Excel
            while used > pixels.max(20.0) {
                count += 1;
                used -= pixels.max(20.0);
            }
        }
    }
    count.max(1)
}

fn width(text: &str) -> f64 {
    text.chars()
        .map(|c| match c {
            'i' | 'j' | 'l' | '\'' | '|' => 222.0,
            ' ' | 't' | 'f' | 'I' | '.' | ',' | ':' | ';' | '/' | '!' | '·' | '\u{a0}' => 278.0,
            'r' | '(' | ')' | '-' | '„' | '“' | '”' => 333.0,
            'k' | 's' | 'c' | 'v' | 'x' | 'y' | 'z' | 'J' => 500.0,
            'A' | 'B' | 'E' | 'K' | 'P' | 'S' | 'V' | 'X' | 'Y' | 'Ä' => 667.0,
            'C' | 'D' | 'H' | 'N' | 'R' | 'U' | 'w' | 'Ü' => 722.0,
            'G' | 'O' | 'Q' | 'Ö' => 778.0,
            'm' | 'M' => 833.0,
            'W' | '…' | '→' | '✓' | '◐' | '○' | '●' | '◇' | '—' => 1000.0,
            _ => 556.0,
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_columns_give_way_until_the_page_can_be_read() {
        assert_eq!(legible(vec![8.0, 30.0, 60.0]), [8.0, 30.0, 60.0]);
        let many = legible(vec![8.0, 40.0, 80.0, 60.0, 60.0]);
        assert_eq!(many, [8.0, 29.0, 59.0, 44.0, 44.0]);
        assert!(many.iter().map(|width| width * DIGIT + PADDING).sum::<f64>() <= PAGE);
        // however many columns there are
        assert_eq!(legible(vec![40.0; 40]), [NARROW; 40]);
    }

    #[test]
    fn a_sentence_takes_more_lines_in_a_narrow_column() {
        let text = "Jährlicher Rechenschaftsbericht wird angeboten";
        assert_eq!(lines(text, 400.0, Style::Body), 1);
        assert_eq!(lines(text, 240.0, Style::Body), 2);
        assert!(lines(text, 80.0, Style::Body) >= 4);
        assert_eq!(lines("", 80.0, Style::Body), 1);
        assert_eq!(lines("a\nb", 80.0, Style::Body), 2);
    }
}
