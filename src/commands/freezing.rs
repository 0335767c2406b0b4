//! `--festschreiben`: what was tabled stays. The state goes to `.intern/Festgeschrieben/`, a copy of the papers to a folder
//! of the session beside the results; neither is ever written again.

use std::fs;
use std::path::Path;

use super::Error;
use super::material::Material;
use super::workspace::Workspace;
use crate::cli::Options;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::domain::AsOf;
use crate::history::State;
use crate::history::state::FORMAT;
use crate::io::output_folder::{Edited, INTERNAL, OutputFolder, safe_name};
use crate::letters::Tabled;
use crate::wording;

/// Of the states, and of the copies beside a year's results.
const FOLDER: &str = "Festgeschrieben";

/// The states frozen so far, by their file names. What cannot be read is said and not compared with.
pub(super) fn read(diagnostics: &mut Diagnostics, workspace: &Workspace) -> Vec<State> {
    let folder = workspace.shared(INTERNAL).join(FOLDER);
    let Ok(entries) = fs::read_dir(&folder) else { return Vec::new() };
    let mut files: Vec<_> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|end| end == "json"))
        .collect();
    files.sort();
    files
        .iter()
        .filter_map(|path| {
            let state = read_one(path);
            if state.is_none() {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                diagnostics.push(
                    Diagnostic::new(
                        Code::Damaged,
                        "Dieser festgeschriebene Stand lässt sich nicht lesen; mit ihm wird nicht verglichen.",
                    )
                    .in_file(format!("{INTERNAL}/{FOLDER}/{name}"))
                    .help("Die Datei aus der letzten Sicherung des Ordners zurückholen."),
                );
            }
            state
        })
        .collect()
}

fn read_one(path: &Path) -> Option<State> {
    let state: State = serde_json::from_slice(&fs::read(path).ok()?).ok()?;
    (state.format == FORMAT).then_some(state)
}

/// The state that is to be frozen now.
#[derive(Debug)]
pub(super) struct Freeze<'a> {
    session: &'a str,
    /// The state under this name, where it has been frozen before.
    before: Option<&'a State>,
    number: u32,
}

impl<'a> Freeze<'a> {
    /// `None` where nothing is to be frozen.
    ///
    /// # Errors
    /// Something else has been frozen under this name, or what was cannot be read any more: it stays.
    pub(super) fn of(material: &'a Material, options: &'a Options) -> Result<Option<Self>, Error> {
        let Some(session) = options.session.as_deref() else { return Ok(None) };
        let before =
            material.states.iter().find(|state| file_name(&state.session) == file_name(session));
        if let Some(state) = before
            && (state.as_of != options.as_of.0 || state.session != session)
        {
            return Err(taken(state));
        }
        if before.is_none()
            && let Some(there) = left_over(material, options, session)?
        {
            return Err(Error::FrozenInPart { session: session.to_owned(), there });
        }
        let last = material.states.iter().map(|state| state.number).max();
        let number = last.map_or(1, |last| last.saturating_add(1));
        Ok(Some(Self { session, before, number }))
    }

    /// True where something has been frozen under this name before.
    pub(super) fn is_again(&self) -> bool {
        self.before.is_some()
    }

    /// # Errors
    /// Something else has been frozen under this name: it stays.
    pub(super) fn check(&self, state: &State) -> Result<(), Error> {
        match self.before {
            Some(before) if !before.says_the_same(state) => Err(taken(before)),
            Some(_) | None => Ok(()),
        }
    }

    pub(super) fn number(&self) -> u32 {
        self.number
    }

    /// The folder of the copies, beside the results of a year.
    pub(super) fn folder(&self) -> String {
        format!("{FOLDER}/{}", safe_name(self.session))
    }

    /// Keeps a copy; one that lies there stays as it is.
    pub(super) fn keep(
        output: &mut OutputFolder,
        file: &str,
        bytes: impl FnOnce() -> Result<Vec<u8>, Error>,
    ) -> Result<(), Error> {
        if !output.path(file).exists() {
            output.stage(file, &bytes()?, Edited::Keep)?;
        }
        Ok(())
    }

    /// Keeps the state itself.
    ///
    /// # Errors
    /// As [`Self::check`].
    pub(super) fn state(&self, output: &mut OutputFolder, state: &State) -> Result<(), Error> {
        self.check(state)?;
        if self.before.is_none() {
            let file = format!("{INTERNAL}/{FOLDER}/{}.json", safe_name(self.session));
            output.stage(&file, &serde_json::to_vec(state)?, Edited::Keep)?;
        }
        Ok(())
    }
}

/// Names that Windows takes for one.
fn file_name(session: &str) -> String {
    safe_name(session).to_lowercase()
}

/// What lies there of a session whose state is lost or cannot be read; new copies beside old ones would contradict them.
fn left_over(
    material: &Material,
    options: &Options,
    session: &str,
) -> Result<Option<String>, Error> {
    let (workspace, name) = (&material.workspace, safe_name(session));
    let state = format!("{INTERNAL}/{FOLDER}/{name}.json");
    if workspace.output.join(&state).exists() {
        return Ok(Some(state));
    }
    let folders = material.years(options)?.into_iter();
    let mut folders = folders.map(|year| workspace.result(year, &format!("{FOLDER}/{name}")));
    Ok(folders.find(|folder| workspace.output.join(folder).exists()))
}

fn taken(state: &State) -> Error {
    Error::Frozen { session: state.session.clone(), as_of: wording::date(state.as_of) }
}

/// What a letter about the papers would be about: the session being frozen, else the one frozen last.
pub(super) fn tabled<'a>(
    states: &'a [State],
    session: Option<&'a str>,
    resolution: &str,
    as_of: AsOf,
) -> Option<Tabled<'a>> {
    if let Some(session) = session {
        return Some(Tabled { session, as_of });
    }
    states
        .iter()
        .filter(|state| state.as_of <= as_of.0 && state.resolution == resolution)
        .max_by_key(|state| (state.as_of, state.number))
        .map(|state| Tabled { session: &state.session, as_of: AsOf(state.as_of) })
}
