//! `Entscheidungen.xlsx`: the answers read before anything else, the new questions written afterwards.
//!
//! The file belongs to people. It is written only when something is to be added, with everything in it as it stood; the
//! version before goes to the backups. While somebody has it open, or where it cannot be read, it stays as it is, and new
//! questions go into a file beside it that the next run takes over.

use super::Error;
use super::material::{Answers, Material};
use super::readings;
use super::workspace::Workspace;
use crate::decisions::readings::{self as rows, ReadingDecisions};
use crate::decisions::{BESIDE, Decisions, FILE, columns, names};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::domain::{AsOf, ListKind};
use crate::grid::{Grid, SheetBeside};
use crate::intake::InputFile;
use crate::intake::columns::list_name;
use crate::io::output_folder::{Edited, OutputFolder};
use crate::io::reading_process::Readers;
use crate::io::{excel_writer, list_folder, locks};
use crate::matching::normal;
use crate::readings::Source;
use crate::resolution::{Interpretation, Resolution, load_with_alternatives};
use crate::sheets::decisions as sheets;
use crate::table::Table;

/// What lies there.
#[derive(Debug, Default)]
pub(super) struct Kept {
    pub(super) decisions: Decisions,
    /// How the wording is read.
    pub(super) readings: ReadingDecisions,
    /// The sheets of the file that are lists: exceptions, findings, statements, and people's own.
    pub(super) lists: Option<InputFile>,
    /// What reading has to say.
    pub(super) reading: Diagnostics,
    /// Exceptions stand there that cannot be read: nobody knows who is exempt, so no reminder is due.
    pub(super) exceptions_lost: bool,
    /// All sheets of the file; `None` where there is no file or it cannot be read.
    tables: Option<Vec<Table>>,
    unreadable: bool,
    /// All sheets of the file with questions that could not be added last time.
    beside: Option<Vec<Table>>,
}

/// What was added, and where.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) questions: usize,
    /// Interpretations that can be confirmed there from now on.
    pub(super) readings: usize,
    pub(super) place: Place,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Place {
    File,
    /// In the file beside it, because somebody has the file open.
    BesideOpen,
    /// In the file beside it, because the file cannot be read.
    BesideUnreadable,
}

/// The answers given so far; of the file beside only what the file itself does not answer otherwise.
pub(super) fn read(
    workspace: &Workspace,
    readers: &Readers,
    interpretations: &[Interpretation],
) -> Kept {
    let mut kept = Kept::default();
    if let Some((file, messages)) = read_file(workspace, readers, FILE) {
        kept.reading.extend(messages);
        // a text file under this name has no sheets: writing it again would lose what it says
        kept.unreadable = file
            .tables
            .as_ref()
            .is_none_or(|tables| tables.iter().any(|table| table.source.sheet.is_none()));
        // heads without an entry say nothing: no list, no line in the evaluation
        let lists = file.tables.as_ref().map(|tables| {
            tables.iter().filter(|table| is_list(table)).cloned().collect::<Vec<_>>()
        });
        if lists.as_ref().is_none_or(|lists| !lists.is_empty()) {
            kept.lists = Some(InputFile { tables: lists, ..file.clone() });
        }
        for table in file.tables.iter().flatten() {
            if let Some((sheet, told)) = headless(table) {
                kept.exceptions_lost |= sheet == list_name(ListKind::Exceptions);
                kept.reading.push(told);
            }
        }
        kept.tables = file.tables;
    }
    kept.beside = read_file(workspace, readers, BESIDE).and_then(|(file, _)| file.tables);
    let all: Vec<Table> = kept.tables.iter().chain(&kept.beside).flatten().cloned().collect();
    kept.decisions = Decisions::read(&mut kept.reading, &all);
    let tables = kept.tables.as_deref().unwrap_or_default();
    kept.readings = ReadingDecisions::read(&mut kept.reading, interpretations, tables);
    kept
}

impl Kept {
    /// The resolution as people have decided to read it; to be called once.
    pub(super) fn decide(&mut self, source: Source<'_>, resolution: Resolution) -> Resolution {
        let interpretations = &resolution.interpretations;
        let ids = self.readings.otherwise(interpretations);
        let now = interpretations.iter().filter(|i| i.otherwise).map(|i| &i.id);
        let decided = if now.eq(ids.iter()) {
            resolution
        } else {
            match load_with_alternatives(source.toml, source.wording, &ids) {
                Ok(decided) => decided,
                Err(error) => {
                    let why = error.faults.first().map_or("", String::as_str);
                    self.readings.withdraw(&mut self.reading, &ids, why);
                    resolution
                }
            }
        };
        self.readings.announce(&mut self.reading, &decided.interpretations);
        decided
    }
}

fn read_file(
    workspace: &Workspace,
    readers: &Readers,
    name: &str,
) -> Option<(InputFile, Diagnostics)> {
    let path = workspace.shared(name);
    path.exists().then(|| list_folder::read_file_by(readers, &path, name))
}

/// Sheets of the program are no lists, whatever their labels look like; nor is a head nobody has written below.
fn is_list(table: &Table) -> bool {
    let ours = [columns::SHEET, names::SHEET, rows::SHEET, sheets::CHOICES];
    let Some(name) = table.source.sheet.as_deref() else { return true };
    let is = |own: &str| normal(own) == normal(name);
    let filled = || {
        let others = sheets::other_sheets();
        let Some(own) = others.iter().find(|own| is(own)) else { return true };
        Grid::parse(table, |labels| sheets::is_other_head(own, labels))
            .is_none_or(|grid| !grid.rows.is_empty())
    };
    !ours.iter().any(|own| is(own)) && filled()
}

/// Says of a sheet of the program that its head is gone: what people have entered there has no effect. It stays, by now
/// perhaps as „Ausnahmen (2)“ beside an empty new one. With the name the sheet should bear.
fn headless(table: &Table) -> Option<(&'static str, Diagnostic)> {
    let name = table.source.sheet.as_deref()?;
    let (bare, number) = name.rsplit_once(" (").unwrap_or((name, ""));
    let copy = number.strip_suffix(')').is_some_and(|n| n.chars().all(|c| c.is_ascii_digit()));
    let bare = if copy { bare } else { name };
    let own = sheets::other_sheets().into_iter().find(|own| normal(own) == normal(bare))?;
    let has_head = || Grid::parse(table, |labels| sheets::is_other_head(own, labels)).is_some();
    // a title and what to do stand above an empty sheet too
    if table.rows.len() <= 2 || has_head() {
        return None;
    }
    let (code, first) = match sheets::first_label(own) {
        Some(first) if own == rows::SHEET => (Code::ReadingUnclear, first),
        Some(first) => (Code::MissingColumn, first),
        None => return None,
    };
    let said = format!("Das Blatt „{name}“ wird nicht gelesen: Die Überschrift „{first}“ fehlt.");
    let help = format!(
        "Die Spalte wieder „{first}“ nennen. Liegt daneben schon ein Blatt „{own}“, die Einträge dorthin übernehmen und \
         das Blatt „{name}“ löschen oder anders nennen."
    );
    Some((own, Diagnostic::new(code, said).in_file(FILE).in_sheet(name).help(help)))
}

/// An empty file for a new workspace.
pub(super) fn empty(resolution: &Resolution, as_of: AsOf) -> Result<Vec<u8>, Error> {
    let mut answers = sheets::Answers::new();
    answers.add_readings(&resolution.interpretations);
    let workbook = sheets::decisions(&answers, resolution, as_of, false);
    Ok(excel_writer::write(&workbook)?)
}

/// Adds the questions and interpretations of this run; nothing is touched where none is new. `None`: nothing was written.
pub(super) fn ask(material: &Material, answers: &Answers) -> Result<Option<Asked>, Error> {
    let kept = &material.decisions;
    let questions = &answers.questions;
    let before = kept.tables.as_deref().map_or_else(sheets::Answers::new, parse);
    let mut after = before.clone();
    let taken_over = kept.beside.as_deref().map_or(0, |tables| {
        let beside = parse(tables);
        take_over(&mut after.columns, &beside.columns, columns::ID, columns::ANSWER)
            + take_over(&mut after.names, &beside.names, names::SPELLING, names::ANSWER)
    });
    let new = columns::merge(&mut after.columns, &questions.columns)
        + names::merge(&mut after.names, &questions.names);
    after.branches.clone_from(&questions.branches);
    let waits = !after.names.rows.is_empty() && before.branches != after.branches;
    let mut changed = after.columns != before.columns || after.names != before.names || waits;
    let mut readings = 0;
    // without a file and without anything to decide there is nothing to write
    let wanted = || !kept.unreadable && readings::worth_deciding(material, answers);
    if changed || kept.tables.is_some() || wanted() {
        readings = after.add_readings(&material.resolution.interpretations);
        changed |= after.others != before.others;
    }
    let file = material.workspace.output.join(FILE);
    if kept.unreadable || (changed && locks::beside(&file).is_some()) {
        let place = if kept.unreadable { Place::BesideUnreadable } else { Place::BesideOpen };
        return beside(material, answers, &before, &after, new + taken_over, place);
    }
    if !changed && kept.beside.is_none() {
        return Ok(None);
    }
    if changed {
        let workbook = sheets::decisions(&after, &material.resolution, answers.as_of, false);
        let bytes = excel_writer::write(&workbook)?;
        let written = OutputFolder::open(&material.workspace.output).and_then(|mut output| {
            output.stage(FILE, &bytes, Edited::Replace)?;
            output.commit()
        });
        if let Err(error) = written {
            // an open file cannot be replaced on Windows; what else hinders, hinders the file beside it too
            return match beside(
                material,
                answers,
                &before,
                &after,
                new + taken_over,
                Place::BesideOpen,
            ) {
                Ok(asked) => Ok(asked),
                Err(_) => Err(error.into()),
            };
        }
    }
    if kept.beside.is_some() {
        // taken over: every row of it stands in the file now
        let path = material.workspace.output.join(BESIDE);
        if path.exists() {
            // where it is open it stays: its rows are known by now and will not be doubled
            drop(std::fs::remove_file(&path));
        }
    }
    let questions = new + taken_over;
    Ok((changed || questions > 0).then_some(Asked { questions, readings, place: Place::File }))
}

/// The questions that are not in the file, in a file beside it. Written only where it changes.
fn beside(
    material: &Material,
    answers: &Answers,
    before: &sheets::Answers,
    after: &sheets::Answers,
    questions: usize,
    place: Place,
) -> Result<Option<Asked>, Error> {
    let rest = sheets::Answers {
        columns: without(&after.columns, &before.columns, columns::ID),
        names: without(&after.names, &before.names, names::SPELLING),
        branches: after.branches.clone(),
        ..sheets::Answers::new()
    };
    if rest.columns.rows.is_empty() && rest.names.rows.is_empty() {
        return Ok(None);
    }
    let there = material.decisions.beside.as_deref().map(parse);
    let same = there.is_some_and(|there| {
        (&there.columns.rows, &there.names.rows) == (&rest.columns.rows, &rest.names.rows)
    });
    if !same {
        let workbook = sheets::decisions(&rest, &material.resolution, answers.as_of, true);
        let mut output = OutputFolder::open(&material.workspace.output)?;
        output.stage(BESIDE, &excel_writer::write(&workbook)?, Edited::Replace)?;
        output.commit()?;
    }
    Ok(Some(Asked { questions, readings: 0, place }))
}

/// The file as people left it; sheets without a recognisable head are kept as they are, beside ours.
fn parse(tables: &[Table]) -> sheets::Answers {
    let mut answers = sheets::Answers::new();
    let others = sheets::other_sheets();
    for table in tables {
        let name = table.source.sheet.as_deref().unwrap_or_default();
        let other = others.iter().position(|other| normal(other) == normal(name));
        if let Some(mut grid) = columns::parse(table) {
            grid.complete(columns::LABELS);
            answers.columns = grid;
        } else if let Some(mut grid) = names::parse(table) {
            grid.complete(names::LABELS);
            answers.names = grid;
        } else if normal(name) == normal(sheets::CHOICES) {
            answers.branches = offered(table);
        } else if let Some(position) = other
            && let Some((own, slot)) = answers.others.get_mut(position)
            && let Some(grid) = Grid::parse(table, |labels| sheets::is_other_head(own, labels))
        {
            *slot = Some(grid);
        } else {
            answers.beside.extend(SheetBeside::of(table));
        }
    }
    answers
}

/// The branches the file offers by now.
fn offered(table: &Table) -> Vec<String> {
    let Some(grid) =
        Grid::parse(table, |labels| labels.first().is_some_and(|label| label == names::SHEET))
    else {
        return Vec::new();
    };
    (0..grid.rows.len())
        .filter_map(|row| grid.text(row, names::SHEET))
        .filter(|text| text != names::NO_BRANCH)
        .collect()
}

/// Copies rows, and answers where there is none yet; returns how many rows were new.
fn take_over(into: &mut Grid, from: &Grid, id: &str, answer: &str) -> usize {
    let mut new = 0;
    for row in 0..from.rows.len() {
        let Some(key) = from.text(row, id) else { continue };
        let known = (0..into.rows.len()).find(|there| into.text(*there, id).as_ref() == Some(&key));
        let Some(known) = known else {
            into.complete(&from.header);
            into.rows.push(Vec::new());
            let last = into.rows.len() - 1;
            for label in &from.header {
                if let Some(text) = from.text(row, label) {
                    into.put(last, label, &text);
                }
            }
            new += 1;
            continue;
        };
        if into.text(known, answer).is_none()
            && let Some(text) = from.text(row, answer)
        {
            into.put(known, answer, &text);
        }
    }
    new
}

/// The rows of one sheet that another does not have.
fn without(grid: &Grid, known: &Grid, id: &str) -> Grid {
    let there: Vec<Option<String>> = (0..known.rows.len()).map(|row| known.text(row, id)).collect();
    let mut rest = Grid { above: Vec::new(), rows: Vec::new(), header_row: 0, ..grid.clone() };
    for (row, cells) in grid.rows.iter().enumerate() {
        let key = grid.text(row, id);
        if key.is_some() && !there.contains(&key) {
            rest.rows.push(cells.clone());
        }
    }
    rest
}

impl Asked {
    /// True where the file itself has been written.
    pub(super) fn changed_file(&self) -> bool {
        self.place == Place::File
    }

    /// What the person at the keyboard is told: a line for each kind of addition.
    pub(super) fn sentences(&self) -> Vec<String> {
        let questions = match self.questions {
            1 => "1 neue Frage".to_owned(),
            n => format!("{n} neue Fragen"),
        };
        let stand = if self.questions == 1 { "steht" } else { "stehen" };
        let asked = match self.place {
            Place::File => format!(
                "{questions} in {FILE}: dort beantworten, speichern und noch einmal starten."
            ),
            Place::BesideOpen => format!(
                "{FILE} ist gerade in einem anderen Programm geöffnet und blieb unverändert. {questions} {stand} in \
                 „{BESIDE}“; nach dem Schließen übernimmt der nächste Lauf alles."
            ),
            Place::BesideUnreadable => format!(
                "{FILE} lässt sich nicht lesen und blieb unverändert. {questions} {stand} in „{BESIDE}“; ist die Datei \
                 wieder lesbar, übernimmt der nächste Lauf alles."
            ),
        };
        let readings = match self.readings {
            1 => "1 Auslegung".to_owned(),
            n => format!("{n} Auslegungen"),
        };
        let readings = format!(
            "{readings} zum Bestätigen in {FILE}, Blatt „{}“; was eine andere Lesart ändern würde, zeigt die Auswertung.",
            rows::SHEET
        );
        let said = [(self.questions > 0, asked), (self.readings > 0, readings)];
        said.into_iter().filter_map(|(applies, line)| applies.then_some(line)).collect()
    }
}
