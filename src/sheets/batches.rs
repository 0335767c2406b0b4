//! **Versand** in `Postausgang.xlsx`: a row per batch of letters, one cell that says that all of them went out.

use super::forms::{self, Entry, FormColumn};
use super::kept::cells;
use super::model::Sheet;
use crate::grid::Grid;
use crate::letters::batches as columns;
use crate::matching::normal;

/// `None` where there is no batch.
pub(super) fn sheet(batches: &Grid) -> Option<Sheet> {
    if batches.rows.is_empty() {
        return None;
    }
    let form: Vec<FormColumn<'_>> = batches.header.iter().map(|label| column(label)).collect();
    let mut table = forms::table(columns::SHEET, &form, cells(&batches.rows, batches.header.len()));
    table.room = 0;
    Some(forms::shared(
        columns::SHEET,
        columns::SHEET,
        "Ein Datum unter „alle versandt am“ gilt für jeden Brief der Sendung, dessen eigene Zelle im Blatt „Postausgang“ leer ist. Blieb einer liegen: dort „nicht versandt“ eintragen.",
        &form,
        &cells(&batches.above, 0),
        table,
    ))
}

fn column(label: &str) -> FormColumn<'_> {
    let is = |own: &str| normal(own) == normal(label);
    let plain = FormColumn { label, note: "", choices: &[], entry: Entry::Program, width: 12.0 };
    if is(columns::NUMBER) {
        FormColumn {
            note: "vom Programm vergeben; dieselbe Nummer steht im Blatt „Postausgang“",
            width: 10.0,
            ..plain
        }
    } else if is(columns::LETTER) {
        FormColumn { width: 38.0, ..plain }
    } else if is(columns::PERIOD) {
        FormColumn { width: 24.0, ..plain }
    } else if is(columns::CREATED) {
        FormColumn { note: "Briefdatum", ..plain }
    } else if is(columns::COUNT) {
        FormColumn { note: "so viele Briefe gehören dazu", width: 9.0, ..plain }
    } else if is(columns::ALL_SENT) {
        FormColumn {
            note: "BITTE EINTRAGEN: gilt für alle Briefe der Sendung, die selbst nichts anderes sagen",
            entry: Entry::Date,
            width: 18.0,
            ..plain
        }
    } else if is(columns::CHANNEL) {
        FormColumn { choices: &["Post", "E-Mail"], entry: Entry::Text, ..plain }
    } else {
        FormColumn { entry: Entry::Text, width: 20.0, ..plain }
    }
}
