//! What kind of row a row is: data, or something a person wrote between the data.
//!
//! Blank rows never end a list. Everything passed over is counted by class, so that the office can compare with its own count.

use std::collections::{BTreeMap, BTreeSet};

use super::columns::folded;
use super::dates;
use super::header::{Header, Labels};
use super::names::split_kind;
use super::values::shown;
use crate::domain::{BranchKind, DateReading, Field, ListKind};
use crate::table::{CellValue, Row, Table};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    Data,
    Blank,
    /// The header once more, further down.
    Header,
    /// `1 | 2 | 3 | 4` under the header.
    Numbering,
    /// „Kreisverbände“, „Mai 2024“: a heading between rows.
    Section,
    Total,
    /// „Quelle: …“, „Stand: …“ below the list.
    Footer,
}

impl Class {
    pub fn key(self) -> &'static str {
        match self {
            Self::Data => "data",
            Self::Blank => "blank",
            Self::Header => "header",
            Self::Numbering => "numbering",
            Self::Section => "section",
            Self::Total => "total",
            Self::Footer => "footer",
        }
    }

    /// One row and several rows of the class named by its key, in German; `None` for blank rows and unknown keys.
    pub fn words(key: &str) -> Option<(&'static str, &'static str)> {
        Some(match key {
            "header" => ("wiederholte Kopfzeile", "wiederholte Kopfzeilen"),
            "numbering" => ("Nummernzeile", "Nummernzeilen"),
            "section" => ("Gruppenzeile", "Gruppenzeilen"),
            "total" => ("Summenzeile", "Summenzeilen"),
            "footer" => ("Fußzeile", "Fußzeilen"),
            "continued" => ("Fortsetzungszeile", "Fortsetzungszeilen"),
            "unclear" => ("nicht einzuordnende Zeile", "nicht einzuordnende Zeilen"),
            _ => return None,
        })
    }
}

/// The data rows below the header, and how many rows of each other class there were.
pub fn data<'t>(table: &'t Table, header: &Header) -> (Vec<&'t Row>, BTreeMap<Class, u32>) {
    let used: BTreeSet<u16> = header
        .columns
        .iter()
        .map(|(_, column)| *column)
        .chain(header.bodies.iter().map(|(_, column)| *column))
        .chain(header.both_successions)
        .collect();
    let mut counts: BTreeMap<Class, u32> = BTreeMap::new();
    let mut data = Vec::new();
    let mut last = header.row;
    let head = table.rows.get(header.index);
    for row in table.rows.iter().skip(header.index + 1) {
        let class =
            class(row, header, head, &used, row.number == header.row + 1, row.number > last + 1);
        if class == Class::Data {
            // blank rows between data rows; those below the last one are no rows of the list
            let gap = row.number - last - 1;
            if gap > 0 && gap < 10_000 {
                *counts.entry(Class::Blank).or_default() += gap;
            }
            data.push(row);
        } else {
            *counts.entry(class).or_default() += 1;
        }
        if class != Class::Blank {
            last = row.number;
        }
    }
    (data, counts)
}

fn class(
    row: &Row,
    header: &Header,
    head: Option<&Row>,
    used: &BTreeSet<u16>,
    first: bool,
    after_gap: bool,
) -> Class {
    let filled: Vec<&(u16, CellValue)> =
        row.cells.iter().filter(|(column, _)| used.contains(column)).collect();
    if filled.is_empty() {
        return Class::Blank;
    }
    if head.is_some_and(|head| Labels::repeats(head, row)) {
        return Class::Header;
    }
    if first && is_numbering(row) {
        return Class::Numbering;
    }
    let value = |field: Field| {
        header.columns.iter().find(|(f, _)| *f == field).and_then(|(_, column)| row.cell(*column))
    };
    let keys_filled =
        super::columns::of(header.list).filter(|c| c.required).all(|c| value(c.field).is_some());
    if !keys_filled || filled.len() == 1 {
        let texts: Vec<String> =
            row.cells.iter().take(3).map(|(_, value)| folded(&shown(value))).collect();
        if texts.iter().any(|text| is_total(text)) {
            return Class::Total;
        }
        let few = row.cells.len() <= 2;
        if few
            && texts
                .first()
                .is_some_and(|text| is_note(text) || (after_gap && text.starts_with('*')))
        {
            return Class::Footer;
        }
    }
    if row.cells.len() == 1 && is_section(header, row, &value) {
        return Class::Section;
    }
    Class::Data
}

fn is_numbering(row: &Row) -> bool {
    row.cells.len() >= 3
        && row.cells.iter().zip(1_u32..).all(|((_, value), expected)| {
            shown(value).trim_matches(|c| matches!(c, '(' | ')' | '.')) == expected.to_string()
        })
}

fn is_total(text: &str) -> bool {
    let first: String = text.chars().take_while(|c| c.is_alphanumeric()).collect();
    matches!(
        first.as_str(),
        "gesamt"
            | "insgesamt"
            | "summe"
            | "zwischensumme"
            | "anzahl"
            | "total"
            | "durchschnitt"
            | "gesamtsumme"
    )
}

fn is_note(text: &str) -> bool {
    let first: String = text.chars().take_while(|c| c.is_alphanumeric()).collect();
    text.starts_with('©')
        || matches!(
            first.as_str(),
            "quelle"
                | "legende"
                | "fussnote"
                | "erlaeuterung"
                | "erlaeuterungen"
                | "hinweis"
                | "hinweise"
        )
        || (first == "stand" && text.chars().any(|c| c.is_ascii_digit()))
}

/// One filled cell alone in its row is a heading, unless it is all a row needs.
fn is_section<'r>(
    header: &Header,
    row: &Row,
    value: &impl Fn(Field) -> Option<&'r CellValue>,
) -> bool {
    if header.columns.len() + header.bodies.len() < 2 {
        return false;
    }
    match header.list {
        ListKind::Branches => match value(Field::Branch) {
            // „KV Gotha“ with nothing else is a branch; „Kreisverbände“ or „Südthüringen“ is a heading
            Some(name) => {
                let name = shown(name);
                BranchKind::from_word(&name).is_some() || split_kind(&name).0.is_none()
            }
            None => true,
        },
        ListKind::Events | ListKind::Papers | ListKind::Measures => {
            let date = value(Field::Date).or_else(|| value(Field::Begin));
            !date.is_some_and(|date| {
                matches!(dates::read(date, None).date, DateReading::Dated { span, .. } if span.exact)
            })
        }
        ListKind::Dispatches | ListKind::Statements | ListKind::Exceptions | ListKind::Findings => {
            let first_key = super::columns::of(header.list).find(|c| c.required).map(|c| c.field);
            // an exception may consist of nothing but its requirement
            let lone_key = matches!(
                header.list,
                ListKind::Exceptions | ListKind::Findings | ListKind::Statements
            ) && first_key.is_some_and(|field| value(field).is_some());
            let _ = row;
            !lone_key
        }
    }
}
