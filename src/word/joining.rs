//! `{%-` at the beginning of a paragraph and `-%}` at its end join it to the one before and behind, as docxtpl does it: one
//! sentence written over several lines of the template. Blanks stay as they were typed.

use std::ops::Range;

use super::rewriting::Replacement;
use super::text::Paragraph;
use super::xml::{Kind, NONE, Xml};

/// What joins the paragraphs of a part; without those that would touch a `taken` stretch.
pub(super) fn joins(
    xml: &Xml,
    paragraphs: &[Paragraph],
    taken: &[Replacement],
) -> Vec<Replacement> {
    let mut found: Vec<Replacement> = Vec::new();
    for paragraph in paragraphs {
        let start = paragraph.start;
        if xml.tokens[start].kind != Kind::Start || ends_section(xml, start) {
            continue;
        }
        let (first, last) = dashes(paragraph);
        for (dash, pair) in [
            (first, before(xml, start).map(|other| (other, start))),
            (last, behind(xml, start).map(|other| (start, other))),
        ] {
            let (Some(dash), Some((upper, lower))) = (dash, pair) else { continue };
            if ends_section(xml, upper) || ends_section(xml, lower) {
                continue;
            }
            let mut own = border(xml, upper, lower);
            own.push(dash);
            let free = |at: &Range<usize>| {
                taken.iter().all(|(other, _)| at.end <= other.start || other.end <= at.start)
            };
            if own.iter().all(free) {
                found.extend(own.into_iter().map(|at| (at, String::new())));
            }
        }
    }
    // two tags may ask for one border
    found.sort_by_key(|(at, _)| (at.start, at.end));
    found.dedup();
    found
}

/// The dash of a `{%-` that begins the paragraph, and that of a `-%}` that ends it.
fn dashes(paragraph: &Paragraph) -> (Option<Range<usize>>, Option<Range<usize>>) {
    let visible: Vec<_> = paragraph.chars.iter().collect();
    let blanks = visible.iter().take_while(|char| char.c.is_whitespace()).count();
    let own = visible.get(blanks..).unwrap_or_default();
    let end = own.iter().rposition(|char| !char.c.is_whitespace()).map_or(0, |last| last + 1);
    let own = own.get(..end).unwrap_or_default();
    let is_dash = |c: char| matches!(c, '-' | '–' | '−' | '‑');
    let first = match own {
        [a, b, dash, ..] if a.c == '{' && b.c == '%' && is_dash(dash.c) => Some(dash.at.clone()),
        _ => None,
    };
    let last = match own {
        [.., dash, a, b] if a.c == '%' && b.c == '}' && is_dash(dash.c) && !lifted(own) => {
            Some(dash.at.clone())
        }
        _ => None,
    };
    (first, last)
}

/// The last tag takes a paragraph, row or cell with it and so has no neighbours.
fn lifted(own: &[&super::text::Char]) -> bool {
    let text: String = own.iter().map(|char| char.c).collect();
    text.rsplit_once("{%").is_some_and(|(_, tag)| {
        ["p ", "tr ", "tc "].iter().any(|prefix| tag.trim_start().starts_with(prefix))
    })
}

fn ends_section(xml: &Xml, paragraph: usize) -> bool {
    format(xml, paragraph).is_some_and(|own| xml.children(own).any(|c| xml.is(c, "w:sectPr")))
}

fn format(xml: &Xml, paragraph: usize) -> Option<usize> {
    xml.children(paragraph).find(|child| xml.is(*child, "w:pPr"))
}

/// What stands between the text of two paragraphs. An empty one goes as a whole.
fn border(xml: &Xml, upper: usize, lower: usize) -> Vec<Range<usize>> {
    for empty in [upper, lower] {
        if xml.tokens[empty].kind == Kind::Empty {
            return vec![xml.whole(empty)];
        }
    }
    let opening = xml.tokens[lower].at.start;
    let text = format(xml, lower).map_or(xml.tokens[lower].at.end, |own| xml.whole(own).end);
    vec![xml.tokens[xml.tokens[upper].mate].at.clone(), opening..text]
}

/// Elements between paragraphs that show nothing.
const MARKS: [&str; 5] =
    ["w:bookmarkStart", "w:bookmarkEnd", "w:proofErr", "w:commentRangeStart", "w:commentRangeEnd"];

fn behind(xml: &Xml, paragraph: usize) -> Option<usize> {
    let mut next = xml.tokens[paragraph].mate + 1;
    while let Some(token) = xml.tokens.get(next) {
        match token.kind {
            Kind::Start | Kind::Empty if MARKS.contains(&xml.name(next)) => next = token.mate + 1,
            Kind::Start | Kind::Empty => return xml.is(next, "w:p").then_some(next),
            Kind::End => return None,
            Kind::Text | Kind::Other => next += 1,
        }
    }
    None
}

fn before(xml: &Xml, paragraph: usize) -> Option<usize> {
    let parent = xml.tokens[paragraph].parent;
    if parent == NONE {
        return None;
    }
    xml.children(parent)
        .take_while(|child| *child < paragraph)
        .filter(|child| !MARKS.contains(&xml.name(*child)))
        .last()
        .filter(|child| xml.is(*child, "w:p"))
}
