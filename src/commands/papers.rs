//! `Sitzungsvorlage <Jahr>.docx` of a year, in both variants.

use super::Error;
use super::evaluate::stage;
use super::material::Material;
use crate::io::docx_writer::write_paper;
use crate::io::output_folder::OutputFolder;
use crate::paper::{self, Given, Office, Variant};
use crate::settings::{BodyColumn, Key, Settings};
use crate::sheets::View;
use crate::wording;

/// Writes the paper for the office and the one to pass on; the place of the first. A paper edited by hand stays.
pub(super) fn write(
    output: &mut OutputFolder,
    material: &Material,
    view: &View<'_>,
) -> Result<String, Error> {
    let workspace = &material.workspace;
    let year = view.assessment.year;
    let office = office(&material.settings);
    // a session that has been is none to come
    let session = material.settings.date(Key::Session);
    let session = session.filter(|day| *day >= view.assessment.as_of.0).map(wording::date_in_text);
    let to_confirm = paper::open_readings(view.resolution);
    let mut place = |variant, name: &str| {
        let given = Given {
            variant,
            annex: material.annex,
            office: &office,
            session: session.as_deref(),
            since: None,
            to_confirm: &to_confirm,
        };
        let bytes = write_paper(&paper::paper(view, &given))?;
        let file = workspace.result(year, &format!("{name}.docx"));
        let beside = workspace.result(year, &format!("{name} (neu berechnet).docx"));
        stage(output, file, &bytes, beside)
    };
    let internal = place(Variant::Internal, &format!("Sitzungsvorlage {year}"))?;
    place(Variant::ToPassOn, &format!("Sitzungsvorlage {year} (zur Weitergabe)"))?;
    Ok(internal)
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
