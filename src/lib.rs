//! **Beschlusskontrolle** holds the lists an office keeps against a resolution of its committee: what is fulfilled, for
//! which branch, by which cell; which letters are due; and the yearly workbook.
//!
//! ```text
//!  Beschluss/*.toml   Listen/*.xlsx .xls .ods .csv   Entscheidungen.xlsx   Einstellungen, Postausgang   Vorlagen/*.docx
//!        │                    │                              │                       │                       │
//!  ══════▼════════════════════▼══════════════════════════════▼═══════════════════════▼═══════════════════════▼════ shell: may fail
//!        │     io: a child process per workbook → table::Table with its Layout         │                 word::Template
//!  ──────┬────────────────────┬──────────────────────────────┬───────────────────────┬───────────────────────┬──── core: pure
//!        ▼                    ▼                              ▼                       ▼                       │
//!   resolution::load     intake::records ◄─────────────  decisions         settings, letters::register       │
//!        └──────────┬─────────┘        diagnostics from every step                                           │
//!                   ▼                                                                                        │
//!   assessment::assess(&Resolution, &Records, AsOf, year) → Assessment (verdicts with their cells)           │
//!   assessment::consequences: what every question means for the verdicts                                     │
//!                   ├──────────────┐                                                                         │
//!                   ▼              ▼                                                                         │
//!              letters::plan   sheets: evaluation, clarify, decisions (plain data)                           │
//!  ─────────────────┬──────────────┬─────────────────────────────────────────────────────────────────────────┘
//!  ═════════════════▼══════════════▼══════════════════════════════════════════════════════════════════════════════ shell
//!              word (fill)    io::excel_writer    io::output_folder (whole or nothing)    commands (terminal)
//! ```
//!
//! In reading order:
//!
//! * [`domain`]: dates, periods, branches, rows, verdicts: the vocabulary.
//! * [`table`], [`diagnostic`], [`matching`], [`wording`]: cells with addresses (packed in
//!   `table/rows.rs`), messages, whole-word matching, German for people.
//! * [`resolution`]: the resolution as data, proven complete against its wording.
//! * [`decisions`]: what people have decided about columns, names and readings of the wording; [`grid`]: sheets that people and program fill together.
//! * [`intake`]: tables to records, in this order: header and list (`heads`, `header`, `parts`), kinds of rows (`rows`,
//!   `sections`, `totals`), values (`cells`, `dates`, `values`), names (`names`), and what may be meant (`proposals`).
//!   `intake/columns.rs` is THE list of columns.
//! * [`requirements`]: one file per kind of requirement; [`assessment`] runs them and counts.
//! * What stands beside the verdicts: [`readings`] (how the wording is read, and what another reading would change),
//!   [`gaps`] (what would fulfil an open point), [`history`] (what was tabled, and what has changed since).
//! * [`agenda`]: what is ahead of the Stichtag, for the plan on the wall; [`editions`]: what is other than the time before.
//! * [`settings`], [`letters`]: who gets which letter and why; `letters/fields.rs` is THE list of placeholders.
//! * [`mail_merge`]: letters from any list (*Serienbrief*): its header, its rows, what they say.
//! * [`sheets`]: one file per sheet of the workbook; `sheets/clarify` is `Rückfragen.xlsx`, `sheets/decisions.rs` the forms
//!   people answer in.
//! * [`paper`]: the paper for the session (*Sitzungsvorlage*), from the same verdicts and words as the workbook.
//! * [`word`]: the Word template engine; knows nothing of branches or resolutions.
//! * [`io`]: readers and writers of file formats, folders; `reading_process` reads each workbook in a process of its own,
//!   `limits` says what it may use, `layout` what the formats hold beside values. [`cli`] and [`commands`]: what the person
//!   at the keyboard meets.
//!
//! Invariants, stated as absences (held by lints and `tests/tidy.rs`): the core never names calamine, rust_xlsxwriter,
//! docx-rs, clap, files or the clock. `io` and `word` contain no decision. Only `commands` prints. No year, no branch and
//! no word of a resolution appears in `src`. An undetermined verdict never becomes a reminder.

// the core: no files, no clock, no order that differs from run to run
#[warn(clippy::disallowed_methods, clippy::disallowed_types)]
pub mod agenda;
#[warn(clippy::disallowed_methods, clippy::disallowed_types)]
pub mod assessment;
#[warn(clippy::disallowed_methods, clippy::disallowed_types)]
pub mod decisions;
#[warn(clippy::disallowed_methods, clippy::disallowed_types)]
pub mod diagnostic;
#[warn(clippy::disallowed_methods, clippy::disallowed_types)]
pub mod domain;
#[warn(clippy::disallowed_methods, clippy::disallowed_types)]
pub mod editions;
#[warn(clippy::disallowed_methods, clippy::disallowed_types)]
pub mod gaps;
#[warn(clippy::disallowed_methods, clippy::disallowed_types)]
pub mod grid;
#[warn(clippy::disallowed_methods, clippy::disallowed_types)]
pub mod history;
#[warn(clippy::disallowed_methods, clippy::disallowed_types)]
pub mod intake;
#[warn(clippy::disallowed_methods, clippy::disallowed_types)]
pub mod letters;
#[warn(clippy::disallowed_methods, clippy::disallowed_types)]
pub mod mail_merge;
#[warn(clippy::disallowed_methods, clippy::disallowed_types)]
pub mod matching;
#[warn(clippy::disallowed_methods, clippy::disallowed_types)]
pub mod paper;
#[warn(clippy::disallowed_methods, clippy::disallowed_types)]
pub mod readings;
#[warn(clippy::disallowed_methods, clippy::disallowed_types)]
pub mod requirements;
#[warn(clippy::disallowed_methods, clippy::disallowed_types)]
pub mod resolution;
#[warn(clippy::disallowed_methods, clippy::disallowed_types)]
pub mod settings;
#[warn(clippy::disallowed_methods, clippy::disallowed_types)]
pub mod sheets;
#[warn(clippy::disallowed_methods, clippy::disallowed_types)]
pub mod table;
#[warn(clippy::disallowed_methods, clippy::disallowed_types)]
pub mod wording;

// the shell
pub mod cli;
pub mod commands;
pub mod io;
pub mod word;
