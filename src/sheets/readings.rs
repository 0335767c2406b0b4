//! **Auslegungen**: how the wording is read, who has confirmed it, and what another reading would change. First what is to
//! be decided, then what could be read otherwise, then the rest.

use super::View;
use super::model::{Cell, Column, Line, Orientation, Sheet, Style, Table};
use crate::decisions::readings::Otherwise;
use crate::readings::Reading;
use crate::wording;

pub(super) const NAME: &str = "Auslegungen";
const WIDTHS: [f64; 9] = [5.0, 31.0, 32.0, 9.0, 14.0, 22.0, 22.0, 31.0, 12.0];
const COLUMNS: u16 = 9;
/// Branches named for each kind of change; more are counted.
const NAMED: usize = 30;

pub(super) fn sheet(view: &View<'_>) -> Option<Sheet> {
    if view.readings.is_empty() {
        return None;
    }
    let mut sheet = view.page(
        NAME,
        "Auslegungen: was der Wortlaut offen lässt",
        Orientation::Landscape,
        WIDTHS.to_vec(),
    );
    let gap = sheet.blocks.pop();
    sheet.push(Line::text(lead(view), COLUMNS, Style::Lead));
    sheet.blocks.extend(gap);
    let head = sheet.next_row();
    sheet.page.print_titles = Some((head, head));
    sheet.frozen = Some((head + 1, 1));
    let mut readings: Vec<&Reading> = view.readings.iter().collect();
    // stable: in each part they stand as in the resolution
    readings.sort_by_key(|reading| part(reading));
    sheet.push(Table {
        name: "Auslegungen".to_owned(),
        columns: vec![
            Column::new("Nr", Style::Centred)
                .note("Ein Klick öffnet die Zeile in Entscheidungen.xlsx, Blatt „Auslegungen“."),
            Column::new("Was offen ist", Style::Body),
            Column::new("Wie es hier gelesen wird", Style::Body)
                .note("Danach ist gerechnet, solange unter „Stand“ nicht „anders entschieden“ steht."),
            Column::new("Betrifft", Style::Body).note("Die Punkte der Übersicht, auf die sie wirkt."),
            Column::new("Stand", Style::Body).note(
                "Bestätigt oder anders entschieden wird in Entscheidungen.xlsx, Blatt „Auslegungen“.",
            ),
            Column::new("Andere Lesart", Style::Body)
                .note("Leer: Das Programm kennt keine, die es berechnen kann."),
            Column::new("Was sich ändern würde", Style::Body).note(
                "Das Jahr noch einmal gerechnet, mit der Lesart, die gerade nicht gilt; alles andere bleibt gleich.",
            ),
            Column::new("Bei welchen Verbänden", Style::Body),
            Column::new("Bemerkung", Style::Body).note("Aus Entscheidungen.xlsx, wörtlich."),
        ],
        rows: readings.into_iter().map(|reading| row(view, reading)).collect(),
        filter: true,
        room: 0,
        row_choices: Vec::new(),
    });
    Some(sheet)
}

/// To be decided; to be read otherwise; all others.
fn part(reading: &Reading) -> u8 {
    if reading.worth_deciding() || waits_for_an_answer(reading) {
        0
    } else if reading.other.is_some() || reading.otherwise {
        1
    } else {
        2
    }
}

/// Somebody has entered something that cannot be applied.
fn waits_for_an_answer(reading: &Reading) -> bool {
    reading.decision.as_ref().is_some_and(|decision| match decision.otherwise {
        Otherwise::Unclear(_) | Otherwise::Contradicted | Otherwise::Incompatible => true,
        Otherwise::No | Otherwise::Yes | Otherwise::NotComputable => false,
    })
}

/// What is to be decided, to be cleared up, and decided otherwise, in a sentence each.
fn lead(view: &View<'_>) -> String {
    let ids = |wanted: fn(&Reading) -> bool| -> Vec<&str> {
        view.readings.iter().filter(|r| wanted(r)).map(|r| r.id.as_str()).collect()
    };
    let mut said = vec![match ids(Reading::worth_deciding).as_slice() {
        [] => "Zu entscheiden ist nichts, was das Ergebnis ändern würde.".to_owned(),
        [one] => format!("Zu entscheiden: {one}; die andere Lesart würde das Ergebnis ändern."),
        several => format!(
            "Zu entscheiden: {}; jede andere Lesart würde, für sich genommen, das Ergebnis ändern.",
            wording::list(several)
        ),
    }];
    let unclear = ids(waits_for_an_answer);
    if !unclear.is_empty() {
        said.push(format!("Zu klären: {}; warum, steht unter „Stand“.", wording::list(&unclear)));
    }
    match ids(|reading| reading.otherwise).as_slice() {
        [] => {}
        [one] => said.push(format!("{one} ist anders entschieden und so gerechnet.")),
        several => said
            .push(format!("{} sind anders entschieden und so gerechnet.", wording::list(several))),
    }
    said.join(" ")
}

fn row(view: &View<'_>, reading: &Reading) -> Vec<Cell> {
    let state = reading.state(view.assessment.as_of);
    // short, because a link does not break into lines everywhere
    let number = match &reading.decision {
        Some(decision) => view.link(&reading.id, &decision.at),
        None => Cell::text(&reading.id),
    };
    let remark = reading.decision.as_ref().and_then(|decision| decision.remark.as_deref());
    let effect = match (&reading.what_if, reading.otherwise) {
        (None, _) if reading.other.is_none() => Cell::Empty,
        (Some(_), true) => Cell::text(format!("Nach der ersten Lesart: {}", reading.effect())),
        (None, _) | (Some(_), false) => Cell::text(reading.effect()),
    };
    vec![
        number,
        Cell::text(&reading.question),
        Cell::text(&reading.answer),
        Cell::text(reading.concerns.join(", ")),
        Cell::text(state),
        Cell::text(reading.other.clone().unwrap_or_default()),
        effect,
        Cell::text(branches(view, reading)),
        Cell::text(remark.unwrap_or_default()),
    ]
}

/// A line for each kind of change.
fn branches(view: &View<'_>, reading: &Reading) -> String {
    let what_if = reading.what_if.as_ref();
    what_if.map(|what_if| what_if.by_change(view.records, NAMED).join("\n")).unwrap_or_default()
}
