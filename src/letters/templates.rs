//! The starter letters every office begins with, until it puts its own into `Vorlagen/`. Written by
//! `cargo run --example make_templates`.

/// Key of the letter in the resolution, and the Word file.
pub const BUILTIN: &[(&str, &[u8])] = &[
    ("angebot-bericht", include_bytes!("../../templates/briefe/angebot-bericht.docx")),
    ("einladung-wochenende", include_bytes!("../../templates/briefe/einladung-wochenende.docx")),
    ("erinnerung-bericht", include_bytes!("../../templates/briefe/erinnerung-bericht.docx")),
];
