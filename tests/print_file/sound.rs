//! What holds of every Word file that Word opens without complaint.

use std::collections::BTreeSet;

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::fixture::{entry, names};

/// The values of an attribute in all elements that begin so.
pub(crate) fn all_values(xml: &str, element: &str, attribute: &str) -> Vec<String> {
    xml.split(element)
        .skip(1)
        .filter_map(|rest| {
            let tag = rest.split('>').next().unwrap();
            let value = format!(" {tag}")
                .split(&format!(" {attribute}=\""))
                .nth(1)?
                .split('"')
                .next()?
                .to_owned();
            Some(value)
        })
        .collect()
}

#[track_caller]
fn distinct(what: &str, values: Vec<String>) {
    let mut seen = BTreeSet::new();
    for value in values {
        assert!(seen.insert(value.clone()), "{what} twice: {value}");
    }
}

fn well_formed(name: &str, xml: &str) {
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => return,
            Ok(_) => {}
            Err(error) => panic!("{name}: {error}"),
        }
    }
}

fn resolved(folder: &str, target: &str) -> String {
    match target.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None if folder.is_empty() => target.to_owned(),
        None => format!("{folder}/{target}"),
    }
}

/// Parts are declared and reached, relationships lead somewhere, ids are unique, sections stand where they may.
#[track_caller]
pub(crate) fn sound(file: &[u8]) {
    let parts = names(file);
    distinct("part", parts.iter().map(|name| name.to_lowercase()).collect());
    let types = entry(file, "[Content_Types].xml");
    let overrides = all_values(&types, "<Override ", "PartName");
    distinct("declared part", overrides.clone());
    for part in &overrides {
        assert!(
            parts.iter().any(|name| format!("/{name}") == *part),
            "declared and not there: {part}"
        );
    }
    let endings = all_values(&types, "<Default ", "Extension");
    let mut reached: BTreeSet<String> = ["[Content_Types].xml".to_owned()].into();
    for name in &parts {
        let ending = name.rsplit('.').next().unwrap().to_owned();
        assert!(
            overrides.contains(&format!("/{name}")) || endings.contains(&ending),
            "not declared: {name}"
        );
        if !matches!(ending.as_str(), "xml" | "rels") {
            continue;
        }
        let xml = entry(file, name);
        well_formed(name, &xml);
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        if ending == "rels" {
            reached.insert(name.clone());
            let owner = folder.strip_suffix("_rels").unwrap().trim_end_matches('/');
            let ids = all_values(&xml, "<Relationship ", "Id");
            distinct(name, ids);
            for target in all_values(&xml, "<Relationship ", "Target") {
                let target = resolved(owner, &target);
                assert!(parts.contains(&target), "{name} leads to {target}, which is not there");
                reached.insert(target);
            }
            continue;
        }
        let rels = format!("{folder}/_rels/{}.rels", name.rsplit('/').next().unwrap());
        let known = if parts.contains(&rels) {
            all_values(&entry(file, &rels), "<Relationship ", "Id")
        } else {
            Vec::new()
        };
        for attribute in ["r:id", "r:embed", "r:link"] {
            for id in all_values(&xml, "<", attribute) {
                assert!(known.contains(&id), "{name} refers to {id}");
            }
        }
        distinct("drawing", all_values(&xml, "<wp:docPr ", "id"));
        distinct("bookmark", all_values(&xml, "<w:bookmarkStart ", "w:id"));
        distinct("name", all_values(&xml, "<w:bookmarkStart ", "w:name"));
        assert_eq!(
            all_values(&xml, "<w:bookmarkStart ", "w:id").into_iter().collect::<BTreeSet<_>>(),
            all_values(&xml, "<w:bookmarkEnd ", "w:id").into_iter().collect::<BTreeSet<_>>(),
        );
    }
    for name in &parts {
        // what the template brought without a relationship is not ours
        assert!(reached.contains(name) || name.starts_with("custom/"), "nothing leads to {name}");
    }
    let document = entry(file, "word/document.xml");
    for (reference, part, note) in [
        ("<w:footnoteReference ", "word/footnotes.xml", "<w:footnote "),
        ("<w:endnoteReference ", "word/endnotes.xml", "<w:endnote "),
        ("<w:commentReference ", "word/comments.xml", "<w:comment "),
    ] {
        let wanted = all_values(&document, reference, "w:id");
        distinct(reference, wanted.clone());
        if !wanted.is_empty() {
            let there = all_values(&entry(file, part), note, "w:id");
            distinct(part, there.clone());
            assert!(wanted.iter().all(|id| there.contains(id)), "{part}");
        }
    }
    // one section at the end of the body, all others in paragraphs
    assert!(document.contains("</w:sectPr></w:body>") || document.contains("/></w:body>"));
    for piece in document.split("<w:sectPr").collect::<Vec<_>>().windows(2) {
        let before = piece[0];
        let ends_body = !piece[1].contains("</w:sectPr></w:pPr>")
            && !piece[1].contains("</w:sectPr><w:pPrChange");
        let in_format =
            before.rfind("<w:pPr>").is_some_and(|at| !before[at..].contains("</w:pPr>"));
        assert!(
            ends_body || in_format,
            "a section outside of a paragraph's format: …{}",
            &before[before.len().saturating_sub(80)..]
        );
    }
}
