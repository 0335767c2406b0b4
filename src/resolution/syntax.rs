//! Says in German where the file is not readable at all.

use super::faults::Faults;

/// One syntax error of the TOML reader, with a remedy a person can follow.
pub(super) fn report(faults: &mut Faults<'_>, toml: &str, error: &toml::de::Error) {
    let span = error.span().unwrap_or(0..0);
    let found = toml.get(span.clone()).unwrap_or_default();
    let message = format!("Hier ist die Datei nicht lesbar: {}", reason(error.message(), found));
    faults.at(span.start, message);
}

/// The reader's English in the words of somebody who edits the file.
fn reason(message: &str, found: &str) -> String {
    let message = message.lines().next().unwrap_or_default();
    let known = [
        ("duplicate key", "Dieser Schlüssel steht in derselben Tabelle schon einmal"),
        (
            "invalid basic string",
            "Einem Text fehlt das schließende Anführungszeichen (\"), oder er enthält selbst eines; innerhalb von Texten „…“ verwenden",
        ),
        ("invalid literal string", "Einem Text fehlt das schließende Anführungszeichen (')"),
        ("string values must be quoted", "Texte stehen in geraden Anführungszeichen (\"…\")"),
        ("unclosed array table", "Der Überschrift einer Tabelle fehlt „]]“"),
        ("unclosed array", "Einer Liste fehlt die schließende eckige Klammer"),
        ("unclosed inline table", "Einer Tabelle in geschweiften Klammern fehlt „}“"),
        ("unclosed table", "Der Überschrift einer Tabelle fehlt „]“"),
        ("missing comma", "Zwischen zwei Angaben fehlt ein Komma"),
        ("extra comma", "Hier steht ein Komma zu viel"),
        ("extra `=`", "Hier steht ein Gleichheitszeichen zu viel"),
        ("key with no value", "Zu diesem Schlüssel fehlt „= Wert“"),
        ("missing value", "Nach dem Gleichheitszeichen fehlt der Wert"),
        ("missing assignment", "Zwischen Schlüssel und Wert fehlt das Gleichheitszeichen"),
        ("missing opening quote", "Einem Text fehlt das öffnende Anführungszeichen (\")"),
        (
            "invalid unquoted key",
            "Schlüssel bestehen nur aus Buchstaben ohne Umlaute, Ziffern, „-“ und „_“",
        ),
        ("unquoted keys cannot be empty", "Vor dem Gleichheitszeichen fehlt der Schlüssel"),
        ("unexpected leading zero", "Zahlen beginnen nicht mit 0; ein Tag hat die Form JJJJ-MM-TT"),
        (
            "unexpected",
            "Hier steht etwas, das nicht hierher gehört; steht ein Anführungszeichen (\") mitten im Text, dort „…“ verwenden",
        ),
        (
            "extra assignment",
            "Hier beginnt eine neue Angabe; jede Angabe steht in einer eigenen Zeile",
        ),
        ("invalid key-value pair", "Das ist keine Angabe der Form „Schlüssel = Wert“"),
        ("invalid value", "Das ist kein gültiger Wert"),
    ];
    let reason = known.iter().find(|(english, _)| message.starts_with(english)).map_or_else(
        || "Das ist kein gültiges TOML".to_owned(),
        |(_, german)| (*german).to_owned(),
    );
    let found = found.lines().next().unwrap_or_default().trim();
    let found: String = found.chars().take(40).collect();
    if found.is_empty() { reason } else { format!("{reason} (bei „{found}“)") }
}
