//! The sheet *Spalten*: which question belongs to which column, the answers read back, new questions added below.
//!
//! A question is known by its id (column *Kennung*): the list, the set of all labels of the header, and the label itself.
//! Neither the name of the file nor the order of the columns is part of it.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::{ColumnAnswer, ColumnQuestion, Doubt};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::domain::ListKind;
use crate::grid::Grid;
use crate::intake::columns::{self, key};
use crate::matching::normal;
use crate::table::{CellRef, Table};

pub const SHEET: &str = "Spalten";

/// The answer that keeps a column out.
pub const UNUSED: &str = "nicht verwenden";

pub const FILE: &str = "Datei";
pub const TAB: &str = "Blatt";
pub const HEAD: &str = "Kopfzeile";
pub const COLUMN: &str = "Spalte";
pub const LABEL: &str = "Überschrift";
pub const TAKEN_AS: &str = "erkannt als";
pub const CERTAINTY: &str = "Sicherheit";
pub const ANSWER: &str = "Entscheidung";
pub const ID: &str = "Kennung";

/// The columns of the sheet, in their order.
pub const LABELS: [&str; 9] = [FILE, TAB, HEAD, COLUMN, LABEL, TAKEN_AS, CERTAINTY, ANSWER, ID];

/// The id of each column of a header, from the labels as they stand: the same set of labels gives the same ids in any
/// order. Columns without a letter or digit in their label have none.
pub fn ids(list: ListKind, labels: &[(u16, String)]) -> Vec<(u16, String)> {
    let keys: Vec<(u16, String)> =
        labels.iter().map(|(column, label)| (*column, key(label))).collect();
    let mut all: Vec<&str> = keys.iter().map(|(_, key)| key.as_str()).collect();
    all.sort_unstable();
    let all = all.join("\n");
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut ids = Vec::new();
    for (column, key) in keys.iter().filter(|(_, key)| !key.is_empty()) {
        // the same label twice: told apart by their order
        let nth = seen.entry(key).or_default();
        *nth += 1;
        let hash = Sha256::digest(format!("{all}\n\n{key}\n{nth}"));
        let short = hash.iter().take(6).fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
        ids.push((*column, format!("{}-{short:012x}", list.key())));
    }
    ids
}

/// The list an id belongs to.
fn list_of(id: &str) -> Option<ListKind> {
    ListKind::from_key(id.rsplit_once('-')?.0)
}

/// What can be answered for a column of this list.
pub fn choices(list: ListKind) -> Vec<&'static str> {
    columns::of(list).map(|column| column.label).chain([UNUSED]).collect()
}

fn is_head(labels: &[String]) -> bool {
    [ANSWER, ID].iter().all(|wanted| labels.iter().any(|label| normal(label) == normal(wanted)))
}

/// The sheet as people left it, of this table.
pub fn parse(table: &Table) -> Option<Grid> {
    Grid::of_sheet(table, SHEET, is_head)
}

/// The answers that can be used, by id.
pub(super) fn answers(
    diagnostics: &mut Diagnostics,
    tables: &[Table],
) -> BTreeMap<String, ColumnAnswer> {
    let mut given: BTreeMap<String, Vec<(ColumnAnswer, CellRef)>> = BTreeMap::new();
    for table in tables {
        let Some(grid) = parse(table) else { continue };
        for row in 0..grid.rows.len() {
            let (Some(id), Some(text)) = (grid.text(row, ID), grid.text(row, ANSWER)) else {
                continue;
            };
            let at = grid.at(table, row, ANSWER);
            let Some(list) = list_of(&id) else {
                diagnostics.push(
                    Diagnostic::new(
                        Code::DecisionUnusable,
                        format!("Die Kennung „{id}“ gehört zu keiner Frage; die Antwort bleibt ohne Wirkung."),
                    )
                    .at(grid.at(table, row, ID))
                    .found(id)
                    .help("Die Kennung nicht ändern: die Zeile löschen und noch einmal starten, dann wird neu gefragt."),
                );
                continue;
            };
            match answer(list, &text) {
                Some(answer) => given.entry(id).or_default().push((answer, at)),
                None => diagnostics.push(
                    Diagnostic::new(
                        Code::DecisionUnusable,
                        format!(
                            "„{text}“ ist keine Spalte der Liste {}; die Antwort bleibt ohne Wirkung.",
                            columns::list_name(list)
                        ),
                    )
                    .at(at)
                    .found(text)
                    .expected("ein Wert aus der Auswahlliste, z. B. „nicht verwenden“")
                    .help("Einen Wert aus der Auswahlliste der Zelle nehmen."),
                ),
            }
        }
    }
    let mut usable = BTreeMap::new();
    for (id, answers) in given {
        let Some(((first, place), others)) = answers.split_first() else { continue };
        match others.iter().find(|(answer, _)| answer != first) {
            Some((_, other)) => diagnostics.push(super::contradiction(place, other)),
            None => {
                usable.insert(id, *first);
            }
        }
    }
    usable
}

fn answer(list: ListKind, text: &str) -> Option<ColumnAnswer> {
    let wanted = key(text);
    if wanted == key(UNUSED) {
        return Some(ColumnAnswer::Unused);
    }
    columns::of(list)
        .find(|column| key(column.label) == wanted)
        .map(|column| ColumnAnswer::Means(column.field))
}

/// Adds the questions that are not in the sheet yet; returns how many were added.
pub fn merge(grid: &mut Grid, questions: &[ColumnQuestion]) -> usize {
    let known: Vec<Option<String>> = (0..grid.rows.len()).map(|row| grid.text(row, ID)).collect();
    let mut added = 0;
    for question in questions {
        let id = Some(&question.id);
        if known.iter().any(|known| known.as_ref() == id) {
            continue;
        }
        let row = grid.rows.len();
        grid.rows.push(Vec::new());
        let label_of = |field| columns::column(question.list, field).map(|column| column.label);
        let taken_as = match (&question.doubt, question.field.and_then(label_of)) {
            (Doubt::Doubled, Some(label)) => label.to_owned(),
            (Doubt::Similar(_) | Doubt::Content(_), Some(label)) => format!("vielleicht „{label}“"),
            (Doubt::Unknown, _) | (_, None) => "nicht erkannt".to_owned(),
        };
        let certainty = match &question.doubt {
            Doubt::Similar(label) => format!("ähnelt „{label}“"),
            Doubt::Content(what) => format!("die Werte sehen aus wie {what}"),
            Doubt::Doubled => "mehrere Spalten mit dieser Bedeutung: Welche zählt?".to_owned(),
            Doubt::Unknown => "eine Pflichtspalte der Liste fehlt: Ist sie es?".to_owned(),
        };
        let at = &question.at;
        for (label, value) in [
            (FILE, at.source.file.clone()),
            (TAB, at.source.sheet.clone().unwrap_or_default()),
            (HEAD, format!("Zeile {}", at.row + 1)),
            (COLUMN, crate::table::column_letters(at.column)),
            (LABEL, question.label.clone()),
            (TAKEN_AS, taken_as),
            (CERTAINTY, certainty),
            (ID, question.id.clone()),
        ] {
            grid.put(row, label, &value);
        }
        added += 1;
    }
    added
}

/// The list whose columns can be answered in a row of the sheet.
pub fn list_of_row(grid: &Grid, row: usize) -> Option<ListKind> {
    grid.text(row, ID).as_deref().and_then(list_of)
}
