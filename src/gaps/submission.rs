//! *vorlage*: another paper, or what a paper that is there contains or to whom it went.

use std::collections::BTreeSet;

use crate::domain::{Entry, Field, Tri};
use crate::matching::Match;
use crate::requirements::context::Concern;
use crate::requirements::criteria::elements_in;
use crate::requirements::rows::{self, Placement};
use crate::requirements::submission::bodies_in;
use crate::requirements::{Fit, RowState};
use crate::resolution::Submission;

use super::rows::doubt;
use super::steps::{Look, change, names, new_row, text};
use super::{Step, Value, Way, WayKind};

pub(super) fn ways(look: &Look<'_, '_>, kind: &Submission) -> Vec<Way> {
    let context = look.context;
    let days = look.days_since();
    let mut open: Vec<Vec<Step>> = Vec::new();
    let mut full: Vec<&Entry> = Vec::new();
    let mut misdirected: Vec<Vec<Step>> = Vec::new();
    for candidate in context.candidates(&kind.evidence) {
        let entry = candidate.entry;
        let topic = rows::topic(entry, &kind.topics);
        let placement = match candidate.span() {
            None => Placement::Undated,
            Some(span) if span.to < days.from || span.exact && span.from < days.from => continue,
            Some(span) if span.from > context.cutoff() => continue,
            Some(span) if span.to > context.cutoff() || span.from < days.from => Placement::Partly,
            Some(_) => Placement::Inside,
        };
        if topic == Match::No
            || !matches!(candidate.state, RowState::Held { .. } | RowState::Unknown(_))
        {
            continue;
        }
        let mut steps = doubt(look, &kind.evidence, candidate, Concern::Yes, placement, days);
        if topic == Match::Perhaps {
            steps.extend(topic_step(entry, kind));
        }
        let mut certain = candidate.fit == Fit::Yes && steps.is_empty();
        let mut wrong = Vec::new();
        for (field, wanted) in
            [(Field::From, kind.from.as_slice()), (Field::To, kind.to.as_slice())]
        {
            let Some(first) = wanted.first() else { continue };
            let name = context.body_name(first);
            match bodies_in(context, entry, field, wanted) {
                Tri::Yes => {}
                Tri::Unknown => steps.push(change(entry, field, text(name))),
                Tri::No => {
                    let there = entry.text(field).unwrap_or_default().to_owned();
                    wrong.push(change(entry, field, Value::Added { there, more: name }));
                }
            }
        }
        certain &= steps.is_empty();
        if !wrong.is_empty() {
            if certain {
                misdirected.push(wrong);
            } else {
                open.push(steps);
            }
        } else if certain {
            full.push(entry);
        } else {
            steps.extend(elements(kind, entry, &[]));
            open.push(steps);
        }
    }
    let named = named(kind, &full);
    let mut ways = Vec::new();
    if look.is_open_question() {
        let mut steps: Vec<Step> = open.into_iter().flatten().collect();
        let unclear = full.iter().filter(|entry| {
            kind.field.is_some_and(|field| {
                elements_in(entry, field, kind.elements.iter())
                    .is_none_or(|found| !found.perhaps.is_empty() || named.is_empty())
            })
        });
        steps.extend(unclear.filter_map(|entry| elements(kind, entry, &[])));
        if steps.is_empty() && !context.covers_since_resolution(kind.evidence.list) {
            steps.push(Step::List { list: kind.evidence.list, within: Some(days) });
        }
        ways.push(Way { kind: WayKind::Decides, steps });
    }
    if let Some(last) = full.last() {
        let named: Vec<usize> = named.iter().copied().collect();
        let steps = elements(kind, last, &named);
        ways.push(Way { kind: WayKind::Completes, steps: steps.into_iter().collect() });
    }
    let smallest = misdirected.into_iter().min_by_key(Vec::len);
    ways.extend(smallest.map(|steps| Way { kind: WayKind::Corrects, steps }));
    ways.push(Way { kind: WayKind::Happens, steps: vec![paper(look, kind, &named)] });
    ways
}

fn named(kind: &Submission, full: &[&Entry]) -> BTreeSet<usize> {
    let found =
        full.iter().filter_map(|entry| elements_in(entry, kind.field?, kind.elements.iter()));
    found.flat_map(|found| found.named).collect()
}

/// What the paper's cell would have to name beside what others name.
fn elements(kind: &Submission, entry: &Entry, elsewhere: &[usize]) -> Option<Step> {
    let field = kind.field?;
    let mut lacking = super::steps::lacking(entry, field, &kind.elements);
    lacking.retain(|index| !elsewhere.contains(index));
    if lacking.is_empty() {
        return None;
    }
    let there = entry.text(field).unwrap_or_default().to_owned();
    let more = names(&kind.elements, &lacking).join(", ");
    Some(change(entry, field, Value::Added { there, more }))
}

fn topic_step(entry: &Entry, kind: &Submission) -> Option<Step> {
    let topic = kind.topics.first()?.text.clone();
    Some(change(entry, Field::Title, text(topic)))
}

/// A paper that brings what those that count do not name yet.
fn paper(look: &Look<'_, '_>, kind: &Submission, named: &BTreeSet<usize>) -> Step {
    let mut row = new_row(look, &kind.evidence, &[], look.days_since(), 1);
    if let Some(topic) = kind.topics.first() {
        row.values.push((Field::Title, text(topic.text.clone())));
    }
    for (field, wanted) in [(Field::From, kind.from.first()), (Field::To, kind.to.as_ref())] {
        if let Some(body) = wanted {
            row.values.push((field, text(look.context.body_name(body))));
        }
    }
    if let Some(field) = kind.field.filter(|_| !kind.elements.is_empty()) {
        let lacking: Vec<usize> =
            (0..kind.elements.len()).filter(|index| !named.contains(index)).collect();
        row.values.push((field, text(names(&kind.elements, &lacking).join(", "))));
    }
    Step::Row(row)
}
