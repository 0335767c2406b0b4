//! How the wording is read: what another reading would change, and that what people decide holds.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::allow_attributes,
    clippy::wildcard_enum_match_arm,
    reason = "a test may stop loudly"
)]

mod decided;
mod what_if;
