//! Questions of one kind are asked once: „47 Zellen in Spalte F („PLZ“): F4, F9, F12 …“, with true counts.
//!
//! The summary on the screen, the sheet *Rückfragen* and the workbook `Rückfragen.xlsx` all show these groups.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Code, Diagnostic, Diagnostics, Severity, Waiting, waits};
use crate::table::{CellRef, column_letters};
use crate::wording;

/// At least one question; all of one code, place and shape.
#[derive(Clone, Debug)]
pub struct Group<'a> {
    pub code: Code,
    /// In the order of their cells.
    pub questions: Vec<&'a Diagnostic>,
    /// How many verdicts wait for any of them, each counted once.
    pub effect: usize,
    /// What they mean for the verdicts together.
    pub consequence: Option<String>,
    /// The first of them.
    pub first: &'a Diagnostic,
}

/// All questions in groups: by severity, then by effect (largest first), then by place. No question is lost or counted twice.
pub fn groups(diagnostics: &Diagnostics) -> Vec<Group<'_>> {
    type Key<'k> = (Code, Option<&'k str>, Option<&'k str>, Option<u16>, String);
    let mut by_key: BTreeMap<Key<'_>, Vec<&Diagnostic>> = BTreeMap::new();
    for diagnostic in diagnostics {
        let key = (
            diagnostic.code,
            diagnostic.file.as_deref(),
            diagnostic.sheet.as_deref(),
            diagnostic.cell.as_ref().map(|cell| cell.column),
            shape(diagnostic),
        );
        by_key.entry(key).or_default().push(diagnostic);
    }
    let mut groups: Vec<Group<'_>> = by_key.into_values().filter_map(group).collect();
    groups.sort_by_key(|group| (group.severity(), Reverse(group.effect), place(group)));
    groups
}

/// File, sheet, row and column where a group begins.
type Place<'a> = (Option<&'a str>, Option<&'a str>, Option<(u32, u16)>);

fn place<'a>(group: &Group<'a>) -> (Place<'a>, Code) {
    let first = group.first;
    let cell = first.cell.as_ref().map(|cell| (cell.row, cell.column));
    ((first.file.as_deref(), first.sheet.as_deref(), cell), group.code)
}

fn group(mut questions: Vec<&Diagnostic>) -> Option<Group<'_>> {
    questions.sort_by_key(|d| d.cell.as_ref().map(|cell| cell.row));
    let first = *questions.first()?;
    let same = questions.iter().all(|d| d.consequence == first.consequence);
    let (effect, consequence) = if same {
        (first.waiting.len(), first.consequence.clone())
    } else {
        let mut waiting: Vec<Arc<Waiting>> =
            questions.iter().flat_map(|d| d.waiting.iter().cloned()).collect();
        waiting.sort();
        waiting.dedup();
        (waiting.len(), waits(&waiting))
    };
    Some(Group { code: first.code, questions, effect, consequence, first })
}

impl Group<'_> {
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }

    pub fn count(&self) -> usize {
        self.questions.len()
    }

    /// „3 Zellen in Spalte D („Verband“): D4, D9, D12“; a single cell with its heading; empty where no cell is known.
    /// At most so many cells are named; runs of rows are joined („D4–D9“).
    pub fn cells(&self, most: usize) -> String {
        let mut cells: Vec<&CellRef> =
            self.questions.iter().filter_map(|d| d.cell.as_ref()).collect();
        // two questions about one cell do not make it two
        cells.dedup();
        let Some(first) = cells.first() else { return String::new() };
        let heading = self
            .first
            .heading
            .as_ref()
            .map_or_else(String::new, |heading| format!(" („{heading}“)"));
        if let [only] = cells.as_slice() {
            return format!("Zelle {}{heading}", only.a1());
        }
        let letters = column_letters(first.column);
        let mut runs: Vec<(u32, u32)> = Vec::new();
        for cell in &cells {
            match runs.last_mut() {
                Some((_, last)) if *last + 1 == cell.row => *last = cell.row,
                _ => runs.push((cell.row, cell.row)),
            }
        }
        let mut named: Vec<String> = Vec::new();
        for (from, to) in runs.iter().take(most) {
            let letters = &letters;
            match to - from {
                0 => named.push(format!("{letters}{}", from + 1)),
                1 => {
                    named
                        .extend([format!("{letters}{}", from + 1), format!("{letters}{}", to + 1)]);
                }
                _ => named.push(format!("{letters}{}–{letters}{}", from + 1, to + 1)),
            }
        }
        let dots = if runs.len() > most { " …" } else { "" };
        format!("{} Zellen in Spalte {letters}{heading}: {}{dots}", cells.len(), named.join(", "))
    }

    /// File, sheet and cells: „Termine.xlsx, Blatt „2024“: 3 Zellen in Spalte D („Verband“): D4, D9, D12“.
    pub fn place(&self, most: usize) -> String {
        let file = self.first.file.as_deref().unwrap_or_default();
        let sheet = self.first.sheet.as_ref();
        let place =
            sheet.map_or_else(|| file.to_owned(), |sheet| format!("{file}, Blatt „{sheet}“"));
        let cells = self.cells(most);
        match (place.is_empty(), cells.is_empty()) {
            (_, true) => place,
            (true, false) => cells,
            (false, false) => format!("{place}: {cells}"),
        }
    }

    /// The message, or the title with the first message where there are several.
    pub fn question(&self) -> String {
        if self.count() == 1 {
            self.first.message.clone()
        } else {
            format!("{}, z. B. in {}: {}", self.code.title(), self.sample(), self.first.message)
        }
    }

    fn sample(&self) -> String {
        self.first
            .cell
            .as_ref()
            .map_or_else(|| self.first.file.clone().unwrap_or_default(), CellRef::a1)
    }

    /// One thing to do.
    pub fn help(&self) -> &str {
        self.first.help.as_deref().unwrap_or_else(|| self.code.explanation())
    }

    /// „3-mal“, or nothing.
    pub fn times(&self) -> String {
        if self.count() == 1 { String::new() } else { format!("{}-mal", self.count()) }
    }

    /// „12 Feststellungen“.
    pub fn effect_words(&self) -> String {
        wording::count(self.effect, "Feststellung", "Feststellungen")
    }
}

/// What two messages of one kind have in common: quoted values, numbers and weekdays left out.
fn shape(diagnostic: &Diagnostic) -> String {
    if diagnostic.code == Code::EmptyCell && diagnostic.cell.is_some() {
        return String::new();
    }
    // what names no cell is told apart by its words alone
    if diagnostic.cell.is_none() {
        return diagnostic.message.clone();
    }
    let mut shape = String::new();
    let mut depth = 0_u32;
    let mut digits = false;
    for c in diagnostic.message.chars() {
        match c {
            '„' => depth += 1,
            '“' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            c if c.is_ascii_digit() => {
                if !digits {
                    shape.push('#');
                }
                digits = true;
                continue;
            }
            c => shape.push(c),
        }
        digits = false;
    }
    for day in ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"] {
        shape = shape.replace(day, "Tag");
    }
    shape
}
