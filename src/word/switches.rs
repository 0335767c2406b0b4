//! The switches of merge fields: capitals, text before and after, and Word's pictures of dates and numbers, read and
//! written as in Germany.

use std::fmt::Write as _;

use chrono::{Datelike as _, NaiveDateTime, Timelike as _};

use super::mergefield::quoted;
use crate::wording;

/// A word of a field's instruction.
#[derive(Debug)]
pub(super) struct Argument {
    pub(super) text: String,
    pub(super) quoted: bool,
}

/// Any quotation mark people or Word's autocorrection put around a text.
pub(super) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '„' | '“' | '”')
}

/// Words between blanks or in quotes; a switch („\*“) is a word even where the next one follows at once.
pub(super) fn words(text: &str) -> Vec<Argument> {
    let mut found = Vec::new();
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if c.is_whitespace() {
            continue;
        }
        let mut word = String::new();
        if is_quote(c) {
            while let Some(c) = rest.next() {
                match c {
                    '\\' => word.extend(rest.next()),
                    end if end == '"' || c != '"' && is_quote(c) && is_quote(end) => break,
                    c => word.push(c),
                }
            }
            found.push(Argument { text: word, quoted: true });
        } else if c == '\\' {
            word.push(c);
            word.extend(rest.next());
            found.push(Argument { text: word, quoted: false });
        } else {
            word.push(c);
            while let Some(next) = rest.next_if(|c| !c.is_whitespace() && *c != '\\') {
                word.push(next);
            }
            found.push(Argument { text: word, quoted: false });
        }
    }
    found
}

/// What the switches of one field ask for.
#[derive(Debug, Default)]
pub(super) struct Switches {
    case: String,
    before: String,
    after: String,
    /// With the sign of its switch before it.
    picture: String,
    /// The value looks like the first letter of the instruction.
    pub(super) char_format: bool,
}

impl Switches {
    /// The error is a German sentence.
    pub(super) fn read(field: &str, words: &[Argument]) -> Result<Self, String> {
        let mut found = Self::default();
        let mut words = words.iter().peekable();
        while let Some(word) = words.next() {
            if word.quoted || !word.text.starts_with('\\') {
                continue;
            }
            let unknown = |what: &str| {
                format!(
                    "Das Seriendruckfeld «{field}» hat den Schalter „{what}“, den es hier nicht gibt. Bitte entfernen."
                )
            };
            // mapped fields and vertical text ask for no argument
            if matches!(word.text.as_str(), "\\m" | "\\v" | "\\M" | "\\V") {
                continue;
            }
            let value = words.next_if(|next| next.quoted || !next.text.starts_with('\\'));
            let value = value.map(|value| value.text.clone()).unwrap_or_default();
            match word.text.as_str() {
                "\\*" => match value.to_lowercase().as_str() {
                    "mergeformat" | "formatverbinden" => {}
                    "charformat" | "zeichenformat" => found.char_format = true,
                    case @ ("upper" | "lower" | "firstcap" | "caps") => {
                        case.clone_into(&mut found.case);
                    }
                    _ => return Err(unknown(&format!("\\* {value}"))),
                },
                "\\b" | "\\B" => found.before = value,
                "\\f" | "\\F" => found.after = value,
                "\\@" => found.picture = format!("@{value}"),
                "\\#" => found.picture = format!("#{value}"),
                other => return Err(unknown(other)),
            }
        }
        Ok(found)
    }

    /// The filter that does it; nothing where there is nothing to do.
    pub(super) fn filter(&self) -> String {
        let all = [&self.case, &self.before, &self.after, &self.picture];
        if all.iter().all(|text| text.is_empty()) {
            return String::new();
        }
        let all: Vec<String> = all.iter().map(|text| quoted(text)).collect();
        format!("|_feld({})", all.join(", "))
    }
}

/// A text in the letters a switch asks for.
pub(super) fn in_case(text: &str, case: &str) -> String {
    let capital = |word: &str| {
        let mut chars = word.chars();
        chars.next().map_or_else(String::new, |first| {
            first.to_uppercase().collect::<String>() + chars.as_str()
        })
    };
    match case {
        "upper" => text.to_uppercase(),
        "lower" => text.to_lowercase(),
        "firstcap" => capital(text),
        "caps" => text.split(' ').map(capital).collect::<Vec<_>>().join(" "),
        _ => text.to_owned(),
    }
}

/// A moment in Word's picture of it: `dd.MM.yyyy`, `d. MMMM yyyy`, `dddd`, `HH:mm`; with the German `TT`, `JJJJ` as well.
pub(super) fn date_in_picture(moment: NaiveDateTime, picture: &str) -> String {
    let day = moment.date();
    let chars: Vec<char> = picture.chars().collect();
    let mut out = String::new();
    let mut i = 0;
    while let Some(&c) = chars.get(i) {
        if c == '\'' {
            let rest = chars.get(i + 1..).unwrap_or_default();
            let length = rest.iter().position(|c| *c == '\'').unwrap_or(rest.len());
            out.extend(rest.iter().take(length));
            i += length + 2;
            continue;
        }
        let length = chars.iter().skip(i).take_while(|next| **next == c).count();
        let two =
            |number: u32| if length > 1 { format!("{number:02}") } else { number.to_string() };
        let month = wording::month(day);
        let weekday = wording::weekday(day);
        match (c, length) {
            ('d' | 'D' | 't' | 'T', 1 | 2) => out.push_str(&two(day.day())),
            ('d' | 'D' | 't' | 'T', 3) => out.extend(weekday.chars().take(2)),
            ('d' | 'D' | 't' | 'T', _) => out.push_str(weekday),
            ('M', 1 | 2) => out.push_str(&two(day.month())),
            ('M', 3) => out.extend(month.chars().take(3)),
            ('M', _) => out.push_str(month),
            ('y' | 'Y' | 'j' | 'J', 1 | 2) => {
                write!(out, "{:02}", day.year().rem_euclid(100)).ok();
            }
            ('y' | 'Y' | 'j' | 'J', _) => out.push_str(&day.year().to_string()),
            ('H', _) => out.push_str(&two(moment.hour())),
            ('h', _) => out.push_str(&two((moment.hour() + 11) % 12 + 1)),
            ('m', _) => out.push_str(&two(moment.minute())),
            ('s' | 'S', _) => out.push_str(&two(moment.second())),
            _ => out.extend(std::iter::repeat_n(c, length)),
        }
        i += length;
    }
    out
}

/// A number in Word's picture of it: `#.##0,00 €`, `0`, `0,0 %`; parts for negative numbers and zero behind `;`. American
/// pictures (`#,##0.00`) are understood; the number is written as in Germany.
pub(super) fn number_in_picture(number: f64, picture: &str) -> String {
    let parts: Vec<&str> = picture.split(';').collect();
    let (part, sign) = match (parts.get(1), parts.get(2)) {
        (_, Some(zero)) if number == 0.0 => (*zero, ""),
        (Some(negative), _) if number < 0.0 => (*negative, ""),
        _ => (parts.first().copied().unwrap_or_default(), if number < 0.0 { "-" } else { "" }),
    };
    let place = |c: char| matches!(c, '0' | '#' | 'x');
    let Some(from) = part.find(place) else { return literal(part) };
    let to = part.rfind(place).map_or(from, |last| last + 1);
    let figures = part.get(from..to).unwrap_or_default();
    let comma = decimal_separator(figures);
    let (whole, fraction) = match comma {
        Some(at) => {
            (figures.get(..at).unwrap_or_default(), figures.get(at + 1..).unwrap_or_default())
        }
        None => (figures, ""),
    };
    let places = fraction.chars().filter(|c| place(*c)).count();
    let needed = fraction.chars().filter(|c| *c == '0').count();
    let text = rounded(number.abs(), places);
    let (digits, decimals) = text.split_once('.').unwrap_or((&text, ""));
    let mut decimals = decimals.to_owned();
    while decimals.len() > needed && decimals.ends_with('0') {
        decimals.pop();
    }
    let least = whole.chars().filter(|c| *c == '0').count();
    let digits = if digits == "0" && least == 0 { "" } else { digits };
    let digits = format!("{digits:0>least$}");
    let whole = if whole.contains(['.', ',', '\'', ' ']) { grouped(&digits) } else { digits };
    let comma = if decimals.is_empty() { "" } else { "," };
    format!(
        "{}{sign}{whole}{comma}{decimals}{}",
        literal(part.get(..from).unwrap_or_default()),
        literal(part.get(to..).unwrap_or_default())
    )
}

/// A number with so many decimals, halves away from zero as in Excel and Word; never „-0“.
pub(super) fn rounded(number: f64, places: usize) -> String {
    let factor = 10_f64.powi(i32::try_from(places).unwrap_or(0).min(15));
    // 1.005 is stored a little smaller than it is written
    let shifted = (number * factor * 1e6).round() / 1e6;
    if !shifted.is_finite() || shifted.abs() >= 1e15 {
        return format!("{number:.places$}");
    }
    let whole = shifted.round() / factor;
    format!("{:.places$}", if whole == 0.0 { 0.0 } else { whole })
}

/// Which of the dots and commas stands before the decimals.
fn decimal_separator(figures: &str) -> Option<usize> {
    let (dot, comma) = (figures.rfind('.'), figures.rfind(','));
    let at = match (dot, comma) {
        (Some(dot), Some(comma)) => return Some(dot.max(comma)),
        (at, None) | (None, at) => at?,
    };
    // alone: „#.##0“ and „#,##0“ separate thousands
    let (before, behind) = (figures.get(..at)?, figures.get(at + 1..)?);
    (!(before.ends_with('#') && behind.len() == 3 && behind.starts_with('#'))).then_some(at)
}

/// Digits with a dot between the thousands.
pub(super) fn grouped(digits: &str) -> String {
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    out
}

/// Text in a picture, its quotes taken away.
fn literal(text: &str) -> String {
    text.chars().filter(|c| *c != '\'').collect()
}

/// Word's comparison in an IF: numbers as numbers, dates as dates, else letter by letter; `*` and `?` in the second text
/// stand for any letters and one letter.
pub(super) fn holds(
    left: &str,
    operator: &str,
    right: &str,
    number: impl Fn(&str) -> Option<f64>,
    date: impl Fn(&str) -> Option<chrono::NaiveDate>,
) -> bool {
    use std::cmp::Ordering;
    if matches!(operator, "=" | "<>") && right.contains(['*', '?']) {
        return like(left, right) == (operator == "=");
    }
    let order = match (number(left), number(right)) {
        (Some(left), Some(right)) => left.total_cmp(&right),
        _ => match (date(left), date(right)) {
            (Some(left), Some(right)) => left.cmp(&right),
            _ => left.cmp(right),
        },
    };
    match operator {
        "=" => order == Ordering::Equal,
        "<>" => order != Ordering::Equal,
        "<" => order == Ordering::Less,
        ">" => order == Ordering::Greater,
        "<=" => order != Ordering::Greater,
        _ => order != Ordering::Less,
    }
}

fn like(text: &str, pattern: &str) -> bool {
    let text: Vec<char> = text.chars().collect();
    // which beginnings of the text the pattern so far can be
    let mut reached = vec![false; text.len() + 1];
    if let Some(first) = reached.first_mut() {
        *first = true;
    }
    for wanted in pattern.chars() {
        let mut next = vec![false; text.len() + 1];
        let mut any = false;
        for (at, slot) in next.iter_mut().enumerate() {
            let before = at.checked_sub(1);
            let came = before.is_some_and(|before| reached.get(before).copied().unwrap_or(false));
            any |= reached.get(at).copied().unwrap_or(false);
            *slot = match wanted {
                '*' => any,
                '?' => came,
                c => came && before.and_then(|before| text.get(before)) == Some(&c),
            };
        }
        reached = next;
    }
    reached.last().copied().unwrap_or(false)
}
