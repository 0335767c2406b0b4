//! The steps that several kinds share: what a cell would have to say.

use crate::domain::{BranchId, Entry, Field, ListKind, Period, Tri, Verdict};
use crate::requirements::{Context, criteria, named_column};
use crate::resolution::{Criterion, CriterionCheck, Element, EvidenceKind, Requirement};
use crate::table::CellRef;

use super::{Change, Days, NewRow, Step, Value, Way, WayKind};

/// One verdict with what it looks at.
pub(super) struct Look<'c, 'a> {
    pub(super) context: &'c Context<'a>,
    pub(super) requirement: &'c Requirement,
    pub(super) verdict: &'c Verdict,
}

impl Look<'_, '_> {
    pub(super) fn subject(&self) -> Option<BranchId> {
        self.verdict.subject
    }

    pub(super) fn period(&self) -> Period {
        self.verdict.period
    }

    /// The days of the period on which something counts.
    pub(super) fn days(&self) -> Days {
        self.days_of(self.period())
    }

    pub(super) fn days_of(&self, period: Period) -> Days {
        Days { from: period.from.max(self.context.resolution.adopted_on), to: period.to }
    }

    /// From the resolution to the end of the evaluated year: what is owed once.
    pub(super) fn days_since(&self) -> Days {
        Days { from: self.context.resolution.adopted_on, to: self.context.year.to }
    }

    pub(super) fn subject_name(&self) -> Option<String> {
        self.subject().map(|id| self.context.records.branches[id].canonical())
    }

    /// Whether the verdict waits for an answer that may still make it fulfilled.
    pub(super) fn is_open_question(&self) -> bool {
        self.verdict.status == crate::domain::Status::Undetermined
            || self.verdict.could_be.is_some()
    }

    /// What the verdict itself names as deciding, where nothing more is known about it.
    pub(super) fn as_the_verdict_says(&self) -> Option<Way> {
        let list = self.list();
        let steps: Vec<Step> = self
            .verdict
            .unknown
            .iter()
            .map(|unknown| match &unknown.cell {
                Some(cell) => Step::Cell(Change {
                    cell: cell.clone(),
                    field: Field::Kind,
                    list,
                    no_column: named_column(&unknown.short).is_some(),
                    value: Value::Free,
                }),
                None if self.context.records.branches.is_empty() => {
                    Step::List { list: ListKind::Branches, within: None }
                }
                None => Step::List { list, within: Some(self.days()) },
            })
            .collect();
        (!steps.is_empty()).then_some(Way { kind: WayKind::Decides, steps })
    }

    fn list(&self) -> ListKind {
        use crate::resolution::Kind;
        match &self.requirement.kind {
            Kind::Recurring(kind) => kind.evidence.list,
            Kind::Fields(kind) => kind.evidence.list,
            Kind::Submission(kind) => kind.evidence.list,
            Kind::Examination(kind) => kind.evidence.list,
            Kind::Development(kind) => kind.evidence.list,
            Kind::Trend(kind) => kind.evidence.list,
            Kind::Contents(_) | Kind::Principle(_) => ListKind::Events,
        }
    }
}

pub(super) fn text(text: impl Into<String>) -> Value {
    Value::Text(text.into())
}

/// A cell of a row, or the column it would stand in.
pub(super) fn change(entry: &Entry, field: Field, value: Value) -> Step {
    let at = entry.at(field);
    Step::Cell(Change {
        no_column: at.is_none(),
        cell: at.unwrap_or_else(|| entry.first_cell()),
        field,
        list: entry.list(),
        value,
    })
}

/// The column in which a list keeps the first day of a row.
pub(super) fn date_field(list: ListKind) -> Field {
    match list {
        ListKind::Measures => Field::Begin,
        ListKind::Dispatches => Field::SentOn,
        ListKind::Branches
        | ListKind::Events
        | ListKind::Papers
        | ListKind::Statements
        | ListKind::Exceptions
        | ListKind::Findings => Field::Date,
    }
}

/// What a list says of something that is done.
pub(super) fn done(list: ListKind) -> Value {
    text(if list == ListKind::Measures { "erledigt" } else { "durchgeführt" })
}

pub(super) fn art(evidence: &EvidenceKind) -> String {
    evidence.kinds.first().map(|phrase| phrase.text.clone()).unwrap_or_default()
}

pub(super) fn names(elements: &[Element], indices: &[usize]) -> Vec<String> {
    indices.iter().filter_map(|i| elements.get(*i)).map(|element| element.name.clone()).collect()
}

/// The cell of a row that would have to name these elements too; `None` where it names all of them.
pub(super) fn element_step(entry: &Entry, field: Field, elements: &[Element]) -> Option<Step> {
    let lacking = lacking(entry, field, elements);
    if lacking.is_empty() {
        return None;
    }
    let there = entry.text(field).unwrap_or_default().to_owned();
    let more = names(elements, &lacking).join(", ");
    Some(change(entry, field, Value::Added { there, more }))
}

/// The elements a cell does not name, or names only in another form.
pub(super) fn lacking(entry: &Entry, field: Field, elements: &[Element]) -> Vec<usize> {
    match criteria::elements_in(entry, field, elements.iter()) {
        Some(found) => found.absent.into_iter().chain(found.perhaps).collect(),
        None => (0..elements.len()).collect(),
    }
}

/// What the cells of a row would have to say so that a criterion holds.
pub(super) fn criterion(
    context: &Context<'_>,
    entry: &Entry,
    criterion: &Criterion,
    days: Days,
) -> Vec<Step> {
    match &criterion.check {
        CriterionCheck::Flag(field) => vec![change(entry, *field, text("ja"))],
        CriterionCheck::Words { field, yes, .. } => {
            let word = yes.first().map(|phrase| phrase.text.clone()).unwrap_or_default();
            vec![change(entry, *field, text(word))]
        }
        CriterionCheck::AllOf { field, bodies } => bodies_named(context, entry, *field, bodies),
        CriterionCheck::Weekdays(weekdays) => {
            let day =
                |offset| Value::Day { within: days, begins: weekdays.first().copied(), offset };
            let last = u32::try_from(weekdays.len()).unwrap_or(1).saturating_sub(1);
            vec![
                change(entry, date_field(entry.list()), day(0)),
                change(entry, Field::DateTo, day(last)),
            ]
        }
    }
}

/// Every body in the list cell; where a column of its own says otherwise, a yes there too.
fn bodies_named(
    context: &Context<'_>,
    entry: &Entry,
    field: Field,
    bodies: &[String],
) -> Vec<Step> {
    let mut steps = Vec::new();
    let there = entry.text(field).unwrap_or_default();
    let ticked: Vec<(&String, u16)> = bodies
        .iter()
        .filter_map(|body| {
            let column = entry.sheet.bodies.iter().find(|(key, _)| **key == **body);
            column.map(|(_, column)| (body, *column))
        })
        .collect();
    if entry.at(field).is_some() || ticked.len() < bodies.len() {
        let named = |body: &&String| {
            !crate::matching::elements(there).into_iter().any(|element| {
                context
                    .bodies_named(element)
                    .is_some_and(|named| named.iter().any(|named| context.counts_for(named, body)))
            })
        };
        let contradicted = context.duplicates.contradicts(entry, field);
        let more: Vec<String> = bodies
            .iter()
            .filter(|body| contradicted || named(body))
            .map(|body| context.body_name(body))
            .collect();
        if !more.is_empty() {
            let there = if contradicted { "" } else { there }.to_owned();
            steps.push(change(entry, field, Value::Added { there, more: more.join(", ") }));
        }
    }
    let only_ticked = entry.at(field).is_none();
    for (body, column) in ticked {
        let says = entry.bodies.iter().find(|cell| *cell.body == **body);
        let denies = says.is_some_and(|cell| cell.present != Tri::Yes);
        if denies || only_ticked && says.is_none() {
            steps.push(tick(entry, field, entry.cell_at(column)));
        }
    }
    steps
}

fn tick(entry: &Entry, field: Field, cell: CellRef) -> Step {
    Step::Cell(Change { cell, field, list: entry.list(), no_column: false, value: text("ja") })
}

/// Whether a list says no to a criterion in so many words; leaving a body out of a list is less than that.
pub(super) fn denied(entry: &Entry, criterion: &Criterion) -> bool {
    match &criterion.check {
        CriterionCheck::Flag(_) | CriterionCheck::Words { .. } | CriterionCheck::Weekdays(_) => {
            true
        }
        CriterionCheck::AllOf { bodies, .. } => entry
            .bodies
            .iter()
            .any(|cell| cell.present == Tri::No && bodies.iter().any(|body| **body == *cell.body)),
    }
}

/// A row that would prove an evidence: its Art, its day, its branch, and a yes to every criterion.
pub(super) fn new_row(
    look: &Look<'_, '_>,
    evidence: &EvidenceKind,
    criteria: &[std::sync::Arc<Criterion>],
    days: Days,
    times: u32,
) -> NewRow {
    let list = evidence.list;
    let mut values = vec![(Field::Kind, text(art(evidence)))];
    let weekdays = criteria.iter().find_map(|criterion| match &criterion.check {
        CriterionCheck::Weekdays(days) => Some(days),
        CriterionCheck::Flag(_) | CriterionCheck::Words { .. } | CriterionCheck::AllOf { .. } => {
            None
        }
    });
    let day = |offset| Value::Day {
        within: days,
        begins: weekdays.and_then(|days| days.first().copied()),
        offset,
    };
    values.push((date_field(list), day(0)));
    if let Some(last) = weekdays.and_then(|days| u32::try_from(days.len()).ok()?.checked_sub(1)) {
        values.push((Field::DateTo, day(last)));
    }
    if let Some(name) = look.subject_name() {
        values.push((Field::Branch, text(name)));
    }
    if list != ListKind::Papers {
        values.push((Field::Status, done(list)));
    }
    for criterion in criteria {
        match &criterion.check {
            CriterionCheck::Flag(field) => values.push((*field, text("ja"))),
            CriterionCheck::Words { field, yes, .. } => {
                values.extend(yes.first().map(|phrase| (*field, text(phrase.text.clone()))));
            }
            CriterionCheck::AllOf { field, bodies } => {
                let names: Vec<String> =
                    bodies.iter().map(|body| look.context.body_name(body)).collect();
                values.push((*field, text(names.join(", "))));
            }
            CriterionCheck::Weekdays(_) => {}
        }
    }
    NewRow { list, values, times }
}
