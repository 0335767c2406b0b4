//! What only people can decide, and what they have decided: `Entscheidungen.xlsx`, the one place where questions are answered.
//!
//! Sheet *Spalten*: what a column means whose label only resembles a known one. Sheet *Namen*: which branch is meant. Sheet
//! *Auslegungen* ([`readings`]): how the wording of the resolution is read. The
//! tool adds questions, people the answers; answers survive every run, also when the file they were asked about is gone.
//!
//! A column's answer belongs to the set of labels it stands among ([`columns::ids`]), not to a file: next month's list
//! with the same labels needs no second answer, and other labels are asked anew. A name's answer belongs to its spelling.

pub mod columns;
pub mod names;
pub mod readings;

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::domain::{Field, ListKind};
use crate::table::{CellRef, Table};

/// The file people answer in.
pub const FILE: &str = "Entscheidungen.xlsx";

/// Where new questions go while [`FILE`] is open elsewhere or cannot be read; taken over by the next run.
pub const BESIDE: &str = "Entscheidungen (neue Fragen).xlsx";

/// What people decided about a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnAnswer {
    Means(Field),
    /// „nicht verwenden“, also where the label is known.
    Unused,
}

/// What people decided about a spelling; a branch is named as they wrote it and is looked up in the list of branches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameAnswer {
    /// The spelling as it was asked.
    pub spelling: String,
    /// `None`: „kein Verband“.
    pub branch: Option<String>,
    pub at: CellRef,
}

/// The answers people have given so far.
#[derive(Clone, Debug, Default)]
pub struct Decisions {
    /// By the id of [`columns::ids`].
    columns: BTreeMap<String, ColumnAnswer>,
    /// By [`crate::intake::names::key`] of the spelling.
    names: BTreeMap<String, NameAnswer>,
}

impl Decisions {
    /// The answers in the sheets *Spalten* and *Namen* of these tables. An answer that was not offered, and two answers
    /// that contradict each other, have no effect and are told about (D307).
    pub fn read(diagnostics: &mut Diagnostics, tables: &[Table]) -> Self {
        Self {
            columns: columns::answers(diagnostics, tables),
            names: names::answers(diagnostics, tables),
        }
    }

    /// How many questions have an answer that can be used.
    pub fn answered(&self) -> usize {
        self.columns.len() + self.names.len()
    }

    /// The answers about the columns of a header, by position; `labels` as they stand above the columns.
    pub fn columns(&self, list: ListKind, labels: &[(u16, String)]) -> BTreeMap<u16, ColumnAnswer> {
        if self.columns.is_empty() {
            return BTreeMap::new();
        }
        columns::ids(list, labels)
            .into_iter()
            .filter_map(|(column, id)| Some((column, *self.columns.get(&id)?)))
            .collect()
    }

    /// All answers about names.
    pub fn names(&self) -> impl Iterator<Item = &NameAnswer> {
        self.names.values()
    }
}

/// Why a column is asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// The label resembles this known one.
    Similar(&'static str),
    /// The values look like this: „Postleitzahlen“.
    Content(&'static str),
    /// Several columns claim the same meaning.
    Doubled,
    /// Nothing is known, and a required column is missing.
    Unknown,
}

/// A column whose meaning only people know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnQuestion {
    /// See [`columns::ids`].
    pub id: String,
    pub list: ListKind,
    /// The cell of the label.
    pub at: CellRef,
    pub label: String,
    /// What it might mean.
    pub field: Option<Field>,
    pub doubt: Doubt,
}

/// A spelling of which nobody but people knows the branch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameQuestion {
    /// As it stands in the first cell.
    pub spelling: String,
    pub first: CellRef,
    /// How many more cells.
    pub more: usize,
    /// Up to three branches that may be meant, best first.
    pub proposals: Vec<Proposal>,
}

/// A branch that may be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// „Kreisverband Gotha“.
    pub name: String,
    /// „Gotha, Marktstraße 3“, as far as the list of branches says; so that a clerk can tell.
    pub place: String,
}

/// What one run could not decide.
#[derive(Clone, Debug, Default)]
pub struct Questions {
    pub columns: Vec<ColumnQuestion>,
    pub names: Vec<NameQuestion>,
    /// Every branch as „Kreisverband Gotha“: what can be answered in the sheet *Namen*.
    pub branches: Vec<String>,
}

/// Two answers to one question.
fn contradiction(first: &CellRef, other: &CellRef) -> Diagnostic {
    Diagnostic::new(
        Code::DecisionUnusable,
        format!("Diese Antwort widerspricht der in {first}; keine von beiden hat eine Wirkung."),
    )
    .at(other.clone())
    .help("Eine der beiden Zeilen löschen.")
}
