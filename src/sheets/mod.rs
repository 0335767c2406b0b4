//! What the office opens at the end: the evaluation workbook, and the workbooks it fills in.
//!
//! Here it is decided what stands where, as plain data ([`model`]); `io/excel_writer.rs` draws it. One file per sheet,
//! each with `fn sheet(&View) -> Option<Sheet>`: a sheet with nothing to say is left out. **A new sheet** is a file here
//! and a line in [`evaluation`].
//!
//! Word and sign stand beside every shade; no branch is shown in a colour; counts, never percentages.

mod basis;
mod batches;
mod branches;
mod clarify;
mod dates;
pub mod decisions;
mod fitting;
mod forms;
mod gaps;
pub mod kept;
mod measures;
mod model;
mod offers;
mod outbox;
mod overview;
mod points;
mod proofs;
mod questions;
mod readings;
mod standing;
mod steps;
mod sums;
pub mod to_decide;
mod todo;
mod years;

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use crate::diagnostic::Diagnostics;
use crate::domain::{Assessment, BranchId, Records};
use crate::gaps::Gap;
use crate::history::History;
use crate::intake::InputReport;
use crate::letters::PlannedLetter;
use crate::letters::plan::Call;
use crate::letters::workdays;
use crate::readings::Reading;
use crate::requirements::Context;
use crate::resolution::Resolution;
use crate::table::CellRef;
use crate::wording;

pub use clarify::{FILE as CLARIFY_FILE, clarify, shorten};
pub use forms::{Entry, FormColumn, RegisterForm, SettingRow, empty_list, register, settings};
pub use model::{
    Block, Cell, Chart, ChartKind, Charts, Choices, Column, Fit, Grid, GridCell, Line, Orientation,
    Page, Range, Rule, Series, Sheet, Sign, Span, Style, Table, Target, Workbook,
};
pub use points::{Point, legend, points};
pub(crate) use proofs::statements;
pub use standing::{Standing, among, sentences, standings};

/// An Excel sheet ends here.
const ROWS: u32 = 1_048_576;
/// Excel follows at most 65,530 links on a sheet; the rest stays readable as text.
const LINKS: usize = 65_000;

/// Everything one evaluation shows.
pub struct View<'a> {
    pub resolution: &'a Resolution,
    pub records: &'a Records,
    pub assessment: &'a Assessment,
    /// The lists as the requirements look at them, in the evaluated year.
    pub context: &'a Context<'a>,
    /// The years before the evaluated one as they stand today, oldest first.
    pub earlier: &'a [Assessment],
    /// What was tabled before, and what has changed since.
    pub history: &'a History,
    /// How the wording is read, and what another reading would change.
    pub readings: &'a [Reading],
    /// What would fulfil the points that are open.
    pub gaps: &'a [Gap],
    pub letters: &'a [PlannedLetter],
    /// Branches that are better called than written to again.
    pub calls: &'a [Call],
    pub diagnostics: &'a Diagnostics,
    pub inputs: &'a [InputReport],
    /// From the workbook to the lists, as Windows writes it: `..\..\Listen`.
    pub list_folder: &'a str,
    /// Files that do not lie there, by the name messages use: „Postausgang.xlsx“ → `..\..\Postausgang.xlsx`.
    pub other_files: &'a BTreeMap<String, String>,
    /// The office's telephone or e-mail for corrections, where the settings name one.
    pub contact: Option<&'a str>,
    /// Of the program.
    pub version: &'a str,
}

/// The yearly workbook: first what matters, then what stands behind it.
pub fn evaluation(view: &View<'_>) -> Workbook {
    Workbook { sheets: evaluation_sheets(view).collect(), ..evaluation_head(view) }
}

/// The yearly workbook without its sheets.
pub fn evaluation_head(view: &View<'_>) -> Workbook {
    Workbook {
        title: format!("Auswertung {}", view.assessment.year),
        as_of: view.assessment.as_of,
        sheets: Vec::new(),
    }
}

/// Its sheets, each made when its turn comes: together they are long.
pub fn evaluation_sheets<'v>(view: &'v View<'v>) -> impl Iterator<Item = Sheet> + 'v {
    let makers: [fn(&View<'_>) -> Option<Sheet>; 13] = [
        todo::sheet,
        overview::sheet,
        branches::sheet,
        dates::sheet,
        proofs::sheet,
        gaps::sheet,
        measures::sheet,
        offers::sheet,
        questions::sheet,
        outbox::sheet,
        years::sheet,
        readings::sheet,
        basis::sheet,
    ];
    makers.into_iter().filter_map(|make| make(view)).map(|sheet| sheet.within(ROWS, LINKS))
}

/// `Briefliste 2024.xlsx`: who gets which letter, and why or why not, before anything is written.
pub fn recipients(view: &View<'_>) -> Workbook {
    Workbook {
        title: format!("Briefliste {}", view.assessment.year),
        as_of: view.assessment.as_of,
        sheets: outbox::list(view).into_iter().map(|sheet| sheet.within(ROWS, LINKS)).collect(),
    }
}

impl View<'_> {
    /// „Stand: 31. Dezember 2024“.
    pub(crate) fn stand(&self) -> String {
        format!("Stand: {}", wording::long_date(self.assessment.as_of.0))
    }

    /// Until when corrections are asked for: two weeks from the Stichtag, or the next working day.
    pub fn correct_until(&self) -> NaiveDate {
        let day = self.assessment.as_of.0;
        workdays::on_or_after(day.checked_add_days(Days::new(14)).unwrap_or(day))
    }

    pub(crate) fn branch(&self, id: BranchId) -> String {
        self.records.branches[id].canonical()
    }

    /// The name of a body, or its key where the resolution does not list it.
    pub(crate) fn body<'b>(&'b self, key: &'b str) -> &'b str {
        self.resolution.body(key).map_or(key, |body| &body.name)
    }

    /// A link to a cell of a list, with what is to be read there.
    fn link(&self, text: impl Into<String>, cell: &CellRef) -> Cell {
        let place = cell.source.sheet.as_ref().map(|sheet| (sheet.clone(), cell.a1()));
        Cell::Link {
            text: text.into(),
            target: Box::new(Target::File { path: self.path(&cell.source.file), place }),
        }
    }

    /// A place as a person reads it, with its sheet only where the file has several, linked to its cell or at least to its file.
    fn place(&self, place: &str, cell: Option<&CellRef>) -> Cell {
        if let Some(cell) = cell {
            let sheets = self.inputs.iter().filter(|input| input.file == *cell.source.file).count();
            let text = match &cell.source.sheet {
                Some(sheet) if sheets > 1 => {
                    format!("{}, Blatt „{sheet}“, Zelle {}", cell.source.file, cell.a1())
                }
                _ => format!("{}, Zelle {}", cell.source.file, cell.a1()),
            };
            return self.link(text, cell);
        }
        let (file, rest) = place.split_once(", ").unwrap_or((place, ""));
        let rest = rest
            .split_once("“, ")
            .filter(|(sheet, _)| sheet.starts_with("Blatt "))
            .map_or(rest, |(_, rest)| rest);
        let text = if rest.is_empty() { file.to_owned() } else { format!("{file}, {rest}") };
        match self.other_files.get(file) {
            Some(path) => Cell::Link {
                text,
                target: Box::new(Target::File { path: path.clone(), place: None }),
            },
            None => Cell::text(text),
        }
    }

    /// A link to a cell in few words, where it is clear which list is meant: its sheet, or its file where it has none.
    fn spot(&self, cell: &CellRef) -> Cell {
        let list = cell.source.sheet.as_deref().unwrap_or(&cell.source.file);
        self.link(format!("{list}, {}", cell.a1()), cell)
    }

    /// The same among all lists: the file too, where several have such a sheet.
    fn spot_of_any(&self, cell: &CellRef) -> Cell {
        let Some(sheet) = &cell.source.sheet else { return self.spot(cell) };
        if self.inputs.iter().filter(|input| input.sheet.as_ref() == Some(sheet)).count() < 2 {
            return self.spot(cell);
        }
        let file = &cell.source.file;
        let file = file.rsplit_once('.').map_or(file.as_str(), |(name, _)| name);
        self.link(format!("{file}, {sheet}, {}", cell.a1()), cell)
    }

    fn path(&self, file: &str) -> String {
        if let Some(path) = self.other_files.get(file) {
            return path.clone();
        }
        let file = file.replace('/', "\\");
        if self.list_folder.is_empty() { file } else { format!("{}\\{file}", self.list_folder) }
    }

    /// The first lines of every sheet, and its page set-up. The table that follows begins in row 4.
    fn page(&self, name: &str, title: &str, orientation: Orientation, widths: Vec<f64>) -> Sheet {
        let widths = fitting::legible(widths);
        let columns = u16::try_from(widths.len()).unwrap_or(u16::MAX);
        Sheet {
            name: name.to_owned(),
            page: Page {
                orientation,
                fit: Fit::OneWide,
                print_titles: Some((3, 3)),
                footer: format!("{} · Auswertung {}", name, self.assessment.year),
                grid: false,
            },
            widths,
            blocks: vec![
                Line::text(title, columns, Style::Title).into(),
                Line::text(
                    format!("{} · {}", self.resolution.title, self.stand()),
                    columns,
                    Style::Subtitle,
                )
                .into(),
                Line::gap(6.0).into(),
            ],
            frozen: Some((4, 0)),
            hidden: false,
        }
    }
}

/// A link to a cell of this workbook.
fn here(text: impl Into<String>, sheet: &str, cell: impl Into<String>) -> Cell {
    Cell::Link {
        text: text.into(),
        target: Box::new(Target::Here { sheet: sheet.to_owned(), cell: cell.into() }),
    }
}
