//! What a column or a name might mean: proposals for people, never applied.
//!
//! A label may resemble a known one, or the values below it look like postcodes, addresses for mail, numbers to call or
//! days. A name may resemble that of a branch. All of it ends as a question in `Entscheidungen.xlsx`.

use super::columns::{self, Column, folded};
use crate::domain::ListKind;

/// Labels and names that resemble each other less are not proposed (Jaro-Winkler).
const ALIKE: f64 = 0.90;

/// Shorter words resemble each other by chance: „Art“ and „Ort“.
const SHORTEST: usize = 6;

/// Longer texts are no labels.
const LONGEST: usize = 60;

/// A column some label resembles.
#[derive(Clone, Copy, Debug)]
pub struct Similar {
    pub field: crate::domain::Field,
    /// The known label.
    pub label: &'static str,
}

/// The column of a list whose label this one resembles most; `None` where none is near, or two fields equally.
pub fn similar(list: ListKind, label: &str) -> Option<Similar> {
    let wanted = spellings(label);
    if wanted.iter().all(|text| !is_comparable(text)) {
        return None;
    }
    let mut best: Option<(f64, Similar)> = None;
    let mut tied = false;
    for column in columns::of(list) {
        let Some((likeness, known)) = likeness(column, &wanted) else { continue };
        let found = Similar { field: column.field, label: known };
        match &best {
            Some((most, _)) if likeness < *most => {}
            Some((most, _)) if (likeness - most).abs() < f64::EPSILON => tied = true,
            _ => {
                best = Some((likeness, found));
                tied = false;
            }
        }
    }
    best.filter(|_| !tied).map(|(_, similar)| similar)
}

/// A label as it is compared: words in order of the alphabet, and letters only.
fn spellings(label: &str) -> [String; 2] {
    let letters = folded(label).chars().filter(|c| c.is_alphanumeric()).collect();
    [columns::key(label), letters]
}

fn is_comparable(text: &str) -> bool {
    (SHORTEST..=LONGEST).contains(&text.chars().count())
}

fn likeness(column: &Column, wanted: &[String; 2]) -> Option<(f64, &'static str)> {
    std::iter::once(&column.label)
        .chain(column.others)
        .flat_map(|label| spellings(label).into_iter().map(move |known| (*label, known)))
        .filter(|(_, known)| is_comparable(known))
        .flat_map(|(label, known)| {
            wanted.iter().filter_map(move |text| {
                let (short, long) = (text.len().min(known.len()), text.len().max(known.len()));
                // texts of very different lengths never come near
                (short * 2 >= long && is_comparable(text))
                    .then(|| (strsim::jaro_winkler(text, &known), label))
            })
        })
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .max_by(|a, b| a.0.total_cmp(&b.0))
}
