//! The letter templates: the office's own from „Vorlagen“, built-in ones where a file is missing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::Error;
use super::workspace::TEMPLATES;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::letters::templates::BUILTIN;
use crate::resolution::Resolution;
use crate::word::Template;

/// Templates ready to be filled, by letter key; a letter without one is not in it.
#[derive(Debug, Default)]
pub(super) struct Templates {
    ready: BTreeMap<String, Template>,
    /// The placeholders each of them uses.
    pub(super) fields: BTreeMap<String, BTreeSet<String>>,
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
            let name = format!("{}.docx", letter.key);
            let path = root.join(TEMPLATES).join(&name);
            let bytes = if path.exists() {
                std::fs::read(&path).map_err(|source| Error::Unreadable { path, source })?
            } else {
                match BUILTIN.iter().find(|(key, _)| *key == letter.key) {
                    Some((_, bytes)) => bytes.to_vec(),
                    None => continue,
                }
            };
            match Template::compile(&letter.key, bytes) {
                Ok(template) => {
                    templates.fields.insert(letter.key.clone(), template.fields());
                    templates.ready.insert(letter.key.clone(), template);
                }
                Err(faults) => diagnostics.extend_with(faults.iter().map(|fault| {
                    Diagnostic::new(Code::TemplateBroken, fault.to_string())
                        .in_file(format!("{TEMPLATES}/{name}"))
                        .help("Die Stelle in Word berichtigen; bis dahin entsteht dieser Brief nicht.")
                })),
            }
        }
        Ok(templates)
    }

    pub(super) fn get(&self, key: &str) -> Option<&Template> {
        self.ready.get(key)
    }
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
}
