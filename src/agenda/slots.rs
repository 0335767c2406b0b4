//! Who comes for a body: named, ticked, still open, or not to be told from the list.

use crate::domain::{Entry, Field, Tri};
use crate::intake::names_somebody;
use crate::requirements::{Context, criteria};

/// How a row answers „wer kommt für …“.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Slot {
    /// No criterion asks for the body here, and the row does not name it.
    NotAsked,
    /// At least one name, as the list writes it.
    Named(Vec<String>),
    /// Ticked or listed, without a name.
    Yes,
    /// Ticked „nein“.
    No,
    /// The list has a cell for it, and nobody stands there yet.
    Open,
    /// The list has no cell for it.
    NoColumn,
    /// Cannot be told, because: a German clause.
    Unknown(String),
}

impl Slot {
    /// What stands in the plan.
    pub fn shown(&self) -> String {
        match self {
            Self::NotAsked => String::new(),
            Self::Named(names) => names.join(", "),
            Self::Yes => "ja".to_owned(),
            Self::No => "nein".to_owned(),
            Self::Open => "noch offen".to_owned(),
            Self::NoColumn | Self::Unknown(_) => "?".to_owned(),
        }
    }
}

/// What a row says of a body; `wanted` is true where a criterion asks for it.
pub(super) fn slot(
    context: &Context<'_>,
    entry: &Entry,
    field: Field,
    body: &str,
    wanted: bool,
) -> Slot {
    let mut names: Vec<String> = Vec::new();
    for cell in entry.bodies.iter().filter(|cell| context.counts_for(&cell.body, body)) {
        let named = cell.present == Tri::Yes && criteria::yes_or_no(&cell.text) == Tri::Unknown;
        if named && !names.iter().any(|name| **name == *cell.text) {
            names.push(cell.text.to_string());
        }
    }
    let present = criteria::body_present(context, entry, field, body);
    if present == Tri::Yes {
        return if names.is_empty() { Slot::Yes } else { Slot::Named(names) };
    }
    if !wanted {
        return Slot::NotAsked;
    }
    let own: Vec<_> =
        entry.bodies.iter().filter(|cell| context.counts_for(&cell.body, body)).collect();
    let has_column = entry.at(field).is_some()
        || entry.sheet.bodies.iter().any(|(key, _)| context.counts_for(key, body));
    if !has_column {
        return Slot::NoColumn;
    }
    if criteria::columns_contradict(context, entry, field, body) {
        return Slot::Unknown("sagen zwei Spalten verschieden".to_owned());
    }
    if own.iter().any(|cell| cell.present == Tri::No) {
        return Slot::No;
    }
    // the list names others: nobody is named for this body yet
    if present == Tri::No {
        return Slot::Open;
    }
    let said = own.iter().map(|cell| &*cell.text).chain(entry.text(field));
    match said.into_iter().find(|text| names_somebody(text)) {
        Some(text) => Slot::Unknown(format!("lässt „{text}“ offen")),
        None => Slot::Open,
    }
}
