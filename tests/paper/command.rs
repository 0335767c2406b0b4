//! `auswerten` lays both papers beside the workbook.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::word::{lines_of, part};

/// A copy of the sample workspace, and its folder of results.
fn samples() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    fs::create_dir(folder.path().join("Listen")).unwrap();
    for entry in fs::read_dir(from.join("Listen")).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, folder.path().join("Listen").join(path.file_name().unwrap())).unwrap();
    }
    fs::copy(from.join("Einstellungen.xlsx"), folder.path().join("Einstellungen.xlsx")).unwrap();
    let results = folder.path().join("Ergebnisse/2024");
    (folder, results)
}

fn evaluate(folder: &Path, more: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_beschlusskontrolle"))
        .args(["auswerten", folder.to_str().unwrap(), "--stichtag", "2024-12-31"])
        .args(more)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn said(path: &Path) -> String {
    lines_of(&part(&fs::read(path).unwrap(), "word/document.xml")).join("\n")
}

const INTERNAL: &str = "Sitzungsvorlage 2024.docx";
const TO_PASS_ON: &str = "Sitzungsvorlage 2024 (zur Weitergabe).docx";

#[test]
fn both_papers_are_written_and_a_second_run_changes_no_byte() {
    let (folder, results) = samples();
    let screen = evaluate(folder.path(), &[]);
    assert!(screen.contains("Ergebnisse/2024/Sitzungsvorlage 2024.docx öffnen"), "{screen}");
    let first = [INTERNAL, TO_PASS_ON].map(|name| fs::read(results.join(name)).unwrap());
    evaluate(folder.path(), &[]);
    let second = [INTERNAL, TO_PASS_ON].map(|name| fs::read(results.join(name)).unwrap());
    assert!(first == second);
    let paper = said(&results.join(INTERNAL));
    assert!(paper.contains("25.\u{a0}Januar 2025"), "the session of the settings: {paper}");
    assert!(!paper.contains("Anlage: "));
}

#[test]
fn the_samples_name_their_people_only_inside_the_office() {
    let (folder, results) = samples();
    evaluate(folder.path(), &["--anlage"]);
    let paper = said(&results.join(TO_PASS_ON));
    assert!(paper.contains("Anlage: Wortlaut, Nachweise, Auslegungen"), "both get the annex");
    assert!(said(&results.join(INTERNAL)).contains("Anlage: Wortlaut, Nachweise, Auslegungen"));
    let lower = paper.to_lowercase();
    for name in ["sanna", "musterfrau", "kolja", "lindenau", "rautenberg"] {
        assert!(!lower.contains(name), "{name}");
    }
    assert!(
        paper.contains("0361 0000100") && !paper.contains("0361 0000199"),
        "the office's own number"
    );
}

#[test]
fn a_paper_edited_by_hand_stays_and_the_new_one_lies_beside_it() {
    let (folder, results) = samples();
    evaluate(folder.path(), &[]);
    let theirs = b"bearbeitet".to_vec();
    fs::write(results.join(INTERNAL), &theirs).unwrap();
    let screen = evaluate(folder.path(), &["--annex"]);
    assert_eq!(fs::read(results.join(INTERNAL)).unwrap(), theirs);
    let beside = results.join("Sitzungsvorlage 2024 (neu berechnet).docx");
    assert!(said(&beside).contains("Anlage: "), "the English name of the flag works too");
    assert!(screen.contains("Sitzungsvorlage 2024 (neu berechnet).docx öffnen"), "{screen}");
    assert!(screen.replace("\n    ", " ").contains("wurde von Hand bearbeitet"), "{screen}");
}
