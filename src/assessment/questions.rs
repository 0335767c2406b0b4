//! Questions about cells that leave a criterion open, asked once per cell and not once per verdict.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::domain::{Entry, EntryCell, Tri};
use crate::requirements::{Context, Fit, RowState, criteria};
use crate::resolution::{Criterion, CriterionCheck};
use crate::wording;

/// D522 once per cell: a filled cell from which a criterion cannot be told.
pub(super) fn say_unclear_words(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for requirement in &context.resolution.requirements {
        let Some((evidence, criteria)) = requirement.kind.criteria() else { continue };
        for candidate in context.candidates(evidence) {
            let entry = candidate.entry;
            if candidate.fit != Fit::Yes || matches!(candidate.state, RowState::Nothing(_)) {
                continue;
            }
            for criterion in criteria {
                let Some((cell, expected)) = unclear_word(context, entry, criterion) else {
                    continue;
                };
                let at = entry.cell_at(cell.column);
                diagnostics.push(
                    Diagnostic::new(
                        Code::UnclearWord,
                        format!(
                            "Aus „{}“ geht nicht hervor, ob „{}“ zutrifft; es gilt als unbekannt.",
                            cell.text, criterion.text
                        ),
                    )
                    .at(at)
                    .found(&*cell.text)
                    .help(format!("Eintragen, was gemeint ist, z. B. {expected}.")),
                );
            }
        }
    }
}

/// The cell that leaves a criterion open, and words that would not.
fn unclear_word<'e>(
    context: &Context<'_>,
    entry: &'e Entry,
    criterion: &Criterion,
) -> Option<(&'e EntryCell, String)> {
    let (field, expected) = match &criterion.check {
        CriterionCheck::Words { field, yes, no } => {
            let words = yes.iter().chain(no).map(|phrase| format!("„{}“", phrase.text));
            (field, words.collect::<Vec<_>>())
        }
        CriterionCheck::AllOf { field, bodies } => {
            (field, bodies.iter().map(|body| format!("„{}“", context.body_name(body))).collect())
        }
        CriterionCheck::Flag(_) | CriterionCheck::Weekdays(_) => return None,
    };
    let cell = entry.cell(*field)?;
    let open = criteria::judge(context, entry, criterion) == Tri::Unknown
        && !context.duplicates.contradicts(entry, *field)
        && entry.bodies.is_empty()
        && !crate::matching::words(&cell.text).is_empty();
    open.then(|| (cell, wording::alternatives(&expected)))
}

/// D613 once per row: the list column and a body's own column disagree.
pub(super) fn say_columns_contradict(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for criterion in context.resolution.criteria.values() {
        let CriterionCheck::AllOf { field, bodies } = &criterion.check else { continue };
        for entry in context.records.events.iter().filter(|entry| !entry.bodies.is_empty()) {
            for body in bodies {
                if criteria::columns_contradict(context, entry, *field, body) {
                    let cell = entry.at(*field).unwrap_or_else(|| entry.first_cell());
                    diagnostics.push(
                        Diagnostic::new(
                            Code::ColumnsContradict,
                            format!(
                                "Diese Zelle und die eigene Spalte für „{}“ sagen Verschiedenes. Bis zur Klärung gilt die Beteiligung als unbekannt.",
                                context.body_name(body)
                            ),
                        )
                        .at(cell)
                        .help("Eine der beiden Angaben berichtigen."),
                    );
                }
            }
        }
    }
}
