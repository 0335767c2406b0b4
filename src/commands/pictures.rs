//! The pictures of the letters: logo and signatures, read once per run, never written. Without one that can be used the
//! letters are written without it, and one message says why.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::letters::fields::{LOGO, SIGNATURES};
use crate::matching::nearest;
use crate::resolution::{Body, LetterKind, Resolution};
use crate::settings::{self, BodyColumn, Key, Settings};
use crate::table::CellRef;
use crate::word::{Picture, PictureFault, Pictures};

/// It lies in every letter, and letters are sent by e-mail.
const LARGEST: u64 = 5 << 20;

/// A place for a picture.
struct Frame {
    width_mm: f64,
    height_mm: f64,
    /// What messages call what stands in it.
    name: &'static str,
    /// What becomes of the letters without it.
    without: &'static str,
}

/// In the letterhead.
const LETTERHEAD: Frame = Frame {
    width_mm: 60.0,
    height_mm: 24.0,
    name: "Das Logo",
    without: "die Briefe entstehen ohne Logo",
};
/// Above the name of who signs.
const SIGNATURE: Frame = Frame {
    width_mm: 60.0,
    height_mm: 16.0,
    name: "Die Unterschrift",
    without: "in den Briefen bleibt Platz für die Unterschrift von Hand",
};

/// What letters show besides text.
#[derive(Debug, Default)]
pub(super) struct Images {
    logo: Option<Picture>,
    /// By key of the body that signs.
    signatures: BTreeMap<String, Picture>,
}

impl Images {
    /// Those of a letter, by placeholder.
    pub(super) fn of(&self, letter: &LetterKind) -> Pictures {
        let signed = SIGNATURES.iter().zip(&letter.signed_by).filter_map(|(name, body)| {
            Some(((*name).to_owned(), self.signatures.get(body)?.clone()))
        });
        self.logo.iter().map(|logo| (LOGO.to_owned(), logo.clone())).chain(signed).collect()
    }
}

/// The pictures the settings name; or none, and why.
pub(super) fn read(
    settings: &Settings,
    resolution: &Resolution,
    root: &Path,
) -> (Images, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let party = settings.text(Key::LetterheadName);
    let description = if party.is_empty() { "Logo".to_owned() } else { format!("Logo {party}") };
    let entered = settings.text(Key::Logo);
    let logo = picture(&mut diagnostics, root, entered, description, &LETTERHEAD, || {
        settings.cell(Key::Logo)
    });
    let of_body = |body: &Arc<Body>| {
        let row = settings.body(body)?;
        let entered = row.text(BodyColumn::SignatureImage);
        let description = format!("Unterschrift {}", row.text(BodyColumn::Signatory));
        let found = picture(
            &mut diagnostics,
            root,
            entered,
            description.trim_end().to_owned(),
            &SIGNATURE,
            || row.cell(BodyColumn::SignatureImage),
        );
        Some((body.key.clone(), found?))
    };
    let signatures = resolution.bodies.iter().filter_map(of_body).collect();
    (Images { logo, signatures }, diagnostics)
}

fn picture(
    diagnostics: &mut Diagnostics,
    root: &Path,
    entered: &str,
    description: String,
    frame: &Frame,
    cell: impl Fn() -> Option<CellRef>,
) -> Option<Picture> {
    // „Als Pfad kopieren“ brings quotation marks along
    let entered = entered.trim_matches(['"', '„', '“', '”', ' ']);
    if entered.is_empty() {
        return None;
    }
    let (width, height) = (frame.width_mm, frame.height_mm);
    let found = bytes(&path(root, entered), frame).and_then(|bytes| {
        Picture::within(width, height, bytes, description).map_err(|fault| match fault {
            PictureFault::UnknownFormat => Problem::new(
                "ist kein PNG- oder JPG-Bild",
                format!(
                    "{} in einem Bildprogramm öffnen und als PNG oder JPG speichern.",
                    frame.name
                ),
            ),
            PictureFault::Broken => Problem::new(
                "ist beschädigt oder abgeschnitten",
                format!("{} noch einmal als PNG oder JPG speichern.", frame.name),
            ),
        })
    });
    match found {
        Ok(picture) => Some(picture),
        Err(problem) => {
            let diagnostic = Diagnostic::new(
                Code::SettingInvalid,
                format!("Die Bilddatei „{entered}“ {}; {}.", problem.what, frame.without),
            )
            .found(entered)
            .help(problem.help);
            diagnostics.push(match cell() {
                Some(cell) => diagnostic.at(cell),
                None => diagnostic.in_file(settings::FILE),
            });
            None
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

fn bytes(path: &Path, frame: &Frame) -> Result<Vec<u8>, Problem> {
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
            format!(
                "{} verkleinert speichern; eine Breite von 1.500 Bildpunkten genügt.",
                frame.name
            ),
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
