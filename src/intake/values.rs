//! What a cell says: its text as the list shows it, yes and no, postcodes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{NaiveDateTime, NaiveTime, Timelike};
use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::domain::{BodyCell, DateReading, EntryCell, Field, Mention, Tri};
use crate::matching::is_invisible;
use crate::table::CellValue;
use crate::wording;

/// Equal texts share one allocation: half a million events name the same few branches and kinds.
#[derive(Debug, Default)]
pub struct Texts {
    known: BTreeSet<Arc<str>>,
    /// By its place in memory: a text as it stands in cells, and what [`Texts::of`] made of it. Held here, so that no other
    /// text can come to lie there.
    seen: BTreeMap<usize, (Arc<str>, Option<Arc<str>>)>,
    cells: BTreeMap<CellKey, Arc<EntryCell>>,
    bodies: BTreeSet<Arc<Vec<BodyCell>>>,
    branches: BTreeSet<Arc<Vec<Mention>>>,
}

impl Texts {
    pub fn share(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.known.get(text) {
            return Arc::clone(known);
        }
        let new: Arc<str> = Arc::from(text);
        self.known.insert(Arc::clone(&new));
        new
    }

    /// The text of a cell as the list shows it, blanks trimmed; `None` where nothing is left or the cell holds an error.
    pub fn of(&mut self, value: &CellValue) -> Option<Arc<str>> {
        match value {
            CellValue::Text(text) => {
                let place = text.as_ptr().addr();
                if let Some((held, known)) = self.seen.get(&place)
                    && Arc::ptr_eq(held, text)
                {
                    return known.clone();
                }
                let made = if is_clean(text) {
                    (!text.is_empty()).then(|| self.share_arc(text))
                } else {
                    let text = clean(text);
                    (!text.is_empty()).then(|| self.share(&text))
                };
                self.seen.insert(place, (Arc::clone(text), made.clone()));
                made
            }
            CellValue::Error(_) | CellValue::FormulaWithoutValue => None,
            CellValue::Number(_)
            | CellValue::Bool(_)
            | CellValue::Date(_)
            | CellValue::Month(_)
            | CellValue::DateTime(_)
            | CellValue::Time(_)
            | CellValue::Duration(_) => Some(self.share(&shown(value))),
        }
    }

    pub fn cell(&mut self, cell: EntryCell) -> Arc<EntryCell> {
        let place = cell.text.as_ptr().addr();
        let key = (place, cell.column, cell.field, cell.date.clone(), cell.cut_off);
        Arc::clone(self.cells.entry(key).or_insert_with(|| Arc::new(cell)))
    }

    pub fn bodies(&mut self, bodies: Vec<BodyCell>) -> Arc<Vec<BodyCell>> {
        shared(&mut self.bodies, bodies)
    }

    pub fn branches(&mut self, branches: Vec<Mention>) -> Arc<Vec<Mention>> {
        shared(&mut self.branches, branches)
    }

    fn share_arc(&mut self, text: &Arc<str>) -> Arc<str> {
        if let Some(known) = self.known.get(&**text) {
            return Arc::clone(known);
        }
        self.known.insert(Arc::clone(text));
        Arc::clone(text)
    }
}

/// A cell by the place of its text in memory, which it holds.
type CellKey = (usize, u16, Field, DateReading, bool);

fn shared<T: Ord>(known: &mut BTreeSet<Arc<Vec<T>>>, mut list: Vec<T>) -> Arc<Vec<T>> {
    if let Some(known) = known.get(&list) {
        return Arc::clone(known);
    }
    list.shrink_to_fit();
    let new = Arc::new(list);
    known.insert(Arc::clone(&new));
    new
}

fn is_clean(text: &str) -> bool {
    let plain = |c: char| !is_invisible(c) && (c == ' ' || !c.is_whitespace()) && !c.is_control();
    text.chars().all(plain)
        && text.trim().len() == text.len()
        && is_nfc(text)
        && !text.contains("_x000D_")
        && !text.contains("  ")
}

/// NFC, every kind of blank as a blank, runs of blanks as one, soft hyphens and zero-width characters left out, line breaks
/// kept, trimmed. Idempotent.
pub fn clean(text: &str) -> String {
    if is_clean(text) {
        return text.to_owned();
    }
    let text = text.replace("_x000D_", "").replace("\r\n", "\n").replace('\r', "\n");
    let mut cleaned = String::with_capacity(text.len());
    for c in text.nfc().filter(|c| !is_invisible(*c)) {
        match c {
            '\n' => {
                cleaned.truncate(cleaned.trim_end_matches(' ').len());
                cleaned.push('\n');
            }
            c if c.is_whitespace() || c.is_control() => {
                if !cleaned.ends_with([' ', '\n']) {
                    cleaned.push(' ');
                }
            }
            c => cleaned.push(c),
        }
    }
    // taking characters out may bring others together
    cleaned.trim().nfc().collect()
}

/// A value as a German list shows it.
pub fn shown(value: &CellValue) -> String {
    match value {
        CellValue::Text(text) => clean(text),
        CellValue::Number(number) => shown_number(*number),
        CellValue::Bool(true) => "WAHR".to_owned(),
        CellValue::Bool(false) => "FALSCH".to_owned(),
        CellValue::Date(day) => wording::date(*day),
        CellValue::Month(day) => wording::span(crate::domain::Span::month(*day)),
        CellValue::DateTime(moment) => shown_moment(*moment),
        CellValue::Time(time) => shown_time(*time),
        CellValue::Duration(days) => {
            let minutes = days * 1440.0;
            if minutes.is_finite() && minutes.abs() < 1e9 {
                #[expect(clippy::cast_possible_truncation, reason = "bounded above")]
                let minutes = minutes.round() as i64;
                format!("{}:{:02}", minutes / 60, (minutes % 60).abs())
            } else {
                shown_number(*days)
            }
        }
        CellValue::Error(error) => error.clone(),
        CellValue::FormulaWithoutValue => String::new(),
    }
}

/// `7743.0` is 7743, `12.5` is „12,5“.
fn shown_number(number: f64) -> String {
    if number.fract().abs() < f64::EPSILON && number.abs() < 1e15 {
        format!("{number:.0}")
    } else {
        // a sum of decimals shows the digits Excel shows, not the double's tail
        let text = format!("{number:.10}");
        text.trim_end_matches('0').trim_end_matches('.').replace('.', ",")
    }
}

fn shown_time(time: NaiveTime) -> String {
    // 18:30 is stored as a fraction of a day and may come back as 18:29:59.9
    let seconds = time.num_seconds_from_midnight() + u32::from(time.nanosecond() >= 500_000_000);
    let minutes = (seconds + 30) / 60 % 1440;
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

fn shown_moment(moment: NaiveDateTime) -> String {
    format!("{} {}", wording::date(moment.date()), shown_time(moment.time()))
}

/// Error values that text files and OpenDocument give as text.
pub fn is_error_text(text: &str) -> bool {
    text.starts_with('#')
        && matches!(
            text.to_uppercase().as_str(),
            "#NV"
                | "#N/A"
                | "#BEZUG!"
                | "#REF!"
                | "#NAME?"
                | "#DIV/0!"
                | "#WERT!"
                | "#VALUE!"
                | "#ZAHL!"
                | "#NUM!"
                | "#NULL!"
        )
        || text.strip_prefix("Err:").is_some_and(|number| number.parse::<u16>().is_ok())
}

/// ja j x ✓ 1 wahr / nein n ✗ 0 falsch; an empty cell or a dash is unknown. `None`: anything else, which is unknown and asked.
pub fn yes_no(text: &str) -> Option<Tri> {
    match text {
        "ja" | "x" | "Ja" | "X" => return Some(Tri::Yes),
        "nein" | "Nein" => return Some(Tri::No),
        _ => {}
    }
    match clean(text).to_lowercase().as_str() {
        "ja" | "j" | "x" | "✓" | "✔" | "☑" | "1" | "wahr" | "true" => Some(Tri::Yes),
        "nein" | "n" | "✗" | "✘" | "☒" | "0" | "falsch" | "false" => Some(Tri::No),
        "" | "-" | "–" | "—" => Some(Tri::Unknown),
        _ => None,
    }
}

/// A letter that is a tick or a cross in the font Wingdings. Which of both a file means only its font can tell.
pub fn is_wingdings(text: &str) -> bool {
    matches!(text.trim(), "ü" | "û" | "þ" | "ý")
}

/// „Salzburg (Österreich)“; „Sächsische Schweiz“ is in Germany.
pub fn names_other_country(town: &str) -> bool {
    let words = crate::matching::words(town);
    words.iter().enumerate().any(|(index, word)| match word.as_str() {
        "österreich" | "austria" | "luxemburg" | "luxembourg" | "liechtenstein" | "suisse" => true,
        "schweiz" => {
            let before = index.checked_sub(1).and_then(|before| words.get(before));
            !before.is_some_and(|word| word.ends_with("sche") || word.ends_with("schen"))
        }
        _ => false,
    })
}

/// What a postcode cell turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Postcode {
    /// Five digits; what stood behind them, if anything, is the town.
    Valid {
        code: String,
        town: Option<String>,
    },
    /// Four digits whose missing zero is certain, because areas 01 to 09 (without 05) exist.
    Padded(String),
    Invalid,
}

/// Reads `07743`, `7743`, `D-07743`, `07743 Jena`; pads only to an area that exists (`5020` is Salzburg).
pub fn postcode(text: &str) -> Postcode {
    let text = clean(text);
    let rest = ["DE-", "D-", "de-", "d-", "D –", "D ", "D–"]
        .iter()
        .find_map(|prefix| text.strip_prefix(prefix))
        .unwrap_or(&text)
        .trim();
    let rest = rest.strip_suffix(".0").unwrap_or(rest);
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let behind: String = rest.chars().skip(digits.len()).collect();
    let behind = behind.trim();
    let town = (!behind.is_empty()).then(|| behind.to_owned());
    let word_follows =
        town.as_ref().is_none_or(|town| town.chars().next().is_some_and(char::is_alphabetic));
    match (digits.len(), digits.as_bytes()) {
        (5, [a, b, ..]) if word_follows && (*a, *b) != (b'0', b'0') => {
            Postcode::Valid { code: digits, town }
        }
        (4, [first, ..]) if town.is_none() && !matches!(first, b'0' | b'5') => {
            Postcode::Padded(format!("0{digits}"))
        }
        _ => Postcode::Invalid,
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;

    #[test]
    fn a_cell_prints_as_the_list_shows_it() {
        let day = NaiveDate::from_ymd_opt(2024, 5, 4).unwrap();
        let time = NaiveTime::from_hms_milli_opt(18, 29, 59, 999).unwrap();
        for (value, expected) in [
            (CellValue::Date(day), "04.05.2024"),
            (CellValue::Month(day), "Mai 2024"),
            (CellValue::DateTime(day.and_time(time)), "04.05.2024 18:30"),
            (CellValue::Time(time), "18:30"),
            (CellValue::Duration(1.25), "30:00"),
            (CellValue::Number(7743.0), "7743"),
            (CellValue::Number(12.5), "12,5"),
            (CellValue::Number(0.1 + 0.2), "0,3"),
            (CellValue::Bool(true), "WAHR"),
            (CellValue::Text(" KV\u{a0}Gotha \r\n".into()), "KV Gotha"),
        ] {
            assert_eq!(shown(&value), expected, "{value:?}");
        }
    }

    #[test]
    fn yes_no_and_neither() {
        for (text, expected) in [
            ("Ja", Some(Tri::Yes)),
            ("x", Some(Tri::Yes)),
            ("✓", Some(Tri::Yes)),
            ("WAHR", Some(Tri::Yes)),
            ("n", Some(Tri::No)),
            ("0", Some(Tri::No)),
            ("–", Some(Tri::Unknown)),
            ("", Some(Tri::Unknown)),
            ("entschuldigt", None),
            ("evtl.", None),
            ("ja, 2", None),
        ] {
            assert_eq!(yes_no(text), expected, "{text}");
        }
    }

    #[test]
    fn a_zero_is_added_only_where_the_area_exists() {
        let valid = |code: &str, town: Option<&str>| Postcode::Valid {
            code: code.into(),
            town: town.map(str::to_owned),
        };
        assert_eq!(postcode("07743"), valid("07743", None));
        assert_eq!(postcode("D-07743"), valid("07743", None));
        assert_eq!(postcode("07743 Jena"), valid("07743", Some("Jena")));
        assert_eq!(postcode("07743.0"), valid("07743", None));
        assert_eq!(postcode("7743"), Postcode::Padded("07743".into()));
        assert_eq!(postcode("5020"), Postcode::Invalid);
        assert_eq!(postcode("D 07743 Jena"), valid("07743", Some("Jena")));
        assert_eq!(postcode("A-1010"), Postcode::Invalid);
        assert_eq!(postcode("00743"), Postcode::Invalid);
        assert_eq!(postcode("977431"), Postcode::Invalid);
        assert_eq!(postcode("Jena"), Postcode::Invalid);
    }

    #[test]
    fn only_another_country_is_abroad() {
        for town in ["Salzburg (Österreich)", "Basel, Schweiz", "Luxemburg"] {
            assert!(names_other_country(town), "{town}");
        }
        for town in ["Sächsische Schweiz", "Fränkische Schweiz", "Jena", "Luxemburger Straße"] {
            assert!(!names_other_country(town), "{town}");
        }
    }
}
