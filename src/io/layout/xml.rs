//! Start tags of a large XML part, without reading what stands between: chunk by chunk as it is inflated.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// A tag is never longer than this.
const MAX_TAG: usize = 1 << 20;
const CHUNK: usize = 1 << 18;

/// Hands out pieces that end where a tag ends; stops where the visitor has seen enough.
pub(super) fn pieces(mut part: impl Read, mut visit: impl FnMut(&[u8]) -> bool) {
    let mut buffer = vec![0_u8; CHUNK];
    let mut filled = 0_usize;
    loop {
        if filled == buffer.len() {
            if buffer.len() > MAX_TAG {
                return;
            }
            buffer.resize(buffer.len().saturating_mul(2), 0);
        }
        let Some(free) = buffer.get_mut(filled..) else { return };
        let read = part.read(free).unwrap_or(0);
        filled = filled.saturating_add(read).min(buffer.len());
        // a tag begins with „<“, and no attribute can hold one
        let end = if read == 0 {
            filled
        } else {
            buffer.get(..filled).and_then(|bytes| memchr::memrchr(b'<', bytes)).unwrap_or(0)
        };
        // small reads are gathered
        if read > 0 && end < CHUNK / 2 {
            continue;
        }
        let goes_on = buffer.get(..end).is_none_or(&mut visit);
        if !goes_on || read == 0 {
            return;
        }
        buffer.copy_within(end..filled, 0);
        filled -= end;
    }
}

/// The text of an attribute in a start tag, whatever its order and quotes; with or without a prefix of a namespace.
pub(super) fn attribute<'t>(tag: &'t [u8], name: &[u8]) -> Option<&'t [u8]> {
    let mut rest = tag;
    loop {
        let equals = memchr::memchr(b'=', rest)?;
        let before = rest.get(..equals)?.trim_ascii_end();
        let after = rest.get(equals.checked_add(1)?..)?.trim_ascii_start();
        let (quote, after) = after.split_first()?;
        if !matches!(quote, b'"' | b'\'') {
            return None;
        }
        let end = memchr::memchr(*quote, after)?;
        let key = before
            .iter()
            .rposition(|b| b.is_ascii_whitespace() || matches!(b, b':' | b'<'))
            .map_or(before, |i| before.get(i.saturating_add(1)..).unwrap_or_default());
        if key == name {
            return after.get(..end);
        }
        rest = after.get(end.checked_add(1)?..)?;
    }
}

pub(super) fn number(text: Option<&[u8]>) -> Option<u32> {
    std::str::from_utf8(text?).ok()?.trim().parse().ok()
}

pub(super) fn is_true(text: Option<&[u8]>) -> bool {
    matches!(text, Some(b"1" | b"true" | b"TRUE" | b"on"))
}

/// An attribute as text; `None` where it is missing or cannot be read.
pub(super) fn value(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = tag.attributes().flatten().find(|a| a.key.local_name().as_ref() == name)?;
    attribute
        .normalized_value(quick_xml::XmlVersion::Implicit1_0)
        .ok()
        .map(std::borrow::Cow::into_owned)
}

/// The text of an event between tags, entities as the letters they stand for.
pub(super) fn text(event: &Event<'_>) -> Option<String> {
    if let Event::Text(text) = event {
        return Some(text.xml10_content().into_owned());
    }
    let Event::GeneralRef(reference) = event else { return None };
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return Some(c.to_string());
    }
    quick_xml::escape::resolve_predefined_entity(reference).map(ToOwned::to_owned)
}

/// A part of the package; some programs write its name in other letters or with „\\“.
pub(super) fn part<'z, 'b>(
    archive: &'z mut zip::ZipArchive<Cursor<&'b [u8]>>,
    path: &str,
) -> Option<zip::read::ZipFile<'z, Cursor<&'b [u8]>>> {
    let index = archive.index_for_name(path).or_else(|| {
        archive
            .file_names()
            .position(|name| name.is_ok_and(|n| n.replace('\\', "/").eq_ignore_ascii_case(path)))
    })?;
    archive.by_index(index).ok()
}

/// A small part of the package, e.g. its relations. Nothing where it is missing or large beyond reason.
pub(super) fn small_part(
    archive: &mut zip::ZipArchive<Cursor<&[u8]>>,
    path: &str,
    limit: u64,
) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    part(archive, path)?.take(limit).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// The start tags of a small part.
pub(super) fn start_tags(bytes: &[u8], mut visit: impl FnMut(&BytesStart<'_>)) {
    let mut reader = Reader::from_reader(bytes);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(tag) | Event::Empty(tag)) => visit(&tag),
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

/// The parts a part of an Office package refers to: identifier to (kind, path in the package).
pub(super) fn relations(
    archive: &mut zip::ZipArchive<Cursor<&[u8]>>,
    part: &str,
) -> BTreeMap<String, (String, String)> {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let mut found = BTreeMap::new();
    let path = format!("{folder}/_rels/{name}.rels");
    if let Some(bytes) = small_part(archive, path.trim_start_matches('/'), 4 << 20) {
        start_tags(&bytes, |tag| {
            if let (Some(id), Some(kind), Some(target)) =
                (value(tag, "Id"), value(tag, "Type"), value(tag, "Target"))
            {
                found.insert(id, (kind, resolved(folder, &target)));
            }
        });
    }
    found
}

/// `../tables/table1.xml` seen from `xl/worksheets`.
fn resolved(folder: &str, target: &str) -> String {
    let folder = if target.starts_with('/') { "" } else { folder };
    let mut path: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                path.pop();
            }
            step => path.push(step),
        }
    }
    path.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_in_any_order_and_quotes() {
        let tag = b"<x:row spans='1:3' r = \"12\" x14ac:dyDescent=\"0.25\" hidden='true'";
        assert_eq!(attribute(tag, b"r"), Some(&b"12"[..]));
        assert_eq!(attribute(tag, b"dyDescent"), Some(&b"0.25"[..]));
        assert!(is_true(attribute(tag, b"hidden")));
        assert_eq!(attribute(tag, b"ht"), None);
        assert_eq!(attribute(b"<row r=12>", b"r"), None);
    }

    #[test]
    fn pieces_end_where_a_tag_ends_even_if_bytes_come_singly() {
        struct Dribble<'a>(&'a [u8]);
        impl Read for Dribble<'_> {
            fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
                let n = self.0.len().min(7).min(into.len());
                into[..n].copy_from_slice(&self.0[..n]);
                self.0 = &self.0[n..];
                Ok(n)
            }
        }
        let xml = "<row r=\"1\" hidden=\"1\"><c/></row>".repeat(20_000);
        let mut seen = 0;
        let mut last = Vec::new();
        pieces(Dribble(xml.as_bytes()), |piece| {
            assert!(piece.ends_with(b">"));
            seen += piece.len();
            last = piece.to_vec();
            true
        });
        assert_eq!(seen, xml.len());
        assert!(last.ends_with(b"</row>"));
    }

    #[test]
    fn relations_are_paths_in_the_package() {
        assert_eq!(resolved("xl/worksheets", "../tables/table1.xml"), "xl/tables/table1.xml");
        assert_eq!(resolved("xl", "/xl/worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolved("", "xl/workbook.xml"), "xl/workbook.xml");
        assert_eq!(resolved("xl", "worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
    }
}
