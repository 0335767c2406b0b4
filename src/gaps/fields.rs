//! *felder*: a measure for every field that has none, planned ones first; the cells that say whether a field is needed.

use std::collections::BTreeSet;

use crate::domain::{Field, ListKind, StatusWord, Tri};
use crate::requirements::context::Concern;
use crate::requirements::criteria::elements_in;
use crate::requirements::fields::{inside, needed};
use crate::requirements::rows::Placement;
use crate::requirements::{Fit, RowState, named_column};
use crate::resolution::{Element, Fields};
use crate::table::CellRef;

use super::rows::doubt;
use super::steps::{Look, change, names, new_row, text};
use super::{Change, Step, Way, WayKind};

pub(super) fn ways(look: &Look<'_, '_>, kind: &Fields) -> Vec<Way> {
    let context = look.context;
    let period = look.period();
    let days = look.days();
    let elements: Vec<Element> = kind.fields.iter().map(|need| need.element.clone()).collect();
    let mut served: Vec<BTreeSet<CellRef>> = elements.iter().map(|_| BTreeSet::new()).collect();
    let needs: Vec<_> =
        kind.fields.iter().map(|need| needed(context, kind, need, period)).collect();
    let mut open = Vec::new();
    let mut planned: Vec<(Vec<usize>, Step)> = Vec::new();
    for candidate in context.candidates(&kind.evidence) {
        let entry = candidate.entry;
        let found = elements_in(entry, kind.field, elements.iter());
        match &candidate.state {
            RowState::Nothing(_) | RowState::Planned | RowState::Offered { .. } => {
                let begins = candidate.span().is_some_and(|span| period.contains(span.from));
                let is_planned = entry.status == StatusWord::Planned
                    || matches!(candidate.state, RowState::Planned | RowState::Offered { .. });
                if begins && is_planned && candidate.fit == Fit::Yes {
                    let named = found.map(|found| found.named).unwrap_or_default();
                    planned.push((named, change(entry, Field::Status, text("in Arbeit"))));
                }
                continue;
            }
            RowState::Held { .. } | RowState::Unknown(_) => {}
        }
        if !inside(context, entry, period) {
            continue;
        }
        let placement =
            if entry.when.span().is_some() { Placement::Inside } else { Placement::Undated };
        let mut steps = doubt(look, &kind.evidence, candidate, Concern::Yes, placement, days);
        let contradicted = context.duplicates.contradicts(entry, kind.field);
        let Some(found) = found else {
            let all: Vec<&str> = elements.iter().map(|e| e.name.as_str()).collect();
            steps.push(change(entry, kind.field, text(all.join(", "))));
            open.push(steps);
            continue;
        };
        if found.named.is_empty() && found.perhaps.is_empty() {
            continue;
        }
        let meant: Vec<usize> = found.named.iter().chain(&found.perhaps).copied().collect();
        if !found.perhaps.is_empty() || contradicted {
            let meant = names(&elements, &meant).join(", ");
            steps.push(change(entry, kind.field, text(meant)));
        }
        if candidate.fit == Fit::Yes
            && matches!(candidate.state, RowState::Held { .. })
            && !contradicted
        {
            for index in &found.named {
                if let Some(served) = served.get_mut(*index) {
                    served.insert(context.duplicates.counted_as(entry));
                }
            }
        }
        if !steps.is_empty() {
            open.push(steps);
        }
    }
    let lacks: Vec<(usize, usize)> = (0..)
        .zip(&served)
        .zip(&needs)
        // a field that may be needed is no question any more once it is served
        .filter(|(_, (tri, _))| *tri != Tri::No)
        .map(|((index, served), _)| (index, (kind.at_least as usize).saturating_sub(served.len())))
        .filter(|(_, lack)| *lack > 0)
        .collect();
    let wanting =
        lacks.iter().any(|(index, _)| needs.get(*index).is_some_and(|(tri, _)| *tri == Tri::Yes));

    let mut ways = Vec::new();
    if look.is_open_question() {
        let mut steps: Vec<Step> =
            if wanting { open.into_iter().flatten().collect() } else { Vec::new() };
        let list_is_silent = steps.is_empty()
            && wanting
            && served.iter().all(BTreeSet::is_empty)
            && !context.covers_period(kind.evidence.list, period);
        steps.extend(undecided(look, kind, &needs, &served));
        if list_is_silent {
            steps.push(Step::List { list: kind.evidence.list, within: Some(days) });
        }
        ways.push(Way { kind: WayKind::Decides, steps });
    }
    ways.extend(comes_true(&lacks, &planned));
    let mut steps: Vec<Step> = Vec::new();
    for round in 0..lacks.iter().map(|(_, lack)| *lack).max().unwrap_or(0) {
        let named: Vec<usize> =
            lacks.iter().filter(|(_, lack)| *lack > round).map(|(index, _)| *index).collect();
        let mut row = new_row(look, &kind.evidence, &[], days, 1);
        row.values.retain(|(field, _)| *field != kind.field);
        row.values.push((kind.field, text(names(&elements, &named).join(", "))));
        // measures for the same fields are one row, so often
        match steps.last_mut() {
            Some(Step::Row(last)) if last.values == row.values => last.times += 1,
            Some(_) | None => steps.push(Step::Row(row)),
        }
    }
    ways.push(Way { kind: WayKind::Happens, steps });
    ways
}

/// The planned measures that would serve every field that lacks one.
fn comes_true(lacks: &[(usize, usize)], planned: &[(Vec<usize>, Step)]) -> Option<Way> {
    let mut steps = Vec::new();
    for (index, lack) in lacks {
        let serving: Vec<&Step> = planned
            .iter()
            .filter(|(named, _)| named.contains(index))
            .map(|(_, step)| step)
            .take(*lack)
            .collect();
        if serving.len() < *lack {
            return None;
        }
        steps.extend(serving.into_iter().cloned());
    }
    (!steps.is_empty()).then_some(Way { kind: WayKind::ComesTrue, steps })
}

/// The cells of branches that leave open whether a field is needed at all.
fn undecided(
    look: &Look<'_, '_>,
    kind: &Fields,
    needs: &[(Tri, Vec<crate::domain::Unknown>)],
    served: &[BTreeSet<CellRef>],
) -> Vec<Step> {
    let mut steps = Vec::new();
    for ((need, served), (tri, unknown)) in kind.fields.iter().zip(served).zip(needs) {
        if *tri != Tri::Unknown || served.len() >= kind.at_least as usize {
            continue;
        }
        for asked in unknown {
            let Some(cell) = asked.cell.clone() else {
                steps.push(Step::List { list: ListKind::Branches, within: None });
                continue;
            };
            let branch = look.context.records.branches.iter().find(|branch| {
                branch.entry.row == cell.row && branch.entry.sheet.source == cell.source
            });
            let field = branch
                .and_then(|branch| {
                    need.provided
                        .iter()
                        .find(|field| branch.entry.at(**field).as_ref() == Some(&cell))
                })
                .or_else(|| need.provided.first());
            steps.push(Step::Cell(Change {
                no_column: named_column(&asked.short).is_some(),
                cell,
                field: field.copied().unwrap_or(Field::Branch),
                list: ListKind::Branches,
                value: text("ja"),
            }));
        }
    }
    steps
}
