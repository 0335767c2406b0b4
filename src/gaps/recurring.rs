//! *turnus*: a letter that offers it, a planned row that comes true, a row that is new, a row that says more.

use crate::domain::{DateReading, Entry, Field};
use crate::requirements::context::{Concern, Registered};
use crate::requirements::criteria::Grade;
use crate::requirements::rows::Placement;
use crate::requirements::{offers, recurring};
use crate::resolution::{LetterTo, Performance, Recurring};

use super::rows::{Weighed, weigh};
use super::steps::{Look, change, new_row, text};
use super::{Step, Value, Way, WayKind};

pub(super) fn ways(look: &Look<'_, '_>, kind: &Recurring) -> Vec<Way> {
    let context = look.context;
    let (period, days) = (look.period(), look.days());
    let mut weighed =
        weigh(look, &kind.evidence, &kind.criteria, kind.performance, days, |candidate| {
            if recurring::counts_elsewhere(context, look.requirement, kind, candidate.entry) {
                return Placement::Outside;
            }
            context.place(candidate, period)
        });
    if kind.performance == Performance::Offered {
        letters(look, kind, &mut weighed);
    }
    let mut ways = Vec::new();
    if look.is_open_question() {
        let mut steps = weighed.decides();
        if steps.is_empty() && !context.covers_period(kind.evidence.list, period) {
            steps.push(Step::List { list: kind.evidence.list, within: Some(days) });
        }
        ways.push(Way { kind: WayKind::Decides, steps });
    }
    let needed = (kind.at_least as usize).saturating_sub(weighed.full.len()).max(1);
    let times = u32::try_from(needed).unwrap_or(u32::MAX);
    if kind.performance == Performance::Offered {
        ways.extend(offer(look, kind, times));
    }
    for (kind, rows) in
        [(WayKind::ComesTrue, &weighed.planned), (WayKind::Corrects, &weighed.lesser)]
    {
        ways.extend(Weighed::cheapest(rows, needed).map(|steps| Way { kind, steps }));
    }
    let row = new_row(look, &kind.evidence, &kind.criteria, days, times);
    ways.push(Way { kind: WayKind::Happens, steps: vec![Step::Row(row)] });
    ways
}

/// The letter that offers all of it and goes to this subject.
fn offer(look: &Look<'_, '_>, kind: &Recurring, times: u32) -> Option<Way> {
    let resolution = look.context.resolution;
    let branch = look.subject().map(|id| &look.context.records.branches[id]);
    let letter = kind
        .evidence
        .offer_letters
        .iter()
        .filter_map(|key| resolution.letter(key))
        .filter(|letter| kind.criteria.iter().all(|c| letter.promises.contains(&c.key)))
        .find(|letter| match (&letter.to, branch) {
            (_, None) => true,
            (LetterTo::Group(group), Some(branch)) => group.kinds.contains(&branch.kind),
            (LetterTo::Bodies(_), Some(_)) => false,
        })?;
    let step = Step::Letter {
        letter: std::sync::Arc::clone(letter),
        to: look.subject(),
        times,
        within: look.days(),
    };
    Some(Way { kind: WayKind::Sends, steps: vec![step] })
}

/// Sent letters count as they are; what leaves one open is a question like that of a row.
fn letters(look: &Look<'_, '_>, kind: &Recurring, weighed: &mut Weighed) {
    let context = look.context;
    let (subject, period) = (look.subject(), look.period());
    for sent in offers::sent(context, &kind.evidence, &kind.criteria, subject, period) {
        match sent.grade {
            Grade::Full => {
                weighed.full.insert(sent.entry.first_cell());
            }
            Grade::Unknown(_) => {
                weighed.open.push(vec![change(sent.entry, Field::Promises, text("alles"))]);
            }
            Grade::Partial(_) => {}
        }
    }
    let open = offers::unclear_rows(context, &kind.evidence, subject, period);
    for (Registered { entry, letter, certain }, _) in open {
        let mut steps = Vec::new();
        if !certain {
            steps.push(change(entry, Field::Letter, text(letter.title.clone())));
        }
        steps.extend(recipient(look, entry));
        let on = entry.date(Field::SentOn);
        let inside = matches!(on, DateReading::Dated { span, .. }
            if period.contains(span.from) && period.contains(span.to) && span.to <= context.as_of.0);
        if !inside {
            let within = look.days();
            steps.push(change(
                entry,
                Field::SentOn,
                Value::Day { within, begins: None, offset: 0 },
            ));
        }
        let promises = entry.sheet.column(Field::Promises).is_some();
        if promises && kind.criteria.iter().any(|_| entry.text(Field::Promises).is_none()) {
            steps.push(change(entry, Field::Promises, text("alles")));
        }
        weighed.open.push(steps);
    }
}

fn recipient(look: &Look<'_, '_>, entry: &Entry) -> Option<Step> {
    let clear = match look.subject() {
        Some(branch) => look.context.concern(entry, None, branch) == Concern::Yes,
        None => entry.text(Field::Recipient).is_some(),
    };
    let name = look.subject_name().or_else(|| {
        look.context.records.branches.iter().next().map(crate::domain::Branch::canonical)
    });
    (!clear).then(|| name.map(|name| change(entry, Field::Recipient, text(name)))).flatten()
}
