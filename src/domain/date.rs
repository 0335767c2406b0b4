//! A date as a list gives it: always a span, of which one day is the common case.

use chrono::{Datelike, NaiveDate};

/// `from` is never after `to`. `exact` is false where only the month, the week or „Mitte Mai“ is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub exact: bool,
}

impl Span {
    pub fn day(day: NaiveDate) -> Self {
        Self { from: day, to: day, exact: true }
    }

    /// Both ends included; swapped ends are put in order.
    pub fn days(a: NaiveDate, b: NaiveDate) -> Self {
        Self { from: a.min(b), to: a.max(b), exact: true }
    }

    /// The whole month in which `day` lies, of which no single day is known.
    pub fn month(day: NaiveDate) -> Self {
        let first = day.with_day(1).unwrap_or(day);
        let next = first.checked_add_months(chrono::Months::new(1)).unwrap_or(first);
        Self { from: first, to: next.pred_opt().unwrap_or(first), exact: false }
    }

    pub fn overlaps(&self, from: NaiveDate, to: NaiveDate) -> bool {
        self.from <= to && self.to >= from
    }
}

/// What a date cell says, parsed once at the border.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DateReading {
    /// No text in the cell, or no such column.
    Empty,
    /// A span. `weekday_contradicts`: the cell names a weekday that the date does not have (D512); the date is kept.
    Dated { span: Span, weekday_contradicts: bool },
    /// „n. n.“, „offen“, „?“: somebody knows that it is not known.
    Open,
    /// Text that is no date, or one with two readings (`5/3/2024`); a diagnostic says so.
    Unreadable,
}

impl DateReading {
    pub fn span(&self) -> Option<Span> {
        match self {
            Self::Dated { span, .. } => Some(*span),
            Self::Empty | Self::Open | Self::Unreadable => None,
        }
    }
}
