//! What a question means for the verdicts, said in one line.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::wording;

/// Requirements named before „und 3 weitere Punkte“.
const MOST_POINTS: usize = 4;
/// Branches named before „…“.
const MOST_NAMES: usize = 3;

/// A verdict that waits for an answer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Waiting {
    /// Its place among the verdicts of all assessed years.
    pub rank: usize,
    /// „Z1c“.
    pub requirement: String,
    /// „Kreisverband Greiz“; `None`: the whole party.
    pub subject: Option<String>,
    /// „2024“, „2024-Q3“.
    pub period: String,
}

/// „Z1c Kreisverband Greiz bleibt offen“, „bei 5 Verbänden bleibt Z1c offen (…)“; several requirements joined, each once.
/// `None` where nothing waits.
pub fn waits(waiting: &[Arc<Waiting>]) -> Option<String> {
    let mut points: Vec<(&str, Vec<&Waiting>)> = Vec::new();
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    for verdict in waiting {
        let index = *known.entry(&verdict.requirement).or_insert_with(|| {
            points.push((&verdict.requirement, Vec::new()));
            points.len() - 1
        });
        if let Some((_, verdicts)) = points.get_mut(index) {
            verdicts.push(verdict);
        }
    }
    if points.is_empty() {
        return None;
    }
    // many points of the whole party together: „Z2a, Z2b und Z3 bleiben offen“
    let mut parts: Vec<String> = Vec::new();
    let (whole, single): (Vec<_>, Vec<_>) =
        points.into_iter().partition(|(_, verdicts)| verdicts.iter().all(|v| v.subject.is_none()));
    let more = single.len().saturating_sub(MOST_POINTS);
    parts.extend(single.iter().take(MOST_POINTS).map(|(id, verdicts)| of_branches(id, verdicts)));
    let ids: Vec<&str> = whole.iter().map(|(id, _)| *id).collect();
    match ids.as_slice() {
        [] => {}
        [id] => parts.push(format!("{id} bleibt offen{}", periods(whole.iter().flat_map(|w| &w.1)))),
        _ => parts.push(format!("{} bleiben offen", wording::list(&ids))),
    }
    if more > 0 {
        parts.push(wording::count(more, "weiterer Punkt bleibt offen", "weitere Punkte bleiben offen"));
    }
    Some(parts.join("; "))
}

fn of_branches(id: &str, verdicts: &[&Waiting]) -> String {
    let when = periods(verdicts.iter());
    let mut names: Vec<&str> = Vec::new();
    let mut seen = BTreeSet::new();
    for name in verdicts.iter().filter_map(|verdict| verdict.subject.as_deref()) {
        if seen.insert(name) {
            names.push(name);
        }
    }
    match names.as_slice() {
        [one] => format!("{id} {one} bleibt offen{when}"),
        _ => {
            let shown: Vec<&str> = names.iter().take(MOST_NAMES).copied().collect();
            let dots = if names.len() > MOST_NAMES { ", …" } else { "" };
            format!(
                "bei {} Verbänden bleibt {id} offen{when} ({}{dots})",
                names.len(),
                shown.join(", ")
            )
        }
    }
}

/// „ (2023 und 2024)“ where the same point waits in several periods.
fn periods<'a>(verdicts: impl Iterator<Item = &'a &'a Waiting>) -> String {
    let periods: BTreeSet<&str> = verdicts.map(|verdict| verdict.period.as_str()).collect();
    if periods.len() < 2 {
        return String::new();
    }
    let periods: Vec<&str> = periods.into_iter().collect();
    format!(" ({})", wording::list(&periods))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(rank: usize, requirement: &str, subject: Option<&str>, period: &str) -> Arc<Waiting> {
        Arc::new(Waiting {
            rank,
            requirement: requirement.to_owned(),
            subject: subject.map(str::to_owned),
            period: period.to_owned(),
        })
    }

    #[test]
    fn one_branch_is_named_and_many_are_counted() {
        let names = ["KV Greiz", "KV Gotha", "SV Jena", "SV Gera"];
        let of = |n: usize| -> Vec<_> {
            (0..n).map(|i| verdict(i, "Z1c", Some(names[i]), "2024")).collect()
        };
        let said = |list: &[Arc<Waiting>]| waits(list).unwrap_or_default();
        assert_eq!(said(&of(0)), "");
        assert_eq!(said(&of(1)), "Z1c KV Greiz bleibt offen");
        assert_eq!(said(&of(2)), "bei 2 Verbänden bleibt Z1c offen (KV Greiz, KV Gotha)");
        assert_eq!(said(&of(4)), "bei 4 Verbänden bleibt Z1c offen (KV Greiz, KV Gotha, SV Jena, …)");
    }

    #[test]
    fn several_points_and_years_are_joined_and_none_is_said_twice() {
        let list = [
            verdict(0, "Z1c", Some("KV Greiz"), "2023"),
            verdict(1, "Z1c", Some("KV Greiz"), "2024"),
            verdict(2, "Z2a", None, "2024"),
            verdict(3, "Z3", None, "2024"),
        ];
        assert_eq!(
            waits(&list).unwrap(),
            "Z1c KV Greiz bleibt offen (2023 und 2024); Z2a und Z3 bleiben offen"
        );
    }
}
