//! What templates written for docxtpl expect: they are filled as they are, or refused where something would be lost.

use serde_json::json;

use super::fixture::{cell, entry, paragraph, row, table, text};
use super::{fill, filled, refused};

fn lines(lines: &[&str]) -> String {
    lines.iter().map(|line| paragraph(line)).collect()
}

#[test]
fn dashes_at_the_edge_of_a_paragraph_join_it_to_its_neighbour() {
    let content = lines(&[
        "Mein Haus steht ",
        "{%- if stadt -%}",
        "in der Stadt",
        "{%- else -%}",
        "auf dem Land",
        "{%- endif -%}",
        " und ich mag es.",
        "Schluss",
    ]);
    let with = |stadt: bool| json!({"stadt": stadt});
    assert_eq!(
        fill(&content, with(true)),
        ["Mein Haus steht in der Stadt und ich mag es.", "Schluss"]
    );
    assert_eq!(
        fill(&content, with(false)),
        ["Mein Haus steht auf dem Land und ich mag es.", "Schluss"]
    );
    // one side only
    let content = lines(&["Da sind", "{%- for x in liste %} {{ x }}{% endfor %}", "Schluss"]);
    assert_eq!(fill(&content, json!({"liste": [1, 2]})), ["Da sind 1 2", "Schluss"]);
    let content = lines(&["vor", "{% if ja -%}", "eins", "{% endif %}", "nach"]);
    assert_eq!(fill(&content, json!({"ja": true})), ["vor", "eins", "nach"]);
    assert_eq!(fill(&content, json!({"ja": false})), ["vor", "nach"]);
}

#[test]
fn what_cannot_be_joined_stays_apart() {
    // a table before, the end of the cell behind
    let content = [
        table(&[row(&[cell("{%- if ja -%}x{%- endif -%}")])]),
        paragraph("{%- if ja -%}"),
        paragraph("y"),
        paragraph("{%- endif -%}"),
    ]
    .concat();
    let letter = filled(&content, json!({"ja": true}));
    assert!(entry(&letter, "word/document.xml").contains("</w:tbl>"));
    assert!(text(&letter).contains(&"x".to_owned()) && text(&letter).contains(&"y".to_owned()));
    // a section's last paragraph keeps its section
    let section = "<w:p><w:pPr><w:sectPr/></w:pPr><w:r><w:t>Ende</w:t></w:r></w:p>";
    let content = format!("{section}{}{}", paragraph("{%- if ja %}x{% endif %}"), paragraph("z"));
    let letter = filled(&content, json!({"ja": true}));
    assert_eq!(text(&letter), ["Ende", "x", "z"]);
    assert!(entry(&letter, "word/document.xml").contains(section));
}

#[test]
fn a_fault_in_a_joined_paragraph_names_the_paragraph_it_was_joined_to() {
    let content = lines(&["eins", "zwei", "{%- if ja -%}", "{{ fehlt }}", "{%- endif %}"]);
    let said = refused(&content, json!({"ja": true}));
    assert!(said.starts_with("In Absatz 2 („zwei") && said.contains("„fehlt“"), "{said}");
    let said =
        refused(&format!("{content}{}", paragraph("{{ auch }}")), json!({"ja": true, "fehlt": 1}));
    assert!(said.starts_with("In Absatz 6 ("), "{said}");
}

#[test]
fn all_prefixes_are_understood_with_and_without_blanks() {
    for (begin, end) in [
        ("{%p if ja %}", "{%p endif %}"),
        ("{% p if ja %}", "{% p endif %}"),
        ("{%p  if ja%}", "{%p endif%}"),
    ] {
        let content = lines(&["vor", begin, "x", end, "nach"]);
        assert_eq!(fill(&content, json!({"ja": true})), ["vor", "x", "nach"], "{begin}");
        assert_eq!(fill(&content, json!({"ja": false})), ["vor", "nach"], "{begin}");
    }
    let content = paragraph("a{%r if ja %}b{%r endif %}c {{r name }} {{p name}} {{ p }} {{ r }}");
    let with = json!({"ja": true, "name": "N", "p": 1, "r": 2});
    assert_eq!(fill(&content, with), ["abc N N 1 2"]);
    for (begin, end) in [
        ("{%tr for x in liste %}", "{%tr endfor %}"),
        ("{% tr for x in liste %}", "{% tr endfor %}"),
    ] {
        let content = table(&[row(&[cell(begin)]), row(&[cell("{{ x }}")]), row(&[cell(end)])]);
        assert_eq!(fill(&content, json!({"liste": [1, 2]})), ["1", "2", ""], "{begin}");
    }
    for (begin, end) in [
        ("{%tc for x in liste %}", "{%tc endfor %}"),
        ("{% tc for x in liste %}", "{% tc endfor %}"),
    ] {
        let content = table(&[row(&[cell("Kopf"), cell(begin), cell("{{ x }}"), cell(end)])]);
        let letter = filled(&content, json!({"liste": [1, 2, 3]}));
        assert_eq!(text(&letter), ["Kopf", "1", "2", "3", ""], "{begin}");
        assert_eq!(entry(&letter, "word/document.xml").matches("<w:tc>").count(), 4);
    }
}

#[test]
fn filters_that_escape_change_nothing_for_every_value_is_escaped() {
    let content = paragraph("{{ x|e }} {{ x | escape }} {{ x|safe }}");
    assert_eq!(fill(&content, json!({"x": "A & <B>"})), ["A & <B> A & <B> A & <B>"]);
    let said = refused(&paragraph("{{ x.upper() }}"), json!({"x": "a"}));
    assert!(said.contains("„{{ x.upper() }}“ ruft etwas auf, das es nicht gibt"), "{said}");
}

#[test]
fn what_only_docxtpl_can_do_is_refused_with_its_paragraph() {
    for tag in [
        "{% cellbg farbe %}",
        "{% colspan 2 %}",
        "{% hm %}",
        "{% vm %}",
        "{% raw %}",
        "{% include 'x' %}",
        "{% with x = 1 %}",
        "{% break %}",
    ] {
        let said = refused(&lines(&["vor", tag]), json!({"farbe": "rot"}));
        assert!(
            said.starts_with("In Absatz 2 (") && said.contains("gibt es nicht. Bekannt sind if"),
            "{said}"
        );
    }
}
