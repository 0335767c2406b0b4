//! What the lines of the plan mean for one another: two on one day, and an occasion without what could be held there.

use super::slots::Slot;
use super::{Item, name_of, per_branch};
use crate::domain::{Assessment, BranchId, Entry, Field, Span, Status, Tri, Verdict};
use crate::matching::{elements, normal};
use crate::requirements::context::Concern;
use crate::requirements::{Context, RowState, criteria};
use crate::resolution::{Criterion, CriterionCheck, EvidenceKind, Kind, Requirement};
use crate::wording;

/// More neighbours than these are counted, not named.
const NAMED: usize = 3;

/// The criteria of a requirement about the frame of an event.
pub(super) fn frames(requirement: &Requirement) -> impl Iterator<Item = &Criterion> {
    let criteria = requirement.kind.criteria().map_or(&[][..], |(_, criteria)| criteria);
    criteria.iter().map(AsRef::as_ref).filter(|criterion| match &criterion.check {
        CriterionCheck::Words { field, .. } => *field == Field::Frame,
        CriterionCheck::Flag(_) | CriterionCheck::AllOf { .. } | CriterionCheck::Weekdays(_) => {
            false
        }
    })
}

/// Whether the frame or the Art of a row is one that the criterion names.
pub(super) fn is_frame(context: &Context<'_>, entry: &Entry, criterion: &Criterion) -> bool {
    let CriterionCheck::Words { yes, .. } = &criterion.check else { return false };
    let of_kind = entry.text(Field::Kind).is_some_and(|kind| {
        elements(kind).into_iter().chain([kind]).any(|one| yes.iter().any(|word| word.is(one)))
    });
    of_kind || criteria::judge(context, entry, criterion) == Tri::Yes
}

/// Adds to every planned occasion that no evidence of the branch stands on the same day, and how the branch stands.
pub(super) fn opportunities(
    context: &Context<'_>,
    assessment: &Assessment,
    ahead: &mut [Item<'_>],
) {
    let mut found: Vec<(usize, String)> = Vec::new();
    for requirement in per_branch(context.resolution) {
        let Some(evidence) = super::collect::recurring_evidence(&requirement.kind) else {
            continue;
        };
        for (index, item) in ahead.iter().enumerate() {
            let Some(span) = item.span.filter(|span| span.exact) else { continue };
            let about = |other: &&EvidenceKind| other.key == evidence.key;
            let is_evidence = item.evidence.iter().chain(&item.perhaps).any(about);
            let fits = frames(requirement).any(|frame| is_frame(context, item.entry, frame));
            if !item.is_certain() || is_evidence || !fits {
                continue;
            }
            let without: Vec<String> = item
                .branch_ids
                .iter()
                .filter(|id| is_meant(context, requirement, **id))
                .filter(|id| {
                    verdict_on(assessment, requirement, **id, span)
                        .is_none_or(|verdict| verdict.status != Status::NotApplicable)
                })
                .filter(|id| !stands_on(context, ahead, evidence, **id, span))
                .map(|id| {
                    let name = context.records.branches[*id].canonical();
                    match standing(assessment, requirement, *id, span) {
                        Some(stands) => format!("{name}: {stands}"),
                        None => name,
                    }
                })
                .collect();
            if !without.is_empty() {
                let text = format!(
                    "Gelegenheit: {} ohne „{}“. {}.",
                    occasion(item),
                    name_of(evidence),
                    without.join(". ")
                );
                found.push((index, text));
            }
        }
    }
    for (index, text) in found {
        if let Some(item) = ahead.get_mut(index) {
            item.notes.push(text);
        }
    }
}

fn occasion<'i>(item: &'i Item<'_>) -> &'i str {
    item.entry.text(Field::Frame).or_else(|| item.entry.text(Field::Kind)).unwrap_or(&item.what)
}

fn is_meant(context: &Context<'_>, requirement: &Requirement, id: BranchId) -> bool {
    match &requirement.kind {
        Kind::Recurring(kind) => kind
            .per
            .as_ref()
            .is_some_and(|group| group.kinds.contains(&context.records.branches[id].kind)),
        Kind::Contents(_)
        | Kind::Fields(_)
        | Kind::Submission(_)
        | Kind::Examination(_)
        | Kind::Development(_)
        | Kind::Trend(_)
        | Kind::Principle(_) => false,
    }
}

/// Whether any row that is the evidence, or may be, stands on these days for the branch, or may.
fn stands_on(
    context: &Context<'_>,
    ahead: &[Item<'_>],
    evidence: &EvidenceKind,
    id: BranchId,
    span: Span,
) -> bool {
    let overlaps = |other: Option<Span>| other.is_some_and(|o| o.overlaps(span.from, span.to));
    let in_lists =
        context.concerning(evidence, Some(id)).into_iter().any(|(candidate, concern)| {
            overlaps(candidate.span)
                && concern != Concern::No
                && !matches!(candidate.state, RowState::Nothing(_))
        });
    in_lists
        || ahead.iter().any(|item| {
            item.branch_ids.contains(&id)
                && overlaps(item.span)
                && item.evidence.iter().any(|other| other.key == evidence.key)
        })
}

/// The verdict of the period in which the day lies, else the last one before it.
fn verdict_on<'v>(
    assessment: &'v Assessment,
    requirement: &Requirement,
    id: BranchId,
    span: Span,
) -> Option<&'v Verdict> {
    assessment
        .verdicts
        .iter()
        .filter(|v| v.requirement == requirement.id && v.subject == Some(id))
        .filter(|v| v.period.from <= span.from)
        .max_by_key(|v| v.period.from)
}

/// The verdict's own word, with its period where the day lies in another one.
fn standing(
    assessment: &Assessment,
    requirement: &Requirement,
    id: BranchId,
    span: Span,
) -> Option<String> {
    let verdict = verdict_on(assessment, requirement, id, span)?;
    let mut said = verdict.label.split(", weil ").next().unwrap_or_default().to_owned();
    let period = verdict.period.spoken();
    if !verdict.period.contains(span.from) && !said.contains(&period) {
        said = format!("{period} {said}");
    }
    if verdict.exception.as_ref().is_some_and(|exception| exception.valid) {
        said.push_str(", mit Ausnahme");
    }
    Some(said)
}

/// Adds to every item for which people are wanted what else takes them on the same days; the same person first.
pub(super) fn clashes(ahead: &mut [Item<'_>]) {
    let mut persons: Vec<Vec<String>> = ahead.iter().map(|_| Vec::new()).collect();
    let mut others = persons.clone();
    for (index, item) in ahead.iter().enumerate() {
        let Some(span) = item.span.filter(|span| span.exact) else { continue };
        // by their first days in order: none further on overlaps
        let near = ahead
            .iter()
            .enumerate()
            .skip(index + 1)
            .take_while(|(_, other)| other.span.is_some_and(|theirs| theirs.from <= span.to));
        for (at, other) in near {
            let Some(theirs) = other.span.filter(|theirs| theirs.exact) else { continue };
            if is_one_event(item, other) {
                continue;
            }
            let one_day = span == theirs && span.from == span.to;
            let when = if one_day { "am selben Tag" } else { "in denselben Tagen" };
            let same: Vec<&str> = people(item)
                .into_iter()
                .filter(|one| people(other).iter().any(|two| normal(one) == normal(two)))
                .collect();
            for (of, about) in [(index, other), (at, item)] {
                let (said, note) = if !same.is_empty() {
                    let verb = if same.len() == 1 { "ist" } else { "sind" };
                    let who = wording::list(&same);
                    let note =
                        format!("{who} {verb} {when} auch eingetragen bei: {}.", spot(about));
                    (&mut persons, note)
                } else if shares_a_body(item, other) {
                    let unsure = if about.is_certain() { "" } else { " vielleicht" };
                    (&mut others, format!("{}{unsure} auch {}.", capital(when), spot(about)))
                } else {
                    continue;
                };
                if let Some(notes) = said.get_mut(of) {
                    notes.push(note);
                }
            }
        }
    }
    for ((item, mut first), rest) in ahead.iter_mut().zip(persons).zip(others) {
        if rest.len() > NAMED {
            first.push(format!(
                "In diesen Tagen auch {} andere Termine, zu denen dieselben Gremien kommen sollen.",
                rest.len()
            ));
        } else {
            first.extend(rest);
        }
        item.notes.splice(0..0, first);
    }
}

/// What and for whom: „… (Kreisverband Gotha)“.
fn spot(item: &Item<'_>) -> String {
    if item.branches.is_empty() {
        item.what.clone()
    } else {
        format!("{} ({})", name(item), wording::list(&item.branches))
    }
}

/// A row of the list and the same day in another list.
fn is_one_event(item: &Item<'_>, other: &Item<'_>) -> bool {
    let kind = |item: &Item<'_>| item.entry.text(Field::Kind).map(normal);
    !item.branch_ids.is_empty()
        && item.branch_ids == other.branch_ids
        && item.span == other.span
        && kind(item) == kind(other)
}

fn name<'i>(item: &'i Item<'_>) -> &'i str {
    let of_evidence = item.evidence.first().map(|evidence| name_of(evidence));
    of_evidence.or_else(|| item.entry.text(Field::Kind)).unwrap_or(&item.what)
}

/// The persons a row names, of whichever body.
fn people<'i>(item: &'i Item<'_>) -> Vec<&'i str> {
    item.slots
        .iter()
        .flat_map(|slot| match slot {
            Slot::Named(names) => names.iter().flat_map(|name| elements(name)).collect(),
            Slot::NotAsked
            | Slot::Yes
            | Slot::No
            | Slot::Open
            | Slot::NoColumn
            | Slot::Unknown(_) => Vec::new(),
        })
        .collect()
}

/// Whether a body is wanted at both: then somebody has to be in two places.
fn shares_a_body(item: &Item<'_>, other: &Item<'_>) -> bool {
    let wanted = |slot: &Slot| match slot {
        Slot::Named(_) | Slot::Yes | Slot::Open | Slot::NoColumn | Slot::Unknown(_) => true,
        Slot::NotAsked | Slot::No => false,
    };
    item.slots.iter().zip(&other.slots).any(|(one, two)| wanted(one) && wanted(two))
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
