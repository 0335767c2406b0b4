//! What has changed since it was tabled, short enough to be read aloud.

use crate::history::{Change, Comparison};
use crate::resolution::{Kind, Requirement};
use crate::sheets::{View, standings};
use crate::wording;

use super::{Since, Variant};

/// Changes of one point that are told one by one, with their reasons; more are counted and named.
const ONE_BY_ONE: usize = 2;
/// Branches named where there are more.
const NAMED: usize = 6;

/// `None` where nothing has been frozen before. The reasons stand in the workbook in full.
pub fn since(view: &View<'_>, variant: Variant) -> Option<Since> {
    let compared: Vec<&Comparison> =
        view.history.last.iter().chain(view.history.earlier.iter().rev()).collect();
    let session = compared.first()?.session.clone();
    let lines = compared
        .iter()
        .flat_map(|comparison| {
            view.resolution
                .requirements
                .iter()
                .flat_map(|requirement| of_point(view, comparison, requirement, variant))
        })
        .collect();
    Some(Since { session, lines })
}

fn of_point(
    view: &View<'_>,
    comparison: &Comparison,
    requirement: &Requirement,
    variant: Variant,
) -> Vec<String> {
    let changes: Vec<&Change> = comparison.changes_of(&requirement.id).collect();
    let years = view.earlier.iter().chain(std::iter::once(view.assessment));
    let late = years
        .clone()
        .find(|year| year.year == comparison.year)
        .is_some_and(|year| comparison.was_closed(year));
    let late = if late { "nachträglich geändert: " } else { "" };
    if changes.len() <= ONE_BY_ONE {
        return changes
            .iter()
            .map(|change| {
                // what a branch said of itself may be the reason; it stays in the office
                let confidential = variant == Variant::ToPassOn && rests_on_branches(requirement);
                if confidential {
                    format!("{late}{} ({}): {}.", change.requirement, change.period, change.step())
                } else {
                    format!("{late}{}", change.sentence())
                }
            })
            .collect();
    }
    let names: Vec<&str> = changes.iter().filter_map(|change| change.subject.as_deref()).collect();
    let shown = if names.len() > NAMED + 1 {
        let some: Vec<&str> = names.iter().take(NAMED).copied().collect();
        format!("{} und {} weitere", some.join(", "), names.len() - NAMED)
    } else {
        wording::list(&names)
    };
    let now = years
        .filter(|year| year.year == comparison.year)
        .flat_map(|year| standings(view.resolution, year))
        .find(|standing| standing.requirement.id == requirement.id);
    let now = now.map_or_else(String::new, |standing| {
        let (then, now) = (standing.then(comparison), standing.in_brief());
        if then == now {
            format!(" (in der Summe gleich, {now})")
        } else {
            format!(" (vorher {then}, jetzt {now})")
        }
    });
    vec![format!(
        "{late}{} ({}): bei {} anders{now}: {shown}.",
        requirement.id,
        comparison.year,
        wording::count(changes.len(), "Verband", "Verbänden"),
    )]
}

/// True for points of which columns of the branch list decide whether they apply.
fn rests_on_branches(requirement: &Requirement) -> bool {
    match &requirement.kind {
        Kind::Fields(kind) => kind.fields.iter().any(|field| !field.provided.is_empty()),
        Kind::Recurring(_)
        | Kind::Contents(_)
        | Kind::Submission(_)
        | Kind::Examination(_)
        | Kind::Development(_)
        | Kind::Trend(_)
        | Kind::Principle(_) => false,
    }
}
