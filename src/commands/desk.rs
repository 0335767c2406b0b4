//! The drafts as they lie in the folder of results: read beside what the register says of them, and filled again.

use std::path::{Component, Path, PathBuf};

use super::material::Material;
use super::templates::Templates;
use super::workspace::Workspace;
use crate::domain::{DateReading, Field, Records};
use crate::io::output_folder::checksum;
use crate::letters::desk::{self, Condition, Desk, DeskDraft, Files, OnDisk};
use crate::letters::{Facts, LetterState, PlannedLetter, fields, register};
use crate::word;

/// Nobody's letter is larger.
const LARGEST: u64 = 64 << 20;
/// So many digits of a checksum stand in the register.
const DIGITS: usize = 16;

/// As the register writes it.
pub(super) fn short_checksum(bytes: &[u8]) -> String {
    checksum(bytes).chars().take(DIGITS).collect()
}

/// What lies there for each row of the register whose letter matters still: not sent, or sent with promises.
pub(super) fn files(workspace: &Workspace, written: &Written, records: &Records) -> Files {
    let mut files = Files::new();
    for entry in &records.dispatches {
        if !register::is_file(&entry.sheet.source.file) {
            continue;
        }
        let sent = *entry.date(Field::SentOn) != DateReading::Empty;
        if sent && entry.text(Field::Promises).is_none() {
            continue;
        }
        let (Some(file), Some(sum)) = (entry.text(Field::FileName), entry.text(Field::Checksum))
        else {
            continue;
        };
        let places = places(workspace, file);
        if places.is_empty() {
            continue;
        }
        let on_disk = match places.iter().find(|path| path.exists()).map(|path| read(path)) {
            None => OnDisk::Missing,
            // what cannot be read at the moment says nothing
            Some(None) => continue,
            Some(Some(bytes)) => {
                let whole = checksum(&bytes);
                if whole.starts_with(sum) || written.holds(file, &whole) {
                    OnDisk::AsWritten(whole)
                } else {
                    OnDisk::Edited(word::text_of(bytes))
                }
            }
        };
        files.insert(desk::key(entry), on_disk);
    }
    files
}

/// The checksums of what this program wrote, as the folder of results keeps them.
#[derive(Debug, Default)]
pub(super) struct Written(crate::io::output_folder::Checksums);

impl Written {
    pub(super) fn of(workspace: &Workspace) -> Self {
        Self(crate::io::output_folder::checksums(&workspace.output).unwrap_or_default())
    }

    fn holds(&self, file: &str, sum: &str) -> bool {
        self.0.get(file).is_some_and(|own| own == sum)
    }
}

/// Where a draft would lie: in the folder of results, else in the workspace. Nowhere for what is no file of these.
fn places(workspace: &Workspace, file: &str) -> Vec<PathBuf> {
    let relative = Path::new(file);
    let inside = relative.components().all(|part| matches!(part, Component::Normal(_)));
    if !inside || relative.extension().is_none_or(|ending| !ending.eq_ignore_ascii_case("docx")) {
        return Vec::new();
    }
    vec![workspace.output.join(relative), workspace.root.join(relative)]
}

fn read(path: &Path) -> Option<Vec<u8>> {
    let size = std::fs::metadata(path).ok()?.len();
    if size > LARGEST { None } else { std::fs::read(path).ok() }
}

/// Fills each draft of the plan again, with today's facts and its own date, and says in the plan what to know of it.
pub(super) fn lay_out(
    material: &Material,
    facts: &Facts<'_>,
    letters: &mut [PlannedLetter],
    files: Files,
) -> Desk {
    let mut drafts = Vec::new();
    for letter in letters.iter_mut().filter(|letter| letter.state == LetterState::Draft) {
        let Some(row) = &letter.row else { continue };
        let key = (row.source.file.clone(), row.row);
        let Some(on_disk) = files.get(&key) else { continue };
        let Some(entry) = facts.records.dispatches.iter().find(|entry| desk::key(entry) == key)
        else {
            continue;
        };
        let (Some(file), Some(sum)) = (entry.text(Field::FileName), entry.text(Field::Checksum))
        else {
            continue;
        };
        if !desk::is_unsent(entry, facts.as_of) {
            continue;
        }
        let filled = fill(&material.templates, material, facts, letter);
        let hold = match &filled {
            Ok((values, bytes)) => {
                let condition = condition(facts, letter, on_disk, sum, values, bytes);
                let hold = condition.hold().or_else(|| desk::overdue(facts, letter, on_disk));
                drafts.push(DeskDraft {
                    letter: letter.clone(),
                    file: file.to_owned(),
                    values: values.clone(),
                    bytes: bytes.clone(),
                    checksum: short_checksum(bytes),
                    condition,
                });
                hold
            }
            Err(_) if *on_disk == OnDisk::Missing => Condition::Deleted.hold(),
            Err(why) => {
                why.as_ref().map(|why| format!("vor dem Versand prüfen: inzwischen fehlt {why}"))
            }
        };
        if let (None, Some(hold)) = (&letter.hold, hold) {
            letter.reason.push_str("; ");
            letter.reason.push_str(&hold);
            letter.hold = Some(hold);
        }
        if let Some(draft) = drafts.last_mut().filter(|draft| draft.letter.row == letter.row) {
            draft.letter.clone_from(letter);
        }
    }
    Desk { drafts, files }
}

fn condition(
    facts: &Facts<'_>,
    letter: &PlannedLetter,
    on_disk: &OnDisk,
    sum: &str,
    values: &serde_json::Map<String, serde_json::Value>,
    bytes: &[u8],
) -> Condition {
    let today = checksum(bytes);
    // of two states the register may know the newer one already: a draft open in Word keeps its old bytes
    match on_disk {
        OnDisk::Missing => Condition::Deleted,
        OnDisk::AsWritten(there) if *there == today && today.starts_with(sum) => Condition::Current,
        OnDisk::AsWritten(_) => Condition::Outdated,
        OnDisk::Edited(_) if today.starts_with(sum) => Condition::Edited,
        OnDisk::Edited(text) => {
            let used = facts.templates.get(&letter.letter.key);
            let used = |name: &str| used.is_some_and(|used| used.contains(name));
            let text = text.as_deref().unwrap_or_default();
            Condition::EditedOutdated(desk::changed(values, used, text))
        }
    }
}

type Filled = (serde_json::Map<String, serde_json::Value>, Vec<u8>);

/// The letter as it would be today; else what it lacks, where something is missing.
fn fill(
    templates: &Templates,
    material: &Material,
    facts: &Facts<'_>,
    letter: &PlannedLetter,
) -> Result<Filled, Option<String>> {
    let template = templates.get(&letter.letter.key).ok_or(None)?;
    let values = fields::values(facts, letter)
        .map_err(|missing| missing.into_iter().next().map(|missing| missing.text))?;
    let bytes =
        template.fill_with(&values, &material.pictures.of(&letter.letter)).map_err(|_| None)?;
    Ok((values, bytes))
}
