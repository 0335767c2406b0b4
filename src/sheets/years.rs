//! **Jahre**: this year beside the earlier ones as they stand today, how far offers came, which branches were reached, and
//! what has changed in what was tabled.

use std::collections::BTreeSet;

use chrono::Datelike as _;

use crate::domain::{Assessment, BranchId};
use crate::history::streaks::{self, Step};
use crate::history::{Change, Comparison};
use crate::resolution::Requirement;
use crate::wording;

use super::View;
use super::branches::{self, Rung};
use super::model::{
    Cell, Chart, ChartKind, Charts, Column, Line, Orientation, Range, Series, Sheet, Style, Table,
};
use super::standing::{self, Reach, Standing};
use super::sums::EXEMPT;

pub(super) const NAME: &str = "Jahre";
/// Years shown side by side, the evaluated one included.
const MOST_YEARS: usize = 5;
/// Zero-based row in which the table of the ladder begins: the head lines and a sentence stand above.
const LADDER: u32 = 4;
/// Changes shown; the rest is counted.
const MOST_CHANGES: usize = 5_000;

pub(super) fn sheet(view: &View<'_>) -> Option<Sheet> {
    let years = years(view);
    let standings: Vec<Vec<Standing<'_>>> =
        years.iter().map(|year| standing::standings(view.resolution, year)).collect();
    let current = standings.last()?;
    if current.is_empty() {
        return None;
    }
    let of_years = years.len().max(2);
    let mut widths = vec![7.0, 56.0];
    widths.extend(std::iter::repeat_n(if of_years > 3 { 20.0 } else { 25.0 }, of_years));
    widths.extend([41.0, 11.0]);
    let columns = u16::try_from(widths.len()).unwrap_or(u16::MAX);
    let mut sheet = view.page(NAME, "Die Jahre im Vergleich", Orientation::Landscape, widths);
    sheet.page.print_titles = None;
    sheet.frozen = Some((LADDER - 1, 2));
    sheet.push(Line::text(intro(view, &years), columns, Style::Body));
    debug_assert_eq!(sheet.next_row(), LADDER, "the chart of the page reads from here on");
    let requirements = with_ladder(view, current);
    for requirement in &requirements {
        sheet.push(ladder_table(view, &years, requirement, requirements.len() > 1));
        sheet.push(Line::gap(8.0));
    }
    sheet.push(points_table(view, &years, &standings));
    reached(view, columns, &mut sheet);
    for requirement in &requirements {
        streak_table(view, &years, requirement, columns, &mut sheet);
    }
    changed(view, columns, &mut sheet);
    Some(sheet)
}

/// The evaluated year and those before it, oldest first.
fn years<'a>(view: &View<'a>) -> Vec<&'a Assessment> {
    let first = (view.earlier.len() + 1).saturating_sub(MOST_YEARS);
    view.earlier.iter().skip(first).chain(std::iter::once(view.assessment)).collect()
}

fn with_ladder<'a>(view: &View<'_>, standings: &[Standing<'a>]) -> Vec<&'a Requirement> {
    standings
        .iter()
        .map(|standing| standing.requirement)
        .filter(|r| view.assessment.ladders.iter().any(|l| l.requirement == r.id))
        .collect()
}

/// „2023 (ab 22.02.)“ where the first year is short.
fn label(year: &Assessment) -> String {
    if year.period.from.ordinal() == 1 {
        return year.year.to_string();
    }
    let from = year.period.from;
    format!("{} (ab {:02}.{:02}.)", year.year, from.day(), from.month())
}

fn intro(view: &View<'_>, years: &[&Assessment]) -> String {
    let mut said = vec![match years {
        [_] => {
            "Das erste Jahr des Beschlusses; ein Vergleich ist ab dem nächsten möglich.".to_owned()
        }
        _ => format!(
            "Frühere Jahre stehen hier so, wie die Listen sie heute zeigen ({}).",
            view.stand()
        ),
    }];
    let short = years.iter().find(|year| year.period.from.ordinal() > 1);
    if let Some(short) = short {
        said.push(format!(
            "{} zählt erst vom Tag des Beschlusses an; hochgerechnet wird nichts.",
            short.year
        ));
    }
    said.join(" ")
}

// ── the ladder ──

/// A column per year, the evaluated one first: the chart draws it darkest.
fn ladder_table(
    view: &View<'_>,
    years: &[&Assessment],
    requirement: &Requirement,
    several: bool,
) -> Table {
    let live = branches::rungs(view, &requirement.id);
    let rows = live
        .iter()
        .map(|(rung, cell)| {
            let mut row = vec![Cell::text(&requirement.id), Cell::text(rung.label()), cell.clone()];
            row.extend(years.iter().rev().skip(1).map(|year| {
                reach(view, year, requirement).map_or(Cell::Empty, |r| Cell::count(of(*rung, &r)))
            }));
            row
        })
        .collect();
    let mut columns = vec![
        Column::new("Ziffer", Style::Strong),
        Column::new("So weit kam das Angebot", Style::Body).note(format!(
            "{}: bei so vielen Verbänden. Ohne Ausnahmen und ohne Verbände, auf die es nicht zutrifft.",
            requirement.short
        )),
    ];
    columns.extend(years.iter().rev().map(|year| {
        Column::new(label(year), Style::Centred).note(if year.year == view.assessment.year {
            "Zählt live auf dem Blatt Verbände."
        } else {
            "So, wie die Listen dieses Jahr heute zeigen."
        })
    }));
    let name = if several { format!("Leiter_{}", requirement.id) } else { "Leiter".to_owned() };
    Table { name, columns, rows, filter: false, room: 0, row_choices: Vec::new() }
}

fn reach(view: &View<'_>, year: &Assessment, requirement: &Requirement) -> Option<Reach> {
    standing::standings(view.resolution, year)
        .iter()
        .find(|s| s.requirement.id == requirement.id)
        .map(|s| s.reach(year))
        .filter(|reach| reach.of > 0)
}

fn of(rung: Rung, reach: &Reach) -> usize {
    match rung {
        Rung::Offered => reach.offered,
        Rung::Accepted => reach.accepted,
        Rung::Held => reach.held,
        Rung::HeldInFull => reach.full,
    }
}

/// What stands above [`ladder_chart`].
pub(super) fn ladder_title(view: &View<'_>) -> Option<String> {
    let current = standing::standings(view.resolution, view.assessment);
    let requirement = with_ladder(view, &current).into_iter().next()?;
    let now = reach(view, view.assessment, requirement)?;
    // the bars of the year before are of other branches: some are founded, dissolved or exempt
    let before = years(view).into_iter().rev().nth(1).and_then(|year| {
        let then = reach(view, year, requirement)?;
        (then.of != now.of).then(|| format!(" ({}: {})", year.year, then.of))
    });
    Some(format!(
        "{}: so weit kam es laut Listen bei {}{}",
        requirement.id,
        wording::count(now.of, "Verband", "Verbänden"),
        before.unwrap_or_default()
    ))
}

/// The ladder of the first requirement that has one, this year over the last, drawn from the first table of this sheet.
pub(super) fn ladder_chart(view: &View<'_>, column: u16, columns: u16) -> Option<Chart> {
    let current = standing::standings(view.resolution, view.assessment);
    let requirement = with_ladder(view, &current).into_iter().next()?;
    let rungs = u32::try_from(branches::rungs(view, &requirement.id).len()).ok()?;
    let reach = reach(view, view.assessment, requirement)?;
    if rungs == 0 {
        return None;
    }
    let years = years(view);
    let shown: Vec<&Assessment> = years.iter().rev().take(2).copied().collect();
    let first = LADDER + 1;
    let range = |column: u16| Range { first: (first, column), last: (first + rungs - 1, column) };
    let said: Vec<String> = Rung::ALL
        .into_iter()
        .map(|rung| format!("{} {}", rung.label(), of(rung, &reach)))
        .collect();
    Some(Chart {
        kind: ChartKind::Bars,
        // stands above it on the page
        title: String::new(),
        alt: format!(
            "Balken: {} bei {} Verbänden im Jahr {}: {}.",
            requirement.short,
            reach.of,
            view.assessment.year,
            wording::list(&said)
        ),
        column,
        columns,
        series: (2..)
            .zip(shown)
            .map(|(column, year)| Series {
                name: label(year),
                sheet: NAME.to_owned(),
                categories: range(1),
                values: range(column),
            })
            .collect(),
    })
}

// ── point by point ──

fn points_table(view: &View<'_>, years: &[&Assessment], standings: &[Vec<Standing<'_>>]) -> Table {
    let rows = view
        .resolution
        .requirements
        .iter()
        .filter_map(|requirement| {
            let mut row = vec![Cell::text(&requirement.id), Cell::text(&requirement.short)];
            let mut any = false;
            for of_year in standings {
                let standing = of_year.iter().find(|s| s.requirement.id == requirement.id);
                any |= standing.is_some();
                row.push(standing.map_or(Cell::Empty, |s| Cell::Status(s.sign(), s.in_brief())));
            }
            if let Some(last) = &view.history.last {
                let now = standings.last()?.iter().find(|s| s.requirement.id == requirement.id);
                row.push(now.map_or(Cell::Empty, |s| Cell::text(s.since(last))));
            }
            any.then_some(row)
        })
        .collect();
    let mut columns =
        vec![Column::new("Ziffer", Style::Strong), Column::new("Worum es geht", Style::Body)];
    columns.extend(years.iter().map(|year| Column::new(label(year), Style::Status)));
    if let Some(last) = &view.history.last {
        columns.push(Column::new(format!("Seit {}", last.session), Style::Body).note(format!(
            "Verglichen mit dem festgeschriebenen Stand vom {}.",
            wording::date(last.as_of)
        )));
    }
    Table {
        name: "Jahre".to_owned(),
        columns,
        rows,
        filter: false,
        room: 0,
        row_choices: Vec::new(),
    }
}

// ── branches ──

fn section(sheet: &mut Sheet, title: &str, said: &str, columns: u16) {
    sheet.push(Line::gap(10.0));
    sheet.push(Line::text(title, columns, Style::Section));
    if !said.is_empty() {
        sheet.push(Line::text(said, columns, Style::Body));
    }
}

/// Branches reached by any format, as figures and, from three years on, as a line.
fn reached(view: &View<'_>, columns: u16, sheet: &mut Sheet) {
    let reached: Vec<_> = view.history.reached.iter().collect();
    let skip = reached.len().saturating_sub(MOST_YEARS);
    let reached = reached.get(skip..).unwrap_or_default();
    if reached.is_empty() {
        return;
    }
    section(
        sheet,
        "Erreichte Verbände",
        "Mindestens ein Format hat in diesem Jahr beim Verband stattgefunden oder nennt ihn. Ein Anhaltspunkt, keine Bewertung.",
        columns,
    );
    let first = sheet.next_row() + 1;
    let rows: Vec<Vec<Cell>> = reached
        .iter()
        .map(|(year, reached)| {
            let names = reached.not_reached(|id| view.branch(id));
            let not = match reached.not.len() {
                0 => "keiner; alle wurden erreicht oder sind noch zu klären".to_owned(),
                n => format!("{n} von {}: {names}", reached.of),
            };
            vec![
                Cell::text(year.to_string()),
                Cell::text(not),
                Cell::Number(reached.at_least),
                Cell::Number(reached.at_most),
            ]
        })
        .collect();
    let last = first + u32::try_from(rows.len()).unwrap_or(1) - 1;
    sheet.push(Table {
        name: "Erreicht".to_owned(),
        columns: vec![
            Column::new("Jahr", Style::Strong),
            Column::new("In den Listen nicht erreicht", Style::Body)
                .note("Von allen beurteilten Verbänden, auch denen mit einer Ausnahme."),
            Column::new("mindestens erreicht", Style::Centred),
            Column::new("höchstens erreicht", Style::Centred)
                .note("Mit Zeilen, die noch zu klären sind."),
        ],
        rows,
        filter: false,
        room: 0,
        row_choices: Vec::new(),
    });
    // a line between two figures says no more than the figures
    if reached.len() < 3 {
        return;
    }
    let range = |column: u16| Range { first: (first, column), last: (last, column) };
    let said: Vec<String> =
        reached.iter().map(|(year, reached)| format!("{year}: {}", reached.words())).collect();
    sheet.push(Charts {
        height: 150.0,
        charts: vec![Chart {
            kind: ChartKind::Line,
            title: "Mindestens erreichte Verbände".to_owned(),
            alt: format!("Linie über die Jahre: {}.", wording::list(&said)),
            column: 0,
            columns: 4,
            series: vec![Series {
                name: "mindestens erreicht".to_owned(),
                sheet: NAME.to_owned(),
                categories: range(0),
                values: range(2),
            }],
        }],
        spans: Vec::new(),
    });
}

/// What several years say of each branch together; only from two years on.
fn streak_table(
    view: &View<'_>,
    years: &[&Assessment],
    requirement: &Requirement,
    columns: u16,
    sheet: &mut Sheet,
) {
    if years.len() < 2 {
        return;
    }
    let running = view.assessment.as_of.0 < view.assessment.period.to;
    let steps = |id: BranchId| -> Vec<Step> {
        years.iter().map(|year| streaks::step(year, &requirement.id, id)).collect()
    };
    let certain = |id: BranchId| -> Vec<Step> {
        years.iter().map(|year| streaks::certain_step(year, &requirement.id, id)).collect()
    };
    let exempt: BTreeSet<(i32, BranchId)> = years
        .iter()
        .flat_map(|year| year.verdicts.iter().map(|verdict| (year.year, verdict)))
        .filter(|(_, verdict)| {
            verdict.requirement == requirement.id
                && verdict.exception.as_ref().is_some_and(|exception| exception.valid)
        })
        .filter_map(|(year, verdict)| Some((year, verdict.subject?)))
        .collect();
    let shown = |year: &Assessment, step: Step, id: BranchId| {
        let open = (Step::Offered..Step::Held).contains(&step)
            && streaks::perhaps_held(year, &requirement.id, id);
        let beside = if open { "; ob gehalten, ist zu klären" } else { "" };
        let exempt =
            if step != Step::NotJudged && exempt.contains(&(year.year, id)) { EXEMPT } else { "" };
        Cell::text(format!("{}{beside}{exempt}", step.label_de()))
    };
    let rows: Vec<Vec<Cell>> = view
        .records
        .branches
        .iter()
        .map(|branch| (branch, steps(branch.id)))
        .filter(|(_, steps)| steps.iter().any(|step| *step != Step::NotJudged))
        .map(|(branch, steps)| {
            let mut row = vec![Cell::text(&requirement.id), Cell::text(branch.canonical())];
            let of_years = years.iter().zip(&steps);
            row.extend(of_years.map(|(year, step)| shown(year, *step, branch.id)));
            row.push(Cell::text(streaks::words(&certain(branch.id), running)));
            row
        })
        .collect();
    if rows.is_empty() {
        return;
    }
    section(sheet, &format!("{} über die Jahre", requirement.short), "", columns);
    let mut heads = vec![Column::new("Ziffer", Style::Strong), Column::new("Verband", Style::Body)];
    heads.extend(years.iter().map(|year| Column::new(label(year), Style::Body)));
    heads.push(
        Column::new("Über die Jahre", Style::Body)
            .note("Erst ab zwei Jahren, und nur, wo kein Jahr dazwischen ungeklärt ist."),
    );
    sheet.push(Table {
        name: format!("Serie_{}", requirement.id),
        columns: heads,
        rows,
        filter: true,
        room: 0,
        row_choices: Vec::new(),
    });
}

// ── what was tabled ──

/// What is said otherwise now than it was tabled: corrections of closed years, and what a running one has brought.
fn changed(view: &View<'_>, columns: u16, sheet: &mut Sheet) {
    let comparisons: Vec<&Comparison> =
        view.history.last.iter().chain(view.history.earlier.iter().rev()).collect();
    if comparisons.is_empty() {
        section(
            sheet,
            "Seit der letzten Sitzung",
            "Es ist noch kein Stand festgeschrieben. Mit „--festschreiben \"Sitzung …\"“ bleibt, was vorgelegt wurde, und spätere Auswertungen zeigen, was sich seitdem geändert hat und warum.",
            columns,
        );
        return;
    }
    let all: Vec<(&Comparison, &Change)> = comparisons
        .iter()
        .flat_map(|comparison| comparison.changes.iter().map(move |change| (*comparison, change)))
        .collect();
    let said = if all.is_empty() {
        let names: Vec<String> = comparisons
            .iter()
            .map(|c| format!("{} wie „{}“ ({})", c.year, c.session, wording::date(c.as_of)))
            .collect();
        format!("Nichts hat sich geändert: {}.", wording::list(&names))
    } else if all.len() > MOST_CHANGES {
        format!("Gezeigt werden {MOST_CHANGES} von {} Änderungen.", all.len())
    } else {
        "„nachträglich“ heißt: Das Jahr war schon abgeschlossen, als es vorgelegt wurde.".to_owned()
    };
    let renamed: BTreeSet<String> = comparisons
        .iter()
        .flat_map(|comparison| &comparison.renamed)
        .map(|(then, now)| format!(" {then} heißt jetzt {now}."))
        .collect();
    let said = said + &renamed.into_iter().collect::<String>();
    section(sheet, "Geändert, seit es vorgelegt wurde", &said, columns);
    if all.is_empty() {
        return;
    }
    let years = view.earlier.iter().chain(std::iter::once(view.assessment));
    let closed = |comparison: &Comparison| {
        years.clone().find(|y| y.year == comparison.year).is_some_and(|y| comparison.was_closed(y))
    };
    let rows = all
        .iter()
        .take(MOST_CHANGES)
        .map(|(comparison, change)| {
            let late = if closed(comparison) { "nachträglich: " } else { "" };
            let word = |word: &Option<String>| {
                Cell::text(word.clone().unwrap_or_else(|| "nicht in der Liste".to_owned()))
            };
            vec![
                Cell::text(&change.requirement),
                Cell::text(format!("{late}weil {}", change.because)),
                word(&change.before),
                word(&change.now),
                Cell::text(match &change.subject {
                    Some(subject) => format!("{subject}, {}", change.period),
                    None => change.period.clone(),
                }),
                change.cell.as_ref().map_or(Cell::Empty, |cell| view.link(cell.a1(), cell)),
            ]
        })
        .collect();
    let sessions: Vec<String> = comparisons
        .iter()
        .map(|c| format!("{} nach „{}“, Stand {}", c.year, c.session, wording::date(c.as_of)))
        .collect();
    sheet.push(Table {
        name: "Geaendert".to_owned(),
        columns: vec![
            Column::new("Ziffer", Style::Strong),
            Column::new("Warum", Style::Body)
                .note(format!("Verglichen wird mit: {}.", wording::list(&sessions))),
            Column::new("vorgelegt", Style::Body),
            Column::new("jetzt", Style::Body),
            Column::new("Verband, Zeitraum", Style::Body),
            Column::new("Zelle", Style::Link).note("Ein Klick öffnet die Liste an dieser Zelle."),
        ],
        rows,
        filter: true,
        room: 0,
        row_choices: Vec::new(),
    });
}
