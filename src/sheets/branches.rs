//! **Verbände**: one row per branch: how far the offer has come, how each point stands, what is missing.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::rc::Rc;

use crate::domain::{Branch, BranchId, Evidence, Ladder, Status, Verdict};
use crate::resolution::Kind;
use crate::wording;

use super::model::{Cell, Column, Orientation, Sheet, Sign, Style, Table};
use super::standing::{self, Standing, brief};
use super::sums::{self, EXEMPT};
use super::{View, here, proofs};

pub(super) const NAME: &str = "Verbände";
/// Head lines and the table's head stand above; one-based row of the first branch.
const FIRST_ROW: usize = 5;

/// A column of the sheet: its head and how to fill it for a branch.
struct Part<'a> {
    column: Column,
    width: f64,
    /// The signs that are counted below.
    counted: &'static [Sign],
    /// The requirement it is about, and the step of its ladder.
    about: Option<(&'a str, Option<Rung>)>,
    cell: Box<dyn Fn(BranchId) -> Cell + 'a>,
}

/// A step of an offer, from the first to the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rung {
    Offered,
    Accepted,
    Held,
    HeldInFull,
}

impl Rung {
    pub(super) const ALL: [Self; 4] = [Self::Offered, Self::Accepted, Self::Held, Self::HeldInFull];

    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Offered => "angeboten",
            Self::Accepted => "zugesagt",
            Self::Held => "gehalten",
            Self::HeldInFull => "wie vorgesehen",
        }
    }

    pub(super) fn of(self, ladder: &Ladder) -> Option<&Evidence> {
        match self {
            Self::Offered => ladder.offered.as_ref(),
            Self::Accepted => ladder.accepted.as_ref(),
            Self::Held => ladder.held.as_ref(),
            Self::HeldInFull => ladder.held_in_full.as_ref(),
        }
    }
}

/// The rows and columns of the sheet.
struct Layout<'a> {
    parts: Vec<Part<'a>>,
    rows: Vec<Vec<Cell>>,
}

fn layout<'a>(view: &'a View<'a>) -> Option<Layout<'a>> {
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
        width: 33.0,
        counted: &[],
        about: None,
        cell: Box::new(|id| Cell::text(view.branch(id))),
    }];
    let proofs = Rc::new(proofs::first_rows(view));
    let several = standings.iter().filter(|s| has_ladder(view, s)).count() > 1;
    for standing in &standings {
        if has_ladder(view, standing) {
            ladder_parts(view, standing, several, &mut parts);
        }
        status_parts(standing, &proofs, &mut parts);
    }
    parts.extend(text_parts(view));
    // a column without a word is left out
    parts.retain(|part| {
        !part.counted.is_empty() || branches.iter().any(|b| (part.cell)(b.id) != Cell::Empty)
    });

    let rows: Vec<Vec<Cell>> = branches
        .iter()
        .map(|branch| parts.iter().map(|part| (part.cell)(branch.id)).collect())
        .collect();
    Some(Layout { parts, rows })
}

pub(super) fn sheet(view: &View<'_>) -> Option<Sheet> {
    let Layout { parts, rows } = layout(view)?;
    let mut sheet = view.page(
        NAME,
        &format!("Wie es bei den Verbänden steht: {}", view.assessment.year),
        Orientation::Landscape,
        parts.iter().map(|part| part.width).collect(),
    );
    sheet.frozen = Some((4, 1));
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

/// How many branches have reached each step of a requirement's offer, counted live on this sheet: without those that are
/// exempt or to whom it does not apply. Empty where the sheet does not show the step.
pub(super) fn rungs(view: &View<'_>, requirement: &str) -> Vec<(Rung, Cell)> {
    let Some(Layout { parts, rows }) = layout(view) else { return Vec::new() };
    let status = parts.iter().position(|part| part.about == Some((requirement, None)));
    let column = |rung| parts.iter().position(|p| p.about == Some((requirement, Some(rung))));
    Rung::ALL
        .into_iter()
        .filter_map(|rung| Some((rung, column(rung)?)))
        .map(|(rung, column)| {
            let range =
                |column: usize| format!("'{NAME}'!{}", sums::range(column, rows.len(), FIRST_ROW));
            let mut formula = format!("COUNTIFS({},\"{}*\"", range(column), Sign::Done.mark());
            let fits = |row: &Vec<Cell>| sums::begins(row.get(column), Sign::Done);
            let n = match status {
                Some(status) => {
                    let range = range(status);
                    let dash = Sign::NotApplicable.mark();
                    // into a string, which cannot fail
                    let _ = write!(formula, ",{range},\"<>*{EXEMPT}\",{range},\"<>{dash}*\"");
                    let judged = |row: &&Vec<Cell>| {
                        let shown = row.get(status).map(Cell::shown).unwrap_or_default();
                        !shown.ends_with(EXEMPT) && !shown.starts_with(dash)
                    };
                    rows.iter().filter(judged).filter(|row| fits(row)).count()
                }
                None => rows.iter().filter(|row| fits(row)).count(),
            };
            formula.push(')');
            let result = u32::try_from(n).unwrap_or(u32::MAX);
            (rung, Cell::Formula { formula, result })
        })
        .collect()
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
    let requirement = standing.requirement;
    let judged: Rc<BTreeSet<BranchId>> = Rc::new(
        standing
            .verdicts
            .iter()
            .filter(|v| v.status != Status::NotApplicable)
            .filter_map(|v| v.subject)
            .collect(),
    );
    let mut step = |rung: Rung, note: String| {
        let label = rung.label();
        let judged = Rc::clone(&judged);
        let applies = move |branch: BranchId| judged.contains(&branch);
        parts.push(Part {
            column: Column::new(
                if several { format!("{id} {label}") } else { label.to_owned() },
                Style::Body,
            )
            .note(note),
            width: if rung == Rung::Accepted { 15.0 } else { 13.0 },
            counted: &[Sign::Done],
            about: Some((requirement.id.as_str(), Some(rung))),
            cell: Box::new(move |branch| {
                let of = |l: &&Ladder| l.requirement == requirement.id && l.subject == branch;
                let Some(ladder) = view.assessment.ladders.iter().find(of) else {
                    return Cell::Empty;
                };
                let declined = ladder.declined.as_ref().filter(|_| rung == Rung::Accepted);
                match (rung.of(ladder), declined) {
                    (Some(evidence), _) => view.link(
                        format!(
                            "{} {}",
                            Sign::Done.mark(),
                            wording::without_weekday(&evidence.value)
                        ),
                        &evidence.cell,
                    ),
                    (None, Some(declined)) => view.link("abgelehnt", &declined.cell),
                    (None, None)
                        if rung == Rung::Held && ladder.perhaps_held && applies(branch) =>
                    {
                        Cell::text(format!("{} zu klären", Sign::Unknown.mark()))
                    }
                    (None, None) => Cell::Empty,
                }
            }),
        });
    };
    let short = &requirement.short;
    step(Rung::Offered, format!("{short}: das erste Angebot des Jahres"));
    step(Rung::Accepted, "Der Verband hat angenommen oder einen Termin genannt.".to_owned());
    step(
        Rung::Held,
        "Der Termin hat stattgefunden; „? zu klären“: Eine Zeile oder eine fehlende Liste lässt es offen.".to_owned(),
    );
    if !criteria.is_empty() {
        step(Rung::HeldInFull, format!("Gehalten, und zwar: {}.", criteria.join(", ")));
    }
}

/// How a point stands, one column for each of its periods.
fn status_parts<'a>(
    standing: &Standing<'a>,
    proofs: &Rc<proofs::Rows<'a>>,
    parts: &mut Vec<Part<'a>>,
) {
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
        let proofs = Rc::clone(proofs);
        parts.push(Part {
            column: Column::new(label, Style::Status).note(format!(
                "{} ({}, {}). Ein Klick führt zu den Nachweisen.",
                requirement.short,
                requirement.force.label_de(),
                requirement.lines
            )),
            width: 23.0,
            counted: &Sign::ALL,
            about: Some((requirement.id.as_str(), None)),
            cell: Box::new(move |id| {
                let verdict = verdicts.iter().find(|v| v.subject == Some(id));
                verdict.map_or(Cell::Empty, |v| {
                    let exempt = v.exception.as_ref().is_some_and(|exception| exception.valid);
                    let word = if exempt { format!("{}{EXEMPT}", brief(v)) } else { brief(v) };
                    let shown = Cell::Status(Sign::from(v.status), word).shown();
                    let row = proofs.get(&(v.requirement.as_str(), v.subject, v.period));
                    match row {
                        Some(row) => here(shown, proofs::NAME, format!("A{row}")),
                        None => Cell::text(shown),
                    }
                })
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
            about: None,
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
        about("Was fehlt", 38.0, |v| {
            let missing = v.missing.iter().map(|m| m.text.clone());
            missing.chain(v.unknown.iter().map(|u| u.text.clone())).collect()
        }),
        about("Geplant", 11.0, |v| v.planned.map(wording::date).into_iter().collect()),
        about("Hinweis", 36.0, |v| {
            let mut said: Vec<String> = Vec::new();
            if let Some(exception) = &v.exception {
                let until = exception.until.map_or_else(String::new, |day| {
                    let word = if exception.valid { "bis" } else { "abgelaufen am" };
                    format!(" {word} {}", wording::date(day))
                });
                said.push(format!("Ausnahme{until}: {}", exception.reason));
            }
            // the exception has been said
            let own = |hint: &&String| v.exception.is_none() || !hint.contains("Ausnahme");
            said.extend(v.hints.iter().filter(own).cloned());
            said.extend(v.findings.iter().map(|finding| {
                let words = proofs::finding_words(finding);
                if finding.wording.is_empty() {
                    words
                } else {
                    format!("{words}: {}", finding.wording)
                }
            }));
            said
        }),
    ]
}
