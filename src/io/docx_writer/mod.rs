//! Finishes documents authored with docx-rs, so that Word opens them without a complaint: the only folder of the library
//! that names docx-rs. `paper.rs` draws the paper for the session.
//!
//! docx-rs writes the children of many elements in an order the schema (ECMA-376 part 1, transitional) forbids, and knows
//! no language, no repeated table head and no alternative text. Its parts are read back as small trees, put in order,
//! completed and packed by us: deflated, with fixed times and without a person, so that the same document is the same
//! bytes.

mod paper;

use std::io::{Cursor, Write as _};

use chrono::NaiveDate;
use docx_rs::Docx;
use quick_xml::Reader;
use quick_xml::events::Event;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

pub use paper::write_paper;

/// What the document says about itself, and what docx-rs cannot say.
#[derive(Clone, Copy, Debug, Default)]
pub struct About<'a> {
    /// Title in the document's properties; it may hold placeholders.
    pub title: &'a str,
    /// Ids of paragraph styles that are never hyphenated (addresses, subjects).
    pub unhyphenated: &'a [&'a str],
    /// Id of the paragraph style of table heads: a first row set in it is repeated on every page.
    pub table_head: Option<&'a str>,
    /// What pictures show, in their order, for people who do not see them.
    pub pictures: &'a [&'a str],
    /// The day it is of; templates have a fixed one.
    pub day: Option<NaiveDate>,
}

#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    #[error("Das Dokument ließ sich nicht aufbauen: {0}")]
    Parts(String),
    #[error("Das Dokument ließ sich nicht packen: {0}")]
    Package(#[from] zip::result::ZipError),
    #[error("Das Dokument ließ sich nicht packen: {0}")]
    Write(#[from] std::io::Error),
}

/// Packs a document. The same document gives the same bytes.
pub fn finish(docx: Docx, about: &About<'_>) -> Result<Vec<u8>, WriteError> {
    let parts = docx.build();
    let numbered = contains(&parts.document, "<w:numPr>");
    let noted = contains(&parts.document, "<w:footnoteReference");
    let mut entries: Vec<(String, Vec<u8>)> = Vec::new();
    let mut pictures = about.pictures.iter().copied();
    let mut add = |name: &str, xml: &[u8]| -> Result<(), WriteError> {
        let mut root = parse(xml)?;
        let mut drawings = 0;
        mend(&mut root, about, &mut drawings, &mut pictures);
        let mut text = HEAD.to_owned();
        root.write(&mut text);
        entries.push((name.to_owned(), text.into_bytes()));
        Ok(())
    };
    add("word/document.xml", &parts.document)?;
    add("word/styles.xml", &parts.styles)?;
    add("word/fontTable.xml", &parts.font_table)?;
    if numbered {
        add("word/numbering.xml", &parts.numberings)?;
    }
    if noted {
        add("word/footnotes.xml", &parts.footnotes)?;
    }
    for (n, header) in (1..).zip(&parts.headers) {
        add(&format!("word/header{n}.xml"), header)?;
    }
    for (n, footer) in (1..).zip(&parts.footers) {
        add(&format!("word/footer{n}.xml"), footer)?;
    }
    entries.push(("word/settings.xml".to_owned(), format!("{HEAD}{SETTINGS}").into_bytes()));
    for (kind, rels) in [("header", &parts.header_rels), ("footer", &parts.footer_rels)] {
        for (n, rels) in (1..).zip(rels) {
            if contains(rels, "<Relationship ") {
                entries.push((format!("word/_rels/{kind}{n}.xml.rels"), rels.clone()));
            }
        }
    }
    for (name, bytes) in &parts.media {
        entries.push((format!("word/media/{name}.png"), bytes.clone()));
    }
    let mut rels = parse(&parts.document_rels)?;
    rels.children.retain(|child| match child {
        Node::Element(rel) => {
            let target = rel.attribute("Target").unwrap_or_default();
            rel.attribute("TargetMode").is_some()
                || entries.iter().any(|(name, _)| *name == format!("word/{target}"))
        }
        Node::Text(_) => false,
    });
    let mut text = HEAD.to_owned();
    rels.write(&mut text);
    entries.push(("word/_rels/document.xml.rels".to_owned(), text.into_bytes()));
    entries.push(("docProps/core.xml".to_owned(), core(about).into_bytes()));
    entries.push(("docProps/app.xml".to_owned(), format!("{HEAD}{APP}").into_bytes()));
    entries.insert(0, ("_rels/.rels".to_owned(), format!("{HEAD}{RELS}").into_bytes()));
    let types = content_types(entries.iter().map(|(name, _)| name.as_str()));
    entries.insert(0, ("[Content_Types].xml".to_owned(), types.into_bytes()));
    pack(&entries)
}

fn pack(entries: &[(String, Vec<u8>)]) -> Result<Vec<u8>, WriteError> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    for (name, bytes) in entries {
        writer.start_file(name.as_str(), options)?;
        writer.write_all(bytes)?;
    }
    Ok(writer.finish()?.into_inner())
}

fn contains(xml: &[u8], wanted: &str) -> bool {
    memchr::memmem::find(xml, wanted.as_bytes()).is_some()
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// Hyphenation with a zone of 7.5 mm and at most two hyphens in a row; the layout of Word 2013 and later.
const SETTINGS: &str = r#"<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:zoom w:percent="100"/><w:defaultTabStop w:val="709"/><w:autoHyphenation/><w:consecutiveHyphenLimit w:val="2"/><w:hyphenationZone w:val="425"/><w:doNotHyphenateCaps/><w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/><w:compatSetting w:name="overrideTableStyleFontSizeAndJustification" w:uri="http://schemas.microsoft.com/office/word" w:val="1"/><w:compatSetting w:name="enableOpenTypeFeatures" w:uri="http://schemas.microsoft.com/office/word" w:val="1"/><w:compatSetting w:name="doNotFlipMirrorIndents" w:uri="http://schemas.microsoft.com/office/word" w:val="1"/></w:compat><w:themeFontLang w:val="de-DE"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>"#;

const APP: &str = r#"<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>Beschlusskontrolle</Application></Properties>"#;

const RELS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties" Target="docProps/app.xml"/></Relationships>"#;

/// Without a person: who wrote a letter stands below it.
fn core(about: &About<'_>) -> String {
    let day = about.day.map_or_else(|| "2024-01-01".to_owned(), |day| day.to_string());
    let day = format!("{day}T00:00:00Z");
    format!(
        r#"{HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{}</dc:title><dc:language>de-DE</dc:language><dcterms:created xsi:type="dcterms:W3CDTF">{day}</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">{day}</dcterms:modified></cp:coreProperties>"#,
        quick_xml::escape::escape(about.title)
    )
}

fn content_types<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut text = format!(
        r#"{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="png" ContentType="image/png"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>"#
    );
    for name in names {
        if let Some(kind) = content_type(name) {
            text.push_str("<Override PartName=\"/");
            text.push_str(name);
            text.push_str("\" ContentType=\"application/vnd.");
            text.push_str(&kind);
            text.push_str("+xml\"/>");
        }
    }
    text.push_str("</Types>");
    text
}

/// The kind of a part; `None` for relationships and pictures.
fn content_type(name: &str) -> Option<String> {
    match name {
        "word/document.xml" => {
            Some("openxmlformats-officedocument.wordprocessingml.document.main".to_owned())
        }
        "docProps/core.xml" => Some("openxmlformats-package.core-properties".to_owned()),
        "docProps/app.xml" => Some("openxmlformats-officedocument.extended-properties".to_owned()),
        name => {
            let part = name.strip_prefix("word/")?.strip_suffix(".xml")?;
            let part = part.trim_end_matches(|c: char| c.is_ascii_digit());
            Some(format!("openxmlformats-officedocument.wordprocessingml.{part}"))
        }
    }
}

/// A small tree; texts and attribute values stay escaped as they were.
#[derive(Clone, Debug, PartialEq)]
enum Node {
    Element(Element),
    Text(String),
}

impl Node {
    fn element(&mut self) -> Option<&mut Element> {
        if let Self::Element(element) = self { Some(element) } else { None }
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    children: Vec<Node>,
}

impl Element {
    fn new(name: &str, attributes: &[(&str, &str)]) -> Self {
        let attributes = attributes
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        Self { name: name.to_owned(), attributes, children: Vec::new() }
    }

    fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    fn set(&mut self, name: &str, value: &str) {
        match self.attributes.iter_mut().find(|(own, _)| own == name) {
            Some((_, own)) => value.clone_into(own),
            None => self.attributes.push((name.to_owned(), value.to_owned())),
        }
    }

    fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|child| match child {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    fn child(&self, name: &str) -> Option<&Self> {
        self.elements().find(|element| element.name == name)
    }

    /// The child of that name, made where there is none.
    fn child_mut(&mut self, name: &str) -> Option<&mut Self> {
        if self.child(name).is_none() {
            self.children.push(Node::Element(Self::new(name, &[])));
        }
        self.children.iter_mut().filter_map(Node::element).find(|element| element.name == name)
    }

    fn push(&mut self, element: Self) {
        self.children.push(Node::Element(element));
    }

    fn write(&self, out: &mut String) {
        out.push('<');
        out.push_str(&self.name);
        for (name, value) in &self.attributes {
            for part in [" ", name, "=\"", value, "\""] {
                out.push_str(part);
            }
        }
        if self.children.is_empty() {
            out.push_str("/>");
            return;
        }
        out.push('>');
        for child in &self.children {
            match child {
                Node::Element(element) => element.write(out),
                Node::Text(text) => out.push_str(text),
            }
        }
        out.push_str("</");
        out.push_str(&self.name);
        out.push('>');
    }
}

fn parse(xml: &[u8]) -> Result<Element, WriteError> {
    let wrong = |why: String| WriteError::Parts(why);
    let text = std::str::from_utf8(xml).map_err(|error| wrong(error.to_string()))?;
    let mut reader = Reader::from_str(text);
    let mut open = vec![Element::default()];
    let start = |event: &quick_xml::events::BytesStart<'_>| -> Result<Element, WriteError> {
        let mut element = Element::new(event.name().as_ref(), &[]);
        for attribute in event.attributes() {
            let attribute = attribute.map_err(|error| WriteError::Parts(error.to_string()))?;
            element
                .attributes
                .push((attribute.key.as_ref().to_owned(), attribute.value.to_string()));
        }
        Ok(element)
    };
    loop {
        let node = match reader.read_event().map_err(|error| wrong(error.to_string()))? {
            Event::Start(event) => {
                open.push(start(&event)?);
                continue;
            }
            Event::Empty(event) => Node::Element(start(&event)?),
            Event::End(_) => match open.pop() {
                Some(element) => Node::Element(element),
                None => return Err(wrong("ein Element ist zu viel".to_owned())),
            },
            Event::Text(event) => Node::Text(event.into_inner().into_owned()),
            Event::GeneralRef(event) => Node::Text(format!("&{};", event.into_inner())),
            Event::Eof => break,
            Event::CData(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::DocType(_) => {
                continue;
            }
        };
        match open.last_mut() {
            Some(parent) => parent.children.push(node),
            None => return Err(wrong("ein Element ist zu viel".to_owned())),
        }
    }
    let root = open.pop().unwrap_or_default();
    root.children
        .into_iter()
        .find_map(|child| match child {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
        .ok_or_else(|| wrong("ein Teil ist leer".to_owned()))
}

/// Puts an element and all below it in order.
fn mend<'a>(
    element: &mut Element,
    about: &About<'_>,
    drawings: &mut usize,
    pictures: &mut impl Iterator<Item = &'a str>,
) {
    let parent = element.name.clone();
    for child in &mut element.children {
        let Node::Element(child) = child else { continue };
        mend(child, about, drawings, pictures);
        match (parent.as_str(), child.name.as_str()) {
            ("w:pPrDefault" | "w:style", "w:pPr") => {
                child
                    .children
                    .retain(|node| !matches!(node, Node::Element(own) if own.name == "w:rPr"));
            }
            (_, "w:gridCol") => child.attributes.retain(|(name, _)| name != "w:type"),
            (_, "wp:docPr") => {
                *drawings += 1;
                child.set("id", &drawings.to_string());
                child.set("name", &format!("Bild {drawings}"));
                if let Some(text) = pictures.next() {
                    child.set("descr", &quick_xml::escape::escape(text));
                }
            }
            ("w:rPrDefault", "w:rPr") => {
                child.push(Element::new(
                    "w:lang",
                    &[("w:val", "de-DE"), ("w:eastAsia", "de-DE"), ("w:bidi", "ar-SA")],
                ));
                sort(child);
            }
            _ => {}
        }
    }
    match parent.as_str() {
        "w:style" => {
            let id = element.attribute("w:styleId").unwrap_or_default().to_owned();
            if id == "Normal" {
                element.set("w:default", "1");
            }
            if about.unhyphenated.contains(&id.as_str())
                && let Some(format) = element.child_mut("w:pPr")
            {
                format.push(Element::new("w:suppressAutoHyphens", &[]));
                sort(format);
            }
        }
        "w:tbl" => repeat_head(element, about),
        _ => {}
    }
    sort(element);
    // the zone's and the table's defaults say nothing
    element.children.retain(|node| {
        !matches!(node, Node::Element(own) if own.children.is_empty() && own.attributes.is_empty()
            && matches!(own.name.as_str(), "w:rPr" | "w:pPr" | "w:tcBorders" | "w:tblBorders" | "w:trPr"))
    });
}

/// A first row whose cells are set in the style of table heads is repeated on every page.
fn repeat_head(table: &mut Element, about: &About<'_>) {
    let Some(head) = about.table_head else { return };
    let Some(row) =
        table.children.iter_mut().filter_map(Node::element).find(|element| element.name == "w:tr")
    else {
        return;
    };
    let is_head = row.elements().filter(|cell| cell.name == "w:tc").all(|cell| {
        cell.child("w:p")
            .and_then(|p| p.child("w:pPr")?.child("w:pStyle")?.attribute("w:val"))
            .is_some_and(|style| style == head)
    });
    if is_head && let Some(format) = row.child_mut("w:trPr") {
        format.push(Element::new("w:tblHeader", &[]));
        if let Some(at) = row
            .children
            .iter()
            .position(|node| matches!(node, Node::Element(own) if own.name == "w:trPr"))
        {
            let format = row.children.remove(at);
            row.children.insert(0, format);
        }
    }
}

/// Puts children into the order of the schema; what the order does not name keeps its place behind the rest.
fn sort(element: &mut Element) {
    let order: &[&str] = match element.name.as_str() {
        "w:pPr" => PARAGRAPH,
        "w:rPr" => RUN,
        "w:sectPr" => SECTION,
        "w:tblPr" => TABLE,
        "w:tcPr" => CELL,
        "w:style" => STYLE,
        "w:lvl" => LEVEL,
        "w:pBdr" | "w:tblBorders" | "w:tcBorders" | "w:tblCellMar" | "w:tcMar" => BORDERS,
        _ => return,
    };
    let rank = |node: &Node| match node {
        Node::Element(child) => {
            order.iter().position(|name| child.name == format!("w:{name}")).unwrap_or(order.len())
        }
        Node::Text(_) => order.len(),
    };
    element.children.sort_by_key(rank);
}

// ECMA-376 part 1, 17.3.1.26 and the like: the sequences of the schema
const PARAGRAPH: &[&str] = &[
    "pStyle",
    "keepNext",
    "keepLines",
    "pageBreakBefore",
    "framePr",
    "widowControl",
    "numPr",
    "suppressLineNumbers",
    "pBdr",
    "shd",
    "tabs",
    "suppressAutoHyphens",
    "kinsoku",
    "wordWrap",
    "overflowPunct",
    "topLinePunct",
    "autoSpaceDE",
    "autoSpaceDN",
    "bidi",
    "adjustRightInd",
    "snapToGrid",
    "spacing",
    "ind",
    "contextualSpacing",
    "mirrorIndents",
    "suppressOverlap",
    "jc",
    "textDirection",
    "textAlignment",
    "textboxTightWrap",
    "outlineLvl",
    "divId",
    "cnfStyle",
    "rPr",
    "sectPr",
    "pPrChange",
];
const RUN: &[&str] = &[
    "rStyle",
    "rFonts",
    "b",
    "bCs",
    "i",
    "iCs",
    "caps",
    "smallCaps",
    "strike",
    "dstrike",
    "outline",
    "shadow",
    "emboss",
    "imprint",
    "noProof",
    "snapToGrid",
    "vanish",
    "webHidden",
    "color",
    "spacing",
    "w",
    "kern",
    "position",
    "sz",
    "szCs",
    "highlight",
    "u",
    "effect",
    "bdr",
    "shd",
    "fitText",
    "vertAlign",
    "rtl",
    "cs",
    "em",
    "lang",
    "eastAsianLayout",
    "specVanish",
    "oMath",
];
const SECTION: &[&str] = &[
    "headerReference",
    "footerReference",
    "footnotePr",
    "endnotePr",
    "type",
    "pgSz",
    "pgMar",
    "paperSrc",
    "pgBorders",
    "lnNumType",
    "pgNumType",
    "cols",
    "formProt",
    "vAlign",
    "noEndnote",
    "titlePg",
    "textDirection",
    "bidi",
    "rtlGutter",
    "docGrid",
    "printerSettings",
];
const TABLE: &[&str] = &[
    "tblStyle",
    "tblpPr",
    "tblOverlap",
    "bidiVisual",
    "tblStyleRowBandSize",
    "tblStyleColBandSize",
    "tblW",
    "jc",
    "tblCellSpacing",
    "tblInd",
    "tblBorders",
    "shd",
    "tblLayout",
    "tblCellMar",
    "tblLook",
    "tblCaption",
];
const CELL: &[&str] = &[
    "cnfStyle",
    "tcW",
    "gridSpan",
    "hMerge",
    "vMerge",
    "tcBorders",
    "shd",
    "noWrap",
    "tcMar",
    "textDirection",
    "tcFitText",
    "vAlign",
    "hideMark",
];
const STYLE: &[&str] = &[
    "name",
    "aliases",
    "basedOn",
    "next",
    "link",
    "autoRedefine",
    "hidden",
    "uiPriority",
    "semiHidden",
    "unhideWhenUsed",
    "qFormat",
    "locked",
    "personal",
    "personalCompose",
    "personalReply",
    "rsid",
    "pPr",
    "rPr",
    "tblPr",
    "trPr",
    "tcPr",
    "tblStylePr",
];
const LEVEL: &[&str] = &[
    "start",
    "numFmt",
    "lvlRestart",
    "pStyle",
    "isLgl",
    "suff",
    "lvlText",
    "lvlPicBulletId",
    "legacy",
    "lvlJc",
    "pPr",
    "rPr",
];
const BORDERS: &[&str] = &[
    "top", "left", "start", "bottom", "right", "end", "insideH", "insideV", "between", "bar",
    "tl2br", "tr2bl",
];
