//! The starter letters. Verbs as the resolution has them; promises as placeholders, so that a letter from which somebody
//! struck one is not credited with it; every text at most 120 words, one request, one date, „no“ a full answer.

use beschlusskontrolle::io::docx_writer::WriteError;
use docx_rs::Docx;

use crate::letterhead::{Letter, box_to_tick, facts, line_to_fill, paragraph, sheet_title};

/// File names below `templates/briefe` (the letter's key) and contents, always the same bytes.
pub(crate) fn all() -> Result<Vec<(&'static str, Vec<u8>)>, WriteError> {
    Ok(vec![
        ("angebot-bericht", offer().build()?),
        ("einladung-wochenende", weekend().build()?),
        ("erinnerung-bericht", enquiry().build()?),
    ])
}

fn offer() -> Letter<'static> {
    Letter {
        title: "Angebot Rechenschaftsbericht",
        subject: "Rechenschaftsbericht von Landesvorstand und Landesausschuss {{ jahr }} – unser Angebot an den {{ verband }}",
        text: &[
            "der Landesausschuss hat am 22. Februar 2023 angeregt, dass Landesvorstand und Landesausschuss allen Kreis- und Stadtverbänden jährlich gemeinsam einen Rechenschaftsbericht anbieten (Ziffer 1, Zeilen 8–14). Das greifen wir gern auf.",
            "Wir bieten euch an, {{ jahr }} zu berichten: {{ zusage_kreisparteitag }}, {{ zusage_gemeinsam }}, {{ zusage_praesenz }} und {{ zusage_debatte }}. Themen sind unsere Arbeitsschwerpunkte, die politische und strategische Ausrichtung und aktuelle Probleme, auch was nicht gelungen ist. Dafür bitten wir um etwa {{ dauer }} Minuten.",
            "Ob und wann das passt, entscheidet ihr. Antwortet uns möglichst bis {{ antwort_bis }}: mit einem Termin, „später“ oder „dieses Jahr nicht“. Der Antwortbogen liegt bei; eine E-Mail oder ein Anruf genügt ebenso.",
        ],
        signatories: 2,
        enclosure: Some("Antwortbogen"),
        enclosed: Some(reply_form),
    }
}

/// Branch and year are filled in; whoever answers ticks a box.
fn reply_form(docx: Docx) -> Docx {
    docx.add_paragraph(sheet_title("Antwortbogen"))
        .add_paragraph(paragraph(
            "Untertitel",
            "Rechenschaftsbericht von Landesvorstand und Landesausschuss {{ jahr }}\n{{ verband }}",
        ))
        .add_paragraph(paragraph("Brieftext", "Bitte eines ankreuzen. Jede dieser Antworten hilft uns; Gründe braucht ihr nicht zu nennen."))
        .add_paragraph(box_to_tick("Termin: Wir laden euch ein."))
        .add_paragraph(line_to_fill("Ausfuellzeile", "Tag und Uhrzeit"))
        .add_paragraph(line_to_fill("Ausfuellzeile", "Versammlung (Kreisparteitag, Hauptversammlung …)"))
        .add_paragraph(line_to_fill("Ausfuellzeile", "Ort und Raum"))
        .add_paragraph(box_to_tick("später: Wir melden uns wieder."))
        .add_paragraph(line_to_fill("Ausfuellzeile", "voraussichtlich im Monat"))
        .add_paragraph(box_to_tick("dieses Jahr nicht"))
        .add_paragraph(paragraph("Blattfeld", "\nWas eure Mitglieder bewegt und worauf wir eingehen sollen (freiwillig)"))
        .add_paragraph(line_to_fill("Schreibzeile", ""))
        .add_paragraph(line_to_fill("Schreibzeile", ""))
        .add_paragraph(paragraph("Blattfeld", "\nFür Rückfragen erreichen wir bei euch"))
        .add_paragraph(line_to_fill("Schreibzeile", "Name"))
        .add_paragraph(line_to_fill("Schreibzeile", "Telefon oder E-Mail"))
        .add_paragraph(paragraph("Blattfeld", "\nBitte möglichst bis {{ antwort_bis }} zurück an"))
        .add_paragraph(paragraph(
            "Blattangabe",
            "{{ absender_name }}, {{ absender_strasse }}, {{ absender_plz_ort }}\noder per E-Mail an {{ kontakt_email }}\noder ruft einfach an: {{ ansprechperson }}, Telefon {{ telefon }}",
        ))
}

fn enquiry() -> Letter<'static> {
    Letter {
        title: "Nachfrage zum Angebot",
        subject: "Unser Angebot vom {{ angebot_vom }}: Habt ihr schon einen Termin im Blick?",
        text: &[
            // what exactly the offer of that day promised stands in the register, not here: this holds for every offer
            "am {{ angebot_vom }} haben wir euch für {{ jahr }} einen Rechenschaftsbericht von Landesvorstand und Landesausschuss angeboten. Bei uns ist noch keine Antwort vermerkt. Falls ihr längst geantwortet habt, liegt der Fehler bei uns; dann genügt ein kurzer Hinweis.",
            "Das Angebot gilt weiter: Wir kommen gern auf einen eurer Kreisparteitage, gemeinsam für beide Gremien, persönlich vor Ort und mit anschließender offener Debatte. Für euch ist es keine Pflicht; der Landesausschuss hat angeregt, dass wir es allen Verbänden machen. Jede dieser drei Antworten hilft uns: ein Termin, „später im Jahr“ oder „dieses Jahr nicht“.",
            "Am schnellsten erreicht ihr {{ ansprechperson }} unter {{ telefon }} oder {{ kontakt_email }}. Über eine Nachricht bis {{ antwort_bis }} freuen wir uns.",
        ],
        signatories: 2,
        enclosure: None,
        enclosed: None,
    }
}

fn weekend() -> Letter<'static> {
    Letter {
        title: "Einladung Mitgliederwochenende",
        subject: "Mitgliederwochenende am {{ von | datum }} und {{ bis | datum }} in {{ ort }} – bitte gebt die Einladung weiter",
        text: &[
            "am {{ von | wochentag }}, {{ von | datum(\"lang\") }}, und {{ bis | wochentag }}, {{ bis | datum(\"lang\") }}, laden wir zum Mitgliederwochenende nach {{ ort }} ein: zwei Tage zum Kennenlernen, zum Austausch, zum Voneinanderlernen und zur Vernetzung (Beschluss des Landesausschusses vom 22. Februar 2023, Ziffer 4, Zeilen 28–33).",
            "Eingeladen sind neue Mitglieder ebenso wie alle, die schon lange dabei sind. {% if erstes %}Im Mittelpunkt steht, welche Rollen und Erwartungen wir mit einer modernen und solidarischen Mitgliederpartei verbinden.{% elif schwerpunkt %}Schwerpunkt: {{ schwerpunkt }}.{% endif %}",
            "Unsere Bitte: Gebt die beiliegende Einladung bis {{ weitergeben_bis }} an eure Mitglieder weiter und sprecht gerade die Neuen persönlich an. Anmeldung bis {{ anmeldeschluss }} über {{ anmeldeweg }}. Fragen zu Kosten, Anreise, Kinderbetreuung und Barrierefreiheit beantwortet {{ ansprechperson }} ({{ telefon }}){% if fahrtkosten %}; am Geld soll es nicht scheitern{% endif %}.",
        ],
        signatories: 1,
        enclosure: Some("Einladungsblatt für Mitglieder"),
        enclosed: Some(invitation),
    }
}

/// One page to copy and pass on, to the members themselves.
fn invitation(docx: Docx) -> Docx {
    docx.add_paragraph(sheet_title("Einladung zum Mitgliederwochenende"))
        .add_paragraph(paragraph(
            "Untertitel",
            "{{ von | wochentag }}, {{ von | datum(\"lang\") }}, und {{ bis | wochentag }}, {{ bis | datum(\"lang\") }}, in {{ ort }}",
        ))
        .add_paragraph(paragraph("Anrede", "Liebe {{ genossinnen }},"))
        .add_paragraph(paragraph(
            "Brieftext",
            "ob gerade erst eingetreten oder schon lange dabei: Wir laden euch herzlich ein. Zwei Tage nehmen wir uns Zeit, einander kennenzulernen, uns auszutauschen, voneinander zu lernen und uns zu vernetzen. Vorkenntnisse braucht ihr keine, Neugier genügt.",
        ))
        .add_table(facts(&[
            ("Wann", "{{ von | wochentag }}, {{ von | datum(\"lang\") }}, bis {{ bis | wochentag }}, {{ bis | datum(\"lang\") }}"),
            ("Wo", "{{ ort }}"),
            (
                "Worum es geht",
                "{% if erstes %}Welche Rollen und Erwartungen verbinden wir mit einer modernen und solidarischen Mitgliederpartei?{% elif schwerpunkt %}{{ schwerpunkt }}{% else %}Kennenlernen, Austausch, Voneinanderlernen und Vernetzung{% endif %}",
            ),
            ("Wer", "alle Mitglieder, neue ebenso wie langjährige"),
            ("Anmeldung", "bis {{ anmeldeschluss }} über {{ anmeldeweg }}"),
            (
                "{% if fahrtkosten %}Kosten",
                "Am Geld soll es nicht scheitern: Sprecht uns an, wenn euch Fahrt oder Teilnahme zu teuer sind.{% endif %}",
            ),
            (
                "Fragen",
                "zu Kosten, Anreise, Übernachtung, Kinderbetreuung und Barrierefreiheit an {{ ansprechperson }}, Telefon {{ telefon }}, {{ kontakt_email }}",
            ),
        ]))
        .add_paragraph(paragraph("Brieftext", "\nWir freuen uns auf euch!"))
        .add_paragraph(paragraph("Grussformel", "{{ gruss }}\n\n{{ unterzeichnet_1_name }}\n{{ unterzeichnet_1_funktion }}"))
}
