//! **Zusammenfassung**: where to begin, and what became of each file.

use std::collections::{BTreeMap, BTreeSet};

use super::copies::Copies;
use super::findings;
use crate::diagnostic::{Group, Severity, groups};
use crate::intake::{InputReport, InputState};
use crate::requirements::list_name;
use crate::sheets::model::{Cell, Column, Line, Orientation, Sheet, Style, Table, Target};
use crate::sheets::{View, here};
use crate::wording;

const NAME: &str = "Zusammenfassung";
/// Groups on this page; the others stand on the sheet Befunde.
const MOST_GROUPS: usize = 20;
const MOST_CELLS: usize = 8;
/// Wide texts stand beside short links: not every program breaks the text of a link into lines.
const WIDTHS: [f64; 8] = [30.0, 9.0, 14.0, 10.0, 39.0, 9.0, 32.0, 35.0];

pub(super) fn sheet(view: &View<'_>, copies: &Copies) -> Sheet {
    let mut sheet =
        view.page(NAME, "Rückfragen zu den Listen", Orientation::Landscape, WIDTHS.to_vec());
    NAME.clone_into(&mut sheet.page.footer);
    sheet.page.print_titles = None;
    sheet.frozen = Some((3, 0));
    let columns = u16::try_from(WIDTHS.len()).unwrap_or(u16::MAX);
    let groups = groups(view.diagnostics);
    for line in lead(view, &groups) {
        sheet.push(Line::text(line, columns, Style::Lead));
    }
    if !groups.is_empty() {
        sheet.push(Line::text(
            format!(
                "So geht es: Auf dem Blatt „{}“ von oben nach unten arbeiten. Ein Klick auf die Zelle öffnet die Liste; dort berichtigen und speichern, dann das Programm noch einmal starten. Die Listen selbst hat das Programm nicht verändert.",
                findings::NAME
            ),
            columns,
            Style::Body,
        ));
        sheet.push(Line::gap(8.0));
        sheet.push(Line::text("Womit anfangen", columns, Style::Section));
        sheet.push(questions(view, &groups));
        if groups.len() > MOST_GROUPS {
            let rest: usize = groups.iter().skip(MOST_GROUPS).map(Group::count).sum();
            sheet.push(Line::text(
                format!(
                    "Dazu {} ({}) auf dem Blatt „{}“.",
                    wording::count(groups.len() - MOST_GROUPS, "weitere Frage", "weitere Fragen"),
                    wording::count(rest, "Befund", "Befunde"),
                    findings::NAME
                ),
                columns,
                Style::Small,
            ));
        }
    }
    sheet.push(Line::gap(8.0));
    sheet.push(Line::text("Was aus jeder Datei geworden ist", columns, Style::Section));
    if lists(view).next().is_some() {
        sheet.push(files(view, copies));
    }
    for line in copies.remarks() {
        sheet.push(Line::text(line, columns, Style::Small));
    }
    sheet
}

/// The totals: true ones, whatever is shown below.
fn lead(view: &View<'_>, groups: &[Group<'_>]) -> Vec<String> {
    let mut by_file: BTreeMap<&str, BTreeSet<&'static str>> = BTreeMap::new();
    for input in lists(view) {
        by_file.entry(&input.file).or_default().insert(state(input.state));
    }
    let mut states: BTreeMap<&str, usize> = BTreeMap::new();
    for found in by_file.values() {
        let one = found.first().filter(|_| found.len() == 1).copied();
        *states.entry(one.unwrap_or(state(InputState::Partial))).or_default() += 1;
    }
    let read: Vec<String> =
        [InputState::Read, InputState::Partial, InputState::Failed, InputState::Skipped]
            .into_iter()
            .map(state)
            .filter_map(|word| states.get(word).map(|n| format!("{n} {word}")))
            .collect();
    let mut lines = Vec::new();
    if !by_file.is_empty() {
        lines.push(format!(
            "{}: {}.",
            wording::count(by_file.len(), "Datei", "Dateien"),
            wording::list(&read)
        ));
    }
    if groups.is_empty() {
        lines.push("Es gibt keine Rückfragen.".to_owned());
        return lines;
    }
    let waiting: BTreeSet<usize> = view
        .diagnostics
        .iter()
        .flat_map(|diagnostic| diagnostic.waiting.iter().map(|verdict| verdict.rank))
        .collect();
    let effect = match waiting.len() {
        0 => String::new(),
        1 => "; 1 Feststellung bleibt bis dahin offen".to_owned(),
        n => format!("; {n} Feststellungen bleiben bis dahin offen"),
    };
    lines.push(format!(
        "{}: {}{effect}.",
        wording::count(view.diagnostics.len(), "Befund", "Befunde"),
        by_severity(groups.iter().map(|group| (group.severity(), group.count())))
    ));
    lines
}

/// „2 × Bitte klären, 5 × Bitte entscheiden“.
fn by_severity(counts: impl Iterator<Item = (Severity, usize)>) -> String {
    let mut by: BTreeMap<Severity, usize> = BTreeMap::new();
    for (severity, n) in counts {
        *by.entry(severity).or_default() += n;
    }
    by.iter().map(|(s, n)| format!("{n} × {}", s.label_de())).collect::<Vec<_>>().join(", ")
}

fn questions(view: &View<'_>, groups: &[Group<'_>]) -> Table {
    let rows = groups.iter().take(MOST_GROUPS).map(|group| {
        let first = match &group.first.cell {
            Some(cell) => view.link(cell.a1(), cell),
            None => findings::link(view, group.first, "öffnen"),
        };
        vec![
            Cell::text(group.place(MOST_CELLS)),
            first,
            Cell::text(group.severity().label_de()),
            Cell::text(group.code.number()),
            Cell::text(group.question()),
            Cell::count(group.count()),
            Cell::text(group.consequence.clone().unwrap_or_default()),
            Cell::text(group.help()),
        ]
    });
    Table {
        name: "Fragen".to_owned(),
        columns: vec![
            Column::new("Wo", Style::Body),
            Column::new("Sprung", Style::Link)
                .note("Ein Klick öffnet die Liste an der ersten dieser Zellen."),
            Column::new("Stufe", Style::Strong).note(
                "Bitte klären: die Angabe wurde nicht verwendet. Bitte entscheiden: sie wurde gelesen, eine Frage ist offen. Nur zur Information: das Programm hat sich selbst geholfen.",
            ),
            Column::new("Nummer", Style::Centred),
            Column::new("Frage", Style::Body),
            Column::new("Befunde", Style::Centred),
            Column::new("Folge für die Feststellungen", Style::Body)
                .note("Leer: Es hängt keine Feststellung daran."),
            Column::new("So beheben", Style::Body),
        ],
        rows: rows.collect(),
        filter: false,
        room: 0,
        row_choices: Vec::new(),
    }
}

fn files(view: &View<'_>, copies: &Copies) -> Table {
    let several: BTreeSet<&str> = {
        let mut seen = BTreeSet::new();
        lists(view).map(|i| i.file.as_str()).filter(|file| !seen.insert(*file)).collect()
    };
    let rows = lists(view).map(|input| {
        let text = match &input.sheet {
            Some(sheet) if several.contains(input.file.as_str()) => {
                format!("{}, Blatt „{sheet}“", input.file)
            }
            _ => input.file.clone(),
        };
        let place = input.sheet.as_ref().map(|sheet| (sheet.clone(), "A1".to_owned()));
        let rows = input.rows_sentence();
        let said: Vec<String> = [
            input.list.map(|list| format!("Liste {}", list_name(list))),
            (!rows.is_empty()).then_some(rows),
            input.reason.clone(),
        ]
        .into_iter()
        .flatten()
        .collect();
        let about = |file: Option<&str>, sheet: Option<&str>| {
            file == Some(input.file.as_str())
                && (sheet == input.sheet.as_deref() || sheet.is_none() || input.sheet.is_none())
        };
        let mine = view
            .diagnostics
            .iter()
            .filter(|d| about(d.file.as_deref(), d.sheet.as_deref()))
            .map(|d| (d.code.severity(), 1));
        let mine: Vec<(Severity, usize)> = mine.collect();
        vec![
            Cell::text(text),
            Cell::Link {
                text: "öffnen".to_owned(),
                target: Box::new(Target::File { path: view.path(&input.file), place }),
            },
            Cell::text(state(input.state)),
            input.header_row.map_or(Cell::Empty, |row| Cell::text(format!("Zeile {row}"))),
            Cell::text(said.join("; ")),
            if mine.is_empty() { Cell::Empty } else { Cell::count(mine.len()) },
            Cell::text(by_severity(mine.into_iter())),
            copy_of(input, copies),
        ]
    });
    Table {
        name: "Dateien".to_owned(),
        columns: vec![
            Column::new("Datei", Style::Body),
            Column::new("Sprung", Style::Link),
            Column::new("Stand", Style::Strong),
            Column::new("Kopfzeile", Style::Centred),
            Column::new("Liste und Kontrollzahlen", Style::Body)
                .note("Zum Vergleich mit eurer eigenen Zählung: So viele Zeilen zählen als Einträge."),
            Column::new("Befunde", Style::Centred),
            Column::new("nach Stufe", Style::Body),
            Column::new("Kopie mit Farben", Style::Link)
                .note("In der Kopie ist jede Zelle, um die es geht, gefärbt und trägt eine Notiz; sie steht an derselben Stelle wie in der Liste."),
        ],
        rows: rows.collect(),
        filter: false,
        room: 0,
        row_choices: Vec::new(),
    }
}

/// The lists; register and decisions, which a run itself may have just made, only where something is asked about them.
fn lists<'v>(view: &'v View<'_>) -> impl Iterator<Item = &'v InputReport> {
    let asked: BTreeSet<&str> = view.diagnostics.iter().filter_map(|d| d.file.as_deref()).collect();
    view.inputs.iter().filter(move |input| {
        !view.other_files.contains_key(&input.file) || asked.contains(input.file.as_str())
    })
}

fn copy_of(input: &InputReport, copies: &Copies) -> Cell {
    copies
        .made
        .iter()
        .find(|copy| copy.source.file == input.file && copy.source.sheet == input.sheet)
        .map_or(Cell::Empty, |copy| {
            let name = &copy.sheet.name;
            here(format!("Blatt „{name}“"), name, copy.first.a1())
        })
}

fn state(state: InputState) -> &'static str {
    match state {
        InputState::Read => "gelesen",
        InputState::Partial => "teilweise gelesen",
        InputState::Failed => "nicht gelesen",
        InputState::Skipped => "übersprungen",
    }
}
