//! The Stichtag and the periods in which a requirement recurs.

use chrono::{Datelike, NaiveDate};

/// The *Stichtag*: the state at the end of that day is judged. Never "today".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AsOf(pub NaiveDate);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PeriodKind {
    Year,
    Quarter,
    Month,
}

/// A calendar period; the first one of a resolution may begin late (*Rumpfjahr*). `from` is never after `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    pub kind: PeriodKind,
    pub from: NaiveDate,
    pub to: NaiveDate,
}

impl Period {
    /// The whole calendar period in which `day` lies.
    pub fn containing(kind: PeriodKind, day: NaiveDate) -> Self {
        let (first_month, months) = match kind {
            PeriodKind::Year => (1, 12),
            PeriodKind::Quarter => ((day.month0() / 3) * 3 + 1, 3),
            PeriodKind::Month => (day.month(), 1),
        };
        let from = NaiveDate::from_ymd_opt(day.year(), first_month, 1).unwrap_or(day);
        let next = from.checked_add_months(chrono::Months::new(months)).unwrap_or(from);
        Self { kind, from, to: next.pred_opt().unwrap_or(from) }
    }

    pub fn year(year: i32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, 1, 1).map(|day| Self::containing(PeriodKind::Year, day))
    }

    pub fn contains(&self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.to
    }

    /// „2024“, „2024-Q3“ or „2024-05“: the form of the JSON contract.
    pub fn label(&self) -> String {
        let year = self.to.year();
        match self.kind {
            PeriodKind::Year => year.to_string(),
            PeriodKind::Quarter => format!("{year}-Q{}", self.to.month0() / 3 + 1),
            PeriodKind::Month => format!("{year}-{:02}", self.to.month()),
        }
    }

    /// „2024“, „im 3. Quartal 2024“ without the „im“: the form for people.
    pub fn spoken(&self) -> String {
        let year = self.to.year();
        match self.kind {
            PeriodKind::Year => year.to_string(),
            PeriodKind::Quarter => format!("{}. Quartal {year}", self.to.month0() / 3 + 1),
            PeriodKind::Month => format!("{:02}/{year}", self.to.month()),
        }
    }
}
