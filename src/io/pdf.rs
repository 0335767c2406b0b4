//! Word files as PDF, made by the LibreOffice that is installed on the computer; the tool has no renderer of its own.
//!
//! All files of a run go through one call, with a profile of its own: a LibreOffice that is open on the desk is neither
//! used nor disturbed. A PDF takes its place whole or not at all. LibreOffice writes the time into every PDF, so the same
//! letter does not give the same bytes; therefore a PDF is not made again while its Word file is the same.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::output_folder::{
    Edited, INTERNAL, Outcome, OutputError, OutputFolder, checksum, format_checksums,
    parse_checksums,
};

/// Names the program to use instead of an installed LibreOffice; empty: there is none.
pub const PROGRAM: &str = "BESCHLUSSKONTROLLE_LIBREOFFICE";

/// Which Word file each PDF was made from.
const RECORD: &str = "pdf.txt";
/// What a first start with a new profile may take, and each letter.
const START: Duration = Duration::from_secs(90);
const PER_FILE: Duration = Duration::from_secs(5);

/// An installed LibreOffice.
#[derive(Clone, Debug)]
pub struct LibreOffice {
    program: PathBuf,
    limit: Duration,
}

/// Why there is no PDF of a Word file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PdfFault {
    #[error("LibreOffice ließ sich nicht starten")]
    NotStarted,
    #[error("LibreOffice hat zu lange gebraucht und wurde beendet")]
    TooSlow,
    #[error("LibreOffice hat daraus kein vollständiges PDF gemacht")]
    NoPdf,
}

/// What became of the files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Converted {
    /// The PDF of each Word file that has one now: of this run, or of an earlier one and still right.
    pub files: BTreeMap<String, String>,
    /// How many of them this run has made.
    pub made: usize,
    /// PDFs in the way that somebody else has put there; they stay.
    pub kept: Vec<String>,
    pub faults: Vec<(String, PdfFault)>,
}

/// Makes a PDF beside each of these Word files of the folder, which lie there already. What is prepared appears with
/// [`OutputFolder::commit`].
///
/// # Errors
/// Files that cannot be read or written. What LibreOffice cannot do is in [`Converted::faults`].
pub fn convert(
    office: &LibreOffice,
    output: &mut OutputFolder,
    files: &[String],
) -> Result<Converted, OutputError> {
    let mut converted = Converted::default();
    let mut record = read_record(output)?;
    let before = record.clone();
    let mut due: Vec<(&String, String, Vec<u8>)> = Vec::new();
    for file in files {
        let Some(bytes) = output.read(file)? else { continue };
        let pdf = beside(file);
        let same = record.get(&pdf) == Some(&checksum(&bytes));
        if same && output.read(&pdf)?.is_some() {
            converted.files.insert(file.clone(), pdf);
        } else if output.is_edited(&pdf)? {
            converted.kept.push(pdf);
        } else {
            due.push((file, pdf, bytes));
        }
    }
    let inputs: Vec<&[u8]> = due.iter().map(|(.., bytes)| bytes.as_slice()).collect();
    for ((file, pdf, bytes), made) in due.iter().zip(office.pdfs(&inputs)) {
        match made {
            Ok(made) => {
                if output.stage(pdf, &made, Edited::Keep)? == Outcome::Kept {
                    converted.kept.push(pdf.clone());
                    continue;
                }
                record.insert(pdf.clone(), checksum(bytes));
                converted.files.insert((*file).clone(), pdf.clone());
                converted.made += 1;
            }
            Err(fault) => converted.faults.push(((*file).clone(), fault)),
        }
    }
    if record != before && output.remembers() {
        let place = format!("{INTERNAL}/{RECORD}");
        output.stage(&place, format_checksums(&record).as_bytes(), Edited::Replace)?;
    }
    Ok(converted)
}

/// The PDF of a Word file made by an earlier run, where it lies there and the Word file is still the same.
///
/// # Errors
/// Files that cannot be read.
pub fn of(output: &OutputFolder, file: &str, bytes: &[u8]) -> Result<Option<Vec<u8>>, OutputError> {
    let pdf = beside(file);
    let record = read_record(output)?;
    if record.get(&pdf) == Some(&checksum(bytes)) { output.read(&pdf) } else { Ok(None) }
}

/// Takes away each PDF of ours whose Word file lies there with other content, or no more: it is that of an older letter. One
/// that `stays` says of its Word file, and one that a person has changed, are left. They go with
/// [`OutputFolder::commit`].
///
/// # Errors
/// Files that cannot be read.
pub fn retire_stale(
    output: &mut OutputFolder,
    stays: impl Fn(&str) -> bool,
) -> Result<(), OutputError> {
    for (pdf, sum) in read_record(output)? {
        let file = format!("{}.docx", pdf.strip_suffix(".pdf").unwrap_or(&pdf));
        let right = output.read(&file)?.is_some_and(|bytes| checksum(&bytes) == sum);
        if !right && !stays(&file) {
            output.retire(&pdf)?;
        }
    }
    Ok(())
}

fn read_record(output: &OutputFolder) -> Result<BTreeMap<String, String>, OutputError> {
    let bytes = output.read(&format!("{INTERNAL}/{RECORD}"))?;
    Ok(bytes.map(|bytes| parse_checksums(&String::from_utf8_lossy(&bytes))).unwrap_or_default())
}

/// „Brief.docx“ → „Brief.pdf“.
pub fn beside(file: &str) -> String {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    format!("{stem}.pdf")
}

impl LibreOffice {
    /// The program of [`PROGRAM`], else that on the path, else that in the usual folders of the system.
    pub fn find() -> Option<Self> {
        if let Some(named) = std::env::var_os(PROGRAM) {
            let named = PathBuf::from(named);
            return named.is_file().then(|| Self::at(named));
        }
        let path = std::env::var_os("PATH").unwrap_or_default();
        let on_path = std::env::split_paths(&path)
            .flat_map(|folder| NAMES.iter().map(move |name| folder.join(name)));
        on_path.chain(usual()).find(|program| program.is_file()).map(Self::at)
    }

    pub fn at(program: PathBuf) -> Self {
        Self { program, limit: START }
    }

    /// With another time for the start.
    #[must_use]
    pub fn within(self, limit: Duration) -> Self {
        Self { limit, ..self }
    }

    /// The PDFs of these Word files, in their order.
    fn pdfs(&self, files: &[&[u8]]) -> Vec<Result<Vec<u8>, PdfFault>> {
        if files.is_empty() {
            return Vec::new();
        }
        let ended = tempfile::tempdir().map_err(|_| PdfFault::NotStarted).map(|folder| {
            let fault = self.work(folder.path(), files).err();
            let made = |n: usize| fs::read(folder.path().join("pdf").join(format!("{n}.pdf")));
            (0..files.len())
                .map(|n| {
                    made(n)
                        .ok()
                        .filter(|bytes| is_whole(bytes))
                        .ok_or(fault.unwrap_or(PdfFault::NoPdf))
                })
                .collect()
        });
        ended.unwrap_or_else(|fault| vec![Err(fault); files.len()])
    }

    /// One call for all files, which are numbered: their own names may be the same, or longer than a command line.
    fn work(&self, folder: &Path, files: &[&[u8]]) -> Result<(), PdfFault> {
        let not_started = |_: io::Error| PdfFault::NotStarted;
        let mut command = Command::new(&self.program);
        command
            .current_dir(folder)
            .args(["--headless", "--norestore", "--nolockcheck", "--nodefault"])
            .arg(format!("-env:UserInstallation={}", url(&folder.join("profil"))))
            .args(["--convert-to", "pdf", "--outdir", "pdf"]);
        for (n, bytes) in files.iter().enumerate() {
            let name = format!("{n}.docx");
            fs::write(folder.join(&name), bytes).map_err(not_started)?;
            command.arg(name);
        }
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        #[cfg(unix)]
        {
            use std::os::unix::process::CommandExt as _;
            // its own group, so that the program it starts ends with it
            command.process_group(0);
        }
        let mut child = command.spawn().map_err(not_started)?;
        let letters = u32::try_from(files.len()).unwrap_or(u32::MAX);
        let end = Instant::now() + self.limit + PER_FILE.saturating_mul(letters);
        loop {
            match child.try_wait() {
                Ok(Some(_)) => return Ok(()),
                Ok(None) if Instant::now() < end => std::thread::sleep(Duration::from_millis(50)),
                Ok(None) | Err(_) => {
                    stop(&mut child);
                    return Err(PdfFault::TooSlow);
                }
            }
        }
    }
}

/// Ends LibreOffice and the program it has started itself.
fn stop(child: &mut Child) {
    #[cfg(unix)]
    {
        let group = rustix::process::Pid::from_child(child);
        rustix::process::kill_process_group(group, rustix::process::Signal::KILL).ok();
    }
    #[cfg(windows)]
    {
        let number = child.id().to_string();
        let mut taskkill = Command::new("taskkill");
        taskkill.args(["/T", "/F", "/PID", &number]).stdout(Stdio::null()).stderr(Stdio::null());
        taskkill.status().ok();
    }
    child.kill().ok();
    child.wait().ok();
}

/// ISO 32000-1, 7.5.2 and 7.5.5: a header, and the end mark in the last kilobyte.
fn is_whole(bytes: &[u8]) -> bool {
    let tail = bytes.get(bytes.len().saturating_sub(1024)..).unwrap_or_default();
    bytes.starts_with(b"%PDF-") && tail.windows(5).any(|five| five == b"%%EOF")
}

#[cfg(windows)]
const NAMES: &[&str] = &["soffice.com", "soffice.exe"];
#[cfg(not(windows))]
const NAMES: &[&str] = &["soffice", "libreoffice"];

/// Where the installers of the systems put it.
fn usual() -> Vec<PathBuf> {
    let below = |variable: &str, rest: &str| -> Option<PathBuf> {
        let folder: OsString = std::env::var_os(variable)?;
        Some(Path::new(&folder).join(rest))
    };
    [
        below("ProgramFiles", "LibreOffice/program/soffice.com"),
        below("ProgramFiles(x86)", "LibreOffice/program/soffice.com"),
        below("LOCALAPPDATA", "Programs/LibreOffice/program/soffice.com"),
        Some(PathBuf::from("/Applications/LibreOffice.app/Contents/MacOS/soffice")),
        Some(PathBuf::from("/usr/lib/libreoffice/program/soffice")),
        Some(PathBuf::from("/opt/libreoffice/program/soffice")),
        Some(PathBuf::from("/snap/bin/libreoffice")),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A path as LibreOffice wants it (RFC 8089).
fn url(path: &Path) -> String {
    let path = path.to_string_lossy().replace('\\', "/");
    let mut url = String::from("file://");
    if !path.starts_with('/') {
        url.push('/');
    }
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.~:".contains(&byte) {
            url.push(char::from(byte));
        } else {
            write!(url, "%{byte:02X}").ok();
        }
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_pdf_is_none() {
        assert!(is_whole(b"%PDF-1.7\n...\n%%EOF\n"));
        assert!(!is_whole(b"%PDF-1.7\n..."));
        assert!(!is_whole(b"<html>%%EOF"));
        assert!(!is_whole(b""));
    }

    #[test]
    fn folders_with_blanks_and_umlauts_become_addresses() {
        assert_eq!(url(Path::new("/tmp/Büro 1")), "file:///tmp/B%C3%BCro%201");
        assert_eq!(url(Path::new("C:\\Temp\\a")), "file:///C:/Temp/a");
    }
}
