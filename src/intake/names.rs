//! Which branch a cell means: by its short form, another name, type and name, or the bare name where only one bears it.
//!
//! Names are compared with umlauts spelt out and every sign removed („Ilmkreis“ is „Ilm-Kreis“); the type is never dropped.
//! „Weimar“ is not „Weimarer Land“, and where a Kreisverband and a Stadtverband share a name, the bare name is asked about.
//! Resemblance only proposes.

use std::collections::{BTreeMap, BTreeSet};

use super::columns::folded;
use crate::decisions::Decisions;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::domain::{BranchId, BranchKind, BranchRegister, Field};
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
    /// People have decided that this names no branch.
    NoBranch,
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
    canonical: Vec<Canonical>,
    /// What people have decided about a spelling.
    decided: BTreeMap<String, Named>,
    /// Where the office of a branch is, folded: second evidence for proposals.
    towns: BTreeMap<BranchId, String>,
}

/// A branch's name in the forms proposals compare.
#[derive(Debug)]
struct Canonical {
    id: BranchId,
    /// „Kreisverband Gotha“.
    name: String,
    key: String,
    shortened: String,
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
            names.canonical.push(Canonical {
                id: branch.id,
                name: branch.canonical(),
                key: key(&branch.name),
                shortened: shortened(&branch.name),
            });
            names.bare.entry(key(&branch.name)).or_default().push((branch.kind.clone(), branch.id));
            if let Some(town) = branch.entry.text(Field::Town) {
                names.towns.insert(branch.id, key(town));
            }
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

    /// Takes over what people have decided about spellings; an answer that names no branch of the list has no effect
    /// and is told about (D307).
    pub fn decide(&mut self, diagnostics: &mut Diagnostics, decisions: &Decisions) {
        if self.is_empty() {
            return;
        }
        let mut decided = BTreeMap::new();
        for answer in decisions.names() {
            let branch = match answer.branch.as_deref().map(|text| self.answered(text)) {
                None => None,
                Some(Some(id)) => Some(id),
                Some(None) => {
                    let text = answer.branch.clone().unwrap_or_default();
                    diagnostics.push(
                        Diagnostic::new(
                            Code::DecisionUnusable,
                            format!("„{text}“ nennt keinen Verband der Verbandsliste; die Antwort zu „{}“ bleibt ohne Wirkung.", answer.spelling),
                        )
                        .at(answer.at.clone())
                        .found(text)
                        .expected("ein Verband aus der Auswahlliste oder „kein Verband“")
                        .help("Einen Wert aus der Auswahlliste der Zelle nehmen."),
                    );
                    continue;
                }
            };
            let own = self.find(&answer.spelling);
            let named = match (branch, own) {
                // the list of branches has come to name another one since
                (answer_id, Named::One(own)) if answer_id != Some(own) => {
                    let name = self.canonical.iter().find(|branch| branch.id == own);
                    let name = name.map_or("", |branch| branch.name.as_str());
                    diagnostics.push(
                        Diagnostic::new(
                            Code::DecisionUnusable,
                            format!(
                                "Die Antwort zu „{}“ widerspricht der Verbandsliste: dort heißt so „{name}“; welcher \
                                 Verband gemeint ist, bleibt offen.",
                                answer.spelling
                            ),
                        )
                        .at(answer.at.clone())
                        .found(answer.branch.as_deref().unwrap_or("kein Verband"))
                        .help("Die Zeile löschen, wenn die Verbandsliste gilt; sonst in den Listen den vollen Namen schreiben."),
                    );
                    Named::Ambiguous(answer_id.into_iter().chain([own]).collect())
                }
                (Some(id), _) => Named::One(id),
                (None, _) => Named::NoBranch,
            };
            decided.insert(key(&answer.spelling), named);
        }
        self.decided = decided;
    }

    /// The branch an answer names; a proposal may have been copied with its town: „Kreisverband Gotha (Gotha)“.
    fn answered(&self, text: &str) -> Option<BranchId> {
        let bare = text.split_once(" (").map_or(text, |(name, _)| name);
        [text, bare].into_iter().find_map(|text| match self.find(text) {
            Named::One(id) => Some(id),
            Named::All
            | Named::These(_)
            | Named::Ambiguous(_)
            | Named::NoBranch
            | Named::Unknown => None,
        })
    }

    /// Every branch as „Kreisverband Gotha“, in the order of the alphabet.
    pub fn canonical(&self) -> Vec<String> {
        let mut all: Vec<String> =
            self.canonical.iter().map(|branch| branch.name.clone()).collect();
        all.sort_by_key(|name| (folded(name), name.clone()));
        all
    }

    pub fn is_empty(&self) -> bool {
        self.canonical.is_empty()
    }

    /// The whole text as one name.
    pub fn find(&self, text: &str) -> Named {
        let whole = key(text);
        if let Some(named) = self.decided.get(&whole) {
            return named.clone();
        }
        if ["alle", "saemtliche"].iter().any(|first| whole.starts_with(first))
            && let Some(all) = self.all(text)
        {
            return all;
        }
        let bare = without_registered(text);
        let whole = if bare.len() == text.trim().len() { whole } else { key(bare) };
        let text = bare;
        let mut found: BTreeSet<BranchId> = self.aliases.get(&whole).cloned().unwrap_or_default();
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
        let whole = if cell.contains('?') && !self.decided.contains_key(&key(cell)) {
            Named::Unknown
        } else {
            self.find(cell)
        };
        if whole != Named::Unknown {
            return vec![(cell.trim(), whole)];
        }
        let elements = crate::matching::elements(cell);
        // „KV Gotha?“, „KV Gotha oder KV Jena“: named, but not for certain
        let asked = cell.contains('?') || cell.contains(" oder ");
        if asked {
            let parts: Vec<&str> = elements
                .iter()
                .flat_map(|element| element.split(" oder "))
                .map(|part| part.trim_matches(['?', ' ', '(', ')']))
                .filter(|part| !part.is_empty())
                .collect();
            if !parts.is_empty() && parts.iter().all(|part| self.find(part) != Named::Unknown) {
                return vec![(cell.trim(), self.perhaps(&parts))];
            }
            return vec![(cell.trim(), Named::Unknown)];
        }
        // „alle KV, außer Gotha“: who is meant is not what stands there
        if elements.iter().any(|element| takes_back(element)) {
            return vec![(cell.trim(), self.perhaps(&elements))];
        }
        // „KV/SV Weimar“: a type without a name of its own belongs to the name behind it
        if let Some(both) = self.shared_name(&elements) {
            return vec![(cell.trim(), both)];
        }
        // „Weimar, Land“ is one name cut in two, not Weimar and something else
        if elements.len() > 1 && elements.iter().any(|element| is_part_of_name(element)) {
            return vec![(cell.trim(), Named::Unknown)];
        }
        let mut mentions = Vec::new();
        for element in elements {
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

    /// Every branch the elements name, none of them for certain.
    fn perhaps(&self, elements: &[&str]) -> Named {
        let mut ids: BTreeSet<BranchId> = BTreeSet::new();
        for element in elements {
            match self.find(element) {
                Named::One(id) => {
                    ids.insert(id);
                }
                Named::These(more) | Named::Ambiguous(more) => ids.extend(more),
                Named::All => ids.extend(self.canonical.iter().map(|branch| branch.id)),
                Named::NoBranch | Named::Unknown => {}
            }
        }
        if ids.is_empty() { Named::Unknown } else { Named::Ambiguous(ids.into_iter().collect()) }
    }

    /// „KV/SV Weimar“, „KV und SV Weimar“: whether both are meant or it is left open which.
    fn shared_name(&self, elements: &[&str]) -> Option<Named> {
        let pieces: Vec<&str> = elements
            .iter()
            .flat_map(|element| element.split(['/', '+']))
            .map(str::trim)
            .filter(|piece| !piece.is_empty())
            .collect();
        let [types @ .., last] = pieces.as_slice() else { return None };
        let (Some(_), name) = split_kind(self.without_party(last)) else { return None };
        let bare =
            |piece: &str| BranchKind::from_word(piece.trim_end_matches(['-', '.'])).is_some();
        if types.is_empty() || !types.iter().all(|piece| bare(piece)) {
            return None;
        }
        let mut named: Vec<String> = vec![(*last).to_owned()];
        named.extend(
            types.iter().map(|kind| format!("{} {name}", kind.trim_end_matches(['-', '.']))),
        );
        let named: Vec<&str> = named.iter().map(String::as_str).collect();
        Some(self.perhaps(&named))
    }

    /// Up to three branches whose names resemble the text, best first: to be printed, never used. A branch whose office is
    /// in the `town` the row names comes before one that resembles the text as much.
    pub fn nearest(&self, text: &str, town: Option<&str>) -> Vec<BranchId> {
        let (_, name) = split_kind(self.without_party(without_registered(text)));
        let (wanted, short) = (key(&name), shortened(&name));
        let town = town.map(key);
        let mut candidates: Vec<(f64, BranchId)> = self
            .canonical
            .iter()
            .filter_map(|Canonical { id, key: own, shortened: own_short, .. }| {
                let begins = |one: &str, other: &str| {
                    one.chars().count() >= SHORTEST_BEGINNING && other.starts_with(one)
                };
                let beginning = begins(&wanted, own) || begins(own, &wanted);
                let likeness = strsim::jaro_winkler(&wanted, own)
                    .max(SHORTENED * strsim::jaro_winkler(&short, own_short))
                    .max(if beginning { NEAR } else { 0.0 });
                let there = town.is_some() && self.towns.get(id) == town.as_ref();
                let likeness = if there { likeness + 0.1 } else { likeness };
                (likeness >= NEAR).then_some((likeness, *id))
            })
            .collect();
        candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        candidates.into_iter().take(3).map(|(_, id)| id).collect()
    }

    /// The nearest branches as „Kreisverband Gotha“, quoted for a message.
    pub fn nearest_names(&self, text: &str) -> Vec<String> {
        let name = |id: BranchId| {
            self.canonical.iter().find(|c| c.id == id).map(|branch| format!("„{}“", branch.name))
        };
        self.nearest(text, None).into_iter().filter_map(name).collect()
    }
}

/// Names that resemble each other less are not proposed.
const NEAR: f64 = 0.8;

/// Likeness without „Land“ and „Kreis“ weighs less than with them: „Weimar-Land“ is sooner Weimarer Land than Weimar.
const SHORTENED: f64 = 0.95;

/// A shorter beginning says nothing.
const SHORTEST_BEGINNING: usize = 4;

/// „KV Gotha e. V.“ without its legal form.
fn without_registered(text: &str) -> &str {
    let text = text.trim();
    ["e. V.", "e.V.", "e. V", "e.V", "eV"]
        .into_iter()
        .find_map(|form| text.strip_suffix(form))
        .filter(|rest| rest.ends_with([' ', ',']))
        .map_or(text, |rest| rest.trim_end_matches([' ', ',']))
}

/// A bare name, to which a type can be put.
pub(super) fn is_one_name(text: &str) -> bool {
    let words = words(text);
    let joined = ["oder", "und", "ausser", "ohne", "nicht"];
    !text.contains(['/', '+', ';', ',', '?', '&'])
        && !words
            .iter()
            .any(|word| BranchKind::from_word(word).is_some() || joined.contains(&word.as_str()))
}

/// „außer Gotha“, „nicht KV Jena“: an element that takes back what others say.
fn takes_back(element: &str) -> bool {
    let words = words(element);
    let first = words.first().map(String::as_str);
    matches!(first, Some("ausser" | "ohne" | "nicht" | "kein" | "ausgenommen")) && words.len() > 1
        || words.starts_with(&["bis".to_owned(), "auf".to_owned()])
}

/// Words that only go with a name.
fn is_part_of_name(element: &str) -> bool {
    let words = words(element);
    !words.is_empty()
        && words.iter().all(|word| {
            matches!(
                word.as_str(),
                "land"
                    | "kreis"
                    | "stadt"
                    | "landkreis"
                    | "landeshauptstadt"
                    | "stadtkreis"
                    | "umland"
                    | "umgebung"
            )
        })
}

/// The name as it is compared for proposals only: without „Land“, „Kreis“ and „Stadt“ behind it.
fn shortened(name: &str) -> String {
    let whole = key(name);
    let mut short = whole.as_str();
    for ending in ["landkreis", "kreis", "land", "stadt"] {
        if let Some(rest) = short.strip_suffix(ending).filter(|rest| rest.len() >= 3) {
            short = rest;
        }
    }
    short.to_owned()
}
