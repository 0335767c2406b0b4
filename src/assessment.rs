//! Runs every requirement over its subjects and periods, and counts.

use crate::diagnostic::Diagnostics;
use crate::domain::{AsOf, Assessment, Records};
use crate::resolution::Resolution;

/// Judges one year at the Stichtag. `None` where the year lies before the resolution's or after the Stichtag's.
pub fn assess(
    _diagnostics: &mut Diagnostics,
    _resolution: &Resolution,
    _records: &Records,
    _as_of: AsOf,
    _year: i32,
) -> Option<Assessment> {
    None
}
