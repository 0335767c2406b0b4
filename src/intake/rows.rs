//! What kind of row a row is: data, or something a person wrote between the data.
//!
//! Blank rows never end a list. Everything passed over is counted by class, so that the office can compare with its own count.
//! A value in cells merged over several rows holds for each of them; a blank below a value is never filled.

use std::collections::{BTreeMap, BTreeSet};

use super::columns::{self, ColumnKind, folded};
use super::dates;
use super::header::{Header, Labels};
use super::names::split_kind;
use super::parts::Part;
use super::sections::Section;
use super::totals::{self, Totals};
use super::values::shown;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::domain::{BranchKind, DateReading, Field, ListKind};
use crate::table::{CellRef, CellValue, Region, Row, RowRef, Rows, Table};
use crate::wording;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    Data,
    Blank,
    /// The header once more, further down.
    Header,
    /// `1 | 2 | 3 | 4` under the header.
    Numbering,
    /// „Kreisverbände“, „Mai 2024“: a heading between rows.
    Section,
    Total,
    /// „Quelle: …“, „Stand: …“ below the list.
    Footer,
    /// Text that goes on from the row above.
    Continued,
    /// Heading, note or entry: nobody can tell.
    Unclear,
}

impl Class {
    pub fn key(self) -> &'static str {
        match self {
            Self::Data => "data",
            Self::Blank => "blank",
            Self::Header => "header",
            Self::Numbering => "numbering",
            Self::Section => "section",
            Self::Total => "total",
            Self::Footer => "footer",
            Self::Continued => "continued",
            Self::Unclear => "unclear",
        }
    }

    /// One row and several rows of the class named by its key, in German; `None` for blank rows and unknown keys.
    pub fn words(key: &str) -> Option<(&'static str, &'static str)> {
        Some(match key {
            "header" => ("wiederholte Kopfzeile", "wiederholte Kopfzeilen"),
            "numbering" => ("Nummernzeile", "Nummernzeilen"),
            "section" => ("Gruppenzeile", "Gruppenzeilen"),
            "total" => ("Summenzeile", "Summenzeilen"),
            "footer" => ("Fußzeile", "Fußzeilen"),
            "continued" => ("Fortsetzungszeile", "Fortsetzungszeilen"),
            "unclear" => ("nicht einzuordnende Zeile", "nicht einzuordnende Zeilen"),
            _ => return None,
        })
    }
}

/// A row of data, with what does not stand in its own cells.
#[derive(Clone, Debug)]
pub(super) struct DataRow {
    /// Its place among the rows of the list.
    place: usize,
    /// How many headings stand above it.
    pub(super) sections: u32,
    pub(super) struck: bool,
    given: Option<Box<Given>>,
}

/// A row some of whose values stand elsewhere.
#[derive(Clone, Debug)]
struct Given {
    /// With them.
    row: Row,
    /// Columns whose value stands further up, in merged cells, with the row where it does.
    merged: Vec<(u16, u32)>,
}

impl DataRow {
    /// The row among those of its list, with what stands elsewhere.
    pub(super) fn of<'r>(&'r self, rows: &'r Rows) -> RowRef<'r> {
        match &self.given {
            Some(given) => given.row.view(),
            None => rows.get(self.place).unwrap_or_default(),
        }
    }

    /// Columns whose value stands further up, in merged cells, with the row where it does.
    pub(super) fn merged(&self) -> &[(u16, u32)] {
        self.given.as_ref().map_or(&[], |given| &given.merged)
    }
}

/// What stands below a header.
pub(super) struct Below {
    pub(super) data: Vec<DataRow>,
    pub(super) counts: BTreeMap<Class, u32>,
    pub(super) sections: Vec<Section>,
    /// Key columns filled only in the first row of each group.
    pub(super) group_columns: BTreeSet<u16>,
}

/// Sorts the rows below the header; tells what is odd about them.
pub(super) fn below(diagnostics: &mut Diagnostics, part: &Part<'_>) -> Below {
    let Part { sheet, rows, header } = part;
    let mut sorter = Sorter::new(diagnostics, sheet, rows, header);
    for (place, row) in rows.iter().enumerate().skip(header.index + 1) {
        sorter.put(place, row);
    }
    sorter.finish()
}

/// Goes through the rows of one list from top to bottom.
struct Sorter<'a> {
    diagnostics: &'a mut Diagnostics,
    sheet: &'a Table,
    rows: &'a Rows,
    header: &'a Header,
    /// The rows of the header.
    head: Vec<RowRef<'a>>,
    used: BTreeSet<u16>,
    below: Below,
    totals: Totals,
    /// The last row that was not blank, and what it was.
    last: u32,
    last_class: Class,
    /// Rows with text in cells merged over at least three columns.
    wide: BTreeSet<u32>,
    /// Merged cells of several rows still to come, those in force, and their values.
    merges: std::vec::IntoIter<Region>,
    next_merge: Option<Region>,
    in_force: Vec<(Region, CellValue)>,
    /// First place and number of what is told once per sheet or column.
    merged: BTreeMap<u16, (CellRef, u32)>,
    continued: Option<(CellRef, CellRef, usize)>,
    /// Trailing headings that may be notes below the list: their classes and gaps.
    trailing: Vec<bool>,
}

impl<'a> Sorter<'a> {
    fn new(
        diagnostics: &'a mut Diagnostics,
        sheet: &'a Table,
        rows: &'a Rows,
        header: &'a Header,
    ) -> Self {
        let used: BTreeSet<u16> = header
            .columns
            .iter()
            .map(|(_, column)| *column)
            .chain(header.bodies.iter().map(|(_, column)| *column))
            .chain(header.both_successions)
            .collect();
        let counted = |column: u16| {
            header.columns.iter().any(|(field, c)| {
                *c == column
                    && columns::column(header.list, *field)
                        .is_some_and(|c| c.kind == ColumnKind::Number)
            })
        };
        let mut merges: Vec<Region> = sheet
            .layout
            .merges
            .iter()
            .filter(|region| {
                region.last_row > region.first_row
                    && region.first_row > header.row
                    && used.contains(&region.first_column)
                    // thirty participants of two events together are not thirty each
                    && !counted(region.first_column)
            })
            .copied()
            .collect();
        merges.sort_unstable();
        let wide = sheet
            .layout
            .merges
            .iter()
            .filter(|region| {
                region.first_row == region.last_row
                    && region.last_column >= region.first_column.saturating_add(2)
            })
            .map(|region| region.first_row)
            .collect();
        let mut merges = merges.into_iter();
        Self {
            next_merge: merges.next(),
            merges,
            diagnostics,
            sheet,
            rows,
            totals: Totals::new(header),
            head: header.rows(rows),
            used,
            below: Below {
                data: Vec::new(),
                counts: BTreeMap::new(),
                sections: Vec::new(),
                group_columns: BTreeSet::new(),
            },
            last: header.row,
            last_class: Class::Header,
            wide,
            in_force: Vec::new(),
            merged: BTreeMap::new(),
            continued: None,
            trailing: Vec::new(),
            header,
        }
    }

    fn at(&self, row: u32, column: u16) -> CellRef {
        CellRef::new(&self.sheet.source, row, column)
    }

    fn put(&mut self, place: usize, as_it_stands: RowRef<'_>) {
        let number = as_it_stands.number;
        let own = as_it_stands.cells.iter().any(|(column, _)| self.used.contains(&column))
            || self.is_heading_outside(as_it_stands);
        let given = self.unmerge(as_it_stands, own);
        let row = given.as_ref().map_or(as_it_stands, |given| given.row.view());
        let class = if own { self.class(row) } else { Class::Blank };
        match class {
            Class::Data => self.data(place, row.number, given.map(Box::new)),
            Class::Section => self.section(row),
            Class::Total => self.wrong_totals(row),
            Class::Continued => self.carry_on(row),
            Class::Unclear => self.unclear(row),
            Class::Blank | Class::Header | Class::Numbering | Class::Footer => {}
        }
        if class != Class::Data {
            *self.below.counts.entry(class).or_default() += 1;
        }
        if class != Class::Blank {
            self.last = number;
            self.last_class = class;
        }
    }

    /// A lone text where headings stand, before the columns of the list or across several, or one that says it is a heading,
    /// though the list has no use for its column.
    fn is_heading_outside(&self, row: RowRef<'_>) -> bool {
        let Some((column, value @ CellValue::Text(_))) = row.cells.only() else { return false };
        let leads = self.used.first().is_none_or(|first| column < *first);
        let text = shown(value);
        let names_kind =
            self.header.list == ListKind::Branches && BranchKind::from_word(&text).is_some();
        (leads || names_kind || self.wide.contains(&row.number))
            && text.chars().any(char::is_alphabetic)
    }

    /// Takes over what stands further up in merged cells; `None` where nothing does.
    fn unmerge(&mut self, row: RowRef<'_>, own: bool) -> Option<Given> {
        if self.next_merge.is_none() && self.in_force.is_empty() {
            return None;
        }
        let mut given: Option<Given> = None;
        self.in_force.retain(|(region, _)| region.last_row >= row.number);
        for (region, value) in self.in_force.iter().filter(|_| own) {
            let column = region.first_column;
            let known = given.as_ref().map_or(row, |given| given.row.view());
            if known.cell(column).is_some() {
                continue;
            }
            let place = known.cells.iter().take_while(|(c, _)| *c < column).count();
            let given =
                given.get_or_insert_with(|| Given { row: row.to_owned(), merged: Vec::new() });
            given.row.cells.insert(place, (column, value.clone()));
            given.merged.push((column, region.first_row));
        }
        while let Some(region) = self.next_merge.filter(|region| region.first_row <= row.number) {
            if region.first_row == row.number
                && let Some(value) = row.cell(region.first_column)
            {
                self.in_force.push((region, value.clone()));
            }
            self.next_merge = self.merges.next();
        }
        given
    }

    fn data(&mut self, place: usize, number: u32, given: Option<Box<Given>>) {
        // blank rows between data rows; those below the last one are no rows of the list
        let gap = number - self.last - 1;
        if gap > 0 && gap < 10_000 {
            *self.below.counts.entry(Class::Blank).or_default() += gap;
        }
        self.trailing.clear();
        let sections = u32::try_from(self.below.sections.len()).unwrap_or(u32::MAX);
        let mut data = DataRow { place, sections, struck: false, given };
        self.totals.data(data.of(self.rows));
        for (column, first) in data.merged() {
            let at = self.at(*first, *column);
            self.merged.entry(*column).and_modify(|(_, n)| *n += 1).or_insert((at, 1));
        }
        data.struck = self.is_struck(data.of(self.rows));
        self.below.data.push(data);
    }

    /// Struck through are most of its texts: a single corrected cell strikes no row, and a cell left out saves none.
    fn is_struck(&self, row: RowRef<'_>) -> bool {
        let struck = &self.sheet.layout.struck;
        if struck.is_empty() {
            return false;
        }
        let texts = row
            .cells
            .iter()
            .filter(|(column, value)| {
                self.used.contains(column) && matches!(value, CellValue::Text(_))
            })
            .map(|(column, _)| struck.contains(&(row.number, column)));
        let (all, crossed) = texts
            .fold((0, 0), |(all, crossed), is_struck| (all + 1, crossed + usize::from(is_struck)));
        crossed * 2 > all
    }

    fn section(&mut self, row: RowRef<'_>) {
        self.trailing.push(row.number > self.last + 2);
        self.totals.section();
        let after_data = self.last_class != Class::Section;
        if let Some((column, value)) = row.cells.first() {
            let text = shown(value);
            self.below.sections.push(Section { row: row.number, column, text, after_data });
        }
    }

    fn wrong_totals(&mut self, row: RowRef<'_>) {
        for wrong in self.totals.total(row) {
            let label =
                columns::column(self.header.list, wrong.field).map_or("", |column| column.label);
            let (written, rows) = (totals::printed(wrong.written), totals::printed(wrong.rows));
            self.diagnostics.push(
                Diagnostic::new(
                    Code::WrongTotal,
                    format!(
                        "Die Summenzeile nennt {written} in der Spalte „{label}“, die Zeilen darüber ergeben {rows}; \
                         gezählt werden die Zeilen."
                    ),
                )
                .at(self.at(row.number, wrong.column))
                .found(written)
                .expected(format!("die Summe der Zeilen, hier {rows}"))
                .help("Prüfen, ob eine Zeile fehlt oder die Summe veraltet ist."),
            );
        }
    }

    /// Appends a continuation row to the row above.
    fn carry_on(&mut self, row: RowRef<'_>) {
        let (Some((column, value)), Some(above)) = (row.cells.first(), self.below.data.last_mut())
        else {
            return;
        };
        let number = above.of(self.rows).number;
        if above.given.is_none() {
            let row = above.of(self.rows).to_owned();
            above.given = Some(Box::new(Given { row, merged: Vec::new() }));
        }
        let cells = above.given.iter_mut().flat_map(|given| &mut given.row.cells);
        let target = cells.into_iter().find(|(c, _)| *c == column);
        if let Some((_, target)) = target {
            *target = CellValue::Text(format!("{} {}", shown(target), shown(value)).into());
        }
        let (from, to) = (self.at(row.number, column), self.at(number, column));
        match &mut self.continued {
            Some((.., more)) => *more += 1,
            none => *none = Some((from, to, 0)),
        }
    }

    fn unclear(&mut self, row: RowRef<'_>) {
        let Some((column, _)) = row.cells.iter().find(|(c, _)| self.used.contains(c)) else {
            return;
        };
        self.diagnostics.push(
            Diagnostic::new(
                Code::UnclearRow,
                "Ob diese Zeile ein Eintrag, eine Überschrift oder eine Notiz ist, lässt sich nicht erkennen; sie wurde \
                 nicht als Eintrag gezählt.",
            )
            .at(self.at(row.number, column))
            .expected(format!("die Angaben {}", self.key_labels()))
            .help(
                "Gehört sie zur Zeile darüber, den Text dorthin schreiben; ist sie ein Eintrag, die fehlenden Angaben \
                 ergänzen; sonst löschen.",
            ),
        );
    }

    /// „„Datum“ und „Art““.
    fn key_labels(&self) -> String {
        let labels: Vec<String> = columns::of(self.header.list)
            .filter(|column| column.required)
            .map(|column| format!("„{}“", column.label))
            .collect();
        wording::list(&labels)
    }

    fn class(&self, row: RowRef<'_>) -> Class {
        let header = self.header;
        let filled: Vec<(u16, &CellValue)> =
            row.cells.iter().filter(|(column, _)| self.used.contains(column)).collect();
        if Labels::repeats_any(&self.head, row) {
            return Class::Header;
        }
        if row.number == header.row + 1 && is_numbering(row) {
            return Class::Numbering;
        }
        let value = |field: Field| {
            header
                .columns
                .iter()
                .find(|(f, _)| *f == field)
                .and_then(|(_, column)| row.cell(*column))
        };
        let keys_filled =
            columns::of(header.list).filter(|c| c.required).all(|c| value(c.field).is_some());
        let dated = dates_of(header.list)
            .iter()
            .filter_map(|field| value(*field))
            .any(|date| dates::read(date, None).date.span().is_some());
        if (!keys_filled || filled.len() == 1 || header.list == ListKind::Branches)
            && !dated
            && totals::is_row_of_sums(header.list, self.used.first().copied(), row)
        {
            return Class::Total;
        }
        if !keys_filled || filled.len() == 1 {
            let texts: Vec<String> =
                row.cells.iter().take(3).map(|(_, value)| folded(&shown(value))).collect();
            let few = row.cells.len() <= 2;
            let after_gap = row.number > self.last + 1;
            if few
                && texts.first().is_some_and(|text| {
                    is_note(text, row.cells.len() == 1) || (after_gap && text.starts_with('*'))
                })
            {
                return Class::Footer;
            }
        }
        let wide = self.wide.contains(&row.number);
        if row.cells.len() == 1 {
            if wide && header.list != ListKind::Branches {
                return Class::Section;
            }
            if is_section(header, row, &value) {
                return self.lone(row);
            }
        } else if wide && !keys_filled {
            return Class::Unclear;
        }
        Class::Data
    }

    /// A single filled cell that is no entry: a heading, or text and numbers that belong to the rows above.
    fn lone(&self, row: RowRef<'_>) -> Class {
        let Some((column, value)) = row.cells.first() else { return Class::Blank };
        let directly = row.number == self.last + 1
            && matches!(self.last_class, Class::Data | Class::Continued);
        let is_first = self.used.first() == Some(&column);
        let kind = self
            .header
            .columns
            .iter()
            .find(|(_, c)| *c == column)
            .and_then(|(field, _)| columns::column(self.header.list, *field));
        // in the first column headings stand too; only a text above that was not finished goes on
        let above = self.below.data.last().and_then(|data| data.of(self.rows).cell(column));
        let goes_on = directly
            && kind.is_some_and(|kind| kind.kind == ColumnKind::Text && !kind.required)
            && above.is_some_and(|above| shown(above).ends_with([';', ',', '/', '+']));
        if is_first && goes_on {
            return Class::Continued;
        }
        let Some(kind) = kind.filter(|_| !is_first) else { return Class::Section };
        match (kind.kind, value) {
            (ColumnKind::Number, CellValue::Number(_)) => {
                if self.totals.is_sum(row) {
                    Class::Total
                } else {
                    Class::Unclear
                }
            }
            (ColumnKind::Text, CellValue::Text(_)) if directly && !kind.required => {
                if matches!(above, Some(CellValue::Text(_))) {
                    Class::Continued
                } else {
                    Class::Unclear
                }
            }
            (ColumnKind::Text | ColumnKind::Personal | ColumnKind::Status, _) if directly => {
                Class::Unclear
            }
            (
                ColumnKind::Text
                | ColumnKind::Date
                | ColumnKind::YesNo
                | ColumnKind::Number
                | ColumnKind::Postcode
                | ColumnKind::Branches
                | ColumnKind::Status
                | ColumnKind::Personal,
                _,
            ) => Class::Section,
        }
    }

    fn finish(mut self) -> Below {
        // headings that head nothing, set apart from the list, are notes below it
        if let Some(first) = self.trailing.iter().position(|after_gap| *after_gap) {
            let notes = u32::try_from(self.trailing.len() - first).unwrap_or(u32::MAX);
            if let Some(sections) = self.below.counts.get_mut(&Class::Section) {
                *sections = sections.saturating_sub(notes);
            }
            *self.below.counts.entry(Class::Footer).or_default() += notes;
            self.below.counts.retain(|_, n| *n > 0);
        }
        self.tell_merged();
        self.tell_continued();
        self.tell_hidden();
        self.tell_blank_below();
        self.below
    }

    fn tell_merged(&mut self) {
        for (at, rows) in std::mem::take(&mut self.merged).into_values() {
            let more = wording::count(rows as usize, "weitere Zeile", "weitere Zeilen");
            self.diagnostics.push(
                Diagnostic::new(
                    Code::MergedCells,
                    format!(
                        "In der Spalte {} stehen Werte in verbundenen Zellen; sie gelten auch für {more} darunter.",
                        crate::table::column_letters(at.column)
                    ),
                )
                .at(at)
                .help("Wenn ein Wert nur für die erste Zeile gilt: den Zellverbund in Excel aufheben."),
            );
        }
    }

    fn tell_continued(&mut self) {
        let Some((from, to, more)) = self.continued.take() else { return };
        let more = match more {
            0 => String::new(),
            1 => " Ebenso eine weitere Zeile des Blatts.".to_owned(),
            n => format!(" Ebenso {n} weitere Zeilen des Blatts."),
        };
        self.diagnostics.push(
            Diagnostic::new(
                Code::ContinuedRow,
                format!(
                    "Die Zeile führt nur den Text der Zeile darüber fort; er wurde an {} angehängt.{more}",
                    to.a1()
                ),
            )
            .at(from)
            .help("Ist die Zeile ein eigener Eintrag, die fehlenden Angaben ergänzen."),
        );
    }

    fn tell_hidden(&mut self) {
        let layout = &self.sheet.layout;
        let mut hidden: Vec<u32> = Vec::new();
        if !layout.hidden_rows.is_empty() {
            let mut ranges = layout.hidden_rows.clone();
            ranges.sort_unstable();
            let numbers = self.below.data.iter().map(|data| data.of(self.rows).number);
            hidden.extend(numbers.filter(|row| {
                let after = ranges.partition_point(|(first, _)| first <= row);
                after
                    .checked_sub(1)
                    .and_then(|i| ranges.get(i))
                    .is_some_and(|(_, last)| row <= last)
            }));
        }
        let columns: Vec<(Field, u16)> = self
            .header
            .columns
            .iter()
            .filter(|(_, column)| layout.is_hidden_column(*column))
            .copied()
            .collect();
        let mut sentences = Vec::new();
        let filter =
            if layout.filtered { "durch einen Filter ausgeblendet" } else { "ausgeblendet" };
        match hidden.as_slice() {
            [] => {}
            [one] => {
                sentences
                    .push(format!("Die Zeile {} ist {filter}; sie wurde mitgelesen.", one + 1));
            }
            rows => sentences.push(format!(
                "{} Zeilen sind {filter} ({}); sie wurden mitgelesen.",
                rows.len(),
                ranges(rows)
            )),
        }
        let named: Vec<String> = columns
            .iter()
            .map(|(field, column)| {
                let label = columns::column(self.header.list, *field).map_or("", |c| c.label);
                format!("{} („{label}“)", crate::table::column_letters(*column))
            })
            .collect();
        match named.as_slice() {
            [] => {}
            [one] => {
                sentences.push(format!("Die Spalte {one} ist ausgeblendet; sie wurde mitgelesen."));
            }
            several => sentences.push(format!(
                "Die Spalten {} sind ausgeblendet; sie wurden mitgelesen.",
                wording::list(several)
            )),
        }
        if sentences.is_empty() {
            return;
        }
        let at = match (hidden.first(), columns.first()) {
            (Some(row), _) => {
                let first = self.used.first().copied().unwrap_or_default();
                self.at(*row, first)
            }
            (None, Some((_, column))) => self.at(self.header.row, *column),
            (None, None) => return,
        };
        self.diagnostics.push(
            Diagnostic::new(Code::HiddenRows, sentences.join(" ")).at(at).help(if layout.filtered {
                "Den Filter aufheben und prüfen, ob die Zeilen zählen sollen; was nicht zählt, löschen oder als abgesagt \
                 eintragen."
            } else {
                "Einblenden und prüfen, ob sie zählen sollen; was nicht zählt, löschen oder als abgesagt eintragen."
            }),
        );
    }

    /// A key column filled only at the top of each group: one question for the column.
    fn tell_blank_below(&mut self) {
        for (field, column) in &self.header.columns {
            let Some(spec) = columns::column(self.header.list, *field) else { continue };
            let of_events = *field == Field::Branch && self.header.list == ListKind::Events;
            let is_key = spec.required && *field != Field::SentOn;
            if !is_key && !of_events {
                continue;
            }
            let Some(blank) = blank_below(self.rows, &self.below.data, *column, spec.required)
            else {
                continue;
            };
            let [first, .., last] = blank.as_slice() else { continue };
            let (first, last) = (self.at(*first, *column), self.at(*last, *column));
            self.below.group_columns.insert(*column);
            self.diagnostics.push(
                Diagnostic::new(
                    Code::BlankBelow,
                    format!(
                        "In der Spalte „{}“ steht der Wert nur in der ersten Zeile jeder Gruppe; {} Zellen darunter sind \
                         leer ({} bis {}). Ob er auch für sie gilt, wird nicht geraten; die Angabe gilt dort als \
                         unbekannt.",
                        spec.label,
                        blank.len(),
                        first.a1(),
                        last.a1(),
                    ),
                )
                .at(first)
                .expected(format!("in jeder Zeile: {}", spec.meaning))
                .help("Den Wert in jede Zeile schreiben."),
            );
        }
    }
}

/// The rows whose cell of the column is blank below a value, where that looks like groups; `None` where it does not.
fn blank_below(rows: &Rows, data: &[DataRow], column: u16, required: bool) -> Option<Vec<u32>> {
    let mut blank = Vec::new();
    let mut values = BTreeSet::new();
    let mut repeated = false;
    for (index, data) in data.iter().enumerate() {
        let row = data.of(rows);
        match row.cell(column) {
            None if index == 0 => return None,
            None => blank.push(row.number),
            Some(value) if !required => repeated |= !values.insert(folded(&shown(value))),
            Some(_) => {}
        }
    }
    // of single gaps each is told by itself; where a value comes back, blanks are no groups
    let grouped = blank.len() >= 2
        && blank.len() * if required { 3 } else { 2 } >= data.len()
        && !repeated
        && (required || values.len() >= 2);
    grouped.then_some(blank)
}

/// „9–20, 25“, one-based; at most five stretches.
fn ranges(rows: &[u32]) -> String {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for row in rows {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == *row => *last = *row,
            _ => ranges.push((*row, *row)),
        }
    }
    let mut texts: Vec<String> = ranges
        .iter()
        .take(5)
        .map(|(first, last)| {
            if first == last {
                format!("{}", first + 1)
            } else {
                format!("{}–{}", first + 1, last + 1)
            }
        })
        .collect();
    if ranges.len() > 5 {
        texts.push("…".to_owned());
    }
    texts.join(", ")
}

fn is_numbering(row: RowRef<'_>) -> bool {
    row.cells.len() >= 3
        && row.cells.iter().zip(1_u32..).all(|((_, value), expected)| {
            shown(value).trim_matches(|c| matches!(c, '(' | ')' | '.')) == expected.to_string()
        })
}

/// The columns that say when an entry was.
fn dates_of(list: ListKind) -> &'static [Field] {
    match list {
        ListKind::Events | ListKind::Papers | ListKind::Statements => &[Field::Date],
        ListKind::Measures => &[Field::Begin],
        ListKind::Dispatches => &[Field::SentOn],
        ListKind::Branches | ListKind::Exceptions | ListKind::Findings => &[],
    }
}

/// A note below a list. With a second cell beside it only the bare word is one: „Hinweis auf die Wahl | KV Gotha“ is an entry.
fn is_note(text: &str, alone: bool) -> bool {
    if text.starts_with('©') {
        return true;
    }
    let end = text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len());
    let (first, rest) = text.split_at(end);
    let known = matches!(
        first,
        "quelle"
            | "legende"
            | "fussnote"
            | "erlaeuterung"
            | "erlaeuterungen"
            | "hinweis"
            | "hinweise"
            | "stand"
    );
    if !known {
        return false;
    }
    if !alone {
        return rest.chars().all(|c| !c.is_alphanumeric());
    }
    // „Stand am Markt 3“ is an event
    let rest = rest.trim_start();
    first != "stand" || rest.starts_with(':') && rest.chars().any(|c| c.is_ascii_digit()) || {
        let day = ["vom ", "zum ", "per ", "am "]
            .iter()
            .find_map(|word| rest.strip_prefix(word))
            .unwrap_or(rest);
        let reading = dates::read_text(day, None);
        reading.date.span().is_some() || reading.remarks == [dates::Remark::NoYear]
    }
}

/// One filled cell alone in its row is a heading, unless it is all a row needs.
fn is_section<'r>(
    header: &Header,
    row: RowRef<'_>,
    value: &impl Fn(Field) -> Option<&'r CellValue>,
) -> bool {
    if header.columns.len() + header.bodies.len() < 2 {
        return false;
    }
    match header.list {
        ListKind::Branches => match value(Field::Branch) {
            // „KV Gotha“ with nothing else is a branch; „Kreisverbände“ or „Südthüringen“ is a heading
            Some(name) => {
                let name = shown(name);
                BranchKind::from_word(&name).is_some() || split_kind(&name).0.is_none()
            }
            None => true,
        },
        ListKind::Events | ListKind::Papers | ListKind::Measures => {
            let date = value(Field::Date).or_else(|| value(Field::Begin));
            !date.is_some_and(|date| {
                matches!(dates::read(date, None).date, DateReading::Dated { span, .. } if span.exact)
            })
        }
        ListKind::Dispatches | ListKind::Statements | ListKind::Exceptions | ListKind::Findings => {
            let first_key = columns::of(header.list).find(|c| c.required).map(|c| c.field);
            // an exception may consist of nothing but its requirement
            let lone_key = matches!(
                header.list,
                ListKind::Exceptions | ListKind::Findings | ListKind::Statements
            ) && first_key.is_some_and(|field| value(field).is_some());
            let _ = row;
            !lone_key
        }
    }
}
