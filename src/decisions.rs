//! What only people can decide, and what they have decided: `Entscheidungen.xlsx`, the one place where questions are answered.
//!
//! Sheet *Spalten*: what a column means whose label only resembles a known one. Sheet *Namen*: which branch is meant. The
//! tool adds questions, people the answers; answers survive every run.

/// The file people answer in.
pub const FILE: &str = "Entscheidungen.xlsx";

/// The answers people have given so far.
#[derive(Clone, Debug, Default)]
pub struct Decisions {}

/// What one run could not decide.
#[derive(Clone, Debug, Default)]
pub struct Questions {}
