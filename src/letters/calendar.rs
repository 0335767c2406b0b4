//! What is coming, for the office's calendar: the planned events, days agreed in answers, the days from which letters are
//! due and until which answers are asked for, the session. Only what lies after the Stichtag; no names of persons.
//!
//! Every entry is known by what it is about (list, what, who, day), never by where it stands: a calendar that takes the
//! file a second time finds its entries again.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, NaiveTime};

use super::{Facts, LetterState, PlannedLetter, event, fields, history};
use crate::domain::{BranchId, Entry, Field, Mention, Span, StatusWord};
use crate::matching::{normal, words};
use crate::requirements::{RowState, rows, state};
use crate::resolution::Occasion;
use crate::settings::Key;
use crate::wording;

/// One entry of the calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appointment {
    /// Letters, digits, hyphens and dots; unique in the calendar and the same in every run.
    pub id: String,
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// Where the hour of the beginning is known; only on single days. The end is after it or unknown.
    pub time: Option<(NaiveTime, Option<NaiveTime>)>,
    pub summary: String,
    /// May be empty.
    pub description: String,
    /// May be empty.
    pub place: String,
    /// The day is fixed; else it is offered, or not quite known.
    pub certain: bool,
}

/// Everything ahead of the Stichtag, by day; `letters` is the plan at the Stichtag.
pub fn appointments(facts: &Facts<'_>, letters: &[PlannedLetter]) -> Vec<Appointment> {
    let mut all: Vec<Appointment> = Vec::new();
    let last = last_day(facts);
    let shown = |entry: &&Entry| rows::span(entry).is_some_and(|span| span.from <= last);
    for entry in facts.records.events.iter().filter(shown) {
        all.extend(of_event(facts, entry));
    }
    for entry in &facts.records.dispatches {
        all.extend(of_answer(facts, entry));
    }
    all.extend(due_letters(facts, letters));
    all.extend(answers_asked_for(facts, letters));
    let sessions = [
        (Key::Session, "sitzung", "Sitzung"),
        (Key::PapersOut, "unterlagen", "Versand der Unterlagen für die Sitzung"),
    ];
    for (key, id, summary) in sessions {
        if let Some(day) = facts.settings.date(key).filter(|day| *day > facts.as_of.0) {
            all.push(whole_day(&format!("{id}.{day}"), day, summary));
        }
    }
    // the same row in two lists is one entry; two of a kind on one day are two
    all.sort_by(|a, b| {
        (a.from, a.time, &a.id, &a.summary).cmp(&(b.from, b.time, &b.id, &b.summary))
    });
    all.dedup();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let office = slug(&facts.resolution.id);
    for one in &mut all {
        let times = seen.entry(one.id.clone()).or_default();
        *times += 1;
        let number = if *times > 1 { format!(".{times}") } else { String::new() };
        one.id = format!("{}{number}.{office}", one.id);
    }
    all
}

/// No calendar wants more events.
const MOST_EVENTS: usize = 5_000;

/// Until when events are taken over: those of the last day all or none.
fn last_day(facts: &Facts<'_>) -> NaiveDate {
    let ahead = facts.records.events.iter().filter_map(rows::span).map(|span| span.from);
    let mut ahead: Vec<NaiveDate> = ahead.filter(|day| *day > facts.as_of.0).collect();
    if ahead.len() <= MOST_EVENTS {
        return NaiveDate::MAX;
    }
    let (_, first_left_out, _) = ahead.select_nth_unstable(MOST_EVENTS);
    first_left_out.pred_opt().unwrap_or(NaiveDate::MIN)
}

fn whole_day(id: &str, day: NaiveDate, summary: &str) -> Appointment {
    Appointment {
        id: id.to_owned(),
        from: day,
        to: day,
        time: None,
        summary: summary.to_owned(),
        description: String::new(),
        place: String::new(),
        certain: true,
    }
}

/// A planned or offered event; one that is cancelled, held or without a day is none.
fn of_event(facts: &Facts<'_>, entry: &Entry) -> Option<Appointment> {
    let span = rows::span(entry).filter(|span| span.from > facts.as_of.0)?;
    let doubt = match state(entry, facts.as_of) {
        RowState::Planned => None,
        RowState::Offered { .. } => Some("erst angeboten".to_owned()),
        RowState::Unknown(why) => Some(why.into_owned()),
        // „durchgeführt“ with a day to come is a slip of the pen
        RowState::Held { .. } => Some("Status und Datum passen nicht zusammen".to_owned()),
        RowState::Nothing(_) => return None,
    };
    let kind = entry.text(Field::Kind);
    let what = match (kind, entry.text(Field::Title)) {
        (Some(kind), Some(title)) if !normal(title).contains(&normal(kind)) => {
            format!("{kind}: {title}")
        }
        (_, Some(title)) => title.to_owned(),
        (Some(kind), None) => kind.to_owned(),
        (None, None) => "Veranstaltung".to_owned(),
    };
    let who = named(facts, entry);
    let missing: Vec<&str> =
        who.iter().filter(|name| !what.contains(*name)).map(|n| &**n).collect();
    let mut summary = what;
    if !missing.is_empty() {
        summary = format!("{summary} – {}", wording::list(&missing));
    }
    let mut notes: Vec<String> = Vec::new();
    if !span.exact {
        notes.push(format!("Der Tag steht noch nicht fest: {}.", wording::span(span)));
        summary = format!("{summary} (Tag noch offen)");
    }
    notes.extend(doubt.as_ref().map(|why| format!("Noch nicht sicher: {why}.")));
    if let Some(frame) = entry.text(Field::Frame) {
        notes.push(format!("Rahmen: {frame}"));
    }
    notes.push(format!("Aus {}", entry.first_cell()));
    let single = span.exact && span.from == span.to;
    let time = single
        .then(|| event::begin_of(entry))
        .flatten()
        .map(|begin| (begin, event::end_of(entry).filter(|end| *end > begin)));
    let certain = span.exact
        && doubt.is_none()
        && !matches!(entry.status, StatusWord::Struck | StatusWord::Unrecognised);
    Some(Appointment {
        id: id("termin", kind.unwrap_or_default(), &who, span.from),
        from: span.from,
        to: if span.exact { span.to } else { span.from },
        time,
        summary,
        description: notes.join("\n"),
        place: entry.text(Field::Place).unwrap_or_default().to_owned(),
        certain,
    })
}

/// A day agreed in the answer to a letter, unless the list of events has it.
fn of_answer(facts: &Facts<'_>, entry: &Entry) -> Option<Appointment> {
    let span = fields::span_of(entry).filter(|span| span.exact && span.from > facts.as_of.0)?;
    history::answer(facts, entry)?;
    let branches: Vec<BranchId> = branches(entry).collect();
    let listed = facts.records.events.iter().any(|event| is_listed(event, span, &branches));
    if listed {
        return None;
    }
    let who = named(facts, entry);
    let letter = entry.text(Field::Letter).unwrap_or("Brief");
    let title = facts.resolution.letter_named(letter).map_or(letter, |letter| &letter.title);
    Some(Appointment {
        to: span.to,
        description: format!("Antwort auf „{title}“\nAus {}", entry.first_cell()),
        ..whole_day(
            &id("antwort", title, &who, span.from),
            span.from,
            &format!("Vereinbarter Termin – {}", wording::list(&who)),
        )
    })
}

fn is_listed(event: &Entry, span: Span, branches: &[BranchId]) -> bool {
    rows::span(event).is_some_and(|other| other.overlaps(span.from, span.to))
        && self::branches(event).any(|branch| branches.contains(&branch))
}

/// From when letters are due, one entry per kind and day; those of every year also in the next.
fn due_letters(facts: &Facts<'_>, letters: &[PlannedLetter]) -> Vec<Appointment> {
    let today = facts.as_of.0;
    let mut due: BTreeMap<(NaiveDate, &str), (&str, Vec<&str>)> = BTreeMap::new();
    for letter in letters {
        let Some(from) = letter.from.filter(|from| *from > today) else { continue };
        let kind = &letter.letter;
        let group = due.entry((from, &kind.key)).or_insert((&kind.title, Vec::new()));
        group.1.push(&letter.recipient_name);
    }
    for kind in &facts.resolution.letters {
        let Occasion::YearlyFrom { day, month } = kind.occasion else { continue };
        let in_year = |year| NaiveDate::from_ymd_opt(year, month, day);
        let next = [today.year(), today.year() + 1].into_iter().filter_map(in_year);
        if let Some(next) = next.into_iter().find(|next| *next > today) {
            due.entry((next, &kind.key)).or_insert((&kind.title, Vec::new()));
        }
    }
    due.into_iter()
        .map(|((day, key), (title, names))| Appointment {
            description: names.join("\n"),
            ..whole_day(
                &format!("faellig.{}.{day}", slug(key)),
                day,
                &format!("Ab heute fällig: {title}{}", number(names.len())),
            )
        })
        .collect()
}

/// Until when answers are asked for to letters that were sent, one entry per kind, day and date of the letters.
fn answers_asked_for(facts: &Facts<'_>, letters: &[PlannedLetter]) -> Vec<Appointment> {
    let mut asked: BTreeMap<(NaiveDate, &str, NaiveDate), (&str, Vec<&str>)> = BTreeMap::new();
    for letter in letters.iter().filter(|letter| letter.state == LetterState::Sent) {
        let used = facts.templates.get(&letter.letter.key);
        // not every letter asks for an answer
        if !used.is_some_and(|used| used.contains("antwort_bis")) {
            continue;
        }
        let entry = fields::register_entry(facts, letter);
        if entry.is_none_or(|entry| history::answer(facts, entry).is_some()) {
            continue;
        }
        let day = fields::reply_by(facts, letter);
        if day > facts.as_of.0 {
            let kind = &letter.letter;
            let group = asked
                .entry((day, &kind.key, fields::letter_date(facts, letter)))
                .or_insert((&kind.title, Vec::new()));
            group.1.push(&letter.recipient_name);
        }
    }
    asked
        .into_iter()
        .map(|((day, key, written), (title, names))| Appointment {
            description: format!("Noch keine Antwort von:\n{}", names.join("\n")),
            ..whole_day(
                // the day asked for may still move, with the session; that of the letters stays
                &format!("antwort-erbeten.{}.{written}", slug(key)),
                day,
                &format!("Antwort erbeten: {title}{}", number(names.len())),
            )
        })
        .collect()
}

/// „ (3)“
fn number(n: usize) -> String {
    if n > 1 { format!(" ({n})") } else { String::new() }
}

fn branches(entry: &Entry) -> impl Iterator<Item = BranchId> {
    entry.branches.iter().filter_map(|mention| match mention {
        Mention::Branch(id) => Some(*id),
        Mention::All | Mention::Ambiguous(_) | Mention::Unknown(_) | Mention::NoBranch(_) => None,
    })
}

/// The branches a row names for certain; what else stands in the cell may be a person.
fn named(facts: &Facts<'_>, entry: &Entry) -> Vec<String> {
    let mut names: Vec<String> =
        branches(entry).map(|id| facts.records.branches[id].canonical()).collect();
    if entry.branches.contains(&Mention::All) {
        names.push("alle Verbände".to_owned());
    }
    names.dedup();
    names
}

fn id(list: &str, what: &str, who: &[String], day: NaiveDate) -> String {
    let mut parts = vec![list.to_owned(), slug(what)];
    parts.extend(who.iter().map(|name| slug(name)));
    parts.retain(|part| !part.is_empty());
    parts.push(day.to_string());
    parts.join(".")
}

/// Letters and digits, the rest a hyphen, umlauts written out.
fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in words(text).join("-").chars() {
        match c {
            'ä' => slug.push_str("ae"),
            'ö' => slug.push_str("oe"),
            'ü' => slug.push_str("ue"),
            'ß' => slug.push_str("ss"),
            c if c.is_ascii_alphanumeric() || c == '-' => slug.push(c),
            _ => {}
        }
    }
    slug
}
