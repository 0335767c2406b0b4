//! How the wording is read, and what the other readings would change, for the years that are evaluated.

use super::material::{Answers, Material};
use super::view::context_of;
use crate::domain::Assessment;
use crate::readings::{self, Reading};
use crate::requirements::Context;

/// For one year; the context is that of the assessment.
pub(super) fn of_year(
    material: &Material,
    assessment: &Assessment,
    context: &Context<'_>,
) -> Vec<Reading> {
    readings::readings(material.source(), &material.decisions.readings, assessment, context)
}

/// Whether anybody should decide how to read the wording: in one of the years another reading would change the result.
pub(super) fn worth_deciding(material: &Material, answers: &Answers) -> bool {
    answers.assessments.values().any(|assessment| {
        let context = context_of(material, answers, assessment.period);
        let decided = &material.decisions.readings;
        readings::worth_deciding(material.source(), decided, assessment, &context)
    })
}
