//! What a question means for the verdicts, said in one line.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::wording;

/// Parts of the sentence before „3 weitere Punkte bleiben offen“.
const MOST_PARTS: usize = 4;
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

/// „Z1c Kreisverband Greiz bleibt offen“, „bei 5 Verbänden bleiben Z1c und Z1d offen (…)“: every requirement once, those of
/// the same branches together. `None` where nothing waits.
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
    let mut joined: Vec<(Vec<&str>, Concerned<'_>)> = Vec::new();
    for (id, verdicts) in points {
        let concerned = Concerned::of(&verdicts);
        match joined.iter_mut().find(|(_, other)| *other == concerned) {
            Some((ids, _)) => ids.push(id),
            None => joined.push((vec![id], concerned)),
        }
    }
    if joined.is_empty() {
        return None;
    }
    let mut parts: Vec<String> =
        joined.iter().take(MOST_PARTS).map(|(ids, concerned)| concerned.sentence(ids)).collect();
    let more: usize = joined.iter().skip(MOST_PARTS).map(|(ids, _)| ids.len()).sum();
    match more {
        0 => {}
        1 => parts.push("1 weiterer Punkt bleibt offen".to_owned()),
        n => parts.push(format!("{n} weitere Punkte bleiben offen")),
    }
    Some(parts.join("; "))
}

/// Whom a point waits for, and in which periods.
#[derive(PartialEq, Eq)]
struct Concerned<'a> {
    /// In the order of the list of branches; empty: the whole party.
    names: Vec<&'a str>,
    periods: BTreeSet<&'a str>,
}

impl<'a> Concerned<'a> {
    fn of(verdicts: &[&'a Waiting]) -> Self {
        let mut seen = BTreeSet::new();
        let subjects = verdicts.iter().filter_map(|verdict| verdict.subject.as_deref());
        Self {
            names: subjects.filter(|name| seen.insert(*name)).collect(),
            periods: verdicts.iter().map(|verdict| verdict.period.as_str()).collect(),
        }
    }

    fn sentence(&self, ids: &[&str]) -> String {
        let verb = if ids.len() == 1 { "bleibt" } else { "bleiben" };
        let (ids, when) = (wording::list(ids), self.when());
        match self.names.as_slice() {
            [] => format!("{ids} {verb} offen{when}"),
            [one] => format!("{ids} {one} {verb} offen{when}"),
            names => {
                let shown: Vec<&str> = names.iter().take(MOST_NAMES).copied().collect();
                let dots = if names.len() > MOST_NAMES { ", …" } else { "" };
                format!(
                    "bei {} Verbänden {verb} {ids} offen{when} ({}{dots})",
                    names.len(),
                    shown.join(", ")
                )
            }
        }
    }

    /// „ (2023 und 2024)“ where the same point waits in several periods.
    fn when(&self) -> String {
        if self.periods.len() < 2 {
            return String::new();
        }
        let periods: Vec<&str> = self.periods.iter().copied().collect();
        format!(" ({})", wording::list(&periods))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(
        rank: usize,
        requirement: &str,
        subject: Option<&str>,
        period: &str,
    ) -> Arc<Waiting> {
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
        assert_eq!(
            said(&of(4)),
            "bei 4 Verbänden bleibt Z1c offen (KV Greiz, KV Gotha, SV Jena, …)"
        );
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
