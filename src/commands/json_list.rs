//! The data of letters as a JSON file says it: one object, or a list of objects. A list is read entry by entry, however
//! long it is; nothing but the entry at hand is kept.

use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::marker::PhantomData;
use std::path::Path;

use serde::de::{
    Deserialize, DeserializeOwned, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess,
    Visitor,
};

/// A file of letters' data, to be read as often as one likes.
#[derive(Debug)]
pub(super) struct Source(File);

/// Why reading ended early.
#[derive(Debug)]
pub(super) enum ReadError {
    Unreadable(io::Error),
    /// Where it is no JSON.
    NoJson {
        line: usize,
        column: usize,
    },
}

impl From<serde_json::Error> for ReadError {
    fn from(error: serde_json::Error) -> Self {
        if error.is_io() {
            Self::Unreadable(error.into())
        } else {
            Self::NoJson { line: error.line(), column: error.column() }
        }
    }
}

impl Source {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let mut file = File::open(path)?;
        if file.metadata()?.is_file() {
            return Ok(Self(file));
        }
        // what another program is just saying can be heard only once
        let mut kept = tempfile::tempfile()?;
        io::copy(&mut file, &mut kept)?;
        Ok(Self(kept))
    }

    /// Gives each entry of a list with its number from 0, or the only value if the file holds no list. True for a list.
    pub(super) fn each<T: DeserializeOwned>(
        &mut self,
        mut take: impl FnMut(usize, T),
    ) -> Result<bool, ReadError> {
        self.0.seek(SeekFrom::Start(0)).map_err(ReadError::Unreadable)?;
        let mut bytes = BufReader::with_capacity(1 << 16, &self.0);
        let begin = bytes.fill_buf().map_err(ReadError::Unreadable)?;
        // a byte order mark, as Windows programs write it
        let mark = if begin.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        let is_list = begin
            .iter()
            .skip(mark)
            .find(|byte| !byte.is_ascii_whitespace())
            .is_some_and(|byte| *byte == b'[');
        bytes.consume(mark);
        let mut json = serde_json::Deserializer::from_reader(bytes.by_ref());
        if is_list {
            List { take, entry: PhantomData }.deserialize(&mut json)?;
        } else {
            take(0, T::deserialize(&mut json)?);
        }
        json.end()?;
        Ok(is_list)
    }
}

struct List<T, F> {
    take: F,
    entry: PhantomData<T>,
}

impl<'de, T: DeserializeOwned, F: FnMut(usize, T)> DeserializeSeed<'de> for List<T, F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, T: DeserializeOwned, F: FnMut(usize, T)> Visitor<'de> for List<T, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<(), A::Error> {
        let mut number = 0;
        while let Some(entry) = list.next_element()? {
            (self.take)(number, entry);
            number += 1;
        }
        Ok(())
    }
}

/// What must be known of an entry before any letter is written.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Head {
    /// An object, and the name it gives its file.
    Object(Option<String>),
    Other,
}

/// Field that names the file of a letter.
pub(super) const FILE_NAME: &str = "dateiname";

impl<'de> Deserialize<'de> for Head {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(HeadVisitor)
    }
}

struct HeadVisitor;

impl<'de> Visitor<'de> for HeadVisitor {
    type Value = Head;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an entry")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Head, A::Error> {
        let mut name = None;
        while let Some(field) = object.next_key::<String>()? {
            if field.eq_ignore_ascii_case(FILE_NAME) {
                let value: serde_json::Value = object.next_value()?;
                name = value.as_str().map(str::to_owned);
            } else {
                object.next_value::<IgnoredAny>()?;
            }
        }
        Ok(Head::Object(name))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Head, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Head::Other)
    }

    fn visit_unit<E>(self) -> Result<Head, E> {
        Ok(Head::Other)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Head, E> {
        Ok(Head::Other)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Head, E> {
        Ok(Head::Other)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Head, E> {
        Ok(Head::Other)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Head, E> {
        Ok(Head::Other)
    }

    fn visit_str<E>(self, _: &str) -> Result<Head, E> {
        Ok(Head::Other)
    }
}
