//! What every question means for the verdicts, known only once they are judged: which of them wait for that cell, row, column
//! or list. Nothing is linked that the verdicts themselves do not name: a wrong telephone number keeps no verdict open.
//!
//! A verdict also waits for cells nobody has asked about because they are simply empty; they become questions here (D501).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Waiting, waits};
use crate::domain::{
    Assessment, DateReading, Entry, EntryCell, Field, ListKind, Records, Status, Unknown,
};
use crate::intake::columns::{self, ColumnKind};
use crate::intake::values::shown;
use crate::intake::{InputFile, InputReport, InputState};
use crate::requirements::{list_name, named_column};
use crate::table::{CellRef, Source};
use crate::wording;

/// Fills consequence, effect and heading of every question. `assessments` in the order of their years.
pub fn fill<'a>(
    diagnostics: &mut Diagnostics,
    records: &'a Records,
    files: &[InputFile],
    inputs: &[InputReport],
    assessments: impl IntoIterator<Item = &'a Assessment>,
) {
    let open = Open::find(records, assessments);
    open.ask_for_empty_cells(diagnostics, records);
    let headings = headings(records, files);
    let lists = Lists::of(records, inputs);
    for diagnostic in diagnostics.iter_mut() {
        if let Some(cell) = &diagnostic.cell {
            diagnostic.heading = headings.get(&(&*cell.source, cell.column)).cloned();
        }
        let (perhaps, indices) = open.waiting_for(diagnostic, &lists);
        diagnostic.waiting =
            indices.iter().filter_map(|index| open.verdicts.get(*index).cloned()).collect();
        diagnostic.effect = u32::try_from(diagnostic.waiting.len()).unwrap_or(u32::MAX);
        diagnostic.consequence =
            waits(&diagnostic.waiting).map(|consequence| format!("{perhaps}{consequence}"));
    }
    diagnostics.sort();
}

/// The verdicts that wait for something, and for what. Indices are places in `verdicts`, which is in order.
#[derive(Default)]
struct Open<'a> {
    verdicts: Vec<Arc<Waiting>>,
    cells: BTreeMap<&'a CellRef, Asked<'a>>,
    rows: BTreeMap<(&'a Source, u32), BTreeSet<usize>>,
    /// By the name of the list that is missing.
    lists: BTreeMap<&'a str, BTreeSet<usize>>,
    /// Sheets that lack a column, by what it would have said.
    columns: BTreeMap<(&'a Source, &'a str), Lacking<'a>>,
    /// What each column means, by sheet.
    fields: BTreeMap<(&'a Source, u16), Field>,
}

/// A column that a sheet lacks.
#[derive(Default)]
struct Lacking<'a> {
    label: &'a str,
    verdicts: BTreeSet<usize>,
}

/// A cell that verdicts wait for, and what it would tell them.
#[derive(Default)]
struct Asked<'a> {
    verdicts: BTreeSet<usize>,
    texts: Vec<&'a str>,
}

impl<'a> Open<'a> {
    fn find(records: &'a Records, assessments: impl IntoIterator<Item = &'a Assessment>) -> Self {
        let mut open = Self::default();
        for sheet in &records.sheets {
            for (field, column) in &sheet.columns {
                open.fields.entry((&*sheet.source, *column)).or_insert(*field);
            }
        }
        for verdict in assessments.into_iter().flat_map(|assessment| &assessment.verdicts) {
            if verdict.status != Status::Undetermined && verdict.could_be.is_none() {
                continue;
            }
            let index = open.verdicts.len();
            open.verdicts.push(Arc::new(Waiting {
                rank: index,
                requirement: verdict.requirement.clone(),
                subject: verdict.subject.map(|id| records.branches[id].canonical()),
                period: verdict.period.label(),
            }));
            for unknown in &verdict.unknown {
                open.note(index, unknown);
            }
        }
        open
    }

    fn note(&mut self, index: usize, unknown: &'a Unknown) {
        let Some(cell) = &unknown.cell else {
            let list = unknown.short.strip_prefix("Liste ").unwrap_or(&unknown.short);
            self.lists.entry(list).or_default().insert(index);
            return;
        };
        self.rows.entry((&*cell.source, cell.row)).or_default().insert(index);
        if let Some(label) = named_column(&unknown.short) {
            let lacking = self.columns.entry((&*cell.source, &unknown.text)).or_default();
            lacking.label = label;
            lacking.verdicts.insert(index);
            return;
        }
        let asked = self.cells.entry(cell).or_default();
        asked.verdicts.insert(index);
        if !asked.texts.contains(&unknown.text.as_str()) {
            asked.texts.push(&unknown.text);
        }
    }

    /// The verdicts that wait for an answer, and the words to begin with where that is only possible.
    fn waiting_for(
        &self,
        diagnostic: &Diagnostic,
        lists: &Lists<'_>,
    ) -> (&'static str, BTreeSet<usize>) {
        if let Some(cell) = &diagnostic.cell {
            let mut found = BTreeSet::new();
            for cell in std::iter::once(cell).chain(&diagnostic.beside) {
                if let Some(asked) = self.cells.get(cell) {
                    found.extend(&asked.verdicts);
                }
                if self.doubts_its_row(diagnostic) {
                    let row = self.rows.get(&(&*cell.source, cell.row));
                    found.extend(row.into_iter().flatten());
                }
            }
            if !found.is_empty() {
                return ("", found);
            }
        }
        let code = diagnostic.code;
        if code == Code::EmptyCell && diagnostic.cell.is_none() {
            return ("", self.lacking(diagnostic, |text, _| lacks(text) == diagnostic.message));
        }
        if matches!(code, Code::DuplicateColumn | Code::ConfirmColumn) {
            // only the column it may be, which the message names
            let said = [Some(diagnostic.message.as_str()), diagnostic.expected.as_deref()];
            let found = self.lacking(diagnostic, |_, lacking| {
                let label = format!("„{}“", lacking.label);
                said.iter().flatten().any(|said| said.contains(&label))
            });
            return ("Vielleicht ist es die Spalte, die fehlt: ", found);
        }
        if costs_the_sheet(code) {
            let file = diagnostic.file.as_deref();
            if let Some(list) = lists.known.get(&(file, diagnostic.sheet.as_deref())) {
                return ("", self.of_list(*list));
            }
            // of the whole file, where it is known which lists it holds
            let of_file: BTreeSet<usize> = lists
                .known
                .iter()
                .filter(|((of, _), _)| code == Code::TwoVersions && *of == file)
                .flat_map(|(_, list)| self.of_list(*list))
                .collect();
            if !of_file.is_empty() {
                return ("", of_file);
            }
            if file.is_some_and(|file| lists.failed.contains(file)) {
                let found = self.lists.values().flatten().copied().collect();
                return ("Vielleicht ist es die Liste, die fehlt: ", found);
            }
        }
        ("", BTreeSet::new())
    }

    fn of_list(&self, list: ListKind) -> BTreeSet<usize> {
        self.lists.get(list_name(list)).cloned().unwrap_or_default()
    }

    /// Verdicts that wait for a column this sheet does not have.
    fn lacking(
        &self,
        diagnostic: &Diagnostic,
        fits: impl Fn(&str, &Lacking<'_>) -> bool,
    ) -> BTreeSet<usize> {
        self.columns
            .iter()
            .filter(|((source, text), lacking)| {
                Some(source.file.as_str()) == diagnostic.file.as_deref()
                    && source.sheet == diagnostic.sheet
                    && fits(text, lacking)
            })
            .flat_map(|(_, lacking)| lacking.verdicts.iter().copied())
            .collect()
    }

    /// Whether the whole row is in doubt and not only what its cell says: its day, its status, its kind, its branch.
    fn doubts_its_row(&self, diagnostic: &Diagnostic) -> bool {
        let code = diagnostic.code;
        if matches!(
            code,
            Code::IncompleteRow
                | Code::UnclearRow
                | Code::BlankBelow
                | Code::StruckThrough
                | Code::Contradiction
                | Code::DoubtfulMatch
                | Code::PossibleMatch
                | Code::UnknownStatus
                | Code::PastButPlanned
                | Code::UnknownBranch
                | Code::AmbiguousBranch
                | Code::NotADate
                | Code::AmbiguousDate
                | Code::TwoDigitYear
                | Code::EndBeforeBegin
        ) {
            return true;
        }
        // an error where the day, the kind or the branch should stand
        matches!(code, Code::ErrorCell | Code::NoFormulaResult)
            && diagnostic.cell.as_ref().is_some_and(|cell| {
                self.fields.get(&(&*cell.source, cell.column)).is_some_and(|field| {
                    matches!(
                        field,
                        Field::Date
                            | Field::DateTo
                            | Field::Begin
                            | Field::End
                            | Field::Kind
                            | Field::Status
                            | Field::Recipient
                            | Field::Letter
                            | Field::SentOn
                            | Field::Branch
                    )
                })
            })
    }

    /// Empty cells that verdicts wait for and nobody has asked about; a column the list lacks is asked for once.
    fn ask_for_empty_cells(&self, diagnostics: &mut Diagnostics, records: &Records) {
        let told: BTreeSet<CellRef> =
            diagnostics.iter().filter_map(|diagnostic| diagnostic.cell.clone()).collect();
        let entries = entries(records);
        for (cell, asked) in &self.cells {
            let Some(entry) = entries.get(&(&*cell.source, cell.row)) else { continue };
            let says = content(entry, cell.column);
            if told.contains(*cell) || (says.is_some() && !is_placeholder(entry, cell.column)) {
                continue;
            }
            let what = says.map_or_else(
                || "Die Zelle ist leer".to_owned(),
                |text| format!("In der Zelle steht nur „{text}“"),
            );
            let open: Vec<&str> = asked.texts.iter().map(|text| clause(text)).collect();
            let field = self.fields.get(&(&*cell.source, cell.column)).copied();
            let expected = expected(entry.list(), field);
            diagnostics.push(
                Diagnostic::new(
                    Code::EmptyCell,
                    format!("{what}; offen bleibt, {}.", joined(&open)),
                )
                .at((*cell).clone())
                .expected(expected)
                .help("Die Angabe nachtragen; wo sie niemand mehr weiß, leer lassen."),
            );
        }
        let kinds: BTreeMap<&Source, ListKind> =
            records.sheets.iter().map(|sheet| (&*sheet.source, sheet.list)).collect();
        for ((source, text), lacking) in &self.columns {
            let list = kinds.get(source).map_or("", |list| list_name(*list));
            let mut question =
                Diagnostic::new(Code::EmptyCell, lacks(text)).in_file(&source.file).help(format!(
                    "Die Spalte „{}“ ergänzen (Handbuch, Liste „{list}“).",
                    lacking.label
                ));
            if let Some(sheet) = &source.sheet {
                question = question.in_sheet(sheet);
            }
            diagnostics.push(question);
        }
    }
}

/// Which sheets are which list, and which files could not be read.
struct Lists<'a> {
    known: BTreeMap<(Option<&'a str>, Option<&'a str>), ListKind>,
    failed: BTreeSet<&'a str>,
}

impl<'a> Lists<'a> {
    fn of(records: &'a Records, inputs: &'a [InputReport]) -> Self {
        let known = inputs
            .iter()
            .filter_map(|input| {
                Some(((Some(input.file.as_str()), input.sheet.as_deref()), input.list?))
            })
            .collect();
        let unread = inputs.iter().filter(|input| input.state == InputState::Failed);
        let failed = unread
            .map(|input| input.file.as_str())
            .chain(records.failed_files.iter().map(String::as_str))
            .collect();
        Self { known, failed }
    }
}

/// Messages after which nothing of the sheet or file counts.
fn costs_the_sheet(code: Code) -> bool {
    matches!(
        code,
        Code::Password
            | Code::Damaged
            | Code::TooLarge
            | Code::Unsupported
            | Code::Unreadable
            | Code::EmptyFile
            | Code::TwoVersions
            | Code::NoMatchingSheet
            | Code::AmbiguousSheet
            | Code::NoHeader
            | Code::MissingColumn
    )
}

/// Every row by its place, those of the branches too.
fn entries(records: &Records) -> BTreeMap<(&Source, u32), &Entry> {
    let branches = records.branches.iter().map(|branch| &branch.entry);
    let rows = ListKind::ALL.iter().flat_map(|list| records.of(*list));
    branches.chain(rows).map(|entry| ((&*entry.sheet.source, entry.row), entry)).collect()
}

/// A dash, or „n. n.“ for a day: somebody has filled the cell and said nothing, and no reader of cells asks about it.
fn is_placeholder(entry: &Entry, column: u16) -> bool {
    let is_open = |cell: &Arc<EntryCell>| cell.column == column && cell.date == DateReading::Open;
    let is_dash = |text: &str| text.chars().all(|c| "-–—−_. ".contains(c));
    entry.cells.iter().any(is_open) || content(entry, column).is_some_and(is_dash)
}

/// What stands in the cell.
fn content(entry: &Entry, column: u16) -> Option<&str> {
    let cell = entry.cells.iter().find(|cell| cell.column == column).map(|cell| &*cell.text);
    let body = || entry.bodies.iter().find(|cell| cell.column == column).map(|cell| &*cell.text);
    cell.or_else(body)
}

/// „ob „…“ zutrifft, steht nicht in Zelle F17“ without its end, which the place says.
fn clause(text: &str) -> &str {
    let end = [", steht nicht in Zelle ", ", lässt Zelle ", " (kein lesbares Datum)"];
    end.iter().find_map(|end| text.split_once(end)).map_or(text, |(clause, _)| clause)
}

/// The question of an open point alone: „ob „…“ zutrifft“.
pub(crate) fn question_of(text: &str) -> &str {
    clause(text).split_once(", steht in keiner Spalte").map_or(clause(text), |(clause, _)| clause)
}

/// What a sheet does not say in any column.
fn lacks(text: &str) -> String {
    format!("Die Liste hat keine Spalte, die sagt, {}.", question_of(text))
}

/// At most two of what a cell would tell.
fn joined(clauses: &[&str]) -> String {
    match clauses {
        [one, other] => format!("{one} und {other}"),
        [one, other, rest @ ..] if !rest.is_empty() => {
            format!(
                "{one}, {other} und {}",
                wording::count(rest.len(), "Weiteres", "weitere Fragen")
            )
        }
        _ => clauses.concat(),
    }
}

fn expected(list: ListKind, field: Option<Field>) -> String {
    let Some(column) = field.and_then(|field| columns::column(list, field)) else {
        return "ja oder nein".to_owned();
    };
    match column.kind {
        ColumnKind::YesNo => "ja oder nein".to_owned(),
        ColumnKind::Date => "Tag.Monat.Jahr, z. B. 05.03.2024".to_owned(),
        ColumnKind::Number => "eine Zahl, z. B. 30".to_owned(),
        ColumnKind::Postcode => "fünf Ziffern, z. B. 99084".to_owned(),
        ColumnKind::Text | ColumnKind::Branches | ColumnKind::Status | ColumnKind::Personal => {
            column.meaning.to_owned()
        }
    }
}

/// What stands above each recognised column, as the list writes it.
fn headings<'a>(records: &'a Records, files: &[InputFile]) -> BTreeMap<(&'a Source, u16), String> {
    let tables: BTreeMap<&Source, &crate::table::Table> = files
        .iter()
        .flat_map(|file| file.tables.iter().flatten())
        .map(|table| (&*table.source, table))
        .collect();
    let mut headings = BTreeMap::new();
    for sheet in &records.sheets {
        let head =
            tables.get(&*sheet.source).and_then(|table| table.rows.numbered(sheet.header_row));
        let fields = sheet.columns.iter().map(|(field, column)| (Some(*field), *column));
        for (field, column) in fields.chain(sheet.bodies.iter().map(|(_, column)| (None, *column)))
        {
            let written = head
                .and_then(|head| head.cell(column))
                .map(|value| shown(value).split_whitespace().collect::<Vec<_>>().join(" "))
                .filter(|text| !text.is_empty());
            let label = || {
                let column = field.and_then(|field| columns::column(sheet.list, field));
                column.map(|column| column.label.to_owned())
            };
            if let Some(heading) = written.or_else(label) {
                headings.entry((&*sheet.source, column)).or_insert(heading);
            }
        }
    }
    headings
}
