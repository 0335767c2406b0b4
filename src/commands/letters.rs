//! `briefe`: first who gets what and why, then, after a yes, the drafts.

use chrono::Datelike as _;

use super::decisions::{self, Asked};
use super::material::{Answers, Material};
use super::terminal::{self, Terminal};
use super::view::{Beside, Links, context_of, view};
use super::{Error, outbox, sending, summary};
use crate::cli::Options;
use crate::io::excel_writer;
use crate::io::output_folder::{Edited, Outcome, OutputFolder};
use crate::letters::{LetterState, PlannedLetter, batches, register};
use crate::sheets;

pub(super) fn letters(
    terminal: &mut Terminal,
    options: &Options,
    confirmed: bool,
    preview: bool,
    pdf: bool,
) -> Result<(), Error> {
    let mut material = Material::read(options)?;
    let year = material.year(options)?;
    let mut answers = material.answer(options.as_of, &[year]);
    recipients(terminal, &answers.letters);
    let list = list_recipients(&material, &answers)?;
    let ready = answers.letters.iter().filter(|l| l.state == LetterState::Ready).count();
    let old = answers.desk.outdated().count();
    if ready == 0 {
        terminal.say("Es ist kein Brief zu schreiben.");
    }
    if ready + old > 0 {
        // said while the answer can still be no
        summary::messages(terminal, &material.of_pictures);
    }
    terminal.say(&list);
    if preview {
        terminal.say("Probe: Es wurde kein Brief geschrieben.");
        return Ok(());
    }
    if ready + old > 0 && !confirmed {
        if !terminal::can_ask() {
            terminal.say(
                "Es wurde kein Brief geschrieben. Mit --ja werden die fertigen Briefe geschrieben.",
            );
            return Ok(());
        }
        if !terminal::ask(&question(ready, old)) {
            terminal.say("Es wurde kein Brief geschrieben.");
            return Ok(());
        }
    }
    let posted = outbox::post(&material, &answers)?;
    if posted.changed {
        // the list goes on saying how it is
        answers = material.answer(options.as_of, &[year]);
        list_recipients(&material, &answers)?;
    }
    let prepared = sending::prepare(&material, &answers, pdf)?;
    let asked = decisions::ask(&material, &answers)?;
    let mut diagnostics = posted.diagnostics.clone();
    diagnostics.extend(prepared.diagnostics.clone());
    if ready + old > 0 {
        summary::written(terminal, &posted);
    }
    sending::tell(terminal, &prepared);
    if ready + old > 0 || !diagnostics.is_empty() {
        summary::messages(terminal, &diagnostics);
    }
    if ready > 0 {
        terminal.hang(
            &format!(
                "Die Entwürfe liegen unter „Briefe“. Nach dem Versand in {} „versandt am“ eintragen; auf dem Blatt \
                 „{}“ genügt eine Zelle je Sendung.",
                register::FILE,
                batches::SHEET
            ),
            2,
        );
    }
    tell(terminal, &material, asked.as_ref());
    Ok(())
}

fn question(ready: usize, old: usize) -> String {
    let renew = match old {
        0 => String::new(),
        1 => "1 veralteten Entwurf erneuern".to_owned(),
        n => format!("{n} veraltete Entwürfe erneuern"),
    };
    match (ready, renew.is_empty()) {
        (0, _) => format!("{renew}?"),
        (1, true) => "Diesen Brief schreiben?".to_owned(),
        (n, true) => format!("Diese {n} Briefe schreiben?"),
        (1, false) => format!("Diesen Brief schreiben und {renew}?"),
        (n, false) => format!("Diese {n} Briefe schreiben und {renew}?"),
    }
}

/// Writes the recipient list as a workbook; says where it lies. An open or locked list stops no letter.
fn list_recipients(material: &Material, answers: &Answers) -> Result<String, Error> {
    let year = answers.as_of.0.year();
    let Some(assessment) = answers.assessments.get(&year) else { return Ok(String::new()) };
    let links = Links::of(material, year, "");
    let (context, beside) = (context_of(material, answers, assessment.period), Beside::default());
    let workbook =
        sheets::recipients(&view(material, answers, assessment, &context, &beside, &links));
    if workbook.sheets.is_empty() {
        return Ok(String::new());
    }
    let bytes = excel_writer::write_result(workbook)?;
    let workspace = &material.workspace;
    let file = workspace.result(year, "Briefliste.xlsx");
    let beside = workspace.result(year, "Briefliste (neu berechnet).xlsx");
    let written = OutputFolder::open(&workspace.output).and_then(|mut output| {
        let outcome = output.stage(&file, &bytes, Edited::Beside(beside))?;
        output.commit()?;
        Ok(outcome)
    });
    Ok(match written {
        Ok(Outcome::Beside(beside)) => format!(
            "Die Liste steht in {beside}; die bisherige wurde von Hand bearbeitet und bleibt daneben liegen."
        ),
        Ok(Outcome::Written | Outcome::Unchanged | Outcome::Kept) => {
            format!("Die Liste steht auch in {file}.")
        }
        Err(error) => format!("Die Liste ließ sich nicht als Arbeitsmappe ablegen: {error}"),
    })
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
