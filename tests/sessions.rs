//! What is tabled stays, and what is different afterwards is said with its reason. Every claim is made of the program
//! itself, run in a small workspace.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::allow_attributes,
    reason = "a test may stop loudly"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use calamine::{Reader as _, Xlsx, open_workbook};
use serde_json::Value;
use tempfile::TempDir;

const BRANCHES: &str = "Verband;Typ;Straße;PLZ;Ort;Wunschanrede;Generationswechsel kommunal;Generationswechsel lokal\n\
    Gotha;Kreisverband;Markt 1;99867;Gotha;Liebe Kim;ja;ja\n\
    Greiz;Kreisverband;Gasse 2;07973;Greiz;Lieber Toni;ja;ja\n\
    Weimar;Stadtverband;Platz 3;99423;Weimar;Liebe Sascha;ja;ja\n";
const HEAD: &str = "Datum;Art;Verband;Form;Rahmen;beteiligt;offene Debatte;Status\n";
const SESSION: &str = "Sitzung 10.02.2024";

fn report(day: &str, branch: &str, status: &str) -> String {
    format!("{day};Rechenschaftsbericht;{branch};Präsenz;Kreisparteitag;LV, LAus;ja;{status}\n")
}

/// A workspace with three branches; Gotha had its report in 2023, Greiz and Weimar only a meeting.
struct Office {
    folder: TempDir,
    stichtag: &'static str,
}

impl Office {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        fs::create_dir(folder.path().join("Listen")).unwrap();
        let settings =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join("Einstellungen.xlsx");
        fs::copy(settings, folder.path().join("Einstellungen.xlsx")).unwrap();
        let office = Self { folder, stichtag: "2023-12-31" };
        office.list("Verbände.csv", BRANCHES);
        office.events(&[report("04.05.2023", "KV Gotha", "durchgeführt")]);
        office
    }

    /// The same after it was tabled.
    fn tabled() -> Self {
        let office = Self::new();
        office.ok(&["auswerten", "--festschreiben", SESSION]);
        office
    }

    fn path(&self, name: &str) -> PathBuf {
        name.split('/').fold(self.folder.path().to_owned(), |path, part| path.join(part))
    }

    fn list(&self, name: &str, text: &str) {
        fs::write(self.path("Listen").join(name), text).unwrap();
    }

    /// The list of events: these rows and one meeting.
    fn events(&self, rows: &[String]) {
        let meeting = "10.03.2023;Treffen;KV Greiz;;;;;durchgeführt\n";
        self.list("Veranstaltungen.csv", &format!("{HEAD}{meeting}{}", rows.concat()));
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_beschlusskontrolle"))
            .args(arguments)
            .arg(self.folder.path())
            .args(["--stichtag", self.stichtag])
            .output()
            .unwrap()
    }

    #[track_caller]
    fn ok(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    #[track_caller]
    fn refused(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(2));
        String::from_utf8(output.stderr).unwrap()
    }

    /// Every row of a sheet, its cells between bars.
    fn sheet(&self, file: &str, name: &str) -> Vec<String> {
        let mut book: Xlsx<_> = open_workbook(self.path(file)).unwrap();
        let range = book.worksheet_range(name).unwrap();
        range
            .rows()
            .map(|row| {
                let cells: Vec<String> = row.iter().map(ToString::to_string).collect();
                cells.join(" | ").trim_matches([' ', '|']).to_owned()
            })
            .filter(|row| !row.is_empty())
            .collect()
    }

    fn years(&self) -> Vec<String> {
        self.ok(&["auswerten", "--jahr", "2023"]);
        self.sheet("Ergebnisse/2023/Auswertung 2023.xlsx", "Jahre")
    }

    /// The rows of the table of changes.
    fn changes(&self) -> Vec<String> {
        let rows = self.years();
        let head = rows.iter().position(|row| row.starts_with("Ziffer | Warum"));
        head.map_or_else(Vec::new, |head| rows[head + 1..].to_vec())
    }

    fn files(&self, below: &str) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut found = BTreeMap::new();
        let mut folders = vec![self.path(below)];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let bytes = fs::read(&path).unwrap();
                    found.insert(path, bytes);
                }
            }
        }
        found
    }

    fn frozen(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut found = self.files(&format!("Ergebnisse/2023/Festgeschrieben/{SESSION}"));
        found.extend(self.files(".intern/Festgeschrieben"));
        found
    }
}

// ── what is kept ────────────────────────────────────────────────────────────────────────────────────

#[test]
fn what_was_tabled_is_never_changed_by_a_later_run() {
    let office = Office::tabled();
    let before = office.frozen();
    assert!(before.len() >= 2, "the state and the workbook: {:?}", before.keys());
    office.events(&[report("05.06.2023", "KV Greiz", "durchgeführt")]);
    office.ok(&["auswerten", "--jahr", "2023"]);
    office.ok(&["lauf"]);
    office.ok(&["auswerten", "--festschreiben", "Sitzung 20.04.2024"]);
    let now = office.frozen();
    for (path, bytes) in &before {
        assert!(now.get(path) == Some(bytes), "{} has changed", path.display());
    }
}

#[test]
fn freezing_the_same_state_again_changes_no_byte() {
    let office = Office::tabled();
    let before = office.files("");
    office.ok(&["auswerten", "--festschreiben", SESSION]);
    assert!(before == office.files(""));
}

#[test]
fn a_name_that_is_taken_is_refused_and_nothing_is_written() {
    let office = Office::tabled();
    office.events(&[report("05.06.2023", "KV Greiz", "durchgeführt")]);
    let before = office.files("");
    let said = office.refused(&["lauf", "--festschreiben", SESSION]);
    assert!(said.contains("schon ein Stand vom 31.12.2023 festgeschrieben"), "{said}");
    assert!(said.contains("anderen Namen"), "{said}");
    assert!(before == office.files(""), "no letter, no workbook");
    let office = Office { stichtag: "2024-01-31", ..office };
    office.refused(&["auswerten", "--festschreiben", SESSION]);
    assert!(before == office.files(""));
}

#[test]
fn a_name_that_windows_takes_for_the_same_is_refused() {
    let office = Office::tabled();
    let before = office.files("");
    let said = office.refused(&["auswerten", "--festschreiben", &SESSION.to_uppercase()]);
    assert!(said.contains(&format!("„{SESSION}“")), "{said}");
    assert!(before == office.files(""));
}

#[test]
fn copies_whose_state_is_lost_are_neither_mixed_with_new_ones_nor_taken_for_it() {
    for damage in [(|state: &Path| fs::write(state, "{").unwrap()) as fn(&Path), |state| {
        fs::remove_file(state).unwrap();
    }] {
        let office = Office::tabled();
        damage(&office.path(&format!(".intern/Festgeschrieben/{SESSION}.json")));
        office.events(&[report("05.06.2023", "KV Greiz", "durchgeführt")]);
        let before = office.files("");
        let said = office.refused(&["lauf", "--festschreiben", SESSION]);
        assert!(said.contains("fehlt oder ist nicht lesbar"), "{said}");
        assert!(before == office.files(""), "no letter, no workbook");
        office.ok(&["lauf", "--festschreiben", "Sitzung neu"]);
    }
}

#[test]
fn the_copy_leads_to_the_lists_from_where_it_lies() {
    let office = Office::tabled();
    let text = |file: &str| {
        let mut archive = zip::ZipArchive::new(fs::File::open(office.path(file)).unwrap()).unwrap();
        let names: Vec<String> =
            archive.file_names().map(|name| name.unwrap().into_owned()).collect();
        let mut all = String::new();
        for name in names.iter().filter(|name| name.contains("_rels/sheet")) {
            std::io::Read::read_to_string(&mut archive.by_name(name).unwrap(), &mut all).unwrap();
        }
        all
    };
    let own = text("Ergebnisse/2023/Auswertung 2023.xlsx");
    assert!(own.contains("\"..\\..\\Listen\\"), "{own}");
    let copy = text(&format!("Ergebnisse/2023/Festgeschrieben/{SESSION}/Auswertung 2023.xlsx"));
    assert!(copy.contains("\"..\\..\\..\\..\\Listen\\"), "{copy}");
}

#[test]
fn a_name_no_folder_can_bear_is_written_safely() {
    let office = Office::new();
    office.ok(&["auswerten", "--festschreiben", "Sitzung 1/2024: „neu“?"]);
    assert!(office.path("Ergebnisse/2023/Festgeschrieben/Sitzung 1-2024- „neu“").is_dir());
    for bad in ["", "   "] {
        let said = office.refused(&["auswerten", "--festschreiben", bad]);
        assert!(said.contains("Erwartet wird ein Name"), "{said}");
    }
}

#[test]
fn a_state_that_cannot_be_read_is_said_and_not_compared_with() {
    let office = Office::tabled();
    let state = office.path(&format!(".intern/Festgeschrieben/{SESSION}.json"));
    fs::write(&state, "{").unwrap();
    let said = office.ok(&["auswerten", "--jahr", "2023"]);
    assert!(said.contains("D102"), "{said}");
    assert_eq!(fs::read_to_string(&state).unwrap(), "{", "it stays for whoever can mend it");
    assert!(office.years().iter().any(|row| row.contains("noch kein Stand festgeschrieben")));
}

// ── what has changed ────────────────────────────────────────────────────────────────────────────────

#[test]
fn a_row_entered_late_is_named() {
    let office = Office::tabled();
    office.events(&[
        report("04.05.2023", "KV Gotha", "durchgeführt"),
        report("05.06.2023", "KV Greiz", "durchgeführt"),
    ]);
    let changes = office.changes();
    let change = changes.iter().find(|row| row.contains("Z1c") && row.contains("Greiz")).unwrap();
    assert!(change.contains("nachträglich: weil Zeile 4 nachgetragen wurde"), "{change}");
    assert!(change.contains("2023 nicht aufgegriffen | aufgegriffen"), "{change}");
    let page = office.sheet("Ergebnisse/2023/Auswertung 2023.xlsx", "Übersicht");
    assert!(page.iter().any(|row| row.contains(&format!("Seit {SESSION}"))), "{page:#?}");
    let line = page.iter().find(|row| row.starts_with("Z1c")).unwrap();
    assert!(line.contains("vorher bei 1 von 3 Verbänden"), "{line}");
}

#[test]
fn a_list_in_another_order_is_no_change() {
    let office = Office::new();
    let (gotha, greiz) = (
        report("04.05.2023", "KV Gotha", "durchgeführt"),
        report("05.06.2023", "KV Greiz", "durchgeführt"),
    );
    office.events(&[gotha.clone(), greiz.clone()]);
    office.ok(&["auswerten", "--festschreiben", SESSION]);
    office.events(&[greiz, gotha]);
    assert!(office.changes().is_empty());
    assert!(office.years().iter().any(|row| row.contains("Nichts hat sich geändert")));
}

#[test]
fn a_row_that_went_or_was_cancelled_is_named() {
    for (rows, because) in [
        (vec![], "so nicht mehr in den Listen steht"),
        (vec![report("04.05.2023", "KV Gotha", "abgesagt")], "nicht mehr zählt (abgesagt)"),
        (vec![report("04.05.2023", "KV Gotha", "vielleicht")], "jetzt offen ist, ob"),
    ] {
        let office = Office::tabled();
        office.events(&rows);
        let changes = office.changes();
        let change = changes.iter().find(|row| row.starts_with("Z1c")).unwrap();
        assert!(change.contains(because), "{change}");
        assert!(change.contains("„04.05.2023“"), "{change}");
    }
}

#[test]
fn a_row_entered_above_is_named_and_not_the_one_it_moved() {
    let office = Office::new();
    let partly = report("04.05.2023", "KV Gotha", "durchgeführt").replace(";ja;", ";nein;");
    office.events(std::slice::from_ref(&partly));
    office.ok(&["auswerten", "--festschreiben", SESSION]);
    office.events(&[report("03.03.2023", "KV Gotha", "durchgeführt"), partly]);
    let changes = office.changes();
    let change = changes.iter().find(|row| row.starts_with("Z1c")).unwrap();
    assert!(change.contains("Zeile 3 nachgetragen wurde"), "{change}");
    assert!(change.contains("„03.03.2023“"), "{change}");
    assert!(!change.contains("Zeile 4"), "{change}");
    assert!(!change.contains("so nicht mehr"), "the weaker row is still there: {change}");
}

#[test]
fn a_proof_that_is_lost_is_named_and_not_the_weaker_one_that_came() {
    let office = Office::tabled();
    office.events(&[report("05.06.2023", "KV Gotha", "durchgeführt").replace(";ja;", ";nein;")]);
    let changes = office.changes();
    let change = changes.iter().find(|row| row.starts_with("Z1c")).unwrap();
    assert!(change.contains("aufgegriffen | teilweise aufgegriffen"), "{change}");
    assert!(change.contains("„04.05.2023“ so nicht mehr in den Listen steht"), "{change}");
    assert!(!change.contains("nachgetragen"), "{change}");
}

#[test]
fn a_cancelled_row_that_moved_does_not_count_now() {
    let office = Office::new();
    let cancelled = report("04.05.2023", "KV Gotha", "abgesagt");
    office.events(std::slice::from_ref(&cancelled));
    office.ok(&["auswerten", "--festschreiben", SESSION]);
    office.events(&[report("03.03.2023", "KV Gotha", "durchgeführt"), cancelled]);
    let changes = office.changes();
    let change = changes.iter().find(|row| row.starts_with("Z1c")).unwrap();
    assert!(change.contains("Zeile 3 nachgetragen wurde"), "{change}");
}

#[test]
fn a_list_renamed_or_split_is_no_change_and_no_reason() {
    let office = Office::new();
    let partly = report("04.05.2023", "KV Gotha", "durchgeführt").replace(";ja;", ";nein;");
    let (greiz, meeting) =
        (report("05.06.2023", "KV Greiz", "durchgeführt"), "10.03.2023;Treffen;KV Greiz;;;;;\n");
    office.events(&[partly.clone(), greiz.clone()]);
    office.ok(&["auswerten", "--festschreiben", SESSION]);
    fs::remove_file(office.path("Listen/Veranstaltungen.csv")).unwrap();
    office.list("Termine 1. Halbjahr.csv", &format!("{HEAD}{meeting}{partly}"));
    office.list("Termine 2. Halbjahr.csv", &format!("{HEAD}{greiz}"));
    assert!(office.changes().is_empty(), "{:#?}", office.changes());
    // what did change is what is named
    let now = report("07.09.2023", "KV Gotha", "durchgeführt");
    office.list("Termine 2. Halbjahr.csv", &format!("{HEAD}{greiz}{now}"));
    let changes = office.changes();
    let change = changes.iter().find(|row| row.starts_with("Z1c")).unwrap();
    assert!(change.contains("„07.09.2023“"), "{change}");
    assert!(!change.contains("04.05.2023"), "{change}");
}

#[test]
fn a_question_answered_since_is_named() {
    let office = Office::new();
    office.events(&[report("04.05.2023", "KV Gotha", "vielleicht")]);
    office.ok(&["auswerten", "--festschreiben", SESSION]);
    office.events(&[report("04.05.2023", "KV Gotha", "durchgeführt")]);
    let changes = office.changes();
    let change = changes.iter().find(|row| row.starts_with("Z1c")).unwrap();
    assert!(change.contains("Zeile 3 inzwischen geklärt ist"), "{change}");
}

#[test]
fn time_that_has_passed_is_a_reason_of_its_own() {
    let office = Office { stichtag: "2023-10-31", ..Office::new() };
    office.ok(&["auswerten", "--festschreiben", SESSION]);
    let office = Office { stichtag: "2023-12-31", ..office };
    let changes = office.changes();
    let change = changes.iter().find(|row| row.starts_with("Z1c")).unwrap();
    assert!(change.contains("weil der Zeitraum seitdem zu Ende gegangen ist"), "{change}");
    assert!(!change.contains("nachträglich"), "the year was still running: {change}");
}

#[test]
fn an_exception_granted_since_is_named() {
    let office = Office::tabled();
    office.list(
        "Ausnahmen.csv",
        "Anforderung;Verband;Begründung;beschlossen von;am;gültig bis\n\
         Z1c;KV Greiz;im Aufbau;Landesausschuss;15.11.2023;31.12.2024\n",
    );
    let changes = office.changes();
    let change = changes.iter().find(|row| row.contains("Greiz")).unwrap();
    assert!(change.contains("weil eine Ausnahme gilt"), "{change}");
    assert!(change.contains("2023 nicht aufgegriffen (Ausnahme)"), "{change}");
}

#[test]
fn an_exception_is_seen_over_the_years() {
    let office = Office { stichtag: "2024-12-31", ..Office::new() };
    office.list(
        "Ausnahmen.csv",
        "Anforderung;Verband;Begründung;beschlossen von;am;gültig bis\n\
         Z1c;KV Greiz;im Aufbau;Landesausschuss;15.11.2023;31.12.2025\n",
    );
    office.events(&[
        report("04.05.2023", "KV Gotha", "durchgeführt"),
        report("06.06.2024", "KV Gotha", "durchgeführt"),
    ]);
    office.ok(&["auswerten"]);
    let rows = office.sheet("Ergebnisse/2024/Auswertung 2024.xlsx", "Jahre");
    let of =
        |name: &str| rows.iter().find(|row| row.starts_with("Z1c") && row.contains(name)).unwrap();
    assert!(of("Kreisverband Greiz").contains("kein Angebot verzeichnet (Ausnahme)"), "{rows:#?}");
    assert!(!of("Kreisverband Gotha").contains("Ausnahme"), "{rows:#?}");
}

#[test]
fn a_branch_that_is_new_or_gone_is_named_as_such() {
    let office = Office::tabled();
    office.list("Verbände.csv", &BRANCHES.replace("Weimar;Stadtverband", "Jena;Stadtverband"));
    let changes = office.changes();
    let of = |name: &str| {
        changes.iter().find(|row| row.starts_with("Z1c") && row.contains(name)).unwrap()
    };
    assert!(of("Jena").contains("neu in der Verbandsliste"), "{changes:#?}");
    assert!(of("Weimar").contains("nicht mehr in der Verbandsliste"), "{changes:#?}");
}

#[test]
fn a_branch_under_a_new_name_is_no_change() {
    let office = Office::tabled();
    office.list("Verbände.csv", &BRANCHES.replace("Gotha;Kreisverband", "Gotha-Land;Kreisverband"));
    office.events(&[report("04.05.2023", "KV Gotha-Land", "durchgeführt")]);
    let rows = office.years();
    let said = "Kreisverband Gotha heißt jetzt Kreisverband Gotha-Land.";
    assert!(rows.iter().any(|row| row.contains(said)), "{rows:#?}");
    assert!(!rows.iter().any(|row| row.contains("neu in der Verbandsliste")), "{rows:#?}");
    // of a branch without a single row nobody can tell
    let renamed = BRANCHES.replace("Weimar;Stadtverband", "Jena;Stadtverband");
    office.list("Verbände.csv", &renamed);
    office.events(&[report("04.05.2023", "KV Gotha", "durchgeführt")]);
    assert!(!office.years().iter().any(|row| row.contains("heißt jetzt")));
}

#[test]
fn a_look_back_knows_nothing_of_later_sessions() {
    let office = Office::tabled();
    let office = Office { stichtag: "2023-11-30", ..office };
    assert!(office.years().iter().any(|row| row.contains("noch kein Stand festgeschrieben")));
}

#[test]
fn a_closed_year_is_compared_in_the_evaluation_of_the_next() {
    let office = Office::tabled();
    let office = Office { stichtag: "2024-12-31", ..office };
    office.events(&[
        report("04.05.2023", "KV Gotha", "durchgeführt"),
        report("05.06.2023", "KV Greiz", "durchgeführt"),
        report("06.06.2024", "KV Greiz", "durchgeführt"),
    ]);
    office.ok(&["auswerten"]);
    let rows = office.sheet("Ergebnisse/2024/Auswertung 2024.xlsx", "Jahre");
    let change = rows.iter().find(|row| row.contains("nachträglich: weil")).unwrap();
    assert!(change.contains("Kreisverband Greiz, 2023"), "{change}");
    // 2024 was never tabled: it is seen beside the year before
    let page = office.sheet("Ergebnisse/2024/Auswertung 2024.xlsx", "Übersicht");
    assert!(page.iter().any(|row| row.contains("Im Jahr davor (2023)")), "{page:#?}");
    let streak = rows.iter().find(|row| row.contains("Kreisverband Greiz | gehalten")).unwrap();
    assert!(streak.contains("2 Jahre in Folge gehalten"), "{streak}");
    insta::assert_snapshot!("the_years_side_by_side", rows.join("\n"));
}

#[test]
fn from_january_to_march_both_years_are_frozen() {
    let office = Office { stichtag: "2024-02-10", ..Office::new() };
    office.ok(&["auswerten", "--festschreiben", SESSION]);
    for year in [2023, 2024] {
        let copy = format!("Ergebnisse/{year}/Festgeschrieben/{SESSION}/Auswertung {year}.xlsx");
        assert!(office.path(&copy).is_file(), "{copy}");
    }
}

#[test]
fn the_first_year_compares_with_nothing_and_says_so() {
    let office = Office::new();
    let rows = office.years();
    assert!(rows.iter().any(|row| row.contains("Das erste Jahr des Beschlusses")), "{rows:#?}");
    assert!(rows.iter().any(|row| row.contains("2023 (ab 22.02.)")), "{rows:#?}");
    let page = office.sheet("Ergebnisse/2023/Auswertung 2023.xlsx", "Übersicht");
    assert!(!page.iter().any(|row| row.contains("Im Jahr davor")), "{page:#?}");
}

#[test]
fn a_year_without_lists_is_unknown_and_ends_a_streak() {
    let office = Office { stichtag: "2024-12-31", ..Office::new() };
    office.list(
        "Veranstaltungen.csv",
        &format!("{HEAD}{}", report("06.06.2024", "KV Greiz", "durchgeführt")),
    );
    office.ok(&["auswerten"]);
    let rows = office.sheet("Ergebnisse/2024/Auswertung 2024.xlsx", "Jahre");
    let gotha = rows.iter().find(|row| row.contains("Kreisverband Gotha | ")).unwrap();
    assert!(gotha.ends_with("Angaben fehlen | kein Angebot verzeichnet"), "{gotha}");
}

// ── the letter ──────────────────────────────────────────────────────────────────────────────────────

#[test]
fn the_overview_is_sent_once_after_it_was_tabled() {
    let office = Office::new();
    let states = |office: &Office| -> Vec<(String, String)> {
        let output = office.run(&["pruefen", "--json"]);
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        let letters = report["letters"].as_array().unwrap();
        letters
            .iter()
            .filter(|letter| letter["letter"] == "uebersicht-versand")
            .map(|letter| {
                (
                    letter["state"].as_str().unwrap().into(),
                    letter["reason"].as_str().unwrap().into(),
                )
            })
            .collect()
    };
    for (state, reason) in states(&office) {
        assert_eq!(state, "not_due");
        assert!(reason.contains("festgeschrieben"), "{reason}");
    }
    office.ok(&["auswerten", "--festschreiben", SESSION]);
    for (state, reason) in states(&office) {
        assert!(["ready", "incomplete"].contains(&state.as_str()), "{state}");
        assert!(reason.contains(SESSION), "{reason}");
    }
    office.list(
        "Briefausgang.csv",
        &format!(
            "Brief;Empfänger;Zeitraum;versandt am\n\
             Übersendung der Jahresübersicht;Landesausschuss;{SESSION};31.12.2023\n\
             Übersendung der Jahresübersicht;Landesvorstand;;31.12.2023\n"
        ),
    );
    for (state, reason) in states(&office) {
        assert_eq!(state, "sent", "{reason}");
    }
}
