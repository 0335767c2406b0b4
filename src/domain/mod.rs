//! What the office talks about: dates and periods, branches, rows of its lists, verdicts.

pub mod branch;
pub mod date;
pub mod entry;
pub mod field;
pub mod period;
pub mod tri;
pub mod verdict;

pub use branch::{Branch, BranchId, BranchKind, BranchRegister};
pub use date::{DateReading, Span};
pub use entry::{
    Aside, BodyCell, Entry, EntryCell, Inherited, Mention, Records, SheetColumns, StatusWord, When,
};
pub use field::{Field, ListKind};
pub use period::{AsOf, Period, PeriodKind};
pub use tri::Tri;
pub use verdict::{
    Assessment, CommitteeFinding, Evidence, ExceptionNote, Ladder, Missing, Rejected, Status,
    Total, Unknown, Verdict,
};
