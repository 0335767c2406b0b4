//! The print files: all letters of one kind that lie there unsent and go by post, in one Word file to be printed in one go.
//!
//! They hold what is to be posted now: made anew at every run, and taken away when everything in them has been sent. A
//! letter edited by hand is no longer the template's; it is printed by itself.

use std::collections::BTreeMap;
use std::io::BufWriter;
use std::path::Path;

use super::Error;
use super::material::Material;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::io::output_folder::{Outcome, OutputError, OutputFolder, safe_name};
use crate::letters::desk::{Condition, Desk, DeskDraft};
use crate::letters::{Facts, mailing};
use crate::word::Sides;
use crate::wording;

/// What the name of a print file begins with.
const NAME: &str = "Sammeldruck";

/// What was made.
#[derive(Debug, Default)]
pub(super) struct Printed {
    /// Paths of the print files, relative, with `/`.
    pub(super) files: Vec<String>,
    /// Letters in them.
    pub(super) letters: usize,
}

/// Prepares the print files of everything on the desk.
pub(super) fn print_files(
    diagnostics: &mut Diagnostics,
    material: &Material,
    facts: &Facts<'_>,
    desk: &Desk,
    output: &mut OutputFolder,
) -> Result<Printed, Error> {
    let mut by_file: BTreeMap<String, Vec<&DeskDraft>> = BTreeMap::new();
    for draft in &desk.drafts {
        let by_post = mailing::route(facts, &draft.letter).on_paper();
        let Some(file) = place(draft).filter(|_| by_post && draft.letter.hold.is_none()) else {
            continue;
        };
        by_file.entry(file).or_default().push(draft);
    }
    let mut printed = Printed::default();
    for (file, drafts) in &by_file {
        let (as_written, edited): (Vec<&DeskDraft>, Vec<&DeskDraft>) =
            drafts.iter().partition(|draft| draft.condition == Condition::Current);
        // a single letter is its own print file
        if drafts.len() < 2 || as_written.is_empty() {
            continue;
        }
        if write(diagnostics, material, &as_written, file, output)? {
            printed.letters += as_written.len();
            printed.files.push(file.clone());
            by_hand(diagnostics, file, &edited);
        }
    }
    let earlier: Vec<String> =
        output.written().filter(|file| is_print_file(file)).map(str::to_owned).collect();
    for file in earlier.iter().filter(|file| !printed.files.contains(file)) {
        output.retire(file)?;
    }
    Ok(printed)
}

/// `Ergebnisse/<Jahr>/Briefe/Sammeldruck <Titel>.docx`, beside the folder of the letters.
fn place(draft: &DeskDraft) -> Option<String> {
    let (folder, _) = draft.file.rsplit_once('/')?;
    let (above, _) = folder.rsplit_once('/')?;
    Some(format!("{above}/{}.docx", safe_name(&format!("{NAME} {}", draft.letter.letter.title))))
}

fn is_print_file(file: &str) -> bool {
    file.rsplit_once('/').is_some_and(|(folder, name)| {
        let is_word = Path::new(name).extension().is_some_and(|ending| ending == "docx");
        folder.ends_with("Briefe") && name.starts_with(NAME) && is_word
    })
}

/// True where the file lies there as the desk is today.
fn write(
    diagnostics: &mut Diagnostics,
    material: &Material,
    drafts: &[&DeskDraft],
    file: &str,
    output: &mut OutputFolder,
) -> Result<bool, Error> {
    let Some(first) = drafts.first() else { return Ok(false) };
    let key = &first.letter.letter.key;
    let Some(template) = material.templates.get(key) else { return Ok(false) };
    let beside = BufWriter::new(output.beside(file)?);
    let made = template.print_file(beside, Sides::Single).and_then(|mut print| {
        for draft in drafts {
            print.add(&draft.values, &material.pictures.of(&draft.letter.letter))?;
        }
        print.finish()
    });
    let written = match made {
        Ok(written) => written,
        Err(faults) => {
            diagnostics.extend_with(faults.iter().map(|fault| {
                Diagnostic::new(
                    Code::NoPrintFile,
                    format!(
                        "Zu „{}“ gibt es keinen Sammeldruck: {fault}",
                        first.letter.letter.title
                    ),
                )
                .in_file(format!("Vorlagen/{key}.docx"))
            }));
            return Ok(false);
        }
    };
    let inner = written
        .into_inner()
        .map_err(|error| OutputError { path: output.path(file), source: error.into_error() })?;
    if output.stage_file(file, inner)? == Outcome::Kept {
        diagnostics.push(
            Diagnostic::new(
                Code::LetterKept,
                "Dieser Sammeldruck wurde von Hand bearbeitet und bleibt, wie er ist; seitdem kann sich geändert haben, welche Briefe noch zu versenden sind.",
            )
            .in_file(file)
            .help("Soll ein neuer entstehen: die Datei umbenennen oder löschen und noch einmal starten."),
        );
        return Ok(false);
    }
    Ok(true)
}

/// The letters that are to be printed by themselves.
fn by_hand(diagnostics: &mut Diagnostics, file: &str, edited: &[&DeskDraft]) {
    let names: Vec<&str> =
        edited.iter().map(|draft| draft.letter.recipient_name.as_str()).collect();
    if names.is_empty() {
        return;
    }
    let who = wording::list(&names);
    let verb = if names.len() == 1 { "Der Brief an" } else { "Die Briefe an" };
    let rest = if names.len() == 1 {
        "wurde von Hand bearbeitet oder ist gerade geöffnet und steht nicht im Sammeldruck"
    } else {
        "wurden von Hand bearbeitet oder sind gerade geöffnet und stehen nicht im Sammeldruck"
    };
    diagnostics.push(
        Diagnostic::new(Code::LetterKept, format!("{verb} {who} {rest}."))
            .in_file(file)
            .help("Diese Briefe einzeln drucken."),
    );
}
