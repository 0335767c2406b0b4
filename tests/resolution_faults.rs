//! What a person reads who has made a mistake in a resolution file: every fault with its place and a way out.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::allow_attributes,
    reason = "a test may stop loudly"
)]

use beschlusskontrolle::diagnostic::Diagnostics;
use beschlusskontrolle::resolution::{load, load_with_alternative};

const WORDING: &str =
    "1. Der Rat tagt jährlich vor Ort.\n2. Der Vorstand legt dem Rat ein Konzept vor.\n";

/// A small faultless resolution; the cases below spoil one thing each.
const TOML: &str = r#"format = 1
[beschluss]
id = "R-1"
titel = "Beschluss des Rates"
gremium = "RAT"
datum = 2024-02-01
[zeitraum]
art = "kalenderjahr"
erster = "rumpfjahr"
[stelle]
RAT = { name = "Rat" }
VS = { name = "Vorstand", teil_von = "RAT" }
[gruppe]
ov = { name = "alle Ortsverbände", typ = ["Ortsverband"] }
[nachweis.tagung]
durchgefuehrt = { liste = "veranstaltungen", art = ["Tagung"] }
angeboten = { liste = "versand", brief = ["einladung"] }
[nachweis.konzept]
durchgefuehrt = { liste = "vorlagen", art = ["Konzept"], fraglich = ["Entwurf"] }
[merkmal.vor_ort]
spalte = "form"
ja = ["vor Ort", "hybrid"]
nein = ["online"]
text = "vor Ort"
zusage = "bei euch vor Ort"
auslegung = "A1"
[[anforderung]]
id = "Z1"
zeilen = "1"
zitat = "Der Rat tagt jährlich vor Ort."
kurz = "Tagung"
adressat = ["RAT"]
bindung = "pflicht"
brief = ["einladung"]
[anforderung.turnus]
nachweis = "tagung"
leistung = "angeboten"
je = "ov"
merkmale = ["vor_ort"]
[[anforderung]]
id = "Z2"
zeilen = "2"
zitat = "Der Vorstand legt dem Rat ein Konzept vor."
kurz = "Konzept"
adressat = ["VS"]
bindung = "pflicht"
frist = 2024-06-30
wiedervorlage = "6 Monate"
brief = ["nachfrage"]
[anforderung.vorlage]
nachweis = "konzept"
thema = ["Konzept"]
an = "RAT"
[[auslegung]]
id = "A1"
frage = "Zählt eine hybride Tagung?"
antwort = "Ja."
wirkt = "merkmal.vor_ort"
alternative = { ja = ["vor Ort"], nein = ["online", "hybrid"] }
[brief.einladung]
titel = "Einladung zur Tagung"
art = "einladung"
an = "ov"
anlass = { wochen_vor_termin = 6, nachweis = "tagung" }
unterzeichnet = ["VS"]
sagt_zu = ["vor_ort"]
[brief.nachfrage]
titel = "Nachfrage zum Konzept"
art = "erinnerung"
an = "VS"
anlass = { wiedervorlage = true }
unterzeichnet = ["RAT"]
"#;

fn messages(toml: &str, wording: &str) -> String {
    match load(&mut Diagnostics::default(), toml, wording) {
        Ok(_) => String::new(),
        Err(error) => error.to_string(),
    }
}

/// Replaces one passage of the small resolution and compares everything that is then said.
#[track_caller]
fn spoiled(passage: &str, with: &str, expected: &str) {
    assert_eq!(TOML.matches(passage).count(), 1, "„{passage}“ must stand there once");
    let message = messages(&TOML.replace(passage, with), WORDING);
    let message = message.replace("beschluss.toml, ", "");
    assert_eq!(message, expected, "\n--- instead of „{passage}“: „{with}“\n{message}\n");
}

/// The notes about declarations without effect.
#[track_caller]
fn idle(passage: &str, with: &str, expected: &str) {
    assert_eq!(TOML.matches(passage).count(), 1, "„{passage}“ must stand there once");
    let mut diagnostics = Diagnostics::default();
    if let Err(error) = load(&mut diagnostics, &TOML.replace(passage, with), WORDING) {
        panic!("{error}");
    }
    let messages: Vec<String> = diagnostics
        .iter()
        .map(|d| format!("{} {}", d.code.number(), d.message.replace("beschluss.toml, ", "")))
        .collect();
    assert_eq!(messages.join("\n"), expected, "\n{}\n", messages.join("\n"));
}

#[test]
fn the_small_resolution_is_faultless_and_says_nothing() {
    assert_eq!(messages(TOML, WORDING), "");
    idle("format = 1", "format = 1", "");
}

#[test]
fn a_misspelt_key_is_named_with_the_allowed_ones_and_the_nearest() {
    spoiled(
        r#"nachweis = "tagung"
leistung"#,
        r#"nachweiss = "tagung"
leistung"#,
        "Zeile 35, Spalte 1: Anforderung „Z1“ [turnus]: Der Schlüssel „nachweis“ fehlt
Zeile 36, Spalte 1: Anforderung „Z1“ [turnus]: Der Schlüssel „nachweiss“ ist unbekannt; erlaubt sind „nachweis“, „leistung“, „je“, „mindestens“, „merkmale“, „eigenstaendig_neben“ und „zeitraum“; meinten Sie „nachweis“?",
    );
    spoiled(
        "[zeitraum]",
        "[zeitraume]",
        "Zeile 1, Spalte 1: Die Beschlussdatei: Der Schlüssel „zeitraum“ fehlt
Zeile 7, Spalte 2: Die Beschlussdatei: Der Schlüssel „zeitraume“ ist unbekannt; erlaubt sind „format“, „beschluss“, „zeitraum“, „stelle“, „mehrdeutig“, „gruppe“, „nachweis“, „merkmal“, „anforderung“, „feststellung“, „auslegung“ und „brief“; meinten Sie „zeitraum“?",
    );
    spoiled(
        r#"name = "Rat" }"#,
        r#"nahme = "Rat" }"#,
        "Zeile 11, Spalte 7: [stelle.RAT]: Der Schlüssel „name“ fehlt
Zeile 11, Spalte 9: [stelle.RAT]: Der Schlüssel „nahme“ ist unbekannt; erlaubt sind „name“, „artikel“, „auch“ und „teil_von“; meinten Sie „name“?",
    );
    spoiled(
        "[anforderung.vorlage]",
        "[anforderung.vorlagen]",
        "Zeile 40, Spalte 1: Anforderung „Z2“: Die Bauform fehlt; genau eine Tabelle [anforderung.…] aus „turnus“, „inhalte“, „felder“, „vorlage“, „pruefung“, „entwicklung“, „trend“ und „grundsatz“ gehört dazu
Zeile 50, Spalte 14: Anforderung „Z2“: Der Schlüssel „vorlagen“ ist unbekannt; erlaubt sind „id“, „zeilen“, „zitat“, „kurz“, „adressat“, „bindung“, „wiedervorlage“, „frist“, „brief“, „auslegung“, „turnus“, „inhalte“, „felder“, „vorlage“, „pruefung“, „entwicklung“, „trend“ und „grundsatz“; meinten Sie „vorlage“?",
    );
    spoiled(
        r#"sagt_zu = ["vor_ort"]"#,
        r#"verspricht = ["vor_ort"]"#,
        "Zeile 66, Spalte 1: [brief.einladung]: Der Schlüssel „verspricht“ ist unbekannt; erlaubt sind „titel“, „art“, „an“, „anlass“, „unterzeichnet“ und „sagt_zu“",
    );
}

#[test]
fn a_value_of_the_wrong_kind_is_shown() {
    spoiled(
        r#"titel = "Beschluss des Rates""#,
        "titel = 7",
        "Zeile 4, Spalte 9: [beschluss]: „titel“ braucht einen Text in Anführungszeichen, nicht die Zahl 7",
    );
    spoiled(
        "datum = 2024-02-01",
        r#"datum = "01.02.2024""#,
        "Zeile 6, Spalte 9: [beschluss]: „datum“ braucht einen Tag in der Form JJJJ-MM-TT ohne Anführungszeichen, nicht den Text „01.02.2024“",
    );
    spoiled(
        r#"adressat = ["VS"]"#,
        r#"adressat = "VS""#,
        "Zeile 45, Spalte 12: Anforderung „Z2“: „adressat“ braucht eine Liste in eckigen Klammern, nicht den Text „VS“",
    );
    spoiled(
        "frist = 2024-06-30",
        "frist = 2024-06-30T12:00:00",
        "Zeile 47, Spalte 9: Anforderung „Z2“: „frist“ braucht einen Tag in der Form JJJJ-MM-TT ohne Anführungszeichen, nicht das Datum 2024-06-30T12:00:00",
    );
    spoiled(
        r#"kurz = "Konzept""#,
        r#"kurz = " ""#,
        "Zeile 44, Spalte 8: Anforderung „Z2“: „kurz“ ist leer",
    );
    spoiled(
        "anlass = { wiedervorlage = true }",
        "anlass = { wiedervorlage = false }",
        "Zeile 71, Spalte 28: [brief.nachfrage] anlass: „wiedervorlage = false“ bewirkt nichts; den Schlüssel weglassen",
    );
    spoiled(
        "format = 1",
        "format = 2",
        "Zeile 1, Spalte 1: Die Datei hat Format 2; dieses Programm liest Format 1",
    );
}

#[test]
fn a_word_outside_its_closed_set_is_refused() {
    spoiled(
        r#"bindung = "pflicht"
frist"#,
        r#"bindung = "plicht"
frist"#,
        "Zeile 46, Spalte 11: Anforderung „Z2“: „plicht“ ist für „bindung“ nicht möglich; möglich sind „selbstverpflichtung“, „anregung“, „aufforderung“, „pflicht“, „soll“, „pruefauftrag“, „bitte“ und „inhalt“; meinten Sie „pflicht“?",
    );
    spoiled(
        r#"liste = "vorlagen""#,
        r#"liste = "vorlage""#,
        "Zeile 19, Spalte 27: [nachweis.konzept] durchgefuehrt: „vorlage“ ist für „liste“ nicht möglich; möglich sind „veranstaltungen“, „massnahmen“ und „vorlagen“; meinten Sie „vorlagen“?",
    );
    spoiled(
        r#"leistung = "angeboten""#,
        r#"leistung = "geplant""#,
        "Zeile 37, Spalte 12: Anforderung „Z1“ [turnus]: „geplant“ ist für „leistung“ nicht möglich; möglich sind „angeboten“ und „durchgefuehrt“",
    );
    spoiled(
        r#"art = "einladung""#,
        r#"art = "mahnung""#,
        "Zeile 62, Spalte 7: [brief.einladung]: „mahnung“ ist für „art“ nicht möglich; möglich sind „angebot“, „einladung“, „mitteilung“, „anfrage“ und „erinnerung“",
    );
    spoiled(
        r#"wiedervorlage = "6 Monate""#,
        r#"wiedervorlage = "6 Wochen""#,
        "Zeile 48, Spalte 17: Anforderung „Z2“: „6 Wochen“ ist keine Dauer; erwartet wird z. B. „6 Monate“ oder „1 Jahr“",
    );
}

#[test]
fn every_reference_resolves_or_is_named() {
    spoiled(
        r#"gremium = "RAT""#,
        r#"gremium = "RAD""#,
        "Zeile 5, Spalte 11: [beschluss]: „RAD“ ist keine Stelle; angelegt sind „RAT“ und „VS“; meinten Sie „RAT“?",
    );
    spoiled(
        r#"teil_von = "RAT""#,
        r#"teil_von = "VS""#,
        "Zeile 12, Spalte 38: [stelle.VS]: Eine Stelle ist kein Teil von sich selbst",
    );
    spoiled(
        r#"je = "ov""#,
        r#"je = "kv""#,
        "Zeile 38, Spalte 6: Anforderung „Z1“ [turnus]: „kv“ ist keine Gruppe; angelegt ist „ov“",
    );
    spoiled(
        r#"nachweis = "konzept""#,
        r#"nachweis = "konzepte""#,
        "Zeile 51, Spalte 12: Anforderung „Z2“ [vorlage]: „konzepte“ ist kein Nachweis; angelegt sind „tagung“ und „konzept“; meinten Sie „konzept“?",
    );
    spoiled(
        r#"merkmale = ["vor_ort"]"#,
        r#"merkmale = ["vorort"]"#,
        "Zeile 39, Spalte 13: Anforderung „Z1“ [turnus]: „vorort“ ist kein Merkmal; angelegt ist „vor_ort“; meinten Sie „vor_ort“?",
    );
    spoiled(
        r#"brief = ["nachfrage"]"#,
        r#"brief = ["nachfragen"]"#,
        "Zeile 49, Spalte 10: Anforderung „Z2“: „nachfragen“ ist kein Brief; angelegt sind „einladung“ und „nachfrage“; meinten Sie „nachfrage“?",
    );
    spoiled(
        r#"auslegung = "A1""#,
        r#"auslegung = "A2""#,
        "Zeile 26, Spalte 13: [merkmal.vor_ort]: „A2“ ist keine Auslegung; angelegt ist „A1“",
    );
    spoiled(
        r#"wirkt = "merkmal.vor_ort""#,
        r#"wirkt = "merkmal.vor""#,
        "Zeile 58, Spalte 9: Auslegung „A1“: „vor“ ist kein Merkmal; angelegt ist „vor_ort“",
    );
    spoiled(
        r#"an = "VS""#,
        r#"an = "XY""#,
        "Zeile 70, Spalte 6: [brief.nachfrage]: „XY“ ist weder eine Gruppe noch eine Stelle; angelegt sind „ov“, „RAT“ und „VS“",
    );
    spoiled(
        r#"brief = ["einladung"] }"#,
        r#"brief = ["einladungen"] }"#,
        "Zeile 17, Spalte 43: [nachweis.tagung] angeboten: „einladungen“ ist kein Brief; angelegt sind „einladung“ und „nachfrage“; meinten Sie „einladung“?",
    );
    spoiled(
        r#"unterzeichnet = ["RAT"]"#,
        r#"unterzeichnet = ["Rat"]"#,
        "Zeile 72, Spalte 18: [brief.nachfrage]: „Rat“ ist keine Stelle; angelegt sind „RAT“ und „VS“; meinten Sie „RAT“?",
    );
}

#[test]
fn an_interpretation_points_to_something_that_exists() {
    spoiled(
        r#"wirkt = "merkmal.vor_ort"
alternative = { ja = ["vor Ort"], nein = ["online", "hybrid"] }"#,
        r#"wirkt = "Z1.jee""#,
        "Zeile 58, Spalte 9: Auslegung „A1“: Die Anforderung „Z1“ hat keinen Schlüssel „jee“; möglich sind „nachweis“, „leistung“, „je“, „mindestens“, „merkmale“, „eigenstaendig_neben“, „zeitraum“, „wiedervorlage“ und „frist“",
    );
    spoiled(
        r#"wirkt = "merkmal.vor_ort"
alternative = { ja = ["vor Ort"], nein = ["online", "hybrid"] }"#,
        r#"wirkt = "regel.laut_listen""#,
        "Zeile 58, Spalte 9: Auslegung „A1“: „laut_listen“ ist keine Regel; möglich sind „laut_liste“, „gehalten_belegt_angebot“, „abgelehntes_angebot“, „jahr_des_angebots“, „jahreswechsel“, „rumpfjahr“, „neunzig_tage“, „nachfolge“, „protokollfrist“, „laufende_massnahme“, „stand_ohne_frist“ und „begruendetes_nein“; meinten Sie „laut_liste“?",
    );
    spoiled(
        r#"wirkt = "merkmal.vor_ort"
alternative = { ja = ["vor Ort"], nein = ["online", "hybrid"] }"#,
        r#"wirkt = "Z9""#,
        "Zeile 58, Spalte 9: Auslegung „A1“: „Z9“ ist keine Anforderung; angelegt sind „Z1“ und „Z2“",
    );
    spoiled(
        r#"wirkt = "merkmal.vor_ort""#,
        r#"wirkt = "Z1.leistung""#,
        "Zeile 59, Spalte 15: Auslegung „A1“ alternative: Die Alternative muss genau den Schlüssel „leistung“ nennen, den „wirkt“ bestimmt",
    );
    spoiled(
        r#"wirkt = "merkmal.vor_ort""#,
        r#"wirkt = "Z1""#,
        "Zeile 59, Spalte 15: Auslegung „A1“ alternative: Eine Alternative braucht unter „wirkt“ ein Merkmal, eine Gruppe oder einen Schlüssel einer Anforderung",
    );
}

#[test]
fn another_reading_in_words_needs_one_that_can_be_computed() {
    spoiled(
        r#"alternative = { ja = ["vor Ort"], nein = ["online", "hybrid"] }"#,
        r#"andere_lesart = "Hybrid zählt nicht""#,
        "Zeile 59, Spalte 17: Auslegung „A1“: „andere_lesart“ braucht eine „alternative“, die sie beschreibt",
    );
}

#[test]
fn a_word_is_yes_or_no_never_both_not_even_in_an_alternative() {
    spoiled(
        r#"nein = ["online"]"#,
        r#"nein = ["online", "Hybrid"]"#,
        "Zeile 23, Spalte 19: [merkmal.vor_ort]: „Hybrid“ steht in „nein“ und in „ja“ (Zeile 22)",
    );
    spoiled(
        r#"alternative = { ja = ["vor Ort"], nein = ["online", "hybrid"] }"#,
        r#"alternative = { nein = ["online", "hybrid"] }"#,
        "Zeile 59, Spalte 35: [merkmal.vor_ort]: „hybrid“ steht in „nein“ und in „ja“ (Zeile 22)",
    );
}

#[test]
fn nothing_may_be_declared_twice_or_empty() {
    spoiled(
        r#"id = "Z2""#,
        r#"id = "Z1""#,
        "Zeile 41, Spalte 6: Anforderung „Z1“ gibt es schon in Zeile 28; jeder Name darf nur einmal vorkommen",
    );
    spoiled(
        r#"titel = "Nachfrage zum Konzept""#,
        r#"titel = "Einladung zur tagung""#,
        "Zeile 68, Spalte 9: [brief.nachfrage]: Den Titel „Einladung zur tagung“ hat schon der Brief in Zeile 61",
    );
    spoiled(
        r#"art = ["Tagung"]"#,
        "art = []",
        "Zeile 16, Spalte 52: [nachweis.tagung] durchgefuehrt: Die Liste „art“ ist leer; den Schlüssel füllen oder weglassen",
    );
    spoiled(
        r#"art = ["Tagung"]"#,
        r#"art = ["Tagung", "tagung"]"#,
        "Zeile 16, Spalte 63: [nachweis.tagung] durchgefuehrt: „tagung“ steht in „art“ zweimal",
    );
    spoiled(
        r#"je = "ov""#,
        r#"je = "ov"
mindestens = 0"#,
        "Zeile 39, Spalte 14: Anforderung „Z1“ [turnus]: „mindestens = 0“ verlangt nichts; mindestens 1",
    );
    spoiled(
        r#"VS = { name = "Vorstand""#,
        r#"VS = { name = "Rat""#,
        "Zeile 12, Spalte 15: [stelle.VS]: „Rat“ heißt schon die Stelle „RAT“ (Zeile 11)",
    );
    spoiled(
        r#"thema = ["Konzept"]"#,
        r#"thema = ["Konzept"]
spalte = "themen"
noetig = [{ name = "Ziele" }, { name = "ziele" }]"#,
        "Zeile 54, Spalte 31: Anforderung „Z2“ [vorlage] noetig: „ziele“ steht hier zweimal",
    );
    spoiled(
        "[nachweis.konzept]",
        r#"[nachweis.Tagung]
durchgefuehrt = { liste = "vorlagen", art = ["X"] }
[nachweis.konzept]"#,
        "Zeile 18, Spalte 11: Nachweis „Tagung“ gibt es schon in Zeile 15; jeder Name darf nur einmal vorkommen",
    );
    spoiled(
        r#"fraglich = ["Entwurf"]"#,
        r#"fraglich = ["konzept"]"#,
        "Zeile 19, Spalte 70: [nachweis.konzept] durchgefuehrt: „konzept“ steht in „art“ und in „fraglich“; damit wäre jede Zeile fraglich",
    );
}

#[test]
fn a_name_means_one_body_only() {
    spoiled(
        "[gruppe]",
        "[mehrdeutig]\nworte = [\"Leitung\", \"vorstand\"]\n[gruppe]",
        "Zeile 14, Spalte 21: [mehrdeutig]: „vorstand“ ist zugleich ein Name der Stelle „VS“; es kann nicht beides sein",
    );
    spoiled(
        "RAT = { name = \"Rat\" }",
        "RAT = { name = \"Rat\", teil_von = \"VS\" }",
        "Zeile 11, Spalte 1: [stelle.RAT]: „teil_von“ führt im Kreis\nZeile 12, Spalte 1: [stelle.VS]: „teil_von“ führt im Kreis",
    );
    spoiled(
        "ov = { name",
        "VS = { name = \"x\", typ = [\"KV\"] }\nov = { name",
        "Zeile 14, Spalte 1: [gruppe.VS]: „VS“ ist schon eine Stelle; die Gruppe anders nennen",
    );
}

#[test]
fn a_deadline_before_the_resolution_is_a_fault() {
    spoiled(
        "frist = 2024-06-30",
        "frist = 2023-06-30",
        "Zeile 47, Spalte 1: Anforderung „Z2“: Die Frist 30.06.2023 liegt vor dem Beschluss (01.02.2024)",
    );
    spoiled(
        "anlass = { wiedervorlage = true }",
        "anlass = { wiedervorlage = true, bis = 2023-01-01 }",
        "Zeile 71, Spalte 34: [brief.nachfrage] anlass: „bis“ (01.01.2023) liegt vor dem Beschluss (01.02.2024)",
    );
}

#[test]
fn names_must_survive_excel() {
    spoiled(
        r#"id = "Z2""#,
        r#"id = "1.2""#,
        "Zeile 41, Spalte 6: Anforderung „1.2“: Ein Kennzeichen beginnt mit einem Buchstaben und besteht aus Buchstaben, Ziffern, „-“ und „_“; Excel macht sonst ein Datum oder eine Zahl daraus",
    );
    spoiled(
        r#"id = "Z2""#,
        r#"id = "1e5""#,
        "Zeile 41, Spalte 6: Anforderung „1e5“: Ein Kennzeichen beginnt mit einem Buchstaben und besteht aus Buchstaben, Ziffern, „-“ und „_“; Excel macht sonst ein Datum oder eine Zahl daraus",
    );
    spoiled(
        r#"id = "Z2""#,
        r#"id = "Mai-2""#,
        "Zeile 41, Spalte 6: Anforderung „Mai-2“: Excel macht daraus ein Datum; bitte anders nennen",
    );
    spoiled(
        r#"id = "Z2""#,
        r#"id = "Wahr""#,
        "Zeile 41, Spalte 6: Anforderung „Wahr“: Excel macht daraus einen Wahrheitswert; bitte anders nennen",
    );
}

#[test]
fn parts_that_belong_together_stand_together() {
    spoiled(
        r#"thema = ["Konzept"]"#,
        r#"thema = ["Konzept"]
spalte = "themen""#,
        "Zeile 53, Spalte 1: Anforderung „Z2“ [vorlage]: Zu „spalte“ gehört „noetig“; es fehlt",
    );
    spoiled(
        r#"thema = ["Konzept"]"#,
        r#"thema = ["Konzept"]
noetig = [{ name = "Ziele" }]"#,
        "Zeile 53, Spalte 1: Anforderung „Z2“ [vorlage]: Zu „noetig“ gehört „spalte“; es fehlt",
    );
    spoiled(
        r#"[anforderung.vorlage]
nachweis = "konzept"
thema = ["Konzept"]
an = "RAT""#,
        r#"[anforderung.felder]
nachweis = "konzept"
spalte = "themen"
felder = [{ name = "Ziele", sofern = ["generationswechsel_lokal"] }]"#,
        "Zeile 50, Spalte 1: Anforderung „Z2“ [felder]: „sofern“ fragt die Verbände; mit „je_anzeige“ angeben, welche Gruppe gemeint ist",
    );
    spoiled(
        r#"[anforderung.vorlage]
nachweis = "konzept"
thema = ["Konzept"]
an = "RAT""#,
        r#"[anforderung.entwicklung]
von = ["tagung"]
nachweis = "konzept"
noetig = ["Bericht"]
genuegt = "eine"
fuer = "eines""#,
        "Zeile 53, Spalte 11: Anforderung „Z2“ [entwicklung]: „Bericht“ ist keine Art des Nachweises „konzept“; möglich ist „Konzept“",
    );
    spoiled(
        r#"[anforderung.vorlage]
nachweis = "konzept"
thema = ["Konzept"]
an = "RAT""#,
        r#"[anforderung.grundsatz]
kennzahlen = ["Z2", "Z3"]"#,
        "Zeile 51, Spalte 15: Anforderung „Z2“ [grundsatz]: Die Anforderung nennt sich selbst
Zeile 51, Spalte 21: Anforderung „Z2“ [grundsatz]: „Z3“ ist keine Anforderung; angelegt sind „Z1“ und „Z2“",
    );
    spoiled(
        r#"[anforderung.vorlage]
nachweis = "konzept"
thema = ["Konzept"]
an = "RAT""#,
        r#"[anforderung.inhalte]
an = "Z2"
von = "jeder"
spalte = "themen""#,
        "Zeile 50, Spalte 1: Anforderung „Z2“ [inhalte]: Der Schlüssel „noetig“ fehlt
Zeile 51, Spalte 6: Anforderung „Z2“ [inhalte]: Die Anforderung nennt sich selbst",
    );
}

#[test]
fn a_requirement_has_exactly_one_kind_and_a_letter_exactly_one_occasion() {
    spoiled(
        r#"[anforderung.vorlage]
nachweis = "konzept"
thema = ["Konzept"]
an = "RAT"
"#,
        "",
        "Zeile 40, Spalte 1: Anforderung „Z2“: Die Bauform fehlt; genau eine Tabelle [anforderung.…] aus „turnus“, „inhalte“, „felder“, „vorlage“, „pruefung“, „entwicklung“, „trend“ und „grundsatz“ gehört dazu",
    );
    spoiled(
        "[anforderung.vorlage]",
        r#"[anforderung.trend]
nachweis = "konzept"
basis = 2023
[anforderung.vorlage]"#,
        "Zeile 40, Spalte 1: Anforderung „Z2“: Genau eine Bauform ist möglich, hier stehen „vorlage“ und „trend“",
    );
    spoiled(
        "anlass = { wiedervorlage = true }",
        "anlass = { wiedervorlage = true, halbjaehrlich = true }",
        "Zeile 71, Spalte 10: [brief.nachfrage] anlass: Ein Brief hat genau einen Anlass, hier stehen „halbjaehrlich“ und „wiedervorlage“",
    );
    spoiled(
        "anlass = { wiedervorlage = true }",
        "anlass = { jaehrlich = true }",
        "Zeile 71, Spalte 10: [brief.nachfrage] anlass: Der Anlass fehlt; möglich sind „jaehrlich_ab“, „wochen_ohne_antwort“, „termin_steht“, „wochen_vor_termin“, „angaben_fehlen_nach“, „angabe_fehlt“, „halbjaehrlich“, „wiedervorlage“ und „nach_festschreibung“
Zeile 71, Spalte 12: [brief.nachfrage] anlass: Der Schlüssel „jaehrlich“ ist unbekannt; erlaubt sind „jaehrlich_ab“, „wochen_ohne_antwort“, „termin_steht“, „wochen_vor_termin“, „angaben_fehlen_nach“, „angabe_fehlt“, „halbjaehrlich“, „wiedervorlage“ und „nach_festschreibung“; meinten Sie „jaehrlich_ab“?",
    );
    spoiled(
        "anlass = { wiedervorlage = true }",
        r#"anlass = { jaehrlich_ab = "31.02." }"#,
        "Zeile 71, Spalte 27: [brief.nachfrage] anlass: „31.02.“ ist kein Tag im Jahr; erwartet wird z. B. „15.01.“",
    );
    spoiled(
        "anlass = { wiedervorlage = true }",
        r#"anlass = { wochen_ohne_antwort = 6, auf = "nachfrage" }"#,
        "Zeile 71, Spalte 43: [brief.nachfrage] anlass: Ein Brief kann nicht auf sich selbst folgen",
    );
}

#[test]
fn a_criterion_has_exactly_one_form() {
    spoiled(
        r#"spalte = "form""#,
        r#"spalte = "from""#,
        "Zeile 21, Spalte 10: [merkmal.vor_ort]: Eine Spalte „from“ gibt es hier nicht; erlaubt sind „art“, „titel“, „ort_der_veranstaltung“, „form“, „rahmen“, „beteiligt“, „offene_debatte“, „themen“, „zielgruppe“, „plattform“, „schwerpunkt“, „protokoll“, „bemerkung“, „feld“, „beschreibung“, „verantwortlich“, „ergebnis“, „beleg“, „von“, „an“, „sitzung“ und „datei“; meinten Sie „form“?",
    );
    spoiled(
        r#"spalte = "form""#,
        r#"spalte = "feld""#,
        "Zeile 39, Spalte 13: Anforderung „Z1“ [turnus]: Das Merkmal „vor_ort“ prüft die Spalte „feld“; die Liste „veranstaltungen“ hat keine solche",
    );
    spoiled(
        r#"nein = ["online"]
"#,
        "",
        "Zeile 20, Spalte 1: [merkmal.vor_ort]: Zu „ja“ gehört „nein“; „nein“ fehlt",
    );
    spoiled(
        r#"nein = ["online"]"#,
        r#"nein = ["online"]
tage = ["Sa", "So"]"#,
        "Zeile 20, Spalte 1: [merkmal.vor_ort]: Nur eine Bauform ist möglich: „ja“ mit „nein“, „alle“ oder „tage“",
    );
    spoiled(
        r#"spalte = "form"
ja = ["vor Ort", "hybrid"]
nein = ["online"]"#,
        r#"tage = ["Sa", "Mo"]"#,
        "Zeile 21, Spalte 15: [merkmal.vor_ort]: Die Wochentage müssen unmittelbar aufeinander folgen, z. B. „Sa“, „So“",
    );
    spoiled(
        r#"zusage = "bei euch vor Ort""#,
        r#"zusage = "bei euch vor Ort"
antworten = ["hybrid", "am Telefon"]"#,
        "Zeile 26, Spalte 24: [merkmal.vor_ort]: Die Antwort „am Telefon“ steht weder in „ja“ noch in „nein“; angekreuzt würde sie nicht verstanden",
    );
    spoiled(
        r#"zusage = "bei euch vor Ort"
"#,
        "",
        "Zeile 65, Spalte 12: [brief.einladung]: Das Merkmal „vor_ort“ braucht eine „zusage“, damit ein Brief es zusagen kann",
    );
}

#[test]
fn a_quote_stands_literally_in_its_lines() {
    spoiled(
        r#"zitat = "Der Rat tagt jährlich vor Ort.""#,
        r#"zitat = "Der Rat tagt monatlich vor Ort.""#,
        "Zeile 30, Spalte 9: Anforderung „Z1“: Das Zitat steht nicht wörtlich in Z. 1: nach „Der Rat tagt“ steht im Wortlaut „jährlich“ (Zeile 1), im Zitat „monatlich“",
    );
    spoiled(
        r#"zeilen = "2""#,
        r#"zeilen = "1-2""#,
        "Zeile 42, Spalte 10: Anforderung „Z2“: Das Zitat steht in Z. 2, nicht in Z. 1–2",
    );
    spoiled(
        r#"zeilen = "2""#,
        r#"zeilen = "2-1""#,
        "Zeile 42, Spalte 10: Anforderung „Z2“: „zeilen“ braucht Zeilennummern wie „8-13“ oder „31“, nicht „2-1“",
    );
}

#[test]
fn an_unreadable_file_is_explained_in_german() {
    spoiled(
        r#"titel = "Beschluss des Rates""#,
        r#"titel = "Beschluss des Rates"#,
        r#"Zeile 4, Spalte 29: Hier ist die Datei nicht lesbar: Einem Text fehlt das schließende Anführungszeichen ("), oder er enthält selbst eines; innerhalb von Texten „…“ verwenden"#,
    );
    spoiled(
        r#"titel = "Beschluss des Rates""#,
        "titel = Beschluss",
        r#"Zeile 4, Spalte 9: Hier ist die Datei nicht lesbar: Texte stehen in geraden Anführungszeichen ("…") (bei „Beschluss“)"#,
    );
    spoiled(
        r#"titel = "Beschluss des Rates""#,
        r#"titel = "Beschluss des "Rates"""#,
        r#"Zeile 4, Spalte 25: Hier ist die Datei nicht lesbar: Hier steht etwas, das nicht hierher gehört; steht ein Anführungszeichen (") mitten im Text, dort „…“ verwenden"#,
    );
    spoiled(
        r#"titel = "Beschluss des Rates""#,
        r#"titel "Beschluss des Rates""#,
        "Zeile 4, Spalte 7: Hier ist die Datei nicht lesbar: Zu diesem Schlüssel fehlt „= Wert“",
    );
    spoiled(
        r#"id = "R-1""#,
        r#"id = "R-1"
id = "R-2""#,
        "Zeile 4, Spalte 1: Hier ist die Datei nicht lesbar: Dieser Schlüssel steht in derselben Tabelle schon einmal (bei „id“)",
    );
    spoiled(
        "[zeitraum]",
        "[zeitraum",
        "Zeile 7, Spalte 10: Hier ist die Datei nicht lesbar: Der Überschrift einer Tabelle fehlt „]“",
    );
    spoiled(
        r#"art = ["Tagung"]"#,
        r#"art = ["Tagung" "Treffen"]"#,
        "Zeile 16, Spalte 62: Hier ist die Datei nicht lesbar: Zwischen zwei Angaben fehlt ein Komma",
    );
    spoiled(
        "[nachweis.konzept]",
        "[nachweis.prüfung]",
        "Zeile 18, Spalte 13: Hier ist die Datei nicht lesbar: Schlüssel bestehen nur aus Buchstaben ohne Umlaute, Ziffern, „-“ und „_“ (bei „ü“)",
    );
    spoiled(
        "datum = 2024-02-01",
        "datum = 01.02.2024",
        "Zeile 6, Spalte 9: Hier ist die Datei nicht lesbar: Zahlen beginnen nicht mit 0; ein Tag hat die Form JJJJ-MM-TT (bei „0“)
Zeile 6, Spalte 14: Hier ist die Datei nicht lesbar: Das ist kein gültiges TOML (bei „.2024“)",
    );
}

#[test]
fn a_declaration_without_effect_is_noted() {
    idle(
        r#"merkmale = ["vor_ort"]"#,
        "",
        "D801 Zeile 20: Merkmal „vor_ort“ wird von keiner Anforderung verlangt
D801 Zeile 60: Brief „einladung“ sagt „vor_ort“ zu, aber kein Nachweis rechnet ihm das an",
    );
    idle(
        r#"leistung = "angeboten""#,
        r#"leistung = "durchgefuehrt""#,
        "D801 Zeile 15: Nachweis „tagung“ nennt unter „angeboten“ Briefe, aber keine Anforderung lässt ein Angebot genügen",
    );
    idle(
        r#"brief = ["nachfrage"]
"#,
        "",
        "D801 Zeile 66: Brief „nachfrage“ ist nie fällig, denn keine Anforderung nennt ihn",
    );
    idle(
        r#"wiedervorlage = "6 Monate"
"#,
        "",
        "D801 Zeile 66: Brief „nachfrage“ richtet sich nach einer Wiedervorlage, aber seine Anforderung hat keine",
    );
    idle(
        r#"auslegung = "A1"
"#,
        "",
        "D801 Zeile 54: Auslegung „A1“ wird weder bei einer Anforderung noch bei einem Merkmal oder einer Gruppe genannt",
    );
    idle(
        r#"alternative = { ja = ["vor Ort"], nein = ["online", "hybrid"] }"#,
        r#"alternative = { ja = ["hybrid", "vor Ort"] }"#,
        "D801 Zeile 55: Auslegung „A1“ hat eine Alternative, die nichts ändert",
    );
    idle(
        r#"sagt_zu = ["vor_ort"]
"#,
        "",
        "D801 Zeile 20: Merkmal „vor_ort“ hat eine „zusage“, die kein Brief macht",
    );
    idle(
        "[merkmal.vor_ort]",
        r#"[merkmal.debatte]
spalte = "offene_debatte"
text = "mit Debatte"
[merkmal.vor_ort]"#,
        "D801 Zeile 20: Merkmal „debatte“ wird von keiner Anforderung verlangt",
    );
    idle(
        r#"brief = ["einladung"]
[anf"#,
        r#"brief = ["einladung"]
frist = 2024-12-31
[anf"#,
        "D801 Zeile 28: Anforderung „Z1“ hat „frist“; bei der Bauform „turnus“ bewirkt das nichts",
    );
}

#[test]
fn all_faults_are_said_at_once_in_the_order_of_the_file() {
    let toml = TOML
        .replace("gremium = \"RAT\"", "gremium = \"RAD\"")
        .replace("kurz = \"Tagung\"\n", "")
        .replace("an = \"VS\"", "an = \"XY\"");
    let wording = WORDING.replace("ein Konzept", "drei Konzepte");
    let messages = messages(&toml, &wording);
    let places: Vec<&str> = messages.lines().map(|line| line.split(": ").next().unwrap()).collect();
    assert_eq!(
        places,
        [
            "beschluss.toml, Zeile 5, Spalte 11",
            "beschluss.toml, Zeile 27, Spalte 1",
            "beschluss.toml, Zeile 42, Spalte 9",
            "beschluss.toml, Zeile 69, Spalte 6",
        ],
        "{messages}"
    );
}

#[test]
fn a_sentence_of_the_wording_that_nobody_quotes_refuses_the_resolution() {
    let wording = WORDING.replace("vor.\n", "vor. Alle sind eingeladen.\n");
    assert_eq!(
        messages(TOML, &wording),
        "beschluss.txt, Zeile 2: „Alle sind eingeladen.“ gehört zu keiner Anforderung und keiner Feststellung; jeder Satz muss zitiert sein"
    );
}

#[test]
fn an_alternative_that_does_not_exist_is_refused() {
    let refused =
        |id: &str, toml: &str| load_with_alternative(toml, WORDING, id).unwrap_err().to_string();
    assert_eq!(refused("A7", TOML), "Eine Auslegung „A7“ gibt es nicht");
    let without =
        TOML.replace("alternative = { ja = [\"vor Ort\"], nein = [\"online\", \"hybrid\"] }\n", "");
    assert_eq!(refused("A1", &without), "Die Auslegung „A1“ hat keine Alternative");
}

#[test]
fn files_saved_on_windows_load_as_well() {
    let windows = |text: &str| format!("\u{feff}{}", text.replace('\n', "\r\n"));
    assert_eq!(messages(&windows(TOML), &windows(WORDING)), "");
}

/// Every fault names its file and line, whatever was spoiled.
#[track_caller]
fn refused_with_places_or_loaded(toml: &str, wording: &str) {
    let Err(error) = load(&mut Diagnostics::default(), toml, wording) else { return };
    assert!(!error.faults.is_empty(), "refused without a word:\n{toml}");
    for fault in &error.faults {
        assert!(fault.starts_with("beschluss.t") && fault.contains(", Zeile "), "{fault}");
    }
}

#[test]
fn a_file_cut_off_anywhere_is_refused_with_a_place() {
    for (end, _) in TOML.char_indices().filter(|(end, _)| end % 3 == 0) {
        let cut = TOML.get(..end).unwrap();
        assert!(
            load(&mut Diagnostics::default(), cut, WORDING).is_err(),
            "loaded, cut off at {end}"
        );
        refused_with_places_or_loaded(cut, WORDING);
    }
}

#[test]
fn a_file_with_any_line_missing_or_doubled_is_refused_with_a_place_or_loads() {
    let lines: Vec<&str> = TOML.lines().collect();
    for number in 0..lines.len() {
        let mut without = lines.clone();
        without.remove(number);
        refused_with_places_or_loaded(&without.join("\n"), WORDING);
        let mut doubled = lines.clone();
        doubled.insert(number, lines[number]);
        let doubled = doubled.join("\n");
        assert!(load(&mut Diagnostics::default(), &doubled, WORDING).is_err(), "{}", lines[number]);
        refused_with_places_or_loaded(&doubled, WORDING);
    }
    refused_with_places_or_loaded(TOML, "");
    refused_with_places_or_loaded("", WORDING);
}
