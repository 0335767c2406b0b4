//! The Word template engine: a library inside the house that knows nothing of branches or resolutions.
//!
//! The office writes its letters in Word and puts placeholders into them: `{{ verband }}`, `{% if fahrtkosten %} … {%
//! endif %}`, a row with `{% for zeile in liste %}`. A template is compiled once and filled once per letter. What no tag
//! touches stays byte for byte what Word wrote.
//!
//! In the order of work: `package` finds the parts that hold text; `xml` walks them by byte range; `mergefield` turns
//! Word's own merge fields into tags (`rewriting` keeps the way back, `switches` knows their formats) and `joining` makes one
//! paragraph of several where a tag asks for it; `text` joins the runs of a paragraph; `tag` reads placeholders as people write them; `scope` decides how much a control tag takes
//! with it; `program` lets minijinja do the control flow over numbers instead of XML, and mends what filling may break;
//! `value` says how values look in German; `picture` draws those that are pictures; `text_template` does the same for the
//! plain text of an e-mail; `print_file` puts many letters into one file. A template or a value that does not fit is a
//! [`Fault`] that names the
//! paragraph, and nothing is written: a letter is right or it is not there.

mod comments;
mod comparison;
mod examination;
mod fault;
mod joining;
mod letter_archive;
mod lint;
mod lists;
mod mergefield;
mod package;
mod picture;
mod print_file;
mod program;
mod rewriting;
mod scope;
mod styles;
mod switches;
mod tag;
mod text;
mod text_template;
mod value;
mod xml;

use std::collections::{BTreeMap, BTreeSet};

use minijinja::Environment;
use minijinja::value::Value;

pub use examination::Examination;
pub use fault::{Fault, Place, Story};
use lists::{Lists, Numbering};
use package::{Changes, Package};
pub use picture::{Picture, PictureFault, PictureFormat, Pictures, measure};
pub use print_file::{PrintFile, Sides};
use program::Program;
pub use text_template::{Message, SUBJECT, TextTemplate};
use value::Fields;
pub use value::{SHOWN, plain_name};

/// Entries and their text.
type Texts = Vec<(usize, String)>;

/// A Word file with placeholders, ready to be filled any number of times.
#[derive(Debug)]
pub struct Template {
    name: String,
    package: Package,
    /// Entries that are written anew for every letter.
    programs: Vec<(usize, Program)>,
    /// Entries that differ from the template in every letter alike (a .dotx becomes a document).
    fixed: BTreeMap<usize, String>,
    environment: Environment<'static>,
    numbering: Option<Numbering>,
}

/// The text of a Word file as its reader sees it, a line per paragraph, headers and notes too; `None` where it is no
/// Word file.
pub fn text_of(bytes: Vec<u8>) -> Option<String> {
    let package = Package::open(bytes).ok()?;
    let mut lines = Vec::new();
    for part in package.parts().ok()?.into_iter().filter(|part| part.story != Story::Properties) {
        let xml = xml::Xml::parse(package.text(part.entry).ok()?).ok()?;
        lines.extend(text::paragraphs(&xml).iter().map(text::Paragraph::whole));
    }
    Some(lines.join("\n"))
}

impl Template {
    /// Reads a .docx, .docm, .dotx or .dotm. `name` is how faults call the template.
    ///
    /// # Errors
    /// All faults of the template at once, in the order of its paragraphs: brackets that do not close, blocks without
    /// their end, tags that cannot be understood, filters that do not exist, text that a control tag would swallow; or
    /// the one reason why the file is no Word file.
    pub fn compile(name: &str, bytes: Vec<u8>) -> Result<Self, Vec<Fault>> {
        let refused = |why: String| vec![Fault::of_file(name, why)];
        let package = Package::open(bytes).map_err(refused)?;
        let mut environment = value::environment();
        let (mut programs, mut faults) = (Vec::new(), Vec::new());
        let styles = package.styles().map_err(refused)?;
        for part in package.parts().map_err(refused)? {
            let source = package.text(part.entry).map_err(refused)?;
            let compiled = program::compile(&mut environment, name, &part, &styles, source);
            programs.extend(compiled.program.map(|program| (part.entry, program)));
            faults.extend(compiled.faults);
        }
        if !faults.is_empty() {
            return Err(fault::sorted(faults));
        }
        let mut fixed: BTreeMap<usize, String> =
            package.as_document().map_err(refused)?.into_iter().collect();
        fixed.extend(package.without_mail_merge().map_err(refused)?);
        let numbering = package.numbering().map_err(refused)?;
        Ok(Self { name: name.to_owned(), package, programs, fixed, environment, numbering })
    }

    /// The placeholders the template uses, as lists of placeholders write them (lower case, umlauts written out, `_`
    /// between words); without the names its own loops give.
    pub fn fields(&self) -> BTreeSet<String> {
        self.programs
            .iter()
            .flat_map(|(_, program)| program.names())
            .map(value::canonical)
            .collect()
    }

    /// Writes the letter. Names are found whatever their case, blanks and umlauts. The same values give the same bytes.
    ///
    /// # Errors
    /// Every placeholder without a value (`null` is a value: known to be empty), or the first value that does not fit,
    /// such as a text that is no date.
    pub fn fill(
        &self,
        values: &serde_json::Map<String, serde_json::Value>,
    ) -> Result<Vec<u8>, Vec<Fault>> {
        self.fill_with(values, &Pictures::new())
    }

    /// As [`Template::fill`]; a placeholder named in `pictures` shows its picture, even where `values` has that name too.
    /// A name without picture is left to `values`: `null` leaves nothing behind, no frame and, where the placeholder
    /// stood alone, no paragraph.
    ///
    /// # Errors
    /// As [`Template::fill`].
    pub fn fill_with(
        &self,
        values: &serde_json::Map<String, serde_json::Value>,
        pictures: &Pictures,
    ) -> Result<Vec<u8>, Vec<Fault>> {
        let (texts, lists) = self.filled(values, pictures)?;
        let pictures: Vec<&Picture> = pictures.values().collect();
        let mut changes = Changes { replaced: self.fixed.clone(), ..Changes::default() };
        let of_file = |why: String| vec![Fault::of_file(&self.name, why)];
        for (entry, mut text) in texts {
            if text.contains(picture::MARK) {
                text = self
                    .package
                    .with_pictures(entry, &text, &pictures, &mut changes)
                    .map_err(of_file)?;
            }
            changes.replaced.insert(entry, text);
        }
        if let Some(numbering) = &self.numbering
            && let Some(text) = numbering.with(&lists)
        {
            changes.replaced.insert(numbering.entry, text);
        }
        self.package.write(&changes).map_err(|error| of_file(unwritten(&error)))
    }

    /// The parts written anew for one letter, pictures still marked, and its lists.
    fn filled(
        &self,
        values: &serde_json::Map<String, serde_json::Value>,
        pictures: &Pictures,
    ) -> Result<(Texts, Lists), Vec<Fault>> {
        let fields = Fields::with_pictures(values, pictures);
        let mut faults: Vec<Fault> = self
            .programs
            .iter()
            .flat_map(|(_, program)| program.missing(&self.name, &fields))
            .collect();
        if !faults.is_empty() {
            return Err(faults);
        }
        let fields = Value::from_object(fields);
        let mut lists = Lists::of(self.numbering.as_ref());
        let mut texts = Vec::with_capacity(self.programs.len());
        for (entry, program) in &self.programs {
            match program.fill(&self.environment, &self.name, &fields, &mut lists) {
                Ok(text) => texts.push((*entry, text)),
                Err(fault) => faults.push(*fault),
            }
        }
        if faults.is_empty() { Ok((texts, lists)) } else { Err(faults) }
    }
}

fn unwritten(error: &impl std::fmt::Display) -> String {
    format!("Die Datei ließ sich nicht schreiben: {error}")
}
