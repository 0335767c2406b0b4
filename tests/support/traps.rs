//! Files as offices have them and as they should not be: written byte by byte, so that nothing foreign lies in the tests.

use std::io::{Cursor, Write as _};

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use zip::write::SimpleFileOptions;

const TYPES: &str = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"#;
const RELS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &str = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Tabelle1" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const BOOK_RELS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;

/// Parts into a package.
pub(crate) fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut package = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        package.start_file(*name, SimpleFileOptions::default()).unwrap();
        package.write_all(bytes).unwrap();
    }
    package.finish().unwrap().into_inner()
}

/// An `.xlsx` with these rows in the XML of its one sheet and these shared texts (`<si>…</si>`).
pub(crate) fn xlsx(rows: &str, texts: &str) -> Vec<u8> {
    xlsx_with(rows, |part| part.write_all(texts.as_bytes()).unwrap())
}

fn xlsx_with(rows: &str, texts: impl FnOnce(&mut dyn std::io::Write)) -> Vec<u8> {
    const NAMESPACE: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let sheet = format!(
        r#"<?xml version="1.0"?><worksheet xmlns="{NAMESPACE}"><sheetData>{rows}</sheetData></worksheet>"#
    );
    let mut package = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", RELS),
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", BOOK_RELS),
        ("xl/worksheets/sheet1.xml", &sheet),
    ] {
        package.start_file(name, SimpleFileOptions::default()).unwrap();
        package.write_all(text.as_bytes()).unwrap();
    }
    package.start_file("xl/sharedStrings.xml", SimpleFileOptions::default()).unwrap();
    write!(package, r#"<?xml version="1.0"?><sst xmlns="{NAMESPACE}">"#).unwrap();
    texts(&mut package);
    package.write_all(b"</sst>").unwrap();
    package.finish().unwrap().into_inner()
}

/// One shared text that begins with some noise and goes on for so many megabytes.
fn long_text(noise: &[u8], megabytes: usize) -> Vec<u8> {
    xlsx_with(r#"<row r="1"><c r="A1" t="s"><v>0</v></c></row>"#, |part| {
        part.write_all(b"<si><t>").unwrap();
        part.write_all(noise).unwrap();
        let same = vec![b'a'; 1 << 20];
        for _ in 0..megabytes {
            part.write_all(&same).unwrap();
        }
        part.write_all(b"</t></si>").unwrap();
    })
}

/// One shared text of 300 MB in a package of 300 KB.
pub(crate) fn huge_text() -> Vec<u8> {
    long_text(b"", 300)
}

/// Longer still, but with so much noise that the package looks honest: only memory tells.
pub(crate) fn huge_noisy_text() -> Vec<u8> {
    let mut state = 1_u64;
    let noise: Vec<u8> = (0..6 << 20)
        .map(|_| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            b'A' + u8::try_from(state >> 60).unwrap()
        })
        .collect();
    long_text(&noise, 350)
}

/// The package now says of its shared texts that they are a thousand bytes long.
pub(crate) fn lying(package: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(package)).unwrap();
    let size = archive.by_name("xl/sharedStrings.xml").unwrap().size();
    let size = u32::try_from(size).unwrap().to_le_bytes();
    let mut bytes = package.to_vec();
    let places: Vec<usize> =
        (0..bytes.len() - 4).filter(|at| bytes[*at..*at + 4] == size).collect();
    assert!(!places.is_empty());
    for at in places {
        bytes[at..at + 4].copy_from_slice(&1000_u32.to_le_bytes());
    }
    bytes
}

/// Ninety million cells in 741 bytes.
pub(crate) fn repeated_ods() -> Vec<u8> {
    ods(
        &[(
            "content.xml",
            br#"<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="T"><table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="string" table:number-columns-repeated="90"><text:p>x</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"#,
        )],
        "",
    )
}

/// An OpenDocument package: `sealed` is put into its table of contents.
pub(crate) fn ods(parts: &[(&str, &[u8])], sealed: &str) -> Vec<u8> {
    let manifest = format!(
        r#"<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet">{sealed}</manifest:file-entry></manifest:manifest>"#
    );
    let mut all: Vec<(&str, &[u8])> =
        vec![("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")];
    all.push(("META-INF/manifest.xml", manifest.as_bytes()));
    all.extend(parts);
    // the mimetype stands first and unpacked
    let mut package = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in all {
        let options = SimpleFileOptions::default();
        let options = if name == "mimetype" {
            options.compression_method(zip::CompressionMethod::Stored)
        } else {
            options
        };
        package.start_file(name, options).unwrap();
        package.write_all(bytes).unwrap();
    }
    package.finish().unwrap().into_inner()
}

/// A compound file (MS-CFB) as far as it takes to be recognised: header, a directory that names the stream, the stream.
pub(crate) fn container(stream: &str, bytes: &[u8]) -> Vec<u8> {
    let mut file = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    file.resize(512, 0);
    for name in ["Root Entry", stream] {
        let start = file.len();
        file.extend(name.encode_utf16().flat_map(u16::to_le_bytes));
        file.resize(start + 64, 0);
        let length = u16::try_from(name.encode_utf16().count() * 2 + 2).unwrap();
        file.extend(length.to_le_bytes());
        file.resize(start + 128, 0);
    }
    file.resize(1024, 0);
    file.extend(bytes);
    file.resize(4096, 0);
    file
}

/// The beginning of a workbook of Excel 97: BOF, WriteProtect, FilePass with XOR obfuscation.
pub(crate) const XOR: [u8; 34] = [
    0x09, 0x08, 0x10, 0, 0, 6, 5, 0, 0xBB, 0x0D, 0xCC, 7, 0, 0, 0, 0, 6, 0, 0, 0, // BOF
    0x86, 0, 0, 0, // WriteProtect
    0x2F, 0, 6, 0, 0, 0, 0x59, 0xB3, 0x0A, 0x9A, // FilePass
];

/// The beginning of a workbook of Excel 5.0/95.
pub(crate) const EXCEL_5: [u8; 12] = [0x09, 0x08, 0x08, 0, 0, 5, 5, 0, 0x55, 0x0B, 0xCC, 7];

/// Cells of every type, hidden rows, columns and sheets, merged cells. The title tells one such file from another.
pub(crate) fn types(title: &str) -> Vec<u8> {
    let mut book = Workbook::new();
    let format = |code: &str| Format::new().set_num_format(code);
    let day = ExcelDateTime::from_ymd(2024, 5, 3).unwrap();
    let sheet = book.add_worksheet().set_name("Vers. 2024").unwrap();
    for (column, label) in (0..).zip(["Termin", "Kennzahl", "Haken", "Zeit", "Betrag", title]) {
        sheet.write(0, column, label).unwrap();
    }
    sheet.write_with_format(1, 0, &day, &format("dd.mm.yyyy")).unwrap();
    sheet.write_with_format(1, 1, 7743, &format("00000")).unwrap();
    sheet.write(1, 2, true).unwrap();
    sheet.write_with_format(1, 3, 0.770_833_333, &format("hh:mm")).unwrap();
    sheet.write(1, 4, 1234.5).unwrap();
    sheet.write_with_format(1, 5, 1.25, &format("[h]:mm")).unwrap();
    for (column, text) in (0..).zip(["03.05.2024", "07743", "ja", "18:30 Uhr", "1.234,50", "30:00"])
    {
        sheet.write(2, column, text).unwrap();
    }
    sheet.write(3, 0, 45415).unwrap();
    sheet.write_with_format(4, 0, &day, &format("mmm yyyy")).unwrap();
    sheet.write_with_format(5, 0, 45415, &format("[$-407]dddd, d. mmmm yyyy;@")).unwrap();
    sheet.merge_range(9, 0, 11, 0, "Kreis Gotha", &Format::new()).unwrap();
    sheet.set_row_hidden(2).unwrap();
    sheet.set_column_hidden(4).unwrap();
    book.add_worksheet().set_name("geheim").unwrap().set_hidden(true).write(0, 0, "x").unwrap();
    let third = book.add_worksheet().set_name("vh").unwrap();
    third.set_very_hidden(true);
    book.save_to_buffer().unwrap()
}

/// The file Excel lays beside an open workbook: the user's name twice.
pub(crate) fn excel_lock(name: &str) -> Vec<u8> {
    let units: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut bytes = vec![u8::try_from(units.len() / 2).unwrap()];
    bytes.extend(encoding_rs::WINDOWS_1252.encode(name).0.iter());
    bytes.resize(55, b' ');
    bytes.extend([bytes[0], 0]);
    bytes.extend(units);
    while bytes.len() < 165 {
        bytes.extend([b' ', 0]);
    }
    bytes
}
