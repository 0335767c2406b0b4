//! The shipped resolution and the refusals of faulty ones, as the office reads them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::allow_attributes,
    reason = "a test may stop loudly"
)]

use beschlusskontrolle::diagnostic::Diagnostics;
use beschlusskontrolle::domain::ListKind;
use beschlusskontrolle::intake::columns;
use beschlusskontrolle::matching::Phrase;
use beschlusskontrolle::resolution::{
    self, BUILTIN_TOML, BUILTIN_WORDING, CriterionCheck, Kind, Performance, RULES, Resolution,
};

#[test]
fn the_shipped_resolution_loads_without_a_single_message() {
    let mut diagnostics = Diagnostics::default();
    let resolution = resolution::load(&mut diagnostics, BUILTIN_TOML, BUILTIN_WORDING)
        .map_err(|e| e.to_string());
    let resolution = resolution.unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(diagnostics.iter().map(ToString::to_string).collect::<Vec<_>>(), [""; 0]);
    assert_eq!(resolution.requirements.len(), 14);
    assert_eq!(resolution.mere_statements.len(), 1);
}

#[test]
fn an_invented_resolution_with_other_bodies_and_words_loads_without_a_single_message() {
    let mut diagnostics = Diagnostics::default();
    let resolution = resolution::load(
        &mut diagnostics,
        include_str!("zweiter-beschluss/Beschluss/beschluss.toml"),
        include_str!("zweiter-beschluss/Beschluss/beschluss.txt"),
    );
    let resolution = resolution.unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(diagnostics.iter().map(ToString::to_string).collect::<Vec<_>>(), [""; 0]);
    assert_eq!(resolution.requirements.len(), 5);
}

fn under(interpretation: &str) -> Resolution {
    resolution::load_with_alternative(BUILTIN_TOML, BUILTIN_WORDING, interpretation)
        .unwrap_or_else(|faults| panic!("{faults}"))
}

fn shipped() -> Resolution {
    resolution::load(&mut Diagnostics::default(), BUILTIN_TOML, BUILTIN_WORDING).unwrap()
}

/// Words that mean yes and words that mean no.
fn words(resolution: &Resolution, criterion: &str) -> (String, String) {
    let CriterionCheck::Words { yes, no, .. } = &resolution.criteria[criterion].check else {
        panic!("„{criterion}“ has no words");
    };
    let join =
        |list: &[Phrase]| list.iter().map(|p| p.text.as_str()).collect::<Vec<_>>().join(", ");
    (join(yes), join(no))
}

fn performance(resolution: &Resolution, requirement: &str) -> Performance {
    let Kind::Recurring(recurring) = &resolution.requirement(requirement).unwrap().kind else {
        panic!("{requirement} does not recur");
    };
    recurring.performance
}

#[test]
fn exactly_four_interpretations_can_be_decided_otherwise() {
    let with: Vec<String> = shipped()
        .interpretations
        .iter()
        .filter(|interpretation| interpretation.has_alternative)
        .map(|interpretation| interpretation.id.clone())
        .collect();
    assert_eq!(with, ["A2", "A3", "A6", "A9"]);
}

#[test]
fn an_alternative_changes_the_setting_it_points_to_and_nothing_else() {
    assert_eq!(words(&shipped(), "praesenz").0, "Präsenz, in Präsenz, vor Ort, hybrid");
    assert_eq!(
        words(&under("A2"), "praesenz"),
        ("Präsenz, in Präsenz, vor Ort".into(), "digital, online, schriftlich, hybrid".into())
    );
    assert_eq!(words(&under("A3"), "kreisparteitag").0, "Kreisparteitag, Stadtparteitag");
    assert_eq!(words(&under("A3"), "praesenz"), words(&shipped(), "praesenz"));

    assert_eq!(shipped().groups["kv"].kinds.len(), 2);
    assert_eq!(under("A6").groups["kv"].kinds.len(), 1);
    assert_eq!(under("A6").groups["kv_sv"].kinds.len(), 2);

    assert_eq!(performance(&shipped(), "Z1c"), Performance::Offered);
    assert_eq!(performance(&under("A9"), "Z1c"), Performance::Held);
    assert_eq!(performance(&under("A9"), "Z4d"), Performance::Offered);
}

#[test]
fn every_alternative_is_said_in_plain_words() {
    for interpretation in shipped().interpretations {
        assert_eq!(interpretation.other.is_some(), interpretation.has_alternative);
        assert!(
            interpretation.other.is_none_or(|other| !other.ends_with('.')),
            "it stands in a sentence"
        );
    }
}

#[test]
fn several_alternatives_hold_at_once_and_the_resolution_knows_which() {
    let both =
        resolution::load_with_alternatives(BUILTIN_TOML, BUILTIN_WORDING, &["A9", "A2"]).unwrap();
    assert_eq!(words(&both, "praesenz"), words(&under("A2"), "praesenz"));
    assert_eq!(performance(&both, "Z1c"), Performance::Held);
    assert_eq!(both.groups["kv"].kinds.len(), 2);
    let otherwise: Vec<&str> =
        both.interpretations.iter().filter(|i| i.otherwise).map(|i| i.id.as_str()).collect();
    assert_eq!(otherwise, ["A2", "A9"]);
    assert!(shipped().interpretations.iter().all(|i| !i.otherwise));
}

#[test]
fn the_requirements_that_use_a_criterion_see_the_alternative_too() {
    let resolution = under("A2");
    let Kind::Recurring(report) = &resolution.requirement("Z1c").unwrap().kind else { panic!() };
    let praesenz = report.criteria.iter().find(|c| c.key == "praesenz").unwrap();
    assert_eq!(praesenz.check, resolution.criteria["praesenz"].check);
}

#[test]
fn the_shipped_wording_keeps_its_oddities_to_the_letter() {
    let resolution = shipped();
    assert_eq!(resolution.lines.len(), 39);
    assert!(
        resolution.lines[17].ends_with("in der Landespartei verbessern. Der"),
        "no „zu“ in line 18"
    );
    let quote = |id: &str| resolution.requirement(id).unwrap().quote.clone();
    assert!(quote("Z4a").contains("„Mitgliederwochenende“ (2-tägig, Sa/So)“, zum"));
    assert!(quote("Z4d").ends_with("angeboten (z.B. über Gathertown) angeboten."));
    assert!(quote("Z5a").contains("mit Erfolgen aber auch Misserfolge/Probleme"));
}

#[test]
fn every_built_in_rule_is_put_to_the_committee_as_a_question() {
    let resolution = shipped();
    let open: Vec<&str> = RULES
        .iter()
        .map(|(name, _)| *name)
        .filter(|name| {
            !resolution.interpretations.iter().any(|i| i.affects == format!("regel.{name}"))
        })
        .collect();
    assert_eq!(open, [""; 0]);
}

#[test]
fn every_column_a_resolution_may_name_is_read_from_its_list() {
    let unread: Vec<(&str, &str)> = ListKind::ALL
        .iter()
        .flat_map(|list| resolution::columns_of(*list).iter().map(move |field| (*list, *field)))
        .filter(|(list, field)| columns::column(*list, *field).is_none())
        .map(|(list, field)| (list.key(), field.key()))
        .collect();
    assert_eq!(unread, []);
}
