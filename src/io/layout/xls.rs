//! `.xls`: the records of the workbook stream that tell more than values (MS-XLS 2.4; Excel 5/95 stores most of them alike).
//!
//! The globals come first (fonts, number formats, cell formats, sheets, shared texts), then one run of records per sheet.

use std::collections::BTreeMap;
use std::io::{BufReader, Cursor, Read, Seek, SeekFrom};

use super::{
    Codes, Format, MAX_RICH, MAX_STYLES, Part, SheetLayout, Symbols, number_format, runs, u16_at,
    u32_at, utf16,
};

type Stream<'a> = BufReader<cfb::Stream<Cursor<&'a [u8]>>>;

const MAX_SHEETS: usize = 10_000;

/// One layout per sheet, in the order of the tabs; nothing where the file cannot be made out.
pub(in crate::io) fn read(bytes: &[u8]) -> Vec<SheetLayout> {
    let Ok(mut file) = cfb::CompoundFile::open(Cursor::new(bytes)) else { return Vec::new() };
    let stream = file.open_stream("/Workbook").or_else(|_| file.open_stream("/Book"));
    let Ok(stream) = stream else { return Vec::new() };
    let mut records =
        Records { stream: BufReader::with_capacity(1 << 16, stream), body: Vec::new() };
    let Some(book) = Book::read(&mut records) else { return Vec::new() };
    book.sheets
        .iter()
        .map(|start| book.sheet(&mut records, *start).unwrap_or_default().in_order())
        .collect()
}

/// Record after record: a number, a length, so many bytes.
struct Records<'a> {
    stream: Stream<'a>,
    body: Vec<u8>,
}

impl Records<'_> {
    /// The number of the next record; its bytes are in `body` if they are wanted. `None` at the end.
    fn next(&mut self, wanted: impl Fn(u16) -> bool) -> Option<u16> {
        let mut head = [0_u8; 4];
        self.stream.read_exact(&mut head).ok()?;
        let (number, length) = (u16_at(&head, 0)?, u16_at(&head, 2)?);
        self.body.clear();
        if wanted(number) {
            self.body.resize(usize::from(length), 0);
            self.stream.read_exact(&mut self.body).ok()?;
        } else {
            self.stream.seek_relative(i64::from(length)).ok()?;
        }
        Some(number)
    }
}

#[derive(Default)]
struct Book {
    /// The format of each XF record.
    formats: Vec<Format>,
    /// Where each sheet's records begin.
    sheets: Vec<u32>,
    /// Shared texts with fonts of their own, by number; only where one of these fonts tells.
    rich: BTreeMap<u32, Vec<Part>>,
    codes: Codes,
    date1904: bool,
}

impl Book {
    fn read(records: &mut Records<'_>) -> Option<Self> {
        let mut book = Self::default();
        let mut biff8 = true;
        let mut fonts: Vec<Format> = Vec::new();
        let mut codes: BTreeMap<u16, String> = BTreeMap::new();
        let mut xfs: Vec<(u16, u16)> = Vec::new();
        let mut texts: Vec<Vec<u8>> = Vec::new();
        let mut in_texts = false;
        // a stream that breaks off has no sheets behind it
        loop {
            let number = records.next(|number| {
                matches!(
                    number,
                    0x0809 | 0x0022 | 0x0031 | 0x041E | 0x00E0 | 0x0085 | 0x00FC | 0x003C
                )
            })?;
            let body = &records.body;
            in_texts &= number == 0x003C;
            match number {
                0x0809 => biff8 = u16_at(body, 0) == Some(0x0600),
                // FilePass: what follows is encrypted
                0x002F => return None,
                0x0022 => book.date1904 = u16_at(body, 0) == Some(1),
                0x0031 if fonts.len() < MAX_STYLES => fonts.push(font(body, biff8)),
                0x041E if codes.len() < MAX_STYLES => {
                    if let Some(number) = u16_at(body, 0) {
                        codes.insert(number, format_code(body, biff8));
                    }
                }
                0x00E0 if xfs.len() < MAX_STYLES => {
                    xfs.push((u16_at(body, 0).unwrap_or(0), u16_at(body, 2).unwrap_or(0)));
                }
                0x0085 if book.sheets.len() < MAX_SHEETS => book.sheets.push(u32_at(body, 0)?),
                0x00FC if biff8 => {
                    in_texts = true;
                    texts.push(body.clone());
                }
                0x003C if in_texts => texts.push(body.clone()),
                0x000A => break,
                _ => {}
            }
        }
        // font 4 is never stored (2.5.129)
        let font = |number: u16| {
            fonts.get(usize::from(number) - usize::from(number > 4)).copied().unwrap_or_default()
        };
        book.formats = xfs
            .into_iter()
            .map(|(font_number, format)| {
                let (precision, figures) = number_format(format, &codes, &mut book.codes);
                Format { precision, figures, ..font(font_number) }
            })
            .collect();
        if fonts.iter().any(|font| *font != Format::default()) {
            book.rich =
                Texts { segments: &texts, segment: 0, at: 0 }.rich(font).unwrap_or_default();
        }
        Some(book)
    }

    fn sheet(&self, records: &mut Records<'_>, start: u32) -> Option<SheetLayout> {
        records.stream.seek(SeekFrom::Start(u64::from(start))).ok()?;
        let mut sheet = SheetLayout { codes: self.codes.clone(), ..SheetLayout::default() };
        sheet.layout.date1904 = self.date1904;
        let mut depth = 0_usize;
        // a sheet that breaks off keeps what was read
        while let Some(number) = records.next(|number| {
            matches!(
                number,
                0x0208 | 0x007D | 0x00E5 | 0x0203
                    ..=0x0205 | 0x00D6 | 0x027E | 0x00FD | 0x0006 | 0x00BD
            )
        }) {
            match number {
                // charts lie inside of sheets with records of their own
                0x0809 => depth = depth.saturating_add(1),
                0x000A if depth <= 1 => break,
                0x000A => depth = depth.saturating_sub(1),
                _ if depth > 1 => {}
                // a filter is in force; a column has a condition
                0x009B | 0x009E => sheet.layout.filtered = true,
                _ => {
                    // a record too short tells nothing
                    self.record(&mut sheet, number, &records.body);
                }
            }
        }
        Some(sheet)
    }

    fn record(&self, sheet: &mut SheetLayout, number: u16, body: &[u8]) -> Option<()> {
        let word = |at: usize| u16_at(body, at);
        let wide = |at: usize| word(at).map(u32::from);
        match number {
            0x0208 if word(12)? & 0x20 != 0 => sheet.hide_rows(wide(0)?, wide(0)?),
            0x007D if word(8)? & 1 != 0 => sheet.hide_columns(wide(0)?, wide(2)?),
            0x00E5 => {
                for region in body.get(2..)?.chunks_exact(8).take(usize::from(word(0)?)) {
                    let end = |at| u16_at(region, at).map(u32::from);
                    sheet.merge(end(0)?, end(4)?, end(2)?, end(6)?);
                }
            }
            0x00BD => {
                let cells = body.get(4..body.len().checked_sub(2)?)?.chunks_exact(6);
                for (column, cell) in (word(2)?..).zip(cells) {
                    self.cell(sheet, wide(0)?, column, u16_at(cell, 0)?);
                }
            }
            0x0203..=0x0205 | 0x00D6 | 0x027E | 0x00FD | 0x0006 => {
                let (row, column, style) = (wide(0)?, word(2)?, word(4)?);
                self.cell(sheet, row, column, style);
                if number == 0x00FD
                    && let Some(parts) = self.rich.get(&u32_at(body, 6)?)
                {
                    let format = self.formats.get(usize::from(style)).copied();
                    sheet.note_rich(row, column, parts, format.unwrap_or_default());
                }
            }
            _ => {}
        }
        Some(())
    }

    fn cell(&self, sheet: &mut SheetLayout, row: u32, column: u16, style: u16) {
        if let Some(format) = self.formats.get(usize::from(style)) {
            sheet.note(row, column, *format);
        }
    }
}

/// Font (2.4.122): struck through or not, and its name.
fn font(body: &[u8], biff8: bool) -> Format {
    Format {
        struck: u16_at(body, 2).is_some_and(|flags| flags & 0x08 != 0),
        symbols: body
            .get(14..)
            .and_then(|name| short_text(name, biff8))
            .and_then(|n| Symbols::of(&n)),
        ..Format::default()
    }
}

/// Length in a byte, in newer files the kind of letters, then the letters.
fn short_text(body: &[u8], biff8: bool) -> Option<String> {
    let length = usize::from(*body.first()?);
    letters(body.get(1..)?, length, biff8)
}

fn letters(body: &[u8], length: usize, biff8: bool) -> Option<String> {
    if !biff8 {
        return Some(latin1(body.get(..length)?));
    }
    let letters = body.get(1..)?;
    if body.first()? & 1 == 0 {
        Some(latin1(letters.get(..length)?))
    } else {
        Some(utf16(letters.get(..length.checked_mul(2)?)?))
    }
}

fn latin1(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(*byte)).collect()
}

/// Format (2.4.126): the code of a number format.
fn format_code(body: &[u8], biff8: bool) -> String {
    let text = if biff8 {
        u16_at(body, 2).and_then(|length| letters(body.get(4..)?, usize::from(length), true))
    } else {
        body.get(2..).and_then(|text| short_text(text, false))
    };
    text.unwrap_or_default()
}

/// The shared texts (SST, 2.4.265): they run on over as many records as they need.
struct Texts<'a> {
    segments: &'a [Vec<u8>],
    segment: usize,
    at: usize,
}

impl Texts<'_> {
    /// The texts with fonts of their own, of which one tells.
    fn rich(mut self, font: impl Fn(u16) -> Format) -> Option<BTreeMap<u32, Vec<Part>>> {
        let mut found = BTreeMap::new();
        self.skip(4)?;
        let count = self.long()?;
        for number in 0..count {
            // what is cut off is missing, what came before stays
            let Some((text, starts)) = self.text() else { break };
            let starts: Vec<(u16, Option<Format>)> =
                starts.into_iter().map(|(start, number)| (start, Some(font(number)))).collect();
            if !starts.is_empty() && found.len() < MAX_RICH {
                found.insert(number, runs(&text, &starts));
            }
        }
        Some(found)
    }

    /// XLUnicodeRichExtendedString (2.5.293): letters, then where each font begins.
    fn text(&mut self) -> Option<(String, Vec<(u16, u16)>)> {
        let length = usize::from(self.word()?);
        let flags = self.byte()?;
        let run_count = if flags & 0x08 == 0 { 0 } else { self.word()? };
        let extra = if flags & 0x04 == 0 { 0 } else { self.long()? };
        let mut units: Vec<u16> = Vec::with_capacity(if run_count == 0 { 0 } else { length });
        let mut wide = flags & 1 != 0;
        let mut left = length;
        while left > 0 {
            let segment = self.segments.get(self.segment)?;
            let rest = segment.get(self.at..)?;
            let size = if wide { 2 } else { 1 };
            let here = (rest.len() / size).min(left);
            if here == 0 {
                // the text goes on in the next record, which says anew how wide its letters are
                self.segment = self.segment.checked_add(1)?;
                self.at = 1;
                wide = self.segments.get(self.segment)?.first()? & 1 != 0;
                continue;
            }
            let bytes = rest.get(..here.checked_mul(size)?)?;
            if run_count > 0 && wide {
                units.extend(bytes.chunks_exact(2).filter_map(|pair| u16_at(pair, 0)));
            } else if run_count > 0 {
                units.extend(bytes.iter().copied().map(u16::from));
            }
            self.at = self.at.checked_add(bytes.len())?;
            left -= here;
        }
        let mut starts = Vec::with_capacity(usize::from(run_count));
        for _ in 0..run_count {
            starts.push((self.word()?, self.word()?));
        }
        self.skip(usize::try_from(extra).ok()?)?;
        Some((char::decode_utf16(units).map(|c| c.unwrap_or('\u{FFFD}')).collect(), starts))
    }

    fn byte(&mut self) -> Option<u8> {
        loop {
            let segment = self.segments.get(self.segment)?;
            if let Some(byte) = segment.get(self.at) {
                self.at = self.at.checked_add(1)?;
                return Some(*byte);
            }
            self.segment = self.segment.checked_add(1)?;
            self.at = 0;
        }
    }

    fn word(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    fn long(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes([self.byte()?, self.byte()?, self.byte()?, self.byte()?]))
    }

    fn skip(&mut self, mut count: usize) -> Option<()> {
        while count > 0 {
            let left = self.segments.get(self.segment)?.len().checked_sub(self.at)?;
            let here = left.min(count);
            self.at = self.at.checked_add(here)?;
            count -= here;
            if count > 0 {
                self.segment = self.segment.checked_add(1)?;
                self.at = 0;
            }
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_texts_run_on_into_the_next_record() {
        // two texts; the second has two fonts and is cut after „ü“, going on with wide letters
        let first = [&[2, 0, 0, 0, 2, 0, 0, 0][..], &[2, 0, 0, b'o', b'k']].concat();
        let second = [&[3, 0, 0x08, 2, 0][..], &[0xFC]].concat();
        let next = [&[1][..], &[b' ', 0, b'j', 0], &[0, 0, 5, 0, 1, 0, 0, 0]].concat();
        let segments = [[first, second].concat(), next];
        let font = |number: u16| Format {
            symbols: (number == 5).then_some(Symbols::Wingdings),
            ..Format::default()
        };
        let rich = Texts { segments: &segments, segment: 0, at: 0 }.rich(font).unwrap();
        let parts: Vec<_> =
            rich[&1].iter().map(|p| (p.text.as_str(), p.own.unwrap().symbols)).collect();
        assert_eq!(rich.len(), 1);
        assert_eq!(parts, [("ü", Some(Symbols::Wingdings)), (" j", None)]);
    }
}
