//! The house rules as tests: layers, the clock, the language border.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    clippy::allow_attributes,
    reason = "a test may stop loudly"
)]

use std::fs;
use std::path::{Path, PathBuf};

fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                found.push((
                    path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap().to_owned(),
                    text,
                ));
            }
        }
    }
    found.sort();
    found
}

/// Code without comments and without the tests at the end of a file.
fn code(text: &str) -> String {
    let before_tests = text.split("#[cfg(test)]").next().unwrap_or_default();
    before_tests
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

fn is_core(path: &Path) -> bool {
    let shell = ["src/main.rs", "src/cli.rs", "src/commands", "src/io", "src/word"];
    !shell.iter().any(|folder| path.starts_with(folder))
}

#[track_caller]
fn nowhere(words: &[&str], belongs: impl Fn(&Path) -> bool) {
    for (path, text) in sources("src") {
        let code = code(&text);
        for word in words {
            assert!(!code.contains(word) || !belongs(&path), "{} names {word}", path.display());
        }
    }
}

#[test]
fn the_core_knows_neither_excel_nor_word_nor_files_nor_the_clock() {
    nowhere(
        &[
            "calamine::",
            "rust_xlsxwriter",
            "docx_rs",
            "clap::",
            "std::fs",
            "std::env",
            "Local::now",
            "SystemTime",
            "zip::",
        ],
        is_core,
    );
}

#[test]
fn each_library_is_known_to_one_place() {
    nowhere(&["calamine::"], |path| !path.starts_with("src/io/workbook_reader.rs"));
    nowhere(&["rust_xlsxwriter::"], |path| !path.starts_with("src/io"));
    nowhere(&["docx_rs::"], |path| !path.starts_with("src/io/docx_writer"));
    nowhere(&["Local::now", "Utc::now"], |path| !path.starts_with("src/cli.rs"));
}

#[test]
fn only_commands_print() {
    nowhere(&["println!", "eprintln!", "print!(", "eprint!("], |path| {
        !path.starts_with("src/commands") && !path.starts_with("src/main.rs")
    });
}

#[test]
fn no_year_and_no_word_of_a_resolution_stands_in_the_code() {
    let years: Vec<String> = (2020..2030).map(|year: i32| year.to_string()).collect();
    for (path, text) in sources("src") {
        // a message may show a date as an example; a year used as a value is a rule nobody declared
        for line in code(&text).lines() {
            for year in &years {
                let used = line
                    .match_indices(year.as_str())
                    .any(|(at, _)| line[..at].matches('"').count() % 2 == 0);
                assert!(!used, "{} uses the year {year}: {line}", path.display());
            }
        }
    }
    nowhere(
        &[
            "Landtagsfraktion",
            "Landesausschuss",
            "Mitgliederwochenende",
            "Kreisbereisung",
            "Gathertown",
            "Thüringen",
        ],
        is_core,
    );
}

#[test]
fn every_kind_of_requirement_has_its_file_and_says_what_counts() {
    for kind in [
        "recurring",
        "contents",
        "fields",
        "submission",
        "examination",
        "development",
        "trend",
        "principle",
    ] {
        let path =
            Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("src/requirements/{kind}.rs"));
        let text = fs::read_to_string(path).unwrap();
        for heading in ["# What it demands", "# What counts", "# Declared as"] {
            assert!(text.contains(heading), "{kind}.rs lacks „{heading}“");
        }
    }
}

#[test]
fn files_can_be_read_in_one_sitting() {
    for (path, text) in sources("src") {
        assert!(text.len() < 40_000, "{} has {} bytes", path.display(), text.len());
    }
}
