//! The sheet *Auslegungen*: a row for each interpretation of the resolution, added by the program; people enter who has
//! confirmed it, or that it was decided otherwise.
//!
//! Only a clear „ja“ puts the other reading in force. A decision is about the text and no event in time: it holds whatever
//! the Stichtag.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::domain::{DateReading, Span, Tri};
use crate::grid::Grid;
use crate::intake::dates;
use crate::matching::{nearest, normal, words};
use crate::requirements::criteria::yes_or_no;
use crate::resolution::Interpretation;
use crate::table::{CellRef, Table};

pub const SHEET: &str = "Auslegungen";

pub const ID: &str = "Auslegung";
pub const QUESTION: &str = "Frage";
pub const ANSWER: &str = "Antwort";
pub const OTHER: &str = "andere Lesart";
pub const CONFIRMED_BY: &str = "bestätigt von";
pub const ON: &str = "am";
pub const OTHERWISE: &str = "anders entschieden";
pub const REMARK: &str = "Bemerkung";

/// The columns of the sheet, in their order.
pub const LABELS: [&str; 8] = [ID, QUESTION, ANSWER, OTHER, CONFIRMED_BY, ON, OTHERWISE, REMARK];

/// What the cell „anders entschieden“ says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Otherwise {
    /// Empty, a dash or a no.
    No,
    /// The other reading is in force.
    Yes,
    /// A yes where the program knows no other reading to compute.
    NotComputable,
    /// Neither yes nor no, as it stands there: not applied.
    Unclear(String),
    /// Another row about the same interpretation says something else: neither is applied.
    Contradicted,
    /// It cannot hold together with the other decisions: none is applied.
    Incompatible,
}

/// What people have entered about one interpretation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// As typed.
    pub confirmed_by: Option<String>,
    /// The day, or as much as is known of it.
    pub on: Option<Span>,
    pub otherwise: Otherwise,
    /// As typed.
    pub remark: Option<String>,
    /// Question or answer stand otherwise in the resolution by now.
    pub text_differs: bool,
    /// The cell with the interpretation's number.
    pub at: CellRef,
}

impl Decision {
    /// Somebody or some day stands for the reading as the program has it.
    pub fn confirms(&self) -> bool {
        self.otherwise == Otherwise::No && (self.confirmed_by.is_some() || self.on.is_some())
    }
}

/// The rows of the sheet that belong to an interpretation of the resolution.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadingDecisions {
    by_id: BTreeMap<String, Decision>,
}

impl ReadingDecisions {
    /// Reads the sheet in these tables; what cannot be applied is told (D308).
    pub fn read(
        diagnostics: &mut Diagnostics,
        interpretations: &[Interpretation],
        tables: &[Table],
    ) -> Self {
        let mut rows: BTreeMap<String, Vec<Entered>> = BTreeMap::new();
        for table in tables {
            let Some(grid) = Grid::of_sheet(table, SHEET, is_head) else { continue };
            if let Some(label) = renamed(&grid) {
                diagnostics.push(
                    unusable(format!(
                        "Auf diesem Blatt fehlt die Spalte „{OTHERWISE}“; was unter „{label}“ steht, bleibt ohne Wirkung."
                    ))
                    .at(head_cell(&grid, table, label))
                    .help(format!(
                        "Ist es diese Spalte, die Überschrift wieder „{OTHERWISE}“ nennen; sonst eine leere Spalte mit dieser Überschrift ergänzen."
                    )),
                );
            }
            for row in 0..grid.rows.len() {
                let sheet = Row { grid: &grid, table, number: row };
                if let Some((id, entered)) = sheet.read(diagnostics, interpretations) {
                    rows.entry(id).or_default().push(entered);
                }
            }
        }
        let by_id = rows.into_iter().filter_map(|(id, rows)| {
            let decision = one_of(diagnostics, rows)?;
            Some((id, decision))
        });
        Self { by_id: by_id.collect() }
    }

    /// Tells what is in force otherwise (D309).
    pub fn announce(&self, diagnostics: &mut Diagnostics, interpretations: &[Interpretation]) {
        for interpretation in interpretations {
            if let Some(decision) = self.get(&interpretation.id)
                && decision.otherwise == Otherwise::Yes
            {
                diagnostics.push(in_force(interpretation, decision));
            }
        }
    }

    pub fn get(&self, id: &str) -> Option<&Decision> {
        self.by_id.get(id)
    }

    /// The interpretations whose other reading is in force, in the order of the resolution.
    pub fn otherwise(&self, interpretations: &[Interpretation]) -> Vec<String> {
        interpretations
            .iter()
            .filter(|i| self.get(&i.id).is_some_and(|d| d.otherwise == Otherwise::Yes))
            .map(|i| i.id.clone())
            .collect()
    }

    /// Takes back these decisions, which cannot hold together, and says so.
    pub fn withdraw(&mut self, diagnostics: &mut Diagnostics, ids: &[String], why: &str) {
        let named: Vec<String> = ids.iter().map(|id| format!("„{id}“")).collect();
        for id in ids {
            let Some(decision) = self.by_id.get_mut(id) else { continue };
            decision.otherwise = Otherwise::Incompatible;
            diagnostics.push(
                unusable(format!(
                    "Die Auslegungen {} lassen sich nicht zugleich anders lesen; keine davon ist angewandt.",
                    crate::wording::list(&named)
                ))
                .at(decision.at.clone())
                .help(format!("Eine davon zurücknehmen oder die Beschlussdatei anpassen lassen: {why}")),
            );
        }
    }
}

/// What one row says, and whether anybody has entered anything in it.
struct Entered {
    decision: Decision,
    filled: bool,
    /// Where a contradiction is to be looked at.
    cell: CellRef,
}

/// One row of the sheet.
struct Row<'a> {
    grid: &'a Grid,
    table: &'a Table,
    /// From zero below the head.
    number: usize,
}

impl Row<'_> {
    /// `None` also for a dash: that is how offices leave a cell empty.
    fn text(&self, label: &str) -> Option<String> {
        let is_dash = |text: &str| text.chars().all(|c| matches!(c, '-' | '–' | '—'));
        self.grid.text(self.number, label).filter(|text| !is_dash(text))
    }

    /// Who has confirmed it; „noch nicht“ is nobody.
    fn confirmed_by(&self) -> Option<String> {
        self.text(CONFIRMED_BY).filter(|text| {
            let said = words(text).join(" ");
            let nobody = ["", "offen", "noch offen", "noch nicht", "niemand", "nein"];
            !nobody.contains(&said.as_str())
        })
    }

    fn at(&self, label: &str) -> CellRef {
        self.grid.at(self.table, self.number, label)
    }

    fn read(
        &self,
        diagnostics: &mut Diagnostics,
        interpretations: &[Interpretation],
    ) -> Option<(String, Entered)> {
        let said = self.text(OTHERWISE);
        let confirmed_by = self.confirmed_by();
        let filled = said.is_some() || confirmed_by.is_some() || self.text(ON).is_some();
        let Some(id) = self.text(ID) else {
            if filled {
                diagnostics.push(
                    unusable("In dieser Zeile fehlt die Nummer der Auslegung; sie bleibt ohne Wirkung.")
                        .at(self.at(ID))
                        .help("Die Nummer eintragen, wie sie in der Auswertung auf dem Blatt „Auslegungen“ steht."),
                );
            }
            return None;
        };
        let Some(interpretation) = named(interpretations, &id) else {
            if filled {
                diagnostics.push(unknown(interpretations, &id).at(self.at(ID)));
            }
            return None;
        };
        let differs = |label: &str, now: &str| {
            self.text(label).is_some_and(|there| words(&there) != words(now))
        };
        let decision = Decision {
            on: self.day(diagnostics),
            otherwise: said
                .map_or(Otherwise::No, |said| self.otherwise(diagnostics, interpretation, said)),
            confirmed_by,
            remark: self.grid.text(self.number, REMARK),
            text_differs: differs(QUESTION, &interpretation.question)
                || differs(ANSWER, &interpretation.answer),
            at: self.at(ID),
        };
        let cell = self.at(OTHERWISE);
        Some((interpretation.id.clone(), Entered { decision, filled, cell }))
    }

    fn day(&self, diagnostics: &mut Diagnostics) -> Option<Span> {
        let value = self.grid.value(self.number, ON)?;
        let text = self.text(ON)?;
        let reading = dates::read_in(value, None, self.table.layout.date1904).date;
        if reading == DateReading::Unreadable {
            diagnostics.push(
                unusable(format!(
                    "„{text}“ unter „{ON}“ ist kein Datum; der Tag gilt als nicht eingetragen."
                ))
                .at(self.at(ON))
                .found(text)
                .expected("Tag.Monat.Jahr, z. B. 05.03.2024")
                .help("Das Datum als Tag.Monat.Jahr eintragen."),
            );
        }
        reading.span()
    }

    fn otherwise(
        &self,
        diagnostics: &mut Diagnostics,
        interpretation: &Interpretation,
        said: String,
    ) -> Otherwise {
        let Interpretation { id, answer, .. } = interpretation;
        match (yes_or_no(&said), interpretation.other_words()) {
            (Tri::No, _) => Otherwise::No,
            (Tri::Yes, Some(_)) => Otherwise::Yes,
            (Tri::Yes, None) => {
                diagnostics.push(
                    unusable(format!(
                        "Die Auslegung „{id}“ ist anders entschieden; wie dann zu rechnen wäre, weiß das Programm nicht. Es rechnet weiter wie bisher: {answer}"
                    ))
                    .at(self.at(OTHERWISE))
                    .found(said)
                    .help("Die betroffenen Ergebnisse selbst einordnen und die andere Lesart unter „Bemerkung“ festhalten. Berechnen lässt sie sich, sobald die Beschlussdatei sie als „alternative“ enthält."),
                );
                Otherwise::NotComputable
            }
            (Tri::Unknown, other) => {
                let help = other.map_or_else(
                    || "Den Text unter „Bemerkung“ schreiben; eine andere Lesart dieser Auslegung kann das Programm nicht berechnen.".to_owned(),
                    |other| format!("„ja“ eintragen, wenn gelten soll: „{other}“. Sonst die Zelle leeren; der Text kann unter „Bemerkung“ stehen."),
                );
                diagnostics.push(
                    unusable(format!(
                        "„{said}“ unter „{OTHERWISE}“ ist kein Ja und kein Nein; die Auslegung „{id}“ gilt weiter wie bisher: {answer}"
                    ))
                    .at(self.at(OTHERWISE))
                    .found(said.as_str())
                    .expected("„ja“ oder leer")
                    .help(help),
                );
                Otherwise::Unclear(said)
            }
        }
    }
}

/// A column of another name that says yes somewhere, where the one that decides is missing.
fn renamed(grid: &Grid) -> Option<&str> {
    let own = |label: &&String| LABELS.iter().any(|known| normal(known) == normal(label));
    let says_yes = |label: &&String| {
        (0..grid.rows.len())
            .any(|row| grid.text(row, label).is_some_and(|text| yes_or_no(&text) == Tri::Yes))
    };
    let missing = grid.column(OTHERWISE).is_none();
    let mut labels = grid.header.iter().filter(|label| !label.is_empty() && !own(label));
    labels.find(says_yes).filter(|_| missing).map(String::as_str)
}

fn head_cell(grid: &Grid, table: &Table, label: &str) -> CellRef {
    let column = grid.column(label).and_then(|at| u16::try_from(at).ok()).unwrap_or(0);
    CellRef::new(&table.source, grid.header_row, column)
}

fn is_head(labels: &[String]) -> bool {
    labels.iter().any(|label| normal(label) == normal(ID))
}

/// „A3“, „a 3“, „Auslegung A3“.
fn key(text: &str) -> String {
    let text: String = normal(text).chars().filter(|c| !c.is_whitespace()).collect();
    text.strip_prefix("auslegung").map_or(text.clone(), str::to_owned)
}

fn named<'i>(interpretations: &'i [Interpretation], text: &str) -> Option<&'i Interpretation> {
    interpretations.iter().find(|interpretation| key(&interpretation.id) == key(text))
}

/// The one decision of all rows about an interpretation.
fn one_of(diagnostics: &mut Diagnostics, rows: Vec<Entered>) -> Option<Decision> {
    let (filled, empty): (Vec<Entered>, Vec<Entered>) = rows.into_iter().partition(|e| e.filled);
    let mut filled = filled.into_iter();
    let Some(mut first) = filled.next() else {
        return empty.into_iter().next().map(|entered| entered.decision);
    };
    if let Some(other) = filled.find(|e| e.decision.otherwise != first.decision.otherwise) {
        diagnostics.push(
            unusable(format!(
                "Diese Zeile widerspricht der in {}; keine von beiden hat eine Wirkung.",
                first.cell
            ))
            .at(other.cell)
            .help("Eine der beiden Zeilen löschen."),
        );
        first.decision.otherwise = Otherwise::Contradicted;
    }
    Some(first.decision)
}

fn unusable(message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Code::ReadingUnclear, message)
}

fn unknown(interpretations: &[Interpretation], id: &str) -> Diagnostic {
    let ids: Vec<&str> = interpretations.iter().map(|i| i.id.as_str()).collect();
    let help = match (nearest(id, ids.iter().copied()), ids.as_slice()) {
        (Some(near), _) => format!("Meinten Sie „{near}“? Dann so eintragen."),
        (None, [first, .., last]) => {
            format!("Eine der Nummern des Beschlusses eintragen, „{first}“ bis „{last}“.")
        }
        (None, [one]) => format!("Der Beschluss hat nur die Auslegung „{one}“."),
        (None, []) => "Der Beschluss hat keine Auslegungen; die Zeile löschen.".to_owned(),
    };
    unusable(format!(
        "Eine Auslegung „{id}“ gibt es in diesem Beschluss nicht; die Zeile bleibt ohne Wirkung."
    ))
    .found(id)
    .help(help)
}

fn in_force(interpretation: &Interpretation, decision: &Decision) -> Diagnostic {
    Diagnostic::new(
        Code::ReadingOtherwise,
        format!(
            "Die Auslegung „{}“ ist anders entschieden und so gerechnet: {}.",
            interpretation.id,
            interpretation.other_words().unwrap_or_default()
        ),
    )
    .at(decision.at.clone())
    .help("Soll wieder die erste Lesart gelten, die Zelle „anders entschieden“ leeren.")
}

/// Adds a row for each interpretation that has none, and fills what the program says of it where that is empty; returns
/// how many rows were added. What stands there stays.
pub fn merge(grid: &mut Grid, interpretations: &[Interpretation]) -> usize {
    // an empty column beside the renamed one would hide that a decision has no effect
    let hidden = renamed(grid).is_some();
    grid.complete(LABELS.into_iter().filter(|label| !(hidden && *label == OTHERWISE)));
    let mut added = 0;
    for interpretation in interpretations {
        let is_own = |row: &usize| {
            grid.text(*row, ID).is_some_and(|text| key(&text) == key(&interpretation.id))
        };
        let row = (0..grid.rows.len()).find(is_own).unwrap_or_else(|| {
            grid.rows.push(Vec::new());
            added += 1;
            grid.rows.len() - 1
        });
        for (label, text) in [
            (ID, interpretation.id.as_str()),
            (QUESTION, &interpretation.question),
            (ANSWER, &interpretation.answer),
            (OTHER, interpretation.other_words().unwrap_or_default()),
        ] {
            if grid.text(row, label).is_none() {
                grid.put(row, label, text);
            }
        }
    }
    added
}
