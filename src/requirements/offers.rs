//! Offers by letter. A generated letter is not a sent one: only „versandt am“ counts, and a letter is credited only
//! with the promises it really contains.

use std::sync::Arc;

use crate::domain::{BranchId, DateReading, Entry, Field, Period, Span, Tri, Unknown};
use crate::matching::{Match, Phrase, any_in, elements, normal, words};
use crate::resolution::{Criterion, CriterionCheck, EvidenceKind, LetterKind};

use crate::table::CellRef;
use crate::wording;

use super::context::{Concern, Context, Registered};
use super::criteria::Grade;
use super::question;
use super::rows::{self, Placement};

/// A letter of the register that was sent.
pub struct Sent<'a> {
    pub entry: &'a Entry,
    pub on: Span,
    pub grade: Grade,
}

/// The sent letters that offer this evidence to the subject within the period, at the Stichtag.
pub fn sent<'a>(
    context: &Context<'a>,
    evidence: &EvidenceKind,
    criteria: &[Arc<Criterion>],
    subject: Option<BranchId>,
    period: Period,
) -> Vec<Sent<'a>> {
    context
        .letters_to(subject)
        .into_iter()
        .filter(|registered| evidence.offer_letters.contains(&registered.letter.key))
        .filter(|registered| registered.certain)
        .filter_map(|Registered { entry, letter, .. }| {
            let on = entry.date(Field::SentOn).span()?;
            let inside =
                rows::place(Some(on), period, context.resolution.adopted_on) == Placement::Inside;
            let concerns = concern(context, entry, Some(on), subject) == Concern::Yes;
            (inside && concerns && on.to <= context.as_of.0).then(|| Sent {
                entry,
                on,
                grade: grade(context, entry, letter, criteria),
            })
        })
        .collect()
}

/// Letters that may offer this evidence to the subject within the period, as what would have to be known: the recipient
/// is ambiguous, or „versandt am“ says no day or only a part of the period.
pub fn unclear(
    context: &Context<'_>,
    evidence: &EvidenceKind,
    subject: Option<BranchId>,
    period: Period,
) -> Vec<Unknown> {
    unclear_rows(context, evidence, subject, period).into_iter().map(|(_, asked)| asked).collect()
}

/// The same with the row of the register each of them is about.
pub fn unclear_rows<'c, 'a>(
    context: &'c Context<'a>,
    evidence: &EvidenceKind,
    subject: Option<BranchId>,
    period: Period,
) -> Vec<(&'c Registered<'a>, Unknown)> {
    let offers = context
        .letters_to(subject)
        .into_iter()
        .filter(|registered| evidence.offer_letters.contains(&registered.letter.key));
    let mut found = Vec::new();
    for registered in offers {
        let Registered { entry, certain, .. } = registered;
        let mut ask = |field, text| found.push((registered, question(entry, field, text)));
        let on = entry.date(Field::SentOn).span();
        let concern = concern(context, entry, on, subject);
        let placement = match (on, entry.date(Field::SentOn)) {
            (Some(on), _) if on.from > context.as_of.0 => Placement::Outside,
            (Some(on), _) if on.to > context.as_of.0 && on.overlaps(period.from, period.to) => {
                Placement::Partly
            }
            (Some(on), _) => rows::place(Some(on), period, context.resolution.adopted_on),
            (None, DateReading::Open | DateReading::Unreadable) => match created(entry) {
                Some(created) if created.overlaps(period.from, period.to) => Placement::Undated,
                None if context.sheet_covers(entry, period) => Placement::Undated,
                _ => Placement::Outside,
            },
            (None, DateReading::Empty | DateReading::Dated { .. }) => Placement::Outside,
        };
        let line = entry.line();
        match (placement, concern) {
            (Placement::Outside | Placement::BeforeResolution, _) | (_, Concern::No) => {}
            (Placement::Inside, _) if !certain => {
                ask(Field::Letter, format!("welcher Brief in Zeile {line} gemeint ist"));
            }
            (Placement::Inside, Concern::Yes) => {}
            (Placement::Inside, Concern::Perhaps) => {
                ask(Field::Recipient, format!("an wen der Brief in Zeile {line} ging"));
            }
            (Placement::Partly | Placement::Undated, _) => {
                // the cell that speaks for its whole batch stands on a sheet of its own
                let own = entry.at(Field::SentOn).is_none_or(|at| at.source == entry.sheet.source);
                let what = match entry.text(Field::Batch) {
                    Some(batch) if !own => format!("wann Sendung {batch} versandt wurde"),
                    Some(_) | None => format!("wann der Brief in Zeile {line} versandt wurde"),
                };
                ask(Field::SentOn, what);
            }
        }
    }
    found
}

/// Whether a letter went to the subject (`None`: to anybody at all); without a recipient it is a question.
fn concern(
    context: &Context<'_>,
    entry: &Entry,
    on: Option<Span>,
    subject: Option<BranchId>,
) -> Concern {
    match subject {
        Some(branch) => context.concern(entry, on, branch),
        None if entry.text(Field::Recipient).is_none() => Concern::Perhaps,
        None => Concern::Yes,
    }
}

fn created(entry: &Entry) -> Option<Span> {
    entry.date(Field::CreatedOn).span()
}

/// What is dated after the Stichtag in the register does not exist yet: neither the letter nor its answer.
pub fn answer_exists(context: &Context<'_>, entry: &Entry) -> bool {
    [Field::SentOn, Field::AnswerOn]
        .into_iter()
        .filter_map(|field| entry.date(field).span())
        .all(|span| span.to <= context.as_of.0)
}

/// The days branches have entered beside an answer, each with its cell: planned events.
pub fn appointments<'a>(
    context: &'a Context<'_>,
    evidence: &'a EvidenceKind,
    subject: Option<BranchId>,
) -> impl Iterator<Item = (Span, CellRef)> + 'a {
    let asking: Vec<&str> =
        context.resolution.letters_asking_for(evidence).map(|letter| &*letter.key).collect();
    context
        .letters_to(subject)
        .into_iter()
        .filter(move |registered| asking.contains(&&*registered.letter.key))
        .filter(|registered| registered.certain && answer_exists(context, registered.entry))
        .filter(move |registered| concern(context, registered.entry, None, subject) == Concern::Yes)
        .filter_map(|Registered { entry, .. }| {
            let cell = entry.at(Field::Appointment).unwrap_or_else(|| entry.first_cell());
            Some((entry.date(Field::Appointment).span()?, cell))
        })
}

/// Whether a list has a row of this kind for these days, also one that is called off.
pub fn is_listed(
    context: &Context<'_>,
    evidence: &EvidenceKind,
    subject: Option<BranchId>,
    days: Span,
) -> bool {
    context
        .concerning(evidence, subject)
        .into_iter()
        .filter_map(|(candidate, _)| candidate.span())
        .any(|span| span.overlaps(days.from, days.to))
}

/// What is to be asked about an agreed day that is over and stands in no list; German, without full stop.
pub fn asks_whether_held(days: Span, cell: &CellRef) -> String {
    format!(
        "Der Termin {} steht nur im Postausgang ({cell}) und ist vorbei; fand er statt, bitte mit seinen Angaben in die Veranstaltungsliste eintragen, sonst dort löschen",
        wording::span(days)
    )
}

fn grade(
    context: &Context<'_>,
    entry: &Entry,
    letter: &LetterKind,
    criteria: &[Arc<Criterion>],
) -> Grade {
    Grade::of(
        criteria,
        |criterion| promised(context, entry, letter, criterion),
        |criterion| {
            let cell = entry.at(Field::Promises).unwrap_or_else(|| entry.first_cell());
            Unknown {
                text: format!(
                    "ob der Brief „{}“ zusagt, steht nicht in Zelle {}",
                    criterion.text,
                    cell.a1()
                ),
                short: format!("Zelle {}", cell.a1()),
                cell: Some(cell),
            }
        },
    )
}

/// Whether the letter promises a criterion. A register kept by hand, without the column „Zusagen“, is credited with
/// all that its kind of letter promises; with the column, only with what stands there („alles“ for everything).
fn promised(
    context: &Context<'_>,
    entry: &Entry,
    letter: &LetterKind,
    criterion: &Criterion,
) -> Tri {
    if entry.sheet.column(Field::Promises).is_none() {
        return if letter.promises.contains(&criterion.key) { Tri::Yes } else { Tri::No };
    }
    let Some(text) = entry.text(Field::Promises) else { return Tri::Unknown };
    if is_everything(text) {
        return Tri::Yes;
    }
    // somebody has edited the letter: what its row claims in the program's words and the letter does not is open
    if criterion
        .promise
        .as_ref()
        .is_some_and(|p| entry.aside().unconfirmed.iter().any(|u| **u == **p))
    {
        return Tri::Unknown;
    }
    let there = words(text);
    if names(context, criterion, text, &there) {
        return Tri::Yes;
    }
    // a cell of which nothing is understood says neither that it was promised nor that it was not
    let nothing = there.is_empty() || matches!(normal(text).as_str(), "nichts" | "keine" | "nein");
    let understood = context
        .resolution
        .criteria
        .values()
        .any(|other| names(context, other, text, &there) || refuses(other, &there));
    if nothing || understood { Tri::No } else { Tri::Unknown }
}

/// Whether the cell „Zusagen“ says that the letter promises all its kind does.
pub fn is_everything(text: &str) -> bool {
    matches!(normal(text).as_str(), "alles" | "alle" | "vollständig")
}

/// Whether the cell names a criterion: by its key, its text, its promise, or as a row of a list would say it.
fn names(context: &Context<'_>, criterion: &Criterion, text: &str, there: &[String]) -> bool {
    let says = |wanted: &str| {
        Phrase::new(wanted).is_some_and(|phrase| phrase.find_in(there) == Match::Yes)
    };
    let as_in_a_list = match &criterion.check {
        CriterionCheck::Words { yes, .. } => {
            any_in(yes, there) == Match::Yes && !refuses(criterion, there)
        }
        CriterionCheck::AllOf { bodies, .. } => bodies.iter().all(|wanted| {
            elements(text)
                .into_iter()
                .filter_map(|element| context.body_named(element))
                .any(|body| context.counts_for(body, wanted))
        }),
        CriterionCheck::Flag(_) | CriterionCheck::Weekdays(_) => false,
    };
    as_in_a_list
        || says(&criterion.key)
        || says(&criterion.text)
        || criterion.promise.as_deref().is_some_and(says)
}

/// Whether the cell says the contrary („digital“ where presence is wanted).
fn refuses(criterion: &Criterion, there: &[String]) -> bool {
    matches!(&criterion.check, CriterionCheck::Words { no, .. } if any_in(no, there) == Match::Yes)
}
