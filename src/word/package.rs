//! The package of a Word file: which entries hold the text of the letter, and how it is written again with some of them
//! replaced and all others copied as they are.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use std::sync::Arc;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::fault::Story;
use super::xml::{Kind, Xml};

/// Nobody's letter is larger; beyond it somebody is trying to fill the memory.
const LARGEST_PART: u64 = 64 << 20;
const MOST_ENTRIES: usize = 10_000;

#[derive(Clone, Debug)]
pub(super) struct Package {
    archive: ZipArchive<Cursor<Arc<[u8]>>>,
}

/// A part with text: its entry and what it is.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) entry: usize,
    pub(super) story: Story,
}

impl Package {
    /// Opens the file; the error is a German sentence.
    pub(super) fn open(bytes: Vec<u8>) -> Result<Self, String> {
        if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
            return Err("Die Datei ist im alten Word-Format (.doc) gespeichert oder mit einem Kennwort geschützt. In Word öffnen und als .docx ohne Kennwort speichern.".to_owned());
        }
        let archive = ZipArchive::new(Cursor::new(Arc::from(bytes)))
            .map_err(|_| "Die Datei ist keine Word-Datei (.docx) oder beschädigt.".to_owned())?;
        if archive.len() > MOST_ENTRIES {
            return Err(
                "Die Datei enthält mehr Einträge, als eine Word-Datei haben kann.".to_owned()
            );
        }
        Ok(Self { archive })
    }

    /// The main part, found through the package's relationships, then its headers, footers and notes.
    pub(super) fn parts(&self) -> Result<Vec<Part>, String> {
        let missing = || "In der Datei fehlt der Text; sie ist keine Word-Datei.".to_owned();
        let main = self
            .relationships("_rels/.rels", "")?
            .into_iter()
            .find(|(kind, _)| kind.ends_with("/officeDocument"))
            .map(|(_, target)| target)
            .ok_or_else(missing)?;
        let entry = self.archive.index_for_name(&main).ok_or_else(missing)?;
        let mut parts = vec![Part { entry, story: Story::Body }];
        let (folder, file) = main.rsplit_once('/').unwrap_or(("", &main));
        let rels = if folder.is_empty() {
            format!("_rels/{file}.rels")
        } else {
            format!("{folder}/_rels/{file}.rels")
        };
        for (kind, target) in self.relationships(&rels, folder)? {
            let story = match kind.rsplit('/').next() {
                Some("header") => Story::Header,
                Some("footer") => Story::Footer,
                Some("footnotes") => Story::Footnotes,
                Some("endnotes") => Story::Endnotes,
                _ => continue,
            };
            if let Some(entry) = self.archive.index_for_name(&target)
                && parts.iter().all(|part| part.entry != entry)
            {
                parts.push(Part { entry, story });
            }
        }
        Ok(parts)
    }

    /// Type and target of the internal relationships of a `.rels` entry; none where there is no such entry.
    fn relationships(&self, rels: &str, folder: &str) -> Result<Vec<(String, String)>, String> {
        let Some(entry) = self.archive.index_for_name(rels) else { return Ok(Vec::new()) };
        let xml = Xml::parse(self.text(entry)?).map_err(|_| damaged(rels))?;
        let mut found = Vec::new();
        for (i, token) in xml.tokens.iter().enumerate() {
            if !matches!(token.kind, Kind::Start | Kind::Empty)
                || xml.name(i).rsplit(':').next() != Some("Relationship")
                || xml.attribute(i, "TargetMode") == Some("External")
            {
                continue;
            }
            if let (Some(kind), Some(target)) =
                (xml.attribute(i, "Type"), xml.attribute(i, "Target"))
            {
                found.push((kind.to_owned(), resolved(folder, target)));
            }
        }
        Ok(found)
    }

    /// An entry as text.
    pub(super) fn text(&self, entry: usize) -> Result<String, String> {
        let mut archive = self.archive.clone();
        let file = archive.by_index(entry).map_err(|_| damaged("ein Teil der Datei"))?;
        let name = file.name().map(std::borrow::Cow::into_owned).unwrap_or_default();
        if file.size() > LARGEST_PART {
            return Err(format!("Der Teil „{name}“ ist größer, als ein Brief sein kann."));
        }
        let mut bytes = Vec::new();
        file.take(LARGEST_PART).read_to_end(&mut bytes).map_err(|_| damaged(&name))?;
        if bytes.starts_with(&[0xef, 0xbb, 0xbf]) {
            bytes.drain(..3);
        }
        String::from_utf8(bytes).map_err(|_| damaged(&name))
    }

    /// A Word template (.dotx) becomes a document: the entry with the content types, changed; `None` for a document.
    pub(super) fn as_document(&self) -> Result<Option<(usize, String)>, String> {
        let name = "[Content_Types].xml";
        let entry = self.archive.index_for_name(name).ok_or_else(|| damaged(name))?;
        let types = self.text(entry)?;
        let changed = types
            .replace("wordprocessingml.template.main+xml", "wordprocessingml.document.main+xml")
            .replace(
                "word.template.macroEnabledTemplate.main+xml",
                "word.document.macroEnabled.main+xml",
            );
        Ok((changed != types).then_some((entry, changed)))
    }

    /// Writes the package again in its order, entries replaced where `replaced` has them, all others copied raw.
    /// Times are fixed: the same content gives the same bytes.
    pub(super) fn write(
        &self,
        replaced: &BTreeMap<usize, String>,
    ) -> Result<Vec<u8>, zip::result::ZipError> {
        let mut archive = self.archive.clone();
        let mut writer = ZipWriter::new(Cursor::new(Vec::with_capacity(1 << 15)));
        // level 1: a tenth larger than level 6, at half the time per letter
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(1))
            .last_modified_time(DateTime::default());
        for entry in 0..archive.len() {
            let file = archive.by_index_raw(entry)?;
            match replaced.get(&entry) {
                Some(text) => {
                    writer.start_file(file.name()?.into_owned(), options)?;
                    writer.write_all(text.as_bytes())?;
                }
                None => writer.raw_copy_file(file)?,
            }
        }
        Ok(writer.finish()?.into_inner())
    }
}

fn damaged(what: &str) -> String {
    format!("Die Datei ist beschädigt ({what}). In Word öffnen und neu speichern.")
}

/// A relationship's target as the name of an entry.
fn resolved(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "." | "" => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}
