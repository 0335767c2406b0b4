//! Numbers as a German list writes them: „1.234,5“, „1 234“, „ca. 30“. A point is never silently a decimal comma.

/// What the text of a number cell turned out to be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    Exact(f64),
    /// „ca. 30“, „30–40“, „25 (davon 10 online)“: the text says more than one number; it stays as it is.
    WithText,
    /// „1.234“ in a column that also writes decimals with a comma: thousands or a fraction.
    Ambiguous,
    /// „–“, „?“, „n. n.“: known to be unknown.
    Open,
    Nonsense,
}

/// Reads a cleaned text; `decimals`: the column also holds numbers like „12,50“.
pub fn read(text: &str, decimals: bool) -> Number {
    if !text.contains(|c: char| c.is_ascii_digit()) {
        let known_unknown = !text.contains(char::is_alphabetic)
            || matches!(
                crate::matching::normal(text).as_str(),
                "n n"
                    | "nn"
                    | "offen"
                    | "unbekannt"
                    | "keine angabe"
                    | "k a"
                    | "noch offen"
                    | "folgt"
            );
        return if known_unknown { Number::Open } else { Number::Nonsense };
    }
    let bare = text.strip_suffix('€').or_else(|| text.strip_suffix("EUR")).unwrap_or(text).trim();
    match plain(bare) {
        Some((_, true)) if decimals => Number::Ambiguous,
        Some((number, _)) => Number::Exact(number),
        None if begins_or_ends_with_number(bare) => Number::WithText,
        None => Number::Nonsense,
    }
}

/// „12,50“: shows that the column writes decimals with a comma.
pub fn has_decimals(text: &str) -> bool {
    text.split_once(',').is_some_and(|(_, behind)| {
        !behind.is_empty()
            && behind.trim_end_matches(['€', ' ']).bytes().all(|b| b.is_ascii_digit())
    })
}

/// The number, and whether its only sign is one point before three digits.
fn plain(text: &str) -> Option<(f64, bool)> {
    let text = text.strip_prefix('+').unwrap_or(text);
    let (whole, fraction) = match text.split_once(',') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    if fraction.is_some_and(|f| f.is_empty() || !f.bytes().all(|b| b.is_ascii_digit())) {
        return None;
    }
    let (sign, digits) = match whole.strip_prefix(['-', '−']) {
        Some(digits) => (-1.0, digits),
        None => (1.0, whole),
    };
    let groups: Vec<&str> = digits.split(['.', ' ', '\'', '’']).collect();
    let (first, others) = groups.split_first()?;
    let all_digits = groups.iter().all(|group| group.bytes().all(|b| b.is_ascii_digit()));
    let in_threes = others.is_empty()
        || ((1..=3).contains(&first.len()) && others.iter().all(|group| group.len() == 3));
    if first.is_empty() || !all_digits || !in_threes || digits.len() > 20 {
        return None;
    }
    let written = format!("{}.{}", groups.concat(), fraction.unwrap_or("0"));
    let lone_point = others.len() == 1 && digits.contains('.') && fraction.is_none();
    Some((sign * written.parse::<f64>().ok()?, lone_point))
}

/// A number of people with words around it, not a text that happens to hold a digit.
fn begins_or_ends_with_number(text: &str) -> bool {
    let digit = |c: char| c.is_ascii_digit();
    let short_word = [
        "ca",
        "etwa",
        "rund",
        "über",
        "unter",
        "mind",
        "max",
        "ungefähr",
        "gut",
        "knapp",
        "bis",
        "zu",
        "mindestens",
        "maximal",
        "circa",
        "fast",
        "mehr",
        "als",
    ];
    if text.starts_with(digit) {
        return true;
    }
    let before: String = text.chars().take_while(|c| !digit(*c)).collect();
    let words = crate::matching::words(&before);
    words.iter().all(|word| short_word.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn german_numbers() {
        for (text, expected) in [
            ("30", Number::Exact(30.0)),
            ("1.234", Number::Exact(1234.0)),
            ("1.234,5", Number::Exact(1234.5)),
            ("1 234", Number::Exact(1234.0)),
            ("1 234,50 €", Number::Exact(1234.5)),
            ("-3", Number::Exact(-3.0)),
            ("ca. 30", Number::WithText),
            ("30-40", Number::WithText),
            ("30+", Number::WithText),
            ("~30", Number::WithText),
            ("25 (davon 10 online)", Number::WithText),
            ("1.5", Number::WithText),
            ("12 Leute", Number::WithText),
            ("–", Number::Open),
            ("?", Number::Open),
            ("k. A.", Number::Open),
            ("viele", Number::Nonsense),
            ("Raum 12", Number::Nonsense),
        ] {
            assert_eq!(read(text, false), expected, "„{text}“");
        }
    }

    #[test]
    fn a_point_is_asked_about_where_the_column_writes_decimals() {
        assert!(has_decimals("12,50"));
        assert!(!has_decimals("1.234"));
        assert!(!has_decimals("25, davon 10 online"));
        assert_eq!(read("1.234", true), Number::Ambiguous);
        assert_eq!(read("1.234.567", true), Number::Exact(1_234_567.0));
        assert_eq!(read("30", true), Number::Exact(30.0));
    }
}
