//! **Rückfragen**: what the lists leave open, each kind of question once, with its cells and one thing to do. What changes
//! verdicts comes first.

use crate::diagnostic::groups;

use super::View;
use super::model::{Cell, Column, Orientation, Sheet, Style, Table, Target};

pub(super) const NAME: &str = "Rückfragen";
/// Cells named per question; all of them stand in `Rückfragen.xlsx`.
const MOST_CELLS: usize = 12;

pub(super) fn sheet(view: &View<'_>) -> Option<Sheet> {
    let groups = groups(view.diagnostics);
    if groups.is_empty() {
        return None;
    }
    let rows = groups.iter().map(|group| {
        let first = group.first;
        let file = |file: &String| Cell::Link {
            text: file.clone(),
            target: Box::new(Target::File { path: view.path(file), place: None }),
        };
        let (place, cells) = match &first.cell {
            Some(cell) => (view.link(cell.a1(), cell), group.cells(MOST_CELLS)),
            None => (Cell::Empty, String::new()),
        };
        vec![
            Cell::text(group.severity().label_de()),
            Cell::text(group.code.number()),
            Cell::text(group.question()),
            Cell::text(group.consequence.clone().unwrap_or_default()),
            Cell::text(group.help()),
            match &first.file {
                Some(name) if first.cell.is_none() => file(name),
                Some(name) => Cell::text(name),
                None => Cell::Empty,
            },
            Cell::text(first.sheet.clone().unwrap_or_default()),
            place,
            Cell::text(cells),
            Cell::count(group.count()),
            if group.effect > 0 { Cell::count(group.effect) } else { Cell::Empty },
        ]
    });
    let rows: Vec<_> = rows.collect();
    let mut sheet = view.page(
        NAME,
        "Rückfragen",
        Orientation::Landscape,
        vec![13.0, 8.0, 33.0, 26.0, 33.0, 19.0, 10.0, 7.0, 16.0, 7.0, 9.0],
    );
    sheet.push(Table {
        name: "Rueckfragen".to_owned(),
        columns: vec![
            Column::new("Was tun", Style::Strong).note(
                "Bitte klären: die Angabe wurde nicht verwendet. Bitte entscheiden: sie wurde gelesen, eine Frage ist offen. Nur zur Information: das Programm hat sich selbst geholfen.",
            ),
            Column::new("Nummer", Style::Centred),
            Column::new("Was gefunden wurde", Style::Body),
            Column::new("Folge", Style::Body)
                .note("Was offen bleibt, solange die Frage offen ist. Leer: Es hängt keine Feststellung daran."),
            Column::new("Was hilft", Style::Body),
            Column::new("Datei", Style::Body),
            Column::new("Blatt", Style::Body),
            Column::new("Zelle", Style::Link)
                .note("Ein Klick öffnet die Liste an der ersten dieser Zellen."),
            Column::new("Alle Zellen", Style::Body)
                .note("Jede einzeln, mit Kopien der Listen, steht in Rückfragen.xlsx."),
            Column::new("Wie oft", Style::Centred),
            Column::new("Offen dadurch", Style::Centred)
                .note("So viele Feststellungen warten auf die Antwort."),
        ],
        rows,
        filter: true,
        room: 0,
        row_choices: Vec::new(),
    });
    Some(sheet)
}
