//! Branches (*Gebietsverbände*): the units for which most requirements are judged.

use std::ops::Index;

use chrono::NaiveDate;

use super::entry::Entry;
use super::field::Field;

/// Only the register of branches makes one, so an event can never name a branch that does not exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BranchId(u32);

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BranchKind {
    District,
    City,
    Local,
    Regional,
    /// Another word of the office's own; printed as it stands.
    Other(String),
}

impl BranchKind {
    pub fn label_de(&self) -> &str {
        match self {
            Self::District => "Kreisverband",
            Self::City => "Stadtverband",
            Self::Local => "Ortsverband",
            Self::Regional => "Bezirksverband",
            Self::Other(word) => word,
        }
    }

    /// Reads the German word or its abbreviation (KV, SV, OV, BV), case-insensitively; `None` for any other word.
    pub fn from_word(word: &str) -> Option<Self> {
        let word = word.trim();
        // asked of every word of every name
        let may_be = |c: char| c.to_lowercase().any(|c| matches!(c, 'k' | 's' | 'o' | 'b'));
        if !word.chars().next().is_some_and(may_be) {
            return None;
        }
        match word.to_lowercase().as_str() {
            "kreisverband" | "kreisverbände" | "kv" => Some(Self::District),
            "stadtverband" | "stadtverbände" | "sv" => Some(Self::City),
            "ortsverband" | "ortsverbände" | "ov" => Some(Self::Local),
            "bezirksverband" | "bezirksverbände" | "bv" => Some(Self::Regional),
            _ => None,
        }
    }
}

/// One branch of the office's list.
#[derive(Clone, Debug)]
pub struct Branch {
    pub id: BranchId,
    pub kind: BranchKind,
    /// The name without its type: „Gotha“.
    pub name: String,
    /// First day of existence; `None`: existed all along.
    pub since: Option<NaiveDate>,
    /// Last day of existence; `None`: still exists.
    pub until: Option<NaiveDate>,
    pub successor: Option<BranchId>,
    /// The row of the branch list: address, chairs, flags.
    pub entry: Entry,
}

impl Branch {
    /// Type and name, „Kreisverband Gotha“, however the list writes it.
    pub fn canonical(&self) -> String {
        format!("{} {}", self.kind.label_de(), self.name)
    }

    pub fn exists_on(&self, day: NaiveDate) -> bool {
        self.since.is_none_or(|since| since <= day) && self.until.is_none_or(|until| day <= until)
    }
}

/// All branches in the order of the list.
#[derive(Clone, Debug, Default)]
pub struct BranchRegister {
    branches: Vec<Branch>,
}

impl BranchRegister {
    /// Adds a branch; `make` gets the id that belongs to it.
    pub fn add(&mut self, make: impl FnOnce(BranchId) -> Branch) -> BranchId {
        let id = BranchId(u32::try_from(self.branches.len()).unwrap_or(u32::MAX));
        self.branches.push(make(id));
        id
    }

    pub fn set_successor(&mut self, of: BranchId, successor: BranchId) {
        if let Some(branch) = self.branches.get_mut(of.0 as usize) {
            branch.successor = Some(successor);
        }
    }

    /// Leaves out cells of a branch's row that cannot be relied on: they are unknown, never one of two.
    pub fn forget(&mut self, of: BranchId, fields: &[Field]) {
        if let Some(branch) = self.branches.get_mut(of.0 as usize) {
            branch.entry.cells.retain(|cell| !fields.contains(&cell.field));
            if fields.contains(&Field::Since) {
                branch.since = None;
            }
            if fields.contains(&Field::Until) {
                branch.until = None;
            }
        }
    }

    pub fn iter(&self) -> std::slice::Iter<'_, Branch> {
        self.branches.iter()
    }

    pub fn len(&self) -> usize {
        self.branches.len()
    }

    pub fn is_empty(&self) -> bool {
        self.branches.is_empty()
    }
}

impl Index<BranchId> for BranchRegister {
    type Output = Branch;

    fn index(&self, id: BranchId) -> &Branch {
        &self.branches[id.0 as usize]
    }
}

impl<'a> IntoIterator for &'a BranchRegister {
    type Item = &'a Branch;
    type IntoIter = std::slice::Iter<'a, Branch>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
