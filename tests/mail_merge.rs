//! `serienbrief`: letters from any list, as the person at the keyboard meets them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::allow_attributes,
    dead_code,
    reason = "a test may stop loudly"
)]

#[path = "word/fixture.rs"]
mod fixture;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use fixture::{cell, package, paragraph, row, table, text};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};

struct Office(tempfile::TempDir);

impl Office {
    /// With a template of these paragraphs.
    fn new(paragraphs: &[&str]) -> Self {
        let office = Self(tempfile::tempdir().unwrap());
        office.template(&paragraphs.iter().map(|text| paragraph(text)).collect::<String>());
        office
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn template(&self, content: &str) {
        fs::write(self.path("Brief.docx"), package(content)).unwrap();
    }

    fn csv(&self, content: &str) {
        fs::write(self.path("Liste.csv"), content).unwrap();
    }

    fn workbook(&self, fill: impl FnOnce(&mut Workbook)) {
        let mut workbook = Workbook::new();
        fill(&mut workbook);
        workbook.save(self.path("Liste.xlsx")).unwrap();
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let list = if self.path("Liste.xlsx").exists() { "Liste.xlsx" } else { "Liste.csv" };
        Command::new(env!("CARGO_BIN_EXE_beschlusskontrolle"))
            .current_dir(self.0.path())
            .args(["serienbrief", "--vorlage", "Brief.docx", "--liste", list])
            .args(["--stichtag", "2024-12-31"])
            .args(arguments)
            .output()
            .unwrap()
    }

    /// Every file of the folder with its paragraphs.
    #[track_caller]
    fn letters(&self, arguments: &[&str]) -> Vec<(String, Vec<String>)> {
        let output = self.run(&[arguments, &["-o", "Briefe"]].concat());
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        let folder = self.path("Briefe");
        names(&folder)
            .into_iter()
            .map(|name| {
                let lines = text(&fs::read(folder.join(&name)).unwrap());
                (name, lines)
            })
            .collect()
    }

    #[track_caller]
    fn refused(&self, arguments: &[&str], sentence: &str) {
        let output = self.run(&[arguments, &["-o", "Briefe"]].concat());
        let said = said(&output);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(sentence), "{said}");
        assert!(!self.path("Briefe").exists(), "something was written");
    }
}

fn names(folder: &Path) -> Vec<String> {
    let mut found: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    found.sort();
    found
}

/// What was said, on one line.
fn said(output: &Output) -> String {
    let all = [output.stdout.clone(), output.stderr.clone()].concat();
    String::from_utf8(all).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn letter(name: &str, lines: &[&str]) -> (String, Vec<String>) {
    (name.to_owned(), lines.iter().map(|line| (*line).to_owned()).collect())
}

fn put(sheet: &mut Worksheet, rows: &[&[&str]]) {
    for (number, row) in (0..).zip(rows) {
        for (column, text) in (0..).zip(*row) {
            sheet.write_string(number, column, *text).unwrap();
        }
    }
}

#[test]
fn every_row_is_a_letter_and_the_labels_are_the_placeholders() {
    let office =
        Office::new(&["{{ Vorname }} {{nachname}}", "{{ Straße }}", "{{ PLZ }} {{ Ort }}"]);
    office.csv(
        "Vorname;Nachname;Strasse;PLZ;Ort\nAda;Muster;Weg 1;07743;Jena\nKim;Probe;;99867;Gotha\n",
    );
    assert_eq!(
        office.letters(&["--dateiname", "{{ Nachname }}, {{ Vorname }}"]),
        [
            letter("Muster, Ada.docx", &["Ada Muster", "Weg 1", "07743 Jena"]),
            // a line of nothing but an empty field is gone, as in Word
            letter("Probe, Kim.docx", &["Kim Probe", "99867 Gotha"]),
        ]
    );
}

#[test]
fn files_are_numbered_and_names_never_meet() {
    let office = Office::new(&["{{ Name }}"]);
    office.csv("Name;Ort\nMüller;Jena\nmüller;Gera\nA/B: C;Gotha\n");
    let names: Vec<String> = office.letters(&[]).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["Brief 001.docx", "Brief 002.docx", "Brief 003.docx"]);
    fs::remove_dir_all(office.path("Briefe")).unwrap();
    let names: Vec<String> =
        office.letters(&["--dateiname", "{{ Name }}"]).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["A-B- C.docx", "Müller.docx", "müller (2).docx"]);
}

#[test]
fn values_look_as_they_do_in_excel() {
    let office = Office::new(&[
        "{{ Am }}|{{ Am|datum(\"lang\") }}|{{ Beitrag }}|{{ Beitrag|zahl(1) }}|{{ Anteil }}|{{ Nummer }}|{{ Menge }}|{{ PLZ }}|{{ Uhr }}|{{ Da }}",
    ]);
    office.workbook(|workbook| {
        let sheet = workbook.add_worksheet();
        put(sheet, &[&["Am", "Beitrag", "Anteil", "Nummer", "Menge", "PLZ", "Uhr", "Da"]]);
        let format = |code: &str| Format::new().set_num_format(code);
        let day = ExcelDateTime::from_ymd(2024, 9, 14).unwrap();
        sheet.write_datetime_with_format(1, 0, &day, &format("dd.mm.yyyy")).unwrap();
        sheet.write_number_with_format(1, 1, 1234.5, &format("#,##0.00\\ \"€\"")).unwrap();
        sheet.write_number_with_format(1, 2, 0.155, &format("0.0%")).unwrap();
        sheet.write_number_with_format(1, 3, 42.0, &format("00000")).unwrap();
        sheet.write_number(1, 4, 12.5).unwrap();
        sheet.write_number(1, 5, 7743.0).unwrap();
        let time = ExcelDateTime::from_hms(18, 30, 0.0).unwrap();
        sheet.write_datetime_with_format(1, 6, &time, &format("hh:mm")).unwrap();
        sheet.write_boolean(1, 7, true).unwrap();
    });
    let letters = office.letters(&[]);
    let [(_, lines)] = letters.as_slice() else { panic!("{letters:?}") };
    let line = lines[0].replace('\u{a0}', " ");
    assert_eq!(
        line,
        "14.09.2024|14. September 2024|1.234,50 €|1.234,5|15,5%|00042|12,5|07743|18:30|ja"
    );
}

#[test]
fn rows_of_a_group_come_into_one_letter_as_a_table() {
    let office = Office::new(&[]);
    office.template(&format!(
        "{}{}{}",
        paragraph("An {{ Verband }}, {{ anzahl }} Termine"),
        table(&[
            row(&[cell("Tag"), cell("Was")]),
            row(&[
                cell("{% for zeile in zeilen %}{{ zeile.Datum }}"),
                cell("{{ zeile.Was }}{% endfor %}")
            ]),
        ]),
        paragraph("Stand {{ heute }}"),
    ));
    office.csv("Verband;Datum;Was\nKV Gotha;01.02.2024;Treffen\nKV Greiz;03.02.2024;Fest\nkv gotha;05.02.2024;Bericht\n");
    assert_eq!(
        office.letters(&["--gruppiert-nach", "verband"])[0],
        letter(
            "KV Greiz.docx",
            &["An KV Greiz, 1 Termine", "Tag", "Was", "03.02.2024", "Fest", "", "Stand 31.12.2024"]
        )
    );
}

#[test]
fn what_a_group_says_once_must_be_the_same_in_all_its_rows() {
    let office = Office::new(&["{{ Verband }} {{ Ort }}"]);
    office.csv("Verband;Ort\nKV Gotha;Gotha\nKV Greiz;Greiz\nKV Gotha;Waltershausen\n");
    let output = office.run(&["--gruppiert-nach", "Verband", "-o", "Briefe"]);
    let said = said(&output);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert_eq!(names(&office.path("Briefe")), ["KV Greiz.docx"]);
    assert!(said.contains("D732") && said.contains("B2"), "{said}");
}

#[test]
fn filters_choose_rows() {
    let office = Office::new(&["{{ Name }}"]);
    office.csv("Name;Ort;Post\nA;Jena;ja\nB;Gera;ja\nC;Jena;nein\nD;Gotha;\n");
    let chosen = |filters: &[&str]| -> String {
        drop(fs::remove_dir_all(office.path("Briefe")));
        let arguments: Vec<&str> = filters.iter().flat_map(|f| ["--filter", f]).collect();
        office.letters(&arguments).into_iter().map(|(_, lines)| lines.concat()).collect()
    };
    assert_eq!(chosen(&["Ort=jena"]), "AC");
    assert_eq!(chosen(&["Ort=Jena", "Post=ja"]), "A");
    assert_eq!(chosen(&["Ort=Jena", "ort=Gera"]), "ABC");
    assert_eq!(chosen(&["Ort!=Jena"]), "BD");
    assert_eq!(chosen(&["Post="]), "D");
    assert_eq!(chosen(&["Post!="]), "ABC");
    fs::remove_dir_all(office.path("Briefe")).unwrap();
    office.refused(
        &["--filter", "Ort=Jenna"],
        "Der Filter „Ort=Jenna“ lässt keine Zeile übrig. In der Spalte stehen „Jena“, „Gera“ und „Gotha“.",
    );
    office.refused(
        &["--filter", "Orrt=Jena"],
        "Die Spalte „Orrt“ gibt es in „Liste.csv“ nicht. Meinten Sie „Ort“?",
    );
    office.refused(&["--filter", "Jena"], "Erwartet wird Spalte=Wert");
}

#[test]
fn the_sheet_and_the_header_that_fit_the_template_are_found() {
    let office = Office::new(&["{{ Name des Kreisverbands }}"]);
    office.workbook(|workbook| {
        put(
            workbook.add_worksheet().set_name("Notizen").unwrap(),
            &[&["offen", "wer"], &["Saal", "Kim"]],
        );
        let sheet = workbook.add_worksheet().set_name("Verbände").unwrap();
        sheet.write_string(0, 0, "Verzeichnis der Verbände").unwrap();
        sheet.write_string(3, 0, "lfd. Nr.").unwrap();
        sheet.write_string(3, 1, "Name des\nKreisverbands").unwrap();
        sheet.write_number(4, 0, 1.0).unwrap();
        sheet.write_string(4, 1, "Gotha").unwrap();
    });
    assert_eq!(office.letters(&[])[0].1, ["Gotha"]);
}

#[test]
fn what_is_not_clear_is_asked() {
    let office = Office::new(&["{{ Name }}"]);
    office.workbook(|workbook| {
        for sheet in ["Gäste", "Presse"] {
            put(workbook.add_worksheet().set_name(sheet).unwrap(), &[&["Name"], &[sheet]]);
        }
    });
    office.refused(&[], "passen mehrere Blätter gleich gut zur Vorlage: „Gäste“ und „Presse“. Bitte mit --blatt eines nennen.");
    office.refused(
        &["--blatt", "Gaste"],
        "Ein Blatt „Gaste“ gibt es in „Liste.xlsx“ nicht. Vorhanden: „Gäste“ und „Presse“.",
    );
    assert_eq!(office.letters(&["--blatt", "presse"])[0].1, ["Presse"]);

    let office = Office::new(&["{{ Name }}"]);
    office.csv("Name;Ort;Name\nA;B;C\n");
    office.refused(&[], "Die Überschrift „name“ steht in „Liste.csv“ zweimal (Zellen A1 und C1)");

    let office = Office::new(&["{{ Vorname }}"]);
    office.csv("Name;Ort\nA;B\n");
    office.refused(&[], "Die Vorlage verwendet „vorname“; die Liste hat „Name“ und „Ort“.");
}

#[test]
fn a_field_that_the_list_does_not_have_names_the_paragraph_and_a_proposal() {
    let office = Office::new(&["Guten Tag", "{{ Name }} aus {{ Ortt }}"]);
    office.csv("Name;Ort\nA;B\n");
    office.refused(&[], "In Absatz 2 („");
    office.refused(&[], "Das Feld „Ortt“ gibt es nicht. Meinten Sie „Ort“?");
    let office = Office::new(&["{{ „Name“ }}"]);
    office.csv("Name;Ort\nA;B\n");
    office.refused(&[], "ergäbe in jedem Brief „Name“");
}

#[test]
fn hidden_rows_are_asked_about() {
    let office = Office::new(&["{{ Name }}"]);
    office.workbook(|workbook| {
        let sheet = workbook.add_worksheet();
        put(sheet, &[&["Name"], &["A"], &["B"], &["C"]]);
        sheet.set_row_hidden(2).unwrap();
    });
    office.refused(&[], "ist eine Zeile ausgeblendet. Sollen auch sie einen Brief bekommen?");
    let chosen = |option: &str| -> String {
        drop(fs::remove_dir_all(office.path("Briefe")));
        office.letters(&[option]).into_iter().map(|(_, lines)| lines.concat()).collect()
    };
    assert_eq!(chosen("--ohne-ausgeblendete"), "AC");
    assert_eq!(chosen("--mit-ausgeblendeten"), "ABC");
}

#[test]
fn a_bad_row_costs_its_letter_and_is_named() {
    let office = Office::new(&["{{ Name }} {{ Ort }}"]);
    office.workbook(|workbook| {
        let sheet = workbook.add_worksheet().set_name("Gäste").unwrap();
        put(
            sheet,
            &[
                &["Name", "Ort", "Rest"],
                &["A", "Jena", "x"],
                &["B"],
                &["C", "", "y"],
                &["Summe", "3", "4"],
            ],
        );
        sheet.write_formula(2, 1, Formula::new("=NA()").set_result("#N/A")).unwrap();
        sheet.write_string(6, 0, "Stand: gestern").unwrap();
    });
    let output = office.run(&["-o", "Briefe"]);
    let said = said(&output);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert_eq!(names(&office.path("Briefe")), ["Brief 001.docx", "Brief 002.docx"]);
    for cell in ["Zelle B3", "Zelle A5", "Zelle A7", "Zelle B4"] {
        assert!(said.contains(cell), "{cell}: {said}");
    }
    assert!(said.contains("2 Briefe nach der Vorlage „Brief“"), "{said}");
    assert!(!said.contains("verdict") && said.contains("„#N/A“"), "{said}");
}

#[test]
fn a_value_that_does_not_fit_costs_its_letter_and_names_paragraph_and_row() {
    let office = Office::new(&["Am {{ Tag|datum(\"lang\") }}"]);
    office.csv("Tag\n01.02.2024\nbald\n");
    let output = office.run(&["-o", "Briefe"]);
    let said = said(&output);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert_eq!(names(&office.path("Briefe")), ["Brief 001.docx"]);
    assert!(said.contains("Kein Brief für Liste.csv, Zelle A3: In Absatz 1"), "{said}");
}

#[test]
fn looking_writes_nothing() {
    let office = Office::new(&["{{ Name }}"]);
    office.csv("Name\nA\nB\n");
    let output = office.run(&["--dateiname", "{{ Name }}"]);
    assert_eq!(output.status.code(), Some(0));
    let said = said(&output);
    assert!(said.contains("2 Briefe nach der Vorlage „Brief“ aus „Liste.csv“: A.docx B.docx Es wurde nichts geschrieben."), "{said}");
    assert_eq!(names(office.0.path()), ["Brief.docx", "Liste.csv"]);
}

#[test]
fn nothing_is_overwritten_and_the_same_once_more_is_no_mistake() {
    let office = Office::new(&["{{ Name }}"]);
    office.csv("Name\nA\nB\n");
    let first = office.letters(&[]);
    assert_eq!(office.letters(&[]), first);
    fs::write(office.path("Briefe/Brief 002.docx"), "von Hand").unwrap();
    let output = office.run(&["-o", "Briefe"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("Es wird nichts überschrieben"), "{}", said(&output));
    assert_eq!(fs::read(office.path("Briefe/Brief 002.docx")).unwrap(), b"von Hand");
}

#[test]
fn merged_cells_hold_for_all_their_rows() {
    let office = Office::new(&["{{ Verband }}: {{ Name }}"]);
    office.workbook(|workbook| {
        let sheet = workbook.add_worksheet();
        put(sheet, &[&["Verband", "Name"], &["", "A"], &["", "B"]]);
        sheet.merge_range(1, 0, 2, 0, "KV Gotha", &Format::new()).unwrap();
    });
    let lines: Vec<String> =
        office.letters(&[]).into_iter().map(|(_, lines)| lines.concat()).collect();
    assert_eq!(lines, ["KV Gotha: A", "KV Gotha: B"]);
}

#[test]
fn all_letters_may_go_into_one_file_to_be_printed() {
    let office = Office::new(&["{{ Ort }}", "An {{ Name }}"]);
    office.csv("Name;Ort\nA;Jena\nB;\n");
    let output = office.run(&["--sammeldruck", "Alle.docx", "--beidseitig"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert_eq!(text(&fs::read(office.path("Alle.docx")).unwrap()), ["Jena", "An A", "An B"]);
    assert_eq!(names(office.0.path()), ["Alle.docx", "Brief.docx", "Liste.csv"]);
    // both at once; the print file may lie among the letters, but in nobody's place
    let output = office.run(&["--sammeldruck", "Briefe/Alle.docx", "-o", "Briefe"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert_eq!(names(&office.path("Briefe")), ["Alle.docx", "Brief 001.docx", "Brief 002.docx"]);
    let output = office.run(&["--sammeldruck", "Neu/Brief 002.docx", "-o", "Neu"]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(!office.path("Neu").exists());
}

#[test]
fn conditions_compare_figures_and_days_by_value() {
    let office = Office::new(&[
        "{% if Betrag > 9 %}mehr{% else %}nicht mehr{% endif %}, {% if Am &lt; \"01.10.2024\" %}früher{% else %}später{% endif %}",
    ]);
    office.csv("Betrag;Am\n10,00 €;14.09.2024\n9,00 €;01.11.2024\n;02.01.2024\n1.000;\n");
    let lines: Vec<String> =
        office.letters(&[]).into_iter().map(|(_, lines)| lines.concat()).collect();
    assert_eq!(
        lines,
        ["mehr, früher", "nicht mehr, später", "nicht mehr, früher", "mehr, später"],
        "what is empty is neither more nor earlier"
    );
    let office = Office::new(&["{{ Betrag }} {% if Betrag > 9 %}mehr{% endif %}"]);
    office.csv("Betrag\nviel\n");
    office.refused(&[], "„viel“ ist keine Zahl und lässt sich nicht mit 9 vergleichen.");
}

#[test]
fn figures_with_a_format_count_as_figures_everywhere() {
    let office = Office::new(&[
        "{{ Offen }} {{ \"Mahnung\" if Offen > 0 else \"ok\" }} {% set hoch = Offen > 100 %}{% if hoch %}hoch{% endif %}{% if Offen %} ist {{ Offen }}{% endif %}{% for z in zeilen if z.Offen > 100 %} viel {{ z.Offen }}{% endfor %} {{ Offen|default(\"-\") }}",
    ]);
    office.workbook(|workbook| {
        let sheet = workbook.add_worksheet();
        put(sheet, &[&["Offen"]]);
        let format = Format::new().set_num_format("#,##0.00\\ \"€\"");
        for (row, offen) in (1..).zip([0.0, -3.0, 150.0, 20.0]) {
            sheet.write_number_with_format(row, 0, offen, &format).unwrap();
        }
    });
    let lines: Vec<String> =
        office.letters(&[]).into_iter().map(|(_, lines)| lines.concat()).collect();
    assert_eq!(
        lines,
        [
            "0,00 € ok  0,00 €",
            "-3,00 € ok  ist -3,00 € -3,00 €",
            "150,00 € Mahnung hoch ist 150,00 € viel 150,00 € 150,00 €",
            "20,00 € Mahnung  ist 20,00 € 20,00 €",
        ]
    );
}

#[test]
fn filters_and_groups_mind_every_sign_and_know_values() {
    let office = Office::new(&["{{ Name }}"]);
    office.csv("Name;E-Mail;Saldo;Am;Zusage\nA;max.muster@example.org;5;05.03.2024;✓\nB;max-muster@example.org;-5;06.03.2024;✗\nC;max.muster@example.org;1.234,50 €;;–\n");
    let chosen = |arguments: &[&str]| -> Vec<String> {
        drop(fs::remove_dir_all(office.path("Briefe")));
        office.letters(arguments).into_iter().map(|(_, lines)| lines.concat()).collect()
    };
    assert_eq!(chosen(&["--filter", "Saldo=5"]), ["A"]);
    assert_eq!(chosen(&["--filter", "Zusage=✓"]), ["A"]);
    assert_eq!(chosen(&["--filter", "Zusage!=✗"]), ["A", "C"]);
    assert_eq!(chosen(&["--filter", "Am=5.3.2024"]), ["A"]);
    let office = Office::new(&["{% for zeile in zeilen %}{{ zeile.Name }}{% endfor %}"]);
    office.csv("Name;E-Mail\nA;max.muster@example.org\nB;max-muster@example.org\nC;Max.Muster@example.org\n");
    let lines: Vec<String> = office
        .letters(&["--gruppiert-nach", "E-Mail"])
        .into_iter()
        .map(|(_, lines)| lines.concat())
        .collect();
    assert_eq!(lines, ["B", "AC"]);
}

#[test]
fn what_stands_above_and_below_a_list_is_no_letter() {
    let office = Office::new(&["{{ Name }} aus {{ Ort }}"]);
    office.workbook(|workbook| {
        let sheet = workbook.add_worksheet();
        put(
            sheet,
            &[
                &["Einladung", "Sommerfest"],
                &["Ort", "Jena, Volkshaus"],
                &[],
                &["Name", "Anrede", "Straße", "Ort"],
                &["A", "Frau", "Weg 1", "Gera"],
                &["B", "Herr", "Weg 2", "Jena"],
                &["Ergebnis", "", "", "2"],
                &["Name", "Ort", "Grund"],
                &["C", "Suhl", "krank"],
            ],
        );
    });
    let output = office.run(&["-o", "Briefe"]);
    let said = said(&output);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert_eq!(names(&office.path("Briefe")), ["Brief 001.docx", "Brief 002.docx"]);
    assert_eq!(office.letters(&[])[0].1, ["A aus Gera"]);
    for cell in ["A7", "A8"] {
        assert!(said.contains(cell), "{cell}: {said}");
    }
}

#[test]
fn a_damaged_row_of_a_text_file_gets_no_letter() {
    let office = Office::new(&["{{ Name }} aus {{ Ort }}"]);
    office.csv("Name;Ort\nA;Jena\nMeier; Anna;Jena\nJÃ¼rgen;Gera\nJ?rgen;Gera\n");
    let output = office.run(&["-o", "Briefe"]);
    let said = said(&output);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert_eq!(names(&office.path("Briefe")).len(), 1, "{said}");
    for message in ["D209", "D207", "D208", "A3", "A4", "A5"] {
        assert!(said.contains(message), "{message}: {said}");
    }
}
