//! **Maßnahmen**: which field is served for which branch.

use super::View;
use super::model::Sheet;

pub(super) const NAME: &str = "Maßnahmen";

pub(super) fn sheet(_view: &View<'_>) -> Option<Sheet> {
    None
}
