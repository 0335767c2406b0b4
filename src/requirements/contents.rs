//! Requirement kind *inhalte*: the events of another requirement contain all elements, or address all groups.
//!
//! # What it demands
//! „Der Bericht enthält u. A. Informationen zu …“, „Angesprochen werden sollen Neu- und Bestandsmitglieder“.
//! # What counts
//! Held rows of the evidence of `an`, whatever their own criteria. Elements are looked for in the whole cell.
//! # What does not
//! Without a held row there is nothing to judge: not applicable. An empty cell is open for four weeks (the minutes
//! take that long), then unknown; it is never a miss.
//! # Declared as
//! `[anforderung.inhalte]` an, von = jeder | erster | einer, spalte, noetig

use chrono::{Days, NaiveDate};

use super::context::{Candidate, Context};
use super::criteria::{Named, elements_in};
use super::recurring::{counts_elsewhere, first_day, held_items};
use super::rows::{self, Placement};
use super::{Deadline, Finding, Outcome, list_name, missing_column, proof, question};
use crate::domain::{BranchId, Entry, Missing, Period, Unknown};
use crate::resolution::{Contents, Kind, Recurring, Which};
use crate::wording;

/// How long the minutes may take.
const DAYS_FOR_MINUTES: u64 = 28;

/// What one item shows.
pub(crate) enum Item {
    Full,
    Partial(Named),
    /// Filled, but no element named, while other rows of the list name some.
    Nothing,
    /// Cell empty and the four weeks still running.
    Pending,
    Unknown(Unknown),
}

pub fn judge(
    context: &Context<'_>,
    kind: &Contents,
    subject: Option<BranchId>,
    period: Period,
) -> Outcome {
    let Some(recurring) = target(context, kind) else {
        return Outcome::not_applicable("es die Anforderung, an die sie anknüpft, nicht gibt");
    };
    match kind.which {
        Which::First => first(context, kind, recurring, subject),
        Which::Each | Which::Any => in_period(context, kind, recurring, subject, period),
    }
}

/// The recurring requirement whose events are looked at.
pub fn target<'a>(context: &Context<'a>, kind: &Contents) -> Option<&'a Recurring> {
    match context.resolution.requirement(&kind.of).map(|requirement| &requirement.kind) {
        Some(Kind::Recurring(recurring)) => Some(recurring),
        Some(
            Kind::Contents(_)
            | Kind::Fields(_)
            | Kind::Submission(_)
            | Kind::Examination(_)
            | Kind::Development(_)
            | Kind::Trend(_)
            | Kind::Principle(_),
        )
        | None => None,
    }
}

fn in_period(
    context: &Context<'_>,
    kind: &Contents,
    recurring: &Recurring,
    subject: Option<BranchId>,
    period: Period,
) -> Outcome {
    let evidence = &recurring.evidence;
    let (items, uncertain) = held_items(context, evidence, subject, |candidate| {
        if elsewhere(context, kind, recurring, candidate) {
            return Placement::Outside;
        }
        context.place(candidate, period)
    });
    let items = without_copies(context, kind, items);
    if items.is_empty() {
        return nothing_held(context, recurring, uncertain, period);
    }
    let mut outcome = Outcome::new(Finding::Full, Deadline::Elapsed);
    let judged: Vec<(&Candidate<'_>, Item)> = items
        .into_iter()
        .map(|candidate| (candidate, item(context, kind, candidate.entry, true)))
        .collect();
    let any_named = judged.iter().any(|(_, item)| matches!(item, Item::Full | Item::Partial(_)));
    let mut pending = false;
    let mut complete = 0;
    let mut missing = false;
    for (candidate, item) in &judged {
        record(kind, candidate, item, &mut outcome);
        match item {
            Item::Full => complete += 1,
            Item::Partial(_) => missing = true,
            Item::Nothing => {
                missing = true;
                pending |= in_time(context, candidate);
            }
            Item::Pending => pending = true,
            Item::Unknown(unknown) => outcome.unknown.push(unknown.clone()),
        }
    }
    if pending {
        outcome.deadline = Deadline::Running;
    }
    outcome.finding = match kind.which {
        Which::Any if complete > 0 => Finding::Full,
        Which::Any | Which::Each | Which::First => {
            if missing && any_named {
                Finding::Partial
            } else if !outcome.unknown.is_empty() {
                Finding::Unknown
            } else if missing || pending {
                Finding::None
            } else {
                Finding::Full
            }
        }
    };
    if outcome.finding == Finding::Full && !uncertain.is_empty() && kind.which == Which::Each {
        outcome.hints.push("Weitere Zeilen sind noch zu klären.".to_owned());
    }
    if kind.which == Which::Any && outcome.finding == Finding::Partial {
        outcome.could_be_full = !outcome.unknown.is_empty() || !uncertain.is_empty();
    }
    outcome
}

/// A row that counts for another requirement alone is no item of this one.
pub(crate) fn elsewhere(
    context: &Context<'_>,
    kind: &Contents,
    recurring: &Recurring,
    candidate: &Candidate<'_>,
) -> bool {
    context.resolution.requirement(&kind.of).is_some_and(|requirement| {
        counts_elsewhere(context, requirement, recurring, candidate.entry)
    })
}

fn nothing_held(
    context: &Context<'_>,
    recurring: &Recurring,
    uncertain: Vec<Unknown>,
    period: Period,
) -> Outcome {
    let list = recurring.evidence.list;
    let wanted = recurring.evidence.kinds.first().map_or("Termin", |phrase| phrase.text.as_str());
    if uncertain.is_empty() && context.covers_period(list, period) {
        return Outcome::not_applicable(format!(
            "in der Liste „{}“ für {} kein gehaltener Termin „{wanted}“ steht",
            list_name(list),
            period.spoken()
        ));
    }
    let mut outcome = Outcome::new(Finding::Unknown, Deadline::Absent);
    outcome.unknown = uncertain;
    if outcome.unknown.is_empty() {
        outcome.unknown.push(context.missing_list(list, &period.spoken()));
    }
    outcome
}

/// Where a row lies in the time from the resolution to the day judged.
pub(crate) fn since(
    context: &Context<'_>,
    kind: &Contents,
    recurring: &Recurring,
    candidate: &Candidate<'_>,
) -> Placement {
    let adopted = context.resolution.adopted_on;
    let cutoff = context.cutoff();
    match candidate.span() {
        _ if elsewhere(context, kind, recurring, candidate) => Placement::Outside,
        None => Placement::Undated,
        Some(span) if span.to < adopted || span.exact && span.from < adopted => {
            Placement::BeforeResolution
        }
        Some(span) if span.from > cutoff => Placement::Outside,
        Some(span) if span.to > cutoff || span.from < adopted => Placement::Partly,
        Some(_) => Placement::Inside,
    }
}

/// The earliest held item since the resolution; cancelled ones do not use it up.
fn first(
    context: &Context<'_>,
    kind: &Contents,
    recurring: &Recurring,
    subject: Option<BranchId>,
) -> Outcome {
    let evidence = &recurring.evidence;
    let since = |candidate: &Candidate<'_>| since(context, kind, recurring, candidate);
    let (mut items, mut uncertain) = held_items(context, evidence, subject, since);
    items.sort_by_key(|candidate| first_day(candidate));
    if let Some(earliest) = items.first().map(|candidate| first_day(candidate)) {
        // a question about a later one leaves the first as it is
        let might_be_first = |candidate: &Candidate<'_>| {
            let later = candidate.span().is_some_and(|span| span.from > earliest);
            if later { Placement::Outside } else { since(candidate) }
        };
        uncertain = held_items(context, evidence, subject, might_be_first).1;
    }
    let Some(earliest) = items.first() else {
        let mut outcome = Outcome::new(Finding::None, Deadline::Running);
        if !uncertain.is_empty() {
            outcome.finding = Finding::Unknown;
            outcome.unknown = uncertain;
        } else if !context.covers_since_resolution(evidence.list) {
            outcome.finding = Finding::Unknown;
            outcome
                .unknown
                .push(context.missing_list(evidence.list, "die Zeit seit dem Beschluss"));
        }
        for (candidate, _) in context.concerning(evidence, subject) {
            if let (rows::RowState::Planned, Some(span)) = (&candidate.state, candidate.span()) {
                outcome.plan(span.from);
            }
        }
        return outcome;
    };
    // two copies of the first one are one item
    let day = first_day(earliest);
    let copies: Vec<&Candidate<'_>> =
        items.iter().copied().filter(|candidate| first_day(candidate) == day).collect();
    let best = copies
        .iter()
        .map(|candidate| (*candidate, item(context, kind, candidate.entry, false)))
        .min_by_key(|(_, item)| rank(item));
    let mut outcome = Outcome::new(Finding::None, Deadline::Elapsed);
    let Some((candidate, item)) = best else { return outcome };
    record(kind, candidate, &item, &mut outcome);
    outcome.finding = match item {
        Item::Full => Finding::Full,
        Item::Partial(_) => Finding::Partial,
        Item::Nothing | Item::Pending => Finding::None,
        Item::Unknown(unknown) => {
            outcome.unknown.push(unknown);
            Finding::Unknown
        }
    };
    if matches!(outcome.finding, Finding::None | Finding::Partial) {
        if !uncertain.is_empty() {
            outcome.unknown.extend(uncertain);
            if outcome.finding == Finding::None {
                outcome.finding = Finding::Unknown;
            } else {
                outcome.could_be_full = true;
            }
        }
        let (later, _) =
            held_items(context, evidence, subject, |candidate| match candidate.span() {
                Some(span) if span.from > day && span.to <= context.as_of.0 => Placement::Inside,
                _ => Placement::Outside,
            });
        let made_up = later
            .into_iter()
            .filter(|candidate| {
                matches!(self::item(context, kind, candidate.entry, false), Item::Full)
            })
            .min_by_key(|candidate| first_day(candidate));
        if let Some(span) = made_up.and_then(Candidate::span) {
            outcome.hints.push(format!("Nachgeholt {}.", wording::on(span)));
        }
    }
    outcome
}

fn rank(item: &Item) -> u8 {
    match item {
        Item::Full => 0,
        Item::Partial(_) => 1,
        Item::Unknown(_) => 2,
        Item::Pending => 3,
        Item::Nothing => 4,
    }
}

pub(crate) fn without_copies<'c, 'a>(
    context: &Context<'a>,
    kind: &Contents,
    items: Vec<&'c Candidate<'a>>,
) -> Vec<&'c Candidate<'a>> {
    let mut kept: Vec<&'c Candidate<'a>> = Vec::new();
    for candidate in items {
        let counted = context.duplicates.counted_as(candidate.entry);
        match kept.iter_mut().find(|other| context.duplicates.counted_as(other.entry) == counted) {
            Some(other) if other.entry.text(kind.field).is_none() => *other = candidate,
            Some(_) => {}
            None => kept.push(candidate),
        }
    }
    kept
}

fn in_time(context: &Context<'_>, candidate: &Candidate<'_>) -> bool {
    candidate
        .span()
        .and_then(|span| span.to.checked_add_days(Days::new(DAYS_FOR_MINUTES)))
        .is_some_and(|day| context.as_of.0 < day)
}

/// What the cell of one item shows. `wait`: an empty cell is open for four weeks.
pub(crate) fn item(context: &Context<'_>, kind: &Contents, entry: &Entry, wait: bool) -> Item {
    let place = entry.at(kind.field).map_or_else(
        || "in keiner Spalte der Liste".to_owned(),
        |cell| format!("nicht in Zelle {}", cell.a1()),
    );
    if context.duplicates.contradicts(entry, kind.field) {
        return Item::Unknown(question(
            entry,
            kind.field,
            "welche der beiden widersprüchlichen Zeilen gilt",
        ));
    }
    let Some(found) = elements_in(entry, kind.field, kind.elements.iter()) else {
        let end = rows::span(entry).map_or(NaiveDate::MIN, |span| span.to);
        let until = end.checked_add_days(Days::new(DAYS_FOR_MINUTES)).unwrap_or(NaiveDate::MAX);
        if wait && context.as_of.0 < until {
            return Item::Pending;
        }
        let names: Vec<&str> = kind.elements.iter().map(|element| element.name.as_str()).collect();
        let own = entry.at(kind.field);
        return Item::Unknown(Unknown {
            text: format!("ob {} vorkamen, steht {place}", wording::list(&names)),
            short: own.as_ref().map_or_else(
                || missing_column(entry.list(), kind.field),
                |cell| format!("Zelle {}", cell.a1()),
            ),
            cell: Some(own.unwrap_or_else(|| entry.first_cell())),
        });
    };
    if found.absent.is_empty() && found.perhaps.is_empty() {
        Item::Full
    } else if !found.absent.is_empty() && !found.named.is_empty() {
        Item::Partial(found)
    } else if found.perhaps.is_empty() && context.rows_name_elements(kind) {
        Item::Nothing
    } else {
        let cell = entry.at(kind.field).unwrap_or_else(|| entry.first_cell());
        let text = if entry.is_cut_off(kind.field) {
            format!("was am abgeschnittenen Ende von Zelle {} stand", cell.a1())
        } else {
            let text = entry.text(kind.field).unwrap_or_default();
            format!("was „{text}“ in Zelle {} umfasst", cell.a1())
        };
        Item::Unknown(Unknown { text, short: format!("Zelle {}", cell.a1()), cell: Some(cell) })
    }
}

fn record(kind: &Contents, candidate: &Candidate<'_>, item: &Item, outcome: &mut Outcome) {
    let when = candidate.span().map(wording::on).unwrap_or_default();
    let names = |indices: &[usize]| -> Vec<&str> {
        indices
            .iter()
            .filter_map(|index| kind.elements.get(*index))
            .map(|element| element.name.as_str())
            .collect()
    };
    let all: Vec<usize> = (0..kind.elements.len()).collect();
    let mut evidence = proof(candidate.entry);
    if let Some(cell) = candidate.entry.cell(kind.field) {
        evidence.cell = candidate.entry.cell_at(cell.column);
        evidence.value = cell.text.to_string();
    }
    match item {
        Item::Full => {
            outcome.evidence.push(evidence);
            outcome.facts.push(format!("{when} genannt: {}", wording::list(&names(&all))));
        }
        Item::Partial(found) => {
            outcome.evidence.push(evidence);
            outcome.facts.push(format!("{when} genannt: {}", wording::list(&names(&found.named))));
            add_missing(kind, &found.absent, outcome);
        }
        Item::Nothing => {
            outcome.facts.push(format!("{when} keines der Elemente genannt"));
            add_missing(kind, &all, outcome);
        }
        Item::Pending => outcome.facts.push(format!("{when} gehalten, Angaben stehen noch aus")),
        Item::Unknown(_) => {}
    }
}

fn add_missing(kind: &Contents, indices: &[usize], outcome: &mut Outcome) {
    for element in indices.iter().filter_map(|index| kind.elements.get(*index)) {
        if !outcome.missing.iter().any(|missing| missing.id == element.name) {
            outcome.missing.push(Missing {
                id: element.name.clone(),
                text: element.name.clone(),
                criterion: false,
            });
        }
    }
}
