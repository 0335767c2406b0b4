//! What a column or a name might mean: proposals for people, never applied.
//!
//! A label may resemble a known one, or the values below it look like postcodes, addresses for mail, numbers to call or
//! days. A name may resemble that of a branch. All of it ends as a question in `Entscheidungen.xlsx`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::columns::{self, ColumnKind, folded};
use super::header::Header;
use super::names::{Named, Names, key};
use super::values::shown;
use crate::decisions::{ColumnQuestion, Doubt, NameQuestion, Proposal, columns as ids};
use crate::diagnostic::{Code, Diagnostic};
use crate::domain::{Branch, DateReading, Entry, Field, ListKind, Mention, Records};
use crate::resolution::Resolution;
use crate::table::{CellRef, CellValue, Table};
use crate::wording;

/// Labels and names that resemble each other less are not proposed (Jaro-Winkler).
const ALIKE: f64 = 0.90;

/// Shorter words resemble each other by chance: „Art“ and „Ort“.
const SHORTEST: usize = 6;

/// Longer texts are no labels.
const LONGEST: usize = 60;

/// A column some label resembles.
#[derive(Clone, Copy, Debug)]
pub struct Similar {
    pub field: Field,
    /// The known label.
    pub label: &'static str,
}

/// The column of a list whose label this one resembles most; `None` where none is near, or two fields equally.
pub fn similar(list: ListKind, label: &str) -> Option<Similar> {
    let wanted = spellings(label);
    if wanted.iter().all(|text| !is_comparable(text)) {
        return None;
    }
    let mut best: Option<(f64, Similar)> = None;
    let mut tied = false;
    for known in KNOWN.iter().filter(|known| known.list == list) {
        let Some(likeness) = likeness(known, &wanted) else { continue };
        let found = Similar { field: known.field, label: known.label };
        match &best {
            Some((most, _)) if likeness < *most => {}
            Some((most, best)) if (likeness - most).abs() < f64::EPSILON => {
                tied |= best.field != known.field;
            }
            _ => {
                best = Some((likeness, found));
                tied = false;
            }
        }
    }
    best.filter(|_| !tied).map(|(_, similar)| similar)
}

/// Like [`similar`], further afield: a word of the label is a known label, or shortened from one („VA-Art“, „Ausspr.“), or
/// a letter is missing. Asked only where a list could not be read otherwise.
pub fn loosely_similar(list: ListKind, label: &str) -> Option<Similar> {
    if label.chars().nth(LONGEST).is_some() {
        return None;
    }
    similar(list, label).or_else(|| {
        let folded = folded(label);
        let words: Vec<&str> = folded
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| word.len() >= 3 && word.contains(char::is_alphabetic))
            .collect();
        // of several known words the first says what the column is about: „Datum der Art“
        words.iter().find_map(|word| {
            let is_short = word.len() >= 4 && folded.contains(&format!("{word}."));
            let mut meant = KNOWN.iter().filter(|known| {
                known.list == list
                    && (known.folded == *word
                        || (is_short && known.folded.starts_with(word))
                        || is_one_letter_off(&known.folded, word))
            });
            let first = meant.next()?;
            meant
                .all(|other| other.field == first.field)
                .then_some(Similar { field: first.field, label: first.label })
        })
    })
}

fn is_one_letter_off(own: &str, word: &str) -> bool {
    word.len() >= 5
        && own.len() >= 5
        && own.len().abs_diff(word.len()) <= 4
        && strsim::damerau_levenshtein(own, word) == 1
}

/// A label as it is compared: words in order of the alphabet, and letters only.
fn spellings(label: &str) -> [String; 2] {
    let letters = folded(label).chars().filter(|c| c.is_alphanumeric()).collect();
    [columns::key(label), letters]
}

fn is_comparable(text: &str) -> bool {
    (SHORTEST..=LONGEST).contains(&text.chars().count())
}

/// A known label in the forms that are compared.
struct Known {
    list: ListKind,
    field: Field,
    label: &'static str,
    spellings: [String; 2],
    /// In lower case, umlauts spelt out, signs as they stand.
    folded: String,
}

static KNOWN: LazyLock<Vec<Known>> = LazyLock::new(|| {
    columns::COLUMNS
        .iter()
        .flat_map(|column| {
            std::iter::once(&column.label).chain(column.others).map(|label| Known {
                list: column.list,
                field: column.field,
                label,
                spellings: spellings(label),
                folded: folded(label),
            })
        })
        .collect()
});

fn likeness(known: &Known, wanted: &[String; 2]) -> Option<f64> {
    let pairs = known.spellings.iter().flat_map(|own| wanted.iter().map(move |text| (own, text)));
    pairs
        .filter(|(own, text)| {
            // texts of very different lengths never come near
            let (short, long) = (text.len().min(own.len()), text.len().max(own.len()));
            short * 2 >= long && is_comparable(own) && is_comparable(text)
        })
        .map(|(own, text)| strsim::jaro_winkler(text, own))
        .filter(|likeness| *likeness >= ALIKE)
        .max_by(f64::total_cmp)
}

/// A column that is not read because only people know what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Proposed {
    pub(super) column: u16,
    pub(super) label: String,
    pub(super) field: Field,
    pub(super) doubt: Doubt,
}

impl Proposed {
    /// „„Verantstaltungsart“ ähnelt „Veranstaltungsart““.
    fn said(&self) -> String {
        match &self.doubt {
            Doubt::Similar(known) => format!("„{}“ ähnelt „{known}“", self.label),
            Doubt::Content(what) => {
                format!("die Werte unter „{}“ sehen aus wie {what}", self.label)
            }
            Doubt::Doubled | Doubt::Unknown => format!("„{}“", self.label),
        }
    }

    /// The message about a column that is not read in a sheet that is.
    pub(super) fn diagnostic(&self, list: ListKind, at: CellRef) -> Diagnostic {
        let meant = label_of(list, self.field);
        let message = match &self.doubt {
            Doubt::Similar(known) if *known == meant => {
                format!("Die Überschrift {}; die Spalte wurde nicht gelesen.", self.said())
            }
            Doubt::Similar(_) => format!(
                "Die Überschrift {} und bedeutet vielleicht „{meant}“; die Spalte wurde nicht gelesen.",
                self.said()
            ),
            Doubt::Content(what) => format!(
                "Die Überschrift „{}“ ist nicht bekannt, aber die Werte darunter sehen aus wie {what}; die Spalte bedeutet vielleicht „{meant}“ und wurde nicht gelesen.",
                self.label
            ),
            Doubt::Doubled | Doubt::Unknown => {
                format!(
                    "Die Überschrift „{}“ ist nicht bekannt; die Spalte wurde nicht gelesen.",
                    self.label
                )
            }
        };
        Diagnostic::new(Code::ConfirmColumn, message)
            .at(at)
            .found(&self.label)
            .expected(format!("eine bekannte Überschrift, z. B. „{meant}“"))
            .help("In Entscheidungen.xlsx, Blatt „Spalten“, auswählen, was die Spalte bedeutet.")
    }
}

fn label_of(list: ListKind, field: Field) -> &'static str {
    columns::column(list, field).map_or("", |column| column.label)
}

/// What the unknown columns of a recognised sheet might mean. A field that a column already bears is not proposed.
pub(super) fn columns(table: &Table, header: &Header) -> Vec<Proposed> {
    let taken = |field: Field| {
        header.columns.iter().any(|(f, _)| *f == field)
            || header.doubled.iter().any(|(f, _)| *f == field)
    };
    let is_filled = |column: u16| {
        let below = table.rows.iter().skip(header.index + 1);
        below.filter_map(|row| row.cell(column)).any(|value| !shown(value).is_empty())
    };
    header
        .unknown
        .iter()
        // of an empty column nothing is lost, unless the list cannot do without it
        .filter(|(column, _)| !header.missing.is_empty() || is_filled(*column))
        .filter_map(|(column, label)| {
            let resembling = if header.missing.is_empty() {
                similar(header.list, label)
            } else {
                loosely_similar(header.list, label)
            };
            let by_label = resembling.map(|similar| (similar.field, Doubt::Similar(similar.label)));
            let (field, doubt) = by_label.filter(|(field, _)| !taken(*field)).or_else(|| {
                by_content(table, header, *column).filter(|(field, _)| !taken(*field))
            })?;
            // remarks are read by nobody here: no question is worth one
            (field != Field::Remark).then(|| Proposed {
                column: *column,
                label: label.clone(),
                field,
                doubt,
            })
        })
        .collect()
}

/// Filled values needed before their look says anything.
const ENOUGH: usize = 5;

fn by_content(table: &Table, header: &Header, column: u16) -> Option<(Field, Doubt)> {
    let values: Vec<&CellValue> = table
        .rows
        .iter()
        .skip(header.index + 1)
        .filter_map(|row| row.cell(column))
        .filter(|value| !shown(value).is_empty())
        .collect();
    if values.len() < ENOUGH {
        return None;
    }
    let most = |is: fn(&CellValue) -> bool| {
        values.iter().filter(|v| is(v)).count() * 5 >= values.len() * 4
    };
    let day = (header.list != ListKind::Branches)
        .then(|| columns::of(header.list).find(|column| column.kind == ColumnKind::Date))
        .flatten()
        .map(|column| column.field);
    let known = |field| columns::column(header.list, field).map(|column| column.field);
    if let Some(field) = known(Field::Postcode).filter(|_| most(is_postcode)) {
        return Some((field, Doubt::Content("Postleitzahlen")));
    }
    if let Some(field) = known(Field::Email).filter(|_| most(is_email)) {
        return Some((field, Doubt::Content("E-Mail-Adressen")));
    }
    if let Some(field) = known(Field::Phone).filter(|_| most(is_phone)) {
        return Some((field, Doubt::Content("Telefonnummern")));
    }
    day.filter(|_| most(is_day)).map(|field| (field, Doubt::Content("Tage")))
}

fn is_postcode(value: &CellValue) -> bool {
    let text = shown(value);
    text.len() == 5 && text.bytes().all(|b| b.is_ascii_digit())
}

fn is_email(value: &CellValue) -> bool {
    shown(value).split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !host.contains(char::is_whitespace)
    })
}

fn is_phone(value: &CellValue) -> bool {
    let CellValue::Text(text) = value else { return false };
    let text = text.trim();
    text.starts_with(['0', '+', '('])
        && text.chars().filter(char::is_ascii_digit).count() >= 6
        && text.chars().all(|c| c.is_ascii_digit() || " +-/()–.".contains(c))
        && !is_day(value)
}

fn is_day(value: &CellValue) -> bool {
    match value {
        CellValue::Date(_) | CellValue::DateTime(_) => true,
        CellValue::Text(_) => matches!(
            super::dates::read(value, None).date,
            DateReading::Dated { span, .. } if span.exact
        ),
        CellValue::Number(_)
        | CellValue::Bool(_)
        | CellValue::Month(_)
        | CellValue::Time(_)
        | CellValue::Duration(_)
        | CellValue::Error(_)
        | CellValue::FormulaWithoutValue => false,
    }
}

/// Where a required column is missing: what stands there instead, as sentences for the message, empty where nothing does.
pub(super) fn instead(header: &Header, proposed: &[Proposed]) -> String {
    let said: Vec<String> = proposed
        .iter()
        .filter(|p| header.missing.contains(&p.field))
        .map(|p| {
            let looks = match &p.doubt {
                Doubt::Content(what) => format!(" (die Werte darunter sehen aus wie {what})"),
                Doubt::Similar(_) | Doubt::Doubled | Doubt::Unknown => String::new(),
            };
            format!("„{}“ die Spalte „{}“{looks}", p.label, label_of(header.list, p.field))
        })
        .collect();
    if said.is_empty() {
        return String::new();
    }
    format!(
        " Vielleicht {} {}.",
        if said.len() == 1 { "ist" } else { "sind" },
        wording::list(&said)
    )
}

/// What people are asked about the columns of a sheet: those that resemble something, those that claim the same meaning,
/// and where a required column is missing, all that are unknown.
pub(super) fn column_questions(
    table: &Table,
    header: &Header,
    proposed: &[Proposed],
) -> Vec<ColumnQuestion> {
    let ids: BTreeMap<u16, String> = ids::ids(header.list, &header.labels).into_iter().collect();
    let question = |column: u16, field: Option<Field>, doubt: Doubt| {
        let (_, label) = header.labels.iter().find(|(c, _)| *c == column)?;
        Some(ColumnQuestion {
            id: ids.get(&column)?.clone(),
            list: header.list,
            at: CellRef::new(&table.source, header.row, column),
            label: label.clone(),
            field,
            doubt,
        })
    };
    let doubled = header.doubled.iter().flat_map(|(field, columns)| {
        columns.iter().map(|column| (*column, Some(*field), Doubt::Doubled))
    });
    let resembling = proposed.iter().map(|p| (p.column, Some(p.field), p.doubt.clone()));
    let unknown = header
        .unknown
        .iter()
        .filter(|(column, _)| {
            !header.missing.is_empty() && !proposed.iter().any(|p| p.column == *column)
        })
        .map(|(column, _)| (*column, None, Doubt::Unknown));
    let mut all: Vec<(u16, Option<Field>, Doubt)> =
        doubled.chain(resembling).chain(unknown).collect();
    all.sort_by_key(|(column, ..)| *column);
    all.into_iter().filter_map(|(column, field, doubt)| question(column, field, doubt)).collect()
}

/// Every spelling in the records that names no branch for certain, asked once, in the order of the lists.
pub(super) fn name_questions(
    records: &Records,
    names: &Names,
    resolution: &Resolution,
) -> Vec<NameQuestion> {
    if names.is_empty() {
        return Vec::new();
    }
    let is_body = |text: &str| {
        resolution.bodies.iter().any(|body| body.names.iter().any(|phrase| phrase.is(text)))
    };
    let mut questions: Vec<NameQuestion> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut ask = |text: &str, named: &Named, entry: &Entry, field: Field| {
        let open = match named {
            Named::Ambiguous(_) => true,
            Named::Unknown => {
                !is_body(text)
                    && text.chars().any(char::is_alphanumeric)
                    && !super::values::is_error_text(text)
                    && text != super::cells::NO_RESULT
            }
            Named::One(_) | Named::All | Named::These(_) | Named::NoBranch => false,
        };
        let Some(at) = entry.at(field).filter(|_| open) else { return };
        if let Some(known) = places.get(&key(text)).and_then(|place| questions.get_mut(*place)) {
            known.more += 1;
            return;
        }
        let ids = match named {
            Named::Ambiguous(ids) => ids.clone(),
            Named::Unknown | Named::One(_) | Named::All | Named::These(_) | Named::NoBranch => {
                names.nearest(text, entry.text(Field::Place))
            }
        };
        places.insert(key(text), questions.len());
        questions.push(NameQuestion {
            spelling: text.to_owned(),
            first: at,
            more: 0,
            proposals: ids.iter().take(3).map(|id| proposal(&records.branches[*id])).collect(),
        });
    };
    for branch in &records.branches {
        if let Some(text) = branch.entry.text(Field::Successor) {
            ask(text, &names.find(text), &branch.entry, Field::Successor);
        }
    }
    for list in ListKind::ALL {
        for entry in records.of(*list) {
            let open =
                |mention: &Mention| matches!(mention, Mention::Unknown(_) | Mention::Ambiguous(_));
            if !entry.branches.iter().any(open) {
                continue;
            }
            let field =
                if *list == ListKind::Dispatches { Field::Recipient } else { Field::Branch };
            let Some(text) = entry.text(field).filter(|text| !is_body(text)) else { continue };
            for (text, named) in names.mentions(text) {
                ask(text, &named, entry, field);
            }
        }
    }
    questions
}

/// With town and street, so that a clerk can tell Weimar from Weimarer Land.
fn proposal(branch: &Branch) -> Proposal {
    let text = |field| branch.entry.text(field).map(|text| text.replace('\n', " "));
    let place: Vec<String> =
        [text(Field::Town), text(Field::Street)].into_iter().flatten().collect();
    Proposal { name: branch.canonical(), place: place.join(", ") }
}
