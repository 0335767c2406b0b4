//! **Mitgliederangebote**: the editions of what is to be developed further, side by side.

use crate::agenda::name_of;
use crate::domain::{Entry, Field, StatusWord};
use crate::editions::{Edition, Stops, TookPlace, day, editions, length, stops};
use crate::matching::{Match, elements};
use crate::requirements::context::Candidate;
use crate::requirements::{RowState, development};
use crate::resolution::{Development, EvidenceKind, Kind, Requirement};
use crate::wording;

use super::View;
use super::measures::time;
use super::model::{Cell, Column, Line, Orientation, Rule, Sheet, Sign, Span, Style, Table};
use super::standing::brief;

pub(super) const NAME: &str = "Mitgliederangebote";
/// More editions than these are counted by years, not listed one by one.
const LISTED: usize = 8;
const WIDTHS: [f64; 11] = [17.0, 14.0, 9.0, 8.0, 26.0, 17.0, 6.0, 6.0, 16.0, 41.0, 18.0];
const COLUMNS: u16 = 11;

pub(super) fn sheet(view: &View<'_>) -> Option<Sheet> {
    let kinds: Vec<(&Requirement, &Development)> = view
        .resolution
        .requirements
        .iter()
        .filter_map(|requirement| development_of(requirement).map(|kind| (requirement, kind)))
        .filter(|(requirement, _)| {
            view.assessment.verdicts.iter().any(|v| v.requirement == requirement.id)
        })
        .collect();
    let any = kinds.iter().any(|(_, kind)| {
        kind.of.iter().any(|item| !editions(view.context, item).is_empty())
            || !developments(view, kind).is_empty()
    });
    if !any {
        return None;
    }
    let mut sheet = view.page(
        NAME,
        "Angebote für Mitglieder: Ausgabe für Ausgabe",
        Orientation::Landscape,
        WIDTHS.to_vec(),
    );
    // several tables below one another: the titles are what every page shares
    sheet.page.print_titles = Some((0, 1));
    sheet.frozen = Some((3, 1));
    let mut number = 0;
    for (place, (requirement, kind)) in kinds.into_iter().enumerate() {
        if place > 0 {
            sheet.push(Line::gap(18.0));
        }
        head(view, &mut sheet, requirement);
        for item in &kind.of {
            number += 1;
            block(view, &mut sheet, item, number);
        }
        changes(view, &mut sheet, kind);
    }
    Some(sheet)
}

fn development_of(requirement: &Requirement) -> Option<&Development> {
    match &requirement.kind {
        Kind::Development(kind) => Some(kind),
        Kind::Recurring(_)
        | Kind::Contents(_)
        | Kind::Fields(_)
        | Kind::Submission(_)
        | Kind::Examination(_)
        | Kind::Trend(_)
        | Kind::Principle(_) => None,
    }
}

/// The requirement and how it stands.
fn head(view: &View<'_>, sheet: &mut Sheet, requirement: &Requirement) {
    sheet.push(Line::text(
        format!("{} {} ({})", requirement.id, requirement.short, requirement.lines),
        COLUMNS,
        Style::Section,
    ));
    for verdict in view.assessment.verdicts.iter().filter(|v| v.requirement == requirement.id) {
        sheet.push(Line {
            spans: vec![
                Span::new(
                    0,
                    2,
                    Cell::Status(Sign::from(verdict.status), brief(verdict)),
                    Style::Status,
                ),
                Span::new(2, COLUMNS - 2, Cell::text(&verdict.sentence), Style::Body),
            ],
            ..Line::default()
        });
    }
}

fn block(view: &View<'_>, sheet: &mut Sheet, item: &EvidenceKind, number: u32) {
    let editions = editions(view.context, item);
    let name = name_of(item);
    sheet.push(Line::gap(9.0));
    if editions.is_empty() {
        let text = format!("„{name}“: In den Listen steht seit dem Beschluss keine Ausgabe.");
        sheet.push(Line::text(text, COLUMNS, Style::Body));
        return;
    }
    let since = wording::date(view.resolution.adopted_on);
    let count = wording::count(editions.len(), "Termin", "Termine");
    sheet.push(Line::text(
        format!("{name}: {count} seit dem Beschluss vom {since}, laut Listen"),
        COLUMNS,
        Style::Strong,
    ));
    if editions.len() > LISTED {
        years(view, sheet, &editions);
    } else {
        let rows = editions.iter().map(|edition| row(view, edition)).collect();
        sheet.push(table(number, rows));
    }
}

fn table(number: u32, rows: Vec<Vec<Cell>>) -> Table {
    Table {
        name: format!("Angebot_{number}"),
        columns: vec![
            Column::new("Ausgabe", Style::Strong),
            Column::new("Ort", Style::Body),
            Column::new("Form", Style::Body),
            Column::new("Dauer", Style::Body)
                .note("Tage; bei einzelnen Tagen Stunden, wo Beginn und Ende in der Liste stehen."),
            Column::new("Themen", Style::Body),
            Column::new("Zielgruppe", Style::Body),
            Column::new("TN", Style::Centred).note("Teilnehmende, wie in der Liste."),
            Column::new("neu", Style::Centred).note("Davon neue Mitglieder, wie in der Liste."),
            Column::new("Status", Style::Body),
            Column::new("Was ist anders als beim letzten Mal?", Style::Body)
                .note("Verglichen wird nur, was bei beiden Ausgaben in der Liste steht; Abgesagtes und Unklares wird nicht verglichen."),
            Column::new("Zelle", Style::Link).note("Ein Klick öffnet die Liste an dieser Zelle."),
        ],
        rows,
        filter: true,
        room: 0,
        row_choices: Vec::new(),
    }
}

fn row(view: &View<'_>, edition: &Edition<'_>) -> Vec<Cell> {
    let entry = edition.entry;
    let text = |field| Cell::text(entry.text(field).unwrap_or_default());
    let number = |field| {
        let said = entry.text(field).unwrap_or_default();
        said.trim().parse().map_or_else(|_| Cell::text(said), Cell::Number)
    };
    vec![
        Cell::text(day(edition)),
        text(Field::Place),
        text(Field::Form),
        Cell::text(length(entry, edition.span).unwrap_or_default()),
        text(Field::Topics),
        text(Field::Audience),
        number(Field::Attendance),
        number(Field::NewAttendance),
        Cell::text(status(edition)),
        Cell::text(other(edition)),
        link(view, entry, Field::Date),
    ]
}

fn link(view: &View<'_>, entry: &Entry, field: Field) -> Cell {
    view.spot(&entry.at(field).unwrap_or_else(|| entry.first_cell()))
}

fn status(edition: &Edition<'_>) -> String {
    if !edition.unclear.is_empty() && edition.took_place != TookPlace::Not {
        return format!("? unklar: {}", edition.unclear.join("; "));
    }
    let word = edition.entry.text(Field::Status);
    match edition.took_place {
        TookPlace::HeldByList => "durchgeführt laut Liste".to_owned(),
        TookPlace::Planned if edition.entry.status == StatusWord::None => {
            "geplant laut Liste".to_owned()
        }
        TookPlace::Planned if edition.entry.status == StatusWord::Done => "geplant".to_owned(),
        TookPlace::Held => word.unwrap_or("durchgeführt").to_owned(),
        TookPlace::Planned => word.unwrap_or("geplant").to_owned(),
        TookPlace::OnlyOffered => {
            format!("{}; ob es stattfand, steht nicht da", word.unwrap_or("angeboten"))
        }
        TookPlace::Not => word.unwrap_or("abgesagt").to_owned(),
        TookPlace::Unclear => "? unklar".to_owned(),
    }
}

fn other(edition: &Edition<'_>) -> String {
    match (edition.took_place, &edition.changes) {
        (TookPlace::Not | TookPlace::OnlyOffered | TookPlace::Unclear, _) => String::new(),
        (TookPlace::Held | TookPlace::HeldByList | TookPlace::Planned, None)
            if !edition.unclear.is_empty() || edition.span.is_none() =>
        {
            String::new()
        }
        (TookPlace::Held | TookPlace::HeldByList | TookPlace::Planned, None) => {
            "keine frühere Ausgabe zum Vergleichen".to_owned()
        }
        (_, Some(changes)) if changes.is_empty() => {
            "nichts, soweit es in der Liste steht".to_owned()
        }
        (_, Some(changes)) => changes.join("\n"),
    }
}

/// Many editions: a line for each year, with the branches they went to.
fn years(view: &View<'_>, sheet: &mut Sheet, editions: &[Edition<'_>]) {
    let head =
        |column, columns, text: &str| Span::new(column, columns, Cell::text(text), Style::Head);
    sheet.push(Line {
        height: None,
        rule: Rule::Thin,
        spans: vec![
            head(0, 1, "Zeitraum"),
            head(1, 3, "Termine"),
            head(4, 2, "besuchte Verbände"),
            head(6, 5, "noch nicht besucht, in diesem Zeitraum (nur eine Anzeige)"),
        ],
    });
    let names = |ids: &[crate::domain::BranchId]| {
        ids.iter().map(|id| view.branch(*id)).collect::<Vec<_>>().join(", ")
    };
    for year in stops(view.context, editions) {
        let named = !year.visited.is_empty() || !year.perhaps.is_empty();
        let mut not_yet = if named { names(&year.not_yet) } else { String::new() };
        if named && not_yet.is_empty() && year.perhaps.is_empty() {
            "keiner: alle besucht".clone_into(&mut not_yet);
        }
        if !named && year.held > 0 {
            "Die Zeilen nennen keinen Verband.".clone_into(&mut not_yet);
        }
        let mut visited = names(&year.visited);
        if !year.perhaps.is_empty() {
            let perhaps = format!("? vielleicht auch: {}", names(&year.perhaps));
            visited = [visited, perhaps]
                .into_iter()
                .filter(|text| !text.is_empty())
                .collect::<Vec<_>>()
                .join("\n");
        }
        let when = year.year.map_or_else(|| "seit dem Beschluss".to_owned(), |y| y.to_string());
        let visited = match (year.visited.len(), visited) {
            (0 | 1, text) => text,
            (n, text) => format!("{n}: {text}"),
        };
        sheet.push(Line {
            height: None,
            rule: Rule::Thin,
            spans: vec![
                Span::new(0, 1, Cell::text(when), Style::Strong),
                Span::new(1, 3, Cell::text(counts(&year)), Style::Body),
                Span::new(4, 2, Cell::text(visited), Style::Body),
                Span::new(6, 5, Cell::text(not_yet), Style::Body),
            ],
        });
    }
    let undated = editions.iter().filter(|edition| edition.span.is_none()).count();
    if undated > 0 {
        let text =
            format!("Dazu {} ohne lesbaren Tag.", wording::count(undated, "Zeile", "Zeilen"));
        sheet.push(Line::text(text, COLUMNS, Style::Small));
    }
}

/// „31 durchgeführt, 2 geplant, 1 abgesagt“
fn counts(year: &Stops) -> String {
    let parts: Vec<String> = [
        (year.held, "durchgeführt"),
        (year.planned, "geplant"),
        (year.cancelled, "abgesagt oder verschoben"),
        (year.unclear, "unklar"),
    ]
    .into_iter()
    .filter(|(n, _)| *n > 0)
    .map(|(n, word)| format!("{n} {word}"))
    .collect();
    parts.join(", ")
}

/// The documented evaluations and developments since the resolution that name an item of the requirement.
fn developments<'a>(view: &View<'a>, kind: &Development) -> Vec<&'a Entry> {
    let context = view.context;
    let items: Vec<&EvidenceKind> = kind.of.iter().map(AsRef::as_ref).collect();
    let arts = |entry: &Entry| {
        entry.text(Field::Kind).is_some_and(|text| {
            elements(text)
                .into_iter()
                .chain([text])
                .any(|one| kind.needed.iter().any(|art| art.is(one)))
        })
    };
    let since = |candidate: &&Candidate<'a>| {
        candidate.span().is_none_or(|span| span.to >= view.resolution.adopted_on)
    };
    context
        .candidates(&kind.evidence)
        .iter()
        .filter(since)
        .map(|candidate| candidate.entry)
        .filter(|entry| context.duplicates.counted_as(entry) == entry.first_cell())
        .filter(|entry| arts(entry) && development::names(entry, &items) != Match::No)
        .collect()
}

fn changes(view: &View<'_>, sheet: &mut Sheet, kind: &Development) {
    let rows = developments(view, kind);
    sheet.push(Line::gap(9.0));
    let arts: Vec<&str> = kind.needed.iter().map(|art| art.text.as_str()).collect();
    let arts = wording::list(&arts);
    if rows.is_empty() {
        let items: Vec<String> =
            kind.of.iter().map(|item| format!("„{}“", name_of(item))).collect();
        let text = format!(
            "{arts}: In den Listen steht dazu seit dem Beschluss keine Zeile, die {} nennt.",
            wording::alternatives(&items)
        );
        sheet.push(Line::text(text, COLUMNS, Style::Body));
        return;
    }
    sheet.push(Line::text(format!("{arts}, laut Liste"), COLUMNS, Style::Strong));
    let head =
        |column, columns, text: &str| Span::new(column, columns, Cell::text(text), Style::Head);
    sheet.push(Line {
        height: None,
        rule: Rule::Thin,
        spans: vec![
            head(0, 1, "Art"),
            head(1, 2, "Wozu"),
            head(3, 2, "Was"),
            head(5, 3, "Zeitraum"),
            head(8, 1, "Status"),
            head(9, 1, "Ergebnis"),
            head(10, 1, "Zelle"),
        ],
    });
    for entry in rows {
        let text = |field| entry.text(field).unwrap_or_default();
        let body = |column, columns, said: String| {
            Span::new(column, columns, Cell::text(said), Style::Body)
        };
        let state = crate::requirements::state(entry, view.context.as_of);
        let status = match state {
            RowState::Unknown(why) => format!("? unklar: {why}"),
            RowState::Held { .. }
            | RowState::Planned
            | RowState::Offered { .. }
            | RowState::Nothing(_) => text(Field::Status).to_owned(),
        };
        let whole: Vec<&EvidenceKind> = kind.of.iter().map(AsRef::as_ref).collect();
        let sure = if development::names(entry, &whole) == Match::Yes { "" } else { "? " };
        sheet.push(Line {
            height: None,
            rule: Rule::Thin,
            spans: vec![
                Span::new(0, 1, Cell::text(text(Field::Kind)), Style::Strong),
                body(1, 2, format!("{sure}{}", text(Field::Area))),
                body(3, 2, text(Field::Description).to_owned()),
                body(5, 3, time(entry)),
                body(8, 1, status),
                body(9, 1, text(Field::Result).to_owned()),
                Span::new(10, 1, link(view, entry, Field::Area), Style::Link),
            ],
        });
    }
}
