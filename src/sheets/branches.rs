//! **Verbände**: one row per branch: how far the offer has come, how each point stands, what is missing.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::domain::{Branch, BranchId, Evidence, Ladder, Verdict};
use crate::resolution::Kind;
use crate::wording;

use super::model::{Cell, Column, Orientation, Sheet, Sign, Style, Table};
use super::standing::{self, Standing, brief};
use super::{View, sums};

pub(super) const NAME: &str = "Verbände";
/// Head lines and the table's head stand above; one-based row of the first branch.
const FIRST_ROW: usize = 5;

/// A column of the sheet: its head and how to fill it for a branch.
struct Part<'a> {
    column: Column,
    width: f64,
    /// The signs that are counted below.
    counted: &'static [Sign],
    cell: Box<dyn Fn(BranchId) -> Cell + 'a>,
}

pub(super) fn sheet(view: &View<'_>) -> Option<Sheet> {
    let standings: Vec<Standing<'_>> = standing::standings(view.resolution, view.assessment)
        .into_iter()
        .filter(Standing::per_branch)
        .collect();
    let judged: BTreeSet<BranchId> =
        view.assessment.verdicts.iter().filter_map(|v| v.subject).collect();
    let branches: Vec<&Branch> =
        view.records.branches.iter().filter(|b| judged.contains(&b.id)).collect();
    if branches.is_empty() {
        return None;
    }
    let mut parts = vec![Part {
        column: Column::new("Verband", Style::Strong),
        width: 37.0,
        counted: &[],
        cell: Box::new(|id| Cell::text(view.branch(id))),
    }];
    let several = standings.iter().filter(|s| has_ladder(view, s)).count() > 1;
    for standing in &standings {
        if has_ladder(view, standing) {
            ladder_parts(view, standing, several, &mut parts);
        }
        status_parts(standing, &mut parts);
    }
    parts.extend(text_parts(view));
    // a column without a word is left out
    parts.retain(|part| {
        !part.counted.is_empty() || branches.iter().any(|b| (part.cell)(b.id) != Cell::Empty)
    });

    let mut sheet = view.page(
        NAME,
        &format!("Wie es bei den Verbänden steht: {}", view.assessment.year),
        Orientation::Landscape,
        parts.iter().map(|part| part.width).collect(),
    );
    sheet.frozen = Some((4, 1));
    let rows: Vec<Vec<Cell>> = branches
        .iter()
        .map(|branch| parts.iter().map(|part| (part.cell)(branch.id)).collect())
        .collect();
    let counted: Vec<(usize, &[Sign])> =
        parts.iter().map(|part| part.counted).enumerate().collect();
    let counts = sums::by_sign(&counted, &rows, FIRST_ROW);
    sheet.push(Table {
        name: "Verbaende".to_owned(),
        columns: parts.into_iter().map(|part| part.column).collect(),
        rows,
        filter: true,
        room: 0,
        row_choices: Vec::new(),
    });
    sheet.blocks.extend(counts.into_iter().map(Into::into));
    Some(sheet)
}

fn has_ladder(view: &View<'_>, standing: &Standing<'_>) -> bool {
    view.assessment.ladders.iter().any(|l| l.requirement == standing.requirement.id)
}

/// The four steps of an offer. Informative: the verdict is beside them.
fn ladder_parts<'a>(
    view: &'a View<'a>,
    standing: &Standing<'a>,
    several: bool,
    parts: &mut Vec<Part<'a>>,
) {
    let id = standing.requirement.id.as_str();
    let criteria: Vec<&str> = match &standing.requirement.kind {
        Kind::Recurring(recurring) => recurring.criteria.iter().map(|c| c.text.as_str()).collect(),
        Kind::Contents(_)
        | Kind::Fields(_)
        | Kind::Submission(_)
        | Kind::Examination(_)
        | Kind::Development(_)
        | Kind::Trend(_)
        | Kind::Principle(_) => Vec::new(),
    };
    let step = |label: &str,
                note: String,
                pick: fn(&Ladder) -> (Option<&Evidence>, Option<&Evidence>)| Part {
        column: Column::new(
            if several { format!("{id} {label}") } else { label.to_owned() },
            Style::Body,
        )
        .note(note),
        width: 17.0,
        counted: &[Sign::Done],
        cell: Box::new(move |branch| {
            let Some(ladder) =
                view.assessment.ladders.iter().find(|l| l.requirement == id && l.subject == branch)
            else {
                return Cell::Empty;
            };
            match pick(ladder) {
                (Some(evidence), _) => {
                    view.link(format!("{} {}", Sign::Done.mark(), evidence.value), &evidence.cell)
                }
                (None, Some(declined)) => view.link("abgelehnt", &declined.cell),
                (None, None) => Cell::Empty,
            }
        }),
    };
    let short = &standing.requirement.short;
    parts.push(step("angeboten", format!("{short}: das erste Angebot des Jahres"), |l| {
        (l.offered.as_ref(), None)
    }));
    parts.push(step(
        "zugesagt",
        "Der Verband hat angenommen oder einen Termin genannt.".to_owned(),
        |l| (l.accepted.as_ref(), l.declined.as_ref()),
    ));
    parts.push(step("gehalten", "Der Termin hat stattgefunden.".to_owned(), |l| {
        (l.held.as_ref(), None)
    }));
    if !criteria.is_empty() {
        parts.push(step(
            "wie vorgesehen",
            format!("Gehalten, und zwar: {}.", criteria.join(", ")),
            |l| (l.held_in_full.as_ref(), None),
        ));
    }
}

/// How a point stands, one column for each of its periods.
fn status_parts<'a>(standing: &Standing<'a>, parts: &mut Vec<Part<'a>>) {
    let mut periods: Vec<_> = standing.verdicts.iter().map(|v| v.period).collect();
    periods.sort_unstable();
    periods.dedup();
    let requirement = standing.requirement;
    for period in &periods {
        let label = if periods.len() > 1 {
            format!("{} {}", requirement.id, period.spoken())
        } else {
            format!("{} Stand", requirement.id)
        };
        let verdicts: Vec<&'a Verdict> =
            standing.verdicts.iter().copied().filter(|v| v.period == *period).collect();
        parts.push(Part {
            column: Column::new(label, Style::Status).note(format!(
                "{} ({}, {})",
                requirement.short,
                requirement.force.label_de(),
                requirement.lines
            )),
            width: 25.0,
            counted: &Sign::ALL,
            cell: Box::new(move |id| {
                verdicts
                    .iter()
                    .find(|v| v.subject == Some(id))
                    .map_or(Cell::Empty, |v| Cell::Status(Sign::from(v.status), brief(v)))
            }),
        });
    }
}

/// What else is to be said of a branch, over all its points.
fn text_parts<'a>(view: &'a View<'a>) -> Vec<Part<'a>> {
    let mut by_branch: BTreeMap<BranchId, Vec<&'a Verdict>> = BTreeMap::new();
    for verdict in &view.assessment.verdicts {
        if let Some(id) = verdict.subject {
            by_branch.entry(id).or_default().push(verdict);
        }
    }
    let by_branch = Rc::new(by_branch);
    let about = |label: &str, width: f64, say: fn(&Verdict) -> Vec<String>| {
        let by_branch = Rc::clone(&by_branch);
        Part {
            column: Column::new(label, Style::Body),
            width,
            counted: &[],
            cell: Box::new(move |id| {
                let mut said: Vec<String> = Vec::new();
                for verdict in by_branch.get(&id).into_iter().flatten() {
                    for text in say(verdict) {
                        let line = format!("{}: {text}", verdict.requirement);
                        if !said.contains(&line) {
                            said.push(line);
                        }
                    }
                }
                Cell::text(said.join("\n"))
            }),
        }
    };
    vec![
        about("Was fehlt", 44.0, |v| {
            let missing = v.missing.iter().map(|m| m.text.clone());
            missing.chain(v.unknown.iter().map(|u| u.text.clone())).collect()
        }),
        about("Geplant", 16.0, |v| v.planned.map(wording::date).into_iter().collect()),
        about("Hinweis", 38.0, |v| v.hints.clone()),
        about("Ausnahme", 28.0, |v| {
            v.exception
                .iter()
                .map(|e| {
                    let until = e.until.map_or_else(String::new, |day| {
                        format!(
                            " ({} {})",
                            if e.valid { "bis" } else { "abgelaufen am" },
                            wording::date(day)
                        )
                    });
                    format!("{}{until}", e.reason)
                })
                .collect()
        }),
        about("Feststellung", 34.0, |v| {
            v.findings
                .iter()
                .map(|f| {
                    [f.finding.as_str(), f.session.as_str(), f.wording.as_str()]
                        .into_iter()
                        .filter(|part| !part.is_empty())
                        .collect::<Vec<_>>()
                        .join(", ")
                })
                .collect()
        }),
    ]
}
