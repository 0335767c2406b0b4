//! Rows: what a status, a date and a word make of them.

use crate::office::{EVENTS, Event, office};

#[track_caller]
fn status_word(word: &str, date: &str, expected: &str) {
    let verdict = office()
        .events(&[Event::report(date, "KV Gotha").status(word)])
        .at("2024-06-30")
        .verdict("Z1c", "Kreisverband Gotha");
    assert_eq!(verdict.status.key(), expected, "„{word}“ am {date}: {}", verdict.sentence);
}

#[test]
fn the_status_word_decides_together_with_the_day() {
    for (word, past, future) in [
        ("durchgeführt", "fulfilled", "open"),
        ("stattgefunden", "fulfilled", "open"),
        ("", "fulfilled", "open"),
        ("geplant", "undetermined", "open"),
        ("angeboten", "fulfilled", "fulfilled"),
        ("eingeladen", "fulfilled", "fulfilled"),
        ("zugesagt", "fulfilled", "fulfilled"),
        ("abgesagt", "open", "open"),
        ("ausgefallen", "open", "open"),
        ("verschoben", "open", "open"),
        ("verschoben auf 14.09.2024", "open", "open"),
        ("mal sehen", "undetermined", "undetermined"),
    ] {
        status_word(word, "04.05.2024", past);
        status_word(word, "14.09.2024", future);
    }
}

#[test]
fn a_planned_report_shows_its_day() {
    let verdict = office()
        .events(&[Event::report("14.09.2024", "KV Gotha").status("geplant")])
        .at("2024-06-30")
        .gotha("open");
    assert_eq!(verdict.planned.map(|day| day.to_string()).as_deref(), Some("2024-09-14"));
    let moved = office()
        .events(&[Event::report("04.05.2024", "KV Gotha").status("verschoben auf 21.09.2024")])
        .at("2024-06-30")
        .gotha("open");
    assert_eq!(moved.planned.map(|day| day.to_string()).as_deref(), Some("2024-09-21"));
}

#[test]
fn what_was_held_after_the_stichtag_was_planned_then() {
    let office = office().events(&[Event::report("14.09.2024", "KV Gotha")]).at("2024-06-30");
    office.gotha("open");
    let (_, _, diagnostics) = office.judge();
    assert!(diagnostics.iter().any(|d| d.code.number() == "D519"));
}

#[test]
fn an_offer_is_not_a_performance() {
    office()
        .events(&[Event::weekend("08.06.2024", "09.06.2024").status("eingeladen")])
        .party("Z4a", "missed");
}

#[test]
fn a_row_without_a_readable_date_is_unknown_never_unmet() {
    for date in ["", "n. n.", "irgendwann", "5/3/2024"] {
        office()
            .events(&[Event::report(date, "KV Gotha"), Event::of("Sitzung", "01.02.2024")])
            .gotha("undetermined");
    }
}

#[test]
fn a_month_around_the_edge_of_a_period_is_unknown() {
    office()
        .events(&[Event::report("Februar 2023", "KV Gotha")])
        .at("2023-12-31")
        .gotha("undetermined");
    office().events(&[Event::report("Mai 2024", "KV Gotha")]).gotha("fulfilled");
    office()
        .events(&[Event::report("Mai 2024", "KV Gotha")])
        .at("2024-05-15")
        .gotha("undetermined");
    office().events(&[Event::weekend("Juni 2024", "")]).party("Z4a", "undetermined");
}

#[test]
fn an_event_over_new_year_belongs_to_the_year_of_its_first_day() {
    let weekend = office().events(&[Event::weekend("30.12.2023", "01.01.2024")]).at("2024-12-31");
    weekend.clone().year(2023).party("Z4a", "fulfilled");
    weekend.party("Z4a", "missed");
}

#[test]
fn a_weekday_that_contradicts_its_date_leaves_the_weekend_open() {
    office().events(&[Event::weekend("So, 08.06.2024", "09.06.2024")]).party("Z4a", "undetermined");
    office().events(&[Event::weekend("Sa, 08.06.2024", "09.06.2024")]).party("Z4a", "fulfilled");
}

#[test]
fn false_friends_of_the_report_are_questions() {
    for row in [
        Event::report("04.05.2024", "KV Gotha").title("Rechenschaftsbericht Finanzen"),
        Event::report("04.05.2024", "KV Gotha").remark("nach Parteiengesetz"),
        Event::report("04.05.2024", "KV Gotha").title("Rechenschaftsbericht des Kreisvorstands"),
        Event::of("Kreisparteitag", "04.05.2024")
            .branch("KV Gotha")
            .topics("Rechenschaftsbericht, Wahlen"),
        Event { kind: "Rechenschaftsberichte".into(), ..Event::report("04.05.2024", "KV Gotha") },
    ] {
        office().events(&[row]).gotha("undetermined");
    }
}

#[test]
fn parts_of_words_never_match() {
    office()
        .papers("12.03.2024;Vorlage;Anlagen zum Haushalt;LAusV;LAus;Bildungsreise")
        .party("Z2b", "open");
    office()
        .papers("12.03.2024;Vorlage;Zusammenarbeit mit den LAG;LAusV;LAus;")
        .party("Z2b", "fulfilled");
    office()
        .papers("12.03.2024;Vorlage;Vernetzungskonzept;LAusV;LAus;")
        .party("Z2b", "undetermined");
}

#[test]
fn an_art_cell_naming_two_kinds_credits_only_the_first_where_one_forbids_the_other() {
    let both = office().events(&[Event {
        kind: "digitaler Mitgliedertag, Mitgliederwochenende".into(),
        ..Event::weekend("08.06.2024", "09.06.2024").form("digital")
    }]);
    both.party("Z4d", "fulfilled");
    both.party("Z4a", "missed");
}

#[test]
fn bodies_are_named_in_one_column_or_ticked_in_their_own() {
    let header =
        "Datum;Art;Verband;Form;Rahmen;offene Debatte;Status;LV vertreten;berichtet für LAus";
    for (lv, laus, status) in [
        ("ja", "Kim Beispiel", "fulfilled"),
        ("x", "nein", "partial"),
        ("ja", "", "undetermined"),
        ("vielleicht", "ja", "undetermined"),
    ] {
        let row = format!(
            "{header}\n04.05.2024;Rechenschaftsbericht;KV Gotha;Präsenz;Kreisparteitag;ja;durchgeführt;{lv};{laus}\n"
        );
        let verdict = office().list("Berichte", &row).verdict("Z1c", "Kreisverband Gotha");
        assert_eq!(verdict.status.key(), status, "{lv}/{laus}: {}", verdict.sentence);
    }
}

#[test]
fn columns_that_contradict_each_other_are_unknown() {
    let row = format!(
        "{EVENTS};LAus vertreten\n04.05.2024;;Rechenschaftsbericht;;KV Gotha;Präsenz;Kreisparteitag;LV, LAus;ja;;;durchgeführt;;nein\n"
    );
    let office = office().list("Berichte", &row);
    office.gotha("undetermined");
    let (_, _, diagnostics) = office.judge();
    assert!(diagnostics.iter().any(|d| d.code.number() == "D613"));
}

#[test]
fn a_body_also_counts_for_the_one_it_is_part_of_and_strangers_are_questions() {
    let with =
        |bodies: &str| office().events(&[Event::report("04.05.2024", "KV Gotha").bodies(bodies)]);
    with("Landesvorstand und LAus-Vorstand").gotha("fulfilled");
    with("LV, Fraktion").gotha("undetermined");
    with("LV, LGS").gotha("partial");
    with("").gotha("undetermined");
}

#[test]
fn copies_count_once_and_contradicting_copies_are_unknown() {
    let report = Event::report("04.05.2024", "KV Gotha");
    office()
        .events(std::slice::from_ref(&report))
        .events(std::slice::from_ref(&report))
        .gotha("fulfilled");
    let office = office().events(std::slice::from_ref(&report)).events(&[report.debate("nein")]);
    office.gotha("undetermined");
    let (_, _, diagnostics) = office.judge();
    assert!(diagnostics.iter().any(|d| d.code.number() == "D612"));
}

#[test]
fn copies_that_say_the_same_in_other_words_do_not_contradict_each_other() {
    let office = office().events(&[
        Event::report("04.05.2024", "KV Gotha"),
        Event::report("04.05.2024", "KV Gotha")
            .status("stattgefunden")
            .bodies("LAus und LV")
            .debate("x"),
    ]);
    office.gotha("fulfilled");
    let (_, _, diagnostics) = office.judge();
    assert!(diagnostics.iter().all(|d| d.code.number() != "D612"));
}

#[test]
fn a_cancelled_copy_contradicts_one_without_status() {
    let office = office().events(&[
        Event::report("04.05.2024", "KV Gotha").status(""),
        Event::report("04.05.2024", "KV Gotha").status("abgesagt"),
    ]);
    office.gotha("undetermined");
    let (_, _, diagnostics) = office.judge();
    assert!(diagnostics.iter().any(|d| d.code.number() == "D612"));
}

#[test]
fn copies_with_other_ticks_for_a_body_are_unknown() {
    let head = "Datum;Art;Verband;Form;Rahmen;LV vertreten;LAus vertreten;offene Debatte;Status";
    let row = |joint: &str| {
        format!(
            "04.05.2024;Rechenschaftsbericht;KV Gotha;Präsenz;Kreisparteitag;ja;{joint};ja;durchgeführt"
        )
    };
    office()
        .list("Termine", &format!("{head}\n{}\n{}\n", row("ja"), row("nein")))
        .gotha("undetermined");
}

#[test]
fn a_new_date_that_has_passed_is_asked_about() {
    let (_, _, diagnostics) = office()
        .events(&[Event::report("04.05.2024", "KV Gotha").status("verschoben auf 14.09.2024")])
        .judge();
    let question = diagnostics.iter().find(|d| d.code.number() == "D561").unwrap();
    assert!(question.message.contains("„verschoben“"), "{}", question.message);
}
