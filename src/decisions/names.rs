//! The sheet *Namen*: every spelling that names no branch for certain is asked once, however often it stands in the lists.

use std::collections::BTreeMap;

use super::{NameAnswer, NameQuestion};
use crate::diagnostic::Diagnostics;
use crate::grid::Grid;
use crate::intake::names::key;
use crate::matching::normal;
use crate::table::Table;

pub const SHEET: &str = "Namen";

/// The answer for a text that names no branch at all.
pub const NO_BRANCH: &str = "kein Verband";

pub const SPELLING: &str = "Schreibweise";
pub const FOUND_IN: &str = "kommt vor in";
pub const PROPOSALS: [&str; 3] = ["Vorschlag 1", "Vorschlag 2", "Vorschlag 3"];
pub const ANSWER: &str = "Entscheidung";
pub const ID: &str = "Kennung";

/// The columns of the sheet, in their order.
pub const LABELS: [&str; 7] =
    [SPELLING, FOUND_IN, PROPOSALS[0], PROPOSALS[1], PROPOSALS[2], ANSWER, ID];

/// In the place of a cell that no longer holds the spelling.
const NO_LONGER: &str = "kommt nicht mehr vor";

fn is_head(labels: &[String]) -> bool {
    [SPELLING, ANSWER]
        .iter()
        .all(|wanted| labels.iter().any(|label| normal(label) == normal(wanted)))
}

/// The sheet as people left it, of this table.
pub fn parse(table: &Table) -> Option<Grid> {
    Grid::of_sheet(table, SHEET, is_head)
}

/// The answers by the compared form of the spelling. Whether the branch exists is found out by whoever knows the branches.
pub(super) fn answers(
    diagnostics: &mut Diagnostics,
    tables: &[Table],
) -> BTreeMap<String, NameAnswer> {
    let mut given: BTreeMap<String, Vec<NameAnswer>> = BTreeMap::new();
    for table in tables {
        let Some(grid) = parse(table) else { continue };
        for row in 0..grid.rows.len() {
            let (Some(spelling), Some(text)) = (grid.text(row, SPELLING), grid.text(row, ANSWER))
            else {
                continue;
            };
            let none = matches!(key(&text).as_str(), "keinverband" | "nichtdasselbe");
            given.entry(key(&spelling)).or_default().push(NameAnswer {
                spelling,
                branch: (!none).then_some(text),
                at: grid.at(table, row, ANSWER),
            });
        }
    }
    given.remove("");
    let mut usable = BTreeMap::new();
    for (spelling, answers) in given {
        let Some((first, others)) = answers.split_first() else { continue };
        let same = |other: &NameAnswer| {
            first.branch.as_deref().map(key) == other.branch.as_deref().map(key)
        };
        match others.iter().find(|other| !same(other)) {
            Some(other) => diagnostics.push(super::contradiction(&first.at, &other.at)),
            None => {
                usable.insert(spelling, first.clone());
            }
        }
    }
    usable
}

/// Adds the questions that are not in the sheet yet and brings the open ones up to date; returns how many were added.
/// Answered rows stay as they are.
pub fn merge(grid: &mut Grid, questions: &[NameQuestion]) -> usize {
    let known: BTreeMap<String, usize> = (0..grid.rows.len())
        .rev()
        .filter_map(|row| Some((key(&grid.text(row, SPELLING)?), row)))
        .collect();
    for row in known.values() {
        if grid.text(*row, ANSWER).is_none() && grid.text(*row, FOUND_IN).is_some() {
            grid.put(*row, FOUND_IN, NO_LONGER);
        }
    }
    let mut added = 0;
    for question in questions {
        let row = known.get(&key(&question.spelling)).copied().unwrap_or_else(|| {
            grid.rows.push(Vec::new());
            added += 1;
            grid.rows.len() - 1
        });
        if grid.text(row, ANSWER).is_some() {
            continue;
        }
        let place = match question.more {
            0 => question.first.to_string(),
            more => format!("{} (+{more})", question.first),
        };
        if grid.text(row, SPELLING).is_none() {
            grid.put(row, SPELLING, &question.spelling);
        }
        grid.put(row, FOUND_IN, &place);
        for (position, label) in PROPOSALS.iter().enumerate() {
            let proposal = question.proposals.get(position);
            let text =
                proposal.map_or_else(String::new, |proposal| match proposal.place.as_str() {
                    "" => proposal.name.clone(),
                    place => format!("{} ({place})", proposal.name),
                });
            grid.put(row, label, &text);
        }
        grid.put(row, ID, &key(&question.spelling));
    }
    added
}
