//! One file per kind of requirement: what it demands, what counts, what does not, how it is declared.
//!
//! A kind looks at the lists through a [`Context`] and returns an [`Outcome`]; `assessment` turns it into a verdict.
//! Adding a kind: its struct in `resolution`, its file here, its line in [`judge`].

pub mod contents;
pub mod context;
pub mod criteria;
pub mod development;
pub mod duplicates;
pub mod examination;
pub mod fields;
pub mod offers;
pub mod principle;
pub mod recurring;
pub mod rows;
pub mod subjects;
pub mod submission;
pub mod trend;

use chrono::NaiveDate;

use context::Candidate;
pub use context::{Context, list_name, missing_column, named_column};
pub use rows::{Fit, RowState, fit, state};

use crate::domain::{BranchId, Entry, Evidence, Field, Missing, Period, Rejected, Unknown};
use crate::resolution::{Kind, Requirement};

/// What the rows show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    Full,
    Partial,
    None,
    /// Cannot be told; [`Outcome::unknown`] says what would decide.
    Unknown,
    /// With the reason, as the clause after „weil“.
    NotApplicable(String),
    /// Only the committee can judge.
    Judgement,
}

/// Where the Stichtag stands to the deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deadline {
    Running,
    Elapsed,
    /// The resolution sets none: never missed.
    Absent,
}

impl Deadline {
    /// A deadline at the end of `day`; the Stichtag is inclusive.
    pub fn at(day: NaiveDate, judged_on: NaiveDate) -> Self {
        if judged_on >= day { Self::Elapsed } else { Self::Running }
    }
}

/// What a kind says of one subject in one period.
#[derive(Clone, Debug)]
pub struct Outcome {
    pub finding: Finding,
    /// An open question may still make it fulfilled.
    pub could_be_full: bool,
    pub deadline: Deadline,
    pub missing: Vec<Missing>,
    pub unknown: Vec<Unknown>,
    pub evidence: Vec<Evidence>,
    pub rejected: Vec<Rejected>,
    /// German sentences of fact, without full stop: „gehalten am 14.09.2024“.
    pub facts: Vec<String>,
    /// Whole German sentences beside the verdict.
    pub hints: Vec<String>,
    pub planned: Option<NaiveDate>,
}

impl Outcome {
    pub fn new(finding: Finding, deadline: Deadline) -> Self {
        Self {
            finding,
            could_be_full: false,
            deadline,
            missing: Vec::new(),
            unknown: Vec::new(),
            evidence: Vec::new(),
            rejected: Vec::new(),
            facts: Vec::new(),
            hints: Vec::new(),
            planned: None,
        }
    }

    pub fn not_applicable(reason: impl Into<String>) -> Self {
        Self::new(Finding::NotApplicable(reason.into()), Deadline::Absent)
    }

    /// Keeps the earliest planned date.
    pub fn plan(&mut self, day: NaiveDate) {
        self.planned = Some(self.planned.map_or(day, |earlier| earlier.min(day)));
    }
}

/// Judges one requirement for one subject and period. Principles are judged by `assessment`, from the others' totals.
pub fn judge(
    context: &Context<'_>,
    requirement: &Requirement,
    subject: Option<BranchId>,
    period: Period,
) -> Outcome {
    match &requirement.kind {
        Kind::Recurring(kind) => recurring::judge(context, kind, requirement, subject, period),
        Kind::Contents(kind) => contents::judge(context, kind, subject, period),
        Kind::Fields(kind) => fields::judge(context, kind, requirement, period),
        Kind::Submission(kind) => submission::judge(context, kind, requirement),
        Kind::Examination(kind) => examination::judge(context, kind, requirement),
        Kind::Development(kind) => development::judge(context, kind, period),
        Kind::Trend(kind) => trend::judge(context, kind, period),
        Kind::Principle(_) => Outcome::new(Finding::Judgement, Deadline::Absent),
    }
}

/// Deadline of a one-off requirement: `frist` where given, else none.
fn deadline_of(context: &Context<'_>, requirement: &Requirement) -> Deadline {
    requirement.due.map_or(Deadline::Absent, |due| Deadline::at(due, context.cutoff()))
}

/// Whether a row can prove anything: what was cancelled is listed, what is still to come is noted as planned.
fn has_happened(context: &Context<'_>, candidate: &Candidate<'_>, outcome: &mut Outcome) -> bool {
    match &candidate.state {
        RowState::Nothing(reason) => {
            outcome.rejected.push(rejected(candidate.entry, reason.clone()));
            false
        }
        RowState::Planned | RowState::Offered { .. } => {
            if let Some(span) = candidate.span().filter(|span| span.from > context.as_of.0) {
                outcome.plan(span.from);
            }
            false
        }
        RowState::Held { .. } | RowState::Unknown(_) => true,
    }
}

/// The row as proof: its deciding cell, or its first cell.
fn proof(entry: &Entry) -> Evidence {
    let cell = entry
        .cell(Field::Date)
        .map_or_else(|| entry.first_cell(), |cell| entry.cell_at(cell.column));
    Evidence { value: value_at(entry, cell.column), cell }
}

fn rejected(entry: &Entry, reason: impl Into<String>) -> Rejected {
    let Evidence { cell, value } = proof(entry);
    Rejected { cell, value, reason: reason.into() }
}

/// A row that is a question, with the cell to look at: that of the field, or the row's first.
fn question(entry: &Entry, field: Field, text: impl Into<String>) -> Unknown {
    let cell = entry.at(field).unwrap_or_else(|| entry.first_cell());
    Unknown { short: format!("Zelle {}", cell.a1()), cell: Some(cell), text: text.into() }
}

fn value_at(entry: &Entry, column: u16) -> String {
    entry
        .cells
        .iter()
        .find(|cell| cell.column == column)
        .map(|cell| cell.text.to_string())
        .unwrap_or_default()
}
