//! Properties of the rules, over many invented offices.

use beschlusskontrolle::domain::Status;
use proptest::prelude::*;

use crate::office::{Event, Office, office};

fn rank(status: Status) -> u8 {
    match status {
        Status::Fulfilled => 3,
        Status::Partial => 2,
        Status::Undetermined => 1,
        Status::Open | Status::Missed | Status::NotApplicable | Status::Judgement => 0,
    }
}

fn event() -> impl Strategy<Value = Event> {
    (1u32..=28, 1u32..=12, 0usize..5, 0usize..4, 0usize..3, 0usize..3).prop_map(
        |(day, month, status, bodies, form, debate)| {
            Event::report(&format!("{day:02}.{month:02}.2024"), "KV Gotha")
                .status(["durchgeführt", "", "geplant", "abgesagt", "angeboten"][status])
                .bodies(["LV, LAus", "LV", "", "LAus"][bodies])
                .form(["Präsenz", "digital", ""][form])
                .debate(["ja", "nein", ""][debate])
        },
    )
}

fn offices() -> impl Strategy<Value = (Office, Event)> {
    (proptest::collection::vec(event(), 0..4), event())
        .prop_map(|(events, more)| (office().events(&events), more))
}

/// A verdict does not fall when a row comes that contradicts no other.
fn never_lower(
    before: &Office,
    after: &Office,
    requirement: &str,
    subject: &str,
) -> Result<(), TestCaseError> {
    let (old, new) = (before.verdict(requirement, subject), after.verdict(requirement, subject));
    // „unknown“ may become „partial“ or better, „open“ may become „unknown“; nothing becomes worse
    prop_assert!(rank(new.status) >= rank(old.status), "{}\n→ {}", old.sentence, new.sentence);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn another_event_never_lowers_a_recurring_verdict((office, more) in offices()) {
        let contradicts = office.clone().events(std::slice::from_ref(&more)).judge().2.iter().any(|d| d.code.number() == "D612");
        prop_assume!(!contradicts);
        never_lower(&office, &office.clone().events(&[more]), "Z1c", "Kreisverband Gotha")?;
    }

    #[test]
    fn another_measure_never_lowers_fields_or_examinations(
        first in 0usize..5, second in 0usize..5, status in 0usize..4, art in 0usize..2,
    ) {
        let areas = ["Kampagne", "Verwaltung, Personal", "Moderation", "", "Sommerfest"];
        let row = |area: &str, day: &str, status: &str| format!("{};{area};externe Moderation {day};alle;{day};;{status};fertig", ["Maßnahme", "Prüfung"][art]);
        let before = office().measures(&row(areas[first], "10.04.2024", "erledigt"));
        let after = before.clone().measures(&row(areas[second], "11.05.2024", ["erledigt", "in Arbeit", "geplant", "gestrichen"][status]));
        never_lower(&before, &after, "Z3a", "")?;
        never_lower(&before, &after, "Z3b", "")?;
    }

    #[test]
    fn another_paper_never_lowers_a_submission(from in 0usize..4, to in 0usize..4, topics in 0usize..4) {
        let bodies = ["LTF", "LAusV", "", "LAus"];
        let texts = ["Erfolge", "Erfolge, Misserfolge, Initiativen, Wahlprogramm, Koalitionsvertrag", "", "allerlei"];
        let before = office().papers("12.03.2024;Bilanz;Vernetzung Bilanz;LTF;LAus;Erfolge");
        let after = before.clone().papers(&format!("13.04.2024;Bilanz;Vernetzung Bilanz;{};{};{}", bodies[from], bodies[to], texts[topics]));
        never_lower(&before, &after, "Z5a", "")?;
        never_lower(&before, &after, "Z2b", "")?;
    }

    #[test]
    fn order_of_rows_and_files_never_matters(events in proptest::collection::vec(event(), 1..5)) {
        let one = office().events(&events);
        let mut reversed = events.clone();
        reversed.reverse();
        let split = events.iter().fold(office(), |office, event| office.events(std::slice::from_ref(event)));
        for other in [office().events(&reversed), split] {
            prop_assert_eq!(one.verdict("Z1c", "Kreisverband Gotha").status, other.verdict("Z1c", "Kreisverband Gotha").status);
        }
    }
}
