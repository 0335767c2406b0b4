//! What a template may keep and its author should know: nothing here stops a letter.

use super::fault::{Fault, Place, Spot};
use super::mergefield;
use super::package::Part;
use super::text::{Paragraph, paragraphs};
use super::xml::{Kind, Xml};

/// What was noticed in a part.
#[derive(Debug, Default)]
pub(super) struct Noticed {
    pub(super) hints: Vec<Fault>,
    /// It says how many pages there are.
    pub(super) counts_pages: bool,
}

/// Looks at a part; one that is damaged is the compiler's to name.
pub(super) fn noticed(template: &str, part: &Part, source: String) -> Noticed {
    let Ok(xml) = Xml::parse(source) else { return Noticed::default() };
    let all = paragraphs(&xml);
    let mut found = Noticed::default();
    let mut hint = |token: usize, message: String| {
        if let Some(place) = place(&xml, &all, part, token) {
            found.hints.push(Fault::at(template, place, message));
        }
    };
    for (begin, word) in mergefield::words_own(&xml) {
        match word.as_str() {
            "DATE" | "TIME" | "AKTUALDAT" | "ZEIT" => hint(
                begin,
                format!(
                    "Das Word-Feld „{word}“ zeigt immer den Tag, an dem jemand den Brief öffnet. Für das Datum des Briefs bitte {{{{ briefdatum }}}} oder ein eigenes Feld verwenden."
                ),
            ),
            word if word == "REF" || word.starts_with('=') => hint(
                begin,
                format!(
                    "Das Word-Feld „{word}“ zeigt im Brief, was zuletzt darin stand, bis Word es neu berechnet (Strg+A, F9). Steht an der Stelle, auf die es verweist, ein Platzhalter, bitte den Platzhalter hier wiederholen."
                ),
            ),
            "NUMPAGES" => found.counts_pages = true,
            _ => {}
        }
    }
    let mut hint = |token: usize, message: &str| {
        if let Some(place) = place(&xml, &all, part, token) {
            found.hints.push(Fault::at(template, place, message));
        }
    };
    for token in bound_controls(&xml) {
        hint(
            token,
            "Das Inhaltssteuerelement mit dem Platzhalter ist mit Daten verknüpft, aus denen Word es beim Öffnen neu füllen würde. Im Brief wird die Verknüpfung gelöst.",
        );
    }
    // one is enough to look for the rest
    let first = |names: &[&str]| {
        (0..xml.tokens.len()).find(|token| {
            names.contains(&xml.name(*token))
                && matches!(xml.tokens[*token].kind, Kind::Start | Kind::Empty)
        })
    };
    if let Some(token) = first(&["w:ins", "w:del", "w:moveFrom", "w:moveTo"]) {
        hint(
            token,
            "Die Vorlage enthält nachverfolgte Änderungen; sie stünden in jedem Brief. Bitte in Word unter Überprüfen annehmen oder ablehnen.",
        );
    }
    if let Some(token) = first(&["w:commentReference"]) {
        hint(
            token,
            "Die Vorlage enthält Kommentare; sie stünden in jedem Brief. Bitte in Word löschen.",
        );
    }
    found
}

fn place(xml: &Xml, all: &[Paragraph], part: &Part, token: usize) -> Option<Place> {
    let at = xml.tokens[token].at.clone();
    // around it, or the first inside it
    let inside = xml.whole(token);
    let own = all
        .iter()
        .rev()
        .find(|own| xml.whole(own.start).contains(&at.start))
        .or_else(|| all.iter().find(|own| inside.contains(&xml.tokens[own.start].at.start)))?;
    let (story, number) = (part.story, own.number);
    Some(Place { story, number, words: own.first_words(&[]), spot: Spot::new(part.entry, at) })
}

/// Content controls that are bound to data and hold a placeholder.
fn bound_controls(xml: &Xml) -> Vec<usize> {
    let is_bound = |control: &usize| {
        xml.is(*control, "w:sdt")
            && xml.tokens[*control].kind == Kind::Start
            && xml
                .children(*control)
                .filter(|own| xml.is(*own, "w:sdtPr"))
                .any(|own| xml.children(own).any(|own| xml.name(own).ends_with(":dataBinding")))
    };
    let text = |control: usize| -> String {
        (control..xml.tokens[control].mate)
            .filter(|token| {
                xml.tokens[*token].kind == Kind::Text
                    && ["w:t", "w:instrText"].contains(&xml.name(xml.tokens[*token].parent))
            })
            .map(|token| xml.text(token))
            .collect()
    };
    (0..xml.tokens.len())
        .filter(is_bound)
        .filter(|control| {
            let text = text(*control);
            ["{{", "{%", "MERGEFIELD"].iter().any(|own| text.contains(own))
        })
        .collect()
}
