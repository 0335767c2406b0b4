//! What a letter says about the event it is about: who reports, from when to when, whether it is the first of its kind.
//!
//! Taken from the row as it stands. A tick in „berichtet für …“ says that somebody comes, not who, so it names nobody.

use chrono::{Datelike, NaiveDate, NaiveTime, TimeDelta};
use serde_json::Value;

use super::fields::{self, Found};
use super::{Facts, MissingDetail, PlannedLetter};
use crate::domain::{DateReading, Entry, Field, ListKind, Span, StatusWord, Tri};
use crate::requirements::context::Candidate;
use crate::requirements::{Fit, RowState, criteria, list_name, rows, state};
use crate::resolution::{Body, EvidenceKind};
use crate::settings::Key;
use crate::wording;

/// Who reports for a body at the event, by the column „berichtet für …“; several columns are joined.
pub(super) fn reporters(letter: &PlannedLetter, name: &str, body: &Body) -> Found {
    let entry = fields::about(letter, name)?;
    let mut names: Vec<&str> = Vec::new();
    for cell in entry.bodies.iter().filter(|cell| *cell.body == *body.key) {
        let names_somebody =
            cell.present == Tri::Yes && criteria::yes_or_no(&cell.text) == Tri::Unknown;
        if names_somebody && !names.contains(&&*cell.text) {
            names.push(&cell.text);
        }
    }
    if !names.is_empty() {
        return Ok(wording::list(&names).into());
    }
    let cell = entry
        .sheet
        .bodies
        .iter()
        .rfind(|(key, _)| **key == *body.key)
        .map(|(_, column)| entry.cell_at(*column));
    let when = fields::span_of(entry).map(|span| format!(", {}", wording::span(span)));
    Err(vec![MissingDetail {
        field: name.into(),
        text: format!(
            "wer {} berichtet ({}{})",
            for_body(body),
            letter.recipient_name,
            when.unwrap_or_default()
        ),
        place: cell.as_ref().map_or_else(
            || match entry.list() {
                ListKind::Dispatches => fields::enter_event(entry),
                ListKind::Branches
                | ListKind::Events
                | ListKind::Measures
                | ListKind::Papers
                | ListKind::Statements
                | ListKind::Exceptions
                | ListKind::Findings => format!(
                    "{}: eine Spalte „berichtet für {}“ ergänzen",
                    entry.first_cell(),
                    body.key
                ),
            },
            ToString::to_string,
        ),
        cell,
    }])
}

/// „für den Landesausschuss“.
fn for_body(body: &Body) -> String {
    match body.article.as_deref() {
        Some("der") => format!("für den {}", body.name),
        Some(article) => format!("für {article} {}", body.name),
        None => format!("für die Stelle {}", body.name),
    }
}

/// When the event begins, „10:00“: from „Beginn“, else from „Uhrzeit“.
pub(super) fn begin(letter: &PlannedLetter, name: &str) -> Result<NaiveTime, Vec<MissingDetail>> {
    let entry = fields::about(letter, name)?;
    begin_of(entry).ok_or_else(|| {
        let field = if entry.at(Field::Begin).is_some() { Field::Begin } else { Field::Time };
        fields::in_row(entry, name, field, "die Uhrzeit des Beginns")
    })
}

/// When it ends: from „Ende“, else from an „Uhrzeit“ such as „10–16 Uhr“.
pub(super) fn end(letter: &PlannedLetter, name: &str) -> Result<NaiveTime, Vec<MissingDetail>> {
    let entry = fields::about(letter, name)?;
    end_of(entry).ok_or_else(|| fields::in_row(entry, name, Field::End, "die Uhrzeit des Endes"))
}

/// As [`begin`], of any row.
pub(crate) fn begin_of(entry: &Entry) -> Option<NaiveTime> {
    let of = |field| entry.text(field).and_then(|text| clock(text).0);
    of(Field::Begin).or_else(|| of(Field::Time))
}

/// As [`end`], of any row.
pub(crate) fn end_of(entry: &Entry) -> Option<NaiveTime> {
    let stated = entry.text(Field::End).and_then(|text| clock(text).0);
    let of_span = |field| entry.text(field).and_then(|text| clock(text).1);
    stated.or_else(|| of_span(Field::Begin)).or_else(|| of_span(Field::Time))
}

/// So many minutes before the beginning as the settings say.
pub(super) fn help_from(facts: &Facts<'_>, letter: &PlannedLetter, name: &str) -> Found {
    let before = TimeDelta::minutes(i64::from(facts.settings.whole(Key::HelpBefore)));
    Ok(time(begin(letter, name)?.overflowing_sub_signed(before).0))
}

/// The days of an event as a sentence says them: „am Samstag, 25. Mai 2024“, „am Samstag, 14., und Sonntag, 15. September
/// 2024“, from three days on „von Freitag, 13., bis Sonntag, 15. September 2024“. No line ends between day and month (DIN
/// 5008).
pub(super) fn days_in_text(span: Span) -> String {
    let Span { from, to, .. } = span;
    let whole = |day| format!("{}, {}", wording::weekday(day), wording::date_in_text(day));
    if from == to {
        return format!("am {}", whole(to));
    }
    let first = if from.year() != to.year() {
        whole(from)
    } else if from.month() != to.month() {
        let weekday = wording::weekday(from);
        format!("{weekday}, {}.\u{a0}{}", from.day(), wording::month(from))
    } else {
        format!("{}, {}.", wording::weekday(from), from.day())
    };
    if from.succ_opt() == Some(to) {
        format!("am {first}, und {}", whole(to))
    } else {
        format!("von {first}, bis {}", whole(to))
    }
}

/// „10:00“
pub(super) fn time(time: NaiveTime) -> Value {
    time.format("%H:%M").to_string().into()
}

/// First and second time of day in „10:00“, „10–16 Uhr“, „ab 18.30 Uhr“, „10:00:00“; nothing where a number is no time.
fn clock(text: &str) -> (Option<NaiveTime>, Option<NaiveTime>) {
    // „bis“ is a dash; a time of day is a number with at most one more behind a colon or dot
    let text = text.replace("bis", "–");
    let mut times = text.split(['-', '–', '—']).map(|part| {
        let mut numbers = part
            .split(|c: char| !(c.is_ascii_digit()))
            .filter(|number| !number.is_empty())
            .map(str::parse::<u32>);
        let hour = numbers.next()?.ok()?;
        let minute = numbers.next().unwrap_or(Ok(0)).ok()?;
        let rest = numbers.next().unwrap_or(Ok(0)).ok()?;
        (rest < 60 && numbers.next().is_none())
            .then(|| NaiveTime::from_hms_opt(hour, minute, 0))
            .flatten()
    });
    (times.next().flatten(), times.next().flatten())
}

/// The last day of registration, after the day of the letter.
pub(super) fn registration_ends(
    letter: &PlannedLetter,
    name: &str,
    letter_date: NaiveDate,
) -> Result<NaiveDate, Vec<MissingDetail>> {
    let entry = fields::about(letter, name)?;
    let field = Field::RegisterUntil;
    match entry.date(field) {
        DateReading::Dated { span, .. } if span.exact && span.to > letter_date => Ok(span.to),
        DateReading::Dated { span, .. } if span.exact => Err(fields::in_row(
            entry,
            name,
            field,
            &format!(
                "ein Anmeldeschluss nach dem Briefdatum (eingetragen ist der {})",
                wording::span(*span)
            ),
        )),
        DateReading::Dated { .. }
        | DateReading::Empty
        | DateReading::Open
        | DateReading::Unreadable => Err(fields::in_row(entry, name, field, "der Anmeldeschluss")),
    }
}

/// Whether no event of the kind was held between the resolution and this one. Known only where no earlier row is in
/// doubt and the list covers every year since; one earlier event that was held, or is planned before it, decides.
pub(super) fn first_of_its_kind(
    facts: &Facts<'_>,
    letter: &PlannedLetter,
    name: &str,
) -> Result<bool, Vec<MissingDetail>> {
    let entry = fields::about(letter, name)?;
    let evidence: Option<&EvidenceKind> = fields::evidence_of(&letter.letter.occasion)
        .and_then(|key| facts.resolution.evidence.get(key))
        .map(AsRef::as_ref);
    let (Some(evidence), Some(span)) = (evidence, fields::span_of(entry)) else {
        return Err(fields::in_row(entry, name, Field::Date, "der genaue Tag"));
    };
    let adopted = facts.resolution.adopted_on;
    let mut doubt = None;
    for &Candidate { entry: other, fit, .. } in facts.context().candidates(evidence) {
        if other.row == entry.row && other.sheet.source == entry.sheet.source {
            continue;
        }
        if rows::span(other).is_some_and(|s| s.from >= span.from || s.to < adopted) {
            continue;
        }
        match state(other, facts.as_of) {
            RowState::Held { .. } | RowState::Planned | RowState::Offered { planned: true }
                if fit == Fit::Yes =>
            {
                return Ok(false);
            }
            RowState::Nothing(_) => {}
            RowState::Held { .. }
            | RowState::Planned
            | RowState::Offered { .. }
            | RowState::Unknown(_) => doubt = doubt.or(Some(other)),
        }
    }
    if let Some(other) = doubt {
        let cell = if other.status == StatusWord::Cancelled {
            other.first_cell()
        } else {
            other.at(Field::Status).unwrap_or_else(|| other.first_cell())
        };
        return Err(vec![MissingDetail {
            field: name.into(),
            text: format!(
                "ob es das erste Mal ist: Zeile {} lässt offen, ob sie schon stattfand",
                other.row + 1
            ),
            place: cell.to_string(),
            cell: Some(cell),
        }]);
    }
    for year in adopted.year()..span.from.year() {
        let covered = facts
            .records
            .of(evidence.list)
            .iter()
            .filter_map(rows::span)
            .any(|s| s.from.year() == year || s.to.year() == year);
        if !covered {
            let list = list_name(evidence.list);
            return Err(fields::one(
                name,
                &format!("ob es das erste Mal ist: für {year} liegt keine Liste „{list}“ vor"),
                &format!("Listen: „{list}“ für {year}"),
            ));
        }
    }
    Ok(true)
}

/// A promise of a letter about a row may not say the contrary of the row.
pub(super) fn contradicts_promise(
    facts: &Facts<'_>,
    letter: &PlannedLetter,
    name: &str,
    key: &str,
) -> Result<(), Vec<MissingDetail>> {
    let (Some(entry), Some(criterion)) =
        (letter.about.as_deref(), facts.resolution.criteria.get(key))
    else {
        return Ok(());
    };
    if entry.list() == ListKind::Dispatches || !letter.letter.promises.iter().any(|k| k == key) {
        return Ok(());
    }
    if criteria::judge(facts.context(), entry, criterion) != Tri::No {
        return Ok(());
    }
    let promise = criterion.promise.as_deref().unwrap_or_default();
    let text = format!("eine Angabe, die zur Zusage „{promise}“ passt");
    Err(match criteria::field_of(&criterion.check) {
        Some(field) => fields::in_row(entry, name, field, &text),
        None => fields::in_row(entry, name, Field::Date, &text),
    })
}

/// The cells of a column, filled with something that says nothing, count as empty.
pub(super) fn is_blank(entry: &Entry, field: Field) -> bool {
    entry.text(field).is_none_or(|text| crate::matching::words(text).is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_people_write_them() {
        let at = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0);
        for (written, found) in [
            ("10:00", (at(10, 0), None)),
            ("18.30 Uhr", (at(18, 30), None)),
            ("ab 19 Uhr", (at(19, 0), None)),
            ("10–16 Uhr", (at(10, 0), at(16, 0))),
            ("10:00 bis 16:30 Uhr", (at(10, 0), at(16, 30))),
            ("10:00:00", (at(10, 0), None)),
            ("abends", (None, None)),
            ("31.05.2024", (None, None)),
        ] {
            assert_eq!(clock(written), found, "{written}");
        }
    }
}
