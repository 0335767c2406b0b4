//! The Word file: the same words, in Word's own terms, on two pages.

use std::io::{Cursor, Read as _};
use std::process::Command;

use beschlusskontrolle::io::docx_writer::write_paper;
use beschlusskontrolle::paper::{Block, Paper, Run, Variant};

use super::office::{office, office_at};
use super::{Wish, internal, made, talkative, to_pass_on, words};

pub(crate) fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The text between tags, a line for each paragraph.
pub(crate) fn lines_of(xml: &str) -> Vec<String> {
    xml.split("</w:p>")
        .map(|paragraph| {
            paragraph
                .split("<w:t")
                .skip(1)
                .filter_map(|rest| rest.split_once('>')?.1.split_once("</w:t>"))
                .map(|(text, _)| {
                    text.replace("&lt;", "<")
                        .replace("&gt;", ">")
                        .replace("&quot;", "\"")
                        .replace("&apos;", "'")
                        .replace("&amp;", "&")
                })
                .collect::<String>()
        })
        .collect()
}

/// Every paragraph of the paper, in its order.
fn lines(paper: &Paper) -> Vec<String> {
    let mut lines = Vec::new();
    let mut add = |runs: &[Run]| lines.push(words(runs));
    for block in &paper.blocks {
        match block {
            Block::Letterhead { name, office } => {
                add(&[Run::plain(name)]);
                add(&[Run::plain(office)]);
            }
            Block::Addressee(text) | Block::Title(text) | Block::Heading { text, .. } => {
                add(&[Run::plain(text)]);
            }
            Block::Paragraph { runs, .. } => add(runs),
            Block::List(items) => {
                for runs in items {
                    let mut item = vec![Run::plain("–")];
                    item.extend(runs.iter().cloned());
                    add(&item);
                }
            }
            Block::Table(table) => {
                for label in &table.head {
                    add(&[Run::plain(label)]);
                }
                for cell in table.rows.iter().flat_map(|row| &row.cells) {
                    if cell.paragraphs.is_empty() {
                        add(&[]);
                    }
                    for runs in &cell.paragraphs {
                        add(runs);
                    }
                }
            }
        }
    }
    lines
}

#[test]
fn the_written_file_says_the_same() {
    let office = talkative();
    for variant in [Variant::Internal, Variant::ToPassOn] {
        let paper = made(&office, &Wish { variant, annex: true, ..Wish::default() });
        let bytes = write_paper(&paper).unwrap();
        if let Ok(folder) = std::env::var("PAPER_OUT") {
            std::fs::write(format!("{folder}/Anlage {variant:?}.docx"), &bytes).unwrap();
        }
        let mut there = lines_of(&part(&bytes, "word/document.xml"));
        assert_eq!(there.pop().as_deref(), Some(""), "nothing stands behind the last paragraph");
        assert_eq!(there, lines(&paper));
    }
}

#[test]
fn the_same_paper_is_the_same_bytes() {
    assert_eq!(
        write_paper(&internal(&office())).unwrap(),
        write_paper(&internal(&office())).unwrap()
    );
}

#[test]
fn the_file_speaks_german_repeats_its_heads_and_names_nobody_in_its_properties() {
    let bytes = write_paper(&internal(&talkative())).unwrap();
    let document = part(&bytes, "word/document.xml");
    let styles = part(&bytes, "word/styles.xml");
    let core = part(&bytes, "docProps/core.xml");
    assert!(styles.contains("<w:lang w:val=\"de-DE\""));
    assert_eq!(document.matches("<w:tblHeader/>").count(), 2, "points and statements");
    let rows = document.matches("<w:tr>").count() + document.matches("<w:tr ").count();
    assert_eq!(document.matches("<w:cantSplit").count(), rows, "no row is split");
    for id in ["Title", "Heading1", "Heading2"] {
        assert!(styles.contains(&format!("w:styleId=\"{id}\"")), "{id}");
    }
    assert!(document.contains("<w:pStyle w:val=\"Heading1\"/>"));
    for cell in document.split("</w:tc>").filter(|rest| rest.contains("<w:tc>")) {
        assert!(cell.rsplit("<w:tc>").next().unwrap().contains("<w:p"), "a cell without paragraph");
    }
    // an empty paragraph is only ever what an empty cell needs
    for (at, _) in document.match_indices("<w:body>") {
        assert!(!document[at..].replace(' ', "").contains("</w:tbl><w:p/>"));
    }
    assert!(core.contains("<dcterms:created xsi:type=\"dcterms:W3CDTF\">2024-12-31T00:00:00Z"));
    assert!(!core.contains("creator") && !core.contains("lastModifiedBy"));
    let footer = part(&bytes, "word/footer1.xml");
    assert!(
        footer.contains("Stand: 31. Dezember 2024")
            && footer.contains("PAGE")
            && footer.contains("NUMPAGES")
    );
}

#[test]
fn the_paper_is_two_pages_long() {
    let folder = tempfile::tempdir().unwrap();
    let papers = [
        ("intern", internal(&talkative())),
        ("weitergabe", to_pass_on(&talkative())),
        ("halbjahr", internal(&office_at("30.06.2024"))),
    ];
    let mut soffice = Command::new("soffice");
    soffice
        .arg(format!("-env:UserInstallation=file://{}", folder.path().join("profil").display()))
        .args(["--headless", "--convert-to", "pdf", "--outdir"])
        .arg(folder.path());
    for (name, paper) in &papers {
        let path = folder.path().join(format!("{name}.docx"));
        std::fs::write(&path, write_paper(paper).unwrap()).unwrap();
        soffice.arg(path);
    }
    let Ok(output) = soffice.output() else {
        eprintln!("übersprungen: LibreOffice (soffice) fehlt");
        return;
    };
    assert!(output.status.success(), "{output:?}");
    for (name, _) in &papers {
        let pdf = folder.path().join(format!("{name}.pdf"));
        let Ok(text) = Command::new("pdftotext").arg("-layout").arg(pdf).arg("-").output() else {
            eprintln!("übersprungen: pdftotext fehlt");
            return;
        };
        let text = String::from_utf8(text.stdout).unwrap();
        assert_eq!(text.matches('\u{c}').count(), 2, "{name}:\n{text}");
        assert!(text.contains("Seite 2 von 2"), "{name}");
    }
}
