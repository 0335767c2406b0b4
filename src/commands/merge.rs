//! `serienbrief`: a letter per row of any list, or per group of rows. A template or a list that does not fit stops
//! everything; a row that does not fit costs its letter, which is said. What lies there already is never overwritten.

use std::collections::BTreeSet;
use std::path::Path;

use super::fill::{self, FillError};
use super::targets::Targets;
use super::terminal::Terminal;
use super::{Error, summary};
use crate::cli;
use crate::diagnostic::Diagnostics;
use crate::domain::AsOf;
use crate::io::list_folder;
use crate::io::output_folder::safe_name;
use crate::io::reading_process::Readers;
use crate::mail_merge::{self, Letter, Merge, Order};
use crate::table::Table;
use crate::word::{Fault, SUBJECT, TextTemplate, plain_name};
use crate::wording;

/// So many letters are named where nothing is written.
const SHOWN: usize = 20;

/// Writes the letters, or shows which there would be.
///
/// # Errors
/// A template or a list that cannot be used, what only the person can decide, a target that holds something else.
pub(super) fn merge(terminal: &Terminal, order: &cli::Merge, as_of: AsOf) -> Result<(), Error> {
    let name = fill::stem(&order.template);
    let template = fill::compiled(&name, &order.template)?;
    let pattern = order.file_name.as_deref().map(Pattern::read).transpose()?;
    let mut diagnostics = Diagnostics::default();
    let list = order.list.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let tables = read(&mut diagnostics, &order.list, &list)?;
    let mut wanted = template.fields();
    wanted.extend(pattern.iter().flat_map(|pattern| pattern.text.fields()));
    let asked = Order {
        sheet: order.sheet.as_deref(),
        filters: &order.filters,
        group_by: order.group_by.as_deref(),
        hidden: order.hidden,
        wanted: &wanted,
        key: plain_name,
        as_of,
    };
    let merge = mail_merge::merge(&mut diagnostics, &list, &tables, &asked)?;
    let ending = fill::ending(&order.template);
    let mut names = Names::new(&name, ending, merge.letters.len());
    let mut targets = Targets::with_pdf(order.pdf);
    if let Some(path) = &order.print_file {
        targets.print_to(&template, path, ending, order.double_sided)?;
    }
    if let Some(folder) = &order.target {
        targets.letters_to(folder)?;
    }
    let mut refused: Vec<(&Letter, Vec<Fault>)> = Vec::new();
    let mut shown = Vec::new();
    let mut written = 0;
    for letter in &merge.letters {
        let values = merge.values(letter);
        let file = pattern.as_ref().map(|pattern| pattern.fill(&values)).transpose();
        let file = file.map(|file| {
            names.next(
                file.filter(|file| !file.is_empty()).or_else(|| letter.group.clone()).as_deref(),
            )
        });
        let added = file.and_then(|file| {
            let added = targets.add(&template, &file, &values, true)?;
            Ok((file, added))
        });
        match added {
            Ok((file, added)) => {
                added?;
                targets.differ(std::slice::from_ref(&file))?;
                written += 1;
                if shown.len() < SHOWN {
                    shown.push(file);
                }
            }
            Err(faults) => refused.push((letter, faults)),
        }
    }
    if written == 0 {
        return Err(nothing(&merge, &refused).into());
    }
    let letters = wording::count(written, "Brief", "Briefe");
    let from = format!("{letters} nach der Vorlage „{name}“ aus {}", merge.place());
    let places = [&order.target, &order.print_file];
    if places.iter().any(|place| place.is_some()) {
        targets.commit(terminal)?;
        let places: Vec<String> =
            places.into_iter().flatten().map(|place| place.display().to_string()).collect();
        terminal.say(&format!("{from}: {}", wording::list(&places)));
    } else {
        terminal.say(&format!("{from}:"));
        let more = written.saturating_sub(shown.len());
        for file in shown {
            terminal.say(&format!("  {file}"));
        }
        if more > 0 {
            terminal.say(&format!("  und {more} weitere"));
        }
        terminal.say(
            "Es wurde nichts geschrieben. Geschrieben wird mit -o ORDNER oder --sammeldruck DATEI.",
        );
    }
    if merge.filtered > 0 {
        let rows = wording::count(merge.filtered, "Zeile passt", "Zeilen passen");
        terminal.say(&format!("{rows} nicht zum Filter."));
    }
    for (letter, faults) in &refused {
        terminal.hang(&format!("Kein Brief für {}: {}", row(&merge, letter), said(faults)), 2);
    }
    if !diagnostics.is_empty() {
        diagnostics.sort();
        summary::messages(terminal, &diagnostics);
    }
    Ok(())
}

/// The sheets of the list.
fn read(diagnostics: &mut Diagnostics, path: &Path, name: &str) -> Result<Vec<Table>, Error> {
    if !path.exists() {
        return Err(super::workspace::no_such(path));
    }
    let readers = std::env::current_exe().map_or_else(|_| Readers::here(), Readers::processes_of);
    let (file, messages) = list_folder::read_file_by(&readers, path, name);
    if let Some(tables) = file.tables {
        diagnostics.extend(messages);
        return Ok(tables);
    }
    let said: Vec<String> = messages.iter().map(ToString::to_string).collect();
    let path = path.display();
    Err(Error::List(format!("„{path}“ lässt sich nicht lesen.\n{}", said.join("\n"))))
}

/// Stands before a file name while it is filled.
const SIGN: char = '§';

/// How the files are called.
struct Pattern {
    text: TextTemplate,
}

impl Pattern {
    /// The subject of an e-mail text is one line with placeholders, and so is the name of a file.
    fn read(pattern: &str) -> Result<Self, Error> {
        // with a sign before it the line is never empty: a letter without the name gets a number
        let text = TextTemplate::compile("--dateiname", &format!("{SUBJECT} {SIGN}{pattern}"));
        Ok(Self { text: text.map_err(|faults| FillError::Faults(said(&faults)))? })
    }

    fn fill(
        &self,
        values: &serde_json::Map<String, serde_json::Value>,
    ) -> Result<String, Vec<Fault>> {
        self.text.fill(values).map(|message| {
            let name = message.subject.trim_start_matches(SIGN).trim();
            let ending = name.len().saturating_sub(5);
            match (name.get(..ending), name.get(ending..)) {
                (Some(bare), Some(ending)) if ending.eq_ignore_ascii_case(".docx") => bare,
                _ => name,
            }
            .to_owned()
        })
    }
}

/// File names, no two alike on any system.
struct Names {
    template: String,
    ending: &'static str,
    width: usize,
    number: usize,
    used: BTreeSet<String>,
}

impl Names {
    fn new(template: &str, ending: &'static str, letters: usize) -> Self {
        let width = letters.to_string().len().max(3);
        Self { template: template.to_owned(), ending, width, number: 0, used: BTreeSet::new() }
    }

    fn next(&mut self, wanted: Option<&str>) -> String {
        self.number += 1;
        let bare = wanted.map_or_else(
            || format!("{} {:0width$}", self.template, self.number, width = self.width),
            str::to_owned,
        );
        let bare = safe_name(&bare);
        let mut copy = 1;
        loop {
            let suffix = if copy == 1 { String::new() } else { format!(" ({copy})") };
            let name = format!("{bare}{suffix}.{}", self.ending);
            if self.used.insert(name.to_lowercase()) {
                return name;
            }
            copy += 1;
        }
    }
}

/// „Zeile 5 (Zelle A5)“ would say it twice: the cell says it.
fn row(merge: &Merge<'_>, letter: &Letter) -> String {
    let cell = merge.first_cell(letter).map(|cell| cell.to_string()).unwrap_or_default();
    match &letter.group {
        Some(group) => format!("„{group}“ ({cell})"),
        None => cell,
    }
}

fn said(faults: &[Fault]) -> String {
    faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// No letter at all: what all of them have in common is said once.
fn nothing(merge: &Merge<'_>, refused: &[(&Letter, Vec<Fault>)]) -> FillError {
    let mut sentences: Vec<String> = Vec::new();
    for (letter, faults) in refused {
        for fault in faults {
            let sentence = fault.to_string();
            let everywhere = refused
                .iter()
                .all(|(_, other)| other.iter().any(|other| other.to_string() == sentence));
            let sentence =
                if everywhere { sentence } else { format!("{sentence} ({})", row(merge, letter)) };
            if !sentences.contains(&sentence) {
                sentences.push(sentence);
            }
        }
        if sentences.len() > SHOWN {
            break;
        }
    }
    if sentences.is_empty() {
        sentences.push(format!("Aus {} wird kein Brief.", merge.place()));
    }
    FillError::Faults(sentences.join("\n"))
}
