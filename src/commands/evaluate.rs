//! `auswerten` and `lauf`: the evaluation workbook of each year, with or without writing letters before.

use chrono::Datelike as _;

use super::freezing::Freeze;
use super::material::{Answers, Material};
use super::review::Review;
use super::terminal::{Terminal, typed};
use super::view::{Links, context_of, view};
use super::{Error, outbox, papers, sending, summary};
use crate::cli::Options;
use crate::diagnostic::{Diagnostics, Severity, groups};
use crate::io::output_folder::{Edited, Outcome, OutputFolder};
use crate::io::{calendar_writer, excel_writer};
use crate::letters::calendar::appointments;
use crate::letters::{LetterState, register};
use crate::settings;
use crate::sheets::{self, View};

/// Looking must not create post: no letters, no rows in the register.
pub(super) fn evaluate(terminal: &mut Terminal, options: &Options) -> Result<(), Error> {
    let mut material = Material::read(options)?;
    let years = material.years(options)?;
    Freeze::of(&material, options)?;
    let mut answers = material.answer_with_what_ifs(options.as_of, &years);
    may_freeze(&material, &answers, &years, options)?;
    let asked = material.ask(&mut answers, &years)?;
    material.shorten(&answers);
    let files = workbooks(&material, &answers, &years, options)?;
    for year in &years {
        if let Some(assessment) = answers.assessments.get(year) {
            summary::verdicts(terminal, &material.resolution, assessment);
        }
    }
    summary::due(terminal, &answers);
    summary::questions(terminal, &answers.diagnostics);
    summary::asked(terminal, asked.as_ref(), material.decisions.decisions.answered());
    next_steps(terminal, options, &material, &answers, &answers.diagnostics, &files);
    Ok(())
}

/// Letters and register first, so that the evaluation shows them; the batch job.
pub(super) fn run(terminal: &mut Terminal, options: &Options, pdf: bool) -> Result<(), Error> {
    let mut material = Material::read(options)?;
    let years = material.years(options)?;
    // before any letter: a name that is taken must not leave half a run behind
    Freeze::of(&material, options)?;
    let before = material.answer_with_what_ifs(options.as_of, &years);
    may_freeze(&material, &before, &years, options)?;
    let posted = outbox::post(&material, &before)?;
    // only new rows of the register can change what the lists say
    let mut answers =
        if posted.changed { material.answer_with_what_ifs(options.as_of, &years) } else { before };
    let prepared = sending::prepare(&material, &answers, pdf)?;
    let asked = material.ask(&mut answers, &years)?;
    material.shorten(&answers);
    let files = workbooks(&material, &answers, &years, options)?;
    for year in &years {
        if let Some(assessment) = answers.assessments.get(year) {
            summary::verdicts(terminal, &material.resolution, assessment);
        }
    }
    summary::written(terminal, &posted);
    sending::tell(terminal, &prepared);
    summary::due(terminal, &answers);
    let mut diagnostics = answers.diagnostics.clone();
    diagnostics.extend(posted.diagnostics);
    diagnostics.extend(prepared.diagnostics);
    diagnostics.sort();
    summary::questions(terminal, &diagnostics);
    summary::asked(terminal, asked.as_ref(), material.decisions.decisions.answered());
    next_steps(terminal, options, &material, &answers, &diagnostics, &files);
    Ok(())
}

/// Before anything is written: under a name that is taken nothing but the same can be frozen.
fn may_freeze(
    material: &Material,
    answers: &Answers,
    years: &[i32],
    options: &Options,
) -> Result<(), Error> {
    let Some(freeze) = Freeze::of(material, options)?.filter(Freeze::is_again) else {
        return Ok(());
    };
    let Some(of_last) = years.last().and_then(|year| answers.assessments.get(year)) else {
        return Ok(());
    };
    let mut context = context_of(material, answers, of_last.period);
    let session = options.session.as_deref();
    let review = Review::of(material, answers, &mut context, of_last.year, session);
    freeze.check(&review.state(material, answers, session.unwrap_or_default(), freeze.number()))
}

/// Where the results lie, relative to the output folder.
struct Files {
    evaluations: Vec<String>,
    questions: Option<String>,
    /// The folder of the copies of what was frozen.
    frozen: Option<String>,
}

/// Writes one workbook per year, and the one of the questions; where a state is frozen, a copy of everything tabled.
fn workbooks(
    material: &Material,
    answers: &Answers,
    years: &[i32],
    options: &Options,
) -> Result<Files, Error> {
    let workspace = &material.workspace;
    let freeze = Freeze::of(material, options)?;
    let mut output = OutputFolder::open(&workspace.output)?;
    let mut files = Files { evaluations: Vec::new(), questions: None, frozen: None };
    let Some(last) = years.last().copied() else { return Ok(files) };
    let Some(of_last) = answers.assessments.get(&last) else { return Ok(files) };
    let mut context = context_of(material, answers, of_last.period);
    let review = Review::of(material, answers, &mut context, last, options.session.as_deref());
    for year in years {
        let Some(assessment) = answers.assessments.get(year) else { continue };
        context.year = assessment.period;
        let beside = review.beside(material, answers, &context, *year);
        let links = Links::of(material, *year, "");
        let view = view(material, answers, assessment, &context, &beside, &links);
        let bytes = evaluation(&view)?;
        let file = workspace.result(*year, &format!("Auswertung {year}.xlsx"));
        let aside = workspace.result(*year, &format!("Auswertung {year} (neu berechnet).xlsx"));
        files.evaluations.push(stage(&mut output, file, &bytes, aside)?);
        files.evaluations.push(papers::write(&mut output, material, &view)?);
        // the questions are the same for every year; they lie with the latest
        if last == *year {
            files.questions = questions(&mut output, material, &view)?;
        }
        if let Some(freeze) = &freeze {
            copies(&mut output, material, &view, freeze)?;
        }
    }
    if let Some((freeze, session)) = freeze.as_ref().zip(options.session.as_deref()) {
        freeze.state(&mut output, &review.state(material, answers, session, freeze.number()))?;
        files.frozen = Some(workspace.result(last, &freeze.folder()));
    }
    if years.contains(&answers.as_of.0.year()) {
        calendar(&mut output, material, answers)?;
    }
    output.commit()?;
    Ok(files)
}

/// What was tabled, in the folder of its session: the same, with links that lead from there.
fn copies(
    output: &mut OutputFolder,
    material: &Material,
    view: &View<'_>,
    freeze: &Freeze<'_>,
) -> Result<(), Error> {
    let year = view.assessment.year;
    let links = Links::of(material, year, &freeze.folder());
    let view = links.seen_from_here(view);
    let file = format!("{}/Auswertung {year}.xlsx", freeze.folder());
    Freeze::keep(output, &material.workspace.result(year, &file), || evaluation(&view))?;
    papers::keep(output, material, &view, freeze)
}

/// The bytes of the yearly workbook.
fn evaluation(view: &View<'_>) -> Result<Vec<u8>, Error> {
    let (head, sheets) = (sheets::evaluation_head(view), sheets::evaluation_sheets(view));
    Ok(excel_writer::write_result_with(&head, sheets)?)
}

/// Writes what is coming. Without anything there is no file, unless an older one has to be put right.
fn calendar(
    output: &mut OutputFolder,
    material: &Material,
    answers: &Answers,
) -> Result<(), Error> {
    let year = answers.as_of.0.year();
    let Some(assessment) = answers.assessments.get(&year) else { return Ok(()) };
    let facts = material.facts(&answers.records, assessment, answers.as_of);
    let appointments = appointments(&facts, &answers.letters);
    let file = material.workspace.result(year, "Termine.ics");
    if appointments.is_empty() && !output.path(&file).exists() {
        return Ok(());
    }
    let title = &material.resolution.title;
    let bytes = calendar_writer::write(&appointments, title, answers.as_of.0);
    let beside = material.workspace.result(year, "Termine (neu berechnet).ics");
    stage(output, file, &bytes, beside)?;
    Ok(())
}

/// What a person has edited stays; the place where the new version lies.
pub(super) fn stage(
    output: &mut OutputFolder,
    file: String,
    bytes: &[u8],
    beside: String,
) -> Result<String, Error> {
    Ok(match output.stage(&file, bytes, Edited::Beside(beside))? {
        Outcome::Beside(beside) => beside,
        Outcome::Written | Outcome::Unchanged | Outcome::Kept => file,
    })
}

/// Writes the workbook of questions. Without any there is none, unless an older one has to be put right.
fn questions(
    output: &mut OutputFolder,
    material: &Material,
    view: &View<'_>,
) -> Result<Option<String>, Error> {
    let workspace = &material.workspace;
    let year = view.assessment.year;
    let file = workspace.result(year, sheets::CLARIFY_FILE);
    if view.diagnostics.is_empty() && !output.path(&file).exists() {
        return Ok(None);
    }
    let bytes = excel_writer::write_result(sheets::clarify(view, &material.files))?;
    let beside = workspace.result(year, "Rückfragen (neu berechnet).xlsx");
    stage(output, file, &bytes, beside).map(Some)
}

fn next_steps(
    terminal: &Terminal,
    options: &Options,
    material: &Material,
    answers: &Answers,
    diagnostics: &Diagnostics,
    files: &Files,
) {
    let workspace = &material.workspace;
    terminal.say("\nAls Nächstes:");
    if answers.records.branches.is_empty() {
        terminal.hang(
            "  Verbände und Veranstaltungen in die Listen eintragen und noch einmal starten; ohne sie fehlen fast alle Angaben",
            2,
        );
    }
    // seen from the workspace; in another folder with its whole path
    let place = |file: &String| {
        if workspace.output == workspace.root {
            file.clone()
        } else {
            workspace.output.join(file).display().to_string()
        }
    };
    for file in &files.evaluations {
        let note = if file.contains("(neu berechnet).") {
            " (die bisherige Fassung wurde von Hand bearbeitet und bleibt daneben liegen)"
        } else {
            ""
        };
        terminal.hang(&format!("  {} öffnen{note}", place(file)), 2);
    }
    if let (Some(folder), Some(session)) = (&files.frozen, &options.session) {
        terminal.hang(
            &format!(
                "  Festgeschrieben als „{session}“: {}; dort ändert kein späterer Lauf etwas",
                place(folder)
            ),
            2,
        );
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
    let groups = groups(diagnostics);
    let first = groups.iter().find(|group| group.severity() != Severity::Note);
    if let (Some(first), Some(file)) = (first, &files.questions) {
        terminal.hang(
            &format!(
                "  Rückfragen klären und noch einmal starten; alle stehen mit ihrer Zelle in {}. Was eine Nummer bedeutet: \
                 beschlusskontrolle erklaeren {}",
                place(file),
                first.code.number()
            ),
            2,
        );
    }
}
