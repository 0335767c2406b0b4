//! The same facts, tidy and messy: the same verdicts, totals, addresses and letters.

use std::fs;
use std::sync::LazyLock;

use proptest::prelude::*;
use tempfile::TempDir;

use crate::messy::{Mess, Office};
use crate::office::{Outcome, of_folder};
use crate::support::xlsx_bytes;
use crate::tidy;

/// What the tidy lists say.
pub static TIDY: LazyLock<Outcome> = LazyLock::new(|| {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("Listen.xlsx"), xlsx_bytes(&tidy::pages())).unwrap();
    of_folder(folder.path())
});

/// Empty where the messy lists say the same; else what they say otherwise, and how they look.
fn difference(office: &Office) -> String {
    let folder = TempDir::new().unwrap();
    let files = office.files();
    for (name, bytes) in &files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    if let Some(keep) = std::env::var_os("BESCHLUSSKONTROLLE_VARIANTE") {
        fs::create_dir_all(&keep).unwrap();
        for (name, bytes) in &files {
            fs::write(std::path::Path::new(&keep).join(name), bytes).unwrap();
        }
    }
    let outcome = of_folder(folder.path());
    let differences = TIDY.differences(&outcome);
    if differences.is_empty() {
        return differences;
    }
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    format!(
        "{:?}, seed {}\nfiles: {names:?}\n{differences}\nwhat the reading said:\n{}",
        office.on,
        office.seed,
        outcome.messages.iter().take(40).map(String::as_str).collect::<Vec<_>>().join("\n")
    )
}

#[test]
fn the_tidy_lists_say_something_worth_comparing() {
    let said = |word: &str| TIDY.lines.values().filter(|line| line.starts_with(word)).count();
    for status in
        ["fulfilled", "partial", "open", "missed", "undetermined", "not_applicable", "ready"]
    {
        assert!(said(status) > 0, "{status}: {:#?}", TIDY.lines);
    }
    assert!(!TIDY.reminders().is_empty(), "{:#?}", TIDY.lines);
}

/// Each kind of untidiness for itself.
#[test]
fn no_single_untidiness_changes_what_the_lists_say() {
    let mut failed = Vec::new();
    for mess in Mess::ALL {
        let needs: &[Mess] = match mess {
            Mess::YearOfSheet => &[Mess::SheetPerYear],
            _ => &[],
        };
        let on: Vec<Mess> = needs.iter().copied().chain([*mess]).collect();
        let wrong = (0..3).map(|seed| difference(&Office::with(&on, seed))).find(|d| !d.is_empty());
        if let Some(wrong) = wrong {
            failed.push(wrong);
        }
    }
    let names: Vec<&str> = failed.iter().filter_map(|f| f.lines().next()).collect();
    assert!(failed.is_empty(), "{}\n\nin all: {names:#?}", failed.join("\n──────\n"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 60, failure_persistence: None, ..ProptestConfig::default() })]

    /// All of it at once, as a real office does.
    #[test]
    fn untidy_lists_say_what_tidy_ones_say(
        on in proptest::collection::vec(any::<bool>(), Mess::ALL.len()),
        seed in any::<u64>(),
    ) {
        let on: Vec<Mess> = Mess::ALL.iter().zip(&on).filter(|(_, on)| **on).map(|(mess, _)| *mess).collect();
        let wrong = difference(&Office::with(&on, seed));
        prop_assert!(wrong.is_empty(), "{}", wrong);
    }
}
