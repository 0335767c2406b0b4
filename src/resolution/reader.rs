//! Reads one TOML table key by key: what is missing, of the wrong kind or unknown is said with its place.
//!
//! Not serde: that stops at the first fault and says it in English; the office gets all of them, in German.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::faults::{Faults, allowed};
use crate::matching::{Phrase, normal};

pub(super) type Value<'a> = Spanned<DeValue<'a>>;

/// A value that may be questioned later: it keeps its byte offset.
#[derive(Clone, Debug)]
pub(super) struct Text {
    pub(super) value: String,
    pub(super) at: usize,
}

/// A table being read. Every key asked for is known; [`TableReader::finish`] reports the others.
pub(super) struct TableReader<'a> {
    table: &'a DeTable<'a>,
    /// As people see it: `[nachweis.bericht]`, „Anforderung „Z1c““.
    name: String,
    at: usize,
    asked: Vec<&'static str>,
}

impl<'a> TableReader<'a> {
    pub(super) fn new(name: impl Into<String>, at: usize, table: &'a DeTable<'a>) -> Self {
        Self { table, name: name.into(), at, asked: Vec::new() }
    }

    /// The table behind a value; a fault where it is none.
    pub(super) fn of(
        name: impl Into<String>,
        value: &'a Value<'a>,
        faults: &mut Faults<'_>,
    ) -> Option<Self> {
        let name = name.into();
        if let Some(table) = value.get_ref().as_table() {
            return Some(Self::new(name, value.span().start, table));
        }
        faults.at(
            value.span().start,
            format!("{name} braucht eine Tabelle mit Schlüsseln, nicht {}", kind(value)),
        );
        None
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn rename(&mut self, name: String) {
        self.name = name;
    }

    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Where a key stands, or the table itself.
    pub(super) fn key_at(&self, key: &str) -> usize {
        self.table.keys().find(|k| k.get_ref() == key).map_or(self.at, |k| k.span().start)
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    pub(super) fn get(&mut self, key: &'static str) -> Option<&'a Value<'a>> {
        if !self.asked.contains(&key) {
            self.asked.push(key);
        }
        self.table.get(key)
    }

    fn need(&mut self, faults: &mut Faults<'_>, key: &'static str) -> Option<&'a Value<'a>> {
        let value = self.get(key);
        if value.is_none() {
            faults.at(self.at, format!("{}: Der Schlüssel „{key}“ fehlt", self.name));
        }
        value
    }

    fn wrong(&self, faults: &mut Faults<'_>, key: &str, value: &Value<'_>, expected: &str) {
        faults.at(
            value.span().start,
            format!("{}: „{key}“ braucht {expected}, nicht {}", self.name, kind(value)),
        );
    }

    /// A non-empty text.
    pub(super) fn text(&mut self, faults: &mut Faults<'_>, key: &'static str) -> Option<Text> {
        let value = self.need(faults, key)?;
        self.as_text(faults, key, value)
    }

    pub(super) fn optional_text(
        &mut self,
        faults: &mut Faults<'_>,
        key: &'static str,
    ) -> Option<Text> {
        let value = self.get(key)?;
        self.as_text(faults, key, value)
    }

    fn as_text(&self, faults: &mut Faults<'_>, key: &str, value: &Value<'_>) -> Option<Text> {
        let at = value.span().start;
        let Some(text) = value.get_ref().as_str() else {
            self.wrong(faults, key, value, "einen Text in Anführungszeichen");
            return None;
        };
        if text.trim().is_empty() {
            faults.at(at, format!("{}: „{key}“ ist leer", self.name));
            return None;
        }
        Some(Text { value: text.to_owned(), at })
    }

    /// A list of at least one text.
    pub(super) fn texts(&mut self, faults: &mut Faults<'_>, key: &'static str) -> Vec<Text> {
        self.need(faults, key).map_or_else(Vec::new, |value| self.as_texts(faults, key, value))
    }

    /// At least one text where the key stands; nothing where it does not.
    pub(super) fn optional_texts(
        &mut self,
        faults: &mut Faults<'_>,
        key: &'static str,
    ) -> Vec<Text> {
        self.get(key).map_or_else(Vec::new, |value| self.as_texts(faults, key, value))
    }

    fn as_texts(&self, faults: &mut Faults<'_>, key: &str, value: &Value<'_>) -> Vec<Text> {
        let Some(items) = self.as_list(faults, key, value) else { return Vec::new() };
        let texts: Vec<Text> =
            items.iter().filter_map(|item| self.as_text(faults, key, item)).collect();
        let mut seen = BTreeSet::new();
        for text in &texts {
            if !seen.insert(normal(&text.value)) {
                faults.at(
                    text.at,
                    format!("{}: „{}“ steht in „{key}“ zweimal", self.name, text.value),
                );
            }
        }
        texts
    }

    fn as_list<'v>(
        &self,
        faults: &mut Faults<'_>,
        key: &str,
        value: &'v Value<'v>,
    ) -> Option<&'v [Value<'v>]> {
        let Some(items) = value.get_ref().as_array() else {
            self.wrong(faults, key, value, "eine Liste in eckigen Klammern");
            return None;
        };
        if items.is_empty() {
            faults.at(
                value.span().start,
                format!(
                    "{}: Die Liste „{key}“ ist leer; den Schlüssel füllen oder weglassen",
                    self.name
                ),
            );
            return None;
        }
        Some(items)
    }

    /// The texts as phrases; a text without any word is a fault.
    pub(super) fn phrases(&mut self, faults: &mut Faults<'_>, key: &'static str) -> Vec<Phrase> {
        let texts = self.texts(faults, key);
        self.each_phrase(faults, key, &texts)
    }

    fn each_phrase(&self, faults: &mut Faults<'_>, key: &str, texts: &[Text]) -> Vec<Phrase> {
        texts.iter().filter_map(|text| self.phrase(faults, key, text)).collect()
    }

    pub(super) fn phrase(&self, faults: &mut Faults<'_>, key: &str, text: &Text) -> Option<Phrase> {
        let phrase = Phrase::new(&text.value);
        if phrase.is_none() {
            faults.at(
                text.at,
                format!("{}: „{}“ in „{key}“ enthält kein Wort", self.name, text.value),
            );
        }
        phrase
    }

    /// A text out of a closed set.
    pub(super) fn choice<T: Copy>(
        &mut self,
        faults: &mut Faults<'_>,
        key: &'static str,
        choices: &[(&str, T)],
    ) -> Option<T> {
        let text = self.text(faults, key)?;
        self.chosen(faults, key, &text, choices)
    }

    pub(super) fn optional_choice<T: Copy>(
        &mut self,
        faults: &mut Faults<'_>,
        key: &'static str,
        choices: &[(&str, T)],
    ) -> Option<T> {
        let text = self.optional_text(faults, key)?;
        self.chosen(faults, key, &text, choices)
    }

    fn chosen<T: Copy>(
        &self,
        faults: &mut Faults<'_>,
        key: &str,
        text: &Text,
        choices: &[(&str, T)],
    ) -> Option<T> {
        let found = choices.iter().find(|(word, _)| *word == text.value).map(|(_, value)| *value);
        if found.is_none() {
            let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
            faults.at(
                text.at,
                format!(
                    "{}: „{}“ ist für „{key}“ nicht möglich{}",
                    self.name,
                    text.value,
                    allowed("möglich", &text.value, &words)
                ),
            );
        }
        found
    }

    /// A whole number of at least one.
    pub(super) fn optional_count(
        &mut self,
        faults: &mut Faults<'_>,
        key: &'static str,
    ) -> Option<u32> {
        let value = self.get(key)?;
        let number = Self::integer(value);
        match number {
            None => self.wrong(faults, key, value, "eine ganze Zahl"),
            Some(n) if n < 1 => faults.at(
                value.span().start,
                format!("{}: „{key} = {n}“ verlangt nichts; mindestens 1", self.name),
            ),
            Some(_) => {}
        }
        number.filter(|n| *n >= 1).and_then(|n| u32::try_from(n).ok())
    }

    pub(super) fn count(&mut self, faults: &mut Faults<'_>, key: &'static str) -> Option<u32> {
        self.need(faults, key)?;
        self.optional_count(faults, key)
    }

    /// A year of four digits.
    pub(super) fn year(&mut self, faults: &mut Faults<'_>, key: &'static str) -> Option<i32> {
        let value = self.need(faults, key)?;
        let year = Self::integer(value)
            .and_then(|n| i32::try_from(n).ok())
            .filter(|year| (1000..=9999).contains(year));
        if year.is_none() {
            self.wrong(faults, key, value, "eine Jahreszahl mit vier Ziffern");
        }
        year
    }

    fn integer(value: &Value<'_>) -> Option<i64> {
        let integer = value.get_ref().as_integer()?;
        i64::from_str_radix(integer.as_str(), integer.radix()).ok()
    }

    /// `true`; `false` says nothing that leaving the key out would not say.
    pub(super) fn flag(&mut self, faults: &mut Faults<'_>, key: &'static str) -> bool {
        let Some(value) = self.get(key) else { return false };
        match value.get_ref().as_bool() {
            Some(true) => return true,
            Some(false) => faults.at(
                value.span().start,
                format!("{}: „{key} = false“ bewirkt nichts; den Schlüssel weglassen", self.name),
            ),
            None => self.wrong(faults, key, value, "„true“"),
        }
        false
    }

    /// A day, written without quotation marks (`JJJJ-MM-TT`).
    pub(super) fn date(&mut self, faults: &mut Faults<'_>, key: &'static str) -> Option<NaiveDate> {
        self.need(faults, key)?;
        self.optional_date(faults, key)
    }

    pub(super) fn optional_date(
        &mut self,
        faults: &mut Faults<'_>,
        key: &'static str,
    ) -> Option<NaiveDate> {
        let value = self.get(key)?;
        let day = value.get_ref().as_datetime().and_then(|datetime| {
            // a day and nothing else: an hour would have no meaning
            let date = datetime.date.filter(|_| datetime.time.is_none())?;
            NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
        });
        if day.is_none() {
            self.wrong(
                faults,
                key,
                value,
                "einen Tag in der Form JJJJ-MM-TT ohne Anführungszeichen",
            );
        }
        day
    }

    /// A table under a key.
    pub(super) fn table(
        &mut self,
        faults: &mut Faults<'_>,
        key: &'static str,
        name: String,
    ) -> Option<Self> {
        let value = self.need(faults, key)?;
        Self::of(name, value, faults)
    }

    pub(super) fn optional_table(
        &mut self,
        faults: &mut Faults<'_>,
        key: &'static str,
        name: String,
    ) -> Option<Self> {
        let value = self.get(key)?;
        Self::of(name, value, faults)
    }

    /// A list of tables under a key (`[[key]]` or in line), in the order of the file.
    pub(super) fn tables(
        &mut self,
        faults: &mut Faults<'_>,
        key: &'static str,
        name: &str,
    ) -> Vec<Self> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let Some(items) = self.as_list(faults, key, value) else { return Vec::new() };
        items.iter().filter_map(|item| Self::of(name, item, faults)).collect()
    }

    /// The tables declared under `[key.…]` with their names, in the order of the file.
    pub(super) fn named_tables(
        &mut self,
        faults: &mut Faults<'_>,
        key: &'static str,
    ) -> Vec<(Text, Self)> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let Some(parent) = Self::of(format!("[{key}]"), value, faults) else { return Vec::new() };
        parent
            .entries()
            .into_iter()
            .filter_map(|(name, value)| {
                let table = Self::of(format!("[{key}.{}]", name.value), value, faults)?;
                Some((name, table))
            })
            .collect()
    }

    /// All keys with their values, in the order of the file.
    pub(super) fn entries(&self) -> Vec<(Text, &'a Value<'a>)> {
        let mut entries: Vec<(Text, &'a Value<'a>)> = self
            .table
            .iter()
            .map(|(key, value)| {
                (Text { value: key.get_ref().to_string(), at: key.span().start }, value)
            })
            .collect();
        entries.sort_by_key(|(key, _)| key.at);
        entries
    }

    /// Reports every key nobody asked for, with the allowed ones and the nearest of them.
    pub(super) fn finish(self, faults: &mut Faults<'_>) {
        for (key, _) in self.entries() {
            if !self.asked.contains(&key.value.as_str()) {
                faults.at(
                    key.at,
                    format!(
                        "{}: Der Schlüssel „{}“ ist unbekannt{}",
                        self.name,
                        key.value,
                        allowed("erlaubt", &key.value, &self.asked)
                    ),
                );
            }
        }
    }
}

/// What stands there, in German.
fn kind(value: &Value<'_>) -> String {
    let value = value.get_ref();
    if let Some(text) = value.as_str() {
        format!("den Text „{text}“")
    } else if let Some(number) = value.as_integer() {
        format!("die Zahl {number}")
    } else if let Some(number) = value.as_float() {
        format!("die Kommazahl {number}")
    } else if let Some(flag) = value.as_bool() {
        format!("„{flag}“")
    } else if let Some(datetime) = value.as_datetime() {
        format!("das Datum {datetime}")
    } else if value.is_array() {
        "eine Liste".to_owned()
    } else {
        "eine Tabelle".to_owned()
    }
}
