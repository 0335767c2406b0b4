//! A part whose source is changed before its tags are looked at, with the way back: people are told the paragraph that
//! stands in their file, not the one the program made of it.

use std::ops::Range;

use super::xml::{Kind, Xml};

/// A piece of the source and what stands there instead.
pub(super) type Replacement = (Range<usize>, String);

#[derive(Debug)]
pub(super) struct Rewriting {
    pub(super) text: String,
    moves: Vec<Move>,
}

#[derive(Debug)]
struct Move {
    new: Range<usize>,
    old: Range<usize>,
}

/// Applies replacements that do not overlap.
pub(super) fn rewritten(source: &str, mut replacements: Vec<Replacement>) -> Rewriting {
    replacements.sort_by_key(|(at, _)| (at.start, at.end));
    let (mut text, mut moves, mut done) = (String::with_capacity(source.len()), Vec::new(), 0);
    for (old, own) in replacements {
        if old.start < done {
            continue;
        }
        text.push_str(source.get(done..old.start).unwrap_or_default());
        let from = text.len();
        text.push_str(&own);
        done = old.end;
        moves.push(Move { new: from..text.len(), old });
    }
    text.push_str(source.get(done..).unwrap_or_default());
    Rewriting { text, moves }
}

impl Rewriting {
    /// Where a byte of the text stood in the source; what is new stood where it was put.
    pub(super) fn original(&self, position: usize) -> usize {
        let before = self.moves.partition_point(|own| own.new.start <= position);
        match before.checked_sub(1).and_then(|last| self.moves.get(last)) {
            None => position,
            Some(own) if position < own.new.end => own.old.start,
            Some(own) => position - own.new.end + own.old.end,
        }
    }
}

/// The starts of the outermost paragraphs: Word counts these.
pub(super) fn paragraph_starts(xml: &Xml) -> Vec<usize> {
    (0..xml.tokens.len())
        .filter(|token| {
            matches!(xml.tokens[*token].kind, Kind::Start | Kind::Empty)
                && xml.is(*token, "w:p")
                && xml.around(*token, "w:p").is_none()
        })
        .map(|token| xml.tokens[token].at.start)
        .collect()
}
