//! Drafts that must not go out any more: their occasion is gone, their year is over, another went in their place.

use chrono::Datelike;

use super::{Case, stated};
use crate::domain::{Field, Span, Tri};
use crate::letters::history::{Dispatch, Posted};
use crate::letters::{LetterState, PlannedLetter, Recipient, fields, reminder, rows};
use crate::matching::normal;
use crate::requirements::context::Concern;
use crate::requirements::{Fit, RowState};
use crate::resolution::{LetterForm, Occasion};
use crate::wording;

impl Case<'_, '_> {
    /// Why a letter of this kind need not or must not go out any more, whatever its occasion.
    pub(super) fn pointless(&self) -> Option<String> {
        let fulfilled = || {
            let (id, label) = self.all_fulfilled()?;
            (self.letter.form == LetterForm::Offer || self.is_resubmission())
                .then(|| format!("{id}: {label}"))
        };
        fulfilled().or_else(|| self.stopped("").map(|line| line.reason))
    }

    pub(super) fn is_resubmission(&self) -> bool {
        matches!(self.letter.occasion, Occasion::Resubmission { .. })
    }

    /// The program's drafts that no line stands for: their year is over, their row is gone, another went out.
    pub(super) fn left_over(&self, lines: &[PlannedLetter]) -> Vec<PlannedLetter> {
        // a row that waits beside the register may stand in it by now: it is the same letter
        let has_line = |dispatch: &Dispatch<'_>| {
            let row = dispatch.entry.first_cell();
            lines.iter().any(|line| line.row.as_ref() == Some(&row))
        };
        let shown = |dispatch: &Dispatch<'_>| {
            let file = |dispatch: &Dispatch<'_>| dispatch.entry.text(Field::FileName).map(normal);
            has_line(dispatch)
                || self.history.iter().any(|d| has_line(d) && file(d) == file(dispatch))
        };
        if !self.facts.records.failed_files.is_empty()
            || self.is_resubmission()
            || self.letter.occasion == Occasion::AfterFreezing
        {
            return Vec::new();
        }
        let ours = |dispatch: &&Dispatch<'_>| {
            dispatch.meant == Tri::Yes
                && dispatch.posted == Posted::Not
                && dispatch.entry.text(Field::FileName).is_some()
                && dispatch.entry.text(Field::Checksum).is_some()
        };
        let about_rows = match &self.letter.occasion {
            Occasion::DateFixed { .. }
            | Occasion::WeeksBefore { .. }
            | Occasion::DetailsMissingAfter { .. } => true,
            Occasion::YearlyFrom { .. }
            | Occasion::WeeksWithoutAnswer { .. }
            | Occasion::BlankIn(_)
            | Occasion::HalfYearly
            | Occasion::Resubmission { .. }
            | Occasion::AfterFreezing => false,
        };
        self.history
            .iter()
            .filter(ours)
            .filter(|dispatch| !shown(dispatch))
            .map(|dispatch| {
                let period = stated(dispatch, String::new());
                let mut line = self.registered_line(period.clone(), None, dispatch);
                let replaced = lines.iter().any(|line| line.period == period && line.row.is_some());
                let hold = if replaced {
                    "nicht mehr versenden: ein anderer Eintrag steht schon für diesen Brief".to_owned()
                } else if about_rows {
                    self.of_its_row(dispatch).unwrap_or_else(|| {
                        format!("erst prüfen: zum Termin {period} steht keine sichere Zeile mehr in den Listen")
                    })
                } else {
                    format!("nicht mehr versenden: der Zeitraum {period} ist vorbei")
                };
                line.reason.push_str("; ");
                line.reason.push_str(&hold);
                line.hold = Some(hold);
                line
            })
            .collect()
    }

    /// Why a draft about a row that stands in the lists has no line: the row is called off, in doubt, or of a closed year.
    fn of_its_row(&self, dispatch: &Dispatch<'_>) -> Option<String> {
        let evidence =
            self.facts.resolution.evidence.get(fields::evidence_of(&self.letter.occasion)?)?;
        let branch = match &self.recipient {
            Recipient::Branch(id) if rows::is_per_branch(self.facts, evidence) => Some(*id),
            Recipient::Branch(_) | Recipient::Body(_) => None,
        };
        let of_day = |span: Span| dispatch.states_day_in(span);
        let mut found: Vec<_> = self
            .context
            .concerning(evidence, branch)
            .into_iter()
            .filter(|(candidate, concern)| {
                candidate.fit == Fit::Yes
                    && *concern == Concern::Yes
                    && candidate.span().is_some_and(of_day)
            })
            .map(|(candidate, _)| candidate)
            .collect();
        // a row that stands goes before one that is called off
        found.sort_by_key(|candidate| matches!(candidate.state, RowState::Nothing(_)));
        let candidate = found.first()?;
        let (day, place) = (wording::span(candidate.span()?), candidate.entry.first_cell());
        Some(match &candidate.state {
            RowState::Nothing(why) => {
                format!(
                    "nicht mehr versenden: der Termin {day} ist in den Listen „{why}“ ({place})"
                )
            }
            RowState::Unknown(why) => format!("erst prüfen: Termin {day}: {why} ({place})"),
            RowState::Held { .. } | RowState::Planned | RowState::Offered { .. }
                if candidate.span()?.from.year() < self.today().year() =>
            {
                format!("nicht mehr versenden: das Jahr des Termins {day} ist abgeschlossen")
            }
            RowState::Offered { .. } | RowState::Planned => {
                format!(
                    "vorerst nicht versenden: der Termin {day} hat laut Liste noch nicht stattgefunden ({place})"
                )
            }
            RowState::Held { .. } => return None,
        })
    }
}

/// A draft on the desk that has become pointless must not be posted: says so.
pub(super) fn withdrawn(
    mut line: PlannedLetter,
    why: impl FnOnce() -> Option<String>,
) -> PlannedLetter {
    if line.state != LetterState::Draft || line.hold.is_some() {
        return line;
    }
    let Some(why) = why() else { return line };
    let word = if reminder::passes(&why) { "vorerst nicht" } else { "nicht mehr" };
    let hold = format!("{word} versenden: {why}");
    line.reason.push_str("; ");
    line.reason.push_str(&hold);
    line.hold = Some(hold);
    line
}
