//! `erklaeren`: what a message means, or what the resolution demands, in plain words.

use std::path::Path;

use super::Error;
use super::material::read_resolution;
use super::terminal::Terminal;
use crate::diagnostic::Code;
use crate::matching::nearest;

/// A message's number or slug, or a requirement of the resolution in the current folder (else the built-in one).
pub(super) fn explain(terminal: &mut Terminal, topic: &str) -> Result<(), Error> {
    let wanted = topic.trim().to_lowercase();
    let named = |name: &str| name.to_lowercase() == wanted;
    if let Some(code) = Code::ALL.iter().find(|c| named(c.number()) || named(c.slug())) {
        terminal.say(&format!(
            "{} {} ({})\n",
            code.number(),
            code.title(),
            code.severity().label_de()
        ));
        let (wrong, right) = code.example();
        terminal.say(&format!("{}\n", code.explanation()));
        terminal.hang(&format!("Warum es zählt: {}\n", code.matters()), 2);
        terminal.hang(&format!("Beispiel: {wrong} → {right}"), 2);
        return Ok(());
    }
    let resolution = read_resolution(Path::new("."))?;
    if let Some(requirement) = resolution.requirements.iter().find(|r| named(&r.id)) {
        terminal.say(&format!(
            "{} {} ({}, {})\n",
            requirement.id,
            requirement.short,
            requirement.force.label_de(),
            requirement.lines
        ));
        terminal.say(&format!("„{}“", requirement.quote));
        let open: Vec<_> = resolution
            .interpretations
            .iter()
            .filter(|i| requirement.interpretations.contains(&i.id))
            .collect();
        if !open.is_empty() {
            terminal.say("\nSo liest das Büro, was der Wortlaut offen lässt:");
        }
        for interpretation in open {
            let answer = match interpretation.other_words() {
                Some(other) if interpretation.otherwise => format!("Anders entschieden: {other}."),
                _ => interpretation.answer.clone(),
            };
            let (id, question) = (&interpretation.id, &interpretation.question);
            terminal.hang(&format!("  {id} {question} {answer}"), 3);
        }
        return Ok(());
    }
    let names = Code::ALL
        .iter()
        .map(|code| code.number())
        .chain(resolution.requirements.iter().map(|r| r.id.as_str()));
    let near = nearest(topic.trim(), names)
        .map_or_else(String::new, |near| format!(" Meinten Sie „{near}“?"));
    Err(Error::UnknownTopic(format!(
        "Zu „{}“ gibt es keine Erklärung.{near} Erklärt werden Meldungen (D601) und Anforderungen (Z1c).",
        topic.trim()
    )))
}
