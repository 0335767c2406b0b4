//! Drafts that lie there: which of them should not go out any more, and which are only to be looked at.

use beschlusskontrolle::letters::LetterState::{Draft, NotDue};

use crate::office::Office;

const GOTHA: &str = "Kreisverband Gotha";
const OFFER: &str = "angebot-bericht";
const DETAILS: &str = "nachbereitung-bericht";
const INVITATION: &str = "einladung-wochenende";

/// A draft of the program.
fn draft(office: &mut Office, letter: &str, period: &str, created: &str) {
    office.sent(&[
        ("brief", letter),
        ("empfaenger", GOTHA),
        ("zeitraum", period),
        ("erzeugt_am", created),
        ("datei", "Ergebnisse/2024/Briefe/A.docx"),
        ("pruefsumme", "abc"),
    ]);
}

fn weekend(office: &mut Office, day: &str) {
    office.event(&[("datum", day), ("art", "Mitgliederwochenende"), ("status", "geplant")]);
}

#[test]
fn an_offer_nobody_needs_any_more_says_so() {
    let mut office = Office::new();
    draft(&mut office, OFFER, "2024", "22.01.2024");
    office.check("01.02.2024", OFFER, GOTHA, Draft, "„versandt am“ ist leer");
    assert!(!office.line("01.02.2024", OFFER, GOTHA).1.contains("versenden"));
    // the same offer went out otherwise, complete
    office.sent(&[("brief", OFFER), ("empfaenger", GOTHA), ("versandt_am", "25.01.2024")]);
    let lines = office.lines("01.02.2024", OFFER, GOTHA);
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[0].1.contains("versandt am 25.01.2024"), "{lines:?}");
    assert!(lines[1].1.contains("nicht mehr versenden: ein anderer Eintrag"), "{lines:?}");
}

#[test]
fn a_draft_of_last_year_is_for_last_year() {
    let mut office = Office::new();
    draft(&mut office, OFFER, "2024", "20.12.2024");
    let lines = office.lines("20.01.2025", OFFER, GOTHA);
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[1].1.contains("nicht mehr versenden: der Zeitraum 2024 ist vorbei"), "{lines:?}");
    // a row people keep by hand is their own business
    let mut office = Office::new();
    office.sent(&[("brief", OFFER), ("empfaenger", GOTHA), ("erzeugt_am", "20.12.2024")]);
    assert_eq!(office.lines("20.01.2025", OFFER, GOTHA).len(), 1);
}

#[test]
fn an_invitation_to_a_day_that_moved_is_to_be_looked_at_and_one_to_a_past_day_stays_here() {
    let mut office = Office::new();
    weekend(&mut office, "15.06.2024");
    draft(&mut office, INVITATION, "15.06.2024", "10.04.2024");
    office.check("01.05.2024", INVITATION, GOTHA, Draft, "„versandt am“ ist leer");
    assert!(!office.line("01.05.2024", INVITATION, GOTHA).1.contains("versenden"));
    office.check("20.06.2024", INVITATION, GOTHA, Draft, "nicht mehr versenden: Termin");
    let mut office = Office::new();
    weekend(&mut office, "31.08.2024");
    draft(&mut office, INVITATION, "15.06.2024", "10.04.2024");
    let lines = office.lines("01.05.2024", INVITATION, GOTHA);
    assert_eq!((lines.len(), lines[0].0), (2, NotDue), "{lines:?}");
    assert!(lines[1].1.contains("erst prüfen: zum Termin 15.06.2024"), "{lines:?}");
    // nothing is said while a list could not be read
    office.records.failed_files.push("Termine.xlsx".to_owned());
    assert_eq!(office.lines("01.05.2024", INVITATION, GOTHA).len(), 1);
}

#[test]
fn what_stops_a_reminder_only_for_now_is_said_as_such() {
    let ask = "erinnerung-bericht";
    let mut office = Office::new();
    office.sent(&[
        ("brief", OFFER),
        ("empfaenger", GOTHA),
        ("versandt_am", "22.01.2024"),
        ("zusagen", "persönlich vor Ort"),
    ]);
    draft(&mut office, ask, "2024", "05.03.2024");
    office.records.failed_files.push("Termine.xlsx".to_owned());
    office.check("10.03.2024", ask, GOTHA, Draft, "vorerst nicht versenden: „Termine.xlsx“");
}

#[test]
fn a_draft_about_a_row_of_a_closed_year_says_what_is_true_of_the_row() {
    let with = |status: &str| {
        let mut office = Office::new();
        office.event(&[
            ("datum", "25.05.2024"),
            ("art", "Rechenschaftsbericht"),
            ("verband", "Gotha"),
            ("status", status),
        ]);
        draft(&mut office, DETAILS, "25.05.2024", "20.06.2024");
        office
    };
    let last = |office: &Office, day: &str| office.lines(day, DETAILS, GOTHA).pop().unwrap().1;
    let closed = last(&with("durchgeführt"), "10.04.2025");
    assert!(
        closed.ends_with("nicht mehr versenden: das Jahr des Termins 25.05.2024 ist abgeschlossen"),
        "{closed}"
    );
    for day in ["01.07.2024", "10.04.2025"] {
        let off = last(&with("abgesagt"), day);
        assert!(
            off.contains(
                "nicht mehr versenden: der Termin 25.05.2024 ist in den Listen „abgesagt“"
            ),
            "{off}"
        );
    }
    // without its row nobody knows
    let mut office = Office::new();
    draft(&mut office, DETAILS, "25.05.2024", "20.06.2024");
    let gone = last(&office, "10.04.2025");
    assert!(
        gone.contains("erst prüfen: zum Termin 25.05.2024 steht keine sichere Zeile"),
        "{gone}"
    );
}
