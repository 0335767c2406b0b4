//! `auswerten` and `lauf`: the evaluation workbook of each year, with or without writing letters before.

use std::collections::BTreeMap;

use super::decisions::ask;
use super::material::{Answers, Material};
use super::terminal::{Terminal, typed};
use super::{Error, outbox, summary};
use crate::cli::Options;
use crate::decisions;
use crate::diagnostic::{Diagnostics, Severity};
use crate::io::excel_writer;
use crate::io::output_folder::{Edited, Outcome, OutputFolder};
use crate::letters::{LetterState, register};
use crate::settings::{self, Key};
use crate::sheets::{self, View};

/// Looking must not create post: no letters, no rows in the register.
pub(super) fn evaluate(terminal: &mut Terminal, options: &Options) -> Result<(), Error> {
    let material = Material::read(options)?;
    let years = material.years(options)?;
    let answers = material.answer(options.as_of, &years);
    let files = workbooks(&material, &answers, &years)?;
    let asked = ask(&material, &answers)?;
    for year in &years {
        if let Some(assessment) = answers.assessments.get(year) {
            summary::verdicts(terminal, &material.resolution, assessment);
        }
    }
    summary::due(terminal, &answers.letters);
    summary::questions(terminal, &answers.diagnostics);
    summary::asked(terminal, asked.as_ref(), material.decisions.decisions.answered());
    next_steps(terminal, options, &material, &answers, &answers.diagnostics, &files);
    Ok(())
}

/// Letters and register first, so that the evaluation shows them; the batch job.
pub(super) fn run(terminal: &mut Terminal, options: &Options) -> Result<(), Error> {
    let material = Material::read(options)?;
    let years = material.years(options)?;
    let before = material.answer(options.as_of, &years);
    let posted = outbox::post(&material, &before)?;
    // only new rows of the register can change what the lists say
    let answers =
        if posted.letters.is_empty() { before } else { material.answer(options.as_of, &years) };
    let files = workbooks(&material, &answers, &years)?;
    let asked = ask(&material, &answers)?;
    for year in &years {
        if let Some(assessment) = answers.assessments.get(year) {
            summary::verdicts(terminal, &material.resolution, assessment);
        }
    }
    summary::written(terminal, &posted.letters);
    summary::due(terminal, &answers.letters);
    let mut diagnostics = answers.diagnostics.clone();
    diagnostics.extend(posted.diagnostics);
    diagnostics.sort();
    summary::questions(terminal, &diagnostics);
    summary::asked(terminal, asked.as_ref(), material.decisions.decisions.answered());
    next_steps(terminal, options, &material, &answers, &diagnostics, &files);
    Ok(())
}

/// Writes one workbook per year; returns their places, relative to the output folder.
fn workbooks(material: &Material, answers: &Answers, years: &[i32]) -> Result<Vec<String>, Error> {
    let mut output = OutputFolder::open(&material.workspace.output)?;
    let mut files = Vec::new();
    for year in years {
        let Some(assessment) = answers.assessments.get(year) else { continue };
        let workspace = &material.workspace;
        let list_folder = workspace.link(*year, &workspace.lists);
        let other_files = BTreeMap::from([
            (
                register::FILE.to_owned(),
                workspace.link(*year, &workspace.output.join(register::FILE)),
            ),
            (settings::FILE.to_owned(), workspace.link(*year, &workspace.settings())),
            (decisions::FILE.to_owned(), workspace.link(*year, &workspace.shared(decisions::FILE))),
        ]);
        let phone = material.settings.text(Key::ContactPhone);
        let email = material.settings.text(Key::ContactEmail);
        let contact = if phone.is_empty() { email } else { phone };
        let bytes = excel_writer::write(&sheets::evaluation(&View {
            resolution: &material.resolution,
            records: &answers.records,
            assessment,
            letters: &answers.letters,
            calls: &answers.calls,
            diagnostics: &answers.diagnostics,
            inputs: &answers.inputs,
            list_folder: &list_folder,
            other_files: &other_files,
            contact: (!contact.is_empty()).then_some(contact),
            version: env!("CARGO_PKG_VERSION"),
        }))?;
        let file = workspace.result(*year, &format!("Auswertung {year}.xlsx"));
        let beside = workspace.result(*year, &format!("Auswertung {year} (neu berechnet).xlsx"));
        files.push(match output.stage(&file, &bytes, Edited::Beside(beside))? {
            Outcome::Beside(beside) => beside,
            Outcome::Written | Outcome::Unchanged | Outcome::Kept => file,
        });
    }
    output.commit()?;
    Ok(files)
}

fn next_steps(
    terminal: &Terminal,
    options: &Options,
    material: &Material,
    answers: &Answers,
    diagnostics: &Diagnostics,
    files: &[String],
) {
    let workspace = &material.workspace;
    terminal.say("\nAls Nächstes:");
    if answers.records.branches.is_empty() {
        terminal.hang(
            "  Verbände und Veranstaltungen in die Listen eintragen und noch einmal starten; ohne sie fehlen fast alle Angaben",
            2,
        );
    }
    for file in files {
        let note = if file.ends_with("(neu berechnet).xlsx") {
            " (die bisherige Arbeitsmappe wurde von Hand bearbeitet und bleibt daneben liegen)"
        } else {
            ""
        };
        // seen from the workspace; in another folder with its whole path
        let place = if workspace.output == workspace.root {
            file.clone()
        } else {
            workspace.output.join(file).display().to_string()
        };
        terminal.hang(&format!("  {place} öffnen{note}"), 2);
    }
    let count = |state| answers.letters.iter().filter(|letter| letter.state == state).count();
    if count(LetterState::Incomplete) > 0 && !workspace.settings().exists() {
        terminal.hang(
            &format!(
                "  {} fehlt im Arbeitsordner, ohne sie entstehen keine Briefe: mit „beschlusskontrolle einrichten \
                 NEUER-ORDNER“ eine leere anlegen, von dort hierher kopieren und ausfüllen",
                settings::FILE
            ),
            2,
        );
    }
    if count(LetterState::Ready) > 0 {
        let folder = if options.folder.as_os_str() == "." {
            String::new()
        } else {
            format!(" {}", typed(&options.folder))
        };
        terminal.hang(&format!("  Fällige Briefe schreiben: beschlusskontrolle briefe{folder}"), 2);
    }
    if count(LetterState::Draft) > 0 {
        terminal.hang(
            &format!(
                "  Briefe prüfen, unterschreiben, versenden und in {} „versandt am“ eintragen",
                register::FILE
            ),
            2,
        );
    }
    if let Some(first) = diagnostics.iter().find(|d| d.code.severity() != Severity::Note) {
        terminal.hang(
            &format!(
                "  Rückfragen klären (alle stehen auf dem Blatt „Rückfragen“) und noch einmal starten; was eine Nummer \
                 bedeutet: beschlusskontrolle erklaeren {}",
                first.code.number()
            ),
            2,
        );
    }
}
