//! Readers and writers of file formats, and folders. No sentence about a branch, no decision.

pub mod calendar_writer;
pub mod cells;
pub mod docx_writer;
pub mod eml;
pub mod excel_writer;
mod file_reader;
mod layout;
mod limits;
pub mod list_folder;
pub(crate) mod locks;
pub mod output_folder;
pub mod pdf;
pub mod reading_process;
pub mod sniff;
pub mod text_reader;
mod wire;
pub mod workbook_reader;
