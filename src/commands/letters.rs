//! `briefe`: first who gets what and why, then, after a yes, the drafts.

use super::decisions::{self, Asked};
use super::material::Material;
use super::terminal::{self, Terminal};
use super::{Error, outbox, sending, summary};
use crate::cli::Options;
use crate::letters::{LetterState, PlannedLetter, register};

pub(super) fn letters(
    terminal: &mut Terminal,
    options: &Options,
    confirmed: bool,
    preview: bool,
    pdf: bool,
) -> Result<(), Error> {
    let mut material = Material::read(options)?;
    let year = material.year(options)?;
    let answers = material.answer(options.as_of, &[year]);
    recipients(terminal, &answers.letters);
    let ready = answers.letters.iter().filter(|l| l.state == LetterState::Ready).count();
    if ready == 0 {
        terminal.say("Es ist kein Brief zu schreiben.");
        if !preview {
            let prepared = sending::prepare(&material, &answers, pdf)?;
            sending::tell(terminal, &prepared);
            if !prepared.diagnostics.is_empty() {
                summary::messages(terminal, &prepared.diagnostics);
            }
            tell(terminal, &material, decisions::ask(&material, &answers)?.as_ref());
        }
        return Ok(());
    }
    // said while the answer can still be no
    summary::messages(terminal, &material.of_pictures);
    if preview {
        terminal.say("Probe: Es wurde nichts geschrieben.");
        return Ok(());
    }
    if !confirmed {
        if !terminal::can_ask() {
            terminal.say(
                "Es wurde nichts geschrieben. Mit --ja werden die fertigen Briefe geschrieben.",
            );
            return Ok(());
        }
        let question = if ready == 1 {
            "Diesen Brief schreiben?".to_owned()
        } else {
            format!("Diese {ready} Briefe schreiben?")
        };
        if !terminal::ask(&question) {
            terminal.say("Es wurde nichts geschrieben.");
            return Ok(());
        }
    }
    let posted = outbox::post(&material, &answers)?;
    let prepared = sending::prepare(&material, &answers, pdf)?;
    let asked = decisions::ask(&material, &answers)?;
    summary::written(terminal, &posted.letters);
    sending::tell(terminal, &prepared);
    let mut diagnostics = posted.diagnostics;
    diagnostics.extend(prepared.diagnostics);
    summary::messages(terminal, &diagnostics);
    terminal.hang(
        &format!(
            "Die Entwürfe liegen unter „Briefe“. Nach dem Versand in {} „versandt am“ eintragen.",
            register::FILE
        ),
        2,
    );
    tell(terminal, &material, asked.as_ref());
    Ok(())
}

fn tell(terminal: &Terminal, material: &Material, asked: Option<&Asked>) {
    summary::asked(terminal, asked, material.decisions.decisions.answered());
}

/// The recipient list, by letter; many without an occasion for the same reason stand in one line.
fn recipients(terminal: &Terminal, letters: &[PlannedLetter]) {
    let mut titles: Vec<&str> = Vec::new();
    for letter in letters {
        if !titles.contains(&letter.letter.title.as_str()) {
            titles.push(&letter.letter.title);
        }
    }
    for title in titles {
        terminal.say(title);
        let mut idle: Vec<(&str, Vec<&str>)> = Vec::new();
        for letter in letters.iter().filter(|letter| letter.letter.title == title) {
            if letter.state == LetterState::NotDue {
                match idle.iter_mut().find(|(reason, _)| *reason == letter.reason) {
                    Some((_, names)) => names.push(&letter.recipient_name),
                    None => idle.push((&letter.reason, vec![&letter.recipient_name])),
                }
                continue;
            }
            let mut line = format!("  {}: {}", letter.recipient_name, standing(letter));
            for missing in &letter.missing {
                line.push_str("; ");
                line.push_str(&missing.text);
                line.push_str(&format_place(&missing.place));
            }
            terminal.hang(&line, 2);
        }
        for (reason, names) in idle {
            let who = match names.as_slice() {
                [_, _, _, _, ..] => format!("{} Verbände und Stellen", names.len()),
                few => few.join(", "),
            };
            terminal.hang(&format!("  {who}: {} – {reason}", LetterState::NotDue.label_de()), 2);
        }
        terminal.say("");
    }
}

/// State and reason; a reason that says the state again stands for both („schon versandt am 22.01.2024“).
fn standing(letter: &PlannedLetter) -> String {
    let (label, reason) = (letter.state.label_de(), &letter.reason);
    let last = label.rsplit(' ').next().unwrap_or(label);
    match reason.strip_prefix(last) {
        Some(rest) => format!("{label}{rest}"),
        None if reason.is_empty() => label.to_owned(),
        None => format!("{label} – {reason}"),
    }
}

fn format_place(place: &str) -> String {
    if place.is_empty() { String::new() } else { format!(" ({place})") }
}
