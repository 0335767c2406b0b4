//! The shipped resolution and the refusals of faulty ones, as the office reads them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::allow_attributes,
    reason = "a test may stop loudly"
)]

use beschlusskontrolle::diagnostic::Diagnostics;
use beschlusskontrolle::resolution::{self, BUILTIN_TOML, BUILTIN_WORDING};

#[test]
fn the_shipped_resolution_loads_without_a_single_message() {
    let mut diagnostics = Diagnostics::default();
    let resolution = resolution::load(&mut diagnostics, BUILTIN_TOML, BUILTIN_WORDING)
        .map_err(|e| e.to_string());
    let resolution = resolution.unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(diagnostics.iter().map(ToString::to_string).collect::<Vec<_>>(), [""; 0]);
    assert_eq!(resolution.requirements.len(), 14);
    assert_eq!(resolution.mere_statements.len(), 1);
}

#[test]
fn an_invented_resolution_with_other_bodies_and_words_loads_without_a_single_message() {
    let mut diagnostics = Diagnostics::default();
    let resolution = resolution::load(
        &mut diagnostics,
        include_str!("zweiter-beschluss/Beschluss/beschluss.toml"),
        include_str!("zweiter-beschluss/Beschluss/beschluss.txt"),
    );
    let resolution = resolution.unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(diagnostics.iter().map(ToString::to_string).collect::<Vec<_>>(), [""; 0]);
    assert_eq!(resolution.requirements.len(), 5);
}
