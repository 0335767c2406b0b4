//! What the office learns from its lists: every verdict, the totals, the letters that are due, the addresses they go to.
//!
//! Two ways of keeping the same lists must lead here to the same sentences; only the cells they point to may differ.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::sync::LazyLock;

use beschlusskontrolle::assessment::assess;
use beschlusskontrolle::decisions::Decisions;
use beschlusskontrolle::diagnostic::Diagnostics;
use beschlusskontrolle::domain::{AsOf, Assessment, Field, Records, Status, Tri};
use beschlusskontrolle::intake::{self, InputFile, values};
use beschlusskontrolle::io::list_folder;
use beschlusskontrolle::letters::plan::plan;
use beschlusskontrolle::letters::{Facts, LetterState};
use beschlusskontrolle::resolution::{self, LetterForm, Resolution};
use beschlusskontrolle::settings::{self, Settings};
use chrono::NaiveDate;

/// Stichtag and year: the closed years, and the middle of a running one.
pub const QUESTIONS: [(&str, i32); 3] =
    [("2024-12-31", 2023), ("2024-12-31", 2024), ("2024-05-20", 2024)];

static RESOLUTION: LazyLock<Resolution> = LazyLock::new(|| {
    resolution::load(
        &mut Diagnostics::default(),
        resolution::BUILTIN_TOML,
        resolution::BUILTIN_WORDING,
    )
    .unwrap()
});
static SETTINGS: LazyLock<Settings> =
    LazyLock::new(|| settings::read(&mut Diagnostics::default(), &[]));

/// What each letter shows of its recipient.
static TEMPLATES: LazyLock<BTreeMap<String, BTreeSet<String>>> = LazyLock::new(|| {
    let fields = |letter: &str| -> BTreeSet<String> {
        let more: &[&str] =
            if letter.starts_with("einladung") { &["ort", "von", "bis"] } else { &[] };
        ["anschrift", "anrede", "verband"].iter().chain(more).map(|f| (*f).to_owned()).collect()
    };
    RESOLUTION.letters.iter().map(|letter| (letter.key.clone(), fields(&letter.key))).collect()
});

/// Everything that must not depend on how a list is kept: a line's name and what it says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    pub lines: BTreeMap<String, String>,
    /// What the reading had to say, for the reader of a difference.
    pub messages: Vec<String>,
}

impl Outcome {
    /// What differs, line by line; empty where nothing does.
    pub fn differences(&self, messy: &Self) -> String {
        let mut text = String::new();
        let names: BTreeSet<&String> = self.lines.keys().chain(messy.lines.keys()).collect();
        for name in names {
            let (tidy, other) = (self.lines.get(name), messy.lines.get(name));
            if tidy != other {
                let show = |line: Option<&String>| line.map_or("—", String::as_str).to_owned();
                writeln!(text, "{name}\n    tidy:  {}\n    messy: {}", show(tidy), show(other))
                    .unwrap();
            }
        }
        text
    }

    pub fn fulfilled(&self) -> BTreeSet<&str> {
        let lines = self.lines.iter().filter(|(name, line)| {
            name.contains("verdict") && line.starts_with(Status::Fulfilled.key())
        });
        lines.map(|(name, _)| name.as_str()).collect()
    }

    /// Letters that accuse and are due.
    pub fn reminders(&self) -> BTreeSet<&str> {
        let lines = self.lines.iter().filter(|(name, _)| {
            name.contains("letter ")
                && RESOLUTION.letters.iter().any(|letter| {
                    letter.form == LetterForm::Reminder
                        && name.contains(&format!("letter {} ", letter.key))
                })
        });
        lines.map(|(name, _)| name.as_str()).collect()
    }
}

/// Reads the folder as the program does, and answers all [`QUESTIONS`].
pub fn of_folder(folder: &Path) -> Outcome {
    let (files, diagnostics) = list_folder::read(folder, &[]);
    of_files(&files, &diagnostics)
}

pub fn of_files(files: &[InputFile], reading: &Diagnostics) -> Outcome {
    let mut outcome = Outcome::default();
    for (as_of, year) in QUESTIONS {
        let day: NaiveDate = as_of.parse().unwrap();
        let mut diagnostics = reading.clone();
        let intake =
            intake::records(&mut diagnostics, &RESOLUTION, files, &Decisions::default(), AsOf(day));
        let records = intake.records;
        let mut judged = Diagnostics::default();
        let assessment = assess(&mut judged, &RESOLUTION, &records, AsOf(day), year).unwrap();
        let name = format!("{as_of}, year {year}");
        verdicts(&mut outcome, &name, &records, &assessment);
        if day.format("%Y").to_string() == year.to_string() {
            letters(&mut outcome, &name, &records, &assessment, AsOf(day));
        }
        if outcome.messages.is_empty() {
            branches(&mut outcome, &records);
            diagnostics.sort();
            outcome.messages = diagnostics.iter().map(ToString::to_string).collect();
        }
    }
    outcome
}

/// „Zelle F17“ in a label is the place, not the verdict.
fn without_cells(label: &str) -> String {
    let mut words = Vec::new();
    let mut place = false;
    for word in label.split(' ') {
        words.push(if place { "…" } else { word });
        place = word.ends_with("Zelle");
    }
    words.join(" ")
}

fn verdicts(outcome: &mut Outcome, name: &str, records: &Records, assessment: &Assessment) {
    for verdict in &assessment.verdicts {
        let subject =
            verdict.subject.map_or_else(|| "—".to_owned(), |id| records.branches[id].canonical());
        let mut missing: Vec<&str> = verdict.missing.iter().map(|m| m.id.as_str()).collect();
        missing.sort_unstable();
        let said = format!(
            "{} „{}“, could be {}, planned {}, missing {missing:?}",
            verdict.status.key(),
            without_cells(&verdict.label),
            verdict.could_be.map_or("—", Status::key),
            verdict.planned.map_or_else(|| "—".to_owned(), |day| day.to_string()),
        );
        let period = verdict.period;
        let key = format!("{name}: verdict {} {subject} {period:?}", verdict.requirement);
        let before = outcome.lines.insert(key.clone(), said);
        assert!(before.is_none(), "two verdicts {key}");
    }
    for total in &assessment.totals {
        let key = format!("{name}: total {} {}", total.requirement, total.period);
        outcome.lines.insert(key, format!("{total:?}"));
    }
}

fn letters(
    outcome: &mut Outcome,
    name: &str,
    records: &Records,
    assessment: &Assessment,
    as_of: AsOf,
) {
    let facts = Facts {
        resolution: &RESOLUTION,
        records,
        assessment,
        as_of,
        settings: &SETTINGS,
        templates: &TEMPLATES,
        tabled: None,
        looked_at: std::cell::OnceCell::new(),
    };
    for letter in plan(&facts) {
        match letter.state {
            LetterState::NotDue | LetterState::Sent | LetterState::Draft => continue,
            LetterState::Ready | LetterState::Incomplete => {}
        }
        let mut missing: Vec<&str> = letter.missing.iter().map(|m| m.text.as_str()).collect();
        missing.sort_unstable();
        let key = format!(
            "{name}: letter {} to {}, {}",
            letter.letter.key, letter.recipient_name, letter.period
        );
        outcome.lines.insert(key, format!("{} {missing:?}", letter.state.key()));
    }
}

/// What stands in an address or a salutation.
const OF_BRANCHES: [Field; 12] = [
    Field::Chair1First,
    Field::Chair1Last,
    Field::Chair1Form,
    Field::Chair2First,
    Field::Chair2Last,
    Field::Street,
    Field::Postcode,
    Field::Town,
    Field::Email,
    Field::Phone,
    Field::SuccessionCouncils,
    Field::Members,
];

fn branches(outcome: &mut Outcome, records: &Records) {
    for branch in &records.branches {
        let details: Vec<&str> = OF_BRANCHES
            .iter()
            .map(|field| match (field, branch.entry.text(*field)) {
                // „x“ and „ja“ say the same
                (Field::SuccessionCouncils, Some(text)) => {
                    if values::yes_no(text) == Some(Tri::Yes) { "ja" } else { "nein" }
                }
                (_, text) => text.unwrap_or(""),
            })
            .collect();
        let successor = branch.successor.map(|id| records.branches[id].canonical());
        let said =
            format!("{:?} {:?} {successor:?} {}", branch.since, branch.until, details.join(" · "));
        outcome.lines.insert(format!("branch {}", branch.canonical()), said);
    }
}
