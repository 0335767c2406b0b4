//! One file per kind of requirement.
