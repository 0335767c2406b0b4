//! What people have decided stands beside the verdict and never changes it: exceptions (*Ausnahmen*) and the
//! committee's own findings (*Feststellungen*).

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::domain::{
    BranchId, CommitteeFinding, DateReading, Entry, ExceptionNote, Field, Mention, PeriodKind,
    Records, Status, Verdict,
};
use crate::matching::{elements, words};
use crate::requirements::Context;
use crate::resolution::Resolution;
use crate::wording;

pub(super) struct Overlays<'a> {
    exceptions: Vec<(&'a Entry, Vec<String>)>,
    findings: Vec<(&'a Entry, Vec<String>)>,
}

impl<'a> Overlays<'a> {
    /// Reads both lists; a requirement that does not exist is reported (D802).
    pub(super) fn read(
        diagnostics: &mut Diagnostics,
        resolution: &Resolution,
        records: &'a Records,
    ) -> Self {
        let mut read = |entries: &'a [Entry]| -> Vec<(&'a Entry, Vec<String>)> {
            entries
                .iter()
                .map(|entry| (entry, requirements(diagnostics, resolution, entry)))
                .collect()
        };
        let exceptions = read(&records.exceptions);
        let findings = read(&records.findings);
        Self { exceptions, findings }
    }

    pub(super) fn lay(&self, context: &Context<'_>, verdict: &mut Verdict) {
        let day = context.as_of.0.min(verdict.period.to);
        for (entry, ids) in &self.exceptions {
            if !ids.contains(&verdict.requirement)
                || !about_period(entry, verdict)
                || !about_branch(context, entry, verdict.subject)
            {
                continue;
            }
            let until = entry.date(Field::ValidUntil).span().map(|span| span.to);
            let decided = entry.date(Field::DecidedOn).span().map(|span| span.from);
            if decided.is_some_and(|decided| decided > context.as_of.0) {
                continue;
            }
            // an end date nobody can read is no end date that has passed: it stops reminders, it accuses nobody
            let valid = match entry.date(Field::ValidUntil) {
                DateReading::Dated { span, .. } => span.to >= day,
                DateReading::Empty | DateReading::Open | DateReading::Unreadable => true,
            };
            let better = verdict.exception.as_ref().is_none_or(|known| valid && !known.valid);
            if better {
                let reason = entry.text(Field::Reason).unwrap_or("ohne Begründung").to_owned();
                verdict.exception =
                    Some(ExceptionNote { until, reason, valid, cell: entry.first_cell() });
            }
        }
        if let Some(exception) = &verdict.exception {
            let until = exception.until.map(wording::date);
            verdict.hints.push(match (exception.valid, until) {
                (true, Some(until)) => {
                    format!("Ausnahme bis {until}: {}.", exception.reason.trim_end_matches('.'))
                }
                (true, None) => format!("Ausnahme: {}.", exception.reason.trim_end_matches('.')),
                (false, Some(until)) => format!("Die Ausnahme ist am {until} abgelaufen."),
                (false, None) => "Die Ausnahme ist abgelaufen.".to_owned(),
            });
        }
        for (entry, ids) in &self.findings {
            if ids.contains(&verdict.requirement) && about_period(entry, verdict) {
                let text = |field| entry.text(field).unwrap_or_default().to_owned();
                verdict.findings.push(CommitteeFinding {
                    finding: text(Field::Finding),
                    session: text(Field::Session),
                    wording: text(Field::Wording),
                    cell: entry.first_cell(),
                });
            }
        }
        debug_assert!(verdict.status != Status::Judgement || verdict.subject.is_none());
    }
}

fn requirements(
    diagnostics: &mut Diagnostics,
    resolution: &Resolution,
    entry: &Entry,
) -> Vec<String> {
    let Some(text) = entry.text(Field::Requirement) else { return Vec::new() };
    elements(text)
        .into_iter()
        .filter_map(|element| {
            let found = resolution.requirements.iter().find(|requirement| requirement.id.eq_ignore_ascii_case(element.trim()));
            if found.is_none() {
                let ids: Vec<&str> = resolution.requirements.iter().map(|requirement| requirement.id.as_str()).collect();
                diagnostics.push(
                    Diagnostic::new(Code::UnknownRequirement, format!("Die Anforderung „{element}“ gibt es im Beschluss nicht; die Zeile bleibt ohne Wirkung."))
                        .at(entry.at(Field::Requirement).unwrap_or_else(|| entry.first_cell()))
                        .found(element)
                        .help(format!("Eine der Kennungen eintragen: {}.", ids.join(", "))),
                );
            }
            found.map(|requirement| requirement.id.clone())
        })
        .collect()
}

/// An empty Zeitraum is every period; else the year, the years from one to another, or one part of a year.
fn about_period(entry: &Entry, verdict: &Verdict) -> bool {
    let Some(text) = entry.text(Field::LetterPeriod) else { return true };
    let period = verdict.period;
    let there = words(text);
    let number = |word: &String| word.parse::<i32>().ok();
    let years: Vec<i32> = there.iter().filter(|word| word.len() == 4).filter_map(number).collect();
    let year = chrono::Datelike::year(&period.to);
    if period.kind != PeriodKind::Year && years.len() == 1 && there.len() > 1 {
        // „2024-Q3“, „3. Quartal 2024“, „2024-05“: that part alone
        let mut said = there.clone();
        said.sort();
        return [period.label(), period.spoken()].iter().any(|own| {
            let mut own = words(own);
            own.sort();
            own == said
        });
    }
    match (text.contains(['-', '–']), years.as_slice()) {
        (true, [first, last]) => (*first..=*last).contains(&year),
        _ => years.contains(&year),
    }
}

fn about_branch(context: &Context<'_>, entry: &Entry, subject: Option<BranchId>) -> bool {
    if entry.branches.is_empty() {
        return true;
    }
    let Some(subject) = subject else { return false };
    let family = context.with_predecessors(subject);
    entry.branches.iter().any(|mention| match mention {
        Mention::Branch(id) => family.contains(id),
        Mention::All => true,
        Mention::Ambiguous(_) | Mention::Unknown(_) | Mention::NoBranch(_) => false,
    })
}
