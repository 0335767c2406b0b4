//! What the assessment says, and the cells it rests on.

use chrono::NaiveDate;

use super::branch::BranchId;
use super::period::{AsOf, Period};
use crate::table::CellRef;

/// The seven words of the JSON contract (`judgement` for a principle only the committee can judge).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    Fulfilled,
    Partial,
    Open,
    /// The period is over without it.
    Missed,
    Undetermined,
    NotApplicable,
    Judgement,
}

impl Status {
    pub const ALL: [Self; 7] = [
        Self::Fulfilled,
        Self::Partial,
        Self::Open,
        Self::Missed,
        Self::Undetermined,
        Self::NotApplicable,
        Self::Judgement,
    ];

    /// The key of the JSON contract.
    pub fn key(self) -> &'static str {
        match self {
            Self::Fulfilled => "fulfilled",
            Self::Partial => "partial",
            Self::Open => "open",
            Self::Missed => "missed",
            Self::Undetermined => "undetermined",
            Self::NotApplicable => "not_applicable",
            Self::Judgement => "judgement",
        }
    }
}

/// A cell that proves something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The deciding cell, or the row's first cell.
    pub cell: CellRef,
    pub value: String,
}

/// A candidate row that does not count, and why: „abgesagt“, „vor dem Beschluss“.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    pub cell: CellRef,
    pub value: String,
    pub reason: String,
}

/// A criterion, element or field that is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    pub id: String,
    pub text: String,
    /// Its text says what something should be like („digital“), not what should be there.
    pub criterion: bool,
}

/// What would decide an open question: a cell, or a list that is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    pub cell: Option<CellRef>,
    /// „Offene Debatte ist nicht angegeben“, „die Veranstaltungsliste für 2024 fehlt“.
    pub text: String,
    /// Short form for the label, „Zelle F17“ or „Liste Veranstaltungen“.
    pub short: String,
}

/// A waiver: shown beside the verdict, never changing it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExceptionNote {
    pub until: Option<NaiveDate>,
    pub reason: String,
    /// False once expired; the verdict says so.
    pub valid: bool,
    pub cell: CellRef,
}

/// What the committee itself has found: stands beside the verdict, verbatim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommitteeFinding {
    pub finding: String,
    pub session: String,
    pub wording: String,
    pub cell: CellRef,
}

/// How one requirement stands for one subject in one period.
#[derive(Clone, Debug)]
pub struct Verdict {
    pub requirement: String,
    /// `None`: the whole party.
    pub subject: Option<BranchId>,
    pub period: Period,
    pub status: Status,
    /// What people read: the word by binding force (`product.md` 4).
    pub label: String,
    /// The better status that an open question may still bring.
    pub could_be: Option<Status>,
    /// Earliest date after the Stichtag of a matching event that is not cancelled.
    pub planned: Option<NaiveDate>,
    pub exception: Option<ExceptionNote>,
    pub findings: Vec<CommitteeFinding>,
    pub missing: Vec<Missing>,
    /// What would decide, where something is unknown.
    pub unknown: Vec<Unknown>,
    /// A German sentence naming the lines of the resolution and the cells.
    pub sentence: String,
    /// „Durchführung weicht ab“, „Liste endet am …“, „nachgeholt am …“: further sentences beside the verdict.
    pub hints: Vec<String>,
    pub evidence: Vec<Evidence>,
    pub rejected: Vec<Rejected>,
}

/// Counts of one requirement over its subjects; exempt ones are left out of all others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Total {
    pub requirement: String,
    pub period: String,
    pub fulfilled: u32,
    pub partial: u32,
    pub open: u32,
    pub missed: u32,
    pub undetermined: u32,
    pub not_applicable: u32,
    pub judgement: u32,
    pub exempt: u32,
    /// fulfilled + partial + open + missed + undetermined.
    pub of: u32,
    pub at_least: u32,
    pub at_most: u32,
}

impl Total {
    /// Counts one subject that is not exempt; `could_be`: an open question may still make it fulfilled.
    pub fn add(&mut self, status: Status, could_be: bool) {
        *match status {
            Status::Fulfilled => &mut self.fulfilled,
            Status::Partial => &mut self.partial,
            Status::Open => &mut self.open,
            Status::Missed => &mut self.missed,
            Status::Undetermined => &mut self.undetermined,
            Status::NotApplicable => &mut self.not_applicable,
            Status::Judgement => &mut self.judgement,
        } += 1;
        if !matches!(status, Status::NotApplicable | Status::Judgement) {
            self.of += 1;
        }
        if status == Status::Fulfilled {
            self.at_least += 1;
        }
        if matches!(status, Status::Fulfilled | Status::Undetermined) || could_be {
            self.at_most += 1;
        }
    }
}

/// The informative steps of a branch for a per-branch offer: angeboten → zugesagt → gehalten → gemeinsam.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ladder {
    pub requirement: String,
    pub subject: BranchId,
    pub offered: Option<Evidence>,
    /// The branch accepted or named a date.
    pub accepted: Option<Evidence>,
    pub declined: Option<Evidence>,
    pub held: Option<Evidence>,
    /// Held with all criteria of the requirement.
    pub held_in_full: Option<Evidence>,
    /// Not known to be held, but not known not to be: a row to be cleared up, or a list that does not cover the period.
    pub perhaps_held: bool,
}

/// Everything one run says about one year.
#[derive(Clone, Debug)]
pub struct Assessment {
    pub year: i32,
    pub as_of: AsOf,
    /// The evaluated year as the resolution counts it (the first one may be short).
    pub period: Period,
    /// In the order of the resolution, then of the branch list, then of the periods.
    pub verdicts: Vec<Verdict>,
    pub totals: Vec<Total>,
    pub ladders: Vec<Ladder>,
}
