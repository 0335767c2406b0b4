//! **Was fehlt**: for every open point the smallest set of entries or events that would fulfil it.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{ListKind, Status, Verdict};
use crate::gaps::{Chance, Gap, Step, WayKind};
use crate::letters::register;
use crate::requirements::list_name;
use crate::table::{CellRef, Source};
use crate::wording;

use super::model::{Cell, Column, Line, Orientation, Sheet, Sign, Style, Table};
use super::standing::brief;
use super::{View, steps};

pub(super) const NAME: &str = "Was fehlt";
/// Lines above the table, which stay in view while it scrolls; the others stand below it.
const MOST_LINES: usize = 6;
/// Cells named in a line above the table.
const MOST_CELLS: usize = 10;
const WIDTHS: [f64; 8] = [7.0, 28.0, 9.0, 24.0, 56.0, 19.0, 14.0, 23.0];

pub(super) fn sheet(view: &View<'_>) -> Option<Sheet> {
    if view.gaps.is_empty() {
        return None;
    }
    let mut sheet = view.page(
        NAME,
        &format!("Was fehlt: {}", view.assessment.year),
        Orientation::Landscape,
        WIDTHS.to_vec(),
    );
    let columns = u16::try_from(WIDTHS.len()).unwrap_or(u16::MAX);
    let line = |text: &String| Line::text(text, columns, Style::Body);
    let lines = summary(view);
    let above = lines.len().min(MOST_LINES);
    for text in lines.iter().take(above) {
        sheet.push(line(text));
    }
    if above > 0 {
        sheet.push(Line::gap(6.0));
    }
    let head = sheet.next_row();
    sheet.page.print_titles = Some((head, head));
    sheet.frozen = Some((head + 1, 0));
    sheet.push(Table {
        name: "Was_fehlt".to_owned(),
        columns: vec![
            Column::new("Ziffer", Style::Strong),
            Column::new("Verband", Style::Body)
                .note("„Partei“, wo der Punkt der Partei als Ganzes gilt."),
            Column::new("Zeitraum", Style::Centred),
            Column::new("Stand", Style::Status),
            Column::new("Was genügen würde", Style::Body).note(
                "Das Wenigste, womit der Punkt erfüllt wäre. Eingetragen wird nur, was wirklich war; was noch kommt, zählt, wenn es geschieht. „Es entscheidet“: Diese Angabe ist offen, in die eine wie in die andere Richtung.",
            ),
            Column::new("Wer", Style::Body)
                .note("An wen sich der Punkt richtet; das Büro, wo nur Angaben offen sind."),
            Column::new("Bis wann", Style::Body).note(
                "Ist der Zeitraum vorbei, ändert sich nur noch etwas, wenn schon Geschehenes in den Listen fehlt.",
            ),
            Column::new("Wo", Style::Link).note("Ein Klick öffnet die Liste an dieser Stelle."),
        ],
        rows: rows(view),
        filter: true,
        room: 0,
        row_choices: Vec::new(),
    });
    if lines.len() > above {
        sheet.push(Line::gap(8.0));
        for text in lines.iter().skip(above) {
            sheet.push(line(text));
        }
    }
    Some(sheet)
}

fn rows(view: &View<'_>) -> Vec<Vec<Cell>> {
    // gaps stand in the order of the verdicts
    let mut verdicts = view.assessment.verdicts.iter();
    let mut rows = Vec::new();
    for gap in view.gaps {
        let verdict = verdicts.by_ref().find(|verdict| is_of(gap, verdict));
        let stand = verdict.map(brief).unwrap_or_default();
        let subject = gap.subject.map_or_else(|| "Partei".to_owned(), |id| view.branch(id));
        rows.push(vec![
            Cell::text(&gap.requirement),
            Cell::text(subject),
            Cell::text(gap.period.label()),
            Cell::Status(Sign::from(gap.status), stand),
            Cell::text(enough(gap)),
            Cell::text(who(view, gap)),
            Cell::text(until(gap)),
            place(view, gap),
        ]);
    }
    rows
}

fn is_of(gap: &Gap, verdict: &Verdict) -> bool {
    gap.requirement == verdict.requirement
        && gap.subject == verdict.subject
        && gap.period == verdict.period
}

/// The smallest way, and another one where somebody can still choose.
fn enough(gap: &Gap) -> String {
    let most = match gap.status {
        Status::Open | Status::Partial if !matches!(gap.chance, Chance::Over(_)) => 2,
        Status::Open
        | Status::Partial
        | Status::Missed
        | Status::Undetermined
        | Status::Fulfilled
        | Status::NotApplicable
        | Status::Judgement => 1,
    };
    let ways: Vec<String> = gap.ways.iter().take(most).map(|way| gap.says(way)).collect();
    capital(&ways.join("\noder: "))
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn who(view: &View<'_>, gap: &Gap) -> String {
    if gap.ways.first().is_some_and(|way| way.kind == WayKind::Decides) {
        return steps::OFFICE.to_owned();
    }
    let requirement = view.resolution.requirement(&gap.requirement);
    let names: Vec<&str> = requirement
        .map(|requirement| requirement.addressees.iter().map(|key| view.body(key)).collect())
        .unwrap_or_default();
    wording::list(&names)
}

fn until(gap: &Gap) -> String {
    if gap.status == Status::Undetermined {
        return String::new();
    }
    match gap.chance {
        Chance::Until(day) => format!("bis {}", wording::date(day)),
        Chance::Anytime => "ohne Frist".to_owned(),
        Chance::Late => "Frist vorbei; zählt auch später".to_owned(),
        Chance::Over(_) => "Zeitraum vorbei".to_owned(),
    }
}

/// Where the first step is done: its cell, the register, the list.
fn place(view: &View<'_>, gap: &Gap) -> Cell {
    let Some(step) = gap.ways.first().and_then(|way| way.steps.first()) else {
        return Cell::Empty;
    };
    match step {
        Step::Cell(change) => view.spot_of_any(&change.cell),
        Step::Letter { .. } => view.place(register::FILE, None),
        Step::Row(row) => list(view, row.list),
        Step::List { list, .. } => self::list(view, *list),
    }
}

/// The first file that holds such a list.
fn list(view: &View<'_>, list: ListKind) -> Cell {
    let sheet = view.records.sheets.iter().find(|sheet| sheet.list == list);
    sheet.map_or_else(
        || Cell::text(format!("Liste „{}“ fehlt", list_name(list))),
        |sheet| {
            let head = CellRef::new(&sheet.source, sheet.header_row, 0);
            view.link(sheet.source.file.clone(), &head)
        },
    )
}

/// What many rows of the table have in common, and which cells would close a range.
fn summary(view: &View<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    for total in &view.assessment.totals {
        let gaps: Vec<&Gap> = view
            .gaps
            .iter()
            .filter(|gap| {
                gap.requirement == total.requirement && gap.period.label() == total.period
            })
            .collect();
        if !gaps.iter().any(|gap| gap.subject.is_some()) {
            continue;
        }
        let name = if view
            .assessment
            .totals
            .iter()
            .any(|other| other.requirement == total.requirement && other.period != total.period)
        {
            format!("{} ({})", total.requirement, total.period)
        } else {
            total.requirement.clone()
        };
        if total.at_least < total.at_most {
            lines.extend(range(&name, total.at_least, total.at_most, total.of, &gaps));
        }
        lines.extend(alike(&name, &gaps));
    }
    lines
}

/// „Z1c: Diese 5 Zellen entscheiden, ob es bei 14 oder bis zu 19 von 22 Verbänden erfüllt ist: …“
fn range(name: &str, at_least: u32, at_most: u32, of: u32, gaps: &[&Gap]) -> Option<String> {
    let mut cells: BTreeSet<&CellRef> = BTreeSet::new();
    let mut lists: BTreeSet<ListKind> = BTreeSet::new();
    let ways = gaps.iter().flat_map(|gap| &gap.ways).filter(|way| way.kind == WayKind::Decides);
    for step in ways.flat_map(|way| &way.steps) {
        match step {
            Step::Cell(change) => {
                cells.insert(&change.cell);
            }
            Step::List { list, .. } => {
                lists.insert(*list);
            }
            Step::Row(_) | Step::Letter { .. } => {}
        }
    }
    let mut places: Vec<String> = Vec::new();
    let mut before: Option<&Source> = None;
    for cell in cells.iter().take(MOST_CELLS) {
        let source = &*cell.source;
        match &source.sheet {
            _ if before == Some(source) => places.push(cell.a1()),
            Some(sheet) => places.push(format!("{}, Blatt „{sheet}“, {}", source.file, cell.a1())),
            None => places.push(format!("{} {}", source.file, cell.a1())),
        }
        before = Some(source);
    }
    if cells.len() > MOST_CELLS {
        places.push(format!("{} weitere", cells.len() - MOST_CELLS));
    }
    let of_lists: Vec<String> =
        lists.into_iter().map(|list| format!("die Liste „{}“", list_name(list))).collect();
    let (what, verb) = match (cells.len(), of_lists.len()) {
        (0, 0) => return None,
        (0, 1) => (wording::list(&of_lists), "entscheidet"),
        (0, _) => (wording::list(&of_lists), "entscheiden"),
        (1, 0) => ("Diese eine Zelle".to_owned(), "entscheidet"),
        (n, 0) => (format!("Diese {n} Zellen"), "entscheiden"),
        (1, _) => (format!("Eine Zelle und {}", wording::list(&of_lists)), "entscheiden"),
        (n, _) => (format!("{n} Zellen und {}", wording::list(&of_lists)), "entscheiden"),
    };
    let shown =
        if places.is_empty() { String::new() } else { format!(": {}", wording::list(&places)) };
    let count = if at_least + 1 == at_most {
        format!("{at_least} oder {at_most}")
    } else {
        format!("{at_least} oder bis zu {at_most}")
    };
    Some(format!(
        "{name}: {} {verb}, ob es bei {count} von {of} Verbänden erfüllt ist{shown}.",
        capital(&what)
    ))
}

/// Where the same is enough for several branches: „Z1c: Bei 12 Verbänden genügt je …“
fn alike(name: &str, gaps: &[&Gap]) -> Vec<String> {
    let mut counts: BTreeMap<(bool, String), usize> = BTreeMap::new();
    for gap in gaps {
        let Some(way) = gap.ways.iter().find(|way| way.kind != WayKind::Decides) else { continue };
        if gap.subject.is_some() {
            let over = matches!(gap.chance, Chance::Over(_));
            *counts.entry((over, gap.in_short(way))).or_default() += 1;
        }
    }
    let mut counts: Vec<_> = counts.into_iter().filter(|(_, count)| *count > 1).collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
        .into_iter()
        .map(|((over, what), count)| {
            if over {
                format!(
                    "{name}: Bei {count} Verbänden ist der Zeitraum vorbei; ändern kann sich nur noch etwas, wenn schon Geschehenes fehlt ({what})."
                )
            } else {
                format!("{name}: Bei {count} Verbänden genügt je {what}.")
            }
        })
        .collect()
}
