//! The editions of what is to be developed further: each as the lists tell it, and what is other than the time before.
//!
//! Compared is only what stands in the cells of both: a blank says nothing about a change.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};

use crate::domain::{BranchId, Entry, Field, Mention, Period, PeriodKind, Span};
use crate::letters::{begin_of, end_of};
use crate::matching::normal;
use crate::requirements::context::may_be_misspelt;
use crate::requirements::rows::{self, Placement};
use crate::requirements::{Context, Fit, RowState};
use crate::resolution::EvidenceKind;
use crate::wording;

/// One edition: a row of a list that is one, or may be.
#[derive(Clone, Debug)]
pub struct Edition<'a> {
    pub entry: &'a Entry,
    /// `None`: without a readable day.
    pub span: Option<Span>,
    pub took_place: TookPlace,
    /// Why it is not certain what the row says, as German clauses.
    pub unclear: Vec<String>,
    /// What is other than at the last edition before it that is not cancelled; German clauses. `None`: there is nothing
    /// to compare with.
    pub changes: Option<Vec<String>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TookPlace {
    Held,
    /// Without a status, because its day is over.
    HeldByList,
    Planned,
    /// Offered, and its day is over.
    OnlyOffered,
    /// Cancelled or moved without a new day; the list's word stands in the row.
    Not,
    Unclear,
}

/// A year of an item with many editions, or all of them; the branches are an indicator, nothing is owed to each of them.
#[derive(Clone, Debug)]
pub struct Stops {
    /// `None`: since the resolution.
    pub year: Option<i32>,
    pub held: usize,
    pub planned: usize,
    pub cancelled: usize,
    pub unclear: usize,
    pub visited: Vec<BranchId>,
    /// Named only by a row whose branch or state is in question.
    pub perhaps: Vec<BranchId>,
    /// Existing at the end of the year, or now, and visited by no row.
    pub not_yet: Vec<BranchId>,
}

/// All editions since the resolution by day; those without a day last.
pub fn editions<'a>(context: &Context<'a>, item: &EvidenceKind) -> Vec<Edition<'a>> {
    let since =
        Period { kind: PeriodKind::Year, from: context.resolution.adopted_on, to: NaiveDate::MAX };
    let mut all: Vec<Edition<'a>> = context
        .candidates(item)
        .iter()
        .filter(|candidate| {
            context.duplicates.counted_as(candidate.entry) == candidate.entry.first_cell()
        })
        .filter(|candidate| match context.place(candidate, since) {
            Placement::Inside | Placement::Partly | Placement::Undated => true,
            Placement::Outside | Placement::BeforeResolution => false,
        })
        .map(|candidate| {
            let mut unclear = Vec::new();
            if candidate.fit != Fit::Yes {
                unclear.push("ob die Zeile gemeint ist".to_owned());
            }
            let took_place = match &candidate.state {
                RowState::Held { by_list: false } => TookPlace::Held,
                RowState::Held { by_list: true } => TookPlace::HeldByList,
                RowState::Planned | RowState::Offered { planned: true } => TookPlace::Planned,
                RowState::Offered { planned: false } => TookPlace::OnlyOffered,
                RowState::Nothing(_) => TookPlace::Not,
                RowState::Unknown(why) => {
                    unclear.push(why.to_string());
                    TookPlace::Unclear
                }
            };
            Edition {
                entry: candidate.entry,
                span: candidate.span,
                took_place,
                unclear,
                changes: None,
            }
        })
        .collect();
    all.sort_by_key(|edition| (edition.span.is_none(), edition.span));
    let mut last: Option<(&Entry, Option<Span>)> = None;
    for edition in &mut all {
        let compared = match edition.took_place {
            TookPlace::Held | TookPlace::HeldByList | TookPlace::Planned => true,
            TookPlace::OnlyOffered | TookPlace::Not | TookPlace::Unclear => false,
        };
        if !compared || !edition.unclear.is_empty() || edition.span.is_none() {
            continue;
        }
        let this = (edition.entry, edition.span);
        edition.changes = last.map(|before| changes(before, this));
        last = Some(this);
    }
    all
}

/// „4 Stunden“, „2 Tage“; `None` where the cells do not say.
pub fn length(entry: &Entry, span: Option<Span>) -> Option<String> {
    let span = span.filter(|span| span.exact)?;
    let days = (span.to - span.from).num_days() + 1;
    if days > 1 {
        return Some(format!("{days} Tage"));
    }
    let minutes = |time: NaiveTime| time.num_seconds_from_midnight() / 60;
    let (begin, end) = (begin_of(entry)?, end_of(entry)?);
    let lasts = minutes(end).checked_sub(minutes(begin)).filter(|lasts| *lasts > 0)?;
    Some(match (lasts / 60, lasts % 60) {
        (0, rest) => format!("{rest} Minuten"),
        (1, 0) => "1 Stunde".to_owned(),
        (hours, 0) => format!("{hours} Stunden"),
        (hours, rest) => format!("{hours}:{rest:02} Stunden"),
    })
}

/// What both rows say, and say differently.
fn changes(before: (&Entry, Option<Span>), this: (&Entry, Option<Span>)) -> Vec<String> {
    let ((old, old_span), (new, new_span)) = (before, this);
    let mut said = Vec::new();
    let mut differs = |label: &str, old: Option<String>, new: Option<String>| {
        if let (Some(old), Some(new)) = (old, new)
            && normal(&old) != normal(&new)
        {
            said.push(format!("{label}: {new} statt {old}"));
        }
    };
    let text = |entry: &Entry, field| {
        entry.text(field).filter(|_| !entry.is_cut_off(field)).map(str::to_owned)
    };
    differs("Ort", text(old, Field::Place), text(new, Field::Place));
    differs("Form", text(old, Field::Form), text(new, Field::Form));
    differs("Dauer", length(old, old_span), length(new, new_span));
    differs("Zielgruppe", text(old, Field::Audience), text(new, Field::Audience));
    let number = |entry: &Entry, field| {
        let text = entry.text(field)?.trim();
        text.parse::<u32>().ok().map(|number| number.to_string())
    };
    differs("Teilnehmende", number(old, Field::Attendance), number(new, Field::Attendance));
    differs("davon neu", number(old, Field::NewAttendance), number(new, Field::NewAttendance));
    if let (Some(old), Some(new)) = (text(old, Field::Topics), text(new, Field::Topics)) {
        let (old, new) = (topics(&old), topics(&new));
        let only = |these: &[&str], those: &[&str]| -> Vec<String> {
            these
                .iter()
                .filter(|one| !those.iter().any(|other| normal(one) == normal(other)))
                .map(|one| format!("„{one}“"))
                .collect()
        };
        let (added, dropped) = (only(&new, &old), only(&old, &new));
        if !added.is_empty() {
            said.push(format!("neu im Programm: {}", wording::list(&added)));
        }
        if !dropped.is_empty() {
            said.push(format!("nicht mehr im Programm: {}", wording::list(&dropped)));
        }
    }
    said
}

/// The topics a cell lists; „und“ may stand within one („Rollen und Erwartungen“).
fn topics(text: &str) -> Vec<&str> {
    let mut parts = vec![text];
    for separator in [";", ",", "\n", " / ", " + "] {
        parts = parts.into_iter().flat_map(|part| part.split(separator)).collect();
    }
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// The same by years, and at last, where there are several, since the resolution.
pub fn stops(context: &Context<'_>, editions: &[Edition<'_>]) -> Vec<Stops> {
    let mut years: BTreeMap<i32, Vec<&Edition<'_>>> = BTreeMap::new();
    for edition in editions {
        if let Some(span) = edition.span {
            years.entry(span.from.year()).or_default().push(edition);
        }
    }
    let several = years.len() > 1;
    let mut all: Vec<Stops> = years
        .into_iter()
        .map(|(year, editions)| {
            let end = Period::year(year).map_or(context.as_of.0, |year| year.to);
            count(context, Some(year), &editions, end.min(context.as_of.0))
        })
        .collect();
    if several {
        let dated: Vec<&Edition<'_>> =
            editions.iter().filter(|edition| edition.span.is_some()).collect();
        all.push(count(context, None, &dated, context.as_of.0));
    }
    all
}

fn count(
    context: &Context<'_>,
    year: Option<i32>,
    editions: &[&Edition<'_>],
    day: NaiveDate,
) -> Stops {
    let count = |wanted: &[TookPlace]| {
        editions.iter().filter(|edition| wanted.contains(&edition.sure())).count()
    };
    let mut stops = Stops {
        year,
        held: count(&[TookPlace::Held, TookPlace::HeldByList]),
        planned: count(&[TookPlace::Planned]),
        cancelled: count(&[TookPlace::Not]),
        unclear: count(&[TookPlace::Unclear, TookPlace::OnlyOffered]),
        visited: Vec::new(),
        perhaps: Vec::new(),
        not_yet: Vec::new(),
    };
    let certain = visits(context, editions);
    for branch in context.records.branches.iter().filter(|branch| branch.exists_on(day)) {
        // what went to a branch that was merged into this one counts for it
        let family = context.with_predecessors(branch.id);
        let known: Vec<bool> = family.iter().filter_map(|id| certain.get(id).copied()).collect();
        if known.contains(&true) {
            stops.visited.push(branch.id);
        } else if known.is_empty() {
            stops.not_yet.push(branch.id);
        } else {
            stops.perhaps.push(branch.id);
        }
    }
    stops
}

/// The branches that rows name, and whether it is certain that somebody was there.
fn visits(context: &Context<'_>, editions: &[&Edition<'_>]) -> BTreeMap<BranchId, bool> {
    let mut visits: BTreeMap<BranchId, bool> = BTreeMap::new();
    let mut add = |id, certain| *visits.entry(id).or_default() |= certain;
    let branches = &context.records.branches;
    for edition in editions {
        let held = match edition.sure() {
            TookPlace::Held | TookPlace::HeldByList => true,
            TookPlace::Unclear => false,
            TookPlace::Planned | TookPlace::OnlyOffered | TookPlace::Not => continue,
        };
        let day = edition.span.map_or(context.as_of.0, |span| span.from);
        for mention in &edition.entry.branches {
            match mention {
                Mention::Branch(id) => add(*id, held),
                Mention::All => {
                    branches.iter().filter(|b| b.exists_on(day)).for_each(|b| add(b.id, held));
                }
                Mention::Ambiguous(ids) => ids.iter().for_each(|id| add(*id, false)),
                Mention::Unknown(text) if context.body_named(text).is_none() => branches
                    .iter()
                    .filter(|branch| may_be_misspelt(text, branch))
                    .for_each(|branch| add(branch.id, false)),
                Mention::Unknown(_) | Mention::NoBranch(_) => {}
            }
        }
    }
    visits
}

impl Edition<'_> {
    /// What took place; a row that may not be meant is unclear, unless it is cancelled anyway.
    fn sure(&self) -> TookPlace {
        match self.took_place {
            TookPlace::Not => TookPlace::Not,
            TookPlace::Held
            | TookPlace::HeldByList
            | TookPlace::Planned
            | TookPlace::OnlyOffered
            | TookPlace::Unclear
                if !self.unclear.is_empty() =>
            {
                TookPlace::Unclear
            }
            took_place @ (TookPlace::Held
            | TookPlace::HeldByList
            | TookPlace::Planned
            | TookPlace::OnlyOffered
            | TookPlace::Unclear) => took_place,
        }
    }
}

/// The day of an edition, or the new day of a moved one.
pub fn day(edition: &Edition<'_>) -> String {
    edition.span.or_else(|| rows::span(edition.entry)).map_or_else(
        || edition.entry.text(Field::Date).unwrap_or("ohne Tag").to_owned(),
        wording::span,
    )
}
