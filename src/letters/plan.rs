//! Which letter is due for whom, and why or why not: the recipient list the office sees before anything is written.
//!
//! Every recipient of every letter kind has a line (row-keyed letters one per row), in the order of the resolution's
//! letters and then of the branch list. What the register already holds comes first: nothing is written twice. Then the
//! occasion decides (rules, section 7), for reminders behind the gate of `reminder`. Looking at the plan creates nothing.

mod drafts;

use std::sync::Arc;

use chrono::{Datelike, Days, Months, NaiveDate};

use super::history::{self, Dispatch, Index, Posted};
use super::reminder::Step;
use super::rows::{self, DatedRow};
use super::{Facts, LetterState, PlannedLetter, Recipient, fields, progress, reminder};
use crate::domain::{BranchId, Entry, Field, Span, Status, Tri};
use crate::matching::words;
use crate::requirements::criteria;
use crate::requirements::{Context, RowState};
use crate::resolution::{
    CriterionCheck, EvidenceKind, Kind, LetterForm, LetterKind, LetterTo, Occasion,
};
use crate::settings::Key;
use crate::table::CellRef;
use crate::wording;
use drafts::withdrawn;

/// The recipient list at the Stichtag.
pub fn plan(facts: &Facts<'_>) -> Vec<PlannedLetter> {
    plan_and_calls(facts).0
}

/// A branch that is better called than written to a third time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    pub branch: BranchId,
    /// „Kreisverband Gotha“.
    pub name: String,
    pub phone: Option<String>,
    /// Where the number stands or belongs, where the branch list has such a column.
    pub cell: Option<CellRef>,
    /// German, without full stop.
    pub reason: String,
}

/// The list of calls at the Stichtag, in the order of the branch list.
pub fn calls(facts: &Facts<'_>) -> Vec<Call> {
    plan_and_calls(facts).1
}

/// [`plan`] and [`calls`] in one walk.
pub fn plan_and_calls(facts: &Facts<'_>) -> (Vec<PlannedLetter>, Vec<Call>) {
    // what the rows leave open has been asked by the assessment; here it only stops letters
    plan_and_calls_in(facts, facts.context())
}

/// The same, with the context of the assessment: that of the Stichtag's year.
pub fn plan_and_calls_in<'a>(
    facts: &Facts<'a>,
    context: &Context<'a>,
) -> (Vec<PlannedLetter>, Vec<Call>) {
    let (mut lines, mut called) = (Vec::new(), Vec::new());
    each(facts, context, |case| {
        lines.extend(case.lines());
        called.extend(case.call());
    });
    (lines, called)
}

/// Goes through every letter kind and recipient.
fn each<'a>(facts: &Facts<'a>, context: &Context<'a>, mut visit: impl FnMut(&Case<'_, 'a>)) {
    let register = Index::new(facts);
    for letter in &facts.resolution.letters {
        for (recipient, name) in recipients(facts, letter) {
            let history = register.of(facts, letter, &recipient);
            let register = &register;
            visit(&Case { facts, context, register, letter, recipient, name, history });
        }
    }
}

/// Branches that exist on the Stichtag and belong to the group, in the order of the list; or the bodies.
fn recipients(facts: &Facts<'_>, letter: &LetterKind) -> Vec<(Recipient, String)> {
    match &letter.to {
        LetterTo::Group(group) => facts
            .records
            .branches
            .iter()
            .filter(|branch| group.kinds.contains(&branch.kind) && branch.exists_on(facts.as_of.0))
            .map(|branch| (Recipient::Branch(branch.id), branch.canonical()))
            .collect(),
        LetterTo::Bodies(keys) => keys
            .iter()
            .map(|key| {
                let name = facts
                    .resolution
                    .body(key)
                    .map_or_else(|| key.clone(), |body| body.name.clone());
                (Recipient::Body(key.clone()), name)
            })
            .collect(),
    }
}

/// Why no letter about a row is due.
enum NotNow {
    /// The day is over; of interest only where nothing else is to be said.
    Past(String),
    Because(String),
    /// Nothing but time is lacking: until this day.
    Until(NaiveDate, String),
}

/// Why no reminder is due, and from when it will be where nothing but time is lacking.
struct NotYet {
    reason: String,
    from: Option<NaiveDate>,
}

impl From<String> for NotYet {
    fn from(reason: String) -> Self {
        Self { reason, from: None }
    }
}

/// One letter kind and one recipient.
struct Case<'c, 'a> {
    facts: &'c Facts<'a>,
    context: &'c Context<'a>,
    register: &'c Index<'a>,
    letter: &'c Arc<LetterKind>,
    recipient: Recipient,
    name: String,
    history: Vec<Dispatch<'a>>,
}

impl Case<'_, '_> {
    fn today(&self) -> NaiveDate {
        self.facts.as_of.0
    }

    fn lines(&self) -> Vec<PlannedLetter> {
        let mut lines = self.lines_of_occasion();
        let left = self.left_over(&lines);
        lines.extend(left);
        lines
    }

    fn lines_of_occasion(&self) -> Vec<PlannedLetter> {
        let adopted = self.facts.resolution.adopted_on;
        if self.today() < adopted {
            let reason = format!("vor dem Beschluss vom {}", wording::date(adopted));
            return vec![self.not_due(history::calendar_year(self.today()).0, reason)];
        }
        match &self.letter.occasion {
            Occasion::YearlyFrom { day, month } => vec![self.yearly(*day, *month)],
            Occasion::WeeksWithoutAnswer { weeks, to } => vec![self.unanswered(*weeks, to)],
            Occasion::DateFixed { evidence } => self.date_fixed(evidence),
            Occasion::WeeksBefore { weeks, evidence } => self.weeks_before(*weeks, evidence),
            Occasion::DetailsMissingAfter { evidence, weeks } => {
                self.details_missing(*weeks, evidence)
            }
            Occasion::BlankIn(columns) => vec![self.blank_in(columns)],
            Occasion::HalfYearly => vec![self.half_yearly()],
            Occasion::Resubmission { at_once, until } => {
                vec![self.resubmission(*at_once, *until)]
            }
            Occasion::AfterFreezing => vec![self.after_freezing()],
        }
    }

    // ── once a year, once a half-year ──

    fn yearly(&self, day: u32, month: u32) -> PlannedLetter {
        let (period, first, last) = history::calendar_year(self.today());
        if let Some(line) =
            self.in_register(&period, None, |d| d.is_of_period(&period, first, last))
        {
            return withdrawn(line, || self.pointless());
        }
        let start = NaiveDate::from_ymd_opt(self.today().year(), month, day).unwrap_or(first);
        if self.today() < start {
            let reason = format!("ab {day:02}.{month:02}.");
            return PlannedLetter { from: Some(start), ..self.not_due(period, reason) };
        }
        if self.letter.form == LetterForm::Offer
            && let Some((id, label)) = self.all_fulfilled()
        {
            return self.not_due(period, format!("{id}: {label}"));
        }
        if let Some(line) = self.stopped(&period) {
            return line;
        }
        self.due(
            period,
            format!("jährlich ab {day:02}.{month:02}., noch nicht versandt"),
            None,
            None,
        )
    }

    fn blank_in(&self, columns: &[Field]) -> PlannedLetter {
        let (period, first, last) = history::calendar_year(self.today());
        let registered = self.in_register(&period, None, |d| d.is_of_period(&period, first, last));
        let Recipient::Branch(id) = &self.recipient else {
            return registered.unwrap_or_else(|| self.not_due(period, "nur für Verbände".into()));
        };
        let entry = &self.facts.records.branches[*id].entry;
        let mut blank = Vec::new();
        for column in columns {
            if has_answer(entry, *column) {
                continue;
            }
            let place = entry.at(*column).map_or_else(
                || format!("keine Spalte „{}“", column.key()),
                |cell| format!("Zelle {}", cell.a1()),
            );
            if !blank.contains(&place) {
                blank.push(place);
            }
        }
        let complete = || blank.is_empty().then(|| "alle Angaben liegen vor".to_owned());
        if let Some(line) = registered {
            return withdrawn(line, || complete().or_else(|| self.pointless()));
        }
        if let Some(complete) = complete() {
            return self.not_due(period, complete);
        }
        if let Some(line) = self.stopped(&period) {
            return line;
        }
        self.due(period, format!("in der Verbandsliste fehlt: {}", blank.join(", ")), None, None)
    }

    fn half_yearly(&self) -> PlannedLetter {
        let (period, first, last) = history::half_year(self.today());
        let registered = self.in_register(&period, None, |d| d.is_of_period(&period, first, last));
        let mut open: Vec<String> = Vec::new();
        let mut answered: Vec<&str> = Vec::new();
        for requirement in self.facts.requirements_of(self.letter) {
            // a body answers for the requirement as a whole, so for every branch it is judged for
            let mut verdicts = self.facts.assessment.verdicts.iter().filter(|verdict| {
                verdict.requirement == requirement.id
                    && match &self.recipient {
                        Recipient::Branch(id) => verdict.subject.is_none_or(|s| s == *id),
                        Recipient::Body(_) => true,
                    }
            });
            let Some(verdict) = verdicts.find(|verdict| is_open(verdict.status)) else { continue };
            let (id, today) = (&requirement.id, self.today());
            if progress::answered_lately(self.facts, &self.recipient, id, today) {
                answered.push(id);
            } else {
                open.push(format!("{id}: {}", verdict.label));
            }
        }
        let done = || {
            let said = if answered.is_empty() {
                "zu allen Punkten ist nichts offen".to_owned()
            } else {
                format!("für dieses Halbjahr schon beantwortet: {}", answered.join(", "))
            };
            open.is_empty().then_some(said)
        };
        if let Some(line) = registered {
            return withdrawn(line, || done().or_else(|| self.pointless()));
        }
        if let Some(done) = done() {
            return self.not_due(period, done);
        }
        if let Some(line) = self.stopped(&period) {
            return line;
        }
        self.due(period, format!("halbjährlich; {}", open.join("; ")), None, None)
    }

    /// Once for each session; of several only the latest is still to be sent.
    fn after_freezing(&self) -> PlannedLetter {
        if let Some(tabled) = self.facts.tabled {
            let (period, since) = (tabled.session.to_owned(), tabled.as_of.0);
            let entered = self.in_register(&period, None, |d| d.is_of_session(&period, since));
            return entered.unwrap_or_else(|| {
                let reason = format!("„{period}“ ist festgeschrieben, noch nicht versandt");
                self.due(period, reason, None, None)
            });
        }
        let (period, ..) = history::calendar_year(self.today());
        let latest =
            self.history.iter().rfind(|d| d.sent_on().is_some() || d.posted == Posted::Not);
        match latest {
            Some(unsure) if unsure.meant == Tri::Unknown => self.unsure(period, None, unsure),
            Some(dispatch) => self.registered_line(period, None, dispatch),
            None => self.not_due(
                period,
                "erst, wenn ein Stand für eine Sitzung festgeschrieben ist".into(),
            ),
        }
    }

    // ── reminders ──

    /// A letter to which nobody has answered for so long; once a year, then the branch is called.
    fn unanswered(&self, weeks: u32, to: &str) -> PlannedLetter {
        let (period, first, last) = history::calendar_year(self.today());
        let judged = self.still_unanswered(weeks, to, Step::RemindOfOffer);
        if let Some(line) =
            self.in_register(&period, None, |d| d.is_of_period(&period, first, last))
        {
            return withdrawn(line, || judged.err().map(|not| not.reason));
        }
        match judged {
            Ok((reason, cell)) => self.due(period, reason, None, Some(cell)),
            Err(not) => PlannedLetter { from: not.from, ..self.not_due(period, not.reason) },
        }
    }

    /// Why a reminder is due, with the cell of the unanswered letter, or why not.
    fn still_unanswered(
        &self,
        weeks: u32,
        to: &str,
        step: Step,
    ) -> Result<(String, CellRef), NotYet> {
        let (period, first, last) = history::calendar_year(self.today());
        let Some(offer) = self.facts.resolution.letter(to) else {
            return Err(format!("den Brief „{to}“ gibt es nicht").into());
        };
        let title = &offer.title;
        let offers: Vec<Dispatch<'_>> = self
            .register
            .of(self.facts, offer, &self.recipient)
            .into_iter()
            .filter(|dispatch| dispatch.is_of_period(&period, first, last))
            .collect();
        if let Some(answer) = reminder::answer(self.facts, &offers) {
            return Err(answer.into());
        }
        if let Some(unclear) =
            offers.iter().find(|d| d.posted == Posted::Unclear || d.meant == Tri::Unknown)
        {
            let place = unclear.entry.first_cell();
            return Err(format!("noch zu klären: Eintrag „{title}“ ({place})").into());
        }
        let Some((sent, dispatch)) =
            offers.iter().filter_map(|d| Some((d.sent_on()?, d))).max_by_key(|(day, _)| *day)
        else {
            return Err(format!("„{title}“ ist noch nicht versandt").into());
        };
        let stop = reminder::obstacle(self.facts, self.context, self.letter, &self.recipient, step);
        if let Some(reason) = stop {
            return Err(reason.into());
        }
        let from = after_weeks(sent, weeks);
        if self.today() < from {
            let reason = format!(
                "ab {}, wenn bis dahin keine Antwort auf „{title}“ vom {} vermerkt ist",
                wording::date(from),
                wording::date(sent)
            );
            return Err(NotYet { reason, from: Some(from) });
        }
        let cell = dispatch.entry.at(Field::SentOn).unwrap_or_else(|| dispatch.entry.first_cell());
        Ok((format!("„{title}“ vom {} ohne Antwort", wording::date(sent)), cell))
    }

    /// A branch to call: the one reminder of the year was sent, its answer day has passed, and nothing has changed; or
    /// nobody answered a complete offer, of which no letter reminds.
    fn call(&self) -> Option<Call> {
        let Occasion::WeeksWithoutAnswer { weeks, to } = &self.letter.occasion else { return None };
        let Recipient::Branch(branch) = &self.recipient else { return None };
        let (period, first, last) = history::calendar_year(self.today());
        let reminded: Vec<Dispatch<'_>> = self
            .history
            .iter()
            .filter(|dispatch| dispatch.meant == Tri::Yes)
            .filter(|dispatch| dispatch.is_of_period(&period, first, last))
            .copied()
            .collect();
        let (reason, _) = self.still_unanswered(*weeks, to, Step::Call).ok()?;
        let reason = match reminded.iter().filter_map(Dispatch::sent_on).max() {
            Some(sent) => {
                let days = Days::new(u64::from(self.facts.settings.whole(Key::ReplyDays)));
                let waited = sent.checked_add_days(days).is_some_and(|day| day < self.today());
                let silent = reminder::answer(self.facts, &reminded).is_none();
                let title = &self.letter.title;
                (waited && silent)
                    .then(|| format!("{reason}; „{title}“ vom {} ebenfalls", wording::date(sent)))?
            }
            None if self.still_unanswered(*weeks, to, Step::RemindOfOffer).is_err() => reason,
            None => return None,
        };
        let entry = &self.facts.records.branches[*branch].entry;
        Some(Call {
            branch: *branch,
            name: self.name.clone(),
            phone: entry.text(Field::Phone).map(str::to_owned),
            cell: entry.at(Field::Phone),
            reason,
        })
    }

    fn resubmission(&self, at_once: bool, until: Option<NaiveDate>) -> PlannedLetter {
        let (year, ..) = history::calendar_year(self.today());
        let Some(interval) =
            self.facts.requirements_of(self.letter).iter().find_map(|r| r.resubmit_after)
        else {
            return self.not_due(year, "der Beschluss nennt keine Wiedervorlage".into());
        };
        if let Some(unsure) = self.history.iter().find(|d| d.meant == Tri::Unknown) {
            return self.unsure(year, None, unsure);
        }
        let last = self
            .history
            .iter()
            .filter_map(|dispatch| Some((dispatch.sent_on()?, dispatch)))
            .max_by_key(|(day, _)| *day);
        let since = last.map(|(day, _)| day);
        let pending = self.history.iter().rfind(|dispatch| {
            let newer = dispatch.created.is_none_or(|span| since.is_none_or(|day| span.from > day));
            dispatch.sent_on().is_none() && newer
        });
        if let Some(pending) = pending {
            let line = self.registered_line(stated(pending, year), None, pending);
            return withdrawn(line, || self.pointless());
        }
        let adopted = self.facts.resolution.adopted_on;
        let due = match since {
            Some(day) => after_months(day, interval),
            None if at_once => adopted,
            None => after_months(adopted, interval),
        };
        let period = wording::date(due);
        if let Some((id, label)) = self.all_fulfilled() {
            return match last {
                Some((_, dispatch)) => self.registered_line(stated(dispatch, year), None, dispatch),
                None => self.not_due(period, format!("{id}: {label}")),
            };
        }
        if let Some(until) = until.filter(|until| self.today() > *until) {
            let body = self
                .facts
                .resolution
                .body(&self.facts.resolution.adopted_by)
                .map_or(self.facts.resolution.adopted_by.as_str(), |body| body.name.as_str());
            let reason = format!(
                "nach dem {} nicht mehr ohne Weiteres; erst entscheiden ({body}), ob die Bitte noch gilt",
                wording::date(until)
            );
            return self.not_due(period, reason);
        }
        if self.today() < due {
            let Some((_, dispatch)) = last else {
                let reason = format!("Wiedervorlage ab {period}");
                return PlannedLetter { from: Some(due), ..self.not_due(period, reason) };
            };
            let mut line = self.registered_line(stated(dispatch, year), None, dispatch);
            line.reason.push_str("; Wiedervorlage ab ");
            line.reason.push_str(&period);
            let open = history::answer(self.facts, dispatch.entry).is_none();
            line.from = open.then_some(due);
            return line;
        }
        if let Some((_, dispatch)) = last
            && let Some(answer) = history::answer(self.facts, dispatch.entry)
        {
            return self.not_due(period, answer);
        }
        if let Some(line) = self.stopped(&period) {
            return line;
        }
        let reason = match since {
            Some(day) => {
                format!("Wiedervorlage seit {period}; zuletzt versandt am {}", wording::date(day))
            }
            None => format!("Wiedervorlage seit {period}"),
        };
        self.due(period, reason, None, None)
    }

    // ── letters about a row ──

    fn date_fixed(&self, evidence: &str) -> Vec<PlannedLetter> {
        let Some(evidence) = self.facts.resolution.evidence.get(evidence) else {
            return Vec::new();
        };
        let mut dated = rows::dated(self.context, evidence, Some(&self.recipient));
        let agreed =
            rows::appointments(self.facts, self.register, evidence, &self.recipient, &dated);
        // a day the branch has agreed to is fixed, even where the list still says „angeboten“
        for row in &mut dated {
            row.fixed |= self.agreed_in_register(evidence, row.span);
        }
        dated.extend(agreed);
        dated.sort_by_key(|row| row.span);
        let past = rows::past_appointment(self.context, evidence, &self.recipient);
        let none = past.unwrap_or_else(|| self.no_row(evidence, "kein Termin eingetragen"));
        self.row_lines(&dated, true, &none, |row| {
            let when = row.when();
            match &row.state {
                RowState::Planned | RowState::Offered { planned: true } if row.fixed => {
                    Ok(format!("Termin {when} steht"))
                }
                RowState::Offered { planned: true } => {
                    Err(NotNow::Because(format!("Termin {when} ist erst angeboten")))
                }
                RowState::Unknown(why) => Err(unclear_row(why, row.entry)),
                RowState::Planned
                | RowState::Held { .. }
                | RowState::Offered { .. }
                | RowState::Nothing(_) => Err(NotNow::Past(format!("Termin {when} ist vorbei"))),
            }
        })
    }

    fn agreed_in_register(&self, evidence: &EvidenceKind, span: Span) -> bool {
        rows::appointments(self.facts, self.register, evidence, &self.recipient, &[])
            .iter()
            .any(|row| row.span.overlaps(span.from, span.to))
    }

    fn weeks_before(&self, weeks: u32, evidence: &str) -> Vec<PlannedLetter> {
        let Some(evidence) = self.facts.resolution.evidence.get(evidence) else {
            return Vec::new();
        };
        let for_whom = rows::is_per_branch(self.facts, evidence).then_some(&self.recipient);
        let dated = rows::dated(self.context, evidence, for_whom);
        let none = self.no_row(evidence, "kein Termin eingetragen");
        self.row_lines(&dated, true, &none, |row| {
            let when = row.when();
            if !row.is_ahead(self.today()) {
                let over = if row.span.to < self.today() { "ist vorbei" } else { "hat begonnen" };
                return Err(NotNow::Past(format!("Termin {when} {over}")));
            }
            if let RowState::Unknown(why) = &row.state {
                return Err(unclear_row(why, row.entry));
            }
            let start = row
                .span
                .from
                .checked_sub_days(Days::new(u64::from(weeks) * 7))
                .unwrap_or(row.span.from);
            if self.today() < start {
                let reason = format!("ab {}: Termin {when}", wording::date(start));
                return Err(NotNow::Until(start, reason));
            }
            Ok(format!("Termin {when}, {weeks} Wochen vorher (ab {})", wording::date(start)))
        })
    }

    fn details_missing(&self, weeks: u32, evidence: &str) -> Vec<PlannedLetter> {
        let Some(evidence) = self.facts.resolution.evidence.get(evidence) else {
            return Vec::new();
        };
        let for_whom = rows::is_per_branch(self.facts, evidence).then_some(&self.recipient);
        let dated: Vec<DatedRow<'_>> = rows::dated(self.context, evidence, for_whom)
            .into_iter()
            .filter(|row| matches!(row.state, RowState::Held { .. }))
            .collect();
        let none = self.no_row(evidence, "noch nicht gehalten");
        self.row_lines(&dated, false, &none, |row| {
            let lacking = self.lacking(&evidence.key, row.entry);
            let day = wording::span(row.span);
            if lacking.is_empty() {
                return Err(NotNow::Because(format!("zum {day} liegen alle Angaben vor")));
            }
            let start = after_weeks(row.span.to, weeks);
            if self.today() < start {
                let reason = format!("ab {}: Termin {}", wording::date(start), row.when());
                return Err(NotNow::Until(start, reason));
            }
            Ok(format!("zum {day} fehlen Angaben: {}", lacking.join("; ")))
        })
    }

    /// Why there is no row to write about: a row that fits but has no readable date is named.
    fn no_row(&self, evidence: &EvidenceKind, otherwise: &str) -> String {
        let undated = rows::undated(self.context, evidence, &self.recipient);
        undated.map_or_else(
            || otherwise.to_owned(),
            |cell| format!("noch zu klären: Zeile ohne lesbares Datum ({cell})"),
        )
    }

    /// The criteria and contents of a held row that nobody has entered, each with its cell.
    fn lacking(&self, evidence: &str, entry: &Entry) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        let mut add = |text: &str, cell: Option<CellRef>| {
            let place = cell
                .map_or_else(|| "keine Spalte".to_owned(), |cell| format!("Zelle {}", cell.a1()));
            let line = format!("{text} ({place})");
            if !found.contains(&line) {
                found.push(line);
            }
        };
        let mut looked_at = Vec::new();
        for requirement in &self.facts.resolution.requirements {
            let Kind::Recurring(kind) = &requirement.kind else { continue };
            if kind.evidence.key != evidence {
                continue;
            }
            looked_at.push(requirement.id.as_str());
            for criterion in &kind.criteria {
                if criteria::judge(self.context, entry, criterion) == Tri::Unknown {
                    let cell = match &criterion.check {
                        CriterionCheck::Flag(field)
                        | CriterionCheck::Words { field, .. }
                        | CriterionCheck::AllOf { field, .. } => entry.at(*field),
                        CriterionCheck::Weekdays(_) => entry.at(Field::Date),
                    };
                    add(&criterion.text, cell);
                }
            }
        }
        for requirement in &self.facts.resolution.requirements {
            let Kind::Contents(kind) = &requirement.kind else { continue };
            let empty = entry.text(kind.field).is_none_or(|text| words(text).is_empty());
            if empty && looked_at.contains(&kind.of.as_str()) {
                add(&requirement.short, entry.at(kind.field));
            }
        }
        found
    }

    /// One line per row: what the register holds, else what `judge` says (`Ok`: due, `Err`: why not); one line where
    /// there is no row. Rows of closed years are left out, in January to March only those of the year before last; a day
    /// that is over is mentioned only where there is nothing else to say.
    fn row_lines(
        &self,
        dated: &[DatedRow<'_>],
        before: bool,
        none: &str,
        judge: impl Fn(&DatedRow<'_>) -> Result<String, NotNow>,
    ) -> Vec<PlannedLetter> {
        let today = self.today();
        let earliest = if !before && today.month() <= 3 { today.year() - 1 } else { today.year() };
        let spans: Vec<Span> = dated.iter().map(|row| row.span).collect();
        let mut lines = Vec::new();
        let mut past = None;
        for row in dated.iter().filter(|row| row.span.from.year() >= earliest) {
            let period = row.period();
            let about = Some(row.entry);
            let registered =
                self.in_register(&period, about, |d| d.is_of_row(row.span, &spans, before));
            if let Some(line) = registered {
                lines.push(withdrawn(line, || match judge(row) {
                    // a draft made before its time is none that has come too late
                    Err(NotNow::Until(..)) => None,
                    Err(NotNow::Because(reason) | NotNow::Past(reason)) => Some(reason),
                    Ok(_) => self.pointless(),
                }));
                continue;
            }
            match judge(row) {
                Ok(reason) => lines.push(
                    self.stopped(&period).unwrap_or_else(|| self.due(period, reason, about, None)),
                ),
                Err(NotNow::Because(reason)) => {
                    lines.push(self.line(period, LetterState::NotDue, reason, about, None));
                }
                Err(NotNow::Until(from, reason)) => {
                    let line = self.line(period, LetterState::NotDue, reason, about, None);
                    lines.push(PlannedLetter { from: Some(from), ..line });
                }
                Err(NotNow::Past(reason)) => {
                    past = Some(self.line(period, LetterState::NotDue, reason, about, None));
                }
            }
        }
        if lines.is_empty() {
            let period = history::calendar_year(today).0;
            lines.push(past.unwrap_or_else(|| self.not_due(period, none.to_owned())));
        }
        lines
    }

    // ── what every occasion shares ──

    /// The gate for reminders; other letters pass.
    fn stopped(&self, period: &str) -> Option<PlannedLetter> {
        if self.letter.form != LetterForm::Reminder {
            return None;
        }
        reminder::obstacle(self.facts, self.context, self.letter, &self.recipient, Step::Remind)
            .map(|reason| self.not_due(period.to_owned(), reason))
    }

    /// Id and label of the (first) requirement, where all requirements that name this letter are fulfilled.
    fn all_fulfilled(&self) -> Option<(String, String)> {
        let requirements = self.facts.requirements_of(self.letter);
        let mut first = None;
        for requirement in requirements {
            let verdict = self.facts.verdict(&requirement.id, &self.recipient)?;
            if verdict.status != Status::Fulfilled {
                return None;
            }
            first.get_or_insert_with(|| (verdict.requirement.clone(), verdict.label.clone()));
        }
        first
    }

    /// The line of an existing register entry: a sent one before a draft, a certain one before an ambiguous one.
    fn in_register(
        &self,
        period: &str,
        about: Option<&Entry>,
        belongs: impl Fn(&Dispatch<'_>) -> bool,
    ) -> Option<PlannedLetter> {
        let found: Vec<&Dispatch<'_>> = self.history.iter().filter(|d| belongs(d)).collect();
        let certain = || found.iter().filter(|d| d.meant == Tri::Yes);
        if let Some(dispatch) = certain()
            .filter(|d| d.sent_on().is_some())
            .max_by_key(|d| d.sent_on())
            .or_else(|| certain().next())
        {
            return Some(self.registered_line(period.to_owned(), about, dispatch));
        }
        found.first().map(|unsure| self.unsure(period.to_owned(), about, unsure))
    }

    fn unsure(
        &self,
        period: String,
        about: Option<&Entry>,
        dispatch: &Dispatch<'_>,
    ) -> PlannedLetter {
        let entry = dispatch.entry;
        let letter = entry.text(Field::Letter);
        let (field, what) = if letter.is_none() {
            (Field::Letter, "nennt keinen Brief")
        } else if letter.and_then(|text| self.facts.resolution.letter_named(text)).is_none() {
            (Field::Letter, "kann diesen Brief meinen")
        } else if entry.text(Field::Recipient).is_none() {
            (Field::Recipient, "nennt keinen Empfänger")
        } else {
            (Field::Recipient, "kann diesen Verband meinen")
        };
        let cell = entry.at(field).unwrap_or_else(|| entry.first_cell());
        let reason = format!("noch zu klären: ein Eintrag im Register {what} ({cell})");
        self.line(period, LetterState::NotDue, reason, about, Some(cell))
    }

    fn registered_line(
        &self,
        period: String,
        about: Option<&Entry>,
        dispatch: &Dispatch<'_>,
    ) -> PlannedLetter {
        let entry = dispatch.entry;
        let cell = entry.at(Field::SentOn).unwrap_or_else(|| entry.first_cell());
        let mut hold = None;
        let (state, mut reason) = match dispatch.posted {
            Posted::On(day) => (LetterState::Sent, format!("versandt am {}", wording::date(day))),
            Posted::Unclear => {
                let said = entry.text(Field::SentOn).unwrap_or_default();
                let reason = entry.aside().sent_doubt.as_ref().map_or_else(
                    || format!("„versandt am“ ist kein Datum: „{said}“ ({cell})"),
                    |doubt| format!("{doubt} ({cell})"),
                );
                hold = Some(format!("erst klären, ob er versandt ist: {reason}"));
                (LetterState::Draft, reason)
            }
            Posted::Not => {
                let made = dispatch.created.map(|span| format!(" vom {}", wording::span(span)));
                let made = made.unwrap_or_default();
                let why = match entry.text(Field::SentOn) {
                    Some(_) if entry.date(Field::SentOn).span().is_some() => {
                        "„versandt am“ liegt nach dem Stichtag".to_owned()
                    }
                    Some(said) => format!("„{said}“ ({cell})"),
                    None => "„versandt am“ ist leer".to_owned(),
                };
                (LetterState::Draft, format!("Entwurf{made}, {why}"))
            }
        };
        if state == LetterState::Sent
            && let Some(answer) = history::answer(self.facts, entry)
        {
            reason.push_str("; ");
            reason.push_str(&answer);
        }
        let mut line = self.line(period, state, reason, about, Some(cell));
        line.row = Some(entry.first_cell());
        line.hold = hold;
        line
    }

    fn not_due(&self, period: String, reason: String) -> PlannedLetter {
        self.line(period, LetterState::NotDue, reason, None, None)
    }

    fn due(
        &self,
        period: String,
        reason: String,
        about: Option<&Entry>,
        registered: Option<CellRef>,
    ) -> PlannedLetter {
        let mut line = self.line(period, LetterState::Ready, reason, about, registered);
        line.missing = fields::missing(self.facts, &line);
        if !line.missing.is_empty() {
            line.state = LetterState::Incomplete;
        }
        line
    }

    fn line(
        &self,
        period: String,
        state: LetterState,
        reason: String,
        about: Option<&Entry>,
        registered: Option<CellRef>,
    ) -> PlannedLetter {
        PlannedLetter {
            letter: Arc::clone(self.letter),
            recipient: self.recipient.clone(),
            recipient_name: self.name.clone(),
            period,
            state,
            reason,
            from: None,
            missing: Vec::new(),
            about: about.map(|entry| Arc::new(entry.clone())),
            registered,
            row: None,
            hold: None,
        }
    }
}

/// Whether the branch list says something in that column.
pub(super) fn has_answer(entry: &Entry, column: Field) -> bool {
    // a tick holds no word and is an answer all the same
    let says = |text: &str| !words(text).is_empty() || criteria::yes_or_no(text) != Tri::Unknown;
    entry.text(column).is_some_and(says)
}

pub(super) fn is_open(status: Status) -> bool {
    match status {
        Status::Partial | Status::Open | Status::Missed | Status::Undetermined => true,
        Status::Fulfilled | Status::NotApplicable | Status::Judgement => false,
    }
}

/// The „Zeitraum“ of a register row as it stands there.
fn stated(dispatch: &Dispatch<'_>, otherwise: String) -> String {
    dispatch.entry.text(Field::LetterPeriod).map_or(otherwise, str::to_owned)
}

fn unclear_row(why: &str, entry: &Entry) -> NotNow {
    NotNow::Because(format!("noch zu klären: {why} ({})", entry.first_cell()))
}

fn after_weeks(day: NaiveDate, weeks: u32) -> NaiveDate {
    day.checked_add_days(Days::new(u64::from(weeks) * 7)).unwrap_or(NaiveDate::MAX)
}

fn after_months(day: NaiveDate, months: Months) -> NaiveDate {
    day.checked_add_months(months).unwrap_or(NaiveDate::MAX)
}
