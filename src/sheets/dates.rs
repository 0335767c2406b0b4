//! **Termine**: the plan the office prints every week: what is ahead, who reports, what is still open.

use super::View;
use super::model::Sheet;

pub(super) const NAME: &str = "Termine";

pub(super) fn sheet(_view: &View<'_>) -> Option<Sheet> {
    None
}
