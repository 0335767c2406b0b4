//! What a single cell of a list says, cell by cell: the forms an office writes, and what it is told about the others.
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

use std::fs;
use std::io::Write as _;
use std::sync::LazyLock;

use beschlusskontrolle::decisions::Decisions;
use beschlusskontrolle::diagnostic::{Code, Diagnostic, Diagnostics};
use beschlusskontrolle::domain::{AsOf, DateReading, Entry, Field, StatusWord, Tri};
use beschlusskontrolle::intake::combined::COMBINED;
use beschlusskontrolle::intake::{self, Intake};
use beschlusskontrolle::io::list_folder;
use beschlusskontrolle::requirements::rows::{self, Fit};
use beschlusskontrolle::resolution::{self, Resolution};
use beschlusskontrolle::wording;
use chrono::NaiveDate;
use tempfile::TempDir;

const BRANCHES: &str = "Verband;Typ;PLZ;Ort\nGotha;Kreisverband;99867;Gotha\n";

static RESOLUTION: LazyLock<Resolution> = LazyLock::new(|| {
    resolution::load(
        &mut Diagnostics::default(),
        resolution::BUILTIN_TOML,
        resolution::BUILTIN_WORDING,
    )
    .unwrap()
});

/// Reads files of the given names; the Stichtag is 31.12.2024.
fn read(files: &[(&str, &[u8])]) -> (Intake, Diagnostics) {
    let folder = TempDir::new().unwrap();
    for (name, content) in files {
        fs::write(folder.path().join(name), content).unwrap();
    }
    let (files, mut diagnostics) = list_folder::read(folder.path(), &[]);
    let as_of = AsOf(NaiveDate::from_ymd_opt(2024, 12, 31).unwrap());
    let intake =
        intake::records(&mut diagnostics, &RESOLUTION, &files, &Decisions::default(), as_of);
    diagnostics.sort();
    (intake, diagnostics)
}

/// A list of events beside the list of branches.
fn events(list: &str) -> (Intake, Vec<Diagnostic>) {
    let (intake, diagnostics) =
        read(&[("Verbände.csv", BRANCHES.as_bytes()), ("Termine.csv", list.as_bytes())]);
    let about = diagnostics.iter().filter(|d| d.file.as_deref() == Some("Termine.csv")).cloned();
    (intake, about.collect())
}

/// A list of branches alone.
fn branches(list: &str) -> (Intake, Vec<Diagnostic>) {
    let (intake, diagnostics) = read(&[("Verbände.csv", list.as_bytes())]);
    (intake, diagnostics.iter().cloned().collect())
}

fn codes(diagnostics: &[Diagnostic]) -> Vec<&'static str> {
    diagnostics.iter().map(|d| d.code.number()).collect()
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

fn shown(date: &DateReading) -> String {
    match date {
        DateReading::Empty => "leer".to_owned(),
        DateReading::Open => "offen".to_owned(),
        DateReading::Unreadable => "unlesbar".to_owned(),
        DateReading::Dated { span, .. } => {
            format!("{}{}", wording::span(*span), if span.exact { "" } else { " ungefähr" })
        }
    }
}

/// What a cell of the column „Datum“ reads as and which messages it gives.
#[track_caller]
fn date(text: &str, expected: &str, messages: &[&str]) {
    let (intake, told) =
        events(&format!("Datum;Art;Verband\n{};Stammtisch;KV Gotha\n", quoted(text)));
    let entry = intake.records.events.first().unwrap_or_else(|| panic!("„{text}“: no row"));
    assert_eq!(shown(entry.date(Field::Date)), expected, "„{text}“");
    assert_eq!(codes(&told), messages, "„{text}“");
}

#[test]
fn dates_in_every_form_the_design_names() {
    for text in [
        "03.05.2024",
        "3.5.24",
        "3. Mai 2024",
        "2024-05-03",
        "Fr, 03.05.2024",
        "Freitag, 3. Mai 2024",
        "03.05.2024 (Fr)",
        "03.05.2024\u{a0}",
        "3.\u{a0}Mai\u{a0}2024",
        "03.05.2024_x000D_",
        "03.05.2024.",
        "2024-05-03T10:00:00Z",
        "03.\u{200b}05.2024",
    ] {
        date(text, "03.05.2024", &[]);
    }
    date("So. 5. Jan. 2020", "05.01.2020", &[]);
    for text in ["04./05.05.2024", "4.-5. Mai 2024", "04.05.–05.05.2024", "Sa./So. 04./05.05.2024"]
    {
        date(text, "04./05.05.2024", &[]);
    }
    date("30.4./1.5.2024", "30.04.–01.05.2024", &[]);
    date("13/3/2024", "13.03.2024", &[]);
    date("Mai 2024", "Mai 2024 ungefähr", &[]);
    date("05/2024", "Mai 2024 ungefähr", &[]);
    date("Mitte Mai 2025", "Mai 2025 ungefähr", &[]);
    date("Juni-August 2024", "01.06.–31.08.2024 ungefähr", &[]);
    date("KW 24 2024", "10.–16.06.2024 ungefähr", &[]);
    date("2. Quartal 2024", "01.04.–30.06.2024 ungefähr", &[]);
    for text in ["Jeden Freitag", "Jederzeit", "n.V.", "n. n.", "tbd", "?"] {
        date(text, "offen", &[]);
    }
}

#[test]
fn dates_that_leave_something_open_are_told() {
    date("So, 04.05.2024", "04.05.2024", &["D512"]);
    date("19.04. 12:00", "unlesbar", &["D510"]);
    date("5/3/2024", "unlesbar", &["D511"]);
    date("45415", "03.05.2024", &["D514"]);
    date("04.05.85", "unlesbar", &["D515"]);
    date("04.05.2014", "04.05.2014", &["D516"]);
    date("04.05.2031", "unlesbar", &["D516"]);
    date("05.05.–04.05.2024", "unlesbar", &["D518"]);
    date("Pfingsten", "unlesbar", &["D510"]);
    date("04.05. und 18.05.2024", "unlesbar", &["D510"]);
    date("#NV", "unlesbar", &["D502"]);
}

#[test]
fn a_year_comes_from_the_name_of_the_file_with_a_note() {
    let list =
        "Datum;Art;Verband\n19.04. 12:00;Stammtisch;KV Gotha\n04./05.05.;Stammtisch;KV Gotha\n";
    let (intake, diagnostics) = read(&[("Termine 2024.csv", list.as_bytes())]);
    let days: Vec<String> =
        intake.records.events.iter().map(|e| shown(e.date(Field::Date))).collect();
    assert_eq!(days, ["19.04.2024", "04./05.05.2024"]);
    let note = diagnostics.iter().find(|d| d.code == Code::YearAdded).unwrap();
    assert_eq!(
        note.message,
        "„19.04. 12:00“ nennt kein Jahr; 2024 wurde aus dem Namen des Blatts oder der Datei ergänzt. Ebenso in einer weiteren Zelle der Spalte."
    );
}

#[test]
fn a_date_cell_that_also_tells_the_state_is_read_as_both() {
    let state = |cell: &str, status: &str| {
        let (intake, told) = events(&format!(
            "Datum;Art;Verband;Status\n{};Stammtisch;KV Gotha;{status}\n",
            quoted(cell)
        ));
        let entry = &intake.records.events[0];
        let moved = match &entry.status {
            StatusWord::Postponed(Some(span)) => format!("Postponed {}", wording::span(*span)),
            other => format!("{other:?}"),
        };
        (shown(entry.date(Field::Date)), moved, codes(&told))
    };
    let told = |date: &str, status: &str, codes: &[&'static str]| {
        (date.to_owned(), status.to_owned(), codes.to_vec())
    };
    assert_eq!(state("04.05.2024 geplant", ""), told("04.05.2024", "Planned", &[]));
    assert_eq!(state("04.05.2024 (abgesagt)", ""), told("04.05.2024", "Cancelled", &[]));
    assert_eq!(state("04.05.2024 (abgesagt)", "abgesagt"), told("04.05.2024", "Cancelled", &[]));
    assert_eq!(
        state("04.05.2024 (abgesagt)", "durchgeführt"),
        told("04.05.2024", "Unrecognised", &["D560"])
    );
    assert_eq!(state("abgesagt", ""), told("offen", "Cancelled", &[]));
    assert_eq!(
        state("verschoben auf 12.05.2024", ""),
        told("12.05.2024", "Postponed 12.05.2024", &[])
    );
    assert_eq!(
        state("04.05.2024 verschoben auf 12.5.", ""),
        told("04.05.2024", "Postponed 12.05.2024", &[])
    );
    assert_eq!(state("verschoben", ""), told("offen", "Postponed(None)", &[]));
    assert_eq!(state("04.05.2024 vielleicht", ""), told("unlesbar", "None", &["D510"]));
}

#[test]
fn a_year_that_breaks_the_order_of_the_list_is_asked_about_and_kept() {
    let days = ["02.01.2024", "09.01.2024", "25.01.2025", "30.01.2024", "06.02.2024", "13.02.2024"];
    let rows = days.map(|day| format!("{day};Stammtisch;KV Gotha\n")).concat();
    let (intake, told) = events(&format!("Datum;Art;Verband\n{rows}"));
    assert_eq!(shown(intake.records.events[2].date(Field::Date)), "25.01.2025");
    assert_eq!(
        told.iter().map(ToString::to_string).collect::<Vec<_>>(),
        [
            "Bitte entscheiden D516: „25.01.2025“ fällt aus der Reihenfolge der Liste; vielleicht ist 25.01.2024 gemeint. \
             Das Datum wurde übernommen.\n  Termine.csv, Zelle A4\n  Hilfe: Prüfen, ob das Jahr vertippt ist."
        ]
    );
}

#[test]
fn a_month_is_noted_only_where_a_weekday_is_asked_for() {
    let list =
        |kind: &str| format!("Datum;Art;Verband\nMai 2024;{kind};alle\nJuni 2024;{kind};alle\n");
    assert_eq!(codes(&events(&list("Stammtisch")).1), Vec::<&str>::new());
    let (_, told) = events(&list("Mitgliederwochenende"));
    assert_eq!(
        told.iter().map(|d| d.message.as_str()).collect::<Vec<_>>(),
        [
            "„Mai 2024“ nennt keinen Tag; ob der Wochentag passt, bleibt offen. Ebenso in einer weiteren Zelle der Spalte."
        ]
    );
}

#[test]
fn status_words_and_what_is_none() {
    for (text, expected) in [
        ("durchgeführt", "Done"),
        ("hat stattgefunden", "Done"),
        ("gehalten", "Done"),
        ("erledigt", "Done"),
        ("✓", "Done"),
        ("abgesagt", "Cancelled"),
        ("ausgefallen", "Cancelled"),
        ("fällt aus", "Cancelled"),
        ("entfällt", "Cancelled"),
        ("geplant", "Planned"),
        ("steht", "Planned"),
        ("terminiert", "Planned"),
        ("vereinbart", "Planned"),
        ("angeboten", "Offered"),
        ("eingeladen", "Offered"),
        ("zugesagt", "Offered"),
        ("verschoben", "Postponed(None)"),
        ("", "None"),
        ("–", "None"),
        ("?", "Unrecognised"),
        ("vielleicht", "Unrecognised"),
        ("nicht durchgeführt", "Unrecognised"),
        ("verschoben vom 04.05.2024", "Unrecognised"),
    ] {
        let (intake, told) =
            events(&format!("Datum;Art;Verband;Status\n14.03.2024;Stammtisch;KV Gotha;{text}\n"));
        assert_eq!(format!("{:?}", intake.records.events[0].status), expected, "„{text}“");
        let asked: &[&str] = if expected == "Unrecognised" { &["D560"] } else { &[] };
        assert_eq!(codes(&told), asked, "„{text}“");
    }
    for text in
        ["verschoben auf 12.5.", "verschoben (neuer Termin 12.05.2024)", "auf 12.5. verschoben"]
    {
        let (intake, _) =
            events(&format!("Datum;Art;Verband;Status\n14.03.2024;Stammtisch;KV Gotha;{text}\n"));
        let StatusWord::Postponed(Some(span)) = intake.records.events[0].status else {
            panic!("„{text}“");
        };
        assert_eq!(wording::span(span), "12.05.2024", "„{text}“");
    }
}

#[test]
fn yes_and_no_and_everything_else() {
    let ask = |text: &str| {
        let (intake, told) = events(&format!(
            "Datum;Art;Verband;LV vertreten;offene Debatte\n14.03.2024;Stammtisch;KV Gotha;{text};{text}\n"
        ));
        (intake.records.events[0].bodies.first().map(|b| b.present), codes(&told))
    };
    for text in ["ja", "j", "x", "X", "✓", "✔", "☑", "1", "wahr", "TRUE"] {
        assert_eq!(ask(text), (Some(Tri::Yes), vec![]), "„{text}“");
    }
    for text in ["nein", "n", "✗", "0", "falsch"] {
        assert_eq!(ask(text), (Some(Tri::No), vec![]), "„{text}“");
    }
    assert_eq!(ask("–"), (Some(Tri::Unknown), vec![]));
    for text in ["entschuldigt", "abgesagt", "evtl.", "?", "ja, 2"] {
        assert_eq!(ask(text), (Some(Tri::Unknown), vec!["D520", "D520"]), "„{text}“");
    }
    for text in ["ü", "û", "þ", "ý"] {
        assert_eq!(ask(text), (Some(Tri::Unknown), vec!["D521", "D521"]), "„{text}“");
    }
    let (_, told) = events("Datum;Art;Verband;offene Debatte\n14.03.2024;Stammtisch;KV Gotha;ü\n");
    assert_eq!(
        told[0].message,
        "In der Zelle steht der Buchstabe „ü“, der in der Schrift Wingdings ein Häkchen oder Kreuz ist; die Angabe gilt als unbekannt."
    );
}

#[test]
fn numbers_keep_their_text_and_names_are_never_quoted() {
    let ask = |cells: &[&str]| {
        let rows: Vec<String> = cells
            .iter()
            .map(|cell| format!("14.03.2024;Stammtisch;KV Gotha;{}\n", quoted(cell)))
            .collect();
        let rows = rows.concat();
        let (intake, told) = events(&format!("Datum;Art;Verband;Teilnehmende\n{rows}"));
        let text = intake.records.events[0].text(Field::Attendance).map(str::to_owned);
        (text.unwrap_or_default(), told)
    };
    for text in ["30", "1.234,5", "1 234", "1.234", "?", "–"] {
        let (kept, told) = ask(&[text]);
        assert_eq!((kept.as_str(), codes(&told)), (text, vec![]), "„{text}“");
    }
    for text in ["ca. 30", "30-40", "30+", "25 (davon 10 online)"] {
        let (kept, told) = ask(&[text]);
        assert_eq!((kept.as_str(), codes(&told)), (text, vec!["D531"]), "„{text}“");
    }
    let (_, told) = ask(&["Anna Beispiel, Karl Muster"]);
    assert_eq!(codes(&told), ["D530"]);
    assert_eq!(told[0].message, "In der Zelle steht keine Zahl; die Angabe gilt als unbekannt.");
    assert_eq!(told[0].found, None);
    let (_, told) = ask(&["1.234", "12,50"]);
    assert_eq!(
        told[0].message,
        "„1.234“ kann eine ganze Zahl mit Tausenderpunkt oder ein Bruch sein, denn die Spalte enthält auch Zahlen mit Komma; die Angabe gilt als unbekannt."
    );
}

/// The branch's texts, in the order of the fields, and the messages.
fn branch(header: &str, row: &str, fields: &[Field]) -> (Vec<String>, Vec<Diagnostic>) {
    let (intake, told) = branches(&format!("Verband;Typ;{header}\nGotha;KV;{row}\n"));
    let entry: &Entry = &intake.records.branches.iter().next().expect("a branch").entry;
    let texts = fields.iter().map(|field| entry.text(*field).unwrap_or("leer").to_owned());
    (texts.collect(), told)
}

#[track_caller]
fn branch_reads(header: &str, row: &str, fields: &[(Field, &str)], messages: &[&str]) {
    let (wanted, expected): (Vec<Field>, Vec<&str>) = fields.iter().copied().unzip();
    let (texts, told) = branch(header, row, &wanted);
    assert_eq!(texts, expected, "{header}: „{row}“");
    assert_eq!(codes(&told), messages, "{header}: „{row}“ {told:#?}");
}

#[test]
fn postcodes_are_padded_only_where_the_area_exists_and_nothing_speaks_of_another_country() {
    let plz = |row: &str, expected: &str, messages: &[&str]| {
        branch_reads("PLZ;Ort", row, &[(Field::Postcode, expected)], messages);
    };
    plz("07743;Jena", "07743", &[]);
    plz("D-07743;Jena", "07743", &[]);
    plz("07743.0;Jena", "07743", &[]);
    plz("7743;Jena", "07743", &["D541"]);
    plz("7743.0;Jena", "07743", &["D541"]);
    plz("5020;Salzburg", "5020", &["D540"]);
    plz("6020;Innsbruck (Österreich)", "6020", &["D540"]);
    plz("CH-8001;Zürich", "CH-8001", &["D540"]);
    plz("A-1010;Wien", "A-1010", &["D540"]);
    plz("977431;Jena", "977431", &["D540"]);
    plz("–;Jena", "–", &[]);
    branch_reads(
        "PLZ;Ort;Land",
        "6020;Innsbruck;Österreich",
        &[(Field::Postcode, "6020")],
        &["D540", "D306"],
    );
    branch_reads(
        "PLZ;Ort;Land",
        "7743;Jena;Deutschland",
        &[(Field::Postcode, "07743")],
        &["D306", "D541"],
    );
    branch_reads(
        "Straße;PLZ;Ort",
        "Rosa-Luxemburg-Straße 3;7743;Jena",
        &[(Field::Postcode, "07743")],
        &["D541"],
    );
    branch_reads("PLZ", "07743 Jena", &[(Field::Postcode, "07743"), (Field::Town, "Jena")], &[]);
}

#[test]
fn mail_addresses_are_cut_apart_and_a_wrong_one_is_never_used() {
    let mail = |row: &str, expected: &str, messages: &[&str]| {
        branch_reads("E-Mail", row, &[(Field::Email, expected)], messages);
    };
    mail("gotha@example.org", "gotha@example.org", &[]);
    mail("mailto:gotha@example.org", "gotha@example.org", &[]);
    mail("a@example.org, b@example.org", "a@example.org; b@example.org", &[]);
    mail("\"a@example.org\nb@example.org\"", "a@example.org; b@example.org", &[]);
    mail("gotha(at)example.org", "leer", &["D550"]);
    let (_, told) = branch("E-Mail", "anna.beispiel@example", &[]);
    assert_eq!(
        told[0].to_string(),
        "Bitte entscheiden D550: Die Zelle enthält keine brauchbare E-Mail-Adresse; sie wird nicht verwendet.\n  \
         Verbände.csv, Zelle C2\n  Hilfe: Die Schreibweise prüfen; mehrere Adressen mit Semikolon trennen."
    );
    assert_eq!(told[0].found, None);
    branch_reads("Telefon", "03621 12345", &[(Field::Phone, "03621 12345")], &[]);
    branch_reads("Telefon", "wie Vorjahr", &[(Field::Phone, "wie Vorjahr")], &["D551"]);
}

#[test]
fn combined_columns_are_split_where_every_part_is_certain() {
    use Field::{Chair1First, Chair1Last, Chair2First, Chair2Last, Email, Postcode, Street, Town};
    for label in ["PLZ/Ort", "PLZ Ort", "Ort, PLZ", "PLZ und Ort"] {
        branch_reads(label, "99867 Gotha", &[(Postcode, "99867"), (Town, "Gotha")], &[]);
        branch_reads(label, "\"Gotha, 99867\"", &[(Postcode, "99867"), (Town, "Gotha")], &[]);
        branch_reads(label, "7743 Jena", &[(Postcode, "leer"), (Town, "leer")], &["D543"]);
    }
    let address = [(Street, "Marktstr. 3"), (Postcode, "99867"), (Town, "Gotha")];
    let none = [(Street, "leer"), (Postcode, "leer"), (Town, "leer")];
    for label in ["Straße, PLZ Ort", "Straße/PLZ/Ort", "Anschrift", "Adresse"] {
        branch_reads(label, "Marktstr. 3, 99867 Gotha", &address, &[]);
        branch_reads(label, "\"Marktstr. 3\n99867 Gotha\"", &address, &[]);
        branch_reads(label, "Marktstr. 3 99867 Gotha", &none, &["D543"]);
        branch_reads(label, "siehe Gotha", &none, &["D543"]);
        branch_reads(label, "–", &none, &[]);
    }
    branch_reads("Anschrift;PLZ;Ort", "Marktstr. 3;99867;Gotha", &address, &[]);
    branch_reads(
        "Anschrift;PLZ;Ort",
        "Marktstr. 3, 99867 Gotha;99867;Gotha",
        &[(Street, "leer"), (Postcode, "99867"), (Town, "Gotha")],
        &["D543"],
    );
    branch_reads(
        "Name, Vorname",
        "Beispiel, Anna",
        &[(Chair1First, "Anna"), (Chair1Last, "Beispiel")],
        &[],
    );
    branch_reads(
        "Vorsitz (Name, Vorname)",
        "\"Beispiel, Anna; Muster, Karl\"",
        &[
            (Chair1First, "Anna"),
            (Chair1Last, "Beispiel"),
            (Chair2First, "Karl"),
            (Chair2Last, "Muster"),
        ],
        &[],
    );
    branch_reads(
        "Vorsitz (Name, Vorname)",
        "Anna Beispiel",
        &[(Chair1First, "leer"), (Chair1Last, "leer")],
        &["D543"],
    );
    branch_reads(
        "Vorsitz (Name, E-Mail)",
        "Anna Beispiel (anna@example.org)",
        &[(Chair1First, "Anna"), (Chair1Last, "Beispiel"), (Email, "anna@example.org")],
        &[],
    );
    branch_reads("PLZ;Ort", "99867;99867 Gotha", &[(Postcode, "99867"), (Town, "leer")], &["D543"]);
    for nobody in ["n. n.", "vakant", "unbesetzt", "?", "–"] {
        branch_reads("Vorsitz", nobody, &[(Chair1First, "leer"), (Chair1Last, "leer")], &[]);
    }
    branch_reads("Vorsitz", "Anna Beispiel (bis Mai)", &[(Chair1Last, "leer")], &["D543"]);
    branch_reads(
        "Vorsitz",
        "Anna Beispiel, anna@example.org",
        &[(Chair1First, "leer"), (Chair1Last, "leer")],
        &["D543"],
    );
}

#[test]
fn an_unsplit_cell_says_how_to_write_it_and_names_nobody() {
    let (_, told) = branch("PLZ/Ort", "7743 Jena", &[]);
    assert_eq!(
        told[0].to_string(),
        "Bitte entscheiden D543: Die Zelle enthält mehrere Angaben („PLZ/Ort“), die sich nicht sicher trennen lassen; \
         keine davon wurde verwendet.\n  Verbände.csv, Zelle C2\n  Hilfe: Wie „99867 Gotha“ schreiben oder auf eigene \
         Spalten verteilen."
    );
    assert_eq!(told[0].expected.as_deref(), Some("eine Schreibweise wie „99867 Gotha“"));
}

#[test]
fn day_and_hour_share_a_column() {
    for label in ["Datum/Uhrzeit", "Datum und Uhrzeit", "Termin/Uhrzeit"] {
        let (intake, told) = events(&format!(
            "{label};Art;Verband\n\"Sa, 04.05.2024, 18:30 Uhr\";Stammtisch;KV Gotha\n"
        ));
        let entry = &intake.records.events[0];
        assert_eq!(shown(entry.date(Field::Date)), "04.05.2024", "{label}");
        assert_eq!(entry.text(Field::Time), Some("18:30 Uhr"), "{label}");
        assert!(told.is_empty(), "{told:#?}");
    }
}

#[test]
fn every_combined_label_is_known_and_its_example_is_split() {
    for column in COMBINED {
        let parts = column.parts(column.example).unwrap_or_else(|| panic!("{}", column.label));
        assert!(parts.len() >= 2, "{}", column.label);
    }
}

#[test]
fn umlauts_gone_wrong_are_told_once_per_sheet() {
    let list = "Datum;Art;Verband;Themen\n14.03.2024;Stammtisch;KV Gotha;MaÃŸnahmen\n15.03.2024;Stammtisch;KV Gotha;fÃ¼r alle\n";
    let (intake, told) = events(list);
    assert_eq!(intake.records.events[0].text(Field::Topics), Some("MaÃŸnahmen"));
    assert_eq!(
        told.iter().map(ToString::to_string).collect::<Vec<_>>(),
        [
            "Bitte entscheiden D207: Umlaute stehen hier als falsche Zeichen: „MaÃŸnahmen“ heißt vermutlich „Maßnahmen“. \
             Der Text wurde genommen, wie er dasteht. Ebenso in einer weiteren Zelle des Blatts.\n  Termine.csv, Zelle \
             D2\n  Hilfe: Die Datei im Ursprungsprogramm als Excel-Arbeitsmappe oder „CSV UTF-8“ neu speichern."
        ]
    );
    let list = "Datum;Art;Verband;Ort\n14.03.2024;Stammtisch;KV Gotha;S?mmerda\n";
    assert_eq!(
        events(list).1[0].to_string(),
        "Bitte entscheiden D208: Umlaute sind hier zerstört: „S?mmerda“. Der Text wurde genommen, wie er dasteht.\n  \
         Termine.csv, Zelle D2\n  Hilfe: Die Datei im Ursprungsprogramm als Excel-Arbeitsmappe oder „CSV UTF-8“ neu \
         speichern."
    );
}

#[test]
fn a_garbled_label_is_named_where_it_costs_the_sheet() {
    let about_umlauts = |list: &str| -> Vec<String> {
        let (_, told) = events(list);
        told.iter()
            .filter(|d| matches!(d.code, Code::Mojibake | Code::BrokenUmlauts))
            .map(ToString::to_string)
            .collect()
    };
    let help = "Hilfe: Die Datei im Ursprungsprogramm als Excel-Arbeitsmappe oder „CSV UTF-8“ neu speichern.";
    // a required column is missing
    assert_eq!(
        about_umlauts("Brief;EmpfÃ¤nger;versandt am\nRundschreiben;KV Gotha;15.01.2024\n"),
        [format!(
            "Bitte entscheiden D207: Umlaute stehen hier als falsche Zeichen: „EmpfÃ¤nger“ heißt vermutlich \
             „Empfänger“. Die Spalte wurde deshalb vielleicht nicht erkannt.\n  Termine.csv, Zelle B1\n  {help}"
        )]
    );
    // no label is known; what is no label is not quoted
    assert_eq!(
        about_umlauts("KÃ¼rzel;Notiz\nGTH;BÃ¤rbel Beispiel\n"),
        [format!(
            "Bitte entscheiden D207: Umlaute stehen hier als falsche Zeichen: „KÃ¼rzel“ heißt vermutlich „Kürzel“. \
             Die Überschriften wurden deshalb vielleicht nicht erkannt. Ebenso in einer weiteren Zelle des Blatts.\n  \
             Termine.csv, Zelle A1\n  {help}"
        )]
    );
    assert_eq!(
        about_umlauts("K\u{fffd}rzel;Notiz\nGTH;Lager\n"),
        [format!(
            "Bitte entscheiden D208: Umlaute sind hier zerstört. Die Überschriften wurden deshalb vielleicht nicht \
             erkannt.\n  Termine.csv, Zelle A1\n  {help}"
        )]
    );
}

#[test]
fn damaged_names_of_persons_are_not_quoted() {
    let (_, told) = branch("Vorsitz", "JÃ¼rgen Beispiel", &[]);
    assert_eq!(told[0].code, Code::Mojibake);
    assert_eq!((told[0].found.as_ref(), told[0].message.contains("Beispiel")), (None, false));
}

#[test]
fn a_text_that_ends_at_a_limit_is_doubted() {
    let told = |length: usize| {
        let text = "ä".repeat(length);
        codes(
            &events(&format!("Datum;Art;Verband;Themen\n14.03.2024;Stammtisch;KV Gotha;{text}\n"))
                .1,
        )
    };
    assert_eq!(told(254), Vec::<&str>::new());
    assert_eq!(told(255), ["D504"]);
    assert_eq!(told(256), Vec::<&str>::new());
    assert_eq!(told(32_767), ["D504"]);
}

#[test]
fn a_measure_may_begin_ab_or_seit_a_day() {
    let begin = |text: &str| {
        let list = format!("Art;Beginn;Beschreibung\nMaßnahme;{text};etwas\n");
        let (intake, _) = read(&[("Maßnahmen.csv", list.as_bytes())]);
        shown(intake.records.measures[0].date(Field::Begin))
    };
    assert_eq!(begin("ab 01.05.2024"), "01.05.2024");
    assert_eq!(begin("seit Mai 2024"), "Mai 2024 ungefähr");
    date("ab 04.05.2024", "unlesbar", &["D510"]);
}

#[test]
fn a_damaged_art_is_a_question_and_never_another_kind() {
    let art = |text: &str| {
        let (intake, _) = events(&format!("Datum;Art;Verband\n14.03.2024;{text};KV Gotha\n"));
        RESOLUTION
            .evidence
            .values()
            .map(|e| rows::fit(&intake.records.events[0], e))
            .max_by_key(|fit| matches!(fit, Fit::Possible))
    };
    assert_eq!(art("PrÃ¼fung"), Some(Fit::Possible));
    assert_eq!(art("Pr?fung"), Some(Fit::Possible));
    assert_eq!(art("Wanderung"), Some(Fit::No));
}

#[test]
fn numbers_in_cells_are_taken_as_they_are_and_a_day_is_none() {
    let told = |cell: &str| {
        let head = row(1, &["Datum", "Art", "Verband", "Teilnehmende"]);
        let list = format!("{head}{}", row(2, &["14.03.2024", "Stammtisch", "KV Gotha", cell]));
        let (intake, diagnostics) = read(&[("Termine.xlsx", &workbook(&list, ""))]);
        let text = intake.records.events[0].text(Field::Attendance).map(str::to_owned);
        (text, diagnostics.iter().any(|d| d.code == Code::NotANumber))
    };
    assert_eq!(told("<v>31</v>"), (Some("31".to_owned()), false));
    assert_eq!(told("<v>1.234</v>"), (Some("1,234".to_owned()), false));
    assert_eq!(told("day 2024-12-30"), (Some("30.12.2024".to_owned()), true));
    let list = [
        row(1, &["Datum", "Art", "Verband", "Teilnehmende"]),
        row(2, &["14.03.2024", "Stammtisch", "KV Gotha", "1.234"]),
        row(3, &["15.03.2024", "Stammtisch", "KV Gotha", "<v>12.5</v>"]),
    ];
    let (_, diagnostics) = read(&[("Termine.xlsx", &workbook(&list.concat(), ""))]);
    assert!(diagnostics.iter().any(|d| d.code == Code::NotANumber), "shown as 12,5");
}

#[test]
fn an_error_in_a_column_nobody_reads_is_no_matter() {
    let list = "Datum;Art;Verband;Farbe\n14.03.2024;Stammtisch;KV Gotha;#REF!\n";
    assert_eq!(codes(&events(list).1), ["D306"]);
}

#[test]
fn an_error_never_becomes_the_name_of_a_branch() {
    let (intake, told) = branches("Verband;Typ\n#NV;KV\nGotha;KV\n");
    assert_eq!(intake.records.branches.iter().count(), 1);
    assert_eq!(codes(&told), ["D401", "D502"]);
}

/// A workbook of one sheet, its XML as Excel would have written it without calculating.
fn workbook(rows: &str, workbook_properties: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let parts = [
        (
            "[Content_Types].xml",
            format!(
                r#"<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"#
            ),
        ),
        (
            "_rels/.rels",
            format!(
                r#"<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                r#"<workbook xmlns="{main}" xmlns:r="{relations}">{workbook_properties}<sheets><sheet name="Tabelle1" sheetId="1" r:id="rId1"/></sheets></workbook>"#
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                r#"<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!(r#"<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>"#),
        ),
    ];
    let mut package = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in parts {
        package.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        package.write_all(content.as_bytes()).unwrap();
    }
    package.finish().unwrap().into_inner()
}

/// A row of texts; what begins with `<` is a cell's inside as it stands, with `day ` a day in ISO form.
fn row(number: u32, cells: &[&str]) -> String {
    let cells: String = ('A'..)
        .zip(cells)
        .map(|(column, text)| {
            if let Some(day) = text.strip_prefix("day ") {
                format!(r#"<c r="{column}{number}" t="d"><v>{day}</v></c>"#)
            } else if text.starts_with('<') {
                format!(r#"<c r="{column}{number}">{text}</c>"#)
            } else {
                format!(r#"<c r="{column}{number}" t="str"><v>{text}</v></c>"#)
            }
        })
        .collect();
    format!(r#"<row r="{number}">{cells}</row>"#)
}

#[test]
fn a_formula_without_a_result_is_no_empty_cell() {
    let head = row(1, &["Datum", "Art", "Verband", "Status"]);
    let date = row(2, &["<f>TODAY()-1</f>", "Stammtisch", "KV Gotha", "durchgeführt"]);
    let status = row(3, &["14.03.2024", "Stammtisch", "KV Gotha", "<f>A1</f><v></v>"]);
    let (intake, diagnostics) = read(&[
        ("Verbände.csv", BRANCHES.as_bytes()),
        ("Termine.xlsx", &workbook(&format!("{head}{date}{status}"), "")),
    ]);
    let [first, second] = intake.records.events.as_slice() else {
        panic!("{:#?}", intake.records.events);
    };
    assert_eq!(shown(first.date(Field::Date)), "unlesbar");
    assert_eq!(second.status, StatusWord::Unrecognised, "an unknown status is not an empty one");
    let told: Vec<String> = diagnostics
        .iter()
        .filter(|d| d.code == Code::NoFormulaResult)
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        told,
        [
            "Bitte klären D503: Die Formel in dieser Zelle hat in der Datei kein gespeichertes Ergebnis; die Angabe gilt \
             als unbekannt.\n  Termine.xlsx, Blatt „Tabelle1“, Zelle A2\n  Hilfe: Die Datei in Excel öffnen und speichern.",
            "Bitte klären D503: Die Formel in dieser Zelle hat in der Datei kein gespeichertes Ergebnis; die Angabe gilt \
             als unbekannt.\n  Termine.xlsx, Blatt „Tabelle1“, Zelle D3\n  Hilfe: Die Datei in Excel öffnen und speichern."
        ]
    );
}

#[test]
fn a_bare_serial_number_is_a_day_with_a_note() {
    let head = row(1, &["Datum", "Art", "Verband"]);
    let day = row(2, &["<v>45415</v>", "Stammtisch", "KV Gotha"]);
    let (intake, diagnostics) = read(&[("Termine.xlsx", &workbook(&format!("{head}{day}"), ""))]);
    assert_eq!(shown(intake.records.events[0].date(Field::Date)), "03.05.2024");
    assert!(diagnostics.iter().any(|d| d.code == Code::SerialDate));
}

#[test]
fn a_book_that_counts_from_1904_is_read_by_its_own_calendar() {
    let head = row(1, &["Datum", "Art", "Verband"]);
    let day = row(2, &["<v>43953</v>", "Stammtisch", "KV Gotha"]);
    let book = workbook(&format!("{head}{day}"), r#"<workbookPr date1904="1"/>"#);
    let (intake, diagnostics) = read(&[("Termine.xlsx", &book)]);
    assert_eq!(shown(intake.records.events[0].date(Field::Date)), "03.05.2024");
    let note = diagnostics.iter().find(|d| d.code == Code::SerialDate).unwrap();
    assert_eq!(
        note.message,
        "Das Datum ist als Zahl gespeichert („43953“) und wurde als 03.05.2024 gelesen."
    );
}

#[test]
fn every_message_about_a_value_says_what_was_expected() {
    let (_, mut told) = branches(
        "Verband;Typ;PLZ;E-Mail;Telefon;Mitglieder;Briefpost;Adresse;Vorsitz\n\
         Gotha;KV;123;kaputt;wie Vorjahr;viele;vielleicht;irgendwo;Anna 1\n\
         Jena;KV;7743;;;ca. 30;ü;;\nGera;KV;#NV;;;;;;\n",
    );
    let (_, more) = events(
        "Datum;bis;Art;Verband;Status;Themen\n5/3/2024;;a;KV Gotha;;\nx;;a;KV Gotha;bald;\nSo, 04.05.2024;;a;KV Gotha;;\n\
         45415;;a;KV Gotha;;\n04.05.85;;a;KV Gotha;;\n04.05.2013;;a;KV Gotha;;\n05.05.2024;04.05.2024;a;KV Gotha;;\n",
    );
    told.extend(more);
    let mut seen: Vec<&str> = Vec::new();
    for diagnostic in &told {
        let number = diagnostic.code.number();
        if number.starts_with("D5") {
            assert!(diagnostic.expected.is_some(), "{diagnostic}");
            assert!(diagnostic.help.is_some() && diagnostic.cell.is_some(), "{diagnostic}");
            seen.push(number);
        }
    }
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(
        seen,
        [
            "D502", "D510", "D511", "D512", "D514", "D515", "D516", "D518", "D520", "D521", "D530",
            "D531", "D540", "D541", "D543", "D550", "D551", "D560"
        ]
    );
}
