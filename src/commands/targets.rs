//! Where letters go that a person asks for by name: single files, one print file, or both. All of it comes into being or
//! nothing; what lies there already is never overwritten.

use std::io::BufWriter;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};
use tempfile::NamedTempFile;

use super::fill::{FillError, has_ending, listed};
use super::terminal::Terminal;
use super::{Error, sending, summary};
use crate::diagnostic::Diagnostics;
use crate::io::output_folder::{Edited, Outcome, OutputError, OutputFolder};
use crate::io::pdf;
use crate::word::{Fault, Pictures, PrintFile, Sides, Template};

/// The places of one command; without any, letters are only tried.
#[derive(Default)]
pub(super) struct Targets<'t> {
    // dropped in this order where nothing comes of it: the print file may have made the folder of the letters, and folders
    // are removed when they are empty
    letters: Option<OutputFolder>,
    print: Option<Print<'t>>,
    /// Files that stand there with other content.
    taken: Vec<PathBuf>,
    /// A PDF beside each file.
    pdf: bool,
    /// The names of the letters that want a PDF.
    named: Vec<String>,
    /// Files that lay there just like this, each with a PDF: it is theirs.
    settled: usize,
}

struct Print<'t> {
    // dropped before the folder it lies in
    file: PrintFile<'t, BufWriter<NamedTempFile>>,
    output: OutputFolder,
    name: String,
}

impl<'t> Targets<'t> {
    /// One file with all letters; `double_sided`: each begins on a front page.
    pub(super) fn print_to(
        &mut self,
        template: &'t Template,
        path: &Path,
        ending: &'static str,
        double_sided: bool,
    ) -> Result<(), Error> {
        let sides = if double_sided { Sides::Double } else { Sides::Single };
        let (folder, name) = file_in_folder(path, ending)?;
        let mut output = OutputFolder::foreign(folder);
        let beside = BufWriter::with_capacity(1 << 16, output.beside(&name)?);
        let file = template.print_file(beside, sides).map_err(|faults| listed(&faults))?;
        self.print = Some(Print { file, output, name });
        Ok(())
    }

    /// With a PDF beside each file.
    pub(super) fn with_pdf(pdf: bool) -> Self {
        Self { pdf, ..Self::default() }
    }

    /// A folder with a file for each letter.
    pub(super) fn letters_to(&mut self, folder: &Path) -> Result<(), FillError> {
        if folder.is_file() || has_ending(folder, &["docx", "docm", "dotx", "dotm"]) {
            return Err(FillError::NotAFolder(folder.to_owned()));
        }
        self.letters = Some(OutputFolder::foreign(folder));
        Ok(())
    }

    /// The one letter; returns the name of its file.
    pub(super) fn letter_to(
        &mut self,
        file: &Path,
        ending: &'static str,
    ) -> Result<String, FillError> {
        let (folder, name) = file_in_folder(file, ending)?;
        self.letters = Some(OutputFolder::foreign(folder));
        Ok(name)
    }

    /// # Errors
    /// A single letter of this name would be written to the place of the print file.
    pub(super) fn differ(&self, names: &[String]) -> Result<(), FillError> {
        let (Some(print), Some(letters)) = (&self.print, &self.letters) else { return Ok(()) };
        let place = |path: &Path| {
            std::path::absolute(path)
                .unwrap_or_else(|_| path.to_owned())
                .to_string_lossy()
                .to_lowercase()
        };
        let path = print.output.path(&print.name);
        let own = place(&path);
        if names.iter().any(|name| place(&letters.path(name)) == own) {
            return Err(FillError::SamePlace(shown(&path)));
        }
        Ok(())
    }

    /// Fills the letter and prepares it at all places; with `keep` off, or a fault, it is only tried.
    ///
    /// # Errors
    /// Outside: what of the template or the values does not fit. Inside: the letter could not be written.
    pub(super) fn add(
        &mut self,
        template: &Template,
        name: &str,
        values: &Map<String, Value>,
        keep: bool,
    ) -> Result<Result<(), OutputError>, Vec<Fault>> {
        let mut written = Ok(());
        if self.letters.is_some() || self.print.is_none() {
            let letter = template.fill(values)?;
            if let (Some(letters), true) = (&mut self.letters, keep) {
                written = letters.stage(name, &letter, Edited::Keep).map(|outcome| {
                    if outcome == Outcome::Kept {
                        self.taken.push(shown(&letters.path(name)));
                    }
                    if self.pdf && has_pdf(letters, name, &outcome) {
                        self.settled += 1;
                    } else if self.pdf {
                        self.named.push(name.to_owned());
                    }
                });
            }
        }
        if let Some(print) = &mut self.print {
            print.file.add(values, &Pictures::new())?;
        }
        Ok(written)
    }

    /// Everything takes its place; then the PDFs, of which there are as many as LibreOffice can make.
    pub(super) fn commit(mut self, terminal: &Terminal) -> Result<(), Error> {
        let mut outputs = Vec::new();
        let mut wanted: Vec<(PathBuf, Vec<String>)> = Vec::new();
        if let Some(mut print) = self.print.take() {
            let written = print.file.finish().map_err(|faults| listed(&faults))?;
            let path = print.output.path(&print.name);
            let file = written
                .into_inner()
                .map_err(|error| OutputError { path: path.clone(), source: error.into_error() })?;
            let outcome = print.output.stage_file(&print.name, file)?;
            if outcome == Outcome::Kept {
                self.taken.push(shown(&path));
            }
            if self.pdf && has_pdf(&print.output, &print.name, &outcome) {
                self.settled += 1;
            } else if self.pdf {
                wanted.push((print.output.path(""), vec![print.name]));
            }
            outputs.push(print.output);
        }
        if let (true, Some(letters)) = (self.pdf, &self.letters) {
            wanted.push((letters.path(""), self.named));
        }
        outputs.extend(self.letters);
        if !self.taken.is_empty() {
            return Err(FillError::Exists(self.taken).into());
        }
        outputs.into_iter().try_for_each(OutputFolder::commit)?;
        let mut diagnostics = Diagnostics::default();
        let mut made = self.settled;
        for (folder, files) in wanted {
            let mut output = OutputFolder::foreign(&folder);
            made += sending::pdfs(&mut diagnostics, &mut output, &files)?;
            output.commit()?;
        }
        sending::tell_pdfs(terminal, made);
        if !diagnostics.is_empty() {
            summary::messages(terminal, &diagnostics);
        }
        Ok(())
    }
}

/// True for a file that lay there just like this, with a PDF beside it: nothing is remembered here, so the PDF is taken for
/// that of the letter.
fn has_pdf(output: &OutputFolder, name: &str, outcome: &Outcome) -> bool {
    *outcome == Outcome::Unchanged && output.path(&pdf::beside(name)).is_file()
}

/// A file that is to be one Word file: its folder and its name.
fn file_in_folder<'p>(
    path: &'p Path,
    ending: &'static str,
) -> Result<(&'p Path, String), FillError> {
    if path.is_dir() || !has_ending(path, &[ending]) {
        return Err(FillError::NotAFile { path: path.to_owned(), ending });
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok((folder.unwrap_or(Path::new(".")), name))
}

/// A path as the person wrote it.
fn shown(path: &Path) -> PathBuf {
    path.strip_prefix(".").unwrap_or(path).to_owned()
}
