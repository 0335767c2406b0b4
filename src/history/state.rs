//! The state that is frozen: every verdict of a run with the cells it rested on, small enough to keep for years.
//!
//! What is kept names branches as the lists did and cells as Excel shows them; no person.

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};

use super::Today;
use crate::domain::{Assessment, Status, Total, Verdict};
use crate::table::CellRef;

/// The form of the file; another one is not read.
pub const FORMAT: u32 = 1;

/// What was tabled for a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    pub format: u32,
    /// Of several with one Stichtag the highest is the latest.
    pub number: u32,
    /// „Sitzung 15.02.2025“: what people call it, also the name of its folder.
    pub session: String,
    pub as_of: NaiveDate,
    /// Id of the resolution.
    pub resolution: String,
    /// Of the program.
    pub version: String,
    /// Interpretations that were decided otherwise, by id.
    pub otherwise: Vec<String>,
    /// By year.
    pub years: Vec<Year>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Year {
    pub year: i32,
    pub points: Vec<Point>,
}

/// A verdict as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Point {
    pub requirement: String,
    /// A branch, type and name; none: the whole party.
    pub subject: Option<String>,
    pub period: String,
    /// The key of the JSON contract.
    pub status: String,
    pub label: String,
    pub could_be: bool,
    pub exempt: bool,
    pub proofs: Vec<Trace>,
    /// Rows that did not count, with the reason.
    pub rejected: Vec<Trace>,
    /// What was open, with the question.
    pub open: Vec<Trace>,
}

/// A cell and what it said, or what was said of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trace {
    pub file: String,
    pub sheet: Option<String>,
    /// As Excel shows it; empty where a list is missing.
    pub cell: String,
    pub text: String,
}

impl Trace {
    fn of(cell: &CellRef, text: &str) -> Self {
        Self {
            file: cell.source.file.clone(),
            sheet: cell.source.sheet.clone(),
            cell: cell.a1(),
            text: text.to_owned(),
        }
    }
}

impl State {
    /// What this run says of its years.
    pub fn of<'a>(
        today: &Today<'_>,
        session: &str,
        number: u32,
        assessments: impl IntoIterator<Item = &'a Assessment>,
    ) -> Self {
        Self {
            format: FORMAT,
            number,
            session: session.to_owned(),
            as_of: today.as_of,
            resolution: today.resolution.id.clone(),
            version: today.version.to_owned(),
            otherwise: today.otherwise.to_vec(),
            years: assessments
                .into_iter()
                .map(|assessment| Year {
                    year: assessment.year,
                    points: assessment.verdicts.iter().map(|v| point(today, v)).collect(),
                })
                .collect(),
        }
    }

    pub fn year(&self, year: i32) -> Option<&Year> {
        self.years.iter().find(|there| there.year == year)
    }

    /// The same verdicts on the same cells: nothing to freeze anew.
    pub fn says_the_same(&self, other: &Self) -> bool {
        Self { number: 0, version: String::new(), ..self.clone() }
            == Self { number: 0, version: String::new(), ..other.clone() }
    }
}

pub(super) fn point(today: &Today<'_>, verdict: &Verdict) -> Point {
    Point {
        requirement: verdict.requirement.clone(),
        subject: verdict.subject.map(|id| today.branches[id].canonical()),
        period: verdict.period.label(),
        status: verdict.status.key().to_owned(),
        label: verdict.label.clone(),
        could_be: verdict.could_be.is_some(),
        exempt: verdict.exception.as_ref().is_some_and(|exception| exception.valid),
        proofs: verdict.evidence.iter().map(|e| Trace::of(&e.cell, &e.value)).collect(),
        rejected: verdict.rejected.iter().map(|r| Trace::of(&r.cell, &r.reason)).collect(),
        open: verdict
            .unknown
            .iter()
            .map(|unknown| match &unknown.cell {
                Some(cell) => Trace::of(cell, &unknown.text),
                None => Trace {
                    file: String::new(),
                    sheet: None,
                    cell: String::new(),
                    text: unknown.text.clone(),
                },
            })
            .collect(),
    }
}

impl Year {
    /// The counts, by the rules of the assessment: exempt ones are left out of all other figures.
    pub fn totals(&self) -> Vec<Total> {
        let mut totals: Vec<Total> = Vec::new();
        for point in &self.points {
            let place = totals
                .iter()
                .position(|t| t.requirement == point.requirement && t.period == point.period);
            let place = place.unwrap_or_else(|| {
                totals.push(Total {
                    requirement: point.requirement.clone(),
                    period: point.period.clone(),
                    ..Total::default()
                });
                totals.len() - 1
            });
            let (Some(total), Some(status)) = (totals.get_mut(place), point.status()) else {
                continue;
            };
            if point.exempt {
                total.exempt += 1;
            } else {
                total.add(status, point.could_be);
            }
        }
        totals
    }
}

impl Point {
    /// `None` for a word this program does not know.
    pub fn status(&self) -> Option<Status> {
        Status::ALL.into_iter().find(|status| status.key() == self.status)
    }
}

/// The last day a trace names: „04.05.2024“, „04./05.05.2024“.
pub(super) fn last_day(text: &str) -> Option<NaiveDate> {
    let start = text.char_indices().rev().nth(9).map(|(at, _)| at)?;
    let day = NaiveDate::parse_from_str(text.get(start..)?, "%d.%m.%Y").ok()?;
    (day.year() > 0).then_some(day)
}
