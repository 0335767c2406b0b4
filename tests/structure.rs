//! What stands around and between the rows of a list: headers of several rows, tables side by side, headings, sums, hidden
//! and struck rows, lists of persons, two versions of a file.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::allow_attributes,
    reason = "a test may stop loudly"
)]

use std::sync::Arc;

use beschlusskontrolle::decisions::Decisions;
use beschlusskontrolle::diagnostic::{Code, Diagnostics};
use beschlusskontrolle::domain::{
    AsOf, DateReading, Entry, Field, ListKind, Mention, StatusWord, When,
};
use beschlusskontrolle::intake::{self, InputFile, InputState, Intake};
use beschlusskontrolle::resolution::{self, Resolution};
use beschlusskontrolle::table::{CellValue, Layout, Region, Row, RowRef, Source, Table};
use beschlusskontrolle::wording;
use chrono::NaiveDate;

fn resolution() -> Resolution {
    resolution::load(
        &mut Diagnostics::default(),
        resolution::BUILTIN_TOML,
        resolution::BUILTIN_WORDING,
    )
    .unwrap()
}

/// A sheet written as lines, cells parted by `;`: digits are numbers, everything else text.
fn sheet(name: &str, lines: &str) -> Table {
    let source = Arc::new(Source { file: String::new(), sheet: Some(name.to_owned()) });
    let rows = (0..)
        .zip(lines.lines())
        .map(|(number, line)| {
            let cells = (0..)
                .zip(line.split(';'))
                .filter(|(_, text)| !text.trim().is_empty())
                .map(|(column, text)| {
                    let text = text.trim();
                    let value = match text.parse::<f64>() {
                        Ok(number) if text.len() < 4 => CellValue::Number(number),
                        _ => CellValue::Text(text.into()),
                    };
                    (column, value)
                })
                .collect();
            Row { number, cells }
        })
        .filter(|row: &Row| !row.cells.is_empty())
        .collect();
    Table::new(source, rows)
}

fn with(mut table: Table, layout: impl FnOnce(&mut Layout)) -> Table {
    layout(&mut table.layout);
    table
}

/// `B2:D4`, by letters and one-based rows.
fn region(text: &str) -> Region {
    let cell = |text: &str| {
        let column = text.bytes().next().map(|b| u16::from(b - b'A')).unwrap();
        (text.get(1..).unwrap().parse::<u32>().unwrap() - 1, column)
    };
    let (from, to) = text.split_once(':').unwrap();
    let ((first_row, first_column), (last_row, last_column)) = (cell(from), cell(to));
    Region { first_row, first_column, last_row, last_column }
}

fn file(name: &str, tables: Vec<Table>) -> InputFile {
    let tables = tables
        .into_iter()
        .map(|mut table| {
            let sheet = table.source.sheet.clone();
            table.source = Arc::new(Source { file: name.to_owned(), sheet });
            table
        })
        .collect();
    InputFile {
        file: name.to_owned(),
        sha256: name.to_owned(),
        tables: Some(tables),
        skipped: None,
    }
}

const BRANCHES: &str =
    "Kürzel;Verband;Typ\nGTH;Gotha;KV\nIK;Ilm-Kreis;KV\nWE;Weimar;SV\nWL;Weimar;KV";

fn branches() -> InputFile {
    file("Verbände.xlsx", vec![sheet("Verbände", BRANCHES)])
}

fn read(files: &[InputFile]) -> (Intake, Vec<String>) {
    let as_of = AsOf(NaiveDate::from_ymd_opt(2024, 12, 31).unwrap());
    let mut diagnostics = Diagnostics::default();
    let intake =
        intake::records(&mut diagnostics, &resolution(), files, &Decisions::default(), as_of);
    diagnostics.sort();
    // which branches a test does not name is no matter of its list
    let messages = diagnostics
        .iter()
        .filter(|d| d.code != Code::BranchNowhere)
        .map(ToString::to_string)
        .collect();
    (intake, messages)
}

/// Reads one sheet of a file „Termine.xlsx“ beside the list of branches.
fn events(table: Table) -> (Intake, Vec<String>) {
    read(&[branches(), file("Termine.xlsx", vec![table])])
}

/// An event as „14.09.2024 | Stammtisch | Kreisverband Gotha“.
fn line(intake: &Intake, entry: &Entry) -> String {
    let when = match entry.when {
        When::Dated { span, .. } => wording::span(span),
        When::Undated => "undatiert".to_owned(),
    };
    let branches: Vec<String> = entry
        .branches
        .iter()
        .map(|mention| match mention {
            Mention::Branch(id) => intake.records.branches[*id].canonical(),
            Mention::All => "alle".to_owned(),
            Mention::Ambiguous(ids) => format!("vielleicht {}", ids.len()),
            Mention::NoBranch(text) => format!("kein Verband: {text}"),
            Mention::Unknown(text) => format!("?{text}"),
        })
        .collect();
    format!("{when} | {} | {}", entry.text(Field::Kind).unwrap_or("–"), branches.join(", "))
}

fn lines(intake: &Intake) -> Vec<String> {
    intake.records.events.iter().map(|entry| line(intake, entry)).collect()
}

fn sentence(intake: &Intake, file: &str) -> Vec<String> {
    intake
        .inputs
        .iter()
        .filter(|i| i.file == file)
        .map(intake::InputReport::rows_sentence)
        .collect()
}

#[track_caller]
fn same(actual: &[String], expected: &[&str]) {
    assert_eq!(actual, expected, "\n{actual:#?}");
}

// ---- headers

#[test]
fn a_header_of_one_to_three_rows_is_found_below_titles_and_notes_wherever_the_table_starts() {
    let row = "04.05.2024;Stammtisch;KV Gotha";
    for lines in [
        format!("Datum;Art;Verband\n{row}"),
        format!("Termine der Verbände\n\nStand: 31.12.2024\nDatum;Art;Verband\n{row}"),
        format!(";;;\n;;;\n;;;\n;Datum;Art;Verband\n;{row}"),
        format!("Datum;Art;Verband\n1;2;3\n{row}"),
        format!("Wann und was;;für wen\nDatum;Art;Verband\n{row}"),
        format!("Termine;;\nintern;;\nDatum;Art;Verband\n{row}"),
        format!(
            "Bitte nur Zahlen eintragen;;;alles andere als Bemerkung\nDatum;Art;Verband\n{row}"
        ),
    ] {
        let (intake, messages) = events(sheet("Tabelle1", &lines));
        same(&self::lines(&intake), &["04.05.2024 | Stammtisch | Kreisverband Gotha"]);
        same(&messages, &[]);
    }
}

#[test]
fn heads_over_several_columns_are_joined_with_the_labels_below() {
    let list = "Verband;;Vorsitz 1;;;Vorsitz 2;;;Geschäftsstelle;;\n\
                Name;Typ;Vorname;Name;Anrede;Vorname;Name;Anrede;Straße;PLZ;Ort\n\
                Gotha;KV;Anna;Beispiel;weiblich;Karl;Muster;männlich;Markt 1;99867;Gotha";
    let merged = |layout: &mut Layout| {
        layout.merges = ["A1:B1", "C1:E1", "F1:H1", "I1:K1"].map(region).to_vec();
    };
    for table in [sheet("Verbände", list), with(sheet("Verbände", list), merged)] {
        let (intake, messages) = read(&[file("Verbände.xlsx", vec![table])]);
        same(&messages, &[]);
        let branch = intake.records.branches.iter().next().unwrap();
        assert_eq!(branch.canonical(), "Kreisverband Gotha");
        let texts: Vec<_> = [
            Field::Chair1First,
            Field::Chair1Last,
            Field::Chair1Form,
            Field::Chair2First,
            Field::Chair2Last,
            Field::Chair2Form,
            Field::Street,
            Field::Postcode,
            Field::Town,
        ]
        .map(|field| branch.entry.text(field).unwrap_or("–"))
        .to_vec();
        assert_eq!(
            texts,
            [
                "Anna",
                "Beispiel",
                "weiblich",
                "Karl",
                "Muster",
                "männlich",
                "Markt 1",
                "99867",
                "Gotha"
            ]
        );
        assert_eq!(intake.inputs[0].header_row, Some(2));
    }
}

#[test]
fn three_header_rows_and_labels_merged_downwards_are_read() {
    let list = "Veranstaltungen 2024;;;;;\nDatum;Art;Verband;beteiligt;;Themen\n;;;LV;LAus;\n\
                04.05.2024;Stammtisch;KV Gotha;ja;nein;Wahl";
    let (intake, messages) = events(with(sheet("2024", list), |layout| {
        layout.merges = ["A1:F1", "A2:A3", "B2:B3", "C2:C3", "D2:E2", "F2:F3"].map(region).to_vec();
    }));
    same(&messages, &[]);
    let event = &intake.records.events[0];
    let bodies: Vec<_> = event.bodies.iter().map(|b| (&*b.body, &*b.text)).collect();
    assert_eq!(bodies, [("LV", "ja"), ("LAus", "nein")]);
    assert_eq!(event.text(Field::Topics), Some("Wahl"));
}

#[test]
fn a_label_under_somebody_elses_head_is_not_the_chairs() {
    let list = "Verband;Typ;Stellvertretung;\n;;Name;Anrede\nGotha;KV;Beispiel;weiblich";
    let (intake, messages) = read(&[file("Verbände.xlsx", vec![sheet("Verbände", list)])]);
    let branch = intake.records.branches.iter().next().unwrap();
    assert_eq!(branch.entry.cell(Field::Chair1Form), None);
    assert!(messages.iter().all(|m| !m.contains("Beispiel")), "{messages:#?}");
}

#[test]
fn a_data_row_is_never_the_header() {
    // the first row names the lists' own words more often than the header does
    let list = "Datum;Art;Verband\n04.05.2024;Verband;KV Gotha\n11.05.2024;Datum;SV Weimar";
    let (intake, _) = events(sheet("Termine", list));
    assert_eq!(intake.records.events.len(), 2);
}

// ---- several sheets and tables

#[test]
fn every_sheet_that_is_a_list_is_read_and_rows_keep_their_sheet() {
    let termine = file(
        "Termine.xlsx",
        vec![
            sheet("Hinweise", "So wird die Liste ausgefüllt\nDatum: Tag der Veranstaltung"),
            sheet("1. Halbjahr 2024", "Datum;Art;Verband\n04./05.05.;Stammtisch;KV Gotha"),
            sheet("2. Halbjahr 2024", "Datum;Art;Verband\n14.09.;Stammtisch;SV Weimar"),
        ],
    );
    let (intake, messages) = read(&[branches(), termine]);
    same(
        &lines(&intake),
        &[
            "04./05.05.2024 | Stammtisch | Kreisverband Gotha",
            "14.09.2024 | Stammtisch | Stadtverband Weimar",
        ],
    );
    let sheets: Vec<_> =
        intake.records.events.iter().map(|e| e.sheet.source.sheet.clone().unwrap()).collect();
    assert_eq!(sheets, ["1. Halbjahr 2024", "2. Halbjahr 2024"]);
    same(
        &messages,
        &[
            "Nur zur Information D513: „04./05.05.“ nennt kein Jahr; 2024 wurde aus dem Namen des Blatts oder der Datei \
             ergänzt.\n  Termine.xlsx, Blatt „1. Halbjahr 2024“, Zelle A2\n  Hilfe: Das Jahr dazuschreiben, z. B. 05.03.2024.",
            "Nur zur Information D513: „14.09.“ nennt kein Jahr; 2024 wurde aus dem Namen des Blatts oder der Datei \
             ergänzt.\n  Termine.xlsx, Blatt „2. Halbjahr 2024“, Zelle A2\n  Hilfe: Das Jahr dazuschreiben, z. B. 05.03.2024.",
        ],
    );
}

#[test]
fn a_season_is_no_year() {
    let (intake, _) = events(sheet("2024-25", "Datum;Art;Verband\n04.05.;Stammtisch;KV Gotha"));
    assert_eq!(intake.records.events[0].date(Field::Date), &DateReading::Unreadable);
}

#[test]
fn a_hidden_list_is_named_and_not_read_and_other_hidden_sheets_cost_nothing() {
    let hide = |layout: &mut Layout| layout.hidden = true;
    let termine = file(
        "Termine.xlsx",
        vec![
            sheet("2024", "Datum;Art;Verband\n04.05.2024;Stammtisch;KV Gotha"),
            with(sheet("2023", "Datum;Art;Verband\n04.05.2023;Stammtisch;KV Gotha"), hide),
            with(sheet("Auswahl", "Verband\nGotha\nWeimar"), hide),
        ],
    );
    let (intake, messages) = read(&[branches(), termine]);
    same(&lines(&intake), &["04.05.2024 | Stammtisch | Kreisverband Gotha"]);
    same(
        &messages,
        &[
            "Bitte entscheiden D203: Das ausgeblendete Blatt „2023“ sieht aus wie die Liste Veranstaltungen; es wurde nicht \
           gelesen.\n  Termine.xlsx, Blatt „2023“\n  Hilfe: Das Blatt einblenden, wenn es zählen soll; sonst löschen.",
        ],
    );
    assert!(intake.records.failed_files.is_empty());
}

#[test]
fn labels_that_fit_two_lists_equally_are_asked_about() {
    let (intake, messages) = read(&[
        branches(),
        file("Liste.xlsx", vec![sheet("Tabelle1", "Art;Datum;Titel\nBericht;04.05.2024;x")]),
    ]);
    same(
        &messages,
        &[
            "Bitte entscheiden D202: Die Überschriften passen gleich gut zu den Listen Veranstaltungen und Vorlagen; das \
           Blatt wurde nicht gelesen.\n  Liste.xlsx, Blatt „Tabelle1“\n  Hilfe: Das Blatt oder die Datei nach der Liste \
           benennen oder weitere Spalten wie im Handbuch überschreiben.",
        ],
    );
    assert_eq!(intake.records.failed_files, ["Liste.xlsx"], "what it says is unknown");
}

#[test]
fn tables_side_by_side_are_read_each_by_itself() {
    let list = "Datum;Art;Verband;;Datum;Art;Verband\n\
                04.05.2024;Stammtisch;KV Gotha;;14.09.2024;Parteitag;SV Weimar\n\
                11.05.2024;Stammtisch;KV Gotha";
    let (intake, messages) = events(sheet("Plan", list));
    same(
        &lines(&intake),
        &[
            "04.05.2024 | Stammtisch | Kreisverband Gotha",
            "11.05.2024 | Stammtisch | Kreisverband Gotha",
            "14.09.2024 | Parteitag | Stadtverband Weimar",
        ],
    );
    assert_eq!(intake.records.events[2].at(Field::Date).unwrap().a1(), "E2");
    same(
        &messages,
        &[
            "Nur zur Information D405: Im Blatt stehen mehrere Tabellen (Veranstaltungen ab A1 und Veranstaltungen ab E1); \
           jede wurde für sich gelesen.\n  Termine.xlsx, Blatt „Plan“, Zelle A1\n  Hilfe: Übersichtlicher wird es mit \
           einem eigenen Blatt je Tabelle.",
        ],
    );
}

#[test]
fn a_second_table_may_begin_in_another_row() {
    let list = "Datum;Art;Verband;;;\n04.05.2024;Stammtisch;KV Gotha;;Verband;Typ;Mitglieder\n\
                11.05.2024;Stammtisch;SV Weimar;;Gera;SV;12";
    let (intake, messages) = read(&[file("Alles.xlsx", vec![sheet("Plan", list)]), branches()]);
    assert_eq!(intake.records.events.len(), 2);
    let gera = intake.records.branches.iter().next().unwrap();
    assert_eq!(gera.canonical(), "Stadtverband Gera");
    assert_eq!(gera.entry.at(Field::Branch).unwrap().a1(), "E3");
    assert!(messages[0].contains("(Veranstaltungen ab A1 und Verbände ab E2)"), "{messages:#?}");
}

#[test]
fn a_blank_column_in_a_list_divides_nothing() {
    for list in [
        "Datum;Art;;Verband;Ort;Status\n04.05.2024;Stammtisch;;KV Gotha;Gotha;abgesagt",
        "Nr.;;Datum;Art;Verband;Status\n1;;04.05.2024;Stammtisch;KV Gotha;abgesagt",
    ] {
        let (intake, messages) = events(sheet("Termine", list));
        same(&lines(&intake), &["04.05.2024 | Stammtisch | Kreisverband Gotha"]);
        assert_eq!(intake.records.events[0].status, StatusWord::Cancelled, "no column is lost");
        same(&messages, &[]);
    }
}

#[test]
fn tables_below_one_another_are_read_each_under_its_header() {
    let list = "Veranstaltungen\nDatum;Art;Verband\n04.05.2024;Stammtisch;KV Gotha\n\n\
                Maßnahmen\nArt;Beginn;Beschreibung;verantwortlich;Ergebnis\nPrüfung;01.03.2024;Wege;LGS;gut";
    let (intake, messages) = events(sheet("Jahr", list));
    same(&lines(&intake), &["04.05.2024 | Stammtisch | Kreisverband Gotha"]);
    assert_eq!(intake.records.measures.len(), 1);
    assert_eq!(intake.records.measures[0].text(Field::Result), Some("gut"));
    assert!(messages[0].contains("(Veranstaltungen ab A2 und Maßnahmen ab A6)"), "{messages:#?}");
    same(
        &sentence(&intake, "Termine.xlsx"),
        &["1 Datenzeile; übersprungen: 1 Gruppenzeile", "1 Datenzeile"],
    );
}

// ---- headings

#[test]
fn a_heading_that_names_a_branch_holds_for_the_rows_below_it() {
    let list = "Datum;Art;Ort\nKV Gotha\n04.05.2024;Stammtisch;Gotha\n11.05.2024;Parteitag;Gotha\n\
                SV Weimar\n14.09.2024;Stammtisch;Weimar\nLandesvorstand\n15.09.2024;Klausur;Erfurt";
    let (intake, messages) = events(sheet("Termine", list));
    same(
        &lines(&intake),
        &[
            "04.05.2024 | Stammtisch | Kreisverband Gotha",
            "11.05.2024 | Parteitag | Kreisverband Gotha",
            "14.09.2024 | Stammtisch | Stadtverband Weimar",
            "15.09.2024 | Klausur | ",
        ],
    );
    assert_eq!(intake.records.events[2].at(Field::Branch).unwrap().a1(), "A5");
    assert_eq!(intake.records.events[2].at(Field::Date).unwrap().a1(), "A6");
    same(
        &messages,
        &[
            "Nur zur Information D409: Für 3 Zeilen gilt der Verband aus der Gruppenzeile darüber, z. B. „KV Gotha“.\n  \
           Termine.xlsx, Blatt „Termine“, Zelle A2\n  Hilfe: Gehört eine Zeile nicht dazu, die Angabe in ihre eigene \
           Zelle schreiben.",
        ],
    );
}

#[test]
fn a_heading_never_fills_a_filled_cell() {
    let list =
        "Datum;Art;Verband\nKV Gotha\n04.05.2024;Stammtisch;SV Weimar\n11.05.2024;Stammtisch";
    let (intake, _) = events(sheet("Termine", list));
    same(
        &lines(&intake),
        &[
            "04.05.2024 | Stammtisch | Stadtverband Weimar",
            "11.05.2024 | Stammtisch | Kreisverband Gotha",
        ],
    );
}

#[test]
fn an_ambiguous_or_unknown_heading_is_asked_about_and_credits_nobody() {
    for (heading, branches, message) in [
        (
            "Weimar",
            "vielleicht 2",
            "Bitte klären D602: „Weimar“ kann mehrere Verbände meinen; die Zeile wird keinem sicher zugerechnet.\n  \
             Termine.xlsx, Blatt „Termine“, Zelle A2\n  Hilfe: Den Typ davorschreiben: „KV Weimar“ oder „SV Weimar“; \
             oder in Entscheidungen.xlsx, Blatt „Namen“, auswählen.",
        ),
        (
            "KV Gotha und KV Ilm-Kreis",
            "vielleicht 2",
            "Bitte klären D602: Die Gruppenzeile „KV Gotha und KV Ilm-Kreis“ nennt mehrere Verbände; die Zeilen darunter \
             werden keinem sicher zugerechnet.\n  Termine.xlsx, Blatt „Termine“, Zelle A2\n  Hilfe: Den Verband in jede \
             Zeile schreiben, in eine Spalte „Verband“.",
        ),
        (
            "KV Gohta",
            "?KV Gohta",
            "Bitte klären D601: „KV Gohta“ steht nicht in der Verbandsliste.\n  Termine.xlsx, Blatt „Termine“, Zelle A2\n  \
             Hilfe: Meinten Sie „Kreisverband Gotha“? Dann in Entscheidungen.xlsx, Blatt „Namen“, auswählen; sonst die \
             Schreibweise berichtigen oder den Verband in die \
             Verbandsliste eintragen.",
        ),
    ] {
        let list =
            format!("Datum;Art;Ort\n{heading}\n04.05.2024;Stammtisch;x\n11.05.2024;Stammtisch;y");
        let (intake, messages) = events(sheet("Termine", &list));
        assert_eq!(
            line(&intake, &intake.records.events[1]),
            format!("11.05.2024 | Stammtisch | {branches}")
        );
        assert_eq!(messages[0], message);
        assert_eq!(messages.iter().filter(|m| m.contains("D60")).count(), 1, "{messages:#?}");
    }
}

#[test]
fn a_heading_of_another_kind_leaves_open_whether_the_branch_still_holds() {
    let list = "Datum;Art;Ort\nKV Gotha\n04.05.2024;Stammtisch;Gotha\nSonstiges\n11.05.2024;Klausur;Erfurt";
    let (intake, messages) = events(sheet("Termine", list));
    same(
        &lines(&intake),
        &["04.05.2024 | Stammtisch | Kreisverband Gotha", "11.05.2024 | Klausur | vielleicht 1"],
    );
    assert_eq!(
        messages[0],
        "Bitte entscheiden D402: Nach dieser Zwischenüberschrift ist offen, ob die Zeilen darunter noch zu „KV Gotha“ \
         gehören; sie werden dem Verband nicht sicher zugerechnet.\n  Termine.xlsx, Blatt „Termine“, Zelle A4\n  Hilfe: \
         Den Verband in jede Zeile schreiben, in eine Spalte „Verband“."
    );
}

#[test]
fn a_month_above_gives_dates_their_year_with_a_note() {
    let list = "Datum;Art;Verband\nMai 2023\n04./05.05.;Stammtisch;KV Gotha\n2024\n14.09.;Parteitag;KV Gotha";
    let (intake, messages) = events(sheet("Termine", list));
    same(
        &lines(&intake),
        &[
            "04./05.05.2023 | Stammtisch | Kreisverband Gotha",
            "14.09.2024 | Parteitag | Kreisverband Gotha",
        ],
    );
    same(
        &messages,
        &[
            "Nur zur Information D513: „04./05.05.“ nennt kein Jahr; 2023 wurde aus der Gruppenzeile „Mai 2023“ (A2) \
           ergänzt. Ebenso in einer weiteren Zelle der Spalte.\n  Termine.xlsx, Blatt „Termine“, Zelle A3\n  Hilfe: Das Jahr dazuschreiben, z. B. 05.03.2024.",
        ],
    );
    // a sheet that names another year contradicts it
    let (intake, _) = events(sheet("2022", list));
    assert_eq!(intake.records.events[0].when, When::Undated);
}

#[test]
fn a_heading_gives_branches_their_type_where_nothing_else_does() {
    let list = "Verband;Ort\nKreisverbände\nGotha;Gotha\nIlm-Kreis;Ilmenau\nSV Eisenach;Eisenach\nStadtverbände\nWeimar;Weimar\n\
                Südthüringen\nSuhl;Suhl";
    let (intake, messages) = read(&[file("Verbände.xlsx", vec![sheet("Verbände", list)])]);
    let names: Vec<String> =
        intake.records.branches.iter().map(beschlusskontrolle::domain::Branch::canonical).collect();
    assert_eq!(
        names,
        [
            "Kreisverband Gotha",
            "Kreisverband Ilm-Kreis",
            "Stadtverband Eisenach",
            "Stadtverband Weimar"
        ]
    );
    same(
        &messages,
        &[
            "Bitte klären D606: Zu „Suhl“ fehlt der Typ; der Verband wurde nicht verwendet.\n  Verbände.xlsx, Blatt \
             „Verbände“, Zelle A9\n  Hilfe: In der Spalte „Typ“ Kreisverband oder Stadtverband eintragen.",
            "Nur zur Information D409: Für 3 Zeilen gilt der Typ aus der Gruppenzeile darüber, z. B. „Kreisverbände“.\n  \
             Verbände.xlsx, Blatt „Verbände“, Zelle A2\n  Hilfe: Gehört eine Zeile nicht dazu, die Angabe in ihre eigene \
             Zelle schreiben.",
        ],
    );
}

// ---- rows between the data

#[test]
fn a_text_that_was_not_finished_goes_on_even_in_the_first_column() {
    let (intake, _) = events(sheet(
        "Termine",
        "Themen;Datum;Art;Verband\nErfolge,;04.05.2024;Stammtisch;KV Gotha\nWahl\nHerbst\nRat;11.05.2024;Stammtisch;KV Gotha",
    ));
    let topics: Vec<String> = intake
        .records
        .events
        .iter()
        .filter_map(|e| e.text(Field::Topics))
        .map(str::to_owned)
        .collect();
    same(&topics, &["Erfolge, Wahl", "Rat"]);
}

#[test]
fn a_heading_in_a_column_the_list_has_no_use_for_is_still_a_heading() {
    let (intake, messages) = read(&[file(
        "Verbände.xlsx",
        vec![sheet(
            "Verbände",
            "Raum;Verband;Ort\nKreisverbände\n2;Gotha;Gotha\n;Greiz;Greiz\nStadtverbände\n3;Weimar;Weimar\n;Gera;Gera\nStand: 1.5.2024\n4711",
        )],
    )]);
    let names: Vec<String> =
        intake.records.branches.iter().map(beschlusskontrolle::domain::Branch::canonical).collect();
    same(
        &names,
        &["Kreisverband Gotha", "Kreisverband Greiz", "Stadtverband Weimar", "Stadtverband Gera"],
    );
    assert!(!messages.iter().any(|message| message.starts_with("D606")), "{messages:#?}");
}

#[test]
fn a_header_of_two_rows_that_comes_back_is_no_other_list() {
    let head = "Verband;Typ;Geschäftsstelle\n;;Straße;PLZ;Ort";
    let list =
        format!("{head}\nGotha;KV;Markt 1;99867;Gotha\n{head}\nGreiz;KV;Markt 2;07973;Greiz");
    let (intake, messages) = read(&[file(
        "Verbände.xlsx",
        vec![with(sheet("Verbände", &list), |layout| {
            layout.merges =
                [region("C1:E1"), region("A1:A2"), region("B1:B2"), region("C4:E4")].into();
        })],
    )]);
    same(&messages, &[]);
    let towns: Vec<Option<&str>> =
        intake.records.branches.iter().map(|branch| branch.entry.text(Field::Town)).collect();
    assert_eq!(towns, [Some("Gotha"), Some("Greiz")]);
}

#[test]
fn a_list_that_names_branches_is_not_the_list_of_branches() {
    // of eight labels only „Verband“ and „Beschreibung“ are known
    let list = "Lfd;Art d. Massnahme;Betriff;Beschreibung;Verband;Zuständigkeit;Begin;Stannd\n\
                1;Maßnahme;Werbung;Infostand;KV Saalfeld;LV;01.04.2024;erledigt";
    let (intake, messages) =
        read(&[branches(), file("Liste 3.xlsx", vec![sheet("Tabelle1", list)])]);
    assert!(!intake.records.branches.iter().any(|branch| branch.name.contains("Saalfeld")));
    same(
        &messages,
        &[
            "Bitte klären D302: Das Blatt sieht aus wie die Liste Maßnahmen, aber die Spalten „Art“ und „Beginn“ fehlen; \
           das Blatt wurde nicht verwendet. Vielleicht sind „Art d. Massnahme“ die Spalte „Art“ und „Begin“ die Spalte \
           „Beginn“. Nicht zugeordnet: „Lfd“, „Betriff“, „Zuständigkeit“ und „Stannd“.\n  Liste 3.xlsx, Blatt \
           „Tabelle1“, Zelle A1\n  Hilfe: In Entscheidungen.xlsx, Blatt „Spalten“, auswählen, was die Spalten bedeuten, \
           und noch einmal starten.",
        ],
    );
}

#[test]
fn a_list_with_somebody_elses_labels_is_asked_about_column_by_column() {
    let list = "Wo war's?;Kreisverband/SV;Datum der VA;VA-Art;Ausspr.;online/Präs.\n\
                Gotha;KV Gotha;04.05.2024;Stammtisch;ja;Präsenz";
    let (intake, messages) = events(sheet("Tabelle1", list));
    assert!(intake.records.events.is_empty());
    assert!(messages.len() == 1 && messages[0].contains("D302"), "{messages:#?}");
    let asked: Vec<(&str, Option<Field>)> =
        intake.questions.columns.iter().map(|q| (q.label.as_str(), q.field)).collect();
    assert_eq!(
        asked,
        [
            ("Wo war's?", None),
            ("Kreisverband/SV", Some(Field::Branch)),
            ("Datum der VA", Some(Field::Date)),
            ("VA-Art", Some(Field::Kind)),
            ("Ausspr.", Some(Field::OpenDebate)),
            ("online/Präs.", Some(Field::Form)),
        ]
    );
}

#[test]
fn nobody_is_asked_what_an_empty_column_means() {
    let list = "Datum;Art;Verband;Zielgrupe\n04.05.2024;Stammtisch;KV Gotha;";
    let (intake, _) = events(sheet("Termine", list));
    assert_eq!(intake.questions.columns.len(), 0);
    let list = "Datum;Art;Verband;Zielgrupe\n04.05.2024;Stammtisch;KV Gotha;alle";
    let (intake, _) = events(sheet("Termine", list));
    assert_eq!(intake.questions.columns.len(), 1);
}

#[test]
fn control_numbers_name_every_class_of_row() {
    let list = "Datum;Art;Verband;Themen;Teilnehmende\n1;2;3;4;5\nFrühjahr\n04.05.2024;Stammtisch;KV Gotha;Wahl;10\n\
                ;;;und Kasse\nDatum;Art;Verband;Themen;Teilnehmende\n11.05.2024;Stammtisch;KV Gotha;Rat;5\nSumme;;;;15\n\
                Quelle: Kalender";
    let (intake, messages) = events(sheet("Termine", list));
    same(
        &sentence(&intake, "Termine.xlsx"),
        &[
            "2 Datenzeilen; übersprungen: 1 wiederholte Kopfzeile, 1 Nummernzeile, 1 Gruppenzeile, 1 Summenzeile, 1 \
           Fußzeile, 1 Fortsetzungszeile",
        ],
    );
    assert_eq!(intake.records.events[0].text(Field::Topics), Some("Wahl und Kasse"));
    same(
        &messages,
        &[
            "Nur zur Information D407: Die Zeile führt nur den Text der Zeile darüber fort; er wurde an D4 angehängt.\n  \
           Termine.xlsx, Blatt „Termine“, Zelle D5\n  Hilfe: Ist die Zeile ein eigener Eintrag, die fehlenden Angaben \
           ergänzen.",
        ],
    );
}

#[test]
fn a_row_nobody_can_place_is_asked_about_and_not_counted() {
    let list = "Datum;Art;Verband;Themen\n04.05.2024;Stammtisch;KV Gotha\n;;;und Kasse\n11.05.2024;Stammtisch;KV Gotha;Rat";
    let (intake, messages) = events(sheet("Termine", list));
    assert_eq!(intake.records.events.len(), 2);
    same(
        &messages,
        &[
            "Bitte entscheiden D402: Ob diese Zeile ein Eintrag, eine Überschrift oder eine Notiz ist, lässt sich nicht \
           erkennen; sie wurde nicht als Eintrag gezählt.\n  Termine.xlsx, Blatt „Termine“, Zelle D3\n  Hilfe: Gehört sie \
           zur Zeile darüber, den Text dorthin schreiben; ist sie ein Eintrag, die fehlenden Angaben ergänzen; sonst \
           löschen.",
        ],
    );
}

#[test]
fn a_note_set_apart_below_the_list_is_no_heading() {
    let list = "Datum;Art;Verband\n04.05.2024;Stammtisch;KV Gotha\n\n\nAlle Angaben ohne Gewähr";
    let (intake, _) = events(sheet("Termine", list));
    same(&sentence(&intake, "Termine.xlsx"), &["1 Datenzeile; übersprungen: 1 Fußzeile"]);
}

#[test]
fn a_sum_is_held_against_the_rows_above() {
    let read = |sums: &str| {
        events(sheet(
            "Termine",
            &format!(
                "Datum;Art;Verband;TN\n04.05.2024;Stammtisch;KV Gotha;10\n11.05.2024;Stammtisch;KV Gotha;5\n\
                 Zwischensumme;;;15\n12.05.2024;Stammtisch;KV Gotha;7\n{sums}"
            ),
        ))
        .1
    };
    same(&read("Gesamt;;;22"), &[]);
    same(&read("Summe;;;7"), &[]);
    same(&read("Anzahl;;;3"), &[]);
    same(&read("Durchschnitt;;;11"), &[]);
    same(&read("Gesamt;;;ca. 30"), &[]);
    same(
        &read("Gesamt;;;30"),
        &[
            "Bitte entscheiden D406: Die Summenzeile nennt 30 in der Spalte „Teilnehmende“, die Zeilen darüber ergeben 22; \
           gezählt werden die Zeilen.\n  Termine.xlsx, Blatt „Termine“, Zelle D6\n  Hilfe: Prüfen, ob eine Zeile fehlt \
           oder die Summe veraltet ist.",
        ],
    );
}

#[test]
fn values_in_merged_cells_hold_for_every_row_and_blanks_below_a_value_are_never_filled() {
    let list = "Datum;Art;Verband\n04.05.2024;Stammtisch;KV Gotha\n;Parteitag;KV Gotha\n;Klausur;SV Weimar";
    let (intake, messages) =
        events(with(sheet("Termine", list), |l| l.merges = vec![region("A2:A4")]));
    same(
        &lines(&intake),
        &[
            "04.05.2024 | Stammtisch | Kreisverband Gotha",
            "04.05.2024 | Parteitag | Kreisverband Gotha",
            "04.05.2024 | Klausur | Stadtverband Weimar",
        ],
    );
    assert_eq!(intake.records.events[2].at(Field::Date).unwrap().a1(), "A2");
    same(
        &messages,
        &[
            "Nur zur Information D408: In der Spalte A stehen Werte in verbundenen Zellen; sie gelten auch für 2 weitere \
           Zeilen darunter.\n  Termine.xlsx, Blatt „Termine“, Zelle A2\n  Hilfe: Wenn ein Wert nur für die erste Zeile \
           gilt: den Zellverbund in Excel aufheben.",
        ],
    );

    let (intake, messages) = events(sheet("Termine", list));
    assert_eq!(intake.records.events[1].when, When::Undated);
    same(
        &messages,
        &[
            "Bitte entscheiden D404: In der Spalte „Datum“ steht der Wert nur in der ersten Zeile jeder Gruppe; 2 Zellen \
           darunter sind leer (A3 bis A4). Ob er auch für sie gilt, wird nicht geraten; die Angabe gilt dort als \
           unbekannt.\n  Termine.xlsx, Blatt „Termine“, Zelle A3\n  Hilfe: Den Wert in jede Zeile schreiben.",
        ],
    );
}

#[test]
fn one_missing_value_is_told_at_its_cell() {
    let list = "Datum;Art;Verband\n04.05.2024;Stammtisch;KV Gotha\n;Parteitag;KV Gotha\n12.05.2024;Klausur;SV Weimar";
    let (_, messages) = events(sheet("Termine", list));
    assert!(messages[0].starts_with("Bitte klären D401: In der Zeile fehlt die Angabe „Datum“"));
    assert_eq!(messages.len(), 1, "{messages:#?}");
}

#[test]
fn hidden_rows_and_columns_are_read_and_named() {
    let list = "Datum;Art;Verband;Status\n04.05.2024;Stammtisch;KV Gotha;\n11.05.2024;Stammtisch;KV Gotha;\n\
                12.05.2024;Stammtisch;KV Gotha;\n13.05.2024;Stammtisch;KV Gotha;abgesagt";
    let (intake, messages) = events(with(sheet("Termine", list), |layout| {
        layout.hidden_rows = vec![(2, 3), (40, 60)];
        layout.filtered = true;
    }));
    assert_eq!(intake.records.events.len(), 4);
    same(
        &messages,
        &[
            "Bitte entscheiden D403: 2 Zeilen sind durch einen Filter ausgeblendet (3–4); sie wurden mitgelesen.\n  \
           Termine.xlsx, Blatt „Termine“, Zelle A3\n  Hilfe: Den Filter aufheben und prüfen, ob die Zeilen zählen sollen; \
           was nicht zählt, löschen oder als abgesagt eintragen.",
        ],
    );
    let (_, messages) = events(with(sheet("Termine", list), |layout| {
        layout.hidden_rows = vec![(4, 4)];
        layout.hidden_columns = vec![(3, 3), (7, 9)];
    }));
    assert!(
        messages[0].contains(
            "D403: Die Zeile 5 ist ausgeblendet; sie wurde mitgelesen. Die Spalte D („Status“) ist ausgeblendet; sie \
             wurde mitgelesen."
        ),
        "{messages:#?}"
    );
    let (_, messages) = events(with(sheet("Termine", list), |layout| {
        layout.hidden_rows = vec![(40, 60)];
        layout.hidden_columns = vec![(7, 9)];
        layout.filtered = true;
    }));
    same(&messages, &[]);
}

#[test]
fn a_row_struck_through_but_for_one_cell_does_not_count_either() {
    let list = "Datum;Art;Verband;Ort;Status\n04.05.2024;Stammtisch;KV Gotha;Gotha;durchgeführt";
    let (intake, messages) = events(with(sheet("Termine", list), |layout| {
        layout.struck = [(1, 0), (1, 1), (1, 2), (1, 4)].into();
    }));
    assert_eq!(intake.records.events[0].status, StatusWord::Struck);
    assert!(messages.len() == 1 && messages[0].contains("D505"), "{messages:#?}");
}

#[test]
fn a_row_struck_through_neither_counts_nor_is_missing() {
    let list = "Datum;Art;Verband;Status\n04.05.2024;Stammtisch;KV Gotha;durchgeführt\n\
                11.05.2024;Stammtisch;KV Gotha;abgesagt\n12.05.2024;Stammtisch;KV Gotha;";
    let (intake, messages) = events(with(sheet("Termine", list), |layout| {
        // the last row: only one cell was corrected
        layout.struck =
            [(1, 0), (1, 1), (1, 2), (1, 3), (2, 0), (2, 1), (2, 2), (2, 3), (3, 1)].into();
    }));
    let status: Vec<_> = intake.records.events.iter().map(|e| e.status.clone()).collect();
    assert_eq!(status, [StatusWord::Struck, StatusWord::Cancelled, StatusWord::None]);
    same(
        &messages,
        &[
            "Bitte entscheiden D505: Die Zeile ist durchgestrichen; ob sie noch gilt, bleibt offen.\n  Termine.xlsx, Blatt \
           „Termine“, Zelle A2\n  Hilfe: Den Status eintragen (z. B. abgesagt), die Zeile löschen oder die \
           Durchstreichung aufheben.",
        ],
    );
}

#[test]
fn faulty_columns_are_told_alone() {
    let list = "Datum;Datum von;Art;Verband\nPfingsten;x;Stammtisch;KV Gohta";
    let (intake, messages) = events(sheet("Termine", list));
    same(
        &messages,
        &[
            "Bitte klären D303: Die Spalten A1 und B1 bedeuten beide „Datum“; keine von beiden wurde verwendet und deshalb \
           das ganze Blatt nicht.\n  Termine.xlsx, Blatt „Termine“, Zelle A1\n  Hilfe: Eine der Überschriften umbenennen oder in \
           Entscheidungen.xlsx, Blatt „Spalten“, auswählen, welche zählt.",
        ],
    );
    assert_eq!(intake.records.failed_files, ["Termine.xlsx"]);
}

// ---- files

#[test]
fn a_list_of_persons_is_refused_without_a_name_and_fails_nothing() {
    for (name, list) in [
        (
            "Mitglieder",
            "Mitgliedsnummer;Name;Vorname;Geburtsdatum;PLZ;Ort;Eintritt;Beitrag\n17;Beispiel;Anna;01.02.1980;99867;Gotha;2001;12\n18;Muster;Karl;03.04.1970;99867;Gotha;2002;9",
        ),
        (
            "Teilnehmerliste",
            "Sommerfest\nName;Vorname;Unterschrift\nBeispiel;Anna;x\nMuster;Karl;x",
        ),
        (
            "Tabelle1",
            "Kreisverband;Name;Vorname;Straße;PLZ;Ort;E-Mail;Mitglied seit\nGotha;Beispiel;Anna;Markt 1;99867;Gotha;a@example.org;2001\nGotha;Muster;Karl;Markt 2;99867;Gotha;b@example.org;2002\nGotha;Muster;Kim;Markt 2;99867;Gotha;c@example.org;2003",
        ),
    ] {
        let (intake, messages) =
            read(&[branches(), file("Personen.xlsx", vec![sheet(name, list)])]);
        same(
            &messages,
            &[&format!(
                "Bitte entscheiden D110: Das Blatt „{name}“ ist eine Liste einzelner Personen und wurde nicht gelesen; für \
                 die Auswertung genügen Zahlen.\n  Personen.xlsx, Blatt „{name}“\n  Hilfe: Die Datei aus dem Listenordner \
                 nehmen und nur die Zahl in die Liste der Verbände oder Veranstaltungen eintragen."
            )],
        );
        assert!(intake.records.failed_files.is_empty());
        assert_eq!(intake.records.branches.len(), 4, "nobody became a branch");
        let report = intake.inputs.iter().find(|i| i.file == "Personen.xlsx").unwrap();
        assert_eq!(
            (report.state, report.reason.as_deref()),
            (InputState::Skipped, Some("Liste einzelner Personen"))
        );
        assert_eq!(report.rows_sentence(), "");
    }
}

#[test]
fn branches_with_their_chairs_are_no_list_of_persons() {
    let list = "Verband;Typ;Vorsitz;Mobil;Geburtsdatum\nGera;SV;Anna Beispiel;0151;01.02.1980\nSuhl;SV;Karl Muster;0152;x\nJena;SV;Kim Brenner;0153;y";
    let (intake, messages) = read(&[file("Verbände.xlsx", vec![sheet("Verbände", list)])]);
    assert_eq!(intake.records.branches.len(), 3);
    assert!(messages.iter().all(|m| !m.contains("D110")), "{messages:#?}");
}

#[test]
fn two_versions_of_a_file_are_both_left_unread() {
    let rows = "Datum;Art;Verband\n04.05.2024;Stammtisch;KV Gotha\n11.05.2024;Parteitag;KV Gotha";
    let old = file("alt/Termine_alt.xlsx", vec![sheet("Termine", rows)]);
    let new = file(
        "Termine.xlsx",
        vec![sheet("Termine", &format!("{rows}\n14.09.2024;Stammtisch;SV Weimar"))],
    );
    let (intake, messages) = read(&[branches(), new.clone(), old]);
    assert!(intake.records.events.is_empty());
    assert!(!intake.records.has_list(ListKind::Events));
    assert_eq!(intake.records.failed_files, ["Termine.xlsx", "alt/Termine_alt.xlsx"]);
    same(
        &messages,
        &[
            "Bitte klären D111: „Termine.xlsx“ und „alt/Termine_alt.xlsx“ sehen nach zwei Fassungen derselben Liste aus (2 von \
           2 Zeilen gleich); keine davon wurde gelesen.\n  Termine.xlsx\n  Hilfe: Nur die gültige Fassung im Listenordner \
           lassen.",
        ],
    );
    // two halves of a list share no rows
    let half = "Datum;Art;Verband\n04.10.2024;Stammtisch;KV Gotha\n11.10.2024;Parteitag;KV Gotha";
    let (intake, messages) =
        read(&[branches(), new, file("Termine (1).xlsx", vec![sheet("Termine", half)])]);
    assert_eq!(intake.records.events.len(), 5);
    same(&messages, &[]);
}

#[test]
fn a_branch_no_other_list_names_is_noted_once() {
    let termine =
        file("Termine.xlsx", vec![sheet("T", "Datum;Art;Verband\n04.05.2024;Stammtisch;KV Gotha")]);
    let told = |files: &[InputFile]| -> Vec<String> {
        let mut diagnostics = Diagnostics::default();
        let as_of = AsOf(NaiveDate::from_ymd_opt(2024, 12, 31).unwrap());
        intake::records(&mut diagnostics, &resolution(), files, &Decisions::default(), as_of);
        diagnostics
            .iter()
            .filter(|d| d.code == Code::BranchNowhere)
            .map(ToString::to_string)
            .collect()
    };
    same(
        &told(&[branches(), termine]),
        &[
            "Nur zur Information D604: 3 Verbände stehen in der Verbandsliste, aber in keiner anderen Liste: „Kreisverband \
           Ilm-Kreis“, „Stadtverband Weimar“ und „Kreisverband Weimar“.\n  Verbände.xlsx, Blatt „Verbände“, Zelle B3\n  \
           Hilfe: Prüfen, ob eine Liste fehlt oder ob der Verband dort anders geschrieben ist.",
        ],
    );
    same(&told(&[branches()]), &[]);
}

// ---- entries that look like something else

#[test]
fn an_entry_that_begins_like_a_sum_or_a_note_is_an_entry() {
    let list = "Datum;Art;Verband;Titel;Teilnehmende\n\
                04.05.2024;Stammtisch;KV Gotha;x;12\n\
                ;Gesamt-Mitgliederversammlung;KV Gotha;;\n\
                05.05.2024;;KV Gotha;Summe der Erfahrungen;\n\
                06.05.2024;;;Anzahl der Mitglieder;\n\
                ;Stand am Markt 3;KV Gotha;;\n\
                ;Hinweis auf die Wahl;KV Gotha;;\n\
                Summe;;;;12\n\
                Stand: 31.12.2024";
    let (intake, _) = events(sheet("2024", list));
    same(
        &lines(&intake),
        &[
            "04.05.2024 | Stammtisch | Kreisverband Gotha",
            "undatiert | Gesamt-Mitgliederversammlung | Kreisverband Gotha",
            "05.05.2024 | – | Kreisverband Gotha",
            "06.05.2024 | – | ",
            "undatiert | Stand am Markt 3 | Kreisverband Gotha",
            "undatiert | Hinweis auf die Wahl | Kreisverband Gotha",
        ],
    );
    same(
        &sentence(&intake, "Termine.xlsx"),
        &["6 Datenzeilen; übersprungen: 1 Summenzeile, 1 Fußzeile"],
    );
}

#[test]
fn sums_below_the_branches_are_no_branches() {
    let list = "Verband;Typ;Mitglieder\nGotha;KV;100\nIlm-Kreis;KV;200\nSumme Kreisverbände;;300\n\
                Verbände gesamt;;300\nGesamt;;300";
    let (intake, messages) = read(&[file("Verbände.xlsx", vec![sheet("Verbände", list)])]);
    let names: Vec<String> =
        intake.records.branches.iter().map(beschlusskontrolle::domain::Branch::canonical).collect();
    same(&names, &["Kreisverband Gotha", "Kreisverband Ilm-Kreis"]);
    same(&messages, &[]);
}

#[test]
fn a_type_without_a_name_and_an_exception_leave_open_who_is_meant() {
    for (cell, expected) in [
        ("KV und SV Weimar", "vielleicht 2"),
        ("KV/SV Weimar", "vielleicht 2"),
        ("alle KV, außer Gotha", "vielleicht 3"),
        ("alle; nicht Gotha", "vielleicht 4"),
        ("KV Gotha und KV Ilm-Kreis", "Kreisverband Gotha, Kreisverband Ilm-Kreis"),
        ("KV Gotha und SV Weimar", "Kreisverband Gotha, Stadtverband Weimar"),
    ] {
        let mut table = sheet("2024", "Datum;Art;Verband\n04.05.2024;Stammtisch;X");
        let mut rows: Vec<Row> = table.rows.iter().map(RowRef::to_owned).collect();
        rows[1].cells[2].1 = CellValue::Text(cell.into());
        table.rows = rows.into_iter().collect();
        let (intake, _) = events(table);
        same(&lines(&intake), &[&format!("04.05.2024 | Stammtisch | {expected}")]);
    }
}

#[test]
fn a_lone_branch_among_rows_that_name_theirs_gives_nothing_to_the_blank_ones_below() {
    let list =
        "Verband;Datum;Art\nKV Gotha;;\nKV Ilm-Kreis;04.05.2024;Stammtisch\n;05.05.2024;Stammtisch";
    let (intake, _) = events(sheet("2024", list));
    same(
        &lines(&intake),
        &["04.05.2024 | Stammtisch | Kreisverband Ilm-Kreis", "05.05.2024 | Stammtisch | "],
    );
}

#[test]
fn a_list_of_events_that_names_persons_stops_reminders() {
    let list = "Datum;Art;Verband;Name;Vorname;Handy\n04.05.2024;Stammtisch;KV Gotha;a;b;1\n\
                05.05.2024;Stammtisch;KV Gotha;a;b;1";
    let (intake, _) = events(sheet("2024", list));
    same(&intake.records.failed_files, &["Termine.xlsx"]);
}

#[test]
fn a_branch_with_a_doubt_beside_it_is_credited_to_nobody_for_certain() {
    for (cell, expected) in [
        ("KV Gotha?", "vielleicht 1"),
        ("KV Gotha oder KV Ilm-Kreis", "vielleicht 2"),
        ("KV Gotha oder Jena", "?KV Gotha oder Jena"),
    ] {
        let list = format!("Datum;Art;Verband\n04.05.2024;Stammtisch;{cell}");
        let (intake, _) = events(sheet("2024", &list));
        same(&lines(&intake), &[&format!("04.05.2024 | Stammtisch | {expected}")]);
    }
}

#[test]
fn a_heading_of_two_years_leaves_the_year_open() {
    let list = "Datum;Art;Verband\nDezember 2023/Januar 2024\n05.01.;Stammtisch;KV Gotha";
    let (intake, _) = read(&[branches(), file("Termine 2023.xlsx", vec![sheet("Tabelle1", list)])]);
    same(&lines(&intake), &["undatiert | Stammtisch | Kreisverband Gotha"]);
}

#[test]
fn a_heading_for_all_ends_the_one_branch_before_it() {
    let list = "Datum;Art\nKV Gotha\n04.05.2024;Stammtisch\nalle Verbände\n05.05.2024;Stammtisch";
    let (intake, _) = events(sheet("2024", list));
    same(
        &lines(&intake),
        &["04.05.2024 | Stammtisch | Kreisverband Gotha", "05.05.2024 | Stammtisch | alle"],
    );
}
