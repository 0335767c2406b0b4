//! One file per sheet of the workbook: decisions here as plain data, drawing in `io/excel_writer.rs`.
