//! PDFs are LibreOffice's work: all in one call, whole or not at all, and never again without need.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use beschlusskontrolle::io::output_folder::{Edited, OutputFolder};
use beschlusskontrolle::io::pdf::{Converted, LibreOffice, PdfFault, convert, of};

use crate::office::{OFFER, Office};

/// A script that behaves like LibreOffice, or badly.
fn program(folder: &tempfile::TempDir, script: &str) -> PathBuf {
    let path = folder.path().join("soffice");
    fs::write(
        &path,
        format!("#!/bin/sh\necho call >> '{}/calls'\n{script}\n", folder.path().display()),
    )
    .unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    path
}

/// Makes of each Word file a PDF that holds its text.
const GOOD: &str = "mkdir -p pdf; for f in *.docx; do { echo %PDF-1.7; cat $f; echo; echo %%EOF; } > pdf/${f%.docx}.pdf; done";

fn calls(folder: &tempfile::TempDir) -> usize {
    fs::read_to_string(folder.path().join("calls")).map_or(0, |text| text.lines().count())
}

fn run(folder: &tempfile::TempDir, program: &std::path::Path, files: &[&str]) -> Converted {
    let office = LibreOffice::at(program.to_owned()).within(Duration::from_millis(200));
    let mut output = OutputFolder::open(&folder.path().join("Büro")).unwrap();
    let files: Vec<String> = files.iter().map(|file| (*file).to_owned()).collect();
    let converted = convert(&office, &mut output, &files).unwrap();
    output.commit().unwrap();
    converted
}

fn letters(folder: &tempfile::TempDir, letters: &[(&str, &str)]) {
    let mut output = OutputFolder::open(&folder.path().join("Büro")).unwrap();
    for (name, text) in letters {
        output.stage(name, text.as_bytes(), Edited::Keep).unwrap();
    }
    output.commit().unwrap();
}

fn read(folder: &tempfile::TempDir, name: &str) -> Option<String> {
    fs::read_to_string(folder.path().join("Büro").join(name)).ok()
}

#[test]
fn all_letters_go_through_one_call_and_only_when_they_have_changed() {
    let folder = tempfile::tempdir().unwrap();
    let program = program(&folder, GOOD);
    // two of one name in different folders
    letters(&folder, &[("A/Gotha.docx", "eins"), ("B/Gotha.docx", "zwei")]);
    let files = ["A/Gotha.docx", "B/Gotha.docx", "C/fort.docx"];
    let converted = run(&folder, &program, &files);
    assert_eq!((converted.made, converted.files.len(), calls(&folder)), (2, 2, 1));
    assert!(read(&folder, "A/Gotha.pdf").unwrap().contains("eins"));
    assert!(read(&folder, "B/Gotha.pdf").unwrap().contains("zwei"));
    let converted = run(&folder, &program, &files);
    assert_eq!((converted.made, converted.files.len(), calls(&folder)), (0, 2, 1));
    fs::write(folder.path().join("Büro/A/Gotha.docx"), "von Hand").unwrap();
    let converted = run(&folder, &program, &files);
    assert_eq!((converted.made, converted.files.len(), calls(&folder)), (1, 2, 2));
    assert!(read(&folder, "A/Gotha.pdf").unwrap().contains("von Hand"));
}

#[test]
fn only_the_pdf_of_this_very_letter_is_taken_for_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let program = program(&folder, GOOD);
    letters(&folder, &[("A.docx", "eins")]);
    run(&folder, &program, &["A.docx"]);
    let output = OutputFolder::open(&folder.path().join("Büro")).unwrap();
    assert!(of(&output, "A.docx", b"eins").unwrap().is_some());
    assert!(of(&output, "A.docx", b"anders").unwrap().is_none());
}

#[test]
fn half_a_pdf_is_none_and_the_others_are_not_lost() {
    let folder = tempfile::tempdir().unwrap();
    let program = program(
        &folder,
        "mkdir pdf; echo %PDF-1.7 > pdf/0.pdf; { echo %PDF-1.7; echo %%EOF; } > pdf/1.pdf; exit 1",
    );
    letters(&folder, &[("A.docx", "eins"), ("B.docx", "zwei")]);
    let converted = run(&folder, &program, &["A.docx", "B.docx"]);
    assert_eq!(converted.faults, [("A.docx".to_owned(), PdfFault::NoPdf)]);
    assert!(read(&folder, "A.pdf").is_none() && read(&folder, "B.pdf").is_some());
}

#[test]
fn a_program_that_hangs_is_ended_with_all_it_has_started() {
    let folder = tempfile::tempdir().unwrap();
    let alive = folder.path().join("alive");
    let script = format!("(sleep 9; touch '{}') & wait", alive.display());
    let program = program(&folder, &script);
    letters(&folder, &[]);
    let output = OutputFolder::open(&folder.path().join("Büro")).unwrap();
    drop(output);
    letters(&folder, &[("A.docx", "eins")]);
    let begin = Instant::now();
    let converted = run(&folder, &program, &["A.docx"]);
    assert_eq!(converted.faults, [("A.docx".to_owned(), PdfFault::TooSlow)]);
    assert!(begin.elapsed() < Duration::from_secs(8), "{:?}", begin.elapsed());
    assert!(read(&folder, "A.pdf").is_none());
    std::thread::sleep(Duration::from_secs(10).saturating_sub(begin.elapsed()));
    assert!(!alive.exists(), "its child goes on");
}

#[test]
fn a_pdf_of_somebody_else_stays() {
    let folder = tempfile::tempdir().unwrap();
    let program = program(&folder, GOOD);
    letters(&folder, &[("A.docx", "eins")]);
    fs::write(folder.path().join("Büro/A.pdf"), "eigenes").unwrap();
    let converted = run(&folder, &program, &["A.docx"]);
    assert_eq!((converted.made, converted.kept.as_slice()), (0, &["A.pdf".to_owned()][..]));
    assert_eq!(read(&folder, "A.pdf").unwrap(), "eigenes");
}

#[test]
fn what_is_no_program_is_not_started() {
    let folder = tempfile::tempdir().unwrap();
    letters(&folder, &[("A.docx", "eins")]);
    let converted = run(&folder, &folder.path().join("fehlt"), &["A.docx"]);
    assert_eq!(converted.faults, [("A.docx".to_owned(), PdfFault::NotStarted)]);
}

#[test]
fn without_libre_office_the_letters_are_written_and_one_sentence_says_what_to_do() {
    let office = Office::new();
    let said = office.run(&["briefe", "--ja", "--pdf", "--stichtag", "2024-01-22"]);
    assert!(office.path(&format!("{OFFER}.docx")).exists());
    assert!(office.ending(".pdf").is_empty());
    assert_eq!(said.matches("D721").count(), 1, "{said}");
    assert!(said.contains("LibreOffice installieren"), "{said}");
}

#[test]
fn with_it_the_mail_carries_the_pdf() {
    let folder = tempfile::tempdir().unwrap();
    let program = program(&folder, GOOD);
    let office = Office::new();
    let arguments = ["lauf", "--pdf", "--stichtag", "2024-01-22"];
    let output = office.run_with(program.to_str().unwrap(), &arguments);
    assert!(output.status.success());
    assert_eq!(office.ending(".pdf").len(), 2);
    let mail = fs::read(office.path(&format!("{OFFER}.eml"))).unwrap();
    let mail = String::from_utf8(mail).unwrap();
    assert!(mail.contains("application/pdf") && !mail.contains("wordprocessingml"));
    let before = office.all();
    office.run_with(program.to_str().unwrap(), &arguments);
    assert!(before == office.all());
    assert_eq!(calls(&folder), 1);
}

#[test]
fn a_pdf_of_an_older_letter_does_not_stay_beside_the_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let program = program(&folder, GOOD);
    let program = program.to_str().unwrap();
    let office = Office::new();
    let run = |arguments: &[&str]| {
        let output = office.run_with(program, arguments);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    let gotha = format!("{OFFER}.pdf");
    let greiz = gotha.replace("Gotha", "Greiz");
    let pdf = |name: &str| fs::read(office.path(name)).ok();
    run(&["lauf", "--pdf", "--stichtag", "2024-01-22"]);
    let old = pdf(&gotha).unwrap();
    assert!(pdf(&greiz).is_some());
    // the letters are written anew, without PDF: none is better than that of another letter
    let list = fs::read_to_string(office.path("Listen/Verbände.csv")).unwrap();
    office.file("Listen/Verbände.csv", list.replace("Markt 3", "Neue Gasse 3"));
    run(&["briefe", "--ja", "--stichtag", "2024-01-22"]);
    assert_eq!(pdf(&gotha), Some(old));
    assert_eq!(pdf(&greiz), None);
    run(&["lauf", "--pdf", "--stichtag", "2024-01-22"]);
    assert!(pdf(&greiz).is_some());
    // a PDF somebody has changed is theirs
    office.file(&greiz, "von Hand");
    office.file(&gotha.replace(".pdf", ".docx"), crate::office::word("von Hand"));
    office.file(&greiz.replace(".pdf", ".docx"), crate::office::word("von Hand"));
    run(&["lauf", "--stichtag", "2024-01-22"]);
    assert_eq!((pdf(&gotha), pdf(&greiz)), (None, Some(b"von Hand".to_vec())));
}

#[test]
fn the_pdf_of_a_print_file_goes_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let program = program(&folder, GOOD);
    let office = Office::new();
    let list = fs::read_to_string(office.path("Listen/Verbände.csv")).unwrap();
    office.file("Listen/Verbände.csv", list.replace(";nein;", ";ja;"));
    let run = || {
        let arguments = ["lauf", "--pdf", "--stichtag", "2024-01-22"];
        let output = office.run_with(program.to_str().unwrap(), &arguments);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    let print = |ending: &str| {
        office.ending(ending).iter().filter(|name| name.starts_with("Sammeldruck")).count()
    };
    run();
    assert_eq!((print(".docx"), print(".pdf")), (1, 1));
    // all go by e-mail now
    office.file(
        "Listen/Verbände.csv",
        list.replace(";ja;ja", ";nein;ja").replace(";;nein", ";w@example.org;nein"),
    );
    run();
    run();
    assert_eq!((print(".docx"), print(".pdf")), (0, 0));
}

#[test]
fn letters_from_other_data_get_theirs_beside_them_and_nothing_is_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let program = program(&folder, GOOD);
    let office = Office::new();
    office.file("brief.docx", crate::office::word("An {{ name }}"));
    office.file(
        "daten.json",
        r#"[{"name": "Gotha", "dateiname": "A"}, {"name": "Jena", "dateiname": "B"}]"#,
    );
    let arguments = [
        "vorlagen",
        "fuellen",
        "brief.docx",
        "daten.json",
        "-o",
        "Briefe",
        "--sammeldruck",
        "alle.docx",
        "--pdf",
    ];
    office.file("Briefe/B.pdf", "eigenes");
    let output = office.run_with(program.to_str().unwrap(), &arguments);
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("2 PDFs neben den Briefen") && said.contains("D721"), "{said}");
    assert_eq!(office.ending(".pdf"), ["A.pdf", "B.pdf", "alle.pdf"]);
    assert_eq!(fs::read(office.path("Briefe/B.pdf")).unwrap(), b"eigenes");
    assert!(!office.path("Briefe/.intern").exists());
    // once more, unchanged: nobody is accused, nothing is made again
    let before = office.all();
    let calls_before = calls(&folder);
    let output = office.run_with(program.to_str().unwrap(), &arguments);
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("3 PDFs neben den Briefen") && !said.contains("D721"), "{said}");
    assert!(before == office.all());
    assert_eq!(calls(&folder), calls_before);
}
