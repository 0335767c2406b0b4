//! One file's bytes to whoever listens: what they are, and if they are a list, its cells. The same code reads in a process of
//! its own and in this one.

use std::panic::catch_unwind;

use super::cells::{Fault, Receiver};
use super::sniff::{Content, sniff};
use super::{text_reader, workbook_reader};

/// Says what the file is and hands over its sheets. What is no list has a content and no sheets. A panic inside a library
/// counts as damage.
pub(super) fn read(bytes: &[u8], out: &mut impl Receiver) -> Result<(), Fault> {
    let content = catch_unwind(|| sniff(bytes)).unwrap_or(Content::Broken);
    out.content(content)?;
    if content == Content::Text {
        text_reader::read_into(bytes, out)
    } else if content.is_workbook() {
        workbook_reader::read(content, bytes, out)
    } else {
        Ok(())
    }
}
