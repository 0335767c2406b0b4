//! What stands on a sheet, as plain data: the words, where they stand, what they mean. How it looks is drawn elsewhere.

use chrono::NaiveDate;

use crate::diagnostic::Severity;
use crate::domain::{AsOf, Status};
use crate::table::CellValue;

/// A workbook as the office opens it. Sheet names are unique, at most 31 characters.
#[derive(Clone, Debug, PartialEq)]
pub struct Workbook {
    /// The title in the document's properties; never names a person.
    pub title: String,
    pub as_of: AsOf,
    pub sheets: Vec<Sheet>,
}

/// One sheet: blocks below one another, over one set of column widths.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    pub name: String,
    pub page: Page,
    /// Widths in characters of the base font, one for each column used.
    pub widths: Vec<f64>,
    pub blocks: Vec<Block>,
    /// Rows above and columns left of what scrolls.
    pub frozen: Option<(u32, u16)>,
    /// The tab is hidden, as people left it.
    pub hidden: bool,
}

impl Sheet {
    /// The zero-based row at which the next block would begin.
    pub fn next_row(&self) -> u32 {
        self.blocks.iter().map(Block::rows).sum()
    }

    /// The height of a free row in points: its own, or what its text needs.
    pub fn height(&self, line: &Line) -> f64 {
        line.height.unwrap_or_else(|| super::fitting::line(line, &self.widths))
    }

    /// The height a row of a table needs, in points.
    pub fn row_height(&self, columns: &[Column], cells: &[Cell]) -> f64 {
        super::fitting::row(columns, cells, &self.widths)
    }

    /// What Excel can open: at most `rows` rows and `links` links. The other links stay readable as text; how many rows
    /// are not shown is said below their table.
    #[must_use]
    pub fn within(mut self, rows: u32, links: usize) -> Self {
        let excess = self.next_row().saturating_sub(rows);
        let longest = self.blocks.iter().position(|block| {
            matches!(block, Block::Table(table) if excess > 0 && table.rows.len() > excess as usize)
        });
        let columns = u16::try_from(self.widths.len()).unwrap_or(u16::MAX);
        if let Some(at) = longest
            && let Some(Block::Table(table)) = self.blocks.get_mut(at)
        {
            // one row for the line that says so
            let hidden = (excess as usize + 1).min(table.rows.len());
            table.rows.truncate(table.rows.len() - hidden);
            let text = format!(
                "{} nicht auf dieses Blatt; Excel-Blätter haben höchstens {rows} Zeilen.",
                if hidden == 1 {
                    "Eine weitere Zeile passt".to_owned()
                } else {
                    format!("{hidden} weitere Zeilen passen")
                }
            );
            self.blocks.insert(at + 1, Line::text(text, columns, Style::Body).into());
        }
        let mut left = links;
        for block in &mut self.blocks {
            let Block::Table(table) = block else { continue };
            for cell in table.rows.iter_mut().flatten() {
                if let Cell::Link { text, .. } = cell {
                    match left.checked_sub(1) {
                        Some(rest) => left = rest,
                        None => *cell = Cell::Text(std::mem::take(text)),
                    }
                }
            }
        }
        self
    }

    pub fn push(&mut self, block: impl Into<Block>) {
        self.blocks.push(block.into());
    }
}

/// How a sheet prints: always A4, always one page wide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    pub orientation: Orientation,
    pub fit: Fit,
    /// Zero-based first and last row repeated on every page.
    pub print_titles: Option<(u32, u32)>,
    /// Left in the footer; beside it stand the Stand and „Seite x von y“.
    pub footer: String,
    /// Grid lines on the screen.
    pub grid: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Orientation {
    Landscape,
    Portrait,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    OnePage,
    /// One page wide, as many as it takes.
    OneWide,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    Line(Line),
    Table(Table),
    /// Stands alone on its sheet: its cells keep their addresses.
    Grid(Grid),
    Charts(Charts),
}

impl Block {
    /// How many rows of the sheet it takes.
    pub fn rows(&self) -> u32 {
        match self {
            Self::Line(_) | Self::Charts(_) => 1,
            Self::Table(table) => 1 + u32::try_from(table.rows.len()).unwrap_or(u32::MAX - 1),
            Self::Grid(grid) => grid.cells.last().map_or(0, |cell| cell.row + 1),
        }
    }
}

impl From<Line> for Block {
    fn from(line: Line) -> Self {
        Self::Line(line)
    }
}

impl From<Grid> for Block {
    fn from(grid: Grid) -> Self {
        Self::Grid(grid)
    }
}

impl From<Table> for Block {
    fn from(table: Table) -> Self {
        Self::Table(table)
    }
}

impl From<Charts> for Block {
    fn from(charts: Charts) -> Self {
        Self::Charts(charts)
    }
}

/// Native charts side by side in one row, and texts beside them.
#[derive(Clone, Debug, PartialEq)]
pub struct Charts {
    /// Of the row, in points; at most 409.
    pub height: f64,
    pub charts: Vec<Chart>,
    pub spans: Vec<Span>,
}

/// A chart that draws figures standing in cells of this workbook, so that a change there shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    pub kind: ChartKind,
    /// Empty where a heading stands above it.
    pub title: String,
    /// What it shows, in words, for people who do not see it.
    pub alt: String,
    /// First column and number of columns it covers.
    pub column: u16,
    pub columns: u16,
    /// The first is the most important one and drawn darkest.
    pub series: Vec<Series>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartKind {
    /// Horizontal, the first category on top.
    Bars,
    Columns,
    Line,
}

/// One row of figures, read from cells.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    pub name: String,
    pub sheet: String,
    pub categories: Range,
    pub values: Range,
}

/// Zero-based corners, both included: row, column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    pub first: (u32, u16),
    pub last: (u32, u16),
}

/// The copy of a list: every cell where the list has it, with the value it has there.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid {
    /// By row, then by column; each address once.
    pub cells: Vec<GridCell>,
    /// What the colours mean: stands in the page header and in a note, never in a row.
    pub legend: String,
}

/// A cell of a [`Grid`].
#[derive(Clone, Debug, PartialEq)]
pub struct GridCell {
    /// Zero-based, as in the list.
    pub row: u32,
    pub column: u16,
    /// As typed: text stays text, whatever it begins with.
    pub value: Option<CellValue>,
    /// Of the header row.
    pub head: bool,
    /// The shade that says how urgent its question is; the note says it in words.
    pub mark: Option<Severity>,
    pub note: Option<String>,
}

/// A row laid out freely.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// In points; `None`: as high as its text needs.
    pub height: Option<f64>,
    pub rule: Rule,
    pub spans: Vec<Span>,
}

impl Line {
    /// An empty row of this height.
    pub fn gap(points: f64) -> Self {
        Self { height: Some(points), ..Self::default() }
    }

    /// One text across the columns from the first on.
    pub fn text(text: impl Into<String>, columns: u16, style: Style) -> Self {
        Self { spans: vec![Span::new(0, columns, Cell::text(text), style)], ..Self::default() }
    }

    #[must_use]
    pub fn ruled(mut self, rule: Rule) -> Self {
        self.rule = rule;
        self
    }
}

/// The line drawn above a row, over all columns of the sheet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    #[default]
    None,
    Thin,
    Strong,
}

/// A cell over one or more columns of a [`Line`].
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    pub column: u16,
    /// At least one.
    pub columns: u16,
    pub cell: Cell,
    pub style: Style,
}

impl Span {
    pub fn new(column: u16, columns: u16, cell: Cell, style: Style) -> Self {
        Self { column, columns: columns.max(1), cell, style }
    }
}

/// An Excel table with a head row; a table without rows is never drawn as one.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Unique in the workbook; letters, digits and `_` only.
    pub name: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Cell>>,
    /// Filter buttons in the head.
    pub filter: bool,
    /// Empty rows below that drop-downs and formats reach: the sheet goes on being filled in.
    pub room: u32,
    /// Drop-downs of single cells: row (from zero, below the head), column, values.
    pub row_choices: Vec<(usize, u16, Choices)>,
}

/// What a drop-down offers; anything else may still be typed.
#[derive(Clone, Debug, PartialEq)]
pub enum Choices {
    /// Few and short: typed into the cell.
    Words(Vec<String>),
    /// Cells of this workbook that hold the values: `=Auswahl!$A$5:$A$27`.
    Range(String),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Unique in its table, without line breaks.
    pub label: String,
    /// The note that opens over the head.
    pub note: Option<String>,
    pub style: Style,
    /// Values to choose from; others may be typed.
    pub choices: Vec<String>,
    /// People fill it in, beside columns that the program writes.
    pub fill_in: bool,
}

impl Column {
    pub fn new(label: impl Into<String>, style: Style) -> Self {
        Self { label: label.into(), note: None, style, choices: Vec::new(), fill_in: false }
    }

    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    #[must_use]
    pub fn choices<S: AsRef<str>>(mut self, choices: &[S]) -> Self {
        self.choices = choices.iter().map(|choice| choice.as_ref().to_owned()).collect();
        self
    }

    #[must_use]
    pub fn fill_in(mut self) -> Self {
        self.fill_in = true;
        self
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    #[default]
    Empty,
    /// Stays text, whatever it begins with.
    Text(String),
    Number(u32),
    /// A number a person entered that is not a count: postage, a share.
    Decimal(f64),
    Date(NaiveDate),
    Sign(Sign),
    /// Sign and word: „✓ aufgegriffen“.
    Status(Sign, String),
    Link {
        text: String,
        /// Apart: few cells have one, and all have room for it.
        target: Box<Target>,
    },
    /// In English notation, with the result it has at the time of writing.
    Formula {
        formula: String,
        result: u32,
    },
}

impl Cell {
    /// An empty text is an empty cell.
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }

    pub fn count(n: usize) -> Self {
        Self::Number(u32::try_from(n).unwrap_or(u32::MAX))
    }

    /// What the eye sees.
    pub fn shown(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) | Self::Link { text, .. } => text.clone(),
            Self::Number(n) | Self::Formula { result: n, .. } => n.to_string(),
            Self::Decimal(n) => n.to_string().replace('.', ","),
            Self::Date(day) => crate::wording::date(*day),
            Self::Sign(sign) => sign.mark().to_owned(),
            Self::Status(sign, word) if word.is_empty() => sign.mark().to_owned(),
            Self::Status(sign, word) => format!("{} {word}", sign.mark()),
        }
    }
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A cell of this workbook.
    Here { sheet: String, cell: String },
    /// A file, seen from the workbook, with `\`; a sheet and a cell where it is a workbook.
    File { path: String, place: Option<(String, String)> },
}

/// How a point stands, without words; always printed beside one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sign {
    Done,
    Part,
    Open,
    /// The period ended without it.
    Over,
    Unknown,
    NotApplicable,
    Judgement,
}

impl Sign {
    pub const ALL: [Self; 7] = [
        Self::Done,
        Self::Part,
        Self::Open,
        Self::Over,
        Self::Unknown,
        Self::NotApplicable,
        Self::Judgement,
    ];

    pub fn mark(self) -> &'static str {
        match self {
            Self::Done => "✓",
            Self::Part => "◐",
            Self::Open => "○",
            Self::Over => "●",
            Self::Unknown => "?",
            Self::NotApplicable => "–",
            Self::Judgement => "◇",
        }
    }
}

impl From<Status> for Sign {
    fn from(status: Status) -> Self {
        match status {
            Status::Fulfilled => Self::Done,
            Status::Partial => Self::Part,
            Status::Open => Self::Open,
            Status::Missed => Self::Over,
            Status::Undetermined => Self::Unknown,
            Status::NotApplicable => Self::NotApplicable,
            Status::Judgement => Self::Judgement,
        }
    }
}

/// What a text is on the page. Size and weight stand here because row heights follow from them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Style {
    Title,
    /// Below the title: body, Stand.
    Subtitle,
    /// A sentence that is to be read first.
    Lead,
    /// Heading of a section.
    Section,
    /// Head of columns outside a table.
    Head,
    Body,
    Strong,
    /// Small print: legend, source.
    Small,
    /// A text of several lines beside a chart.
    Aside,
    /// Centred mark.
    Sign,
    /// Sign and word.
    Status,
    /// Centred short text, date or number.
    Centred,
    Number,
    Date,
    Link,
    /// Waits for a person's entry.
    FillIn,
    /// A date that a person enters.
    FillInDate,
    /// An example row, to be overwritten.
    Example,
    Total,
}

impl Style {
    /// Font size in points.
    pub fn points(self) -> f64 {
        match self {
            Self::Title => 18.0,
            Self::Sign | Self::Section => 12.0,
            Self::Lead => 11.0,
            Self::Small => 8.5,
            Self::Aside => 9.5,
            Self::Subtitle => 10.5,
            Self::Head
            | Self::Body
            | Self::Strong
            | Self::Status
            | Self::Centred
            | Self::Number
            | Self::Date
            | Self::Link
            | Self::FillIn
            | Self::FillInDate
            | Self::Example
            | Self::Total => 10.0,
        }
    }

    /// Broken into lines inside its cell; the others run on to the right.
    pub fn wraps(self) -> bool {
        !matches!(self, Self::Title | Self::Subtitle | Self::Section | Self::Sign)
    }

    pub fn bold(self) -> bool {
        matches!(
            self,
            Self::Title | Self::Section | Self::Head | Self::Strong | Self::Total | Self::Sign
        )
    }
}
