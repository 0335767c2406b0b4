//! The drafts that are not sent yet, as they lie there: as the program would write them today, out of date, edited by
//! hand, gone; and what an edited letter still promises.
//!
//! The program wrote a draft as long as its bytes are those of the register's checksum. From then on it is a person's:
//! it is never written again, and what it promises is what it says, not what the program once wrote.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use chrono::NaiveDate;

use super::{Facts, LetterState, PlannedLetter, fields, history};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::domain::{AsOf, DateReading, Entry, Field, Records};
use crate::matching::{Match, Phrase, words};
use crate::resolution::Resolution;
use crate::wording;

/// Written beside promises, it says that somebody has held them against the edited letter.
pub const CONFIRMED: &str = "bestätigt";
const DELETED: &str = "Entwurf gelöscht";

/// What lies where the register says that a letter lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OnDisk {
    Missing,
    /// The program's own bytes, with their whole checksum.
    AsWritten(String),
    /// A person's version; its text where it can be read.
    Edited(Option<String>),
}

/// File and zero-based row of a register row.
pub type RowKey = (String, u32);

/// What lies there for the rows of the register that name a file and its checksum.
pub type Files = BTreeMap<RowKey, OnDisk>;

/// The key of a row.
pub fn key(entry: &Entry) -> RowKey {
    (entry.sheet.source.file.clone(), entry.row)
}

/// A draft that is not sent, filled again with today's facts and its own date.
#[derive(Clone, Debug)]
pub struct DeskDraft {
    /// In state [`LetterState::Draft`].
    pub letter: PlannedLetter,
    /// Path as the register has it: relative to the folder of results, with `/`.
    pub file: String,
    /// What the placeholders say today.
    pub values: Map<String, Value>,
    /// The letter with these values.
    pub bytes: Vec<u8>,
    /// Hex, as the register writes it.
    pub checksum: String,
    pub condition: Condition,
}

/// How a draft stands to what the program would write today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// The same.
    Current,
    /// Nobody has touched it and today it would say something else: the next writing replaces it.
    Outdated,
    /// Edited by hand; nothing has changed since it was written.
    Edited,
    /// Edited by hand, and today it would say something else: the placeholders of which the letter does not hold today's
    /// value, as far as that can be told.
    EditedOutdated(Vec<String>),
    /// The file is gone while its row stands.
    Deleted,
}

/// All drafts that are not sent, in the order of the plan.
#[derive(Clone, Debug, Default)]
pub struct Desk {
    pub drafts: Vec<DeskDraft>,
    pub files: Files,
}

impl Desk {
    /// Those the next writing replaces.
    pub fn outdated(&self) -> impl Iterator<Item = &DeskDraft> {
        self.drafts
            .iter()
            .filter(|draft| draft.condition == Condition::Outdated && draft.letter.hold.is_none())
    }
}

impl Condition {
    /// What to know before posting, in German; `None` where nothing.
    pub fn hold(&self) -> Option<String> {
        match self {
            Self::Current | Self::Edited | Self::Outdated => None,
            Self::EditedOutdated(fields) if fields.is_empty() => {
                Some("veraltet: Angaben haben sich geändert, seit er geschrieben wurde".to_owned())
            }
            Self::EditedOutdated(fields) => {
                let fields: Vec<String> = fields.iter().map(|f| format!("„{f}“")).collect();
                Some(format!("veraltet: heute anders {}", wording::list(&fields)))
            }
            Self::Deleted => Some(DELETED.to_owned()),
        }
    }
}

/// The placeholders whose value of today an edited letter does not hold.
pub fn changed(
    values: &Map<String, Value>,
    used: impl Fn(&str) -> bool,
    text: &str,
) -> Vec<String> {
    let there = words(text);
    values
        .iter()
        .filter(|(name, _)| used(name))
        .filter(|(_, value)| {
            let parts: Vec<&str> = match value {
                Value::String(text) => vec![text.as_str()],
                Value::Array(lines) => lines.iter().filter_map(Value::as_str).collect(),
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => Vec::new(),
            };
            parts.iter().any(|part| {
                Phrase::new(part).is_some_and(|phrase| phrase.find_in(&there) != Match::Yes)
            })
        })
        .map(|(name, _)| name.clone())
        .collect()
}

/// Whether a row of the register is a draft whose file may be written again: nothing says that it was sent.
pub fn is_unsent(entry: &Entry, as_of: AsOf) -> bool {
    match entry.date(Field::SentOn) {
        DateReading::Empty => true,
        DateReading::Dated { span, .. } => span.from > as_of.0,
        DateReading::Open | DateReading::Unreadable => false,
    }
}

/// Holds the promises of edited letters against what they say now: what is not found there word for word is unknown, and
/// asked about with the cell „Zusagen“.
pub fn confirm(
    diagnostics: &mut Diagnostics,
    resolution: &Resolution,
    records: &mut Records,
    files: &Files,
) {
    for entry in &mut records.dispatches {
        let Some(OnDisk::Edited(letter_text)) = files.get(&key(entry)) else { continue };
        let Some(letter) = entry.text(Field::Letter).and_then(|text| resolution.letter_named(text))
        else {
            continue;
        };
        let Some(claimed) = entry.text(Field::Promises).map(words) else { continue };
        // a person has looked, and says so
        if claimed.iter().any(|word| word == CONFIRMED) {
            continue;
        }
        let there = letter_text.as_deref().map(words).unwrap_or_default();
        let mut open = Vec::new();
        for promise in letter
            .promises
            .iter()
            .filter_map(|key| resolution.criteria.get(key)?.promise.as_deref())
        {
            let Some(phrase) = Phrase::new(promise) else { continue };
            if phrase.find_in(&claimed) == Match::Yes && !says(&there, promise) {
                open.push(promise.to_owned());
            }
        }
        if open.is_empty() {
            continue;
        }
        let at = entry.at(Field::Promises).unwrap_or_else(|| entry.first_cell());
        let quoted: Vec<String> = open.iter().map(|promise| format!("„{promise}“")).collect();
        let (verb, rest) = if letter_text.is_none() {
            ("ließ sich nicht lesen", "Ob er noch zusagt, was hier steht, bleibt offen")
        } else {
            ("wurde von Hand bearbeitet", "Ob das noch zugesagt ist, bleibt offen")
        };
        let missing = match (letter_text.is_some(), quoted.len()) {
            (false, _) => String::new(),
            (true, 1) => format!("; {} steht nicht mehr so darin", wording::list(&quoted)),
            (true, _) => format!("; {} stehen nicht mehr so darin", wording::list(&quoted)),
        };
        diagnostics.push(
            Diagnostic::new(
                Code::PromisesUnconfirmed,
                format!(
                    "Der Brief „{}“ an {} {verb}{missing}. {rest}.",
                    letter.title,
                    entry.text(Field::Recipient).unwrap_or("(ohne Empfänger)"),
                ),
            )
            .at(at.clone())
            .found(entry.text(Field::Promises).unwrap_or_default())
            .expected("was der Brief zusagt, oder „alles“")
            .help(format!(
                "In Zelle {} nur stehen lassen, was der Brief zusagt, und „{CONFIRMED}“ dazuschreiben; gilt noch alles, dort „alles“ eintragen.{}",
                at.a1(),
                if entry.cell(Field::SentOn).is_none() {
                    " Geht der Brief per E-Mail, entsteht bis dahin kein E-Mail-Entwurf."
                } else {
                    ""
                }
            )),
        );
        entry.aside_mut().unconfirmed = open.into_iter().map(Into::into).collect();
    }
}

/// True where a text promises this word for word, and no „nicht“ or „ohne“ stands beside it.
fn says(there: &[String], promise: &str) -> bool {
    const BESIDE: usize = 3;
    let wanted = words(promise);
    if wanted.is_empty() {
        return false;
    }
    there.windows(wanted.len()).enumerate().filter(|(_, window)| *window == wanted).any(
        |(at, window)| {
            let around =
                there.iter().take(at + window.len() + BESIDE).skip(at.saturating_sub(BESIDE));
            !around.clone().any(|word| denies(word))
        },
    )
}

fn denies(word: &str) -> bool {
    matches!(
        word,
        "nicht" | "ohne" | "nie" | "weder" | "statt" | "anstatt" | "anstelle" | "entfällt"
    ) || word.starts_with("kein")
}

/// Before the day in what is said of a letter that came too late.
const PAST_DAY: &str = "vorerst nicht versenden: der erbetene Tag ";

/// Why a draft must not be posted any more as it is: a day it asks for is over. Of a letter edited by hand only where it still names that day.
pub fn overdue(facts: &Facts<'_>, letter: &PlannedLetter, on_disk: &OnDisk) -> Option<String> {
    let says = |day: NaiveDate| match on_disk {
        OnDisk::Missing => false,
        OnDisk::AsWritten(_) => true,
        OnDisk::Edited(text) => text.as_deref().is_some_and(|text| {
            Phrase::new(&wording::date_in_text(day))
                .is_some_and(|phrase| phrase.find_in(&words(text)) == Match::Yes)
        }),
    };
    let day = fields::days_asked_for(facts, letter)
        .into_iter()
        .find(|day| *day < facts.as_of.0 && says(*day))?;
    Some(format!(
        "{PAST_DAY}{} ist vorbei; Entwurf und Zeile löschen, dann entsteht ein neuer",
        wording::date(day)
    ))
}

/// The beginning of what is said of a letter that was not to be posted and for which only the date of its batch speaks.
pub const UNCLEAR: &str = "unklar, ob versandt";

/// True where „Stand“, as it was last written, says that the letter is not to be posted, or not before somebody has
/// looked: the date of a batch (`sent`, where it is known) does not speak for it. A day that was over only later held
/// nothing back.
pub fn is_held(standing: &str, sent: Option<NaiveDate>) -> bool {
    if let Some((_, rest)) = standing.split_once(PAST_DAY) {
        let day = rest.get(..10).and_then(|day| NaiveDate::parse_from_str(day, "%d.%m.%Y").ok());
        return sent.is_some_and(|sent| day.is_none_or(|day| sent > day));
    }
    [
        DELETED,
        UNCLEAR,
        "nicht mehr versenden:",
        "vorerst nicht versenden:",
        "erst prüfen:",
        "erst klären",
        "vor dem Versand prüfen:",
        "veraltet:",
    ]
    .iter()
    .any(|sign| standing.contains(sign))
}

/// The column „Stand“ of a row that has just been written.
pub(super) fn of_new(edited: bool) -> &'static str {
    if edited { "Entwurf; von Hand bearbeitet" } else { "Entwurf" }
}

/// The column „Stand“ of every row of the register: Entwurf, versandt, Antwort, and what to know.
pub fn standings(
    records: &Records,
    letters: &[PlannedLetter],
    files: &Files,
) -> BTreeMap<RowKey, String> {
    let mut holds: BTreeMap<RowKey, &str> = BTreeMap::new();
    for letter in letters.iter().filter(|letter| letter.state == LetterState::Draft) {
        if let (Some(row), Some(hold)) = (&letter.row, &letter.hold) {
            holds.insert((row.source.file.clone(), row.row), hold);
        }
    }
    let mut standings = BTreeMap::new();
    for entry in
        records.dispatches.iter().filter(|e| super::register::is_file(&e.sheet.source.file))
    {
        let key = key(entry);
        let mut parts: Vec<String> = history::noted(entry).into_iter().collect();
        let sent = entry.text(Field::SentOn).unwrap_or_default();
        let draft = match entry.date(Field::SentOn) {
            DateReading::Dated { .. } => {
                let of_batch = entry
                    .at(Field::SentOn)
                    .is_some_and(|at| at.source.sheet.as_deref() == Some(super::batches::SHEET));
                let from = if of_batch { " (Blatt „Versand“)" } else { "" };
                parts.push(format!("versandt am {sent}{from}"));
                false
            }
            DateReading::Open | DateReading::Unreadable => {
                parts.push(entry.aside().sent_doubt.as_ref().map_or_else(
                    || format!("unklar: „{sent}“ ist kein Datum"),
                    ToString::to_string,
                ));
                false
            }
            DateReading::Empty => {
                parts.push("Entwurf".to_owned());
                true
            }
        };
        if draft {
            if matches!(files.get(&key), Some(OnDisk::Edited(_))) {
                parts.push("von Hand bearbeitet".to_owned());
            }
            match holds.get(&key) {
                // „Entwurf gelöscht“ says both
                Some(hold) if *hold == DELETED => {
                    parts.pop();
                    parts.push(DELETED.to_owned());
                }
                hold => parts.extend(hold.map(|hold| (*hold).to_owned())),
            }
        }
        if !entry.aside().unconfirmed.is_empty() {
            parts.push("Zusagen bitte bestätigen".to_owned());
        }
        standings.insert(key, parts.join("; "));
    }
    standings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_counts_word_for_word_and_never_beside_a_no() {
        let says = |text: &str| says(&words(text), "mit anschließender offener Debatte");
        assert!(says("Wir kommen gern, mit anschließender\u{a0}offener Debatte, zu euch."));
        assert!(!says("Wir kommen gern, mit anschließender Debatte, zu euch."));
        assert!(!says("Wir kommen, leider nicht mit anschließender offener Debatte."));
        assert!(!says("Mit anschließender offener Debatte kommen wir keinesfalls."));
        assert!(!says(""));
    }

    #[test]
    fn what_an_edited_letter_lacks_of_today_is_named() {
        let values: Map<String, Value> = serde_json::from_str(
            r#"{"verband": "Kreisverband Gotha", "anschrift": ["Die Partei", "Neue Gasse 5"], "erstes": true, "ort": "Gotha"}"#,
        )
        .unwrap();
        let text = "Die Partei Markt 1 An den Kreisverband Gotha";
        assert_eq!(changed(&values, |_| true, text), ["anschrift"]);
        assert_eq!(changed(&values, |name| name != "anschrift", text), Vec::<String>::new());
    }
}
