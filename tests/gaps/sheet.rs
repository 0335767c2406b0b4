//! What the texts say, what stands on the sheet, and what a very long one does.

use std::collections::BTreeMap;
use std::io::Cursor;

use beschlusskontrolle::diagnostic::Diagnostics;
use beschlusskontrolle::domain::AsOf;
use beschlusskontrolle::history::History;
use beschlusskontrolle::io::excel_writer::write;
use beschlusskontrolle::requirements::Context;
use beschlusskontrolle::sheets::{Block, Cell, Sheet, Table, View, Workbook, evaluation};
use calamine::{Data, Reader, Xlsx};

use crate::desk::{gardeners, office};

/// Every gap with its ways as people read them.
fn said(desk: &crate::desk::Desk) -> String {
    let judged = desk.judge();
    let mut text = String::new();
    for gap in &judged.gaps {
        let subject = gap
            .subject
            .map_or_else(|| "Partei".to_owned(), |id| judged.records.branches[id].canonical());
        let head = format!(
            "{} {subject} {} {} {:?}\n",
            gap.requirement,
            gap.period.label(),
            gap.status.key(),
            gap.chance
        );
        text.push_str(&head);
        for way in &gap.ways {
            text.push_str("  ");
            text.push_str(&gap.says(way));
            text.push('\n');
        }
    }
    text
}

#[test]
fn the_words_name_the_smallest_entries() {
    insta::assert_snapshot!("midyear", said(&office("2024-06-30")));
    insta::assert_snapshot!("yearend", said(&office("2024-12-31")));
    insta::assert_snapshot!("gardeners", said(&gardeners("2024-11-15")));
}

fn evaluated(desk: &crate::desk::Desk) -> (Workbook, usize) {
    let judged = desk.judge();
    let resolution = desk.resolution();
    let mut asked = Diagnostics::default();
    let (as_of, period) = (judged.assessment.as_of, judged.assessment.period);
    let context = Context::new(&mut asked, &resolution, &judged.records, as_of, period);
    let other_files =
        BTreeMap::from([("Postausgang.xlsx".to_owned(), "..\\..\\Postausgang.xlsx".to_owned())]);
    let workbook = evaluation(&View {
        resolution: &resolution,
        records: &judged.records,
        assessment: &judged.assessment,
        context: &context,
        earlier: &[],
        history: &History::default(),
        readings: &[],
        gaps: &judged.gaps,
        letters: &[],
        calls: &[],
        diagnostics: &Diagnostics::default(),
        inputs: &[],
        list_folder: "..\\..\\Listen",
        other_files: &other_files,
        contact: None,
        version: "0.1.0",
    });
    (workbook, judged.gaps.len())
}

fn table(sheet: &Sheet) -> &Table {
    let tables = sheet.blocks.iter().find_map(|block| match block {
        Block::Table(table) => Some(table),
        Block::Line(_) | Block::Grid(_) | Block::Charts(_) => None,
    });
    tables.unwrap()
}

fn lines(sheet: &Sheet) -> Vec<String> {
    sheet
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Line(line) => line.spans.first().map(|span| span.cell.shown()),
            Block::Table(_) | Block::Grid(_) | Block::Charts(_) => None,
        })
        .collect()
}

#[test]
fn every_gap_has_a_row_that_leads_to_the_place_where_it_is_done() {
    let (workbook, gaps) = evaluated(&office("2024-06-30"));
    let sheet = workbook.sheets.iter().find(|sheet| sheet.name == "Was fehlt").unwrap();
    let rows = &table(sheet).rows;
    assert_eq!(rows.len(), gaps);
    for row in rows {
        assert!(matches!(row.last(), Some(Cell::Link { .. })), "{row:?}");
        assert!(row.iter().take(6).all(|cell| *cell != Cell::Empty), "{row:?}");
    }
    let lines = lines(sheet);
    let range = lines.iter().find(|line| line.contains("entscheiden, ob")).unwrap();
    assert_eq!(
        range,
        "Z1c: Diese 3 Zellen entscheiden, ob es bei 0 oder bis zu 2 von 4 Verbänden erfüllt ist: Veranstaltungen.csv G3, I3 und Versand.csv D2."
    );
    assert!(
        lines.contains(
            &"Z1c: Bei 2 Verbänden genügt je ein versandter Brief „Angebot Rechenschaftsbericht“."
                .to_owned()
        ),
        "{lines:?}"
    );
}

/// A sheet of so many rows, with a note, a sign and a link in each.
fn long(rows: usize) -> Sheet {
    let (workbook, _) = evaluated(&office("2024-06-30"));
    let mut sheet = workbook.sheets.into_iter().find(|sheet| sheet.name == "Was fehlt").unwrap();
    for block in &mut sheet.blocks {
        if let Block::Table(table) = block {
            table.rows = table.rows.iter().cycle().take(rows).cloned().collect();
        }
    }
    sheet
}

#[test]
fn what_does_not_fit_on_a_sheet_is_counted_below_it() {
    let sheet = long(50);
    let before = sheet.next_row();
    let cut = sheet.within(before - 10, 65_000);
    assert_eq!(table(&cut).rows.len(), 39);
    assert_eq!(cut.next_row(), before - 10);
    let last = lines(&cut).pop().unwrap();
    assert!(last.starts_with("11 weitere Zeilen passen nicht auf dieses Blatt"), "{last}");
}

#[test]
fn links_that_excel_would_not_follow_stay_readable() {
    let cut = long(50).within(1_048_576, 20);
    let last = |row: &Vec<Cell>| row.last().cloned().unwrap();
    let rows = &table(&cut).rows;
    assert!(rows[..20].iter().all(|row| matches!(last(row), Cell::Link { .. })));
    assert!(rows[20..].iter().all(|row| matches!(last(row), Cell::Text(_))));
}

#[test]
fn a_text_no_cell_can_hold_is_cut_and_says_so() {
    let mut sheet = long(1);
    for block in &mut sheet.blocks {
        if let Block::Table(table) = block {
            table.rows[0][1] = Cell::text("Kreisverband Gotha, ".repeat(2_000));
        }
    }
    let as_of = AsOf("2024-06-30".parse().unwrap());
    let bytes = write(&Workbook { title: "Auswertung".to_owned(), as_of, sheets: vec![sheet] });
    let mut read: Xlsx<_> = Xlsx::new(Cursor::new(bytes.unwrap())).unwrap();
    let range = read.worksheet_range("Was fehlt").unwrap();
    let texts = range.used_cells().map(|(_, _, value)| value.to_string());
    let longest = texts.max_by_key(|text| text.chars().count()).unwrap();
    assert_eq!(longest.chars().count(), 32_767);
    assert!(longest.ends_with("… (mehr fasst eine Excel-Zelle nicht)"), "{longest}");
}

#[test]
fn a_long_sheet_says_the_same_row_for_row_and_gives_the_same_bytes() {
    let book = |rows| Workbook {
        title: "Auswertung".to_owned(),
        as_of: AsOf("2024-06-30".parse().unwrap()),
        sheets: vec![long(rows)],
    };
    let read = |bytes: Vec<u8>| {
        let mut read: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
        let range = read.worksheet_range("Was fehlt").unwrap();
        range.rows().map(<[Data]>::to_vec).collect::<Vec<_>>()
    };
    let (short, many) = (book(60), book(3_000));
    let bytes = write(&many).unwrap();
    assert_eq!(bytes, write(&many).unwrap(), "the same bytes");
    let (short, many) = (read(write(&short).unwrap()), read(bytes));
    let head = table(&long(1)).rows.len() + 6;
    assert_eq!(many[..head + 40], short[..head + 40]);
    assert_eq!(many.len(), short.len() + 2_940);
}
