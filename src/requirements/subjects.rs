//! Which branches a requirement is judged for: those that exist, long enough, in the period (rules, section 5).

use crate::domain::{BranchId, Period};
use crate::resolution::Group;
use crate::wording;

use super::context::Context;

/// A branch founded within the period is judged if at least this many days of it remain.
const DAYS_TO_BE_JUDGED: i64 = 90;

/// How a branch of the group stands to a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    Judged,
    /// Dissolved within the period without a successor: judged only if the finding is full.
    OnlyIfFull(String),
    NotApplicable(String),
}

/// The branches of a group, in the order of the list.
pub fn of_group(context: &Context<'_>, group: &Group, period: Period) -> Vec<(BranchId, Standing)> {
    context
        .records
        .branches
        .iter()
        .filter(|branch| group.kinds.contains(&branch.kind))
        .map(|branch| (branch.id, standing(context, branch.id, period)))
        .collect()
}

fn standing(context: &Context<'_>, id: BranchId, period: Period) -> Standing {
    let branch = &context.records.branches[id];
    if let Some(until) = branch.until.filter(|until| *until <= context.as_of.0) {
        let successor = branch.successor.map(|id| context.records.branches[id].canonical());
        let ended = || match &successor {
            Some(name) => {
                // „im Kreisverband“; a word of the office's own may be of any gender
                let word = if name.contains("verband") { "im" } else { "in" };
                format!("der Verband am {} {word} {name} aufgegangen ist", wording::date(until))
            }
            None => format!("der Verband am {} aufgelöst wurde", wording::date(until)),
        };
        if until < period.from {
            return Standing::NotApplicable(ended());
        }
        if until < period.to {
            return if successor.is_some() {
                Standing::NotApplicable(ended())
            } else {
                Standing::OnlyIfFull(ended())
            };
        }
    }
    if let Some(since) = branch.since {
        if since > period.to || since > context.as_of.0 {
            return Standing::NotApplicable(format!(
                "der Verband erst am {} gegründet wurde",
                wording::date(since)
            ));
        }
        let took_over = context.with_predecessors(id).iter().any(|other| {
            context.records.branches[*other].until.is_some_and(|until| period.contains(until))
        });
        let remaining = (period.to - since).num_days() + 1;
        if since > period.from && !took_over && remaining < DAYS_TO_BE_JUDGED {
            return Standing::NotApplicable(format!(
                "der Verband erst am {} gegründet wurde, weniger als {DAYS_TO_BE_JUDGED} Tage vor Ende des Zeitraums",
                wording::date(since)
            ));
        }
    }
    Standing::Judged
}
