//! Yes, no or unknown: a criterion is never a `bool`, because an empty cell is not a no.

/// Strong Kleene logic: any no is no, else any unknown is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tri {
    Yes,
    No,
    Unknown,
}

impl Tri {
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::No, _) | (_, Self::No) => Self::No,
            (Self::Unknown, _) | (_, Self::Unknown) => Self::Unknown,
            (Self::Yes, Self::Yes) => Self::Yes,
        }
    }
}
