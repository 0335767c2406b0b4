//! As LibreOffice lays it out: the print file has the pages of the single letters, and nothing else.

use std::fs;
use std::path::Path;
use std::process::Command;

use beschlusskontrolle::letters::templates::BUILTIN;
use beschlusskontrolle::word::{Picture, Pictures, Sides, Template};
use serde_json::{Value, json};

use crate::fixture::{cell, paragraph, row, table, values};
use crate::template::{File, page_of_pages, starter_values};
use crate::{LOGO, compile, printed_with};

const LETTERS: usize = 200;

/// The text of every page of every file, in the order given; `None` where the machine has no LibreOffice.
fn pages(folder: &Path, files: &[(String, Vec<u8>)]) -> Option<Vec<Vec<String>>> {
    let mut soffice = Command::new("soffice");
    soffice
        .arg(format!("-env:UserInstallation=file://{}", folder.join("profil").display()))
        .args(["--headless", "--convert-to", "pdf", "--outdir"])
        .arg(folder);
    for (name, bytes) in files {
        let path = folder.join(format!("{name}.docx"));
        fs::write(&path, bytes).unwrap();
        soffice.arg(path);
    }
    let Ok(output) = soffice.output() else {
        eprintln!("übersprungen: LibreOffice (soffice) fehlt");
        return None;
    };
    assert!(output.status.success(), "{output:?}");
    files
        .iter()
        .map(|(name, _)| {
            let pdf = folder.join(format!("{name}.pdf"));
            let Ok(text) = Command::new("pdftotext").arg("-layout").arg(pdf).arg("-").output()
            else {
                eprintln!("übersprungen: pdftotext fehlt");
                return None;
            };
            let text = String::from_utf8(text.stdout).unwrap();
            // a form feed ends each page
            let mut pages: Vec<String> = text.split('\u{c}').map(words).collect();
            assert_eq!(pages.pop().as_deref(), Some(""));
            Some(pages)
        })
        .collect()
}

fn words(page: &str) -> String {
    page.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Compares letters alone and in a print file, page by page, those of many templates at once. The pages of the letters.
#[track_caller]
fn same_pages(all: &[(Template, Vec<(Value, Pictures)>)]) -> Option<Vec<Vec<Vec<String>>>> {
    let folder = tempfile::tempdir().unwrap();
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for (t, (template, letters)) in all.iter().enumerate() {
        for (n, (own, pictures)) in letters.iter().enumerate() {
            let letter = template.fill_with(&values(own), pictures).unwrap();
            files.push((format!("{t}-brief{n:03}"), letter));
        }
        files.push((format!("{t}-alle"), printed_with(template, letters, Sides::Single)));
    }
    let mut found = pages(folder.path(), &files)?.into_iter();
    let compared = all.iter().enumerate().map(|(t, (_, letters))| {
        let alone: Vec<Vec<String>> = found.by_ref().take(letters.len()).collect();
        let together = found.next().unwrap();
        let single: Vec<&String> = alone.iter().flatten().collect();
        for (n, (own, alone)) in together.iter().zip(&single).enumerate() {
            assert_eq!(&own, alone, "template {t}, page {}", n + 1);
        }
        assert_eq!(together.len(), single.len(), "template {t}");
        alone
    });
    Some(compared.collect())
}

#[test]
fn two_hundred_letters_have_the_same_pages_alone_and_together() {
    let logo = Picture::within(60.0, 24.0, LOGO, "Logo").unwrap();
    let pictures: Pictures = [("logo".to_owned(), logo)].into();
    let content = [
        paragraph("An {{ ort }}"),
        paragraph("{{ zusatz }}"),
        table(&[
            row(&[cell("Wann"), cell("Wo")]),
            row(&[cell("{% for t in termine %}{{ t.tag }}"), cell("{{ t.ort }}{% endfor %}")]),
        ]),
        paragraph("{% if mahnung %}"),
        paragraph("Das ist die zweite Bitte an {{ ort }}."),
        paragraph("{% endif %}"),
        paragraph("{% for satz in text %}"),
        paragraph("{{ satz }}"),
        paragraph("{% endfor %}"),
        paragraph("Mit freundlichen Grüßen"),
    ]
    .concat();
    let file = File::new(&content)
        .with("header", "kopf", "default", &paragraph("{{ logo }} Zeichen {{ zeichen }}"))
        .with("header", "erste", "first", &paragraph("{{ logo }} Erste Seite"))
        .with("footer", "fuss", "default", &page_of_pages(""))
        .with("footer", "fusserste", "first", &page_of_pages(""));
    let letters: Vec<(Value, Pictures)> = (0..LETTERS)
        .map(|n| {
            let sentences = if n % 2 == 0 { 3 } else { 60 + n % 7 };
            let own = json!({
                "ort": format!("Musterort {n}"),
                "zusatz": if n % 3 == 0 { Value::Null } else { json!("z. Hd. des Vorstands") },
                "termine": (0..n % 4).map(|t| json!({"tag": format!("{}.3.", t + 1), "ort": "Saal"})).collect::<Vec<_>>(),
                "mahnung": n % 5 == 0,
                "text": (0..sentences).map(|s| format!("Satz {s} an Musterort {n}.")).collect::<Vec<_>>(),
                "zeichen": format!("BK {}", n / 10),
            });
            (own, pictures.clone())
        })
        .collect();
    let Some(found) = same_pages(&[(compile(file.bytes()), letters)]) else { return };
    for (n, pages) in found[0].iter().enumerate() {
        assert_eq!(pages.len(), 1 + n % 2, "letter {n}");
        for (page, text) in pages.iter().enumerate() {
            let number = format!("Seite {} von {}", page + 1, pages.len());
            assert!(text.ends_with(&number), "letter {n}: {text}");
        }
    }
}

#[test]
fn the_starter_letters_have_the_same_pages_alone_and_together() {
    let logo = Picture::within(60.0, 24.0, LOGO, "Logo").unwrap();
    let pictures: Pictures = [("logo".to_owned(), logo)].into();
    let all: Vec<_> = BUILTIN
        .iter()
        .map(|(key, bytes)| {
            let template = Template::compile(key, bytes.to_vec()).unwrap();
            let letters = ["Gotha", "Jena", "Suhl"]
                .map(|ort| (starter_values(&template, ort), pictures.clone()));
            (template, letters.into())
        })
        .collect();
    same_pages(&all);
}

#[test]
fn a_letter_that_ends_with_a_table_opens_no_page_of_its_own() {
    let filled = table(&[row(&[cell("{{ ort }}")])]);
    let content = format!("{}{}", paragraph("Anlage"), filled.strip_suffix("<w:p/>").unwrap());
    // sections within a letter, the second without the header of the first
    let sections = format!(
        "{}<w:p><w:pPr><w:sectPr>{}</w:sectPr></w:pPr></w:p>{}",
        paragraph("Brief an {{ ort }}"),
        crate::template::END,
        paragraph("Anlage für {{ ort }}")
    );
    // an address field, and nothing but a paragraph behind it
    let address = format!(
        "{}{}",
        filled.replace("<w:tblPr/>", "<w:tblPr><w:tblpPr w:vertAnchor=\"page\" w:horzAnchor=\"page\" w:tblpX=\"1134\" w:tblpY=\"2551\"/></w:tblPr>").strip_suffix("<w:p/>").unwrap(),
        paragraph("Brief an {{ ort }}")
    );
    let letters = ["Gotha", "Jena", "Suhl"].map(|ort| (json!({"ort": ort}), Pictures::new()));
    let all =
        [content, sections, address].map(|content| {
            let file = File::new(&content)
                .with("header", "kopf", "default", &paragraph("Kopf"))
                .with("footer", "fuss", "default", &page_of_pages(""));
            (compile(file.bytes()), letters.to_vec())
        });
    let Some(found) = same_pages(&all) else { return };
    for (letters, pages) in found.iter().zip([1, 2, 1]) {
        assert!(letters.iter().all(|own| own.len() == pages), "{letters:?}");
    }
}
