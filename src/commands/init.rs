//! `einrichten`: a workspace with settings, templates, the resolution and empty lists. Nothing is ever overwritten.

use super::Error;
use super::terminal::{Terminal, typed};
use super::workspace::{LISTS, RESOLUTION, TEMPLATES};
use crate::cli::Options;
use crate::diagnostic::Diagnostics;
use crate::domain::{AsOf, ListKind};
use crate::intake::columns::{self, Column, ColumnKind};
use crate::io::excel_writer;
use crate::io::output_folder::{Edited, OutputFolder};
use crate::letters::templates::{BUILTIN, BUILTIN_TEXTS};
use crate::resolution::{self, Resolution};
use crate::settings::{self, BodyColumn, SETTINGS, Setting, SettingKind};
use crate::sheets::{self, Cell, Entry, FormColumn, SettingRow, Workbook};

pub(super) fn init(terminal: &mut Terminal, options: &Options) -> Result<(), Error> {
    let folder = &options.folder;
    if folder.is_file() {
        return Err(Error::NotAFolder(folder.clone()));
    }
    let filled = std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
    if filled {
        return Err(Error::NotEmpty(folder.clone()));
    }
    let resolution = resolution::load(
        &mut Diagnostics::default(),
        resolution::BUILTIN_TOML,
        resolution::BUILTIN_WORDING,
    )?;
    let mut output = OutputFolder::open(folder)?;
    let settings = settings_form(
        &resolution,
        options.as_of,
        |setting| setting.default.to_owned(),
        |_, _| String::new(),
    );
    output.stage(settings::FILE, &excel_writer::write(&settings)?, Edited::Keep)?;
    let decisions = super::decisions::empty(&resolution, options.as_of)?;
    output.stage(crate::decisions::FILE, &decisions, Edited::Keep)?;
    for (key, bytes) in BUILTIN {
        output.stage(&format!("{TEMPLATES}/{key}.docx"), bytes, Edited::Keep)?;
    }
    for (key, text) in BUILTIN_TEXTS {
        // with the mark and the line ends by which every program on Windows reads the umlauts right
        let text = format!("\u{feff}{}", text.replace('\n', "\r\n"));
        output.stage(&format!("{TEMPLATES}/{key}.txt"), text.as_bytes(), Edited::Keep)?;
    }
    for (name, text) in [
        ("beschluss.toml", resolution::BUILTIN_TOML),
        ("beschluss.txt", resolution::BUILTIN_WORDING),
    ] {
        output.stage(&format!("{RESOLUTION}/{name}"), text.as_bytes(), Edited::Keep)?;
    }
    for list in ListKind::ALL {
        let name = columns::list_name(*list);
        let bytes = excel_writer::write(&empty_list(*list, options.as_of))?;
        output.stage(&format!("{LISTS}/{name}.xlsx"), &bytes, Edited::Keep)?;
    }
    output.commit()?;
    terminal.say(&format!("Der Arbeitsordner „{}“ ist eingerichtet.\n", folder.display()));
    terminal.say("Als Nächstes:");
    terminal.hang(
        &format!("  {} öffnen und Absender, Unterschriften und Telefon eintragen", settings::FILE),
        2,
    );
    terminal.hang(
        &format!("  Eigene Listen in „{LISTS}“ legen oder die leeren dort ausfüllen; Verbände und Veranstaltungen genügen für den Anfang"),
        2,
    );
    terminal.hang(&format!("  Dann: beschlusskontrolle auswerten {}", typed(folder)), 2);
    Ok(())
}

/// `Einstellungen.xlsx` with the values given; every setting explained, a row per body of the resolution.
pub fn settings_form(
    resolution: &Resolution,
    as_of: AsOf,
    value: impl Fn(&Setting) -> String,
    of_body: impl Fn(&str, BodyColumn) -> String,
) -> Workbook {
    let values: Vec<String> = SETTINGS.iter().map(value).collect();
    let rows: Vec<SettingRow<'_>> = SETTINGS
        .iter()
        .zip(&values)
        .map(|(setting, value)| SettingRow {
            label: setting.label,
            value,
            explanation: setting.explanation,
            choices: match setting.kind {
                SettingKind::Choice(words) => words,
                SettingKind::Flag => &["ja", "nein"],
                SettingKind::Text
                | SettingKind::Whole { .. }
                | SettingKind::Date
                | SettingKind::Email => &[],
            },
        })
        .collect();
    let bodies: Vec<FormColumn<'_>> = BodyColumn::ALL
        .iter()
        .map(|column| FormColumn {
            label: column.label(),
            note: column.explanation(),
            choices: &[],
            entry: if *column == BodyColumn::Body { Entry::Program } else { Entry::Text },
            width: 24.0,
        })
        .collect();
    let body_rows = resolution
        .bodies
        .iter()
        .map(|body| {
            BodyColumn::ALL
                .iter()
                .map(|column| {
                    Cell::text(if *column == BodyColumn::Body {
                        body.key.clone()
                    } else {
                        of_body(&body.key, *column)
                    })
                })
                .collect()
        })
        .collect();
    sheets::settings(settings::SETTINGS_HEADER, &rows, &bodies, body_rows, as_of)
}

fn empty_list(list: ListKind, as_of: AsOf) -> Workbook {
    let all: Vec<&Column> = columns::of(list).collect();
    let form: Vec<FormColumn<'_>> = all
        .iter()
        .map(|column| FormColumn {
            label: column.label,
            note: column.meaning,
            choices: match column.kind {
                ColumnKind::YesNo => &["ja", "nein"],
                ColumnKind::Text
                | ColumnKind::Date
                | ColumnKind::Number
                | ColumnKind::Postcode
                | ColumnKind::Branches
                | ColumnKind::Status
                | ColumnKind::Personal => &[],
            },
            entry: if column.kind == ColumnKind::Date { Entry::Date } else { Entry::Text },
            width: width(column),
        })
        .collect();
    let example: Vec<&str> = all.iter().map(|column| example(column.kind)).collect();
    sheets::empty_list(columns::list_name(list), &form, &example, as_of)
}

/// In characters: the label, and a word like „Rechenschaftsbericht“ where words are entered.
fn width(column: &Column) -> f64 {
    let entry = match column.kind {
        ColumnKind::Text | ColumnKind::Branches | ColumnKind::Personal => 20,
        ColumnKind::YesNo
        | ColumnKind::Date
        | ColumnKind::Number
        | ColumnKind::Postcode
        | ColumnKind::Status => 12,
    };
    f64::from(u32::try_from(column.label.chars().count()).unwrap_or(0).max(entry)) + 4.0
}

/// What a cell of such a column looks like.
fn example(kind: ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Date => "05.03.2024",
        ColumnKind::YesNo => "ja",
        ColumnKind::Number => "25",
        ColumnKind::Postcode => "01234",
        ColumnKind::Branches => "KV Musterstadt",
        ColumnKind::Status => "geplant",
        ColumnKind::Text | ColumnKind::Personal => "…",
    }
}
