//! Branches that bear another name than when they were tabled: one that is gone and one that is new, of which the lists say
//! the very same.

use std::collections::{BTreeMap, BTreeSet};

use super::Today;
use super::state::{Point, Trace, Year, point};
use crate::domain::Assessment;

/// What is said of a branch without its name: for each requirement and period the proofs, and the cells that were asked about
/// or did not count.
type Said<'p> = BTreeMap<(&'p str, &'p str), (&'p [Trace], Vec<Place<'p>>)>;
/// File, sheet and cell.
type Place<'p> = (&'p str, Option<&'p str>, &'p str);

/// The name of then and the name of today. Only what is certain: every proof stands in the same cell and says the same, there
/// is at least one, and no other branch comes into question.
pub(super) fn renamed(
    today: &Today<'_>,
    tabled: &Year,
    assessment: &Assessment,
) -> BTreeMap<String, String> {
    let then: BTreeSet<&String> = tabled.points.iter().filter_map(|p| p.subject.as_ref()).collect();
    let names: BTreeSet<String> = assessment
        .verdicts
        .iter()
        .filter_map(|verdict| verdict.subject)
        .map(|id| today.branches[id].canonical())
        .collect();
    let gone = |name: &String| then.contains(name) && !names.contains(name);
    let new = |name: &String| names.contains(name) && !then.contains(name);
    if !then.iter().any(|name| gone(name)) || !names.iter().any(new) {
        return BTreeMap::new();
    }
    let points: Vec<Point> = assessment
        .verdicts
        .iter()
        .filter(|verdict| verdict.subject.is_some_and(|id| new(&today.branches[id].canonical())))
        .map(|verdict| point(today, verdict))
        .collect();
    let (before, now) = (said(&tabled.points, gone), said(&points, |_| true));
    let mut found = BTreeMap::new();
    for (old, of_old) in &before {
        let proven = of_old.values().any(|(proofs, _)| !proofs.is_empty());
        let same: Vec<&String> =
            now.iter().filter(|(_, of_new)| *of_new == of_old).map(|(name, _)| *name).collect();
        let twins = before.values().filter(|other| *other == of_old).count();
        if let ([name], true, 1) = (same.as_slice(), proven, twins) {
            found.insert((*old).clone(), (*name).clone());
        }
    }
    found
}

fn said(points: &[Point], of: impl Fn(&String) -> bool) -> BTreeMap<&String, Said<'_>> {
    let mut branches: BTreeMap<&String, Said<'_>> = BTreeMap::new();
    for point in points {
        let Some(name) = point.subject.as_ref().filter(|name| of(name)) else { continue };
        let beside = point.rejected.iter().chain(&point.open);
        let places = beside.map(|t| (t.file.as_str(), t.sheet.as_deref(), t.cell.as_str()));
        branches.entry(name).or_default().insert(
            (point.requirement.as_str(), point.period.as_str()),
            (point.proofs.as_slice(), places.collect()),
        );
    }
    branches
}
