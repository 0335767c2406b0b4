//! By what and by which signs: kinds of evidence (*Nachweise*) and criteria (*Merkmale*).

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::Weekday;

use super::faults::{Faults, allowed};
use super::file::Check;
use super::names::What;
use super::reader::{TableReader, Text};
use super::{Criterion, CriterionCheck, EvidenceKind};
use crate::domain::{Field, ListKind};
use crate::matching::normal;

const LISTS: [(&str, ListKind); 3] = [
    ("veranstaltungen", ListKind::Events),
    ("massnahmen", ListKind::Measures),
    ("vorlagen", ListKind::Papers),
];

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("Mo", Weekday::Mon),
    ("Di", Weekday::Tue),
    ("Mi", Weekday::Wed),
    ("Do", Weekday::Thu),
    ("Fr", Weekday::Fri),
    ("Sa", Weekday::Sat),
    ("So", Weekday::Sun),
];

/// The columns of a list that say something a resolution may ask for; a test compares them with the columns intake reads.
pub fn columns_of(list: ListKind) -> &'static [Field] {
    match list {
        ListKind::Events => &[
            Field::Kind,
            Field::Title,
            Field::Place,
            Field::Form,
            Field::Frame,
            Field::Participants,
            Field::OpenDebate,
            Field::Topics,
            Field::Audience,
            Field::Platform,
            Field::Focus,
            Field::Minutes,
            Field::Remark,
        ],
        ListKind::Measures => &[
            Field::Kind,
            Field::Area,
            Field::Description,
            Field::Responsible,
            Field::Result,
            Field::Proof,
            Field::Remark,
        ],
        ListKind::Papers => &[
            Field::Kind,
            Field::Title,
            Field::From,
            Field::To,
            Field::Session,
            Field::Topics,
            Field::FileName,
            Field::Remark,
        ],
        ListKind::Branches => &[
            Field::Code,
            Field::BranchType,
            Field::Since,
            Field::AreaCode,
            Field::CustomSalutation,
            Field::Chair1First,
            Field::Chair1Last,
            Field::Chair1Form,
            Field::Chair2First,
            Field::Chair2Last,
            Field::Chair2Form,
            Field::Street,
            Field::Postcode,
            Field::Town,
            Field::Email,
            Field::Phone,
            Field::PaperMail,
            Field::Members,
            Field::SuccessionCouncils,
            Field::SuccessionParty,
        ],
        ListKind::Dispatches | ListKind::Statements | ListKind::Exceptions | ListKind::Findings => {
            &[]
        }
    }
}

/// The lists in which evidence stands.
pub(super) const EVIDENCE_LISTS: [ListKind; 3] =
    [ListKind::Events, ListKind::Measures, ListKind::Papers];

/// A column of one of these lists by its key.
pub(super) fn column(
    faults: &mut Faults<'_>,
    place: &str,
    key: &Text,
    lists: &[ListKind],
) -> Option<Field> {
    let mut fields: Vec<Field> = Vec::new();
    for field in lists.iter().flat_map(|list| columns_of(*list)) {
        if !fields.contains(field) {
            fields.push(*field);
        }
    }
    let found = fields.iter().copied().find(|field| field.key() == key.value);
    if found.is_none() {
        let keys: Vec<&str> = fields.iter().map(|field| field.key()).collect();
        faults.at(
            key.at,
            format!(
                "{place}: Eine Spalte „{}“ gibt es hier nicht{}",
                key.value,
                allowed("erlaubt", &key.value, &keys)
            ),
        );
    }
    found
}

/// `[nachweis.…]`: `durchgefuehrt` says which rows prove it, `angeboten` which letters offer it.
pub(super) fn evidence(
    check: &mut Check<'_>,
    root: &mut TableReader<'_>,
) -> BTreeMap<String, Arc<EvidenceKind>> {
    let mut all = BTreeMap::new();
    for (key, mut table) in root.named_tables(&mut check.faults, "nachweis") {
        let place = table.name().to_owned();
        let faults = &mut check.faults;
        let held = table.table(faults, "durchgefuehrt", format!("{place} durchgefuehrt"));
        let offered = table.optional_table(faults, "angeboten", format!("{place} angeboten"));
        table.finish(faults);
        let offer_letters = offered.map_or_else(Vec::new, |offered| offer(check, offered));
        let Some(mut held) = held else { continue };
        let faults = &mut check.faults;
        let list = held.choice(faults, "liste", &LISTS);
        let kinds = held.phrases(faults, "art");
        let doubtful_texts = held.optional_texts(faults, "fraglich");
        let mut doubtful = Vec::new();
        for text in &doubtful_texts {
            if kinds.iter().any(|kind| kind.is(&text.value)) {
                faults.at(
                    text.at,
                    format!(
                        "{}: „{}“ steht in „art“ und in „fraglich“; damit wäre jede Zeile fraglich",
                        held.name(),
                        text.value
                    ),
                );
            }
            doubtful.extend(held.phrase(faults, "fraglich", text));
        }
        held.finish(faults);
        if let Some(list) = list {
            let kind =
                EvidenceKind { key: key.value.clone(), list, kinds, doubtful, offer_letters };
            all.insert(key.value, Arc::new(kind));
        }
    }
    all
}

fn offer(check: &mut Check<'_>, mut offered: TableReader<'_>) -> Vec<String> {
    let place = offered.name().to_owned();
    offered.choice(&mut check.faults, "liste", &[("versand", ())]);
    let letters = offered.texts(&mut check.faults, "brief");
    offered.finish(&mut check.faults);
    check.names.resolve_all(&mut check.faults, What::Letter, &place, &letters)
}

/// `[merkmal.…]`: a yes/no column, words for yes and no, a list of bodies, or weekdays; exactly one of them.
pub(super) fn criteria(
    check: &mut Check<'_>,
    root: &mut TableReader<'_>,
) -> BTreeMap<String, Arc<Criterion>> {
    let mut all = BTreeMap::new();
    for (key, mut table) in root.named_tables(&mut check.faults, "merkmal") {
        let place = table.name().to_owned();
        let text = table.text(&mut check.faults, "text");
        let promise = table.optional_text(&mut check.faults, "zusage");
        let question = table.optional_text(&mut check.faults, "frage");
        let answers = table.optional_texts(&mut check.faults, "antworten");
        let interpretation = table.optional_text(&mut check.faults, "auslegung");
        let interpretation = interpretation.and_then(|id| {
            check.names.resolve(&mut check.faults, What::Interpretation, &place, &id)
        });
        let form = form(check, &mut table);
        if let Some(form) = &form {
            understood(&mut check.faults, &place, form, &answers);
        }
        table.finish(&mut check.faults);
        if let (Some(text), Some(form)) = (text, form) {
            let criterion = Criterion {
                key: key.value.clone(),
                text: text.value,
                promise: promise.map(|text| text.value),
                question: question.map(|text| text.value),
                answers: answers.into_iter().map(|text| text.value).collect(),
                interpretation,
                check: form,
            };
            all.insert(key.value, Arc::new(criterion));
        }
    }
    all
}

/// An answer somebody ticks is entered into the list as it stands, so the criterion must understand it.
fn understood(faults: &mut Faults<'_>, place: &str, form: &CriterionCheck, answers: &[Text]) {
    for answer in answers {
        let known = match form {
            CriterionCheck::Words { yes, no, .. } => {
                yes.iter().chain(no).any(|phrase| phrase.is(&answer.value))
            }
            CriterionCheck::Flag(_)
            | CriterionCheck::AllOf { .. }
            | CriterionCheck::Weekdays(_) => false,
        };
        if !known {
            faults.at(
                answer.at,
                format!(
                    "{place}: Die Antwort „{}“ steht weder in „ja“ noch in „nein“; angekreuzt würde sie nicht verstanden",
                    answer.value
                ),
            );
        }
    }
}

fn form(check: &mut Check<'_>, table: &mut TableReader<'_>) -> Option<CriterionCheck> {
    let place = table.name().to_owned();
    let faults = &mut check.faults;
    let field = table.optional_text(faults, "spalte");
    let yes = table.optional_texts(faults, "ja");
    let no = table.optional_texts(faults, "nein");
    let bodies = table.optional_texts(faults, "alle");
    let days = table.optional_texts(faults, "tage");
    let words = table.has("ja") || table.has("nein");
    let forms = [words, table.has("alle"), table.has("tage")];
    if forms.iter().filter(|form| **form).count() > 1 {
        faults.at(
            table.at(),
            format!("{place}: Nur eine Bauform ist möglich: „ja“ mit „nein“, „alle“ oder „tage“"),
        );
        return None;
    }
    if table.has("tage") {
        if let Some(field) = field {
            faults.at(
                field.at,
                format!(
                    "{place}: „tage“ prüft das Datum; „spalte“ bewirkt nichts und muss entfallen"
                ),
            );
        }
        return weekdays(faults, &place, &days);
    }
    let Some(field) = field else {
        if !table.has("spalte") {
            faults.at(table.at(), format!("{place}: Es fehlt „spalte“ oder „tage“"));
        }
        return None;
    };
    let field = column(faults, &place, &field, &EVIDENCE_LISTS);
    if words {
        for key in ["ja", "nein"] {
            if !table.has(key) {
                faults.at(table.at(), format!("{place}: Zu „ja“ gehört „nein“; „{key}“ fehlt"));
                return None;
            }
        }
        for word in &no {
            if let Some(other) =
                yes.iter().find(|other| normal(&other.value) == normal(&word.value))
            {
                let line = faults.line(other.at);
                faults.at(
                    word.at,
                    format!("{place}: „{}“ steht in „nein“ und in „ja“ (Zeile {line})", word.value),
                );
            }
        }
        let yes = yes.iter().filter_map(|word| table.phrase(faults, "ja", word)).collect();
        let no = no.iter().filter_map(|word| table.phrase(faults, "nein", word)).collect();
        return Some(CriterionCheck::Words { field: field?, yes, no });
    }
    if table.has("alle") {
        let bodies = check.names.resolve_all(faults, What::Body, &place, &bodies);
        return Some(CriterionCheck::AllOf { field: field?, bodies });
    }
    Some(CriterionCheck::Flag(field?))
}

fn weekdays(faults: &mut Faults<'_>, place: &str, days: &[Text]) -> Option<CriterionCheck> {
    let names: Vec<&str> = WEEKDAYS.iter().map(|(name, _)| *name).collect();
    let mut weekdays: Vec<Weekday> = Vec::new();
    for day in days {
        let Some(&(_, weekday)) = WEEKDAYS.iter().find(|(name, _)| *name == day.value) else {
            faults.at(
                day.at,
                format!(
                    "{place}: „{}“ ist kein Wochentag{}",
                    day.value,
                    allowed("möglich", &day.value, &names)
                ),
            );
            return None;
        };
        if weekdays.last().is_some_and(|last| last.succ() != weekday) {
            faults.at(
                day.at,
                format!("{place}: Die Wochentage müssen unmittelbar aufeinander folgen, z. B. „Sa“, „So“"),
            );
            return None;
        }
        weekdays.push(weekday);
    }
    (!weekdays.is_empty()).then_some(CriterionCheck::Weekdays(weekdays))
}
