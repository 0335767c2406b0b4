//! Times of day beside a date: „18:30“, „ab 19 Uhr“, „10–16 Uhr“. They say nothing about the day and are taken out of it.

use super::dates::{Token, tokens};
use super::values::clean;
use crate::table::CellValue;

/// Takes times of day out: „18:30“, „18.30 Uhr“, „10–16 Uhr“, „ab 19 Uhr“.
pub(super) fn without_time(tokens: &[Token]) -> Vec<Token> {
    use Token::{Colon, Dash, Dot, Number, Word};
    let clock = |word: &String| word == "uhr" || word == "h";
    let mut kept: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut rest = tokens;
    while let [first, after @ ..] = rest {
        rest = match rest {
            [Word(ab), Number(_, 1..=2), Colon, Number(_, 2), more @ ..]
                if ab == "ab" || ab == "um" =>
            {
                more
            }
            [Word(ab), Number(_, 1..=2), Word(uhr), more @ ..]
                if (ab == "ab" || ab == "um") && clock(uhr) =>
            {
                more
            }
            [
                Number(_, 1..=2),
                Colon,
                Number(_, 2),
                Dash,
                Number(_, 1..=2),
                Colon,
                Number(_, 2),
                more @ ..,
            ]
            | [Number(_, 1..=2), Colon, Number(_, 2), Colon, Number(_, 2), more @ ..]
            | [Number(_, 1..=2), Colon, Number(_, 2), more @ ..] => more,
            [
                Number(_, 1..=2),
                Dot,
                Number(_, 2),
                Dash,
                Number(_, 1..=2),
                Dot,
                Number(_, 2),
                Word(uhr),
                more @ ..,
            ]
            | [Number(_, 1..=2), Dash, Number(_, 1..=2), Word(uhr), more @ ..]
            | [Number(_, 1..=2), Dot, Number(_, 2), Word(uhr), more @ ..]
            | [Number(_, 1..=2), Word(uhr), more @ ..]
                if clock(uhr) =>
            {
                more
            }
            [Word(uhr), more @ ..] if clock(uhr) => more,
            _ => {
                kept.push(first.clone());
                after
            }
        };
    }
    kept
}

/// Whether the text is a time of day and nothing else („18:30 Uhr“).
pub fn is_time(value: &CellValue) -> bool {
    match value {
        CellValue::Time(_) => true,
        CellValue::Text(text) => is_time_text(text),
        CellValue::Number(_)
        | CellValue::Bool(_)
        | CellValue::Date(_)
        | CellValue::Month(_)
        | CellValue::DateTime(_)
        | CellValue::Duration(_)
        | CellValue::Error(_)
        | CellValue::FormulaWithoutValue => false,
    }
}

fn is_time_text(text: &str) -> bool {
    let tokens = tokens(&clean(text).to_lowercase());
    !tokens.is_empty()
        && without_time(&tokens).iter().all(|t| matches!(t, Token::Dash | Token::Comma))
        && tokens.iter().any(|t| matches!(t, Token::Number(..)))
}

/// A text cut before the time of day it ends with: „04.05.2024“ and „18:30 Uhr“. Both are pieces of the text.
pub fn without_clock(text: &str) -> (&str, Option<&str>) {
    if text.len() > 120 {
        return (text, None); // an essay is no date
    }
    let bare = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')');
    let starts = text.char_indices().filter(|(index, _)| {
        text.get(..*index).is_some_and(|before| before.chars().next_back().is_some_and(bare))
    });
    for (index, _) in starts {
        let (Some(before), Some(behind)) = (text.get(..index), text.get(index..)) else { continue };
        let (before, time) = (before.trim_end_matches(bare), behind.trim_matches(bare));
        if !before.is_empty() && is_time_text(time) {
            return (before, Some(time));
        }
    }
    (text, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_day_are_no_dates() {
        for text in ["18:30", "18.30 Uhr", "ab 19 Uhr", "18–20 Uhr", "10:00 - 16:00"] {
            assert!(is_time(&CellValue::Text(text.into())), "{text}");
        }
        assert!(!is_time(&CellValue::Text("04.05.2024".into())));
    }
}
