//! **Übersicht**: the page the committee gets: what is done, what is open, who acts next. One A4 landscape.

use crate::domain::Status;
use crate::wording;

use super::model::{Cell, Fit, Line, Orientation, Page, Rule, Sheet, Sign, Span, Style};
use super::standing::{self, Standing};
use super::{View, proofs, steps};

pub(super) const NAME: &str = "Übersicht";

/// Ziffer · what it is about · who and how binding · sign · Stand · next step · who.
const WIDTHS: [f64; 7] = [6.5, 36.0, 32.0, 4.0, 40.0, 27.0, 18.0];
const COLUMNS: u16 = 7;

pub(super) fn sheet(view: &View<'_>) -> Option<Sheet> {
    let standings = standing::standings(view.resolution, view.assessment);
    if standings.is_empty() {
        return None;
    }
    let mut sheet = Sheet {
        name: NAME.to_owned(),
        page: Page {
            orientation: Orientation::Landscape,
            fit: Fit::OnePage,
            print_titles: None,
            footer: format!("Auswertung {}", view.assessment.year),
            grid: false,
        },
        widths: WIDTHS.to_vec(),
        blocks: Vec::new(),
        frozen: None,
        hidden: false,
    };
    head(view, &standings, &mut sheet);
    let (done, listed): (Vec<_>, Vec<_>) =
        standings.iter().partition(|s| s.once() && s.sign() == Sign::Done);
    let mut clause = String::new();
    for standing in &listed {
        let this = clause_of(&standing.requirement.id);
        let rule = if this == clause { Rule::Thin } else { Rule::Strong };
        clause = this;
        sheet.push(row(view, standing).ruled(rule));
    }
    if !done.is_empty() {
        let points: Vec<String> = done
            .iter()
            .map(|s| {
                format!(
                    "{} {} ({})",
                    s.requirement.id,
                    s.requirement.short,
                    stand(s).replace('\n', "; ")
                )
            })
            .collect();
        sheet.push(Line {
            rule: Rule::Strong,
            spans: vec![
                Span::new(0, 1, Cell::Sign(Sign::Done), Style::Strong),
                Span::new(
                    1,
                    COLUMNS - 1,
                    Cell::text(format!("Erledigt: {}", points.join(" · "))),
                    Style::Body,
                ),
            ],
            ..Line::default()
        });
    }
    sheet.push(Line::gap(4.0).ruled(Rule::Strong));
    for text in [legend(&standings), source(view)] {
        sheet.push(Line::text(text, COLUMNS, Style::Small));
    }
    Some(sheet)
}

fn head(view: &View<'_>, standings: &[Standing<'_>], sheet: &mut Sheet) {
    let period = view.assessment.period;
    let body = view.body(&view.resolution.adopted_by);
    sheet.push(Line::text(
        format!("Was aus dem Beschluss geworden ist: {}", view.assessment.year),
        COLUMNS,
        Style::Title,
    ));
    sheet.push(Line::text(
        format!(
            "Für: {body} · {} · {} · Zeitraum {}–{}",
            view.resolution.title,
            view.stand(),
            wording::date(period.from),
            wording::date(period.to)
        ),
        COLUMNS,
        Style::Subtitle,
    ));
    sheet.push(Line::gap(6.0));
    for sentence in standing::sentences(standings, view.assessment) {
        sheet.push(Line::text(sentence, COLUMNS, Style::Lead));
    }
    sheet.push(Line::gap(6.0));
    let labels =
        ["Ziffer", "Worum es geht", "Wer, wie verbindlich", "", "Stand", "Nächster Schritt", "Wer"];
    sheet.push(Line {
        height: Some(18.0),
        rule: Rule::None,
        spans: (0..COLUMNS)
            .zip(labels)
            .map(|(column, label)| Span::new(column, 1, Cell::text(label), Style::Head))
            .collect(),
    });
}

/// The Stand in words; what the committee itself has found stands beside it.
fn stand(standing: &Standing<'_>) -> String {
    let mut lines = vec![standing.words()];
    for finding in standing.verdicts.iter().flat_map(|verdict| &verdict.findings) {
        let words = proofs::finding_words(finding);
        if !lines.contains(&words) {
            lines.push(words);
        }
    }
    lines.join("\n")
}

fn row(view: &View<'_>, standing: &Standing<'_>) -> Line {
    let requirement = standing.requirement;
    let step = steps::next(view, standing);
    let cells = [
        (Cell::text(&requirement.id), Style::Strong),
        (
            Cell::text(format!(
                "{} ({})",
                requirement.short,
                unbroken(&requirement.lines.to_string())
            )),
            Style::Body,
        ),
        (
            Cell::text(format!(
                "{}\n{}",
                steps::addressees(view, standing),
                requirement.force.label_de()
            )),
            Style::Body,
        ),
        (Cell::Sign(standing.sign()), Style::Sign),
        (Cell::text(stand(standing)), Style::Body),
        (Cell::text(step.what), Style::Body),
        (Cell::text(step.who), Style::Body),
    ];
    Line {
        spans: (0..COLUMNS)
            .zip(cells)
            .map(|(column, (cell, style))| Span::new(column, 1, cell, style))
            .collect(),
        ..Line::default()
    }
}

/// „Z. 8–13“ stays on one line.
fn unbroken(text: &str) -> String {
    text.replace(' ', "\u{a0}")
}

/// „Z1c“ belongs to „Z1“: what stands before the last letter.
fn clause_of(id: &str) -> String {
    id.trim_end_matches(|c: char| c.is_ascii_lowercase()).to_owned()
}

/// Every sign on the page with its word.
fn legend(standings: &[Standing<'_>]) -> String {
    let shown: Vec<Sign> = standings.iter().map(Standing::sign).collect();
    let judgement = standings
        .iter()
        .flat_map(|s| &s.verdicts)
        .find(|v| v.status == Status::Judgement)
        .map_or("wird gewürdigt, nicht gezählt", |v| v.label.as_str());
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
                Sign::NotApplicable => "trifft nicht zu",
                Sign::Judgement => judgement,
            };
            format!("{} {word}", sign.mark())
        })
        .collect();
    format!("Zeichen: {}.", words.join("   "))
}

fn source(view: &View<'_>) -> String {
    let files: std::collections::BTreeSet<&str> = view
        .inputs
        .iter()
        .filter(|i| {
            matches!(i.state, crate::intake::InputState::Read | crate::intake::InputState::Partial)
        })
        .map(|i| i.file.as_str())
        .collect();
    let contact = view.contact.map_or_else(
        || "Bitte dem Büro sagen".to_owned(),
        |contact| format!("Bitte melden: {contact}"),
    );
    format!(
        "Grundlage: {} im Listenordner, {}; jede Zahl steht mit ihrer Zelle auf dem Blatt Nachweise. Stimmt etwas nicht? {contact}; die Liste wird berichtigt und neu ausgewertet.",
        wording::count(files.len(), "Liste", "Listen"),
        view.stand(),
    )
}
