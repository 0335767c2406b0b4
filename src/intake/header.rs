//! Finding the header and what each column means.
//!
//! The header stands somewhere in the first 30 filled rows, below titles and notes; it has one to three rows (`heads.rs`
//! joins them). The set of labels decides which list a sheet is; only then each label gets its field. Labels match or they
//! do not; nothing similar is taken. What people have decided about the columns of a header comes before anything else.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::columns::{self, BOTH_SUCCESSIONS, COLUMNS, Column, SECOND_MEANINGS};
use super::combined::{COMBINED, Combined};
use super::heads::{self, Head, Label};
use super::proposals;
use super::values::shown;
use crate::decisions::{ColumnAnswer, Decisions};
use crate::domain::{Field, ListKind};
use crate::matching::Phrase;
use crate::resolution::Resolution;
use crate::table::{CellValue, RowRef, Rows, Source, Table};

/// A longer text, in bytes, is no label.
const LONGEST_LABEL: usize = 160;

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
    near: RefCell<BTreeMap<String, BTreeMap<ListKind, Option<Field>>>>,
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
    /// Zero-based last row of the header and its place in the table.
    pub row: u32,
    pub index: usize,
    /// Place of its first row in the table.
    pub first_index: usize,
    /// Every column that bears a label, known or not.
    pub labelled: BTreeSet<u16>,
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

impl Header {
    /// The rows of the header among those of its table.
    pub(super) fn rows<'r>(&self, rows: &'r Rows) -> Vec<RowRef<'r>> {
        (self.first_index..=self.index).filter_map(|place| rows.get(place)).collect()
    }
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
            near: RefCell::default(),
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
        if label.len() > LONGEST_LABEL || !label.chars().any(char::is_alphabetic) {
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

    /// What a column means: its labels from top to bottom as one, else the lowest alone.
    fn label_meaning(&self, list: ListKind, label: &Label) -> Option<Meaning> {
        let [first, others @ ..] = label.spellings.as_slice() else { return None };
        self.meaning(list, first).or_else(|| {
            others.iter().find_map(|spelling| {
                self.meaning(list, spelling).filter(|meaning| holds_alone(meaning, spelling))
            })
        })
    }

    fn meanings(&self, list: ListKind, labels: &[Label]) -> Vec<(u16, Meaning)> {
        let answers = self.answers(list, labels);
        let mut meanings = self.decided_meanings(list, labels, &answers);
        meanings.retain(|(column, _)| answers.get(column) != Some(&ColumnAnswer::Unused));
        meanings
    }

    /// By people's answers, else by the labels. A column that is not to be used still tells which list it stands in.
    fn decided_meanings(
        &self,
        list: ListKind,
        labels: &[Label],
        answers: &BTreeMap<u16, ColumnAnswer>,
    ) -> Vec<(u16, Meaning)> {
        labels
            .iter()
            .filter_map(|label| match answers.get(&label.column) {
                Some(ColumnAnswer::Means(field)) => Some((label.column, Meaning::Field(*field))),
                Some(ColumnAnswer::Unused) | None => {
                    Some((label.column, self.label_meaning(list, label)?))
                }
            })
            .collect()
    }

    /// What people have decided about the columns under these labels.
    fn answers(&self, list: ListKind, labels: &[Label]) -> BTreeMap<u16, ColumnAnswer> {
        if self.decisions.answered() == 0 {
            return BTreeMap::new();
        }
        self.decisions.columns(list, &shown_labels(labels))
    }

    /// How many different fields the labels name, and how many columns mean something.
    fn hits(&self, list: ListKind, labels: &[Label]) -> (BTreeSet<Field>, usize) {
        let mut fields = BTreeSet::new();
        let meanings = self.decided_meanings(list, labels, &self.answers(list, labels));
        let columns = meanings.len();
        for (_, meaning) in meanings {
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
        (fields, columns)
    }

    /// Fields and columns the labels name in the list they fit best.
    pub(super) fn score(&self, labels: &[Label]) -> (usize, usize) {
        ListKind::ALL
            .iter()
            .map(|list| {
                let (fields, columns) = self.hits(*list, labels);
                (fields.len(), columns)
            })
            .max()
            .unwrap_or_default()
    }

    /// Whether at least two cells of a row bear labels of one list: asked of rows far below, so nothing is remembered.
    pub(super) fn may_be_head(&self, row: RowRef<'_>) -> bool {
        let mut found: BTreeMap<ListKind, usize> = BTreeMap::new();
        for (_, value) in row.cells.iter() {
            let CellValue::Text(text) = value else { return false };
            if text.len() > LONGEST_LABEL {
                return false;
            }
            let key = columns::key(text);
            for list in ListKind::ALL {
                if self.exact.contains_key(&(*list, key.clone())) {
                    *found.entry(*list).or_default() += 1;
                }
            }
        }
        found.values().any(|n| *n >= 2)
    }

    /// The header of a table: the first one that makes a list of its own, else the rows with the most known labels.
    pub fn header(&self, table: &Table) -> Result<Header, NoHeader> {
        let head = self.head(table).ok_or(NoHeader::None)?;
        let list = self.list(&head.labels, &table.source)?;
        Ok(self.assign(list, &head))
    }

    /// The rows that bear the labels.
    pub(super) fn head(&self, table: &Table) -> Option<Head> {
        let heads = heads::candidates(table);
        let mut best: Option<((usize, usize), &Head)> = None;
        for head in &heads {
            let score = self.score(&head.labels);
            // a longer window must say more than a shorter one
            if score.0 >= 2 && best.is_none_or(|(most, _)| score > most) {
                best = Some((score, head));
            }
        }
        let Some((_, best)) = best else {
            // a list of one column: only its required label
            let of_one = |head: &&Head| {
                head.labels.len() == 1
                    && self.hits(ListKind::Branches, &head.labels).0.contains(&Field::Branch)
            };
            // labels of which enough resemble known ones
            let nearly = |head: &&Head| {
                head.rows() == 1 && head.labels.len() >= 3 && !self.nearly(&head.labels).is_empty()
            };
            return heads.iter().find(of_one).or_else(|| heads.iter().find(nearly)).cloned();
        };
        // another list above it, with rows of its own
        let above = heads
            .iter()
            .take_while(|head| head.last < best.first)
            .filter(|head| self.is_whole_list(&head.labels, &table.source))
            .find(|head| {
                let mut between = table.rows.iter().take(best.first).skip(head.last + 1);
                between.any(|row| row.cells.len() > 1)
            });
        let Some(first) = above else { return Some(best.clone()) };
        let (from, to) = (first.first, first.last);
        // its own window may be larger
        heads
            .iter()
            .filter(|head| head.first <= from && head.last >= to && head.last < best.first)
            .max_by_key(|head| (self.score(&head.labels), std::cmp::Reverse(head.rows())))
            .cloned()
    }

    /// Whether the labels are a list of their own with all key columns.
    pub(super) fn is_whole_list(&self, labels: &[Label], source: &Source) -> bool {
        labels.len() >= 2
            && self.list(labels, source).is_ok_and(|list| {
                let (fields, columns) = self.hits(list, labels);
                fields.len() >= 2 && columns * 2 >= labels.len() && Self::complete(list, &fields)
            })
    }

    fn complete(list: ListKind, hits: &BTreeSet<Field>) -> bool {
        columns::of(list)
            .filter(|c| c.required)
            .all(|c| hits.contains(&c.field) || Self::filled_by_second(list, c.field, hits))
    }

    /// Which list: most fields named, then all required ones there, then the name of sheet or file, then the labels the list
    /// itself would use.
    pub(super) fn list(&self, labels: &[Label], source: &Source) -> Result<ListKind, NoHeader> {
        let ranked: Vec<(usize, bool, ListKind)> = ListKind::ALL
            .iter()
            .filter_map(|list| {
                let (hits, columns) = self.hits(*list, labels);
                let complete = Self::complete(*list, &hits)
                    && (*list != ListKind::Branches || self.is_register(labels, source, columns));
                let any_key = columns::of(*list).any(|c| c.required && hits.contains(&c.field));
                // a sheet that names a few of a list's columns among many others is another kind of sheet
                let mostly = columns.max(hits.len()) * 2 >= labels.len();
                let enough = mostly && (hits.len() >= 4 || (any_key && hits.len() >= 3));
                (complete || enough).then_some((hits.len(), complete, *list))
            })
            .collect();
        let ranked = if ranked.is_empty() { self.nearly(labels) } else { ranked };
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
        let sheet = source.sheet.as_deref().map(columns::folded).unwrap_or_default();
        let file = columns::folded(&source.file);
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
            first.iter().map(|list| (own_labels(*list, labels), *list)).collect();
        let most = own.iter().map(|(own, _)| *own).max();
        let most: Vec<ListKind> =
            own.iter().filter(|(own, _)| Some(*own) == most).map(|(_, list)| *list).collect();
        match most.as_slice() {
            [one] => Ok(*one),
            _ => Err(NoHeader::Several(most)),
        }
    }

    /// Whether labels with the name of a branch among them are those of the list of branches: every list names branches.
    /// Something must tell them apart: a label no other list knows, the name of sheet or file, or that hardly any is unknown.
    fn is_register(&self, labels: &[Label], source: &Source, known: usize) -> bool {
        let own = labels.iter().any(|label| {
            self.label_meaning(ListKind::Branches, label).is_some()
                && ListKind::ALL.iter().all(|list| {
                    *list == ListKind::Branches || self.label_meaning(*list, label).is_none()
                })
        });
        let sheet = source.sheet.as_deref().map(columns::folded).unwrap_or_default();
        let file = columns::folded(&source.file);
        let words = columns::list_words(ListKind::Branches);
        own || known + 1 >= labels.len()
            || words.iter().any(|word| sheet.contains(word) || file.contains(word))
    }

    /// What a label resembles; the same texts are asked about for many rows and sheets.
    fn near(&self, list: ListKind, label: &str) -> Option<Field> {
        if let Some(known) = self.near.borrow().get(label).and_then(|known| known.get(&list)) {
            return *known;
        }
        let field = proposals::loosely_similar(list, label).map(|similar| similar.field);
        self.near.borrow_mut().entry(label.to_owned()).or_default().insert(list, field);
        field
    }

    /// Lists that lack no required column but those some label resembles: recognised, so that it can be asked, not read.
    fn nearly(&self, labels: &[Label]) -> Vec<(usize, bool, ListKind)> {
        ListKind::ALL
            .iter()
            .filter_map(|list| {
                let (hits, _) = self.hits(*list, labels);
                let similar: BTreeSet<Field> = shown_labels(labels)
                    .iter()
                    .filter_map(|(_, label)| self.near(*list, label))
                    .chain(hits.iter().copied())
                    .collect();
                let complete = columns::of(*list).filter(|c| c.required).all(|c| {
                    similar.contains(&c.field) || Self::filled_by_second(*list, c.field, &similar)
                });
                (complete && similar.len() >= 2 && similar.len() * 2 >= labels.len()).then_some((
                    similar.len(),
                    true,
                    *list,
                ))
            })
            .collect()
    }

    /// „Beginn“ stands for the date where no „Datum“ does.
    fn filled_by_second(list: ListKind, field: Field, hits: &BTreeSet<Field>) -> bool {
        SECOND_MEANINGS
            .iter()
            .any(|(l, _, usual, other)| *l == list && *usual == field && hits.contains(other))
    }

    /// Gives each column of a head its field.
    pub(super) fn assign(&self, list: ListKind, head: &Head) -> Header {
        let labels = &head.labels;
        let meanings = self.meanings(list, labels);
        let answers = self.answers(list, labels);
        let mut header = Header {
            list,
            row: head.row,
            index: head.last,
            first_index: head.first,
            labelled: labels.iter().map(|label| label.column).collect(),
            columns: Vec::new(),
            bodies: Vec::new(),
            reporters: BTreeSet::new(),
            combined: Vec::new(),
            both_successions: None,
            doubled: Vec::new(),
            unknown: Vec::new(),
            missing: Vec::new(),
            labels: shown_labels(labels),
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
        self.settle(list, labels, &answers, &mut wanted);
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
        header.unknown = labels
            .iter()
            .filter(|label| {
                let column = label.column;
                !meanings.iter().any(|(c, _)| *c == column) && !answers.contains_key(&column)
            })
            .map(|label| (label.column, label.shown()))
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
        labels: &[Label],
        answers: &BTreeMap<u16, ColumnAnswer>,
        wanted: &mut BTreeMap<Field, Vec<u16>>,
    ) {
        let mut second_used = false;
        for label in labels.iter().filter(|label| !answers.contains_key(&label.column)) {
            let column = &label.column;
            let second = label
                .spellings
                .iter()
                .find_map(|spelling| self.second.get(&(list, columns::key(spelling))));
            let Some((usual, other)) = second.copied() else {
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

    /// Whether a row below repeats one of the header's rows: a head over several columns comes back with it.
    pub fn repeats_any(header: &[RowRef<'_>], row: RowRef<'_>) -> bool {
        let alone =
            |head: &RowRef<'_>| header.len() > 1 && row.cells.len() == 1 && head.cells == row.cells;
        header.iter().any(|head| Self::repeats(*head, row) || alone(head))
    }

    /// Whether a row below repeats this row of the header: at least two thirds of its cells say the same.
    fn repeats(header: RowRef<'_>, row: RowRef<'_>) -> bool {
        let texts = |row: RowRef<'_>| -> BTreeMap<u16, String> {
            row.cells.iter().map(|(column, value)| (column, columns::key(&shown(value)))).collect()
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
fn shown_labels(labels: &[Label]) -> Vec<(u16, String)> {
    labels.iter().map(|label| (label.column, label.shown())).collect()
}

/// How many columns bear a label exactly as the empty list has it.
fn own_labels(list: ListKind, labels: &[Label]) -> usize {
    let own: BTreeSet<String> =
        columns::of(list).map(|column| columns::key(column.label)).collect();
    labels
        .iter()
        .filter(|label| label.spellings.iter().any(|text| own.contains(&columns::key(text))))
        .count()
}

/// Whether the lower label alone may speak for a column with a head above it: „Anrede“ under „Stellvertretung“ is nobody's
/// chair.
fn holds_alone(meaning: &Meaning, spelling: &str) -> bool {
    let of_a_chair = matches!(
        meaning,
        Meaning::Field(
            Field::Chair1First
                | Field::Chair1Last
                | Field::Chair1Form
                | Field::Chair2First
                | Field::Chair2Last
                | Field::Chair2Form
        )
    );
    let key = columns::key(spelling);
    !of_a_chair || ["vors", "sprecher", "ansprech"].iter().any(|word| key.contains(word))
}
