//! Requirement kind *felder*: each field is served by measures; some fields only where a branch needs them.
//!
//! # What it demands
//! „Maßnahmen zu ergreifen, um die Kreisverbände in ihrer Kampagnenfähigkeit, … und, sofern anstehend, beim
//! Generationswechsel … zu unterstützen“.
//! # What counts
//! Measures in Arbeit or erledigt whose span overlaps the period, from the resolution on.
//! # What does not
//! Planned ones (shown as planned), cancelled ones (never). A field of unknown need makes an otherwise full verdict
//! unknown. Without a deadline nothing is ever missed.
//! # Declared as
//! `[anforderung.felder]` nachweis, spalte, felder (name, auch, sofern), mindestens, je_anzeige

use std::collections::BTreeSet;

use super::context::{Candidate, Context};
use super::criteria::{elements_in, elements_named, yes_or_no};
use super::rows::{Fit, RowState};
use super::{Finding, Outcome, deadline_of, missing_column, proof, question, rejected};
use crate::domain::{
    Entry, Evidence, Field, Mention, Missing, Period, Span, StatusWord, Tri, Unknown,
};
use crate::resolution::{FieldNeed, Fields, Requirement};
use crate::table::CellRef;
use crate::wording;

/// What the measures say of one field.
#[derive(Default)]
struct Service {
    served_by: BTreeSet<CellRef>,
    evidence: Vec<Evidence>,
    /// A row that may serve it.
    uncertain: bool,
}

pub fn judge(
    context: &Context<'_>,
    kind: &Fields,
    requirement: &Requirement,
    period: Period,
) -> Outcome {
    let mut outcome = Outcome::new(Finding::None, deadline_of(context, requirement));
    let mut services: Vec<Service> = kind.fields.iter().map(|_| Service::default()).collect();
    for candidate in context.candidates(&kind.evidence) {
        measure(context, kind, candidate, period, &mut services, &mut outcome);
    }
    let needs: Vec<(Tri, Vec<Unknown>)> =
        kind.fields.iter().map(|need| needed(context, kind, need, period)).collect();
    let is_served = |service: &Service| service.served_by.len() >= kind.at_least as usize;
    let mut served_names = Vec::new();
    let mut unserved_needed = 0;
    let mut unserved_uncertain = true;
    let mut undecided = Vec::new();
    for ((need, service), (tri, cells)) in kind.fields.iter().zip(&mut services).zip(&needs) {
        let name = need.element.name.as_str();
        if is_served(service) {
            served_names.push(name);
            outcome.evidence.append(&mut service.evidence);
        } else {
            match tri {
                Tri::Yes => {
                    unserved_needed += 1;
                    unserved_uncertain &= service.uncertain;
                    outcome.missing.push(Missing {
                        id: name.to_owned(),
                        text: name.to_owned(),
                        criterion: false,
                    });
                }
                Tri::No => {
                    outcome.facts.push(format!("„{name}“ entfällt: kein Verband gibt Bedarf an"));
                }
                Tri::Unknown => undecided.extend(cells.iter().cloned()),
            }
        }
        if *tri == Tri::Yes && !need.provided.is_empty() {
            without_measure(context, kind, need, period, &mut outcome);
        }
    }
    if !served_names.is_empty() {
        outcome.facts.insert(0, format!("Maßnahmen in {}", wording::list(&served_names)));
    }
    outcome.finding = if unserved_needed == 0 {
        if undecided.is_empty() { Finding::Full } else { Finding::Unknown }
    } else if !served_names.is_empty() {
        Finding::Partial
    } else if !outcome.unknown.is_empty() {
        Finding::Unknown
    } else if context.covers_period(kind.evidence.list, period) {
        Finding::None
    } else {
        outcome.unknown.push(context.missing_list(kind.evidence.list, &period.spoken()));
        Finding::Unknown
    };
    match outcome.finding {
        Finding::Full => outcome.unknown.clear(),
        Finding::Unknown => outcome.unknown.extend(undecided),
        Finding::Partial => outcome.could_be_full = unserved_uncertain,
        Finding::None | Finding::NotApplicable(_) | Finding::Judgement => {}
    }
    outcome
}

/// The part of a measure's span that has happened, from the resolution to the Stichtag.
pub fn lived(context: &Context<'_>, entry: &Entry) -> Option<Span> {
    let mut span = entry.when.span()?;
    if entry.status == StatusWord::InProgress {
        span.to = span.to.max(context.as_of.0);
    }
    span.from = span.from.max(context.resolution.adopted_on);
    span.to = span.to.min(context.as_of.0);
    (span.from <= span.to).then_some(span)
}

/// Whether a measure says anything about a period: it was under way in it, or its sheet is about it and it bears no date.
pub(crate) fn inside(context: &Context<'_>, entry: &Entry, period: Period) -> bool {
    match entry.when.span() {
        None => context.sheet_covers(entry, period),
        Some(_) => lived(context, entry).is_some_and(|span| span.overlaps(period.from, period.to)),
    }
}

fn measure(
    context: &Context<'_>,
    kind: &Fields,
    candidate: &Candidate<'_>,
    period: Period,
    services: &mut [Service],
    outcome: &mut Outcome,
) {
    let entry = candidate.entry;
    match &candidate.state {
        RowState::Nothing(reason) => {
            if candidate.span().is_some_and(|span| span.overlaps(period.from, period.to)) {
                outcome.rejected.push(rejected(entry, reason.clone()));
            }
            return;
        }
        RowState::Planned | RowState::Offered { .. } => {
            if let Some(span) = candidate.span().filter(|span| period.contains(span.from)) {
                outcome.plan(span.from);
            }
            return;
        }
        RowState::Held { .. } | RowState::Unknown(_) => {}
    }
    if let (Some(own), None) = (entry.when.span(), lived(context, entry)) {
        if own.to < context.resolution.adopted_on && period.from == context.resolution.adopted_on {
            outcome.rejected.push(rejected(entry, "vor dem Beschluss"));
        }
        return;
    }
    if !inside(context, entry, period) {
        return;
    }
    let found = elements_in(entry, kind.field, kind.fields.iter().map(|need| &need.element));
    let certain = candidate.fit == Fit::Yes && matches!(candidate.state, RowState::Held { .. });
    let Some(found) = found else {
        let cell = entry.at(kind.field).unwrap_or_else(|| entry.first_cell());
        outcome.unknown.push(Unknown {
            text: format!("welches Feld die Maßnahme in Zeile {} betrifft", entry.line()),
            short: format!("Zelle {}", cell.a1()),
            cell: Some(cell),
        });
        for service in services.iter_mut() {
            service.uncertain = true;
        }
        return;
    };
    if found.named.is_empty() && found.perhaps.is_empty() {
        outcome.rejected.push(rejected(entry, "nennt keines der Felder"));
        return;
    }
    let mut asked = false;
    for (index, service) in services.iter_mut().enumerate() {
        if found.named.contains(&index)
            && certain
            && !context.duplicates.contradicts(entry, kind.field)
        {
            if service.served_by.insert(context.duplicates.counted_as(entry)) {
                service.evidence.push(proof(entry));
            }
        } else if found.named.contains(&index) || found.perhaps.contains(&index) {
            service.uncertain = true;
            asked = true;
        }
    }
    if asked {
        outcome.unknown.push(question(
            entry,
            kind.field,
            format!("ob die Maßnahme in Zeile {} zählt", entry.line()),
        ));
    }
}

/// „sofern“: any branch says yes → needed; all say no → dropped; else unknown, with the empty cells.
pub(crate) fn needed(
    context: &Context<'_>,
    kind: &Fields,
    need: &FieldNeed,
    period: Period,
) -> (Tri, Vec<Unknown>) {
    if need.provided.is_empty() {
        return (Tri::Yes, Vec::new());
    }
    let mut unknown = Vec::new();
    let mut any_branch = false;
    for branch in branches(context, kind, period) {
        any_branch = true;
        match wants(&branch.entry, &need.provided) {
            Tri::Yes => return (Tri::Yes, Vec::new()),
            Tri::No => {}
            Tri::Unknown if need.provided.iter().all(|field| branch.entry.at(*field).is_none()) => {
                // one missing column, not one empty cell per branch
                let text =
                    format!("ob „{}“ ansteht, steht in keiner Spalte der Liste", need.element.name);
                if !unknown.iter().any(|known: &Unknown| known.text == text) {
                    let field = need.provided.first().copied().unwrap_or(Field::Branch);
                    unknown.push(Unknown {
                        text,
                        short: missing_column(branch.entry.list(), field),
                        cell: Some(branch.entry.first_cell()),
                    });
                }
            }
            Tri::Unknown => {
                let empty = need.provided.iter().filter_map(|field| {
                    let blank = branch
                        .entry
                        .text(*field)
                        .is_none_or(|text| yes_or_no(text) == Tri::Unknown);
                    branch.entry.at(*field).filter(|_| blank)
                });
                let cell = empty.into_iter().next().unwrap_or_else(|| branch.entry.first_cell());
                unknown.push(Unknown {
                    text: format!("ob „{}“ bei {} ansteht", need.element.name, branch.canonical()),
                    short: format!("Zelle {}", cell.a1()),
                    cell: Some(cell),
                });
            }
        }
    }
    if !any_branch {
        unknown.push(context.missing_list(crate::domain::ListKind::Branches, &period.spoken()));
    }
    if unknown.is_empty() { (Tri::No, unknown) } else { (Tri::Unknown, unknown) }
}

/// Several columns: ja if one is ja, nein if all are.
pub fn wants(entry: &Entry, columns: &[Field]) -> Tri {
    let read: Vec<Tri> =
        columns.iter().map(|field| entry.text(*field).map_or(Tri::Unknown, yes_or_no)).collect();
    if read.contains(&Tri::Yes) {
        Tri::Yes
    } else if read.iter().all(|tri| *tri == Tri::No) {
        Tri::No
    } else {
        Tri::Unknown
    }
}

/// The branches for which the fields are shown and that exist in the period.
pub fn branches<'c>(
    context: &'c Context<'_>,
    kind: &'c Fields,
    period: Period,
) -> impl Iterator<Item = &'c crate::domain::Branch> {
    context.records.branches.iter().filter(move |branch| {
        kind.shown_per.as_ref().is_some_and(|group| group.kinds.contains(&branch.kind))
            && branch.since.is_none_or(|since| since <= period.to)
            && branch.until.is_none_or(|until| until >= period.from)
    })
}

/// Branches that say yes and that no measure in this field names.
fn without_measure(
    context: &Context<'_>,
    kind: &Fields,
    need: &FieldNeed,
    period: Period,
    outcome: &mut Outcome,
) {
    let measures: Vec<&Entry> = context
        .candidates(&kind.evidence)
        .iter()
        .filter(|candidate| {
            candidate.fit == Fit::Yes && matches!(candidate.state, RowState::Held { .. })
        })
        .filter(|candidate| {
            lived(context, candidate.entry)
                .is_some_and(|span| span.overlaps(period.from, period.to))
        })
        .map(|candidate| candidate.entry)
        .filter(|entry| {
            let element = std::iter::once(&need.element);
            entry
                .text(kind.field)
                .is_some_and(|text| !elements_named(text, element).named.is_empty())
        })
        .collect();
    let left: Vec<String> = branches(context, kind, period)
        .filter(|branch| wants(&branch.entry, &need.provided) == Tri::Yes)
        .filter(|branch| {
            !measures.iter().any(|entry| {
                entry.branches.is_empty()
                    || entry
                        .branches
                        .iter()
                        .any(|m| *m == Mention::All || *m == Mention::Branch(branch.id))
            })
        })
        .map(crate::domain::Branch::canonical)
        .collect();
    if !left.is_empty() {
        outcome.hints.push(format!(
            "„{}“ steht an, ohne Maßnahme: {}.",
            need.element.name,
            wording::list(&left)
        ));
    }
}
