//! Which letters go by e-mail, and to which addresses. Nothing is sent; this only says for whom a draft is wanted.
//!
//! A branch that wants no paper („Briefpost: nein“) gets e-mail. The column „Weg“ of the register decides for one letter,
//! either way. What the cell holds is taken as it is or asked for: an address is never guessed.

use std::collections::BTreeSet;

use super::{Facts, MissingDetail, PlannedLetter, Recipient, address, fields};
use crate::domain::{Branch, Entry, Field};
use crate::intake::contacts::emails;
use crate::matching::{Match, Phrase, words};
use crate::requirements::offers::is_everything;
use crate::settings::BodyColumn;
use crate::table::CellRef;

/// How a letter goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    Post,
    Email,
    /// On paper, with an e-mail beside it.
    Both,
}

impl Route {
    /// True where paper with a postal address is wanted.
    pub fn on_paper(self) -> bool {
        self != Self::Email
    }
}

/// How a letter goes out: as its row of the register says, else as the list of branches wishes. The address in the window
/// follows the same decision.
pub fn route(facts: &Facts<'_>, letter: &PlannedLetter) -> Route {
    let row = fields::register_entry(facts, letter);
    let stated = row.and_then(|entry| entry.text(Field::Channel)).and_then(stated);
    stated.unwrap_or(match &letter.recipient {
        Recipient::Branch(id) if address::by_email_only(&facts.records.branches[*id]) => {
            Route::Email
        }
        Recipient::Branch(_) | Recipient::Body(_) => Route::Post,
    })
}

/// The addresses a letter goes to by e-mail, or what is missing for that; `None` where it goes by post.
pub fn addresses(
    facts: &Facts<'_>,
    letter: &PlannedLetter,
) -> Option<Result<Vec<String>, MissingDetail>> {
    if route(facts, letter) == Route::Post {
        return None;
    }
    match &letter.recipient {
        Recipient::Branch(id) => Some(of_branch(&facts.records.branches[*id])),
        Recipient::Body(key) => {
            let body = facts.resolution.body(key)?;
            let row = facts.settings.body(body);
            let found = row.and_then(|row| listed(row.text(BodyColumn::Email)));
            Some(found.ok_or_else(|| MissingDetail {
                field: FIELD.into(),
                text: format!("eine gültige E-Mail-Adresse der Stelle {}", body.name),
                place: facts.settings.body_place(body, BodyColumn::Email),
                cell: row.and_then(|row| row.cell(BodyColumn::Email)),
            }))
        }
    }
}

/// What the text of an e-mail would promise although the letter, edited by hand, need not: promises its row of the
/// register does not name, or that nobody has confirmed yet. `used` are the placeholders of the text.
pub fn unconfirmed(
    facts: &Facts<'_>,
    letter: &PlannedLetter,
    used: &BTreeSet<String>,
) -> Vec<String> {
    let entry = fields::register_entry(facts, letter);
    let claimed = entry.and_then(|entry| entry.text(Field::Promises)).unwrap_or_default();
    if is_everything(claimed) {
        return Vec::new();
    }
    let there = words(claimed);
    let open = |promise: &str| {
        entry.is_some_and(|entry| entry.aside().unconfirmed.iter().any(|own| **own == *promise))
            || Phrase::new(promise).is_none_or(|phrase| phrase.find_in(&there) != Match::Yes)
    };
    fields::promised(facts.resolution, &letter.letter)
        .into_iter()
        .filter(|(name, promise)| used.contains(name) && open(promise))
        .map(|(_, promise)| promise)
        .collect()
}

/// Where the register says what a letter promises.
pub fn promises_at(facts: &Facts<'_>, letter: &PlannedLetter) -> Option<CellRef> {
    fields::register_entry(facts, letter)?.at(Field::Promises)
}

/// The placeholder a missing address is counted with.
const FIELD: &str = "anschrift";

/// What „Weg“ says; `None` where it says nothing of either.
fn stated(way: &str) -> Option<Route> {
    let words = words(way);
    let has = |wanted: &[&str]| words.iter().any(|word| wanted.contains(&word.as_str()));
    let email = has(&["mail", "email", "mails", "digital", "elektronisch"]);
    let paper = has(&["post", "brief", "briefpost", "papier", "fax", "bote", "persönlich"]);
    match (email, paper) {
        (true, true) => Some(Route::Both),
        (true, false) => Some(Route::Email),
        (false, true) => Some(Route::Post),
        (false, false) => None,
    }
}

/// The addresses in a branch's row, or what is missing.
pub(super) fn of_branch(branch: &Branch) -> Result<Vec<String>, MissingDetail> {
    of_entry(&branch.entry).ok_or_else(|| {
        address::missing(branch, Field::Email, "eine gültige E-Mail-Adresse", "E-Mail")
    })
}

fn of_entry(entry: &Entry) -> Option<Vec<String>> {
    listed(entry.text(Field::Email)?)
}

/// All addresses in a cell; `None` where there is none, or where one of them is no address: half of those meant would be a
/// guess. Addresses with umlauts are asked about: many servers refuse them.
fn listed(text: &str) -> Option<Vec<String>> {
    let found = emails(text).filter(|found| !found.is_empty())?;
    found
        .iter()
        .all(|address| address.is_ascii())
        .then(|| found.iter().map(|address| (*address).to_owned()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_may_hold_several_addresses_and_one_wrong_one_is_asked_about() {
        for (cell, expected) in [
            ("buero@example.org", Some(vec!["buero@example.org"])),
            ("a@example.org; b@example.org", Some(vec!["a@example.org", "b@example.org"])),
            ("mailto:buero@example.org", Some(vec!["buero@example.org"])),
            ("a@example.org; b@beispiel", None),
            ("büro@example.org", None),
            ("buero@müller.example", None),
            ("keine", None),
            ("–", None),
        ] {
            let found = listed(cell);
            let found = found.as_ref().map(|all| all.iter().map(String::as_str).collect());
            assert_eq!(found, expected, "{cell}");
        }
    }

    #[test]
    fn the_way_in_the_register_decides_either_way() {
        for (way, expected) in [
            ("E-Mail", Some(Route::Email)),
            ("per Mail", Some(Route::Email)),
            ("Post und E-Mail", Some(Route::Both)),
            ("Post", Some(Route::Post)),
            ("?", None),
        ] {
            assert_eq!(stated(way), expected, "{way}");
        }
    }
}
