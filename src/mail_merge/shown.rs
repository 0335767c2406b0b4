//! Values as Excel shows them in Germany: „14.09.2024“, „1.234,50 €“, „15 %“, 07743.

use chrono::{NaiveTime, Timelike};
use serde_json::Value;
use ssfmt::{FormatOptions, Locale, NumberFormat};

use crate::intake::values::{self, Postcode};
use crate::table::CellValue;
use crate::wording;

/// As the template gets it: figures stay figures, so that it can compare and count; and how it looks, where its format says.
pub(super) fn value(value: &CellValue, code: Option<&str>) -> (Value, Option<String>) {
    match value {
        CellValue::Number(number) => {
            (plain(*number), code.and_then(|code| formatted(*number, code)))
        }
        CellValue::Bool(yes) => (Value::Bool(*yes), None),
        // an error is no value; its row gets no letter where the template asks for it
        CellValue::Error(_) | CellValue::FormulaWithoutValue => (Value::Null, None),
        CellValue::Time(time) => (seconds(*time).into(), None),
        CellValue::DateTime(moment) => {
            (format!("{} {}", wording::date(moment.date()), seconds(moment.time())).into(), None)
        }
        CellValue::Text(_) | CellValue::Date(_) | CellValue::Month(_) | CellValue::Duration(_) => {
            let text = values::shown(value);
            (if text.is_empty() { Value::Null } else { text.into() }, None)
        }
    }
}

/// „18:30“, with seconds where there are any.
fn seconds(time: NaiveTime) -> String {
    // a moment is stored as a fraction of a day
    let whole = time.num_seconds_from_midnight() + u32::from(time.nanosecond() >= 500_000_000);
    let (hours, minutes, seconds) = (whole / 3600 % 24, whole / 60 % 60, whole % 60);
    if seconds == 0 {
        format!("{hours:02}:{minutes:02}")
    } else {
        format!("{hours:02}:{minutes:02}:{seconds:02}")
    }
}

/// What a letter shows for it.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::Null | Value::Array(_) | Value::Object(_) => String::new(),
        Value::Bool(yes) => if *yes { "ja" } else { "nein" }.to_owned(),
        Value::Number(number) => number.to_string().replace('.', ","),
        Value::String(text) => text.clone(),
    }
}

/// A German postcode whose leading zero Excel has dropped, with the zero; `None` for every other.
pub(super) fn padded(value: &CellValue, shown: &str) -> Option<String> {
    let may_be = matches!(value, CellValue::Number(_) | CellValue::Text(_));
    match values::postcode(shown) {
        Postcode::Padded(padded) if may_be => Some(padded),
        Postcode::Valid { .. } | Postcode::Padded(_) | Postcode::Invalid => None,
    }
}

/// A cell „Land“ that names another country than Germany.
pub(super) fn is_other_country(value: &CellValue) -> bool {
    let text = values::shown(value).to_lowercase();
    !matches!(
        text.as_str(),
        "" | "d" | "de" | "deu" | "ger" | "brd" | "deutschland" | "germany" | "-" | "–"
    )
}

/// Whole numbers without a fraction; others as far as Excel shows their digits.
fn plain(number: f64) -> Value {
    let digits = values::shown(&CellValue::Number(number));
    digits
        .parse::<i64>()
        .map(Value::from)
        .or_else(|_| digits.replace(',', ".").parse::<f64>().map(Value::from))
        .unwrap_or_else(|_| digits.into())
}

/// By the cell's format, with point and comma as in Germany; blanks that only align are left out.
fn formatted(number: f64, code: &str) -> Option<String> {
    let format = NumberFormat::parse(code).ok()?;
    let locale = Locale { decimal_separator: ',', thousands_separator: '.', ..Locale::en_us() };
    let options = FormatOptions { locale, ..FormatOptions::default() };
    let text = format.format(number, &options);
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_look_as_in_excel() {
        for (number, code, shown) in [
            (1234.5, Some("#,##0.00\\ \"€\""), "1.234,50 €"),
            (1234.5, Some("#,##0.00\\ [$€-407]"), "1.234,50 €"),
            (0.155, Some("0.0%"), "15,5%"),
            (0.155, Some("0\\ %"), "16 %"),
            (7743.0, Some("00000"), "07743"),
            (-3.0, Some("0;[Red]-0"), "-3"),
            (1.0, Some("\"ja\";;\"nein\""), "ja"),
            (12.5, Some("_-* #,##0.00\\ \"€\"_-;\\-* #,##0.00\\ \"€\"_-"), "12,50 €"),
            (0.155, Some("\"15,5 %\""), "15,5 %"),
            (12.5, None, "12,5"),
            (0.1 + 0.2, None, "0,3"),
            (1_234_567.0, None, "1234567"),
            (-4.0, None, "-4"),
        ] {
            let (plain, looks) = value(&CellValue::Number(number), code);
            assert_eq!(looks.unwrap_or_else(|| text(&plain)), shown, "{number} {code:?}");
        }
    }

    #[test]
    fn a_postcode_gets_its_zero_back() {
        let code = |value: CellValue| padded(&value, &text(&super::value(&value, None).0));
        assert_eq!(code(CellValue::Number(7743.0)).as_deref(), Some("07743"));
        assert_eq!(code(CellValue::Text("7743".into())).as_deref(), Some("07743"));
        assert_eq!(code(CellValue::Number(99084.0)), None);
        assert_eq!(code(CellValue::Number(5020.0)), None, "Salzburg");
    }

    #[test]
    fn times_keep_their_seconds() {
        let at = |h, m, s| {
            text(&value(&CellValue::Time(NaiveTime::from_hms_opt(h, m, s).unwrap()), None).0)
        };
        assert_eq!(
            [at(9, 30, 0), at(9, 30, 45), at(23, 59, 40)],
            ["09:30", "09:30:45", "23:59:40"]
        );
    }
}
