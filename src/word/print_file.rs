//! The print file (*Sammeldruck*): many letters of one template in one Word file, to be printed in one go.
//!
//! Each letter is a section of its own, or more if the template has more: it begins on a new sheet, its pages count from
//! 1, its headers are its own. Letters are written as they come and only the end of the last one is kept, so memory does
//! not grow with them. `sections` and `body` put the letters behind one another, `unique`, `notes` and the lists keep
//! apart what each of them brings, `fields` mends what Word would count over the whole file.

mod body;
mod fields;
mod media;
mod notes;
mod plan;
mod sections;
mod unique;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io::{self, Seek, SeekFrom, Write};
use std::ops::Range;
use std::sync::Arc;

use sha2::{Digest, Sha256};
use tempfile::SpooledTempFile;
use zip::{ZipArchive, ZipWriter};

use super::fault::Fault;
use super::lists::Lists;
use super::package::{NO_RELATIONSHIPS, appended_all, damaged, deflated, relationship, rels_of};
use super::picture::{MARK, Pictures, draw};
use super::rewriting::Replacement;
use super::xml::{Kind, Xml};
use super::{Template, unwritten};
use media::Media;
use plan::{Plan, WrittenAnew};
pub use sections::Sides;
use unique::{Ids, Names, Walk};

/// A print file that is being written. Until [`PrintFile::finish`] the output is no Word file.
pub struct PrintFile<'t, W: Write + Seek> {
    template: &'t Template,
    plan: Plan,
    out: ZipWriter<W>,
    letters: usize,
    /// The end of the letter before: where another one follows, and where none does.
    pending: Option<(String, String)>,
    ids: Ids,
    next_list: u32,
    lists: SpooledTempFile,
    /// Headers, footers and pictures of the letters: they wait until the text is written.
    aside: ZipWriter<SpooledTempFile>,
    media: Media,
    /// Pictures in the letters' text, by number.
    shown: BTreeSet<usize>,
    /// The relationships of headers and footers by their content: letters may share one.
    known: BTreeMap<[u8; 32], String>,
    broken: bool,
}

impl<W: Write + Seek> fmt::Debug for PrintFile<'_, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "print file of {} letters", self.letters)
    }
}

impl Template {
    /// Begins a file that holds many letters of this template.
    ///
    /// # Errors
    /// A template whose page count cannot be right in such a file: it says how many pages there are and counts them anew
    /// in a later section; or a damaged file.
    pub fn print_file<W: Write + Seek>(
        &self,
        out: W,
        sides: Sides,
    ) -> Result<PrintFile<'_, W>, Vec<Fault>> {
        let plan = Plan::of(self, sides).map_err(|why| vec![Fault::of_file(&self.name, why)])?;
        Ok(PrintFile {
            template: self,
            out: ZipWriter::new(out),
            letters: 0,
            pending: None,
            ids: Ids::default(),
            next_list: self.numbering.as_ref().map_or(0, super::lists::Numbering::next),
            lists: SpooledTempFile::new(notes::IN_MEMORY),
            aside: ZipWriter::new(SpooledTempFile::new(notes::IN_MEMORY)),
            media: Media::new(&self.package, &plan.folder),
            shown: BTreeSet::new(),
            known: BTreeMap::new(),
            broken: false,
            plan,
        })
    }
}

impl<W: Write + Seek> PrintFile<'_, W> {
    /// How many letters the file holds so far.
    pub fn letters(&self) -> usize {
        self.letters
    }

    /// Adds a letter, filled as by [`Template::fill_with`]. A letter with a fault adds nothing.
    ///
    /// # Errors
    /// As [`Template::fill_with`]; or the output could not be written, after which nothing more can be added.
    pub fn add(
        &mut self,
        values: &serde_json::Map<String, serde_json::Value>,
        pictures: &Pictures,
    ) -> Result<(), Vec<Fault>> {
        let (texts, lists) = self.template.filled(values, pictures)?;
        if self.broken {
            return Err(self.failed("Ein früherer Brief ließ sich nicht schreiben.".to_owned()));
        }
        self.letter(texts, &lists, pictures).map_err(|why| {
            self.broken = true;
            self.failed(why)
        })
    }

    /// Completes the file and gives back the output.
    ///
    /// # Errors
    /// A file without a letter is none; or the output could not be written.
    pub fn finish(mut self) -> Result<W, Vec<Fault>> {
        if self.broken {
            return Err(self.failed("Ein Brief ließ sich nicht schreiben.".to_owned()));
        }
        let Some((_, last)) = self.pending.take() else {
            return Err(self.failed("Ohne Briefe gibt es keinen Sammeldruck.".to_owned()));
        };
        let name = self.template.name.clone();
        self.end(&last).map_err(|why| vec![Fault::of_file(&name, why)])
    }

    fn failed(&self, why: String) -> Vec<Fault> {
        vec![Fault::of_file(&self.template.name, why)]
    }

    fn letter(
        &mut self,
        texts: Vec<(usize, String)>,
        lists: &Lists,
        pictures: &Pictures,
    ) -> Result<(), String> {
        let mut texts: BTreeMap<usize, String> = texts.into_iter().collect();
        let suffix = format!("{}{}", self.plan.mark, self.letters + 1);
        let text = texts.remove(&self.plan.main).unwrap_or_else(|| self.plan.source.clone());
        let mut shown = std::mem::take(&mut self.shown);
        let text = self.drawn(text, pictures, &mut shown)?;
        self.shown = shown;
        let body = filled(text)?;
        let mut headers = Vec::new();
        let all_anew = Arc::clone(&self.plan.anew);
        for anew in all_anew.iter() {
            let mut shown = BTreeSet::new();
            let xml = match texts.remove(&anew.entry) {
                Some(text) => Arc::new(filled(self.drawn(text, pictures, &mut shown)?)?),
                None => Arc::clone(&anew.xml),
            };
            headers.push((anew, xml, shown));
        }
        let all: Vec<&Xml> = [&body].into_iter().chain(headers.iter().map(|own| &*own.1)).collect();
        let names = Names::of(&all, &suffix);
        let mut renamed = BTreeMap::new();
        for (anew, xml, shown) in &headers {
            let id = self.header(anew, xml, shown, &names, &suffix)?;
            renamed.extend(anew.ids.iter().map(|old| (old.clone(), id.clone())));
        }

        let mut edits = Vec::new();
        let mut walk = Walk::of(&body);
        let mut wanted: Vec<Vec<(String, u32)>> =
            self.plan.notes.iter().map(|_| Vec::new()).collect();
        let mut own_lists = BTreeMap::new();
        for token in 0..body.tokens.len() {
            if !matches!(body.tokens[token].kind, Kind::Start | Kind::Empty) {
                continue;
            }
            let name = body.name(token);
            match name {
                "w:numId" => self.list(&body, token, lists, &mut own_lists, &mut edits)?,
                "w:pStyle" => self.list_of_style(&body, token, &mut own_lists, &mut edits)?,
                _ => {
                    let notes = self.plan.notes.iter_mut().zip(&mut wanted);
                    match notes.into_iter().find(|(notes, _)| notes.is_named(name)) {
                        Some((notes, wanted)) => note(&body, token, notes, wanted, &mut edits),
                        None => {
                            walk.token(&body, token, &mut self.ids, &names, &suffix, &mut edits);
                        }
                    }
                }
            }
        }
        fields::edits(&body, &names, &suffix, &mut edits);
        for (notes, wanted) in self.plan.notes.iter_mut().zip(&wanted) {
            if wanted.is_empty() {
                continue;
            }
            let text = texts.remove(&notes.entry).unwrap_or_else(|| notes.source.clone());
            let xml = filled(text)?;
            let mut inner = Vec::new();
            fields::edits(&xml, &names, &suffix, &mut inner);
            let (mut walk, ids) = (Walk::of(&xml), &mut self.ids);
            notes
                .add(&xml, wanted, |token, edits| {
                    walk.token(&xml, token, ids, &names, &suffix, edits);
                    let at = &xml.tokens[token].at;
                    edits.extend(
                        inner
                            .iter()
                            .filter(|(own, _)| at.start <= own.start && own.end <= at.end)
                            .cloned(),
                    );
                })
                .map_err(|error| unwritten(&error))?;
        }

        let (last_section, sections) =
            (body::frame(&body).and_then(|own| own.1), sections::all(&body));
        let inner: Vec<usize> =
            sections.into_iter().filter(|own| Some(*own) != last_section).collect();
        let written = |section: Option<usize>, first, last| {
            self.plan.sections.written(&body, section, first, last, &renamed, &self.plan.blank)
        };
        for (n, section) in inner.iter().enumerate() {
            edits.push((body.whole(*section), written(Some(*section), n == 0, false)));
        }
        let last = written(last_section, inner.is_empty(), true);
        let end = self.plan.counts.then(|| (suffix.as_str(), self.ids.annotation()));
        for (element, id) in &self.plan.blank {
            let named = |text: &str| text.contains(&format!("\"{id}\""));
            if named(&last) || edits.iter().any(|(_, text)| named(text)) {
                self.plan.blank_used.insert(element.clone());
            }
        }
        let cut = body::cut(&body, self.letters == 0, edits, &last, end)
            .ok_or_else(|| damaged(&self.plan.name))?;

        match self.pending.take() {
            Some((followed, _)) => self.write(&followed)?,
            None => self.begin(&body)?,
        }
        self.write(&cut.head)?;
        self.pending = Some((cut.followed, cut.last));
        self.letters += 1;
        Ok(())
    }

    fn write(&mut self, text: &str) -> Result<(), String> {
        self.out.write_all(text.as_bytes()).map_err(|error| unwritten(&error))
    }

    /// Puts the pictures into a part's text; `shown` collects their numbers.
    fn drawn(
        &mut self,
        text: String,
        pictures: &Pictures,
        shown: &mut BTreeSet<usize>,
    ) -> Result<String, String> {
        if !text.contains(MARK) {
            return Ok(text);
        }
        let pictures: Vec<_> = pictures.values().collect();
        draw(&text, &pictures, |number| {
            let Some(picture) = pictures.get(number) else { return Ok(String::new()) };
            let number =
                self.media.add(picture, &mut self.aside).map_err(|error| unwritten(&error))?;
            shown.insert(number);
            Ok(self.plan.picture_id(number))
        })
    }

    /// The relationship of a letter's header or footer, written aside if no letter before has the same.
    fn header(
        &mut self,
        anew: &WrittenAnew,
        xml: &Xml,
        shown: &BTreeSet<usize>,
        names: &Names,
        suffix: &str,
    ) -> Result<String, String> {
        let (mut ids, mut walk, mut edits) = (Ids::default(), Walk::of(xml), Vec::new());
        for token in 0..xml.tokens.len() {
            walk.token(xml, token, &mut ids, names, suffix, &mut edits);
        }
        fields::edits(xml, names, suffix, &mut edits);
        let text = applied(xml, 0..xml.source.len(), &mut edits);
        let mut rels = anew.relationships.clone();
        for number in shown {
            let name = self.media.name(*number);
            let attributes =
                relationship(&anew.name, &self.plan.picture_id(*number), "image", &name);
            let before = parsed(rels.unwrap_or_else(|| NO_RELATIONSHIPS.to_owned()))?;
            rels = appended_all(&before, "Relationship", &[attributes]);
        }
        let mut content = Sha256::new();
        for piece in [&anew.name, "\0", &text, "\0", rels.as_deref().unwrap_or_default()] {
            content.update(piece);
        }
        let content: [u8; 32] = content.finalize().into();
        if let Some(id) = self.known.get(&content) {
            return Ok(id.clone());
        }
        let number = self.plan.count(anew.entry);
        let name = anew.copy(number);
        let mut put = |name: String, text: &str| {
            self.aside.start_file(name, deflated())?;
            Ok::<(), zip::result::ZipError>(self.aside.write_all(text.as_bytes())?)
        };
        put(name.clone(), &text).map_err(|error| unwritten(&error))?;
        if let Some(rels) = rels {
            put(rels_of(&name), &rels).map_err(|error| unwritten(&error))?;
        }
        let id = self.plan.header_id(anew, number);
        self.known.insert(content, id.clone());
        Ok(id)
    }

    /// The list of a paragraph: its own in every letter.
    fn list(
        &mut self,
        xml: &Xml,
        token: usize,
        lists: &Lists,
        own: &mut BTreeMap<u32, u32>,
        edits: &mut Vec<Replacement>,
    ) -> Result<(), String> {
        let Some(at) = xml.attribute_at(token, "w:val") else { return Ok(()) };
        let Some(list) = xml.cut(at.clone()).parse().ok().filter(|list| *list > 0) else {
            return Ok(());
        };
        let new = self.own_list(list, lists.like(list), own)?;
        if new != list {
            edits.push((at, new.to_string()));
        }
        Ok(())
    }

    /// A paragraph whose style numbers it would count on from the letter before: it gets the number of a list of its own.
    fn list_of_style(
        &mut self,
        xml: &Xml,
        token: usize,
        own: &mut BTreeMap<u32, u32>,
        edits: &mut Vec<Replacement>,
    ) -> Result<(), String> {
        const BEFORE: [&str; 6] = [
            "w:pStyle",
            "w:keepNext",
            "w:keepLines",
            "w:pageBreakBefore",
            "w:framePr",
            "w:widowControl",
        ];
        let style = xml.attribute(token, "w:val").and_then(|style| self.plan.numbered.get(style));
        let Some((list, level)) = style.cloned() else { return Ok(()) };
        let format = xml.tokens[token].parent;
        if xml.children(format).any(|child| xml.is(child, "w:numPr")) {
            return Ok(());
        }
        let new = self.own_list(list, None, own)?;
        if new != list {
            let before = xml.children(format).filter(|child| BEFORE.contains(&xml.name(*child)));
            let at = before.map(|child| xml.whole(child).end).max().unwrap_or_default();
            edits.push((
                at..at,
                format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{new}\"/></w:numPr>"),
            ));
        }
        Ok(())
    }

    /// The number of a letter's list; `like` is the template's where a loop has made it.
    fn own_list(
        &mut self,
        list: u32,
        like: Option<u32>,
        own: &mut BTreeMap<u32, u32>,
    ) -> Result<u32, String> {
        if let Some(new) = own.get(&list) {
            return Ok(*new);
        }
        let Some(numbering) = &self.template.numbering else { return Ok(list) };
        let stays = like.is_none() && (self.letters == 0 || !self.plan.counting.contains(&list));
        let new = if stays {
            list
        } else {
            let text = numbering.restarted(self.next_list, like.unwrap_or(list));
            self.lists.write_all(text.as_bytes()).map_err(|error| unwritten(&error))?;
            self.next_list += 1;
            self.next_list - 1
        };
        own.insert(list, new);
        Ok(new)
    }

    /// Everything that stands before the first letter.
    fn begin(&mut self, body: &Xml) -> Result<(), String> {
        let failed = |error: zip::result::ZipError| unwritten(&error);
        for entry in 0..self.template.package.len() {
            if self.plan.later.contains(&entry) {
                continue;
            }
            match self.plan.replaced.get(&entry).or_else(|| self.template.fixed.get(&entry)) {
                Some(text) => {
                    self.out
                        .start_file(self.template.package.name(entry)?, deflated())
                        .map_err(failed)?;
                    self.out.write_all(text.as_bytes()).map_err(|error| unwritten(&error))?;
                }
                None => self.template.package.copy(entry, &mut self.out).map_err(failed)?,
            }
        }
        self.out.start_file(self.plan.name.as_str(), deflated()).map_err(failed)?;
        let (frame, _) = body::frame(body).ok_or_else(|| damaged(&self.plan.name))?;
        let end = body.tokens[body.tokens[frame].mate].at.start;
        self.plan.tail = body.cut(end..body.source.len()).to_owned();
        let head = body.cut(0..body.tokens[frame].at.end);
        self.out.write_all(head.as_bytes()).map_err(|error| unwritten(&error))
    }

    /// Everything that stands behind the last letter.
    fn end(mut self, last: &str) -> Result<W, String> {
        let failed = |error: zip::result::ZipError| unwritten(&error);
        let package = &self.template.package;
        let types = self.plan.types(&self.media.formats())?;
        let relationships = self.plan.relationships(&self.shown, &self.media)?;
        let out = &mut self.out;
        let written = || -> zip::result::ZipResult<()> {
            out.write_all(last.as_bytes())?;
            out.write_all(self.plan.tail.as_bytes())?;
            let mut aside = ZipArchive::new(self.aside.finish()?)?;
            for entry in 0..aside.len() {
                out.raw_copy_file(aside.by_index_raw(entry)?)?;
            }
            for (_, name, text) in self.plan.blank_parts() {
                out.start_file(name, deflated())?;
                out.write_all(text.as_bytes())?;
            }
            for notes in &mut self.plan.notes {
                out.start_file(package.name(notes.entry).unwrap_or_default(), deflated())?;
                notes.write(out)?;
            }
            if let Some(numbering) = &self.template.numbering
                && let Some((before, after)) = numbering.around()
            {
                out.start_file(package.name(numbering.entry).unwrap_or_default(), deflated())?;
                out.write_all(before.as_bytes())?;
                self.lists.seek(SeekFrom::Start(0))?;
                io::copy(&mut self.lists, out)?;
                out.write_all(after.as_bytes())?;
            }
            for (name, text) in [relationships, types] {
                out.start_file(name, deflated())?;
                out.write_all(text.as_bytes())?;
            }
            Ok(())
        };
        written().map_err(failed)?;
        self.out.finish().map_err(failed)
    }
}

fn parsed(text: String) -> Result<Xml, String> {
    Xml::parse(text).map_err(|why| damaged(&why))
}

fn filled(text: String) -> Result<Xml, String> {
    Xml::of_filled(text).map_err(|why| damaged(&why))
}

/// A reference to a note, with its new number.
fn note(
    xml: &Xml,
    token: usize,
    notes: &mut notes::Notes,
    wanted: &mut Vec<(String, u32)>,
    edits: &mut Vec<Replacement>,
) {
    let Some(at) = xml.attribute_at(token, "w:id") else { return };
    let old = xml.cut(at.clone());
    let known =
        wanted.iter().find(|(own, _)| notes.is_comment() && own == old).map(|(_, new)| *new);
    let new = known.unwrap_or_else(|| {
        let new = notes.new_id();
        wanted.push((old.to_owned(), new));
        new
    });
    edits.push((at, new.to_string()));
}

/// A stretch of a part with the edits that lie in it; sorts them.
fn applied(xml: &Xml, range: Range<usize>, edits: &mut [Replacement]) -> String {
    edits.sort_by_key(|(at, _)| (at.start, at.end));
    let mut text = String::with_capacity(range.len() + range.len() / 8);
    let mut done = range.start;
    for (at, own) in edits.iter() {
        if at.start < done || at.end > range.end {
            continue;
        }
        text.push_str(xml.cut(done..at.start));
        text.push_str(own);
        done = at.end;
    }
    text.push_str(xml.cut(done..range.end));
    text
}
