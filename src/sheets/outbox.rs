//! **Postausgang**: who gets which letter, and why or why not.

use super::View;
use super::model::{Cell, Column, Orientation, Sheet, Style, Table};
use crate::letters::{LetterState, PlannedLetter};

pub(super) const NAME: &str = "Postausgang";
const LIST: &str = "Briefliste";

/// In the order somebody at the desk works: ready, lacking something, lying there, gone, no occasion.
fn order(state: LetterState) -> u8 {
    match state {
        LetterState::Ready => 0,
        LetterState::Incomplete => 1,
        LetterState::Draft => 2,
        LetterState::Sent => 3,
        LetterState::NotDue => 4,
    }
}

pub(super) fn sorted<'a>(view: &View<'a>) -> Vec<&'a PlannedLetter> {
    let mut letters: Vec<&PlannedLetter> = view.letters.iter().collect();
    letters.sort_by_key(|letter| order(letter.state));
    letters
}

/// The zero-based row of the first letter: head lines and the table's head stand above.
pub(super) const FIRST_ROW: u32 = 4;

/// The annex of the evaluation.
pub(super) fn sheet(view: &View<'_>) -> Option<Sheet> {
    built(
        view,
        NAME,
        "Postausgang: wer welchen Brief bekommt",
        &format!("Auswertung {}", view.assessment.year),
    )
}

/// The same as a workbook of its own.
pub(super) fn list(view: &View<'_>) -> Option<Sheet> {
    built(view, LIST, "Briefliste: wer welchen Brief bekommt", "vor dem Schreiben")
}

fn built(view: &View<'_>, name: &str, title: &str, footer: &str) -> Option<Sheet> {
    let rows: Vec<_> = sorted(view)
        .into_iter()
        .map(|letter| {
            let missing: Vec<&str> = letter.missing.iter().map(|m| m.text.as_str()).collect();
            let missing = match missing.as_slice() {
                [a, b, c, rest @ ..] if rest.len() > 1 => {
                    format!("{a}; {b}; {c} und {} weitere Angaben", rest.len())
                }
                all => all.join("; "),
            };
            let cell =
                letter.missing.first().and_then(|m| m.cell.as_ref()).or(letter.registered.as_ref());
            let place = letter.missing.first().map_or_else(
                || cell.map(ToString::to_string).unwrap_or_default(),
                |m| m.place.clone(),
            );
            vec![
                Cell::text(letter.state.label_de()),
                Cell::text(&letter.letter.title),
                Cell::text(&letter.recipient_name),
                Cell::text(&letter.period),
                Cell::text(&letter.reason),
                Cell::text(missing),
                match (letter.missing.is_empty(), cell) {
                    (true, Some(cell)) => view.spot_of_any(cell),
                    _ => view.place(&place, cell),
                },
            ]
        })
        .collect();
    if rows.is_empty() {
        return None;
    }
    let mut sheet = view.page(
        name,
        title,
        Orientation::Landscape,
        vec![12.0, 29.0, 31.0, 11.0, 36.0, 29.0, 30.0],
    );
    sheet.page.footer = format!("{name} · {footer}");
    sheet.push(Table {
        name: name.to_owned(),
        columns: vec![
            Column::new("Brief ist", Style::Strong).note(
                "fertig: kann geschrieben werden. Angabe fehlt: es wird kein Brief geschrieben. Entwurf: liegt bereit, „versandt am“ ist leer. schon versandt. kein Anlass: mit dem Grund.",
            ),
            Column::new("Brief", Style::Body),
            Column::new("Empfänger", Style::Body),
            Column::new("Zeitraum", Style::Centred),
            Column::new("Warum", Style::Body),
            Column::new("Was fehlt", Style::Body),
            Column::new("Wo", Style::Link),
        ],
        rows,
        filter: true,
        room: 0,
        row_choices: Vec::new(),
    });
    Some(sheet)
}
