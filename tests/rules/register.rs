//! The register of letters as evidence: what was promised, to whom, when, and what is not known of it.

use crate::office::{Event, office};

const OFFER: &str = "Angebot Rechenschaftsbericht";

#[test]
fn a_letter_whose_day_nobody_can_read_is_unknown_never_unsent() {
    for day in ["ja", "raus", "Februar 2023"] {
        office()
            .sent(&format!("{OFFER};KV Gotha;{day};alles;;;"))
            .at("2023-12-31")
            .gotha("undetermined");
    }
    // a month that ends after the Stichtag, and one that begins after it
    let june = office().sent(&format!("{OFFER};KV Gotha;Juni 2024;alles;;;"));
    june.clone().at("2024-06-15").gotha("undetermined");
    june.clone().at("2024-05-31").gotha("open");
    june.at("2024-06-30").gotha("fulfilled");
}

#[test]
fn a_letter_to_a_name_two_branches_bear_is_a_question_for_both() {
    let nordhausen = office()
        .branches("Nordhausen;Kreisverband;;;;nein;nein\nNordhausen;Stadtverband;;;;nein;nein\nGreiz;Kreisverband;;;;nein;nein")
        .sent(&format!("{OFFER};Nordhausen;05.02.2024;alles;;;"));
    nordhausen.expect("Z1c", "Kreisverband Nordhausen", "undetermined");
    nordhausen.expect("Z1c", "Stadtverband Nordhausen", "undetermined");
    nordhausen.expect("Z1c", "Kreisverband Greiz", "missed");
    office().sent(&format!("{OFFER};KV Graiz;05.02.2024;alles;;;")).expect(
        "Z1c",
        "Kreisverband Greiz",
        "undetermined",
    );
}

#[test]
fn an_answer_given_after_the_stichtag_does_not_exist_yet() {
    let declined = office()
        .sent(&format!("{OFFER};KV Gotha;05.02.2024;alles;15.01.2025;abgelehnt;"))
        .gotha("fulfilled");
    assert!(declined.hints.iter().all(|hint| !hint.contains("abgelehnt")), "{:?}", declined.hints);
    for row in ["05.08.2024;alles;;;15.10.2024", "05.02.2024;gemeinsam;15.08.2024;ja;15.10.2024"] {
        let verdict = office()
            .sent(&format!("{OFFER};KV Gotha;{row}"))
            .at("2024-06-30")
            .verdict("Z1c", "Kreisverband Gotha");
        assert_eq!(verdict.planned, None, "{row}: {}", verdict.sentence);
    }
}

#[test]
fn an_agreed_day_that_is_over_and_in_no_list_is_asked_about() {
    let agreed =
        office().sent(&format!("{OFFER};KV Gotha;05.02.2024;gemeinsam;15.02.2024;ja;15.10.2024"));
    let asked = |day: &str| {
        let hints = agreed.clone().at(day).verdict("Z1c", "Kreisverband Gotha").hints;
        hints.iter().any(|hint| {
            hint.starts_with("Der Termin 15.10.2024 steht nur im Postausgang")
                && hint.contains("ist vorbei; fand er statt")
        })
    };
    assert!(asked("2024-10-16"));
    assert!(!asked("2024-10-15"));
    assert!(!asked("2024-10-01"));
}

#[test]
fn an_offer_by_phone_takes_the_words_a_list_would_use() {
    for promised in [
        "gemeinsam, Präsenz, offene Debatte, Kreisparteitag",
        "LV und LAus, vor Ort, mit Debatte, auf einem Kreisparteitag",
        "Alles",
    ] {
        office().sent(&format!("{OFFER};KV Gotha;05.02.2024;{promised};;;")).gotha("fulfilled");
    }
    let online = office()
        .sent(&format!(
            "{OFFER};KV Gotha;05.02.2024;gemeinsam, digital, Debatte, Kreisparteitag;;;"
        ))
        .gotha("partial");
    assert_eq!(online.missing[0].id, "praesenz");
}

#[test]
fn promises_nobody_understands_are_a_question_and_a_dash_promises_nothing() {
    let office = |promised| office().sent(&format!("{OFFER};KV Gotha;05.02.2024;{promised};;;"));
    office("wie besprochen").gotha("undetermined");
    assert_eq!(office("–").gotha("partial").missing.len(), 4);
}

#[test]
fn an_offered_row_is_an_offer_on_either_side_of_the_stichtag() {
    for day in ["Juni 2024", "14.–16.06.2024"] {
        office()
            .events(&[Event::report(day, "KV Gotha").status("angeboten")])
            .at("2024-06-15")
            .gotha("fulfilled");
    }
}
