//! What a file *is*, by its content: offices rename files, programs mislabel them („.xls“ that is a web page).
//!
//! The first bytes decide, for packages their table of contents. The extension never does; it is only compared afterwards.

use std::io::Cursor;

use serde::{Deserialize, Serialize};

/// What the bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Content {
    /// Excel package (`.xlsx`, `.xlsm`).
    Xlsx,
    /// Excel binary package.
    Xlsb,
    /// OpenDocument table.
    Ods,
    /// Excel 97–2003 (and Excel 5/95).
    Xls,
    Text,
    /// A web page, often saved as `.xls`.
    Html,
    /// A table in old XML („XML-Kalkulationstabelle 2003“).
    SpreadsheetXml,
    /// An encrypted Office file.
    Password,
    /// No byte at all.
    Empty,
    /// A package whose table of contents is missing or broken: cut off or overwritten.
    Broken,
    /// A package that unpacks to more than a list can hold.
    Bomb,
    /// Excel 2.0–4.0: a bare stream without a container.
    AncientExcel,
    /// Something else that has a name.
    Other(Document),
    /// Bytes of no known kind.
    Unknown,
}

/// A file that is no list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Document {
    Pdf,
    Picture,
    RichText,
    Text,
    Slides,
    Numbers,
    Archive,
}

impl Document {
    /// In the words of the office.
    pub fn label_de(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Picture => "Bild",
            Self::RichText => "RTF-Dokument",
            Self::Text => "Textdokument",
            Self::Slides => "Präsentation",
            Self::Numbers => "Numbers-Dokument",
            Self::Archive => "ZIP-Archiv",
        }
    }
}

/// One packed part may unpack to so many bytes (500,000 events are about 230 MB).
const MAX_PART: u64 = 400 << 20;
/// The whole package may unpack to so many bytes.
const MAX_PACKAGE: u64 = 800 << 20;
const MAX_PARTS: usize = 5_000;
/// Parts above 16 MB that shrink to less than a 150th are no list; real sheets shrink to a tenth or a thirtieth.
const MAX_RATIO: u64 = 150;

pub fn sniff(bytes: &[u8]) -> Content {
    match bytes {
        [] => Content::Empty,
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => package(bytes),
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, ..] => container(bytes),
        [0x09, 0x00 | 0x02 | 0x04, 0x04 | 0x06, 0x00, ..] => Content::AncientExcel,
        [b'%', b'P', b'D', b'F', ..] => Content::Other(Document::Pdf),
        [0x89, b'P', b'N', b'G', ..] | [0xFF, 0xD8, 0xFF, ..] | [b'G', b'I', b'F', b'8', ..] => {
            Content::Other(Document::Picture)
        }
        [b'{', b'\\', b'r', b't', b'f', ..] => Content::Other(Document::RichText),
        _ => text(bytes),
    }
}

fn package(bytes: &[u8]) -> Content {
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else { return Content::Broken };
    if archive.len() > MAX_PARTS {
        return Content::Bomb;
    }
    let (mut names, mut total) = (Vec::new(), 0_u64);
    for index in 0..archive.len() {
        let Ok(part) = archive.by_index_raw(index) else { return Content::Broken };
        let (size, packed) = (part.size(), part.compressed_size());
        total = total.saturating_add(size);
        if size > MAX_PART
            || total > MAX_PACKAGE
            || (size > 16 << 20 && size / packed.max(1) > MAX_RATIO)
        {
            return Content::Bomb;
        }
        names.push(part.name().map(|name| name.to_lowercase()).unwrap_or_default());
    }
    let has = |name: &str| names.iter().any(|n| n == name);
    let mimetype = bytes.get(30..120).unwrap_or_default();
    let says = |what: &[u8]| mimetype.windows(what.len()).any(|window| window == what);
    if has("xl/workbook.bin") {
        Content::Xlsb
    } else if names.iter().any(|n| n.starts_with("xl/")) {
        Content::Xlsx
    } else if has("content.xml") && says(b"opendocument.spreadsheet") {
        Content::Ods
    } else if names.iter().any(|n| n.starts_with("word/")) || says(b"opendocument.text") {
        Content::Other(Document::Text)
    } else if names.iter().any(|n| n.starts_with("ppt/")) || says(b"opendocument.presentation") {
        Content::Other(Document::Slides)
    } else if names.iter().any(|n| n.starts_with("index/")) {
        Content::Other(Document::Numbers)
    } else if has("content.xml") {
        Content::Ods
    } else {
        Content::Other(Document::Archive)
    }
}

/// The old compound file: its directory names the streams in UTF-16.
fn container(bytes: &[u8]) -> Content {
    let names = |name: &str| {
        let wanted: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(wanted.len()).step_by(2).any(|window| window == wanted)
    };
    if names("EncryptedPackage") {
        Content::Password
    } else if names("Workbook") || names("Book") {
        Content::Xls
    } else if names("WordDocument") {
        Content::Other(Document::Text)
    } else if bytes.len() < 1536 {
        Content::Broken
    } else {
        Content::Unknown
    }
}

fn text(bytes: &[u8]) -> Content {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Content::Text;
    }
    let start = bytes.get(..bytes.len().min(8192)).unwrap_or_default();
    let binary = |byte: &&u8| **byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0C | 0x1A);
    if start.iter().any(|byte| binary(&byte)) {
        return Content::Unknown;
    }
    let start = String::from_utf8_lossy(start).to_lowercase();
    let start = start.trim_start_matches('\u{feff}').trim_start();
    if start.is_empty() {
        Content::Empty
    } else if start.starts_with("<?xml")
        && start.contains("urn:schemas-microsoft-com:office:spreadsheet")
    {
        Content::SpreadsheetXml
    } else if start.starts_with('<')
        && ["<html", "<table", "<!doctype html", "<body"].iter().any(|tag| start.contains(tag))
    {
        Content::Html
    } else {
        Content::Text
    }
}

/// The kind of content an extension promises, `None` for extensions that promise no list.
pub fn promised(extension: &str) -> Option<Content> {
    match extension.to_lowercase().as_str() {
        "xlsx" | "xlsm" => Some(Content::Xlsx),
        "xlsb" => Some(Content::Xlsb),
        "xls" => Some(Content::Xls),
        "ods" => Some(Content::Ods),
        "csv" | "txt" | "tsv" | "tab" => Some(Content::Text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_content_decides() {
        assert_eq!(sniff(b""), Content::Empty);
        assert_eq!(sniff(b"  \r\n"), Content::Empty);
        assert_eq!(sniff("Datum;Art\n".as_bytes()), Content::Text);
        assert_eq!(sniff(&[0xFF, 0xFE, b'D', 0]), Content::Text);
        assert_eq!(sniff(b"<html><table><tr><td>Name</td></tr></table></html>"), Content::Html);
        assert_eq!(sniff(b"PK\x03\x04 and then nothing"), Content::Broken);
        assert_eq!(sniff(b"%PDF-1.7"), Content::Other(Document::Pdf));
        assert_eq!(sniff(&[0, 1, 2, 3]), Content::Unknown);
        assert_eq!(sniff(&[0x09, 0x02, 0x06, 0x00, 0, 0]), Content::AncientExcel);
    }
}
