//! Rows of the office's lists after intake: typed where a type exists, every cell with its address.

use std::sync::Arc;

use super::branch::{BranchId, BranchRegister};
use super::date::{DateReading, Span};
use super::field::{Field, ListKind};
use super::tri::Tri;
use crate::table::{CellRef, Source};

/// One recognised sheet: which list it is and which column means what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetColumns {
    pub source: Arc<Source>,
    pub list: ListKind,
    /// Zero-based row of the (last) header row.
    pub header_row: u32,
    /// Recognised columns, at most one per field.
    pub columns: Vec<(Field, u16)>,
    /// Columns of participation per body („LV vertreten“, „berichtet für LAus“), by the body's key in the resolution.
    pub bodies: Vec<(Arc<str>, u16)>,
}

impl SheetColumns {
    pub fn column(&self, field: Field) -> Option<u16> {
        self.columns.iter().find(|(f, _)| *f == field).map(|(_, column)| *column)
    }
}

/// A filled cell of a recognised column.
#[derive(Clone, Debug, PartialEq)]
pub struct EntryCell {
    pub field: Field,
    pub column: u16,
    /// As the list shows it, blanks trimmed; a date as `TT.MM.JJJJ`.
    pub text: Arc<str>,
    /// The reading, for fields that hold a date; [`DateReading::Empty`] for all others.
    pub date: DateReading,
    /// Ends where a format cuts texts off (D504): what it does not name may have stood behind.
    pub cut_off: bool,
}

impl EntryCell {
    /// A cell that holds a whole text and no date.
    pub fn new(field: Field, column: u16, text: Arc<str>) -> Self {
        Self::dated(field, column, text, DateReading::Empty)
    }

    pub fn dated(field: Field, column: u16, text: Arc<str>, date: DateReading) -> Self {
        Self { field, column, text, date, cut_off: false }
    }
}

/// A filled cell of a participation column.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BodyCell {
    pub body: Arc<str>,
    pub column: u16,
    pub text: Arc<str>,
    /// A yes/no word, or a name in „berichtet für …“ (a yes once the event was held).
    pub present: Tri,
}

/// A branch as a cell names it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mention {
    Branch(BranchId),
    /// „alle“: every branch existing on the day of the row.
    All,
    /// Several branches bear this name; a question has been asked. Never used as one of them.
    Ambiguous(Vec<BranchId>),
    /// No branch bears this name (it may name a body, a guest, or be misspelt). A question has been asked where a branch was expected.
    Unknown(Arc<str>),
    /// People have decided that this names no branch: the row is about none of them because of it.
    NoBranch(Arc<str>),
}

/// The date of a row: „Datum“ and „bis“ taken together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    Dated {
        span: Span,
        weekday_contradicts: bool,
    },
    /// Empty, open or unreadable: unknown for every period its list covers, never rejected silently.
    Undated,
}

impl When {
    pub fn span(&self) -> Option<Span> {
        match self {
            Self::Dated { span, .. } => Some(*span),
            Self::Undated => None,
        }
    }
}

/// The status column's word, by its list of synonyms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StatusWord {
    /// Empty cell or no status column.
    None,
    /// durchgeführt, stattgefunden, gehalten, erledigt.
    Done,
    /// in Arbeit, läuft, begonnen.
    InProgress,
    /// geplant, terminiert, steht, vereinbart.
    Planned,
    /// angeboten, eingeladen, zugesagt.
    Offered,
    /// abgesagt, ausgefallen, entfällt; of a measure: gestrichen.
    Cancelled,
    /// verschoben; with the new date where the cell gives a readable one.
    Postponed(Option<Span>),
    /// Any other word (D560): unknown.
    Unrecognised,
    /// The row is struck through (D505): whether it still holds is unknown.
    Struck,
}

/// A value of a row that stands in another cell than the row's own: in merged cells, in a heading above, on the sheet
/// that speaks for a whole batch of letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inherited {
    /// What it says; `None` for a column of a body.
    pub field: Option<Field>,
    /// The column the entry's cell bears; above all columns of the sheet where the value has none of its own.
    pub column: u16,
    /// Zero-based row and column where it stands.
    pub at: (u32, u16),
    /// The sheet where it stands, if not the row's own.
    pub sheet: Option<Arc<Source>>,
}

/// A row of a list. Its cells are those of recognised columns only; others are never loaded.
#[derive(Clone, Debug)]
pub struct Entry {
    pub sheet: Arc<SheetColumns>,
    /// Zero-based row.
    pub row: u32,
    /// First filled cell of the row.
    pub first_column: u16,
    /// Each is shared with the rows that say the same there: half a million rows hold the same few words and days.
    pub cells: Vec<Arc<EntryCell>>,
    pub bodies: Arc<Vec<BodyCell>>,
    pub when: When,
    pub status: StatusWord,
    /// The branches the row names (column Verband, or Empfänger for dispatches), element by element.
    pub branches: Arc<Vec<Mention>>,
    /// `None` for most rows.
    pub aside: Option<Box<Aside>>,
}

/// What few rows have.
#[derive(Clone, Debug, Default)]
pub struct Aside {
    /// Which of the row's values stand elsewhere; their evidence is the cell they stand in.
    pub inherited: Vec<Inherited>,
    /// Promises a row of the register names that its letter, edited since, no longer says in these words: whether they
    /// still stand is unknown.
    pub unconfirmed: Vec<Arc<str>>,
    /// Why „versandt am“, though a readable day, does not say whether or when the letter went out; German, as „Stand“
    /// says it, „unklar: …“.
    pub sent_doubt: Option<Arc<str>>,
}

static NOTHING: Aside = Aside { inherited: Vec::new(), unconfirmed: Vec::new(), sent_doubt: None };

impl Entry {
    pub fn aside(&self) -> &Aside {
        self.aside.as_deref().unwrap_or(&NOTHING)
    }

    /// To be filled.
    pub fn aside_mut(&mut self) -> &mut Aside {
        self.aside.get_or_insert_default()
    }

    pub fn cell(&self, field: Field) -> Option<&EntryCell> {
        self.cells.iter().find(|cell| cell.field == field).map(|cell| &**cell)
    }

    /// The text of a filled cell.
    pub fn text(&self, field: Field) -> Option<&str> {
        self.cell(field).map(|cell| &*cell.text)
    }

    /// Whether the text of a field is cut off; what it does not name is then unknown, never missing.
    pub fn is_cut_off(&self, field: Field) -> bool {
        self.cell(field).is_some_and(|cell| cell.cut_off)
    }

    /// The reading of a date cell; [`DateReading::Empty`] where there is none.
    pub fn date(&self, field: Field) -> &DateReading {
        self.cell(field).map_or(&DateReading::Empty, |cell| &cell.date)
    }

    /// Where the field stands, for this row, filled or not; `None` where the list has no such column.
    pub fn at(&self, field: Field) -> Option<CellRef> {
        if let Some(elsewhere) = self.aside().inherited.iter().find(|i| i.field == Some(field)) {
            return Some(self.elsewhere(elsewhere));
        }
        self.sheet.column(field).map(|column| CellRef::new(&self.sheet.source, self.row, column))
    }

    pub fn cell_at(&self, column: u16) -> CellRef {
        match self.aside().inherited.iter().find(|i| i.column == column) {
            Some(elsewhere) => self.elsewhere(elsewhere),
            None => CellRef::new(&self.sheet.source, self.row, column),
        }
    }

    fn elsewhere(&self, inherited: &Inherited) -> CellRef {
        let (row, column) = inherited.at;
        CellRef::new(inherited.sheet.as_ref().unwrap_or(&self.sheet.source), row, column)
    }

    /// The row's first filled cell.
    pub fn first_cell(&self) -> CellRef {
        CellRef::new(&self.sheet.source, self.row, self.first_column)
    }

    /// The row as Excel counts it.
    pub fn line(&self) -> u32 {
        self.row + 1
    }

    pub fn list(&self) -> ListKind {
        self.sheet.list
    }
}

/// Everything the lists say, in the order of files, sheets and rows.
#[derive(Clone, Debug, Default)]
pub struct Records {
    pub branches: BranchRegister,
    pub events: Vec<Entry>,
    pub measures: Vec<Entry>,
    pub papers: Vec<Entry>,
    pub dispatches: Vec<Entry>,
    pub statements: Vec<Entry>,
    pub exceptions: Vec<Entry>,
    pub findings: Vec<Entry>,
    /// Every sheet recognised with its key columns, also one without rows.
    pub sheets: Vec<Arc<SheetColumns>>,
    /// Files that could not be read: what they would have said is unknown, so no reminder is due.
    pub failed_files: Vec<String>,
}

impl Records {
    /// The rows of a dated list; the branch list has none here.
    pub fn of(&self, list: ListKind) -> &[Entry] {
        match list {
            ListKind::Branches => &[],
            ListKind::Events => &self.events,
            ListKind::Measures => &self.measures,
            ListKind::Papers => &self.papers,
            ListKind::Dispatches => &self.dispatches,
            ListKind::Statements => &self.statements,
            ListKind::Exceptions => &self.exceptions,
            ListKind::Findings => &self.findings,
        }
    }

    pub fn of_mut(&mut self, list: ListKind) -> Option<&mut Vec<Entry>> {
        match list {
            ListKind::Branches => None,
            ListKind::Events => Some(&mut self.events),
            ListKind::Measures => Some(&mut self.measures),
            ListKind::Papers => Some(&mut self.papers),
            ListKind::Dispatches => Some(&mut self.dispatches),
            ListKind::Statements => Some(&mut self.statements),
            ListKind::Exceptions => Some(&mut self.exceptions),
            ListKind::Findings => Some(&mut self.findings),
        }
    }

    pub fn has_list(&self, list: ListKind) -> bool {
        self.sheets.iter().any(|sheet| sheet.list == list)
    }
}
