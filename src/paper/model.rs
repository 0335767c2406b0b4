//! What stands in the paper, as plain data: blocks below one another. How it looks is drawn by `io/docx_writer`.

use chrono::NaiveDate;

/// A document of A4 pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// In the document's properties; never names a person.
    pub title: String,
    /// The day it speaks of; also that of its properties.
    pub day: NaiveDate,
    /// Left at the foot of every page; the page number stands right.
    pub footer: String,
    pub blocks: Vec<Block>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// Whose paper it is: the party, below it the office. Only at the very top.
    Letterhead {
        name: String,
        office: String,
    },
    /// For whom it is, above the title.
    Addressee(String),
    Title(String),
    Heading {
        level: Level,
        text: String,
        new_page: bool,
    },
    Paragraph {
        tone: Tone,
        runs: Vec<Run>,
    },
    /// Items with a dash before each.
    List(Vec<Vec<Run>>),
    Table(Table),
}

/// Word's own *Überschrift 1* and *Überschrift 2*, so that its navigation finds them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    One,
    Two,
}

/// What a paragraph is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tone {
    Body,
    /// The sentences that say it all.
    Lead,
    /// The wording of the resolution.
    Quote,
    /// What the committee is asked to decide: set apart.
    Proposal,
    /// Sources, signs and the like.
    Small,
}

/// A stretch of text of one weight. A line break stands for a line break.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    pub text: String,
    pub weight: Weight,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    Plain,
    Strong,
    /// Beside what matters.
    Quiet,
}

impl Run {
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), weight: Weight::Plain }
    }

    pub fn strong(text: impl Into<String>) -> Self {
        Self { text: text.into(), weight: Weight::Strong }
    }

    pub fn quiet(text: impl Into<String>) -> Self {
        Self { text: text.into(), weight: Weight::Quiet }
    }
}

/// Each row has as many cells as there are widths, except one that goes over all columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// In millimetres.
    pub widths: Vec<u16>,
    /// Repeated on every page; empty where the table has no head.
    pub head: Vec<String>,
    pub rows: Vec<Row>,
}

/// Never split between two pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub rule: Rule,
    pub cells: Vec<TableCell>,
}

/// The line above a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    None,
    Thin,
    Strong,
}

/// Paragraphs of a cell; may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableCell {
    pub paragraphs: Vec<Vec<Run>>,
    /// Columns it covers; at least one.
    pub columns: u16,
}

impl TableCell {
    /// A paragraph for each non-empty run.
    pub fn lines(runs: impl IntoIterator<Item = Run>) -> Self {
        let lines = runs.into_iter().filter(|run| !run.text.is_empty());
        Self { paragraphs: lines.map(|run| vec![run]).collect(), columns: 1 }
    }

    pub fn text(text: impl Into<String>) -> Self {
        Self::lines([Run::plain(text)])
    }

    #[must_use]
    pub fn over(mut self, columns: u16) -> Self {
        self.columns = columns.max(1);
        self
    }
}
