//! The many ways to write one thing: a day, a branch, yes, a status. Every form says exactly what the fact says.

use beschlusskontrolle::domain::Field;
use chrono::{Datelike, NaiveDate};
use unicode_normalization::UnicodeNormalization;

use crate::facts::BRANCHES;

/// A row of numbers that looks thrown and is the same for the same beginning (SplitMix64).
#[derive(Clone, Debug)]
pub struct Dice(pub u64);

impl Dice {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// 0 up to `n`, without `n`.
    pub fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(n).unwrap()).unwrap()
    }

    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    pub fn pick<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for end in (1..items.len()).rev() {
            items.swap(end, self.below(end + 1));
        }
    }
}

const MONTHS: [&str; 12] = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];

pub fn month(day: NaiveDate) -> &'static str {
    MONTHS[day.month0() as usize]
}

fn weekday(day: NaiveDate) -> (&'static str, &'static str) {
    [
        ("Mo", "Montag"),
        ("Di", "Dienstag"),
        ("Mi", "Mittwoch"),
        ("Do", "Donnerstag"),
        ("Fr", "Freitag"),
        ("Sa", "Samstag"),
        ("So", "Sonntag"),
    ][day.weekday().num_days_from_monday() as usize]
}

/// A day as text; `year_known`: the sheet's name tells it.
pub fn day(dice: &mut Dice, day: NaiveDate, year_known: bool) -> String {
    let (short, long) = weekday(day);
    let (d, m, y, name) = (day.day(), day.month(), day.year(), month(day));
    if year_known && dice.one_in(2) {
        return match dice.below(3) {
            0 => format!("{d:02}.{m:02}."),
            1 => format!("{d}. {name}"),
            _ => format!("{short}, {d:02}.{m:02}."),
        };
    }
    let two = y % 100;
    match dice.below(9) {
        0 => format!("{d:02}.{m:02}.{y}"),
        1 => format!("{d}.{m}.{two:02}"),
        2 => format!("{d}. {name} {y}"),
        3 => format!("{short}, {d:02}.{m:02}.{y}"),
        4 => format!("{long}, {d}. {name} {y}"),
        5 => format!("{short}. {d}. {} {y}", short_month(day)),
        6 => day.to_string(),
        7 => format!("{short} {d:02}.{m:02}.{two:02}"),
        _ => format!("{long}, den {d:02}.{m:02}.{y}"),
    }
}

/// „Jan.“, „März“, „Mai“.
fn short_month(day: NaiveDate) -> String {
    let name = month(day);
    if name.chars().count() <= 4 { name.to_owned() } else { format!("{}.", &name[..3]) }
}

/// Several days in one cell.
pub fn days(dice: &mut Dice, from: NaiveDate, to: NaiveDate) -> String {
    let (a, b, m, y) = (from.day(), to.day(), to.month(), to.year());
    let same_month = from.month() == m && from.year() == y;
    let whole = format!("{:02}.{:02}.–{b:02}.{m:02}.{y}", a, from.month());
    match dice.below(5) {
        0 if same_month && b == a + 1 => format!("{a:02}./{b:02}.{m:02}.{y}"),
        1 if same_month => format!("{a}.-{b}. {} {y}", month(to)),
        2 if same_month => format!("{a}. bis {b}. {} {y}", month(to)),
        3 => format!("{}/{}, {whole}", weekday(from).0, weekday(to).0),
        _ => whole,
    }
}

pub fn yes(dice: &mut Dice) -> &'static str {
    dice.pick(&["ja", "Ja", "JA", "j", "x", "X", "✓", "✔", "☑", "1", "wahr"])
}

pub fn no(dice: &mut Dice) -> &'static str {
    dice.pick(&["nein", "Nein", "n", "N", "0", "✗", "falsch"])
}

/// The same status in another word; `verschoben auf` keeps its day.
pub fn status(dice: &mut Dice, fact: &str) -> String {
    let words: &[&str] = match fact {
        "durchgeführt" => &[
            "durchgeführt",
            "Durchgeführt",
            "hat stattgefunden",
            "stattgefunden",
            "gehalten",
            "erledigt",
            "✓",
        ],
        "erledigt" => &["erledigt", "abgeschlossen", "durchgeführt", "✓"],
        "abgesagt" => &["abgesagt", "ausgefallen", "fällt aus", "entfällt", "Abgesagt (Krankheit)"],
        "geplant" => &["geplant", "terminiert", "steht", "vereinbart"],
        // „zugesagt“ says more: the day is fixed
        "angeboten" => &["angeboten", "eingeladen", "Angeboten"],
        "in Arbeit" => &["in Arbeit", "läuft", "begonnen", "in Bearbeitung"],
        other => {
            let (_, to) = other.split_once("verschoben auf ").unwrap();
            let to = to.parse().unwrap();
            return format!("verschoben auf {}", day(dice, to, false));
        }
    };
    dice.pick(words).to_owned()
}

/// The row of a branch in the facts: code, name and type.
fn branch_row(fact: &str) -> (&'static str, &'static str, &'static str) {
    let (kind, name) = fact.split_once(' ').unwrap();
    let rows = BRANCHES.cells();
    let row = rows.iter().find(|row| row[1] == name && row[2] == kind).unwrap();
    (row[0], row[1], row[2])
}

pub fn kind(dice: &mut Dice, short: &str) -> &'static str {
    match short {
        "KV" => dice.pick(&["KV", "Kreisverband", "kreisverband", "kv"]),
        _ => dice.pick(&["SV", "Stadtverband", "stadtverband"]),
    }
}

/// How a list names a branch that the list of branches knows.
#[derive(Clone, Copy, Debug, Default)]
pub struct Naming {
    /// „Kreisverband Gotha“, „Gotha (KV)“, „DIE LINKE. KV Gotha“.
    pub types: bool,
    /// „Gotha“, where only one bears the name; „Ilmkreis“.
    pub bare: bool,
    /// „GTH“.
    pub plates: bool,
    /// Several branches apart by other signs than „;“.
    pub separators: bool,
}

pub fn branches(dice: &mut Dice, naming: Naming, fact: &str) -> String {
    if fact == "alle" {
        let words = [
            "alle",
            "Alle",
            "alle Verbände",
            "alle Kreis- und Stadtverbände",
            "sämtliche Gliederungen",
        ];
        return if naming.types { dice.pick(&words) } else { "alle" }.to_owned();
    }
    let several = fact.contains(';');
    let names: Vec<String> =
        fact.split(';').map(|one| branch(dice, naming, one.trim(), several)).collect();
    let separator = if naming.separators {
        dice.pick(&["; ", ", ", " / ", " und ", " + ", "\n", "/", " & "])
    } else {
        "; "
    };
    names.join(separator)
}

fn branch(dice: &mut Dice, naming: Naming, fact: &str, several: bool) -> String {
    let is_branch = fact.starts_with("KV ") || fact.starts_with("SV ");
    if !is_branch {
        return fact.to_owned(); // a body
    }
    let (code, name, short) = branch_row(fact);
    let mut forms = vec![fact.to_owned()];
    if naming.types {
        let word = kind(dice, short);
        forms.extend([
            format!("{word} {name}"),
            format!("{name} ({short})"),
            format!("DIE LINKE. {short} {name}"),
        ]);
        if !several {
            forms.push(format!("{name}, {word}"));
        }
    }
    if naming.bare {
        forms.extend([name.to_owned(), name.to_uppercase(), name.replace('-', "")]);
        if name == "Ilm-Kreis" {
            forms.push("Ilmkreis".to_owned());
        }
    }
    if naming.plates {
        forms.extend([code.to_owned(), format!("{short} {code}")]);
    }
    dice.pick(&forms)
}

/// Things named in one cell, apart by other signs.
pub fn elements(dice: &mut Dice, fact: &str) -> String {
    let parts: Vec<&str> = fact.split(';').map(str::trim).collect();
    parts.join(dice.pick(&["; ", ", ", " / ", "\n", " + "]))
}

/// Names of bodies in other words.
pub fn bodies(dice: &mut Dice, fact: &str) -> String {
    let parts: Vec<&str> = fact
        .split(';')
        .map(|part| match part.trim() {
            "LV" => dice.pick(&["LV", "Landesvorstand", "LaVo"]),
            "LAus" => dice.pick(&["LAus", "Landesausschuss"]),
            other => other,
        })
        .collect();
    parts.join(dice.pick(&["; ", ", ", " und ", " / ", "\n"]))
}

/// What other programs and other systems leave in a text: a Mac's umlauts in two parts, blanks that do not break, blanks
/// at the end, soft hyphens.
pub fn foreign(dice: &mut Dice, text: &str) -> String {
    match dice.below(6) {
        0 => text.nfd().collect(),
        1 => text.replace(' ', "\u{a0}"),
        2 => format!(" {text}  "),
        3 => format!("{text}\u{a0}"),
        4 => text.replace(' ', "  "),
        _ => {
            let mut letters: Vec<char> = text.chars().collect();
            if letters.len() > 3 && letters[1].is_alphabetic() && letters[2].is_alphabetic() {
                letters.insert(2, '\u{ad}');
            }
            letters.into_iter().collect()
        }
    }
}

/// A label of another office for the same column.
pub fn label(
    dice: &mut Dice,
    list: beschlusskontrolle::domain::ListKind,
    field: Field,
) -> &'static str {
    let column = beschlusskontrolle::intake::columns::column(list, field).unwrap();
    let labels: Vec<&'static str> =
        std::iter::once(column.label).chain(column.others.iter().copied()).collect();
    dice.pick(&labels)
}
