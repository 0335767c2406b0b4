//! **`Rückfragen.xlsx`**: what the office works through. First a summary, then every finding with the cell it is about, then
//! a copy of each faulty sheet in which that cell is coloured at its own address.
//!
//! The lists themselves are never written. A copy holds only what the program has read: columns it did not recognise stay
//! blank, and lists of persons are not copied at all.

mod copies;
mod findings;
mod summary;

pub use copies::shorten;

use super::model::Workbook;
use super::{LINKS, ROWS, View};
use crate::intake::InputFile;

/// The file people open.
pub const FILE: &str = "Rückfragen.xlsx";

/// The workbook; `files` as the intake has read them. It has always a summary, also where nothing is asked.
pub fn clarify(view: &View<'_>, files: &[InputFile]) -> Workbook {
    let copies = copies::copies(view, files);
    let mut sheets = vec![summary::sheet(view, &copies)];
    sheets.extend(findings::sheet(view));
    sheets.extend(copies.made.into_iter().map(|copy| copy.sheet));
    Workbook {
        title: format!("Rückfragen {}", view.assessment.year),
        as_of: view.assessment.as_of,
        sheets: sheets.into_iter().map(|sheet| sheet.within(ROWS, LINKS)).collect(),
    }
}
