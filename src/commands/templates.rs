//! The letter templates and the texts of the e-mails that carry them: the office's own from „Vorlagen“, built-in ones
//! where a file is missing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::Error;
use super::workspace::TEMPLATES;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::io::text_reader;
use crate::letters::templates::{BUILTIN, BUILTIN_TEXTS};
use crate::resolution::Resolution;
use crate::word::{Fault, Template, TextTemplate};

/// Templates ready to be filled, by letter key; a letter without one is not in it.
#[derive(Debug, Default)]
pub(super) struct Templates {
    ready: BTreeMap<String, Template>,
    /// The placeholders each of them uses.
    pub(super) fields: BTreeMap<String, BTreeSet<String>>,
    /// What the e-mail says that carries the letter.
    texts: BTreeMap<String, TextTemplate>,
}

impl Templates {
    /// Reads the templates of all letters of the resolution; what is wrong with one goes to the diagnostics.
    pub(super) fn read(
        diagnostics: &mut Diagnostics,
        resolution: &Resolution,
        root: &Path,
    ) -> Result<Self, Error> {
        let mut templates = Self::default();
        for letter in &resolution.letters {
            templates.read_letter(diagnostics, &letter.key, root)?;
            templates.read_text(diagnostics, &letter.key, root)?;
        }
        Ok(templates)
    }

    fn read_letter(
        &mut self,
        diagnostics: &mut Diagnostics,
        key: &str,
        root: &Path,
    ) -> Result<(), Error> {
        let name = format!("{key}.docx");
        let bytes = match own(root, &name)? {
            Some(bytes) => bytes,
            None => match BUILTIN.iter().find(|(builtin, _)| *builtin == key) {
                Some((_, bytes)) => bytes.to_vec(),
                None => return Ok(()),
            },
        };
        match Template::compile(key, bytes) {
            Ok(template) => {
                self.fields.insert(key.to_owned(), template.fields());
                self.ready.insert(key.to_owned(), template);
            }
            Err(faults) => diagnostics.extend_with(broken(
                &faults,
                &name,
                "Die Stelle in Word berichtigen; bis dahin entsteht dieser Brief nicht.",
            )),
        }
        Ok(())
    }

    fn read_text(
        &mut self,
        diagnostics: &mut Diagnostics,
        key: &str,
        root: &Path,
    ) -> Result<(), Error> {
        let name = format!("{key}.txt");
        let bytes = own(root, &name)?;
        let text = match &bytes {
            Some(bytes) => text_reader::decode(bytes),
            None => match BUILTIN_TEXTS.iter().find(|(builtin, _)| *builtin == key) {
                Some((_, text)) => (*text).into(),
                None => return Ok(()),
            },
        };
        match TextTemplate::compile(key, &text) {
            Ok(template) => {
                self.texts.insert(key.to_owned(), template);
            }
            Err(faults) => diagnostics.extend_with(broken(
                &faults,
                &name,
                "Die Zeile im Editor berichtigen; bis dahin entsteht zu diesem Brief keine E-Mail.",
            )),
        }
        Ok(())
    }

    pub(super) fn get(&self, key: &str) -> Option<&Template> {
        self.ready.get(key)
    }

    /// The text of the e-mail; `None` where there is none that can be used.
    pub(super) fn text(&self, key: &str) -> Option<&TextTemplate> {
        self.texts.get(key)
    }
}

/// The office's own file, where there is one.
fn own(root: &Path, name: &str) -> Result<Option<Vec<u8>>, Error> {
    let path = root.join(TEMPLATES).join(name);
    if !path.exists() {
        return Ok(None);
    }
    std::fs::read(&path).map(Some).map_err(|source| Error::Unreadable { path, source })
}

fn broken(faults: &[Fault], name: &str, help: &str) -> Vec<Diagnostic> {
    faults
        .iter()
        .map(|fault| {
            Diagnostic::new(Code::TemplateBroken, fault.to_string())
                .in_file(format!("{TEMPLATES}/{name}"))
                .help(help)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_of_the_house_is_built_in_and_can_be_used() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/briefe");
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter_map(|name| name.strip_suffix(".docx").map(str::to_owned))
            .collect();
        files.sort();
        let built: Vec<&str> = BUILTIN.iter().map(|(key, _)| *key).collect();
        assert_eq!(files, built);
        for (key, bytes) in BUILTIN {
            Template::compile(key, bytes.to_vec()).unwrap();
        }
    }

    #[test]
    fn every_letter_has_the_text_of_an_e_mail_that_asks_for_nothing_the_letter_does_not_ask_for() {
        let built: Vec<&str> = BUILTIN.iter().map(|(key, _)| *key).collect();
        let texts: Vec<&str> = BUILTIN_TEXTS.iter().map(|(key, _)| *key).collect();
        assert_eq!(texts, built);
        for ((key, bytes), (_, text)) in BUILTIN.iter().zip(BUILTIN_TEXTS) {
            let letter = Template::compile(key, bytes.to_vec()).unwrap().fields();
            let text = TextTemplate::compile(key, text).unwrap().fields();
            let more: Vec<&String> = text.difference(&letter).collect();
            assert!(more.is_empty(), "{key}: {more:?}");
        }
    }
}
