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

use std::collections::BTreeMap;
use std::io::Cursor;

use beschlusskontrolle::io::excel_writer::write;
use beschlusskontrolle::sheets::{Block, Cell, Sheet, View, Workbook, evaluation};
use calamine::{Data, Reader, Xlsx};

use office::{Office, office};

fn workbook(office: &Office) -> Workbook {
    let other_files =
        BTreeMap::from([("Postausgang.xlsx".to_owned(), "..\\..\\Postausgang.xlsx".to_owned())]);
    evaluation(&View {
        resolution: &office.resolution,
        records: &office.records,
        assessment: &office.assessment,
        letters: &office.letters,
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

#[test]
fn two_writes_are_byte_identical() {
    let (a, b) = (office(), office());
    assert!(write(&workbook(&a)).unwrap() == write(&workbook(&b)).unwrap());
}

mod forms {
    //! The workbooks people fill in.
    use beschlusskontrolle::domain::AsOf;
    use beschlusskontrolle::sheets::{
        Cell, Entry, FormColumn, SettingRow, empty_list, register, settings,
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
        let bytes = write(&register(&columns, rows, AsOf(day("31.01.2024")))).unwrap();
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
