//! The Word template engine and the starter letters, as an office meets them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::allow_attributes,
    clippy::needless_pass_by_value,
    reason = "a test may stop loudly"
)]

#[path = "word/cases.rs"]
mod cases;
#[path = "word/controls.rs"]
mod controls;
#[path = "word/docxtpl.rs"]
mod docxtpl;
#[path = "word/fixture.rs"]
mod fixture;
#[path = "word/hostile.rs"]
mod hostile;
#[path = "../templates/letterhead.rs"]
mod letterhead;
#[path = "../templates/letters.rs"]
mod letters;
#[path = "../templates/sheets.rs"]
mod sheets;

use std::collections::BTreeSet;

use beschlusskontrolle::letters::templates::BUILTIN;
use beschlusskontrolle::word::{Fault, Template};
use fixture::{body, cell, entry, package, paragraph, row, split, table, text, values};
use serde_json::{Map, Value, json};

#[track_caller]
fn compile(content: &str) -> Template {
    Template::compile("Probe", package(content))
        .unwrap_or_else(|faults| panic!("{}", said(&faults)))
}

fn said(faults: &[Fault]) -> String {
    faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// The paragraphs of the filled letter.
#[track_caller]
fn fill(content: &str, with: Value) -> Vec<String> {
    text(&filled(content, with))
}

#[track_caller]
fn filled(content: &str, with: Value) -> Vec<u8> {
    compile(content).fill(&values(&with)).unwrap_or_else(|faults| panic!("{}", said(&faults)))
}

#[track_caller]
fn refused(content: &str, with: Value) -> String {
    match Template::compile("Probe", package(content))
        .and_then(|template| template.fill(&values(&with)))
    {
        Ok(letter) => panic!("written: {:?}", text(&letter)),
        Err(faults) => said(&faults),
    }
}

#[test]
fn a_placeholder_word_has_split_into_runs_is_found() {
    for between in [
        "</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>",
        "</w:t></w:r><w:proofErr w:type=\"spellStart\"/><w:r><w:t>",
        "</w:t></w:r><w:bookmarkStart w:id=\"0\" w:name=\"x\"/><w:bookmarkEnd w:id=\"0\"/><w:r><w:t>",
        "</w:t></w:r><w:hyperlink w:anchor=\"x\"><w:r><w:t>",
        "</w:t><w:softHyphen/><w:t>",
        "</w:t></w:r><w:del w:id=\"1\" w:author=\"a\"><w:r><w:delText>weg</w:delText></w:r></w:del><w:r><w:t>",
    ] {
        let after =
            if between.contains("hyperlink") { "</w:t></w:r></w:hyperlink><w:r><w:t>" } else { "" };
        let content = paragraph(&split(&["An {", "{ or", "t }", "}."], between, after));
        assert_eq!(fill(&content, json!({"ort": "Köln"})), ["An Köln."], "{between}");
    }
}

#[test]
fn a_value_is_never_markup_and_never_a_tag() {
    let content = paragraph("{{ name }}");
    for evil in ["Köln & Bonn <X>", "{{ geheim }}", "{% if %}", "\"'&amp;", "</w:t>", "שלום 🎈"]
    {
        assert_eq!(fill(&content, json!({"name": evil})), [evil]);
    }
    // what XML does not allow is left out
    assert_eq!(fill(&content, json!({"name": "a\u{1}0\u{2}b\u{b}\u{ffff}"})), ["a0b"]);
}

#[test]
fn line_breaks_and_tabs_in_values_become_words_own() {
    let letter = filled(&paragraph("{{ adresse }}"), json!({"adresse": "Am Markt 1\nGotha\tx"}));
    let xml = entry(&letter, "word/document.xml");
    assert!(
        xml.contains("Am Markt 1</w:t><w:br/><w:t xml:space=\"preserve\">Gotha</w:t><w:tab/>"),
        "{xml}"
    );
}

#[test]
fn tags_are_read_as_word_and_people_write_them() {
    for tag in [
        "{{ fehlt | default(„leer“) }}",
        "{{ fehlt | default(“leer”) }}",
        "{{ fehlt|default(‚leer‘) }}",
        "{{\u{a0}fehlt\u{a0}|\u{202f}default(\"leer\")\u{a0}}}",
    ] {
        assert_eq!(fill(&paragraph(tag), json!({})), ["leer"], "{tag}");
    }
    // what stands between quotes stays as it is
    assert_eq!(
        fill(&paragraph("{{ fehlt | default(\"– „offen“ –\") }}"), json!({})),
        ["– „offen“ –"]
    );
    assert_eq!(fill(&paragraph("{{ fehlt | default(\"}} noch\") }}"), json!({})), ["}} noch"]);
}

#[test]
fn names_are_found_whatever_their_case_blanks_and_umlauts() {
    let with = json!({"name_des_kreisverbands": "Gotha", "Straße": "Am Markt", "jahr": 2024});
    let content =
        ["{{ Name des Kreisverbands }}", "{{ strasse }}", "{{ STRASSE }}", "{{ jahr - 1 }}"]
            .map(paragraph)
            .concat();
    assert_eq!(fill(&content, with), ["Gotha", "Am Markt", "Am Markt", "2023"]);
}

#[test]
fn values_look_german() {
    let with =
        json!({"null": null, "ja": true, "nein": false, "zahl": 1234.5, "liste": ["a", "b", "c"]});
    let content = "[{{ null }}] {{ ja }} {{ nein }} {{ zahl }} {{ zahl | zahl(2) }} {{ liste }}";
    assert_eq!(fill(&paragraph(content), with), ["[] ja nein 1234,5 1.234,50 a, b und c"]);
}

#[test]
fn dates_are_written_in_full_or_in_figures() {
    let content =
        "{{ tag | wochentag }}, {{ tag | datum(\"lang\") }}, {{ tag | datum }}, {{ leer | datum }}";
    for day in ["14.09.2024", "2024-09-14", "14. September 2024", "14.\u{a0}September 2024"] {
        assert_eq!(
            fill(&paragraph(content), json!({"tag": day, "leer": ""})),
            ["Samstag, 14.\u{a0}September 2024, 14.09.2024, "]
        );
    }
    assert_eq!(
        refused(&paragraph("Am {{ tag | datum }}"), json!({"tag": "n. n."})),
        "In Absatz 1 („Am {{ tag | datum }}“) der Vorlage „Probe“: „{{ tag | datum }}“: „n. n.“ ist kein Datum; erwartet wird Tag.Monat.Jahr, z. B. 05.03.2024."
    );
}

#[test]
fn paragraphs_that_hold_only_control_tags_disappear() {
    let content = ["vor", "{% if ja %}", "nur wenn", "{% else %}", "sonst", "{% endif %}", "nach"];
    let content = content.map(paragraph).concat();
    assert_eq!(fill(&content, json!({"ja": true})), ["vor", "nur wenn", "nach"]);
    assert_eq!(fill(&content, json!({"ja": false})), ["vor", "sonst", "nach"]);
}

#[test]
fn conditions_within_and_across_paragraphs_keep_the_rest() {
    let within = paragraph("Komm{% if ja %} bitte{% endif %} vorbei");
    assert_eq!(fill(&within, json!({"ja": true})), ["Komm bitte vorbei"]);
    assert_eq!(fill(&within, json!({"ja": false})), ["Komm vorbei"]);
    let across = ["vor {% if ja %}a", "b", "c{% endif %} nach"].map(paragraph).concat();
    assert_eq!(fill(&across, json!({"ja": true})), ["vor a", "b", "c nach"]);
    assert_eq!(fill(&across, json!({"ja": false})), ["vor  nach"]);
}

#[test]
fn each_piece_of_a_condition_across_runs_keeps_its_format() {
    let runs = "{% if ja %}mager</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>fett{% endif %}";
    let content = paragraph(runs);
    let xml = entry(&filled(&content, json!({"ja": true})), "word/document.xml");
    assert!(xml.contains("<w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">fett</w:t>"), "{xml}");
    assert_eq!(fill(&content, json!({"ja": false})), [""]);
}

#[test]
fn an_address_line_that_stays_empty_leaves_no_gap() {
    let content = ["{{ a }}", "{{ b }}", "{{ c }}", "Schluss"].map(paragraph).concat();
    assert_eq!(fill(&content, json!({"a": "x", "b": null, "c": "z"})), ["x", "z", "Schluss"]);
}

#[test]
fn a_row_is_repeated_with_and_without_prefix() {
    let head = row(&[cell("Wann"), cell("Wo")]);
    let data = row(&[cell("{{ t.tag }}"), cell("{{ t.ort }}")]);
    let own_rows = |begin: &str, end: &str| {
        table(&[
            head.clone(),
            row(&[cell(begin), cell("")]),
            data.clone(),
            row(&[cell(end), cell("")]),
        ])
    };
    let templates = [
        own_rows("{%tr for t in termine %}", "{%tr endfor %}"),
        own_rows("{% for t in termine %}", "{% endfor %}"),
        table(&[
            head.clone(),
            row(&[cell("{% for t in termine %}{{ t.tag }}"), cell("{{ t.ort }}{% endfor %}")]),
        ]),
    ];
    let two = json!({"termine": [{"tag": "1.", "ort": "Gotha"}, {"tag": "2.", "ort": "Jena"}]});
    for content in &templates {
        assert_eq!(fill(content, two.clone()), ["Wann", "Wo", "1.", "Gotha", "2.", "Jena", ""]);
        assert_eq!(fill(content, json!({"termine": []})), ["Wann", "Wo", ""]);
    }
}

#[test]
fn a_table_without_rows_and_a_cell_without_text_stay_sound() {
    let rows = table(&[
        row(&[cell("{%tr for t in termine %}")]),
        row(&[cell("{{ t }}")]),
        row(&[cell("{%tr endfor %}")]),
    ]);
    let xml = entry(&filled(&rows, json!({"termine": []})), "word/document.xml");
    assert!(!xml.contains("<w:tbl>"), "{xml}");
    let paragraphs = ["{%p if ja %}", "weg", "{%p endif %}"].map(paragraph).concat();
    let content = table(&[format!("<w:tr><w:tc>{paragraphs}</w:tc></w:tr>")]);
    let xml = entry(&filled(&content, json!({"ja": false})), "word/document.xml");
    assert!(xml.contains("<w:tc><w:p/></w:tc>"), "{xml}");
}

#[test]
fn a_missing_field_is_named_with_its_paragraph_and_the_likely_name() {
    let content = [
        "Sehr geehrte Damen und Herren",
        "Wir laden den {{ vorsitzz }} herzlich zu unserer Sitzung ein.",
    ]
    .map(paragraph)
    .concat();
    assert_eq!(
        refused(&content, json!({"vorsitz": "x", "ort": "y"})),
        "In Absatz 2 („Wir laden den {{ vorsitzz }} …“) der Vorlage „Probe“: Das Feld „vorsitzz“ gibt es nicht. Meinten Sie „vorsitz“?"
    );
}

#[test]
fn all_faults_are_named_at_once() {
    let content = [
        "{{ a",
        "{% if b %}",
        "{{ c | datumm }}",
        "{{ d e f | }}",
        "{% endfor %}",
        "x }}",
        "{% macro m() %}",
    ];
    let faults = refused(&content.map(paragraph).concat(), json!({}));
    for (number, part) in [
        (1, "„{{“ wird in diesem Absatz nicht geschlossen"),
        (3, "Den Filter „datumm“ gibt es nicht. Meinten Sie „datum“?"),
        (4, "ist nicht zu verstehen"),
        (5, "„{% endfor %}“ schließt nichts, was offen ist"),
        (6, "Die schließende Klammer „}}“ hat keine öffnende davor"),
        (7, "Die Anweisung „{% macro m() %}“ gibt es nicht"),
    ] {
        let line = faults.lines().find(|line| line.starts_with(&format!("In Absatz {number} ")));
        assert!(line.is_some_and(|line| line.contains(part)), "{part}:\n{faults}");
    }
    let missing = refused(&["{{ a }} {{ b }}", "{{ a }}"].map(paragraph).concat(), json!({"x": 1}));
    assert_eq!(missing.lines().count(), 3, "{missing}");
}

#[test]
fn text_that_a_control_tag_would_swallow_is_refused() {
    let content = ["Hallo {%p if ja %} Welt", "ja", "{%p endif %}"].map(paragraph).concat();
    assert!(
        refused(&content, json!({"ja": true}))
            .starts_with("In Absatz 1 („Hallo {%p if ja %} Welt“)")
    );
    let content = format!("{}{}", table(&[row(&[cell("{% if ja %}")])]), paragraph("{% endif %}"));
    assert!(refused(&content, json!({"ja": true})).contains("beginnt in einer Tabellenzelle"));
}

#[test]
fn dashes_at_a_tag_take_the_blanks_beside_it() {
    let content = paragraph("Komm {%- if ja -%}  bitte {%- endif %} vorbei, {{- ort -}} !");
    assert_eq!(fill(&content, json!({"ja": true, "ort": "Gotha"})), ["Kommbitte vorbei,Gotha!"]);
    assert_eq!(fill(&paragraph("a {#- nichts -#} b"), json!({})), ["ab"]);
}

#[test]
fn a_numbered_list_begins_anew_in_each_pass_and_numbered_headings_go_on() {
    let item = |list: u8, text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"{list}\"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let numbering = "<w:numbering xmlns:w=\"w\"><w:abstractNum w:abstractNumId=\"7\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"7\"/></w:num><w:num w:numId=\"2\"><w:abstractNumId w:val=\"7\"/></w:num></w:numbering>";
    let content = [
        paragraph("{% for b in liste %}"),
        item(2, "Überschrift {{ b }}"),
        item(1, "eins"),
        item(1, "zwei"),
        paragraph("{% endfor %}"),
    ]
    .concat();
    let template = fixture::package_with(&body(&content), "numbering", numbering);
    let letter = Template::compile("Probe", template)
        .unwrap()
        .fill(&values(&json!({"liste": ["a", "b", "c"]})))
        .unwrap();
    let xml = entry(&letter, "word/document.xml");
    let lists: Vec<&str> = xml
        .split("<w:numId w:val=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .collect();
    assert_eq!(lists, ["2", "1", "1", "2", "3", "3", "2", "4", "4"]);
    let numbering = entry(&letter, "word/numbering.xml");
    assert!(
        numbering.contains("<w:num w:numId=\"4\"><w:abstractNumId w:val=\"7\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"1\"/></w:lvlOverride></w:num></w:numbering>"),
        "{numbering}"
    );
}

#[test]
fn title_and_subject_of_the_file_are_filled_too() {
    let document = body(&paragraph("{{ ort }}"));
    let title = "Brief an {% if ort %}{{ ort }}{% endif %} &amp; alle";
    let template = fixture::package_titled(&document, title);
    let template = Template::compile("Probe", template).unwrap();
    let letter = template.fill(&values(&json!({"ort": "A & B\nC"}))).unwrap();
    let core = entry(&letter, "docProps/core.xml");
    assert!(core.contains("<dc:title>Brief an A &amp; B C &amp; alle</dc:title>"), "{core}");
    assert!(core.contains("<dc:creator>{{ nie }}</dc:creator>"), "{core}");
    let template = fixture::package_titled(&document, "An {{ orrt }}");
    assert_eq!(
        said(
            &Template::compile("Probe", template)
                .unwrap()
                .fill(&values(&json!({"ort": 1})))
                .unwrap_err()
        ),
        "In den Dokumenteigenschaften („An {{ orrt }}“), der Vorlage „Probe“: Das Feld „orrt“ gibt es nicht. Meinten Sie „ort“?"
    );
}

#[test]
fn what_set_gives_inside_a_loop_ends_with_it() {
    let within = ["{% for t in liste %}", "{% set x = t %}{{ x }}", "{% endfor %}"];
    assert_eq!(fill(&within.map(paragraph).concat(), json!({"liste": [1, 2]})), ["1", "2"]);
    let behind = paragraph("{% for t in liste %}{% set x = t %}{% endfor %}{{ x }}");
    assert!(refused(&behind, json!({"liste": [1]})).contains("Das Feld „x“ gibt es nicht"));
    assert_eq!(fill(&behind, json!({"liste": [1], "x": "außen"})), ["außen"]);
}

#[test]
fn a_tag_in_deleted_text_is_named() {
    let deleted = "<w:p><w:r><w:t>An</w:t></w:r><w:del w:id=\"1\" w:author=\"a\"><w:r><w:delText>{{ ort }}</w:delText></w:r></w:del></w:p>";
    let deleted = format!("{deleted}{}", paragraph("{{ x }}"));
    assert_eq!(
        refused(&deleted, json!({"x": 1})),
        "In Absatz 1 („An“) der Vorlage „Probe“: „{{ ort }}“ steht in gelöschtem Text, der noch nicht angenommen ist. Bitte in Word unter Überprüfen die Änderung annehmen oder ablehnen."
    );
}

#[test]
fn heads_of_columns_are_fields_as_they_stand() {
    let with = json!({"Tel. (dienstlich)": "1", "Mitglieder 2024": 3, "E-Mail": "4"});
    let content = "{{ Tel. (dienstlich) }} {{ Mitglieder 2024 }} {{ E-Mail | upper }}";
    assert_eq!(fill(&paragraph(content), with), ["1 3 4"]);
}

#[test]
fn a_label_with_signs_is_a_field_and_never_calculated_where_there_is_one() {
    let with = json!({
        "PLZ/Ort": "99084 Erfurt", "Name (Vorsitz)": "Kim", "1. Vorsitz": "Alex", "Soll - Ist": "ein Feld", "Soll": 9, "Ist": 4,
        "person": {"name": "Toni"}, "Str.Nr": "Ring 1", "Tel.": "0361",
    });
    for (tag, value) in [
        ("{{ PLZ/Ort }}", "99084 Erfurt"),
        ("{{ plz/ort | upper }}", "99084 ERFURT"),
        ("{{ PLZ / Ort }}", "99084 Erfurt"),
        ("{{ Name (Vorsitz) }}", "Kim"),
        ("{{ 1. Vorsitz }}", "Alex"),
        ("{{ Soll - Ist }}", "ein Feld"),
        ("{{ Tel. }}", "0361"),
        ("{{ Str.Nr }}", "Ring 1"),
        ("{{ person.name }}", "Toni"),
        ("{{ (Soll - Ist) * 2 }}", "10"),
        ("{% if PLZ/Ort %}da{% endif %}", "da"),
        ("{% for c in PLZ/Ort %}{{ loop.index }}{% endfor %}", "123456789101112"),
    ] {
        assert_eq!(fill(&paragraph(tag), with.clone()), [value], "{tag}");
    }
    // without such a column what looks like a calculation is one, and what nobody calculates is a name
    let with = json!({"Soll": 9, "Ist": 4, "PLZ": "1", "Ort": "x"});
    assert_eq!(fill(&paragraph("{{ Soll - Ist }} {{ Soll / 2 }}"), with.clone()), ["5 4,5"]);
    let missing = refused(&paragraph("{{ PLZ/Ort }}"), with);
    assert!(missing.ends_with("Das Feld „PLZ/Ort“ gibt es nicht."), "{missing}");
    // what a loop gives is never a label
    let rows = paragraph("{% for t in liste %}{{ t.ort }}{% endfor %}");
    assert_eq!(fill(&rows, json!({"liste": [{"ort": "Jena"}], "t ort": "falsch"})), ["Jena"]);
}

#[test]
fn a_placeholder_typed_with_too_few_brackets_is_named() {
    for (typed, part) in [
        ("{ { ort }}", "In „{ {“ steht ein Leerzeichen zwischen den Klammern"),
        ("{{ ort } }", "Am Ende muss „}}“ stehen, ohne Leerzeichen dazwischen."),
        ("{{ort}", "Am Ende muss „}}“ stehen"),
        ("{ort}}", "Die schließende Klammer „}}“ hat keine öffnende davor"),
        (
            "{ort}",
            "„{ort}“ hat nur einfache Klammern und bliebe im Brief so stehen. Gemeint ist wohl {{ ort }}.",
        ),
        ("{_{ ort }_}", "„{_“ gibt es hier nicht"),
    ] {
        let said = refused(&paragraph(typed), json!({"ort": "Gotha"}));
        assert!(said.starts_with("In Absatz 1 ") && said.contains(part), "{typed}: {said}");
    }
    // braces that are meant as such
    for text in ["{siehe Anlage}", "{}", "a } b", "{ a"] {
        assert_eq!(fill(&paragraph(text), json!({"ort": "Gotha"})), [text]);
    }
}

#[test]
fn a_list_that_a_style_numbers_begins_anew_in_each_pass_and_keeps_its_indent() {
    let item = |style: &str, text: &str| {
        format!(
            "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/><w:jc w:val=\"both\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let content = [
        paragraph("{% for b in liste %}"),
        item("Punkt", "eins {{ b }}"),
        item("Punkt", "zwei"),
        item("Text", "dazwischen"),
        paragraph("{% endfor %}"),
    ]
    .concat();
    let numbering = "<w:numbering xmlns:w=\"w\"><w:abstractNum w:abstractNumId=\"7\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/></w:lvl><w:lvl w:ilvl=\"1\"><w:start w:val=\"3\"/><w:pStyle w:val=\"Punkt\"/></w:lvl></w:abstractNum><w:num w:numId=\"5\"><w:abstractNumId w:val=\"7\"/></w:num></w:numbering>";
    let styles = "<w:styles xmlns:w=\"w\"><w:style w:styleId=\"Text\"/><w:style w:styleId=\"Liste\"><w:pPr><w:numPr><w:numId w:val=\"5\"/></w:numPr><w:ind w:left=\"7\"/></w:pPr></w:style><w:style w:styleId=\"Punkt\"><w:basedOn w:val=\"Liste\"/></w:style></w:styles>";
    let parts = [("numbering", numbering), ("styles", styles)];
    let template =
        Template::compile("Probe", fixture::package_with_parts(&body(&content), &parts)).unwrap();
    let letter = template.fill(&values(&json!({"liste": ["a", "b"]}))).unwrap();
    let xml = entry(&letter, "word/document.xml");
    let own = |list: u8| {
        format!(
            "<w:pPr><w:pStyle w:val=\"Punkt\"/><w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"{list}\"/></w:numPr><w:ind w:left=\"7\"/><w:jc w:val=\"both\"/></w:pPr>"
        )
    };
    assert_eq!((xml.matches(&own(5)).count(), xml.matches(&own(6)).count()), (2, 2), "{xml}");
    let numbering = entry(&letter, "word/numbering.xml");
    assert!(numbering.contains("<w:num w:numId=\"6\"><w:abstractNumId w:val=\"7\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"1\"/></w:lvlOverride><w:lvlOverride w:ilvl=\"1\"><w:startOverride w:val=\"3\"/></w:lvlOverride></w:num>"), "{numbering}");
}

#[test]
fn a_field_may_be_missing_only_where_the_template_says_what_then() {
    let content = paragraph("{% if gast is defined %}mit {{ gast }}{% else %}ohne Gast{% endif %}");
    assert_eq!(fill(&content, json!({})), ["ohne Gast"]);
    let content = paragraph("{% if gast %}mit {{ gast }}{% endif %}");
    assert!(refused(&content, json!({})).contains("„gast“"));
    // the paragraph before the section's end stays
    assert_eq!(fill(&content, json!({"gast": null})), [""]);
}

#[test]
fn fields_are_those_the_letter_needs_from_outside() {
    let content = [
        "{% for z in Anschrift %}",
        "{{ z }} {{ loop.index }}",
        "{% endfor %}",
        "{{ Zusage Debatte | default(\"\") }}",
    ];
    let fields: BTreeSet<String> = ["anschrift", "zusage_debatte"].map(str::to_owned).into();
    assert_eq!(compile(&content.map(paragraph).concat()).fields(), fields);
}

#[test]
fn what_no_tag_touches_stays_byte_for_byte() {
    let odd = "<w:p w:rsidR=\"00A1\"  ><w:pPr/><w:r><w:t>a &#228; &quot;b&quot;</w:t></w:r></w:p>";
    let template = package(&format!("{odd}{}", paragraph("{{ x }}")));
    let letter = Template::compile("Probe", template.clone())
        .unwrap()
        .fill(&values(&json!({"x": "y"})))
        .unwrap();
    assert!(entry(&letter, "word/document.xml").contains(odd));
    let names = |file: &[u8]| fixture::names(file);
    assert_eq!(names(&template), names(&letter));
    for name in names(&template).iter().filter(|name| *name != "word/document.xml") {
        assert_eq!(entry(&template, name), entry(&letter, name), "{name}");
    }
}

#[test]
fn a_template_without_tags_comes_back_unchanged_and_the_same_values_give_the_same_bytes() {
    let template = package(&paragraph("Kein Platzhalter"));
    let letter = compile(&paragraph("Kein Platzhalter")).fill(&Map::new()).unwrap();
    assert_eq!(entry(&template, "word/document.xml"), entry(&letter, "word/document.xml"));
    let template = compile(&paragraph("{{ x }}"));
    let with = values(&json!({"x": "y"}));
    assert_eq!(template.fill(&with), template.fill(&with));
}

#[test]
fn ids_that_a_loop_repeats_stay_unique() {
    let drawing = "<w:p><w:r><w:drawing><wp:inline><wp:docPr id=\"7\" name=\"Logo\"/></wp:inline></w:drawing></w:r><w:bookmarkStart w:id=\"3\" w:name=\"Ziel\"/><w:bookmarkEnd w:id=\"3\"/></w:p>";
    let content =
        format!("{}{drawing}{}", paragraph("{% for x in liste %}"), paragraph("{% endfor %}"));
    let xml = entry(&filled(&content, json!({"liste": [1, 2]})), "word/document.xml");
    for wanted in [
        "docPr id=\"1\"",
        "docPr id=\"2\"",
        "w:name=\"Ziel\"",
        "w:name=\"Ziel_2\"",
        "bookmarkEnd w:id=\"2\"",
    ] {
        assert_eq!(xml.matches(wanted).count(), 1, "{wanted}: {xml}");
    }
}

#[test]
fn a_file_that_is_no_word_file_is_refused_in_one_sentence() {
    for bytes in [b"PK\x03\x04kaputt".to_vec(), Vec::new(), b"Name;Ort".to_vec()] {
        let faults = Template::compile("Probe", bytes).unwrap_err();
        assert_eq!(
            said(&faults),
            "Vorlage „Probe“: Die Datei ist keine Word-Datei (.docx) oder beschädigt."
        );
    }
    let bomb = "<!DOCTYPE x [<!ENTITY a \"b\">]>".to_owned() + &body(&paragraph("{{ x }}"));
    assert!(Template::compile("Probe", fixture::package_of(&bomb)).is_err());
}

#[test]
fn headers_footers_and_notes_are_filled_too_and_faults_say_where() {
    let header =
        "<w:hdr xmlns:w=\"w\"><w:p><w:r><w:t>Zeichen {{ zeichen }}</w:t></w:r></w:p></w:hdr>";
    let template = fixture::package_with(&body(&paragraph("{{ x }}")), "header", header);
    let template = Template::compile("Probe", template).unwrap();
    let letter = template.fill(&values(&json!({"x": 1, "zeichen": "A&B"}))).unwrap();
    assert!(entry(&letter, "word/header.xml").contains("Zeichen A&amp;B"));
    assert_eq!(
        said(&template.fill(&values(&json!({"x": 1}))).unwrap_err()),
        "In der Kopfzeile, Absatz 1 („Zeichen {{ zeichen }}“), der Vorlage „Probe“: Das Feld „zeichen“ gibt es nicht."
    );
}

#[test]
fn a_word_template_becomes_a_document() {
    let dotx = fixture::package_as("template", &body(&paragraph("{{ x }}")));
    let letter =
        Template::compile("Probe", dotx).unwrap().fill(&values(&json!({"x": "y"}))).unwrap();
    let types = entry(&letter, "[Content_Types].xml");
    assert!(types.contains("document.main+xml") && !types.contains("template.main+xml"), "{types}");
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config { failure_persistence: None, ..Default::default() })]
    #[test]
    fn any_value_comes_out_as_text_and_nothing_else(value in "(\\PC|[\u{0}-\u{1f}<>&{}%\"']){0,40}", number in 0..3_usize) {
        let content = [
            paragraph("a{{ x }}b"),
            ["{% if x %}", "a{{ x }}b", "{% endif %}"].map(paragraph).concat(),
            ["{% for c in [x, x] %}", "a{{ c }}b", "{% endfor %}"].map(paragraph).concat(),
        ];
        let letter = filled(&content[number], json!({"x": value}));
        let xml = entry(&letter, "word/document.xml");
        let mut reader = quick_xml::Reader::from_str(&xml);
        loop {
            match reader.read_event() {
                Ok(quick_xml::events::Event::Eof) => break,
                Ok(_) => {}
                Err(error) => panic!("{error}: {xml}"),
            }
        }
        let plain: String = value.chars().filter(|c| !c.is_control() && !matches!(*c, '\u{fffe}' | '\u{ffff}')).collect();
        let written: Vec<String> = text(&letter);
        if number != 1 || !value.is_empty() {
            proptest::prop_assert_eq!(&written[0], &format!("a{plain}b"));
        }
    }
}

// ── the starter letters ─────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn the_committed_starter_letters_are_what_the_generator_writes() {
    let made = letters::all().unwrap();
    assert_eq!(made.len(), BUILTIN.len());
    for ((key, bytes), (committed_key, committed)) in made.iter().zip(BUILTIN) {
        assert_eq!(key, committed_key);
        assert!(
            bytes == committed,
            "templates/briefe/{key}.docx: cargo run --example make_templates"
        );
    }
    assert_eq!(letters::all().unwrap(), made);
}

fn office() -> Map<String, Value> {
    let mut office = values(&json!({
        "partei": "Die Partei", "logo": null, "absender_zeile": "Die Partei · Ring 1 · 99084 Erfurt", "absender_name": "Landesgeschäftsstelle",
        "absender_strasse": "Ring 1", "absender_plz_ort": "99084 Erfurt", "absender_telefon": "0361 123", "absender_email": "buero@example.org",
        "absender_web": null, "zeichen": null, "ansprechperson": "Kim Brenner", "telefon": "0361 123", "kontakt_email": "kim@example.org",
        "briefdatum": "22. Januar 2024", "anschrift": ["Kreisverband Gotha", "Am Markt 3", "99867 Gotha"], "anrede": "Liebe Genossinnen und Genossen",
        "verband": "Kreisverband Gotha", "jahr": "2024", "genossinnen": "Genoss:innen", "gruss": "Mit solidarischen Grüßen",
        "antwort_bis": "12. Februar 2024", "dauer": "45", "angebot_vom": "22. Januar 2024",
        "zusage_gemeinsam": "gemeinsam für beide Gremien", "zusage_praesenz": "persönlich vor Ort", "zusage_debatte": "mit anschließender offener Debatte",
        "zusage_kreisparteitag": "auf einem eurer Kreisparteitage oder der Versammlung, die bei euch an dessen Stelle tritt",
        "zeitraum": "am Samstag, 14., und Sonntag, 15. September 2024", "ort": "Suhl", "erstes": false, "schwerpunkt": "Basisarbeit", "weitergeben_bis": "16. August 2024",
        "anmeldeschluss": "30. August 2024", "anmeldeweg": "example.org", "fahrtkosten": false,
        "unterzeichnet_1_name": "Alex Muster", "unterzeichnet_1_funktion": "Landesvorsitz", "unterzeichnet_2_name": "Toni Probe", "unterzeichnet_2_funktion": "Vorsitz des Landesausschusses",
    }));
    for picture in ["unterschrift_1_bild", "unterschrift_2_bild"] {
        office.insert(picture.to_owned(), Value::Null);
    }
    office
}

fn letter(key: &str, with: &Map<String, Value>) -> Vec<String> {
    let (_, bytes) = BUILTIN.iter().find(|(own, _)| *own == key).unwrap();
    let template =
        Template::compile(key, bytes.to_vec()).unwrap_or_else(|faults| panic!("{}", said(&faults)));
    let letter = template.fill(with).unwrap_or_else(|faults| panic!("{}", said(&faults)));
    for name in fixture::names(&letter) {
        let part = entry(&letter, &name);
        assert!(
            !part.contains("{{") && !part.contains("{%") && !part.contains("{#"),
            "{key}: {name}"
        );
    }
    // kept from breaking, they look like any other blank
    text(&letter).into_iter().map(|line| line.replace('\u{a0}', " ")).collect()
}

/// Words from below the salutation to above the closing.
fn words(letter: &[String]) -> usize {
    let from = letter.iter().position(|line| line.starts_with("Liebe ")).unwrap() + 1;
    let to = letter.iter().position(|line| line.starts_with("Mit solidarischen")).unwrap();
    letter[from..to]
        .iter()
        .flat_map(|line| line.split_whitespace())
        .filter(|word| word.contains(char::is_alphanumeric))
        .count()
}

#[test]
fn the_offer_promises_what_the_resolution_asks_for_and_encloses_its_reply_form() {
    let lines = letter("angebot-bericht", &office());
    let all = lines.join("\n");
    for part in [
        "Rechenschaftsbericht von Landesvorstand und Landesausschuss 2024 – unser Angebot an den Kreisverband Gotha",
        "Liebe Genossinnen und Genossen,",
        "angeregt",
        "Ziffer 1, Zeilen 8–14",
        "Wir bieten euch an, 2024 zu berichten: auf einem eurer Kreisparteitage oder der Versammlung, die bei euch an dessen Stelle tritt, gemeinsam für beide Gremien, persönlich vor Ort und mit anschließender offener Debatte",
        "Alex Muster",
        "Vorsitz des Landesausschusses",
        "Anlage: Antwortbogen",
        "Kreisverband Gotha",
        "dieses Jahr nicht",
    ] {
        assert!(all.contains(part), "{part}\n{all}");
    }
    assert!(words(&lines) <= 120, "{}", words(&lines));
    // a setting nobody has filled in leaves no label behind
    assert!(!all.contains("Unser Zeichen"), "{all}");
}

#[test]
fn the_enquiry_is_no_reprimand() {
    let lines = letter("erinnerung-bericht", &office());
    let all = lines.join("\n");
    assert!(
        all.contains("Unser Angebot vom 22. Januar 2024: Habt ihr schon einen Termin im Blick?")
    );
    assert!(all.contains("liegt der Fehler bei uns"));
    for never in ["Mahnung", "Frist", "spätestens", "Versäumnis", "letztmalig", "leider"] {
        assert!(!all.contains(never), "{never}");
    }
    assert!(words(&lines) <= 120, "{}", words(&lines));
}

#[test]
fn the_invitation_says_only_what_is_settled() {
    let lines = letter("einladung-wochenende", &office());
    let all = lines.join("\n");
    assert!(
        all.contains("am Samstag, 14., und Sonntag, 15. September 2024, führen wir in Suhl"),
        "{all}"
    );
    assert!(all.contains("Schwerpunkt: Basisarbeit."));
    assert!(!all.contains("am Geld") && !all.contains("Am Geld"), "{all}");
    assert!(words(&lines) <= 120, "{}", words(&lines));
    let mut with = office();
    with.insert("erstes".to_owned(), json!(true));
    with.insert("schwerpunkt".to_owned(), Value::Null);
    with.insert("fahrtkosten".to_owned(), json!(true));
    let lines = letter("einladung-wochenende", &with);
    let all = lines.join("\n");
    assert!(all.contains("welche Rollen und Erwartungen") && !all.contains("Schwerpunkt"), "{all}");
    assert!(
        all.contains("am Geld soll es nicht scheitern.")
            && all.contains("Am Geld soll es nicht scheitern:")
    );
    assert!(words(&lines) <= 120, "{}", words(&lines));
}

#[test]
fn a_template_that_drops_a_promise_no_longer_asks_for_it() {
    let (_, bytes) = BUILTIN.iter().find(|(key, _)| *key == "angebot-bericht").unwrap();
    let fields = Template::compile("angebot-bericht", bytes.to_vec()).unwrap().fields();
    for promise in
        ["zusage_gemeinsam", "zusage_praesenz", "zusage_debatte", "zusage_kreisparteitag"]
    {
        assert!(fields.contains(promise), "{promise}");
    }
    let (_, bytes) = BUILTIN.iter().find(|(key, _)| *key == "erinnerung-bericht").unwrap();
    let fields = Template::compile("erinnerung-bericht", bytes.to_vec()).unwrap().fields();
    assert!(!fields.iter().any(|field| field.starts_with("zusage_")));
}
