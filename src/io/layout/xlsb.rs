//! `.xlsb`: the records that tell more than values (MS-XLSB 2.4). A record is its number and its length in groups of seven
//! bits, then its bytes; most are skipped unread.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Cursor, Read};

use super::{
    Codes, Format, MAX_NOTES, MAX_RICH, MAX_STYLES, Part, SheetLayout, Symbols, number_format,
    runs, u16_at, u32_at, utf16, xml,
};

/// Longer records are none a list has.
const MAX_RECORD: usize = 16 << 20;

/// A workbook, open beside the reader of its values.
pub(in crate::io) struct Xlsb<'a> {
    archive: zip::ZipArchive<Cursor<&'a [u8]>>,
    /// Sheet name to path.
    paths: BTreeMap<String, String>,
    formats: Vec<Format>,
    codes: Codes,
    /// Shared texts with fonts of their own, by number; only where one of these fonts tells.
    rich: BTreeMap<u32, Vec<Part>>,
}

impl<'a> Xlsb<'a> {
    pub(in crate::io) fn open(bytes: &'a [u8]) -> Option<Self> {
        const BOOK: &str = "xl/workbook.bin";
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
        let relations = xml::relations(&mut archive, BOOK);
        let mut paths = BTreeMap::new();
        each(
            &mut archive,
            BOOK,
            |number| number == 0x9C,
            |_, body| {
                // BrtBundleSh: state, number, relation, name
                if let Some((relation, used)) = wide(body, 8)
                    && let Some((name, _)) = wide(body, used)
                    && let Some((_, path)) = relations.get(&relation)
                {
                    paths.insert(name, path.clone());
                }
                true
            },
        );
        let of_kind = |kind: &str| {
            relations.values().find(|(k, _)| k.ends_with(kind)).map(|(_, path)| path.clone())
        };
        let styles = of_kind("/styles").unwrap_or_else(|| "xl/styles.bin".to_owned());
        let (fonts, formats, codes) = styles_of(&mut archive, &styles);
        let mut rich = BTreeMap::new();
        if fonts.iter().any(|font| *font != Format::default())
            && let Some(texts) = of_kind("/sharedStrings")
        {
            rich = rich_texts(&mut archive, &texts, &fonts);
        }
        Some(Self { archive, paths, formats, codes, rich })
    }

    /// Hidden rows and columns, filters, merged cells, telling formats, and errors that formulas gave.
    pub(in crate::io) fn sheet(&mut self, name: &str) -> SheetLayout {
        let mut sheet = SheetLayout { codes: self.codes.clone(), ..SheetLayout::default() };
        let Some(path) = self.paths.get(name).cloned() else { return sheet };
        let (formats, rich) = (&self.formats, &self.rich);
        let mut row = 0;
        let wanted = |number| matches!(number, 0..=0x0B | 0x3C | 0x3E | 0xB0 | 0xA3..=0xAF);
        let mut filter = Filter::default();
        each(&mut self.archive, &path, wanted, |number, body| {
            filter.record(number);
            // a record too short tells nothing
            record(&mut sheet, &mut row, number, body, formats, rich);
            true
        });
        if !filter.active {
            let tables: Vec<String> = xml::relations(&mut self.archive, &path)
                .into_values()
                .filter(|(kind, _)| kind.ends_with("/table"))
                .map(|(_, path)| path)
                .collect();
            for table in tables.iter().take(1000) {
                each(
                    &mut self.archive,
                    table,
                    |n| matches!(n, 0xA3..=0xAF),
                    |number, _| {
                        filter.record(number);
                        true
                    },
                );
            }
        }
        sheet.layout.filtered = filter.active;
        sheet.in_order()
    }
}

fn record(
    sheet: &mut SheetLayout,
    row: &mut u32,
    number: u16,
    body: &[u8],
    formats: &[Format],
    rich: &BTreeMap<u32, Vec<Part>>,
) -> Option<()> {
    let long = |at| u32_at(body, at);
    match number {
        // BrtRowHdr
        0x00 => {
            *row = long(0)?;
            if body.get(11)? & 0x10 != 0 {
                sheet.hide_rows(*row, *row);
            }
        }
        // cells: column, format, value
        0x01..=0x0B | 0x3E => {
            let column = u16::try_from(long(0)?).ok()?;
            let style = usize::try_from(long(4)? & 0x00FF_FFFF).ok()?;
            let format = formats.get(style).copied().unwrap_or_default();
            if number != 0x01 {
                sheet.note(*row, column, format);
            }
            if number == 0x07
                && let Some(parts) = rich.get(&long(8)?)
            {
                sheet.note_rich(*row, column, parts, format);
            }
            if number == 0x0B && sheet.errors.len() < MAX_NOTES {
                sheet.errors.push((*row, u32::from(column), error(*body.get(8)?)));
            }
        }
        // BrtColInfo
        0x3C if u16_at(body, 16)? & 1 != 0 => sheet.hide_columns(long(0)?, long(4)?),
        // BrtMergeCell
        0xB0 => sheet.merge(long(0)?, long(8)?, long(4)?, long(12)?),
        _ => {}
    }
    Some(())
}

/// A filter is set where a column's filter holds a condition.
#[derive(Default)]
struct Filter {
    in_column: bool,
    active: bool,
}

impl Filter {
    fn record(&mut self, number: u16) {
        match number {
            // BrtBeginFilterColumn, BrtEndFilterColumn
            0xA3 => self.in_column = true,
            0xA4 => self.in_column = false,
            // BrtBeginFilters … BrtCustomFilter: what was chosen
            0xA5..=0xAF => self.active |= self.in_column,
            _ => {}
        }
    }
}

/// BErr (2.5.97.2) as Excel prints it.
fn error(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        0x2A => "#N/A",
        0x2B => "#GETTING_DATA",
        _ => "#VALUE!",
    }
}

/// The fonts, and the format of each cell style.
fn styles_of(
    archive: &mut zip::ZipArchive<Cursor<&[u8]>>,
    path: &str,
) -> (Vec<Format>, Vec<Format>, Codes) {
    let mut fonts: Vec<Format> = Vec::new();
    let mut codes: BTreeMap<u16, String> = BTreeMap::new();
    let mut formats = Vec::new();
    let mut of_cells = false;
    let mut kept = Codes::default();
    let wanted = |number| matches!(number, 0x2B | 0x2C | 0x2F | 0x269 | 0x26A);
    each(archive, path, wanted, |number, body| {
        match number {
            0x2B if fonts.len() < MAX_STYLES => fonts.push(Format {
                struck: u16_at(body, 2).is_some_and(|flags| flags & 0x08 != 0),
                symbols: wide(body, 21).and_then(|(name, _)| Symbols::of(&name)),
                ..Format::default()
            }),
            0x2C if codes.len() < MAX_STYLES => {
                if let (Some(number), Some((code, _))) = (u16_at(body, 0), wide(body, 2)) {
                    codes.insert(number, code);
                }
            }
            0x2F if of_cells && formats.len() < MAX_STYLES => {
                let format = u16_at(body, 2).unwrap_or(0);
                let font = usize::from(u16_at(body, 4).unwrap_or(0));
                let (precision, figures) = number_format(format, &codes, &mut kept);
                formats.push(Format {
                    precision,
                    figures,
                    ..fonts.get(font).copied().unwrap_or_default()
                });
            }
            0x269 => of_cells = true,
            0x26A => return false,
            _ => {}
        }
        true
    });
    (fonts, formats, kept)
}

/// BrtSSTItem: a text, and where each font begins (2.5.122).
fn rich_texts(
    archive: &mut zip::ZipArchive<Cursor<&[u8]>>,
    path: &str,
    fonts: &[Format],
) -> BTreeMap<u32, Vec<Part>> {
    let mut found = BTreeMap::new();
    let mut next = 0_u32;
    each(
        archive,
        path,
        |number| number == 0x13,
        |_, body| {
            let number = next;
            next = next.saturating_add(1);
            if body.first().is_some_and(|flags| flags & 1 != 0)
                && let Some((text, after)) = wide(body, 1)
                && let Some(list) = after.checked_add(4).and_then(|at| body.get(at..))
            {
                let count = u32_at(body, after).and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
                let starts: Vec<(u16, Option<Format>)> = list
                    .chunks_exact(4)
                    .take(count)
                    .filter_map(|run| Some((u16_at(run, 0)?, usize::from(u16_at(run, 2)?))))
                    .map(|(start, font)| (start, fonts.get(font).copied()))
                    .collect();
                found.insert(number, runs(&text, &starts));
            }
            found.len() < MAX_RICH
        },
    );
    found
}

/// XLWideString: length in units, then the units; with the place behind it.
fn wide(body: &[u8], at: usize) -> Option<(String, usize)> {
    let length = usize::try_from(u32_at(body, at)?).ok()?;
    let start = at.checked_add(4)?;
    let end = start.checked_add(length.checked_mul(2)?)?;
    Some((utf16(body.get(start..end)?), end))
}

/// The wanted records of a part, until the visitor has seen enough or the part breaks off.
fn each(
    archive: &mut zip::ZipArchive<Cursor<&[u8]>>,
    path: &str,
    wanted: impl Fn(u16) -> bool,
    mut visit: impl FnMut(u16, &[u8]) -> bool,
) {
    let Some(part) = xml::part(archive, path) else { return };
    let mut part = BufReader::with_capacity(1 << 16, part);
    let mut body = Vec::new();
    while let Some((number, length)) = head(&mut part) {
        body.clear();
        if wanted(number) && length <= MAX_RECORD {
            body.resize(length, 0);
            if part.read_exact(&mut body).is_err() || !visit(number, &body) {
                return;
            }
        } else if !skip(&mut part, length) {
            return;
        }
    }
}

fn skip(part: &mut impl BufRead, mut length: usize) -> bool {
    while length > 0 {
        let here = part.fill_buf().map_or(0, <[u8]>::len).min(length);
        if here == 0 {
            return false;
        }
        part.consume(here);
        length -= here;
    }
    true
}

/// Number (one or two bytes) and length (one to four), seven bits each (2.1.4).
fn head(part: &mut impl Read) -> Option<(u16, usize)> {
    let mut byte = [0_u8; 1];
    part.read_exact(&mut byte).ok()?;
    let mut number = u16::from(byte[0]);
    if byte[0] & 0x80 != 0 {
        part.read_exact(&mut byte).ok()?;
        number = (number & 0x7F) | (u16::from(byte[0] & 0x7F) << 7);
    }
    let mut length = 0_usize;
    for shift in [0, 7, 14, 21] {
        part.read_exact(&mut byte).ok()?;
        length |= usize::from(byte[0] & 0x7F) << shift;
        if byte[0] & 0x80 == 0 {
            break;
        }
    }
    Some((number, length))
}
