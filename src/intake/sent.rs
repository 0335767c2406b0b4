//! „versandt am“ held against the rest of its row: a letter is not sent before it is written, nor in another year than the
//! one it is for. A day that does not fit (in January the old year is soon typed) is neither taken nor dropped; it is
//! asked about.

use std::sync::Arc;

use chrono::{Datelike, NaiveDate};

use super::values::Texts;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::domain::{AsOf, DateReading, Entry, Field, Span, When};
use crate::letters;
use crate::table::CellRef;
use crate::wording;

/// So long a draft may lie before it is sent in another year.
const LONGEST: i64 = 183;

/// Leaves open what does not fit; once per cell, also where that cell speaks for a whole batch.
pub(super) fn check(
    diagnostics: &mut Diagnostics,
    as_of: AsOf,
    letters: &mut [Entry],
    texts: &mut Texts,
) {
    let mut told: Vec<CellRef> = Vec::new();
    for letter in letters {
        let Some(why) = contradiction(letter, as_of.0) else { continue };
        let Some(at) = letter.at(Field::SentOn) else { continue };
        let said = letter.text(Field::SentOn).unwrap_or_default().to_owned();
        let doubt = format!("„versandt am“ {said} {why}");
        if !told.contains(&at) {
            diagnostics.push(
                Diagnostic::new(
                    Code::SentUnclear,
                    format!("{doubt}; wann der Brief hinausging, bleibt offen."),
                )
                .at(at.clone())
                .found(&*said)
                .expected("der Tag, an dem der Brief wirklich hinausging")
                .help("Das Datum berichtigen (oft ist nur das Jahr vertippt) oder, wo sie falsch ist, die andere Angabe."),
            );
            told.push(at);
        }
        letter.when = When::Undated;
        letter.aside_mut().sent_doubt = Some(texts.share(&format!("unklar: {doubt}")));
        for cell in letter.cells.iter_mut().filter(|cell| cell.field == Field::SentOn) {
            Arc::make_mut(cell).date = DateReading::Unreadable;
        }
    }
}

/// What its day contradicts, in German; `None` for what the row leaves open or does not exist yet.
fn contradiction(letter: &Entry, today: NaiveDate) -> Option<String> {
    let sent = letter.date(Field::SentOn).span().filter(|sent| sent.from <= today)?;
    let created = letter.date(Field::CreatedOn).span();
    if let Some(created) = created {
        if created.from > today {
            return None;
        }
        if sent.to < created.from {
            return Some(format!("liegt vor „erzeugt am“ {}", wording::span(created)));
        }
    }
    let year = letters::stated_year(letter.text(Field::LetterPeriod)?)?;
    is_of_another(sent, created, year).then(|| format!("passt nicht zum Zeitraum {year}"))
}

/// A letter of December goes out in January too.
fn is_of_another(sent: Span, created: Option<Span>, year: i32) -> bool {
    match created {
        Some(created) => {
            sent.from.year() > year
                && sent.from.signed_duration_since(created.to).num_days() > LONGEST
        }
        None => {
            sent.to.year() < year
                || NaiveDate::from_ymd_opt(year.saturating_add(1), 3, 31)
                    .is_some_and(|last| sent.from > last)
        }
    }
}
