//! Every message has a case that produces it: a tiny workspace, and what the program says about it.
//!
//! The cases run the program itself (`pruefen --json`), so that what is asserted is what the office gets.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::allow_attributes,
    reason = "a test may stop loudly"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Cursor, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use beschlusskontrolle::decisions::{names, readings};
use beschlusskontrolle::diagnostic::Code;
use beschlusskontrolle::resolution;
use rust_xlsxwriter::{Format, Workbook, Worksheet};
use serde_json::Value;

/// A workspace under construction.
struct Workspace {
    folder: tempfile::TempDir,
}

impl Workspace {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("Listen")).unwrap();
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        name.split('/').fold(self.folder.path().to_owned(), |path, part| path.join(part))
    }

    fn file(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    fn list(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        self.file(&format!("Listen/{name}"), content)
    }

    fn run(&self, command: &str, options: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_beschlusskontrolle"))
            .arg(command)
            .arg(self.folder.path())
            .args(["--stichtag", "2024-12-31"])
            .args(options)
            .output()
            .unwrap()
    }
}

const BRANCHES: &str = "Verband;Typ;PLZ\nGotha;Kreisverband;99867\nGreiz;Kreisverband;07973\nWeimar;Kreisverband;99423\nWeimar;Stadtverband;99423\n";

/// With a list of branches.
fn office() -> Workspace {
    Workspace::new().list("Verbände.csv", BRANCHES)
}

/// One event; columns „Datum;bis;Art;Verband;Form;offene Debatte;Themen;Status“.
fn event(row: &str) -> Workspace {
    events("Termine.csv", &[row])
}

fn events(name: &str, rows: &[&str]) -> Workspace {
    let list =
        format!("Datum;bis;Art;Verband;Form;offene Debatte;Themen;Status\n{}\n", rows.join("\n"));
    office().list(name, list)
}

fn branches(rows: &str) -> Workspace {
    Workspace::new().list("V.csv", format!("Verband;Typ;PLZ;Briefpost\n{rows}\n"))
}

/// What somebody has entered about an interpretation.
fn reading(otherwise: &str) -> Workspace {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name(readings::SHEET).unwrap();
    sheet.write_row(0, 0, [readings::ID, readings::OTHERWISE]).unwrap();
    sheet.write_row(1, 0, ["A2", otherwise]).unwrap();
    event("04.05.2024;;Treffen;KV Gotha;;;;")
        .file("Entscheidungen.xlsx", workbook.save_to_buffer().unwrap())
}

fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut package = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        package.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        package.write_all(content.as_bytes()).unwrap();
    }
    package.finish().unwrap().into_inner()
}

/// A workbook of one sheet „T“ with this XML for its rows.
fn xlsx(rows: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    zipped(&[
        (
            "[Content_Types].xml",
            r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"#,
        ),
        (
            "_rels/.rels",
            &format!(
                r#"<?xml version="1.0"?><Relationships xmlns="{package}"><Relationship Id="rId1" Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/workbook.xml",
            &format!(
                r#"<?xml version="1.0"?><workbook xmlns="{main}" xmlns:r="{relations}"><sheets><sheet name="T" sheetId="1" r:id="rId1"/></sheets></workbook>"#
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            &format!(
                r#"<?xml version="1.0"?><Relationships xmlns="{package}"><Relationship Id="rId1" Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            &format!(
                r#"<?xml version="1.0"?><worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>"#
            ),
        ),
    ])
}

fn text_row(row: u32, texts: &[&str]) -> String {
    let cells = ('A'..).zip(texts).fold(String::new(), |cells, (column, text)| {
        cells + &format!(r#"<c r="{column}{row}" t="inlineStr"><is><t>{text}</t></is></c>"#)
    });
    format!(r#"<row r="{row}">{cells}</row>"#)
}

/// 741 bytes that stand for ninety million cells.
fn endless() -> Vec<u8> {
    zipped(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        (
            "content.xml",
            r#"<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="T"><table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="string" table:number-columns-repeated="90"><text:p>x</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"#,
        ),
    ])
}

/// See `tests/fixtures/README.md`.
fn fixture(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)).unwrap()
}

/// A list of one sheet „T“, of these lines, with what else belongs to it.
fn book(lines: &[&str], finish: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("T").unwrap();
    for (row, line) in (0..).zip(lines) {
        for (column, text) in (0..).zip(line.split(';')) {
            if !text.is_empty() {
                sheet.write(row, column, text).unwrap();
            }
        }
    }
    finish(sheet);
    workbook.save_to_buffer().unwrap()
}

/// A list of events, and what is special about it.
fn event_book(rows: &[&str], finish: impl FnOnce(&mut Worksheet)) -> Workspace {
    let lines = [&["Datum;Art;Verband;Status"], rows].concat();
    office().list("T.xlsx", book(&lines, finish))
}

fn settings(label: &str, value: &str) -> Workspace {
    let rows = [
        text_row(1, &["Einstellung", "Wert", "Erklärung"]),
        text_row(2, &["Name im Briefkopf", "Die Beispielpartei", "x"]),
        text_row(3, &[label, value, "x"]),
    ];
    office().file("Einstellungen.xlsx", xlsx(&rows.concat()))
}

/// A file of the register: the rows of „Postausgang“, and those of „Versand“ where there are any.
fn register(rows: &[&str], batches: &[&str]) -> Vec<u8> {
    let mut book = Workbook::new();
    let head = "Sendung;Brief;Empfänger;Zeitraum;erzeugt am;versandt am;Zusagen;Datei;Prüfsumme";
    let of_batches = "Sendung;Brief;Zeitraum;erzeugt am;Briefe;alle versandt am;Weg";
    for (name, head, rows) in [("Postausgang", head, rows), ("Versand", of_batches, batches)] {
        if rows.is_empty() {
            continue;
        }
        let sheet = book.add_worksheet().set_name(name).unwrap();
        for (row, line) in (0..).zip(std::iter::once(&head).chain(rows)) {
            for (column, text) in (0..).zip(line.split(';')).filter(|(_, text)| !text.is_empty()) {
                sheet.write(row, column, text).unwrap();
            }
        }
    }
    book.save_to_buffer().unwrap()
}

/// A case: a workspace, and where the message must point.
struct Case {
    code: Code,
    workspace: Workspace,
    /// The file of the message, and its cell; `None` where it has none.
    file: Option<&'static str>,
    cell: Option<&'static str>,
}

fn case(
    code: Code,
    workspace: Workspace,
    file: impl Into<Option<&'static str>>,
    cell: impl Into<Option<&'static str>>,
) -> Case {
    Case { code, workspace, file: file.into(), cell: cell.into() }
}

const T: &str = "Termine.csv";

/// One case per code that `pruefen` can bring.
fn cases() -> Vec<Case> {
    let bericht = "Rechenschaftsbericht";
    let builtin = resolution::BUILTIN_TOML;
    vec![
        // files
        case(Code::Password, office().list("P.xlsx", fixture("Kennwort.xlsx")), "P.xlsx", None),
        case(Code::Password, office().list("P.ods", fixture("Kennwort.ods")), "P.ods", None),
        case(Code::Password, office().list("P.xls", fixture("Kennwort.xls")), "P.xls", None),
        case(Code::Damaged, office().list("B.xlsx", b"PK\x03\x04 und nichts"), "B.xlsx", None),
        case(Code::WrongExtension, office().list("N.xlsx", "Ein Brief.\n"), "N.xlsx", None),
        case(Code::TooLarge, office().list("G.ods", endless()), "G.ods", None),
        case(Code::Unsupported, office().list("H.xls", "<html><table></table></html>"), "H.xls", None),
        case(
            Code::DuplicateFile,
            office().list("W.csv", "Name;Ort\nx;y\n").list("Z.csv", "Name;Ort\nx;y\n"),
            "Z.csv",
            None,
        ),
        case(Code::EmptyFile, office().list("L.xlsx", ""), "L.xlsx", None),
        case(
            Code::OpenElsewhere,
            event("04.05.2024;;Treffen;KV Gotha;;;;").list(".~lock.Termine.csv#", ",erika,,,;"),
            T,
            None,
        ),
        case(
            Code::PersonList,
            office().list(
                "M.csv",
                "Nachname;Vorname;Geburtsdatum;Anschrift privat\nMuster;Eri;1.1.1980;x\nMuster;Max;2.2.1980;y\n",
            ),
            "M.csv",
            None,
        ),
        case(
            Code::TwoVersions,
            office()
                .list(T, "Datum;Art;Verband\n04.05.2024;Treffen;KV Gotha\n05.05.2024;Treffen;KV Greiz\n06.05.2024;Treffen;KV Greiz\n")
                .list(
                    "Termine (1).csv",
                    "Datum;Art;Verband\n04.05.2024;Treffen;KV Gotha\n05.05.2024;Treffen;KV Greiz\n07.05.2024;Treffen;KV Greiz\n",
                ),
            "Termine (1).csv",
            None,
        ),
        // sheets and encoding
        case(
            Code::NoMatchingSheet,
            office().file("Einstellungen.xlsx", xlsx(&text_row(1, &["dies", "und", "das"]))),
            "Einstellungen.xlsx",
            None,
        ),
        case(
            Code::AmbiguousSheet,
            office().list("L.csv", "Datum;Art;Status\n04.05.2024;Treffen;geplant\n"),
            "L.csv",
            None,
        ),
        case(
            Code::HiddenSheet,
            office().list("T.xlsx", {
                let mut workbook = Workbook::new();
                workbook.add_worksheet().write(0, 0, "Notizen").unwrap();
                let hidden = workbook.add_worksheet();
                hidden.set_name("2023").unwrap().set_hidden(true);
                for (column, label) in (0..).zip(["Datum", "Art", "Verband"]) {
                    hidden.write(0, column, label).unwrap();
                }
                hidden.write(1, 0, "04.05.2023").unwrap().write(1, 1, "Treffen").unwrap();
                workbook.save_to_buffer().unwrap()
            }),
            "T.xlsx",
            None,
        ),
        case(
            Code::Mojibake,
            event("04.05.2024;;Treffen;KV Gotha;;;JahresgesprÃ¤ch;"),
            T,
            "G2",
        ),
        case(
            Code::BrokenUmlauts,
            event("04.05.2024;;Treffen;KV Gotha;;;Jahresgespr\u{fffd}ch;"),
            T,
            "G2",
        ),
        case(
            Code::RaggedRow,
            office().list(T, format!("Datum;Art;Verband\n04.05.2024;{bericht};KV Gotha;zu viel\n")),
            T,
            "D2",
        ),
        // columns
        case(Code::NoHeader, office().list("K.csv", "Datum;Betrag;Konto\n1;2;3\n"), "K.csv", None),
        case(
            Code::MissingColumn,
            office().list(T, "Datum;Verband;Ort;Sorte\n04.05.2024;KV Gotha;Gotha;x\n"),
            T,
            "A1",
        ),
        case(
            Code::DuplicateColumn,
            office().list(T, "Datum;Art;Verband;Status;Stand\n04.05.2024;Treffen;KV Gotha;;\n"),
            T,
            "D1",
        ),
        case(
            Code::BlankHeader,
            office().list(T, "Datum;;Art;Verband\n04.05.2024;x;Treffen;KV Gotha\n"),
            T,
            "B2",
        ),
        case(
            Code::UnknownColumn,
            office().list(T, "Datum;Art;Verband;Wetter\n04.05.2024;Treffen;KV Gotha;gut\n"),
            T,
            "D1",
        ),
        case(
            Code::ConfirmColumn,
            office().list(T, "Datum;Art;Verband;Zielgrupe\n04.05.2024;Treffen;KV Gotha;alle\n"),
            T,
            "D1",
        ),
        case(
            Code::DecisionUnusable,
            event("04.05.2024;;Treffen;KV Gohta;;;;").file("Entscheidungen.xlsx", {
                let mut workbook = Workbook::new();
                let sheet = workbook.add_worksheet();
                sheet.set_name("Namen").unwrap();
                for (column, label) in (0..).zip(names::LABELS) {
                    sheet.write(0, column, label).unwrap();
                }
                let answer = names::LABELS.iter().position(|label| *label == names::ANSWER);
                sheet.write(1, 0, "KV Gohta").unwrap();
                sheet.write(1, u16::try_from(answer.unwrap()).unwrap(), "vielleicht").unwrap();
                workbook.save_to_buffer().unwrap()
            }),
            "Entscheidungen.xlsx",
            "F2",
        ),
        case(Code::ReadingUnclear, reading("vielleicht"), "Entscheidungen.xlsx", "B2"),
        case(Code::ReadingOtherwise, reading("ja"), "Entscheidungen.xlsx", "A2"),
        // rows and values
        case(
            Code::UnclearRow,
            event("04.05.2024;;Treffen;KV Gotha;;;;\n;;;;;;siehe oben;"),
            T,
            "G3",
        ),
        case(
            Code::HiddenRows,
            event_book(&["04.05.2024;Treffen;KV Gotha", "05.05.2024;Treffen;KV Greiz"], |sheet| {
                sheet.set_row_hidden(2).unwrap();
            }),
            "T.xlsx",
            "A3",
        ),
        case(
            Code::BlankBelow,
            events(
                T,
                &[
                    "04.05.2024;;Treffen;KV Gotha;;;;",
                    ";;Treffen;KV Greiz;;;;",
                    ";;Vortrag;KV Greiz;;;;",
                    "05.05.2024;;Treffen;KV Gotha;;;;",
                    ";;Vortrag;KV Gotha;;;;",
                ],
            ),
            T,
            "A3",
        ),
        case(
            Code::SeveralTables,
            event_book(
                &[
                    "04.05.2024;Treffen;KV Gotha",
                    "",
                    "Brief;Empfänger;versandt am",
                    "Rundschreiben;KV Gotha;15.01.2024",
                ],
                |_| (),
            ),
            "T.xlsx",
            "A1",
        ),
        case(
            Code::WrongTotal,
            office().list(
                T,
                "Datum;Art;Verband;Teilnehmende\n04.05.2024;Treffen;KV Gotha;10\n05.05.2024;Treffen;KV Greiz;12\nSumme;;;30\n",
            ),
            T,
            "D4",
        ),
        case(
            Code::ContinuedRow,
            event("04.05.2024;;Treffen;KV Gotha;;;Finanzen;\n;;;;;;und Wahlen;"),
            T,
            "G3",
        ),
        case(
            Code::MergedCells,
            event_book(&["04.05.2024;Treffen;KV Gotha", ";Vortrag;KV Greiz"], |sheet| {
                sheet.merge_range(1, 0, 2, 0, "04.05.2024", &Format::new()).unwrap();
            }),
            "T.xlsx",
            "A2",
        ),
        case(
            Code::HeadingValue,
            office().list(T, "Datum;Art;Ort\nKV Gotha;;\n04.05.2024;Treffen;Gotha\nKV Greiz;;\n05.05.2024;Treffen;Greiz\n"),
            T,
            "A2",
        ),
        case(
            Code::CutOff,
            event(&format!("04.05.2024;;Treffen;KV Gotha;;;{};", "x".repeat(255))),
            T,
            "G2",
        ),
        case(
            Code::StruckThrough,
            event_book(&["04.05.2024;Treffen;KV Gotha"], |sheet| {
                let struck = Format::new().set_font_strikethrough();
                for (column, text) in (0..).zip(["04.05.2024", "Treffen", "KV Gotha"]) {
                    sheet.write_with_format(1, column, text, &struck).unwrap();
                }
            }),
            "T.xlsx",
            "A2",
        ),
        case(Code::TwoDigitYear, event("04.05.71;;Treffen;KV Gotha;;;;"), T, "A2"),
        case(Code::MonthOnly, event("Mai 2024;;Mitgliederwochenende;LV;;;;durchgeführt"), T, "A2"),
        case(Code::Wingdings, event("04.05.2024;;Treffen;KV Gotha;;ü;;"), T, "F2"),
        case(
            Code::NotANumber,
            office().list(T, "Datum;Art;Verband;Teilnehmende\n04.05.2024;Treffen;KV Gotha;viele\n"),
            T,
            "D2",
        ),
        case(
            Code::NumberWithText,
            office().list(T, "Datum;Art;Verband;Teilnehmende\n04.05.2024;Treffen;KV Gotha;25 (davon 10 online)\n"),
            T,
            "D2",
        ),
        case(
            Code::NotSplit,
            Workspace::new().list("V.csv", "Verband;Typ;PLZ/Ort\nGotha;Kreisverband;Gotha oder 99867 oder Jena\n"),
            "V.csv",
            "C2",
        ),
        case(
            Code::BadEmail,
            Workspace::new().list("V.csv", "Verband;Typ;E-Mail\nGotha;Kreisverband;gotha at example\n"),
            "V.csv",
            "C2",
        ),
        case(
            Code::BadPhone,
            Workspace::new().list("V.csv", "Verband;Typ;Telefon\nGotha;Kreisverband;bei der Geschäftsstelle\n"),
            "V.csv",
            "C2",
        ),
        case(Code::IncompleteRow, event(";;Treffen;KV Gotha;;;;"), T, "A2"),
        case(
            Code::EmptyCell,
            event("04.05.2024;;Rechenschaftsbericht;KV Gotha;Präsenz;;;durchgeführt"),
            T,
            "F2",
        ),
        case(Code::ErrorCell, event("04.05.2024;;Treffen;KV Gotha;;#NV;;"), T, "F2"),
        case(
            Code::NoFormulaResult,
            office().list(
                "F.xlsx",
                xlsx(&format!(
                    "{}{}",
                    text_row(1, &["Datum", "Art", "Verband"]),
                    r#"<row r="2"><c r="A2"><f>TODAY()</f></c><c r="B2" t="inlineStr"><is><t>Treffen</t></is></c><c r="C2" t="inlineStr"><is><t>KV Gotha</t></is></c></row>"#
                )),
            ),
            "F.xlsx",
            "A2",
        ),
        case(Code::NotADate, event("Pfingsten;;Treffen;KV Gotha;;;;"), T, "A2"),
        case(Code::AmbiguousDate, event("5/3/2024;;Treffen;KV Gotha;;;;"), T, "A2"),
        case(Code::WeekdayMismatch, event("So, 04.05.2024;;Treffen;KV Gotha;;;;"), T, "A2"),
        case(
            Code::YearAdded,
            events("Termine 2024.csv", &["04.05.;;Treffen;KV Gotha;;;;"]),
            "Termine 2024.csv",
            "A2",
        ),
        case(Code::SerialDate, event("45415;;Treffen;KV Gotha;;;;"), T, "A2"),
        case(Code::ImplausibleYear, event("04.05.2004;;Treffen;KV Gotha;;;;"), T, "A2"),
        case(Code::EndBeforeBegin, event("05.05.2024;04.05.2024;Treffen;KV Gotha;;;;"), T, "B2"),
        case(
            Code::AfterAsOf,
            event("04.05.2025;;Rechenschaftsbericht;KV Gotha;;;;durchgeführt"),
            T,
            "A2",
        ),
        case(
            Code::UnclearWord,
            event("04.05.2024;;Rechenschaftsbericht;KV Gotha;gemischt;ja;;durchgeführt"),
            T,
            "E2",
        ),
        case(Code::UnclearFlag, event("04.05.2024;;Treffen;KV Gotha;;evtl.;;"), T, "F2"),
        case(Code::BadPostcode, branches("Gotha;Kreisverband;9x867;"), "V.csv", "C2"),
        case(Code::PostcodePadded, branches("Jena;Stadtverband;7743;"), "V.csv", "C2"),
        case(Code::UnknownStatus, event("04.05.2024;;Treffen;KV Gotha;;;;vielleicht"), T, "H2"),
        case(
            Code::PastButPlanned,
            event("04.05.2024;;Rechenschaftsbericht;KV Gotha;;;;geplant"),
            T,
            "H2",
        ),
        case(Code::HeldByList, event("04.05.2024;;Rechenschaftsbericht;KV Gotha;;;;"), T, "H2"),
        case(
            Code::DoubtfulMatch,
            event("04.05.2024;;Rechenschaftsbericht;KV Gotha;;;Finanzen;durchgeführt"),
            T,
            "C2",
        ),
        case(
            Code::PossibleMatch,
            event("04.05.2024;;Treffen;KV Gotha;;;Rechenschaftsbericht;durchgeführt"),
            T,
            "C2",
        ),
        // branches and duplicates
        case(Code::UnknownBranch, event("04.05.2024;;Treffen;KV Gohta;;;;"), T, "D2"),
        case(Code::AmbiguousBranch, event("04.05.2024;;Treffen;Weimar;;;;"), T, "D2"),
        case(Code::SeveralBranches, office().list(T, "Datum;Art;Verband\n04.05.2024;Treffen;KV Gotha, KV Greiz\n"), T, "C2"),
        case(
            Code::BranchNowhere,
            event("04.05.2024;;Treffen;KV Gotha;;;;"),
            "Verbände.csv",
            "A3",
        ),
        case(
            Code::LikelyDuplicate,
            office().list(
                T,
                "Datum;Art;Verband;Titel\n04.05.2024;Treffen;KV Gotha;Sommergespräch Umwelt\n04.05.2024;Vortrag;KV Gotha;Sommergespräche Umwelt\n",
            ),
            T,
            "A3",
        ),
        case(
            Code::DuplicateBranch,
            branches("Jena;Stadtverband;07743;\nSV Jena;;07743;"),
            "V.csv",
            "A3",
        ),
        case(Code::BranchWithoutKind, branches("Gera;;07545;\nSV Jena;;07743;"), "V.csv", "A2"),
        case(
            Code::Duplicate,
            events(T, &["04.05.2024;;Treffen;KV Gotha;;;;", "04.05.2024;;Treffen;KV Gotha;;;;"]),
            T,
            "A3",
        ),
        case(
            Code::Contradiction,
            events(
                T,
                &[
                    "04.05.2024;;Treffen;KV Gotha;;;;abgesagt",
                    "04.05.2024;;Treffen;KV Gotha;;;;durchgeführt",
                ],
            ),
            T,
            "A3",
        ),
        case(
            Code::ColumnsContradict,
            office().list(
                T,
                "Datum;Art;Verband;beteiligt;LV vertreten\n04.05.2024;Rechenschaftsbericht;KV Gotha;LV;nein\n",
            ),
            T,
            "D2",
        ),
        // settings, register, declarations
        case(
            Code::TemplateBroken,
            office().file("Vorlagen/angebot-bericht.docx", "kein Word"),
            "Vorlagen/angebot-bericht.docx",
            None,
        ),
        case(Code::SettingUnknown, settings("Absendername", "x"), "Einstellungen.xlsx", "A3"),
        case(
            Code::SettingInvalid,
            settings("Antwort erbeten nach (Tagen)", "bald"),
            "Einstellungen.xlsx",
            "B3",
        ),
        case(
            Code::RegisterUnknownLetter,
            office().list("R.csv", "Brief;Empfänger;versandt am\nRechenschaftsbericht;KV Gotha;15.01.2024\n"),
            "R.csv",
            "A2",
        ),
        case(
            Code::PromisesUnconfirmed,
            office().file("Ergebnisse/A.docx", "von Hand").file(
                "Postausgang.xlsx",
                register(
                    &["1;Angebot Rechenschaftsbericht;KV Gotha;2024;15.01.2024;22.01.2024;persönlich vor Ort;Ergebnisse/A.docx;abc"],
                    &[],
                ),
            ),
            "Postausgang.xlsx",
            "G2",
        ),
        case(
            Code::BatchUnclear,
            office().file(
                "Postausgang.xlsx",
                register(
                    &["1;Angebot Rechenschaftsbericht;KV Gotha;2024;15.01.2024;;;;"],
                    &["7;Angebot Rechenschaftsbericht;2024;15.01.2024;1;22.01.2024;"],
                ),
            ),
            "Postausgang.xlsx",
            "F2",
        ),
        case(
            Code::SentUnclear,
            office().file(
                "Postausgang.xlsx",
                register(
                    &["1;Angebot Rechenschaftsbericht;KV Gotha;2024;15.01.2024;14.01.2024;;;"],
                    &[],
                ),
            ),
            "Postausgang.xlsx",
            "F2",
        ),
        case(
            Code::RegisterContradicts,
            office()
                .file(
                    "Postausgang.xlsx",
                    register(&["1;Angebot Rechenschaftsbericht;KV Gotha;2024;15.01.2024;22.01.2024;;;"], &[]),
                )
                .file(
                    "Postausgang (neue Zeilen).xlsx",
                    register(&["1;Angebot Rechenschaftsbericht;KV Gotha;2024;15.01.2024;23.01.2024;;;"], &[]),
                ),
            "Postausgang (neue Zeilen).xlsx",
            "F2",
        ),
        case(
            Code::WithoutEffect,
            office().file(
                "Beschluss/beschluss.toml",
                format!("{builtin}\n[merkmal.nie_verlangt]\nspalte = \"offene_debatte\"\ntext = \"mit Aussprache\"\n"),
            ),
            "beschluss.toml",
            None,
        ),
        case(
            Code::UnknownRequirement,
            office().list("A.csv", "Anforderung;Verband;Begründung\nZ9x;KV Gotha;Neuwahl\n"),
            "A.csv",
            "A2",
        ),
    ]
}

/// Codes with a case of its own below.
const OWN_TESTS: &[Code] = &[
    Code::Unreadable,
    Code::TemplateField,
    Code::LetterKept,
    Code::NoMail,
    Code::NoPdf,
    // tests/register_loop.rs
    Code::NoPrintFile,
    // tests/mail_merge.rs
    Code::RowWithoutLetter,
    Code::BlankInLetter,
    Code::GroupDisagrees,
];

#[test]
fn every_code_has_a_case_that_produces_it() {
    let mut missing = Vec::new();
    let mut covered: BTreeSet<Code> = OWN_TESTS.iter().copied().collect();
    for Case { code, workspace, file, cell } in cases() {
        covered.insert(code);
        let output = workspace.run("pruefen", &["--json"]);
        let report: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
            panic!("{code:?}: {error}: {}", String::from_utf8_lossy(&output.stderr))
        });
        let all = report["diagnostics"].as_array().unwrap();
        let found: Vec<&Value> = all.iter().filter(|d| d["code"] == code.number()).collect();
        let fits = found.iter().any(|d| {
            d["file"].as_str() == file
                && d["cell"].as_str() == cell
                && d["severity"] == code.severity().key()
                && d["message"].as_str().is_some_and(|message| {
                    // what the resolution file declares in vain is listed, not told
                    code == Code::WithoutEffect || message.ends_with(['.', '?'])
                })
        });
        if !fits {
            let said: Vec<String> = all
                .iter()
                .map(|d| format!("{} {} {}: {}", d["code"], d["file"], d["cell"], d["message"]))
                .collect();
            missing
                .push(format!("{} {code:?} at {file:?} {cell:?}; said: {said:#?}", code.number()));
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
    let neither: Vec<_> = Code::ALL.iter().filter(|code| !covered.contains(code)).collect();
    assert!(neither.is_empty(), "without a case: {neither:?}");
}

/// A file that exists and cannot be read: its own memory is one, for every user.
#[cfg(target_os = "linux")]
#[test]
fn a_file_that_cannot_be_read_costs_itself() {
    let workspace = office();
    std::os::unix::fs::symlink("/proc/self/mem", workspace.path("Listen/U.csv")).unwrap();
    let output = workspace.run("pruefen", &[]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("Bitte klären D107: Die Datei ließ sich nicht öffnen."), "{said}");
    assert!(said.contains("U.csv"), "{said}");
}

/// The lists and settings of the sample workspace, whose letters are complete.
fn samples() -> Workspace {
    let mut workspace = Workspace::new();
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    for entry in fs::read_dir(from.join("Listen")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        workspace = workspace.list(&name, fs::read(path).unwrap());
    }
    for name in ["Einstellungen.xlsx", "Logo.png"] {
        workspace = workspace.file(name, fs::read(from.join(name)).unwrap());
    }
    workspace
}

#[test]
fn a_template_that_cannot_be_filled_is_told_and_writes_no_letter() {
    let (_, bytes) = beschlusskontrolle::letters::templates::BUILTIN
        .iter()
        .find(|(key, _)| *key == "angebot-bericht")
        .unwrap();
    let mut parts: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut package = zip::ZipArchive::new(Cursor::new(bytes.to_vec())).unwrap();
    for index in 0..package.len() {
        let mut part = package.by_index(index).unwrap();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        parts.insert(part.name().unwrap().into_owned(), content);
    }
    // a name is no date
    let body = parts.get_mut("word/document.xml").unwrap();
    let text = String::from_utf8(body.clone()).unwrap();
    let spoiled = text.replacen(
        "<w:body>",
        "<w:body><w:p><w:r><w:t>{{ verband | datum }}</w:t></w:r></w:p>",
        1,
    );
    assert_ne!(text, spoiled);
    *body = spoiled.into_bytes();
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in &parts {
        writer.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    let template = writer.finish().unwrap().into_inner();
    let workspace = samples().file("Vorlagen/angebot-bericht.docx", template);
    let output = workspace.run("lauf", &[]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("D702") && said.contains("Vorlagen/angebot-bericht.docx"), "{said}");
    assert!(!workspace.path("Ergebnisse/2024/Briefe/Angebot Rechenschaftsbericht").exists());
}

#[test]
fn a_letter_somebody_has_edited_stays_and_is_told() {
    let workspace = samples();
    workspace.run("briefe", &["--ja"]);
    let letter = "Ergebnisse/2024/Briefe/Angebot Rechenschaftsbericht/2024-12-31 Kreisverband Sonneberg.docx";
    fs::write(workspace.path(letter), "von Hand").unwrap();
    fs::remove_file(workspace.path("Postausgang.xlsx")).unwrap();
    let output = workspace.run("briefe", &["--ja"]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("D706"), "{said}");
    assert_eq!(fs::read(workspace.path(letter)).unwrap(), b"von Hand");
}

#[test]
fn a_letter_without_the_text_of_its_e_mail_or_without_a_pdf_is_told() {
    let text = "Betreff: {{ verband | datum }}\n\nText\n";
    let workspace = samples().file("Vorlagen/angebot-bericht.txt", text);
    let list = workspace.path("Listen/Verbände.csv");
    fs::remove_file(workspace.path("Listen/Verbände.xlsx")).unwrap();
    let branches =
        "Verband;Typ;Straße;PLZ;Ort;E-Mail;Briefpost\nSonneberg;KV;;;;son@example.org;nein\n";
    fs::write(list, branches).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_beschlusskontrolle"))
        .args(["lauf", "--pdf", "--stichtag", "2024-12-31"])
        .arg(workspace.folder.path())
        .env("BESCHLUSSKONTROLLE_LIBREOFFICE", "fehlt")
        .output()
        .unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    for (number, words) in [("D721", "PDF fehlt"), ("D702", "Vorlagen/angebot-bericht.txt")] {
        assert!(said.contains(number) && said.contains(words), "{said}");
    }
    fs::write(workspace.path("Vorlagen/angebot-bericht.txt"), "Betreff:\n").unwrap();
    let output = workspace.run("lauf", &[]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("D720 E-Mail-Entwurf fehlt"), "{said}");
}

#[test]
fn every_code_reads_well() {
    let mut numbers = BTreeSet::new();
    let mut slugs = BTreeSet::new();
    let mut titles = BTreeSet::new();
    for code in Code::ALL {
        let number = code.number();
        assert!(numbers.insert(number), "{number} twice");
        assert!(slugs.insert(code.slug()), "{} twice", code.slug());
        assert!(titles.insert(code.title()), "„{}“ twice", code.title());
        assert!(
            code.slug().chars().all(|c| c.is_ascii_lowercase() || c == '-'),
            "{number}: a slug is typed on any keyboard"
        );
        assert!(!code.title().ends_with('.') && code.title().chars().count() <= 45, "{number}");
        let (wrong, right) = code.example();
        for text in [code.explanation(), code.matters()] {
            assert!(text.ends_with('.') && text.chars().count() > 20, "{number}: {text}");
        }
        assert!(!wrong.is_empty() && !right.is_empty() && wrong != right, "{number}");
        for text in [code.title(), code.explanation(), code.matters(), wrong, right] {
            assert_eq!(text.matches('„').count(), text.matches('“').count(), "{number}: {text}");
            assert!(!text.contains("  ") && text.trim() == text, "{number}: {text}");
            let words: Vec<String> =
                text.split(|c: char| !c.is_alphabetic()).map(str::to_lowercase).collect();
            for english in
                ["the", "and", "not", "row", "cell", "file", "sheet", "is", "error", "of"]
            {
                assert!(!words.iter().any(|word| word == english), "{number}: {text}");
            }
        }
    }
}

#[test]
fn every_code_is_explained_with_what_it_does_and_an_example() {
    let workspace = Workspace::new();
    let explain = |topic: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_beschlusskontrolle"))
            .current_dir(workspace.folder.path())
            .args(["erklaeren", topic])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(0), "{topic}");
        let said = String::from_utf8(output.stdout).unwrap();
        said.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        explain("D601"),
        "D601 Verband unbekannt (Bitte klären) Dieser Verband steht nicht in der Verbandsliste. Schreibweise berichtigen \
         oder den Verband dort eintragen. Warum es zählt: Die Zeile wird keinem Verband sicher zugerechnet. Wo sie der \
         Beleg sein könnte, bleibt es offen. Beispiel: „KV Gohta“ → „KV Gotha“"
    );
    assert_eq!(explain("verband-unbekannt"), explain("d601"));
}
