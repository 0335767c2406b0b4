//! What only the committee can decide today (*Heute zu entscheiden*): readings that change results, requests that may have
//! become pointless, principles it judges itself.

use crate::domain::Status;
use crate::matching::normal;
use crate::resolution::Occasion;
use crate::wording;

use super::View;
use super::standing::{self, Standing};

/// One question for the committee, as a whole sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The interpretation or requirement it is about.
    pub id: String,
    pub about: About,
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// An interpretation that is not confirmed yet and whose other reading would change results.
    Reading,
    /// A request made for a time that is over.
    Request,
    /// A principle that nobody can count.
    Principle,
}

/// In the order they are to be read: what changes results first.
pub fn to_decide(view: &View<'_>) -> Vec<Question> {
    let standings = standing::standings(view.resolution, view.assessment);
    let mut questions: Vec<Question> = view
        .readings
        .iter()
        .filter(|reading| reading.worth_deciding())
        .map(|reading| Question {
            id: reading.id.clone(),
            about: About::Reading,
            text: reading.short(),
        })
        .collect();
    questions.extend(standings.iter().filter_map(|s| request(view, s)));
    questions.extend(standings.iter().filter_map(principle));
    questions
}

/// A request whose letters go out only until a day that is over, while it is not met.
fn request(view: &View<'_>, standing: &Standing<'_>) -> Option<Question> {
    let requirement = standing.requirement;
    let open = |v: &&crate::domain::Verdict| matches!(v.status, Status::Open | Status::Partial);
    if !standing.verdicts.iter().any(open) || has_spoken(standing) {
        return None;
    }
    let until =
        requirement.letters.iter().find_map(|key| match view.resolution.letter(key)?.occasion {
            Occasion::Resubmission { until, .. } => until,
            Occasion::YearlyFrom { .. }
            | Occasion::WeeksWithoutAnswer { .. }
            | Occasion::DateFixed { .. }
            | Occasion::WeeksBefore { .. }
            | Occasion::DetailsMissingAfter { .. }
            | Occasion::BlankIn(_)
            | Occasion::HalfYearly
            | Occasion::AfterFreezing => None,
        })?;
    (until < view.assessment.as_of.0).then(|| Question {
        id: requirement.id.clone(),
        about: About::Request,
        text: format!(
            "„{}“, gedacht für die Zeit bis {}: {}. Besteht das weiter?",
            requirement.short,
            wording::date(until),
            standing.words().split(';').next().unwrap_or_default()
        ),
    })
}

/// Whether the committee has found that it is done with, pointless by now, or to be watched on.
fn has_spoken(standing: &Standing<'_>) -> bool {
    standing.verdicts.iter().flat_map(|v| &v.findings).any(|finding| {
        ["erledigt", "gegenstandslos", "weiter beobachten"]
            .contains(&normal(&finding.finding).as_str())
    })
}

fn principle(standing: &Standing<'_>) -> Option<Question> {
    let requirement = standing.requirement;
    let judged = standing.verdicts.iter().any(|v| v.status == Status::Judgement);
    let found = standing.verdicts.iter().any(|v| !v.findings.is_empty());
    (judged && !found).then(|| Question {
        id: requirement.id.clone(),
        about: About::Principle,
        text: format!("„{}“: Wie wird das gewürdigt?", requirement.short),
    })
}
