//! Requirement kind *turnus*: something recurs, at least n times per period, for each branch or once for the party.
//!
//! # What it demands
//! „führt mindestens einmal jährlich … durch“, „einmal jährlich … anbieten“.
//! # What counts
//! Rows of the evidence, dated within the period, whose criteria all hold. Where the offer is owed, a sent letter, an
//! offered row or a held row: a complete offer outranks a deficient performance.
//! # What does not
//! Rows without a readable date, possible and doubtful matches: they make the verdict undetermined, not unmet.
//! # Declared as
//! `[anforderung.turnus]` nachweis, leistung, je, mindestens, merkmale, eigenstaendig_neben, zeitraum

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;

use super::context::{Candidate, Concern, Context};
use super::criteria::{self, Grade};
use super::rows::{self, Fit, Placement, RowState};
use super::{Deadline, Finding, Outcome, offers, proof, question, rejected};
use crate::domain::{BranchId, Entry, Evidence, Field, Ladder, Missing, Period, Tri, Unknown};
use crate::matching::normal;
use crate::resolution::{EvidenceKind, Kind, LetterTo, Performance, Recurring, Requirement};
use crate::table::CellRef;
use crate::wording;

/// One thing that proves something: a row or a letter.
struct Proof {
    grade: Grade,
    evidence: Evidence,
    fact: String,
    held: bool,
    /// Copies of a row are counted once.
    counted_as: CellRef,
}

pub fn judge(
    context: &Context<'_>,
    kind: &Recurring,
    requirement: &Requirement,
    subject: Option<BranchId>,
    period: Period,
) -> Outcome {
    let mut outcome = Outcome::new(Finding::None, Deadline::at(period.to, context.as_of.0));
    let mut proofs = Vec::new();
    let rivals = rivals(context, requirement, kind);
    for (candidate, concern) in context.concerning(&kind.evidence, subject) {
        row(context, kind, &rivals, candidate, concern, period, &mut outcome, &mut proofs);
    }
    if kind.performance == Performance::Offered {
        letters(context, kind, subject, period, &mut outcome, &mut proofs);
    }
    weigh(kind, proofs, &mut outcome);
    if outcome.finding == Finding::None {
        if context.covers_period(kind.evidence.list, period) {
            outcome.hints.extend(
                context.list_ends_early(kind.evidence.list, context.as_of.0.min(period.to)),
            );
        } else {
            outcome.finding = Finding::Unknown;
            outcome.unknown.push(context.missing_list(kind.evidence.list, &period.spoken()));
        }
    }
    outcome
}

/// Evidence of requirements that must not be proven by the same row.
fn rivals<'a>(
    context: &Context<'a>,
    requirement: &Requirement,
    kind: &Recurring,
) -> Vec<&'a Arc<EvidenceKind>> {
    context
        .resolution
        .requirements
        .iter()
        .filter_map(|other| match &other.kind {
            Kind::Recurring(rival)
                if kind.independent_of.contains(&other.id)
                    || rival.independent_of.contains(&requirement.id) =>
            {
                Some(&rival.evidence)
            }
            Kind::Recurring(_)
            | Kind::Contents(_)
            | Kind::Fields(_)
            | Kind::Submission(_)
            | Kind::Examination(_)
            | Kind::Development(_)
            | Kind::Trend(_)
            | Kind::Principle(_) => None,
        })
        .collect()
}

/// Whether a row is credited to another requirement that does not share it.
pub fn counts_elsewhere(
    context: &Context<'_>,
    requirement: &Requirement,
    kind: &Recurring,
    entry: &Entry,
) -> bool {
    rival_of(&rivals(context, requirement, kind), kind, entry).is_some()
}

/// The evidence that an Art cell names before this one.
fn rival_of<'r, 'a>(
    rivals: &'r [&'a Arc<EvidenceKind>],
    kind: &Recurring,
    entry: &Entry,
) -> Option<&'r &'a Arc<EvidenceKind>> {
    let own = rows::position_in_kind(entry, &kind.evidence);
    rivals.iter().find(|rival| {
        rows::position_in_kind(entry, rival)
            .is_some_and(|theirs| own.is_none_or(|own| theirs < own))
    })
}

#[expect(
    clippy::too_many_arguments,
    reason = "one row against one requirement: each argument is one side of it"
)]
fn row(
    context: &Context<'_>,
    kind: &Recurring,
    rivals: &[&Arc<EvidenceKind>],
    candidate: &Candidate<'_>,
    concern: Concern,
    period: Period,
    outcome: &mut Outcome,
    proofs: &mut Vec<Proof>,
) {
    let entry = candidate.entry;
    let placement = context.place(candidate, period);
    match placement {
        Placement::Outside => return,
        Placement::BeforeResolution => {
            let same_year = candidate.span().is_some_and(|s| {
                chrono::Datelike::year(&s.from) == chrono::Datelike::year(&period.to)
            });
            if same_year
                && period.contains(context.resolution.adopted_on)
                && concern == Concern::Yes
            {
                outcome.rejected.push(rejected(entry, "vor dem Beschluss"));
            }
            return;
        }
        Placement::Inside | Placement::Partly | Placement::Undated => {}
    }
    if let RowState::Nothing(reason) = &candidate.state {
        outcome.rejected.push(rejected(entry, reason.clone()));
        return;
    }
    if let Some(rival) = rival_of(rivals, kind, entry) {
        if rows::position_in_kind(entry, &kind.evidence).is_some() {
            let name = rival.kinds.first().map_or("", |phrase| phrase.text.as_str());
            outcome.rejected.push(rejected(entry, format!("zählt schon als „{name}“")));
        }
        return;
    }
    if let Some(doubt) = doubt(candidate, concern, placement, kind) {
        let (field, text) = doubt;
        outcome.unknown.push(question(entry, field, text));
        return;
    }
    let counts = match (&candidate.state, kind.performance) {
        (RowState::Held { .. }, _) => true,
        (RowState::Planned, _) => {
            plan(candidate, outcome);
            false
        }
        (RowState::Offered { planned }, performance) => {
            if *planned {
                plan(candidate, outcome);
            }
            if performance == Performance::Held && !planned {
                outcome
                    .rejected
                    .push(rejected(entry, "nur angeboten, nicht als durchgeführt vermerkt"));
            }
            performance == Performance::Offered
        }
        (RowState::Nothing(_) | RowState::Unknown(_), _) => false,
    };
    if counts {
        let held = matches!(candidate.state, RowState::Held { .. });
        proofs.push(Proof {
            grade: criteria::grade(context, entry, &kind.criteria),
            evidence: proof(entry),
            fact: fact(candidate, held),
            held,
            counted_as: context.duplicates.counted_as(entry),
        });
    }
}

fn plan(candidate: &Candidate<'_>, outcome: &mut Outcome) {
    if let Some(span) = candidate.span() {
        outcome.plan(span.from);
    }
}

/// Why a row is a question, where it is one, and the field that would decide.
fn doubt(
    candidate: &Candidate<'_>,
    concern: Concern,
    placement: Placement,
    kind: &Recurring,
) -> Option<(Field, String)> {
    let line = candidate.entry.line();
    let wanted = kind.evidence.kinds.first().map_or("", |phrase| phrase.text.as_str());
    match (candidate.fit, concern, placement, &candidate.state) {
        (Fit::Doubtful, ..) => Some((
            Field::Kind,
            format!("ob in Zeile {line} „{wanted}“ im Sinne des Beschlusses gemeint ist"),
        )),
        (Fit::Possible | Fit::No, ..) => {
            Some((Field::Kind, format!("ob mit Zeile {line} „{wanted}“ gemeint ist")))
        }
        (_, Concern::Perhaps, ..) => {
            Some((Field::Branch, format!("für welchen Verband Zeile {line} gilt")))
        }
        (_, _, Placement::Undated, _) => Some((
            Field::Date,
            format!("wann der Termin in Zeile {line} stattfand (kein lesbares Datum)"),
        )),
        (_, _, Placement::Partly, _) => {
            Some((Field::Date, format!("ob der Termin in Zeile {line} in den Zeitraum fällt")))
        }
        (_, _, _, RowState::Unknown(reason)) => {
            Some((Field::Status, format!("ob Zeile {line} zählt ({reason})")))
        }
        _ => None,
    }
}

fn fact(candidate: &Candidate<'_>, held: bool) -> String {
    let when = candidate.span().map(wording::on).unwrap_or_default();
    let by_list = if matches!(candidate.state, RowState::Held { by_list: true }) {
        " (laut Liste)"
    } else {
        ""
    };
    if held {
        format!("durchgeführt {when}{by_list}")
    } else {
        format!("angeboten mit Termin {when}; wann das Angebot erging, sagt die Liste nicht")
    }
}

fn letters(
    context: &Context<'_>,
    kind: &Recurring,
    subject: Option<BranchId>,
    period: Period,
    outcome: &mut Outcome,
    proofs: &mut Vec<Proof>,
) {
    let sent = offers::sent(context, &kind.evidence, &kind.criteria, subject, period);
    outcome.unknown.extend(offers::unclear(context, &kind.evidence, subject, period));
    if subject.is_none()
        && !sent.is_empty()
        && let Some((reached, of)) = reached(context, kind, &sent)
    {
        outcome.hints.push(format!("Das Angebot ging an {reached} von {of} Verbänden."));
    }
    for letter in sent {
        let cell = letter.entry.at(Field::SentOn).unwrap_or_else(|| letter.entry.first_cell());
        let title = letter.entry.text(Field::Letter).unwrap_or_default();
        if declined(context, letter.entry) {
            let day =
                letter.entry.date(Field::AnswerOn).span().map(|on| format!(" {}", wording::on(on)));
            outcome.hints.push(format!("Vom Verband abgelehnt{}.", day.unwrap_or_default()));
        }
        proofs.push(Proof {
            grade: letter.grade,
            evidence: Evidence { value: wording::span(letter.on), cell },
            fact: format!("„{title}“ versandt {}", wording::on(letter.on)),
            held: false,
            counted_as: letter.entry.first_cell(),
        });
    }
    for (span, cell) in offers::appointments(context, &kind.evidence, subject) {
        if !period.contains(span.from) {
            continue;
        }
        if span.from > context.as_of.0 {
            outcome.plan(span.from);
        } else if span.to < context.as_of.0
            && !offers::is_listed(context, &kind.evidence, subject, span)
        {
            outcome.hints.push(format!("{}.", offers::asks_whether_held(span, &cell)));
        }
    }
}

/// How many of the letter's recipients a state-wide offer reached.
fn reached(
    context: &Context<'_>,
    kind: &Recurring,
    sent: &[offers::Sent<'_>],
) -> Option<(usize, usize)> {
    let letter =
        kind.evidence.offer_letters.first().and_then(|key| context.resolution.letter(key))?;
    let LetterTo::Group(group) = &letter.to else { return None };
    let all: Vec<BranchId> = context
        .records
        .branches
        .iter()
        .filter(|branch| group.kinds.contains(&branch.kind) && branch.exists_on(context.cutoff()))
        .map(|branch| branch.id)
        .collect();
    let reached = all
        .iter()
        .filter(|id| {
            sent.iter()
                .any(|letter| context.concern(letter.entry, Some(letter.on), **id) == Concern::Yes)
        })
        .count();
    Some((reached, all.len()))
}

/// Whether the answer in a row of the register declines what was offered.
pub fn declined(context: &Context<'_>, entry: &Entry) -> bool {
    answered(context, entry, &["abgelehnt", "nein", "dieses jahr nicht", "kein interesse"])
}

fn answered(context: &Context<'_>, entry: &Entry, words: &[&str]) -> bool {
    offers::answer_exists(context, entry)
        && entry.text(Field::Answer).is_some_and(|answer| {
            let answer = normal(answer);
            words.iter().any(|word| answer == *word || answer.starts_with(&format!("{word} ")))
        })
}

/// Best proof wins: full, then partial, then unknown; `mindestens` full ones are needed.
fn weigh(kind: &Recurring, proofs: Vec<Proof>, outcome: &mut Outcome) {
    let needed = kind.at_least as usize;
    let mut full = BTreeSet::new();
    let mut unknown_rows = BTreeSet::new();
    let mut partial: Option<(Vec<Missing>, Evidence, String)> = None;
    let mut deficient_performance = None;
    let mut unknown: Vec<Unknown> = Vec::new();
    let mut full_facts = Vec::new();
    for proof in proofs {
        match proof.grade {
            Grade::Full => {
                if full.insert(proof.counted_as) {
                    full_facts.push((proof.evidence, proof.fact));
                }
            }
            Grade::Partial(missing) => {
                if proof.held {
                    let deviates = format!(
                        "Durchführung weicht ab: {}, es {}.",
                        proof.fact,
                        wording::lacking(&missing)
                    );
                    deficient_performance = Some(
                        deficient_performance
                            .map_or(deviates.clone(), |other: String| other.min(deviates)),
                    );
                }
                // of equally good ones the same one is named, in whatever order the lists have them
                let rank = |missing: &[Missing], fact: &str| {
                    let ids: Vec<String> = missing.iter().map(|m| m.id.clone()).collect();
                    (missing.len(), ids, fact.to_owned())
                };
                let better = partial
                    .as_ref()
                    .is_none_or(|(best, _, fact)| rank(&missing, &proof.fact) < rank(best, fact));
                if better {
                    partial = Some((missing, proof.evidence, proof.fact));
                }
            }
            Grade::Unknown(cells) => {
                unknown_rows.insert(proof.counted_as);
                unknown.extend(cells);
                outcome.facts.push(proof.fact);
            }
        }
    }
    let open_rows = outcome.unknown.len();
    outcome.unknown.extend(unknown);
    let reachable = full.len() + unknown_rows.len() + open_rows >= needed;
    if full.len() >= needed {
        outcome.finding = Finding::Full;
        outcome.facts.clear();
        if full_facts
            .iter()
            .all(|(_, fact)| fact.contains("versandt") || fact.starts_with("angeboten"))
        {
            outcome.hints.extend(deficient_performance);
        }
    } else if full.is_empty() && partial.is_none() {
        outcome.finding = if outcome.unknown.is_empty() { Finding::None } else { Finding::Unknown };
    } else {
        outcome.finding = Finding::Partial;
        outcome.could_be_full = reachable && !outcome.unknown.is_empty();
        if full.is_empty() {
            outcome.facts.clear();
        } else {
            outcome.missing.push(Missing {
                id: "mindestens".to_owned(),
                text: format!("{} von {needed} erreicht", full.len()),
                criterion: false,
            });
        }
    }
    for (evidence, fact) in full_facts {
        outcome.evidence.push(evidence);
        outcome.facts.push(fact);
    }
    if outcome.finding == Finding::Partial
        && outcome.evidence.is_empty()
        && let Some((missing, evidence, fact)) = partial
    {
        outcome.missing.extend(missing);
        outcome.evidence.push(evidence);
        outcome.facts.push(fact);
    }
}

/// The informative steps of one branch: offered, accepted or declined, held, held in full.
pub fn ladder(
    context: &Context<'_>,
    requirement: &Requirement,
    kind: &Recurring,
    subject: BranchId,
    period: Period,
) -> Ladder {
    let mut ladder = Ladder {
        requirement: requirement.id.clone(),
        subject,
        offered: None,
        accepted: None,
        declined: None,
        held: None,
        held_in_full: None,
        perhaps_held: false,
    };
    for letter in offers::sent(context, &kind.evidence, &[], Some(subject), period) {
        let cell = |field| letter.entry.at(field).unwrap_or_else(|| letter.entry.first_cell());
        let value = |field| letter.entry.text(field).unwrap_or_default().to_owned();
        ladder.offered.get_or_insert_with(|| Evidence {
            cell: cell(Field::SentOn),
            value: value(Field::SentOn),
        });
        if answered(context, letter.entry, &["angenommen", "zugesagt", "ja", "zusage", "termin"]) {
            ladder.accepted.get_or_insert_with(|| Evidence {
                cell: cell(Field::Answer),
                value: value(Field::Answer),
            });
        }
        if letter.entry.date(Field::Appointment).span().is_some()
            && offers::answer_exists(context, letter.entry)
        {
            ladder.accepted.get_or_insert_with(|| Evidence {
                cell: cell(Field::Appointment),
                value: value(Field::Appointment),
            });
        }
        if declined(context, letter.entry) {
            ladder.declined.get_or_insert_with(|| Evidence {
                cell: cell(Field::Answer),
                value: value(Field::Answer),
            });
        }
    }
    let mut unclear = !context.covers_period(kind.evidence.list, period);
    for (candidate, concern) in context.concerning(&kind.evidence, Some(subject)) {
        let place = context.place(candidate, period);
        if matches!(place, Placement::Outside | Placement::BeforeResolution) {
            continue;
        }
        if candidate.fit != Fit::Yes || concern != Concern::Yes || place != Placement::Inside {
            unclear |= matches!(candidate.state, RowState::Held { .. } | RowState::Unknown(_));
            continue;
        }
        let evidence = proof(candidate.entry);
        match &candidate.state {
            RowState::Held { .. } => {
                ladder.offered.get_or_insert_with(|| evidence.clone());
                ladder.accepted.get_or_insert_with(|| evidence.clone());
                ladder.held.get_or_insert_with(|| evidence.clone());
                let in_full = kind
                    .criteria
                    .iter()
                    .all(|c| criteria::judge(context, candidate.entry, c) == Tri::Yes);
                if in_full {
                    ladder.held_in_full.get_or_insert(evidence);
                }
            }
            RowState::Offered { .. } => {
                ladder.offered.get_or_insert_with(|| evidence.clone());
                if candidate
                    .entry
                    .text(Field::Status)
                    .is_some_and(|status| normal(status) == "zugesagt")
                {
                    ladder.accepted.get_or_insert(evidence);
                }
            }
            RowState::Planned => {
                ladder.accepted.get_or_insert(evidence);
            }
            RowState::Unknown(_) => unclear = true,
            RowState::Nothing(_) => {}
        }
    }
    ladder.perhaps_held = unclear && ladder.held.is_none();
    ladder
}

/// The held rows of a recurring requirement, whatever their criteria; what *inhalte* looks at.
pub fn held_items<'c, 'a>(
    context: &'c Context<'a>,
    evidence: &EvidenceKind,
    subject: Option<BranchId>,
    inside: impl Fn(&Candidate<'a>) -> Placement,
) -> (Vec<&'c Candidate<'a>>, Vec<Unknown>) {
    let mut items = Vec::new();
    let mut unknown = Vec::new();
    for (candidate, concern) in context.concerning(evidence, subject) {
        let placement = inside(candidate);
        if matches!(placement, Placement::Outside | Placement::BeforeResolution) {
            continue;
        }
        let certain =
            candidate.fit == Fit::Yes && concern == Concern::Yes && placement == Placement::Inside;
        match &candidate.state {
            RowState::Held { .. } if certain => items.push(candidate),
            RowState::Held { .. } | RowState::Unknown(_) => {
                let line = candidate.entry.line();
                unknown.push(question(
                    candidate.entry,
                    Field::Kind,
                    format!("ob Zeile {line} zählt"),
                ));
            }
            RowState::Planned | RowState::Offered { .. } | RowState::Nothing(_) => {}
        }
    }
    (items, unknown)
}

/// First day of a candidate, for ordering.
pub fn first_day(candidate: &Candidate<'_>) -> NaiveDate {
    candidate.span().map_or(NaiveDate::MAX, |span| span.from)
}
