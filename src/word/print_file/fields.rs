//! Word's fields whose answer changes when letters share a file: the number of pages, and references to bookmarks.

use super::super::rewriting::Replacement;
use super::super::xml::{Kind, Xml, characters, push_escaped};
use super::unique::Names;

/// A field's instruction: its text, and where in the source it stands (in several runs perhaps).
#[derive(Debug)]
struct Instruction {
    text: String,
    at: Vec<std::ops::Range<usize>>,
    /// Says that what is stored in the field is out of date.
    dirty: Replacement,
}

/// True where a part says how many pages there are.
pub(super) fn count_pages(xml: &Xml) -> bool {
    instructions(xml).iter().any(|own| is_page_count(&own.text))
}

/// What the fields of a letter's part become. `end` is the bookmark at the letter's end.
///
/// NUMPAGES would count the whole file. SECTIONPAGES is no help: LibreOffice shows what was last stored in the field
/// (until 7.4 it does not know it), and a letter may have more than one section. As pages are counted from 1 in every
/// letter, the number of its last page is how many there are: PAGEREF to its end, which both programs work out, in
/// headers and footers too; Word is told that what is stored in the field is out of date (17.16.18, `dirty`).
pub(super) fn edits(xml: &Xml, names: &Names, end: &str, edits: &mut Vec<Replacement>) {
    for own in instructions(xml) {
        let Some(text) = changed(&own.text, names, end) else { continue };
        if is_page_count(&own.text) {
            edits.push(own.dirty);
        }
        for (n, at) in own.at.into_iter().enumerate() {
            let mut escaped = String::new();
            if n == 0 {
                push_escaped(&mut escaped, &text);
            }
            edits.push((at, escaped));
        }
    }
}

fn is_page_count(instruction: &str) -> bool {
    instruction.split_whitespace().next().is_some_and(|word| word.eq_ignore_ascii_case("NUMPAGES"))
}

fn changed(instruction: &str, names: &Names, end: &str) -> Option<String> {
    if is_page_count(instruction) {
        let (before, rest) =
            instruction.split_at(instruction.len() - instruction.trim_start().len());
        let rest = rest.get("NUMPAGES".len()..)?;
        // the page may be counted in Roman figures, the pages never are
        let figures = if rest.contains("\\*") { "" } else { " \\* Arabic " };
        return Some(format!("{before}PAGEREF {end}{figures}{rest}"));
    }
    if names.is_empty() {
        return None;
    }
    let keyword = instruction.split_whitespace().next()?.to_uppercase();
    let named =
        ["REF", "PAGEREF", "NOTEREF", "FTNREF", "HYPERLINK", "TOC"].contains(&keyword.as_str());
    let mut found = false;
    let text = instruction
        .split_inclusive(char::is_whitespace)
        .enumerate()
        .map(|(n, piece)| {
            let word = piece.trim().trim_matches('"');
            match names.new_name(word) {
                // a field may also be nothing but the bookmark's name
                Some(new) if named || n < 2 => {
                    found = true;
                    piece.replacen(word, new, 1)
                }
                _ => piece.to_owned(),
            }
        })
        .collect();
    found.then_some(text)
}

/// The instructions of all fields, inner ones too.
fn instructions(xml: &Xml) -> Vec<Instruction> {
    let mut found = Vec::new();
    if !xml.source.contains("fldChar") && !xml.source.contains("fldSimple") {
        return found;
    }
    let text = |at: std::ops::Range<usize>| characters(xml.cut(at), 0).into_iter().map(|(c, _)| c);
    let mut open: Vec<(bool, Instruction)> = Vec::new();
    for (token, own) in xml.tokens.iter().enumerate() {
        if !matches!(own.kind, Kind::Start | Kind::Empty) {
            continue;
        }
        // „<“ and the name
        let behind_name = own.at.start + 1 + xml.name(token).len();
        let dirty = match xml.attribute_at(token, "w:dirty") {
            Some(at) => (at, "true".to_owned()),
            None => (behind_name..behind_name, " w:dirty=\"true\"".to_owned()),
        };
        match xml.name(token) {
            "w:fldSimple" => {
                if let Some(at) = xml.attribute_at(token, "w:instr") {
                    let text = text(at.clone()).collect();
                    found.push(Instruction { text, at: vec![at], dirty });
                }
            }
            "w:fldChar" => match xml.attribute(token, "w:fldCharType") {
                Some("begin") => {
                    open.push((false, Instruction { text: String::new(), at: Vec::new(), dirty }));
                }
                Some("separate") => {
                    if let Some(field) = open.last_mut() {
                        field.0 = true;
                    }
                }
                Some("end") => found.extend(open.pop().map(|(_, field)| field)),
                _ => {}
            },
            "w:instrText" if own.kind == Kind::Start => {
                if let Some((false, field)) = open.last_mut() {
                    let at = own.at.end..xml.tokens[own.mate].at.start;
                    field.text.extend(text(at.clone()));
                    field.at.push(at);
                }
            }
            _ => {}
        }
    }
    found
}
