//! Which requirements another reading of the resolution can change.

use std::collections::BTreeSet;

use crate::resolution::{Kind, Performance, Requirement, Resolution};

/// The requirements that may stand otherwise, and all that look at them. Rather one too many than one too few.
pub(super) fn can_differ<'a>(was: &Resolution, is: &'a Resolution) -> BTreeSet<&'a str> {
    // what a letter promises is understood by the words of all criteria, and whom it went to by its group
    let words = was.criteria != is.criteria || was.groups != is.groups || was.letters != is.letters;
    let mut found: BTreeSet<&str> = is
        .requirements
        .iter()
        .filter(|r| was.requirement(&r.id) != Some(*r) || words && rests_on_letters(r))
        .map(|r| r.id.as_str())
        .collect();
    loop {
        let more: Vec<&str> = is
            .requirements
            .iter()
            .filter(|r| !found.contains(r.id.as_str()))
            .filter(|r| looks_at(&r.kind).iter().any(|id| found.contains(id.as_str())))
            .map(|r| r.id.as_str())
            .collect();
        let rivals = found.iter().filter_map(|id| is.requirement(id)).flat_map(|r| match &r.kind {
            Kind::Recurring(kind) => kind.independent_of.as_slice(),
            Kind::Contents(_)
            | Kind::Fields(_)
            | Kind::Submission(_)
            | Kind::Examination(_)
            | Kind::Development(_)
            | Kind::Trend(_)
            | Kind::Principle(_) => &[],
        });
        let rivals: Vec<&str> = rivals.map(String::as_str).collect();
        let before = found.len();
        found.extend(more);
        found.extend(rivals);
        if found.len() == before {
            return found;
        }
    }
}

fn rests_on_letters(requirement: &Requirement) -> bool {
    matches!(&requirement.kind, Kind::Recurring(kind) if kind.performance == Performance::Offered)
}

/// The other requirements whose rows or figures one of this kind looks at.
fn looks_at(kind: &Kind) -> &[String] {
    match kind {
        Kind::Recurring(kind) => &kind.independent_of,
        Kind::Contents(kind) => std::slice::from_ref(&kind.of),
        Kind::Principle(kind) => &kind.figures,
        Kind::Fields(_)
        | Kind::Submission(_)
        | Kind::Examination(_)
        | Kind::Development(_)
        | Kind::Trend(_) => &[],
    }
}
