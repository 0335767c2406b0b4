//! The text of one letter among others: cut so that its last section can end in its last paragraph, or behind it where
//! no letter follows (ECMA-376 part 1, 17.6.17 and 17.6.18).

use super::super::rewriting::Replacement;
use super::super::xml::{Kind, Xml};
use super::applied;

/// One letter between the begin and the end of the print file's body.
#[derive(Debug)]
pub(super) struct Body {
    /// Everything before the last paragraph.
    pub(super) head: String,
    /// The rest where another letter follows.
    pub(super) followed: String,
    /// The rest where none follows.
    pub(super) last: String,
}

/// A paragraph that only holds the begin or the end of a section: as low as Word allows, one point.
const LOW: &str = "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"20\" w:lineRule=\"exact\"/><w:rPr><w:sz w:val=\"2\"/><w:szCs w:val=\"2\"/></w:rPr>";

/// True where the first thing in the body floats.
fn begins_floating(xml: &Xml, body: usize) -> bool {
    let mut first = xml.children(body).find(|child| is_block(xml.name(*child)));
    while let Some(control) = first.filter(|block| xml.is(*block, "w:sdt")) {
        let content = xml.children(control).find(|child| xml.is(*child, "w:sdtContent"));
        first = content.and_then(|own| xml.children(own).find(|child| is_block(xml.name(*child))));
    }
    first.is_some_and(|block| floats(xml, block))
}

/// A table or paragraph that stands where it wants, not in the flow of the text.
fn floats(xml: &Xml, block: usize) -> bool {
    let part = |name: &str| xml.children(block).find(|child| xml.is(*child, name));
    let (format, float) = match xml.name(block) {
        "w:tbl" => ("w:tblPr", "w:tblpPr"),
        _ => ("w:pPr", "w:framePr"),
    };
    part(format).is_some_and(|own| xml.children(own).any(|own| xml.is(own, float)))
}

/// What only marks a place may stand between blocks.
fn is_block(name: &str) -> bool {
    matches!(name, "w:tbl" | "w:sdt" | "w:p" | "w:customXml" | "w:altChunk")
        || name.starts_with("m:")
}

/// The body element of the main part and the section at its end.
pub(super) fn frame(xml: &Xml) -> Option<(usize, Option<usize>)> {
    let body = (0..xml.tokens.len())
        .find(|token| xml.tokens[*token].kind == Kind::Start && xml.is(*token, "w:body"))?;
    let section = xml.children(body).last().filter(|child| xml.is(*child, "w:sectPr"));
    Some((body, section))
}

/// Cuts a letter, the first one or another. `edits` are those of its whole text but for the section at its end, which is given; `end` is the name
/// and the id of the bookmark its last paragraph gets.
pub(super) fn cut(
    xml: &Xml,
    is_first: bool,
    mut edits: Vec<Replacement>,
    last_section: &str,
    end: Option<(&str, u32)>,
) -> Option<Body> {
    let (body, section) = frame(xml)?;
    let inside = xml.tokens[body].at.end..xml.tokens[xml.tokens[body].mate].at.start;
    let bookmark = end.map_or_else(String::new, |(name, id)| {
        format!("<w:bookmarkStart w:id=\"{id}\" w:name=\"{name}\"/><w:bookmarkEnd w:id=\"{id}\"/>")
    });
    if !is_first && begins_floating(xml, body) {
        // LibreOffice (7.4) loses a section that begins so, as with the address field of a letter: pages, headers and
        // counting go on as in the letter before. A hidden paragraph would swallow the space above the next one.
        edits.insert(0, (inside.start..inside.start, format!("<w:p><w:pPr>{LOW}</w:pPr></w:p>")));
    }
    if let Some(section) = section {
        edits.push((xml.whole(section), String::new()));
    }
    let blocks: Vec<usize> =
        xml.children(body).filter(|child| is_block(xml.name(*child))).collect();
    let (block, before) = (blocks.last().copied(), blocks.iter().nth_back(1));
    // LibreOffice (7.4) puts floating tables into the text where their section ends right behind a table
    let is_table = |block: usize| xml.is(block, "w:tbl");
    let some_float = xml.source.contains("<w:tblpPr ");
    let behind_table = some_float && before.is_some_and(|before| is_table(*before));
    let format = |block: usize| xml.children(block).find(|child| xml.is(*child, "w:pPr"));
    let ends = |block: &usize| {
        let format = format(*block);
        xml.is(*block, "w:p")
            && !behind_table
            && !format.is_some_and(|own| xml.children(own).any(|child| xml.is(child, "w:sectPr")))
    };
    if let Some(block) = block.filter(ends) {
        let own = &xml.tokens[block];
        let text = own.at.start..xml.tokens[own.mate].at.start;
        let behind = xml.tokens[own.mate].at.end..inside.end;
        let head = applied(xml, inside.start..own.at.start, &mut edits);
        if own.kind == Kind::Empty {
            let open = applied(xml, own.at.start..own.at.end - 2, &mut edits);
            let behind = applied(xml, own.at.end..inside.end, &mut edits);
            return Some(Body {
                head,
                followed: format!("{open}><w:pPr>{last_section}</w:pPr>{bookmark}{behind}</w:p>"),
                last: format!("{open}>{bookmark}</w:p>{behind}{last_section}"),
            });
        }
        let place = section_place(xml, block, format(block), last_section);
        let plain = applied(xml, text.clone(), &mut edits);
        let behind = applied(xml, behind, &mut edits);
        edits.push(place);
        let ended = applied(xml, text, &mut edits);
        return Some(Body {
            head,
            // marks come into the paragraph: behind it the next letter begins
            followed: format!("{ended}{bookmark}{behind}</w:p>"),
            last: format!("{plain}{bookmark}</w:p>{behind}{last_section}"),
        });
    }
    let table = some_float && block.is_some_and(is_table);
    let between = if table { format!("<w:p><w:pPr>{LOW}</w:pPr></w:p>") } else { String::new() };
    let paragraph =
        |inner: &str| format!("{between}<w:p><w:pPr>{LOW}{inner}</w:pPr>{bookmark}</w:p>");
    Some(Body {
        head: applied(xml, inside, &mut edits),
        followed: paragraph(last_section),
        // a letter alone may end without a paragraph, unless its end must be found
        last: if bookmark.is_empty() {
            last_section.to_owned()
        } else {
            format!("{}{last_section}", paragraph(""))
        },
    })
}

/// Where a section stands in the format of a paragraph: at its end, before what a tracked change remembers.
fn section_place(xml: &Xml, block: usize, format: Option<usize>, section: &str) -> Replacement {
    let Some(format) = format else {
        let at = xml.tokens[block].at.end;
        return (at..at, format!("<w:pPr>{section}</w:pPr>"));
    };
    let own = &xml.tokens[format];
    if own.kind == Kind::Empty {
        return (own.at.end - 2..own.at.end, format!(">{section}</w:pPr>"));
    }
    let change = xml.children(format).find(|child| xml.is(*child, "w:pPrChange"));
    let at = change.map_or(xml.tokens[own.mate].at.start, |change| xml.tokens[change].at.start);
    (at..at, section.to_owned())
}
