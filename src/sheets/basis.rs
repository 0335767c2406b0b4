//! **Grundlage**: what the evaluation rests on: the wording with its lines, the files, Stichtag and version.

use crate::intake::{InputState, columns};

use super::View;
use super::model::{Cell, Column, Line, Orientation, Sheet, Style, Table};

pub(super) const NAME: &str = "Grundlage";
const WIDTHS: [f64; 6] = [11.0, 74.0, 42.0, 18.0, 9.0, 22.0];
const COLUMNS: u16 = 6;

#[expect(
    clippy::unnecessary_wraps,
    reason = "every sheet has this form; this one always has something to say"
)]
pub(super) fn sheet(view: &View<'_>) -> Option<Sheet> {
    let mut sheet =
        view.page(NAME, "Worauf die Auswertung beruht", Orientation::Landscape, WIDTHS.to_vec());
    sheet.page.print_titles = None;
    sheet.frozen = None;
    for (label, value) in [
        (
            "Stichtag",
            format!(
                "{} (der Stand am Ende dieses Tages)",
                crate::wording::date(view.assessment.as_of.0)
            ),
        ),
        (
            "Zeitraum",
            format!(
                "{} bis {}",
                crate::wording::date(view.assessment.period.from),
                crate::wording::date(view.assessment.period.to)
            ),
        ),
        ("Beschluss", format!("{} ({})", view.resolution.title, view.resolution.id)),
        ("Programm", format!("Beschlusskontrolle {}", view.version)),
    ] {
        sheet.push(Line {
            spans: vec![
                super::Span::new(0, 1, Cell::text(label), Style::Strong),
                super::Span::new(1, COLUMNS - 1, Cell::text(value), Style::Body),
            ],
            ..Line::default()
        });
    }
    section(&mut sheet, "Wortlaut", wording_table(view));
    readings(view, &mut sheet);
    section(&mut sheet, "Gelesene Dateien", files(view));
    Some(sheet)
}

fn section(sheet: &mut Sheet, title: &str, table: Table) {
    if table.rows.is_empty() {
        return;
    }
    sheet.push(Line::gap(10.0));
    sheet.push(Line::text(title, COLUMNS, Style::Section));
    sheet.push(table);
}

/// Where the readings stand, and which of them are not those of the resolution's file.
fn readings(view: &View<'_>, sheet: &mut Sheet) {
    if view.readings.is_empty() {
        return;
    }
    sheet.push(Line::gap(10.0));
    sheet.push(Line::text("Auslegungen", COLUMNS, Style::Section));
    let line = |cell| Line {
        spans: vec![super::Span::new(0, COLUMNS, cell, Style::Body)],
        ..Line::default()
    };
    let open = "Wie gelesen wird, was der Wortlaut offen lässt, steht auf dem Blatt „Auslegungen“.";
    sheet.push(line(super::here(open, super::readings::NAME, "A1")));
    for reading in view.readings.iter().filter(|reading| reading.otherwise) {
        sheet.push(line(Cell::text(format!(
            "Auslegung {}: {}. Es gilt: {}.",
            reading.id,
            reading.state(view.assessment.as_of),
            reading.other.as_deref().unwrap_or_default()
        ))));
    }
}

fn wording_table(view: &View<'_>) -> Table {
    let rows = view
        .resolution
        .lines
        .iter()
        .enumerate()
        .filter(|(_, text)| !text.trim().is_empty())
        .map(|(i, text)| {
            let line = i + 1;
            let points: Vec<String> = view
                .resolution
                .requirements
                .iter()
                .filter(|r| r.lines.from <= line && line <= r.lines.to)
                .map(|r| r.id.clone())
                .collect();
            vec![Cell::count(line), Cell::text(text.trim()), Cell::text(points.join(", "))]
        })
        .collect();
    Table {
        name: "Wortlaut".to_owned(),
        columns: vec![
            Column::new("Zeile", Style::Centred),
            Column::new("Wortlaut", Style::Body),
            Column::new("Punkte", Style::Body)
                .note("Die Punkte der Übersicht, die aus dieser Zeile folgen."),
        ],
        rows,
        filter: false,
        room: 0,
        row_choices: Vec::new(),
    }
}

fn files(view: &View<'_>) -> Table {
    let rows = view
        .inputs
        .iter()
        .enumerate()
        .map(|(i, input)| {
            let state = match input.state {
                InputState::Read => "gelesen",
                InputState::Partial => "gelesen, einzelne Zeilen nicht",
                InputState::Failed => "nicht lesbar",
                InputState::Skipped => "ausgelassen",
            };
            let name = input.sheet.as_ref().map_or_else(
                || input.file.clone(),
                |sheet| format!("{}, Blatt „{sheet}“", input.file),
            );
            let list = input.list.map_or("", columns::list_name);
            let state = [state, list, input.reason.as_deref().unwrap_or("")];
            let state: Vec<&str> = state.into_iter().filter(|part| !part.is_empty()).collect();
            vec![
                Cell::count(i + 1),
                Cell::text(name),
                Cell::text(state.join(" · ")),
                input.header_row.map_or(Cell::Empty, |row| Cell::text(format!("Zeile {row}"))),
                Cell::Number(input.data_rows),
                Cell::text(input.sha256.chars().take(16).collect::<String>()),
            ]
        })
        .collect();
    Table {
        name: "Dateien".to_owned(),
        columns: vec![
            Column::new("Nr.", Style::Centred),
            Column::new("Datei", Style::Body),
            Column::new("Gelesen als", Style::Body),
            Column::new("Kopfzeile", Style::Body),
            Column::new("Zeilen", Style::Centred),
            Column::new("Prüfsumme (Anfang)", Style::Body)
                .note("Die ersten Zeichen der SHA-256-Summe: Damit lässt sich zeigen, welche Fassung der Liste gelesen wurde."),
        ],
        rows,
        filter: false,
        room: 0,
        row_choices: Vec::new(),
    }
}
