//! The smallest `.xlsb` that Excel's format allows: MS-XLSB (BIFF12) records in a zip package.
//!
//! A record is its number and its length in groups of seven bits, then its bytes (MS-XLSB 2.1.4). Written here: the workbook
//! with one sheet, three cell formats (plain, date, time) and cells with inline strings or doubles.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;

use super::Value;

fn seven_bits(out: &mut Vec<u8>, mut number: usize) {
    loop {
        let low = u8::try_from(number & 0x7F).unwrap();
        number >>= 7;
        if number == 0 {
            out.push(low);
            return;
        }
        out.push(low | 0x80);
    }
}

pub(crate) fn record(out: &mut Vec<u8>, number: usize, body: &[u8]) {
    seven_bits(out, number);
    seven_bits(out, body.len());
    out.extend_from_slice(body);
}

pub(crate) fn u32le(number: usize) -> [u8; 4] {
    u32::try_from(number).unwrap().to_le_bytes()
}

/// XLWideString (MS-XLSB 2.5.168): length in UTF-16 units, then the units.
pub(crate) fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut bytes = u32le(units.len()).to_vec();
    bytes.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
    bytes
}

/// Sheets with their state: 0 visible, 1 hidden, 2 very hidden. Sheet 1 is `rId1`, and so on.
pub(crate) fn workbook(sheets: &[(&str, u8)], date1904: bool) -> Vec<u8> {
    let mut out = Vec::new();
    record(&mut out, 0x83, &[]); // BrtBeginBook
    record(&mut out, 0x99, &[u8::from(date1904), 0, 0, 0, 0, 0, 0, 0]); // BrtWbProp
    record(&mut out, 0x8F, &[]); // BrtBeginBundleShs
    for (number, (name, state)) in (1..).zip(sheets) {
        let (state, relation) = ([*state, 0, 0, 0], wide(&format!("rId{number}")));
        let bundle = [&state[..], &u32le(number), &relation, &wide(name)].concat();
        record(&mut out, 0x9C, &bundle); // BrtBundleSh
    }
    record(&mut out, 0x90, &[]); // BrtEndBundleShs
    record(&mut out, 0x9D, &[0; 26]); // BrtCalcProp
    record(&mut out, 0x84, &[]); // BrtEndBook
    out
}

fn styles() -> Vec<u8> {
    let mut out = Vec::new();
    record(&mut out, 0x116, &[]); // BrtBeginStyleSheet
    record(&mut out, 0x269, &u32le(3)); // BrtBeginCellXFs
    for format in [0_u16, 14, 20] {
        // BrtXF: parent, number format (built in: general, date, time), font, fill, border, alignment …
        let mut body = vec![0; 16];
        body[2..4].copy_from_slice(&format.to_le_bytes());
        record(&mut out, 0x2F, &body);
    }
    record(&mut out, 0x26A, &[]); // BrtEndCellXFs
    record(&mut out, 0x117, &[]); // BrtEndStyleSheet
    out
}

fn worksheet(rows: &[Vec<Option<Value>>]) -> Vec<u8> {
    let mut out = Vec::new();
    record(&mut out, 0x81, &[]); // BrtBeginSheet
    let width = rows.iter().map(Vec::len).max().unwrap_or(1);
    let dimension = [u32le(0), u32le(rows.len() - 1), u32le(0), u32le(width - 1)].concat();
    record(&mut out, 0x94, &dimension); // BrtWsDim
    record(&mut out, 0x91, &[]); // BrtBeginSheetData
    for (row, cells) in rows.iter().enumerate() {
        let mut header = u32le(row).to_vec();
        header.resize(17, 0);
        record(&mut out, 0x00, &header); // BrtRowHdr
        for (column, value) in cells.iter().enumerate() {
            let cell = |style: u8| [&u32le(column)[..], &[style, 0, 0, 0]].concat();
            match value {
                None => {}
                Some(Value::Text(text)) => record(&mut out, 0x06, &[cell(0), wide(text)].concat()), // BrtCellSt
                Some(Value::Number(n)) => {
                    record(&mut out, 0x05, &[&cell(0)[..], &n.to_le_bytes()].concat());
                } // BrtCellReal
                Some(Value::Date(n)) => {
                    record(&mut out, 0x05, &[&cell(1)[..], &n.to_le_bytes()].concat());
                }
                Some(Value::Time(n)) => {
                    record(&mut out, 0x05, &[&cell(2)[..], &n.to_le_bytes()].concat());
                }
            }
        }
    }
    record(&mut out, 0x92, &[]); // BrtEndSheetData
    record(&mut out, 0x82, &[]); // BrtEndSheet
    out
}

const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/><Override PartName="/xl/worksheets/sheet1.bin" ContentType="application/vnd.ms-excel.worksheet"/><Override PartName="/xl/styles.bin" ContentType="application/vnd.ms-excel.styles"/></Types>"#;
const RELS: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.bin"/></Relationships>"#;

/// The workbook's relations to its sheets and what they share.
fn relations(sheets: usize) -> String {
    const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let sheets =
        (1..=sheets).map(|n| (format!("rId{n}"), "worksheet", format!("worksheets/sheet{n}.bin")));
    let shared = [("styles", "styles.bin"), ("sharedStrings", "sharedStrings.bin")]
        .map(|(kind, part)| (format!("rId{kind}"), kind, part.to_owned()));
    let relation = |(id, kind, part): (String, &str, String)| {
        format!(r#"<Relationship Id="{id}" Type="{KIND}/{kind}" Target="{part}"/>"#)
    };
    let relations: Vec<String> = sheets.chain(shared).map(relation).collect();
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>"#,
        relations.concat()
    )
}

/// The list as `.xlsb`.
pub(crate) fn bytes(sheet: &str, csv: &str) -> Vec<u8> {
    let sheets = vec![worksheet(&super::rows(csv))];
    package(workbook(&[(sheet, 0)], false), styles(), None, sheets)
}

/// Parts to a file.
pub(crate) fn package(
    workbook: Vec<u8>,
    styles: Vec<u8>,
    texts: Option<Vec<u8>>,
    sheets: Vec<Vec<u8>>,
) -> Vec<u8> {
    let mut package = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut parts: Vec<(String, Vec<u8>)> = vec![
        ("[Content_Types].xml".into(), TYPES.into()),
        ("_rels/.rels".into(), RELS.into()),
        ("xl/workbook.bin".into(), workbook),
        ("xl/_rels/workbook.bin.rels".into(), relations(sheets.len()).into()),
        ("xl/styles.bin".into(), styles),
    ];
    parts.extend(texts.map(|texts| ("xl/sharedStrings.bin".into(), texts)));
    for (number, sheet) in (1..).zip(sheets) {
        parts.push((format!("xl/worksheets/sheet{number}.bin"), sheet));
    }
    for (name, bytes) in parts {
        package.start_file(name, SimpleFileOptions::default()).unwrap();
        package.write_all(&bytes).unwrap();
    }
    package.finish().unwrap().into_inner()
}
