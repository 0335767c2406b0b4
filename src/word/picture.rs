//! Pictures in letters: what a file says about itself, and what Word needs to show it.
//!
//! A placeholder filled with a [`Picture`] becomes an inline `w:drawing` (ECMA-376 part 1, 20.4.2.8). The picture itself
//! lies once in the package as a media part, however often it is shown; [`super::package`] adds it. Nothing is decoded:
//! only the header is read for the size, and the end is looked for, so that half a file is found out here, not in Word.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use minijinja::value::{Object, ObjectRepr};

use super::xml::{attribute, push_escaped};

/// Placeholder names → pictures. Names are found as those of values are: whatever their case, blanks and umlauts.
pub type Pictures = BTreeMap<String, Picture>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureFormat {
    Png,
    Jpeg,
}

impl PictureFormat {
    pub(super) fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpeg",
        }
    }

    pub(super) fn content_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
        }
    }
}

/// Why bytes are no picture for a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureFault {
    #[error("weder PNG noch JPG")]
    UnknownFormat,
    #[error("beschädigt oder abgeschnitten")]
    Broken,
}

/// A picture and how large it is on paper.
#[derive(Clone, PartialEq)]
pub struct Picture {
    pub bytes: Arc<[u8]>,
    pub format: PictureFormat,
    pub width_mm: f64,
    pub height_mm: f64,
    /// What those hear who do not see it (alternative text).
    pub description: String,
}

impl Picture {
    /// As large as fits into the box, its ratio kept.
    ///
    /// # Errors
    /// As [`measure`].
    pub fn within(
        width_mm: f64,
        height_mm: f64,
        bytes: impl Into<Arc<[u8]>>,
        description: impl Into<String>,
    ) -> Result<Self, PictureFault> {
        let bytes = bytes.into();
        let (format, width, height) = measure(&bytes)?;
        let (width, height) = (f64::from(width), f64::from(height));
        let scale = (width_mm / width).min(height_mm / height);
        Ok(Self {
            bytes,
            format,
            width_mm: width * scale,
            height_mm: height * scale,
            description: description.into(),
        })
    }
}

impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { bytes, format, width_mm, height_mm, .. } = self;
        write!(f, "{format:?} of {width_mm:.1} × {height_mm:.1} mm, {} bytes", bytes.len())
    }
}

/// Format, width and height in pixels, told by the content, not by a file name.
///
/// # Errors
/// Bytes that are neither PNG nor JPEG, and files of these formats without a size or without their end.
pub fn measure(bytes: &[u8]) -> Result<(PictureFormat, u32, u32), PictureFault> {
    let (format, size) = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        (PictureFormat::Png, png_size(bytes))
    } else if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        (PictureFormat::Jpeg, jpeg_size(bytes))
    } else {
        return Err(PictureFault::UnknownFormat);
    };
    match size {
        Some((width, height)) if width > 0 && height > 0 => Ok((format, width, height)),
        _ => Err(PictureFault::Broken),
    }
}

/// PNG (ISO/IEC 15948), 5.3 and 11.2.2: chunks of length, type, data, checksum; the first is IHDR, the last IEND.
fn png_size(bytes: &[u8]) -> Option<(u32, u32)> {
    if bytes.get(12..16)? != b"IHDR" {
        return None;
    }
    let size = (number::<4>(bytes, 16)?, number::<4>(bytes, 20)?);
    let mut at = 8_usize;
    while bytes.get(at + 4..at + 8)? != b"IEND" {
        let length = usize::try_from(number::<4>(bytes, at)?).ok()?;
        at = at.checked_add(length)?.checked_add(12)?;
        if at > bytes.len() {
            return None;
        }
    }
    Some(size)
}

/// JPEG (ITU-T T.81), annex B: segments of marker and length up to the frame header SOFn (height before width); EOI behind it.
fn jpeg_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut at = 2_usize;
    loop {
        if *bytes.get(at)? != 0xff {
            return None;
        }
        while *bytes.get(at)? == 0xff {
            at += 1;
        }
        let marker = *bytes.get(at)?;
        at += 1;
        // without a length of their own
        if matches!(marker, 0x01 | 0xd0..=0xd7) {
            continue;
        }
        // the scan or the end before any frame header
        if matches!(marker, 0x00 | 0xd8..=0xda) {
            return None;
        }
        let length = usize::try_from(number::<2>(bytes, at)?).ok()?;
        // SOF0 to SOF15; C4, C8 and CC are tables and an extension
        if matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc) {
            let size = (number::<2>(bytes, at + 5)?, number::<2>(bytes, at + 3)?);
            let ends = bytes.get(at + length..)?.windows(2).rev().any(|pair| pair == [0xff, 0xd9]);
            return ends.then_some(size);
        }
        at += length.max(2);
    }
}

/// Big-endian.
fn number<const LENGTH: usize>(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..at.checked_add(LENGTH)?)?;
    Some(bytes.iter().fold(0, |number, byte| number << 8 | u32::from(*byte)))
}

/// Encloses the number of a picture in filled text; no value and no XML can hold it.
pub(super) const MARK: char = '\u{3}';

/// A picture as the template language meets it: true, and its description where a filter wants text.
#[derive(Debug)]
pub(super) struct Shown {
    pub(super) number: usize,
    pub(super) description: String,
}

impl Object for Shown {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.description)
    }
}

/// Puts a drawing where each mark stands. `relationship` gives the id under which the part knows the picture.
///
/// # Errors
/// Those of `relationship`.
pub(super) fn draw<E>(
    text: &str,
    pictures: &[&Picture],
    mut relationship: impl FnMut(usize) -> Result<String, E>,
) -> Result<String, E> {
    let mut id = highest_id(text);
    let mut out = String::with_capacity(text.len() + 1500);
    for (n, piece) in text.split(MARK).enumerate() {
        // text and marks take turns
        if n % 2 == 0 {
            // no empty stretch of text behind a picture
            match piece.strip_prefix(END_TEXT) {
                Some(rest) if n > 0 => out.push_str(rest),
                _ if n > 0 => out.extend([OPEN_TEXT, piece]),
                _ => out.push_str(piece),
            }
        } else if let Some((number, picture)) =
            piece.parse::<usize>().ok().and_then(|number| Some((number, *pictures.get(number)?)))
        {
            match out.strip_suffix(OPEN_TEXT).map(str::len) {
                Some(length) => out.truncate(length),
                None => out.push_str(END_TEXT),
            }
            id += 1;
            out.push_str(&drawing(picture, id, &relationship(number)?));
        }
    }
    Ok(out)
}

const OPEN_TEXT: &str = "<w:t xml:space=\"preserve\">";
const END_TEXT: &str = "</w:t>";

/// The highest id of a drawing in a part; ours go on from there.
fn highest_id(text: &str) -> u32 {
    text.split("<wp:docPr ")
        .skip(1)
        .filter_map(|rest| {
            let tag = rest.split('>').next().unwrap_or_default();
            attribute(&format!(" {tag}"), "id")?.parse().ok()
        })
        // Word also writes large random ones; counting stays far below them
        .filter(|id| *id < 1 << 30)
        .max()
        .unwrap_or(0)
}

/// English Metric Units: 36 000 in a millimetre (ECMA-376 part 1, 20.1.2.1).
fn emu(millimetres: f64) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a measure on a sheet of paper"
    )]
    let units = (millimetres * 36_000.0).round() as u32;
    units.max(1)
}

/// Brings its own namespaces: the part may have declared none of them.
fn drawing(picture: &Picture, id: u32, relationship: &str) -> String {
    const OFFICE: &str = "http://schemas.openxmlformats.org";
    let (cx, cy) = (emu(picture.width_mm), emu(picture.height_mm));
    let mut description = String::new();
    push_escaped(&mut description, &picture.description);
    format!(
        "<w:drawing><wp:inline xmlns:wp=\"{OFFICE}/drawingml/2006/wordprocessingDrawing\" distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\">\
         <wp:extent cx=\"{cx}\" cy=\"{cy}\"/><wp:docPr id=\"{id}\" name=\"Bild {id}\" descr=\"{description}\"/>\
         <wp:cNvGraphicFramePr><a:graphicFrameLocks xmlns:a=\"{OFFICE}/drawingml/2006/main\" noChangeAspect=\"1\"/></wp:cNvGraphicFramePr>\
         <a:graphic xmlns:a=\"{OFFICE}/drawingml/2006/main\"><a:graphicData uri=\"{OFFICE}/drawingml/2006/picture\">\
         <pic:pic xmlns:pic=\"{OFFICE}/drawingml/2006/picture\">\
         <pic:nvPicPr><pic:cNvPr id=\"{id}\" name=\"Bild {id}\" descr=\"{description}\"/><pic:cNvPicPr/></pic:nvPicPr>\
         <pic:blipFill><a:blip xmlns:r=\"{OFFICE}/officeDocument/2006/relationships\" r:embed=\"{relationship}\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>\
         <pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{cx}\" cy=\"{cy}\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr>\
         </pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
}
