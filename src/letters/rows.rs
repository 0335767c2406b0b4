//! The dated rows that letters are about: planned and held events of one kind, in the order of their days.

use std::cmp::Reverse;

use chrono::{Datelike, NaiveDate};

use super::{Facts, Recipient, fields, history};
use crate::domain::{Entry, Field, Span, StatusWord, Tri};
use crate::matching::words;
use crate::requirements::context::{Candidate, Concern};
use crate::requirements::{Context, Fit, RowState, offers};
use crate::resolution::{EvidenceKind, Kind};
use crate::table::CellRef;
use crate::wording;

/// One row a letter may be about.
#[derive(Clone, Debug)]
pub(super) struct DatedRow<'a> {
    pub(super) entry: &'a Entry,
    pub(super) span: Span,
    pub(super) state: RowState,
    /// The branch has agreed or fixed the day itself; an offered day is not yet fixed.
    pub(super) fixed: bool,
}

impl DatedRow<'_> {
    /// The letter period of the row: „14.09.2024“.
    pub(super) fn period(&self) -> String {
        if self.span.exact { wording::date(self.span.from) } else { wording::span(self.span) }
    }

    /// „am 14.09.2024“, „am 15./16.06.2024“, „im Juni 2024“.
    pub(super) fn when(&self) -> String {
        let word =
            if !self.span.exact && self.span == Span::month(self.span.from) { "im" } else { "am" };
        format!("{word} {}", wording::span(self.span))
    }

    /// Of several rows for one day the first by this order speaks for it, in whatever order the lists have them: a doubt
    /// before everything (it stops a letter), then what says most.
    fn weight(&self) -> impl Ord {
        let doubt = match &self.state {
            RowState::Unknown(_) => 0,
            RowState::Held { .. } => 1,
            RowState::Planned => 2,
            RowState::Offered { .. } => 3,
            RowState::Nothing(_) => 4,
        };
        let mut said: Vec<(Field, String)> =
            self.entry.cells.iter().map(|cell| (cell.field, cell.text.to_string())).collect();
        said.sort();
        (doubt, !self.fixed, Reverse(said.len()), said)
    }

    pub(super) fn is_ahead(&self, today: NaiveDate) -> bool {
        self.span.from > today
    }
}

/// The rows that certainly are of this kind and certainly concern the branch (`None`: the whole party), from the
/// resolution on, cancelled ones and copies left out, earliest first.
pub(super) fn dated<'a>(
    context: &Context<'a>,
    evidence: &EvidenceKind,
    recipient: Option<&Recipient>,
) -> Vec<DatedRow<'a>> {
    let branch = match recipient {
        Some(Recipient::Branch(id)) => Some(*id),
        Some(Recipient::Body(_)) | None => None,
    };
    let mut rows: Vec<DatedRow<'a>> = context
        .concerning(evidence, branch)
        .into_iter()
        .filter(|(candidate, concern)| {
            candidate.fit == Fit::Yes
                && *concern == Concern::Yes
                && !matches!(candidate.state, RowState::Nothing(_))
        })
        .filter_map(|(candidate, _)| row(candidate))
        .filter(|row| row.span.from >= context.resolution.adopted_on)
        .collect();
    rows.sort_by(|a, b| a.span.cmp(&b.span).then_with(|| a.weight().cmp(&b.weight())));
    rows.dedup_by_key(|row| row.span);
    rows
}

fn row<'a>(candidate: &Candidate<'a>) -> Option<DatedRow<'a>> {
    let agreed = || {
        candidate
            .entry
            .text(Field::Status)
            .is_some_and(|text| words(text).iter().any(|word| word.starts_with("zugesagt")))
    };
    Some(DatedRow {
        entry: candidate.entry,
        span: candidate.span()?,
        fixed: candidate.entry.status != StatusWord::Offered || agreed(),
        state: candidate.state.clone(),
    })
}

/// The first row of this kind that may concern the recipient and has no readable date.
pub(super) fn undated(
    context: &Context<'_>,
    evidence: &EvidenceKind,
    recipient: &Recipient,
) -> Option<CellRef> {
    let branch = match recipient {
        Recipient::Branch(id) => Some(*id),
        Recipient::Body(_) => None,
    };
    context
        .concerning(evidence, branch)
        .into_iter()
        .filter(|(candidate, _)| candidate.fit == Fit::Yes && candidate.span().is_none())
        .find(|(candidate, _)| !matches!(candidate.state, RowState::Nothing(_)))
        .map(|(candidate, _)| {
            candidate.entry.at(Field::Date).unwrap_or_else(|| candidate.entry.first_cell())
        })
}

/// Days entered as „Termin“ beside the answer to an offer: planned events, unless the list has the same day already.
pub(super) fn appointments<'a>(
    facts: &Facts<'a>,
    register: &history::Index<'a>,
    evidence: &EvidenceKind,
    recipient: &Recipient,
    listed: &[DatedRow<'_>],
) -> Vec<DatedRow<'a>> {
    let mut rows: Vec<DatedRow<'a>> = facts
        .resolution
        .letters_asking_for(evidence)
        .flat_map(|letter| register.of(facts, letter, recipient))
        .filter(|dispatch| dispatch.meant == Tri::Yes)
        .filter(|dispatch| history::answer(facts, dispatch.entry).is_some())
        .filter_map(|dispatch| {
            let span = fields::span_of(dispatch.entry)?;
            let free = !listed.iter().any(|row| row.span.overlaps(span.from, span.to));
            (free && span.from > facts.as_of.0).then_some(DatedRow {
                entry: dispatch.entry,
                span,
                state: RowState::Planned,
                fixed: true,
            })
        })
        .collect();
    rows.sort_by_key(|row| row.span);
    rows.dedup_by_key(|row| row.span);
    rows
}

/// What is to be asked about the last such day of this year that is over and that no list has.
pub(super) fn past_appointment(
    context: &Context<'_>,
    evidence: &EvidenceKind,
    recipient: &Recipient,
) -> Option<String> {
    let Recipient::Branch(branch) = recipient else { return None };
    let today = context.as_of.0;
    let (span, cell) = offers::appointments(context, evidence, Some(*branch))
        .filter(|(span, _)| span.to < today && span.to.year() == today.year())
        .filter(|(span, _)| !offers::is_listed(context, evidence, Some(*branch), *span))
        .max_by_key(|(span, _)| *span)?;
    Some(offers::asks_whether_held(span, &cell))
}

/// True where the evidence is asked for branch by branch, so that a row belongs to the branches it names.
pub(super) fn is_per_branch(facts: &Facts<'_>, evidence: &EvidenceKind) -> bool {
    facts.resolution.requirements.iter().any(|requirement| {
        matches!(&requirement.kind, Kind::Recurring(kind) if kind.evidence.key == evidence.key && kind.per.is_some())
    })
}
