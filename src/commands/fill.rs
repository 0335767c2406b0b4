//! `vorlagen fuellen`: one Word template, filled with what a JSON file says, for offices that bring their own data. All
//! letters come into being or none; what lies there already is never overwritten.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use super::Error;
use super::terminal::Terminal;
use super::workspace::no_such;
use crate::io::output_folder::{Edited, Outcome, OutputFolder, safe_name};
use crate::word::{Fault, Template};

/// Field that names the file of a letter.
const FILE_NAME: &str = "dateiname";

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum FillError {
    #[error("{0}\nEs wurde nichts geschrieben.")]
    Faults(String),
    #[error(
        "„{}“ ist kein lesbares JSON (Zeile {line}, Spalte {column}). Bitte dort die Schreibweise prüfen.", path.display()
    )]
    NoJson { path: PathBuf, line: usize, column: usize },
    #[error(
        "„{}“ enthält weder ein Objekt {{ … }} für einen Brief noch eine Liste [ … ] von Objekten für viele. Bitte so \
         aufbauen: {{ \"name\": \"…\", \"ort\": \"…\" }}.", .0.display()
    )]
    NoLetter(PathBuf),
    #[error("„{}“ ist eine leere Liste; daraus entsteht kein Brief. Bitte Einträge ergänzen.", .0.display())]
    NoEntries(PathBuf),
    #[error(
        "Das Ziel „{}“ ist keine Word-Datei. Für einen einzelnen Brief bitte einen Namen mit der Endung .{ending} nennen, \
         z. B. -o Brief.{ending}.", path.display()
    )]
    NotAFile { path: PathBuf, ending: &'static str },
    #[error(
        "Das Ziel „{}“ ist eine einzelne Datei, die Daten enthalten aber eine Liste von Briefen. Bitte einen Ordner \
         nennen, z. B. -o Briefe.", .0.display()
    )]
    NotAFolder(PathBuf),
    #[error(
        "{} schon und {} anderen Inhalt. Es wird nichts überschrieben und wurde nichts geschrieben; bitte \
         umbenennen, verschieben oder ein anderes Ziel nennen.", existing(.0), if .0.len() == 1 { "hat" } else { "haben" }
    )]
    Exists(Vec<PathBuf>),
}

fn existing(paths: &[PathBuf]) -> String {
    let shown: Vec<String> =
        paths.iter().take(3).map(|path| format!("„{}“", path.display())).collect();
    match paths.len().saturating_sub(shown.len()) {
        0 => format!("{} gibt es", shown.join(", ")),
        more => format!("{} und {more} weitere gibt es", shown.join(", ")),
    }
}

/// Fills the template once per entry of the data.
///
/// # Errors
/// All faults of the template, or of all entries, at once; then nothing is written.
pub(super) fn fill(
    terminal: &Terminal,
    template: &Path,
    data: &Path,
    target: &Path,
) -> Result<(), Error> {
    let name = stem(template);
    let compiled = compiled(&name, template)?;
    let written = match letters(data)? {
        Letters::One(values) => {
            let ending = ending(template);
            if target.is_dir() || !has_ending(target, &[ending]) {
                return Err(FillError::NotAFile { path: target.to_owned(), ending }.into());
            }
            let letter = compiled.fill(&values).map_err(|faults| listed(&faults))?;
            let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
            let file = target.file_name().map(|file| file.to_string_lossy()).unwrap_or_default();
            let mut output = OutputFolder::foreign(folder.unwrap_or(Path::new(".")));
            if output.stage(&file, &letter, Edited::Keep)? == Outcome::Kept {
                return Err(FillError::Exists(vec![target.to_owned()]).into());
            }
            output.commit()?;
            "Ein Brief".to_owned()
        }
        Letters::Many(entries) => {
            if target.is_file() || has_ending(target, &["docx", "docm", "dotx", "dotm"]) {
                return Err(FillError::NotAFolder(target.to_owned()).into());
            }
            let names = file_names(&name, ending(template), &entries)?;
            all(&compiled, &entries, &names, target)?;
            format!("{} Briefe", entries.len())
        }
    };
    terminal.say(&format!("{written} nach der Vorlage „{name}“: {}", target.display()));
    Ok(())
}

/// Writes all letters or none; memory holds one letter at a time.
fn all(
    template: &Template,
    entries: &[Map<String, Value>],
    names: &[String],
    folder: &Path,
) -> Result<(), Error> {
    let mut output = OutputFolder::foreign(folder);
    let mut faults = Faults::default();
    let mut taken = Vec::new();
    for (number, (values, name)) in entries.iter().zip(names).enumerate() {
        match template.fill(values) {
            Ok(letter) if faults.is_empty() => {
                if output.stage(name, &letter, Edited::Keep)? == Outcome::Kept {
                    taken.push(output.path(name));
                }
            }
            Ok(_) => {}
            Err(found) => faults.add(number + 1, &found),
        }
    }
    if !faults.is_empty() {
        return Err(FillError::Faults(faults.to_string(entries.len())).into());
    }
    if !taken.is_empty() {
        return Err(FillError::Exists(taken).into());
    }
    Ok(output.commit()?)
}

/// The same fault in many letters is said once.
#[derive(Debug, Default)]
struct Faults {
    sentences: Vec<(String, Vec<usize>)>,
    known: BTreeMap<String, usize>,
}

impl Faults {
    fn is_empty(&self) -> bool {
        self.sentences.is_empty()
    }

    fn add(&mut self, number: usize, faults: &[Fault]) {
        for fault in faults {
            let sentence = fault.to_string();
            let at = *self.known.entry(sentence.clone()).or_insert(self.sentences.len());
            match self.sentences.get_mut(at) {
                Some((_, numbers)) => numbers.push(number),
                None => self.sentences.push((sentence, vec![number])),
            }
        }
    }

    fn to_string(&self, entries: usize) -> String {
        let mut text = String::new();
        for (n, (sentence, numbers)) in self.sentences.iter().enumerate() {
            if n > 0 {
                text.push('\n');
            }
            let shown: Vec<String> = numbers.iter().take(5).map(ToString::to_string).collect();
            let shown = shown.join(", ");
            let wrote = match (numbers.len(), numbers.len().saturating_sub(5)) {
                (all, _) if all == entries && all > 1 => {
                    write!(text, "{sentence} (in allen {all} Einträgen)")
                }
                (1, _) => write!(text, "{sentence} (Eintrag {shown})"),
                (_, 0) => write!(text, "{sentence} (Einträge {shown})"),
                (_, more) => write!(text, "{sentence} (Einträge {shown} und {more} weitere)"),
            };
            wrote.ok();
        }
        text
    }
}

enum Letters {
    One(Map<String, Value>),
    Many(Vec<Map<String, Value>>),
}

/// One object, or a list of them.
fn letters(path: &Path) -> Result<Letters, Error> {
    let bytes = read(path)?;
    let json = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let value: Value = serde_json::from_slice(json).map_err(|error| FillError::NoJson {
        path: path.to_owned(),
        line: error.line(),
        column: error.column(),
    })?;
    let list = match value {
        Value::Object(values) => return Ok(Letters::One(values)),
        Value::Array(list) => list,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            return Err(FillError::NoLetter(path.to_owned()).into());
        }
    };
    if list.is_empty() {
        return Err(FillError::NoEntries(path.to_owned()).into());
    }
    let (mut entries, mut wrong) = (Vec::new(), Vec::new());
    for (number, entry) in list.into_iter().enumerate() {
        if let Value::Object(values) = entry {
            entries.push(values);
        } else {
            wrong.push(format!(
                "Eintrag {} in „{}“ ist kein Objekt {{ … }} mit Feldern und Werten.",
                number + 1,
                path.display()
            ));
        }
    }
    if wrong.is_empty() {
        Ok(Letters::Many(entries))
    } else {
        Err(FillError::Faults(wrong.join("\n")).into())
    }
}

/// The field `dateiname`, else the template's name and a number. Two letters never share a file, on no system.
fn file_names(
    template: &str,
    ending: &str,
    entries: &[Map<String, Value>],
) -> Result<Vec<String>, FillError> {
    let width = entries.len().to_string().len().max(3);
    let names: Vec<String> = entries
        .iter()
        .enumerate()
        .map(|(number, values)| {
            let given = values
                .iter()
                .find(|(field, _)| field.eq_ignore_ascii_case(FILE_NAME))
                .and_then(|(_, value)| value.as_str())
                .map(str::trim)
                .filter(|given| !given.is_empty());
            let bare = given.map_or_else(
                || format!("{template} {:0width$}", number + 1),
                |given| {
                    let cut = given.len().saturating_sub(ending.len() + 1);
                    match (given.get(..cut), given.get(cut..)) {
                        (Some(bare), Some(end))
                            if end.eq_ignore_ascii_case(&format!(".{ending}")) =>
                        {
                            bare.to_owned()
                        }
                        _ => given.to_owned(),
                    }
                },
            );
            format!("{}.{ending}", safe_name(&bare))
        })
        .collect();
    let mut first: BTreeMap<String, usize> = BTreeMap::new();
    let mut twice: BTreeSet<String> = BTreeSet::new();
    for (number, name) in names.iter().enumerate() {
        if let Some(before) = first.insert(name.to_lowercase(), number) {
            twice.insert(format!(
                "Die Einträge {} und {} sollen beide „{name}“ heißen; jede Datei braucht einen eigenen Namen im Feld \
                 „{FILE_NAME}“.",
                before + 1,
                number + 1
            ));
        }
    }
    if twice.is_empty() {
        Ok(names)
    } else {
        Err(FillError::Faults(twice.into_iter().collect::<Vec<_>>().join("\n")))
    }
}

/// Reads a file that the person named.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, Error> {
    if !path.exists() {
        return Err(no_such(path));
    }
    std::fs::read(path).map_err(|source| Error::Unreadable { path: path.to_owned(), source })
}

/// The template a person named.
pub(super) fn compiled(name: &str, path: &Path) -> Result<Template, Error> {
    Ok(Template::compile(name, read(path)?).map_err(|faults| listed(&faults))?)
}

pub(super) fn stem(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

pub(super) fn has_ending(path: &Path, endings: &[&str]) -> bool {
    path.extension()
        .is_some_and(|own| endings.iter().any(|ending| own.eq_ignore_ascii_case(ending)))
}

/// A document with macros keeps them and the ending that says so.
pub(super) fn ending(template: &Path) -> &'static str {
    if has_ending(template, &["docm", "dotm"]) { "docm" } else { "docx" }
}

fn listed(faults: &[Fault]) -> FillError {
    FillError::Faults(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}
