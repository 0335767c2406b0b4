//! The annex: for every point its wording, how it was judged and by which cells; how the wording is read; what the lists
//! leave open.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::model::{Block, Level, Row, Rule, Run, Table, TableCell, Tone};
use super::{Variant, Writing, paragraph};
use crate::diagnostic::{Group, Severity, groups};
use crate::domain::{Field, ListKind, Status, Verdict};
use crate::readings::Reading;
use crate::resolution::{Kind, Requirement};
use crate::sheets::Standing;
use crate::table::CellRef;
use crate::wording;

/// Cells named for a point; all of them stand in the workbook.
const MOST_CELLS: usize = 8;
/// Branches named for one status.
const MOST_BRANCHES: usize = 30;
/// Questions named; all of them stand in the workbook of questions.
const MOST_QUESTIONS: usize = 12;
/// Cells named for a question.
const CELLS_OF_QUESTION: usize = 4;

impl Writing<'_> {
    pub(super) fn annex(&self) -> Vec<Block> {
        let mut blocks = vec![Block::Heading {
            level: Level::One,
            text: "Anlage: Wortlaut, Nachweise, Auslegungen".to_owned(),
            new_page: true,
        }];
        for standing in &self.standings {
            blocks.extend(self.point_in_full(standing));
        }
        blocks.extend(self.readings());
        blocks.extend(self.gaps());
        blocks
    }

    fn point_in_full(&self, standing: &Standing<'_>) -> Vec<Block> {
        let requirement = standing.requirement;
        let mut blocks = vec![
            section(format!("{} {}", requirement.id, requirement.short)),
            Block::Paragraph {
                tone: Tone::Quote,
                runs: vec![
                    Run::quiet(format!("{}: ", requirement.lines)),
                    Run::plain(format!("„{}“", requirement.quote)),
                ],
            },
        ];
        if standing.per_branch() {
            blocks.push(paragraph(Tone::Body, format!("Stand: {}.", standing.words())));
            blocks.push(Block::List(self.by_status(standing)));
            if let Some(cells) = self.cells(standing) {
                blocks.push(paragraph(Tone::Small, cells));
            }
        } else {
            for verdict in &standing.verdicts {
                let mut runs = Vec::new();
                if standing.verdicts.len() > 1 {
                    runs.push(Run::strong(format!("{}: ", verdict.period.spoken())));
                }
                runs.push(Run::plain(self.facts(requirement, verdict)));
                blocks.push(Block::Paragraph { tone: Tone::Body, runs });
            }
        }
        if !requirement.interpretations.is_empty() {
            blocks.push(paragraph(
                Tone::Small,
                format!("Gelesen nach {}.", requirement.interpretations.join(", ")),
            ));
        }
        blocks
    }

    /// The verdict's sentence without its head, which the heading has said.
    fn facts(&self, requirement: &Requirement, verdict: &Verdict) -> String {
        let said = verdict
            .sentence
            .split_once(&format!(": {}. ", requirement.short))
            .map_or("", |(_, rest)| rest);
        let confidential =
            self.given.variant == Variant::ToPassOn && !provided(requirement).is_empty();
        let mut label = format!("Stand: {}.", verdict.label);
        if !confidential && !self.names_somebody(said) {
            if !said.is_empty() {
                label.push(' ');
                label.push_str(said);
            }
            return label;
        }
        if !verdict.missing.is_empty() {
            // into a string, which cannot fail
            let _ = write!(label, " Es {}.", wording::lacking(&verdict.missing));
        }
        label.push_str(" Einzelheiten liegen dem Büro vor.");
        label
    }

    /// „aufgegriffen (13): Kreisverband …“, a line for each status and period; exceptions apart, as the totals count them.
    fn by_status(&self, standing: &Standing<'_>) -> Vec<Vec<Run>> {
        let periods: BTreeSet<_> = standing.verdicts.iter().map(|verdict| verdict.period).collect();
        let mut lines = Vec::new();
        for period in &periods {
            let exempt =
                |verdict: &&&Verdict| verdict.exception.as_ref().is_some_and(|note| note.valid);
            let of_period = || standing.verdicts.iter().filter(|verdict| verdict.period == *period);
            let before =
                if periods.len() > 1 { format!("{}: ", period.spoken()) } else { String::new() };
            for status in Status::ALL {
                let these: Vec<&Verdict> = of_period()
                    .filter(|verdict| verdict.status == status && !exempt(verdict))
                    .copied()
                    .collect();
                let word = these.first().map_or("", |verdict| {
                    let label = verdict.label.as_str();
                    let label = label.split(", weil ").next().unwrap_or(label);
                    label.split(" (").next().unwrap_or(label)
                });
                lines.extend(self.branches(&before, word, &these));
            }
            let these: Vec<&Verdict> = of_period().filter(exempt).copied().collect();
            lines.extend(self.branches(&before, "Ausnahme, nicht mitgezählt", &these));
        }
        lines
    }

    fn branches(&self, before: &str, word: &str, verdicts: &[&Verdict]) -> Option<Vec<Run>> {
        if verdicts.is_empty() {
            return None;
        }
        let mut names: Vec<String> = verdicts
            .iter()
            .filter_map(|verdict| verdict.subject)
            .take(MOST_BRANCHES)
            .map(|id| self.view.branch(id))
            .collect();
        if verdicts.len() > MOST_BRANCHES {
            names.push(format!("{} weitere: Blatt Verbände", verdicts.len() - MOST_BRANCHES));
        }
        Some(vec![
            Run::strong(format!("{before}{word} ({}): ", verdicts.len())),
            Run::plain(wording::list(&names)),
        ])
    }

    /// „Belege: Termine.xlsx, Zellen A11, A17 und 4 weitere: Blatt Nachweise.“
    fn cells(&self, standing: &Standing<'_>) -> Option<String> {
        let mut seen = BTreeSet::new();
        let cells: Vec<&CellRef> = standing
            .verdicts
            .iter()
            .flat_map(|verdict| &verdict.evidence)
            .map(|evidence| &evidence.cell)
            .filter(|cell| seen.insert(*cell))
            .collect();
        let mut files: Vec<(&CellRef, Vec<String>)> = Vec::new();
        for cell in cells.iter().take(MOST_CELLS) {
            match files.iter_mut().find(|(first, _)| first.source == cell.source) {
                Some((_, list)) => list.push(cell.a1()),
                None => files.push((cell, vec![cell.a1()])),
            }
        }
        let named: Vec<String> = files
            .iter()
            .map(|(first, list)| {
                let file = self.free(&first.source.file);
                let noun = if list.len() == 1 { "Zelle" } else { "Zellen" };
                match &first.source.sheet {
                    Some(sheet) => {
                        format!("{file}, Blatt „{}“, {noun} {}", self.free(sheet), list.join(", "))
                    }
                    None => format!("{file}, {noun} {}", list.join(", ")),
                }
            })
            .collect();
        let more = match cells.len().saturating_sub(MOST_CELLS) {
            0 => String::new(),
            n => format!(" und {n} weitere: Blatt Nachweise"),
        };
        (!named.is_empty()).then(|| format!("Belege: {}{more}.", named.join("; ")))
    }

    fn readings(&self) -> Vec<Block> {
        let rows: Vec<Row> = self
            .view
            .readings
            .iter()
            .map(|reading| Row {
                rule: Rule::Thin,
                cells: vec![
                    TableCell::lines([Run::strong(&reading.id)]),
                    TableCell::text(&reading.question),
                    TableCell::lines([
                        Run::plain(&reading.answer),
                        Run::quiet(self.state_of(reading)),
                    ]),
                ],
            })
            .collect();
        if rows.is_empty() {
            return Vec::new();
        }
        vec![
            section("Auslegungen: was der Wortlaut offen lässt".to_owned()),
            Block::Table(Table {
                widths: vec![12, 76, 77],
                head: ["Nr.", "Was offen ist", "Wie es hier gelesen wird"]
                    .map(str::to_owned)
                    .to_vec(),
                rows,
            }),
        ]
    }

    /// Whoever has confirmed a reading may be a person.
    fn state_of(&self, reading: &Reading) -> String {
        match self.given.variant {
            Variant::Internal => reading.state(self.view.assessment.as_of),
            Variant::ToPassOn if reading.otherwise => "anders entschieden".to_owned(),
            Variant::ToPassOn if reading.is_decided() => "bestätigt".to_owned(),
            Variant::ToPassOn => "noch zu bestätigen".to_owned(),
        }
    }

    /// Questions by what hangs on them.
    fn gaps(&self) -> Vec<Block> {
        let mut asked: Vec<Group<'_>> = groups(self.view.diagnostics)
            .into_iter()
            .filter(|group| group.severity() != Severity::Note)
            .collect();
        asked.sort_by_key(|group| std::cmp::Reverse(group.effect));
        if asked.is_empty() {
            return Vec::new();
        }
        let mut items: Vec<Vec<Run>> =
            asked.iter().take(MOST_QUESTIONS).map(|group| self.question(group)).collect();
        if let Some(more) = asked.len().checked_sub(MOST_QUESTIONS).filter(|more| *more > 0) {
            items.push(vec![Run::plain(format!(
                "und {}: {}",
                wording::count(more, "weitere Frage", "weitere Fragen"),
                crate::sheets::CLARIFY_FILE
            ))]);
        }
        vec![section("Was die Listen offen lassen".to_owned()), Block::List(items)]
    }

    fn question(&self, group: &Group<'_>) -> Vec<Run> {
        let place = group.place(CELLS_OF_QUESTION);
        let consequence = group.consequence.clone().unwrap_or_default();
        let (question, place, consequence) = match self.given.variant {
            Variant::Internal => (group.question(), place, consequence),
            // messages quote cells; titles do not
            Variant::ToPassOn => {
                let times = group.times();
                let title = group.code.title().to_owned();
                let title = if times.is_empty() { title } else { format!("{title} ({times})") };
                let cells = group.questions.iter().filter_map(|question| question.cell.as_ref());
                if cells.into_iter().any(|cell| self.is_flag(cell)) {
                    (title, String::new(), String::new())
                } else {
                    let safe = |text: String| {
                        if self.names_somebody(&text) { String::new() } else { text }
                    };
                    (title, safe(place), safe(consequence))
                }
            }
        };
        let end = if question.ends_with(['.', '?', '!']) { "" } else { "." };
        let mut runs = vec![Run::plain(format!("{question}{end}"))];
        for (before, text) in [("", place), ("Folge: ", consequence)] {
            if !text.is_empty() {
                runs.push(Run::quiet(format!(" {before}{}.", text.trim_end_matches('.'))));
            }
        }
        runs
    }

    /// A cell in which a branch says whether a point applies to it.
    fn is_flag(&self, cell: &CellRef) -> bool {
        let flags: Vec<Field> =
            self.view.resolution.requirements.iter().flat_map(provided).collect();
        self.view.records.sheets.iter().any(|sheet| {
            sheet.list == ListKind::Branches
                && sheet.source == cell.source
                && sheet
                    .columns
                    .iter()
                    .any(|(field, column)| *column == cell.column && flags.contains(field))
        })
    }
}

/// The columns of the branch list that say whether a field of the requirement applies.
fn provided(requirement: &Requirement) -> Vec<Field> {
    match &requirement.kind {
        Kind::Fields(fields) => {
            fields.fields.iter().flat_map(|need| need.provided.iter().copied()).collect()
        }
        Kind::Recurring(_)
        | Kind::Contents(_)
        | Kind::Submission(_)
        | Kind::Examination(_)
        | Kind::Development(_)
        | Kind::Trend(_)
        | Kind::Principle(_) => Vec::new(),
    }
}

fn section(text: String) -> Block {
    Block::Heading { level: Level::Two, text, new_page: false }
}
