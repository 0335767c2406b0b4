//! The whole way, with the program itself: an office with branches that want no paper.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use mail_parser::{MessageParser, MimeHeaders};
use rust_xlsxwriter::Workbook;

/// Nobody's computer has a LibreOffice here.
const NONE: &str = "/nirgends/soffice";

pub(crate) struct Office(tempfile::TempDir);

const SETTINGS: &[(&str, &str)] = &[
    ("Name im Briefkopf", "Beispielpartei"),
    ("Absender: Name", "Landesgeschäftsstelle"),
    ("Absender: Straße", "Beispielstraße 1"),
    ("Absender: PLZ und Ort", "99084 Erfurt"),
    ("Absender: E-Mail", "buero@example.org"),
    ("Ansprechperson", "Kim Brenner"),
    ("Telefon der Ansprechperson", "0361 1234567"),
    ("E-Mail für Antworten", "antwort@example.org"),
];

impl Office {
    /// Gotha wants e-mail, Greiz paper; Weimar wants e-mail and has no address.
    pub(crate) fn new() -> Self {
        let office = Self(tempfile::tempdir().unwrap());
        office.file(
            "Listen/Verbände.csv",
            "Verband;Typ;Straße;PLZ;Ort;E-Mail;Briefpost;Generationswechsel\n\
             Gotha;Kreisverband;Markt 2;99867;Gotha;gotha@example.org, vorstand@example.org;nein;ja\n\
             Greiz;Kreisverband;Markt 3;07973;Greiz;greiz@example.org;ja;ja\n\
             Weimar;Stadtverband;Markt 4;99423;Weimar;;nein;ja\n",
        );
        office.file(
            "Listen/Veranstaltungen.csv",
            "Datum;Uhrzeit;Art;Titel;Verband;Ort;Status\n\
             10.01.2024;;Neujahrsempfang;;;Erfurt;durchgeführt\n\
             14.09.2024;10–13 Uhr;Kreisparteitag;Wahl des Vorstands;KV Gotha;Gotha, Stadthalle;geplant\n\
             20.09.2024;;Kreisparteitag;;KV Greiz;Greiz;abgesagt\n",
        );
        office.settings(SETTINGS, &[]);
        office
    }

    pub(crate) fn settings(&self, rows: &[(&str, &str)], signatures: &[(&str, &str)]) {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet().set_name("Einstellungen").unwrap();
        sheet.write_row(0, 0, ["Einstellung", "Wert"]).unwrap();
        for (row, (label, value)) in (1..).zip(rows) {
            sheet.write_row(row, 0, [*label, *value]).unwrap();
        }
        let sheet = workbook.add_worksheet().set_name("Stellen").unwrap();
        sheet
            .write_row(0, 0, ["Stelle", "unterzeichnet (Name)", "Unterschrift (Bilddatei)"])
            .unwrap();
        for (row, (body, name)) in
            (1..).zip([("LV", "Anna Muster"), ("LAus", "Karl Beispiel"), ("LGS", "Kim Brenner")])
        {
            let picture =
                signatures.iter().find(|(own, _)| *own == body).map_or("", |(_, file)| file);
            sheet.write_row(row, 0, [body, name, picture]).unwrap();
        }
        workbook.save(self.path("Einstellungen.xlsx")).unwrap();
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        name.split('/').fold(self.0.path().to_owned(), |path, part| path.join(part))
    }

    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    pub(crate) fn run_with(&self, libre_office: &str, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_beschlusskontrolle"))
            .current_dir(self.0.path())
            .env("BESCHLUSSKONTROLLE_LIBREOFFICE", libre_office)
            .args(arguments)
            .output()
            .unwrap()
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> String {
        let output = self.run_with(NONE, arguments);
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
        said.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Writes the letters of the day.
    pub(crate) fn letters(&self) -> String {
        self.run(&["briefe", "--ja", "--stichtag", "2024-01-22"])
    }

    /// Every file with its content.
    pub(crate) fn all(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut found = BTreeMap::new();
        let mut folders = vec![self.0.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    found.insert(path.clone(), fs::read(path).unwrap());
                }
            }
        }
        found
    }

    pub(crate) fn ending(&self, ending: &str) -> Vec<String> {
        let named = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
        self.all().keys().map(|path| named(path)).filter(|name| name.ends_with(ending)).collect()
    }
}

pub(crate) const OFFER: &str =
    "Ergebnisse/2024/Briefe/Angebot Rechenschaftsbericht/2024-01-22 Kreisverband Gotha";

fn mail(office: &Office) -> Vec<u8> {
    fs::read(office.path(&format!("{OFFER}.eml"))).unwrap()
}

#[test]
fn a_branch_that_wants_no_paper_gets_a_draft_with_its_letter() {
    let office = Office::new();
    let said = office.letters();
    assert!(said.contains("1 E-Mail-Entwurf (.eml) neben den Briefen"), "{said}");
    assert_eq!(office.ending(".eml"), ["2024-01-22 Kreisverband Gotha.eml"]);
    let raw = mail(&office);
    let read = MessageParser::default().parse(&raw).unwrap();
    let to: Vec<_> = read.to().unwrap().iter().filter_map(|one| one.address()).collect();
    assert_eq!(to, ["gotha@example.org", "vorstand@example.org"]);
    assert_eq!(read.from().unwrap().first().unwrap().address(), Some("buero@example.org"));
    assert_eq!(read.reply_to().unwrap().first().unwrap().address(), Some("antwort@example.org"));
    let text = read.body_text(0).unwrap();
    assert!(text.starts_with("Liebe Genoss:innen,") && text.contains("12. Februar 2024"), "{text}");
    assert!(!text.contains("{{") && !text.contains("{%"), "{text}");
    let attached = read.attachment(0).unwrap();
    assert_eq!(
        attached.attachment_name(),
        Some("Angebot Rechenschaftsbericht Kreisverband Gotha.docx")
    );
    assert_eq!(attached.contents(), fs::read(office.path(&format!("{OFFER}.docx"))).unwrap());
}

#[test]
fn a_second_run_changes_no_byte() {
    let office = Office::new();
    office.letters();
    let before = office.all();
    office.letters();
    assert!(before == office.all());
}

#[test]
fn what_somebody_writes_into_the_letter_goes_with_the_mail() {
    let office = Office::new();
    office.letters();
    let by_hand = word(
        "Von Hand: gemeinsam für beide Gremien, persönlich vor Ort, auf einem eurer Kreisparteitage oder der Versammlung, die bei euch an dessen Stelle tritt, mit anschließender offener Debatte",
    );
    office.file(&format!("{OFFER}.docx"), &by_hand);
    office.run(&["lauf", "--stichtag", "2024-01-23"]);
    let raw = mail(&office);
    let read = MessageParser::default().parse(&raw).unwrap();
    assert_eq!(read.attachment(0).unwrap().contents(), by_hand);
    // nobody can tell what this one promises
    office.file(&format!("{OFFER}.docx"), b"PK von Hand");
    let said = office.run(&["lauf", "--stichtag", "2024-01-23"]);
    assert!(!office.path(&format!("{OFFER}.eml")).exists(), "{said}");
}

#[test]
fn a_draft_somebody_has_edited_stays_and_is_told() {
    let office = Office::new();
    office.letters();
    office.file(&format!("{OFFER}.eml"), b"von Hand");
    let said = office.letters();
    assert_eq!(mail(&office), b"von Hand");
    assert!(said.contains("D706") && said.contains("Kreisverband Gotha"), "{said}");
}

#[test]
fn a_branch_without_address_gets_neither_letter_nor_mail() {
    let office = Office::new();
    let said = office.letters();
    assert!(
        said.contains("Stadtverband Weimar: Angabe fehlt")
            && said.contains("eine gültige E-Mail-Adresse"),
        "{said}"
    );
}

#[test]
fn without_an_address_of_the_office_there_is_a_letter_and_a_message() {
    let office = Office::new();
    let without: Vec<_> = SETTINGS
        .iter()
        .copied()
        .filter(|(label, _)| *label != "Absender: E-Mail" && *label != "E-Mail für Antworten")
        .collect();
    office.settings(&without, &[]);
    // the built-in letter shows the address for answers; this one does not
    office.file("Vorlagen/angebot-bericht.txt", "Betreff: Angebot\n\n{{ anrede }}\n");
    let own = word("{{ anrede }}");
    office.file("Vorlagen/angebot-bericht.docx", own);
    let said = office.letters();
    assert!(office.ending(".eml").is_empty());
    assert!(office.path(&format!("{OFFER}.docx")).exists());
    assert!(said.contains("D720") && said.contains("Absender: E-Mail"), "{said}");
}

/// A Word file of one paragraph.
pub(crate) fn word(text: &str) -> Vec<u8> {
    crate::fixture::package(&crate::fixture::paragraph(text))
}

#[test]
fn a_text_with_faults_costs_the_mail_and_not_the_letter() {
    let office = Office::new();
    office.file("Vorlagen/angebot-bericht.txt", "Betreff: Angebot\n\n{% if anrede %}\n");
    let said = office.letters();
    assert!(office.path(&format!("{OFFER}.docx")).exists());
    assert!(office.ending(".eml").is_empty());
    assert!(said.contains("D720"), "{said}");
    let arguments = ["pruefen", ".", "--json", "--stichtag", "2024-01-22"];
    let all = String::from_utf8(office.run_with(NONE, &arguments).stdout).unwrap();
    assert!(all.contains("D703") && all.contains("In Zeile 3 („{% if anrede %}“)"), "{all}");
}

#[test]
fn a_new_workspace_has_the_texts_and_they_are_checked() {
    let office = Office(tempfile::tempdir().unwrap());
    office.run(&["einrichten", "Büro"]);
    let text = fs::read_to_string(office.path("Büro/Vorlagen/angebot-bericht.txt")).unwrap();
    assert!(
        text.starts_with("\u{feff}Betreff: ") && text.contains("\r\n\r\n{{ anrede }},"),
        "{text}"
    );
    let said = office.run(&["vorlagen", "pruefen", "Büro"]);
    assert!(said.contains("Alle 22 Vorlagen sind in Ordnung."), "{said}");
    assert!(said.contains("angebot-bericht.txt"), "{said}");
    office.file("Büro/Vorlagen/angebot-bericht.txt", "Betreff: x\n\n{{ vrband }}\n");
    office.file("Büro/Vorlagen/Notizen.txt", "keine Vorlage");
    let output = office.run_with(NONE, &["vorlagen", "pruefen", "Büro"]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(said.contains("In Zeile 3") && said.contains("Meinten Sie „verband“?"), "{said}");
    assert!(!said.contains("Notizen"), "{said}");
}

#[test]
fn the_calendar_holds_what_is_coming_and_nothing_that_is_off() {
    let office = Office::new();
    office.letters();
    office.run(&["auswerten", "--stichtag", "2024-03-01"]);
    let text = fs::read_to_string(office.path("Ergebnisse/2024/Termine.ics")).unwrap();
    let text = text.replace("\r\n ", "");
    assert!(text.contains("DTSTART;TZID=Europe/Berlin:20240914T100000"), "{text}");
    assert!(text.contains("DTEND;TZID=Europe/Berlin:20240914T130000"), "{text}");
    assert!(
        text.contains("SUMMARY:Kreisparteitag: Wahl des Vorstands – Kreisverband Gotha"),
        "{text}"
    );
    assert!(text.contains("UID:termin.kreisparteitag.kreisverband-gotha.2024-09-14."), "{text}");
    assert!(text.contains("SUMMARY:Ab heute fällig: Angebot Rechenschaftsbericht"), "{text}");
    assert!(!text.contains("20240920") && !text.contains("Neujahrsempfang"), "{text}");
    let before = office.all();
    office.run(&["auswerten", "--stichtag", "2024-03-01"]);
    assert!(before == office.all());
}

#[test]
fn signatures_stand_above_the_names_of_those_who_sign() {
    let office = Office::new();
    let picture = include_bytes!("../../samples/Logo.png");
    office.file("Bilder/Anna.png", picture);
    office.file("Bilder/kaputt.png", &picture[..40]);
    office.settings(SETTINGS, &[("LV", "Bilder\\Anna.png"), ("LAus", "Bilder/kaputt.png")]);
    let said = office.letters();
    assert!(
        said.contains("D705")
            && said.contains("in den Briefen bleibt Platz für die Unterschrift von Hand"),
        "{said}"
    );
    let letter = fs::read(office.path(&format!("{OFFER}.docx"))).unwrap();
    let body = crate::fixture::entry(&letter, "word/document.xml");
    assert_eq!(body.matches("<w:drawing>").count(), 1);
    assert!(body.contains("descr=\"Unterschrift Anna Muster\""));
    let (drawing, name) =
        (body.find("<w:drawing>").unwrap(), body.find("Anna Muster</w:t>").unwrap());
    assert!(drawing < name);
}
