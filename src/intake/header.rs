//! Finding the header row and what each column means.
//!
//! The header stands somewhere in the first 30 filled rows, below titles and notes. The set of labels decides which list a
//! sheet is; only then each label gets its field. Labels match or they do not; nothing similar is taken. What people have
//! decided about the columns of a header comes before anything else.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::columns::{self, BOTH_SUCCESSIONS, COLUMNS, Column, SECOND_MEANINGS};
use super::combined::{COMBINED, Combined};
use super::proposals;
use super::values::shown;
use crate::decisions::{ColumnAnswer, Decisions};
use crate::domain::{Field, ListKind};
use crate::matching::Phrase;
use crate::resolution::Resolution;
use crate::table::{CellValue, Row, Table};

/// A longer text, in bytes, is no label.
const LONGEST_LABEL: usize = 160;

/// Header rows are looked for in so many filled rows.
const WINDOW: usize = 30;

/// The labels of all lists, for looking up.
pub struct Labels {
    exact: BTreeMap<(ListKind, String), &'static Column>,
    /// Labels of columns that hold several fields.
    combined: BTreeMap<(ListKind, String), &'static Combined>,
    both_successions: BTreeSet<String>,
    second: BTreeMap<(ListKind, String), (Field, Field)>,
    /// The bodies whose participation may have a column of its own.
    bodies: Vec<(Arc<str>, Vec<Phrase>)>,
    /// What has been looked up: the same labels stand above many sheets, and every list asks for them.
    known: RefCell<BTreeMap<Arc<str>, BTreeMap<ListKind, Meaning>>>,
    decisions: Decisions,
}

/// What a label means in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    Field(Field),
    /// Several fields in one cell, to be split.
    Combined(&'static Combined),
    BothSuccessions,
    /// Participation of one body; `reports`: the column holds the names of who reports for it.
    Body {
        key: Arc<str>,
        reports: bool,
    },
}

/// A recognised header.
#[derive(Clone, Debug)]
pub struct Header {
    pub list: ListKind,
    /// Zero-based row and its place in the table.
    pub row: u32,
    pub index: usize,
    pub columns: Vec<(Field, u16)>,
    pub bodies: Vec<(Arc<str>, u16)>,
    /// Columns of bodies that hold names.
    pub reporters: BTreeSet<u16>,
    /// Columns whose cells are to be split; their fields stand in `columns` with the same number.
    pub combined: Vec<(u16, &'static Combined)>,
    /// The column of a single „Generationswechsel“.
    pub both_successions: Option<u16>,
    /// Fields two columns want: none of them is used.
    pub doubled: Vec<(Field, Vec<u16>)>,
    /// Labels without a meaning in this list.
    pub unknown: Vec<(u16, String)>,
    /// Required fields without a column.
    pub missing: Vec<Field>,
    /// All labels as they stand.
    pub labels: Vec<(u16, String)>,
}

/// Why a sheet has no header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoHeader {
    /// Nothing looked like the header of a list.
    None,
    /// The labels fit two lists equally well.
    Several(Vec<ListKind>),
}

impl Labels {
    pub fn new(resolution: &Resolution, decisions: &Decisions) -> Self {
        let mut exact = BTreeMap::new();
        for column in COLUMNS {
            for label in std::iter::once(&column.label).chain(column.others) {
                let key = columns::key(label);
                exact.insert((column.list, key.replace(' ', "")), column);
                exact.insert((column.list, key), column);
            }
        }
        let mut combined = BTreeMap::new();
        for column in COMBINED {
            for label in column.labels() {
                combined.insert((column.list, columns::key(label)), column);
            }
        }
        let second = SECOND_MEANINGS
            .iter()
            .map(|(list, label, usual, other)| ((*list, columns::key(label)), (*usual, *other)))
            .collect();
        Self {
            exact,
            combined,
            both_successions: BOTH_SUCCESSIONS.iter().map(|label| columns::key(label)).collect(),
            second,
            bodies: resolution
                .bodies
                .iter()
                .map(|body| (Arc::from(body.key.as_str()), body.names.clone()))
                .collect(),
            known: RefCell::default(),
            decisions: decisions.clone(),
        }
    }

    fn meaning(&self, list: ListKind, label: &Arc<str>) -> Option<Meaning> {
        if let Some(known) = self.known.borrow().get(label) {
            return known.get(&list).cloned();
        }
        let found = self.look_up(label);
        let meaning = found.get(&list).cloned();
        self.known.borrow_mut().insert(Arc::clone(label), found);
        meaning
    }

    /// What a label means in each list that knows it.
    fn look_up(&self, label: &str) -> BTreeMap<ListKind, Meaning> {
        let mut found = BTreeMap::new();
        if label.len() > LONGEST_LABEL {
            return found;
        }
        for text in [label.to_owned(), columns::without_brackets(label)] {
            let key = columns::key(&text);
            if key.is_empty() {
                continue;
            }
            let joined = key.replace(' ', "");
            // ‚Telefon‘ and ‚E Mail‘: with and without the separators
            let plain: String =
                columns::folded(&text).chars().filter(|c| c.is_alphanumeric()).collect();
            let spellings = [key.as_str(), &joined, &plain];
            for list in ListKind::ALL {
                if let Some(column) = self.combined.get(&(*list, key.clone()))
                    && column.fits(&text)
                {
                    found.entry(*list).or_insert(Meaning::Combined(column));
                }
                if let Some(column) =
                    spellings.iter().find_map(|k| self.exact.get(&(*list, (*k).to_owned())))
                {
                    found.entry(*list).or_insert(Meaning::Field(column.field));
                }
            }
            if self.both_successions.contains(&key) {
                found.entry(ListKind::Branches).or_insert(Meaning::BothSuccessions);
            }
        }
        if let Some(body) = self.body(label) {
            found.entry(ListKind::Events).or_insert(body);
        }
        found
    }

    /// „LV vertreten“, „LAus dabei“, „berichtet für LV“, or the body's bare name.
    fn body(&self, label: &str) -> Option<Meaning> {
        let words = crate::matching::words(label);
        let is_sign = |word: &str| {
            matches!(
                word,
                "vertreten"
                    | "dabei"
                    | "anwesend"
                    | "beteiligt"
                    | "teilgenommen"
                    | "berichtet"
                    | "berichten"
                    | "bericht"
                    | "für"
                    | "ist"
                    | "war"
                    | "hat"
                    | "durch"
                    | "wer"
                    | "nimmt"
                    | "teil"
                    | "wirkt"
                    | "mit"
            )
        };
        let name: Vec<String> = words.iter().filter(|w| !is_sign(w)).cloned().collect();
        let mut keys = self
            .bodies
            .iter()
            .filter(|(_, names)| names.iter().any(|phrase| phrase.is_words(&name)));
        let (key, _) = keys.next()?;
        if keys.next().is_some() {
            return None;
        }
        let reports = words.iter().any(|w| matches!(w.as_str(), "berichtet" | "berichten"));
        Some(Meaning::Body { key: Arc::clone(key), reports })
    }

    fn meanings(&self, list: ListKind, row: &Row) -> Vec<(u16, Meaning)> {
        let answers = self.answers(list, row);
        row.cells
            .iter()
            .filter_map(|(column, value)| match answers.get(column) {
                Some(ColumnAnswer::Means(field)) => Some((*column, Meaning::Field(*field))),
                Some(ColumnAnswer::Unused) => None,
                None => {
                    let CellValue::Text(text) = value else { return None };
                    Some((*column, self.meaning(list, text)?))
                }
            })
            .collect()
    }

    /// What people have decided about the columns under these labels.
    fn answers(&self, list: ListKind, row: &Row) -> BTreeMap<u16, ColumnAnswer> {
        if self.decisions.answered() == 0 {
            return BTreeMap::new();
        }
        self.decisions.columns(list, &labels(row))
    }

    /// How many different fields the labels of a row name.
    fn hits(&self, list: ListKind, row: &Row) -> BTreeSet<Field> {
        let mut fields = BTreeSet::new();
        for (_, meaning) in self.meanings(list, row) {
            match meaning {
                Meaning::Field(field) => {
                    fields.insert(field);
                }
                Meaning::Combined(column) => fields.extend(column.fields),
                Meaning::BothSuccessions => {
                    fields.insert(Field::SuccessionCouncils);
                }
                Meaning::Body { .. } => {
                    fields.insert(Field::Participants);
                }
            }
        }
        fields
    }

    /// The header of a table.
    pub fn header(&self, table: &Table) -> Result<Header, NoHeader> {
        let mut best: Option<(usize, usize)> = None;
        for (index, row) in table.rows.iter().take(WINDOW).enumerate() {
            let hits =
                ListKind::ALL.iter().map(|list| self.hits(*list, row).len()).max().unwrap_or(0);
            if hits >= 2 && best.is_none_or(|(most, _)| hits > most) {
                best = Some((hits, index));
            }
        }
        // a list of one column: only its required label
        let single = || {
            table.rows.iter().take(WINDOW).position(|row| {
                row.cells.len() == 1 && self.hits(ListKind::Branches, row).contains(&Field::Branch)
            })
        };
        // labels that are known together with some that only resemble known ones
        let nearly = || {
            table.rows.iter().take(WINDOW).position(|row| {
                ListKind::ALL.iter().any(|list| !self.hits(*list, row).is_empty())
                    && !self.nearly(row).is_empty()
            })
        };
        let index =
            best.map(|(_, index)| index).or_else(single).or_else(nearly).ok_or(NoHeader::None)?;
        let row = table.rows.get(index).ok_or(NoHeader::None)?;
        let list = self.list(row, table)?;
        Ok(self.assign(list, row, index))
    }

    /// Which list: most fields named, then all required ones there, then the name of sheet or file, then the labels the list
    /// itself would use.
    fn list(&self, row: &Row, table: &Table) -> Result<ListKind, NoHeader> {
        let ranked: Vec<(usize, bool, ListKind)> = ListKind::ALL
            .iter()
            .filter_map(|list| {
                let hits = self.hits(*list, row);
                let complete = columns::of(*list).filter(|c| c.required).all(|c| {
                    hits.contains(&c.field) || Self::filled_by_second(*list, c.field, &hits)
                });
                let any_key = columns::of(*list).any(|c| c.required && hits.contains(&c.field));
                // a sheet that names a few of a list's columns among many others is another kind of sheet
                let mostly = hits.len() * 2 >= row.cells.len();
                let enough = mostly && (hits.len() >= 4 || (any_key && hits.len() >= 3));
                (complete || enough).then_some((hits.len(), complete, *list))
            })
            .collect();
        let ranked = if ranked.is_empty() { self.nearly(row) } else { ranked };
        let Some(top) = ranked.iter().map(|(hits, complete, _)| (*hits, *complete)).max() else {
            return Err(NoHeader::None);
        };
        let first: Vec<ListKind> = ranked
            .iter()
            .filter(|(hits, complete, _)| (*hits, *complete) == top)
            .map(|(.., list)| *list)
            .collect();
        if let [one] = first.as_slice() {
            return Ok(*one);
        }
        let sheet = table.source.sheet.as_deref().map(columns::folded).unwrap_or_default();
        let file = columns::folded(&table.source.file);
        for name in [sheet, file] {
            let named: Vec<ListKind> = first
                .iter()
                .copied()
                .filter(|list| columns::list_words(*list).iter().any(|word| name.contains(word)))
                .collect();
            if let [one] = named.as_slice() {
                return Ok(*one);
            }
        }
        // „Datum“ is an event's own label and only another one of a measure's „Beginn“
        let own: Vec<(usize, ListKind)> =
            first.iter().map(|list| (own_labels(*list, row), *list)).collect();
        let most = own.iter().map(|(own, _)| *own).max();
        let most: Vec<ListKind> =
            own.iter().filter(|(own, _)| Some(*own) == most).map(|(_, list)| *list).collect();
        match most.as_slice() {
            [one] => Ok(*one),
            _ => Err(NoHeader::Several(most)),
        }
    }

    /// Lists that lack no required column but those some label resembles: recognised, so that it can be asked, not read.
    fn nearly(&self, row: &Row) -> Vec<(usize, bool, ListKind)> {
        ListKind::ALL
            .iter()
            .filter_map(|list| {
                let hits = self.hits(*list, row);
                if hits.is_empty() {
                    return None;
                }
                let similar: BTreeSet<Field> = labels(row)
                    .iter()
                    .filter_map(|(_, label)| Some(proposals::similar(*list, label)?.field))
                    .chain(hits.iter().copied())
                    .collect();
                let complete = columns::of(*list).filter(|c| c.required).all(|c| {
                    similar.contains(&c.field) || Self::filled_by_second(*list, c.field, &similar)
                });
                (complete && similar.len() >= 2 && similar.len() * 2 >= row.cells.len())
                    .then_some((similar.len(), true, *list))
            })
            .collect()
    }

    /// „Beginn“ stands for the date where no „Datum“ does.
    fn filled_by_second(list: ListKind, field: Field, hits: &BTreeSet<Field>) -> bool {
        SECOND_MEANINGS
            .iter()
            .any(|(l, _, usual, other)| *l == list && *usual == field && hits.contains(other))
    }

    fn assign(&self, list: ListKind, row: &Row, index: usize) -> Header {
        let meanings = self.meanings(list, row);
        let answers = self.answers(list, row);
        let mut header = Header {
            list,
            row: row.number,
            index,
            columns: Vec::new(),
            bodies: Vec::new(),
            reporters: BTreeSet::new(),
            combined: Vec::new(),
            both_successions: None,
            doubled: Vec::new(),
            unknown: Vec::new(),
            missing: Vec::new(),
            labels: labels(row),
        };
        let mut wanted: BTreeMap<Field, Vec<u16>> = BTreeMap::new();
        let mut bodies: BTreeMap<Arc<str>, Vec<u16>> = BTreeMap::new();
        for (column, meaning) in &meanings {
            match meaning {
                Meaning::Field(field) => wanted.entry(*field).or_default().push(*column),
                Meaning::Combined(combined) => header.combined.push((*column, combined)),
                Meaning::BothSuccessions => header.both_successions = Some(*column),
                Meaning::Body { key, reports } => {
                    bodies.entry(Arc::clone(key)).or_default().push(*column);
                    if *reports {
                        header.reporters.insert(*column);
                    }
                }
            }
        }
        share_combined(&mut header.combined, &mut wanted);
        self.settle(list, row, &answers, &mut wanted);
        for (field, mut columns) in wanted {
            // people have said which one it is
            if columns.iter().any(|column| answers.contains_key(column)) {
                columns.retain(|column| answers.contains_key(column));
            }
            match columns.as_slice() {
                [one] => header.columns.push((field, *one)),
                _ => header.doubled.push((field, columns)),
            }
        }
        for (key, columns) in bodies {
            // „LV vertreten“ beside „berichtet für LV“: both are read, the second one only says who
            header.bodies.extend(columns.into_iter().map(|column| (Arc::clone(&key), column)));
        }
        header.columns.sort_by_key(|(_, column)| *column);
        header.bodies.sort_by_key(|(_, column)| *column);
        header.unknown = row
            .cells
            .iter()
            .filter(|(column, _)| {
                !meanings.iter().any(|(c, _)| c == column) && !answers.contains_key(column)
            })
            .map(|(column, value)| (*column, shown(value)))
            .collect();
        header.missing = columns::of(list)
            .filter(|c| c.required && !header.columns.iter().any(|(field, _)| *field == c.field))
            .map(|c| c.field)
            .collect();
        header
    }

    /// Labels with a second meaning: „Beginn“ is the day where „Datum“ is missing, else the hour.
    fn settle(
        &self,
        list: ListKind,
        row: &Row,
        answers: &BTreeMap<u16, ColumnAnswer>,
        wanted: &mut BTreeMap<Field, Vec<u16>>,
    ) {
        let mut second_used = false;
        for (column, value) in row.cells.iter().filter(|(c, _)| !answers.contains_key(c)) {
            let Some((usual, other)) =
                self.second.get(&(list, columns::key(&shown(value)))).copied()
            else {
                continue;
            };
            let claimed_elsewhere =
                wanted.get(&usual).is_some_and(|c| c.iter().any(|c| c != column));
            // an „Ende“ beside a „Beginn“ that is an hour is an hour too
            let follows = other == Field::End && wanted.contains_key(&Field::Begin) && second_used;
            let target = if claimed_elsewhere || follows { other } else { usual };
            second_used |= target == Field::Begin;
            for columns in wanted.values_mut() {
                columns.retain(|c| c != column);
            }
            wanted.entry(target).or_default().push(*column);
        }
        wanted.retain(|_, columns| !columns.is_empty());
    }

    /// Whether a row below repeats the header: at least two thirds of its cells say the same.
    pub fn repeats(header: &Row, row: &Row) -> bool {
        let texts = |row: &Row| -> BTreeMap<u16, String> {
            row.cells.iter().map(|(column, value)| (*column, columns::key(&shown(value)))).collect()
        };
        if row.cells.len() < 2 || row.cells.iter().any(|(_, v)| !matches!(v, CellValue::Text(_))) {
            return false;
        }
        let head = texts(header);
        let same =
            texts(row).iter().filter(|(column, text)| head.get(column) == Some(text)).count();
        same * 3 >= row.cells.len() * 2
    }
}

/// The fields of combined columns. „Anschrift“ beside „PLZ“ and „Ort“ is only the street.
fn share_combined(
    combined: &mut Vec<(u16, &'static Combined)>,
    wanted: &mut BTreeMap<Field, Vec<u16>>,
) {
    let own: BTreeSet<Field> = wanted.keys().copied().collect();
    combined.retain(|(column, kind)| {
        let beside =
            kind.fields.iter().any(|field| Some(*field) != kind.alone && own.contains(field));
        if let (Some(alone), true) = (kind.alone, beside) {
            wanted.entry(alone).or_default().push(*column);
            return false;
        }
        let further = kind.further.iter().filter(|field| !own.contains(field));
        for field in kind.fields.iter().chain(further) {
            wanted.entry(*field).or_default().push(*column);
        }
        true
    });
}

/// The labels of a header as they stand.
fn labels(row: &Row) -> Vec<(u16, String)> {
    row.cells.iter().map(|(column, value)| (*column, shown(value))).collect()
}

/// How many cells bear a label exactly as the empty list has it.
fn own_labels(list: ListKind, row: &Row) -> usize {
    let own: BTreeSet<String> =
        columns::of(list).map(|column| columns::key(column.label)).collect();
    row.cells.iter().filter(|(_, value)| own.contains(&columns::key(&shown(value)))).count()
}
