//! Text lists (`.csv`, `.txt`): encoding and separator are found out, not asked for.
//!
//! Excel writes „CSV“ in Windows-1252 with `;`, „Unicode-Text“ in UTF-16 with tabs, „CSV UTF-8“ with a byte order mark. All
//! of them read alike here. A cell's address is the one Excel shows when it opens the file.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::cells::{Fault, Receiver};
use crate::table::{CellValue, Layout, Row, Source, Table};

/// More fields than Excel has columns: the rest is not read.
const MAX_COLUMNS: usize = 16_384;

/// One sheet without a name.
pub fn read(bytes: &[u8], file: &str) -> Table {
    let text = decode(bytes);
    let source = Arc::new(Source { file: file.to_owned(), sheet: None });
    Table::new(source, rows(&text))
}

/// The same to whoever listens.
pub(super) fn read_into(bytes: &[u8], out: &mut impl Receiver) -> Result<(), Fault> {
    out.sheet(None)?;
    for row in rows(&decode(bytes)) {
        for (column, value) in row.cells {
            let position = (row.number, u32::from(column));
            if let CellValue::Text(text) = value {
                out.text(position, &text)?;
            } else {
                out.value(position, value)?;
            }
        }
    }
    out.layout(Layout::default())
}

/// Byte order mark, else strict UTF-8, else Windows-1252 (what a German Excel writes), never Latin-1. A file put together
/// from both is read line by line: umlauts in UTF-8 are never sound Windows-1252, and the other way round.
pub fn decode(bytes: &[u8]) -> Cow<'_, str> {
    let encoding = if bytes.starts_with(&[0xFF, 0xFE]) {
        UTF_16LE
    } else if bytes.starts_with(&[0xFE, 0xFF]) {
        UTF_16BE
    } else if std::str::from_utf8(bytes).is_ok() {
        UTF_8
    } else {
        let lines = bytes.split_inclusive(|byte| *byte == b'\n');
        let in_utf8 = |line: &[u8]| std::str::from_utf8(line).is_ok();
        if lines.clone().any(|line| !line.is_ascii() && in_utf8(line)) {
            let decode = |line| {
                if in_utf8(line) {
                    UTF_8.decode(line).0
                } else {
                    WINDOWS_1252.decode_without_bom_handling(line).0
                }
            };
            return Cow::Owned(lines.map(decode).collect());
        }
        WINDOWS_1252
    };
    encoding.decode_with_bom_removal(bytes).0
}

fn rows(text: &str) -> Vec<Row> {
    let mut text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.push('\n'); // the last line ends like all others: lines are counted
    let (mut body, mut delimiter) = (text.as_str(), None);
    if let Some((first, rest)) = text.split_once('\n')
        && let Some(named) = first.trim().to_lowercase().strip_prefix("sep=")
        && let [byte] = named.as_bytes()
    {
        // Excel obeys this line and does not count it
        (body, delimiter) = (rest, Some(*byte));
    }
    let delimiter = delimiter.unwrap_or_else(|| find_delimiter(body));
    let mut seen = BTreeSet::new();
    let mut rows = Vec::new();
    let mut next_number = 0_u32;
    for (blank_before, fields) in Records::new(body, delimiter) {
        let number = next_number + blank_before;
        next_number = number + 1;
        let cells: Vec<_> = fields
            .iter()
            .take(MAX_COLUMNS)
            .enumerate()
            .filter(|(_, field)| !field.trim().is_empty())
            .filter_map(|(column, field)| {
                Some((u16::try_from(column).ok()?, CellValue::Text(intern(&mut seen, field))))
            })
            .collect();
        if !cells.is_empty() {
            rows.push(Row { number, cells });
        }
    }
    rows
}

fn intern(seen: &mut BTreeSet<Arc<str>>, text: &str) -> Arc<str> {
    if let Some(known) = seen.get(text) {
        return Arc::clone(known);
    }
    let new: Arc<str> = Arc::from(text);
    seen.insert(Arc::clone(&new));
    new
}

/// Records with the number of blank lines before each; the csv reader passes those over silently, Excel counts them.
struct Records<'a> {
    reader: csv::Reader<&'a [u8]>,
    record: csv::StringRecord,
}

impl<'a> Records<'a> {
    fn new(text: &'a str, delimiter: u8) -> Self {
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(text.as_bytes());
        Self { reader, record: csv::StringRecord::new() }
    }
}

impl Iterator for Records<'_> {
    type Item = (u32, Vec<String>);

    fn next(&mut self) -> Option<Self::Item> {
        let before = self.reader.position().line();
        // the text is valid UTF-8 and rows may differ in length: nothing can fail but the end
        if !self.reader.read_record(&mut self.record).unwrap_or(false) {
            return None;
        }
        let consumed = self.reader.position().line().saturating_sub(before);
        let fields: Vec<String> = self.record.iter().map(str::to_owned).collect();
        let inside: usize = fields.iter().map(|field| field.matches('\n').count()).sum();
        let own = inside as u64 + 1;
        Some((u32::try_from(consumed.saturating_sub(own)).unwrap_or(0), fields))
    }
}

/// The separator that cuts most rows into the same number of fields; `;` where nothing tells.
fn find_delimiter(text: &str) -> u8 {
    let sample: String = text.lines().take(500).collect::<Vec<_>>().join("\n");
    let score = |delimiter: u8| {
        let mut counts = std::collections::BTreeMap::<usize, usize>::new();
        for (_, fields) in Records::new(&sample, delimiter) {
            *counts.entry(fields.len()).or_default() += 1;
        }
        counts.iter().map(|(fields, rows)| fields.saturating_sub(1) * rows).max().unwrap_or(0)
    };
    let mut best = (b';', score(b';'));
    for delimiter in [b'\t', b',', b'|'] {
        let points = score(delimiter);
        if points > best.1 {
            best = (delimiter, points);
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(bytes: &[u8]) -> Vec<(u32, u16, String)> {
        read(bytes, "L.csv")
            .rows
            .iter()
            .flat_map(|row| {
                row.cells.iter().map(move |(column, value)| {
                    let CellValue::Text(text) = value else { panic!("{value:?}") };
                    (row.number, column, text.to_string())
                })
            })
            .collect()
    }

    fn cell(row: u32, column: u16, text: &str) -> (u32, u16, String) {
        (row, column, text.to_owned())
    }

    #[test]
    fn every_usual_encoding_gives_the_same_umlauts() {
        let expected = vec![
            cell(0, 0, "Verband"),
            cell(0, 1, "Ort"),
            cell(1, 0, "Sömmerda"),
            cell(1, 1, "Kölleda"),
        ];
        let text = "Verband;Ort\nSömmerda;Kölleda\n";
        assert_eq!(cells(text.as_bytes()), expected);
        assert_eq!(cells(format!("\u{feff}{text}").as_bytes()), expected);
        assert_eq!(cells(&WINDOWS_1252.encode(text).0), expected);
        let tabs = text.replace(';', "\t");
        let mut utf16 = vec![0xFF, 0xFE];
        utf16.extend(tabs.encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(cells(&utf16), expected);
    }

    #[test]
    fn a_file_put_together_from_two_encodings_is_read_line_by_line() {
        let mut bytes = "\u{feff}Verband;Ort\nSömmerda;Kölleda\n".as_bytes().to_vec();
        bytes.extend_from_slice(&WINDOWS_1252.encode("Südharz;Nordhausen\n").0);
        let texts: Vec<String> = cells(&bytes).into_iter().map(|(.., text)| text).collect();
        assert_eq!(texts, ["Verband", "Ort", "Sömmerda", "Kölleda", "Südharz", "Nordhausen"]);
    }

    #[test]
    fn separators_are_found_out_and_sep_is_obeyed() {
        for separator in [";", "\t", ",", "|"] {
            let text = format!("A{separator}B\n1,5{separator}2\n").replace("1,5,", "15,");
            assert_eq!(
                read(text.as_bytes(), "L.csv").rows.get(0).unwrap().cells.len(),
                2,
                "{separator:?}"
            );
        }
        assert_eq!(cells(b"sep=,\nA,B;C\n"), [cell(0, 0, "A"), cell(0, 1, "B;C")]);
    }

    #[test]
    fn blank_lines_and_line_breaks_inside_quotes_keep_excels_row_numbers() {
        let text = "Titel\n\n\nDatum;Ort\n\"4. Mai\nabends\";Jena\n\n6. Mai;Gera";
        let rows: Vec<u32> =
            read(text.as_bytes(), "L.csv").rows.iter().map(|row| row.number).collect();
        assert_eq!(rows, [0, 3, 4, 6]);
    }
}
