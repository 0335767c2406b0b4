//! Proof that no character of the wording is left over.
