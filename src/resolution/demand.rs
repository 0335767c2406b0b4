//! What is demanded of whom: the requirements with their eight kinds, and the sentences without a demand.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::Months;

use super::faults::{Faults, quoted};
use super::file::Check;
use super::names::What;
use super::proof::column;
use super::reader::{TableReader, Text};
use super::{
    Contents, Criterion, Development, Element, EvidenceKind, Examination, FieldNeed, Fields, Force,
    Group, Kind, Lines, MereStatement, Performance, Principle, Recurring, Requirement, Submission,
    Trend, Which,
};
use crate::domain::{Field, PeriodKind};
use crate::matching::Phrase;
use crate::wording;

/// The table keys of the eight kinds, in the order of the manual.
pub(super) const KINDS: [&str; 8] =
    ["turnus", "inhalte", "felder", "vorlage", "pruefung", "entwicklung", "trend", "grundsatz"];

pub(super) const PERIODS: [(&str, PeriodKind); 3] = [
    ("kalenderjahr", PeriodKind::Year),
    ("quartal", PeriodKind::Quarter),
    ("monat", PeriodKind::Month),
];

const FORCES: [(&str, Force); 8] = [
    ("selbstverpflichtung", Force::SelfCommitment),
    ("anregung", Force::Suggestion),
    ("aufforderung", Force::Call),
    ("pflicht", Force::Duty),
    ("soll", Force::Should),
    ("pruefauftrag", Force::ExaminationOrder),
    ("bitte", Force::Request),
    ("inhalt", Force::Content),
];

/// Columns of the branch list that say whether a field is needed there.
const FLAGS: [Field; 2] = [Field::SuccessionCouncils, Field::SuccessionParty];

/// What requirements are built from.
pub(super) struct Parts<'a> {
    pub(super) groups: &'a BTreeMap<String, Arc<Group>>,
    pub(super) evidence: &'a BTreeMap<String, Arc<EvidenceKind>>,
    pub(super) criteria: &'a BTreeMap<String, Arc<Criterion>>,
}

/// `[[anforderung]]`
pub(super) fn requirements(
    check: &mut Check<'_>,
    root: &mut TableReader<'_>,
    parts: &Parts<'_>,
) -> Vec<Requirement> {
    let mut requirements = Vec::new();
    for mut table in root.tables(&mut check.faults, "anforderung", "[[anforderung]]") {
        let id = table.text(&mut check.faults, "id");
        if let Some(id) = &id {
            table.rename(format!("Anforderung „{}“", id.value));
        }
        let place = table.name().to_owned();
        let quote = quote(check, &mut table);
        let short = table.text(&mut check.faults, "kurz");
        let addressees = table.texts(&mut check.faults, "adressat");
        let addressees =
            check.names.resolve_all(&mut check.faults, What::Body, &place, &addressees);
        let force = table.choice(&mut check.faults, "bindung", &FORCES);
        let resubmit_after = duration(&mut check.faults, &mut table, "wiedervorlage");
        let due = due(check, &mut table);
        let letters = table.optional_texts(&mut check.faults, "brief");
        let letters = check.names.resolve_all(&mut check.faults, What::Letter, &place, &letters);
        let readings = table.optional_texts(&mut check.faults, "auslegung");
        let interpretations =
            check.names.resolve_all(&mut check.faults, What::Interpretation, &place, &readings);
        let kind = kind(check, &mut table, parts, id.as_ref());
        table.finish(&mut check.faults);
        if let (Some(id), Some((lines, quote)), Some(short), Some(force), Some(kind)) =
            (id, quote, short, force, kind)
        {
            requirements.push(Requirement {
                id: id.value,
                lines,
                quote,
                short: short.value,
                addressees,
                force,
                resubmit_after,
                due,
                letters,
                interpretations,
                kind,
            });
        }
    }
    requirements
}

/// `[[feststellung]]`
pub(super) fn mere_statements(
    check: &mut Check<'_>,
    root: &mut TableReader<'_>,
) -> Vec<MereStatement> {
    let mut statements = Vec::new();
    for mut table in root.tables(&mut check.faults, "feststellung", "[[feststellung]]") {
        let place = table.name().to_owned();
        let quote = quote(check, &mut table);
        let to = table.optional_text(&mut check.faults, "zu");
        let belongs_to = to
            .and_then(|id| check.names.resolve(&mut check.faults, What::Requirement, &place, &id));
        table.finish(&mut check.faults);
        if let Some((lines, quote)) = quote {
            statements.push(MereStatement { lines, quote, belongs_to });
        }
    }
    statements
}

/// `zeilen` and `zitat`, handed to the proof of coverage.
fn quote(check: &mut Check<'_>, table: &mut TableReader<'_>) -> Option<(Lines, String)> {
    let lines = table.text(&mut check.faults, "zeilen");
    let quote = table.text(&mut check.faults, "zitat");
    let lines = lines.and_then(|text| {
        let parsed = parse_lines(&text.value);
        if parsed.is_none() {
            check.faults.at(
                text.at,
                format!(
                    "{}: „zeilen“ braucht Zeilennummern wie „8-13“ oder „31“, nicht „{}“",
                    table.name(),
                    text.value
                ),
            );
        }
        parsed.map(|lines| (lines, text.at))
    });
    let (lines, at) = lines?;
    let quote = quote?;
    check.quotes.push(super::coverage::Quote {
        owner: table.name().to_owned(),
        lines,
        lines_at: at,
        text: quote.value.clone(),
        text_at: quote.at,
    });
    Some((lines, quote.value))
}

/// „8-13“ (also with a dash), „31“.
fn parse_lines(text: &str) -> Option<Lines> {
    let (from, to) = text.split_once(['-', '–']).unwrap_or((text, text));
    let lines = Lines { from: from.trim().parse().ok()?, to: to.trim().parse().ok()? };
    (1 <= lines.from && lines.from <= lines.to).then_some(lines)
}

/// „6 Monate“, „1 Jahr“.
fn duration(
    faults: &mut Faults<'_>,
    table: &mut TableReader<'_>,
    key: &'static str,
) -> Option<Months> {
    let text = table.optional_text(faults, key)?;
    let months = text.value.trim().split_once(' ').and_then(|(number, unit)| {
        let number: u32 = number.parse().ok().filter(|n| (1..=1200).contains(n))?;
        match unit.trim() {
            "Monat" | "Monate" | "Monaten" => Some(number),
            "Jahr" | "Jahre" | "Jahren" => Some(number * 12),
            _ => None,
        }
    });
    if months.is_none() {
        faults.at(
            text.at,
            format!(
                "{}: „{}“ ist keine Dauer; erwartet wird z. B. „6 Monate“ oder „1 Jahr“",
                table.name(),
                text.value
            ),
        );
    }
    months.map(Months::new)
}

fn due(check: &mut Check<'_>, table: &mut TableReader<'_>) -> Option<chrono::NaiveDate> {
    let due = table.optional_date(&mut check.faults, "frist")?;
    if due < check.adopted_on {
        check.faults.at(
            table.key_at("frist"),
            format!(
                "{}: Die Frist {} liegt vor dem Beschluss ({})",
                table.name(),
                wording::date(due),
                wording::date(check.adopted_on)
            ),
        );
    }
    Some(due)
}

/// Exactly one of the eight kinds; each is a table of its own, so that its keys keep their places in messages.
fn kind(
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
        _ => kinds.principle().map(Kind::Principle),
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

    fn criteria(&mut self) -> Vec<Arc<Criterion>> {
        let names = self.table.optional_texts(&mut self.check.faults, "merkmale");
        let place = self.table.name();
        let keys =
            self.check.names.resolve_all(&mut self.check.faults, What::Criterion, place, &names);
        keys.iter().filter_map(|key| self.parts.criteria.get(key).cloned()).collect()
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

    fn column(&mut self, key: &Text) -> Option<Field> {
        column(&mut self.check.faults, self.table.name(), key)
    }

    fn elements(&mut self, key: &'static str) -> Vec<Element> {
        let name = format!("{} {key}", self.table.name());
        let tables = self.table.tables(&mut self.check.faults, key, &name);
        tables
            .into_iter()
            .filter_map(|mut table| {
                let element = element(&mut self.check.faults, &mut table);
                table.finish(&mut self.check.faults);
                element
            })
            .collect()
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
        let criteria = self.criteria();
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
        let field = field.and_then(|key| self.column(&key));
        if !self.table.has("noetig") {
            self.missing("noetig");
        }
        let elements = self.elements("noetig");
        Some(Contents { of: of?, which: which?, field: field?, elements })
    }

    fn fields(&mut self) -> Option<Fields> {
        let evidence = self.one_evidence("nachweis");
        let field = self.table.text(&mut self.check.faults, "spalte");
        let field = field.and_then(|key| self.column(&key));
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
        tables
            .into_iter()
            .filter_map(|mut table| {
                let faults = &mut self.check.faults;
                let element = element(faults, &mut table);
                let flags = table.optional_texts(faults, "sofern");
                let mut provided = Vec::new();
                for flag in &flags {
                    let Some(field) = column(faults, table.name(), flag) else { continue };
                    if FLAGS.contains(&field) {
                        provided.push(field);
                    } else {
                        let keys: Vec<&str> = FLAGS.iter().map(|field| field.key()).collect();
                        faults.at(
                            flag.at,
                            format!(
                                "{}: „{}“ ist keine Ja/Nein-Spalte der Verbandsliste; möglich sind {}",
                                table.name(),
                                flag.value,
                                quoted(&keys)
                            ),
                        );
                    }
                }
                table.finish(faults);
                element.map(|element| FieldNeed { element, provided })
            })
            .collect()
    }

    fn submission(&mut self) -> Option<Submission> {
        let evidence = self.one_evidence("nachweis");
        let topics = self.table.phrases(&mut self.check.faults, "thema");
        let from = self.table.optional_texts(&mut self.check.faults, "von");
        let from = self.bodies(&from);
        let to = self.table.optional_text(&mut self.check.faults, "an");
        let to = to.and_then(|to| self.bodies(&[to]).into_iter().next());
        let field = self.table.optional_text(&mut self.check.faults, "spalte");
        let field = field.and_then(|key| self.column(&key));
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
                        super::faults::allowed("möglich", &text.value, &kinds)
                    ),
                );
            }
            needed.extend(self.table.phrase(&mut self.check.faults, "noetig", text));
        }
        needed
    }

    fn trend(&mut self) -> Option<Trend> {
        let evidence = self.one_evidence("nachweis");
        let criteria = self.criteria();
        let base_year = self.table.year(&mut self.check.faults, "basis");
        Some(Trend { evidence: evidence?, criteria, base_year: base_year? })
    }

    fn principle(&mut self) -> Option<Principle> {
        let names = self.table.texts(&mut self.check.faults, "kennzahlen");
        Some(Principle { figures: self.others(&names, None) })
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
    if let Some(same) = others
        .iter()
        .find(|o| crate::matching::normal(&o.value) == crate::matching::normal(&name.value))
    {
        faults.at(same.at, format!("{}: „{}“ steht schon als „name“", table.name(), same.value));
    }
    let names = std::iter::once(&name)
        .chain(&others)
        .filter_map(|text| table.phrase(faults, "auch", text))
        .collect();
    Some(Element { name: name.value, names })
}
