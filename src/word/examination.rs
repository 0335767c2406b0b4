//! A template looked at before anybody needs it: what it asks for, and everything that is wrong with it at once.

use std::collections::BTreeSet;

use super::fault::{Fault, sorted};
use super::package::Package;
use super::program::Compiled;
use super::{comments, lint, program, text_template, value};

/// What a template asks for and what is wrong with it.
#[derive(Debug, Default)]
pub struct Examination {
    /// The placeholders, as lists of placeholders write them; as far as the template can be understood.
    pub fields: BTreeSet<String>,
    /// In the order of the paragraphs.
    pub faults: Vec<Fault>,
    /// What does not keep a letter from being written but may not be meant, in that order too.
    pub hints: Vec<Fault>,
    /// It says how many pages there are, with Word's field NUMPAGES.
    pub counts_pages: bool,
    package: Option<Package>,
}

impl Examination {
    /// Examines a Word file. Where the names that will have a value are `known`, every other one is a fault; a known
    /// name that ends with „…“ stands for all that begin like it.
    pub fn of(name: &str, bytes: Vec<u8>, known: Option<&[&str]>) -> Self {
        let refused =
            |why: String| Self { faults: vec![Fault::of_file(name, why)], ..Self::default() };
        let package = match Package::open(bytes) {
            Ok(package) => package,
            Err(why) => return refused(why),
        };
        let parts = match package.parts() {
            Ok(parts) => parts,
            Err(why) => return refused(why),
        };
        let styles = match package.styles() {
            Ok(styles) => styles,
            Err(why) => return refused(why),
        };
        let mut environment = value::environment();
        let mut found = Self::default();
        for part in parts {
            match package.text(part.entry) {
                Ok(source) => {
                    let noticed = lint::noticed(name, &part, source.clone());
                    found.hints.extend(noticed.hints);
                    found.counts_pages |= noticed.counts_pages;
                    let compiled = program::compile(&mut environment, name, &part, &styles, source);
                    found.add(name, compiled, known);
                }
                Err(why) => found.faults.push(Fault::of_file(name, why)),
            }
        }
        found.package = Some(package);
        found.in_order()
    }

    /// Examines the text of an e-mail ([`super::TextTemplate`]).
    pub fn of_text(name: &str, text: &str, known: Option<&[&str]>) -> Self {
        let part = text_template::part(text);
        let compiled = text_template::compiled(&mut value::environment(), name, text, part);
        let mut found = Self::default();
        found.add(name, compiled, known);
        found.in_order()
    }

    fn in_order(self) -> Self {
        Self { faults: sorted(self.faults), hints: sorted(self.hints), ..self }
    }

    fn add(&mut self, name: &str, compiled: Compiled, known: Option<&[&str]>) {
        self.faults.extend(compiled.faults);
        for (field, place) in compiled.typed {
            let text =
                format!("„{{{field}}}“ hat nur einfache Klammern und bliebe im Brief so stehen.");
            if known.is_some_and(|known| is_known(&field, known)) {
                let text = format!("{text} Gemeint ist wohl {{{{ {field} }}}}.");
                self.faults.push(Fault::at(name, place, text));
            } else {
                let text = format!("{text} Ein Platzhalter wäre {{{{ {field} }}}}.");
                self.hints.push(Fault::at(name, place, text));
            }
        }
        for (field, place) in compiled.asked {
            if let Some(known) = known.filter(|known| !is_known(&field, known)) {
                let names = known.iter().copied().filter(|name| !name.ends_with('…'));
                self.faults.push(Fault::unknown_field(name, place, &field, names));
            }
            self.fields.insert(value::canonical(&field));
        }
    }

    /// A copy of the template with a Word comment for every fault and hint, at its spot; for one in a header, footer, note or
    /// text box at the paragraph nearest to it in the text, because Word allows none there. `None` where there is no
    /// fault and no hint that has a spot.
    ///
    /// # Errors
    /// A German sentence where the file is too damaged to be copied.
    pub fn commented(&self) -> Result<Option<Vec<u8>>, String> {
        match &self.package {
            Some(package) => comments::commented(package, &self.faults, &self.hints),
            None => Ok(None),
        }
    }
}

fn is_known(field: &str, known: &[&str]) -> bool {
    let plain = value::plain_name(field);
    known.iter().any(|name| match name.strip_suffix('…') {
        Some(beginning) => plain.starts_with(&value::plain_name(beginning)),
        None => value::plain_name(name) == plain,
    })
}
