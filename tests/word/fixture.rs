//! Small Word files made in code, each with one hard thing in it.

use std::fmt::Write as _;
use std::io::{Cursor, Read, Write};

use serde_json::{Map, Value};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

pub(crate) fn values(json: &Value) -> Map<String, Value> {
    json.as_object().unwrap().clone()
}

/// One paragraph, one run. `text` may close and open runs itself.
pub(crate) fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

/// The pieces of a placeholder with Word's debris between them.
pub(crate) fn split(pieces: &[&str], between: &str, after: &str) -> String {
    let mut text = String::new();
    for (n, piece) in pieces.iter().enumerate() {
        if n == 1 {
            text.push_str(between);
        }
        if n == 2 {
            text.push_str(after);
        }
        text.push_str(piece);
    }
    text
}

pub(crate) fn cell(text: &str) -> String {
    format!("<w:tc><w:tcPr><w:tcW w:w=\"3000\" w:type=\"dxa\"/></w:tcPr>{}</w:tc>", paragraph(text))
}

pub(crate) fn row(cells: &[String]) -> String {
    format!("<w:tr>{}</w:tr>", cells.concat())
}

/// A table and the paragraph Word wants behind it.
pub(crate) fn table(rows: &[String]) -> String {
    format!("<w:tbl><w:tblPr/><w:tblGrid/>{}</w:tbl><w:p/>", rows.concat())
}

/// A text box as Word writes it: twice, the second copy for old programs.
pub(crate) fn text_box(content: &str) -> String {
    let inner = format!("<w:txbxContent>{content}</w:txbxContent>");
    format!(
        "<w:p><w:r><mc:AlternateContent xmlns:mc=\"mc\"><mc:Choice Requires=\"wps\"><w:drawing><wp:inline><wp:docPr id=\"1\" name=\"Textfeld 1\"/>{inner}</wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict>{inner}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
}

pub(crate) fn body(content: &str) -> String {
    format!(
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:wp=\"wp\"><w:body>{content}<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/></w:sectPr></w:body></w:document>"
    )
}

pub(crate) fn package(content: &str) -> Vec<u8> {
    package_of(&body(content))
}

pub(crate) fn package_of(document: &str) -> Vec<u8> {
    write("document", document, &[])
}

/// As a Word template (.dotx).
pub(crate) fn package_as(kind: &str, document: &str) -> Vec<u8> {
    write(kind, document, &[])
}

/// With one more part of that kind („header“).
pub(crate) fn package_with(document: &str, kind: &str, part: &str) -> Vec<u8> {
    write("document", document, &[(kind, part)])
}

/// With more parts, one of each kind.
pub(crate) fn package_with_parts(document: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    write("document", document, parts)
}

fn write(kind: &str, document: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let types = format!(
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}.main+xml\"/></Types>"
    );
    let rels = |targets: &[(&str, String)]| {
        let mut all = String::new();
        for (n, (kind, target)) in targets.iter().enumerate() {
            let n = n + 1;
            write!(
                all,
                "<Relationship Id=\"rId{n}\" Type=\"{office}/{kind}\" Target=\"{target}\"/>"
            )
            .unwrap();
        }
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{all}</Relationships>"
        )
    };
    let mut entries = vec![
        ("[Content_Types].xml".to_owned(), types),
        ("_rels/.rels".to_owned(), rels(&[("officeDocument", "/word/document.xml".to_owned())])),
        ("word/document.xml".to_owned(), document.to_owned()),
        ("custom/own.xml".to_owned(), "<own  xmlns='x' ><!-- kept --></own>".to_owned()),
    ];
    if !more.is_empty() {
        let targets: Vec<(&str, String)> =
            more.iter().map(|(kind, _)| (*kind, format!("{kind}.xml"))).collect();
        entries.push(("word/_rels/document.xml.rels".to_owned(), rels(&targets)));
    }
    for (kind, part) in more {
        entries.push((format!("word/{kind}.xml"), (*part).to_owned()));
    }
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in entries {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The same file with another text in one entry.
pub(crate) fn with_entry(file: &[u8], name: &str, text: &str) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(file.to_vec())).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for number in 0..archive.len() {
        let own = archive.by_index(number).unwrap();
        if own.name().unwrap() == name {
            writer.start_file(name, SimpleFileOptions::default()).unwrap();
            writer.write_all(text.as_bytes()).unwrap();
        } else {
            writer.raw_copy_file(own).unwrap();
        }
    }
    writer.finish().unwrap().into_inner()
}

/// With title and subject of the file.
pub(crate) fn package_titled(document: &str, title: &str) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(package_of(document))).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for number in 0..archive.len() {
        let mut file = archive.by_index(number).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        if name == "_rels/.rels" {
            text = text.replace("</Relationships>", "<Relationship Id=\"rId9\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/></Relationships>");
        }
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.start_file("docProps/core.xml", SimpleFileOptions::default()).unwrap();
    let core = format!(
        "<cp:coreProperties xmlns:cp=\"c\" xmlns:dc=\"d\"><dc:title>{title}</dc:title><dc:subject></dc:subject><dc:creator>{{{{ nie }}}}</dc:creator></cp:coreProperties>"
    );
    writer.write_all(core.as_bytes()).unwrap();
    writer.finish().unwrap().into_inner()
}

pub(crate) fn names(file: &[u8]) -> Vec<String> {
    let archive = ZipArchive::new(Cursor::new(file)).unwrap();
    archive.file_names().map(|name| name.unwrap().into_owned()).collect()
}

pub(crate) fn entry(file: &[u8], name: &str) -> String {
    let mut archive = ZipArchive::new(Cursor::new(file)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// Every part that is XML can be parsed.
#[track_caller]
pub(crate) fn assert_sound(file: &[u8]) {
    for name in names(file) {
        let ending = name.rsplit('.').next().unwrap_or_default();
        if !ending.eq_ignore_ascii_case("xml") && !ending.eq_ignore_ascii_case("rels") {
            continue;
        }
        let text = entry(file, &name);
        let mut reader = quick_xml::Reader::from_str(&text);
        loop {
            match reader.read_event() {
                Ok(quick_xml::events::Event::Eof) => break,
                Ok(_) => {}
                Err(error) => panic!("{name}: {error}: {text}"),
            }
        }
    }
}

/// The visible text of the body, one string per paragraph; an empty one for a paragraph without text.
pub(crate) fn text(file: &[u8]) -> Vec<String> {
    let xml = entry(file, "word/document.xml").replace("<w:p/>", "<w:p></w:p>");
    let mut found = Vec::new();
    for piece in xml.split("</w:p>") {
        let opened = piece.rsplit("<w:p>").next().unwrap_or_default();
        let own = opened.rsplit("<w:p ").next().unwrap_or_default();
        if own.len() == piece.len() {
            continue;
        }
        let texts = own.split("<w:t").skip(1).filter(|text| text.starts_with(['>', ' ']));
        let texts =
            texts.map(|text| text.split_once('>').unwrap().1.split("</w:t>").next().unwrap());
        found.push(texts.map(|raw| quick_xml::escape::unescape(raw).unwrap()).collect());
    }
    found
}

/// The visible text of a part, paragraphs as lines, text boxes included, their second copies left out.
pub(crate) fn deep_text(file: &[u8]) -> String {
    text_of(&entry(file, "word/document.xml"))
}

/// The visible text of a part's XML; breaks and ends of paragraphs as line breaks, tabs as tabs.
pub(crate) fn text_of(xml: &str) -> String {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_str(xml);
    let (mut text, mut shown, mut fallback) = (String::new(), false, 0);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) if tag.name().as_ref() == "mc:Fallback" => fallback += 1,
            Event::End(tag) if tag.name().as_ref() == "mc:Fallback" => fallback -= 1,
            Event::Eof => return text,
            _ if fallback > 0 => {}
            Event::Start(tag) => shown = tag.name().as_ref() == "w:t",
            Event::Empty(tag) => match tag.name().as_ref() {
                "w:br" | "w:p" => text.push('\n'),
                "w:tab" => text.push('\t'),
                _ => {}
            },
            Event::End(tag) => {
                shown = false;
                if tag.name().as_ref() == "w:p" {
                    text.push('\n');
                }
            }
            Event::Text(own) if shown => text.push_str(&own),
            Event::GeneralRef(own) if shown => {
                let name = format!("&{};", &*own);
                text.push_str(&quick_xml::escape::unescape(&name).unwrap());
            }
            Event::Text(_)
            | Event::GeneralRef(_)
            | Event::CData(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::DocType(_) => {}
        }
    }
}
