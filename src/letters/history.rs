//! What the register of letters says about one letter and one recipient on the Stichtag.
//!
//! A draft never counts as sent; „versandt am“ does. What is dated after the Stichtag does not exist yet. What cannot be
//! read (a month in part, „raus“) is neither sent nor unsent: it stops a second letter and it stops a reminder.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};

use super::{Facts, Recipient};
use crate::domain::{DateReading, Entry, Field, Mention, Span, Tri};
use crate::matching::{elements, normal, words};
use crate::requirements::context::may_be_misspelt;
use crate::resolution::LetterKind;
use crate::wording;

/// Whether a register row was posted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Posted {
    Not,
    /// The last day on which it may have been posted.
    On(NaiveDate),
    /// „versandt am“ is filled but says no day.
    Unclear,
}

/// One register row about this letter and this recipient.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dispatch<'a> {
    pub(super) entry: &'a Entry,
    pub(super) posted: Posted,
    pub(super) created: Option<Span>,
    /// Unknown: the letter or the recipient is missing, ambiguous or misspelt, and it may be this one.
    pub(super) meant: Tri,
}

impl Dispatch<'_> {
    pub(super) fn sent_on(&self) -> Option<NaiveDate> {
        match self.posted {
            Posted::On(day) => Some(day),
            Posted::Not | Posted::Unclear => None,
        }
    }

    /// The day that places it in time: sent, else created.
    fn day(&self) -> Option<NaiveDate> {
        self.sent_on().or_else(|| self.created.map(|span| span.from))
    }

    fn stated_period(&self) -> Option<String> {
        self.entry.text(Field::LetterPeriod).and_then(period_label)
    }

    /// True where „Zeitraum“ names a day of the span.
    pub(super) fn states_day_in(&self, span: Span) -> bool {
        let day = self.entry.text(Field::LetterPeriod).and_then(stated_day);
        day.is_some_and(|day| span.from <= day && day <= span.to)
    }

    /// True where it stands for the period, by its „Zeitraum“ or by the day it was sent; where it says neither, it may
    /// stand for any period and is taken to, so that nothing is written twice.
    pub(super) fn is_of_period(&self, label: &str, from: NaiveDate, to: NaiveDate) -> bool {
        let within = |day: NaiveDate| from <= day && day <= to;
        let stated = self.stated_period();
        stated.as_deref() == Some(label)
            || self.sent_on().is_some_and(within)
            || (stated.is_none() && self.sent_on().is_none() && self.day().is_none_or(within))
    }

    /// True where „Zeitraum“ names the session, or no period but perhaps a year, and it was made after the state was frozen.
    pub(super) fn is_of_session(&self, session: &str, since: NaiveDate) -> bool {
        match self.entry.text(Field::LetterPeriod) {
            Some(text) if normal(text) == normal(session) => true,
            Some(text) if stated_year(text).is_none() => false,
            Some(_) | None => self.day().is_none_or(|day| since <= day),
        }
    }

    /// True where it stands for a dated row. Without a date in „Zeitraum“ a letter belongs to the next row after it
    /// (`before`) or to the last row before it.
    pub(super) fn is_of_row(&self, row: Span, all: &[Span], before: bool) -> bool {
        let stated = self.entry.text(Field::LetterPeriod).and_then(stated_day);
        if let Some(day) = stated {
            return row.from <= day && day <= row.to;
        }
        let Some(day) = self.day() else { return true };
        let nearest = if before {
            all.iter().filter(|span| span.to >= day).min()
        } else {
            all.iter().filter(|span| span.from <= day).max()
        };
        nearest == Some(&row) && row.from.signed_duration_since(day).num_days().abs() <= 366
    }
}

/// Register rows by the letter they name or may mean; rows about other letters of the office are left out.
pub(super) struct Index<'a> {
    /// With each row, whether it names the letter.
    by_letter: BTreeMap<&'a str, Vec<(&'a Entry, bool)>>,
}

impl<'a> Index<'a> {
    pub(super) fn new(facts: &Facts<'a>) -> Self {
        let letters = &facts.resolution.letters;
        let mut by_letter: BTreeMap<&'a str, Vec<(&'a Entry, bool)>> = BTreeMap::new();
        // registers name few letters in many rows
        let mut known: BTreeMap<Option<&'a str>, (Vec<&'a str>, bool)> = BTreeMap::new();
        for entry in &facts.records.dispatches {
            let text = entry.text(Field::Letter);
            let (keys, certain) = known.entry(text).or_insert_with(|| {
                let key = |letter: &'a Arc<LetterKind>| letter.key.as_str();
                // an empty cell: it may have been any letter
                let Some(text) = text else { return (letters.iter().map(key).collect(), false) };
                if let Some(letter) = facts.resolution.letter_named(text) {
                    (vec![key(letter)], true)
                } else {
                    (facts.resolution.letters_perhaps_named(text).map(key).collect(), false)
                }
            });
            for key in keys.iter() {
                by_letter.entry(key).or_default().push((entry, *certain));
            }
        }
        Self { by_letter }
    }

    /// The rows of a letter to a recipient that exist on the Stichtag, in the order of the lists.
    pub(super) fn of(
        &self,
        facts: &Facts<'a>,
        letter: &LetterKind,
        recipient: &Recipient,
    ) -> Vec<Dispatch<'a>> {
        self.by_letter
            .get(letter.key.as_str())
            .into_iter()
            .flatten()
            .filter_map(|(entry, certain)| dispatch(facts, entry, *certain, recipient))
            .collect()
    }
}

fn dispatch<'a>(
    facts: &Facts<'a>,
    entry: &'a Entry,
    names_letter: bool,
    recipient: &Recipient,
) -> Option<Dispatch<'a>> {
    let today = facts.as_of.0;
    let sent = entry.date(Field::SentOn);
    let created = entry.date(Field::CreatedOn).span();
    let exists = match (created, sent.span()) {
        (Some(created), _) => created.from <= today,
        (None, Some(sent)) => sent.from <= today,
        (None, None) => true,
    };
    let posted = match sent {
        DateReading::Empty => Posted::Not,
        DateReading::Dated { span, .. } if span.to <= today => Posted::On(span.to),
        DateReading::Dated { span, .. } if span.from > today => Posted::Not,
        DateReading::Dated { .. } | DateReading::Open | DateReading::Unreadable => Posted::Unclear,
    };
    let mut meant = addressed_to(facts, entry, recipient);
    if meant == Tri::Yes && !names_letter {
        meant = Tri::Unknown;
    }
    (exists && meant != Tri::No).then_some(Dispatch { entry, posted, created, meant })
}

fn addressed_to(facts: &Facts<'_>, entry: &Entry, recipient: &Recipient) -> Tri {
    if entry.text(Field::Recipient).is_none() {
        return Tri::Unknown;
    }
    match recipient {
        Recipient::Branch(id) => names_branch(facts, entry, *id),
        Recipient::Body(key) => {
            let Some(body) = facts.resolution.body(key) else { return Tri::No };
            let text = entry.text(Field::Recipient).unwrap_or("");
            let named = |part: &str| body.names.iter().any(|phrase| phrase.is(part));
            if named(text) || elements(text).into_iter().any(named) { Tri::Yes } else { Tri::No }
        }
    }
}

/// Whether a row names a branch; „alle“ means every branch existing on the day of the row.
pub(super) fn names_branch(
    facts: &Facts<'_>,
    entry: &Entry,
    branch: crate::domain::BranchId,
) -> Tri {
    let mut best = Tri::No;
    for mention in entry.branches.iter() {
        match mention {
            Mention::Branch(id) if *id == branch => return Tri::Yes,
            Mention::All => {
                let day = entry.when.span().map_or(facts.as_of.0, |span| span.from);
                if facts.records.branches[branch].exists_on(day) {
                    return Tri::Yes;
                }
            }
            Mention::Ambiguous(ids) if ids.contains(&branch) => best = Tri::Unknown,
            // a body is no branch, and its name is written as it is
            Mention::Unknown(text)
                if may_be_misspelt(text, &facts.records.branches[branch])
                    && !facts
                        .resolution
                        .bodies
                        .iter()
                        .any(|body| body.names.iter().any(|phrase| phrase.is(text))) =>
            {
                best = Tri::Unknown;
            }
            Mention::Branch(_)
            | Mention::Ambiguous(_)
            | Mention::Unknown(_)
            | Mention::NoBranch(_) => {}
        }
    }
    best
}

/// What the register row says in reply: an answer, the day of one, or a Termin. `None`: nothing noted by the Stichtag.
pub(super) fn answer(facts: &Facts<'_>, entry: &Entry) -> Option<String> {
    if entry.date(Field::AnswerOn).span().is_some_and(|span| span.from > facts.as_of.0) {
        return None;
    }
    noted(entry)
}

/// The same whatever its day.
pub(super) fn noted(entry: &Entry) -> Option<String> {
    let said = |field| entry.text(field).filter(|text| !says_nothing(text));
    if let Some(day) = said(Field::AnswerOn) {
        return Some(format!("Antwort vom {day}"));
    }
    if let Some(text) = said(Field::Appointment) {
        return Some(format!("Termin {text}"));
    }
    said(Field::Answer).map(|text| format!("Antwort „{text}“"))
}

/// A dash, or words that say that nothing came.
fn says_nothing(text: &str) -> bool {
    text.chars().all(|c| matches!(c, '-' | '–' | '—') || c.is_whitespace())
        || matches!(
            normal(text).as_str(),
            "keine" | "keine antwort" | "noch keine" | "noch keine antwort" | "ohne antwort"
        )
}

/// „2024“, „2024-H1“ or „14.09.2024“ however it is written; `None` for anything else.
fn period_label(text: &str) -> Option<String> {
    if let Some(day) = stated_day(text) {
        return Some(wording::date(day));
    }
    let words = words(text);
    let year = words.iter().find(|word| word.len() == 4 && word.parse::<u16>().is_ok())?;
    let rest: Vec<&str> = words.iter().filter(|word| *word != year).map(String::as_str).collect();
    match rest[..] {
        [] | ["jahr" | "kalenderjahr"] => Some(year.clone()),
        ["h1"] | ["1" | "erstes", "halbjahr" | "hj"] => Some(format!("{year}-H1")),
        ["h2"] | ["2" | "zweites", "halbjahr" | "hj"] => Some(format!("{year}-H2")),
        _ => None,
    }
}

/// The year of „2024“ or „2024-H1“; `None` for the day of a Termin and for anything else.
pub(crate) fn stated_year(text: &str) -> Option<i32> {
    if stated_day(text).is_some() {
        return None;
    }
    period_label(text)?.get(..4)?.parse().ok()
}

/// The (first) day in a text like „14.09.2024“, „14./15.09.2024“ or „14.09.2024–15.09.2024“.
fn stated_day(text: &str) -> Option<NaiveDate> {
    let numbers: Vec<u32> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .map(str::parse)
        .collect::<Result<_, _>>()
        .ok()?;
    match numbers[..] {
        [day, month, year] | [day, _, month, year] | [day, month, year, _, _, _]
            if year >= 1000 =>
        {
            NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
        }
        [year, month, day] if year >= 1000 => {
            NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
        }
        _ => None,
    }
}

/// „2024-H1“ with its first and last day.
pub(super) fn half_year(day: NaiveDate) -> (String, NaiveDate, NaiveDate) {
    let first = day.month() <= 6;
    let of = |month, last| NaiveDate::from_ymd_opt(day.year(), month, last).unwrap_or(day);
    if first {
        (format!("{}-H1", day.year()), of(1, 1), of(6, 30))
    } else {
        (format!("{}-H2", day.year()), of(7, 1), of(12, 31))
    }
}

/// „2024“ with its first and last day.
pub(super) fn calendar_year(day: NaiveDate) -> (String, NaiveDate, NaiveDate) {
    let of = |month, last| NaiveDate::from_ymd_opt(day.year(), month, last).unwrap_or(day);
    (day.year().to_string(), of(1, 1), of(12, 31))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_read_however_people_write_them() {
        for (written, label) in [
            ("2024", Some("2024")),
            ("Jahr 2024", Some("2024")),
            ("2024-H1", Some("2024-H1")),
            ("2. Halbjahr 2024", Some("2024-H2")),
            ("14.09.2024", Some("14.09.2024")),
            ("2024-09-14", Some("14.09.2024")),
            ("14./15.09.2024", Some("14.09.2024")),
            ("demnächst", None),
            ("2023/2024", None),
        ] {
            assert_eq!(period_label(written).as_deref(), label, "{written}");
        }
    }
}
