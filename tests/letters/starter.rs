//! The eleven starter letters, each filled from the lists of an example office. The letters are kept below `target/tmp`,
//! to be looked at.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};
use std::sync::Arc;

use beschlusskontrolle::diagnostic::Diagnostics;
use beschlusskontrolle::domain::{BodyCell, ListKind, Tri};
use beschlusskontrolle::letters::LetterState::{self, Incomplete, NotDue, Ready};
use beschlusskontrolle::letters::PlannedLetter;
use beschlusskontrolle::letters::fields::{promises, values};
use beschlusskontrolle::letters::templates::BUILTIN;
use beschlusskontrolle::resolution::{BUILTIN_TOML, BUILTIN_WORDING, load};
use beschlusskontrolle::word::Template;
use serde_json::{Map, Value, json};

use crate::office::{FULL_SETTINGS, Office, settings_of};

const GOTHA: &str = "Kreisverband Gotha";
const WEIMAR: &str = "Stadtverband Weimar";
const GREIZ: &str = "Kreisverband Greiz";

/// Letter, recipient, the day it is due, its state on that day.
const LETTERS: &[(&str, &str, &str, LetterState)] = &[
    ("abfrage-kv", GREIZ, "01.03.2024", Ready),
    ("angebot-bericht", GOTHA, "22.01.2024", Ready),
    ("bestaetigung-bericht", GOTHA, "01.08.2024", Ready),
    ("bitte-bilanz", "Landtagsfraktion", "01.03.2024", Ready),
    ("einladung-digitaltag", GOTHA, "14.10.2024", Ready),
    ("einladung-wochenende", GOTHA, "12.08.2024", Ready),
    ("erinnerung-bericht", GREIZ, "11.03.2024", Ready),
    ("erinnerung-vorlage", "Landesausschussvorstand", "06.05.2024", Ready),
    ("nachbereitung-bericht", WEIMAR, "29.04.2024", Ready),
    ("sachstand-lv", "Landesvorstand", "06.05.2024", Ready),
    // due once a state has been frozen for a session
    ("uebersicht-versand", "Landesausschuss", "28.10.2024", NotDue),
];

fn office() -> Office {
    let mut office = Office::new();
    office.resolution = load(&mut Diagnostics::default(), BUILTIN_TOML, BUILTIN_WORDING).unwrap();
    for (key, bytes) in BUILTIN {
        let fields = template(key, bytes).fields();
        office.template(key, &fields.iter().map(String::as_str).collect::<Vec<_>>());
    }
    office.settings = settings_of(
        &[
            // all but the session
            &FULL_SETTINGS[..FULL_SETTINGS.len() - 1],
            &[
                ("Nächste Sitzung", "16.11.2024"),
                ("Versand der Unterlagen", "31.10.2024"),
                ("Absender: Telefon", "0361 1234500"),
                ("Absender: E-Mail", "buero@example.org"),
                ("Vorsatz vor dem Verbandsnamen", "Beispielpartei"),
                ("Fahrtkosten werden übernommen", "ja"),
            ],
        ]
        .concat(),
        &[
            ("LV", "Anna Muster"),
            ("LAus", "Karl Beispiel"),
            ("LGS", "Kim Brenner"),
            ("LAusV", "Ada Probe"),
            ("LTF", ""),
        ],
    );
    office.branch(&[
        ("verband", "Greiz"),
        ("typ", "Kreisverband"),
        ("kuerzel", "GRZ"),
        ("vorsitz1_vorname", "Ilka"),
        ("vorsitz1_name", "Sommerfeld"),
        ("vorsitz1_anrede", "weiblich"),
        ("vorsitz2_vorname", "Juno"),
        ("vorsitz2_name", "Finne"),
        ("generationswechsel_kommunal", ""),
        ("generationswechsel_lokal", ""),
    ]);
    for (name, sent) in [(GREIZ, "gemeinsam"), (GOTHA, "gemeinsam")] {
        office.sent(&[
            ("brief", "angebot-bericht"),
            ("empfaenger", name),
            ("zeitraum", "2024"),
            ("versandt_am", "29.01.2024"),
            ("zusagen", sent),
        ]);
    }
    office.sent(&[
        ("brief", "bitte-bilanz"),
        ("empfaenger", "Landtagsfraktion"),
        ("zeitraum", "22.02.2023"),
        ("versandt_am", "20.03.2023"),
    ]);
    office.event(&[
        ("datum", "11.11.2023"),
        ("art", "Vernetzungstreffen"),
        ("status", "durchgeführt"),
        ("beteiligt", "LAus"),
    ]);
    office.event(&[
        ("datum", "10.02.2024"),
        ("art", "Vernetzungstreffen"),
        ("status", "durchgeführt"),
        ("beteiligt", "LAus"),
    ]);
    office.event(&[
        ("datum", "20.04.2024"),
        ("art", "Rechenschaftsbericht"),
        ("verband", WEIMAR),
        ("status", "durchgeführt"),
    ]);
    office.event(&[
        ("datum", "14.09.2024"),
        ("art", "Rechenschaftsbericht"),
        ("verband", GOTHA),
        ("ort_der_veranstaltung", "Stadthalle Gotha, Goldbacher Straße 35"),
        ("uhrzeit", "10:00 Uhr"),
        ("form", "Präsenz"),
        ("rahmen", "Kreisparteitag"),
        ("status", "geplant"),
    ]);
    let source = Arc::clone(&office.records.events.last().unwrap().sheet);
    assert!(source.bodies.is_empty());
    office.records.events.last_mut().unwrap().bodies = Arc::new(
        [("LV", "M. Musterfrau"), ("LAus", "K. Beispiel")]
            .map(|(body, name)| BodyCell {
                body: body.into(),
                column: 30,
                text: name.into(),
                present: Tri::Yes,
            })
            .into(),
    );
    office.event(&[
        ("datum", "28.09.2024"),
        ("bis", "29.09.2024"),
        ("art", "Mitgliederwochenende"),
        ("ort_der_veranstaltung", "Ilmenau"),
        ("schwerpunkt", "Vor Ort verankert sein"),
        ("anmeldeschluss", "13.09.2024"),
        ("status", "geplant"),
    ]);
    office.event(&[
        ("datum", "23.11.2024"),
        ("art", "digitaler Mitgliedertag"),
        ("form", "online"),
        ("uhrzeit", "10–14 Uhr"),
        ("plattform", "meet.example.org"),
        ("themen", "Kommunales; Ehrenamt"),
        ("anmeldeschluss", "20.11.2024"),
        ("status", "geplant"),
    ]);
    office.row(
        ListKind::Measures,
        &[
            ("datum", "01.02.2024"),
            ("art", "Maßnahme"),
            ("beschreibung", "Werkstatt Infostand"),
            ("feld", "Kampagnenfähigkeit"),
            ("status", "durchgeführt"),
        ],
    );
    for (day, topic) in [("16.09.2023", "Lage"), ("09.03.2024", "Haushalt")] {
        office.row(
            ListKind::Papers,
            &[("datum", day), ("art", "Bericht"), ("titel", topic), ("von", "LV"), ("an", "LAus")],
        );
    }
    office
}

fn template(key: &str, bytes: &[u8]) -> Template {
    Template::compile(key, bytes.to_vec()).unwrap_or_else(|faults| panic!("{key}: {faults:?}"))
}

fn find<'l>(lines: &'l [PlannedLetter], key: &str, recipient: &str) -> &'l PlannedLetter {
    let of_kind: Vec<_> =
        lines.iter().filter(|l| l.letter.key == key && l.recipient_name == recipient).collect();
    assert_eq!(of_kind.len(), 1, "{key} an {recipient}");
    of_kind[0]
}

/// The filled letter, its lines, its values.
struct Letter {
    lines: Vec<String>,
    /// With the blanks at which no line ends.
    exact: Vec<String>,
    values: Map<String, Value>,
}

impl Letter {
    fn all(&self) -> String {
        self.lines.join("\n")
    }

    /// From below the salutation to above the closing.
    fn body(&self) -> &[String] {
        let from = self
            .lines
            .iter()
            .position(|line| line.ends_with(',') && line.starts_with("Liebe"))
            .unwrap();
        let to = self.lines.iter().position(|line| line == "Mit solidarischen Grüßen").unwrap();
        &self.lines[from + 1..to]
    }

    fn words(&self) -> usize {
        let words = self.body().iter().flat_map(|line| line.split_whitespace());
        words.filter(|word| word.contains(char::is_alphanumeric)).count()
    }
}

fn fill(key: &str, values: Map<String, Value>) -> Letter {
    let (_, bytes) = BUILTIN.iter().find(|(own, _)| *own == key).unwrap();
    let file =
        template(key, bytes).fill(&values).unwrap_or_else(|faults| panic!("{key}: {faults:?}"));
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("briefe");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(format!("{key}.docx")), &file).unwrap();
    let exact = text(&file);
    // kept from breaking, they look like any other blank
    let lines = exact.iter().map(|line| line.replace('\u{a0}', " ")).collect();
    Letter { lines, exact, values }
}

/// The paragraphs of the letter; tabs and line breaks as blanks.
fn text(file: &[u8]) -> Vec<String> {
    let mut xml = String::new();
    zip::ZipArchive::new(Cursor::new(file))
        .unwrap()
        .by_name("word/document.xml")
        .unwrap()
        .read_to_string(&mut xml)
        .unwrap();
    let xml = xml.replace("<w:tab/>", "<w:t> </w:t>").replace("<w:br", "<w:t> </w:t><w:br");
    xml.split("</w:p>")
        .map(|paragraph| {
            let texts = paragraph.split("<w:t").skip(1).filter(|t| t.starts_with(['>', ' ']));
            let texts: Vec<&str> = texts
                .filter_map(|t| t.split_once('>'))
                .map(|(_, t)| t.split("</w:t>").next().unwrap())
                .collect();
            quick_xml::escape::unescape(&texts.concat()).unwrap().into_owned()
        })
        .collect()
}

fn letters() -> BTreeMap<&'static str, Letter> {
    let office = office();
    LETTERS
        .iter()
        .map(|(key, recipient, as_of, state)| {
            let map = office.at(as_of, |facts, lines| {
                let line = find(lines, key, recipient);
                assert_eq!(
                    line.state, *state,
                    "{key} an {recipient}: {}; {:?}",
                    line.reason, line.missing
                );
                values(facts, line).unwrap_or_else(|missing| panic!("{key}: {missing:?}"))
            });
            (*key, fill(key, map))
        })
        .collect()
}

#[test]
fn every_letter_of_the_resolution_has_its_template_and_can_be_written() {
    let office = office();
    let mut keys: Vec<&str> = office.resolution.letters.iter().map(|l| l.key.as_str()).collect();
    keys.sort_unstable();
    assert_eq!(keys, BUILTIN.iter().map(|(key, _)| *key).collect::<Vec<_>>());
    let letters = letters();
    assert_eq!(letters.len(), BUILTIN.len());
    for (key, letter) in &letters {
        assert!(!letter.all().contains("{{") && !letter.all().contains("{%"), "{key}");
    }
}

#[test]
fn no_letter_is_longer_than_120_words() {
    for (key, letter) in letters() {
        let words = letter.words();
        assert!((40..=120).contains(&words), "{key}: {words} Wörter");
    }
}

/// Verb and place in the resolution, each exactly once; no other letter may use the verb for what it does not ask.
#[test]
fn every_letter_names_the_right_verb_with_its_lines_exactly_once() {
    let expected: &[(&str, &[(&str, &str)])] = &[
        ("abfrage-kv", &[("aufgefordert", "(Ziffer 3, Zeilen 21–24)")]),
        ("angebot-bericht", &[("angeregt", "(Ziffer 1, Zeilen 8–14)")]),
        ("bestaetigung-bericht", &[("angeregt", "(Ziffer 1, Zeilen 8–14)")]),
        ("bitte-bilanz", &[("zu bitten", "(Ziffer 5, Zeilen 37–39)")]),
        ("einladung-digitaltag", &[("bieten wir", "Ziffer 4, Zeilen 33–34)")]),
        ("einladung-wochenende", &[("führen wir", "Ziffer 4, Zeilen 28–33)")]),
        ("erinnerung-bericht", &[("angeregt", "(Ziffer 1, Zeilen 8–14)")]),
        ("erinnerung-vorlage", &[("legt ihr", "(Ziffer 2, Zeilen 18–19)")]),
        ("nachbereitung-bericht", &[("angeregt", "(Ziffer 1, Zeilen 8–14)")]),
        (
            "sachstand-lv",
            &[
                ("sollen fortentwickelt werden", "(Ziffer 1, Zeilen 7–8)"),
                ("aufgefordert", "(Ziffer 3, Zeilen 21–24)"),
                ("Zu prüfen", "(Ziffer 3, Zeilen 24–26)"),
            ],
        ),
        ("uebersicht-versand", &[]),
    ];
    let verbs =
        ["angeregt", "aufgefordert", "zu bitten", "bieten wir", "führen wir", "legt ihr", "soll"];
    let letters = letters();
    for (key, verbs_of_letter) in expected {
        let body = letters[key].body().join("\n");
        for (verb, place) in *verbs_of_letter {
            assert_eq!(body.matches(verb).count(), 1, "{key}: „{verb}“\n{body}");
            assert_eq!(body.matches(place).count(), 1, "{key}: {place}\n{body}");
        }
        assert_eq!(body.matches("Ziffer").count(), verbs_of_letter.len(), "{key}\n{body}");
        for other in verbs {
            // „am Geld soll es nicht scheitern“ promises, and the offer itself is what is offered
            let own = verbs_of_letter.iter().any(|(verb, _)| verb.contains(other))
                || (other == "soll" && *key == "einladung-wochenende")
                || (other == "bieten wir" && *key == "angebot-bericht")
                || (other == "soll" && body.matches("sollen.").count() == 1);
            assert!(own || !body.to_lowercase().contains(other), "{key}: „{other}“\n{body}");
        }
    }
}

#[test]
fn no_letter_threatens_accuses_or_sets_a_deadline() {
    for (key, letter) in letters() {
        let all = letter.all();
        for never in [
            "Verstoß",
            "Mahnung",
            "säumig",
            "Versäumnis",
            "letztmalig",
            "verpflichtet",
            "spätestens",
            "leider",
            "fordern euch",
            "nicht umgesetzt",
            "Gathertown",
        ] {
            assert!(!all.to_lowercase().contains(&never.to_lowercase()), "{key}: {never}\n{all}");
        }
        if key != "sachstand-lv" {
            assert!(!all.contains("Frist"), "{key}\n{all}");
        }
    }
    assert!(letters()["sachstand-lv"].all().contains("Eine Frist setzt der Beschluss nicht."));
}

#[test]
fn reply_forms_ask_only_for_what_is_missing() {
    let letters = letters();
    let form = letters["nachbereitung-bericht"].all();
    for asked in [
        "am 20. April 2024: sechs kurze Fragen an euch",
        "– Wer hat berichtet: Landesvorstand, Landesausschuss oder beide?",
        "– Waren die Berichtenden vor Ort oder zugeschaltet?",
        "☐ Landesvorstand  ",
        "☐ vor Ort  ",
        "☐ Kreisparteitag  ",
        "☐ nein  ",
        "☐ aktuelle Probleme  ",
    ] {
        let at = form.contains(asked) || form.contains(&asked.replace("– ", "–\t"));
        assert!(at, "{asked}\n{form}");
    }
    assert_eq!(form.matches("Gab es danach eine offene Debatte?").count(), 2, "{form}");

    let mut known = office();
    let row = known.records.events.iter().position(|e| e.cells.iter().any(|c| &*c.text == WEIMAR));
    let row = known.records.events[row.unwrap()].row;
    known.records.events.retain(|entry| entry.row != row);
    known.event(&[
        ("datum", "20.04.2024"),
        ("art", "Rechenschaftsbericht"),
        ("verband", WEIMAR),
        ("form", "Präsenz"),
        ("rahmen", "Hauptversammlung"),
        ("beteiligt", "LV; LAus"),
        ("themen", "Arbeitsschwerpunkte"),
        ("teilnehmende", "40"),
        ("status", "durchgeführt"),
    ]);
    known.at("29.04.2024", |facts, lines| {
        let map = values(facts, find(lines, "nachbereitung-bericht", WEIMAR)).unwrap();
        assert_eq!(map["anzahl_fragen"], "eine");
        assert_eq!(
            map["offene_fragen"],
            json!([{ "text": "Gab es danach eine offene Debatte?", "antworten": ["ja", "nein"] }])
        );
    });
}

#[test]
fn a_confirmation_waits_until_it_is_known_who_reports() {
    let mut office = office();
    let event = office.records.events.iter_mut().find(|entry| !entry.bodies.is_empty()).unwrap();
    Arc::make_mut(&mut event.bodies)[1].text = "ja".into();
    office.at("01.08.2024", |_, lines| {
        let line = find(lines, "bestaetigung-bericht", GOTHA);
        assert_eq!(line.state, Incomplete);
        let [missing] = &line.missing[..] else { panic!("{:?}", line.missing) };
        assert_eq!(
            missing.text,
            "wer für den Landesausschuss berichtet (Kreisverband Gotha, 14.09.2024)"
        );
        assert!(missing.place.contains("eine Spalte „berichtet für LAus“ ergänzen"));
    });
    let letter = &letters()["bestaetigung-bericht"];
    let all = letter.all();
    for part in [
        "Samstag, 14. September 2024, 10:00 Uhr",
        "M. Musterfrau für den Landesvorstand K. Beispiel für den Landesausschuss",
        "30 Minuten Bericht und mindestens 60 Minuten Debatte",
    ] {
        assert!(all.contains(part), "{part}\n{all}");
    }
}

#[test]
fn no_line_ends_within_a_date_a_clause_or_a_time() {
    let months = [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ];
    let mut dates = 0;
    for (key, letter) in letters() {
        let all = letter.exact.join("\n");
        for month in months {
            assert!(!all.contains(&format!(". {month}")), "{key}: {month}\n{all}");
            dates += all.matches(&format!(".\u{a0}{month}")).count();
        }
        for word in ["Ziffer ", "Zeilen ", "0 Uhr", "5 Uhr"] {
            assert!(!all.contains(word), "{key}: „{word}“\n{all}");
        }
    }
    assert!(dates > 30, "{dates}");
}

#[test]
fn answers_are_wished_for_before_what_the_letter_announces() {
    let mut office = office();
    office.at("06.09.2024", |facts, lines| {
        let map = values(facts, find(lines, "bestaetigung-bericht", GOTHA)).unwrap();
        assert_eq!(map["antwort_bis"], "13.\u{a0}September 2024");
    });
    office.at("21.10.2024", |facts, lines| {
        let map = values(facts, find(lines, "erinnerung-vorlage", "Landesausschussvorstand"));
        // 31 October is a holiday and the day the papers go out
        assert_eq!(map.unwrap()["antwort_bis"], "30.\u{a0}Oktober 2024");
    });
    office.template("uebersicht-versand", &["anrede", "korrektur_bis"]);
    office.at("28.10.2024", |facts, lines| {
        let map = values(facts, find(lines, "uebersicht-versand", "Landesvorstand")).unwrap();
        assert_eq!(map["korrektur_bis"], "15.\u{a0}November 2024");
    });
}

#[test]
fn an_invitation_is_credited_with_its_promise_and_may_not_contradict_the_list() {
    let mut office = office();
    let letter = &letters()["einladung-digitaltag"];
    let all = letter.all();
    for part in [
        "Diesmal treffen wir uns online: am Samstag, 23. November 2024, von 10:00 bis 14:00 Uhr über meet.example.org.",
        "Ab 09:30 Uhr helfen wir",
        "Einladung zum digitalen Mitgliedertag",
    ] {
        assert!(all.contains(part), "{part}\n{all}");
    }
    office.at("14.10.2024", |facts, lines| {
        let line = find(lines, "einladung-digitaltag", GOTHA);
        assert_eq!(promises(facts, line), ["online"]);
    });
    let event = office.records.events.last_mut().unwrap();
    let form = event.cells.iter_mut().find(|cell| &*cell.text == "online").unwrap();
    Arc::make_mut(form).text = "hybrid".into();
    office.at("14.10.2024", |_, lines| {
        let line = find(lines, "einladung-digitaltag", GOTHA);
        assert_eq!(line.state, Incomplete);
        assert!(line.missing[0].text.contains("zur Zusage „online“ passt"), "{:?}", line.missing);
    });
}

#[test]
fn a_request_for_progress_names_only_what_is_open() {
    let letters = letters();
    let all = letters["sachstand-lv"].all();
    for part in [
        "Für 2024 vermerkt: Kampagnenfähigkeit (1 Maßnahme).",
        "Nichts gefunden haben wir zu Verwaltungsaufgaben, Personalentwicklung",
        "Zu prüfen war ein Angebot externer Moderation",
    ] {
        assert!(all.contains(part), "{part}\n{all}");
    }
    let mut done = letters["sachstand-lv"].values.clone();
    done.insert("offen_z3a".into(), json!(false));
    done.insert("offen_z3b".into(), json!(false));
    let body = fill("sachstand-lv", done).body().join("\n");
    assert!(body.contains("Kreisbereisung") && !body.contains("Ziffer 3"), "{body}");
    // what was answered half a year ago is not asked as if nobody had
    let mut earlier = letters["sachstand-lv"].values.clone();
    for point in ["geantwortet_z1b", "geantwortet_z3a", "geantwortet_z3b"] {
        earlier.insert(point.into(), json!("12.05.2023"));
    }
    earlier.insert("massnahmen".into(), json!([]));
    let body = fill("sachstand-lv", earlier).body().join("\n");
    assert_eq!(body.matches("Geantwortet habt ihr uns dazu am 12.").count(), 3, "{body}");
    for never in ["Was hat sich getan?", "Was ist geschehen?", "Mit welchem Ergebnis?", "  "] {
        assert!(!body.contains(never), "„{never}“\n{body}");
    }
}

#[test]
fn the_survey_asks_only_what_the_branch_list_does_not_say() {
    let letters = letters();
    let with = |councils: bool, party: bool| {
        let mut values = letters["abfrage-kv"].values.clone();
        values.insert("fehlt_generationswechsel_kommunal".into(), json!(councils));
        values.insert("fehlt_generationswechsel_lokal".into(), json!(party));
        fill("abfrage-kv", values).all()
    };
    let both = with(true, true);
    assert!(both.contains("Zwei Kreuze, eine freie Zeile"), "{both}");
    for (letter, here, gone) in [
        (with(true, false), "kommunalen Gremien", "Parteistrukturen"),
        (with(false, true), "Parteistrukturen", "kommunalen Gremien"),
    ] {
        // in the letter and on the sheet
        assert_eq!(
            (letter.matches(here).count(), letter.matches(gone).count()),
            (2, 0),
            "{letter}"
        );
        assert!(letter.contains("Ein Kreuz, eine freie Zeile"), "{letter}");
        assert_eq!(letter.matches("ja, nein oder noch offen?").count(), 1, "{letter}");
        assert_eq!(letter.matches("Was würde euch dabei helfen?").count(), 2, "{letter}");
    }
}

#[test]
fn what_was_already_asked_or_sent_is_not_passed_over() {
    let letters = letters();
    let request = &letters["bitte-bilanz"];
    assert!(request.all().contains("Geschrieben hatten wir euch dazu am 20. März 2023."));
    assert!(!request.all().contains("Wahlperiode"));
    let mut partly = request.values.clone();
    partly.insert("teile_offen".into(), json!(["Misserfolge/Probleme", "Koalitionsvertrag"]));
    partly.insert("bereits_gebeten_am".into(), Value::Null);
    partly.insert("wahlperiode_beendet".into(), json!(true));
    let letter = fill("bitte-bilanz", partly);
    let all = letter.all();
    for part in [
        "Ergänzen könntet ihr noch: Misserfolge/Probleme und Koalitionsvertrag.",
        "Auch nach dem Ende der Wahlperiode",
    ] {
        assert!(all.contains(part), "{part}\n{all}");
    }
    assert!(!all.contains("Geschrieben hatten"), "{all}");
    assert!(letter.words() <= 120);
    assert!(
        letters["erinnerung-vorlage"].all().contains("der Liste der 2 Vernetzungstreffen"),
        "{}",
        letters["erinnerung-vorlage"].all()
    );
}

#[test]
fn a_long_value_beside_the_address_goes_on_below_itself() {
    for (key, bytes) in BUILTIN {
        let mut package = zip::ZipArchive::new(Cursor::new(*bytes)).unwrap();
        let mut styles = String::new();
        package.by_name("word/styles.xml").unwrap().read_to_string(&mut styles).unwrap();
        let (_, style) = styles.split_once("w:styleId=\"Informationsblock\"").unwrap();
        let (style, _) = style.split_once("</w:style>").unwrap();
        // as far in as its tab
        assert!(
            style.contains("w:pos=\"1644\"")
                && style.contains("w:left=\"1644\"")
                && style.contains("w:hanging=\"1644\""),
            "{key}: {style}"
        );
    }
}
