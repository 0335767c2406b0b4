//! Paragraph styles that number their paragraphs: such a paragraph names no list, its style does (ECMA-376 part 1,
//! 17.3.1.19 and 17.9.23).

use std::collections::BTreeMap;

use super::xml::{Kind, Xml};

/// The list a style puts its paragraphs into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct StyleList {
    pub(super) list: u32,
    pub(super) level: u32,
    /// The style's own `w:ind`; a list named by the paragraph itself would win over it.
    pub(super) indent: String,
}

/// The numbering styles of a template by their ids.
#[derive(Debug, Default)]
pub(super) struct Styles {
    lists: BTreeMap<String, StyleList>,
}

impl Styles {
    /// Reads the parts with the styles and with the numbering; what cannot be read numbers nothing.
    pub(super) fn read(styles: String, numbering: String) -> Self {
        let (Ok(styles), Ok(numbering)) = (Xml::parse(styles), Xml::parse(numbering)) else {
            return Self::default();
        };
        let by_id: BTreeMap<&str, usize> = starts(&styles, "w:style")
            .filter_map(|style| Some((styles.attribute(style, "w:styleId")?, style)))
            .collect();
        let mut lists = BTreeMap::new();
        for (id, style) in &by_id {
            let chain = chain(&styles, &by_id, *style);
            let number = |what: &str| {
                chain.iter().find_map(|(_, format)| value(&styles, *format, &["w:numPr", what]))
            };
            let Some(list) = number("w:numId").filter(|list| *list > 0) else { continue };
            let level = number("w:ilvl").or_else(|| linked(&numbering, list, id)).unwrap_or(0);
            // indents of the style that names the list and of those built on it
            let namer = chain
                .iter()
                .position(|(_, format)| value(&styles, *format, &["w:numPr", "w:numId"]).is_some());
            let indent = chain
                .iter()
                .take(namer.map_or(0, |namer| namer + 1))
                .find_map(|(_, format)| child(&styles, *format, "w:ind"));
            let indent =
                indent.map_or_else(String::new, |own| styles.cut(styles.whole(own)).to_owned());
            lists.insert((*id).to_owned(), StyleList { list, level, indent });
        }
        Self { lists }
    }

    pub(super) fn list(&self, style: &str) -> Option<&StyleList> {
        self.lists.get(style)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.lists.is_empty()
    }
}

fn starts<'x>(xml: &'x Xml, name: &'static str) -> impl Iterator<Item = usize> + 'x {
    (0..xml.tokens.len())
        .filter(move |token| xml.tokens[*token].kind == Kind::Start && xml.is(*token, name))
}

fn child(xml: &Xml, parent: usize, name: &str) -> Option<usize> {
    xml.children(parent).find(|child| xml.is(*child, name))
}

/// The `w:val` of the element at the end of that path.
fn value(xml: &Xml, from: usize, path: &[&str]) -> Option<u32> {
    let end = path.iter().try_fold(from, |parent, name| child(xml, parent, name))?;
    xml.attribute(end, "w:val")?.parse().ok()
}

/// The style and those it is based on, with their `w:pPr`.
fn chain(xml: &Xml, by_id: &BTreeMap<&str, usize>, style: usize) -> Vec<(usize, usize)> {
    let (mut found, mut next, mut seen) = (Vec::new(), Some(style), Vec::new());
    while let Some(own) = next.filter(|own| !seen.contains(own)) {
        seen.push(own);
        found.extend(child(xml, own, "w:pPr").map(|format| (own, format)));
        next = child(xml, own, "w:basedOn")
            .and_then(|base| xml.attribute(base, "w:val"))
            .and_then(|base| by_id.get(base).copied());
    }
    found
}

/// The level of a list that a style is tied to.
fn linked(numbering: &Xml, list: u32, style: &str) -> Option<u32> {
    let list = list.to_string();
    let num = starts(numbering, "w:num")
        .find(|num| numbering.attribute(*num, "w:numId") == Some(&list))?;
    let id = child(numbering, num, "w:abstractNumId")
        .and_then(|own| numbering.attribute(own, "w:val"))?;
    let own = starts(numbering, "w:abstractNum")
        .find(|own| numbering.attribute(*own, "w:abstractNumId") == Some(id))?;
    let level = numbering.children(own).find(|level| {
        child(numbering, *level, "w:pStyle")
            .is_some_and(|tied| numbering.attribute(tied, "w:val") == Some(style))
    })?;
    numbering.attribute(level, "w:ilvl")?.parse().ok()
}
