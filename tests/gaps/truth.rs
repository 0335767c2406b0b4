//! Every first way is true, for every kind, for both resolutions, and whichever cell of the lists is lost.

use std::collections::BTreeSet;

use beschlusskontrolle::domain::Status;
use beschlusskontrolle::gaps::{Chance, Gap, Step, WayKind};

use crate::desk::{Desk, gardeners, office};

#[track_caller]
fn holds(desk: &Desk) {
    let judged = desk.judge();
    let broken = desk.broken(&judged, |_| true);
    assert!(broken.is_empty(), "{} of {}:\n{}", broken.len(), judged.gaps.len(), broken.join("\n"));
}

#[test]
fn the_first_way_of_every_gap_is_enough() {
    for day in ["2024-06-30", "2024-12-31", "2023-12-31"] {
        holds(&office(day));
    }
}

#[test]
fn it_is_enough_for_another_resolution_too() {
    for day in ["2024-05-15", "2024-11-15", "2024-12-31"] {
        holds(&gardeners(day));
    }
}

#[test]
fn every_kind_of_requirement_has_a_gap_in_these_lists() {
    let judged = office("2024-06-30").judge();
    let found: BTreeSet<&str> = judged.gaps.iter().map(|gap| gap.requirement.as_str()).collect();
    for id in ["Z1b", "Z1c", "Z1d", "Z2a", "Z2b", "Z3a", "Z3b", "Z4a", "Z4b", "Z4c", "Z4d", "Z5a"] {
        assert!(found.contains(id), "{id} of {found:?}");
    }
}

#[test]
fn without_any_lists_the_missing_lists_decide() {
    let desk = Desk::new("2024-12-31");
    let judged = desk.judge();
    for gap in &judged.gaps {
        assert_eq!(gap.status, Status::Undetermined);
        assert!(gap.ways[0].steps.iter().all(|step| matches!(step, Step::List { .. })), "{gap:?}");
    }
}

/// A gap as it would be without the lost cell.
fn same(a: &Gap, b: &Gap) -> bool {
    (&a.requirement, a.subject, a.period, a.status, &a.ways)
        == (&b.requirement, b.subject, b.period, b.status, &b.ways)
}

/// Each cell in turn emptied or made unreadable: what is new is still true.
fn holds_whichever_cell_is(desk: &Desk, said: &str) {
    let before = desk.judge();
    let mut broken = Vec::new();
    for list in 0..desk.lists.len() {
        let rows = desk.lists[list].1.lines().count();
        for row in 1..rows {
            let cells: Vec<String> = desk.lists[list]
                .1
                .lines()
                .nth(row)
                .unwrap()
                .split(';')
                .map(str::to_owned)
                .collect();
            for column in 0..cells.len() {
                if cells[column].is_empty() && said.is_empty() {
                    continue;
                }
                let mut lost = cells.clone();
                said.clone_into(&mut lost[column]);
                let mut changed = desk.clone();
                let lines: Vec<String> = desk.lists[list]
                    .1
                    .lines()
                    .enumerate()
                    .map(|(i, line)| if i == row { lost.join(";") } else { line.to_owned() })
                    .collect();
                changed.lists[list].1 = lines.join("\n");
                let judged = changed.judge();
                let is_new = |gap: &Gap| !before.gaps.iter().any(|other| same(gap, other));
                broken.extend(
                    changed.broken(&judged, is_new).into_iter().map(|text| {
                        format!("{} „{}“: {text}", desk.lists[list].0, cells.join(";"))
                    }),
                );
            }
        }
    }
    assert!(broken.is_empty(), "{}:\n{}", broken.len(), broken.join("\n"));
}

#[test]
fn it_is_enough_whichever_cell_is_empty() {
    holds_whichever_cell_is(&office("2024-12-31"), "");
    holds_whichever_cell_is(&gardeners("2024-11-15"), "");
}

#[test]
fn it_is_enough_whichever_cell_is_unclear() {
    holds_whichever_cell_is(&office("2024-06-30"), "unklar");
    holds_whichever_cell_is(&gardeners("2024-12-31"), "unklar");
}

fn of<'g>(gaps: &'g [Gap], requirement: &str) -> Vec<&'g Gap> {
    gaps.iter().filter(|gap| gap.requirement == requirement).collect()
}

#[test]
fn what_a_list_denies_is_never_suggested() {
    let judged = office("2024-12-31").judge();
    // the digital day was hybrid: its form is not to be changed
    for gap in of(&judged.gaps, "Z4d") {
        assert!(gap.ways.iter().all(|way| way.kind != WayKind::Corrects), "{gap:?}");
    }
    // a report without one of both bodies may have left it out
    let gotha = of(&judged.gaps, "Z1c")[0];
    let last = gotha.ways.last().unwrap();
    assert_eq!(last.kind, WayKind::Corrects);
    assert!(gotha.says(last).starts_with("Nur falls die Liste zu wenig nennt: "), "{gotha:?}");
}

#[test]
fn an_undetermined_point_demands_nothing() {
    let judged = office("2024-12-31").judge();
    let undetermined: Vec<&Gap> =
        judged.gaps.iter().filter(|gap| gap.status == Status::Undetermined).collect();
    assert!(!undetermined.is_empty());
    for gap in undetermined {
        assert_eq!(gap.ways.len(), 1);
        let says = gap.says(&gap.ways[0]);
        assert!(says.starts_with("Es entscheide"), "{says}");
    }
}

#[test]
fn after_the_period_only_what_has_happened_may_be_entered() {
    let judged = office("2024-12-31").judge();
    for gap in of(&judged.gaps, "Z1c") {
        assert!(matches!(gap.chance, Chance::Over(_)));
        for way in &gap.ways {
            let says = gap.says(way);
            let conditional = ["Nur falls", "Nur wenn", "Falls", "Es entscheide"];
            assert!(conditional.iter().any(|begin| says.starts_with(begin)), "{says}");
        }
    }
}

#[test]
fn where_an_exception_stands_nothing_is_missing() {
    let desk = office("2024-12-31");
    assert!(of(&desk.judge().gaps, "Z1c").len() > 1);
    let exempt = desk.list(
        "Ausnahmen",
        "Anforderung;Verband;Zeitraum;Begründung;beschlossen von;am;gültig bis\n\
         Z1c;;2024;Hochwasser;LAus;10.01.2024;31.12.2024",
    );
    assert!(of(&exempt.judge().gaps, "Z1c").is_empty());
}
