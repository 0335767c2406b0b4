//! Umlauts that went wrong on the way: read in the wrong encoding („MaÃŸnahme“), or destroyed („S?mmerda“, „S�mmerda“).
//! The text stays as it stands; the office is told once per sheet.

/// What has happened to a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Damage {
    /// In the wrong encoding; how it probably read before.
    Misread(String),
    /// Letters are gone; nobody can say which.
    Lost,
}

/// Looks for the damage. Without allocation for a sound text: cells are many.
pub fn of(text: &str) -> Option<Damage> {
    if text.is_ascii() {
        return (text.contains('?') && has_lost_letter(text)).then_some(Damage::Lost);
    }
    if !text.contains(['?', '\u{fffd}', 'Ã', 'Â', 'â', 'Š', 'Ÿ', '„', '”', '\u{81}']) {
        return None;
    }
    if text.contains('\u{fffd}') || has_lost_letter(text) {
        return Some(Damage::Lost);
    }
    if has_utf8_as_windows(text) {
        return Some(Damage::Misread(repaired(text, UTF8_AS_WINDOWS)));
    }
    for (signs, pairs) in [(MAC_SIGNS, MAC), (DOS_SIGNS, DOS)] {
        if inside_word(text, |c| signs.contains(&c)) {
            return Some(Damage::Misread(repaired(text, pairs)));
        }
    }
    None
}

/// UTF-8 read as Windows-1252, longest first.
const UTF8_AS_WINDOWS: &[(&str, &str)] = &[
    ("â€“", "–"),
    ("â€”", "—"),
    ("â€ž", "„"),
    ("â€œ", "“"),
    ("â€\u{9d}", "”"),
    ("â€™", "’"),
    ("â€¦", "…"),
    ("âœ“", "✓"),
    ("Ã¤", "ä"),
    ("Ã¶", "ö"),
    ("Ã¼", "ü"),
    ("Ã„", "Ä"),
    ("Ã–", "Ö"),
    ("Ãœ", "Ü"),
    ("ÃŸ", "ß"),
    ("Ã©", "é"),
    ("Ã¨", "è"),
    ("Ã¡", "á"),
    ("Ã³", "ó"),
    ("Â§", "§"),
    ("Â°", "°"),
    ("Â\u{a0}", " "),
];

/// The Macintosh's and DOS's umlauts read as Windows-1252.
const MAC: &[(&str, &str)] =
    &[("Š", "ä"), ("š", "ö"), ("Ÿ", "ü"), ("€", "Ä"), ("…", "Ö"), ("†", "Ü"), ("§", "ß")];
const DOS: &[(&str, &str)] =
    &[("„", "ä"), ("”", "ö"), ("\u{81}", "ü"), ("Ž", "Ä"), ("™", "Ö"), ("š", "Ü"), ("á", "ß")];
/// Signs no German word holds inside.
const MAC_SIGNS: &[char] = &['Š', 'Ÿ'];
const DOS_SIGNS: &[char] = &['„', '”', '\u{81}'];

fn has_utf8_as_windows(text: &str) -> bool {
    text.contains(['Ã', 'Â', 'â']) && UTF8_AS_WINDOWS.iter().any(|(wrong, _)| text.contains(wrong))
}

fn repaired(text: &str, pairs: &[(&str, &str)]) -> String {
    pairs.iter().fold(text.to_owned(), |text, (wrong, right)| text.replace(wrong, right))
}

/// `S?mmerda`: a question mark between letters, the second one small; an address in the net is none.
fn has_lost_letter(text: &str) -> bool {
    inside_word(text, |c| c == '?')
        && !text.contains("://")
        && !text.contains("www.")
        && !text.contains('=')
}

/// A sign with a letter before and a small letter behind it.
fn inside_word(text: &str, sign: impl Fn(char) -> bool) -> bool {
    let (mut before, mut seen) = ('\0', false);
    for c in text.chars() {
        if seen && c.is_lowercase() {
            return true;
        }
        seen = before.is_alphabetic() && sign(c);
        before = c;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wrong_encoding_is_seen_and_a_reading_proposed() {
        for (text, expected) in [
            ("MaÃŸnahme", "Maßnahme"),
            ("SÃ¶mmerda â€“ SÃ¼d", "Sömmerda – Süd"),
            ("Ãœbersicht", "Übersicht"),
            ("SŸdthŸringen", "Südthüringen"),
            ("Gesch„ftsstelle", "Geschäftsstelle"),
        ] {
            assert_eq!(of(text), Some(Damage::Misread(expected.to_owned())), "{text}");
        }
    }

    #[test]
    fn destroyed_letters_are_seen() {
        for text in ["S?mmerda", "S\u{fffd}mmerda", "Th?ringen und mehr"] {
            assert_eq!(of(text), Some(Damage::Lost), "{text}");
        }
    }

    #[test]
    fn sound_texts_are_left_alone() {
        for text in [
            "Sömmerda",
            "Wer? Wie? Was?",
            "?",
            "Ja?Nein?",
            "https://example.org/seite?id=3",
            "Café „Rosa“",
            "Tomáš Košice",
            "São Paulo",
            "20 °C",
        ] {
            assert_eq!(of(text), None, "{text}");
        }
    }
}
