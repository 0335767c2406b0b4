//! `vorlagen fuellen`: one Word template, filled with what a JSON file says, for offices that bring their own data: a file
//! per letter, a print file of all, or both. All of it comes into being or nothing; what lies there already is never
//! overwritten. Memory holds one letter at a time.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use super::Error;
use super::json_list::{FILE_NAME, Head, ReadError, Source};
use super::targets::Targets;
use super::terminal::Terminal;
use super::workspace::no_such;
use crate::cli::FillOrder;
use crate::io::output_folder::{OutputError, safe_name};
use crate::word::{Fault, Template};

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
        "„{}“ soll zugleich ein einzelner Brief und der Sammeldruck werden. Bitte zwei verschiedene Namen nennen.",
        .0.display()
    )]
    SamePlace(PathBuf),
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
pub(super) fn fill(terminal: &Terminal, order: &FillOrder) -> Result<(), Error> {
    let name = stem(&order.template);
    let compiled = compiled(&name, &order.template)?;
    let mut data = Data::open(&order.data)?;
    let ending = ending(&order.template);
    let names = match (&order.target, data.is_list) {
        (Some(_), true) => file_names(&name, ending, &data.names)?,
        _ => Vec::new(),
    };
    let mut targets = Targets::with_pdf(order.pdf);
    if let Some(path) = &order.print_file {
        targets.print_to(&compiled, path, ending, order.double_sided)?;
    }
    let names = match &order.target {
        Some(folder) if data.is_list => {
            targets.letters_to(folder)?;
            names
        }
        Some(file) => vec![targets.letter_to(file, ending)?],
        None => names,
    };
    targets.differ(&names)?;
    all(&compiled, &mut data, &names, &mut targets)?;
    targets.commit(terminal)?;

    let count = data.names.len();
    if let Some(target) = &order.target {
        let written = if data.is_list { format!("{count} Briefe") } else { "Ein Brief".to_owned() };
        terminal.say(&format!("{written} nach der Vorlage „{name}“: {}", target.display()));
    }
    if let Some(path) = &order.print_file {
        let letters =
            if count == 1 { "einem Brief".to_owned() } else { format!("{count} Briefen") };
        let path = path.display();
        terminal.say(&format!("Sammeldruck mit {letters} nach der Vorlage „{name}“: {path}"));
    }
    Ok(())
}

/// Prepares everything; with a fault anywhere nothing of it will be used.
fn all(
    template: &Template,
    data: &mut Data,
    names: &[String],
    targets: &mut Targets<'_>,
) -> Result<(), Error> {
    let mut faults = Faults::default();
    let mut failed: Option<OutputError> = None;
    data.each(|number, values| {
        let name = names.get(number).map_or("", String::as_str);
        match targets.add(template, name, &values, faults.is_empty() && failed.is_none()) {
            Ok(Ok(())) => {}
            Ok(Err(error)) => failed = failed.take().or(Some(error)),
            Err(found) => faults.add(number + 1, &found),
        }
    })?;
    if !faults.is_empty() {
        return Err(FillError::Faults(faults.to_string(data.names.len())).into());
    }
    failed.map_or(Ok(()), |error| Err(error.into()))
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

/// The data of the letters; looked through once before the first is written.
struct Data {
    path: PathBuf,
    source: Source,
    is_list: bool,
    /// The file name each entry gives, if it does.
    names: Vec<Option<String>>,
}

impl Data {
    fn open(path: &Path) -> Result<Self, Error> {
        if !path.exists() {
            return Err(no_such(path));
        }
        let source = Source::open(path)
            .map_err(|source| Error::Unreadable { path: path.to_owned(), source })?;
        let mut data = Self { path: path.to_owned(), source, is_list: true, names: Vec::new() };
        let (mut names, mut wrong) = (Vec::new(), Vec::new());
        let is_list = data.source.each(|number, head| match head {
            Head::Object(name) => names.push(name),
            Head::Other => wrong.push(number + 1),
        });
        data.is_list = is_list.map_err(|error| data.error(error))?;
        data.names = names;
        if !data.is_list && !wrong.is_empty() {
            return Err(FillError::NoLetter(data.path).into());
        }
        if !wrong.is_empty() {
            let wrong: Vec<String> = wrong
                .into_iter()
                .map(|number| {
                    let path = path.display();
                    format!("Eintrag {number} in „{path}“ ist kein Objekt {{ … }} mit Feldern und Werten.")
                })
                .collect();
            return Err(FillError::Faults(wrong.join("\n")).into());
        }
        if data.names.is_empty() {
            return Err(FillError::NoEntries(data.path).into());
        }
        Ok(data)
    }

    /// Each entry with its number from 0.
    fn each(&mut self, take: impl FnMut(usize, Map<String, Value>)) -> Result<(), Error> {
        let read = self.source.each(take);
        read.map(drop).map_err(|error| self.error(error))
    }

    fn error(&self, error: ReadError) -> Error {
        let path = self.path.clone();
        match error {
            ReadError::Unreadable(source) => Error::Unreadable { path, source },
            ReadError::NoJson { line, column } => FillError::NoJson { path, line, column }.into(),
        }
    }
}

/// The field `dateiname`, else the template's name and a number. Two letters never share a file, on no system.
fn file_names(
    template: &str,
    ending: &str,
    entries: &[Option<String>],
) -> Result<Vec<String>, FillError> {
    let width = entries.len().to_string().len().max(3);
    let names: Vec<String> = entries
        .iter()
        .enumerate()
        .map(|(number, given)| {
            let given = given.as_deref().map(str::trim).filter(|given| !given.is_empty());
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

pub(super) fn listed(faults: &[Fault]) -> FillError {
    FillError::Faults(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}
