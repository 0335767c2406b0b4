//! What is wrong with the resolution's files: every fault at once, each with the place where somebody has to type.

use crate::wording;

/// The name under which the office knows the file.
pub(super) const TOML: &str = "beschluss.toml";
pub(super) const WORDING: &str = "beschluss.txt";

/// Collects faults and sorts them by place; never stops at the first.
pub(super) struct Faults<'a> {
    toml: &'a str,
    in_toml: Vec<(usize, String)>,
    in_wording: Vec<(usize, String)>,
}

impl<'a> Faults<'a> {
    pub(super) fn new(toml: &'a str) -> Self {
        Self { toml, in_toml: Vec::new(), in_wording: Vec::new() }
    }

    /// A fault at a byte offset of the TOML.
    pub(super) fn at(&mut self, offset: usize, message: impl Into<String>) {
        self.in_toml.push((offset, message.into()));
    }

    /// A fault at a printed line of the wording.
    pub(super) fn in_line(&mut self, line: usize, message: impl Into<String>) {
        self.in_wording.push((line, message.into()));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.in_toml.is_empty() && self.in_wording.is_empty()
    }

    /// One-based line of a byte offset.
    pub(super) fn line(&self, offset: usize) -> usize {
        position(self.toml, offset).0
    }

    /// „beschluss.toml, Zeile 12, Spalte 3: …“, in the order of the files; repetitions once.
    pub(super) fn into_messages(self) -> Vec<String> {
        let Self { toml, mut in_toml, mut in_wording } = self;
        in_toml.sort();
        in_wording.sort();
        let mut messages: Vec<String> = in_toml
            .into_iter()
            .map(|(offset, message)| {
                let (line, column) = position(toml, offset);
                format!("{TOML}, Zeile {line}, Spalte {column}: {message}")
            })
            .chain(
                in_wording
                    .into_iter()
                    .map(|(line, message)| format!("{WORDING}, Zeile {line}: {message}")),
            )
            .collect();
        messages.dedup();
        messages
    }
}

/// One-based line and column, the column in characters as an editor counts them.
fn position(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    // a byte order mark is no column
    let column = if line == 1 && text.starts_with('\u{feff}') { column - 1 } else { column };
    (line, column.max(1))
}

/// „„a“, „b“ und „c““
pub(super) fn quoted<S: AsRef<str>>(items: &[S]) -> String {
    let items: Vec<String> = items.iter().map(|item| format!("„{}“", item.as_ref())).collect();
    wording::list(&items)
}

/// The tail of a message about a word that is not in its list: what is allowed, and the nearest of it.
pub(super) fn allowed<S: AsRef<str>>(lead: &str, word: &str, items: &[S]) -> String {
    let mut tail = if items.is_empty() {
        format!("; {lead} ist bisher nichts")
    } else {
        format!("; {lead} {} {}", if items.len() == 1 { "ist" } else { "sind" }, quoted(items))
    };
    if let Some(nearest) = nearest(word, items) {
        tail = format!("{tail}; meinten Sie „{nearest}“?");
    }
    tail
}

/// The most similar item, where one is similar enough to be worth proposing.
fn nearest<'i, S: AsRef<str>>(word: &str, items: &'i [S]) -> Option<&'i str> {
    let key = |text: &str| crate::matching::normal(text).replace(' ', "");
    let wanted = key(word);
    items
        .iter()
        .map(AsRef::as_ref)
        .map(|item| (strsim::damerau_levenshtein(&wanted, &key(item)), item))
        // of two letters every other pair would be near
        .filter(|(distance, item)| *distance <= item.chars().count() / 3)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, item)| item)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_characters_not_bytes() {
        let text = "\u{feff}a = 1\nä = \"ö\" # x";
        assert_eq!(position(text, 3), (1, 1));
        assert_eq!(position(text, text.find('#').unwrap()), (2, 9));
        assert_eq!(position(text, 10_000), (2, 12));
    }

    #[test]
    fn the_nearest_word_is_proposed_only_if_it_is_near() {
        assert_eq!(nearest("nachweiss", &["nachweis", "merkmale"]), Some("nachweis"));
        assert_eq!(nearest("xyz", &["nachweis", "merkmale"]), None);
        assert_eq!(nearest("Lv", &["LV", "LAus"]), Some("LV"));
        assert_eq!(nearest("Z9", &["Z1", "Z2"]), None);
    }
}
