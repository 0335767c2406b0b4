//! *Sitzungsvorlage*: the paper the committee has before it. Two pages: how the resolution stands, what has changed, what the
//! addressees say themselves, what is to be decided; on demand an annex with the proofs.
//!
//! Everything is decided here, as plain data ([`Paper`]); `io/docx_writer` draws it. Figures and words are those of the
//! workbook (`sheets`). There are two variants; what is handed on names no person and nothing a branch has said of itself
//! in confidence ([`Variant::ToPassOn`]).

mod annex;
mod model;
mod people;
mod proposal;
mod since;
mod voices;

use crate::intake::InputState;
use crate::readings::{Reading, decided_otherwise};
use crate::sheets::to_decide::{About, to_decide};
use crate::sheets::{Point, Standing, View, legend, points, sentences, standings};
use crate::wording;

pub use model::{Block, Level, Paper, Row, Rule, Run, Table, TableCell, Tone, Weight};
pub use people::{HELD_BACK, People};
pub use proposal::{Confirmation, Request, proposal};
pub use since::since;

/// Readings to confirm that stand in the paper itself; more of them stand in the workbook.
const READINGS_BELOW: usize = 6;

/// Who may read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Variant {
    /// *intern*
    Internal,
    /// *zur Weitergabe*: no names of persons, and nothing per branch from a column that only says whether a point applies.
    ToPassOn,
}

/// The office as it appears in the paper; whatever is not known is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Office {
    /// Of the party, as in the letterhead.
    pub party: String,
    pub name: String,
    /// Telephone or e-mail of whoever answers questions.
    pub contact: String,
    /// Telephone or e-mail that belongs to nobody in particular.
    pub central: String,
    /// Persons the settings name.
    pub people: Vec<String>,
}

/// What has changed since a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Since {
    /// As it was frozen: „Sitzung 15.02.2025“.
    pub session: String,
    /// Sentences.
    pub lines: Vec<String>,
}

/// What the paper is made of besides the evaluation.
#[derive(Clone, Copy, Debug)]
pub struct Given<'a> {
    pub variant: Variant,
    /// With the proofs of every point.
    pub annex: bool,
    pub office: &'a Office,
    /// The session it is for: its day or its name.
    pub session: Option<&'a str>,
    /// `None`: nothing has been frozen before.
    pub since: Option<&'a Since>,
    /// The readings the committee may confirm.
    pub to_confirm: &'a [Confirmation],
}

/// What all parts of the paper look at.
struct Writing<'a> {
    view: &'a View<'a>,
    given: Given<'a>,
    people: People,
    standings: Vec<Standing<'a>>,
}

/// The whole paper. The same inputs give the same paper.
pub fn paper(view: &View<'_>, given: &Given<'_>) -> Paper {
    let writing = Writing {
        view,
        given: *given,
        people: People::of(view.resolution, view.records, &given.office.people),
        standings: standings(view.resolution, view.assessment),
    };
    let year = view.assessment.year;
    let mut blocks = writing.head();
    blocks.extend(writing.points());
    blocks.extend(writing.since());
    blocks.extend(writing.statements());
    blocks.extend(writing.decision());
    blocks.extend(writing.questions());
    if given.annex {
        blocks.extend(writing.annex());
    }
    Paper {
        title: format!("Sitzungsvorlage {year}: {}", view.resolution.title),
        day: view.assessment.as_of.0,
        footer: format!("Sitzungsvorlage {year} · {} · {}", view.stand(), given.variant.word()),
        blocks,
    }
}

/// The readings nobody has decided yet and of which another one can be computed, with what that would change.
pub fn open_readings(readings: &[Reading]) -> Vec<Confirmation> {
    readings
        .iter()
        .filter(|reading| !reading.is_decided())
        .filter_map(|reading| {
            let what_if = reading.what_if.as_ref()?;
            let effect = if what_if.changes.is_empty() {
                String::new()
            } else {
                format!(" Anders gelesen: {}", reading.effect())
            };
            let text = format!("{} {}{effect}", reading.question, reading.answer);
            Some(Confirmation { id: reading.id.clone(), text })
        })
        .collect()
}

impl Variant {
    fn word(self) -> &'static str {
        match self {
            Self::Internal => "intern",
            Self::ToPassOn => "zur Weitergabe",
        }
    }

    fn line(self) -> &'static str {
        match self {
            Self::Internal => "Intern: enthält Namen",
            Self::ToPassOn => "Zur Weitergabe: ohne Namen von Personen",
        }
    }
}

fn heading(text: impl Into<String>) -> Block {
    Block::Heading { level: Level::One, text: text.into(), new_page: false }
}

fn paragraph(tone: Tone, text: impl Into<String>) -> Block {
    Block::Paragraph { tone, runs: vec![Run::plain(text)] }
}

impl Writing<'_> {
    /// A text somebody wrote, as it may stand here: held back where it names a person and the paper is handed on.
    fn free(&self, text: &str) -> String {
        if self.names_somebody(text) { HELD_BACK.to_owned() } else { text.to_owned() }
    }

    fn names_somebody(&self, text: &str) -> bool {
        self.given.variant == Variant::ToPassOn && self.people.are_in(text)
    }

    /// The day of the evaluation, in a sentence.
    fn day(&self) -> String {
        wording::date_in_text(self.view.assessment.as_of.0)
    }

    fn head(&self) -> Vec<Block> {
        let view = self.view;
        let office = self.given.office;
        let period = view.assessment.period;
        let resolution = view.resolution;
        let for_whom = resolution
            .body(&resolution.adopted_by)
            .map_or_else(|| resolution.adopted_by.clone(), |body| proposal::for_whom(body));
        let mut blocks = Vec::new();
        let (name, below) = if office.party.is_empty() {
            (office.name.clone(), String::new())
        } else {
            (office.party.clone(), office.name.clone())
        };
        if !name.is_empty() {
            blocks.push(Block::Letterhead { name, office: below });
        }
        blocks.push(Block::Addressee(format!("Vorlage für {for_whom}")));
        blocks.push(Block::Title(format!("Stand der Umsetzung: {}", resolution.title)));
        let session = self.given.session.map_or_else(
            || ("Sitzung am", "____________________".to_owned()),
            |session| ("Sitzung", session.trim_start_matches("Sitzung ").to_owned()),
        );
        let from = if office.name.is_empty() { "Büro" } else { office.name.as_str() };
        let label = |text: &str| TableCell::lines([Run::quiet(text)]);
        blocks.push(Block::Table(Table {
            widths: vec![24, 62, 20, 59],
            head: Vec::new(),
            rows: vec![
                Row {
                    rule: Rule::Strong,
                    cells: vec![
                        label(session.0),
                        TableCell::text(session.1),
                        label("Stand"),
                        TableCell::text(self.day()),
                    ],
                },
                Row {
                    rule: Rule::None,
                    cells: vec![
                        label("Vorgelegt von"),
                        TableCell::text(from),
                        label("Zeitraum"),
                        TableCell::text(format!(
                            "{} bis {}",
                            wording::date(period.from),
                            wording::date(period.to)
                        )),
                    ],
                },
                Row {
                    rule: Rule::None,
                    cells: vec![
                        label("Fassung"),
                        TableCell::text(self.given.variant.line()).over(3),
                    ],
                },
            ],
        }));
        let said = sentences(&self.standings, view.assessment);
        blocks.extend(said.into_iter().map(|sentence| paragraph(Tone::Lead, sentence)));
        blocks
    }

    fn points(&self) -> Vec<Block> {
        let all = points(self.view, &self.standings);
        let (settled, listed): (Vec<&Point>, Vec<&Point>) =
            all.iter().partition(|point| point.settled);
        let mut rows = Vec::new();
        let mut clause = "";
        for point in listed {
            let rule = if point.clause == clause { Rule::Thin } else { Rule::Strong };
            clause = &point.clause;
            rows.push(Row { rule, cells: self.point(point) });
        }
        if !settled.is_empty() {
            let named: Vec<String> = settled
                .iter()
                .map(|point| {
                    format!("{} {} ({})", point.id, point.short, self.stand(point).join("; "))
                })
                .collect();
            rows.push(Row {
                rule: Rule::Strong,
                cells: vec![TableCell::text(format!("✓ Erledigt: {}", named.join(" · "))).over(4)],
            });
        }
        vec![
            heading("Wie die Punkte stehen"),
            paragraph(Tone::Small, legend(&self.standings)),
            Block::Table(Table {
                widths: vec![12, 60, 54, 39],
                head: [
                    "Ziffer",
                    "Worum es geht; wer, wie verbindlich",
                    "Stand",
                    "Nächster Schritt; wer",
                ]
                .map(str::to_owned)
                .to_vec(),
                rows,
            }),
        ]
    }

    fn point(&self, point: &Point) -> Vec<TableCell> {
        let mut stand = self.stand(point);
        if let Some(first) = stand.first_mut() {
            *first = format!("{}\u{a0}{first}", point.sign.mark());
        }
        vec![
            TableCell::lines([Run::strong(&point.id)]),
            TableCell::lines([
                Run::plain(&point.short),
                Run::quiet(format!("{}; {}; {}", point.lines, point.addressees, point.force)),
            ]),
            TableCell::lines(stand.into_iter().map(Run::plain)),
            TableCell::lines([Run::plain(&point.step), Run::quiet(&point.by)]),
        ]
    }

    /// In words, and what the committee itself has found.
    fn stand(&self, point: &Point) -> Vec<String> {
        let findings = point.findings.iter().map(|finding| self.free(finding));
        std::iter::once(point.words.clone()).chain(findings).collect()
    }

    fn since(&self) -> Vec<Block> {
        let said = match self.given.since {
            None => paragraph(
                Tone::Body,
                "Es ist noch kein früherer Stand festgeschrieben; ein Vergleich ist ab der nächsten Sitzung möglich.",
            ),
            Some(since) if since.lines.is_empty() => paragraph(
                Tone::Body,
                format!(
                    "Gegenüber dem festgeschriebenen Stand „{}“: keine Änderung.",
                    since.session
                ),
            ),
            Some(since) => Block::List(
                since.lines.iter().map(|line| vec![Run::plain(self.free(line))]).collect(),
            ),
        };
        let mut blocks = vec![heading("Was sich seit der letzten Sitzung geändert hat")];
        if let Some(since) = self.given.since.filter(|since| !since.lines.is_empty()) {
            let compared =
                format!("Verglichen mit dem festgeschriebenen Stand „{}“.", since.session);
            blocks.push(paragraph(Tone::Small, compared));
        }
        blocks.push(said);
        blocks
    }

    fn decision(&self) -> Vec<Block> {
        let resolution = self.view.resolution;
        let Some(body) = resolution.body(&resolution.adopted_by) else { return Vec::new() };
        let requests = self.asked(About::Request);
        let principles = self.asked(About::Principle);
        let confirmations = self.given.to_confirm;
        let below = !self.given.annex && confirmations.len() <= READINGS_BELOW;
        let place = match (self.given.annex, below) {
            (true, _) => "siehe Anlage",
            (false, true) => "siehe unten",
            (false, false) => "Blatt Auslegungen der Auswertung",
        };
        let sentence = proposal(body, &self.day(), confirmations, place, &requests, &principles);
        let mut blocks = vec![heading("Beschlussvorschlag"), paragraph(Tone::Proposal, sentence)];
        if !requests.is_empty() {
            let items = requests.iter().map(|request| {
                vec![
                    Run::strong(&request.id),
                    Run::plain(format!(
                        " {}:   ☐ besteht noch   ☐ besteht nicht mehr",
                        request.short
                    )),
                ]
            });
            blocks.push(Block::List(items.collect()));
        }
        if !principles.is_empty() {
            let items = principles.iter().map(|principle| {
                let line = format!(" {}:   ____________________", principle.short);
                vec![Run::strong(&principle.id), Run::plain(line)]
            });
            blocks.push(Block::List(items.collect()));
        }
        if below && !confirmations.is_empty() {
            let items = confirmations.iter().map(|reading| {
                vec![Run::strong(&reading.id), Run::plain(format!(" {}", reading.text))]
            });
            blocks.push(Block::List(items.collect()));
        }
        blocks
    }

    /// What the page asks the committee about a kind of question: whether a request still stands, how a principle is judged.
    fn asked(&self, about: About) -> Vec<Request> {
        to_decide(self.view)
            .into_iter()
            .filter(|question| question.about == about)
            .filter_map(|question| self.view.resolution.requirement(&question.id))
            .map(|requirement| Request {
                id: requirement.id.clone(),
                short: requirement.short.clone(),
                force: requirement.force,
            })
            .collect()
    }

    fn questions(&self) -> Vec<Block> {
        let office = self.given.office;
        let contact = match self.given.variant {
            Variant::Internal => &office.contact,
            Variant::ToPassOn => &office.central,
        };
        let whom = [office.name.as_str(), contact.as_str()];
        let whom: Vec<&str> = whom.into_iter().filter(|text| !text.is_empty()).collect();
        let until = wording::date_in_text(self.view.correct_until());
        let report = if whom.is_empty() {
            format!("Bitte bis {until} dem Büro melden.")
        } else {
            format!("Bitte bis {until} melden: {}.", whom.join(", "))
        };
        vec![
            heading("Stimmt etwas nicht?"),
            paragraph(
                Tone::Body,
                format!("{report} Die Liste wird dann berichtigt und neu ausgewertet."),
            ),
            paragraph(Tone::Small, self.source()),
        ]
    }

    fn source(&self) -> String {
        let files: std::collections::BTreeSet<&str> = self
            .view
            .inputs
            .iter()
            .filter(|input| matches!(input.state, InputState::Read | InputState::Partial))
            .map(|input| input.file.as_str())
            .collect();
        let year = self.view.assessment.year;
        format!(
            "Grundlage: {} des Büros, {}. Jede Zahl steht mit ihrer Zelle in „Auswertung {year}.xlsx“ auf dem Blatt Nachweise; auch andere hier genannte Blätter sind dort.{}",
            wording::count(files.len(), "Liste", "Listen"),
            self.view.stand(),
            decided_otherwise(self.view.readings, true),
        )
    }
}
