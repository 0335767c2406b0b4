//! How the requirements behind a letter stand, as far as the letter says so. All from the assessment and the lists; what
//! is undetermined is asked for like what is open, and nothing here says that anybody failed.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde_json::Value;

use super::{Facts, PlannedLetter, Recipient, fields, history};
use crate::domain::{Entry, Field, Status, Tri, Verdict};
use crate::matching::elements;
use crate::requirements::criteria::elements_named;
use crate::requirements::{Fit, RowState};
use crate::resolution::{EvidenceKind, Fields, Kind, Requirement};
use crate::wording;

/// Whether something is still to be said about a requirement. A body answers for the requirement as a whole, so for every
/// branch it is judged for.
pub(super) fn is_open(facts: &Facts<'_>, recipient: &Recipient, requirement: &str) -> bool {
    facts.assessment.verdicts.iter().any(|verdict| {
        verdict.requirement == requirement
            && match recipient {
                Recipient::Branch(id) => verdict.subject.is_none_or(|subject| subject == *id),
                Recipient::Body(_) => true,
            }
            && super::plan::is_open(verdict.status)
    })
}

/// The last day until `day` on which the body said something about a requirement (list „Sachstand“); what has no exact day
/// or names somebody else does not count.
pub(super) fn answered(
    facts: &Facts<'_>,
    recipient: &Recipient,
    requirement: &str,
    day: NaiveDate,
) -> Option<NaiveDate> {
    let Recipient::Body(body) = recipient else { return None };
    let context = facts.context();
    let own = |entry: &&Entry| {
        let clause = entry.text(Field::Clause).unwrap_or_default();
        let from = entry.text(Field::From).unwrap_or_default();
        elements(clause).into_iter().any(|one| one.trim().eq_ignore_ascii_case(requirement))
            && (from.trim().is_empty() || context.body_named(from) == Some(body.as_str()))
            && entry.text(Field::Text).is_some_and(|text| text.chars().any(char::is_alphanumeric))
    };
    let said = facts.records.statements.iter().filter(own);
    said.filter_map(|entry| entry.date(Field::Date).span())
        .filter(|span| span.exact && span.from <= day)
        .map(|span| span.from)
        .max()
}

/// Whether the body has answered in the half-year of that day: a half-yearly letter does not ask again.
pub(super) fn answered_lately(
    facts: &Facts<'_>,
    recipient: &Recipient,
    requirement: &str,
    day: NaiveDate,
) -> bool {
    let (_, first, _) = history::half_year(day);
    answered(facts, recipient, requirement, day).is_some_and(|on| on >= first)
}

/// The requirements behind the letter that ask for fields, with their verdicts.
fn field_verdicts<'a>(facts: &Facts<'a>, letter: &PlannedLetter) -> Vec<(&'a Fields, &'a Verdict)> {
    facts
        .requirements_of(&letter.letter)
        .into_iter()
        .filter_map(|requirement| match &requirement.kind {
            Kind::Fields(kind) => Some((kind, facts.verdict(&requirement.id, &letter.recipient)?)),
            Kind::Recurring(_)
            | Kind::Contents(_)
            | Kind::Submission(_)
            | Kind::Examination(_)
            | Kind::Development(_)
            | Kind::Trend(_)
            | Kind::Principle(_) => None,
        })
        .collect()
}

/// „Kampagnen (2 Maßnahmen)“: every field that measures serve, with their number.
pub(super) fn measures(facts: &Facts<'_>, letter: &PlannedLetter) -> Value {
    let mut served = Vec::new();
    for (kind, verdict) in field_verdicts(facts, letter) {
        let proofs: BTreeSet<(&str, Option<&str>, u32)> = verdict
            .evidence
            .iter()
            .map(|e| (e.cell.source.file.as_str(), e.cell.source.sheet.as_deref(), e.cell.row))
            .collect();
        let rows: Vec<&Entry> = facts
            .records
            .of(kind.evidence.list)
            .iter()
            .filter(|entry| {
                let source = &entry.sheet.source;
                proofs.contains(&(source.file.as_str(), source.sheet.as_deref(), entry.row))
            })
            .collect();
        for need in &kind.fields {
            let count = rows
                .iter()
                .filter_map(|entry| entry.text(kind.field))
                .filter(|text| {
                    !elements_named(text, std::iter::once(&need.element)).named.is_empty()
                })
                .count();
            if count > 0 {
                let many = wording::count(count, "Maßnahme", "Maßnahmen");
                served.push(format!("{} ({many})", need.element.name));
            }
        }
    }
    served.into()
}

/// The fields in which nothing was found.
pub(super) fn open_fields(facts: &Facts<'_>, letter: &PlannedLetter) -> Value {
    let verdicts = field_verdicts(facts, letter);
    texts_of_missing(verdicts.into_iter().map(|(_, verdict)| verdict))
}

/// What a paper that has come in leaves out; empty where none has come in.
pub(super) fn open_parts(facts: &Facts<'_>, letter: &PlannedLetter) -> Value {
    let partial = |requirement: &&Requirement| matches!(requirement.kind, Kind::Submission(_));
    let verdicts = facts
        .requirements_of(&letter.letter)
        .into_iter()
        .filter(partial)
        .filter_map(|requirement| facts.verdict(&requirement.id, &letter.recipient))
        .filter(|verdict| verdict.status == Status::Partial);
    texts_of_missing(verdicts)
}

fn texts_of_missing<'v>(verdicts: impl Iterator<Item = &'v Verdict>) -> Value {
    let texts: Vec<String> = verdicts
        .flat_map(|verdict| verdict.missing.iter().map(|missing| missing.text.clone()))
        .collect();
    texts.into()
}

/// How many events of a kind were certainly held since the resolution; copies count once.
pub(super) fn held(facts: &Facts<'_>, evidence: &EvidenceKind) -> Value {
    let context = facts.context();
    let held: BTreeSet<_> = context
        .candidates(evidence)
        .iter()
        .filter(|candidate| {
            candidate.fit == Fit::Yes && matches!(candidate.state, RowState::Held { .. })
        })
        .filter(|candidate| {
            candidate.span().is_some_and(|span| span.from >= facts.resolution.adopted_on)
        })
        .map(|candidate| context.duplicates.counted_as(candidate.entry))
        .collect();
    held.len().into()
}

/// The day the same letter was last sent to the same recipient; empty where it never was.
pub(super) fn asked_before(facts: &Facts<'_>, letter: &PlannedLetter) -> Value {
    let date = fields::letter_date(facts, letter);
    history::Index::new(facts)
        .of(facts, &letter.letter, &letter.recipient)
        .iter()
        .filter(|dispatch| dispatch.meant == Tri::Yes)
        .filter_map(history::Dispatch::sent_on)
        .filter(|day| *day < date)
        .max()
        .map_or(Value::Null, |day| wording::date(day).into())
}
