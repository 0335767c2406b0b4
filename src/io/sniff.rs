//! What a file *is*, by its content: offices rename files, programs mislabel them („.xls“ that is a web page).
//!
//! The first bytes decide, for packages their table of contents. The extension never does; it is only compared afterwards.

use std::io::{Cursor, Read as _};

use serde::{Deserialize, Serialize};

use super::text_reader;

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
    /// Excel 2.0–5.0/95: other records, other encodings; the library reads some of them wrongly.
    AncientExcel,
    /// A workbook this program has written itself and that holds nothing people fill in.
    OwnResult,
    /// Something else that has a name.
    Other(Document),
    /// Bytes of no known kind.
    Unknown,
}

impl Content {
    pub fn is_workbook(self) -> bool {
        matches!(self, Self::Xlsx | Self::Xlsb | Self::Xls | Self::Ods)
    }
}

/// The property of a workbook that names what it is; written by [`super::excel_writer`].
pub const OWN_PROPERTY: &str = "Beschlusskontrolle";

/// A file that is no list, or not in a format that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Document {
    Pdf,
    Picture,
    RichText,
    Text,
    Slides,
    Numbers,
    Archive,
    Mail,
    Database,
    Xml,
    FlatOds,
    Sylk,
}

impl Document {
    /// A table in a format that is not read: passing over it silently would lose a list.
    pub fn is_table(self) -> bool {
        matches!(self, Self::Numbers | Self::FlatOds | Self::Sylk)
    }

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
            Self::Mail => "E-Mail",
            Self::Database => "Datenbank",
            Self::Xml => "XML-Datei",
            Self::FlatOds => "flache OpenDocument-Tabelle",
            Self::Sylk => "SYLK-Tabelle",
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
/// Parts that only say what the package is.
const MAX_SMALL_PART: u64 = 1 << 20;

/// Looks at as much of the content as it takes; a package's parts are not unpacked before their sizes are known.
pub fn sniff(bytes: &[u8]) -> Content {
    match bytes {
        [] => Content::Empty,
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => package(bytes),
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, ..] => container(bytes),
        // the first record of a bare stream: version 2, 3, 4, then 5
        [0x09, 0x00 | 0x02 | 0x04, 0x04 | 0x06, 0x00, ..] | [0x09, 0x08, 0x08 | 0x10, 0x00, ..] => {
            Content::AncientExcel
        }
        [b'%', b'P', b'D', b'F', ..] => Content::Other(Document::Pdf),
        [0x89, b'P', b'N', b'G', ..]
        | [0xFF, 0xD8, 0xFF, ..]
        | [b'G', b'I', b'F', b'8', ..]
        | [b'I', b'I', 0x2A, 0, ..]
        | [b'M', b'M', 0, 0x2A, ..]
        | [_, _, _, _, b'f', b't', b'y', b'p', b'h', b'e', b'i', b'c', ..]
        | [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => {
            Content::Other(Document::Picture)
        }
        [b'{', b'\\', b'r', b't', b'f', ..] => Content::Other(Document::RichText),
        [0, 1, 0, 0, b'S', b't', b'a', b'n', b'd', b'a', b'r', b'd', b' ', ..] => {
            Content::Other(Document::Database)
        }
        _ => text(bytes),
    }
}

/// Whether the first bytes are those of a format that unpacks or is read by a library with a memory of its own.
pub(super) fn unfolds(start: &[u8]) -> bool {
    start.starts_with(b"PK") || start.starts_with(&[0xD0, 0xCF, 0x11, 0xE0])
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
    let has_below = |folder: &str| names.iter().any(|n| n.starts_with(folder));
    let mimetype = bytes.get(30..120).unwrap_or_default();
    let says = |what: &[u8]| mimetype.windows(what.len()).any(|window| window == what);
    if has("docprops/custom.xml") {
        let property = format!("name=\"{OWN_PROPERTY}\"");
        if part(&mut archive, "docProps/custom.xml").contains(&property) {
            return Content::OwnResult;
        }
    }
    if has("xl/workbook.bin") {
        Content::Xlsb
    } else if has_below("xl/") {
        Content::Xlsx
    } else if says(b"opendocument.spreadsheet") {
        // sealed in one part, or every part for itself
        if has("encrypted-package")
            || part(&mut archive, "META-INF/manifest.xml").contains("encryption-data")
        {
            Content::Password
        } else if has("content.xml") {
            Content::Ods
        } else {
            Content::Broken
        }
    } else if has_below("word/") || says(b"opendocument.text") {
        Content::Other(Document::Text)
    } else if has_below("ppt/") || says(b"opendocument.presentation") {
        Content::Other(Document::Slides)
    } else if has_below("index/") || has("index.zip") || has("index.apxl") {
        Content::Other(Document::Numbers)
    } else if has("content.xml") {
        Content::Ods
    } else {
        Content::Other(Document::Archive)
    }
}

/// The beginning of a small part as text: what it says of its size may be wrong.
fn part(archive: &mut zip::ZipArchive<Cursor<&[u8]>>, name: &str) -> String {
    let mut bytes = Vec::new();
    if let Ok(part) = archive.by_name(name) {
        // half a part is still a part: what is missing is not found
        let _ = part.take(MAX_SMALL_PART).read_to_end(&mut bytes);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The old compound file (MS-CFB): its directory names the streams in UTF-16, every entry at a multiple of 128 bytes.
fn container(bytes: &[u8]) -> Content {
    let has = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        // the length counts the final zero
        let length = u16::try_from(wide.len() + 2).unwrap_or(0).to_le_bytes();
        bytes.as_chunks::<128>().0.iter().any(|entry| {
            entry.starts_with(&wide) && entry.get(64..66).is_some_and(|found| found == length)
        })
    };
    if has("EncryptedPackage") {
        Content::Password
    } else if has("Workbook") || has("Book") {
        excel_stream(bytes)
    } else if has("WordDocument") {
        Content::Other(Document::Text)
    } else if has("PowerPoint Document") {
        Content::Other(Document::Slides)
    } else if has("__properties_version1.0") {
        Content::Other(Document::Mail)
    } else if bytes.len() < 1536 {
        Content::Broken
    } else {
        Content::Unknown
    }
}

/// The version and the seal of a workbook in a container. A stream begins at a multiple of 64 bytes with the record `BOF` of
/// the workbook; `FilePass` follows, at most after `WriteProtect` (MS-XLS 2.1.7.20.1): XOR obfuscation too has it.
fn excel_stream(bytes: &[u8]) -> Content {
    const EXCEL_97: [u8; 8] = [0x09, 0x08, 0x10, 0x00, 0x00, 0x06, 0x05, 0x00];
    const EXCEL_5: [u8; 8] = [0x09, 0x08, 0x08, 0x00, 0x00, 0x05, 0x05, 0x00];
    const WRITE_PROTECT: [u8; 4] = [0x86, 0x00, 0x00, 0x00];
    const FILE_PASS: [u8; 2] = [0x2F, 0x00];
    let begins = |with: [u8; 8]| {
        (0..bytes.len())
            .step_by(64)
            .filter_map(|at| bytes.get(at..))
            .find_map(move |stream| stream.strip_prefix(&with))
    };
    let Some(after) = begins(EXCEL_97) else {
        return if begins(EXCEL_5).is_some() { Content::AncientExcel } else { Content::Xls };
    };
    let next = after.get(12..).unwrap_or_default();
    let next = next.strip_prefix(&WRITE_PROTECT).unwrap_or(next);
    if next.starts_with(&FILE_PASS) { Content::Password } else { Content::Xls }
}

fn text(bytes: &[u8]) -> Content {
    let start = bytes.get(..bytes.len().min(8192)).unwrap_or_default();
    let wide = start.starts_with(&[0xFF, 0xFE]) || start.starts_with(&[0xFE, 0xFF]);
    let binary = |byte: &&u8| **byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0C | 0x1A);
    if !wide && start.iter().any(|byte| binary(&byte)) {
        return Content::Unknown;
    }
    let start = text_reader::decode(start).to_lowercase();
    let start = start.trim_start_matches('\u{feff}').trim_start();
    let names = |words: &[&str]| words.iter().any(|word| start.contains(word));
    if start.is_empty() {
        let blank = bytes.iter().all(|byte| byte.is_ascii_whitespace() || *byte == 0) || wide;
        if blank { Content::Empty } else { Content::Text }
    } else if start.starts_with("mime-version:") && names(&["multipart/related", "text/html"]) {
        Content::Html
    } else if start.starts_with("id;pwxl") || start.starts_with("id;pscalc") {
        Content::Other(Document::Sylk)
    } else if !start.starts_with('<') {
        Content::Text
    } else if names(&["urn:schemas-microsoft-com:office:spreadsheet"]) {
        Content::SpreadsheetXml
    } else if names(&["opendocument.spreadsheet"]) {
        Content::Other(Document::FlatOds)
    } else if names(&["<html", "<table", "<!doctype html", "<body"]) {
        Content::Html
    } else if start.starts_with("<?xml") {
        Content::Other(Document::Xml)
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
        assert_eq!(sniff("ID;PLZ\n7;07743\n".as_bytes()), Content::Text);
        assert_eq!(sniff(b"ID;PWXL;N;E\n"), Content::Other(Document::Sylk));
        assert_eq!(sniff(b"MIME-Version: 1.0\nContent-Type: multipart/related\n"), Content::Html);
        assert_eq!(sniff(b"<?xml version=\"1.0\"?><Liste/>"), Content::Other(Document::Xml));
    }
}
