//! Everything a run rests on, read once: resolution, settings, templates, lists, register; and the core's answers to it.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::Datelike as _;

use super::decisions;
use super::pictures::{self, Images};
use super::templates::Templates;
use super::workspace::{RESOLUTION, Workspace};
use super::{Error, desk, freezing, outbox, readings};
use crate::assessment::{assess_in, consequences, judged};
use crate::cli::Options;
use crate::decisions::Questions;
use crate::diagnostic::Diagnostics;
use crate::domain::{AsOf, Assessment, Period, Records};
use crate::history::State;
use crate::intake::{self, InputFile, InputReport};
use crate::io::list_folder;
use crate::io::reading_process::Readers;
use crate::letters::desk::{Desk, confirm};
use crate::letters::{Facts, PlannedLetter, plan, register};
use crate::readings::{Source, what_ifs};
use crate::requirements::Context;
use crate::requirements::context::Found;
use crate::resolution::{self, Resolution};
use crate::settings::{self, Settings};
use crate::sheets;
use crate::wording;

/// What lies in the workspace, nothing judged yet.
#[derive(Debug)]
pub(super) struct Material {
    pub(super) workspace: Workspace,
    /// As people have decided to read it.
    pub(super) resolution: Resolution,
    /// What it was loaded from; its other readings are loaded from it too.
    texts: Texts,
    pub(super) settings: Settings,
    pub(super) templates: Templates,
    /// What letters show besides text.
    pub(super) pictures: Images,
    /// What reading the pictures has to say; it stands in `reading` too.
    pub(super) of_pictures: Diagnostics,
    /// What people have answered so far.
    pub(super) decisions: decisions::Kept,
    /// What was tabled before, by session.
    pub(super) states: Vec<State>,
    /// The session for which this run freezes its state.
    session: Option<String>,
    pub(super) files: Vec<InputFile>,
    /// The papers for the session get their annex.
    pub(super) annex: bool,
    readers: Readers,
    /// What reading has to say; what reading the decisions has, stands with them.
    reading: Diagnostics,
}

/// The two files of a resolution.
#[derive(Debug)]
struct Texts {
    toml: Cow<'static, str>,
    wording: Cow<'static, str>,
}

/// What the core says about one Stichtag.
#[derive(Debug)]
pub(super) struct Answers {
    pub(super) as_of: AsOf,
    pub(super) records: Records,
    pub(super) inputs: Vec<InputReport>,
    /// What only people can decide.
    pub(super) questions: Questions,
    /// Sorted; of reading, of the lists and of all assessed years.
    pub(super) diagnostics: Diagnostics,
    /// By year; always holds the Stichtag's.
    pub(super) assessments: BTreeMap<i32, Assessment>,
    pub(super) letters: Vec<PlannedLetter>,
    pub(super) calls: Vec<plan::Call>,
    /// The drafts that are not sent yet.
    pub(super) desk: Desk,
    /// Computed at most once.
    pub(super) what_ifs: RefCell<readings::Known>,
    /// What the lists were found to say; `None` where no year was judged.
    pub(super) found: Option<Found>,
}

impl Material {
    pub(super) fn read(options: &Options) -> Result<Self, Error> {
        let workspace = Workspace::find(&options.folder, options.results.as_deref())?;
        let mut reading = Diagnostics::default();
        let readers = own_readers();
        let texts = Texts::read(&workspace.root)?;
        let resolution = resolution::load(&mut reading, &texts.toml, &texts.wording)?;
        // side by side: starting a process for each file is most of what a small workspace costs
        let mut of_templates = Diagnostics::default();
        let (beside, templates, (files, of_lists)) = std::thread::scope(|scope| {
            let beside = scope.spawn(|| {
                let settings = read_settings(&mut reading, &readers, &workspace.settings());
                let decisions = decisions::read(&workspace, &readers, &resolution.interpretations);
                (settings, decisions)
            });
            // decisions about the wording leave its letters as they are
            let templates =
                scope.spawn(|| Templates::read(&mut of_templates, &resolution, &workspace.root));
            // here: memory that lists leave behind is then used again by what is made of them
            let lists = list_folder::read_by(&readers, &workspace.lists, &workspace.not_lists());
            (beside.join(), templates.join(), lists)
        });
        let (settings, mut decisions) =
            beside.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        // before anything else looks at it
        let resolution = decisions.decide(texts.source(), resolution);
        settings.check_bodies(&mut reading, &resolution);
        let templates = templates.unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        reading.extend(of_templates);
        let (pictures, of_pictures) = pictures::read(&settings, &resolution, &workspace.root);
        reading.extend(of_pictures.clone());
        if files.is_empty() {
            return Err(Error::NoLists(workspace.lists));
        }
        reading.extend(of_lists);
        let states = freezing::read(&mut reading, &workspace);
        Ok(Self {
            workspace,
            resolution,
            texts,
            settings,
            templates,
            pictures,
            of_pictures,
            decisions,
            states,
            session: options.session.clone(),
            files,
            annex: options.annex,
            readers,
            reading,
        })
    }

    /// The register as it stands now, or the rows that wait beside it, under the name messages give it; `None` where
    /// there is no such file.
    pub(super) fn register(&self, name: &str) -> Option<(InputFile, Diagnostics)> {
        let path = self.workspace.shared(name);
        path.exists().then(|| list_folder::read_file_by(&self.readers, &path, name))
    }

    /// Lists and register to records, records to verdicts and letters. Years as given, and always that of the Stichtag.
    pub(super) fn answer(&mut self, as_of: AsOf, years: &[i32]) -> Answers {
        self.answer_and(as_of, years, |_, _, _| {})
    }

    /// The same with the years under the other readings, which the workbooks show.
    pub(super) fn answer_with_what_ifs(&mut self, as_of: AsOf, years: &[i32]) -> Answers {
        let mut known = readings::Known::new();
        let mut answers = self.answer_and(as_of, years, |source, context, assessment| {
            known.insert(assessment.year, what_ifs(source, assessment, context));
        });
        answers.what_ifs = known.into();
        answers
    }

    /// `also` sees the assessments asked for, each with its context.
    fn answer_and(
        &mut self,
        as_of: AsOf,
        years: &[i32],
        mut also: impl FnMut(Source<'_>, &Context<'_>, &Assessment),
    ) -> Answers {
        let mut diagnostics = self.reading.clone();
        diagnostics.extend(self.decisions.reading.clone());
        // lent and not copied: a list may hold half a million rows
        let mut files = std::mem::take(&mut self.files);
        let lists = files.len();
        for name in [register::FILE, register::BESIDE] {
            if let Some((file, messages)) = self.register(name) {
                diagnostics.extend(messages);
                files.push(file);
            }
        }
        outbox::contradictions(&mut diagnostics, files.get(lists..).unwrap_or_default());
        files.extend(self.decisions.lists.clone());
        let intake::Intake { mut records, inputs, questions } = intake::records(
            &mut diagnostics,
            &self.resolution,
            &files,
            &self.decisions.decisions,
            as_of,
        );
        if self.decisions.exceptions_lost {
            records.failed_files.push(crate::decisions::FILE.to_owned());
        }
        let written = desk::Written::of(&self.workspace);
        let on_desk = desk::files(&self.workspace, &written, &records);
        confirm(&mut diagnostics, &self.resolution, &mut records, &on_desk);
        let mut on_desk = Some(on_desk);
        let mut lying = Desk::default();
        let mut assessments = BTreeMap::new();
        let (mut letters, mut calls) = (Vec::new(), Vec::new());
        let mut found = None;
        // letters are always those of the Stichtag; what only its year asks is not asked of the others
        let own = as_of.0.year();
        let judged = |year| Some((year, judged(&self.resolution, as_of, year)?));
        let asked: Vec<(i32, Period)> = years.iter().copied().filter_map(judged).collect();
        if let Some((_, period)) = asked.first().copied().or_else(|| judged(own)) {
            let mut unasked = Diagnostics::default();
            let about_rows = if asked.is_empty() { &mut unasked } else { &mut diagnostics };
            let mut context = Context::new(about_rows, &self.resolution, &records, as_of, period);
            for (year, period) in &asked {
                context.year = *period;
                let assessment = assess_in(&mut diagnostics, &context);
                also(self.texts.source(), &context, &assessment);
                assessments.insert(*year, assessment);
            }
            if let Some((_, period)) = judged(own) {
                context.year = period;
                let assessment =
                    assessments.entry(own).or_insert_with(|| assess_in(&mut unasked, &context));
                let facts = self.facts(&records, assessment, as_of);
                let context = facts.looked_at.get_or_init(|| context);
                (letters, calls) = plan::plan_and_calls_in(&facts, context);
                let files = on_desk.take().unwrap_or_default();
                lying = desk::lay_out(self, &facts, &mut letters, files);
                found = Some(context.found());
            }
        }
        diagnostics.sort();
        let asked = years.iter().filter_map(|year| assessments.get(year));
        consequences::fill(&mut diagnostics, &records, &files, &inputs, asked);
        files.truncate(lists);
        self.files = files;
        Answers {
            as_of,
            records,
            inputs,
            questions,
            diagnostics,
            assessments,
            letters,
            calls,
            desk: lying,
            what_ifs: RefCell::default(),
            found,
        }
    }

    /// Adds new questions to the file of decisions. Where it was written, it is read again and so are the answers to it:
    /// what an evaluation says about its own inputs must not depend on which run it was.
    pub(super) fn ask(
        &mut self,
        answers: &mut Answers,
        years: &[i32],
    ) -> Result<Option<decisions::Asked>, Error> {
        let asked = decisions::ask(self, answers)?;
        if asked.as_ref().is_some_and(decisions::Asked::changed_file) {
            let mut decisions =
                decisions::read(&self.workspace, &self.readers, &self.resolution.interpretations);
            let otherwise = |resolution: &Resolution| -> Vec<bool> {
                resolution.interpretations.iter().map(|i| i.otherwise).collect()
            };
            let before = otherwise(&self.resolution);
            self.resolution = decisions.decide(self.texts.source(), self.resolution.clone());
            self.decisions = decisions;
            if otherwise(&self.resolution) != before {
                answers.what_ifs.take();
            }
            // their cells may have moved
            if self.decisions.lists.is_some() || !self.decisions.reading.is_empty() {
                *answers = self.answer_with_what_ifs(answers.as_of, years);
            }
        }
        Ok(asked)
    }

    /// Once the lists answer for nothing more: of long ones only what is shown of them stays.
    pub(super) fn shorten(&mut self, answers: &Answers) {
        sheets::shorten(&mut self.files, &answers.records, &answers.diagnostics);
    }

    /// What the resolution was loaded from.
    pub(super) fn source(&self) -> Source<'_> {
        self.texts.source()
    }

    pub(super) fn facts<'a>(
        &'a self,
        records: &'a Records,
        assessment: &'a Assessment,
        as_of: AsOf,
    ) -> Facts<'a> {
        Facts {
            resolution: &self.resolution,
            records,
            assessment,
            as_of,
            settings: &self.settings,
            templates: &self.templates.fields,
            tabled: freezing::tabled(
                &self.states,
                self.session.as_deref(),
                &self.resolution.id,
                as_of,
            ),
            looked_at: std::cell::OnceCell::new(),
        }
    }

    /// The one year of `--jahr`, else that of the Stichtag.
    pub(super) fn year(&self, options: &Options) -> Result<i32, Error> {
        let (first, last) = (self.resolution.adopted_on.year(), options.as_of.0.year());
        if options.as_of.0 < self.resolution.adopted_on {
            return Err(Error::Year(format!(
                "Der Stichtag {} liegt vor dem Beschluss vom {}. Bitte einen späteren Stichtag nennen.",
                wording::date(options.as_of.0),
                wording::date(self.resolution.adopted_on)
            )));
        }
        let year = options.year.unwrap_or(last);
        if year < first {
            return Err(Error::Year(format!(
                "Das Jahr {year} liegt vor dem Beschluss vom {}. Bitte {first} oder später nennen.",
                wording::date(self.resolution.adopted_on)
            )));
        }
        if year > last {
            return Err(Error::Year(format!(
                "Das Jahr {year} liegt nach dem Stichtag {}. Bitte {last} oder früher nennen, oder einen späteren \
                 Stichtag.",
                wording::date(options.as_of.0)
            )));
        }
        Ok(year)
    }

    /// The years an evaluation writes: from January to March the closed year too, because that is when it is evaluated.
    pub(super) fn years(&self, options: &Options) -> Result<Vec<i32>, Error> {
        let year = self.year(options)?;
        let closed = year - 1;
        let both = options.year.is_none()
            && options.as_of.0.month() <= 3
            && closed >= self.resolution.adopted_on.year();
        Ok(if both { vec![closed, year] } else { vec![year] })
    }
}

/// The resolution of the workspace as people have decided to read it; what else there is to say of it, a run says.
pub(super) fn read_resolution(root: &Path) -> Result<Resolution, Error> {
    let texts = Texts::read(root)?;
    let unsaid = &mut Diagnostics::default();
    let resolution = resolution::load(unsaid, &texts.toml, &texts.wording)?;
    let Ok(workspace) = Workspace::find(root, None) else { return Ok(resolution) };
    let mut decisions = decisions::read(&workspace, &own_readers(), &resolution.interpretations);
    Ok(decisions.decide(texts.source(), resolution))
}

/// Each file is read by a process of this program: one bad file must not end the run.
fn own_readers() -> Readers {
    std::env::current_exe().map_or_else(|_| Readers::here(), Readers::processes_of)
}

impl Texts {
    /// Those of the workspace; what is missing there is built in.
    fn read(root: &Path) -> Result<Self, Error> {
        let folder = root.join(RESOLUTION);
        let own = |name: &str, built_in: &'static str| {
            let text = read_text(folder.join(name))?;
            Ok::<_, Error>(text.map_or(Cow::Borrowed(built_in), Cow::Owned))
        };
        Ok(Self {
            toml: own("beschluss.toml", resolution::BUILTIN_TOML)?,
            wording: own("beschluss.txt", resolution::BUILTIN_WORDING)?,
        })
    }

    fn source(&self) -> Source<'_> {
        Source { toml: &self.toml, wording: &self.wording }
    }
}

fn read_text(path: PathBuf) -> Result<Option<String>, Error> {
    if !path.exists() {
        return Ok(None);
    }
    std::fs::read_to_string(&path).map(Some).map_err(|source| Error::Unreadable { path, source })
}

fn read_settings(diagnostics: &mut Diagnostics, readers: &Readers, path: &Path) -> Settings {
    if !path.exists() {
        return settings::read(diagnostics, &[]);
    }
    let (file, messages) = list_folder::read_file_by(readers, path, settings::FILE);
    diagnostics.extend(messages);
    settings::read(diagnostics, file.tables.as_deref().unwrap_or_default())
}
