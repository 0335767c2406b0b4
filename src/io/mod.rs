//! Readers and writers of file formats, and folders. No sentence about a branch, no decision.
pub mod excel_writer;
