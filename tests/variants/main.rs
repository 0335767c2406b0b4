//! However the office keeps its lists: the same facts give the same verdicts, totals and letters, in whatever order, in
//! however many files, and beside whatever else lies in the folder.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::string_slice,
    clippy::allow_attributes,
    clippy::wildcard_enum_match_arm,
    reason = "a test may stop loudly"
)]
#![allow(unreachable_pub, reason = "the modules of a test are its own")]

#[path = "../support/mod.rs"]
mod support;

mod corpus;
mod damage;
mod facts;
mod files;
mod forms;
mod invariance;
mod messy;
mod metamorphic;
mod office;
mod tidy;
