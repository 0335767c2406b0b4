//! What was tabled before (*Festschreibung*), and what has changed since.

/// The frozen states a year is compared with.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {}
