//! What goes with the letters that lie there unsent: PDFs where they are wished for, and drafts of e-mails. Made anew at
//! every run from the letters as they lie there, so that what somebody has written into one goes with it. Nothing is sent.

use std::collections::BTreeSet;

use chrono::Datelike as _;

use super::Error;
use super::material::{Answers, Material};
use super::printing::{Printed, print_files};
use super::terminal::Terminal;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::domain::{DateReading, Field, Records};
use crate::io::eml::{self, Attachment, Mail};
use crate::io::output_folder::{Edited, Outcome, OutputFolder, safe_name};
use crate::io::pdf::{self, LibreOffice, PdfFault};
use crate::letters::desk::{Condition, DeskDraft};
use crate::letters::{Facts, MissingDetail, PlannedLetter, fields, mailing};
use crate::settings::Key;
use crate::wording;

/// What was made.
#[derive(Debug, Default)]
pub(super) struct Prepared {
    pub(super) printed: Printed,
    /// E-mail drafts that lie there now.
    pub(super) mails: usize,
    /// Letters that have a PDF now.
    pub(super) pdfs: usize,
    pub(super) diagnostics: Diagnostics,
}

/// PDFs (`pdf`) and e-mail drafts for all letters that are registered and not sent.
pub(super) fn prepare(
    material: &Material,
    answers: &Answers,
    pdf: bool,
) -> Result<Prepared, Error> {
    let mut prepared = Prepared::default();
    let Some(assessment) = answers.assessments.get(&answers.as_of.0.year()) else {
        return Ok(prepared);
    };
    let facts = material.facts(&answers.records, assessment, answers.as_of);
    let drafts: Vec<&DeskDraft> =
        answers.desk.drafts.iter().filter(|draft| is_to_be_posted(draft)).collect();
    let mut output = OutputFolder::open(&material.workspace.output)?;
    let said = &mut prepared.diagnostics;
    prepared.printed = print_files(said, material, &facts, &answers.desk, &mut output)?;
    output.commit()?;
    output = OutputFolder::open(&material.workspace.output)?;
    pdf::retire_stale(&mut output, |file| may_be_sent(&answers.records, file) == Some(true))?;
    if pdf {
        output.commit()?;
        output = OutputFolder::open(&material.workspace.output)?;
        let letters = drafts.iter().map(|draft| draft.file.clone());
        let files: Vec<String> = letters.chain(prepared.printed.files.iter().cloned()).collect();
        prepared.pdfs = pdfs(&mut prepared.diagnostics, &mut output, &files)?;
        output.commit()?;
        output = OutputFolder::open(&material.workspace.output)?;
    }
    let mut live: BTreeSet<String> = BTreeSet::new();
    for draft in drafts {
        if mail(&mut prepared.diagnostics, material, &facts, &mut output, draft)? {
            live.insert(mail_beside(&draft.file));
        }
    }
    prepared.mails = live.len();
    for file in pointless_mails(&answers.records, &output, &live)? {
        output.retire(&file)?;
    }
    output.commit()?;
    Ok(prepared)
}

/// What was made, where there is anything to say.
pub(super) fn tell(terminal: &Terminal, prepared: &Prepared) {
    let printed = &prepared.printed;
    if !printed.files.is_empty() {
        terminal.hang(
            &format!(
                "{} mit {} unter „Briefe“: alle Entwürfe einer Art, die per Post gehen",
                wording::count(printed.files.len(), "Sammeldruck", "Sammeldrucke"),
                wording::count(printed.letters, "Brief", "Briefen")
            ),
            2,
        );
    }
    tell_pdfs(terminal, prepared.pdfs);
    if prepared.mails > 0 {
        terminal.hang(
            &format!(
                "{} (.eml) neben den Briefen: öffnen, prüfen und selbst absenden",
                wording::count(prepared.mails, "E-Mail-Entwurf", "E-Mail-Entwürfe")
            ),
            2,
        );
    }
}

/// How many letters have a PDF, where any has.
pub(super) fn tell_pdfs(terminal: &Terminal, pdfs: usize) {
    if pdfs > 0 {
        let pdfs = wording::count(pdfs, "PDF", "PDFs");
        terminal.hang(&format!("{pdfs} neben den Briefen"), 2);
    }
}

/// The e-mail draft of a letter.
fn mail_beside(file: &str) -> String {
    format!("{}.eml", file.strip_suffix(".docx").unwrap_or(file))
}

/// The e-mail drafts of earlier runs that no letter on the desk goes with any more. One whose letter was sent stays.
fn pointless_mails(
    records: &Records,
    output: &OutputFolder,
    live: &BTreeSet<String>,
) -> Result<Vec<String>, Error> {
    let mut found = Vec::new();
    for mail in output.written().filter(|file| !live.contains(*file)) {
        let Some(stem) = mail.strip_suffix(".eml") else { continue };
        let letter = format!("{stem}.docx");
        let sent = may_be_sent(records, &letter);
        if sent == Some(false) || (sent.is_none() && output.read(&letter)?.is_none()) {
            found.push(mail.to_owned());
        }
    }
    Ok(found)
}

/// Whether the register says anything of the dispatch of the letter in this file; `None` where it has no such row.
fn may_be_sent(records: &Records, file: &str) -> Option<bool> {
    let mut rows =
        records.dispatches.iter().filter(|e| e.text(Field::FileName) == Some(file)).peekable();
    rows.peek()?;
    Some(rows.any(|entry| *entry.date(Field::SentOn) != DateReading::Empty))
}

/// False for a draft that is gone, or whose occasion is.
fn is_to_be_posted(draft: &DeskDraft) -> bool {
    let own = draft.condition.hold();
    draft.condition != Condition::Deleted
        && (draft.letter.hold.is_none() || draft.letter.hold == own)
}

/// Makes the PDFs of these letters; returns how many have one.
pub(super) fn pdfs(
    diagnostics: &mut Diagnostics,
    output: &mut OutputFolder,
    files: &[String],
) -> Result<usize, Error> {
    if files.is_empty() {
        return Ok(0);
    }
    let Some(office) = LibreOffice::find() else {
        diagnostics.push(
            Diagnostic::new(
                Code::NoPdf,
                "Für PDF-Dateien wird LibreOffice gebraucht, und auf diesem Rechner ist keines zu finden; die Briefe liegen als Word-Dateien bereit.",
            )
            .help("LibreOffice installieren (kostenlos) und noch einmal mit --pdf starten, oder die Briefe in Word mit „Speichern unter“ als PDF ablegen."),
        );
        return Ok(0);
    };
    let converted = pdf::convert(&office, output, files)?;
    for fault in [PdfFault::NotStarted, PdfFault::TooSlow, PdfFault::NoPdf] {
        let failed: Vec<&String> = converted
            .faults
            .iter()
            .filter(|(_, own)| *own == fault)
            .map(|(file, _)| file)
            .collect();
        if let Some(first) = failed.first() {
            let which = match failed.len() {
                1 => "Aus diesem Brief ist kein PDF entstanden".to_owned(),
                n => format!("Aus diesem und {} ist kein PDF entstanden", others(n - 1)),
            };
            diagnostics.push(
                Diagnostic::new(
                    Code::NoPdf,
                    format!("{which}: {fault}. Die Word-Dateien liegen bereit."),
                )
                .in_file(first.as_str())
                .help("Noch einmal mit --pdf starten; hilft das nicht, den Brief in Word öffnen und mit „Speichern unter“ als PDF ablegen."),
            );
        }
    }
    if let Some(first) = converted.kept.first() {
        diagnostics.push(
            Diagnostic::new(
                Code::NoPdf,
                format!(
                    "Dieses PDF liegt schon da und ist nicht das des Programms zu diesem Brief{}; es bleibt, wie es ist.",
                    match converted.kept.len() {
                        1 => String::new(),
                        n => format!(" (ebenso {})", others(n - 1)),
                    }
                ),
            )
            .in_file(first.as_str())
            .help("Soll ein neues entstehen: das vorhandene umbenennen oder löschen und noch einmal starten."),
        );
    }
    Ok(converted.files.len())
}

fn others(n: usize) -> String {
    wording::count(n, "weiterer", "weitere")
}

/// Stages the e-mail draft of a letter that goes by e-mail; true where one lies there.
fn mail(
    diagnostics: &mut Diagnostics,
    material: &Material,
    facts: &Facts<'_>,
    output: &mut OutputFolder,
    draft: &DeskDraft,
) -> Result<bool, Error> {
    let letter = &draft.letter;
    let Some(addresses) = mailing::addresses(facts, letter) else { return Ok(false) };
    // somebody has taken the letter away
    let Some(bytes) = output.read(&draft.file)? else { return Ok(false) };
    if matches!(draft.condition, Condition::Edited | Condition::EditedOutdated(_))
        && let Some(text) = material.templates.text(&letter.letter.key)
    {
        let open = mailing::unconfirmed(facts, letter, &text.fields());
        if !open.is_empty() {
            diagnostics.push(promises_more(facts, letter, &open));
            return Ok(false);
        }
    }
    let message = addresses.map_err(|missing| vec![missing]).and_then(|addresses| {
        let text = material
            .templates
            .text(&letter.letter.key)
            .ok_or_else(|| vec![text_missing(&letter.letter.key)])?;
        let file = format!("Vorlagen/{}.txt", letter.letter.key);
        let values = fields::values_for(facts, letter, &text.fields(), &file)?;
        let from = sender(facts)?;
        match text.fill(&values) {
            Ok(message) => Ok((addresses, from, message)),
            Err(faults) => {
                diagnostics.extend_with(faults.iter().map(|fault| {
                    Diagnostic::new(Code::TemplateField, fault.to_string()).in_file(&file)
                }));
                Err(Vec::new())
            }
        }
    });
    let (to, from, message) = match message {
        Ok(all) => all,
        Err(missing) => {
            for detail in missing {
                diagnostics.push(no_mail(letter, &detail));
            }
            return Ok(false);
        }
    };
    let name = safe_name(&format!("{} {}", letter.letter.title, letter.recipient_name));
    let attachment = match pdf::of(output, &draft.file, &bytes)? {
        Some(bytes) => Attachment { name: format!("{name}.pdf"), bytes },
        None => Attachment { name: format!("{name}.docx"), bytes },
    };
    let answers_to = facts.settings.text(Key::ContactEmail);
    let written = eml::write(&Mail {
        from_name: facts.settings.text(Key::SenderName),
        from: &from,
        reply_to: (!answers_to.is_empty() && answers_to != from).then_some(answers_to),
        to: &to,
        subject: &message.subject,
        text: &message.text,
        day: Some(fields::letter_date(facts, letter)),
        attachments: &[attachment],
    });
    let Ok(written) = written else {
        diagnostics.push(no_mail(letter, &setting_missing(facts)));
        return Ok(false);
    };
    let file = mail_beside(&draft.file);
    if output.stage(&file, &written, Edited::Keep)? == Outcome::Kept {
        diagnostics.push(
            Diagnostic::new(
                Code::LetterKept,
                format!(
                    "Die E-Mail mit „{}“ an {} liegt schon da und wurde von Hand bearbeitet; sie bleibt, wie sie ist.",
                    letter.letter.title, letter.recipient_name
                ),
            )
            .in_file(&file)
            .help("Wurde der Brief danach noch geändert: die E-Mail umbenennen oder löschen und noch einmal starten."),
        );
    }
    Ok(true)
}

/// The address in the settings that answers for the office.
fn sender(facts: &Facts<'_>) -> Result<String, Vec<MissingDetail>> {
    [Key::SenderEmail, Key::ContactEmail]
        .into_iter()
        .map(|key| facts.settings.text(key))
        .find(|address| !address.is_empty())
        .map(str::to_owned)
        .ok_or_else(|| vec![setting_missing(facts)])
}

fn setting_missing(facts: &Facts<'_>) -> MissingDetail {
    let label = Key::SenderEmail.setting().label;
    MissingDetail {
        field: "absender_email".into(),
        text: format!("die Einstellung „{label}“, ohne Umlaute in der Adresse"),
        place: facts.settings.place(Key::SenderEmail),
        cell: facts.settings.cell(Key::SenderEmail),
    }
}

fn text_missing(key: &str) -> MissingDetail {
    let file = format!("Vorlagen/{key}.txt");
    MissingDetail {
        field: "vorlage".into(),
        text: "ein fehlerfreier Text der E-Mail".into(),
        place: file,
        cell: None,
    }
}

/// The e-mail would promise what the letter, edited by hand, need not.
fn promises_more(facts: &Facts<'_>, letter: &PlannedLetter, open: &[String]) -> Diagnostic {
    let quoted: Vec<String> = open.iter().map(|promise| format!("„{promise}“")).collect();
    let diagnostic = Diagnostic::new(
        Code::NoMail,
        format!(
            "Zu „{}“ an {} gibt es keinen E-Mail-Entwurf: Sein Text würde {} zusagen, und ob der von Hand bearbeitete Brief das noch zusagt, ist nicht bestätigt.",
            letter.letter.title,
            letter.recipient_name,
            wording::list(&quoted)
        ),
    )
    .help("Sagt der Brief das alles zu, unter „Zusagen“ „alles“ eintragen und noch einmal starten; sonst die E-Mail selbst schreiben und den Brief anhängen.");
    match mailing::promises_at(facts, letter) {
        Some(cell) => diagnostic.at(cell),
        None => diagnostic,
    }
}

fn no_mail(letter: &PlannedLetter, missing: &MissingDetail) -> Diagnostic {
    let place =
        if missing.cell.is_some() { String::new() } else { format!(" ({})", missing.place) };
    let diagnostic = Diagnostic::new(
        Code::NoMail,
        format!(
            "Zu „{}“ an {} gibt es keinen E-Mail-Entwurf; es fehlt {}{place}.",
            letter.letter.title, letter.recipient_name, missing.text
        ),
    )
    .help("Die Angabe ergänzen und noch einmal starten; der Brief selbst liegt bereit.");
    match &missing.cell {
        Some(cell) => diagnostic.at(cell.clone()),
        None => diagnostic,
    }
}
