//! What is still to be asked about an event that was held: only what nobody has entered, each question with the answers
//! to tick.
//!
//! The questions stand in the resolution („frage“, „antworten“); where it has none, the words of the criterion are asked.

use serde_json::{Value, json};

use super::fields::Found;
use super::{Facts, PlannedLetter, event, fields};
use crate::domain::{Field, Tri};
use crate::requirements::criteria;
use crate::resolution::{Criterion, CriterionCheck, Kind};

/// One question to a branch.
struct Question {
    text: String,
    /// To tick; empty where the answer is to be written.
    answers: Vec<String>,
}

/// `[{ text, antworten }]`, in the order of the resolution.
pub(super) fn as_value(facts: &Facts<'_>, letter: &PlannedLetter, name: &str) -> Found {
    let questions = open(facts, letter, name)?;
    let list = questions
        .into_iter()
        .map(|question| json!({ "text": question.text, "antworten": question.answers }));
    Ok(Value::Array(list.collect()))
}

/// „eine“, „zwei“, … „zwölf“, then figures.
pub(super) fn count(facts: &Facts<'_>, letter: &PlannedLetter, name: &str) -> Found {
    const WORDS: [&str; 13] = [
        "keine", "eine", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn",
        "elf", "zwölf",
    ];
    let count = open(facts, letter, name)?.len();
    Ok(WORDS.get(count).map_or_else(|| count.to_string().into(), |word| (*word).into()))
}

fn open(
    facts: &Facts<'_>,
    letter: &PlannedLetter,
    name: &str,
) -> Result<Vec<Question>, Vec<super::MissingDetail>> {
    let entry = fields::about(letter, name)?;
    let Some(evidence) = fields::evidence_of(&letter.letter.occasion) else {
        return Ok(Vec::new());
    };
    let context = facts.context();
    let mut questions: Vec<Question> = Vec::new();
    let mut looked_at: Vec<&str> = Vec::new();
    for requirement in &facts.resolution.requirements {
        let Kind::Recurring(kind) = &requirement.kind else { continue };
        if kind.evidence.key != evidence {
            continue;
        }
        looked_at.push(&requirement.id);
        for criterion in &kind.criteria {
            if criteria::judge(context, entry, criterion) == Tri::Unknown {
                add(&mut questions, of_criterion(facts, criterion));
            }
        }
    }
    for requirement in &facts.resolution.requirements {
        let Kind::Contents(kind) = &requirement.kind else { continue };
        if looked_at.contains(&kind.of.as_str()) && event::is_blank(entry, kind.field) {
            let text = kind.question.clone();
            add(
                &mut questions,
                Question {
                    text: text.unwrap_or_else(|| format!("{}?", requirement.short)),
                    answers: kind.elements.iter().map(|element| element.name.clone()).collect(),
                },
            );
        }
    }
    // by the way, where the office keeps such a column; alone it is no reason to write
    if entry.at(Field::Attendance).is_some() && event::is_blank(entry, Field::Attendance) {
        let text = "Wie viele haben ungefähr teilgenommen?".to_owned();
        add(&mut questions, Question { text, answers: Vec::new() });
    }
    Ok(questions)
}

fn add(questions: &mut Vec<Question>, question: Question) {
    if !questions.iter().any(|other| other.text == question.text) {
        questions.push(question);
    }
}

fn of_criterion(facts: &Facts<'_>, criterion: &Criterion) -> Question {
    let words = |phrases: &[crate::matching::Phrase]| -> Vec<String> {
        phrases.iter().map(|phrase| phrase.text.clone()).collect()
    };
    let answers = match &criterion.check {
        _ if !criterion.answers.is_empty() => criterion.answers.clone(),
        CriterionCheck::Flag(_) => vec!["ja".to_owned(), "nein".to_owned()],
        CriterionCheck::Words { yes, no, .. } => [words(yes), words(no)].concat(),
        CriterionCheck::AllOf { bodies, .. } => bodies
            .iter()
            .map(|key| facts.resolution.body(key).map_or_else(|| key.clone(), |b| b.name.clone()))
            .collect(),
        CriterionCheck::Weekdays(_) => Vec::new(),
    };
    let text = criterion.question.clone();
    Question { text: text.unwrap_or_else(|| format!("Traf zu: {}?", criterion.text)), answers }
}
