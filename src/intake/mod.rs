//! From tables to records: header → columns → rows → values → names.
//!
//! Branches are read first, then everything that names them. What is not understood becomes a question with its cell and
//! costs that cell or row; the rest of the list counts. Columns that are not recognised are never kept. Names of persons,
//! addresses and numbers to call never stand in a message.

mod batches;
mod branches;
mod cells;
mod clock;
pub mod columns;
pub mod combined;
pub mod contacts;
pub mod damage;
mod date_cells;
pub mod dates;
mod given;
pub mod header;
pub(crate) mod heads;
pub mod names;
pub mod numbers;
mod parts;
mod persons;
pub mod proposals;
mod reader;
pub mod rows;
mod sections;
mod sent;
pub mod status;
mod totals;
mod value_cells;
pub mod values;
mod versions;

pub(crate) use cells::names_somebody;

use crate::decisions::{Decisions, Questions};
use crate::diagnostic::Diagnostics;
use crate::domain::{AsOf, ListKind, Records};
use crate::resolution::Resolution;
use crate::table::Table;
use crate::wording;

/// A file as the readers hand it over.
#[derive(Clone, Debug)]
pub struct InputFile {
    /// Relative to the list folder, with `/`.
    pub file: String,
    /// Hex; of the whole file.
    pub sha256: String,
    /// The visible sheets, or `None` where the file could not be read or was skipped (a diagnostic says why).
    pub tables: Option<Vec<Table>>,
    /// Set where the file was left out on purpose: „doppelt“, „eigenes Ergebnis“, „temporäre Datei“.
    pub skipped: Option<String>,
}

/// What became of a file or sheet: one entry of `inputs` in the JSON contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputReport {
    pub file: String,
    pub state: InputState,
    pub reason: Option<String>,
    pub sha256: String,
    pub sheet: Option<String>,
    pub list: Option<ListKind>,
    /// One-based, as Excel shows it.
    pub header_row: Option<u32>,
    pub data_rows: u32,
    /// Rows passed over, by class: „section“, „total“, „numbering“, „blank“, „header“, „footer“, „continued“, „unclear“.
    pub skipped: Vec<(String, u32)>,
}

impl InputReport {
    /// The control numbers a clerk compares with the own count: „401 Datenzeilen; übersprungen: 57 Gruppenzeilen,
    /// 15 Summenzeilen, 9 Fußzeilen“. Empty where nothing was read as a list; blank rows are not worth a word.
    pub fn rows_sentence(&self) -> String {
        if self.list.is_none() || matches!(self.state, InputState::Failed | InputState::Skipped) {
            return String::new();
        }
        let skipped: Vec<String> = self
            .skipped
            .iter()
            .filter_map(|(class, n)| rows::Class::words(class).map(|(one, many)| (*n, one, many)))
            .filter(|(n, ..)| *n > 0)
            .map(|(n, one, many)| wording::count(n as usize, one, many))
            .collect();
        let data = wording::count(self.data_rows as usize, "Datenzeile", "Datenzeilen");
        if skipped.is_empty() {
            data
        } else {
            format!("{data}; übersprungen: {}", skipped.join(", "))
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputState {
    Read,
    /// Read, but some rows were not used.
    Partial,
    Failed,
    Skipped,
}

/// Everything the lists say, and what became of each file.
#[derive(Clone, Debug, Default)]
pub struct Intake {
    pub records: Records,
    pub inputs: Vec<InputReport>,
    /// What only people can decide: columns that resemble a known one, names that resemble a branch.
    pub questions: Questions,
}

/// Reads all lists together: branches first, then everything that names them. What people have decided about columns and
/// names holds before anything the program finds out itself.
pub fn records(
    diagnostics: &mut Diagnostics,
    resolution: &Resolution,
    files: &[InputFile],
    decisions: &Decisions,
    as_of: AsOf,
) -> Intake {
    reader::Reader::new(diagnostics, resolution, decisions, as_of).read(files)
}
