//! The same facts as the empty lists of the program ask for them: one workbook, one sheet per list, our own labels.

use beschlusskontrolle::domain::{Field, ListKind};
use beschlusskontrolle::intake::columns::{self, ColumnKind};
use chrono::{Datelike, NaiveDate};

use crate::facts::{self, Facts};
use crate::messy::days_of;
use crate::support::{Page, Value, serial};

/// The cells of one list, header first.
pub fn page(facts: &Facts) -> Page {
    let with_end: Vec<Field> = facts
        .fields
        .iter()
        .flat_map(|field| match (facts.list, field) {
            (ListKind::Events, Field::Date) => vec![Field::Date, Field::DateTo],
            (_, field) => vec![*field],
        })
        .collect();
    let label = |field: &Field| columns::column(facts.list, *field).unwrap().label.to_owned();
    let mut rows: Vec<Vec<Option<Value>>> =
        vec![with_end.iter().map(|field| Some(Value::Text(label(field)))).collect()];
    for cells in facts.cells() {
        let fact =
            |field: Field| facts.fields.iter().position(|f| *f == field).map_or("", |at| cells[at]);
        rows.push(with_end.iter().map(|field| value(facts.list, *field, fact)).collect());
    }
    Page { name: columns::list_name(facts.list).to_owned(), rows, merges: Vec::new() }
}

pub fn pages() -> Vec<Page> {
    facts::ALL.into_iter().map(page).collect()
}

fn value(list: ListKind, field: Field, fact: impl Fn(Field) -> &'static str) -> Option<Value> {
    let day = |day: NaiveDate| Value::Date(serial(day.day(), day.month(), day.year()));
    if list == ListKind::Events && field == Field::DateTo {
        let (from, to) = days_of(fact(Field::Date))?;
        return (from != to).then(|| day(to));
    }
    let text = fact(field);
    if text.is_empty() {
        return None;
    }
    match columns::column(list, field).unwrap().kind {
        ColumnKind::Date => days_of(text).map(|(from, _)| day(from)),
        ColumnKind::Number => Some(Value::Number(text.parse().unwrap())),
        ColumnKind::Status => {
            let (word, to) = text.rsplit_once(' ').unwrap_or((text, ""));
            Some(Value::Text(match to.parse::<NaiveDate>() {
                Ok(to) => format!("{word} {}", to.format("%d.%m.%Y")),
                Err(_) => text.to_owned(),
            }))
        }
        ColumnKind::Text
        | ColumnKind::YesNo
        | ColumnKind::Postcode
        | ColumnKind::Branches
        | ColumnKind::Personal => Some(Value::Text(text.to_owned())),
    }
}
