//! How a requirement stands as a whole, in words and counts: „bei 19 bis 21 von 22 Verbänden aufgegriffen“.
//!
//! Everything is counted from the verdicts and totals, nothing is judged again. The words are those of the verdicts.

use std::collections::BTreeSet;

use crate::domain::{Assessment, Ladder, Status, Total, Verdict};
use crate::history::Comparison;
use crate::resolution::{Kind, Requirement, Resolution, Which};
use crate::wording;

pub use crate::wording::among;

use super::model::Sign;

/// One requirement with its verdicts of the year; at least one.
pub struct Standing<'a> {
    pub requirement: &'a Requirement,
    pub verdicts: Vec<&'a Verdict>,
    /// Of requirements judged per branch, one for each period.
    totals: Vec<&'a Total>,
}

/// All requirements of the resolution that have a verdict, in its order.
pub fn standings<'a>(resolution: &'a Resolution, assessment: &'a Assessment) -> Vec<Standing<'a>> {
    resolution
        .requirements
        .iter()
        .map(|requirement| Standing {
            requirement,
            verdicts: assessment
                .verdicts
                .iter()
                .filter(|v| v.requirement == requirement.id)
                .collect(),
            totals: assessment.totals.iter().filter(|t| t.requirement == requirement.id).collect(),
        })
        .filter(|standing| !standing.verdicts.is_empty())
        .collect()
}

/// Counts of branches by the steps of an offer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    pub of: usize,
    pub offered: usize,
    pub accepted: usize,
    pub held: usize,
    pub full: usize,
    /// Of those not counted as held, how many may be.
    pub perhaps_held: usize,
}

impl Standing<'_> {
    pub fn per_branch(&self) -> bool {
        self.verdicts.iter().any(|verdict| verdict.subject.is_some())
    }

    /// Owed once, not every year.
    pub fn once(&self) -> bool {
        match &self.requirement.kind {
            Kind::Submission(_) | Kind::Examination(_) => true,
            Kind::Contents(contents) => contents.which == Which::First,
            Kind::Recurring(_)
            | Kind::Fields(_)
            | Kind::Development(_)
            | Kind::Trend(_)
            | Kind::Principle(_) => false,
        }
    }

    /// The verdicts that count: without those whose branch is exempt or to whom it does not apply.
    fn counted(&self) -> impl Iterator<Item = &Verdict> {
        self.verdicts.iter().copied().filter(|v| {
            v.status != Status::NotApplicable && !v.exception.as_ref().is_some_and(|e| e.valid)
        })
    }

    /// True where nothing counts because a valid exception stands for all of it.
    pub(super) fn is_exempt(&self) -> bool {
        let exempt = |v: &Verdict| v.exception.as_ref().is_some_and(|e| e.valid);
        self.counted().next().is_none()
            && self.verdicts.iter().any(|v| v.status != Status::NotApplicable && exempt(v))
    }

    /// How many branches have come how far, without those that are exempt or to whom it does not apply.
    pub fn reach(&self, assessment: &Assessment) -> Reach {
        let counted: BTreeSet<_> = self.counted().filter_map(|v| v.subject).collect();
        let mut reach = Reach::default();
        let own = |ladder: &&Ladder| {
            ladder.requirement == self.requirement.id && counted.contains(&ladder.subject)
        };
        for ladder in assessment.ladders.iter().filter(own) {
            reach.of += 1;
            reach.offered += usize::from(ladder.offered.is_some());
            reach.accepted += usize::from(ladder.accepted.is_some());
            reach.held += usize::from(ladder.held.is_some());
            reach.full += usize::from(ladder.held_in_full.is_some());
            reach.perhaps_held += usize::from(ladder.perhaps_held);
        }
        reach
    }

    /// Done only where everybody is done; unknown where nothing is known.
    pub fn sign(&self) -> Sign {
        let signs: Vec<Sign> = self.counted().map(|v| Sign::from(v.status)).collect();
        let all = |sign| signs.iter().all(|s| *s == sign);
        let any = |sign| signs.contains(&sign);
        if signs.is_empty() {
            Sign::NotApplicable
        } else if all(Sign::Done) {
            Sign::Done
        } else if any(Sign::Judgement) {
            Sign::Judgement
        } else if any(Sign::Done) || any(Sign::Part) {
            Sign::Part
        } else if any(Sign::Unknown) {
            Sign::Unknown
        } else if all(Sign::Over) {
            Sign::Over
        } else {
            Sign::Open
        }
    }

    /// The Stand for people, without a full stop.
    pub fn words(&self) -> String {
        if self.per_branch() { self.branch_words() } else { self.party_words() }
    }

    /// The Stand without what is missing: „bei 12 von 22 Verbänden“, „teilweise umgesetzt“.
    pub fn in_brief(&self) -> String {
        if self.per_branch() {
            return brief_totals(&self.totals);
        }
        match self.verdicts.as_slice() {
            [verdict] => bare(&verdict.label).to_owned(),
            several => {
                let done = several.iter().filter(|v| v.status == Status::Fulfilled).count();
                format!("{done} von {}", wording::count(several.len(), "Zeitraum", "Zeiträumen"))
            }
        }
    }

    /// What has become of it since it was tabled: „vorher: bei 12 von 22 Verbänden“, „unverändert“.
    pub fn since(&self, tabled: &Comparison) -> String {
        let changed = tabled.changes_of(&self.requirement.id).count();
        if !self.per_branch() {
            let before = tabled.changes_of(&self.requirement.id).next();
            return match before.and_then(|change| change.before.as_ref()) {
                Some(before) => format!("vorher: {before}"),
                None if changed > 0 => "neu".to_owned(),
                None => "unverändert".to_owned(),
            };
        }
        if changed == 0 {
            return "unverändert".to_owned();
        }
        let (then, now) = (self.then(tabled), self.in_brief());
        if then == now {
            format!("in der Summe gleich, bei {changed} anders")
        } else {
            format!("vorher {then}")
        }
    }

    /// [`Self::in_brief`] of a requirement judged per branch, as it was tabled.
    pub fn then(&self, tabled: &Comparison) -> String {
        brief_totals(&tabled.totals_of(&self.requirement.id).collect::<Vec<_>>())
    }

    fn party_words(&self) -> String {
        match self.verdicts.as_slice() {
            [verdict] => {
                let mut text = verdict.label.clone();
                if !verdict.missing.is_empty() {
                    text.push_str("; es ");
                    text.push_str(&wording::lacking(&verdict.missing));
                }
                text + &exception(verdict)
            }
            several => several
                .iter()
                .map(|v| {
                    let spoken = v.period.spoken();
                    let label = v.label.strip_prefix(&format!("{spoken} ")).unwrap_or(&v.label);
                    format!("{spoken}: {label}{}", exception(v))
                })
                .collect::<Vec<_>>()
                .join("; "),
        }
    }

    fn branch_words(&self) -> String {
        match self.totals.as_slice() {
            [total] => self.total_words(total),
            several => several
                .iter()
                .map(|total| format!("{}: {}", self.spoken(&total.period), self.total_words(total)))
                .collect::<Vec<_>>()
                .join("; "),
        }
    }

    fn spoken(&self, period: &str) -> String {
        self.verdicts
            .iter()
            .find(|v| v.period.label() == period)
            .map_or_else(|| period.to_owned(), |v| v.period.spoken())
    }

    fn total_words(&self, total: &Total) -> String {
        let mut parts = Vec::new();
        if total.of > 0 {
            let fulfilled = self.word(Status::Fulfilled, &total.period);
            let mut named = false;
            if let Some(word) = fulfilled.filter(|_| total.at_most > 0) {
                parts.push(format!("{} {word}", among(total.at_least, total.at_most, total.of)));
                named = true;
            }
            for (status, n) in [
                (Status::Partial, total.partial),
                (Status::Open, total.open),
                (Status::Missed, total.missed),
                (Status::Undetermined, total.undetermined),
            ] {
                if n > 0 {
                    let place = if named { format!("bei {n}") } else { among(n, n, total.of) };
                    named = true;
                    parts.push(match status {
                        Status::Undetermined => format!("{place} fehlen Angaben"),
                        Status::Fulfilled
                        | Status::Partial
                        | Status::Open
                        | Status::Missed
                        | Status::NotApplicable
                        | Status::Judgement => format!(
                            "{place} {}",
                            self.word(status, &total.period).unwrap_or_default()
                        ),
                    });
                }
            }
        }
        if total.not_applicable > 0 {
            parts.push(if parts.is_empty() {
                "trifft auf keinen Verband zu".to_owned()
            } else {
                format!("bei {} trifft es nicht zu", total.not_applicable)
            });
        }
        if total.exempt > 0 {
            parts.push(wording::count(total.exempt as usize, "Ausnahme", "Ausnahmen"));
        }
        parts.join(", ")
    }

    /// The verdicts' own word for a status, without period and bracket.
    fn word(&self, status: Status, period: &str) -> Option<String> {
        let verdict =
            self.verdicts.iter().find(|v| v.status == status && v.period.label() == period)?;
        let word = verdict.label.split(" (").next().unwrap_or_default();
        let year = format!("{} ", verdict.period.spoken());
        Some(word.strip_prefix(&year).unwrap_or(word).to_owned())
    }
}

/// „ (Ausnahme bis 31.12.2025)“ behind a Stand; of a branch it is counted instead.
fn exception(verdict: &Verdict) -> String {
    let Some(note) = &verdict.exception else { return String::new() };
    match (note.valid, note.until.map(wording::date)) {
        (true, Some(until)) => format!(" (Ausnahme bis {until})"),
        (true, None) => " (Ausnahme)".to_owned(),
        (false, Some(until)) => format!(" (Ausnahme am {until} abgelaufen)"),
        (false, None) => " (Ausnahme abgelaufen)".to_owned(),
    }
}

/// „bei 12 von 22 Verbänden“; of several periods each.
fn brief_totals(totals: &[&Total]) -> String {
    let each: Vec<String> = totals
        .iter()
        .map(|total| {
            let among = match total.of {
                0 => "trifft auf keinen Verband zu".to_owned(),
                of => among(total.at_least, total.at_most, of),
            };
            if totals.len() > 1 { format!("{}: {among}", total.period) } else { among }
        })
        .collect();
    each.join("; ")
}

/// A label without its bracket and its reason.
fn bare(label: &str) -> &str {
    let label = label.split(" (").next().unwrap_or(label);
    label.split(", weil ").next().unwrap_or(label)
}

/// A verdict's label without its reason, which stands on the sheet Nachweise.
pub(super) fn brief(verdict: &Verdict) -> String {
    verdict.label.split(", weil ").next().unwrap_or_default().to_owned()
}

/// The page's two sentences, and what stands behind them.
pub fn sentences(standings: &[Standing<'_>], assessment: &Assessment) -> [String; 2] {
    [points_sentence(standings), reach_sentence(standings, assessment)]
}

/// How many points are done, begun, open, unknown; the numbers add up to all points.
fn points_sentence(standings: &[Standing<'_>]) -> String {
    let count = |sign| standings.iter().filter(|s| s.sign() == sign).count();
    let (done, of) = (count(Sign::Done), standings.len());
    let mut text = match (done, of) {
        (_, 1) => {
            let words = standings.first().map(Standing::words).unwrap_or_default();
            return format!("Der eine Punkt des Beschlusses: {words}.");
        }
        (d, n) if d == n => {
            return format!("Alle {n} Punkte des Beschlusses sind vollständig umgesetzt.");
        }
        (0, n) if count(Sign::Unknown) == n => {
            return format!("Zu allen {n} Punkten des Beschlusses fehlen Angaben.");
        }
        (0, n) if count(Sign::Unknown) > 0 => format!(
            "Von den {n} Punkten des Beschlusses ist nach den Listen keiner vollständig umgesetzt"
        ),
        (0, n) => format!("Von den {n} Punkten des Beschlusses ist keiner vollständig umgesetzt"),
        (1, n) => format!("Von den {n} Punkten des Beschlusses ist einer vollständig umgesetzt"),
        (d, n) => format!("Von den {n} Punkten des Beschlusses sind {d} vollständig umgesetzt"),
    };
    let judgement = standings
        .iter()
        .flat_map(|s| &s.verdicts)
        .find(|v| v.status == Status::Judgement)
        .map_or("wird gewürdigt", |v| v.label.as_str());
    let mut rest = Vec::new();
    for sign in Sign::ALL {
        let exempt = standings.iter().filter(|s| s.is_exempt()).count();
        let n = count(sign) - if sign == Sign::NotApplicable { exempt } else { 0 };
        let verb = if n == 1 { "ist" } else { "sind" };
        let said = match sign {
            Sign::Done => continue,
            Sign::Part if n == 1 => "einer ist es zum Teil".to_owned(),
            Sign::Part => format!("{n} {verb} es zum Teil"),
            Sign::Open if n == 1 => "einer ist offen".to_owned(),
            Sign::Open => format!("{n} {verb} offen"),
            Sign::Over if n == 1 => "einer ist im Zeitraum nicht erfolgt".to_owned(),
            Sign::Over => format!("{n} {verb} im Zeitraum nicht erfolgt"),
            Sign::Unknown if n == 1 => "bei einem fehlen Angaben".to_owned(),
            Sign::Unknown => format!("bei {n} fehlen Angaben"),
            Sign::NotApplicable if n == 1 => "einer trifft nicht zu".to_owned(),
            Sign::NotApplicable => format!("{n} treffen nicht zu"),
            Sign::Judgement if n == 1 => format!("einen {judgement}"),
            Sign::Judgement => format!("{n} {judgement}"),
        };
        if n > 0 {
            rest.push(said);
        }
        if sign == Sign::NotApplicable && exempt > 0 {
            rest.push(if exempt == 1 {
                "für einen gilt eine Ausnahme".to_owned()
            } else {
                format!("für {exempt} gilt eine Ausnahme")
            });
        }
    }
    text.push_str("; ");
    text.push_str(&wording::list(&rest));
    text.push('.');
    text
}

/// How far the first requirement with steps has come in the branches; else, how many branches a point reached.
///
/// What the lists do not tell is said as open, never as not done.
fn reach_sentence(standings: &[Standing<'_>], assessment: &Assessment) -> String {
    let with_steps = standings
        .iter()
        .find(|s| assessment.ladders.iter().any(|l| l.requirement == s.requirement.id))
        .map(|standing| (standing, standing.reach(assessment)))
        .filter(|(_, reach)| reach.of > 0);
    let Some((standing, reach)) = with_steps else {
        return standings.iter().find(|s| s.per_branch()).map_or_else(
            || {
                "Einzelne Verbände sind nicht gefragt; alle Punkte gelten der Partei als Ganzes."
                    .to_owned()
            },
            |s| format!("„{}“ ({}): {}.", s.requirement.short, s.requirement.id, s.words()),
        );
    };
    let unknown = standing.counted().filter(|v| v.status == Status::Undetermined).count();
    let running = assessment.as_of.0 < assessment.period.to;
    let mut parts = vec![offered(standing.requirement, reach, unknown, running)];
    if reach.offered == 0 && unknown == reach.of {
        // nothing is told of anybody
        parts.push(match reach.of {
            1 => "es fehlen Angaben".to_owned(),
            2 => "bei beiden fehlen Angaben".to_owned(),
            n => format!("bei allen {n} fehlen Angaben"),
        });
        return format!("{}.", parts.join("; "));
    }
    let between = if reach.held == 0 && reach.perhaps_held > 0 { "; " } else { ", " };
    parts.push([accepted(reach, running), held(reach, running)].join(between));
    if reach.held > 0 && reach.perhaps_held > 0 {
        let n = few(reach.perhaps_held);
        let more = if reach.perhaps_held == 1 { "weiteren Verband" } else { "weiteren" };
        parts.push(format!("ob es bei {n} {more} stattfand, ist noch zu klären"));
    }
    if unknown > 0 {
        parts.push(format!("bei {} fehlen noch Angaben", few(unknown)));
    }
    format!("{}.", parts.join("; "))
}

/// „einem“, „3“: after „bei“.
fn few(n: usize) -> String {
    if n == 1 { "einem".to_owned() } else { n.to_string() }
}

fn offered(requirement: &Requirement, reach: Reach, unknown: usize, running: bool) -> String {
    let (id, title) = (&requirement.id, subject(&requirement.short));
    let noch = if running { "noch " } else { "" };
    let to = match (reach.offered, reach.of) {
        (0, 1) if unknown > 0 => {
            return format!(
                "In den Listen ist {noch}kein Angebot „{title}“ an den einen Verband verzeichnet ({id})"
            );
        }
        (0, of) if unknown > 0 => {
            return format!(
                "In den Listen ist {noch}bei keinem der {of} Verbände ein Angebot „{title}“ verzeichnet ({id})"
            );
        }
        (0, 1) => {
            return format!("Dem einen Verband wurde „{title}“ {noch}nicht angeboten ({id})");
        }
        (0, of) if running => format!("Noch keinem der {of} Verbände"),
        (0, of) => format!("Keinem der {of} Verbände"),
        (1, 1) => "Dem einen Verband".to_owned(),
        (2, 2) => "Beiden Verbänden".to_owned(),
        (n, of) if n == of => format!("Allen {of} Verbänden"),
        (1, of) => format!("Einem von {of} Verbänden"),
        (n, of) => format!("{n} von {of} Verbänden"),
    };
    format!("{to} wurde „{title}“ angeboten ({id})")
}

fn accepted(reach: Reach, running: bool) -> String {
    match reach.accepted {
        0 if running => "zugesagt hat noch niemand".to_owned(),
        0 => "zugesagt hat niemand".to_owned(),
        1 => "zugesagt hat einer".to_owned(),
        n => format!("zugesagt haben {n}"),
    }
}

fn held(reach: Reach, running: bool) -> String {
    let Reach { held, full, perhaps_held, .. } = reach;
    let how = match full {
        0 => ", bei keinem davon mit allem, was vorgesehen ist".to_owned(),
        f if f == held && held == 1 => ", und zwar mit allem, was vorgesehen ist".to_owned(),
        f if f == held => ", überall mit allem, was vorgesehen ist".to_owned(),
        f => format!(", bei {} davon mit allem, was vorgesehen ist", few(f)),
    };
    match (held, perhaps_held) {
        (0, 0) if running => "stattgefunden hat es noch nicht".to_owned(),
        (0, 0) => "stattgefunden hat es nicht".to_owned(),
        (0, n) => format!("ob es bei {} stattfand, ist noch zu klären", few(n)),
        (1, _) if full == 0 => {
            "stattgefunden hat es bei einem, aber nicht mit allem, was vorgesehen ist".to_owned()
        }
        (n, _) => format!("stattgefunden hat es bei {}{how}", few(n)),
    }
}

/// The short title without its verb: what is offered.
fn subject(short: &str) -> &str {
    short.strip_suffix(" wird angeboten").unwrap_or(short)
}
