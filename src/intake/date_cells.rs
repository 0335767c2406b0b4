//! Date cells of a row: what a reading leaves open becomes a message, and a year that breaks the order of the list a question.

use std::sync::Arc;

use chrono::{Datelike, Months, NaiveDate, Weekday};

use super::cells::CellReader;
use super::dates::{self, Reading, Remark};
use super::reader::quoted;
use super::{status, values};
use crate::diagnostic::{Code, Diagnostic};
use crate::domain::{DateReading, Entry, Field, ListKind, Span, StatusWord};
use crate::matching::{elements, words};
use crate::resolution::{Criterion, CriterionCheck, EvidenceKind, Resolution};
use crate::table::{CellRef, CellValue};
use crate::wording;

/// What should have stood there.
pub(super) const EXPECTED: &str = "Tag.Monat.Jahr, z. B. 05.03.2024";

impl CellReader<'_, '_> {
    pub(super) fn date(
        &mut self,
        field: Field,
        at: &CellRef,
        value: &CellValue,
        first_year: Option<i32>,
    ) -> DateReading {
        let is_end = matches!(field, Field::DateTo | Field::End);
        if is_end && dates::is_time(value) {
            return DateReading::Empty; // an hour in the column of the last day says nothing about days
        }
        if field == Field::SentOn
            && let CellValue::Text(text) = value
            && says_not_sent(text)
        {
            return DateReading::Empty; // a clear no is an answer
        }
        let inherited = if is_end { first_year } else { None };
        let year = inherited.or(self.year.0);
        let mut reading = dates::read_in(value, year, self.sheet.from_1904);
        if !is_end
            && matches!(field, Field::Date | Field::Begin | Field::SentOn | Field::Since)
            && reading.date.span().is_some()
            && let CellValue::Text(text) = value
            && is_only_an_end(&values::clean(text))
        {
            reading = Reading { date: DateReading::Unreadable, remarks: vec![Remark::NotADate] };
        }
        if reading.remarks == [Remark::NotADate]
            && matches!(field, Field::Begin | Field::Since)
            && let CellValue::Text(text) = value
        {
            // „ab 01.05.2024“ is what the column says anyway
            let text = values::clean(text).to_lowercase();
            let day = text.strip_prefix("ab ").or_else(|| text.strip_prefix("seit "));
            reading = day.map_or(reading, |day| dates::read_text(day, year));
        }
        if reading.remarks == [Remark::NotADate]
            && let CellValue::Text(text) = value
            && let Some(told) = self.told_beside(field, text, year)
        {
            reading = told;
        }
        let Reading { date, remarks } = reading;
        if !remarks.is_empty() {
            let text = quoted(value);
            for remark in remarks {
                self.date_remark(&remark, at, &text, inherited.is_some());
            }
        }
        if let DateReading::Dated { span, .. } = &date
            && !matches!(field, Field::Since | Field::Until)
        {
            let believable = self.check_year(*span, at, value);
            let decides = matches!(field, Field::Date | Field::SentOn);
            if !believable && decides {
                return DateReading::Unreadable;
            }
            if span.exact && (decides || field == Field::Begin) {
                self.days.push((at.row, at.column, span.from));
            }
        }
        date
    }

    /// „04.05.2024 (abgesagt)“, „verschoben auf 12.5.“: the cell of the date also says what became of the row.
    fn told_beside(&mut self, field: Field, text: &str, year: Option<i32>) -> Option<Reading> {
        let main = match self.sheet.list() {
            ListKind::Events => Field::Date,
            ListKind::Measures => Field::Begin,
            ListKind::Branches
            | ListKind::Papers
            | ListKind::Dispatches
            | ListKind::Statements
            | ListKind::Exceptions
            | ListKind::Findings => return None,
        };
        if field != main {
            return None;
        }
        let text = values::clean(text);
        let (date, words) = status::beside_date(&text)?;
        if !date.is_empty() {
            let reading = dates::read_text(date, year);
            if reading.remarks == [Remark::NotADate] {
                return None;
            }
            self.beside = Some(status::read(words, reading.date.span()));
            return Some(reading);
        }
        let not_on_a_day = Reading { date: DateReading::Open, remarks: Vec::new() };
        match status::read(words, None) {
            StatusWord::Cancelled => {
                self.beside = Some(StatusWord::Cancelled);
                Some(not_on_a_day)
            }
            StatusWord::Postponed(_) => {
                let new = status::postponed_to(words).map(|new| dates::read_text(&new, year));
                let new = new.filter(|reading| reading.date.span().is_some());
                self.beside =
                    Some(StatusWord::Postponed(new.as_ref().and_then(|new| new.date.span())));
                Some(new.unwrap_or(not_on_a_day))
            }
            StatusWord::None
            | StatusWord::Done
            | StatusWord::InProgress
            | StatusWord::Planned
            | StatusWord::Offered
            | StatusWord::Unrecognised
            | StatusWord::Struck => None,
        }
    }

    fn date_remark(&mut self, remark: &Remark, at: &CellRef, text: &str, year_of_row: bool) {
        let unknown = |message: String| format!("{message}; der Tag gilt als unbekannt.");
        let mut expected = EXPECTED;
        let (code, message, help) = match *remark {
            Remark::YearAdded(_) if year_of_row => return,
            Remark::YearAdded(year) => {
                let from = self.year.1.as_deref();
                let from = from.unwrap_or("aus dem Namen des Blatts oder der Datei");
                let message = format!("„{text}“ nennt kein Jahr; {year} wurde {from} ergänzt.");
                return self.note(Code::YearAdded, at.clone(), message, Some(text), EXPECTED);
            }
            Remark::Serial(day) => {
                let message = format!(
                    "Das Datum ist als Zahl gespeichert („{text}“) und wurde als {} gelesen.",
                    wording::date(day)
                );
                return self.note(Code::SerialDate, at.clone(), message, Some(text), EXPECTED);
            }
            Remark::Weekday { written, day } => {
                expected = "ein Datum mit seinem Wochentag, z. B. Sa, 04.05.2024";
                (
                    Code::WeekdayMismatch,
                    format!(
                        "„{text}“: Der {} ist ein {}, kein {}; das Datum wurde übernommen.",
                        wording::date(day),
                        wording::weekday(day),
                        weekday_de(written)
                    ),
                    "Prüfen, ob der Wochentag oder das Datum stimmt, und das andere berichtigen."
                        .to_owned(),
                )
            }
            Remark::Ambiguous(one, other) => (
                Code::AmbiguousDate,
                unknown(format!(
                    "„{text}“ kann der {} oder der {} sein",
                    wording::date(one),
                    wording::date(other)
                )),
                format!(
                    "Mit Punkten schreiben: {} oder {}.",
                    wording::date(one),
                    wording::date(other)
                ),
            ),
            Remark::EndBeforeBegin => {
                expected = "ein Ende nach dem Beginn, z. B. 04./05.05.2024";
                (
                    Code::EndBeforeBegin,
                    unknown(format!("„{text}“: Das Ende liegt vor dem Beginn")),
                    "Beginn und Ende prüfen.".to_owned(),
                )
            }
            Remark::TwoDigitYear => (
                Code::TwoDigitYear,
                unknown(format!(
                    "„{text}“ nennt das Jahr nur mit zwei Ziffern, und welches Jahrhundert gemeint ist, bleibt offen"
                )),
                "Das Jahr mit vier Ziffern schreiben.".to_owned(),
            ),
            Remark::NoYear => (
                Code::NotADate,
                unknown(format!(
                    "„{text}“ nennt kein Jahr, und es ergibt sich auch nicht aus dem Namen des Blatts oder der Datei"
                )),
                "Das Jahr dazuschreiben.".to_owned(),
            ),
            Remark::SeveralDays => (
                Code::NotADate,
                unknown(format!("„{text}“ nennt mehrere einzelne Tage")),
                "Jeden Termin in eine eigene Zeile schreiben.".to_owned(),
            ),
            Remark::NotADate => (
                Code::NotADate,
                unknown(format!("„{text}“ ist kein Datum")),
                "Als Tag.Monat.Jahr eintragen, z. B. 05.03.2024.".to_owned(),
            ),
        };
        self.diagnostics.push(
            Diagnostic::new(code, message).at(at.clone()).found(text).expected(expected).help(help),
        );
    }

    /// Ten years back and five ahead is what a list of running business holds. False for a day further ahead: a mistyped
    /// year must not turn what has happened into a plan.
    fn check_year(&mut self, span: Span, at: &CellRef, value: &CellValue) -> bool {
        let early = self.earliest.is_some_and(|day| span.to < day);
        let late = self.latest.is_some_and(|day| span.from > day);
        if early || late {
            let text = quoted(value);
            self.diagnostics.push(
                Diagnostic::new(
                    Code::ImplausibleYear,
                    format!(
                        "„{text}“ liegt weit {}.",
                        if early {
                            "vor dem Stichtag"
                        } else {
                            "nach dem Stichtag; der Tag gilt als unbekannt"
                        }
                    ),
                )
                .at(at.clone())
                .found(text)
                .expected("ein Tag in der Zeit, die die Liste umfasst, z. B. 05.03.2024")
                .help("Prüfen, ob das Jahr vertippt ist."),
            );
        }
        !late
    }

    /// Days whose year breaks the order of the list: asked about, never corrected.
    pub(super) fn years_in_order(&mut self) {
        let rows = std::mem::take(&mut self.days);
        let days: Vec<NaiveDate> = rows.iter().map(|(.., day)| *day).collect();
        for (index, meant) in out_of_order(&days) {
            let Some((row, column, day)) = rows.get(index).copied() else { continue };
            let text = wording::date(day);
            let message = format!(
                "„{text}“ fällt aus der Reihenfolge der Liste; vielleicht ist {} gemeint. Das Datum wurde übernommen.",
                wording::date(meant)
            );
            self.diagnostics.push(
                Diagnostic::new(Code::ImplausibleYear, message)
                    .at(self.at(row, column))
                    .found(text)
                    .expected(format!(
                        "ein Tag in der Reihenfolge der Liste, z. B. {}",
                        wording::date(meant)
                    ))
                    .help("Prüfen, ob das Jahr vertippt ist."),
            );
        }
    }

    /// Told once per column, and only where a criterion asks for weekdays.
    pub(super) fn month_only(&mut self, entry: &Entry) {
        if self.need_days.is_empty() || entry.when.span().is_none_or(|span| span.exact) {
            return;
        }
        let Some(kind) = entry.text(Field::Kind) else { return };
        let needs_day = elements(kind).into_iter().chain([kind]).any(|element| {
            self.need_days.iter().any(|evidence| {
                evidence.list == entry.list()
                    && evidence.kinds.iter().any(|phrase| phrase.is(element))
            })
        });
        if needs_day && let Some(cell) = entry.cell(Field::Date) {
            let text = quoted(&CellValue::Text(Arc::clone(&cell.text)));
            let message =
                format!("„{text}“ nennt keinen Tag; ob der Wochentag passt, bleibt offen.");
            self.note(
                Code::MonthOnly,
                entry.cell_at(cell.column),
                message,
                Some(&text),
                "den Tag oder die Tage, z. B. 04./05.05.2024",
            );
        }
    }
}

/// „bis 04.05.2024“, „–04.05.2024“: an end whose beginning is not written is no first day.
fn is_only_an_end(text: &str) -> bool {
    text.starts_with(['-', '–', '—', '−']) || text.to_lowercase().starts_with("bis ")
}

/// „nicht versandt“, „noch nicht“, „nein“: the letter is still here, also where its batch has gone.
fn says_not_sent(text: &str) -> bool {
    let words = words(text);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let words = words.strip_prefix(&["noch"]).unwrap_or(&words);
    match words {
        ["nein" | "nicht"] => true,
        ["nicht", what] => {
            matches!(*what, "versandt" | "versendet" | "verschickt" | "abgeschickt" | "gesendet")
        }
        _ => false,
    }
}

/// First and last day a list of running business may hold.
pub(super) fn believable(as_of: NaiveDate) -> (Option<NaiveDate>, Option<NaiveDate>) {
    (as_of.checked_sub_months(Months::new(120)), as_of.checked_add_months(Months::new(60)))
}

/// The kinds of event of which a criterion asks the weekday.
pub(super) fn evidence_by_weekday(resolution: &Resolution) -> Vec<Arc<EvidenceKind>> {
    let by_weekday = |criteria: &[Arc<Criterion>]| {
        criteria.iter().any(|criterion| matches!(criterion.check, CriterionCheck::Weekdays(_)))
    };
    let mut found = Vec::new();
    for requirement in &resolution.requirements {
        let Some((evidence, criteria)) = requirement.kind.criteria() else { continue };
        if by_weekday(criteria) && !found.contains(evidence) {
            found.push(Arc::clone(evidence));
        }
    }
    found
}

/// Days that break the order of a sorted list by about a year, and the day that would fit.
fn out_of_order(days: &[NaiveDate]) -> Vec<(usize, NaiveDate)> {
    let steps = days.len().saturating_sub(1);
    let breaks = |wrong: fn(&NaiveDate, &NaiveDate) -> bool| {
        days.windows(2).filter(|pair| matches!(pair, [a, b] if wrong(a, b))).count()
    };
    let few = |count: usize| count <= 1 || count * 10 <= steps;
    if days.len() < 5 {
        Vec::new()
    } else if few(breaks(|a, b| a > b)) {
        breaks_of_rising(days)
    } else if few(breaks(|a, b| a < b)) {
        let rising: Vec<NaiveDate> = days.iter().rev().copied().collect();
        let found = breaks_of_rising(&rising);
        found.into_iter().rev().map(|(index, day)| (steps - index, day)).collect()
    } else {
        Vec::new()
    }
}

fn breaks_of_rising(days: &[NaiveDate]) -> Vec<(usize, NaiveDate)> {
    let mut found = Vec::new();
    let distance = |a: NaiveDate, b: NaiveDate| (b - a).num_days();
    let near = |a: NaiveDate, b: NaiveDate| (0..=190).contains(&distance(a, b));
    // the last two days that are in order
    let (mut second, mut before): (Option<NaiveDate>, Option<NaiveDate>) = (None, None);
    for (index, day) in days.iter().copied().enumerate() {
        let (after, next) = (days.get(index + 1).copied(), days.get(index + 2).copied());
        let (low, high) = match (before, after) {
            (Some(low), Some(high)) if near(low, high) => (low, high),
            // the first and the last row have neighbours on one side only
            (Some(low), None) if second.is_some_and(|second| near(second, low)) => (low, low),
            (None, Some(high)) if next.is_some_and(|next| near(high, next)) => (high, high),
            _ => {
                (second, before) = (before, Some(day));
                continue;
            }
        };
        let far = distance(day, low) > 180 || distance(high, day) > 180;
        let fits = |years: i32| {
            day.with_year(day.year() + years)
                .filter(|other| distance(*other, low) <= 31 && distance(high, *other) <= 31)
        };
        match fits(1).or_else(|| fits(-1)) {
            Some(meant) if far => found.push((index, meant)),
            _ => (second, before) = (before, Some(day)),
        }
    }
    found
}

fn weekday_de(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Montag",
        Weekday::Tue => "Dienstag",
        Weekday::Wed => "Mittwoch",
        Weekday::Thu => "Donnerstag",
        Weekday::Fri => "Freitag",
        Weekday::Sat => "Samstag",
        Weekday::Sun => "Sonntag",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(days: &[&str], expected: &[(usize, &str)]) {
        let parse = |day: &&str| NaiveDate::parse_from_str(day, "%d.%m.%Y").unwrap();
        let days: Vec<NaiveDate> = days.iter().map(parse).collect();
        let found = out_of_order(&days);
        let found: Vec<(usize, String)> =
            found.into_iter().map(|(index, day)| (index, wording::date(day))).collect();
        let expected: Vec<(usize, String)> =
            expected.iter().map(|(index, day)| (*index, (*day).to_owned())).collect();
        assert_eq!(found, expected, "{days:?}");
    }

    #[test]
    fn a_year_that_breaks_the_order_is_seen() {
        check(
            &["01.01.2020", "25.12.2020", "02.01.2020", "05.01.2020", "09.01.2020"],
            &[(1, "25.12.2019")],
        );
        check(
            &["09.01.2020", "05.01.2020", "02.01.2020", "25.12.2020", "20.12.2019"],
            &[(3, "25.12.2019")],
        );
        check(
            &["12.09.2024", "10.10.2024", "14.11.2024", "12.12.2024", "09.01.2024"],
            &[(4, "09.01.2025")],
        );
    }

    #[test]
    fn a_list_without_order_or_with_a_long_pause_is_left_alone() {
        check(&["04.05.2024", "05.05.2023", "01.01.2024", "09.09.2023", "02.02.2024"], &[]);
        check(&["04.05.2023", "01.06.2023", "02.06.2024", "03.07.2024", "04.08.2024"], &[]);
        check(&["04.05.2023", "01.06.2023", "02.06.2023"], &[]);
        check(&["04.05.2023", "04.05.2024", "04.05.2025", "04.05.2026", "04.05.2027"], &[]);
    }

    #[test]
    fn an_end_alone_is_no_first_day() {
        for text in ["bis 04.05.2024", "–04.05.2024", "Bis Mai 2024"] {
            assert!(is_only_an_end(text), "{text}");
        }
        for text in ["04.05.2024", "04.05. bis 05.05.2024", "04.–05.05.2024"] {
            assert!(!is_only_an_end(text), "{text}");
        }
    }
}
