//! The sections of a letter in a print file (ECMA-376 part 1, 17.6): the first begins a sheet and counts pages from 1;
//! what a letter alone would not show is not taken over from the letter before.

use std::collections::{BTreeMap, BTreeSet};

use super::super::xml::{Kind, Xml};

/// Which sides of a sheet a letter may begin on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sides {
    /// Each letter begins on the next page.
    #[default]
    Single,
    /// For printing on both sides: each letter begins on a front page.
    Double,
}

/// A header or footer of a section: the element („w:headerReference“) and its `w:type`.
pub(super) type Slot = (String, String);

/// How the sections of a template are written.
#[derive(Debug, Default)]
pub(super) struct Sections {
    pub(super) sides: Sides,
    pub(super) footnotes: bool,
    pub(super) endnotes: bool,
    /// Headers and footers that some section has: a first section without them would show those of the letter before.
    pub(super) slots: BTreeSet<Slot>,
}

/// The order of a section's properties (17.6.17).
const ORDER: [&str; 21] = [
    "w:headerReference",
    "w:footerReference",
    "w:footnotePr",
    "w:endnotePr",
    "w:type",
    "w:pgSz",
    "w:pgMar",
    "w:paperSrc",
    "w:pgBorders",
    "w:lnNumType",
    "w:pgNumType",
    "w:cols",
    "w:formProt",
    "w:vAlign",
    "w:noEndnote",
    "w:titlePg",
    "w:textDirection",
    "w:bidi",
    "w:rtlGutter",
    "w:docGrid",
    "w:printerSettings",
];

/// The sections of a part, in their order, without those a tracked change remembers.
pub(super) fn all(xml: &Xml) -> Vec<usize> {
    (0..xml.tokens.len())
        .filter(|token| {
            matches!(xml.tokens[*token].kind, Kind::Start | Kind::Empty)
                && xml.is(*token, "w:sectPr")
                && !xml.is(xml.tokens[*token].parent, "w:sectPrChange")
        })
        .collect()
}

/// The headers and footers a section names: where, and by which relationship.
pub(super) fn references(xml: &Xml, section: usize) -> Vec<(Slot, String)> {
    xml.children(section)
        .filter(|child| matches!(xml.name(*child), "w:headerReference" | "w:footerReference"))
        .filter_map(|child| {
            let kind = xml.attribute(child, "w:type").unwrap_or("default").to_owned();
            Some(((xml.name(child).to_owned(), kind), xml.attribute(child, "r:id")?.to_owned()))
        })
        .collect()
}

/// The number a section's pages begin with, where it says so.
pub(super) fn start(xml: &Xml, section: usize) -> Option<&str> {
    let count = xml.children(section).find(|child| xml.is(*child, "w:pgNumType"))?;
    xml.attribute(count, "w:start")
}

impl Sections {
    /// A section as it stands in the print file. `renamed`: relationships that are others in this letter; `blank` is that
    /// of an empty header or footer.
    pub(super) fn written(
        &self,
        xml: &Xml,
        section: Option<usize>,
        first: bool,
        last: bool,
        renamed: &BTreeMap<String, String>,
        blank: &BTreeMap<String, String>,
    ) -> String {
        // rank, element, text
        let mut own: Vec<(usize, String, String)> = Vec::new();
        let rank =
            |name: &str| ORDER.iter().position(|known| *known == name).unwrap_or(ORDER.len());
        let mut open = "<w:sectPr>".to_owned();
        let mut has = BTreeSet::new();
        if let Some(section) = section {
            let tag = xml.text(section);
            open = match tag.strip_suffix("/>") {
                Some(start) => format!("{}>", start.trim_end()),
                None => tag.into(),
            };
            has.extend(references(xml, section).into_iter().map(|(slot, _)| slot));
            for child in xml.children(section) {
                let name = xml.name(child);
                let mut text = xml.cut(xml.whole(child)).to_owned();
                if let Some(id) = xml.attribute(child, "r:id")
                    && let Some(new) = renamed.get(id)
                {
                    text = text.replacen(&format!("\"{id}\""), &format!("\"{new}\""), 1);
                }
                own.push((rank(name), name.to_owned(), text));
            }
        }
        let mut set = |name: &str, text: String| {
            own.retain(|(_, known, _)| known != name);
            own.push((rank(name), name.to_owned(), text));
        };
        if first {
            let begin = match self.sides {
                Sides::Single => "nextPage",
                Sides::Double => "oddPage",
            };
            set("w:type", format!("<w:type w:val=\"{begin}\"/>"));
            let child = |name: &str| {
                section.and_then(|own| xml.children(own).find(|child| xml.is(*child, name)))
            };
            if section.and_then(|own| start(xml, own)).is_none() {
                let format = child("w:pgNumType").map_or("<w:pgNumType", |own| {
                    let text = xml.text(own);
                    text.strip_suffix("/>")
                        .or(text.strip_suffix('>'))
                        .unwrap_or("<w:pgNumType")
                        .trim_end()
                });
                set("w:pgNumType", format!("{format} w:start=\"1\"/>"));
            }
            // notes are counted from 1 in every letter
            for (name, notes) in [("w:footnotePr", self.footnotes), ("w:endnotePr", self.endnotes)]
            {
                if !notes {
                    continue;
                }
                let kept: String = child(name)
                    .into_iter()
                    .flat_map(|own| xml.children(own))
                    .filter(|own| !xml.is(*own, "w:numRestart"))
                    .map(|own| xml.cut(xml.whole(own)))
                    .collect();
                let pages =
                    child(name).is_some_and(|own| xml.cut(xml.whole(own)).contains("eachPage"));
                if !pages {
                    set(name, format!("<{name}>{kept}<w:numRestart w:val=\"eachSect\"/></{name}>"));
                }
            }
        }
        if self.endnotes && !last {
            set("w:noEndnote", "<w:noEndnote/>".to_owned());
        }
        if first {
            for (element, kind) in self.slots.iter().filter(|slot| !has.contains(*slot)) {
                if let Some(id) = blank.get(element) {
                    let text = format!("<{element} w:type=\"{kind}\" r:id=\"{id}\"/>");
                    own.push((rank(element), String::new(), text));
                }
            }
        }
        own.sort_by_key(|(rank, _, _)| *rank);
        let inner: String = own.into_iter().map(|(_, _, text)| text).collect();
        format!("{open}{inner}</w:sectPr>")
    }
}
