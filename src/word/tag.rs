//! Placeholders and control tags, found in the text of a paragraph and made plain: people write them in Word, and Word
//! writes „German quotes“, dashes and blanks that do not break.

use std::ops::Range;

use super::comparison;
use super::mergefield::{MARK, MARK_END, MergeTag};
use super::text::Paragraph;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    If,
    Elif,
    Else,
    EndIf,
    For,
    EndFor,
    Set,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TagKind {
    Value,
    Control(Word),
    Comment,
}

/// docxtpl's way to say how much a control tag takes with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Prefix {
    None,
    Paragraph,
    Row,
    Cell,
}

#[derive(Debug)]
pub(super) struct Tag {
    pub(super) paragraph: usize,
    /// Its characters in the paragraph.
    pub(super) chars: Range<usize>,
    pub(super) kind: TagKind,
    pub(super) prefix: Prefix,
    /// What stands between the brackets, plain, without prefix and keyword.
    pub(super) text: String,
    /// As the template shows it.
    pub(super) shown: String,
    /// Blanks before and behind it go („{%-“, „-%}“).
    pub(super) trims: (bool, bool),
    /// The names in `text` and those of the merge fields or labels they stand for.
    pub(super) names: Vec<(String, String)>,
    /// The column whose label it may be as a whole, where it means something else as well.
    pub(super) label: Option<String>,
}

/// What was read in a paragraph.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) tags: Vec<Tag>,
    /// German sentences about what is no whole tag.
    pub(super) problems: Vec<String>,
    /// „{name}“ with its characters: text, perhaps by mistake.
    pub(super) typed: Vec<(Range<usize>, String)>,
}

/// The tags of a paragraph, and what looks like one.
pub(super) fn tags(number: usize, paragraph: &Paragraph, merged: &[MergeTag]) -> Read {
    let chars: Vec<char> = paragraph.chars.iter().map(|char| char.c).collect();
    let Read { mut tags, mut problems, mut typed } = Read::default();
    let mut i = 0;
    while let (Some(first), Some(second)) = (chars.get(i), chars.get(i + 1)) {
        if *first == MARK
            && let Some((tag, end)) = merge_tag(number, &chars, i, merged)
        {
            tags.push(tag);
            i = end;
            continue;
        }
        let close = match (first, second) {
            ('{', '{') => '}',
            ('{', '%') => '%',
            ('{', '#') => '#',
            ('}' | '%', '}') => {
                problems
                    .push(format!("Die schließende Klammer „{first}}}“ hat keine öffnende davor."));
                i += 2;
                continue;
            }
            ('{', '_') if matches!(chars.get(i + 2), Some('{' | '%')) => {
                problems.push(
                    "„{_“ gibt es hier nicht; geschweifte Klammern können nicht als Text stehen."
                        .to_owned(),
                );
                i += 3;
                continue;
            }
            ('{', blank) if blank.is_whitespace() => {
                let next = chars.iter().skip(i + 1).position(|c| !c.is_whitespace());
                if let Some(next) = next.map(|blanks| i + 1 + blanks)
                    && let Some(second @ ('{' | '%')) = chars.get(next)
                {
                    problems.push(format!(
                        "In „{{ {second}“ steht ein Leerzeichen zwischen den Klammern; gemeint ist wohl „{{{second}“."
                    ));
                    i = next;
                }
                i += 1;
                continue;
            }
            ('{', _) => {
                if let Some((end, name)) = single(&chars, i) {
                    typed.push((i..end, name));
                    i = end;
                } else {
                    i += 1;
                }
                continue;
            }
            _ => {
                i += 1;
                continue;
            }
        };
        let Some((inner, end)) =
            inside(&chars, i + 2, close, false).or_else(|| inside(&chars, i + 2, close, true))
        else {
            let rest = chars.get(i + 2..).unwrap_or_default();
            let next = rest.iter().find(|c| matches!(c, '{' | '}'));
            let almost = if next == Some(&'}') {
                format!(" Am Ende muss „{close}}}“ stehen, ohne Leerzeichen dazwischen.")
            } else {
                String::new()
            };
            problems.push(format!(
                "Die Klammer „{first}{second}“ wird in diesem Absatz nicht geschlossen.{almost}"
            ));
            i += 2;
            continue;
        };
        let shown: String = chars.get(i..end).unwrap_or_default().iter().collect();
        match tag(number, i..end, close, &inner, shown) {
            Ok(tag) => tags.push(tag),
            Err(problem) => problems.push(problem),
        }
        i = end;
    }
    Read { tags, problems, typed }
}

/// „{Name}“: the position behind it, and the name.
fn single(chars: &[char], from: usize) -> Option<(usize, String)> {
    let rest = chars.get(from + 1..)?;
    let length = rest.iter().take(60).position(|c| matches!(c, '{' | '}'))?;
    if rest.get(length) != Some(&'}') || rest.get(length + 1) == Some(&'}') {
        return None;
    }
    let name: String = rest.iter().take(length).collect();
    let fits = name.trim().starts_with(char::is_alphabetic)
        && name.chars().all(|c| c.is_alphanumeric() || " \u{a0}_-./()".contains(c));
    fits.then(|| (from + length + 2, name.trim().to_owned()))
}

/// The tag made of a merge field, and the position behind it.
fn merge_tag(
    paragraph: usize,
    chars: &[char],
    from: usize,
    merged: &[MergeTag],
) -> Option<(Tag, usize)> {
    let length = chars.get(from..)?.iter().position(|c| *c == MARK_END)?;
    let end = from + length + 1;
    let number: String = chars.get(from + 1..end - 1)?.iter().collect();
    let own = merged.get(number.parse::<usize>().ok()?)?;
    let tag = Tag {
        paragraph,
        chars: from..end,
        kind: own.kind,
        prefix: Prefix::None,
        text: own.text.clone(),
        shown: own.shown.clone(),
        trims: (false, false),
        names: own.names.clone(),
        label: None,
    };
    Some((tag, end))
}

fn tag(
    paragraph: usize,
    chars: Range<usize>,
    close: char,
    inner: &str,
    shown: String,
) -> Result<Tag, String> {
    let mut kind = match close {
        '}' => TagKind::Value,
        '#' => {
            let (prefix, text) = (Prefix::None, String::new());
            let (trims, names) = ((inner.starts_with('-'), inner.ends_with('-')), Vec::new());
            let kind = TagKind::Comment;
            let label = None;
            return Ok(Tag { paragraph, chars, kind, prefix, text, shown, trims, names, label });
        }
        _ => TagKind::Control(Word::Set),
    };
    let (mut prefix, mut text) = (Prefix::None, inner);
    for (letters, meaning) in [
        ("tr ", Prefix::Row),
        ("tc ", Prefix::Cell),
        ("p ", Prefix::Paragraph),
        ("r ", Prefix::None),
    ] {
        // „{{ r }}“ is a field named r; „{{r feld }}“ is a prefix; „{% p if …“ is meant as one
        let own = if close == '%' { inner.trim_start() } else { inner };
        if let Some(rest) = own.strip_prefix(letters)
            && (close == '%' || rest.trim_start().starts_with(char::is_alphabetic))
        {
            (prefix, text) = (meaning, rest);
        }
    }
    // „{{ -1 }}“ is a number
    let trims = (inner.starts_with('-') || text.starts_with('-'), inner.ends_with('-'));
    let text = text.trim();
    let text = text.strip_prefix(['-', '+']).unwrap_or(text);
    let mut text = text.strip_suffix(['-', '+']).unwrap_or(text).trim();
    if text.is_empty() {
        return Err(format!("Zwischen den Klammern von „{shown}“ steht nichts."));
    }
    if kind == TagKind::Value {
        prefix = Prefix::None;
    } else {
        let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        let word = match word {
            "if" => Word::If,
            "elif" => Word::Elif,
            "else" => Word::Else,
            "endif" => Word::EndIf,
            "for" => Word::For,
            "endfor" => Word::EndFor,
            "set" if rest.contains('=') => Word::Set,
            _ => {
                return Err(format!(
                    "Die Anweisung „{shown}“ gibt es nicht. Bekannt sind if, elif, else, endif, for, endfor und set."
                ));
            }
        };
        kind = TagKind::Control(word);
        text = rest.trim();
        let wants = matches!(word, Word::If | Word::Elif | Word::For | Word::Set);
        if wants && text.is_empty() {
            return Err(format!("In „{shown}“ fehlt die Bedingung oder die Liste."));
        }
    }
    let text = match kind {
        TagKind::Control(Word::For) => match text.split_once(" in ") {
            Some((names, list)) => {
                format!("{} in {}", names.trim(), comparison::by_value(&identifier(list)))
            }
            None => return Err(format!("„{shown}“ muss „for NAME in LISTE“ lauten.")),
        },
        TagKind::Control(Word::Set) => comparison::by_value(text),
        TagKind::Control(Word::If | Word::Elif) | TagKind::Value => {
            comparison::by_value(&identifier(text))
        }
        TagKind::Control(_) | TagKind::Comment => identifier(text),
    };
    let names = Vec::new();
    Ok(Tag { paragraph, chars, kind, prefix, text, shown, trims, names, label: None })
}

/// The text up to the closing bracket, and the position behind it. A bracket inside „quotes“ does not close.
/// `plain`: every quotation mark is a straight one (for „a" and the like, which autocorrection leaves behind).
fn inside(chars: &[char], from: usize, close: char, plain: bool) -> Option<(String, usize)> {
    let mut text = String::new();
    // what ends the string we are in
    let mut until: Option<(&[char], char)> = None;
    let mut i = from;
    while let Some(&c) = chars.get(i) {
        let next = chars.get(i + 1).copied();
        if let Some((ends, straight)) = until {
            if ends.contains(&c) {
                text.push(straight);
                until = None;
            } else if c == straight {
                text.extend(['\\', c]);
            } else {
                text.push(c);
            }
            i += 1;
            continue;
        }
        if c == close && next == Some('}') {
            return Some((text, i + 2));
        }
        if close != '#' && c == '{' && matches!(next, Some('{' | '%')) {
            return None;
        }
        match c {
            '"' | '“' | '”' | '„' | '‟' | '«' | '»' => {
                text.push('"');
                if close != '#' {
                    let ends: &[char] = if c == '"' && !plain { &['"'] } else { DOUBLE };
                    until = Some((ends, '"'));
                }
            }
            '\'' | '‘' | '’' | '‚' | '‛' | '‹' | '›' => {
                text.push('\'');
                if close != '#' {
                    let ends: &[char] = if c == '\'' && !plain { &['\''] } else { SINGLE };
                    until = Some((ends, '\''));
                }
            }
            '\u{a0}' | '\u{2007}' | '\u{202f}' | '\u{2009}' | '\t' | '\n' => text.push(' '),
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {}
            '–' | '−' | '‑' => text.push('-'),
            '…' => text.push_str("..."),
            c => text.push(c),
        }
        i += 1;
    }
    None
}

const DOUBLE: &[char] = &['"', '“', '”', '„', '‟', '«', '»'];
const SINGLE: &[char] = &['\'', '‘', '’', '‚', '‛', '‹', '›'];

/// Words that make an expression of what would else be a label.
const OPERATORS: [&str; 9] = ["and", "or", "not", "in", "is", "if", "else", "true", "false"];

/// A column's head as it may stand in a tag: „Tel. (dienstlich)“, „PLZ/Ort“, „1. Vorsitz“.
pub(super) struct Label {
    /// As a name of the template language.
    pub(super) name: String,
    /// What follows it, from `|` on.
    pub(super) filters: String,
    /// As it stands there.
    pub(super) text: String,
    /// How it would be read if it were no label.
    pub(super) reading: Reading,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// „PLZ/Ort“, „Name (Vorsitz)“: nobody calculates or calls like that.
    Label,
    /// „PLZ / Ort“ may be a division, „Anteil - Rest“ a difference.
    Calculation,
    /// „person.name“ is a part of something.
    Part,
}

pub(super) fn label(text: &str) -> Option<Label> {
    let (label, filters) = match text.split_once('|') {
        Some((label, filters)) => (label.trim(), format!("|{filters}")),
        None => (text.trim(), String::new()),
    };
    let mut words = label.split_whitespace();
    let fits = label.starts_with(char::is_alphanumeric)
        && label.contains(char::is_alphabetic)
        && label.chars().all(|c| c.is_alphanumeric() || " _-./()&:,".contains(c))
        && label.contains(|c: char| !c.is_alphanumeric() && c != '_')
        && !words.any(|word| OPERATORS.contains(&word))
        && !calls(label);
    let signs = |c: char| !c.is_alphanumeric() && c != '_' && c != '.';
    let reading = if !label.contains(signs) {
        Reading::Part
    } else if label.contains(['(', ')']) || !label.contains(' ') {
        Reading::Label
    } else {
        Reading::Calculation
    };
    fits.then(|| {
        let name = label.chars().map(|c| if c.is_alphanumeric() { c } else { '_' });
        // a name begins with a letter
        let name: String = std::iter::once('_').chain(name).collect();
        Label { name, filters, text: label.to_owned(), reading }
    })
}

/// „name.upper()“: what other template languages know and this one refuses in its own words.
fn calls(label: &str) -> bool {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    label.match_indices('(').any(|(at, _)| {
        let before = label.get(..at).unwrap_or_default();
        let rest = before.trim_end_matches(word);
        rest.len() < before.len() && rest.ends_with('.')
    })
}

/// A column's label as a field: „Name des Kreisverbands“ is `name_des_kreisverbands`. What is no plain label stays.
fn identifier(text: &str) -> String {
    let (label, rest) = match text.split_once('|') {
        Some((label, filters)) => (label.trim(), Some(filters)),
        None => (text.trim(), None),
    };
    let words: Vec<&str> = label.split([' ', '-']).collect();
    let is_label = words.len() > 1
        && words.iter().all(|word| {
            (word.starts_with(char::is_alphabetic)
                // „Mitglieder 2024“, but „jahr-1“ is a difference
                || word.starts_with(|c: char| c.is_ascii_digit()) && !label.contains('-'))
                && word.chars().all(|c| c.is_alphanumeric() || c == '_')
                && !OPERATORS.contains(word)
        });
    if !is_label {
        return text.trim().to_owned();
    }
    let name = words.join("_");
    rest.map_or_else(|| name.clone(), |filters| format!("{name} |{filters}"))
}
