//! **Rückfragen**: what the lists leave open, each with its cell and one thing to do. What changes verdicts comes first.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Severity};
use crate::domain::Status;
use crate::table::CellRef;

use super::model::{Cell, Column, Orientation, Sheet, Style, Table, Target};
use super::{View, proofs};

pub(super) const NAME: &str = "Rückfragen";
const MOST_LINKS: usize = 65_000;

pub(super) fn sheet(view: &View<'_>) -> Option<Sheet> {
    let waiting = open_verdicts(view);
    let effect =
        |d: &Diagnostic| d.cell.as_ref().and_then(|cell| waiting.get(cell)).copied().unwrap_or(0);
    let mut questions: Vec<(Severity, Reverse<usize>, &Diagnostic)> =
        view.diagnostics.iter().map(|d| (d.code.severity(), Reverse(effect(d)), d)).collect();
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

/// How many open verdicts wait for each cell.
fn open_verdicts<'a>(view: &View<'a>) -> BTreeMap<&'a CellRef, usize> {
    let mut waiting: BTreeMap<&CellRef, usize> = BTreeMap::new();
    let verdicts = &view.assessment.verdicts;
    for verdict in
        verdicts.iter().filter(|v| v.status == Status::Undetermined || v.could_be.is_some())
    {
        let cells: BTreeSet<&CellRef> =
            verdict.unknown.iter().filter_map(|u| u.cell.as_ref()).collect();
        for cell in cells {
            *waiting.entry(cell).or_default() += 1;
        }
    }
    waiting
}
