//! What several years say of one branch together: held year after year, offered and never held, never offered.
//!
//! A year that cannot be told ends a streak: nothing is said that a missing list could refute.

use crate::domain::{Assessment, BranchId, Ladder, Status};
use crate::wording;

/// How far an offer came in one year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    NotJudged,
    Unknown,
    Nothing,
    Offered,
    Declined,
    Accepted,
    Held,
    /// With everything that is asked for.
    HeldInFull,
}

impl Step {
    pub fn label_de(self) -> &'static str {
        match self {
            Self::NotJudged => "",
            Self::Unknown => "Angaben fehlen",
            Self::Nothing => "kein Angebot verzeichnet",
            Self::Offered => "angeboten",
            Self::Declined => "abgelehnt",
            Self::Accepted => "zugesagt",
            Self::Held => "gehalten",
            Self::HeldInFull => "gehalten wie vorgesehen",
        }
    }
}

/// How far a requirement came for a branch in the year of an assessment.
pub fn step(assessment: &Assessment, requirement: &str, branch: BranchId) -> Step {
    let status = assessment
        .verdicts
        .iter()
        .find(|v| v.requirement == requirement && v.subject == Some(branch))
        .map(|v| v.status);
    let ladder =
        assessment.ladders.iter().find(|l| l.requirement == requirement && l.subject == branch);
    let Some(ladder) = ladder.filter(|_| !matches!(status, None | Some(Status::NotApplicable)))
    else {
        return Step::NotJudged;
    };
    if ladder.held_in_full.is_some() {
        Step::HeldInFull
    } else if ladder.held.is_some() {
        Step::Held
    } else if ladder.accepted.is_some() {
        Step::Accepted
    } else if ladder.declined.is_some() {
        Step::Declined
    } else if ladder.offered.is_some() {
        Step::Offered
    } else if status == Some(Status::Undetermined) {
        Step::Unknown
    } else {
        Step::Nothing
    }
}

/// The step to build a streak on: a year of which it must be cleared up whether it was held is not told.
pub fn certain_step(assessment: &Assessment, requirement: &str, branch: BranchId) -> Step {
    let step = step(assessment, requirement, branch);
    let unclear = step < Step::Held && perhaps_held(assessment, requirement, branch);
    if unclear && step != Step::NotJudged { Step::Unknown } else { step }
}

/// Whether a row or a list has to be cleared up before it can be told if it was held.
pub fn perhaps_held(assessment: &Assessment, requirement: &str, branch: BranchId) -> bool {
    let own = |l: &&Ladder| l.requirement == requirement && l.subject == branch;
    assessment.ladders.iter().find(own).is_some_and(|ladder| ladder.perhaps_held)
}

/// What is to be said of the steps of a branch, oldest year first; the last one may still be running.
pub fn words(steps: &[Step], last_is_running: bool) -> String {
    let judged: Vec<Step> = steps.iter().copied().filter(|s| *s != Step::NotJudged).collect();
    // a running year can only lengthen a streak, never end one
    let closed = match judged.split_last() {
        Some((last, before)) if last_is_running && *last < Step::Held => before,
        _ => judged.as_slice(),
    };
    let row = |fits: &dyn Fn(Step) -> bool| closed.iter().rev().take_while(|s| fits(**s)).count();
    let held = row(&|step| step >= Step::Held);
    if held >= 2 {
        return format!("{held} Jahre in Folge gehalten");
    }
    let offered = row(&|step| step >= Step::Offered && step < Step::Held);
    if offered >= 2 {
        return format!(
            "{} Jahre in Folge angeboten, {}",
            offered,
            if offered == closed.len() { "noch nie gehalten" } else { "zuletzt nicht gehalten" }
        );
    }
    let nothing = row(&|step| step == Step::Nothing);
    if nothing >= 2 {
        return format!(
            "in {} kein Angebot verzeichnet",
            wording::count(nothing, "Jahr", "Jahren")
        );
    }
    String::new()
}

#[cfg(test)]
mod tests {
    use super::*;
    use Step::{Accepted, Held, HeldInFull, NotJudged, Nothing, Offered, Unknown};

    #[test]
    fn a_streak_needs_two_years_and_no_unknown_one() {
        for (steps, running, said) in [
            (&[Held, HeldInFull][..], false, "2 Jahre in Folge gehalten"),
            (&[Held, Held, Offered], true, "2 Jahre in Folge gehalten"),
            (&[Held, Offered], false, ""),
            (&[Offered, Accepted], false, "2 Jahre in Folge angeboten, noch nie gehalten"),
            (&[Offered, Offered, Nothing], true, "2 Jahre in Folge angeboten, noch nie gehalten"),
            (&[Offered, Unknown], false, ""),
            (
                &[Held, Offered, Offered],
                false,
                "2 Jahre in Folge angeboten, zuletzt nicht gehalten",
            ),
            (&[Nothing, Nothing], false, "in 2 Jahren kein Angebot verzeichnet"),
            (&[Nothing, Nothing], true, ""),
            (&[Nothing, Unknown], false, ""),
            (&[NotJudged, Held], false, ""),
        ] {
            assert_eq!(words(steps, running), said, "{steps:?}");
        }
    }
}
