//! What a workbook says besides values: hidden rows and columns, filters, merged and struck-through cells, and formats that
//! change what a value means (a month, a tick in Wingdings). The library that reads the values tells little of it.
//!
//! One file per format, each a second, cheap look at the same bytes. Nothing here can fail a file: what cannot be made out is
//! left out. Counts are limited, so that no file can ask for more memory than its cells do.

mod fonts;
mod indented;
mod ods;
mod xls;
mod xlsb;
mod xlsx;
mod xml;

use std::collections::BTreeMap;

pub(super) use fonts::{Symbols, decode};
pub(super) use indented::without_indents;
pub(super) use ods::Ods;
pub(super) use xls::read as xls;
pub(super) use xlsb::Xlsb;
pub(super) use xlsx::Xlsx;

use crate::table::{Layout, Region};

/// Sheets end here in every format.
const MAX_ROW: u32 = 1_048_575;
const MAX_COLUMN: u16 = 16_383;
/// More hidden stretches, merged regions or cells with a telling format than any list has.
const MAX_STRETCHES: usize = 600_000;
const MAX_MERGES: usize = 100_000;
const MAX_NOTES: usize = 6_000_000;
const MAX_RICH: usize = 300_000;
const MAX_STYLES: usize = 100_000;

/// How much of a date its number format shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Precision {
    #[default]
    Day,
    Month,
    Year,
}

/// What a cell's format makes of its value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Format {
    pub(super) precision: Precision,
    /// Its letters are signs.
    pub(super) symbols: Option<Symbols>,
    pub(super) struck: bool,
    /// The text is an error value (OpenDocument has no other place for it).
    pub(super) error: bool,
    /// How a number looks: a place in [`SheetLayout::codes`].
    pub(super) figures: Option<u32>,
}

impl Format {
    /// By the name of the font, the code of the number format, and whether the text is struck through.
    pub(super) fn of(font: Option<&str>, code: Option<&str>, struck: bool) -> Self {
        Self {
            precision: code.map_or_else(Precision::default, precision),
            symbols: font.and_then(Symbols::of),
            struck,
            error: false,
            figures: None,
        }
    }

    fn plain(self) -> bool {
        self == Self::default()
    }
}

/// The number formats of a workbook that change how numbers look, each once.
#[derive(Clone, Debug, Default)]
pub(super) struct Codes {
    codes: Vec<String>,
    places: BTreeMap<String, u32>,
}

impl Codes {
    /// The place of a format code; `None` for dates, texts and numbers that look as they are.
    pub(super) fn place(&mut self, code: &str) -> Option<u32> {
        if !shows_figures(code) {
            return None;
        }
        if let Some(place) = self.places.get(code) {
            return Some(*place);
        }
        let place =
            u32::try_from(self.codes.len()).ok().filter(|_| self.codes.len() < MAX_STYLES)?;
        self.codes.push(code.to_owned());
        self.places.insert(code.to_owned(), place);
        Some(place)
    }

    pub(super) fn into_vec(self) -> Vec<String> {
        self.codes
    }
}

/// The text of a cell whose parts have fonts of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rich {
    /// With the signs people see; `None` where no part is in a symbol font.
    pub(super) text: Option<String>,
    /// Every part is struck through.
    pub(super) struck: bool,
}

/// A part of a text: its font, where it has one of its own.
struct Part {
    text: String,
    own: Option<Format>,
}

/// What the parts of a cell come to; `cell` is the cell's own format.
fn rich(parts: &[Part], cell: Format) -> Rich {
    let format = |part: &Part| part.own.unwrap_or(cell);
    let text = parts.iter().any(|part| format(part).symbols.is_some()).then(|| {
        parts
            .iter()
            .map(|part| {
                format(part)
                    .symbols
                    .map_or_else(|| part.text.clone(), |font| decode(&part.text, font))
            })
            .collect()
    });
    let mut visible = parts.iter().filter(|part| !part.text.trim().is_empty()).peekable();
    let struck = visible.peek().is_some() && visible.all(|part| format(part).struck);
    Rich { text, struck }
}

/// What one sheet says besides values.
#[derive(Debug, Default)]
pub(super) struct SheetLayout {
    pub(super) layout: Layout,
    /// The sheet is known to hold no formula; only `.xlsx` tells.
    pub(super) no_formulas: bool,
    /// There were more telling cells than can be kept: what they mean is unknown.
    pub(super) overflow: bool,
    /// Cells with a telling format, in order.
    notes: Vec<(u32, u16, Format)>,
    rich: BTreeMap<(u32, u16), Rich>,
    pub(super) codes: Codes,
    /// Error values the library leaves out (`.xlsb`).
    pub(super) errors: Vec<(u32, u32, &'static str)>,
}

impl SheetLayout {
    /// The format of a cell, where it was noted.
    pub(super) fn format(&self, (row, column): (u32, u32)) -> Format {
        let Ok(column) = u16::try_from(column) else { return Format::default() };
        self.notes
            .binary_search_by_key(&(row, column), |(r, c, _)| (*r, *c))
            .ok()
            .and_then(|i| self.notes.get(i))
            .map_or_else(Format::default, |(_, _, format)| *format)
    }

    pub(super) fn rich(&self, (row, column): (u32, u32)) -> Option<&Rich> {
        if self.rich.is_empty() {
            return None;
        }
        self.rich.get(&(row, u16::try_from(column).ok()?))
    }

    fn note(&mut self, row: u32, column: u16, format: Format) {
        if format.plain() || row > MAX_ROW || column > MAX_COLUMN {
            return;
        }
        if self.notes.len() >= MAX_NOTES {
            self.overflow = true;
            return;
        }
        self.notes.push((row, column, format));
    }

    fn note_rich(&mut self, row: u32, column: u16, parts: &[Part], cell: Format) {
        if self.rich.len() < MAX_RICH && row <= MAX_ROW && column <= MAX_COLUMN {
            self.rich.insert((row, column), rich(parts, cell));
        }
    }

    fn hide_rows(&mut self, first: u32, last: u32) {
        let rows = &mut self.layout.hidden_rows;
        if first > last || first > MAX_ROW {
            return;
        }
        let (last, room) = (last.min(MAX_ROW), rows.len() < MAX_STRETCHES);
        match rows.last_mut() {
            Some(stretch) if stretch.0 <= first && first <= stretch.1.saturating_add(1) => {
                stretch.1 = stretch.1.max(last);
            }
            _ if room => rows.push((first, last)),
            _ => {}
        }
    }

    fn hide_columns(&mut self, first: u32, last: u32) {
        let columns = &mut self.layout.hidden_columns;
        let clip = |column: u32| u16::try_from(column).unwrap_or(MAX_COLUMN).min(MAX_COLUMN);
        if first <= last && first <= u32::from(MAX_COLUMN) && columns.len() < MAX_STRETCHES {
            columns.push((clip(first), clip(last)));
        }
    }

    /// One cell alone is no region.
    fn merge(&mut self, first_row: u32, first_column: u32, last_row: u32, last_column: u32) {
        let clip = |column: u32| u16::try_from(column).unwrap_or(MAX_COLUMN).min(MAX_COLUMN);
        let several = (first_row, first_column) != (last_row, last_column);
        if several
            && first_row <= last_row
            && first_column <= last_column
            && first_row <= MAX_ROW
            && first_column <= u32::from(MAX_COLUMN)
            && self.layout.merges.len() < MAX_MERGES
        {
            self.layout.merges.push(Region {
                first_row,
                first_column: clip(first_column),
                last_row: last_row.min(MAX_ROW),
                last_column: clip(last_column),
            });
        }
    }

    /// Everything in order, whatever order the file had.
    fn in_order(mut self) -> Self {
        self.layout.hidden_rows = joined(std::mem::take(&mut self.layout.hidden_rows), |n| n + 1);
        self.layout.hidden_columns =
            joined(std::mem::take(&mut self.layout.hidden_columns), |n| n + 1);
        self.layout.merges.sort_unstable();
        self.layout.merges.dedup();
        if !self.notes.is_sorted_by_key(|(row, column, _)| (*row, *column)) {
            // of two cells at one address the first one counts, as for the values
            self.notes.sort_by_key(|(row, column, _)| (*row, *column));
            self.notes.dedup_by_key(|(row, column, _)| (*row, *column));
        }
        self
    }
}

/// Stretches in order, touching ones as one. Ends are far below the largest number.
fn joined<N: Copy + Ord>(mut stretches: Vec<(N, N)>, next: impl Fn(N) -> N) -> Vec<(N, N)> {
    stretches.sort_unstable();
    let mut result: Vec<(N, N)> = Vec::with_capacity(stretches.len());
    for (first, last) in stretches {
        match result.last_mut() {
            Some(stretch) if first <= next(stretch.1) => stretch.1 = stretch.1.max(last),
            _ => result.push((first, last)),
        }
    }
    result
}

/// Looks at the first section of a format code (ECMA-376 Part 1, 18.8.31); German letters occur in files of other programs.
fn precision(code: &str) -> Precision {
    let (mut day, mut month, mut year, mut clock) = (false, false, false, false);
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        match c {
            ';' => break,
            '\\' | '_' | '*' => {
                chars.next();
            }
            '"' => while chars.next().is_some_and(|c| c != '"') {},
            '[' => while chars.next().is_some_and(|c| c != ']') {},
            'd' | 'D' | 't' | 'T' => day = true,
            'm' | 'M' => month = true,
            'y' | 'Y' | 'j' | 'J' => year = true,
            'h' | 'H' | 's' | 'S' => clock = true,
            _ => {}
        }
    }
    match (day || clock, month, year) {
        (false, true, true) => Precision::Month,
        (false, false, true) => Precision::Year,
        _ => Precision::Day,
    }
}

/// True for a format code that writes numbers in a way of its own.
fn shows_figures(code: &str) -> bool {
    if matches!(code.trim(), "" | "General" | "Standard" | "@" | "0") {
        // „0“ rounds; what it hides people see in few lists, but they see it
        return code.trim() == "0";
    }
    let mut chars = code.chars();
    let mut placeholder = false;
    while let Some(c) = chars.next() {
        match c {
            '\\' | '_' | '*' => {
                chars.next();
            }
            '"' => {
                placeholder = true;
                while chars.next().is_some_and(|c| c != '"') {}
            }
            '[' => while chars.next().is_some_and(|c| c != ']') {},
            '0' | '#' | '?' => placeholder = true,
            // days, months, years, hours, and the German letters for them
            'd' | 'D' | 'm' | 'M' | 'y' | 'Y' | 'h' | 'H' | 's' | 'S' | 't' | 'T' | 'j' | 'J' => {
                return false;
            }
            _ => {}
        }
    }
    placeholder
}

/// The codes of the formats that have a number instead (ECMA-376 Part 1, 18.8.30), as Excel shows them in Germany.
fn builtin_code(number: u16) -> Option<&'static str> {
    Some(match number {
        1 => "0",
        2 => "0.00",
        3 => "#,##0",
        4 => "#,##0.00",
        5 | 6 => "#,##0\\ \"€\"",
        7 | 8 => "#,##0.00\\ \"€\"",
        9 => "0%",
        10 => "0.00%",
        11 => "0.00E+00",
        12 => "# ?/?",
        13 => "# ??/??",
        37 | 38 => "#,##0;-#,##0",
        39 | 40 => "#,##0.00;-#,##0.00",
        41 => "#,##0;-#,##0;-",
        42 => "#,##0\\ \"€\";-#,##0\\ \"€\";-\\ \"€\"",
        43 => "#,##0.00;-#,##0.00;-",
        44 => "#,##0.00\\ \"€\";-#,##0.00\\ \"€\";-\\ \"€\"",
        48 => "##0.0E+0",
        _ => return None,
    })
}

/// What a number format makes of a value: how much of a date it shows, and how a number looks.
fn number_format(
    number: u16,
    written: &BTreeMap<u16, String>,
    codes: &mut Codes,
) -> (Precision, Option<u32>) {
    match written.get(&number) {
        Some(code) => (precision(code), codes.place(code)),
        None => {
            (builtin_precision(number), builtin_code(number).and_then(|code| codes.place(code)))
        }
    }
}

/// Of the formats that have a number instead of a code only „MMM JJ“ leaves the day out (ECMA-376 Part 1, 18.8.30).
fn builtin_precision(number: u16) -> Precision {
    if number == 17 { Precision::Month } else { Precision::Day }
}

/// Little-endian numbers of the binary formats; `None` beyond the end.
fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let end = at.checked_add(2)?;
    bytes.get(at..end)?.try_into().ok().map(u16::from_le_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let end = at.checked_add(4)?;
    bytes.get(at..end)?.try_into().ok().map(u32::from_le_bytes)
}

fn utf16(bytes: &[u8]) -> String {
    let units = bytes.chunks_exact(2).filter_map(|pair| u16_at(pair, 0));
    char::decode_utf16(units).map(|c| c.unwrap_or('\u{FFFD}')).collect()
}

/// Splits a text where its runs begin; a run counts UTF-16 units and holds to the next one. Before the first run the cell's
/// own format holds.
fn runs(text: &str, starts: &[(u16, Option<Format>)]) -> Vec<Part> {
    let mut parts = vec![Part { text: String::new(), own: None }];
    let mut starts = starts.iter().peekable();
    let mut unit = 0_usize;
    for c in text.chars() {
        while let Some((_, own)) = starts.next_if(|(start, _)| usize::from(*start) <= unit) {
            parts.push(Part { text: String::new(), own: *own });
        }
        if let Some(part) = parts.last_mut() {
            part.text.push(c);
        }
        unit = unit.saturating_add(c.len_utf16());
    }
    parts.retain(|part| !part.text.is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read as _, Write as _};

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_format_shows_a_day_a_month_or_a_year() {
        for (code, expected) in [
            ("dd.mm.yyyy", Precision::Day),
            ("[$-407]dddd, d. mmmm yyyy;@", Precision::Day),
            ("TT.MM.JJJJ", Precision::Day),
            ("mmm-yy", Precision::Month),
            ("[$-407]mmmm yyyy;@", Precision::Month),
            ("mm\\/yyyy", Precision::Month),
            ("MMM JJJJ", Precision::Month),
            ("yyyy", Precision::Year),
            ("mm:ss", Precision::Day),
            ("\"den\" d. mmmm", Precision::Day),
        ] {
            assert_eq!(precision(code), expected, "{code}");
        }
    }

    #[test]
    fn stretches_come_in_order_and_touching_ones_as_one() {
        let mut sheet = SheetLayout::default();
        for row in [7, 3, 4, 8, 20] {
            sheet.hide_rows(row, row);
        }
        sheet.hide_columns(2, 90_000);
        let layout = sheet.in_order().layout;
        assert_eq!(layout.hidden_rows, [(3, 4), (7, 8), (20, 20)]);
        assert_eq!(layout.hidden_columns, [(2, 16_383)]);
    }

    #[test]
    fn a_text_is_struck_through_only_if_all_of_it_is() {
        let struck = Format { struck: true, ..Format::default() };
        let part = |text: &str, own| Part { text: text.to_owned(), own };
        let parts =
            [part("04.05.", Some(struck)), part(" ", Some(Format::default())), part("neu", None)];
        assert!(!rich(&parts, Format::default()).struck);
        assert!(rich(&parts, struck).struck);
        let ticks = Format { symbols: Some(Symbols::Wingdings), ..Format::default() };
        let parts = runs("ü offen", &[(0, Some(ticks)), (1, None)]);
        assert_eq!(rich(&parts, Format::default()).text.unwrap(), "✓ offen");
    }

    /// The package with one part damaged: bytes overwritten, then cut off.
    fn damaged(package: &[u8], part: usize, bytes: &[(usize, u8)], cut: usize) -> Vec<u8> {
        let mut source = zip::ZipArchive::new(Cursor::new(package)).unwrap();
        let mut target = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let stored = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Stored);
        let part = part % source.len();
        for index in 0..source.len() {
            let mut entry = source.by_index(index).unwrap();
            let name = entry.name().unwrap().into_owned();
            let mut content = Vec::new();
            entry.read_to_end(&mut content).unwrap();
            if index == part {
                overwrite(&mut content, bytes, cut);
            }
            target.start_file(name, stored).unwrap();
            target.write_all(&content).unwrap();
        }
        target.finish().unwrap().into_inner()
    }

    fn overwrite(content: &mut Vec<u8>, bytes: &[(usize, u8)], cut: usize) {
        let length = content.len().max(1);
        for (place, byte) in bytes {
            if let Some(slot) = content.get_mut(place % length) {
                *slot = *byte;
            }
        }
        if cut.is_multiple_of(4) {
            content.truncate(cut % length);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn damage_never_panics(
            part in any::<usize>(),
            bytes in proptest::collection::vec((any::<usize>(), any::<u8>()), 0..40),
            cut in any::<usize>(),
        ) {
            const XLSX: &[u8] = include_bytes!("../../../tests/fixtures/Gestaltung.xlsx");
            const XLSB: &[u8] = include_bytes!("../../../tests/fixtures/Gestaltung.xlsb");
            const ODS: &[u8] = include_bytes!("../../../tests/fixtures/Gestaltung.ods");
            const XLS: &[u8] = include_bytes!("../../../tests/fixtures/Gestaltung.xls");
            let in_bounds = |sheet: SheetLayout| {
                let rows = &sheet.layout.hidden_rows;
                assert!(rows.iter().all(|(first, last)| first <= last && *last <= MAX_ROW));
                assert!(rows.windows(2).all(|pair| pair[0].1 < pair[1].0));
                assert!(sheet.layout.merges.iter().all(|region| region.last_row <= MAX_ROW));
            };
            if let Some(mut book) = Xlsx::open(&damaged(XLSX, part, &bytes, cut)) {
                in_bounds(book.sheet("Termine 2024", &[]));
            }
            if let Some(mut book) = Xlsb::open(&damaged(XLSB, part, &bytes, cut)) {
                in_bounds(book.sheet("Termine 2024"));
            }
            in_bounds(Ods::read(&damaged(ODS, part, &bytes, cut)).sheet("Termine 2024"));
            let mut file = XLS.to_vec();
            overwrite(&mut file, &bytes, cut);
            xls(&file).into_iter().for_each(in_bounds);
        }
    }
}
