//! The starter letters. Verbs as the resolution has them; promises as placeholders, so that a letter from which somebody
//! struck one is not credited with it; every text at most 120 words, one request, one date, „no“ a full answer.

use beschlusskontrolle::io::docx_writer::WriteError;

use crate::letterhead::Letter;
use crate::letterhead::Part::{Facts, Item, Text};
use crate::sheets;

/// File names below `templates/briefe` (the letter's key) and contents, always the same bytes.
pub(crate) fn all() -> Result<Vec<(&'static str, Vec<u8>)>, WriteError> {
    Ok(vec![
        ("abfrage-kv", survey().build()?),
        ("angebot-bericht", offer().build()?),
        ("bestaetigung-bericht", confirmation().build()?),
        ("bitte-bilanz", request().build()?),
        ("einladung-digitaltag", digital_day().build()?),
        ("einladung-wochenende", weekend().build()?),
        ("erinnerung-bericht", enquiry().build()?),
        ("erinnerung-vorlage", resubmission().build()?),
        ("nachbereitung-bericht", questions().build()?),
        ("sachstand-lv", progress().build()?),
        ("uebersicht-versand", overview().build()?),
    ])
}

// ── to the branches ──

fn offer() -> Letter<'static> {
    Letter {
        title: "Angebot Rechenschaftsbericht",
        subject: "Rechenschaftsbericht von Landesvorstand und Landesausschuss {{ jahr }} – unser Angebot an den {{ verband }}",
        text: &[
            Text(
                "der Landesausschuss hat am 22. Februar 2023 angeregt, dass Landesvorstand und Landesausschuss allen Kreis- und Stadtverbänden jährlich gemeinsam einen Rechenschaftsbericht anbieten (Ziffer 1, Zeilen 8–14). Das greifen wir gern auf.",
            ),
            Text(
                "Wir bieten euch an, {{ jahr }} zu berichten: {{ zusage_kreisparteitag }}, {{ zusage_gemeinsam }}, {{ zusage_praesenz }} und {{ zusage_debatte }}. Themen sind unsere Arbeitsschwerpunkte, die politische und strategische Ausrichtung und aktuelle Probleme, auch was nicht gelungen ist. Dafür bitten wir um etwa {{ dauer }} Minuten.",
            ),
            Text(
                "Ob und wann das passt, entscheidet ihr. Antwortet uns möglichst bis {{ antwort_bis }}: mit einem Termin, „später“ oder „dieses Jahr nicht“. Der Antwortbogen liegt bei; eine E-Mail oder ein Anruf genügt ebenso.",
            ),
        ],
        signatories: 2,
        enclosure: Some("Antwortbogen"),
        enclosed: Some(sheets::reply_to_offer),
    }
}

fn enquiry() -> Letter<'static> {
    Letter {
        title: "Nachfrage zum Angebot",
        subject: "Unser Angebot vom {{ angebot_vom }}: Habt ihr schon einen Termin im Blick?",
        text: &[
            // what exactly the offer of that day promised stands in the register, not here: this holds for every offer
            Text(
                "am {{ angebot_vom }} haben wir euch für {{ jahr }} einen Rechenschaftsbericht von Landesvorstand und Landesausschuss angeboten. Bei uns ist noch keine Antwort vermerkt. Falls ihr längst geantwortet habt, liegt der Fehler bei uns; dann genügt ein kurzer Hinweis.",
            ),
            Text(
                "Das Angebot gilt weiter. Damit nichts offenbleibt: Wir kommen gern auf einen eurer Kreisparteitage, gemeinsam für beide Gremien, persönlich vor Ort und mit anschließender offener Debatte. Für euch ist es keine Pflicht; der Landesausschuss hat angeregt, dass wir es allen Verbänden machen (Ziffer 1, Zeilen 8–14). Jede Antwort hilft uns: ein Termin, „später im Jahr“ oder „dieses Jahr nicht“.",
            ),
            Text(
                "Am schnellsten erreicht ihr {{ ansprechperson }} unter {{ telefon }} oder {{ kontakt_email }}. Über eine Nachricht bis {{ antwort_bis }} freuen wir uns.",
            ),
        ],
        signatories: 2,
        enclosure: None,
        enclosed: None,
    }
}

fn confirmation() -> Letter<'static> {
    Letter {
        title: "Terminbestätigung",
        subject: "Rechenschaftsbericht von Landesvorstand und Landesausschuss am {{ termin | datum(\"lang\") }} – Bestätigung",
        text: &[
            Text(
                "schön, dass der Termin steht. Der Landesausschuss hat diese Berichte angeregt (Ziffer 1, Zeilen 8–14); wir kommen gern und bestätigen euch:",
            ),
            Facts(&[
                (
                    "Wann",
                    "{{ termin | wochentag }}, {{ termin | datum(\"lang\") }}, {{ uhrzeit }} Uhr",
                ),
                ("Wo", "{{ ort }}"),
                ("Anlass", "{{ rahmen }}"),
                (
                    "Es berichten",
                    "{{ berichtende_lv }} für den Landesvorstand\n{{ berichtende_laus }} für den Landesausschuss",
                ),
            ]),
            Text(
                "Für eure Tagesordnung schlagen wir vor: „Rechenschaftsbericht von Landesvorstand und Landesausschuss, anschließend offene Debatte“, {{ dauer_bericht }} Minuten Bericht und mindestens {{ dauer_debatte }} Minuten Debatte. Themen sind Arbeitsschwerpunkte, politische und strategische Ausrichtung und aktuelle Probleme. Sagt uns gern vorab, was eure Mitglieder bewegt, auch Kritik.",
            ),
            Text(
                "Schreibt uns bitte bis {{ antwort_bis }}, wer die Versammlung leitet, ob der Raum barrierefrei ist und ob wir Technik mitbringen sollen. Verschiebt sich etwas, genügt ein Anruf: {{ telefon }}.",
            ),
        ],
        signatories: 1,
        enclosure: None,
        enclosed: None,
    }
}

fn questions() -> Letter<'static> {
    Letter {
        title: "Bitte um Rückmeldung",
        subject: "Rechenschaftsbericht von Landesvorstand und Landesausschuss am {{ termin | datum(\"lang\") }}: {{ anzahl_fragen }} kurze Frage{% if anzahl_fragen != \"eine\" %}n{% endif %} an euch",
        text: &[
            Text(
                "vielen Dank, dass ihr am {{ termin | datum(\"lang\") }} Raum für den Bericht hattet. Damit wir dem Landesausschuss, der ihn angeregt hat (Ziffer 1, Zeilen 8–14), zutreffend Auskunft geben, fragen wir nach:",
            ),
            Item("{% for frage in offene_fragen %}"),
            Item("–\t{{ frage.text }}"),
            Item("{% endfor %}"),
            Text(
                "Ein paar Kreuze auf dem beiliegenden Bogen, eine E-Mail an {{ kontakt_email }} oder ein Anruf unter {{ telefon }} genügen, möglichst bis {{ antwort_bis }}. Namen und Wortbeiträge brauchen wir nicht.",
            ),
            Text(
                "Schreibt ruhig, wenn etwas anders lief als geplant: Bewertet wird unser Angebot, nicht eure Versammlung.",
            ),
        ],
        signatories: 1,
        enclosure: Some("Rückmeldebogen"),
        enclosed: Some(sheets::reply_to_questions),
    }
}

fn weekend() -> Letter<'static> {
    Letter {
        title: "Einladung Mitgliederwochenende",
        subject: "Mitgliederwochenende {{ zeitraum }}, in {{ ort }} – bitte gebt die Einladung weiter",
        text: &[
            Text(
                "{{ zeitraum }}, führen wir in {{ ort }} das Mitgliederwochenende durch: Zeit zum Kennenlernen, zum Austausch, zum Voneinanderlernen und zur Vernetzung (Beschluss des Landesausschusses vom 22. Februar 2023, Ziffer 4, Zeilen 28–33).",
            ),
            Text(
                "Eingeladen sind neue Mitglieder ebenso wie alle, die schon lange dabei sind. {% if erstes %}Im Mittelpunkt steht, welche Rollen und Erwartungen wir mit einer modernen und solidarischen Mitgliederpartei verbinden.{% elif schwerpunkt %}Schwerpunkt: {{ schwerpunkt }}.{% endif %}",
            ),
            Text(
                "Unsere Bitte: Gebt die beiliegende Einladung bis {{ weitergeben_bis }} an eure Mitglieder weiter und sprecht gerade die Neuen persönlich an. Anmeldung bis {{ anmeldeschluss }} über {{ anmeldeweg }}. Fragen zu Kosten, Anreise, Kinderbetreuung und Barrierefreiheit beantwortet {{ ansprechperson }} ({{ telefon }}){% if fahrtkosten %}; am Geld soll es nicht scheitern{% endif %}.",
            ),
        ],
        signatories: 1,
        enclosure: Some("Einladungsblatt für Mitglieder"),
        enclosed: Some(sheets::invitation_to_weekend),
    }
}

fn digital_day() -> Letter<'static> {
    Letter {
        title: "Einladung digitaler Mitgliedertag",
        subject: "Digitaler Mitgliedertag am {{ termin | datum(\"lang\") }} – bitte gebt die Einladung weiter",
        text: &[
            // the resolution names one platform, but only as an example
            Text(
                "zusätzlich zum Mitgliederwochenende bieten wir einmal im Jahr einen digitalen Mitgliedertag an (Beschluss des Landesausschusses vom 22. Februar 2023, Ziffer 4, Zeilen 33–34). Diesmal treffen wir uns {{ zusage_digital }}: am {{ termin | wochentag }}, {{ termin | datum(\"lang\") }}, von {{ beginn }} bis {{ ende }} Uhr über {{ plattform }}. Worum es geht: {{ themen }}",
            ),
            Text(
                "So ist leichter dabei, wer weit weg wohnt, arbeitet oder sich um andere kümmert. Ab {{ technik_ab }} Uhr helfen wir bei Ton und Bild, auch telefonisch unter {{ telefon }}.",
            ),
            Text(
                "Bitte leitet die beiliegende Einladung bis {{ weitergeben_bis }} an eure neuen und langjährigen Mitglieder weiter. Anmeldung bis {{ anmeldeschluss }} über {{ anmeldeweg }}; danach kommt der Zugang, bitte veröffentlicht ihn nicht. Vielleicht mögt ihr euch ja in eurer Geschäftsstelle gemeinsam zuschalten.",
            ),
        ],
        signatories: 1,
        enclosure: Some("Einladungsblatt für Mitglieder"),
        enclosed: Some(sheets::invitation_to_digital_day),
    }
}

fn survey() -> Letter<'static> {
    Letter {
        title: "Abfrage Generationswechsel",
        subject: "Steht bei euch ein Generationswechsel an? {% if fehlt_generationswechsel_kommunal and fehlt_generationswechsel_lokal %}Zwei Kreuze{% else %}Ein Kreuz{% endif %}, eine freie Zeile",
        text: &[
            Text(
                "der Landesausschuss hat den Landesvorstand am 22. Februar 2023 aufgefordert, die Kreisverbände zu unterstützen, „sofern anstehend“ auch beim Generationswechsel (Ziffer 3, Zeilen 21–24). Ob einer ansteht, könnt nur ihr uns sagen:",
            ),
            Item("{% if fehlt_generationswechsel_kommunal %}"),
            Item(
                "–\tIn euren kommunalen Gremien (Kreistag, Stadt- und Gemeinderäte): ja, nein oder noch offen?",
            ),
            Item("{% endif %}"),
            Item("{% if fehlt_generationswechsel_lokal %}"),
            Item(
                "–\tIn euren Parteistrukturen (Vorstand, Basisgruppen): ja, nein oder noch offen?",
            ),
            Item("{% endif %}"),
            Item("–\tWas würde euch dabei helfen? (freiwillig)"),
            Text(
                "Antwortet bitte bis {{ antwort_bis }}: auf dem beiliegenden Bogen, an {{ kontakt_email }} oder telefonisch unter {{ telefon }}. Wir fragen nicht nach Namen, Alter oder Mitgliederzahlen. „Nein“ und „noch offen“ helfen uns genauso; ohne Antwort vermerken wir „nicht bekannt“ und schließen daraus nichts.",
            ),
        ],
        signatories: 1,
        enclosure: Some("Antwortbogen"),
        enclosed: Some(sheets::reply_to_survey),
    }
}

// ── to the bodies ──

fn progress() -> Letter<'static> {
    Letter {
        title: "Sachstandsanfrage",
        subject: "Beschluss vom 22. Februar 2023: Bitte um euren Sachstand zur Sitzung am {{ sitzung | datum(\"lang\") }}",
        text: &[
            Text(
                "am {{ sitzung | datum(\"lang\") }} berät der Landesausschuss, was aus seinem Beschluss geworden ist. Schreibt uns dazu bitte bis {{ antwort_bis }} je Punkt höchstens drei Sätze an {{ kontakt_email }}:",
            ),
            Item("{% if offen_z1b %}"),
            Item(
                "–\tStammtisch der Generationen und Kreisbereisung sollen fortentwickelt werden (Ziffer 1, Zeilen 7–8). {% if geantwortet_z1b %}Geantwortet habt ihr uns dazu am {{ geantwortet_z1b | datum(\"lang\") }}; was hat sich seither getan?{% else %}Was hat sich getan?{% endif %}",
            ),
            Item("{% endif %}"),
            Item("{% if offen_z3a %}"),
            Item(
                "–\tDer Landesausschuss hat euch aufgefordert, die Kreisverbände in vier Feldern zu unterstützen (Ziffer 3, Zeilen 21–24).{% if massnahmen %} Für {{ jahr }} vermerkt: {{ massnahmen | liste }}.{% elif not geantwortet_z3a %} Was ist geschehen?{% endif %}{% if geantwortet_z3a %} Geantwortet habt ihr uns dazu am {{ geantwortet_z3a | datum(\"lang\") }}; was ist seither geschehen?{% endif %}{% if felder_offen %} Nichts gefunden haben wir zu {{ felder_offen | liste }}.{% endif %}",
            ),
            Item("{% endif %}"),
            Item("{% if offen_z3b %}"),
            Item(
                "–\tZu prüfen war ein Angebot externer Moderation (Ziffer 3, Zeilen 24–26). {% if geantwortet_z3b %}Geantwortet habt ihr uns dazu am {{ geantwortet_z3b | datum(\"lang\") }}; gibt es inzwischen ein Ergebnis?{% else %}Mit welchem Ergebnis?{% endif %} Auch ein begründetes Nein erledigt das.",
            ),
            Item("{% endif %}"),
            Text(
                "Eine Frist setzt der Beschluss nicht. Vielleicht ist vieles längst geschehen und nur bei uns nicht angekommen. Eure Antwort legen wir wörtlich vor.",
            ),
        ],
        signatories: 1,
        enclosure: None,
        enclosed: None,
    }
}

fn resubmission() -> Letter<'static> {
    Letter {
        title: "Wiedervorlage Vorschläge",
        subject: "Vorschläge zur Vernetzung von Kreisverbänden und Landesarbeitsgemeinschaften – Wiedervorlage zur Sitzung am {{ sitzung | datum(\"lang\") }}",
        text: &[
            Text(
                "nach dem Beschluss vom 22. Februar 2023 legt ihr dem Landesausschuss Vorschläge vor, wie er stärker am Austausch zwischen Kreisverbänden und Landesarbeitsgemeinschaften mitwirken kann (Ziffer 2, Zeilen 18–19). Ein Termin ist nicht festgelegt; bis {{ stichtag | datum(\"lang\") }} finden wir bei uns noch keine. Haben wir etwas übersehen, nennt uns bitte Datum und Sitzung, dann tragen wir es nach.",
            ),
            Text(
                "Die nächste Sitzung ist am {{ sitzung | datum(\"lang\") }}, die Unterlagen verschicken wir am {{ versandschluss | datum(\"lang\") }}. Dürfen wir einen Tagesordnungspunkt vormerken? Ein bis zwei Seiten genügen.",
            ),
            Text(
                "{% if gehalten_vernetzung > 1 %}Gern arbeiten wir euch mit der Liste der {{ gehalten_vernetzung }} Vernetzungstreffen seit dem Beschluss zu. {% endif %}Sagt uns bis {{ antwort_bis }} kurz Bescheid, auch wenn es diesmal nicht passt: {{ telefon }} oder {{ kontakt_email }}.",
            ),
        ],
        signatories: 1,
        enclosure: None,
        enclosed: None,
    }
}

fn request() -> Letter<'static> {
    Letter {
        title: "Bitte um Bilanz",
        subject: "Bitte des Landesausschusses um eine Bilanz eurer parlamentarischen Arbeit",
        text: &[
            Text(
                "der Landesausschuss hat am 22. Februar 2023 beschlossen, euch um eine Bilanz zu bitten (Ziffer 5, Zeilen 37–39). {% if bereits_gebeten_am %}Geschrieben hatten wir euch dazu am {{ bereits_gebeten_am | datum(\"lang\") }}. {% endif %}Ob und wie ihr dem folgt, entscheidet die Fraktion selbst; Form und Umfang überlassen wir euch.",
            ),
            Text(
                "{% if teile_offen %}Was ihr uns vorgelegt habt, hilft uns weiter. Ergänzen könntet ihr noch: {{ teile_offen | liste }}. Vorhandenes Material oder{% else %}Hilfreich wäre uns dreierlei: was gelungen ist, was nicht gelungen ist oder schwierig war, und wie sich eure Initiativen zu Wahlprogramm und Koalitionsvertrag verhalten. Vorhandenes Material oder{% endif %} ein mündlicher Bericht mit kurzer Tischvorlage ist ebenso willkommen.{% if wahlperiode_beendet %} Auch nach dem Ende der Wahlperiode wäre ein Rückblick für uns wertvoll.{% endif %}",
            ),
            Text(
                "Gern würden wir am {{ sitzung | datum(\"lang\") }} gemeinsam mit euch darüber sprechen. Gebt ihr uns bis {{ antwort_bis }} Bescheid, ob das möglich ist? Auch eine Absage ist eine Antwort; ihr erreicht uns unter {{ telefon }} oder {{ kontakt_email }}.",
            ),
        ],
        signatories: 1,
        enclosure: None,
        enclosed: None,
    }
}

fn overview() -> Letter<'static> {
    Letter {
        title: "Übersendung der Jahresübersicht",
        subject: "Beschluss vom 22. Februar 2023: Übersicht zum Stand {{ stichtag | datum(\"lang\") }}",
        text: &[
            Text(
                "für die Sitzung am {{ sitzung | datum(\"lang\") }} übersenden wir euch die Übersicht, was aus dem Beschluss des Landesausschusses vom 22. Februar 2023 geworden ist, zum Stand {{ stichtag | datum(\"lang\") }}.",
            ),
            Text(
                "Sie beruht auf unseren Listen und nennt zu jedem Punkt, welche Zeile ihn belegt. Wo es „Angaben fehlen“ heißt, folgt daraus nichts. Wie das Ergebnis zu bewerten ist, entscheidet der Landesausschuss.",
            ),
            Text(
                "Wo etwas nicht stimmt oder fehlt, sagt es uns bitte bis {{ korrektur_bis }}, an {{ kontakt_email }} oder unter {{ telefon }}; dann berichtigen wir vor der Sitzung. Stimmt alles, braucht ihr nichts zu tun.",
            ),
        ],
        signatories: 1,
        enclosure: Some("Übersicht zum Stand {{ stichtag | datum(\"lang\") }}"),
        enclosed: None,
    }
}
