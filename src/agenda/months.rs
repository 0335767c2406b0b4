//! A year month by month: how often the first thing every branch has of its own was held, and how many occasions there
//! were for it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};

use super::beside::{frames, is_frame};
use super::{certain_branches, name_of, per_branch};
use crate::domain::{BranchId, Entry, Field};
use crate::requirements::{Context, Fit, RowState, rows};
use crate::resolution::CriterionCheck;

/// The year of a chart; at least one month is not zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Months {
    /// What was held: the first Art of the evidence.
    pub evidence: String,
    /// The first word of the frame that a criterion asks for; without such a criterion there are no occasions.
    pub frame: Option<String>,
    /// The months of the year as the resolution counts it, in order.
    pub months: Vec<Month>,
    /// Rows of the year that are not counted, because their month or their state is not clear.
    pub unclear: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Month {
    pub first: NaiveDate,
    pub held: usize,
    /// Held or planned, the evidence in such a frame among them.
    pub occasions: usize,
}

/// A day and the branches it is about: an event in two rows is one occasion.
type Occasion = (NaiveDate, Vec<BranchId>);

/// The evaluated year for the first requirement that recurs in every branch.
pub fn months(context: &Context<'_>) -> Option<Months> {
    let requirement = per_branch(context.resolution).next()?;
    let evidence = super::collect::recurring_evidence(&requirement.kind)?;
    let frame = frames(requirement).next();
    let word = frame.and_then(|frame| match &frame.check {
        CriterionCheck::Words { yes, .. } => yes.first().map(|word| word.text.clone()),
        CriterionCheck::Flag(_) | CriterionCheck::AllOf { .. } | CriterionCheck::Weekdays(_) => {
            None
        }
    });
    let mut held: BTreeMap<NaiveDate, usize> = BTreeMap::new();
    let mut occasions: BTreeMap<NaiveDate, BTreeSet<Occasion>> = BTreeMap::new();
    let mut unclear = 0;
    // the same few texts stand in many rows: each is looked at once
    let mut by_text: BTreeMap<(Option<&str>, Option<&str>), bool> = BTreeMap::new();
    for (entry, fit) in context.fits(evidence) {
        if context.duplicates.counted_as(entry) != entry.first_cell() {
            continue;
        }
        let framed = frame.is_some_and(|frame| {
            if context.duplicates.contradicts(entry, Field::Frame) {
                return is_frame(context, entry, frame);
            }
            let texts = (entry.text(Field::Kind), entry.text(Field::Frame));
            *by_text.entry(texts).or_insert_with(|| is_frame(context, entry, frame))
        });
        if fit == Fit::No && !framed {
            continue;
        }
        let Some(span) = rows::span(entry) else {
            let counts = !matches!(rows::state(entry, context.as_of), RowState::Nothing(_));
            unclear += usize::from(counts && context.sheet_covers(entry, context.year));
            continue;
        };
        if !span.overlaps(context.year.from, context.year.to) {
            continue;
        }
        let month = first_of(span.from);
        let state = rows::state(entry, context.as_of);
        let is_clear = (span.exact || first_of(span.to) == month)
            && fit != Fit::Possible
            && fit != Fit::Doubtful
            && !context.duplicates.contradicts(entry, Field::Status)
            && !matches!(state, RowState::Unknown(_));
        match state {
            RowState::Nothing(_) => continue,
            RowState::Held { .. }
            | RowState::Planned
            | RowState::Offered { .. }
            | RowState::Unknown(_) => {}
        }
        if !is_clear {
            unclear += 1;
            continue;
        }
        // an event belongs to the month of its first day, and that may lie before the year
        if !context.year.contains(span.from) {
            continue;
        }
        if is_held(&state) && fit == Fit::Yes {
            *held.entry(month).or_default() += 1;
        }
        let offered_only = matches!(state, RowState::Offered { planned: false });
        if framed && !offered_only {
            occasions.entry(month).or_default().insert((span.from, about(entry)));
        }
    }
    let months: Vec<Month> = std::iter::successors(Some(first_of(context.year.from)), |day| {
        day.checked_add_months(chrono::Months::new(1))
    })
    .take_while(|day| *day <= context.year.to)
    .map(|first| Month {
        first,
        held: held.get(&first).copied().unwrap_or_default(),
        occasions: occasions.get(&first).map_or(0, BTreeSet::len),
    })
    .collect();
    months.iter().any(|month| month.held + month.occasions > 0).then(|| Months {
        evidence: name_of(evidence).to_owned(),
        frame: word,
        months,
        unclear,
    })
}

fn is_held(state: &RowState) -> bool {
    match state {
        RowState::Held { .. } => true,
        RowState::Planned
        | RowState::Offered { .. }
        | RowState::Nothing(_)
        | RowState::Unknown(_) => false,
    }
}

fn about(entry: &Entry) -> Vec<BranchId> {
    let mut ids = certain_branches(entry);
    ids.sort_unstable();
    ids
}

fn first_of(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}
