//! The command line, in German, for people who do not know what an option is. English names of commands and options
//! work too but stay out of the help. The clock is read here and nowhere else: everything behind gets the *Stichtag*.
//!
//! Options stand before or after the command; without a command the folder is evaluated.

use std::ffi::OsString;
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::builder::ValueParser;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, ArgMatches, Command};

use crate::domain::AsOf;
use crate::io::reading_process::{self, Request};
use crate::mail_merge::Filter;
use crate::matching::nearest;
use crate::wording;

/// What the person wants done, completely understood: nothing behind looks at the command line again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invocation {
    pub task: Task,
    pub options: Options,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Task {
    /// *auswerten*
    Evaluate,
    /// *briefe*: `confirmed` writes without asking, `preview` shows the recipient list only, `pdf` makes PDFs too.
    Letters { confirmed: bool, preview: bool, pdf: bool },
    /// *lauf*
    Run { pdf: bool },
    /// *pruefen*
    Check { json: bool },
    /// *einrichten*
    Init,
    /// *erklaeren*
    Explain { topic: String },
    /// *vorlagen fuellen*: one template, the data of one letter or of many.
    Fill(FillOrder),
    /// *serienbrief*: a letter per row of any list.
    Merge(Box<Merge>),
    /// *vorlagen pruefen*: `comments` is the folder for copies that show the faults.
    Templates { paths: Vec<PathBuf>, comments: Option<PathBuf> },
}

/// *serienbrief*; without `target` and `print_file` it only shows what would be written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merge {
    pub template: PathBuf,
    pub list: PathBuf,
    pub sheet: Option<String>,
    pub filters: Vec<Filter>,
    pub group_by: Option<String>,
    /// With placeholders: „{{ Nachname }}“.
    pub file_name: Option<String>,
    /// Whether hidden rows get letters; `None` asks where there are some.
    pub hidden: Option<bool>,
    /// The folder of single letters.
    pub target: Option<PathBuf>,
    /// One file with all letters.
    pub print_file: Option<PathBuf>,
    /// In the print file each letter begins on a front page.
    pub double_sided: bool,
    /// A PDF beside each file.
    pub pdf: bool,
}

/// What *vorlagen fuellen* is to write; at least one of `target` and `print_file`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FillOrder {
    pub template: PathBuf,
    pub data: PathBuf,
    /// The letter, or the folder of the letters.
    pub target: Option<PathBuf>,
    /// One file with all letters.
    pub print_file: Option<PathBuf>,
    /// In the print file each letter begins on a front page.
    pub double_sided: bool,
    /// A PDF beside each file.
    pub pdf: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The workspace; `.` where none is named.
    pub folder: PathBuf,
    pub as_of: AsOf,
    pub year: Option<i32>,
    /// Where results go instead of into the workspace.
    pub results: Option<PathBuf>,
    /// *--festschreiben*: the session under whose name the state is kept.
    pub session: Option<String>,
    /// The papers for the session get their annex.
    pub annex: bool,
    pub quiet: bool,
}

/// The outcome of reading the command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Parsed {
    Do(Invocation),
    /// Help or version: printed to standard output, exit code 0.
    Show(String),
    /// One German sentence and what to do: standard error, exit code 2.
    Refuse(String),
    /// Not for people: this process reads one list for the program that started it.
    ReadList(Request),
}

const TEMPLATE: &str = "{about}\n\nAufruf: {usage}\n\n{all-args}{after-help}";
const OPTIONS: &str = "Optionen";

/// Reads the arguments, the program's name first; the day of today is used where no Stichtag is given.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Parsed {
    let mut arguments: Vec<OsString> = arguments.into_iter().collect();
    if let [_, command, words @ ..] = arguments.as_slice()
        && *command == reading_process::COMMAND
        && let Some(words) = words.iter().map(|word| word.to_str()).collect::<Option<Vec<&str>>>()
        && let Some(request) = Request::parse(&words)
    {
        return Parsed::ReadList(request);
    }
    // who types the word wants the page, not a folder of that name
    if let [_, only] = arguments.as_mut_slice()
        && (*only == "hilfe" || *only == "help")
    {
        *only = "--hilfe".into();
    }
    match command().try_get_matches_from(arguments) {
        Ok(matches) => invocation(&matches),
        Err(error) => german(&error),
    }
}

/// The whole command line as clap sees it; public so that a test can look at every page of help.
pub fn command() -> Command {
    let program = base("beschlusskontrolle", "beschlusskontrolle [BEFEHL] [ORDNER] [OPTIONEN]")
        .about(
            "Was ist aus dem Beschluss geworden?\n\
             Hält die Listen eines Büros gegen einen Beschluss: was umgesetzt ist und welche Zelle das belegt,\n\
             welche Briefe fällig sind, und die Auswertung als Arbeitsmappe.",
        )
        .version(env!("CARGO_PKG_VERSION"))
        .subcommand_help_heading("Befehle")
        .arg(folder("").num_args(0..).hide(true))
        // without a command the folder is evaluated
        .arg(annex().hide(true))
        .args(common())
        .arg(freeze().hide(true))
        .arg(
            Arg::new("fassung")
                .short('V')
                .long("fassung")
                .alias("version")
                .action(ArgAction::Version)
                .help("Nennt die Fassung des Programms")
                .help_heading(OPTIONS)
                .display_order(99),
        )
        .after_help(
            "Ohne Befehl wird ausgewertet, ohne ORDNER der aktuelle Ordner.\n\
             Mehr zu einem Befehl: beschlusskontrolle BEFEHL --hilfe",
        );
    program.subcommands([
        base("auswerten", "beschlusskontrolle auswerten [ORDNER] [OPTIONEN]")
            .alias("report")
            .args(common())
            .about("Wertet die Listen aus, schreibt Arbeitsmappe und Sitzungsvorlage; keine Briefe")
            .arg(folder("Der Arbeitsordner mit den Listen (sonst der aktuelle Ordner)"))
            .arg(freeze())
            .arg(annex()),
        base("briefe", "beschlusskontrolle briefe [ORDNER] [OPTIONEN]")
            .alias("letters")
            .args(common())
            .about("Zeigt, wer welchen Brief bekommt, und schreibt nach Rückfrage die Entwürfe")
            .arg(folder("Der Arbeitsordner mit den Listen (sonst der aktuelle Ordner)"))
            .arg(flag("ja", "yes", "Schreibt ohne Rückfrage"))
            .arg(
                flag(
                    "probe",
                    "dry-run",
                    "Zeigt nur die Empfangsliste, auch als Arbeitsmappe; schreibt keinen Brief",
                )
                .conflicts_with("ja"),
            )
            .arg(pdf()),
        base("lauf", "beschlusskontrolle lauf [ORDNER] [OPTIONEN]")
            .alias("run")
            .args(common())
            .about("Beides ohne Rückfragen: erst die Briefe, dann die Auswertung")
            .arg(folder("Der Arbeitsordner mit den Listen (sonst der aktuelle Ordner)"))
            .arg(freeze())
            .arg(annex())
            .arg(pdf()),
        base("pruefen", "beschlusskontrolle pruefen ORDNER [OPTIONEN]")
            .aliases(["prüfen", "check"])
            .args(common())
            .about("Zeigt Ergebnisse und Rückfragen nur am Bildschirm und schreibt nichts")
            .arg(folder("Der Arbeitsordner mit den Listen").required(true))
            .arg(
                Arg::new("json")
                    .long("json")
                    .action(ArgAction::SetTrue)
                    .help("Gibt das Ergebnis als JSON für andere Programme aus")
                    .help_heading(OPTIONS)
                    .display_order(0),
            ),
        base("einrichten", "beschlusskontrolle einrichten ORDNER")
            .alias("init")
            .about("Legt einen Arbeitsordner mit Einstellungen, Vorlagen und leeren Listen an")
            .arg(folder("Der neue Arbeitsordner").required(true)),
        mail_merge(),
        base("vorlagen", "beschlusskontrolle vorlagen BEFEHL")
            .alias("templates")
            .about("Prüft Word-Vorlagen oder füllt eine Vorlage mit Angaben aus einer Datei")
            .subcommand_help_heading("Befehle")
            .subcommand_required(true)
            .subcommands([template_check(), template_fill()]),
        base("erklaeren", "beschlusskontrolle erklaeren THEMA")
            .aliases(["erklären", "explain"])
            .about("Erklärt eine Meldung (D601) oder eine Anforderung (Z1c) in einfachen Worten")
            .arg(
                Arg::new("thema")
                    .value_name("THEMA")
                    .required(true)
                    .help("Nummer einer Meldung oder Kennung einer Anforderung")
                    .help_heading("Angaben"),
            ),
    ])
}

fn template_check() -> Command {
    base("pruefen", "beschlusskontrolle vorlagen pruefen [ORDNER|DATEI ...] [OPTIONEN]")
        .aliases(["prüfen", "lint", "check"])
        .about(
            "Nennt alle Felder jeder Vorlage und woher sie kommen, und alle Fehler auf einmal; ändert keine Vorlage",
        )
        .arg(
            path("vorlagen", "ORDNER|DATEI")
                .num_args(0..)
                .help("Vorlagen oder Ordner mit Vorlagen (sonst der Ordner „Vorlagen“)"),
        )
        .arg(
            path("kommentare", "ORDNER")
                .long("mit-kommentaren")
                .alias("with-comments")
                .help("Legt von jeder fehlerhaften Vorlage eine Kopie mit Word-Kommentaren an den Stellen hierhin")
                .help_heading(OPTIONS)
                .display_order(0),
        )
}

fn template_fill() -> Command {
    base(
        "fuellen",
        "beschlusskontrolle vorlagen fuellen VORLAGE DATEN [-o ZIEL] [--sammeldruck DATEI]",
    )
    .aliases(["füllen", "fill"])
    .about("Füllt eine Word-Vorlage mit Angaben aus einer JSON-Datei; überschreibt nichts")
    .arg(path("vorlage", "VORLAGE").required(true).help("Die Word-Vorlage (.docx, .dotx)"))
    .arg(
        path("daten", "DATEN")
            .required(true)
            .help("JSON-Datei: ein Objekt für einen Brief, eine Liste von Objekten für viele"),
    )
    .arg(
        path("ziel", "ZIEL")
            .short('o')
            .long("ausgabe")
            .alias("output")
            .required_unless_present("sammeldruck")
            .help("Der Brief (.docx); bei vielen der Ordner, in dem je Brief eine Datei entsteht")
            .help_heading(OPTIONS)
            .display_order(0),
    )
    .arg(
        path("sammeldruck", "DATEI")
            .long("sammeldruck")
            .alias("print-file")
            .help("Schreibt alle Briefe in eine Word-Datei (.docx), um sie in einem Zug zu drucken")
            .help_heading(OPTIONS)
            .display_order(1),
    )
    .arg(double_sided().display_order(2))
    .arg(pdf().display_order(3))
    .arg(quiet())
}

fn double_sided() -> Arg {
    let help = "Im Sammeldruck beginnt jeder Brief auf einer Vorderseite";
    flag("beidseitig", "double-sided", help).requires("sammeldruck")
}

fn mail_merge() -> Command {
    let option = |name: &'static str, english: &'static str, shown: &'static str| {
        Arg::new(name)
            .long(name)
            .alias(english)
            .value_name(shown)
            .help_heading(OPTIONS)
            .display_order(1)
    };
    base("serienbrief", "beschlusskontrolle serienbrief --vorlage X.docx --liste Y.xlsx -o ORDNER")
        .alias("merge")
        .args(common().into_iter().filter(|arg| matches!(arg.get_id().as_str(), "stichtag" | "leise")))
        .about("Schreibt aus einer Word-Vorlage und irgendeiner Liste einen Brief je Zeile")
        .after_help(
            "Ohne -o und --sammeldruck wird nur gezeigt, welche Briefe entstehen.\n\
             In der Vorlage heißen die Felder wie die Spalten der Liste: {{ Nachname }} oder ein Seriendruckfeld «Nachname».\n\
             Wie eine Vorlage die Zeilen einer Gruppe wiederholt (--gruppiert-nach), steht im Handbuch unter „Serienbrief“.",
        )
        .arg(
            option("vorlage", "template", "DATEI")
                .value_parser(ValueParser::path_buf())
                .required(true)
                .display_order(0)
                .help("Die Word-Vorlage (.docx, .dotx)"),
        )
        .arg(
            option("liste", "list", "DATEI")
                .value_parser(ValueParser::path_buf())
                .required(true)
                .display_order(0)
                .help("Die Liste (.xlsx, .xls, .ods, .csv …); sie wird nur gelesen"),
        )
        .arg(option("blatt", "sheet", "NAME").help("Das Blatt der Liste (sonst das, das zur Vorlage passt)"))
        .arg(
            option("filter", "where", "SPALTE=WERT")
                .value_parser(filter)
                .action(ArgAction::Append)
                .help("Nur Zeilen mit diesem Wert, z. B. Ort=Jena; mit != alle anderen; mehrfach möglich"),
        )
        .arg(
            option("gruppiert-nach", "group-by", "SPALTE")
                .help("Zeilen mit gleichem Wert kommen in einen Brief"),
        )
        .arg(
            option("dateiname", "file-name", "MUSTER")
                .help("Wie die Dateien heißen, z. B. \"{{ Nachname }} {{ Vorname }}\""),
        )
        .arg(flag("mit-ausgeblendeten", "with-hidden", "Auch ausgeblendete Zeilen bekommen einen Brief").display_order(2))
        .arg(
            flag("ohne-ausgeblendete", "without-hidden", "Ausgeblendete Zeilen bekommen keinen Brief")
                .display_order(2)
                .conflicts_with("mit-ausgeblendeten"),
        )
        .arg(
            option("ausgabe", "out", "ORDNER")
                .short('o')
                .value_parser(ValueParser::path_buf())
                .display_order(3)
                .help("Der Ordner, in dem je Brief eine Datei entsteht; überschreibt nichts"),
        )
        .arg(
            option("sammeldruck", "print-file", "DATEI")
                .value_parser(ValueParser::path_buf())
                .display_order(3)
                .help("Eine Word-Datei mit allen Briefen, um sie in einem Zug zu drucken"),
        )
        .arg(double_sided().display_order(4))
        .arg(pdf().display_order(5))
}

fn filter(text: &str) -> Result<Filter, String> {
    Filter::parse(text)
        .ok_or_else(|| "Erwartet wird Spalte=Wert oder Spalte!=Wert, z. B. Ort=Jena.".to_owned())
}

fn path(name: &'static str, shown: &'static str) -> Arg {
    Arg::new(name).value_name(shown).value_parser(ValueParser::path_buf()).help_heading("Angaben")
}

/// Everything clap would otherwise say in English is switched off or replaced.
fn base(name: &'static str, usage: &'static str) -> Command {
    Command::new(name)
        .help_template(TEMPLATE)
        .override_usage(usage)
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .disable_version_flag(true)
        .subcommand_value_name("BEFEHL")
        .arg(
            Arg::new("hilfe")
                .short('h')
                .long("hilfe")
                .alias("help")
                .action(ArgAction::Help)
                .help("Zeigt diese Hilfe")
                .help_heading(OPTIONS)
                .display_order(100),
        )
}

fn folder(help: &'static str) -> Arg {
    Arg::new("ordner")
        .value_name("ORDNER")
        .value_parser(ValueParser::path_buf())
        .help(help)
        .help_heading("Angaben")
}

fn flag(name: &'static str, english: &'static str, help: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .alias(english)
        .action(ArgAction::SetTrue)
        .help(help)
        .help_heading(OPTIONS)
        .display_order(0)
}

fn pdf() -> Arg {
    flag("pdf", "as-pdf", "Macht aus jedem Brief auch ein PDF (mit dem installierten LibreOffice)")
}

fn annex() -> Arg {
    flag("anlage", "annex", "Sitzungsvorlage mit Anlage: Wortlaut, Nachweise und Auslegungen")
}

/// Also stand before the command: there they are read from the top level.
fn common() -> [Arg; 4] {
    [
        Arg::new("stichtag")
            .long("stichtag")
            .alias("as-of")
            .value_name("DATUM")
            .value_parser(as_of)
            .help("Stand vom, z. B. 31.12.2024 oder 2024-12-31 (sonst heute)")
            .display_order(50),
        Arg::new("jahr")
            .long("jahr")
            .alias("year")
            .value_name("JAHR")
            .value_parser(year)
            .help("Welches Jahr ausgewertet wird (sonst das des Stichtags)")
            .display_order(51),
        Arg::new("ergebnisse")
            .long("ergebnisse")
            .alias("output")
            .value_name("ORDNER")
            .value_parser(ValueParser::path_buf())
            .help("Legt die Ergebnisse in diesen Ordner statt in den Arbeitsordner")
            .display_order(52),
        quiet(),
    ]
    .map(|arg| arg.help_heading(OPTIONS))
}

fn freeze() -> Arg {
    Arg::new("festschreiben")
        .long("festschreiben")
        .alias("freeze")
        .value_name("SITZUNG")
        .value_parser(session)
        .help("Hält den Stand unter diesem Namen fest, z. B. „Sitzung 15.02.2025“; spätere Läufe vergleichen damit")
        .help_heading(OPTIONS)
        .display_order(54)
}

/// What can be the name of a folder and is still readable in a heading.
fn session(text: &str) -> Result<String, String> {
    let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Err("Erwartet wird ein Name wie „Sitzung 15.02.2025“.".to_owned());
    }
    if name.chars().count() > 60 {
        return Err("Der Name ist zu lang; bitte höchstens 60 Zeichen.".to_owned());
    }
    Ok(name)
}

fn quiet() -> Arg {
    flag("leise", "quiet", "Sagt nur das Nötigste").display_order(53)
}

/// `2024-12-31` or `31.12.2024`.
fn as_of(text: &str) -> Result<AsOf, String> {
    ["%Y-%m-%d", "%d.%m.%Y"]
        .iter()
        .find_map(|form| NaiveDate::parse_from_str(text.trim(), form).ok())
        .map(AsOf)
        .ok_or_else(|| "Erwartet wird ein Datum wie 31.12.2024 oder 2024-12-31.".to_owned())
}

fn year(text: &str) -> Result<i32, String> {
    text.trim()
        .parse()
        .ok()
        .filter(|year| (1900..=2999).contains(year))
        .ok_or_else(|| "Erwartet wird eine Jahreszahl mit vier Ziffern.".to_owned())
}

fn today() -> AsOf {
    AsOf(chrono::Local::now().date_naive())
}

fn invocation(top: &ArgMatches) -> Parsed {
    let (name, inner) = top.subcommand().unwrap_or(("auswerten", top));
    // the nearest first
    let mut levels: Vec<&ArgMatches> = vec![top];
    while let Some((_, deeper)) = levels.first().and_then(|level| level.subcommand()) {
        levels.insert(0, deeper);
    }
    let levels = levels.as_slice();
    let folders: Vec<PathBuf> =
        levels.iter().flat_map(|level| values::<PathBuf>(level, "ordner")).collect();
    let task = match name {
        "briefe" => {
            let [confirmed, preview, pdf] = ["ja", "probe", "pdf"].map(|flag| inner.get_flag(flag));
            Task::Letters { confirmed, preview, pdf }
        }
        "lauf" => Task::Run { pdf: inner.get_flag("pdf") },
        "pruefen" => Task::Check { json: inner.get_flag("json") },
        "einrichten" => Task::Init,
        "vorlagen" => of_templates(inner),
        "serienbrief" => Task::Merge(Box::new(of_mail_merge(inner))),
        "erklaeren" => {
            Task::Explain { topic: inner.get_one::<String>("thema").cloned().unwrap_or_default() }
        }
        _ => Task::Evaluate,
    };
    if let [first, second, ..] = folders.as_slice() {
        let first = if top.subcommand().is_some() { second } else { first };
        return Parsed::Refuse(two_folders(&first.to_string_lossy()));
    }
    Parsed::Do(Invocation {
        task,
        options: Options {
            folder: folders.into_iter().next().unwrap_or_else(|| PathBuf::from(".")),
            as_of: first(levels, "stichtag").unwrap_or_else(today),
            year: first(levels, "jahr"),
            results: first(levels, "ergebnisse"),
            session: first(levels, "festschreiben"),
            annex: levels.iter().any(|level| values::<bool>(level, "anlage").contains(&true)),
            quiet: levels.iter().any(|level| values::<bool>(level, "leise").contains(&true)),
        },
    })
}

/// *serienbrief*
fn of_mail_merge(matches: &ArgMatches) -> Merge {
    let path = |name: &str| values::<PathBuf>(matches, name).into_iter().next();
    let text = |name: &str| values::<String>(matches, name).into_iter().next();
    Merge {
        template: path("vorlage").unwrap_or_default(),
        list: path("liste").unwrap_or_default(),
        sheet: text("blatt"),
        filters: values(matches, "filter"),
        group_by: text("gruppiert-nach"),
        file_name: text("dateiname"),
        hidden: if matches.get_flag("mit-ausgeblendeten") {
            Some(true)
        } else {
            matches.get_flag("ohne-ausgeblendete").then_some(false)
        },
        target: path("ausgabe"),
        print_file: path("sammeldruck"),
        double_sided: matches.get_flag("beidseitig"),
        pdf: matches.get_flag("pdf"),
    }
}

/// *vorlagen …*
fn of_templates(matches: &ArgMatches) -> Task {
    let one = |inner: &ArgMatches, name: &str| values(inner, name).into_iter().next();
    match matches.subcommand() {
        Some(("fuellen", inner)) => Task::Fill(FillOrder {
            template: one(inner, "vorlage").unwrap_or_default(),
            data: one(inner, "daten").unwrap_or_default(),
            target: one(inner, "ziel"),
            print_file: one(inner, "sammeldruck"),
            double_sided: inner.get_flag("beidseitig"),
            pdf: inner.get_flag("pdf"),
        }),
        Some((_, inner)) => {
            Task::Templates { paths: values(inner, "vorlagen"), comments: one(inner, "kommentare") }
        }
        None => Task::Templates { paths: Vec::new(), comments: None },
    }
}

/// All values of an argument that the command may not even have.
fn values<T: Clone + Send + Sync + 'static>(level: &ArgMatches, name: &str) -> Vec<T> {
    level.try_get_many::<T>(name).ok().flatten().into_iter().flatten().cloned().collect()
}

/// The value given after the command, else the one before it.
fn first<T: Clone + Send + Sync + 'static>(levels: &[&ArgMatches], name: &str) -> Option<T> {
    levels.iter().find_map(|level| values(level, name).into_iter().next())
}

/// Two paths without a command: mostly a command misspelt.
fn two_folders(first: &str) -> String {
    match nearest_command(first) {
        Some(command) => format!("Den Befehl „{first}“ gibt es nicht. Meinten Sie „{command}“?"),
        None => format!(
            "„{first}“ ist kein Befehl (alle Befehle: beschlusskontrolle --hilfe). Ist es ein Ordner: bitte nur \
             einen Ordner angeben; enthält sein Name Leerzeichen, gehört er in Anführungszeichen."
        ),
    }
}

/// The commands that know an option, in quotation marks.
fn knowing(option: &str) -> Vec<String> {
    let Some(name) = option.strip_prefix("--") else { return Vec::new() };
    let knows = |command: &Command| {
        command.get_arguments().any(|arg| {
            let aliases = arg.get_all_aliases().unwrap_or_default();
            arg.get_long() == Some(name) || aliases.contains(&name)
        })
    };
    let program = command();
    let with = program.get_subcommands().flat_map(|command| {
        let name = command.get_name();
        let own = knows(command).then(|| format!("„{name}“"));
        let inner = command.get_subcommands().filter(|inner| knows(inner));
        own.into_iter().chain(inner.map(move |inner| format!("„{name} {}“", inner.get_name())))
    });
    with.collect()
}

/// The command whose name is nearest to a misspelt word; only ever a proposal.
pub fn nearest_command(word: &str) -> Option<String> {
    nearest(word, command().get_subcommands().flat_map(Command::get_name_and_visible_aliases))
}

/// clap's errors in German: what was found, what was expected, what to do.
fn german(error: &clap::Error) -> Parsed {
    let text = |kind| error.get(kind).map(plain).filter(|text| !text.is_empty());
    let argument = text(ContextKind::InvalidArg).unwrap_or_else(|| "die Angabe".to_owned());
    let value = text(ContextKind::InvalidValue).unwrap_or_default();
    #[expect(clippy::wildcard_enum_match_arm, reason = "clap may add kinds of errors")]
    let sentence = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            return Parsed::Show(error.render().to_string().trim_end().to_owned() + "\n");
        }
        ErrorKind::ValueValidation => {
            let expected =
                std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
            format!("„{value}“ passt nicht zu {argument}. {expected}")
        }
        ErrorKind::InvalidValue if value.is_empty() => {
            format!("Zu {argument} fehlt die Angabe.")
        }
        ErrorKind::InvalidValue => format!("„{value}“ passt nicht zu {argument}."),
        ErrorKind::UnknownArgument => match text(ContextKind::SuggestedArg) {
            _ if !knowing(&argument).is_empty() => format!(
                "Die Option „{argument}“ gibt es hier nicht, nur bei {}.",
                wording::list(&knowing(&argument))
            ),
            Some(near) => format!("„{argument}“ gibt es hier nicht. Meinten Sie „{near}“?"),
            None if argument.starts_with('-') => {
                format!("Die Option „{argument}“ gibt es hier nicht.")
            }
            None => format!(
                "„{argument}“ ist hier zu viel. Enthält der Name eines Ordners Leerzeichen, gehört er in \
                 Anführungszeichen."
            ),
        },
        ErrorKind::InvalidSubcommand => {
            format!(
                "Den Befehl „{}“ gibt es nicht.",
                text(ContextKind::InvalidSubcommand).unwrap_or_default()
            )
        }
        ErrorKind::ArgumentConflict => match text(ContextKind::PriorArg) {
            Some(prior) if prior == argument => format!("{argument} steht zweimal da."),
            Some(prior) => format!("{argument} und {prior} schließen einander aus."),
            None => format!("{argument} passt hier nicht."),
        },
        ErrorKind::MissingSubcommand => {
            "Es fehlt, was mit den Vorlagen geschehen soll: „pruefen“ oder „fuellen“.".to_owned()
        }
        ErrorKind::MissingRequiredArgument => format!("Es fehlt: {argument}."),
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("Zu {argument} gehört genau eine Angabe.")
        }
        ErrorKind::InvalidUtf8 => "Eine Angabe enthält Zeichen, die nicht lesbar sind.".to_owned(),
        _ => "Der Aufruf ist so nicht verständlich.".to_owned(),
    };
    Parsed::Refuse(format!("{sentence}\nHilfe: beschlusskontrolle --hilfe"))
}

/// Arguments as a person would name them: `--stichtag`, not `--stichtag <DATUM>`.
#[expect(clippy::wildcard_enum_match_arm, reason = "clap may add kinds of context")]
fn plain(value: &ContextValue) -> String {
    let bare = |text: &String| {
        text.split(" <")
            .next()
            .unwrap_or_default()
            .trim_matches(['<', '>', '[', ']', '.'])
            .to_owned()
    };
    match value {
        ContextValue::String(text) => bare(text),
        ContextValue::Strings(texts) => wording::list(&texts.iter().map(bare).collect::<Vec<_>>()),
        _ => String::new(),
    }
}
