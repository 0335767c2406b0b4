//! `Entscheidungen.xlsx`: the sheets *Spalten* and *Namen* with the program's questions, and the sheets people fill of
//! their own accord. What they typed, their columns and their sheets stay.

use std::collections::BTreeSet;

use super::forms::{self, Entry, FormColumn};
use super::kept::cells;
use super::model::{Cell, Choices, Sheet, Table, Workbook};
use crate::decisions::{columns, names, readings};
use crate::domain::{AsOf, Field, ListKind};
use crate::grid::{Grid, SheetBeside};
use crate::intake::columns::{Column, ColumnKind, list_name, of};
use crate::matching::normal;
use crate::resolution::{Interpretation, Resolution};

/// Holds what the drop-downs offer; Excel takes no longer list typed into a cell.
pub const CHOICES: &str = "Auswahl";
/// The lists people may keep in this file.
pub const LISTS: [ListKind; 3] = [ListKind::Exceptions, ListKind::Findings, ListKind::Statements];

/// Zero-based row in which the values of [`CHOICES`] begin: title, hint, gap and head stand above.
const FIRST_CHOICE: u32 = 4;

const INTERPRETATION_COLUMNS: [(&str, &str, Entry, f64); 8] = [
    (readings::ID, "Nummer der Auslegung im Beschluss, z. B. A3", Entry::Program, 10.0),
    (readings::QUESTION, "was der Wortlaut offen lässt", Entry::Program, 44.0),
    (readings::ANSWER, "wie das Programm es liest", Entry::Program, 44.0),
    (
        readings::OTHER,
        "wie es auch gelesen werden könnte; leer: Das Programm kennt keine andere Lesart, die es berechnen kann",
        Entry::Program,
        34.0,
    ),
    (
        readings::CONFIRMED_BY,
        "Stelle oder Person, die es so bestätigt oder anders entschieden hat",
        Entry::Text,
        24.0,
    ),
    (readings::ON, "Tag der Bestätigung oder der Entscheidung", Entry::Date, 12.0),
    (
        readings::OTHERWISE,
        "„ja“: Es gilt die andere Lesart; Auswertung und Briefe folgen ihr beim nächsten Lauf. Leer oder „nein“: Es bleibt wie unter „Antwort“.",
        Entry::Text,
        12.0,
    ),
    (readings::REMARK, "frei", Entry::Text, 34.0),
];

/// What the workbook holds.
#[derive(Clone, Debug)]
pub struct Answers {
    pub columns: Grid,
    pub names: Grid,
    /// Every branch that can be answered, in order.
    pub branches: Vec<String>,
    /// Interpretations, exceptions, findings, statements as people left them; `None`: not there yet.
    pub others: Vec<(&'static str, Option<Grid>)>,
    /// Sheets of people's own.
    pub beside: Vec<SheetBeside>,
}

impl Answers {
    /// No question yet.
    pub fn new() -> Self {
        Self {
            columns: Grid::new(columns::LABELS.into_iter()),
            names: Grid::new(names::LABELS.into_iter()),
            branches: Vec::new(),
            others: other_sheets().into_iter().map(|name| (name, None)).collect(),
            beside: Vec::new(),
        }
    }

    /// Adds the interpretations that have no row yet; returns how many there were.
    pub fn add_readings(&mut self, interpretations: &[Interpretation]) -> usize {
        let sheet = self.others.iter_mut().find(|(name, _)| *name == readings::SHEET);
        sheet.map_or(0, |(_, grid)| {
            let grid = grid.get_or_insert_with(|| Grid::new(readings::LABELS.into_iter()));
            readings::merge(grid, interpretations)
        })
    }
}

impl Default for Answers {
    fn default() -> Self {
        Self::new()
    }
}

/// The sheets people fill of their own accord, in their order.
pub fn other_sheets() -> Vec<&'static str> {
    std::iter::once(readings::SHEET).chain(LISTS.into_iter().map(list_name)).collect()
}

/// True for the head of such a sheet: it names the sheet's first column.
pub fn is_other_head(name: &str, labels: &[String]) -> bool {
    first_label(name).is_some_and(|first| labels.iter().any(|label| normal(label) == normal(first)))
}

/// The label by which the head of such a sheet is known.
pub fn first_label(name: &str) -> Option<&'static str> {
    match LISTS.iter().find(|list| list_name(**list) == name) {
        Some(list) => of(*list).find(|column| column.required).map(|column| column.label),
        None => INTERPRETATION_COLUMNS.first().map(|(label, ..)| *label),
    }
}

/// The whole workbook; `only_questions`: what goes beside it while it cannot be written.
pub fn decisions(
    answers: &Answers,
    resolution: &Resolution,
    as_of: AsOf,
    only_questions: bool,
) -> Workbook {
    let mut sheets = vec![columns_sheet(&answers.columns), names_sheet(answers)];
    if !only_questions {
        for (name, grid) in &answers.others {
            sheets.push(other_sheet(name, grid.as_ref(), resolution));
        }
        let mut taken: BTreeSet<String> =
            sheets.iter().map(|sheet| sheet.name.to_lowercase()).collect();
        taken.insert(CHOICES.to_lowercase());
        taken.extend(answers.beside.iter().map(|other| other.name.to_lowercase()));
        let ours: BTreeSet<String> = sheets.iter().map(|sheet| sheet.name.to_lowercase()).collect();
        for other @ SheetBeside { name, .. } in &answers.beside {
            let name = if ours.contains(&name.to_lowercase()) || name == CHOICES {
                let free = (2..).map(|number| format!("{name} ({number})"));
                free.into_iter().find(|name| taken.insert(name.to_lowercase())).unwrap_or_default()
            } else {
                name.clone()
            };
            sheets.push(forms::beside(&name, other));
        }
    }
    sheets.push(choices_sheet(&answers.branches));
    Workbook { title: "Entscheidungen".to_owned(), as_of, sheets }
}

fn columns_sheet(grid: &Grid) -> Sheet {
    let form = form(grid, |label| match label {
        columns::ANSWER => Some((
            "Bitte auswählen: was die Spalte bedeutet, oder „nicht verwenden“. Die Antwort gilt für jede Liste mit denselben Überschriften.",
            Entry::Text,
            24.0,
        )),
        columns::FILE => Some(("wo die Spalte zuerst gefunden wurde", Entry::Program, 30.0)),
        columns::TAB => Some(("", Entry::Program, 18.0)),
        columns::HEAD => Some(("Zeile mit den Überschriften", Entry::Program, 11.0)),
        columns::COLUMN => Some(("", Entry::Program, 9.0)),
        columns::LABEL => Some(("wie sie in der Liste steht", Entry::Program, 26.0)),
        columns::TAKEN_AS => Some((
            "was das Programm vermutet; verwendet wird es erst nach eurer Antwort",
            Entry::Program,
            24.0,
        )),
        columns::CERTAINTY => Some(("woher die Vermutung kommt", Entry::Program, 34.0)),
        columns::ID => Some(("vom Programm vergeben; bitte nicht ändern", Entry::Program, 26.0)),
        _ => None,
    });
    let mut table = forms::table(columns::SHEET, &form, cells(&grid.rows, grid.header.len()));
    let answer = grid.column(columns::ANSWER).and_then(|at| u16::try_from(at).ok());
    if let Some(answer) = answer {
        for row in 0..grid.rows.len() {
            if let Some(list) = columns::list_of_row(grid, row) {
                table.row_choices.push((
                    row,
                    answer,
                    range_of(Some(list), columns::choices(list).len()),
                ));
            }
        }
    }
    forms::shared(
        columns::SHEET,
        "Spalten",
        "Was bedeutet diese Spalte? In „Entscheidung“ auswählen, speichern, noch einmal starten. Ohne Antwort wird die Spalte nicht gelesen.",
        &form,
        &cells(&grid.above, 0),
        table,
    )
}

fn names_sheet(answers: &Answers) -> Sheet {
    let grid = &answers.names;
    let form = form(grid, |label| match label {
        names::ANSWER => Some((
            "Bitte auswählen: welcher Verband gemeint ist, oder „kein Verband“. Die Antwort gilt für diese Schreibweise in allen Listen.",
            Entry::Text,
            32.0,
        )),
        names::SPELLING => Some(("wie es in der Liste steht", Entry::Program, 28.0)),
        names::FOUND_IN => Some(("erste Zelle und Zahl der weiteren", Entry::Program, 44.0)),
        names::ID => Some(("vom Programm vergeben; bitte nicht ändern", Entry::Program, 22.0)),
        label if names::PROPOSALS.contains(&label) => {
            Some(("Verband mit Ort und Straße aus der Verbandsliste", Entry::Program, 32.0))
        }
        _ => None,
    });
    let mut table = forms::table(names::SHEET, &form, cells(&grid.rows, grid.header.len()));
    let answer = grid.column(names::ANSWER).and_then(|at| u16::try_from(at).ok());
    if let Some(answer) = answer {
        for row in 0..grid.rows.len() {
            table.row_choices.push((row, answer, range_of(None, answers.branches.len() + 1)));
        }
    }
    forms::shared(
        names::SHEET,
        "Namen",
        "Welcher Verband ist gemeint? In „Entscheidung“ auswählen, speichern, noch einmal starten. Ohne Antwort bleibt es offen.",
        &form,
        &cells(&grid.above, 0),
        table,
    )
}

/// The columns as they stand: the program's with note, use and width, people's own without.
fn form<'a>(
    grid: &'a Grid,
    known: impl Fn(&str) -> Option<(&'a str, Entry, f64)>,
) -> Vec<FormColumn<'a>> {
    grid.header
        .iter()
        .map(|label| {
            let (note, entry, width) = known(label).unwrap_or(("", Entry::Text, 24.0));
            FormColumn { label, note, choices: &[], entry, width }
        })
        .collect()
}

fn other_sheet(name: &'static str, grid: Option<&Grid>, resolution: &Resolution) -> Sheet {
    let list = LISTS.into_iter().find(|list| list_name(*list) == name);
    let own: Vec<(&str, &str, Entry, f64)> = match list {
        None => INTERPRETATION_COLUMNS.to_vec(),
        Some(list) => of(list).map(|c| (c.label, c.meaning, entry(c), width(c))).collect(),
    };
    let empty = Grid::new(own.iter().map(|(label, ..)| *label));
    let grid = grid.unwrap_or(&empty);
    let requirements: Vec<&str> = resolution.requirements.iter().map(|r| r.id.as_str()).collect();
    let form: Vec<FormColumn<'_>> = grid
        .header
        .iter()
        .map(|label| {
            let known = own.iter().find(|(own, ..)| normal(own) == normal(label));
            let (note, entry, width) = known
                .map_or(("", Entry::Text, 24.0), |(_, note, entry, width)| (*note, *entry, *width));
            let field = list.and_then(|list| of(list).find(|c| normal(c.label) == normal(label)));
            let choices: &[&str] = match field.map(|column| column.field) {
                Some(Field::Requirement | Field::Clause) => &requirements,
                Some(Field::Finding) => {
                    &["zur Kenntnis genommen", "erledigt", "weiter beobachten", "gegenstandslos"]
                }
                None if list.is_none() && normal(label) == readings::OTHERWISE => &["ja", "nein"],
                Some(_) | None => &[],
            };
            FormColumn { label, note, choices, entry, width }
        })
        .collect();
    let hint = match list {
        Some(ListKind::Exceptions) => {
            "Wo das Büro mit Beschluss von einer Anforderung abweicht. Ab der ersten leeren Zeile eintragen."
        }
        Some(ListKind::Findings) => {
            "Was das Gremium zu einer Anforderung festgestellt hat. Ab der ersten leeren Zeile eintragen."
        }
        Some(_) => {
            "Was eine Stelle zu einer Anforderung mitgeteilt hat. Ab der ersten leeren Zeile eintragen."
        }
        None => {
            "Wie gelesen wird, was der Wortlaut offen lässt. Gilt es so: „bestätigt von“ und „am“ ausfüllen. Gilt die andere Lesart: dazu „ja“ unter „anders entschieden“."
        }
    };
    let mut table = forms::table(name, &form, cells(&grid.rows, grid.header.len()));
    // where everything is filled in, nothing needs to stand out
    if list.is_some() {
        for column in &mut table.columns {
            column.fill_in = false;
        }
    }
    forms::shared(name, name, hint, &form, &cells(&grid.above, 0), table)
}

fn entry(column: &Column) -> Entry {
    if column.kind == ColumnKind::Date { Entry::Date } else { Entry::Text }
}

fn width(column: &Column) -> f64 {
    let long = [Field::Reason, Field::Text, Field::Wording, Field::Finding, Field::Remark];
    let middle = [Field::Branch, Field::DecidedBy, Field::From, Field::Session];
    if long.contains(&column.field) {
        44.0
    } else if middle.contains(&column.field) {
        26.0
    } else {
        16.0
    }
}

/// The values offered, a column for the branches and one for each list.
fn choices_sheet(branches: &[String]) -> Sheet {
    let mut columns: Vec<(String, Vec<String>)> = vec![(
        "Namen".to_owned(),
        branches.iter().cloned().chain([names::NO_BRANCH.to_owned()]).collect(),
    )];
    for list in ListKind::ALL {
        let labels = columns::choices(*list).into_iter().map(str::to_owned).collect();
        columns.push((list_name(*list).to_owned(), labels));
    }
    let most = columns.iter().map(|(_, values)| values.len()).max().unwrap_or(0);
    let rows: Vec<Vec<Cell>> = (0..most)
        .map(|row| {
            columns
                .iter()
                .map(|(_, values)| values.get(row).map_or(Cell::Empty, Cell::text))
                .collect()
        })
        .collect();
    let form: Vec<FormColumn<'_>> = columns
        .iter()
        .map(|(label, _)| FormColumn {
            label,
            note: "",
            choices: &[],
            entry: Entry::Program,
            width: 28.0,
        })
        .collect();
    let mut table: Table = forms::table(CHOICES, &form, rows);
    table.filter = false;
    table.room = 0;
    forms::shared(
        CHOICES,
        "Auswahl",
        "Was die Auswahllisten der Blätter „Spalten“ und „Namen“ anbieten. Vom Programm geschrieben; bitte nicht ändern.",
        &form,
        &[],
        table,
    )
}

/// Where the values for a list's columns stand; `None`: those for names.
fn range_of(list: Option<ListKind>, values: usize) -> Choices {
    let position = list.and_then(|list| ListKind::ALL.iter().position(|l| *l == list));
    let column = position.map_or(0, |position| u16::try_from(position + 1).unwrap_or(0));
    let letters = crate::table::column_letters(column);
    let last = FIRST_CHOICE + u32::try_from(values).unwrap_or(0);
    Choices::Range(format!("={CHOICES}!${letters}${}:${letters}${last}", FIRST_CHOICE + 1))
}
