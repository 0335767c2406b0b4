//! Every row of the table of occasions.

use beschlusskontrolle::domain::ListKind;
use beschlusskontrolle::letters::LetterState::{Draft, Incomplete, NotDue, Ready, Sent};
use beschlusskontrolle::letters::fields::values;

use crate::office::Office;

const GOTHA: &str = "Kreisverband Gotha";
const WEIMAR: &str = "Stadtverband Weimar";

#[test]
fn a_yearly_offer_is_due_from_its_day_to_the_end_of_the_year() {
    let office = Office::new();
    office.check("14.01.2024", "angebot-bericht", GOTHA, NotDue, "ab 15.01.");
    office.check("15.01.2024", "angebot-bericht", GOTHA, Ready, "jährlich ab 15.01.");
    office.check("31.12.2024", "angebot-bericht", GOTHA, Ready, "");
}

#[test]
fn an_offer_is_not_repeated_once_it_is_drafted_or_sent() {
    let mut office = Office::new();
    office.sent(&[
        ("brief", "Angebot Rechenschaftsbericht"),
        ("empfaenger", GOTHA),
        ("zeitraum", "2024"),
        ("erzeugt_am", "15.01.2024"),
    ]);
    office.check("20.01.2024", "angebot-bericht", GOTHA, Draft, "15.01.2024");
    office.check("20.01.2024", "angebot-bericht", WEIMAR, Ready, "");

    let mut office = Office::new();
    // by key, without „Zeitraum“: the period is that of „versandt am“
    office.sent(&[
        ("brief", "angebot-bericht"),
        ("empfaenger", "alle"),
        ("versandt_am", "22.01.2024"),
    ]);
    office.check("23.01.2024", "angebot-bericht", GOTHA, Sent, "22.01.2024");
    office.check("23.01.2024", "angebot-bericht", WEIMAR, Sent, "22.01.2024");
    office.check("15.01.2025", "angebot-bericht", GOTHA, Ready, "");
}

#[test]
fn what_is_dated_after_the_stichtag_in_the_register_does_not_exist_yet() {
    let mut office = Office::new();
    office.sent(&[
        ("brief", "angebot-bericht"),
        ("empfaenger", GOTHA),
        ("zeitraum", "2024"),
        ("erzeugt_am", "16.01.2024"),
        ("versandt_am", "22.01.2024"),
    ]);
    office.check("15.01.2024", "angebot-bericht", GOTHA, Ready, "");
    office.check("21.01.2024", "angebot-bericht", GOTHA, Draft, "");
    office.check("22.01.2024", "angebot-bericht", GOTHA, Sent, "");
}

#[test]
fn a_dispatch_day_that_cannot_be_read_never_leads_to_a_second_letter() {
    let mut office = Office::new();
    office.sent(&[
        ("brief", "angebot-bericht"),
        ("empfaenger", GOTHA),
        ("zeitraum", "2024"),
        ("versandt_am", "raus"),
    ]);
    office.check("01.03.2024", "angebot-bericht", GOTHA, Draft, "kein Datum: „raus“");
}

#[test]
fn a_register_entry_that_names_no_letter_stops_every_letter_to_its_recipient() {
    let mut office = Office::new();
    office.sent(&[("empfaenger", GOTHA), ("versandt_am", "22.01.2024")]);
    office.check(
        "01.03.2024",
        "angebot-bericht",
        GOTHA,
        NotDue,
        "noch zu klären: ein Eintrag im Register nennt keinen Brief (",
    );
    office.check("01.03.2024", "angebot-bericht", WEIMAR, Ready, "");
    // a year later it stops nothing any more
    office.check("15.01.2025", "angebot-bericht", GOTHA, Ready, "");

    // a draft of which nobody knows what it was
    let mut office = Office::new();
    office.sent(&[("empfaenger", GOTHA), ("erzeugt_am", "22.01.2024")]);
    office.check("01.03.2024", "angebot-bericht", GOTHA, NotDue, "nennt keinen Brief");
}

#[test]
fn a_register_entry_that_nearly_names_a_letter_stops_it_and_no_other() {
    for (name, stops) in [
        ("Angebot Rechenschaft", true),
        ("Angebot Rechenschafsbericht", true),
        ("Angebot", true),
        ("Angebot Sommerfest", false),
        ("Glückwunsch", false),
    ] {
        let mut office = Office::new();
        office.sent(&[("brief", name), ("empfaenger", GOTHA), ("versandt_am", "22.01.2024")]);
        let (state, reason) = office.line("01.03.2024", "angebot-bericht", GOTHA);
        assert_eq!(state, if stops { NotDue } else { Ready }, "{name}: {reason}");
        assert_eq!(reason.contains("kann diesen Brief meinen ("), stops, "{name}: {reason}");
        office.check("01.03.2024", "angebot-bericht", WEIMAR, Ready, "");
    }
}

#[test]
fn a_register_entry_without_or_with_a_misspelt_recipient_may_have_gone_out() {
    let mut office = Office::new();
    office.sent(&[("brief", "angebot-bericht"), ("versandt_am", "22.01.2024")]);
    for name in [GOTHA, WEIMAR] {
        office.check("01.03.2024", "angebot-bericht", name, NotDue, "nennt keinen Empfänger (");
        office.check("15.01.2025", "angebot-bericht", name, Ready, "");
    }
    let mut office = Office::new();
    office.sent(&[
        ("brief", "angebot-bericht"),
        ("empfaenger", "KV Gohta"),
        ("versandt_am", "22.01.2024"),
    ]);
    office.check("01.03.2024", "angebot-bericht", GOTHA, NotDue, "kann diesen Verband meinen (");
    office.check("01.03.2024", "angebot-bericht", WEIMAR, Ready, "");
}

#[test]
fn an_ambiguous_register_entry_is_asked_about_and_not_doubled() {
    let mut office = Office::new();
    office.branch(&[("verband", "Gotha"), ("typ", "Stadtverband")]);
    office.sent(&[("brief", "angebot-bericht"), ("empfaenger", "Gotha"), ("zeitraum", "2024")]);
    for name in [GOTHA, "Stadtverband Gotha"] {
        office.check("01.03.2024", "angebot-bericht", name, NotDue, "noch zu klären");
    }
    office.check("01.03.2024", "angebot-bericht", WEIMAR, Ready, "");
}

#[test]
fn an_offer_is_not_due_once_the_report_was_held() {
    let mut office = Office::new();
    office.event(&[
        ("datum", "20.01.2024"),
        ("art", "Rechenschaftsbericht"),
        ("verband", GOTHA),
        ("form", "Präsenz"),
        ("beteiligt", "LV, LAus"),
        ("offene_debatte", "ja"),
        ("status", "durchgeführt"),
    ]);
    office.check("01.03.2024", "angebot-bericht", GOTHA, NotDue, "Z1c: aufgegriffen");
    office.check("01.03.2024", "angebot-bericht", WEIMAR, Ready, "");
}

#[test]
fn an_offer_is_due_although_the_event_list_is_missing() {
    let mut office = Office::new();
    office.records.events.clear();
    office.check("01.03.2024", "angebot-bericht", GOTHA, Ready, "");
}

#[test]
fn only_branches_that_exist_and_belong_to_the_group_get_mail() {
    let mut office = Office::new();
    office.branch(&[("verband", "Altkreis"), ("typ", "KV"), ("besteht_bis", "30.06.2023")]);
    office.branch(&[("verband", "Neukreis"), ("typ", "KV"), ("besteht_seit", "01.10.2024")]);
    office.branch(&[("verband", "Ilmenau"), ("typ", "OV")]);
    let names: Vec<String> = office.at("01.03.2024", |_, lines| {
        lines
            .iter()
            .filter(|l| l.letter.key == "angebot-bericht")
            .map(|l| l.recipient_name.clone())
            .collect()
    });
    assert_eq!(names, [GOTHA, WEIMAR]);
    assert_eq!(office.lines("31.12.2024", "angebot-bericht", "Kreisverband Neukreis").len(), 1);
}

#[test]
fn every_recipient_has_a_line_for_every_letter_in_the_order_of_the_resolution() {
    let office = Office::new();
    let letters: Vec<String> = office.at("01.03.2024", |_, lines| {
        lines.iter().map(|l| format!("{} an {}", l.letter.key, l.recipient_name)).collect()
    });
    let mut expected = Vec::new();
    for key in [
        "angebot-bericht",
        "erinnerung-bericht",
        "bestaetigung-bericht",
        "nachbereitung-bericht",
        "einladung-wochenende",
    ] {
        expected.extend([format!("{key} an {GOTHA}"), format!("{key} an {WEIMAR}")]);
    }
    expected.push("sachstand-lv an Landesvorstand".into());
    expected.extend([format!("abfrage-kv an {GOTHA}"), format!("abfrage-kv an {WEIMAR}")]);
    expected.push("erinnerung-vorlage an Landesausschussvorstand".into());
    expected.push("bitte-bilanz an Landtagsfraktion".into());
    expected.extend([
        "uebersicht-versand an Landesausschuss".into(),
        "uebersicht-versand an Landesvorstand".into(),
    ]);
    assert_eq!(letters, expected);
}

#[test]
fn a_fixed_date_is_confirmed_once_per_row() {
    let mut office = Office::new();
    office.check("01.03.2024", "bestaetigung-bericht", GOTHA, NotDue, "kein Termin eingetragen");
    office.event(&[
        ("datum", "14.09.2024"),
        ("art", "Rechenschaftsbericht"),
        ("verband", GOTHA),
        ("status", "geplant"),
    ]);
    office.event(&[
        ("datum", "20.11.2024"),
        ("art", "Rechenschaftsbericht"),
        ("verband", "KV Gotha; Gotha"),
        ("status", "geplant"),
    ]);
    let lines = office.lines("01.03.2024", "bestaetigung-bericht", GOTHA);
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines.iter().all(|(state, _)| *state == Ready), "{lines:?}");
    office.check("01.03.2024", "bestaetigung-bericht", WEIMAR, NotDue, "kein Termin");

    office.sent(&[
        ("brief", "Terminbestätigung"),
        ("empfaenger", GOTHA),
        ("zeitraum", "14.09.2024"),
        ("versandt_am", "10.02.2024"),
    ]);
    let lines = office.lines("01.03.2024", "bestaetigung-bericht", GOTHA);
    assert_eq!(
        lines.iter().map(|(state, _)| *state).collect::<Vec<_>>(),
        [Sent, Ready],
        "{lines:?}"
    );
}

#[test]
fn a_date_that_is_only_offered_is_not_confirmed_until_the_branch_agrees() {
    let mut office = Office::new();
    office.event(&[
        ("datum", "14.09.2024"),
        ("art", "Rechenschaftsbericht"),
        ("verband", GOTHA),
        ("status", "angeboten"),
    ]);
    office.check("01.03.2024", "bestaetigung-bericht", GOTHA, NotDue, "erst angeboten");
    office.sent(&[
        ("brief", "angebot-bericht"),
        ("empfaenger", GOTHA),
        ("versandt_am", "22.01.2024"),
        ("termin", "14.09.2024"),
    ]);
    office.check("01.03.2024", "bestaetigung-bericht", GOTHA, Ready, "14.09.2024 steht");

    let mut office = Office::new();
    office.event(&[
        ("datum", "14.09.2024"),
        ("art", "Rechenschaftsbericht"),
        ("verband", GOTHA),
        ("status", "zugesagt"),
    ]);
    office.check("01.03.2024", "bestaetigung-bericht", GOTHA, Ready, "steht");
}

#[test]
fn a_termin_typed_beside_the_answer_is_a_planned_event_nobody_types_twice() {
    let mut office = Office::new();
    office.sent(&[
        ("brief", "angebot-bericht"),
        ("empfaenger", GOTHA),
        ("versandt_am", "22.01.2024"),
        ("antwort_am", "05.02.2024"),
        ("termin", "14.09.2024"),
    ]);
    office.check("01.03.2024", "bestaetigung-bericht", GOTHA, Ready, "14.09.2024");
    // before the answer came, the Termin was not known
    office.check("01.02.2024", "bestaetigung-bericht", GOTHA, NotDue, "kein Termin");
}

#[test]
fn a_row_without_a_readable_date_is_asked_about_not_confirmed() {
    let mut office = Office::new();
    office.event(&[
        ("datum", "im Herbst"),
        ("art", "Rechenschaftsbericht"),
        ("verband", GOTHA),
        ("status", "geplant"),
    ]);
    office.check(
        "01.03.2024",
        "bestaetigung-bericht",
        GOTHA,
        NotDue,
        "ohne lesbares Datum (Veranstaltungen.xlsx, Blatt „veranstaltungen“, Zelle A3)",
    );
}

#[test]
fn a_cancelled_event_is_no_occasion() {
    let mut office = Office::new();
    office.event(&[
        ("datum", "14.09.2024"),
        ("art", "Rechenschaftsbericht"),
        ("verband", GOTHA),
        ("status", "abgesagt"),
    ]);
    office.check("01.03.2024", "bestaetigung-bericht", GOTHA, NotDue, "kein Termin");
}

fn with_weekend(status: &str) -> Office {
    let mut office = Office::new();
    office.event(&[
        ("datum", "15.06.2024"),
        ("bis", "16.06.2024"),
        ("art", "Mitgliederwochenende"),
        ("ort_der_veranstaltung", "Ilmenau"),
        ("anmeldeschluss", "31.05.2024"),
        ("status", status),
    ]);
    office
}

#[test]
fn an_invitation_is_due_from_ten_weeks_before_until_the_day_before() {
    let office = with_weekend("geplant");
    office.check("05.04.2024", "einladung-wochenende", GOTHA, NotDue, "ab 06.04.2024");
    office.check("06.04.2024", "einladung-wochenende", GOTHA, Ready, "am 15./16.06.2024");
    office.check("30.05.2024", "einladung-wochenende", WEIMAR, Ready, "");
    office.check("15.06.2024", "einladung-wochenende", GOTHA, NotDue, "hat begonnen");
    with_weekend("durchgeführt").check(
        "17.06.2024",
        "einladung-wochenende",
        GOTHA,
        NotDue,
        "vorbei",
    );
}

#[test]
fn an_invitation_whose_registration_has_closed_is_incomplete_not_wrong() {
    let office = with_weekend("geplant");
    office.check("10.06.2024", "einladung-wochenende", GOTHA, Incomplete, "");
}

#[test]
fn an_invitation_registered_by_hand_for_the_year_belongs_to_the_next_weekend() {
    let mut office = with_weekend("geplant");
    office.event(&[
        ("datum", "12.10.2024"),
        ("bis", "13.10.2024"),
        ("art", "Mitgliederwochenende"),
        ("ort_der_veranstaltung", "Jena"),
        ("anmeldeschluss", "01.10.2024"),
        ("status", "geplant"),
    ]);
    office.sent(&[
        ("brief", "Einladung Mitgliederwochenende"),
        ("empfaenger", "alle"),
        ("zeitraum", "2024"),
        ("versandt_am", "10.04.2024"),
    ]);
    let states: Vec<_> = office
        .lines("05.06.2024", "einladung-wochenende", GOTHA)
        .into_iter()
        .map(|(state, _)| state)
        .collect();
    assert_eq!(states, [Sent, NotDue]);
    let states: Vec<_> = office
        .lines("20.08.2024", "einladung-wochenende", GOTHA)
        .into_iter()
        .map(|(state, _)| state)
        .collect();
    assert_eq!(states, [Sent, Ready]);
}

#[test]
fn a_branch_is_asked_a_week_after_for_what_is_missing_and_only_then() {
    let mut office = Office::new();
    office.check("01.10.2024", "nachbereitung-bericht", GOTHA, NotDue, "noch nicht gehalten");
    office.event(&[
        ("datum", "14.09.2024"),
        ("art", "Rechenschaftsbericht"),
        ("verband", GOTHA),
        ("form", "Präsenz"),
        ("beteiligt", "LV, LAus"),
        ("status", "durchgeführt"),
    ]);
    office.event(&[
        ("datum", "14.09.2024"),
        ("art", "Rechenschaftsbericht"),
        ("verband", WEIMAR),
        ("form", "Präsenz"),
        ("beteiligt", "LV"),
        ("offene_debatte", "nein"),
        ("themen", "Schwerpunkte"),
        ("status", "durchgeführt"),
    ]);
    office.check("20.09.2024", "nachbereitung-bericht", GOTHA, NotDue, "ab 21.09.2024");
    office.check("21.09.2024", "nachbereitung-bericht", GOTHA, Ready, "offener Debatte (Zelle K3)");
    office.check("21.09.2024", "nachbereitung-bericht", GOTHA, Ready, "Anliegen Z1d (Zelle L3)");
    // a „no“ is an answer, so nothing is missing
    office.check("21.09.2024", "nachbereitung-bericht", WEIMAR, NotDue, "alle Angaben");
    // December's event is still asked about in January, but not in summer
    office.check("31.03.2025", "nachbereitung-bericht", GOTHA, Ready, "");
    office.check("01.04.2025", "nachbereitung-bericht", GOTHA, NotDue, "noch nicht gehalten");
}

#[test]
fn a_blank_in_the_branch_list_is_asked_for_once_a_year() {
    let mut office = Office::new();
    office.branch(&[
        ("verband", "Greiz"),
        ("typ", "KV"),
        ("generationswechsel_kommunal", ""),
        ("generationswechsel_lokal", "–"),
    ]);
    office.check("01.03.2024", "abfrage-kv", GOTHA, NotDue, "liegen vor");
    office.check("01.03.2024", "abfrage-kv", "Kreisverband Greiz", Ready, "Zelle P4, Zelle Q4");
    office.sent(&[
        ("brief", "abfrage-kv"),
        ("empfaenger", "Greiz"),
        ("zeitraum", "2024"),
        ("versandt_am", "02.03.2024"),
    ]);
    office.check("01.12.2024", "abfrage-kv", "Kreisverband Greiz", Sent, "");
    office.check("02.01.2025", "abfrage-kv", "Kreisverband Greiz", Ready, "");
}

#[test]
fn a_body_is_asked_once_per_half_year_while_something_is_not_fulfilled() {
    let mut office = Office::new();
    office.check("01.03.2024", "sachstand-lv", "Landesvorstand", Ready, "Z3b");
    office.sent(&[
        ("brief", "Sachstandsanfrage"),
        ("empfaenger", "LV"),
        ("zeitraum", "1. Halbjahr 2024"),
        ("versandt_am", "05.03.2024"),
    ]);
    office.check("30.06.2024", "sachstand-lv", "Landesvorstand", Sent, "");
    office.check("01.07.2024", "sachstand-lv", "Landesvorstand", Ready, "");
    office.row(
        ListKind::Measures,
        &[
            ("datum", "01.05.2024"),
            ("art", "Prüfung"),
            ("beschreibung", "externe Moderation"),
            ("status", "durchgeführt"),
            ("ergebnis", "nicht nötig, weil …"),
        ],
    );
    office.check("01.07.2024", "sachstand-lv", "Landesvorstand", NotDue, "nichts offen");
}

#[test]
fn a_point_the_body_has_answered_in_this_half_year_is_not_asked_about_again() {
    let mut office = Office::new();
    let statement = |ziffer: &str, von: &str, datum: &str, text: &str| {
        [("ziffer", ziffer), ("von", von), ("datum", datum), ("text", text)]
            .map(|(key, text)| (key.to_owned(), text.to_owned()))
    };
    for (ziffer, von, datum, text) in [
        // somebody else's, an empty one, one of no day, one of another point, one of the future
        ("Z3b", "Landtagsfraktion", "01.02.2024", "Wir haben geprüft."),
        ("Z3b", "LV", "01.02.2024", "–"),
        ("Z3b", "LV", "", "Wir haben geprüft."),
        ("Z9", "LV", "01.02.2024", "Wir haben geprüft."),
        ("Z3b", "LV", "02.03.2024", "Wir haben geprüft."),
        ("Z3b", "LV", "20.12.2023", "Noch nicht geprüft."),
    ] {
        let cells = statement(ziffer, von, datum, text);
        let cells: Vec<(&str, &str)> =
            cells.iter().map(|(key, text)| (key.as_str(), text.as_str())).collect();
        office.row(ListKind::Statements, &cells);
    }
    office.check("01.03.2024", "sachstand-lv", "Landesvorstand", Ready, "Z3b");
    let answered = |office: &Office, on: &str| {
        office.at(on, |facts, lines| {
            let line = lines.iter().find(|line| line.letter.key == "sachstand-lv").unwrap();
            let map = values(facts, line).unwrap();
            (map["offen_z3b"].clone(), map["geantwortet_z3b"].clone())
        })
    };
    office.template("sachstand-lv", &["offen_z3b", "geantwortet_z3b"]);
    assert_eq!(answered(&office, "01.03.2024"), (true.into(), "20.12.2023".into()));
    office.check(
        "02.03.2024",
        "sachstand-lv",
        "Landesvorstand",
        NotDue,
        "für dieses Halbjahr schon beantwortet: Z3b",
    );
    assert_eq!(answered(&office, "02.03.2024"), (false.into(), "02.03.2024".into()));
    // half a year later it is asked what has happened since
    office.check("01.07.2024", "sachstand-lv", "Landesvorstand", Ready, "Z3b");
    assert_eq!(answered(&office, "01.07.2024"), (true.into(), "02.03.2024".into()));
}

#[test]
fn the_overview_waits_until_a_state_is_frozen() {
    Office::new().check(
        "01.12.2024",
        "uebersicht-versand",
        "Landesausschuss",
        NotDue,
        "festgeschrieben",
    );
}

#[test]
fn a_due_letter_without_template_is_incomplete_and_one_not_due_says_nothing_of_it() {
    let mut office = Office::new();
    office.templates.clear();
    office.at("01.03.2024", |_, lines| {
        let line = |key: &str| lines.iter().find(|l| l.letter.key == key).unwrap();
        let offer = line("angebot-bericht");
        assert_eq!(offer.state, Incomplete);
        assert_eq!(offer.missing[0].text, "eine fehlerfreie Vorlage angebot-bericht.docx");
        let reminder = line("erinnerung-bericht");
        assert_eq!(reminder.state, NotDue);
        assert!(reminder.missing.is_empty());
    });
}

#[test]
fn a_weekend_that_is_over_is_not_mentioned_beside_the_next_one() {
    let mut office = with_weekend("durchgeführt");
    office.event(&[
        ("datum", "15.02.2025"),
        ("bis", "16.02.2025"),
        ("art", "Mitgliederwochenende"),
        ("ort_der_veranstaltung", "Jena"),
        ("anmeldeschluss", "01.02.2025"),
        ("status", "geplant"),
    ]);
    office.check("06.12.2024", "einladung-wochenende", GOTHA, NotDue, "ab 07.12.2024");
    office.check("07.12.2024", "einladung-wochenende", GOTHA, Ready, "am 15./16.02.2025");
}

#[test]
fn every_letter_of_the_shipped_resolution_has_its_line() {
    let mut office = Office::new();
    office.resolution = beschlusskontrolle::resolution::load(
        &mut beschlusskontrolle::diagnostic::Diagnostics::default(),
        beschlusskontrolle::resolution::BUILTIN_TOML,
        beschlusskontrolle::resolution::BUILTIN_WORDING,
    )
    .unwrap();
    office.at("01.03.2024", |facts, lines| {
        for letter in &facts.resolution.letters {
            let of: Vec<_> = lines.iter().filter(|line| line.letter.key == letter.key).collect();
            assert!(!of.is_empty(), "{}", letter.key);
            assert!(of.iter().all(|line| !line.reason.is_empty() && !line.period.is_empty()));
        }
    });
}

#[test]
fn the_same_facts_give_the_same_plan() {
    let office = with_weekend("geplant");
    let once = office.at("01.05.2024", |_, lines| format!("{lines:?}"));
    assert_eq!(once, office.at("01.05.2024", |_, lines| format!("{lines:?}")));
}
