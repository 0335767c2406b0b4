//! Content controls, text boxes and what the settings protect.

use beschlusskontrolle::word::Template;
use serde_json::json;

use super::fixture::{body, entry, package_with, paragraph, values};
use super::{fill, filled};

const BOUND: &str = "<w:alias w:val=\"Ort\"/><w:id w:val=\"77\"/><w:showingPlcHdr/><w:dataBinding w:xpath=\"/a\" w:storeItemID=\"{1}\"/><w15:dataBinding w:xpath=\"/a\"/><w:text/>";

fn control(properties: &str, content: &str) -> String {
    format!("<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>")
}

#[test]
fn a_filled_content_control_is_no_longer_bound_to_data_or_shown_as_empty() {
    let inline = format!("<w:p>{}</w:p>", control(BOUND, "<w:r><w:t>{{ ort }}</w:t></w:r>"));
    let block = control(BOUND, &paragraph("{{ ort }}"));
    for content in [inline, block] {
        // one that no tag stands in keeps all it has
        let other = control(BOUND, &paragraph("bleibt"));
        let xml = entry(
            &filled(&format!("{content}{other}"), json!({"ort": "Suhl"})),
            "word/document.xml",
        );
        assert_eq!(
            (xml.matches("dataBinding").count(), xml.matches("showingPlcHdr").count()),
            (2, 1),
            "{xml}"
        );
        assert!(xml.contains(&other), "{xml}");
        assert!(xml.contains("<w:alias w:val=\"Ort\"/><w:id w:val=\"77\"/><w:text/>"), "{xml}");
    }
}

#[test]
fn content_controls_that_a_loop_repeats_have_their_own_ids() {
    let content = [
        paragraph("{% for x in liste %}"),
        control("<w:id w:val=\"1\"/>", &paragraph("{{ x }}")),
        paragraph("{% endfor %}"),
        control("<w:id w:val=\"2\"/>", &paragraph("y")),
    ]
    .concat();
    let xml = entry(&filled(&content, json!({"liste": [1, 2, 3]})), "word/document.xml");
    let ids: Vec<&str> =
        xml.split("<w:id w:val=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert_eq!(ids, ["1", "3", "4", "2"]);
}

#[test]
fn both_copies_of_a_text_box_are_filled_and_a_fault_in_them_is_said_once() {
    let text_box = |text: &str| {
        let inner = format!("<w:txbxContent>{}</w:txbxContent>", paragraph(text));
        format!(
            "<w:p><w:r><mc:AlternateContent xmlns:mc=\"mc\"><mc:Choice Requires=\"wps\"><w:drawing><wp:inline><wp:docPr id=\"1\" name=\"x\"/>{inner}</wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict>{inner}</w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>außen {{{{ ort }}}}</w:t></w:r></w:p>"
        )
    };
    let xml = entry(
        &filled(
            &text_box("{% if ja %}An {{ ort }}{% endif %}"),
            json!({"ja": true, "ort": "A & B"}),
        ),
        "word/document.xml",
    );
    let boxes: Vec<&str> = xml.split("<w:txbxContent>").skip(1).collect();
    assert_eq!(boxes.len(), 2);
    assert!(boxes.iter().all(|own| own.contains("A &amp; B")), "{xml}");
    assert!(xml.contains("außen A &amp; B") && !xml.contains("{{"), "{xml}");
    let said = super::refused(&text_box("{{ fehlt }}"), json!({"ort": 1}));
    assert_eq!(said.lines().count(), 1, "{said}");
    // a box that becomes empty keeps a paragraph
    let empty = ["{%p if nein %}", "x", "{%p endif %}"].map(paragraph).concat();
    let content =
        format!("<w:p><w:r><w:pict><w:txbxContent>{empty}</w:txbxContent></w:pict></w:r></w:p>");
    let xml = entry(&filled(&content, json!({"nein": false})), "word/document.xml");
    assert!(xml.contains("<w:txbxContent><w:p/></w:txbxContent>"), "{xml}");
}

#[test]
fn a_protected_document_stays_protected() {
    let settings = "<w:settings xmlns:w=\"w\"><w:documentProtection w:edit=\"forms\" w:enforcement=\"1\"/></w:settings>";
    let template = package_with(&body(&paragraph("{{ x }}")), "settings", settings);
    let letter =
        Template::compile("Probe", template).unwrap().fill(&values(&json!({"x": 1}))).unwrap();
    assert_eq!(entry(&letter, "word/settings.xml"), settings);
}

#[test]
fn a_block_may_stand_around_a_content_control_but_not_begin_in_it() {
    let content = [
        paragraph("{% if ja %}"),
        control("", &paragraph("{{ x }}")),
        paragraph("{% endif %}"),
        paragraph("z"),
    ]
    .concat();
    assert_eq!(fill(&content, json!({"ja": true, "x": 1})), ["1", "z"]);
    assert_eq!(fill(&content, json!({"ja": false, "x": 1})), ["z"]);
    let content = [control("", &paragraph("{% if ja %}")), paragraph("{% endif %}")].concat();
    assert!(super::refused(&content, json!({"ja": true})).contains("in denselben Bereich"));
}
