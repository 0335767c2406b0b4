//! Who gets which letter and why (`plan`), what a letter says (`fields`, `salutation`), what was sent (`register`).
//!
//! * [`plan`]: every letter kind × recipient with its state and a German reason; `reminder` is the gate that keeps
//!   anybody from being asked twice or on the strength of missing data; `history` reads what the register says.
//! * [`fields`]: THE list of placeholders and their values; [`salutation`], [`address`], [`workdays`], `event` (of the row
//!   a letter is about), `questions` (what nobody has entered) and `progress` (how things stand) compute them.
//! * [`calendar`]: what is coming, for the office's calendar.
//! * [`mailing`]: who gets a letter by e-mail, and where.
//! * [`register`]: Postausgang.xlsx as plain data, people's entries untouched, with [`batches`], its second sheet; [`desk`]:
//!   how the drafts that are not sent yet lie there.

pub mod address;
pub mod batches;
pub mod calendar;
pub mod desk;
mod event;
pub mod fields;
mod history;
pub mod mailing;
pub mod plan;
mod progress;
mod questions;
pub mod register;
mod reminder;
mod rows;
pub mod salutation;
pub mod templates;
pub mod workdays;

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;

pub(crate) use event::{begin_of, end_of};
pub(crate) use history::stated_year;

use crate::diagnostic::Diagnostics;
use crate::domain::{AsOf, Assessment, BranchId, Entry, Records, Verdict};
use crate::requirements::Context;
use crate::resolution::{LetterKind, Requirement, Resolution};
use crate::settings::Settings;
use crate::table::CellRef;

/// Everything a decision about letters rests on.
pub struct Facts<'a> {
    pub resolution: &'a Resolution,
    pub records: &'a Records,
    /// That of the Stichtag's year.
    pub assessment: &'a Assessment,
    pub as_of: AsOf,
    pub settings: &'a Settings,
    /// Letter key → the placeholders its template uses; a letter without a template is not in it.
    pub templates: &'a BTreeMap<String, BTreeSet<String>>,
    /// What was frozen last for a session.
    pub tabled: Option<Tabled<'a>>,
    /// [`Facts::context`], once it was asked for.
    pub looked_at: OnceCell<Context<'a>>,
}

/// A state kept under the name of a session (*Festschreibung*).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tabled<'a> {
    pub session: &'a str,
    pub as_of: AsOf,
}

impl<'a> Facts<'a> {
    /// What the assessment looks at. Costly: built at the first placeholder that needs it, and once.
    pub(crate) fn context(&self) -> &Context<'a> {
        self.looked_at.get_or_init(|| {
            let (asked, period) = (&mut Diagnostics::default(), self.assessment.period);
            Context::new(asked, self.resolution, self.records, self.as_of, period)
        })
    }

    /// The requirements that name this letter, in the order of the resolution.
    pub fn requirements_of(&self, letter: &LetterKind) -> Vec<&'a Requirement> {
        self.resolution.requirements.iter().filter(|r| r.letters.contains(&letter.key)).collect()
    }

    /// How a requirement stands for the recipient at the Stichtag: the branch's own verdict, else that of the whole
    /// party; of several periods the one in which the Stichtag lies, else the last that has begun.
    pub fn verdict(&self, requirement: &str, recipient: &Recipient) -> Option<&'a Verdict> {
        let branch = match recipient {
            Recipient::Branch(id) => Some(*id),
            Recipient::Body(_) => None,
        };
        let of = |subject: Option<BranchId>| {
            self.assessment
                .verdicts
                .iter()
                .filter(|v| v.requirement == requirement && v.subject == subject)
                .filter(|v| v.period.from <= self.as_of.0)
                .max_by_key(|v| v.period.from)
        };
        branch.and_then(|id| of(Some(id))).or_else(|| of(None))
    }
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Recipient {
    Branch(BranchId),
    /// Key of a body in the resolution.
    Body(String),
}

/// The words of the JSON contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LetterState {
    /// Due, and everything the letter needs is known.
    Ready,
    /// Due, but something is missing: no letter, a line „Angabe fehlt“.
    Incomplete,
    /// In the register, not sent.
    Draft,
    Sent,
    NotDue,
}

impl LetterState {
    pub fn key(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Incomplete => "incomplete",
            Self::Draft => "draft",
            Self::Sent => "sent",
            Self::NotDue => "not_due",
        }
    }

    pub fn label_de(self) -> &'static str {
        match self {
            Self::Ready => "fertig",
            Self::Incomplete => "Angabe fehlt",
            Self::Draft => "Entwurf",
            Self::Sent => "schon versandt",
            Self::NotDue => "kein Anlass",
        }
    }
}

/// One line of the recipient list.
#[derive(Clone, Debug)]
pub struct PlannedLetter {
    pub letter: Arc<LetterKind>,
    pub recipient: Recipient,
    /// „Kreisverband Gotha“, „Landesvorstand“.
    pub recipient_name: String,
    /// With letter and recipient the register's key: „2024“, „2024-H1“, or a row's date „14.09.2024“.
    pub period: String,
    pub state: LetterState,
    /// Why, in German: „Angebot vom 22.01.2024 ohne Antwort“, „ab 15.01.“, „bereits am 22.01.2024 versandt“.
    pub reason: String,
    /// The day from which it will be due, where nothing but time is lacking.
    pub from: Option<NaiveDate>,
    /// What is missing, for [`LetterState::Incomplete`].
    pub missing: Vec<MissingDetail>,
    /// The row the letter is about (an event), where there is one.
    pub about: Option<Arc<Entry>>,
    /// The cell of the register that says so: „versandt am“ of the row it answers or stands in, or of its batch.
    pub registered: Option<CellRef>,
    /// The first cell of its own row in the register, where it has one.
    pub row: Option<CellRef>,
    /// Why a draft should not be posted as it lies there, in German: „nicht mehr versenden: …“.
    pub hold: Option<String>,
}

/// A detail a letter needs and nobody has entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingDetail {
    /// The placeholder's name.
    pub field: String,
    /// „die Straße der Geschäftsstelle“.
    pub text: String,
    /// Where to enter it: a cell of a list, or a setting's name.
    pub place: String,
    pub cell: Option<CellRef>,
}
