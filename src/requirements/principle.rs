//! Requirement kind *grundsatz*: nothing a list can decide. The figures of other requirements are shown, the committee
//! judges.
//!
//! # What it demands
//! „besonders verpflichtet, den intensiven Austausch mit den Mitgliedern zu suchen“.
//! # What counts
//! Nothing is computed; undetermined only where all the figures are.
//! # Declared as
//! `[anforderung.grundsatz]` kennzahlen

use super::{Deadline, Finding, Outcome};
use crate::domain::Total;
use crate::resolution::{Principle, Resolution};

/// The figures, from the totals of the requirements named.
pub fn judge(resolution: &Resolution, kind: &Principle, totals: &[Total]) -> Outcome {
    let mut outcome = Outcome::new(Finding::Judgement, Deadline::Absent);
    let mut determined = false;
    let mut any = false;
    for id in &kind.figures {
        let Some(requirement) = resolution.requirement(id) else { continue };
        for total in totals.iter().filter(|total| total.requirement == *id) {
            any = true;
            determined |= total.undetermined < total.of || total.of == 0;
            outcome.facts.push(figure(&requirement.short, total));
        }
    }
    if any && !determined {
        outcome.finding = Finding::Unknown;
    }
    outcome
}

fn figure(short: &str, total: &Total) -> String {
    if total.of == 0 {
        let stand = if total.exempt > 0 { "Ausnahme" } else { "trifft nicht zu" };
        return format!("{short}: {stand}");
    }
    if total.of == 1 {
        let stand = if total.fulfilled == 1 {
            "ja"
        } else if total.partial == 1 {
            "teilweise"
        } else if total.undetermined == 1 {
            "Angaben fehlen"
        } else {
            "noch nicht"
        };
        return format!("{short}: {stand}");
    }
    if total.at_least == total.at_most {
        format!("{short}: {} von {}", total.at_least, total.of)
    } else {
        format!("{short}: {} bis {} von {}", total.at_least, total.at_most, total.of)
    }
}
