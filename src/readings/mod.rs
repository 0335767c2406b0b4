//! How the wording is read (*Auslegungen*): confirmed or decided otherwise by people, and what the other reading would
//! change (*was wäre wenn*).

mod concerns;
mod what_if;

use std::fmt::Write as _;

use crate::decisions::readings::{Decision, Otherwise, ReadingDecisions};
use crate::domain::{AsOf, Assessment, Span};
use crate::requirements::Context;
use crate::resolution::{Interpretation, Resolution, load_each};
use crate::wording;

pub use concerns::concerned;
pub use what_if::{Change, Shift, Stand, WhatIf};

/// A resolution as text, so that its other readings can be loaded.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    pub toml: &'a str,
    pub wording: &'a str,
}

/// One interpretation, how it stands, and what its other reading would change.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// `A2`
    pub id: String,
    /// What the wording leaves open.
    pub question: String,
    /// How the program reads it unless people have decided otherwise.
    pub answer: String,
    /// The requirements it concerns, in the order of the resolution; empty: all or none in particular.
    pub concerns: Vec<String>,
    /// The other reading in words; `None` where none can be computed.
    pub other: Option<String>,
    /// What people have entered; `None` where their file has no row for it.
    pub decision: Option<Decision>,
    /// The other reading is in force.
    pub otherwise: bool,
    /// The year under the reading that is not in force; `None` where it cannot be computed.
    pub what_if: Option<WhatIf>,
}

/// All interpretations of the resolution in its order, each with the year under its other reading. The context must be
/// that of the assessment.
pub fn readings(
    source: Source<'_>,
    decided: &ReadingDecisions,
    assessment: &Assessment,
    context: &Context<'_>,
) -> Vec<Reading> {
    with_what_ifs(context.resolution, decided, what_ifs(source, assessment, context))
}

/// The same with the years under the other readings, which are costly and stay the same whatever people confirm.
pub fn with_what_ifs(
    resolution: &Resolution,
    decided: &ReadingDecisions,
    what_ifs: Vec<Option<WhatIf>>,
) -> Vec<Reading> {
    let reading = |(interpretation, what_if): (&Interpretation, Option<WhatIf>)| Reading {
        id: interpretation.id.clone(),
        question: interpretation.question.clone(),
        answer: interpretation.answer.clone(),
        concerns: concerned(resolution, interpretation),
        other: interpretation.other_words().map(str::to_owned),
        decision: decided.get(&interpretation.id).cloned(),
        otherwise: interpretation.otherwise,
        what_if,
    };
    resolution.interpretations.iter().zip(what_ifs).map(reading).collect()
}

/// The year under the other reading of each interpretation; `None` where it cannot be computed.
pub fn what_ifs(
    source: Source<'_>,
    assessment: &Assessment,
    context: &Context<'_>,
) -> Vec<Option<WhatIf>> {
    let others = others(source, context.resolution);
    let mut under = context.clone();
    let mut what_if = |other| {
        under.read_as(other);
        WhatIf::of(assessment, context, &under)
    };
    others.iter().map(|other| other.as_ref().map(&mut what_if)).collect()
}

/// The resolution with one interpretation read the other way than it is now, and all others as they are; for each.
fn others(source: Source<'_>, resolution: &Resolution) -> Vec<Option<Resolution>> {
    let all = &resolution.interpretations;
    let ids = |turned: &Interpretation| -> Vec<&str> {
        let otherwise = all.iter().filter(|i| i.otherwise != (i.id == turned.id));
        otherwise.map(|i| i.id.as_str()).collect()
    };
    let choices: Vec<Vec<&str>> = all.iter().filter(|i| i.has_alternative).map(ids).collect();
    let mut loaded = load_each(source.toml, source.wording, &choices).into_iter();
    all.iter().map(|i| i.has_alternative.then(|| loaded.next().flatten()).flatten()).collect()
}

impl Reading {
    /// Somebody has confirmed it or decided it otherwise.
    pub fn is_decided(&self) -> bool {
        self.decision.as_ref().is_some_and(|d| {
            d.confirms() || matches!(d.otherwise, Otherwise::Yes | Otherwise::NotComputable)
        })
    }

    /// Nobody has decided it yet, and the other reading would change the result of the year.
    pub fn worth_deciding(&self) -> bool {
        !self.is_decided()
            && self.what_if.as_ref().is_some_and(|what_if| !what_if.changes.is_empty())
    }

    /// What the other reading would change, as a sentence: „Z1c bei 14 statt bei 17 von 22 Verbänden aufgegriffen.“
    pub fn effect(&self) -> String {
        match &self.what_if {
            Some(what_if) if what_if.changes.is_empty() => "Das Ergebnis bliebe dasselbe.".to_owned(),
            Some(what_if) => format!("{}.", what_if.effect()),
            None if self.other.is_some() => {
                "Zusammen mit den anderen Entscheidungen lässt sich die andere Lesart nicht berechnen."
                    .to_owned()
            }
            None => "Eine andere Lesart kann das Programm nicht berechnen.".to_owned(),
        }
    }

    /// The same with the reading that is not in force, and the branches it would touch: „Anders gelesen (Hybride …):
    /// Z1c bei 14 statt bei 17 von 22 Verbänden aufgegriffen; betroffen: …“.
    pub fn sentence(&self) -> String {
        let Some(what_if) = &self.what_if else { return self.effect() };
        let reading = match &self.other {
            _ if self.otherwise => "Nach der ersten Lesart".to_owned(),
            Some(other) => format!("Anders gelesen ({other})"),
            None => "Anders gelesen".to_owned(),
        };
        if what_if.changes.is_empty() {
            return format!("{reading}: Das Ergebnis bliebe dasselbe.");
        }
        let touched = what_if.touched().map(|touched| format!("; {touched}")).unwrap_or_default();
        format!("{reading}: {}{touched}.", what_if.effect())
    }

    /// One line for the page of the committee, beside the number: the question, and what hangs on the answer.
    pub fn short(&self) -> String {
        let reading = if self.otherwise { "Nach der ersten Lesart" } else { "Anders gelesen" };
        format!("{} {reading}: {}", self.question, self.effect())
    }

    /// Where it stands, in words.
    pub fn state(&self, as_of: AsOf) -> String {
        let Some(decision) = &self.decision else { return UNCONFIRMED.to_owned() };
        let mut text = match &decision.otherwise {
            Otherwise::No if decision.confirms() => {
                let by = by(decision).map(|by| format!(" von {by}")).unwrap_or_default();
                format!("bestätigt{by}{}", on(decision))
            }
            Otherwise::No => return UNCONFIRMED.to_owned(),
            Otherwise::Yes => otherwise(decision),
            Otherwise::NotComputable => {
                format!("{}; gerechnet ist weiter wie hier gelesen", otherwise(decision))
            }
            Otherwise::Unclear(said) => {
                format!("noch zu klären: Unter „anders entschieden“ steht „{said}“")
            }
            Otherwise::Contradicted => "noch zu klären: Zwei Zeilen widersprechen sich".to_owned(),
            Otherwise::Incompatible => {
                "noch zu klären: Die Entscheidung passt nicht zu einer anderen".to_owned()
            }
        };
        if decision.on.is_some_and(|on| on.from > as_of.0) {
            text.push_str(" (nach dem Stichtag; gerechnet ist so auch hier)");
        }
        if decision.text_differs {
            text.push_str("; der Text des Beschlusses lautet inzwischen anders");
        }
        text
    }
}

/// What people have decided otherwise, for the foot of a page: „Anders entschieden und so gerechnet: A2 (Hybride …).“
/// `words`: with the other reading. Empty where nothing is.
pub fn decided_otherwise(readings: &[Reading], words: bool) -> String {
    let named = |reading: &Reading| match &reading.other {
        Some(other) if words => format!("{} ({other})", reading.id),
        Some(_) | None => reading.id.clone(),
    };
    let applied: Vec<String> = readings.iter().filter(|r| r.otherwise).map(named).collect();
    let only_decided = |reading: &&Reading| {
        let decision = reading.decision.as_ref();
        decision.is_some_and(|decision| decision.otherwise == Otherwise::NotComputable)
    };
    let others: Vec<String> = readings.iter().filter(only_decided).map(named).collect();
    [
        (applied, "Anders entschieden und so gerechnet"),
        (others, "Anders entschieden, aber noch wie bisher gerechnet"),
    ]
    .into_iter()
    .filter(|(ids, _)| !ids.is_empty())
    .fold(String::new(), |mut text, (ids, how)| {
        let _ = write!(text, " {how}: {}.", wording::list(&ids));
        text
    })
}

const UNCONFIRMED: &str = "noch zu bestätigen";

fn otherwise(decision: &Decision) -> String {
    let by = by(decision).map(|by| format!(" von {by}")).unwrap_or_default();
    format!("anders entschieden{}{by}", on(decision))
}

/// Who stands for it; a tick names nobody.
fn by(decision: &Decision) -> Option<&str> {
    let ticked =
        |by: &&str| crate::requirements::criteria::yes_or_no(by) == crate::domain::Tri::Yes;
    decision.confirmed_by.as_deref().filter(|by| !ticked(by))
}

fn on(decision: &Decision) -> String {
    decision.on.map(|on: Span| format!(" {}", wording::on(on))).unwrap_or_default()
}
