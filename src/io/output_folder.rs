//! Results appear whole or not at all, and what a person has edited stays as it is.
//!
//! Files are first written beside their place ([`OutputFolder::stage`]) and take it together ([`OutputFolder::commit`]):
//! a full disk or a locked folder changes nothing. The checksum of everything written is kept in `.intern/geschrieben.txt`;
//! a file that differs from it belongs to a person. A file whose bytes would stay the same is not touched.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tempfile::{NamedTempFile, TempPath};
use unicode_normalization::UnicodeNormalization;

/// Where the tool keeps what only the tool needs.
pub const INTERNAL: &str = ".intern";
const CHECKSUMS: &str = "geschrieben.txt";
const BACKUPS: &str = "Sicherung";

/// More files than this are not waited for in a foreign folder: a disk takes milliseconds for each, and whoever lost power
/// in these seconds makes them again from the same data.
const WAITED_FOR: usize = 200;

/// Why a result could not be written, as a sentence for the person at the keyboard.
#[derive(Debug, thiserror::Error)]
#[error("{}", sentence(.path, .source))]
pub struct OutputError {
    pub path: PathBuf,
    #[source]
    pub source: io::Error,
}

fn sentence(path: &Path, error: &io::Error) -> String {
    let place = path.display();
    // a file opened in Excel: ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION
    if cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33)) {
        return format!(
            "„{place}“ ist noch in einem anderen Programm geöffnet. Bitte schließen und noch einmal starten."
        );
    }
    #[expect(clippy::wildcard_enum_match_arm, reason = "the list of kinds is open")]
    match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => format!(
            "„{place}“ kann nicht geschrieben werden: Der Ordner ist schreibgeschützt. Bitte Schreibrecht \
             erbitten oder einen anderen Ordner nennen (für Ergebnisse mit --ergebnisse)."
        ),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => format!(
            "„{place}“ kann nicht geschrieben werden: Der Datenträger ist voll. Bitte Platz schaffen und noch \
             einmal starten."
        ),
        io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => format!(
            "„{place}“ kann nicht geschrieben werden: An dieser Stelle liegt schon etwas anderes. Bitte \
             umbenennen oder mit --ergebnisse einen anderen Ordner nennen."
        ),
        _ => format!(
            "„{place}“ kann nicht geschrieben werden ({error}). Bitte prüfen, ob der Ordner erreichbar ist, \
             oder mit --ergebnisse einen anderen nennen."
        ),
    }
}

/// What the tool wrote where: path below the folder, with `/`, and hex SHA-256.
pub type Checksums = BTreeMap<String, String>;

/// The checksums of earlier runs; none in a folder that does not exist yet.
pub fn checksums(root: &Path) -> Result<Checksums, OutputError> {
    let path = root.join(INTERNAL).join(CHECKSUMS);
    match fs::read_to_string(&path) {
        Ok(text) => Ok(parse_checksums(&text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Checksums::new()),
        Err(source) => Err(OutputError { path, source }),
    }
}

/// What happens to a file that a person has edited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edited {
    /// It stays; nothing is written.
    Keep,
    /// It stays; the new version is written under this name (relative, with `/`).
    Beside(String),
    /// It is shared by people and tool and has been read before: it is replaced, and a copy goes to `.intern/Sicherung/`.
    Replace,
}

/// What became of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Written,
    /// The same bytes already stand there.
    Unchanged,
    /// Edited by a person; it stays as it is.
    Kept,
    /// Edited by a person; the new version stands under this name.
    Beside(String),
}

/// One folder of results; paths inside are relative, with `/`.
#[derive(Debug)]
pub struct OutputFolder {
    root: PathBuf,
    checksums: Checksums,
    /// Keeps the list of checksums in the folder.
    remembers: bool,
    staged: Vec<(TempPath, PathBuf)>,
    /// Files of ours that have become pointless.
    retired: Vec<PathBuf>,
    /// Folders made for staged files; removed again if nothing is committed.
    made: Vec<PathBuf>,
    /// The folder the last file was staged in: it is there.
    ready: Option<PathBuf>,
}

impl OutputFolder {
    /// Reads the checksums of earlier runs; a folder that does not exist yet is empty.
    pub fn open(root: &Path) -> Result<Self, OutputError> {
        Ok(Self {
            root: root.to_owned(),
            checksums: checksums(root)?,
            remembers: true,
            staged: Vec::new(),
            retired: Vec::new(),
            made: Vec::new(),
            ready: None,
        })
    }

    /// Somebody's folder that is no workspace: nothing is remembered there, so every file that lies in it is a person's.
    /// Where very many files go there at once, [`Self::commit`] does not wait for the disk to have them.
    pub fn foreign(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            checksums: Checksums::new(),
            remembers: false,
            staged: Vec::new(),
            retired: Vec::new(),
            made: Vec::new(),
            ready: None,
        }
    }

    pub fn path(&self, relative: &str) -> PathBuf {
        relative.split('/').fold(self.root.clone(), |path, part| path.join(part))
    }

    /// False in a [`Self::foreign`] folder.
    pub fn remembers(&self) -> bool {
        self.remembers
    }

    /// The file as it lies there; `None` where there is none.
    pub fn read(&self, relative: &str) -> Result<Option<Vec<u8>>, OutputError> {
        self.existing(relative)
    }

    /// True where the file exists and is not what the tool last wrote there.
    pub fn is_edited(&self, relative: &str) -> Result<bool, OutputError> {
        Ok(self.existing(relative)?.is_some_and(|bytes| !self.is_ours(relative, &bytes)))
    }

    /// Prepares a file beside its place. Nothing is visible before [`Self::commit`].
    pub fn stage(
        &mut self,
        relative: &str,
        bytes: &[u8],
        edited: Edited,
    ) -> Result<Outcome, OutputError> {
        let Some(existing) = self.existing(relative)? else {
            self.prepare(relative, bytes)?;
            return Ok(Outcome::Written);
        };
        if existing == bytes {
            self.remember(relative, bytes);
            return Ok(Outcome::Unchanged);
        }
        if self.is_ours(relative, &existing) {
            self.prepare(relative, bytes)?;
            return Ok(Outcome::Written);
        }
        match edited {
            Edited::Keep => Ok(Outcome::Kept),
            Edited::Beside(name) => {
                // the version beside is ours, whatever became of it: people were told its name
                if self.existing(&name)?.is_none_or(|there| there != bytes) {
                    self.prepare(&name, bytes)?;
                }
                Ok(Outcome::Beside(name))
            }
            Edited::Replace => {
                self.prepare(&backup_name(relative, &existing), &existing)?;
                self.prepare(relative, bytes)?;
                Ok(Outcome::Written)
            }
        }
    }

    /// A file beside its place that is written piece by piece, for [`Self::stage_file`].
    pub fn beside(&mut self, relative: &str) -> Result<NamedTempFile, OutputError> {
        let path = self.path(relative);
        let folder = path.parent().unwrap_or(&self.root).to_owned();
        self.make_folder(&folder)?;
        temporary(&folder).map_err(|source| OutputError { path, source })
    }

    /// As [`Self::stage`] for a file from [`Self::beside`]; what a person has edited stays.
    pub fn stage_file(
        &mut self,
        relative: &str,
        file: NamedTempFile,
    ) -> Result<Outcome, OutputError> {
        let path = self.path(relative);
        let failed = |source| OutputError { path: path.clone(), source };
        let sum = checksum_of(file.path()).map_err(failed)?;
        match checksum_of(&path) {
            Ok(there) if there == sum => {
                self.checksums.insert(relative.to_owned(), sum);
                return Ok(Outcome::Unchanged);
            }
            Ok(there) if self.checksums.get(relative) != Some(&there) => return Ok(Outcome::Kept),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(source) => return Err(OutputError { path: obstacle(&path), source }),
        }
        self.checksums.insert(relative.to_owned(), sum);
        self.staged.push((file.into_temp_path(), path));
        Ok(Outcome::Written)
    }

    /// Keeps a copy of a file as it stands in `.intern/Sicherung/`, whoever wrote it; nothing where there is none.
    pub fn back_up(&mut self, relative: &str) -> Result<(), OutputError> {
        if let Some(existing) = self.existing(relative)? {
            self.prepare(&backup_name(relative, &existing), &existing)?;
        }
        Ok(())
    }

    /// What was written here by this run and earlier ones, relative, with `/`; it need not be there any more.
    pub fn written(&self) -> impl Iterator<Item = &str> {
        self.checksums.keys().map(String::as_str)
    }

    /// Takes a file away that has become pointless, with the next [`Self::commit`]; what a person has edited or has open
    /// stays. True where it goes.
    pub fn retire(&mut self, relative: &str) -> Result<bool, OutputError> {
        let ours = self.existing(relative)?.is_some_and(|bytes| self.is_ours(relative, &bytes));
        if ours {
            self.retired.push(self.path(relative));
        }
        Ok(ours)
    }

    /// Puts all prepared files in their places and remembers what was written.
    pub fn commit(mut self) -> Result<(), OutputError> {
        let listed = format_checksums(&self.checksums);
        let place = format!("{INTERNAL}/{CHECKSUMS}");
        let unchanged = !self.remembers
            || self.existing(&place)?.map_or(listed.is_empty(), |old| old == listed.as_bytes());
        if !unchanged {
            self.write_beside(&place, listed.as_bytes())?;
        }
        // on the disk before any takes its place; one after the other while staging would wait for the disk each time
        let waits = self.remembers || self.staged.len() <= WAITED_FOR;
        for (from, to) in self.staged.iter().filter(|_| waits) {
            // Windows flushes only what is open for writing
            fs::OpenOptions::new()
                .write(true)
                .open(from)
                .and_then(|file| file.sync_all())
                .map_err(|source| OutputError { path: to.clone(), source })?;
        }
        for (from, to) in std::mem::take(&mut self.staged) {
            from.persist(&to).map_err(|error| OutputError { path: to, source: error.error })?;
        }
        for path in std::mem::take(&mut self.retired) {
            // open in Word: it goes with a later run
            drop(fs::remove_file(path));
        }
        self.made.clear();
        Ok(())
    }

    fn existing(&self, relative: &str) -> Result<Option<Vec<u8>>, OutputError> {
        let path = self.path(relative);
        match fs::read(&path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(OutputError { path: obstacle(&path), source }),
        }
    }

    fn is_ours(&self, relative: &str, bytes: &[u8]) -> bool {
        self.checksums.get(relative).is_some_and(|sum| *sum == checksum(bytes))
    }

    fn prepare(&mut self, relative: &str, bytes: &[u8]) -> Result<(), OutputError> {
        self.write_beside(relative, bytes)?;
        self.remember(relative, bytes);
        Ok(())
    }

    fn remember(&mut self, relative: &str, bytes: &[u8]) {
        if self.remembers {
            self.checksums.insert(relative.to_owned(), checksum(bytes));
        }
    }

    fn write_beside(&mut self, relative: &str, bytes: &[u8]) -> Result<(), OutputError> {
        let path = self.path(relative);
        let folder = path.parent().unwrap_or(&self.root).to_owned();
        self.make_folder(&folder)?;
        let written = temporary(&folder).and_then(|mut file| {
            file.write_all(bytes)?;
            Ok(file.into_temp_path())
        });
        match written {
            Ok(temporary) => {
                self.staged.push((temporary, path));
                Ok(())
            }
            Err(source) => Err(OutputError { path, source }),
        }
    }

    fn make_folder(&mut self, folder: &Path) -> Result<(), OutputError> {
        if self.ready.as_deref() == Some(folder) {
            return Ok(());
        }
        let missing: Vec<&Path> = folder.ancestors().take_while(|path| !path.exists()).collect();
        self.made.extend(missing.into_iter().map(Path::to_owned));
        fs::create_dir_all(folder)
            .map_err(|source| OutputError { path: folder.to_owned(), source })?;
        self.ready = Some(folder.to_owned());
        Ok(())
    }
}

impl Drop for OutputFolder {
    /// Without a commit nothing stays behind: the prepared files remove themselves, the empty folders go too.
    fn drop(&mut self) {
        self.staged.clear();
        self.made.sort_by_key(|path| std::cmp::Reverse(path.components().count()));
        for folder in &self.made {
            // a folder in which somebody has put something meanwhile stays
            drop(fs::remove_dir(folder));
        }
    }
}

/// What stands in the way: a file where one of the path's folders should be, or the path itself.
fn obstacle(path: &Path) -> PathBuf {
    path.ancestors().skip(1).find(|above| above.is_file()).unwrap_or(path).to_owned()
}

/// A temporary file readable for the whole office, as any other file there.
fn temporary(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".~");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

/// Hex SHA-256.
pub fn checksum(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// As [`checksum`] of a file that memory need not hold.
fn checksum_of(path: &Path) -> io::Result<String> {
    let (mut file, mut sum, mut piece) = (fs::File::open(path)?, Sha256::new(), vec![0; 1 << 16]);
    loop {
        match file.read(&mut piece)? {
            0 => return Ok(hex(&sum.finalize())),
            length => sum.update(piece.get(..length).unwrap_or_default()),
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").ok();
        text
    })
}

pub(super) fn parse_checksums(text: &str) -> Checksums {
    text.lines()
        .filter_map(|line| line.split_once("  "))
        .map(|(sum, path)| (path.to_owned(), sum.to_owned()))
        .collect()
}

pub(super) fn format_checksums(checksums: &Checksums) -> String {
    checksums.iter().fold(String::new(), |mut text, (path, sum)| {
        writeln!(text, "{sum}  {path}").ok();
        text
    })
}

fn backup_name(relative: &str, bytes: &[u8]) -> String {
    let name = relative.rsplit('/').next().unwrap_or(relative);
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let sum: String = checksum(bytes).chars().take(8).collect();
    format!("{INTERNAL}/{BACKUPS}/{stem} {sum}.{ending}")
}

/// A name that Windows, macOS and Linux accept: forbidden signs become a hyphen or vanish, names of devices get an
/// underline, trailing dots and blanks go, at most 100 characters. Never empty.
pub fn safe_name(text: &str) -> String {
    let replaced: String = text
        .nfc()
        .filter_map(|c| match c {
            '/' | '\\' | '|' | ':' => Some('-'),
            '*' | '?' | '"' | '<' | '>' => None,
            c if c.is_control() => Some(' '),
            c if crate::matching::is_invisible(c) => None,
            c => Some(c),
        })
        .collect();
    let one_line = replaced.split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = one_line.chars().take(100).collect();
    let trimmed = short.trim_start_matches(' ').trim_end_matches(['.', ' ']);
    if trimmed.is_empty() {
        return "ohne Namen".to_owned();
    }
    // Windows reserves these names whatever stands behind the first dot
    let first = trimmed.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    let numbered = |prefix: &str| {
        first.strip_prefix(prefix).is_some_and(|rest| {
            matches!(rest, "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³")
        })
    };
    if matches!(first.as_str(), "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
    {
        return format!("_{trimmed}");
    }
    trimmed.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().unwrap()
    }

    fn write(root: &Path, name: &str, bytes: &[u8], edited: Edited) -> Outcome {
        let mut output = OutputFolder::open(root).unwrap();
        let outcome = output.stage(name, bytes, edited).unwrap();
        output.commit().unwrap();
        outcome
    }

    fn names(root: &Path) -> Vec<String> {
        let mut found: Vec<String> = fs::read_dir(root)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        found.sort();
        found
    }

    #[test]
    fn what_the_tool_wrote_is_replaced_and_what_a_person_edited_stays() {
        let root = folder();
        assert_eq!(write(root.path(), "a/b.docx", b"1", Edited::Keep), Outcome::Written);
        assert_eq!(write(root.path(), "a/b.docx", b"1", Edited::Keep), Outcome::Unchanged);
        assert_eq!(write(root.path(), "a/b.docx", b"2", Edited::Keep), Outcome::Written);
        fs::write(root.path().join("a/b.docx"), b"von Hand").unwrap();
        assert_eq!(write(root.path(), "a/b.docx", b"3", Edited::Keep), Outcome::Kept);
        assert_eq!(fs::read(root.path().join("a/b.docx")).unwrap(), b"von Hand");
    }

    #[test]
    fn an_edited_workbook_stays_and_the_new_one_stands_beside_it() {
        let root = folder();
        fs::write(root.path().join("A.xlsx"), b"von Hand").unwrap();
        let beside = || Edited::Beside("A (neu).xlsx".to_owned());
        let expected = Outcome::Beside("A (neu).xlsx".to_owned());
        assert_eq!(write(root.path(), "A.xlsx", b"1", beside()), expected);
        assert_eq!(write(root.path(), "A.xlsx", b"1", beside()), expected);
        assert_eq!(fs::read(root.path().join("A.xlsx")).unwrap(), b"von Hand");
        assert_eq!(fs::read(root.path().join("A (neu).xlsx")).unwrap(), b"1");
    }

    #[test]
    fn a_shared_file_is_replaced_and_its_old_state_is_kept_in_a_safe_place() {
        let root = folder();
        fs::write(root.path().join("P.xlsx"), b"von Hand").unwrap();
        assert_eq!(write(root.path(), "P.xlsx", b"1", Edited::Replace), Outcome::Written);
        let backups = root.path().join(INTERNAL).join(BACKUPS);
        let kept = names(&backups);
        assert_eq!(kept.len(), 1);
        assert_eq!(fs::read(backups.join(&kept[0])).unwrap(), b"von Hand");
    }

    #[test]
    fn without_a_commit_nothing_stays_behind() {
        let root = folder();
        let mut output = OutputFolder::open(root.path()).unwrap();
        output.stage("Ergebnisse/Briefe/a.docx", b"1", Edited::Keep).unwrap();
        drop(output);
        assert_eq!(names(root.path()), Vec::<String>::new());
    }

    #[test]
    fn a_second_run_changes_no_byte() {
        let root = folder();
        write(root.path(), "a.xlsx", b"1", Edited::Keep);
        let list = root.path().join(INTERNAL).join(CHECKSUMS);
        let before = (fs::read(&list).unwrap(), fs::metadata(&list).unwrap().modified().unwrap());
        write(root.path(), "a.xlsx", b"1", Edited::Keep);
        let after = (fs::read(&list).unwrap(), fs::metadata(&list).unwrap().modified().unwrap());
        assert_eq!(before, after);
    }

    #[test]
    fn a_place_that_cannot_be_written_is_one_german_sentence() {
        let root = folder();
        fs::write(root.path().join("Ergebnisse"), b"eine Datei").unwrap();
        let mut output = OutputFolder::open(root.path()).unwrap();
        let error = output.stage("Ergebnisse/a.xlsx", b"1", Edited::Keep).unwrap_err().to_string();
        assert!(error.contains("kann nicht geschrieben werden"), "{error}");
        for kind in [io::ErrorKind::PermissionDenied, io::ErrorKind::StorageFull] {
            let error = sentence(Path::new("X"), &io::Error::from(kind));
            assert!(error.contains("Bitte") && !error.contains("denied"), "{error}");
        }
    }

    #[test]
    fn file_names_are_safe_on_every_system() {
        for (given, expected) in [
            ("2024-12-31 Kreisverband Gotha", "2024-12-31 Kreisverband Gotha"),
            ("KV A/B: „Neu“?*", "KV A-B- „Neu“"),
            ("Ende. ", "Ende"),
            ("nul", "_nul"),
            ("Com1.docx", "_Com1.docx"),
            ("Communal", "Communal"),
            ("..", "ohne Namen"),
            ("a\nb\u{200b}c", "a bc"),
            ("So\u{308}mmerda", "Sömmerda"),
        ] {
            assert_eq!(safe_name(given), expected, "{given:?}");
        }
        assert_eq!(safe_name(&"ä".repeat(300)).chars().count(), 100);
    }
}
