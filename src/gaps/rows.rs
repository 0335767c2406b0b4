//! The rows of an evidence, each with what it would need to count: shared by *turnus* and *trend*.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::domain::{Entry, Field, ListKind, StatusWord, Tri};
use crate::matching::{Match, any_in, words};
use crate::requirements::context::{Candidate, Concern};
use crate::requirements::rows::Placement;
use crate::requirements::{Fit, RowState, criteria};
use crate::resolution::{Criterion, EvidenceKind, Performance};
use crate::table::CellRef;

use super::steps::{Look, art, change, criterion, date_field, denied, done, text};
use super::{Days, Step, Value};

/// What the rows of a period are worth, and what each of the others would need.
#[derive(Default)]
pub(super) struct Weighed {
    pub(super) full: BTreeSet<CellRef>,
    /// Rows that may count: the cells that leave it open.
    pub(super) open: Vec<Vec<Step>>,
    /// Rows that are still to come.
    pub(super) planned: Vec<Vec<Step>>,
    /// Rows that say less than is asked for, without denying it.
    pub(super) lesser: Vec<Vec<Step>>,
}

impl Weighed {
    pub(super) fn decides(&self) -> Vec<Step> {
        self.open.iter().flatten().cloned().collect()
    }

    /// The steps of the `n` cheapest rows; `None` where there are not so many.
    pub(super) fn cheapest(rows: &[Vec<Step>], n: usize) -> Option<Vec<Step>> {
        let mut rows: Vec<&Vec<Step>> = rows.iter().filter(|steps| !steps.is_empty()).collect();
        rows.sort_by_key(|steps| steps.len());
        (n > 0 && rows.len() >= n).then(|| rows.into_iter().take(n).flatten().cloned().collect())
    }
}

/// Weighs the rows that concern the subject; `place` says where a row lies, and what is not asked for at all.
pub(super) fn weigh(
    look: &Look<'_, '_>,
    evidence: &EvidenceKind,
    criteria: &[Arc<Criterion>],
    performance: Performance,
    days: Days,
    place: impl Fn(&Candidate<'_>) -> Placement,
) -> Weighed {
    let context = look.context;
    let mut weighed = Weighed::default();
    for (candidate, concern) in context.concerning(evidence, look.subject()) {
        let entry = candidate.entry;
        let placement = place(candidate);
        if matches!(placement, Placement::Outside | Placement::BeforeResolution)
            || matches!(candidate.state, RowState::Nothing(_))
        {
            continue;
        }
        let mut steps = doubt(look, evidence, candidate, concern, placement, days);
        let to_come = match (&candidate.state, performance) {
            (RowState::Planned, _) | (RowState::Offered { .. }, Performance::Held) => true,
            (RowState::Offered { .. }, Performance::Offered)
            | (RowState::Held { .. } | RowState::Unknown(_) | RowState::Nothing(_), _) => false,
        };
        let doubtful = !steps.is_empty();
        let mut lesser = Vec::new();
        let mut is_denied = false;
        for wanted in criteria {
            match criteria::judge(context, entry, wanted) {
                Tri::Yes => {}
                Tri::Unknown => steps.extend(criterion(context, entry, wanted, days)),
                Tri::No => {
                    is_denied |= denied(entry, wanted);
                    lesser.extend(criterion(context, entry, wanted, days));
                }
            }
        }
        if to_come {
            if !is_denied {
                let mut held = vec![change(entry, Field::Status, done(entry.list()))];
                held.extend(steps);
                held.extend(lesser);
                weighed.planned.push(held);
            }
        } else if !lesser.is_empty() {
            if doubtful {
                weighed.open.push(steps);
            } else if !is_denied {
                steps.extend(lesser);
                weighed.lesser.push(steps);
            }
        } else if steps.is_empty() {
            weighed.full.insert(context.duplicates.counted_as(entry));
        } else {
            weighed.open.push(steps);
        }
    }
    weighed
}

/// What would have to be clear about a row before its criteria matter.
pub(super) fn doubt(
    look: &Look<'_, '_>,
    evidence: &EvidenceKind,
    candidate: &Candidate<'_>,
    concern: Concern,
    placement: Placement,
    days: Days,
) -> Vec<Step> {
    let entry = candidate.entry;
    let mut steps = Vec::new();
    if candidate.fit != Fit::Yes {
        steps.extend(meant(entry, evidence));
    }
    if concern == Concern::Perhaps {
        steps.extend(look.subject_name().map(|name| change(entry, Field::Branch, text(name))));
    }
    if matches!(placement, Placement::Undated | Placement::Partly) {
        // the last day, where it is known, comes after the first
        let last = [Field::DateTo, Field::End].into_iter().find_map(|end| entry.date(end).span());
        let to = last.map_or(days.to, |last| days.to.min(last.to).max(days.from));
        let within = Days { to, ..days };
        let day = Value::Day { within, begins: None, offset: 0 };
        steps.push(change(entry, date_field(entry.list()), day));
    }
    if status_is_unclear(look, candidate) {
        steps.push(change(entry, Field::Status, done(entry.list())));
    }
    steps
}

/// The Art that makes a row count, and the cells whose words put it in doubt.
pub(super) fn meant(entry: &Entry, evidence: &EvidenceKind) -> Vec<Step> {
    let doubtful = |field: Field| {
        entry.text(field).is_some_and(|text| {
            !evidence.doubtful.is_empty() && any_in(&evidence.doubtful, &words(text)) != Match::No
        })
    };
    let is_art = entry
        .text(Field::Kind)
        .is_some_and(|text| evidence.kinds.iter().any(|phrase| phrase.is(text)));
    let mut steps = Vec::new();
    if !is_art || doubtful(Field::Kind) {
        steps.push(change(entry, Field::Kind, text(art(evidence))));
    }
    for field in [Field::Title, Field::Topics, Field::Description, Field::Remark] {
        if doubtful(field) {
            steps.push(change(entry, field, Value::Without));
        }
    }
    steps
}

/// Whether only the status says that a row is a question.
pub(super) fn status_is_unclear(look: &Look<'_, '_>, candidate: &Candidate<'_>) -> bool {
    let entry = candidate.entry;
    let by_word = match entry.status {
        StatusWord::Unrecognised
        | StatusWord::Struck
        | StatusWord::Postponed(_)
        | StatusWord::Planned => true,
        StatusWord::InProgress => entry.list() != ListKind::Measures,
        StatusWord::None | StatusWord::Done | StatusWord::Offered | StatusWord::Cancelled => false,
    };
    matches!(candidate.state, RowState::Unknown(_))
        && (by_word || look.context.duplicates.contradicts(entry, Field::Status))
}
