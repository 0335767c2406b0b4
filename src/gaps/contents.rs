//! *inhalte*: the cells of the events that were held; where none was held, the event that would be the first.

use crate::domain::{Field, ListKind};
use crate::requirements::contents::{Item, elsewhere, item, since, target, without_copies};
use crate::requirements::context::{Candidate, Concern};
use crate::requirements::recurring::{first_day, held_items};
use crate::requirements::rows::Placement;
use crate::requirements::{Fit, RowState};
use crate::resolution::{Contents, Recurring, Which};

use super::rows::doubt;
use super::steps::{Look, change, element_step, lacking, names, new_row, text};
use super::{Change, Days, Step, Value, Way, WayKind};

pub(super) fn ways(look: &Look<'_, '_>, kind: &Contents) -> Vec<Way> {
    let Some(recurring) = target(look.context, kind) else { return Vec::new() };
    match kind.which {
        Which::First => first(look, kind, recurring),
        Which::Each | Which::Any => in_period(look, kind, recurring),
    }
}

fn in_period(look: &Look<'_, '_>, kind: &Contents, recurring: &Recurring) -> Vec<Way> {
    let context = look.context;
    let place = |candidate: &Candidate<'_>| {
        if elsewhere(context, kind, recurring, candidate) {
            return Placement::Outside;
        }
        context.place(candidate, look.period())
    };
    let (all, _) = held_items(context, &recurring.evidence, look.subject(), place);
    let items = without_copies(context, kind, all.clone());
    let contradicting =
        |candidate: &&Candidate<'_>| context.duplicates.contradicts(candidate.entry, kind.field);
    let copies: Vec<&Candidate<'_>> = all.into_iter().filter(contradicting).collect();
    let mut unknown = Vec::new();
    let mut missing = Vec::new();
    for candidate in items.iter().chain(&copies) {
        let step = completed(look, kind, candidate);
        match item(context, kind, candidate.entry, true) {
            Item::Full => {}
            Item::Unknown(_) => unknown.push(step),
            Item::Partial(_) | Item::Nothing | Item::Pending => missing.push(step),
        }
    }
    let mut ways = Vec::new();
    if look.is_open_question() {
        let mut steps: Vec<Step> = unknown.iter().flatten().cloned().collect();
        if items.is_empty() {
            steps = uncertain(look, kind, recurring, look.days(), place);
        }
        if steps.is_empty() {
            let list = recurring.evidence.list;
            steps.push(Step::List { list, within: Some(look.days()) });
        }
        ways.push(Way { kind: WayKind::Decides, steps });
    }
    let mut lacking: Vec<Vec<Step>> = missing;
    lacking.extend(unknown);
    let steps: Vec<Step> = if kind.which == Which::Any {
        lacking.into_iter().min_by_key(|steps| amount(steps)).unwrap_or_default()
    } else {
        lacking.into_iter().flatten().collect()
    };
    ways.push(Way { kind: WayKind::Completes, steps });
    ways
}

/// How much would have to be written.
fn amount(steps: &[Step]) -> usize {
    steps
        .iter()
        .map(|step| match step {
            Step::Cell(Change { value: Value::Added { more, .. }, .. }) => more.len(),
            Step::Cell(_) | Step::Row(_) | Step::Letter { .. } | Step::List { .. } => 0,
        })
        .sum()
}

/// The cell of one event with all elements.
fn completed(look: &Look<'_, '_>, kind: &Contents, candidate: &Candidate<'_>) -> Vec<Step> {
    if look.context.duplicates.contradicts(candidate.entry, kind.field) {
        let all: Vec<usize> = (0..kind.elements.len()).collect();
        let value = text(names(&kind.elements, &all).join(", "));
        return vec![change(candidate.entry, kind.field, value)];
    }
    element_step(candidate.entry, kind.field, &kind.elements).into_iter().collect()
}

/// Rows that may be such an event: what would make them one, and its elements.
fn uncertain(
    look: &Look<'_, '_>,
    kind: &Contents,
    recurring: &Recurring,
    days: Days,
    place: impl Fn(&Candidate<'_>) -> Placement,
) -> Vec<Step> {
    let evidence = &recurring.evidence;
    let mut steps = Vec::new();
    for (candidate, concern) in look.context.concerning(evidence, look.subject()) {
        let placement = place(candidate);
        let is_question = match &candidate.state {
            RowState::Unknown(_) => true,
            RowState::Held { .. } => {
                candidate.fit != Fit::Yes
                    || concern != Concern::Yes
                    || placement != Placement::Inside
            }
            RowState::Planned | RowState::Offered { .. } | RowState::Nothing(_) => false,
        };
        if !is_question || matches!(placement, Placement::Outside | Placement::BeforeResolution) {
            continue;
        }
        steps.extend(doubt(look, evidence, candidate, concern, placement, days));
        steps.extend(completed(look, kind, candidate));
    }
    steps
}

fn first(look: &Look<'_, '_>, kind: &Contents, recurring: &Recurring) -> Vec<Way> {
    let context = look.context;
    let evidence = &recurring.evidence;
    let place = |candidate: &Candidate<'_>| since(context, kind, recurring, candidate);
    let (mut items, _) = held_items(context, evidence, look.subject(), place);
    items.sort_by_key(|candidate| first_day(candidate));
    let days = look.days_since();
    let mut ways = Vec::new();
    if let Some(earliest) = items.first() {
        let day = first_day(earliest);
        let copies = items.iter().filter(|candidate| first_day(candidate) == day);
        let contradicted = |entry| look.context.duplicates.contradicts(entry, kind.field);
        let cells: Vec<Vec<Step>> = if contradicted(earliest.entry) {
            vec![copies.flat_map(|candidate| completed(look, kind, candidate)).collect()]
        } else {
            let best =
                copies.min_by_key(|copy| lacking(copy.entry, kind.field, &kind.elements).len());
            best.map(|candidate| completed(look, kind, candidate)).into_iter().collect()
        };
        let steps: Vec<Step> = cells.into_iter().flatten().collect();
        let way = if look.verdict.could_be.is_none() && look.is_open_question() {
            WayKind::Decides
        } else {
            WayKind::Completes
        };
        let earlier = |candidate: &Candidate<'_>| match candidate.span() {
            Some(span) if span.from > day => Placement::Outside,
            Some(_) | None => place(candidate),
        };
        let mut steps = steps;
        if way == WayKind::Decides {
            steps.extend(uncertain(look, kind, recurring, days, earlier));
        }
        ways.push(Way { kind: way, steps });
        return ways;
    }
    if look.is_open_question() {
        let mut steps = uncertain(look, kind, recurring, days, place);
        if steps.is_empty() {
            steps.push(Step::List { list: evidence.list, within: Some(days) });
        }
        ways.push(Way { kind: WayKind::Decides, steps });
    }
    let mut row = new_row(look, evidence, &recurring.criteria, days, 1);
    let all: Vec<usize> = (0..kind.elements.len()).collect();
    row.values.retain(|(field, _)| *field != kind.field);
    if evidence.list != ListKind::Branches && kind.field != Field::Kind {
        row.values.push((kind.field, text(names(&kind.elements, &all).join(", "))));
    }
    ways.push(Way { kind: WayKind::Happens, steps: vec![Step::Row(row)] });
    ways
}
