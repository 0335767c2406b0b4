//! An XML part as tokens over its source: what no tag touches is copied byte for byte, never written anew.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::Event;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Start,
    End,
    Empty,
    /// Character data and entity references.
    Text,
    /// Declarations, comments, processing instructions, CDATA.
    Other,
}

#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// Bytes of the source.
    pub(super) at: Range<usize>,
    name: Range<usize>,
    /// The start token of the element around it; [`NONE`] at the top.
    pub(super) parent: usize,
    /// Start and end of one element know each other; an empty element is its own mate.
    pub(super) mate: usize,
}

pub(super) const NONE: usize = usize::MAX;

#[derive(Debug)]
pub(super) struct Xml {
    pub(super) source: String,
    pub(super) tokens: Vec<Token>,
}

impl Xml {
    /// Fails on anything that is not well-formed, and on document types (nothing in a Word file needs one, and entities
    /// declared there can be bombs).
    pub(super) fn parse(source: String) -> Result<Self, String> {
        let mut tokens: Vec<Token> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        let mut reader = Reader::from_str(&source);
        loop {
            let from = position(&reader);
            let event = reader.read_event().map_err(|error| error.to_string())?;
            let at = from..position(&reader);
            let (kind, name) = match &event {
                Event::Start(start) => (Kind::Start, named(&at, 1, start.name().as_ref())),
                Event::Empty(start) => (Kind::Empty, named(&at, 1, start.name().as_ref())),
                Event::End(end) => (Kind::End, named(&at, 2, end.name().as_ref())),
                Event::Text(_) | Event::GeneralRef(_) => (Kind::Text, 0..0),
                Event::DocType(_) => return Err("der Dokumenttyp ist nicht erlaubt".to_owned()),
                Event::CData(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {
                    (Kind::Other, 0..0)
                }
                Event::Eof => break,
            };
            let own = tokens.len();
            let mut token =
                Token { kind, at, name, parent: open.last().copied().unwrap_or(NONE), mate: own };
            if kind == Kind::End {
                let Some(start) = open.pop() else {
                    return Err("ein Element wird geschlossen, das nicht offen ist".to_owned());
                };
                token.mate = start;
                token.parent = tokens[start].parent;
                tokens[start].mate = own;
            }
            if kind == Kind::Start {
                open.push(own);
            }
            tokens.push(token);
        }
        if open.is_empty() {
            Ok(Self { source, tokens })
        } else {
            Err("die Datei endet mitten im Text".to_owned())
        }
    }

    /// As [`Self::parse`] for a part that has been parsed as a template and is filled now: only what filling can break is
    /// looked at again, at a fraction of the time. A stretch of text is one token, entities included.
    pub(super) fn of_filled(source: String) -> Result<Self, String> {
        let mut tokens: Vec<Token> = Vec::with_capacity(source.len() / 24);
        let mut open: Vec<usize> = Vec::new();
        let mut at = 0;
        while let Some(found) = source.get(at..).and_then(|rest| rest.find('<')) {
            let parent = open.last().copied().unwrap_or(NONE);
            if found > 0 {
                let mate = tokens.len();
                tokens.push(Token {
                    kind: Kind::Text,
                    at: at..at + found,
                    name: 0..0,
                    parent,
                    mate,
                });
            }
            at += found;
            let (kind, end) = markup(&source, at).ok_or("ein Element ist nicht zu Ende")?;
            let own = tokens.len();
            let skip = if kind == Kind::End { 2 } else { 1 };
            let name = match kind {
                Kind::Start | Kind::Empty | Kind::End => {
                    let inner = source.get(at + skip..end).unwrap_or_default();
                    let length =
                        inner.find(|c: char| c.is_ascii_whitespace() || c == '/' || c == '>');
                    at + skip..at + skip + length.unwrap_or(0)
                }
                Kind::Text | Kind::Other => 0..0,
            };
            let mut token = Token { kind, at: at..end, name, parent, mate: own };
            if kind == Kind::End {
                let start =
                    open.pop().ok_or("ein Element wird geschlossen, das nicht offen ist")?;
                if source.get(tokens[start].name.clone()) != source.get(token.name.clone()) {
                    return Err(
                        "ein Element wird geschlossen, bevor ein inneres zu Ende ist".to_owned()
                    );
                }
                token.mate = start;
                token.parent = tokens[start].parent;
                tokens[start].mate = own;
            } else if kind == Kind::Start {
                open.push(own);
            }
            tokens.push(token);
            at = end;
        }
        if open.is_empty() {
            Ok(Self { source, tokens })
        } else {
            Err("die Datei endet mitten im Text".to_owned())
        }
    }

    pub(super) fn cut(&self, at: Range<usize>) -> &str {
        self.source.get(at).unwrap_or_default()
    }

    pub(super) fn name(&self, token: usize) -> &str {
        self.tokens.get(token).map_or("", |token| self.cut(token.name.clone()))
    }

    /// The source of a token.
    pub(super) fn text(&self, token: usize) -> &str {
        self.tokens.get(token).map_or("", |token| self.cut(token.at.clone()))
    }

    pub(super) fn is(&self, token: usize, name: &str) -> bool {
        self.name(token) == name
    }

    /// The source range of a whole element, given its start.
    pub(super) fn whole(&self, start: usize) -> Range<usize> {
        self.tokens[start].at.start..self.tokens[self.tokens[start].mate].at.end
    }

    /// The elements around a token, innermost first.
    pub(super) fn ancestors(&self, token: usize) -> impl Iterator<Item = usize> {
        let mut next = self.tokens[token].parent;
        std::iter::from_fn(move || {
            let own = next;
            (own != NONE).then(|| {
                next = self.tokens[own].parent;
                own
            })
        })
    }

    /// The nearest element of that name around a token.
    pub(super) fn around(&self, token: usize, name: &str) -> Option<usize> {
        self.ancestors(token).find(|ancestor| self.is(*ancestor, name))
    }

    /// Starts of the element's child elements.
    pub(super) fn children(&self, start: usize) -> impl Iterator<Item = usize> {
        let end = self.tokens[start].mate;
        let mut next = start + 1;
        std::iter::from_fn(move || {
            while next < end {
                let own = next;
                next = self.tokens[own].mate + 1;
                if matches!(self.tokens[own].kind, Kind::Start | Kind::Empty) {
                    return Some(own);
                }
            }
            None
        })
    }

    /// Where an attribute's value stands in the source.
    pub(super) fn attribute_at(&self, token: usize, name: &str) -> Option<Range<usize>> {
        let at = attribute_at(self.text(token), name)?;
        let start = self.tokens[token].at.start;
        Some(start + at.start..start + at.end)
    }

    /// An attribute of a start or empty tag, as written (not unescaped).
    pub(super) fn attribute(&self, token: usize, name: &str) -> Option<&str> {
        attribute(self.text(token), name)
    }
}

/// An attribute's value in the text of a tag.
pub(super) fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.get(attribute_at(tag, name)?)
}

/// Where an attribute's value stands in the text of a tag.
pub(super) fn attribute_at(tag: &str, name: &str) -> Option<Range<usize>> {
    let mut rest = tag;
    loop {
        let (before, after) = rest.split_once(name)?;
        let value = after.trim_start().strip_prefix('=').map(str::trim_start);
        if let Some(value) = value
            && before.ends_with(|c: char| c.is_ascii_whitespace())
        {
            let quote = value.chars().next()?;
            let start = tag.len() - value.len() + 1;
            return Some(start..start + value.get(1..)?.split(quote).next()?.len());
        }
        rest = after;
    }
}

/// What begins with the bracket at a position, and where it ends.
fn markup(source: &str, at: usize) -> Option<(Kind, usize)> {
    let rest = source.get(at..)?;
    let until = |end: &str| Some(at + rest.find(end)? + end.len());
    if rest.starts_with("</") {
        return Some((Kind::End, until(">")?));
    }
    for (begin, end) in [("<?", "?>"), ("<!--", "-->"), ("<![CDATA[", "]]>")] {
        if rest.starts_with(begin) {
            return Some((Kind::Other, until(end)?));
        }
    }
    // a bracket in quotes ends nothing
    let bytes = source.as_bytes();
    let mut end = at;
    loop {
        end += memchr::memchr3(b'>', b'"', b'\'', bytes.get(end..)?)?;
        match bytes.get(end)? {
            b'>' => break,
            quote => end += memchr::memchr(*quote, bytes.get(end + 1..)?)? + 2,
        }
    }
    let empty = bytes.get(end - 1) == Some(&b'/');
    Some((if empty { Kind::Empty } else { Kind::Start }, end + 1))
}

#[expect(clippy::cast_possible_truncation, reason = "a position inside a string in memory")]
fn position(reader: &Reader<&[u8]>) -> usize {
    reader.buffer_position() as usize
}

fn named(at: &Range<usize>, skip: usize, name: &str) -> Range<usize> {
    at.start + skip..at.start + skip + name.len()
}

/// Unescapes what stands in character data, with the source range of every character.
pub(super) fn characters(raw: &str, offset: usize) -> Vec<(char, Range<usize>)> {
    let mut found = Vec::with_capacity(raw.len());
    let mut rest = raw.char_indices();
    while let Some((at, c)) = rest.next() {
        let mut end = at + c.len_utf8();
        let mut meant = c;
        if c == '&'
            && let Some((entity, _)) = raw.get(end..).and_then(|tail| tail.split_once(';'))
            && let Some(character) = entity_character(entity)
        {
            meant = character;
            end += entity.len() + 1;
            while rest.clone().next().is_some_and(|(next, _)| next < end) {
                rest.next();
            }
        }
        found.push((meant, offset + at..offset + end));
    }
    found
}

fn entity_character(entity: &str) -> Option<char> {
    match entity {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = entity.strip_prefix('#')?;
            let code = match number.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

/// Appends a value as character data: escaped, without characters XML does not allow.
pub(super) fn push_escaped(out: &mut String, value: &str) {
    for c in value.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if is_allowed(c) => out.push(c),
            _ => {}
        }
    }
}

/// XML 1.0, production 2, without the control characters it allows but nobody can see.
pub(super) fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\u{20}'..='\u{7e}' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Kind, text, name, parent and mate, neighbouring text as one.
    fn shape(xml: &Xml) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        let mut text = false;
        for (n, token) in xml.tokens.iter().enumerate() {
            let own = xml.text(n);
            match found.last_mut() {
                Some(before) if text && token.kind == Kind::Text => before.push_str(own),
                _ => found.push(format!(
                    "{:?} {} {} {}",
                    token.kind,
                    xml.tokens.get(token.parent).map_or("", |_| xml.name(token.parent)),
                    xml.text(token.mate).len(),
                    own
                )),
            }
            text = token.kind == Kind::Text;
        }
        // a text is its own mate; its length is no matter
        found.into_iter().filter(|own| !own.starts_with("Text")).collect()
    }

    #[test]
    fn a_filled_part_is_seen_as_a_template_is() {
        let odd = "<?xml version=\"1.0\"?><!-- <a> --><r a='x>\"y' b=\"'>\"><p /><p\n c=\"1\"/>a &amp; b&#228;<![CDATA[<q>]]><s>Ä</s></r>";
        let template = include_bytes!("../../templates/briefe/abfrage-kv.docx").to_vec();
        let package = super::super::package::Package::open(template).unwrap();
        let mut sources = vec![odd.to_owned()];
        sources.extend(
            (0..package.len())
                .filter(|entry| package.name(*entry).unwrap().ends_with(".xml"))
                .map(|entry| package.text(entry).unwrap()),
        );
        for source in sources {
            let parsed = Xml::parse(source.clone()).unwrap();
            assert_eq!(shape(&Xml::of_filled(source).unwrap()), shape(&parsed));
        }
    }

    #[test]
    fn what_is_not_closed_is_refused() {
        for broken in ["<a>", "<a><b></a></b>", "</a>", "<a", "<a b=\">", "<!-- "] {
            assert!(Xml::of_filled(broken.to_owned()).is_err(), "{broken}");
        }
    }
}
