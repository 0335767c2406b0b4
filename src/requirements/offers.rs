//! Offers by letter. A generated letter is not a sent one: only „versandt am“ counts, and a letter is credited only
//! with the promises it really contains.

use std::sync::Arc;

use crate::domain::{BranchId, Entry, Field, Missing, Period, Span, Tri, Unknown};
use crate::matching::{Match, Phrase, normal, words};
use crate::resolution::{Criterion, EvidenceKind, LetterKind};

use super::context::{Concern, Context, Registered};
use super::criteria::Grade;
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
        .filter_map(|Registered { entry, letter }| {
            let on = entry.date(Field::SentOn).span()?;
            let inside =
                rows::place(Some(on), period, context.resolution.adopted_on) == Placement::Inside;
            let concerns = subject
                .is_none_or(|branch| context.concern(entry, Some(on), branch) == Concern::Yes);
            (inside && concerns && on.to <= context.as_of.0).then(|| Sent {
                entry,
                on,
                grade: grade(entry, letter, criteria),
            })
        })
        .collect()
}

/// The days branches have entered beside an answer: planned events.
pub fn appointments<'a>(
    context: &'a Context<'_>,
    evidence: &'a EvidenceKind,
    subject: Option<BranchId>,
) -> impl Iterator<Item = Span> + 'a {
    context
        .letters_to(subject)
        .into_iter()
        .filter(|registered| evidence.offer_letters.contains(&registered.letter.key))
        .filter(|registered| answer_exists(context, registered.entry))
        .filter_map(|registered| registered.entry.date(Field::Appointment).span())
}

/// What is dated after the Stichtag in the register does not exist yet: neither the letter nor its answer.
pub fn answer_exists(context: &Context<'_>, entry: &Entry) -> bool {
    [Field::SentOn, Field::AnswerOn]
        .into_iter()
        .filter_map(|field| entry.date(field).span())
        .all(|span| span.to <= context.as_of.0)
}

fn grade(entry: &Entry, letter: &LetterKind, criteria: &[Arc<Criterion>]) -> Grade {
    let mut missing = Vec::new();
    let mut unknown = Vec::new();
    for criterion in criteria {
        match promised(entry, letter, criterion) {
            Tri::Yes => {}
            Tri::No => {
                missing.push(Missing { id: criterion.key.clone(), text: criterion.text.clone() });
            }
            Tri::Unknown => {
                let cell = entry.at(Field::Promises).unwrap_or_else(|| entry.first_cell());
                unknown.push(Unknown {
                    text: format!(
                        "ob der Brief „{}“ zusagt, steht nicht in Zelle {}",
                        criterion.text,
                        cell.a1()
                    ),
                    short: format!("Zelle {}", cell.a1()),
                    cell: Some(cell),
                });
            }
        }
    }
    if !missing.is_empty() {
        Grade::Partial(missing)
    } else if !unknown.is_empty() {
        Grade::Unknown(unknown)
    } else {
        Grade::Full
    }
}

/// Whether the letter promises a criterion. A register kept by hand, without the column „Zusagen“, is credited with
/// all that its kind of letter promises; with the column, only with what stands there („alles“ for everything).
fn promised(entry: &Entry, letter: &LetterKind, criterion: &Criterion) -> Tri {
    if entry.sheet.column(Field::Promises).is_none() {
        return if letter.promises.contains(&criterion.key) { Tri::Yes } else { Tri::No };
    }
    let Some(text) = entry.text(Field::Promises) else { return Tri::Unknown };
    if matches!(normal(text).as_str(), "alles" | "alle" | "vollständig") {
        return Tri::Yes;
    }
    let there = words(text);
    let says = |wanted: &str| {
        Phrase::new(wanted).is_some_and(|phrase| phrase.find_in(&there) == Match::Yes)
    };
    let named = says(&criterion.key)
        || says(&criterion.text)
        || criterion.promise.as_deref().is_some_and(says);
    if named { Tri::Yes } else { Tri::No }
}
