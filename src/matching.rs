//! Whole words, never parts of words: „LAG“ is not in „Vorlage“, „Erfolge“ not in „Misserfolge“.
//!
//! Texts are normalised (NFC, lower case, every kind of blank and hyphen as a separator) and split into words. A phrase
//! matches where its words follow one another. Umlauts stay what they are: „Büro“ is not „Buro“.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Normalised words, one blank between them; punctuation, blanks and hyphens separate words. Idempotent.
pub fn normal(text: &str) -> String {
    words(text).join(" ")
}

/// The normalised words of a text. Letters, digits, `*` and `:` inside a word („Genoss*innen“) belong to it.
pub fn words(text: &str) -> Vec<String> {
    // what lies below U+0300 is composed; its bytes are smaller than these
    let composed = if text.bytes().all(|byte| byte < 0xcc) {
        Cow::Borrowed(text)
    } else {
        match is_nfc_quick(text.chars()) {
            IsNormalized::Yes => Cow::Borrowed(text),
            IsNormalized::No | IsNormalized::Maybe => Cow::Owned(text.nfc().collect()),
        }
    };
    let mut words = Vec::new();
    let mut word = String::new();
    for c in composed.chars().filter(|c| !is_invisible(*c)) {
        // most letters by far, and looked at in every row of every list
        if c.is_ascii() {
            letter(c.to_ascii_lowercase(), &mut word, &mut words);
        } else {
            c.to_lowercase().for_each(|c| letter(c, &mut word, &mut words));
        }
    }
    end_of_word(&mut word, &mut words);
    words
}

fn letter(c: char, word: &mut String, words: &mut Vec<String>) {
    if c.is_alphanumeric() || c == '*' || c == ':' {
        word.push(c);
    } else {
        end_of_word(word, words);
    }
}

fn end_of_word(word: &mut String, words: &mut Vec<String>) {
    let bare = word.trim_matches(|c| c == '*' || c == ':');
    if !bare.is_empty() {
        words.push(bare.to_owned());
    }
    word.clear();
}

/// Soft hyphens and zero-width characters carry no meaning and split no word.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// One or more words that must follow one another; never empty.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Phrase {
    /// As written in the resolution.
    pub text: String,
    words: Vec<String>,
}

/// How a phrase stands to a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Match {
    No,
    /// A word of five or more letters stands there only as the beginning of a longer word or with another ending: a
    /// question, neither a match nor a miss.
    Perhaps,
    Yes,
}

impl Phrase {
    /// `None` where the text holds no word.
    pub fn new(text: &str) -> Option<Self> {
        let words = words(text);
        (!words.is_empty()).then(|| Self { text: text.to_owned(), words })
    }

    /// True where the whole text is this phrase and nothing else.
    pub fn is(&self, text: &str) -> bool {
        words(text) == self.words
    }

    /// True where these words (from [`words`]) are the phrase and nothing else.
    pub fn is_words(&self, words: &[String]) -> bool {
        self.words == words
    }

    /// Looks for the phrase in the words of a text (from [`words`]).
    pub fn find_in(&self, text: &[String]) -> Match {
        text.windows(self.words.len())
            .map(|window| {
                window
                    .iter()
                    .zip(&self.words)
                    .map(|(there, wanted)| same_word(there, wanted))
                    .min()
                    .unwrap_or(Match::No)
            })
            .max()
            .unwrap_or(Match::No)
    }

    pub fn find(&self, text: &str) -> Match {
        self.find_in(&words(text))
    }
}

fn same_word(there: &str, wanted: &str) -> Match {
    if there == wanted {
        return Match::Yes;
    }
    // most words begin otherwise
    if there.as_bytes().first() != wanted.as_bytes().first() {
        return Match::No;
    }
    let length = wanted.chars().count();
    if length < 5 {
        return Match::No;
    }
    // „Mitgliedertags“, „Vernetzungskonzept“: the wanted word with something behind it, or with a short ending exchanged
    if there.starts_with(wanted) {
        return Match::Perhaps;
    }
    let common = there.chars().zip(wanted.chars()).take_while(|(a, b)| a == b).count();
    let (rest_there, rest_wanted) = (there.chars().count() - common, length - common);
    if common >= 5 && rest_wanted <= 2 && rest_there <= 2 { Match::Perhaps } else { Match::No }
}

/// The best match of any phrase.
pub fn any_in(phrases: &[Phrase], text: &[String]) -> Match {
    phrases.iter().map(|phrase| phrase.find_in(text)).max().unwrap_or(Match::No)
}

/// Splits a cell that lists several things: at `;` `,` line break, „ / “, „ + “, „ und “. Elements are trimmed, never empty.
pub fn elements(cell: &str) -> Vec<&str> {
    let mut parts = vec![cell];
    for separator in [";", ",", "\n", " / ", " + ", " und ", " & "] {
        // most cells name one thing
        if cell.contains(separator) {
            parts = parts.into_iter().flat_map(|part| part.split(separator)).collect();
        }
    }
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// The nearest of some names, if it is near enough to be worth proposing.
pub fn nearest<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let word = crate::intake::columns::folded(word);
    names
        .into_iter()
        .map(|name| (strsim::jaro_winkler(&word, &crate::intake::columns::folded(name)), name))
        .filter(|(likeness, _)| *likeness > 0.82)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(phrase: &str, text: &str, expected: Match) {
        assert_eq!(Phrase::new(phrase).unwrap().find(text), expected, "„{phrase}“ in „{text}“");
    }

    #[test]
    fn words_match_whole_or_not_at_all() {
        check("LAG", "Vorlage zur Vernetzung", Match::No);
        check("LAG", "Treffen der LAG Bildung", Match::Yes);
        check("Erfolge", "Misserfolge", Match::No);
        check("vor Ort", "persönlich vor\u{a0}Ort", Match::Yes);
        check("vor Ort", "Ort vor allem", Match::No);
        check("KV-LAG-Treffen", "KV LAG Treffen", Match::Yes);
        check("Präsenz", "Pra\u{308}senz", Match::Yes);
    }

    #[test]
    fn other_endings_and_compounds_are_questions() {
        check("Vernetzung", "Vernetzungskonzept", Match::Perhaps);
        check("digitaler Mitgliedertag", "digitaler Mitgliedertags", Match::Perhaps);
        check("digitaler Mitgliedertag", "digitalen Mitgliedertag", Match::Perhaps);
        check("Prüfung", "Prüfungen", Match::Perhaps);
        check("LAG", "LAGen", Match::No);
        check("Bilanz", "Bildung", Match::No);
    }

    #[test]
    fn normalising_is_idempotent() {
        for text in ["KV\u{a0}Ilm-Kreis ", "Sa\u{ad}tzung", "*Präsenz*", ""] {
            assert_eq!(normal(&normal(text)), normal(text));
        }
    }

    #[test]
    fn cells_split_at_their_separators() {
        assert_eq!(
            elements("KV Gotha / KV Ilm-Kreis und SV Weimar; alle"),
            ["KV Gotha", "KV Ilm-Kreis", "SV Weimar", "alle"]
        );
        assert_eq!(elements("Präsenz/online"), ["Präsenz/online"]);
    }
}
