//! What the evaluated years are seen beside: the earlier ones as they stand today, and what sessions were told.

use std::collections::BTreeMap;

use chrono::Datelike as _;

use super::material::{Answers, Material};
use super::readings;
use super::view::Beside;
use crate::assessment::{assess_in, judged};
use crate::diagnostic::Diagnostics;
use crate::domain::Assessment;
use crate::gaps;
use crate::history::reached::reached;
use crate::history::{self, Reached, State, Today};
use crate::requirements::Context;
use crate::settings::Key;
use crate::wording;

/// Every year from the resolution's to the last evaluated one.
pub(super) struct Review<'a> {
    /// Before the last one, oldest first.
    earlier: Vec<Assessment>,
    last: Option<&'a Assessment>,
    reached: BTreeMap<i32, Reached>,
    /// The session the evaluation is tabled for.
    session: Option<String>,
}

impl<'a> Review<'a> {
    /// Judges the years that nobody has asked about; what they would ask is not asked.
    pub(super) fn of(
        material: &Material,
        answers: &'a Answers,
        context: &mut Context<'_>,
        last: i32,
        session: Option<&str>,
    ) -> Self {
        let mut review = Self {
            earlier: Vec::new(),
            last: answers.assessments.get(&last),
            reached: BTreeMap::new(),
            session: session.map(str::to_owned),
        };
        for year in material.resolution.adopted_on.year()..=last {
            let Some(period) = judged(&material.resolution, answers.as_of, year) else { continue };
            context.year = period;
            if year < last {
                review.earlier.push(match answers.assessments.get(&year) {
                    Some(known) => known.clone(),
                    None => assess_in(&mut Diagnostics::default(), context),
                });
            }
            if let Some(reached) = reached(context, period) {
                review.reached.insert(year, reached);
            }
        }
        review
    }

    /// What stands beside the verdicts of one year; the context is that of the year.
    pub(super) fn beside(
        &self,
        material: &Material,
        answers: &Answers,
        context: &Context<'_>,
        year: i32,
    ) -> Beside<'_> {
        let Some(assessment) = answers.assessments.get(&year) else { return Beside::default() };
        let before = self.earlier.partition_point(|earlier| earlier.year < year);
        let earlier = self.earlier.get(..before).unwrap_or_default();
        let otherwise = otherwise(material);
        let today = today(material, answers, &otherwise);
        let session = self.session.as_deref();
        let mut history = history::compare(&today, &material.states, session, assessment, earlier);
        if history.session.is_none() {
            let next = material.settings.date(Key::Session).filter(|day| *day >= today.as_of);
            history.session = next.map(|day| format!("Sitzung {}", wording::date_in_text(day)));
        }
        history.reached = self.reached.range(..=year).map(|(y, r)| (*y, r.clone())).collect();
        let readings = readings::of_year(material, answers, assessment, context);
        let gaps = gaps::find(context, assessment);
        Beside { earlier, history, readings, gaps }
    }

    /// The state of all these years, to be frozen.
    pub(super) fn state(
        &self,
        material: &Material,
        answers: &Answers,
        session: &str,
        number: u32,
    ) -> State {
        let otherwise = otherwise(material);
        let today = today(material, answers, &otherwise);
        State::of(&today, session, number, self.earlier.iter().chain(self.last))
    }
}

/// The interpretations that people have decided otherwise.
fn otherwise(material: &Material) -> Vec<String> {
    let all = material.resolution.interpretations.iter();
    all.filter(|interpretation| interpretation.otherwise).map(|i| i.id.clone()).collect()
}

fn today<'a>(material: &'a Material, answers: &'a Answers, otherwise: &'a [String]) -> Today<'a> {
    Today {
        resolution: &material.resolution,
        branches: &answers.records.branches,
        as_of: answers.as_of.0,
        otherwise,
        version: env!("CARGO_PKG_VERSION"),
    }
}
