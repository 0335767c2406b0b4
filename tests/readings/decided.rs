//! `Entscheidungen.xlsx`, sheet „Auslegungen“: rows by the program, decisions by people, followed by evaluation and letters.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use beschlusskontrolle::intake::values::shown;
use beschlusskontrolle::io::list_folder;
use calamine::{Reader as _, Xlsx};
use rust_xlsxwriter::Workbook;
use serde_json::Value;
use tempfile::TempDir;

const BRANCHES: &str = "Verband;Typ;Straße;PLZ;Ort;Vorsitz 1;Generationswechsel kommunal\n\
    Gotha;KV;Marktstraße 3;99867;Gotha;Frau Erika Beispiel;ja\n\
    Greiz;KV;Parkgasse 1;07973;Greiz;Herr Jan Muster;ja\n\
    Weimar;SV;Ring 5;99423;Weimar;Frau Ute Vorlage;\n";

/// Gotha in mixed form, Greiz in presence.
const EVENTS: &str = "Datum;Art;Verband;Form;Rahmen;beteiligt;offene Debatte;Themen;Status\n\
    04.05.2024;Rechenschaftsbericht;KV Gotha;hybrid;Kreisparteitag;LV, LAus;ja;Probleme;durchgeführt\n\
    11.05.2024;Rechenschaftsbericht;KV Greiz;Präsenz;Kreisparteitag;LV, LAus;ja;Probleme;durchgeführt\n\
    10.12.2024;Sitzung;;;;;;;durchgeführt\n";

type Rows = Vec<Vec<String>>;

struct Office {
    folder: TempDir,
}

impl Office {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        fs::create_dir(folder.path().join("Listen")).unwrap();
        fs::write(folder.path().join("Listen/Verbände.csv"), BRANCHES).unwrap();
        fs::write(folder.path().join("Listen/Termine.csv"), EVENTS).unwrap();
        Self { folder }
    }

    /// Where people have already entered rows in a sheet of their own making.
    fn with_sheet(rows: &[&[&str]]) -> Self {
        let office = Self::new();
        let rows = rows.iter().map(|row| row.iter().map(|text| (*text).to_owned()).collect());
        office.write(&[("Auslegungen".to_owned(), rows.collect())]);
        office
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn output(&self, command: &str, options: &[&str]) -> (Option<i32>, String, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_beschlusskontrolle"))
            .args([command, self.folder.path().to_str().unwrap()])
            .args(options)
            .output()
            .unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code(), text(output.stdout), text(output.stderr))
    }

    #[track_caller]
    fn run(&self, command: &str) -> String {
        let (code, out, err) = self.output(command, &["--stichtag", "2024-12-31"]);
        assert_ne!(code, Some(2), "{out}{err}");
        (out + &err).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn report(&self) -> Value {
        let (_, out, err) = self.output("pruefen", &["--stichtag", "2024-12-31", "--json"]);
        serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {out}{err}"))
    }

    fn status(&self, branch: &str) -> String {
        let report = self.report();
        let verdicts = report["verdicts"].as_array().unwrap();
        let own = |v: &&Value| v["requirement"] == "Z1c" && v["subject"] == branch;
        verdicts.iter().find(own).unwrap()["status"].as_str().unwrap().to_owned()
    }

    /// Message, cell and help of all messages with this number.
    fn messages(&self, code: &str) -> Vec<String> {
        let report = self.report();
        let all = report["diagnostics"].as_array().unwrap();
        all.iter()
            .filter(|d| d["code"] == code)
            .map(|d| {
                let text = |key: &str| d[key].as_str().unwrap_or_default().to_owned();
                format!(
                    "{} {}: {} | {}",
                    text("sheet"),
                    text("cell"),
                    text("message"),
                    text("help")
                )
            })
            .collect()
    }

    fn sheets(&self, file: &str) -> Vec<(String, Rows)> {
        let tables = list_folder::read_file(&self.path(file), file).0.tables.unwrap();
        tables
            .iter()
            .map(|table| {
                let mut rows = Rows::new();
                for row in table.rows.iter() {
                    rows.resize(usize::try_from(row.number).unwrap() + 1, Vec::new());
                    let cells = rows.last_mut().unwrap();
                    for (column, value) in row.cells.iter() {
                        cells.resize(usize::from(column) + 1, String::new());
                        *cells.last_mut().unwrap() = shown(value);
                    }
                }
                (table.source.sheet.clone().unwrap(), rows)
            })
            .collect()
    }

    fn write(&self, sheets: &[(String, Rows)]) {
        let mut book = Workbook::new();
        for (name, rows) in sheets {
            let sheet = book.add_worksheet().set_name(name).unwrap();
            for (row, cells) in (0..).zip(rows) {
                for (column, text) in (0..).zip(cells).filter(|(_, text)| !text.is_empty()) {
                    sheet.write(row, column, text).unwrap();
                }
            }
        }
        book.save(self.path("Entscheidungen.xlsx")).unwrap();
    }

    /// The sheet people decide in, as it stands.
    fn kept(&self) -> Rows {
        let sheets = self.sheets("Entscheidungen.xlsx");
        sheets.into_iter().find(|(name, _)| name == "Auslegungen").unwrap().1
    }

    /// Types into the row of an interpretation, as a person would.
    fn decide(&self, id: &str, entries: &[(&str, &str)]) {
        let mut all = self.sheets("Entscheidungen.xlsx");
        let (_, rows) = all.iter_mut().find(|(name, _)| name == "Auslegungen").unwrap();
        let head = rows.iter().find(|row| row.contains(&"Auslegung".to_owned())).unwrap().clone();
        let row = rows.iter_mut().find(|row| row.first().is_some_and(|cell| cell == id)).unwrap();
        for (label, text) in entries {
            let column = head.iter().position(|cell| cell == label).unwrap();
            row.resize(row.len().max(column + 1), String::new());
            (*text).clone_into(&mut row[column]);
        }
        self.write(&all);
    }

    /// The sheet „Auslegungen“ of the evaluation: the row of an interpretation, by its labels.
    fn shown(&self, id: &str) -> impl Fn(&str) -> String {
        let rows = self.evaluation();
        let head = rows.iter().find(|row| row.first().is_some_and(|cell| cell == "Nr")).unwrap();
        let row = rows.iter().find(|row| row.first().is_some_and(|cell| cell == id)).unwrap();
        let pairs: Vec<(String, String)> = head.iter().cloned().zip(row.iter().cloned()).collect();
        move |label| {
            pairs.iter().find(|(l, _)| l == label).map(|(_, text)| text.clone()).unwrap_or_default()
        }
    }

    fn evaluation(&self) -> Rows {
        self.result("Auslegungen")
    }

    /// A sheet of the evaluation.
    fn result(&self, name: &str) -> Rows {
        let path = self.path("Ergebnisse/2024/Auswertung 2024.xlsx");
        let mut book: Xlsx<_> = calamine::open_workbook(path).unwrap();
        let range = book.worksheet_range(name).unwrap();
        range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
    }

    fn bytes(&self) -> Vec<Vec<u8>> {
        [
            "Entscheidungen.xlsx",
            "Ergebnisse/2024/Auswertung 2024.xlsx",
            "Ergebnisse/2024/Rückfragen.xlsx",
        ]
        .map(|name| fs::read(self.path(name)).unwrap())
        .to_vec()
    }
}

#[test]
fn every_interpretation_gets_a_row_and_a_second_run_changes_no_byte() {
    let office = Office::new();
    let said = office.run("auswerten");
    assert!(
        said.contains("33 Auslegungen zum Bestätigen in Entscheidungen.xlsx, Blatt „Auslegungen“"),
        "{said}"
    );
    let rows = office.kept();
    let row = rows.iter().find(|row| row[0..].first().is_some_and(|cell| cell == "A2")).unwrap();
    assert_eq!(row[1], "Zählt eine hybride Versammlung als „in Präsenz gehalten“ (Z. 11)?");
    assert_eq!(row[3], "Hybride Versammlungen zählen nicht als in Präsenz");
    let first = office.bytes();
    let said = office.run("auswerten");
    assert!(!said.contains("zum Bestätigen"), "{said}");
    assert!(office.bytes() == first, "the first run said already what the second says");
    office.run("lauf");
    assert!(office.bytes()[0] == first[0]);
}

#[test]
fn the_sheet_shows_first_what_is_to_be_decided_and_what_hangs_on_it() {
    let office = Office::new();
    office.run("auswerten");
    let order: Vec<String> =
        office.evaluation().iter().filter_map(|row| row.first().cloned()).collect();
    let place = |id: &str| order.iter().position(|cell| cell == id).unwrap();
    assert!(place("A2") < place("A6"), "A2 changes something, A6 does not");
    assert!(place("A9") < place("A1"), "A1 cannot be computed");
    let a2 = office.shown("A2");
    assert_eq!(a2("Stand"), "noch zu bestätigen");
    assert_eq!(a2("Betrifft"), "Z1c");
    assert_eq!(a2("Was sich ändern würde"), "Z1c bei 1 statt bei 2 von 3 Verbänden aufgegriffen.");
    assert_eq!(
        a2("Bei welchen Verbänden"),
        "„teilweise aufgegriffen“ statt „aufgegriffen“: Kreisverband Gotha"
    );
    assert_eq!(office.shown("A1")("Was sich ändern würde"), "");
}

#[test]
fn a_confirmed_reading_is_no_longer_to_be_decided_and_changes_nothing() {
    let office = Office::new();
    office.run("auswerten");
    office.decide("A2", &[("bestätigt von", "Landesausschuss"), ("am", "14.12.2024")]);
    office.decide("A3", &[("anders entschieden", "nein")]);
    office.decide("A9", &[("bestätigt von", "noch nicht")]);
    assert_eq!(office.status("Kreisverband Gotha"), "fulfilled");
    office.run("auswerten");
    assert_eq!(office.shown("A2")("Stand"), "bestätigt von Landesausschuss am 14.12.2024");
    assert_eq!(office.shown("A3")("Stand"), "noch zu bestätigen", "nobody has said so");
    assert_eq!(office.shown("A9")("Stand"), "noch zu bestätigen");
    let lead = office.evaluation()[2].concat();
    assert!(!lead.contains("A2"), "{lead}");
    assert_eq!(office.messages("D308"), [""; 0]);
}

#[test]
fn the_evaluation_follows_a_decision_and_says_so() {
    let office = Office::new();
    office.run("auswerten");
    for yes in ["ja", "X", "✓", "1", "WAHR"] {
        office.decide("A2", &[("anders entschieden", yes)]);
        assert_eq!(office.status("Kreisverband Gotha"), "partial", "„{yes}“");
        assert_eq!(office.status("Kreisverband Greiz"), "fulfilled");
    }
    for no in ["", "–", "nein", "0"] {
        office.decide("A2", &[("anders entschieden", no)]);
        assert_eq!(office.status("Kreisverband Gotha"), "fulfilled", "„{no}“");
        assert_eq!(office.messages("D309"), [""; 0]);
    }
    office.decide(
        "A2",
        &[
            ("anders entschieden", "ja"),
            ("bestätigt von", "LAus"),
            ("am", "15.02.2025"),
            ("Bemerkung", "knapp"),
        ],
    );
    assert_eq!(
        office.messages("D309"),
        [
            "Auslegungen A6: Die Auslegung „A2“ ist anders entschieden und so gerechnet: Hybride Versammlungen zählen \
          nicht als in Präsenz. | Soll wieder die erste Lesart gelten, die Zelle „anders entschieden“ leeren."
        ]
    );
    let said = office.run("auswerten");
    assert!(
        said.contains(
            "Auslegung A2 ist anders entschieden (Hybride Versammlungen zählen nicht als in Präsenz): Zählt eine hybride"
        ),
        "{said}"
    );
    let a2 = office.shown("A2");
    assert_eq!(
        a2("Stand"),
        "anders entschieden am 15.02.2025 von LAus (nach dem Stichtag; gerechnet ist so auch hier)"
    );
    assert_eq!(
        a2("Was sich ändern würde"),
        "Nach der ersten Lesart: Z1c bei 2 statt bei 1 von 3 Verbänden aufgegriffen."
    );
    assert_eq!(a2("Bemerkung"), "knapp");
    let basis = office.result("Grundlage").concat().concat();
    assert!(
        basis.contains("Es gilt: Hybride Versammlungen zählen nicht als in Präsenz."),
        "{basis}"
    );
    let page = office.result("Übersicht").concat().concat();
    assert!(page.contains("Anders entschieden und so gerechnet: A2."), "{page}");
    let first = office.bytes();
    office.run("auswerten");
    assert!(office.bytes() == first);
}

#[test]
fn a_head_somebody_has_renamed_is_asked_about_in_every_run_and_nothing_is_lost() {
    let office = Office::new();
    office.run("auswerten");
    office.decide("A2", &[("anders entschieden", "ja"), ("Bemerkung", "knapp")]);
    let rename = |from: &str, to: &str| {
        let mut sheets = office.sheets("Entscheidungen.xlsx");
        let (_, rows) = sheets.iter_mut().find(|(name, _)| name == "Auslegungen").unwrap();
        *rows.iter_mut().flatten().find(|cell| *cell == from).unwrap() = to.to_owned();
        office.write(&sheets);
    };
    rename("anders entschieden", "anders beschlossen");
    for _ in 0..2 {
        let [told] = &office.messages("D308")[..] else { panic!("one question") };
        assert!(told.contains("fehlt die Spalte „anders entschieden“"), "{told}");
        office.run("auswerten");
    }
    rename("anders beschlossen", "anders entschieden");
    assert_eq!(office.status("Kreisverband Gotha"), "partial", "back in force");
    rename("Auslegung", "Nr. der Auslegung");
    for _ in 0..2 {
        let [told] = &office.messages("D308")[..] else { panic!("one question") };
        assert!(told.contains("nicht gelesen"), "{told}");
        office.run("auswerten");
        let kept = format!("{:?}", office.sheets("Entscheidungen.xlsx"));
        assert!(kept.contains("knapp"), "{kept}");
    }
}

#[test]
fn nobody_is_reminded_while_exceptions_cannot_be_read() {
    let office = Office::new();
    fs::write(
        office.path("Listen/Briefausgang.csv"),
        "Brief;Empfänger;Zeitraum;versandt am;Zusagen\n\
         Angebot Rechenschaftsbericht;SV Weimar;2024;05.06.2024;persönlich vor Ort\n",
    )
    .unwrap();
    let reminder = || -> (String, String) {
        let report = office.report();
        let letters = report["letters"].as_array().unwrap();
        let of = |letter: &&Value| {
            letter["letter"] == "erinnerung-bericht" && letter["recipient"] == "Stadtverband Weimar"
        };
        let letter = letters.iter().find(of).unwrap();
        (letter["state"].as_str().unwrap().into(), letter["reason"].as_str().unwrap().into())
    };
    assert_ne!(reminder().0, "not_due", "{reminder:?}", reminder = reminder());
    let rows = [
        ["Punkt", "Verband", "Begründung", "gültig bis"],
        ["Z1c", "SV Weimar", "im Neuaufbau", "31.12.2025"],
        ["Z1c", "KV Greiz", "im Neuaufbau", "31.12.2025"],
    ];
    let rows = rows.map(|row| row.map(str::to_owned).to_vec()).to_vec();
    office.write(&[("Ausnahmen".to_owned(), rows)]);
    let (state, reason) = reminder();
    assert_eq!(state, "not_due");
    assert!(reason.contains("Entscheidungen.xlsx"), "{reason}");
}

#[test]
fn letters_follow_a_decision() {
    let office = Office::new();
    office.run("auswerten");
    let asked = |office: &Office| -> Vec<String> {
        let report = office.report();
        let letters = report["letters"].as_array().unwrap();
        let own = letters.iter().filter(|l| l["letter"] == "abfrage-kv" && l["state"] != "not_due");
        own.map(|l| l["recipient"].as_str().unwrap().to_owned()).collect()
    };
    let all = ["Kreisverband Gotha", "Kreisverband Greiz", "Stadtverband Weimar"];
    assert_eq!(asked(&office), all);
    office.decide("A6", &[("anders entschieden", "ja")]);
    assert_eq!(asked(&office), all[..2], "only Kreisverbände are meant");
}

#[test]
fn two_decisions_hold_together() {
    let office = Office::new();
    office.run("auswerten");
    office.decide("A2", &[("anders entschieden", "ja")]);
    office.decide("A9", &[("anders entschieden", "ja")]);
    assert_eq!(office.messages("D309").len(), 2);
    assert_eq!(office.status("Kreisverband Greiz"), "fulfilled", "held as resolved");
    assert_eq!(office.status("Kreisverband Gotha"), "partial");
    assert_eq!(office.status("Stadtverband Weimar"), "missed");
}

#[test]
fn what_is_no_clear_yes_is_asked_about_and_not_applied() {
    let office = Office::new();
    office.run("auswerten");
    office.decide(
        "A2",
        &[("anders entschieden", "nur wenn alle vor Ort sind"), ("bestätigt von", "LAus")],
    );
    office.decide("A5", &[("anders entschieden", "ja")]);
    office.decide("A7", &[("am", "neulich")]);
    assert_eq!(
        office.messages("D308"),
        [
            "Auslegungen G6: „nur wenn alle vor Ort sind“ unter „anders entschieden“ ist kein Ja und kein Nein; die \
             Auslegung „A2“ gilt weiter wie bisher: Ja, wenn die Berichtenden vor Ort sind. | „ja“ eintragen, wenn \
             gelten soll: „Hybride Versammlungen zählen nicht als in Präsenz“. Sonst die Zelle leeren; der Text kann \
             unter „Bemerkung“ stehen.",
            "Auslegungen G9: Die Auslegung „A5“ ist anders entschieden; wie dann zu rechnen wäre, weiß das Programm \
             nicht. Es rechnet weiter wie bisher: Ja: Samstag und Sonntag sind enthalten. Ein einzelner Tag erfüllt \
             sie nur teilweise. | Die betroffenen Ergebnisse selbst einordnen und die andere Lesart unter „Bemerkung“ \
             festhalten. Berechnen lässt sie sich, sobald die Beschlussdatei sie als „alternative“ enthält.",
            "Auslegungen F11: „neulich“ unter „am“ ist kein Datum; der Tag gilt als nicht eingetragen. | Das Datum als \
             Tag.Monat.Jahr eintragen."
        ]
    );
    assert_eq!(office.status("Kreisverband Gotha"), "fulfilled");
    office.run("auswerten");
    let state = |id: &str| office.shown(id)("Stand");
    assert_eq!(
        state("A2"),
        "noch zu klären: Unter „anders entschieden“ steht „nur wenn alle vor Ort sind“"
    );
    assert_eq!(state("A5"), "anders entschieden; gerechnet ist weiter wie hier gelesen");
    assert_eq!(state("A7"), "noch zu bestätigen");
    let lead = office.evaluation()[2].concat();
    assert!(lead.contains("Zu entscheiden: A2;") && lead.contains("Zu klären: A2;"), "{lead}");
}

#[test]
fn rows_typed_by_hand_are_recognised_and_those_that_contradict_hold_nothing() {
    let office = Office::with_sheet(&[
        &["Auslegung", "anders entschieden", "bestätigt von"],
        &["a 2", "ja"],
        &["A2", "nein", "LAus"],
        &["Auslegung A3", "ja"],
        &["A99", "ja"],
        &["", "ja"],
        &["A98"],
    ]);
    assert_eq!(
        office.messages("D308"),
        [
            "Auslegungen B3: Diese Zeile widerspricht der in Entscheidungen.xlsx, Blatt „Auslegungen“, Zelle B2; keine \
             von beiden hat eine Wirkung. | Eine der beiden Zeilen löschen.",
            "Auslegungen A5: Eine Auslegung „A99“ gibt es in diesem Beschluss nicht; die Zeile bleibt ohne Wirkung. | \
             Meinten Sie „A9“? Dann so eintragen.",
            "Auslegungen A6: In dieser Zeile fehlt die Nummer der Auslegung; sie bleibt ohne Wirkung. | Die Nummer \
             eintragen, wie sie in der Auswertung auf dem Blatt „Auslegungen“ steht.",
        ]
    );
    assert_eq!(office.messages("D309").len(), 1, "A3 alone");
    assert_eq!(office.status("Kreisverband Gotha"), "fulfilled");
    let before = office.kept();
    office.run("auswerten");
    let first = office.bytes();
    let after = office.kept();
    let head = after.iter().position(|row| row.contains(&"Auslegung".to_owned())).unwrap();
    for (old, new) in before.iter().zip(&after[head..]) {
        assert_eq!(&new[..old.len()], old, "every cell stays in its row and column");
    }
    let ids: Vec<&str> =
        after[head + 1..].iter().filter_map(|row| row.first()).map(String::as_str).collect();
    assert_eq!(ids[..7], ["a 2", "A2", "Auslegung A3", "A99", "", "A98", "A1"]);
    assert_eq!(ids.len(), 6 + 31, "two were there");
    office.run("auswerten");
    assert!(office.bytes() == first, "the questions name the cells as they lie now");
    assert_eq!(office.shown("A2")("Stand"), "noch zu klären: Zwei Zeilen widersprechen sich");
}

#[test]
fn what_people_typed_survives_word_for_word_over_two_runs() {
    let office = Office::with_sheet(&[
        &["Unsere Beschlüsse zur Auslegung"],
        &[],
        &["Thema", "Auslegung", "Frage", "Notiz", "Bemerkung", "am"],
        &["Versammlung", "A3", "Eigene Frage?", "siehe Protokoll", "einstimmig", "03.02.2024"],
        &[],
        &["", "", "", "nur ein Gedanke"],
    ]);
    let mut all = office.sheets("Entscheidungen.xlsx");
    all.push(("Merkzettel".to_owned(), vec![vec!["Anruf Montag".to_owned()]]));
    office.write(&all);
    let before = office.kept();
    office.run("auswerten");
    office.run("lauf");
    let after = office.kept();
    for (row, (old, new)) in before.iter().zip(&after).enumerate() {
        for (column, text) in old.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            assert_eq!(&new[column], text, "row {row}");
        }
    }
    assert_eq!(after.iter().filter(|row| row.contains(&"A3".to_owned())).count(), 1, "not doubled");
    assert_eq!(
        office.shown("A3")("Stand"),
        "bestätigt am 03.02.2024; der Text des Beschlusses lautet inzwischen anders"
    );
    let sheets = office.sheets("Entscheidungen.xlsx");
    assert!(
        sheets.iter().any(|(name, rows)| name == "Merkzettel" && rows.concat() == ["Anruf Montag"])
    );
}

#[test]
fn decisions_that_fit_one_by_one_but_not_together_are_asked_about_and_none_is_applied() {
    let office = Office::new();
    let toml = beschlusskontrolle::resolution::BUILTIN_TOML;
    let place = "wirkt = \"Z2b\"\n";
    assert_eq!(toml.matches(place).count(), 1);
    // A19 lets „hybrid“ mean yes, A2 lets it mean no
    let toml = toml.replace(
        place,
        "wirkt = \"merkmal.praesenz\"\nalternative = { ja = [\"vor Ort\", \"Präsenz\", \"hybrid\"] }\nandere_lesart = \"Nur Präsenz und hybrid zählen\"\n",
    );
    fs::create_dir(office.path("Beschluss")).unwrap();
    fs::write(office.path("Beschluss/beschluss.toml"), toml).unwrap();
    office.run("auswerten");
    office.decide("A2", &[("anders entschieden", "ja")]);
    assert_eq!(office.status("Kreisverband Gotha"), "partial");
    office.run("auswerten");
    assert_eq!(
        office.shown("A19")("Was sich ändern würde"),
        "Zusammen mit den anderen Entscheidungen lässt sich die andere Lesart nicht berechnen."
    );
    office.decide("A19", &[("anders entschieden", "ja")]);
    assert_eq!(office.status("Kreisverband Gotha"), "fulfilled", "as the resolution reads it");
    let said = office.messages("D308");
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(
        said[0].starts_with("Auslegungen A6: Die Auslegungen „A2“ und „A19“ lassen sich nicht zugleich anders lesen;"),
        "{said:?}"
    );
    assert_eq!(office.messages("D309"), [""; 0]);
    office.run("auswerten");
    assert_eq!(
        office.shown("A2")("Stand"),
        "noch zu klären: Die Entscheidung passt nicht zu einer anderen"
    );
    let first = office.bytes();
    office.run("auswerten");
    assert!(office.bytes() == first);
}

#[test]
fn what_is_decided_is_explained_too() {
    let office = Office::with_sheet(&[&["Auslegung", "anders entschieden"], &["A2", "ja"]]);
    let explained = |folder: &std::path::Path| {
        let output = Command::new(env!("CARGO_BIN_EXE_beschlusskontrolle"))
            .args(["erklaeren", "Z1c"])
            .current_dir(folder)
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert_eq!(explained(office.folder.path()).matches("Anders entschieden: ").count(), 1);
    assert!(!explained(Office::new().folder.path()).contains("Anders entschieden"));
}

#[test]
fn the_page_says_what_is_decided_otherwise() {
    let page = |rows: &[&[&str]]| {
        let office = Office::with_sheet(rows);
        office.run("auswerten");
        let path = office.path("Ergebnisse/2024/Auswertung 2024.xlsx");
        let mut book: Xlsx<_> = calamine::open_workbook(path).unwrap();
        let page = book.worksheet_range("Übersicht").unwrap();
        let said: String = page.rows().flatten().map(ToString::to_string).collect();
        said.split_once("Grundlage: ").unwrap().1.to_owned()
    };
    let head: &[&str] = &["Auslegung", "anders entschieden"];
    assert!(!page(&[head, &["A2"]]).contains("ntschieden"));
    let foot = page(&[head, &["A2", "ja"], &["A1", "ja"]]);
    assert!(foot.contains(" Anders entschieden und so gerechnet: A2."), "{foot}");
    assert!(foot.contains(" Anders entschieden, aber noch wie bisher gerechnet: A1."), "{foot}");
}

#[test]
fn a_sheet_of_the_program_without_its_head_is_said_to_be_unread_also_under_a_number() {
    let rows = |head: &str| -> Rows {
        let rows = [&[head, "Verband"][..], &["Z1c", "KV Gotha"], &["Z1c", "KV Greiz"]];
        rows.iter().map(|row| row.iter().map(|text| (*text).to_owned()).collect()).collect()
    };
    let office = Office::new();
    office.write(&[
        ("Ausnahmen".to_owned(), rows("Worum es geht")),
        ("Feststellungen (2)".to_owned(), rows("Worum es geht")),
        // no sheet of the program
        ("Ausnahmen alt".to_owned(), rows("Worum es geht")),
    ]);
    let said = office.messages("D302");
    assert_eq!(said.len(), 2, "{said:#?}");
    for (said, name) in said.iter().zip(["Ausnahmen", "Feststellungen (2)"]) {
        let unread =
            format!("Das Blatt „{name}“ wird nicht gelesen: Die Überschrift „Anforderung“ fehlt.");
        assert!(said.contains(&unread), "{said}");
    }
}
