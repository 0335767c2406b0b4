//! Whatever stands in the data, the letter says just that; whatever stands in a template, it is filled whole or refused.
//!
//! `BESCHLUSSKONTROLLE_DOCX=/ein/Ordner cargo test --test word every_word_file -- --nocapture` opens all Word files of that
//! folder and those below it and says how many were filled, and why the others were refused; without it, our own letters.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use beschlusskontrolle::letters::templates::BUILTIN;
use beschlusskontrolle::word::Template;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::fixture::{
    self, assert_sound, body, cell, entry, names, package, package_of, package_with_parts,
    paragraph, row, table, text_box, text_of, values,
};
use super::said;

fn config() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::default() }
}

/// Text nobody expects in an office, and some that is mean.
fn mean_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "\\PC{0,6}",
        "[\u{0}-\u{1f}\u{7f}-\u{9f}]{1,3}",
        prop::sample::select(vec![
            "&",
            "&amp;",
            "<",
            ">",
            "]]>",
            "<![CDATA[",
            "{{ evil }}",
            "{% if x %}",
            "{%p endif %}",
            "{#",
            "\u{1}0\u{2}",
            "\u{1}",
            "\u{2}",
            "\n",
            "\r\n",
            "\r",
            "\t",
            "\u{202e}\u{200f}שלום",
            "🎈👩‍🚀",
            "\u{fffe}\u{ffff}",
            "</w:t></w:r></w:p>",
            "<w:p/>",
            "«Ort»",
            "\u{10ff00}0\u{10ff01}",
            "\u{a0}",
            "  ",
            "\"'",
            "\\",
            "{_{",
            "}",
            "{",
        ])
        .prop_map(str::to_owned),
        Just("sehr lang ".repeat(300)),
    ];
    prop::collection::vec(piece, 0..5).prop_map(|pieces| pieces.concat())
}

/// As Word shows it: control characters do not exist, lines and tabs do.
fn shown(value: &str) -> String {
    value
        .replace("\r\n", "\n")
        .replace('\r', "\n")
        .chars()
        .filter(|c| {
            matches!(c, '\n' | '\t') || !c.is_control() && !matches!(*c, '\u{fffe}' | '\u{ffff}')
        })
        .collect()
}

/// Body, cell, link, text box, content control, header, footer, footnote and title of the file say „a“, the value, „z“.
fn everywhere() -> Vec<u8> {
    let tag = "a{{ x }}z";
    let own = |root: &str, inner: &str| format!("<w:{root} xmlns:w=\"w\">{inner}</w:{root}>");
    let link =
        format!("<w:p><w:hyperlink w:anchor=\"x\"><w:r><w:t>{tag}</w:t></w:r></w:hyperlink></w:p>");
    let control = format!("<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>", paragraph(tag));
    let split =
        paragraph("a{</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>{ x }</w:t></w:r><w:r><w:t>}z");
    let content = [
        paragraph(tag),
        table(&[row(&[cell(tag)])]),
        link,
        text_box(&paragraph(tag)),
        control,
        split,
        paragraph("{%p for y in [x, x] %}"),
        paragraph("a{{ y }}z"),
        paragraph("{%p endfor %}"),
    ];
    let parts = [
        ("header", own("hdr", &paragraph(tag))),
        ("footer", own("ftr", &paragraph(tag))),
        ("footnotes", own("footnotes", &own("footnote", &paragraph(tag)))),
    ];
    let parts: Vec<(&str, &str)> =
        parts.iter().map(|(kind, part)| (*kind, part.as_str())).collect();
    package_with_parts(&body(&content.concat()), &parts)
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_value_is_said_as_it_is_wherever_it_stands(value in mean_text()) {
        let letter = Template::compile("Probe", everywhere()).unwrap()
            .fill(&values(&json!({"x": value}))).unwrap();
        assert_sound(&letter);
        let wanted = format!("a{}z\n", shown(&value));
        let written = text_of(&entry(&letter, "word/document.xml"));
        // an empty paragraph behind the table, the text box's own paragraph behind the box
        let wanted_all = format!("{}\n{}\n{}", wanted.repeat(2), wanted.repeat(2), wanted.repeat(4));
        prop_assert_eq!(written, wanted_all, "{}", value);
        for part in ["header", "footer", "footnotes"] {
            prop_assert_eq!(text_of(&entry(&letter, &format!("word/{part}.xml"))), wanted.clone());
        }
    }

    #[test]
    fn a_value_in_the_title_of_the_file_stays_text(value in mean_text()) {
        let template = fixture::package_titled(&body(&paragraph("{{ x }}")), "a{{ x }}z");
        let letter = Template::compile("Probe", template).unwrap()
            .fill(&values(&json!({"x": value}))).unwrap();
        assert_sound(&letter);
        let core = entry(&letter, "docProps/core.xml");
        let title = core.split_once("<dc:title>").unwrap().1.split("</dc:title>").next().unwrap();
        let plain = shown(&value).replace(['\n', '\t'], " ");
        prop_assert_eq!(quick_xml::escape::unescape(title).unwrap().into_owned(), format!("a{plain}z"));
    }

    #[test]
    fn a_template_put_together_by_chance_is_filled_whole_or_refused(content in blocks()) {
        answer(&package(&content), &content)?;
    }

    #[test]
    fn blocks_that_fit_together_at_any_place_are_filled_whole_or_refused(content in fitting()) {
        answer(&package(&content), &content)?;
        if !content.contains("<w:tbl>") {
            says_what_it_would_say_without_word(&content)?;
        }
    }

    #[test]
    fn a_damaged_letter_of_ours_is_filled_whole_or_refused(
        number in 0..BUILTIN.len(), cuts in prop::collection::vec((any::<prop::sample::Index>(), 0..TORN.len()), 1..4),
    ) {
        let (_, bytes) = BUILTIN[number];
        let mut xml = entry(bytes, "word/document.xml");
        for (at, what) in cuts {
            let places: Vec<usize> = (0..xml.len()).filter(|at| xml.is_char_boundary(*at)).collect();
            let at = places[at.index(places.len())];
            xml.insert_str(at, TORN[what]);
        }
        let mut with = data();
        if let Ok(template) = Template::compile("Probe", package_of(&xml)) {
            for field in template.fields() {
                with[field] = json!("5.3.2024");
            }
        }
        answer_with(&package_of(&xml), &xml, &with)?;
    }
}

/// Pieces that break words, elements and tags.
const TORN: [&str; 9] = [
    "{{ ort }}",
    "{% if ja %}",
    "{% endif %}",
    "</w:t></w:r><w:r><w:t>",
    "<w:br/>",
    "{%p for x in liste %}",
    "{",
    "%}",
    "</w:p><w:p>",
];

/// Tags and XML that may fit together or not; always well-formed.
fn blocks() -> impl Strategy<Value = String> {
    let tag = prop::sample::select(vec![
        "{{ ort }}",
        "{{ x }}",
        "{{ t.a }}",
        "{% if ja %}",
        "{% if nein -%}",
        "{%- else %}",
        "{% elif ja %}",
        "{% endif %}",
        "{%- endif -%}",
        "{% for t in liste %}",
        "{% endfor %}",
        "{%p if ja %}",
        "{%p endif %}",
        "{%tr for t in liste %}",
        "{%tr endfor %}",
        "{%tc for t in liste %}",
        "{%tc endfor %}",
        "{% set x = 1 %}",
        "{#- c -#}",
        "text",
        " ",
        "{",
        "}}",
        "{{ PLZ/Ort }}",
        "{{ a - b }}",
        "{ort}",
        "{{ ort | datum }}",
        "{{ loop.index }}",
    ]);
    let between = prop::sample::select(vec![
        "",
        "</w:t></w:r><w:r><w:t xml:space=\"preserve\">",
        "</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>",
        "</w:t><w:br/><w:t>",
        "</w:t></w:r><w:bookmarkStart w:id=\"1\" w:name=\"a\"/><w:r><w:t>",
        "</w:t></w:r><w:hyperlink w:anchor=\"x\"><w:r><w:t>h</w:t></w:r></w:hyperlink><w:r><w:t>",
        "</w:t></w:r><w:fldSimple w:instr=\"MERGEFIELD Ort\"><w:r><w:t>«Ort»</w:t></w:r></w:fldSimple><w:r><w:t>",
        "</w:t></w:r><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>IF 1 = 1 \"</w:instrText></w:r><w:r><w:t>",
        "</w:t></w:r><w:r><w:instrText>\" \"b\"</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r><w:r><w:t>",
        "</w:t></w:r><w:ins w:id=\"2\" w:author=\"a\"><w:r><w:t>i</w:t></w:r></w:ins><w:r><w:t>",
        "</w:t></w:r><w:del w:id=\"3\" w:author=\"a\"><w:r><w:delText>d</w:delText></w:r></w:del><w:r><w:t>",
    ]);
    let piece = (tag, between, any::<prop::sample::Index>()).prop_map(|(tag, between, at)| {
        let at = at.index(tag.len() + 1);
        // tags are ASCII
        let (before, behind) = if tag.is_ascii() { tag.split_at(at) } else { (tag, "") };
        format!("{before}{between}{behind}")
    });
    let line = prop::collection::vec(piece, 0..4).prop_map(|pieces| paragraph(&pieces.concat()));
    let leaf = prop_oneof![4 => line, 1 => Just("<w:p/>".to_owned()), 1 => Just("<w:p><w:pPr><w:sectPr/></w:pPr></w:p>".to_owned())];
    let block = leaf.prop_recursive(3, 24, 4, |inner| {
        let many = prop::collection::vec(inner, 1..4).prop_map(|all| all.concat());
        prop_oneof![
            3 => many.clone(),
            1 => prop::collection::vec(prop::collection::vec(many.clone(), 1..3), 1..4).prop_map(|rows| {
                let rows: Vec<String> = rows.into_iter().map(|cells| {
                    let cells: Vec<String> = cells.into_iter().map(|own| format!("<w:tc>{own}<w:p/></w:tc>")).collect();
                    row(&cells)
                }).collect();
                table(&rows)
            }),
            1 => many.clone().prop_map(|own| format!("<w:sdt><w:sdtPr><w:id w:val=\"7\"/></w:sdtPr><w:sdtContent>{own}</w:sdtContent></w:sdt>")),
            1 => many.prop_map(|own| text_box(&own)),
        ]
    });
    prop::collection::vec(block, 1..5).prop_map(|all| all.concat())
}

/// The letter's words are those the template's words give when they are one text, blanks aside. Rows are another matter:
/// a row is repeated whole.
fn says_what_it_would_say_without_word(content: &str) -> Result<(), TestCaseError> {
    let template = Template::compile("Probe", package(content));
    let Ok(letter) = template.and_then(|template| template.fill(&values(&data()))) else {
        return Ok(());
    };
    let mut plain = text_of(content).replace("{{ PLZ/Ort }}", "1 x").replace("{{ ja }}", "ja");
    for prefix in ["p ", "tr ", "tc "] {
        plain = plain.replace(&format!("{{%{prefix}"), "{% ");
    }
    let wanted = minijinja::Environment::new()
        .render_str(&plain, minijinja::Value::from(minijinja::value::Serde(data())))
        .unwrap();
    let words = |text: &str| text.split_whitespace().collect::<String>();
    let written = text_of(&entry(&letter, "word/document.xml"));
    prop_assert_eq!(words(&written), words(&wanted), "{}", content);
    Ok(())
}

/// Where a tag may stand.
const SLOT: &str = "\u{e000}";

/// Blocks in one another, their tags spread over paragraphs, cells, text boxes and controls in their order.
fn fitting() -> impl Strategy<Value = String> {
    let value = prop::sample::select(vec![
        "{{ ort }}",
        "{{ PLZ/Ort }}",
        "{% set y = 1 %}",
        "{# c #}",
        "{{ a - b }}",
        "{{ ja }}",
    ]);
    let sequence = value.prop_map(|own| vec![own.to_owned()]).prop_recursive(4, 14, 3, |inner| {
        let many = prop::collection::vec(inner, 0..3).prop_map(|all| all.concat());
        let opening = prop::sample::select(vec![
            ("if ja", "endif"),
            ("if nein", "endif"),
            ("for t in liste", "endfor"),
            ("for t in []", "endfor"),
        ]);
        let prefix = prop::sample::select(vec!["", "", "", "", "", "p ", "tr ", "tc "]);
        let dashes = prop::sample::select(vec![
            ("", ""),
            ("", ""),
            ("", ""),
            ("-", "-"),
            ("-", ""),
            ("", "-"),
        ]);
        (opening, prefix, dashes, many.clone(), prop::option::of(many)).prop_map(
            |((opening, closing), prefix, (left, right), yes, no)| {
                let tag = |word: &str| {
                    if prefix.is_empty() {
                        format!("{{%{left} {word} {right}%}}")
                    } else {
                        format!("{{%{prefix}{word} %}}")
                    }
                };
                let mut all = vec![tag(opening)];
                all.extend(yes);
                if let Some(no) = no {
                    all.push(tag("else"));
                    all.extend(no);
                }
                all.push(tag(closing));
                all
            },
        )
    });
    let places =
        prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 40);
    (places, sequence, frame()).prop_map(|(places, tags, frame)| {
        let slots = frame.matches(SLOT).count();
        let mut at: Vec<usize> =
            tags.iter().zip(&places).map(|(_, (place, _))| place.index(slots.max(1))).collect();
        at.sort_unstable();
        let mut rest = tags.iter().zip(&places).zip(at).peekable();
        let mut content = String::new();
        for (n, piece) in frame.split(SLOT).enumerate() {
            if n > 0 {
                while let Some(((tag, (_, cut)), _)) = rest.next_if(|(_, at)| *at < n) {
                    // Word splits tags where it likes
                    let (before, behind) = tag.split_at(cut.index(tag.len() + 1));
                    let torn = "</w:t></w:r><w:proofErr w:type=\"spellStart\"/><w:r><w:t xml:space=\"preserve\">";
                    content.extend([before, torn, behind]);
                }
            }
            content.push_str(piece);
        }
        content
    })
}

/// Paragraphs, tables, controls and boxes with slots.
fn frame() -> impl Strategy<Value = String> {
    let text = prop::sample::select(vec![
        SLOT.to_owned(),
        SLOT.to_owned(),
        SLOT.to_owned(),
        format!("vor {SLOT}"),
        format!("{SLOT} nach"),
        format!("a{SLOT}b{SLOT}c"),
        "Text".to_owned(),
    ]);
    let line = (
        text,
        prop::sample::select(vec![
            "",
            "",
            "",
            "<w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>",
            "<w:pPr><w:sectPr/></w:pPr>",
        ]),
    )
        .prop_map(|(text, format)| {
            format!("<w:p>{format}<w:r><w:rPr><w:i/></w:rPr><w:t>{text}</w:t></w:r></w:p>")
        });
    let block = line.prop_recursive(3, 16, 3, |inner| {
        let many = prop::collection::vec(inner, 1..4).prop_map(|all| all.concat());
        prop_oneof![
            3 => many.clone(),
            2 => prop::collection::vec(prop::collection::vec(many.clone(), 1..3), 1..4).prop_map(|rows| {
                let rows: Vec<String> = rows.into_iter().map(|cells| {
                    let cells: Vec<String> = cells.into_iter().map(|own| {
                        let end = if own.ends_with("</w:p>") { "" } else { "<w:p/>" };
                        format!("<w:tc><w:tcPr/>{own}{end}</w:tc>")
                    }).collect();
                    row(&cells)
                }).collect();
                table(&rows)
            }),
            1 => many.clone().prop_map(|own| format!("<w:sdt><w:sdtPr><w:id w:val=\"7\"/></w:sdtPr><w:sdtContent>{own}</w:sdtContent></w:sdt>")),
            1 => many.prop_map(|own| text_box(&own)),
        ]
    });
    prop::collection::vec(block, 1..5).prop_map(|all| all.concat())
}

fn data() -> Value {
    json!({
        "ort": "Köln & <Bonn>", "ja": true, "nein": false, "liste": [{"a": 1}, {"a": null}], "PLZ/Ort": "1 x", "a": 3, "b": 1, "x": "y", "t": {"a": "außen"},
    })
}

/// A whole letter without tags, or German sentences; never both, never a panic, never long.
fn answer(template: &[u8], content: &str) -> Result<(), TestCaseError> {
    answer_with(template, content, &data())
}

fn answer_with(template: &[u8], content: &str, with: &Value) -> Result<(), TestCaseError> {
    let begun = Instant::now();
    match Template::compile("Probe", template.to_vec())
        .and_then(|template| template.fill(&values(with)))
    {
        Ok(letter) => {
            assert_sound(&letter);
            let xml = entry(&letter, "word/document.xml");
            let text = text_of(&xml);
            prop_assert!(!text.contains("{{") && !text.contains("{%"), "{}\n{}", content, text);
            for empty in [
                "<w:tc></w:tc>",
                "</w:tcPr></w:tc>",
                "</w:tbl></w:tc>",
                "<w:tblGrid/></w:tbl>",
                "<w:sdtContent></w:sdtContent>",
                "<w:txbxContent></w:txbxContent>",
                "</w:tbl><w:tbl>",
            ] {
                prop_assert!(
                    !xml.contains(empty) || content.contains(empty),
                    "{}: {}\n{}",
                    empty,
                    content,
                    xml
                );
            }
        }
        Err(faults) => prop_assert!(
            !faults.is_empty()
                && faults.iter().all(|fault| fault.message.ends_with(['.', '?', ')'])),
            "{}",
            said(&faults)
        ),
    }
    prop_assert!(begun.elapsed() < Duration::from_secs(20), "{}", content);
    Ok(())
}

// ── files of others ────────────────────────────────────────────────────────────────────────────────────────────────

fn word_files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            word_files(&path, found);
        } else if path.extension().is_some_and(|own| {
            ["docx", "dotx", "docm", "dotm"].iter().any(|e| own.eq_ignore_ascii_case(e))
        }) {
            found.push(path);
        }
    }
}

#[test]
fn every_word_file_without_tags_comes_back_byte_for_byte_and_every_other_gets_an_answer() {
    let made = tempfile::tempdir().unwrap();
    let folder = std::env::var_os("BESCHLUSSKONTROLLE_DOCX").map_or_else(
        || {
            for (key, bytes) in BUILTIN {
                std::fs::write(made.path().join(format!("{key}.docx")), bytes).unwrap();
            }
            let plain = package(&paragraph("Kein Platzhalter, nur Text."));
            std::fs::write(made.path().join("ohne.docx"), plain).unwrap();
            std::fs::write(made.path().join("kaputt.docx"), b"PK\x03\x04").unwrap();
            made.path().to_owned()
        },
        PathBuf::from,
    );
    let mut files = Vec::new();
    word_files(&folder, &mut files);
    assert!(!files.is_empty());
    let (mut unchanged, mut tagged, mut with_fields, mut refused) = (0, 0, 0, 0);
    for file in files {
        let bytes = std::fs::read(&file).unwrap();
        let begun = Instant::now();
        match Template::compile("Probe", bytes.clone()) {
            Ok(template) => {
                if !template.fields().is_empty() {
                    with_fields += 1;
                } else if let Ok(letter) = template.fill(&Map::new()) {
                    assert_same(&file, &bytes, &letter);
                    unchanged += 1;
                    tagged += usize::from(with_tags_it_says_the_same(&file, &bytes));
                }
            }
            Err(faults) => {
                assert!(!faults.is_empty());
                println!("{}: {}", file.display(), faults[0]);
                refused += 1;
            }
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "{}", file.display());
    }
    println!(
        "{unchanged} unverändert (davon {tagged} auch mit Platzhaltern gefüllt), {with_fields} mit Feldern, {refused} abgelehnt"
    );
    assert!(unchanged > 0 || with_fields > 0);
}

/// An empty placeholder behind every text and a block around every third paragraph change nothing of what a real file says;
/// in a loop it says its paragraphs twice. False where the file has no text.
fn with_tags_it_says_the_same(file: &Path, bytes: &[u8]) -> bool {
    let main = "word/document.xml";
    if !names(bytes).iter().any(|name| name == main) {
        return false;
    }
    let xml = entry(bytes, main);
    if !xml.contains("</w:t>") || text_of(&xml).contains(['{', '}']) {
        return false;
    }
    let pieces: Vec<&str> = xml.split("</w:t>").collect();
    for (begin, end, times) in [
        ("", "", 1),
        ("{% if ja %}", "{% endif %}", 1),
        ("{% for y in [1, 2] %}", "{% endfor %}", 2),
    ] {
        let mut own = String::new();
        for (n, piece) in pieces.iter().enumerate() {
            own.push_str(piece);
            if n + 1 < pieces.len() {
                own.push_str("{{ leer }}");
                own.push_str(if n % 3 == 0 { begin } else { "" });
                // a block that begins is closed in the next piece of text, wherever that is
                own.push_str(if n % 3 == 1 { end } else { "" });
                if n + 2 == pieces.len() && n % 3 == 0 {
                    own.push_str(end);
                }
                own.push_str("</w:t>");
            }
        }
        let changed = fixture::with_entry(bytes, main, &own);
        let with = values(&json!({"leer": "", "ja": true}));
        match Template::compile("Probe", changed).and_then(|template| template.fill(&with)) {
            Ok(letter) => {
                assert_sound(&letter);
                let words = |text: &str| text.split_whitespace().collect::<String>();
                let (before, after) =
                    (words(&text_of(&xml)), words(&text_of(&entry(&letter, main))));
                if times == 1 {
                    assert_eq!(before, after, "{}", file.display());
                } else {
                    assert!(after.len() >= before.len(), "{}", file.display());
                }
                if let Some(folder) = std::env::var_os("BESCHLUSSKONTROLLE_BRIEFE") {
                    let name: String = file
                        .to_string_lossy()
                        .chars()
                        .map(|c| if c.is_alphanumeric() { c } else { '_' })
                        .collect();
                    std::fs::write(
                        Path::new(&folder).join(format!("{name}_{}.docx", begin.len())),
                        letter,
                    )
                    .unwrap();
                }
            }
            Err(faults) => {
                assert!(!begin.is_empty(), "{}: {}", file.display(), said(&faults));
                // blocks that cross a border are refused
                assert!(faults.iter().all(|fault| fault.place.is_some()), "{}", said(&faults));
            }
        }
    }
    true
}

/// All parts are the same bytes; a template's content types and a mail merge's settings may differ.
#[track_caller]
fn assert_same(file: &Path, before: &[u8], after: &[u8]) {
    let raw = |file: &[u8], name: &str| {
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(file.to_vec())).unwrap();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut archive.by_name(name).unwrap(), &mut bytes).unwrap();
        bytes
    };
    assert_eq!(names(before), names(after), "{}", file.display());
    for name in names(before) {
        if name == "[Content_Types].xml" || name.contains("settings.xml") {
            continue;
        }
        assert!(raw(before, &name) == raw(after, &name), "{}: {name}", file.display());
    }
}
