//! Addresses: DIN 5008 in the window, at home and abroad; e-mail where no paper is wanted.

use beschlusskontrolle::diagnostic::Diagnostics;
use beschlusskontrolle::letters::address::{by_email_only, of_body, of_branch};
use beschlusskontrolle::settings::{self, Settings};

use crate::office::{Office, resolution, table, text};

/// The sheet „Stellen“ with one body.
fn stellen(street: &str, postcode: &str, town: &str, country: &str) -> (Settings, Diagnostics) {
    let header = ["Stelle", "Zusatz", "Straße", "PLZ", "Ort", "Land"].map(text).to_vec();
    let row = ["LV", "c/o Büro", street, postcode, town, country].map(text).to_vec();
    let mut diagnostics = Diagnostics::default();
    let settings = settings::read(&mut diagnostics, &[table("Stellen", &[header, row])]);
    (settings, diagnostics)
}

#[track_caller]
fn lines(street: &str, postcode: &str, town: &str, country: &str) -> Vec<String> {
    let (settings, diagnostics) = stellen(street, postcode, town, country);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let resolution = resolution();
    of_body(resolution.body("LV").unwrap(), &settings).unwrap()
}

#[test]
fn an_address_abroad_ends_with_town_and_country_in_capitals() {
    assert_eq!(
        lines("Ring 1", "1010", "Wien", "Österreich"),
        ["Landesvorstand", "c/o Büro", "Ring 1", "1010 WIEN", "ÖSTERREICH"]
    );
    assert_eq!(
        lines("1 High Street", "SW1A 1AA", "London", "Großbritannien")[3..],
        ["SW1A 1AA LONDON", "GROSSBRITANNIEN"]
    );
    // a country without postcodes
    assert_eq!(lines("Main Street 1", "", "Dublin", "Irland")[3..], ["DUBLIN", "IRLAND"]);
}

#[test]
fn an_address_at_home_names_no_country() {
    for country in ["", "–", "Deutschland", "DE", "D"] {
        assert_eq!(
            lines("Ring 1", "99084", "Erfurt", country),
            ["Landesvorstand", "c/o Büro", "Ring 1", "99084 Erfurt"],
            "{country}"
        );
    }
    let (settings, diagnostics) = stellen("Ring 1", "1010", "Erfurt", "Deutschland");
    assert_eq!(diagnostics.iter().count(), 1);
    let resolution = resolution();
    let missing = of_body(resolution.body("LV").unwrap(), &settings).unwrap_err();
    assert!(missing[0].text.contains("Postleitzahl mit fünf Ziffern"), "{missing:?}");
}

#[test]
fn who_wants_no_paper_has_all_addresses_in_the_window_and_a_wrong_one_is_asked_about() {
    let branch = |email: &str| {
        let mut office = Office::new();
        office.branch(&[
            ("verband", "Greiz"),
            ("typ", "KV"),
            ("briefpost", "nein"),
            ("email", email),
        ]);
        let branch = office.records.branches.iter().last().unwrap();
        of_branch(branch, &office.settings, !by_email_only(branch))
    };
    assert_eq!(
        branch("a@example.org; b@example.org").unwrap(),
        ["Kreisverband Greiz", "Kreisvorstand", "a@example.org", "b@example.org"]
    );
    for wrong in ["", "–", "büro@example.org", "a@example.org; b@beispiel"] {
        let missing = branch(wrong).unwrap_err();
        assert!(missing[0].text.contains("eine gültige E-Mail-Adresse"), "{wrong}: {missing:?}");
        assert!(!missing[0].text.contains('@'), "a message shows no address");
    }
}
