//! A copy of each faulty sheet: every cell at its own address, those in question coloured and with a note.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::domain::{Records, SheetColumns};
use crate::intake::InputFile;
use crate::intake::values::shown;
use crate::sheets::View;
use crate::sheets::model::{Fit, Grid, GridCell, Orientation, Page, Sheet};
use crate::table::{CellRef, Source, Table};
use crate::wording;

/// More copies make the workbook unwieldy; the rest is named.
const MOST_COPIES: usize = 25;
/// Of a longer sheet only the rows in which something is to be clarified or decided are copied, and no more of them.
const MOST_ROWS: usize = 5_000;
/// Notes on one sheet: each is a drawing that Excel keeps in memory.
const MOST_NOTES: usize = 2_000;
const LONGEST_NAME: usize = 31;
const NARROWEST: f64 = 5.0;
const WIDEST: f64 = 42.0;

/// The copies, the worst sheet first, and what is to be said about them.
pub(super) struct Copies {
    pub(super) made: Vec<Copy>,
    /// Sheets for which there was no room.
    left_out: Vec<String>,
}

pub(super) struct Copy {
    pub(super) source: Arc<Source>,
    /// The first cell in question.
    pub(super) first: CellRef,
    pub(super) sheet: Sheet,
    only_rows_in_question: bool,
    notes_left_out: bool,
}

impl Copies {
    /// What a reader of the copies should know.
    pub(super) fn remarks(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if self.made.is_empty() {
            return lines;
        }
        lines.push(format!(
            "Die Kopien zeigen nur, was das Programm liest: Spalten, die es nicht kennt, bleiben leer. {LEGEND} Blätter, zu denen es nur Hinweise gibt, haben keine Kopie."
        ));
        let named = |pick: &dyn Fn(&&Copy) -> bool| -> Vec<String> {
            self.made.iter().filter(pick).map(|copy| format!("„{}“", copy.sheet.name)).collect()
        };
        let short = named(&|copy| copy.only_rows_in_question);
        if !short.is_empty() {
            lines.push(format!(
                "Nur die Kopfzeile und die Zeilen, in denen etwas zu klären oder zu entscheiden ist, zeigt {}, weil die Liste sehr lang ist (höchstens {}); sie stehen, wo sie in der Liste stehen.",
                wording::list(&short),
                wording::count(MOST_ROWS, "Zeile", "Zeilen")
            ));
        }
        let quiet = named(&|copy| copy.notes_left_out);
        if !quiet.is_empty() {
            lines.push(format!(
                "In {} tragen nur die ersten {MOST_NOTES} Zellen eine Notiz; gefärbt sind alle, und alle stehen auf dem Blatt „Befunde“.",
                wording::list(&quiet)
            ));
        }
        if !self.left_out.is_empty() {
            lines.push(format!(
                "Ohne Kopie, weil es zu viele wären: {}.",
                wording::list(&self.left_out)
            ));
        }
        lines
    }
}

const LEGEND: &str =
    "Orange: Bitte klären. Gelb: Bitte entscheiden. Blaugrau: Nur zur Information.";

/// The questions of one sheet.
struct Faulty<'a> {
    table: &'a Table,
    questions: Vec<&'a Diagnostic>,
}

pub(super) fn copies(view: &View<'_>, files: &[InputFile]) -> Copies {
    let tables: BTreeMap<&Source, &Table> = files
        .iter()
        .flat_map(|file| file.tables.iter().flatten())
        .map(|table| (&*table.source, table))
        .collect();
    let persons: BTreeSet<(Option<&str>, Option<&str>)> = view
        .diagnostics
        .iter()
        .filter(|d| d.code == Code::PersonList)
        .map(|d| (d.file.as_deref(), d.sheet.as_deref()))
        .collect();
    let refused = |source: &Source| {
        let file = Some(source.file.as_str());
        persons.contains(&(file, None)) || persons.contains(&(file, source.sheet.as_deref()))
    };
    let mut faulty: BTreeMap<&Source, Faulty<'_>> = BTreeMap::new();
    for question in view.diagnostics {
        let Some(cell) = &question.cell else { continue };
        let Some(table) = tables.get(&*cell.source).filter(|_| !refused(&cell.source)) else {
            continue;
        };
        faulty
            .entry(&table.source)
            .or_insert_with(|| Faulty { table, questions: Vec::new() })
            .questions
            .push(question);
    }
    let mut faulty: Vec<Faulty<'_>> = faulty
        .into_values()
        .filter(|sheet| sheet.questions.iter().any(|q| q.code.severity() != Severity::Note))
        .collect();
    faulty.sort_by_key(|sheet| {
        let worst = sheet.questions.iter().map(|q| q.code.severity()).min();
        let effect: u64 = sheet.questions.iter().map(|q| u64::from(q.effect)).sum();
        (worst, Reverse(effect))
    });
    let left_out =
        faulty.iter().skip(MOST_COPIES).map(|sheet| place(&sheet.table.source)).collect();
    let mut names: BTreeSet<String> =
        ["zusammenfassung", "befunde", "history", "verlauf"].map(str::to_owned).into();
    let alone = |source: &Source| {
        files
            .iter()
            .filter(|file| file.file == source.file)
            .all(|file| file.tables.as_ref().is_none_or(|tables| tables.len() == 1))
    };
    let made = faulty
        .iter()
        .take(MOST_COPIES)
        .map(|sheet| {
            let name = name(&sheet.table.source, alone(&sheet.table.source), &mut names);
            copy(view, sheet, name)
        })
        .collect();
    Copies { made, left_out }
}

/// Takes from the long sheets the rows that no copy shows: half a million rows are not kept until the end for a few of them.
pub fn shorten(files: &mut [InputFile], records: &Records, diagnostics: &Diagnostics) {
    let long = |table: &&mut Table| table.rows.len() > MOST_ROWS;
    for table in files.iter_mut().flat_map(|file| file.tables.iter_mut().flatten()).filter(long) {
        let sheets = records.sheets.iter().filter(|sheet| *sheet.source == *table.source);
        let mut kept: BTreeSet<u32> = sheets.map(|sheet| sheet.header_row).collect();
        let cells =
            diagnostics.iter().flat_map(|question| question.cell.iter().chain(&question.beside));
        kept.extend(cells.filter(|cell| *cell.source == *table.source).map(|cell| cell.row));
        table.rows = table.rows.only(|row| kept.contains(&row));
        table.shortened = true;
    }
}

fn place(source: &Source) -> String {
    match &source.sheet {
        Some(sheet) => format!("{}, Blatt „{sheet}“", source.file),
        None => source.file.clone(),
    }
}

/// A name Excel accepts and no other sheet has: that of the file, and of the sheet where the file has several.
fn name(source: &Source, alone: bool, taken: &mut BTreeSet<String>) -> String {
    let base = source.file.rsplit('/').next().unwrap_or(&source.file);
    let stem = base.rsplit_once('.').map_or(base, |(stem, _)| stem);
    let wanted = match &source.sheet {
        Some(sheet) if !alone => format!("{stem} · {sheet}"),
        _ => stem.to_owned(),
    };
    let clean: String = wanted
        .chars()
        .map(|c| {
            if matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\') || c.is_control() {
                '-'
            } else {
                c
            }
        })
        .collect();
    let clean = clean.trim().trim_matches('\'');
    let clean = if clean.is_empty() { "Liste" } else { clean };
    for n in 1_u32.. {
        let ending = if n == 1 { String::new() } else { format!(" ({n})") };
        let mut name = String::new();
        // Excel counts in UTF-16
        let room = LONGEST_NAME - ending.len();
        for c in clean.chars() {
            if name.encode_utf16().count() + c.len_utf16() > room {
                break;
            }
            name.push(c);
        }
        let name = format!("{}{ending}", name.trim_end().trim_end_matches('\''));
        if taken.insert(name.to_lowercase()) {
            return name;
        }
    }
    clean.to_owned()
}

fn copy(view: &View<'_>, faulty: &Faulty<'_>, name: String) -> Copy {
    let table = faulty.table;
    let sheets: Vec<&Arc<SheetColumns>> =
        view.records.sheets.iter().filter(|sheet| *sheet.source == *table.source).collect();
    let mut heads: BTreeSet<u32> = sheets.iter().map(|sheet| sheet.header_row).collect();
    let known: BTreeSet<u16> = sheets
        .iter()
        .flat_map(|sheet| {
            let fields = sheet.columns.iter().map(|(_, column)| *column);
            fields.chain(sheet.bodies.iter().map(|(_, column)| *column))
        })
        .collect();
    let mut marks: BTreeMap<(u32, u16), Vec<&Diagnostic>> = BTreeMap::new();
    for question in &faulty.questions {
        let also = question.beside.iter().filter(|cell| *cell.source == *table.source);
        for cell in question.cell.iter().chain(also) {
            marks.entry((cell.row, cell.column)).or_default().push(question);
        }
        // a sheet that was not used still shows the header it was refused for
        if sheets.is_empty() && matches!(question.code, Code::MissingColumn | Code::ConfirmColumn) {
            heads.extend(question.cell.as_ref().map(|cell| cell.row));
        }
    }
    let only_rows_in_question = table.shortened || table.rows.len() > MOST_ROWS;
    let urgent = |questions: &[&Diagnostic]| {
        questions.iter().any(|question| question.code.severity() != Severity::Note)
    };
    let asked: BTreeSet<u32> = marks
        .iter()
        .filter(|(_, questions)| urgent(questions))
        .map(|((row, _), _)| *row)
        .take(MOST_ROWS)
        .collect();
    let left_out =
        |row: u32| only_rows_in_question && !heads.contains(&row) && !asked.contains(&row);
    let mut cells: BTreeMap<(u32, u16), GridCell> = BTreeMap::new();
    for row in table.rows.iter() {
        if left_out(row.number) {
            continue;
        }
        let head = heads.contains(&row.number);
        for (column, value) in row.cells.iter() {
            if head || known.contains(&column) {
                cells.insert(
                    (row.number, column),
                    GridCell {
                        row: row.number,
                        column,
                        value: Some(value.clone()),
                        head,
                        mark: None,
                        note: None,
                    },
                );
            }
        }
    }
    let mut notes = 0;
    for ((row, column), questions) in marks.iter().filter(|((row, _), _)| !left_out(*row)) {
        let cell = cells.entry((*row, *column)).or_insert_with(|| GridCell {
            row: *row,
            column: *column,
            value: None,
            head: heads.contains(row),
            mark: None,
            note: None,
        });
        cell.mark = questions.iter().map(|question| question.code.severity()).min();
        notes += 1;
        if notes <= MOST_NOTES {
            cell.note = Some(note(*row, *column, questions));
        }
    }
    let cells: Vec<GridCell> = cells.into_values().collect();
    let first = marks.keys().next().copied().unwrap_or_default();
    let head = heads.first().copied();
    let sheet = Sheet {
        page: Page {
            orientation: Orientation::Landscape,
            fit: Fit::OneWide,
            print_titles: head.map(|row| (row, row)),
            footer: place(&table.source),
            grid: true,
        },
        widths: widths(&cells, head.unwrap_or(0)),
        // a header far down would leave no room to scroll
        frozen: head.filter(|row| *row < 10).map(|row| (row + 1, 0)),
        hidden: false,
        blocks: vec![
            Grid { cells, legend: format!("Kopie von {}. {LEGEND}", place(&table.source)) }.into(),
        ],
        name,
    };
    Copy {
        source: Arc::clone(&table.source),
        first: CellRef::new(&table.source, first.0, first.1),
        sheet,
        only_rows_in_question,
        notes_left_out: notes > MOST_NOTES,
    }
}

/// „Bitte klären D510: … So beheben: …“, for every question about this cell.
fn note(row: u32, column: u16, questions: &[&Diagnostic]) -> String {
    let texts: Vec<String> = questions
        .iter()
        .map(|question| {
            let here = question.cell.as_ref().is_some_and(|c| (c.row, c.column) == (row, column));
            let code = question.code;
            let head = format!("{} {}", code.severity().label_de(), code.number());
            if !here {
                let other = question.cell.as_ref().map(CellRef::a1).unwrap_or_default();
                return format!("{head}: gehört zu Zelle {other}.");
            }
            let help = question.help.as_deref().unwrap_or_else(|| code.explanation());
            let consequence = question
                .consequence
                .as_ref()
                .map_or_else(String::new, |consequence| format!("\nFolge: {consequence}"));
            format!("{head}: {}{consequence}\nSo beheben: {help}", question.message)
        })
        .collect();
    texts.join("\n\n")
}

/// Wide enough for what stands in each column from the header on, within reason; a title above runs on to the right.
fn widths(cells: &[GridCell], head: u32) -> Vec<f64> {
    let columns =
        cells.iter().map(|cell| cell.column).max().map_or(0, |last| usize::from(last) + 1);
    // a stray cell far out shall not make thousands of columns
    let mut widths = vec![NARROWEST; columns.min(200)];
    for cell in cells.iter().filter(|cell| cell.row >= head) {
        let Some(width) = widths.get_mut(usize::from(cell.column)) else { continue };
        let Some(value) = &cell.value else { continue };
        let longest = shown(value).lines().map(|line| line.chars().count()).max().unwrap_or(0);
        let longest = u32::try_from(longest.min(200)).unwrap_or(200);
        *width = width.max(f64::from(longest) + 2.0).min(WIDEST);
    }
    widths
}
