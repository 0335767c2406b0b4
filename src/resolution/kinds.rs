//! The eight kinds of check (*Bauformen*) as the file declares them, each in a table of its own.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::faults::{Faults, allowed, quoted};
use super::file::Check;
use super::names::What;
use super::proof::{EVIDENCE_LISTS, column, columns_of};
use super::reader::{TableReader, Text};
use super::{
    Contents, Criterion, CriterionCheck, Development, Element, EvidenceKind, Examination,
    FieldNeed, Fields, Group, Kind, Performance, Principle, Recurring, Submission, Trend, Which,
};
use crate::domain::{Field, PeriodKind};
use crate::matching::{Phrase, normal};

/// The table keys of the eight kinds, in the order of the manual.
pub(super) const KINDS: [&str; 8] =
    ["turnus", "inhalte", "felder", "vorlage", "pruefung", "entwicklung", "trend", "grundsatz"];

pub(super) const PERIODS: [(&str, PeriodKind); 3] = [
    ("kalenderjahr", PeriodKind::Year),
    ("quartal", PeriodKind::Quarter),
    ("monat", PeriodKind::Month),
];

/// Columns of the branch list that say whether a field is needed there.
const FLAGS: [Field; 2] = [Field::SuccessionCouncils, Field::SuccessionParty];

/// What requirements are built from.
pub(super) struct Parts<'a> {
    pub(super) groups: &'a BTreeMap<String, Arc<Group>>,
    pub(super) evidence: &'a BTreeMap<String, Arc<EvidenceKind>>,
    pub(super) criteria: &'a BTreeMap<String, Arc<Criterion>>,
}

/// Exactly one of the eight kinds; each is a table of its own, so that its keys keep their places in messages.
pub(super) fn kind(
    check: &mut Check<'_>,
    table: &mut TableReader<'_>,
    parts: &Parts<'_>,
    id: Option<&Text>,
) -> Option<Kind> {
    let place = table.name().to_owned();
    let present: Vec<&'static str> =
        KINDS.into_iter().filter(|key| table.get(key).is_some()).collect();
    match present.as_slice() {
        [] => {
            check.faults.at(
                table.at(),
                format!(
                    "{place}: Die Bauform fehlt; genau eine Tabelle [anforderung.…] aus {} gehört dazu",
                    quoted(&KINDS)
                ),
            );
            return None;
        }
        [_] => {}
        several => {
            check.faults.at(
                table.at(),
                format!("{place}: Genau eine Bauform ist möglich, hier stehen {}", quoted(several)),
            );
            return None;
        }
    }
    let key = *present.first()?;
    let reader = table.table(&mut check.faults, key, format!("{place} [{key}]"))?;
    let mut kinds = KindReader { check, table: reader, parts, id };
    let kind = match key {
        "turnus" => kinds.recurring().map(Kind::Recurring),
        "inhalte" => kinds.contents().map(Kind::Contents),
        "felder" => kinds.fields().map(Kind::Fields),
        "vorlage" => kinds.submission().map(Kind::Submission),
        "pruefung" => kinds.examination().map(Kind::Examination),
        "entwicklung" => kinds.development().map(Kind::Development),
        "trend" => kinds.trend().map(Kind::Trend),
        _ => Some(Kind::Principle(kinds.principle())),
    };
    let KindReader { check, table, .. } = kinds;
    table.finish(&mut check.faults);
    kind
}

/// Reads the table of one kind. Every method asks for all its keys before it gives up, so that no known key is
/// reported as unknown.
struct KindReader<'c, 'f, 'a, 'p> {
    check: &'c mut Check<'f>,
    table: TableReader<'a>,
    parts: &'p Parts<'p>,
    id: Option<&'p Text>,
}

impl KindReader<'_, '_, '_, '_> {
    fn one_evidence(&mut self, key: &'static str) -> Option<Arc<EvidenceKind>> {
        let name = self.table.text(&mut self.check.faults, key)?;
        self.resolve_evidence(&name)
    }

    fn resolve_evidence(&mut self, name: &Text) -> Option<Arc<EvidenceKind>> {
        let place = self.table.name();
        let key = self.check.names.resolve(&mut self.check.faults, What::Evidence, place, name)?;
        self.parts.evidence.get(&key).cloned()
    }

    fn group(&mut self, key: &'static str) -> Option<Arc<Group>> {
        let name = self.table.optional_text(&mut self.check.faults, key)?;
        let place = self.table.name();
        let key = self.check.names.resolve(&mut self.check.faults, What::Group, place, &name)?;
        self.parts.groups.get(&key).cloned()
    }

    /// Criteria of rows of this evidence; their column must be one of its list.
    fn criteria(&mut self, evidence: Option<&EvidenceKind>) -> Vec<Arc<Criterion>> {
        let names = self.table.optional_texts(&mut self.check.faults, "merkmale");
        let place = self.table.name();
        let mut criteria = Vec::new();
        for name in &names {
            let check = &mut *self.check;
            let key = check.names.resolve(&mut check.faults, What::Criterion, place, name);
            let Some(criterion) = key.and_then(|key| self.parts.criteria.get(&key)) else {
                continue;
            };
            let field = match &criterion.check {
                CriterionCheck::Flag(field)
                | CriterionCheck::Words { field, .. }
                | CriterionCheck::AllOf { field, .. } => Some(*field),
                CriterionCheck::Weekdays(_) => None,
            };
            let list = evidence.map(|evidence| evidence.list);
            if let (Some(field), Some(list)) = (field, list)
                && !columns_of(list).contains(&field)
            {
                check.faults.at(
                    name.at,
                    format!(
                        "{place}: Das Merkmal „{}“ prüft die Spalte „{}“; die Liste „{}“ hat keine solche",
                        name.value,
                        field.key(),
                        list.key()
                    ),
                );
            }
            criteria.push(Arc::clone(criterion));
        }
        criteria
    }

    /// References to other requirements; to itself is a fault.
    fn others(&mut self, names: &[Text], of_kind: Option<&str>) -> Vec<String> {
        let place = self.table.name().to_owned();
        let mut others = Vec::new();
        for name in names {
            if self.id.is_some_and(|id| id.value == name.value) {
                self.check
                    .faults
                    .at(name.at, format!("{place}: Die Anforderung nennt sich selbst"));
                continue;
            }
            let check = &mut *self.check;
            let Some(id) = check.names.resolve(&mut check.faults, What::Requirement, &place, name)
            else {
                continue;
            };
            let kind = check.names.kinds.get(&id).map_or("", String::as_str);
            match of_kind {
                Some(wanted) if kind != wanted => check
                    .faults
                    .at(name.at, format!("{place}: „{id}“ muss die Bauform „{wanted}“ haben")),
                None if kind == "grundsatz" => check.faults.at(
                    name.at,
                    format!("{place}: „{id}“ ist selbst ein Grundsatz und hat keine Kennzahl"),
                ),
                _ => others.push(id),
            }
        }
        others
    }

    /// A column of the list in which the evidence stands.
    fn column(&mut self, key: &Text, evidence: Option<&EvidenceKind>) -> Option<Field> {
        let lists =
            evidence.map_or_else(|| EVIDENCE_LISTS.to_vec(), |evidence| vec![evidence.list]);
        column(&mut self.check.faults, self.table.name(), key, &lists)
    }

    fn elements(&mut self, key: &'static str) -> Vec<Element> {
        let name = format!("{} {key}", self.table.name());
        let tables = self.table.tables(&mut self.check.faults, key, &name);
        let mut elements: Vec<Element> = Vec::new();
        for mut table in tables {
            let element = element(&mut self.check.faults, &mut table);
            twice(&mut self.check.faults, &table, element.as_ref(), elements.iter());
            table.finish(&mut self.check.faults);
            elements.extend(element);
        }
        elements
    }

    fn recurring(&mut self) -> Option<Recurring> {
        let evidence = self.one_evidence("nachweis");
        let performance = self.table.choice(
            &mut self.check.faults,
            "leistung",
            &[("angeboten", Performance::Offered), ("durchgefuehrt", Performance::Held)],
        );
        let per = self.group("je");
        let at_least = self.table.optional_count(&mut self.check.faults, "mindestens").unwrap_or(1);
        let criteria = self.criteria(evidence.as_deref());
        let others = self.table.optional_texts(&mut self.check.faults, "eigenstaendig_neben");
        let independent_of = self.others(&others, Some("turnus"));
        let period = self.table.optional_choice(&mut self.check.faults, "zeitraum", &PERIODS);
        Some(Recurring {
            evidence: evidence?,
            performance: performance?,
            per,
            at_least,
            criteria,
            independent_of,
            period,
        })
    }

    fn contents(&mut self) -> Option<Contents> {
        let of = self.table.text(&mut self.check.faults, "an");
        let of = of.and_then(|of| self.others(&[of], Some("turnus")).into_iter().next());
        let which = self.table.choice(
            &mut self.check.faults,
            "von",
            &[("jeder", Which::Each), ("erster", Which::First), ("einer", Which::Any)],
        );
        let field = self.table.text(&mut self.check.faults, "spalte");
        let field = field.and_then(|key| self.column(&key, None));
        if !self.table.has("noetig") {
            self.missing("noetig");
        }
        let elements = self.elements("noetig");
        let question = self.table.optional_text(&mut self.check.faults, "frage");
        let question = question.map(|text| text.value);
        Some(Contents { of: of?, which: which?, field: field?, elements, question })
    }

    fn fields(&mut self) -> Option<Fields> {
        let evidence = self.one_evidence("nachweis");
        let field = self.table.text(&mut self.check.faults, "spalte");
        let field = field.and_then(|key| self.column(&key, evidence.as_deref()));
        let shown_per = self.group("je_anzeige");
        let at_least = self.table.optional_count(&mut self.check.faults, "mindestens").unwrap_or(1);
        if !self.table.has("felder") {
            self.missing("felder");
        }
        let fields = self.field_needs();
        if shown_per.is_none()
            && !self.table.has("je_anzeige")
            && fields.iter().any(|need| !need.provided.is_empty())
        {
            let at = self.table.at();
            self.check.faults.at(
                at,
                format!(
                    "{}: „sofern“ fragt die Verbände; mit „je_anzeige“ angeben, welche Gruppe gemeint ist",
                    self.table.name()
                ),
            );
        }
        Some(Fields { evidence: evidence?, field: field?, shown_per, at_least, fields })
    }

    fn field_needs(&mut self) -> Vec<FieldNeed> {
        let name = format!("{} felder", self.table.name());
        let tables = self.table.tables(&mut self.check.faults, "felder", &name);
        let mut needs: Vec<FieldNeed> = Vec::new();
        for mut table in tables {
            let faults = &mut self.check.faults;
            let element = element(faults, &mut table);
            twice(faults, &table, element.as_ref(), needs.iter().map(|need| &need.element));
            let flags = table.optional_texts(faults, "sofern");
            let mut provided = Vec::new();
            for flag in &flags {
                if let Some(field) = FLAGS.into_iter().find(|field| field.key() == flag.value) {
                    provided.push(field);
                } else {
                    let keys: Vec<&str> = FLAGS.iter().map(|field| field.key()).collect();
                    faults.at(
                        flag.at,
                        format!(
                            "{}: „{}“ ist keine Ja/Nein-Spalte der Verbandsliste{}",
                            table.name(),
                            flag.value,
                            allowed("möglich", &flag.value, &keys)
                        ),
                    );
                }
            }
            table.finish(faults);
            needs.extend(element.map(|element| FieldNeed { element, provided }));
        }
        needs
    }

    fn submission(&mut self) -> Option<Submission> {
        let evidence = self.one_evidence("nachweis");
        let topics = self.table.phrases(&mut self.check.faults, "thema");
        let from = self.table.optional_texts(&mut self.check.faults, "von");
        let from = self.bodies(&from);
        let to = self.table.optional_text(&mut self.check.faults, "an");
        let to = to.and_then(|to| self.bodies(&[to]).into_iter().next());
        let field = self.table.optional_text(&mut self.check.faults, "spalte");
        let field = field.and_then(|key| self.column(&key, evidence.as_deref()));
        let elements = self.elements("noetig");
        for (one, other) in [("spalte", "noetig"), ("noetig", "spalte")] {
            if self.table.has(one) && !self.table.has(other) {
                let at = self.table.key_at(one);
                let name = self.table.name();
                self.check.faults.at(at, format!("{name}: Zu „{one}“ gehört „{other}“; es fehlt"));
            }
        }
        Some(Submission { evidence: evidence?, topics, from, to, field, elements })
    }

    fn bodies(&mut self, names: &[Text]) -> Vec<String> {
        let place = self.table.name();
        self.check.names.resolve_all(&mut self.check.faults, What::Body, place, names)
    }

    fn examination(&mut self) -> Option<Examination> {
        let evidence = self.one_evidence("nachweis");
        let topics = self.table.phrases(&mut self.check.faults, "thema");
        Some(Examination { evidence: evidence?, topics })
    }

    fn development(&mut self) -> Option<Development> {
        let names = self.table.texts(&mut self.check.faults, "von");
        let of = names.iter().filter_map(|name| self.resolve_evidence(name)).collect();
        let each_held = self
            .table
            .optional_choice(&mut self.check.faults, "gehalten", &[("jedes", ())])
            .is_some();
        let evidence = self.one_evidence("nachweis");
        let needed_texts = self.table.texts(&mut self.check.faults, "noetig");
        let needed = self.needed_kinds(&needed_texts, evidence.as_deref());
        let all_needed = self.table.choice(
            &mut self.check.faults,
            "genuegt",
            &[("eine", false), ("alle", true)],
        );
        let for_each =
            self.table.choice(&mut self.check.faults, "fuer", &[("eines", false), ("jedes", true)]);
        let from_period =
            self.table.optional_count(&mut self.check.faults, "ab_periode").unwrap_or(1);
        Some(Development {
            of,
            each_held,
            evidence: evidence?,
            needed,
            all_needed: all_needed?,
            for_each: for_each?,
            from_period,
        })
    }

    /// A needed Art that the evidence does not list could never be found.
    fn needed_kinds(&mut self, texts: &[Text], evidence: Option<&EvidenceKind>) -> Vec<Phrase> {
        let mut needed = Vec::new();
        for text in texts {
            let name = self.table.name().to_owned();
            if let Some(evidence) = evidence.filter(|e| !e.kinds.iter().any(|k| k.is(&text.value)))
            {
                let kinds: Vec<&str> =
                    evidence.kinds.iter().map(|kind| kind.text.as_str()).collect();
                self.check.faults.at(
                    text.at,
                    format!(
                        "{name}: „{}“ ist keine Art des Nachweises „{}“{}",
                        text.value,
                        evidence.key,
                        allowed("möglich", &text.value, &kinds)
                    ),
                );
            }
            needed.extend(self.table.phrase(&mut self.check.faults, "noetig", text));
        }
        needed
    }

    fn trend(&mut self) -> Option<Trend> {
        let evidence = self.one_evidence("nachweis");
        let criteria = self.criteria(evidence.as_deref());
        let base_year = self.table.year(&mut self.check.faults, "basis");
        Some(Trend { evidence: evidence?, criteria, base_year: base_year? })
    }

    fn principle(&mut self) -> Principle {
        let names = self.table.texts(&mut self.check.faults, "kennzahlen");
        Principle { figures: self.others(&names, None) }
    }

    fn missing(&mut self, key: &str) {
        let at = self.table.at();
        self.check.faults.at(at, format!("{}: Der Schlüssel „{key}“ fehlt", self.table.name()));
    }
}

/// { name, auch }
fn element(faults: &mut Faults<'_>, table: &mut TableReader<'_>) -> Option<Element> {
    let name = table.text(faults, "name");
    let others = table.optional_texts(faults, "auch");
    let name = name?;
    if let Some(same) = others.iter().find(|o| normal(&o.value) == normal(&name.value)) {
        faults.at(same.at, format!("{}: „{}“ steht schon als „name“", table.name(), same.value));
    }
    let names = std::iter::once(&name)
        .chain(&others)
        .filter_map(|text| table.phrase(faults, "auch", text))
        .collect();
    Some(Element { name: name.value, names })
}

/// The same element twice in one list.
fn twice<'e>(
    faults: &mut Faults<'_>,
    table: &TableReader<'_>,
    element: Option<&Element>,
    mut before: impl Iterator<Item = &'e Element>,
) {
    let Some(element) = element else { return };
    if before.any(|other| normal(&other.name) == normal(&element.name)) {
        faults.at(table.at(), format!("{}: „{}“ steht hier zweimal", table.name(), element.name));
    }
}
