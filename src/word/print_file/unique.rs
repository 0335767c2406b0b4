//! What must be unlike in one file although every letter brings it: ids of drawings, annotations, content controls and
//! shapes, ids and names of bookmarks (ECMA-376 part 1, 17.13.6.2 and 20.4.2.5).

use std::collections::{BTreeMap, BTreeSet};

use super::super::rewriting::Replacement;
use super::super::xml::{Kind, Xml};

/// Word cuts the names of bookmarks to this.
const LONGEST_NAME: usize = 40;

/// The bookmarks of one letter: their names in the template and in the print file.
#[derive(Debug, Default)]
pub(super) struct Names(BTreeMap<String, String>);

impl Names {
    /// `suffix` stands in no name of the template and is another one for every letter.
    pub(super) fn of(parts: &[&Xml], suffix: &str) -> Self {
        let mut names = Self::default();
        let mut taken = BTreeSet::new();
        for xml in parts.iter().filter(|xml| xml.source.contains("<w:bookmarkStart ")) {
            for token in 0..xml.tokens.len() {
                if !xml.is(token, "w:bookmarkStart") {
                    continue;
                }
                let Some(name) = xml.attribute(token, "w:name") else { continue };
                let room = LONGEST_NAME.saturating_sub(suffix.chars().count());
                let kept: String = name.chars().take(room).collect();
                let mut new = format!("{kept}{suffix}");
                if names.0.contains_key(name) {
                    continue;
                }
                if !taken.insert(new.clone()) {
                    new = format!("_{}{suffix}", names.0.len());
                    taken.insert(new.clone());
                }
                names.0.insert(name.to_owned(), new);
            }
        }
        names
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn new_name(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }
}

/// Ids given out so far in one part of the print file.
#[derive(Debug, Default)]
pub(super) struct Ids {
    drawings: u32,
    annotations: u32,
    controls: u32,
}

impl Ids {
    /// A new id for an annotation.
    pub(super) fn annotation(&mut self) -> u32 {
        self.annotations += 1;
        self.annotations
    }
}

/// The ids of one letter's part while it is walked through.
#[derive(Debug, Default)]
pub(super) struct Walk {
    /// Ranges that have begun: kind and id in the letter, new id.
    ranges: BTreeMap<(&'static str, String), u32>,
    dropped: BTreeSet<String>,
    /// Ids of shapes, for those that refer to them.
    shapes: BTreeSet<String>,
}

impl Walk {
    pub(super) fn of(xml: &Xml) -> Self {
        let shapes = if xml.source.contains("<v:") {
            (0..xml.tokens.len())
                .filter(|token| xml.name(*token).starts_with("v:"))
                .filter_map(|token| xml.attribute(token, "id").map(str::to_owned))
                .collect()
        } else {
            BTreeSet::new()
        };
        Self { shapes, ..Self::default() }
    }

    /// What becomes of one element's ids. `suffix` as in [`Names::of`].
    pub(super) fn token(
        &mut self,
        xml: &Xml,
        token: usize,
        ids: &mut Ids,
        names: &Names,
        suffix: &str,
        edits: &mut Vec<Replacement>,
    ) {
        if !matches!(xml.tokens[token].kind, Kind::Start | Kind::Empty) {
            return;
        }
        let mut set = |name: &str, value: String| {
            edits.extend(xml.attribute_at(token, name).map(|at| (at, value)));
        };
        match xml.name(token) {
            // Word gives new ones
            "w:p" | "w:tr" => {
                for name in ["w14:paraId", "w14:textId"] {
                    drop_attribute(xml, token, name, edits);
                }
            }
            "wp:docPr" => {
                ids.drawings += 1;
                set("id", ids.drawings.to_string());
            }
            "w:id" if xml.is(xml.tokens[token].parent, "w:sdtPr") => {
                ids.controls += 1;
                set("w:val", ids.controls.to_string());
            }
            "w:bookmarkStart" => {
                let id = xml.attribute(token, "w:id").unwrap_or_default().to_owned();
                let name = xml.attribute(token, "w:name").unwrap_or_default();
                // where the cursor last stood
                if name == "_GoBack" {
                    self.dropped.insert(id);
                    edits.push((xml.whole(token), String::new()));
                    return;
                }
                let new = ids.annotation();
                self.ranges.insert(("bookmark", id), new);
                set("w:id", new.to_string());
                if let Some(name) = names.new_name(name) {
                    set("w:name", name.to_owned());
                }
            }
            "w:bookmarkEnd" => {
                let id = xml.attribute(token, "w:id").unwrap_or_default().to_owned();
                if self.dropped.contains(&id) {
                    edits.push((xml.whole(token), String::new()));
                } else if let Some(new) = self.ranges.get(&("bookmark", id)) {
                    set("w:id", new.to_string());
                }
            }
            "w:hyperlink" => {
                let anchor = xml.attribute(token, "w:anchor");
                if let Some(new) = anchor.and_then(|name| names.new_name(name)) {
                    set("w:anchor", new.to_owned());
                }
            }
            name if name.starts_with("v:") || name.starts_with("o:") => {
                for (attribute, mark) in [("id", ""), ("type", "#"), ("ShapeID", "")] {
                    let own =
                        xml.attribute(token, attribute).and_then(|own| own.strip_prefix(mark));
                    if let Some(own) = own.filter(|own| self.shapes.contains(*own)) {
                        set(attribute, format!("{mark}{own}{suffix}"));
                    }
                }
                // Word's own count of shapes; it gives new ones
                drop_attribute(xml, token, "o:spid", edits);
            }
            name => {
                if let Some((kind, begins)) = range(name) {
                    let id = xml.attribute(token, "w:id").unwrap_or_default().to_owned();
                    if begins {
                        let new = ids.annotation();
                        self.ranges.insert((kind, id), new);
                        set("w:id", new.to_string());
                    } else if let Some(new) = self.ranges.get(&(kind, id)) {
                        set("w:id", new.to_string());
                    }
                } else if is_change(name) {
                    set("w:id", ids.annotation().to_string());
                }
            }
        }
    }
}

/// Ranges that begin and end with an element each.
fn range(name: &str) -> Option<(&'static str, bool)> {
    Some(match name {
        "w:permStart" => ("permission", true),
        "w:permEnd" => ("permission", false),
        "w:moveFromRangeStart" => ("from", true),
        "w:moveFromRangeEnd" => ("from", false),
        "w:moveToRangeStart" => ("to", true),
        "w:moveToRangeEnd" => ("to", false),
        _ => return None,
    })
}

/// Tracked changes.
fn is_change(name: &str) -> bool {
    matches!(
        name,
        "w:ins"
            | "w:del"
            | "w:moveFrom"
            | "w:moveTo"
            | "w:cellIns"
            | "w:cellDel"
            | "w:cellMerge"
            | "w:numberingChange"
    ) || name.starts_with("w:") && name.ends_with("PrChange")
        || matches!(name, "w:tblGridChange" | "w:tblPrExChange")
}

fn drop_attribute(xml: &Xml, token: usize, name: &str, edits: &mut Vec<Replacement>) {
    if let Some(value) = xml.attribute_at(token, name) {
        let start = xml.tokens[token].at.start;
        let before = xml.cut(start..value.start);
        if let Some(own) = before.rfind(name) {
            let blanks = before.get(..own).unwrap_or_default();
            edits.push((start + blanks.trim_end().len()..value.end + 1, String::new()));
        }
    }
}
