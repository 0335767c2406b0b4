//! The package of a Word file: which entries hold the text of the letter, and how it is written again with some of them
//! replaced and all others copied as they are.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Seek, Write};
use std::sync::Arc;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::fault::Story;
use super::letter_archive::{LetterArchive, Packed};
use super::lists::Numbering;
use super::picture::{Picture, PictureFormat, draw};
use super::rewriting::rewritten;
use super::styles::Styles;
use super::xml::{Kind, Xml};

/// Nobody's letter is larger; beyond it somebody is trying to fill the memory.
const LARGEST_PART: u64 = 64 << 20;
const MOST_ENTRIES: usize = 10_000;

/// The relationships of a part that has none yet.
pub(super) const NO_RELATIONSHIPS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"/>";

#[derive(Clone, Debug)]
pub(super) struct Package {
    bytes: Arc<[u8]>,
    archive: ZipArchive<Cursor<Arc<[u8]>>>,
    /// How the file holds each entry.
    entries: Arc<[Packed]>,
}

/// An internal relationship of a part; its target as the name of an entry.
#[derive(Clone, Debug)]
pub(super) struct Relationship {
    pub(super) id: String,
    pub(super) kind: String,
    pub(super) target: String,
}

impl Relationship {
    /// The kind without the namespace it stands in: „header“.
    pub(super) fn is(&self, kind: &str) -> bool {
        self.kind.rsplit('/').next() == Some(kind)
    }
}

/// A part with text: its entry and what it is.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) entry: usize,
    pub(super) story: Story,
}

/// What differs from the template in one letter.
#[derive(Clone, Debug, Default)]
pub(super) struct Changes {
    /// Entries written anew.
    pub(super) replaced: BTreeMap<usize, String>,
    /// Entries the template does not have: name and text.
    pub(super) added: BTreeMap<String, String>,
    /// Pictures, each once: name and content.
    pub(super) media: Vec<(String, Arc<[u8]>)>,
}

impl Package {
    /// Opens the file; the error is a German sentence.
    pub(super) fn open(bytes: Vec<u8>) -> Result<Self, String> {
        if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
            return Err("Die Datei ist im alten Word-Format (.doc) gespeichert oder mit einem Kennwort geschützt. In Word öffnen und als .docx ohne Kennwort speichern.".to_owned());
        }
        let bytes: Arc<[u8]> = Arc::from(bytes);
        let mut archive = ZipArchive::new(Cursor::new(Arc::clone(&bytes)))
            .map_err(|_| "Die Datei ist keine Word-Datei (.docx) oder beschädigt.".to_owned())?;
        if archive.len() > MOST_ENTRIES {
            return Err(
                "Die Datei enthält mehr Einträge, als eine Word-Datei haben kann.".to_owned()
            );
        }
        let entries: Option<Arc<[Packed]>> = (0..archive.len())
            .map(|entry| Packed::of(&archive.by_index_raw(entry).ok()?))
            .collect();
        let entries = entries.ok_or_else(|| damaged("ein Teil der Datei"))?;
        Ok(Self { bytes, archive, entries })
    }

    /// The main part: its name, found through the package's relationships, and its entry.
    pub(super) fn main_part(&self) -> Result<(String, usize), String> {
        let missing = || "In der Datei fehlt der Text; sie ist keine Word-Datei.".to_owned();
        let main = self
            .relationships("_rels/.rels", "")?
            .into_iter()
            .find(|own| own.is("officeDocument"))
            .map(|own| own.target)
            .ok_or_else(missing)?;
        let entry = self.archive.index_for_name(&main).ok_or_else(missing)?;
        Ok((main, entry))
    }

    /// The entry of the main part.
    pub(super) fn main(&self) -> Result<usize, String> {
        self.main_part().map(|(_, entry)| entry)
    }

    /// The part that says how lists are numbered.
    pub(super) fn numbering(&self) -> Result<Option<Numbering>, String> {
        let Some(entry) = self.beside_main("numbering")? else { return Ok(None) };
        Ok(Numbering::new(entry, self.text(entry)?))
    }

    /// The styles that number their paragraphs.
    pub(super) fn styles(&self) -> Result<Styles, String> {
        match (self.beside_main("styles")?, self.beside_main("numbering")?) {
            (Some(styles), Some(numbering)) => {
                Ok(Styles::read(self.text(styles)?, self.text(numbering)?))
            }
            _ => Ok(Styles::default()),
        }
    }

    /// The entry of the main part's relationship of that kind.
    fn beside_main(&self, kind: &str) -> Result<Option<usize>, String> {
        let (main, _) = self.main_part()?;
        let (folder, _) = split(&main);
        let all = self.relationships(&rels_of(&main), folder)?;
        let found = all.into_iter().find(|own| own.is(kind));
        Ok(found.and_then(|own| self.archive.index_for_name(&own.target)))
    }

    /// The part with the comments and its text, which is empty where the package has none yet; then it is declared.
    pub(super) fn comments(&self, changes: &mut Changes) -> Result<(String, String), String> {
        let (main, _) = self.main_part()?;
        let (folder, _) = split(&main);
        let existing = self
            .relationships(&rels_of(&main), folder)?
            .into_iter()
            .find(|own| own.is("comments"))
            .and_then(|own| Some((self.archive.index_for_name(&own.target)?, own.target)));
        if let Some((entry, name)) = existing {
            return Ok((name, self.text(entry)?));
        }
        let slash = if folder.is_empty() { "" } else { "/" };
        let name = (1..=MOST_ENTRIES)
            .map(|n| {
                format!(
                    "{folder}{slash}comments{}.xml",
                    if n == 1 { String::new() } else { n.to_string() }
                )
            })
            .find(|name| self.archive.index_for_name(name).is_none())
            .unwrap_or_default();
        let types = "[Content_Types].xml";
        let entry = self.archive.index_for_name(types).ok_or_else(|| damaged(types))?;
        let xml = Xml::parse(self.text(entry)?).map_err(|_| damaged(types))?;
        let attributes = format!(
            "PartName=\"/{name}\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml\""
        );
        let text = appended(&xml, "Override", &attributes).ok_or_else(|| damaged(types))?;
        changes.replaced.insert(entry, text);
        self.relate(&main, &name, "comments", "rIdKommentare", changes)?;
        Ok((name, String::new()))
    }

    /// Writes a part anew, or adds it.
    pub(super) fn put(&self, name: String, text: &str, changes: &mut Changes) {
        match self.archive.index_for_name(&name) {
            Some(entry) => changes.replaced.insert(entry, text.to_owned()),
            None => changes.added.insert(name, text.to_owned()),
        };
    }

    /// The main part, then its headers, footers and notes.
    pub(super) fn parts(&self) -> Result<Vec<Part>, String> {
        let (main, entry) = self.main_part()?;
        let mut parts = vec![Part { entry, story: Story::Body }];
        let (folder, _) = split(&main);
        for own in self.relationships(&rels_of(&main), folder)? {
            let story = match own.kind.rsplit('/').next() {
                Some("header") => Story::Header,
                Some("footer") => Story::Footer,
                Some("footnotes") => Story::Footnotes,
                Some("endnotes") => Story::Endnotes,
                _ => continue,
            };
            if let Some(entry) = self.archive.index_for_name(&own.target)
                && parts.iter().all(|part| part.entry != entry)
            {
                parts.push(Part { entry, story });
            }
        }
        let core = self
            .relationships("_rels/.rels", "")?
            .into_iter()
            .find(|own| own.is("core-properties"))
            .and_then(|own| self.archive.index_for_name(&own.target));
        parts.extend(core.map(|entry| Part { entry, story: Story::Properties }));
        Ok(parts)
    }

    /// Without the link to a list of recipients, for which Word would ask when it opens the letter: the settings and their
    /// relationships, changed; nothing where there is no such link.
    pub(super) fn without_mail_merge(&self) -> Result<Vec<(usize, String)>, String> {
        let (main, _) = self.main_part()?;
        let (folder, _) = split(&main);
        let settings = self
            .relationships(&rels_of(&main), folder)?
            .into_iter()
            .find(|own| own.is("settings"))
            .and_then(|own| Some((self.archive.index_for_name(&own.target)?, own.target)));
        let Some((entry, name)) = settings else { return Ok(Vec::new()) };
        let source = self.text(entry)?;
        if !source.contains("<w:mailMerge") {
            return Ok(Vec::new());
        }
        let xml = Xml::parse(source).map_err(|_| damaged(&name))?;
        let starts = |xml: &Xml, wanted: &str| -> Vec<usize> {
            (0..xml.tokens.len())
                .filter(|token| {
                    matches!(xml.tokens[*token].kind, Kind::Start | Kind::Empty)
                        && local(xml.name(*token)) == wanted
                })
                .collect()
        };
        let (mut ids, mut gone) = (Vec::new(), Vec::new());
        for start in starts(&xml, "mailMerge") {
            let inside = start..=xml.tokens[start].mate;
            ids.extend(inside.filter_map(|token| Some(xml.attribute(token, "r:id")?.to_owned())));
            gone.push((xml.whole(start), String::new()));
        }
        let mut changed = vec![(entry, rewritten(&xml.source, gone).text)];
        let rels = rels_of(&name);
        if let Some(entry) = self.archive.index_for_name(&rels) {
            let xml = Xml::parse(self.text(entry)?).map_err(|_| damaged(&rels))?;
            let gone = starts(&xml, "Relationship")
                .into_iter()
                .filter(|token| {
                    xml.attribute(*token, "Id").is_some_and(|id| ids.iter().any(|own| own == id))
                })
                .map(|token| (xml.whole(token), String::new()))
                .collect();
            changed.push((entry, rewritten(&xml.source, gone).text));
        }
        Ok(changed)
    }

    /// The internal relationships of the main part.
    pub(super) fn related(&self) -> Result<Vec<Relationship>, String> {
        let (main, _) = self.main_part()?;
        self.relationships(&rels_of(&main), split(&main).0)
    }

    /// The internal relationships of a `.rels` entry; none where there is no such entry.
    fn relationships(&self, rels: &str, folder: &str) -> Result<Vec<Relationship>, String> {
        let Some(entry) = self.archive.index_for_name(rels) else { return Ok(Vec::new()) };
        let xml = Xml::parse(self.text(entry)?).map_err(|_| damaged(rels))?;
        let mut found = Vec::new();
        for (i, token) in xml.tokens.iter().enumerate() {
            if !matches!(token.kind, Kind::Start | Kind::Empty)
                || local(xml.name(i)) != "Relationship"
                || xml.attribute(i, "TargetMode") == Some("External")
            {
                continue;
            }
            if let (Some(id), Some(kind), Some(target)) =
                (xml.attribute(i, "Id"), xml.attribute(i, "Type"), xml.attribute(i, "Target"))
            {
                found.push(Relationship {
                    id: id.to_owned(),
                    kind: kind.to_owned(),
                    target: resolved(folder, target),
                });
            }
        }
        Ok(found)
    }

    /// How many entries there are.
    pub(super) fn len(&self) -> usize {
        self.archive.len()
    }

    pub(super) fn names(&self) -> impl Iterator<Item = String> {
        self.archive.file_names().filter_map(|name| Some(name.ok()?.into_owned()))
    }

    pub(super) fn entry(&self, name: &str) -> Option<usize> {
        self.archive.index_for_name(name)
    }

    pub(super) fn name(&self, entry: usize) -> Result<String, String> {
        let name = self.archive.name_for_index(entry).and_then(Result::ok);
        name.map(std::borrow::Cow::into_owned).ok_or_else(|| damaged("ein Teil der Datei"))
    }

    /// Copies an entry as it is, without unpacking it.
    pub(super) fn copy<W: Write + Seek>(
        &self,
        entry: usize,
        to: &mut ZipWriter<W>,
    ) -> Result<(), zip::result::ZipError> {
        to.raw_copy_file(self.archive.clone().by_index_raw(entry)?)
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

    /// Draws the marked pictures in a part's text, with all that Word wants beside them: the media part, the part's
    /// relationship to it (ECMA-376 part 2, 6.5) and its content type (part 2, 7.2). The error is a German sentence.
    pub(super) fn with_pictures(
        &self,
        part: usize,
        text: &str,
        pictures: &[&Picture],
        changes: &mut Changes,
    ) -> Result<String, String> {
        let part = self.name(part)?;
        let mut known: BTreeMap<usize, String> = BTreeMap::new();
        draw(text, pictures, |number| {
            if let Some(id) = known.get(&number) {
                return Ok(id.clone());
            }
            let Some(picture) = pictures.get(number) else { return Ok(String::new()) };
            let media = self.media(&part, picture, changes)?;
            let id = self.relate(&part, &media, "image", "rIdBild", changes)?;
            known.insert(number, id.clone());
            Ok(id)
        })
    }

    /// The entry that holds the picture: a new one beside the part, or the one another part already uses.
    fn media(
        &self,
        part: &str,
        picture: &Picture,
        changes: &mut Changes,
    ) -> Result<String, String> {
        if let Some((name, _)) = changes.media.iter().find(|(_, bytes)| *bytes == picture.bytes) {
            return Ok(name.clone());
        }
        self.declare(picture.format, changes)?;
        let (folder, _) = split(part);
        let slash = if folder.is_empty() { "" } else { "/" };
        // names of parts differ in more than case
        let taken: Vec<String> = self
            .archive
            .file_names()
            .filter_map(|name| Some(name.ok()?.to_lowercase()))
            .chain(changes.media.iter().map(|(name, _)| name.to_lowercase()))
            .collect();
        let name = (1..=taken.len() + 1)
            .map(|n| format!("{folder}{slash}media/bild{n}.{}", picture.format.extension()))
            .find(|name| !taken.contains(&name.to_lowercase()))
            .unwrap_or_default();
        changes.media.push((name.clone(), Arc::clone(&picture.bytes)));
        Ok(name)
    }

    /// Content types must know the ending of the media part's name.
    fn declare(&self, format: PictureFormat, changes: &mut Changes) -> Result<(), String> {
        let name = "[Content_Types].xml";
        let entry = self.archive.index_for_name(name).ok_or_else(|| damaged(name))?;
        let types = match changes.replaced.get(&entry) {
            Some(text) => text.clone(),
            None => self.text(entry)?,
        };
        let types = Xml::parse(types).map_err(|_| damaged(name))?;
        if let Some(attributes) = undeclared(&types, format) {
            let text = appended(&types, "Default", &attributes).ok_or_else(|| damaged(name))?;
            changes.replaced.insert(entry, text);
        }
        Ok(())
    }

    /// Adds the relationship and returns its id, unlike all others of the part.
    fn relate(
        &self,
        part: &str,
        target: &str,
        kind: &str,
        prefix: &str,
        changes: &mut Changes,
    ) -> Result<String, String> {
        let rels = rels_of(part);
        let entry = self.archive.index_for_name(&rels);
        let before = match (entry, entry.and_then(|entry| changes.replaced.get(&entry))) {
            (_, Some(changed)) => changed.clone(),
            (Some(entry), None) => self.text(entry)?,
            (None, None) => {
                changes.added.get(&rels).map_or(NO_RELATIONSHIPS, String::as_str).to_owned()
            }
        };
        let xml = Xml::parse(before).map_err(|_| damaged(&rels))?;
        let taken =
            |id: &str| (0..xml.tokens.len()).any(|token| xml.attribute(token, "Id") == Some(id));
        let id = (1..=xml.tokens.len() + 1)
            .map(|n| format!("{prefix}{n}"))
            .find(|id| !taken(id))
            .unwrap_or_default();
        let attributes = relationship(part, &id, kind, target);
        let text = appended(&xml, "Relationship", &attributes).ok_or_else(|| damaged(&rels))?;
        match entry {
            Some(entry) => changes.replaced.insert(entry, text),
            None => changes.added.insert(rels, text),
        };
        Ok(id)
    }

    /// Writes the package again in its order, changed entries anew, all others as they are, added ones at the end. Times
    /// are fixed: the same content gives the same bytes.
    pub(super) fn write(&self, changes: &Changes) -> std::io::Result<Vec<u8>> {
        let mut letter = LetterArchive::new(Arc::clone(&self.bytes));
        for (entry, packed) in self.entries.iter().enumerate() {
            match changes.replaced.get(&entry) {
                Some(text) => letter.pack(packed.name(), text)?,
                None => letter.copy(packed)?,
            }
        }
        for (name, text) in &changes.added {
            letter.pack(name, text)?;
        }
        // pictures are packed already
        for (name, bytes) in &changes.media {
            letter.store(name, bytes)?;
        }
        letter.finish()
    }
}

/// How text is written. Level 1: a tenth larger than level 6, at half the time per letter. Times are fixed.
pub(super) fn deflated() -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(1))
        .last_modified_time(DateTime::default())
}

/// How pictures are written: they are compressed already.
pub(super) fn stored() -> SimpleFileOptions {
    deflated().compression_method(CompressionMethod::Stored).compression_level(None)
}

/// Folder and file name of an entry.
pub(super) fn split(name: &str) -> (&str, &str) {
    name.rsplit_once('/').unwrap_or(("", name))
}

/// The entry with the relationships of a part (ECMA-376 part 2, 6.5.2).
pub(super) fn rels_of(part: &str) -> String {
    match split(part) {
        ("", file) => format!("_rels/{file}.rels"),
        (folder, file) => format!("{folder}/_rels/{file}.rels"),
    }
}

/// The attributes of a part's relationship to another (ECMA-376 part 2, 6.5.3.4).
pub(super) fn relationship(part: &str, id: &str, kind: &str, target: &str) -> String {
    let (folder, _) = split(part);
    let target = match target.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/')) {
        Some(beside) if !folder.is_empty() => beside.to_owned(),
        _ => format!("/{target}"),
    };
    format!(
        "Id=\"{id}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" Target=\"{target}\""
    )
}

/// The attributes that declare pictures of a format, where the content types do not know its ending yet.
pub(super) fn undeclared(types: &Xml, format: PictureFormat) -> Option<String> {
    let known = (0..types.tokens.len()).any(|token| {
        local(types.name(token)) == "Default"
            && types
                .attribute(token, "Extension")
                .is_some_and(|ending| ending.eq_ignore_ascii_case(format.extension()))
    });
    (!known).then(|| {
        format!("Extension=\"{}\" ContentType=\"{}\"", format.extension(), format.content_type())
    })
}

/// A name without its namespace prefix.
pub(super) fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// The source with one more empty element at the end of the root, in the root's namespace; the rest as it was.
fn appended(xml: &Xml, element: &str, attributes: &str) -> Option<String> {
    appended_all(xml, element, &[attributes.to_owned()])
}

/// As [`appended`], an element for each of the attributes.
pub(super) fn appended_all(xml: &Xml, element: &str, attributes: &[String]) -> Option<String> {
    let root =
        xml.tokens.iter().position(|token| matches!(token.kind, Kind::Start | Kind::Empty))?;
    let name = xml.name(root);
    let prefix = name.strip_suffix(local(name))?;
    let mut children = String::new();
    for own in attributes {
        children.extend(["<", prefix, element, " ", own, "/>"]);
    }
    let token = xml.tokens.get(root)?;
    let source = &xml.source;
    Some(if token.kind == Kind::Empty {
        let open = xml.text(root).strip_suffix("/>")?;
        let before = source.get(..token.at.start)?;
        let after = source.get(token.at.end..)?;
        format!("{before}{open}>{children}</{name}>{after}")
    } else {
        let end = xml.tokens.get(token.mate)?.at.start;
        format!("{}{children}{}", source.get(..end)?, source.get(end..)?)
    })
}

pub(super) fn damaged(what: &str) -> String {
    format!("Die Datei ist beschädigt ({what}). In Word öffnen und neu speichern.")
}

/// A relationship's target as the name of an entry.
pub(super) fn resolved(folder: &str, target: &str) -> String {
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
