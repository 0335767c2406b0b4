//! Templates made in code, with any parts.

use std::io::{Cursor, Write};

use beschlusskontrolle::word::Template;
use serde_json::{Map, Value, json};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

pub(crate) const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" xmlns:w14=\"http://schemas.microsoft.com/office/word/2010/wordml\"";

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// The sheet of paper.
pub(crate) const END: &str = "<w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1417\" w:right=\"1417\" w:bottom=\"1134\" w:left=\"1417\" w:header=\"708\" w:footer=\"708\" w:gutter=\"0\"/>";

#[derive(Debug, Default)]
pub(crate) struct File {
    content: String,
    /// What the section at the end says beside headers and paper.
    pub(crate) section: String,
    references: String,
    /// Kind, name, text.
    parts: Vec<(String, String, String)>,
}

impl File {
    pub(crate) fn new(content: &str) -> Self {
        Self { content: content.to_owned(), ..Self::default() }
    }

    /// With a header or footer.
    pub(crate) fn with(mut self, kind: &str, name: &str, place: &str, content: &str) -> Self {
        let root = if kind == "header" { "w:hdr" } else { "w:ftr" };
        let id = self.parts.len() + 10;
        self.references += &format!("<w:{kind}Reference w:type=\"{place}\" r:id=\"rId{id}\"/>");
        if place == "first" {
            self.section += "<w:titlePg/>";
        }
        self.with_part(kind, name, &format!("<{root} {W}>{content}</{root}>"))
    }

    pub(crate) fn with_part(mut self, kind: &str, name: &str, text: &str) -> Self {
        self.parts.push((kind.to_owned(), name.to_owned(), text.to_owned()));
        self
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let Self { content, section, references, parts } = self;
        let mut types = format!(
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"{WORD}.document.main+xml\"/>"
        );
        let open = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";
        let mut rels = open.to_owned();
        for (n, (kind, name, _)) in parts.iter().enumerate() {
            types += &format!(
                "<Override PartName=\"/word/{name}.xml\" ContentType=\"{WORD}.{kind}+xml\"/>"
            );
            rels += &format!(
                "<Relationship Id=\"rId{}\" Type=\"{OFFICE}/{kind}\" Target=\"{name}.xml\"/>",
                n + 10
            );
        }
        let document = format!(
            "<w:document {W}><w:body>{content}<w:sectPr>{references}{END}{section}</w:sectPr></w:body></w:document>"
        );
        let mut entries = vec![
            ("[Content_Types].xml".to_owned(), format!("{types}</Types>")),
            (
                "_rels/.rels".to_owned(),
                format!(
                    "{open}<Relationship Id=\"rId1\" Type=\"{OFFICE}/officeDocument\" Target=\"word/document.xml\"/></Relationships>"
                ),
            ),
            ("word/document.xml".to_owned(), document),
            ("word/_rels/document.xml.rels".to_owned(), format!("{rels}</Relationships>")),
        ];
        entries
            .extend(parts.iter().map(|(_, name, text)| (format!("word/{name}.xml"), text.clone())));
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in entries {
            writer.start_file(name, SimpleFileOptions::default()).unwrap();
            writer.write_all(text.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }
}

/// A field in runs, with what it last showed.
pub(crate) fn field(instruction: &str, shown: &str) -> String {
    let mark = |kind: &str| format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
    format!(
        "{}<w:r><w:instrText xml:space=\"preserve\"> {instruction} </w:instrText></w:r>{}<w:r><w:t>{shown}</w:t></w:r>{}",
        mark("begin"),
        mark("separate"),
        mark("end")
    )
}

/// „Seite 1 von 2“.
pub(crate) fn page_of_pages(format: &str) -> String {
    let text = |text: &str| format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>");
    format!(
        "<w:p>{format}{}{}{}{}</w:p>",
        text("Seite "),
        field("PAGE", "1"),
        text(" von "),
        field("NUMPAGES", "1")
    )
}

/// Something for every placeholder of a starter letter.
pub(crate) fn starter_values(template: &Template, ort: &str) -> Value {
    let mut values: Map<String, Value> = template
        .fields()
        .into_iter()
        .filter(|name| name != "logo")
        .map(|name| {
            let value = match name.as_str() {
                "anschrift" => {
                    json!([format!("Kreisverband {ort}"), "Am Markt 1", format!("99999 {ort}")])
                }
                name if name.starts_with("geantwortet") => json!("14.09.2024"),
                name if name.starts_with("gehalten") => json!(2),
                "offene_fragen" => json!([
                    {"text": "War der Termin öffentlich?", "antworten": ["ja", "nein"]},
                    {"text": "Wer war da?", "antworten": ["alle", "wenige"]},
                ]),
                name if name.contains("_offen") || name == "massnahmen" => json!(["eins", "zwei"]),
                name if [
                    "am", "vom", "von", "bis", "termin", "sitzung", "schluss", "stichtag", "datum",
                ]
                .iter()
                .any(|end| name.ends_with(end)) =>
                {
                    json!("14.09.2024")
                }
                name => json!(format!("{name} {ort}")),
            };
            (name, value)
        })
        .collect();
    values.insert("verband".to_owned(), json!(format!("Kreisverband {ort}")));
    Value::Object(values)
}
