//! The register of letters, „Postausgang.xlsx“: one row per letter, written by the tool, completed by people.
//!
//! Tool and people share this file, so it is plain data that keeps what it found: rows above the header, further
//! columns, blank rows, every entry. [`Register::append`] only adds rows at the end, for letters that are not in it yet.
//! „versandt am“ is never written by the tool: a draft is not a sent letter.

use super::{Facts, PlannedLetter, Recipient, address, fields};
use crate::grid::{Grid, text};
use crate::matching::normal;
use crate::settings::plain;
use crate::table::{CellValue, Table};

/// The file, as messages name it.
pub const FILE: &str = "Postausgang.xlsx";
pub const SHEET: &str = "Postausgang";

macro_rules! columns {
    ($($id:ident = $label:literal $width:literal $explanation:literal;)*) => {
        /// THE list of the register's columns, in their order.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Column { $($id),* }
        impl Column {
            pub const ALL: &'static [Self] = &[$(Self::$id),*];
            pub fn label(self) -> &'static str { match self { $(Self::$id => $label),* } }
            /// A sensible width in characters.
            pub fn width(self) -> u16 { match self { $(Self::$id => $width),* } }
            /// Who fills it with what, in German.
            pub fn explanation(self) -> &'static str { match self { $(Self::$id => $explanation),* } }
        }
    };
}

columns! {
    Number = "lfd. Nr." 8 "vom Programm vergeben";
    Reference = "Aktenzeichen" 18 "vom Programm vergeben";
    Letter = "Brief" 30 "Titel des Briefes";
    Requirement = "Anforderung" 12 "Punkte des Beschlusses, zu denen der Brief gehört";
    Recipient = "Empfänger" 34 "Verband oder Stelle";
    Period = "Zeitraum" 12 "Jahr, Halbjahr oder Tag des Termins; jeder Brief entsteht je Empfänger und Zeitraum nur einmal";
    Created = "erzeugt am" 12 "Briefdatum";
    Sent = "versandt am" 12 "BITTE EINTRAGEN: erst damit zählt der Brief als versandt";
    Promises = "Zusagen" 40 "was der Brief zusagt; bei Angeboten von Hand bitte eintragen oder „alles“";
    Channel = "Weg" 10 "Post oder E-Mail";
    AnsweredOn = "Antwort am" 12 "bitte eintragen";
    Answer = "Antwort" 20 "bitte eintragen: angenommen, abgelehnt, Termin";
    Appointment = "Termin" 12 "bitte eintragen, wenn ein Tag vereinbart ist; gilt als geplanter Termin";
    File = "Datei" 50 "der Entwurf";
    Checksum = "Prüfsumme" 16 "zeigt dem Programm, ob der Entwurf von Hand bearbeitet wurde";
}

/// A letter that has been written and is to be entered.
#[derive(Clone, Debug)]
pub struct Draft<'a> {
    pub letter: &'a PlannedLetter,
    /// Path of the draft, relative to the workspace, with `/`.
    pub file: String,
    /// Hex.
    pub checksum: String,
    /// A person's own version of the letter was kept: what it promises is theirs to say.
    pub edited: bool,
}

/// The register as it stands; `None` is an empty cell. Rows are as long as they need to be.
#[derive(Clone, Debug, PartialEq)]
pub struct Register {
    /// Rows above the header: a title somebody has added.
    pub above: Vec<Vec<Option<CellValue>>>,
    pub header: Vec<String>,
    /// Every row below the header, also blank ones, so that cells keep their addresses.
    pub rows: Vec<Vec<Option<CellValue>>>,
}

impl Default for Register {
    /// An empty register with its header.
    fn default() -> Self {
        Self {
            above: Vec::new(),
            header: Column::ALL.iter().map(|column| column.label().to_owned()).collect(),
            rows: Vec::new(),
        }
    }
}

impl Register {
    /// The register in a sheet, as it stands; `None` where none of the first thirty rows names letter and recipient.
    pub fn parse(table: &Table) -> Option<Self> {
        let Grid { above, header, rows, .. } = Grid::parse(table, |labels| {
            [Column::Letter, Column::Recipient]
                .iter()
                .all(|column| labels.iter().any(|label| names(label, *column)))
        })?;
        let mut register = Self { above, header, rows };
        for column in Column::ALL {
            if register.column(*column).is_none() {
                register.header.push(column.label().to_owned());
            }
        }
        Some(register)
    }

    /// Adds a row for each letter whose Brief, Empfänger and Zeitraum are not in it yet; returns how many were added.
    /// Numbers go on after the highest one.
    pub fn append(&mut self, facts: &Facts<'_>, drafts: &[Draft<'_>]) -> usize {
        let mut next = self.highest_number() + 1;
        let mut added = 0;
        for draft in drafts {
            if self.holds(draft.letter) {
                continue;
            }
            let row = self.row(facts, draft, next);
            self.rows.push(row);
            next += 1;
            added += 1;
        }
        added
    }

    /// True where a row has the same Brief (key or title), Empfänger and Zeitraum.
    pub fn holds(&self, letter: &PlannedLetter) -> bool {
        self.row_of(letter).is_some()
    }

    /// The draft of a letter, relative to the workspace, as its row says.
    pub fn file_of(&self, letter: &PlannedLetter) -> Option<String> {
        self.text(self.row_of(letter)?, Column::File)
    }

    /// The first row that has the same Brief (key or title), Empfänger and Zeitraum.
    fn row_of(&self, letter: &PlannedLetter) -> Option<usize> {
        let kind = [normal(&letter.letter.key), normal(&letter.letter.title)];
        let recipient = normal(&letter.recipient_name);
        let period = normal(&letter.period);
        (0..self.rows.len()).find(|row| {
            let is = |column, wanted: &str| {
                self.text(*row, column).is_some_and(|text| normal(&text) == wanted)
            };
            kind.iter().any(|kind| is(Column::Letter, kind))
                && is(Column::Recipient, &recipient)
                && is(Column::Period, &period)
        })
    }

    /// The text of a cell of one of the register's own columns; `row` counts from zero below the header.
    pub fn text(&self, row: usize, column: Column) -> Option<String> {
        let position = self.column(column)?;
        self.rows.get(row)?.get(position)?.as_ref().and_then(plain)
    }

    /// Position of a column; people may have moved it or named it otherwise.
    pub fn column(&self, column: Column) -> Option<usize> {
        let exact = self.header.iter().position(|label| normal(label) == normal(column.label()));
        exact.or_else(|| self.header.iter().position(|label| names(label, column)))
    }

    fn highest_number(&self) -> u64 {
        (0..self.rows.len())
            .filter_map(|row| self.text(row, Column::Number)?.trim_end_matches('.').parse().ok())
            .max()
            .unwrap_or(0)
    }

    fn row(&self, facts: &Facts<'_>, draft: &Draft<'_>, number: u64) -> Vec<Option<CellValue>> {
        let letter = draft.letter;
        let mut row = vec![None; self.header.len()];
        let mut put = |column: Column, value: CellValue| {
            if let Some(slot) = self.column(column).and_then(|position| row.get_mut(position)) {
                *slot = Some(value);
            }
        };
        // a register of more than 2^53 letters is not to be feared
        #[expect(clippy::cast_precision_loss, reason = "a running number of letters")]
        put(Column::Number, CellValue::Number(number as f64));
        put(Column::Reference, text(&fields::reference(facts, letter)));
        put(Column::Letter, text(&letter.letter.title));
        let requirements: Vec<&str> =
            facts.requirements_of(&letter.letter).iter().map(|r| r.id.as_str()).collect();
        if !requirements.is_empty() {
            put(Column::Requirement, text(&requirements.join(", ")));
        }
        put(Column::Recipient, text(&letter.recipient_name));
        put(Column::Period, text(&letter.period));
        put(Column::Created, CellValue::Date(fields::letter_date(facts, letter)));
        if !letter.letter.promises.is_empty() && !draft.edited {
            let promises = fields::promises(facts, letter);
            // a dash says „nothing“, an empty cell would say „unknown“
            let said = if promises.is_empty() { "–".to_owned() } else { promises.join("; ") };
            put(Column::Promises, text(&said));
        }
        if let Recipient::Branch(id) = &letter.recipient
            && address::by_email_only(&facts.records.branches[*id])
        {
            put(Column::Channel, text("E-Mail"));
        }
        put(Column::File, text(&draft.file));
        put(Column::Checksum, text(&draft.checksum));
        row
    }
}

/// Labels people use in registers of their own for the three columns that make the key.
fn names(label: &str, column: Column) -> bool {
    let label = normal(label);
    let others: &[&str] = match column {
        Column::Letter => &["schreiben"],
        Column::Recipient => &["an", "verband", "verband empfänger", "empfänger in"],
        Column::Period => &["jahr"],
        Column::Sent => &["verschickt", "abgeschickt", "gesendet am", "raus am"],
        Column::Created => &["erstellt", "erstellt am"],
        Column::Promises => &["angebot umfasst"],
        Column::Number
        | Column::Reference
        | Column::Requirement
        | Column::Channel
        | Column::AnsweredOn
        | Column::Answer
        | Column::Appointment
        | Column::File
        | Column::Checksum => &[],
    };
    label == normal(column.label()) || others.contains(&label.as_str())
}
