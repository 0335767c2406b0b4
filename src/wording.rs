//! German for people: dates, numbers, lists, plurals.

use chrono::{Datelike, NaiveDate, Weekday};

use crate::domain::{Missing, Span};

const MONTHS: [&str; 12] = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];
const WEEKDAYS: [&str; 7] =
    ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"];

/// `22.02.2023`
pub fn date(day: NaiveDate) -> String {
    format!("{:02}.{:02}.{}", day.day(), day.month(), day.year())
}

/// `22. Februar 2023`
pub fn long_date(day: NaiveDate) -> String {
    format!("{}. {} {}", day.day(), month(day), day.year())
}

/// `22. Februar 2023` as letters say it: no line ends between day and month (DIN 5008).
pub fn date_in_text(day: NaiveDate) -> String {
    format!("{}.\u{a0}{} {}", day.day(), month(day), day.year())
}

/// `Februar`
pub fn month(day: NaiveDate) -> &'static str {
    MONTHS[day.month0() as usize % 12]
}

/// The number of a month by its name, from 1.
pub fn month_named(name: &str) -> Option<u32> {
    MONTHS.iter().zip(1..).find(|(month, _)| **month == name).map(|(_, number)| number)
}

/// `Samstag`
pub fn weekday(day: NaiveDate) -> &'static str {
    weekday_name(day.weekday())
}

/// `Samstag`
pub fn weekday_name(day: Weekday) -> &'static str {
    WEEKDAYS[day.num_days_from_monday() as usize % 7]
}

/// „So, 19.10.2024“ without its weekday, for a narrow column; any other text as it is.
pub fn without_weekday(text: &str) -> &str {
    let rest = text.trim_start_matches(|c: char| c.is_alphabetic() || matches!(c, '.' | ',' | ' '));
    let first = text.strip_suffix(rest).unwrap_or_default().trim_end_matches(['.', ',', ' ']);
    let short = |name: &str| first.chars().count() == 2 && name.starts_with(first);
    if WEEKDAYS.iter().any(|name| *name == first || short(name)) { rest } else { text }
}

/// `04.05.2024`, `04./05.05.2024`, `03.–05.05.2024`, `30.04.–01.05.2024`; a whole month as `Mai 2024`.
pub fn span(span: Span) -> String {
    let Span { from, to, exact } = span;
    if from == to {
        date(from)
    } else if !exact && span == Span::month(from) {
        format!("{} {}", month(from), from.year())
    } else if from.year() != to.year() {
        format!("{}–{}", date(from), date(to))
    } else if from.month() != to.month() {
        format!("{:02}.{:02}.–{}", from.day(), from.month(), date(to))
    } else if from.succ_opt() == Some(to) {
        format!("{:02}./{}", from.day(), date(to))
    } else {
        format!("{:02}.–{}", from.day(), date(to))
    }
}

/// `am 04.05.2024`, `im Mai 2024`, `in der Zeit 03.–09.06.2024` where only the span is known.
pub fn on(span: Span) -> String {
    let text = self::span(span);
    if span.exact {
        format!("am {text}")
    } else if span == Span::month(span.from) {
        format!("im {text}")
    } else {
        format!("in der Zeit {text}")
    }
}

/// `A`, `A und B`, `A, B und C`
pub fn list<S: AsRef<str>>(items: &[S]) -> String {
    joined(items, "und")
}

/// `A`, `A oder B`, `A, B oder C`
pub fn alternatives<S: AsRef<str>>(items: &[S]) -> String {
    joined(items, "oder")
}

fn joined<S: AsRef<str>>(items: &[S], word: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [init @ .., last] => {
            let init: Vec<&str> = init.iter().map(AsRef::as_ref).collect();
            format!("{} {word} {}", init.join(", "), last.as_ref())
        }
    }
}

/// What is missing, behind „es“: „fehlt: A und B“; of a criterion, whose text only says what something should be like,
/// „fehlt das Merkmal „digital““.
pub fn lacking(missing: &[Missing]) -> String {
    let (criteria, parts): (Vec<&Missing>, Vec<&Missing>) =
        missing.iter().partition(|missing| missing.criterion);
    let criteria: Vec<String> =
        criteria.iter().map(|criterion| format!("„{}“", criterion.text)).collect();
    let mut parts: Vec<String> = parts.iter().map(|part| part.text.clone()).collect();
    let noun = if criteria.len() == 1 { "das Merkmal" } else { "die Merkmale" };
    match (criteria.is_empty(), parts.is_empty()) {
        (false, true) => {
            let verb = if criteria.len() == 1 { "fehlt" } else { "fehlen" };
            format!("{verb} {noun} {}", list(&criteria))
        }
        (false, false) => {
            parts.push(format!("{noun} {}", list(&criteria)));
            format!("fehlt: {}", parts.join("; "))
        }
        (true, _) => format!("fehlt: {}", list(&parts)),
    }
}

/// `1 Verband`, `3 Verbände`
pub fn count(n: usize, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {many}") }
}

/// „bei allen 22 Verbänden“, „bei 19 bis 21 von 22 Verbänden“, „bei keinem von 22 Verbänden“.
pub fn among(at_least: u32, at_most: u32, of: u32) -> String {
    let noun = if of == 1 { "Verband" } else { "Verbänden" };
    if at_least == at_most {
        match at_least {
            0 => format!("bei keinem von {of} {noun}"),
            n if n == of && of == 1 => format!("bei dem einen {noun}"),
            2 if of == 2 => format!("bei beiden {noun}"),
            n if n == of => format!("bei allen {of} {noun}"),
            n => format!("bei {n} von {of} {noun}"),
        }
    } else if of == 1 {
        format!("vielleicht bei dem einen {noun}")
    } else if at_least + 1 == at_most {
        format!("bei {at_least} oder {at_most} von {of} {noun}")
    } else {
        format!("bei {at_least} bis {at_most} von {of} {noun}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weekday_before_a_date_is_left_out() {
        assert_eq!(without_weekday("So, 19.10.2024"), "19.10.2024");
        assert_eq!(without_weekday("Sa. 04.05.2024"), "04.05.2024");
        assert_eq!(without_weekday("Sonntag, 19.10.2024"), "19.10.2024");
        assert_eq!(without_weekday("Mai 2024"), "Mai 2024");
        assert_eq!(without_weekday("angenommen"), "angenommen");
        assert_eq!(without_weekday(""), "");
    }

    #[test]
    fn a_criterion_that_is_missing_is_named_as_one() {
        let missing =
            |text: &str, criterion| Missing { id: String::new(), text: text.to_owned(), criterion };
        let (digital, debate) = (missing("digital", true), missing("mit Debatte", true));
        let concept = missing("Konzept", false);
        assert_eq!(lacking(std::slice::from_ref(&digital)), "fehlt das Merkmal „digital“");
        let both = lacking(&[digital.clone(), debate]);
        assert_eq!(both, "fehlen die Merkmale „digital“ und „mit Debatte“");
        assert_eq!(lacking(std::slice::from_ref(&concept)), "fehlt: Konzept");
        assert_eq!(lacking(&[digital, concept]), "fehlt: Konzept; das Merkmal „digital“");
    }

    #[test]
    fn dates_and_lists_read_as_german() {
        let day = NaiveDate::from_ymd_opt(2024, 3, 5).unwrap();
        assert_eq!(long_date(day), "5. März 2024");
        assert_eq!(date_in_text(day), "5.\u{a0}März 2024");
        assert_eq!(span(Span::month(day)), "März 2024");
        let days =
            |from: &str, to: &str| span(Span::days(from.parse().unwrap(), to.parse().unwrap()));
        assert_eq!(days("2024-05-04", "2024-05-05"), "04./05.05.2024");
        assert_eq!(days("2024-05-24", "2024-05-26"), "24.–26.05.2024");
        assert_eq!(days("2024-04-30", "2024-05-01"), "30.04.–01.05.2024");
        assert_eq!(days("2023-12-31", "2024-01-01"), "31.12.2023–01.01.2024");
        assert_eq!(weekday(day), "Dienstag");
        assert_eq!(list(&["A", "B", "C"]), "A, B und C");
        assert_eq!(count(1, "Brief", "Briefe"), "1 Brief");
    }
}
