//! Writes the letters that are ready, one draft each, and keeps the register: new rows, how each row stands, drafts that
//! are out of date.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;

use chrono::Datelike as _;

use super::Error;
use super::desk::short_checksum;
use super::material::{Answers, Material};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::domain::AsOf;
use crate::grid::SheetBeside;
use crate::intake::InputFile;
use crate::io::output_folder::{Edited, Outcome, OutputFolder, safe_name};
use crate::io::{excel_writer, locks};
use crate::letters::register::{self, Column, Draft, Register};
use crate::letters::{Facts, LetterState, PlannedLetter, batches, desk, fields};
use crate::sheets::kept::cells;
use crate::sheets::{self, Entry, FormColumn, RegisterForm};
use crate::table::{CellRef, Source};
use crate::wording;

/// What was written.
#[derive(Debug, Default)]
pub(super) struct Posted {
    /// Title and recipient of each letter entered in the register by this run.
    pub(super) letters: Vec<(String, String)>,
    /// Title and recipient of each draft nobody had touched that was written anew.
    pub(super) renewed: Vec<(String, String)>,
    pub(super) diagnostics: Diagnostics,
    /// What the person at the keyboard is told of the register.
    pub(super) note: Option<String>,
    /// Something was written: what the register says has to be read again.
    pub(super) changed: bool,
}

/// A file of the register as people left it.
#[derive(Clone, Debug, Default)]
struct Kept {
    register: Register,
    /// Sheets people keep beside it.
    others: Vec<SheetBeside>,
}

/// What every way of writing rests on.
struct Desk<'a> {
    material: &'a Material,
    answers: &'a Answers,
    facts: Facts<'a>,
    main: Kept,
    /// Rows that wait beside it.
    waiting: Option<Kept>,
}

/// Writes all letters that are ready, renews the drafts nobody has touched, and keeps the register: letters and register
/// appear together or not at all. While somebody has the register open, new rows wait in a file beside it.
pub(super) fn post(material: &Material, answers: &Answers) -> Result<Posted, Error> {
    let Some(assessment) = answers.assessments.get(&answers.as_of.0.year()) else {
        return Ok(Posted::default());
    };
    let facts = material.facts(&answers.records, assessment, answers.as_of);
    let main = read_register(material, register::FILE)?.unwrap_or_default();
    let waiting = read_register(material, register::BESIDE)?;
    let desk = Desk { material, answers, facts, main, waiting };
    let file = material.workspace.output.join(register::FILE);
    if let Some(lock) = locks::beside(&file) {
        return desk.beside(&lock.with_owner());
    }
    match desk.write() {
        // open in a program that leaves no sign beside it
        Err(Error::Output(error)) if error.path == file => {
            desk.beside("").map_err(|_| Error::Output(error))
        }
        done => done,
    }
}

impl Desk<'_> {
    /// Everything into the register itself.
    fn write(&self) -> Result<Posted, Error> {
        let workspace = &self.material.workspace;
        let mut posted = Posted::default();
        let mut output = OutputFolder::open(&workspace.output)?;
        let mut main = self.main.register.clone();
        self.renew_standings(&mut main, register::FILE);
        let mut waiting = self.waiting.clone();
        if let Some(waiting) = &mut waiting {
            self.renew_standings(&mut waiting.register, register::BESIDE);
        }
        let drafts = self.drafts(&mut output, &mut posted.diagnostics)?;
        let (mut renewed, mut in_word) = (Vec::new(), 0_usize);
        for draft in self.answers.desk.outdated() {
            let Some(row) = &draft.letter.row else { continue };
            // what somebody has open in Word stays until it is closed
            let path = output.path(&draft.file);
            if !path.exists() {
                continue;
            }
            if locks::beside(&path).is_some() {
                in_word += 1;
                continue;
            }
            let kept = if row.source.file == register::FILE {
                Some(&mut main)
            } else {
                waiting.as_mut().map(|waiting| &mut waiting.register)
            };
            let Some(kept) = kept else { continue };
            kept.renew_checksum(row, &draft.checksum);
            renewed.push(draft);
        }
        let free = locks::beside(&workspace.shared(register::BESIDE)).is_none();
        let mut taken_over = false;
        let mut others = self.main.others.clone();
        let left = match waiting {
            Some(waiting) if free => {
                taken_over = main.merge(waiting.register).is_empty();
                others.extend(
                    waiting
                        .others
                        .into_iter()
                        .filter(|sheet| !others.contains(sheet))
                        .collect::<Vec<_>>(),
                );
                None
            }
            waiting => waiting,
        };
        let left: Vec<&Register> = left.iter().map(|kept| &kept.register).collect();
        main.append(&self.facts, &drafts, &left);
        main.renew_batches();
        if main != self.main.register || others != self.main.others {
            posted.changed = true;
            let bytes = workbook(&main, &others, false, self.answers.as_of)?;
            output.stage(register::FILE, &bytes, Edited::Replace)?;
        }
        // after the register: a draft it knows the newer state of is written again by the next run
        for draft in renewed {
            output.stage(&draft.file, &draft.bytes, Edited::Replace)?;
            posted.renewed.push(named(&draft.letter));
        }
        if taken_over {
            output.back_up(register::BESIDE)?;
        }
        output.commit()?;
        if taken_over {
            // where it cannot be removed its rows are known by now and will not be doubled; that of a workspace whose
            // results go elsewhere belongs to the register there
            drop(std::fs::remove_file(workspace.output.join(register::BESIDE)));
        }
        posted.changed |= !drafts.is_empty() || !posted.renewed.is_empty();
        posted.changed |= taken_over;
        posted.note = (in_word > 0).then(|| {
            let (drafts, renewed) = if in_word == 1 {
                ("1 veralteter Entwurf ist", "wird")
            } else {
                ("Veraltete Entwürfe sind", "werden")
            };
            format!("{drafts} gerade in Word geöffnet und {renewed} erst danach erneuert.")
        });
        posted.letters = drafts.iter().map(|draft| named(draft.letter)).collect();
        Ok(posted)
    }

    /// New rows into the file beside the register; what stands in the register stays as it is.
    fn beside(&self, owner: &str) -> Result<Posted, Error> {
        let workspace = &self.material.workspace;
        let mut posted = Posted::default();
        let mut output = OutputFolder::open(&workspace.output)?;
        let mut waiting = self.waiting.clone().unwrap_or_default();
        let drafts = self.drafts(&mut output, &mut posted.diagnostics)?;
        let added = waiting.register.append(&self.facts, &drafts, &[&self.main.register]);
        let old = self.answers.desk.outdated().count();
        let mut note = format!(
            "{} ist gerade in einem anderen Programm geöffnet{owner} und blieb unverändert.",
            register::FILE
        );
        if added > 0 {
            if let Some(lock) = locks::beside(&workspace.output.join(register::BESIDE)) {
                return Err(Error::BothOpen { owner: lock.with_owner() });
            }
            waiting.register.renew_batches();
            let bytes = workbook(&waiting.register, &waiting.others, true, self.answers.as_of)?;
            output.stage(register::BESIDE, &bytes, Edited::Replace)?;
            let rows = wording::count(added, "neue Zeile steht", "neue Zeilen stehen");
            write!(
                note,
                " {rows} in „{}“; auch dort darf „versandt am“ eingetragen werden.",
                register::BESIDE
            )
            .ok();
        }
        if old > 0 {
            let drafts = wording::count(
                old,
                "veralteter Entwurf wird erst danach erneuert",
                "veraltete Entwürfe werden erst danach erneuert",
            );
            write!(note, " {drafts}.").ok();
        }
        note.push_str(" Nach dem Schließen übernimmt der nächste Lauf alles.");
        output.commit()?;
        posted.note = Some(note);
        posted.changed = !drafts.is_empty();
        posted.letters = drafts.iter().map(|draft| named(draft.letter)).collect();
        Ok(posted)
    }

    /// The letters that are ready, filled and prepared in their places.
    fn drafts<'d>(
        &'d self,
        output: &mut OutputFolder,
        diagnostics: &mut Diagnostics,
    ) -> Result<Vec<Draft<'d>>, Error> {
        let registers = self.waiting.iter().chain([&self.main]).map(|kept| &kept.register);
        let mut used: BTreeSet<String> = registers
            .flat_map(|register| {
                (0..register.rows.len()).filter_map(|row| register.text(row, Column::File))
            })
            .collect();
        let mut drafts = Vec::new();
        let ready = self.answers.letters.iter().filter(|l| l.state == LetterState::Ready);
        for letter in ready {
            let Some(bytes) = fill(self.material, &self.facts, letter, diagnostics) else {
                continue;
            };
            let file = free_name(self.material, &self.facts, letter, &mut used);
            let edited = output.stage(&file, &bytes, Edited::Keep)? == Outcome::Kept;
            if edited {
                diagnostics.push(
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
            drafts.push(Draft { letter, file, checksum: short_checksum(&bytes), edited });
        }
        Ok(drafts)
    }

    fn renew_standings(&self, register: &mut Register, file: &str) {
        let Answers { records, letters, desk, .. } = self.answers;
        let standings: BTreeMap<u32, String> = desk::standings(records, letters, &desk.files)
            .into_iter()
            .filter(|((of, _), _)| of == file)
            .map(|((_, row), standing)| (row, standing))
            .collect();
        register.renew_standings(&standings);
    }
}

fn named(letter: &PlannedLetter) -> (String, String) {
    (letter.letter.title.clone(), letter.recipient_name.clone())
}

fn workbook(
    register: &Register,
    others: &[SheetBeside],
    waiting: bool,
    as_of: AsOf,
) -> Result<Vec<u8>, Error> {
    let form = RegisterForm {
        columns: &form(register),
        above: &cells(&register.above, 0),
        rows: cells(&register.rows, register.header.len()),
        batches: &register.batches,
        others,
        waiting,
    };
    Ok(excel_writer::write(&sheets::register(form, as_of))?)
}

/// Where the register and the rows that wait beside it say different things; asked at every run.
pub(super) fn contradictions(diagnostics: &mut Diagnostics, files: &[InputFile]) {
    let of = |name: &str| {
        let file = files.iter().find(|file| file.file == name)?;
        Register::read(file.tables.as_deref()?)
    };
    let (Some((mut main, _)), Some((beside, _))) = (of(register::FILE), of(register::BESIDE))
    else {
        return;
    };
    for conflict in main.merge(beside) {
        let sheet = if conflict.batch { batches::SHEET } else { register::SHEET };
        let source =
            Arc::new(Source { file: register::BESIDE.to_owned(), sheet: Some(sheet.to_owned()) });
        diagnostics.push(
            Diagnostic::new(
                Code::RegisterContradicts,
                format!(
                    "Zu {} steht hier „{}“, in {} aber „{}“; beide Zeilen bleiben, bis dasselbe dasteht.",
                    conflict.about,
                    conflict.beside,
                    register::FILE,
                    conflict.there
                ),
            )
            .at(CellRef::new(&source, conflict.row, conflict.column))
            .found(&conflict.beside)
            .expected(format!("dasselbe wie in {}", register::FILE))
            .help("In einer der beiden Dateien berichtigen und noch einmal starten."),
        );
    }
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

/// A file of the register as people left it; `None` where there is none. A file without a recognisable header is never
/// overwritten.
fn read_register(material: &Material, name: &str) -> Result<Option<Kept>, Error> {
    let Some((file, messages)) = material.register(name) else { return Ok(None) };
    let path = material.workspace.shared(name);
    let Some(tables) = file.tables else {
        let reason = messages.iter().next().map(|d| d.message.clone()).unwrap_or_default();
        return Err(Error::RegisterUnread { path, reason });
    };
    let (register, others) = Register::read(&tables).ok_or(Error::Register(path))?;
    Ok(Some(Kept { register, others }))
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
