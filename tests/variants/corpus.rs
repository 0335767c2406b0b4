//! A folder of whatever people save as a table: every file gets exactly one answer, and the program ends as it should.
//!
//! `BESCHLUSSKONTROLLE_KORPUS=/ein/Ordner cargo test --test variants every_file` runs over that folder; without it, over
//! damaged copies of our own lists.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::damage;
use crate::messy::{Mess, Office};

/// Words only a crash writes.
const CRASHES: [&str; 5] =
    ["panicked", "RUST_BACKTRACE", "memory allocation", "stack overflow", "fatal runtime error"];

fn hostile(folder: &Path) {
    let lists = Office::with(&[Mess::Formats, Mess::Titles], 5).files();
    for seed in 0..10 {
        for (what, files) in [
            ("abgeschnitten", damage::cut(&lists, seed)),
            ("überschrieben", damage::flipped(&lists, seed)),
        ] {
            for (name, bytes) in files {
                fs::write(folder.join(format!("{what} {seed} {name}")), bytes).unwrap();
            }
        }
    }
    for (name, bytes) in damage::renamed(&lists, 1) {
        fs::write(folder.join(name), bytes).unwrap();
    }
    fs::write(folder.join("leer.xlsx"), b"").unwrap();
    fs::write(folder.join("~$Termine.xlsx"), b"\x05Anna").unwrap();
    fs::write(folder.join("nullen.xls"), [0; 4096]).unwrap();
    fs::write(folder.join("Seite.xls"), b"<html><table><tr><td>Datum</td></tr></table></html>")
        .unwrap();
}

#[test]
fn every_file_gets_exactly_one_answer() {
    let made = TempDir::new().unwrap();
    let folder = match std::env::var_os("BESCHLUSSKONTROLLE_KORPUS") {
        Some(folder) => folder.into(),
        None => {
            hostile(made.path());
            made.path().to_owned()
        }
    };
    let run = Command::new(env!("CARGO_BIN_EXE_beschlusskontrolle"))
        .args(["pruefen", "--json", "--stichtag", "31.12.2024"])
        .arg(&folder)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&run.stderr);
    for word in CRASHES {
        assert!(!said.contains(word), "{said}");
    }
    assert!(matches!(run.status.code(), Some(0 | 1)), "{:?}\n{said}", run.status);
    let answer: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap();
    let mut answers: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for input in answer["inputs"].as_array().unwrap() {
        let state = input["state"].as_str().unwrap();
        answers.entry(input["file"].as_str().unwrap()).or_default().push(state);
    }
    for entry in fs::read_dir(&folder).unwrap() {
        let entry = entry.unwrap();
        if !entry.file_type().unwrap().is_file() {
            continue;
        }
        let name = entry.file_name().to_string_lossy().into_owned();
        let states = answers.get(&*name).map_or(&[][..], Vec::as_slice);
        // a workbook has an entry for each list in it, anything else one
        let lists = states.iter().all(|state| matches!(*state, "read" | "partial" | "failed"));
        assert!(states.len() == 1 || (!states.is_empty() && lists), "{name}: {states:?}");
        let failed = states == ["failed"];
        let told = answer["diagnostics"].as_array().unwrap().iter().any(|d| d["file"] == *name);
        assert!(!failed || told, "{name}: failed without a message");
    }
}
