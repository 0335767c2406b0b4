//! **Befunde**: every question on a row of its own, to be worked through from the top.

use crate::diagnostic::{Code, Diagnostic, groups};
use crate::sheets::model::{Cell, Column, Orientation, Sheet, Style, Table, Target};
use crate::sheets::{View, proofs};

pub(super) const NAME: &str = "Befunde";

pub(super) fn sheet(view: &View<'_>) -> Option<Sheet> {
    // in the order of the groups, so that what belongs together stands together
    let questions: Vec<&Diagnostic> =
        groups(view.diagnostics).into_iter().flat_map(|group| group.questions).collect();
    if questions.is_empty() {
        return None;
    }
    let rows: Vec<_> = questions.iter().map(|question| row(view, question)).collect();
    let mut sheet = view.page(
        NAME,
        "Alle Befunde",
        Orientation::Landscape,
        vec![11.0, 8.0, 18.0, 10.0, 7.0, 12.0, 18.0, 15.0, 28.0, 21.0, 26.0, 8.0],
    );
    NAME.clone_into(&mut sheet.page.footer);
    sheet.push(Table {
        name: "Befunde".to_owned(),
        columns: vec![
            Column::new("Stufe", Style::Strong).note(
                "Bitte klären: die Angabe wurde nicht verwendet. Bitte entscheiden: sie wurde gelesen, eine Frage ist offen. Nur zur Information: das Programm hat sich selbst geholfen.",
            ),
            Column::new("Nummer", Style::Centred)
                .note("Was eine Nummer bedeutet, steht im Handbuch unter „Meldungen“."),
            Column::new("Datei", Style::Body),
            Column::new("Blatt", Style::Body),
            Column::new("Zelle", Style::Link).note("Ein Klick öffnet die Liste an dieser Zelle."),
            Column::new("Überschrift der Spalte", Style::Body),
            Column::new("gefunden", Style::Body),
            Column::new("erwartet", Style::Body),
            Column::new("Was das Programm getan hat", Style::Body),
            Column::new("Folge für die Feststellungen", Style::Body)
                .note("Leer: Es hängt keine Feststellung daran."),
            Column::new("So beheben", Style::Body),
            Column::new("erledigt", Style::FillIn)
                .choices(&["ja"])
                .fill_in()
                .note("Für euch: ja eintragen, wenn die Liste berichtigt ist. Das Programm liest die Spalte nicht."),
        ],
        rows,
        filter: true,
        room: 0,
        row_choices: Vec::new(),
    });
    Some(sheet)
}

fn row(view: &View<'_>, question: &Diagnostic) -> Vec<Cell> {
    let code = question.code;
    let (file, sheet, cell) = if question.cell.is_some() {
        proofs::place(view, question.cell.as_ref())
    } else {
        (
            link(view, question, question.file.as_deref().unwrap_or_default()),
            Cell::text(question.sheet.clone().unwrap_or_default()),
            Cell::Empty,
        )
    };
    vec![
        Cell::text(code.severity().label_de()),
        Cell::text(code.number()),
        file,
        sheet,
        cell,
        Cell::text(question.heading.clone().unwrap_or_default()),
        found(question),
        Cell::text(question.expected.clone().unwrap_or_default()),
        Cell::text(&question.message),
        Cell::text(question.consequence.clone().unwrap_or_default()),
        Cell::text(question.help.clone().unwrap_or_else(|| code.explanation().to_owned())),
        Cell::Empty,
    ]
}

/// A link to the file a question is about.
pub(super) fn link(view: &View<'_>, question: &Diagnostic, text: &str) -> Cell {
    question.file.as_ref().map_or(Cell::Empty, |file| Cell::Link {
        text: text.to_owned(),
        target: Box::new(Target::File { path: view.path(file), place: None }),
    })
}

/// The value in quotation marks; an empty cell says so.
fn found(question: &Diagnostic) -> Cell {
    match &question.found {
        Some(found) => Cell::text(format!("„{found}“")),
        None if matches!(question.code, Code::EmptyCell | Code::IncompleteRow)
            && question.cell.is_some() =>
        {
            Cell::text("«leer»")
        }
        None => Cell::Empty,
    }
}
