//! No text in a cell can stop the reading, and what is printed reads back.
#![allow(clippy::unwrap_used, clippy::allow_attributes, reason = "a test may stop loudly")]

use beschlusskontrolle::domain::{DateReading, Span};
use beschlusskontrolle::intake::combined::COMBINED;
use beschlusskontrolle::intake::{
    columns, contacts, damage, dates, names, numbers, status, values,
};
use beschlusskontrolle::table::CellValue;
use beschlusskontrolle::wording;
use chrono::{Days, NaiveDate};
use proptest::prelude::*;

/// Texts that resemble what stands in lists, and texts that resemble nothing.
fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[0-9./ –-]{0,24}",
        "(Sa|So|Mo|KW|Mitte|Q|ab|bis|und|Mai|Jan\\.|verschoben auf|[0-9]{1,4}|[./,:–-]| ){0,10}",
        "(KV|SV|Kreisverband|alle|Gotha|Weimar|DIE LINKE\\.|[/+;()-]| |und|\u{a0}){0,8}",
        "D?-?[0-9]{3,6}( [A-Za-zäöü]{0,8})?",
        "(Marktstr\\. 3|[0-9]{4,6}|Gotha|Beispiel|Anna|und|[,;\n/ ()<>]|a@b\\.example|@|18:30 Uhr){0,7}",
        "(ca\\. |~)?[0-9]{0,4}[., +–-]?[0-9]{0,3}( €|\\+| \\(davon 3\\))?",
        "(Ã¤|â€“|\u{fffd}|[?]|[a-zäöü]|Ÿ|„|\u{a0}|\u{ad}|_x000D_){0,9}",
    ]
}

fn days() -> impl Strategy<Value = NaiveDate> {
    (0_u64..73_000).prop_map(|n| NaiveDate::from_ymd_opt(1901, 1, 1).unwrap() + Days::new(n))
}

fn span_of(text: &str) -> Option<Span> {
    dates::read_text(text, None).date.span()
}

proptest! {
    #[test]
    fn no_text_stops_the_reading(text in texts(), year in prop::option::of(1900_i32..2100)) {
        let reading = dates::read_text(&text, year);
        if let DateReading::Dated { span, .. } = reading.date {
            prop_assert!(span.from <= span.to);
        }
        let _ = dates::year_in_name(&text);
        let _ = dates::is_time(&CellValue::Text(text.as_str().into()));
        let _ = status::read(&text, None);
        let _ = values::yes_no(&text);
        let _ = values::postcode(&text);
        let _ = values::names_other_country(&text);
        let _ = numbers::read(&text, true);
        let _ = numbers::has_decimals(&text);
        let _ = damage::of(&text);
        let _ = contacts::emails(&text);
        let _ = contacts::is_phone(&text);
        let _ = status::beside_date(&text);
        let _ = status::postponed_to(&text);
        let _ = values::shown(&CellValue::Text(text.as_str().into()));
        let _ = names::split_kind(&text);
        let _ = names::Names::default().mentions(&text);
    }

    #[test]
    fn no_number_stops_the_reading(number in any::<f64>()) {
        let value = CellValue::Number(number);
        let _ = dates::read(&value, None);
        let _ = values::shown(&value);
        let _ = values::shown(&CellValue::Duration(number));
    }

    #[test]
    fn a_split_invents_no_character(text in texts()) {
        let text = values::clean(&text);
        for column in COMBINED {
            for (field, part) in column.parts(&text).unwrap_or_default() {
                prop_assert!(text.contains(part), "{field:?} „{part}“ in „{text}“");
                prop_assert!(column.fields.contains(&field) || column.further.contains(&field));
                prop_assert_eq!(part.trim(), part);
            }
        }
        for email in contacts::emails(&text).unwrap_or_default() {
            prop_assert!(text.contains(email));
        }
        if let Some((date, words)) = status::beside_date(&text) {
            prop_assert!(text.contains(date) && text.contains(words));
        }
    }

    /// What is read as a postcode, a town or a date in a split cell is read the same alone.
    #[test]
    fn a_sound_address_is_split_into_its_parts(
        street in "[A-ZÄÖÜ][a-zäöüß]{2,12}(straße|weg| Allee)",
        number in 1_u32..200,
        code in 1_u32..100,
        town in "[A-ZÄÖÜ][a-zäöüß]{2,12}( am Rennsteig|-Mitte)?",
    ) {
        let (street, code) = (format!("{street} {number}"), format!("99{code:03}"));
        let address = COMBINED.iter().find(|column| column.label == "Anschrift").unwrap();
        for sign in [", ", "\n", ",", "; "] {
            let text = format!("{street}{sign}{code} {town}");
            let parts: Vec<&str> =
                address.parts(&text).unwrap_or_default().into_iter().map(|(_, part)| part).collect();
            prop_assert_eq!(&parts, &vec![street.as_str(), code.as_str(), town.as_str()]);
        }
    }

    #[test]
    fn a_printed_number_reads_back_as_itself(number in 0_u32..10_000_000) {
        let text = values::shown(&CellValue::Number(f64::from(number)));
        prop_assert_eq!(numbers::read(&text, true), numbers::Number::Exact(f64::from(number)));
    }

    #[test]
    fn normalising_twice_changes_nothing(text in texts()) {
        prop_assert_eq!(values::clean(&values::clean(&text)), values::clean(&text));
        prop_assert_eq!(columns::key(&columns::key(&text)), columns::key(&text));
        prop_assert_eq!(names::key(&names::key(&text)), names::key(&text));
    }

    #[test]
    fn a_printed_date_reads_back_as_itself(day in days(), more in 1_u64..40) {
        prop_assert_eq!(span_of(&wording::date(day)), Some(Span::day(day)));
        prop_assert_eq!(span_of(&wording::long_date(day)), Some(Span::day(day)));
        let span = Span::days(day, day + Days::new(more));
        prop_assert_eq!(span_of(&wording::span(span)), Some(span));
        let month = Span::month(day);
        prop_assert_eq!(span_of(&wording::span(month)), Some(month));
        let with_weekday = format!("{}, {}", wording::weekday(day), wording::date(day));
        prop_assert_eq!(
            dates::read_text(&with_weekday, None).date,
            DateReading::Dated { span: Span::day(day), weekday_contradicts: false }
        );
    }

    #[test]
    fn a_postcode_is_padded_only_to_an_area_that_exists(number in 0_u32..100_000) {
        match values::postcode(&number.to_string()) {
            values::Postcode::Padded(code) => {
                prop_assert_eq!(code.len(), 5);
                prop_assert!(code.starts_with('0') && !code.starts_with("00") && !code.starts_with("05"));
            }
            values::Postcode::Valid { code, .. } => prop_assert_eq!(code.len(), 5),
            values::Postcode::Invalid => {}
        }
    }
}
