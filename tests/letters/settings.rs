//! Einstellungen.xlsx: read with its cells, faults named, defaults where nothing stands.

use std::collections::BTreeSet;

use beschlusskontrolle::diagnostic::{Code, Diagnostics};
use beschlusskontrolle::settings::{self, BodyColumn, Key, SETTINGS, Settings};
use beschlusskontrolle::table::CellValue;

use crate::office::{day, resolution, settings_table, table, text};

fn read(rows: &[(&str, &str)]) -> (Settings, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let settings = settings::read(&mut diagnostics, &[settings_table(rows)]);
    (settings, diagnostics)
}

#[test]
fn every_setting_is_named_once_explained_and_has_a_permitted_default() {
    let labels: BTreeSet<&str> = SETTINGS.iter().map(|s| s.label).collect();
    let keys: BTreeSet<&str> = SETTINGS.iter().map(|s| s.key).collect();
    assert_eq!((labels.len(), keys.len()), (SETTINGS.len(), SETTINGS.len()));
    let defaults: Vec<(&str, &str)> = SETTINGS.iter().map(|s| (s.label, s.default)).collect();
    let (settings, diagnostics) = read(&defaults);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    for setting in SETTINGS {
        assert!(setting.explanation.ends_with('.'), "{}", setting.label);
        assert_eq!(settings.text(setting.id), setting.default);
        assert_eq!(setting.id.setting().key, setting.key);
    }
}

#[test]
fn without_a_file_the_defaults_hold() {
    let settings = Settings::default();
    assert_eq!(settings.text(Key::GenderSign), ":");
    assert_eq!(settings.whole(Key::ReplyDays), 21);
    assert_eq!(settings.text(Key::Closing), "Mit solidarischen Grüßen");
    assert!(!settings.flag(Key::TravelCosts));
    assert_eq!(settings.text(Key::SenderName), "");
    assert_eq!(
        settings.place(Key::SenderName),
        "Einstellungen.xlsx, Blatt „Einstellungen“, Zeile „Absender: Name“"
    );
}

#[test]
fn values_are_read_as_people_write_them() {
    let rows = vec![
        vec![text("Stand: März"), text("")],
        vec![text("Einstellung"), text("Wert")],
        vec![text("ABSENDER: name "), text(" Landesgeschäftsstelle ")],
        vec![text("Dauer von Bericht und Debatte (Minuten)"), CellValue::Number(75.0)],
        vec![text("Nächste Sitzung"), CellValue::Date(day("15.02.2025"))],
        vec![text("Fahrtkosten werden übernommen"), CellValue::Bool(true)],
        vec![text("Genderzeichen"), text("„*“")],
        vec![text("Telefon der Ansprechperson"), text("–")],
    ];
    let mut diagnostics = Diagnostics::default();
    let settings = settings::read(&mut diagnostics, &[table("Einstellungen", &rows)]);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    assert_eq!(settings.text(Key::SenderName), "Landesgeschäftsstelle");
    assert_eq!(settings.whole(Key::Minutes), 75);
    assert_eq!(settings.date(Key::Session), Some(day("15.02.2025")));
    assert!(settings.flag(Key::TravelCosts));
    assert_eq!(settings.text(Key::GenderSign), "*");
    assert_eq!(settings.text(Key::ContactPhone), "");
    assert_eq!(
        settings.place(Key::ContactPhone),
        "Einstellungen.xlsx, Blatt „Einstellungen“, Zelle B8"
    );
}

#[test]
fn an_invalid_value_is_named_with_its_cell_and_the_default_holds() {
    for (label, value, key, default, expected) in [
        ("Genderzeichen", "_", Key::GenderSign, ":", "„:“, „*“ oder „Paarform“"),
        (
            "Dauer von Bericht und Debatte (Minuten)",
            "anderthalb Stunden",
            Key::Minutes,
            "90",
            "eine ganze Zahl von 5 bis 600",
        ),
        (
            "Antwort erbeten nach (Tagen)",
            "0",
            Key::ReplyDays,
            "21",
            "eine ganze Zahl von 1 bis 180",
        ),
        ("Nächste Sitzung", "im Frühjahr", Key::Session, "", "ein Datum wie 05.03.2024"),
        ("Fahrtkosten werden übernommen", "vielleicht", Key::TravelCosts, "nein", "ja oder nein"),
        (
            "E-Mail für Antworten",
            "antwort at example.org",
            Key::ContactEmail,
            "",
            "eine E-Mail-Adresse",
        ),
    ] {
        let (settings, diagnostics) = read(&[("Absender: Name", "Büro"), (label, value)]);
        assert_eq!(settings.text(key), default, "{label}");
        assert_eq!(diagnostics.len(), 1);
        let message = diagnostics.iter().next().unwrap();
        assert_eq!(message.code, Code::SettingInvalid);
        assert_eq!(message.place().unwrap(), "Einstellungen.xlsx, Blatt „Einstellungen“, Zelle B3");
        assert_eq!(message.found.as_deref(), Some(value));
        assert!(message.message.contains(expected), "{}", message.message);
        assert!(message.help.is_some());
    }
}

#[test]
fn an_unknown_setting_is_named_with_its_cell_and_a_proposal() {
    let (_, diagnostics) = read(&[("Absender", ""), ("Genderzeichn", "*")]);
    assert_eq!(diagnostics.len(), 1, "a heading without a value is no setting: {diagnostics:?}");
    let message = diagnostics.iter().next().unwrap();
    assert_eq!(message.code, Code::SettingUnknown);
    assert_eq!(message.place().unwrap(), "Einstellungen.xlsx, Blatt „Einstellungen“, Zelle A3");
    assert!(message.help.as_ref().unwrap().contains("„Genderzeichen“"));
}

#[test]
fn a_setting_entered_twice_with_different_values_is_named() {
    let (settings, diagnostics) =
        read(&[("Absender: Name", "A"), ("Absender: Name", "A"), ("Absender: Name", "B")]);
    assert_eq!(settings.text(Key::SenderName), "A");
    assert_eq!(diagnostics.len(), 1);
    assert!(diagnostics.iter().next().unwrap().place().unwrap().ends_with("Zelle B4"));
}

#[test]
fn a_file_without_settings_says_so() {
    let mut diagnostics = Diagnostics::default();
    settings::read(&mut diagnostics, &[table("Tabelle1", &[vec![text("Notizen")]])]);
    assert_eq!(diagnostics.iter().next().unwrap().code, Code::NoMatchingSheet);
}

fn bodies(rows: &[[&str; 5]]) -> (Settings, Diagnostics) {
    let mut all =
        vec![["Stelle", "Straße", "PLZ", "Ort", "unterzeichnet (Name)"].map(text).to_vec()];
    all.extend(rows.iter().map(|row| row.map(text).to_vec()));
    let mut diagnostics = Diagnostics::default();
    let settings = settings::read(&mut diagnostics, &[table("Stellen", &all)]);
    settings.check_bodies(&mut diagnostics, &resolution());
    (settings, diagnostics)
}

#[test]
fn bodies_are_found_by_key_or_name() {
    let (settings, diagnostics) = bodies(&[
        ["lv", "Weg 1", "99084", "Erfurt", "Anna Muster"],
        ["Landesausschuss", "", "", "", "Karl Beispiel"],
    ]);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let resolution = resolution();
    let of = |key: &str| settings.body(resolution.body(key).unwrap());
    assert_eq!(of("LV").unwrap().text(BodyColumn::Town), "Erfurt");
    assert_eq!(of("LAus").unwrap().text(BodyColumn::Signatory), "Karl Beispiel");
    assert_eq!(of("LTF"), None);
    let body = resolution.body("LAus").unwrap();
    assert_eq!(
        settings.body_place(body, BodyColumn::Street),
        "Einstellungen.xlsx, Blatt „Stellen“, Zelle B3"
    );
}

#[test]
fn faults_on_the_sheet_of_bodies_are_named_with_their_cells() {
    let (_, diagnostics) = bodies(&[
        ["LV", "Weg 1", "9908", "Erfurt", "Anna Muster"],
        ["Kassenprüfung", "", "", "", "Kim Brenner"],
        ["Landesvorstand", "", "", "", "Karl Beispiel"],
        ["", "Weg 2", "", "", ""],
    ]);
    let found: Vec<(Code, String)> =
        diagnostics.iter().map(|d| (d.code, d.cell.as_ref().unwrap().a1())).collect();
    assert_eq!(
        found,
        [
            (Code::SettingInvalid, "C2".to_owned()),
            (Code::SettingInvalid, "B5".to_owned()),
            (Code::SettingUnknown, "A3".to_owned()),
            (Code::SettingInvalid, "A4".to_owned()),
        ]
    );
}

#[test]
fn a_postcode_that_excel_took_for_a_number_gets_its_zero_back() {
    let rows =
        vec![["Stelle", "PLZ"].map(text).to_vec(), vec![text("LV"), CellValue::Number(7743.0)]];
    let mut diagnostics = Diagnostics::default();
    let settings = settings::read(&mut diagnostics, &[table("Stellen", &rows)]);
    assert!(diagnostics.is_empty());
    assert_eq!(settings.bodies()[0].text(BodyColumn::Postcode), "07743");
}
