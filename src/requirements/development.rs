//! Requirement kind *entwicklung*: still alive, and evaluated or changed.
//!
//! # What it demands
//! „sollen kontinuierlich fortentwickelt werden“, „bedarfsgerecht fortzuentwickeln“.
//! # What counts
//! Measures of the needed Arten, neither planned nor cancelled, in the period, whose Feld or Beschreibung names the
//! item; where declared, that each item was held in the period.
//! # What does not
//! Before the n-th period in which there was anything to develop it is not applicable.
//! # Declared as
//! `[anforderung.entwicklung]` von, nachweis, gehalten, noetig, genuegt, fuer, ab_periode

use chrono::{Datelike, NaiveDate};

use super::context::{Concern, Context};
use super::rows::{self, Fit, Placement, RowState};
use super::{Deadline, Finding, Outcome, fields, offers, proof, question};
use crate::domain::{Entry, Evidence, Field, Missing, Period, PeriodKind, Tri, Unknown};
use crate::matching::{Match, Phrase, any_in, elements, words};
use crate::resolution::{Development, EvidenceKind};
use crate::wording;

/// What a part asks for.
pub(crate) enum Need<'k> {
    /// The item was held.
    Held(&'k EvidenceKind),
    /// A measure of one of the Arten names one of the items.
    Developed { arts: Vec<&'k Phrase>, items: Vec<&'k EvidenceKind> },
}

/// One thing that must be there.
pub(crate) struct Part<'k> {
    pub(crate) need: Need<'k>,
    id: String,
    /// What is said where it is there.
    fact: String,
    /// What is said where it is missing.
    missing: String,
    pub(crate) tri: Tri,
    evidence: Option<Evidence>,
    pub(crate) unknown: Vec<Unknown>,
}

pub fn judge(context: &Context<'_>, kind: &Development, period: Period) -> Outcome {
    if kind.from_period > 1 {
        match first_day(context, kind) {
            First::Known(day) => {
                if nth(period, day) < i64::from(kind.from_period) {
                    return Outcome::not_applicable(format!(
                        "erst ab der {}. Ausgabe etwas fortzuentwickeln ist",
                        kind.from_period
                    ));
                }
            }
            First::Never => {
                return Outcome::not_applicable("es noch nichts fortzuentwickeln gab");
            }
            First::Unknown(unknown) => {
                let mut outcome = Outcome::new(Finding::Unknown, Deadline::Absent);
                outcome.unknown = unknown;
                return outcome;
            }
        }
    }
    let parts = parts(context, kind, period);
    let mut outcome = Outcome::new(Finding::None, Deadline::at(period.to, context.as_of.0));
    let any = |tri| parts.iter().any(|part| part.tri == tri);
    outcome.finding = match (any(Tri::Yes), any(Tri::No), any(Tri::Unknown)) {
        (_, false, false) => Finding::Full,
        (true, true, _) => Finding::Partial,
        (false, true, false) => Finding::None,
        (_, _, true) => Finding::Unknown,
    };
    for part in parts {
        match part.tri {
            Tri::Yes => {
                outcome.facts.push(part.fact);
                outcome.evidence.extend(part.evidence);
            }
            Tri::No => {
                outcome.missing.push(Missing { id: part.id, text: part.missing, criterion: false });
            }
            Tri::Unknown => outcome.unknown.extend(part.unknown),
        }
    }
    if outcome.finding == Finding::None {
        outcome
            .hints
            .extend(context.list_ends_early(kind.evidence.list, context.as_of.0.min(period.to)));
    }
    outcome
}

/// All that must be there in the period.
pub(crate) fn parts<'k>(
    context: &Context<'_>,
    kind: &'k Development,
    period: Period,
) -> Vec<Part<'k>> {
    let mut parts = Vec::new();
    if kind.each_held {
        parts.extend(kind.of.iter().map(|item| held(context, item, period)));
    }
    parts.extend(developments(context, kind, period));
    parts
}

fn name(item: &EvidenceKind) -> &str {
    item.kinds.first().map_or("", |phrase| phrase.text.as_str())
}

fn held<'k>(context: &Context<'_>, item: &'k EvidenceKind, period: Period) -> Part<'k> {
    let mut part = Part {
        need: Need::Held(item),
        id: item.key.clone(),
        fact: format!("„{}“ fand statt", name(item)),
        missing: format!("ein gehaltener Termin „{}“", name(item)),
        tri: Tri::No,
        evidence: None,
        unknown: Vec::new(),
    };
    for candidate in context.candidates(item) {
        let placement = context.place(candidate, period);
        if matches!(placement, Placement::Outside | Placement::BeforeResolution) {
            continue;
        }
        match &candidate.state {
            RowState::Held { .. }
                if candidate.fit == Fit::Yes && placement == Placement::Inside =>
            {
                part.tri = Tri::Yes;
                part.evidence = Some(proof(candidate.entry));
                return part;
            }
            RowState::Held { .. } | RowState::Unknown(_) => {
                let line = candidate.entry.line();
                part.unknown.push(question(
                    candidate.entry,
                    Field::Kind,
                    format!("ob Zeile {line} als „{}“ zählt", name(item)),
                ));
            }
            RowState::Planned | RowState::Offered { .. } | RowState::Nothing(_) => {}
        }
    }
    if part.unknown.is_empty() && !context.covers_period(item.list, period) {
        part.unknown.push(context.missing_list(item.list, &period.spoken()));
    }
    if !part.unknown.is_empty() {
        part.tri = Tri::Unknown;
    }
    part
}

/// The developments demanded, as parts: each item or any, each Art or any.
fn developments<'k>(context: &Context<'_>, kind: &'k Development, period: Period) -> Vec<Part<'k>> {
    let arts: Vec<Vec<&'k Phrase>> = if kind.all_needed {
        kind.needed.iter().map(|art| vec![art]).collect()
    } else {
        vec![kind.needed.iter().collect()]
    };
    let per_item = |item: &'k EvidenceKind| -> Vec<Part<'k>> {
        arts.iter().map(|art| developed(context, kind, &[item], art, period)).collect()
    };
    if kind.for_each {
        return kind.of.iter().flat_map(|item| per_item(item)).collect();
    }
    if !kind.all_needed {
        let items: Vec<&EvidenceKind> = kind.of.iter().map(AsRef::as_ref).collect();
        let all: Vec<&Phrase> = kind.needed.iter().collect();
        return vec![developed(context, kind, &items, &all, period)];
    }
    let worth = |parts: &[Part<'_>]| {
        let count = |tri| parts.iter().filter(|part| part.tri == tri).count();
        (count(Tri::Yes), count(Tri::Unknown))
    };
    kind.of.iter().map(|item| per_item(item)).max_by_key(|parts| worth(parts)).unwrap_or_default()
}

/// Whether a measure of one of the Arten names one of the items in the period.
fn developed<'k>(
    context: &Context<'_>,
    kind: &'k Development,
    items: &[&'k EvidenceKind],
    arts: &[&'k Phrase],
    period: Period,
) -> Part<'k> {
    let art_names: Vec<&str> = arts.iter().map(|art| art.text.as_str()).collect();
    let item_names: Vec<String> = items.iter().map(|item| format!("„{}“", name(item))).collect();
    let wanted =
        format!("{} zu {}", wording::alternatives(&art_names), wording::alternatives(&item_names));
    let mut part = Part {
        need: Need::Developed { arts: arts.to_vec(), items: items.to_vec() },
        id: art_names.join("/"),
        fact: format!("{wanted} liegt vor"),
        missing: wanted,
        tri: Tri::No,
        evidence: None,
        unknown: Vec::new(),
    };
    for candidate in context.candidates(&kind.evidence) {
        let entry = candidate.entry;
        let inside = fields::inside(context, entry, period);
        let is_art = entry.text(Field::Kind).is_some_and(|text| {
            elements(text)
                .into_iter()
                .chain([text])
                .any(|element| arts.iter().any(|art| art.is(element)))
        });
        let unclear = candidate.fit != Fit::Yes || matches!(candidate.state, RowState::Unknown(_));
        if !inside || !is_art && !unclear || !is_art && !perhaps_art(entry, arts) {
            continue;
        }
        if !matches!(candidate.state, RowState::Held { .. } | RowState::Unknown(_)) {
            continue;
        }
        let line = entry.line();
        match (names(entry, items), unclear) {
            (Match::Yes, false) => {
                part.tri = Tri::Yes;
                part.evidence = Some(proof(entry));
                return part;
            }
            (Match::Yes | Match::Perhaps, _) => {
                part.unknown.push(question(
                    entry,
                    Field::Area,
                    format!("ob Zeile {line} dazu zählt"),
                ));
            }
            (Match::No, _)
                if names(entry, &kind.of.iter().map(AsRef::as_ref).collect::<Vec<_>>())
                    == Match::No =>
            {
                part.unknown.push(question(
                    entry,
                    Field::Area,
                    format!("was die Maßnahme in Zeile {line} betrifft"),
                ));
            }
            (Match::No, _) => {}
        }
    }
    if part.unknown.is_empty() && !context.covers_period(kind.evidence.list, period) {
        part.unknown.push(context.missing_list(kind.evidence.list, &period.spoken()));
    }
    if !part.unknown.is_empty() {
        part.tri = Tri::Unknown;
    }
    part
}

fn perhaps_art(entry: &Entry, arts: &[&Phrase]) -> bool {
    [Field::Kind, Field::Title, Field::Topics]
        .into_iter()
        .filter_map(|field| entry.text(field))
        .any(|text| arts.iter().any(|art| art.find(text) != Match::No))
}

/// Whether Feld or Beschreibung names one of the items.
pub fn names(entry: &Entry, items: &[&EvidenceKind]) -> Match {
    [Field::Area, Field::Description]
        .into_iter()
        .filter_map(|field| entry.cell(field))
        .map(|cell| {
            let text = words(&cell.text);
            let found = items.iter().map(|item| any_in(&item.kinds, &text)).max();
            rows::found_in(cell, found.unwrap_or(Match::No))
        })
        .max()
        .unwrap_or(Match::No)
}

/// The how-manieth period this is, counted from the one in which `first` lies (from 1).
fn nth(period: Period, first: NaiveDate) -> i64 {
    let per_year: i64 = match period.kind {
        PeriodKind::Year => 1,
        PeriodKind::Quarter => 4,
        PeriodKind::Month => 12,
    };
    let count =
        |day: NaiveDate| i64::from(day.year()) * per_year + i64::from(day.month0()) * per_year / 12;
    count(period.to) - count(first) + 1
}

enum First {
    Known(NaiveDate),
    Never,
    Unknown(Vec<Unknown>),
}

/// The first day on which any item was held or offered since the resolution; a row that may have been one, but without a
/// readable date, leaves it open.
fn first_day(context: &Context<'_>, kind: &Development) -> First {
    let adopted = context.resolution.adopted_on;
    let last = Period { kind: PeriodKind::Year, from: adopted, to: context.cutoff() };
    let mut first: Option<NaiveDate> = None;
    let mut keep = |day: NaiveDate| first = Some(first.map_or(day, |earlier| earlier.min(day)));
    let mut unknown = Vec::new();
    for item in &kind.of {
        for (candidate, concern) in context.concerning(item, None) {
            let Some(span) = candidate.span() else {
                if !matches!(candidate.state, RowState::Nothing(_)) {
                    let line = candidate.entry.line();
                    unknown.push(question(
                        candidate.entry,
                        Field::Date,
                        format!("wann der Termin in Zeile {line} stattfand (kein lesbares Datum)"),
                    ));
                }
                continue;
            };
            if span.from < adopted || span.from > last.to {
                continue;
            }
            let happened =
                matches!(candidate.state, RowState::Held { .. } | RowState::Offered { .. });
            if happened && candidate.fit == Fit::Yes && concern == Concern::Yes {
                keep(span.from);
            }
        }
        for letter in offers::sent(context, item, &[], None, last) {
            keep(letter.on.from);
        }
        if !context.covers_since_resolution(item.list) {
            unknown.push(context.missing_list(item.list, "die Zeit seit dem Beschluss"));
        }
    }
    match first {
        Some(day) => First::Known(day),
        None if unknown.is_empty() => First::Never,
        None => First::Unknown(unknown),
    }
}
