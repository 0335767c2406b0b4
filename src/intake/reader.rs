//! Files to sheets to records, in an order that lets branches be known before anything names them.
//!
//! Every visible sheet that is a list is read, however many there are of a kind. What cannot be read for sure (a hidden sheet,
//! a list of persons, two versions of one file) is named and left out.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::cells::{CellReader, Sheet};
use super::columns::{self, list_name};
use super::damage::{self, Damage, Garbled};
use super::header::{Header, Labels, NoHeader};
use super::names::Names;
use super::parts::{self, Part};
use super::values::{Texts, shown};
use super::{
    InputFile, InputReport, InputState, Intake, batches, branches, cells, persons, proposals, rows,
    sent, versions,
};
use crate::decisions::{self, Decisions};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::domain::{AsOf, Branch, BranchId, Field, ListKind, Mention, SheetColumns};
use crate::resolution::Resolution;
use crate::table::{CellRef, CellValue, Table};
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
        let (batches, mut sheets): (Vec<_>, Vec<_>) =
            sheets.into_iter().partition(|sheet| sheet.of_batches);
        self.drop_versions(&mut sheets);
        self.intake.records.sheets.extend(sheets.iter().map(|sheet| Arc::clone(&sheet.columns)));
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
                    match self.intake.records.of_mut(sheet.list()) {
                        // not moved: there may be half a million
                        Some(list) if list.is_empty() => *list = entries,
                        Some(list) => list.extend(entries),
                        None => {}
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
                branches::settle(self.diagnostics, register, &mut repeated);
                branches::link(self.diagnostics, register, &repeated, &mut names, self.decisions);
            }
        }
        let mut of_batches = Vec::new();
        for sheet in &batches {
            let (resolution, as_of) = (self.resolution, self.as_of);
            let mut reader =
                CellReader::new(self.diagnostics, resolution, as_of, &mut texts, &names, sheet);
            of_batches.extend(batches::entries(&mut reader));
            reader.finish();
        }
        batches::spread(
            self.diagnostics,
            &of_batches,
            &mut self.intake.records.dispatches,
            &mut texts,
        );
        sent::check(self.diagnostics, self.as_of, &mut self.intake.records.dispatches, &mut texts);
        self.intake.questions.names =
            proposals::name_questions(&self.intake.records, &names, self.resolution);
        self.intake.questions.branches = names.canonical();
        self.branches_nowhere();
        self.intake
    }

    /// Two versions of one file: neither is used, and what they say is unknown.
    fn drop_versions(&mut self, sheets: &mut Vec<Sheet<'_>>) {
        for versions::Versions { files, same, of } in versions::find(sheets) {
            let named: Vec<String> = files.iter().map(|file| format!("„{file}“")).collect();
            self.diagnostics.push(
                Diagnostic::new(
                    Code::TwoVersions,
                    format!(
                        "{} sehen nach zwei Fassungen derselben Liste aus ({same} von {} gleich); keine davon wurde \
                         gelesen.",
                        wording::list(&named),
                        wording::count(of, "Zeile", "Zeilen")
                    ),
                )
                .in_file(files.first().map(String::as_str).unwrap_or_default())
                .help("Nur die gültige Fassung im Listenordner lassen."),
            );
            sheets.retain(|sheet| !files.contains(&sheet.columns.source.file));
            for report in &mut self.intake.inputs {
                if files.contains(&report.file) && report.state != InputState::Skipped {
                    report.state = InputState::Failed;
                    report.reason = Some("zwei Fassungen derselben Liste".to_owned());
                }
            }
            for file in files {
                if !self.intake.records.failed_files.contains(&file) {
                    self.intake.records.failed_files.push(file);
                }
            }
        }
    }

    /// Branches of the register that no other list names: a list may be missing, or the name be written otherwise there.
    fn branches_nowhere(&mut self) {
        let records = &self.intake.records;
        let mut named: BTreeSet<BranchId> = BTreeSet::new();
        for list in ListKind::ALL {
            for mention in records.of(*list).iter().flat_map(|entry| entry.branches.iter()) {
                match mention {
                    Mention::Branch(id) => {
                        named.insert(*id);
                    }
                    Mention::Ambiguous(ids) => named.extend(ids),
                    Mention::All | Mention::NoBranch(_) | Mention::Unknown(_) => {}
                }
            }
        }
        if named.is_empty() {
            return;
        }
        let missing: Vec<&Branch> = records
            .branches
            .iter()
            .filter(|branch| branch.exists_on(self.as_of.0) && !named.contains(&branch.id))
            .collect();
        let [first, ..] = missing.as_slice() else { return };
        let at = first.entry.at(Field::Branch).unwrap_or_else(|| first.entry.first_cell());
        let names: Vec<String> =
            missing.iter().map(|branch| format!("„{}“", branch.canonical())).collect();
        let message = match names.as_slice() {
            [one] => format!("{one} steht in der Verbandsliste, aber in keiner anderen Liste."),
            several => format!(
                "{} Verbände stehen in der Verbandsliste, aber in keiner anderen Liste: {}.",
                several.len(),
                wording::list(several)
            ),
        };
        self.diagnostics.push(
            Diagnostic::new(Code::BranchNowhere, message).at(at).help(
                "Prüfen, ob eine Liste fehlt oder ob der Verband dort anders geschrieben ist.",
            ),
        );
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
        for table in tables.iter().filter(|table| !table.rows.is_empty()) {
            let of_batches = batches::is_sheet(&file.file, table);
            let head = self.labels.head(table);
            let found = match &head {
                Some(head) => parts::parts(&self.labels, table, head),
                None => Err(NoHeader::None),
            };
            let first = found.as_ref().ok().and_then(|parts| parts.first());
            if !ours
                && !of_batches
                && persons::is_list_of_persons(table, head.as_ref(), first.map(|part| &part.header))
            {
                recognised += 1;
                // names in a list of events: what it says besides is unknown
                failed |= first.is_some_and(|part| {
                    part.header.missing.is_empty() && part.header.list != ListKind::Branches
                });
                let reason = self.list_of_persons(table);
                let mut entry = report(InputState::Skipped, Some(reason));
                entry.sheet.clone_from(&table.source.sheet);
                self.intake.inputs.push(entry);
                continue;
            }
            if table.layout.hidden && !of_batches {
                let is_list = |part: &Part<'_>| {
                    part.header.missing.is_empty() && part.header.labelled.len() > 1
                };
                if let Ok(parts) = &found
                    && !ours
                    && parts.iter().any(is_list)
                {
                    recognised += 1;
                    self.hidden_sheet(table, parts);
                }
                continue;
            }
            let parts = match found {
                Ok(parts) => parts,
                Err(NoHeader::None) => continue,
                Err(NoHeader::Several(_)) if ours => continue,
                Err(NoHeader::Several(lists)) => {
                    recognised += 1;
                    failed = true;
                    self.several_lists(table, &lists);
                    let reason = "passt zu mehreren Listen".to_owned();
                    let mut entry = report(InputState::Failed, Some(reason));
                    entry.sheet.clone_from(&table.source.sheet);
                    self.intake.inputs.push(entry);
                    continue;
                }
            };
            if parts.len() > 1 {
                self.several_tables(&parts);
            }
            for part in parts {
                if ours && !part.header.missing.is_empty() {
                    continue;
                }
                recognised += 1;
                let header = part.header.clone();
                let mut entry = report(InputState::Read, None);
                entry.sheet.clone_from(&table.source.sheet);
                entry.list = Some(header.list);
                entry.header_row = Some(header.row + 1);
                if !of_batches && let Err(reason) = self.columns(&part) {
                    entry.state = InputState::Failed;
                    entry.reason = Some(reason.to_owned());
                    failed |= header.list != ListKind::Branches;
                    self.intake.inputs.push(entry);
                    continue;
                }
                self.beyond_header(&part);
                let below = rows::below(self.diagnostics, &part);
                entry.data_rows = u32::try_from(below.data.len()).unwrap_or(u32::MAX);
                entry.skipped =
                    below.counts.iter().map(|(class, n)| (class.key().to_owned(), *n)).collect();
                sheets.push(Sheet {
                    columns: Arc::new(sheet_columns(table, &header)),
                    header,
                    list_rows: part.rows,
                    data: below.data,
                    sections: below.sections,
                    group_columns: below.group_columns,
                    report: self.intake.inputs.len(),
                    default_year: default_year(table),
                    from_1904: table.layout.date1904,
                    of_batches,
                });
                self.intake.inputs.push(entry);
            }
        }
        if recognised == 0 && !ours {
            failed |= self.nothing_found(file, tables);
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
    fn nothing_found(&mut self, file: &InputFile, tables: &[Table]) -> bool {
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
        let visible = tables.iter().filter(|table| !table.layout.hidden).count();
        let (code, message) = if visible == 1 {
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
        for table in &tables {
            let mut garbled = Garbled::default();
            for row in table.rows.iter().take(30) {
                for (column, value) in row.cells.iter() {
                    if let CellValue::Text(text) = value {
                        let is_label = matches!(
                            damage::of(text),
                            Some(Damage::Misread(label)) if columns::is_label(&label)
                        );
                        let at = CellRef::new(&table.source, row.number, column);
                        garbled.look_at(&at, text, is_label);
                    }
                }
            }
            garbled.tell(
                self.diagnostics,
                "Die Überschriften wurden deshalb vielleicht nicht erkannt.",
            );
        }
        self.diagnostics.push(
            Diagnostic::new(code, message)
                .in_file(&file.file)
                .help("Die Überschriften wie im Handbuch nennen, z. B. „Datum“, „Art“, „Verband“."),
        );
        promised
    }

    /// The labels fit two lists equally well.
    fn several_lists(&mut self, table: &Table, lists: &[ListKind]) {
        let lists: Vec<&str> = lists.iter().map(|list| list_name(*list)).collect();
        self.diagnostics.push(
            about_sheet(
                Code::AmbiguousSheet,
                format!(
                    "Die Überschriften passen gleich gut zu den Listen {}; das Blatt wurde nicht gelesen.",
                    wording::list(&lists)
                ),
                table,
            )
            .help("Das Blatt oder die Datei nach der Liste benennen oder weitere Spalten wie im Handbuch überschreiben."),
        );
    }

    /// A hidden sheet that is a list is never read silently, nor passed over.
    fn hidden_sheet(&mut self, table: &Table, parts: &[Part<'_>]) {
        let lists: BTreeSet<&str> = parts.iter().map(|part| list_name(part.header.list)).collect();
        let lists: Vec<&str> = lists.into_iter().collect();
        let sheet = table.source.sheet.as_deref().unwrap_or_default();
        self.diagnostics.push(
            about_sheet(
                Code::HiddenSheet,
                format!(
                    "Das ausgeblendete Blatt „{sheet}“ sieht aus wie die Liste {}; es wurde nicht gelesen.",
                    wording::list(&lists)
                ),
                table,
            )
            .help("Das Blatt einblenden, wenn es zählen soll; sonst löschen."),
        );
    }

    /// Refuses a list of persons; returns the reason for the report.
    fn list_of_persons(&mut self, table: &Table) -> String {
        let what = match &table.source.sheet {
            Some(sheet) => format!("Das Blatt „{sheet}“"),
            None => "Die Datei".to_owned(),
        };
        self.diagnostics.push(
            about_sheet(
                Code::PersonList,
                format!(
                    "{what} ist eine Liste einzelner Personen und wurde nicht gelesen; für die Auswertung genügen Zahlen."
                ),
                table,
            )
            .help(
                "Die Datei aus dem Listenordner nehmen und nur die Zahl in die Liste der Verbände oder Veranstaltungen \
                 eintragen.",
            ),
        );
        "Liste einzelner Personen".to_owned()
    }

    /// Several tables in one sheet, each with the cell it begins in.
    fn several_tables(&mut self, parts: &[Part<'_>]) {
        let begins: Vec<(String, CellRef)> = parts
            .iter()
            .map(|part| {
                let column = part.header.labelled.first().copied().unwrap_or_default();
                let row = part.rows.get(part.header.first_index).map_or(0, |row| row.number);
                let at = CellRef::new(&part.sheet.source, row, column);
                (format!("{} ab {}", list_name(part.header.list), at.a1()), at)
            })
            .collect();
        let Some((_, first)) = begins.first().cloned() else { return };
        let named: Vec<String> = begins.into_iter().map(|(text, _)| text).collect();
        self.diagnostics.push(
            Diagnostic::new(
                Code::SeveralTables,
                format!(
                    "Im Blatt stehen mehrere Tabellen ({}); jede wurde für sich gelesen.",
                    wording::list(&named)
                ),
            )
            .at(first)
            .help("Übersichtlicher wird es mit einem eigenen Blatt je Tabelle."),
        );
    }

    /// Tells what is wrong with the columns; the reason where the sheet cannot be used.
    fn columns(&mut self, part: &Part<'_>) -> Result<(), &'static str> {
        let (table, header) = (part.sheet, &part.header);
        let at = |column: u16| CellRef::new(&table.source, header.row, column);
        let label =
            |field: Field| columns::column(header.list, field).map_or("", |column| column.label);
        let proposed = proposals::columns(&part.table(), header);
        let questions = proposals::column_questions(&part.table(), header, &proposed);
        self.intake.questions.columns.extend(questions);
        for (field, columns) in &header.doubled {
            let [first, others @ ..] = columns.as_slice() else { continue };
            let others: Vec<String> = others.iter().map(|column| at(*column).a1()).collect();
            self.diagnostics.push(
                Diagnostic::new(
                    Code::DuplicateColumn,
                    format!(
                        "Die Spalten {} und {} bedeuten beide „{}“; keine von beiden wurde verwendet{}.",
                        at(*first).a1(),
                        wording::list(&others),
                        label(*field),
                        if header.missing.contains(field) {
                            " und deshalb das ganze Blatt nicht"
                        } else {
                            ""
                        }
                    ),
                )
                .at(at(*first))
                .help("Eine der Überschriften umbenennen oder in Entscheidungen.xlsx, Blatt „Spalten“, auswählen, welche zählt."),
            );
        }
        let doubled = |field: &Field| header.doubled.iter().any(|(doubled, _)| doubled == field);
        let missing: Vec<String> = header
            .missing
            .iter()
            .filter(|field| !doubled(field))
            .map(|field| format!("„{}“", label(*field)))
            .collect();
        if missing.is_empty() && !header.missing.is_empty() {
            return Err("Pflichtspalte doppelt");
        }
        if !missing.is_empty() {
            let instead = proposals::instead(header, &proposed);
            let unknown: Vec<String> = header
                .unknown
                .iter()
                .map(|(_, label)| format!("„{label}“"))
                .filter(|label| !instead.contains(label))
                .collect();
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
                "In Entscheidungen.xlsx, Blatt „Spalten“, auswählen, was die Spalten bedeuten, und noch einmal starten."
            });
            if let Some(column) = header.labelled.first() {
                diagnostic = diagnostic.at(at(*column));
            }
            self.diagnostics.push(diagnostic);
            let mut garbled = Garbled::default();
            for (column, label) in &header.unknown {
                garbled.look_at(&at(*column), label, true);
            }
            garbled.tell(self.diagnostics, "Die Spalte wurde deshalb vielleicht nicht erkannt.");
            return Err("Pflichtspalte fehlt");
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
        Ok(())
    }

    /// Filled cells where the header names nothing.
    fn beyond_header(&mut self, part: &Part<'_>) {
        let (table, header) = (part.sheet, &part.header);
        let last = header.labelled.last().copied().unwrap_or_default();
        let labelled: Vec<u16> = header.labelled.iter().copied().collect();
        let mut told = BTreeSet::new();
        for row in part.rows.iter().skip(header.index + 1) {
            let without = |column: &u16| labelled.binary_search(column).is_err();
            for (column, _) in row.cells.iter().filter(|(column, _)| without(column)) {
                let ragged = table.source.sheet.is_none() && column > last;
                let at = CellRef::new(&table.source, row.number, column);
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
                if told.insert(column) {
                    self.diagnostics.push(
                        Diagnostic::new(
                            Code::BlankHeader,
                            format!(
                                "Über der Spalte {} steht keine Überschrift; sie wurde nicht gelesen.",
                                crate::table::column_letters(column)
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

fn about_sheet(code: Code, message: String, table: &Table) -> Diagnostic {
    let diagnostic = Diagnostic::new(code, message).in_file(&table.source.file);
    match &table.source.sheet {
        Some(sheet) => diagnostic.in_sheet(sheet),
        None => diagnostic,
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
pub(super) fn quoted(value: &CellValue) -> String {
    let text = shown(value).replace('\n', " ");
    if text.chars().count() > 60 {
        let start: String = text.chars().take(57).collect();
        format!("{start}…")
    } else {
        text
    }
}
