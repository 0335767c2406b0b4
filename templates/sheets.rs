//! What is enclosed with a letter, each on a page of its own: reply forms to tick, invitations to pass on to the members.

use docx_rs::Docx;

use crate::letterhead::{box_to_tick, boxes_in_line, facts, line_to_fill, paragraph, sheet_title};

/// Branch and year are filled in; whoever answers ticks a box.
pub(crate) fn reply_to_offer(docx: Docx) -> Docx {
    let docx = docx
        .add_paragraph(sheet_title("Antwortbogen"))
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
        .add_paragraph(line_to_fill("Schreibzeile", "Telefon oder E-Mail"));
    back_to(docx)
}

/// Only what is missing: one question each, with its boxes or a line to write on.
pub(crate) fn reply_to_questions(docx: Docx) -> Docx {
    let docx = docx
        .add_paragraph(sheet_title("Rückmeldung"))
        .add_paragraph(paragraph(
            "Untertitel",
            "Rechenschaftsbericht von Landesvorstand und Landesausschuss am {{ termin | datum(\"lang\") }}\n{{ verband }}",
        ))
        .add_paragraph(paragraph("Brieftext", "Bitte ankreuzen, was zutrifft, auch mehreres. Was ihr nicht wisst, lasst einfach frei."))
        .add_paragraph(paragraph("Blattfeld", "{% for frage in offene_fragen %}"))
        .add_paragraph(paragraph("Blattfeld", "{{ frage.text }}"))
        .add_paragraph(paragraph("Kreuzzeile", "{% if frage.antworten %}"))
        .add_paragraph(boxes_in_line(
            ("{% for antwort in frage.antworten %}", "{% endfor %}"),
            &["{{ antwort }}"],
        ))
        .add_paragraph(paragraph("Kreuzzeile", "{% else %}"))
        .add_paragraph(line_to_fill("Schreibzeile", ""))
        .add_paragraph(paragraph("Kreuzzeile", "{% endif %}"))
        .add_paragraph(paragraph("Blattfeld", "{% endfor %}"))
        .add_paragraph(paragraph("Blattfeld", "\nWas lief anders als geplant, was sollen wir besser machen? (freiwillig)"))
        .add_paragraph(line_to_fill("Schreibzeile", ""))
        .add_paragraph(line_to_fill("Schreibzeile", ""));
    back_to(docx)
}

/// Two crosses and a free line.
pub(crate) fn reply_to_survey(docx: Docx) -> Docx {
    let answers = ["ja", "nein", "noch offen"];
    let docx = docx
        .add_paragraph(sheet_title("Antwortbogen"))
        .add_paragraph(paragraph("Untertitel", "Generationswechsel {{ jahr }}\n{{ verband }}"))
        .add_paragraph(paragraph("Brieftext", "Bitte ankreuzen, was zutrifft. Jede Antwort hilft uns; Namen, Alter oder Mitgliederzahlen brauchen wir nicht."))
        .add_paragraph(paragraph("Blattfeld", "{% if fehlt_generationswechsel_kommunal %}"))
        .add_paragraph(paragraph("Blattfeld", "\nSteht in euren kommunalen Gremien ein Generationswechsel an (Kreistag, Stadt- und Gemeinderäte)?"))
        .add_paragraph(boxes_in_line(("", ""), &answers))
        .add_paragraph(paragraph("Blattfeld", "{% endif %}"))
        .add_paragraph(paragraph("Blattfeld", "{% if fehlt_generationswechsel_lokal %}"))
        .add_paragraph(paragraph("Blattfeld", "\nSteht in euren Parteistrukturen ein Generationswechsel an (Vorstand, Basisgruppen)?"))
        .add_paragraph(boxes_in_line(("", ""), &answers))
        .add_paragraph(paragraph("Blattfeld", "{% endif %}"))
        .add_paragraph(paragraph("Blattfeld", "\nWas würde euch dabei helfen? (freiwillig)"))
        .add_paragraph(line_to_fill("Schreibzeile", ""))
        .add_paragraph(line_to_fill("Schreibzeile", ""))
        .add_paragraph(line_to_fill("Schreibzeile", ""))
        .add_paragraph(paragraph("Blattfeld", "\nFür Rückfragen erreichen wir bei euch (freiwillig)"))
        .add_paragraph(line_to_fill("Schreibzeile", "Telefon oder E-Mail"));
    back_to(docx)
}

/// Three ways back.
fn back_to(docx: Docx) -> Docx {
    docx.add_paragraph(paragraph("Blattfeld", "\nBitte möglichst bis {{ antwort_bis }} zurück an"))
        .add_paragraph(paragraph(
            "Blattangabe",
            "{{ absender_name }}, {{ absender_strasse }}, {{ absender_plz_ort }}\noder per E-Mail an {{ kontakt_email }}\noder ruft einfach an: {{ ansprechperson }}, Telefon {{ telefon }}",
        ))
}

/// One page to copy and pass on, to the members themselves.
pub(crate) fn invitation_to_weekend(docx: Docx) -> Docx {
    let docx = docx.add_paragraph(sheet_title("Einladung zum Mitgliederwochenende"))
        .add_paragraph(paragraph(
            "Untertitel",
            "{{ zeitraum }}, in {{ ort }}",
        ))
        .add_paragraph(paragraph("Anrede", "Liebe {{ genossinnen }},"))
        .add_paragraph(paragraph(
            "Brieftext",
            "ob gerade erst eingetreten oder schon lange dabei: Wir laden euch herzlich ein. Wir nehmen uns Zeit, einander kennenzulernen, uns auszutauschen, voneinander zu lernen und uns zu vernetzen. Vorkenntnisse braucht ihr keine, Neugier genügt.",
        ))
        .add_table(facts(&[
            ("Wann", "{{ zeitraum }}"),
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
        ]));
    signed(docx, "Wir freuen uns auf euch!")
}

/// The same for the day on the screen.
pub(crate) fn invitation_to_digital_day(docx: Docx) -> Docx {
    let docx = docx
        .add_paragraph(sheet_title("Einladung zum digitalen Mitgliedertag"))
        .add_paragraph(paragraph(
            "Untertitel",
            "{{ termin | wochentag }}, {{ termin | datum(\"lang\") }}, {{ beginn }} bis {{ ende }} Uhr",
        ))
        .add_paragraph(paragraph("Anrede", "Liebe {{ genossinnen }},"))
        .add_paragraph(paragraph(
            "Brieftext",
            "ob gerade erst eingetreten oder schon lange dabei, ob vom Küchentisch oder gemeinsam in der Geschäftsstelle: Wir laden euch herzlich zum digitalen Mitgliedertag ein. Bringt eure Fragen mit; zuhören ist genauso willkommen wie mitreden.",
        ))
        .add_table(facts(&[
            ("Wann", "{{ termin | wochentag }}, {{ termin | datum(\"lang\") }}, {{ beginn }} bis {{ ende }} Uhr"),
            ("Wo", "online über {{ plattform }}"),
            ("Worum es geht", "{{ themen }}"),
            ("Wer", "alle Mitglieder, neue ebenso wie langjährige"),
            ("Anmeldung", "bis {{ anmeldeschluss }} über {{ anmeldeweg }}. Danach bekommt ihr den Zugang; bitte gebt ihn nicht öffentlich weiter."),
            ("Technik", "Ab {{ technik_ab }} Uhr helfen wir bei Ton und Bild, auch am Telefon: {{ telefon }}."),
            ("Fragen", "an {{ ansprechperson }}, Telefon {{ telefon }}, {{ kontakt_email }}"),
        ]));
    signed(docx, "Wir freuen uns auf euch!")
}

fn signed(docx: Docx, last: &str) -> Docx {
    docx.add_paragraph(paragraph("Brieftext", &format!("\n{last}"))).add_paragraph(paragraph(
        "Grussformel",
        "{{ gruss }}\n\n{{ unterzeichnet_1_name }}\n{{ unterzeichnet_1_funktion }}",
    ))
}
