//! Dates as an office writes them: „04.05.2024“, „Sa./So. 04./05.05.“, „Mitte Mai 2025“, „KW 24“, „n. n.“.
//!
//! A text is cut into parts at its separators; a part without month or year takes them from the part to its right
//! („04./05.05.2024“). What could mean two days is never decided (`5/3/2024`), what means several single days is no span
//! („04.05. und 18.05.“). A missing year comes only from the name of sheet or file, and a note says so.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::clock::without_time;
pub use super::clock::{is_time, without_clock};
use super::values::clean;
use crate::domain::{DateReading, Span};
use crate::table::CellValue;

/// What to tell about a date cell besides its reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remark {
    /// The year was not written.
    YearAdded(i32),
    /// A date stored as a plain number.
    Serial(NaiveDate),
    /// The weekday written and the date it does not belong to.
    Weekday {
        written: Weekday,
        day: NaiveDate,
    },
    /// Two readings: day first, month first.
    Ambiguous(NaiveDate, NaiveDate),
    EndBeforeBegin,
    /// „85“: 1985 or 2085, nobody knows.
    TwoDigitYear,
    /// Day and month are there, a year is nowhere.
    NoYear,
    /// Several single days that do not follow one another.
    SeveralDays,
    NotADate,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    pub date: DateReading,
    pub remarks: Vec<Remark>,
}

impl Reading {
    fn plain(date: DateReading) -> Self {
        Self { date, remarks: Vec::new() }
    }

    fn day(day: NaiveDate) -> Self {
        Self::plain(DateReading::Dated { span: Span::day(day), weekday_contradicts: false })
    }

    fn refused(remark: Remark) -> Self {
        Self { date: DateReading::Unreadable, remarks: vec![remark] }
    }
}

/// Reads a cell of a date column; `default_year` is that of the sheet's or file's name. Bare numbers count from 1900.
pub fn read(value: &CellValue, default_year: Option<i32>) -> Reading {
    read_in(value, default_year, false)
}

/// Reads a cell of a date column of a book that counts its days from 1900 or from 1904.
pub fn read_in(value: &CellValue, default_year: Option<i32>, from_1904: bool) -> Reading {
    match value {
        CellValue::Date(day) => Reading::day(*day),
        CellValue::DateTime(moment) => Reading::day(moment.date()),
        CellValue::Month(day) => Reading::plain(DateReading::Dated {
            span: Span::month(*day),
            weekday_contradicts: false,
        }),
        CellValue::Number(number) => read_number(*number, from_1904),
        CellValue::Text(text) => {
            let digits = text.trim();
            match digits.parse::<u32>() {
                // a count of days kept as text counts as the book does
                Ok(number) if from_1904 && digits.len() == 5 => {
                    read_number(f64::from(number), from_1904)
                }
                _ => read_text(text, default_year),
            }
        }
        CellValue::Bool(_)
        | CellValue::Time(_)
        | CellValue::Duration(_)
        | CellValue::Error(_)
        | CellValue::FormulaWithoutValue => Reading::refused(Remark::NotADate),
    }
}

/// Days between the two calendars of Excel (ECMA-376 Part 1, 18.17.4.1).
const FROM_1900_TO_1904: u64 = 1462;

/// A plain number is a year or Excel's count of days (20000 is in 1954, 60000 in 2064).
fn read_number(number: f64, from_1904: bool) -> Reading {
    if !(1.0..100_000.0).contains(&number) {
        return Reading::refused(Remark::NotADate);
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounded above")]
    let whole = number.trunc() as u32;
    match whole {
        1900..=2100 if number.fract().abs() < f64::EPSILON => whole_year(whole.cast_signed()),
        20_000..=60_000 => {
            let epoch = NaiveDate::from_ymd_opt(1899, 12, 30);
            let later = if from_1904 { FROM_1900_TO_1904 } else { 0 };
            match epoch.and_then(|day| day.checked_add_days(Days::new(u64::from(whole) + later))) {
                Some(day) => Reading {
                    date: DateReading::Dated { span: Span::day(day), weekday_contradicts: false },
                    remarks: vec![Remark::Serial(day)],
                },
                None => Reading::refused(Remark::NotADate),
            }
        }
        _ => Reading::refused(Remark::NotADate),
    }
}

fn whole_year(year: i32) -> Reading {
    inexact(NaiveDate::from_ymd_opt(year, 1, 1), NaiveDate::from_ymd_opt(year, 12, 31))
}

fn inexact(from: Option<NaiveDate>, to: Option<NaiveDate>) -> Reading {
    match from.zip(to) {
        Some((from, to)) if from <= to => Reading::plain(DateReading::Dated {
            span: Span { from, to, exact: false },
            weekday_contradicts: false,
        }),
        _ => Reading::refused(Remark::NotADate),
    }
}

/// Reads the text of a date cell.
pub fn read_text(text: &str, default_year: Option<i32>) -> Reading {
    if let Some(day) = plain_day(text) {
        return Reading::day(day);
    }
    let text = clean(text).to_lowercase();
    if text.is_empty() {
        return Reading::plain(DateReading::Empty);
    }
    if is_open(&text) {
        return Reading::plain(DateReading::Open);
    }
    if text.chars().all(|c| c.is_ascii_digit()) && (4..=5).contains(&text.len()) {
        return text
            .parse()
            .map_or(Reading::refused(Remark::NotADate), |number| read_number(number, false));
    }
    let mut tokens = tokens(&text);
    let reading = read_tokens(&tokens, default_year);
    if reading.remarks == [Remark::NotADate] && tokens.len() > 1 && write_years_out(&mut tokens) {
        let century = read_tokens(&tokens, default_year);
        if century.remarks != [Remark::NotADate] {
            return Reading::refused(Remark::TwoDigitYear);
        }
    }
    reading
}

fn read_tokens(tokens: &[Token], default_year: Option<i32>) -> Reading {
    iso(tokens)
        .or_else(|| week(tokens, default_year))
        .or_else(|| quarter(tokens, default_year))
        .or_else(|| slashed(tokens))
        .unwrap_or_else(|| spoken(tokens, default_year))
}

/// Two digits from 69 on as a year of the last century, to see whether the text is a date but for them.
fn write_years_out(tokens: &mut [Token]) -> bool {
    let mut some = false;
    for token in tokens {
        if let Token::Number(year @ 69..=99, digits @ 2) = token {
            (*year, *digits, some) = (*year + 1900, 4, true);
        }
    }
    some
}

/// `04.05.2024`, as most cells write it: read without cutting it apart.
fn plain_day(text: &str) -> Option<NaiveDate> {
    let [d1, d2, b'.', m1, m2, b'.', y1, y2, y3, y4] = text.as_bytes() else { return None };
    let number = |digits: &[&u8]| {
        digits.iter().try_fold(0_u32, |sum, digit| {
            digit.is_ascii_digit().then(|| sum * 10 + u32::from(**digit - b'0'))
        })
    };
    let year = full_year(number(&[y1, y2, y3, y4])?, 4)?;
    NaiveDate::from_ymd_opt(year, number(&[m1, m2])?, number(&[d1, d2])?)
}

/// Somebody knows that it is not known.
fn is_open(text: &str) -> bool {
    let words = crate::matching::normal(text);
    if words.is_empty() {
        return true; // „?“, „–“, „…“
    }
    matches!(
        words.as_str(),
        "n n"
            | "nn"
            | "n v"
            | "nv"
            | "tba"
            | "tbd"
            | "t b a"
            | "t b d"
            | "offen"
            | "noch offen"
            | "unbekannt"
            | "unklar"
            | "noch unklar"
            | "steht noch nicht fest"
            | "noch nicht bekannt"
            | "nach vereinbarung"
            | "nach absprache"
            | "wird noch bekannt gegeben"
            | "wird noch bekanntgegeben"
            | "laufend"
            | "fortlaufend"
            | "dauerhaft"
            | "jederzeit"
            | "noch kein termin"
            | "termin offen"
            | "termin folgt"
            | "folgt"
            | "folgt noch"
            | "noch nicht festgelegt"
            | "wird noch festgelegt"
            | "k a"
            | "keine angabe"
            | "monatlich"
            | "wöchentlich"
            | "jährlich"
            | "regelmäßig"
            | "nach bedarf"
            | "bei bedarf"
            | "auf anfrage"
            | "nach ansage"
    ) || ["jeden ", "jede ", "jedes ", "alle "].iter().any(|start| words.starts_with(start))
        || words.ends_with(" im monat")
        || words.strip_suffix('s').is_some_and(|day| day.len() > 2 && weekday_named(day).is_some())
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// Value and number of digits.
    Number(u32, usize),
    Word(String),
    Dot,
    Colon,
    Slash,
    Dash,
    Comma,
    And,
}

pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '0'..='9' => {
                let mut digits = String::from(c);
                while let Some(next) = rest.next_if(char::is_ascii_digit) {
                    digits.push(next);
                }
                // more digits than a number can hold are no date; the count says so
                tokens.push(Token::Number(digits.parse().unwrap_or(u32::MAX), digits.len()));
            }
            '.' => tokens.push(Token::Dot),
            ':' => tokens.push(Token::Colon),
            '/' => tokens.push(Token::Slash),
            '-' | '–' | '—' | '‐' | '‑' | '−' => tokens.push(Token::Dash),
            ',' | ';' | '\n' => tokens.push(Token::Comma),
            '+' | '&' => tokens.push(Token::And),
            '(' | ')' => {}
            c if c.is_alphabetic() => {
                let mut word = String::from(c);
                while let Some(next) = rest.next_if(|c| c.is_alphabetic()) {
                    word.push(next);
                }
                tokens.push(match word.as_str() {
                    "bis" => Token::Dash,
                    "und" | "u" => Token::And,
                    _ => Token::Word(word),
                });
            }
            c if c.is_whitespace() => {}
            c => tokens.push(Token::Word(c.to_string())),
        }
    }
    tokens
}

/// `2024-05-03`, also with a time behind it.
fn iso(tokens: &[Token]) -> Option<Reading> {
    let [
        Token::Number(year, 4),
        a,
        Token::Number(month, 1..=2),
        b,
        Token::Number(day, 1..=2),
        rest @ ..,
    ] = tokens
    else {
        return None;
    };
    if a != b || !matches!(a, Token::Dash | Token::Dot | Token::Slash) {
        return None;
    }
    let rest = match rest {
        [Token::Word(t), rest @ .., Token::Word(z)] if t == "t" && z == "z" => rest,
        [Token::Word(t), rest @ ..] if t == "t" => rest,
        rest => rest,
    };
    let day = NaiveDate::from_ymd_opt(i32::try_from(*year).ok()?, *month, *day);
    let time_only = rest.iter().all(|t| matches!(t, Token::Number(_, 1..=2) | Token::Colon));
    Some(match day {
        Some(day) if time_only => Reading::day(day),
        _ => Reading::refused(Remark::NotADate),
    })
}

/// „KW 24“, „24. KW 2024“, „KW 24/2024“: Monday to Sunday, of which no day is known.
fn week(tokens: &[Token], default_year: Option<i32>) -> Option<Reading> {
    if !tokens.iter().any(|t| matches!(t, Token::Word(w) if w == "kw" || w == "kalenderwoche")) {
        return None;
    }
    let numbers: Vec<(u32, usize)> = tokens
        .iter()
        .filter_map(|t| if let Token::Number(n, digits) = t { Some((*n, *digits)) } else { None })
        .collect();
    let strange = tokens.iter().any(|t| match t {
        Token::Word(w) => w != "kw" && w != "kalenderwoche",
        Token::Dash | Token::And | Token::Colon => true,
        Token::Number(..) | Token::Dot | Token::Slash | Token::Comma => false,
    });
    let (number, year) = match numbers.as_slice() {
        [(week, 1..=2)] => (*week, None),
        [(week, 1..=2), (year, 4)] | [(year, 4), (week, 1..=2)] => {
            (*week, i32::try_from(*year).ok())
        }
        _ => return Some(Reading::refused(Remark::NotADate)),
    };
    if strange {
        return Some(Reading::refused(Remark::NotADate));
    }
    Some(with_year(year, default_year, |year| {
        inexact(
            NaiveDate::from_isoywd_opt(year, number, Weekday::Mon),
            NaiveDate::from_isoywd_opt(year, number, Weekday::Sun),
        )
    }))
}

/// „1. Quartal 2024“, „Q1 2024“, „2. Halbjahr 2024“.
fn quarter(tokens: &[Token], default_year: Option<i32>) -> Option<Reading> {
    let words: Vec<&Token> =
        tokens.iter().filter(|t| !matches!(t, Token::Dot | Token::Slash)).collect();
    let (number, months, year) = match words.as_slice() {
        [Token::Number(n, 1), Token::Word(w), rest @ ..] if w == "quartal" || w == "halbjahr" => {
            (*n, if w == "quartal" { 3 } else { 6 }, rest)
        }
        [Token::Word(w), Token::Number(n, 1), rest @ ..] if w == "q" => (*n, 3, rest),
        _ => return None,
    };
    let year = match year {
        [] => None,
        [Token::Number(year, 4)] => i32::try_from(*year).ok(),
        _ => return None,
    };
    if number == 0 || number > 12 / months {
        return Some(Reading::refused(Remark::NotADate));
    }
    Some(with_year(year, default_year, |year| {
        let last = NaiveDate::from_ymd_opt(year, number * months, 1).map(|day| Span::month(day).to);
        inexact(NaiveDate::from_ymd_opt(year, (number - 1) * months + 1, 1), last)
    }))
}

fn with_year(year: Option<i32>, default: Option<i32>, read: impl Fn(i32) -> Reading) -> Reading {
    match (year, default) {
        (Some(year), _) if !(1900..=2100).contains(&year) => Reading::refused(Remark::NotADate),
        (Some(year), _) => read(year),
        (None, Some(year)) => {
            let mut reading = read(year);
            if reading.date.span().is_some() {
                reading.remarks.push(Remark::YearAdded(year));
            }
            reading
        }
        (None, None) => Reading::refused(Remark::NoYear),
    }
}

/// `5/3/2024`: day first or month first? Only where one of both is impossible it is read.
fn slashed(tokens: &[Token]) -> Option<Reading> {
    let [
        Token::Number(a, 1..=2),
        Token::Slash,
        Token::Number(b, 1..=2),
        Token::Slash,
        Token::Number(year, digits @ (2 | 4)),
    ] = tokens
    else {
        return None;
    };
    let Some(year) = full_year(*year, *digits) else {
        return Some(Reading::refused(Remark::NotADate));
    };
    let day_first = NaiveDate::from_ymd_opt(year, *b, *a);
    let month_first = NaiveDate::from_ymd_opt(year, *a, *b);
    Some(match (day_first, month_first) {
        (Some(one), Some(other)) if one != other => Reading::refused(Remark::Ambiguous(one, other)),
        (Some(day), _) | (None, Some(day)) => Reading::day(day),
        (None, None) => Reading::refused(Remark::NotADate),
    })
}

/// Two digits up to 68 are this century, as Excel reads them; above that nobody knows.
fn full_year(year: u32, digits: usize) -> Option<i32> {
    match (digits, year) {
        (2, 0..=68) => i32::try_from(year + 2000).ok(),
        (4, 1900..=2100) => i32::try_from(year).ok(),
        _ => None,
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Part {
    day: Option<u32>,
    month: Option<u32>,
    year: Option<i32>,
    /// „Mitte“, „Anfang“, „Ende“: the month, of which no day is known.
    rough: bool,
}

/// Everything else: parts with separators between them.
fn spoken(all: &[Token], default_year: Option<i32>) -> Reading {
    let mut tokens = without_time(all);
    // the full stop of a sentence
    if let [.., Token::Number(_, 4), Token::Dot] = tokens.as_slice() {
        tokens.pop();
    }
    let weekdays = take_weekdays(&mut tokens);
    tokens.retain(|t| !matches!(t, Token::Word(w) if matches!(w.as_str(), "den" | "der" | "am" | "vom" | "von" | "zum")));

    let mut parts: Vec<Part> = Vec::new();
    let mut listed = false; // „und“, „,“ and „/“ list days, „–“ and „bis“ span them
    let separator = |t: &Token| matches!(t, Token::Slash | Token::Dash | Token::Comma | Token::And);
    let mut rest = tokens.as_slice();
    // „05/2024“, „5-2024“ is a month
    if let [Token::Number(month, 1..=2), Token::Slash | Token::Dash, Token::Number(year, 4)] = rest
    {
        let year = full_year(*year, 4);
        return year.map_or(Reading::refused(Remark::NotADate), |year| month_span(year, *month));
    }
    while !rest.is_empty() {
        let end = rest.iter().position(separator).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        if !piece.is_empty() {
            let Some(part) = part(piece) else { return Reading::refused(Remark::NotADate) };
            parts.push(part);
        }
        match after {
            [sign, more @ ..] => {
                let between = !parts.is_empty() && !more.is_empty();
                listed |= between && matches!(sign, Token::Slash | Token::Comma | Token::And);
                rest = more;
            }
            [] => rest = after,
        }
    }
    resolve(parts, listed, &weekdays, default_year)
}

fn month_span(year: i32, month: u32) -> Reading {
    let first = NaiveDate::from_ymd_opt(year, month, 1);
    inexact(first, first.map(|day| Span::month(day).to))
}

fn resolve(
    mut parts: Vec<Part>,
    listed: bool,
    weekdays: &[Weekday],
    default_year: Option<i32>,
) -> Reading {
    let Some(last) = parts.last().copied() else { return Reading::refused(Remark::NotADate) };
    // „4. Mai 2024 bis 6. Mai“: the only year counts for all
    let mut year = last.year.or_else(|| parts.iter().rev().find_map(|part| part.year));
    let mut remarks = Vec::new();
    if year.is_none() {
        if last.month.is_none() {
            return Reading::refused(Remark::NotADate);
        }
        let Some(default) = default_year else { return Reading::refused(Remark::NoYear) };
        remarks.push(Remark::YearAdded(default));
        year = Some(default);
    }
    let (mut month, mut right_month) = (last.month, None);
    for part in parts.iter_mut().rev() {
        month = part.month.or(month);
        part.month = month;
        if part.year.is_none() {
            // „30.12.–02.01.2024“ began the year before
            let turned = part.month == Some(12) && right_month == Some(1) && !listed;
            part.year = if turned { year.map(|y| y - 1) } else { year };
        }
        year = part.year;
        right_month = part.month;
    }
    let mut spans = Vec::with_capacity(parts.len());
    for part in &parts {
        let Some(span) = span_of(*part) else { return Reading::refused(Remark::NotADate) };
        spans.push(span);
    }
    let (Some(first), Some(end)) = (spans.first(), spans.last()) else {
        return Reading::refused(Remark::NotADate);
    };
    if first.from > end.to {
        return Reading::refused(Remark::EndBeforeBegin);
    }
    if listed || spans.len() > 2 {
        let follows = |pair: &[Span]| match pair {
            [a, b] => a.to.succ_opt() == Some(b.from) || a == b,
            _ => true,
        };
        if !spans.windows(2).all(follows) {
            return Reading::refused(Remark::SeveralDays);
        }
    }
    let span = Span { from: first.from, to: end.to, exact: spans.iter().all(|s| s.exact) };
    let mut weekday_contradicts = false;
    if span.exact {
        let days = if weekdays.len() > 1 {
            [Some(span.from), Some(span.to)]
        } else {
            [Some(span.from), None]
        };
        let named = [weekdays.first(), weekdays.last()];
        for (day, written) in days.iter().zip(named) {
            if let (Some(day), Some(written)) = (day, written)
                && day.weekday() != *written
            {
                weekday_contradicts = true;
                remarks.push(Remark::Weekday { written: *written, day: *day });
            }
        }
    }
    Reading { date: DateReading::Dated { span, weekday_contradicts }, remarks }
}

fn span_of(part: Part) -> Option<Span> {
    let year = part.year?;
    match (part.month, part.day) {
        (Some(month), Some(day)) => NaiveDate::from_ymd_opt(year, month, day).map(Span::day),
        (Some(month), None) => NaiveDate::from_ymd_opt(year, month, 1).map(Span::month),
        (None, None) => Some(Span {
            from: NaiveDate::from_ymd_opt(year, 1, 1)?,
            to: NaiveDate::from_ymd_opt(year, 12, 31)?,
            exact: false,
        }),
        (None, Some(_)) => None,
    }
}

/// `3.5.24`, `3.5.`, `3.`, `3`, `3. Mai 2024`, `Mai 2024`, `05.2024`, `2024`, „Mitte Mai 2025“.
fn part(tokens: &[Token]) -> Option<Part> {
    use Token::{Dot, Number, Word};
    let year = |n: &u32, digits: &usize| full_year(*n, *digits);
    let none = Part::default();
    Some(match tokens {
        [Number(d, 1..=2), Dot, Number(m, 1..=2), Dot, Number(y, digits)] => {
            Part { day: Some(*d), month: Some(*m), year: Some(year(y, digits)?), ..none }
        }
        [Number(d, 1..=2), Dot, Number(m, 1..=2)]
        | [Number(d, 1..=2), Dot, Number(m, 1..=2), Dot] => {
            Part { day: Some(*d), month: Some(*m), ..none }
        }
        [Number(m, 1..=2), Dot, Number(y, 4)] => {
            Part { month: Some(*m), year: Some(year(y, &4)?), ..none }
        }
        [Number(d, 1..=2)] | [Number(d, 1..=2), Dot] => Part { day: Some(*d), ..none },
        [Number(y, 4)] => Part { year: Some(year(y, &4)?), ..none },
        [Word(rough), rest @ ..] if matches!(rough.as_str(), "mitte" | "anfang" | "ende") => {
            let month = part(rest)?;
            if month.day.is_some() || month.month.is_none() || month.rough {
                return None;
            }
            Part { rough: true, ..month }
        }
        [Word(name), rest @ ..] => {
            let rest = if let [Dot, rest @ ..] = rest { rest } else { rest };
            Part { month: Some(month_number(name)?), year: year_behind(rest)?, ..none }
        }
        [Number(d, 1..=2), rest @ ..] => {
            let rest = if let [Dot, rest @ ..] = rest { rest } else { rest };
            let [Word(name), rest @ ..] = rest else { return None };
            let rest = if let [Dot, rest @ ..] = rest { rest } else { rest };
            Part {
                day: Some(*d),
                month: Some(month_number(name)?),
                year: year_behind(rest)?,
                ..none
            }
        }
        _ => return None,
    })
}

#[expect(clippy::option_option, reason = "no year is fine, a strange one is not")]
fn year_behind(rest: &[Token]) -> Option<Option<i32>> {
    match rest {
        [] => Some(None),
        [Token::Number(year, digits)] => full_year(*year, *digits).map(Some),
        _ => None,
    }
}

fn month_number(name: &str) -> Option<u32> {
    Some(match name {
        "januar" | "jan" | "jänner" => 1,
        "februar" | "feb" | "febr" => 2,
        "märz" | "maerz" | "mrz" | "mär" => 3,
        "april" | "apr" => 4,
        "mai" => 5,
        "juni" | "jun" => 6,
        "juli" | "jul" => 7,
        "august" | "aug" => 8,
        "september" | "sept" | "sep" => 9,
        "oktober" | "okt" => 10,
        "november" | "nov" => 11,
        "dezember" | "dez" => 12,
        _ => return None,
    })
}

fn weekday_named(name: &str) -> Option<Weekday> {
    Some(match name {
        "montag" | "mo" => Weekday::Mon,
        "dienstag" | "di" => Weekday::Tue,
        "mittwoch" | "mi" => Weekday::Wed,
        "donnerstag" | "do" => Weekday::Thu,
        "freitag" | "fr" => Weekday::Fri,
        "samstag" | "sonnabend" | "sa" => Weekday::Sat,
        "sonntag" | "so" => Weekday::Sun,
        _ => return None,
    })
}

/// Takes weekdays out, with the dot behind and the separator between two of them („Sa./So.“).
fn take_weekdays(tokens: &mut Vec<Token>) -> Vec<Weekday> {
    let mut found = Vec::new();
    let mut kept: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut after_weekday = false;
    for token in tokens.drain(..) {
        let weekday = if let Token::Word(word) = &token { weekday_named(word) } else { None };
        if let Some(weekday) = weekday {
            found.push(weekday);
            after_weekday = true;
        } else if after_weekday && token == Token::Dot {
            // belongs to „Sa.“
        } else if after_weekday
            && found.len() == 1
            && kept.is_empty()
            && matches!(token, Token::Slash | Token::Dash | Token::And | Token::Comma)
        {
            // between „Sa“ and „So“, or the comma before the date
        } else {
            after_weekday = false;
            kept.push(token);
        }
    }
    *tokens = kept;
    found
}

/// The one year a sheet's or file's name tells; none where it tells two („2023-24“).
pub fn year_in_name(name: &str) -> Option<i32> {
    let tokens = tokens(&name.to_lowercase());
    let mut years = tokens.iter().enumerate().filter_map(|(index, token)| {
        if let Token::Number(n @ 1990..=2100, 4) = token { Some((index, *n)) } else { None }
    });
    let (index, year) = years.next()?;
    if years.any(|(_, other)| other != year) {
        return None;
    }
    // „2023-24“, „2023/24“, „2023_24“
    let joins = |t: &Token| {
        matches!(t, Token::Dash | Token::Slash | Token::And)
            || matches!(t, Token::Word(w) if w == "_")
    };
    if let [join, Token::Number(_, 2), ..] = tokens.get(index + 1..).unwrap_or_default()
        && joins(join)
    {
        return None;
    }
    i32::try_from(year).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wording;

    #[track_caller]
    fn check(text: &str, default_year: Option<i32>, expected: &str) {
        let reading = read_text(text, default_year);
        let mut shown = match &reading.date {
            DateReading::Empty => "leer".to_owned(),
            DateReading::Open => "offen".to_owned(),
            DateReading::Unreadable => "unlesbar".to_owned(),
            DateReading::Dated { span, weekday_contradicts } => format!(
                "{}{}{}",
                wording::span(*span),
                if span.exact { "" } else { " ungefähr" },
                if *weekday_contradicts { " Wochentag?" } else { "" }
            ),
        };
        for remark in &reading.remarks {
            shown.push_str(match remark {
                Remark::YearAdded(_) => " +Jahr",
                Remark::Serial(_) => " +Zahl",
                Remark::Ambiguous(..) => " mehrdeutig",
                Remark::EndBeforeBegin => " verkehrt",
                Remark::TwoDigitYear => " Jahr zweistellig",
                Remark::NoYear => " ohne Jahr",
                Remark::SeveralDays => " mehrere",
                Remark::Weekday { .. } | Remark::NotADate => "",
            });
        }
        assert_eq!(shown, expected, "„{text}“");
    }

    #[test]
    fn single_days() {
        for text in [
            "04.05.2024",
            "4.5.24",
            "4. Mai 2024",
            "4.Mai 2024",
            "4 Mai 2024",
            "2024-05-04",
            "2024-05-04T18:30:00",
            "Sa, 04.05.2024",
            "Samstag, 4. Mai 2024",
            "Sa. 4. Mai. 2024",
            "04.05.2024 (Sa)",
            "den 4. Mai 2024",
            "04.05.2024, 18:30 Uhr",
            "04.05.2024 18.30 Uhr",
            "04.05.2024, 10–16 Uhr",
            "04.05.2024 ab 19 Uhr",
            "04.05.2024 18:30",
            " 04.05.2024\u{a0}",
            "4/5/2024".replace('/', ".").as_str(),
        ] {
            check(text, None, "04.05.2024");
        }
        check("So. 5. Jan. 2020", None, "05.01.2020");
        check("29.02.2024", None, "29.02.2024");
        check("29.02.2023", None, "unlesbar");
        check("31.04.2024", None, "unlesbar");
        check("45415", None, "03.05.2024 +Zahl");
    }

    #[test]
    fn several_days() {
        for text in [
            "04./05.05.2024",
            "4.-5. Mai 2024",
            "04.05.–05.05.2024",
            "04.05.2024 - 05.05.2024",
            "Sa./So. 04./05.05.2024",
            "Sa/So 4./5. Mai 2024",
            "04. und 05.05.2024",
            "04.05. bis 05.05.2024",
            "vom 4. bis 5. Mai 2024",
            "04.05.2024–05.05.",
            "Sa, 04.05. – So, 05.05.2024",
            "4.-5.5.24",
        ] {
            check(text, None, "04./05.05.2024");
        }
        check("30.4./1.5.2024", None, "30.04.–01.05.2024");
        check("30.12.–02.01.2024", None, "30.12.2023–02.01.2024");
        check("10.-11.6.", Some(2023), "10./11.06.2023 +Jahr");
        check("03.05., 04.05. und 05.05.2024", None, "03.–05.05.2024");
        check("04.05. und 18.05.2024", None, "unlesbar mehrere");
        check("04.05./18.05.2024", None, "unlesbar mehrere");
        check("05.05.–04.05.2024", None, "unlesbar verkehrt");
    }

    #[test]
    fn months_weeks_and_what_is_only_roughly_known() {
        for text in ["Mai 2024", "05/2024", "05.2024", "Mitte Mai 2024", "Ende Mai 2024"] {
            check(text, None, "Mai 2024 ungefähr");
        }
        check("Mai", Some(2024), "Mai 2024 ungefähr +Jahr");
        check("Juni-August 2024", None, "01.06.–31.08.2024 ungefähr");
        check("KW 24 2023", None, "12.–18.06.2023 ungefähr");
        check("24. KW", Some(2023), "12.–18.06.2023 ungefähr +Jahr");
        check("KW 60 2023", None, "unlesbar");
        check("2. Quartal 2024", None, "01.04.–30.06.2024 ungefähr");
        check("2024", None, "01.01.–31.12.2024 ungefähr");
    }

    #[test]
    fn years_are_never_invented() {
        check("04.05.", None, "unlesbar ohne Jahr");
        check("04.05.", Some(2024), "04.05.2024 +Jahr");
        check("19.04. 12:00", Some(2024), "19.04.2024 +Jahr");
        check("KW 24", None, "unlesbar ohne Jahr");
        for text in ["04.05.85", "4. Mai 85", "4/5/85", "04./05.05.99", "Mai 85"] {
            check(text, None, "unlesbar Jahr zweistellig");
        }
        check("04.05.68", None, "04.05.2068");
        check("85", None, "unlesbar");
        assert_eq!(year_in_name("Termine 2024.xlsx"), Some(2024));
        assert_eq!(year_in_name("termine_2024_final.xlsx"), Some(2024));
        assert_eq!(year_in_name("termine_2023-24_final.xlsx"), None);
        assert_eq!(year_in_name("2023 und 2024"), None);
        assert_eq!(year_in_name("Tabelle1"), None);
    }

    #[test]
    fn weekdays_are_checked_and_the_date_kept() {
        check("So, 04.05.2024", None, "04.05.2024 Wochentag?");
        check("Fr./Sa. 04./05.05.2024", None, "04./05.05.2024 Wochentag?");
    }

    #[test]
    fn two_readings_are_asked_about() {
        check("5/3/2024", None, "unlesbar mehrdeutig");
        check("25/3/2024", None, "25.03.2024");
        check("5/5/2024", None, "05.05.2024");
    }

    #[test]
    fn open_and_unreadable() {
        for text in [
            "n. n.",
            "offen",
            "?",
            "tba",
            "–",
            "n.V.",
            "Jeden Freitag",
            "jederzeit",
            "freitags",
            "monatlich",
            "alle zwei Wochen",
            "1. Freitag im Monat",
            "Termin folgt",
        ] {
            check(text, None, "offen");
        }
        for text in [
            "Pfingsten",
            "Mais",
            "alles 2024",
            "verschoben",
            "1.2.3.4",
            "99.99.2024",
            "bald 2024",
            "00.00.2024",
        ] {
            check(text, None, "unlesbar");
        }
        check("", None, "leer");
        check(" \u{a0}", None, "leer");
    }

    #[test]
    fn a_count_of_days_kept_as_text_counts_as_the_book_does() {
        let text = CellValue::Text("42120".into());
        for from_1904 in [false, true] {
            let number = read_in(&CellValue::Number(42120.0), None, from_1904);
            assert_eq!(read_in(&text, None, from_1904), number);
        }
    }
}
