//! **Auslegungen**: how the wording is read, who has confirmed it, and what another reading would change.

use super::View;
use super::model::Sheet;

pub(super) const NAME: &str = "Auslegungen";

pub(super) fn sheet(_view: &View<'_>) -> Option<Sheet> {
    None
}
