//! What a single row is worth: does it fit the evidence that is looked for, did it happen, and when.
//!
//! The tables are those of the rules (section 1): a row is held, planned, offered, nothing or unknown; it fits, does not
//! fit, or is a question. A question never counts and never accuses.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::{AsOf, Entry, EntryCell, Field, ListKind, Period, Span, StatusWord};
use crate::matching::{Match, Phrase, any_in, elements, words};
use crate::resolution::EvidenceKind;
use crate::wording;

/// How a row stands to the evidence that is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    No,
    /// Its Art does not match, but Art, Titel or Themen names the Art: a question.
    Possible,
    /// It matches, but a doubtful word stands beside it: a question.
    Doubtful,
    Yes,
}

/// What a row says at the Stichtag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowState {
    /// Took place; `by_list`: without a status word, because its day is over.
    Held {
        by_list: bool,
    },
    Planned,
    /// Offered, invited or promised; `planned`: the day is still to come.
    Offered {
        planned: bool,
    },
    /// Proves nothing, because: „abgesagt“.
    Nothing(Cow<'static, str>),
    /// Cannot be told, because: „ohne lesbares Datum“.
    Unknown(Cow<'static, str>),
}

/// Where a row lies relative to a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    Inside,
    Outside,
    /// Before the resolution: listed, never counted.
    BeforeResolution,
    /// Only a part of an inexact span lies in it.
    Partly,
    Undated,
}

/// Whether a row is evidence of this kind. Art words match a whole element of the Art cell.
pub fn fit(entry: &Entry, evidence: &EvidenceKind) -> Fit {
    Fitting::new(vec![evidence]).fits(entry).first().copied().unwrap_or(Fit::No)
}

/// [`fit`] of many rows for several kinds of evidence: the texts of a row are taken apart once for all of them, and an
/// Art that stands in many rows once for all rows.
pub struct Fitting<'e> {
    evidence: Vec<&'e EvidenceKind>,
    arten: BTreeMap<Place, Art>,
}

/// What is known of an Art.
struct Art {
    words: Vec<String>,
    /// The kinds of evidence it names, by their place.
    is: Vec<usize>,
    /// „PrÃ¼fung“: what it once said nobody can read.
    damaged: bool,
}

/// Where a text lies in memory, and its length: equal texts of the records mostly share one place.
type Place = (usize, usize);

pub(super) fn lies(text: &str) -> Place {
    (text.as_ptr().addr(), text.len())
}

impl Art {
    fn of(kind: &str, evidence: &[&EvidenceKind]) -> Self {
        let elements: Vec<Vec<String>> =
            elements(kind).into_iter().chain([kind]).map(words).collect();
        let is_named = |evidence: &EvidenceKind| {
            evidence.kinds.iter().any(|phrase| elements.iter().any(|e| phrase.is_words(e)))
        };
        let named = evidence.iter().enumerate().filter(|(_, evidence)| is_named(evidence));
        Self {
            is: named.map(|(index, _)| index).collect(),
            words: words(kind),
            damaged: crate::intake::damage::of(kind).is_some(),
        }
    }
}

impl<'e> Fitting<'e> {
    pub fn new(evidence: Vec<&'e EvidenceKind>) -> Self {
        Self { evidence, arten: BTreeMap::new() }
    }

    /// How a row stands to each evidence, in their order.
    pub fn fits(&mut self, entry: &Entry) -> Vec<Fit> {
        let kind = entry.text(Field::Kind).unwrap_or_default();
        let art = self.arten.entry(lies(kind)).or_insert_with(|| Art::of(kind, &self.evidence));
        let words_of = |field| entry.text(field).map(words).unwrap_or_default();
        let [title, topics, description, remark] = [const { OnceCell::new() }; 4];
        let title = || title.get_or_init(|| words_of(Field::Title));
        let topics = || topics.get_or_init(|| words_of(Field::Topics));
        let description = || description.get_or_init(|| words_of(Field::Description));
        let remark = || remark.get_or_init(|| words_of(Field::Remark));
        let named = |phrases: &[Phrase], words: &[String]| any_in(phrases, words) != Match::No;
        let fit = |(index, evidence): (usize, &&EvidenceKind)| {
            if art.is.contains(&index) {
                let words = &evidence.doubtful;
                let doubtful = !words.is_empty()
                    && (named(words, &art.words)
                        || named(words, title())
                        || named(words, topics())
                        || named(words, description())
                        || named(words, remark()));
                return if doubtful { Fit::Doubtful } else { Fit::Yes };
            }
            let kinds = &evidence.kinds;
            let possible = art.damaged
                || named(kinds, &art.words)
                || named(kinds, title())
                || named(kinds, topics());
            if possible { Fit::Possible } else { Fit::No }
        };
        self.evidence.iter().enumerate().map(fit).collect()
    }
}

/// Position of the first element of the Art cell that names this evidence; an Art cell naming two kinds is split.
pub fn position_in_kind(entry: &Entry, evidence: &EvidenceKind) -> Option<usize> {
    let kind = entry.text(Field::Kind)?;
    if evidence.kinds.iter().any(|phrase| phrase.is(kind)) {
        return Some(0);
    }
    elements(kind)
        .into_iter()
        .position(|element| evidence.kinds.iter().any(|phrase| phrase.is(element)))
}

/// What was found in a cell; where its end is lost, the word may have stood there.
pub fn found_in(cell: &EntryCell, found: Match) -> Match {
    if cell.cut_off { found.max(Match::Perhaps) } else { found }
}

/// How `thema` words stand to a row: looked for in Art, Titel, Themen and Beschreibung; any one word suffices.
pub fn topic(entry: &Entry, topics: &[Phrase]) -> Match {
    if topics.is_empty() {
        return Match::Yes;
    }
    [Field::Kind, Field::Title, Field::Topics, Field::Area, Field::Description]
        .into_iter()
        .filter_map(|field| entry.cell(field))
        .map(|cell| found_in(cell, any_in(topics, &words(&cell.text))))
        .max()
        .unwrap_or(Match::No)
}

/// The span that counts: the new date of a postponed row, else the row's own.
pub fn span(entry: &Entry) -> Option<Span> {
    match &entry.status {
        StatusWord::Postponed(Some(new)) => Some(*new),
        StatusWord::None
        | StatusWord::Done
        | StatusWord::InProgress
        | StatusWord::Planned
        | StatusWord::Offered
        | StatusWord::Cancelled
        | StatusWord::Postponed(None)
        | StatusWord::Unrecognised
        | StatusWord::Struck => entry.when.span(),
    }
}

/// The state of a dated row at the end of the Stichtag (rules, section 1).
pub fn state(entry: &Entry, as_of: AsOf) -> RowState {
    let is_measure = entry.list() == ListKind::Measures;
    match entry.status {
        StatusWord::Cancelled => {
            return RowState::Nothing(if is_measure {
                "gestrichen".into()
            } else {
                "abgesagt".into()
            });
        }
        StatusWord::Postponed(None) => {
            return RowState::Nothing("verschoben ohne neuen Termin".into());
        }
        StatusWord::Unrecognised => {
            let word = entry.text(Field::Status).unwrap_or_default();
            return RowState::Unknown(format!("Status „{word}“ ist nicht bekannt").into());
        }
        StatusWord::Struck => {
            return RowState::Unknown("die Zeile ist durchgestrichen".into());
        }
        StatusWord::None
        | StatusWord::Done
        | StatusWord::InProgress
        | StatusWord::Planned
        | StatusWord::Offered
        | StatusWord::Postponed(Some(_)) => {}
    }
    let Some(span) = span(entry) else {
        return RowState::Unknown("ohne lesbares Datum".into());
    };
    let future = span.from > as_of.0;
    let over = if is_measure && span.exact { !future } else { span.to <= as_of.0 };
    // offered is offered on either side of the Stichtag
    if !future && !over && entry.status == StatusWord::Offered {
        return RowState::Offered { planned: true };
    }
    if !future && !over {
        let day = wording::span(span);
        return RowState::Unknown(format!("{day} liegt nur teilweise vor dem Stichtag").into());
    }
    if future {
        return match entry.status {
            StatusWord::Offered => RowState::Offered { planned: true },
            StatusWord::InProgress if !is_measure => RowState::Unknown(IN_PROGRESS.into()),
            StatusWord::None
            | StatusWord::Done
            | StatusWord::InProgress
            | StatusWord::Planned
            | StatusWord::Postponed(_)
            | StatusWord::Cancelled
            | StatusWord::Unrecognised
            | StatusWord::Struck => RowState::Planned,
        };
    }
    match entry.status {
        StatusWord::Done => RowState::Held { by_list: false },
        StatusWord::InProgress if is_measure => RowState::Held { by_list: false },
        StatusWord::InProgress => RowState::Unknown(IN_PROGRESS.into()),
        StatusWord::Offered => RowState::Offered { planned: false },
        StatusWord::Planned if is_measure => {
            RowState::Nothing("noch als „geplant“ eingetragen".into())
        }
        StatusWord::Planned => RowState::Unknown("Termin vorbei, Status noch „geplant“".into()),
        StatusWord::Postponed(_) => {
            RowState::Unknown("neuer Termin vorbei, Status noch „verschoben“".into())
        }
        StatusWord::None
        | StatusWord::Cancelled
        | StatusWord::Unrecognised
        | StatusWord::Struck => RowState::Held { by_list: true },
    }
}

const IN_PROGRESS: &str = "Status „in Arbeit“ sagt nicht, ob der Termin stattfand";

/// Where a span lies. An exact event over New Year belongs to the year of its first day.
pub fn place(span: Option<Span>, period: Period, adopted_on: NaiveDate) -> Placement {
    let Some(span) = span else { return Placement::Undated };
    if span.exact {
        return match span.from {
            from if from < adopted_on => Placement::BeforeResolution,
            from if period.contains(from) => Placement::Inside,
            _ => Placement::Outside,
        };
    }
    if span.to < adopted_on {
        Placement::BeforeResolution
    } else if span.from >= period.from.max(adopted_on) && span.to <= period.to {
        Placement::Inside
    } else if span.overlaps(period.from.max(adopted_on), period.to) {
        Placement::Partly
    } else {
        Placement::Outside
    }
}
