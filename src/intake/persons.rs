//! Lists of persons: members, participants by name. Numbers are enough for the evaluation, so names are not read.

use std::collections::BTreeSet;

use super::columns::{self, folded};
use super::header::Header;
use super::heads::{Head, WINDOW};
use super::values::shown;
use crate::domain::{Field, ListKind};
use crate::table::{RowRef, Table};

/// Labels only a list of persons has.
const OF_PERSONS: &[&str] = &[
    "Geburtsdatum",
    "Geburtstag",
    "Geb.-Datum",
    "geb.",
    "geb. am",
    "geboren am",
    "geboren",
    "Alter",
    "Geschlecht",
    "Mitgliedsnummer",
    "Mitglieds-Nr.",
    "Mitgliedsnr.",
    "Mitglied-Nr.",
    "Mgl.-Nr.",
    "Mitglied seit",
    "Eintritt",
    "Eintrittsdatum",
    "Eintritt am",
    "Austritt",
    "Beitrag",
    "Mitgliedsbeitrag",
    "Monatsbeitrag",
    "Beitragssatz",
    "Beitragsklasse",
    "IBAN",
    "BIC",
    "Bankverbindung",
    "Kontoinhaber",
    "Unterschrift",
    "Beruf",
    "E-Mail privat",
    "private E-Mail",
    "Telefon privat",
    "Telefonnummer privat",
    "Mobil",
    "Mobiltelefon",
    "Mobilnummer",
    "Handy",
    "Staatsangehörigkeit",
    "Anschrift privat",
];

const NAMES: &[&str] = &[
    "Name",
    "Nachname",
    "Familienname",
    "Vorname",
    "Vornamen",
    "Name, Vorname",
    "Vor- und Nachname",
    "Mitglied",
    "Teilnehmer",
    "Teilnehmer:in",
    "Teilnehmer*in",
    "Teilnehmer/in",
    "Teilnehmende",
    "Person",
];

const FIRST_NAMES: &[&str] = &["Vorname", "Vornamen", "Name, Vorname", "Vor- und Nachname"];

/// Whether a sheet lists persons one by one. `head`: the header that was found, `header` what list it would be.
pub(super) fn is_list_of_persons(
    table: &Table,
    head: Option<&Head>,
    header: Option<&Header>,
) -> bool {
    let labelled = || table.rows.iter().take(WINDOW).position(|row| signs(row, table).is_some());
    let Some(index) = head.map(|head| head.last).or_else(labelled) else { return false };
    let Some(row) = table.rows.get(index) else { return false };
    if signs(row, table).is_none() {
        return false;
    }
    let below = table.rows.iter().skip(index + 1);
    if below.len() < 2 {
        return false;
    }
    let Some(header) = header.filter(|header| header.list == ListKind::Branches) else {
        return true;
    };
    // a list of branches names each branch once, whatever it says about its chairs
    let Some((_, column)) = header.columns.iter().find(|(field, _)| *field == Field::Branch) else {
        return true;
    };
    let names: Vec<String> =
        below.filter_map(|row| row.cell(*column)).map(|v| folded(&shown(v))).collect();
    let different: BTreeSet<&String> = names.iter().collect();
    different.len() * 5 <= names.len() * 4
}

/// Enough signs of a list of persons in a row of labels.
fn signs(row: RowRef<'_>, table: &Table) -> Option<()> {
    let labels: Vec<String> = row.cells.iter().map(|(_, value)| folded(&shown(value))).collect();
    let hint = ["name", "teilnehm", "mitglied", "person"];
    if labels.len() < 2 || !labels.iter().any(|label| hint.iter().any(|word| label.contains(word)))
    {
        return None;
    }
    let keys: BTreeSet<String> = labels.iter().map(|label| columns::key(label)).collect();
    let among =
        |known: &[&str]| known.iter().filter(|label| keys.contains(&columns::key(label))).count();
    let (strong, named, first) = (among(OF_PERSONS), among(NAMES) > 0, among(FIRST_NAMES) > 0);
    let place = folded(&format!(
        "{} {}",
        table.source.sheet.as_deref().unwrap_or_default(),
        table.source.file
    ));
    let titled =
        ["mitglied", "teilnehm", "anwesen", "unterschrift"].iter().any(|word| place.contains(word));
    let enough = (named && strong >= 2)
        || (first && strong >= 1)
        || (named && titled && (strong >= 1 || first));
    enough.then_some(())
}
