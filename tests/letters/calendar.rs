//! What is coming: each thing once, on the day it is for, and never a name of a person.

use beschlusskontrolle::letters::calendar::{Appointment, appointments};
use chrono::NaiveTime;

use crate::office::{Office, day};

fn at(office: &Office, as_of: &str) -> Vec<Appointment> {
    office.at(as_of, appointments)
}

fn summaries(office: &Office, as_of: &str) -> Vec<String> {
    at(office, as_of)
        .iter()
        .map(|one| {
            let sign = if one.certain { "" } else { "?" };
            format!("{} {}{sign}", one.from.format("%d.%m.%Y"), one.summary)
        })
        .collect()
}

#[track_caller]
fn has(office: &Office, as_of: &str, line: &str) {
    let all = summaries(office, as_of);
    assert!(all.iter().any(|one| one == line), "{line}: {all:#?}");
}

#[track_caller]
fn has_not(office: &Office, as_of: &str, word: &str) {
    let all = summaries(office, as_of);
    assert!(!all.iter().any(|one| one.contains(word)), "{word}: {all:#?}");
}

fn with_event(cells: &[(&str, &str)]) -> Office {
    let mut office = Office::new();
    office.event(cells);
    office
}

#[test]
fn planned_events_are_certain_offered_ones_are_not_and_cancelled_ones_are_none() {
    let event = |status| {
        with_event(&[
            ("datum", "14.09.2024"),
            ("art", "Kreisparteitag"),
            ("verband", "Gotha"),
            ("status", status),
        ])
    };
    has(&event("geplant"), "01.03.2024", "14.09.2024 Kreisparteitag – Kreisverband Gotha");
    has(&event("angeboten"), "01.03.2024", "14.09.2024 Kreisparteitag – Kreisverband Gotha?");
    has_not(&event("abgesagt"), "01.03.2024", "Kreisparteitag");
    has_not(&event("geplant"), "14.09.2024", "Kreisparteitag");
}

#[test]
fn a_time_is_taken_where_it_can_be_read_and_only_there() {
    let time = |cells: &[(&str, &str)]| {
        let mut all = vec![("datum", "14.09.2024"), ("art", "Treffen"), ("status", "geplant")];
        all.extend(cells);
        let office = with_event(&all);
        let found = at(&office, "01.03.2024");
        found.into_iter().find(|one| one.summary == "Treffen").unwrap().time
    };
    let clock = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).unwrap();
    assert_eq!(time(&[("uhrzeit", "18:30 Uhr")]), Some((clock(18, 30), None)));
    assert_eq!(time(&[("uhrzeit", "10–16 Uhr")]), Some((clock(10, 0), Some(clock(16, 0)))));
    assert_eq!(
        time(&[("beginn", "10:00"), ("ende", "12:00")]),
        Some((clock(10, 0), Some(clock(12, 0))))
    );
    // an end before the beginning is none
    assert_eq!(time(&[("beginn", "20:00"), ("ende", "01:00")]), Some((clock(20, 0), None)));
    assert_eq!(time(&[("uhrzeit", "abends")]), None);
    assert_eq!(time(&[("uhrzeit", "10:00"), ("bis", "15.09.2024")]), None);
}

#[test]
fn a_month_is_no_day() {
    let office = with_event(&[("datum", "09.2024"), ("art", "Treffen"), ("status", "geplant")]);
    has(&office, "01.03.2024", "01.09.2024 Treffen (Tag noch offen)?");
}

#[test]
fn a_day_agreed_in_an_answer_is_there_once() {
    let mut office = Office::new();
    office.sent(&[
        ("brief", "angebot-bericht"),
        ("empfaenger", "Kreisverband Gotha"),
        ("zeitraum", "2024"),
        ("versandt_am", "22.01.2024"),
        ("antwort", "Termin"),
        ("termin", "14.09.2024"),
    ]);
    has(&office, "01.03.2024", "14.09.2024 Vereinbarter Termin – Kreisverband Gotha");
    office.event(&[
        ("datum", "14.09.2024"),
        ("art", "Rechenschaftsbericht"),
        ("verband", "Gotha"),
        ("status", "geplant"),
    ]);
    has_not(&office, "01.03.2024", "Vereinbarter Termin");
    has(&office, "01.03.2024", "14.09.2024 Rechenschaftsbericht – Kreisverband Gotha");
}

#[test]
fn letters_are_announced_for_the_day_from_which_they_are_due() {
    let mut office = Office::new();
    has(&office, "10.01.2024", "15.01.2024 Ab heute fällig: Angebot Rechenschaftsbericht (2)");
    has(&office, "20.01.2024", "15.01.2025 Ab heute fällig: Angebot Rechenschaftsbericht");
    office.event(&[
        ("datum", "28.09.2024"),
        ("bis", "29.09.2024"),
        ("art", "Mitgliederwochenende"),
        ("status", "geplant"),
    ]);
    has(&office, "01.03.2024", "20.07.2024 Ab heute fällig: Einladung Mitgliederwochenende (2)");
    has_not(&office, "01.08.2024", "Einladung Mitgliederwochenende");
}

#[test]
fn answers_are_awaited_until_somebody_has_answered() {
    let offer = |answer: &[(&str, &str)]| {
        let mut office = Office::new();
        let mut cells = vec![
            ("brief", "angebot-bericht"),
            ("empfaenger", "Kreisverband Gotha"),
            ("zeitraum", "2024"),
            ("erzeugt_am", "22.01.2024"),
            ("versandt_am", "22.01.2024"),
        ];
        cells.extend(answer);
        office.sent(&cells);
        office
    };
    has(&offer(&[]), "29.01.2024", "12.02.2024 Antwort erbeten: Angebot Rechenschaftsbericht");
    has_not(&offer(&[]), "12.02.2024", "Antwort erbeten");
    has_not(
        &offer(&[("antwort", "abgelehnt"), ("antwort_am", "25.01.2024")]),
        "29.01.2024",
        "Antwort erbeten",
    );
}

#[test]
fn without_the_day_of_the_draft_the_day_of_sending_counts_and_never_the_stichtag() {
    let mut office = Office::new();
    office.sent(&[
        ("brief", "angebot-bericht"),
        ("empfaenger", "Kreisverband Gotha"),
        ("zeitraum", "2024"),
        ("versandt_am", "22.01.2024"),
    ]);
    let asked = |as_of| {
        let mut all = at(&office, as_of);
        all.retain(|one| one.summary.starts_with("Antwort erbeten"));
        all
    };
    assert_eq!(asked("29.01.2024")[0].from, day("12.02.2024"));
    assert_eq!(asked("29.01.2024"), asked("05.02.2024"));
    assert_eq!(asked("12.02.2024"), []);
    assert!(asked("29.01.2024")[0].id.starts_with("antwort-erbeten.angebot-bericht.2024-01-22"));
}

#[test]
fn no_day_is_announced_for_a_reminder_that_will_never_be_due() {
    let offer = |promises| {
        let mut office = Office::new();
        office.sent(&[
            ("brief", "angebot-bericht"),
            ("empfaenger", "Kreisverband Gotha"),
            ("zeitraum", "2024"),
            ("versandt_am", "22.01.2024"),
            ("zusagen", promises),
        ]);
        office
    };
    has(
        &offer("persönlich vor Ort"),
        "29.01.2024",
        "04.03.2024 Ab heute fällig: Nachfrage zum Angebot",
    );
    // a complete offer fulfils: whoever does not answer is called
    has_not(&offer("alles"), "29.01.2024", "Nachfrage");
}

#[test]
fn the_session_is_there_until_it_has_begun() {
    has(&Office::new(), "01.02.2025", "15.02.2025 Sitzung");
    has_not(&Office::new(), "15.02.2025", "Sitzung");
}

#[test]
fn an_entry_keeps_its_id_wherever_its_row_stands() {
    let event = [
        ("datum", "14.09.2024"),
        ("art", "Kreisparteitag"),
        ("verband", "Gotha"),
        ("status", "geplant"),
    ];
    let id = |office: &Office| {
        at(office, "01.03.2024").into_iter().find(|one| one.from == day("14.09.2024")).unwrap().id
    };
    let office = with_event(&event);
    let mut moved = Office::new();
    moved.event(&[("datum", "01.02.2024"), ("art", "Treffen"), ("status", "durchgeführt")]);
    moved.event(&event);
    assert_eq!(id(&office), "termin.kreisparteitag.kreisverband-gotha.2024-09-14.probe");
    assert_eq!(id(&office), id(&moved));
    let mut two = with_event(&event);
    two.event(&[
        ("datum", "14.09.2024"),
        ("art", "Kreisparteitag"),
        ("titel", "am Abend"),
        ("verband", "Gotha"),
        ("status", "geplant"),
    ]);
    let mut ids: Vec<String> = at(&two, "01.03.2024").into_iter().map(|one| one.id).collect();
    ids.sort();
    let all = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), all, "{ids:?}");
}

#[test]
fn persons_stay_out_of_the_calendar() {
    let office = with_event(&[
        ("datum", "14.09.2024"),
        ("art", "Treffen"),
        ("verband", "Erika Musterfrau"),
        ("beteiligt", "Max Mustermann"),
        ("status", "geplant"),
    ]);
    for one in at(&office, "01.03.2024") {
        let all = format!("{one:?}");
        assert!(!all.contains("Muster"), "{all}");
    }
}
