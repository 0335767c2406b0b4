//! The sheet „Versand“ of the register: one row per batch, one cell „alle versandt am“ that speaks for all its letters.
//!
//! It counts for each row of the batch that says nothing itself; the evidence is then that one cell. What cannot be read
//! there leaves all these letters open, and is asked about once. It does not speak for letters that were not to be posted
//! when the register was last written: about these it asks one by one. „Weg“
//! speaks for the letters of its batch likewise.

use std::sync::Arc;

use super::cells::CellReader;
use super::values::Texts;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::domain::{DateReading, Entry, EntryCell, Field, Inherited, StatusWord, When};
use crate::letters::{batches, desk, register};
use crate::table::Table;

/// The column of a date no column of the row holds.
const NO_COLUMN: u16 = u16::MAX - 2;
/// The same of a „Weg“.
const NO_WAY: u16 = u16::MAX - 3;

/// True for the sheet of batches in a file of the register.
pub(super) fn is_sheet(file: &str, table: &Table) -> bool {
    register::is_file(file) && batches::parse(table).is_some()
}

/// The rows of the sheet.
pub(super) fn entries(reader: &mut CellReader<'_, '_>) -> Vec<Entry> {
    let sheet = reader.sheet;
    let mut entries = Vec::new();
    for row in &sheet.data {
        let mut entry = reader.entry(row);
        if row.struck && entry.cell(Field::SentOn).is_some() {
            reader.struck(&mut entry);
        }
        entries.push(entry);
    }
    entries
}

/// Gives the letters of each batch its date, where their own row says nothing.
pub(super) fn spread(
    diagnostics: &mut Diagnostics,
    batches: &[Entry],
    letters: &mut [Entry],
    texts: &mut Texts,
) {
    for batch in batches {
        let Some(sent) = batch.cell(Field::SentOn) else { continue };
        let number = batch.text(Field::Batch).map(register::batch_number);
        let belongs = |letter: &Entry| {
            register::is_file(&letter.sheet.source.file)
                && number.is_some()
                && letter.text(Field::Batch).map(register::batch_number) == number
        };
        if letters.iter().any(belongs) {
            continue;
        }
        let why = if number.is_none() {
            "In der Zeile fehlt die Nummer der Sendung"
        } else {
            "Zu dieser Sendung steht im Blatt „Postausgang“ kein Brief"
        };
        diagnostics.push(
            Diagnostic::new(
                Code::BatchUnclear,
                format!("{why}; der Eintrag „{}“ gilt für keinen.", sent.text),
            )
            .at(batch.cell_at(sent.column))
            .found(&*sent.text)
            .expected("eine Nummer, die im Blatt „Postausgang“ in der Spalte „Sendung“ steht, z. B. 3")
            .help("Die Nummer in der Spalte „Sendung“ berichtigen oder das Datum dort eintragen, wo der Brief steht."),
        );
    }
    let mut told: Vec<String> = Vec::new();
    spread_way(diagnostics, batches, letters, texts);
    for letter in letters.iter_mut() {
        if letter.cell(Field::SentOn).is_some() || !register::is_file(&letter.sheet.source.file) {
            continue;
        }
        let Some(number) = letter.cell(Field::Batch).map(|cell| Arc::clone(&cell.text)) else {
            continue;
        };
        let number = register::batch_number(&number);
        let mut cells = batches.iter().filter_map(|batch| {
            let own = batch.text(Field::Batch).map(register::batch_number)? == number;
            Some((batch, batch.cell(Field::SentOn)?)).filter(|_| own)
        });
        let Some((batch, sent)) = cells.next() else { continue };
        let other = cells.find(|(_, other)| other.date != sent.date);
        let at = batch.cell_at(sent.column);
        if let Some((other, contrary)) = other
            && !told.iter().any(|told| told == number)
        {
            diagnostics.push(
                Diagnostic::new(
                    Code::BatchUnclear,
                    format!(
                        "Für Sendung {number} steht hier „{}“ und in Zelle {} „{}“; ob und wann sie versandt wurde, bleibt offen.",
                        sent.text,
                        other.cell_at(contrary.column).a1(),
                        contrary.text
                    ),
                )
                .at(at.clone())
                .found(&*sent.text)
                .expected("ein Datum je Sendung, z. B. 05.03.2024")
                .help("Eine der beiden Angaben löschen."),
            );
            told.push(number.to_owned());
        }
        // what was not to be posted when the register was last written has hardly gone with the others
        let held = letter
            .text(Field::Standing)
            .is_some_and(|standing| desk::is_held(standing, sent.date.span().map(|span| span.to)));
        if held && !matches!(sent.date, DateReading::Empty) {
            ask_about_held(diagnostics, letter, number, &sent.text, texts);
            continue;
        }
        let open = other.is_some() || letter.status == StatusWord::Struck;
        let date = if open { DateReading::Unreadable } else { sent.date.clone() };
        if let DateReading::Dated { span, weekday_contradicts } = &date {
            letter.when = When::Dated { span: *span, weekday_contradicts: *weekday_contradicts };
        }
        let column = letter.sheet.column(Field::SentOn).unwrap_or(NO_COLUMN);
        letter.cells.push(texts.cell(EntryCell::dated(
            Field::SentOn,
            column,
            Arc::clone(&sent.text),
            date,
        )));
        letter.aside_mut().inherited.push(Inherited {
            field: Some(Field::SentOn),
            column,
            at: (at.row, at.column),
            sheet: Some(Arc::clone(&at.source)),
        });
    }
}

/// The date of a batch says neither that a letter held back was sent nor that it was not: asked about with its own cell.
fn ask_about_held(
    diagnostics: &mut Diagnostics,
    letter: &mut Entry,
    number: &str,
    sent: &str,
    texts: &mut Texts,
) {
    let column = letter.sheet.column(Field::SentOn).unwrap_or(NO_COLUMN);
    let at = letter.at(Field::SentOn).unwrap_or_else(|| letter.first_cell());
    let standing = letter.text(Field::Standing).unwrap_or_default();
    diagnostics.push(
        Diagnostic::new(
            Code::SentUnclear,
            format!(
                "Für Sendung {number} steht auf dem Blatt „{}“ „{sent}“; der Brief „{}“ an {} war aber zurückgehalten oder gelöscht (Stand „{standing}“). Ging dieser Brief wirklich hinaus?",
                batches::SHEET,
                letter.text(Field::Letter).unwrap_or_default(),
                letter.text(Field::Recipient).unwrap_or("(ohne Empfänger)"),
            ),
        )
        .at(at)
        .expected("ein Datum oder „nicht versandt“")
        .help("In seine Zeile unter „versandt am“ das Datum oder „nicht versandt“ eintragen."),
    );
    letter.aside_mut().sent_doubt = Some(texts.share(&format!(
        "{}: der Entwurf war zurückgehalten oder gelöscht, als für Sendung {number} „{sent}“ eingetragen wurde",
        desk::UNCLEAR
    )));
    let sent = texts.share(sent);
    let cell = EntryCell::dated(Field::SentOn, column, sent, DateReading::Unreadable);
    letter.cells.push(texts.cell(cell));
}

/// Gives the letters of each batch its „Weg“, where their own row says nothing. Two ways for one batch are asked about, and
/// neither holds.
fn spread_way(
    diagnostics: &mut Diagnostics,
    batches: &[Entry],
    letters: &mut [Entry],
    texts: &mut Texts,
) {
    for (at, batch) in batches.iter().enumerate() {
        let (Some(way), Some(number)) = (batch.cell(Field::Channel), batch.text(Field::Batch))
        else {
            continue;
        };
        let number = register::batch_number(number);
        let is_own =
            |entry: &Entry| entry.text(Field::Batch).map(register::batch_number) == Some(number);
        let contrary = batches.iter().enumerate().find_map(|(other, entry)| {
            let cell = entry.cell(Field::Channel).filter(|cell| cell.text != way.text)?;
            (is_own(entry)).then(|| (other, entry.cell_at(cell.column), &cell.text))
        });
        let place = batch.cell_at(way.column);
        if let Some((other, there, text)) = contrary {
            if at < other {
                diagnostics.push(
                    Diagnostic::new(
                        Code::BatchUnclear,
                        format!(
                            "Für Sendung {number} steht hier „{}“ und in Zelle {} „{text}“; keines von beiden gilt.",
                            way.text,
                            there.a1(),
                        ),
                    )
                    .at(place)
                    .found(&*way.text)
                    .expected("ein Weg je Sendung, z. B. Post")
                    .help("Eine der beiden Angaben löschen."),
                );
            }
            continue;
        }
        for letter in letters.iter_mut().filter(|letter| {
            register::is_file(&letter.sheet.source.file)
                && letter.cell(Field::Channel).is_none()
                && is_own(letter)
        }) {
            let column = letter.sheet.column(Field::Channel).unwrap_or(NO_WAY);
            letter.cells.push(texts.cell(EntryCell::new(
                Field::Channel,
                column,
                Arc::clone(&way.text),
            )));
            letter.aside_mut().inherited.push(Inherited {
                field: Some(Field::Channel),
                column,
                at: (place.row, place.column),
                sheet: Some(Arc::clone(&place.source)),
            });
        }
    }
}
