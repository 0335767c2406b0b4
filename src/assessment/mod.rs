//! Runs every requirement over its subjects and periods, turns findings into verdicts by one table, and counts.

pub mod consequences;
mod overlays;
mod questions;
mod readings;
mod sentence;

use chrono::Datelike;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::domain::{
    AsOf, Assessment, BranchId, Ladder, ListKind, Period, PeriodKind, Records, Status, Total,
    Verdict,
};
use crate::requirements::subjects::{self, Standing};
use crate::requirements::{
    Context, Deadline, Finding, Outcome, contents, judge, principle, recurring,
};
use crate::resolution::{Group, Kind, Requirement, Resolution, Which};

pub use sentence::label;

/// Judges one year at the Stichtag. `None` where the year lies before the resolution's or after the Stichtag's.
pub fn assess(
    diagnostics: &mut Diagnostics,
    resolution: &Resolution,
    records: &Records,
    as_of: AsOf,
    year: i32,
) -> Option<Assessment> {
    let period = judged(resolution, as_of, year)?;
    let context = Context::new(diagnostics, resolution, records, as_of, period);
    Some(assess_in(diagnostics, &context))
}

/// The year as it is judged at the Stichtag; `None` where it lies before the resolution's or after the Stichtag's.
pub fn judged(resolution: &Resolution, as_of: AsOf, year: i32) -> Option<Period> {
    year_of(resolution, year).filter(|_| year <= as_of.0.year() && as_of.0 >= resolution.adopted_on)
}

/// Judges the year of a context. Building one costs a walk over all rows; it serves any number of years.
pub fn assess_in(diagnostics: &mut Diagnostics, context: &Context<'_>) -> Assessment {
    let nothing = Assessment {
        year: context.year.from.year(),
        as_of: context.as_of,
        period: context.year,
        verdicts: Vec::new(),
        totals: Vec::new(),
        ladders: Vec::new(),
    };
    let assessment = judge_in(diagnostics, context, nothing, |_| true);
    questions::say_columns_contradict(diagnostics, context);
    questions::say_unclear_words(diagnostics, context);
    assessment
}

/// The year of an assessment under the reading of the resolution that the context holds now: only requirements that can
/// stand otherwise are judged again, so that the answer costs as much as they do. What it asks was asked before.
pub fn assess_again(context: &Context<'_>, before: &Assessment, was: &Resolution) -> Assessment {
    let anew = readings::can_differ(was, context.resolution);
    let stays = |id: &str| !anew.contains(id);
    let kept = Assessment {
        verdicts: before.verdicts.iter().filter(|v| stays(&v.requirement)).cloned().collect(),
        totals: before.totals.iter().filter(|t| stays(&t.requirement)).cloned().collect(),
        ladders: before.ladders.iter().filter(|l| stays(&l.requirement)).cloned().collect(),
        ..*before
    };
    judge_in(&mut Diagnostics::default(), context, kept, |id| anew.contains(id))
}

/// Judges the requirements picked and adds them to those judged before.
fn judge_in(
    diagnostics: &mut Diagnostics,
    context: &Context<'_>,
    judged: Assessment,
    picked: impl Fn(&str) -> bool,
) -> Assessment {
    let Context { resolution, records, year: period, .. } = *context;
    let overlays = overlays::Overlays::read(diagnostics, resolution, records);
    let mut verdicts = Vec::new();
    let mut ladders = judged.ladders;
    for requirement in resolution.requirements.iter().filter(|r| picked(&r.id)) {
        if matches!(requirement.kind, Kind::Principle(_)) {
            continue;
        }
        for period in periods(context, requirement) {
            of_requirement(diagnostics, context, requirement, period, &mut verdicts);
        }
        ladders.extend(ladders_of(context, requirement));
    }
    for verdict in &mut verdicts {
        overlays.lay(context, verdict);
    }
    let mut totals = judged.totals;
    totals.extend(count(&verdicts));
    for requirement in resolution.requirements.iter().filter(|r| picked(&r.id)) {
        if let Kind::Principle(kind) = &requirement.kind {
            let outcome = principle::judge(resolution, kind, &totals);
            let mut verdict = verdict(context, requirement, None, period, outcome);
            overlays.lay(context, &mut verdict);
            totals.extend(count(std::slice::from_ref(&verdict)));
            verdicts.push(verdict);
        }
    }
    for verdict in &mut verdicts {
        if let Some(requirement) = resolution.requirement(&verdict.requirement) {
            verdict.sentence = sentence::sentence(context, requirement, verdict);
        }
    }
    verdicts.extend(judged.verdicts);
    let rank =
        |id: &str| resolution.requirements.iter().position(|requirement| requirement.id == id);
    // stable: a requirement is judged either now or before, and its verdicts keep their order
    verdicts.sort_by_key(|verdict| rank(&verdict.requirement));
    totals.sort_by_key(|total| rank(&total.requirement));
    ladders.sort_by_key(|ladder| rank(&ladder.requirement));
    Assessment { verdicts, totals, ladders, ..judged }
}

/// The year as the resolution counts it; `None` before its own.
fn year_of(resolution: &Resolution, year: i32) -> Option<Period> {
    let mut period = Period::year(year)?;
    match year.cmp(&resolution.adopted_on.year()) {
        std::cmp::Ordering::Less => return None,
        std::cmp::Ordering::Equal if resolution.period.short_first => {
            period.from = resolution.adopted_on;
        }
        std::cmp::Ordering::Equal | std::cmp::Ordering::Greater => {}
    }
    Some(period)
}

/// The periods of the year in which a requirement is judged; those that have not begun are not.
fn periods(context: &Context<'_>, requirement: &Requirement) -> Vec<Period> {
    let own = |kind: Option<PeriodKind>| kind.unwrap_or(context.resolution.period.kind);
    let kind = match &requirement.kind {
        Kind::Recurring(kind) => own(kind.period),
        Kind::Contents(kind) if kind.which == Which::First => PeriodKind::Year,
        Kind::Contents(kind) => {
            own(contents::target(context, kind).and_then(|target| target.period))
        }
        Kind::Fields(_) | Kind::Development(_) => own(None),
        Kind::Submission(_) | Kind::Examination(_) | Kind::Trend(_) | Kind::Principle(_) => {
            PeriodKind::Year
        }
    };
    let mut found = Vec::new();
    let mut day = context.year.from;
    while day <= context.year.to {
        let mut period = Period::containing(kind, day);
        let Some(next) = period.to.succ_opt() else { break };
        period.from = period.from.max(context.year.from);
        if kind == PeriodKind::Year || period.from <= context.as_of.0 {
            found.push(period);
        }
        day = next;
    }
    found
}

/// The group a requirement is judged for, branch by branch.
fn group_of<'a>(context: &Context<'a>, requirement: &'a Requirement) -> Option<&'a Group> {
    match &requirement.kind {
        Kind::Recurring(kind) => kind.per.as_deref(),
        Kind::Contents(kind) => {
            contents::target(context, kind).and_then(|target| target.per.as_deref())
        }
        Kind::Fields(_)
        | Kind::Submission(_)
        | Kind::Examination(_)
        | Kind::Development(_)
        | Kind::Trend(_)
        | Kind::Principle(_) => None,
    }
}

fn of_requirement(
    diagnostics: &mut Diagnostics,
    context: &Context<'_>,
    requirement: &Requirement,
    period: Period,
    verdicts: &mut Vec<Verdict>,
) {
    let Some(group) = group_of(context, requirement) else {
        let outcome = judge(context, requirement, None, period);
        verdicts.push(verdict(context, requirement, None, period, outcome));
        return;
    };
    let members = subjects::of_group(context, group, period);
    if members.is_empty() {
        let outcome = if context.records.branches.is_empty() {
            let mut outcome = Outcome::new(Finding::Unknown, Deadline::Absent);
            outcome.unknown.push(context.missing_list(ListKind::Branches, &period.spoken()));
            outcome
        } else {
            diagnostics.push(Diagnostic::new(
                Code::WithoutEffect,
                format!(
                    "{} gilt für „{}“, die Verbandsliste enthält aber keinen davon.",
                    requirement.id, group.name
                ),
            ));
            Outcome::not_applicable(format!(
                "die Verbandsliste niemanden aus „{}“ enthält",
                group.name
            ))
        };
        verdicts.push(verdict(context, requirement, None, period, outcome));
    }
    for (branch, standing) in members {
        let outcome = match standing {
            Standing::Judged => judge(context, requirement, Some(branch), period),
            Standing::NotApplicable(reason) => Outcome::not_applicable(reason),
            Standing::OnlyIfFull(reason) => {
                let outcome = judge(context, requirement, Some(branch), period);
                if outcome.finding == Finding::Full {
                    outcome
                } else {
                    Outcome::not_applicable(reason)
                }
            }
        };
        verdicts.push(verdict(context, requirement, Some(branch), period, outcome));
    }
}

/// Finding × deadline → status: the one table.
pub fn status(finding: &Finding, deadline: Deadline) -> Status {
    match (finding, deadline) {
        (Finding::Full, _) => Status::Fulfilled,
        (Finding::Partial, _) => Status::Partial,
        (Finding::None, Deadline::Elapsed) => Status::Missed,
        (Finding::None, Deadline::Running | Deadline::Absent) => Status::Open,
        (Finding::Unknown, _) => Status::Undetermined,
        (Finding::NotApplicable(_), _) => Status::NotApplicable,
        (Finding::Judgement, _) => Status::Judgement,
    }
}

/// What could not be read may hold the proof: said beside every verdict that lacks one.
fn unread(files: &[String]) -> Option<String> {
    match files {
        [] => None,
        [one] => Some(format!(
            "Die Datei „{one}“ ließ sich nicht verwenden; vielleicht steht dort mehr."
        )),
        several => Some(format!(
            "{} Dateien ließen sich nicht verwenden; vielleicht steht dort mehr.",
            several.len()
        )),
    }
}

fn verdict(
    context: &Context<'_>,
    requirement: &Requirement,
    subject: Option<BranchId>,
    period: Period,
    outcome: Outcome,
) -> Verdict {
    let status = status(&outcome.finding, outcome.deadline);
    let could_be =
        (status == Status::Partial && outcome.could_be_full).then_some(Status::Fulfilled);
    let mut hints = outcome.hints;
    if matches!(status, Status::Open | Status::Partial)
        && outcome.deadline == Deadline::Absent
        && requirement.due.is_none()
    {
        let days = (context.cutoff() - context.resolution.adopted_on).num_days();
        if status == Status::Open && days > 0 {
            hints.push(format!(
                "Seit dem Beschluss sind {days} Tage vergangen; eine Frist setzt er nicht."
            ));
        }
    }
    if matches!(status, Status::Open | Status::Missed | Status::Partial) {
        hints.extend(unread(&context.records.failed_files));
    }
    let mut unknown = outcome.unknown;
    let mut seen = std::collections::BTreeSet::new();
    unknown.retain(|item| seen.insert((item.cell.clone(), item.text.clone())));
    Verdict {
        requirement: requirement.id.clone(),
        subject,
        period,
        status,
        label: label(context.resolution, requirement, status, period, &outcome.finding, &unknown),
        could_be,
        planned: outcome.planned.filter(|_| matches!(status, Status::Open | Status::Partial)),
        exception: None,
        findings: Vec::new(),
        missing: if matches!(status, Status::Partial | Status::Missed | Status::Open) {
            outcome.missing
        } else {
            Vec::new()
        },
        unknown,
        sentence: sentence::facts(&outcome.facts),
        hints,
        evidence: outcome.evidence,
        rejected: outcome.rejected,
    }
}

/// Counts per requirement and period; exempt subjects are left out of all other figures.
fn count(verdicts: &[Verdict]) -> Vec<Total> {
    let mut totals: Vec<Total> = Vec::new();
    for verdict in verdicts {
        let period = verdict.period.label();
        let index = totals
            .iter()
            .position(|total| total.requirement == verdict.requirement && total.period == period);
        let index = index.unwrap_or_else(|| {
            totals.push(Total {
                requirement: verdict.requirement.clone(),
                period,
                ..Total::default()
            });
            totals.len() - 1
        });
        let Some(total) = totals.get_mut(index) else { continue };
        if verdict.exception.as_ref().is_some_and(|exception| exception.valid) {
            total.exempt += 1;
            continue;
        }
        total.add(verdict.status, verdict.could_be == Some(Status::Fulfilled));
    }
    totals
}

fn ladders_of(context: &Context<'_>, requirement: &Requirement) -> Vec<Ladder> {
    let Kind::Recurring(kind) = &requirement.kind else { return Vec::new() };
    let Some(group) = &kind.per else { return Vec::new() };
    subjects::of_group(context, group, context.year)
        .into_iter()
        .filter(|(_, standing)| !matches!(standing, Standing::NotApplicable(_)))
        .map(|(branch, _)| recurring::ladder(context, requirement, kind, branch, context.year))
        .collect()
}
