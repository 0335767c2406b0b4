//! The address in the window of the envelope (DIN 5008:2020, Anschriftzone: at most six lines of 27.3 mm in all).
//!
//! Branch line first, so that the office of the branch may open the letter; no blank lines, no „D-“ before the PLZ, no
//! Frau or Herr. A letter to a branch that goes by e-mail only has the e-mail address in place of street and town.

use super::salutation::chair_names;
use super::{MissingDetail, mailing};
use crate::domain::{Branch, Entry, Field};
use crate::matching::words;
use crate::resolution::Body;
use crate::settings::{BodyColumn, Key, Settings, is_abroad, is_postcode};
use crate::wording;

/// The address zone holds six lines.
pub const MOST_LINES: usize = 6;

/// The placeholder that holds the address.
const FIELD: &str = "anschrift";

/// True where the list says that this branch wants no letters on paper.
pub fn by_email_only(branch: &Branch) -> bool {
    branch.entry.text(Field::PaperMail).is_some_and(|text| {
        matches!(
            words(text).join(" ").as_str(),
            "nein" | "n" | "0" | "falsch" | "keine" | "e mail" | "mail"
        )
    })
}

/// The lines of a branch's address, for a letter on paper or one that goes by e-mail only; or what is missing with its cells.
pub fn of_branch(
    branch: &Branch,
    settings: &Settings,
    on_paper: bool,
) -> Result<Vec<String>, Vec<MissingDetail>> {
    let entry = &branch.entry;
    let prefix = settings.text(Key::AddressPrefix);
    let mut lines = vec![format!("{prefix} {}", branch.canonical()).trim().to_owned()];
    lines.push(board(branch));
    if settings.flag(Key::AddressPerson) {
        let names = chair_names(entry);
        if !names.is_empty() {
            lines.push(wording::list(&names));
        }
    }
    if !on_paper {
        lines.extend(mailing::of_branch(branch).map_err(|missing| vec![missing])?);
        return Ok(in_window(&lines));
    }
    let street = filled(entry, Field::Street);
    let postcode = filled(entry, Field::Postcode).filter(|text| is_postcode(text));
    let town = filled(entry, Field::Town);
    let mut lacking = Vec::new();
    if street.is_none() {
        lacking.push(missing(branch, Field::Street, "die Straße", "Straße"));
    }
    if postcode.is_none() {
        lacking.push(missing(branch, Field::Postcode, "die Postleitzahl mit fünf Ziffern", "PLZ"));
    }
    if town.is_none() {
        lacking.push(missing(branch, Field::Town, "der Ort", "Ort"));
    }
    if let (Some(street), Some(postcode), Some(town)) = (street, postcode, town) {
        lines.push(street.to_owned());
        lines.push(format!("{postcode} {town}"));
        Ok(in_window(&lines))
    } else {
        Err(lacking)
    }
}

/// The lines of a body's address from the sheet „Stellen“, or what is missing with its cells.
pub fn of_body(body: &Body, settings: &Settings) -> Result<Vec<String>, Vec<MissingDetail>> {
    let text = |column| settings.body(body).map_or("", |row| row.text(column));
    let mut lacking = Vec::new();
    let abroad = is_abroad(text(BodyColumn::Country));
    for (column, what) in [
        (BodyColumn::Street, "die Straße"),
        (BodyColumn::Postcode, "die Postleitzahl mit fünf Ziffern"),
        (BodyColumn::Town, "der Ort"),
    ] {
        // some countries have none
        if text(column).is_empty() && !(abroad && column == BodyColumn::Postcode) {
            lacking.push(MissingDetail {
                field: FIELD.into(),
                text: format!("{what} der Stelle {}", body.name),
                place: settings.body_place(body, column),
                cell: settings.body(body).and_then(|row| row.cell(column)),
            });
        }
    }
    if !lacking.is_empty() {
        return Err(lacking);
    }
    let name = text(BodyColumn::Name);
    let mut lines = vec![if name.is_empty() { body.name.clone() } else { name.to_owned() }];
    lines.push(text(BodyColumn::CareOf).to_owned());
    lines.push(text(BodyColumn::Street).to_owned());
    let town = format!("{} {}", text(BodyColumn::Postcode), text(BodyColumn::Town));
    let town = town.trim().to_owned();
    let country = text(BodyColumn::Country);
    if abroad {
        // DIN 5008: town and country in capitals, the country in German in a line of its own
        lines.extend([town.to_uppercase(), country.to_uppercase()]);
    } else {
        lines.push(town);
    }
    lines.retain(|line| !line.is_empty());
    Ok(in_window(&lines))
}

/// „Kreisvorstand“ of a Kreisverband; „Vorstand“ where the type has another word.
fn board(branch: &Branch) -> String {
    branch
        .kind
        .label_de()
        .strip_suffix("verband")
        .map_or_else(|| "Vorstand".into(), |stem| format!("{stem}vorstand"))
}

/// A cell's text on one line; `None` where it is empty or only a dash.
fn filled(entry: &Entry, field: Field) -> Option<&str> {
    entry.text(field).filter(|text| !words(text).is_empty())
}

pub(super) fn missing(branch: &Branch, field: Field, what: &str, column: &str) -> MissingDetail {
    let cell = branch.entry.at(field);
    MissingDetail {
        field: FIELD.into(),
        text: format!("{what} der Geschäftsstelle ({})", branch.canonical()),
        place: cell.as_ref().map_or_else(
            || {
                format!(
                    "{}, Zeile {}: Spalte „{column}“ ergänzen",
                    branch.entry.sheet.source.file,
                    branch.entry.row + 1
                )
            },
            ToString::to_string,
        ),
        cell,
    }
}

/// Cells may hold line breaks; what exceeds the window is taken from the middle, never street or town.
fn in_window(lines: &[String]) -> Vec<String> {
    let mut flat: Vec<String> = lines
        .iter()
        .flat_map(|line| line.lines())
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|line| !line.is_empty())
        .collect();
    while flat.len() > MOST_LINES {
        flat.remove(2);
    }
    flat
}
