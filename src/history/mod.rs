//! What was tabled before (*Festschreibung*), and what has changed since.
//!
//! A [`State`] is what the program said of its years on one Stichtag, kept under the name of a session. It never changes:
//! later runs compare with it and say why something is different now ([`changes`]). [`reached`] says which branches a year
//! reached at all, [`streaks`] what several years say together.

pub mod changes;
pub mod reached;
mod renamed;
pub mod state;
pub mod streaks;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::{Assessment, BranchRegister, Total};
use crate::resolution::Resolution;

pub use changes::Change;
pub use reached::Reached;
pub use state::State;

/// What earlier sessions were told, seen from one evaluated year.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// The session this evaluation is tabled for.
    pub session: Option<String>,
    /// The evaluated year as it was tabled last.
    pub last: Option<Comparison>,
    /// Earlier years as they were tabled last, oldest first; only those that were.
    pub earlier: Vec<Comparison>,
    /// The branches each year reached, the evaluated one included.
    pub reached: BTreeMap<i32, Reached>,
}

/// One year as it was tabled, held against what is said of it now.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// „Sitzung 15.02.2025“.
    pub session: String,
    /// The Stichtag of what was tabled.
    pub as_of: NaiveDate,
    pub year: i32,
    /// The counts as they were tabled.
    pub totals: Vec<Total>,
    /// In the order of the resolution, then of the branches.
    pub changes: Vec<Change>,
    /// Branches that bear another name now, with both names.
    pub renamed: Vec<(String, String)>,
}

impl Comparison {
    /// True where the year was over when it was tabled: what differs now was corrected afterwards.
    pub fn was_closed(&self, assessment: &Assessment) -> bool {
        self.as_of >= assessment.period.to
    }

    /// The counts as they were tabled, one for each period of the requirement.
    pub fn totals_of<'a>(&'a self, requirement: &'a str) -> impl Iterator<Item = &'a Total> {
        self.totals.iter().filter(move |total| total.requirement == requirement)
    }

    pub fn changes_of<'a>(&'a self, requirement: &'a str) -> impl Iterator<Item = &'a Change> {
        self.changes.iter().filter(move |change| change.requirement == requirement)
    }
}

/// Everything a comparison needs of today's run.
#[derive(Clone, Copy, Debug)]
pub struct Today<'a> {
    pub resolution: &'a Resolution,
    pub branches: &'a BranchRegister,
    pub as_of: NaiveDate,
    /// Interpretations that people have decided otherwise.
    pub otherwise: &'a [String],
    pub version: &'a str,
}

/// The evaluated year and the earlier ones against the last state each was tabled in; states dated after the Stichtag do
/// not exist yet, and that of the session itself is not compared with itself.
pub fn compare(
    today: &Today<'_>,
    states: &[State],
    session: Option<&str>,
    assessment: &Assessment,
    earlier: &[Assessment],
) -> History {
    let last = |assessment: &Assessment| -> Option<Comparison> {
        let (state, year) = states
            .iter()
            .filter(|state| {
                state.as_of <= today.as_of
                    && Some(state.session.as_str()) != session
                    && state.resolution == today.resolution.id
            })
            .filter_map(|state| Some((state, state.year(assessment.year)?)))
            .max_by_key(|(state, _)| (state.as_of, state.number))?;
        let renamed = renamed::renamed(today, year, assessment);
        Some(Comparison {
            session: state.session.clone(),
            as_of: state.as_of,
            year: assessment.year,
            totals: year.totals(),
            changes: changes::changes(today, state, year, assessment, &renamed),
            renamed: renamed.into_iter().collect(),
        })
    };
    History {
        session: session.map(str::to_owned),
        last: last(assessment),
        earlier: earlier.iter().filter_map(last).collect(),
        reached: BTreeMap::new(),
    }
}
