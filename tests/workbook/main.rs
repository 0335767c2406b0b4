//! The evaluation workbook: what stands on each sheet, and that the written file says the same.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::wildcard_enum_match_arm,
    clippy::string_slice,
    clippy::allow_attributes,
    reason = "a test may stop loudly"
)]

mod office;
mod sentences;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use beschlusskontrolle::decisions::readings::ReadingDecisions;
use beschlusskontrolle::diagnostic::{Code, Diagnostic, Diagnostics};
use beschlusskontrolle::grid::Grid;
use beschlusskontrolle::history::{History, State, Today, compare};
use beschlusskontrolle::io::excel_writer::write;
use beschlusskontrolle::readings::{Source, readings};
use beschlusskontrolle::requirements::Context;
use beschlusskontrolle::resolution::{BUILTIN_TOML, BUILTIN_WORDING};
use beschlusskontrolle::sheets::{
    Block, Cell, Fit, Orientation, Sheet, Target, View, Workbook, evaluation,
};
use beschlusskontrolle::table::column_letters;
use calamine::{Data, Reader, Xlsx};

use office::{Office, office, office_at};

fn workbook(office: &Office) -> Workbook {
    let other_files =
        BTreeMap::from([("Postausgang.xlsx".to_owned(), "..\\..\\Postausgang.xlsx".to_owned())]);
    let context = Context::new(
        &mut Diagnostics::default(),
        &office.resolution,
        &office.records,
        office.assessment.as_of,
        office.assessment.period,
    );
    let source = Source { toml: BUILTIN_TOML, wording: BUILTIN_WORDING };
    let readings = readings(source, &ReadingDecisions::default(), &office.assessment, &context);
    let gaps = beschlusskontrolle::gaps::find(&context, &office.assessment);
    evaluation(&View {
        resolution: &office.resolution,
        records: &office.records,
        assessment: &office.assessment,
        context: &context,
        earlier: &[],
        history: &History::default(),
        readings: &readings,
        gaps: &gaps,
        letters: &office.letters,
        calls: &office.calls,
        diagnostics: &office.diagnostics,
        inputs: &office.inputs,
        list_folder: "..\\..\\Listen",
        other_files: &other_files,
        contact: Some("0361 555 01"),
        version: "0.1.0",
    })
}

fn rows(sheet: &Sheet) -> Vec<(u32, u16, &Cell)> {
    let mut row = 0;
    let mut found = vec![];
    for block in &sheet.blocks {
        match block {
            Block::Line(line) => found.extend(line.spans.iter().map(|s| (row, s.column, &s.cell))),
            Block::Table(table) => {
                for (r, cells) in (row + 1..).zip(&table.rows) {
                    found.extend((0..).zip(cells).map(|(c, cell)| (r, c, cell)));
                }
            }
            Block::Grid(_) | Block::Charts(_) => {}
        }
        row += block.rows();
    }
    found
}

#[test]
fn written_cells_read_back_the_same() {
    let office = office();
    let book = workbook(&office);
    let bytes = write(&book).unwrap();
    if let Ok(folder) = std::env::var("WORKBOOK_OUT") {
        std::fs::write(format!("{folder}/Auswertung 2024.xlsx"), &bytes).unwrap();
    }
    let mut file: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    for sheet in &book.sheets {
        let range = file.worksheet_range(&sheet.name).unwrap();
        for (row, column, cell) in rows(sheet) {
            let there = range.get_value((row, u32::from(column)));
            match cell {
                Cell::Number(n) | Cell::Formula { result: n, .. } => {
                    assert_eq!(
                        there,
                        Some(&Data::Float(f64::from(*n))),
                        "{} {row} {column}",
                        sheet.name
                    );
                }
                Cell::Empty => assert!(matches!(there, None | Some(Data::Empty)), "{there:?}"),
                _ => assert_eq!(
                    there.map(ToString::to_string).unwrap_or_default(),
                    cell.shown(),
                    "{} {row} {column}",
                    sheet.name
                ),
            }
        }
    }
}

/// A sheet as text: a line per row, cells between bars, links with their target.
fn text(sheet: &Sheet) -> String {
    let mut lines: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    let mut row = 0;
    for block in &sheet.blocks {
        if let Block::Table(table) = block {
            let labels: Vec<&str> = table.columns.iter().map(|c| c.label.as_str()).collect();
            lines.entry(row).or_default().push(format!("[{}] {}", table.name, labels.join(" | ")));
        }
        row += block.rows();
    }
    for (row, _, cell) in rows(sheet) {
        let shown = cell.shown().replace('\n', " / ");
        lines.entry(row).or_default().push(match cell {
            Cell::Link { target, .. } => match &**target {
                Target::Here { sheet, cell } => format!("{shown} → {sheet}!{cell}"),
                Target::File { path, place: None } => format!("{shown} → {path}"),
                Target::File { path, place: Some((sheet, cell)) } => {
                    format!("{shown} → {path}#{sheet}!{cell}")
                }
            },
            Cell::Formula { formula, .. } => format!("{shown} = {formula}"),
            _ => shown,
        });
    }
    lines
        .values()
        .map(|cells| cells.join(" | ").trim_end_matches([' ', '|']).to_owned() + "\n")
        .collect()
}

#[test]
fn every_sheet_says_what_it_says() {
    let office = office();
    for sheet in &workbook(&office).sheets {
        // by its name alone: another sheet before it is no change
        let name = sheet.name.to_lowercase().replace(' ', "_");
        let name = name.replace('ü', "ue").replace('ä', "ae").replace('ß', "ss");
        insta::assert_snapshot!(name, text(sheet));
    }
}

#[test]
fn the_sheets_stand_in_order_and_an_empty_one_is_left_out() {
    let names = |office: &Office| -> Vec<String> {
        workbook(office).sheets.into_iter().map(|sheet| sheet.name).collect()
    };
    let mut office = office();
    assert_eq!(
        names(&office),
        [
            "Zu tun",
            "Übersicht",
            "Verbände",
            "Termine",
            "Nachweise",
            "Was fehlt",
            "Maßnahmen",
            "Mitgliederangebote",
            "Rückfragen",
            "Postausgang",
            "Jahre",
            "Auslegungen",
            "Grundlage"
        ]
    );
    office.letters.clear();
    office.diagnostics = Diagnostics::default();
    assert_eq!(
        names(&office),
        [
            "Zu tun",
            "Übersicht",
            "Verbände",
            "Termine",
            "Nachweise",
            "Was fehlt",
            "Maßnahmen",
            "Mitgliederangebote",
            "Jahre",
            "Auslegungen",
            "Grundlage"
        ]
    );
}

#[test]
fn live_sums_hold_the_numbers_they_will_give() {
    let office = office();
    let book = workbook(&office);
    let sheet = book.sheets.iter().find(|s| s.name == "Verbände").unwrap();
    let all = rows(sheet);
    let mut sums = 0;
    for (_, column, cell) in &all {
        let Cell::Formula { formula, result } = cell else { continue };
        // COUNTIF(F5:F26,"✓*")
        let (range, pattern) = formula.strip_prefix("COUNTIF(").unwrap().split_once(',').unwrap();
        let mark =
            pattern.trim_matches(['"', ')', '*']).trim_start_matches('~').trim_end_matches("*\"");
        let (first, last) = range.split_once(':').unwrap();
        let letters = column_letters(*column);
        let number = |cell: &str| cell.strip_prefix(&letters).unwrap().parse::<u32>().unwrap();
        let counted = all
            .iter()
            .filter(|(row, c, _)| {
                (number(first)..=number(last)).contains(&(row + 1)) && c == column
            })
            .filter(|(_, _, cell)| cell.shown().starts_with(mark))
            .count();
        assert_eq!(counted, *result as usize, "{formula}");
        sums += 1;
    }
    assert!(sums > 10, "every counted column has its sums");
    let total = office.assessment.totals.iter().find(|t| t.requirement == "Z1c").unwrap();
    assert!(all.iter().any(
        |(_, _, cell)| matches!(cell, Cell::Formula { result, .. } if *result == total.fulfilled)
    ));
}

#[test]
fn the_page_is_one_landscape_sheet_and_its_rows_fit() {
    let office = office();
    let book = workbook(&office);
    let page = book.sheets.iter().find(|s| s.name == "Übersicht").unwrap();
    assert_eq!((page.page.orientation, page.page.fit), (Orientation::Landscape, Fit::OnePage));
    // A4 landscape inside its margins is 7.6 by 10.6 inches; scaled to fit it must stay above 8 points of 10
    let width: f64 = page.widths.iter().map(|w| (w * 7.0 + 5.0) / 96.0).sum();
    let height: f64 = page
        .blocks
        .iter()
        .map(|block| match block {
            Block::Line(line) => page.height(line) / 72.0,
            Block::Charts(charts) => charts.height / 72.0,
            Block::Table(_) | Block::Grid(_) => 0.0,
        })
        .sum();
    let scale = (10.6 / width).min(7.1 / height);
    assert!(scale > 0.8, "the print would be too small: {scale} for {width} × {height} inches");
}

#[test]
fn every_sheet_can_be_read_in_print() {
    for sheet in workbook(&office()).sheets {
        // A4 landscape inside its margins is 10.75 inches wide; one page wide, 10 points must stay above 7
        let width: f64 = sheet.widths.iter().map(|w| (w * 7.0 + 5.0) / 96.0).sum();
        let points = 10.0 * (10.75 / width).min(1.0);
        assert!(points >= 7.5, "{}: {points}", sheet.name);
    }
}

#[test]
fn what_is_to_be_done_is_one_page() {
    let book = workbook(&office());
    let sheet = book.sheets.iter().find(|s| s.name == "Zu tun").unwrap();
    assert_eq!(sheet.page.fit, Fit::OnePage);
}

#[test]
fn nobody_is_scolded_and_nothing_is_a_percentage() {
    for stichtag in ["30.06.2024", "31.12.2024"] {
        let office = office_at(stichtag);
        for sheet in workbook(&office).sheets.iter().filter(|s| s.name != "Grundlage") {
            let said = text(sheet).to_lowercase();
            for word in ["überfällig", "verstoß", "mahnung", "säumig", "%", "none", "some("] {
                assert!(!said.contains(word), "{} says „{word}“", sheet.name);
            }
        }
    }
}

#[test]
fn every_verdict_is_on_the_sheet_of_proofs_with_its_cells() {
    let office = office();
    let book = workbook(&office);
    let sheet = book.sheets.iter().find(|s| s.name == "Nachweise").unwrap();
    let Some(Block::Table(table)) = sheet.blocks.last() else { panic!("no table") };
    let proofs: usize = office.assessment.verdicts.iter().map(|v| v.evidence.len()).sum();
    let counting = table.rows.iter().filter(|row| row[4].shown() == "zählt").count();
    assert_eq!(counting, proofs);
    for verdict in &office.assessment.verdicts {
        assert!(table.rows.iter().any(|row| row[0].shown() == verdict.requirement));
    }
}

#[test]
fn every_word_of_a_branch_leads_to_its_proofs() {
    let book = workbook(&office());
    let of = |name: &str| book.sheets.iter().find(|s| s.name == name).unwrap();
    let proofs = rows(of("Nachweise"));
    let proof = |row: u32, column: u16| {
        let found = proofs.iter().find(|(r, c, _)| (*r, *c) == (row, column));
        found.map(|(.., cell)| cell.shown()).unwrap_or_default()
    };
    let branches = rows(of("Verbände"));
    let mut followed = 0;
    for (row, column, cell) in &branches {
        let Cell::Link { text, target } = cell else { continue };
        let Target::Here { sheet, cell } = &**target else { continue };
        assert_eq!(sheet, "Nachweise");
        let line: u32 = cell.trim_start_matches('A').parse().unwrap();
        let branch = branches.iter().find(|(r, c, _)| r == row && *c == 0).unwrap().2.shown();
        assert_eq!(proof(line - 1, 1), branch, "{text} in column {column}");
        assert!(proof(line - 1, 3).contains(text.trim_end_matches(" (Ausnahme)")), "{text}");
        followed += 1;
    }
    assert!(followed >= 44, "{followed}");
}

#[test]
fn table_names_are_unique_and_sheet_names_fit_excel() {
    let book = workbook(&office());
    let mut names = BTreeSet::new();
    for sheet in &book.sheets {
        assert!(sheet.name.chars().count() <= 31);
        for block in &sheet.blocks {
            if let Block::Table(table) = block {
                assert!(names.insert(table.name.clone()), "{} twice", table.name);
                let labels: BTreeSet<_> =
                    table.columns.iter().map(|c| c.label.to_lowercase()).collect();
                assert_eq!(labels.len(), table.columns.len(), "{}", table.name);
            }
        }
    }
}

#[test]
fn odd_file_names_are_linked_or_left_as_text_but_never_break_the_workbook() {
    for file in
        ["Liste #1.xlsx", "a#b.xlsx", "100 %.xlsx", "Tom's & Co/[alt] <neu>.xlsx", "ä ö.ods"]
    {
        let mut office = office();
        office.diagnostics = Diagnostics::default();
        office.diagnostics.push(Diagnostic::new(Code::Damaged, "kaputt").in_file(file));
        let bytes = write(&workbook(&office)).unwrap();
        let mut read: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
        assert!(read.worksheet_range("Rückfragen").is_ok(), "{file}");
    }
}

#[test]
fn two_writes_are_byte_identical() {
    let (a, b) = (office(), office());
    assert!(write(&workbook(&a)).unwrap() == write(&workbook(&b)).unwrap());
}

#[test]
fn a_frozen_state_read_back_is_the_same_year() {
    let office = office();
    let today = Today {
        resolution: &office.resolution,
        branches: &office.records.branches,
        as_of: office.assessment.as_of.0,
        otherwise: &[],
        version: "0.1.0",
    };
    let state = State::of(&today, "Sitzung 15.02.2025", 1, [&office.assessment]);
    let read: State = serde_json::from_slice(&serde_json::to_vec(&state).unwrap()).unwrap();
    assert_eq!(read, state);
    let history = compare(&today, &[read], None, &office.assessment, &[]);
    let last = history.last.unwrap();
    assert_eq!(last.changes, []);
    assert_eq!(last.totals, office.assessment.totals);
}

mod forms {
    //! The workbooks people fill in.
    use beschlusskontrolle::domain::AsOf;
    use beschlusskontrolle::sheets::{
        Cell, Entry, FormColumn, RegisterForm, SettingRow, empty_list, register, settings,
    };

    use super::*;
    use crate::office::day;

    fn column<'a>(
        label: &'a str,
        note: &'a str,
        choices: &'a [&'a str],
        entry: Entry,
        width: f64,
    ) -> FormColumn<'a> {
        FormColumn { label, note, choices, entry, width }
    }

    fn out(name: &str, bytes: &[u8]) {
        if let Ok(folder) = std::env::var("WORKBOOK_OUT") {
            std::fs::write(format!("{folder}/{name}.xlsx"), bytes).unwrap();
        }
    }

    #[test]
    fn the_register_keeps_its_head_in_row_4_and_offers_ways_and_answers() {
        let columns = [
            column("Brief", "", &[], Entry::Program, 30.0),
            column("Empfänger", "", &[], Entry::Program, 34.0),
            column("erzeugt am", "", &[], Entry::Program, 12.0),
            column(
                "versandt am",
                "Tag der Absendung; eine Zelle genügt für einen Stapel.",
                &[],
                Entry::Date,
                13.0,
            ),
            column("Weg", "", &["Post", "E-Mail"], Entry::Text, 12.0),
            column(
                "Antwort",
                "Was geantwortet wurde.",
                &["zugesagt", "abgelehnt"],
                Entry::Text,
                20.0,
            ),
        ];
        let row = |to: &str| {
            vec![
                Cell::text("Angebot Rechenschaftsbericht"),
                Cell::text(to),
                Cell::Date(day("22.01.2024")),
                Cell::Empty,
                Cell::Empty,
                Cell::text("=geht nicht"),
            ]
        };
        let rows = vec![row("Kreisverband Gotha"), row("Stadtverband Suhl")];
        let bytes = write(&register(
            RegisterForm {
                columns: &columns,
                above: &[],
                rows,
                batches: &Grid::default(),
                others: &[],
                waiting: false,
            },
            AsOf(day("31.01.2024")),
        ))
        .unwrap();
        out("Postausgang", &bytes);
        let mut file: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
        let range = file.worksheet_range("Postausgang").unwrap();
        assert_eq!(range.get_value((3, 3)), Some(&Data::String("versandt am".into())));
        assert_eq!(range.get_value((5, 1)), Some(&Data::String("Stadtverband Suhl".into())));
        assert_eq!(
            range.get_value((4, 5)),
            Some(&Data::String("=geht nicht".into())),
            "text stays text"
        );
        assert!(matches!(range.get_value((4, 2)), Some(Data::DateTime(_))), "a date stays a date");
    }

    #[test]
    fn settings_have_a_sheet_of_bodies_beside_them() {
        let rows = [
            SettingRow {
                label: "Name im Briefkopf",
                value: "",
                explanation: "Steht groß im Kopf jedes Briefes, so wie ihr euch heute nennt.",
                choices: &[],
            },
            SettingRow {
                label: "Genderzeichen",
                value: ":",
                explanation: "„:“ ergibt Genoss:innen, „*“ ergibt Genoss*innen, „Paarform“ ergibt Genossinnen und Genossen. Gilt für alle Briefe; Zitate bleiben unverändert.",
                choices: &[":", "*", "Paarform"],
            },
        ];
        let bodies = [
            column(
                "Stelle",
                "Kürzel oder Name der Stelle, wie im Beschluss.",
                &[],
                Entry::Program,
                14.0,
            ),
            column("Straße", "Straße und Hausnummer oder Postfach.", &[], Entry::Text, 30.0),
            column("PLZ", "Fünf Ziffern.", &[], Entry::Text, 8.0),
        ];
        let book = settings(
            ["Einstellung", "Wert", "Erklärung"],
            &rows,
            &bodies,
            vec![vec![Cell::text("LV"), Cell::Empty, Cell::text("07545")]],
            AsOf(day("31.01.2024")),
        );
        let bytes = write(&book).unwrap();
        out("Einstellungen", &bytes);
        let mut file: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
        assert_eq!(file.sheet_names(), ["Einstellungen", "Stellen"]);
        let range = file.worksheet_range("Stellen").unwrap();
        assert_eq!(
            range.get_value((4, 2)),
            Some(&Data::String("07545".into())),
            "the leading zero stays"
        );
    }

    #[test]
    fn an_empty_list_shows_its_example_above_the_head_where_it_cannot_count() {
        let columns = [
            column("Datum", "Tag der Veranstaltung, z. B. 04.05.2024", &[], Entry::Date, 13.0),
            column(
                "Art",
                "Was es ist.",
                &["Rechenschaftsbericht", "Mitgliederwochenende"],
                Entry::Text,
                26.0,
            ),
            column(
                "Verband",
                "Wie in der Verbandsliste; mehrere mit Semikolon.",
                &[],
                Entry::Text,
                26.0,
            ),
            column("offene Debatte", "ja oder nein", &["ja", "nein"], Entry::Text, 12.0),
        ];
        let example = ["04.05.2024", "Rechenschaftsbericht", "KV Gotha", "ja"];
        let bytes =
            write(&empty_list("Veranstaltungen", &columns, &example, AsOf(day("31.01.2024"))))
                .unwrap();
        out("Veranstaltungen", &bytes);
        let mut file: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
        let range = file.worksheet_range("Veranstaltungen").unwrap();
        assert_eq!(range.get_value((2, 2)), Some(&Data::String("KV Gotha".into())));
        assert_eq!(range.get_value((3, 2)), Some(&Data::String("Verband".into())));
        assert!(matches!(range.get_value((4, 2)), None | Some(Data::Empty)));
    }
}
