//! The workbooks people fill in: Postausgang, Einstellungen, empty lists. One shape for all: title, one sentence what to
//! do, a table whose coloured columns wait for an entry, with notes on the heads and drop-downs.

use crate::domain::AsOf;
use crate::grid::{Grid, SheetBeside};

use super::batches;
use super::kept::cells;
use super::model::{
    Cell, Choices, Column, Fit, Line, Orientation, Page, Sheet, Span, Style, Table, Workbook,
};

/// Rows that drop-downs and formats reach below the last entry.
const ROOM: u32 = 300;

/// A column of a workbook that is filled in.
#[derive(Clone, Copy, Debug)]
pub struct FormColumn<'a> {
    pub label: &'a str,
    /// Opens over the head; empty: no note.
    pub note: &'a str,
    /// Offered in a drop-down; anything else may be typed too.
    pub choices: &'a [&'a str],
    pub entry: Entry,
    /// In characters.
    pub width: f64,
}

/// Who fills a column, and with what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// The program; people leave it alone.
    Program,
    /// People; kept as text, so that a leading zero stays.
    Text,
    /// People; a date.
    Date,
}

impl FormColumn<'_> {
    fn column(&self) -> Column {
        let style = match self.entry {
            Entry::Program => Style::Body,
            Entry::Text => Style::FillIn,
            Entry::Date => Style::FillInDate,
        };
        let mut column = Column::new(self.label, style).choices(self.choices);
        if !self.note.is_empty() {
            column = column.note(self.note);
        }
        if self.entry == Entry::Program { column } else { column.fill_in() }
    }
}

/// What stands in the register.
#[derive(Clone, Debug)]
pub struct RegisterForm<'a> {
    pub columns: &'a [FormColumn<'a>],
    /// What people wrote above the head.
    pub above: &'a [Vec<Cell>],
    pub rows: Vec<Vec<Cell>>,
    /// The sheet „Versand“; without rows it is left out.
    pub batches: &'a Grid,
    /// Sheets people keep beside it.
    pub others: &'a [SheetBeside],
    /// It is the file of rows that wait until the register is closed.
    pub waiting: bool,
}

/// `Postausgang.xlsx`: what was written to whom; „versandt am“, „Antwort“ and „Termin“ are entered by people.
/// The head stands in row 4.
///
/// What people wrote above the head stays there, and so do the sheets they keep beside the register.
pub fn register(form: RegisterForm<'_>, as_of: AsOf) -> Workbook {
    let (title, hint) = if form.waiting {
        (
            "Postausgang – neue Zeilen",
            "Postausgang.xlsx war geöffnet, als diese Briefe entstanden. Ausfüllen dürft ihr schon hier; nach dem Schließen übernimmt der nächste Lauf alles und löscht diese Datei.",
        )
    } else {
        (
            "Postausgang",
            "Farbig hinterlegte Spalten füllt ihr aus, die anderen schreibt das Programm. Ein Entwurf gilt erst mit „versandt am“ als versandt; alle auf einmal auf dem Blatt „Versand“.",
        )
    };
    // the page of a register is looked through by letter: filter buttons on
    let sheet = shared(
        "Postausgang",
        title,
        hint,
        form.columns,
        form.above,
        table("Postausgang", form.columns, form.rows),
    );
    let mut sheets = vec![sheet];
    sheets.extend(batches::sheet(form.batches));
    for other in form.others {
        let name = &other.name;
        let taken = sheets.iter().any(|sheet| sheet.name.to_lowercase() == name.to_lowercase());
        sheets.push(beside(&if taken { format!("{name} (2)") } else { name.clone() }, other));
    }
    Workbook { title: "Postausgang".to_owned(), as_of, sheets }
}

/// A sheet that program and people share: the title and hint of the program, or what people wrote `above` the head in
/// their place.
pub(super) fn shared(
    name: &str,
    title: &str,
    hint: &str,
    columns: &[FormColumn<'_>],
    above: &[Vec<Cell>],
    table: Table,
) -> Sheet {
    let mut sheet = form(name, title, hint, columns);
    if !above.is_empty() {
        sheet.blocks = above
            .iter()
            .zip([Style::Title, Style::Subtitle].into_iter().chain(std::iter::repeat(Style::Body)))
            .map(|(cells, style)| kept(cells, style).into())
            .collect();
        let head = sheet.next_row();
        sheet.page.print_titles = Some((head, head));
        sheet.frozen = Some((head + 1, 1));
    }
    sheet.push(table);
    sheet
}

/// A sheet of people's own in such a workbook, as it stands.
pub(super) fn beside(name: &str, other: &SheetBeside) -> Sheet {
    let rows = cells(&other.rows, 0);
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut sheet = form(name, name, "", &[]);
    sheet.widths = vec![24.0; columns];
    sheet.frozen = None;
    sheet.page.print_titles = None;
    sheet.blocks = rows.iter().map(|cells| kept(cells, Style::Body).into()).collect();
    sheet.hidden = other.hidden;
    sheet
}

/// A row of a person's as it stands; the tool's own title and hint look as the tool writes them.
fn kept(cells: &[Cell], style: Style) -> Line {
    let spans: Vec<Span> = (0..)
        .zip(cells)
        .filter(|(_, cell)| **cell != Cell::Empty)
        .map(|(column, cell)| {
            let style = if matches!(cell, Cell::Date(_)) { Style::Date } else { style };
            Span::new(column, 1, cell.clone(), style)
        })
        .collect();
    if spans.is_empty() { Line::gap(6.0) } else { Line { spans, ..Line::default() } }
}

/// One row of the sheet „Einstellungen“.
#[derive(Clone, Copy, Debug)]
pub struct SettingRow<'a> {
    pub label: &'a str,
    pub value: &'a str,
    pub explanation: &'a str,
    /// Offered in a drop-down of this row.
    pub choices: &'a [&'a str],
}

/// `Einstellungen.xlsx`: one row per setting, every row explained, and the sheet „Stellen“ with a row per body.
pub fn settings(
    header: [&str; 3],
    rows: &[SettingRow<'_>],
    bodies: &[FormColumn<'_>],
    body_rows: Vec<Vec<Cell>>,
    as_of: AsOf,
) -> Workbook {
    let [setting, value, explanation] = header;
    let columns = [
        FormColumn { label: setting, note: "", choices: &[], entry: Entry::Program, width: 40.0 },
        FormColumn {
            label: value,
            note: "Leer: Es gilt, was in der Erklärung steht.",
            choices: &[],
            entry: Entry::Text,
            width: 42.0,
        },
        FormColumn {
            label: explanation,
            note: "",
            choices: &[],
            entry: Entry::Program,
            width: 78.0,
        },
    ];
    let mut first = form(
        "Einstellungen",
        "Einstellungen",
        "In die farbige Spalte eintragen, speichern, fertig. Die erste Spalte bitte nicht ändern.",
        &columns,
    );
    let cells = rows
        .iter()
        .map(|r| vec![Cell::text(r.label), Cell::text(r.value), Cell::text(r.explanation)])
        .collect();
    let mut settings = table("Einstellungen", &columns, cells);
    settings.filter = false;
    settings.room = 0;
    settings.row_choices = rows
        .iter()
        .enumerate()
        .filter(|(_, r)| !r.choices.is_empty())
        .map(|(i, r)| {
            (i, 1, Choices::Words(r.choices.iter().map(|&choice| choice.to_owned()).collect()))
        })
        .collect();
    first.push(settings);

    let mut second = form(
        "Stellen",
        "Stellen",
        "Anschrift und Unterschrift der Stellen, die der Beschluss nennt. Leere Felder dürfen leer bleiben, solange kein Brief sie braucht.",
        bodies,
    );
    second.push(table("Stellen", bodies, body_rows));
    Workbook { title: "Einstellungen".to_owned(), as_of, sheets: vec![first, second] }
}

/// An empty list of `einrichten`: the head with notes and drop-downs, above it a row as it could look.
pub fn empty_list(
    name: &str,
    columns: &[FormColumn<'_>],
    example: &[&str],
    as_of: AsOf,
) -> Workbook {
    let mut sheet = form(
        name,
        name,
        "Ab der ersten leeren Zeile eintragen. Spalten dürfen anders geordnet sein und fehlen, wenn ihr sie nicht braucht. Die graue Zeile ist ein Beispiel und zählt nicht.",
        columns,
    );
    if let Some(gap) = sheet.blocks.last_mut() {
        *gap = Line {
            spans: (0..)
                .zip(example)
                .map(|(column, text)| Span::new(column, 1, Cell::text(*text), Style::Example))
                .collect(),
            ..Line::default()
        }
        .into();
    }
    let mut list = table("Liste", columns, Vec::new());
    // here everything is filled in, so nothing needs to stand out
    for column in &mut list.columns {
        column.fill_in = false;
    }
    sheet.push(list);
    Workbook { title: name.to_owned(), as_of, sheets: vec![sheet] }
}

fn form(name: &str, title: &str, hint: &str, columns: &[FormColumn<'_>]) -> Sheet {
    Sheet {
        name: name.to_owned(),
        page: Page {
            orientation: Orientation::Landscape,
            fit: Fit::OneWide,
            print_titles: Some((3, 3)),
            footer: title.to_owned(),
            grid: true,
        },
        widths: columns.iter().map(|column| column.width).collect(),
        blocks: vec![
            Line::text(title, 1, Style::Title).into(),
            Line::text(hint, 1, Style::Subtitle).into(),
            Line::gap(6.0).into(),
        ],
        frozen: Some((4, 1)),
        hidden: false,
    }
}

pub(super) fn table(name: &str, columns: &[FormColumn<'_>], rows: Vec<Vec<Cell>>) -> Table {
    Table {
        name: name.to_owned(),
        columns: columns.iter().map(FormColumn::column).collect(),
        rows,
        filter: true,
        room: ROOM,
        row_choices: Vec::new(),
    }
}
