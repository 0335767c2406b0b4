//! How the wording is read (*Auslegungen*): confirmed or decided otherwise by people, and what the other reading would
//! change (*was wäre wenn*).

/// One interpretation, how it stands, and what its other reading would change.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {}
