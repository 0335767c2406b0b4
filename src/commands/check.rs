//! `pruefen`: verdicts and questions on the screen, nothing written; as JSON for other programs.

use super::material::Material;
use super::terminal::{self, Terminal};
use super::{Error, json, summary};
use crate::cli::Options;
use crate::diagnostic::Severity;

/// Returns the exit code: 1 where there are errors or warnings.
pub(super) fn check(
    terminal: &mut Terminal,
    options: &Options,
    as_json: bool,
) -> Result<u8, Error> {
    let mut material = Material::read(options)?;
    let year = material.year(options)?;
    let answers = material.answer(options.as_of, &[year]);
    if let Some(assessment) = answers.assessments.get(&year) {
        if as_json {
            let report = json::report(&material, &answers, assessment);
            terminal::raw(&(serde_json::to_string_pretty(&report)? + "\n"));
        } else {
            summary::verdicts(terminal, &material.resolution, assessment);
            summary::sentences(terminal, assessment);
            summary::due(terminal, &answers);
            summary::messages(terminal, &answers.diagnostics);
        }
    }
    let asked = answers.diagnostics.iter().any(|d| d.code.severity() != Severity::Note);
    Ok(u8::from(asked))
}
