//! What is ahead of the Stichtag, for the plan on the office's wall: what, when, for whom, who comes for which body, and
//! what is still to be clarified.
//!
//! Rows of the event list and days agreed in the register become [`Item`]s ([`collect`]); `slots` says who is named for
//! the bodies a criterion wants; `beside` says what items mean for one another (two on one day, an occasion without the
//! evidence); [`months`] counts a year for the chart. Nothing is judged here: a blank is a question, never a miss, and
//! what is doubtful is said to be so.

mod beside;
mod collect;
pub mod months;
mod slots;

use crate::domain::{Assessment, BranchId, Entry, Field, Mention, Span};
use crate::requirements::Context;
use crate::resolution::{CriterionCheck, EvidenceKind, Kind, Requirement, Resolution};
use crate::table::CellRef;

pub use slots::Slot;

/// The plan at a Stichtag.
#[derive(Clone, Debug)]
pub struct Agenda<'a> {
    /// Keys of the bodies that some criterion wants at an event, in the order of the resolution.
    pub bodies: Vec<&'a str>,
    /// What is ahead or still going on, by day, then by hour, then in the order of the lists.
    pub ahead: Vec<Item<'a>>,
    /// How many more are ahead after those: so many that no plan could hold them.
    pub more: usize,
    /// What may be ahead, but has no readable day; in the order of the lists.
    pub without_day: Vec<Item<'a>>,
}

/// One line of the plan: a row of a list.
#[derive(Clone, Debug)]
pub struct Item<'a> {
    pub entry: &'a Entry,
    /// `None` only in [`Agenda::without_day`].
    pub span: Option<Span>,
    /// „10:00“, „10:00–16:00“, or what the cell says; may be empty.
    pub time: String,
    pub what: String,
    /// As the list names them; an unclear name with „?“.
    pub branches: Vec<String>,
    /// Only those that are certain.
    pub branch_ids: Vec<BranchId>,
    /// One for each of [`Agenda::bodies`].
    pub slots: Vec<Slot>,
    /// „geplant“, „angeboten“, „vereinbart“; in German.
    pub state: String,
    /// Why it is not certain what the row says; German clauses. Empty: certain.
    pub unclear: Vec<String>,
    /// Further sentences in German: the weightiest first.
    pub notes: Vec<String>,
    /// Where it stands.
    pub cell: CellRef,
    /// What the row is evidence of, for certain.
    evidence: Vec<&'a EvidenceKind>,
    /// What it may be evidence of.
    perhaps: Vec<&'a EvidenceKind>,
}

impl Item<'_> {
    /// Whether the row says without doubt what, for whom and that it is to come.
    pub fn is_certain(&self) -> bool {
        self.unclear.is_empty()
    }
}

/// Everything that is ahead of the Stichtag.
pub fn agenda<'a>(context: &Context<'a>, assessment: &Assessment) -> Agenda<'a> {
    let bodies = wanted_bodies(context.resolution);
    let (mut ahead, without_day, more) = collect::items(context, &bodies);
    beside::opportunities(context, assessment, &mut ahead);
    beside::clashes(&mut ahead);
    Agenda { bodies, ahead, more, without_day }
}

/// The bodies that criteria of recurring things want, each once.
fn wanted_bodies(resolution: &Resolution) -> Vec<&str> {
    let mut found: Vec<&str> = Vec::new();
    for requirement in &resolution.requirements {
        for (_, body) in bodies_of(requirement) {
            if !found.contains(&body) {
                found.push(body);
            }
        }
    }
    found
}

/// The bodies a requirement wants at its evidence, each with the column that lists them.
fn bodies_of(requirement: &Requirement) -> Vec<(Field, &str)> {
    let criteria = requirement.kind.criteria().map_or(&[][..], |(_, criteria)| criteria);
    criteria
        .iter()
        .filter_map(|criterion| match &criterion.check {
            CriterionCheck::AllOf { field, bodies } => Some((*field, bodies)),
            CriterionCheck::Flag(_)
            | CriterionCheck::Words { .. }
            | CriterionCheck::Weekdays(_) => None,
        })
        .flat_map(|(field, bodies)| bodies.iter().map(move |body| (field, body.as_str())))
        .collect()
}

/// The recurring requirements that every branch of a group has of its own.
fn per_branch(resolution: &Resolution) -> impl Iterator<Item = &Requirement> {
    resolution.requirements.iter().filter(|requirement| match &requirement.kind {
        Kind::Recurring(kind) => kind.per.is_some(),
        Kind::Contents(_)
        | Kind::Fields(_)
        | Kind::Submission(_)
        | Kind::Examination(_)
        | Kind::Development(_)
        | Kind::Trend(_)
        | Kind::Principle(_) => false,
    })
}

/// What a kind of evidence is called: its first Art.
pub fn name_of(evidence: &EvidenceKind) -> &str {
    evidence.kinds.first().map_or("", |phrase| phrase.text.as_str())
}

/// The branches a row names for certain.
fn certain_branches(entry: &Entry) -> Vec<BranchId> {
    let mut ids: Vec<BranchId> = entry
        .branches
        .iter()
        .filter_map(|mention| match mention {
            Mention::Branch(id) => Some(*id),
            Mention::All | Mention::Ambiguous(_) | Mention::Unknown(_) | Mention::NoBranch(_) => {
                None
            }
        })
        .collect();
    ids.dedup();
    ids
}
