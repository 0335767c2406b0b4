//! Two versions of one file side by side: „Termine.xlsx“ and „Termine_alt.xlsx“. Neither is read until people say which holds.
//!
//! Names alone decide nothing: two halves of a list bear such names too. Only files that share most of their rows are versions.

use std::collections::{BTreeMap, BTreeSet};

use super::cells::Sheet;
use super::columns::{self, folded};
use super::values::shown;
use crate::domain::{Field, ListKind};
use crate::letters::register;

/// Files that are versions of one list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Versions {
    /// In the order they were read.
    pub(super) files: Vec<String>,
    /// Rows the first two share, and rows of the smaller one.
    pub(super) same: usize,
    pub(super) of: usize,
}

/// All groups of versions among the sheets read.
pub(super) fn find(sheets: &[Sheet<'_>]) -> Vec<Versions> {
    let mut by_stem: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for sheet in sheets {
        let file = sheet.columns.source.file.as_str();
        // settings and register are no lists of the office, and rows that wait beside it are no other version of it
        if file.starts_with("../") || register::is_file(file) {
            continue;
        }
        let files = by_stem.entry(stem(file)).or_default();
        if !files.contains(&file) {
            files.push(file);
        }
    }
    let mut found = Vec::new();
    for files in by_stem.into_values().filter(|files| files.len() > 1) {
        let rows: Vec<(&str, BTreeMap<ListKind, BTreeSet<String>>)> =
            files.into_iter().map(|file| (file, rows_of(file, sheets))).collect();
        let mut group: Option<Versions> = None;
        for (index, (file, own)) in rows.iter().enumerate() {
            for (other_file, other) in rows.iter().skip(index + 1) {
                let Some((same, of)) = overlap(own, other) else { continue };
                let group = group.get_or_insert_with(|| Versions { files: Vec::new(), same, of });
                for file in [file, other_file] {
                    if !group.files.iter().any(|known| known == file) {
                        group.files.push((*file).to_owned());
                    }
                }
            }
        }
        found.extend(group);
    }
    found
}

/// Rows in both and rows of the smaller one, where at least half of these are in the other.
fn overlap(
    one: &BTreeMap<ListKind, BTreeSet<String>>,
    other: &BTreeMap<ListKind, BTreeSet<String>>,
) -> Option<(usize, usize)> {
    one.iter().find_map(|(list, rows)| {
        let others = other.get(list)?;
        let smaller = rows.len().min(others.len());
        let same = rows.intersection(others).count();
        // a single row may well stand in two lists
        (same > 1 && same * 2 >= smaller).then_some((same, smaller))
    })
}

/// What makes a row the same in another file: key columns and branch, as they are written.
fn rows_of(file: &str, sheets: &[Sheet<'_>]) -> BTreeMap<ListKind, BTreeSet<String>> {
    let mut rows: BTreeMap<ListKind, BTreeSet<String>> = BTreeMap::new();
    for sheet in sheets.iter().filter(|sheet| sheet.columns.source.file == file) {
        let list = sheet.list();
        let keys: Vec<u16> = columns::of(list)
            .filter(|c| {
                c.required || matches!(c.field, Field::Branch | Field::BranchType | Field::Title)
            })
            .filter_map(|c| sheet.columns.column(c.field))
            .collect();
        let known = rows.entry(list).or_default();
        for row in sheet.rows() {
            let texts: Vec<String> = keys
                .iter()
                .map(|column| row.cell(*column).map(|v| folded(&shown(v))).unwrap_or_default())
                .collect();
            known.insert(texts.join("\u{1f}"));
        }
    }
    rows
}

/// A file's name without what people add to tell versions apart: „Kopie von“, „(1)“, „_alt“, „_final2“, „v2“, a day.
fn stem(file: &str) -> String {
    let name = file.rsplit('/').next().unwrap_or(file);
    let name = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let folded = folded(name);
    let mut words: Vec<&str> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if let ["kopie" | "copy", "von" | "of", rest @ ..] = words.as_slice() {
        words = rest.to_vec();
    }
    let is_day = |words: &[&str]| {
        let digits = |word: &str, n: &[usize]| {
            n.contains(&word.len()) && word.chars().all(|c| c.is_ascii_digit())
        };
        match words {
            [.., y, m, d] if digits(y, &[4]) && digits(m, &[1, 2]) && digits(d, &[1, 2]) => 3,
            [.., d, m, y] if digits(d, &[1, 2]) && digits(m, &[1, 2]) && digits(y, &[2, 4]) => 3,
            [.., day] if digits(day, &[8]) => 1,
            _ => 0,
        }
    };
    loop {
        let day = is_day(&words);
        let cut = match words.as_slice() {
            [] | [_] => 0,
            _ if day > 0 => day,
            [.., last] if is_version(last, name) => 1,
            _ => 0,
        };
        if cut == 0 || cut >= words.len() {
            break;
        }
        words.truncate(words.len() - cut);
    }
    words.join(" ")
}

fn is_version(word: &str, name: &str) -> bool {
    let letters = word.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = word.len() > letters.len();
    match letters {
        "alt" | "neu" | "neue" | "final" | "endfassung" | "entwurf" | "kopie" | "copy"
        | "sicherung" | "backup" | "bak" | "fassung" | "version" | "stand" | "korrigiert"
        | "korr" | "ueberarbeitet" | "aktuell" | "aktualisiert" => true,
        "v" | "ver" | "rev" => number,
        // „(1)“
        "" => word.len() <= 2 && name.contains(&format!("({word})")),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tells_versions_apart_is_no_part_of_the_name() {
        for other in [
            "Termine 2024.xlsx",
            "Kopie von Termine 2024.xlsx",
            "Termine 2024 - Kopie.xlsx",
            "Termine 2024 (1).xlsx",
            "Termine_2024_alt.xls",
            "termine_2024_neu.csv",
            "Termine_2024_final2.ods",
            "Termine 2024 v2.xlsx",
            "archiv/Termine 2024.xlsx",
            "Termine 2024 2024-05-03.xlsx",
            "Termine_2024_Stand_03.05.2024.xlsx",
            "Termine 2024 – Kopie (2).xlsx",
        ] {
            assert_eq!(stem(other), "termine 2024", "{other}");
        }
        for other in ["Termine 2023.xlsx", "Termine Gotha 2024.xlsx", "Termine 2024 2.xlsx"] {
            assert_ne!(stem(other), "termine 2024", "{other}");
        }
        assert_eq!(stem("alt.xlsx"), "alt");
    }
}
