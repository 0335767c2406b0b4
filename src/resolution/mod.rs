//! A resolution as data: its wording, what it demands of whom, and how the office reads it.
//!
//! Three layers, deliberately apart: wording (never changed) · requirements (derived) · interpretations (the office's
//! decisions). [`load`] reads the TOML and proves that no character of the wording is left over.

mod bodies;
mod coverage;
mod demand;
mod effect;
mod faults;
mod file;
mod interpretation;
mod kinds;
mod letter;
mod names;
mod proof;
mod reader;
mod syntax;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{Months, NaiveDate};

use crate::domain::{BranchKind, Field, ListKind, PeriodKind};
use crate::matching::Phrase;

pub use file::{LoadError, load, load_each, load_with_alternative, load_with_alternatives};
pub use interpretation::RULES;
pub use proof::columns_of;

/// The resolution shipped with the program, as data; a workspace may bring its own.
pub const BUILTIN_TOML: &str = include_str!("../../templates/beschluss/beschluss.toml");
/// Its wording; line n is printed line n.
pub const BUILTIN_WORDING: &str = include_str!("../../templates/beschluss/beschluss.txt");

/// A checked resolution: every reference resolves, every quote stands in its lines.
#[derive(Clone, Debug)]
pub struct Resolution {
    pub id: String,
    pub title: String,
    /// Key of the body that adopted it.
    pub adopted_by: String,
    /// Rows before this day never count.
    pub adopted_on: NaiveDate,
    /// The printed lines of the wording; line n is `lines[n - 1]`.
    pub lines: Vec<String>,
    pub period: PeriodRule,
    pub bodies: Vec<Arc<Body>>,
    /// Words that may mean several bodies: never assigned, always asked.
    pub ambiguous_words: Vec<Phrase>,
    pub groups: BTreeMap<String, Arc<Group>>,
    pub evidence: BTreeMap<String, Arc<EvidenceKind>>,
    pub criteria: BTreeMap<String, Arc<Criterion>>,
    pub requirements: Vec<Requirement>,
    /// Sentences without a demand, so that every line is accounted for.
    pub mere_statements: Vec<MereStatement>,
    pub interpretations: Vec<Interpretation>,
    pub letters: Vec<Arc<LetterKind>>,
}

impl Resolution {
    pub fn requirement(&self, id: &str) -> Option<&Requirement> {
        self.requirements.iter().find(|r| r.id == id)
    }

    pub fn body(&self, key: &str) -> Option<&Arc<Body>> {
        self.bodies.iter().find(|b| b.key == key)
    }

    pub fn letter(&self, key: &str) -> Option<&Arc<LetterKind>> {
        self.letters.iter().find(|l| l.key == key)
    }

    /// The letters in reply to which somebody may fix a day of this evidence: those that offer it, and the reminders of
    /// them.
    pub fn letters_asking_for<'a>(
        &'a self,
        evidence: &'a EvidenceKind,
    ) -> impl Iterator<Item = &'a Arc<LetterKind>> + 'a {
        self.letters.iter().filter(|letter| {
            let about = match &letter.occasion {
                Occasion::WeeksWithoutAnswer { to, .. } => to,
                Occasion::YearlyFrom { .. }
                | Occasion::DateFixed { .. }
                | Occasion::WeeksBefore { .. }
                | Occasion::DetailsMissingAfter { .. }
                | Occasion::BlankIn(_)
                | Occasion::HalfYearly
                | Occasion::Resubmission { .. }
                | Occasion::AfterFreezing => &letter.key,
            };
            evidence.offer_letters.contains(about)
        })
    }

    /// The letter a register row names, by key or by title, case-insensitively.
    pub fn letter_named(&self, text: &str) -> Option<&Arc<LetterKind>> {
        let wanted = crate::matching::normal(text);
        self.letters.iter().find(|l| {
            crate::matching::normal(&l.key) == wanted || crate::matching::normal(&l.title) == wanted
        })
    }

    /// Letters that a name which is none of theirs may stand for: shortened („Angebot Bericht“) or misspelt. A question,
    /// never an answer.
    pub fn letters_perhaps_named<'a>(
        &'a self,
        text: &str,
    ) -> impl Iterator<Item = &'a Arc<LetterKind>> {
        let (said, wanted) = (crate::matching::words(text), crate::matching::normal(text));
        self.letters.iter().filter(move |letter| {
            let title = crate::matching::words(&letter.title);
            let shortened = said.iter().any(|word| word.chars().count() >= 4)
                && said.iter().all(|word| title.iter().any(|whole| whole.contains(word.as_str())));
            let misspelt =
                strsim::jaro_winkler(&wanted, &crate::matching::normal(&letter.title)) >= 0.95;
            shortened || misspelt
        })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PeriodRule {
    pub kind: PeriodKind,
    /// The first period runs from the resolution's date to its calendar end (*Rumpfjahr*).
    pub short_first: bool,
}

/// A body (*Stelle*): Landesvorstand, Landesausschuss, Landtagsfraktion …
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    pub key: String,
    pub name: String,
    /// „der“, „die“, „das“, where the file gives it.
    pub article: Option<String>,
    /// Key, name and other names, as phrases.
    pub names: Vec<Phrase>,
    /// This body also counts for that one.
    pub part_of: Option<String>,
}

impl Body {
    /// „der Landesausschuss“, or the bare name where the file gives no article.
    pub fn with_article(&self) -> String {
        self.article
            .as_ref()
            .map_or_else(|| self.name.clone(), |article| format!("{article} {}", self.name))
    }
}

/// The branches a requirement is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub key: String,
    /// „alle Kreis- und Stadtverbände“.
    pub name: String,
    pub kinds: Vec<BranchKind>,
    pub interpretation: Option<String>,
}

/// Which rows prove something, for the performance and for the mere offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceKind {
    pub key: String,
    pub list: ListKind,
    pub kinds: Vec<Phrase>,
    /// Words that turn a match into a question.
    pub doubtful: Vec<Phrase>,
    /// Letters whose dispatch is an offer.
    pub offer_letters: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Criterion {
    pub key: String,
    /// „mit anschließender offener Debatte“.
    pub text: String,
    /// What a letter says when it promises this.
    pub promise: Option<String>,
    /// What a letter asks where nobody has entered it: „Gab es danach eine offene Debatte?“.
    pub question: Option<String>,
    /// The answers to tick; empty: those the check itself knows.
    pub answers: Vec<String>,
    pub interpretation: Option<String>,
    pub check: CriterionCheck,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CriterionCheck {
    /// Yes/no column.
    Flag(Field),
    /// Words that mean yes, words that mean no; anything else is unknown.
    Words { field: Field, yes: Vec<Phrase>, no: Vec<Phrase> },
    /// The cell is a list of bodies that must contain all of these (keys).
    AllOf { field: Field, bodies: Vec<String> },
    /// These weekdays follow one another inside the row's span.
    Weekdays(Vec<chrono::Weekday>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lines {
    pub from: usize,
    pub to: usize,
}

/// „Z. 8–13“, „Z. 31“.
impl std::fmt::Display for Lines {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.from == self.to {
            write!(f, "Z. {}", self.from)
        } else {
            write!(f, "Z. {}–{}", self.from, self.to)
        }
    }
}

/// How strongly the resolution binds; the verb is the politics.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Force {
    /// *Selbstverpflichtung*
    SelfCommitment,
    /// *Anregung*
    Suggestion,
    /// *Aufforderung*
    Call,
    /// *Pflicht*
    Duty,
    /// *Soll*
    Should,
    /// *Prüfauftrag*
    ExaminationOrder,
    /// *Bitte*
    Request,
    /// *Inhaltsvorgabe*
    Content,
}

impl Force {
    pub fn label_de(self) -> &'static str {
        match self {
            Self::SelfCommitment => "Selbstverpflichtung",
            Self::Suggestion => "Anregung",
            Self::Call => "Aufforderung",
            Self::Duty => "Pflicht",
            Self::Should => "Soll",
            Self::ExaminationOrder => "Prüfauftrag",
            Self::Request => "Bitte",
            Self::Content => "Inhaltsvorgabe",
        }
    }
}

/// One normative statement of the resolution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// `Z1c`: survives Excel, which turns `1.2` into a date.
    pub id: String,
    pub lines: Lines,
    /// Literally as in the wording, line breaks as blanks.
    pub quote: String,
    pub short: String,
    /// Keys of bodies.
    pub addressees: Vec<String>,
    pub force: Force,
    /// *Wiedervorlage*: no deadline, only the day to look again.
    pub resubmit_after: Option<Months>,
    /// *Frist*, where the resolution sets one.
    pub due: Option<NaiveDate>,
    pub letters: Vec<String>,
    pub interpretations: Vec<String>,
    pub kind: Kind,
}

/// The eight kinds of check; each has its file under `requirements/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    Recurring(Recurring),
    Contents(Contents),
    Fields(Fields),
    Submission(Submission),
    Examination(Examination),
    Development(Development),
    Trend(Trend),
    Principle(Principle),
}

impl Kind {
    /// The table key in the resolution file.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Recurring(_) => "turnus",
            Self::Contents(_) => "inhalte",
            Self::Fields(_) => "felder",
            Self::Submission(_) => "vorlage",
            Self::Examination(_) => "pruefung",
            Self::Development(_) => "entwicklung",
            Self::Trend(_) => "trend",
            Self::Principle(_) => "grundsatz",
        }
    }

    /// The evidence whose rows are held against criteria one by one, and these criteria.
    pub fn criteria(&self) -> Option<(&Arc<EvidenceKind>, &[Arc<Criterion>])> {
        match self {
            Self::Recurring(kind) => Some((&kind.evidence, &kind.criteria)),
            Self::Trend(kind) => Some((&kind.evidence, &kind.criteria)),
            Self::Contents(_)
            | Self::Fields(_)
            | Self::Submission(_)
            | Self::Examination(_)
            | Self::Development(_)
            | Self::Principle(_) => None,
        }
    }
}

/// What is owed: the offer or the event itself. Offer is not performance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Performance {
    Offered,
    Held,
}

/// *turnus*
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recurring {
    pub evidence: Arc<EvidenceKind>,
    pub performance: Performance,
    pub per: Option<Arc<Group>>,
    pub at_least: u32,
    pub criteria: Vec<Arc<Criterion>>,
    /// Requirements (ids of kind turnus) for which the same row must not count too.
    pub independent_of: Vec<String>,
    pub period: Option<PeriodKind>,
}

/// A needed element with its other names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    pub name: String,
    /// Name and other names.
    pub names: Vec<Phrase>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// *jeder*
    Each,
    /// *erster*
    First,
    /// *einer*
    Any,
}

/// *inhalte*
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contents {
    /// Id of a requirement of kind turnus.
    pub of: String,
    pub which: Which,
    pub field: Field,
    pub elements: Vec<Element>,
    /// What a letter asks where nobody has entered it; the elements are the answers to tick.
    pub question: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldNeed {
    pub element: Element,
    /// Flag columns of the branch list: the field is needed only if one of them says yes.
    pub provided: Vec<Field>,
}

/// *felder*
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fields {
    pub evidence: Arc<EvidenceKind>,
    pub field: Field,
    pub shown_per: Option<Arc<Group>>,
    pub at_least: u32,
    pub fields: Vec<FieldNeed>,
}

/// *vorlage*
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submission {
    pub evidence: Arc<EvidenceKind>,
    pub topics: Vec<Phrase>,
    /// Keys of bodies; empty: anybody.
    pub from: Vec<String>,
    pub to: Option<String>,
    pub field: Option<Field>,
    pub elements: Vec<Element>,
}

/// *pruefung*
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Examination {
    pub evidence: Arc<EvidenceKind>,
    pub topics: Vec<Phrase>,
}

/// *entwicklung*
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Development {
    /// What is to be developed.
    pub of: Vec<Arc<EvidenceKind>>,
    /// Each item must also have been held in the period.
    pub each_held: bool,
    pub evidence: Arc<EvidenceKind>,
    /// The needed Arten.
    pub needed: Vec<Phrase>,
    pub all_needed: bool,
    /// For every item, not just one.
    pub for_each: bool,
    pub from_period: u32,
}

/// *trend*
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trend {
    pub evidence: Arc<EvidenceKind>,
    pub criteria: Vec<Arc<Criterion>>,
    pub base_year: i32,
}

/// *grundsatz*
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principle {
    /// Ids of requirements whose figures are shown.
    pub figures: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MereStatement {
    pub lines: Lines,
    pub quote: String,
    pub belongs_to: Option<String>,
}

/// *Auslegung*: what the wording leaves open and how the office reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interpretation {
    pub id: String,
    pub question: String,
    pub answer: String,
    /// The setting it decides, „merkmal.praesenz“.
    pub affects: String,
    /// True where a different reading can be computed ([`load_with_alternatives`]).
    pub has_alternative: bool,
    /// The other reading in plain words, without a full stop; only where it can be computed.
    pub other: Option<String>,
    /// The other reading is in force: the resolution was loaded with it.
    pub otherwise: bool,
}

impl Interpretation {
    /// The other reading in words, also where the resolution gives none; `None` where none can be computed.
    pub fn other_words(&self) -> Option<&str> {
        let words = self.other.as_deref().unwrap_or("die andere Lesart der Beschlussdatei");
        self.has_alternative.then_some(words)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LetterForm {
    /// *angebot*
    Offer,
    /// *einladung*
    Invitation,
    /// *mitteilung*
    Notice,
    /// *anfrage*
    Inquiry,
    /// *erinnerung*: the only one that accuses.
    Reminder,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterKind {
    /// `angebot-bericht`; the template is `<key>.docx`.
    pub key: String,
    pub title: String,
    pub form: LetterForm,
    pub to: LetterTo,
    pub occasion: Occasion,
    /// Keys of bodies.
    pub signed_by: Vec<String>,
    /// Keys of criteria a sent letter is credited with.
    pub promises: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LetterTo {
    Group(Arc<Group>),
    /// Keys of bodies.
    Bodies(Vec<String>),
}

/// *anlass*: when a letter is due (`rules.md` 7).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Occasion {
    YearlyFrom { day: u32, month: u32 },
    WeeksWithoutAnswer { weeks: u32, to: String },
    DateFixed { evidence: String },
    WeeksBefore { weeks: u32, evidence: String },
    DetailsMissingAfter { evidence: String, weeks: u32 },
    BlankIn(Vec<Field>),
    HalfYearly,
    Resubmission { at_once: bool, until: Option<NaiveDate> },
    AfterFreezing,
}
