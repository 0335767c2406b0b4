//! Proof that no character of the wording is left over.
//!
//! Every quote stands literally in its printed lines (a line break counts as a blank, nothing else is smoothed), no two
//! quotes overlap, and what remains without them are the ordinals „1.“, „2.“ … at the beginning of their lines.

use super::Lines;
use super::faults::{Faults, quoted};

/// A quote with its places in the TOML.
pub(super) struct Quote {
    /// „Anforderung „Z1c““, for messages.
    pub(super) owner: String,
    pub(super) lines: Lines,
    pub(super) lines_at: usize,
    pub(super) text: String,
    pub(super) text_at: usize,
}

/// The printed lines of a wording: line breaks of any system, no byte order mark.
pub(super) fn lines(wording: &str) -> Vec<String> {
    wording.trim_start_matches('\u{feff}').lines().map(str::to_owned).collect()
}

/// Reports every quote that does not stand where it says, every overlap and every character left over.
/// `complete`: all quotes of the file are here; otherwise nothing is said about what is left over.
pub(super) fn prove(faults: &mut Faults<'_>, lines: &[String], quotes: &[Quote], complete: bool) {
    let text = Printed::new(lines);
    let mut owner: Vec<Option<usize>> = vec![None; text.characters.len()];
    let mut all_found = complete;
    for (number, quote) in quotes.iter().enumerate() {
        let Some(range) = locate(faults, &text, lines.len(), quote, &owner) else {
            all_found = false;
            continue;
        };
        let taken = owner.iter().take(range.end).skip(range.start).position(Option::is_some);
        if let Some(first) = taken.map(|offset| range.start + offset) {
            let other = owner.get(first).copied().flatten().and_then(|n| quotes.get(n));
            let end = (first..range.end)
                .find(|at| owner.get(*at).copied().flatten().is_none())
                .unwrap_or(range.end);
            faults.in_line(
                text.line(first),
                format!(
                    "„{}“ ist zweimal zitiert: {} und {}",
                    text.excerpt(first, end),
                    other.map_or("", |other| &other.owner),
                    quote.owner
                ),
            );
        }
        for slot in owner.iter_mut().take(range.end).skip(range.start) {
            slot.get_or_insert(number);
        }
    }
    // with a quote unplaced, its whole sentence would be reported a second time as left over
    if all_found {
        left_over(faults, &text, &owner);
    }
}

/// The wording as one row of characters, each knowing its printed line.
struct Printed {
    characters: Vec<char>,
    lines: Vec<usize>,
}

impl Printed {
    fn new(lines: &[String]) -> Self {
        let mut text = Self { characters: Vec::new(), lines: Vec::new() };
        for (index, line) in lines.iter().enumerate() {
            for character in line.chars().chain([' ']) {
                text.characters.push(character);
                text.lines.push(index + 1);
            }
        }
        text
    }

    fn line(&self, at: usize) -> usize {
        self.lines.get(at).or(self.lines.last()).copied().unwrap_or(1)
    }

    fn excerpt(&self, from: usize, to: usize) -> String {
        let text: String = self.characters.iter().take(to).skip(from).collect();
        shortened(text.trim())
    }

    /// Every place within these lines at which these characters stand.
    fn places(&self, wanted: &[char], within: Lines) -> Vec<usize> {
        let from = self.lines.partition_point(|line| *line < within.from);
        let to = self.lines.partition_point(|line| *line <= within.to);
        self.characters
            .get(from..to)
            .unwrap_or_default()
            .windows(wanted.len())
            .enumerate()
            .filter(|(_, window)| *window == wanted)
            .map(|(offset, _)| from + offset)
            .collect()
    }
}

/// At most about 60 characters, cut in the middle.
fn shortened(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    if characters.len() <= 60 {
        return text.to_owned();
    }
    let head: String = characters.iter().take(30).collect();
    let tail: String = characters.iter().skip(characters.len() - 25).collect();
    format!("{} … {}", head.trim_end(), tail.trim_start())
}

/// Where the quote stands in its lines; a fault where it does not.
fn locate(
    faults: &mut Faults<'_>,
    text: &Printed,
    line_count: usize,
    quote: &Quote,
    owner: &[Option<usize>],
) -> Option<std::ops::Range<usize>> {
    if quote.lines.to > line_count {
        faults.at(
            quote.lines_at,
            format!(
                "{}: Der Wortlaut hat nur {line_count} Zeilen, nicht {}",
                quote.owner, quote.lines.to
            ),
        );
        return None;
    }
    let wanted: Vec<char> = quote.text.chars().collect();
    let places = text.places(&wanted, quote.lines);
    let fits = |at: &&usize| {
        text.line(**at) == quote.lines.from && text.line(**at + wanted.len() - 1) == quote.lines.to
    };
    // a sentence may stand twice; the one nobody has quoted yet is meant
    let free = |at: &&usize| owner.get(**at).copied().flatten().is_none();
    if let Some(at) = places.iter().filter(fits).find(free).or_else(|| places.iter().find(fits)) {
        return Some(*at..*at + wanted.len());
    }
    let everywhere = Lines { from: 1, to: line_count };
    if let Some(at) = text.places(&wanted, everywhere).first() {
        let really = Lines { from: text.line(*at), to: text.line(*at + wanted.len() - 1) };
        faults.at(
            quote.lines_at,
            format!("{}: Das Zitat steht in {really}, nicht in {}", quote.owner, quote.lines),
        );
        return None;
    }
    faults.at(quote.text_at, format!("{}: {}", quote.owner, difference(text, quote, &wanted)));
    None
}

/// Says where quote and wording part.
fn difference(text: &Printed, quote: &Quote, wanted: &[char]) -> String {
    let in_lines = |at: usize| (quote.lines.from..=quote.lines.to).contains(&text.line(at));
    let (at, common) = (0..text.characters.len())
        .filter(|at| in_lines(*at))
        .map(|at| {
            let there = text.characters.iter().skip(at);
            (at, there.zip(wanted).take_while(|(a, b)| a == b).count())
        })
        .max_by_key(|(at, common)| (*common, std::cmp::Reverse(*at)))
        .unwrap_or((0, 0));
    let lead = format!("Das Zitat steht nicht wörtlich in {}", quote.lines);
    if common < 4 {
        return format!(
            "{lead}; schon der Anfang „{}“ ist dort nicht zu finden",
            word_at(wanted, 0)
        );
    }
    // back to the beginning of the word in which they part
    let back = wanted.iter().take(common).rev().take_while(|c| !c.is_whitespace()).count();
    let start = common - back;
    let before: String = wanted.iter().take(start).collect();
    format!(
        "{lead}: nach „{}“ steht im Wortlaut „{}“ (Zeile {}), im Zitat „{}“",
        last_words(&before),
        word_at(&text.characters, at + start),
        text.line(at + start),
        word_at(wanted, start)
    )
}

fn word_at(text: &[char], at: usize) -> String {
    text.iter()
        .skip(at)
        .skip_while(|c| c.is_whitespace())
        .take_while(|c| !c.is_whitespace())
        .collect()
}

fn last_words(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let from = words.len().saturating_sub(4);
    words.iter().skip(from).copied().collect::<Vec<_>>().join(" ")
}

/// Everything uncovered must be the ordinals, each at the beginning of its line, counting from one.
fn left_over(faults: &mut Faults<'_>, text: &Printed, owner: &[Option<usize>]) {
    let mut ordinal = 0;
    for (line, words) in uncovered(text, owner) {
        let number = words.first.then(|| words.text.strip_suffix('.')).flatten();
        let number = number.and_then(|digits| digits.parse::<usize>().ok());
        match number {
            Some(number) if number == ordinal + 1 => ordinal = number,
            Some(number) => {
                faults.in_line(
                    line,
                    format!("Auf Ziffer {ordinal} folgt „{number}.“; erwartet wird „{}.“", ordinal + 1),
                );
                ordinal = number;
            }
            None => faults.in_line(
                line,
                format!(
                    "{} gehört zu keiner Anforderung und keiner Feststellung; jeder Satz muss zitiert sein",
                    quoted(&[shortened(&words.text)])
                ),
            ),
        }
    }
}

struct Uncovered {
    text: String,
    /// Stands at the beginning of its line.
    first: bool,
}

/// The uncovered stretches line by line, without blanks around them.
fn uncovered(text: &Printed, owner: &[Option<usize>]) -> Vec<(usize, Uncovered)> {
    let mut stretches: Vec<(usize, Uncovered)> = Vec::new();
    let mut open = false;
    let mut seen_in_line = (0, false);
    for ((character, line), owner) in text.characters.iter().zip(&text.lines).zip(owner) {
        if seen_in_line.0 != *line {
            seen_in_line = (*line, false);
            open = false;
        }
        if owner.is_some() {
            open = false;
        } else if open {
            if let Some((_, stretch)) = stretches.last_mut() {
                stretch.text.push(*character);
            }
        } else if !character.is_whitespace() {
            let stretch = Uncovered { text: character.to_string(), first: !seen_in_line.1 };
            stretches.push((*line, stretch));
            open = true;
        }
        if !character.is_whitespace() {
            seen_in_line.1 = true;
        }
    }
    for (_, stretch) in &mut stretches {
        stretch.text.truncate(stretch.text.trim_end().len());
    }
    stretches
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Quotes as „3-4: text“, one per line.
    fn faults(wording: &str, quotes: &str) -> String {
        let quotes: Vec<Quote> = quotes
            .lines()
            .enumerate()
            .map(|(n, quote)| {
                let (lines, text) = quote.split_once(": ").unwrap();
                let (from, to) = lines.split_once('-').unwrap();
                Quote {
                    owner: format!("Anforderung „Z{}“", n + 1),
                    lines: Lines { from: from.parse().unwrap(), to: to.parse().unwrap() },
                    lines_at: 0,
                    text: text.to_owned(),
                    text_at: 0,
                }
            })
            .collect();
        let mut faults = Faults::new("");
        prove(&mut faults, &lines(wording), &quotes, true);
        faults.into_messages().join("\n")
    }

    const WORDING: &str = "\n1. Der Vorstand trifft\nsich oft. Er lädt ein.\n\n2. Alle kommen.\n";

    #[test]
    fn a_text_quoted_without_remainder_has_no_faults() {
        assert_eq!(
            faults(
                WORDING,
                "2-3: Der Vorstand trifft sich oft.\n3-3: Er lädt ein.\n5-5: Alle kommen."
            ),
            ""
        );
    }

    #[test]
    fn line_breaks_of_windows_and_a_byte_order_mark_change_nothing() {
        let wording = format!("\u{feff}{}", WORDING.replace('\n', "\r\n"));
        assert_eq!(
            faults(
                &wording,
                "2-3: Der Vorstand trifft sich oft.\n3-3: Er lädt ein.\n5-5: Alle kommen."
            ),
            ""
        );
    }

    #[test]
    fn a_sentence_nobody_quotes_is_named_with_its_line() {
        assert_eq!(
            faults(WORDING, "2-3: Der Vorstand trifft sich oft.\n5-5: Alle kommen."),
            "beschluss.txt, Zeile 3: „Er lädt ein.“ gehört zu keiner Anforderung und keiner Feststellung; jeder Satz muss zitiert sein"
        );
    }

    #[test]
    fn even_a_full_stop_may_not_be_left_over() {
        assert_eq!(
            faults(
                WORDING,
                "2-3: Der Vorstand trifft sich oft.\n3-3: Er lädt ein\n5-5: Alle kommen."
            ),
            "beschluss.txt, Zeile 3: „.“ gehört zu keiner Anforderung und keiner Feststellung; jeder Satz muss zitiert sein"
        );
    }

    #[test]
    fn overlapping_quotes_are_named() {
        assert_eq!(
            faults(
                WORDING,
                "2-3: Der Vorstand trifft sich oft.\n3-3: oft. Er lädt ein.\n5-5: Alle kommen."
            ),
            "beschluss.txt, Zeile 3: „oft.“ ist zweimal zitiert: Anforderung „Z1“ und Anforderung „Z2“"
        );
    }

    #[test]
    fn a_changed_word_is_shown_beside_the_wording() {
        assert_eq!(
            faults(WORDING, "2-3: Der Vorstand trifft sich selten."),
            "beschluss.toml, Zeile 1, Spalte 1: Anforderung „Z1“: Das Zitat steht nicht wörtlich in Z. 2–3: nach „Der Vorstand trifft sich“ steht im Wortlaut „oft.“ (Zeile 3), im Zitat „selten.“"
        );
    }

    #[test]
    fn wrong_lines_are_corrected() {
        assert_eq!(
            faults(WORDING, "2-2: Der Vorstand trifft sich oft."),
            "beschluss.toml, Zeile 1, Spalte 1: Anforderung „Z1“: Das Zitat steht in Z. 2–3, nicht in Z. 2"
        );
        assert_eq!(
            faults(WORDING, "7-9: Alle kommen."),
            "beschluss.toml, Zeile 1, Spalte 1: Anforderung „Z1“: Der Wortlaut hat nur 5 Zeilen, nicht 9"
        );
    }

    #[test]
    fn a_missing_ordinal_is_a_fault() {
        assert_eq!(
            faults("1. Eins.\n3. Drei.", "1-1: Eins.\n2-2: Drei."),
            "beschluss.txt, Zeile 2: Auf Ziffer 1 folgt „3.“; erwartet wird „2.“"
        );
        // a number within a line is text, not an ordinal
        assert_eq!(
            faults("1. Eins. 2. Zwei.", "1-1: Eins.\n1-1: Zwei."),
            "beschluss.txt, Zeile 1: „2.“ gehört zu keiner Anforderung und keiner Feststellung; jeder Satz muss zitiert sein"
        );
    }

    #[test]
    fn the_same_sentence_twice_needs_two_quotes() {
        let wording = "1. Ja. Ja.";
        assert_eq!(faults(wording, "1-1: Ja.\n1-1: Ja."), "");
    }
}
