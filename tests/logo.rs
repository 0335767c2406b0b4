//! Pictures in letters, and the office's logo from the settings to the letterhead.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::allow_attributes,
    clippy::needless_pass_by_value,
    dead_code,
    reason = "a test may stop loudly; the fixture is shared"
)]

#[path = "word/fixture.rs"]
mod fixture;

use std::fs;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::process::Command;

use beschlusskontrolle::word::{Picture, PictureFault, PictureFormat, Pictures, Template, measure};
use fixture::{body, cell, entry, names, package, package_with, paragraph, row, table, text};
use rust_xlsxwriter::Workbook;
use serde_json::{Value, json};

const LOGO: &[u8] = include_bytes!("../samples/Logo.png");

/// The frame of a JPEG and nothing to see in it: application data, a table, the size, a scan.
fn jpeg(width: u16, height: u16) -> Vec<u8> {
    let mut file = b"\xff\xd8\xff\xe0\0\x04ab\xff\xc4\0\x03x\xff\xff\xc2\0\x0b\x08".to_vec();
    file.extend(height.to_be_bytes());
    file.extend(width.to_be_bytes());
    file.extend(b"\x01\x01\x11\0\xff\xda\0\x02data\xff\xd9");
    file
}

fn logo() -> Picture {
    Picture::within(60.0, 24.0, LOGO, "Logo „A & B“").unwrap()
}

fn filled(template: Vec<u8>, values: Value, pictures: &[(&str, Picture)]) -> Vec<u8> {
    let pictures: Pictures =
        pictures.iter().map(|(name, picture)| ((*name).to_owned(), picture.clone())).collect();
    let template = Template::compile("Probe", template).unwrap();
    template.fill_with(&fixture::values(&values), &pictures).unwrap()
}

fn bytes(file: &[u8], name: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut bytes = Vec::new();
    archive.by_name(name).unwrap().read_to_end(&mut bytes).unwrap();
    bytes
}

fn media(file: &[u8]) -> Vec<String> {
    names(file).into_iter().filter(|name| name.contains("media/")).collect()
}

/// The values of an attribute, in order.
fn all(xml: &str, before: &str) -> Vec<String> {
    xml.split(before).skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

fn header(content: &str) -> String {
    format!(
        "<w:hdr xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">{content}</w:hdr>"
    )
}

// ── the engine ──────────────────────────────────────────────────────────────────────────────────────

#[test]
fn size_and_format_are_told_by_the_content() {
    assert_eq!(measure(LOGO), Ok((PictureFormat::Png, 600, 200)));
    assert_eq!(measure(&jpeg(640, 480)), Ok((PictureFormat::Jpeg, 640, 480)));
    for other in [&b"GIF89a"[..], b"<svg/>", b"", b"\x89PN", b"%PDF-1.7"] {
        assert_eq!(measure(other), Err(PictureFault::UnknownFormat));
    }
    // wherever it was cut off, it is no half picture in a letter
    for end in 8..LOGO.len() - 4 {
        assert_eq!(measure(&LOGO[..end]), Err(PictureFault::Broken), "{end}");
    }
    let photo = jpeg(640, 480);
    for end in 3..photo.len() {
        assert_eq!(measure(&photo[..end]), Err(PictureFault::Broken), "{end}");
    }
    assert_eq!(measure(&jpeg(0, 480)), Err(PictureFault::Broken));
}

#[test]
fn a_picture_fills_its_box_and_keeps_its_ratio() {
    for (width, height, on_paper) in [
        (600, 200, (60.0, 20.0)),
        (100, 100, (24.0, 24.0)),
        (3000, 1200, (60.0, 24.0)),
        (10, 40, (6.0, 24.0)),
    ] {
        let picture = Picture::within(60.0, 24.0, jpeg(width, height), "").unwrap();
        let near = |a: f64, b: f64| (a - b).abs() < 1e-9;
        assert!(
            near(picture.width_mm, on_paper.0) && near(picture.height_mm, on_paper.1),
            "{picture:?}"
        );
    }
}

#[test]
fn a_placeholder_becomes_a_picture_with_its_part_relationship_and_type() {
    let letter = filled(package(&paragraph("{{ Logo }}")), json!({}), &[("logo", logo())]);
    assert_eq!(media(&letter), ["word/media/bild1.png"]);
    assert_eq!(bytes(&letter, "word/media/bild1.png"), LOGO);
    let rels = entry(&letter, "word/_rels/document.xml.rels");
    let id = &all(&rels, "Id=\"")[0];
    assert!(rels.contains("relationships/image\" Target=\"media/bild1.png\""), "{rels}");
    assert!(
        entry(&letter, "[Content_Types].xml")
            .contains("<Default Extension=\"png\" ContentType=\"image/png\"/></Types>")
    );
    let xml = entry(&letter, "word/document.xml");
    assert!(
        xml.contains("<w:p><w:r><w:drawing>") && xml.contains("</w:drawing></w:r></w:p>"),
        "{xml}"
    );
    assert!(xml.contains(&format!("r:embed=\"{id}\"")), "{xml}");
    assert!(xml.contains("<wp:extent cx=\"2160000\" cy=\"720000\"/>"), "{xml}");
    assert!(xml.contains("descr=\"Logo „A &amp; B“\""), "{xml}");
}

#[test]
fn a_picture_stands_between_words_too() {
    let letter = filled(package(&paragraph("vor {{ logo }} nach")), json!({}), &[("logo", logo())]);
    let xml = entry(&letter, "word/document.xml");
    assert!(xml.contains("vor </w:t><w:drawing>"), "{xml}");
    assert!(xml.contains("</w:drawing><w:t xml:space=\"preserve\"> nach</w:t>"), "{xml}");
}

#[test]
fn header_and_body_share_one_part_and_every_drawing_has_its_own_id() {
    let drawn = "<w:p><w:r><w:drawing><wp:inline><wp:docPr id=\"7\" name=\"Stempel\"/></wp:inline></w:drawing></w:r></w:p>";
    let twice = table(&[row(&[cell("{{ logo }}"), cell("{{ logo }}")])]);
    let template = package_with(
        &body(&format!("{drawn}{twice}")),
        "header",
        &header(&paragraph("{{ logo }}")),
    );
    let letter = filled(template, json!({}), &[("logo", logo())]);
    assert_eq!(media(&letter).len(), 1);
    assert_eq!(all(&entry(&letter, "word/document.xml"), "<wp:docPr id=\""), ["7", "8", "9"]);
    assert_eq!(all(&entry(&letter, "word/header.xml"), "<wp:docPr id=\""), ["1"]);
    // the body had relationships, the header none; neither loses or repeats one
    assert_eq!(
        all(&entry(&letter, "word/_rels/document.xml.rels"), " Id=\""),
        ["rId1", "rIdBild1"]
    );
    assert_eq!(all(&entry(&letter, "word/_rels/header.xml.rels"), " Id=\""), ["rIdBild1"]);
    assert_eq!(entry(&letter, "[Content_Types].xml").matches("image/png").count(), 1);
}

#[test]
fn several_pictures_and_formats_go_together_and_loops_repeat_them() {
    let photo = Picture::within(40.0, 40.0, jpeg(4, 3), "Foto").unwrap();
    let content = ["{% for n in zahlen %}", "{{ foto }}", "{% endfor %}", "{{ logo }}"];
    let letter = filled(
        package(&content.map(paragraph).concat()),
        json!({"zahlen": [1, 2, 3]}),
        &[("logo", logo()), ("foto", photo)],
    );
    assert_eq!(media(&letter), ["word/media/bild1.jpeg", "word/media/bild1.png"]);
    let xml = entry(&letter, "word/document.xml");
    assert_eq!(all(&xml, "<wp:docPr id=\""), ["1", "2", "3", "4"]);
    assert_eq!(all(&xml, "r:embed=\""), ["rIdBild1", "rIdBild1", "rIdBild1", "rIdBild2"]);
}

#[test]
fn without_a_picture_nothing_is_left_behind() {
    let template = package(&["vor", "{{ logo }}", "nach"].map(paragraph).concat());
    let letter = filled(template.clone(), json!({"logo": null}), &[]);
    assert_eq!(text(&letter), ["vor", "nach"]);
    assert_eq!(names(&letter), names(&template));
    let asked = package(&paragraph("{% if logo %}mit{% else %}ohne{% endif %}"));
    assert_eq!(text(&filled(asked.clone(), json!({"logo": null}), &[])), ["ohne"]);
    assert_eq!(text(&filled(asked, json!({"logo": null}), &[("logo", logo())])), ["mit"]);
}

#[test]
fn what_shows_no_picture_stays_byte_for_byte() {
    let template =
        package_with(&body(&paragraph("Text")), "header", &header(&paragraph("{{ logo }}")));
    let letter = filled(template.clone(), json!({}), &[("logo", logo())]);
    for name in
        ["word/document.xml", "word/_rels/document.xml.rels", "_rels/.rels", "custom/own.xml"]
    {
        assert_eq!(entry(&template, name), entry(&letter, name), "{name}");
    }
    assert_eq!(letter, filled(template, json!({}), &[("logo", logo())]));
}

// ── the office ──────────────────────────────────────────────────────────────────────────────────────

/// A workspace with lists and settings of the samples; the logo as the test wants it.
fn workspace(logo: Option<&str>) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    fs::create_dir(folder.path().join("Listen")).unwrap();
    for entry in fs::read_dir(from.join("Listen")).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, folder.path().join("Listen").join(path.file_name().unwrap())).unwrap();
    }
    let settings = folder.path().join("Einstellungen.xlsx");
    fs::copy(from.join("Einstellungen.xlsx"), &settings).unwrap();
    if let Some(value) = logo {
        // the sheet of the samples with another value
        use calamine::{Reader as _, open_workbook_auto};
        let mut old = open_workbook_auto(&settings).unwrap();
        let mut new = Workbook::new();
        for name in old.sheet_names() {
            let range = old.worksheet_range(&name).unwrap();
            let (top, left) = range.start().unwrap();
            let sheet = new.add_worksheet().set_name(&name).unwrap();
            for (row, cells) in (top..).zip(range.rows()) {
                let is_logo = cells.iter().any(|cell| *cell == "Logo (Bilddatei)");
                for (column, cell) in (u16::try_from(left).unwrap()..).zip(cells) {
                    let cell =
                        if is_logo && column == 1 { value.to_owned() } else { cell.to_string() };
                    sheet.write_string(row, column, cell).unwrap();
                }
            }
        }
        new.save(&settings).unwrap();
    }
    folder
}

/// What „briefe“ says, and the letters.
fn letters(workspace: &Path) -> (String, Vec<PathBuf>) {
    let output = Command::new(env!("CARGO_BIN_EXE_beschlusskontrolle"))
        .args(["briefe", workspace.to_str().unwrap(), "--stichtag", "2024-12-31", "--ja"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let mut found = Vec::new();
    let mut folders = vec![workspace.join("Ergebnisse")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "docx") {
                found.push(path);
            }
        }
    }
    assert!(!found.is_empty());
    (String::from_utf8(output.stdout).unwrap(), found)
}

fn messages(workspace: &Path) -> Vec<Value> {
    let output = Command::new(env!("CARGO_BIN_EXE_beschlusskontrolle"))
        .args(["pruefen", workspace.to_str().unwrap(), "--stichtag", "2024-12-31", "--json"])
        .output()
        .unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let all = report["diagnostics"].as_array().unwrap().clone();
    all.into_iter().filter(|message| message["code"] == "D705").collect()
}

#[test]
fn every_letter_bears_the_logo_in_its_head() {
    let workspace = workspace(None);
    fs::write(workspace.path().join("Logo.png"), LOGO).unwrap();
    assert_eq!(messages(workspace.path()), Vec::<Value>::new());
    let (_, letters) = letters(workspace.path());
    for path in letters {
        let letter = fs::read(&path).unwrap();
        assert_eq!(media(&letter), ["word/media/bild1.png"], "{}", path.display());
        assert_eq!(bytes(&letter, "word/media/bild1.png"), LOGO);
        let heads: Vec<String> = names(&letter)
            .into_iter()
            .filter(|name| {
                name.starts_with("word/header") && entry(&letter, name).contains("<w:drawing>")
            })
            .collect();
        let [head] = &heads[..] else { panic!("the first page only: {heads:?}") };
        let rels =
            entry(&letter, &head.replace("word/", "word/_rels/").replace(".xml", ".xml.rels"));
        assert!(rels.contains("Target=\"media/bild1.png\""), "{rels}");
        assert!(entry(&letter, head).contains("descr=\"Logo Die Linke Thüringen\""));
        assert!(!entry(&letter, "word/document.xml").contains("<w:drawing>"));
    }
    assert_eq!(fs::read(workspace.path().join("Logo.png")).unwrap(), LOGO);
}

#[test]
fn the_path_is_read_as_people_enter_it() {
    let elsewhere = tempfile::tempdir().unwrap();
    let whole = elsewhere.path().join("Zeichen.jpeg");
    fs::write(&whole, jpeg(300, 100)).unwrap();
    for entered in
        ["Bilder\\Logo.jpg", "Bilder/Logo.jpg", "\"Bilder\\Logo.jpg\"", whole.to_str().unwrap()]
    {
        let workspace = workspace(Some(entered));
        fs::create_dir(workspace.path().join("Bilder")).unwrap();
        fs::write(workspace.path().join("Bilder/Logo.jpg"), jpeg(300, 100)).unwrap();
        assert_eq!(messages(workspace.path()), Vec::<Value>::new(), "{entered}");
        let (_, letters) = letters(workspace.path());
        assert_eq!(media(&fs::read(&letters[0]).unwrap()), ["word/media/bild1.jpeg"], "{entered}");
    }
}

#[test]
fn a_logo_that_cannot_be_used_is_one_message_and_the_letters_are_written_without_it() {
    let photo_of_the_board = vec![0; (5 << 20) + 1];
    let cases: [(&str, &[u8], &str, &str); 5] = [
        (
            "Loga.png",
            LOGO,
            "gibt es nicht",
            "Die Datei dorthin legen oder den Pfad berichtigen; gesucht wird vom Arbeitsordner aus. Meinten Sie „Loga.png“?",
        ),
        (
            "Logo.png",
            b"<svg/>",
            "ist kein PNG- oder JPG-Bild",
            "Das Logo in einem Bildprogramm öffnen und als PNG oder JPG speichern.",
        ),
        (
            "Logo.png",
            &LOGO[..500],
            "ist beschädigt oder abgeschnitten",
            "Das Logo noch einmal als PNG oder JPG speichern.",
        ),
        (
            "Logo.png",
            &photo_of_the_board,
            "ist größer als 5 MB",
            "Das Logo verkleinert speichern; eine Breite von 1.500 Bildpunkten genügt.",
        ),
        (
            "Logo.png/x",
            b"",
            "ist ein Ordner",
            "Hinter dem Ordner den Namen der Datei ergänzen, z. B. Logo.png.",
        ),
    ];
    for (name, content, what, help) in cases {
        let workspace = workspace(None);
        let path = workspace.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        let messages = messages(workspace.path());
        let [message] = &messages[..] else { panic!("{what}: {messages:?}") };
        assert_eq!(
            message["message"],
            format!("Die Bilddatei „Logo.png“ {what}; die Briefe entstehen ohne Logo.")
        );
        assert_eq!(message["help"], help);
        assert_eq!(message["cell"], "B6", "{message}");
        let (said, letters) = letters(workspace.path());
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            said.contains(&format!("Bitte entscheiden D705: Die Bilddatei „Logo.png“ {what};")),
            "{said}"
        );
        for path in letters {
            let letter = fs::read(&path).unwrap();
            assert_eq!(media(&letter), Vec::<String>::new());
            for name in names(&letter) {
                assert!(!entry(&letter, &name).contains("<w:drawing"), "no empty frame");
            }
        }
    }
}

#[test]
fn an_office_without_a_logo_hears_nothing_about_it() {
    let workspace = workspace(Some(""));
    assert_eq!(messages(workspace.path()), Vec::<Value>::new());
    let (_, letters) = letters(workspace.path());
    assert_eq!(media(&fs::read(&letters[0]).unwrap()), Vec::<String>::new());
}
