//! *Was fehlt?*: for every open point the smallest set of entries or events that would fulfil it, and for every range the
//! cells that would close it.
//!
//! Nothing here asks for an entry that is not true. A [`Way`] is a condition: what is still to come may be done, what has
//! happened may be entered, and what a list denies is never suggested. One file per kind of requirement; `rows` and
//! `steps` hold what they share, `words` says it in German.

mod contents;
mod development;
mod examination;
mod fields;
mod recurring;
mod rows;
mod steps;
mod submission;
mod trend;
mod words;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::domain::{Assessment, BranchId, Field, ListKind, Period, Status, Verdict};
use crate::requirements::Context;
use crate::resolution::{Kind, LetterKind, Requirement, Which};
use crate::table::CellRef;

use steps::Look;

/// What would fulfil one requirement for one subject in one period.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    pub requirement: String,
    /// `None`: the whole party.
    pub subject: Option<BranchId>,
    pub period: Period,
    pub status: Status,
    pub chance: Chance,
    /// The smallest first; at least one. Of an undetermined verdict there is one: what would decide it.
    pub ways: Vec<Way>,
}

/// What can still happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chance {
    /// Events up to this day still count.
    Until(NaiveDate),
    /// The resolution sets no deadline.
    Anytime,
    /// The deadline is over, but what comes late counts as late.
    Late,
    /// Only what has happened up to this day and is not entered can change anything.
    Over(NaiveDate),
}

/// Steps that together are enough.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    pub kind: WayKind,
    pub steps: Vec<Step>,
}

/// What a way rests on: the wording differs, and the order among ways of the same size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WayKind {
    /// Cells and lists that leave open what was: they decide, in either direction.
    Decides,
    /// A cell that names some of what is looked for and may name more.
    Completes,
    /// A letter goes out.
    Sends,
    /// A planned row comes true.
    ComesTrue,
    /// Something new happens, or has happened and stands in no list.
    Happens,
    /// A cell says less than there was.
    Corrects,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// This letter, sent within these days, so often; it counts with „versandt am“.
    Letter {
        letter: Arc<LetterKind>,
        to: Option<BranchId>,
        times: u32,
        within: Days,
    },
    Row(NewRow),
    Cell(Change),
    /// A list without rows about these days (`None`: at all).
    List {
        list: ListKind,
        within: Option<Days>,
    },
}

/// Both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    pub from: NaiveDate,
    pub to: NaiveDate,
}

/// A row that a list would have to hold, so often, each time on other days.
#[derive(Clone, Debug, PartialEq)]
pub struct NewRow {
    pub list: ListKind,
    pub values: Vec<(Field, Value)>,
    pub times: u32,
}

/// A cell of a row that is there, and what would make it count.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    pub cell: CellRef,
    pub field: Field,
    pub list: ListKind,
    /// The list has no such column; `cell` is then the row's first.
    pub no_column: bool,
    pub value: Value,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// As it is to be entered.
    Text(String),
    /// Added to what stands there.
    Added { there: String, more: String },
    /// Whatever describes it, in people's own words.
    Free,
    /// A cell without the words that make it doubtful.
    Without,
    /// A day within these; the `offset`-th of days that follow one another beginning with this weekday.
    Day { within: Days, begins: Option<chrono::Weekday>, offset: u32 },
}

impl Value {
    /// An entry of this kind, the `n`-th of several on different days: what a test or an example would type.
    pub fn example(&self, n: u32) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Added { there, more } if there.is_empty() => more.clone(),
            Self::Added { there, more } => format!("{there}, {more}"),
            Self::Free => "siehe Protokoll".to_owned(),
            Self::Without => String::new(),
            Self::Day { within, begins, offset } => {
                crate::wording::date(day_in(*within, *begins, *offset, n))
            }
        }
    }
}

/// The `n`-th last day within the span that begins the row of weekdays, moved on by `offset`.
fn day_in(within: Days, begins: Option<chrono::Weekday>, offset: u32, n: u32) -> NaiveDate {
    use chrono::Datelike as _;
    let mut left = n;
    let mut day = match begins {
        // a weekend must be over within the span
        Some(_) => within.to.checked_sub_days(chrono::Days::new(6)).unwrap_or(within.to),
        None => within.to,
    };
    while day > within.from {
        if begins.is_none_or(|weekday| day.weekday() == weekday) {
            if left == 0 {
                break;
            }
            left -= 1;
        }
        let Some(before) = day.pred_opt() else { break };
        day = before;
    }
    day.checked_add_days(chrono::Days::new(u64::from(offset))).unwrap_or(day)
}

/// What would fulfil every point that is open, partly done or undetermined, in the order of the verdicts. Where a valid
/// exception stands, nothing is missing.
pub fn find(context: &Context<'_>, assessment: &Assessment) -> Vec<Gap> {
    let exempt =
        |verdict: &&Verdict| !verdict.exception.as_ref().is_some_and(|exception| exception.valid);
    assessment.verdicts.iter().filter(exempt).filter_map(|verdict| gap(context, verdict)).collect()
}

fn gap(context: &Context<'_>, verdict: &Verdict) -> Option<Gap> {
    match verdict.status {
        Status::Partial | Status::Open | Status::Missed | Status::Undetermined => {}
        Status::Fulfilled | Status::NotApplicable | Status::Judgement => return None,
    }
    let requirement = context.resolution.requirement(&verdict.requirement)?;
    let look = Look { context, requirement, verdict };
    let mut ways = match &requirement.kind {
        Kind::Recurring(kind) => recurring::ways(&look, kind),
        Kind::Contents(kind) => contents::ways(&look, kind),
        Kind::Fields(kind) => fields::ways(&look, kind),
        Kind::Submission(kind) => submission::ways(&look, kind),
        Kind::Examination(kind) => examination::ways(&look, kind),
        Kind::Development(kind) => development::ways(&look, kind),
        Kind::Trend(kind) => trend::ways(&look, kind),
        Kind::Principle(_) => return None,
    };
    for way in &mut ways {
        each_once(&mut way.steps);
    }
    ways.retain(|way| !way.steps.is_empty());
    if verdict.status == Status::Undetermined {
        ways.retain(|way| way.kind == WayKind::Decides);
        ways.truncate(1);
        if ways.is_empty() {
            ways.extend(look.as_the_verdict_says());
        }
    }
    ways.sort_by_key(|way| way.kind);
    (!ways.is_empty()).then(|| Gap {
        requirement: verdict.requirement.clone(),
        subject: verdict.subject,
        period: verdict.period,
        status: verdict.status,
        chance: chance(context, requirement, verdict),
        ways,
    })
}

/// Each cell once: what was asked first stands, but a day that must be a certain weekday is more than any day.
fn each_once(steps: &mut Vec<Step>) {
    let mut kept: Vec<Step> = Vec::with_capacity(steps.len());
    let mut seen: BTreeMap<(CellRef, Field), usize> = BTreeMap::new();
    for step in steps.drain(..) {
        let Step::Cell(change) = &step else {
            kept.push(step);
            continue;
        };
        let place = (change.cell.clone(), change.field);
        let Some(before) = seen.get(&place).and_then(|at| kept.get_mut(*at)) else {
            seen.insert(place, kept.len());
            kept.push(step);
            continue;
        };
        if matches!(change.value, Value::Day { begins: Some(_), .. }) {
            *before = step;
        }
    }
    *steps = kept;
}

fn chance(context: &Context<'_>, requirement: &Requirement, verdict: &Verdict) -> Chance {
    let today = context.as_of.0;
    let once = match &requirement.kind {
        Kind::Submission(_) | Kind::Examination(_) => true,
        Kind::Contents(kind) => kind.which == Which::First,
        Kind::Recurring(_)
        | Kind::Fields(_)
        | Kind::Development(_)
        | Kind::Trend(_)
        | Kind::Principle(_) => false,
    };
    if today >= verdict.period.to {
        return Chance::Over(verdict.period.to);
    }
    match requirement.due {
        _ if !once => Chance::Until(verdict.period.to),
        Some(due) if today < due => Chance::Until(due),
        Some(_) => Chance::Late,
        None => Chance::Anytime,
    }
}
