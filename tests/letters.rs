//! Claims about letters: who gets which one, why, why not, and what it says.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::allow_attributes,
    clippy::wildcard_enum_match_arm,
    clippy::too_many_lines,
    reason = "a test may stop loudly"
)]

#[path = "letters/addresses.rs"]
mod addresses;
#[path = "letters/calendar.rs"]
mod calendar;
#[path = "letters/drafts.rs"]
mod drafts;
#[path = "letters/fields.rs"]
mod fields;
#[path = "letters/occasions.rs"]
mod occasions;
#[path = "letters/office.rs"]
mod office;
#[path = "letters/register.rs"]
mod register;
#[path = "letters/reminders.rs"]
mod reminders;
#[path = "letters/salutations.rs"]
mod salutations;
#[path = "letters/settings.rs"]
mod settings;
#[path = "letters/starter.rs"]
mod starter;
