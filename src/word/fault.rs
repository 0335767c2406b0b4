//! What is wrong with a template, said so that somebody can find the spot in Word: template, paragraph with its first
//! words, and what to do.

use std::fmt;
use std::ops::Range;

/// The parts of a Word file that hold text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Story {
    Body,
    Header,
    Footer,
    Footnotes,
    Endnotes,
    /// Title and subject of the file.
    Properties,
    /// A plain text, whose paragraphs are its lines.
    Text,
}

/// A paragraph. `number` counts the part's paragraphs from 1, as Word does, those in table cells included; a paragraph in
/// a text box has the number of the paragraph the box is anchored in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub story: Story,
    pub number: usize,
    /// The beginning of the paragraph's text, at most about thirty characters.
    pub words: String,
    /// For comments in a copy of the template.
    pub(super) spot: Spot,
}

/// Where in the template's package a place is: entry and bytes of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spot {
    pub(super) entry: usize,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Spot {
    pub(super) fn new(entry: usize, at: Range<usize>) -> Self {
        Self { entry, start: at.start, end: at.end }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.story {
            Story::Body | Story::Text => f.write_str("In "),
            Story::Header => f.write_str("In der Kopfzeile, "),
            Story::Footer => f.write_str("In der Fußzeile, "),
            Story::Footnotes => f.write_str("In den Fußnoten, "),
            Story::Endnotes => f.write_str("In den Endnoten, "),
            Story::Properties => {
                return write!(f, "In den Dokumenteigenschaften („{}“)", self.words);
            }
        }?;
        let unit = if self.story == Story::Text { "Zeile" } else { "Absatz" };
        write!(f, "{unit} {}", self.number)?;
        if self.words.is_empty() { Ok(()) } else { write!(f, " („{}“)", self.words) }
    }
}

/// One thing that keeps a template from being used or a letter from being written.
///
/// Printed: `In Absatz 7 („Wir laden …“) der Vorlage „einladung“: Das Feld „vorsitzz“ gibt es nicht. Meinten Sie „vorsitz“?`
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The name given to [`super::Template::compile`].
    pub template: String,
    /// `None` where the fault is the file's, not a paragraph's.
    pub place: Option<Place>,
    /// The placeholder it is about.
    pub field: Option<String>,
    /// The known name most like it.
    pub nearest: Option<String>,
    /// What is wrong: a German sentence.
    pub message: String,
}

impl Fault {
    pub(super) fn of_file(template: &str, message: impl Into<String>) -> Self {
        Self {
            template: template.to_owned(),
            place: None,
            field: None,
            nearest: None,
            message: message.into(),
        }
    }

    pub(super) fn at(template: &str, place: Place, message: impl Into<String>) -> Self {
        Self { place: Some(place), ..Self::of_file(template, message) }
    }

    /// A placeholder for which there is no value; `known` are the names there are.
    pub(super) fn unknown_field<'a>(
        template: &str,
        place: Place,
        field: &str,
        known: impl Iterator<Item = &'a str>,
    ) -> Self {
        Self {
            field: Some(field.to_owned()),
            nearest: nearest(field, known),
            ..Self::at(template, place, format!("Das Feld „{field}“ gibt es nicht."))
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Some(place) if matches!(place.story, Story::Body | Story::Text) => {
                write!(f, "{place} der Vorlage „{}“: ", self.template)?;
            }
            Some(place) => write!(f, "{place}, der Vorlage „{}“: ", self.template)?,
            None => write!(f, "Vorlage „{}“: ", self.template)?,
        }
        f.write_str(&self.message)?;
        match &self.nearest {
            Some(nearest) => write!(f, " Meinten Sie „{nearest}“?"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Fault {}

/// In the order of the paragraphs, each sentence once: the two copies of a text box have one fault.
pub(super) fn sorted(mut faults: Vec<Fault>) -> Vec<Fault> {
    faults.sort();
    let mut said = std::collections::BTreeSet::new();
    faults.retain(|fault| said.insert(fault.to_string()));
    faults
}

/// A proposal for people to read; nothing is ever filled in on its strength.
pub(super) fn nearest<'a>(wanted: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    let wanted = wanted.to_lowercase();
    let mut best: Option<(f64, &str)> = None;
    for name in known {
        let likeness = strsim::normalized_damerau_levenshtein(&wanted, &name.to_lowercase());
        if likeness >= 0.6 && best.is_none_or(|(so_far, _)| likeness > so_far) {
            best = Some((likeness, name));
        }
    }
    best.map(|(_, name)| name.to_owned())
}
