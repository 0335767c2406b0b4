//! One file per command: read → core → write → summary. Only here anything is printed.
//!
//! Exit codes: 0 ran (questions are part of a normal result) · 1 only from *pruefen*, when there are errors or warnings ·
//! 2 could not run, with one sentence and what to do.

mod check;
mod decisions;
mod desk;
mod evaluate;
mod explain;
mod fill;
mod freezing;
mod init;
mod json;
mod json_list;
mod letters;
mod material;
mod merge;
mod outbox;
mod papers;
mod pictures;
mod printing;
mod readings;
mod review;
mod sending;
mod summary;
mod targets;
mod template_check;
mod templates;
mod terminal;
mod view;
mod workspace;

use std::path::PathBuf;

use crate::cli::{Invocation, Parsed, Task};
use crate::io::docx_writer;
use crate::io::excel_writer::WriteError;
use crate::io::output_folder::OutputError;
use crate::io::reading_process;
use crate::letters::register;
use crate::resolution::LoadError;
use terminal::Terminal;

pub use init::settings_form;

/// Why the tool cannot run: printed as it stands, so every message ends with what to do.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("„{}“ gibt es nicht.{}", path.display(), suggestion(nearest.as_deref()))]
    NoSuchPath { path: PathBuf, nearest: Option<String> },
    #[error("„{}“ ist kein Ordner. Bitte den Ordner angeben, in dem die Listen liegen.", .0.display())]
    NotAFolder(PathBuf),
    #[error(
        "In „{}“ liegen keine Listen. Listen (.xlsx, .xls, .ods oder .csv) in den Ordner „Listen“ legen und noch \
         einmal starten; einen neuen Arbeitsordner legt „beschlusskontrolle einrichten“ an.", .0.display()
    )]
    NoLists(PathBuf),
    #[error("„{}“ kann nicht gelesen werden ({source}). Bitte Zugriff prüfen.", path.display())]
    Unreadable { path: PathBuf, source: std::io::Error },
    #[error(
        "Der Beschluss in „Beschluss“ kann nicht verwendet werden. Bitte berichtigen und noch einmal starten:\n{0}"
    )]
    Resolution(#[from] LoadError),
    #[error("{0}")]
    Year(String),
    #[error(
        "„{}“ ist nicht leer; es wird nichts überschrieben. Bitte einen neuen Ordner nennen.", .0.display()
    )]
    NotEmpty(PathBuf),
    #[error(
        "„{}“ lässt sich nicht lesen: {reason} Ohne das Register wird kein Brief geschrieben.", path.display()
    )]
    RegisterUnread { path: PathBuf, reason: String },
    #[error(
        "„{}“ enthält keine erkennbare Kopfzeile mit „Brief“ und „Empfänger“. Bitte die Kopfzeile \
         wiederherstellen oder die Datei umbenennen; dann wird ein neues Register angelegt.", .0.display()
    )]
    Register(PathBuf),
    #[error(
        "{} und „{}“ sind gerade geöffnet{owner}. Ohne Eintrag im Postausgang wird kein Brief geschrieben: bitte eine \
         der beiden Dateien schließen und noch einmal starten.",
        register::FILE,
        register::BESIDE
    )]
    BothOpen { owner: String },
    #[error("{0}")]
    Output(#[from] OutputError),
    #[error("{0} Das ist ein Fehler im Programm; bitte melden.")]
    Workbook(#[from] WriteError),
    #[error("{0} Das ist ein Fehler im Programm; bitte melden.")]
    Paper(#[from] docx_writer::WriteError),
    #[error(
        "Das Ergebnis lässt sich nicht als JSON darstellen. Das ist ein Fehler im Programm; bitte melden."
    )]
    Json(#[from] serde_json::Error),
    #[error("{0}")]
    UnknownTopic(String),
    #[error("In „{}“ liegen keine Word-Vorlagen (.docx, .dotx). Bitte den Ordner mit den Vorlagen nennen.", .0.display())]
    NoTemplates(PathBuf),
    #[error("„{}“: {reason}", path.display())]
    Template { path: PathBuf, reason: String },
    #[error("{0}")]
    Fill(#[from] fill::FillError),
    #[error("{0} Es wurde nichts geschrieben.")]
    Merge(#[from] crate::mail_merge::Refusal),
    #[error("{0}")]
    List(String),
    #[error(
        "Unter „{session}“ ist schon ein Stand vom {as_of} festgeschrieben. Er bleibt, wie er vorlag; diesmal wurde keine \
         Auswertung geschrieben. Bitte einen anderen Namen nennen, z. B. „{session} neu“."
    )]
    Frozen { session: String, as_of: String },
    #[error(
        "Zu „{session}“ liegt unter „{there}“ schon etwas, aber der festgeschriebene Stand dazu fehlt oder ist nicht \
         lesbar. Es bleibt, wie es ist. Bitte einen anderen Namen nennen, z. B. „{session} neu“, oder „.intern“ aus der \
         letzten Sicherung zurückholen."
    )]
    FrozenInPart { session: String, there: String },
}

fn suggestion(nearest: Option<&str>) -> String {
    nearest.map_or_else(
        || " Bitte den Pfad prüfen.".to_owned(),
        |nearest| format!(" Meinten Sie „{nearest}“?"),
    )
}

/// Does what was asked and returns the exit code.
pub fn run(parsed: Parsed) -> u8 {
    let (task, options) = match parsed {
        Parsed::Do(Invocation { task, options }) => (task, options),
        Parsed::Show(text) => {
            terminal::raw(&text);
            return 0;
        }
        Parsed::Refuse(text) => {
            Terminal::new(false).error(&text);
            return 2;
        }
        Parsed::ReadList(request) => {
            let (input, output) = (std::io::stdin().lock(), std::io::stdout().lock());
            // nobody listens any more, or the list itself is refused: that has been said
            return u8::from(reading_process::answer(request, input, output).is_err());
        }
    };
    let mut terminal = Terminal::new(options.quiet);
    let done = match task {
        Task::Evaluate => evaluate::evaluate(&mut terminal, &options).map(|()| 0),
        Task::Letters { confirmed, preview, pdf } => {
            letters::letters(&mut terminal, &options, confirmed, preview, pdf).map(|()| 0)
        }
        Task::Run { pdf } => evaluate::run(&mut terminal, &options, pdf).map(|()| 0),
        Task::Check { json } => check::check(&mut terminal, &options, json),
        Task::Init => init::init(&mut terminal, &options).map(|()| 0),
        Task::Fill(order) => fill::fill(&terminal, &order).map(|()| 0),
        Task::Merge(order) => merge::merge(&terminal, &order, options.as_of).map(|()| 0),
        Task::Templates { paths, comments } => {
            template_check::check(&terminal, &paths, comments.as_deref())
        }
        Task::Explain { topic } => explain::explain(&mut terminal, &topic).map(|()| 0),
    };
    done.unwrap_or_else(|error| {
        terminal.error(&error.to_string());
        2
    })
}
