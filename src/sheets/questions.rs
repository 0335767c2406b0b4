//! **Rückfragen**: what the lists leave open, each with its cell and one thing to do. What changes verdicts comes first.

use std::cmp::Reverse;

use crate::diagnostic::{Diagnostic, Severity};

use super::model::{Cell, Column, Orientation, Sheet, Style, Table, Target};
use super::{View, proofs};

pub(super) const NAME: &str = "Rückfragen";
const MOST_LINKS: usize = 65_000;

pub(super) fn sheet(view: &View<'_>) -> Option<Sheet> {
    let mut questions: Vec<(Severity, Reverse<usize>, &Diagnostic)> = view
        .diagnostics
        .iter()
        .map(|d| (d.code.severity(), Reverse(verdicts_behind(view, d)), d))
        .collect();
    if questions.is_empty() {
        return None;
    }
    questions.sort_by_key(|(severity, effect, _)| (*severity, *effect));
    let rows = questions.iter().enumerate().map(|(i, (severity, effect, d))| {
        let (file, sheet, cell) = if d.cell.is_some() {
            proofs::place(view, d.cell.as_ref(), i < MOST_LINKS)
        } else {
            (
                d.file.as_ref().map_or(Cell::Empty, |file| Cell::Link {
                    text: file.clone(),
                    target: Target::File { path: view.path(file), place: None },
                }),
                Cell::text(d.sheet.clone().unwrap_or_default()),
                Cell::Empty,
            )
        };
        vec![
            Cell::text(severity.label_de()),
            Cell::text(d.code.number()),
            Cell::text(&d.message),
            Cell::text(d.help.clone().unwrap_or_else(|| d.code.explanation().to_owned())),
            Cell::text(d.found.as_ref().map(|found| format!("„{found}“")).unwrap_or_default()),
            file,
            sheet,
            cell,
            if effect.0 > 0 { Cell::count(effect.0) } else { Cell::Empty },
        ]
    });
    let rows: Vec<_> = rows.collect();
    let mut sheet = view.page(
        NAME,
        "Rückfragen",
        Orientation::Landscape,
        vec![19.0, 8.0, 48.0, 46.0, 22.0, 26.0, 18.0, 8.0, 11.0],
    );
    sheet.push(Table {
        name: "Rueckfragen".to_owned(),
        columns: vec![
            Column::new("Was tun", Style::Strong).note(
                "Bitte klären: die Angabe wurde nicht verwendet. Bitte entscheiden: zwei Lesarten sind möglich. Nur zur Information: nichts zu tun.",
            ),
            Column::new("Nummer", Style::Centred),
            Column::new("Was gefunden wurde", Style::Body),
            Column::new("Was hilft", Style::Body),
            Column::new("Wert", Style::Body),
            Column::new("Datei", Style::Body),
            Column::new("Blatt", Style::Body),
            Column::new("Zelle", Style::Link).note("Ein Klick öffnet die Liste an dieser Zelle."),
            Column::new("Offen dadurch", Style::Centred)
                .note("So viele Feststellungen hängen an dieser Zelle."),
        ],
        rows,
        filter: true,
        room: 0,
        row_choices: Vec::new(),
    });
    Some(sheet)
}

/// How many verdicts wait for the cell a message is about.
fn verdicts_behind(view: &View<'_>, diagnostic: &Diagnostic) -> usize {
    let Some(cell) = &diagnostic.cell else { return 0 };
    view.assessment
        .verdicts
        .iter()
        .filter(|v| v.unknown.iter().any(|u| u.cell.as_ref() == Some(cell)))
        .count()
}
