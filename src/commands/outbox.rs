//! Writes the letters that are ready, one draft each, and enters them in the register.

use std::collections::BTreeSet;

use chrono::Datelike as _;

use super::Error;
use super::material::{Answers, Material};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::grid::SheetBeside;
use crate::io::excel_writer;
use crate::io::output_folder::{Edited, Outcome, OutputFolder, checksum, safe_name};
use crate::letters::register::{self, Column, Draft, Register};
use crate::letters::{Facts, LetterState, PlannedLetter, fields};
use crate::sheets::kept::cells;
use crate::sheets::{self, Entry, FormColumn};

/// What was written.
#[derive(Debug, Default)]
pub(super) struct Posted {
    /// Title and recipient of each letter entered in the register by this run.
    pub(super) letters: Vec<(String, String)>,
    pub(super) diagnostics: Diagnostics,
}

/// Writes all letters that are ready. Letters and register appear together or not at all.
pub(super) fn post(material: &Material, answers: &Answers) -> Result<Posted, Error> {
    let mut posted = Posted::default();
    let Some(assessment) = answers.assessments.get(&answers.as_of.0.year()) else {
        return Ok(posted);
    };
    let facts = material.facts(&answers.records, assessment, answers.as_of);
    let (mut register, beside) = read_register(material)?;
    let mut output = OutputFolder::open(&material.workspace.output)?;
    let mut used: BTreeSet<String> =
        (0..register.rows.len()).filter_map(|row| register.text(row, Column::File)).collect();
    let mut drafts = Vec::new();
    for letter in answers.letters.iter().filter(|letter| letter.state == LetterState::Ready) {
        let Some(bytes) = fill(material, &facts, letter, &mut posted.diagnostics) else { continue };
        let file = free_name(material, &facts, letter, &mut used);
        let edited = output.stage(&file, &bytes, Edited::Keep)? == Outcome::Kept;
        if edited {
            posted.diagnostics.push(
                Diagnostic::new(
                    Code::LetterKept,
                    format!(
                        "„{}“ an {} liegt schon da und wurde von Hand bearbeitet; der Brief bleibt, wie er ist.",
                        letter.letter.title, letter.recipient_name
                    ),
                )
                .in_file(&file)
                .help("Bitte in Postausgang.xlsx unter „Zusagen“ eintragen, was der Brief zusagt. Soll ein neuer Entwurf entstehen: die Datei umbenennen oder löschen und ihre Zeile im Postausgang streichen."),
            );
        }
        let checksum = checksum(&bytes).chars().take(16).collect();
        drafts.push(Draft { letter, file, checksum, edited });
    }
    if register.append(&facts, &drafts) > 0 {
        let workbook = sheets::register(
            &form(&register),
            &cells(&register.above, 0),
            cells(&register.rows, register.header.len()),
            &beside,
            answers.as_of,
        );
        output.stage(register::FILE, &excel_writer::write(&workbook)?, Edited::Replace)?;
    }
    output.commit()?;
    posted.letters = drafts
        .iter()
        .map(|draft| (draft.letter.letter.title.clone(), draft.letter.recipient_name.clone()))
        .collect();
    Ok(posted)
}

/// The bytes of a letter; a template that does not fit is a message and no letter.
fn fill(
    material: &Material,
    facts: &Facts<'_>,
    letter: &PlannedLetter,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<u8>> {
    let template = material.templates.get(&letter.letter.key)?;
    // a letter that lacks a detail stands in the plan as incomplete, with its cell
    let values = fields::values(facts, letter).ok()?;
    match template.fill_with(&values, &material.pictures.of(&letter.letter)) {
        Ok(bytes) => Some(bytes),
        Err(faults) => {
            diagnostics.extend_with(faults.iter().map(|fault| {
                Diagnostic::new(Code::TemplateField, fault.to_string())
                    .in_file(format!("Vorlagen/{}.docx", letter.letter.key))
            }));
            None
        }
    }
}

/// `Ergebnisse/<Jahr>/Briefe/<Titel>/<JJJJ-MM-TT> <Verband>.docx`; a second one of that name gets a number.
fn free_name(
    material: &Material,
    facts: &Facts<'_>,
    letter: &PlannedLetter,
    used: &mut BTreeSet<String>,
) -> String {
    let day = fields::letter_date(facts, letter);
    let name = safe_name(&format!("{} {}", day.format("%Y-%m-%d"), letter.recipient_name));
    let folder = format!("Briefe/{}", safe_name(&letter.letter.title));
    let mut number = 1;
    loop {
        let suffix = if number == 1 { String::new() } else { format!(" ({number})") };
        let file = material
            .workspace
            .result(facts.as_of.0.year(), &format!("{folder}/{name}{suffix}.docx"));
        if used.insert(file.clone()) {
            return file;
        }
        number += 1;
    }
}

/// The register as people left it, or an empty one, and the sheets people keep beside it. A file without a recognisable
/// header is never overwritten.
pub(super) fn read_register(material: &Material) -> Result<(Register, Vec<SheetBeside>), Error> {
    let Some((file, messages)) = material.register() else {
        return Ok((Register::default(), Vec::new()));
    };
    let Some(tables) = file.tables else {
        let reason = messages.iter().next().map(|d| d.message.clone()).unwrap_or_default();
        return Err(Error::RegisterUnread { path: material.workspace.register(), reason });
    };
    let (position, register) = tables
        .iter()
        .enumerate()
        .filter(|(_, table)| !table.layout.hidden)
        .find_map(|(position, table)| Some((position, Register::parse(table)?)))
        .ok_or_else(|| Error::Register(material.workspace.register()))?;
    let others = tables.iter().enumerate().filter(|(other, _)| *other != position);
    Ok((register, others.filter_map(|(_, table)| SheetBeside::of(table)).collect()))
}

fn form(register: &Register) -> Vec<FormColumn<'_>> {
    register
        .header
        .iter()
        .enumerate()
        .map(|(position, label)| {
            let column = Column::ALL
                .iter()
                .copied()
                .find(|column| register.column(*column) == Some(position));
            FormColumn {
                label,
                note: column.map_or("", Column::explanation),
                choices: match column {
                    Some(Column::Answer) => &["angenommen", "abgelehnt", "Termin"],
                    Some(Column::Channel) => &["Post", "E-Mail"],
                    _ => &[],
                },
                entry: match column {
                    Some(Column::Sent | Column::AnsweredOn | Column::Appointment) => Entry::Date,
                    Some(Column::Answer | Column::Channel | Column::Promises) | None => Entry::Text,
                    Some(_) => Entry::Program,
                },
                width: f64::from(column.map_or(20, Column::width)),
            }
        })
        .collect()
}
