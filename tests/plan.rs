//! The plan, the measures and the member offers: what the office reads on these sheets, and what it must not read there.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    clippy::allow_attributes,
    dead_code,
    unreachable_pub,
    reason = "a test may stop loudly, and the office has more helpers than these claims need"
)]

#[path = "rules/office.rs"]
mod office;

use std::collections::{BTreeMap, BTreeSet};

use beschlusskontrolle::agenda::months;
use beschlusskontrolle::diagnostic::Diagnostics;
use beschlusskontrolle::history::History;
use beschlusskontrolle::io::excel_writer::write;
use beschlusskontrolle::requirements::Context;
use beschlusskontrolle::resolution::{BUILTIN_TOML, BUILTIN_WORDING, Resolution, load};
use beschlusskontrolle::sheets::{Block, Cell, Sheet, Target, View, Workbook, evaluation};
use chrono::NaiveDate;
use office::{EVENTS, Event, Office, bare, office};

/// What a test sees of an evaluation.
struct Seen {
    book: Workbook,
}

/// The shipped resolution.
fn shipped() -> Resolution {
    load(&mut Diagnostics::default(), BUILTIN_TOML, BUILTIN_WORDING).unwrap()
}

impl Office {
    /// The whole workbook at the office's Stichtag.
    fn seen(&self) -> Seen {
        self.seen_under(&shipped())
    }

    /// The same, where the office has another resolution.
    fn seen_under(&self, resolution: &Resolution) -> Seen {
        let (assessment, records, diagnostics) = self.judge();
        let context = Context::new(
            &mut Diagnostics::default(),
            resolution,
            &records,
            assessment.as_of,
            assessment.period,
        );
        let book = evaluation(&View {
            resolution,
            records: &records,
            assessment: &assessment,
            context: &context,
            earlier: &[],
            history: &History::default(),
            readings: &[],
            gaps: &[],
            letters: &[],
            calls: &[],
            diagnostics: &diagnostics,
            inputs: &[],
            list_folder: "..\\..\\Listen",
            other_files: &BTreeMap::new(),
            contact: None,
            version: "0.1.0",
        });
        Seen { book }
    }

    fn months(&self) -> Option<months::Months> {
        let (assessment, records, _) = self.judge();
        let resolution = shipped();
        let context = Context::new(
            &mut Diagnostics::default(),
            &resolution,
            &records,
            assessment.as_of,
            assessment.period,
        );
        months::months(&context)
    }
}

impl Seen {
    fn sheet(&self, name: &str) -> Option<&Sheet> {
        self.book.sheets.iter().find(|sheet| sheet.name == name)
    }

    fn text(&self, name: &str) -> String {
        self.sheet(name).map(text).unwrap_or_default()
    }

    /// The rows of a table, by its name: label → what the eye sees.
    fn rows(&self, table: &str) -> Vec<BTreeMap<String, String>> {
        let tables = self.book.sheets.iter().flat_map(|sheet| &sheet.blocks);
        tables
            .filter_map(|block| match block {
                Block::Table(found) if found.name == table => Some(found),
                _ => None,
            })
            .flat_map(|found| {
                found.rows.iter().map(|row| {
                    let labels = found.columns.iter().map(|column| column.label.clone());
                    labels.zip(row.iter().map(Cell::shown)).collect()
                })
            })
            .collect()
    }

    /// The plan without the meeting of no interest that every office has.
    fn plan(&self) -> Vec<BTreeMap<String, String>> {
        self.rows("Termine").into_iter().filter(|row| row["Was"] != "Sitzung").collect()
    }

    /// The one line of the plan.
    #[track_caller]
    fn line(&self) -> BTreeMap<String, String> {
        let rows = self.plan();
        assert_eq!(rows.len(), 1, "{rows:#?}");
        rows.into_iter().next().unwrap()
    }

    /// Of a branch in the matrix of fields.
    #[track_caller]
    fn field(&self, branch: &str, field: &str) -> String {
        let rows = self.rows("Felder_1");
        let row = rows.iter().find(|row| row["Verband"] == branch).unwrap();
        row[field].clone()
    }
}

/// A sheet as text: a line per row, cells between bars, links with their target.
fn text(sheet: &Sheet) -> String {
    let mut lines: Vec<String> = Vec::new();
    let show = |cell: &Cell| {
        let shown = cell.shown().replace('\n', " / ");
        match cell {
            Cell::Link { target, .. } => match &**target {
                Target::File { path, place: None } => format!("{shown} → {path}"),
                Target::File { path, place: Some((sheet, cell)) } => {
                    format!("{shown} → {path}#{sheet}!{cell}")
                }
                Target::Here { .. } => shown,
            },
            Cell::Formula { formula, .. } => format!("{shown} = {formula}"),
            _ => shown,
        }
    };
    for block in &sheet.blocks {
        match block {
            Block::Line(line) => {
                lines.push(
                    line.spans.iter().map(|span| show(&span.cell)).collect::<Vec<_>>().join(" | "),
                );
            }
            Block::Table(table) => {
                let labels: Vec<&str> = table.columns.iter().map(|c| c.label.as_str()).collect();
                lines.push(format!("[{}] {}", table.name, labels.join(" | ")));
                for row in &table.rows {
                    lines.push(row.iter().map(show).collect::<Vec<_>>().join(" | "));
                }
            }
            Block::Charts(charts) => {
                for chart in &charts.charts {
                    let names: Vec<&str> = chart.series.iter().map(|s| s.name.as_str()).collect();
                    lines.push(format!(
                        "{{{}}} {} ({})",
                        chart.title,
                        chart.alt,
                        names.join(" | ")
                    ));
                }
            }
            Block::Grid(_) => {}
        }
    }
    lines.iter().map(|line| line.trim_end_matches([' ', '|']).to_owned() + "\n").collect()
}

fn planned(date: &str, branch: &str) -> Event {
    Event::report(date, branch).status("geplant").debate("").topics("")
}

fn summer() -> Office {
    office().at("2024-06-30")
}

// ── Termine: what is ahead ───────────────────────────────────────────────────────────────────────────

#[test]
fn what_is_ahead_stands_in_the_plan_with_day_branch_and_frame() {
    let line = summer().events(&[planned("14.09.2024", "KV Gotha")]).seen().line();
    assert_eq!(line["Tag"], "Sa 14.09.2024");
    assert_eq!(line["Was"], "Rechenschaftsbericht");
    assert_eq!(line["Verband"], "Kreisverband Gotha");
    assert_eq!(line["Status"], "geplant");
    assert_eq!(line["Rahmen, Form"], "Kreisparteitag, Präsenz");
}

#[test]
fn what_is_cancelled_or_over_does_not_stand_in_the_plan() {
    let seen = summer()
        .events(&[
            planned("14.09.2024", "KV Gotha").status("abgesagt"),
            planned("01.06.2024", "KV Greiz").status("durchgeführt"),
            planned("30.06.2024", "KV Greiz"),
        ])
        .seen();
    assert!(seen.plan().is_empty(), "{:#?}", seen.plan());
}

#[test]
fn the_stichtag_itself_is_over_and_the_day_after_is_ahead() {
    let line = summer().events(&[planned("01.07.2024", "KV Greiz")]).seen().line();
    assert_eq!(line["Tag"], "Mo 01.07.2024");
}

#[test]
fn what_is_going_on_at_the_stichtag_is_still_in_the_plan() {
    let office = office().at("2024-05-25");
    let line = office
        .events(&[Event::weekend("25.05.2024", "26.05.2024").status("geplant")])
        .seen()
        .line();
    assert_eq!(line["Status"], "läuft");
    assert!(line["Hinweis"].contains("Hat schon begonnen."));
}

#[test]
fn without_anything_ahead_there_is_no_sheet() {
    let seen = office().events(&[Event::report("14.09.2024", "KV Gotha")]).seen();
    assert!(seen.sheet("Termine").is_none());
}

#[test]
fn a_postponed_event_stands_on_its_new_day() {
    let office = summer();
    let line = office
        .events(&[planned("04.05.2024", "KV Gotha").status("verschoben auf 14.09.2024")])
        .seen()
        .line();
    assert_eq!(line["Tag"], "Sa 14.09.2024");
    assert_eq!(line["Status"], "verschoben auf diesen Tag");
}

#[test]
fn a_row_without_a_status_is_planned_by_the_list_and_one_marked_done_too_early_says_so() {
    let rows = summer()
        .events(&[
            planned("14.09.2024", "KV Gotha").status(""),
            planned("21.09.2024", "KV Greiz").status("durchgeführt"),
        ])
        .seen()
        .plan();
    assert_eq!(rows[0]["Status"], "geplant laut Liste");
    assert_eq!(rows[1]["Status"], "geplant (in der Liste: durchgeführt)");
}

#[test]
fn a_weekend_shows_both_days_and_a_month_says_that_the_day_is_not_fixed() {
    let rows = summer()
        .events(&[
            Event::weekend("05.10.2024", "06.10.2024").status("geplant"),
            planned("November 2024", "KV Gotha"),
        ])
        .seen()
        .plan();
    assert_eq!(rows[0]["Tag"], "Sa–So 05./06.10.2024");
    assert_eq!(rows[1]["Tag"], "November 2024");
    assert!(rows[1]["Hinweis"].contains("Der Tag steht noch nicht fest."));
}

#[test]
fn the_same_row_in_two_lists_is_one_line() {
    let office = summer()
        .events(&[planned("14.09.2024", "KV Gotha")])
        .events(&[planned("14.09.2024", "KV Gotha")]);
    office.seen().line();
}

#[test]
fn copies_that_disagree_about_the_status_are_doubtful_and_not_lost() {
    let office = summer()
        .events(&[planned("14.09.2024", "KV Gotha").status("abgesagt")])
        .events(&[planned("14.09.2024", "KV Gotha")]);
    let line = office.seen().line();
    assert!(line["Was"].starts_with("? "), "{line:#?}");
    assert!(line["Hinweis"].contains("zwei Zeilen widersprechen sich im Status"));
}

// ── Termine: days agreed in the register ─────────────────────────────────────────────────────────────

#[test]
fn a_day_agreed_in_the_register_stands_in_the_plan() {
    let line = summer()
        .sent("angebot-bericht;KV Gotha;22.01.2024;;01.03.2024;zugesagt;14.09.2024")
        .seen()
        .line();
    assert_eq!((line["Tag"].as_str(), line["Status"].as_str()), ("Sa 14.09.2024", "vereinbart"));
    assert_eq!(line["Was"], "Rechenschaftsbericht");
    assert!(line["Hinweis"].contains("in der Veranstaltungsliste steht der Termin noch nicht"));
}

#[test]
fn a_day_that_the_event_list_has_too_stands_once_and_is_the_lists() {
    let line = summer()
        .sent("angebot-bericht;KV Gotha;22.01.2024;;01.03.2024;zugesagt;14.09.2024")
        .events(&[planned("14.09.2024", "KV Gotha")])
        .seen()
        .line();
    assert_eq!(line["Status"], "geplant");
}

#[test]
fn an_answer_after_the_stichtag_is_not_known_yet() {
    let seen =
        summer().sent("angebot-bericht;KV Gotha;22.01.2024;;01.08.2024;zugesagt;14.09.2024").seen();
    assert!(seen.plan().is_empty());
}

#[test]
fn a_declined_answer_with_a_day_is_a_question() {
    let line = summer()
        .sent("angebot-bericht;KV Gotha;22.01.2024;;01.03.2024;abgelehnt;14.09.2024")
        .seen()
        .line();
    assert!(line["Was"].starts_with("? "));
    assert!(line["Hinweis"].contains("die Antwort lehnt ab"));
}

// ── Termine: who comes ───────────────────────────────────────────────────────────────────────────────

const BODIES: &str = "Datum;Art;Verband;Form;Rahmen;berichtet für LV;berichtet für LAus;Status";

fn with_reporters(rows: &str) -> Seen {
    summer().list("Vorschau", &format!("{BODIES}\n{rows}\n")).seen()
}

#[test]
fn who_reports_is_named_and_an_empty_cell_is_still_open() {
    let line = with_reporters(
        "14.09.2024;Rechenschaftsbericht;KV Gotha;Präsenz;Kreisparteitag;M. Musterfrau;;geplant",
    )
    .line();
    assert_eq!(line["für LV"], "M. Musterfrau");
    assert_eq!(line["für LAus"], "noch offen");
}

#[test]
fn nobody_yet_written_in_words_is_open_and_a_no_is_asked_about() {
    let line = with_reporters(
        "14.09.2024;Rechenschaftsbericht;KV Gotha;Präsenz;Kreisparteitag;n. n.;nein;geplant",
    )
    .line();
    assert_eq!((line["für LV"].as_str(), line["für LAus"].as_str()), ("noch offen", "nein"));
    assert!(line["Hinweis"].contains("Laut Liste ohne Landesausschuss: Bleibt es dabei?"));
}

#[test]
fn without_any_column_for_the_bodies_it_is_unknown_who_comes_and_not_open() {
    let line = summer()
        .list(
            "Vorschau",
            "Datum;Art;Verband;Status\n14.09.2024;Rechenschaftsbericht;KV Gotha;geplant\n",
        )
        .seen()
        .line();
    assert_eq!((line["für LV"].as_str(), line["für LAus"].as_str()), ("?", "?"));
    assert!(line["Hinweis"].contains("steht in keiner Spalte der Liste"));
    assert!(!line["Hinweis"].contains("noch offen"));
}

#[test]
fn a_list_of_bodies_that_lacks_one_leaves_it_open_and_a_strange_word_is_quoted() {
    let rows = summer()
        .events(&[
            planned("14.09.2024", "KV Gotha").bodies("LV"),
            planned("21.09.2024", "KV Greiz").bodies("Vorstand"),
        ])
        .seen()
        .plan();
    assert_eq!((rows[0]["für LV"].as_str(), rows[0]["für LAus"].as_str()), ("ja", "noch offen"));
    assert_eq!((rows[1]["für LV"].as_str(), rows[1]["für LAus"].as_str()), ("?", "?"));
    assert!(rows[1]["Hinweis"].contains("lässt „Vorstand“ offen"));
}

#[test]
fn nobody_is_asked_for_where_no_criterion_wants_anybody() {
    let rows = summer()
        .events(&[
            planned("14.09.2024", "KV Gotha"),
            Event::of("Sommerfest", "20.07.2024").branch("KV Greiz"),
        ])
        .seen()
        .plan();
    assert_eq!(rows[0]["Was"], "Sommerfest");
    assert_eq!((rows[0]["für LV"].as_str(), rows[0]["Hinweis"].as_str()), ("", ""));
}

#[test]
fn what_is_not_entered_or_entered_otherwise_is_a_question() {
    let rows = summer()
        .events(&[
            planned("14.09.2024", "KV Gotha").frame(""),
            planned("21.09.2024", "KV Greiz").form("digital").debate("ja"),
        ])
        .seen()
        .plan();
    let blank = &rows[0]["Hinweis"];
    assert!(blank.contains("mit anschließender offener Debatte?"), "{blank}");
    assert!(blank.contains("auf einem Kreisparteitag?"), "{blank}");
    let other = &rows[1]["Hinweis"];
    assert_eq!(other, "Laut Liste nicht „in Präsenz gehalten“ („digital“): Bleibt es dabei?");
}

// ── Termine: two on one day ──────────────────────────────────────────────────────────────────────────

#[test]
fn two_reports_on_one_day_name_each_other() {
    let rows = summer()
        .events(&[planned("14.09.2024", "KV Gotha"), planned("14.09.2024", "KV Greiz")])
        .seen()
        .plan();
    assert!(
        rows[0]["Hinweis"]
            .starts_with("Am selben Tag auch Rechenschaftsbericht (Kreisverband Greiz).")
    );
    assert!(rows[1]["Hinweis"].contains("(Kreisverband Gotha)"));
}

#[test]
fn the_same_person_on_two_reports_of_a_day_is_said_first() {
    let rows = with_reporters(
        "14.09.2024;Rechenschaftsbericht;KV Gotha;Präsenz;Kreisparteitag;M. Musterfrau;K. Beispiel;geplant\n\
         14.09.2024;Rechenschaftsbericht;KV Greiz;Präsenz;Kreisparteitag;A. Anders;M. Musterfrau;geplant",
    )
    .plan();
    assert!(
        rows[0]["Hinweis"].starts_with("M. Musterfrau ist am selben Tag auch eingetragen bei:"),
        "{}",
        rows[0]["Hinweis"]
    );
}

#[test]
fn overlapping_days_are_noted_and_other_days_or_a_cancelled_neighbour_are_not() {
    let rows = summer()
        .events(&[
            Event::weekend("14.09.2024", "15.09.2024").status("geplant").bodies("LV"),
            planned("15.09.2024", "KV Gotha"),
            planned("16.09.2024", "KV Greiz"),
            planned("16.09.2024", "KV Gotha").status("abgesagt"),
        ])
        .seen()
        .plan();
    assert!(rows[0]["Hinweis"].contains("In denselben Tagen auch Rechenschaftsbericht"));
    assert!(!rows[2]["Hinweis"].contains("auch"), "{}", rows[2]["Hinweis"]);
}

// ── Termine: opportunities ───────────────────────────────────────────────────────────────────────────

fn party_day(date: &str, branch: &str) -> Event {
    Event::of("Kreisparteitag", date).branch(branch).status("geplant")
}

#[test]
fn a_planned_party_day_without_a_report_is_an_opportunity_with_how_the_branch_stands() {
    let line = summer().events(&[party_day("14.09.2024", "KV Gotha")]).seen().line();
    assert_eq!(
        line["Hinweis"],
        "Gelegenheit: Kreisparteitag ohne „Rechenschaftsbericht“. Kreisverband Gotha: noch nicht aufgegriffen."
    );
}

#[test]
fn the_frame_makes_an_opportunity_whatever_the_art() {
    let line = summer()
        .events(&[Event::of("Wahl der Delegierten", "14.09.2024")
            .frame("Hauptversammlung")
            .branch("KV Gotha")
            .status("geplant")])
        .seen()
        .line();
    assert!(line["Hinweis"].contains("Gelegenheit: Hauptversammlung ohne"));
}

#[test]
fn in_another_year_the_standing_is_that_of_the_evaluated_one() {
    let line = office().events(&[party_day("15.03.2025", "KV Gotha")]).seen().line();
    assert!(line["Hinweis"].contains("Kreisverband Gotha: 2024 "), "{}", line["Hinweis"]);
}

#[test]
fn a_party_day_with_its_report_or_with_a_doubtful_one_is_no_opportunity() {
    for other in [
        planned("14.09.2024", "KV Gotha"),
        planned("14.09.2024", "KV Gotha").remark("Finanzen"),
        planned("14.09.2024", ""),
    ] {
        let rows = summer().events(&[party_day("14.09.2024", "KV Gotha"), other]).seen().plan();
        assert!(rows.iter().all(|row| !row["Hinweis"].contains("Gelegenheit")), "{rows:#?}");
    }
    let agreed = summer()
        .events(&[party_day("14.09.2024", "KV Gotha")])
        .sent("angebot-bericht;KV Gotha;22.01.2024;;01.03.2024;zugesagt;14.09.2024");
    assert!(!agreed.seen().text("Termine").contains("Gelegenheit"));
}

#[test]
fn neither_a_cancelled_report_nor_one_of_another_branch_takes_the_opportunity_away() {
    for other in
        [planned("14.09.2024", "KV Gotha").status("abgesagt"), planned("14.09.2024", "KV Greiz")]
    {
        let rows = summer().events(&[party_day("14.09.2024", "KV Gotha"), other]).seen().plan();
        let gotha = rows.iter().find(|row| row["Was"] == "Kreisparteitag").unwrap();
        assert!(gotha["Hinweis"].contains("Gelegenheit"), "{rows:#?}");
    }
}

#[test]
fn a_branch_to_which_it_does_not_apply_has_no_opportunity() {
    let text = summer()
        .branches("Gotha;Kreisverband;01.06.2025;;;nein;nein\nJena;Ortsverband;;;;nein;nein")
        .events(&[party_day("14.09.2024", "KV Gotha"), party_day("21.09.2024", "OV Jena")])
        .seen()
        .text("Termine");
    assert!(!text.contains("Gelegenheit"), "{text}");
}

#[test]
fn a_cancelled_held_or_other_meeting_is_no_opportunity() {
    for event in [
        party_day("14.09.2024", "KV Gotha").status("abgesagt"),
        party_day("14.06.2024", "KV Gotha").status("durchgeführt"),
        Event::of("Stammtisch", "14.09.2024").branch("KV Gotha").frame("Stammtisch"),
        party_day("September 2024", "KV Gotha"),
    ] {
        let text = summer().events(&[event]).seen().text("Termine");
        assert!(!text.contains("Gelegenheit"), "{text}");
    }
}

// ── Termine: doubtful, and without a day ─────────────────────────────────────────────────────────────

#[test]
fn an_ambiguous_branch_is_shown_with_a_question_mark_and_named_for_nobody() {
    let line = summer()
        .branches("Nordhausen;Kreisverband;;;;nein;nein\nNordhausen;Stadtverband;;;;nein;nein")
        .events(&[planned("14.09.2024", "Nordhausen")])
        .seen()
        .line();
    assert_eq!(line["Was"], "? Rechenschaftsbericht");
    assert_eq!(line["Verband"], "? Kreisverband Nordhausen oder Stadtverband Nordhausen");
    assert!(line["Hinweis"].starts_with("Zu klären: welcher Verband gemeint ist"));
}

#[test]
fn a_doubtful_report_and_an_unknown_status_are_to_be_clarified() {
    let rows = summer()
        .events(&[
            planned("14.09.2024", "KV Gotha")
                .title("Bericht an die Kassenprüfung")
                .remark("Finanzen"),
            planned("21.09.2024", "KV Greiz").status("vielleicht"),
        ])
        .seen()
        .plan();
    assert!(rows[0]["Hinweis"].contains("Zu klären: ob „Rechenschaftsbericht“ gemeint ist"));
    assert!(rows[1]["Hinweis"].contains("Zu klären: Status „vielleicht“ ist nicht bekannt"));
    assert_eq!(rows[1]["Status"], "unklar");
}

#[test]
fn what_has_no_day_yet_stands_below_the_plan() {
    let seen = summer()
        .events(&[
            planned("n. n.", "KV Gotha"),
            planned("12.05.2024", "KV Greiz").status("verschoben"),
        ])
        .seen();
    let rows = seen.rows("TermineOhneTag");
    assert_eq!(rows.len(), 2);
    assert!(rows[0]["Hinweis"].contains("In der Liste steht „n. n.“. Welcher Tag?"));
    assert!(rows[1]["Hinweis"].contains("Neuer Tag (bisher 12.05.2024)?"));
}

#[test]
fn what_is_done_cancelled_long_ago_or_has_its_new_row_waits_for_no_day() {
    let seen = summer()
        .events(&[
            planned("n. n.", "KV Gotha").status("abgesagt"),
            planned("n. n.", "KV Gotha").status("durchgeführt"),
            planned("12.05.2024", "KV Greiz").status("verschoben"),
            planned("14.09.2024", "KV Greiz"),
        ])
        .list("Alt", &format!("{EVENTS}\n;;Sitzung;;;;;;;;;durchgeführt;\n"))
        .list(
            "Veranstaltungen alt",
            &format!("{EVENTS}\n10.02.2022;;Sitzung;;;;;;;;;;\nn. n.;;Klausur;;;;;;;;;geplant;\n"),
        )
        .seen();
    let rows = seen.rows("TermineOhneTag");
    assert!(rows.is_empty(), "{rows:#?}");
}

// ── Termine: the chart ───────────────────────────────────────────────────────────────────────────────

#[test]
fn the_chart_counts_held_reports_and_all_party_days_of_the_year() {
    let office = summer().events(&[
        Event::report("16.03.2024", "KV Gotha"),
        // the same occasion in two rows
        Event::of("Kreisparteitag", "16.03.2024").branch("KV Gotha").status("durchgeführt"),
        Event::of("Kreisparteitag", "23.03.2024").branch("KV Greiz").status("durchgeführt"),
        party_day("14.09.2024", "KV Greiz"),
        party_day("21.09.2024", "KV Greiz").status("abgesagt"),
        party_day("14.09.2025", "KV Greiz"),
    ]);
    let months = office.months().unwrap();
    let of = |number: usize| {
        let month = months.months[number - 1];
        (month.held, month.occasions)
    };
    assert_eq!(months.months.len(), 12);
    assert_eq!((of(3), of(9), of(1)), ((1, 2), (0, 1), (0, 0)));
    let text = office.seen().text("Termine");
    assert!(
        text.contains("Rechenschaftsbericht, gehalten | Kreisparteitag, gehalten oder geplant")
    );
}

#[test]
fn the_chart_draws_the_cells_of_the_months() {
    let seen = summer().events(&[Event::report("16.03.2024", "KV Gotha")]).seen();
    let sheet = seen.sheet("Termine").unwrap();
    let (mut row, mut cells, mut series) = (0, BTreeMap::new(), Vec::new());
    for block in &sheet.blocks {
        match block {
            Block::Line(line) => {
                cells.extend(line.spans.iter().map(|s| ((row, s.column), s.cell.shown())));
            }
            Block::Charts(charts) => series.extend(charts.charts.iter().flat_map(|c| &c.series)),
            Block::Table(_) | Block::Grid(_) => {}
        }
        row += block.rows();
    }
    assert_eq!(series.len(), 2);
    for one in series {
        let (categories, values) = (one.categories, one.values);
        assert_eq!(cells[&categories.first], "Januar");
        assert_eq!(cells[&categories.last], "Dezember");
        // March is the third month
        assert_eq!(cells[&(values.first.0 + 2, values.first.1)], "1");
        assert_eq!(values.last.0 - values.first.0, 11);
        assert_eq!(cells[&(values.first.0 - 1, values.first.1)], one.name);
    }
}

#[test]
fn what_is_unclear_is_not_drawn_but_said() {
    let months = summer()
        .events(&[
            Event::report("16.03.2024", "KV Gotha"),
            Event::report("23.03.2024", "KV Greiz").status("geplant"),
        ])
        .months()
        .unwrap();
    assert_eq!((months.months[2].held, months.unclear), (1, 1));
}

#[test]
fn a_year_without_any_has_no_chart() {
    assert!(summer().months().is_none());
}

// ── Maßnahmen ────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn a_measure_for_all_serves_every_branch_and_a_named_one_only_its_own() {
    let seen = office()
        .measures(
            "Maßnahme;Kampagnenfähigkeit;Werkstatt;alle;02.02.2024;;in Arbeit;\n\
             Maßnahme;Personalentwicklung;Mentoring;KV Gotha;02.02.2024;31.05.2024;erledigt;",
        )
        .seen();
    assert_eq!(seen.field("Kreisverband Gotha", "Kampagnenfähigkeit"), "✓ 1");
    assert_eq!(seen.field("Kreisverband Greiz", "Kampagnenfähigkeit"), "✓ 1");
    assert_eq!(seen.field("Kreisverband Gotha", "Personalentwicklung"), "✓ 1");
    assert_eq!(seen.field("Kreisverband Greiz", "Personalentwicklung"), "○ keine");
}

#[test]
fn planned_is_said_beside_and_cancelled_never_counts() {
    let seen = summer()
        .measures(
            "Maßnahme;Kampagnenfähigkeit;Werkstatt;alle;02.02.2024;;in Arbeit;\n\
             Maßnahme;Kampagnenfähigkeit;Werkstatt 2;alle;02.09.2024;;geplant;\n\
             Maßnahme;Personalentwicklung;Mentoring;KV Gotha;02.09.2024;;geplant;\n\
             Maßnahme;Verwaltungsaufgaben;Handbuch;alle;03.02.2024;;gestrichen;",
        )
        .seen();
    assert_eq!(seen.field("Kreisverband Gotha", "Kampagnenfähigkeit"), "✓ 1, dazu 1 geplant");
    assert_eq!(seen.field("Kreisverband Gotha", "Personalentwicklung"), "○ keine, 1 geplant");
    assert_eq!(seen.field("Kreisverband Gotha", "Verwaltungsaufgaben"), "○ keine");
    let listed = seen.rows("Massnahmen_1");
    assert_eq!(listed.last().unwrap()["Status"], "– gestrichen");
}

#[test]
fn a_measure_without_a_branch_reaches_nobody_knows_whom() {
    let seen =
        office().measures("Maßnahme;Kampagnenfähigkeit;Werkstatt;;02.02.2024;;in Arbeit;").seen();
    assert_eq!(
        seen.field("Kreisverband Gotha", "Kampagnenfähigkeit"),
        "? 1 Maßnahme, für wen unklar"
    );
}

#[test]
fn a_measure_still_planned_after_its_first_day_is_a_question() {
    let seen =
        office().measures("Maßnahme;Kampagnenfähigkeit;Werkstatt;alle;02.02.2024;;geplant;").seen();
    assert_eq!(seen.field("Kreisverband Gotha", "Kampagnenfähigkeit"), "? 1 Maßnahme unklar");
    assert_eq!(seen.rows("Massnahmen_1")[0]["Status"], "? geplant, Beginn vorbei: Läuft sie?");
}

#[test]
fn a_misspelt_branch_is_a_question_for_that_branch_alone() {
    let seen = office()
        .measures("Maßnahme;Kampagnenfähigkeit;Werkstatt;KV Grreiz;02.02.2024;;in Arbeit;")
        .seen();
    assert_eq!(
        seen.field("Kreisverband Greiz", "Kampagnenfähigkeit"),
        "? 1 Maßnahme, für wen unklar"
    );
    assert_eq!(seen.field("Kreisverband Gotha", "Kampagnenfähigkeit"), "○ keine");
}

#[test]
fn where_a_field_is_needed_not_needed_or_unknown_the_branch_list_decides() {
    let office = office()
        .branches(
            "Gotha;Kreisverband;;;;ja;nein\nGreiz;Kreisverband;;;;nein;nein\nSuhl;Stadtverband;;;;;nein",
        )
        .measures("Maßnahme;Kampagnenfähigkeit;Werkstatt;alle;02.02.2024;;in Arbeit;");
    let seen = office.seen();
    assert_eq!(seen.field("Kreisverband Gotha", "Generationswechsel"), "○ keine");
    assert_eq!(seen.field("Kreisverband Greiz", "Generationswechsel"), "– nicht nötig laut Liste");
    assert_eq!(seen.field("Stadtverband Suhl", "Generationswechsel"), "? Bedarf nicht bekannt");
    let text = seen.text("Maßnahmen");
    assert!(text.contains(
        "„Generationswechsel“ steht laut Verbandsliste an, noch ohne Maßnahme: Kreisverband Gotha."
    ));
    assert!(text.contains("Nur eine Anzeige: Gefordert ist es landesweit (Z. 21–24)"));
}

#[test]
fn live_sums_of_the_matrix_agree_with_its_cells() {
    let seen = office()
        .branches("Gotha;Kreisverband;;;;ja;nein\nGreiz;Kreisverband;;;;nein;nein")
        .measures("Maßnahme;Personalentwicklung;Mentoring;KV Gotha;02.02.2024;;in Arbeit;")
        .seen();
    let sheet = seen.sheet("Maßnahmen").unwrap();
    // what Excel will count: the rows between the first and the last branch, by one-based row
    let (mut row, mut cells) = (1, BTreeMap::new());
    for block in &sheet.blocks {
        if let Block::Table(table) = block
            && table.name == "Felder_1"
        {
            for (line, cell_row) in table.rows.iter().zip(row + 1..) {
                for (cell, letter) in line.iter().zip('A'..) {
                    cells.insert(format!("{letter}{cell_row}"), cell.shown());
                }
            }
        }
        row += block.rows();
    }
    let mut sums = 0;
    for block in &sheet.blocks {
        let Block::Line(line) = block else { continue };
        for span in &line.spans {
            let Cell::Formula { formula, result } = &span.cell else { continue };
            let inside = formula.strip_prefix("COUNTIF(").unwrap().strip_suffix("*\")").unwrap();
            let (range, mark) = inside.split_once(",\"").unwrap();
            let (first, last) = range.split_once(':').unwrap();
            assert!(cells.contains_key(first) && cells.contains_key(last), "{formula}");
            let letter = first.chars().next().unwrap();
            let mark = mark.trim_start_matches('~');
            let there = cells
                .iter()
                .filter(|(at, shown)| at.starts_with(letter) && shown.starts_with(mark))
                .count();
            assert_eq!(there, usize::try_from(*result).unwrap(), "{formula}");
            sums += 1;
        }
    }
    // ✓, ○ and – occur, each is counted in all four fields
    assert_eq!(sums, 12);
}

#[test]
fn the_list_of_measures_names_bodies_and_no_persons() {
    let seen = office()
        .list(
            "Maßnahmen",
            "Art;Feld;Beschreibung;Verband;verantwortlich;Beginn;Status\n\
             Maßnahme;Kampagnenfähigkeit;Werkstatt;alle;LV, M. Musterfrau;02.02.2024;in Arbeit\n",
        )
        .seen();
    assert_eq!(seen.rows("Massnahmen_1")[0]["verantwortlich"], "Landesvorstand");
    assert!(!seen.text("Maßnahmen").contains("Musterfrau"));
}

#[test]
fn without_a_list_of_measures_there_is_no_sheet() {
    assert!(office().seen().sheet("Maßnahmen").is_none());
}

// ── Mitgliederangebote ───────────────────────────────────────────────────────────────────────────────

const OFFERS: &str = "Datum;bis;Uhrzeit;Art;Verband;Ort;Form;Themen;Status;Teilnehmende;davon neu";

fn offers(rows: &str) -> Seen {
    office().list("Angebote", &format!("{OFFERS}\n{rows}\n")).seen()
}

/// The table with these editions.
#[track_caller]
fn table_of(seen: &Seen, first: &str) -> Vec<BTreeMap<String, String>> {
    (1..10)
        .map(|number| seen.rows(&format!("Angebot_{number}")))
        .find(|rows| rows.first().is_some_and(|row| row["Ausgabe"] == first))
        .unwrap_or_default()
}

const OTHER: &str = "Was ist anders als beim letzten Mal?";

#[test]
fn an_edition_says_what_is_other_than_the_time_before() {
    let seen = offers(
        "23.09.2023;24.09.2023;;Mitgliederwochenende;;Oberhof;Präsenz;Rollen und Erwartungen, Satzung;durchgeführt;64;20\n\
         24.05.2024;26.05.2024;;Mitgliederwochenende;;Saalfeld;Präsenz;Satzung, Wahlkampf;durchgeführt;58;",
    );
    let rows = table_of(&seen, "23./24.09.2023");
    assert_eq!(rows[0][OTHER], "keine frühere Ausgabe zum Vergleichen");
    assert_eq!(
        rows[1][OTHER],
        "Ort: Saalfeld statt Oberhof\nDauer: 3 Tage statt 2 Tage\nTeilnehmende: 58 statt 64\n\
         neu im Programm: „Wahlkampf“\nnicht mehr im Programm: „Rollen und Erwartungen“"
    );
}

#[test]
fn what_is_not_entered_is_no_change() {
    let seen = offers(
        "23.09.2023;24.09.2023;;Mitgliederwochenende;;;;;durchgeführt;;\n\
         25.05.2024;26.05.2024;;Mitgliederwochenende;;Saalfeld;Präsenz;Wahlkampf;durchgeführt;ca. 50;",
    );
    let rows = table_of(&seen, "23./24.09.2023");
    assert_eq!(rows[1][OTHER], "nichts, soweit es in der Liste steht");
}

#[test]
fn a_cancelled_edition_is_named_and_nothing_is_compared_with_it() {
    let seen = offers(
        "23.09.2023;24.09.2023;;Mitgliederwochenende;;Oberhof;;;durchgeführt;;\n\
         20.01.2024;21.01.2024;;Mitgliederwochenende;;Suhl;;;abgesagt;;\n\
         25.05.2024;26.05.2024;;Mitgliederwochenende;;Saalfeld;;;durchgeführt;;",
    );
    let rows = table_of(&seen, "23./24.09.2023");
    assert_eq!((rows[1]["Status"].as_str(), rows[1][OTHER].as_str()), ("abgesagt", ""));
    assert_eq!(rows[2][OTHER], "Ort: Saalfeld statt Oberhof");
}

#[test]
fn a_row_without_a_status_is_held_by_the_list_and_hours_are_told_where_they_stand() {
    let seen = offers("16.11.2024;;10–16 Uhr;digitaler Mitgliedertag;;;online;;;;");
    let rows = table_of(&seen, "16.11.2024");
    assert_eq!(rows[0]["Status"], "durchgeführt laut Liste");
    assert_eq!(rows[0]["Dauer"], "6 Stunden");
}

#[test]
fn an_edition_before_the_resolution_is_none() {
    let seen = offers(
        "10.09.2022;11.09.2022;;Mitgliederwochenende;;Oberhof;;;durchgeführt;;\n\
         25.05.2024;26.05.2024;;Mitgliederwochenende;;Saalfeld;;;durchgeführt;;",
    );
    assert_eq!(table_of(&seen, "25./26.05.2024").len(), 1);
}

#[test]
fn an_offer_that_nobody_says_was_held_is_not_called_held() {
    let seen = offers("16.11.2024;;;digitaler Mitgliedertag;;;online;;eingeladen;;");
    let rows = table_of(&seen, "16.11.2024");
    assert_eq!(rows[0]["Status"], "eingeladen; ob es stattfand, steht nicht da");
}

#[test]
fn evaluations_are_told_with_their_text_and_the_verdict_stands_beside() {
    let text = office()
        .list(
            "Angebote",
            &format!("{OFFERS}\n25.05.2024;26.05.2024;;Mitgliederwochenende;;Saalfeld;;;durchgeführt;;\n"),
        )
        .measures(
            "Auswertung;Mitgliederwochenende;Umfrage;alle;03.06.2024;28.06.2024;erledigt;mehr Zeit gewünscht\n\
             Auswertung;Haushalt;Kassensturz;alle;03.06.2024;28.06.2024;erledigt;",
        )
        .seen()
        .text("Mitgliederangebote");
    assert!(text.contains("Auswertung | Mitgliederwochenende | Umfrage | 03.–28.06.2024 | erledigt | mehr Zeit gewünscht"));
    assert!(!text.contains("Kassensturz"), "{text}");
    assert!(text.contains("Z4e Wochenende und digitalen Tag fortentwickeln"));
}

#[test]
fn many_stops_are_counted_by_year_with_the_branches_visited_and_not_yet() {
    let stops: Vec<String> = (1..=9)
        .map(|n| format!("{n:02}.03.2024;;;Kreisbereisung;KV Gotha;Gotha;;;durchgeführt;;"))
        .chain(["10.03.2024;;;Kreisbereisung;KV Greiz;Greiz;;;abgesagt;;".to_owned()])
        .collect();
    let text = offers(&stops.join("\n")).text("Mitgliederangebote");
    assert!(
        text.contains("2024 | 9 durchgeführt, 1 abgesagt oder verschoben | Kreisverband Gotha | Kreisverband Greiz"),
        "{text}"
    );
    assert!(text.contains("(nur eine Anzeige)"));
}

#[test]
fn a_branch_visited_in_an_earlier_year_is_visited_since_the_resolution() {
    let stops: Vec<String> = (1..=9)
        .map(|n| format!("{n:02}.03.2024;;;Kreisbereisung;KV Gotha;Gotha;;;durchgeführt;;"))
        .chain(["10.05.2023;;;Kreisbereisung;KV Greiz;Greiz;;;durchgeführt;;".to_owned()])
        .collect();
    let text = offers(&stops.join("\n")).text("Mitgliederangebote");
    assert!(text.contains("2024 | 9 durchgeführt | Kreisverband Gotha | Kreisverband Greiz"));
    assert!(text.contains(
        "seit dem Beschluss | 10 durchgeführt | 2: Kreisverband Gotha, Kreisverband Greiz | keiner: alle besucht"
    ), "{text}");
}

#[test]
fn a_misspelt_stop_is_neither_visited_nor_not_yet() {
    let stops: Vec<String> = (1..=9)
        .map(|n| format!("{n:02}.03.2024;;;Kreisbereisung;KV Gotha;Gotha;;;durchgeführt;;"))
        .chain(["10.03.2024;;;Kreisbereisung;KV Grreiz;Greiz;;;durchgeführt;;".to_owned()])
        .collect();
    let text = offers(&stops.join("\n")).text("Mitgliederangebote");
    assert!(text.contains("? vielleicht auch: Kreisverband Greiz"), "{text}");
}

#[test]
fn without_an_edition_or_an_evaluation_there_is_no_sheet() {
    assert!(office().seen().sheet("Mitgliederangebote").is_none());
}

// ── All three ────────────────────────────────────────────────────────────────────────────────────────

fn whole_office() -> Office {
    summer()
        .branches(
            "Gotha;Kreisverband;;;;ja;nein\nGreiz;Kreisverband;;;;nein;nein\nSuhl;Stadtverband;;;;;nein",
        )
        .list(
            "Vorschau",
            &format!(
                "{BODIES}\n\
                 14.09.2024;Rechenschaftsbericht;KV Gotha;Präsenz;Kreisparteitag;M. Musterfrau;;geplant\n\
                 14.09.2024;Rechenschaftsbericht;KV Greiz;digital;Kreisparteitag;M. Musterfrau;K. Beispiel;geplant\n\
                 28.09.2024;Stadtparteitag;SV Suhl;Präsenz;;;;geplant\n\
                 n. n.;Rechenschaftsbericht;SV Suhl;;;;;geplant\n"
            ),
        )
        .events(&[
            Event::report("16.03.2024", "KV Gotha"),
            Event::weekend("23.09.2023", "24.09.2023").topics("Rollen und Erwartungen"),
            Event::weekend("25.05.2024", "26.05.2024").topics("Wahlkampf"),
        ])
        .sent("angebot-bericht;SV Suhl;22.01.2024;;01.03.2024;zugesagt;12.10.2024")
        .measures(
            "Maßnahme;Kampagnenfähigkeit;Werkstatt;alle;02.02.2024;;in Arbeit;\n\
             Maßnahme;Personalentwicklung;Mentoring;KV Gotha;02.09.2024;;geplant;\n\
             Auswertung;Mitgliederwochenende;Umfrage;alle;03.06.2024;28.06.2024;erledigt;mehr Zeit",
        )
}

#[test]
fn the_three_sheets_as_the_office_reads_them() {
    let seen = whole_office().seen();
    for name in ["Termine", "Maßnahmen", "Mitgliederangebote"] {
        let file = name.to_lowercase().replace('ß', "ss");
        insta::assert_snapshot!(file, seen.text(name));
    }
}

#[test]
fn the_workbook_can_be_written_and_every_table_has_a_name_of_its_own() {
    let book = whole_office().seen().book;
    let mut names = BTreeSet::new();
    for block in book.sheets.iter().flat_map(|sheet| &sheet.blocks) {
        if let Block::Table(table) = block {
            assert!(names.insert(table.name.clone()), "{}", table.name);
        }
    }
    assert!(write(&book).is_ok());
}

#[test]
fn another_resolution_has_its_own_bodies_evidence_and_fields() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/zweiter-beschluss/Beschluss");
    let read = |name: &str| std::fs::read_to_string(format!("{folder}/{name}")).unwrap();
    let (toml, wording) = (read("beschluss.toml"), read("beschluss.txt"));
    let resolution = load(&mut Diagnostics::default(), &toml, &wording).unwrap();
    let seen = bare()
        .with_resolution(&toml, &wording)
        .at("2024-06-30")
        .list("Verbände", "Verband;Typ\nAmsel;Ortsverband\nBuche;Ortsverband\n")
        .list(
            "Veranstaltungen",
            "Datum;Art;Verband;Form;beteiligt;Status\n\
             14.09.2024;Gartenbegehung;OV Amsel;vor Ort;GF;geplant\n\
             20.04.2024;Gartenbegehung;OV Buche;vor Ort;PR;durchgeführt\n",
        )
        .list(
            "Maßnahmen",
            "Art;Feld;Beschreibung;Verband;Beginn;Status\nKurs;Baumpflege;Schnittkurs;OV Amsel;02.05.2024;in Arbeit\n",
        )
        .seen_under(&resolution);
    let line = seen.line();
    assert_eq!((line["für PR"].as_str(), line["für GF"].as_str()), ("noch offen", "ja"));
    assert_eq!(seen.field("Ortsverband Amsel", "Baumpflege"), "✓ 1");
    assert_eq!(seen.field("Ortsverband Buche", "Baumpflege"), "○ keine");
    let text = seen.text("Termine");
    assert!(text.contains("„Gartenbegehung“ je Monat"), "{text}");
    assert!(!text.contains("Kreisparteitag"), "{text}");
}

#[test]
fn a_plan_of_more_than_five_thousand_events_says_how_many_it_leaves_out() {
    let first = NaiveDate::from_ymd_opt(2025, 1, 1).unwrap();
    let days = || first.iter_days().map(|day| day.format("%d.%m.%Y").to_string()).take(834);
    let of = |kind: &'static str, branch: &'static str| {
        days().map(move |day| Event::of(kind, &day).branch(branch))
    };
    let of_all = |branch| ["Treffen", "Klausur", "Feier"].map(|kind| of(kind, branch));
    let events: Vec<Event> =
        of_all("KV Gotha").into_iter().chain(of_all("KV Greiz")).flatten().collect();
    let seen = office().events(&events).seen();
    assert_eq!(seen.rows("Termine").len(), 5_000);
    let more = "4 weitere Termine stehen vom ";
    let said = seen.text("Termine");
    assert!(said.contains(more));
    assert!(said.contains("an nicht mehr auf diesem Blatt; alle stehen in den Listen."));
}
