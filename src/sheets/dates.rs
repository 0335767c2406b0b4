//! **Termine**: the plan the office prints every week: what is ahead, who reports, what is still open.

use std::fmt::Write as _;

use crate::agenda::{Agenda, Item, Slot, agenda, months};
use crate::domain::{Entry, Field, Span as Days};
use crate::table::column_letters;
use crate::wording;

use super::View;
use super::model::{
    Cell, Chart, ChartKind, Charts, Column, Line, Orientation, Range, Rule, Series, Sheet, Span,
    Style, Table,
};

pub(super) const NAME: &str = "Termine";
/// As many lines of the plan surely stand on one page.
const ONE_PAGE: usize = 12;
/// Of the chart, in points.
const CHART: f64 = 190.0;
/// Of a month below it.
const LOW: f64 = 13.0;

/// A column of the plan: its head, its width, what it says of an item.
struct Part<'p> {
    column: Column,
    width: f64,
    /// Stays although nothing stands in it.
    always: bool,
    cell: Box<dyn Fn(&Item<'_>) -> Cell + 'p>,
}

pub(super) fn sheet(view: &View<'_>) -> Option<Sheet> {
    let plan = agenda(view.context, view.assessment);
    if plan.ahead.is_empty() && plan.without_day.is_empty() {
        return None;
    }
    let mut parts = parts(view, &plan);
    parts.retain(|part| {
        let items = plan.ahead.iter().chain(&plan.without_day);
        part.always || items.into_iter().any(|item| (part.cell)(item) != Cell::Empty)
    });
    let columns = u16::try_from(parts.len()).unwrap_or(u16::MAX);
    let mut sheet = view.page(
        NAME,
        "Termine: was ansteht",
        Orientation::Landscape,
        parts.iter().map(|part| part.width).collect(),
    );
    sheet.frozen = Some((4, 1));
    // a short plan ends on the first page: what follows on the second is not its table
    if plan.ahead.len() <= ONE_PAGE {
        sheet.page.print_titles = Some((0, 1));
    }
    if plan.ahead.is_empty() {
        sheet.frozen = None;
        let text = "Mit einem Tag nach dem Stichtag steht nichts in den Listen.";
        sheet.push(Line::text(text, columns, Style::Body));
    } else {
        sheet.push(table("Termine", &parts, &plan.ahead));
    }
    if plan.more > 0 {
        sheet.push(Line::text(more(&plan), columns, Style::Body));
    }
    if !plan.without_day.is_empty() {
        sheet.push(Line::gap(12.0));
        sheet.push(Line::text("Noch ohne Tag", columns, Style::Section));
        sheet.push(table("TermineOhneTag", &parts, &plan.without_day));
    }
    sheet.push(Line::gap(6.0));
    sheet.push(Line::text(legend(&plan), columns, Style::Small));
    chart(view, &mut sheet, columns);
    Some(sheet)
}

fn table(name: &str, parts: &[Part<'_>], items: &[Item<'_>]) -> Table {
    Table {
        name: name.to_owned(),
        columns: parts.iter().map(|part| part.column.clone()).collect(),
        rows: items
            .iter()
            .map(|item| parts.iter().map(|part| (part.cell)(item)).collect())
            .collect(),
        filter: true,
        room: 0,
        row_choices: Vec::new(),
    }
}

fn parts<'p>(view: &'p View<'_>, plan: &Agenda<'_>) -> Vec<Part<'p>> {
    let part = |label: &str, style, width, cell: fn(&Item<'_>) -> Cell| Part {
        column: Column::new(label, style),
        width,
        always: false,
        cell: Box::new(cell),
    };
    let mut parts = vec![
        Part { always: true, ..part("Tag", Style::Strong, 15.0, |i| Cell::text(day(i.span))) },
        part("Uhrzeit", Style::Centred, 8.0, |i| Cell::text(&i.time)),
        Part {
            column: Column::new("Was", Style::Body)
                .note("Ein „?“ davor: Es ist noch nicht sicher, wie die Zeile gemeint ist; unter Hinweis steht, was zu klären ist."),
            always: true,
            ..part("", Style::Body, 22.0, |i| {
                let mark = if i.is_certain() { "" } else { "? " };
                Cell::text(format!("{mark}{}", i.what))
            })
        },
        part("Verband", Style::Body, 22.0, |i| Cell::text(i.branches.join("\n"))),
        part("Ort", Style::Body, 14.0, |i| Cell::text(text(i.entry, Field::Place))),
        part("Rahmen, Form", Style::Body, 18.0, |i| {
            let said = [Field::Frame, Field::Form]
                .map(|field| text(i.entry, field));
            Cell::text(said.into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(", "))
        }),
    ];
    for (index, key) in plan.bodies.iter().enumerate() {
        let name = view.body(key);
        parts.push(Part {
            column: Column::new(format!("für {key}"), Style::Body).note(format!(
                "Wer für {name} kommt: ein Name, „ja“, „nein“. „noch offen“: In der Liste steht dafür noch nichts. „?“: Die Liste lässt es nicht erkennen."
            )),
            width: 11.0,
            always: false,
            cell: Box::new(move |item| {
                Cell::text(item.slots.get(index).map(Slot::shown).unwrap_or_default())
            }),
        });
    }
    parts.push(Part {
        column: Column::new("Status", Style::Body)
            .note("Wie in der Liste. „laut Liste“: Eingetragen ist nur der Tag, kein Status."),
        ..part("", Style::Body, 13.0, |i| Cell::text(&i.state))
    });
    parts.push(part("Hinweis", Style::Body, 34.0, |i| Cell::text(notes(i))));
    parts.push(Part {
        column: Column::new("Zelle", Style::Link)
            .note("Ein Klick öffnet die Liste an dieser Zelle."),
        width: 18.0,
        always: true,
        cell: Box::new(move |item| view.spot(&item.cell)),
    });
    parts
}

fn text(entry: &Entry, field: Field) -> &str {
    entry.text(field).unwrap_or_default()
}

/// „Sa 25.01.2025“, „Fr–So 24.–26.05.2024“, „Mai 2025“.
fn day(span: Option<Days>) -> String {
    let Some(span) = span else { return "noch offen".to_owned() };
    let short = |day| wording::weekday(day).chars().take(2).collect::<String>();
    match (span.exact, span.from == span.to) {
        (false, _) => wording::span(span),
        (true, true) => format!("{} {}", short(span.from), wording::span(span)),
        (true, false) => {
            format!("{}–{} {}", short(span.from), short(span.to), wording::span(span))
        }
    }
}

/// First what is to be clarified, then the rest, each on a line of its own.
fn notes(item: &Item<'_>) -> String {
    let mut lines: Vec<String> = Vec::new();
    if !item.unclear.is_empty() {
        lines.push(format!("Zu klären: {}.", item.unclear.join("; ")));
    }
    lines.extend(item.notes.iter().cloned());
    lines.join("\n")
}

fn more(plan: &Agenda<'_>) -> String {
    let last = plan.ahead.last().and_then(|item| item.span).map(|span| wording::date(span.from));
    format!(
        "{} vom {} an nicht mehr auf diesem Blatt; alle stehen in den Listen.",
        if plan.more == 1 {
            "Ein weiterer Termin steht".to_owned()
        } else {
            format!("{} weitere Termine stehen", plan.more)
        },
        last.unwrap_or_default()
    )
}

fn legend(plan: &Agenda<'_>) -> String {
    let all = || plan.ahead.iter().chain(&plan.without_day);
    let mut text =
        "Aus den Veranstaltungslisten und den Terminen, die im Postausgang neben der Antwort stehen; Abgesagtes fehlt hier."
            .to_owned();
    let open = all().filter(|item| item.slots.contains(&Slot::Open)).count();
    if open > 0 {
        let _ = write!(
            text,
            " Bei {} ist noch offen, wer berichtet.",
            wording::count(open, "Termin", "Terminen")
        );
    }
    let doubtful = all().filter(|item| !item.is_certain()).count();
    if doubtful > 0 {
        let verb = if doubtful == 1 { "ist" } else { "sind" };
        let _ = write!(
            text,
            " {} mit „?“ {verb} noch nicht sicher.",
            wording::count(doubtful, "Zeile", "Zeilen")
        );
    }
    text
}

/// The evaluated year month by month: a small table, and beside it the chart that draws it.
fn chart(view: &View<'_>, sheet: &mut Sheet, columns: u16) {
    let Some(year) = months::months(view.context) else { return };
    let period = view.assessment.year;
    let held = format!("{}, gehalten", year.evidence);
    let occasions = year.frame.as_ref().map(|frame| format!("{frame}, gehalten oder geplant"));
    let what = match &year.frame {
        Some(frame) => format!("„{}“ und „{frame}“", year.evidence),
        None => format!("„{}“", year.evidence),
    };
    sheet.push(Line::gap(12.0));
    // below the chart and the head of its figures
    let first = sheet.next_row() + 2;
    let rows: u32 = u32::try_from(year.months.len()).unwrap_or(12);
    let last = first + rows.saturating_sub(1);
    let series = |name: &str, column: u16| Series {
        name: name.to_owned(),
        sheet: NAME.to_owned(),
        categories: Range { first: (first, 0), last: (last, 0) },
        values: Range { first: (first, column), last: (last, column) },
    };
    let mut drawn = vec![series(&held, 2)];
    if let Some(name) = &occasions {
        drawn.push(series(name, 3));
    }
    let total_held: usize = year.months.iter().map(|month| month.held).sum();
    let total_occasions: usize = year.months.iter().map(|month| month.occasions).sum();
    let mut alt = format!("{what} je Monat {period}: {total_held} gehalten");
    if let Some(frame) = &year.frame {
        let _ = write!(alt, ", {total_occasions} mal {frame}, gehalten oder geplant");
    }
    sheet.push(Charts {
        height: CHART,
        charts: vec![Chart {
            kind: ChartKind::Columns,
            title: format!("{what} je Monat, {period}"),
            alt: format!("{alt}."),
            column: 0,
            columns,
            series: drawn,
        }],
        spans: Vec::new(),
    });
    let mut head = vec![
        Span::new(0, 2, Cell::text("Monat"), Style::Head),
        Span::new(2, 1, Cell::text(&held), Style::Head),
    ];
    head.extend(occasions.iter().map(|name| Span::new(3, 1, Cell::text(name), Style::Head)));
    sheet.push(Line { height: None, rule: Rule::Thin, spans: head });
    for month in &year.months {
        let mut spans = vec![
            Span::new(0, 2, Cell::text(wording::month(month.first)), Style::Body),
            Span::new(2, 1, Cell::count(month.held), Style::Total),
        ];
        if occasions.is_some() {
            spans.push(Span::new(3, 1, Cell::count(month.occasions), Style::Total));
        }
        sheet.push(Line { height: Some(LOW), rule: Rule::None, spans });
    }
    let sum = |column: u16, total: usize| {
        let letters = column_letters(column);
        Span::new(
            column,
            1,
            Cell::Formula {
                formula: format!("SUM({letters}{}:{letters}{})", first + 1, last + 1),
                result: u32::try_from(total).unwrap_or(u32::MAX),
            },
            Style::Total,
        )
    };
    let mut spans = vec![Span::new(0, 2, Cell::text("zusammen"), Style::Total), sum(2, total_held)];
    if occasions.is_some() {
        spans.push(sum(3, total_occasions));
    }
    sheet.push(Line { height: None, rule: Rule::Strong, spans });
    let mut note = "Gezählt sind die Zeilen der Listen, jede Veranstaltung einmal.".to_owned();
    if let Some(frame) = &year.frame {
        let _ = write!(
            note,
            " „{frame}“ heißt hier auch jede andere Versammlung, die nach dem Beschluss an dessen Stelle tritt; was in keiner Liste steht, ist nicht mitgezählt."
        );
    }
    if year.unclear > 0 {
        let verb = if year.unclear == 1 { "ist" } else { "sind" };
        let _ = write!(
            note,
            " {} {verb} nicht gezählt, weil Monat, Art oder Status unklar ist.",
            wording::count(year.unclear, "Zeile", "Zeilen")
        );
    }
    sheet.push(Line::text(note, columns, Style::Small));
}
