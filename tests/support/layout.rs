//! A workbook in which formats say as much as values.

use std::io::{Cursor, Read, Write};

use rust_xlsxwriter::{
    Color, ExcelDateTime, FilterCondition, Format, FormatAlign, Formula, Workbook, Worksheet,
};
use zip::write::SimpleFileOptions;

use crate::support::xlsb::{self, record, u32le, wide};

/// Like [`workbook`], counting its days from 1904.
pub(crate) fn workbook_1904() -> Vec<u8> {
    let mut book = Workbook::new();
    let made = ExcelDateTime::from_ymd(2024, 12, 31).unwrap();
    book.set_properties(&rust_xlsxwriter::DocProperties::new().set_creation_datetime(&made));
    let page = book.add_worksheet().set_name("2024").unwrap();
    page.write_row(0, 0, ["Datum", "Zahl", "Monat"]).unwrap();
    let format = |code: &str| Format::new().set_num_format(code);
    // 04.05.2024, counted from 1904
    page.write_with_format(1, 0, 43_954.0, &format("dd.mm.yyyy")).unwrap();
    page.write(1, 1, 43_954.0).unwrap();
    page.write_with_format(1, 2, 43_951.0, &format("mmm yyyy")).unwrap();
    patched(book.save_to_buffer().unwrap(), "xl/workbook.xml", |xml| {
        xml.replace("<workbookPr ", "<workbookPr date1904=\"1\" ")
    })
}

/// One sheet people see and two they do not. Rows, as Excel counts them: 1 the head; 2 to 5 dates and ticks; 6 filtered away;
/// 7 hidden by hand; 8 and 9 merged; 10 a merged title; 11 an error. Column F is hidden.
pub(crate) fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let made = ExcelDateTime::from_ymd(2024, 12, 31).unwrap();
    book.set_properties(&rust_xlsxwriter::DocProperties::new().set_creation_datetime(&made));
    let page = book.add_worksheet().set_name("Termine 2024").unwrap();
    page.write_row(0, 0, ["Datum", "Art", "Verband", "LV", "Bemerkung", "intern", "Stand"])
        .unwrap();
    let format = |code: &str| Format::new().set_num_format(code);
    let font = |name: &str| Format::new().set_font_name(name);
    let struck = Format::new().set_font_strikethrough();
    let day = ExcelDateTime::from_ymd(2024, 5, 4).unwrap();
    let codes = ["dd.mm.yyyy", "mmm yyyy", "yyyy", "mm/yyyy", "dd.mm.yyyy", "dd.mm.yyyy"];
    for (row, code) in (1..).zip(codes) {
        page.write_with_format(row, 0, &day, &format(code)).unwrap();
        page.write(row, 1, if row == 5 { "Vortrag" } else { "Versammlung" }).unwrap();
        page.write(row, 2, "KV Gotha").unwrap();
        page.write(row, 5, "x").unwrap();
        page.write(row, 6, "steht").unwrap();
    }
    for (row, name, letter) in
        [(1, "Wingdings", "ü"), (2, "Wingdings 2", "O"), (3, "Webdings", "a"), (4, "Arial", "ü")]
    {
        page.write_with_format(row, 3, letter, &font(name)).unwrap();
    }
    page.write_with_format(2, 6, "abgesagt", &struck).unwrap();
    parts(page, 1, &[(&font("Wingdings"), "ü"), (&Format::new(), " erledigt")]);
    let red = Format::new().set_font_strikethrough().set_font_color(Color::Red);
    parts(page, 2, &[(&struck, "Saal"), (&red, " und Küche")]);
    parts(page, 3, &[(&struck, "Saal"), (&Format::new(), " Küche")]);
    page.autofilter(0, 0, 6, 6).unwrap();
    page.filter_column(1, &FilterCondition::new().add_list_filter("Versammlung")).unwrap();
    page.set_row_hidden(6).unwrap();
    page.set_column_hidden(5).unwrap();
    let centred = Format::new().set_align(FormatAlign::Center);
    page.merge_range(7, 2, 8, 2, "SV Jena", &centred).unwrap();
    page.merge_range(9, 0, 9, 6, "Zweites Halbjahr", &centred).unwrap();
    page.write_formula(10, 0, Formula::new("=NA()").set_result("#N/A")).unwrap();
    let hidden = book.add_worksheet().set_name("Verborgen").unwrap();
    hidden.set_hidden(true);
    hidden.write(1, 1, "alt").unwrap();
    let hidden = book.add_worksheet().set_name("Tief verborgen").unwrap();
    hidden.set_very_hidden(true);
    hidden.write(0, 0, "sehr alt").unwrap();
    book.save_to_buffer().unwrap()
}

fn parts(page: &mut Worksheet, row: u32, parts: &[(&Format, &str)]) {
    page.write_rich_string(row, 4, parts).unwrap();
}

/// The package with one part rewritten.
pub(crate) fn patched(package: Vec<u8>, part: &str, patch: impl Fn(String) -> String) -> Vec<u8> {
    let mut source = zip::ZipArchive::new(Cursor::new(package)).unwrap();
    let mut target = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..source.len() {
        let mut entry = source.by_index(index).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        if name == part {
            let text = String::from_utf8(bytes).unwrap();
            let patched = patch(text.clone());
            assert_ne!(patched, text, "nothing to patch in {part}");
            bytes = patched.into_bytes();
        }
        target.start_file(name, SimpleFileOptions::default()).unwrap();
        target.write_all(&bytes).unwrap();
    }
    target.finish().unwrap().into_inner()
}

/// The same as [`workbook`] in records, as far as a list needs it; row 11 holds a formula that gave an error.
pub(crate) fn workbook_xlsb(date1904: bool) -> Vec<u8> {
    let texts = [
        Rich::plain("Datum"),
        Rich::plain("ü"),
        Rich::plain("O"),
        Rich::plain("abgesagt"),
        // „ü“ in font 1, the rest in font 0
        Rich { text: "ü erledigt", fonts: &[(0, 1), (1, 0)] },
        Rich { text: "Saal und Küche", fonts: &[(0, 3), (4, 3)] },
        Rich { text: "Saal Küche", fonts: &[(0, 3), (4, 0)] },
    ];
    let mut page = Vec::new();
    record(&mut page, 0x81, &[]); // BrtBeginSheet
    let size = [u32le(0), u32le(10), u32le(0), u32le(6)].concat();
    record(&mut page, 0x94, &size); // BrtWsDim
    record(&mut page, 0x186, &[]); // BrtBeginColInfos
    record(&mut page, 0x3C, &[&u32le(5)[..], &u32le(5), &u32le(0), &u32le(0), &[1, 0]].concat());
    record(&mut page, 0x187, &[]); // BrtEndColInfos
    record(&mut page, 0x91, &[]); // BrtBeginSheetData
    let row = |page: &mut Vec<u8>, number: usize, hidden: bool| {
        let mut body = u32le(number).to_vec();
        body.resize(17, 0);
        body[11] = u8::from(hidden) << 4;
        record(page, 0x00, &body); // BrtRowHdr
    };
    let text = |page: &mut Vec<u8>, column: usize, style: u8, number: usize| {
        let cell = [&u32le(column)[..], &[style, 0, 0, 0], &u32le(number)].concat();
        record(page, 0x07, &cell); // BrtCellIsst
    };
    let day = |page: &mut Vec<u8>, style: u8| {
        let serial: f64 = if date1904 { 43_954.0 } else { 45_416.0 };
        let cell = [&u32le(0)[..], &[style, 0, 0, 0], &serial.to_le_bytes()].concat();
        record(page, 0x05, &cell); // BrtCellReal
    };
    row(&mut page, 0, false);
    text(&mut page, 0, 0, 0);
    row(&mut page, 1, false);
    day(&mut page, 1);
    text(&mut page, 3, 4, 1);
    text(&mut page, 4, 0, 4);
    row(&mut page, 2, false);
    day(&mut page, 2);
    text(&mut page, 3, 5, 2);
    text(&mut page, 4, 0, 5);
    text(&mut page, 6, 6, 3);
    row(&mut page, 3, false);
    day(&mut page, 3);
    text(&mut page, 4, 0, 6);
    for hidden in [5, 6] {
        row(&mut page, hidden, true);
        day(&mut page, 1);
    }
    row(&mut page, 10, false);
    // BrtFmlaError: column, style, #NV, flags, no formula
    record(
        &mut page,
        0x0B,
        &[&u32le(0)[..], &[0; 4], &[0x2A, 0, 0], &u32le(0), &u32le(0)].concat(),
    );
    record(&mut page, 0x92, &[]); // BrtEndSheetData
    record(&mut page, 0xA1, &[0; 16]); // BrtBeginAFilter
    record(&mut page, 0xA3, &[1, 0, 0, 0, 0, 0]); // BrtBeginFilterColumn
    record(&mut page, 0xA5, &[0; 8]); // BrtBeginFilters
    record(&mut page, 0xA7, &wide("Versammlung")); // BrtFilter
    for end in [0xA6, 0xA4, 0xA2] {
        record(&mut page, end, &[]);
    }
    record(&mut page, 0xB1, &u32le(2)); // BrtBeginMergeCells
    for [top, bottom, left, right] in [[7, 8, 2, 2], [9, 9, 0, 6]] {
        let region = [u32le(top), u32le(bottom), u32le(left), u32le(right)].concat();
        record(&mut page, 0xB0, &region); // BrtMergeCell
    }
    record(&mut page, 0xB2, &[]); // BrtEndMergeCells
    record(&mut page, 0x82, &[]); // BrtEndSheet
    let sheets = [("Termine 2024", 0), ("Verborgen", 1), ("Tief verborgen", 2)];
    let other = || {
        let mut page = Vec::new();
        record(&mut page, 0x81, &[]);
        record(&mut page, 0x94, &[0; 16]);
        record(&mut page, 0x91, &[]);
        row(&mut page, 0, false);
        text(&mut page, 0, 0, 0);
        record(&mut page, 0x92, &[]);
        record(&mut page, 0x82, &[]);
        page
    };
    let pages = vec![page, other(), other()];
    xlsb::package(xlsb::workbook(&sheets, date1904), styles(), Some(shared(&texts)), pages)
}

struct Rich {
    text: &'static str,
    /// Where each font begins.
    fonts: &'static [(u8, u8)],
}

impl Rich {
    fn plain(text: &'static str) -> Self {
        Self { text, fonts: &[] }
    }
}

fn shared(texts: &[Rich]) -> Vec<u8> {
    let mut out = Vec::new();
    let count = u32le(texts.len());
    record(&mut out, 0x9F, &[count, count].concat()); // BrtBeginSst
    for Rich { text, fonts } in texts {
        let mut body = vec![u8::from(!fonts.is_empty())];
        body.extend(wide(text));
        if !fonts.is_empty() {
            body.extend(u32le(fonts.len()));
            body.extend(fonts.iter().flat_map(|(start, font)| [*start, 0, *font, 0]));
        }
        record(&mut out, 0x13, &body); // BrtSSTItem
    }
    record(&mut out, 0xA0, &[]); // BrtEndSst
    out
}

/// Formats: 0 plain, 1 day, 2 month, 3 year, 4 Wingdings, 5 Wingdings 2, 6 struck through.
fn styles() -> Vec<u8> {
    let mut out = Vec::new();
    record(&mut out, 0x116, &[]); // BrtBeginStyleSheet
    record(&mut out, 0x267, &u32le(2)); // BrtBeginFmts
    for (number, code) in [(164_u16, "mmm yyyy"), (165, "yyyy")] {
        record(&mut out, 0x2C, &[&number.to_le_bytes()[..], &wide(code)].concat()); // BrtFmt
    }
    record(&mut out, 0x268, &[]); // BrtEndFmts
    record(&mut out, 0x263, &u32le(4)); // BrtBeginFonts
    for (name, struck) in
        [("Calibri", false), ("Wingdings", false), ("Wingdings 2", false), ("Calibri", true)]
    {
        let mut body = vec![0; 21];
        body[2] = u8::from(struck) << 3;
        body.extend(wide(name));
        record(&mut out, 0x2B, &body); // BrtFont
    }
    record(&mut out, 0x264, &[]); // BrtEndFonts
    record(&mut out, 0x269, &u32le(7)); // BrtBeginCellXFs
    for (format, font) in [(0_u16, 0), (14, 0), (164, 0), (165, 0), (0, 1), (0, 2), (0, 3)] {
        let mut body = vec![0; 16];
        body[2..4].copy_from_slice(&format.to_le_bytes());
        body[4] = font;
        record(&mut out, 0x2F, &body); // BrtXF
    }
    record(&mut out, 0x26A, &[]); // BrtEndCellXFs
    record(&mut out, 0x117, &[]); // BrtEndStyleSheet
    out
}
