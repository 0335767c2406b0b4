//! *pruefung*: the result of what was begun, or an examination with its result.

use crate::domain::{Field, StatusWord};
use crate::matching::Match;
use crate::requirements::context::Concern;
use crate::requirements::rows::{self, Placement};
use crate::requirements::{Fit, RowState};
use crate::resolution::Examination;

use super::rows::{doubt, status_is_unclear};
use super::steps::{Look, change, done, new_row, text};
use super::{Step, Value, Way, WayKind};

pub(super) fn ways(look: &Look<'_, '_>, kind: &Examination) -> Vec<Way> {
    let context = look.context;
    let days = look.days_since();
    let mut open: Vec<Step> = Vec::new();
    let mut begun: Vec<Vec<Step>> = Vec::new();
    let mut planned: Vec<Vec<Step>> = Vec::new();
    for candidate in context.candidates(&kind.evidence) {
        let entry = candidate.entry;
        let topic = rows::topic(entry, &kind.topics);
        let span = entry.when.span();
        if topic == Match::No || span.is_some_and(|span| span.from > days.to) {
            continue;
        }
        let is_planned = entry.status == StatusWord::Planned
            || matches!(candidate.state, RowState::Planned | RowState::Offered { .. });
        if matches!(candidate.state, RowState::Nothing(_)) && !is_planned {
            continue;
        }
        if span.is_some_and(|span| span.to < days.from) && entry.status != StatusWord::InProgress {
            continue;
        }
        let placement = if span.is_some() { Placement::Inside } else { Placement::Undated };
        let mut doubts = doubt(look, &kind.evidence, candidate, Concern::Yes, placement, days);
        if topic == Match::Perhaps {
            let topic = kind.topics.first().map(|phrase| phrase.text.clone()).unwrap_or_default();
            doubts.push(change(entry, Field::Description, text(topic)));
        }
        let mut concluded = Vec::new();
        let unclear = context.duplicates.contradicts(entry, Field::Result);
        if entry.text(Field::Result).is_none() || unclear {
            concluded.push(change(entry, Field::Result, Value::Free));
        }
        if !matches!(entry.status, StatusWord::Done | StatusWord::None)
            && !status_is_unclear(look, candidate)
        {
            concluded.push(change(entry, Field::Status, done(entry.list())));
        }
        if span.is_some_and(|span| span.to > days.to) {
            let value = Value::Day { within: days, begins: None, offset: 0 };
            concluded.push(change(entry, Field::End, value));
        }
        let is_open = candidate.fit != Fit::Yes || !doubts.is_empty() || unclear;
        if is_planned {
            doubts.extend(concluded);
            planned.push(doubts);
        } else if is_open {
            doubts.extend(concluded);
            open.extend(doubts);
        } else {
            begun.push(concluded);
        }
    }
    let mut ways = Vec::new();
    if look.is_open_question() {
        if open.is_empty() && !context.covers_since_resolution(kind.evidence.list) {
            open.push(Step::List { list: kind.evidence.list, within: Some(days) });
        }
        ways.push(Way { kind: WayKind::Decides, steps: open });
    }
    for (kind, rows) in [(WayKind::Completes, begun), (WayKind::ComesTrue, planned)] {
        let smallest = rows.into_iter().min_by_key(Vec::len);
        ways.extend(smallest.map(|steps| Way { kind, steps }));
    }
    let mut row = new_row(look, &kind.evidence, &[], days, 1);
    if let Some(topic) = kind.topics.first() {
        row.values.push((Field::Description, text(topic.text.clone())));
    }
    row.values.push((Field::Result, Value::Free));
    ways.push(Way { kind: WayKind::Happens, steps: vec![Step::Row(row)] });
    ways
}
