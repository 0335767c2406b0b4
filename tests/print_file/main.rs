//! The print file: many letters in one Word file, each as it is alone.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::allow_attributes,
    clippy::string_slice,
    clippy::format_push_string,
    clippy::case_sensitive_file_extension_comparisons,
    dead_code,
    reason = "a test may stop loudly"
)]

mod command;
#[path = "../word/fixture.rs"]
mod fixture;
mod pages;
mod sound;
mod template;

use std::collections::BTreeSet;
use std::io::Cursor;

use beschlusskontrolle::letters::templates::BUILTIN;
use beschlusskontrolle::word::{Fault, Picture, Pictures, Sides, Template};
use fixture::{cell, entry, names, paragraph, row, table, values};
use serde_json::{Value, json};
use sound::{all_values, sound};
use template::{END, File, W, field, page_of_pages};

const LOGO: &[u8] = include_bytes!("../../samples/Logo.png");

#[track_caller]
fn compile(file: Vec<u8>) -> Template {
    Template::compile("Probe", file).unwrap_or_else(|faults| panic!("{}", said(&faults)))
}

fn said(faults: &[Fault]) -> String {
    faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[track_caller]
fn printed_with(template: &Template, letters: &[(Value, Pictures)], sides: Sides) -> Vec<u8> {
    let mut print = template.print_file(Cursor::new(Vec::new()), sides).unwrap();
    for (letter, pictures) in letters {
        print.add(&values(letter), pictures).unwrap_or_else(|faults| panic!("{}", said(&faults)));
    }
    assert_eq!(print.letters(), letters.len());
    let file = print.finish().unwrap_or_else(|faults| panic!("{}", said(&faults))).into_inner();
    sound(&file);
    file
}

#[track_caller]
fn printed(template: &Template, letters: &[Value]) -> Vec<u8> {
    let letters: Vec<_> = letters.iter().map(|own| (own.clone(), Pictures::new())).collect();
    printed_with(template, &letters, Sides::Single)
}

#[track_caller]
fn document(template: &File, letters: &[Value]) -> String {
    entry(&printed(&compile(template.bytes()), letters), "word/document.xml")
}

fn two() -> [Value; 2] {
    [json!({"ort": "Gotha"}), json!({"ort": "Jena"})]
}

#[test]
fn each_letter_is_a_section_that_begins_a_page_and_counts_from_one() {
    let xml = document(&File::new(&paragraph("An {{ ort }}")), &two());
    let section = format!(
        "<w:sectPr><w:type w:val=\"nextPage\"/>{END}<w:pgNumType w:start=\"1\"/></w:sectPr>"
    );
    assert!(xml.ends_with(&format!(
        "<w:body><w:p><w:pPr>{section}</w:pPr><w:r><w:t xml:space=\"preserve\">An Gotha</w:t></w:r></w:p><w:p><w:r><w:t xml:space=\"preserve\">An Jena</w:t></w:r></w:p>{section}</w:body></w:document>"
    )), "{xml}");
}

#[test]
fn for_printing_on_both_sides_each_letter_begins_on_a_front_page() {
    let template = compile(File::new(&paragraph("An {{ ort }}")).bytes());
    let letters = two().map(|own| (own, Pictures::new()));
    let xml = entry(&printed_with(&template, &letters, Sides::Double), "word/document.xml");
    assert_eq!(xml.matches("<w:type w:val=\"oddPage\"/>").count(), 2);
    assert!(!xml.contains("nextPage"));
}

#[test]
fn the_section_ends_in_the_last_paragraph_however_that_is_written() {
    for (last, expected) in [
        ("<w:p/>", "<w:p><w:pPr><w:sectPr>"),
        ("<w:p><w:pPr/></w:p>", "<w:p><w:pPr><w:sectPr>"),
        ("<w:p><w:pPr><w:keepNext/></w:pPr></w:p>", "<w:p><w:pPr><w:keepNext/><w:sectPr>"),
        (
            "<w:p w:rsidR=\"00A\"><w:pPr><w:jc w:val=\"left\"/><w:pPrChange w:id=\"7\" w:author=\"a\"><w:pPr/></w:pPrChange></w:pPr></w:p>",
            "<w:p w:rsidR=\"00A\"><w:pPr><w:jc w:val=\"left\"/><w:sectPr>",
        ),
        ("<w:p w14:paraId=\"1A\"/>", "<w:p><w:pPr><w:sectPr>"),
    ] {
        let xml = document(&File::new(&format!("{}{last}", paragraph("An {{ ort }}"))), &two());
        assert!(xml.contains(expected), "{last}: {xml}");
        assert_eq!(
            xml.matches("<w:p>").count()
                + xml.matches("<w:p ").count()
                + xml.matches("<w:p/>").count(),
            4,
            "{xml}"
        );
    }
}

#[test]
fn behind_a_table_the_section_ends_in_a_paragraph_of_one_point() {
    let table = table(&[row(&[cell("{{ ort }}")])]);
    let table = table.strip_suffix("<w:p/>").unwrap();
    let xml = document(&File::new(table), &two());
    assert_eq!(xml.matches("<w:sz w:val=\"2\"/>").count(), 1, "{xml}");
    assert_eq!(xml.matches("<w:sectPr>").count(), 2);
    // where the table of another letter has no rows, that letter has a paragraph of its own
    let rows = format!(
        "<w:tbl><w:tblPr/><w:tblGrid/>{}</w:tbl>",
        row(&[cell("{% for z in zeilen %}{{ z }}"), cell("{% endfor %}")])
    );
    let xml = document(&File::new(&rows), &[json!({"zeilen": []}), json!({"zeilen": ["a"]})]);
    assert_eq!(xml.matches("<w:sectPr>").count(), 2, "{xml}");
}

#[test]
fn a_letter_that_begins_with_something_floating_holds_its_section_in_a_paragraph_of_one_point() {
    let floating = "<w:tbl><w:tblPr><w:tblpPr w:tblpY=\"2551\"/></w:tblPr><w:tblGrid/><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>";
    let frame = "<w:p><w:pPr><w:framePr w:w=\"1\"/></w:pPr></w:p>";
    let control = format!("<w:sdt><w:sdtContent>{floating}</w:sdtContent></w:sdt>");
    for (begin, low) in [(floating, 1), (frame, 1), (control.as_str(), 1), ("<w:p/>", 0)] {
        let content = format!("{begin}{}{}", paragraph("An {{ ort }}"), paragraph("Gruß"));
        let xml = document(&File::new(&content), &two());
        assert_eq!(xml.matches("<w:sz w:val=\"2\"/>").count(), low, "{begin}: {xml}");
    }
}

#[test]
fn with_a_floating_table_the_section_does_not_end_right_behind_a_table() {
    let floating = "<w:tbl><w:tblPr><w:tblpPr w:tblpY=\"2551\"/></w:tblPr><w:tblGrid/><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>";
    let end = table(&[row(&[cell("{{ ort }}")])]);
    for (begin, end, low) in [
        (format!("<w:p/>{floating}<w:p/>"), end.as_str(), 1),
        (format!("<w:p/>{floating}<w:p/>"), end.strip_suffix("<w:p/>").unwrap(), 2),
        ("<w:p/>".to_owned(), end.as_str(), 0),
    ] {
        let xml = document(&File::new(&format!("{begin}{end}")), &two());
        assert_eq!(xml.matches("<w:sz w:val=\"2\"/>").count(), low, "{begin}{end}: {xml}");
    }
}

#[test]
fn what_must_be_unique_is_so_across_all_letters() {
    let content = [
        "<w:bookmarkStart w:id=\"3\" w:name=\"Ein_sehr_langer_Name_fuer_eine_Textmarke\"/>",
        "<w:p w14:paraId=\"1A\" w14:textId=\"1B\"><w:r><w:t>{{ ort }}</w:t></w:r><w:bookmarkEnd w:id=\"3\"/><w:bookmarkStart w:id=\"0\" w:name=\"_GoBack\"/><w:bookmarkEnd w:id=\"0\"/></w:p>",
        "<w:p><w:hyperlink w:anchor=\"Ein_sehr_langer_Name_fuer_eine_Textmarke\"><w:r><w:t>oben</w:t></w:r></w:hyperlink></w:p>",
        "<w:p><w:r><w:drawing><wp:inline><wp:docPr id=\"9\" name=\"a\"/></wp:inline></w:drawing></w:r></w:p>",
        "<w:p><w:ins w:id=\"4\" w:author=\"a\"><w:r><w:t>neu</w:t></w:r></w:ins></w:p>",
        "<w:sdt><w:sdtPr><w:id w:val=\"-77\"/></w:sdtPr><w:sdtContent><w:p/></w:sdtContent></w:sdt>",
        "<w:p><w:r><w:pict><v:shapetype id=\"_x0000_t75\"/><v:shape id=\"Form\" o:spid=\"_x0000_s1026\" type=\"#_x0000_t75\"/></w:pict></w:r></w:p>",
        "<w:p><w:permStart w:id=\"5\" w:edGrp=\"everyone\"/><w:permEnd w:id=\"5\"/></w:p>",
    ]
    .concat();
    let link = field("REF Ein_sehr_langer_Name_fuer_eine_Textmarke \\h", "hier");
    let content = format!("{content}<w:p>{link}</w:p>");
    let xml = document(&File::new(&content), &two());
    assert!(!xml.contains("w14:paraId") && !xml.contains("w14:textId") && !xml.contains("_GoBack"));
    let names = all_values(&xml, "<w:bookmarkStart ", "w:name");
    assert_eq!(
        names,
        ["Ein_sehr_langer_Name_fuer_eine_Textma_B1", "Ein_sehr_langer_Name_fuer_eine_Textma_B2"]
    );
    assert_eq!(all_values(&xml, "<w:hyperlink ", "w:anchor"), names);
    for name in &names {
        assert!(name.len() <= 40 && xml.contains(&format!("REF {name} \\h")), "{xml}");
    }
    assert_eq!(
        all_values(&xml, "<w:bookmarkEnd ", "w:id"),
        all_values(&xml, "<w:bookmarkStart ", "w:id")
    );
    assert_eq!(all_values(&xml, "<w:permEnd ", "w:id"), all_values(&xml, "<w:permStart ", "w:id"));
    assert!(xml.contains("<v:shape id=\"Form_B2\" type=\"#_x0000_t75_B2\"/>"), "{xml}");
}

#[test]
fn a_reference_to_a_bookmark_is_found_although_word_has_split_it() {
    let bookmark = "<w:bookmarkStart w:id=\"1\" w:name=\"Ziel\"/><w:r><w:t>{{ ort }}</w:t></w:r><w:bookmarkEnd w:id=\"1\"/>";
    let instruction = "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> PAGER</w:instrText></w:r><w:r><w:instrText>EF Zi</w:instrText></w:r><w:r><w:instrText>el \\h </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>";
    let link = "<w:fldSimple w:instr=\" HYPERLINK \\l &quot;Ziel&quot; \"><w:r><w:t>dort</w:t></w:r></w:fldSimple>";
    let xml = document(&File::new(&format!("<w:p>{bookmark}{instruction}{link}</w:p>")), &two());
    for letter in ["Ziel_B1", "Ziel_B2"] {
        assert!(xml.contains(&format!("> PAGEREF {letter} \\h </w:instrText>")), "{xml}");
        assert!(
            xml.contains(&format!("w:instr=\" HYPERLINK \\l &quot;{letter}&quot; \"")),
            "{xml}"
        );
    }
}

#[test]
fn the_number_of_pages_is_that_of_the_letter() {
    let content = format!("{}<w:p>{}</w:p>", paragraph("{{ ort }}"), field("NUMPAGES", "1"));
    let footer = page_of_pages("");
    let file = File::new(&content).with("footer", "fuss", "default", &footer);
    let template = compile(file.bytes());
    let print = printed(&template, &two());
    let xml = entry(&print, "word/document.xml");
    assert_eq!(all_values(&xml, "<w:bookmarkStart ", "w:name"), ["_B1", "_B2"]);
    assert!(
        xml.contains(" PAGEREF _B1 \\* Arabic  ") && xml.contains(" PAGEREF _B2 \\* Arabic  "),
        "{xml}"
    );
    let footers: Vec<_> = names(&print).into_iter().filter(|name| name.contains("fuss")).collect();
    assert_eq!(footers, ["word/fuss_1.xml", "word/fuss_2.xml"]);
    for (n, name) in footers.iter().enumerate() {
        let part = entry(&print, name);
        assert!(part.contains(&format!("PAGEREF _B{} ", n + 1)) && !part.contains("NUMPAGES"));
        assert!(part.contains(" w:dirty=\"true\""), "Word counts anew when it opens the file");
    }
    // a template that begins to count anew in between has no such number
    let section = "<w:p><w:pPr><w:sectPr/></w:pPr></w:p>";
    let mut file = File::new(&format!("{section}{content}"));
    file.section = "<w:pgNumType w:start=\"1\"/>".to_owned();
    let faults =
        compile(file.bytes()).print_file(Cursor::new(Vec::new()), Sides::Single).unwrap_err();
    assert!(said(&faults).contains("Vorlage „Probe“: Die Vorlage nennt die Zahl der Seiten"));
}

#[test]
fn headers_are_shared_unless_they_differ_and_bring_their_logo() {
    let logo = Picture::within(60.0, 24.0, LOGO, "Logo").unwrap();
    let pictures: Pictures = [("logo".to_owned(), logo)].into();
    let file = File::new(&paragraph("An {{ ort }}"))
        .with("header", "kopf", "default", &paragraph("{{ logo }} {{ zeichen }}"))
        .with("header", "fest", "first", &paragraph("immer gleich"))
        .with("footer", "fuss", "default", &paragraph("{{ ort }}"));
    let template = compile(file.bytes());
    let letters = [("Gotha", "A"), ("Jena", "A"), ("Gotha", "B")]
        .map(|(ort, zeichen)| (json!({"ort": ort, "zeichen": zeichen}), pictures.clone()));
    let print = printed_with(&template, &letters, Sides::Single);
    let mut parts = names(&print);
    parts.retain(|name| name.starts_with("word/") && !name.contains("document"));
    assert_eq!(
        parts,
        [
            "word/fest.xml",
            "word/media/bild1.png",
            "word/kopf_1.xml",
            "word/_rels/kopf_1.xml.rels",
            "word/fuss_1.xml",
            "word/fuss_2.xml",
            "word/kopf_2.xml",
            "word/_rels/kopf_2.xml.rels",
        ]
    );
    let xml = entry(&print, "word/document.xml");
    let footers = all_values(&xml, "<w:footerReference ", "r:id");
    assert_eq!(footers[0], footers[2]);
    assert_ne!(footers[0], footers[1]);
    let headers = all_values(&xml, "<w:headerReference w:type=\"default\" ", "r:id");
    assert_eq!(headers.iter().collect::<BTreeSet<_>>().len(), 2);
    assert_eq!(
        all_values(&xml, "<w:headerReference w:type=\"first\" ", "r:id")
            .iter()
            .collect::<BTreeSet<_>>()
            .len(),
        1
    );
}

#[test]
fn a_first_section_without_header_does_not_show_that_of_the_letter_before() {
    let file = File::new(&format!(
        "<w:p><w:pPr><w:sectPr>{END}</w:sectPr></w:pPr></w:p>{}",
        paragraph("{{ ort }}")
    ))
    .with("header", "kopf", "default", &paragraph("Anlage"));
    let print = printed(&compile(file.bytes()), &two());
    let xml = entry(&print, "word/document.xml");
    let all = all_values(&xml, "<w:headerReference ", "r:id");
    assert_eq!(all, ["rIdBriefheader", "rId10", "rIdBriefheader", "rId10"], "{xml}");
    assert!(entry(&print, "word/rIdBriefheader.xml").contains("<w:hdr "));
    // only the first section of a letter begins a page and counts anew
    assert_eq!(xml.matches("<w:pgNumType w:start=\"1\"/>").count(), 2);
}

#[test]
fn each_letter_has_its_own_footnotes() {
    let reference =
        "<w:r><w:footnoteReference w:id=\"2\"/></w:r><w:r><w:footnoteReference w:id=\"3\"/></w:r>";
    let notes = format!(
        "<w:footnotes {W}><w:footnote w:type=\"separator\" w:id=\"-1\"><w:p/></w:footnote><w:footnote w:type=\"continuationSeparator\" w:id=\"0\"><w:p/></w:footnote><w:footnote w:id=\"2\">{}</w:footnote><w:footnote w:id=\"3\">{}</w:footnote><w:footnote w:id=\"4\">{}</w:footnote></w:footnotes>",
        paragraph("zu {{ ort }}"),
        paragraph("fest"),
        paragraph("ohne Verweis")
    );
    let file = File::new(&format!("<w:p><w:r><w:t>x</w:t></w:r>{reference}</w:p>")).with_part(
        "footnotes",
        "footnotes",
        &notes,
    );
    let print = printed(&compile(file.bytes()), &two());
    let xml = entry(&print, "word/document.xml");
    assert_eq!(all_values(&xml, "<w:footnoteReference ", "w:id"), ["1", "2", "3", "4"]);
    assert_eq!(
        xml.matches("<w:footnotePr><w:numRestart w:val=\"eachSect\"/></w:footnotePr>").count(),
        2
    );
    let notes = entry(&print, "word/footnotes.xml");
    assert_eq!(notes.matches("<w:footnote ").count(), 6, "{notes}");
    for (id, text) in [(1, "zu Gotha"), (2, "fest"), (3, "zu Jena"), (4, "fest")] {
        let own = notes.split(&format!("w:id=\"{id}\">")).nth(1).unwrap();
        assert!(own.split("</w:footnote>").next().unwrap().contains(text), "{id}: {notes}");
    }
    assert!(!notes.contains("ohne Verweis"));
}

#[test]
fn endnotes_stand_at_the_end_of_their_letter() {
    let notes = format!(
        "<w:endnotes {W}><w:endnote w:id=\"1\">{}</w:endnote></w:endnotes>",
        paragraph("{{ ort }}")
    );
    let content = "<w:p><w:r><w:endnoteReference w:id=\"1\"/></w:r></w:p><w:p><w:pPr><w:sectPr/></w:pPr></w:p><w:p/>";
    let settings = format!("<w:settings {W}><w:zoom w:percent=\"100\"/><w:compat/></w:settings>");
    let file = File::new(content)
        .with_part("endnotes", "endnotes", &notes)
        .with_part("settings", "settings", &settings);
    let print = printed(&compile(file.bytes()), &two());
    assert!(
        entry(&print, "word/settings.xml")
            .contains("<w:endnotePr><w:pos w:val=\"sectEnd\"/></w:endnotePr><w:compat/>")
    );
    let xml = entry(&print, "word/document.xml");
    assert_eq!(xml.matches("<w:noEndnote/>").count(), 2, "{xml}");
    assert_eq!(xml.matches("<w:sectPr>").count(), 4);
}

#[test]
fn comments_stay_at_their_letter() {
    let comments = format!(
        "<w:comments {W}><w:comment w:id=\"5\" w:author=\"a\">{}</w:comment></w:comments>",
        paragraph("bitte prüfen")
    );
    let content = "<w:p><w:commentRangeStart w:id=\"5\"/><w:r><w:t>{{ ort }}</w:t></w:r><w:commentRangeEnd w:id=\"5\"/><w:r><w:commentReference w:id=\"5\"/></w:r></w:p>";
    let print = printed(
        &compile(File::new(content).with_part("comments", "comments", &comments).bytes()),
        &two(),
    );
    let xml = entry(&print, "word/document.xml");
    for place in ["<w:commentRangeStart ", "<w:commentRangeEnd ", "<w:commentReference "] {
        assert_eq!(all_values(&xml, place, "w:id"), ["0", "1"]);
    }
    assert_eq!(all_values(&entry(&print, "word/comments.xml"), "<w:comment ", "w:id"), ["0", "1"]);
}

#[test]
fn numbered_lists_begin_anew_in_each_letter_and_bullets_are_left_alone() {
    let item = |list: u32, text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"{list}\"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let level = |number: u32, format: &str, style: &str| {
        format!(
            "<w:abstractNum w:abstractNumId=\"{number}\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/>{style}</w:lvl></w:abstractNum>"
        )
    };
    let numbering = format!(
        "<w:numbering {W}>{}{}{}<w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num><w:num w:numId=\"2\"><w:abstractNumId w:val=\"1\"/></w:num><w:num w:numId=\"3\"><w:abstractNumId w:val=\"2\"/></w:num></w:numbering>",
        level(0, "decimal", ""),
        level(1, "bullet", ""),
        level(2, "decimal", "<w:pStyle w:val=\"Punkt\"/>")
    );
    let styles = format!(
        "<w:styles {W}><w:style w:type=\"paragraph\" w:styleId=\"Punkt\"><w:pPr><w:numPr><w:numId w:val=\"3\"/></w:numPr></w:pPr></w:style><w:style w:type=\"paragraph\" w:styleId=\"Unterpunkt\"><w:basedOn w:val=\"Punkt\"/></w:style></w:styles>"
    );
    let styled = "<w:p><w:pPr><w:pStyle w:val=\"Unterpunkt\"/><w:keepNext/><w:spacing w:after=\"0\"/></w:pPr><w:r><w:t>Stil</w:t></w:r></w:p>";
    let content = [
        item(1, "{{ ort }}"),
        item(1, "fest"),
        item(2, "Strich"),
        styled.to_owned(),
        paragraph("{% for w in worte %}"),
        item(1, "{{ w }}"),
        item(1, "noch"),
        paragraph("{% endfor %}"),
    ]
    .concat();
    let file = File::new(&content)
        .with_part("numbering", "numbering", &numbering)
        .with_part("styles", "styles", &styles);
    let letters =
        [json!({"ort": "Gotha", "worte": ["a", "b"]}), json!({"ort": "Jena", "worte": ["a"]})];
    let print = printed(&compile(file.bytes()), &letters);
    let xml = entry(&print, "word/document.xml");
    assert_eq!(
        all_values(&xml, "<w:numId ", "w:val"),
        ["1", "1", "2", "1", "1", "4", "4", "5", "5", "2", "6", "5", "5"],
        "{xml}"
    );
    assert!(xml.contains(
        "<w:keepNext/><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"6\"/></w:numPr><w:spacing"
    ));
    let numbering = entry(&print, "word/numbering.xml");
    for (new, like) in [(4, 0), (5, 0), (6, 2)] {
        assert!(numbering.contains(&format!("<w:num w:numId=\"{new}\"><w:abstractNumId w:val=\"{like}\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"1\"/>")), "{numbering}");
    }
}

#[test]
fn a_letter_with_a_fault_adds_nothing_and_a_file_without_letters_is_none() {
    let template = compile(File::new(&paragraph("An {{ ort }}")).bytes());
    let mut print = template.print_file(Cursor::new(Vec::new()), Sides::Single).unwrap();
    assert!(print.add(&values(&json!({"Ortt": "x"})), &Pictures::new()).is_err());
    assert_eq!(print.letters(), 0);
    assert!(said(&print.finish().unwrap_err()).contains("Ohne Briefe gibt es keinen Sammeldruck."));
    let mut print = template.print_file(Cursor::new(Vec::new()), Sides::Single).unwrap();
    let with = |ort: &str| values(&json!({"ort": ort}));
    print.add(&with("Gotha"), &Pictures::new()).unwrap();
    assert!(print.add(&values(&json!({})), &Pictures::new()).is_err());
    print.add(&with("Jena"), &Pictures::new()).unwrap();
    let file = print.finish().unwrap().into_inner();
    assert_eq!(file, printed(&template, &two()));
}

#[test]
fn the_title_of_the_file_is_nobodys() {
    let file =
        fixture::package_titled(&fixture::body(&paragraph("An {{ ort }}")), "Brief an {{ ort }}");
    let print = printed(&compile(file), &two());
    let core = entry(&print, "docProps/core.xml");
    assert!(core.contains("<dc:title>Sammeldruck Probe</dc:title>"), "{core}");
}

#[test]
fn every_starter_letter_makes_a_sound_print_file() {
    let logo = Picture::within(60.0, 24.0, LOGO, "Logo").unwrap();
    let pictures: Pictures = [("logo".to_owned(), logo)].into();
    for (key, bytes) in BUILTIN {
        let template = Template::compile(key, bytes.to_vec()).unwrap();
        let letters: Vec<_> = ["Gotha", "Jena", "Gotha"]
            .map(|ort| (template::starter_values(&template, ort), pictures.clone()))
            .into();
        let print = printed_with(&template, &letters, Sides::Single);
        let xml = entry(&print, "word/document.xml");
        let sections = entry(bytes, "word/document.xml").matches("<w:sectPr").count();
        assert_eq!(xml.matches("<w:sectPr").count(), 3 * sections, "{key}");
        assert_eq!(
            print,
            printed_with(&template, &letters, Sides::Single),
            "{key}: the same bytes"
        );
        for name in names(&print).iter().filter(|name| name.ends_with(".xml")) {
            assert!(!entry(&print, name).contains("{{"), "{key}: {name}");
        }
    }
}
