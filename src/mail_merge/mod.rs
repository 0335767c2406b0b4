//! Letters from any list (*Serienbrief*): a row is a letter, or the rows of a group are; the labels of the columns are the
//! placeholders.
//!
//! `list` finds sheet, header and columns by what the template asks for; `rows` says which rows are letters and why others
//! are not; `shown` writes values as Excel shows them in Germany. Nothing here knows branches or resolutions. What is not
//! clear is asked ([`Refusal`]) or costs its row, which is said.

mod list;
mod rows;
mod shown;

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::diagnostic::Diagnostics;
use crate::domain::AsOf;
use crate::table::Table;
use crate::wording;
use list::List;

/// The rows of a group in the template: `{% for zeile in zeilen %}`.
pub const ROWS: &str = "zeilen";
/// How many rows the letter has.
pub const COUNT: &str = "anzahl";
/// How figures look where a template only prints them; [`crate::word::SHOWN`], which the core does not name.
pub const SHOWN: &str = "__gezeigt";
/// The Stichtag, „22.11.2026“.
pub const TODAY: &str = "heute";

/// What the person asked for.
#[derive(Clone, Debug)]
pub struct Order<'a> {
    /// The sheet to read; without it the one that fits the template.
    pub sheet: Option<&'a str>,
    pub filters: &'a [Filter],
    /// Label of the column whose equal values make one letter.
    pub group_by: Option<&'a str>,
    /// Whether hidden rows get letters; where nothing is said and there are some, it is asked.
    pub hidden: Option<bool>,
    /// Names the template uses.
    pub wanted: &'a BTreeSet<String>,
    /// How names are compared: two with the same key are one.
    pub key: fn(&str) -> String,
    pub as_of: AsOf,
}

/// `Ort=Jena`, `Ort!=Jena`; an empty value means empty cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    pub column: String,
    pub value: String,
    pub equal: bool,
}

impl Filter {
    /// Reads `Spalte=Wert` or `Spalte!=Wert`; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let (column, value) = text.split_once('=')?;
        let (column, equal) =
            column.strip_suffix('!').map_or((column, true), |column| (column, false));
        let (column, value) = (column.trim().to_owned(), value.trim().to_owned());
        (!column.is_empty()).then_some(Self { column, value, equal })
    }
}

/// Why there is no letter at all: a sentence for the person at the keyboard.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("Ein Blatt „{name}“ gibt es in „{file}“ nicht. Vorhanden: {}.", wording::list(.sheets))]
    NoSheet { file: String, name: String, sheets: Vec<String> },
    #[error("In „{file}“ steht keine Liste mit Überschriften und Zeilen darunter.")]
    NoList { file: String },
    #[error(
        "In „{file}“ trägt keine Spalte den Namen eines Feldes der Vorlage. Die Vorlage verwendet {}; die Liste hat {}. \
         Die Felder der Vorlage wie die Überschriften der Liste nennen.",
        wording::list(.wanted), wording::list(.labels)
    )]
    NoHeader { file: String, wanted: Vec<String>, labels: Vec<String> },
    #[error(
        "In „{file}“ passen mehrere Blätter gleich gut zur Vorlage: {}. Bitte mit --blatt eines nennen.", wording::list(.sheets)
    )]
    SeveralSheets { file: String, sheets: Vec<String> },
    #[error(
        "Die Spalte „{label}“ gibt es in {place} nicht. {}", suggestion(.nearest.as_deref(), .labels)
    )]
    NoColumn { label: String, place: String, nearest: Option<String>, labels: Vec<String> },
    #[error(
        "Die Überschrift „{label}“ steht in {place} zweimal (Zellen {}); welche Spalte gemeint ist, bleibt offen. Bitte \
         eine umbenennen.", wording::list(.cells)
    )]
    TwoColumns { label: String, place: String, cells: Vec<String> },
    #[error(
        "In {place} {}. Sollen auch sie einen Brief bekommen? Bitte --mit-ausgeblendeten oder --ohne-ausgeblendete angeben.",
        hidden(*.rows)
    )]
    HiddenRows { place: String, rows: usize },
    #[error("In {place} steht unter der Kopfzeile keine Zeile, aus der ein Brief wird.")]
    NoRows { place: String },
    #[error("Der Filter „{filter}“ lässt keine Zeile übrig. In der Spalte stehen {}.", quoted(.values))]
    NothingLeft { filter: String, values: Vec<String> },
}

fn suggestion(nearest: Option<&str>, labels: &[String]) -> String {
    match nearest {
        Some(nearest) => format!("Meinten Sie „{nearest}“?"),
        None => format!("Vorhanden: {}.", quoted(labels)),
    }
}

fn hidden(rows: usize) -> String {
    if rows == 1 {
        "ist eine Zeile ausgeblendet".to_owned()
    } else {
        format!("sind {rows} Zeilen ausgeblendet")
    }
}

fn quoted(texts: &[String]) -> String {
    let shown: Vec<String> = texts.iter().take(12).map(|text| format!("„{text}“")).collect();
    match texts.len().saturating_sub(shown.len()) {
        0 => wording::list(&shown),
        more => format!("{} und {more} weitere", shown.join(", ")),
    }
}

/// A letter to be written: the rows it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Places in the table, in its order.
    rows: Vec<usize>,
    /// What the column of the group says.
    pub group: Option<String>,
}

/// The letters of a list, each to be filled when it is its turn.
#[derive(Debug)]
pub struct Merge<'t> {
    list: List<'t>,
    as_of: AsOf,
    key: fn(&str) -> String,
    pub letters: Vec<Letter>,
    /// Rows a filter has left out.
    pub filtered: usize,
}

/// Decides which letters there are. What costs a row is said in `diagnostics`.
///
/// # Errors
/// See [`Refusal`]; then there is no letter.
pub fn merge<'t>(
    diagnostics: &mut Diagnostics,
    file: &str,
    tables: &'t [Table],
    order: &Order<'_>,
) -> Result<Merge<'t>, Refusal> {
    let list = list::find(file, tables, order)?;
    let (letters, filtered) = rows::letters(diagnostics, &list, order)?;
    Ok(Merge { list, as_of: order.as_of, key: order.key, letters, filtered })
}

impl Merge<'_> {
    /// `Adressen.xlsx, Blatt „Gäste“`.
    pub fn place(&self) -> String {
        self.list.place()
    }

    /// The cell a letter's first row begins with, for messages.
    pub fn first_cell(&self, letter: &Letter) -> Option<crate::table::CellRef> {
        self.list.first_cell(*letter.rows.first()?)
    }

    /// What the letter is filled with: every column under its label, and the rows of the group. A column whose rows differ
    /// is left out; [`rows`] has seen to it that the template does not ask for it.
    pub fn values(&self, letter: &Letter) -> Map<String, Value> {
        let rows: Vec<Map<String, Value>> =
            letter.rows.iter().map(|row| self.list.values(*row)).collect();
        let mut values = Map::new();
        let mut put = |name: &str, value: Value| {
            // a column of that name comes first
            if self.list.column((self.key)(name).as_str()).is_none() {
                values.insert(name.to_owned(), value);
            }
        };
        put(TODAY, wording::date(self.as_of.0).into());
        put(COUNT, letter.rows.len().into());
        if let Some((first, others)) = rows.split_first() {
            let looks = |row: &Map<String, Value>, name: &str| row.get(SHOWN)?.get(name).cloned();
            let mut shown = Map::new();
            for (name, value) in first.iter().filter(|(name, _)| *name != SHOWN) {
                if others.iter().all(|other| other.get(name) == Some(value)) {
                    values.insert(name.clone(), value.clone());
                    shown.extend(looks(first, name).map(|looks| (name.clone(), looks)));
                }
            }
            values.insert(SHOWN.to_owned(), Value::Object(shown));
        }
        values.insert(ROWS.to_owned(), Value::Array(rows.into_iter().map(Value::Object).collect()));
        values
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_read_as_people_type_it() {
        let filter = |text: &str| {
            Filter::parse(text).map(|filter| (filter.column, filter.equal, filter.value))
        };
        assert_eq!(filter("Ort=Jena"), Some(("Ort".into(), true, "Jena".into())));
        assert_eq!(filter("Ort != Jena "), Some(("Ort".into(), false, "Jena".into())));
        assert_eq!(filter("E-Mail="), Some(("E-Mail".into(), true, String::new())));
        assert_eq!(filter("=Jena"), None);
        assert_eq!(filter("Jena"), None);
    }
}
