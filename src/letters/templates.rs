//! The starter letters every office begins with, until it puts its own into `Vorlagen/`. Written by
//! `cargo run --example make_templates`.

/// Key of the letter in the resolution, and the Word file.
pub const BUILTIN: &[(&str, &[u8])] = &[
    ("abfrage-kv", include_bytes!("../../templates/briefe/abfrage-kv.docx")),
    ("angebot-bericht", include_bytes!("../../templates/briefe/angebot-bericht.docx")),
    ("bestaetigung-bericht", include_bytes!("../../templates/briefe/bestaetigung-bericht.docx")),
    ("bitte-bilanz", include_bytes!("../../templates/briefe/bitte-bilanz.docx")),
    ("einladung-digitaltag", include_bytes!("../../templates/briefe/einladung-digitaltag.docx")),
    ("einladung-wochenende", include_bytes!("../../templates/briefe/einladung-wochenende.docx")),
    ("erinnerung-bericht", include_bytes!("../../templates/briefe/erinnerung-bericht.docx")),
    ("erinnerung-vorlage", include_bytes!("../../templates/briefe/erinnerung-vorlage.docx")),
    ("nachbereitung-bericht", include_bytes!("../../templates/briefe/nachbereitung-bericht.docx")),
    ("sachstand-lv", include_bytes!("../../templates/briefe/sachstand-lv.docx")),
    ("uebersicht-versand", include_bytes!("../../templates/briefe/uebersicht-versand.docx")),
];
