//! `vorlagen fuellen` and `vorlagen pruefen`, as the person at the keyboard meets them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::allow_attributes,
    dead_code,
    reason = "a test may stop loudly"
)]

#[path = "word/fixture.rs"]
mod fixture;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use fixture::{entry, package, paragraph, text};
use serde_json::{Value, json};

struct Office(tempfile::TempDir);

impl Office {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn template(&self, name: &str, paragraphs: &[&str]) {
        let content: String = paragraphs.iter().map(|text| paragraph(text)).collect();
        fs::write(self.path(name), package(&content)).unwrap();
    }

    fn data(&self, value: &Value) {
        fs::write(self.path("daten.json"), value.to_string()).unwrap();
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_beschlusskontrolle"))
            .current_dir(self.0.path())
            .args(arguments)
            .output()
            .unwrap()
    }

    fn fill(&self, target: &str) -> Output {
        self.run(&["vorlagen", "fuellen", "brief.docx", "daten.json", "-o", target])
    }

    fn text(&self, name: &str) -> Vec<String> {
        text(&fs::read(self.path(name)).unwrap())
    }

    fn names(&self) -> Vec<String> {
        names(self.0.path())
    }
}

fn names(folder: &Path) -> Vec<String> {
    let mut found: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    found.sort();
    found
}

/// What was said, on one line.
fn said(output: &Output) -> String {
    let all = [output.stdout.clone(), output.stderr.clone()].concat();
    String::from_utf8(all).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn refused(output: &Output, sentence: &str) {
    let said = said(output);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains(sentence), "{said}");
    assert!(output.stdout.is_empty());
}

#[test]
fn an_object_gives_one_letter() {
    let office = Office::new();
    office.template("brief.docx", &["An {{ Ort }}", "{{ zusatz }}", "Schluss"]);
    office.data(&json!({"ort": "Köln & Bonn", "zusatz": null}));
    let output = office.fill("Brief an Köln.docx");
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert_eq!(office.text("Brief an Köln.docx"), ["An Köln & Bonn", "Schluss"]);
    assert_eq!(office.names(), ["Brief an Köln.docx", "brief.docx", "daten.json"]);
}

#[test]
fn a_list_gives_a_file_each_named_by_the_data_or_numbered() {
    let office = Office::new();
    office.template("brief.docx", &["An {{ ort }}"]);
    office.data(&json!([{"ort": "Gotha"}, {"ort": "Jena", "dateiname": "An: Jena.docx"}]));
    let output = office.run(&["templates", "fill", "brief.docx", "daten.json", "-o", "Briefe"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert_eq!(names(&office.path("Briefe")), ["An- Jena.docx", "brief 001.docx"]);
    assert_eq!(office.text("Briefe/brief 001.docx"), ["An Gotha"]);
    // the same once more changes nothing and is no mistake
    assert_eq!(office.fill("Briefe").status.code(), Some(0));
}

#[test]
fn what_lies_there_is_never_overwritten() {
    let office = Office::new();
    office.template("brief.docx", &["An {{ ort }}"]);
    office.data(&json!({"ort": "Gotha"}));
    fs::write(office.path("fertig.docx"), "von Hand").unwrap();
    refused(&office.fill("fertig.docx"), "„fertig.docx“ gibt es schon und hat anderen Inhalt");
    assert_eq!(fs::read(office.path("fertig.docx")).unwrap(), b"von Hand");
    office.data(&json!([{"ort": "Gotha"}, {"ort": "Jena", "dateiname": "b"}]));
    fs::create_dir(office.path("Briefe")).unwrap();
    fs::write(office.path("Briefe/b.docx"), "von Hand").unwrap();
    refused(&office.fill("Briefe"), "gibt es schon");
    assert_eq!(names(&office.path("Briefe")), ["b.docx"]);
}

#[test]
fn every_faulty_paragraph_is_named_at_once_and_nothing_is_written() {
    let office = Office::new();
    office.template("brief.docx", &["Wir laden {{ vorsitzz }} ein", "Am {{ tag | datum }}"]);
    office.data(&json!([
        {"vorsitz": "x", "tag": "5.3.2024"},
        {"vorsitz": "x", "vorsitzz": "y", "tag": "n. n."},
        {"vorsitz": "x", "tag": "5.3.2024"},
    ]));
    let output = office.fill("Briefe");
    refused(
        &output,
        "In Absatz 1 („Wir laden {{ vorsitzz }} ein“) der Vorlage „brief“: Das Feld „vorsitzz“ gibt es nicht. Meinten Sie „vorsitz“? (Einträge 1, 3)",
    );
    refused(&output, "In Absatz 2 („Am {{ tag | datum }}“)");
    refused(&output, "„n. n.“ ist kein Datum");
    refused(&output, "(Eintrag 2) Es wurde nichts geschrieben.");
    assert_eq!(office.names(), ["brief.docx", "daten.json"]);
    office.template("brief.docx", &["{{ a", "{% if b %}"]);
    refused(&office.fill("Briefe"), "In Absatz 2");
}

#[test]
fn data_that_is_no_letter_is_refused_in_one_sentence() {
    let office = Office::new();
    office.template("brief.docx", &["An {{ ort }}"]);
    for (data, target, sentence) in [
        ("{\"ort\": \n 1,}", "a.docx", "ist kein lesbares JSON (Zeile 2, Spalte 4)"),
        ("7", "a.docx", "enthält weder ein Objekt"),
        ("[]", "b", "ist eine leere Liste"),
        ("[1, {}]", "b", "Eintrag 1 in „daten.json“ ist kein Objekt"),
        ("{\"ort\": 1}", "a.pdf", "bitte einen Namen mit der Endung .docx nennen"),
        ("[{\"ort\": 1}]", "a.docx", "Bitte einen Ordner nennen"),
        (
            "[{\"ort\": 1, \"dateiname\": \"x\"}, {\"ort\": 2, \"dateiname\": \"X.docx\"}]",
            "b",
            "Die Einträge 1 und 2 sollen beide „X.docx“ heißen",
        ),
    ] {
        fs::write(office.path("daten.json"), data).unwrap();
        refused(&office.fill(target), sentence);
    }
    refused(
        &office.run(&["vorlagen", "fuellen", "brif.docx", "daten.json", "-o", "x"]),
        "Meinten Sie „brief.docx“?",
    );
    refused(&office.run(&["vorlagen"]), "„pruefen“ oder „fuellen“");
    refused(&office.run(&["vorlagen", "fuellen", "brief.docx"]), "Es fehlt");
    assert_eq!(office.names(), ["brief.docx", "daten.json"]);
}

#[test]
fn a_check_lists_fields_their_source_and_all_faults_and_writes_nothing() {
    let office = Office::new();
    fs::create_dir(office.path("Vorlagen")).unwrap();
    office.template(
        "Vorlagen/angebot-bericht.docx",
        &[
            "{{ verband }}",
            "{{ Zusage Debatte }}",
            "{{ vorsitzz }}",
            "{% for z in anschrift %}{{ z }}",
        ],
    );
    office.template("Vorlagen/eigene.docx", &["{{ Name des Kreisverbands }} {{ ort }}"]);
    let output = office.run(&["vorlagen", "pruefen"]);
    let said = said(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    for part in [
        "verband: Name des Verbands oder der Stelle, „Kreisverband Gotha“ (Verbandsliste oder Beschluss)",
        "zusage_debatte: Wortlaut der Zusage",
        "Fehler: In Absatz 3 („{{ vorsitzz }}“) der Vorlage „angebot-bericht“: Das Feld „vorsitzz“ gibt es nicht.",
        "fehlt das „{% endfor %}“",
        "Felder: name_des_kreisverbands, ort",
        "1 von 2 Vorlagen mit Fehlern",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
    assert_eq!(names(&office.path("Vorlagen")).len(), 2);
    assert_eq!(office.names(), ["Vorlagen"]);
    let output = office.run(&["templates", "lint", "Vorlagen/eigene.docx"]);
    assert_eq!(output.status.code(), Some(0));
    refused(&office.run(&["vorlagen", "pruefen", "Vorlage"]), "Meinten Sie „Vorlagen“?");
}

#[test]
fn a_copy_shows_each_fault_as_a_word_comment_at_its_spot() {
    let office = Office::new();
    office.template("gut.docx", &["{{ ort }}"]);
    office.template("brief.docx", &["vor {{ a | datumm }} nach", "{{ b", "{% endif %}"]);
    let output = office.run(&["vorlagen", "pruefen", ".", "--mit-kommentaren", "Kopien"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert_eq!(names(&office.path("Kopien")), ["brief.docx"]);
    let copy = fs::read(office.path("Kopien/brief.docx")).unwrap();
    assert_eq!(text(&copy), ["vor {{ a | datumm }} nach", "{{ b", "{% endif %}"]);
    let document = entry(&copy, "word/document.xml");
    assert!(document.contains(
        "<w:p><w:commentRangeStart w:id=\"0\"/><w:r><w:t>vor {{ a | datumm }} nach</w:t></w:r><w:commentRangeEnd w:id=\"0\"/><w:r><w:commentReference w:id=\"0\"/></w:r></w:p>"
    ), "{document}");
    let comments = entry(&copy, "word/comments.xml");
    assert!(comments.contains("Den Filter „datumm“ gibt es nicht. Meinten Sie „datum“?"));
    assert_eq!(comments.matches("<w:comment ").count(), 3, "{comments}");
    assert!(entry(&copy, "[Content_Types].xml").contains("/word/comments.xml"));
    assert!(entry(&copy, "word/_rels/document.xml.rels").contains("Target=\"comments.xml\""));
    // comments that people have made stay, and the numbers go on behind them
    let again = office.run(&["vorlagen", "pruefen", "Kopien", "--mit-kommentaren", "Zweite"]);
    assert_eq!(again.status.code(), Some(1));
    let second = fs::read(office.path("Zweite/brief.docx")).unwrap();
    // one more says that there are comments, which would stand in every letter
    assert_eq!(entry(&second, "word/comments.xml").matches("<w:comment ").count(), 7);
}

#[test]
fn hints_name_what_may_not_be_meant_and_stop_no_letter() {
    let office = Office::new();
    fs::create_dir(office.path("Vorlagen")).unwrap();
    let field = |word: &str| {
        format!(
            "<w:p><w:fldSimple w:instr=\" {word} \"><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>"
        )
    };
    let content = [
        paragraph("{{ ort }} {siehe Anlage}"),
        field("DATE \\@ dd.MM.yyyy"),
        field("NUMPAGES"),
        "<w:sdt><w:sdtPr><w:dataBinding w:xpath=\"/a\"/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>{{ ort }}</w:t></w:r></w:p></w:sdtContent></w:sdt>".to_owned(),
        "<w:p><w:ins w:id=\"1\" w:author=\"a\"><w:r><w:t>neu</w:t></w:r></w:ins></w:p>".to_owned(),
        "<w:p><w:r><w:commentReference w:id=\"0\"/></w:r></w:p>".to_owned(),
    ];
    fs::write(office.path("Vorlagen/eigene.docx"), package(&content.concat())).unwrap();
    let output = office.run(&["vorlagen", "pruefen", "--mit-kommentaren", "Kopien"]);
    let said = said(&output);
    assert_eq!(output.status.code(), Some(0), "{said}");
    for part in [
        "Hinweis: In Absatz 1 („{{ ort }} {siehe Anlage}“) der Vorlage „eigene“: „{siehe Anlage}“ hat nur einfache Klammern",
        "Hinweis: In Absatz 2 („1“) der Vorlage „eigene“: Das Word-Feld „DATE“ zeigt immer den Tag",
        "Hinweis: In Absatz 4 („{{ ort }}“) der Vorlage „eigene“: Das Inhaltssteuerelement",
        "Hinweis: In Absatz 5 („neu“) der Vorlage „eigene“: Die Vorlage enthält nachverfolgte Änderungen",
        "Hinweis: In Absatz 6 der Vorlage „eigene“: Die Vorlage enthält Kommentare",
        "NUMPAGES zählt auch in einer Druckdatei mit vielen Briefen jeden Brief für sich",
        "Die Vorlage ist in Ordnung.",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
    let copy = fs::read(office.path("Kopien/eigene.docx")).unwrap();
    let comments = entry(&copy, "word/comments.xml");
    assert_eq!(comments.matches(">Hinweis: ").count(), 5, "{comments}");
    office.data(&json!({"ort": "Suhl"}));
    let filled =
        office.run(&["vorlagen", "fuellen", "Vorlagen/eigene.docx", "daten.json", "-o", "a.docx"]);
    assert_eq!(filled.status.code(), Some(0));
}

#[test]
fn a_letter_without_the_placeholder_of_a_promise_does_not_promise_it() {
    let office = Office::new();
    fs::create_dir(office.path("Vorlagen")).unwrap();
    office.template(
        "Vorlagen/angebot-bericht.docx",
        &["{{ zusage_gemeinsam }}, {{ zusage_praesenz }}", "{ort}"],
    );
    let output = office.run(&["vorlagen", "pruefen"]);
    let said = said(&output);
    assert!(
        said.contains("Hinweis: Der Platzhalter {{ zusage_debatte }} kommt nicht vor; „mit anschließender offener Debatte“ gilt dann nicht als zugesagt."),
        "{said}"
    );
    assert!(!said.contains("{{ zusage_praesenz }} kommt nicht vor"), "{said}");
    // a name the letters know is no text
    assert!(said.contains("Fehler: In Absatz 2 („{ort}“)"), "{said}");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn the_starter_letters_give_no_hints() {
    let office = Office::new();
    let output = office.run(&[
        "vorlagen",
        "pruefen",
        concat!(env!("CARGO_MANIFEST_DIR"), "/templates/briefe"),
    ]);
    assert_eq!(output.status.code(), Some(0));
    assert!(!said(&output).contains("Hinweis"), "{}", said(&output));
}
