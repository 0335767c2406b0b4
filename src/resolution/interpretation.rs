//! How the office reads what the wording leaves open (*Auslegungen*), and which setting each reading decides.

use super::Interpretation;
use super::faults::allowed;
use super::file::Check;
use super::names::What;
use super::reader::{TableReader, Text};

/// Built-in rules a reading may point to as `regel.<name>`; they are the same for every resolution.
pub const RULES: [(&str, &str); 12] = [
    ("laut_liste", "Ein Termin ohne Status gilt als durchgeführt, sobald sein Tag vorbei ist"),
    ("gehalten_belegt_angebot", "Was gehalten wurde, war auch angeboten"),
    ("abgelehntes_angebot", "Ein abgelehntes Angebot ist ein Angebot"),
    ("jahr_des_angebots", "Ein Angebot zählt in dem Zeitraum, in dem es versandt wurde"),
    ("jahreswechsel", "Ein Termin über den Jahreswechsel zählt im Jahr seines ersten Tages"),
    (
        "rumpfjahr",
        "Der erste Zeitraum ist kürzer; was jährlich verlangt ist, ist es auch in ihm einmal",
    ),
    (
        "neunzig_tage",
        "Ein neuer Verband wird beurteilt, wenn vom Zeitraum noch mindestens 90 Tage bleiben",
    ),
    ("nachfolge", "Nachweise eines aufgegangenen Verbands zählen für seinen Nachfolger"),
    ("protokollfrist", "Vier Wochen nach einem Termin dürfen Angaben zum Inhalt noch fehlen"),
    ("laufende_massnahme", "Eine Maßnahme zählt in jedem Zeitraum, in dem sie läuft"),
    ("stand_ohne_frist", "Ohne Frist wird der Stand am Stichtag festgestellt, nie ein Versäumnis"),
    ("begruendetes_nein", "Auch ein begründetes Nein ist ein Ergebnis einer Prüfung"),
];

/// Where an interpretation points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// `merkmal.<key>` or `gruppe.<key>`
    Named { section: &'static str, key: String },
    /// `<requirement>.<key>`
    Setting { requirement: String, key: String },
    /// `<requirement>`
    Requirement(String),
    /// `regel.<name>`
    Rule,
}

/// `[[auslegung]]`
pub(super) fn interpretations(
    check: &mut Check<'_>,
    root: &mut TableReader<'_>,
) -> Vec<(Interpretation, Target)> {
    let mut all = Vec::new();
    for mut table in root.tables(&mut check.faults, "auslegung", "[[auslegung]]") {
        let id = table.text(&mut check.faults, "id");
        if let Some(id) = &id {
            table.rename(format!("Auslegung „{}“", id.value));
        }
        let question = table.text(&mut check.faults, "frage");
        let answer = table.text(&mut check.faults, "antwort");
        let affects = table.text(&mut check.faults, "wirkt");
        let place = table.name().to_owned();
        let alternative =
            table.optional_table(&mut check.faults, "alternative", format!("{place} alternative"));
        let has_alternative = table.has("alternative");
        let other = table.optional_text(&mut check.faults, "andere_lesart");
        if let Some(other) = other.as_ref().filter(|_| !has_alternative) {
            check.faults.at(
                other.at,
                format!("{place}: „andere_lesart“ braucht eine „alternative“, die sie beschreibt"),
            );
        }
        table.finish(&mut check.faults);
        let target = affects.as_ref().and_then(|path| target(check, &place, path));
        if let (Some(alternative), Some(target)) = (&alternative, &target) {
            alternative_fits(check, alternative, target);
        }
        if let (Some(id), Some(question), Some(answer), Some(affects), Some(target)) =
            (id, question, answer, affects, target)
        {
            let interpretation = Interpretation {
                id: id.value,
                question: question.value,
                answer: answer.value,
                affects: affects.value,
                has_alternative,
                other: other.map(|text| text.value.trim().trim_end_matches('.').to_owned()),
                otherwise: false,
            };
            all.push((interpretation, target));
        }
    }
    all
}

/// Resolves a `wirkt` path.
fn target(check: &mut Check<'_>, place: &str, path: &Text) -> Option<Target> {
    let part = |text: &str| Text { value: text.to_owned(), at: path.at };
    let Some((head, tail)) = path.value.split_once('.') else {
        let id = check.names.resolve(&mut check.faults, What::Requirement, place, path)?;
        return Some(Target::Requirement(id));
    };
    for (section, what) in [("merkmal", What::Criterion), ("gruppe", What::Group)] {
        if head == section {
            // pointing at something is no use of it
            if !check.names.knows(what, tail) {
                check.names.resolve(&mut check.faults, what, place, &part(tail));
                return None;
            }
            return Some(Target::Named { section, key: tail.to_owned() });
        }
    }
    if head == "regel" {
        let names: Vec<&str> = RULES.iter().map(|(name, _)| *name).collect();
        if names.contains(&tail) {
            return Some(Target::Rule);
        }
        check.faults.at(
            path.at,
            format!("{place}: „{tail}“ ist keine Regel{}", allowed("möglich", tail, &names)),
        );
        return None;
    }
    if !check.names.knows(What::Requirement, head) {
        check.faults.at(
            path.at,
            format!(
                "{place}: „wirkt“ nennt „{}“; erwartet wird „merkmal.…“, „gruppe.…“, „regel.…“, eine Anforderung oder deren Schlüssel („{}.…“)",
                path.value,
                check.names.declared(What::Requirement).first().map_or("Z1", |id| &id.value)
            ),
        );
        return None;
    }
    let kind = check.names.kinds.get(head).map_or("", String::as_str);
    let keys = setting_keys(kind);
    if !keys.contains(&tail) {
        check.faults.at(
            path.at,
            format!(
                "{place}: Die Anforderung „{head}“ hat keinen Schlüssel „{tail}“{}",
                allowed("möglich", tail, &keys)
            ),
        );
        return None;
    }
    Some(Target::Setting { requirement: head.to_owned(), key: tail.to_owned() })
}

/// The keys of a requirement of this kind that an interpretation may decide.
fn setting_keys(kind: &str) -> Vec<&'static str> {
    let own: &[&'static str] = match kind {
        "turnus" => &[
            "nachweis",
            "leistung",
            "je",
            "mindestens",
            "merkmale",
            "eigenstaendig_neben",
            "zeitraum",
        ],
        "inhalte" => &["an", "von", "spalte", "noetig"],
        "felder" => &["nachweis", "spalte", "je_anzeige", "mindestens", "felder"],
        "vorlage" => &["nachweis", "thema", "von", "an", "spalte", "noetig"],
        "pruefung" => &["nachweis", "thema"],
        "entwicklung" => {
            &["von", "gehalten", "nachweis", "noetig", "genuegt", "fuer", "ab_periode"]
        }
        "trend" => &["nachweis", "merkmale", "basis"],
        _ => &["kennzahlen"],
    };
    own.iter().copied().chain(["wiedervorlage", "frist"]).collect()
}

/// An alternative replaces keys of one table; for a single setting exactly that key.
fn alternative_fits(check: &mut Check<'_>, alternative: &TableReader<'_>, target: &Target) {
    let keys: Vec<String> = alternative.entries().into_iter().map(|(key, _)| key.value).collect();
    let message = match target {
        Target::Named { .. } if keys.is_empty() => Some("Die Alternative ist leer".to_owned()),
        Target::Named { .. } => None,
        Target::Setting { key, .. } if keys.len() == 1 && keys.first() == Some(key) => None,
        Target::Setting { key, .. } => {
            Some(format!("Die Alternative muss genau den Schlüssel „{key}“ nennen, den „wirkt“ bestimmt"))
        }
        Target::Requirement(_) | Target::Rule => Some(
            "Eine Alternative braucht unter „wirkt“ ein Merkmal, eine Gruppe oder einen Schlüssel einer Anforderung"
                .to_owned(),
        ),
    };
    if let Some(message) = message {
        check.faults.at(alternative.at(), format!("{}: {message}", alternative.name()));
    }
}

/// True where the key stands at the requirement itself, not in the table of its kind.
pub(super) fn stands_at_requirement(key: &str) -> bool {
    matches!(key, "wiedervorlage" | "frist")
}
