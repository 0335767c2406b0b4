//! Word comments at the spots of faults, in a copy of the template: whoever mends it sees each sentence where it belongs.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::fault::{Fault, Story};
use super::package::{Changes, Package};
use super::xml::{Kind, Xml, push_escaped};

const AUTHOR: &str = "Beschlusskontrolle";

/// A comment's place: bytes of the main part.
struct Anchor {
    from: usize,
    to: usize,
}

/// The package with a comment for every fault and hint that has a place; `None` where none has.
pub(super) fn commented(
    package: &Package,
    faults: &[Fault],
    hints: &[Fault],
) -> Result<Option<Vec<u8>>, String> {
    let placed: Vec<(&str, &Fault)> = faults
        .iter()
        .map(|fault| ("", fault))
        .chain(hints.iter().map(|hint| ("Hinweis: ", hint)))
        .filter(|(_, fault)| fault.place.is_some())
        .collect();
    if placed.is_empty() {
        return Ok(None);
    }
    let main = package.main()?;
    let xml = Xml::parse(package.text(main)?)
        .map_err(|why| format!("Die Datei ist beschädigt ({why})."))?;
    let mut changes = Changes::default();
    let (part, existing) = package.comments(&mut changes)?;
    let mut id = next_id(&existing);
    let mut notes = String::new();
    let mut inserts: BTreeMap<usize, (String, String)> = BTreeMap::new();
    for (kind, fault) in placed {
        let Some(anchor) = anchor(&xml, fault) else { continue };
        let reference = format!(
            "<w:commentRangeEnd w:id=\"{id}\"/><w:r><w:commentReference w:id=\"{id}\"/></w:r>"
        );
        // what ends here stands before what begins here
        inserts.entry(anchor.to).or_default().0.push_str(&reference);
        let begin = format!("<w:commentRangeStart w:id=\"{id}\"/>");
        inserts.entry(anchor.from).or_default().1.push_str(&begin);
        notes.push_str(&note(id, &format!("{kind}{}", sentence(fault))));
        id += 1;
    }
    let mut text = String::with_capacity(xml.source.len() + 200 * inserts.len());
    let mut at = 0;
    for (position, (ends, begins)) in inserts {
        text.push_str(xml.cut(at..position));
        text.push_str(&ends);
        text.push_str(&begins);
        at = position;
    }
    text.push_str(xml.cut(at..xml.source.len()));
    changes.replaced.insert(main, text);
    package.put(part, &with_notes(&existing, &notes), &mut changes);
    package
        .write(&changes)
        .map(Some)
        .map_err(|error| format!("Die Datei ließ sich nicht schreiben: {error}"))
}

/// The fault's sentence; with the place where the comment cannot stand at its spot.
fn sentence(fault: &Fault) -> String {
    let mut text = fault.message.clone();
    if let Some(place) = &fault.place
        && place.story != Story::Body
    {
        text = format!("{place}: {text}");
    }
    if let Some(nearest) = &fault.nearest {
        write!(text, " Meinten Sie „{nearest}“?").ok();
    }
    text
}

/// Around the pieces of the body's paragraph that hold the spot.
fn anchor(xml: &Xml, fault: &Fault) -> Option<Anchor> {
    let place = fault.place.as_ref()?;
    let paragraph = if place.story == Story::Body {
        (0..xml.tokens.len()).rev().find(|token| {
            xml.is(*token, "w:p")
                && xml.tokens[*token].kind == Kind::Start
                && xml.tokens[*token].at.start <= place.spot.start
                && place.spot.start < xml.whole(*token).end
                && xml.around(*token, "w:p").is_none()
        })
    } else {
        None
    };
    let first = || {
        (0..xml.tokens.len())
            .find(|token| xml.is(*token, "w:p") && xml.tokens[*token].kind == Kind::Start)
    };
    let own = paragraph.is_some();
    let paragraph = paragraph.or_else(first)?;
    let mut from = None;
    let mut to = None;
    for child in xml.children(paragraph) {
        let at = xml.whole(child);
        if xml.is(child, "w:pPr") {
            continue;
        }
        if !own || at.start < place.spot.end && place.spot.start < at.end {
            from = from.or(Some(at.start));
            to = Some(at.end);
        }
    }
    // a paragraph without a piece that holds it: its end
    let end = xml.tokens[xml.tokens[paragraph].mate].at.start;
    Some(Anchor { from: from.unwrap_or(end), to: to.unwrap_or(end) })
}

fn note(id: u32, sentence: &str) -> String {
    let mut text = String::new();
    push_escaped(&mut text, sentence);
    format!(
        "<w:comment w:id=\"{id}\" w:author=\"{AUTHOR}\" w:initials=\"BK\"><w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p></w:comment>"
    )
}

/// Behind the comments people have made.
fn next_id(comments: &str) -> u32 {
    comments
        .split("<w:comment ")
        .skip(1)
        .filter_map(|rest| {
            let tag = format!(" {}", rest.split('>').next().unwrap_or_default());
            super::xml::attribute(&tag, "w:id")?.parse::<u32>().ok()
        })
        .max()
        .map_or(0, |highest| highest + 1)
}

fn with_notes(existing: &str, notes: &str) -> String {
    match existing.rsplit_once("</w:comments>") {
        Some((before, after)) => format!("{before}{notes}</w:comments>{after}"),
        None => format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:comments xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">{notes}</w:comments>"
        ),
    }
}
