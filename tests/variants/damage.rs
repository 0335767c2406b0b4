//! Files as accidents leave them: cut off, overwritten, renamed, emptied. The same every time.

use crate::forms::Dice;

type Files = [(String, Vec<u8>)];

/// Every file cut off at some place.
pub fn cut(files: &Files, seed: u64) -> Vec<(String, Vec<u8>)> {
    let mut dice = Dice(seed);
    files
        .iter()
        .map(|(name, bytes)| (name.clone(), bytes[..dice.below(bytes.len())].to_vec()))
        .collect()
}

/// Every file with a few bytes overwritten.
pub fn flipped(files: &Files, seed: u64) -> Vec<(String, Vec<u8>)> {
    let mut dice = Dice(seed);
    files
        .iter()
        .map(|(name, bytes)| {
            let mut bytes = bytes.clone();
            for _ in 0..=dice.below(6) {
                let at = dice.below(bytes.len());
                bytes[at] = u8::try_from(dice.below(256)).unwrap();
            }
            (name.clone(), bytes)
        })
        .collect()
}

/// Every file under an extension that is not its own.
pub fn renamed(files: &Files, seed: u64) -> Vec<(String, Vec<u8>)> {
    let mut dice = Dice(seed);
    files
        .iter()
        .map(|(name, bytes)| {
            let extension = dice.pick(&["xlsx", "xls", "ods", "csv", "txt", "xlsb", "pdf", ""]);
            (format!("{}.{extension}", name.replace('.', "_")), bytes.clone())
        })
        .collect()
}
