//! Which rows are letters. A row that is none says why; nothing is left out in silence.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde_json::Value;

use super::list::{Column, List};
use super::{Filter, Letter, Order, ROWS, Refusal};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::domain::Tri;
use crate::intake::damage::{self, Damage};
use crate::intake::values::{clean, yes_no};
use crate::matching::words;
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
    let rows = list.from..own_end(diagnostics, list);
    let asked: Vec<&Column> = filters.iter().map(|(column, _)| *column).collect();
    let mut candidates = Vec::new();
    for row in rows {
        // what an error hides cannot be chosen by
        if is_row(diagnostics, list, row, &used, order)
            && is_sound(diagnostics, list, row, &asked, None)
        {
            candidates.push(row);
        }
    }
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
        let needed: Vec<&Column> = used.iter().copied().chain(group).collect();
        if !is_sound(diagnostics, list, row, &needed, group) {
            continue;
        }
        let Some(column) = group else {
            letters.push(Letter { rows: vec![row], group: None });
            continue;
        };
        let name = list.text(row, column);
        let place = *by_group.entry(same(&name)).or_insert(letters.len());
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
        let is = |filter: &&&Filter| means(list, row, column, &filter.value);
        let wanted: Vec<&&Filter> = filters.iter().filter(|filter| filter.equal).collect();
        (wanted.is_empty() || wanted.iter().any(is))
            && !filters.iter().filter(|filter| !filter.equal).any(|filter| is(&filter))
    })
}

/// Whether a cell says what a person typed: as it looks, or by the value of its figure, its day or its truth.
fn means(list: &List<'_>, row: usize, column: &Column, wanted: &str) -> bool {
    let (value, looks) = list.value(row, column);
    let plain = super::shown::text(&value);
    if same(&plain) == same(wanted) || looks.is_some_and(|looks| same(&looks) == same(wanted)) {
        return true;
    }
    match &value {
        Value::Bool(yes) => yes_no(wanted) == Some(if *yes { Tri::Yes } else { Tri::No }),
        Value::Number(number) => figure(wanted) == number.as_f64(),
        Value::String(_) => match (day(&plain), day(wanted)) {
            (Some(own), Some(wanted)) => own == wanted,
            _ => false,
        },
        Value::Null | Value::Array(_) | Value::Object(_) => false,
    }
}

/// Texts people take for one: whatever their case and blanks, but with every sign.
fn same(text: &str) -> String {
    clean(text).split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// „1.234,5“.
fn figure(text: &str) -> Option<f64> {
    let plain =
        if text.contains(',') { text.replace('.', "").replace(',', ".") } else { text.to_owned() };
    plain.trim().parse().ok()
}

/// „5.3.2024“ is „05.03.2024“.
fn day(text: &str) -> Option<NaiveDate> {
    let mut parts = text.trim().split('.').map(|part| part.trim().parse::<u32>().ok());
    let (day, month, year) = (parts.next()??, parts.next()??, parts.next()??);
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
    (parts.next().is_none() && year >= 1000).then_some(date)
}

fn nothing_left(list: &List<'_>, rows: &[usize], column: &Column, filters: &[&Filter]) -> Refusal {
    let mut values: Vec<String> = Vec::new();
    let mut known = BTreeSet::new();
    for row in rows {
        let text = list.text(*row, column);
        if known.insert(same(&text)) {
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
fn is_row(
    diagnostics: &mut Diagnostics,
    list: &List<'_>,
    row: usize,
    used: &[&Column],
    order: &Order<'_>,
) -> bool {
    let Some(cells) = list.table.rows.get(row) else { return false };
    let own: Vec<(u16, &CellValue)> = cells
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
    // „Meier; Anna“ without quotation marks moves everything behind it one column on
    let last = list.columns.iter().map(|column| column.number).max().unwrap_or(u16::MAX);
    let beyond = cells.cells.iter().any(|(number, _)| number > last);
    let runs_on = cells.cells.iter().any(|(_, value)| {
        matches!(value, CellValue::Text(text) if text.contains('\n') && text.contains([';', '\t']))
    });
    if list.table.source.sheet.is_none() && (beyond || runs_on) {
        return left_out(
            Code::RaggedRow,
            "Die Zeile hat mehr Felder als die Überschrift, oder ein Anführungszeichen steht allein; was wohin gehört, ist nicht sicher. Für sie entsteht kein Brief.",
            "Texte mit Semikolon in Anführungszeichen setzen, einzelne Anführungszeichen entfernen.",
        );
    }
    let is_sum = own.iter().take(2).any(|(_, value)| is_sum(value)) || is_sum(value);
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
    // a letter of which the list knows nothing; one that loops over its rows may
    let loops = order.wanted.iter().any(|name| (order.key)(name) == (order.key)(ROWS));
    if !used.is_empty() && !loops && used.iter().all(|column| list.text(row, column).is_empty()) {
        let said = list.cell(row, used.first().map_or(0, |column| column.number));
        if said.is_none() {
            return left_out(
                Code::RowWithoutLetter,
                "In der Zeile steht nichts von dem, was die Vorlage verwendet; für sie entsteht kein Brief.",
                "Gehört sie zur Liste: die Angaben ergänzen.",
            );
        }
    }
    true
}

/// „Summe“, „Gesamt: 12“, „Σ“; words that are names as well only where nothing else stands in the cell.
fn is_sum(value: &CellValue) -> bool {
    let CellValue::Text(text) = value else { return false };
    let own = words(text);
    let first = own.first().map_or("", String::as_str);
    let begins = ["summe", "gesamt", "insgesamt", "zwischensumme", "gesamtsumme"].contains(&first);
    let alone = [
        "ergebnis",
        "total",
        "durchschnitt",
        "mittelwert",
        "anzahl",
        "maximum",
        "minimum",
        "übertrag",
    ];
    begins || (own.len() == 1 && alone.contains(&first)) || text.trim().trim_end_matches(':') == "Σ"
}

/// Where the list ends: at the head of another one below it, which is said.
fn own_end(diagnostics: &mut Diagnostics, list: &List<'_>) -> usize {
    for (at, row) in list.table.rows.iter().enumerate().skip(list.from) {
        let texts: Vec<(u16, String)> = row
            .cells
            .iter()
            .filter_map(|(number, value)| {
                let CellValue::Text(text) = value else { return None };
                Some((number, same(text)))
            })
            .collect();
        let labels = texts
            .iter()
            .filter(|(_, text)| list.header.iter().any(|(_, label)| same(label) == *text))
            .count();
        // the same head again is only the head of another page
        let again = texts.iter().all(|(number, text)| {
            list.header.iter().any(|(column, label)| column == number && same(label) == *text)
        });
        if labels < 2 || again {
            continue;
        }
        let said = Diagnostic::new(
            Code::RowWithoutLetter,
            "Hier beginnt eine weitere Liste mit anderen Überschriften; für ihre Zeilen entsteht kein Brief.",
        )
        .help("Sollen auch sie Briefe bekommen: die Liste auf ein eigenes Blatt legen und mit --blatt nennen.");
        diagnostics.extend_with(list.first_cell(at).map(|cell| said.at(cell)));
        return at;
    }
    list.table.rows.len()
}

/// A row whose values can be used; a letter with an error value in it would be a wrong one.
fn is_sound(
    diagnostics: &mut Diagnostics,
    list: &List<'_>,
    row: usize,
    asked: &[&Column],
    group: Option<&Column>,
) -> bool {
    let mut sound = true;
    for column in asked.iter().copied() {
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
            Some(CellValue::Text(text)) => match damage::of(text) {
                None => continue,
                Some(damage) => broken(&column.label, text, &damage),
            },
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

/// Umlauts that went wrong on the way into the file.
fn broken(label: &str, text: &str, damage: &Damage) -> Diagnostic {
    let (code, why) = match damage {
        Damage::Misread(likely) => {
            (Code::Mojibake, format!("falsch gespeicherte Umlaute (vermutlich „{likely}“)"))
        }
        Damage::Lost => (Code::BrokenUmlauts, "zerstörte Umlaute".to_owned()),
    };
    Diagnostic::new(
        code,
        format!("Unter „{label}“ stehen {why}; für die Zeile entsteht kein Brief."),
    )
    .found(text)
    .help("Die Liste im Ursprungsprogramm als „CSV UTF-8“ oder Excel-Arbeitsmappe neu speichern.")
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

/// Letters in which a place stays empty, and postcodes that got their zero back.
fn say_blanks(
    diagnostics: &mut Diagnostics,
    list: &List<'_>,
    letters: &[Letter],
    used: &[&Column],
) {
    for column in used {
        for row in letters.iter().filter_map(|letter| letter.rows.first()) {
            let said = if list.text(*row, column).is_empty() {
                Diagnostic::new(
                    Code::BlankInLetter,
                    format!(
                        "Unter „{}“ steht nichts; die Stelle bleibt im Brief leer.",
                        column.label
                    ),
                )
            } else if list.is_padded(*row, column) {
                Diagnostic::new(
                    Code::PostcodePadded,
                    "Der Postleitzahl fehlte die führende Null; im Brief ist sie ergänzt.",
                )
                .help("Ist es eine Anschrift im Ausland: eine Spalte „Land“ ergänzen.")
            } else {
                continue;
            };
            diagnostics.extend_with(list.reference(*row, column.number).map(|cell| said.at(cell)));
        }
    }
}
