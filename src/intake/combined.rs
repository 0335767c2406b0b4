//! THE list of combined columns: labels above a column that holds several things in one cell, and how they are told apart.
//!
//! A cell is split only where every part is certain: „99867 Gotha“, „Marktstr. 3, 99867 Gotha“, „Beispiel, Anna“. Otherwise
//! none of the parts is used and a question is asked (D543): a wrongly split address would spoil a letter. Every part is a
//! piece of the cell as it stands; nothing is added.

use super::columns::folded;
use super::dates;
use crate::domain::{Field, Field as F, ListKind, ListKind as L};

/// One kind of combined column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Combined {
    pub list: ListKind,
    /// As the handbook writes it.
    pub label: &'static str,
    /// Other labels with the same meaning.
    pub others: &'static [&'static str],
    /// What a cell may hold. A field with a column of its own is doubled and not read at all, as with any two columns.
    pub fields: &'static [Field],
    /// Fields a cell may hold besides, where they have no column of their own.
    pub further: &'static [Field],
    /// Where one of the other fields has a column of its own, the column holds only this one.
    pub alone: Option<Field>,
    pub split: Split,
    /// For the handbook, in German.
    pub meaning: &'static str,
    /// How a cell should be written, for messages.
    pub example: &'static str,
}

/// How the parts are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Split {
    /// „99867 Gotha“, „Gotha, 99867“.
    PostcodeTown,
    /// „Marktstr. 3, 99867 Gotha“.
    Address,
    /// „Beispiel, Anna“; two persons on two lines or with a semicolon between them.
    FamilyGiven,
    /// „Anna Beispiel, anna@example.org“.
    NameEmail,
    /// „04.05.2024, 18:30 Uhr“.
    DateTime,
}

/// All combined columns of all lists.
pub const COMBINED: &[Combined] = &[
    Combined {
        list: L::Branches,
        label: "PLZ/Ort",
        others: &[
            "PLZ und Ort",
            "Postleitzahl/Ort",
            "Postleitzahl und Ort",
            "PLZ/Stadt",
            "PLZ/Wohnort",
            "PLZ/Ort Geschäftsstelle",
        ],
        fields: &[F::Postcode, F::Town],
        further: &[],
        alone: None,
        split: Split::PostcodeTown,
        meaning: "fünf Ziffern und der Ort, in beliebiger Reihenfolge",
        example: "99867 Gotha",
    },
    Combined {
        list: L::Branches,
        label: "Straße, PLZ, Ort",
        others: &[
            "Straße, PLZ und Ort",
            "Straße und Hausnummer, PLZ, Ort",
            "Straße, Hausnummer, PLZ, Ort",
            "Straße, Nr., PLZ, Ort",
            "Str., PLZ, Ort",
            "Anschrift (Straße, PLZ, Ort)",
            "Adresse (Straße, PLZ, Ort)",
        ],
        fields: &[F::Street, F::Postcode, F::Town],
        further: &[],
        alone: None,
        split: Split::Address,
        meaning: "Straße mit Hausnummer, Komma oder Zeilenumbruch, fünf Ziffern, Ort",
        example: "Marktstr. 3, 99867 Gotha",
    },
    Combined {
        list: L::Branches,
        label: "Anschrift",
        others: &[
            "Adresse",
            "Postanschrift",
            "Postadresse",
            "Briefanschrift",
            "Anschrift Geschäftsstelle",
            "Anschrift der Geschäftsstelle",
            "Adresse Geschäftsstelle",
            "Adresse der Geschäftsstelle",
        ],
        fields: &[F::Street, F::Postcode, F::Town],
        further: &[],
        alone: Some(F::Street),
        split: Split::Address,
        meaning: "neben eigenen Spalten für PLZ und Ort nur die Straße, sonst wie „Straße, PLZ, Ort“",
        example: "Marktstr. 3, 99867 Gotha",
    },
    Combined {
        list: L::Branches,
        label: "Name, Vorname",
        others: &[
            "Nachname, Vorname",
            "Name, Vorname Vorsitz",
            "Nachname, Vorname Vorsitz",
            "Vorsitz Name, Vorname",
            "Vorsitz Nachname, Vorname",
            "Vorsitzende Name, Vorname",
            "Vorsitzende:r Name, Vorname",
            "Vorsitzende*r Name, Vorname",
            "Kreisvorsitz Name, Vorname",
        ],
        fields: &[F::Chair1Last, F::Chair1First],
        further: &[F::Chair2Last, F::Chair2First],
        alone: None,
        split: Split::FamilyGiven,
        meaning: "Nachname, Komma, Vorname der oder des Vorsitzenden; zwei Personen mit Semikolon getrennt",
        example: "Beispiel, Anna",
    },
    Combined {
        list: L::Branches,
        label: "Vorsitz (Name, E-Mail)",
        others: &[
            "Vorsitz, E-Mail",
            "Vorsitz und E-Mail",
            "Vorsitz mit E-Mail",
            "Vorsitz (Name und E-Mail)",
            "Name und E-Mail Vorsitz",
            "Vorsitzende (Name, E-Mail)",
            "Vorsitzende:r (Name, E-Mail)",
            "Vorsitzende*r (Name, E-Mail)",
        ],
        fields: &[F::Chair1Last, F::Email],
        further: &[],
        alone: None,
        split: Split::NameEmail,
        meaning: "Vorname, Name und eine E-Mail-Adresse",
        example: "Anna Beispiel, anna@example.org",
    },
    Combined {
        list: L::Events,
        label: "Datum/Uhrzeit",
        others: &[
            "Datum und Uhrzeit",
            "Datum mit Uhrzeit",
            "Datum/Zeit",
            "Datum und Zeit",
            "Tag/Uhrzeit",
            "Tag und Uhrzeit",
            "Termin/Uhrzeit",
            "Termin mit Uhrzeit",
            "Termin (Datum/Uhrzeit)",
            "Wann (Datum/Uhrzeit)",
        ],
        fields: &[F::Date, F::Time],
        further: &[],
        alone: Some(F::Date),
        split: Split::DateTime,
        meaning: "Tag und Uhrzeit",
        example: "04.05.2024, 18:30 Uhr",
    },
];

impl Combined {
    pub fn labels(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.label).chain(self.others.iter().copied())
    }

    /// Whether a label with the right words means this column: „Vorname, Name“ is not „Name, Vorname“.
    pub fn fits(&self, label: &str) -> bool {
        match self.split {
            Split::FamilyGiven => {
                let label = in_order(label);
                self.labels().any(|own| in_order(own) == label)
            }
            Split::PostcodeTown | Split::Address | Split::NameEmail | Split::DateTime => true,
        }
    }

    /// The parts of a cleaned text, each a piece of it; `None` where they cannot be told apart with certainty.
    pub fn parts<'t>(&self, text: &'t str) -> Option<Vec<(Field, &'t str)>> {
        let text = text.trim();
        match self.split {
            Split::PostcodeTown => postcode_and_town(text),
            Split::Address => address(text),
            Split::FamilyGiven => family_and_given(text),
            Split::NameEmail => name_and_email(text),
            Split::DateTime => {
                let (date, time) = dates::without_clock(text);
                let mut parts = vec![(F::Date, date)];
                parts.extend(time.map(|time| (F::Time, time)));
                Some(parts)
            }
        }
    }
}

fn in_order(label: &str) -> Vec<String> {
    folded(label)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Five digits that may be a German postcode, also with „D-“ before them.
fn is_postcode(text: &str) -> bool {
    let digits = ["D-", "DE-", "d-", "de-"]
        .iter()
        .find_map(|prefix| text.strip_prefix(prefix))
        .unwrap_or(text);
    digits.len() == 5 && digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with("00")
}

/// Whether a street's cell holds a postcode too.
pub(super) fn holds_postcode(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() == 5)
}

/// A name of a place: letters and what joins them, no digit.
fn is_town(text: &str) -> bool {
    text.chars().next().is_some_and(char::is_alphabetic)
        && text.chars().filter(|c| c.is_alphabetic()).count() >= 2
        && text.chars().all(|c| {
            c.is_alphabetic() || matches!(c, ' ' | '-' | '–' | '.' | '(' | ')' | '/' | '\'' | '’')
        })
        && !is_no_town(text)
}

/// Words that stand where a town is not known, or where the line names a country.
fn is_no_town(text: &str) -> bool {
    matches!(
        crate::matching::normal(text).as_str(),
        "n n" | "nn" | "unbekannt" | "offen" | "keine" | "deutschland" | "postfach"
    )
}

fn is_street(text: &str) -> bool {
    text.chars().any(char::is_alphabetic)
        && text.chars().any(|c| c.is_ascii_digit())
        && text.chars().count() <= 60
        && !text.contains(['@', '\n'])
        && !text.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() > 4)
}

fn postcode_and_town(text: &str) -> Option<Vec<(Field, &str)>> {
    const SIGNS: [char; 5] = [' ', ',', '/', ';', '\n'];
    if is_postcode(text) {
        return Some(vec![(F::Postcode, text)]);
    }
    if is_town(text) {
        return Some(vec![(F::Town, text)]);
    }
    let first = text.split(SIGNS).next().unwrap_or_default();
    let last = text.rsplit(SIGNS).next().unwrap_or_default();
    let (code, town) = if is_postcode(first) {
        (first, text.get(first.len()..)?)
    } else if is_postcode(last) {
        (last, text.get(..text.len() - last.len())?)
    } else {
        return None;
    };
    let town = town.trim_matches(SIGNS);
    is_town(town).then(|| vec![(F::Postcode, code), (F::Town, town)])
}

fn address(text: &str) -> Option<Vec<(Field, &str)>> {
    let pieces: Vec<&str> =
        text.split([',', ';', '\n']).map(str::trim).filter(|piece| !piece.is_empty()).collect();
    let (street, code, town) = match pieces.as_slice() {
        [street, code, town] if is_postcode(code) && is_town(town) => (*street, *code, *town),
        [one, other] => {
            let both = |piece| {
                let parts = postcode_and_town(piece)?;
                if let [(F::Postcode, code), (F::Town, town)] = parts.as_slice() {
                    Some((*code, *town))
                } else {
                    None
                }
            };
            let (street, (code, town)) = match (both(one), both(other)) {
                (None, Some(parts)) => (*one, parts),
                (Some(parts), None) => (*other, parts),
                (Some(_), Some(_)) | (None, None) => return None,
            };
            (street, code, town)
        }
        _ => return None,
    };
    is_street(street).then(|| vec![(F::Street, street), (F::Postcode, code), (F::Town, town)])
}

/// A part of a person's name.
pub(super) fn is_name(text: &str) -> bool {
    text.chars().next().is_some_and(char::is_alphabetic)
        && text
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '‑' | '.' | '\'' | '’'))
}

fn family_and_given(text: &str) -> Option<Vec<(Field, &str)>> {
    let mut persons = vec![text];
    for sign in [";", "\n", " und ", " / ", " & ", " + "] {
        persons = persons.into_iter().flat_map(|piece| piece.split(sign)).collect();
    }
    let mut parts = Vec::new();
    let fields = [(F::Chair1Last, F::Chair1First), (F::Chair2Last, F::Chair2First)];
    let persons: Vec<&str> =
        persons.into_iter().map(str::trim).filter(|person| !person.is_empty()).collect();
    if persons.is_empty() || persons.len() > fields.len() {
        return None;
    }
    for (person, (family_field, given_field)) in persons.into_iter().zip(fields) {
        let (family, given) = person.split_once(',')?;
        let (family, given) = (family.trim(), given.trim());
        if !is_name(family) || !is_name(given) {
            return None;
        }
        parts.extend([(family_field, family), (given_field, given)]);
    }
    Some(parts)
}

fn name_and_email(text: &str) -> Option<Vec<(Field, &str)>> {
    let signs = [' ', ',', ';', '\n', '(', ')', '<', '>', '/'];
    let mut pieces = text.split(signs).filter(|piece| piece.contains('@'));
    let email = pieces.next()?;
    if pieces.next().is_some() || !super::contacts::is_email(email) {
        return None;
    }
    let (before, behind) = text.split_once(email)?;
    let (before, behind) = (before.trim_matches(signs), behind.trim_matches(signs));
    let name = match (before.is_empty(), behind.is_empty()) {
        (false, true) => before,
        (true, false) => behind,
        _ => return None,
    };
    let full = is_name(name) && name.contains(' ') && !name.split(' ').any(|word| word == "und");
    full.then(|| vec![(F::Chair1Last, name), (F::Email, email)])
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::intake::columns::{COLUMNS, key};

    fn column(label: &str) -> &'static Combined {
        COMBINED.iter().find(|column| column.label == label).unwrap()
    }

    #[track_caller]
    fn splits(label: &str, text: &str, expected: &[&str]) {
        let parts: Option<Vec<&str>> =
            column(label).parts(text).map(|parts| parts.iter().map(|(_, part)| *part).collect());
        assert_eq!(parts.as_deref(), Some(expected), "„{text}“");
    }

    #[track_caller]
    fn refuses(label: &str, texts: &[&str]) {
        for text in texts {
            assert_eq!(column(label).parts(text), None, "„{text}“");
        }
    }

    #[test]
    fn a_combined_label_means_one_thing() {
        let mut seen: BTreeMap<(ListKind, String), &str> = BTreeMap::new();
        for column in COMBINED {
            for label in column.labels() {
                let first = *seen.entry((column.list, key(label))).or_insert(column.label);
                assert_eq!(first, column.label, "„{label}“");
                let plain = COLUMNS.iter().find(|plain| {
                    plain.list == column.list
                        && std::iter::once(&plain.label)
                            .chain(plain.others)
                            .any(|other| key(other) == key(label))
                });
                assert!(plain.is_none_or(|plain| column.alone == Some(plain.field)), "„{label}“");
            }
        }
    }

    #[test]
    fn postcode_and_town_in_either_order() {
        splits("PLZ/Ort", "99867 Gotha", &["99867", "Gotha"]);
        splits("PLZ/Ort", "99867, Gotha", &["99867", "Gotha"]);
        splits("PLZ/Ort", "99867/Gotha", &["99867", "Gotha"]);
        splits("PLZ/Ort", "D-07743 Jena", &["D-07743", "Jena"]);
        splits("PLZ/Ort", "Gotha, 99867", &["99867", "Gotha"]);
        splits("PLZ/Ort", "07407 Rudolstadt (Thür.)", &["07407", "Rudolstadt (Thür.)"]);
        splits("PLZ/Ort", "Gotha", &["Gotha"]);
        splits("PLZ/Ort", "99867", &["99867"]);
        refuses(
            "PLZ/Ort",
            &["7743 Jena", "A-5020 Salzburg", "998671 Gotha", "99867 Gotha 3", "99867 99868", "?"],
        );
    }

    #[test]
    fn an_address_is_split_only_where_street_postcode_and_town_are_certain() {
        let parts = ["Marktstr. 3", "99867", "Gotha"];
        for text in [
            "Marktstr. 3, 99867 Gotha",
            "Marktstr. 3\n99867 Gotha",
            "Marktstr. 3; 99867, Gotha",
            "99867 Gotha, Marktstr. 3",
        ] {
            splits("Anschrift", text, &parts);
        }
        splits(
            "Straße, PLZ, Ort",
            "Straße des 17. Juni 5, 99423 Weimar",
            &["Straße des 17. Juni 5", "99423", "Weimar"],
        );
        refuses(
            "Anschrift",
            &[
                "Marktstr. 3 99867 Gotha",
                "Marktstr. 3",
                "Marktstraße, 99867 Gotha",
                "c/o Büro, Marktstr. 3, 99867 Gotha",
                "Marktstr. 3, Gotha",
                "99867 Gotha, 99868 Gotha",
                "Marktstr. 3, 5020 Salzburg",
            ],
        );
    }

    #[test]
    fn names_are_split_at_their_comma() {
        splits("Name, Vorname", "Beispiel, Anna", &["Beispiel", "Anna"]);
        splits(
            "Name, Vorname",
            "Beispiel, Anna; von Muster, Karl Heinz",
            &["Beispiel", "Anna", "von Muster", "Karl Heinz"],
        );
        refuses(
            "Name, Vorname",
            &[
                "Anna Beispiel",
                "Beispiel, Anna, Dr.",
                "Beispiel, 0361",
                "Beispiel,",
                "A, B; C, D; E, F",
            ],
        );
        assert!(column("Name, Vorname").fits("Name/Vorname"));
        assert!(!column("Name, Vorname").fits("Vorname, Name"));
    }

    #[test]
    fn a_name_beside_one_mail_address() {
        for text in [
            "Anna Beispiel, anna@example.org",
            "Anna Beispiel (anna@example.org)",
            "anna@example.org; Anna Beispiel",
        ] {
            splits("Vorsitz (Name, E-Mail)", text, &["Anna Beispiel", "anna@example.org"]);
        }
        refuses(
            "Vorsitz (Name, E-Mail)",
            &[
                "Anna Beispiel",
                "Beispiel, anna@example.org",
                "Anna Beispiel, a@example.org, b@example.org",
                "Anna Beispiel, Tel. 0361, anna@example.org",
                "Anna Beispiel und Karl Muster, a@example.org",
            ],
        );
    }

    #[test]
    fn day_and_hour_in_one_cell() {
        splits("Datum/Uhrzeit", "04.05.2024, 18:30 Uhr", &["04.05.2024", "18:30 Uhr"]);
        splits("Datum/Uhrzeit", "Sa, 04.05.2024 ab 19 Uhr", &["Sa, 04.05.2024", "ab 19 Uhr"]);
        splits("Datum/Uhrzeit", "04.05.2024 (10–16 Uhr)", &["04.05.2024", "10–16 Uhr"]);
        splits("Datum/Uhrzeit", "04.05.2024", &["04.05.2024"]);
        splits("Datum/Uhrzeit", "n. n.", &["n. n."]);
    }
}
