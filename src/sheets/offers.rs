//! **Mitgliederangebote**: the editions of what is to be developed further, side by side.

use super::View;
use super::model::Sheet;

pub(super) const NAME: &str = "Mitgliederangebote";

pub(super) fn sheet(_view: &View<'_>) -> Option<Sheet> {
    None
}
