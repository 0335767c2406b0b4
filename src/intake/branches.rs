//! The list of branches to the register: type and name, other names, chairs, successor.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::cells::CellReader;
use super::columns;
use super::names::{Named, Names, key, split_kind};
use crate::decisions::Decisions;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::domain::{
    Branch, BranchId, BranchKind, BranchRegister, Entry, EntryCell, Field, ListKind,
};
use crate::matching::{elements, normal};
use crate::table::CellRef;
use crate::wording;

/// A further row of a branch that is known already.
#[derive(Debug)]
pub(super) struct Repeated {
    of: BranchId,
    entry: Entry,
}

/// Adds the branches of one sheet; a branch that is known already goes to `repeated`; returns how many rows could not be used.
pub(super) fn read(
    reader: &mut CellReader<'_, '_>,
    register: &mut BranchRegister,
    repeated: &mut Vec<Repeated>,
) -> usize {
    let mut unused = 0;
    let sheet = reader.sheet;
    for row in &sheet.data {
        let mut entry = reader.entry(row);
        if row.struck {
            reader.struck(&mut entry);
        }
        chairs(&mut entry);
        match branch(reader.names, entry, register) {
            Ok(None) => {}
            Ok(Some(again)) => {
                repeated.push(again);
                unused += 1;
            }
            Err(diagnostic) => {
                reader.diagnostics.push(*diagnostic);
                unused += 1;
            }
        }
    }
    unused
}

fn branch(
    names: &Names,
    entry: Entry,
    register: &mut BranchRegister,
) -> Result<Option<Repeated>, Box<Diagnostic>> {
    let refuse = |code, at: CellRef, message: String, help: &str| {
        Box::new(Diagnostic::new(code, message).at(at).help(help))
    };
    let Some(cell) = entry.cell(Field::Branch) else {
        let at = entry.at(Field::Branch).unwrap_or_else(|| entry.first_cell());
        return Err(refuse(
            Code::IncompleteRow,
            at,
            "In der Zeile fehlt der Name des Verbands; sie wurde nicht verwendet.".to_owned(),
            "Den Namen in der Spalte „Verband“ ergänzen.",
        ));
    };
    let at = entry.cell_at(cell.column);
    let (prefix, name) = split_kind(names.without_party(&cell.text));
    let column = entry.text(Field::BranchType).map(|word| {
        BranchKind::from_word(word).unwrap_or_else(|| BranchKind::Other(word.to_owned()))
    });
    let kind = match (column, prefix) {
        (Some(column), Some(prefix)) if column != prefix => {
            return Err(refuse(
                Code::BranchWithoutKind,
                at,
                format!(
                    "„{}“ und der Typ „{}“ widersprechen sich; der Verband wurde nicht verwendet.",
                    cell.text,
                    column.label_de()
                ),
                "Die Spalte „Typ“ oder den Namen berichtigen.",
            ));
        }
        (Some(kind), _) | (None, Some(kind)) => kind,
        (None, None) => {
            return Err(refuse(
                Code::BranchWithoutKind,
                at,
                format!("Zu „{}“ fehlt der Typ; der Verband wurde nicht verwendet.", cell.text),
                "In der Spalte „Typ“ Kreisverband oder Stadtverband eintragen.",
            ));
        }
    };
    let own = key(&name);
    let known = register.iter().find(|branch| branch.kind == kind && key(&branch.name) == own);
    if let Some(known) = known {
        return Ok(Some(Repeated { of: known.id, entry }));
    }
    let since = entry.date(Field::Since).span().map(|span| span.from);
    let until = entry.date(Field::Until).span().map(|span| span.to);
    register.add(|id| Branch { id, kind, name, since, until, successor: None, entry });
    Ok(None)
}

/// What letters and verdicts rest on: where two rows of a branch say different things about it, it is unknown.
const RELIED_ON: [Field; 16] = [
    Field::CustomSalutation,
    Field::Chair1First,
    Field::Chair1Last,
    Field::Chair1Form,
    Field::Chair2First,
    Field::Chair2Last,
    Field::Chair2Form,
    Field::Street,
    Field::Postcode,
    Field::Town,
    Field::Email,
    Field::Phone,
    Field::PaperMail,
    Field::Members,
    Field::SuccessionCouncils,
    Field::SuccessionParty,
];

/// How a branch is called and found besides.
const NAMES: [Field; 3] = [Field::Code, Field::AreaCode, Field::Aliases];

/// How long a branch exists. An empty cell says something here: no end, no successor.
const LIFE: [Field; 3] = [Field::Since, Field::Until, Field::Successor];

/// Says which branches stand in the list twice (D605) or contradict themselves (D612), and leaves out what they contradict
/// themselves about: a letter goes to neither of two addresses.
pub(super) fn settle(
    diagnostics: &mut Diagnostics,
    register: &mut BranchRegister,
    repeated: &mut [Repeated],
) {
    let mut disputed: BTreeMap<BranchId, Vec<Field>> = BTreeMap::new();
    for Repeated { of, entry } in repeated.iter() {
        let known = &register[*of];
        let at = entry.at(Field::Branch).unwrap_or_else(|| entry.first_cell());
        let relied_on = differing(&known.entry, entry, &RELIED_ON);
        let life = LIFE
            .into_iter()
            .filter(|field| known.entry.at(*field).is_some() && entry.at(*field).is_some())
            .filter(|field| said(&known.entry, *field) != said(entry, *field));
        let others: Vec<Field> =
            differing(&known.entry, entry, &NAMES).into_iter().chain(life).collect();
        if relied_on.is_empty() {
            let first = known.entry.at(Field::Branch).unwrap_or_else(|| known.entry.first_cell());
            let differ = match cells(&known.entry, entry, &others) {
                cells if cells.is_empty() => String::new(),
                cells => format!(" Verschieden ausgefüllt und bis zur Klärung unbekannt: {cells}."),
            };
            diagnostics.push(
                Diagnostic::new(
                    Code::DuplicateBranch,
                    format!(
                        "„{}“ steht schon in {first}; gelesen wurde nur die erste Zeile.{differ}",
                        known.canonical()
                    ),
                )
                .at(at)
                .help("Eine der beiden Zeilen löschen."),
            );
            disputed.entry(*of).or_default().extend(others);
            continue;
        }
        let differing = [relied_on, others].concat();
        diagnostics.push(
            Diagnostic::new(
                Code::Contradiction,
                format!(
                    "„{}“ steht zweimal in der Verbandsliste, mit verschiedenen Angaben: {}. Bis zur Klärung gelten sie als unbekannt; sonst wurde nur die erste Zeile gelesen.",
                    known.canonical(),
                    cells(&known.entry, entry, &differing)
                ),
            )
            .at(at)
            .help("Die überholte Zeile löschen oder in beiden dasselbe eintragen."),
        );
        disputed.entry(*of).or_default().extend(differing);
    }
    for (of, fields) in disputed {
        register.forget(of, &fields);
        for again in repeated.iter_mut().filter(|again| again.of == of) {
            again.entry.cells.retain(|cell| !fields.contains(&cell.field));
        }
    }
}

/// Fields both rows fill, with different words.
fn differing(first: &Entry, other: &Entry, fields: &[Field]) -> Vec<Field> {
    fields
        .iter()
        .copied()
        .filter(|field| {
            let (one, two) = (said(first, *field), said(other, *field));
            one.is_some() && two.is_some() && one != two
        })
        .collect()
}

fn said(entry: &Entry, field: Field) -> Option<String> {
    entry.text(field).map(normal).filter(|text| !text.is_empty())
}

/// „Straße (Verbände.xlsx, Zelle D5 und Neu.xlsx, Zelle D2)“: never what stands there.
fn cells(first: &Entry, other: &Entry, fields: &[Field]) -> String {
    let mut told: Vec<(u16, String)> = Vec::new();
    for field in fields {
        let (Some(one), Some(two)) = (first.at(*field), other.at(*field)) else { continue };
        // „Vorname Name“ in one cell is one difference
        if told.iter().any(|(column, _)| *column == two.column) {
            continue;
        }
        let label = columns::column(ListKind::Branches, *field).map_or("", |column| column.label);
        told.push((two.column, format!("{label} ({one} und {two})")));
    }
    let told: Vec<String> = told.into_iter().map(|(_, text)| text).collect();
    wording::list(&told)
}

/// Once all branches are known: their other names, in whichever row they stand, and who follows whom.
pub(super) fn link(
    diagnostics: &mut Diagnostics,
    register: &mut BranchRegister,
    repeated: &[Repeated],
    names: &mut Names,
    decisions: &Decisions,
) {
    let rows = register.iter().map(|branch| (branch.id, &branch.entry));
    for (id, entry) in rows.chain(repeated.iter().map(|again| (again.of, &again.entry))) {
        if let Some(code) = entry.text(Field::Code) {
            names.add_alias(code, id);
        }
        for alias in entry.text(Field::Aliases).map(elements).unwrap_or_default() {
            names.add_alias(alias, id);
        }
    }
    names.decide(diagnostics, decisions);
    let mut successors = Vec::new();
    for branch in register.iter() {
        let Some(cell) = branch.entry.cell(Field::Successor) else { continue };
        let at = branch.entry.cell_at(cell.column);
        match names.find(&cell.text) {
            Named::One(successor) if successor != branch.id => {
                successors.push((branch.id, successor));
            }
            Named::Ambiguous(_) => diagnostics.push(
                Diagnostic::new(
                    Code::AmbiguousBranch,
                    format!(
                        "„{}“ kann mehrere Verbände meinen; der Nachfolger bleibt offen.",
                        cell.text
                    ),
                )
                .at(at)
                .found(&*cell.text)
                .help(format!("Den Typ davorschreiben: „KV {0}“ oder „SV {0}“.", cell.text)),
            ),
            Named::NoBranch => {}
            Named::One(_) | Named::All | Named::These(_) | Named::Unknown => {
                let near = names.nearest_names(&cell.text);
                let help = if near.is_empty() {
                    "Die Schreibweise berichtigen.".to_owned()
                } else {
                    format!("Meinten Sie {}?", wording::alternatives(&near))
                };
                diagnostics.push(
                    Diagnostic::new(
                        Code::UnknownBranch,
                        format!("Der Nachfolger „{}“ steht nicht in der Verbandsliste.", cell.text),
                    )
                    .at(at)
                    .found(&*cell.text)
                    .help(help),
                );
            }
        }
    }
    for (of, successor) in successors {
        register.set_successor(of, successor);
    }
}

/// „Anna Beispiel“ in one cell becomes first and last name, split at the last blank; „Anna Beispiel und Karl Muster“ two chairs.
fn chairs(entry: &mut Entry) {
    let Some(cell) = entry.cells.iter().find(|cell| cell.field == Field::Chair1Last).cloned()
    else {
        return second_chair(entry);
    };
    let own_first_column = entry.sheet.column(Field::Chair1First) != Some(cell.column);
    // „Name, Vorname“ has been split already
    let split = entry.text(Field::Chair1First).is_some_and(|first| *first != *cell.text);
    if !own_first_column && !split {
        entry.cells.retain(|c| c.field != Field::Chair1First);
        let people: Vec<&str> = elements(&cell.text);
        let full = people.iter().all(|person| person.contains(' '));
        match people.as_slice() {
            // „Beispiel, Anna“
            [last, first] if !full && !cell.text.contains(" und ") => {
                put(entry, Field::Chair1First, cell.column, first);
                put(entry, Field::Chair1Last, cell.column, last);
            }
            [one, two] if full => {
                person(entry, Field::Chair1First, Field::Chair1Last, cell.column, one);
                if entry.cell(Field::Chair2Last).is_none() {
                    person(entry, Field::Chair2First, Field::Chair2Last, cell.column, two);
                    return;
                }
            }
            _ => person(entry, Field::Chair1First, Field::Chair1Last, cell.column, &cell.text),
        }
    }
    second_chair(entry);
}

fn second_chair(entry: &mut Entry) {
    let Some(cell) = entry.cells.iter().find(|cell| cell.field == Field::Chair2Last).cloned()
    else {
        return;
    };
    let split = entry.text(Field::Chair2First).is_some_and(|first| *first != *cell.text);
    if entry.sheet.column(Field::Chair2First) == Some(cell.column) && !split {
        entry.cells.retain(|c| c.field != Field::Chair2First);
        person(entry, Field::Chair2First, Field::Chair2Last, cell.column, &cell.text);
    }
}

fn person(entry: &mut Entry, first: Field, last: Field, column: u16, name: &str) {
    match name.trim().rsplit_once(' ') {
        Some((given, family)) => {
            put(entry, first, column, given.trim());
            put(entry, last, column, family);
        }
        None => put(entry, last, column, name.trim()),
    }
}

fn put(entry: &mut Entry, field: Field, column: u16, text: &str) {
    let text: Arc<str> = Arc::from(text);
    match entry.cells.iter_mut().find(|cell| cell.field == field) {
        Some(cell) => Arc::make_mut(cell).text = text,
        None => entry.cells.push(Arc::new(EntryCell::new(field, column, text))),
    }
}
