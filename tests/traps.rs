//! Files that are broken, hostile, locked or no lists at all, in a folder with a good one: each gets exactly one answer, and the
//! good list does not notice. Driven through the program itself, so that what is tested is what the office starts.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::allow_attributes,
    reason = "a test may stop loudly"
)]

mod support;
#[path = "support/traps.rs"]
mod traps;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use beschlusskontrolle::io::list_folder;
use beschlusskontrolle::io::reading_process::Readers;
use serde_json::Value;
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_beschlusskontrolle");
const EVENTS: &str = include_str!("fixtures/Termine.csv");
const BRANCHES: &str = include_str!("fixtures/Verbände.csv");

/// A workspace with two good lists and whatever else is put beside them.
struct Office {
    folder: TempDir,
}

impl Office {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        fs::create_dir(folder.path().join("Listen")).unwrap();
        let office = Self { folder };
        office.file("Verbände.csv", BRANCHES);
        support::write_xlsx(&office.path("gute Termine.xlsx"), "2024", EVENTS);
        office
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("Listen").join(name)
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.path(name), bytes).unwrap();
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let (command, options) = arguments.split_first().unwrap();
        Command::new(PROGRAM)
            .arg(command)
            .arg(self.folder.path())
            .args(["--stichtag", "31.12.2024"])
            .args(options)
            .output()
            .unwrap()
    }

    fn report(&self) -> Report {
        let output = self.run(&["pruefen", "--json"]);
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "nothing else is said");
        Report(serde_json::from_slice(&output.stdout).unwrap())
    }
}

struct Report(Value);

impl Report {
    fn about<'a>(&'a self, key: &str, file: &'a str) -> impl Iterator<Item = &'a Value> {
        self.0[key].as_array().unwrap().iter().filter(move |entry| entry["file"] == file)
    }

    /// What is said of the file itself (D1xx): number, message, what to do.
    fn answers(&self, file: &str) -> Vec<String> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        self.about("diagnostics", file)
            .filter(|d| text(&d["code"]).starts_with("D1"))
            .map(|d| format!("{} {} → {}", text(&d["code"]), text(&d["message"]), text(&d["help"])))
            .collect()
    }

    fn skipped(&self, file: &str) -> Option<String> {
        let [input] = self.about("inputs", file).collect::<Vec<_>>()[..] else {
            panic!("{file}: exactly one entry")
        };
        (input["state"] == "skipped")
            .then(|| input["reason"].as_str().unwrap_or_default().to_owned())
    }

    fn unreadable(&self, file: &str) -> bool {
        self.about("inputs", file).any(|i| i["state"] == "failed" && i["reason"] == "nicht lesbar")
    }

    /// What the good list says and proves.
    fn of_the_good_list(&self) -> (Vec<Value>, Vec<Value>) {
        let evidence = self.0["verdicts"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|verdict| verdict["evidence"].as_array().unwrap().clone())
            .filter(|evidence| evidence["file"] == "gute Termine.xlsx")
            .collect();
        (self.about("inputs", "gute Termine.xlsx").cloned().collect(), evidence)
    }
}

/// The one thing a file is answered with.
enum Answer {
    /// It was not read, and this is said.
    Refused(&'static str),
    /// It was passed over, for this reason.
    Skipped(&'static str),
    /// It was read; this is said beside.
    Read(&'static [&'static str]),
}
use Answer::{Read, Refused, Skipped};

const DAMAGED: &str = "D102 Die Datei ist beschädigt oder abgeschnitten und konnte nicht gelesen werden. → In Excel öffnen \
                       und neu speichern; gelingt das nicht, die letzte Sicherung verwenden.";
const PASSWORD: &str = "D101 Die Datei ist mit einem Kennwort geschützt und konnte nicht gelesen werden. → In Excel unter \
                        Datei > Informationen > Arbeitsmappe schützen das Kennwort entfernen und speichern.";
const TOO_LARGE: &str = "D104 Die Datei enthält mehr, als eine Liste haben kann, und wurde nicht gelesen. → In Excel mit \
                         Strg+Ende die letzte benutzte Zelle prüfen und überzählige Zeilen und Spalten löschen.";
const TOO_MUCH: &str = "D104 Das Lesen der Datei brauchte zu viel Speicher oder der Leser ist abgestürzt; sie wurde nicht \
                        gelesen. → In Excel mit Strg+Ende die letzte benutzte Zelle prüfen, überzählige Zeilen und Spalten \
                        löschen und als Excel-Arbeitsmappe (.xlsx) speichern.";
const EMPTY: &str = "D108 Die Datei ist leer. → Die richtige Fassung in den Listenordner legen oder die Datei löschen.";
const TEMPORARY: Answer = Skipped("temporäre Datei");

macro_rules! unsupported {
    ($what:literal) => {
        Refused(concat!(
            "D105 Dieses Format wird nicht gelesen (Inhalt: ",
            $what,
            "). → In Excel öffnen und mit „Speichern unter“ als Excel-Arbeitsmappe (.xlsx) ablegen."
        ))
    };
}

macro_rules! misnamed {
    ($extension:literal, $content:literal) => {
        Read(&[concat!(
            "D103 Die Datei heißt „.",
            $extension,
            "“, enthält aber ",
            $content,
            "; gelesen wurde sie nach ihrem Inhalt. → In Excel öffnen und mit „Speichern unter“ als Excel-Arbeitsmappe \
             (.xlsx) ablegen."
        )])
    };
}

/// All in one folder, one run: the good list beside them gives what it gives alone.
#[track_caller]
fn beside_a_good_list(files: &[(&str, Vec<u8>, Answer)]) {
    let office = Office::new();
    let alone = office.report().of_the_good_list();
    assert!(!alone.1.is_empty(), "the good list proves something");
    for (name, bytes, _) in files {
        office.file(name, bytes);
    }
    let begun = Instant::now();
    let report = office.report();
    let took = begun.elapsed();
    for (name, _, answer) in files {
        let said = report.answers(name);
        match answer {
            Refused(message) => {
                assert_eq!(said, [*message], "{name}");
                assert_eq!(report.skipped(name), None, "{name}");
            }
            Skipped(reason) => {
                assert_eq!(said, [""; 0], "{name}");
                assert_eq!(report.skipped(name).as_deref(), Some(*reason), "{name}");
            }
            Read(notes) => {
                assert_eq!(said, *notes, "{name}");
                assert!(!report.unreadable(name), "{name}");
            }
        }
    }
    assert_eq!(report.of_the_good_list(), alone, "the good list does not notice");
    assert!(took < Duration::from_secs(60), "{took:?}");
}

/// The lists of `make_trap_lists.py`: twenty-two files real offices and hostile people have made.
#[test]
fn the_trap_lists_get_one_answer_each() {
    let whole = traps::types("abgeschnitten");
    let cut = whole[..whole.len() * 6 / 10].to_vec();
    let utf16: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain("Name\tPLZ\nSömmerda\t99610\n".encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let mut lock = b"\x06Nutzer".to_vec();
    lock.resize(165, b' ');
    let mut styled = String::new();
    for row in 1..=20_000 {
        write!(styled, r#"<row r="{row}"><c r="A{row}" s="0"/><c r="J{row}" s="0"/></row>"#)
            .unwrap();
    }
    let mut mac = rust_xlsxwriter::Workbook::new();
    mac.add_worksheet().write(0, 0, 44_683).unwrap();
    let mac = mac.save_to_buffer().unwrap();
    beside_a_good_list(&[
        (
            "corner_bomb.xlsx",
            traps::xlsx(
                r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>"#,
                "",
            ),
            Read(&[]),
        ),
        (
            "stray_cell_far_down.xlsx",
            traps::xlsx(
                r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="T1048576" t="str"><v>x</v></c></row>"#,
                "",
            ),
            Read(&[]),
        ),
        (
            "stray_space_XFD.xlsx",
            traps::xlsx(
                r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="60"><c r="XFD60" t="str"><v> </v></c></row>"#,
                "",
            ),
            Read(&[]),
        ),
        (
            "empty_formatted_cells.xlsx",
            traps::xlsx(&styled, ""),
            Read(&[
                "D108 Die Datei enthält keine gefüllte Zelle. → Die richtige Fassung in den Listenordner legen oder die \
                   Datei löschen.",
            ]),
        ),
        (
            "formula_nocache.xlsx",
            traps::xlsx(
                r#"<row r="1"><c r="A1"><f>1+1</f></c><c r="B1"><f>A1*2</f><v></v></c><c r="C1" t="str"><f>"x"</f><v></v></c><c r="D1" t="e"><f>#REF!</f><v>#REF!</v></c></row>"#,
                "",
            ),
            Read(&[]),
        ),
        (
            "bad_sst_index.xlsx",
            traps::xlsx(
                r#"<row r="1"><c r="A1" t="s"><v>7</v></c><c r="B1"><v>1</v></c></row>"#,
                "<si><t>a</t></si>",
            ),
            Refused(DAMAGED),
        ),
        (
            "bad_number.xlsx",
            traps::xlsx(r#"<row r="1"><c r="A1"><v>abc</v></c><c r="B1"><v>1</v></c></row>"#, ""),
            Read(&[]),
        ),
        (
            "row_no_r.xlsx",
            traps::xlsx(
                r#"<row><c t="str"><v>Name</v></c><c t="str"><v>PLZ</v></c></row><row><c t="str"><v>Erfurt</v></c><c><v>99084</v></c></row>"#,
                "",
            ),
            Read(&[]),
        ),
        ("leer.xlsx", Vec::new(), Refused(EMPTY)),
        (
            "html.xls",
            b"<html><table><tr><td>Name</td><td>PLZ</td></tr></table></html>".to_vec(),
            unsupported!("eine Internetseite (HTML)"),
        ),
        ("csv_als.xls", b"Name;PLZ\nS\xF6mmerda;99610\n".to_vec(), misnamed!("xls", "Text")),
        ("tsv16.xls", utf16, misnamed!("xls", "Text")),
        ("~$Liste.xlsx", lock, TEMPORARY),
        ("typen.xlsx", traps::types("typen"), Read(&[])),
        ("mac1904.xlsx", mac, Read(&[])),
        (
            "xlsx_als.xls",
            traps::types("als xls"),
            misnamed!("xls", "eine Excel-Arbeitsmappe (.xlsx)"),
        ),
        ("ohne_endung", traps::types("ohne Endung"), Read(&[])),
        ("Typen groß.XLSX", traps::types("groß"), Read(&[])),
        ("typen.xlsx.bak", traps::types("typen"), Skipped("Sicherungskopie")),
        ("abgeschnitten.xlsx", cut, Refused(DAMAGED)),
        ("kaputte_ods_repeat.ods", traps::repeated_ods(), Refused(TOO_LARGE)),
        ("sst_300MB_string.xlsx", traps::huge_text(), Refused(TOO_LARGE)),
    ]);
}

#[test]
fn every_kind_of_file_that_is_no_list_gets_its_own_answer() {
    let (xls, ods) =
        (include_bytes!("fixtures/Termine.xls"), include_bytes!("fixtures/Termine.ods"));
    let sealed = "<manifest:encryption-data/>";
    beside_a_good_list(&[
        // passwords
        ("kennwort.xlsx", traps::container("EncryptedPackage", b"?"), Refused(PASSWORD)),
        ("kennwort.xlsb", traps::container("EncryptedPackage", b"!"), Refused(PASSWORD)),
        ("kennwort.ods", traps::ods(&[("content.xml", b"\x8F\x02")], sealed), Refused(PASSWORD)),
        ("kennwort neu.ods", traps::ods(&[("encrypted-package", b"\x8F")], ""), Refused(PASSWORD)),
        ("kennwort.xls", traps::container("Workbook", &traps::XOR), Refused(PASSWORD)),
        // old
        (
            "excel 4.xls",
            vec![0x09, 0x04, 0x06, 0, 0, 0, 0x10, 0, 0, 0],
            unsupported!("ein Excel-Format vor Excel 97"),
        ),
        (
            "excel 95.xls",
            traps::container("Book", &traps::EXCEL_5),
            unsupported!("ein Excel-Format vor Excel 97"),
        ),
        (
            "xml 2003.xls",
            br#"<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>"#.to_vec(),
            unsupported!("eine „XML-Kalkulationstabelle 2003“"),
        ),
        (
            "webarchiv.xls",
            b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n".to_vec(),
            unsupported!("eine Internetseite (HTML)"),
        ),
        ("sylk.csv", b"ID;PWXL;N;E\r\n".to_vec(), unsupported!("SYLK-Tabelle")),
        (
            "flach.fods",
            br#"<?xml version="1.0"?><office:document office:mimetype="application/vnd.oasis.opendocument.spreadsheet"/>"#.to_vec(),
            unsupported!("flache OpenDocument-Tabelle"),
        ),
        // cut off
        ("halb.xls", xls[..xls.len() / 2].to_vec(), Refused(DAMAGED)),
        ("halb.ods", ods[..ods.len() / 2].to_vec(), Refused(DAMAGED)),
        ("rauschen.xls", (0..=255).cycle().take(5000).collect(), Refused(DAMAGED)),
        // other documents, named as lists or not
        ("bericht.xlsx", b"%PDF-1.7\n".to_vec(), unsupported!("PDF")),
        ("foto.xls", vec![0x89, b'P', b'N', b'G', 13, 10, 26, 10], unsupported!("Bild")),
        (
            "brief.xlsx",
            traps::package(&[("word/document.xml", b"<w/>")]),
            unsupported!("Textdokument"),
        ),
        ("brief.csv", br"{\rtf1\ansi}".to_vec(), unsupported!("RTF-Dokument")),
        (
            "Termine.numbers",
            traps::package(&[("Index/Document.iwa", b"?")]),
            unsupported!("Numbers-Dokument"),
        ),
        ("Protokoll.pdf", b"%PDF-1.4\n".to_vec(), Skipped("keine Liste (PDF)")),
        ("Foto.jpg", vec![0xFF, 0xD8, 0xFF, 0xE0], Skipped("keine Liste (Bild)")),
        (
            "Einladung.docx",
            traps::package(&[("word/document.xml", b"<w>1</w>")]),
            Skipped("keine Liste (Textdokument)"),
        ),
        (
            "Einladung.doc",
            traps::container("WordDocument", b"?"),
            Skipped("keine Liste (Textdokument)"),
        ),
        ("Nachricht.msg", traps::container("__properties_version1.0", b"?"), Skipped("keine Liste (E-Mail)")),
        ("Sicherung.zip", traps::package(&[("a.bin", b"a")]), Skipped("keine Liste (ZIP-Archiv)")),
        // nothing in it
        ("nichts.csv", Vec::new(), Refused(EMPTY)),
        ("leerzeichen.csv", b"  \r\n\t\r\n".to_vec(), Refused(EMPTY)),
        ("Notiz.md", Vec::new(), Skipped("leere Datei")),
        (
            "nur Trenner.csv",
            b";;;\r\n;;;\r\n".to_vec(),
            Read(&["D108 Die Datei enthält keine gefüllte Zelle. → Die richtige Fassung in den Listenordner legen oder die \
                   Datei löschen."]),
        ),
        // what programs leave behind
        ("Thumbs.db", traps::container("Catalog", b"?"), TEMPORARY),
        (".DS_Store", b"\0\0\0\x01Bud1".to_vec(), TEMPORARY),
        ("desktop.ini", b"[.ShellClassInfo]".to_vec(), TEMPORARY),
        (".~lock.fort.ods#", b"".to_vec(), TEMPORARY),
        ("Termine.xlsx.tmp", traps::types("tmp"), TEMPORARY),
        ("Sicherungskopie von Termine.xlk", traps::types("xlk"), Skipped("Sicherungskopie")),
        ("Termine.csv~", EVENTS.into(), Skipped("Sicherungskopie")),
    ]);
}

/// Where nothing but the reading itself shows what a file asks for, its process meets its limits, and the run goes on.
#[test]
#[cfg(target_os = "linux")]
fn a_file_that_asks_for_too_much_ends_its_reader_and_nothing_else() {
    beside_a_good_list(&[
        ("lügt.xlsx", traps::lying(&traps::huge_text()), Refused(DAMAGED)),
        ("zu viel Text.xlsx", traps::huge_noisy_text(), Refused(TOO_MUCH)),
    ]);
}

#[test]
fn a_file_open_elsewhere_is_read_as_last_saved_and_says_who_has_it() {
    let office = Office::new();
    office.file("~$gute Termine.xlsx", traps::excel_lock("Erika Muster"));
    office.file(".~lock.Verbände.csv#", ",emuster,pc-17,21.11.2026 10:00,file:///home/erika;");
    let report = office.report();
    let help = "Nach dem Speichern und Schließen noch einmal starten.";
    assert_eq!(
        report.answers("gute Termine.xlsx"),
        [format!(
            "D109 Die Datei ist gerade geöffnet (bei Erika Muster); gelesen wurde der zuletzt gespeicherte Stand. → {help}"
        )]
    );
    assert_eq!(
        report.answers("Verbände.csv"),
        [format!(
            "D109 Die Datei ist gerade geöffnet (bei emuster); gelesen wurde der zuletzt gespeicherte Stand. → {help}"
        )]
    );
    assert_eq!(report.skipped("~$gute Termine.xlsx").as_deref(), Some("temporäre Datei"));
    assert!(!report.of_the_good_list().1.is_empty());
}

#[test]
fn the_same_content_twice_is_read_once() {
    let office = Office::new();
    let alone = office.report();
    fs::copy(office.path("gute Termine.xlsx"), office.path("z Kopie.xlsx")).unwrap();
    let report = office.report();
    assert_eq!(
        report.answers("z Kopie.xlsx"),
        [
            "D106 Die Datei hat denselben Inhalt wie „gute Termine.xlsx“; gelesen wurde nur diese. → Eine der beiden Dateien \
          aus dem Listenordner nehmen."
        ]
    );
    assert_eq!(
        report.skipped("z Kopie.xlsx").as_deref(),
        Some("doppelt: gleicher Inhalt wie „gute Termine.xlsx“")
    );
    assert_eq!(report.of_the_good_list(), alone.of_the_good_list());
}

#[test]
fn a_result_copied_among_the_lists_is_not_counted() {
    let office = Office::new();
    let alone = office.report();
    assert!(office.run(&["auswerten"]).status.success());
    let result = office.folder.path().join("Ergebnisse/2024/Auswertung 2024.xlsx");
    fs::copy(&result, office.path("Auswertung 2024.xlsx")).unwrap();
    let report = office.report();
    assert_eq!(report.skipped("Auswertung 2024.xlsx").as_deref(), Some("eigenes Ergebnis"));
    assert_eq!(report.answers("Auswertung 2024.xlsx"), [""; 0]);
    assert_eq!(report.0["verdicts"], alone.0["verdicts"]);
}

#[test]
fn what_people_fill_in_is_no_result() {
    let folder = TempDir::new().unwrap();
    let place = folder.path().join("neu");
    assert!(Command::new(PROGRAM).arg("einrichten").arg(&place).output().unwrap().status.success());
    let output = Command::new(PROGRAM).args(["pruefen", "--json"]).arg(&place).output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let inputs = report["inputs"].as_array().unwrap();
    assert!(!inputs.is_empty());
    assert!(inputs.iter().all(|input| input["reason"] != "eigenes Ergebnis"), "{inputs:?}");
}

#[test]
fn a_process_of_its_own_reads_what_this_one_reads() {
    let folder = TempDir::new().unwrap();
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    for entry in fs::read_dir(fixtures).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
    }
    let file = |name: &str, bytes: Vec<u8>| fs::write(folder.path().join(name), bytes).unwrap();
    support::write_xlsx(&folder.path().join("a.xlsx"), "2024", EVENTS);
    file("b.xlsb", support::xlsb::bytes("2024", EVENTS));
    file("c.xlsx", traps::types("c"));
    file("d.xlsx", traps::types("d")[..900].to_vec());
    file(
        "e.xlsx",
        traps::xlsx(
            r#"<row r="9"><c r="B9" t="s"><v>0</v></c><c r="A9" t="s"><v>1</v></c></row><row r="2"><c r="A2" t="str"><v>Datum</v></c><c r="C2"><f>1+1</f></c></row>"#,
            "<si><t>Datum</t></si><si><t>Datum</t></si>",
        ),
    );
    // long enough to be read in a process of its own
    file(
        "f.csv",
        format!("Datum;Art\n{}", "04.05.2024;Treffen mit Umlaut ä\n".repeat(300_000)).into(),
    );

    let apart = Readers::processes_of(PROGRAM.into());
    let (here, said_here) = list_folder::read(folder.path(), &[]);
    let (there, said_there) = list_folder::read_by(&apart, folder.path(), &[]);
    assert_eq!(here.len(), there.len());
    let mut cells = 0;
    for (here, there) in here.iter().zip(&there) {
        assert_eq!((&here.file, &here.sha256), (&there.file, &there.sha256));
        assert_eq!((&here.tables, &here.skipped), (&there.tables, &there.skipped), "{}", here.file);
        cells += here
            .tables
            .iter()
            .flatten()
            .flat_map(|t| t.rows.iter())
            .map(|r| r.cells.len())
            .sum::<usize>();
    }
    assert!(cells > 600_000, "{cells}");
    assert!(said_here.iter().eq(said_there.iter()));
}

#[test]
fn who_types_the_hidden_command_gets_no_list_and_the_help_does_not_name_it() {
    let output = Command::new(PROGRAM).args(["__liste-lesen", "Termine.xlsx"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let help = Command::new(PROGRAM).arg("--hilfe").output().unwrap();
    assert!(!String::from_utf8(help.stdout).unwrap().contains("liste-lesen"));
}

#[test]
#[cfg(unix)]
fn a_link_to_a_folder_is_named_and_counts_as_unread() {
    let (lists, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    fs::write(other.path().join("Termine.csv"), "Datum;Art\n04.05.2024;Treffen\n").unwrap();
    std::os::unix::fs::symlink(other.path(), lists.path().join("Ablage")).unwrap();
    let (files, diagnostics) = list_folder::read(lists.path(), &[]);
    let [file] = files.as_slice() else { panic!("{files:?}") };
    assert_eq!(
        (file.file.as_str(), file.tables.is_none(), file.skipped.is_none()),
        ("Ablage", true, true)
    );
    let messages: Vec<String> = diagnostics.iter().map(ToString::to_string).collect();
    assert_eq!(
        messages,
        [
            "Bitte klären D107: Die Verknüpfung führt zu einem anderen Ordner oder ins Leere; ihr wurde nicht gefolgt.\n  \
          Ablage\n  Hilfe: Die Listen selbst in den Listenordner legen oder die Verknüpfung löschen."
        ]
    );
}
