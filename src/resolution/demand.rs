//! What is demanded of whom: the requirements, and the sentences without a demand.

use chrono::Months;

use super::coverage::Quote;
use super::faults::Faults;
use super::file::Check;
use super::kinds::{Parts, kind};
use super::names::What;
use super::reader::TableReader;
use super::{Force, Lines, MereStatement, Requirement};
use crate::wording;

const FORCES: [(&str, Force); 8] = [
    ("selbstverpflichtung", Force::SelfCommitment),
    ("anregung", Force::Suggestion),
    ("aufforderung", Force::Call),
    ("pflicht", Force::Duty),
    ("soll", Force::Should),
    ("pruefauftrag", Force::ExaminationOrder),
    ("bitte", Force::Request),
    ("inhalt", Force::Content),
];

/// `[[anforderung]]`
pub(super) fn requirements(
    check: &mut Check<'_>,
    root: &mut TableReader<'_>,
    parts: &Parts<'_>,
) -> Vec<Requirement> {
    let mut requirements = Vec::new();
    for mut table in root.tables(&mut check.faults, "anforderung", "[[anforderung]]") {
        let id = table.text(&mut check.faults, "id");
        if let Some(id) = &id {
            table.rename(format!("Anforderung „{}“", id.value));
        }
        let place = table.name().to_owned();
        let quote = quote(check, &mut table);
        let short = table.text(&mut check.faults, "kurz");
        let addressees = table.texts(&mut check.faults, "adressat");
        let addressees =
            check.names.resolve_all(&mut check.faults, What::Body, &place, &addressees);
        let force = table.choice(&mut check.faults, "bindung", &FORCES);
        let resubmit_after = duration(&mut check.faults, &mut table, "wiedervorlage");
        let due = due(check, &mut table);
        let letters = table.optional_texts(&mut check.faults, "brief");
        let letters = check.names.resolve_all(&mut check.faults, What::Letter, &place, &letters);
        let readings = table.optional_texts(&mut check.faults, "auslegung");
        let interpretations =
            check.names.resolve_all(&mut check.faults, What::Interpretation, &place, &readings);
        let kind = kind(check, &mut table, parts, id.as_ref());
        table.finish(&mut check.faults);
        if let (Some(id), Some((lines, quote)), Some(short), Some(force), Some(kind)) =
            (id, quote, short, force, kind)
        {
            requirements.push(Requirement {
                id: id.value,
                lines,
                quote,
                short: short.value,
                addressees,
                force,
                resubmit_after,
                due,
                letters,
                interpretations,
                kind,
            });
        }
    }
    requirements
}

/// `[[feststellung]]`
pub(super) fn mere_statements(
    check: &mut Check<'_>,
    root: &mut TableReader<'_>,
) -> Vec<MereStatement> {
    let mut statements = Vec::new();
    for mut table in root.tables(&mut check.faults, "feststellung", "[[feststellung]]") {
        let place = table.name().to_owned();
        let quote = quote(check, &mut table);
        let to = table.optional_text(&mut check.faults, "zu");
        let belongs_to = to
            .and_then(|id| check.names.resolve(&mut check.faults, What::Requirement, &place, &id));
        table.finish(&mut check.faults);
        if let Some((lines, quote)) = quote {
            statements.push(MereStatement { lines, quote, belongs_to });
        }
    }
    statements
}

/// `zeilen` and `zitat`, handed to the proof of coverage.
fn quote(check: &mut Check<'_>, table: &mut TableReader<'_>) -> Option<(Lines, String)> {
    let lines = table.text(&mut check.faults, "zeilen");
    let quote = table.text(&mut check.faults, "zitat");
    let lines = lines.and_then(|text| {
        let parsed = parse_lines(&text.value);
        if parsed.is_none() {
            check.faults.at(
                text.at,
                format!(
                    "{}: „zeilen“ braucht Zeilennummern wie „8-13“ oder „31“, nicht „{}“",
                    table.name(),
                    text.value
                ),
            );
        }
        parsed.map(|lines| (lines, text.at))
    });
    let (Some((lines, at)), Some(quote)) = (lines, quote) else {
        check.quotes_complete = false;
        return None;
    };
    check.quotes.push(Quote {
        owner: table.name().to_owned(),
        lines,
        lines_at: at,
        text: quote.value.clone(),
        text_at: quote.at,
    });
    Some((lines, quote.value))
}

/// „8-13“ (also with a dash), „31“.
fn parse_lines(text: &str) -> Option<Lines> {
    let (from, to) = text.split_once(['-', '–']).unwrap_or((text, text));
    let lines = Lines { from: from.trim().parse().ok()?, to: to.trim().parse().ok()? };
    (1 <= lines.from && lines.from <= lines.to).then_some(lines)
}

/// „6 Monate“, „1 Jahr“.
fn duration(
    faults: &mut Faults<'_>,
    table: &mut TableReader<'_>,
    key: &'static str,
) -> Option<Months> {
    let text = table.optional_text(faults, key)?;
    let months = text.value.trim().split_once(' ').and_then(|(number, unit)| {
        let number: u32 = number.parse().ok().filter(|n| (1..=1200).contains(n))?;
        match unit.trim() {
            "Monat" | "Monate" | "Monaten" => Some(number),
            "Jahr" | "Jahre" | "Jahren" => Some(number * 12),
            _ => None,
        }
    });
    if months.is_none() {
        faults.at(
            text.at,
            format!(
                "{}: „{}“ ist keine Dauer; erwartet wird z. B. „6 Monate“ oder „1 Jahr“",
                table.name(),
                text.value
            ),
        );
    }
    months.map(Months::new)
}

fn due(check: &mut Check<'_>, table: &mut TableReader<'_>) -> Option<chrono::NaiveDate> {
    let due = table.optional_date(&mut check.faults, "frist")?;
    if due < check.adopted_on {
        check.faults.at(
            table.key_at("frist"),
            format!(
                "{}: Die Frist {} liegt vor dem Beschluss ({})",
                table.name(),
                wording::date(due),
                wording::date(check.adopted_on)
            ),
        );
    }
    Some(due)
}
