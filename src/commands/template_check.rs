//! `vorlagen pruefen`: what every template asks for and where it comes from, and every fault at its paragraph. No template
//! is changed; copies with comments go where the person wants them.

use std::path::{Path, PathBuf};

use super::Error;
use super::fill::{has_ending, read, stem};
use super::material::read_resolution;
use super::terminal::Terminal;
use super::workspace::{TEMPLATES, no_such};
use crate::io::output_folder::{Edited, Outcome, OutputFolder};
use crate::io::text_reader;
use crate::letters::fields::{FIELDS, promised};
use crate::letters::templates::BUILTIN_TEXTS;
use crate::resolution::Resolution;
use crate::word::Examination;
use crate::wording;

const WORD_ENDINGS: &[&str] = &["docx", "dotx", "docm", "dotm"];
/// The texts of e-mails.
const TEXT_ENDINGS: &[&str] = &["txt"];

/// Returns the exit code: 1 where a template has faults.
pub(super) fn check(
    terminal: &Terminal,
    paths: &[PathBuf],
    comments: Option<&Path>,
) -> Result<u8, Error> {
    let files = templates(paths)?;
    let known: Vec<&str> = FIELDS.iter().map(|field| field.name).collect();
    let mut copies = comments.map(|folder| (folder, OutputFolder::foreign(folder)));
    let (mut faulty, mut written, mut kept) = (0_usize, 0_usize, Vec::new());
    for (n, file) in files.iter().enumerate() {
        let name = stem(file);
        let resolution = resolution_of(file)?;
        let kind = resolution.letter(&name);
        let is_letter = kind.is_some();
        let (bytes, known) = (read(file)?, is_letter.then_some(known.as_slice()));
        let is_text = has_ending(file, TEXT_ENDINGS);
        let found = if is_text {
            Examination::of_text(&name, &text_reader::decode(&bytes), known)
        } else {
            Examination::of(&name, bytes, known)
        };
        if n > 0 {
            terminal.say("");
        }
        terminal.say(&format!("{}", file.display()));
        say_fields(terminal, &found, is_letter);
        for fault in &found.faults {
            terminal.hang(&format!("  Fehler: {fault}"), 2);
        }
        for hint in &found.hints {
            terminal.hang(&format!("  Hinweis: {hint}"), 2);
        }
        // an e-mail promises nothing
        let letter = kind.filter(|_| !is_text);
        for (placeholder, promise) in
            letter.into_iter().flat_map(|kind| promised(&resolution, kind))
        {
            if !found.fields.contains(&placeholder) {
                terminal.hang(&format!("  Hinweis: Der Platzhalter {{{{ {placeholder} }}}} kommt nicht vor; „{promise}“ gilt dann nicht als zugesagt."), 2);
            }
        }
        if found.counts_pages {
            terminal.hang("  Seitenzahl: Das Feld NUMPAGES zählt auch in einer Druckdatei mit vielen Briefen jeden Brief für sich.", 4);
        }
        faulty += usize::from(!found.faults.is_empty());
        if let Some((_, copies)) = &mut copies {
            let copy = found
                .commented()
                .map_err(|reason| Error::Template { path: file.clone(), reason })?;
            let Some(copy) = copy else { continue };
            let target = file.file_name().map(|own| own.to_string_lossy()).unwrap_or_default();
            match copies.stage(&target, &copy, Edited::Keep)? {
                Outcome::Kept => kept.push(copies.path(&target)),
                Outcome::Written | Outcome::Unchanged | Outcome::Beside(_) => written += 1,
            }
        }
    }
    if !kept.is_empty() {
        return Err(super::fill::FillError::Exists(kept).into());
    }
    if let Some((folder, copies)) = copies {
        copies.commit()?;
        if written > 0 {
            terminal.say(&format!(
                "\n{} mit Kommentaren an jeder Stelle: {}",
                wording::count(written, "Kopie", "Kopien"),
                folder.display()
            ));
        }
    }
    terminal.say(&match (files.len(), faulty) {
        (1, 0) => "\nDie Vorlage ist in Ordnung.".to_owned(),
        (1, _) => "\nDie Vorlage hat Fehler; bitte berichtigen.".to_owned(),
        (all, 0) => format!("\nAlle {all} Vorlagen sind in Ordnung."),
        (all, faulty) => {
            format!("\n{faulty} von {all} Vorlagen mit Fehlern; bitte berichtigen.")
        }
    });
    Ok(u8::from(faulty > 0))
}

fn say_fields(terminal: &Terminal, found: &Examination, is_letter: bool) {
    if found.fields.is_empty() {
        terminal.say("  Keine Felder.");
    } else if is_letter {
        for name in &found.fields {
            let info = FIELDS.iter().find(|field| match field.name.strip_suffix('…') {
                Some(beginning) => name.starts_with(beginning),
                None => field.name == name,
            });
            // an unknown one is among the faults
            if let Some(info) = info {
                terminal.hang(&format!("  {name}: {} ({})", info.meaning, info.source), 4);
            }
        }
    } else {
        let names: Vec<&str> = found.fields.iter().map(String::as_str).collect();
        terminal.hang(&format!("  Felder: {}", names.join(", ")), 10);
    }
}

/// The files meant: those named, those in the folders named, else those in „Vorlagen“. Word's own lock files are none.
fn templates(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Error> {
    let here = [PathBuf::from(".")];
    let mut files: Vec<PathBuf> = Vec::new();
    for path in if paths.is_empty() { &here } else { paths } {
        if !path.exists() {
            return Err(no_such(path));
        }
        if path.is_file() {
            files.push(path.clone());
            continue;
        }
        let inner = path.join(TEMPLATES);
        let folder = if inner.is_dir() { inner } else { path.clone() };
        let entries = std::fs::read_dir(&folder)
            .map_err(|source| Error::Unreadable { path: folder.clone(), source })?;
        let mut found: Vec<PathBuf> = entries
            .filter_map(|entry| entry.ok().map(|entry| entry.path()))
            .filter(|path| {
                let own =
                    path.file_name().is_some_and(|own| own.to_string_lossy().starts_with("~$"));
                let template = has_ending(path, WORD_ENDINGS)
                    || has_ending(path, TEXT_ENDINGS) && !is_other_text(path);
                path.is_file() && template && !own
            })
            .collect();
        if found.is_empty() {
            return Err(Error::NoTemplates(folder));
        }
        found.sort();
        files.extend(found);
    }
    files.dedup();
    Ok(files)
}

/// A text that goes with no letter: nobody has to write notes as a template.
fn is_other_text(path: &Path) -> bool {
    !BUILTIN_TEXTS.iter().any(|(key, _)| *key == stem(path))
        && !WORD_ENDINGS.iter().any(|ending| path.with_extension(ending).exists())
}

/// The resolution the template's workspace has, else the built-in one.
fn resolution_of(template: &Path) -> Result<Resolution, Error> {
    let root = template.parent().and_then(Path::parent).unwrap_or(Path::new(""));
    read_resolution(if root.as_os_str().is_empty() { Path::new(".") } else { root })
}
