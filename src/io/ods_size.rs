//! How many cells an OpenDocument sheet unfolds to: a repeat count of a few bytes can stand for a hundred million cells, and
//! the library unfolds them all. Counted here without unfolding, before it is opened.

use std::io::{BufReader, Cursor};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Rows times columns of every sheet up to its last filled cell, added up; `None` where the package has no readable content.
/// Cells that are repeated but empty do not count (OpenDocument 1.3 part 3, 19.675 and 19.677).
pub(super) fn cells(bytes: &[u8]) -> Option<u64> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let content = archive.by_name("content.xml").ok()?;
    let mut reader = Reader::from_reader(BufReader::new(content));
    let mut buffer = Vec::new();
    let mut total = 0_u64;
    let mut sheet = Extent::default();
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer).ok()?;
        if let Event::Start(tag) | Event::Empty(tag) = &event {
            sheet.open(tag);
        }
        // an empty row is opened and closed at once
        let closed = if let Event::End(tag) = &event {
            tag.local_name().into_inner()
        } else if let Event::Empty(tag) = &event {
            tag.local_name().into_inner()
        } else {
            ""
        };
        if matches!(event, Event::Eof) {
            return Some(total);
        }
        if closed == "table-row" {
            sheet.close_row();
        } else if closed == "table" {
            total = total.saturating_add(std::mem::take(&mut sheet).cells());
        }
    }
}

#[derive(Default)]
struct Extent {
    rows_passed: u64,
    row_repeat: u64,
    columns_passed: u64,
    filled_to: u64,
    last_row: u64,
    width: u64,
}

impl Extent {
    fn open(&mut self, tag: &BytesStart<'_>) {
        match tag.local_name().as_ref() {
            "table-row" => {
                self.row_repeat = repeat(tag, "number-rows-repeated");
                self.columns_passed = 0;
                self.filled_to = 0;
            }
            "table-cell" | "covered-table-cell" => {
                self.columns_passed =
                    self.columns_passed.saturating_add(repeat(tag, "number-columns-repeated"));
                let filled = tag.attributes().flatten().any(|attribute| {
                    matches!(attribute.key.local_name().as_ref(), "value-type" | "formula")
                });
                if filled {
                    self.filled_to = self.columns_passed;
                }
            }
            _ => {}
        }
    }

    fn close_row(&mut self) {
        self.rows_passed = self.rows_passed.saturating_add(self.row_repeat);
        if self.filled_to > 0 {
            self.last_row = self.rows_passed;
            self.width = self.width.max(self.filled_to);
        }
    }

    fn cells(&self) -> u64 {
        self.last_row.saturating_mul(self.width)
    }
}

fn repeat(tag: &BytesStart<'_>, name: &str) -> u64 {
    tag.attributes()
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)
        .and_then(|attribute| attribute.value.trim().parse().ok())
        .unwrap_or(1)
}
