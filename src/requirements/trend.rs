//! Requirement kind *trend*: more than before.
//!
//! # What it demands
//! „wird künftig verstärkt … mitwirken“.
//! # What counts
//! The number of full rows of the period against that of the base year, whose rows are exempt from „vor dem
//! Beschluss“. The short first year is not scaled.
//! # What does not
//! Without rows for the base year there is nothing to compare: undetermined, with the bare counts.
//! # Declared as
//! `[anforderung.trend]` nachweis, merkmale, basis

use std::collections::BTreeSet;

use super::context::Context;
use super::criteria::{self, Grade};
use super::rows::{self, Fit, Placement, RowState};
use super::{Deadline, Finding, Outcome, proof, question, rejected};
use crate::domain::{Evidence, Field, Period, Rejected, Unknown};
use crate::resolution::Trend;
use crate::wording;

/// Rows of one period: certain ones, and what may come to them.
#[derive(Default)]
pub(crate) struct Count {
    full: BTreeSet<crate::table::CellRef>,
    unknown_rows: BTreeSet<crate::table::CellRef>,
    evidence: Vec<Evidence>,
    unknown: Vec<Unknown>,
    rejected: Vec<Rejected>,
    planned: Option<chrono::NaiveDate>,
}

impl Count {
    pub(crate) fn at_least(&self) -> usize {
        self.full.len()
    }

    pub(crate) fn at_most(&self) -> usize {
        self.full.len() + self.unknown_rows.len()
    }

    fn text(&self) -> String {
        if self.at_least() == self.at_most() {
            self.at_least().to_string()
        } else {
            format!("{} bis {}", self.at_least(), self.at_most())
        }
    }
}

pub fn judge(context: &Context<'_>, kind: &Trend, period: Period) -> Outcome {
    let mut outcome = Outcome::new(Finding::Unknown, Deadline::at(period.to, context.as_of.0));
    let now = count(context, kind, period, context.resolution.adopted_on);
    let list = kind.evidence.list;
    outcome.facts.push(format!("{} {}", wording_of(&now), period.spoken()));
    outcome.rejected.clone_from(&now.rejected);
    if let Some(day) = now.planned {
        outcome.plan(day);
    }
    let base_period = Period::year(kind.base_year);
    let Some(base_period) = base_period.filter(|base| context.covers_period(list, *base)) else {
        outcome.unknown.push(context.missing_list(list, &kind.base_year.to_string()));
        outcome.unknown.extend(now.unknown);
        outcome.evidence = now.evidence;
        return outcome;
    };
    let base = count(context, kind, base_period, chrono::NaiveDate::MIN);
    outcome.facts.push(format!("{} {}", wording_of(&base), kind.base_year));
    if now.at_most() == 0 && !context.covers_period(list, period) {
        outcome.unknown.push(context.missing_list(list, &period.spoken()));
        return outcome;
    }
    let worst = compare(now.at_least(), base.at_most());
    let best = compare(now.at_most(), base.at_least());
    outcome.evidence = now.evidence;
    if worst == best {
        outcome.finding = worst;
        if outcome.finding == Finding::Full {
            outcome.evidence.extend(base.evidence);
        }
    } else {
        outcome.could_be_full = best == Finding::Full;
    }
    if outcome.finding != Finding::Full {
        outcome.unknown.extend(now.unknown);
        outcome.unknown.extend(base.unknown);
    }
    if outcome.finding == Finding::None {
        outcome.hints.extend(context.list_ends_early(list, context.as_of.0.min(period.to)));
    }
    outcome
}

fn wording_of(count: &Count) -> String {
    format!("{} {} im Jahr", count.text(), if count.at_most() == 1 { "Termin" } else { "Termine" })
}

/// More than the base → full; some, not more → partial; none → none.
fn compare(now: usize, base: usize) -> Finding {
    if now > base {
        Finding::Full
    } else if now > 0 {
        Finding::Partial
    } else {
        Finding::None
    }
}

pub(crate) fn count(
    context: &Context<'_>,
    kind: &Trend,
    period: Period,
    adopted_on: chrono::NaiveDate,
) -> Count {
    let mut count = Count::default();
    for candidate in context.candidates(&kind.evidence) {
        let entry = candidate.entry;
        let placement = match rows::place(candidate.span(), period, adopted_on) {
            Placement::Undated if !context.sheet_covers(entry, period) => Placement::Outside,
            placement @ (Placement::Inside
            | Placement::Outside
            | Placement::BeforeResolution
            | Placement::Partly
            | Placement::Undated) => placement,
        };
        if matches!(placement, Placement::Outside | Placement::BeforeResolution) {
            continue;
        }
        let counted_as = context.duplicates.counted_as(entry);
        let certain = candidate.fit == Fit::Yes && placement == Placement::Inside;
        match &candidate.state {
            RowState::Nothing(reason) => count.rejected.push(rejected(entry, reason.clone())),
            RowState::Planned | RowState::Offered { .. } => {
                if let Some(span) = candidate.span().filter(|span| span.from > context.as_of.0) {
                    count.planned =
                        Some(count.planned.map_or(span.from, |earlier| earlier.min(span.from)));
                }
            }
            RowState::Held { .. } if certain => {
                match criteria::grade(context, entry, &kind.criteria) {
                    Grade::Full => {
                        if count.full.insert(counted_as) {
                            count.evidence.push(proof(entry));
                        }
                    }
                    Grade::Partial(missing) => {
                        let texts: Vec<String> = missing.into_iter().map(|m| m.text).collect();
                        count
                            .rejected
                            .push(rejected(entry, format!("ohne: {}", wording::list(&texts))));
                    }
                    Grade::Unknown(cells) => {
                        count.unknown_rows.insert(counted_as);
                        count.unknown.extend(cells);
                    }
                }
            }
            RowState::Held { .. } | RowState::Unknown(_) => {
                count.unknown_rows.insert(counted_as);
                count.unknown.push(question(
                    entry,
                    Field::Kind,
                    format!("ob Zeile {} zählt", entry.line()),
                ));
            }
        }
    }
    count.unknown_rows.retain(|cell| !count.full.contains(cell));
    count
}
