//! **Maßnahmen**: which field is served for which branch. An indicator: what is owed, the verdict says.

use std::collections::BTreeSet;

use crate::domain::{Branch, Entry, Field, Mention, Status, StatusWord, Tri, Verdict};
use crate::matching::elements;
use crate::requirements::context::Candidate;
use crate::requirements::{Fit, RowState, criteria, fields};
use crate::resolution::{FieldNeed, Fields, Kind, Requirement};
use crate::table::CellRef;
use crate::wording;

use super::model::{Cell, Column, Line, Orientation, Sheet, Sign, Span, Style, Table};
use super::standing::brief;
use super::{View, sums};

pub(super) const NAME: &str = "Maßnahmen";
/// The columns of the list of measures below the matrix.
const LISTED: usize = 7;

/// A measure that serves fields, or may.
struct Measure<'a> {
    entry: &'a Entry,
    state: Said,
    /// Copies of a row are one measure.
    counted_as: CellRef,
    /// Places in [`Fields::fields`].
    fields: Vec<usize>,
    perhaps: Vec<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Said {
    /// In Arbeit or erledigt, in the period.
    Served,
    Planned,
    /// Whether it counts is a question.
    Unclear,
    /// Gestrichen: listed, never counted.
    Nothing,
}

/// What the measures say of a field and a branch.
#[derive(Default)]
struct Count {
    served: BTreeSet<CellRef>,
    planned: BTreeSet<CellRef>,
    /// Measures that count, but of which it is not known whether they reach the branch.
    for_whom: BTreeSet<CellRef>,
    /// Measures of which it is not known whether they count.
    unclear: BTreeSet<CellRef>,
}

pub(super) fn sheet(view: &View<'_>) -> Option<Sheet> {
    let kinds: Vec<(&Requirement, &Fields)> = view
        .resolution
        .requirements
        .iter()
        .filter_map(|requirement| fields_of(requirement).map(|kind| (requirement, kind)))
        .filter(|(requirement, kind)| {
            let judged = view.assessment.verdicts.iter().any(|v| v.requirement == requirement.id);
            judged && !view.context.candidates(&kind.evidence).is_empty()
        })
        .collect();
    let most = kinds.iter().map(|(_, kind)| kind.fields.len() + 1).max()?;
    let mut widths = vec![37.0];
    widths.resize(most.max(LISTED), 23.0);
    let columns = u16::try_from(widths.len()).unwrap_or(u16::MAX);
    let title = format!("Maßnahmen: welche Felder, welche Verbände, {}", view.assessment.year);
    let mut sheet = view.page(NAME, &title, Orientation::Landscape, widths);
    // several tables below one another: the titles are what every page shares
    sheet.page.print_titles = Some((0, 1));
    sheet.frozen = Some((3, 1));
    for (number, (requirement, kind)) in (1..).zip(&kinds) {
        if number > 1 {
            sheet.push(Line::gap(18.0));
        }
        part(view, &mut sheet, requirement, kind, number, columns);
    }
    Some(sheet)
}

fn fields_of(requirement: &Requirement) -> Option<&Fields> {
    match &requirement.kind {
        Kind::Fields(kind) => Some(kind),
        Kind::Recurring(_)
        | Kind::Contents(_)
        | Kind::Submission(_)
        | Kind::Examination(_)
        | Kind::Development(_)
        | Kind::Trend(_)
        | Kind::Principle(_) => None,
    }
}

fn part(
    view: &View<'_>,
    sheet: &mut Sheet,
    requirement: &Requirement,
    kind: &Fields,
    number: u32,
    columns: u16,
) {
    let measures = measures(view, kind);
    sheet.push(Line::text(
        format!("{} {}", requirement.id, requirement.short),
        columns,
        Style::Section,
    ));
    for verdict in view.assessment.verdicts.iter().filter(|v| v.requirement == requirement.id) {
        let sign = Sign::from(verdict.status);
        sheet.push(Line {
            spans: vec![
                Span::new(0, 1, Cell::Status(sign, brief(verdict)), Style::Status),
                Span::new(1, columns - 1, Cell::text(sentence(verdict, kind)), Style::Body),
            ],
            ..Line::default()
        });
    }
    let branches: Vec<&Branch> =
        fields::branches(view.context, kind, view.assessment.period).collect();
    let indicator = if branches.is_empty() {
        format!(
            "Gefordert ist es landesweit ({}); die Zahlen zeigen, was in den Listen steht.",
            requirement.lines
        )
    } else {
        format!(
            "Nur eine Anzeige: Gefordert ist es landesweit ({}), nicht für jeden Verband einzeln.",
            requirement.lines
        )
    };
    sheet.push(Line::text(indicator, columns, Style::Body));
    sheet.push(Line::gap(6.0));
    matrix(view, sheet, kind, &branches, &measures, number);
    for text in without_measure(view, kind, &branches, &measures) {
        sheet.push(Line::text(text, columns, Style::Body));
    }
    let legend = "✓ in Arbeit oder erledigt, mit der Zahl der Maßnahmen, die den Verband oder „alle“ nennen · ○ keine; was geplant ist, steht dabei · ? lässt sich aus den Listen nicht sagen · – laut Verbandsliste nicht nötig";
    sheet.push(Line::text(legend, columns, Style::Small));
    if !measures.is_empty() {
        sheet.push(Line::gap(12.0));
        sheet.push(Line::text("Die Maßnahmen im Einzelnen", columns, Style::Section));
        sheet.push(list(view, kind, &measures, number));
    }
}

/// The verdict's sentence; what it says of branches and single fields stands below the matrix.
fn sentence(verdict: &Verdict, kind: &Fields) -> String {
    let about_field = |hint: &&String| {
        kind.fields.iter().any(|need| hint.starts_with(&format!("„{}“", need.element.name)))
    };
    verdict
        .hints
        .iter()
        .filter(about_field)
        .fold(verdict.sentence.clone(), |said, hint| said.replace(hint.as_str(), ""))
        .trim_end()
        .to_owned()
}

/// The measures of the evaluated year and those that are planned, in the order of the lists.
fn measures<'a>(view: &View<'a>, kind: &Fields) -> Vec<Measure<'a>> {
    let context = view.context;
    context
        .candidates(&kind.evidence)
        .iter()
        .filter_map(|candidate| {
            let state = said(view, candidate)?;
            let entry = candidate.entry;
            let named =
                criteria::elements_in(entry, kind.field, kind.fields.iter().map(|f| &f.element));
            let disputed = context.duplicates.contradicts(entry, kind.field);
            let (fields, perhaps) = match named {
                // which field it is about nobody has entered
                None => (Vec::new(), (0..kind.fields.len()).collect()),
                Some(named) if disputed => {
                    (Vec::new(), named.named.into_iter().chain(named.perhaps).collect())
                }
                Some(named) => (named.named, named.perhaps),
            };
            let certain = candidate.fit == Fit::Yes;
            let state = if certain || state == Said::Nothing { state } else { Said::Unclear };
            let counted_as = context.duplicates.counted_as(entry);
            Some(Measure { entry, state, counted_as, fields, perhaps })
        })
        .collect()
}

/// `None`: of another year.
fn said(view: &View<'_>, candidate: &Candidate<'_>) -> Option<Said> {
    let (context, period) = (view.context, view.assessment.period);
    let own = candidate.span();
    let lives = || {
        fields::lived(context, candidate.entry)
            .is_some_and(|span| span.overlaps(period.from, period.to))
    };
    match &candidate.state {
        RowState::Held { .. } => lives().then_some(Said::Served),
        RowState::Planned | RowState::Offered { .. } => Some(Said::Planned),
        // still „geplant“ although its first day is over: nobody has said whether it runs
        RowState::Nothing(_) if candidate.entry.status == StatusWord::Planned => {
            own.is_some_and(|span| span.overlaps(period.from, period.to)).then_some(Said::Unclear)
        }
        RowState::Nothing(_) => {
            own.is_some_and(|span| span.overlaps(period.from, period.to)).then_some(Said::Nothing)
        }
        RowState::Unknown(_) => {
            let inside = match own {
                None => context.sheet_covers(candidate.entry, period),
                Some(span) => span.overlaps(period.from, period.to) || lives(),
            };
            inside.then_some(Said::Unclear)
        }
    }
}

fn count(measures: &[Measure<'_>], field: usize, branch: Option<&Branch>) -> Count {
    let mut count = Count::default();
    for measure in measures {
        let named = measure.fields.contains(&field);
        if !named && !measure.perhaps.contains(&field) {
            continue;
        }
        let reaches = branch.map_or(Tri::Yes, |branch| reaches(measure.entry, branch));
        let into = match (measure.state, reaches) {
            (Said::Nothing, _) | (_, Tri::No) => continue,
            (Said::Unclear, _) => &mut count.unclear,
            (Said::Served | Said::Planned, Tri::Yes | Tri::Unknown) if !named => &mut count.unclear,
            (Said::Served | Said::Planned, Tri::Unknown) => &mut count.for_whom,
            (Said::Served, Tri::Yes) => &mut count.served,
            (Said::Planned, Tri::Yes) => &mut count.planned,
        };
        into.insert(measure.counted_as.clone());
    }
    count
}

/// Whether a measure names the branch or „alle“; without any name it is not known whom it reaches.
fn reaches(entry: &Entry, branch: &Branch) -> Tri {
    if entry.branches.is_empty() {
        return Tri::Unknown;
    }
    let mut best = Tri::No;
    for mention in entry.branches.iter() {
        match mention {
            // those that existed on a day of it
            Mention::All
                if entry.when.span().is_none_or(|span| {
                    branch.since.is_none_or(|since| since <= span.to)
                        && branch.until.is_none_or(|until| span.from <= until)
                }) =>
            {
                return Tri::Yes;
            }
            Mention::Branch(id) if *id == branch.id => return Tri::Yes,
            Mention::Ambiguous(ids) if ids.contains(&branch.id) => best = Tri::Unknown,
            Mention::Unknown(text)
                if crate::requirements::context::may_be_misspelt(text, branch) =>
            {
                best = Tri::Unknown;
            }
            Mention::All
            | Mention::Branch(_)
            | Mention::Ambiguous(_)
            | Mention::Unknown(_)
            | Mention::NoBranch(_) => {}
        }
    }
    best
}

fn need(branch: &Branch, need: &FieldNeed) -> Tri {
    if need.provided.is_empty() { Tri::Yes } else { fields::wants(&branch.entry, &need.provided) }
}

fn cell(count: &Count, needed: Tri, covered: bool) -> Cell {
    let planned = match count.planned.len() {
        0 => String::new(),
        n => format!("{n} geplant"),
    };
    let served = count.served.len();
    if served > 0 {
        let beside = if planned.is_empty() { String::new() } else { format!(", dazu {planned}") };
        return Cell::Status(Sign::Done, format!("{served}{beside}"));
    }
    if !count.for_whom.is_empty() {
        let n = wording::count(count.for_whom.len(), "Maßnahme", "Maßnahmen");
        return Cell::Status(Sign::Unknown, format!("{n}, für wen unklar"));
    }
    if !count.unclear.is_empty() {
        let text = wording::count(count.unclear.len(), "Maßnahme unklar", "Maßnahmen unklar");
        return Cell::Status(Sign::Unknown, text);
    }
    match (needed, planned.is_empty()) {
        (Tri::No, _) => Cell::Status(Sign::NotApplicable, "nicht nötig laut Liste".to_owned()),
        (_, false) => Cell::Status(Sign::Open, format!("keine, {planned}")),
        (Tri::Unknown, true) => Cell::Status(Sign::Unknown, "Bedarf nicht bekannt".to_owned()),
        (Tri::Yes, true) if !covered => Cell::Status(Sign::Unknown, "Liste fehlt".to_owned()),
        (Tri::Yes, true) => Cell::Status(Sign::Open, "keine".to_owned()),
    }
}

fn matrix(
    view: &View<'_>,
    sheet: &mut Sheet,
    kind: &Fields,
    branches: &[&Branch],
    measures: &[Measure<'_>],
    number: u32,
) {
    let covered = view.context.covers_period(kind.evidence.list, view.assessment.period);
    let row = |name: String, branch: Option<&Branch>| -> Vec<Cell> {
        let cells = kind.fields.iter().enumerate().map(|(field, wanted)| {
            let needed = branch.map_or(Tri::Yes, |branch| need(branch, wanted));
            cell(&count(measures, field, branch), needed, covered)
        });
        std::iter::once(Cell::text(name)).chain(cells).collect()
    };
    let rows: Vec<Vec<Cell>> = if branches.is_empty() {
        vec![row("landesweit".to_owned(), None)]
    } else {
        branches.iter().map(|branch| row(branch.canonical(), Some(branch))).collect()
    };
    let head = if branches.is_empty() { "Wo" } else { "Verband" };
    let mut columns = vec![Column::new(head, Style::Strong)];
    columns.extend(kind.fields.iter().map(|wanted| {
        let column = Column::new(&wanted.element.name, Style::Status);
        let mut words: Vec<&str> =
            wanted.element.names.iter().map(|phrase| phrase.text.as_str()).collect();
        words.dedup();
        let mut note = format!("Maßnahmen, deren Feld eines davon nennt: {}.", words.join(", "));
        if !wanted.provided.is_empty() {
            note.push_str(" Nötig nur, wo der Verband laut Verbandsliste Bedarf hat.");
        }
        column.note(note)
    }));
    // one-based row of the first branch: below the head
    let first = sheet.next_row() as usize + 2;
    let counted: Vec<(usize, &[Sign])> =
        (1..columns.len()).map(|column| (column, Sign::ALL.as_slice())).collect();
    let sums = sums::by_sign(&counted, &rows, first);
    sheet.push(Table {
        name: format!("Felder_{number}"),
        columns,
        rows,
        filter: true,
        room: 0,
        row_choices: Vec::new(),
    });
    if !branches.is_empty() {
        sheet.blocks.extend(sums.into_iter().map(Into::into));
    }
}

/// Where a branch says that a field is due and no measure names it: a neutral sentence for each field.
fn without_measure(
    view: &View<'_>,
    kind: &Fields,
    branches: &[&Branch],
    measures: &[Measure<'_>],
) -> Vec<String> {
    if !view.context.covers_period(kind.evidence.list, view.assessment.period) {
        return Vec::new();
    }
    let day = view.assessment.as_of.0.min(view.assessment.period.to);
    let mut sentences = Vec::new();
    for (field, wanted) in kind.fields.iter().enumerate() {
        if wanted.provided.is_empty() {
            continue;
        }
        let names: Vec<String> = branches
            .iter()
            .filter(|branch| need(branch, wanted) == Tri::Yes && branch.exists_on(day))
            .filter(|branch| {
                let count = count(measures, field, Some(branch));
                count.served.is_empty() && count.unclear.is_empty() && count.for_whom.is_empty()
            })
            .map(|branch| branch.canonical())
            .collect();
        if !names.is_empty() {
            sentences.push(format!(
                "„{}“ steht laut Verbandsliste an, noch ohne Maßnahme: {}.",
                wanted.element.name,
                wording::list(&names)
            ));
        }
    }
    sentences
}

fn list(view: &View<'_>, kind: &Fields, measures: &[Measure<'_>], number: u32) -> Table {
    let rows = measures.iter().map(|measure| {
        let entry = measure.entry;
        let text = |field| entry.text(field).unwrap_or_default().to_owned();
        let (title, about) = (text(Field::Title), text(Field::Description));
        let what = [title, about].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>();
        let source = entry.at(kind.field).unwrap_or_else(|| entry.first_cell());
        vec![
            Cell::text(what.join(": ")),
            Cell::text(text(kind.field)),
            Cell::text(branches_of(view, entry)),
            Cell::text(responsible(view, entry)),
            Cell::text(time(entry)),
            state(measure),
            view.spot(&source),
        ]
    });
    Table {
        name: format!("Massnahmen_{number}"),
        columns: vec![
            Column::new("Maßnahme", Style::Strong),
            Column::new("Feld", Style::Body).note("Wie in der Liste."),
            Column::new("Verbände", Style::Body).note(
                "Leer: Die Liste nennt keinen; dann ist nicht bekannt, wen die Maßnahme erreicht.",
            ),
            Column::new("verantwortlich", Style::Body)
                .note("Die zuständige Stelle; Namen von Personen stehen nur in der Liste."),
            Column::new("Zeitraum", Style::Body),
            Column::new("Status", Style::Status)
                .note("Das Wort der Liste. Nur was in Arbeit oder erledigt ist, zählt."),
            Column::new("Zelle", Style::Link).note("Ein Klick öffnet die Liste an dieser Zelle."),
        ],
        rows: rows.collect(),
        filter: true,
        room: 0,
        row_choices: Vec::new(),
    }
}

fn state(measure: &Measure<'_>) -> Cell {
    let word = measure.entry.text(Field::Status).unwrap_or_default().to_owned();
    let word = if word.is_empty() { "ohne Status".to_owned() } else { word };
    match measure.state {
        Said::Served if measure.fields.is_empty() && measure.perhaps.is_empty() => {
            Cell::text(format!("{word}; nennt keines der Felder"))
        }
        Said::Served if measure.fields.is_empty() => {
            Cell::Status(Sign::Unknown, format!("{word}; Feld unklar"))
        }
        Said::Served => Cell::Status(Sign::Done, word),
        // the day is ahead all the same
        Said::Planned if measure.entry.status == StatusWord::Done => {
            Cell::Status(Sign::Open, format!("geplant (in der Liste: {word})"))
        }
        Said::Planned => Cell::Status(Sign::Open, word),
        Said::Unclear if measure.entry.status == StatusWord::Planned => {
            Cell::Status(Sign::Unknown, format!("{word}, Beginn vorbei: Läuft sie?"))
        }
        Said::Unclear => Cell::Status(Sign::Unknown, word),
        Said::Nothing => Cell::Status(Sign::from(Status::NotApplicable), word),
    }
}

fn branches_of(view: &View<'_>, entry: &Entry) -> String {
    if entry.branches.is_empty() {
        return "? ohne Angabe".to_owned();
    }
    let names = entry.branches.iter().map(|mention| match mention {
        Mention::Branch(id) => view.branch(*id),
        Mention::All => "alle".to_owned(),
        Mention::Ambiguous(ids) => {
            let names: Vec<String> = ids.iter().map(|id| view.branch(*id)).collect();
            format!("? {}", wording::alternatives(&names))
        }
        Mention::Unknown(text) => format!("? {text}"),
        Mention::NoBranch(text) => text.to_string(),
    });
    names.collect::<Vec<_>>().join(", ")
}

/// Only bodies of the resolution: persons are not needed here.
fn responsible(view: &View<'_>, entry: &Entry) -> String {
    let named = entry.text(Field::Responsible).map(elements).unwrap_or_default();
    let mut bodies: Vec<&str> = Vec::new();
    for key in named.into_iter().filter_map(|one| view.context.bodies_named(one)).flatten() {
        let name = view.body(key);
        if !bodies.contains(&name) {
            bodies.push(name);
        }
    }
    bodies.join(", ")
}

/// „02.02.–20.09.2024“, „seit 15.01.2024“ or „ab 15.01.2024“ without an end.
pub(super) fn time(entry: &Entry) -> String {
    let Some(span) = entry.when.span() else {
        return entry.text(Field::Begin).unwrap_or_default().to_owned();
    };
    let open = entry.date(Field::End).span().is_none() && span.exact;
    if open { format!("ab {}", wording::date(span.from)) } else { wording::span(span) }
}
