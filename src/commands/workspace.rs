//! The office's folder: where lists, settings and templates lie, and where results go (*Arbeitsordner*).

use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};

use super::Error;
use crate::cli;
use crate::decisions;
use crate::letters::register;
use crate::matching;
use crate::settings;

pub(super) const LISTS: &str = "Listen";
pub(super) const TEMPLATES: &str = "Vorlagen";
pub(super) const RESOLUTION: &str = "Beschluss";
const RESULTS: &str = "Ergebnisse";

#[derive(Clone, Debug)]
pub(super) struct Workspace {
    pub(super) root: PathBuf,
    /// Read, never written. The root itself where it has no folder „Listen“.
    pub(super) lists: PathBuf,
    /// Everything written lies below.
    pub(super) output: PathBuf,
    /// „Ergebnisse“ inside the workspace; nothing where another folder was named.
    prefix: &'static str,
}

impl Workspace {
    /// Finds out what lies where. A path that does not exist is an error with a proposal, never a silent default.
    pub(super) fn find(folder: &Path, results: Option<&Path>) -> Result<Self, Error> {
        if !folder.exists() {
            return Err(no_such(folder));
        }
        if !folder.is_dir() {
            return Err(Error::NotAFolder(folder.to_owned()));
        }
        let root = absolute(folder);
        let inner = root.join(LISTS);
        Ok(Self {
            lists: if inner.is_dir() { inner } else { root.clone() },
            output: results.map_or_else(|| root.clone(), absolute),
            root,
            prefix: if results.is_some() { "" } else { RESULTS },
        })
    }

    /// What lies in the list folder without being a list.
    pub(super) fn not_lists(&self) -> Vec<PathBuf> {
        let own = [
            RESULTS,
            TEMPLATES,
            RESOLUTION,
            settings::FILE,
            register::FILE,
            register::BESIDE,
            decisions::FILE,
            decisions::BESIDE,
            crate::io::output_folder::INTERNAL,
        ];
        let mut paths: Vec<PathBuf> = own.iter().map(|name| self.root.join(name)).collect();
        if self.output != self.root {
            paths.push(self.output.clone());
        }
        paths
    }

    pub(super) fn settings(&self) -> PathBuf {
        self.root.join(settings::FILE)
    }

    /// A file that people and program share: where it is written, else that of the workspace.
    pub(super) fn shared(&self, name: &str) -> PathBuf {
        let written = self.output.join(name);
        if written.exists() { written } else { self.root.join(name) }
    }

    /// Path of a result, relative to the output folder, with `/`: „Ergebnisse/2024/Auswertung 2024.xlsx“.
    pub(super) fn result(&self, year: i32, name: &str) -> String {
        if self.prefix.is_empty() {
            format!("{year}/{name}")
        } else {
            format!("{}/{year}/{name}", self.prefix)
        }
    }

    /// From a folder below the results of a year (empty: that of the results) to some other place, as a link in a workbook
    /// writes it.
    pub(super) fn link(&self, year: i32, below: &str, target: &Path) -> String {
        let from = self.output.join(self.result(year, "x"));
        let folder = from.parent().unwrap_or(&self.output);
        link_between(
            &below.split('/').fold(folder.to_owned(), |path, part| path.join(part)),
            target,
        )
    }
}

fn absolute(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut clean = PathBuf::new();
    for part in whole.components() {
        match part {
            Component::ParentDir => {
                clean.pop();
            }
            Component::CurDir => {}
            Component::Prefix(_) | Component::RootDir | Component::Normal(_) => clean.push(part),
        }
    }
    clean
}

/// Relative where both have a folder in common, with `\`; else the whole path.
fn link_between(from: &Path, to: &Path) -> String {
    let from: Vec<Component<'_>> = from.components().collect();
    let all: Vec<Component<'_>> = to.components().collect();
    let common = from.iter().zip(&all).take_while(|(a, b)| a == b).count();
    let normal = |part: &&Component<'_>| matches!(part, Component::Normal(_));
    if common == 0 || !from.iter().take(common).any(|part| normal(&part)) {
        return to.to_string_lossy().replace('/', "\\");
    }
    let up = from.iter().skip(common).map(|_| "..".to_owned());
    let down = all.iter().skip(common).map(|part| part.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("\\")
}

/// The message for a path that is not there: a neighbour with a similar name, or a command that was misspelt.
pub(super) fn no_such(path: &Path) -> Error {
    let name = path.file_name().map(OsStr::to_string_lossy).unwrap_or_default();
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let mut neighbours: Vec<String> = std::fs::read_dir(parent.unwrap_or(Path::new(".")))
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .collect();
    neighbours.sort();
    let nearest = matching::nearest(&name, neighbours.iter().map(String::as_str))
        .map(|near| parent.map_or(near.clone(), |parent| parent.join(&near).display().to_string()))
        .or_else(|| cli::nearest_command(&name));
    Error::NoSuchPath { path: path.to_owned(), nearest }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_from_the_results_to_the_lists() {
        let link = |from: &str, to: &str| link_between(Path::new(from), Path::new(to));
        assert_eq!(link("/büro/Ergebnisse/2024", "/büro/Listen"), "..\\..\\Listen");
        assert_eq!(link("/büro/Ergebnisse/2024", "/büro"), "..\\..");
        assert_eq!(link("/büro/2024", "/anderswo/Listen"), "\\anderswo\\Listen");
    }
}
