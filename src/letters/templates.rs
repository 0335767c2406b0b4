//! The starter letters every office begins with, until it puts its own into `Vorlagen/`, and the texts of the e-mails
//! they are sent with. The letters are written by `cargo run --example make_templates`, the texts by hand.

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

/// Key of the letter in the resolution, and the text of the e-mail that carries it; its first line is the subject.
pub const BUILTIN_TEXTS: &[(&str, &str)] = &[
    ("abfrage-kv", include_str!("../../templates/briefe/abfrage-kv.txt")),
    ("angebot-bericht", include_str!("../../templates/briefe/angebot-bericht.txt")),
    ("bestaetigung-bericht", include_str!("../../templates/briefe/bestaetigung-bericht.txt")),
    ("bitte-bilanz", include_str!("../../templates/briefe/bitte-bilanz.txt")),
    ("einladung-digitaltag", include_str!("../../templates/briefe/einladung-digitaltag.txt")),
    ("einladung-wochenende", include_str!("../../templates/briefe/einladung-wochenende.txt")),
    ("erinnerung-bericht", include_str!("../../templates/briefe/erinnerung-bericht.txt")),
    ("erinnerung-vorlage", include_str!("../../templates/briefe/erinnerung-vorlage.txt")),
    ("nachbereitung-bericht", include_str!("../../templates/briefe/nachbereitung-bericht.txt")),
    ("sachstand-lv", include_str!("../../templates/briefe/sachstand-lv.txt")),
    ("uebersicht-versand", include_str!("../../templates/briefe/uebersicht-versand.txt")),
];
