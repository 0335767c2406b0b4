//! A small `.xls`: BIFF8 records (MS-XLS) in the stream „Workbook“ of a compound file.
//!
//! A record is its number and its length, both two bytes, then its bytes. Written here: the globals with one font, three
//! cell formats (plain, date, time) and the sheets' names and offsets; then a stream per sheet with its cells (strings as
//! LABEL, numbers as doubles) and merged cells.

use std::io::{Cursor, Write as _};

use super::{Page, Value};

fn record(out: &mut Vec<u8>, number: u16, body: &[u8]) {
    out.extend(number.to_le_bytes());
    out.extend(u16::try_from(body.len()).unwrap().to_le_bytes());
    out.extend_from_slice(body);
}

/// BOF (2.4.21): version 8, kind of stream, and what wrote it.
fn begin(out: &mut Vec<u8>, kind: u16) {
    let body: Vec<u8> = [0x0600, kind, 0x0DBB, 0x07CC, 0, 0, 0x0006, 0]
        .into_iter()
        .flat_map(u16::to_le_bytes)
        .collect();
    record(out, 0x0809, &body);
}

fn units(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// The format of a cell by its place in the table of formats: plain, date, time.
fn format_of(value: &Value) -> u16 {
    match value {
        Value::Text(_) | Value::Number(_) => 15,
        Value::Date(_) => 16,
        Value::Time(_) => 17,
    }
}

/// XF (2.4.353): font, number format, then alignment, borders and fill as they come.
fn formats(out: &mut Vec<u8>) {
    for index in 0..18_u16 {
        let (number_format, kind): (u16, u16) = match index {
            // fifteen for styles are always there
            0..=14 => (0, 0xFFF5),
            15 => (0, 1),
            16 => (14, 1),
            _ => (20, 1),
        };
        let mut body: Vec<u8> = [0, number_format, kind, 0x20, 0, 0, 0, 0, 0]
            .into_iter()
            .flat_map(u16::to_le_bytes)
            .collect();
        body.extend([0xC0, 0x20]);
        record(out, 0x00E0, &body);
    }
}

fn sheet(page: &Page) -> Vec<u8> {
    let mut out = Vec::new();
    begin(&mut out, 0x0010);
    let width = page.rows.iter().map(Vec::len).max().unwrap_or(0);
    let height = u32::try_from(page.rows.len()).unwrap();
    let mut dimensions = [0_u32.to_le_bytes(), height.to_le_bytes()].concat();
    dimensions
        .extend([0_u16, u16::try_from(width).unwrap(), 0].into_iter().flat_map(u16::to_le_bytes));
    record(&mut out, 0x0200, &dimensions);
    for (row, cells) in (0_u16..).zip(&page.rows) {
        for (column, value) in (0_u16..).zip(cells) {
            let Some(value) = value else { continue };
            let mut body: Vec<u8> =
                [row, column, format_of(value)].into_iter().flat_map(u16::to_le_bytes).collect();
            match value {
                Value::Text(text) => {
                    let text = units(text);
                    body.extend(u16::try_from(text.len() / 2).unwrap().to_le_bytes());
                    body.push(1); // two bytes a character
                    body.extend(text);
                    record(&mut out, 0x0204, &body);
                }
                Value::Number(number) | Value::Date(number) | Value::Time(number) => {
                    body.extend(number.to_le_bytes());
                    record(&mut out, 0x0203, &body);
                }
            }
        }
    }
    if !page.merges.is_empty() {
        let mut body = u16::try_from(page.merges.len()).unwrap().to_le_bytes().to_vec();
        for [top, left, bottom, right] in &page.merges {
            body.extend([*top, *bottom, *left, *right].into_iter().flat_map(u16::to_le_bytes));
        }
        record(&mut out, 0x00E5, &body);
    }
    record(&mut out, 0x000A, &[]);
    out
}

/// The sheets as the bytes of an `.xls` file.
pub(crate) fn bytes(pages: &[Page]) -> Vec<u8> {
    let sheets: Vec<Vec<u8>> = pages.iter().map(sheet).collect();
    let names: Vec<Vec<u8>> = pages.iter().map(|page| units(&page.name)).collect();
    let mut globals = Vec::new();
    begin(&mut globals, 0x0005);
    record(&mut globals, 0x0042, &1200_u16.to_le_bytes()); // text in UTF-16
    // FONT: Arial, ten points
    let mut font: Vec<u8> =
        [200, 0, 0x7FFF, 400, 0, 0, 0].into_iter().flat_map(u16::to_le_bytes).collect();
    font.extend([5, 1]);
    font.extend(units("Arial"));
    record(&mut globals, 0x0031, &font);
    formats(&mut globals);
    // BOUNDSHEET: offset, visible, worksheet, name; their length is known before their offsets are
    let index: usize = names.iter().map(|name| 4 + 8 + name.len()).sum();
    let mut offset = globals.len() + index + 4;
    for (name, sheet) in names.iter().zip(&sheets) {
        let mut body = u32::try_from(offset).unwrap().to_le_bytes().to_vec();
        body.extend([0, 0, u8::try_from(name.len() / 2).unwrap(), 1]);
        body.extend(name);
        record(&mut globals, 0x0085, &body);
        offset += sheet.len();
    }
    record(&mut globals, 0x000A, &[]);
    let mut file =
        cfb::CompoundFile::create_with_version(cfb::Version::V3, Cursor::new(Vec::new())).unwrap();
    let mut stream = file.create_stream("/Workbook").unwrap();
    stream.write_all(&globals).unwrap();
    for sheet in sheets {
        stream.write_all(&sheet).unwrap();
    }
    stream.flush().unwrap();
    drop(stream);
    file.flush().unwrap();
    file.into_inner().into_inner()
}
