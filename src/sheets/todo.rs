//! **Zu tun**: what the office does next, at most a screenful, each line with the place where to do it.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Severity};
use crate::domain::{Status, Unknown, Verdict};
use crate::letters::{LetterState, PlannedLetter};
use crate::table::{CellRef, Source};
use crate::wording;

use super::model::{Block, Cell, Fit, Line, Orientation, Page, Rule, Sheet, Span, Style};
use super::standing;
use super::to_decide::{self, About};
use super::{View, here, outbox, overview, questions, readings, steps};

const NAME: &str = "Zu tun";
/// What · why · where.
const WIDTHS: [f64; 3] = [54.0, 66.0, 48.0];
/// Lines of one section; the rest is a line that says where it stands.
const MOST: usize = 6;
/// The height in points that still fits on one page at seven and a half points; a longer list runs on to a second page
/// rather than being too small to read.
const ONE_PAGE: f64 = 700.0;

/// One line: what to do, why, and where.
struct Task {
    what: String,
    why: String,
    place: Cell,
}

pub(super) fn sheet(view: &View<'_>) -> Option<Sheet> {
    let sections = [
        ("Briefe", letters(view)),
        ("Anrufe", calls(view)),
        ("Angaben klären", open_cells(view)),
        ("Rückfragen zu den Listen", messages(view)),
        ("Vorlagen und Wiedervorlagen", papers(view)),
        ("Dem Gremium vorlegen", for_the_committee(view)),
    ];
    if sections.iter().all(|(_, tasks)| tasks.is_empty()) {
        return None;
    }
    let mut sheet = Sheet {
        name: NAME.to_owned(),
        page: Page {
            orientation: Orientation::Landscape,
            fit: Fit::OneWide,
            print_titles: None,
            footer: format!("{NAME} · Auswertung {}", view.assessment.year),
            grid: false,
        },
        widths: WIDTHS.to_vec(),
        blocks: vec![
            Line::text("Was als Nächstes zu tun ist", 3, Style::Title).into(),
            Line::text(format!("{} · {}", view.resolution.title, view.stand()), 3, Style::Subtitle)
                .into(),
        ],
        frozen: Some((2, 0)),
        hidden: false,
    };
    for (title, tasks) in sections.into_iter().filter(|(_, tasks)| !tasks.is_empty()) {
        sheet.push(Line::gap(8.0));
        sheet.push(Line::text(title, 3, Style::Section));
        for (i, task) in tasks.into_iter().enumerate() {
            sheet.push(Line {
                rule: if i == 0 { Rule::Strong } else { Rule::Thin },
                spans: vec![
                    Span::new(0, 1, Cell::text(task.what), Style::Strong),
                    Span::new(1, 1, Cell::text(task.why), Style::Body),
                    Span::new(2, 1, task.place, Style::Link),
                ],
                ..Line::default()
            });
        }
    }
    let height: f64 = sheet
        .blocks
        .iter()
        .map(|block| if let Block::Line(line) = block { sheet.height(line) } else { 0.0 })
        .sum();
    if height <= ONE_PAGE {
        sheet.page.fit = Fit::OnePage;
    }
    Some(sheet)
}

/// Due letters by kind and state, with the first line of each on the sheet Postausgang.
fn letters(view: &View<'_>) -> Vec<Task> {
    let sorted = outbox::sorted(view);
    let mut tasks = Vec::new();
    for state in [LetterState::Ready, LetterState::Draft] {
        let mut kinds: Vec<&str> = Vec::new();
        for letter in sorted.iter().filter(|l| l.state == state && l.hold.is_none()) {
            if !kinds.contains(&letter.letter.title.as_str()) {
                kinds.push(&letter.letter.title);
            }
        }
        for title in kinds {
            let these: Vec<(usize, &&PlannedLetter)> = sorted
                .iter()
                .enumerate()
                .filter(|(_, l)| l.state == state && l.hold.is_none() && l.letter.title == title)
                .collect();
            let n = these.len();
            let what = match state {
                LetterState::Ready => {
                    format!("{} „{title}“ schreiben", wording::count(n, "Brief", "Briefe"))
                }
                LetterState::Draft
                | LetterState::Incomplete
                | LetterState::Sent
                | LetterState::NotDue => {
                    format!(
                        "{} „{title}“ versenden und in {} „versandt am“ eintragen",
                        wording::count(n, "Entwurf", "Entwürfe"),
                        crate::letters::register::FILE
                    )
                }
            };
            let names: Vec<&str> = these.iter().map(|(_, l)| l.recipient_name.as_str()).collect();
            let row = these.first().map_or(0, |(i, _)| *i) + outbox::FIRST_ROW as usize + 1;
            tasks.push(Task {
                what,
                why: format!("An {}", some_of(&names, 2)),
                place: here(
                    format!("Blatt {}, Zeile {row}", outbox::NAME),
                    outbox::NAME,
                    format!("A{row}"),
                ),
            });
        }
    }
    let outbox = || here(format!("Blatt {}", outbox::NAME), outbox::NAME, "A1");
    let mut tasks = shortened(tasks, "Briefe", outbox);
    tasks.extend(shortened(held_back(view), "Entwürfe", outbox));
    tasks.extend(shortened(missing_details(view), "Angaben", outbox));
    tasks
}

/// Drafts that should not be posted as they lie there, by kind and reason, with the row of the first in the register.
fn held_back(view: &View<'_>) -> Vec<Task> {
    let mut kinds: Vec<(&str, &str, Vec<&PlannedLetter>)> = Vec::new();
    for letter in view.letters.iter().filter(|letter| letter.state == LetterState::Draft) {
        let Some(hold) = &letter.hold else { continue };
        let (title, hold) = (letter.letter.title.as_str(), hold.as_str());
        match kinds.iter_mut().find(|(known, why, _)| (*known, *why) == (title, hold)) {
            Some((.., letters)) => letters.push(letter),
            None => kinds.push((title, hold, vec![letter])),
        }
    }
    let tasks = kinds.into_iter().filter_map(|(title, hold, letters)| {
        let first = letters.first()?;
        let names: Vec<&str> = letters.iter().map(|l| l.recipient_name.as_str()).collect();
        let drafts = match letters.len() {
            1 => "Entwurf".to_owned(),
            n => format!("{n} Entwürfe"),
        };
        Some(Task {
            what: format!("{drafts} „{title}“ an {}", some_of(&names, 2)),
            why: capital(hold),
            place: view.place("", first.registered.as_ref().or(first.row.as_ref())),
        })
    });
    tasks.collect()
}

/// The cell of a missing detail, where there is one, and the letters that wait for it.
type Lacking<'a> = (Option<&'a CellRef>, Vec<&'a PlannedLetter>);
/// What is missing, and where to enter it.
type Detail<'a> = (&'a str, &'a str, Option<&'a CellRef>);

/// What letters wait for, what most of them wait for first; what the same letters wait for is one line.
fn missing_details(view: &View<'_>) -> Vec<Task> {
    let mut by_detail: BTreeMap<(&str, &str), Lacking<'_>> = BTreeMap::new();
    for letter in view.letters.iter().filter(|l| l.state == LetterState::Incomplete) {
        for missing in &letter.missing {
            let entry = by_detail.entry((&missing.text, &missing.place)).or_default();
            entry.0 = missing.cell.as_ref();
            entry.1.push(letter);
        }
    }
    let mut details: Vec<(Vec<&PlannedLetter>, Vec<Detail<'_>>)> = Vec::new();
    for ((text, place), (cell, letters)) in by_detail {
        let same = |other: &&mut (Vec<&PlannedLetter>, _)| {
            other.0.len() == letters.len()
                && other.0.iter().zip(&letters).all(|(a, b)| std::ptr::eq(*a, *b))
        };
        match details.iter_mut().find(same) {
            Some((_, asked)) => asked.push((text, place, cell)),
            None => details.push((letters, vec![(text, place, cell)])),
        }
    }
    details.sort_by_key(|(letters, _)| std::cmp::Reverse(letters.len()));
    details
        .into_iter()
        .filter_map(|(letters, asked)| {
            let (_, place, cell) = *asked.first()?;
            let mut kinds: Vec<String> = Vec::new();
            for letter in &letters {
                let kind = format!("„{}“", letter.letter.title);
                if !kinds.contains(&kind) {
                    kinds.push(kind);
                }
            }
            let kinds: Vec<&str> = kinds.iter().map(String::as_str).collect();
            let texts: Vec<&str> = asked.iter().map(|(text, ..)| *text).collect();
            let to = match letters.as_slice() {
                [letter] => format!(" an {}", letter.recipient_name),
                _ => String::new(),
            };
            Some(Task {
                what: format!(
                    "Ergänzen: {}",
                    first_of(&texts, &format!(" (Blatt {})", outbox::NAME))
                ),
                why: format!(
                    "Fehlt für {}: {}{to}",
                    wording::count(letters.len(), "Brief", "Briefe"),
                    some_of(&kinds, 2)
                ),
                place: view.place(place, cell),
            })
        })
        .collect()
}

/// Branches that are better called than written to again.
fn calls(view: &View<'_>) -> Vec<Task> {
    let tasks = view.calls.iter().map(|call| {
        let entry = &view.records.branches[call.branch].entry;
        let cell = call.cell.clone().unwrap_or_else(|| entry.first_cell());
        let number = call.phone.as_ref().map_or_else(
            || "Nummer in der Verbandsliste eintragen".to_owned(),
            |phone| format!("Telefon {phone}"),
        );
        Task {
            what: format!("{} anrufen", call.name),
            why: call.reason.clone(),
            place: view.link(number, &cell),
        }
    });
    shortened(tasks.collect(), "Verbände", || {
        here(format!("Blatt {}", outbox::NAME), outbox::NAME, "A1")
    })
}

/// What open verdicts wait for, by its row: one look into the list answers what is asked about a row.
type Asked<'a> = BTreeMap<Result<(&'a Source, u32), &'a str>, Vec<(&'a Unknown, &'a Verdict)>>;

fn asked<'a>(view: &View<'a>) -> Asked<'a> {
    let mut by_row = Asked::new();
    for verdict in &view.assessment.verdicts {
        if verdict.status != Status::Undetermined && verdict.could_be.is_none() {
            continue;
        }
        for unknown in &verdict.unknown {
            let row = unknown.cell.as_ref().map(row_of).ok_or(unknown.text.as_str());
            by_row.entry(row).or_default().push((unknown, verdict));
        }
    }
    by_row
}

fn row_of(cell: &CellRef) -> (&Source, u32) {
    (&cell.source, cell.row)
}

/// What would decide open verdicts, most first.
fn open_cells(view: &View<'_>) -> Vec<Task> {
    let mut places: Vec<_> = asked(view).into_iter().collect();
    places.sort_by_key(|(_, asked)| std::cmp::Reverse(asked.len()));
    let tasks = places
        .into_iter()
        .map(|(row, asked)| {
            let mut texts: Vec<&str> = Vec::new();
            for (unknown, _) in &asked {
                if !texts.contains(&unknown.text.as_str()) {
                    texts.push(&unknown.text);
                }
            }
            let points: BTreeSet<&str> =
                asked.iter().map(|(_, v)| v.requirement.as_str()).collect();
            let points: Vec<&str> = points.into_iter().collect();
            let names: BTreeSet<String> =
                asked.iter().filter_map(|(_, v)| v.subject).map(|id| view.branch(id)).collect();
            // the cell that is wrong, where a message knows it, rather than the first one of the row
            let wrong = view.diagnostics.iter().find(|d| {
                !d.waiting.is_empty() && d.cell.as_ref().is_some_and(|c| Ok(row_of(c)) == row)
            });
            let cell = wrong
                .and_then(|diagnostic| diagnostic.cell.as_ref())
                .or_else(|| asked.first().and_then(|(unknown, _)| unknown.cell.as_ref()));
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let of = if names.is_empty() {
                String::new()
            } else {
                format!(" bei {}", some_of(&names, 2))
            };
            Task {
                what: capital(&first_of(&texts, " dieser Zeile")),
                why: format!("Entscheidet {}{of}", wording::list(&points)),
                place: cell.map_or(Cell::Empty, |cell| view.place("", Some(cell))),
            }
        })
        .collect();
    shortened(tasks, "Angaben", || {
        here(format!("Blatt {}", super::proofs::NAME), super::proofs::NAME, "A1")
    })
}

/// The other questions, by what is asked.
fn messages(view: &View<'_>) -> Vec<Task> {
    let mut by_code: BTreeMap<_, Vec<_>> = BTreeMap::new();
    let above = asked(view);
    for diagnostic in view.diagnostics {
        // what verdicts wait for stands above, by what it decides
        let is_above = diagnostic.code == Code::EmptyCell
            || !diagnostic.waiting.is_empty()
                && diagnostic
                    .cell
                    .as_ref()
                    .is_some_and(|cell| above.contains_key(&Ok(row_of(cell))));
        if diagnostic.code.severity() != Severity::Note && !is_above {
            by_code
                .entry((diagnostic.code.severity(), diagnostic.code))
                .or_default()
                .push(diagnostic);
        }
    }
    let tasks = by_code
        .into_iter()
        .map(|((severity, code), list)| {
            let first = list.first();
            let message = first.map(|d| d.message.clone()).unwrap_or_default();
            Task {
                what: format!(
                    "{}: {}{}",
                    severity.label_de(),
                    code.title(),
                    if list.len() > 1 { format!(" ({}-mal)", list.len()) } else { String::new() }
                ),
                why: if list.len() > 1 { format!("Zuerst: {message}") } else { message },
                place: match first.and_then(|d| d.cell.as_ref()) {
                    Some(cell) if list.len() == 1 => view.place("", Some(cell)),
                    _ => here(format!("Blatt {}", questions::NAME), questions::NAME, "A1"),
                },
            }
        })
        .collect();
    shortened(tasks, "Rückfragen", || {
        here(format!("Blatt {}", questions::NAME), questions::NAME, "A1")
    })
}

/// One-off points that are not done, with the day to look again.
fn papers(view: &View<'_>) -> Vec<Task> {
    let asked: Vec<String> = to_decide::to_decide(view)
        .into_iter()
        .filter(|question| question.about == About::Request)
        .map(|question| question.id)
        .collect();
    standing::standings(view.resolution, view.assessment)
        .iter()
        // past its end the committee is asked whether it still stands
        .filter(|s| !asked.contains(&s.requirement.id))
        .filter(|s| {
            s.requirement.resubmit_after.is_some()
                && s.verdicts.iter().any(|v| matches!(v.status, Status::Open | Status::Partial))
        })
        .map(|s| {
            let day = steps::resubmission(view, s);
            let again = day.map_or_else(String::new, |day| {
                let when = if day > view.assessment.as_of.0 {
                    "Wiedervorlage am"
                } else {
                    "Wiedervorlage war am"
                };
                format!("; {when} {}", wording::date(day))
            });
            Task {
                what: format!("{} ({})", s.requirement.short, s.requirement.id),
                why: format!("{}: {}{again}", steps::addressees(view, s), s.words()),
                place: here(format!("Blatt {}", overview::NAME), overview::NAME, "A1"),
            }
        })
        .collect()
}

/// What only the committee can decide, but for what it judges anyway.
fn for_the_committee(view: &View<'_>) -> Vec<Task> {
    let overview = || here(format!("Blatt {}", overview::NAME), overview::NAME, "A1");
    let questions = to_decide::to_decide(view).into_iter();
    let tasks = questions.filter(|question| question.about != About::Principle).map(|question| {
        let place = match question.about {
            About::Reading => here(format!("Blatt {}", readings::NAME), readings::NAME, "A1"),
            About::Request | About::Principle => overview(),
        };
        Task { what: question.id, why: question.text, place }
    });
    shortened(tasks.collect(), "Fragen", overview)
}

/// At most [`MOST`] lines; the last one says how many more there are.
fn shortened(mut tasks: Vec<Task>, noun: &str, place: impl Fn() -> Cell) -> Vec<Task> {
    if tasks.len() > MOST {
        let more = tasks.len() - (MOST - 1);
        tasks.truncate(MOST - 1);
        tasks.push(Task {
            what: format!("und {more} weitere {noun}"),
            why: String::new(),
            place: place(),
        });
    }
    tasks
}

/// „A, B, C und 9 weitere“.
fn some_of(names: &[&str], most: usize) -> String {
    if names.len() <= most + 1 {
        return wording::list(names);
    }
    let shown: Vec<&str> = names.iter().take(most).copied().collect();
    format!("{} und {} weitere", shown.join(", "), names.len() - most)
}

/// „A; dazu 2 weitere Angaben dieser Zeile“.
fn first_of(texts: &[&str], place: &str) -> String {
    let first = texts.first().copied().unwrap_or_default();
    match texts.len() {
        0 | 1 => first.to_owned(),
        2 => format!("{first}; dazu eine weitere Angabe{place}"),
        n => format!("{first}; dazu {} weitere Angaben{place}", n - 1),
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
