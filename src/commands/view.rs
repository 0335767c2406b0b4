//! What the sheets show of a year, with the links from its folder of results to the files it rests on.

use std::collections::BTreeMap;

use super::material::{Answers, Material};
use crate::decisions;
use crate::diagnostic::Diagnostics;
use crate::domain::{Assessment, Period};
use crate::gaps::Gap;
use crate::history::History;
use crate::letters::register;
use crate::readings::Reading;
use crate::requirements::Context;
use crate::settings::{self, Key};
use crate::sheets::View;

/// Where the files lie, seen from a year's folder of results.
pub(super) struct Links {
    list_folder: String,
    other_files: BTreeMap<String, String>,
}

impl Links {
    /// `below`: the folder of a frozen copy, seen from that of the results; empty for the results themselves.
    pub(super) fn of(material: &Material, year: i32, below: &str) -> Self {
        let workspace = &material.workspace;
        let other = |name: &str, path| (name.to_owned(), workspace.link(year, below, path));
        Self {
            list_folder: workspace.link(year, below, &workspace.lists),
            other_files: BTreeMap::from([
                other(register::FILE, &workspace.output.join(register::FILE)),
                other(register::BESIDE, &workspace.output.join(register::BESIDE)),
                other(settings::FILE, &workspace.settings()),
                other(decisions::FILE, &workspace.shared(decisions::FILE)),
            ]),
        }
    }
}

impl Links {
    /// The same view with links that lead from another folder.
    pub(super) fn seen_from_here<'a>(&'a self, view: &View<'a>) -> View<'a> {
        View { list_folder: &self.list_folder, other_files: &self.other_files, ..*view }
    }
}

/// What stands beside the verdicts of a year.
#[derive(Default)]
pub(super) struct Beside<'a> {
    pub(super) earlier: &'a [Assessment],
    pub(super) history: History,
    pub(super) readings: Vec<Reading>,
    pub(super) gaps: Vec<Gap>,
}

pub(super) fn view<'a>(
    material: &'a Material,
    answers: &'a Answers,
    assessment: &'a Assessment,
    context: &'a Context<'a>,
    beside: &'a Beside<'a>,
    links: &'a Links,
) -> View<'a> {
    let phone = material.settings.text(Key::ContactPhone);
    let email = material.settings.text(Key::ContactEmail);
    let contact = if phone.is_empty() { email } else { phone };
    View {
        resolution: &material.resolution,
        records: &answers.records,
        assessment,
        context,
        earlier: beside.earlier,
        history: &beside.history,
        readings: &beside.readings,
        gaps: &beside.gaps,
        letters: &answers.letters,
        calls: &answers.calls,
        diagnostics: &answers.diagnostics,
        inputs: &answers.inputs,
        list_folder: &links.list_folder,
        other_files: &links.other_files,
        contact: (!contact.is_empty()).then_some(contact),
        version: env!("CARGO_PKG_VERSION"),
    }
}

/// The lists as the requirements look at them, for sheets; what it asks has been asked when the year was judged.
pub(super) fn context_of<'a>(
    material: &'a Material,
    answers: &'a Answers,
    period: Period,
) -> Context<'a> {
    let (resolution, records, as_of) = (&material.resolution, &answers.records, answers.as_of);
    match &answers.found {
        Some(found) => Context::again(found, resolution, records, as_of, period),
        None => Context::new(&mut Diagnostics::default(), resolution, records, as_of, period),
    }
}
