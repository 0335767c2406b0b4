//! What stands in place of the placeholders, and what is named when it is missing.

use beschlusskontrolle::letters::LetterState::{Incomplete, Ready};
use beschlusskontrolle::letters::fields::{FIELDS, names, values};
use beschlusskontrolle::letters::templates::BUILTIN_TEXTS;
use beschlusskontrolle::letters::{Facts, PlannedLetter, fields};
use serde_json::{Map, Value, json};

use crate::office::{FULL_SETTINGS, Office, settings_of};

const GOTHA: &str = "Kreisverband Gotha";

fn find<'l>(lines: &'l [PlannedLetter], letter: &str, recipient: &str) -> &'l PlannedLetter {
    lines.iter().find(|l| l.letter.key == letter && l.recipient_name == recipient).unwrap()
}

fn filled(office: &Office, as_of: &str, letter: &str, recipient: &str) -> Map<String, Value> {
    office.at(as_of, |facts, lines| {
        values(facts, find(lines, letter, recipient))
            .unwrap_or_else(|missing| panic!("{missing:?}"))
    })
}

/// Texts and places of what is missing.
fn lacking(office: &Office, as_of: &str, letter: &str, recipient: &str) -> Vec<String> {
    office.at(as_of, |_: &Facts<'_>, lines| {
        let line = find(lines, letter, recipient);
        assert_eq!(line.state, Incomplete, "{}", line.reason);
        line.missing.iter().map(|m| format!("{} | {}", m.text, m.place)).collect()
    })
}

#[test]
fn every_listed_placeholder_is_provided_and_no_other() {
    let mut office = Office::new();
    office.event(&[
        ("datum", "15.06.2024"),
        ("bis", "16.06.2024"),
        ("art", "Mitgliederwochenende"),
        ("ort_der_veranstaltung", "Ilmenau"),
        ("uhrzeit", "10:00 Uhr"),
        ("rahmen", "Landestreffen"),
        ("themen", "Rollen"),
        ("schwerpunkt", "Kommunales"),
        ("anmeldeschluss", "31.05.2024"),
        ("status", "geplant"),
    ]);
    office.event(&[("datum", "10.06.2023"), ("art", "Sommerfest")]);
    office.settings = settings_of(
        &[FULL_SETTINGS, &[("Versand der Unterlagen", "01.02.2025")]].concat(),
        &[("LV", "Anna Muster")],
    );
    office.at("06.04.2024", |facts, lines| {
        let map = values(facts, find(lines, "einladung-wochenende", GOTHA)).unwrap();
        // of other letters, of columns this row lacks, and those that are looked up only where a template uses them
        let unused = [
            "angebot_vom",
            "berichtende_",
            "ende",
            "plattform",
            "offene_fragen",
            "anzahl_fragen",
            "zusage_",
            "offen_",
            "geantwortet_",
            "massnahmen",
            "felder_offen",
            "teile_offen",
            "gehalten_",
            "bereits_gebeten_am",
        ];
        let expected: Vec<String> = names(facts)
            .into_iter()
            .filter(|name| !unused.iter().any(|prefix| name.starts_with(prefix)))
            .collect();
        assert_eq!(map.keys().cloned().collect::<Vec<_>>(), expected);
        assert!(FIELDS.iter().all(|field| !field.meaning.is_empty() && !field.source.is_empty()));
    });
}

#[test]
fn an_offer_says_who_to_whom_until_when_and_what_it_promises() {
    let office = Office::new();
    let map = filled(&office, "22.01.2024", "angebot-bericht", GOTHA);
    for (name, value) in [
        ("partei", json!("Beispielpartei")),
        ("absender_zeile", json!("Landesgeschäftsstelle · Beispielstraße 1 · 99084 Erfurt")),
        ("absender_web", json!(null)),
        ("zeichen", json!("2024/AB/GTH")),
        ("briefdatum", json!("22.\u{a0}Januar 2024")),
        ("anschrift", json!([GOTHA, "Kreisvorstand", "Markt 2", "99867 Gotha"])),
        ("anrede", json!("Liebe Genoss:innen")),
        ("verband", json!(GOTHA)),
        ("jahr", json!("2024")),
        ("stichtag", json!("22.01.2024")),
        ("genossinnen", json!("Genoss:innen")),
        ("gruss", json!("Mit solidarischen Grüßen")),
        ("antwort_bis", json!("12.\u{a0}Februar 2024")),
        ("dauer", json!("90")),
        ("zusage_debatte", json!("mit anschließender offener Debatte")),
        ("fahrtkosten", json!(false)),
        ("sitzung", json!("15.02.2025")),
        ("unterzeichnet_1_name", json!("Anna Muster")),
        ("unterzeichnet_1_funktion", json!("Landesvorstand")),
        ("unterzeichnet_2_name", json!("Karl Beispiel")),
    ] {
        assert_eq!(map.get(name), Some(&value), "{name}");
    }
    let one = filled(&office, "22.01.2024", "abfrage-kv", GOTHA);
    assert_eq!(one["unterzeichnet_1_name"], "Kim Brenner");
    assert_eq!(one["unterzeichnet_2_name"], Value::Null);
}

#[test]
fn an_answer_is_wished_for_on_a_working_day() {
    let office = Office::new();
    // 21 days later is Good Friday
    let map = filled(&office, "08.03.2024", "angebot-bericht", GOTHA);
    assert_eq!(map["antwort_bis"], "2.\u{a0}April 2024");
}

#[test]
fn only_placeholders_the_template_uses_make_a_letter_incomplete() {
    let mut office = Office::new();
    office.settings = settings_of(&[], &[]);
    office.template("angebot-bericht", &["anrede", "verband", "briefdatum"]);
    office.check("22.01.2024", "angebot-bericht", GOTHA, Ready, "");
    office.template("angebot-bericht", &["anrede", "ansprechperson", "unterzeichnet_2_name"]);
    assert_eq!(
        lacking(&office, "22.01.2024", "angebot-bericht", GOTHA),
        [
            "die Einstellung „Ansprechperson“ | Einstellungen.xlsx, Blatt „Einstellungen“, Zeile „Ansprechperson“",
            "wer für die Stelle Landesausschuss unterschreibt | Einstellungen.xlsx, Blatt „Stellen“, Zeile „LAus“, Spalte „unterzeichnet (Name)“",
        ]
    );
}

#[test]
fn a_missing_address_is_named_with_its_cell() {
    let mut office = Office::new();
    office.branch(&[
        ("verband", "Greiz"),
        ("typ", "KV"),
        ("strasse", ""),
        ("plz", "7973"),
        ("ort", ""),
    ]);
    assert_eq!(
        lacking(&office, "22.01.2024", "angebot-bericht", "Kreisverband Greiz"),
        [
            "die Straße der Geschäftsstelle (Kreisverband Greiz) | Verbände.xlsx, Blatt „verbaende“, Zelle K4",
            "die Postleitzahl mit fünf Ziffern der Geschäftsstelle (Kreisverband Greiz) | Verbände.xlsx, Blatt „verbaende“, Zelle L4",
            "der Ort der Geschäftsstelle (Kreisverband Greiz) | Verbände.xlsx, Blatt „verbaende“, Zelle M4",
        ]
    );
}

#[test]
fn an_address_has_the_branch_first_no_blank_line_and_six_lines_at_most() {
    let mut office = Office::new();
    office.settings = settings_of(
        &[
            FULL_SETTINGS,
            &[
                ("Vorsatz vor dem Verbandsnamen", "BEISPIELPARTEI"),
                ("Namen in der Anschrift", "ja"),
            ],
        ]
        .concat(),
        &[("LV", "Anna Muster"), ("LAus", "Karl Beispiel"), ("LGS", "Kim Brenner")],
    );
    office.branch(&[
        ("verband", "Greiz"),
        ("typ", "KV"),
        ("vorsitz1_vorname", "Ada"),
        ("vorsitz1_name", "Muster"),
        ("vorsitz1_anrede", "Frau"),
        ("strasse", "Hinterhaus\n\n  Markt  2 \nAufgang B\nEtage 3"),
        ("plz", "07973"),
        ("ort", "Greiz"),
    ]);
    let map = filled(&office, "22.01.2024", "angebot-bericht", "Kreisverband Greiz");
    assert_eq!(
        map["anschrift"],
        json!([
            "BEISPIELPARTEI Kreisverband Greiz",
            "Kreisvorstand",
            "Markt 2",
            "Aufgang B",
            "Etage 3",
            "07973 Greiz"
        ])
    );
    let map = filled(&office, "22.01.2024", "angebot-bericht", "Stadtverband Weimar");
    assert_eq!(map["anschrift"][1], "Stadtvorstand");
}

#[test]
fn a_branch_that_wants_no_paper_needs_no_street_but_an_e_mail_address() {
    let mut office = Office::new();
    office.branch(&[
        ("verband", "Greiz"),
        ("typ", "KV"),
        ("strasse", ""),
        ("briefpost", "nein"),
        ("email", "greiz@example.org"),
    ]);
    office.branch(&[("verband", "Jena"), ("typ", "SV"), ("briefpost", "nein")]);
    let map = filled(&office, "22.01.2024", "angebot-bericht", "Kreisverband Greiz");
    assert_eq!(
        map["anschrift"],
        json!(["Kreisverband Greiz", "Kreisvorstand", "greiz@example.org"])
    );
    assert!(
        lacking(&office, "22.01.2024", "angebot-bericht", "Stadtverband Jena")[0]
            .contains("E-Mail")
    );
}

#[test]
fn a_reminder_names_the_day_the_offer_was_sent_not_the_day_it_was_drafted() {
    let mut office = Office::new();
    office.sent(&[
        ("brief", "angebot-bericht"),
        ("empfaenger", GOTHA),
        ("zeitraum", "2024"),
        ("erzeugt_am", "15.01.2024"),
        ("versandt_am", "22.01.2024"),
    ]);
    let map = filled(&office, "04.03.2024", "erinnerung-bericht", GOTHA);
    assert_eq!(map["angebot_vom"], "22.\u{a0}Januar 2024");
}

#[test]
fn a_letter_keeps_the_date_of_the_run_that_first_made_it() {
    let mut office = Office::new();
    office.sent(&[
        ("brief", "angebot-bericht"),
        ("empfaenger", GOTHA),
        ("zeitraum", "2024"),
        ("erzeugt_am", "15.01.2024"),
    ]);
    let map = filled(&office, "01.03.2024", "angebot-bericht", GOTHA);
    assert_eq!(map["briefdatum"], "15.\u{a0}Januar 2024");
    assert_eq!(map["antwort_bis"], "5.\u{a0}Februar 2024");
}

fn weekend(cells: &[(&str, &str)]) -> Office {
    let mut office = Office::new();
    office.event(&[("datum", "10.06.2023"), ("art", "Sommerfest"), ("status", "durchgeführt")]);
    let mut all = vec![
        ("datum", "15.06.2024"),
        ("bis", "16.06.2024"),
        ("art", "Mitgliederwochenende"),
        ("ort_der_veranstaltung", "Ilmenau"),
        ("anmeldeschluss", "31.05.2024"),
        ("status", "geplant"),
    ];
    for (key, text) in cells {
        all.retain(|(k, _)| k != key);
        if !text.is_empty() {
            all.push((key, text));
        }
    }
    office.event(&all);
    office
}

const INVITE: &str = "einladung-wochenende";

#[test]
fn an_invitation_takes_its_details_from_the_row() {
    let mut office = weekend(&[("schwerpunkt", "Kommunales"), ("uhrzeit", "10:00 Uhr")]);
    office.template(
        INVITE,
        &[
            "von",
            "bis",
            "ort",
            "uhrzeit",
            "erstes",
            "schwerpunkt",
            "weitergeben_bis",
            "anmeldeschluss",
            "anmeldeweg",
        ],
    );
    let map = filled(&office, "06.04.2024", INVITE, GOTHA);
    for (name, value) in [
        ("von", json!("15.06.2024")),
        ("bis", json!("16.06.2024")),
        ("termin", json!("15.06.2024")),
        ("ort", json!("Ilmenau")),
        ("uhrzeit", json!("10:00")),
        ("erstes", json!(true)),
        ("schwerpunkt", json!("Kommunales")),
        ("anmeldeschluss", json!("31.\u{a0}Mai 2024")),
        ("weitergeben_bis", json!("17.\u{a0}Mai 2024")),
        ("anmeldeweg", json!("anmeldung@example.org")),
    ] {
        assert_eq!(map.get(name), Some(&value), "{name}");
    }
    // two weeks before would be over: then until the end of registration
    assert_eq!(
        filled(&office, "20.05.2024", INVITE, GOTHA)["weitergeben_bis"],
        "31.\u{a0}Mai 2024"
    );
}

#[test]
fn an_invitation_says_as_many_days_as_the_list_has() {
    for (from, to, said) in [
        ("25.05.2024", "", "am Samstag, 25.\u{a0}Mai 2024"),
        ("14.09.2024", "15.09.2024", "am Samstag, 14., und Sonntag, 15.\u{a0}September 2024"),
        ("13.09.2024", "15.09.2024", "von Freitag, 13., bis Sonntag, 15.\u{a0}September 2024"),
        (
            "31.08.2024",
            "01.09.2024",
            "am Samstag, 31.\u{a0}August, und Sonntag, 1.\u{a0}September 2024",
        ),
    ] {
        let mut office = weekend(&[("datum", from), ("bis", to), ("anmeldeschluss", "10.05.2024")]);
        office.template(INVITE, &["zeitraum"]);
        assert_eq!(filled(&office, "06.04.2024", INVITE, GOTHA)["zeitraum"], said);
    }
    // what the office gets has no number of days of its own
    for (key, text) in BUILTIN_TEXTS.iter().filter(|(key, _)| *key == INVITE) {
        assert!(text.contains("{{ zeitraum }}") && !text.contains("bis |"), "{key}");
    }
}

#[test]
fn details_missing_in_the_row_are_named_with_their_cells() {
    let office = weekend(&[("ort_der_veranstaltung", ""), ("anmeldeschluss", "")]);
    assert_eq!(
        lacking(&office, "06.04.2024", INVITE, GOTHA),
        [
            "der Ort zum Termin 15./16.06.2024 | Veranstaltungen.xlsx, Blatt „veranstaltungen“, Zelle F4",
            "der Anmeldeschluss zum Termin 15./16.06.2024 | Veranstaltungen.xlsx, Blatt „veranstaltungen“, Zelle N4",
        ]
    );
}

#[test]
fn a_month_is_no_day_to_invite_to() {
    let office = weekend(&[("datum", "06.2024"), ("bis", "")]);
    let missing = lacking(&office, "06.04.2024", INVITE, GOTHA);
    assert!(missing.iter().any(|m| m.starts_with("der genaue Tag")), "{missing:?}");
}

#[test]
fn the_first_of_its_kind_is_said_only_where_it_is_known() {
    let fields = &["von", "erstes", "schwerpunkt"];
    let mut held = weekend(&[("schwerpunkt", "Kommunales")]);
    held.template(INVITE, fields);
    held.event(&[
        ("datum", "09.09.2023"),
        ("art", "Mitgliederwochenende"),
        ("status", "durchgeführt"),
    ]);
    assert_eq!(filled(&held, "06.04.2024", INVITE, GOTHA)["erstes"], false);

    let mut cancelled = weekend(&[]);
    cancelled.template(INVITE, fields);
    cancelled.event(&[
        ("datum", "09.09.2023"),
        ("art", "Mitgliederwochenende"),
        ("status", "abgesagt"),
    ]);
    let map = filled(&cancelled, "06.04.2024", INVITE, GOTHA);
    assert_eq!((map["erstes"].clone(), map["schwerpunkt"].clone()), (json!(true), Value::Null));

    let mut unclear = weekend(&[("schwerpunkt", "Kommunales")]);
    unclear.template(INVITE, fields);
    unclear.event(&[
        ("datum", "09.09.2023"),
        ("art", "Mitgliederwochenende"),
        ("status", "geplant"),
    ]);
    assert!(lacking(&unclear, "06.04.2024", INVITE, GOTHA)[0].contains("ob es das erste Mal ist"));

    let mut no_list = weekend(&[("schwerpunkt", "Kommunales")]);
    no_list.template(INVITE, fields);
    no_list
        .records
        .events
        .retain(|entry| entry.when.span().unwrap().from >= crate::office::day("01.01.2024"));
    assert!(lacking(&no_list, "06.04.2024", INVITE, GOTHA)[0].contains("für 2023"));
}

#[test]
fn the_debate_gets_what_the_report_leaves_of_the_time() {
    let mut office = Office::new();
    office.template("angebot-bericht", &["dauer_bericht", "dauer_debatte"]);
    let map = filled(&office, "22.01.2024", "angebot-bericht", GOTHA);
    assert_eq!((&map["dauer_bericht"], &map["dauer_debatte"]), (&json!("30"), &json!("60")));
    office.settings =
        settings_of(&[FULL_SETTINGS, &[("Davon für den Bericht (Minuten)", "90")]].concat(), &[]);
    assert_eq!(
        lacking(&office, "22.01.2024", "angebot-bericht", GOTHA),
        [
            "die Einstellung „Davon für den Bericht (Minuten)“ mit weniger als 90 Minuten, damit Zeit für die Debatte bleibt | Einstellungen.xlsx, Blatt „Einstellungen“, Zelle B11"
        ]
    );
}

#[test]
fn a_time_of_day_or_platform_that_is_missing_is_named() {
    let mut office = weekend(&[("uhrzeit", "abends")]);
    office.template(INVITE, &["beginn", "ende", "technik_ab", "plattform"]);
    assert_eq!(
        lacking(&office, "06.04.2024", INVITE, GOTHA),
        [
            "die Uhrzeit des Beginns zum Termin 15./16.06.2024 | Veranstaltungen.xlsx, Blatt „veranstaltungen“, Zelle Q4",
            "die Uhrzeit des Endes zum Termin 15./16.06.2024 | Veranstaltungen.xlsx, Blatt „veranstaltungen“, Zelle R4",
            "die Plattform zum Termin 15./16.06.2024 | Veranstaltungen.xlsx, Blatt „veranstaltungen“, Zelle S4",
        ]
    );
}

#[test]
fn a_session_that_is_over_is_not_announced() {
    let mut office = Office::new();
    office.template("sachstand-lv", &["anrede", "sitzung"]);
    office.check("15.02.2025", "sachstand-lv", "Landesvorstand", Ready, "");
    let missing = lacking(&office, "16.02.2025", "sachstand-lv", "Landesvorstand");
    assert!(missing[0].contains("15.02.2025, der schon vorbei ist"), "{missing:?}");
}

#[test]
fn a_field_nobody_knows_stops_the_letter() {
    let mut office = Office::new();
    office.template("angebot-bericht", &["anrede", "kreisverband_name"]);
    assert!(
        lacking(&office, "22.01.2024", "angebot-bericht", GOTHA)[0].contains("„kreisverband_name“")
    );
}

#[test]
fn a_letter_is_credited_only_with_promises_its_template_really_makes() {
    let mut office = Office::new();
    office.template("angebot-bericht", &["anrede", "zusage_praesenz", "zusage_gemeinsam"]);
    let promises = office.at("22.01.2024", |facts, lines| {
        fields::promises(facts, find(lines, "angebot-bericht", GOTHA))
    });
    assert_eq!(promises, ["gemeinsam für beide Gremien", "persönlich vor Ort"]);
}

#[test]
fn the_shipped_templates_use_only_placeholders_that_are_provided() {
    use beschlusskontrolle::resolution::{BUILTIN_TOML, BUILTIN_WORDING, load};
    let mut office = Office::new();
    office.resolution = load(
        &mut beschlusskontrolle::diagnostic::Diagnostics::default(),
        BUILTIN_TOML,
        BUILTIN_WORDING,
    )
    .unwrap();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/briefe");
    let mut seen = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let key = path.file_stem().unwrap().to_str().unwrap().to_owned();
        if path.extension().is_none_or(|ending| ending != "docx") || key.starts_with('~') {
            continue;
        }
        let template =
            beschlusskontrolle::word::Template::compile(&key, std::fs::read(&path).unwrap())
                .unwrap();
        office.at("22.01.2024", |facts, _| {
            let known = names(facts);
            for field in template.fields() {
                assert!(known.contains(&field), "{key}.docx: {field}");
            }
        });
        seen += 1;
    }
    assert!(seen >= 3, "{seen} Vorlagen");
}
