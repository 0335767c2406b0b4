//! *Was wäre wenn*: the year under another reading, beside the year as it stands.

use std::collections::{BTreeMap, BTreeSet};

use crate::assessment::{assess_again, label};
use crate::domain::{Assessment, BranchId, Period, Records, Status, Total, Verdict};
use crate::requirements::{Context, Finding};
use crate::resolution::Resolution;
use crate::wording::{self, among};

/// Branches named in a sentence; more are counted.
const NAMED: usize = 6;

/// What would stand otherwise.
#[derive(Clone, Debug, PartialEq)]
pub struct WhatIf {
    /// The verdicts that would change, in their order.
    pub changes: Vec<Change>,
    /// The totals that would change, in their order.
    pub totals: Vec<Shift>,
    effect: String,
    touched: Option<String>,
}

/// A verdict that would be another one.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    pub requirement: String,
    /// `None`: the whole party.
    pub subject: Option<BranchId>,
    pub period: Period,
    /// `None`: the subject is not judged as it is read now.
    pub from: Option<Stand>,
    /// `None`: it would not be judged.
    pub to: Option<Stand>,
}

/// How a verdict stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stand {
    pub status: Status,
    /// The verdict's word without reason or cell: „teilweise aufgegriffen“.
    pub label: String,
}

/// Totals of one requirement in one period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift {
    pub now: Total,
    pub then: Total,
}

impl WhatIf {
    /// Judges the year of `now` again under the resolution of `under`, and compares.
    pub(super) fn of(now: &Assessment, context: &Context<'_>, under: &Context<'_>) -> Self {
        let then = assess_again(under, now, context.resolution);
        let changes = changes(now, &then);
        let totals = shifts(now, &then);
        let words = Words { context, under, changes: &changes, totals: &totals };
        let (effect, touched) = (words.effect(), words.touched());
        Self { changes, totals, effect, touched }
    }

    /// „Z1c bei 14 statt bei 17 von 22 Verbänden aufgegriffen“; empty where nothing would change.
    pub fn effect(&self) -> &str {
        &self.effect
    }

    /// „betroffen: Kreisverband Gotha und Stadtverband Jena“; `None` where no single branch is.
    pub fn touched(&self) -> Option<&str> {
        self.touched.as_deref()
    }

    /// The branches by what would become of them: „teilweise aufgegriffen“ statt „aufgegriffen“: Kreisverband Gotha, …“.
    /// Of long lists the first `most` are named.
    pub fn by_change(&self, records: &Records, most: usize) -> Vec<String> {
        let point = |change: &Change| (change.requirement.clone(), change.period);
        let several = self.changes.iter().map(point).collect::<BTreeSet<_>>().len() > 1;
        let mut groups: Vec<(String, Vec<String>)> = Vec::new();
        for change in &self.changes {
            let Some(branch) = change.subject.map(|id| records.branches[id].canonical()) else {
                continue;
            };
            let point = if several {
                format!("{} {}: ", change.requirement, change.period.spoken())
            } else {
                String::new()
            };
            let (to, from) = (words(change.to.as_ref()), words(change.from.as_ref()));
            let what = format!("{point}„{to}“ statt „{from}“");
            match groups.iter_mut().find(|(known, _)| *known == what) {
                Some((_, branches)) => branches.push(branch),
                None => groups.push((what, vec![branch])),
            }
        }
        let line = |(what, mut branches): (String, Vec<String>)| {
            let rest = branches.len().saturating_sub(most);
            if rest > 1 {
                branches.truncate(most);
                branches.push(format!("{rest} weitere"));
            }
            format!("{what}: {}", wording::list(&branches))
        };
        groups.into_iter().map(line).collect()
    }
}

fn words(stand: Option<&Stand>) -> &str {
    stand.map_or("nicht beurteilt", |stand| &stand.label)
}

type Key<'a> = (&'a str, Option<BranchId>, Period);

fn key(verdict: &Verdict) -> Key<'_> {
    (&verdict.requirement, verdict.subject, verdict.period)
}

fn changes(now: &Assessment, then: &Assessment) -> Vec<Change> {
    let mut others: BTreeMap<Key<'_>, &Verdict> =
        then.verdicts.iter().map(|verdict| (key(verdict), verdict)).collect();
    let mut changes = Vec::new();
    let mut compare = |of: &Verdict, from: Option<&Verdict>, to: Option<&Verdict>| {
        let outcome = |verdict: &Verdict| (verdict.status, verdict.could_be);
        if from.map(outcome) != to.map(outcome) {
            changes.push(Change {
                requirement: of.requirement.clone(),
                subject: of.subject,
                period: of.period,
                from: from.map(Stand::of),
                to: to.map(Stand::of),
            });
        }
    };
    for verdict in &now.verdicts {
        compare(verdict, Some(verdict), others.remove(&key(verdict)));
    }
    for verdict in then.verdicts.iter().filter(|verdict| others.contains_key(&key(verdict))) {
        compare(verdict, None, Some(verdict));
    }
    changes
}

fn shifts(now: &Assessment, then: &Assessment) -> Vec<Shift> {
    let of = |totals: &[Total], total: &Total| {
        totals
            .iter()
            .find(|t| (&t.requirement, &t.period) == (&total.requirement, &total.period))
            .cloned()
    };
    let none = |total: &Total| Total {
        requirement: total.requirement.clone(),
        period: total.period.clone(),
        ..Total::default()
    };
    let known = now.totals.iter().map(|total| Shift {
        now: total.clone(),
        then: of(&then.totals, total).unwrap_or_else(|| none(total)),
    });
    let new = then
        .totals
        .iter()
        .filter(|total| of(&now.totals, total).is_none())
        .map(|total| Shift { now: none(total), then: total.clone() });
    known.chain(new).filter(|shift| shift.now != shift.then).collect()
}

impl Stand {
    fn of(verdict: &Verdict) -> Self {
        let word = verdict.label.split(", weil ").next().unwrap_or_default();
        let word = word.split(" (").next().unwrap_or_default();
        // a range is closed or opened by it
        let perhaps = if verdict.could_be.is_some() { ", vielleicht ganz" } else { "" };
        Self { status: verdict.status, label: format!("{word}{perhaps}") }
    }
}

/// Puts the changes into words.
struct Words<'w, 'a> {
    context: &'w Context<'a>,
    under: &'w Context<'a>,
    changes: &'w [Change],
    totals: &'w [Shift],
}

impl Words<'_, '_> {
    fn effect(&self) -> String {
        let mut points: Vec<(&str, Period)> = Vec::new();
        for change in self.changes {
            let point = (change.requirement.as_str(), change.period);
            if !points.contains(&point) {
                points.push(point);
            }
        }
        let said = points.iter().map(|(id, period)| {
            let periods = points.iter().filter(|(other, _)| other == id).count();
            let name =
                if periods > 1 { format!("{id} ({})", period.spoken()) } else { (*id).to_owned() };
            format!("{name} {}", self.of_point(id, *period))
        });
        said.collect::<Vec<_>>().join("; ")
    }

    fn of_point(&self, id: &str, period: Period) -> String {
        let changes: Vec<&Change> = self
            .changes
            .iter()
            .filter(|change| change.requirement == id && change.period == period)
            .collect();
        let shift = self
            .totals
            .iter()
            .find(|shift| shift.now.requirement == id && shift.now.period == period.label());
        let counted = changes.iter().any(|change| change.subject.is_some());
        if counted && let Some(range) = shift.and_then(|shift| self.range(id, period, shift)) {
            return range;
        }
        let mut kinds: Vec<(&str, &str, usize)> = Vec::new();
        for change in &changes {
            let (from, to) = (words(change.from.as_ref()), words(change.to.as_ref()));
            match kinds.iter_mut().find(|(f, t, _)| (*f, *t) == (from, to)) {
                Some((_, _, n)) => *n += 1,
                None => kinds.push((from, to, 1)),
            }
        }
        let said = kinds.iter().map(|(from, to, n)| {
            let place = match (counted, n) {
                (false, _) => String::new(),
                (true, 1) => "bei einem Verband ".to_owned(),
                (true, n) => format!("bei {n} Verbänden "),
            };
            format!("{place}„{to}“ statt „{from}“")
        });
        wording::list(&said.collect::<Vec<_>>())
    }

    /// „bei 14 statt bei 17 von 22 Verbänden aufgegriffen“; `None` where the number of those who have done it stays.
    fn range(&self, id: &str, period: Period, shift: &Shift) -> Option<String> {
        let Shift { now, then } = shift;
        let range = |total: &Total| (total.at_least, total.at_most, total.of);
        // of one branch its own words say more than a count
        let counts = now.of > 0 && then.of > 0 && now.of.max(then.of) > 1;
        if range(now) == range(then) || !counts {
            return None;
        }
        let resolution: &Resolution = self.context.resolution;
        let requirement =
            resolution.requirement(id).or_else(|| self.under.resolution.requirement(id))?;
        let done = label(resolution, requirement, Status::Fulfilled, period, &Finding::Full, &[]);
        if now.of != then.of {
            return Some(format!(
                "{} statt {} {done}",
                among(then.at_least, then.at_most, then.of),
                among(now.at_least, now.at_most, now.of)
            ));
        }
        let place = |total: &Total| match (total.at_least, total.at_most) {
            (0, 0) => "keinem".to_owned(),
            (least, most) if least == most => most.to_string(),
            (least, most) if least + 1 == most => format!("{least} oder {most}"),
            (least, most) => format!("{least} bis {most}"),
        };
        Some(format!(
            "bei {} statt bei {} von {} Verbänden {done}",
            place(then),
            place(now),
            now.of
        ))
    }

    fn touched(&self) -> Option<String> {
        let mut branches: Vec<BranchId> = Vec::new();
        for subject in self.changes.iter().filter_map(|change| change.subject) {
            if !branches.contains(&subject) {
                branches.push(subject);
            }
        }
        match branches.len() {
            0 => None,
            n if n > NAMED => Some(format!("betroffen sind {n} Verbände")),
            _ => {
                let names: Vec<String> = branches
                    .iter()
                    .map(|id| self.context.records.branches[*id].canonical())
                    .collect();
                Some(format!("betroffen: {}", wording::list(&names)))
            }
        }
    }
}
