//! Which requirements hang on an interpretation: those that name it, and those whose criteria, groups or letters do.

use std::sync::Arc;

use crate::resolution::{
    Criterion, Group, Interpretation, Kind, LetterTo, Requirement, Resolution,
};

/// In the order of the resolution.
pub fn concerned(resolution: &Resolution, interpretation: &Interpretation) -> Vec<String> {
    let id = &interpretation.id;
    // „Z1c.je“ decides a setting of Z1c
    let (affected, _) =
        interpretation.affects.split_once('.').unwrap_or((&interpretation.affects, ""));
    let concerned = |requirement: &Requirement| {
        requirement.id == affected
            || requirement.interpretations.contains(id)
            || criteria(&requirement.kind).iter().any(|c| c.interpretation.as_ref() == Some(id))
            || group(&requirement.kind).is_some_and(|g| g.interpretation.as_ref() == Some(id))
            || requirement.letters.iter().any(|key| names(resolution, key, id))
    };
    resolution.requirements.iter().filter(|r| concerned(r)).map(|r| r.id.clone()).collect()
}

fn criteria(kind: &Kind) -> &[Arc<Criterion>] {
    kind.criteria().map_or(&[], |(_, criteria)| criteria)
}

fn group(kind: &Kind) -> Option<&Group> {
    match kind {
        Kind::Recurring(kind) => kind.per.as_deref(),
        Kind::Fields(kind) => kind.shown_per.as_deref(),
        Kind::Contents(_)
        | Kind::Submission(_)
        | Kind::Examination(_)
        | Kind::Development(_)
        | Kind::Trend(_)
        | Kind::Principle(_) => None,
    }
}

/// Whether a letter goes to a group that this interpretation decides.
fn names(resolution: &Resolution, letter: &str, id: &String) -> bool {
    resolution.letter(letter).is_some_and(|letter| match &letter.to {
        LetterTo::Group(group) => group.interpretation.as_ref() == Some(id),
        LetterTo::Bodies(_) => false,
    })
}
