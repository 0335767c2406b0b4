//! Footnotes, endnotes and comments of all letters in one part: each letter brings those its text refers to, under new
//! numbers (ECMA-376 part 1, 17.11 and 17.13.4).

use std::io::{self, Seek, SeekFrom, Write};

use tempfile::SpooledTempFile;

use super::super::rewriting::Replacement;
use super::super::xml::{Kind, Xml};
use super::applied;

/// What grows with the letters waits here: in memory while it is small, then in a temporary file without a name.
pub(super) const IN_MEMORY: usize = 1 << 20;

/// One kind of notes.
#[derive(Debug)]
pub(super) struct Notes {
    /// The element of one note.
    element: &'static str,
    pub(super) entry: usize,
    /// The template's part.
    pub(super) source: String,
    next: u32,
    /// What stands before the first note, with the notes Word needs itself (separators).
    head: String,
    tail: String,
    written: SpooledTempFile,
}

impl Notes {
    /// `element` is the one of a note, „w:footnote“.
    pub(super) fn new(element: &'static str, entry: usize, source: String) -> Result<Self, String> {
        let xml = Xml::parse(source)?;
        let typed =
            |note: &usize| xml.attribute(*note, "w:type").is_some_and(|kind| kind != "normal");
        let (mut head, mut tail) = (xml.source.clone(), String::new());
        let mut next = u32::from(element != "w:comment");
        if let Some(root) = xml.tokens.iter().position(|token| token.kind == Kind::Start) {
            head.truncate(xml.tokens[root].at.end);
            tail.push_str(xml.cut(xml.tokens[xml.tokens[root].mate].at.start..xml.source.len()));
            for note in xml.children(root).filter(typed) {
                head.push_str(xml.cut(xml.whole(note)));
                let id = xml.attribute(note, "w:id").and_then(|id| id.parse().ok()).unwrap_or(0);
                next = next.max(id + 1);
            }
        }
        let source = xml.source;
        Ok(Self {
            element,
            entry,
            source,
            next,
            head,
            tail,
            written: SpooledTempFile::new(IN_MEMORY),
        })
    }

    /// True where the element of a text refers to notes of this kind, or is where a comment's range begins or ends.
    pub(super) fn is_named(&self, element: &str) -> bool {
        element.strip_prefix(self.element).is_some_and(|rest| match rest {
            "Reference" => true,
            "RangeStart" | "RangeEnd" => self.is_comment(),
            _ => false,
        })
    }

    /// Comments have one number in three places; other notes are named once.
    pub(super) fn is_comment(&self) -> bool {
        self.element == "w:comment"
    }

    pub(super) fn new_id(&mut self) -> u32 {
        self.next += 1;
        self.next - 1
    }

    /// Takes over a letter's notes, old and new number of each. `edits` gives what changes inside of them.
    pub(super) fn add(
        &mut self,
        xml: &Xml,
        wanted: &[(String, u32)],
        mut edits: impl FnMut(usize, &mut Vec<Replacement>),
    ) -> io::Result<()> {
        for (old, new) in wanted {
            let note = (0..xml.tokens.len())
                .filter(|token| {
                    xml.is(*token, self.element) && xml.tokens[*token].kind == Kind::Start
                })
                .find(|token| xml.attribute(*token, "w:id") == Some(old));
            let Some(note) = note else { continue };
            let mut own = Vec::new();
            own.extend(xml.attribute_at(note, "w:id").map(|at| (at, new.to_string())));
            for token in note + 1..xml.tokens[note].mate {
                edits(token, &mut own);
            }
            self.written.write_all(applied(xml, xml.whole(note), &mut own).as_bytes())?;
        }
        Ok(())
    }

    /// Writes the part.
    pub(super) fn write(&mut self, out: &mut impl Write) -> io::Result<()> {
        out.write_all(self.head.as_bytes())?;
        self.written.seek(SeekFrom::Start(0))?;
        io::copy(&mut self.written, out)?;
        out.write_all(self.tail.as_bytes())
    }
}
