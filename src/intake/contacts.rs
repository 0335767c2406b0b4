//! E-mail addresses and telephone numbers of a branch. What is unusable is told, never shown in a message and never
//! written into a letter.

/// One address that a mail program accepts: a part before the `@`, a name with a dot behind it, no blanks.
pub fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else { return false };
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '+' | '\'' | '&');
    let labels: Vec<&str> = host.split('.').collect();
    !name.is_empty()
        && text.len() <= 254
        && name.chars().all(plain)
        && !name.starts_with('.')
        && !name.ends_with('.')
        && !name.contains("..")
        && labels.len() >= 2
        && labels.iter().all(|label| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        })
        && labels.last().is_some_and(|last| {
            last.chars().count() >= 2 && last.chars().all(char::is_alphabetic)
                || last.starts_with("xn--")
        })
}

/// The addresses of a cell, cut at `;` `,` `/`, blanks and line breaks, without „mailto:“ and angle brackets; `None` where
/// one of the pieces is no address. An empty list where the cell holds only signs.
pub fn emails(text: &str) -> Option<Vec<&str>> {
    let signs = |c: char| c.is_whitespace() || matches!(c, ';' | ',' | '/' | '|' | '<' | '>');
    let mut found: Vec<&str> = Vec::new();
    for piece in text.split(signs) {
        let piece = strip_mailto(piece);
        if piece.is_empty() || !piece.contains(char::is_alphanumeric) {
            continue;
        }
        if !is_email(piece) {
            return None;
        }
        if !found.contains(&piece) {
            found.push(piece);
        }
    }
    Some(found)
}

fn strip_mailto(piece: &str) -> &str {
    match piece.get(..7) {
        Some(start) if start.eq_ignore_ascii_case("mailto:") => piece.get(7..).unwrap_or_default(),
        _ => piece,
    }
}

/// At least five digits in all, and nothing but digits and the signs people put between them; several numbers in one cell
/// and a short word before each („Tel.“, „mobil“) are usual.
pub fn is_phone(text: &str) -> bool {
    let mut some = false;
    for piece in text.split([';', ',', '\n']).map(str::trim).filter(|piece| !piece.is_empty()) {
        let digits = piece.chars().filter(char::is_ascii_digit).count();
        let words =
            piece.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).all(|word| {
                matches!(
                    word.to_lowercase().as_str(),
                    "tel"
                        | "telefon"
                        | "fon"
                        | "mobil"
                        | "handy"
                        | "büro"
                        | "privat"
                        | "dienstlich"
                        | "oder"
                )
            });
        let signs = piece.chars().all(|c| {
            c.is_ascii_digit()
                || c.is_alphabetic()
                || c.is_whitespace()
                || matches!(c, '+' | '(' | ')' | '/' | '-' | '–' | '.' | ':')
        });
        // a country's sign may stand only in front
        if !(5..=30).contains(&digits) || !words || !signs {
            return false;
        }
        some = true;
    }
    some
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mail_addresses_are_cut_apart() {
        for (text, expected) in [
            ("gotha@example.org", Some(vec!["gotha@example.org"])),
            ("mailto:gotha@example.org", Some(vec!["gotha@example.org"])),
            ("a@example.org; b@example.org", Some(vec!["a@example.org", "b@example.org"])),
            ("a@example.org,b@example.org", Some(vec!["a@example.org", "b@example.org"])),
            ("a@example.org / b@example.org", Some(vec!["a@example.org", "b@example.org"])),
            ("a@example.org\nb@example.org", Some(vec!["a@example.org", "b@example.org"])),
            ("a@example.org; a@example.org", Some(vec!["a@example.org"])),
            ("büro@kv-gotha.example.org", Some(vec!["büro@kv-gotha.example.org"])),
            ("–", Some(vec![])),
            ("gotha(at)example.org", None),
            ("gotha@example", None),
            ("gotha@@example.org", None),
            ("a@example.org; fehlt noch", None),
            ("@example.org", None),
        ] {
            assert_eq!(emails(text), expected, "„{text}“");
        }
    }

    #[test]
    fn telephone_numbers() {
        for text in [
            "03621 123456",
            "+49 (0)3621/12 34-56",
            "Tel.: 0361.1234567",
            "0361 12345, mobil 0170 1234567",
        ] {
            assert!(is_phone(text), "„{text}“");
        }
        for text in ["wie Vorjahr", "123", "0361 12345 bei Nachbarn fragen", "", "?"] {
            assert!(!is_phone(text), "„{text}“");
        }
    }
}
