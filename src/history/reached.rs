//! Which branches a year reached by any of the formats a principle (*Grundsatz*) shows, and which by none.
//!
//! A row reaches the branches it names; a state-wide event without branches reaches none of them for certain. An
//! indicator, not a verdict.

use std::collections::BTreeSet;

use crate::domain::{BranchId, Mention, Period};
use crate::requirements::subjects::{self, Standing};
use crate::requirements::{Context, Fit, RowState};
use crate::resolution::{EvidenceKind, Group, Kind, Requirement, Resolution};
use crate::wording;

/// Counts of the branches judged in a year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reached {
    pub at_least: u32,
    pub at_most: u32,
    pub of: u32,
    /// In the order of the list; those that may have been reached are not among them.
    pub not: Vec<BranchId>,
}

/// `None` where the resolution shows no figures of formats or judges no branches.
pub fn reached(context: &Context<'_>, period: Period) -> Option<Reached> {
    let formats = formats(context.resolution);
    let judged = judged(context, period);
    if formats.is_empty() || judged.is_empty() {
        return None;
    }
    let (mut certain, mut perhaps) = (BTreeSet::new(), BTreeSet::new());
    for evidence in formats {
        for candidate in context.candidates(evidence) {
            let Some(span) = candidate.span() else { continue };
            if !span.overlaps(period.from, period.to.min(context.as_of.0)) {
                continue;
            }
            let sure = match (&candidate.state, candidate.fit) {
                (RowState::Held { .. }, Fit::Yes) => period.contains(span.from),
                (RowState::Held { .. } | RowState::Unknown(_), _) => false,
                (RowState::Planned | RowState::Offered { .. } | RowState::Nothing(_), _) => {
                    continue;
                }
            };
            for mention in candidate.entry.branches.iter() {
                let (named, sure): (Vec<BranchId>, bool) = match mention {
                    Mention::Branch(id) => (vec![*id], sure),
                    Mention::All => (
                        judged
                            .iter()
                            .copied()
                            .filter(|id| context.records.branches[*id].exists_on(span.from))
                            .collect(),
                        sure,
                    ),
                    Mention::Ambiguous(ids) => (ids.clone(), false),
                    Mention::Unknown(_) | Mention::NoBranch(_) => continue,
                };
                let into = if sure { &mut certain } else { &mut perhaps };
                into.extend(named);
            }
        }
    }
    let family = |id: BranchId, set: &BTreeSet<BranchId>| {
        context.with_predecessors(id).iter().any(|member| set.contains(member))
    };
    let mut reached = Reached::default();
    for id in judged {
        reached.of += 1;
        if family(id, &certain) {
            reached.at_least += 1;
            reached.at_most += 1;
        } else if family(id, &perhaps) {
            reached.at_most += 1;
        } else {
            reached.not.push(id);
        }
    }
    Some(reached)
}

impl Reached {
    /// „17 von 22“, „17 bis 19 von 22“.
    pub fn words(&self) -> String {
        if self.at_least == self.at_most {
            format!("{} von {}", self.at_least, self.of)
        } else {
            format!("{} bis {} von {}", self.at_least, self.at_most, self.of)
        }
    }

    /// „KV A, KV B und 3 weitere“; empty where every branch was reached.
    pub fn not_reached(&self, name: impl Fn(BranchId) -> String) -> String {
        wording::list(&self.not.iter().map(|id| name(*id)).collect::<Vec<_>>())
    }
}

/// What the figures of the principles count: rows of the lists, each kind once.
fn formats(resolution: &Resolution) -> Vec<&EvidenceKind> {
    let mut found: Vec<&EvidenceKind> = Vec::new();
    for requirement in &resolution.requirements {
        let Kind::Principle(principle) = &requirement.kind else { continue };
        for figure in principle.figures.iter().filter_map(|id| resolution.requirement(id)) {
            for evidence in evidence(figure) {
                if !found.iter().any(|known| known.key == evidence.key) {
                    found.push(evidence);
                }
            }
        }
    }
    found
}

fn evidence(requirement: &Requirement) -> Vec<&EvidenceKind> {
    match &requirement.kind {
        Kind::Recurring(kind) => vec![&kind.evidence],
        Kind::Trend(kind) => vec![&kind.evidence],
        Kind::Development(kind) => kind.of.iter().map(|of| &**of).collect(),
        Kind::Contents(_)
        | Kind::Fields(_)
        | Kind::Submission(_)
        | Kind::Examination(_)
        | Kind::Principle(_) => Vec::new(),
    }
}

/// The branches of all groups for which something is judged, in the order of the list.
fn judged(context: &Context<'_>, period: Period) -> BTreeSet<BranchId> {
    let groups = context.resolution.requirements.iter().filter_map(|r| match &r.kind {
        Kind::Recurring(kind) => kind.per.as_deref(),
        Kind::Contents(_)
        | Kind::Fields(_)
        | Kind::Submission(_)
        | Kind::Examination(_)
        | Kind::Development(_)
        | Kind::Trend(_)
        | Kind::Principle(_) => None,
    });
    groups
        .flat_map(|group: &Group| subjects::of_group(context, group, period))
        .filter(|(_, standing)| *standing == Standing::Judged)
        .map(|(id, _)| id)
        .collect()
}
