//! Declarations without effect: what nobody uses is said, for it usually is a misspelling or a forgotten line.

use super::file::Loaded;
use crate::diagnostic::Diagnostics;

pub(super) fn same_alternative(_diagnostics: &mut Diagnostics, _id: &str) {}

pub(super) fn report(_diagnostics: &mut Diagnostics, _loaded: &Loaded<'_>) {}
