//! Word's own merge fields: documents made for a Serienbrief are filled as they are.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::allow_attributes,
    clippy::needless_pass_by_value,
    dead_code,
    reason = "a test may stop loudly"
)]

#[path = "word/fixture.rs"]
mod fixture;

use beschlusskontrolle::word::{Fault, Template};
use fixture::{body, entry, package, paragraph, text, values};
use serde_json::{Value, json};

fn said(faults: &[Fault]) -> String {
    faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[track_caller]
fn filled(content: &str, with: Value) -> Vec<u8> {
    Template::compile("Probe", package(content))
        .and_then(|template| template.fill(&values(&with)))
        .unwrap_or_else(|faults| panic!("{}", said(&faults)))
}

#[track_caller]
fn fill(content: &str, with: Value) -> Vec<String> {
    text(&filled(content, with))
}

#[track_caller]
fn refused(content: &str) -> String {
    match Template::compile("Probe", package(content)) {
        Ok(_) => panic!("accepted"),
        Err(faults) => said(&faults),
    }
}

fn mark(kind: &str) -> String {
    format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>")
}

fn code(text: &str) -> String {
    let text = text.replace('<', "&lt;").replace('>', "&gt;");
    format!("<w:r><w:instrText xml:space=\"preserve\">{text}</w:instrText></w:r>")
}

/// A field as Word writes it; `code` may hold other fields.
fn around(code: &str, result: &str) -> String {
    let result = format!("<w:r><w:rPr><w:b/></w:rPr><w:t>{result}</w:t></w:r>");
    [mark("begin"), code.to_owned(), mark("separate"), result, mark("end")].concat()
}

fn field(instruction: &str) -> String {
    around(&code(&format!(" {instruction} ")), "«Ergebnis»")
}

fn of(content: &str) -> String {
    format!("<w:p>{content}</w:p>")
}

fn plain(text: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

#[test]
fn simple_and_complex_fields_become_their_value_in_the_format_of_their_result() {
    let simple = "<w:fldSimple w:instr=\" MERGEFIELD Ort \\* MERGEFORMAT \"><w:r><w:rPr><w:b/></w:rPr><w:t>«Ort»</w:t></w:r></w:fldSimple>";
    let split = [
        mark("begin"),
        code(" MERGE"),
        "<w:proofErr w:type=\"spellStart\"/>".to_owned(),
        code("FIELD O"),
        code("rt \\* MER"),
        code("GEFORMAT "),
        mark("separate"),
        "<w:r><w:rPr><w:b/></w:rPr><w:t>«O</w:t></w:r><w:r><w:t>rt»</w:t></w:r>".to_owned(),
        mark("end"),
    ]
    .concat();
    let one_run = "<w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\"></w:t><w:fldChar w:fldCharType=\"begin\"/><w:instrText>MERGEFIELD Ort</w:instrText><w:fldChar w:fldCharType=\"end\"/></w:r>";
    for own in
        [simple, &split, &field("MERGEFIELD Ort"), &field("SERIENDRUCKFELD \"Ort\""), one_run]
    {
        let letter = filled(
            &of(&[plain("An "), own.to_owned(), plain("!")].concat()),
            json!({"ort": "Köln & <Bonn>"}),
        );
        assert_eq!(text(&letter), ["An Köln & <Bonn>!"], "{own}");
        let xml = entry(&letter, "word/document.xml");
        assert!(!xml.contains("fldChar") && !xml.contains("instrText"), "{xml}");
        assert!(xml.contains("<w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">Köln"), "{xml}");
    }
    // the separator may be missing
    let bare = [mark("begin"), code("MERGEFIELD Ort"), mark("end")].concat();
    assert_eq!(fill(&of(&bare), json!({"Ort": "Gotha"})), ["Gotha"]);
}

#[test]
fn names_are_found_as_word_and_people_write_them() {
    let with =
        json!({"Name des Kreisverbands": "Gotha", "Straße": "Am Markt", "Tel. (dienstlich)": "1"});
    for (instruction, value) in [
        ("MERGEFIELD Name_des_Kreisverbands", "Gotha"),
        ("MERGEFIELD \"Name des Kreisverbands\"", "Gotha"),
        ("MERGEFIELD „Name des Kreisverbands“", "Gotha"),
        ("mergefield Name des Kreisverbands \\* MERGEFORMAT", "Gotha"),
        ("MERGEFIELD STRASSE", "Am Markt"),
        ("MERGEFIELD Tel_dienstlich", "1"),
    ] {
        assert_eq!(fill(&of(&field(instruction)), with.clone()), [value], "{instruction}");
    }
    assert_eq!(fill(&paragraph("{{ Tel. (dienstlich) }}"), with), ["1"]);
}

#[test]
fn switches_write_capitals_texts_dates_and_numbers_in_german() {
    let with = json!({
        "name": "anna maria", "leer": "", "tag": "2024-03-05 09:07", "betrag": 1234.5, "null": 0, "minus": -7,
    });
    for (instruction, value) in [
        ("name \\* Upper", "ANNA MARIA"),
        ("name \\* FirstCap", "Anna maria"),
        ("name \\* Caps \\* MERGEFORMAT", "Anna Maria"),
        ("name \\b \"Frau \" \\f \", \"", "Frau anna maria, "),
        ("leer \\b \"Frau \" \\f \", \"", ""),
        ("tag \\@ \"dd.MM.yyyy\"", "05.03.2024"),
        ("tag \\@ \"TT.MM.JJJJ\"", "05.03.2024"),
        ("tag \\@ \"dddd, d. MMMM yyyy\"", "Dienstag, 5. März 2024"),
        ("tag \\@ \"ddd d. MMM yy, HH:mm 'Uhr'\"", "Di 5. Mär 24, 09:07 Uhr"),
        ("leer \\@ \"dd.MM.yyyy\"", ""),
        ("betrag \\# \"#.##0,00 €\"", "1.234,50 €"),
        ("betrag \\# \"#,##0.00\"", "1.234,50"),
        ("betrag \\# 0", "1235"),
        ("betrag \\# \"#.##0,0#\"", "1.234,5"),
        ("null \\# \"0,00;-0,00;'keiner'\"", "keiner"),
        ("minus \\# \"0,00\"", "-7,00"),
    ] {
        let content = of(&[field(&format!("MERGEFIELD {instruction}")), plain("|")].concat());
        assert_eq!(fill(&content, with.clone()), [format!("{value}|")], "{instruction}");
    }
    let content = of(&field("MERGEFIELD name \\@ \"dd.MM.yyyy\""));
    let faults =
        Template::compile("Probe", package(&content)).unwrap().fill(&values(&with)).unwrap_err();
    assert_eq!(
        said(&faults),
        "In Absatz 1 („«name»“) der Vorlage „Probe“: „«name»“: „anna maria“ ist kein Datum; erwartet wird Tag.Monat.Jahr, z. B. 05.03.2024."
    );
}

#[test]
fn an_if_is_decided_here_with_fields_in_its_condition_and_its_texts() {
    let condition = |operator: &str, right: &str| {
        let inner = [
            code(" IF "),
            field("MERGEFIELD Anrede"),
            code(&format!(" {operator} \"{right}\" \"Liebe ")),
            field("MERGEFIELD Name"),
            code(&format!("\" \"Guten Tag {}\" ", "")),
        ]
        .concat();
        of(&[around(&inner, "alt"), plain(",")].concat())
    };
    let with = json!({"Anrede": "Frau", "Name": "Ada & Co", "Zahl": 10});
    assert_eq!(fill(&condition("=", "Frau"), with.clone()), ["Liebe Ada & Co,"]);
    assert_eq!(fill(&condition("<>", "Frau"), with.clone()), ["Guten Tag ,"]);
    assert_eq!(fill(&condition("=", "F*"), with.clone()), ["Liebe Ada & Co,"]);
    assert_eq!(fill(&condition("=", "fr?u"), with.clone()), ["Guten Tag ,"]);
    // numbers are compared as numbers, and the second text may be missing
    let number = [code("WENN "), field("MERGEFIELD Zahl"), code(">= 9 \"viele\"")].concat();
    assert_eq!(fill(&of(&[around(&number, ""), plain(".")].concat()), with.clone()), ["viele."]);
    // one in the other
    let nested = [
        code("IF "),
        field("MERGEFIELD Anrede"),
        code("=\"Herr\" \"Lieber\" \""),
        around(
            &[code("IF "), field("MERGEFIELD Anrede"), code(" = „Frau“ „Liebe“ „Hallo“")].concat(),
            "",
        ),
        code("\""),
    ]
    .concat();
    assert_eq!(fill(&of(&around(&nested, "")), with), ["Liebe"]);
    assert_eq!(fill(&of(&around(&nested, "")), json!({"Anrede": null})), ["Hallo"]);
}

#[test]
fn the_texts_of_an_if_may_be_paragraphs() {
    let content = [
        "<w:p>",
        &plain("vor "),
        &mark("begin"),
        &code("IF "),
        &field("MERGEFIELD ja"),
        &code(" = 1 \"eins"),
        "</w:p><w:p><w:pPr><w:jc w:val=\"right\"/></w:pPr>",
        &code("zwei\" \"nichts\""),
        &mark("separate"),
        &plain("eins"),
        "</w:p><w:p>",
        &plain("zwei"),
        &mark("end"),
        &plain(" nach"),
        "</w:p>",
        &paragraph("{{ fehlt }}"),
    ]
    .concat();
    let with = |ja: u8| json!({"ja": ja, "fehlt": "x"});
    assert_eq!(fill(&content, with(1)), ["vor eins", "zwei nach", "x"]);
    assert_eq!(fill(&content, with(0)), ["vor nichts nach", "x"]);
    // the paragraph named is the one that stands in the file
    let template = Template::compile("Probe", package(&content)).unwrap();
    let faults = said(&template.fill(&values(&json!({"ja": 1}))).unwrap_err());
    assert!(faults.starts_with("In Absatz 4 („{{ fehlt }}“)"), "{faults}");
}

#[test]
fn a_field_may_cross_paragraphs_of_a_cell_tables_and_tracked_insertions() {
    let yes_no = |yes: &str| {
        [
            "<w:p>",
            &plain("vor "),
            &mark("begin"),
            &code("IF "),
            &field("MERGEFIELD ja"),
            &code(" = 1 \"eins"),
            "</w:p>",
            yes,
            "<w:p>",
            &code("zwei\" \"nichts\""),
            &mark("separate"),
            &plain("alt"),
            "</w:p><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl><w:p>",
            &mark("end"),
            &plain(" nach"),
            "</w:p>",
        ]
        .concat()
    };
    let with = |ja: u8| json!({"ja": ja, "Ort": "Gotha & Jena"});
    // in a cell
    let cell =
        format!("<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl><w:p/>", yes_no(&paragraph("x")));
    assert_eq!(fill(&cell, with(1)), ["vor eins", "x", "zwei nach", ""]);
    // a table with fields inside one of the texts
    let table =
        format!("<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>", of(&field("MERGEFIELD Ort")));
    let content = yes_no(&table);
    assert_eq!(fill(&content, with(1)), ["vor eins", "Gotha & Jena", "zwei nach"]);
    assert_eq!(fill(&content, with(0)), ["vor nichts nach"]);
    assert!(!entry(&filled(&content, with(0)), "word/document.xml").contains("w:tbl"));
    // changes were tracked while somebody put the field in
    let tracked = |text: &str| format!("<w:ins w:id=\"1\" w:author=\"a\">{text}</w:ins>");
    let content = of(&[
        tracked(&[mark("begin"), code("MERGEFIELD ")].concat()),
        code("Ort"),
        tracked(&[mark("separate"), plain("alt"), mark("end"), plain("!")].concat()),
    ]
    .concat());
    let letter = filled(&content, with(1));
    assert_eq!(text(&letter), ["Gotha & Jena!"]);
    let xml = entry(&letter, "word/document.xml");
    assert_eq!((xml.matches("<w:ins").count(), xml.matches("</w:ins>").count()), (2, 2), "{xml}");
    // from one cell into another makes no sense
    let content = format!(
        "<w:tbl><w:tr><w:tc><w:p>{}</w:p></w:tc><w:tc><w:p>{}</w:p></w:tc></w:tr></w:tbl><w:p/>",
        [mark("begin"), code("MERGEFIELD Ort")].concat(),
        mark("end")
    );
    assert!(refused(&content).contains("beginnt und endet in verschiedenen Bereichen"));
    let content = format!(
        "<w:p>{}</w:p><w:tbl><w:tr><w:tc><w:p>{}</w:p></w:tc></w:tr></w:tbl><w:p/>",
        [mark("begin"), code("MERGEFIELD Ort")].concat(),
        mark("end")
    );
    assert!(refused(&content).contains("endet nirgends"));
}

#[test]
fn german_names_of_fields_are_known() {
    let content = of(&field("WENN \"a\" = \"a\" \"ja\" \"nein\""));
    assert_eq!(fill(&content, json!({})), ["ja"]);
    for word in ["NÄCHSTER", "EINGEBEN \"?\"", "FRAGE x \"?\"", "ÜBERSPRINGEN a = b"] {
        let said = refused(&of(&field(word)));
        assert!(said.contains("kann hier nicht ausgeführt werden"), "{said}");
    }
}

#[test]
fn address_lines_that_stay_empty_disappear() {
    let line = |fields: &[&str]| {
        let all: Vec<String> =
            fields.iter().map(|name| field(&format!("MERGEFIELD {name}"))).collect();
        of(&all.join(&plain(" ")))
    };
    let content =
        [line(&["Name"]), line(&["Zusatz"]), line(&["PLZ", "Ort"]), paragraph("Text")].concat();
    assert_eq!(
        fill(&content, json!({"Name": "A", "Zusatz": null, "PLZ": "01067", "Ort": "B"})),
        ["A", "01067 B", "Text"]
    );
}

#[test]
fn what_is_not_done_here_is_refused_with_its_paragraph_and_word_keeps_its_own_fields() {
    for word in [
        "NEXT",
        "NEXTIF a = b",
        "SKIPIF a = b",
        "ASK x \"?\"",
        "FILLIN \"?\"",
        "ADDRESSBLOCK \\f x",
        "GREETINGLINE",
        "DATABASE \\d x",
        "INCLUDEPICTURE \"x.png\"",
    ] {
        let content = [paragraph("vor"), of(&[plain("Hier "), field(word)].concat())].concat();
        let first = word.split(' ').next().unwrap();
        let faults = refused(&content);
        assert!(
            faults.starts_with(&format!("In Absatz 2 („Hier «Ergebnis»“) der Vorlage „Probe“: Das Word-Feld „{first}“ kann hier nicht")),
            "{faults}"
        );
    }
    let own = ["PAGE", "NUMPAGES", "DATE \\@ \"dd.MM.yyyy\"", "TOC \\o", "REF x"]
        .map(|word| of(&around(&code(word), "1")));
    let content = [own.concat(), of(&field("MERGEFIELD Ort"))].concat();
    let xml = entry(&filled(&content, json!({"Ort": "Gotha"})), "word/document.xml");
    assert!(xml.contains(&own.concat()), "{xml}");
    for (broken, part) in [
        (of(&[mark("begin"), code("MERGEFIELD x")].concat()), "endet nirgends"),
        (of(&field("MERGEFIELD")), "hat keinen Namen"),
        (of(&field("MERGEFIELD x \\* Roman")), "den Schalter „\\* Roman“"),
        (of(&field("IF 1")), "ist nicht zu verstehen"),
        (of(&around(&[code("= 2 * "), field("MERGEFIELD x")].concat(), "4")), "nicht ausgerechnet"),
        (paragraph("Liebe «Name»"), "„«Name»“ ist nur Text und kein Seriendruckfeld"),
    ] {
        assert!(refused(&broken).contains(part), "{}", refused(&broken));
    }
    assert_eq!(fill(&paragraph("Er sagte «so ist es»."), json!({})), ["Er sagte «so ist es»."]);
}

#[test]
fn a_field_without_value_is_named_and_bookmarks_around_it_stay() {
    let content = of(&[plain("An "), field("MERGEFIELD Vorsitzz")].concat());
    let template = Template::compile("Probe", package(&content)).unwrap();
    assert_eq!(template.fields().into_iter().collect::<Vec<_>>(), ["vorsitzz"]);
    assert_eq!(
        said(&template.fill(&values(&json!({"vorsitz": 1}))).unwrap_err()),
        "In Absatz 1 („An «Vorsitzz»“) der Vorlage „Probe“: Das Feld „Vorsitzz“ gibt es nicht. Meinten Sie „vorsitz“?"
    );
    let inside = [
        mark("begin"),
        code("MERGEFIELD x"),
        mark("separate"),
        "<w:bookmarkStart w:id=\"1\" w:name=\"a\"/>".to_owned(),
        plain("«x»"),
        mark("end"),
        "<w:bookmarkEnd w:id=\"1\"/>".to_owned(),
    ]
    .concat();
    let xml = entry(&filled(&of(&inside), json!({"x": 1})), "word/document.xml");
    assert_eq!(
        (xml.matches("<w:bookmarkStart").count(), xml.matches("<w:bookmarkEnd").count()),
        (1, 1)
    );
}

#[test]
fn the_letter_asks_for_no_list_of_recipients() {
    let settings = "<w:settings xmlns:w=\"w\" xmlns:r=\"r\"><w:zoom w:percent=\"100\"/><w:mailMerge><w:dataType w:val=\"native\"/><w:dataSource r:id=\"rId1\"/><w:odso><w:src r:id=\"rId2\"/></w:odso></w:mailMerge><w:compat/></w:settings>";
    let template = fixture::package_with(&body(&of(&field("MERGEFIELD x"))), "settings", settings);
    let letter =
        Template::compile("Probe", template).unwrap().fill(&values(&json!({"x": 1}))).unwrap();
    assert_eq!(
        entry(&letter, "word/settings.xml"),
        "<w:settings xmlns:w=\"w\" xmlns:r=\"r\"><w:zoom w:percent=\"100\"/><w:compat/></w:settings>"
    );
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config { failure_persistence: None, ..Default::default() })]
    #[test]
    fn any_value_is_safe_in_a_merge_field(
        value in "(\\PC|[\u{0}-\u{1f}<>&{}%\"'«»\u{5d0}🎈]|\\{\\{ evil \\}\\}){0,30}",
        number in 0..3_usize,
    ) {
        let inner = [code("IF "), field("MERGEFIELD x"), code(" = \"\" \"leer\" \"a"), field("MERGEFIELD x"), code("b\"")].concat();
        let content = [
            of(&[plain("a"), field("MERGEFIELD x"), plain("b")].concat()),
            of(&[plain("a"), field("MERGEFIELD x \\b \"\" \\* MERGEFORMAT"), plain("b")].concat()),
            of(&around(&inner, "")),
        ];
        let letter = filled(&content[number], json!({"x": value}));
        let xml = entry(&letter, "word/document.xml");
        let mut reader = quick_xml::Reader::from_str(&xml);
        while !matches!(reader.read_event().unwrap(), quick_xml::events::Event::Eof) {}
        let shown: String = value.chars().filter(|c| !c.is_control() && !matches!(*c, '\u{fffe}' | '\u{ffff}')).collect();
        // control characters do not exist in a letter; line breaks and tabs do
        let empty = value.chars().all(|c| {
            matches!(c, '\u{fffe}' | '\u{ffff}') || (c.is_control() && !matches!(c, '\n' | '\t'))
        });
        let expected = if number == 2 && empty { "leer".to_owned() } else { format!("a{shown}b") };
        proptest::prop_assert_eq!(&text(&letter)[0], &expected);
    }
}
