//! *entwicklung*: the events that were to be held, and the measures that develop them.

use crate::domain::{Field, Tri};
use crate::matching::{Match, any_in, words};
use crate::requirements::context::{Candidate, Concern};
use crate::requirements::development::{Need, parts};
use crate::requirements::rows::Placement;
use crate::requirements::{Fit, RowState, fields};
use crate::resolution::{Development, EvidenceKind};

use super::rows::doubt;
use super::steps::{Look, art, change, date_field, new_row, text};
use super::{Step, Value, Way, WayKind};

pub(super) fn ways(look: &Look<'_, '_>, kind: &Development) -> Vec<Way> {
    let days = look.days();
    let parts = parts(look.context, kind, look.period());
    let mut decides = Vec::new();
    let mut happens = Vec::new();
    for part in &parts {
        match (part.tri, &part.need) {
            (Tri::Yes, _) => {}
            (Tri::Unknown, Need::Held(item)) => decides.extend(held(look, item)),
            (Tri::Unknown, Need::Developed { arts, items }) => {
                let arts: Vec<&str> = arts.iter().map(|art| art.text.as_str()).collect();
                decides.extend(developed(look, kind, &arts, items));
            }
            (Tri::No, Need::Held(item)) => {
                happens.push(Step::Row(new_row(look, item, &[], days, 1)));
            }
            (Tri::No, Need::Developed { arts, items }) => {
                let mut row = new_row(look, &kind.evidence, &[], days, 1);
                let (Some(first), Some(item)) = (arts.first(), items.first()) else { continue };
                row.values.retain(|(field, _)| *field != Field::Kind);
                row.values.insert(0, (Field::Kind, text(first.text.clone())));
                row.values.push((Field::Area, text(art(item))));
                happens.push(Step::Row(row));
            }
        }
    }
    let mut ways = Vec::new();
    if look.is_open_question() {
        decides.extend(first_days(look, kind));
        ways.push(Way { kind: WayKind::Decides, steps: decides });
    }
    ways.push(Way { kind: WayKind::Happens, steps: happens });
    ways
}

/// Rows that may be such an event.
fn held(look: &Look<'_, '_>, item: &EvidenceKind) -> Vec<Step> {
    let context = look.context;
    let mut steps = Vec::new();
    for candidate in context.candidates(item) {
        let placement = context.place(candidate, look.period());
        if matches!(placement, Placement::Outside | Placement::BeforeResolution)
            || !matches!(candidate.state, RowState::Held { .. } | RowState::Unknown(_))
        {
            continue;
        }
        steps.extend(doubt(look, item, candidate, Concern::Yes, placement, look.days()));
    }
    if steps.is_empty() {
        steps.push(Step::List { list: item.list, within: Some(look.days()) });
    }
    steps
}

/// Measures that may be such a development.
fn developed(
    look: &Look<'_, '_>,
    kind: &Development,
    arts: &[&str],
    items: &[&EvidenceKind],
) -> Vec<Step> {
    let context = look.context;
    let mut steps = Vec::new();
    let names = |candidate: &Candidate<'_>| {
        [Field::Area, Field::Description]
            .into_iter()
            .filter_map(|field| candidate.entry.text(field))
            .map(|text| {
                let text = words(text);
                items.iter().map(|item| any_in(&item.kinds, &text)).max().unwrap_or(Match::No)
            })
            .max()
            .unwrap_or(Match::No)
    };
    for candidate in context.candidates(&kind.evidence) {
        let entry = candidate.entry;
        if !fields::inside(context, entry, look.period())
            || !matches!(candidate.state, RowState::Held { .. } | RowState::Unknown(_))
        {
            continue;
        }
        let placement =
            if entry.when.span().is_some() { Placement::Inside } else { Placement::Undated };
        let mut of_row =
            doubt(look, &kind.evidence, candidate, Concern::Yes, placement, look.days());
        if candidate.fit != Fit::Yes {
            // the Art that is asked for, not just any of this evidence
            of_row
                .retain(|step| !matches!(step, Step::Cell(change) if change.field == Field::Kind));
            of_row.extend(arts.first().map(|art| change(entry, Field::Kind, text(*art))));
        }
        if names(candidate) != Match::Yes
            && let Some(item) = items.first()
        {
            of_row.push(change(entry, Field::Area, text(art(item))));
        }
        let asked = look.verdict.unknown.iter().any(|unknown| {
            unknown
                .cell
                .as_ref()
                .is_some_and(|cell| cell.row == entry.row && cell.source == entry.sheet.source)
        });
        if asked {
            steps.extend(of_row);
        }
    }
    if steps.is_empty() {
        steps.push(Step::List { list: kind.evidence.list, within: Some(look.days()) });
    }
    steps
}

/// Where it is open since when there was anything to develop: the rows without a day, the lists without rows.
fn first_days(look: &Look<'_, '_>, kind: &Development) -> Vec<Step> {
    if kind.from_period <= 1 {
        return Vec::new();
    }
    let context = look.context;
    let within = look.days_since();
    let mut steps = Vec::new();
    for item in &kind.of {
        for candidate in context.candidates(item) {
            let entry = candidate.entry;
            let asked = look.verdict.unknown.iter().any(|unknown| {
                unknown.cell.is_some() && unknown.cell == entry.at(date_field(item.list))
            });
            if candidate.span().is_none() && asked {
                let value = Value::Day { within, begins: None, offset: 0 };
                steps.push(change(entry, date_field(item.list), value));
            }
        }
    }
    steps
}
