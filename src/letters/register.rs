//! The register of letters, „Postausgang.xlsx“: one row per letter, written by the tool, completed by people.
//!
//! Tool and people share this file, so it is plain data that keeps what it found: rows above the header, further
//! columns, blank rows, every entry. [`Register::append`] only adds rows at the end, for letters that are not in it yet.
//! „versandt am“ is never written by the tool: a draft is not a sent letter. While somebody has the file open, new rows
//! wait in a file beside it, which is read as a part of it until they can be taken over (`merge`).

use std::collections::BTreeMap;

use super::{Facts, PlannedLetter, batches, desk, fields};
use crate::grid::{Grid, SheetBeside, text};
use crate::matching::normal;
use crate::settings::plain;
use crate::table::{CellRef, CellValue, Table};

mod merge;

pub use merge::Conflict;

/// The file, as messages name it.
pub const FILE: &str = "Postausgang.xlsx";
/// New rows while it is open in another program; taken over by the next run.
pub const BESIDE: &str = "Postausgang (neue Zeilen).xlsx";
pub const SHEET: &str = "Postausgang";

/// True for the register and the file beside it.
pub fn is_file(name: &str) -> bool {
    name == FILE || name == BESIDE
}

/// The number of a batch as both sheets write it: „3“, „3.“.
pub fn batch_number(text: &str) -> &str {
    text.trim().trim_end_matches('.')
}

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
    Batch = "Sendung" 9 "Briefe, die zusammen entstanden sind; auf dem Blatt „Versand“ lassen sie sich mit einer Zelle als versandt eintragen";
    Created = "erzeugt am" 12 "Briefdatum";
    Standing = "Stand" 30 "vom Programm, erneuert bei jedem Schreiben von Briefen: Entwurf, versandt, Antwort – und was vor dem Versand zu beachten ist";
    Sent = "versandt am" 12 "BITTE EINTRAGEN: erst damit zählt der Brief als versandt; leer gilt der Eintrag auf dem Blatt „Versand“. Blieb er liegen: „nicht versandt“";
    Promises = "Zusagen" 40 "was der Brief zusagt; bei Angeboten von Hand bitte eintragen oder „alles“; bei bearbeiteten prüfen und „bestätigt“ dazuschreiben";
    Channel = "Weg" 10 "Post oder E-Mail, von Hand; leer gilt „Weg“ auf dem Blatt „Versand“, sonst die Verbandsliste";
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
    /// Zero-based row of the header in the sheet.
    pub header_row: u32,
    /// The sheet „Versand“; without rows where there is none.
    pub batches: Grid,
}

impl Default for Register {
    /// An empty register with its header.
    fn default() -> Self {
        Self {
            above: Vec::new(),
            header: Column::ALL.iter().map(|column| column.label().to_owned()).collect(),
            rows: Vec::new(),
            header_row: 0,
            batches: Grid::new(batches::LABELS.into_iter()),
        }
    }
}

/// What the program writes into the column „Stand“ begins with one of these; anything else is a person's and stays.
const OUR_STANDINGS: [&str; 5] = ["Entwurf", "versandt", "Antwort", "Termin", "unklar"];

impl Register {
    /// The register in a sheet, as it stands; `None` where none of the first thirty rows names letter and recipient.
    pub fn parse(table: &Table) -> Option<Self> {
        let Grid { above, header, rows, header_row } = Grid::parse(table, |labels| {
            [Column::Letter, Column::Recipient]
                .iter()
                .all(|column| labels.iter().any(|label| names(label, *column)))
        })?;
        let mut register = Self { above, header, rows, header_row, ..Self::default() };
        for column in Column::ALL {
            if register.column(*column).is_none() {
                register.header.push(column.label().to_owned());
            }
        }
        Some(register)
    }

    /// The register in the sheets of its file, and the sheets people keep beside it; `None` where none of the visible
    /// ones names letter and recipient.
    pub fn read(tables: &[Table]) -> Option<(Self, Vec<SheetBeside>)> {
        let batches = tables.iter().position(|table| batches::parse(table).is_some());
        let (own, mut register) = tables
            .iter()
            .enumerate()
            .filter(|(position, table)| !table.layout.hidden && Some(*position) != batches)
            .find_map(|(position, table)| Some((position, Self::parse(table)?)))?;
        if let Some(grid) = batches.and_then(|at| tables.get(at)).and_then(batches::parse) {
            register.batches = grid;
        }
        let others = tables
            .iter()
            .enumerate()
            .filter(|(position, _)| *position != own && Some(*position) != batches);
        Some((register, others.filter_map(|(_, table)| SheetBeside::of(table)).collect()))
    }

    /// Adds a row for each letter whose Brief, Empfänger and Zeitraum are neither here nor in one of `others` yet;
    /// returns how many were added. Numbers go on after the highest one, and letters of a kind are a new batch.
    pub fn append(&mut self, facts: &Facts<'_>, drafts: &[Draft<'_>], others: &[&Self]) -> usize {
        let highest = |number: fn(&Self) -> u64| {
            others.iter().map(|other| number(other)).chain([number(self)]).max().unwrap_or(0)
        };
        let (mut next, mut batch) = (highest(Self::highest_number), highest(Self::highest_batch));
        let mut batches: BTreeMap<&str, u64> = BTreeMap::new();
        let mut added = 0;
        for draft in drafts {
            let known = |register: &Self| register.holds(draft.letter);
            if known(self) || others.iter().any(|other| known(other)) {
                continue;
            }
            next += 1;
            let batch = *batches.entry(&draft.letter.letter.title).or_insert_with(|| {
                batch += 1;
                batch
            });
            let row = self.row(facts, draft, next, batch);
            self.rows.push(row);
            added += 1;
        }
        self.renew_batches();
        added
    }

    /// Gives rows of the program that have none their batch (by letter and day), and every batch its row and the number of
    /// letters its date speaks for.
    pub fn renew_batches(&mut self) {
        let mut next = self.highest_batch();
        let mut without: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
        for row in 0..self.rows.len() {
            let of = |column| self.text(row, column);
            if of(Column::Batch).is_some()
                || of(Column::File).is_none()
                || of(Column::Checksum).is_none()
            {
                continue;
            }
            let (Some(letter), Some(created)) = (of(Column::Letter), of(Column::Created)) else {
                continue;
            };
            without.entry((letter, created)).or_default().push(row);
        }
        let mut groups: Vec<((String, String), Vec<usize>)> = without.into_iter().collect();
        groups.sort_by(|(_, one), (_, other)| one.cmp(other));
        for ((letter, created), rows) in groups {
            let lost = self.lost_batch(&letter, &created, self.covered(&rows));
            let number = lost.unwrap_or_else(|| {
                next += 1;
                next
            });
            for row in rows {
                self.put(row, Column::Batch, count(number));
            }
        }
        let mut rows: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for row in 0..self.rows.len() {
            let number = self.text(row, Column::Batch);
            if let Some(number) = number.and_then(|text| batch_number(&text).parse().ok()) {
                rows.entry(number).or_default().push(row);
            }
        }
        for (number, rows) in rows {
            let there = (0..self.batches.rows.len()).find(|row| {
                let text = self.batches.text(*row, batches::NUMBER);
                text.is_some_and(|text| batch_number(&text).parse() == Ok(number))
            });
            let size = u32::try_from(self.covered(&rows)).unwrap_or(u32::MAX);
            if let Some(there) = there {
                let counted = Some(CellValue::Number(f64::from(size)));
                if self.batches.text(there, batches::COUNT) != counted.as_ref().and_then(plain) {
                    self.batches.set(there, batches::COUNT, counted);
                }
                continue;
            }
            let [first, ..] = rows.as_slice() else { continue };
            let mut periods: Vec<String> = Vec::new();
            for period in rows.iter().filter_map(|row| self.text(*row, Column::Period)) {
                if !periods.contains(&period) {
                    periods.push(period);
                }
            }
            let period = match periods.as_slice() {
                [one, two, _, rest @ ..] if !rest.is_empty() => {
                    format!("{one}, {two} und {} weitere", rest.len() + 1)
                }
                few => few.join(", "),
            };
            let new = batches::New {
                number,
                letter: self.text(*first, Column::Letter).unwrap_or_default(),
                period,
                created: self.value(*first, Column::Created).unwrap_or_else(|| text("")),
                count: size,
            };
            batches::add(&mut self.batches, new);
        }
    }

    /// The number of these rows for which the date of their batch speaks.
    fn covered(&self, rows: &[usize]) -> usize {
        let held = |row: &&usize| {
            self.text(**row, Column::Standing)
                .is_some_and(|standing| desk::is_held(&standing, None))
        };
        rows.iter().filter(|row| !held(row)).count()
    }

    /// The batch of just these letters, where nobody bears its number any more: the column may have been deleted, and what
    /// is entered for the batch must not get lost.
    fn lost_batch(&self, letter: &str, created: &str, letters: usize) -> Option<u64> {
        let borne: Vec<String> =
            (0..self.rows.len()).filter_map(|row| self.text(row, Column::Batch)).collect();
        let mut fitting = (0..self.batches.rows.len()).filter_map(|row| {
            let of = |label| self.batches.text(row, label).unwrap_or_default();
            let number: u64 = batch_number(&of(batches::NUMBER)).parse().ok()?;
            let free = borne.iter().all(|text| batch_number(text).parse() != Ok(number));
            let same = normal(&of(batches::LETTER)) == normal(letter)
                && of(batches::CREATED) == created
                && of(batches::COUNT) == letters.to_string();
            (free && same).then_some(number)
        });
        fitting.next().filter(|_| fitting.next().is_none())
    }

    /// Writes how each row stands, by its row in the sheet; what a person has written in its place stays.
    pub fn renew_standings(&mut self, standings: &BTreeMap<u32, String>) {
        for row in 0..self.rows.len() {
            let Some(standing) = self.sheet_row(row).and_then(|row| standings.get(&row)) else {
                continue;
            };
            let there = self.text(row, Column::Standing);
            let ours = there.as_ref().is_none_or(|there| {
                OUR_STANDINGS.iter().any(|beginning| there.starts_with(beginning))
            });
            if ours && there.as_ref() != Some(standing) {
                self.put(row, Column::Standing, text(standing));
            }
        }
    }

    /// Enters the checksum of a draft that has been written anew; `at` is a cell of its row.
    pub fn renew_checksum(&mut self, at: &CellRef, checksum: &str) {
        let row = (0..self.rows.len()).find(|row| self.sheet_row(*row) == Some(at.row));
        if let Some(row) = row {
            self.put(row, Column::Checksum, text(checksum));
        }
    }

    /// The row in the sheet it was read from; `row` counts from zero below the header.
    fn sheet_row(&self, row: usize) -> Option<u32> {
        self.header_row.checked_add(1)?.checked_add(u32::try_from(row).ok()?)
    }

    /// True where a row has the same Brief (key or title), Empfänger and Zeitraum.
    pub fn holds(&self, letter: &PlannedLetter) -> bool {
        let kind = [normal(&letter.letter.key), normal(&letter.letter.title)];
        let recipient = normal(&letter.recipient_name);
        let period = normal(&letter.period);
        (0..self.rows.len()).any(|row| {
            let is = |column, wanted: &str| {
                self.text(row, column).is_some_and(|text| normal(&text) == wanted)
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

    fn value(&self, row: usize, column: Column) -> Option<CellValue> {
        self.rows.get(row)?.get(self.column(column)?)?.clone()
    }

    fn put(&mut self, row: usize, column: Column, value: CellValue) {
        if let Some(position) = self.column(column) {
            self.put_at(row, position, value);
        }
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

    /// The highest number of a batch, on either sheet.
    fn highest_batch(&self) -> u64 {
        let rows = (0..self.rows.len()).filter_map(|row| self.text(row, Column::Batch));
        let batches =
            (0..self.batches.rows.len()).filter_map(|row| self.batches.text(row, batches::NUMBER));
        rows.chain(batches)
            .filter_map(|text| batch_number(&text).parse::<u32>().ok())
            .max()
            .map_or(0, u64::from)
    }

    fn row(
        &self,
        facts: &Facts<'_>,
        draft: &Draft<'_>,
        number: u64,
        batch: u64,
    ) -> Vec<Option<CellValue>> {
        let letter = draft.letter;
        let mut row = vec![None; self.header.len()];
        let mut put = |column: Column, value: CellValue| {
            if let Some(slot) = self.column(column).and_then(|position| row.get_mut(position)) {
                *slot = Some(value);
            }
        };
        put(Column::Number, count(number));
        put(Column::Batch, count(batch));
        put(Column::Standing, text(desk::of_new(draft.edited)));
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
        put(Column::File, text(&draft.file));
        put(Column::Checksum, text(&draft.checksum));
        row
    }
}

/// A running number as a cell.
fn count(number: u64) -> CellValue {
    // a register of more than 2^53 letters is not to be feared
    #[expect(clippy::cast_precision_loss, reason = "a running number of letters")]
    CellValue::Number(number as f64)
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
        | Column::Batch
        | Column::Standing
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
