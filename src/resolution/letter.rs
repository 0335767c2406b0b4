//! Who gets which letter, when, and what a sent letter promises (*Briefe*).

use std::collections::BTreeMap;
use std::sync::Arc;

use super::file::Check;
use super::names::What;
use super::proof::column;
use super::reader::{TableReader, Text};
use super::{Criterion, Group, LetterForm, LetterKind, LetterTo, Occasion};
use crate::domain::ListKind;
use crate::matching::normal;

const FORMS: [(&str, LetterForm); 5] = [
    ("angebot", LetterForm::Offer),
    ("einladung", LetterForm::Invitation),
    ("mitteilung", LetterForm::Notice),
    ("anfrage", LetterForm::Inquiry),
    ("erinnerung", LetterForm::Reminder),
];

/// The keys of which an `anlass` has exactly one.
const OCCASIONS: [&str; 9] = [
    "jaehrlich_ab",
    "wochen_ohne_antwort",
    "termin_steht",
    "wochen_vor_termin",
    "angaben_fehlen_nach",
    "angabe_fehlt",
    "halbjaehrlich",
    "wiedervorlage",
    "nach_festschreibung",
];

/// `[brief.…]`
pub(super) fn letters(
    check: &mut Check<'_>,
    root: &mut TableReader<'_>,
    groups: &BTreeMap<String, Arc<Group>>,
    criteria: &BTreeMap<String, Arc<Criterion>>,
) -> Vec<Arc<LetterKind>> {
    let mut letters = Vec::new();
    let mut titles: BTreeMap<String, usize> = BTreeMap::new();
    for (key, mut table) in root.named_tables(&mut check.faults, "brief") {
        let place = table.name().to_owned();
        let title = table.text(&mut check.faults, "titel");
        if let Some(title) = &title
            && let Some(first) = titles.insert(normal(&title.value), title.at)
        {
            let line = check.faults.line(first);
            check.faults.at(
                title.at,
                format!("{place}: Den Titel „{}“ hat schon der Brief in Zeile {line}", title.value),
            );
        }
        let form = table.choice(&mut check.faults, "art", &FORMS);
        let to = recipients(check, &mut table, groups);
        let occasion = table
            .table(&mut check.faults, "anlass", format!("{place} anlass"))
            .and_then(|table| occasion(check, table, &key));
        let signed_by = table.texts(&mut check.faults, "unterzeichnet");
        let signed_by = check.names.resolve_all(&mut check.faults, What::Body, &place, &signed_by);
        let promises = promises(check, &mut table, criteria);
        table.finish(&mut check.faults);
        if let (Some(title), Some(form), Some(to), Some(occasion)) = (title, form, to, occasion) {
            letters.push(Arc::new(LetterKind {
                key: key.value,
                title: title.value,
                form,
                to,
                occasion,
                signed_by,
                promises,
            }));
        }
    }
    letters
}

/// What a sent letter is credited with; the letter needs words for it.
fn promises(
    check: &mut Check<'_>,
    table: &mut TableReader<'_>,
    criteria: &BTreeMap<String, Arc<Criterion>>,
) -> Vec<String> {
    let place = table.name().to_owned();
    let promises = table.optional_texts(&mut check.faults, "sagt_zu");
    for promise in &promises {
        if criteria.get(&promise.value).is_some_and(|criterion| criterion.promise.is_none()) {
            check.faults.at(
                promise.at,
                format!(
                    "{place}: Das Merkmal „{}“ braucht eine „zusage“, damit ein Brief es zusagen kann",
                    promise.value
                ),
            );
        }
    }
    check.names.resolve_all(&mut check.faults, What::Criterion, &place, &promises)
}

/// A group, a body, or several bodies.
fn recipients(
    check: &mut Check<'_>,
    table: &mut TableReader<'_>,
    groups: &BTreeMap<String, Arc<Group>>,
) -> Option<LetterTo> {
    let place = table.name().to_owned();
    if table.get("an").is_some_and(|value| value.get_ref().is_array()) {
        let bodies = table.texts(&mut check.faults, "an");
        let bodies = check.names.resolve_all(&mut check.faults, What::Body, &place, &bodies);
        return Some(LetterTo::Bodies(bodies));
    }
    let to = table.text(&mut check.faults, "an")?;
    if check.names.knows(What::Group, &to.value) {
        let key = check.names.resolve(&mut check.faults, What::Group, &place, &to)?;
        return groups.get(&key).cloned().map(LetterTo::Group);
    }
    if check.names.knows(What::Body, &to.value) {
        let key = check.names.resolve(&mut check.faults, What::Body, &place, &to)?;
        return Some(LetterTo::Bodies(vec![key]));
    }
    let names: Vec<&str> = [What::Group, What::Body]
        .into_iter()
        .flat_map(|what| check.names.declared(what))
        .map(|name| name.value.as_str())
        .collect();
    check.faults.at(
        to.at,
        format!(
            "{place}: „{}“ ist weder eine Gruppe noch eine Stelle{}",
            to.value,
            super::faults::allowed("angelegt", &to.value, &names)
        ),
    );
    None
}

fn occasion(check: &mut Check<'_>, mut table: TableReader<'_>, letter: &Text) -> Option<Occasion> {
    let place = table.name().to_owned();
    let present: Vec<&str> = OCCASIONS.into_iter().filter(|key| table.has(key)).collect();
    let result = match present.as_slice() {
        [one] => one_occasion(check, &mut table, one, letter),
        [] => {
            check.faults.at(
                table.at(),
                format!(
                    "{place}: Der Anlass fehlt; möglich sind {}",
                    super::faults::quoted(&OCCASIONS)
                ),
            );
            None
        }
        several => {
            check.faults.at(
                table.at(),
                format!(
                    "{place}: Ein Brief hat genau einen Anlass, hier stehen {}",
                    super::faults::quoted(several)
                ),
            );
            return None;
        }
    };
    if present.is_empty() {
        // the message above already lists what is possible; unknown keys are most likely a misspelt occasion
        for key in OCCASIONS {
            table.get(key);
        }
    }
    table.finish(&mut check.faults);
    result
}

fn one_occasion(
    check: &mut Check<'_>,
    table: &mut TableReader<'_>,
    which: &str,
    letter: &Text,
) -> Option<Occasion> {
    let place = table.name().to_owned();
    let faults = &mut check.faults;
    match which {
        "jaehrlich_ab" => {
            let day = table.text(faults, "jaehrlich_ab")?;
            let parsed = day_of_year(&day.value);
            if parsed.is_none() {
                faults.at(
                    day.at,
                    format!(
                        "{place}: „{}“ ist kein Tag im Jahr; erwartet wird z. B. „15.01.“",
                        day.value
                    ),
                );
            }
            parsed.map(|(day, month)| Occasion::YearlyFrom { day, month })
        }
        "wochen_ohne_antwort" => {
            let weeks = table.count(faults, "wochen_ohne_antwort");
            let to = table.text(faults, "auf")?;
            if to.value == letter.value {
                faults.at(to.at, format!("{place}: Ein Brief kann nicht auf sich selbst folgen"));
                return None;
            }
            let to = check.names.resolve(faults, What::Letter, &place, &to)?;
            Some(Occasion::WeeksWithoutAnswer { weeks: weeks?, to })
        }
        "termin_steht" => {
            let evidence = table.text(faults, "termin_steht")?;
            let evidence = check.names.resolve(faults, What::Evidence, &place, &evidence)?;
            Some(Occasion::DateFixed { evidence })
        }
        "wochen_vor_termin" => {
            let weeks = table.count(faults, "wochen_vor_termin");
            let evidence = table.text(faults, "nachweis")?;
            let evidence = check.names.resolve(faults, What::Evidence, &place, &evidence)?;
            Some(Occasion::WeeksBefore { weeks: weeks?, evidence })
        }
        "angaben_fehlen_nach" => {
            let evidence = table.text(faults, "angaben_fehlen_nach");
            let weeks = table.count(faults, "wochen");
            let evidence = check.names.resolve(faults, What::Evidence, &place, &evidence?)?;
            Some(Occasion::DetailsMissingAfter { evidence, weeks: weeks? })
        }
        "angabe_fehlt" => {
            let columns = table.texts(faults, "angabe_fehlt");
            let fields = columns
                .iter()
                .filter_map(|key| column(faults, &place, key, &[ListKind::Branches]))
                .collect();
            Some(Occasion::BlankIn(fields))
        }
        "halbjaehrlich" => table.flag(faults, "halbjaehrlich").then_some(Occasion::HalfYearly),
        "wiedervorlage" => {
            let on = table.flag(faults, "wiedervorlage");
            let at_once = table.flag(faults, "sofort");
            let until = table.optional_date(faults, "bis");
            if let Some(until) = until.filter(|until| *until < check.adopted_on) {
                faults.at(
                    table.key_at("bis"),
                    format!(
                        "{place}: „bis“ ({}) liegt vor dem Beschluss ({})",
                        crate::wording::date(until),
                        crate::wording::date(check.adopted_on)
                    ),
                );
            }
            on.then_some(Occasion::Resubmission { at_once, until })
        }
        _ => table.flag(faults, "nach_festschreibung").then_some(Occasion::AfterFreezing),
    }
}

/// „15.01.“: day and month that exist in every year.
fn day_of_year(text: &str) -> Option<(u32, u32)> {
    let (day, month) = text.trim().strip_suffix('.').unwrap_or(text).split_once('.')?;
    let (day, month): (u32, u32) = (day.parse().ok()?, month.parse().ok()?);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28,
        _ => 0,
    };
    (1..=days).contains(&day).then_some((day, month))
}
