//! Headings between the rows of a list, and what they say for the rows below: „KV Gotha“, „Mai 2024“, „Kreisverbände“.
//!
//! A heading never fills a filled cell. One that can be read in two ways is asked about or left alone. A heading of another
//! kind ends what the one before it said, unless it stands directly below it.

use super::columns::folded;
use super::dates::year_in_name;
use super::names::{Named, Names, split_kind};
use crate::domain::{BranchKind, ListKind};

/// A heading between rows.
#[derive(Clone, Debug)]
pub(super) struct Section {
    pub(super) row: u32,
    pub(super) column: u16,
    pub(super) text: String,
    /// Data rows lie between it and the heading before.
    pub(super) after_data: bool,
}

/// What the headings above a row say; places in the list of headings.
#[derive(Clone, Debug, Default)]
pub(super) struct Context {
    /// The year for dates that name none.
    pub(super) year: Option<(Option<i32>, usize)>,
    pub(super) branch: Option<usize>,
    /// Another heading followed: whether the branch still holds is unknown.
    pub(super) branch_doubtful: Option<usize>,
    pub(super) kind: Option<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Says {
    /// `None`: several years, „Dezember 2023/Januar 2024“.
    Year(Option<i32>),
    Branch,
    Kind,
    /// Somebody who is no branch: what follows is no branch's.
    Body,
    Nothing,
}

/// The context below each heading, in their order. `is_body`: the name of a body that is no branch.
pub(super) fn contexts(
    list: ListKind,
    sections: &[Section],
    names: &Names,
    is_body: impl Fn(&str) -> bool,
) -> Vec<Context> {
    let mut levels: Vec<(Says, usize)> = Vec::new();
    let mut doubtful: Option<usize> = None;
    let mut contexts = Vec::with_capacity(sections.len());
    for (index, section) in sections.iter().enumerate() {
        let says = says(list, &section.text, names, &is_body);
        let same = |says: Says, other: Says| {
            matches!(
                (says, other),
                (Says::Year(_), Says::Year(_))
                    | (Says::Branch | Says::Body, Says::Branch | Says::Body)
                    | (Says::Kind, Says::Kind)
            )
        };
        if let Some(level) = levels.iter().position(|(known, _)| same(says, *known)) {
            levels.truncate(level);
        }
        match says {
            Says::Nothing if section.after_data => {
                levels.retain(|(known, _)| matches!(known, Says::Branch | Says::Body));
                doubtful = levels.iter().any(|(known, _)| *known == Says::Branch).then_some(index);
            }
            Says::Nothing => {}
            Says::Year(_) | Says::Branch | Says::Kind | Says::Body => levels.push((says, index)),
        }
        let branch = levels.iter().find(|(known, _)| *known == Says::Branch).map(|(_, i)| *i);
        if says == Says::Branch || branch.is_none() {
            doubtful = None;
        }
        contexts.push(Context {
            year: levels.iter().find_map(|(known, i)| match known {
                Says::Year(year) => Some((*year, *i)),
                Says::Branch | Says::Kind | Says::Body | Says::Nothing => None,
            }),
            branch,
            branch_doubtful: doubtful,
            kind: levels.iter().find(|(known, _)| *known == Says::Kind).map(|(_, i)| *i),
        });
    }
    contexts
}

fn says(list: ListKind, text: &str, names: &Names, is_body: impl Fn(&str) -> bool) -> Says {
    match list {
        ListKind::Branches if BranchKind::from_word(text).is_some() => return Says::Kind,
        ListKind::Branches => return Says::Nothing,
        ListKind::Events
        | ListKind::Measures
        | ListKind::Papers
        | ListKind::Dispatches
        | ListKind::Statements
        | ListKind::Exceptions
        | ListKind::Findings => {}
    }
    if names_years_only(text) {
        return Says::Year(year_of(text));
    }
    if is_body(text) {
        return Says::Body;
    }
    let mentions = names.mentions(text);
    // people have said that it names no branch
    if !mentions.is_empty() && mentions.iter().all(|(_, n)| *n == Named::NoBranch) {
        return Says::Body;
    }
    let named = |named: &Named| {
        matches!(named, Named::One(_) | Named::Ambiguous(_) | Named::All | Named::These(_))
    };
    if !mentions.is_empty() && mentions.iter().all(|(_, n)| named(n)) {
        return Says::Branch;
    }
    // „KV Gohta“ means a branch, whichever
    if mentions.iter().all(|(_, n)| *n == Named::Unknown) && split_kind(text).0.is_some() {
        return Says::Branch;
    }
    Says::Nothing
}

/// The year of a heading that is nothing but a year or a part of one: „2024“, „Mai 2024“, „1. Halbjahr 2024“, „Termine 2024“.
pub(super) fn year_of(text: &str) -> Option<i32> {
    year_in_name(text).filter(|_| names_years_only(text))
}

/// Whether a heading names nothing but time, with a year at least.
fn names_years_only(text: &str) -> bool {
    let folded = folded(text);
    let is_year =
        |word: &str| word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
    if !folded.split(|c: char| !c.is_ascii_digit()).any(is_year) {
        return false;
    }
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.into_iter().all(|word| {
        word.chars().all(|c| c.is_ascii_digit())
            || matches!(
                word,
                "jahr"
                    | "halbjahr"
                    | "quartal"
                    | "q1"
                    | "q2"
                    | "q3"
                    | "q4"
                    | "i"
                    | "ii"
                    | "iii"
                    | "iv"
                    | "erstes"
                    | "zweites"
                    | "drittes"
                    | "viertes"
                    | "monat"
                    | "termine"
                    | "veranstaltungen"
                    | "massnahmen"
                    | "vorlagen"
                    | "januar"
                    | "jan"
                    | "februar"
                    | "feb"
                    | "maerz"
                    | "mrz"
                    | "april"
                    | "apr"
                    | "mai"
                    | "juni"
                    | "jun"
                    | "juli"
                    | "jul"
                    | "august"
                    | "aug"
                    | "september"
                    | "sep"
                    | "sept"
                    | "oktober"
                    | "okt"
                    | "november"
                    | "nov"
                    | "dezember"
                    | "dez"
            )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_heading_of_time_names_the_year() {
        for (text, expected) in [
            ("2024", Some(2024)),
            ("Mai 2024", Some(2024)),
            ("1. Halbjahr 2024", Some(2024)),
            ("Termine 2024", Some(2024)),
            ("IV. Quartal 2024", Some(2024)),
            ("2023/24", None),
            ("2024-25", None),
            ("Umsetzung des Beschlusses 2023", None),
            ("Gotha", None),
        ] {
            assert_eq!(year_of(text), expected, "{text}");
        }
    }
}
