//! The rules of assessment as claims: each test says one thing a reader of the resolution would say.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::allow_attributes,
    reason = "a test may stop loudly"
)]
#![allow(unreachable_pub, reason = "the modules of a test are its own")]

mod branches;
mod cases;
mod kinds;
mod lists;
mod office;
mod overlays;
mod properties;
mod register;
mod rows;
mod second_resolution;
