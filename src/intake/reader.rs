//! Files to sheets to records, in an order that lets branches be known before anything names them.

use std::sync::Arc;

use super::cells::{CellReader, Sheet};
use super::columns::{self, list_name};
use super::header::{Header, Labels, NoHeader};
use super::names::Names;
use super::values::{Texts, shown};
use super::{InputFile, InputReport, InputState, Intake, branches, cells, proposals, rows};
use crate::decisions::{self, Decisions};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::domain::{AsOf, Field, ListKind, SheetColumns};
use crate::resolution::Resolution;
use crate::table::{CellRef, Table};
use crate::wording;

pub(super) struct Reader<'a> {
    diagnostics: &'a mut Diagnostics,
    resolution: &'a Resolution,
    decisions: &'a Decisions,
    as_of: AsOf,
    labels: Labels,
    intake: Intake,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        diagnostics: &'a mut Diagnostics,
        resolution: &'a Resolution,
        decisions: &'a Decisions,
        as_of: AsOf,
    ) -> Self {
        let labels = Labels::new(resolution, decisions);
        Self { diagnostics, resolution, decisions, as_of, labels, intake: Intake::default() }
    }

    pub(super) fn read(mut self, files: &[InputFile]) -> Intake {
        let mut sheets = Vec::new();
        for file in files {
            self.file(file, &mut sheets);
        }
        let mut texts = Texts::default();
        let mut repeated = Vec::new();
        let bodies = || self.resolution.bodies.iter().flat_map(|body| &body.names);
        let mut names = Names::new(&self.intake.records.branches, bodies());
        for branches_first in [true, false] {
            for sheet in &sheets {
                if (sheet.list() == ListKind::Branches) != branches_first {
                    continue;
                }
                let mut reader = CellReader::new(
                    self.diagnostics,
                    self.resolution,
                    self.as_of,
                    &mut texts,
                    &names,
                    sheet,
                );
                let unused = if branches_first {
                    branches::read(&mut reader, &mut self.intake.records.branches, &mut repeated)
                } else {
                    let (entries, unused) = cells::entries(&mut reader);
                    if let Some(list) = self.intake.records.of_mut(sheet.list()) {
                        list.extend(entries);
                    }
                    unused
                };
                reader.finish();
                if unused > 0
                    && let Some(report) = self.intake.inputs.get_mut(sheet.report)
                {
                    report.state = InputState::Partial;
                    report.reason = Some(format!(
                        "{} nicht verwendet",
                        wording::count(unused, "Zeile", "Zeilen")
                    ));
                }
            }
            if branches_first {
                names = Names::new(&self.intake.records.branches, bodies());
                let register = &mut self.intake.records.branches;
                branches::settle(self.diagnostics, register, &repeated);
                branches::link(self.diagnostics, register, &mut names, self.decisions);
            }
        }
        self.intake.questions.names =
            proposals::name_questions(&self.intake.records, &names, self.resolution);
        self.intake.questions.branches = names.canonical();
        self.intake
    }

    fn file<'t>(&mut self, file: &'t InputFile, sheets: &mut Vec<Sheet<'t>>) {
        let report = |state, reason: Option<String>| InputReport {
            file: file.file.clone(),
            state,
            reason,
            sha256: file.sha256.clone(),
            sheet: None,
            list: None,
            header_row: None,
            data_rows: 0,
            skipped: Vec::new(),
        };
        let Some(tables) = &file.tables else {
            let state = if let Some(reason) = &file.skipped {
                report(InputState::Skipped, Some(reason.clone()))
            } else {
                self.intake.records.failed_files.push(file.file.clone());
                report(InputState::Failed, Some("nicht lesbar".to_owned()))
            };
            self.intake.inputs.push(state);
            return;
        };
        // the settings, decisions and register beside the lists answer for themselves
        let ours = file.file.starts_with("../") || file.file == decisions::FILE;
        let mut recognised = 0_usize;
        let mut failed = false;
        let mut several: Option<(&Table, Vec<ListKind>)> = None;
        // a hidden sheet is never read silently
        for table in tables.iter().filter(|t| !t.rows.is_empty() && !t.layout.hidden) {
            let header = match self.labels.header(table) {
                Ok(header) => header,
                Err(reason) => {
                    if let NoHeader::Several(lists) = reason {
                        several.get_or_insert((table, lists));
                    }
                    continue;
                }
            };
            if ours && !header.missing.is_empty() {
                continue;
            }
            recognised += 1;
            let mut entry = report(InputState::Read, None);
            entry.sheet.clone_from(&table.source.sheet);
            entry.list = Some(header.list);
            entry.header_row = Some(header.row + 1);
            if !self.columns(table, &header) {
                entry.state = InputState::Failed;
                entry.reason = Some("Pflichtspalte fehlt".to_owned());
                failed |= header.list != ListKind::Branches;
                self.intake.inputs.push(entry);
                continue;
            }
            let (data, counts) = rows::data(table, &header);
            entry.data_rows = u32::try_from(data.len()).unwrap_or(u32::MAX);
            entry.skipped = counts.iter().map(|(class, n)| (class.key().to_owned(), *n)).collect();
            self.beyond_header(table, &header);
            let columns = Arc::new(sheet_columns(table, &header));
            self.intake.records.sheets.push(Arc::clone(&columns));
            sheets.push(Sheet {
                columns,
                header,
                rows: data,
                report: self.intake.inputs.len(),
                default_year: default_year(table),
                from_1904: false,
            });
            self.intake.inputs.push(entry);
        }
        if recognised == 0 && !ours {
            failed |= self.nothing_found(file, tables, several);
            let state = if failed { InputState::Failed } else { InputState::Skipped };
            self.intake.inputs.push(report(state, Some("keine bekannte Liste".to_owned())));
        } else if recognised == 0 {
            self.intake.inputs.push(report(InputState::Read, None));
        }
        if failed {
            self.intake.records.failed_files.push(file.file.clone());
        }
    }

    /// No sheet is a list. True where the file promised one: what it would have said is unknown.
    fn nothing_found(
        &mut self,
        file: &InputFile,
        tables: &[Table],
        several: Option<(&Table, Vec<ListKind>)>,
    ) -> bool {
        let extension = file.file.rsplit_once('.').map_or("", |(_, e)| e).to_lowercase();
        let tables: Vec<&Table> = tables.iter().filter(|table| !table.layout.hidden).collect();
        let is_text = tables.iter().all(|table| table.source.sheet.is_none());
        let promised =
            is_text && matches!(extension.as_str(), "xlsx" | "xlsm" | "xlsb" | "xls" | "ods");
        if tables.iter().all(|table| table.rows.is_empty()) {
            self.diagnostics.push(
                Diagnostic::new(Code::EmptyFile, "Die Datei enthält keine gefüllte Zelle.")
                    .in_file(&file.file)
                    .help("Die richtige Fassung in den Listenordner legen oder die Datei löschen."),
            );
            return promised;
        }
        if let Some((table, lists)) = several {
            let lists: Vec<&str> = lists.iter().map(|list| list_name(*list)).collect();
            let mut diagnostic = Diagnostic::new(
                Code::NoMatchingSheet,
                format!(
                    "Die Überschriften passen gleich gut zu den Listen {}; das Blatt wurde nicht gelesen.",
                    wording::list(&lists)
                ),
            )
            .in_file(&file.file)
            .help("Das Blatt oder die Datei nach der Liste benennen oder weitere Spalten wie im Handbuch überschreiben.");
            if let Some(sheet) = &table.source.sheet {
                diagnostic = diagnostic.in_sheet(sheet);
            }
            self.diagnostics.push(diagnostic);
            return true;
        }
        let (code, message) = if tables.len() == 1 {
            (
                Code::NoHeader,
                "In den ersten 30 gefüllten Zeilen steht keine Zeile mit bekannten Überschriften; die Datei wurde nicht verwendet.",
            )
        } else {
            (
                Code::NoMatchingSheet,
                "Kein Blatt der Datei trägt bekannte Überschriften; die Datei wurde nicht verwendet.",
            )
        };
        self.diagnostics.push(
            Diagnostic::new(code, message)
                .in_file(&file.file)
                .help("Die Überschriften wie im Handbuch nennen, z. B. „Datum“, „Art“, „Verband“."),
        );
        promised
    }

    /// Tells what is wrong with the columns; false where the sheet cannot be used.
    fn columns(&mut self, table: &Table, header: &Header) -> bool {
        let at = |column: u16| CellRef::new(&table.source, header.row, column);
        let label =
            |field: Field| columns::column(header.list, field).map_or("", |column| column.label);
        let proposed = proposals::columns(table, header);
        let questions = proposals::column_questions(table, header, &proposed);
        self.intake.questions.columns.extend(questions);
        for (field, columns) in &header.doubled {
            let [first, others @ ..] = columns.as_slice() else { continue };
            let others: Vec<String> = others.iter().map(|column| at(*column).a1()).collect();
            self.diagnostics.push(
                Diagnostic::new(
                    Code::DuplicateColumn,
                    format!(
                        "Die Spalten {} und {} bedeuten beide „{}“; keine von beiden wurde verwendet.",
                        at(*first).a1(),
                        wording::list(&others),
                        label(*field)
                    ),
                )
                .at(at(*first))
                .help("Eine der Überschriften umbenennen oder in Entscheidungen.xlsx, Blatt „Spalten“, auswählen, welche zählt."),
            );
        }
        if !header.missing.is_empty() {
            let missing: Vec<String> =
                header.missing.iter().map(|field| format!("„{}“", label(*field))).collect();
            let unknown: Vec<String> =
                header.unknown.iter().map(|(_, label)| format!("„{label}“")).collect();
            let instead = proposals::instead(header, &proposed);
            let unmatched = if unknown.is_empty() {
                String::new()
            } else {
                format!(" Nicht zugeordnet: {}.", wording::list(&unknown))
            };
            let mut diagnostic = Diagnostic::new(
                Code::MissingColumn,
                format!(
                    "Das Blatt sieht aus wie die Liste {}, aber {} {} {}; das Blatt wurde nicht verwendet.{instead}{unmatched}",
                    list_name(header.list),
                    if missing.len() == 1 { "die Spalte" } else { "die Spalten" },
                    wording::list(&missing),
                    if missing.len() == 1 { "fehlt" } else { "fehlen" },
                ),
            )
            .help(if instead.is_empty() {
                "Die Überschrift wie im Handbuch nennen oder die Spalte ergänzen."
            } else {
                "In Entscheidungen.xlsx, Blatt „Spalten“, auswählen, was die Spalte bedeutet, und noch einmal starten."
            });
            let first = table.rows.get(header.index).and_then(|row| row.cells.first());
            if let Some((column, _)) = first {
                diagnostic = diagnostic.at(at(*column));
            }
            self.diagnostics.push(diagnostic);
            return false;
        }
        for (column, label) in &header.unknown {
            if let Some(proposed) = proposed.iter().find(|proposed| proposed.column == *column) {
                self.diagnostics.push(proposed.diagnostic(header.list, at(*column)));
                continue;
            }
            self.diagnostics.push(
                Diagnostic::new(
                    Code::UnknownColumn,
                    format!("Die Spalte „{label}“ ist nicht bekannt und wurde nicht gelesen."),
                )
                .at(at(*column))
                .found(label)
                .help("Wenn sie zählen soll: Überschrift wie im Handbuch nennen."),
            );
        }
        true
    }

    /// Filled cells where the header names nothing.
    fn beyond_header(&mut self, table: &Table, header: &Header) {
        let Some(head) = table.rows.get(header.index) else { return };
        let last = head.cells.last().map_or(0, |(column, _)| *column);
        let mut told = std::collections::BTreeSet::new();
        for row in table.rows.iter().skip(header.index + 1) {
            for (column, _) in row.cells.iter().filter(|(column, _)| head.cell(*column).is_none()) {
                let ragged = table.source.sheet.is_none() && *column > last;
                let at = CellRef::new(&table.source, row.number, *column);
                if ragged {
                    self.diagnostics.push(
                        Diagnostic::new(
                            Code::RaggedRow,
                            "Die Zeile hat mehr Felder als die Überschrift.",
                        )
                        .at(at)
                        .help("Texte mit Semikolon in Anführungszeichen setzen."),
                    );
                    break;
                }
                if told.insert(*column) {
                    self.diagnostics.push(
                        Diagnostic::new(
                            Code::BlankHeader,
                            format!(
                                "Über der Spalte {} steht keine Überschrift; sie wurde nicht gelesen.",
                                crate::table::column_letters(*column)
                            ),
                        )
                        .at(at)
                        .help("Eine Überschrift ergänzen oder die überzähligen Zellen löschen."),
                    );
                }
            }
        }
    }
}

fn default_year(table: &Table) -> Option<i32> {
    let sheet = table.source.sheet.as_deref().and_then(super::dates::year_in_name);
    let file = || table.source.file.rsplit('/').next().and_then(super::dates::year_in_name);
    sheet.or_else(file)
}

fn sheet_columns(table: &Table, header: &Header) -> SheetColumns {
    let mut columns = header.columns.clone();
    let has = |columns: &[(Field, u16)], field: Field| columns.iter().any(|(f, _)| *f == field);
    if let Some(column) = header.both_successions {
        for field in [Field::SuccessionCouncils, Field::SuccessionParty] {
            if !has(&columns, field) {
                columns.push((field, column));
            }
        }
    }
    // one cell „Vorname Name“ holds both
    for (first, last) in
        [(Field::Chair1First, Field::Chair1Last), (Field::Chair2First, Field::Chair2Last)]
    {
        let column = columns.iter().find(|(field, _)| *field == last).map(|(_, column)| *column);
        if let Some(column) = column
            && !has(&columns, first)
        {
            columns.push((first, column));
        }
    }
    columns.sort_by_key(|(_, column)| *column);
    SheetColumns {
        source: Arc::clone(&table.source),
        list: header.list,
        header_row: header.row,
        columns,
        bodies: header.bodies.clone(),
    }
}

/// The label above a column, as the list writes it.
pub(super) fn label_above(sheet: &Sheet<'_>, field: Field) -> &'static str {
    columns::column(sheet.list(), field).map_or("", |column| column.label)
}

/// A value for a message: long texts cut, line breaks as blanks.
pub(super) fn quoted(value: &crate::table::CellValue) -> String {
    let text = shown(value).replace('\n', " ");
    if text.chars().count() > 60 {
        let start: String = text.chars().take(57).collect();
        format!("{start}…")
    } else {
        text
    }
}
