//! The names a resolution declares, who refers to them, and which of them nobody uses.

use std::collections::{BTreeMap, BTreeSet};

use super::faults::{Faults, allowed};
use super::reader::Text;
use crate::matching::normal;

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum What {
    Body,
    Group,
    Evidence,
    Criterion,
    Requirement,
    Interpretation,
    Letter,
}

impl What {
    /// „ist keine Stelle“
    fn none_de(self) -> &'static str {
        match self {
            Self::Body => "keine Stelle",
            Self::Group => "keine Gruppe",
            Self::Evidence => "kein Nachweis",
            Self::Criterion => "kein Merkmal",
            Self::Requirement => "keine Anforderung",
            Self::Interpretation => "keine Auslegung",
            Self::Letter => "kein Brief",
        }
    }

    pub(super) fn label_de(self) -> &'static str {
        match self {
            Self::Body => "Stelle",
            Self::Group => "Gruppe",
            Self::Evidence => "Nachweis",
            Self::Criterion => "Merkmal",
            Self::Requirement => "Anforderung",
            Self::Interpretation => "Auslegung",
            Self::Letter => "Brief",
        }
    }
}

/// All declared names, known before the first reference is read; every reference that resolves is a use.
#[derive(Default)]
pub(super) struct Names {
    declared: BTreeMap<What, Vec<Text>>,
    used: BTreeSet<(What, String)>,
    /// The table key of each requirement's kind.
    pub(super) kinds: BTreeMap<String, String>,
}

impl Names {
    /// A second declaration of the same name, be it in other letter case, is a fault.
    pub(super) fn declare(&mut self, faults: &mut Faults<'_>, what: What, name: Text) {
        let list = self.declared.entry(what).or_default();
        if let Some(first) = list.iter().find(|other| normal(&other.value) == normal(&name.value)) {
            let line = faults.line(first.at);
            faults.at(
                name.at,
                format!(
                    "{} „{}“ gibt es schon in Zeile {line}; jeder Name darf nur einmal vorkommen",
                    what.label_de(),
                    name.value
                ),
            );
            return;
        }
        list.push(name);
    }

    pub(super) fn declared(&self, what: What) -> &[Text] {
        self.declared.get(&what).map_or(&[], Vec::as_slice)
    }

    pub(super) fn knows(&self, what: What, name: &str) -> bool {
        self.declared(what).iter().any(|other| other.value == name)
    }

    fn values(&self, what: What) -> Vec<&str> {
        self.declared(what).iter().map(|name| name.value.as_str()).collect()
    }

    /// The name, where it is declared; a fault at the reference where it is not.
    pub(super) fn resolve(
        &mut self,
        faults: &mut Faults<'_>,
        what: What,
        place: &str,
        name: &Text,
    ) -> Option<String> {
        if self.knows(what, &name.value) {
            self.used.insert((what, name.value.clone()));
            return Some(name.value.clone());
        }
        faults.at(
            name.at,
            format!(
                "{place}: „{}“ ist {}{}",
                name.value,
                what.none_de(),
                allowed("angelegt", &name.value, &self.values(what))
            ),
        );
        None
    }

    pub(super) fn resolve_all(
        &mut self,
        faults: &mut Faults<'_>,
        what: What,
        place: &str,
        names: &[Text],
    ) -> Vec<String> {
        names.iter().filter_map(|name| self.resolve(faults, what, place, name)).collect()
    }

    /// Declared names nobody refers to.
    pub(super) fn unused(&self, what: What) -> Vec<&Text> {
        self.declared(what)
            .iter()
            .filter(|name| !self.used.contains(&(what, name.value.clone())))
            .collect()
    }
}
