//! `vorlagen fuellen … --sammeldruck`, as the person at the keyboard meets it.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::{Value, json};

use crate::fixture::{package, paragraph, text};
use crate::sound::sound;

struct Office(tempfile::TempDir);

impl Office {
    fn new(data: &Value) -> Self {
        let office = Self(tempfile::tempdir().unwrap());
        fs::write(office.path("brief.docx"), package(&paragraph("An {{ ort }}"))).unwrap();
        fs::write(office.path("daten.json"), data.to_string()).unwrap();
        office
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn fill(&self, more: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_beschlusskontrolle"))
            .current_dir(self.0.path())
            .args(["vorlagen", "fuellen", "brief.docx", "daten.json"])
            .args(more)
            .output()
            .unwrap()
    }

    fn names(&self, folder: &str) -> Vec<String> {
        let mut found: Vec<String> = fs::read_dir(self.path(folder))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        found.sort();
        found
    }
}

fn said(output: &Output) -> String {
    let all = [output.stdout.clone(), output.stderr.clone()].concat();
    String::from_utf8(all).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn done(output: &Output, sentence: &str) {
    assert_eq!(output.status.code(), Some(0), "{}", said(output));
    assert!(said(output).contains(sentence), "{}", said(output));
}

#[track_caller]
fn refused(output: &Output, sentence: &str) {
    assert_eq!(output.status.code(), Some(2), "{}", said(output));
    assert!(said(output).contains(sentence), "{}", said(output));
}

fn both() -> Value {
    json!([{"ort": "Gotha", "dateiname": "Gotha"}, {"ort": "Jena", "dateiname": "Jena"}])
}

#[test]
fn all_letters_go_into_one_file_alone_or_beside_the_single_ones() {
    let office = Office::new(&both());
    done(
        &office.fill(&["--sammeldruck", "Alle.docx"]),
        "Sammeldruck mit 2 Briefen nach der Vorlage „brief“: Alle.docx",
    );
    let file = fs::read(office.path("Alle.docx")).unwrap();
    sound(&file);
    assert_eq!(text(&file), ["An Gotha", "An Jena"]);
    let output = office.fill(&["-o", "Briefe", "--sammeldruck", "Briefe/Alle.docx"]);
    done(&output, "2 Briefe nach der Vorlage „brief“: Briefe");
    assert_eq!(office.names("Briefe"), ["Alle.docx", "Gotha.docx", "Jena.docx"]);
    assert_eq!(fs::read(office.path("Briefe/Alle.docx")).unwrap(), file);
    // the same once more changes nothing and is no mistake
    done(&office.fill(&["-o", "Briefe", "--sammeldruck", "Briefe/Alle.docx"]), "2 Briefe");
    done(
        &office.fill(&["--sammeldruck", "Vorne.docx", "--beidseitig"]),
        "Sammeldruck mit 2 Briefen",
    );
    let file = fs::read(office.path("Vorne.docx")).unwrap();
    assert!(crate::entry(&file, "word/document.xml").contains("oddPage"));
}

#[test]
fn an_object_gives_a_print_file_of_one_letter() {
    let office = Office::new(&json!({"ort": "Gotha"}));
    done(
        &office.fill(&["--sammeldruck", "Alle.docx"]),
        "Sammeldruck mit einem Brief nach der Vorlage „brief“: Alle.docx",
    );
    assert_eq!(text(&fs::read(office.path("Alle.docx")).unwrap()), ["An Gotha"]);
}

#[test]
fn all_faults_are_named_at_once_and_nothing_is_written() {
    let office = Office::new(&json!([{"ort": "Gotha"}, {"ortt": "Jena"}, {"x": 1}]));
    for more in
        [&["--sammeldruck", "neu/Alle.docx"][..], &["-o", "Briefe", "--sammeldruck", "Alle.docx"]]
    {
        let output = office.fill(more);
        refused(&output, "Das Feld „ort“ gibt es nicht. Meinten Sie „ortt“? (Eintrag 2)");
        refused(&output, "Das Feld „ort“ gibt es nicht. (Eintrag 3) Es wurde nichts geschrieben.");
        assert_eq!(office.names("."), ["brief.docx", "daten.json"]);
    }
}

#[test]
fn what_lies_there_is_never_overwritten_by_a_print_file() {
    let office = Office::new(&both());
    fs::write(office.path("Alle.docx"), "von Hand").unwrap();
    refused(
        &office.fill(&["-o", "Briefe", "--sammeldruck", "Alle.docx"]),
        "„Alle.docx“ gibt es schon und hat anderen Inhalt",
    );
    assert_eq!(fs::read(office.path("Alle.docx")).unwrap(), b"von Hand");
    assert_eq!(office.names("."), ["Alle.docx", "brief.docx", "daten.json"]);
    fs::remove_file(office.path("Alle.docx")).unwrap();
    refused(
        &office.fill(&["-o", "Briefe", "--sammeldruck", "Briefe/gotha.docx"]),
        "soll zugleich ein einzelner Brief und der Sammeldruck werden",
    );
    refused(
        &office.fill(&["--sammeldruck", "Alle.pdf"]),
        "bitte einen Namen mit der Endung .docx nennen",
    );
    refused(&office.fill(&["--beidseitig", "-o", "Briefe"]), "Es fehlt: --sammeldruck");
    refused(&office.fill(&[]), "Es fehlt: --ausgabe");
    assert_eq!(office.names("."), ["brief.docx", "daten.json"]);
}
