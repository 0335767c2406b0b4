//! The list folder: every file in it gets an answer, and a bad file costs that file.
//!
//! Files are opened read-only and taken by content. Temporary files of Excel and LibreOffice are left out, as are documents
//! that are no lists at all; both are named. The order is that of the paths, so that it is the same on every machine.

use std::fmt::Write as _;
use std::fs;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use sha2::{Digest, Sha256};

use super::cells::{Fault, Grid};
use super::sniff::{Content, promised, sniff};
use super::{text_reader, workbook_reader};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::intake::InputFile;

/// Larger files are no lists of an office.
const MAX_FILE: u64 = 256 << 20;

/// All files below `folder`, sorted by path; `exclude` names folders and files to pass over (results, register).
pub fn read(folder: &Path, exclude: &[PathBuf]) -> (Vec<InputFile>, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let mut paths = Vec::new();
    walk(folder, folder, exclude, &mut paths, &mut diagnostics);
    paths.sort();

    // side by side, each answer into its own place
    let answers: Vec<Mutex<Option<(InputFile, Diagnostics)>>> =
        paths.iter().map(|_| Mutex::new(None)).collect();
    let next = AtomicUsize::new(0);
    let threads =
        std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(paths.len());
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let (Some((name, path)), Some(answer)) = (paths.get(index), answers.get(index))
                    else {
                        break;
                    };
                    let read = read_file(path, name);
                    if let Ok(mut place) = answer.lock() {
                        *place = Some(read);
                    }
                }
            });
        }
    });

    let mut files: Vec<InputFile> = Vec::with_capacity(paths.len());
    for answer in answers {
        let Some((mut file, messages)) = answer.into_inner().unwrap_or_default() else { continue };
        let first = files.iter().find(|known| {
            known.sha256 == file.sha256 && known.tables.is_some() && file.tables.is_some()
        });
        if let Some(first) = first {
            diagnostics.push(
                Diagnostic::new(
                    Code::DuplicateFile,
                    format!(
                        "Die Datei hat denselben Inhalt wie „{}“; gelesen wurde nur diese.",
                        first.file
                    ),
                )
                .in_file(&file.file)
                .help("Eine der beiden Dateien aus dem Listenordner nehmen."),
            );
            file.tables = None;
            file.skipped = Some(format!("doppelt: gleicher Inhalt wie „{}“", first.file));
        } else {
            diagnostics.extend(messages);
        }
        files.push(file);
    }
    (files, diagnostics)
}

fn walk(
    root: &Path,
    folder: &Path,
    exclude: &[PathBuf],
    paths: &mut Vec<(String, PathBuf)>,
    diagnostics: &mut Diagnostics,
) {
    let Ok(entries) = fs::read_dir(folder) else {
        diagnostics.push(
            Diagnostic::new(Code::Unreadable, "Der Ordner ließ sich nicht öffnen.")
                .in_file(relative(root, folder))
                .help("Berechtigung des Ordners prüfen."),
        );
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        let Ok(kind) = entry.file_type() else { continue };
        if exclude.contains(&path) {
            continue;
        }
        if kind.is_dir() {
            // our own `.intern`, `.git` of a careful clerk
            if !entry.file_name().to_string_lossy().starts_with('.') {
                walk(root, &path, exclude, paths, diagnostics);
            }
        } else if kind.is_file() || path.is_file() {
            paths.push((relative(root, &path), path));
        }
    }
}

fn relative(root: &Path, path: &Path) -> String {
    let parts: Vec<_> = path
        .strip_prefix(root)
        .unwrap_or(path)
        .components()
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .collect();
    parts.join("/")
}

/// Files that programs and systems leave behind.
fn is_temporary(name: &str) -> bool {
    let lower = name.to_lowercase();
    name.starts_with("~$")
        || name.starts_with(".~lock")
        || name.starts_with("._")
        || lower.rsplit_once('.').is_some_and(|(_, extension)| extension == "tmp")
        || matches!(lower.as_str(), "thumbs.db" | "desktop.ini" | ".ds_store")
}

/// One file under the name messages shall give it. Never an error: what is wrong with it stands in the diagnostics.
pub fn read_file(path: &Path, name: &str) -> (InputFile, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let mut file =
        InputFile { file: name.to_owned(), sha256: String::new(), tables: None, skipped: None };
    let base = name.rsplit('/').next().unwrap_or(name);
    let bytes = match bytes(path) {
        Ok(bytes) => bytes,
        Err(_) if is_temporary(base) => {
            file.skipped = Some("temporäre Datei".to_owned());
            return (file, diagnostics);
        }
        Err(refusal) => {
            diagnostics.push(refusal.in_file(name));
            return (file, diagnostics);
        }
    };
    file.sha256 = Sha256::digest(&bytes).iter().fold(String::with_capacity(64), |mut hex, byte| {
        // writing into a string cannot fail
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    if is_temporary(base) {
        file.skipped = Some("temporäre Datei".to_owned());
        return (file, diagnostics);
    }
    let extension = base.rsplit_once('.').map_or("", |(_, extension)| extension);
    let content = sniff(&bytes);
    let promise = promised(extension);
    let tell =
        |code, message: String, help: &str| Diagnostic::new(code, message).in_file(name).help(help);
    let tables = match content {
        Content::Text => Ok(vec![text_reader::read(&bytes, name)]),
        Content::Xlsx | Content::Xlsb | Content::Xls | Content::Ods => {
            let mut grid = Grid::new(name);
            match workbook_reader::read(content, &bytes, &mut grid) {
                Ok(()) => Ok(grid.finish().1),
                Err(fault) => Err(match fault {
                    Fault::Damaged => damaged(name),
                    Fault::Password => password(name),
                    Fault::TooLarge | Fault::TimedOut | Fault::Crashed => too_large(name),
                    Fault::Unsupported => unsupported(name, "unbekanntes Format"),
                }),
            }
        }
        Content::Password => Err(password(name)),
        Content::Broken => Err(damaged(name)),
        Content::Bomb => Err(too_large(name)),
        Content::Empty => Err(tell(
            Code::EmptyFile,
            "Die Datei ist leer.".to_owned(),
            "Die richtige Fassung in den Listenordner legen oder die Datei löschen.",
        )),
        Content::Html => Err(unsupported(name, "eine Internetseite (HTML)")),
        Content::SpreadsheetXml => Err(unsupported(name, "eine „XML-Kalkulationstabelle 2003“")),
        Content::AncientExcel => Err(unsupported(name, "ein Excel-Format vor Excel 5")),
        Content::Other(kind) if promise.is_some() => Err(unsupported(name, kind.label_de())),
        Content::Other(kind) => {
            file.skipped = Some(format!("keine Liste ({})", kind.label_de()));
            return (file, diagnostics);
        }
        Content::Unknown if promise.is_some() => Err(damaged(name)),
        Content::Unknown => {
            file.skipped = Some("keine Liste".to_owned());
            return (file, diagnostics);
        }
    };
    match tables {
        Ok(tables) => {
            if promise.is_some_and(|promise| promise != content) {
                diagnostics.push(tell(
                    Code::WrongExtension,
                    format!(
                        "Die Datei heißt „.{extension}“, enthält aber {}; gelesen wurde sie nach ihrem Inhalt.",
                        spoken(content)
                    ),
                    "In Excel öffnen und mit „Speichern unter“ als Excel-Arbeitsmappe (.xlsx) ablegen.",
                ));
            }
            file.tables = Some(tables);
        }
        Err(refusal) => diagnostics.push(refusal),
    }
    (file, diagnostics)
}

fn bytes(path: &Path) -> Result<Vec<u8>, Box<Diagnostic>> {
    let refused = |error: &std::io::Error| {
        let why = if error.kind() == ErrorKind::PermissionDenied {
            "Die Datei ließ sich nicht öffnen: keine Berechtigung."
        } else if error.kind() == ErrorKind::NotFound {
            "Die Datei ist nicht mehr da."
        } else {
            "Die Datei ließ sich nicht öffnen."
        };
        Box::new(
            Diagnostic::new(Code::Unreadable, why)
                .help("Ist sie in Excel geöffnet? Schließen und noch einmal starten."),
        )
    };
    let file = fs::File::open(path).map_err(|e| refused(&e))?;
    let mut bytes = Vec::new();
    // one byte more than allowed tells whether there is more
    file.take(MAX_FILE + 1).read_to_end(&mut bytes).map_err(|e| refused(&e))?;
    if bytes.len() as u64 > MAX_FILE {
        return Err(Box::new(
            Diagnostic::new(Code::TooLarge, "Die Datei ist größer als 256 MB.")
                .help("Nur die Liste selbst in den Listenordner legen, ohne Bilder und Anlagen."),
        ));
    }
    Ok(bytes)
}

fn spoken(content: Content) -> &'static str {
    match content {
        Content::Xlsx => "eine Excel-Arbeitsmappe (.xlsx)",
        Content::Xlsb => "eine Excel-Binärarbeitsmappe (.xlsb)",
        Content::Xls => "eine Excel-97-Arbeitsmappe (.xls)",
        Content::Ods => "eine OpenDocument-Tabelle (.ods)",
        Content::Text
        | Content::Html
        | Content::SpreadsheetXml
        | Content::Password
        | Content::Empty
        | Content::Broken
        | Content::Bomb
        | Content::AncientExcel
        | Content::Other(_)
        | Content::Unknown => "Text",
    }
}

fn damaged(name: &str) -> Diagnostic {
    Diagnostic::new(
        Code::Damaged,
        "Die Datei ist beschädigt oder abgeschnitten und konnte nicht gelesen werden.",
    )
    .in_file(name)
    .help("In Excel öffnen und neu speichern; gelingt das nicht, die letzte Sicherung verwenden.")
}

fn password(name: &str) -> Diagnostic {
    Diagnostic::new(Code::Password, "Die Datei ist mit einem Kennwort geschützt und konnte nicht gelesen werden.")
        .in_file(name)
        .help("In Excel unter Datei > Informationen > Arbeitsmappe schützen das Kennwort entfernen und speichern.")
}

fn too_large(name: &str) -> Diagnostic {
    Diagnostic::new(Code::TooLarge, "Die Datei enthält mehr, als eine Liste haben kann, und wurde nicht gelesen.")
        .in_file(name)
        .help("In Excel mit Strg+Ende die letzte benutzte Zelle prüfen und überzählige Zeilen und Spalten löschen.")
}

fn unsupported(name: &str, what: &str) -> Diagnostic {
    Diagnostic::new(
        Code::Unsupported,
        format!("Dieses Format wird nicht gelesen (Inhalt: {what})."),
    )
    .in_file(name)
    .found(what)
    .help("In Excel öffnen und mit „Speichern unter“ als Excel-Arbeitsmappe (.xlsx) ablegen.")
}
