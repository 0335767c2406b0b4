//! Lists of every format to records, and what the office is told about them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::allow_attributes,
    clippy::wildcard_enum_match_arm,
    reason = "a test may stop loudly"
)]

mod support;

use std::fs;
use std::path::Path;

use beschlusskontrolle::decisions::Decisions;
use beschlusskontrolle::diagnostic::{Code, Diagnostics};
use beschlusskontrolle::domain::{
    AsOf, DateReading, Entry, Field, ListKind, Mention, StatusWord, Tri, When,
};
use beschlusskontrolle::intake::{self, InputState, Intake};
use beschlusskontrolle::io::list_folder;
use beschlusskontrolle::resolution::{self, Resolution};
use beschlusskontrolle::wording;
use chrono::NaiveDate;
use tempfile::TempDir;

const EVENTS: &str = include_str!("fixtures/Termine.csv");
const BRANCHES: &str = include_str!("fixtures/Verbände.csv");

fn resolution() -> Resolution {
    resolution::load(
        &mut Diagnostics::default(),
        resolution::BUILTIN_TOML,
        resolution::BUILTIN_WORDING,
    )
    .unwrap()
}

struct Lists {
    folder: TempDir,
}

impl Lists {
    fn new() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    /// With the list of branches of the fixtures.
    fn with_branches() -> Self {
        Self::new().file("Verbände.csv", BRANCHES)
    }

    fn file(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        fs::write(self.path(name), content).unwrap();
        self
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    fn read(&self) -> (Intake, Diagnostics) {
        let (files, mut diagnostics) = list_folder::read(self.folder.path(), &[]);
        let as_of = AsOf(NaiveDate::from_ymd_opt(2024, 12, 31).unwrap());
        let intake =
            intake::records(&mut diagnostics, &resolution(), &files, &Decisions::default(), as_of);
        diagnostics.sort();
        (intake, diagnostics)
    }

    fn messages(&self) -> Vec<String> {
        self.read().1.iter().map(ToString::to_string).collect()
    }

    fn message(&self, code: Code) -> String {
        let (_, diagnostics) = self.read();
        let mut found = diagnostics.iter().filter(|d| d.code == code).map(ToString::to_string);
        found.next().unwrap_or_else(|| panic!("{code:?} is not among {:#?}", self.messages()))
    }
}

fn fixture(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)).unwrap()
}

/// An entry as one line; everything but the file it came from.
fn line(intake: &Intake, entry: &Entry) -> String {
    let cells: Vec<String> = entry
        .cells
        .iter()
        .map(|cell| {
            format!("{}@{}={}{}", cell.field.key(), cell.column, cell.text, date(&cell.date))
        })
        .collect();
    let when = match entry.when {
        When::Dated { span, weekday_contradicts } => {
            format!("{}{}", wording::span(span), if weekday_contradicts { "!" } else { "" })
        }
        When::Undated => "undatiert".to_owned(),
    };
    let branches: Vec<String> = entry
        .branches
        .iter()
        .map(|mention| match mention {
            Mention::Branch(id) => intake.records.branches[*id].canonical(),
            Mention::All => "alle".to_owned(),
            Mention::Ambiguous(ids) => format!("{} mögliche", ids.len()),
            Mention::Unknown(text) => format!("?{text}"),
            Mention::NoBranch(text) => format!("kein Verband: {text}"),
        })
        .collect();
    format!(
        "{} | {when} | {:?} | {} | {}",
        entry.row,
        entry.status,
        branches.join(", "),
        cells.join(" ")
    )
}

fn date(reading: &DateReading) -> String {
    match reading {
        DateReading::Empty => String::new(),
        DateReading::Dated { span, .. } => format!("[{}]", wording::span(*span)),
        DateReading::Open => "[offen]".to_owned(),
        DateReading::Unreadable => "[unlesbar]".to_owned(),
    }
}

fn lines(intake: &Intake) -> Vec<String> {
    intake.records.events.iter().map(|entry| line(intake, entry)).collect()
}

#[test]
fn the_same_list_gives_the_same_records_in_every_format() {
    let expected = lines(&Lists::with_branches().file("Termine.csv", EVENTS).read().0);
    assert_eq!(expected.len(), 6, "{expected:#?}");

    let ansi = encoding_rs::WINDOWS_1252.encode(EVENTS).0.into_owned();
    let tabs: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain(EVENTS.replace(';', "\t").encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let xlsx = Lists::with_branches();
    support::write_xlsx(&xlsx.path("Termine.xlsx"), "Termine", EVENTS);
    let all = [
        ("Windows-1252", Lists::with_branches().file("Termine.csv", ansi)),
        ("UTF-16", Lists::with_branches().file("Termine.txt", tabs)),
        ("xlsx", xlsx),
        ("xlsm", Lists::with_branches().file("Termine.xlsm", fixture("Termine.xlsm"))),
        ("xls", Lists::with_branches().file("Termine.xls", fixture("Termine.xls"))),
        ("ods", Lists::with_branches().file("Termine.ods", fixture("Termine.ods"))),
        (
            "xlsb",
            Lists::with_branches().file("Termine.xlsb", support::xlsb::bytes("Termine", EVENTS)),
        ),
    ];
    for (format, lists) in all {
        let (intake, diagnostics) = lists.read();
        assert_eq!(lines(&intake), expected, "{format}");
        assert!(intake.records.failed_files.is_empty(), "{format}");
        assert!(diagnostics.iter().all(|d| d.code != Code::WrongExtension), "{format}");
    }
}

#[test]
fn rows_are_read_with_their_dates_status_and_branches() {
    let (intake, _) = Lists::with_branches().file("Termine.csv", EVENTS).read();
    let says = |row: usize, wanted: &str| {
        let line = line(&intake, &intake.records.events[row]);
        assert!(line.contains(wanted), "{line} lacks {wanted}");
    };
    says(0, "3 | 14.09.2024 | Done | Kreisverband Gotha |");
    says(0, "datum@1=14.09.2024[14.09.2024]");
    says(0, "uhrzeit@3=18:30");
    says(1, "4 | 04./05.05.2024 | Done | alle |");
    says(2, "6 | 19.–21.03.2024 | Done | Kreisverband Ilm-Kreis, Stadtverband Weimar |");
    says(3, "7 | Mai 2024 | Planned | 2 mögliche |");
    says(4, "8 | undatiert | Offered | Kreisverband Gotha |");
    let moved = NaiveDate::from_ymd_opt(2024, 12, 12).unwrap();
    assert!(matches!(
        intake.records.events[5].status,
        StatusWord::Postponed(Some(span)) if span.from == moved
    ));
}

#[test]
fn what_became_of_each_sheet_is_counted() {
    let (intake, _) = Lists::with_branches().file("Termine.csv", EVENTS).read();
    let report = intake.inputs.iter().find(|input| input.file == "Termine.csv").unwrap();
    assert_eq!((report.state, report.list), (InputState::Read, Some(ListKind::Events)));
    assert_eq!((report.header_row, report.data_rows), (Some(3), 6));
    let skipped: Vec<_> = report.skipped.iter().map(|(class, n)| (class.as_str(), *n)).collect();
    assert_eq!(skipped, [("section", 1), ("total", 1), ("footer", 1)]);
    assert_eq!(report.sha256.len(), 64);
}

#[test]
fn the_list_of_branches_gives_type_and_name_chairs_and_flags() {
    let (intake, _) = Lists::with_branches().read();
    let names: Vec<String> =
        intake.records.branches.iter().map(beschlusskontrolle::domain::Branch::canonical).collect();
    assert_eq!(
        names,
        [
            "Kreisverband Gotha",
            "Kreisverband Ilm-Kreis",
            "Stadtverband Weimar",
            "Kreisverband Weimar",
            "Kreisverband Sömmerda"
        ]
    );
    let branches: Vec<_> = intake.records.branches.iter().collect();
    let text =
        |n: usize, field: Field| branches[n].entry.text(field).unwrap_or_default().to_owned();
    assert_eq!(text(0, Field::Chair1First), "Anna");
    assert_eq!(text(0, Field::Chair1Last), "Beispiel");
    assert_eq!(text(0, Field::Chair2First), "Karl");
    assert_eq!(text(0, Field::Chair2Last), "Muster");
    assert_eq!(text(1, Field::Chair1Last), "Brenner");
    assert_eq!(branches[1].entry.cell(Field::Chair2Last), None);
    for flag in [Field::SuccessionCouncils, Field::SuccessionParty] {
        assert_eq!(text(1, flag), "ja");
        assert_eq!(branches[1].entry.at(flag).unwrap().a1(), "F3");
    }
}

#[test]
fn a_bare_name_two_branches_bear_is_asked_about() {
    assert_eq!(
        Lists::with_branches().file("Termine.csv", EVENTS).message(Code::AmbiguousBranch),
        "Bitte klären D602: „Weimar“ kann mehrere Verbände meinen; die Zeile wird keinem sicher zugerechnet.\n  \
         Termine.csv, Zelle F8\n  Hilfe: Den Typ davorschreiben: „KV Weimar“ oder „SV Weimar“; \
         oder in Entscheidungen.xlsx, Blatt „Namen“, auswählen."
    );
}

#[test]
fn unclear_flags_stay_unknown_and_are_named() {
    assert_eq!(
        Lists::with_branches().message(Code::UnclearFlag),
        "Bitte entscheiden D520: „evtl.“ ist weder ja noch nein; die Angabe gilt als unbekannt.\n  \
         Verbände.csv, Zelle F6\n  Hilfe: Mit ja oder nein ausfüllen (auch j, x, ✓, 1 oder n, 0)."
    );
}

/// The message a single event row gives; `row` follows „Datum;bis;Art;Verband;offene Debatte;Status“.
#[track_caller]
fn event(row: &str, code: Code, expected: &str) {
    let list = format!("Datum;bis;Art;Verband;offene Debatte;Status\n{row}\n");
    let message = Lists::with_branches().file("Termine.csv", list).message(code);
    assert_eq!(message, expected);
}

#[test]
fn messages_name_cell_value_and_remedy() {
    event(
        "Pfingsten;;Stammtisch;KV Gotha;;",
        Code::NotADate,
        "Bitte klären D510: „Pfingsten“ ist kein Datum; der Tag gilt als unbekannt.\n  Termine.csv, Zelle A2\n  \
         Hilfe: Als Tag.Monat.Jahr eintragen, z. B. 05.03.2024.",
    );
    event(
        "5/3/2024;;Stammtisch;KV Gotha;;",
        Code::AmbiguousDate,
        "Bitte klären D511: „5/3/2024“ kann der 05.03.2024 oder der 03.05.2024 sein; der Tag gilt als unbekannt.\n  \
         Termine.csv, Zelle A2\n  Hilfe: Mit Punkten schreiben: 05.03.2024 oder 03.05.2024.",
    );
    event(
        "So, 04.05.2024;;Stammtisch;KV Gotha;;",
        Code::WeekdayMismatch,
        "Bitte entscheiden D512: „So, 04.05.2024“: Der 04.05.2024 ist ein Samstag, kein Sonntag; das Datum wurde \
         übernommen.\n  Termine.csv, Zelle A2\n  Hilfe: Prüfen, ob der Wochentag oder das Datum stimmt, und das andere \
         berichtigen.",
    );
    event(
        "05.05.2024;04.05.2024;Stammtisch;KV Gotha;;",
        Code::EndBeforeBegin,
        "Bitte klären D518: Das Ende („04.05.2024“) liegt vor dem Beginn („05.05.2024“); der Tag gilt als unbekannt.\n  \
         Termine.csv, Zelle B2\n  Hilfe: Beginn und Ende prüfen.",
    );
    event(
        "04.05.;;Stammtisch;KV Gotha;;",
        Code::NotADate,
        "Bitte klären D510: „04.05.“ nennt kein Jahr, und es ergibt sich auch nicht aus dem Namen des Blatts oder der \
         Datei; der Tag gilt als unbekannt.\n  Termine.csv, Zelle A2\n  Hilfe: Das Jahr dazuschreiben.",
    );
    event(
        "45415;;Stammtisch;KV Gotha;;",
        Code::SerialDate,
        "Nur zur Information D514: Das Datum ist als Zahl gespeichert („45415“) und wurde als 03.05.2024 gelesen.\n  \
         Termine.csv, Zelle A2\n  Hilfe: Das Datum ist als Zahl gespeichert und wurde umgerechnet. In Excel die Zelle \
         als Datum formatieren.",
    );
    event(
        "04.05.2024;;Stammtisch;KV Gohta;;",
        Code::UnknownBranch,
        "Bitte klären D601: „KV Gohta“ steht nicht in der Verbandsliste.\n  Termine.csv, Zelle D2\n  Hilfe: Meinten Sie \
         „Kreisverband Gotha“? Dann in Entscheidungen.xlsx, Blatt „Namen“, auswählen; sonst die Schreibweise \
         berichtigen oder den Verband in die Verbandsliste eintragen.",
    );
    event(
        "04.05.2024;;Stammtisch;KV Gotha;;vielleicht",
        Code::UnknownStatus,
        "Bitte entscheiden D560: Das Statuswort „vielleicht“ ist nicht bekannt; ob die Zeile zählt, bleibt offen.\n  \
         Termine.csv, Zelle F2\n  Hilfe: Eines der Wörter geplant, angeboten, durchgeführt, verschoben auf …, abgesagt \
         eintragen.",
    );
    event(
        ";;Stammtisch;KV Gotha;;",
        Code::IncompleteRow,
        "Bitte klären D401: In der Zeile fehlt die Angabe „Datum“; ihr Tag gilt als unbekannt.\n  Termine.csv, Zelle \
         A2\n  Hilfe: Die Angabe ergänzen.",
    );
    event(
        "04.05.2024;;Stammtisch;KV Gotha;#NV;",
        Code::ErrorCell,
        "Bitte klären D502: Die Zelle enthält den Excel-Fehlerwert „#NV“; die Angabe gilt als unbekannt.\n  Termine.csv, \
         Zelle E2\n  Hilfe: Die Formel berichtigen oder den Wert eintippen.",
    );
    event(
        "04.05.2014;;Stammtisch;KV Gotha;;",
        Code::ImplausibleYear,
        "Bitte entscheiden D516: „04.05.2014“ liegt weit vor dem Stichtag.\n  Termine.csv, Zelle A2\n  Hilfe: Prüfen, ob \
         das Jahr vertippt ist.",
    );
}

#[test]
fn an_unreadable_or_missing_date_keeps_the_row_as_undated() {
    let list = "Datum;Art;Verband\nPfingsten;Stammtisch;KV Gotha\n;Stammtisch;KV Gotha\n";
    let (intake, _) = Lists::with_branches().file("Termine.csv", list).read();
    let undated: Vec<_> = intake.records.events.iter().map(|e| e.when).collect();
    assert_eq!(undated, [When::Undated, When::Undated]);
}

#[test]
fn a_missing_key_column_refuses_the_sheet_and_names_what_was_not_understood() {
    let lists = Lists::with_branches()
        .file("Termine.csv", "Datum;Verband;Ort;Sorte\n04.05.2024;KV Gotha;Gotha;x\n");
    assert_eq!(
        lists.message(Code::MissingColumn),
        "Bitte klären D302: Das Blatt sieht aus wie die Liste Veranstaltungen, aber die Spalte „Art“ fehlt; das Blatt \
         wurde nicht verwendet. Nicht zugeordnet: „Sorte“.\n  Termine.csv, Zelle A1\n  Hilfe: Die Überschrift wie im \
         Handbuch nennen oder die Spalte ergänzen."
    );
    let (intake, _) = lists.read();
    assert!(intake.records.events.is_empty());
    assert!(!intake.records.has_list(ListKind::Events));
    assert_eq!(intake.records.failed_files, ["Termine.csv"]);
}

#[test]
fn a_sheet_with_a_header_and_no_rows_is_a_list() {
    let (intake, _) = Lists::new().file("Termine.csv", "Datum;Art;Verband\n").read();
    assert!(intake.records.has_list(ListKind::Events));
}

#[test]
fn two_columns_of_one_meaning_are_both_left_out() {
    let lists = Lists::with_branches().file(
        "T.csv",
        "Datum;Art;Verband;Status;Stand\n04.05.2024;Stammtisch;KV Gotha;abgesagt;geplant\n",
    );
    assert_eq!(
        lists.message(Code::DuplicateColumn),
        "Bitte klären D303: Die Spalten D1 und E1 bedeuten beide „Status“; keine von beiden wurde verwendet.\n  T.csv, \
         Zelle D1\n  Hilfe: Eine der Überschriften umbenennen oder in Entscheidungen.xlsx, Blatt „Spalten“, auswählen, \
         welche zählt."
    );
    assert_eq!(lists.read().0.records.events[0].status, StatusWord::None);
}

#[test]
fn beginn_is_the_day_without_datum_and_the_hour_beside_it() {
    let read = |list: &str| Lists::with_branches().file("Termine.csv", list).read().0;
    let days = read("Beginn;Ende;Art;Verband\n04.05.2024;05.05.2024;Mitgliedertag;alle\n");
    assert_eq!(line(&days, &days.records.events[0]).split(" | ").nth(1), Some("04./05.05.2024"));
    let hours = read("Datum;Beginn;Ende;Art;Verband\n04.05.2024;10:00;16:00;Mitgliedertag;alle\n");
    assert_eq!(line(&hours, &hours.records.events[0]).split(" | ").nth(1), Some("04.05.2024"));
    assert_eq!(hours.records.events[0].text(Field::Begin), Some("10:00"));
}

#[test]
fn participation_may_stand_in_a_column_per_body() {
    let list = "Datum;Art;Verband;LV vertreten;berichtet für LAus;LGS dabei\n\
                04.05.2024;Rechenschaftsbericht;KV Gotha;ja;Kim Brenner;vielleicht\n";
    let lists = Lists::with_branches().file("T.csv", list);
    let (intake, diagnostics) = lists.read();
    let bodies: Vec<_> =
        intake.records.events[0].bodies.iter().map(|b| (&*b.body, b.column, b.present)).collect();
    assert_eq!(bodies, [("LV", 3, Tri::Yes), ("LAus", 4, Tri::Yes), ("LGS", 5, Tri::Unknown)]);
    assert_eq!(
        intake.records.sheets.iter().find(|s| s.list == ListKind::Events).unwrap().bodies.len(),
        3
    );
    assert!(
        diagnostics.iter().all(|d| !d.to_string().contains("Brenner")),
        "a person's name in a message"
    );
}

#[test]
fn bodies_are_no_unknown_branches() {
    let list = "Datum;Art;Veranstalter\n04.05.2024;Treffen;Landesvorstand\n";
    let (intake, diagnostics) = Lists::with_branches().file("T.csv", list).read();
    assert!(diagnostics.iter().all(|d| d.code != Code::UnknownBranch));
    assert_eq!(**intake.records.events[0].branches, [Mention::Unknown("Landesvorstand".into())]);
}

#[test]
fn branches_are_found_by_every_usual_spelling() {
    for (cell, expected) in [
        ("KV Gotha", "Kreisverband Gotha"),
        ("Kreisverband Gotha", "Kreisverband Gotha"),
        ("DIE LINKE. KV Gotha", "Kreisverband Gotha"),
        ("Gotha", "Kreisverband Gotha"),
        ("Gotha (KV)", "Kreisverband Gotha"),
        ("gth", "Kreisverband Gotha"),
        ("KV Ilm Kreis", "Kreisverband Ilm-Kreis"),
        ("Ilmkreis", "Kreisverband Ilm-Kreis"),
        ("Soemmerda", "Kreisverband Sömmerda"),
        ("So\u{308}mmerda", "Kreisverband Sömmerda"),
        ("SV\u{a0}Weimar", "Stadtverband Weimar"),
        ("KV Gotha/KV Ilm-Kreis", "Kreisverband Gotha, Kreisverband Ilm-Kreis"),
        ("Gotha und Ilm-Kreis", "Kreisverband Gotha, Kreisverband Ilm-Kreis"),
        ("alle", "alle"),
        ("alle Kreis- und Stadtverbände", "alle"),
        ("alle Stadtverbände", "Stadtverband Weimar"),
        ("Weimarer Land", "?Weimarer Land"),
        ("SV Gotha", "?SV Gotha"),
    ] {
        let list = format!("Datum;Art;Verband\n04.05.2024;Treffen;{cell}\n");
        let (intake, _) = Lists::with_branches().file("T.csv", list).read();
        let line = line(&intake, &intake.records.events[0]);
        assert_eq!(line.split(" | ").nth(3), Some(expected), "„{cell}“");
    }
}

#[test]
fn a_branch_without_type_or_twice_in_the_list_is_told() {
    let lists = Lists::new()
        .file("V.csv", "Verband;Typ;PLZ\nGera;;07545\nJena;Stadtverband;7743\nSV Jena;;07743\n");
    assert_eq!(
        lists.message(Code::BranchWithoutKind),
        "Bitte klären D606: Zu „Gera“ fehlt der Typ; der Verband wurde nicht verwendet.\n  V.csv, Zelle A2\n  Hilfe: In \
         der Spalte „Typ“ Kreisverband oder Stadtverband eintragen."
    );
    assert_eq!(
        lists.message(Code::DuplicateBranch),
        "Bitte klären D605: „Stadtverband Jena“ steht schon in V.csv, Zelle A3; gelesen wurde nur die erste Zeile.\n  \
         V.csv, Zelle A4\n  Hilfe: Eine der beiden Zeilen löschen."
    );
    assert!(lists.message(Code::PostcodePadded).contains("V.csv, Zelle C3"));
    let (intake, _) = lists.read();
    let branch = intake.records.branches.iter().next().unwrap();
    assert_eq!(branch.entry.text(Field::Postcode), Some("07743"));
    assert_eq!(intake.inputs[0].state, InputState::Partial);
}

#[test]
fn a_successor_is_a_branch() {
    let list = "Verband;Typ;besteht bis;Nachfolger\nAlt;KV;30.06.2024;KV Neu\nNeu;KV;;\n";
    let (intake, _) = Lists::new().file("V.csv", list).read();
    let alt = intake.records.branches.iter().next().unwrap();
    assert_eq!(alt.until, NaiveDate::from_ymd_opt(2024, 6, 30));
    assert_eq!(intake.records.branches[alt.successor.unwrap()].name, "Neu");
}

#[test]
fn a_sent_letter_is_dated_by_versandt_am_and_a_draft_is_not() {
    let list = "Brief;Empfänger;erzeugt am;versandt am;Antwort\n\
                angebot-bericht;KV Gotha;15.01.2024;22.01.2024;zugesagt\n\
                angebot-bericht;Landesvorstand;15.01.2024;;\n";
    let (intake, diagnostics) = Lists::with_branches().file("Briefe.csv", list).read();
    let [sent, draft] = intake.records.dispatches.as_slice() else { panic!() };
    assert_eq!(sent.when.span().map(wording::span), Some("22.01.2024".to_owned()));
    assert_eq!(draft.when, When::Undated);
    assert!(
        diagnostics.iter().all(|d| d.sheet.is_some() || d.file.as_deref() != Some("Briefe.csv"))
    );
}

#[test]
fn broken_files_cost_themselves_and_nothing_else() {
    let lists = Lists::with_branches().file("Termine.csv", EVENTS);
    let good = lines(&lists.read().0);
    let mut whole =
        fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/Termine.xlsm"))
            .unwrap();
    whole.truncate(whole.len() * 6 / 10);
    let lists = lists
        .file("a leer.xlsx", "")
        .file("b abgeschnitten.xlsx", &whole)
        .file("c umbenannt.xlsx", "Das ist ein Brief.\nKeine Liste.\n")
        .file("d seite.xls", "<html><table><tr><td>Name</td></tr></table></html>")
        .file("~$Termine.xlsx", "x")
        .file("Thumbs.db", "x")
        .file("z doppelt.csv", EVENTS);
    let (intake, diagnostics) = lists.read();
    assert_eq!(lines(&intake), good, "the good list is unaffected");
    let about = |file: &str| -> Vec<&str> {
        diagnostics
            .iter()
            .filter(|d| d.file.as_deref() == Some(file))
            .map(|d| d.code.number())
            .collect()
    };
    assert_eq!(about("a leer.xlsx"), ["D108"]);
    assert_eq!(about("b abgeschnitten.xlsx"), ["D102"]);
    assert_eq!(about("c umbenannt.xlsx"), ["D301", "D103"]);
    assert_eq!(about("d seite.xls"), ["D105"]);
    assert_eq!(about("z doppelt.csv"), ["D106"]);
    assert_eq!(
        intake.records.failed_files,
        ["a leer.xlsx", "b abgeschnitten.xlsx", "c umbenannt.xlsx", "d seite.xls"]
    );
    let state = |file: &str| {
        intake.inputs.iter().find(|i| i.file == file).map(|i| (i.state, i.reason.clone()))
    };
    assert_eq!(
        state("~$Termine.xlsx"),
        Some((InputState::Skipped, Some("temporäre Datei".to_owned())))
    );
    assert_eq!(state("Thumbs.db"), Some((InputState::Skipped, Some("temporäre Datei".to_owned()))));
    assert_eq!(
        lists.message(Code::Damaged),
        "Bitte klären D102: Die Datei ist beschädigt oder abgeschnitten und konnte nicht gelesen werden.\n  b \
         abgeschnitten.xlsx\n  Hilfe: In Excel öffnen und neu speichern; gelingt das nicht, die letzte Sicherung \
         verwenden."
    );
    assert_eq!(
        lists.message(Code::DuplicateFile),
        "Bitte entscheiden D106: Die Datei hat denselben Inhalt wie „Termine.csv“; gelesen wurde nur diese.\n  z \
         doppelt.csv\n  Hilfe: Eine der beiden Dateien aus dem Listenordner nehmen."
    );
}

#[test]
fn a_stray_cell_in_the_last_corner_costs_a_note() {
    let lists = Lists::with_branches();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, label) in (0..).zip(["Datum", "Art", "Verband"]) {
        sheet.write(0, column, label).unwrap();
    }
    for (column, text) in (0..).zip(["04.05.2024", "Stammtisch", "KV Gotha"]) {
        sheet.write(1, column, text).unwrap();
    }
    sheet.write(1_048_575, 16_383, 2).unwrap();
    book.save(lists.path("Termine.xlsx")).unwrap();
    let (intake, _) = lists.read();
    assert_eq!(intake.records.events.len(), 1);
    assert_eq!(
        lists.message(Code::BlankHeader),
        "Nur zur Information D305: Über der Spalte XFD steht keine Überschrift; sie wurde nicht gelesen.\n  Termine.xlsx, \
         Blatt „Sheet1“, Zelle XFD1048576\n  Hilfe: Eine Überschrift ergänzen oder die überzähligen Zellen löschen."
    );
}

/// 741 bytes that stand for ninety million cells.
#[test]
fn an_opendocument_file_that_unfolds_without_end_is_refused_at_once() {
    use std::io::Write as _;
    let mut package = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    package.start_file("mimetype", options).unwrap();
    package.write_all(b"application/vnd.oasis.opendocument.spreadsheet").unwrap();
    package.start_file("content.xml", options).unwrap();
    package
        .write_all(
            br#"<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="T"><table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="string" table:number-columns-repeated="90"><text:p>x</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"#,
        )
        .unwrap();
    let bytes = package.finish().unwrap().into_inner();
    let lists = Lists::with_branches().file("Termine.csv", EVENTS).file("groß.ods", bytes);
    assert_eq!(
        lists.message(Code::TooLarge),
        "Bitte klären D104: Die Datei enthält mehr, als eine Liste haben kann, und wurde nicht gelesen.\n  groß.ods\n  \
         Hilfe: In Excel mit Strg+Ende die letzte benutzte Zelle prüfen und überzählige Zeilen und Spalten löschen."
    );
    assert_eq!(lists.read().0.records.events.len(), 6);
}

#[test]
fn a_sheet_that_only_shares_two_words_with_a_list_is_no_list() {
    let lists = Lists::with_branches()
        .file("Kasse.csv", "Datum;Zeit;Betrag;Konto;Beleg;Gegenkonto\n04.05.2024;10:00;5;1;2;3\n");
    let (intake, diagnostics) = lists.read();
    assert!(
        diagnostics
            .iter()
            .any(|d| d.code == Code::NoHeader && d.file.as_deref() == Some("Kasse.csv"))
    );
    assert!(intake.records.failed_files.is_empty(), "it promised no list");
}

#[test]
fn the_register_beside_the_lists_is_read_like_a_list() {
    let lists = Lists::with_branches();
    let register = "Postausgang\nBrief;Empfänger;Zeitraum;erzeugt am;versandt am;Termin\nAngebot;KV Gotha;2024;15.01.2024;22.01.2024;14.09.2024\n";
    let outside = TempDir::new().unwrap();
    let path = outside.path().join("Postausgang.xlsx");
    fs::write(&path, register).unwrap();
    let (mut files, mut diagnostics) = list_folder::read(lists.folder.path(), &[]);
    files.push(list_folder::read_file(&path, "../Postausgang.xlsx").0);
    let as_of = AsOf(NaiveDate::from_ymd_opt(2024, 12, 31).unwrap());
    let intake =
        intake::records(&mut diagnostics, &resolution(), &files, &Decisions::default(), as_of);
    let row = &intake.records.dispatches[0];
    assert_eq!(
        row.date(Field::Appointment).span().map(wording::span),
        Some("14.09.2024".to_owned())
    );
    assert_eq!(row.first_cell().to_string(), "../Postausgang.xlsx, Zelle A3");
    assert!(matches!(**row.branches, [Mention::Branch(_)]));
}

#[test]
fn formats_errors_and_formulas_of_excel_cells_are_told_apart() {
    let lists = Lists::with_branches();
    let mut book = rust_xlsxwriter::Workbook::new();
    let month = rust_xlsxwriter::Format::new().set_num_format("[$-407]mmmm yyyy");
    let sheet = book.add_worksheet().set_name("2024").unwrap();
    for (column, label) in (0..).zip(["Datum", "Art", "Verband", "Status"]) {
        sheet.write(3, column + 1, label).unwrap();
    }
    sheet.write_with_format(4, 1, support::serial(1, 5, 2024), &month).unwrap();
    sheet.write(5, 1, "11.05.").unwrap();
    sheet.write(6, 1, "12.05.2024").unwrap();
    sheet
        .write_formula(
            6,
            4,
            rust_xlsxwriter::Formula::new("=VLOOKUP(1,A1:A2,1)").set_result("#N/A"),
        )
        .unwrap();
    for row in 4..7 {
        sheet.write(row, 2, "Stammtisch").unwrap();
        sheet.write(row, 3, "KV Gotha").unwrap();
    }
    let hidden = book.add_worksheet().set_name("alt").unwrap();
    hidden.set_hidden(true);
    hidden.write(0, 0, "Datum").unwrap();
    book.save(lists.path("Termine.xlsx")).unwrap();

    let (intake, _) = lists.read();
    let when: Vec<_> =
        intake.records.events.iter().map(|e| e.when.span().map(wording::span)).collect();
    assert_eq!(
        when,
        [Some("Mai 2024".to_owned()), Some("11.05.2024".to_owned()), Some("12.05.2024".to_owned())]
    );
    assert_eq!(intake.records.events[0].at(Field::Date).unwrap().a1(), "B5");
    assert_eq!(
        intake.records.events[2].status,
        StatusWord::Unrecognised,
        "an error is not an empty status"
    );
    assert!(lists.message(Code::ErrorCell).contains("Zelle E7"));
    assert_eq!(
        lists.message(Code::YearAdded),
        "Nur zur Information D513: „11.05.“ nennt kein Jahr; 2024 wurde aus dem Namen des Blatts oder der Datei \
         ergänzt.\n  Termine.xlsx, Blatt „2024“, Zelle B6\n  Hilfe: Das Jahr dazuschreiben, z. B. 05.03.2024."
    );
    assert_eq!(
        intake.inputs.iter().filter(|i| i.file == "Termine.xlsx").count(),
        1,
        "hidden sheets are not read"
    );
}

#[test]
fn lists_lie_in_any_order_of_columns_rows_and_files() {
    let one = Lists::with_branches().file(
        "a.csv",
        "Datum;Art;Verband\n04.05.2024;Treffen;KV Gotha\n11.05.2024;Treffen;SV Weimar\n",
    );
    let other = Lists::new()
        .file("z Verbände.csv", BRANCHES)
        .file("a.csv", "Verband;Datum;Art\nKV Gotha;04.05.2024;Treffen\n")
        .file("b.csv", "Art;Verband;Datum\nTreffen;SV Weimar;11.05.2024\n");
    let facts = |lists: &Lists| -> Vec<String> {
        let (intake, _) = lists.read();
        intake
            .records
            .events
            .iter()
            .map(|e| line(&intake, e).split(" | ").skip(1).take(3).collect::<Vec<_>>().join(" | "))
            .collect()
    };
    assert_eq!(facts(&one), facts(&other));
}
