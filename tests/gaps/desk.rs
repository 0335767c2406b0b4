//! An office whose lists can be written into, as somebody at the desk would.

use std::path::Path;
use std::sync::LazyLock;

use beschlusskontrolle::assessment::assess_in;
use beschlusskontrolle::diagnostic::Diagnostics;
use beschlusskontrolle::domain::{AsOf, Assessment, BranchId, ListKind, Period, Records, Status};
use beschlusskontrolle::gaps::{self, Gap, Step, Value, Way, WayKind};
use beschlusskontrolle::intake::columns;
use beschlusskontrolle::requirements::{Context, list_name};
use beschlusskontrolle::resolution::{self, BUILTIN_TOML, BUILTIN_WORDING, Resolution};
use beschlusskontrolle::wording;
use chrono::{Datelike, NaiveDate};

use crate::office::bare;

pub static BUILTIN: LazyLock<Resolution> = LazyLock::new(|| load(BUILTIN_TOML, BUILTIN_WORDING));
pub static SECOND: LazyLock<(String, String)> =
    LazyLock::new(|| (second("Beschluss/beschluss.toml"), second("Beschluss/beschluss.txt")));

pub fn second(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/zweiter-beschluss");
    std::fs::read_to_string(folder.join(name)).unwrap()
}

fn load(toml: &str, wording: &str) -> Resolution {
    resolution::load(&mut Diagnostics::default(), toml, wording).unwrap()
}

#[derive(Clone)]
pub struct Desk {
    pub lists: Vec<(String, String)>,
    pub as_of: NaiveDate,
    pub year: i32,
    pub own: Option<(String, String)>,
}

pub struct Judged {
    pub assessment: Assessment,
    pub records: Records,
    pub gaps: Vec<Gap>,
}

impl Desk {
    pub fn new(as_of: &str) -> Self {
        let as_of: NaiveDate = as_of.parse().unwrap();
        Self { lists: Vec::new(), as_of, year: as_of.year(), own: None }
    }

    pub fn list(mut self, name: &str, text: &str) -> Self {
        self.lists.push((name.to_owned(), text.to_owned()));
        self
    }

    pub fn resolution(&self) -> Resolution {
        self.own.as_ref().map_or_else(|| BUILTIN.clone(), |(toml, wording)| load(toml, wording))
    }

    pub fn judge(&self) -> Judged {
        let resolution = self.resolution();
        let mut office = bare();
        if let Some((toml, wording)) = &self.own {
            office = office.with_resolution(toml, wording);
        }
        let office =
            self.lists.iter().fold(office.at(&self.as_of.to_string()), |office, (name, text)| {
                office.list(name, text)
            });
        let (records, mut asked) = office.read();
        let mut period = Period::year(self.year).unwrap();
        period.from = period.from.max(resolution.adopted_on);
        let context = Context::new(&mut asked, &resolution, &records, AsOf(self.as_of), period);
        let assessment = assess_in(&mut asked, &context);
        let gaps = gaps::find(&context, &assessment);
        drop(context);
        Judged { assessment, records, gaps }
    }

    /// The lists with everything a way names, judged on the day it is done.
    pub fn with(&self, judged: &Judged, gap: &Gap, way: &Way) -> Self {
        let mut done = self.clone();
        for step in &way.steps {
            done.step(judged, gap, step);
        }
        if way.kind == WayKind::ComesTrue {
            done.as_of = done.as_of.max(gap.period.to);
        }
        done
    }

    fn step(&mut self, judged: &Judged, gap: &Gap, step: &Step) {
        match step {
            Step::Cell(change) => {
                let value = self.value(&change.value, 0);
                let name = change.cell.source.file.strip_suffix(".csv").unwrap();
                let (_, text) = self.lists.iter_mut().find(|(list, _)| list == name).unwrap();
                let mut rows: Vec<Vec<String>> =
                    text.lines().map(|line| line.split(';').map(str::to_owned).collect()).collect();
                let mut column = usize::from(change.cell.column);
                if change.no_column {
                    let label = label(change.list, change.field);
                    let at = rows[0].iter().position(|there| there == label);
                    column = at.unwrap_or_else(|| {
                        rows[0].push(label.to_owned());
                        rows[0].len() - 1
                    });
                }
                let row = &mut rows[change.cell.row as usize];
                row.resize(row.len().max(column + 1), String::new());
                row[column] = value;
                let lines: Vec<String> = rows.iter().map(|row| row.join(";")).collect();
                *text = lines.join("\n");
            }
            Step::Row(row) => {
                let head: Vec<&str> =
                    row.values.iter().map(|(field, _)| label(row.list, *field)).collect();
                let mut text = head.join(";");
                for n in 0..row.times {
                    let line: Vec<String> =
                        row.values.iter().map(|(_, value)| self.value(value, n)).collect();
                    text = format!("{text}\n{}", line.join(";"));
                }
                self.add(row.list, text);
            }
            Step::Letter { letter, to, times, within } => {
                let to = to.or_else(|| judged.records.branches.iter().next().map(|b| b.id));
                let name = to.map(|id| judged.records.branches[id].canonical()).unwrap();
                for n in 0..*times {
                    let on = within.to - chrono::Days::new(n.into());
                    self.as_of = self.as_of.max(on);
                    let line = format!("{};{name};{}", letter.title, wording::date(on));
                    self.add(ListKind::Dispatches, format!("Brief;Empfänger;versandt am\n{line}"));
                }
            }
            Step::List { list: ListKind::Branches, .. } => {
                self.add(ListKind::Branches, "Verband;Typ\nGotha;Kreisverband".to_owned());
            }
            Step::List { list, within } => {
                let on = within.map_or(gap.period.from, |within| within.to.min(self.as_of));
                let first = if *list == ListKind::Measures { "Beginn" } else { "Datum" };
                let head = format!("{first};Art;Titel;Status");
                self.add(*list, format!("{head}\n{};Sonstiges;Klausur;", wording::date(on)));
            }
        }
    }

    fn add(&mut self, list: ListKind, text: String) {
        let name = format!("{} Nachtrag {}", list_name(list), self.lists.len());
        self.lists.push((name, text));
    }

    fn value(&mut self, value: &Value, n: u32) -> String {
        let text = value.example(n);
        if matches!(value, Value::Day { .. }) {
            let day = NaiveDate::parse_from_str(&text, "%d.%m.%Y").unwrap();
            self.as_of = self.as_of.max(day);
        }
        text
    }

    /// Says of every gap for which the first way is not enough, why.
    pub fn broken(&self, judged: &Judged, which: impl Fn(&Gap) -> bool) -> Vec<String> {
        let mut broken = Vec::new();
        for gap in judged.gaps.iter().filter(|gap| which(gap)) {
            let way = &gap.ways[0];
            let after = self.with(judged, gap, way).judge();
            let name = |records: &Records, id: Option<BranchId>| {
                id.map(|id| records.branches[id].canonical())
            };
            let subject = name(&judged.records, gap.subject);
            let verdict = after.assessment.verdicts.iter().find(|verdict| {
                verdict.requirement == gap.requirement
                    && verdict.period.label() == gap.period.label()
                    && (gap.subject.is_none() || name(&after.records, verdict.subject) == subject)
            });
            let verdict = verdict.expect("the verdict is still there");
            let enough = if gap.status == Status::Undetermined {
                verdict.status != Status::Undetermined
            } else {
                verdict.status == Status::Fulfilled
            };
            if !enough {
                broken.push(format!(
                    "{} {} {} at {}: {:?}\n  after {:?}\n  -> {:?} {} {:?}",
                    gap.requirement,
                    subject.unwrap_or_default(),
                    gap.period.label(),
                    self.as_of,
                    gap.status,
                    way,
                    verdict.status,
                    verdict.sentence,
                    verdict.unknown
                ));
            }
        }
        broken
    }
}

fn label(list: ListKind, field: beschlusskontrolle::domain::Field) -> &'static str {
    columns::column(list, field).unwrap_or_else(|| panic!("{list:?} has no {field:?}")).label
}

/// The shipped resolution with something of everything.
pub fn office(as_of: &str) -> Desk {
    use crate::office::{BRANCHES, EVENTS, MEASURES, PAPERS, SENT};
    Desk::new(as_of)
        .list("Verbände", &format!("{BRANCHES}\nGotha;Kreisverband;;;;ja;nein\nGreiz;Kreisverband;;;;nein;nein\nJena;Stadtverband;;;;;\nSuhl;Stadtverband;;;;nein;nein"))
        .list("Veranstaltungen", &format!("{EVENTS}\n\
            04.05.2024;;Rechenschaftsbericht;Bericht;KV Gotha;Präsenz;Kreisparteitag;LV;ja;Arbeitsschwerpunkte;;durchgeführt;\n\
            11.05.2024;;Rechenschaftsbericht;Bericht;KV Greiz;Präsenz;;LV, LAus;;;;durchgeführt;\n\
            14.09.2024;;Rechenschaftsbericht;Bericht;SV Suhl;Präsenz;Stadtparteitag;LV, LAus;ja;;;geplant;\n\
            09.06.2024;;Mitgliederwochenende;Wochenende;;Präsenz;;LV;;Rollen;Neumitglieder;durchgeführt;\n\
            12.03.2024;;digitaler Mitgliedertag;Tag;;hybrid;;LV;;;;durchgeführt;\n\
            05.03.2024;;Stammtisch der Generationen;;;Präsenz;;LV;;;;durchgeführt;\n\
            18.01.2024;;Vernetzungstreffen;;;Präsenz;;LV;;;;durchgeführt;\n\
            19.02.2022;;Vernetzungstreffen;;;Präsenz;;LV, LAus;;;;durchgeführt;\n\
            20.03.2022;;Vernetzungstreffen;;;Präsenz;;LV, LAus;;;;durchgeführt;\n\
            10.06.2023;11.06.2023;Mitgliederwochenende;;;Präsenz;;LV;;Rollen;Alle;durchgeführt;"))
        .list("Maßnahmen", &format!("{MEASURES}\n\
            Maßnahme;Kampagnenfähigkeit;Schulung;alle;02.02.2024;20.03.2024;erledigt;\n\
            Maßnahme;Personalentwicklung;Seminar;alle;01.10.2024;;geplant;\n\
            Prüfung;;externe Moderation;;15.03.2024;;in Arbeit;"))
        .list("Vorlagen", &format!("{PAPERS}\n\
            14.10.2023;Vorschläge;Vernetzung der Kreisverbände;LV;LAus;\n\
            20.04.2024;Bilanz;Bilanz der Fraktion;LTF;LAus;Erfolge, Wahlprogramm"))
        .list("Versand", &format!("{SENT}\nAngebot Rechenschaftsbericht;SV Jena;22.01.2024;;;;"))
}

/// Another resolution, of other people.
pub fn gardeners(as_of: &str) -> Desk {
    let mut desk = Desk::new(as_of);
    desk.own = Some(SECOND.clone());
    for name in ["Verbände", "Veranstaltungen", "Maßnahmen", "Vorlagen"] {
        desk = desk.list(name, &second(&format!("Listen/{name}.csv")));
    }
    desk
}
