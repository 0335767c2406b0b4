//! Which branch a cell means: by its short form, another name, type and name, or the bare name where only one bears it.
//!
//! Names are compared with umlauts spelt out and every sign removed („Ilmkreis“ is „Ilm-Kreis“); the type is never dropped.
//! „Weimar“ is not „Weimarer Land“, and where a Kreisverband and a Stadtverband share a name, the bare name is asked about.
//! Resemblance only proposes.

use std::collections::{BTreeMap, BTreeSet};

use super::columns::folded;
use crate::domain::{BranchId, BranchKind, BranchRegister};
use crate::matching::Phrase;

/// What a text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    One(BranchId),
    /// Every branch there is.
    All,
    /// Every branch of a type („alle Kreisverbände“).
    These(Vec<BranchId>),
    Ambiguous(Vec<BranchId>),
    Unknown,
}

/// The register's names, for looking up.
#[derive(Debug, Default)]
pub struct Names {
    /// Short forms and other names.
    aliases: BTreeMap<String, BTreeSet<BranchId>>,
    /// By name alone.
    bare: BTreeMap<String, Vec<(BranchKind, BranchId)>>,
    /// Beginnings of party names, as words, that may stand before a branch's type.
    party: Vec<Vec<String>>,
    /// Canonical names for proposals.
    canonical: Vec<(String, BranchId)>,
}

/// The form in which names are compared: lower case, umlauts spelt out, no signs. Idempotent.
pub fn key(name: &str) -> String {
    folded(name).chars().filter(|c| c.is_alphanumeric()).collect()
}

fn words(text: &str) -> Vec<String> {
    folded(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// A name cut into its type, where it bears one, and the rest: „KV Gotha“, „Gotha (KV)“, „Gotha, Kreisverband“.
pub fn split_kind(name: &str) -> (Option<BranchKind>, String) {
    let name = name.trim();
    let trimmed = |rest: &str| {
        rest.trim_matches(|c: char| {
            c.is_whitespace() || matches!(c, '-' | '–' | ',' | '.' | ':' | '(' | ')')
        })
        .to_owned()
    };
    let first_end = name.find(|c: char| !c.is_alphabetic()).unwrap_or(name.len());
    let (first, rest) = name.split_at(first_end);
    if let Some(kind) = BranchKind::from_word(first)
        && !trimmed(rest).is_empty()
    {
        return (Some(kind), trimmed(rest));
    }
    let last = name.trim_end_matches(')');
    let last_start = last
        .char_indices()
        .rev()
        .find(|(_, c)| !c.is_alphabetic())
        .map_or(0, |(index, c)| index + c.len_utf8());
    let (rest, last) = last.split_at(last_start);
    if let Some(kind) = BranchKind::from_word(last)
        && !trimmed(rest).is_empty()
    {
        return (Some(kind), trimmed(rest));
    }
    (None, name.to_owned())
}

impl Names {
    /// `bodies`: names of the resolution's bodies; their beginnings may stand before a branch's type.
    pub fn new<'a>(register: &BranchRegister, bodies: impl Iterator<Item = &'a Phrase>) -> Self {
        let mut names = Self::default();
        for branch in register {
            names.canonical.push((branch.canonical(), branch.id));
            names.bare.entry(key(&branch.name)).or_default().push((branch.kind.clone(), branch.id));
        }
        for phrase in bodies {
            let words = words(&phrase.text);
            for length in 1..=words.len() {
                names.party.extend(words.get(..length).map(<[String]>::to_vec));
            }
        }
        names
    }

    /// Another name of a branch; the same for two branches makes it ambiguous, never the later one's.
    pub fn add_alias(&mut self, alias: &str, id: BranchId) {
        let key = key(alias);
        if !key.is_empty() {
            self.aliases.entry(key).or_default().insert(id);
        }
    }

    pub fn is_empty(&self) -> bool {
        self.canonical.is_empty()
    }

    /// The whole text as one name.
    pub fn find(&self, text: &str) -> Named {
        if let Some(all) = self.all(text) {
            return all;
        }
        let text = text.trim().trim_end_matches("e. V.").trim_end_matches("e.V.").trim();
        let mut found: BTreeSet<BranchId> =
            self.aliases.get(&key(text)).cloned().unwrap_or_default();
        let (kind, name) = split_kind(self.without_party(text));
        let bearers = self.bare.get(&key(&name)).map_or(&[][..], Vec::as_slice);
        match &kind {
            Some(kind) => {
                found.extend(bearers.iter().filter(|(k, _)| k == kind).map(|(_, id)| *id));
                // „KV GTH“: a short form behind the type
                if found.is_empty()
                    && let Some(ids) = self.aliases.get(&key(&name))
                {
                    found.extend(ids.iter().filter(|id| self.is_kind(**id, kind)));
                }
            }
            None => found.extend(bearers.iter().map(|(_, id)| *id)),
        }
        match found.into_iter().collect::<Vec<_>>().as_slice() {
            [] => Named::Unknown,
            [one] => Named::One(*one),
            several => Named::Ambiguous(several.to_vec()),
        }
    }

    fn is_kind(&self, id: BranchId, kind: &BranchKind) -> bool {
        self.bare.values().flatten().any(|(k, i)| *i == id && k == kind)
    }

    fn all(&self, text: &str) -> Option<Named> {
        let words = words(text);
        let [first, rest @ ..] = words.as_slice() else { return None };
        if first != "alle" && first != "saemtliche" {
            return None;
        }
        let kind = |word: &String| match word.as_str() {
            "kreis" | "kv" | "kvs" | "kreisverbaende" | "kreisverbaenden" => {
                Some(Some(BranchKind::District))
            }
            "stadt" | "sv" | "svs" | "stadtverbaende" | "stadtverbaenden" => {
                Some(Some(BranchKind::City))
            }
            "ortsverbaende" | "ov" => Some(Some(BranchKind::Local)),
            "und" | "verbaende" | "verbaenden" | "gliederungen" | "gebietsverbaende" => Some(None),
            _ => None,
        };
        let kinds: Vec<Option<BranchKind>> = rest.iter().map(kind).collect::<Option<_>>()?;
        let kinds: Vec<BranchKind> = kinds.into_iter().flatten().collect();
        let these: Vec<BranchId> = self
            .bare
            .values()
            .flatten()
            .filter(|(k, _)| kinds.is_empty() || kinds.contains(k))
            .map(|(_, id)| *id)
            .collect();
        Some(if these.len() == self.canonical.len() {
            Named::All
        } else {
            let mut these = these;
            these.sort_unstable();
            Named::These(these)
        })
    }

    /// „DIE LINKE. KV Gotha“: a party's name before a type is passed over.
    pub(super) fn without_party<'t>(&self, text: &'t str) -> &'t str {
        let starts = text.char_indices().filter(|(index, c)| {
            c.is_alphabetic()
                && text.get(..*index).is_some_and(|before| !before.ends_with(char::is_alphabetic))
        });
        for (start, _) in starts.skip(1) {
            let (Some(before), Some(behind)) = (text.get(..start), text.get(start..)) else {
                continue;
            };
            let first_end = behind.find(|c: char| !c.is_alphabetic()).unwrap_or(behind.len());
            let is_kind =
                behind.get(..first_end).is_some_and(|word| BranchKind::from_word(word).is_some());
            if is_kind && self.party.contains(&words(before)) {
                return behind;
            }
        }
        text
    }

    /// Everything a cell names, element by element, with the text of each.
    pub fn mentions<'t>(&self, cell: &'t str) -> Vec<(&'t str, Named)> {
        let whole = self.find(cell);
        if whole != Named::Unknown {
            return vec![(cell.trim(), whole)];
        }
        let mut mentions = Vec::new();
        for element in crate::matching::elements(cell) {
            let named = self.find(element);
            // „KV Gotha/KV Ilm-Kreis“, but never inside a name that is known as it stands
            let parts: Vec<&str> =
                element.split(['/', '+']).map(str::trim).filter(|part| !part.is_empty()).collect();
            if named == Named::Unknown && parts.len() > 1 {
                mentions.extend(parts.into_iter().map(|part| (part, self.find(part))));
            } else {
                mentions.push((element, named));
            }
        }
        mentions
    }

    /// Up to three branches whose names resemble the text, best first: to be printed, never used.
    pub fn nearest(&self, text: &str) -> Vec<BranchId> {
        let (_, name) = split_kind(self.without_party(text));
        let wanted = key(&name);
        let mut candidates: Vec<(f64, BranchId)> = self
            .bare
            .iter()
            .flat_map(|(name, bearers)| {
                let likeness = strsim::jaro_winkler(&wanted, name);
                bearers.iter().map(move |(_, id)| (likeness, *id))
            })
            .filter(|(likeness, _)| *likeness >= 0.8)
            .collect();
        candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        candidates.into_iter().take(3).map(|(_, id)| id).collect()
    }
    /// The nearest branches as „Kreisverband Gotha“, quoted for a message.
    pub fn nearest_names(&self, text: &str) -> Vec<String> {
        let name = |id: BranchId| {
            self.canonical.iter().find(|(_, i)| *i == id).map(|(name, _)| format!("„{name}“"))
        };
        self.nearest(text).into_iter().filter_map(name).collect()
    }
}
