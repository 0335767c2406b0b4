//! The text of a paragraph as its reader sees it, with the way back to the source: Word breaks a placeholder into several
//! runs at every spelling mark, bookmark or change of language; here it is one text again.

use std::ops::Range;

use super::mergefield::{MARK, MARK_END, MergeTag};
use super::xml::{Kind, Xml, characters};

#[derive(Clone, Debug)]
pub(super) struct Char {
    pub(super) c: char,
    pub(super) at: Range<usize>,
    /// The start of the `w:t` it stands in, or the element (`w:tab`, `w:br` …) that stands for it.
    pub(super) token: usize,
}

#[derive(Debug)]
pub(super) struct Paragraph {
    /// The `w:p` start token.
    pub(super) start: usize,
    pub(super) number: usize,
    pub(super) chars: Vec<Char>,
    /// Source positions of what is seen though it is no text: pictures, fields, breaks, notes, section ends.
    pub(super) solid: Vec<usize>,
    /// Text a tracked change takes away.
    pub(super) deleted: String,
}

impl Paragraph {
    /// The bytes of some of its characters.
    pub(super) fn bytes(&self, chars: &Range<usize>) -> Range<usize> {
        let own = self.chars.get(chars.clone()).unwrap_or_default();
        match (own.first(), own.last()) {
            (Some(first), Some(last)) => first.at.start..last.at.end,
            _ => 0..0,
        }
    }

    /// All of its text.
    pub(super) fn whole(&self) -> String {
        self.chars.iter().map(|char| char.c).collect()
    }

    /// The beginning of the text; a merge field as Word shows it.
    pub(super) fn first_words(&self, merged: &[MergeTag]) -> String {
        let all = self.whole();
        let mut pieces = all.split(MARK);
        let mut text = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let (number, rest) = piece.split_once(MARK_END).unwrap_or(("", piece));
            let shown = number.parse().ok().and_then(|number: usize| merged.get(number));
            text.push_str(shown.map_or("", |tag| &tag.shown));
            text.push_str(rest);
        }
        let mut words = String::new();
        let all: Vec<&str> = text.split_whitespace().collect();
        for (i, word) in all.iter().enumerate() {
            if i > 0 && words.chars().count() + word.chars().count() >= 30 {
                words.push_str(" …");
                return words;
            }
            if i > 0 {
                words.push(' ');
            }
            words.push_str(word);
        }
        words
    }
}

/// Elements whose text is not part of the letter.
const HIDDEN: [&str; 4] = ["w:del", "w:moveFrom", "w:rPr", "w:pPr"];
const SOLID: [&str; 12] = [
    "w:drawing",
    "w:pict",
    "w:object",
    "w:fldChar",
    "w:fldSimple",
    "w:footnoteReference",
    "w:endnoteReference",
    "w:footnoteRef",
    "w:sym",
    "w:ptab",
    "w:sectPr",
    "m:oMath",
];

/// All paragraphs of a part in the order in which they begin. Paragraphs in text boxes are their own, not part of the
/// outer one.
pub(super) fn paragraphs(xml: &Xml) -> Vec<Paragraph> {
    let mut found: Vec<Paragraph> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut hidden = 0_usize;
    let mut number = 0;
    for (i, token) in xml.tokens.iter().enumerate() {
        let name = xml.name(i);
        match token.kind {
            Kind::Start | Kind::Empty => {
                if name == "w:p" {
                    if open.is_empty() {
                        number += 1;
                    }
                    found.push(Paragraph {
                        start: i,
                        number,
                        chars: Vec::new(),
                        solid: Vec::new(),
                        deleted: String::new(),
                    });
                    if token.kind == Kind::Start {
                        open.push(found.len() - 1);
                    }
                    continue;
                }
                let Some(own) = open.last().and_then(|own| found.get_mut(*own)) else { continue };
                if SOLID.contains(&name)
                    || name == "w:br" && xml.attribute(i, "w:type").is_some_and(is_page_break)
                {
                    own.solid.push(token.at.start);
                }
                if HIDDEN.contains(&name) && token.kind == Kind::Start {
                    hidden += 1;
                }
                if name == "w:delText" && token.kind == Kind::Start {
                    for child in i + 1..token.mate {
                        own.deleted.extend(characters(xml.text(child), 0).iter().map(|(c, _)| *c));
                    }
                }
                if hidden > 0 {
                    continue;
                }
                let stands_for = match name {
                    "w:tab" | "w:br" | "w:cr" => Some(' '),
                    "w:noBreakHyphen" => Some('-'),
                    _ => None,
                };
                if let Some(c) = stands_for {
                    own.chars.push(Char { c, at: token.at.clone(), token: i });
                }
                if name == "w:t" && token.kind == Kind::Start {
                    for child in i + 1..token.mate {
                        let inner = &xml.tokens[child];
                        if inner.kind == Kind::Text {
                            let raw = xml.cut(inner.at.clone());
                            own.chars.extend(
                                characters(raw, inner.at.start).into_iter().map(|(c, at)| Char {
                                    c,
                                    at,
                                    token: i,
                                }),
                            );
                        }
                    }
                }
            }
            Kind::End => {
                if name == "w:p" {
                    open.pop();
                } else if HIDDEN.contains(&name) && !open.is_empty() {
                    hidden = hidden.saturating_sub(1);
                }
            }
            Kind::Text | Kind::Other => {}
        }
    }
    found
}

/// Title and subject of the file, as if they were paragraphs.
pub(super) fn properties(xml: &Xml) -> Vec<Paragraph> {
    let mut found = Vec::new();
    for (start, token) in xml.tokens.iter().enumerate() {
        let name = xml.name(start).rsplit(':').next().unwrap_or_default();
        if token.kind != Kind::Start || !matches!(name, "title" | "subject") {
            continue;
        }
        let mut chars = Vec::new();
        for child in start + 1..token.mate {
            let at = &xml.tokens[child].at;
            if xml.tokens[child].kind == Kind::Text {
                chars.extend(
                    characters(xml.cut(at.clone()), at.start).into_iter().map(|(c, at)| Char {
                        c,
                        at,
                        token: start,
                    }),
                );
            }
        }
        // it stays where it says nothing
        let solid = vec![token.at.start];
        found.push(Paragraph { start, number: 1, chars, solid, deleted: String::new() });
    }
    found
}

fn is_page_break(kind: &str) -> bool {
    kind == "page" || kind == "column"
}
