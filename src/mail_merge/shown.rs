//! Values as Excel shows them in Germany: „14.09.2024“, „1.234,50 €“, „15 %“, 07743.

use serde_json::Value;
use ssfmt::{FormatOptions, Locale, NumberFormat};

use crate::intake::values::{self, Postcode};
use crate::table::CellValue;

/// As the template gets it: numbers without a format stay numbers, so that it can count with them.
pub(super) fn value(value: &CellValue, code: Option<&str>) -> Value {
    match value {
        CellValue::Number(number) => match code.and_then(|code| formatted(*number, code)) {
            Some(text) => text.into(),
            None => plain(*number),
        },
        CellValue::Bool(yes) => Value::Bool(*yes),
        // an error is no value; its row gets no letter where the template asks for it
        CellValue::Error(_) | CellValue::FormulaWithoutValue => Value::Null,
        CellValue::Text(_)
        | CellValue::Date(_)
        | CellValue::Month(_)
        | CellValue::DateTime(_)
        | CellValue::Time(_)
        | CellValue::Duration(_) => {
            let text = values::shown(value);
            if text.is_empty() { Value::Null } else { text.into() }
        }
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

/// A German postcode whose leading zero Excel has dropped gets it back.
pub(super) fn postcode(value: &CellValue, code: Option<&str>) -> Value {
    let shown = self::value(value, code);
    if let CellValue::Number(_) | CellValue::Text(_) = value
        && let Postcode::Padded(padded) = values::postcode(&text(&shown))
    {
        return padded.into();
    }
    shown
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
            assert_eq!(text(&value(&CellValue::Number(number), code)), shown, "{number} {code:?}");
        }
    }

    #[test]
    fn a_postcode_gets_its_zero_back() {
        let code = |value: CellValue| text(&postcode(&value, None));
        assert_eq!(code(CellValue::Number(7743.0)), "07743");
        assert_eq!(code(CellValue::Text("7743".into())), "07743");
        assert_eq!(code(CellValue::Number(99084.0)), "99084");
        assert_eq!(code(CellValue::Number(5020.0)), "5020", "Salzburg");
    }
}
