//! How somebody is greeted: by the entry in the list, never by a guess from the first name.
//!
//! Order: a „Wunschanrede“ as it stands · each chair by the own entry · everybody together. A chair that is vacant is
//! left out; a chair known only by the last name cannot be greeted with „du“, so everybody is greeted together rather
//! than one person left out.

use crate::domain::{Entry, Field};
use crate::matching::words;
use crate::settings::{Key, NEUTRAL_GUTEN_TAG, NEUTRAL_HALLO, PAIR_FORM, STYLE_BOARD, Settings};

/// What the column Anrede/Pronomen says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Feminine,
    Masculine,
    /// „divers“, „keine Angabe“, empty, mixed pronouns or any other word.
    Neutral,
}

fn form(text: &str) -> Form {
    // „sie/ihr“ is one word to no reader, so pronouns are taken one by one
    let mut found = None;
    for word in words(text) {
        let this = match word.as_str() {
            "weiblich" | "w" | "frau" | "fr" | "genossin" | "sie" | "ihr" | "she" | "her" => {
                Form::Feminine
            }
            "männlich" | "m" | "herr" | "hr" | "herrn" | "genosse" | "er" | "ihm" | "ihn"
            | "sein" | "he" | "him" => Form::Masculine,
            _ => return Form::Neutral,
        };
        if found.is_some_and(|before| before != this) {
            return Form::Neutral;
        }
        found = Some(this);
    }
    found.unwrap_or(Form::Neutral)
}

struct Chair<'a> {
    first: &'a str,
    last: &'a str,
    form: Form,
}

/// The name somebody is called by: without titles, initials and forms of address („Dr. Anna M.“ → „Anna“); empty where
/// nothing else stands there, since nobody is greeted by an initial.
fn called(first: &str) -> String {
    let names = first
        .split_whitespace()
        .filter(|word| !word.ends_with('.') && !NO_NAMES.contains(&word.to_lowercase().as_str()));
    names.collect::<Vec<_>>().join(" ")
}

/// Forms of address, not names.
const NO_NAMES: [&str; 6] = ["frau", "herr", "herrn", "genossin", "genosse", "familie"];

/// A salutation as it stands before the comma of the letter, on one line.
pub(super) fn without_mark(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.trim_end_matches([',', '!', ' ']).to_owned()
}

/// Words an office writes where nobody holds the chair.
fn is_vacant(text: &str) -> bool {
    let normal = words(text).join(" ");
    matches!(
        normal.as_str(),
        "" | "vakant" | "unbesetzt" | "nicht besetzt" | "n n" | "nn" | "offen" | "frei"
    )
}

fn chairs(branch: &Entry) -> Vec<Chair<'_>> {
    [
        (Field::Chair1First, Field::Chair1Last, Field::Chair1Form),
        (Field::Chair2First, Field::Chair2Last, Field::Chair2Form),
    ]
    .into_iter()
    .map(|(first, last, entry)| {
        let named = |field| branch.text(field).filter(|text| !is_vacant(text)).unwrap_or("");
        let (mut first, mut last) = (named(first), named(last));
        if first.is_empty()
            && let Some(both) = first_and_last(last)
        {
            (first, last) = both;
        }
        Chair { first, last, form: form(branch.text(entry).unwrap_or("")) }
    })
    .filter(|chair| !(chair.first.is_empty() && chair.last.is_empty()))
    .collect()
}

/// „Kim Brenner“ in one cell: exactly two names, so that it is plain which one is the first. A title, a „von“, a comma, an
/// abbreviation or a third word leave it open, and what is open is not taken apart.
fn first_and_last(text: &str) -> Option<(&str, &str)> {
    let (first, last) = text.trim().split_once(char::is_whitespace)?;
    let last = last.trim_start();
    let is_name = |word: &str| {
        word.chars().next().is_some_and(char::is_uppercase)
            && word.chars().skip(1).any(char::is_lowercase)
            && word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '’' | '\''))
    };
    (is_name(first) && is_name(last) && !NO_NAMES.contains(&first.to_lowercase().as_str()))
        .then_some((first, last))
}

/// First and last names of the chairs, for the address: „Anna Muster und Karl Beispiel“; empty where none is complete.
pub(super) fn chair_names(branch: &Entry) -> Vec<String> {
    chairs(branch)
        .iter()
        .filter(|chair| !chair.first.is_empty() && !chair.last.is_empty())
        .map(|chair| format!("{} {}", chair.first, chair.last))
        .collect()
}

/// „Genoss:innen“, „Genoss*innen“ or „Genossinnen und Genossen“, by the setting.
pub fn comrades(settings: &Settings) -> String {
    match settings.text(Key::GenderSign) {
        PAIR_FORM => "Genossinnen und Genossen".into(),
        sign => format!("Genoss{sign}innen"),
    }
}

/// „Liebe Genoss:innen“: everybody together, for boards, bodies and vacant chairs. Without a comma.
pub fn together(settings: &Settings) -> String {
    format!("Liebe {}", comrades(settings))
}

/// The salutation of a letter to a branch, by its row in the branch list. Without a comma.
pub fn for_branch(branch: &Entry, settings: &Settings) -> String {
    if let Some(wish) = branch.text(Field::CustomSalutation) {
        let wish = without_mark(wish);
        if !words(&wish).is_empty() {
            return wish;
        }
    }
    let chairs = chairs(branch);
    if settings.text(Key::SalutationStyle) == STYLE_BOARD
        || chairs.is_empty()
        || chairs.iter().any(|chair| called(chair.first).is_empty())
    {
        return together(settings);
    }
    let greetings: Vec<String> = chairs.iter().map(|chair| greet(chair, settings)).collect();
    let mut line = String::new();
    for (position, greeting) in greetings.iter().enumerate() {
        if position == 0 {
            line.push_str(greeting);
        } else {
            line.push_str(", ");
            line.push_str(&small_initial(greeting));
        }
    }
    line
}

fn greet(chair: &Chair<'_>, settings: &Settings) -> String {
    let first = called(chair.first);
    match chair.form {
        Form::Feminine => format!("Liebe {first}"),
        Form::Masculine => format!("Lieber {first}"),
        Form::Neutral => {
            match (settings.text(Key::NeutralForm), settings.text(Key::GenderSign)) {
                (NEUTRAL_GUTEN_TAG, _) => {
                    format!("Guten Tag {first} {}", chair.last).trim_end().to_owned()
                }
                // a pair form has no sign that could stand in „Liebe…r“
                (NEUTRAL_HALLO, _) | (_, PAIR_FORM) => format!("Hallo {first}"),
                (_, sign) => format!("Liebe{sign}r {first}"),
            }
        }
    }
}

fn small_initial(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_lowercase().chain(chars).collect())
}
