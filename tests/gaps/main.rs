//! What would fulfil an open point really fulfils it: every first way is entered into the lists, and the year is judged again.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::allow_attributes,
    clippy::string_slice,
    reason = "a test may stop loudly"
)]
#![allow(unreachable_pub, dead_code, reason = "the modules of a test are its own")]

#[path = "../rules/office.rs"]
mod office;

mod desk;
mod sheet;
mod truth;
