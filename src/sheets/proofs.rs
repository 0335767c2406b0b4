//! **Nachweise**: which cell one knows it by. One row per row of a list that was considered, with „zählt“ or why not.

use std::collections::BTreeMap;

use chrono::Datelike;

use crate::domain::{BranchId, CommitteeFinding, Entry, Field, Period, Status, Verdict};
use crate::matching::elements;
use crate::table::CellRef;
use crate::wording;

use super::View;
use super::model::{Cell, Column, Orientation, Sheet, Sign, Style, Table};
use super::standing::brief;

pub(super) const NAME: &str = "Nachweise";

/// One-based row of the first proof: head lines and the table's head stand above.
const FIRST_ROW: u32 = 5;

/// One-based rows, by requirement, branch and period of the verdict.
pub(super) type Rows<'a> = BTreeMap<(&'a str, Option<BranchId>, Period), u32>;

/// Where the rows of each verdict begin, for links from other sheets.
pub(super) fn first_rows<'a>(view: &View<'a>) -> Rows<'a> {
    let mut row = FIRST_ROW;
    let mut rows = BTreeMap::new();
    for verdict in &view.assessment.verdicts {
        rows.insert((verdict.requirement.as_str(), verdict.subject, verdict.period), row);
        let own = verdict.evidence.len() + verdict.rejected.len() + verdict.unknown.len();
        row = row.saturating_add(u32::try_from(own.max(1)).unwrap_or(u32::MAX));
    }
    // rows a sheet does not hold are no place to lead to
    rows.retain(|_, row| *row < super::ROWS);
    rows
}

pub(super) fn sheet(view: &View<'_>) -> Option<Sheet> {
    let mut rows = Vec::new();
    for verdict in &view.assessment.verdicts {
        for evidence in &verdict.evidence {
            rows.push(row(
                view,
                verdict,
                "zählt".to_owned(),
                Some(&evidence.cell),
                &evidence.value,
            ));
        }
        for rejected in &verdict.rejected {
            let reason = format!("zählt nicht, weil {}", because(&rejected.reason));
            rows.push(row(view, verdict, reason, Some(&rejected.cell), &rejected.value));
        }
        for unknown in &verdict.unknown {
            let reason = format!("unklar: {}", unknown.text);
            rows.push(row(view, verdict, reason, unknown.cell.as_ref(), ""));
        }
        if verdict.evidence.is_empty() && verdict.rejected.is_empty() && verdict.unknown.is_empty()
        {
            let why = if verdict.status == Status::Judgement {
                figures(view, verdict)
            } else {
                verdict.label.split_once(", weil ").map_or_else(
                    || "keine Zeile in den Listen".to_owned(),
                    |(_, reason)| format!("keine Zeile, weil {reason}"),
                )
            };
            rows.push(row(view, verdict, why, None, ""));
        }
    }
    beside(view, &mut rows);
    if rows.is_empty() {
        return None;
    }
    let mut sheet = view.page(
        NAME,
        &format!("Nachweise {}", view.assessment.year),
        Orientation::Landscape,
        vec![7.0, 29.0, 10.0, 25.0, 39.0, 25.0, 14.0, 7.0, 21.0],
    );
    sheet.push(Table {
        name: "Nachweise".to_owned(),
        columns: vec![
            Column::new("Ziffer", Style::Strong),
            Column::new("Verband", Style::Body).note("Leer, wo der Punkt der Partei als Ganzes gilt."),
            Column::new("Zeitraum", Style::Centred),
            Column::new("Stand", Style::Status),
            Column::new("Zählt die Zeile?", Style::Body)
                .note("„zählt“: belegt den Stand. „zählt nicht“: wurde geprüft, mit dem Grund. „unklar“: diese Angabe fehlt noch."),
            Column::new("Datei", Style::Body),
            Column::new("Blatt", Style::Body),
            Column::new("Zelle", Style::Link).note("Ein Klick öffnet die Liste an dieser Zelle."),
            Column::new("Wert", Style::Body),
        ],
        rows,
        filter: true,
        room: 0,
        row_choices: Vec::new(),
    });
    Some(sheet)
}

/// What stands beside the verdicts and proves nothing: exceptions, the committee's findings and the addressees' statements,
/// verbatim.
fn beside(view: &View<'_>, rows: &mut Vec<Vec<Cell>>) {
    let assessment = view.assessment;
    let mut said = std::collections::BTreeSet::new();
    for verdict in &assessment.verdicts {
        if let Some(exception) = &verdict.exception {
            let until = exception.until.map_or_else(String::new, |day| {
                let word = if exception.valid { "bis" } else { "abgelaufen am" };
                format!(", {word} {}", wording::date(day))
            });
            let effect = if exception.valid { "wird nicht mitgezählt" } else { "gilt nicht mehr" };
            let text = format!("Ausnahme{until}: {effect}");
            rows.push(row(view, verdict, text, Some(&exception.cell), &exception.reason));
        }
        for finding in &verdict.findings {
            if said.insert((verdict.requirement.clone(), finding.cell.clone())) {
                let text = finding_words(finding);
                let whole = Verdict { subject: None, ..verdict.clone() };
                rows.push(row(view, &whole, text, Some(&finding.cell), &finding.wording));
            }
        }
        for entry in statements(view, &verdict.requirement) {
            let cell = entry.at(Field::Text).unwrap_or_else(|| entry.first_cell());
            if said.insert((verdict.requirement.clone(), cell.clone())) {
                let from = entry.text(Field::From).unwrap_or_default();
                let on = entry.text(Field::Date).map(|day| format!(", {day}")).unwrap_or_default();
                let whole = Verdict { subject: None, ..verdict.clone() };
                let text = entry.text(Field::Text).unwrap_or_default();
                rows.push(row(view, &whole, format!("Sachstand: {from}{on}"), Some(&cell), text));
            }
        }
    }
}

/// „Feststellung: erledigt, Sitzung 09.11.2024“.
pub(super) fn finding_words(finding: &CommitteeFinding) -> String {
    let session = if finding.session.is_empty() {
        String::new()
    } else {
        format!(", Sitzung {}", finding.session.trim_start_matches("Sitzung "))
    };
    format!("Feststellung: {}{session}", finding.finding)
}

/// What the addressees have written about a requirement, by its id, up to the Stichtag.
pub(crate) fn statements<'a>(view: &'a View<'_>, id: &'a str) -> impl Iterator<Item = &'a Entry> {
    view.records.statements.iter().filter(move |entry| {
        let named = entry.text(Field::Clause).is_some_and(|clause| {
            elements(clause).into_iter().any(|element| element.trim().eq_ignore_ascii_case(id))
        });
        let on = entry.date(Field::Date).span();
        let year = view.assessment.period.to;
        named
            && on.is_none_or(|on| {
                on.from <= view.assessment.as_of.0 && on.from.year() == year.year()
            })
    })
}

/// The figures of a principle: its sentence without the head, which the row has said already.
fn figures(view: &View<'_>, verdict: &Verdict) -> String {
    let short = view.resolution.requirement(&verdict.requirement).map_or("", |r| r.short.as_str());
    let said = verdict.sentence.split_once(&format!(": {short}. ")).map_or("", |(_, rest)| rest);
    if said.is_empty() { "keine Zeile in den Listen".to_owned() } else { said.to_owned() }
}

fn row(
    view: &View<'_>,
    verdict: &Verdict,
    counts: String,
    cell: Option<&CellRef>,
    value: &str,
) -> Vec<Cell> {
    let (file, sheet, address) = place(view, cell);
    vec![
        Cell::text(&verdict.requirement),
        Cell::text(verdict.subject.map(|id| view.branch(id)).unwrap_or_default()),
        Cell::text(verdict.period.label()),
        Cell::Status(Sign::from(verdict.status), brief(verdict)),
        Cell::text(counts),
        file,
        sheet,
        address,
        Cell::text(value),
    ]
}

/// File, sheet and cell, the cell as a link.
pub(super) fn place(view: &View<'_>, cell: Option<&CellRef>) -> (Cell, Cell, Cell) {
    cell.map_or((Cell::Empty, Cell::Empty, Cell::Empty), |cell| {
        (
            Cell::text(&cell.source.file),
            Cell::text(cell.source.sheet.clone().unwrap_or_default()),
            view.link(cell.a1(), cell),
        )
    })
}

/// „abgesagt“ and „vor dem Beschluss“ as they stand: a reason already is a clause's end.
fn because(reason: &str) -> &str {
    reason.trim_end_matches('.')
}
