//! A template looked at before anybody needs it: what it asks for, and everything that is wrong with it at once.

use std::collections::BTreeSet;

use super::fault::{Fault, sorted};
use super::package::Package;
use super::program::Compiled;
use super::{comments, program, text_template, value};

/// What a template asks for and what is wrong with it.
#[derive(Debug)]
pub struct Examination {
    /// The placeholders, as lists of placeholders write them; as far as the template can be understood.
    pub fields: BTreeSet<String>,
    /// In the order of the paragraphs.
    pub faults: Vec<Fault>,
    package: Option<Package>,
}

impl Examination {
    /// Examines a Word file. Where the names that will have a value are `known`, every other one is a fault; a known
    /// name that ends with „…“ stands for all that begin like it.
    pub fn of(name: &str, bytes: Vec<u8>, known: Option<&[&str]>) -> Self {
        let refused = |why: String| Self {
            fields: BTreeSet::new(),
            faults: vec![Fault::of_file(name, why)],
            package: None,
        };
        let package = match Package::open(bytes) {
            Ok(package) => package,
            Err(why) => return refused(why),
        };
        let parts = match package.parts() {
            Ok(parts) => parts,
            Err(why) => return refused(why),
        };
        let mut environment = value::environment();
        let mut found = Self { fields: BTreeSet::new(), faults: Vec::new(), package: None };
        for part in parts {
            match package.text(part.entry) {
                Ok(source) => {
                    let (entry, story) = (part.entry, part.story);
                    let compiled = program::compile(&mut environment, name, entry, story, source);
                    found.add(name, compiled, known);
                }
                Err(why) => found.faults.push(Fault::of_file(name, why)),
            }
        }
        Self { faults: sorted(found.faults), package: Some(package), ..found }
    }

    /// Examines the text of an e-mail ([`super::TextTemplate`]).
    pub fn of_text(name: &str, text: &str, known: Option<&[&str]>) -> Self {
        let part = text_template::part(text);
        let compiled = text_template::compiled(&mut value::environment(), name, text, part);
        let mut found = Self { fields: BTreeSet::new(), faults: Vec::new(), package: None };
        found.add(name, compiled, known);
        Self { faults: sorted(found.faults), ..found }
    }

    fn add(&mut self, name: &str, compiled: Compiled, known: Option<&[&str]>) {
        self.faults.extend(compiled.faults);
        for (field, place) in compiled.asked {
            if let Some(known) = known.filter(|known| !is_known(&field, known)) {
                let names = known.iter().copied().filter(|name| !name.ends_with('…'));
                self.faults.push(Fault::unknown_field(name, place, &field, names));
            }
            self.fields.insert(value::canonical(&field));
        }
    }

    /// A copy of the template with a Word comment for every fault, at its spot; for one in a header, footer, note or
    /// text box at the paragraph nearest to it in the text, because Word allows none there. `None` where there is no
    /// fault that has a spot.
    ///
    /// # Errors
    /// A German sentence where the file is too damaged to be copied.
    pub fn commented(&self) -> Result<Option<Vec<u8>>, String> {
        match &self.package {
            Some(package) => comments::commented(package, &self.faults),
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
