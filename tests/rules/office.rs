//! An invented office in a few lines: its lists as text, read by the real intake, judged by the real assessment.

use std::sync::{Arc, LazyLock};

use beschlusskontrolle::assessment::assess;
use beschlusskontrolle::decisions::Decisions;
use beschlusskontrolle::diagnostic::Diagnostics;
use beschlusskontrolle::domain::{AsOf, Assessment, Records, Verdict};
use beschlusskontrolle::intake::{self, InputFile};
use beschlusskontrolle::resolution::{self, Resolution};
use beschlusskontrolle::table::{CellValue, Row, Source, Table};
use chrono::{Datelike, NaiveDate};

pub const EVENTS: &str = "Datum;bis;Art;Titel;Verband;Form;Rahmen;beteiligt;offene Debatte;Themen;Zielgruppe;Status;Bemerkung";
pub const MEASURES: &str = "Art;Feld;Beschreibung;Verband;Beginn;Ende;Status;Ergebnis";
pub const PAPERS: &str = "Datum;Art;Titel;von;an;Themen";
pub const BRANCHES: &str = "Verband;Typ;besteht seit;besteht bis;Nachfolger;Generationswechsel kommunal;Generationswechsel lokal";
pub const SENT: &str = "Brief;Empfänger;versandt am;Zusagen;Antwort am;Antwort;Termin";

/// Lists by name, and what they say at a Stichtag.
#[derive(Clone, Debug)]
pub struct Office {
    lists: Vec<(String, String)>,
    as_of: NaiveDate,
    year: Option<i32>,
    resolution: Resolution,
}

/// Two branches, Gotha and Greiz, and an event list that covers 2023 and 2024 with meetings of no interest.
pub fn office() -> Office {
    bare()
        .list(
            "Verbände",
            &format!(
                "{BRANCHES}\nGotha;Kreisverband;;;;nein;nein\nGreiz;Kreisverband;;;;nein;nein\n"
            ),
        )
        .events(&[
            Event::of("Sitzung", "15.03.2023"),
            Event::of("Sitzung", "10.12.2023"),
            Event::of("Sitzung", "10.12.2024"),
        ])
}

/// No lists at all.
pub fn bare() -> Office {
    static SHIPPED: LazyLock<Resolution> = LazyLock::new(|| {
        resolution::load(
            &mut Diagnostics::default(),
            resolution::BUILTIN_TOML,
            resolution::BUILTIN_WORDING,
        )
        .expect("the shipped resolution loads")
    });
    let resolution = SHIPPED.clone();
    Office {
        lists: Vec::new(),
        as_of: NaiveDate::from_ymd_opt(2024, 12, 31).unwrap(),
        year: None,
        resolution,
    }
}

impl Office {
    pub fn list(mut self, name: &str, text: &str) -> Self {
        self.lists.push((name.to_owned(), text.to_owned()));
        self
    }

    /// One more event list.
    pub fn events(self, rows: &[Event]) -> Self {
        let name = format!("Veranstaltungen {}", self.lists.len());
        let text = rows.iter().map(Event::line).collect::<Vec<_>>().join("\n");
        self.list(&name, &format!("{EVENTS}\n{text}\n"))
    }

    pub fn branches(mut self, rows: &str) -> Self {
        self.lists.retain(|(name, _)| name != "Verbände");
        self.list("Verbände", &format!("{BRANCHES}\n{rows}\n"))
    }

    pub fn measures(self, rows: &str) -> Self {
        let name = format!("Maßnahmen {}", self.lists.len());
        self.list(&name, &format!("{MEASURES}\n{rows}\n"))
    }

    pub fn papers(self, rows: &str) -> Self {
        let name = format!("Vorlagen {}", self.lists.len());
        self.list(&name, &format!("{PAPERS}\n{rows}\n"))
    }

    pub fn sent(self, rows: &str) -> Self {
        let name = format!("Versand {}", self.lists.len());
        self.list(&name, &format!("{SENT}\n{rows}\n"))
    }

    pub fn at(mut self, day: &str) -> Self {
        self.as_of = day.parse().unwrap();
        self
    }

    pub fn year(mut self, year: i32) -> Self {
        self.year = Some(year);
        self
    }

    /// Under the alternative of an interpretation.
    pub fn under(mut self, interpretation: &str) -> Self {
        self.resolution = resolution::load_with_alternative(
            resolution::BUILTIN_TOML,
            resolution::BUILTIN_WORDING,
            interpretation,
        )
        .expect("the alternative loads");
        self
    }

    pub fn with_resolution(mut self, toml: &str, wording: &str) -> Self {
        self.resolution = resolution::load(&mut Diagnostics::default(), toml, wording)
            .expect("the resolution loads");
        self
    }

    pub fn files(&self) -> Vec<InputFile> {
        self.lists
            .iter()
            .map(|(name, text)| InputFile {
                file: format!("{name}.csv"),
                sha256: String::new(),
                tables: Some(vec![table(name, text)]),
                skipped: None,
            })
            .collect()
    }

    pub fn read(&self) -> (Records, Diagnostics) {
        let mut diagnostics = Diagnostics::default();
        let intake = intake::records(
            &mut diagnostics,
            &self.resolution,
            &self.files(),
            &Decisions::default(),
            AsOf(self.as_of),
        );
        (intake.records, diagnostics)
    }

    pub fn judge(&self) -> (Assessment, Records, Diagnostics) {
        let (records, mut diagnostics) = self.read();
        let year = self.year.unwrap_or(self.as_of.year());
        let assessment =
            assess(&mut diagnostics, &self.resolution, &records, AsOf(self.as_of), year)
                .expect("a year to judge");
        (assessment, records, diagnostics)
    }

    /// The verdict on one requirement and subject („“ for the whole party).
    pub fn verdict(&self, requirement: &str, subject: &str) -> Verdict {
        self.verdicts(requirement, subject)
            .into_iter()
            .next()
            .unwrap_or_else(|| panic!("no verdict {requirement} {subject}"))
    }

    /// The verdicts of all periods.
    pub fn verdicts(&self, requirement: &str, subject: &str) -> Vec<Verdict> {
        let (assessment, records, _) = self.judge();
        let named = |verdict: &Verdict| {
            verdict.subject.map(|id| records.branches[id].canonical()).unwrap_or_default()
        };
        assessment
            .verdicts
            .into_iter()
            .filter(|v| v.requirement == requirement && named(v) == subject)
            .collect()
    }

    #[track_caller]
    pub fn expect(&self, requirement: &str, subject: &str, status: &str) -> Verdict {
        let verdict = self.verdict(requirement, subject);
        assert_eq!(verdict.status.key(), status, "{}", verdict.sentence);
        if matches!(status, "fulfilled" | "partial") {
            assert!(!verdict.evidence.is_empty(), "without evidence: {}", verdict.sentence);
        }
        verdict
    }

    /// The usual question: the report offered to Gotha.
    #[track_caller]
    pub fn gotha(&self, status: &str) -> Verdict {
        self.expect("Z1c", "Kreisverband Gotha", status)
    }

    #[track_caller]
    pub fn party(&self, requirement: &str, status: &str) -> Verdict {
        self.expect(requirement, "", status)
    }
}

/// A row of the event list; everything but date and Art may be left empty.
#[derive(Clone, Debug, Default)]
pub struct Event {
    pub date: String,
    pub to: String,
    pub kind: String,
    pub title: String,
    pub branch: String,
    pub form: String,
    pub frame: String,
    pub bodies: String,
    pub debate: String,
    pub topics: String,
    pub audience: String,
    pub status: String,
    pub remark: String,
}

macro_rules! setters {
    ($($name:ident),*) => { $(pub fn $name(mut self, value: &str) -> Self { value.clone_into(&mut self.$name); self })* };
}

impl Event {
    pub fn of(kind: &str, date: &str) -> Self {
        Self { kind: kind.to_owned(), date: date.to_owned(), ..Self::default() }
    }

    /// A report with everything the resolution asks for.
    pub fn report(date: &str, branch: &str) -> Self {
        Self::of("Rechenschaftsbericht", date)
            .branch(branch)
            .form("Präsenz")
            .frame("Kreisparteitag")
            .bodies("LV, LAus")
            .debate("ja")
            .topics(
                "Arbeitsschwerpunkte; politische und strategische Ausrichtung; aktuelle Probleme",
            )
            .status("durchgeführt")
    }

    pub fn weekend(from: &str, to: &str) -> Self {
        Self::of("Mitgliederwochenende", from).to(to).status("durchgeführt")
    }

    setters!(to, title, branch, form, frame, bodies, debate, topics, audience, status, remark);

    fn line(&self) -> String {
        [
            &self.date,
            &self.to,
            &self.kind,
            &self.title,
            &self.branch,
            &self.form,
            &self.frame,
            &self.bodies,
            &self.debate,
            &self.topics,
            &self.audience,
            &self.status,
            &self.remark,
        ]
        .map(|text| text.replace(';', " / "))
        .join(";")
    }
}

pub fn table(name: &str, text: &str) -> Table {
    let source = Arc::new(Source { file: format!("{name}.csv"), sheet: None });
    let rows = text
        .lines()
        .zip(0..)
        .map(|(line, number)| Row {
            number,
            cells: line
                .split(';')
                .zip(0..)
                .filter(|(text, _)| !text.trim().is_empty())
                .map(|(text, column)| (column, CellValue::Text(text.into())))
                .collect(),
        })
        .filter(|row| !row.cells.is_empty())
        .collect();
    Table::new(source, rows)
}
