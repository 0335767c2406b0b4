//! Another resolution of another office: no code knows the first one. The expected verdicts stand, with their reasons,
//! in `tests/zweiter-beschluss/README.md`.

use std::path::Path;

use crate::office::{Office, bare};

fn read(name: &str) -> String {
    std::fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/zweiter-beschluss").join(name),
    )
    .unwrap()
}

fn gardeners(as_of: &str) -> Office {
    let lists = ["Verbände", "Veranstaltungen", "Maßnahmen", "Vorlagen"];
    let office = bare()
        .with_resolution(&read("Beschluss/beschluss.toml"), &read("Beschluss/beschluss.txt"))
        .at(as_of);
    lists
        .iter()
        .fold(office, |office, name| office.list(name, &read(&format!("Listen/{name}.csv"))))
}

#[track_caller]
fn quarter(office: &Office, label: &str, status: &str) {
    let verdicts = office.verdicts("P1a", "");
    let verdict = verdicts
        .iter()
        .find(|verdict| verdict.period.label() == label)
        .expect("a verdict for the quarter");
    assert_eq!(verdict.status.key(), status, "{}", verdict.sentence);
}

#[test]
fn each_quarter_gets_its_own_verdict() {
    let office = gardeners("2024-11-15");
    quarter(&office, "2024-Q1", "fulfilled");
    quarter(&office, "2024-Q2", "partial");
    quarter(&office, "2024-Q3", "missed");
    quarter(&office, "2024-Q4", "open");
    let verdicts = office.verdicts("P1a", "");
    assert_eq!(verdicts[0].rejected[0].reason, "vor dem Beschluss");
    assert_eq!(verdicts[1].missing[0].id, "mit_geschaeftsfuehrung");
    assert_eq!(verdicts[3].planned.map(|day| day.to_string()).as_deref(), Some("2024-12-04"));
    quarter(&gardeners("2024-12-31"), "2024-Q4", "undetermined");
}

#[test]
fn its_branches_are_judged_by_its_own_group() {
    let office = gardeners("2024-11-15");
    for (branch, status) in [
        ("Kahla", "fulfilled"),
        ("Bad Berka", "partial"),
        ("Schleiz", "open"),
        ("Ruhla", "not_applicable"),
    ] {
        office.expect("P1b", &format!("Ortsverband {branch}"), status);
    }
    assert!(office.verdicts("P1b", "Bezirksverband Saaletal").is_empty());
    let (assessment, _, _) = office.judge();
    let total = assessment.totals.iter().find(|total| total.requirement == "P1b").unwrap();
    assert_eq!((total.of, total.at_least, total.at_most, total.not_applicable), (3, 1, 1, 1));
    gardeners("2024-12-31").expect("P1b", "Ortsverband Schleiz", "missed");
}

#[test]
fn a_deadline_of_the_resolution_can_be_missed_and_made_up_for() {
    gardeners("2024-06-29").party("P2", "open");
    gardeners("2024-06-30").party("P2", "missed");
    gardeners("2024-07-01").party("P2", "missed");
    let late = gardeners("2024-11-15").party("P2", "fulfilled");
    assert!(late.sentence.contains("Verspätet"), "{}", late.sentence);
}

#[test]
fn examination_and_fields_speak_its_own_words() {
    let office = gardeners("2024-11-15");
    office.party("P3", "fulfilled");
    let fields = office.party("P4", "partial");
    assert_eq!(fields.missing[0].id, "Vereinsrecht");
    assert_eq!(fields.planned.map(|day| day.to_string()).as_deref(), Some("2024-12-02"));
}

#[test]
fn an_exception_for_one_quarter_is_none_for_the_others() {
    for period in ["2024-Q3", "Q3 2024", "3. Quartal 2024"] {
        let office = gardeners("2024-12-31").list(
            "Ausnahmen",
            &format!("Anforderung;Verband;Zeitraum;Begründung\nP1a;;{period};Umbau\n"),
        );
        for verdict in office.verdicts("P1a", "") {
            assert_eq!(
                verdict.exception.is_some(),
                verdict.period.label() == "2024-Q3",
                "{period}: {}",
                verdict.sentence
            );
        }
    }
}

#[test]
fn what_came_before_the_resolution_is_listed_once_in_its_own_period() {
    let verdicts = gardeners("2024-11-15").verdicts("P1a", "");
    let listed: Vec<String> = verdicts
        .iter()
        .filter(|verdict| verdict.rejected.iter().any(|row| row.reason == "vor dem Beschluss"))
        .map(|verdict| verdict.period.label())
        .collect();
    assert_eq!(listed, ["2024-Q1"]);
}
