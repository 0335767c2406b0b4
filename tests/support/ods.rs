//! A small `.ods`: OpenDocument 1.2 with its `content.xml` and the list of its parts.
//!
//! Strings, numbers, dates (`office:date-value`, shown as `TT.MM.JJJJ`) and times; merged cells as spans. Blank cells and
//! rows are written out, so that every cell stands where it stands in the list.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

use super::{Page, Value, day_of};

const MANIFEST: &str = r#"<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2"><manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"#;
const BEGIN: &str = r#"<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body><office:spreadsheet>"#;
const END: &str = "</office:spreadsheet></office:body></office:document-content>";

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn cell(value: Option<&Value>, span: &str) -> String {
    let typed = |kind: &str, attribute: &str, value: &str, shown: &str| {
        format!(
            r#"<table:table-cell{span} office:value-type="{kind}" office:{attribute}="{value}"><text:p>{shown}</text:p></table:table-cell>"#
        )
    };
    match value {
        None => format!("<table:table-cell{span}/>"),
        Some(Value::Text(text)) => {
            #[allow(clippy::format_collect, reason = "a few lines")]
            let lines: String = text
                .split('\n')
                .map(|line| format!("<text:p>{}</text:p>", escaped(line)))
                .collect();
            format!(
                r#"<table:table-cell{span} office:value-type="string">{lines}</table:table-cell>"#
            )
        }
        Some(Value::Number(number)) => {
            typed("float", "value", &number.to_string(), &number.to_string())
        }
        Some(Value::Date(serial)) => {
            let day = day_of(*serial);
            typed("date", "date-value", &day.to_string(), &day.format("%d.%m.%Y").to_string())
        }
        Some(Value::Time(part)) => {
            let minutes = format!("{:.0}", part * 1440.0).parse::<u32>().unwrap();
            let (hours, minutes) = (minutes / 60, minutes % 60);
            typed(
                "time",
                "time-value",
                &format!("PT{hours:02}H{minutes:02}M00S"),
                &format!("{hours:02}:{minutes:02}"),
            )
        }
    }
}

fn content(pages: &[Page]) -> String {
    let mut xml = BEGIN.to_owned();
    for page in pages {
        write!(xml, r#"<table:table table:name="{}">"#, escaped(&page.name)).unwrap();
        for (row, cells) in (0_u16..).zip(&page.rows) {
            xml.push_str("<table:table-row>");
            if cells.is_empty() {
                xml.push_str("<table:table-cell/>");
            }
            for (column, value) in (0_u16..).zip(cells) {
                let merge = page.merges.iter().find(|[top, left, bottom, right]| {
                    (top..=bottom).contains(&&row) && (left..=right).contains(&&column)
                });
                match merge {
                    Some([top, left, bottom, right]) if (*top, *left) == (row, column) => {
                        let span = format!(
                            r#" table:number-columns-spanned="{}" table:number-rows-spanned="{}""#,
                            right - left + 1,
                            bottom - top + 1
                        );
                        xml.push_str(&cell(value.as_ref(), &span));
                    }
                    Some(_) => xml.push_str("<table:covered-table-cell/>"),
                    None => xml.push_str(&cell(value.as_ref(), "")),
                }
            }
            xml.push_str("</table:table-row>");
        }
        xml.push_str("</table:table>");
    }
    xml.push_str(END);
    xml
}

/// The sheets as the bytes of an `.ods` file.
pub(crate) fn bytes(pages: &[Page]) -> Vec<u8> {
    let mut package = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let parts = [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet".to_owned(), stored),
        ("META-INF/manifest.xml", MANIFEST.to_owned(), SimpleFileOptions::default()),
        ("content.xml", content(pages), SimpleFileOptions::default()),
    ];
    for (name, text, options) in parts {
        package.start_file(name, options).unwrap();
        package.write_all(text.as_bytes()).unwrap();
    }
    package.finish().unwrap().into_inner()
}
