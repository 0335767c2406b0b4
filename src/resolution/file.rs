//! TOML to [`Resolution`]: the whole file is read before anything is refused, so that all its faults are said at once.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::coverage::{self, Quote};
use super::faults::Faults;
use super::interpretation::{Target, interpretations, stands_at_requirement};
use super::kinds::{KINDS, PERIODS, Parts};
use super::names::{Names, What};
use super::reader::{TableReader, Text};
use super::{PeriodRule, Resolution, bodies, demand, effect, letter, proof, syntax};
use crate::diagnostic::Diagnostics;

/// Why a resolution could not be loaded: every fault at once, each with line and column, in German.
#[derive(Debug, thiserror::Error)]
#[error("{}", faults.join("\n"))]
pub struct LoadError {
    /// „beschluss.toml, Zeile 12, Spalte 3: …“, in the order of the file.
    pub faults: Vec<String>,
}

/// What all sections share while a file is read.
pub(super) struct Check<'a> {
    pub(super) faults: Faults<'a>,
    pub(super) names: Names,
    pub(super) quotes: Vec<Quote>,
    /// False where a quote or its lines could not be read: then nothing can be said about what is left over.
    pub(super) quotes_complete: bool,
    pub(super) adopted_on: NaiveDate,
}

/// Loads TOML and wording; declarations without effect go to the diagnostics (D801).
///
/// Every alternative of an interpretation is proved loadable too, so that [`load_with_alternatives`] succeeds for each of
/// them alone.
///
/// # Errors
/// All faults of both files.
pub fn load(
    diagnostics: &mut Diagnostics,
    toml: &str,
    wording: &str,
) -> Result<Resolution, LoadError> {
    let document = parse(toml)?;
    let mut loaded = resolve(&document, toml, wording)?;
    let mut faults = Vec::new();
    for (interpretation, target) in &loaded.interpretations {
        if !interpretation.has_alternative {
            continue;
        }
        let mut other = document.clone();
        match overlay(&mut other, &interpretation.id, target) {
            Overlay::Same => loaded.same_alternatives.push(interpretation.id.clone()),
            Overlay::Changed => {
                if let Err(error) = resolve(&other, toml, wording) {
                    faults.extend(error.faults);
                }
            }
        }
    }
    if !faults.is_empty() {
        faults.dedup();
        return Err(LoadError { faults });
    }
    effect::report(diagnostics, &loaded);
    Ok(loaded.resolution)
}

/// The same resolution under the `alternative` of one interpretation, held to the same checks.
///
/// # Errors
/// All faults, or that there is no such interpretation or it has no alternative.
pub fn load_with_alternative(
    toml: &str,
    wording: &str,
    interpretation: &str,
) -> Result<Resolution, LoadError> {
    load_with_alternatives(toml, wording, &[interpretation])
}

/// The same resolution under the `alternative` of each of these interpretations, in this order, held to the same checks:
/// alternatives that fit one by one may contradict each other.
///
/// # Errors
/// All faults, or that there is no such interpretation or it has no alternative.
pub fn load_with_alternatives<S: AsRef<str>>(
    toml: &str,
    wording: &str,
    interpretations: &[S],
) -> Result<Resolution, LoadError> {
    let document = parse(toml)?;
    let loaded = resolve(&document, toml, wording)?;
    turned(document, &loaded, toml, wording, interpretations)
}

/// [`load_with_alternatives`] for each of several choices; `None` where one cannot be loaded.
pub fn load_each<S: AsRef<str>>(
    toml: &str,
    wording: &str,
    choices: &[Vec<S>],
) -> Vec<Option<Resolution>> {
    let nothing = || choices.iter().map(|_| None).collect();
    let Ok(document) = parse(toml) else { return nothing() };
    let Ok(loaded) = resolve(&document, toml, wording) else { return nothing() };
    let load = |ids: &Vec<S>| turned(document.clone(), &loaded, toml, wording, ids).ok();
    choices.iter().map(load).collect()
}

fn turned<S: AsRef<str>>(
    mut document: Spanned<DeTable<'_>>,
    loaded: &Loaded<'_>,
    toml: &str,
    wording: &str,
    interpretations: &[S],
) -> Result<Resolution, LoadError> {
    for id in interpretations.iter().map(AsRef::as_ref) {
        let found = loaded.interpretations.iter().find(|(i, _)| i.id == id);
        let Some((_, target)) = found.filter(|(i, _)| i.has_alternative) else {
            let message = if found.is_some() {
                format!("Die Auslegung „{id}“ hat keine Alternative")
            } else {
                format!("Eine Auslegung „{id}“ gibt es nicht")
            };
            return Err(LoadError { faults: vec![message] });
        };
        overlay(&mut document, id, target);
    }
    let mut resolution = resolve(&document, toml, wording)?.resolution;
    for interpretation in &mut resolution.interpretations {
        interpretation.otherwise =
            interpretations.iter().any(|id| id.as_ref() == interpretation.id);
    }
    Ok(resolution)
}

/// A resolution together with what only the checks after it need.
pub(super) struct Loaded<'a> {
    pub(super) resolution: Resolution,
    pub(super) names: Names,
    pub(super) interpretations: Vec<(super::Interpretation, Target)>,
    /// Interpretations whose alternative changes nothing.
    pub(super) same_alternatives: Vec<String>,
    /// For lines in messages.
    pub(super) places: Faults<'a>,
}

fn parse(toml: &str) -> Result<Spanned<DeTable<'_>>, LoadError> {
    let (document, errors) = DeTable::parse_recoverable(toml);
    if errors.is_empty() {
        return Ok(document);
    }
    let mut faults = Faults::new(toml);
    for error in &errors {
        syntax::report(&mut faults, toml, error);
    }
    Err(LoadError { faults: faults.into_messages() })
}

fn resolve<'a>(
    document: &Spanned<DeTable<'_>>,
    toml: &'a str,
    wording: &str,
) -> Result<Loaded<'a>, LoadError> {
    let mut root = TableReader::new("Die Beschlussdatei", 0, document.get_ref());
    let mut check = Check {
        faults: Faults::new(toml),
        names: Names::default(),
        quotes: Vec::new(),
        quotes_complete: true,
        adopted_on: NaiveDate::MIN,
    };
    declare(&mut check, document.get_ref());
    format(&mut check, &mut root);
    let head = head(&mut check, &mut root);
    let period = period(&mut check, &mut root);
    let bodies = bodies::bodies(&mut check, &mut root);
    let ambiguous_words = bodies::ambiguous_words(&mut check, &mut root, &bodies);
    let groups = bodies::groups(&mut check, &mut root);
    let evidence = proof::evidence(&mut check, &mut root);
    let criteria = proof::criteria(&mut check, &mut root);
    let parts = Parts { groups: &groups, evidence: &evidence, criteria: &criteria };
    let requirements = demand::requirements(&mut check, &mut root, &parts);
    let mere_statements = demand::mere_statements(&mut check, &mut root);
    let interpretations = interpretations(&mut check, &mut root);
    let letters = letter::letters(&mut check, &mut root, &groups, &criteria);
    root.finish(&mut check.faults);
    let lines = coverage::lines(wording);
    coverage::prove(&mut check.faults, &lines, &check.quotes, check.quotes_complete);
    let Check { faults, names, .. } = check;
    match (head, period) {
        (Some(head), Some(period)) if faults.is_empty() => Ok(Loaded {
            resolution: Resolution {
                id: head.id,
                title: head.title,
                adopted_by: head.adopted_by,
                adopted_on: head.adopted_on,
                lines,
                period,
                bodies,
                ambiguous_words,
                groups,
                evidence,
                criteria,
                requirements,
                mere_statements,
                interpretations: interpretations.iter().map(|(i, _)| i.clone()).collect(),
                letters,
            },
            names,
            interpretations,
            same_alternatives: Vec::new(),
            places: faults,
        }),
        _ => Err(LoadError { faults: faults.into_messages() }),
    }
}

/// All names, before the first reference is read.
fn declare(check: &mut Check<'_>, root: &DeTable<'_>) {
    for (section, what) in [
        ("stelle", What::Body),
        ("gruppe", What::Group),
        ("nachweis", What::Evidence),
        ("merkmal", What::Criterion),
        ("brief", What::Letter),
    ] {
        let Some(table) = root.get(section).and_then(|value| value.get_ref().as_table()) else {
            continue;
        };
        for (key, _) in TableReader::new(section, 0, table).entries() {
            if what == What::Letter {
                survives_excel(check, what, &key);
            }
            check.names.declare(&mut check.faults, what, key);
        }
    }
    for (section, what) in [("anforderung", What::Requirement), ("auslegung", What::Interpretation)]
    {
        let Some(items) = root.get(section).and_then(|value| value.get_ref().as_array()) else {
            continue;
        };
        for table in items.iter().filter_map(|item| item.get_ref().as_table()) {
            let Some(id) = table.get("id") else { continue };
            let Some(text) = id.get_ref().as_str() else { continue };
            let name = Text { value: text.to_owned(), at: id.span().start };
            if what == What::Requirement {
                let kind = KINDS.into_iter().find(|kind| table.contains_key(*kind));
                check.names.kinds.insert(name.value.clone(), kind.unwrap_or_default().to_owned());
            }
            survives_excel(check, what, &name);
            check.names.declare(&mut check.faults, what, name);
        }
    }
}

/// Names that people type into lists must come out of Excel as they went in: „1.2“ becomes a date, „1e5“ a number.
fn survives_excel(check: &mut Check<'_>, what: What, name: &Text) {
    let text = &name.value;
    let form = text.starts_with(char::is_alphabetic)
        && text.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
    if !form {
        check.faults.at(
            name.at,
            format!(
                "{} „{text}“: Ein Kennzeichen beginnt mit einem Buchstaben und besteht aus Buchstaben, Ziffern, „-“ und „_“; Excel macht sonst ein Datum oder eine Zahl daraus",
                what.label_de()
            ),
        );
        return;
    }
    if reads_as_month(text) {
        check.faults.at(
            name.at,
            format!(
                "{} „{text}“: Excel macht daraus ein Datum; bitte anders nennen",
                what.label_de()
            ),
        );
    } else if matches!(text.to_lowercase().as_str(), "wahr" | "falsch" | "true" | "false") {
        check.faults.at(
            name.at,
            format!(
                "{} „{text}“: Excel macht daraus einen Wahrheitswert; bitte anders nennen",
                what.label_de()
            ),
        );
    }
}

/// „Mai-1“, „Jan24“, „März2“: a month's name or its abbreviation, then digits.
fn reads_as_month(text: &str) -> bool {
    let lower = text.to_lowercase();
    let word = lower.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches(['-', '_']);
    let digits = word.len() < lower.len();
    let months = [
        "januar",
        "februar",
        "märz",
        "mrz",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "dezember",
        "may",
        "march",
        "june",
        "july",
        "october",
        "december",
        "okt",
        "oct",
        "dez",
        "dec",
    ];
    let abbreviated = word.chars().count() == 3
        && months.iter().any(|month| month.chars().take(3).collect::<String>() == word);
    digits && (abbreviated || months.contains(&word))
}

fn format(check: &mut Check<'_>, root: &mut TableReader<'_>) {
    if let Some(format) = root.count(&mut check.faults, "format").filter(|format| *format != 1) {
        check.faults.at(
            root.key_at("format"),
            format!("Die Datei hat Format {format}; dieses Programm liest Format 1"),
        );
    }
}

struct Head {
    id: String,
    title: String,
    adopted_by: String,
    adopted_on: NaiveDate,
}

fn head(check: &mut Check<'_>, root: &mut TableReader<'_>) -> Option<Head> {
    let mut table = root.table(&mut check.faults, "beschluss", "[beschluss]".to_owned())?;
    let id = table.text(&mut check.faults, "id");
    let title = table.text(&mut check.faults, "titel");
    let body = table.text(&mut check.faults, "gremium");
    let adopted_by = body
        .and_then(|body| check.names.resolve(&mut check.faults, What::Body, "[beschluss]", &body));
    let adopted_on = table.date(&mut check.faults, "datum");
    if let Some(day) = adopted_on {
        check.adopted_on = day;
    }
    table.optional_choice(&mut check.faults, "wortlaut", &[(super::faults::WORDING, ())]);
    table.finish(&mut check.faults);
    Some(Head {
        id: id?.value,
        title: title?.value,
        adopted_by: adopted_by?,
        adopted_on: adopted_on?,
    })
}

fn period(check: &mut Check<'_>, root: &mut TableReader<'_>) -> Option<PeriodRule> {
    let faults = &mut check.faults;
    let mut table = root.table(faults, "zeitraum", "[zeitraum]".to_owned())?;
    let kind = table.choice(faults, "art", &PERIODS);
    let short_first = table.choice(faults, "erster", &[("rumpfjahr", true), ("ganz", false)]);
    // a row over the turn of a period belongs to that of its first day; there is no other rule yet
    table.optional_choice(faults, "zuordnung", &[("beginn", ())]);
    table.finish(faults);
    Some(PeriodRule { kind: kind?, short_first: short_first? })
}

/// What an alternative did to the document.
enum Overlay {
    Changed,
    /// Every key already has this value.
    Same,
}

/// Puts the keys of an alternative in the place of those of the table its `wirkt` points to.
fn overlay(document: &mut Spanned<DeTable<'_>>, id: &str, target: &Target) -> Overlay {
    let root = document.get_mut();
    let Some(alternative) = alternative(root, id) else { return Overlay::Same };
    let Some(table) = target_table(root, target) else { return Overlay::Same };
    let before = table.clone();
    for (key, value) in alternative {
        // the key of the alternative comes along, so that a fault points to it
        table.remove(key.get_ref().as_ref());
        table.insert(key, value);
    }
    if same_table(&before, table) { Overlay::Same } else { Overlay::Changed }
}

fn alternative<'t>(root: &DeTable<'t>, id: &str) -> Option<DeTable<'t>> {
    let items = root.get("auslegung")?.get_ref().as_array()?;
    items
        .iter()
        .filter_map(|item| item.get_ref().as_table())
        .find(|table| has_id(table, id))
        .and_then(|table| table.get("alternative")?.get_ref().as_table().cloned())
}

fn has_id(table: &DeTable<'_>, id: &str) -> bool {
    table.get("id").and_then(|value| value.get_ref().as_str()) == Some(id)
}

fn target_table<'d, 't>(root: &'d mut DeTable<'t>, target: &Target) -> Option<&'d mut DeTable<'t>> {
    match target {
        Target::Named { section, key } => {
            let section = inner_table(root, section)?;
            inner_table(section, key)
        }
        Target::Setting { requirement, key } => {
            let DeValue::Array(items) = root.get_mut("anforderung")?.get_mut() else { return None };
            let table = items
                .iter_mut()
                .find_map(|item| table_mut(item).filter(|table| has_id(table, requirement)))?;
            if stands_at_requirement(key) {
                return Some(table);
            }
            let kind = KINDS.into_iter().find(|kind| table.contains_key(*kind))?;
            inner_table(table, kind)
        }
        Target::Requirement(_) | Target::Rule => None,
    }
}

fn inner_table<'d, 't>(table: &'d mut DeTable<'t>, key: &str) -> Option<&'d mut DeTable<'t>> {
    table_mut(table.get_mut(key)?)
}

fn table_mut<'d, 't>(value: &'d mut Spanned<DeValue<'t>>) -> Option<&'d mut DeTable<'t>> {
    if let DeValue::Table(table) = value.get_mut() { Some(table) } else { None }
}

/// Equal whatever their places in the file.
fn same_table(a: &DeTable<'_>, b: &DeTable<'_>) -> bool {
    a.len() == b.len()
        && a.iter().all(|(key, value)| {
            b.get(key.get_ref().as_ref())
                .is_some_and(|other| same(value.get_ref(), other.get_ref()))
        })
}

fn same(a: &DeValue<'_>, b: &DeValue<'_>) -> bool {
    if let (Some(a), Some(b)) = (a.as_table(), b.as_table()) {
        return same_table(a, b);
    }
    if let (Some(a), Some(b)) = (a.as_array(), b.as_array()) {
        // lists of words are sets: their order decides nothing
        let texts = |items: &[Spanned<DeValue<'_>>]| -> Option<BTreeSet<String>> {
            items.iter().map(|item| item.get_ref().as_str().map(str::to_owned)).collect()
        };
        if let (Some(a), Some(b)) = (texts(a), texts(b)) {
            return a == b;
        }
        return a.len() == b.len()
            && a.iter().zip(b.iter()).all(|(a, b)| same(a.get_ref(), b.get_ref()));
    }
    a.as_str() == b.as_str()
        && a.as_bool() == b.as_bool()
        && a.as_datetime() == b.as_datetime()
        && a.as_integer().map(ToString::to_string) == b.as_integer().map(ToString::to_string)
        && a.as_float().map(ToString::to_string) == b.as_float().map(ToString::to_string)
        && a.same_type(b)
}
