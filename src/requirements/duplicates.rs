//! The same event entered twice, in whatever file: it counts once, and where the copies disagree, what they disagree
//! about is unknown.

use std::collections::{BTreeMap, BTreeSet};

use super::criteria::yes_or_no;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::domain::{BranchId, Entry, Field, ListKind, Mention, Records, Span, StatusWord, Tri};
use crate::matching::{elements, normal};
use crate::table::CellRef;

/// What copies may contradict each other about.
const COMPARED: [Field; 9] = [
    Field::Status,
    Field::Form,
    Field::Frame,
    Field::Participants,
    Field::OpenDebate,
    Field::Topics,
    Field::Audience,
    Field::Area,
    Field::Result,
];

/// Groups of rows with the same kind, date and branch.
#[derive(Clone, Debug, Default)]
pub struct Duplicates {
    /// First cell of a copy → first cell of the first copy.
    first: BTreeMap<CellRef, CellRef>,
    contradictions: BTreeMap<CellRef, BTreeSet<Field>>,
}

/// Kind, date and branches (or what stands for them) of a row, by their numbers.
type Key = (u32, Span, u32);

/// What a row names, for comparing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Named {
    Branch(BranchId),
    All,
    Ambiguous(Vec<BranchId>),
    Text(u32),
}

/// What says the same has the same number. The same few texts and branches stand in many rows: each is looked at once.
#[derive(Default)]
struct Numbers<'e> {
    texts: BTreeMap<&'e str, u32>,
    normal: BTreeMap<String, u32>,
    /// By where the branches of the row lie in memory.
    places: BTreeMap<usize, u32>,
    named: BTreeMap<Vec<Named>, u32>,
}

impl<'e> Numbers<'e> {
    fn of(&mut self, text: &'e str) -> u32 {
        let known = &mut self.normal;
        *self.texts.entry(text).or_insert_with(|| {
            let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
            *known.entry(normal(text)).or_insert(next)
        })
    }

    fn named(&mut self, named: Vec<Named>) -> u32 {
        let next = u32::try_from(self.named.len()).unwrap_or(u32::MAX);
        *self.named.entry(named).or_insert(next)
    }
}

impl Duplicates {
    /// Finds the copies among events and measures and says so (D610, D612).
    pub fn find(diagnostics: &mut Diagnostics, records: &Records) -> Self {
        let mut result = Self::default();
        for entries in [&records.events, &records.measures] {
            let mut numbers = Numbers::default();
            let mut rows: Vec<(Key, u32)> = (0..)
                .zip(entries)
                .filter_map(|(place, entry)| Some((key(entry, &mut numbers)?, place)))
                .collect();
            // copies stay in the order of the lists
            rows.sort_unstable();
            for copies in rows.chunk_by(|(one, _), (other, _)| one == other) {
                if copies.len() > 1 {
                    let copies =
                        copies.iter().filter_map(|(_, place)| entries.get(*place as usize));
                    let copies: Vec<&Entry> = copies.collect();
                    result.add(diagnostics, &copies);
                }
            }
            likely(diagnostics, entries, &rows);
        }
        result
    }

    fn add(&mut self, diagnostics: &mut Diagnostics, copies: &[&Entry]) {
        let Some((first, others)) = copies.split_first() else { return };
        let mut disputed = BTreeSet::new();
        for field in COMPARED {
            let said: BTreeSet<Vec<String>> =
                copies.iter().filter_map(|entry| said(entry, field)).collect();
            if said.len() > 1 {
                disputed.insert(field);
            }
        }
        // an event without a status took place, by the list; that is not what „abgesagt“ says
        let without =
            |entry: &&Entry| entry.list() == ListKind::Events && entry.status == StatusWord::None;
        let off = |entry: &&Entry| {
            matches!(entry.status, StatusWord::Cancelled | StatusWord::Postponed(_))
        };
        if copies.iter().any(without) && copies.iter().any(off) {
            disputed.insert(Field::Status);
        }
        let bodies: BTreeSet<(&str, bool)> = copies
            .iter()
            .flat_map(|entry| entry.bodies.iter())
            .filter(|cell| cell.present != Tri::Unknown)
            .map(|cell| (&*cell.body, cell.present == Tri::Yes))
            .collect();
        if bodies.iter().any(|(body, present)| *present && bodies.contains(&(*body, false))) {
            disputed.insert(Field::Participants);
        }
        for other in others {
            self.first.insert(other.first_cell(), first.first_cell());
            diagnostics.push(if disputed.is_empty() {
                Diagnostic::new(Code::Duplicate, format!("Die Zeile steht schon in {}; sie zählt einmal.", first.first_cell()))
                    .at(other.first_cell())
                    .beside(first.first_cell())
                    .help("Eine der beiden Zeilen löschen.")
            } else {
                let cells: Vec<String> =
                    disputed.iter().filter_map(|field| other.at(*field)).map(|cell| cell.a1()).collect();
                Diagnostic::new(
                    Code::Contradiction,
                    format!(
                        "Die Zeile und {} nennen denselben Termin, widersprechen sich aber ({}). Bis zur Klärung gelten diese Angaben als unbekannt.",
                        first.first_cell(),
                        cells.join(", ")
                    ),
                )
                .at(other.first_cell())
                .beside(first.first_cell())
                .help("Die falsche Zeile berichtigen oder löschen.")
            });
        }
        if !disputed.is_empty() {
            for entry in copies {
                self.contradictions.insert(entry.first_cell(), disputed.clone());
            }
        }
    }

    /// Whether copies of this row disagree about the field.
    pub fn contradicts(&self, entry: &Entry, field: Field) -> bool {
        !self.contradictions.is_empty()
            && self
                .contradictions
                .get(&entry.first_cell())
                .is_some_and(|fields| fields.contains(&field))
    }

    /// The row under which all copies are counted.
    pub fn counted_as(&self, entry: &Entry) -> CellRef {
        let own = entry.first_cell();
        if self.first.is_empty() { own } else { self.first.get(&own).cloned().unwrap_or(own) }
    }
}

/// Rows of the same branch and day that are no copies but nearly bear the same name: told, never merged (D611).
fn likely(diagnostics: &mut Diagnostics, entries: &[Entry], rows: &[(Key, u32)]) {
    let entry = |place: &u32| entries.get(*place as usize);
    let names_a_branch =
        |entry: &Entry| entry.branches.iter().any(|mention| matches!(mention, Mention::Branch(_)));
    let mut days: Vec<(Span, u32, u32)> = rows
        .chunk_by(|(one, _), (other, _)| one == other)
        .filter_map(<[_]>::first)
        .filter(|(_, first)| entry(first).is_some_and(names_a_branch))
        .map(|((_, span, branches), first)| (*span, *branches, *first))
        .collect();
    days.sort_unstable();
    for rows in days.chunk_by(|one, other| (one.0, one.1) == (other.0, other.1)) {
        if rows.len() < 2 {
            continue;
        }
        let mut rows: Vec<&Entry> = rows.iter().filter_map(|(.., place)| entry(place)).collect();
        rows.sort_by_key(|entry| entry.first_cell());
        for (position, first) in rows.iter().enumerate() {
            for other in rows.iter().skip(position + 1).filter(|other| nearly_same(first, other)) {
                diagnostics.push(
                    Diagnostic::new(
                        Code::LikelyDuplicate,
                        format!(
                            "Die Zeile nennt denselben Verband und denselben Tag wie {} und heißt fast genauso; beide werden einzeln geführt.",
                            first.first_cell()
                        ),
                    )
                    .at(other.first_cell())
                    .help("Ist es dieselbe Veranstaltung oder Maßnahme: eine der beiden Zeilen löschen."),
                );
            }
        }
    }
}

/// Names that resemble each other less are two events of one day (Jaro-Winkler).
const NEARLY: f64 = 0.9;

/// By their titles where both have one, else by their kinds.
fn nearly_same(one: &Entry, other: &Entry) -> bool {
    let names = |field| Some((normal(one.text(field)?), normal(other.text(field)?)));
    let Some((one, other)) = names(Field::Title).or_else(|| names(Field::Kind)) else {
        return false;
    };
    let shortest = one.chars().count().min(other.chars().count());
    one == other || (shortest >= 6 && strsim::jaro_winkler(&one, &other) >= NEARLY)
}

/// What a copy says in a column, so that „ja“ and „x“, „LV, LAus“ and „LAus und LV“ say the same. An empty cell says
/// nothing.
fn said(entry: &Entry, field: Field) -> Option<Vec<String>> {
    if field == Field::Status {
        let word = Some(&entry.status).filter(|word| **word != StatusWord::None)?;
        let unread = if *word == StatusWord::Unrecognised { entry.text(field) } else { None };
        return Some(vec![format!("{word:?}"), unread.map(normal).unwrap_or_default()]);
    }
    let text = entry.text(field)?;
    if field == Field::OpenDebate {
        return Some(vec![match yes_or_no(text) {
            Tri::Yes => "ja".to_owned(),
            Tri::No => "nein".to_owned(),
            Tri::Unknown => normal(text),
        }]);
    }
    let mut parts: Vec<String> = elements(text).into_iter().map(normal).collect();
    parts.sort();
    Some(parts)
}

/// Kind, date and branch; a row naming no branch is a copy only of one with the same title, place and description.
fn key<'e>(entry: &'e Entry, numbers: &mut Numbers<'e>) -> Option<Key> {
    let span = entry.when.span()?;
    let kind = numbers.of(entry.text(Field::Kind)?);
    let names_a_branch =
        entry.branches.iter().any(|m| matches!(m, Mention::Branch(_) | Mention::All));
    let place = entry.branches.as_ptr().addr();
    if names_a_branch && let Some(known) = numbers.places.get(&place) {
        return Some((kind, span, *known));
    }
    let mut named: Vec<Named> = entry
        .branches
        .iter()
        .map(|mention| match mention {
            Mention::Branch(id) => Named::Branch(*id),
            Mention::All => Named::All,
            Mention::Ambiguous(ids) => Named::Ambiguous(ids.clone()),
            Mention::Unknown(text) | Mention::NoBranch(text) => Named::Text(numbers.of(text)),
        })
        .collect();
    named.sort();
    if names_a_branch {
        let number = numbers.named(named);
        numbers.places.insert(place, number);
        return Some((kind, span, number));
    }
    for field in [Field::Title, Field::Place, Field::Description, Field::Area] {
        named.push(Named::Text(numbers.of(entry.text(field).unwrap_or_default())));
    }
    Some((kind, span, numbers.named(named)))
}
