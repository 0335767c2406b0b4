//! What each kind of requirement adds to the rows.

use beschlusskontrolle::domain::Status;

use crate::office::{Event, bare, office};

#[test]
fn a_complete_offer_outranks_a_deficient_performance_unless_decided_otherwise() {
    let office = office()
        .sent("Angebot Rechenschaftsbericht;KV Gotha;22.01.2024;alles;;;")
        .events(&[Event::report("04.05.2024", "KV Gotha").bodies("LV")]);
    let verdict = office.gotha("fulfilled");
    assert!(
        verdict.hints.iter().any(|hint| hint.starts_with("Durchführung weicht ab")),
        "{:?}",
        verdict.hints
    );
    office.under("A9").gotha("partial");
}

#[test]
fn a_declined_offer_is_an_offer() {
    let verdict = office()
        .sent("Angebot Rechenschaftsbericht;KV Gotha;22.01.2024;alles;15.02.2024;abgelehnt;")
        .gotha("fulfilled");
    assert!(
        verdict.hints.iter().any(|hint| hint == "Vom Verband abgelehnt am 15.02.2024."),
        "{:?}",
        verdict.hints
    );
}

#[test]
fn one_invitation_is_a_state_wide_offer_and_says_to_how_many() {
    let verdict = office()
        .sent("Einladung digitaler Mitgliedertag;KV Gotha;01.09.2024;alles;;;")
        .party("Z4d", "fulfilled");
    assert!(
        verdict.hints.iter().any(|hint| hint.contains("an 1 von 2 Verbänden")),
        "{:?}",
        verdict.hints
    );
}

#[test]
fn partial_and_unknown_together_leave_the_better_verdict_possible() {
    let office = office().events(&[
        Event::report("04.05.2024", "KV Gotha").bodies("LV"),
        Event::report("14.09.2024", "KV Gotha").debate(""),
    ]);
    let verdict = office.gotha("partial");
    assert_eq!(verdict.could_be.map(Status::key), Some("fulfilled"));
    let (assessment, _, _) = office.judge();
    let total = assessment.totals.iter().find(|total| total.requirement == "Z1c").unwrap();
    assert_eq!((total.at_least, total.at_most, total.of), (0, 1, 2));
}

#[test]
fn the_three_topics_are_judged_only_where_a_report_was_held() {
    office().expect("Z1d", "Kreisverband Gotha", "not_applicable");
    office().events(&[Event::report("04.05.2024", "KV Gotha")]).expect(
        "Z1d",
        "Kreisverband Gotha",
        "fulfilled",
    );
    let two = office()
        .events(&[Event::report("04.05.2024", "KV Gotha").topics("Schwerpunkte, Probleme")]);
    let verdict = two.expect("Z1d", "Kreisverband Gotha", "partial");
    assert_eq!(verdict.missing[0].id, "politische und strategische Ausrichtung");
}

#[test]
fn an_empty_topics_cell_is_open_for_four_weeks_and_unknown_afterwards() {
    let held = office().events(&[Event::report("01.06.2024", "KV Gotha").topics("")]);
    held.clone().at("2024-06-28").expect("Z1d", "Kreisverband Gotha", "open");
    held.at("2024-06-29").expect("Z1d", "Kreisverband Gotha", "undetermined");
}

#[test]
fn a_filled_cell_naming_no_element_is_a_miss_only_where_other_rows_name_some() {
    let vague = Event::report("04.05.2024", "KV Gotha").topics("lebhafte Runde");
    office().events(std::slice::from_ref(&vague)).expect(
        "Z1d",
        "Kreisverband Gotha",
        "undetermined",
    );
    office().events(&[vague, Event::report("05.05.2024", "KV Greiz")]).expect(
        "Z1d",
        "Kreisverband Gotha",
        "missed",
    );
}

#[test]
fn the_first_weekend_is_open_until_it_was_held() {
    let planned = office()
        .events(&[Event::weekend("08.06.2024", "09.06.2024").status("geplant")])
        .at("2024-03-01");
    let verdict = planned.party("Z4c", "open");
    assert_eq!(verdict.planned.map(|day| day.to_string()).as_deref(), Some("2024-06-08"));
}

#[test]
fn what_was_done_once_stays_done() {
    office()
        .events(&[Event::weekend("10.06.2023", "11.06.2023").topics("Rollen, Erwartungen")])
        .party("Z4c", "fulfilled");
    office()
        .papers("12.04.2023;Vorschlag;Vernetzung mit den LAG;LAusV;LAus;")
        .party("Z2b", "fulfilled");
}

#[test]
fn a_look_back_judges_what_was_so_then_and_names_what_came_later() {
    let papers =
        office().papers("12.04.2024;Vorschlag;Vernetzung mit den LAG;LAusV;LAus;").year(2023);
    let verdict = papers.party("Z2b", "open");
    assert!(
        verdict.hints.iter().any(|hint| hint == "Nachgeholt am 12.04.2024."),
        "{:?}",
        verdict.hints
    );
}

#[test]
fn both_target_groups_are_addressed_by_all_members() {
    let weekend = |audience: &str| {
        office().events(&[Event::weekend("08.06.2024", "09.06.2024").audience(audience)])
    };
    weekend("alle Mitglieder").party("Z4b", "fulfilled");
    weekend("neue Mitglieder").party("Z4b", "partial");
    weekend("").party("Z4b", "undetermined");
    office().party("Z4b", "not_applicable");
}

#[test]
fn measures_count_while_they_run_and_never_when_cancelled() {
    let all = |status: &str, begin: &str, end: &str| {
        format!("Maßnahme;Kampagne, Verwaltung, Personal;Schulung;alle;{begin};{end};{status};")
    };
    office().measures(&all("in Arbeit", "10.04.2023", "")).party("Z3a", "fulfilled");
    office()
        .measures(&all("erledigt", "10.04.2023", "20.05.2023"))
        .at("2024-12-31")
        .party("Z3a", "undetermined");
    office().measures(&all("gestrichen", "10.04.2024", "")).party("Z3a", "open");
    office().measures(&all("geplant", "10.04.2024", "")).party("Z3a", "open");
    office()
        .measures("Maßnahme;Kampagne;Schulung;alle;10.04.2024;;erledigt;")
        .party("Z3a", "partial");
    let begun_before = all("in Arbeit", "10.01.2023", "");
    office().measures(&begun_before).at("2023-12-31").party("Z3a", "fulfilled");
}

#[test]
fn a_measure_of_no_field_proves_nothing_and_one_without_a_field_is_asked() {
    let nothing = office()
        .measures("Maßnahme;Sommerfest;Grillen;alle;10.04.2024;;erledigt;")
        .party("Z3a", "open");
    assert_eq!(nothing.rejected[0].reason, "nennt keines der Felder");
    office().measures("Maßnahme;;Schulung;alle;10.04.2024;;erledigt;").party("Z3a", "undetermined");
}

#[test]
fn a_paper_to_another_body_is_partial_and_one_to_nobody_unknown() {
    let paper = |from: &str, to: &str| {
        office().papers(&format!("12.03.2024;Vorschlag;Vernetzung;{from};{to};"))
    };
    paper("LAusV", "LAus").party("Z2b", "fulfilled");
    paper("LAusV", "LV").party("Z2b", "partial");
    paper("LAusV", "").party("Z2b", "undetermined");
    paper("LV", "LAus").party("Z2b", "partial");
    paper("Vorstand", "LAus").party("Z2b", "undetermined");
}

#[test]
fn a_paper_whose_elements_nobody_wrote_down_is_unknown() {
    let first = "12.03.2024;Bilanz;Bilanz;LTF;LAus;";
    office().papers(first).party("Z5a", "undetermined");
    let verdict = office()
        .papers(&format!("{first}\n12.05.2024;Bilanz;Teil 2;LTF;LAus;Erfolge"))
        .party("Z5a", "partial");
    assert_eq!(verdict.could_be.map(Status::key), Some("fulfilled"));
}

/// So long that Excel's old format cuts it off there.
fn cut_off(text: &str) -> String {
    text.chars().chain(" und so weiter".chars().cycle()).take(255).collect()
}

#[test]
fn what_a_cut_off_cell_does_not_name_is_unknown_and_not_missing() {
    let held =
        |topics: &str| office().events(&[Event::report("04.05.2024", "KV Gotha").topics(topics)]);
    held("Schwerpunkte, Probleme").expect("Z1d", "Kreisverband Gotha", "partial");
    let verdict = held(&cut_off("Schwerpunkte, Probleme")).expect(
        "Z1d",
        "Kreisverband Gotha",
        "undetermined",
    );
    assert!(
        verdict.unknown[0].text.starts_with("was am abgeschnittenen Ende von Zelle J"),
        "{}",
        verdict.unknown[0].text
    );
    assert!(verdict.missing.is_empty());

    let bodies =
        |bodies: &str| office().events(&[Event::report("04.05.2024", "KV Gotha").bodies(bodies)]);
    let named = |times| format!("LV{}", " , KV Gotha".repeat(times));
    bodies(&named(22)).gotha("partial");
    assert_eq!(named(23).len(), 255);
    bodies(&named(23)).gotha("undetermined");

    let four = "Erfolge, Misserfolge, Initiativen, Wahlprogramm";
    let paper =
        |topics: &str| office().papers(&format!("12.03.2024;Bilanz;Bilanz;LTF;LAus;{topics}"));
    assert_eq!(paper(four).party("Z5a", "partial").missing.len(), 1);
    let verdict = paper(&cut_off(four)).party("Z5a", "partial");
    assert!(verdict.missing.is_empty(), "{:?}", verdict.missing);
    assert_eq!(verdict.could_be.map(Status::key), Some("fulfilled"));

    let measure = |field: &str| {
        office().measures(&format!("Maßnahme;{field};Schulung;alle;10.04.2024;;erledigt;"))
    };
    measure("Kasse").party("Z3a", "open");
    measure(&cut_off("Kasse")).party("Z3a", "undetermined");
}

#[test]
fn an_examination_is_begun_before_it_has_a_result() {
    let examination = |status: &str, result: &str| {
        office().measures(&format!(
            "Prüfung;Moderation;externe Moderation;;10.04.2024;;{status};{result}"
        ))
    };
    examination("in Arbeit", "").party("Z3b", "partial");
    examination("erledigt", "").party("Z3b", "partial");
    examination("in Arbeit", "erste Angebote liegen vor").party("Z3b", "partial");
    examination("", "Nein, zu teuer").party("Z3b", "fulfilled");
    examination("geplant", "").party("Z3b", "open");
    examination("gestrichen", "").party("Z3b", "open");
}

#[test]
fn instruments_are_developed_when_both_were_held_and_one_was_evaluated() {
    let both = [
        Event::of("Stammtisch der Generationen", "12.04.2024").status("durchgeführt"),
        Event::of("Kreisbereisung", "14.05.2024").status("durchgeführt").branch("KV Gotha"),
    ];
    let evaluated =
        "Auswertung;Stammtisch der Generationen;Umfrage;;10.11.2024;;erledigt;besser am Abend";
    office().events(&both).measures(evaluated).party("Z1b", "fulfilled");
    office().events(&both[..1]).measures(evaluated).party("Z1b", "partial");
    office()
        .events(&both)
        .measures("Maßnahme;Personal;Kurs;;10.11.2024;;erledigt;")
        .party("Z1b", "partial");
    office()
        .events(&both)
        .measures("Auswertung;;Umfrage;;10.11.2024;;erledigt;")
        .party("Z1b", "undetermined");
    office().events(&both).party("Z1b", "undetermined");
}

#[test]
fn both_offers_are_developed_from_their_second_year_on() {
    let events = [
        Event::weekend("10.06.2023", "11.06.2023"),
        Event::of("digitaler Mitgliedertag", "14.10.2023").form("digital").status("durchgeführt"),
    ];
    let measure =
        |art: &str, item: &str| format!("{art};{item};aus der Befragung;;10.11.2024;;erledigt;\n");
    let all = ["Mitgliederwochenende", "digitaler Mitgliedertag"]
        .iter()
        .flat_map(|item| ["Auswertung", "Weiterentwicklung"].map(|art| measure(art, item)))
        .collect::<String>();
    office().events(&events).measures(&all).party("Z4e", "fulfilled");
    office()
        .events(&events)
        .measures(&measure("Auswertung", "Mitgliederwochenende"))
        .party("Z4e", "partial");
    bare().events(&[Event::of("Sitzung", "01.04.2024")]).party("Z4e", "not_applicable");
}

#[test]
fn a_trend_is_a_verdict_only_where_minimum_and_maximum_agree() {
    let meeting = |day: &str, bodies: &str| {
        Event::of("Vernetzungstreffen", day).bodies(bodies).status("durchgeführt")
    };
    let base = Event::of("Sitzung", "01.06.2022");
    office().events(&[base.clone(), meeting("12.04.2024", "")]).party("Z2a", "undetermined");
    office()
        .events(&[
            meeting("01.06.2022", ""),
            meeting("12.04.2024", "LAus"),
            meeting("13.04.2024", "LAus"),
        ])
        .party("Z2a", "fulfilled");
    office().events(&[base, meeting("12.04.2024", "LV")]).party("Z2a", "missed");
}

#[test]
fn a_principle_is_for_the_committee_with_figures() {
    let verdict =
        office().events(&[Event::report("04.05.2024", "KV Gotha")]).party("Z1a", "judgement");
    assert!(verdict.sentence.contains("1 von 2"), "{}", verdict.sentence);
}

#[test]
fn a_question_about_a_later_weekend_leaves_the_first_as_it_is() {
    let first = |later: &str| {
        office().events(&[
            Event::weekend("10.06.2023", "11.06.2023").topics("Wahlkampf"),
            Event::weekend("08.06.2024", "09.06.2024").topics("Rollen; Erwartungen").status(later),
        ])
    };
    first("geplant").party("Z4c", "missed");
    // an earlier one may have been the first
    first("durchgeführt")
        .events(&[Event::weekend("06.05.2023", "07.05.2023").status("geplant")])
        .party("Z4c", "undetermined");
}

#[test]
fn fields_could_be_served_only_where_every_missing_one_may_be() {
    let measures = "Maßnahme;Personal;Kurs;;10.04.2024;;erledigt;\n\
                    Maßnahme;Kampagne;Schulung;;;;erledigt;";
    let verdict = office().measures(measures).party("Z3a", "partial");
    assert_eq!(verdict.could_be, None, "{}", verdict.sentence);
    let all = format!("{measures}\nMaßnahme;Verwaltung;Hilfe;;;;erledigt;");
    let verdict = office().measures(&all).party("Z3a", "partial");
    assert!(verdict.could_be.is_some(), "{}", verdict.sentence);
}

#[test]
fn only_what_completes_a_paper_makes_up_for_it() {
    let papers = "12.03.2024;Bilanz;B;LTF;LAus;Erfolge, Misserfolge, Initiativen";
    let later =
        |rest: &str| office().papers(&format!("{papers}\n{rest}")).at("2025-03-01").year(2024);
    let half = later("15.01.2025;Bilanz;B;LTF;LAus;Wahlprogramm").party("Z5a", "partial");
    assert!(half.hints.iter().all(|hint| !hint.contains("Nachgeholt")), "{:?}", half.hints);
    let whole = later(
        "15.01.2025;Bilanz;B;LTF;LAus;Wahlprogramm\n20.02.2025;Bilanz;B;LTF;LAus;Koalitionsvertrag",
    )
    .party("Z5a", "partial");
    assert!(
        whole.hints.iter().any(|hint| hint == "Nachgeholt am 20.02.2025."),
        "{:?}",
        whole.hints
    );
}

#[test]
fn an_examination_finished_after_the_year_is_made_up_for() {
    let verdict = office()
        .measures("Prüfung;Moderation;extern;;10.11.2024;15.02.2025;erledigt;Nein, zu teuer")
        .at("2025-03-01")
        .year(2024)
        .party("Z3b", "partial");
    assert!(
        verdict.hints.iter().any(|hint| hint == "Nachgeholt am 15.02.2025."),
        "{:?}",
        verdict.hints
    );
}

#[test]
fn a_weekend_without_a_readable_date_leaves_open_when_there_was_something_to_develop() {
    office()
        .events(&[Event::weekend("im Sommer", "")])
        .measures("Maßnahme;Personal;Kurs;;10.04.2024;;erledigt;")
        .party("Z4e", "undetermined");
}

#[test]
fn a_row_that_counts_as_something_else_has_no_contents_here() {
    let both = |kind: &str| {
        let mut row = Event::weekend("08.06.2024", "09.06.2024").audience("Neumitglieder");
        row.kind = kind.to_owned();
        office().events(&[row])
    };
    both("Mitgliederwochenende; digitaler Mitgliedertag").party("Z4b", "partial");
    both("digitaler Mitgliedertag; Mitgliederwochenende").party("Z4b", "not_applicable");
}
