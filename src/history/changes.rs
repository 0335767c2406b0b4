//! What is said otherwise now than when it was tabled, and why: the row that came, went or was cleared up, the reading
//! that was decided, the day that passed.
//!
//! A row counts as the same if it says the same in the same file, wherever it stands by now: lists are sorted and grow.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::Today;
use super::state::{Point, State, Trace, Year, last_day};
use crate::assessment::consequences::question_of;
use crate::domain::{Assessment, Evidence, Rejected, Status, Unknown, Verdict};
use crate::readings::concerned;
use crate::resolution::Kind;
use crate::table::CellRef;
use crate::wording;

/// Reasons named; more would not be read.
const NAMED: usize = 2;

/// One verdict that is another now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub requirement: String,
    /// A branch, type and name; none: the whole party.
    pub subject: Option<String>,
    /// „2024“, „3. Quartal 2024“.
    pub period: String,
    /// The word people read then and now; `None`: there was no such branch in the list.
    pub before: Option<String>,
    pub now: Option<String>,
    /// The clause after „weil“, without full stop.
    pub because: String,
    /// The row it rests on now, where it is one.
    pub cell: Option<CellRef>,
}

impl Change {
    /// „Kreisverband Gotha (Z1c, 2023): noch nicht aufgegriffen → aufgegriffen, weil …“.
    pub fn sentence(&self) -> String {
        let about = match &self.subject {
            Some(subject) => format!("{subject} ({}, {})", self.requirement, self.period),
            None => format!("{} ({})", self.requirement, self.period),
        };
        format!("{about}: {}, weil {}.", self.step(), self.because)
    }

    /// „offen → umgesetzt“.
    pub fn step(&self) -> String {
        let word = |word: &Option<String>| word.clone().unwrap_or_else(|| "–".to_owned());
        format!("{} → {}", word(&self.before), word(&self.now))
    }
}

/// Every verdict of a year whose status or exemption is not what was tabled.
pub(super) fn changes(
    today: &Today<'_>,
    state: &State,
    tabled: &Year,
    assessment: &Assessment,
    renamed: &BTreeMap<String, String>,
) -> Vec<Change> {
    let mut before: BTreeMap<(String, Option<String>, String), &Point> = tabled
        .points
        .iter()
        .map(|point| {
            // under the name the branch bears today
            let subject = point.subject.as_ref().map(|name| renamed.get(name).unwrap_or(name));
            ((point.requirement.clone(), subject.cloned(), point.period.clone()), point)
        })
        .collect();
    let mut found = Vec::new();
    for now in &assessment.verdicts {
        let subject = now.subject.map(|id| today.branches[id].canonical());
        let key = (now.requirement.clone(), subject.clone(), now.period.label());
        let point = before.remove(&key);
        let exempt = now.exception.as_ref().is_some_and(|exception| exception.valid);
        let same = point.is_some_and(|p| p.status() == Some(now.status) && p.exempt == exempt);
        if same {
            continue;
        }
        let (because, cell) = match point {
            None if subject.is_some() => {
                ("der Verband neu in der Verbandsliste steht".into(), None)
            }
            None => ("der Punkt damals nicht beurteilt wurde".into(), None),
            Some(point) => because(today, state, point, now, exempt),
        };
        found.push(Change {
            requirement: now.requirement.clone(),
            subject,
            period: now.period.spoken(),
            before: point.map(|point| word(&point.label, point.exempt)),
            now: Some(word(&now.label, exempt)),
            because,
            cell,
        });
    }
    // what is not judged any more; a period of a running year that had not begun is simply not there
    found.extend(before.into_values().filter(|point| point.subject.is_some()).map(|point| {
        Change {
            requirement: point.requirement.clone(),
            subject: point.subject.clone(),
            period: point.period.clone(),
            before: Some(word(&point.label, point.exempt)),
            now: None,
            because: "der Verband so nicht mehr in der Verbandsliste steht".to_owned(),
            cell: None,
        }
    }));
    found
}

/// A label without its reason or cell.
fn word(label: &str, exempt: bool) -> String {
    let bare = label.split(" (").next().unwrap_or(label).split(", weil ").next().unwrap_or(label);
    if exempt { format!("{bare} (Ausnahme)") } else { bare.to_owned() }
}

fn because(
    today: &Today<'_>,
    state: &State,
    before: &Point,
    now: &Verdict,
    exempt: bool,
) -> (String, Option<CellRef>) {
    let mut reasons: Vec<(String, Option<CellRef>)> = Vec::new();
    if before.status() == Some(now.status) {
        let said = if exempt { "eine Ausnahme gilt" } else { "keine Ausnahme mehr gilt" };
        let cell = now.exception.as_ref().map(|exception| exception.cell.clone());
        return (said.to_owned(), cell);
    }
    reasons.extend(readings(today, state, &now.requirement));
    let (mut new, mut gone) = compared(&before.proofs, &now.evidence);
    // the best row is the proof: one that is outdone is still in the list, and a weaker one has made nothing worse
    match before.status().map(rank).cmp(&Some(rank(now.status))) {
        Ordering::Less if !new.is_empty() => gone.retain(|trace| is_told(now, trace)),
        Ordering::Greater if !gone.is_empty() => new.clear(),
        Ordering::Less | Ordering::Equal | Ordering::Greater => {}
    }
    for proof in new {
        reasons.push((came(state, before, now, proof), Some(proof.cell.clone())));
    }
    for trace in gone {
        reasons.push(went(now, trace));
    }
    if reasons.is_empty() && now.status == Status::Undetermined {
        let asked = |text: &str| before.open.iter().any(|trace| trace.text == text);
        if let Some(open) = now.unknown.iter().find(|unknown| !asked(&unknown.text)) {
            reasons.push((open_now(&open.text), open.cell.clone()));
        }
    }
    if reasons.is_empty() && before.status() == Some(Status::Undetermined) {
        let still = |trace: &Trace| now.unknown.iter().any(|unknown| unknown.text == trace.text);
        if let Some(answered) = before.open.iter().find(|trace| !still(trace)) {
            reasons.push((answer(answered), None));
        }
    }
    if reasons.is_empty() && (before.status(), now.status) == (Some(Status::Open), Status::Missed) {
        reasons.push(("der Zeitraum seitdem zu Ende gegangen ist".to_owned(), None));
    }
    if reasons.is_empty() {
        let reason = if state.version == today.version {
            "sich Angaben in den Listen geändert haben".to_owned()
        } else {
            format!(
                "sich Angaben in den Listen geändert haben oder die neue Fassung des Programms ({} statt {}) anders \
                 liest",
                today.version, state.version
            )
        };
        reasons.push((reason, None));
    }
    let cell = reasons.iter().find_map(|(_, cell)| cell.clone());
    let more = reasons.len() > NAMED;
    let mut texts: Vec<String> = reasons.into_iter().take(NAMED).map(|(text, _)| text).collect();
    if more {
        texts.push("Weiteres dazukommt".to_owned());
    }
    (wording::list(&texts), cell)
}

/// How far a status goes.
fn rank(status: Status) -> u8 {
    match status {
        Status::Fulfilled => 3,
        Status::Partial => 2,
        Status::Undetermined | Status::NotApplicable | Status::Judgement => 1,
        Status::Open | Status::Missed => 0,
    }
}

/// Interpretations decided otherwise since, or no longer.
fn readings(
    today: &Today<'_>,
    state: &State,
    requirement: &str,
) -> Option<(String, Option<CellRef>)> {
    let resolution = today.resolution;
    // contents are judged by the rows of another requirement
    let judged_by = match &resolution.requirement(requirement)?.kind {
        Kind::Contents(kind) => &kind.of,
        Kind::Recurring(_)
        | Kind::Fields(_)
        | Kind::Submission(_)
        | Kind::Examination(_)
        | Kind::Development(_)
        | Kind::Trend(_)
        | Kind::Principle(_) => requirement,
    };
    let concerned = |id: &&String| {
        let interpretation = resolution.interpretations.iter().find(|i| i.id == **id);
        let ids = interpretation.map(|i| concerned(resolution, i)).unwrap_or_default();
        ids.iter().any(|id| id == requirement || id == judged_by)
    };
    let new: Vec<&String> = today
        .otherwise
        .iter()
        .filter(|id| !state.otherwise.contains(id))
        .filter(concerned)
        .collect();
    let gone: Vec<&String> = state
        .otherwise
        .iter()
        .filter(|id| !today.otherwise.contains(id))
        .filter(concerned)
        .collect();
    let (ids, how) = if new.is_empty() {
        (gone, "nicht mehr anders entschieden")
    } else {
        (new, "anders entschieden")
    };
    let said = match ids.as_slice() {
        [] => return None,
        [one] => format!("Auslegung {one} {how} ist"),
        several => format!("die Auslegungen {} {how} sind", wording::list(several)),
    };
    Some((said, None))
}

/// Whether a proof of now is a trace of then.
type Same<'a> = dyn Fn(&Trace, &Evidence) -> bool + 'a;

/// The proofs that are new, and the traces that are gone: a row says the same wherever it stands by now, be it in a file
/// of another name. The cell decides only where it names no day: another day is another row.
fn compared<'t, 'p>(
    before: &'t [Trace],
    now: &'p [Evidence],
) -> (Vec<&'p Evidence>, Vec<&'t Trace>) {
    let in_file = |trace: &Trace, proof: &Evidence| trace.file == proof.cell.source.file;
    let same: [&Same<'_>; 3] = [
        &|trace, proof| in_file(trace, proof) && trace.text == proof.value,
        // „4“ may be anything in another file
        &|trace, proof| trace.text == proof.value && last_day(&trace.text).is_some(),
        &|trace, proof| {
            in_file(trace, proof)
                && (last_day(&trace.text).is_none() || last_day(&proof.value).is_none())
                && trace.sheet == proof.cell.source.sheet
                && trace.cell == proof.cell.a1()
        },
    ];
    let (mut new, mut gone): (Vec<_>, Vec<_>) = (now.iter().collect(), before.iter().collect());
    for same in same {
        new.retain(|proof| {
            let at = gone.iter().position(|trace| same(trace, proof));
            at.map(|at| gone.remove(at)).is_none()
        });
    }
    (new, gone)
}

/// True for traces of the row in which a cell stands, by file, sheet and number of the row.
fn in_row(trace: &Trace, cell: &CellRef) -> bool {
    trace.file == cell.source.file
        && trace.sheet == cell.source.sheet
        && trace.cell.trim_start_matches(char::is_alphabetic) == (cell.row + 1).to_string()
}

/// Why a row counts now that did not.
fn came(state: &State, before: &Point, now: &Verdict, proof: &Evidence) -> String {
    let place = format!("{}, Zelle {}", proof.cell.source.file, proof.cell.a1());
    let row = proof.cell.row + 1;
    // where another row was entered above, the row of then is said elsewhere now, as often as before
    let moved = |trace: &Trace| {
        let then = before.rejected.iter().filter(|other| other.text == trace.text).count();
        now.rejected.iter().filter(|other| other.reason == trace.text).count() >= then
    };
    let here = before.rejected.iter().find(|trace| in_row(trace, &proof.cell));
    if let Some(trace) = here.filter(|trace| !moved(trace)) {
        return format!("Zeile {row} jetzt zählt ({place}; damals: {})", trace.text);
    }
    if before.open.iter().any(|trace| in_row(trace, &proof.cell)) {
        return format!("Zeile {row} inzwischen geklärt ist ({place})");
    }
    match last_day(&proof.value) {
        Some(day) if day <= state.as_of => {
            format!("Zeile {row} nachgetragen wurde ({place}: „{}“)", proof.value)
        }
        Some(_) => format!("der Nachweis „{}“ dazugekommen ist ({place})", proof.value),
        // „4“ would name nothing
        None => format!("Zeile {row} als Nachweis dazugekommen ist ({place})"),
    }
}

/// Why a row that counted does not any more.
fn went(now: &Verdict, trace: &Trace) -> (String, Option<CellRef>) {
    let named = if last_day(&trace.text).is_some() {
        format!("„{}“", trace.text)
    } else {
        "eine Zeile".to_owned()
    };
    if let Some(rejected) = rejected_now(now, trace) {
        return (
            format!("{named} nicht mehr zählt ({})", rejected.reason),
            Some(rejected.cell.clone()),
        );
    }
    if let Some(open) = open_about(now, trace) {
        return (
            format!("zu {} {}", named.replace("eine", "einer"), open_now(&open.text)),
            open.cell.clone(),
        );
    }
    (
        format!(
            "{named} so nicht mehr in den Listen steht (damals {}, Zelle {})",
            trace.file, trace.cell
        ),
        None,
    )
}

/// True where the verdict itself says what has become of the row.
fn is_told(now: &Verdict, trace: &Trace) -> bool {
    rejected_now(now, trace).is_some() || open_about(now, trace).is_some()
}

fn rejected_now<'a>(now: &'a Verdict, trace: &Trace) -> Option<&'a Rejected> {
    now.rejected.iter().find(|r| {
        let dated = last_day(&trace.text).is_some();
        trace.text == r.value && (dated || trace.file == r.cell.source.file)
            || in_row(trace, &r.cell)
    })
}

fn open_about<'a>(now: &'a Verdict, trace: &Trace) -> Option<&'a Unknown> {
    now.unknown.iter().find(|unknown| unknown.cell.as_ref().is_some_and(|cell| in_row(trace, cell)))
}

fn answer(trace: &Trace) -> String {
    if trace.cell.is_empty() {
        "die Liste inzwischen vorliegt, die damals fehlte".to_owned()
    } else {
        format!("die Frage zu {}, Zelle {} inzwischen beantwortet ist", trace.file, trace.cell)
    }
}

/// „jetzt offen ist, ob …“; of what is no question itself: „jetzt Angaben fehlen (…)“.
fn open_now(text: &str) -> String {
    let text = question_of(text).trim_end_matches('.');
    let asks = ["ob ", "wann ", "für welchen ", "wer ", "was ", "wie "];
    if asks.iter().any(|word| text.starts_with(word)) {
        format!("jetzt offen ist, {text}")
    } else {
        format!("jetzt Angaben fehlen ({text})")
    }
}
