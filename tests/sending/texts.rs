//! The text of an e-mail is a template like the letters, and its faults name the line.

use beschlusskontrolle::letters::templates::BUILTIN_TEXTS;
use beschlusskontrolle::word::{Examination, Message, TextTemplate};
use serde_json::{Value, json};

fn compiled(text: &str) -> TextTemplate {
    TextTemplate::compile("Probe", text).unwrap_or_else(|faults| panic!("{faults:?}"))
}

fn filled(text: &str, values: &Value) -> Message {
    compiled(text).fill(values.as_object().unwrap()).unwrap()
}

fn faults(text: &str) -> Vec<String> {
    let faults = TextTemplate::compile("Probe", text).unwrap_err();
    faults.iter().map(ToString::to_string).collect()
}

#[test]
fn the_first_line_is_the_subject_and_the_rest_the_text() {
    let text = "Betreff: Termin am {{ tag | datum(\"lang\") }}\r\n\r\n{{ anrede }},\r\n\r\nes geht um {{ themen | liste }}.\r\n";
    let values = json!({"tag": "2024-09-14", "anrede": "Liebe Anna", "themen": ["A & B", "<C>"]});
    let message = filled(text, &values);
    assert_eq!(message.subject, "Termin am 14.\u{a0}September 2024".replace('\u{a0}', " "));
    assert_eq!(message.text, "Liebe Anna,\n\nes geht um A & B und <C>.\n");
    assert_eq!(
        message,
        filled(&format!("\u{feff}{text}"), &values),
        "a byte order mark is no text"
    );
}

#[test]
fn conditions_and_loops_take_their_lines_with_them() {
    let text = "Betreff: x\n\nFragen:\n{% for frage in fragen %}\n– {{ frage }}\n{% endfor %}\n{% if geld %}\nAm Geld soll es nicht scheitern.\n{% endif %}\n{{ zusatz }}\nGruß\n";
    let values = json!({"fragen": ["Wer?", "Wann?"], "geld": false, "zusatz": null});
    assert_eq!(filled(text, &values).text, "Fragen:\n– Wer?\n– Wann?\nGruß\n");
    let none = json!({"fragen": [], "geld": true, "zusatz": "Danke!"});
    assert_eq!(
        filled(text, &none).text,
        "Fragen:\nAm Geld soll es nicht scheitern.\nDanke!\nGruß\n"
    );
}

#[test]
fn what_goes_leaves_no_heap_of_blank_lines() {
    let text = "Betreff: x\n\n\nA\n\n{% if b %}\nB\n{% endif %}\n\nC\n\n\n";
    assert_eq!(filled(text, &json!({"b": false})).text, "A\n\nC\n");
    assert_eq!(filled(text, &json!({"b": true})).text, "A\n\nB\n\nC\n");
}

#[test]
fn a_subject_is_one_line_whatever_the_value_holds() {
    let values = json!({"name": "KV Gotha\r\nBcc: alle@example.org"});
    let message = filled("Betreff: An {{ name }}\n\nText", &values);
    assert_eq!(message.subject, "An KV Gotha Bcc: alle@example.org");
}

#[test]
fn a_value_can_become_no_tag_and_no_line_of_markup() {
    let values = json!({"name": "{{ geheim }} <w:br/> &amp;\u{1}"});
    assert_eq!(filled("Betreff: x\n\n{{ name }}", &values).text, "{{ geheim }} <w:br/> &amp;\n");
    let lines = json!({"name": "Zeile 1\r\nZeile 2"});
    assert_eq!(filled("Betreff: x\n\n{{ name }}", &lines).text, "Zeile 1\nZeile 2\n");
}

#[test]
fn every_fault_is_named_with_its_line() {
    let text = "Betreff: x\n\nLiebe Leute,\n{{ name | dattum }}\n{% if a %}\nSchluss {{ offen\n";
    let said = faults(text);
    assert_eq!(said.len(), 3, "{said:#?}");
    assert!(said[0].starts_with("In Zeile 4 („{{ name | dattum }}“) der Vorlage „Probe“: Den Filter „dattum“ gibt es nicht. Meinten Sie „datum“?"), "{}", said[0]);
    assert!(said[1].starts_with("In Zeile 5 ("), "{}", said[1]);
    assert!(said[2].starts_with("In Zeile 6 („Schluss {{ offen“)"), "{}", said[2]);
}

#[test]
fn a_text_without_subject_is_refused() {
    let said = faults("Liebe Leute,\n\nText");
    assert_eq!(
        said,
        [
            "In Zeile 1 („Liebe Leute,“) der Vorlage „Probe“: Die erste Zeile muss mit „Betreff:“ beginnen; danach folgen eine leere Zeile und der Text."
        ]
    );
    assert!(faults("Betreff:  \n\nText")[0].contains("Hinter „Betreff:“ steht nichts"));
    let empty =
        compiled("Betreff: {{ name }}\n\nText").fill(json!({"name": null}).as_object().unwrap());
    assert!(empty.unwrap_err()[0].to_string().contains("Hinter „Betreff:“ stünde nichts"));
}

#[test]
fn a_field_without_value_is_missing_and_not_blank() {
    let faults = compiled("Betreff: x\n\nA\n{{ vrband }}")
        .fill(json!({"verband": "Gotha"}).as_object().unwrap());
    assert_eq!(
        faults.unwrap_err()[0].to_string(),
        "In Zeile 4 („{{ vrband }}“) der Vorlage „Probe“: Das Feld „vrband“ gibt es nicht. Meinten Sie „verband“?"
    );
}

#[test]
fn merge_fields_of_word_are_only_text_here() {
    let said = faults("Betreff: x\n\nLiebe «Name»");
    assert!(
        said[0].contains("Bitte {{ Name }} schreiben.") && !said[0].contains("Word"),
        "{said:?}"
    );
}

#[test]
fn an_examination_names_fields_and_unknown_ones() {
    let found = Examination::of_text(
        "Probe",
        "Betreff: {{ verband }}\n\n{{ anrdee }}",
        Some(&["verband", "anrede"]),
    );
    assert_eq!(found.fields.iter().collect::<Vec<_>>(), ["anrdee", "verband"]);
    assert_eq!(found.faults.len(), 1);
    assert!(found.faults[0].to_string().contains("Zeile 3"), "{}", found.faults[0]);
    assert_eq!(found.commented(), Ok(None));
}

/// The verb of the resolution that each letter may use, and words none may use.
#[test]
fn the_texts_of_the_house_say_what_the_resolution_says_and_no_more() {
    const NEVER: [&str; 9] = [
        "Verstoß",
        "Mahnung",
        "säumig",
        "Versäumnis",
        "letztmalig",
        "verpflichtet",
        "bis spätestens",
        "überfällig",
        "müsst",
    ];
    const VERBS: &[(&str, &str)] = &[
        ("abfrage-kv", "aufgefordert"),
        ("angebot-bericht", "angeregt"),
        ("bestaetigung-bericht", "angeregt"),
        ("bitte-bilanz", "bitten"),
        ("einladung-digitaltag", "bieten"),
        ("einladung-wochenende", "führen"),
        ("erinnerung-bericht", "angeregt"),
        ("erinnerung-vorlage", "legt ihr"),
        ("nachbereitung-bericht", "angeregt"),
        ("sachstand-lv", "aufgefordert"),
        ("uebersicht-versand", ""),
    ];
    for ((key, text), (other, verb)) in BUILTIN_TEXTS.iter().zip(VERBS) {
        assert_eq!(key, other);
        compiled(text);
        assert!(text.contains(verb), "{key} lacks „{verb}“");
        if !verb.is_empty() {
            assert_eq!(text.matches(verb).count(), 1, "{key}: „{verb}“ once");
        }
        for word in NEVER {
            assert!(!text.contains(word), "{key}: {word}");
        }
        if text.contains("Frist") {
            assert!(text.contains("Eine Frist setzt der Beschluss nicht"), "{key}");
        }
        let body: Vec<&str> = text
            .lines()
            .skip_while(|line| !line.starts_with("{{ anrede }}"))
            .take_while(|line| !line.starts_with("{{ gruss }}"))
            .filter(|line| !line.starts_with("{%"))
            .collect();
        let words = body.join(" ").split_whitespace().count();
        assert!((40..=130).contains(&words), "{key}: {words} words");
        assert!(
            text.contains("{{ telefon }}") && text.contains("{{ unterzeichnet_1_name }}"),
            "{key}"
        );
    }
}
