//! Sheets to files of every format an office has.

use encoding_rs::WINDOWS_1252;

use crate::support::{Page, Value, day_of, ods, xls, xlsx_bytes};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Xlsx,
    Xls,
    Ods,
    /// What a German Excel saves as „CSV“.
    Windows,
    /// What Excel saves as „Unicode-Text“.
    Utf16,
}

/// The files of one list: `parts` are its files, each with its sheets. A text file holds one sheet.
pub fn write(name: String, format: Format, parts: Vec<Vec<Page>>) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    let several = parts.len() > 1;
    for (number, pages) in parts.into_iter().enumerate() {
        let name = if several { format!("{name} Teil {}", number + 1) } else { name.clone() };
        match format {
            Format::Xlsx => files.push((format!("{name}.xlsx"), xlsx_bytes(&pages))),
            Format::Xls => files.push((format!("{name}.xls"), xls::bytes(&pages))),
            Format::Ods => files.push((format!("{name}.ods"), ods::bytes(&pages))),
            Format::Windows | Format::Utf16 => {
                let single = pages.len() == 1;
                for (sheet, page) in pages.iter().enumerate() {
                    let name =
                        if single { name.clone() } else { format!("{name} Blatt {}", sheet + 1) };
                    files.push(if format == Format::Windows {
                        (format!("{name}.csv"), windows(&lines(page, b';')))
                    } else {
                        (format!("{name}.txt"), utf16(&lines(page, b'\t')))
                    });
                }
            }
        }
    }
    files
}

/// Signs that Windows-1252 does not know make Excel offer UTF-8.
fn windows(text: &str) -> Vec<u8> {
    let (bytes, _, unmappable) = WINDOWS_1252.encode(text);
    if unmappable { format!("\u{feff}{text}").into_bytes() } else { bytes.into_owned() }
}

fn utf16(text: &str) -> Vec<u8> {
    let mut bytes = vec![0xFF, 0xFE];
    bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    bytes
}

fn lines(page: &Page, delimiter: u8) -> String {
    let width = page.rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    for row in &page.rows {
        let mut fields: Vec<String> = row
            .iter()
            .map(|value| match value {
                None => String::new(),
                Some(Value::Text(text)) => text.clone(),
                Some(Value::Number(number)) => number.to_string(),
                Some(Value::Date(serial)) => day_of(*serial).format("%d.%m.%Y").to_string(),
                Some(Value::Time(part)) => {
                    let minutes = format!("{:.0}", part * 1440.0).parse::<u32>().unwrap();
                    format!("{:02}:{:02}", minutes / 60, minutes % 60)
                }
            })
            .collect();
        fields.resize(width, String::new()); // Excel pads every line
        writer.write_record(&fields).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}
