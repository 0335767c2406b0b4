//! Several tables in one sheet: side by side, or one below the other under another header. Each is read by itself.
//!
//! A table is taken apart only where both parts are lists of their own that could not be one: a blank column in the middle of
//! a list divides nothing, and no column is lost.

use std::borrow::Cow;
use std::ops::RangeInclusive;
use std::sync::Arc;

use super::header::{Header, Labels, NoHeader};
use super::heads::{Head, Label, WINDOW};
use crate::table::{Rows, Table};

/// One table of a sheet, with its header.
pub(super) struct Part<'t> {
    /// The sheet it stands in.
    pub(super) sheet: &'t Table,
    /// All rows of the sheet, or those that belong to it.
    pub(super) rows: Cow<'t, Rows>,
    pub(super) header: Header,
}

impl<'t> Part<'t> {
    /// The part as a sheet of its own.
    pub(super) fn table(&self) -> Cow<'t, Table> {
        match &self.rows {
            Cow::Borrowed(_) => Cow::Borrowed(self.sheet),
            Cow::Owned(rows) => Cow::Owned(copied(self.sheet, rows.clone())),
        }
    }
}

/// The tables of a sheet, from left to right and from top to bottom; at least one.
pub(super) fn parts<'t>(
    labels: &Labels,
    table: &'t Table,
    head: &Head,
) -> Result<Vec<Part<'t>>, NoHeader> {
    let groups = side_by_side(labels, table, head);
    let mut ranges: Vec<RangeInclusive<u16>> = Vec::new();
    for (index, group) in groups.iter().enumerate() {
        let first = if index == 0 { 0 } else { first_column(group) };
        let last = groups.get(index + 1).map_or(u16::MAX, |next| first_column(next) - 1);
        ranges.push(first..=last);
    }
    let mut beside = Vec::new();
    if let (Some(first), Some(last)) = (head.labels.first(), head.labels.last()) {
        // a table whose header stands in another row
        if let Some(left) = first.column.checked_sub(2).map(|end| 0..=end)
            && is_list(labels, table, &left)
        {
            if let Some(range) = ranges.first_mut() {
                *range = left.end() + 1..=*range.end();
            }
            beside.push(left);
        }
        if let Some(right) = last.column.checked_add(2).map(|start| start..=u16::MAX)
            && is_list(labels, table, &right)
        {
            if let Some(range) = ranges.last_mut() {
                *range = *range.start()..=right.start() - 1;
            }
            beside.push(right);
        }
    }
    let whole = ranges.len() == 1 && beside.is_empty();
    let mut parts = Vec::new();
    if whole {
        let header = labels.assign(labels.list(&head.labels, &table.source)?, head);
        below(labels, table, Cow::Borrowed(&table.rows), header, &mut parts);
        return Ok(parts);
    }
    for (range, group) in ranges.iter().zip(&groups) {
        let rows = within(table, range);
        let place = |number: u32| rows.iter().position(|row| row.number == number);
        let number = |index: usize| table.rows.get(index).map(|row| row.number);
        // a group of labels may stand in fewer rows than the whole head
        let last = place(head.row).unwrap_or_default();
        let first = (head.first..=head.last).filter_map(number).find_map(place).unwrap_or(last);
        let part = Head { first, last, row: head.row, labels: group.clone() };
        let header = labels.assign(labels.list(group, &table.source)?, &part);
        below(labels, table, Cow::Owned(rows), header, &mut parts);
    }
    for range in beside {
        let copy = copied(table, within(table, &range));
        let Some(head) = labels.head(&copy) else { continue };
        for part in self::parts(labels, &copy, &head)? {
            let rows = part.rows.into_owned();
            parts.push(Part { sheet: table, rows: Cow::Owned(rows), header: part.header });
        }
    }
    parts.sort_by_key(|part| (part.header.row, part.header.labelled.first().copied()));
    Ok(parts)
}

fn first_column(group: &[Label]) -> u16 {
    group.first().map_or(0, |label| label.column)
}

/// The labels of a head cut at blank columns where that leaves lists of their own.
fn side_by_side(labels: &Labels, table: &Table, head: &Head) -> Vec<Vec<Label>> {
    let mut blocks: Vec<Vec<Label>> = Vec::new();
    for label in &head.labels {
        match blocks.last_mut() {
            Some(block) if block.last().is_some_and(|l| l.column + 1 == label.column) => {
                block.push(label.clone());
            }
            _ => blocks.push(vec![label.clone()]),
        }
    }
    let whole = vec![head.labels.clone()];
    if blocks.len() < 2 {
        return whole;
    }
    let source = &table.source;
    let mut groups: Vec<(bool, Vec<Label>)> = Vec::new();
    for block in blocks {
        let is_list = labels.is_whole_list(&block, source);
        match groups.last_mut() {
            Some((known, group)) if !(*known && is_list) => {
                *known |= is_list;
                group.extend(block);
            }
            _ => groups.push((is_list, block)),
        }
    }
    let groups: Vec<Vec<Label>> = groups.into_iter().map(|(_, group)| group).collect();
    if groups.len() < 2 {
        return whole;
    }
    // could they be one list after all?
    let Ok(list) = labels.list(&head.labels, source) else { return groups };
    let joined = labels.assign(list, head);
    let group_of = |column: u16| {
        groups.iter().position(|group| group.iter().any(|label| label.column == column))
    };
    let clash = joined.doubled.iter().any(|(_, columns)| {
        let mut of: Vec<_> = columns.iter().map(|column| group_of(*column)).collect();
        of.dedup();
        of.len() > 1
    });
    let better =
        groups.iter().any(|group| {
            labels.list(group, source).is_ok_and(|own| {
                let part = Head { labels: group.clone(), ..head.clone() };
                own != list
                    && labels.assign(own, &part).columns.iter().any(|(_, column)| {
                        joined.unknown.iter().any(|(unknown, _)| unknown == column)
                    })
            })
        });
    if clash || better { groups } else { whole }
}

/// Whether a list of its own begins in these columns.
fn is_list(labels: &Labels, table: &Table, range: &RangeInclusive<u16>) -> bool {
    let mut first = table.rows.iter().take(WINDOW);
    if !first.any(|row| row.cells.iter().filter(|(c, _)| range.contains(c)).count() > 1) {
        return false;
    }
    let copy = copied(table, table.rows.part(0..WINDOW, |column| range.contains(&column)));
    labels.head(&copy).is_some_and(|head| labels.is_whole_list(&head.labels, &table.source))
}

fn within(table: &Table, range: &RangeInclusive<u16>) -> Rows {
    table.rows.part(0..table.rows.len(), |column| range.contains(&column))
}

fn copied(table: &Table, rows: Rows) -> Table {
    let (source, layout) = (Arc::clone(&table.source), table.layout.clone());
    Table { source, rows, layout, shortened: table.shortened }
}

/// Cuts off the tables that begin further down under another header.
fn below<'t>(
    labels: &Labels,
    sheet: &'t Table,
    rows: Cow<'t, Rows>,
    header: Header,
    parts: &mut Vec<Part<'t>>,
) {
    let mut part = Part { sheet, rows, header };
    loop {
        let next = {
            let rows = &part.rows;
            let head = part.header.rows(rows);
            rows.iter().enumerate().skip(part.header.index + 1).find_map(|(index, row)| {
                let another = row.cells.len() > 1
                    && labels.may_be_head(row)
                    && !Labels::repeats_any(&head, row);
                let single = another.then(|| Head::single(0, row))?;
                let list = labels.list(&single.labels, &sheet.source).ok()?;
                let header = labels.assign(list, &single);
                (labels.is_whole_list(&single.labels, &sheet.source)
                    && header.missing.is_empty()
                    && header.columns != part.header.columns)
                    .then_some((index, header))
            })
        };
        let Some((index, header)) = next else { break };
        let cut = |places| Cow::Owned(part.rows.part(places, |_| true));
        let (upper, lower) = (cut(0..index), cut(index..part.rows.len()));
        part.rows = upper;
        parts.push(part);
        part = Part { sheet, rows: lower, header };
    }
    parts.push(part);
}
