//! The word of a status column. A word not in the list is unknown and asked about, never taken for „durchgeführt“.

use crate::domain::{Span, StatusWord};
use crate::intake::columns::without_brackets;
use crate::intake::dates;
use crate::matching::normal;

/// Reads „durchgeführt“, „fällt aus“, „verschoben auf 12.5.“. The new date takes its year from the row's own date, and only
/// where it then lies behind it: a year is never guessed.
pub fn read(text: &str, row: Option<Span>) -> StatusWord {
    let plain = text.trim();
    // „durchgeführt?“ asks
    if plain.chars().count() > 1 && plain.contains('?') {
        return StatusWord::Unrecognised;
    }
    // „durchgeführt (abgesagt)“ says both
    if let Some((before, inside)) = plain.split_once('(')
        && let (Some(one), Some(other)) =
            (word(before.trim()), word(inside.trim_matches([')', ' '])))
        && !matches!(one, StatusWord::None | StatusWord::Postponed(_))
        && !matches!(other, StatusWord::None | StatusWord::Postponed(_))
        && one != other
    {
        return StatusWord::Unrecognised;
    }
    // what stands in brackets behind „abgesagt“ is a reason, unless it names a new date
    match word(plain) {
        None | Some(StatusWord::Postponed(_)) => {}
        Some(_) if names_new_date(plain) => {}
        Some(word) => return word,
    }
    let Some(date) = new_date(plain) else { return StatusWord::Unrecognised };
    let new = dates::read_text(&date, None);
    // „verschoben auf 12.05.2024, dort durchgeführt“ tells more than can be read
    let held = ["durchgeführt", "stattgefunden", "fand statt", "nachgeholt", "gehalten"];
    if new.remarks == [dates::Remark::NotADate]
        && (date.contains(|c: char| c.is_ascii_digit())
            || held.iter().any(|word| date.contains(word)))
    {
        return StatusWord::Unrecognised;
    }
    let written = new.date.span();
    let inherited = || {
        let row = row?;
        let year = chrono::Datelike::year(&row.from);
        dates::read_text(&date, Some(year)).date.span().filter(|span| span.from > row.to)
    };
    StatusWord::Postponed(written.or_else(inherited))
}

fn names_new_date(text: &str) -> bool {
    text.contains('(') && text.to_lowercase().contains("neuer termin")
}

/// A word of the list alone, also with something in brackets behind it; `None` for any other text.
fn word(plain: &str) -> Option<StatusWord> {
    match plain {
        // most cells hold one of these as it stands
        "✓" | "✔" | "☑" | "✅" | "durchgeführt" | "erledigt" => {
            return Some(StatusWord::Done);
        }
        "geplant" => return Some(StatusWord::Planned),
        "angeboten" => return Some(StatusWord::Offered),
        "abgesagt" => return Some(StatusWord::Cancelled),
        _ => {}
    }
    let words = normal(&without_brackets(plain));
    if words.is_empty() {
        // a dash says nothing; „?“ or „✗“ says something
        let nothing = plain.chars().all(|c| c.is_whitespace() || "-–—−_….".contains(c));
        return nothing.then_some(StatusWord::None);
    }
    Some(match words.as_str() {
        "durchgeführt"
        | "hat stattgefunden"
        | "stattgefunden"
        | "fand statt"
        | "gehalten"
        | "wurde gehalten"
        | "erledigt"
        | "abgeschlossen"
        | "beendet"
        | "fertig"
        | "erfolgt"
        | "umgesetzt"
        | "wurde durchgeführt" => StatusWord::Done,
        "in arbeit" | "läuft" | "laufend" | "begonnen" | "in umsetzung" | "in bearbeitung"
        | "angefangen" => StatusWord::InProgress,
        "geplant" | "terminiert" | "steht" | "vereinbart" | "termin steht" | "vorgesehen"
        | "in planung" | "bestätigt" | "ist geplant" | "termin vereinbart" => StatusWord::Planned,
        "angeboten" | "eingeladen" | "zugesagt" | "wurde angeboten" => StatusWord::Offered,
        "abgesagt" | "ausgefallen" | "fällt aus" | "entfällt" | "entfallen" | "gestrichen"
        | "fiel aus" | "storniert" | "wurde abgesagt" | "ist ausgefallen" => StatusWord::Cancelled,
        "verschoben" | "wird verschoben" | "wurde verschoben" | "verlegt" | "vertagt" => {
            StatusWord::Postponed(None)
        }
        _ => return None,
    })
}

/// „verschoben auf 12.5.“, „verschoben (neuer Termin 12.05.2024)“, „auf 12.5. verschoben“: what is said about the new date,
/// perhaps nothing.
/// `None`: the text says nothing of the kind, or more than that („nicht verschoben“, „verschoben vom 4.5.“).
fn new_date(text: &str) -> Option<String> {
    const SIGNS: [char; 9] = [' ', ':', ',', ';', '(', ')', '–', '-', '.'];
    let lower = text.to_lowercase();
    let (before, mut behind) = ["verschoben", "verlegt", "vertagt", "neuer termin"]
        .iter()
        .find_map(|word| lower.split_once(word))?;
    let before = before.trim_matches(SIGNS);
    let bare = ["wird ", "wurde ", "ist "].iter().find_map(|word| before.strip_prefix(word));
    let to = bare.unwrap_or(before).strip_prefix("auf ");
    if let Some(date) = to.filter(|_| behind.trim_matches(SIGNS).is_empty()) {
        return Some(date.trim_start_matches("den ").to_owned());
    }
    if !matches!(
        before,
        "" | "abgesagt"
            | "ausgefallen"
            | "fällt aus"
            | "wird"
            | "wurde"
            | "ist"
            | "leider"
            | "muss"
            | "wird leider"
            | "wurde leider"
    ) {
        return None;
    }
    behind = behind.trim_start_matches(SIGNS);
    if let Some(old) = behind.strip_prefix("vom ").or_else(|| behind.strip_prefix("von ")) {
        let (_, new) = old.split_once(" auf ")?;
        behind = new;
    }
    for word in ["werden", "neuer termin", "neues datum", "auf", "zum", "am", "den", "ist"] {
        if let Some(rest) = behind.strip_prefix(word)
            && rest.starts_with([' ', ':'])
        {
            behind = rest.trim_start_matches([' ', ':']);
        }
    }
    Some(behind.trim_end_matches([' ', ')', ';', ',']).to_owned())
}

/// A date cell that also tells the state of its row: „04.05.2024 (abgesagt)“, „geplant: 04.05.2024“, „04.05. verschoben auf
/// 12.5.“. The date and the words about it, both pieces of the text; the date is empty where only the words stand there.
pub fn beside_date(text: &str) -> Option<(&str, &str)> {
    const SIGNS: [char; 9] = [' ', ',', ';', ':', '(', ')', '–', '-', '\n'];
    if text.len() > 120 {
        return None; // an essay is no date
    }
    let says = |piece: &str| {
        let piece = piece.trim_matches(SIGNS);
        piece.chars().next().is_some_and(char::is_alphabetic)
            && !piece.contains('?')
            && !matches!(read(piece, None), StatusWord::None | StatusWord::Unrecognised)
    };
    if says(text) {
        return Some(("", text.trim_matches(SIGNS)));
    }
    let cuts = text.char_indices().filter(|(_, c)| SIGNS.contains(c)).map(|(index, _)| index);
    for cut in cuts {
        let (before, behind) = text.split_at(cut);
        for (date, words) in [(before, behind), (behind, before)] {
            if says(words) && date.contains(|c: char| c.is_ascii_digit()) {
                return Some((date.trim_matches(SIGNS), words.trim_matches(SIGNS)));
            }
        }
    }
    None
}

/// What „verschoben auf 12.5.“ says about the new day, for a reader that knows the year.
pub fn postponed_to(text: &str) -> Option<String> {
    new_date(text.trim())
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;

    fn day(y: i32, m: u32, d: u32) -> Span {
        Span::day(NaiveDate::from_ymd_opt(y, m, d).unwrap())
    }

    #[test]
    fn words_and_their_other_forms() {
        for (text, expected) in [
            ("", StatusWord::None),
            ("–", StatusWord::None),
            ("Durchgeführt", StatusWord::Done),
            ("hat stattgefunden", StatusWord::Done),
            ("✓", StatusWord::Done),
            ("in Arbeit", StatusWord::InProgress),
            ("steht", StatusWord::Planned),
            ("eingeladen", StatusWord::Offered),
            ("abgesagt (Krankheit)", StatusWord::Cancelled),
            ("abgesagt (neuer Termin 12.05.2024)", StatusWord::Postponed(Some(day(2024, 5, 12)))),
            ("fällt aus", StatusWord::Cancelled),
            ("verschoben", StatusWord::Postponed(None)),
            ("verschoben auf 12.05.2024", StatusWord::Postponed(Some(day(2024, 5, 12)))),
            ("verschoben auf unbestimmte Zeit", StatusWord::Postponed(None)),
            ("neuer Termin 12.5.2024", StatusWord::Postponed(Some(day(2024, 5, 12)))),
            ("verschoben (neuer Termin 12.05.2024)", StatusWord::Postponed(Some(day(2024, 5, 12)))),
            ("wurde auf den 12.05.2024 verschoben", StatusWord::Postponed(Some(day(2024, 5, 12)))),
            ("auf 12.05.2024 verschoben", StatusWord::Postponed(Some(day(2024, 5, 12)))),
            ("verschoben vom 04.05. auf 12.05.2024", StatusWord::Postponed(Some(day(2024, 5, 12)))),
            ("verschoben vom 04.05.2024", StatusWord::Unrecognised),
            ("nicht verschoben", StatusWord::Unrecognised),
            ("gehalten", StatusWord::Done),
            ("zugesagt", StatusWord::Offered),
            ("erledigt", StatusWord::Done),
            ("terminiert", StatusWord::Planned),
            ("vereinbart", StatusWord::Planned),
            ("ausgefallen", StatusWord::Cancelled),
            ("entfällt", StatusWord::Cancelled),
            ("?", StatusWord::Unrecognised),
            ("✗", StatusWord::Unrecognised),
            ("vielleicht", StatusWord::Unrecognised),
            ("nicht durchgeführt", StatusWord::Unrecognised),
            ("durchgeführt?", StatusWord::Unrecognised),
            ("abgesagt?", StatusWord::Unrecognised),
            ("durchgeführt (abgesagt)", StatusWord::Unrecognised),
            ("geplant (durchgeführt)", StatusWord::Unrecognised),
            ("durchgeführt (ohne Debatte)", StatusWord::Done),
            ("verschoben auf 12.05.2024, dort durchgeführt", StatusWord::Unrecognised),
            ("verschoben, später nachgeholt", StatusWord::Unrecognised),
            ("verschoben auf 31.02.2024", StatusWord::Unrecognised),
        ] {
            assert_eq!(read(text, None), expected, "„{text}“");
        }
    }

    #[test]
    fn a_new_date_takes_its_year_from_the_row_only_where_it_lies_behind() {
        let row = Some(day(2024, 3, 5));
        assert_eq!(
            read("verschoben auf 12.5.", row),
            StatusWord::Postponed(Some(day(2024, 5, 12)))
        );
        assert_eq!(read("verschoben auf 12.1.", row), StatusWord::Postponed(None));
        assert_eq!(read("verschoben auf 12.5.", None), StatusWord::Postponed(None));
    }

    #[test]
    fn a_date_cell_may_tell_the_state_of_its_row() {
        for (text, expected) in [
            ("04.05.2024 geplant", Some(("04.05.2024", "geplant"))),
            ("04.05.2024 (abgesagt)", Some(("04.05.2024", "abgesagt"))),
            ("geplant: 04.05.2024", Some(("04.05.2024", "geplant"))),
            ("04.05.2024, fällt aus", Some(("04.05.2024", "fällt aus"))),
            ("04.05. verschoben auf 12.5.", Some(("04.05.", "verschoben auf 12.5."))),
            ("verschoben auf 12.5.", Some(("", "verschoben auf 12.5."))),
            ("04.05.2024", None),
            ("Pfingsten", None),
            ("04.05.2024 vielleicht", None),
        ] {
            assert_eq!(beside_date(text), expected, "„{text}“");
        }
    }
}
