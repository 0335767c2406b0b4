//! Umlauts that went wrong on the way: read in the wrong encoding („MaÃŸnahme“), or destroyed („S?mmerda“, „S�mmerda“).
//! The text stays as it stands; the office is told once per sheet.

use std::sync::Arc;

use super::reader::quoted;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::table::{CellRef, CellValue};

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

/// A first damaged text, and how many more there are.
struct Umlauts {
    at: CellRef,
    found: Option<String>,
    proposal: Option<String>,
    more: usize,
}

/// The damage of a sheet: told once for each kind.
#[derive(Default)]
pub(super) struct Garbled {
    misread: Option<Umlauts>,
    lost: Option<Umlauts>,
}

impl Garbled {
    /// Remembers a damaged text. `quote`: it names no person and may stand in a message.
    pub(super) fn look_at(&mut self, at: &CellRef, text: &str, quote: bool) {
        let Some(damage) = of(text) else { return };
        let (slot, proposal) = match damage {
            Damage::Misread(proposal) => (&mut self.misread, Some(proposal)),
            Damage::Lost => (&mut self.lost, None),
        };
        if let Some(known) = slot {
            known.more += 1;
            return;
        }
        *slot = Some(Umlauts {
            at: at.clone(),
            found: quote.then(|| quoted(&CellValue::Text(Arc::from(text)))),
            proposal: proposal.filter(|_| quote),
            more: 0,
        });
    }

    /// `consequence`: what was done with the texts, a sentence.
    pub(super) fn tell(self, diagnostics: &mut Diagnostics, consequence: &str) {
        let told = [
            (Code::Mojibake, self.misread, "stehen hier als falsche Zeichen"),
            (Code::BrokenUmlauts, self.lost, "sind hier zerstört"),
        ];
        for (code, umlauts, what) in told {
            let Some(Umlauts { at, found, proposal, more }) = umlauts else { continue };
            let quote = match (&found, &proposal) {
                (Some(found), Some(proposal)) => {
                    format!(": „{found}“ heißt vermutlich „{proposal}“")
                }
                (Some(found), None) => format!(": „{found}“"),
                (None, _) => String::new(),
            };
            let others = match more {
                0 => String::new(),
                1 => " Ebenso in einer weiteren Zelle des Blatts.".to_owned(),
                n => format!(" Ebenso in {n} weiteren Zellen des Blatts."),
            };
            let mut diagnostic =
                Diagnostic::new(code, format!("Umlaute {what}{quote}. {consequence}{others}"))
                    .at(at)
                    .expected(proposal.map_or_else(
                        || "Umlaute, z. B. „Sömmerda“".to_owned(),
                        |proposal| format!("„{proposal}“"),
                    ))
                    .help("Die Datei im Ursprungsprogramm als Excel-Arbeitsmappe oder „CSV UTF-8“ neu speichern.");
            diagnostic.found = found;
            diagnostics.push(diagnostic);
        }
    }
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
