//! The 26 cases worth having, in the order in which the domain lists them.

use crate::office::{Event, bare, office};

#[test]
fn case_01_what_came_before_the_resolution_does_not_count() {
    let before = office().events(&[Event::report("21.02.2023", "KV Gotha")]).at("2023-12-31");
    let verdict = before.gotha("missed");
    assert!(
        verdict.rejected.iter().any(|row| row.reason == "vor dem Beschluss"),
        "{}",
        verdict.sentence
    );
    office().events(&[Event::report("22.02.2023", "KV Gotha")]).at("2023-12-31").gotha("fulfilled");
}

#[test]
fn case_02_a_generated_letter_is_not_a_sent_one() {
    office().sent("Angebot Rechenschaftsbericht;KV Gotha;;alles;;;").at("2024-06-30").gotha("open");
}

#[test]
fn case_03_a_letter_sent_on_the_last_day_counts_for_the_year() {
    let letter = office().sent("Angebot Rechenschaftsbericht;KV Gotha;31.12.2024;alles;;;");
    let verdict = letter.gotha("fulfilled");
    assert_eq!(verdict.evidence[0].value, "31.12.2024");
}

#[test]
fn case_04_a_report_by_one_body_alone_is_partial() {
    let verdict =
        office().events(&[Event::report("04.05.2024", "KV Gotha").bodies("LV")]).gotha("partial");
    assert_eq!(verdict.missing[0].id, "gemeinsam");
}

#[test]
fn case_05_hybrid_counts_as_present_unless_decided_otherwise() {
    let hybrid = office().events(&[Event::report("04.05.2024", "KV Gotha").form("hybrid")]);
    hybrid.gotha("fulfilled");
    let strict = hybrid.under("A2").gotha("partial");
    assert_eq!(strict.missing[0].id, "praesenz");
}

#[test]
fn case_06_a_general_meeting_counts_as_congress_unless_decided_otherwise() {
    let meeting = office()
        .events(&[Event::report("04.05.2024", "KV Gotha").frame("Gesamtmitgliederversammlung")]);
    meeting.gotha("fulfilled");
    meeting.under("A3").gotha("partial");
}

#[test]
fn case_07_an_empty_or_questionable_debate_cell_is_unknown() {
    for debate in ["", "?", "-", "evtl."] {
        let verdict = office()
            .events(&[Event::report("04.05.2024", "KV Gotha").debate(debate)])
            .gotha("undetermined");
        assert!(verdict.label.starts_with("Angaben fehlen (Zelle I2"), "{}", verdict.label);
    }
}

#[test]
fn case_08_of_a_cancelled_and_a_held_report_the_held_one_counts() {
    let verdict = office()
        .events(&[
            Event::report("04.05.2024", "KV Gotha").status("abgesagt"),
            Event::report("14.09.2024", "KV Gotha"),
        ])
        .gotha("fulfilled");
    assert_eq!(verdict.rejected[0].reason, "abgesagt");
}

#[test]
fn case_09_a_joint_congress_counts_for_both_branches() {
    let joint = office().events(&[Event::report("04.05.2024", "KV Gotha / KV Greiz")]);
    joint.gotha("fulfilled");
    joint.expect("Z1c", "Kreisverband Greiz", "fulfilled");
}

#[test]
fn case_10_a_name_two_branches_bear_is_asked_never_guessed() {
    let weimar = office()
        .branches("Nordhausen;Kreisverband;;;;nein;nein\nNordhausen;Stadtverband;;;;nein;nein")
        .events(&[Event::report("04.05.2024", "Nordhausen")]);
    weimar.expect("Z1c", "Kreisverband Nordhausen", "undetermined");
    weimar.expect("Z1c", "Stadtverband Nordhausen", "undetermined");
    let (_, _, diagnostics) = weimar.judge();
    assert!(diagnostics.iter().any(|d| d.code.number() == "D602"));
}

#[test]
fn case_11_a_branch_founded_in_october_is_judged_for_the_rest_of_the_year() {
    let founded = |day: &str| {
        office().branches(&format!("Gotha;Kreisverband;{day};;;nein;nein")).at("2023-12-31")
    };
    founded("01.10.2023").gotha("missed");
    founded("05.10.2023").gotha("not_applicable");
}

#[test]
fn case_12_a_merged_branch_hands_its_evidence_to_its_successor() {
    let merged = office()
        .branches("Gotha;Kreisverband;;30.06.2024;KV Westthüringen;nein;nein\nWestthüringen;Kreisverband;01.07.2024;;;nein;nein")
        .events(&[Event::report("04.05.2024", "KV Gotha")]);
    let verdict = merged.gotha("not_applicable");
    assert!(verdict.label.contains("aufgegangen"), "{}", verdict.label);
    merged.expect("Z1c", "Kreisverband Westthüringen", "fulfilled");
}

#[test]
fn case_13_a_weekend_is_a_saturday_and_its_sunday() {
    for (from, to, status) in [
        ("09.06.2023", "11.06.2023", "fulfilled"), // Fr–So
        ("10.06.2023", "12.06.2023", "fulfilled"), // Sa–Mo
        ("10.06.2023", "", "partial"),             // Sa
        ("11.06.2023", "12.06.2023", "partial"),   // So–Mo
        ("11.06.2023", "17.06.2023", "partial"),   // So–Sa
        ("31.12.2022", "01.01.2023", "missed"),    // before the resolution
    ] {
        let weekend =
            office().events(&[Event::weekend(from, to)]).at("2023-12-31").verdict("Z4a", "");
        assert_eq!(weekend.status.key(), status, "{from}–{to}: {}", weekend.sentence);
    }
}

#[test]
fn case_14_a_cancelled_weekend_does_not_use_up_the_first() {
    office()
        .events(&[
            Event::weekend("10.06.2023", "11.06.2023").status("abgesagt"),
            Event::weekend("09.09.2023", "10.09.2023").topics("Rollen und Erwartungen"),
        ])
        .at("2023-12-31")
        .party("Z4c", "fulfilled");
}

#[test]
fn case_15_a_first_weekend_without_the_topic_stays_without_it() {
    let verdict = office()
        .events(&[
            Event::weekend("10.06.2023", "11.06.2023").topics("Wahlkampf"),
            Event::weekend("08.06.2024", "09.06.2024").topics("Rollen; Erwartungen"),
        ])
        .party("Z4c", "missed");
    assert!(
        verdict.hints.iter().any(|hint| hint.contains("Nachgeholt am 08./09.06.2024")),
        "{:?}",
        verdict.hints
    );
}

#[test]
fn case_16_a_hybrid_weekend_is_not_the_digital_day() {
    office()
        .events(&[Event::weekend("08.06.2024", "09.06.2024")
            .form("hybrid")
            .title("Wochenende mit digitalem Teil")])
        .party("Z4d", "missed");
}

#[test]
fn case_17_a_digital_day_cancelled_after_the_invitation_was_offered() {
    office()
        .events(&[Event::of("digitaler Mitgliedertag", "12.10.2024")
            .form("digital")
            .status("abgesagt")])
        .sent("Einladung digitaler Mitgliedertag;KV Gotha;01.09.2024;alles;;;")
        .party("Z4d", "fulfilled");
}

#[test]
fn case_18_generational_change_is_needed_only_where_a_branch_says_so() {
    let measures = "Maßnahme;Kampagnenfähigkeit;Schulung;alle;10.04.2024;;erledigt;\n\
                    Maßnahme;Verwaltungsaufgaben;Bürohilfe;alle;10.05.2024;;erledigt;\n\
                    Maßnahme;Personalentwicklung;Kurs;alle;10.06.2024;;erledigt;";
    office().measures(measures).party("Z3a", "fulfilled");
    office().branches("Gotha;Kreisverband;;;;;").measures(measures).party("Z3a", "undetermined");
    let needed = office()
        .branches("Gotha;Kreisverband;;;;ja;nein")
        .measures(measures)
        .party("Z3a", "partial");
    assert_eq!(needed.missing[0].id, "Generationswechsel");
    assert!(
        needed.hints.iter().any(|hint| hint.contains("Kreisverband Gotha")),
        "{:?}",
        needed.hints
    );
}

#[test]
fn case_19_an_examination_with_a_negative_result_is_an_examination() {
    office()
        .measures("Prüfung;Moderation;externe Moderation;;10.04.2024;;erledigt;geprüft, nicht weiterverfolgt, weil zu teuer")
        .party("Z3b", "fulfilled");
}

#[test]
fn case_20_the_elements_of_several_papers_add_up() {
    let four = "12.03.2024;Bilanz;Bilanz der Fraktion;LTF;LAus;Erfolge, Misserfolge, Initiativen, Wahlprogramm";
    let verdict = office().papers(four).party("Z5a", "partial");
    assert_eq!(verdict.missing[0].id, "Koalitionsvertrag");
    office()
        .papers(&format!("{four}\n20.06.2024;Bilanz;Nachtrag;LTF;LAus;Koalitionsvertrag"))
        .party("Z5a", "fulfilled");
}

#[test]
fn case_21_without_a_deadline_nothing_is_ever_missed() {
    let papers = "12.03.2024;Vorlage;Haushalt;LV;LAus;Finanzen";
    for id in ["Z2b", "Z5a"] {
        let verdict = office().papers(papers).at("2025-08-10").year(2025).party(id, "open");
        assert!(verdict.hints.iter().any(|hint| hint.contains("900 Tage")), "{:?}", verdict.hints);
    }
}

#[test]
fn case_22_more_than_before_needs_a_before() {
    let meeting =
        |day: &str| Event::of("Vernetzungstreffen", day).bodies("LAus, LAG").status("durchgeführt");
    let without = office().events(&[meeting("12.04.2024")]).party("Z2a", "undetermined");
    assert!(without.sentence.contains("1 Termin"), "{}", without.sentence);
    let with = office()
        .events(&[meeting("12.04.2024"), Event::of("Sitzung", "01.06.2022")])
        .party("Z2a", "fulfilled");
    assert!(!with.evidence.is_empty());
    office().events(&[meeting("12.04.2024"), meeting("01.06.2022")]).party("Z2a", "partial");
}

#[test]
fn case_23_in_the_first_year_there_is_nothing_to_develop() {
    let weekend = office().events(&[Event::weekend("10.06.2023", "11.06.2023")]);
    weekend.clone().at("2023-12-31").party("Z4e", "not_applicable");
    weekend.measures("Maßnahme;Personal;Kurs;;10.04.2024;;erledigt;").party("Z4e", "missed");
}

#[test]
fn case_24_a_missing_event_list_makes_nothing_missed() {
    let (assessment, _, _) =
        bare().list("Verbände", "Verband;Typ\nGotha;Kreisverband\nGreiz;Kreisverband\n").judge();
    for verdict in assessment.verdicts.iter().filter(|v| v.requirement != "Z1a") {
        assert_eq!(verdict.status.key(), "undetermined", "{}", verdict.sentence);
    }
}

#[test]
fn case_25_an_expired_exception_says_so() {
    let exception = |until: &str| {
        office().list(
            "Ausnahmen",
            &format!("Anforderung;Verband;Zeitraum;Begründung;beschlossen von;am;gültig bis\nZ1c;KV Gotha;;Neuaufstellung;LAus;01.02.2024;{until}\n"),
        )
    };
    let expired = exception("30.12.2024").gotha("missed");
    assert!(
        expired.hints.iter().any(|hint| hint == "Die Ausnahme ist am 30.12.2024 abgelaufen."),
        "{:?}",
        expired.hints
    );
    let valid = exception("31.12.2024").gotha("missed");
    assert!(valid.exception.is_some_and(|exception| exception.valid));
}

#[test]
fn case_26_the_last_day_of_the_period_is_over() {
    office().at("2024-12-30").gotha("open");
    office().at("2024-12-31").gotha("missed");
}
