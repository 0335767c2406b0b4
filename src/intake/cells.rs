//! Rows of a recognised sheet to entries: each cell by its column's kind, each doubt a message with its cell.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{Datelike, Months};

use super::columns::{self, ColumnKind};
use super::dates::{self, Reading, Remark};
use super::header::Header;
use super::names::{Named, Names};
use super::reader::{label_above, quoted};
use super::rows::DataRow;
use super::sections::{self, Context, Section};
use super::status;
use super::values::{self, Postcode, Texts};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::domain::{
    AsOf, BodyCell, DateReading, Entry, EntryCell, Field, ListKind, Mention, SheetColumns, Span,
    StatusWord, Tri, When,
};
use crate::resolution::Resolution;
use crate::table::{CellRef, CellValue, Row};
use crate::wording;

/// A recognised sheet with its data rows.
pub(super) struct Sheet<'t> {
    pub(super) columns: Arc<SheetColumns>,
    pub(super) header: Header,
    pub(super) rows: Vec<DataRow<'t>>,
    /// The headings between the rows.
    pub(super) sections: Vec<Section>,
    /// Columns filled only at the top of each group: asked about once (D404).
    pub(super) group_columns: BTreeSet<u16>,
    /// Place of its entry in the reports.
    pub(super) report: usize,
    /// The one year the sheet's or file's name tells.
    pub(super) default_year: Option<i32>,
}

impl Sheet<'_> {
    pub(super) fn list(&self) -> ListKind {
        self.columns.list
    }
}

/// Shown for a formula whose result the file does not hold: no word, no date, no name.
const NO_RESULT: &str = "(Formel ohne Ergebnis)";

pub(super) struct CellReader<'a, 't> {
    pub(super) diagnostics: &'a mut Diagnostics,
    resolution: &'a Resolution,
    as_of: AsOf,
    pub(super) texts: &'a mut Texts,
    pub(super) names: &'a Names,
    pub(super) sheet: &'a Sheet<'t>,
    /// Notes told once per column: first cell, what was done there, how many more.
    notes: BTreeMap<(Code, u16), (CellRef, String, usize)>,
    /// What each heading says for the rows below it.
    pub(super) contexts: Vec<Context>,
    /// The year for dates of the row that name none, and where it comes from if not from a name.
    year: (Option<i32>, Option<String>),
    /// The branch of the row comes from a heading that may have ended.
    pub(super) doubtful: bool,
    /// What headings gave: first one, its text, how many rows.
    pub(super) headings: BTreeMap<Field, (CellRef, String, usize)>,
    pub(super) told_headings: BTreeSet<usize>,
    pub(super) told_several: BTreeSet<String>,
}

/// The entries of a dated list, and how many rows could not be used.
pub(super) fn entries(reader: &mut CellReader<'_, '_>) -> (Vec<Entry>, usize) {
    let (mut entries, mut unused) = (Vec::with_capacity(reader.sheet.rows.len()), 0);
    let sheet = reader.sheet;
    for row in &sheet.rows {
        let mut entry = reader.entry(row);
        if !reader.complete(&entry) {
            unused += 1;
            continue;
        }
        entry.when = reader.when(&entry);
        entry.status = reader.status(&entry);
        entry.branches = reader.branches(&entry);
        if row.struck {
            reader.struck(&mut entry);
        }
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
        Self {
            contexts: sections::contexts(sheet.list(), &sheet.sections, names, is_body),
            diagnostics,
            resolution,
            as_of,
            texts,
            names,
            sheet,
            notes: BTreeMap::new(),
            year: (sheet.default_year, None),
            doubtful: false,
            headings: BTreeMap::new(),
            told_headings: BTreeSet::new(),
            told_several: BTreeSet::new(),
        }
    }

    fn at(&self, row: u32, column: u16) -> CellRef {
        CellRef::new(&self.sheet.columns.source, row, column)
    }

    fn tell(&mut self, code: Code, at: CellRef, message: String, help: &str) {
        self.diagnostics.push(Diagnostic::new(code, message).at(at).help(help));
    }

    /// A note that may come for every row: told once per column, with the number of others.
    fn note(&mut self, code: Code, at: CellRef, message: String) {
        self.notes
            .entry((code, at.column))
            .and_modify(|(_, _, more)| *more += 1)
            .or_insert((at, message, 0));
    }

    /// Pushes the collected notes of the sheet.
    pub(super) fn finish(mut self) {
        self.tell_headings();
        for ((code, _), (at, message, more)) in self.notes {
            let message = match more {
                0 => message,
                1 => format!("{message} Ebenso in einer weiteren Zelle der Spalte."),
                n => format!("{message} Ebenso in {n} weiteren Zellen der Spalte."),
            };
            self.diagnostics.push(Diagnostic::new(code, message).at(at).help(code.explanation()));
        }
    }

    /// All recognised cells of a row; date, status and branches are still to be taken from them.
    pub(super) fn entry(&mut self, data: &DataRow<'_>) -> Entry {
        let sheet = self.sheet;
        let row: &Row = &data.row;
        self.year = self.year_above(data);
        let default_year = self.year.0;
        // „bis 05.05.“ is in the year of „Datum“
        let first_year = [Field::Date, Field::Begin]
            .iter()
            .find_map(|field| sheet.columns.column(*field))
            .and_then(|column| row.cell(column))
            .and_then(|value| dates::read(value, default_year).date.span())
            .map(|span| span.to.year());
        let mut cells = Vec::with_capacity(row.cells.len());
        for (field, column) in &sheet.columns.columns {
            let Some(value) = row.cell(*column) else { continue };
            if let Some(cell) = self.cell(*field, row.number, *column, value, first_year) {
                cells.push(cell);
            }
        }
        self.town_beside_postcode(row, &mut cells);
        let inherited = self.take_over(data, &mut cells);
        let bodies = self.bodies(row);
        let first_column = row.cells.first().map_or(0, |(column, _)| *column);
        Entry {
            sheet: Arc::clone(&sheet.columns),
            row: row.number,
            first_column,
            cells,
            bodies,
            when: When::Undated,
            status: StatusWord::None,
            branches: Vec::new(),
            inherited,
        }
    }

    fn cell(
        &mut self,
        field: Field,
        row: u32,
        column: u16,
        value: &CellValue,
        first_year: Option<i32>,
    ) -> Option<EntryCell> {
        let kind =
            columns::column(self.sheet.list(), field).map_or(ColumnKind::Personal, |c| c.kind);
        let at = self.at(row, column);
        if let Some(text) = self.faulty(value, &at) {
            // the fault is no empty cell: it leaves open what stands there, except in an address, which it would spoil
            let date =
                if kind == ColumnKind::Date { DateReading::Unreadable } else { DateReading::Empty };
            return (!matches!(kind, ColumnKind::Personal | ColumnKind::Postcode))
                .then_some(EntryCell { field, column, text, date });
        }
        let mut text = self.texts.of(value)?;
        let mut date = DateReading::Empty;
        match kind {
            ColumnKind::Date => date = self.date(field, &at, value, first_year),
            ColumnKind::YesNo if values::yes_no(&text).is_none() => self.unclear_flag(at, value),
            ColumnKind::Postcode => text = self.postcode(at, &text),
            ColumnKind::Text
            | ColumnKind::YesNo
            | ColumnKind::Number
            | ColumnKind::Branches
            | ColumnKind::Status
            | ColumnKind::Personal => {}
        }
        Some(EntryCell { field, column, text, date })
    }

    /// The text standing for an error value or a formula without result; tells about it.
    fn faulty(&mut self, value: &CellValue, at: &CellRef) -> Option<Arc<str>> {
        let error = match value {
            CellValue::Error(error) => error.clone(),
            CellValue::Text(text) if values::is_error_text(text.trim()) => text.trim().to_owned(),
            CellValue::FormulaWithoutValue => {
                self.tell(
                    Code::NoFormulaResult,
                    at.clone(),
                    "Die Formel in dieser Zelle hat in der Datei kein gespeichertes Ergebnis; die Angabe gilt als unbekannt."
                        .to_owned(),
                    "Die Datei in Excel öffnen und speichern.",
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
            .help("Die Formel berichtigen oder den Wert eintippen."),
        );
        Some(self.texts.share(&error))
    }

    fn unclear_flag(&mut self, at: CellRef, value: &CellValue) {
        let text = quoted(value);
        self.diagnostics.push(
            Diagnostic::new(
                Code::UnclearFlag,
                format!("„{text}“ ist weder ja noch nein; die Angabe gilt als unbekannt."),
            )
            .at(at)
            .found(text)
            .help("Mit ja oder nein ausfüllen (auch j, x, ✓, 1 oder n, 0)."),
        );
    }

    /// The five digits; what is no postcode stays as it stands.
    fn postcode(&mut self, at: CellRef, text: &Arc<str>) -> Arc<str> {
        match values::postcode(text) {
            Postcode::Valid { code, .. } => self.texts.share(&code),
            Postcode::Padded(code) => {
                self.note(
                    Code::PostcodePadded,
                    at,
                    "Der Postleitzahl fehlte die führende Null; sie wurde ergänzt.".to_owned(),
                );
                self.texts.share(&code)
            }
            Postcode::Invalid => {
                self.tell(
                    Code::BadPostcode,
                    at,
                    "Die Postleitzahl hat nicht fünf Ziffern.".to_owned(),
                    "Die Postleitzahl berichtigen; die Spalte als Text formatieren.",
                );
                Arc::clone(text)
            }
        }
    }

    /// „07743 Jena“ in the postcode's cell is the town too, where there is none.
    fn town_beside_postcode(&mut self, row: &Row, cells: &mut Vec<EntryCell>) {
        if self.sheet.list() != ListKind::Branches || cells.iter().any(|c| c.field == Field::Town) {
            return;
        }
        let Some(column) = self.sheet.columns.column(Field::Postcode) else { return };
        if let Some(value) = row.cell(column)
            && let Postcode::Valid { town: Some(town), .. } =
                values::postcode(&values::shown(value))
        {
            let text = self.texts.share(&town);
            cells.push(EntryCell { field: Field::Town, column, text, date: DateReading::Empty });
        }
    }

    fn date(
        &mut self,
        field: Field,
        at: &CellRef,
        value: &CellValue,
        first_year: Option<i32>,
    ) -> DateReading {
        let is_end = matches!(field, Field::DateTo | Field::End);
        if is_end && dates::is_time(value) {
            return DateReading::Empty; // an hour in the column of the last day says nothing about days
        }
        let inherited = if is_end { first_year } else { None };
        let Reading { date, remarks } = dates::read(value, inherited.or(self.year.0));
        let text = quoted(value);
        for remark in remarks {
            self.date_remark(&remark, at, &text, inherited.is_some());
        }
        if let DateReading::Dated { span, .. } = &date
            && !matches!(field, Field::Since | Field::Until)
        {
            let believable = self.check_year(*span, at, &text);
            if !believable && matches!(field, Field::Date | Field::SentOn) {
                return DateReading::Unreadable;
            }
        }
        date
    }

    fn date_remark(&mut self, remark: &Remark, at: &CellRef, text: &str, year_of_row: bool) {
        let unknown = |message: String| format!("{message}; der Tag gilt als unbekannt.");
        let (code, message, help) = match *remark {
            Remark::YearAdded(_) if year_of_row => return,
            Remark::YearAdded(year) => {
                let from = self.year.1.as_deref();
                let from = from.unwrap_or("aus dem Namen des Blatts oder der Datei");
                let message = format!("„{text}“ nennt kein Jahr; {year} wurde {from} ergänzt.");
                return self.note(Code::YearAdded, at.clone(), message);
            }
            Remark::Serial(day) => {
                let message = format!(
                    "Das Datum ist als Zahl gespeichert („{text}“) und wurde als {} gelesen.",
                    wording::date(day)
                );
                return self.note(Code::SerialDate, at.clone(), message);
            }
            Remark::Weekday { written, day } => (
                Code::WeekdayMismatch,
                format!(
                    "„{text}“: Der {} ist ein {}, kein {}; das Datum wurde übernommen.",
                    wording::date(day),
                    wording::weekday(day),
                    weekday_de(written)
                ),
                "Prüfen, ob der Wochentag oder das Datum stimmt, und das andere berichtigen."
                    .to_owned(),
            ),
            Remark::Ambiguous(one, other) => (
                Code::AmbiguousDate,
                unknown(format!(
                    "„{text}“ kann der {} oder der {} sein",
                    wording::date(one),
                    wording::date(other)
                )),
                format!(
                    "Mit Punkten schreiben: {} oder {}.",
                    wording::date(one),
                    wording::date(other)
                ),
            ),
            Remark::EndBeforeBegin => (
                Code::EndBeforeBegin,
                unknown(format!("„{text}“: Das Ende liegt vor dem Beginn")),
                "Beginn und Ende prüfen.".to_owned(),
            ),
            Remark::NoYear => (
                Code::NotADate,
                unknown(format!(
                    "„{text}“ nennt kein Jahr, und es ergibt sich auch nicht aus dem Namen des Blatts oder der Datei"
                )),
                "Das Jahr dazuschreiben.".to_owned(),
            ),
            Remark::SeveralDays => (
                Code::NotADate,
                unknown(format!("„{text}“ nennt mehrere einzelne Tage")),
                "Jeden Termin in eine eigene Zeile schreiben.".to_owned(),
            ),
            Remark::NotADate => (
                Code::NotADate,
                unknown(format!("„{text}“ ist kein Datum")),
                "Als Tag.Monat.Jahr eintragen, z. B. 05.03.2024.".to_owned(),
            ),
        };
        self.diagnostics.push(Diagnostic::new(code, message).at(at.clone()).found(text).help(help));
    }

    /// Ten years back and five ahead is what a list of running business holds. False for a day further ahead: a mistyped
    /// year must not turn what has happened into a plan.
    fn check_year(&mut self, span: Span, at: &CellRef, text: &str) -> bool {
        let day = self.as_of.0;
        let early = day.checked_sub_months(Months::new(120)).is_some_and(|d| span.to < d);
        let late = day.checked_add_months(Months::new(60)).is_some_and(|d| span.from > d);
        if early || late {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::ImplausibleYear,
                    format!(
                        "„{text}“ liegt weit {}.",
                        if early {
                            "vor dem Stichtag"
                        } else {
                            "nach dem Stichtag; der Tag gilt als unbekannt"
                        }
                    ),
                )
                .at(at.clone())
                .found(text)
                .help("Prüfen, ob das Jahr vertippt ist."),
            );
        }
        !late
    }

    fn bodies(&mut self, row: &Row) -> Vec<BodyCell> {
        let sheet = self.sheet;
        let mut bodies = Vec::new();
        for (body, column) in &sheet.header.bodies {
            let Some(value) = row.cell(*column) else { continue };
            let at = self.at(row.number, *column);
            let reports = sheet.header.reporters.contains(column);
            let (text, present) = if let Some(text) = self.faulty(value, &at) {
                (text, Tri::Unknown)
            } else {
                let Some(text) = self.texts.of(value) else { continue };
                let present = match values::yes_no(&text) {
                    Some(present) => present,
                    // whoever reports is named: a yes once the event was held
                    None if reports && names_somebody(&text) => Tri::Yes,
                    None if reports => Tri::Unknown,
                    None => {
                        self.tell(
                            Code::UnclearFlag,
                            at,
                            "Ob das Gremium vertreten war, ist hier weder mit ja noch mit nein ausgefüllt; die Angabe gilt als unbekannt."
                                .to_owned(),
                            "Mit ja oder nein ausfüllen; Namen nur in einer Spalte „berichtet für …“.",
                        );
                        Tri::Unknown
                    }
                };
                (text, present)
            };
            bodies.push(BodyCell { body: Arc::clone(body), column: *column, text, present });
        }
        bodies
    }

    /// Whether the row can be used; tells which cell it lacks.
    fn complete(&mut self, entry: &Entry) -> bool {
        let list = entry.list();
        let mut usable = true;
        for column in columns::of(list).filter(|column| column.required) {
            // without „versandt am“ a letter is a draft
            if entry.cell(column.field).is_some() || column.field == Field::SentOn {
                continue;
            }
            let Some(at) = entry.at(column.field) else { continue };
            if self.sheet.group_columns.contains(&at.column) {
                usable &= matches!(list, ListKind::Events | ListKind::Measures | ListKind::Papers);
                continue;
            }
            let dated = matches!(list, ListKind::Events | ListKind::Measures | ListKind::Papers);
            let what = label_above(self.sheet, column.field);
            let effect = match (dated, columns::column(list, column.field).map(|c| c.kind)) {
                (true, Some(ColumnKind::Date)) => "ihr Tag gilt als unbekannt",
                (true, _) => "wofür sie zählt, ist unbekannt",
                (false, _) => "sie wurde nicht verwendet",
            };
            usable &= dated;
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
        let Some(cell) = entry.cell(Field::Status) else { return StatusWord::None };
        let word = status::read(&cell.text, entry.when.span());
        if word == StatusWord::Unrecognised
            && !values::is_error_text(&cell.text)
            && &*cell.text != NO_RESULT
        {
            let text = quoted(&CellValue::Text(Arc::clone(&cell.text)));
            self.diagnostics.push(
                Diagnostic::new(
                    Code::UnknownStatus,
                    format!("Das Statuswort „{text}“ ist nicht bekannt; ob die Zeile zählt, bleibt offen."),
                )
                .at(entry.cell_at(cell.column))
                .found(text)
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
        let mut mentions = Vec::new();
        // a body whose name holds a separator is one recipient
        if self.is_body(&cell.text) {
            return vec![Mention::Unknown(Arc::clone(&cell.text))];
        }
        for (text, named) in names.mentions(&cell.text) {
            match named {
                Named::One(id) => mentions.push(Mention::Branch(id)),
                Named::All => mentions.push(Mention::All),
                Named::These(ids) => mentions.extend(ids.into_iter().map(Mention::Branch)),
                Named::Ambiguous(ids) => {
                    self.ambiguous(entry.cell_at(cell.column), text);
                    mentions.push(Mention::Ambiguous(ids));
                }
                Named::Unknown => {
                    if !self.is_body(text) && !values::is_error_text(text) && text != NO_RESULT {
                        self.unknown_branch(entry.cell_at(cell.column), text);
                    }
                    mentions.push(Mention::Unknown(self.texts.share(text)));
                }
            }
        }
        if Self::is_of_heading(cell.column) { self.of_heading(entry, mentions) } else { mentions }
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
            .help(format!("Den Typ davorschreiben: „KV {text}“ oder „SV {text}“.")),
        );
    }

    fn unknown_branch(&mut self, at: CellRef, text: &str) {
        if self.names.is_empty() {
            // told once for all: there is no list of branches
            let message = "Es gibt keine Verbandsliste; welcher Verband gemeint ist, bleibt offen."
                .to_owned();
            return self.note(Code::UnknownBranch, at, message);
        }
        let help = self.names.nearest_names(text);
        let help = if help.is_empty() {
            "Die Schreibweise berichtigen oder den Verband in die Verbandsliste eintragen."
                .to_owned()
        } else {
            format!(
                "Meinten Sie {}? Sonst die Schreibweise berichtigen oder den Verband in die Verbandsliste eintragen.",
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
    resolution.bodies.iter().any(|body| body.names.iter().any(|phrase| phrase.is(text)))
}

/// A name, not a sign for „nobody yet“.
fn names_somebody(text: &str) -> bool {
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

fn weekday_de(day: chrono::Weekday) -> &'static str {
    match day {
        chrono::Weekday::Mon => "Montag",
        chrono::Weekday::Tue => "Dienstag",
        chrono::Weekday::Wed => "Mittwoch",
        chrono::Weekday::Thu => "Donnerstag",
        chrono::Weekday::Fri => "Freitag",
        chrono::Weekday::Sat => "Samstag",
        chrono::Weekday::Sun => "Sonntag",
    }
}
