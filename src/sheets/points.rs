//! The points of the resolution as the committee reads them, one row each: what it is about, who owes it, how it stands,
//! what happens next. Other documents than the workbook show the same rows.

use chrono::Datelike as _;

use crate::domain::{Assessment, Status};

use super::model::Sign;
use super::standing::Standing;
use super::{View, proofs, steps};

/// One point; its words and figures are those of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    pub id: String,
    /// Changes from one Ziffer of the resolution to the next: „Z1“ of „Z1c“.
    pub clause: String,
    pub short: String,
    /// „Z. 8–13“; no line ends inside.
    pub lines: String,
    /// „Landesvorstand und Landesausschuss“.
    pub addressees: String,
    /// „Anregung“.
    pub force: &'static str,
    pub sign: Sign,
    /// How it stands, in words, without a full stop.
    pub words: String,
    /// What the committee itself has found, „Feststellung: erledigt, Sitzung 09.11.2024“; each once.
    pub findings: Vec<String>,
    /// May be empty.
    pub step: String,
    /// Who takes the step; may be empty.
    pub by: String,
    /// Owed once and done: named in one line below the others.
    pub settled: bool,
}

/// A point for each standing, in their order.
pub fn points(view: &View<'_>, standings: &[Standing<'_>]) -> Vec<Point> {
    standings.iter().map(|standing| point(view, standing)).collect()
}

fn point(view: &View<'_>, standing: &Standing<'_>) -> Point {
    let requirement = standing.requirement;
    let step = steps::next(view, standing);
    let mut findings = Vec::new();
    for finding in standing.verdicts.iter().flat_map(|verdict| &verdict.findings) {
        let words = proofs::finding_words(finding);
        if !findings.contains(&words) {
            findings.push(words);
        }
    }
    Point {
        clause: requirement.id.trim_end_matches(|c: char| c.is_ascii_lowercase()).to_owned(),
        id: requirement.id.clone(),
        short: requirement.short.clone(),
        lines: requirement.lines.to_string().replace(' ', "\u{a0}"),
        addressees: steps::addressees(view, standing),
        force: requirement.force.label_de(),
        sign: standing.sign(),
        words: match done_in(view, standing) {
            Some(year) => format!("{} {year}", standing.words()),
            None => standing.words(),
        },
        findings,
        step: step.what,
        by: step.who,
        settled: standing.once() && standing.sign() == Sign::Done,
    }
}

/// The first year in which a point owed once was done, as the lists show it today; `None` where it recurs or is not done.
fn done_in(view: &View<'_>, standing: &Standing<'_>) -> Option<i32> {
    let first = view.resolution.adopted_on.year();
    let known = !view.earlier.is_empty() || view.assessment.year == first;
    if !standing.once() || standing.sign() != Sign::Done || !known {
        return None;
    }
    let done = |year: &&Assessment| {
        let own = year.verdicts.iter().filter(|v| v.requirement == standing.requirement.id);
        own.clone().count() > 0 && own.clone().all(|v| v.status == Status::Fulfilled)
    };
    Some(view.earlier.iter().find(done).map_or(view.assessment.year, |year| year.year))
}

/// Every sign in use with its word, in a fixed order.
pub fn legend(standings: &[Standing<'_>]) -> String {
    let shown: Vec<Sign> = standings.iter().map(Standing::sign).collect();
    let judgement = standings
        .iter()
        .flat_map(|standing| &standing.verdicts)
        .find(|verdict| verdict.status == Status::Judgement)
        .map_or("wird gewürdigt, nicht gezählt", |verdict| verdict.label.as_str());
    let words: Vec<String> = Sign::ALL
        .into_iter()
        .filter(|sign| shown.contains(sign))
        .map(|sign| {
            let word = match sign {
                Sign::Done => "umgesetzt, aufgegriffen, nachgekommen",
                Sign::Part => "zum Teil",
                Sign::Open => "offen, der Zeitraum läuft noch oder es gibt keine Frist",
                Sign::Over => "im Zeitraum nicht erfolgt",
                Sign::Unknown => "Angaben fehlen: Es kann so oder so sein",
                Sign::NotApplicable if standings.iter().any(Standing::is_exempt) => {
                    "trifft nicht zu oder ist ausgenommen"
                }
                Sign::NotApplicable => "trifft nicht zu",
                Sign::Judgement => judgement,
            };
            format!("{}\u{a0}{word}", sign.mark())
        })
        .collect();
    format!("Zeichen: {}.", words.join("; "))
}
