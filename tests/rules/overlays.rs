//! What people decide stands beside the verdict.

use beschlusskontrolle::domain::Ladder;

use crate::office::{Event, Office, bare, office};

const EXCEPTIONS: &str = "Anforderung;Verband;Zeitraum;Begründung;beschlossen von;am;gültig bis";

#[test]
fn an_exempt_branch_is_counted_apart() {
    let office = office().list(
        "Ausnahmen",
        &format!("{EXCEPTIONS}\nZ1c;KV Gotha;2024;Neuaufstellung;LAus;01.02.2024;\n"),
    );
    let (assessment, _, _) = office.judge();
    let total = assessment.totals.iter().find(|total| total.requirement == "Z1c").unwrap();
    assert_eq!((total.exempt, total.missed, total.of), (1, 1, 1));
}

#[test]
fn an_exception_for_another_year_or_branch_changes_nothing() {
    for row in ["Z1c;KV Greiz;;x;LAus;;", "Z1c;KV Gotha;2023;x;LAus;;", "Z1d;KV Gotha;;x;LAus;;"] {
        let verdict = office().list("Ausnahmen", &format!("{EXCEPTIONS}\n{row}\n")).gotha("missed");
        assert!(verdict.exception.is_none(), "{row}");
    }
}

#[test]
fn the_committees_finding_stands_verbatim_beside_the_verdict() {
    let office = office().list(
        "Feststellungen",
        "Anforderung;Zeitraum;Feststellung;Sitzung;Wortlaut\nZ4a;2024;weiter beobachten;15.02.2025;„Der Landesausschuss nimmt zur Kenntnis.“\n",
    );
    let verdict = office.party("Z4a", "missed");
    assert_eq!(verdict.findings[0].finding, "weiter beobachten");
    assert_eq!(verdict.findings[0].wording, "„Der Landesausschuss nimmt zur Kenntnis.“");
}

#[test]
fn a_requirement_that_does_not_exist_is_reported() {
    let (_, _, diagnostics) =
        office().list("Ausnahmen", &format!("{EXCEPTIONS}\nZ9z;KV Gotha;;x;LAus;;\n")).judge();
    let message = diagnostics.iter().find(|d| d.code.number() == "D802").unwrap();
    assert!(message.message.contains("„Z9z“"), "{}", message.message);
}

#[test]
fn the_ladder_shows_each_step_with_its_cell() {
    let office = office()
        .sent("Angebot Rechenschaftsbericht;KV Gotha;22.01.2024;alles;15.02.2024;angenommen;")
        .events(&[Event::report("04.05.2024", "KV Gotha").bodies("LV")]);
    let (assessment, records, _) = office.judge();
    let ladder =
        assessment.ladders.iter().find(|l| records.branches[l.subject].name == "Gotha").unwrap();
    assert_eq!(ladder.offered.as_ref().map(|e| e.value.as_str()), Some("22.01.2024"));
    assert_eq!(ladder.accepted.as_ref().map(|e| e.value.as_str()), Some("angenommen"));
    assert_eq!(ladder.held.as_ref().map(|e| e.value.as_str()), Some("04.05.2024"));
    assert!(ladder.held_in_full.is_none());
    assert!(!ladder.perhaps_held, "it is known to be held");
}

#[test]
fn whether_it_was_held_is_open_while_a_row_is_unclear_or_the_list_is_missing() {
    let perhaps = |office: Office| {
        let (assessment, records, _) = office.judge();
        let of = |l: &&Ladder| records.branches[l.subject].name == "Gotha";
        assessment.ladders.iter().find(of).unwrap().perhaps_held
    };
    let letter = "Angebot Rechenschaftsbericht;KV Gotha;22.01.2024;alles;;;";
    let one = "Verband;Typ\nGotha;Kreisverband\n";
    assert!(perhaps(bare().list("Verbände", one).sent(letter)), "no list covers the year");
    assert!(!perhaps(office().sent(letter)), "the list covers, and names no such row");
    let past = Event::report("04.05.2024", "KV Gotha").status("geplant");
    assert!(
        perhaps(office().sent(letter).events(&[past])),
        "its day is past, nobody says it was held"
    );
}

#[test]
fn a_period_from_one_year_to_another_covers_the_years_between() {
    for (period, exempt) in
        [("2023–2025", true), ("2023-2024", true), ("2022 und 2023", false), ("2025–2026", false)]
    {
        let verdict = office()
            .list("Ausnahmen", &format!("{EXCEPTIONS}\nZ1c;KV Gotha;{period};x;LAus;;\n"))
            .gotha("missed");
        assert_eq!(verdict.exception.is_some(), exempt, "{period}");
    }
}
