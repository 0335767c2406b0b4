//! What a row gets from outside its own cells: from headings above it and from merged cells; and what striking it through
//! takes away. The evidence of such a value is the cell it stands in.

use std::sync::Arc;

use super::cells::CellReader;
use super::names::{Named, split_kind};
use super::rows::DataRow;
use super::sections::{Context, Section};
use crate::diagnostic::{Code, Diagnostic};
use crate::domain::{
    DateReading, Entry, EntryCell, Field, Inherited, ListKind, Mention, StatusWord, When,
};
use crate::table::CellRef;
use crate::wording;

/// Columns no sheet has: those of values that have none.
const OF_BRANCH: u16 = u16::MAX;
const OF_TYPE: u16 = u16::MAX - 1;

impl CellReader<'_, '_> {
    fn context(&self, data: &DataRow) -> Option<&Context> {
        self.contexts.get((data.sections as usize).checked_sub(1)?)
    }

    fn heading(&self, index: usize) -> Option<&Section> {
        self.sheet.sections.get(index)
    }

    fn heading_at(&self, section: &Section) -> CellRef {
        CellRef::new(&self.sheet.columns.source, section.row, section.column)
    }

    /// The year for dates of a row that name none, and where it comes from. A heading that contradicts the name of the sheet
    /// leaves it open.
    pub(super) fn year_above(&self, data: &DataRow) -> (Option<i32>, Option<String>) {
        let named = self.sheet.default_year;
        match self.context(data).and_then(|context| context.year) {
            None => (named, None),
            Some((None, _)) => (None, None),
            Some((Some(year), _)) if named.is_some_and(|named| named != year) => (None, None),
            Some((Some(year), index)) => {
                let from = self.heading(index).map(|section| {
                    format!(
                        "aus der Gruppenzeile „{}“ ({})",
                        section.text,
                        self.heading_at(section).a1()
                    )
                });
                (Some(year), from)
            }
        }
    }

    /// Branch or type from the heading above, where the row names none.
    pub(super) fn take_over(
        &mut self,
        data: &DataRow,
        cells: &mut Vec<EntryCell>,
    ) -> Vec<Inherited> {
        let mut inherited = Vec::new();
        for (column, row) in data.merged() {
            let mut fields: Vec<Option<Field>> = self
                .sheet
                .columns
                .columns
                .iter()
                .filter(|(_, c)| c == column)
                .map(|(field, _)| Some(*field))
                .collect();
            if fields.is_empty() {
                fields.push(None);
            }
            inherited.extend(fields.into_iter().map(|field| Inherited {
                field,
                column: *column,
                at: (*row, *column),
                sheet: None,
            }));
        }
        self.doubtful = false;
        if cells.iter().any(|cell| cell.field == Field::Branch) {
            self.named_below = Some(data.sections);
        }
        let Some(context) = self.context(data).cloned() else { return inherited };
        let (field, column, index) = match self.sheet.list() {
            ListKind::Branches => (Field::BranchType, OF_TYPE, context.kind),
            ListKind::Events | ListKind::Measures => (Field::Branch, OF_BRANCH, context.branch),
            ListKind::Papers
            | ListKind::Dispatches
            | ListKind::Statements
            | ListKind::Exceptions
            | ListKind::Findings => return inherited,
        };
        let Some(section) = index.and_then(|index| self.heading(index)).cloned() else {
            return inherited;
        };
        if cells.iter().any(|cell| cell.field == field) {
            return inherited;
        }
        let has_column = self.sheet.columns.column(field).is_some();
        // „KV Gotha“ alone in its row, then rows of others: a blank cell below them is nobody's for certain
        let own_column = self.sheet.columns.column(field) == Some(section.column);
        if field == Field::Branch && own_column && self.named_below == Some(data.sections) {
            return inherited;
        }
        if field == Field::BranchType {
            // a name that bears its type needs none
            let name = cells.iter().find(|cell| cell.field == Field::Branch);
            let bare = name
                .is_some_and(|cell| split_kind(self.names.without_party(&cell.text)).0.is_none());
            if !bare {
                return inherited;
            }
        } else if let Some(doubtful) = context.branch_doubtful {
            if has_column {
                return inherited;
            }
            self.doubtful = true;
            self.doubtful_heading(doubtful, &section.text);
        } else if has_column && !matches!(self.names.find(&section.text), Named::One(_)) {
            return inherited;
        }
        let text = self.texts.share(&section.text);
        cells.push(EntryCell::new(field, column, text));
        let at = (section.row, section.column);
        inherited.push(Inherited { field: Some(field), column, at, sheet: None });
        if !self.doubtful {
            let at = self.heading_at(&section);
            self.headings.entry(field).and_modify(|(.., n)| *n += 1).or_insert((
                at,
                section.text,
                1,
            ));
        }
        inherited
    }

    fn doubtful_heading(&mut self, index: usize, branch: &str) {
        if !self.told_headings.insert(index) {
            return;
        }
        let Some(at) = self.heading(index).map(|section| self.heading_at(section)) else { return };
        self.diagnostics.push(
            Diagnostic::new(
                Code::UnclearRow,
                format!(
                    "Nach dieser Zwischenüberschrift ist offen, ob die Zeilen darunter noch zu „{branch}“ gehören; sie \
                     werden dem Verband nicht sicher zugerechnet."
                ),
            )
            .at(at)
            .help("Den Verband in jede Zeile schreiben, in eine Spalte „Verband“."),
        );
    }

    /// What headings gave, once per sheet.
    pub(super) fn tell_headings(&mut self) {
        for (field, (at, text, rows)) in std::mem::take(&mut self.headings) {
            let rows = wording::count(rows, "Zeile", "Zeilen");
            let what = if field == Field::BranchType { "der Typ" } else { "der Verband" };
            self.diagnostics.push(
                Diagnostic::new(
                    Code::HeadingValue,
                    format!("Für {rows} gilt {what} aus der Gruppenzeile darüber, z. B. „{text}“."),
                )
                .at(at)
                .help("Gehört eine Zeile nicht dazu, die Angabe in ihre eigene Zelle schreiben."),
            );
        }
    }

    /// Several branches in a heading, or a heading that may have ended: the row is none of them for sure.
    pub(super) fn of_heading(&mut self, entry: &Entry, mentions: Vec<Mention>) -> Vec<Mention> {
        let ids: Vec<_> = mentions
            .iter()
            .flat_map(|mention| match mention {
                Mention::Branch(id) => vec![*id],
                Mention::Ambiguous(ids) => ids.clone(),
                Mention::All | Mention::NoBranch(_) | Mention::Unknown(_) => Vec::new(),
            })
            .collect();
        let several = mentions.len() > 1;
        if ids.is_empty() || !(several || self.doubtful) {
            return mentions;
        }
        if several
            && let Some(cell) = entry.cell(Field::Branch)
            && self.told_several.insert(cell.text.to_string())
        {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::AmbiguousBranch,
                    format!(
                        "Die Gruppenzeile „{}“ nennt mehrere Verbände; die Zeilen darunter werden keinem sicher zugerechnet.",
                        cell.text
                    ),
                )
                .at(entry.cell_at(cell.column))
                .found(&*cell.text)
                .help("Den Verband in jede Zeile schreiben, in eine Spalte „Verband“."),
            );
        }
        vec![Mention::Ambiguous(ids)]
    }

    /// Whether the entry's branch comes from a heading.
    pub(super) fn is_of_heading(column: u16) -> bool {
        column == OF_BRANCH
    }

    /// A row struck through neither counts nor is missing, until somebody says what holds.
    pub(super) fn struck(&mut self, entry: &mut Entry) {
        if entry.status == StatusWord::Cancelled {
            return;
        }
        let (message, help) = match entry.list() {
            ListKind::Events | ListKind::Measures | ListKind::Papers => {
                entry.status = StatusWord::Struck;
                (
                    "Die Zeile ist durchgestrichen; ob sie noch gilt, bleibt offen.",
                    "Den Status eintragen (z. B. abgesagt), die Zeile löschen oder die Durchstreichung aufheben.",
                )
            }
            ListKind::Dispatches => {
                entry.status = StatusWord::Struck;
                if let Some(sent) = entry.cells.iter_mut().find(|cell| cell.field == Field::SentOn)
                {
                    Arc::make_mut(sent).date = DateReading::Unreadable;
                }
                entry.when = When::Undated;
                (
                    "Die Zeile ist durchgestrichen; ob der Brief versandt wurde, bleibt offen.",
                    "Die Zeile löschen oder die Durchstreichung aufheben.",
                )
            }
            ListKind::Branches => (
                "Die Zeile ist durchgestrichen; der Verband wird weiter geführt.",
                "Besteht der Verband nicht mehr, „besteht bis“ ausfüllen; sonst die Durchstreichung aufheben.",
            ),
            ListKind::Statements | ListKind::Exceptions | ListKind::Findings => (
                "Die Zeile ist durchgestrichen; sie wurde trotzdem gelesen.",
                "Die Zeile löschen oder die Durchstreichung aufheben.",
            ),
        };
        self.diagnostics
            .push(Diagnostic::new(Code::StruckThrough, message).at(entry.first_cell()).help(help));
    }
}
