//! What never matters: the order of rows, columns, sheets and files, and whether a list is one or two. What never harms:
//! anything else lying in the folder.
//!
//! Most of it on plain tables in memory, so that many offices can be tried; a few with real files.

use std::fs;
use std::sync::{Arc, LazyLock};

use beschlusskontrolle::diagnostic::Diagnostics;
use beschlusskontrolle::domain::{Field, ListKind};
use beschlusskontrolle::intake::InputFile;
use beschlusskontrolle::intake::columns;
use beschlusskontrolle::table::{CellValue, Row, Source, Table};
use chrono::NaiveDate;
use proptest::prelude::*;
use tempfile::TempDir;

use crate::damage;
use crate::facts::{self, Facts};
use crate::forms::Dice;
use crate::messy::{Mess, Office, days_of};
use crate::office::{Outcome, of_files, of_folder};

/// A sheet as texts: labels, rows.
#[derive(Clone, Debug)]
struct Sheet {
    name: String,
    labels: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

/// A file as its sheets.
#[derive(Clone, Debug)]
struct Workbook {
    name: String,
    sheets: Vec<Sheet>,
}

fn german(day: NaiveDate) -> String {
    day.format("%d.%m.%Y").to_string()
}

fn sheet(facts: &Facts) -> Sheet {
    let mut labels = Vec::new();
    for field in facts.fields {
        labels.push(columns::column(facts.list, *field).unwrap().label);
        if (facts.list, *field) == (ListKind::Events, Field::Date) {
            labels.push("bis");
        }
    }
    let rows = facts.cells().iter().map(|cells| texts(facts, cells)).collect();
    Sheet { name: columns::list_name(facts.list).to_owned(), labels, rows }
}

fn texts(facts: &Facts, cells: &[&str]) -> Vec<String> {
    let mut row = Vec::new();
    for (field, fact) in facts.fields.iter().zip(cells) {
        let day = fact
            .split_once("..")
            .map_or(*fact, |(from, _)| from)
            .parse::<NaiveDate>()
            .is_ok()
            .then(|| days_of(fact))
            .flatten();
        match (day, fact.rsplit_once(' ')) {
            (Some((from, to)), _) => {
                row.push(german(from));
                if (facts.list, *field) == (ListKind::Events, Field::Date) {
                    row.push(if from == to { String::new() } else { german(to) });
                }
            }
            (None, Some((word, to))) if to.parse::<NaiveDate>().is_ok() => {
                row.push(format!("{word} {}", german(to.parse().unwrap())));
            }
            (None, _) => row.push((*fact).to_owned()),
        }
    }
    row
}

fn file(book: &Workbook) -> InputFile {
    let tables = book
        .sheets
        .iter()
        .map(|sheet| {
            let source =
                Arc::new(Source { file: book.name.clone(), sheet: Some(sheet.name.clone()) });
            let labels = sheet.labels.iter().map(|label| (*label).to_owned()).collect();
            let rows = std::iter::once(labels)
                .chain(sheet.rows.iter().cloned())
                .zip(0..)
                .map(|(cells, number): (Vec<String>, u32)| Row {
                    number,
                    cells: cells
                        .into_iter()
                        .zip(0..)
                        .filter(|(text, _)| !text.is_empty())
                        .map(|(text, column)| (column, CellValue::Text(text.into())))
                        .collect(),
                })
                .filter(|row| !row.cells.is_empty())
                .collect();
            Table::new(source, rows)
        })
        .collect();
    InputFile {
        file: book.name.clone(),
        sha256: String::new(),
        tables: Some(tables),
        skipped: None,
    }
}

fn judge(books: &[Workbook]) -> Outcome {
    of_files(&books.iter().map(file).collect::<Vec<_>>(), &Diagnostics::default())
}

/// An office with some of the facts and some events of its own, among them copies that disagree and days nobody knows.
fn office(seed: u64) -> Vec<Workbook> {
    let mut dice = Dice(seed);
    let mut books = Vec::new();
    for facts in facts::ALL {
        let mut sheet = sheet(facts);
        if facts.list != ListKind::Branches {
            sheet.rows.retain(|_| !dice.one_in(4));
        }
        if facts.list == ListKind::Events {
            for _ in 0..dice.below(8) {
                sheet.rows.push(event(&mut dice));
            }
        }
        if facts.list == ListKind::Dispatches {
            for _ in 0..dice.below(4) {
                sheet.rows.push(dispatch(&mut dice));
            }
        }
        let name = format!("{}.xlsx", sheet.name);
        books.push(Workbook { name, sheets: vec![sheet] });
    }
    books
}

fn event(dice: &mut Dice) -> Vec<String> {
    let day = [
        "04.05.2024",
        "13.04.2024",
        "24.08.2024",
        "Mai 2024",
        "n. n.",
        "12.10.2023",
        "2024",
        "18.01.2025",
    ];
    let bodies = ["LV; LAus", "LV", "LAus", "", "Gäste"];
    let kind = [
        "Rechenschaftsbericht",
        "Rechenschaftsbericht",
        "Finanzbericht",
        "Mitgliederwochenende",
        "Sitzung",
    ];
    let branch = ["KV Gotha", "SV Jena", "KV Greiz; SV Jena", "alle", "", "KV Nirgendwo"];
    let status = [
        "durchgeführt",
        "",
        "geplant",
        "abgesagt",
        "angeboten",
        "vielleicht",
        "verschoben auf 12.12.2024",
    ];
    [
        "",
        dice.pick(&day),
        "",
        "",
        dice.pick(&kind),
        "",
        dice.pick(&branch),
        "",
        dice.pick(&["Präsenz", "digital", "hybrid", ""]),
        dice.pick(&["Kreisparteitag", "Stammtisch", ""]),
        dice.pick(&bodies),
        dice.pick(&["ja", "nein", ""]),
        dice.pick(&[
            "Arbeitsschwerpunkte",
            "Strategie; Probleme",
            "",
            "Schwerpunkte; Ausrichtung; Probleme",
        ]),
        "",
        dice.pick(&status),
    ]
    .map(str::to_owned)
    .to_vec()
}

fn dispatch(dice: &mut Dice) -> Vec<String> {
    let promises = ["alles", "gemeinsam", "in Präsenz gehalten; auf einem Kreisparteitag", ""];
    [
        "",
        dice.pick(&["Angebot Rechenschaftsbericht", "Nachfrage zum Angebot"]),
        dice.pick(&["KV Gotha", "SV Jena", "KV Eichsfeld"]),
        dice.pick(&["2024", ""]),
        "15.01.2024",
        dice.pick(&["22.01.2024", "05.02.2024", ""]),
        dice.pick(&promises),
        "",
        dice.pick(&["", "01.03.2024"]),
        dice.pick(&["", "abgelehnt", "angenommen"]),
        "",
    ]
    .map(str::to_owned)
    .to_vec()
}

/// The same office with its rows, columns, sheets and files in another order.
fn shuffled(books: &[Workbook], seed: u64) -> Vec<Workbook> {
    let mut dice = Dice(seed);
    let mut books = books.to_vec();
    for book in &mut books {
        for sheet in &mut book.sheets {
            dice.shuffle(&mut sheet.rows);
            let mut order: Vec<usize> = (0..sheet.labels.len()).collect();
            dice.shuffle(&mut order);
            sheet.labels = order.iter().map(|at| sheet.labels[*at]).collect();
            for row in &mut sheet.rows {
                row.resize(order.len(), String::new());
                *row = order.iter().map(|at| row[*at].clone()).collect();
            }
        }
    }
    dice.shuffle(&mut books);
    if dice.one_in(2) {
        // all lists as sheets of one file
        let mut sheets: Vec<Sheet> = books.into_iter().flat_map(|book| book.sheets).collect();
        dice.shuffle(&mut sheets);
        books = vec![Workbook { name: "alles.xlsx".to_owned(), sheets }];
    }
    books
}

/// Every list in two files.
fn split(books: &[Workbook], seed: u64) -> Vec<Workbook> {
    let mut dice = Dice(seed);
    let mut halves = Vec::new();
    for book in books {
        let (mut one, mut two) = (book.clone(), book.clone());
        two.name = format!("Teil 2 {}", book.name);
        for (one, two) in one.sheets.iter_mut().zip(&mut two.sheets) {
            let rows = std::mem::take(&mut one.rows);
            two.rows.clear();
            for row in rows {
                if dice.one_in(2) { one.rows.push(row) } else { two.rows.push(row) }
            }
        }
        halves.extend([one, two]);
    }
    halves
}

/// Things that lie in folders: what could not be read, notes, other people's tables, half a list.
fn strange(dice: &mut Dice) -> InputFile {
    if dice.one_in(4) {
        return InputFile {
            file: "kaputt.xlsx".to_owned(),
            sha256: String::new(),
            tables: None,
            skipped: None,
        };
    }
    const WORDS: [&str; 24] = [
        "Datum",
        "Betrag",
        "Verein",
        "Konto",
        "04.05.2024",
        "Gesamt",
        "Rechenschaftsbericht?",
        "KV",
        "x",
        "ja",
        "Titel",
        "12,50",
        "Ort",
        "Notiz",
        "2024",
        "Kreisverbände",
        "PLZ",
        "—",
        "#NV",
        "Name",
        "Einkauf",
        "Stand: 01.01.2024",
        "alle",
        "\u{feff}",
    ];
    let rows = (0..u32::try_from(dice.below(12)).unwrap())
        .map(|number| Row {
            number,
            cells: (0..u16::try_from(1 + dice.below(6)).unwrap())
                .map(|column| {
                    let value = if dice.one_in(6) {
                        CellValue::Number(45_000.5)
                    } else {
                        CellValue::Text(dice.pick(&WORDS).into())
                    };
                    (column, value)
                })
                .collect(),
        })
        .collect();
    let source =
        Arc::new(Source { file: "Sonstiges.xlsx".to_owned(), sheet: Some("Tabelle1".to_owned()) });
    InputFile {
        file: "Sonstiges.xlsx".to_owned(),
        sha256: String::new(),
        tables: Some(vec![Table::new(source, rows)]),
        skipped: None,
    }
}

static WHOLE: LazyLock<Vec<Workbook>> = LazyLock::new(|| {
    let book = |facts: &&Facts| {
        let sheet = sheet(facts);
        Workbook { name: format!("{}.xlsx", sheet.name), sheets: vec![sheet] }
    };
    facts::ALL.iter().map(book).collect()
});
static WHOLE_SAYS: LazyLock<Outcome> = LazyLock::new(|| judge(&WHOLE));

/// Everything fulfilled still is, and nobody is reminded who was not before.
fn does_no_harm(before: &Outcome, after: &Outcome) -> Result<(), TestCaseError> {
    let (kept, reminded) = (after.fulfilled(), before.reminders());
    for verdict in before.fulfilled() {
        prop_assert!(
            kept.contains(verdict),
            "no longer fulfilled: {verdict}\n{}",
            before.differences(after)
        );
    }
    for reminder in after.reminders() {
        prop_assert!(reminded.contains(reminder), "a new reminder: {reminder}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 0, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn order_of_rows_columns_sheets_and_files_never_matters(of in any::<u64>(), order in any::<u64>()) {
        let books = office(of);
        let differences = judge(&books).differences(&judge(&shuffled(&books, order)));
        prop_assert!(differences.is_empty(), "office {of}, order {order}\n{differences}");
    }

    #[test]
    fn one_list_in_two_files_is_one_list(of in any::<u64>(), cut in any::<u64>()) {
        let books = office(of);
        let differences = judge(&books).differences(&judge(&split(&books, cut)));
        prop_assert!(differences.is_empty(), "office {of}, cut {cut}\n{differences}");
    }

    #[test]
    fn what_else_lies_in_the_folder_does_no_harm(seed in any::<u64>()) {
        let mut dice = Dice(seed);
        let mut files: Vec<InputFile> = WHOLE.iter().map(file).collect();
        for _ in 0..=dice.below(3) {
            files.insert(dice.below(files.len() + 1), strange(&mut dice));
        }
        does_no_harm(&WHOLE_SAYS, &of_files(&files, &Diagnostics::default()))?;
    }
}

/// The same with files: damaged copies of the lists themselves beside the lists.
#[test]
fn damaged_files_beside_the_lists_do_no_harm() {
    let lists = Office::with(&[Mess::Formats], 3).files();
    let before = TempDir::new().unwrap();
    for (name, bytes) in &lists {
        fs::write(before.path().join(name), bytes).unwrap();
    }
    let says = of_folder(before.path());
    for seed in 0..4 {
        let beside = TempDir::new().unwrap();
        for (name, bytes) in &lists {
            fs::write(beside.path().join(name), bytes).unwrap();
        }
        for (name, bytes) in damage::cut(&lists, seed) {
            fs::write(beside.path().join(format!("Reste {name}")), bytes).unwrap();
        }
        does_no_harm(&says, &of_folder(beside.path())).unwrap();
    }
}

/// Files are read in the order of their names: other names, other order.
#[test]
fn the_names_of_files_do_not_matter() {
    let lists = Office::with(&[Mess::Formats, Mess::SplitFiles], 7).files();
    let outcome = |name: &dyn Fn(usize) -> String| {
        let folder = TempDir::new().unwrap();
        for (number, (old, bytes)) in lists.iter().enumerate() {
            let extension = old.rsplit_once('.').unwrap().1;
            fs::write(folder.path().join(format!("{}.{extension}", name(number))), bytes).unwrap();
        }
        of_folder(folder.path())
    };
    let one = outcome(&|number| format!("{number:02} Liste"));
    let other = outcome(&|number| format!("{:02} Liste", 99 - number));
    assert_eq!(one.differences(&other), "");
}
