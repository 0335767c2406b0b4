//! Thirty hard things Word and people do to a placeholder, each in a file of its own with what must come of it.
//!
//! The same things lie as real files beside this repository where it is developed („shared/cases/letters“); where that
//! folder is missing, that comparison is left out and says so.

use std::path::{Path, PathBuf};

use beschlusskontrolle::word::Template;
use serde_json::{Value, json};

use super::fixture::{
    cell, deep_text, entry, package_of, paragraph, row, split, table, text_box, values,
};
use super::said;

/// What must come of a template.
enum Wanted {
    /// These texts, in this order, and nothing that says „weg“.
    Texts(&'static [&'static str]),
    /// A refusal that says this.
    Refusal(&'static str),
}

use Wanted::{Refusal, Texts};

fn context() -> Value {
    json!({
        "name": "Köln & Bonn <X>", "ort": "Köln", "zeigen": false, "ja": true, "leer": [],
        "liste": [{"a": "eins", "b": "1"}, {"a": "zwei", "b": "2"}],
        "zeilen": "Zeile 1\nZeile 2", "blank": " x ",
    })
}

fn torn(between: &str) -> String {
    paragraph(&split(&["An {{ o", "rt }}."], between, ""))
}

fn lines(lines: &[&str]) -> String {
    lines.iter().map(|line| paragraph(line)).collect()
}

fn rows(rows: &[[&str; 2]]) -> String {
    let rows: Vec<String> = rows.iter().map(|[a, b]| row(&[cell(a), cell(b)])).collect();
    table(&rows)
}

fn cases() -> Vec<(&'static str, String, Wanted)> {
    let koeln = Texts(&["An Köln."]);
    let control = |content: &str| {
        format!("<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>")
    };
    let inner = table(&[row(&[cell("{{ i.a }}"), cell("")])]);
    vec![
        (
            "spelling marks",
            paragraph(
                "An </w:t></w:r><w:r><w:t>{</w:t></w:r><w:proofErr w:type=\"spellStart\"/><w:r><w:t>{ </w:t></w:r><w:r><w:t>ort</w:t></w:r><w:proofErr w:type=\"spellEnd\"/><w:r><w:t> }</w:t></w:r><w:r><w:t>}.",
            ),
            Texts(&["An Köln."]),
        ),
        (
            "bold in the middle",
            torn("</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>"),
            Texts(&["An Köln."]),
        ),
        (
            "bookmark",
            torn(
                "</w:t></w:r><w:bookmarkStart w:id=\"0\" w:name=\"_GoBack\"/><w:bookmarkEnd w:id=\"0\"/><w:r><w:t>",
            ),
            Texts(&["An Köln."]),
        ),
        (
            "page break of the last print",
            torn("</w:t></w:r><w:r><w:lastRenderedPageBreak/><w:t>"),
            Texts(&["An Köln."]),
        ),
        ("soft hyphen", torn("</w:t><w:softHyphen/><w:t>"), Texts(&["An Köln."])),
        (
            "link",
            paragraph(
                "An {{ </w:t></w:r><w:hyperlink w:anchor=\"x\"><w:r><w:t>ort</w:t></w:r></w:hyperlink><w:r><w:t xml:space=\"preserve\"> }}.",
            ),
            Texts(&["An Köln."]),
        ),
        (
            "tracked insertion",
            paragraph(
                "An {{ o</w:t></w:r><w:ins w:id=\"1\" w:author=\"a\"><w:r><w:t>rt</w:t></w:r></w:ins><w:r><w:t xml:space=\"preserve\"> }}.",
            ),
            Texts(&["An Köln."]),
        ),
        (
            "tracked deletion",
            torn(
                "</w:t></w:r><w:del w:id=\"1\" w:author=\"a\"><w:r><w:delText>weg</w:delText></w:r></w:del><w:r><w:t>",
            ),
            Texts(&["An Köln."]),
        ),
        ("blanks that do not break", paragraph("An {{\u{a0}ort\u{202f}}}."), koeln),
        ("English quotes", paragraph("An {{ fehlt|default(“leer”) }}."), Texts(&["An leer."])),
        ("German quotes", paragraph("An {{ fehlt|default(„leer“) }}."), Texts(&["An leer."])),
        (
            "single German quotes",
            paragraph("An {{ fehlt|default(‚leer‘) }}."),
            Texts(&["An leer."]),
        ),
        ("markup in the value", paragraph("An {{ name }}."), Texts(&["An Köln & Bonn <X>."])),
        ("text box", text_box(&paragraph("An {{ ort }}.")), Texts(&["An Köln."])),
        (
            "text box in a loop",
            format!(
                "{}{}{}",
                paragraph("{%p for i in liste %}"),
                text_box(&paragraph("Box {{ i.a }}")),
                paragraph("{%p endfor %}")
            ),
            Texts(&["Box eins", "Box zwei"]),
        ),
        (
            "control in a line",
            format!(
                "<w:p><w:r><w:t xml:space=\"preserve\">An </w:t></w:r>{}<w:r><w:t>.</w:t></w:r></w:p>",
                control("<w:r><w:t>{{ ort }}</w:t></w:r>")
            ),
            Texts(&["An Köln."]),
        ),
        (
            "control around a block",
            control(&lines(&["{%p if ja %}", "da", "{%p endif %}"])),
            Texts(&["da"]),
        ),
        (
            "paragraphs left out",
            lines(&["vor", "{%p if zeigen %}", "weg", "{%p endif %}", "nach"]),
            Texts(&["vor", "nach"]),
        ),
        (
            "paragraphs left out without prefix",
            lines(&["vor", "{% if zeigen %}", "weg", "{% endif %}", "nach"]),
            Texts(&["vor", "nach"]),
        ),
        (
            "mid-text in different paragraphs",
            lines(&["vor {% if zeigen %}weg", "auch weg", "weg{% endif %} nach"]),
            Texts(&["vor", " nach"]),
        ),
        (
            "a cell that becomes empty",
            rows(&[["{%p if zeigen %}weg{%p endif %}", "x"]]),
            Refusal("steht im selben Absatz anderer Text"),
        ),
        (
            "a cell whose paragraphs are left out",
            table(&[format!(
                "<w:tr><w:tc>{}</w:tc>{}</w:tr>",
                lines(&["{%p if zeigen %}", "weg", "{%p endif %}"]),
                cell("x")
            )]),
            Texts(&["x"]),
        ),
        (
            "rows",
            rows(&[
                ["{%tr for i in liste %}", ""],
                ["{{ i.a }}", "{{ i.b }}"],
                ["{%tr endfor %}", ""],
            ]),
            Texts(&["eins", "1", "zwei", "2"]),
        ),
        (
            "no rows",
            rows(&[["{%tr for i in leer %}", ""], ["{{ i.a }}", ""], ["{%tr endfor %}", ""]])
                + &paragraph("e"),
            Texts(&["e"]),
        ),
        (
            "a row without prefix",
            rows(&[["{% for i in liste %}{{ i.a }}", "{{ i.b }}{% endfor %}"]]),
            Texts(&["eins", "1", "zwei", "2"]),
        ),
        (
            "text beside a paragraph's tag",
            lines(&["Hallo {%p if ja %} Welt", "da", "{%p endif %}"]),
            Refusal("„Hallo {%p if ja %} Welt“"),
        ),
        ("line breaks in the value", paragraph("{{ zeilen }}"), Texts(&["Zeile 1", "Zeile 2"])),
        ("blanks in the value", paragraph("a{{ blank }}b"), Texts(&["a x b"])),
        (
            "percent in a condition",
            lines(&[
                "{%p for i in [0,1,2,3] %}",
                "{%p if i % 2 == 0 %}",
                "gerade {{ i }}",
                "{%p endif %}",
                "{%p endfor %}",
            ]),
            Texts(&["gerade 0", "gerade 2"]),
        ),
        (
            "a table in a row",
            table(&[
                row(&[cell("{%tr for i in liste %}")]),
                format!("<w:tr><w:tc>{inner}</w:tc></w:tr>"),
                row(&[cell("{%tr endfor %}")]),
            ]),
            Texts(&["eins", "zwei"]),
        ),
        (
            "a field nobody has",
            paragraph("An {{ fehlt }}."),
            Refusal("Das Feld „fehlt“ gibt es nicht."),
        ),
    ]
}

/// The texts stand in the letter in this order.
#[track_caller]
fn check(name: &str, letter: &[u8], texts: &[&str]) {
    let written = deep_text(letter);
    assert!(
        !written.contains("weg") && !written.contains("{{") && !written.contains("{%"),
        "{name}: {written}"
    );
    let mut rest = written.as_str();
    for text in texts {
        match rest.split_once(text) {
            Some((_, behind)) => rest = behind,
            None => panic!("{name}: „{text}“ is missing in {written}"),
        }
    }
    let xml = entry(letter, "word/document.xml");
    let mut reader = quick_xml::Reader::from_str(&xml);
    while !matches!(reader.read_event().unwrap(), quick_xml::events::Event::Eof) {}
    for empty in [
        "</w:tcPr></w:tc>",
        "<w:tc></w:tc>",
        "<w:sdtContent></w:sdtContent>",
        "<w:txbxContent></w:txbxContent>",
        "</w:tbl></w:tc>",
    ] {
        assert!(!xml.contains(empty), "{name}: {empty} in {xml}");
    }
}

#[test]
fn what_word_and_people_do_to_a_placeholder_gives_a_right_letter_or_a_clear_refusal() {
    let with = values(&context());
    for (name, content, wanted) in cases() {
        let letter = Template::compile(name, package_of(&super::body(&content)))
            .and_then(|template| template.fill(&with));
        match (letter, wanted) {
            (Ok(letter), Texts(texts)) => check(name, &letter, texts),
            (Err(faults), Refusal(part)) => {
                assert!(said(&faults).contains(part), "{name}: {}", said(&faults));
            }
            (Ok(letter), Refusal(_)) => panic!("{name} was written: {}", deep_text(&letter)),
            (Err(faults), Texts(_)) => panic!("{name} was refused: {}", said(&faults)),
        }
    }
}

#[test]
fn the_real_files_beside_the_repository_come_out_as_their_list_says() {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/cases/letters");
    let Ok(expected) = std::fs::read_to_string(beside.join("expected.json")) else {
        println!("left out: there is no folder {}", beside.display());
        return;
    };
    let expected: Value = serde_json::from_str(&expected).unwrap();
    let context: Value =
        serde_json::from_slice(&std::fs::read(beside.join("context.json")).unwrap()).unwrap();
    let mut files: Vec<PathBuf> = std::fs::read_dir(&beside)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "docx"))
        .collect();
    files.sort();
    assert_eq!(files.len(), expected.as_object().unwrap().len());
    let mut refused = Vec::new();
    for file in files {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let texts: Vec<&str> =
            expected[&name].as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect();
        let letter = Template::compile(&name, std::fs::read(&file).unwrap())
            .and_then(|template| template.fill(&values(&context)));
        match letter {
            Ok(letter) => {
                check(&name, &letter, &texts);
                if let Some(folder) = std::env::var_os("BESCHLUSSKONTROLLE_BRIEFE") {
                    std::fs::write(Path::new(&folder).join(format!("{name}.docx")), letter)
                        .unwrap();
                }
            }
            Err(faults) => {
                assert!(said(&faults).starts_with("In Absatz 1 ("), "{}", said(&faults));
                refused.push(name);
            }
        }
    }
    assert_eq!(refused, ["p_tag_with_text", "strict_missing"]);
}
