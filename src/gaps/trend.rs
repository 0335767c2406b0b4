//! *trend*: as many more rows as are wanting against the base year.

use crate::domain::Period;
use crate::requirements::rows::{self, Placement};
use crate::requirements::trend::count;
use crate::resolution::{Performance, Trend};

use super::rows::{Weighed, weigh};
use super::steps::{Look, new_row};
use super::{Step, Way, WayKind};

pub(super) fn ways(look: &Look<'_, '_>, kind: &Trend) -> Vec<Way> {
    let context = look.context;
    let list = kind.evidence.list;
    let adopted = context.resolution.adopted_on;
    let of = |period: Period, since| {
        weigh(
            look,
            &kind.evidence,
            &kind.criteria,
            Performance::Held,
            look.days_of(period),
            |candidate| match rows::place(candidate.span(), period, since) {
                Placement::Undated if !context.sheet_covers(candidate.entry, period) => {
                    Placement::Outside
                }
                placement @ (Placement::Inside
                | Placement::Outside
                | Placement::BeforeResolution
                | Placement::Partly
                | Placement::Undated) => placement,
            },
        )
    };
    let base = Period::year(kind.base_year);
    let base_of = base.map(|base| (base, count(context, kind, base, chrono::NaiveDate::MIN)));
    let now = of(look.period(), adopted);
    let mut ways = Vec::new();
    if look.is_open_question() {
        let mut steps = Vec::new();
        match base {
            Some(base) if context.covers_period(list, base) => {
                steps.extend(of(base, chrono::NaiveDate::MIN).decides());
            }
            Some(base) => {
                let within = super::Days { from: base.from, to: base.to };
                steps.push(Step::List { list, within: Some(within) });
            }
            None => {}
        }
        steps.extend(now.decides());
        let silent = now.full.is_empty() && now.open.is_empty();
        if silent && !context.covers_period(list, look.period()) {
            steps.push(Step::List { list, within: Some(look.days()) });
        }
        ways.push(Way { kind: WayKind::Decides, steps });
    }
    let before = base_of.map_or(0, |(_, count)| count.at_most());
    let wanting = (before + 1).saturating_sub(now.full.len()).max(1);
    for (kind, rows) in [(WayKind::ComesTrue, &now.planned), (WayKind::Corrects, &now.lesser)] {
        ways.extend(Weighed::cheapest(rows, wanting).map(|steps| Way { kind, steps }));
    }
    let times = u32::try_from(wanting).unwrap_or(u32::MAX);
    let row = new_row(look, &kind.evidence, &kind.criteria, look.days(), times);
    ways.push(Way { kind: WayKind::Happens, steps: vec![Step::Row(row)] });
    ways
}
