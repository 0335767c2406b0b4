//! The summary on the screen: how each requirement stands, which letters are due or written, what is asked, what to do next.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::decisions::Asked;
use super::material::Answers;
use super::outbox::Posted;
use super::terminal::Terminal;
use crate::decisions::FILE;
use crate::diagnostic::{Code, Diagnostics, Group, Severity, groups};
use crate::domain::Assessment;
use crate::letters::{LetterState, PlannedLetter};
use crate::resolution::Resolution;
use crate::sheets;
use crate::wording;

/// Cells named per kind of question before „…“: at a glance, and where every cell is wanted.
const FIRST_CELLS: usize = 3;
const ALL_CELLS: usize = 200;
/// Kinds of question on the screen; all of them stand in the workbooks.
const MOST_GROUPS: usize = 20;

/// One line per requirement, in the order of the resolution; below, the readings that people have decided otherwise.
pub(super) fn verdicts(terminal: &Terminal, resolution: &Resolution, assessment: &Assessment) {
    terminal.say(&format!(
        "{}\nJahr {} · Stand: {}\n",
        resolution.title,
        assessment.year,
        wording::long_date(assessment.as_of.0)
    ));
    let standings = sheets::standings(resolution, assessment);
    let width = standings.iter().map(|s| s.requirement.id.chars().count()).max().unwrap_or(0);
    for standing in &standings {
        let id = &standing.requirement.id;
        terminal.hang(
            &format!(
                "{} {id:width$} {}: {}",
                standing.sign().mark(),
                standing.requirement.short,
                standing.words()
            ),
            width + 3,
        );
    }
    for interpretation in resolution.interpretations.iter().filter(|i| i.otherwise) {
        terminal.hang(
            &format!(
                "Auslegung {} ist anders entschieden ({}): {}",
                interpretation.id,
                interpretation.other_words().unwrap_or_default(),
                interpretation.question
            ),
            2,
        );
    }
    terminal.say("");
}

/// Every verdict with its sentence, for `pruefen`.
pub(super) fn sentences(terminal: &Terminal, assessment: &Assessment) {
    for verdict in &assessment.verdicts {
        terminal.hang(&format!("  {}", verdict.sentence), 2);
    }
    terminal.say("");
}

/// How many letters are in which state, by title.
pub(super) fn due(terminal: &Terminal, answers: &Answers) {
    let letters = &answers.letters;
    let ready = by_title(letters.iter().filter(|l| l.state == LetterState::Ready));
    let incomplete: Vec<&PlannedLetter> =
        letters.iter().filter(|l| l.state == LetterState::Incomplete).collect();
    let drafts = letters.iter().filter(|l| l.state == LetterState::Draft).count();
    if ready.is_empty() && incomplete.is_empty() && drafts == 0 {
        terminal.say("Briefe: Es ist keiner fällig.");
        return;
    }
    if !ready.is_empty() {
        let total: usize = ready.values().sum();
        terminal.hang(
            &format!("Fällig: {} – {}", wording::count(total, "Brief", "Briefe"), listed(&ready)),
            2,
        );
    }
    missing(terminal, &incomplete);
    if drafts > 0 {
        let (noun, verb) =
            if drafts == 1 { ("Entwurf", "wartet") } else { ("Entwürfe", "warten") };
        let mut line = format!("{drafts} {noun} {verb} auf „versandt am“.");
        let held = letters.iter().filter(|l| l.state == LetterState::Draft && l.hold.is_some());
        match held.count() {
            0 => {}
            1 => line
                .push_str(" Einer davon sollte so nicht hinaus; warum, steht in der Auswertung."),
            n => {
                write!(line, " {n} davon sollten so nicht hinaus; warum, steht in der Auswertung.")
                    .ok();
            }
        }
        match answers.desk.outdated().count() {
            0 => {}
            1 => line.push_str(" Einer davon ist veraltet; „briefe“ erneuert ihn."),
            n => drop(write!(line, " {n} davon sind veraltet; „briefe“ erneuert sie.")),
        }
        terminal.hang(&line, 2);
    }
}

/// What keeps letters from being written: each detail once, with the letters that wait for it.
fn missing(terminal: &Terminal, letters: &[&PlannedLetter]) {
    let mut details: Vec<(String, Vec<String>)> = Vec::new();
    for letter in letters {
        let name = format!("„{}“ an {}", letter.letter.title, letter.recipient_name);
        for detail in &letter.missing {
            let what = format!("{} ({})", detail.text, detail.place);
            match details.iter_mut().find(|(known, _)| *known == what) {
                Some((_, waiting)) => waiting.push(name.clone()),
                None => details.push((what, vec![name.clone()])),
            }
        }
    }
    if !letters.is_empty() {
        terminal.say(&format!(
            "Angabe fehlt für {}:",
            wording::count(letters.len(), "Brief", "Briefe")
        ));
    }
    for (what, waiting) in details {
        let waiting = match waiting.as_slice() {
            [_, _, _, ..] => wording::count(waiting.len(), "Brief", "Briefe"),
            few => wording::list(few),
        };
        terminal.hang(&format!("  {what}: {waiting}"), 2);
    }
}

/// The letters this run has written, and what became of the register.
pub(super) fn written(terminal: &Terminal, posted: &Posted) {
    let letters = &posted.letters;
    if letters.is_empty() {
        terminal.say("Briefe: Es war keiner neu zu schreiben.");
    } else {
        new(terminal, letters);
    }
    if !posted.renewed.is_empty() {
        let renewed: Vec<String> = posted
            .renewed
            .iter()
            .map(|(title, recipient)| format!("„{title}“ an {recipient}"))
            .collect();
        let shown = match renewed.as_slice() {
            [_, _, _, _, ..] => wording::count(renewed.len(), "Entwurf", "Entwürfe"),
            few => wording::list(few),
        };
        terminal.hang(&format!("Erneuert, weil sich Angaben geändert haben: {shown}"), 2);
    }
    if let Some(note) = &posted.note {
        terminal.hang(note, 2);
    }
}

fn new(terminal: &Terminal, letters: &[(String, String)]) {
    let mut titles: BTreeMap<&str, usize> = BTreeMap::new();
    for (title, _) in letters {
        *titles.entry(title).or_default() += 1;
    }
    terminal.hang(
        &format!(
            "Geschrieben: {} – {}",
            wording::count(letters.len(), "Brief", "Briefe"),
            listed(&titles)
        ),
        2,
    );
}

fn by_title<'a>(letters: impl Iterator<Item = &'a PlannedLetter>) -> BTreeMap<&'a str, usize> {
    letters.fold(BTreeMap::new(), |mut titles, letter| {
        *titles.entry(letter.letter.title.as_str()).or_default() += 1;
        titles
    })
}

fn listed(titles: &BTreeMap<&str, usize>) -> String {
    let parts: Vec<String> = titles.iter().map(|(title, n)| format!("{n} × {title}")).collect();
    wording::list(&parts)
}

/// Each kind of question once, what most verdicts wait for first; notes only as a count.
pub(super) fn questions(terminal: &Terminal, diagnostics: &Diagnostics) {
    let groups = groups(diagnostics);
    let (notes, asked): (Vec<_>, Vec<_>) =
        groups.iter().partition(|group| group.severity() == Severity::Note);
    head(terminal, total(&asked));
    for group in asked.iter().take(MOST_GROUPS) {
        let place = Some(group.place(FIRST_CELLS)).filter(|place| !place.is_empty());
        let line = format!(
            "  {} {}{}{}",
            group.code.number(),
            // a missing column is at no cell that would say which
            if group.code == Code::EmptyCell && group.first.cell.is_none() {
                group.first.message.trim_end_matches('.')
            } else {
                group.code.title()
            },
            place.map_or_else(String::new, |place| format!(" – {place}")),
            group.consequence.as_ref().map_or_else(String::new, |said| format!(" → {said}"))
        );
        terminal.hang(&line, 2);
    }
    if asked.len() > MOST_GROUPS {
        let rest: usize = asked.iter().skip(MOST_GROUPS).map(|group| group.count()).sum();
        terminal.hang(&format!("  … und {}", wording::count(rest, "weitere", "weitere")), 2);
    }
    if !notes.is_empty() {
        terminal.say(&format!("Dazu {}.", wording::count(total(&notes), "Hinweis", "Hinweise")));
    }
}

/// The whole text of every question with all its cells, notes too, for `pruefen`.
pub(super) fn messages(terminal: &Terminal, diagnostics: &Diagnostics) {
    let groups = groups(diagnostics);
    let asked: Vec<&Group<'_>> =
        groups.iter().filter(|group| group.severity() != Severity::Note).collect();
    head(terminal, total(&asked));
    terminal.say("");
    for group in groups {
        let code = group.code;
        let lines = [
            Some(format!("{} {}: {}", code.severity().label_de(), code.number(), group.question())),
            Some(group.place(ALL_CELLS)).filter(|place| !place.is_empty()),
            group.first.expected.as_ref().map(|expected| format!("Erwartet: {expected}")),
            group.consequence.as_ref().map(|consequence| format!("Folge: {consequence}")),
            Some(format!("Hilfe: {}\n", group.help())),
        ];
        let block = lines.into_iter().flatten().collect::<Vec<_>>().join("\n  ");
        terminal.hang(&block, 2);
    }
}

fn total(groups: &[&Group<'_>]) -> usize {
    groups.iter().map(|group| group.count()).sum()
}

fn head(terminal: &Terminal, asked: usize) {
    terminal.say("");
    if asked == 0 {
        terminal.say("Rückfragen: keine.");
    } else {
        terminal.say(&format!("{}:", wording::count(asked, "Rückfrage", "Rückfragen")));
    }
}

/// What was asked anew in `Entscheidungen.xlsx`, and how many answers hold.
pub(super) fn asked(terminal: &Terminal, asked: Option<&Asked>, answered: usize) {
    for sentence in asked.map(Asked::sentences).unwrap_or_default() {
        terminal.say(&sentence);
    }
    match answered {
        0 => {}
        1 => terminal.say(&format!("1 Antwort aus {FILE} gilt.")),
        n => terminal.say(&format!("{n} Antworten aus {FILE} gelten.")),
    }
}
