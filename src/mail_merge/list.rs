//! Which sheet, which row is the header, which column is which: decided by what the template asks for.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::{COUNT, Order, ROWS, Refusal, SHOWN, TODAY, shown};
use crate::intake::heads::{self, Head};
use crate::matching::nearest;
use crate::table::{CellRef, CellValue, Table};

/// A sheet with its header.
#[derive(Debug)]
pub(super) struct List<'t> {
    pub(super) table: &'t Table,
    /// Place of the first row below the header.
    pub(super) from: usize,
    pub(super) columns: Vec<Column>,
    /// Key of a name to its columns: two where a label stands twice.
    by_key: BTreeMap<String, Vec<usize>>,
    pub(super) header: Vec<(u16, String)>,
}

/// A column with a label.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) number: u16,
    /// As it stands.
    pub(super) label: String,
    key: String,
    pub(super) postcode: bool,
    pub(super) country: bool,
}

impl<'t> List<'t> {
    fn new(table: &'t Table, head: &Head, key: fn(&str) -> String) -> Self {
        let mut columns = Vec::new();
        let mut by_key: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for label in &head.labels {
            let name = label.shown().replace('\n', " ");
            let mut keys: Vec<String> =
                label.spellings.iter().map(|spelling| key(spelling)).collect();
            keys.retain(|key| !key.is_empty());
            keys.dedup();
            if keys.is_empty() {
                continue;
            }
            for key in keys {
                by_key.entry(key).or_default().push(columns.len());
            }
            let is = |words: &[&str]| words.contains(&key(&name).as_str());
            columns.push(Column {
                number: label.column,
                postcode: is(&["plz", "postleitzahl"]),
                country: is(&["land", "staat", "laenderkennzeichen", "lkz"]),
                key: key(&name),
                label: name,
            });
        }
        let header = columns.iter().map(|column| (column.number, column.label.clone())).collect();
        Self { table, from: head.last + 1, columns, by_key, header }
    }

    /// False for two words above a list that is wider than they are.
    fn covers_its_rows(&self) -> bool {
        let rows = self.table.rows.iter().skip(self.from);
        let outside = |row: &crate::table::RowRef<'_>| {
            row.cells.iter().any(|(number, _)| self.columns.iter().all(|own| own.number != number))
        };
        self.columns.len() > 3 || rows.clone().filter(outside).count() * 2 < rows.count()
    }

    /// `Adressen.xlsx, Blatt „Gäste“`.
    pub(super) fn place(&self) -> String {
        let source = &self.table.source;
        source.sheet.as_ref().map_or_else(
            || format!("„{}“", source.file),
            |sheet| format!("{}, Blatt „{sheet}“", source.file),
        )
    }

    /// The one column of this key.
    pub(super) fn column(&self, key: &str) -> Option<&Column> {
        match self.by_key.get(key).map(Vec::as_slice) {
            Some([only]) => self.columns.get(*only),
            _ => None,
        }
    }

    /// The column a person or a template names.
    pub(super) fn named(&self, label: &str, order: &Order<'_>) -> Result<Option<&Column>, Refusal> {
        let key = (order.key)(label);
        match self.by_key.get(&key).map(Vec::as_slice) {
            None | Some([]) => Ok(None),
            Some([only]) => Ok(self.columns.get(*only)),
            Some(several) => Err(Refusal::TwoColumns {
                label: label.to_owned(),
                place: self.place(),
                cells: several
                    .iter()
                    .filter_map(|column| self.columns.get(*column))
                    .filter_map(|column| {
                        let row = self.table.rows.get(self.from.checked_sub(1)?)?.number;
                        Some(CellRef::new(&self.table.source, row, column.number).a1())
                    })
                    .collect(),
            }),
        }
    }

    /// As [`List::named`]; a column that does not exist is refused with the nearest name.
    pub(super) fn required(&self, label: &str, order: &Order<'_>) -> Result<&Column, Refusal> {
        self.named(label, order)?.ok_or_else(|| Refusal::NoColumn {
            label: label.to_owned(),
            place: self.place(),
            nearest: nearest(label, self.columns.iter().map(|column| column.label.as_str())),
            labels: self.columns.iter().map(|column| column.label.clone()).collect(),
        })
    }

    /// The value of a cell; merged cells say it in their first one.
    pub(super) fn cell(&self, row: usize, column: u16) -> Option<&CellValue> {
        let row = self.table.rows.get(row)?;
        if let Some(value) = row.cell(column) {
            return Some(value);
        }
        let region = self.table.layout.merge_at(row.number, column)?;
        // a merged header is no value
        let is_below =
            self.table.rows.get(self.from).is_some_and(|row| row.number <= region.first_row);
        is_below.then(|| self.table.rows.numbered(region.first_row)?.cell(region.first_column))?
    }

    pub(super) fn reference(&self, row: usize, column: u16) -> Option<CellRef> {
        let row = self.table.rows.get(row)?;
        Some(CellRef::new(&self.table.source, row.number, column))
    }

    pub(super) fn first_cell(&self, row: usize) -> Option<CellRef> {
        let (column, _) = self.table.rows.get(row)?.cells.first()?;
        self.reference(row, column)
    }

    /// What a cell says, and how it looks where that is more than the value.
    pub(super) fn value(&self, row: usize, column: &Column) -> (Value, Option<String>) {
        let Some(value) = self.cell(row, column.number) else { return (Value::Null, None) };
        let number = self.table.rows.get(row).map_or(0, |row| row.number);
        let (plain, looks) =
            shown::value(value, self.table.layout.figures.code(number, column.number));
        let looks = looks.filter(|looks| *looks != shown::text(&plain));
        match self.padded(row, column, value, looks.as_deref(), &plain) {
            Some(padded) => (padded.into(), None),
            None => (plain, looks),
        }
    }

    /// The postcode of a cell where its leading zero was missing.
    fn padded(
        &self,
        row: usize,
        column: &Column,
        value: &CellValue,
        looks: Option<&str>,
        plain: &Value,
    ) -> Option<String> {
        if !column.postcode || self.is_abroad(row) {
            return None;
        }
        let text = looks.map_or_else(|| shown::text(plain), str::to_owned);
        shown::padded(value, &text)
    }

    /// True where the letter shows a postcode otherwise than the list.
    pub(super) fn is_padded(&self, row: usize, column: &Column) -> bool {
        let Some(value) = self.cell(row, column.number) else { return false };
        let (plain, looks) = shown::value(value, None);
        column.postcode && self.padded(row, column, value, looks.as_deref(), &plain).is_some()
    }

    /// As text, for filters, groups and messages.
    pub(super) fn text(&self, row: usize, column: &Column) -> String {
        let (plain, looks) = self.value(row, column);
        looks.unwrap_or_else(|| shown::text(&plain))
    }

    fn is_abroad(&self, row: usize) -> bool {
        self.columns
            .iter()
            .filter(|column| column.country)
            .any(|column| self.cell(row, column.number).is_some_and(shown::is_other_country))
    }

    /// Every column under its label, and under [`SHOWN`] how figures look. A label that stands twice is left out, and so is a
    /// cell with an error: a template that asks for it must not get a blank.
    pub(super) fn values(&self, row: usize) -> Map<String, Value> {
        let (mut values, mut looks) = (Map::new(), Map::new());
        for (key, columns) in &self.by_key {
            let [only] = columns.as_slice() else { continue };
            let Some(column) = self.columns.get(*only) else { continue };
            if let Some(CellValue::Error(_) | CellValue::FormulaWithoutValue) =
                self.cell(row, column.number)
            {
                continue;
            }
            // as people write it; parts of a label of several rows only by their key
            let name = if column.key == *key { &column.label } else { key };
            let (value, shown) = self.value(row, column);
            values.insert(name.clone(), value);
            looks.extend(shown.map(|shown| (name.clone(), Value::String(shown))));
        }
        values.insert(SHOWN.to_owned(), Value::Object(looks));
        values
    }
}

/// The sheet and the header that know most of what the template asks for.
pub(super) fn find<'t>(
    file: &str,
    tables: &'t [Table],
    order: &Order<'_>,
) -> Result<List<'t>, Refusal> {
    let tables: Vec<&Table> = match order.sheet {
        Some(name) => {
            let named = |table: &&Table| {
                table
                    .source
                    .sheet
                    .as_deref()
                    .is_some_and(|sheet| (order.key)(sheet) == (order.key)(name))
            };
            let found: Vec<&Table> = tables.iter().filter(named).take(1).collect();
            if found.is_empty() {
                return Err(Refusal::NoSheet {
                    file: file.to_owned(),
                    name: name.to_owned(),
                    sheets: tables
                        .iter()
                        .filter_map(|table| table.source.sheet.as_ref())
                        .map(|sheet| format!("„{sheet}“"))
                        .collect(),
                });
            }
            found
        }
        None => tables.iter().filter(|table| !table.layout.hidden).collect(),
    };
    let wanted = wanted(order);
    let mut best: Vec<(usize, List<'_>)> = Vec::new();
    // of headers that know as much the widest: a few words above a list may bear its labels too
    let mut widest: Option<List<'_>> = None;
    for table in tables {
        let mut own: Option<(usize, List<'_>)> = None;
        for head in heads::candidates(table) {
            let list = List::new(table, &head, order.key);
            if list.from >= table.rows.len() {
                continue;
            }
            let known = wanted.iter().filter(|key| list.by_key.contains_key(*key)).count();
            if widest.as_ref().is_none_or(|widest| list.columns.len() > widest.columns.len()) {
                widest = Some(List::new(table, &head, order.key));
            }
            // of equal ones the widest, then the first, which has fewer rows
            let better = own.as_ref().is_none_or(|(best, before)| {
                (known, list.columns.len()) > (*best, before.columns.len())
            });
            if better && list.covers_its_rows() {
                own = Some((known, list));
            }
        }
        let Some((known, list)) = own else { continue };
        match best.first() {
            Some((most, _)) if known < *most => {}
            Some((most, _)) if known == *most => best.push((known, list)),
            _ => best = vec![(known, list)],
        }
    }
    if wanted.is_empty() {
        // a letter that says the same to everybody
        return widest.ok_or_else(|| Refusal::NoList { file: file.to_owned() });
    }
    let Some((known, _)) = best.first() else {
        return Err(Refusal::NoList { file: file.to_owned() });
    };
    if *known == 0 {
        let quoted = |text: &str| format!("„{text}“");
        return Err(Refusal::NoHeader {
            file: file.to_owned(),
            wanted: order.wanted.iter().map(|name| quoted(name)).collect(),
            labels: widest
                .iter()
                .flat_map(|list| &list.header)
                .map(|(_, label)| quoted(label))
                .collect(),
        });
    }
    if best.len() > 1 {
        return Err(Refusal::SeveralSheets {
            file: file.to_owned(),
            sheets: best
                .iter()
                .filter_map(|(_, list)| list.table.source.sheet.as_ref())
                .map(|sheet| format!("„{sheet}“"))
                .collect(),
        });
    }
    let list = best.into_iter().next().map(|(_, list)| list);
    let list = list.ok_or_else(|| Refusal::NoList { file: file.to_owned() })?;
    for name in order.wanted {
        list.named(name, order)?;
    }
    Ok(list)
}

/// The keys of everything the list has to know.
fn wanted(order: &Order<'_>) -> BTreeSet<String> {
    let own: BTreeSet<String> = [ROWS, COUNT, TODAY].into_iter().map(order.key).collect();
    order
        .wanted
        .iter()
        .map(String::as_str)
        .chain(order.filters.iter().map(|filter| filter.column.as_str()))
        .chain(order.group_by)
        .map(order.key)
        .filter(|key| !own.contains(key))
        .collect()
}
