//! Which rows are letters. A row that is none says why; nothing is left out in silence.

use std::collections::{BTreeMap, BTreeSet};

use super::list::{Column, List};
use super::{Filter, Letter, Order, Refusal};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::matching::{normal, words};
use crate::table::CellValue;

/// The letters in the order of the list, and how many rows the filters have left out.
pub(super) fn letters(
    diagnostics: &mut Diagnostics,
    list: &List<'_>,
    order: &Order<'_>,
) -> Result<(Vec<Letter>, usize), Refusal> {
    let used = used(list, order)?;
    let filters = filters(list, order)?;
    let group = order.group_by.map(|label| list.required(label, order)).transpose()?;
    let rows = list.from..list.table.rows.len();
    let candidates: Vec<usize> = rows.filter(|row| is_row(diagnostics, list, *row)).collect();
    if candidates.is_empty() {
        return Err(Refusal::NoRows { place: list.place() });
    }
    let chosen: Vec<usize> =
        candidates.iter().copied().filter(|row| passes(list, *row, &filters)).collect();
    let filtered = candidates.len() - chosen.len();
    if let (true, Some((column, wanted))) = (chosen.is_empty(), filters.first()) {
        return Err(nothing_left(list, &candidates, column, wanted));
    }
    let chosen = visible(list, chosen, order)?;
    let mut letters: Vec<Letter> = Vec::new();
    let mut by_group: BTreeMap<String, usize> = BTreeMap::new();
    for row in chosen {
        if !is_sound(diagnostics, list, row, &used, group) {
            continue;
        }
        let Some(column) = group else {
            letters.push(Letter { rows: vec![row], group: None });
            continue;
        };
        let name = list.text(row, column);
        let place = *by_group.entry(normal(&name)).or_insert(letters.len());
        match letters.get_mut(place) {
            Some(letter) => letter.rows.push(row),
            None => letters.push(Letter { rows: vec![row], group: Some(name) }),
        }
    }
    letters.retain(|letter| agrees(diagnostics, list, letter, &used));
    say_blanks(diagnostics, list, &letters, &used);
    Ok((letters, filtered))
}

/// The columns the template asks for.
fn used<'l>(list: &'l List<'_>, order: &Order<'_>) -> Result<Vec<&'l Column>, Refusal> {
    let mut used = Vec::new();
    for name in order.wanted {
        used.extend(list.named(name, order)?);
    }
    Ok(used)
}

/// Filters by column: any of the wanted values, none of the unwanted.
fn filters<'l, 'o>(
    list: &'l List<'_>,
    order: &Order<'o>,
) -> Result<Vec<(&'l Column, Vec<&'o Filter>)>, Refusal> {
    let mut found: Vec<(&Column, Vec<&Filter>)> = Vec::new();
    for filter in order.filters {
        let column = list.required(&filter.column, order)?;
        match found.iter_mut().find(|(known, _)| known.number == column.number) {
            Some((_, filters)) => filters.push(filter),
            None => found.push((column, vec![filter])),
        }
    }
    Ok(found)
}

fn passes(list: &List<'_>, row: usize, filters: &[(&Column, Vec<&Filter>)]) -> bool {
    filters.iter().all(|(column, filters)| {
        let own = normal(&list.text(row, column));
        let is = |filter: &&&Filter| normal(&filter.value) == own;
        let wanted: Vec<&&Filter> = filters.iter().filter(|filter| filter.equal).collect();
        (wanted.is_empty() || wanted.iter().any(is))
            && !filters.iter().filter(|filter| !filter.equal).any(|filter| is(&filter))
    })
}

fn nothing_left(list: &List<'_>, rows: &[usize], column: &Column, filters: &[&Filter]) -> Refusal {
    let mut values: Vec<String> = Vec::new();
    let mut known = BTreeSet::new();
    for row in rows {
        let text = list.text(*row, column);
        if known.insert(normal(&text)) {
            values.push(text);
        }
    }
    let said: Vec<String> = filters
        .iter()
        .map(|filter| {
            let sign = if filter.equal { "=" } else { "!=" };
            format!("{}{sign}{}", filter.column, filter.value)
        })
        .collect();
    Refusal::NothingLeft { filter: said.join(", "), values }
}

/// Without the hidden rows where they are not wanted; whether they are is asked.
fn visible(list: &List<'_>, rows: Vec<usize>, order: &Order<'_>) -> Result<Vec<usize>, Refusal> {
    let is_hidden = |row: &usize| {
        list.table.rows.get(*row).is_some_and(|row| list.table.layout.is_hidden_row(row.number))
    };
    let hidden = rows.iter().filter(|row| is_hidden(row)).count();
    match order.hidden {
        _ if hidden == 0 => Ok(rows),
        None => Err(Refusal::HiddenRows { place: list.place(), rows: hidden }),
        Some(true) => Ok(rows),
        Some(false) => Ok(rows.into_iter().filter(|row| !is_hidden(row)).collect()),
    }
}

/// A row of the list, as opposed to sums, notes, repeated heads and rows that are struck through.
fn is_row(diagnostics: &mut Diagnostics, list: &List<'_>, row: usize) -> bool {
    let Some(cells) = list.table.rows.get(row) else { return false };
    let own: Vec<&(u16, CellValue)> = cells
        .cells
        .iter()
        .filter(|(number, _)| list.columns.iter().any(|column| column.number == *number))
        .collect();
    let Some((first, value)) = own.first() else { return false };
    let text = |value: &CellValue| {
        if let CellValue::Text(text) = value { Some(words(text)) } else { None }
    };
    let repeats = own.iter().all(|(number, value)| {
        let label = list.header.iter().find(|(column, _)| column == number);
        text(value).is_some_and(|own| label.is_some_and(|(_, label)| words(label) == own))
    });
    if repeats {
        return false;
    }
    let mut left_out = |code, message: &str, help: &str| {
        let mut said = Diagnostic::new(code, message).help(help);
        if let Some(cell) = list.reference(row, *first) {
            said = said.at(cell);
        }
        diagnostics.push(said);
        false
    };
    let struck =
        own.iter().all(|(column, _)| list.table.layout.struck.contains(&(cells.number, *column)));
    if struck {
        return left_out(
            Code::RowWithoutLetter,
            "Die Zeile ist durchgestrichen; für sie entsteht kein Brief.",
            "Soll sie einen Brief bekommen: in Excel die Durchstreichung aufheben.",
        );
    }
    let is_sum = text(value).is_some_and(|words| {
        words.first().is_some_and(|word| {
            matches!(
                word.as_str(),
                "summe" | "gesamt" | "insgesamt" | "zwischensumme" | "gesamtsumme"
            )
        })
    });
    if is_sum {
        return left_out(
            Code::RowWithoutLetter,
            "Die Zeile ist eine Summe; für sie entsteht kein Brief.",
            "Ist sie keine: die erste Zelle anders benennen.",
        );
    }
    if own.len() == 1 && list.columns.len() > 2 {
        return left_out(
            Code::RowWithoutLetter,
            "In der Zeile ist nur eine Zelle ausgefüllt, wie bei einer Überschrift oder Fußnote; für sie entsteht kein \
             Brief.",
            "Gehört sie zur Liste: die übrigen Angaben ergänzen.",
        );
    }
    true
}

/// A row whose values can be used; a letter with an error value in it would be a wrong one.
fn is_sound(
    diagnostics: &mut Diagnostics,
    list: &List<'_>,
    row: usize,
    used: &[&Column],
    group: Option<&Column>,
) -> bool {
    let mut sound = true;
    for column in used.iter().copied().chain(group) {
        let said = match list.cell(row, column.number) {
            Some(CellValue::Error(error)) => Diagnostic::new(
                Code::ErrorCell,
                format!(
                    "Unter „{}“ steht der Fehlerwert „{error}“; für die Zeile entsteht kein Brief.",
                    column.label
                ),
            )
            .found(error),
            Some(CellValue::FormulaWithoutValue) => Diagnostic::new(
                Code::NoFormulaResult,
                format!(
                    "Unter „{}“ steht eine Formel ohne gespeichertes Ergebnis; für die Zeile entsteht kein Brief.",
                    column.label
                ),
            ),
            _ => continue,
        };
        sound = false;
        diagnostics.extend_with(list.reference(row, column.number).map(|cell| said.at(cell)));
    }
    if let Some(column) = group
        && sound
        && list.text(row, column).is_empty()
    {
        let said = Diagnostic::new(
            Code::RowWithoutLetter,
            format!("Unter „{}“, wonach gruppiert wird, steht nichts; für die Zeile entsteht kein Brief.", column.label),
        )
        .help("Die Angabe ergänzen.");
        diagnostics.extend_with(list.reference(row, column.number).map(|cell| said.at(cell)));
        return false;
    }
    sound
}

/// What the template says once for a whole group must be the same in all its rows.
fn agrees(
    diagnostics: &mut Diagnostics,
    list: &List<'_>,
    letter: &Letter,
    used: &[&Column],
) -> bool {
    let (Some(group), Some((first, others))) = (&letter.group, letter.rows.split_first()) else {
        return true;
    };
    let mut agrees = true;
    for column in used {
        let own = list.value(*first, column);
        let Some(other) = others.iter().find(|row| list.value(**row, column) != own) else {
            continue;
        };
        agrees = false;
        let said = Diagnostic::new(
            Code::GroupDisagrees,
            format!(
                "Bei „{group}“ steht unter „{}“ Verschiedenes; der Brief nennt die Angabe nur einmal und entsteht nicht.",
                column.label
            ),
        )
        .help("Die Angaben angleichen, oder das Feld in der Vorlage in die Wiederholung „zeilen“ nehmen.");
        let said = match list.reference(*other, column.number) {
            Some(cell) => said.beside(cell),
            None => said,
        };
        diagnostics.extend_with(list.reference(*first, column.number).map(|cell| said.at(cell)));
    }
    agrees
}

/// Letters in which a place stays empty.
fn say_blanks(
    diagnostics: &mut Diagnostics,
    list: &List<'_>,
    letters: &[Letter],
    used: &[&Column],
) {
    for column in used {
        for letter in letters {
            let Some(row) = letter.rows.first() else { continue };
            if list.text(*row, column).is_empty() {
                let said = Diagnostic::new(
                    Code::BlankInLetter,
                    format!(
                        "Unter „{}“ steht nichts; die Stelle bleibt im Brief leer.",
                        column.label
                    ),
                );
                diagnostics
                    .extend_with(list.reference(*row, column.number).map(|cell| said.at(cell)));
            }
        }
    }
}
