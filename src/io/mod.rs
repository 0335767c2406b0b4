//! Readers and writers of file formats, and folders. No sentence about a branch, no decision.

pub mod cells;
pub mod docx_writer;
pub mod excel_writer;
pub mod list_folder;
mod layout;
pub mod output_folder;
pub mod sniff;
pub mod text_reader;
pub mod workbook_reader;
