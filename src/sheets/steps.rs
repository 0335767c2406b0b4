//! What happens next on a point, and who does it. Only what the lists and the plan of letters say; no reproach.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::domain::{Status, Unknown, Verdict};
use crate::letters::LetterState;
use crate::wording;

use super::model::Sign;
use super::standing::Standing;
use super::{View, questions};

/// The state office itself.
pub(super) const OFFICE: &str = "Büro";

#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) what: String,
    pub(super) who: String,
}

pub(super) fn next(view: &View<'_>, standing: &Standing<'_>) -> Step {
    let requirement = standing.requirement;
    let addressees = || addressees(view, standing);
    let step = |what: String, who: String| Step { what, who };

    if standing.sign() == Sign::Judgement {
        return step(
            "in der Sitzung beraten".to_owned(),
            view.body(&view.resolution.adopted_by).to_owned(),
        );
    }
    let letters = |state| {
        view.letters
            .iter()
            .filter(move |l| l.state == state && requirement.letters.contains(&l.letter.key))
            .count()
    };
    let (ready, drafts, incomplete) = (
        letters(LetterState::Ready),
        letters(LetterState::Draft),
        letters(LetterState::Incomplete),
    );
    let mut parts = Vec::new();
    if ready > 0 {
        parts.push(format!("{} schreiben", wording::count(ready, "Brief", "Briefe")));
    }
    if drafts > 0 {
        parts.push(format!("{} versenden", wording::count(drafts, "Entwurf", "Entwürfe")));
    }
    if incomplete > 0 {
        parts.push(format!(
            "Angaben für {} ergänzen",
            wording::count(incomplete, "Brief", "Briefe")
        ));
    }
    let unknown = unknowns(standing);
    if parts.len() < 2 {
        match unknown.as_slice() {
            [] => {}
            [one] => {
                let verb = if one.cell.is_some() { "klären" } else { "ergänzen" };
                parts.push(format!("{} {verb}", one.short));
            }
            several => {
                parts.push(format!("{} Angaben klären (Blatt {})", several.len(), questions::NAME));
            }
        }
    }
    if !parts.is_empty() {
        return step(parts.join(", "), OFFICE.to_owned());
    }
    let unfinished = |v: &&&Verdict| matches!(v.status, Status::Open | Status::Partial);
    let planned: Vec<NaiveDate> =
        standing.verdicts.iter().filter(unfinished).filter_map(|v| v.planned).collect();
    if let Some(first) = planned.iter().min() {
        let what = if standing.per_branch() && planned.len() > 1 {
            format!("bei {} Verbänden geplant, zuerst für {}", planned.len(), wording::date(*first))
        } else {
            format!("geplant für {}", wording::date(*first))
        };
        return step(what, addressees());
    }
    match standing.sign() {
        Sign::Part | Sign::Open => {
            if let Some(day) =
                resubmission(view, standing).filter(|day| *day > view.assessment.as_of.0)
            {
                return step(format!("Wiedervorlage {}", wording::date(day)), OFFICE.to_owned());
            }
            let over = standing.verdicts.iter().all(|v| v.period.to <= view.assessment.as_of.0);
            let what = match (standing.sign(), over && !standing.once()) {
                (_, true) => "im nächsten Zeitraum",
                (Sign::Part, false) => "vervollständigen",
                _ => "steht aus",
            };
            step(what.to_owned(), addressees())
        }
        Sign::Over => step("im nächsten Zeitraum".to_owned(), addressees()),
        Sign::Done | Sign::Unknown | Sign::NotApplicable | Sign::Judgement => Step::default(),
    }
}

/// „Landesvorstand und Landesausschuss“.
pub(super) fn addressees(view: &View<'_>, standing: &Standing<'_>) -> String {
    let names: Vec<&str> =
        standing.requirement.addressees.iter().map(|key| view.body(key)).collect();
    wording::list(&names)
}

/// The day to look again; no deadline.
pub(super) fn resubmission(view: &View<'_>, standing: &Standing<'_>) -> Option<NaiveDate> {
    view.resolution.adopted_on.checked_add_months(standing.requirement.resubmit_after?)
}

/// What would decide the open verdicts of a point; each cell once.
fn unknowns<'a>(standing: &Standing<'a>) -> Vec<&'a Unknown> {
    let mut seen = BTreeSet::new();
    standing
        .verdicts
        .iter()
        .filter(|v| v.status == Status::Undetermined || v.could_be.is_some())
        .flat_map(|v| &v.unknown)
        .filter(|u| seen.insert((u.cell.clone(), u.text.clone())))
        .collect()
}
