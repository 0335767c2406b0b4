//! Requirement kind *vorlage*: a paper has been submitted, with its elements.
//!
//! # What it demands
//! „legt dem Landesausschuss dazu Vorschläge vor“, „bittet … eine Bilanz … vorzulegen“.
//! # What counts
//! Papers since the resolution whose Art and `thema` match, from and to the bodies named.
//! # What does not
//! A paper to another body is partial; an empty addressee unknown. Elements are the union over all such papers.
//! # Declared as
//! `[anforderung.vorlage]` nachweis, thema, von, an, spalte, noetig; `frist` at the requirement

use std::collections::BTreeSet;

use super::context::{Candidate, Context};
use super::criteria::elements_in;
use super::rows::{self, Fit, RowState};
use super::{Deadline, Finding, Outcome, deadline_of, has_happened, proof, question, rejected};
use crate::domain::{Entry, Field, Missing, Span, Tri, Unknown};
use crate::matching::{self, Match};
use crate::resolution::{Requirement, Submission};
use crate::wording;

pub fn judge(context: &Context<'_>, kind: &Submission, requirement: &Requirement) -> Outcome {
    let mut outcome = Outcome::new(Finding::None, deadline_of(context, requirement));
    let adopted = context.resolution.adopted_on;
    let cutoff = context.cutoff();
    let mut full: Vec<&Entry> = Vec::new();
    let mut partial: Vec<(&Entry, Vec<Missing>)> = Vec::new();
    let mut later: Vec<&Candidate<'_>> = Vec::new();
    for candidate in context.candidates(&kind.evidence) {
        let entry = candidate.entry;
        let topic = rows::topic(entry, &kind.topics);
        if topic == Match::No {
            continue;
        }
        let Some(span) = candidate.span() else {
            if !matches!(candidate.state, RowState::Nothing(_)) {
                outcome.unknown.push(question(
                    entry,
                    Field::Date,
                    format!("wann die Vorlage in Zeile {} vorgelegt wurde", entry.line()),
                ));
            }
            continue;
        };
        if span.to < adopted || span.exact && span.from < adopted {
            outcome.rejected.push(rejected(entry, "vor dem Beschluss"));
            continue;
        }
        if !has_happened(context, candidate, &mut outcome) {
            continue;
        }
        if span.from > cutoff {
            later.push(candidate);
            continue;
        }
        let straddles = span.to > cutoff || span.from < adopted;
        if candidate.fit != Fit::Yes
            || topic == Match::Perhaps
            || straddles
            || matches!(candidate.state, RowState::Unknown(_))
        {
            outcome.unknown.push(question(
                entry,
                Field::Kind,
                format!("ob die Vorlage in Zeile {} gemeint ist", entry.line()),
            ));
            continue;
        }
        sort_in(context, kind, entry, &mut full, &mut partial, &mut outcome);
    }
    conclude(kind, &full, partial, &mut outcome);
    if outcome.finding == Finding::None {
        if context.covers_since_resolution(kind.evidence.list) {
            outcome.hints.extend(context.list_ends_early(kind.evidence.list, cutoff));
        } else {
            outcome.finding = Finding::Unknown;
            outcome
                .unknown
                .push(context.missing_list(kind.evidence.list, "die Zeit seit dem Beschluss"));
        }
    }
    let made_up = made_up(context, kind, &full, later);
    timing(requirement, &full, made_up, &mut outcome);
    outcome
}

/// By author and addressee: full, partial or a question.
fn sort_in<'e>(
    context: &Context<'_>,
    kind: &Submission,
    entry: &'e Entry,
    full: &mut Vec<&'e Entry>,
    partial: &mut Vec<(&'e Entry, Vec<Missing>)>,
    outcome: &mut Outcome,
) {
    let mut missing = Vec::new();
    let mut unknown = Vec::new();
    let mut check = |field: Field, wanted: &[String], word: &str| {
        if wanted.is_empty() {
            return;
        }
        let names: Vec<String> = wanted.iter().map(|key| context.body_name(key)).collect();
        match bodies_in(context, entry, field, wanted) {
            Tri::Yes => {}
            Tri::No => missing.push(Missing {
                id: field.key().to_owned(),
                text: format!("{word} {}", wording::alternatives(&names)),
                criterion: false,
            }),
            Tri::Unknown => {
                let cell = entry.at(field).unwrap_or_else(|| entry.first_cell());
                let verb = if field == Field::From { "stammt" } else { "ging" };
                let text = format!(
                    "ob die Vorlage {word} {} {verb} (Zelle {})",
                    wording::alternatives(&names),
                    cell.a1()
                );
                unknown.push(Unknown {
                    text,
                    short: format!("Zelle {}", cell.a1()),
                    cell: Some(cell),
                });
            }
        }
    };
    check(Field::From, &kind.from, "von");
    check(Field::To, kind.to.as_slice(), "an");
    if !missing.is_empty() {
        partial.push((entry, missing));
    } else if !unknown.is_empty() {
        outcome.unknown.extend(unknown);
    } else {
        full.push(entry);
    }
}

/// Whether a cell names one of the bodies; empty or a word that names no body: unknown.
pub(crate) fn bodies_in(
    context: &Context<'_>,
    entry: &Entry,
    field: Field,
    wanted: &[String],
) -> Tri {
    let Some(text) = entry.text(field) else { return Tri::Unknown };
    let mut unrecognised = false;
    for element in matching::elements(text) {
        match context.bodies_named(element) {
            Some(bodies)
                if bodies
                    .iter()
                    .any(|body| wanted.iter().any(|key| context.counts_for(body, key))) =>
            {
                return Tri::Yes;
            }
            Some(_) => {}
            None => unrecognised = true,
        }
    }
    if unrecognised { Tri::Unknown } else { Tri::No }
}

fn conclude(
    kind: &Submission,
    full: &[&Entry],
    partial: Vec<(&Entry, Vec<Missing>)>,
    outcome: &mut Outcome,
) {
    if full.is_empty() {
        if let Some((entry, missing)) = partial.into_iter().min_by_key(|(_, missing)| missing.len())
        {
            outcome.finding = Finding::Partial;
            outcome.could_be_full = !outcome.unknown.is_empty();
            outcome.evidence.push(proof(entry));
            outcome.missing.extend(missing);
        } else if !outcome.unknown.is_empty() {
            outcome.finding = Finding::Unknown;
        }
        return;
    }
    for entry in full {
        outcome.evidence.push(proof(entry));
        if let Some(span) = entry.when.span() {
            outcome.facts.push(format!("vorgelegt {}", wording::on(span)));
        }
    }
    let Some(field) = kind.field.filter(|_| !kind.elements.is_empty()) else {
        outcome.finding = Finding::Full;
        outcome.unknown.clear();
        return;
    };
    let mut named = BTreeSet::new();
    let mut perhaps = BTreeSet::new();
    let mut unclear = Vec::new();
    for entry in full {
        if let Some(found) = elements_in(entry, field, kind.elements.iter()) {
            named.extend(found.named);
            perhaps.extend(found.perhaps);
        } else {
            let cell = entry.at(field).unwrap_or_else(|| entry.first_cell());
            let text = format!(
                "was die Vorlage in Zeile {} enthält (Zelle {} ist leer)",
                entry.line(),
                cell.a1()
            );
            unclear.push(Unknown { text, short: format!("Zelle {}", cell.a1()), cell: Some(cell) });
        }
    }
    perhaps.retain(|index| !named.contains(index));
    if named.len() == kind.elements.len() {
        outcome.finding = Finding::Full;
        outcome.unknown.clear();
        return;
    }
    let open_questions = !outcome.unknown.is_empty() || !unclear.is_empty() || !perhaps.is_empty();
    outcome.unknown.extend(unclear);
    if !perhaps.is_empty() || named.is_empty() {
        outcome.unknown.extend(full.iter().filter(|entry| entry.text(field).is_some()).map(
            |entry| {
                question(
                    entry,
                    field,
                    format!("welche Elemente die Vorlage in Zeile {} enthält", entry.line()),
                )
            },
        ));
    }
    if named.is_empty() {
        outcome.finding = Finding::Unknown;
        return;
    }
    outcome.finding = Finding::Partial;
    outcome.could_be_full = open_questions;
    for (index, element) in kind.elements.iter().enumerate() {
        if !named.contains(&index) && !perhaps.contains(&index) {
            outcome.missing.push(Missing {
                id: element.name.clone(),
                text: element.name.clone(),
                criterion: false,
            });
        }
    }
}

/// The day on which what came after the day judged had made it complete, together with what was there before.
fn made_up(
    context: &Context<'_>,
    kind: &Submission,
    full: &[&Entry],
    mut later: Vec<&Candidate<'_>>,
) -> Option<Span> {
    later.retain(|candidate| {
        candidate.fit == Fit::Yes
            && matches!(candidate.state, RowState::Held { .. })
            && rows::topic(candidate.entry, &kind.topics) == Match::Yes
    });
    later.sort_by_key(|candidate| candidate.span());
    let mut papers = full.to_vec();
    later.into_iter().find_map(|candidate| {
        let mut complete = Outcome::new(Finding::None, Deadline::Absent);
        let mut deficient = Vec::new();
        sort_in(context, kind, candidate.entry, &mut papers, &mut deficient, &mut complete);
        conclude(kind, &papers, deficient, &mut complete);
        candidate.span().filter(|_| complete.finding == Finding::Full)
    })
}

/// „verspätet“ where a deadline was set, „nachgeholt am …“ for what came after the day judged.
fn timing(
    requirement: &Requirement,
    full: &[&Entry],
    made_up: Option<Span>,
    outcome: &mut Outcome,
) {
    let first = full.iter().filter_map(|entry| entry.when.span()).map(|span| span.from).min();
    if let (Some(due), Some(first)) = (requirement.due, first)
        && first > due
    {
        outcome
            .hints
            .push(format!("Verspätet: vorgelegt nach der Frist am {}.", wording::date(due)));
    }
    if !matches!(outcome.finding, Finding::Full) {
        if let Some(span) = made_up {
            outcome.hints.push(format!("Nachgeholt {}.", wording::on(span)));
        }
        if outcome.deadline == Deadline::Elapsed && outcome.finding == Finding::None {
            outcome.hints.push("Kann noch nachgeholt werden.".to_owned());
        }
    }
}
