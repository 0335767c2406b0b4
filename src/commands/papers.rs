//! `Sitzungsvorlage <Jahr>.docx` of a year, in both variants.

use super::Error;
use super::evaluate::stage;
use super::freezing::Freeze;
use super::material::Material;
use crate::io::docx_writer::write_paper;
use crate::io::output_folder::OutputFolder;
use crate::paper::{self, Given, Office, Variant};
use crate::settings::{BodyColumn, Key, Settings};
use crate::sheets::View;

/// One of the two papers of a year.
pub(super) struct PaperFile {
    /// Without its ending.
    name: String,
    bytes: Vec<u8>,
}

/// The paper for the office and the one to pass on, in this order.
fn papers(material: &Material, view: &View<'_>) -> Result<[PaperFile; 2], Error> {
    let year = view.assessment.year;
    let office = office(&material.settings);
    let to_confirm = paper::open_readings(view.readings);
    let made = |variant, name: String| -> Result<PaperFile, Error> {
        let since = paper::since(view, variant);
        let given = Given {
            variant,
            annex: material.annex,
            office: &office,
            session: view.history.session.as_deref(),
            since: since.as_ref(),
            to_confirm: &to_confirm,
        };
        Ok(PaperFile { name, bytes: write_paper(&paper::paper(view, &given))? })
    };
    Ok([
        made(Variant::Internal, format!("Sitzungsvorlage {year}"))?,
        made(Variant::ToPassOn, format!("Sitzungsvorlage {year} (zur Weitergabe)"))?,
    ])
}

/// Writes both papers; the place of the one for the office. A paper edited by hand stays.
pub(super) fn write(
    output: &mut OutputFolder,
    material: &Material,
    view: &View<'_>,
) -> Result<String, Error> {
    let workspace = &material.workspace;
    let year = view.assessment.year;
    let [internal, to_pass_on] = papers(material, view)?;
    let mut place = |paper: PaperFile| {
        let file = workspace.result(year, &format!("{}.docx", paper.name));
        let beside = workspace.result(year, &format!("{} (neu berechnet).docx", paper.name));
        stage(output, file, &paper.bytes, beside)
    };
    let internal = place(internal)?;
    place(to_pass_on)?;
    Ok(internal)
}

/// Keeps copies of both papers with what is frozen.
pub(super) fn keep(
    output: &mut OutputFolder,
    material: &Material,
    view: &View<'_>,
    freeze: &Freeze<'_>,
) -> Result<(), Error> {
    for paper in papers(material, view)? {
        let file = format!("{}/{}.docx", freeze.folder(), paper.name);
        let file = material.workspace.result(view.assessment.year, &file);
        Freeze::keep(output, &file, || Ok(paper.bytes))?;
    }
    Ok(())
}

fn office(settings: &Settings) -> Office {
    let either = |first, second| {
        let first = settings.text(first);
        if first.is_empty() { settings.text(second) } else { first }.to_owned()
    };
    let signatories = settings.bodies().iter().map(|body| body.text(BodyColumn::Signatory));
    let people = signatories.chain([settings.text(Key::ContactName)]);
    Office {
        party: settings.text(Key::LetterheadName).to_owned(),
        name: settings.text(Key::SenderName).to_owned(),
        contact: either(Key::ContactPhone, Key::ContactEmail),
        central: either(Key::SenderPhone, Key::SenderEmail),
        people: people.filter(|name| !name.is_empty()).map(str::to_owned).collect(),
    }
}
