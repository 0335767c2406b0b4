//! German for people: dates, numbers, lists, plurals.

use chrono::{Datelike, NaiveDate};

use crate::domain::Span;

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

/// `Februar`
pub fn month(day: NaiveDate) -> &'static str {
    MONTHS[day.month0() as usize % 12]
}

/// `Samstag`
pub fn weekday(day: NaiveDate) -> &'static str {
    WEEKDAYS[day.weekday().num_days_from_monday() as usize % 7]
}

/// `04.05.2024`, `04.–05.05.2024` as `04.05.–05.05.2024`, a whole month as `Mai 2024`.
pub fn span(span: Span) -> String {
    if span.from == span.to {
        date(span.from)
    } else if !span.exact && span == Span::month(span.from) {
        format!("{} {}", month(span.from), span.from.year())
    } else {
        format!("{}–{}", date(span.from), date(span.to))
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

/// `1 Verband`, `3 Verbände`
pub fn count(n: usize, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {many}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_lists_read_as_german() {
        let day = NaiveDate::from_ymd_opt(2024, 3, 5).unwrap();
        assert_eq!(long_date(day), "5. März 2024");
        assert_eq!(span(Span::month(day)), "März 2024");
        assert_eq!(weekday(day), "Dienstag");
        assert_eq!(list(&["A", "B", "C"]), "A, B und C");
        assert_eq!(count(1, "Brief", "Briefe"), "1 Brief");
    }
}
