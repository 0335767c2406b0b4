//! Names of persons, so that a paper handed on names none: known from the lists and the settings, looked for in every free
//! text. In doubt a text is held back.

use std::collections::BTreeSet;

use crate::domain::{Entry, Field, Records};
use crate::intake::columns::folded;
use crate::intake::values::yes_no;
use crate::matching::elements;
use crate::resolution::Resolution;

/// What stands in place of a text that names somebody.
pub const HELD_BACK: &str = "(liegt dem Büro vor)";

/// Words between the parts of a name, and what a cell for a name says without naming anybody; folded.
const NO_NAMES: &[&str] = &[
    "von",
    "van",
    "der",
    "den",
    "dem",
    "des",
    "die",
    "das",
    "und",
    "oder",
    "zum",
    "zur",
    "fuer",
    "mit",
    "frau",
    "herr",
    "genosse",
    "genossin",
    "genossinnen",
    "vorsitz",
    "vorsitzende",
    "vorsitzender",
    "vorsitzenden",
    "vorstand",
    "buero",
    "geschaeftsstelle",
    "team",
    "alle",
    "mitglied",
    "mitglieder",
    "arbeitsgruppe",
    "referat",
    "referent",
    "referentin",
    "leitung",
    "organisation",
    "sprecher",
    "sprecherin",
];
/// Capitals up to this length are an abbreviation where a cell may name other things than persons.
const ABBREVIATION: usize = 4;

/// The words by which persons are known, folded: „mueller“.
#[derive(Clone, Debug, Default)]
pub struct People {
    names: BTreeSet<String>,
}

impl People {
    /// Everybody the lists name in a column for names, and `others`, whose names stand in the settings.
    pub fn of(resolution: &Resolution, records: &Records, others: &[String]) -> Self {
        let mut people = Self::default();
        let sure = [Field::Chair1First, Field::Chair1Last, Field::Chair2First, Field::Chair2Last];
        for branch in &records.branches {
            for name in sure.iter().filter_map(|field| branch.entry.text(*field)) {
                people.add(name, None);
            }
        }
        for name in others {
            people.add(name, None);
        }
        // these cells hold names of bodies and branches too
        let ordinary = ordinary(resolution, records);
        let lists = [&records.events, &records.measures, &records.papers, &records.statements];
        // the same few texts stand in many rows: each is looked at once
        let mut seen = BTreeSet::new();
        for entry in lists.into_iter().flatten() {
            for text in possible(entry).filter(|text| seen.insert(*text)) {
                for element in elements(text) {
                    if yes_no(element).is_none() && !is_body(resolution, element) {
                        people.add(element, Some(&ordinary));
                    }
                }
            }
        }
        people
    }

    /// `beside`: words that mean something else in a cell which need not name a person.
    fn add(&mut self, name: &str, beside: Option<&BTreeSet<String>>) {
        for written in name.split(|c: char| !c.is_alphanumeric()) {
            let abbreviation =
                written.chars().count() <= ABBREVIATION && !written.chars().any(char::is_lowercase);
            for word in words(written) {
                let other = beside.is_some_and(|ordinary| abbreviation || ordinary.contains(&word));
                let letters = word.chars().filter(|c| c.is_alphabetic()).count();
                if letters >= 2 && !other && !NO_NAMES.contains(&word.as_str()) {
                    self.names.insert(word);
                }
            }
        }
    }

    /// Whether the text may name one of them, in whatever case and case ending: „Musterfraus“.
    pub fn are_in(&self, text: &str) -> bool {
        words(text).iter().any(|word| {
            self.names.contains(word)
                || ["s", "es", "n", "en", "ns", "ens"].iter().any(|ending| {
                    word.strip_suffix(ending)
                        .is_some_and(|stem| stem.chars().count() >= 3 && self.names.contains(stem))
                })
        })
    }
}

/// Whether a cell names exactly one body of the resolution.
pub(super) fn is_body(resolution: &Resolution, text: &str) -> bool {
    resolution.bodies.iter().any(|body| body.names.iter().any(|name| name.is(text)))
}

/// Cells in which somebody may be named.
fn possible(entry: &Entry) -> impl Iterator<Item = &str> {
    let cells = [Field::Responsible, Field::From].into_iter().filter_map(|field| entry.text(field));
    cells.chain(entry.bodies.iter().map(|cell| &*cell.text))
}

/// Words of the resolution and of the branches: whoever writes them means those.
fn ordinary(resolution: &Resolution, records: &Records) -> BTreeSet<String> {
    let bodies = resolution.bodies.iter().flat_map(|body| &body.names).map(|name| &name.text);
    let mut ordinary: BTreeSet<String> =
        resolution.lines.iter().chain(bodies).flat_map(|text| words(text)).collect();
    for branch in &records.branches {
        ordinary.extend(words(&branch.canonical()));
    }
    ordinary
}

fn words(text: &str) -> Vec<String> {
    folded(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_in_every_case_spelling_and_ending() {
        let mut people = People::default();
        people.add("Anna-Lena Müller", None);
        for text in [
            "Dank an Anna-Lena.",
            "MÜLLER kam",
            "Muellers Antwort",
            "a.mueller@example.org",
            "Frau Mu\u{308}ller",
        ] {
            assert!(people.are_in(text), "{text}");
        }
        for text in ["Die Mühle", "Annahme verweigert", "Müllerei"] {
            assert!(!people.are_in(text), "{text}");
        }
    }

    #[test]
    fn a_cell_that_names_an_office_makes_no_word_a_name() {
        let ordinary = BTreeSet::from(["landesgeschaeftsstelle".to_owned()]);
        let mut people = People::default();
        people.add("LGS, Frau Beispiel (Landesgeschäftsstelle)", Some(&ordinary));
        assert!(people.are_in("bei Beispiel nachfragen"));
        for text in ["die LGS fragt", "die Landesgeschäftsstelle", "eine Frau"] {
            assert!(!people.are_in(text), "{text}");
        }
    }
}
