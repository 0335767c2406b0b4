//! How the wording is read, and what the other readings would change, for the years that are evaluated.

use std::collections::BTreeMap;

use super::material::{Answers, Material};
use super::view::context_of;
use crate::domain::Assessment;
use crate::readings::{Reading, WhatIf, what_ifs, with_what_ifs};
use crate::requirements::Context;

/// The years under the other readings, once they are known; as long as nobody decides otherwise they stay.
pub(super) type Known = BTreeMap<i32, Vec<Option<WhatIf>>>;

/// For one year; the context is that of the assessment.
pub(super) fn of_year(
    material: &Material,
    answers: &Answers,
    assessment: &Assessment,
    context: &Context<'_>,
) -> Vec<Reading> {
    let known = answers.what_ifs.borrow_mut().remove(&assessment.year);
    let what_ifs = known.unwrap_or_else(|| what_ifs(material.source(), assessment, context));
    with_what_ifs(&material.resolution, &material.decisions.readings, what_ifs)
}

/// Whether anybody should decide how to read the wording: in one of the years another reading would change the result.
pub(super) fn worth_deciding(material: &Material, answers: &Answers) -> bool {
    answers.assessments.values().any(|assessment| {
        let known = answers.what_ifs.borrow_mut().remove(&assessment.year);
        let what_ifs = known.unwrap_or_else(|| {
            let context = context_of(material, answers, assessment.period);
            what_ifs(material.source(), assessment, &context)
        });
        let decided = &material.decisions.readings;
        let readings = with_what_ifs(&material.resolution, decided, what_ifs);
        let worth_deciding = readings.iter().any(Reading::worth_deciding);
        let what_ifs = readings.into_iter().map(|reading| reading.what_if).collect();
        answers.what_ifs.borrow_mut().insert(assessment.year, what_ifs);
        worth_deciding
    })
}
