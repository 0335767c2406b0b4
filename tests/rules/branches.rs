//! Which branches are judged, and for what.

use crate::office::{Event, office};

#[test]
fn a_branch_is_judged_only_while_it_exists() {
    let gone = office()
        .branches("Gotha;Kreisverband;;30.06.2023;;nein;nein\nGreiz;Kreisverband;;;;nein;nein");
    gone.gotha("not_applicable");
    let future = office().branches("Gotha;Kreisverband;01.02.2025;;;nein;nein");
    let verdict = future.gotha("not_applicable");
    assert_eq!(
        verdict.label,
        "trifft nicht zu, weil der Verband erst am 01.02.2025 gegründet wurde"
    );
}

#[test]
fn a_branch_dissolved_without_a_successor_is_judged_only_if_the_finding_is_full() {
    let dissolved = office().branches("Gotha;Kreisverband;;30.06.2024;;nein;nein");
    dissolved.gotha("not_applicable");
    dissolved.events(&[Event::report("04.05.2024", "KV Gotha")]).gotha("fulfilled");
}

#[test]
fn all_means_every_branch_existing_that_day() {
    let all = office()
        .branches("Gotha;Kreisverband;;;;nein;nein\nGreiz;Kreisverband;01.07.2024;;;nein;nein")
        .events(&[Event::report("04.05.2024", "alle")]);
    all.gotha("fulfilled");
    all.expect("Z1c", "Kreisverband Greiz", "missed");
}

#[test]
fn city_branches_are_offered_the_report_too_and_other_kinds_are_not() {
    let mixed = office().branches("Gotha;Kreisverband;;;;nein;nein\nErfurt;Stadtverband;;;;nein;nein\nIlmenau;Ortsverband;;;;nein;nein");
    mixed.expect("Z1c", "Stadtverband Erfurt", "missed");
    assert!(mixed.verdicts("Z1c", "Ortsverband Ilmenau").is_empty());
}

#[test]
fn a_misspelt_branch_is_a_question_for_the_branch_it_may_mean_and_for_no_other() {
    let misspelt = office().events(&[Event::report("04.05.2024", "KV Ghota")]);
    misspelt.gotha("undetermined");
    misspelt.expect("Z1c", "Kreisverband Greiz", "missed");
    let (_, _, diagnostics) = misspelt.judge();
    assert!(diagnostics.iter().any(|d| d.code.number() == "D601"));
}

#[test]
fn a_report_that_names_no_branch_accuses_nobody() {
    let nobody = office().events(&[Event::report("04.05.2024", "")]);
    nobody.gotha("undetermined");
    nobody.expect("Z1c", "Kreisverband Greiz", "undetermined");
}

#[test]
fn what_a_branch_did_while_it_was_judged_itself_is_not_its_later_successors() {
    let merged = office()
        .branches(
            "Gotha;Kreisverband;;30.06.2024;KV Greiz;nein;nein\nGreiz;Kreisverband;;;;nein;nein",
        )
        .events(&[
            Event::report("04.05.2023", "KV Gotha"),
            Event::report("04.05.2024", "KV Gotha"),
        ]);
    let before = merged.clone().year(2023);
    before.gotha("fulfilled");
    before.expect("Z1c", "Kreisverband Greiz", "missed");
    let until_then = merged.clone().at("2024-06-15");
    until_then.gotha("fulfilled");
    until_then.expect("Z1c", "Kreisverband Greiz", "open");
    merged.gotha("not_applicable");
    merged.expect("Z1c", "Kreisverband Greiz", "fulfilled");
}
