//! The package of a single letter, written in one stroke: what the template's file holds packed already is copied as it
//! is, only what changes is packed. Thousands of letters share all but a few parts (ZIP: APPNOTE.TXT 4.3 and 4.4).

use std::cell::RefCell;
use std::io;
use std::ops::Range;
use std::sync::Arc;

use flate2::{Compress, Compression, FlushCompress, Status};
use zip::read::ZipFile;
use zip::{CompressionMethod, DateTime};

const STORED: u16 = 0;
const DEFLATED: u16 = 8;
/// The name is UTF-8.
const UTF8: u16 = 1 << 11;

/// An entry of the template as its file holds it.
#[derive(Clone, Debug)]
pub(super) struct Packed {
    name: String,
    head: Head,
    /// Bytes of the file.
    at: Range<usize>,
}

/// What both of an entry's headers say.
#[derive(Clone, Copy, Debug)]
struct Head {
    method: u16,
    time: DateTime,
    sum: u32,
    packed: u32,
    size: u32,
}

impl Packed {
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// `None` for what no Word file holds: other ways of packing, sizes beyond four gigabytes.
    pub(super) fn of<R: io::Read>(file: &ZipFile<'_, R>) -> Option<Self> {
        let method = match file.compression() {
            CompressionMethod::Stored => STORED,
            CompressionMethod::Deflated => DEFLATED,
            _ => return None,
        };
        let start = usize::try_from(file.data_start()?).ok()?;
        let packed = u32::try_from(file.compressed_size()).ok()?;
        let head = Head {
            method,
            time: file.last_modified().unwrap_or_default(),
            sum: file.crc32(),
            packed,
            size: u32::try_from(file.size()).ok()?,
        };
        let end = start.checked_add(usize::try_from(packed).ok()?)?;
        Some(Self { name: file.name().ok()?.into_owned(), head, at: start..end })
    }
}

thread_local! {
    /// Level 1: a tenth larger than level 6, at half the time per letter. Clearing it is cheaper than a new one.
    static PACKER: RefCell<Compress> = RefCell::new(Compress::new(Compression::new(1), false));
}

/// A package while it is written.
#[derive(Debug)]
pub(super) struct LetterArchive {
    source: Arc<[u8]>,
    out: Vec<u8>,
    directory: Vec<u8>,
    entries: u16,
}

impl LetterArchive {
    /// `source` is the template's file.
    pub(super) fn new(source: Arc<[u8]>) -> Self {
        let out = Vec::with_capacity(source.len() + (1 << 15));
        Self { source, out, directory: Vec::with_capacity(1 << 11), entries: 0 }
    }

    /// An entry of the template, unchanged.
    pub(super) fn copy(&mut self, entry: &Packed) -> io::Result<()> {
        let source = Arc::clone(&self.source);
        let data = source.get(entry.at.clone()).ok_or(io::ErrorKind::UnexpectedEof)?;
        self.entry(&entry.name, entry.head, data)
    }

    /// An entry as it is, for what is packed already.
    pub(super) fn store(&mut self, name: &str, data: &[u8]) -> io::Result<()> {
        let size = u32::try_from(data.len()).map_err(io::Error::other)?;
        let head = Head {
            method: STORED,
            time: DateTime::default(),
            sum: crc32fast::hash(data),
            packed: size,
            size,
        };
        self.entry(name, head, data)
    }

    /// An entry with text.
    pub(super) fn pack(&mut self, name: &str, text: &str) -> io::Result<()> {
        let start = self.out.len();
        let head = Head {
            method: DEFLATED,
            time: DateTime::default(),
            sum: crc32fast::hash(text.as_bytes()),
            packed: 0,
            size: u32::try_from(text.len()).map_err(io::Error::other)?,
        };
        self.local(name, head)?;
        let data = self.out.len();
        PACKER.with_borrow_mut(|packer| {
            packer.reset();
            loop {
                self.out.reserve(text.len() / 4 + 256);
                let done = usize::try_from(packer.total_in()).map_err(io::Error::other)?;
                let rest = text.as_bytes().get(done..).unwrap_or_default();
                if packer.compress_vec(rest, &mut self.out, FlushCompress::Finish)?
                    == Status::StreamEnd
                {
                    return Ok::<(), io::Error>(());
                }
            }
        })?;
        let packed = u32::try_from(self.out.len() - data).map_err(io::Error::other)?;
        // 4.3.7: the packed size stands 18 bytes behind the header's begin
        if let Some(place) = self.out.get_mut(start + 18..start + 22) {
            place.copy_from_slice(&packed.to_le_bytes());
        }
        self.central(name, Head { packed, ..head }, start)
    }

    /// The finished file.
    pub(super) fn finish(mut self) -> io::Result<Vec<u8>> {
        let start = u32::try_from(self.out.len()).map_err(io::Error::other)?;
        let size = u32::try_from(self.directory.len()).map_err(io::Error::other)?;
        self.out.append(&mut self.directory);
        self.out.extend(0x0605_4b50_u32.to_le_bytes());
        self.out.extend([0; 4]);
        self.out.extend(self.entries.to_le_bytes());
        self.out.extend(self.entries.to_le_bytes());
        self.out.extend(size.to_le_bytes());
        self.out.extend(start.to_le_bytes());
        self.out.extend([0; 2]);
        Ok(self.out)
    }

    fn entry(&mut self, name: &str, head: Head, data: &[u8]) -> io::Result<()> {
        let start = self.out.len();
        self.local(name, head)?;
        self.out.extend_from_slice(data);
        self.central(name, head, start)
    }

    /// The header before an entry's data (4.3.7).
    fn local(&mut self, name: &str, head: Head) -> io::Result<()> {
        self.out.extend(0x0403_4b50_u32.to_le_bytes());
        both(&mut self.out, name, head)?;
        self.out.extend([0; 2]);
        self.out.extend_from_slice(name.as_bytes());
        Ok(())
    }

    /// The header in the list at the file's end (4.3.12).
    fn central(&mut self, name: &str, head: Head, start: usize) -> io::Result<()> {
        let start = u32::try_from(start).map_err(io::Error::other)?;
        self.directory.extend(0x0201_4b50_u32.to_le_bytes());
        self.directory.extend(20_u16.to_le_bytes());
        both(&mut self.directory, name, head)?;
        self.directory.extend([0; 12]);
        self.directory.extend(start.to_le_bytes());
        self.directory.extend_from_slice(name.as_bytes());
        self.entries = self.entries.checked_add(1).ok_or(io::ErrorKind::FileTooLarge)?;
        Ok(())
    }
}

/// The fields from „version needed“ to the length of the name, alike in both headers.
fn both(out: &mut Vec<u8>, name: &str, head: Head) -> io::Result<()> {
    let flags = if name.is_ascii() { 0 } else { UTF8 };
    for field in [20, flags, head.method, head.time.timepart(), head.time.datepart()] {
        out.extend(field.to_le_bytes());
    }
    for field in [head.sum, head.packed, head.size] {
        out.extend(field.to_le_bytes());
    }
    out.extend(u16::try_from(name.len()).map_err(io::Error::other)?.to_le_bytes());
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read as _, Write as _};

    use zip::write::SimpleFileOptions;
    use zip::{ZipArchive, ZipWriter};

    use super::*;

    fn read(file: &[u8]) -> Vec<(String, Vec<u8>)> {
        let mut archive = ZipArchive::new(Cursor::new(file)).unwrap();
        (0..archive.len())
            .map(|entry| {
                let mut file = archive.by_index(entry).unwrap();
                let mut bytes = Vec::new();
                // checks the sum too
                file.read_to_end(&mut bytes).unwrap();
                (file.name().unwrap().into_owned(), bytes)
            })
            .collect()
    }

    #[test]
    fn every_entry_is_read_as_it_was_written() {
        let mut template = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, method) in
            [("a.xml", CompressionMethod::Deflated), ("Größe.png", CompressionMethod::Stored)]
        {
            template
                .start_file(name, SimpleFileOptions::default().compression_method(method))
                .unwrap();
            template.write_all(b"fest fest fest").unwrap();
        }
        let template: Arc<[u8]> = template.finish().unwrap().into_inner().into();
        let mut archive = ZipArchive::new(Cursor::new(Arc::clone(&template))).unwrap();
        let entries: Vec<Packed> = (0..2)
            .map(|entry| Packed::of(&archive.by_index_raw(entry).unwrap()).unwrap())
            .collect();
        // text that packing makes larger
        let noise: String = (0..50_000_u32)
            .map(|n| char::from_u32(0x4e00 + n.wrapping_mul(2_654_435_761) % 20_000).unwrap())
            .collect();
        for text in ["", "kurz", noise.as_str(), &"gleich ".repeat(100_000)] {
            let mut letter = LetterArchive::new(Arc::clone(&template));
            letter.copy(&entries[0]).unwrap();
            letter.pack("Text.xml", text).unwrap();
            letter.copy(&entries[1]).unwrap();
            letter.store("Bild.png", b"\x00\x01").unwrap();
            let expected: Vec<(String, Vec<u8>)> = [
                ("a.xml", &b"fest fest fest"[..]),
                ("Text.xml", text.as_bytes()),
                ("Größe.png", b"fest fest fest"),
                ("Bild.png", b"\x00\x01"),
            ]
            .map(|(name, bytes)| (name.to_owned(), bytes.to_vec()))
            .into();
            assert_eq!(read(&letter.finish().unwrap()), expected);
        }
    }
}
