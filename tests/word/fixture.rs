//! Small Word files made in code, each with one hard thing in it.

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

pub(crate) fn body(content: &str) -> String {
    format!(
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:wp=\"wp\"><w:body>{content}<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/></w:sectPr></w:body></w:document>"
    )
}

pub(crate) fn package(content: &str) -> Vec<u8> {
    package_of(&body(content))
}

pub(crate) fn package_of(document: &str) -> Vec<u8> {
    write("document", document, None)
}

/// As a Word template (.dotx).
pub(crate) fn package_as(kind: &str, document: &str) -> Vec<u8> {
    write(kind, document, None)
}

/// With one more part of that kind („header“).
pub(crate) fn package_with(document: &str, kind: &str, part: &str) -> Vec<u8> {
    write("document", document, Some((kind, part)))
}

fn write(kind: &str, document: &str, more: Option<(&str, &str)>) -> Vec<u8> {
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let types = format!(
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}.main+xml\"/></Types>"
    );
    let rels = |kind: &str, target: &str| {
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"{office}/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let mut entries = vec![
        ("[Content_Types].xml".to_owned(), types),
        ("_rels/.rels".to_owned(), rels("officeDocument", "/word/document.xml")),
        ("word/document.xml".to_owned(), document.to_owned()),
        ("custom/own.xml".to_owned(), "<own  xmlns='x' ><!-- kept --></own>".to_owned()),
    ];
    if let Some((kind, part)) = more {
        let name = format!("{kind}.xml");
        entries.push(("word/_rels/document.xml.rels".to_owned(), rels(kind, &name)));
        entries.push((format!("word/{name}"), part.to_owned()));
    }
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in entries {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
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
