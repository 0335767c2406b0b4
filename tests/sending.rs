//! What goes with the letters: texts of e-mails, drafts, PDFs, the calendar. Nothing is sent, nobody's work is lost.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::allow_attributes,
    dead_code,
    reason = "a test may stop loudly; the fixture is shared"
)]

#[path = "word/fixture.rs"]
mod fixture;

#[path = "sending/calendar.rs"]
mod calendar;
#[path = "sending/mails.rs"]
mod mails;
#[path = "sending/office.rs"]
mod office;
#[cfg(unix)]
#[path = "sending/pdfs.rs"]
mod pdfs;
#[path = "sending/texts.rs"]
mod texts;
