//! The JSON contract of `pruefen --json`: stable, versioned, English keys. One object; standard output carries nothing else.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::material::{Answers, Material};
use crate::domain::{Assessment, Records, Total, Verdict};
use crate::intake::{InputReport, InputState};
use crate::letters::PlannedLetter;
use crate::table::CellRef;

#[derive(Debug, Serialize)]
pub(super) struct Report<'a> {
    schema: u32,
    resolution: &'a str,
    year: i32,
    as_of: NaiveDate,
    period: Period,
    verdicts: Vec<JsonVerdict<'a>>,
    totals: Vec<JsonTotal<'a>>,
    letters: Vec<JsonLetter<'a>>,
    diagnostics: Vec<JsonDiagnostic<'a>>,
    inputs: Vec<JsonInput<'a>>,
}

#[derive(Debug, Serialize)]
struct Period {
    from: NaiveDate,
    to: NaiveDate,
}

#[derive(Debug, Serialize)]
struct JsonVerdict<'a> {
    requirement: &'a str,
    subject: Option<String>,
    period: String,
    status: &'static str,
    label: &'a str,
    could_be: Option<&'static str>,
    planned: Option<NaiveDate>,
    exception: Option<Exception<'a>>,
    missing: Vec<Missing<'a>>,
    sentence: &'a str,
    evidence: Vec<JsonEvidence<'a>>,
    rejected: Vec<JsonRejected<'a>>,
}

#[derive(Debug, Serialize)]
struct Exception<'a> {
    until: Option<NaiveDate>,
    reason: &'a str,
    valid: bool,
}

#[derive(Debug, Serialize)]
struct Missing<'a> {
    id: &'a str,
    text: &'a str,
}

/// A cell: file relative to the list folder, sheet null for text files.
#[derive(Debug, Serialize)]
struct Place<'a> {
    file: &'a str,
    sheet: Option<&'a str>,
    cell: String,
}

impl<'a> From<&'a CellRef> for Place<'a> {
    fn from(cell: &'a CellRef) -> Self {
        Self { file: &cell.source.file, sheet: cell.source.sheet.as_deref(), cell: cell.a1() }
    }
}

#[derive(Debug, Serialize)]
struct JsonEvidence<'a> {
    #[serde(flatten)]
    place: Place<'a>,
    value: &'a str,
}

#[derive(Debug, Serialize)]
struct JsonRejected<'a> {
    #[serde(flatten)]
    place: Place<'a>,
    reason: &'a str,
}

#[derive(Debug, Serialize)]
struct JsonTotal<'a> {
    requirement: &'a str,
    period: &'a str,
    fulfilled: u32,
    partial: u32,
    open: u32,
    missed: u32,
    undetermined: u32,
    not_applicable: u32,
    judgement: u32,
    exempt: u32,
    of: u32,
    at_least: u32,
    at_most: u32,
}

#[derive(Debug, Serialize)]
struct JsonLetter<'a> {
    letter: &'a str,
    recipient: &'a str,
    state: &'static str,
    reason: &'a str,
}

#[derive(Debug, Serialize)]
struct JsonDiagnostic<'a> {
    code: &'static str,
    severity: &'static str,
    file: Option<&'a str>,
    sheet: Option<&'a str>,
    cell: Option<String>,
    found: Option<&'a str>,
    message: &'a str,
    help: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct JsonInput<'a> {
    file: &'a str,
    state: &'static str,
    reason: Option<&'a str>,
    sha256: &'a str,
    sheet: Option<&'a str>,
    list: Option<&'static str>,
    header_row: Option<u32>,
    data_rows: u32,
    skipped: BTreeMap<&'a str, u32>,
}

/// Everything `pruefen` knows about one year.
pub(super) fn report<'a>(
    material: &'a Material,
    answers: &'a Answers,
    assessment: &'a Assessment,
) -> Report<'a> {
    Report {
        schema: 1,
        resolution: &material.resolution.id,
        year: assessment.year,
        as_of: assessment.as_of.0,
        period: Period { from: assessment.period.from, to: assessment.period.to },
        verdicts: assessment.verdicts.iter().map(|v| verdict(&answers.records, v)).collect(),
        totals: assessment.totals.iter().map(total).collect(),
        letters: answers.letters.iter().map(letter).collect(),
        diagnostics: answers
            .diagnostics
            .iter()
            .map(|d| JsonDiagnostic {
                code: d.code.number(),
                severity: d.code.severity().key(),
                file: d.file.as_deref(),
                sheet: d.sheet.as_deref(),
                cell: d.cell.as_ref().map(CellRef::a1),
                found: d.found.as_deref(),
                message: &d.message,
                help: d.help.as_deref(),
            })
            .collect(),
        inputs: answers.inputs.iter().map(input).collect(),
    }
}

fn verdict<'a>(records: &Records, verdict: &'a Verdict) -> JsonVerdict<'a> {
    JsonVerdict {
        requirement: &verdict.requirement,
        subject: verdict.subject.map(|id| records.branches[id].canonical()),
        period: verdict.period.label(),
        status: verdict.status.key(),
        label: &verdict.label,
        could_be: verdict.could_be.map(crate::domain::Status::key),
        planned: verdict.planned,
        exception: verdict.exception.as_ref().map(|e| Exception {
            until: e.until,
            reason: &e.reason,
            valid: e.valid,
        }),
        missing: verdict.missing.iter().map(|m| Missing { id: &m.id, text: &m.text }).collect(),
        sentence: &verdict.sentence,
        evidence: verdict
            .evidence
            .iter()
            .map(|e| JsonEvidence { place: Place::from(&e.cell), value: &e.value })
            .collect(),
        rejected: verdict
            .rejected
            .iter()
            .map(|r| JsonRejected { place: Place::from(&r.cell), reason: &r.reason })
            .collect(),
    }
}

fn total(total: &Total) -> JsonTotal<'_> {
    JsonTotal {
        requirement: &total.requirement,
        period: &total.period,
        fulfilled: total.fulfilled,
        partial: total.partial,
        open: total.open,
        missed: total.missed,
        undetermined: total.undetermined,
        not_applicable: total.not_applicable,
        judgement: total.judgement,
        exempt: total.exempt,
        of: total.of,
        at_least: total.at_least,
        at_most: total.at_most,
    }
}

fn letter(letter: &PlannedLetter) -> JsonLetter<'_> {
    JsonLetter {
        letter: &letter.letter.key,
        recipient: &letter.recipient_name,
        state: letter.state.key(),
        reason: &letter.reason,
    }
}

fn input(input: &InputReport) -> JsonInput<'_> {
    JsonInput {
        file: &input.file,
        state: match input.state {
            InputState::Read => "read",
            InputState::Partial => "partial",
            InputState::Failed => "failed",
            InputState::Skipped => "skipped",
        },
        reason: input.reason.as_deref(),
        sha256: &input.sha256,
        sheet: input.sheet.as_deref(),
        list: input.list.map(crate::domain::ListKind::key),
        header_row: input.header_row,
        data_rows: input.data_rows,
        skipped: input.skipped.iter().map(|(class, n)| (class.as_str(), *n)).collect(),
    }
}
