//! Requirement kind *pruefung*: something was examined, with a recorded result. A reasoned No is a result.
//!
//! # What it demands
//! „soll … geprüft werden“.
//! # What counts
//! A measure of the Art naming the topic: result written and erledigt (or no status) is full; begun, or erledigt
//! without a result, is partial.
//! # What does not
//! A planned examination is none. Without a deadline nothing is ever missed.
//! # Declared as
//! `[anforderung.pruefung]` nachweis, thema; `frist` at the requirement

use super::context::Context;
use super::rows::{self, Fit, RowState};
use super::{Finding, Outcome, deadline_of, has_happened, proof, question, rejected};
use crate::domain::{Field, Missing, StatusWord};
use crate::matching::Match;
use crate::resolution::{Examination, Requirement};
use crate::wording;

pub fn judge(context: &Context<'_>, kind: &Examination, requirement: &Requirement) -> Outcome {
    let mut outcome = Outcome::new(Finding::None, deadline_of(context, requirement));
    let adopted = context.resolution.adopted_on;
    let cutoff = context.cutoff();
    for candidate in context.candidates(&kind.evidence) {
        let entry = candidate.entry;
        let topic = rows::topic(entry, &kind.topics);
        if topic == Match::No {
            continue;
        }
        let line = entry.line();
        let Some(span) = entry.when.span() else {
            if let RowState::Nothing(reason) = &candidate.state {
                outcome.rejected.push(rejected(entry, reason.clone()));
            } else {
                outcome.unknown.push(question(
                    entry,
                    Field::Date,
                    format!("wann die Prüfung in Zeile {line} stattfand"),
                ));
            }
            continue;
        };
        if !has_happened(context, candidate, &mut outcome) {
            continue;
        }
        if span.to < adopted && entry.status != StatusWord::InProgress {
            outcome.rejected.push(rejected(entry, "vor dem Beschluss"));
            continue;
        }
        if span.from > cutoff {
            if entry.text(Field::Result).is_some() {
                outcome.hints.push(format!("Nachgeholt {}.", wording::on(span)));
            }
            continue;
        }
        let unclear = matches!(candidate.state, RowState::Unknown(_))
            || context.duplicates.contradicts(entry, Field::Result);
        if candidate.fit != Fit::Yes || topic == Match::Perhaps || unclear {
            outcome.unknown.push(question(
                entry,
                Field::Kind,
                format!("ob die Prüfung in Zeile {line} gemeint ist"),
            ));
            continue;
        }
        let finished =
            matches!(entry.status, StatusWord::Done | StatusWord::None) && span.to <= cutoff;
        let has_result = entry.text(Field::Result).is_some();
        if has_result
            && entry.status == StatusWord::Done
            && span.to > cutoff
            && span.to <= context.as_of.0
        {
            outcome.hints.push(format!("Nachgeholt am {}.", wording::date(span.to)));
        }
        let (finding, text) = if finished && has_result {
            (Finding::Full, format!("geprüft ({}), Ergebnis in Zeile {line}", wording::span(span)))
        } else {
            (
                Finding::Partial,
                format!("Prüfung begonnen am {}, noch ohne Ergebnis", wording::date(span.from)),
            )
        };
        if finding == Finding::Full && outcome.finding != Finding::Full {
            outcome.evidence.clear();
            outcome.facts.clear();
            outcome.missing.clear();
        }
        let better = finding == Finding::Full || outcome.finding != Finding::Full;
        if better {
            let mut evidence = proof(entry);
            if let (Finding::Full, Some(cell)) = (&finding, entry.cell(Field::Result)) {
                evidence.cell = entry.cell_at(cell.column);
                evidence.value = cell.text.to_string();
            }
            if finding == Finding::Partial && outcome.missing.is_empty() {
                outcome.missing.push(Missing {
                    id: Field::Result.key().to_owned(),
                    text: "Ergebnis der Prüfung".to_owned(),
                    criterion: false,
                });
            }
            outcome.evidence.push(evidence);
            outcome.facts.push(text);
            outcome.finding = finding;
        }
    }
    match outcome.finding {
        Finding::Full => outcome.unknown.clear(),
        Finding::Partial => outcome.could_be_full = !outcome.unknown.is_empty(),
        Finding::None if !outcome.unknown.is_empty() => outcome.finding = Finding::Unknown,
        Finding::None if !context.covers_since_resolution(kind.evidence.list) => {
            outcome.finding = Finding::Unknown;
            outcome
                .unknown
                .push(context.missing_list(kind.evidence.list, "die Zeit seit dem Beschluss"));
        }
        Finding::None => outcome.hints.extend(context.list_ends_early(kind.evidence.list, cutoff)),
        Finding::Unknown | Finding::NotApplicable(_) | Finding::Judgement => {}
    }
    outcome
}
