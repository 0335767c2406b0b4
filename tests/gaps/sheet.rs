//! What the texts say.

use crate::desk::{gardeners, office};

/// Every gap with its ways as people read them.
fn said(desk: &crate::desk::Desk) -> String {
    let judged = desk.judge();
    let mut text = String::new();
    for gap in &judged.gaps {
        let subject = gap
            .subject
            .map_or_else(|| "Partei".to_owned(), |id| judged.records.branches[id].canonical());
        let head = format!(
            "{} {subject} {} {} {:?}\n",
            gap.requirement,
            gap.period.label(),
            gap.status.key(),
            gap.chance
        );
        text.push_str(&head);
        for way in &gap.ways {
            text.push_str(&format!("  {}\n", gap.says(way)));
        }
    }
    text
}

#[test]
fn the_words_name_the_smallest_entries() {
    insta::assert_snapshot!("midyear", said(&office("2024-06-30")));
    insta::assert_snapshot!("yearend", said(&office("2024-12-31")));
    insta::assert_snapshot!("gardeners", said(&gardeners("2024-11-15")));
}
