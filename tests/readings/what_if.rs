//! The year under another reading, computed without judging everything again.

use std::fmt::Write as _;
use std::sync::Arc;

use beschlusskontrolle::assessment::{assess, assess_again, judged};
use beschlusskontrolle::decisions::Decisions;
use beschlusskontrolle::decisions::readings::ReadingDecisions;
use beschlusskontrolle::diagnostic::Diagnostics;
use beschlusskontrolle::domain::{AsOf, Assessment, Records};
use beschlusskontrolle::intake::{self, InputFile};
use beschlusskontrolle::readings::{Reading, Source, readings};
use beschlusskontrolle::requirements::Context;
use beschlusskontrolle::resolution::{
    BUILTIN_TOML, BUILTIN_WORDING, Resolution, load, load_with_alternatives,
};

use beschlusskontrolle::table::{CellValue, Row, Source as File, Table};

const EVENTS: &str = "Datum;bis;Art;Titel;Verband;Form;Rahmen;beteiligt;offene Debatte;Themen;Zielgruppe;Status;Bemerkung";
const MEASURES: &str = "Art;Feld;Beschreibung;Verband;Beginn;Ende;Status;Ergebnis";
const PAPERS: &str = "Datum;Art;Titel;von;an;Themen";
const BRANCHES: &str = "Verband;Typ;besteht seit;besteht bis;Nachfolger;Generationswechsel kommunal;Generationswechsel lokal";
const SENT: &str = "Brief;Empfänger;versandt am;Zusagen;Antwort am;Antwort;Termin";

fn table(name: &str, text: &str) -> Table {
    let source = Arc::new(File { file: format!("{name}.csv"), sheet: None });
    let cells = |line: &str| {
        let cells = line.split(';').zip(0..).filter(|(text, _)| !text.trim().is_empty());
        cells.map(|(text, column)| (column, CellValue::Text(text.into()))).collect()
    };
    let rows = text.lines().zip(0..).map(|(line, number)| Row { number, cells: cells(line) });
    Table::new(source, rows.collect())
}

const BUILTIN: Source<'_> = Source { toml: BUILTIN_TOML, wording: BUILTIN_WORDING };

const TOPICS: &str =
    "Arbeitsschwerpunkte, politische und strategische Ausrichtung, aktuelle Probleme";

/// An office with something of everything: held, offered, promised by letter, unclear, in every form and on every kind of
/// assembly.
fn rich() -> Vec<(&'static str, String)> {
    let mut branches = BRANCHES.to_owned();
    for (i, name) in ["Gotha", "Greiz", "Hildburghausen", "Sonneberg", "Eichsfeld", "Nordhausen"]
        .iter()
        .enumerate()
    {
        let coming = if i % 2 == 0 { "ja" } else { "nein" };
        write!(branches, "\n{name};Kreisverband;;;;{coming};nein").unwrap();
    }
    for name in ["Jena", "Gera", "Suhl", "Erfurt"] {
        write!(branches, "\n{name};Stadtverband;;;;ja;").unwrap();
    }
    let mut events = EVENTS.to_owned();
    for (date, branch, form, frame, bodies, debate, status) in [
        ("17.02.2024", "KV Gotha", "hybrid", "Kreisparteitag", "LV, LAus", "ja", "durchgeführt"),
        ("24.02.2024", "SV Jena", "Präsenz", "Hauptversammlung", "LV, LAus", "ja", "durchgeführt"),
        ("02.03.2024", "KV Greiz", "hybrid", "Hauptversammlung", "LV, LAus", "", "durchgeführt"),
        ("09.03.2024", "KV Sonneberg", "Präsenz", "Kreisparteitag", "LV", "ja", "durchgeführt"),
        ("16.03.2024", "SV Gera", "", "Stadtparteitag", "LV, LAus", "ja", "durchgeführt"),
        ("13.04.2024", "KV Eichsfeld", "digital", "Basisgruppe", "LV", "nein", "durchgeführt"),
        ("20.04.2024", "Nordhausen", "Präsenz", "Kreisparteitag", "LAus", "ja", "angeboten"),
        ("11.05.2024", "SV Suhl", "Präsenz", "Stadtparteitag", "LV, LAus", "ja", "abgesagt"),
        ("11.11.2023", "SV Suhl", "hybrid", "Stadtparteitag", "LV, LAus", "ja", "durchgeführt"),
    ] {
        write!(
            events,
            "\n{date};;Rechenschaftsbericht;;{branch};{form};{frame};{bodies};{debate};{TOPICS};;{status};"
        )
        .unwrap();
    }
    events.push_str(
        "\n08.06.2024;09.06.2024;Mitgliederwochenende;;;Präsenz;;LV, LAus;;Rollen;alle Mitglieder;durchgeführt;\
         \n07.10.2023;08.10.2023;Mitgliederwochenende;;;hybrid;;LV;;Rollen, Erwartungen;Neumitglieder;durchgeführt;\
         \n12.11.2024;;digitaler Mitgliedertag;;;hybrid;;LV, LAus;;;alle Mitglieder;durchgeführt;\
         \n05.10.2024;;Stammtisch der Generationen;;;Präsenz;;;;;;durchgeführt;\
         \n20.05.2024;24.05.2024;Kreisbereisung;;;Präsenz;;;;;;durchgeführt;\
         \n18.01.2022;;Vernetzungstreffen;;;Präsenz;;LAus;;;;durchgeführt;\
         \n18.01.2024;;Vernetzungstreffen;;;Präsenz;;LV, LAus;;;;durchgeführt;\
         \n18.02.2024;;Vernetzungstreffen;;;Präsenz;;LV, LAus;;;;durchgeführt;\
         \n10.12.2022;;Sitzung;;;;;;;;;durchgeführt;",
    );
    let measures = format!(
        "{MEASURES}\nMaßnahme;Kampagnenfähigkeit;Schulung;KV Gotha;01.02.2024;;in Arbeit;\
         \nMaßnahme;Verwaltungsaufgaben;Hilfe im Büro;alle;01.03.2024;;in Arbeit;\
         \nMaßnahme;Personalentwicklung;Kurs;SV Jena;01.03.2024;30.09.2024;erledigt;\
         \nAuswertung;;Auswertung des Mitgliederwochenendes;;01.10.2024;;erledigt;gut\
         \nWeiterentwicklung;;Stammtisch der Generationen neu geordnet;;02.10.2024;;erledigt;gut\
         \nPrüfung;;externe Moderation;;02.05.2024;;in Arbeit;"
    );
    let papers = format!(
        "{PAPERS}\n20.05.2024;Vorschlag;Vernetzung mit den LAGen;LAusV;LAus;\
         \n02.04.2024;Bilanz;Bilanz der Fraktion;LTF;LAus;Erfolge, Misserfolge, Anträge"
    );
    let sent = format!(
        "{SENT}\nAngebot Rechenschaftsbericht;KV Gotha;20.01.2024;alles;01.02.2024;zugesagt;\
         \nAngebot Rechenschaftsbericht;KV Hildburghausen;20.01.2024;alles;;;\
         \nAngebot Rechenschaftsbericht;KV Sonneberg;20.01.2024;gemeinsam, hybrid, offene Debatte;;;\
         \nAngebot Rechenschaftsbericht;SV Erfurt;20.01.2024;auf einer Hauptversammlung, persönlich vor Ort;;;\
         \nEinladung digitaler Mitgliedertag;KV Gotha;20.09.2024;hybrid;;;\
         \nEinladung digitaler Mitgliedertag;KV Gotha;20.09.2023;LV;;;"
    );
    vec![
        ("Verbände", branches),
        ("Veranstaltungen", events),
        ("Maßnahmen", measures),
        ("Vorlagen", papers),
        ("Versand", sent),
    ]
}

fn read(resolution: &Resolution, lists: &[(&str, String)], as_of: AsOf) -> Records {
    let files: Vec<InputFile> = lists
        .iter()
        .map(|(name, text)| InputFile {
            file: format!("{name}.csv"),
            sha256: String::new(),
            tables: Some(vec![table(name, text)]),
            skipped: None,
        })
        .collect();
    let decisions = Decisions::default();
    intake::records(&mut Diagnostics::default(), resolution, &files, &decisions, as_of).records
}

fn day(text: &str) -> AsOf {
    AsOf(text.parse().unwrap())
}

/// The readings of a year, with these decided otherwise.
fn read_as(
    source: Source<'_>,
    otherwise: &[&str],
    lists: &[(&str, String)],
    as_of: &str,
) -> Vec<Reading> {
    let as_of = day(as_of);
    let resolution = load_with_alternatives(source.toml, source.wording, otherwise).unwrap();
    let records = read(&resolution, lists, as_of);
    let year = chrono::Datelike::year(&as_of.0);
    let assessment =
        assess(&mut Diagnostics::default(), &resolution, &records, as_of, year).unwrap();
    let period = judged(&resolution, as_of, year).unwrap();
    let context = Context::new(&mut Diagnostics::default(), &resolution, &records, as_of, period);
    readings(source, &ReadingDecisions::default(), &assessment, &context)
}

fn reading(readings: &[Reading], id: &str) -> Reading {
    readings.iter().find(|reading| reading.id == id).unwrap().clone()
}

fn said(assessment: &Assessment) -> String {
    format!("{:#?}\n{:#?}\n{:#?}", assessment.verdicts, assessment.totals, assessment.ladders)
}

/// Each alternative of a resolution, alone and, if wanted, under another one, judged in short and in full; those that
/// change anything.
fn short_and_full_agree(
    Source { toml, wording }: Source<'_>,
    lists: &[(&str, String)],
    pairs: bool,
) -> Vec<String> {
    let base = load(&mut Diagnostics::default(), toml, wording).unwrap();
    let ids: Vec<&str> =
        base.interpretations.iter().filter(|i| i.has_alternative).map(|i| i.id.as_str()).collect();
    let mut changed = Vec::new();
    for as_of in ["2023-12-31", "2024-03-20", "2025-02-01"].map(day) {
        for year in [2023, 2024] {
            let records = read(&base, lists, as_of);
            for first in [None].into_iter().chain(ids.iter().copied().filter(|_| pairs).map(Some)) {
                let before: Vec<&str> = first.into_iter().collect();
                let Ok(is) = load_with_alternatives(toml, wording, &before) else { continue };
                let Some(period) = judged(&is, as_of, year) else { continue };
                let now = assess(&mut Diagnostics::default(), &is, &records, as_of, year).unwrap();
                let context =
                    Context::new(&mut Diagnostics::default(), &is, &records, as_of, period);
                for id in &ids {
                    let then: Vec<&str> = if first == Some(id) {
                        Vec::new()
                    } else {
                        before.iter().copied().chain([*id]).collect()
                    };
                    let Ok(other) = load_with_alternatives(toml, wording, &then) else { continue };
                    let full =
                        assess(&mut Diagnostics::default(), &other, &records, as_of, year).unwrap();
                    let mut under = context.clone();
                    under.read_as(&other);
                    let short = assess_again(&under, &now, &is);
                    assert!(said(&short) == said(&full), "{before:?} → {then:?} in {year}");
                    if said(&now) != said(&full) && !changed.contains(&(*id).to_owned()) {
                        changed.push((*id).to_owned());
                    }
                }
            }
        }
    }
    changed.sort();
    changed
}

#[test]
fn judging_again_only_what_can_change_says_the_same_as_judging_everything() {
    let changed = short_and_full_agree(BUILTIN, &rich(), true);
    assert_eq!(changed, ["A2", "A3", "A6", "A9"], "each of them matters in this office");
}

#[test]
fn it_does_so_for_alternatives_of_every_kind_of_requirement() {
    // alternatives that the shipped resolution does not have: groups, elements, years, periods, what stands beside what
    let mut toml = BUILTIN_TOML.to_owned();
    for (affects, alternative) in [
        ("Z1c.je", r#"je = "kv""#),
        ("merkmal.sa_so", r#"tage = ["Fr", "Sa", "So"]"#),
        ("merkmal.digital", r#"ja = ["digital", "online", "hybrid"], nein = ["Präsenz"]"#),
        ("merkmal.gemeinsam", r#"alle = ["LV"]"#),
        ("Z3a.mindestens", "mindestens = 2"),
        ("Z4a.merkmale", r#"merkmale = ["sa_so", "praesenz"]"#),
        ("Z4b.noetig", r#"noetig = [{ name = "Neumitglieder", auch = ["alle Mitglieder"] }]"#),
        ("Z4c.von", r#"von = "jeder""#),
        ("Z4d.nachweis", r#"nachweis = "wochenende""#),
        ("Z4e.ab_periode", "ab_periode = 1"),
        ("Z1b.fuer", r#"fuer = "jedes""#),
        ("Z2a.basis", "basis = 2021"),
        ("Z5a.an", r#"an = "LV""#),
    ] {
        let at = format!("wirkt = \"{affects}\"\n");
        assert_eq!(toml.matches(&at).count(), 1, "{affects}");
        toml = toml.replace(&at, &format!("{at}alternative = {{ {alternative} }}\n"));
    }
    let changed = short_and_full_agree(Source { toml: &toml, ..BUILTIN }, &rich(), false);
    assert!(changed.len() >= 12, "most of them matter in this office: {changed:?}");
}

#[test]
fn another_resolution_is_read_otherwise_too() {
    let source = Source {
        toml: include_str!("../zweiter-beschluss/Beschluss/beschluss.toml"),
        wording: include_str!("../zweiter-beschluss/Beschluss/beschluss.txt"),
    };
    let lists = [
        ("Verbände", include_str!("../zweiter-beschluss/Listen/Verbände.csv").to_owned()),
        (
            "Veranstaltungen",
            include_str!("../zweiter-beschluss/Listen/Veranstaltungen.csv").to_owned(),
        ),
    ];
    assert_eq!(short_and_full_agree(source, &lists, true), ["A1"]);
    // one conference is by video alone in its quarter
    let lists = [
        lists[0].clone(),
        (
            "Veranstaltungen",
            lists[1].1.replace(";Frühjahrsplanung;;;Telefon;", ";Frühjahrsplanung;;;Video;"),
        ),
    ];
    let all = read_as(source, &[], &lists, "2024-12-31");
    let [reading] = all.as_slice() else { panic!("one interpretation") };
    assert!(reading.worth_deciding());
    assert_eq!(
        reading.sentence(),
        "Anders gelesen (die andere Lesart der Beschlussdatei): P1a „teilweise umgesetzt“ statt „umgesetzt“."
    );
}

const HELD: &str = "\n17.02.2024;;Rechenschaftsbericht;;BRANCH;FORM;Kreisparteitag;LV, LAus;ja;Probleme;;durchgeführt;";

/// Branches that are told apart by the form of their report.
fn office(forms: &[(&str, &str)]) -> Vec<(&'static str, String)> {
    let mut branches = BRANCHES.to_owned();
    let mut events = format!("{EVENTS}\n10.12.2024;;Sitzung;;;;;;;;;durchgeführt;");
    for (name, form) in forms {
        write!(branches, "\n{name};Kreisverband;;;;nein;nein").unwrap();
        if !form.is_empty() {
            events.push_str(&HELD.replace("BRANCH", &format!("KV {name}")).replace("FORM", form));
        }
    }
    vec![("Verbände", branches), ("Veranstaltungen", events)]
}

#[track_caller]
fn says(forms: &[(&str, &str)], sentence: &str) {
    let a2 = reading(&read_as(BUILTIN, &[], &office(forms), "2024-12-31"), "A2");
    assert_eq!(
        a2.sentence(),
        format!("Anders gelesen (Hybride Versammlungen zählen nicht als in Präsenz): {sentence}")
    );
    assert_eq!(a2.worth_deciding(), sentence != "Das Ergebnis bliebe dasselbe.");
}

#[test]
fn what_would_change_is_said_in_one_sentence_that_is_true_for_none_one_some_and_all() {
    says(
        &[("Gotha", "Präsenz"), ("Greiz", "Präsenz"), ("Sömmerda", "")],
        "Das Ergebnis bliebe dasselbe.",
    );
    says(
        &[("Gotha", "hybrid"), ("Greiz", "Präsenz"), ("Sömmerda", "")],
        "Z1c bei 1 statt bei 2 von 3 Verbänden aufgegriffen; betroffen: Kreisverband Gotha.",
    );
    says(
        &[("Gotha", "hybrid"), ("Greiz", "hybrid"), ("Sömmerda", "Präsenz")],
        "Z1c bei 1 statt bei 3 von 3 Verbänden aufgegriffen; betroffen: Kreisverband Gotha und Kreisverband Greiz.",
    );
    says(
        &[("Gotha", "hybrid"), ("Greiz", "hybrid")],
        "Z1c bei keinem statt bei 2 von 2 Verbänden aufgegriffen; betroffen: Kreisverband Gotha und Kreisverband Greiz.",
    );
    says(
        &[("Gotha", "hybrid")],
        "Z1c bei einem Verband „teilweise aufgegriffen“ statt „aufgegriffen“; betroffen: Kreisverband Gotha.",
    );
    let many: Vec<(String, &str)> =
        (1..=9).map(|n| (format!("Musterkreis {n}"), "hybrid")).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(name, form)| (name.as_str(), *form)).collect();
    says(
        &many,
        "Z1c bei keinem statt bei 9 von 9 Verbänden aufgegriffen; betroffen sind 9 Verbände.",
    );
}

#[test]
fn what_is_unknown_now_stays_a_range_under_the_other_reading() {
    // Greiz may have been held in whatever form
    let lists = office(&[("Gotha", "hybrid"), ("Greiz", "gemischt"), ("Sömmerda", "Präsenz")]);
    let a2 = reading(&read_as(BUILTIN, &[], &lists, "2024-12-31"), "A2");
    assert_eq!(a2.effect(), "Z1c bei 1 oder 2 statt bei 2 oder 3 von 3 Verbänden aufgegriffen.");
}

#[test]
fn a_reading_decided_otherwise_shows_what_the_first_one_would_give() {
    let lists = office(&[("Gotha", "hybrid"), ("Greiz", "Präsenz")]);
    let a2 = reading(&read_as(BUILTIN, &["A2"], &lists, "2024-12-31"), "A2");
    assert!(a2.otherwise);
    assert_eq!(
        a2.sentence(),
        "Nach der ersten Lesart: Z1c bei 2 statt bei 1 von 2 Verbänden aufgegriffen; betroffen: Kreisverband Gotha."
    );
    // and what another one would change is counted from there
    let a9 = reading(&read_as(BUILTIN, &["A2"], &lists, "2024-12-31"), "A9");
    assert_eq!(
        a9.sentence(),
        "Anders gelesen (Das Angebot genügt nicht; der Bericht muss wie vorgesehen gehalten worden sein): Das Ergebnis bliebe dasselbe."
    );
}

#[test]
fn a_reading_without_an_alternative_claims_nothing() {
    let all = read_as(BUILTIN, &[], &rich(), "2024-12-31");
    let a5 = reading(&all, "A5");
    assert_eq!((a5.what_if.clone(), a5.other.clone()), (None, None));
    assert!(!a5.worth_deciding());
    assert_eq!(a5.effect(), "Eine andere Lesart kann das Programm nicht berechnen.");
    assert_eq!(all.len(), 33, "every interpretation is listed");
}

#[test]
fn the_points_a_reading_concerns_are_those_that_name_it_and_those_that_use_what_it_decides() {
    let all = read_as(BUILTIN, &[], &rich(), "2024-12-31");
    let concerns = |id: &str| reading(&all, id).concerns;
    assert_eq!(concerns("A2"), ["Z1c"]);
    assert_eq!(concerns("A6"), ["Z3a"]);
    assert_eq!(concerns("A15"), ["Z4d"]);
    assert_eq!(concerns("A22"), [""; 0], "a rule for all");
}
