//! What the lines of the plan mean for one another: two on one day, and an occasion without what could be held there.

use std::collections::BTreeMap;

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
    let mut of_branch: BTreeMap<BranchId, Vec<&Item<'_>>> = BTreeMap::new();
    for item in ahead.iter() {
        for id in &item.branch_ids {
            of_branch.entry(*id).or_default().push(item);
        }
    }
    for requirement in per_branch(context.resolution) {
        let Some(evidence) = super::collect::recurring_evidence(&requirement.kind) else {
            continue;
        };
        let verdicts = Verdicts::of(assessment, requirement);
        // the same few texts stand in many rows: each is looked at once
        let mut framed: BTreeMap<(Option<&str>, Option<&str>), bool> = BTreeMap::new();
        for (index, item) in ahead.iter().enumerate() {
            let Some(span) = item.span.filter(|span| span.exact) else { continue };
            let about = |other: &&EvidenceKind| other.key == evidence.key;
            let is_evidence = item.evidence.iter().chain(&item.perhaps).any(about);
            if !item.is_certain() || is_evidence {
                continue;
            }
            let is_framed =
                || frames(requirement).any(|frame| is_frame(context, item.entry, frame));
            let texts = (item.entry.text(Field::Kind), item.entry.text(Field::Frame));
            let fits = if context.duplicates.contradicts(item.entry, Field::Frame) {
                is_framed()
            } else {
                *framed.entry(texts).or_insert_with(is_framed)
            };
            if !fits {
                continue;
            }
            let without: Vec<String> = item
                .branch_ids
                .iter()
                .filter(|id| is_meant(context, requirement, **id))
                .filter(|id| {
                    verdicts
                        .on(**id, span)
                        .is_none_or(|verdict| verdict.status != Status::NotApplicable)
                })
                .filter(|id| {
                    let others = of_branch.get(id).map_or(&[][..], Vec::as_slice);
                    !stands_on(context, others, evidence, **id, span)
                })
                .map(|id| {
                    let name = context.records.branches[*id].canonical();
                    match standing(&verdicts, *id, span) {
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
    of_branch: &[&Item<'_>],
    evidence: &EvidenceKind,
    id: BranchId,
    span: Span,
) -> bool {
    let overlaps = |other: Option<Span>| other.is_some_and(|o| o.overlaps(span.from, span.to));
    let in_lists =
        context.concerning(evidence, Some(id)).into_iter().any(|(candidate, concern)| {
            overlaps(candidate.span())
                && concern != Concern::No
                && !matches!(candidate.state, RowState::Nothing(_))
        });
    in_lists
        || of_branch.iter().any(|item| {
            overlaps(item.span) && item.evidence.iter().any(|other| other.key == evidence.key)
        })
}

/// The verdicts of one requirement by their branches.
struct Verdicts<'v>(BTreeMap<BranchId, Vec<&'v Verdict>>);

impl<'v> Verdicts<'v> {
    fn of(assessment: &'v Assessment, requirement: &Requirement) -> Self {
        let mut by_branch: BTreeMap<BranchId, Vec<&Verdict>> = BTreeMap::new();
        for verdict in assessment.verdicts.iter().filter(|v| v.requirement == requirement.id) {
            if let Some(id) = verdict.subject {
                by_branch.entry(id).or_default().push(verdict);
            }
        }
        Self(by_branch)
    }

    /// The verdict of the period in which the day lies, else the last one before it.
    fn on(&self, id: BranchId, span: Span) -> Option<&'v Verdict> {
        let of_branch = self.0.get(&id)?.iter().copied();
        of_branch.filter(|v| v.period.from <= span.from).max_by_key(|v| v.period.from)
    }
}

/// The verdict's own word, with its period where the day lies in another one.
fn standing(verdicts: &Verdicts<'_>, id: BranchId, span: Span) -> Option<String> {
    let verdict = verdicts.on(id, span)?;
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

/// Others that want the same bodies in the same days: counted, and the first ones named.
#[derive(Clone, Default)]
struct Others {
    count: usize,
    notes: Vec<String>,
}

/// Adds to every item for which people are wanted what else takes them on the same days; the same person first.
pub(super) fn clashes(ahead: &mut [Item<'_>]) {
    let mut persons: Vec<Vec<String>> = ahead.iter().map(|_| Vec::new()).collect();
    let mut others: Vec<Others> = vec![Others::default(); ahead.len()];
    let people: Vec<Vec<(&str, String)>> = ahead.iter().map(people).collect();
    let near = ahead.iter().zip(&people).enumerate();
    for (index, (item, own)) in near.clone() {
        let Some(span) = item.span.filter(|span| span.exact) else { continue };
        // by their first days in order: none further on overlaps
        let near = near
            .clone()
            .skip(index + 1)
            .take_while(|(_, (other, _))| other.span.is_some_and(|theirs| theirs.from <= span.to));
        for (at, (other, their)) in near {
            let Some(theirs) = other.span.filter(|theirs| theirs.exact) else { continue };
            if is_one_event(item, other) {
                continue;
            }
            let one_day = span == theirs && span.from == span.to;
            let when = if one_day { "am selben Tag" } else { "in denselben Tagen" };
            let same: Vec<&str> = own
                .iter()
                .filter(|(_, one)| their.iter().any(|(_, two)| one == two))
                .map(|(name, _)| *name)
                .collect();
            let shared = same.is_empty() && shares_a_body(item, other);
            for (of, about) in [(index, other), (at, item)] {
                if !same.is_empty()
                    && let Some(notes) = persons.get_mut(of)
                {
                    let verb = if same.len() == 1 { "ist" } else { "sind" };
                    let who = wording::list(&same);
                    notes.push(format!(
                        "{who} {verb} {when} auch eingetragen bei: {}.",
                        spot(about)
                    ));
                }
                if shared && let Some(others) = others.get_mut(of) {
                    others.count += 1;
                    // a day of a large list holds hundreds
                    if others.count <= NAMED {
                        let unsure = if about.is_certain() { "" } else { " vielleicht" };
                        let note = format!("{}{unsure} auch {}.", capital(when), spot(about));
                        others.notes.push(note);
                    }
                }
            }
        }
    }
    drop(people);
    for ((item, mut first), others) in ahead.iter_mut().zip(persons).zip(others) {
        if others.count > NAMED {
            first.push(format!(
                "In diesen Tagen auch {} andere Termine, zu denen dieselben Gremien kommen sollen.",
                others.count
            ));
        } else {
            first.extend(others.notes);
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

/// The persons a row names, of whichever body, as written and for comparing.
fn people<'i>(item: &'i Item<'_>) -> Vec<(&'i str, String)> {
    let named = item.slots.iter().flat_map(|slot| match slot {
        Slot::Named(names) => names.iter().flat_map(|name| elements(name)).collect(),
        Slot::NotAsked | Slot::Yes | Slot::No | Slot::Open | Slot::NoColumn | Slot::Unknown(_) => {
            Vec::new()
        }
    });
    named.map(|name: &str| (name, normal(name))).collect()
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
