//! The gate before every reminder (*erinnerung*), the only kind of letter that accuses.
//!
//! A reminder is written only where it is certain that something is still open: never because a file or a list is
//! missing, never for *undetermined*, never while a question stands about the branch, never under a valid Ausnahme, never
//! where somebody has answered or a day is fixed.
//!
//! Where offering suffices, a complete offer that was sent already fulfils the requirement: then nobody is written to
//! again (rules, section 7), but whoever has not answered can be called, behind the same gate.

use super::{Facts, Recipient, history};
use crate::domain::{Field, ListKind, Period, Status, Verdict};
use crate::matching::Match;
use crate::requirements::context::Concern;
use crate::requirements::rows::{self, Placement};
use crate::requirements::{Context, Fit, RowState, list_name};
use crate::resolution::{EvidenceKind, Kind, LetterKind, Requirement};
use crate::wording;

/// What somebody is about to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Remind of a paper.
    Remind,
    /// Remind of a letter that offered something.
    RemindOfOffer,
    /// Call about such a letter: a verdict that rests on nothing but the letters does not stop it.
    Call,
}

/// Why no reminder may be written, or nobody called; `None` where it may be done.
pub(super) fn obstacle(
    facts: &Facts<'_>,
    context: &Context<'_>,
    letter: &LetterKind,
    recipient: &Recipient,
    step: Step,
) -> Option<String> {
    if let Some(file) = facts.records.failed_files.first() {
        return Some(format!("„{file}“ konnte nicht gelesen werden; bis dahin keine Nachfrage"));
    }
    if !context.covers_period(ListKind::Events, context.year) {
        return Some(format!(
            "die Liste „{}“ enthält keine Zeile für {}; bis dahin keine Nachfrage",
            list_name(ListKind::Events),
            context.year.spoken()
        ));
    }
    let requirements = facts.requirements_of(letter);
    if requirements.is_empty() {
        return Some("kein Punkt des Beschlusses nennt diesen Brief".into());
    }
    requirements.into_iter().find_map(|requirement| {
        let Some(verdict) = facts.verdict(&requirement.id, recipient) else {
            return Some(format!("zu {} gibt es kein Ergebnis", requirement.id));
        };
        by_verdict(facts, verdict, step)
            .or_else(|| by_rows(context, requirement, recipient, verdict.period, step))
    })
}

/// True for what stops a letter only until somebody has answered a question or a file can be read again.
pub(super) fn passes(obstacle: &str) -> bool {
    [
        "noch zu klären",
        "bis dahin keine Nachfrage",
        "erst klären",
        "kann das Ergebnis noch ändern",
        "erst angeboten",
    ]
    .iter()
    .any(|sign| obstacle.contains(sign))
}

fn by_verdict(facts: &Facts<'_>, verdict: &Verdict, step: Step) -> Option<String> {
    let id = &verdict.requirement;
    match verdict.status {
        Status::Open | Status::Partial | Status::Missed => {}
        Status::Fulfilled if rests_on_letters(facts, verdict) && step == Step::Call => {}
        Status::Fulfilled if rests_on_letters(facts, verdict) && step == Step::RemindOfOffer => {
            return Some(format!(
                "{id}: {} durch das Angebot; wer nicht antwortet, wird angerufen",
                verdict.label
            ));
        }
        Status::Fulfilled | Status::NotApplicable | Status::Judgement => {
            return Some(format!("{id}: {}", verdict.label));
        }
        Status::Undetermined => {
            return Some(format!("{id}: {}; erst klären, dann fragen", verdict.label));
        }
    }
    if let Some(exception) = verdict.exception.as_ref().filter(|exception| exception.valid) {
        let until = exception.until.map(|day| format!(" bis {}", wording::date(day)));
        return Some(format!("Ausnahme{} ({})", until.unwrap_or_default(), exception.cell));
    }
    if let Some(unknown) = verdict.unknown.first() {
        return Some(format!("{id}: noch zu klären, {}", unknown.text));
    }
    if verdict.could_be.is_some() {
        return Some(format!("{id}: eine offene Angabe kann das Ergebnis noch ändern"));
    }
    verdict.planned.map(|day| format!("geplant am {}", wording::date(day)))
}

/// True where every cell that proves the verdict is one of the letters' register.
fn rests_on_letters(facts: &Facts<'_>, verdict: &Verdict) -> bool {
    !verdict.evidence.is_empty()
        && verdict.evidence.iter().all(|evidence| {
            facts.records.dispatches.iter().any(|entry| {
                let own =
                    entry.row == evidence.cell.row && entry.sheet.source == evidence.cell.source;
                // „versandt am“ of its batch
                own || entry.at(Field::SentOn).as_ref() == Some(&evidence.cell)
            })
        })
}

fn by_rows(
    context: &Context<'_>,
    requirement: &Requirement,
    recipient: &Recipient,
    period: Period,
    step: Step,
) -> Option<String> {
    match &requirement.kind {
        Kind::Recurring(kind) => {
            event_in_the_way(context, &kind.evidence, recipient, period, step != Step::Remind)
        }
        Kind::Submission(kind) => undated(context, &kind.evidence, &kind.topics),
        Kind::Examination(kind) => undated(context, &kind.evidence, &kind.topics),
        Kind::Contents(_)
        | Kind::Fields(_)
        | Kind::Development(_)
        | Kind::Trend(_)
        | Kind::Principle(_) => None,
    }
}

/// A row that is held, fixed, offered or a question for this recipient.
fn event_in_the_way(
    context: &Context<'_>,
    evidence: &EvidenceKind,
    recipient: &Recipient,
    period: Period,
    reminds_of_offer: bool,
) -> Option<String> {
    let branch = match recipient {
        Recipient::Branch(id) => Some(*id),
        Recipient::Body(_) => None,
    };
    context.concerning(evidence, branch).into_iter().find_map(|(candidate, concern)| {
        let place = candidate.entry.first_cell();
        let certain = candidate.fit == Fit::Yes && concern == Concern::Yes;
        let ahead = candidate.span().is_some_and(|span| span.from > context.as_of.0);
        let placed = match context.place(candidate, period) {
            Placement::Inside | Placement::Partly | Placement::Undated => true,
            Placement::Outside | Placement::BeforeResolution => ahead,
        };
        if !placed {
            return None;
        }
        match &candidate.state {
            RowState::Unknown(why) => Some(format!("noch zu klären: {why} ({place})")),
            RowState::Held { .. } | RowState::Planned | RowState::Offered { .. } if !certain => {
                Some(format!("noch zu klären: möglicher Nachweis ({place})"))
            }
            RowState::Planned | RowState::Offered { planned: true } => {
                let when = candidate.span().map(wording::span).unwrap_or_default();
                Some(format!("Termin am {when} steht in der Liste ({place})"))
            }
            // a deficient event leaves a requirement partial; asking for an answer to the offer would be odd all the same
            RowState::Held { .. } if reminds_of_offer => {
                Some(format!("hat schon stattgefunden ({place})"))
            }
            RowState::Offered { planned: false } if reminds_of_offer => {
                Some(format!("steht schon in der Veranstaltungsliste ({place})"))
            }
            RowState::Held { .. } | RowState::Offered { planned: false } | RowState::Nothing(_) => {
                None
            }
        }
    })
}

/// A paper or examination without a readable date may be the one that is missed.
fn undated(
    context: &Context<'_>,
    evidence: &EvidenceKind,
    topics: &[crate::matching::Phrase],
) -> Option<String> {
    context
        .candidates(evidence)
        .iter()
        .filter(|candidate| candidate.span().is_none())
        .filter(|candidate| !matches!(candidate.state, RowState::Nothing(_)))
        .find(|candidate| rows::topic(candidate.entry, topics) != Match::No)
        .map(|candidate| {
            format!("noch zu klären: Zeile ohne lesbares Datum ({})", candidate.entry.first_cell())
        })
}

/// What the recipient has said to the offer, where anything is noted.
pub(super) fn answer(facts: &Facts<'_>, dispatches: &[history::Dispatch<'_>]) -> Option<String> {
    dispatches.iter().find_map(|dispatch| history::answer(facts, dispatch.entry))
}
