//! What people read of a verdict. The verb is the politics: words by binding force, and the machine does not scold.

use crate::domain::{Period, Status, Unknown, Verdict};
use crate::requirements::{Context, Finding};
use crate::resolution::{Force, Requirement, Resolution};
use crate::table::CellRef;
use crate::wording;

/// How many cells a sentence names; the rest stands in the sheet Nachweise.
const NAMED: usize = 4;

/// The word by binding force (`product.md` 4).
pub fn label(
    resolution: &Resolution,
    requirement: &Requirement,
    status: Status,
    period: Period,
    finding: &Finding,
    unknown: &[Unknown],
) -> String {
    let spoken = period.spoken();
    match status {
        Status::Undetermined => match unknown {
            [] => "Angaben fehlen".to_owned(),
            [one] => format!("Angaben fehlen ({})", one.short),
            [first, ..] => format!("Angaben fehlen ({} u. a.)", first.short),
        },
        Status::NotApplicable => match finding {
            Finding::NotApplicable(reason) => format!("trifft nicht zu, weil {reason}"),
            Finding::Full
            | Finding::Partial
            | Finding::None
            | Finding::Unknown
            | Finding::Judgement => "trifft nicht zu".to_owned(),
        },
        Status::Judgement => {
            let body = resolution.body(&resolution.adopted_by);
            format!(
                "würdigt {}",
                body.map_or_else(|| resolution.adopted_by.clone(), |body| body.with_article())
            )
        }
        Status::Fulfilled | Status::Partial | Status::Open | Status::Missed => {
            by_force(requirement.force, status, &spoken)
        }
    }
}

fn by_force(force: Force, status: Status, period: &str) -> String {
    let [fulfilled, open, missed] = match force {
        Force::Duty | Force::Should | Force::SelfCommitment | Force::Content => {
            ["umgesetzt", "offen", "nicht erfolgt"]
        }
        Force::Suggestion => ["aufgegriffen", "noch nicht aufgegriffen", "nicht aufgegriffen"],
        Force::Call => ["nachgekommen", "noch offen", "noch offen"],
        Force::ExaminationOrder => ["geprüft", "noch nicht geprüft", "nicht geprüft"],
        Force::Request => ["entsprochen", "noch nicht entsprochen", "nicht entsprochen"],
    };
    match status {
        Status::Partial if force == Force::ExaminationOrder => "in Prüfung".to_owned(),
        Status::Partial => format!("teilweise {fulfilled}"),
        Status::Open => open.to_owned(),
        Status::Missed => format!("{period} {missed}"),
        Status::Fulfilled | Status::Undetermined | Status::NotApplicable | Status::Judgement => {
            fulfilled.to_owned()
        }
    }
}

/// Facts joined to one text, kept until the sentence is built.
pub(super) fn facts(facts: &[String]) -> String {
    let mut seen: Vec<&str> = Vec::new();
    for fact in facts {
        if !seen.contains(&fact.as_str()) {
            seen.push(fact);
        }
    }
    seen.join("; ")
}

/// `Z1c · Kreisverband Gotha · 2024: teilweise aufgegriffen. Anregung (Z. 8–13): … Beleg: Termine.xlsx, …`
pub(super) fn sentence(
    context: &Context<'_>,
    requirement: &Requirement,
    verdict: &Verdict,
) -> String {
    let mut head = vec![requirement.id.clone()];
    head.extend(verdict.subject.map(|id| context.records.branches[id].canonical()));
    head.push(verdict.period.spoken());
    let mut parts = vec![
        format!("{}: {}.", head.join(" · "), verdict.label),
        format!("{} ({}): {}.", requirement.force.label_de(), requirement.lines, requirement.short),
    ];
    if !verdict.sentence.is_empty() {
        parts.push(format!("{}.", capital(&verdict.sentence)));
    }
    if !verdict.missing.is_empty() {
        parts.push(format!("Es {}.", wording::lacking(&verdict.missing)));
    }
    if !verdict.unknown.is_empty() && verdict.status != Status::Fulfilled {
        let texts: Vec<&str> =
            verdict.unknown.iter().take(NAMED).map(|unknown| unknown.text.as_str()).collect();
        let more = if verdict.unknown.len() > NAMED { "; u. a." } else { "." };
        parts.push(format!("Ungeklärt: {}{more}", texts.join("; ")));
    }
    if let Some(day) = verdict.planned {
        parts.push(format!("Geplant am {}.", wording::date(day)));
    }
    if !verdict.evidence.is_empty() {
        let cells: Vec<&CellRef> = verdict.evidence.iter().map(|evidence| &evidence.cell).collect();
        parts.push(format!("Beleg: {}.", places(&cells)));
    }
    if !verdict.rejected.is_empty() {
        let texts: Vec<String> = verdict
            .rejected
            .iter()
            .take(NAMED)
            .map(|rejected| format!("{} ({})", rejected.cell, rejected.reason))
            .collect();
        let more = if verdict.rejected.len() > NAMED { "; u. a." } else { "." };
        parts.push(format!("Zählt nicht: {}{more}", texts.join("; ")));
    }
    parts.extend(verdict.hints.iter().cloned());
    parts.join(" ")
}

/// Cells of one sheet named together: `Termine.xlsx, Blatt „2024“, Zellen A11, A17`.
fn places(cells: &[&CellRef]) -> String {
    let mut groups: Vec<(&CellRef, Vec<String>)> = Vec::new();
    for cell in cells.iter().take(NAMED) {
        match groups.iter_mut().find(|(first, _)| first.source == cell.source) {
            Some((_, list)) => list.push(cell.a1()),
            None => groups.push((cell, vec![cell.a1()])),
        }
    }
    let mut texts: Vec<String> = groups
        .into_iter()
        .map(|(first, list)| match list.as_slice() {
            [_] => first.to_string(),
            several => {
                let sheet = first
                    .source
                    .sheet
                    .as_ref()
                    .map(|sheet| format!("Blatt „{sheet}“, "))
                    .unwrap_or_default();
                format!("{}, {sheet}Zellen {}", first.source.file, several.join(", "))
            }
        })
        .collect();
    if cells.len() > NAMED {
        texts.push(format!("und {} weitere", cells.len() - NAMED));
    }
    texts.join("; ")
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
