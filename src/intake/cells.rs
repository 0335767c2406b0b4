//! Rows of a recognised sheet to entries: each cell by its column's kind, each doubt a message with its cell.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};

use super::columns::{self, ColumnKind};
use super::damage::Garbled;
use super::header::Header;
use super::names::{Named, Names};
use super::reader::{label_above, quoted};
use super::rows::DataRow;
use super::sections::{self, Context, Section};
use super::status;
use super::values::{self, Texts};
use super::{date_cells, dates, value_cells};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::domain::{
    AsOf, Aside, BodyCell, DateReading, Entry, EntryCell, Field, ListKind, Mention, SheetColumns,
    Span, StatusWord, Tri, When,
};
use crate::resolution::{EvidenceKind, Resolution};
use crate::table::{CellRef, CellValue, RowRef, Rows};
use crate::wording;

/// A recognised sheet with its data rows.
pub(super) struct Sheet<'t> {
    pub(super) columns: Arc<SheetColumns>,
    pub(super) header: Header,
    pub(super) list_rows: Cow<'t, Rows>,
    /// Which of them are data.
    pub(super) data: Vec<DataRow>,
    /// The headings between the rows.
    pub(super) sections: Vec<Section>,
    /// Columns filled only at the top of each group: asked about once (D404).
    pub(super) group_columns: BTreeSet<u16>,
    /// Place of its entry in the reports.
    pub(super) report: usize,
    /// The one year the sheet's or file's name tells.
    pub(super) default_year: Option<i32>,
    /// The book counts its days from 1904.
    pub(super) from_1904: bool,
    /// The sheet of the register that speaks for whole batches of letters: no list of its own.
    pub(super) of_batches: bool,
}

impl Sheet<'_> {
    pub(super) fn list(&self) -> ListKind {
        self.columns.list
    }

    /// Its rows of data, with what stands elsewhere.
    pub(super) fn rows(&self) -> impl Iterator<Item = RowRef<'_>> {
        self.data.iter().map(|data| data.of(&self.list_rows))
    }
}

/// Shown for a formula whose result the file does not hold: no word, no date, no name.
pub(super) const NO_RESULT: &str = "(Formel ohne Ergebnis)";

pub(super) struct CellReader<'a, 't> {
    pub(super) diagnostics: &'a mut Diagnostics,
    resolution: &'a Resolution,
    pub(super) texts: &'a mut Texts,
    pub(super) names: &'a Names,
    pub(super) sheet: &'a Sheet<'t>,
    /// Notes told once per column.
    notes: BTreeMap<(Code, u16), Note>,
    /// First and last day that is believable.
    pub(super) earliest: Option<NaiveDate>,
    pub(super) latest: Option<NaiveDate>,
    /// Kinds of event of which a criterion asks the weekday.
    pub(super) need_days: Vec<Arc<EvidenceKind>>,
    /// The days of the list's own date column, for their order.
    pub(super) days: Vec<(u32, u16, NaiveDate)>,
    /// What the date cell of the current row says about its state.
    pub(super) beside: Option<StatusWord>,
    /// Number columns that hold „12,50“, as far as asked for.
    pub(super) decimals: BTreeMap<u16, bool>,
    pub(super) garbled: Garbled,
    /// What each heading says for the rows below it.
    pub(super) contexts: Vec<Context>,
    /// The year for dates of the row that name none, and where it comes from if not from a name.
    pub(super) year: (Option<i32>, Option<String>),
    /// The branch of the row comes from a heading that may have ended.
    pub(super) doubtful: bool,
    /// What headings gave: first one, its text, how many rows.
    pub(super) headings: BTreeMap<Field, (CellRef, String, usize)>,
    /// Headings below which a row names its branch itself.
    pub(super) named_below: Option<u32>,
    pub(super) told_headings: BTreeSet<usize>,
    pub(super) told_several: BTreeSet<String>,
}

/// The first cell of a column a note is about, what was done there, and how many more there are.
struct Note {
    diagnostic: Diagnostic,
    more: usize,
}

/// The entries of a dated list, and how many rows could not be used.
pub(super) fn entries(reader: &mut CellReader<'_, '_>) -> (Vec<Entry>, usize) {
    let (mut entries, mut unused) = (Vec::with_capacity(reader.sheet.data.len()), 0);
    let sheet = reader.sheet;
    for row in &sheet.data {
        let mut entry = reader.entry(row);
        if !reader.complete(&entry) {
            unused += 1;
            continue;
        }
        entry.when = reader.when(&entry);
        entry.status = reader.status(&entry);
        let branches = reader.branches(&entry);
        entry.branches = reader.texts.branches(branches);
        if row.struck {
            reader.struck(&mut entry);
        }
        reader.month_only(&entry);
        entries.push(entry);
    }
    (entries, unused)
}

impl<'a, 't> CellReader<'a, 't> {
    pub(super) fn new(
        diagnostics: &'a mut Diagnostics,
        resolution: &'a Resolution,
        as_of: AsOf,
        texts: &'a mut Texts,
        names: &'a Names,
        sheet: &'a Sheet<'t>,
    ) -> Self {
        let is_body = |text: &str| is_body(resolution, text);
        let (earliest, latest) = date_cells::believable(as_of.0);
        let need_days = if sheet.list() == ListKind::Events {
            date_cells::evidence_by_weekday(resolution)
        } else {
            Vec::new()
        };
        Self {
            diagnostics,
            resolution,
            texts,
            names,
            sheet,
            notes: BTreeMap::new(),
            earliest,
            latest,
            need_days,
            days: Vec::new(),
            beside: None,
            decimals: BTreeMap::new(),
            garbled: Garbled::default(),
            contexts: sections::contexts(sheet.list(), &sheet.sections, names, is_body),
            year: (sheet.default_year, None),
            doubtful: false,
            headings: BTreeMap::new(),
            named_below: None,
            told_headings: BTreeSet::new(),
            told_several: BTreeSet::new(),
        }
    }

    pub(super) fn at(&self, row: u32, column: u16) -> CellRef {
        CellRef::new(&self.sheet.columns.source, row, column)
    }

    fn tell(&mut self, code: Code, at: CellRef, message: String, help: &str) {
        self.diagnostics.push(Diagnostic::new(code, message).at(at).help(help));
    }

    /// A note that may come for every row: told once per column, with the number of others.
    pub(super) fn note(
        &mut self,
        code: Code,
        at: CellRef,
        message: String,
        found: Option<&str>,
        expected: &str,
    ) {
        let column = at.column;
        self.notes.entry((code, column)).and_modify(|note| note.more += 1).or_insert_with(|| {
            let help = if code == Code::YearAdded {
                "Das Jahr dazuschreiben, z. B. 05.03.2024."
            } else if code == Code::NumberWithText {
                "Nur die Zahl eintragen, wenn mit ihr gerechnet werden soll."
            } else {
                code.explanation()
            };
            let mut diagnostic =
                Diagnostic::new(code, message).at(at).expected(expected).help(help);
            diagnostic.found = found.map(str::to_owned);
            Note { diagnostic, more: 0 }
        });
    }

    /// Pushes what is told once per column or sheet.
    pub(super) fn finish(mut self) {
        self.tell_headings();
        self.years_in_order();
        self.umlauts();
        for Note { mut diagnostic, more } in self.notes.into_values() {
            match more {
                0 => {}
                1 => diagnostic.message.push_str(" Ebenso in einer weiteren Zelle der Spalte."),
                n => {
                    let others = format!(" Ebenso in {n} weiteren Zellen der Spalte.");
                    diagnostic.message.push_str(&others);
                }
            }
            self.diagnostics.push(diagnostic);
        }
    }

    /// All recognised cells of a row; date, status and branches are still to be taken from them.
    pub(super) fn entry(&mut self, data: &DataRow) -> Entry {
        let sheet = self.sheet;
        let row = data.of(&sheet.list_rows);
        self.year = self.year_above(data);
        self.beside = None;
        let first_year = self.first_year(row);
        // half a million rows: no room that stays empty
        let of_bodies = sheet.header.bodies.len();
        let mut cells = Vec::with_capacity(row.cells.len().saturating_sub(of_bodies));
        let combined = &sheet.header.combined;
        for (field, column) in &sheet.columns.columns {
            let Some(value) = row.cell(*column) else { continue };
            if combined.iter().any(|(c, _)| c == column) {
                continue;
            }
            cells.extend(self.cell(*field, row, *column, value, first_year));
        }
        for (column, kind) in combined {
            self.combined(row, *column, kind, &mut cells);
        }
        if !combined.is_empty() {
            cells.sort_by_key(|cell| cell.column);
        }
        self.town_beside_postcode(row, &mut cells);
        let inherited = self.take_over(data, &mut cells);
        let aside =
            (!inherited.is_empty()).then(|| Box::new(Aside { inherited, ..Aside::default() }));
        // not collected: that would keep the room of the larger cells
        let mut shared = Vec::with_capacity(cells.len());
        shared.extend(cells.into_iter().map(|cell| self.texts.cell(cell)));
        let bodies = self.bodies(row);
        let first_column = row.cells.first().map_or(0, |(column, _)| column);
        Entry {
            sheet: Arc::clone(&sheet.columns),
            row: row.number,
            first_column,
            cells: shared,
            bodies,
            when: When::Undated,
            status: StatusWord::None,
            branches: Arc::default(),
            aside,
        }
    }

    /// The year of the first day: „bis 05.05.“ is in the year of „Datum“. Only asked for where an end is written.
    fn first_year(&self, row: RowRef<'_>) -> Option<i32> {
        let column = |field| self.sheet.columns.column(field);
        let end = column(Field::DateTo).or_else(|| column(Field::End))?;
        row.cell(end)?;
        let begin = column(Field::Date).or_else(|| column(Field::Begin))?;
        let reading = dates::read_in(row.cell(begin)?, self.year.0, self.sheet.from_1904);
        reading.date.span().map(|span| span.to.year())
    }

    pub(super) fn cell(
        &mut self,
        field: Field,
        row: RowRef<'_>,
        column: u16,
        value: &CellValue,
        first_year: Option<i32>,
    ) -> Option<EntryCell> {
        let list = self.sheet.list();
        let kind = columns::column(list, field).map_or(ColumnKind::Personal, |c| c.kind);
        let at = self.at(row.number, column);
        if let Some(text) = self.faulty(value, &at, kind) {
            // the fault is no empty cell: it leaves open what stands there, except in a name or an address, which it would spoil
            let date =
                if kind == ColumnKind::Date { DateReading::Unreadable } else { DateReading::Empty };
            let spoils = match kind {
                ColumnKind::Personal | ColumnKind::Postcode => true,
                ColumnKind::Text | ColumnKind::Branches => list == ListKind::Branches,
                ColumnKind::Date | ColumnKind::YesNo | ColumnKind::Number | ColumnKind::Status => {
                    false
                }
            };
            return (!spoils).then(|| EntryCell::dated(field, column, text, date));
        }
        let mut text = self.texts.of(value)?;
        let mut cut_off = false;
        if let CellValue::Text(raw) = value {
            cut_off = self.look_over(kind, &at, raw);
        }
        let mut date = DateReading::Empty;
        match kind {
            ColumnKind::Date => date = self.date(field, &at, value, first_year),
            ColumnKind::YesNo => self.flag(at, value, &text),
            ColumnKind::Postcode => text = self.postcode(at, &text, row),
            ColumnKind::Number => self.number(at, value, &text),
            ColumnKind::Personal => text = self.personal(field, at, text)?,
            ColumnKind::Text | ColumnKind::Branches | ColumnKind::Status => {}
        }
        Some(EntryCell { field, column, text, date, cut_off })
    }

    /// The text standing for an error value or a formula without result; tells about it.
    fn faulty(&mut self, value: &CellValue, at: &CellRef, kind: ColumnKind) -> Option<Arc<str>> {
        let expected = value_cells::expected(kind);
        let error = match value {
            CellValue::Error(error) => error.clone(),
            CellValue::Text(text) if values::is_error_text(text.trim()) => text.trim().to_owned(),
            CellValue::FormulaWithoutValue => {
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::NoFormulaResult,
                        "Die Formel in dieser Zelle hat in der Datei kein gespeichertes Ergebnis; die Angabe gilt als unbekannt.",
                    )
                    .at(at.clone())
                    .expected(expected)
                    .help("Die Datei in Excel öffnen und speichern."),
                );
                return Some(self.texts.share(NO_RESULT));
            }
            CellValue::Text(_)
            | CellValue::Number(_)
            | CellValue::Bool(_)
            | CellValue::Date(_)
            | CellValue::Month(_)
            | CellValue::DateTime(_)
            | CellValue::Time(_)
            | CellValue::Duration(_) => return None,
        };
        self.diagnostics.push(
            Diagnostic::new(
                Code::ErrorCell,
                format!("Die Zelle enthält den Excel-Fehlerwert „{error}“; die Angabe gilt als unbekannt."),
            )
            .at(at.clone())
            .found(&error)
            .expected(expected)
            .help("Die Formel berichtigen oder den Wert eintippen."),
        );
        Some(self.texts.share(&error))
    }

    fn bodies(&mut self, row: RowRef<'_>) -> Arc<Vec<BodyCell>> {
        let sheet = self.sheet;
        let mut bodies = Vec::with_capacity(sheet.header.bodies.len());
        for (body, column) in &sheet.header.bodies {
            let Some(value) = row.cell(*column) else { continue };
            let at = self.at(row.number, *column);
            let reports = sheet.header.reporters.contains(column);
            let (text, present) = if let Some(text) = self.faulty(value, &at, ColumnKind::YesNo) {
                (text, Tri::Unknown)
            } else {
                let Some(text) = self.texts.of(value) else { continue };
                let present = match values::yes_no(&text) {
                    Some(present) => present,
                    // whoever reports is named: a yes once the event was held
                    None if reports && names_somebody(&text) => Tri::Yes,
                    None if reports => Tri::Unknown,
                    None if values::is_wingdings(&text) => {
                        self.wingdings(at, &text);
                        Tri::Unknown
                    }
                    None => {
                        self.diagnostics.push(
                            Diagnostic::new(
                                Code::UnclearFlag,
                                "Ob das Gremium vertreten war, ist hier weder mit ja noch mit nein ausgefüllt; die Angabe gilt als unbekannt.",
                            )
                            .at(at)
                            .expected(value_cells::expected(ColumnKind::YesNo))
                            .help("Mit ja oder nein ausfüllen; Namen nur in einer Spalte „berichtet für …“."),
                        );
                        Tri::Unknown
                    }
                };
                (text, present)
            };
            bodies.push(BodyCell { body: Arc::clone(body), column: *column, text, present });
        }
        self.texts.bodies(bodies)
    }

    /// Whether the row can be used; tells which cell it lacks.
    fn complete(&mut self, entry: &Entry) -> bool {
        let list = entry.list();
        let mut usable = true;
        // a letter that went out is not written again, whichever it was and whoever got it
        let written = list == ListKind::Dispatches
            && [Field::SentOn, Field::CreatedOn]
                .into_iter()
                .any(|field| entry.cell(field).is_some())
            && [Field::Letter, Field::Recipient]
                .into_iter()
                .any(|field| entry.cell(field).is_some());
        let dated = matches!(list, ListKind::Events | ListKind::Measures | ListKind::Papers);
        for column in columns::of(list).filter(|column| column.required) {
            // without „versandt am“ a letter is a draft
            if entry.cell(column.field).is_some() || column.field == Field::SentOn {
                continue;
            }
            let Some(at) = entry.at(column.field) else { continue };
            if self.sheet.group_columns.contains(&at.column) {
                usable &= dated || written;
                continue;
            }
            let what = label_above(self.sheet, column.field);
            let effect = match (dated, columns::column(list, column.field).map(|c| c.kind)) {
                (true, Some(ColumnKind::Date)) => "ihr Tag gilt als unbekannt",
                (true, _) => "wofür sie zählt, ist unbekannt",
                (false, _) if written && column.field == Field::Letter => {
                    "bis zur Klärung wird an diesen Empfänger nichts geschrieben, was es gewesen sein kann"
                }
                (false, _) if written => {
                    "bis zur Klärung wird dieser Brief an niemanden geschrieben, der ihn schon haben kann"
                }
                (false, _) => "sie wurde nicht verwendet",
            };
            usable &= dated || written;
            self.tell(
                Code::IncompleteRow,
                at,
                format!("In der Zeile fehlt die Angabe „{what}“; {effect}."),
                "Die Angabe ergänzen.",
            );
        }
        usable
    }

    fn when(&mut self, entry: &Entry) -> When {
        let (from, to) = match entry.list() {
            ListKind::Events => (Field::Date, Some(Field::DateTo)),
            ListKind::Measures => (Field::Begin, Some(Field::End)),
            ListKind::Papers | ListKind::Statements => (Field::Date, None),
            ListKind::Dispatches => (Field::SentOn, None),
            ListKind::Branches | ListKind::Exceptions | ListKind::Findings => return When::Undated,
        };
        let DateReading::Dated { span, weekday_contradicts } = *entry.date(from) else {
            return When::Undated;
        };
        let begin = When::Dated { span, weekday_contradicts };
        let Some(end_field) = to else { return begin };
        match *entry.date(end_field) {
            DateReading::Empty | DateReading::Open => begin,
            DateReading::Unreadable => When::Undated,
            DateReading::Dated { span: end, weekday_contradicts: also } => {
                if end.to < span.from {
                    let at = entry.at(end_field).unwrap_or_else(|| entry.first_cell());
                    let text = entry.text(end_field).unwrap_or_default().to_owned();
                    self.diagnostics.push(
                        Diagnostic::new(
                            Code::EndBeforeBegin,
                            format!(
                                "Das Ende („{text}“) liegt vor dem Beginn („{}“); der Tag gilt als unbekannt.",
                                entry.text(from).unwrap_or_default()
                            ),
                        )
                        .at(at)
                        .found(text)
                        .expected("ein Ende nach dem Beginn, z. B. 05.05.2024")
                        .help("Beginn und Ende prüfen."),
                    );
                    return When::Undated;
                }
                When::Dated {
                    span: Span {
                        from: span.from,
                        to: end.to.max(span.to),
                        exact: span.exact && end.exact,
                    },
                    weekday_contradicts: weekday_contradicts || also,
                }
            }
        }
    }

    fn status(&mut self, entry: &Entry) -> StatusWord {
        let beside = self.beside.take();
        let Some(cell) = entry.cell(Field::Status) else {
            return beside.unwrap_or(StatusWord::None);
        };
        let word = status::read(&cell.text, entry.when.span());
        let expected = value_cells::expected(ColumnKind::Status);
        let text = || quoted(&CellValue::Text(Arc::clone(&cell.text)));
        match (beside, &word) {
            (None, _) | (Some(StatusWord::Postponed(None)), StatusWord::Postponed(_)) => {}
            (Some(beside), StatusWord::None) => return beside,
            (Some(beside @ StatusWord::Postponed(_)), StatusWord::Postponed(None)) => {
                return beside;
            }
            (Some(beside), word) if beside == *word => {}
            (Some(_), _) => {
                let text = text();
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::UnknownStatus,
                        format!("Neben dem Datum steht ein anderer Stand als „{text}“ in der Spalte Status; ob die Zeile zählt, bleibt offen."),
                    )
                    .at(entry.cell_at(cell.column))
                    .found(text)
                    .expected(expected)
                    .help("Den Stand nur in der Spalte Status eintragen."),
                );
                return StatusWord::Unrecognised;
            }
        }
        if word == StatusWord::Unrecognised
            && !values::is_error_text(&cell.text)
            && &*cell.text != NO_RESULT
        {
            let text = text();
            self.diagnostics.push(
                Diagnostic::new(
                    Code::UnknownStatus,
                    format!("Das Statuswort „{text}“ ist nicht bekannt; ob die Zeile zählt, bleibt offen."),
                )
                .at(entry.cell_at(cell.column))
                .found(text)
                .expected(expected)
                .help("Eines der Wörter geplant, angeboten, durchgeführt, verschoben auf …, abgesagt eintragen."),
            );
        }
        word
    }

    fn branches(&mut self, entry: &Entry) -> Vec<Mention> {
        let field = match entry.list() {
            ListKind::Events | ListKind::Measures | ListKind::Exceptions => Field::Branch,
            ListKind::Dispatches => Field::Recipient,
            ListKind::Branches | ListKind::Papers | ListKind::Statements | ListKind::Findings => {
                return Vec::new();
            }
        };
        let Some(cell) = entry.cell(field) else { return Vec::new() };
        let names = self.names;
        // a body whose name holds a separator is one recipient
        if self.is_body(&cell.text) {
            return vec![Mention::Unknown(Arc::clone(&cell.text))];
        }
        let named = names.mentions(&cell.text);
        let known = |named: &Named| matches!(named, Named::One(_) | Named::Ambiguous(_));
        let of_heading = Self::is_of_heading(cell.column);
        // separated by semicolons, as the handbook has it, there is nothing to tell
        let as_agreed = cell.text.split([';', '\n']).count() >= named.len();
        if !of_heading && !as_agreed && named.iter().filter(|(_, named)| known(named)).count() > 1 {
            let text = quoted(&CellValue::Text(Arc::clone(&cell.text)));
            let message = format!(
                "Die Zelle nennt mehrere Verbände („{text}“); die Zeile zählt für jeden davon."
            );
            self.note(
                Code::SeveralBranches,
                entry.cell_at(cell.column),
                message,
                Some(&text),
                "ein Verband oder mehrere, mit Semikolon getrennt, z. B. KV Gotha; KV Jena",
            );
        }
        let mut mentions = Vec::with_capacity(named.len());
        for (text, named) in named {
            match named {
                Named::One(id) => mentions.push(Mention::Branch(id)),
                Named::All => mentions.push(Mention::All),
                Named::These(ids) => mentions.extend(ids.into_iter().map(Mention::Branch)),
                Named::Ambiguous(ids) => {
                    self.ambiguous(entry.cell_at(cell.column), text);
                    mentions.push(Mention::Ambiguous(ids));
                }
                Named::NoBranch => mentions.push(Mention::NoBranch(self.texts.share(text))),
                Named::Unknown => {
                    if !self.is_body(text) && !values::is_error_text(text) && text != NO_RESULT {
                        self.unknown_branch(entry.cell_at(cell.column), text);
                    }
                    mentions.push(Mention::Unknown(self.texts.share(text)));
                }
            }
        }
        if of_heading { self.of_heading(entry, mentions) } else { mentions }
    }

    fn is_body(&self, text: &str) -> bool {
        is_body(self.resolution, text)
    }

    fn ambiguous(&mut self, at: CellRef, text: &str) {
        self.diagnostics.push(
            Diagnostic::new(
                Code::AmbiguousBranch,
                format!("„{text}“ kann mehrere Verbände meinen; die Zeile wird keinem sicher zugerechnet."),
            )
            .at(at)
            .found(text)
            .help(if super::names::is_one_name(text) {
                format!(
                    "Den Typ davorschreiben: „KV {text}“ oder „SV {text}“; oder in Entscheidungen.xlsx, Blatt „Namen“, auswählen."
                )
            } else {
                "Jeden Verband mit Typ und Namen schreiben, mehrere mit Semikolon getrennt.".to_owned()
            }),
        );
    }

    fn unknown_branch(&mut self, at: CellRef, text: &str) {
        if self.names.is_empty() {
            // told once for all: there is no list of branches
            let message = "Es gibt keine Verbandsliste; welcher Verband gemeint ist, bleibt offen."
                .to_owned();
            return self.note(
                Code::UnknownBranch,
                at,
                message,
                None,
                "der Name eines Verbands, z. B. KV Gotha",
            );
        }
        let help = self.names.nearest_names(text);
        let help = if help.is_empty() {
            "Die Schreibweise berichtigen oder den Verband in die Verbandsliste eintragen."
                .to_owned()
        } else {
            format!(
                "Meinten Sie {}? Dann in Entscheidungen.xlsx, Blatt „Namen“, auswählen; sonst die Schreibweise berichtigen oder den Verband in die Verbandsliste eintragen.",
                wording::alternatives(&help)
            )
        };
        self.diagnostics.push(
            Diagnostic::new(
                Code::UnknownBranch,
                format!("„{text}“ steht nicht in der Verbandsliste."),
            )
            .at(at)
            .found(text)
            .help(help),
        );
    }
}

fn is_body(resolution: &Resolution, text: &str) -> bool {
    let words = crate::matching::words(text);
    resolution.bodies.iter().any(|body| body.names.iter().any(|phrase| phrase.is_words(&words)))
}

/// A name, not a sign for „nobody yet“.
pub(crate) fn names_somebody(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphabetic()).count() >= 2
        && !matches!(
            crate::matching::normal(text).as_str(),
            "n n"
                | "nn"
                | "offen"
                | "noch offen"
                | "niemand"
                | "tba"
                | "tbd"
                | "unklar"
                | "keine"
                | "keiner"
                | "abgesagt"
                | "entschuldigt"
                | "entfällt"
        )
}
