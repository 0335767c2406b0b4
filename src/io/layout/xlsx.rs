//! `.xlsx`: what the sheet's XML says besides its cells (ECMA-376 Part 1, 18.3.1).
//!
//! The cells themselves are skipped: only tags of rows are looked at, and those between cells and end. Columns come before
//! the cells, merged regions and filters after them.

use std::collections::BTreeMap;
use std::io::{BufReader, Cursor};

use memchr::memmem;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{Format, MAX_RICH, Part, SheetLayout, Symbols, xml};

/// A workbook, open beside the reader of its values.
pub(in crate::io) struct Xlsx<'a> {
    archive: zip::ZipArchive<Cursor<&'a [u8]>>,
    /// Sheet name to path.
    paths: BTreeMap<String, String>,
    /// Shared texts with fonts of their own, by number; only where one is struck or in a symbol font.
    rich: BTreeMap<u32, Vec<Part>>,
}

impl<'a> Xlsx<'a> {
    pub(in crate::io) fn open(bytes: &'a [u8]) -> Option<Self> {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
        let book = xml::relations(&mut archive, "")
            .into_values()
            .find(|(kind, _)| kind.ends_with("/officeDocument"))
            .map_or_else(|| "xl/workbook.xml".to_owned(), |(_, path)| path);
        let relations = xml::relations(&mut archive, &book);
        let mut paths = BTreeMap::new();
        xml::start_tags(&xml::small_part(&mut archive, &book, 16 << 20)?, |tag| {
            if tag.local_name().as_ref() == "sheet"
                && let (Some(name), Some(id)) = (xml::value(tag, "name"), xml::value(tag, "id"))
                && let Some((_, path)) = relations.get(&id)
            {
                paths.insert(name, path.clone());
            }
        });
        let texts = relations
            .values()
            .find(|(kind, _)| kind.ends_with("/sharedStrings"))
            .map_or_else(|| "xl/sharedStrings.xml".to_owned(), |(_, path)| path.clone());
        let rich = rich_texts(&mut archive, &texts);
        Some(Self { archive, paths, rich })
    }

    /// Hidden rows and columns, filters, merged cells, and texts whose parts have fonts of their own. `formats` by style.
    pub(in crate::io) fn sheet(&mut self, name: &str, formats: &[Format]) -> SheetLayout {
        let Some(path) = self.paths.get(name).cloned() else { return SheetLayout::default() };
        let mut scan = Scan::default();
        if let Some(part) = xml::part(&mut self.archive, &path) {
            xml::pieces(part, |piece| scan.piece(piece));
        }
        let mut sheet = scan.sheet;
        sheet.no_formulas = scan.place == Place::AfterCells && !scan.formulas;
        if (scan.inline_fonts || !self.rich.is_empty())
            && let Some(part) = xml::part(&mut self.archive, &path)
        {
            rich_cells(BufReader::new(part), &self.rich, formats, &mut sheet);
        }
        if !sheet.layout.filtered {
            let tables: Vec<String> = xml::relations(&mut self.archive, &path)
                .into_values()
                .filter(|(kind, _)| kind.ends_with("/table"))
                .map(|(_, path)| path)
                .collect();
            sheet.layout.filtered = tables.iter().take(1000).any(|path| {
                xml::small_part(&mut self.archive, path, 4 << 20)
                    .is_some_and(|table| has_criteria(&table))
            });
        }
        sheet.in_order()
    }
}

/// A filter with an arrow but nothing chosen shows every row.
fn has_criteria(piece: &[u8]) -> bool {
    has(piece, b"filterColumn") && CRITERIA.iter().any(|name| has(piece, name))
}

/// What can be chosen in a column (18.3.2.7).
const CRITERIA: [&[u8]; 6] =
    [b"filters", b"customFilters", b"top10", b"dynamicFilter", b"colorFilter", b"iconFilter"];

fn has(piece: &[u8], name: &[u8]) -> bool {
    tags(piece, name).next().is_some()
}

/// The start tags of this name in a piece, from „<“ to before „>“.
fn tags<'p>(piece: &'p [u8], name: &'p [u8]) -> impl Iterator<Item = &'p [u8]> {
    memmem::find_iter(piece, name).filter_map(move |at| {
        let before = piece.get(..at)?;
        let open = before.iter().rposition(|b| !b.is_ascii_alphanumeric() && *b != b':')?;
        // „<“ itself or „<“, prefix, colon; never „</“
        let prefix = piece.get(open..at)?;
        let (b'<', prefix) = prefix.split_first()? else { return None };
        if !(prefix.is_empty() || prefix.ends_with(b":")) {
            return None;
        }
        let rest = piece.get(at..)?;
        let after = *rest.get(name.len())?;
        if !(after.is_ascii_whitespace() || matches!(after, b'>' | b'/')) {
            return None;
        }
        let end = memchr::memchr(b'>', rest)?;
        piece.get(open..at.checked_add(end)?)
    })
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Place {
    #[default]
    BeforeCells,
    Cells,
    AfterCells,
}

#[derive(Default)]
struct Scan {
    place: Place,
    sheet: SheetLayout,
    /// Rows seen so far, for rows that do not name their number.
    next_row: u32,
    filter_column: bool,
    inline_fonts: bool,
    formulas: bool,
}

impl Scan {
    fn piece(&mut self, piece: &[u8]) -> bool {
        let mut rest = piece;
        if self.place == Place::BeforeCells {
            let begin = memmem::find(rest, b"sheetData").unwrap_or(rest.len());
            let (head, body) = rest.split_at(begin);
            for tag in tags(head, b"col") {
                if xml::is_true(xml::attribute(tag, b"hidden"))
                    && let Some(first) = xml::number(xml::attribute(tag, b"min"))
                {
                    let last = xml::number(xml::attribute(tag, b"max")).unwrap_or(first);
                    self.sheet.hide_columns(first.saturating_sub(1), last.saturating_sub(1));
                }
            }
            if body.is_empty() {
                return true;
            }
            self.place = Place::Cells;
            rest = body.get(b"sheetData".len()..).unwrap_or_default();
            if rest.trim_ascii_start().starts_with(b"/>") {
                self.place = Place::AfterCells;
            }
        }
        if self.place == Place::Cells {
            let end = memmem::find(rest, b"sheetData>").unwrap_or(rest.len());
            let (cells, tail) = rest.split_at(end);
            self.rows(cells);
            if tail.is_empty() {
                return true;
            }
            self.place = Place::AfterCells;
            rest = tail;
        }
        for tag in tags(rest, b"mergeCell") {
            if let Some((from, to)) = xml::attribute(tag, b"ref").and_then(region) {
                self.sheet.merge(from.0, from.1, to.0, to.1);
            }
        }
        // the criteria may lie in the next piece
        if !self.sheet.layout.filtered {
            self.filter_column |= has(rest, b"filterColumn");
            self.sheet.layout.filtered =
                self.filter_column && CRITERIA.iter().any(|name| has(rest, name));
        }
        true
    }

    fn rows(&mut self, cells: &[u8]) {
        for at in memmem::find_iter(cells, b"row") {
            let Some((before, rest)) = at.checked_sub(1).and_then(|i| cells.split_at_checked(i))
            else {
                continue;
            };
            let opens = match rest.first() {
                Some(b'<') => true,
                // a prefix of a few letters: „<x:row“
                Some(b':') => before
                    .iter()
                    .rev()
                    .take(20)
                    .find(|b| !b.is_ascii_alphanumeric())
                    .is_some_and(|b| *b == b'<'),
                _ => false,
            };
            if !opens || !rest.get(4).is_some_and(|b| b.is_ascii_whitespace() || *b == b'>') {
                continue;
            }
            let Some(tag) = memchr::memchr(b'>', rest).and_then(|end| rest.get(4..end)) else {
                continue;
            };
            let number = xml::number(xml::attribute(tag, b"r")).filter(|n| *n > 0);
            let row = number.map_or(self.next_row, |n| n - 1);
            self.next_row = row.saturating_add(1);
            if memmem::find(tag, b"hidden").is_some()
                && xml::is_true(xml::attribute(tag, b"hidden"))
            {
                self.sheet.hide_rows(row, row);
            }
        }
        self.formulas = self.formulas || has_tag(cells, *b"f");
        self.inline_fonts = self.inline_fonts || memmem::find(cells, b"rPr").is_some();
    }
}

/// A tag of one letter, with or without a prefix.
fn has_tag(cells: &[u8], [letter]: [u8; 1]) -> bool {
    [[b'<', letter], [b':', letter]].iter().any(|needle| {
        memmem::find_iter(cells, needle).any(|at| {
            at.checked_add(2)
                .and_then(|after| cells.get(after))
                .is_some_and(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/'))
        })
    })
}

/// `B2:D4`, zero-based.
fn region(text: &[u8]) -> Option<((u32, u32), (u32, u32))> {
    let text = std::str::from_utf8(text).ok()?;
    let (from, to) = text.split_once(':').unwrap_or((text, text));
    Some((address(from)?, address(to)?))
}

/// `$B$2` or `B2` as row and column, zero-based.
fn address(text: &str) -> Option<(u32, u32)> {
    let (mut column, mut row) = (0_u32, 0_u32);
    for c in text.trim().chars().filter(|c| *c != '$') {
        match c {
            'A'..='Z' | 'a'..='z' if row == 0 => {
                let digit = u32::from(c.to_ascii_uppercase()).checked_sub(u32::from('A'))?;
                column = column.checked_mul(26)?.checked_add(digit)?.checked_add(1)?;
            }
            '0'..='9' => row = row.checked_mul(10)?.checked_add(c.to_digit(10)?)?,
            _ => return None,
        }
    }
    Some((row.checked_sub(1)?, column.checked_sub(1)?))
}

/// The shared texts whose parts have fonts of their own, if any of them is struck through or in a symbol font at all.
fn rich_texts(
    archive: &mut zip::ZipArchive<Cursor<&[u8]>>,
    path: &str,
) -> BTreeMap<u32, Vec<Part>> {
    let mut telling = false;
    if let Some(part) = xml::part(archive, path) {
        xml::pieces(part, |piece| {
            telling |= memmem::find(piece, b"rPr").is_some() && telling_font(piece);
            !telling
        });
    }
    let mut found = BTreeMap::new();
    if !telling {
        return found;
    }
    let Some(part) = xml::part(archive, path) else { return found };
    let mut reader = Reader::from_reader(BufReader::new(part));
    let mut buffer = Vec::new();
    let (mut number, mut text) = (0_u32, RichText::default());
    loop {
        buffer.clear();
        let Ok(event) = reader.read_event_into(&mut buffer) else { return found };
        if matches!(event, Event::Eof) {
            return found;
        }
        let ended = if let Event::End(tag) = &event {
            tag.local_name().as_ref() == "si"
        } else if let Event::Empty(tag) = &event {
            tag.local_name().as_ref() == "si"
        } else {
            false
        };
        if !ended {
            text.take(&event);
            continue;
        }
        let done = std::mem::take(&mut text);
        if done.own_fonts && found.len() < MAX_RICH {
            found.insert(number, done.parts);
        }
        number = number.saturating_add(1);
    }
}

fn telling_font(piece: &[u8]) -> bool {
    [&b"strike"[..], b"dings", b"DINGS", b"Marlett", b"marlett"]
        .iter()
        .any(|word| memmem::find(piece, word).is_some())
}

/// A text of several runs (18.4.4, 18.4.7), as its tags come.
#[derive(Default)]
struct RichText {
    parts: Vec<Part>,
    own_fonts: bool,
    in_text: bool,
    in_phonetic: bool,
}

impl RichText {
    fn take(&mut self, event: &Event<'_>) {
        if let Event::Start(tag) = event {
            self.open(tag, false);
        } else if let Event::Empty(tag) = event {
            self.open(tag, true);
        } else if let Event::End(tag) = event {
            match tag.local_name().as_ref() {
                "t" => self.in_text = false,
                "rPh" => self.in_phonetic = false,
                _ => {}
            }
        } else if self.in_text
            && !self.in_phonetic
            && let Some(text) = xml::text(event)
        {
            self.push(&text);
        }
    }

    fn open(&mut self, tag: &BytesStart<'_>, empty: bool) {
        match tag.local_name().as_ref() {
            "r" => self.parts.push(Part { text: String::new(), own: None }),
            "rPr" => {
                self.own_fonts = true;
                if let Some(part) = self.parts.last_mut() {
                    part.own = Some(Format::default());
                }
            }
            "rFont" => {
                let font = xml::value(tag, "val").and_then(|name| Symbols::of(&name));
                if let Some(own) = self.parts.last_mut().and_then(|part| part.own.as_mut()) {
                    own.symbols = font;
                }
            }
            "strike" => {
                let on =
                    xml::value(tag, "val").is_none_or(|v| !matches!(v.as_str(), "0" | "false"));
                if let Some(own) = self.parts.last_mut().and_then(|part| part.own.as_mut()) {
                    own.struck = on;
                }
            }
            "rPh" => self.in_phonetic = !empty,
            "t" => self.in_text = !empty,
            _ => {}
        }
    }

    fn push(&mut self, text: &str) {
        if self.parts.is_empty() {
            self.parts.push(Part { text: String::new(), own: None });
        }
        if let Some(part) = self.parts.last_mut() {
            part.text.push_str(text);
        }
    }
}

/// A third look, only at workbooks that have such texts: which cells show them.
fn rich_cells(
    part: impl std::io::BufRead,
    shared: &BTreeMap<u32, Vec<Part>>,
    formats: &[Format],
    sheet: &mut SheetLayout,
) {
    let mut reader = Reader::from_reader(part);
    let mut buffer = Vec::new();
    let (mut row, mut column) = (0_u32, 0_u32);
    let mut cell: Option<RichCell> = None;
    loop {
        buffer.clear();
        let Ok(event) = reader.read_event_into(&mut buffer) else { return };
        let ended = if let Event::End(tag) = &event { tag.local_name().into_inner() } else { "" };
        if matches!(event, Event::Eof) || ended == "sheetData" {
            return;
        }
        if let Some(open) = &mut cell {
            if ended != "c" {
                open.take(&event);
                continue;
            }
            if let Some(done) = cell.take()
                && let Ok(column) = u16::try_from(done.column)
            {
                let parts = done.shared_number().and_then(|number| shared.get(&number));
                if let Some(parts) = parts {
                    sheet.note_rich(done.row, column, parts, done.format);
                } else if done.text.own_fonts {
                    sheet.note_rich(done.row, column, &done.text.parts, done.format);
                }
            }
        } else if ended == "row" {
            row = row.saturating_add(1);
        } else if let Event::Start(tag) | Event::Empty(tag) = &event {
            match tag.local_name().as_ref() {
                "row" => {
                    let number: Option<u32> = xml::value(tag, "r").and_then(|r| r.parse().ok());
                    row = number.map_or(row, |n| n.saturating_sub(1));
                    column = 0;
                }
                "c" => {
                    let at = xml::value(tag, "r").and_then(|r| address(&r));
                    let (r, c) = at.unwrap_or((row, column));
                    column = c.saturating_add(1);
                    let style = xml::value(tag, "s").and_then(|s| s.parse::<usize>().ok());
                    let format = formats.get(style.unwrap_or(0)).copied().unwrap_or_default();
                    let shared = xml::value(tag, "t").as_deref() == Some("s");
                    // an empty tag has no end of its own
                    if matches!(event, Event::Start(_)) {
                        cell = Some(RichCell::new((r, c), format, shared));
                    }
                }
                _ => {}
            }
        }
    }
}

/// A cell that is being read for the fonts of its text.
struct RichCell {
    row: u32,
    column: u32,
    format: Format,
    shared: bool,
    in_value: bool,
    value: String,
    text: RichText,
}

impl RichCell {
    fn new((row, column): (u32, u32), format: Format, shared: bool) -> Self {
        let text = RichText::default();
        Self { row, column, format, shared, in_value: false, value: String::new(), text }
    }

    fn take(&mut self, event: &Event<'_>) {
        if let Event::Start(tag) = event
            && tag.local_name().as_ref() == "v"
        {
            self.in_value = true;
        } else if let Event::End(tag) = event
            && tag.local_name().as_ref() == "v"
        {
            self.in_value = false;
        } else if self.in_value
            && let Some(digits) = xml::text(event)
        {
            self.value.push_str(&digits);
        } else {
            self.text.take(event);
        }
    }

    fn shared_number(&self) -> Option<u32> {
        self.value.trim().parse().ok().filter(|_| self.shared)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scanned(xml: &str) -> SheetLayout {
        let mut scan = Scan::default();
        xml::pieces(xml.as_bytes(), |piece| scan.piece(piece));
        assert!(!scan.formulas);
        scan.sheet.in_order()
    }

    #[test]
    fn a_sheet_with_prefixes_single_quotes_and_unnumbered_rows() {
        let sheet = scanned(
            "<x:worksheet><x:cols><x:col max='3' hidden='1' min='2'/></x:cols><x:sheetData><x:row r='3'/>\
             <x:row hidden='true'><x:c><x:v>row hidden=1</x:v></x:c></x:row><x:row/><x:row  hidden=\"0\"/></x:sheetData>\
             <x:mergeCells count='1'><x:mergeCell ref='B2:D4'/></x:mergeCells></x:worksheet>",
        );
        assert_eq!(sheet.layout.hidden_rows, [(3, 3)]);
        assert_eq!(sheet.layout.hidden_columns, [(1, 2)]);
        assert_eq!(sheet.layout.merges.len(), 1);
        assert!(!sheet.layout.filtered);
    }

    #[test]
    fn a_filter_counts_once_something_is_chosen() {
        let with = |inner: &str| {
            scanned(&format!(
                "<worksheet><sheetData/><autoFilter ref=\"A1:C9\">{inner}</autoFilter></worksheet>"
            ))
            .layout
            .filtered
        };
        assert!(!with(""));
        assert!(!with("<filterColumn colId=\"1\" hiddenButton=\"1\"/>"));
        assert!(with(
            "<filterColumn colId=\"1\"><filters><filter val=\"x\"/></filters></filterColumn>"
        ));
    }

    #[test]
    fn addresses() {
        assert_eq!(address("$B$2"), Some((1, 1)));
        assert_eq!(address("XFD1048576"), Some((1_048_575, 16_383)));
        assert_eq!(address("2"), None);
        assert_eq!(address("AAAAAAAAAAAAAAAAAA1"), None);
    }
}
