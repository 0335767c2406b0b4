//! What others have said, word for word: the addressees (*Sachstand*), the committee itself (*Feststellungen*), and what it
//! has exempted (*Ausnahmen*). None of it changes a verdict.

use std::collections::BTreeMap;

use super::model::{Block, Row, Rule, Run, Table, TableCell, Tone};
use super::people::is_body;
use super::{HELD_BACK, Variant, Writing, heading, paragraph};
use crate::domain::{BranchId, CommitteeFinding, Entry, ExceptionNote, Field};
use crate::matching::elements;
use crate::resolution::Resolution;
use crate::sheets::statements;
use crate::table::CellRef;
use crate::wording;

/// Branches of an exception named one by one.
const MOST: usize = 4;

/// One row of a list that speaks about one or more requirements.
enum Voice<'a> {
    Statement(&'a Entry),
    Finding(&'a CommitteeFinding),
    Exception(&'a ExceptionNote, Vec<BranchId>),
}

impl Writing<'_> {
    pub(super) fn statements(&self) -> Vec<Block> {
        let rows: Vec<Row> = self
            .voices()
            .iter()
            .map(|(ids, voice)| {
                let (who, when, text) = self.said(voice);
                Row {
                    rule: Rule::Thin,
                    cells: vec![
                        TableCell::lines([Run::strong(ids.join(", "))]),
                        TableCell::lines([Run::plain(who), Run::quiet(when)]),
                        TableCell::text(text),
                    ],
                }
            })
            .collect();
        let said = if rows.is_empty() {
            paragraph(
                Tone::Body,
                "Zu diesem Zeitraum liegen keine Stellungnahmen, Feststellungen und Ausnahmen vor.",
            )
        } else {
            Block::Table(Table {
                widths: vec![12, 60, 93],
                head: ["Ziffer", "Wer, wann", "Wortlaut"].map(str::to_owned).to_vec(),
                rows,
            })
        };
        vec![heading("Stellungnahmen"), said]
    }

    /// In the order of the resolution; what speaks about several points stands once, with all of them.
    fn voices(&self) -> Vec<(Vec<&str>, Voice<'_>)> {
        let mut found: Vec<(Vec<&str>, Voice<'_>)> = Vec::new();
        let mut places: BTreeMap<CellRef, usize> = BTreeMap::new();
        for standing in &self.standings {
            let id = standing.requirement.id.as_str();
            let spoken = statements(self.view, id)
                .map(|entry| (entry.first_cell(), Voice::Statement(entry)))
                .chain(
                    standing
                        .verdicts
                        .iter()
                        .flat_map(|verdict| &verdict.findings)
                        .map(|finding| (finding.cell.clone(), Voice::Finding(finding))),
                )
                .chain(standing.verdicts.iter().filter_map(|verdict| {
                    let note = verdict.exception.as_ref()?;
                    let subjects = verdict.subject.into_iter().collect();
                    Some((note.cell.clone(), Voice::Exception(note, subjects)))
                }));
            for (cell, voice) in spoken {
                let known = places.get(&cell).and_then(|at| found.get_mut(*at));
                let Some((ids, known)) = known else {
                    places.insert(cell, found.len());
                    found.push((vec![id], voice));
                    continue;
                };
                if !ids.contains(&id) {
                    ids.push(id);
                }
                if let (Voice::Exception(_, subjects), Voice::Exception(_, more)) = (known, voice) {
                    let new = more.into_iter().filter(|id| !subjects.contains(id));
                    let new: Vec<BranchId> = new.collect();
                    subjects.extend(new);
                }
            }
        }
        found
    }

    /// Who, when, and the words in quotes.
    fn said(&self, voice: &Voice<'_>) -> (String, String, String) {
        match voice {
            Voice::Statement(entry) => {
                let from = entry.text(Field::From).unwrap_or_default();
                let when = entry.text(Field::Date).unwrap_or_default();
                let text = entry.text(Field::Text).unwrap_or_default();
                (self.from(from), self.free(when), self.quoted(text))
            }
            Voice::Finding(finding) => {
                let body = self.view.body(&self.view.resolution.adopted_by);
                let session = finding.session.trim_start_matches("Sitzung ");
                let when = if session.is_empty() {
                    body.to_owned()
                } else {
                    format!("{body}, Sitzung {}", self.free(session))
                };
                (
                    format!("Feststellung: {}", self.free(&finding.finding)),
                    when,
                    self.quoted(&finding.wording),
                )
            }
            Voice::Exception(note, subjects) => {
                let names: Vec<String> = subjects.iter().map(|id| self.view.branch(*id)).collect();
                let who = match names.len() {
                    0 => "Ausnahme".to_owned(),
                    n if n > MOST => format!("Ausnahme für {n} Verbände"),
                    _ => format!("Ausnahme für {}", wording::list(&names)),
                };
                let until = note.until.map(wording::date);
                let when = match (note.valid, until) {
                    (true, Some(day)) => format!("gilt bis {day}"),
                    (true, None) => "ohne Enddatum".to_owned(),
                    (false, Some(day)) => format!("am {day} abgelaufen"),
                    (false, None) => "abgelaufen".to_owned(),
                };
                (who, when, self.quoted(&note.reason))
            }
        }
    }

    /// By the names of the resolution; where the paper is handed on, only bodies are named.
    fn from(&self, from: &str) -> String {
        let resolution = self.view.resolution;
        let parts = elements(from);
        let bodies = !parts.is_empty() && parts.iter().all(|part| is_body(resolution, part));
        if bodies {
            let names: Vec<&str> = parts.iter().map(|part| body_name(resolution, part)).collect();
            return wording::list(&names);
        }
        match self.given.variant {
            Variant::ToPassOn => "eine Stelle".to_owned(),
            Variant::Internal if from.is_empty() => "ohne Absender".to_owned(),
            Variant::Internal => from.to_owned(),
        }
    }

    fn quoted(&self, text: &str) -> String {
        let text = text.trim();
        if text.is_empty() {
            "(ohne Wortlaut)".to_owned()
        } else if self.names_somebody(text) {
            HELD_BACK.to_owned()
        } else {
            format!("„{text}“")
        }
    }
}

/// The full name of the body a word means.
fn body_name<'a>(resolution: &'a Resolution, word: &'a str) -> &'a str {
    resolution
        .bodies
        .iter()
        .find(|body| body.names.iter().any(|name| name.is(word)))
        .map_or(word, |body| body.name.as_str())
}
