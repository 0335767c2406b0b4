//! Criteria (*Merkmale*) of a row: yes, no or unknown, each with the cell that says so or would say so.

use std::sync::Arc;

use chrono::Datelike;

use super::context::{Context, missing_column};
use crate::domain::{Entry, Field, Missing, Tri, Unknown};
use crate::matching::{self, Phrase, elements};
use crate::resolution::{Criterion, CriterionCheck};
use crate::table::CellRef;

/// How good a row is as proof: any no makes it partial, else any unknown makes it unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Grade {
    Full,
    Partial(Vec<Missing>),
    Unknown(Vec<Unknown>),
}

impl Grade {
    /// Puts the answers to all criteria together; `would_decide` says what would answer an open one.
    pub fn of(
        criteria: &[Arc<Criterion>],
        judge: impl Fn(&Criterion) -> Tri,
        would_decide: impl Fn(&Criterion) -> Unknown,
    ) -> Self {
        let mut missing = Vec::new();
        let mut unknown = Vec::new();
        for criterion in criteria {
            match judge(criterion) {
                Tri::Yes => {}
                Tri::No => missing.push(Missing {
                    id: criterion.key.clone(),
                    text: criterion.text.clone(),
                    criterion: true,
                }),
                Tri::Unknown => unknown.push(would_decide(criterion)),
            }
        }
        if !missing.is_empty() {
            Self::Partial(missing)
        } else if !unknown.is_empty() {
            Self::Unknown(unknown)
        } else {
            Self::Full
        }
    }
}

/// Judges a row by all criteria.
pub fn grade(context: &Context<'_>, entry: &Entry, criteria: &[Arc<Criterion>]) -> Grade {
    Grade::of(
        criteria,
        |criterion| judge(context, entry, criterion),
        |criterion| would_decide(entry, criterion),
    )
}

/// One criterion of one row.
pub fn judge(context: &Context<'_>, entry: &Entry, criterion: &Criterion) -> Tri {
    if let Some(field) = field_of(&criterion.check)
        && context.duplicates.contradicts(entry, field)
    {
        return Tri::Unknown;
    }
    match &criterion.check {
        CriterionCheck::Flag(field) => entry.text(*field).map_or(Tri::Unknown, yes_or_no),
        CriterionCheck::Words { field, yes, no } => {
            entry.text(*field).map_or(Tri::Unknown, |text| by_words(text, yes, no))
        }
        CriterionCheck::AllOf { field, bodies } => bodies
            .iter()
            .map(|body| body_present(context, entry, *field, body))
            .fold(Tri::Yes, Tri::and),
        CriterionCheck::Weekdays(days) => follow_one_another(entry, days),
    }
}

/// The column a criterion looks at; dates have none of their own.
pub fn field_of(check: &CriterionCheck) -> Option<Field> {
    match check {
        CriterionCheck::Flag(field)
        | CriterionCheck::Words { field, .. }
        | CriterionCheck::AllOf { field, .. } => Some(*field),
        CriterionCheck::Weekdays(_) => None,
    }
}

/// Yes/no words of a flag column; a dash, a blank and everything else is unknown.
pub fn yes_or_no(text: &str) -> Tri {
    match text.trim().to_lowercase().as_str() {
        "ja" | "j" | "x" | "✓" | "✔" | "☑" | "1" | "wahr" | "true" => Tri::Yes,
        "nein" | "n" | "0" | "falsch" | "false" | "✗" | "✘" | "☒" => Tri::No,
        _ => Tri::Unknown,
    }
}

fn by_words(text: &str, yes: &[Phrase], no: &[Phrase]) -> Tri {
    let read = |element: &str| {
        if yes.iter().any(|phrase| phrase.is(element)) {
            Tri::Yes
        } else if no.iter().any(|phrase| phrase.is(element)) {
            Tri::No
        } else {
            Tri::Unknown
        }
    };
    let whole = read(text);
    if whole != Tri::Unknown {
        return whole;
    }
    let mut parts = elements(text).into_iter().map(read);
    let Some(first) = parts.next() else { return Tri::Unknown };
    parts.fold(first, |seen, part| if seen == part { seen } else { Tri::Unknown })
}

/// A body named in the list cell, or ticked in its own column; both saying different things is unknown (D613).
pub fn body_present(context: &Context<'_>, entry: &Entry, field: Field, body: &str) -> Tri {
    let listed = body_listed(context, entry, field, body);
    let ticked = body_ticked(context, entry, body);
    match (listed, ticked) {
        (Tri::Yes, Tri::No) | (Tri::No, Tri::Yes) => Tri::Unknown,
        (Tri::Unknown, other) | (other, Tri::Unknown) => other,
        (same, _) => same,
    }
}

/// True where the list column and the body's own column of a row contradict each other.
pub fn columns_contradict(context: &Context<'_>, entry: &Entry, field: Field, body: &str) -> bool {
    let listed = body_listed(context, entry, field, body);
    matches!((listed, body_ticked(context, entry, body)), (Tri::Yes, Tri::No) | (Tri::No, Tri::Yes))
}

fn body_listed(context: &Context<'_>, entry: &Entry, field: Field, body: &str) -> Tri {
    let Some(text) = entry.text(field) else { return Tri::Unknown };
    let mut unrecognised = entry.is_cut_off(field);
    for element in elements(text) {
        match context.bodies_named(element) {
            Some(named) if named.iter().any(|named| context.counts_for(named, body)) => {
                return Tri::Yes;
            }
            Some(_) => {}
            None => unrecognised |= !context.names_a_branch(element),
        }
    }
    if unrecognised { Tri::Unknown } else { Tri::No }
}

fn body_ticked(context: &Context<'_>, entry: &Entry, body: &str) -> Tri {
    let mut seen = Tri::Unknown;
    for cell in entry.bodies.iter() {
        if *cell.body == *body {
            match (seen, cell.present) {
                (_, Tri::Unknown) => {}
                (Tri::Unknown, present) => seen = present,
                (a, b) if a != b => return Tri::Unknown,
                _ => {}
            }
        } else if cell.present == Tri::Yes && context.counts_for(&cell.body, body) {
            seen = Tri::Yes;
        }
    }
    seen
}

/// A Saturday and the directly following Sunday inside the span, say; more days are allowed.
fn follow_one_another(entry: &Entry, days: &[chrono::Weekday]) -> Tri {
    let crate::domain::When::Dated { weekday_contradicts, .. } = entry.when else {
        return Tri::Unknown;
    };
    let Some(span) = super::rows::span(entry) else { return Tri::Unknown };
    if weekday_contradicts || !span.exact {
        return Tri::Unknown;
    }
    let found = span.from.iter_days().take_while(|day| *day <= span.to).any(|start| {
        start.iter_days().zip(days).all(|(day, wanted)| day <= span.to && day.weekday() == *wanted)
            && start
                .checked_add_days(chrono::Days::new(days.len() as u64))
                .is_some_and(|after| after.pred_opt() <= Some(span.to))
    });
    if found { Tri::Yes } else { Tri::No }
}

/// The cell that would decide, or the column that is missing.
fn would_decide(entry: &Entry, criterion: &Criterion) -> Unknown {
    let cell: Option<CellRef> = match &criterion.check {
        CriterionCheck::Flag(field) | CriterionCheck::Words { field, .. } => entry.at(*field),
        CriterionCheck::AllOf { field, bodies } => entry.at(*field).or_else(|| {
            let column = entry
                .sheet
                .bodies
                .iter()
                .find(|(body, _)| bodies.iter().any(|wanted| **wanted == **body));
            column.map(|(_, column)| entry.cell_at(*column))
        }),
        CriterionCheck::Weekdays(_) => entry.at(Field::Date),
    };
    let text = match (&cell, field_of(&criterion.check).and_then(|field| entry.text(field))) {
        (Some(cell), Some(there)) => {
            format!("ob „{}“ zutrifft, lässt Zelle {} offen („{there}“)", criterion.text, cell.a1())
        }
        (Some(cell), None) => {
            format!("ob „{}“ zutrifft, steht nicht in Zelle {}", criterion.text, cell.a1())
        }
        (None, _) => format!("ob „{}“ zutrifft, steht in keiner Spalte der Liste", criterion.text),
    };
    let short = cell.as_ref().map_or_else(
        || missing_column(entry.list(), field_of(&criterion.check).unwrap_or(Field::Date)),
        |cell| format!("Zelle {}", cell.a1()),
    );
    Unknown { cell: cell.or_else(|| Some(entry.first_cell())), text, short }
}

/// How much of the needed elements a text names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    pub named: Vec<usize>,
    /// Named only in another form: a question.
    pub perhaps: Vec<usize>,
    pub absent: Vec<usize>,
}

/// Looks for each element in the whole cell.
pub fn elements_named<'a>(
    text: &str,
    wanted: impl Iterator<Item = &'a crate::resolution::Element>,
) -> Named {
    let words = matching::words(text);
    let mut result = Named::default();
    for (index, element) in wanted.enumerate() {
        match matching::any_in(&element.names, &words) {
            matching::Match::Yes => result.named.push(index),
            matching::Match::Perhaps => result.perhaps.push(index),
            matching::Match::No => result.absent.push(index),
        }
    }
    result
}

/// What the filled cell of a row names. What a cut-off cell does not name may have stood in the part that is lost.
pub fn elements_in<'a>(
    entry: &Entry,
    field: Field,
    wanted: impl Iterator<Item = &'a crate::resolution::Element>,
) -> Option<Named> {
    let mut result = elements_named(entry.text(field)?, wanted);
    if entry.is_cut_off(field) {
        result.perhaps.append(&mut result.absent);
    }
    Some(result)
}

/// Whether any row names an element of a requirement about contents; each text is looked at once.
pub fn any_row_names(entries: &[Entry], kind: &crate::resolution::Contents) -> bool {
    let mut seen = std::collections::BTreeSet::new();
    entries.iter().filter_map(|entry| entry.text(kind.field)).any(|text| {
        seen.insert(super::rows::lies(text))
            && !elements_named(text, kind.elements.iter()).named.is_empty()
    })
}
