//! Which rows are ahead: planned, offered, agreed; what is held, cancelled or over is not.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, Months, NaiveDate};

use super::slots::{Slot, slot};
use super::{Item, bodies_of, certain_branches, name_of};
use crate::domain::{
    BranchId, DateReading, Entry, Field, ListKind, Mention, Period, PeriodKind, Span, StatusWord,
    Tri, When,
};
use crate::letters::{begin_of, end_of};
use crate::matching::normal;
use crate::requirements::{Context, Fit, RowState, criteria, fit, offers, recurring, rows};
use crate::resolution::{CriterionCheck, EvidenceKind, Kind};
use crate::table::CellRef;
use crate::wording;

/// Nobody looks through a longer plan; lists of so many events are kept by other programs.
const MOST: usize = 5_000;

/// How long a row without a day may be waiting for one before it is left out.
const WAITING: Months = Months::new(12);

/// The events by the branches they name for certain; those that name none under `None`.
type ByBranch<'a> = BTreeMap<Option<BranchId>, Vec<&'a Entry>>;

fn by_branch(events: &[Entry]) -> ByBranch<'_> {
    let mut index: ByBranch<'_> = BTreeMap::new();
    for event in events {
        let ids = certain_branches(event);
        if ids.is_empty() {
            index.entry(None).or_default().push(event);
        }
        for id in ids {
            index.entry(Some(id)).or_default().push(event);
        }
    }
    index
}

/// The next items by their days, as many as a plan can hold, and how many more there are.
struct Next<'a> {
    items: Vec<Item<'a>>,
    more: usize,
    /// No item after this day has a place.
    last: Option<Span>,
}

impl<'a> Next<'a> {
    /// Whether an item of these days still has a place; one without is counted.
    fn has_place(&mut self, span: Span) -> bool {
        let has_place = self.last.is_none_or(|last| span <= last);
        self.more += usize::from(!has_place);
        has_place
    }

    fn push(&mut self, item: Item<'a>) {
        self.items.push(item);
        // twice as many, so that sorting costs little for each
        if self.items.len() >= 2 * MOST {
            self.cut();
        }
    }

    fn cut(&mut self) {
        let begin = |item: &Item<'_>| begin_of(item.entry);
        self.items.sort_by_key(|item| (item.span, begin(item)));
        if self.items.len() > MOST {
            self.more += self.items.len() - MOST;
            self.items.truncate(MOST);
            self.last = self.items.last().and_then(|item| item.span);
        }
    }
}

/// The items with a day, in order, those without one, and how many with a day found no place.
pub(super) fn items<'a>(
    context: &Context<'a>,
    bodies: &[&'a str],
) -> (Vec<Item<'a>>, Vec<Item<'a>>, usize) {
    let mut dated = Next { items: Vec::new(), more: 0, last: None };
    let mut open = Vec::new();
    let events = by_branch(&context.records.events);
    let of_events = context.resolution.evidence.values().filter(|e| e.list == ListKind::Events);
    let mut kinds: Vec<_> = of_events.map(|kind| (&**kind, context.fits(kind))).collect();
    for entry in &context.records.events {
        let fits: Vec<(&EvidenceKind, Fit)> =
            kinds.iter_mut().filter_map(|(kind, fits)| Some((*kind, fits.next()?.1))).collect();
        // copies of a row are one event, and so one line
        if context.duplicates.counted_as(entry) != entry.first_cell() {
            continue;
        }
        let Some(seen) = ahead(context, &events, entry) else { continue };
        if seen.span.is_some_and(|span| !dated.has_place(span)) {
            continue;
        }
        let item = of_event(context, fits, entry, seen, bodies);
        if item.span.is_some() { dated.push(item) } else { open.push(item) }
    }
    let mut seen: BTreeSet<CellRef> = BTreeSet::new();
    for registered in context.letters_to(None) {
        let entry = registered.entry;
        if !seen.insert(entry.first_cell()) {
            continue;
        }
        let evidence = context.resolution.evidence.values().find(|evidence| {
            registered.certain
                && context
                    .resolution
                    .letters_asking_for(evidence)
                    .any(|letter| letter.key == registered.letter.key)
        });
        let title = registered.certain.then_some(registered.letter.title.as_str());
        let Some(item) =
            of_answer(context, &events, entry, (evidence.map(AsRef::as_ref), title), bodies)
        else {
            continue;
        };
        if item.span.is_some() { dated.push(item) } else { open.push(item) }
    }
    dated.cut();
    (dated.items, open, dated.more)
}

/// An event that is ahead, or may be.
struct Ahead {
    span: Option<Span>,
    says: String,
    unclear: Vec<String>,
    moved: bool,
}

fn ahead(context: &Context<'_>, events: &ByBranch<'_>, entry: &Entry) -> Option<Ahead> {
    let span = rows::span(entry);
    let disputed = context.duplicates.contradicts(entry, Field::Status);
    let state = if disputed {
        RowState::Unknown("zwei Zeilen widersprechen sich im Status".into())
    } else {
        rows::state(entry, context.as_of)
    };
    let moved = entry.status == StatusWord::Postponed(None);
    let span = span.filter(|_| !moved);
    let (says, unclear) = match (span, &state) {
        (None, _) if !waits(context, events, entry, moved) => return None,
        (None, _) if moved => ("verschoben".to_owned(), Vec::new()),
        (None, _) => (word(entry, "geplant"), Vec::new()),
        (Some(span), _) if span.to <= context.as_of.0 => return None,
        // it has begun, and the list says that it is done
        (Some(span), _) if span.from <= context.as_of.0 && entry.status == StatusWord::Done => {
            return None;
        }
        (Some(_), RowState::Nothing(_)) => return None,
        (Some(_), RowState::Planned | RowState::Held { .. }) => {
            (word(entry, "geplant"), Vec::new())
        }
        (Some(_), RowState::Offered { .. }) => (word(entry, "angeboten"), Vec::new()),
        (Some(span), RowState::Unknown(why)) => {
            let runs = span.exact && span.from <= context.as_of.0 && !disputed;
            match entry.status {
                StatusWord::None
                | StatusWord::Planned
                | StatusWord::Postponed(_)
                | StatusWord::InProgress
                    if runs =>
                {
                    ("läuft".to_owned(), Vec::new())
                }
                StatusWord::None | StatusWord::Planned | StatusWord::Postponed(_)
                    if !span.exact && !disputed =>
                {
                    (word(entry, "geplant"), Vec::new())
                }
                StatusWord::None
                | StatusWord::Done
                | StatusWord::InProgress
                | StatusWord::Planned
                | StatusWord::Offered
                | StatusWord::Cancelled
                | StatusWord::Postponed(_)
                | StatusWord::Unrecognised
                | StatusWord::Struck => ("unklar".to_owned(), vec![why.to_string()]),
            }
        }
    };
    Some(Ahead { span, says, unclear, moved })
}

fn of_event<'a>(
    context: &Context<'a>,
    fits: Vec<(&'a EvidenceKind, Fit)>,
    entry: &'a Entry,
    Ahead { span, says, mut unclear, moved }: Ahead,
    bodies: &[&'a str],
) -> Item<'a> {
    let mut evidence: Vec<&EvidenceKind> = Vec::new();
    let mut perhaps: Vec<&EvidenceKind> = Vec::new();
    for (kind, fit) in fits {
        match fit {
            Fit::Yes => evidence.push(kind),
            Fit::Possible | Fit::Doubtful => perhaps.push(kind),
            Fit::No => {}
        }
    }
    if !perhaps.is_empty() {
        let names: Vec<String> =
            perhaps.iter().map(|kind| format!("„{}“", name_of(kind))).collect();
        unclear.push(format!("ob {} gemeint ist", wording::alternatives(&names)));
    }
    let for_branches = is_per_branch(context, &evidence) || is_per_branch(context, &perhaps);
    let branches = names(context, entry, for_branches, &mut unclear);
    let mut item = Item {
        entry,
        span,
        time: time(entry, span),
        what: what(entry),
        branches,
        branch_ids: certain_branches(entry),
        slots: Vec::new(),
        state: says,
        unclear,
        notes: Vec::new(),
        cell: entry.at(Field::Date).unwrap_or_else(|| entry.first_cell()),
        evidence,
        perhaps,
    };
    item.slots = slots(context, &item, bodies);
    item.notes = day_notes(context, &item, moved);
    item.notes.extend(body_notes(context, &item, bodies));
    item.notes.extend(criteria_notes(context, &item));
    item
}

/// A day agreed in the register, beside the answer; unless the list of events has it.
fn of_answer<'a>(
    context: &Context<'a>,
    events: &ByBranch<'a>,
    entry: &'a Entry,
    (evidence, title): (Option<&'a EvidenceKind>, Option<&str>),
    bodies: &[&'a str],
) -> Option<Item<'a>> {
    let reading = entry.date(Field::Appointment);
    let span = reading.span();
    match reading {
        DateReading::Empty => return None,
        DateReading::Dated { span, .. } if span.to <= context.as_of.0 => return None,
        DateReading::Dated { .. } | DateReading::Open | DateReading::Unreadable => {}
    }
    let sent = entry.date(Field::SentOn).span().map(|sent| sent.from);
    let recent = sent.is_none_or(|sent| sent >= since(context));
    if !offers::answer_exists(context, entry) || span.is_none() && !recent {
        return None;
    }
    let ids = certain_branches(entry);
    let after = span.map_or(sent, |span| Some(span.from));
    let listed = !ids.is_empty()
        && of_the_same(events, &ids).any(|event| {
            let same_day = rows::span(event).is_some_and(|other| match span {
                Some(span) => other.overlaps(span.from, span.to),
                // no day in the register: the list may have it by now
                None => after.is_none_or(|after| other.from > after),
            });
            // another event of that day may be the occasion, but is not what was agreed
            same_day && evidence.is_none_or(|evidence| fit(event, evidence) != Fit::No)
        });
    if listed {
        return None;
    }
    let mut unclear = Vec::new();
    if title.is_none() {
        unclear.push("auf welchen Brief das die Antwort ist".to_owned());
    }
    if recurring::declined(context, entry) {
        unclear.push("ob der Termin gilt, denn die Antwort lehnt ab".to_owned());
    }
    let branches = names(context, entry, true, &mut unclear);
    let mut notes = Vec::new();
    if let Some(text) = entry.text(Field::Appointment).filter(|_| span.is_none()) {
        notes.push(format!("Eingetragen ist „{text}“; welcher Tag ist gemeint?"));
    }
    if span.is_some_and(|span| !span.exact) {
        notes.push("Der Tag steht noch nicht fest.".to_owned());
    }
    notes.push(
        "Vereinbart laut Postausgang; in der Veranstaltungsliste steht der Termin noch nicht."
            .to_owned(),
    );
    let mut item = Item {
        entry,
        span,
        time: String::new(),
        what: match (evidence, title) {
            (Some(evidence), _) => name_of(evidence).to_owned(),
            (None, Some(title)) => format!("Termin zu „{title}“"),
            (None, None) => "Termin".to_owned(),
        },
        branches,
        branch_ids: ids,
        slots: Vec::new(),
        state: "vereinbart".to_owned(),
        unclear,
        notes,
        cell: entry.at(Field::Appointment).unwrap_or_else(|| entry.first_cell()),
        evidence: evidence.into_iter().collect(),
        perhaps: Vec::new(),
    };
    item.slots = slots(context, &item, bodies);
    Some(item)
}

/// The first day about which a row without a day may still be.
fn since(context: &Context<'_>) -> NaiveDate {
    context.as_of.0.checked_sub_months(WAITING).unwrap_or(context.as_of.0)
}

/// Whether a row without a day may still be ahead: not done or cancelled, in a sheet that is not about long ago.
fn waits(context: &Context<'_>, events: &ByBranch<'_>, entry: &Entry, moved: bool) -> bool {
    if moved {
        let Some(was) = entry.when.span() else { return true };
        return was.from >= since(context) && !is_rescheduled(events, entry, was);
    }
    let could_be = match entry.status {
        StatusWord::Done | StatusWord::Cancelled => false,
        StatusWord::None
        | StatusWord::InProgress
        | StatusWord::Planned
        | StatusWord::Offered
        | StatusWord::Postponed(_)
        | StatusWord::Unrecognised
        | StatusWord::Struck => true,
    };
    let last = context.as_of.0.checked_add_days(Days::new(36_500)).unwrap_or(NaiveDate::MAX);
    let time = Period { kind: PeriodKind::Year, from: since(context), to: last };
    could_be && context.sheet_covers(entry, time)
}

/// Whether a later row of the same kind and branch is the new day.
fn is_rescheduled(events: &ByBranch<'_>, entry: &Entry, was: Span) -> bool {
    let kind = |entry: &Entry| entry.text(Field::Kind).map(normal);
    let own = kind(entry);
    of_the_same(events, &certain_branches(entry)).any(|other| {
        other.status != StatusWord::Cancelled
            && rows::span(other).is_some_and(|span| span.from > was.from)
            && kind(other) == own
    })
}

/// The events of these branches; of none, those that name none.
fn of_the_same<'e>(events: &'e ByBranch<'e>, ids: &[BranchId]) -> impl Iterator<Item = &'e Entry> {
    let keys: Vec<Option<BranchId>> =
        if ids.is_empty() { vec![None] } else { ids.iter().copied().map(Some).collect() };
    keys.into_iter().filter_map(|key| events.get(&key)).flatten().copied()
}

/// The list's own word; without one, what the day says.
fn word(entry: &Entry, without: &str) -> String {
    match entry.status {
        StatusWord::None => format!("{without} laut Liste"),
        // the day is ahead all the same
        StatusWord::Done => {
            let said = entry.text(Field::Status).unwrap_or_default();
            format!("{without} (in der Liste: {said})")
        }
        StatusWord::Postponed(Some(_)) => "verschoben auf diesen Tag".to_owned(),
        StatusWord::InProgress
        | StatusWord::Planned
        | StatusWord::Offered
        | StatusWord::Cancelled
        | StatusWord::Postponed(None)
        | StatusWord::Unrecognised
        | StatusWord::Struck => {
            entry.text(Field::Status).map_or_else(|| without.to_owned(), str::to_owned)
        }
    }
}

fn what(entry: &Entry) -> String {
    match (entry.text(Field::Kind), entry.text(Field::Title)) {
        (Some(kind), Some(title)) if !normal(title).contains(&normal(kind)) => {
            format!("{kind}: {title}")
        }
        (_, Some(title)) => title.to_owned(),
        (Some(kind), None) => kind.to_owned(),
        (None, None) => "Veranstaltung".to_owned(),
    }
}

fn time(entry: &Entry, span: Option<Span>) -> String {
    let shown = |time: chrono::NaiveTime| time.format("%H:%M").to_string();
    let one_day = span.is_some_and(|span| span.exact && span.from == span.to);
    match (begin_of(entry), end_of(entry)) {
        (Some(begin), Some(end)) if one_day && end > begin => {
            format!("{}–{}", shown(begin), shown(end))
        }
        (Some(begin), _) => shown(begin),
        (None, _) => entry.text(Field::Time).unwrap_or_default().to_owned(),
    }
}

/// The branches of a row as people name them; what is unclear about them.
fn names(
    context: &Context<'_>,
    entry: &Entry,
    for_branches: bool,
    unclear: &mut Vec<String>,
) -> Vec<String> {
    if entry.branches.is_empty() && for_branches {
        unclear.push("um welchen Verband es geht".to_owned());
    }
    let name = |id| context.records.branches[id].canonical();
    let mut found: Vec<String> = Vec::new();
    for mention in entry.branches.iter() {
        let shown = match mention {
            Mention::Branch(id) => name(*id),
            Mention::All => "alle Verbände".to_owned(),
            Mention::Ambiguous(ids) => {
                let names: Vec<String> = ids.iter().map(|id| name(*id)).collect();
                let either = wording::alternatives(&names);
                unclear.push(format!("welcher Verband gemeint ist: {either}"));
                format!("? {either}")
            }
            Mention::Unknown(text) => match context.body_named(text) {
                Some(body) => context.body_name(body),
                None if for_branches => {
                    unclear.push(format!("welcher Verband mit „{text}“ gemeint ist"));
                    format!("? {text}")
                }
                None => text.to_string(),
            },
            Mention::NoBranch(text) => text.to_string(),
        };
        if !found.contains(&shown) {
            found.push(shown);
        }
    }
    found
}

fn is_per_branch(context: &Context<'_>, evidence: &[&EvidenceKind]) -> bool {
    super::per_branch(context.resolution).any(|requirement| {
        requirement
            .kind
            .criteria()
            .is_some_and(|(kind, _)| evidence.iter().any(|one| one.key == kind.key))
    })
}

fn slots(context: &Context<'_>, item: &Item<'_>, bodies: &[&str]) -> Vec<Slot> {
    let all = || context.resolution.requirements.iter();
    bodies
        .iter()
        .map(|body| {
            let asked = |only_own: bool| {
                all()
                    .filter(|requirement| {
                        !only_own
                            || requirement.kind.criteria().is_some_and(|(kind, _)| {
                                item.evidence.iter().any(|own| own.key == kind.key)
                            })
                    })
                    .flat_map(bodies_of)
                    .find(|(_, wanted)| wanted == body)
                    .map(|(field, _)| field)
            };
            let (own, any) = (asked(true), asked(false));
            own.or(any).map_or(Slot::NotAsked, |field| {
                slot(context, item.entry, field, body, own.is_some())
            })
        })
        .collect()
}

fn day_notes(context: &Context<'_>, item: &Item<'_>, moved: bool) -> Vec<String> {
    let entry = item.entry;
    let mut notes = Vec::new();
    match item.span {
        Some(span) if !span.exact => notes.push("Der Tag steht noch nicht fest.".to_owned()),
        Some(_) => {
            if matches!(entry.when, When::Dated { weekday_contradicts: true, .. }) {
                let said = entry.text(Field::Date).unwrap_or_default();
                notes.push(format!("In der Liste steht „{said}“: Wochentag oder Tag?"));
            }
        }
        None if moved => {
            let was = entry.when.span().map(|span| format!(" (bisher {})", wording::span(span)));
            notes.push(format!("Neuer Tag{}?", was.unwrap_or_default()));
        }
        None => match entry.text(Field::Date).or_else(|| entry.text(Field::Begin)) {
            Some(text) => notes.push(format!("In der Liste steht „{text}“. Welcher Tag?")),
            None => notes.push("Welcher Tag?".to_owned()),
        },
    }
    if item.span.is_some_and(|span| span.exact && span.from <= context.as_of.0) {
        notes.push("Hat schon begonnen.".to_owned());
    }
    notes
}

/// What the columns of the bodies cannot say in a word.
fn body_notes(context: &Context<'_>, item: &Item<'_>, bodies: &[&str]) -> Vec<String> {
    let mut notes = Vec::new();
    let mut nowhere: Vec<String> = Vec::new();
    for (body, slot) in bodies.iter().zip(&item.slots) {
        let name = context.body_name(body);
        match slot {
            Slot::No => notes.push(format!("Laut Liste ohne {name}: Bleibt es dabei?")),
            Slot::NoColumn => nowhere.push(name),
            Slot::Unknown(why) => notes.push(format!("Wer für {name} kommt, {why}.")),
            Slot::NotAsked | Slot::Named(_) | Slot::Yes | Slot::Open => {}
        }
    }
    if !nowhere.is_empty() {
        notes.push(format!(
            "Wer für {} kommt, steht in keiner Spalte der Liste.",
            wording::list(&nowhere)
        ));
    }
    notes
}

/// What else is asked of the row and not entered, or entered otherwise; as questions.
fn criteria_notes(context: &Context<'_>, item: &Item<'_>) -> Vec<String> {
    let mut open: Vec<&str> = Vec::new();
    let mut otherwise: Vec<String> = Vec::new();
    for requirement in &context.resolution.requirements {
        let Some((kind, wanted)) = requirement.kind.criteria() else { continue };
        if !item.evidence.iter().any(|own| own.key == kind.key) {
            continue;
        }
        for criterion in wanted {
            let field = match &criterion.check {
                // has columns of its own
                CriterionCheck::AllOf { .. } => continue,
                CriterionCheck::Flag(field) | CriterionCheck::Words { field, .. } => Some(*field),
                CriterionCheck::Weekdays(_) => None,
            };
            match criteria::judge(context, item.entry, criterion) {
                Tri::Yes => {}
                Tri::Unknown => {
                    if !open.contains(&criterion.text.as_str()) {
                        open.push(&criterion.text);
                    }
                }
                Tri::No => {
                    let said = field.and_then(|field| item.entry.text(field));
                    let said = said.map(|text| format!(" („{text}“)")).unwrap_or_default();
                    let note =
                        format!("Laut Liste nicht „{}“{said}: Bleibt es dabei?", criterion.text);
                    if !otherwise.contains(&note) {
                        otherwise.push(note);
                    }
                }
            }
        }
    }
    if !open.is_empty() {
        let questions: Vec<String> = open.iter().map(|text| format!("{text}?")).collect();
        otherwise.push(format!("Noch einzutragen: {}", questions.join(" ")));
    }
    otherwise
}

/// The evidence of a requirement that recurs.
pub(super) fn recurring_evidence(kind: &Kind) -> Option<&EvidenceKind> {
    match kind {
        Kind::Recurring(recurring) => Some(&recurring.evidence),
        Kind::Contents(_)
        | Kind::Fields(_)
        | Kind::Submission(_)
        | Kind::Examination(_)
        | Kind::Development(_)
        | Kind::Trend(_)
        | Kind::Principle(_) => None,
    }
}
