//! Declarations without effect: what nobody uses is said, for it usually is a misspelling or a forgotten line.

use super::faults::TOML;
use super::file::Loaded;
use super::interpretation::Target;
use super::names::What;
use super::{CriterionCheck, Kind, LetterForm, LetterKind, Occasion, Performance, Resolution};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

/// Reports every declaration of a faultless resolution that changes nothing.
pub(super) fn report(diagnostics: &mut Diagnostics, loaded: &Loaded<'_>) {
    let mut report = Report { diagnostics, loaded };
    report.bodies();
    for what in [What::Group, What::Evidence] {
        report.unused(what);
    }
    report.evidence_offers();
    report.criteria();
    report.deadlines();
    report.letters();
    report.interpretations();
}

struct Report<'r, 'a> {
    diagnostics: &'r mut Diagnostics,
    loaded: &'r Loaded<'a>,
}

impl Report<'_, '_> {
    fn say(&mut self, what: What, name: &str, message: &str, help: &str) {
        let declared = self.loaded.names.declared(what).iter().find(|text| text.value == name);
        let line = declared.map_or(1, |text| self.loaded.places.line(text.at));
        self.diagnostics.push(
            Diagnostic::new(
                Code::WithoutEffect,
                format!("{TOML}, Zeile {line}: {} „{name}“ {message}", what.label_de()),
            )
            .in_file(TOML)
            .found(name)
            .help(help),
        );
    }

    fn unused(&mut self, what: What) {
        let unused: Vec<String> =
            self.loaded.names.unused(what).iter().map(|name| name.value.clone()).collect();
        for name in unused {
            self.say(
                what,
                &name,
                "wird nirgends verwendet",
                "Die Angabe löschen oder dort nennen, wo sie gelten soll.",
            );
        }
    }

    /// Where a cell lists bodies, every declared body is a word that is understood there; only then an otherwise unused
    /// one has an effect.
    fn bodies(&mut self) {
        let resolution = &self.loaded.resolution;
        let cells_name_bodies =
            resolution.criteria.values().any(|c| matches!(c.check, CriterionCheck::AllOf { .. }))
                || resolution.requirements.iter().any(|requirement| {
                    matches!(&requirement.kind, Kind::Submission(s) if s.to.is_some() || !s.from.is_empty())
                });
        if !cells_name_bodies {
            self.unused(What::Body);
        }
    }

    /// Letters that count as an offer matter only where an offer is asked for.
    fn evidence_offers(&mut self) {
        let resolution = &self.loaded.resolution;
        let idle: Vec<String> = resolution
            .evidence
            .values()
            .filter(|evidence| !evidence.offer_letters.is_empty())
            .filter(|evidence| {
                !resolution.requirements.iter().any(|requirement| match &requirement.kind {
                    Kind::Recurring(r) => {
                        r.evidence.key == evidence.key && r.performance == Performance::Offered
                    }
                    Kind::Development(d) => d.of.iter().any(|of| of.key == evidence.key),
                    Kind::Contents(_)
                    | Kind::Fields(_)
                    | Kind::Submission(_)
                    | Kind::Examination(_)
                    | Kind::Trend(_)
                    | Kind::Principle(_) => false,
                })
            })
            .map(|evidence| evidence.key.clone())
            .collect();
        for key in idle {
            self.say(
                What::Evidence,
                &key,
                "nennt unter „angeboten“ Briefe, aber keine Anforderung lässt ein Angebot genügen",
                "„angeboten“ löschen oder in der Anforderung „leistung = \"angeboten\"“ setzen.",
            );
        }
    }

    fn criteria(&mut self) {
        let resolution = &self.loaded.resolution;
        let mut messages = Vec::new();
        for criterion in resolution.criteria.values() {
            let key = criterion.key.as_str();
            let demanded = resolution.requirements.iter().any(|r| demands(&r.kind, key));
            let promised =
                resolution.letters.iter().any(|letter| letter.promises.iter().any(|p| p == key));
            if !demanded {
                messages.push((
                    key.to_owned(),
                    "wird von keiner Anforderung verlangt",
                    "Das Merkmal löschen oder unter „merkmale“ einer Anforderung nennen.",
                ));
            }
            if criterion.promise.is_some() && !promised {
                messages.push((
                    key.to_owned(),
                    "hat eine „zusage“, die kein Brief macht",
                    "„zusage“ löschen oder das Merkmal unter „sagt_zu“ eines Briefes nennen.",
                ));
            }
        }
        for (key, message, help) in messages {
            self.say(What::Criterion, &key, message, help);
        }
    }

    /// A deadline or a day to look again belongs to what is done once; what recurs has its period.
    fn deadlines(&mut self) {
        let resolution = &self.loaded.resolution;
        let mut idle = Vec::new();
        for requirement in &resolution.requirements {
            let once = match &requirement.kind {
                Kind::Fields(_) | Kind::Submission(_) | Kind::Examination(_) => true,
                Kind::Recurring(_)
                | Kind::Contents(_)
                | Kind::Development(_)
                | Kind::Trend(_)
                | Kind::Principle(_) => false,
            };
            if once {
                continue;
            }
            for (key, set) in [
                ("frist", requirement.due.is_some()),
                ("wiedervorlage", requirement.resubmit_after.is_some()),
            ] {
                if set {
                    idle.push((requirement.id.clone(), key, requirement.kind.key()));
                }
            }
        }
        for (id, key, kind) in idle {
            let message = format!("hat „{key}“; bei der Bauform „{kind}“ bewirkt das nichts");
            let help = format!("„{key}“ löschen; hier gilt der Zeitraum.");
            self.say(What::Requirement, &id, &message, &help);
        }
    }

    fn letters(&mut self) {
        let resolution = &self.loaded.resolution;
        let mut messages = Vec::new();
        for letter in &resolution.letters {
            let naming: Vec<_> = resolution
                .requirements
                .iter()
                .filter(|requirement| requirement.letters.contains(&letter.key))
                .collect();
            if naming.is_empty() && letter.occasion != Occasion::AfterFreezing {
                let message = if letter.form == LetterForm::Reminder
                    || matches!(
                        letter.occasion,
                        Occasion::HalfYearly | Occasion::Resubmission { .. }
                    ) {
                    "ist nie fällig, denn keine Anforderung nennt ihn"
                } else {
                    "wird von keiner Anforderung genannt"
                };
                messages.push((
                    letter.key.clone(),
                    message.to_owned(),
                    "Den Brief löschen oder unter „brief“ einer Anforderung nennen.",
                ));
            } else if matches!(letter.occasion, Occasion::Resubmission { .. })
                && !naming.iter().any(|requirement| requirement.resubmit_after.is_some())
            {
                messages.push((
                    letter.key.clone(),
                    "richtet sich nach einer Wiedervorlage, aber seine Anforderung hat keine"
                        .to_owned(),
                    "In der Anforderung „wiedervorlage“ eintragen, z. B. „6 Monate“.",
                ));
            }
            for promise in &letter.promises {
                if !is_credited(resolution, letter, promise) {
                    messages.push((
                        letter.key.clone(),
                        format!("sagt „{promise}“ zu, aber kein Nachweis rechnet ihm das an"),
                        "Den Brief beim Nachweis unter „angeboten“ nennen oder die Zusage löschen.",
                    ));
                }
            }
        }
        for (key, message, help) in messages {
            self.say(What::Letter, &key, &message, help);
        }
    }

    fn interpretations(&mut self) {
        let unused: Vec<String> = self
            .loaded
            .names
            .unused(What::Interpretation)
            .iter()
            .filter(|name| {
                // a built-in rule concerns all requirements
                !self
                    .loaded
                    .interpretations
                    .iter()
                    .any(|(i, target)| i.id == name.value && *target == Target::Rule)
            })
            .map(|name| name.value.clone())
            .collect();
        for id in unused {
            self.say(
                What::Interpretation,
                &id,
                "wird weder bei einer Anforderung noch bei einem Merkmal oder einer Gruppe genannt",
                "Unter „auslegung“ dort nennen, wo sie gilt.",
            );
        }
        let same = self.loaded.same_alternatives.clone();
        for id in same {
            self.say(
                What::Interpretation,
                &id,
                "hat eine Alternative, die nichts ändert",
                "In „alternative“ die andere Lesart eintragen oder sie löschen.",
            );
        }
    }
}

fn demands(kind: &Kind, criterion: &str) -> bool {
    let criteria = match kind {
        Kind::Recurring(r) => &r.criteria,
        Kind::Trend(t) => &t.criteria,
        Kind::Contents(_)
        | Kind::Fields(_)
        | Kind::Submission(_)
        | Kind::Examination(_)
        | Kind::Development(_)
        | Kind::Principle(_) => return false,
    };
    criteria.iter().any(|c| c.key == criterion)
}

/// A promise counts where the letter is an offer of evidence whose requirement demands that criterion.
fn is_credited(resolution: &Resolution, letter: &LetterKind, promise: &str) -> bool {
    resolution.requirements.iter().any(|requirement| match &requirement.kind {
        Kind::Recurring(r) => {
            r.evidence.offer_letters.contains(&letter.key) && demands(&requirement.kind, promise)
        }
        Kind::Contents(_)
        | Kind::Fields(_)
        | Kind::Submission(_)
        | Kind::Examination(_)
        | Kind::Development(_)
        | Kind::Trend(_)
        | Kind::Principle(_) => false,
    })
}
