//! The lists of the sample workspace as text. Invented throughout; only the places are real.

use crate::List;

pub(crate) const WORKBOOKS: &[(&str, &[List])] = &[
    ("Verbände.xlsx", &[BRANCHES]),
    ("Veranstaltungen 2023.xlsx", &[EVENTS_2023]),
    ("Veranstaltungen 2024.xlsx", &[EVENTS_2024_FIRST, EVENTS_2024_SECOND, EVENTS_2025]),
    ("Maßnahmen Landesvorstand.xlsx", &[MEASURES_2023, MEASURES_2024]),
    ("Briefausgang.xlsx", &[LETTERS_2023, LETTERS_2024]),
    ("Beschlusskontrolle LAus.xlsx", &[STATEMENTS, EXCEPTIONS, FINDINGS]),
];

/// „Weimar“ alone may be the Stadtverband or, by its other name, the Kreisverband. One postcode lost its zero; one
/// address is incomplete; forms of address are partly empty; one branch was founded in autumn, one has merged.
const BRANCHES: List = List {
    sheet: "Verbände",
    title: &["Kreis- und Stadtverbände", "Stand: 05.11.2024"],
    indent: 0,
    header: "Kürzel | Verband | Typ | besteht seit | besteht bis | Nachfolger | auch genannt | Wunschanrede | Vorsitz 1 Vorname | Vorsitz 1 Name | Vorsitz 1 Anrede | Vorsitz 2 Vorname | Vorsitz 2 Name | Vorsitz 2 Anrede | Straße | PLZ | Ort | E-Mail | Telefon | Briefpost | Mitglieder | Generationswechsel kommunal | Generationswechsel lokal",
    rows: &[
        "ABG | Altenburger Land | Kreisverband | | | | | | Mira | Lindenau | weiblich | Jorin | Haselbach | männlich | Burgstraße 1 | 04600 | Altenburg | abg@example.org | 03447 000101 | ja | #61 | ja | nein",
        "EIC | Eichsfeld | Kreisverband | | | | | | Torben | Eschwald | männlich | | | | Wilhelmstraße 2 | 37308 | Heilbad Heiligenstadt | eic@example.org | 03606 000102 | ja | #38 | nein | nein",
        "EA | Eisenach | Stadtverband | | 2024-06-30 | KV Wartburgkreis | | | Selma | Rautenberg | weiblich | | | | Georgenstraße 3 | 99817 | Eisenach | ea@example.org | 03691 000103 | ja | #34 | nein | ja",
        "EF | Erfurt | SV | | | | | | Kim | Brenner | | Nele | Auerhahn | weiblich | Andreasstraße 4 | 99084 | Erfurt | ef@example.org | 0361 0000104 | ja | #402 | ja | nein",
        "G | Gera | SV | | | | | | Ruben | Kallweit | männlich | | | | Sorge 5 | #7545 | Gera | g@example.org | 0365 0000105 | ja | #118 | nein | nein",
        "GTH | Gotha | Kreisverband | | | | | | Anouk | Weidlich | weiblich | Karl | Tannroda | männlich | Marktstraße 6 | 99867 | Gotha | gth@example.org | 03621 000106 | ja | #96 | ja | ja",
        "GRZ | Greiz | Kreisverband | | | | | | Ilka | Sommerfeld | weiblich | | | | Thomasstraße 7 | 07973 | Greiz | grz@example.org | 03661 000107 | ja | #57 | nein | nein",
        "HBN | Hildburghausen | Kreisverband | | | | | Liebe Hildburghäuser:innen | Bodo | Sperling | männlich | | | | Markt 8 | 98646 | Hildburghausen | hbn@example.org | 03685 000108 | ja | #41",
        "IK | Ilm-Kreis | Kreisverband | | | | Ilmkreis | | Carlotta | Buchwald | weiblich | Emil | Rosenthal | männlich | Schloßplatz 9 | 99310 | Arnstadt | ik@example.org | 03628 000109 | ja | #88 | nein | ja",
        "IL | Ilmenau | SV | 2023-10-14 | | | | | Fritzi | Wolkenstein | divers | | | | Lindenstraße 10 | 98693 | Ilmenau | il@example.org | 03677 000110 | nein | #27 | nein | nein",
        "J | Jena | Stadtverband | | | | | | Malte | Findeisen | männlich | Rosa | Talheim | weiblich | Löbdergraben 11 | 07743 | Jena | j@example.org | 03641 000111 | ja | #231 | nein | nein",
        "KYF | Kyffhäuserkreis | KV | | | | | | | | | | | | Planplatz 12 | 99706 | Sondershausen | kyf@example.org | 03632 000112 | ja | #45 | ja",
        "NDH | Nordhausen | KV | | | | | | Wiebke | Hainleite | weiblich | | | | Barfüßerstraße 13 | 99734 | Nordhausen | ndh@example.org | 03631 000113 | ja | #79 | nein | nein",
        "SHK | Saale-Holzland-Kreis | KV | | | | | | Gero | Mühltal | männlich | | | | Rosa-Luxemburg-Straße 14 | 07607 | Eisenberg | shk@example.org | 036691 00114 | ja | #52 | nein | nein",
        "SOK | Saale-Orla-Kreis | KV | | | | | | Tilda | Sormitz | weiblich | | | | | | Schleiz | sok@example.org | 03663 000115 | ja | #36 | ja | nein",
        "SLF | Saalfeld-Rudolstadt | KV | | | | | | Oskar | Heideck | männlich | Lene | Schwarza | weiblich | Saalstraße 16 | 07318 | Saalfeld | slf@example.org | 03671 000116 | ja | #74 | nein | nein",
        "SM | Schmalkalden-Meiningen | KV | | | | | | Hedda | Dolmar | weiblich | | | | Georgstraße 17 | 98617 | Meiningen | sm@example.org | 03693 000117 | ja | #67 | nein | nein",
        "SÖM | Sömmerda | KV | | | | | | Juno | Finne | | | | | Marktplatz 18 | 99610 | Sömmerda | soem@example.org | 03634 000118 | ja | #33 | nein | nein",
        "SON | Sonneberg | KV | | | | | | Arvid | Blechhammer | männlich | | | | Bahnhofsplatz 19 | 96515 | Sonneberg | son@example.org | 03675 000119 | ja | #29 | ja | ja",
        "SHL | Suhl | SV | | | | | | Vera | Ringberg | weiblich | | | | Friedrich-König-Straße 20 | 98527 | Suhl | shl@example.org | 03681 000120 | ja | #48 | nein | nein",
        "UH | Unstrut-Hainich-Kreis | KV | | | | Unstrut-Hainich | | Levi | Popperode | männlich | | | | Steinweg 21 | 99974 | Mühlhausen | uh@example.org | 03601 000121 | ja | #70 | nein | nein",
        "WAK | Wartburgkreis | KV | | | | | | Marlene | Werrabruck | weiblich | Henning | Pleßberg | männlich | Michaelisstraße 22 | 36433 | Bad Salzungen | wak@example.org | 03695 000122 | ja | #83 | nein | nein",
        "AP | Weimarer Land | KV | | | | Weimar; Apolda | | Toni | Ettersberg | keine Angabe | | | | Bahnhofstraße 23 | 99510 | Apolda | ap@example.org | 03644 000123 | ja | #44 | nein | nein",
        "WE | Weimar | SV | | | | | | Pauline | Kirschbach | weiblich | | | | Marktstraße 24 | 99423 | Weimar | we@example.org | 03643 000124 | ja | #126 | nein | nein",
    ],
};

/// One row lies before the resolution, one weekend was cancelled, one debate is not noted, one Rechenschaftsbericht is
/// that of the Kreisvorstand, one has no date yet.
const EVENTS_2023: List = List {
    sheet: "Termine 2023",
    title: &["Veranstaltungen und Kreisparteitage 2023", "Stand: 18.12.2023"],
    indent: 0,
    header: "Nr. | Wann | bis | Was | Titel | Verband | Ort | Format | Rahmen | beteiligt | offene Debatte | Themen | Zielgruppe | Status | TN | Bemerkung",
    rows: &[
        "#1 | 2023-01-21 | | Rechenschaftsbericht | Neujahrsempfang mit Bericht | KV Gotha | Gotha | Präsenz | Kreisparteitag | LV; LAus | ja | Arbeitsschwerpunkte; Strategie; aktuelle Probleme | | durchgeführt | #44",
        "#2 | 2023-03-25 | | Rechenschaftsbericht | Bericht der Landesgremien | KV Nordhausen | Nordhausen | Präsenz | Kreisparteitag | LV; LAus | ja | Arbeitsschwerpunkte; politische und strategische Ausrichtung; aktuelle Probleme | | durchgeführt | #39",
        "#3 | Sa, 15.04.2023 | | Rechenschaftsbericht | Bericht des Landesvorstands | SV Suhl | Suhl | Präsenz | Stadtparteitag | LV | ja | Arbeitsschwerpunkte | | durchgeführt | #26 | für den LAus war niemand da",
        "#4 | 2023-05-06 | | Rechenschaftsbericht LV/LAus | Gemeinsamer Bericht | KV Saale-Holzland-Kreis / SV Jena | Jena | Präsenz | Hauptversammlung | LaVo und LAus | ja | Schwerpunkte; Ausrichtung; Probleme | | stattgefunden | #83",
        "#5 | 2023-05-13 | | Kreisbereisung | Besuch der Landesgeschäftsstelle | KV Sonneberg | Sonneberg | vor Ort | | LGS | | | | durchgeführt | #12",
        "#6 | 2023-05-27 | | Rechenschaftsbericht | Bericht und Aussprache | KV Altenburger Land | Altenburg | Präsenz | Kreisparteitag | LV; LAus | | Arbeitsschwerpunkte; aktuelle Probleme | | durchgeführt | #31",
        "#7 | 2023-06-17 | 2023-06-18 | Mitgliederwochenende | Mitgliederwochenende im Thüringer Wald | | Oberhof | Präsenz | | LV; LAus; LGS | | Rollen und Erwartungen | Neu- und Bestandsmitglieder | abgesagt | | zu wenig Anmeldungen",
        "#8 | 2023-07-01 | | Rechenschaftsbericht | Bericht der Landesgremien | KV Saale-Orla-Kreis | Schleiz | hybrid | Kreismitgliederversammlung | LV; LAus | ja | Arbeitsschwerpunkte; Strategie | | durchgeführt | #22",
        "#9 | 2023-08-26 | | Stammtisch der Generationen | Erfahrungen weitergeben | SV Erfurt | Erfurt | vor Ort | | LV | | | | durchgeführt | #35",
        "#10 | Sa./So. 23./24.09.2023 | | Mitgliederwochenende | Erstes Mitgliederwochenende | | Bad Blankenburg | Präsenz | | LV; LAus; LGS | | Rollen und Erwartungen an eine moderne und solidarische Mitgliederpartei | Neu- und Bestandsmitglieder | durchgeführt | #64",
        "#11 | 2023-10-07 | | Rechenschaftsbericht | Bericht am Bildschirm | SV Eisenach | | online | Hauptversammlung | LV; LAus | ja | Arbeitsschwerpunkte; Strategie; aktuelle Probleme | | durchgeführt | #19",
        "#12 | 2023-10-21 | | Rechenschaftsbericht | Rechenschaftsbericht des Kreisvorstands und Entlastung | KV Sonneberg | Sonneberg | Präsenz | Kreisparteitag | LV; LAus | ja | | | durchgeführt | #17",
        "#13 | 2023-11-11 | | Vernetzungstreffen | Kreisverbände treffen die LAG Bildung | Ilmkreis; KV Gotha | Arnstadt | Präsenz | | LAus; LAG | | | | durchgeführt | #28",
        "#14 | 2023-11-25 | | digitaler Mitgliedertag | Digitaler Mitgliedertag | | | online | | LV | | Kommunalwahl | Neu- und Bestandsmitglieder | eingeladen",
        "#15 | n. n. | | Rechenschaftsbericht | Bericht der Landesgremien | KV Eichsfeld | | | | | | | | geplant | | Termin wollte der KV noch nennen",
    ],
};

/// Participation in one column here, per body in the second half-year.
const EVENTS_2024_FIRST: List = List {
    sheet: "1. Halbjahr",
    title: &["Terminliste 2024"],
    indent: 0,
    header: "Datum von | Datum bis | Uhrzeit | Art | Titel | Verband | Ort | Form | Rahmen | beteiligt | offene Debatte | Themen | Zielgruppe | Status | Teilnehmende gesamt | Teilnehmende neu | Bemerkung",
    rows: &[
        "2024-03-09 | | 15:00 | Stammtisch der Generationen | Zuhören und weitergeben | KV Gotha | Gotha | vor Ort | | LV | | | | durchgeführt | #33",
        "2024-03-16 | | 10:00 | Rechenschaftsbericht | Bericht der Landesgremien | KV Nordhausen | Nordhausen | Präsenz | Kreisparteitag | LV; LAus | ja | Arbeitsschwerpunkte; politische und strategische Ausrichtung; aktuelle Probleme | | durchgeführt | #41",
        "2024-04-13 | | 10:00 | Rechenschaftsbericht | Bericht des Landesvorstands | KV Gotha | Gotha | Präsenz | Gesamtmitgliederversammlung | LV | ja | Arbeitsschwerpunkte; Strategie; Probleme | | durchgeführt | #37 | | LAus kurzfristig verhindert",
        "2024-04-20 | | 11:00 | Rechenschaftsbericht | Bericht und Gespräch | SV Gera | Gera | Präsenz | Stadtparteitag | LV; LAus | | | | durchgeführt | #46",
        "2024-05-04 | | | Rechenschaftsbericht | Bericht der Landesgremien | KV Saalfeld-Rudolstadt | Rudolstadt | hybrid | Kreisparteitag | LV; LAus | ja | Schwerpunkte; Probleme | | durchgeführt | #29",
        "2024-05-24 | 2024-05-26 | 18:00 | Mitgliederwochenende | Zweites Mitgliederwochenende | | Saalfeld | Präsenz | | LV; LAus; LGS | | Wahlkampf und Ehrenamt | Neumitglieder | durchgeführt | #58 | #19",
        "2024-06-08 | | 10:00 | Rechenschaftsbericht LV/LAus | Gemeinsamer Parteitag vor dem Zusammenschluss | KV Wartburgkreis / SV Eisenach | Eisenach | Präsenz | Kreisparteitag | LV; LAus | ja | Arbeitsschwerpunkte; Strategie; Probleme | | durchgeführt | #52",
        "2024-06-15 | | | Kreisbereisung | Besuch der Landesgeschäftsstelle | KV Sömerda | Sömmerda | vor Ort | | LGS | | | | entfällt | | | wird nachgeholt",
        "2024-06-22 | | 10:00 | Rechenschaftsbericht | Bericht der Landesgremien | KV Ilm-Kreis | Arnstadt | Präsenz | Kreisparteitag | LV; LAus | ja | | | abgesagt",
    ],
};

const EVENTS_2024_SECOND: List = List {
    sheet: "2. Halbjahr",
    title: &[],
    indent: 0,
    header: "Datum | Veranstaltungsart | Titel | Gliederung | Ort | Form | Anlass | berichtet für LV | berichtet für LAus | Debatte | Themen | Zielgruppe | Status | TN",
    rows: &[
        "2024-08-24 | Rechenschaftsbericht | Bericht des Landesvorstands | SV Jena | Jena | Präsenz | Hauptversammlung | ja | nein | ja | Arbeitsschwerpunkte; Strategie; aktuelle Probleme | | durchgeführt | #64",
        "2024-09-14 | Rechenschaftsbericht | Bericht der Landesgremien | Weimar | Weimar | Präsenz | Hauptversammlung | M. Musterfrau | K. Beispiel | ja | Arbeitsschwerpunkte; Strategie; aktuelle Probleme | | durchgeführt | #40",
        "2024-09-21 | Vernetzungstreffen | KV und LAG Umwelt an einem Tisch | KV Unstrut-Hainich-Kreis | Mühlhausen | Präsenz | | nein | ja | | | | durchgeführt | #25",
        "2024-10-05 | Rechenschaftsbericht | Bericht am Bildschirm | SV Erfurt | | digital | Stadtparteitag | ja | ja | ja | Arbeitsschwerpunkte; aktuelle Probleme | | durchgeführt | #71",
        "So, 19.10.2024 | Rechenschaftsbericht | Bericht der Landesgremien | KV Eichsfeld | Leinefelde | Präsenz | Kreisparteitag | M. Musterfrau | K. Beispiel | ja | Arbeitsschwerpunkte; Ausrichtung; Probleme | | durchgeführt | #24",
        "2024-11-09 | Rechenschaftsbericht | Bericht der Landesgremien | KV Altenburger Land | Schmölln | Präsenz | Kreisparteitag | ja | ja | ja | Arbeitsschwerpunkte; Strategie; aktuelle Probleme | | durchgeführt | #30",
        "2024-11-16 | digitaler Mitgliedertag | Digitaler Mitgliedertag | | Erfurt | hybrid | | ja | | | Was kommt nach der Wahl? | alle Mitglieder | durchgeführt | #47",
        "2024-11-23 | Rechenschaftsbericht | Bericht der Landesgremien | KV Sonneberg | Sonneberg | Präsenz | Kreisparteitag | | | | | | verschoben auf 18.01.2025",
        "2024-12-07 | Rechenschaftsbericht | Bericht der Landesgremien | SV Ilmenau | Ilmenau | Präsenz | Hauptversammlung | | | | | | geplant",
    ],
};

const EVENTS_2025: List = List {
    sheet: "Vorschau 2025",
    title: &["Was schon feststeht"],
    indent: 1,
    header: "Datum von | Datum bis | Uhrzeit | Art | Titel | Verband | Ort | Form | Themen | Schwerpunkt | Zielgruppe | Status | Anmeldeschluss",
    rows: &[
        "2025-01-25 | | 10:00 | Rechenschaftsbericht | Bericht der Landesgremien | KV Kyffhäuserkreis | Sondershausen | Präsenz | | | | geplant",
        "2025-02-15 | 2025-02-16 | 10:00 | Mitgliederwochenende | Drittes Mitgliederwochenende | | Jena | Präsenz | Vor Ort verankert sein | Vor Ort verankert sein | Neu- und Bestandsmitglieder | geplant | 2025-02-01",
    ],
};

const MEASURES_2023: List = List {
    sheet: "2023",
    title: &["Maßnahmen des Landesvorstands", "Stand: 31.12.2023"],
    indent: 0,
    header: "Nr. | Art | betrifft | Beschreibung | Verband | verantwortlich | Beginn | Ende | Status | Ergebnis",
    rows: &[
        "#1 | Maßnahme | Kampagnenfähigkeit | Werkstatt Infostand und Haustür | alle | LV | 2023-04-15 | 2023-06-30 | erledigt | sechs Werkstätten",
        "#2 | Maßnahme | Verwaltungsaufgaben | Schulung Beitragskassierung | KV Greiz; KV Gotha | LGS | 2023-09-01 | 2023-11-30 | erledigt | Handreichung liegt vor",
        "#3 | Maßnahme | Personalentwicklung | Mentoring für neue Vorstände | alle | LV | 2023-10-01 | | gestrichen",
        "#4 | Weiterentwicklung | Stammtisch der Generationen | künftig in jeder Region, mit Moderation | alle | LV | 2023-08-01 | 2023-08-31 | erledigt | neues Konzept",
        "#5 | Prüfung | Konflikte | Angebot externer Moderation von Veränderungsprozessen | alle | LV | 2023-10-02 | | in Arbeit",
    ],
};

const MEASURES_2024: List = List {
    sheet: "2024",
    title: &["Maßnahmen des Landesvorstands", "Stand: 16.12.2024"],
    indent: 0,
    header: "Nr. | Art | betrifft | Beschreibung | Verband | verantwortlich | Beginn | Ende | Status | Ergebnis",
    rows: &[
        "#1 | Maßnahme | Kampagne | Wahlkampfwerkstatt | alle | LV | 2024-02-03 | 2024-05-31 | erledigt | neun Werkstätten",
        "#2 | Maßnahme | Verwaltung und Finanzen | Sprechstunde der Landesgeschäftsstelle | alle | LGS | 2024-01-15 | | in Arbeit | jeden zweiten Dienstag",
        "#3 | Unterstützung | Personalentwicklung | Mentoring für neue Vorstände | KV Sonneberg; KV Saale-Orla-Kreis; SV Ilmenau | LV | 2024-04-01 | 2024-10-31 | erledigt | drei Tandems",
        "#4 | Maßnahme | Nachwuchs | Kommunalpolitische Sommerschule | alle | LV | 2024-08-10 | 2024-08-17 | erledigt | 21 Teilnehmende",
        "#5 | Prüfung | Konflikte | Angebot externer Moderation von Veränderungsprozessen | alle | LV | 2024-01-08 | 2024-03-04 | erledigt | Wird eingeführt: drei Moderationen im Jahr, Kosten trägt der Landesverband",
        "#6 | Auswertung | Mitgliederwochenende | Umfrage unter den Teilnehmenden | alle | LGS | 2024-06-03 | 2024-06-28 | erledigt | mehr Zeit zum Kennenlernen gewünscht",
        "#7 | Weiterentwicklung | Kreisbereisung | Besuche künftig nach Regionen gebündelt | alle | LGS | 2024-09-02 | | geplant",
    ],
};

/// A register kept by hand, without a column for what the offer promised: a sent offer is credited with everything.
const LETTERS_2023: List = List {
    sheet: "2023",
    title: &["Briefausgang Landesgeschäftsstelle 2023"],
    indent: 0,
    header: "Nr. | Brief | Verband | erstellt | versandt am | Weg | Antwort am | Antwort",
    rows: &[
        "#1 | Angebot Rechenschaftsbericht | KV Altenburger Land | 2023-03-17 | 2023-03-20 | Post | 2023-03-29 | angenommen",
        "#2 | Angebot Rechenschaftsbericht | KV Eichsfeld | 2023-03-17 | 2023-03-20 | Post | 2023-04-12 | angenommen",
        "#3 | Angebot Rechenschaftsbericht | SV Erfurt | 2023-03-17 | 2023-03-20 | E-Mail",
        "#4 | Angebot Rechenschaftsbericht | SV Gera | 2023-03-17 | 2023-03-20 | Post",
        "#5 | Angebot Rechenschaftsbericht | KV Gotha | 2023-03-17 | 2023-03-20 | Post | 2023-04-03 | angenommen",
        "#6 | Angebot Rechenschaftsbericht | KV Greiz | 2023-03-17 | 2023-03-20 | Post",
        "#7 | Angebot Rechenschaftsbericht | KV Hildburghausen | 2023-03-17",
        "#8 | Angebot Rechenschaftsbericht | Ilmkreis | 2023-03-17 | 2023-03-20 | Post",
        "#9 | Angebot Rechenschaftsbericht | SV Jena | 2023-03-17 | 2023-03-20 | E-Mail | 2023-03-24 | angenommen",
        "#10 | Angebot Rechenschaftsbericht | KV Kyffhäuserkreis | 2023-03-17 | 2023-03-20 | Post",
        "#11 | Angebot Rechenschaftsbericht | KV Saale-Holzland-Kreis | 2023-03-17 | 2023-03-20 | Post | 2023-03-27 | angenommen",
        "#12 | Angebot Rechenschaftsbericht | KV Saalfeld-Rudolstadt | 2023-03-17 | 2023-03-20 | Post",
        "#13 | Angebot Rechenschaftsbericht | KV Schmalkalden-Meiningen | 2023-03-17 | 2023-03-20 | Post | 2023-05-08 | abgelehnt",
        "#14 | Angebot Rechenschaftsbericht | KV Sömmerda | 2023-03-17 | 2023-03-20 | Post",
        "#15 | Angebot Rechenschaftsbericht | KV Unstrut-Hainich-Kreis | 2023-03-17 | 2023-03-20 | Post",
        "#16 | Angebot Rechenschaftsbericht | KV Wartburgkreis | 2023-03-17 | 2023-03-20 | Post",
        "#17 | Angebot Rechenschaftsbericht | KV Weimarer Land | 2023-03-17 | 2023-03-20 | Post",
        "#18 | Angebot Rechenschaftsbericht | SV Weimar | 2023-03-17 | 2023-03-20 | E-Mail | 2023-04-18 | angenommen",
    ],
};

/// Three letters went out in an older wording that did not promise the debate: a partial offer, and two of them without answer.
const LETTERS_2024: List = List {
    sheet: "2024",
    title: &["Briefausgang Landesgeschäftsstelle 2024", "Stand: 12.12.2024"],
    indent: 0,
    header: "Nr. | Aktenzeichen | Schreiben | an | Zeitraum | erstellt | raus am | Angebot umfasst | per | Antwort am | Rückmeldung | Termin",
    rows: &[
        "#1 | LGS 24/011 | Angebot Rechenschaftsbericht | KV Altenburger Land | #2024 | 2024-01-18 | 2024-01-22 | alles | Post | 2024-02-06 | angenommen | 2024-11-09",
        "#2 | LGS 24/012 | Angebot Rechenschaftsbericht | KV Eichsfeld | #2024 | 2024-01-18 | 2024-01-22 | alles | Post | 2024-03-04 | angenommen | 2024-10-19",
        "#3 | LGS 24/013 | Angebot Rechenschaftsbericht | SV Eisenach | #2024 | 2024-01-18 | 2024-01-22 | alles | Post | 2024-02-12 | angenommen | 2024-06-08",
        "#4 | LGS 24/014 | Angebot Rechenschaftsbericht | SV Erfurt | #2024 | 2024-01-18 | 2024-01-22 | alles | E-Mail | 2024-02-01 | angenommen",
        "#5 | LGS 24/015 | Angebot Rechenschaftsbericht | KV Gotha | #2024 | 2024-01-18 | 2024-01-22 | alles | Post | 2024-01-30 | angenommen | 2024-04-13",
        "#6 | LGS 24/016 | Angebot Rechenschaftsbericht | KV Ilm-Kreis | #2024 | 2024-01-18 | 2024-01-22 | alles | Post | 2024-02-19 | angenommen",
        "#7 | LGS 24/017 | Angebot Rechenschaftsbericht | SV Ilmenau | #2024 | 2024-01-18 | 2024-01-22 | alles | E-Mail",
        "#8 | LGS 24/018 | Angebot Rechenschaftsbericht | KV Kyffhäuserkreis | #2024 | 2024-01-18",
        "#9 | LGS 24/019 | Angebot Rechenschaftsbericht | KV Saale-Holzland-Kreis | #2024 | 2024-01-18 | 2024-01-22 | alles | Post",
        "#10 | LGS 24/020 | Angebot Rechenschaftsbericht | KV Saalfeld-Rudolstadt | #2024 | 2024-01-18 | 2024-01-22 | alles | Post | 2024-02-14 | angenommen",
        "#11 | LGS 24/021 | Angebot Rechenschaftsbericht | KV Schmalkalden-Meiningen | #2024 | 2024-01-18 | 2024-01-22 | alles | Post | 2024-04-22 | abgelehnt",
        "#12 | LGS 24/022 | Angebot Rechenschaftsbericht | KV Unstrut-Hainich-Kreis | #2024 | 2024-01-18 | 2024-01-22 | alles | Post",
        "#13 | LGS 24/023 | Angebot Rechenschaftsbericht | KV Wartburgkreis | #2024 | 2024-01-18 | 2024-01-22 | alles | Post | 2024-02-12 | angenommen | 2024-06-08",
        "#14 | LGS 24/024 | Angebot Rechenschaftsbericht | SV Weimar | #2024 | 2024-01-18 | 2024-01-22 | alles | E-Mail | 2024-02-26 | angenommen",
        "#15 | LGS 24/025 | Angebot Rechenschaftsbericht | KV Greiz | #2024 | 2024-02-02 | 2024-02-05 | gemeinsam; in Präsenz gehalten; auf einem Kreisparteitag | Post",
        "#16 | LGS 24/026 | Angebot Rechenschaftsbericht | KV Hildburghausen | #2024 | 2024-02-02 | 2024-02-05 | gemeinsam; in Präsenz gehalten; auf einem Kreisparteitag | Post | 2024-02-29 | Termin folgt",
        "#17 | LGS 24/027 | Angebot Rechenschaftsbericht | KV Sömmerda | #2024 | 2024-02-02 | 2024-02-05 | gemeinsam; in Präsenz gehalten; auf einem Kreisparteitag | Post",
    ],
};

/// Saved as text by a colleague with an older program.
pub(crate) const PAPERS: List = List {
    sheet: "",
    title: &[],
    indent: 0,
    header: "Nr. | Datum | Art | Titel | vorgelegt von | an | Sitzung | Themen | Datei",
    rows: &[
        "1 | 16.09.2023 | Bericht | Bericht zur Lage der Partei | Landesvorstand | Landesausschuss | 16.09.2023 | | Lage.pdf",
        "2 | 09.03.2024 | Vorschlag | Vorschläge zur Vernetzung von Kreisverbänden und LAG | LAus-Vorstand | Landesausschuss | 09.03.2024 | | Vernetzung.pdf",
        "3 | 15.06.2024 | Bilanz | Fünf Jahre im Landtag – eine Bilanz | Landtagsfraktion | Landesausschuss | 15.06.2024 | Erfolge; politische Initiativen; Wahlprogramm | Bilanz.pdf",
    ],
};

const STATEMENTS: List = List {
    sheet: "Sachstand",
    title: &[],
    indent: 0,
    header: "Ziffer | von | Datum | Text",
    rows: &[
        "Z3b | LV | 2024-03-11 | Wir haben das Angebot geprüft und führen es ein.",
        "Z1b | LV | 2024-11-25 | Die Kreisbereisung wird im kommenden Jahr nach Regionen gebündelt. Der Stammtisch findet weiter statt.",
    ],
};

const EXCEPTIONS: List = List {
    sheet: "Ausnahmen",
    title: &["Vom Landesausschuss beschlossene Ausnahmen"],
    indent: 0,
    header: "Anforderung | Verband | Zeitraum | Begründung | beschlossen von | am | gültig bis",
    rows: &[
        "Z1c | SV Suhl | #2024 | Stadtverband im Neuaufbau | Landesausschuss | 2024-03-09 | 2024-12-31",
    ],
};

const FINDINGS: List = List {
    sheet: "Feststellungen",
    title: &[],
    indent: 0,
    header: "Anforderung | Zeitraum | Feststellung | Sitzung | Wortlaut",
    rows: &[
        "Z3b | #2024 | erledigt | 09.11.2024 | Der Landesausschuss nimmt das Ergebnis der Prüfung zustimmend zur Kenntnis.",
    ],
};

/// Values by the technical name of the setting; the others keep their default.
pub(crate) const SETTINGS: &[(&str, &str)] = &[
    ("partei", "Die Linke Thüringen"),
    ("logo", "Logo.png"),
    ("absender_name", "Landesgeschäftsstelle"),
    ("absender_strasse", "Musterallee 1"),
    ("absender_plz_ort", "99084 Erfurt"),
    ("absender_telefon", "0361 0000100"),
    ("absender_email", "buero@example.org"),
    ("absender_web", "www.example.org"),
    ("ansprechperson", "Sanna Muster"),
    ("telefon", "0361 0000199"),
    ("kontakt_email", "sanna.muster@example.org"),
    ("anschrift_vorsatz", "Die Linke"),
    ("sitzung", "25.01.2025"),
    ("versandschluss", "11.01.2025"),
    ("anmeldeweg", "anmeldung@example.org"),
    ("fahrtkosten", "ja"),
];

/// Body, column, value.
pub(crate) const BODIES: &[(&str, &str, &str)] = &[
    ("LV", "Straße", "Musterallee 1"),
    ("LV", "PLZ", "99084"),
    ("LV", "Ort", "Erfurt"),
    ("LV", "unterzeichnet (Name)", "Mara Musterfrau"),
    ("LV", "Funktion", "Landesvorsitzende"),
    ("LV", "Anrede", "Liebe Genoss:innen im Landesvorstand"),
    ("LAus", "Straße", "Musterallee 1"),
    ("LAus", "PLZ", "99084"),
    ("LAus", "Ort", "Erfurt"),
    ("LAus", "unterzeichnet (Name)", "Kolja Beispiel"),
    ("LAus", "Funktion", "Sprecher des Landesausschusses"),
    ("LAusV", "Straße", "Musterallee 1"),
    ("LAusV", "PLZ", "99084"),
    ("LAusV", "Ort", "Erfurt"),
    ("LAusV", "unterzeichnet (Name)", "Kolja Beispiel"),
    ("LAusV", "Funktion", "für den Vorstand des Landesausschusses"),
    ("LAusV", "Anrede", "Liebe Genoss:innen im Vorstand des Landesausschusses"),
    ("LGS", "unterzeichnet (Name)", "Sanna Muster"),
    ("LGS", "Funktion", "Landesgeschäftsführerin"),
    ("LTF", "Straße", "Parlamentsweg 2"),
    ("LTF", "Anrede", "Liebe Genoss:innen der Landtagsfraktion"),
    ("LTF", "PLZ", "99096"),
    ("LTF", "Ort", "Erfurt"),
];
