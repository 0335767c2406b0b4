//! *Was fehlt?*: for every open point the smallest set of entries or events that would fulfil it, and for every range the
//! cells that would close it.

/// What would fulfil one requirement for one subject in one period.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {}
