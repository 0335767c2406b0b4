//! When a list is missing, nothing is missed.

use crate::office::{Event, bare, office};

#[test]
fn last_years_list_says_nothing_about_this_year() {
    let verdict = bare()
        .branches("Gotha;Kreisverband;;;;nein;nein")
        .events(&[Event::report("04.05.2023", "KV Gotha")])
        .gotha("undetermined");
    assert_eq!(verdict.label, "Angaben fehlen (Liste Veranstaltungen)");
}

#[test]
fn a_header_without_rows_is_a_missing_list() {
    bare().branches("Gotha;Kreisverband;;;;nein;nein").events(&[]).gotha("undetermined");
}

#[test]
fn proof_counts_from_any_list_even_where_another_is_missing() {
    bare()
        .branches("Gotha;Kreisverband;;;;nein;nein")
        .sent("Angebot Rechenschaftsbericht;KV Gotha;22.01.2024;alles;;;")
        .gotha("fulfilled");
}

#[test]
fn a_missing_register_is_an_empty_register() {
    office().gotha("missed");
}

#[test]
fn a_missing_criterion_column_makes_it_unknown_for_all_rows() {
    let verdict = office()
        .list("Berichte", "Datum;Art;Verband;Form;Rahmen;beteiligt\n04.05.2024;Rechenschaftsbericht;KV Gotha;Präsenz;Kreisparteitag;LV, LAus\n")
        .gotha("undetermined");
    assert!(verdict.sentence.contains("in keiner Spalte"), "{}", verdict.sentence);
}

#[test]
fn a_missing_list_of_branches_is_named() {
    let verdict = bare().events(&[Event::report("04.05.2024", "KV Gotha")]).verdict("Z1c", "");
    assert_eq!(verdict.label, "Angaben fehlen (Liste Verbände)");
}

#[test]
fn a_list_that_ends_early_says_so() {
    let verdict = bare()
        .branches("Gotha;Kreisverband;;;;nein;nein")
        .events(&[Event::of("Sitzung", "15.03.2024")])
        .gotha("missed");
    assert!(
        verdict.hints.iter().any(|hint| hint == "Die Liste „Veranstaltungen“ endet am 15.03.2024."),
        "{:?}",
        verdict.hints
    );
}

#[test]
fn a_hand_kept_register_is_credited_with_all_its_letter_promises() {
    office()
        .list("Versand", "Brief;Empfänger;versandt am\nangebot-bericht;KV Gotha;22.01.2024\n")
        .gotha("fulfilled");
}

#[test]
fn a_letter_is_credited_only_with_the_promises_it_contains() {
    let promises = |text: &str| {
        office().sent(&format!("Angebot Rechenschaftsbericht;KV Gotha;22.01.2024;{text};;;"))
    };
    promises("alles").gotha("fulfilled");
    promises("gemeinsam für beide Gremien, persönlich vor Ort, mit anschließender offener Debatte, auf einem Kreisparteitag").gotha("fulfilled");
    let verdict = promises("gemeinsam, Präsenz, Kreisparteitag").gotha("partial");
    assert!(verdict.missing.iter().any(|missing| missing.id == "debatte"), "{}", verdict.sentence);
    promises("").gotha("undetermined");
}

#[test]
fn what_the_register_dates_after_the_stichtag_does_not_exist_yet() {
    office()
        .sent("Angebot Rechenschaftsbericht;KV Gotha;22.09.2024;alles;;;")
        .at("2024-06-30")
        .gotha("open");
}

#[test]
fn an_appointment_beside_an_answer_is_a_planned_event() {
    let verdict = office()
        .events(&[Event::report("04.05.2024", "KV Gotha").bodies("LV")])
        .sent("Angebot Rechenschaftsbericht;KV Gotha;;alles;01.03.2024;angenommen;14.09.2024")
        .at("2024-06-30")
        .gotha("partial");
    assert_eq!(verdict.planned.map(|day| day.to_string()).as_deref(), Some("2024-09-14"));
}

#[test]
fn an_answer_dated_after_the_stichtag_has_not_come_yet() {
    let office = office()
        .events(&[Event::report("04.05.2024", "KV Gotha").bodies("LV")])
        .sent("Angebot Rechenschaftsbericht;KV Gotha;22.01.2024;gemeinsam;01.07.2024;abgelehnt;14.09.2024")
        .at("2024-06-30");
    let verdict = office.gotha("partial");
    assert_eq!(verdict.planned, None);
    assert!(!verdict.hints.iter().any(|hint| hint.contains("abgelehnt")), "{:?}", verdict.hints);
}

#[test]
fn a_register_row_that_lacks_its_letter_or_its_recipient_is_no_miss() {
    let told = |office: &crate::office::Office| -> Vec<String> {
        let (_, diagnostics) = office.read();
        diagnostics
            .iter()
            .filter(|d| d.code.number() == "D401")
            .map(|d| d.message.clone())
            .collect()
    };
    let office = office().sent(";KV Gotha;22.01.2024;alles;;;");
    office.gotha("undetermined");
    office.expect("Z1c", "Kreisverband Greiz", "missed");
    assert_eq!(
        told(&office),
        [
            "In der Zeile fehlt die Angabe „Brief“; bis zur Klärung wird an diesen Empfänger nichts geschrieben, was es \
          gewesen sein kann."
        ]
    );
    let office = crate::office::office().sent("Angebot Rechenschaftsbericht;;22.01.2024;alles;;;");
    for name in ["Kreisverband Gotha", "Kreisverband Greiz"] {
        office.expect("Z1c", name, "undetermined");
    }
    assert_eq!(
        told(&office),
        [
            "In der Zeile fehlt die Angabe „Empfänger“; bis zur Klärung wird dieser Brief an niemanden geschrieben, der \
          ihn schon haben kann."
        ]
    );
    // a row without both, or without any day, says nothing
    for row in [";;22.01.2024;alles;;;", ";KV Gotha;;alles;;;"] {
        let office = crate::office::office().sent(row);
        office.gotha("missed");
        assert!(told(&office).iter().all(|text| text.contains("sie wurde nicht verwendet")));
    }
}

#[test]
fn a_letter_the_register_names_otherwise_is_a_question_not_a_miss() {
    let office = office().sent("Angebot;KV Gotha;22.01.2024;alles;;;");
    office.gotha("undetermined");
    office.expect("Z1c", "Kreisverband Greiz", "missed");
    let (_, _, diagnostics) = office.judge();
    let question = diagnostics.iter().find(|d| d.code.number() == "D707").unwrap();
    assert!(question.help.as_ref().unwrap().contains("„Angebot Rechenschaftsbericht“"));
}
