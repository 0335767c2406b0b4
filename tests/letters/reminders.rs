//! When somebody may be asked again, and every „never“.

use beschlusskontrolle::domain::ListKind;
use beschlusskontrolle::letters::LetterState::{Draft, NotDue, Ready, Sent};
use beschlusskontrolle::letters::plan::calls;

use crate::office::Office;

const GOTHA: &str = "Kreisverband Gotha";
const WEIMAR: &str = "Stadtverband Weimar";
const ASK: &str = "erinnerung-bericht";

/// An offer that promises only a part went to both branches on 22.01.2024, so that the requirement is partial; six weeks
/// later is 04.03.2024.
fn offered() -> Office {
    let mut office = Office::new();
    office.sent(&[
        ("brief", "angebot-bericht"),
        ("empfaenger", GOTHA),
        ("zeitraum", "2024"),
        ("erzeugt_am", "15.01.2024"),
        ("versandt_am", "22.01.2024"),
        ("zusagen", "gemeinsam"),
    ]);
    office.sent(&[
        ("brief", "angebot-bericht"),
        ("empfaenger", WEIMAR),
        ("zeitraum", "2024"),
        ("erzeugt_am", "15.01.2024"),
        ("versandt_am", "22.01.2024"),
        ("zusagen", "gemeinsam"),
    ]);
    office
}

#[test]
fn a_complete_offer_fulfils_so_nobody_is_written_to_again_but_called() {
    let mut office = Office::new();
    office.sent(&[
        ("brief", "angebot-bericht"),
        ("empfaenger", GOTHA),
        ("versandt_am", "22.01.2024"),
        ("zusagen", "alles"),
    ]);
    office.check("04.03.2024", ASK, GOTHA, NotDue, "aufgegriffen durch das Angebot");
    let called = |as_of: &str| {
        office.at(as_of, |facts, _| calls(facts).into_iter().map(|c| c.name).collect::<Vec<_>>())
    };
    assert!(called("03.03.2024").is_empty());
    assert_eq!(called("04.03.2024"), [GOTHA]);
}

#[test]
fn a_reminder_is_due_six_weeks_after_an_offer_nobody_answered() {
    let office = offered();
    office.check("03.03.2024", ASK, GOTHA, NotDue, "ab 04.03.2024");
    office.check("04.03.2024", ASK, GOTHA, Ready, "vom 22.01.2024 ohne Antwort");
    office.check("31.12.2024", ASK, GOTHA, Ready, "");
}

#[test]
fn an_offer_that_was_only_drafted_is_never_reminded_of() {
    let mut office = Office::new();
    office.sent(&[
        ("brief", "angebot-bericht"),
        ("empfaenger", GOTHA),
        ("zeitraum", "2024"),
        ("erzeugt_am", "15.01.2024"),
    ]);
    office.check("31.12.2024", ASK, GOTHA, NotDue, "noch nicht versandt");
}

#[test]
fn there_is_one_reminder_a_year() {
    let mut office = offered();
    office.sent(&[
        ("brief", "Nachfrage zum Angebot"),
        ("empfaenger", GOTHA),
        ("zeitraum", "2024"),
        ("erzeugt_am", "05.03.2024"),
    ]);
    office.check("31.12.2024", ASK, GOTHA, Draft, "");
    let mut office = offered();
    office.sent(&[
        ("brief", "Nachfrage zum Angebot"),
        ("empfaenger", GOTHA),
        ("versandt_am", "06.03.2024"),
    ]);
    office.check("31.12.2024", ASK, GOTHA, Sent, "06.03.2024");
}

#[test]
fn whoever_has_answered_or_named_a_day_is_never_reminded() {
    for (field, text) in [
        ("antwort", "dieses Jahr nicht"),
        ("antwort", "?"),
        ("antwort_am", "01.02.2024"),
        ("antwort_am", "letzte Woche"),
        ("termin", "14.09.2024"),
        ("termin", "n. n."),
    ] {
        let mut office = Office::new();
        office.sent(&[
            ("brief", "angebot-bericht"),
            ("empfaenger", GOTHA),
            ("versandt_am", "22.01.2024"),
            (field, text),
        ]);
        let (state, reason) = office.line("01.06.2024", ASK, GOTHA);
        assert_eq!(state, NotDue, "{field} = {text}: {reason}");
        assert!(reason.contains(text), "{reason}");
    }
}

#[test]
fn a_dash_in_the_answer_column_is_no_answer() {
    for text in ["–", "-", "keine Antwort", "noch keine"] {
        let mut office = Office::new();
        office.sent(&[
            ("brief", "angebot-bericht"),
            ("empfaenger", GOTHA),
            ("versandt_am", "22.01.2024"),
            ("zusagen", "gemeinsam"),
            ("antwort", text),
        ]);
        office.check("01.06.2024", ASK, GOTHA, Ready, "");
    }
}

#[test]
fn an_answer_dated_after_the_stichtag_has_not_come_yet() {
    let mut office = Office::new();
    office.sent(&[
        ("brief", "angebot-bericht"),
        ("empfaenger", GOTHA),
        ("versandt_am", "22.01.2024"),
        ("zusagen", "gemeinsam"),
        ("antwort_am", "10.03.2024"),
        ("antwort", "angenommen"),
        ("termin", "14.09.2024"),
    ]);
    office.check("09.03.2024", ASK, GOTHA, Ready, "");
    office.check("10.03.2024", ASK, GOTHA, NotDue, "Antwort vom 10.03.2024");
}

#[test]
fn no_reminder_where_the_event_list_does_not_cover_the_year() {
    let mut office = offered();
    office.records.events.clear();
    office.check("01.06.2024", ASK, GOTHA, NotDue, "Veranstaltungen");
    // last year's list says nothing of this year
    office.event(&[("datum", "10.01.2023"), ("art", "Neujahrsempfang")]);
    office.check("01.06.2024", ASK, GOTHA, NotDue, "Veranstaltungen");
}

#[test]
fn no_reminder_while_a_file_could_not_be_read() {
    let mut office = offered();
    office.records.failed_files.push("Termine.xlsx".into());
    office.check("01.06.2024", ASK, GOTHA, NotDue, "Termine.xlsx");
    // letters that accuse nobody go out
    let mut office = Office::new();
    office.records.failed_files.push("Termine.xlsx".into());
    office.check("01.06.2024", "angebot-bericht", GOTHA, Ready, "");
}

#[test]
fn no_reminder_beside_a_row_that_may_be_the_proof() {
    for (cells, why) in [
        (
            vec![("datum", "14.09."), ("art", "Rechenschaftsbericht"), ("verband", GOTHA)],
            "a date nobody can read",
        ),
        (vec![("art", "Rechenschaftsbericht"), ("verband", GOTHA)], "no date at all"),
        (
            vec![
                ("datum", "14.02.2024"),
                ("art", "Sonstiges"),
                ("titel", "Rechenschaftsbericht"),
                ("verband", GOTHA),
            ],
            "another Art, but the title names it",
        ),
        (
            vec![
                ("datum", "14.02.2024"),
                ("art", "Rechenschaftsbericht"),
                ("bemerkung", "Finanzen"),
                ("verband", GOTHA),
            ],
            "a doubtful word",
        ),
        (vec![("datum", "14.02.2024"), ("art", "Rechenschaftsbericht")], "no branch named"),
        (
            vec![
                ("datum", "14.02.2024"),
                ("art", "Rechenschaftsbericht"),
                ("verband", "KV Gothaa"),
            ],
            "a misspelt branch",
        ),
        (
            vec![
                ("datum", "14.02.2024"),
                ("art", "Rechenschaftsbericht"),
                ("verband", GOTHA),
                ("status", "wohl"),
            ],
            "a status nobody knows",
        ),
        (
            vec![
                ("datum", "14.02.2024"),
                ("art", "Rechenschaftsbericht"),
                ("verband", GOTHA),
                ("status", "geplant"),
            ],
            "over, but still planned",
        ),
        (
            vec![("datum", "06.2024"), ("art", "Rechenschaftsbericht"), ("verband", GOTHA)],
            "a month only",
        ),
    ] {
        let mut office = offered();
        office.event(&cells);
        let (state, reason) = office.line("10.06.2024", ASK, GOTHA);
        assert_eq!(state, NotDue, "{why}: {reason}");
    }
}

#[test]
fn the_question_about_one_branch_does_not_stop_the_reminder_to_another() {
    let mut office = offered();
    office.event(&[("art", "Rechenschaftsbericht"), ("verband", GOTHA)]);
    office.check("10.06.2024", ASK, GOTHA, NotDue, "");
    office.check("10.06.2024", ASK, WEIMAR, Ready, "");
}

#[test]
fn a_row_with_an_ambiguous_name_stops_the_reminder_to_each_it_may_mean() {
    let mut office = offered();
    office.branch(&[("verband", "Gotha"), ("typ", "Stadtverband")]);
    office.event(&[
        ("datum", "14.02.2024"),
        ("art", "Rechenschaftsbericht"),
        ("verband", "Gotha"),
        ("status", "durchgeführt"),
    ]);
    office.check("10.06.2024", ASK, GOTHA, NotDue, "noch zu klären");
    office.check("10.06.2024", ASK, WEIMAR, Ready, "");
}

#[test]
fn no_reminder_where_the_report_was_held_or_is_planned() {
    let mut office = offered();
    office.event(&[
        ("datum", "14.02.2024"),
        ("art", "Rechenschaftsbericht"),
        ("verband", GOTHA),
        ("form", "digital"),
        ("beteiligt", "LV"),
        ("offene_debatte", "nein"),
        ("status", "durchgeführt"),
    ]);
    office.event(&[
        ("datum", "14.09.2024"),
        ("art", "Rechenschaftsbericht"),
        ("verband", WEIMAR),
        ("status", "geplant"),
    ]);
    office.check("10.06.2024", ASK, GOTHA, NotDue, "stattgefunden");
    office.check("10.06.2024", ASK, WEIMAR, NotDue, "14.09.2024");
    // a day in January answers the offer of this year as well
    let mut office = offered();
    office.event(&[
        ("datum", "14.01.2025"),
        ("art", "Rechenschaftsbericht"),
        ("verband", GOTHA),
        ("status", "geplant"),
    ]);
    office.check("10.06.2024", ASK, GOTHA, NotDue, "Termin am 14.01.2025 steht");
}

#[test]
fn a_cancelled_event_does_not_silence_the_question() {
    let mut office = offered();
    office.event(&[
        ("datum", "14.09.2024"),
        ("art", "Rechenschaftsbericht"),
        ("verband", GOTHA),
        ("status", "abgesagt"),
    ]);
    office.check("10.06.2024", ASK, GOTHA, Ready, "");
}

#[test]
fn a_valid_exception_stops_the_reminder_and_an_expired_one_does_not() {
    for (until, state) in [("31.12.2024", NotDue), ("09.06.2024", Ready)] {
        let mut office = offered();
        office.row(
            ListKind::Exceptions,
            &[
                ("anforderung", "Z1c"),
                ("verband", GOTHA),
                ("begruendung", "Neugründung"),
                ("gueltig_bis", until),
            ],
        );
        let (found, reason) = office.line("10.06.2024", ASK, GOTHA);
        assert_eq!(found, state, "gültig bis {until}: {reason}");
        office.check("10.06.2024", ASK, WEIMAR, Ready, "");
    }
}

#[test]
fn removing_a_readable_date_never_makes_a_reminder_due() {
    let with_date = |date: &str| {
        let mut office = offered();
        office.event(&[
            ("datum", date),
            ("art", "Rechenschaftsbericht"),
            ("verband", GOTHA),
            ("status", "durchgeführt"),
        ]);
        office.line("10.06.2024", ASK, GOTHA).0
    };
    assert_eq!(with_date("14.02.2024"), NotDue);
    assert_eq!(with_date("irgendwann"), NotDue);
    // the same for „versandt am“
    let mut office = Office::new();
    office.sent(&[
        ("brief", "angebot-bericht"),
        ("empfaenger", GOTHA),
        ("zeitraum", "2024"),
        ("versandt_am", "?"),
    ]);
    office.check("10.06.2024", ASK, GOTHA, NotDue, "noch zu klären");
}

/// Every kind of row, with its date and without it: what was no reminder before is none afterwards.
#[test]
fn no_row_becomes_an_accusation_by_losing_its_date() {
    let mut silenced = 0;
    for status in ["", "durchgeführt", "geplant", "angeboten", "zugesagt", "abgesagt", "wohl"] {
        for art in ["Rechenschaftsbericht", "Bericht", "Rechenschaftsbericht; Neujahrsempfang"] {
            for branch in [GOTHA, "KV Gothaa", ""] {
                let with = |date: &str| {
                    let mut office = offered();
                    let cells =
                        [("datum", date), ("status", status), ("art", art), ("verband", branch)];
                    let filled: Vec<_> =
                        cells.into_iter().filter(|(_, text)| !text.is_empty()).collect();
                    office.event(&filled);
                    office.line("10.06.2024", ASK, GOTHA)
                };
                let lost: Vec<_> = ["", "irgendwann", "?"].map(|date| (date, with(date))).into();
                for date in ["14.02.2024", "14.09.2024", "03.03.2023", "14.02.2025", "02.2024"] {
                    let (before, _) = with(date);
                    for (without, (after, reason)) in &lost {
                        assert!(
                            before == Ready || *after != Ready,
                            "{date} → „{without}“, {status}, {art}, {branch}: {reason}"
                        );
                        silenced += usize::from(before != Ready);
                    }
                }
            }
        }
    }
    assert!(silenced > 100, "the cases must be about something: {silenced}");
}

#[test]
fn an_incomplete_offer_without_answer_is_reminded_of_too() {
    let mut office = Office::new();
    office.sent(&[
        ("brief", "angebot-bericht"),
        ("empfaenger", GOTHA),
        ("versandt_am", "22.01.2024"),
        ("zusagen", "persönlich vor Ort"),
    ]);
    office.check("10.06.2024", ASK, GOTHA, Ready, "");
    // whether it promised anything is not known: undetermined, so nobody is asked
    let mut office = Office::new();
    office.row(
        ListKind::Dispatches,
        &[("brief", "angebot-bericht"), ("empfaenger", GOTHA), ("versandt_am", "22.01.2024")],
    );
    office.check("10.06.2024", ASK, GOTHA, NotDue, "");
}

#[test]
fn a_drafted_reminder_that_has_become_pointless_says_so() {
    let mut office = Office::new();
    office.sent(&[
        ("brief", "angebot-bericht"),
        ("empfaenger", GOTHA),
        ("versandt_am", "22.01.2024"),
        ("antwort_am", "10.03.2024"),
    ]);
    office.sent(&[
        ("brief", ASK),
        ("empfaenger", GOTHA),
        ("zeitraum", "2024"),
        ("erzeugt_am", "05.03.2024"),
    ]);
    office.check("09.03.2024", ASK, GOTHA, Draft, "„versandt am“ ist leer");
    office.check("10.03.2024", ASK, GOTHA, Draft, "nicht mehr versenden: Antwort vom 10.03.2024");
}

#[test]
fn after_the_reminder_a_silent_branch_is_called_not_written_to() {
    let mut office = offered();
    office.branch(&[("verband", "Greiz"), ("typ", "KV"), ("telefon", "03661 1234")]);
    office.sent(&[
        ("brief", "angebot-bericht"),
        ("empfaenger", "Kreisverband Greiz"),
        ("versandt_am", "22.01.2024"),
    ]);
    office.sent(&[
        ("brief", ASK),
        ("empfaenger", "Kreisverband Greiz"),
        ("versandt_am", "05.03.2024"),
    ]);
    office.sent(&[
        ("brief", ASK),
        ("empfaenger", GOTHA),
        ("versandt_am", "05.03.2024"),
        ("antwort", "abgelehnt"),
    ]);
    let called = |as_of: &str| {
        office.at(as_of, |facts, _| {
            calls(facts).into_iter().map(|c| (c.name, c.phone)).collect::<Vec<_>>()
        })
    };
    assert_eq!(called("26.03.2024"), []);
    assert_eq!(
        called("27.03.2024"),
        [("Kreisverband Greiz".to_owned(), Some("03661 1234".to_owned()))]
    );
    office.event(&[
        ("datum", "14.09.2024"),
        ("art", "Rechenschaftsbericht"),
        ("verband", "Kreisverband Greiz"),
        ("status", "geplant"),
    ]);
    assert_eq!(office.at("27.03.2024", |facts, _| calls(facts)), []);
}

const PAPER: &str = "erinnerung-vorlage";
const TO_LAUSV: &str = "Landesausschussvorstand";

/// The list of papers covers the time since the resolution.
fn with_papers() -> Office {
    let mut office = Office::new();
    office.event(&[("datum", "10.03.2023"), ("art", "Sommerfest")]);
    office.row(
        ListKind::Papers,
        &[
            ("datum", "10.03.2023"),
            ("art", "Vorlage"),
            ("titel", "Haushalt"),
            ("von", "LV"),
            ("an", "LAus"),
        ],
    );
    office
}

#[test]
fn a_paper_is_asked_for_half_a_year_after_the_resolution_and_then_after_each_letter() {
    let mut office = with_papers();
    office.check("21.08.2023", PAPER, TO_LAUSV, NotDue, "Wiedervorlage ab 22.08.2023");
    office.check("22.08.2023", PAPER, TO_LAUSV, Ready, "seit 22.08.2023");
    office.sent(&[
        ("brief", PAPER),
        ("empfaenger", "LAusV"),
        ("zeitraum", "22.08.2023"),
        ("erzeugt_am", "22.08.2023"),
    ]);
    office.check("01.12.2023", PAPER, TO_LAUSV, Draft, "");

    let mut office = with_papers();
    office.sent(&[
        ("brief", PAPER),
        ("empfaenger", TO_LAUSV),
        ("zeitraum", "22.08.2023"),
        ("versandt_am", "25.08.2023"),
    ]);
    office.check("24.02.2024", PAPER, TO_LAUSV, Sent, "Wiedervorlage ab 25.02.2024");
    office.check("25.02.2024", PAPER, TO_LAUSV, Ready, "zuletzt versandt am 25.08.2023");
}

#[test]
fn a_paper_that_came_or_a_promise_of_one_ends_the_asking() {
    let mut office = with_papers();
    office.row(
        ListKind::Papers,
        &[
            ("datum", "01.06.2023"),
            ("art", "Vorlage"),
            ("titel", "Vernetzung"),
            ("von", "LAusV"),
            ("an", "LAus"),
        ],
    );
    office.check("22.08.2023", PAPER, TO_LAUSV, NotDue, "Z2b");
    let mut office = with_papers();
    office.sent(&[
        ("brief", PAPER),
        ("empfaenger", TO_LAUSV),
        ("versandt_am", "25.08.2023"),
        ("antwort", "kommt im Mai"),
    ]);
    office.check("25.02.2024", PAPER, TO_LAUSV, NotDue, "kommt im Mai");
}

#[test]
fn a_paper_is_never_asked_for_while_its_list_is_missing_or_in_doubt() {
    let mut office = with_papers();
    office.records.papers.clear();
    office.check("22.08.2023", PAPER, TO_LAUSV, NotDue, "erst klären");
    let mut office = with_papers();
    office.row(
        ListKind::Papers,
        &[
            ("datum", "bald"),
            ("art", "Vorlage"),
            ("titel", "Vernetzung"),
            ("von", "LAusV"),
            ("an", "LAus"),
        ],
    );
    office.check("22.08.2023", PAPER, TO_LAUSV, NotDue, "");
}

#[test]
fn a_request_made_at_once_ends_with_its_day_and_is_then_put_to_the_committee() {
    let office = with_papers();
    office.check("22.03.2023", "bitte-bilanz", "Landtagsfraktion", Ready, "22.02.2023");
    office.check("01.09.2024", "bitte-bilanz", "Landtagsfraktion", Ready, "");
    office.check("02.09.2024", "bitte-bilanz", "Landtagsfraktion", NotDue, "Landesausschuss");
}
