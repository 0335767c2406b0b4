//! Who: bodies (*Stellen*), words that may mean several of them, and groups of branches.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::file::Check;
use super::names::What;
use super::reader::{TableReader, Text};
use super::{Body, Group};
use crate::domain::BranchKind;
use crate::matching::{Phrase, normal};

/// How people name the body in a sentence.
const ARTICLES: [(&str, &str); 3] = [("der", "der"), ("die", "die"), ("das", "das")];

/// `[stelle]`: key = { name, artikel, auch, teil_von }.
pub(super) fn bodies(check: &mut Check<'_>, root: &mut TableReader<'_>) -> Vec<Arc<Body>> {
    let mut bodies = Vec::new();
    let mut taken: BTreeMap<String, (String, usize)> = BTreeMap::new();
    for (key, mut table) in root.named_tables(&mut check.faults, "stelle") {
        let faults = &mut check.faults;
        let name = table.text(faults, "name");
        let article = table.optional_choice(faults, "artikel", &ARTICLES).map(str::to_owned);
        let others = table.optional_texts(faults, "auch");
        let part_of = table.optional_text(faults, "teil_von");
        let place = table.name().to_owned();
        let part_of = part_of.and_then(|whole| {
            if whole.value == key.value {
                check
                    .faults
                    .at(whole.at, format!("{place}: Eine Stelle ist kein Teil von sich selbst"));
                return None;
            }
            check.names.resolve(&mut check.faults, What::Body, &place, &whole)
        });
        let faults = &mut check.faults;
        let all: Vec<Text> =
            std::iter::once(key.clone()).chain(name.clone()).chain(others).collect();
        let mut names: Vec<Phrase> = Vec::new();
        for text in &all {
            match taken.get(&normal(&text.value)) {
                // „LAG“ may well be both key and name of one body
                Some((body, _)) if *body == key.value => {}
                Some((body, at)) => {
                    let line = faults.line(*at);
                    faults.at(
                        text.at,
                        format!(
                            "{place}: „{}“ heißt schon die Stelle „{body}“ (Zeile {line})",
                            text.value
                        ),
                    );
                }
                None => {
                    taken.insert(normal(&text.value), (key.value.clone(), text.at));
                    names.extend(table.phrase(faults, "auch", text));
                }
            }
        }
        table.finish(faults);
        if let Some(name) = name {
            bodies.push(Arc::new(Body {
                key: key.value,
                name: name.value,
                article,
                names,
                part_of,
            }));
        }
    }
    circles(check, &bodies);
    bodies
}

/// A part that contains its own whole would make every body count for every other.
fn circles(check: &mut Check<'_>, bodies: &[Arc<Body>]) {
    for body in bodies {
        let mut whole = body.part_of.as_deref();
        for _ in bodies {
            let Some(key) = whole else { break };
            if key == body.key {
                let at =
                    check.names.declared(What::Body).iter().find(|name| name.value == body.key);
                let at = at.map_or(0, |name| name.at);
                check.faults.at(at, format!("[stelle.{key}]: „teil_von“ führt im Kreis"));
                break;
            }
            whole = bodies.iter().find(|b| b.key == key).and_then(|b| b.part_of.as_deref());
        }
    }
}

/// `[mehrdeutig] worte`: never assigned, so no body may bear one of them.
pub(super) fn ambiguous_words(
    check: &mut Check<'_>,
    root: &mut TableReader<'_>,
    bodies: &[Arc<Body>],
) -> Vec<Phrase> {
    let faults = &mut check.faults;
    let Some(mut table) = root.optional_table(faults, "mehrdeutig", "[mehrdeutig]".to_owned())
    else {
        return Vec::new();
    };
    let words = table.texts(faults, "worte");
    let phrases = words.iter().filter_map(|word| table.phrase(faults, "worte", word)).collect();
    for word in &words {
        if let Some(body) = bodies.iter().find(|b| b.names.iter().any(|name| name.is(&word.value)))
        {
            faults.at(
                word.at,
                format!(
                    "[mehrdeutig]: „{}“ ist zugleich ein Name der Stelle „{}“; es kann nicht beides sein",
                    word.value, body.key
                ),
            );
        }
    }
    table.finish(faults);
    phrases
}

/// `[gruppe]`: key = { name, typ, auslegung }.
pub(super) fn groups(
    check: &mut Check<'_>,
    root: &mut TableReader<'_>,
) -> BTreeMap<String, Arc<Group>> {
    let mut groups = BTreeMap::new();
    for (key, mut table) in root.named_tables(&mut check.faults, "gruppe") {
        let faults = &mut check.faults;
        let place = table.name().to_owned();
        if check.names.knows(What::Body, &key.value) {
            faults.at(
                key.at,
                format!("{place}: „{}“ ist schon eine Stelle; die Gruppe anders nennen", key.value),
            );
        }
        let name = table.text(faults, "name");
        let kinds = table.texts(faults, "typ");
        let kinds = kinds
            .into_iter()
            .map(|word| BranchKind::from_word(&word.value).unwrap_or(BranchKind::Other(word.value)))
            .collect();
        let interpretation = table.optional_text(faults, "auslegung");
        let interpretation = interpretation
            .and_then(|id| check.names.resolve(faults, What::Interpretation, &place, &id));
        table.finish(faults);
        if let Some(name) = name {
            let group = Group { key: key.value.clone(), name: name.value, kinds, interpretation };
            groups.insert(key.value, Arc::new(group));
        }
    }
    groups
}
