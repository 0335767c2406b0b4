//! The word of a status column. A word not in the list is unknown and asked about, never taken for „durchgeführt“.

use crate::domain::{Span, StatusWord};
use crate::intake::columns::without_brackets;
use crate::intake::dates;
use crate::matching::normal;

/// Reads „durchgeführt“, „fällt aus“, „verschoben auf 12.5.“. The new date takes its year from the row's own date, and only
/// where it then lies behind it: a year is never guessed.
pub fn read(text: &str, row: Option<Span>) -> StatusWord {
    let plain = text.trim();
    if matches!(plain, "✓" | "✔" | "☑") {
        return StatusWord::Done;
    }
    let words = normal(&without_brackets(plain));
    if words.is_empty() {
        return if plain.chars().any(char::is_alphanumeric) {
            StatusWord::Unrecognised
        } else {
            StatusWord::None
        };
    }
    match words.as_str() {
        "durchgeführt"
        | "hat stattgefunden"
        | "stattgefunden"
        | "fand statt"
        | "gehalten"
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
        | "in planung" | "bestätigt" => StatusWord::Planned,
        "angeboten" | "eingeladen" | "zugesagt" => StatusWord::Offered,
        "abgesagt" | "ausgefallen" | "fällt aus" | "entfällt" | "entfallen" | "gestrichen"
        | "fiel aus" | "storniert" => StatusWord::Cancelled,
        "verschoben" | "wird verschoben" | "wurde verschoben" => StatusWord::Postponed(None),
        _ => postponed(plain, row).unwrap_or(StatusWord::Unrecognised),
    }
}

fn postponed(text: &str, row: Option<Span>) -> Option<StatusWord> {
    let lower = text.to_lowercase();
    let behind = ["verschoben", "neuer termin"]
        .iter()
        .find_map(|word| lower.split_once(word).map(|(_, behind)| behind))?;
    let behind = behind.trim_start_matches([' ', ':', ',', '(', '–', '-']);
    let behind = ["auf den ", "auf ", "zum ", "am "]
        .iter()
        .find_map(|word| behind.strip_prefix(word))
        .unwrap_or(behind);
    let behind = behind.trim_end_matches(')');
    let written = dates::read_text(behind, None).date.span();
    let inherited = || {
        let row = row?;
        let year = chrono::Datelike::year(&row.from);
        dates::read_text(behind, Some(year)).date.span().filter(|span| span.from > row.to)
    };
    Some(StatusWord::Postponed(written.or_else(inherited)))
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
            ("fällt aus", StatusWord::Cancelled),
            ("verschoben", StatusWord::Postponed(None)),
            ("verschoben auf 12.05.2024", StatusWord::Postponed(Some(day(2024, 5, 12)))),
            ("verschoben auf unbestimmte Zeit", StatusWord::Postponed(None)),
            ("neuer Termin 12.5.2024", StatusWord::Postponed(Some(day(2024, 5, 12)))),
            ("vielleicht", StatusWord::Unrecognised),
            ("nicht durchgeführt", StatusWord::Unrecognised),
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
}
