//! **Übersicht**: the page the committee gets: what is done, what is open, what has changed, who acts next, what is to be
//! decided. One A4 landscape.

use crate::domain::Assessment;
use crate::readings::decided_otherwise;
use crate::wording;

use super::model::{
    Cell, Chart, Charts, Fit, Line, Orientation, Page, Rule, Sheet, Sign, Span, Style,
};
use super::points::{self, Point};
use super::standing::{self, Standing};
use super::to_decide::to_decide;
use super::{View, years};

pub(super) const NAME: &str = "Übersicht";

/// Ziffer · what it is about · who and how binding · sign · Stand · what has changed · next step.
const WIDTHS: [f64; 7] = [6.0, 31.0, 35.0, 4.0, 42.0, 19.0, 29.0];
const COLUMNS: u16 = 7;
/// The column of what has changed; without anything to compare with, the Stand takes its place.
const SINCE: u16 = 5;
/// Of the row with the chart, in points: the page must stay readable on one sheet.
const CHART: f64 = 84.0;
/// Questions to the committee on the page; all stand on their sheets.
const MOST_QUESTIONS: usize = 5;

pub(super) fn sheet(view: &View<'_>) -> Option<Sheet> {
    let standings = standing::standings(view.resolution, view.assessment);
    if standings.is_empty() {
        return None;
    }
    let mut sheet = Sheet {
        name: NAME.to_owned(),
        page: Page {
            orientation: Orientation::Landscape,
            fit: Fit::OnePage,
            print_titles: None,
            footer: format!("Auswertung {}", view.assessment.year),
            grid: false,
        },
        widths: WIDTHS.to_vec(),
        blocks: Vec::new(),
        frozen: None,
        hidden: false,
    };
    let since = Since::of(view);
    head(view, &standings, &since, &mut sheet);
    let points = points::points(view, &standings);
    let mut clause = "";
    for (point, standing) in points.iter().zip(&standings).filter(|(point, _)| !point.settled) {
        let rule = if point.clause == clause { Rule::Thin } else { Rule::Strong };
        clause = &point.clause;
        sheet.push(row(point, since.words(standing)).ruled(rule));
    }
    let done: Vec<&Point> = points.iter().filter(|point| point.settled).collect();
    if !done.is_empty() {
        sheet.push(done_line(&done));
    }
    let chart = years::ladder_chart(view, 0, 4);
    sheet.push(foot_heads(view, chart.is_some()).ruled(Rule::Strong));
    sheet.push(foot(view, chart));
    for text in [points::legend(&standings), source(view)] {
        sheet.push(Line::text(text, COLUMNS, Style::Small));
    }
    Some(sheet)
}

fn head(view: &View<'_>, standings: &[Standing<'_>], since: &Since<'_>, sheet: &mut Sheet) {
    let period = view.assessment.period;
    let body = view.body(&view.resolution.adopted_by);
    let session = view.history.session.as_ref().map_or_else(String::new, |s| format!(", {s}"));
    sheet.push(Line::text(
        format!("Was aus dem Beschluss geworden ist: {}", view.assessment.year),
        COLUMNS,
        Style::Title,
    ));
    sheet.push(Line::text(
        format!(
            "Für: {body}{session} · {} · {} · Zeitraum {}–{}",
            view.resolution.title,
            view.stand(),
            wording::date(period.from),
            wording::date(period.to)
        ),
        COLUMNS,
        Style::Subtitle,
    ));
    sheet.push(Line::gap(3.0));
    for sentence in standing::sentences(standings, view.assessment) {
        sheet.push(Line::text(sentence, COLUMNS, Style::Lead));
    }
    sheet.push(Line::gap(3.0));
    let labels = [
        "Ziffer",
        "Worum es geht",
        "Wer, wie verbindlich",
        "",
        "Stand",
        since.label(),
        "Nächster Schritt, wer",
    ];
    sheet.push(Line {
        height: Some(18.0),
        rule: Rule::None,
        spans: (0..COLUMNS)
            .zip(labels)
            .map(|(column, label)| Span::new(column, 1, Cell::text(label), Style::Head))
            .collect(),
    });
}

/// The Stand in words; what the committee itself has found stands beside it.
fn stand(point: &Point, between: &str) -> String {
    let lines: Vec<&str> =
        std::iter::once(&point.words).chain(&point.findings).map(String::as_str).collect();
    lines.join(between)
}

fn row(point: &Point, since: Option<String>) -> Line {
    let next = match (point.by.as_str(), point.step.as_str()) {
        (_, "") => String::new(),
        ("", step) => step.to_owned(),
        (by, step) => format!("{by}: {step}"),
    };
    let text = |column: u16, columns: u16, text: String, style| {
        Span::new(column, columns, Cell::text(text), style)
    };
    let mut spans = vec![
        text(0, 1, point.id.clone(), Style::Strong),
        text(1, 1, format!("{} ({})", point.short, point.lines), Style::Body),
        text(2, 1, format!("{}\n{}", point.addressees, point.force), Style::Body),
        Span::new(3, 1, Cell::Sign(point.sign), Style::Sign),
    ];
    let stand = stand(point, "\n");
    match since {
        Some(words) => {
            spans.push(text(4, 1, stand, Style::Body));
            spans.push(text(SINCE, 1, words, Style::Body));
        }
        None => spans.push(text(4, 2, stand, Style::Body)),
    }
    spans.push(text(6, 1, next, Style::Body));
    Line { spans, ..Line::default() }
}

/// Points that were owed once and are done, in one line.
fn done_line(done: &[&Point]) -> Line {
    let points: Vec<String> = done
        .iter()
        .map(|point| format!("{} {} ({})", point.id, point.short, stand(point, "; ")))
        .collect();
    Line {
        rule: Rule::Strong,
        spans: vec![
            Span::new(0, 1, Cell::Sign(Sign::Done), Style::Strong),
            Span::new(
                1,
                COLUMNS - 1,
                Cell::text(format!("Erledigt: {}", points.join(" · "))),
                Style::Body,
            ),
        ],
        ..Line::default()
    }
}

/// What the page compares with.
enum Since<'a> {
    /// The same year as it was tabled last.
    Tabled {
        comparison: &'a crate::history::Comparison,
        label: String,
    },
    /// The year before as it stands today.
    YearBefore {
        standings: Vec<Standing<'a>>,
        year: i32,
        label: String,
    },
    Nothing,
}

impl<'a> Since<'a> {
    fn of(view: &View<'a>) -> Self {
        if let Some(comparison) = &view.history.last {
            return Self::Tabled { comparison, label: format!("Seit {}", comparison.session) };
        }
        let before: Option<&'a Assessment> = view.earlier.last();
        before.map_or(Self::Nothing, |before| Self::YearBefore {
            standings: standing::standings(view.resolution, before),
            year: before.year,
            label: format!("Im Jahr davor ({})", before.year),
        })
    }

    fn label(&self) -> &str {
        match self {
            Self::Tabled { label, .. } | Self::YearBefore { label, .. } => label,
            Self::Nothing => "",
        }
    }

    /// `None` where there is nothing to compare with.
    fn words(&self, standing: &Standing<'_>) -> Option<String> {
        match self {
            Self::Nothing => None,
            Self::Tabled { comparison, .. } => Some(standing.since(comparison)),
            Self::YearBefore { standings, year, .. } => {
                let id = &standing.requirement.id;
                let before = standings.iter().find(|s| s.requirement.id == *id);
                Some(before.map_or_else(String::new, |before| {
                    let (then, now) = (before.in_brief(), standing.in_brief());
                    let same = standing.once() && then == now;
                    if same { format!("wie {year}") } else { then }
                }))
            }
        }
    }
}

/// Where what is to be decided begins: beside the chart, or at the left where there is none.
fn beside(chart: bool) -> u16 {
    if chart { 4 } else { 0 }
}

fn foot_heads(view: &View<'_>, chart: bool) -> Line {
    let column = beside(chart);
    let title = years::ladder_title(view).filter(|_| chart);
    let mut spans: Vec<Span> =
        title.map(|title| Span::new(0, 4, Cell::text(title), Style::Head)).into_iter().collect();
    spans.push(Span::new(
        column,
        COLUMNS - column,
        Cell::text("Heute zu entscheiden"),
        Style::Head,
    ));
    Line { height: Some(19.0), spans, ..Line::default() }
}

/// The ladder as bars beside what is to be decided today.
fn foot(view: &View<'_>, chart: Option<Chart>) -> Charts {
    let column = beside(chart.is_some());
    let questions = to_decide(view);
    let mut lines: Vec<String> = questions
        .iter()
        .take(MOST_QUESTIONS)
        .map(|question| format!("{}  {}", question.id, question.text))
        .collect();
    if questions.len() > MOST_QUESTIONS {
        let more = questions.len() - MOST_QUESTIONS;
        lines.push(format!("und {more} weitere (Blatt {})", super::readings::NAME));
    }
    if lines.is_empty() {
        lines.push("Nichts, was Ergebnisse ändert.".to_owned());
    }
    Charts {
        height: if chart.is_some() { CHART } else { 16.0 + 14.0 * to_points(lines.len()) },
        charts: chart.into_iter().collect(),
        spans: vec![Span::new(
            column,
            COLUMNS - column,
            Cell::text(lines.join("\n")),
            Style::Aside,
        )],
    }
}

fn to_points(lines: usize) -> f64 {
    u32::try_from(lines).map_or(1.0, f64::from)
}

fn source(view: &View<'_>) -> String {
    let files: std::collections::BTreeSet<&str> = view
        .inputs
        .iter()
        .filter(|i| {
            matches!(i.state, crate::intake::InputState::Read | crate::intake::InputState::Partial)
        })
        .map(|i| i.file.as_str())
        .collect();
    let until = wording::date(view.correct_until());
    let contact = view.contact.map_or_else(
        || format!("Bitte bis {until} dem Büro sagen"),
        |contact| format!("Bitte bis {until} melden: {contact}"),
    );
    format!(
        "Grundlage: {} des Büros, {}; jede Zahl steht mit ihrer Zelle auf dem Blatt Nachweise.{} Stimmt etwas nicht? {contact}; die Liste wird berichtigt und neu ausgewertet.",
        wording::count(files.len(), "Liste", "Listen"),
        view.stand(),
        decided_otherwise(view.readings, false),
    )
}
