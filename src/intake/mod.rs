//! From tables to records: header → columns → rows → values → names.

use crate::diagnostic::Diagnostics;
use crate::domain::{AsOf, ListKind, Records};
use crate::resolution::Resolution;
use crate::table::Table;

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
    /// Rows passed over, by class: „section“, „total“, „numbering“, „blank“, „header“.
    pub skipped: Vec<(String, u32)>,
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
}

/// Reads all lists together: branches first, then everything that names them.
pub fn records(
    _diagnostics: &mut Diagnostics,
    _resolution: &Resolution,
    _files: &[InputFile],
    _as_of: AsOf,
) -> Intake {
    Intake::default()
}
