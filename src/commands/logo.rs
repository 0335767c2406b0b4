//! The picture of the letterhead: read once per run, never written. Without one that can be used the letters are written
//! without it, and one message says why.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::letters::fields::LOGO;
use crate::matching::nearest;
use crate::settings::{self, Key, Settings};
use crate::word::{Picture, PictureFault, Pictures};

/// The place for the logo in the letterhead.
const WIDTH_MM: f64 = 60.0;
const HEIGHT_MM: f64 = 24.0;
/// It lies in every letter, and letters are sent by e-mail.
const LARGEST: u64 = 5 << 20;

/// The pictures of all letters: the logo of the settings; or none, and why.
pub(super) fn read(settings: &Settings, root: &Path) -> (Pictures, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    // „Als Pfad kopieren“ brings quotation marks along
    let entered = settings.text(Key::Logo).trim_matches(['"', '„', '“', '”', ' ']);
    if entered.is_empty() {
        return (Pictures::new(), diagnostics);
    }
    let party = settings.text(Key::LetterheadName);
    let description = if party.is_empty() { "Logo".to_owned() } else { format!("Logo {party}") };
    let found = bytes(&path(root, entered)).and_then(|bytes| {
        Picture::within(WIDTH_MM, HEIGHT_MM, bytes, description).map_err(|fault| match fault {
            PictureFault::UnknownFormat => Problem::new(
                "ist kein PNG- oder JPG-Bild",
                "Das Logo in einem Bildprogramm öffnen und als PNG oder JPG speichern.",
            ),
            PictureFault::Broken => Problem::new(
                "ist beschädigt oder abgeschnitten",
                "Das Logo noch einmal als PNG oder JPG speichern.",
            ),
        })
    });
    match found {
        Ok(picture) => (Pictures::from([(LOGO.to_owned(), picture)]), diagnostics),
        Err(problem) => {
            let diagnostic = Diagnostic::new(
                Code::SettingInvalid,
                format!(
                    "Die Bilddatei „{entered}“ {}; die Briefe entstehen ohne Logo.",
                    problem.what
                ),
            )
            .found(entered)
            .help(problem.help);
            diagnostics.push(match settings.cell(Key::Logo) {
                Some(cell) => diagnostic.at(cell),
                None => diagnostic.in_file(settings::FILE),
            });
            (Pictures::new(), diagnostics)
        }
    }
}

/// What is wrong with the file, and what to do.
struct Problem {
    what: &'static str,
    help: String,
}

impl Problem {
    fn new(what: &'static str, help: impl Into<String>) -> Self {
        Self { what, help: help.into() }
    }
}

/// From the workspace on; a whole path stays as it is. The settings may have been written on Windows.
fn path(root: &Path, entered: &str) -> PathBuf {
    if cfg!(windows) { root.join(entered) } else { root.join(entered.replace('\\', "/")) }
}

fn bytes(path: &Path) -> Result<Vec<u8>, Problem> {
    let about = match fs::metadata(path) {
        Ok(about) => about,
        Err(error) if error.kind() == ErrorKind::NotFound => return Err(missing(path)),
        Err(_) => return Err(unreadable()),
    };
    if about.is_dir() {
        return Err(Problem::new(
            "ist ein Ordner",
            "Hinter dem Ordner den Namen der Datei ergänzen, z. B. Logo.png.",
        ));
    }
    if about.len() > LARGEST {
        return Err(Problem::new(
            "ist größer als 5 MB",
            "Das Logo verkleinert speichern; eine Breite von 1.500 Bildpunkten genügt.",
        ));
    }
    fs::read(path).map_err(|_| unreadable())
}

fn unreadable() -> Problem {
    Problem::new(
        "lässt sich nicht öffnen",
        "Die Datei in anderen Programmen schließen und den Zugriff prüfen.",
    )
}

fn missing(path: &Path) -> Problem {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut neighbours: Vec<String> = path
        .parent()
        .and_then(|folder| fs::read_dir(folder).ok())
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| {
            let ending = Path::new(name).extension().unwrap_or_default().to_ascii_lowercase();
            ending == "png" || ending == "jpg" || ending == "jpeg"
        })
        .collect();
    neighbours.sort();
    let proposal = nearest(&name, neighbours.iter().map(String::as_str))
        .map_or_else(String::new, |near| format!(" Meinten Sie „{near}“?"));
    Problem::new(
        "gibt es nicht",
        format!(
            "Die Datei dorthin legen oder den Pfad berichtigen; gesucht wird vom Arbeitsordner aus.{proposal}"
        ),
    )
}
