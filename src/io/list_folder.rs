//! The list folder: every file in it gets an answer, and a bad file costs that file.
//!
//! Files are opened read-only and taken by content. Temporary files of Excel and LibreOffice are left out, as are documents
//! that are no lists at all; both are named. The order is that of the paths, so that it is the same on every machine.

use std::fmt::Write as _;
use std::fs;
use std::io::{ErrorKind, Read as _, Seek as _};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use sha2::{Digest, Sha256};

use super::cells::{Fault, Grid};
use super::reading_process::Readers;
use super::sniff::{Content, Document, promised, unfolds};
use super::{file_reader, locks};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::intake::InputFile;

/// Larger files are no lists of an office.
const MAX_FILE: u64 = 256 << 20;

/// Text lists up to this size are read in this process (see [`super::reading_process`]).
const MAX_TEXT_HERE: u64 = 8 << 20;

/// All files below `folder`, sorted by path; `exclude` names folders and files to pass over (results, register). Everything
/// is read in this process.
pub fn read(folder: &Path, exclude: &[PathBuf]) -> (Vec<InputFile>, Diagnostics) {
    read_by(&Readers::here(), folder, exclude)
}

/// The same, read by others.
pub fn read_by(
    readers: &Readers,
    folder: &Path,
    exclude: &[PathBuf],
) -> (Vec<InputFile>, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let mut paths = Vec::new();
    let mut unread = Vec::new();
    walk(folder, folder, exclude, &mut paths, &mut unread, &mut diagnostics);
    unread.sort();
    paths.sort();

    // side by side, each answer into its own place; the largest one by this thread, the sooner its rows are used again
    let size = |index: usize| {
        let path = paths.get(index).map(|(_, path)| path);
        path.and_then(|path| fs::metadata(path).ok()).map_or(0, |file| file.len())
    };
    let mut order: Vec<usize> = (0..paths.len()).collect();
    order.sort_by_cached_key(|index| std::cmp::Reverse(size(*index)));
    let answers: Vec<Mutex<Option<(InputFile, Diagnostics)>>> =
        paths.iter().map(|_| Mutex::new(None)).collect();
    let answer = |place: usize| {
        let index = *order.get(place)?;
        let (name, path) = paths.get(index)?;
        let read = read_file_by(readers, path, name);
        if let Ok(mut answer) = answers.get(index)?.lock() {
            *answer = Some(read);
        }
        Some(())
    };
    let next = AtomicUsize::new(1);
    let others = || while answer(next.fetch_add(1, Ordering::Relaxed)).is_some() {};
    let threads =
        std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(paths.len());
    std::thread::scope(|scope| {
        for _ in 1..threads {
            scope.spawn(others);
        }
        answer(0);
        others();
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
    // what a folder nobody could open holds is as unknown as a file that could not be read
    files.extend(unread.into_iter().filter(|folder| !folder.is_empty()).map(|file| InputFile {
        file,
        sha256: String::new(),
        tables: None,
        skipped: None,
    }));
    (files, diagnostics)
}

fn walk(
    root: &Path,
    folder: &Path,
    exclude: &[PathBuf],
    paths: &mut Vec<(String, PathBuf)>,
    unread: &mut Vec<String>,
    diagnostics: &mut Diagnostics,
) {
    let Ok(entries) = fs::read_dir(folder) else {
        unread.push(relative(root, folder));
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
        if kind.is_dir() && is_bundle(&path) {
            let name = relative(root, &path);
            diagnostics.push(unsupported(&name, Document::Numbers.label_de()));
        } else if kind.is_dir() {
            // our own `.intern`, `.git` of a careful clerk
            if !entry.file_name().to_string_lossy().starts_with('.') {
                walk(root, &path, exclude, paths, unread, diagnostics);
            }
        } else if kind.is_file() || path.is_file() {
            paths.push((relative(root, &path), path));
        } else if kind.is_symlink() {
            // a link to a folder may lead in a circle, one to nothing leads nowhere: both may have meant lists
            unread.push(relative(root, &path));
            diagnostics.push(
                Diagnostic::new(
                    Code::Unreadable,
                    "Die Verknüpfung führt zu einem anderen Ordner oder ins Leere; ihr wurde nicht gefolgt.",
                )
                .in_file(relative(root, &path))
                .help("Die Listen selbst in den Listenordner legen oder die Verknüpfung löschen."),
            );
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

/// Apple's programs save some documents as folders.
fn is_bundle(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("numbers"))
}

/// Why a file is passed over whatever it holds: what programs and systems leave behind, and backup copies, which say what was.
fn passed_over(name: &str) -> Option<String> {
    let lower = name.to_lowercase();
    let extension = lower.rsplit_once('.').map_or("", |(_, extension)| extension);
    let temporary = name.starts_with("~$")
        || name.starts_with(".~lock")
        || name.starts_with("._")
        || matches!(extension, "tmp" | "lnk")
        || matches!(lower.as_str(), "thumbs.db" | "desktop.ini" | ".ds_store");
    if temporary {
        return Some("temporäre Datei".to_owned());
    }
    let backup = matches!(extension, "bak" | "xlk" | "sik" | "old" | "orig") || name.ends_with('~');
    backup.then(|| "Sicherungskopie".to_owned())
}

/// One file under the name messages shall give it, read in this process. Never an error: what is wrong with it stands in the
/// diagnostics.
pub fn read_file(path: &Path, name: &str) -> (InputFile, Diagnostics) {
    read_file_by(&Readers::here(), path, name)
}

/// The same, read by others.
pub fn read_file_by(readers: &Readers, path: &Path, name: &str) -> (InputFile, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let mut file =
        InputFile { file: name.to_owned(), sha256: String::new(), tables: None, skipped: None };
    let base = name.rsplit('/').next().unwrap_or(name);
    file.skipped = passed_over(base);
    let opened = match Opened::open(path) {
        Ok(opened) => opened,
        Err(_) if file.skipped.is_some() => return (file, diagnostics),
        Err(refusal) => {
            diagnostics.push(refusal.in_file(name));
            return (file, diagnostics);
        }
    };
    file.sha256.clone_from(&opened.sha256);
    if file.skipped.is_some() {
        return (file, diagnostics);
    }
    let extension = base.rsplit_once('.').map_or("", |(_, extension)| extension);
    let promise = promised(extension);
    let tell =
        |code, message: String, help: &str| Diagnostic::new(code, message).in_file(name).help(help);
    let mut grid = Grid::new(name);
    let result = opened.read(readers, &mut grid);
    let (content, tables) = grid.finish();
    let refusal = match (result, content.unwrap_or(Content::Unknown)) {
        (Err(fault), _) => refusal(fault, name),
        (Ok(()), content) if content == Content::Text || content.is_workbook() => {
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
            if let Some(lock) = locks::beside(path) {
                diagnostics.push(tell(
                    Code::OpenElsewhere,
                    format!(
                        "Die Datei ist gerade geöffnet{}; gelesen wurde der zuletzt gespeicherte Stand.",
                        lock.with_owner()
                    ),
                    "Nach dem Speichern und Schließen noch einmal starten.",
                ));
            }
            file.tables = Some(tables);
            return (file, diagnostics);
        }
        (Ok(()), Content::Password) => refusal(Fault::Password, name),
        (Ok(()), Content::Broken) => refusal(Fault::Damaged, name),
        (Ok(()), Content::Bomb) => refusal(Fault::TooLarge, name),
        (Ok(()), Content::Empty) if promise.is_some() => tell(
            Code::EmptyFile,
            "Die Datei ist leer.".to_owned(),
            "Die richtige Fassung in den Listenordner legen oder die Datei löschen.",
        ),
        (Ok(()), Content::Html) => unsupported(name, "eine Internetseite (HTML)"),
        (Ok(()), Content::SpreadsheetXml) => {
            unsupported(name, "eine „XML-Kalkulationstabelle 2003“")
        }
        (Ok(()), Content::AncientExcel) => unsupported(name, "ein Excel-Format vor Excel 97"),
        (Ok(()), Content::Other(kind)) if promise.is_some() || kind.is_table() => {
            unsupported(name, kind.label_de())
        }
        (Ok(()), Content::Unknown) if promise.is_some() => refusal(Fault::Damaged, name),
        (Ok(()), content) => {
            file.skipped = Some(match content {
                Content::OwnResult => "eigenes Ergebnis".to_owned(),
                Content::Empty => "leere Datei".to_owned(),
                Content::Other(kind) => format!("keine Liste ({})", kind.label_de()),
                Content::Xlsx
                | Content::Xlsb
                | Content::Ods
                | Content::Xls
                | Content::Text
                | Content::Html
                | Content::SpreadsheetXml
                | Content::Password
                | Content::Broken
                | Content::Bomb
                | Content::AncientExcel
                | Content::Unknown => "keine Liste".to_owned(),
            });
            return (file, diagnostics);
        }
    };
    diagnostics.push(refusal);
    (file, diagnostics)
}

/// A file that could be opened and read to its end once.
struct Opened {
    file: fs::File,
    size: u64,
    start: Vec<u8>,
    sha256: String,
}

impl Opened {
    fn open(path: &Path) -> Result<Self, Box<Diagnostic>> {
        let mut file = fs::File::open(path).map_err(|e| not_opened(path, &e))?;
        let (mut digest, mut size, mut start) = (Sha256::new(), 0_u64, Vec::new());
        let mut buffer = vec![0; 256 << 10];
        loop {
            let read = match file.read(&mut buffer) {
                Ok(0) => break,
                Ok(read) => buffer.get(..read).unwrap_or_default(),
                Err(e) if e.kind() == ErrorKind::Interrupted => continue,
                Err(e) => return Err(not_opened(path, &e)),
            };
            if start.is_empty() {
                start = read.get(..read.len().min(8)).unwrap_or_default().to_vec();
            }
            digest.update(read);
            size += read.len() as u64;
            if size > MAX_FILE {
                return Err(Box::new(
                    Diagnostic::new(Code::TooLarge, "Die Datei ist größer als 256 MB.").help(
                        "Nur die Liste selbst in den Listenordner legen, ohne Bilder und Anlagen.",
                    ),
                ));
            }
        }
        let sha256 = digest.finalize().iter().fold(String::with_capacity(64), |mut hex, byte| {
            // writing into a string cannot fail
            let _ = write!(hex, "{byte:02x}");
            hex
        });
        Ok(Self { file, size, start, sha256 })
    }

    fn read(mut self, readers: &Readers, grid: &mut Grid) -> Result<(), Fault> {
        self.file.rewind().map_err(|_| Fault::Damaged)?;
        if let Some(program) = readers.program()
            && (self.size > MAX_TEXT_HERE || unfolds(&self.start))
            && let Ok(file) = self.file.try_clone()
            && let Some(result) = readers.read(program, file, self.size, grid)
        {
            return result;
        }
        let mut bytes = Vec::with_capacity(usize::try_from(self.size).unwrap_or(0));
        self.file.take(MAX_FILE).read_to_end(&mut bytes).map_err(|_| Fault::Damaged)?;
        file_reader::read(&bytes, grid)
    }
}

fn not_opened(path: &Path, error: &std::io::Error) -> Box<Diagnostic> {
    // another program has the file or a part of it for itself (Windows: sharing and lock violation)
    let in_use = cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33));
    let lock = locks::beside(path);
    let (why, help) = if in_use || lock.is_some() {
        (
            format!(
                "Die Datei ließ sich nicht öffnen: Sie ist gerade in einem anderen Programm geöffnet{}.",
                lock.map_or_else(String::new, |lock| lock.with_owner())
            ),
            "Dort speichern und schließen, dann noch einmal starten.",
        )
    } else if error.kind() == ErrorKind::PermissionDenied {
        (
            "Die Datei ließ sich nicht öffnen: keine Berechtigung.".to_owned(),
            "Berechtigung der Datei prüfen. Ist sie in Excel geöffnet: schließen und noch einmal starten.",
        )
    } else if error.kind() == ErrorKind::NotFound {
        ("Die Datei ist nicht mehr da.".to_owned(), "Noch einmal starten.")
    } else {
        (
            "Die Datei ließ sich nicht öffnen.".to_owned(),
            "Ist sie in Excel geöffnet? Schließen und noch einmal starten.",
        )
    };
    Box::new(Diagnostic::new(Code::Unreadable, why).help(help))
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
        | Content::OwnResult
        | Content::Other(_)
        | Content::Unknown => "Text",
    }
}

/// What the office is told of a file that could not be read.
fn refusal(fault: Fault, name: &str) -> Diagnostic {
    const SMALLER: &str = "In Excel mit Strg+Ende die letzte benutzte Zelle prüfen, überzählige Zeilen und Spalten löschen \
                           und als Excel-Arbeitsmappe (.xlsx) speichern.";
    let (code, message, help) = match fault {
        Fault::Damaged => (
            Code::Damaged,
            "Die Datei ist beschädigt oder abgeschnitten und konnte nicht gelesen werden.",
            "In Excel öffnen und neu speichern; gelingt das nicht, die letzte Sicherung verwenden.",
        ),
        Fault::Password => (
            Code::Password,
            "Die Datei ist mit einem Kennwort geschützt und konnte nicht gelesen werden.",
            "In Excel unter Datei > Informationen > Arbeitsmappe schützen das Kennwort entfernen und speichern.",
        ),
        Fault::TooLarge => (
            Code::TooLarge,
            "Die Datei enthält mehr, als eine Liste haben kann, und wurde nicht gelesen.",
            "In Excel mit Strg+Ende die letzte benutzte Zelle prüfen und überzählige Zeilen und Spalten löschen.",
        ),
        Fault::TimedOut => (
            Code::TooLarge,
            "Das Lesen der Datei dauerte zu lange und wurde abgebrochen; sie wurde nicht gelesen.",
            SMALLER,
        ),
        Fault::Crashed => (
            Code::TooLarge,
            "Das Lesen der Datei brauchte zu viel Speicher oder der Leser ist abgestürzt; sie wurde nicht gelesen.",
            SMALLER,
        ),
        Fault::Unsupported => return unsupported(name, "unbekanntes Format"),
    };
    Diagnostic::new(code, message).in_file(name).help(help)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_cannot_be_opened_says_who_has_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("Termine.ods");
        let refused = |kind: ErrorKind| not_opened(&path, &kind.into()).to_string();
        assert_eq!(
            refused(ErrorKind::PermissionDenied),
            "Bitte klären D107: Die Datei ließ sich nicht öffnen: keine Berechtigung.\n  Hilfe: Berechtigung der Datei \
             prüfen. Ist sie in Excel geöffnet: schließen und noch einmal starten."
        );
        fs::write(
            folder.path().join(".~lock.Termine.ods#"),
            "Erika Muster,emuster,pc-17,21.11.2026 10:00,file:///home/erika;",
        )
        .unwrap();
        assert_eq!(
            refused(ErrorKind::PermissionDenied),
            "Bitte klären D107: Die Datei ließ sich nicht öffnen: Sie ist gerade in einem anderen Programm geöffnet (bei \
             Erika Muster).\n  Hilfe: Dort speichern und schließen, dann noch einmal starten."
        );
    }
}
