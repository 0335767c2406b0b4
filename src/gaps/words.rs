//! What a way says in German: conditions and what is still possible, never that something be entered that was not so.

use crate::domain::ListKind;
use crate::intake::columns;
use crate::requirements::list_name;
use crate::wording;

use super::{Chance, Change, Days, Gap, NewRow, Step, Value, Way, WayKind};

/// Cells named one by one; of more there is only the number.
const MOST_CELLS: usize = 6;

impl Gap {
    /// One of its ways as a sentence without a full stop.
    pub fn says(&self, way: &Way) -> String {
        let over = matches!(self.chance, Chance::Over(_));
        let cells = || cells(way, &|change| wanted(change));
        match way.kind {
            WayKind::Decides => decides(way),
            WayKind::Completes if over => format!("Nur wenn es so war: {}", cells()),
            WayKind::Completes => format!("Wenn es so ist: {}", cells()),
            WayKind::Corrects => format!("Nur falls die Liste zu wenig nennt: {}", cells()),
            WayKind::ComesTrue if over => {
                format!("Falls das Geplante schon geschehen ist: {}", cells())
            }
            WayKind::ComesTrue => {
                format!("Das Geplante genügt, sobald dort steht: {}", cells())
            }
            WayKind::Sends | WayKind::Happens => {
                let parts: Vec<String> =
                    way.steps.iter().map(|step| self.event(step, over)).collect();
                if over {
                    let then = if way.kind == WayKind::Sends {
                        "„versandt am“ nachtragen"
                    } else {
                        "nachtragen"
                    };
                    format!("Nur falls schon geschehen: {} – {then}", wording::list(&parts))
                } else {
                    parts.join("; dazu ")
                }
            }
        }
    }

    /// The same for many branches: „ein versandter Brief „…““.
    pub fn in_short(&self, way: &Way) -> String {
        let over = matches!(self.chance, Chance::Over(_));
        let parts: Vec<String> = way
            .steps
            .iter()
            .filter_map(|step| match step {
                Step::Letter { letter, times, .. } => Some(if *times == 1 {
                    format!("ein versandter Brief „{}“", letter.title)
                } else {
                    format!("{times} versandte Briefe „{}“", letter.title)
                }),
                Step::Row(row) => Some(noun(row)),
                Step::Cell(_) | Step::List { .. } => None,
            })
            .collect();
        if parts.is_empty() {
            let count = way.steps.len();
            return match way.kind {
                WayKind::ComesTrue if over => "ein Nachtrag zu schon Geplantem".to_owned(),
                WayKind::ComesTrue => "das schon Geplante, wenn es so geschieht".to_owned(),
                WayKind::Decides
                | WayKind::Completes
                | WayKind::Sends
                | WayKind::Happens
                | WayKind::Corrects => wording::count(count, "ergänzte Zelle", "ergänzte Zellen"),
            };
        }
        wording::list(&parts)
    }

    fn event(&self, step: &Step, over: bool) -> String {
        match step {
            Step::Letter { letter, times, within, .. } => {
                let title = &letter.title;
                let letters = if *times == 1 {
                    format!("ein Brief „{title}“")
                } else {
                    format!("{times} Briefe „{title}“")
                };
                if over {
                    let verb = if *times == 1 { "wurde" } else { "wurden" };
                    format!("{letters} {verb} bis {} versandt", wording::date(within.to))
                } else {
                    format!(
                        "{letters}, versandt bis {}; es zählt „versandt am“",
                        wording::date(within.to)
                    )
                }
            }
            Step::Row(row) => self.row(row),
            Step::Cell(change) => wanted(change),
            Step::List { list, within } => missing_list(*list, *within),
        }
    }

    fn row(&self, row: &NewRow) -> String {
        let mut days = String::new();
        let mut said = Vec::new();
        for (field, value) in &row.values {
            let label = columns::column(row.list, *field).map_or("", |column| column.label);
            match value {
                Value::Day { within, begins, offset: 0 } => {
                    let until = match self.chance {
                        Chance::Until(day) => Some(day.min(within.to)),
                        Chance::Over(day) => Some(day),
                        Chance::Anytime | Chance::Late => None,
                    };
                    if let Some(until) = until {
                        days = format!(" bis {}", wording::date(until));
                    }
                    if let Some(weekday) = begins {
                        said.push(format!("ab einem {}", wording::weekday_name(*weekday)));
                    }
                }
                Value::Day { offset, .. } => said.push(format!("über {} Tage", offset + 1)),
                Value::Free => said.push(format!("„{label}“ ausgefüllt")),
                Value::Without => {}
                // its Art is the noun; its branch stands beside it
                Value::Text(_)
                    if matches!(
                        field,
                        crate::domain::Field::Kind | crate::domain::Field::Branch
                    ) => {}
                Value::Text(text) | Value::Added { more: text, .. } => {
                    said.push(format!("{label}: {text}"));
                }
            }
        }
        let said = if said.is_empty() { String::new() } else { format!(" ({})", said.join("; ")) };
        format!("{}{days}{said}", noun(row))
    }
}

/// „ein Termin „…““, „3 Termine „…““.
fn noun(row: &NewRow) -> String {
    let art = row
        .values
        .iter()
        .find_map(|(field, value)| match value {
            Value::Text(text) if *field == crate::domain::Field::Kind => Some(text.as_str()),
            Value::Text(_)
            | Value::Added { .. }
            | Value::Free
            | Value::Without
            | Value::Day { .. } => None,
        })
        .unwrap_or_default();
    let (one, many) = match row.list {
        ListKind::Events => ("ein Termin", "Termine"),
        ListKind::Papers => ("ein Papier", "Papiere"),
        ListKind::Dispatches => ("ein Brief", "Briefe"),
        ListKind::Measures
        | ListKind::Branches
        | ListKind::Statements
        | ListKind::Exceptions
        | ListKind::Findings => ("eine Zeile", "Zeilen"),
    };
    let count = if row.times == 1 { one.to_owned() } else { format!("{} {many}", row.times) };
    let list = match row.list {
        ListKind::Measures => format!(" in der Liste {}", list_name(row.list)),
        ListKind::Events
        | ListKind::Papers
        | ListKind::Dispatches
        | ListKind::Branches
        | ListKind::Statements
        | ListKind::Exceptions
        | ListKind::Findings => String::new(),
    };
    format!("{count} „{art}“{list}")
}

fn decides(way: &Way) -> String {
    let lists: Vec<String> = way
        .steps
        .iter()
        .filter_map(|step| match step {
            Step::List { list, within } => Some(missing_list(*list, *within)),
            Step::Cell(_) | Step::Row(_) | Step::Letter { .. } => None,
        })
        .collect();
    let number = way.steps.len() - lists.len();
    let mut text = match number {
        0 => String::new(),
        1 => format!("Es entscheidet {}", cells(way, &|change| place(change))),
        _ => format!("Es entscheiden {}", cells(way, &|change| place(change))),
    };
    if !lists.is_empty() {
        let and = if number == 0 { "Es entscheiden " } else { "; außerdem " };
        text.push_str(and);
        text.push_str(&wording::list(&lists));
    }
    text
}

fn missing_list(list: ListKind, within: Option<Days>) -> String {
    let name = list_name(list);
    match within {
        Some(Days { from, to }) => {
            let span = crate::domain::Span::days(from, to);
            format!("Zeilen der Liste „{name}“ für {}", wording::span(span))
        }
        None => format!("die Liste „{name}“"),
    }
}

/// The cells one by one, each file named where it begins.
fn cells(way: &Way, say: &dyn Fn(&Change) -> String) -> String {
    let changes: Vec<&Change> = way
        .steps
        .iter()
        .filter_map(|step| match step {
            Step::Cell(change) => Some(change),
            Step::Row(_) | Step::Letter { .. } | Step::List { .. } => None,
        })
        .collect();
    let mut said: Vec<String> = changes.iter().take(MOST_CELLS).map(|change| say(change)).collect();
    if changes.len() > MOST_CELLS {
        said.push(format!("{} weitere Zellen", changes.len() - MOST_CELLS));
    }
    wording::list(&said)
}

/// „H12 (offene Debatte)“.
fn place(change: &Change) -> String {
    let label = columns::column(change.list, change.field).map_or("", |column| column.label);
    if change.no_column {
        return format!("die fehlende Spalte „{label}“ (Zeile {})", change.cell.row + 1);
    }
    format!("{} ({label})", change.cell.a1())
}

fn wanted(change: &Change) -> String {
    let place = place(change);
    match &change.value {
        Value::Text(text) => format!("{place} „{text}“"),
        Value::Added { there, more } if there.is_empty() => format!("{place} „{more}“"),
        Value::Added { more, .. } => format!("{place} auch „{more}“"),
        Value::Free => format!("{place} ausgefüllt"),
        Value::Without => format!("{place} ohne das mehrdeutige Wort"),
        Value::Day { within, .. } => {
            format!("{place} mit einem Tag bis {}", wording::date(within.to))
        }
    }
}
