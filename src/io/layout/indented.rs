//! `.ods` files whose content is indented for human readers („PrettyPrinting“ in LibreOffice, other programs): valid, but the
//! library that reads the values takes the blanks between two cells for damage. Here they are left out.

use std::io::{BufReader, Cursor, Read, Write};

use quick_xml::events::Event;
use quick_xml::{Reader, Writer};

/// The same workbook without blanks between its tags, as far as a reader of values needs it. `None` where it cannot be made.
pub(in crate::io) fn without_indents(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut source = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut target = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for name in ["mimetype", "META-INF/manifest.xml"] {
        let mut part = Vec::new();
        source.by_name(name).ok()?.take(1 << 20).read_to_end(&mut part).ok()?;
        target.start_file(name, options).ok()?;
        target.write_all(&part).ok()?;
    }
    target.start_file("content.xml", options).ok()?;
    let mut reader = Reader::from_reader(BufReader::new(source.by_name("content.xml").ok()?));
    reader.config_mut().check_end_names = false;
    let mut writer = Writer::new(&mut target);
    let (mut buffer, mut paragraphs) = (Vec::new(), 0_usize);
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer).ok()?;
        if let Event::Start(tag) = &event
            && matches!(tag.local_name().as_ref(), "p" | "h")
        {
            paragraphs = paragraphs.saturating_add(1);
        } else if let Event::End(tag) = &event
            && matches!(tag.local_name().as_ref(), "p" | "h")
        {
            paragraphs = paragraphs.saturating_sub(1);
        } else if let Event::Text(text) = &event
            && paragraphs == 0
            && text.trim().is_empty()
        {
            continue;
        }
        if matches!(event, Event::Eof) {
            break;
        }
        writer.write_event(event).ok()?;
    }
    Some(target.finish().ok()?.into_inner())
}
