//! How long writing a long sheet takes, as 400 branches with 20,000 events give it: `cargo bench --bench workbook`.

use beschlusskontrolle::domain::AsOf;
use beschlusskontrolle::io::excel_writer;
use beschlusskontrolle::sheets::{
    Cell, Column, Fit, Orientation, Page, Sheet, Sign, Style, Table, Target, Workbook,
};
use chrono::NaiveDate;

fn main() {
    divan::main();
}

/// One sheet with a sign, a sentence that wraps and a link in every row.
fn workbook(rows: usize) -> Workbook {
    let row = |n: usize| {
        vec![
            Cell::text("Z1"),
            Cell::text(format!("Kreisverband {}", n % 400)),
            Cell::Status(Sign::Part, "teilweise umgesetzt".to_owned()),
            Cell::text("zählt nicht, weil der Termin abgesagt wurde und kein neuer feststeht"),
            Cell::Link {
                text: format!("A{n}"),
                target: Box::new(Target::File {
                    path: "..\\..\\Listen\\Veranstaltungen.xlsx".to_owned(),
                    place: Some(("Termine".to_owned(), format!("A{n}"))),
                }),
            },
        ]
    };
    let columns = ["Ziffer", "Verband", "Stand", "Zählt die Zeile?", "Zelle"];
    let styles = [Style::Strong, Style::Body, Style::Status, Style::Body, Style::Link];
    let table = Table {
        name: "Nachweise".to_owned(),
        columns: columns.into_iter().zip(styles).map(|(c, s)| Column::new(c, s)).collect(),
        rows: (1..=rows).map(row).collect(),
        filter: true,
        room: 0,
        row_choices: Vec::new(),
    };
    let page = Page {
        orientation: Orientation::Landscape,
        fit: Fit::OneWide,
        print_titles: Some((0, 0)),
        footer: "Nachweise".to_owned(),
        grid: false,
    };
    let sheet = Sheet {
        name: "Nachweise".to_owned(),
        page,
        widths: vec![8.0, 36.0, 28.0, 46.0, 10.0],
        blocks: vec![table.into()],
        frozen: Some((1, 0)),
        hidden: false,
    };
    let as_of = AsOf(NaiveDate::from_ymd_opt(2024, 12, 31).unwrap_or_default());
    Workbook { title: "Auswertung".to_owned(), as_of, sheets: vec![sheet] }
}

#[divan::bench(args = [500, 5_000, 20_000], sample_count = 10)]
fn write_rows(bencher: divan::Bencher<'_, '_>, rows: usize) {
    let workbook = workbook(rows);
    bencher.bench_local(|| excel_writer::write(&workbook).map_or(0, |bytes| bytes.len()));
}
