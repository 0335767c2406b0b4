//! One set of facts about an invented office, said without any spreadsheet: every list as fields and rows.
//!
//! Places are real, people and events are not. Days are written `JJJJ-MM-TT`, several days `JJJJ-MM-TT..JJJJ-MM-TT`, yes
//! and no as `ja` and `nein`, branches as `KV Gotha`; a field that says nothing is left empty.

use beschlusskontrolle::domain::{Field as F, ListKind};

/// One list: what its columns are about, and its rows, cells separated by ` | `.
pub struct Facts {
    pub list: ListKind,
    pub fields: &'static [F],
    pub rows: &'static [&'static str],
}

impl Facts {
    /// The cells of all rows, as many as there are fields.
    pub fn cells(&self) -> Vec<Vec<&'static str>> {
        self.rows
            .iter()
            .map(|row| {
                let mut cells: Vec<&str> = row.split('|').map(str::trim).collect();
                assert!(cells.len() <= self.fields.len(), "{row}");
                cells.resize(self.fields.len(), "");
                cells
            })
            .collect()
    }
}

pub const ALL: [&Facts; 5] = [&BRANCHES, &EVENTS, &MEASURES, &PAPERS, &DISPATCHES];

/// Twelve branches: one merges into another, one is founded in autumn, one address lacks its street, one its chair; „Weimar“
/// stands beside „Weimarer Land“.
#[rustfmt::skip]
pub const BRANCHES: Facts = Facts {
    list: ListKind::Branches,
    fields: &[
        F::Code, F::Branch, F::BranchType, F::Since, F::Until, F::Successor, F::Aliases, F::Chair1First, F::Chair1Last, F::Chair1Form,
        F::Chair2First, F::Chair2Last, F::Street, F::Postcode, F::Town, F::Email, F::Phone, F::Members, F::SuccessionCouncils,
        F::SuccessionParty,
    ],
    rows: &[
        "EIC | Eichsfeld | KV | | | | | Torben | Eschwald | männlich | | | Wilhelmstraße 2 | 37308 | Heilbad Heiligenstadt | eic@example.org | 03606 000102 | 38 | nein | nein",
        "EA | Eisenach | SV | | 2024-06-30 | KV Wartburgkreis | | Selma | Rautenberg | weiblich | | | Georgenstraße 3 | 99817 | Eisenach | ea@example.org | 03691 000103 | 34 | nein | ja",
        "EF | Erfurt | SV | | | | | Kim | Brenner | | Nele | Auerhahn | Andreasstraße 4 | 99084 | Erfurt | ef@example.org | 0361 0000104 | 402 | ja | nein",
        "GTH | Gotha | KV | | | | | Anouk | Weidlich | weiblich | Karl | Tannroda | Marktstraße 6 | 99867 | Gotha | gth@example.org | 03621 000106 | 96 | ja | ja",
        "GRZ | Greiz | KV | | | | | Ilka | Sommerfeld | weiblich | | | Thomasstraße 7 | 07973 | Greiz | grz@example.org | 03661 000107 | 57 | nein | nein",
        "IK | Ilm-Kreis | KV | | | | Ilmkreis | Carlotta | Buchwald | weiblich | Emil | Rosenthal | Schloßplatz 9 | 99310 | Arnstadt | ik@example.org | 03628 000109 | 88 | nein | ja",
        "IL | Ilmenau | SV | 2023-10-14 | | | | Fritzi | Wolkenstein | divers | | | Lindenstraße 10 | 98693 | Ilmenau | il@example.org | 03677 000110 | 27 | nein | nein",
        "J | Jena | SV | | | | | Malte | Findeisen | männlich | Rosa | Talheim | Löbdergraben 11 | 07743 | Jena | j@example.org | 03641 000111 | 231 | nein | nein",
        "SOK | Saale-Orla-Kreis | KV | | | | | | | | | | | 07907 | Schleiz | sok@example.org | 03663 000115 | 36 | ja",
        "SÖM | Sömmerda | KV | | | | | Juno | Finne | | | | Marktplatz 18 | 99610 | Sömmerda | soem@example.org | 03634 000118 | 33 | nein | nein",
        "WAK | Wartburgkreis | KV | | | | | Marlene | Werrabruck | weiblich | Henning | Pleßberg | Michaelisstraße 22 | 36433 | Bad Salzungen | wak@example.org | 03695 000122 | 83 | nein | nein",
        "AP | Weimarer Land | KV | | | | | Toni | Ettersberg | | | | Bahnhofstraße 23 | 99510 | Apolda | ap@example.org | 03644 000123 | 44 | nein | nein",
        "WE | Weimar | SV | | | | | Pauline | Kirschbach | weiblich | | | Marktstraße 24 | 99423 | Weimar | we@example.org | 03643 000124 | 126 | nein | nein",
    ],
};

#[rustfmt::skip]
pub const EVENTS: Facts = Facts {
    list: ListKind::Events,
    fields: &[
        F::Number, F::Date, F::Time, F::Kind, F::Title, F::Branch, F::Place, F::Form, F::Frame, F::Participants, F::OpenDebate, F::Topics,
        F::Audience, F::Status, F::Attendance,
    ],
    rows: &[
        "1 | 2023-01-21 | 10:00 | Rechenschaftsbericht | Neujahrsempfang | KV Gotha | Gotha | Präsenz | Kreisparteitag | LV; LAus | ja | Arbeitsschwerpunkte; Strategie; aktuelle Probleme | | durchgeführt | 44",
        "2 | 2023-03-25 | 10:00 | Rechenschaftsbericht | Bericht der Landesgremien | KV Greiz | Greiz | Präsenz | Kreisparteitag | LV; LAus | ja | Arbeitsschwerpunkte; politische und strategische Ausrichtung; aktuelle Probleme | | durchgeführt | 39",
        "3 | 2023-04-15 | 18:30 | Rechenschaftsbericht | Bericht des Landesvorstands | SV Jena | Jena | Präsenz | Stadtparteitag | LV | ja | Arbeitsschwerpunkte | | durchgeführt | 26",
        "4 | 2023-04-29 | 10:00 | Stammtisch der Generationen | Stammtisch | | Erfurt | Präsenz | | LV | ja | Ehrenamt | | durchgeführt | 31",
        "5 | 2023-05-06 | 10:00 | Rechenschaftsbericht | Gemeinsamer Bericht | KV Weimarer Land; SV Weimar | Weimar | hybrid | Hauptversammlung | LV; LAus | ja | Schwerpunkte; Ausrichtung; Probleme | | durchgeführt | 83",
        "6 | 2023-06-10..2023-06-11 | | Mitgliederwochenende | Erstes Mitgliederwochenende | | Saalfeld | Präsenz | | LV; LAus; LGS | | Rollen und Erwartungen | Neumitglieder; Bestandsmitglieder | durchgeführt | 61",
        "7 | 2023-06-24 | | Kreisbereisung | Besuch der Landesgeschäftsstelle | KV Sömmerda | Sömmerda | vor Ort | | LGS | | | | durchgeführt | 9",
        "8 | 2023-09-09 | 18:00 | Rechenschaftsbericht | Bericht am Bildschirm | SV Erfurt | | digital | Stadtparteitag | LV; LAus | ja | Arbeitsschwerpunkte; aktuelle Probleme | | durchgeführt | 71",
        "9 | 2023-09-16 | 10:00 | Rechenschaftsbericht | Bericht der Landesgremien | KV Eichsfeld | Leinefelde | Präsenz | Kreisparteitag | LV; LAus | | | | abgesagt",
        "10 | 2023-10-07 | 10:00 | Rechenschaftsbericht | Bericht der Landesgremien | KV Ilm-Kreis | Arnstadt | Präsenz | Kreisparteitag | LV; LAus | | Arbeitsschwerpunkte; Ausrichtung; Probleme | | durchgeführt | 40",
        "11 | 2023-11-18 | | digitaler Mitgliedertag | Digitaler Mitgliedertag | | | digital | | LV | | Beteiligung im Netz | Neumitglieder; Bestandsmitglieder | durchgeführt | 47",
        "12 | 2023-12-02 | 10:00 | Vernetzungstreffen | KV und LAG Umwelt an einem Tisch | KV Gotha | Gotha | Präsenz | | LAus | | Umwelt | | durchgeführt | 18",
        "13 | 2024-01-20 | 10:00 | Rechenschaftsbericht | Bericht der Landesgremien | KV Greiz | Greiz | Präsenz | Kreisparteitag | LV; LAus | nein | Arbeitsschwerpunkte; Ausrichtung; Probleme | | durchgeführt | 37",
        "14 | 2024-02-17 | | Stammtisch der Generationen | Stammtisch | | Jena | Präsenz | | LV | ja | Ehrenamt | | durchgeführt | 25",
        "15 | 2024-03-09 | | Sitzung | Sitzung der Satzungskommission | | Erfurt | hybrid | | | | | | durchgeführt | 7",
        "16 | 2024-04-13 | 10:00 | Rechenschaftsbericht | Bericht der Landesgremien | KV Gotha | Gotha | Präsenz | Kreisparteitag | LV; LAus | ja | Arbeitsschwerpunkte; politische und strategische Ausrichtung; aktuelle Probleme | | durchgeführt | 46",
        "17 | 2024-05-04 | 10:00 | Rechenschaftsbericht | Bericht der Landesgremien | KV Ilm-Kreis | Arnstadt | hybrid | Kreisparteitag | LV; LAus | ja | Schwerpunkte; Probleme | | durchgeführt | 29",
        "18 | 2024-05-24..2024-05-26 | | Mitgliederwochenende | Zweites Mitgliederwochenende | | Saalfeld | Präsenz | | LV; LAus; LGS | | Wahlkampf und Ehrenamt | Neumitglieder | durchgeführt | 58",
        "19 | 2024-06-08 | 10:00 | Rechenschaftsbericht | Gemeinsamer Parteitag vor dem Zusammenschluss | KV Wartburgkreis; SV Eisenach | Eisenach | Präsenz | Kreisparteitag | LV; LAus | ja | Arbeitsschwerpunkte; Strategie; Probleme | | durchgeführt | 52",
        "20 | 2024-06-15 | | Kreisbereisung | Besuch der Landesgeschäftsstelle | KV Sömmerda | Sömmerda | vor Ort | | LGS | | | | abgesagt",
        "21 | 2024-08-24 | 10:00 | Rechenschaftsbericht | Bericht des Landesvorstands | SV Jena | Jena | Präsenz | Hauptversammlung | LV | ja | Arbeitsschwerpunkte; Strategie; aktuelle Probleme | | durchgeführt | 64",
        "22 | 2024-09-14 | | Kreisbereisung | Besuch der Landesgeschäftsstelle | KV Saale-Orla-Kreis | Schleiz | vor Ort | | LGS | | Technik | | durchgeführt | 6",
        "23 | 2024-09-21 | | Vernetzungstreffen | KV und LAG Bildung an einem Tisch | KV Eichsfeld | Leinefelde | Präsenz | | LAus | | | | durchgeführt | 25",
        "24 | 2024-10-05 | 18:00 | Rechenschaftsbericht | Bericht am Bildschirm | SV Erfurt | | digital | Stadtparteitag | LV; LAus | ja | Arbeitsschwerpunkte; aktuelle Probleme | | durchgeführt | 71",
        "25 | 2024-10-26 | 10:00 | Rechenschaftsbericht | Bericht der Landesgremien | KV Weimarer Land | Apolda | Präsenz | Kreisparteitag | | ja | Arbeitsschwerpunkte; Ausrichtung; Probleme | | durchgeführt | 24",
        "26 | 2024-11-09 | 10:00 | Rechenschaftsbericht | Bericht der Landesgremien | SV Weimar | Weimar | Präsenz | Hauptversammlung | LV; LAus | ja | | | durchgeführt | 30",
        "27 | 2024-11-16 | | digitaler Mitgliedertag | Digitaler Mitgliedertag | | Erfurt | hybrid | | LV | | Was kommt nach der Wahl? | alle Mitglieder | durchgeführt | 47",
        "28 | 2024-11-23 | 10:00 | Rechenschaftsbericht | Bericht der Landesgremien | KV Sömmerda | Sömmerda | Präsenz | Kreisparteitag | | | | | verschoben auf 2025-01-18",
        "29 | 2024-12-07 | 10:00 | Rechenschaftsbericht | Bericht der Landesgremien | SV Ilmenau | Ilmenau | Präsenz | Hauptversammlung | LV; LAus | | | | geplant",
        "30 | 2025-02-15..2025-02-16 | | Mitgliederwochenende | Drittes Mitgliederwochenende | | Jena | Präsenz | | LV | | Vor Ort verankert sein | Neumitglieder; Bestandsmitglieder | geplant",
        "31 | 2025-03-08 | 10:00 | Rechenschaftsbericht | Bericht der Landesgremien | SV Jena | Jena | Präsenz | Stadtparteitag | LV; LAus | | | | angeboten",
    ],
};

#[rustfmt::skip]
pub const MEASURES: Facts = Facts {
    list: ListKind::Measures,
    fields: &[F::Number, F::Kind, F::Area, F::Description, F::Branch, F::Begin, F::End, F::Status, F::Result],
    rows: &[
        "1 | Maßnahme | Kampagnenfähigkeit | Werkstatt Infostand und Haustür | alle | 2023-04-15 | 2023-06-30 | erledigt | sechs Werkstätten",
        "2 | Maßnahme | Verwaltungsaufgaben | Schulung Beitragskassierung | KV Greiz; KV Gotha | 2023-09-01 | 2023-11-30 | erledigt | Handreichung liegt vor",
        "3 | Maßnahme | Personalentwicklung | Mentoring für neue Vorstände | alle | 2023-10-01 | | abgesagt",
        "4 | Weiterentwicklung | Stammtisch der Generationen | künftig in jeder Region, mit Moderation | alle | 2023-08-01 | 2023-08-31 | erledigt | neues Konzept",
        "5 | Prüfung | Konflikte | Angebot externer Moderation von Veränderungsprozessen | alle | 2023-10-02 | 2024-03-04 | erledigt | Wird eingeführt: drei Moderationen im Jahr",
        "6 | Maßnahme | Kampagne | Wahlkampfwerkstatt | alle | 2024-02-03 | 2024-05-31 | erledigt | neun Werkstätten",
        "7 | Unterstützung | Verwaltung und Finanzen | Sprechstunde der Landesgeschäftsstelle | alle | 2024-01-15 | | in Arbeit | jeden zweiten Dienstag",
        "8 | Auswertung | Mitgliederwochenende | Umfrage unter den Teilnehmenden | alle | 2024-06-03 | 2024-06-28 | erledigt | mehr Zeit zum Kennenlernen gewünscht",
        "9 | Weiterentwicklung | Kreisbereisung | Besuche künftig nach Regionen gebündelt | alle | 2024-09-02 | | geplant",
    ],
};

#[rustfmt::skip]
pub const PAPERS: Facts = Facts {
    list: ListKind::Papers,
    fields: &[F::Number, F::Date, F::Kind, F::Title, F::From, F::To, F::Topics],
    rows: &[
        "1 | 2023-09-16 | Bericht | Bericht zur Lage der Partei | Landesvorstand | Landesausschuss |",
        "2 | 2024-03-09 | Vorschlag | Vorschläge zur Vernetzung von Kreisverbänden und LAG | LAus-Vorstand | Landesausschuss |",
        "3 | 2024-06-15 | Bilanz | Fünf Jahre im Landtag – eine Bilanz | Landtagsfraktion | Landesausschuss | Erfolge; politische Initiativen; Wahlprogramm",
    ],
};

#[rustfmt::skip]
pub const DISPATCHES: Facts = Facts {
    list: ListKind::Dispatches,
    fields: &[F::Number, F::Letter, F::Recipient, F::LetterPeriod, F::CreatedOn, F::SentOn, F::Promises, F::Channel, F::AnswerOn, F::Answer, F::Appointment],
    rows: &[
        "1 | Angebot Rechenschaftsbericht | KV Eichsfeld | 2023 | 2023-03-17 | 2023-03-20 | alles | Post | 2023-04-12 | angenommen",
        "2 | Angebot Rechenschaftsbericht | SV Erfurt | 2023 | 2023-03-17 | 2023-03-20 | alles | E-Mail",
        "3 | Angebot Rechenschaftsbericht | KV Gotha | 2023 | 2023-03-17 | 2023-03-20 | alles | Post | 2023-04-03 | angenommen",
        "4 | Angebot Rechenschaftsbericht | KV Saale-Orla-Kreis | 2023 | 2023-03-17 | | alles | Post",
        "5 | Angebot Rechenschaftsbericht | SV Eisenach | 2024 | 2024-01-18 | 2024-01-22 | alles | Post | 2024-02-12 | angenommen | 2024-06-08",
        "6 | Angebot Rechenschaftsbericht | SV Erfurt | 2024 | 2024-01-18 | 2024-01-22 | alles | E-Mail | 2024-02-01 | abgelehnt",
        "7 | Angebot Rechenschaftsbericht | KV Gotha | 2024 | 2024-01-18 | 2024-01-22 | alles | Post | 2024-01-30 | angenommen | 2024-04-13",
        "8 | Angebot Rechenschaftsbericht | KV Ilm-Kreis | 2024 | 2024-01-18 | 2024-01-22 | alles | Post",
        "9 | Angebot Rechenschaftsbericht | SV Ilmenau | 2024 | 2024-01-18 | 2024-01-22 | alles | E-Mail",
        "10 | Angebot Rechenschaftsbericht | KV Greiz | 2024 | 2024-02-02 | 2024-02-05 | gemeinsam; in Präsenz gehalten; auf einem Kreisparteitag | Post",
        "11 | Angebot Rechenschaftsbericht | KV Sömmerda | 2024 | 2024-02-02 | 2024-02-05 | gemeinsam; in Präsenz gehalten; auf einem Kreisparteitag | Post",
        "12 | Angebot Rechenschaftsbericht | KV Weimarer Land | 2024 | 2024-01-18 | | alles | Post",
        "14 | Angebot Rechenschaftsbericht | KV Eichsfeld | 2024 | 2024-02-02 | 2024-02-05 | gemeinsam; in Präsenz gehalten; auf einem Kreisparteitag | Post",
        "13 | Sachstandsanfrage | Landesvorstand | 2024-H1 | 2024-03-01 | 2024-03-04 | | E-Mail",
    ],
};
