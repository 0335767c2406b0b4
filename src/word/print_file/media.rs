//! The letters' pictures: each once in the file, however many letters show it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Seek, Write};
use std::sync::Arc;

use sha2::{Digest, Sha256};
use zip::ZipWriter;
use zip::result::ZipResult;

use super::super::package::{Package, stored};
use super::super::picture::{Picture, PictureFormat};

/// So many pictures are recognised without looking at all of their bytes: logo and signatures come with every letter.
const REMEMBERED: usize = 8;

#[derive(Debug)]
pub(super) struct Media {
    /// The names' common beginning, unlike that of any entry of the template.
    stem: String,
    recent: Vec<(Arc<[u8]>, usize)>,
    known: BTreeMap<[u8; 32], usize>,
    formats: Vec<PictureFormat>,
}

impl Media {
    /// Pictures lie in `media` beside the main part, whose folder (with `/`) is given.
    pub(super) fn new(package: &Package, folder: &str) -> Self {
        let mut stem = format!("{folder}media/bild");
        while package.names().any(|name| name.to_lowercase().starts_with(&stem.to_lowercase())) {
            stem.push('_');
        }
        Self { stem, recent: Vec::new(), known: BTreeMap::new(), formats: Vec::new() }
    }

    /// The picture's number, from 0; a new picture is written.
    pub(super) fn add<W: Write + Seek>(
        &mut self,
        picture: &Picture,
        out: &mut ZipWriter<W>,
    ) -> ZipResult<usize> {
        if let Some((_, number)) =
            self.recent.iter().find(|(bytes, _)| Arc::ptr_eq(bytes, &picture.bytes))
        {
            return Ok(*number);
        }
        let next = self.formats.len();
        let number = *self.known.entry(Sha256::digest(&picture.bytes).into()).or_insert(next);
        if number == next {
            self.formats.push(picture.format);
            out.start_file(self.name(number), stored())?;
            out.write_all(&picture.bytes)?;
        }
        if self.recent.len() == REMEMBERED {
            self.recent.remove(0);
        }
        self.recent.push((Arc::clone(&picture.bytes), number));
        Ok(number)
    }

    /// The entry of a picture.
    pub(super) fn name(&self, number: usize) -> String {
        let ending = self.formats.get(number).map_or("", |format| format.extension());
        format!("{}{}.{ending}", self.stem, number + 1)
    }

    /// The formats that occur.
    pub(super) fn formats(&self) -> Vec<PictureFormat> {
        let known: BTreeSet<&str> = self.formats.iter().map(|format| format.extension()).collect();
        [PictureFormat::Png, PictureFormat::Jpeg]
            .into_iter()
            .filter(|format| known.contains(format.extension()))
            .collect()
    }
}
