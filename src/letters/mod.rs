//! Who gets which letter and why (`plan`), what a letter says (`fields`, `salutation`), what was sent (`register`).

pub mod templates;

use std::sync::Arc;

use crate::domain::{BranchId, Entry};
use crate::resolution::LetterKind;
use crate::table::CellRef;

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
    /// What is missing, for [`LetterState::Incomplete`].
    pub missing: Vec<MissingDetail>,
    /// The row the letter is about (an event), where there is one.
    pub about: Option<Arc<Entry>>,
    /// The register row it answers or stands in, where there is one.
    pub registered: Option<CellRef>,
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
