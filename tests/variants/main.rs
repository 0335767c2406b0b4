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
#![allow(
    clippy::format_collect,
    clippy::struct_excessive_bools,
    clippy::unnecessary_wraps,
    clippy::items_after_statements,
    clippy::single_match_else,
    clippy::needless_pass_by_value,
    reason = "a generator reads best as a list of cases; every writer of a cell may leave it empty"
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
