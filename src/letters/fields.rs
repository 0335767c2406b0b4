//! THE list of placeholders of the Word templates, and what stands in their place in one letter.
//!
//! Only a placeholder that the template really uses can make a letter incomplete. Nothing is invented: a value that
//! nobody has entered is named with the cell where it belongs, and the letter is not written.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate};
use serde_json::{Map, Value};

use super::{Facts, LetterState, MissingDetail, PlannedLetter, Recipient};
use super::{address, event, history, mailing, progress, questions, salutation, workdays};
use crate::domain::{Entry, Field, ListKind, Span, Tri};
use crate::intake::columns::COLUMNS;
use crate::requirements::{list_name, rows};
use crate::resolution::{LetterKind, Occasion, Resolution};
use crate::settings::{self, BodyColumn, Key};
use crate::wording;

/// One placeholder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldInfo {
    /// As it stands between `{{` and `}}`.
    pub name: &'static str,
    /// What it says, in German.
    pub meaning: &'static str,
    /// Where it comes from, in German.
    pub source: &'static str,
}

/// The placeholder of the logo. As a value it is empty, as are those of the signatures; the picture is no text, so those who write the letter add it.
pub const LOGO: &str = "logo";

/// The placeholders of the pictures of the first and the second signature.
pub const SIGNATURES: [&str; 2] = ["unterschrift_1_bild", "unterschrift_2_bild"];

/// Prefix of the placeholders of promises; the key of the criterion follows.
pub const PROMISE: &str = "zusage_";

macro_rules! fields {
    ($($name:literal $meaning:literal $source:literal;)*) => {
        /// THE list of placeholders. `zusage_…` stands for one per criterion that has a promise.
        pub const FIELDS: &[FieldInfo] =
            &[$(FieldInfo { name: $name, meaning: $meaning, source: $source }),*];
    };
}

fields! {
    "partei" "Name im Briefkopf" "Einstellungen";
    "logo" "Logo aus den Einstellungen; darf fehlen" "Einstellungen, Logo (Bilddatei)";
    "absender_zeile" "kleine Absenderzeile über der Anschrift" "Einstellungen, sonst aus dem Absender gebildet";
    "absender_name" "Name der Geschäftsstelle" "Einstellungen";
    "absender_strasse" "Straße der Geschäftsstelle" "Einstellungen";
    "absender_plz_ort" "Postleitzahl und Ort der Geschäftsstelle" "Einstellungen";
    "absender_telefon" "Telefon der Geschäftsstelle; darf leer sein" "Einstellungen";
    "absender_email" "E-Mail der Geschäftsstelle; darf leer sein" "Einstellungen";
    "absender_web" "Internetadresse; darf leer sein" "Einstellungen";
    "zeichen" "Aktenzeichen des Briefes" "berechnet nach dem Muster in den Einstellungen";
    "ansprechperson" "wer Rückfragen beantwortet" "Einstellungen";
    "telefon" "Durchwahl der Ansprechperson" "Einstellungen";
    "kontakt_email" "E-Mail-Adresse für Antworten" "Einstellungen";
    "briefdatum" "Datum des Briefes, „22. Januar 2024“" "Stichtag des Laufs, der den Brief zuerst erzeugt hat";
    "anschrift" "Zeilen der Anschrift, höchstens sechs" "Verbandsliste oder Einstellungen, Blatt „Stellen“";
    "anrede" "Anrede ohne Komma" "Verbandsliste (Wunschanrede, Vorsitz) oder Einstellungen";
    "verband" "Name des Verbands oder der Stelle, „Kreisverband Gotha“" "Verbandsliste oder Beschluss";
    "jahr" "Jahr, um das es geht" "Jahr des Termins, sonst des Briefdatums";
    "stichtag" "Stand der Angaben, TT.MM.JJJJ" "Stichtag des Laufs, der den Brief zuerst erzeugt hat";
    "genossinnen" "„Genoss:innen“ mit dem eingestellten Genderzeichen" "Einstellungen";
    "gruss" "Grußformel ohne Komma" "Einstellungen";
    "antwort_bis" "erbetener Antworttag, „13. Februar 2024“" "Briefdatum plus eingestellte Tage, auf einen Werktag verschoben";
    "dauer" "Minuten für Bericht und Debatte" "Einstellungen";
    "dauer_bericht" "Minuten davon für den Bericht" "Einstellungen";
    "dauer_debatte" "Minuten davon für die Debatte" "Dauer von Bericht und Debatte minus Dauer des Berichts";
    "angebot_vom" "Tag, an dem das Angebot versandt wurde, „22. Januar 2024“" "Postausgang, Spalte „versandt am“";
    "zusage_…" "Wortlaut der Zusage zu einem Merkmal; nur was hier steht, gilt als zugesagt" "Beschlussdatei, „zusage“ des Merkmals";
    "von" "erster Tag des Termins, TT.MM.JJJJ" "Veranstaltungsliste, Datum";
    "bis" "letzter Tag des Termins, TT.MM.JJJJ" "Veranstaltungsliste, Datum und bis";
    "zeitraum" "Tage des Termins mit Wochentagen, „am Samstag, 14., und Sonntag, 15. September 2024“, „von Freitag, 13., bis Sonntag, 15. September 2024“" "Veranstaltungsliste, Datum und bis";
    "termin" "Tag des Termins, TT.MM.JJJJ" "Veranstaltungsliste, Datum; oder Postausgang, Termin";
    "ort" "Ort des Termins" "Veranstaltungsliste, Ort";
    "uhrzeit" "Uhrzeit ohne „Uhr“" "Veranstaltungsliste, Uhrzeit oder Beginn";
    "beginn" "Uhrzeit des Beginns, „10:00“" "Veranstaltungsliste, Beginn, sonst Uhrzeit";
    "ende" "Uhrzeit des Endes, „16:30“" "Veranstaltungsliste, Ende, sonst Uhrzeit wie „10–16 Uhr“";
    "technik_ab" "ab wann jemand bei der Technik hilft, „09:30“" "Beginn minus eingestellte Minuten";
    "plattform" "wo man sich digital trifft" "Veranstaltungsliste, Plattform";
    "rahmen" "Anlass, bei dem der Termin stattfindet" "Veranstaltungsliste, Rahmen";
    "themen" "Themen des Termins" "Veranstaltungsliste, Themen";
    "schwerpunkt" "Schwerpunkt des Termins; leer beim ersten" "Veranstaltungsliste, Schwerpunkt, sonst Themen";
    "erstes" "ja, wenn es die erste Veranstaltung dieser Art seit dem Beschluss ist" "berechnet aus der Veranstaltungsliste";
    "berichtende_…" "wer für eine Stelle berichtet; ein Feld je Stelle, mit deren Kürzel" "Veranstaltungsliste, Spalte „berichtet für …“, mit Namen";
    "offene_fragen" "Fragen nach dem, was in der Zeile fehlt; `text` und `antworten` je Frage" "Veranstaltungsliste; Wortlaut aus der Beschlussdatei, „frage“ und „antworten“";
    "anzahl_fragen" "ihre Zahl in Worten, „zwei“" "berechnet aus `offene_fragen`";
    "weitergeben_bis" "bis wann die Einladung weitergeleitet sein soll, „17. Mai 2024“" "Anmeldeschluss minus 14 Tage";
    "anmeldeschluss" "letzter Tag der Anmeldung, „31. Mai 2024“" "Veranstaltungsliste, Anmeldeschluss";
    "anmeldeweg" "wie man sich anmeldet" "Einstellungen";
    "fahrtkosten" "ja, wenn Fahrtkosten übernommen werden" "Einstellungen";
    "sitzung" "nächste Sitzung, TT.MM.JJJJ" "Einstellungen";
    "versandschluss" "Versand der Unterlagen für die Sitzung, TT.MM.JJJJ" "Einstellungen";
    "korrektur_bis" "bis wann Berichtigungen noch vor der Sitzung möglich sind, „14. Februar 2025“" "wie `antwort_bis`, immer vor der nächsten Sitzung";
    "offen_…" "ja, solange die Anforderung nicht umgesetzt ist oder Angaben fehlen; im halbjährlichen Brief nein, wenn die Stelle im Halbjahr schon geantwortet hat; ein Feld je Anforderung, mit deren Nummer" "Auswertung zum Stichtag und Blatt „Sachstand“";
    "geantwortet_…" "Tag der letzten Antwort der Stelle zu einer Anforderung, TT.MM.JJJJ; leer, solange es keine gibt" "Blatt „Sachstand“, Datum";
    "fehlt_…" "ja, wenn die Angabe in der Verbandsliste fehlt; ein Feld je Spalte, nach der ein Brief fragt" "Verbandsliste";
    "massnahmen" "Felder mit Maßnahmen und deren Zahl, „Werbung (2 Maßnahmen)“" "Maßnahmenliste, ausgewertet zum Stichtag";
    "felder_offen" "Felder, zu denen nichts gefunden wurde" "Auswertung zum Stichtag";
    "teile_offen" "was in einer eingegangenen Vorlage fehlt; leer, solange keine eingegangen ist" "Auswertung zum Stichtag";
    "gehalten_…" "Zahl der Veranstaltungen einer Nachweisart seit dem Beschluss; ein Feld je Nachweisart" "Veranstaltungsliste";
    "bereits_gebeten_am" "Tag, an dem derselbe Brief zuletzt versandt wurde, TT.MM.JJJJ; leer beim ersten" "Postausgang, Spalte „versandt am“";
    "wahlperiode_beendet" "ja, wenn der eingestellte letzte Tag der Wahlperiode vorbei ist" "Einstellungen, Ende der Wahlperiode";
    "unterzeichnet_1_name" "wer zuerst unterschreibt" "Einstellungen, Blatt „Stellen“";
    "unterzeichnet_1_funktion" "Funktion darunter" "Einstellungen, Blatt „Stellen“, sonst Name der Stelle";
    "unterschrift_1_bild" "Bild der ersten Unterschrift; darf fehlen" "Einstellungen, Blatt „Stellen“, Unterschrift (Bilddatei)";
    "unterzeichnet_2_name" "wer daneben unterschreibt; leer, wo eine Stelle zeichnet" "Einstellungen, Blatt „Stellen“";
    "unterzeichnet_2_funktion" "Funktion darunter; leer, wo eine Stelle zeichnet" "Einstellungen, Blatt „Stellen“, sonst Name der Stelle";
    "unterschrift_2_bild" "Bild der zweiten Unterschrift; darf fehlen" "Einstellungen, Blatt „Stellen“, Unterschrift (Bilddatei)";
}

/// Prefixes of the other placeholders that the resolution decides; what follows is a body, a requirement, an evidence.
const REPORTING: &str = "berichtende_";
const OPEN: &str = "offen_";
const HELD: &str = "gehalten_";
const ANSWERED: &str = "geantwortet_";
const BLANK: &str = "fehlt_";

/// Every placeholder a template may use, in the order of [`FIELDS`], with one per promise, body, requirement and evidence
/// of the resolution.
pub fn names(facts: &Facts<'_>) -> Vec<String> {
    let resolution = facts.resolution;
    let of = |prefix: &str| -> Vec<String> {
        let keys: Vec<&str> = match prefix {
            PROMISE => resolution
                .criteria
                .values()
                .filter(|criterion| criterion.promise.is_some())
                .map(|criterion| criterion.key.as_str())
                .collect(),
            REPORTING => resolution.bodies.iter().map(|body| body.key.as_str()).collect(),
            OPEN | ANSWERED => resolution.requirements.iter().map(|r| r.id.as_str()).collect(),
            BLANK => asked_columns(resolution).into_iter().map(Field::key).collect(),
            _ => resolution.evidence.keys().map(String::as_str).collect(),
        };
        keys.into_iter().map(|key| format!("{prefix}{}", part_of_name(key))).collect()
    };
    FIELDS
        .iter()
        .flat_map(|field| {
            field.name.strip_suffix('…').map_or_else(|| vec![field.name.to_owned()], of)
        })
        .collect()
}

/// The columns that letters ask the branches for, each once.
fn asked_columns(resolution: &Resolution) -> Vec<Field> {
    let mut found: Vec<Field> = Vec::new();
    for letter in &resolution.letters {
        if let Occasion::BlankIn(columns) = &letter.occasion {
            for column in columns {
                if !found.contains(column) {
                    found.push(*column);
                }
            }
        }
    }
    found
}

/// A key of the resolution as part of a placeholder: „Z1b“ → `z1b`.
fn part_of_name(key: &str) -> String {
    key.to_lowercase().replace('-', "_")
}

/// Placeholders that look at all lists anew; computed only where a template uses them.
fn is_costly(name: &str) -> bool {
    const COSTLY: [&str; 6] = [
        "offene_fragen",
        "anzahl_fragen",
        "massnahmen",
        "felder_offen",
        "teile_offen",
        "bereits_gebeten_am",
    ];
    COSTLY.contains(&name)
        || [PROMISE, OPEN, HELD, ANSWERED].iter().any(|prefix| name.starts_with(prefix))
}

/// The promises a letter of this kind is credited with: those of its kind whose placeholder the template really uses.
pub fn promises(facts: &Facts<'_>, letter: &PlannedLetter) -> Vec<String> {
    let Some(used) = facts.templates.get(&letter.letter.key) else { return Vec::new() };
    letter
        .letter
        .promises
        .iter()
        .filter(|key| used.contains(&format!("{PROMISE}{}", part_of_name(key))))
        .filter_map(|key| facts.resolution.criteria.get(key))
        .filter_map(|criterion| criterion.promise.clone())
        .collect()
}

/// The placeholders of the promises a letter of this kind may make, and what each promises.
pub fn promised(resolution: &Resolution, letter: &LetterKind) -> Vec<(String, String)> {
    let criteria = letter.promises.iter().filter_map(|key| resolution.criteria.get(key));
    criteria
        .filter_map(|own| {
            Some((format!("{PROMISE}{}", part_of_name(&own.key)), own.promise.clone()?))
        })
        .collect()
}

/// The values of one letter, or everything that is missing for it, in the order of [`FIELDS`]. Values nobody has entered
/// and the template does not use are left out.
pub fn values(
    facts: &Facts<'_>,
    letter: &PlannedLetter,
) -> Result<Map<String, Value>, Vec<MissingDetail>> {
    let Some(used) = facts.templates.get(&letter.letter.key) else {
        return Err(vec![template_missing(&letter.letter.key)]);
    };
    values_for(facts, letter, used, &template_file(&letter.letter.key))
}

/// As [`values`], for another text that goes with the letter: `used` are its placeholders, `file` is its name.
pub fn values_for(
    facts: &Facts<'_>,
    letter: &PlannedLetter,
    used: &BTreeSet<String>,
    file: &str,
) -> Result<Map<String, Value>, Vec<MissingDetail>> {
    let known = names(facts);
    let mut map = Map::new();
    let wanted = known.iter().filter(|name| !is_costly(name) || used.contains(*name));
    let mut lacking: Vec<MissingDetail> = Vec::new();
    for name in wanted {
        match value(facts, letter, name) {
            Ok(value) => {
                map.insert(name.clone(), value);
            }
            Err(missing) if used.contains(name) => add_missing(&mut lacking, missing),
            Err(_) => {}
        }
    }
    lacking.extend(unknown(used, &known, file));
    if lacking.is_empty() { Ok(map) } else { Err(lacking) }
}

/// What is missing for the values of a letter, without those its template does not use.
pub(super) fn missing(facts: &Facts<'_>, letter: &PlannedLetter) -> Vec<MissingDetail> {
    let key = &letter.letter.key;
    let Some(used) = facts.templates.get(key) else { return vec![template_missing(key)] };
    let known = names(facts);
    let mut lacking = Vec::new();
    for name in known.iter().filter(|name| used.contains(*name)) {
        if let Err(missing) = value(facts, letter, name) {
            add_missing(&mut lacking, missing);
        }
    }
    lacking.extend(unknown(used, &known, &template_file(key)));
    lacking
}

/// Several placeholders may want the same cell.
fn add_missing(lacking: &mut Vec<MissingDetail>, missing: Vec<MissingDetail>) {
    for detail in missing {
        if !lacking.iter().any(|l| l.text == detail.text && l.place == detail.place) {
            lacking.push(detail);
        }
    }
}

/// Placeholders that do not exist.
fn unknown(
    used: &BTreeSet<String>,
    known: &[String],
    file: &str,
) -> impl Iterator<Item = MissingDetail> {
    used.iter().filter(|name| !known.contains(name)).map(move |name| {
        let near = known
            .iter()
            .map(|known| (strsim::osa_distance(name, known), known))
            .min()
            .filter(|(distance, _)| *distance <= 2)
            .map_or_else(String::new, |(_, near)| format!("; gemeint ist vielleicht „{near}“"));
        MissingDetail {
            field: name.clone(),
            text: format!("ein bekanntes Feld statt „{name}“{near}"),
            place: file.to_owned(),
            cell: None,
        }
    })
}

fn template_file(key: &str) -> String {
    format!("Vorlagen/{key}.docx")
}

/// What stands in place of a letter whose template does not exist or cannot be used.
pub(super) fn template_missing(key: &str) -> MissingDetail {
    MissingDetail {
        field: "vorlage".into(),
        text: format!("eine fehlerfreie Vorlage {key}.docx"),
        place: template_file(key),
        cell: None,
    }
}

/// The letter's date: the Stichtag of the run that first made it, so the „erzeugt am“ of a registered letter.
pub fn letter_date(facts: &Facts<'_>, letter: &PlannedLetter) -> NaiveDate {
    match letter.state {
        LetterState::Draft | LetterState::Sent => register_entry(facts, letter)
            .and_then(|entry| {
                // a register kept by hand may know only the day on which it was sent
                let day = |field| entry.date(field).span();
                day(Field::CreatedOn).or_else(|| day(Field::SentOn))
            })
            .map_or(facts.as_of.0, |span| span.from),
        LetterState::Ready | LetterState::Incomplete | LetterState::NotDue => facts.as_of.0,
    }
}

/// The letter's own row in the register.
pub(super) fn register_entry<'a>(facts: &Facts<'a>, letter: &PlannedLetter) -> Option<&'a Entry> {
    let cell = letter.row.as_ref()?;
    let mut rows = facts.records.dispatches.iter();
    rows.find(|entry| entry.row == cell.row && *entry.sheet.source == *cell.source)
}

/// The reference („Zeichen“, „Aktenzeichen“) by the pattern of the settings.
pub fn reference(facts: &Facts<'_>, letter: &PlannedLetter) -> String {
    let initials: String = letter
        .letter
        .key
        .split('-')
        .filter_map(|word| word.chars().next())
        .flat_map(char::to_uppercase)
        .collect();
    let recipient = match &letter.recipient {
        Recipient::Branch(id) => {
            let branch = &facts.records.branches[*id];
            branch.entry.text(Field::Code).map_or_else(|| short_name(&branch.name), str::to_owned)
        }
        Recipient::Body(key) => key.clone(),
    };
    facts
        .settings
        .text(Key::Reference)
        .replace("{jahr}", &letter_date(facts, letter).year().to_string())
        .replace("{brief}", &initials)
        .replace("{empfaenger}", &recipient)
}

/// A name short enough for the information block where the list has no Kürzel: „Saale-Holzland-Kreis“ → „Saal-Holz-Krei“.
fn short_name(name: &str) -> String {
    if name.chars().count() <= 14 {
        return name.to_owned();
    }
    let parts = name.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    let short: Vec<String> = parts.take(3).map(|part| part.chars().take(4).collect()).collect();
    short.join("-")
}

pub(super) type Found = Result<Value, Vec<MissingDetail>>;

fn value(facts: &Facts<'_>, letter: &PlannedLetter, name: &str) -> Found {
    let settings = facts.settings;
    let date = letter_date(facts, letter);
    if let Some(found) = by_the_resolution(facts, letter, name) {
        return found;
    }
    match name {
        "partei" => setting(facts, name, Key::LetterheadName),
        LOGO => Ok(Value::Null),
        name if SIGNATURES.contains(&name) => Ok(Value::Null),
        "absender_zeile" => return_line(facts, name),
        "absender_name" => setting(facts, name, Key::SenderName),
        "absender_strasse" => setting(facts, name, Key::SenderStreet),
        "absender_plz_ort" => setting(facts, name, Key::SenderTown),
        "absender_telefon" => Ok(optional(settings.text(Key::SenderPhone))),
        "absender_email" => Ok(optional(settings.text(Key::SenderEmail))),
        "absender_web" => Ok(optional(settings.text(Key::SenderWeb))),
        "zeichen" => Ok(reference(facts, letter).into()),
        "ansprechperson" => setting(facts, name, Key::ContactName),
        "telefon" => setting(facts, name, Key::ContactPhone),
        "kontakt_email" => setting(facts, name, Key::ContactEmail),
        "briefdatum" => Ok(wording::date_in_text(date).into()),
        "anschrift" => lines(facts, letter),
        "anrede" => Ok(greeting(facts, letter).into()),
        "verband" => Ok(letter.recipient_name.as_str().into()),
        "jahr" => {
            let year = about_span(letter).map_or(date.year(), |span| span.from.year());
            Ok(year.to_string().into())
        }
        "stichtag" => {
            // the paper that is sent shows what was frozen, whatever day it is by now
            let frozen = facts.tabled.filter(|_| letter.letter.occasion == Occasion::AfterFreezing);
            Ok(wording::date(frozen.map_or(date, |tabled| tabled.as_of.0)).into())
        }
        "genossinnen" => Ok(salutation::comrades(settings).into()),
        "gruss" => setting(facts, name, Key::Closing),
        "antwort_bis" => Ok(wording::date_in_text(reply_by(facts, letter)).into()),
        "korrektur_bis" => {
            coming(facts, name, Key::Session, date)?;
            Ok(wording::date_in_text(before_all(facts, letter, true)).into())
        }
        "dauer" => setting(facts, name, Key::Minutes),
        "dauer_bericht" => setting(facts, name, Key::ReportMinutes),
        "dauer_debatte" => {
            let (all, report) = (settings.whole(Key::Minutes), settings.whole(Key::ReportMinutes));
            match all.checked_sub(report) {
                Some(left) if left > 0 => Ok(left.to_string().into()),
                Some(_) | None => Err(setting_missing(
                    facts,
                    name,
                    Key::ReportMinutes,
                    &format!(" mit weniger als {all} Minuten, damit Zeit für die Debatte bleibt"),
                )),
            }
        }
        "angebot_vom" => offered_on(facts, letter, name),
        "von" | "termin" => exact_span(letter, name).map(|span| wording::date(span.from).into()),
        "bis" => exact_span(letter, name).map(|span| wording::date(span.to).into()),
        "zeitraum" => exact_span(letter, name).map(|span| event::days_in_text(span).into()),
        "ort" => of_row(letter, name, &[Field::Place], "der Ort"),
        "uhrzeit" => of_row(letter, name, &[Field::Time, Field::Begin], "die Uhrzeit"),
        "beginn" => event::begin(letter, name).map(event::time),
        "ende" => event::end(letter, name).map(event::time),
        "technik_ab" => event::help_from(facts, letter, name),
        "plattform" => of_row(letter, name, &[Field::Platform], "die Plattform"),
        "offene_fragen" => questions::as_value(facts, letter, name),
        "anzahl_fragen" => questions::count(facts, letter, name),
        "massnahmen" => Ok(progress::measures(facts, letter)),
        "felder_offen" => Ok(progress::open_fields(facts, letter)),
        "teile_offen" => Ok(progress::open_parts(facts, letter)),
        "bereits_gebeten_am" => Ok(progress::asked_before(facts, letter)),
        "wahlperiode_beendet" => {
            Ok(settings.date(Key::TermEnd).is_some_and(|end| end < date).into())
        }
        "rahmen" => of_row(letter, name, &[Field::Frame], "der Rahmen"),
        "themen" => of_row(letter, name, &[Field::Topics], "die Themen"),
        "schwerpunkt" => match event::first_of_its_kind(facts, letter, name) {
            // the template chooses between the two; the first has its theme in the resolution
            Ok(true) => Ok(of_row(letter, name, &[Field::Focus], "").unwrap_or(Value::Null)),
            Ok(false) | Err(_) => {
                of_row(letter, name, &[Field::Focus, Field::Topics], "der Schwerpunkt")
            }
        },
        "erstes" => event::first_of_its_kind(facts, letter, name).map(Value::Bool),
        "weitergeben_bis" => {
            let end = event::registration_ends(letter, name, date)?;
            Ok(wording::date_in_text(pass_on_by(end, date)).into())
        }
        "anmeldeschluss" => event::registration_ends(letter, name, date)
            .map(|day| wording::date_in_text(day).into()),
        "anmeldeweg" => setting(facts, name, Key::RegisterVia),
        "fahrtkosten" => Ok(settings.flag(Key::TravelCosts).into()),
        "sitzung" => coming(facts, name, Key::Session, date),
        "versandschluss" => coming(facts, name, Key::PapersOut, date),
        "unterzeichnet_1_name" => signatory(facts, letter, name, 0, BodyColumn::Signatory),
        "unterzeichnet_1_funktion" => signatory(facts, letter, name, 0, BodyColumn::Function),
        "unterzeichnet_2_name" => signatory(facts, letter, name, 1, BodyColumn::Signatory),
        "unterzeichnet_2_funktion" => signatory(facts, letter, name, 1, BodyColumn::Function),
        _ => Err(one(name, &format!("das Feld „{name}“"), "Vorlage")),
    }
}

/// Placeholders whose names the resolution decides.
fn by_the_resolution(facts: &Facts<'_>, letter: &PlannedLetter, name: &str) -> Option<Found> {
    let resolution = facts.resolution;
    let is = |prefix: &str, key: &str| {
        name.strip_prefix(prefix).is_some_and(|rest| rest == part_of_name(key))
    };
    if let Some(criterion) = resolution.criteria.values().find(|c| is(PROMISE, &c.key)) {
        let promise = criterion.promise.as_deref()?;
        let kept = event::contradicts_promise(facts, letter, name, &criterion.key);
        return Some(kept.map(|()| promise.into()));
    }
    if let Some(body) = resolution.bodies.iter().find(|body| is(REPORTING, &body.key)) {
        return Some(event::reporters(letter, name, body));
    }
    if let Some(requirement) = resolution.requirements.iter().find(|r| is(OPEN, &r.id)) {
        let open = progress::is_open(facts, &letter.recipient, &requirement.id);
        let date = letter_date(facts, letter);
        let answered = letter.letter.occasion == Occasion::HalfYearly
            && progress::answered_lately(facts, &letter.recipient, &requirement.id, date);
        return Some(Ok((open && !answered).into()));
    }
    if let Some(requirement) = resolution.requirements.iter().find(|r| is(ANSWERED, &r.id)) {
        let date = letter_date(facts, letter);
        let day = progress::answered(facts, &letter.recipient, &requirement.id, date);
        return Some(Ok(day.map_or(Value::Null, |day| wording::date(day).into())));
    }
    if let Some(column) = asked_columns(resolution).into_iter().find(|own| is(BLANK, own.key())) {
        let Recipient::Branch(id) = &letter.recipient else { return Some(Ok(false.into())) };
        let entry = &facts.records.branches[*id].entry;
        return Some(Ok((!super::plan::has_answer(entry, column)).into()));
    }
    let evidence = resolution.evidence.values().find(|evidence| is(HELD, &evidence.key))?;
    Some(Ok(progress::held(facts, evidence)))
}

pub(super) fn one(field: &str, text: &str, place: &str) -> Vec<MissingDetail> {
    vec![MissingDetail { field: field.into(), text: text.into(), place: place.into(), cell: None }]
}

fn optional(text: &str) -> Value {
    if text.is_empty() { Value::Null } else { text.into() }
}

fn setting(facts: &Facts<'_>, name: &str, key: Key) -> Found {
    let text = facts.settings.text(key);
    if text.is_empty() { Err(setting_missing(facts, name, key, "")) } else { Ok(text.into()) }
}

fn setting_missing(facts: &Facts<'_>, name: &str, key: Key, more: &str) -> Vec<MissingDetail> {
    vec![MissingDetail {
        field: name.into(),
        text: format!("die Einstellung „{}“{more}", key.setting().label),
        place: facts.settings.place(key),
        cell: facts.settings.cell(key),
    }]
}

fn return_line(facts: &Facts<'_>, name: &str) -> Found {
    let own = facts.settings.text(Key::ReturnLine);
    if !own.is_empty() {
        return Ok(own.into());
    }
    let mut parts = Vec::new();
    for key in [Key::SenderName, Key::SenderStreet, Key::SenderTown] {
        let text = facts.settings.text(key);
        if text.is_empty() {
            return Err(setting_missing(facts, name, key, ""));
        }
        parts.push(text);
    }
    Ok(parts.join(" · ").into())
}

/// A date of the settings that has not passed; last session's date would make a wrong letter.
fn coming(facts: &Facts<'_>, name: &str, key: Key, letter_date: NaiveDate) -> Found {
    match facts.settings.date(key) {
        Some(day) if day >= letter_date => Ok(wording::date(day).into()),
        Some(day) => Err(setting_missing(
            facts,
            name,
            key,
            &format!(" (eingetragen ist der {}, der schon vorbei ist)", wording::date(day)),
        )),
        None => Err(setting_missing(facts, name, key, "")),
    }
}

/// The day until which the letter wishes for an answer: so many days later as set, on a working day, and before all that
/// the letter speaks of, the event itself, the session and the day its papers go out.
pub(super) fn reply_by(facts: &Facts<'_>, letter: &PlannedLetter) -> NaiveDate {
    before_all(facts, letter, false)
}

/// With `session` also before a session the letter does not mention.
fn before_all(facts: &Facts<'_>, letter: &PlannedLetter, session: bool) -> NaiveDate {
    let date = letter_date(facts, letter);
    let days = Days::new(u64::from(facts.settings.whole(Key::ReplyDays)));
    let wished = workdays::on_or_after(date.checked_add_days(days).unwrap_or(date));
    let used = facts.templates.get(&letter.letter.key);
    let mentions = |name: &str| used.is_some_and(|used| used.contains(name));
    let next = [("sitzung", Key::Session, session), ("versandschluss", Key::PapersOut, false)]
        .into_iter()
        .filter(|(name, _, always)| *always || mentions(name))
        .filter_map(|(_, key, _)| facts.settings.date(key))
        .chain(about_span(letter).map(|span| span.from))
        .filter(|day| *day > date)
        .min();
    match next.filter(|next| *next <= wished) {
        // where no working day is left, the day of the letter: at once
        Some(next) => workdays::before(next).max(date),
        None => wished,
    }
}

/// The days until which the letter asks for something, earliest first: those its template mentions.
pub(super) fn days_asked_for(facts: &Facts<'_>, letter: &PlannedLetter) -> Vec<NaiveDate> {
    let Some(used) = facts.templates.get(&letter.letter.key) else { return Vec::new() };
    let date = letter_date(facts, letter);
    let registration = |name| event::registration_ends(letter, name, date).ok();
    let mut days: Vec<NaiveDate> = used
        .iter()
        .filter_map(|name| match name.as_str() {
            "antwort_bis" => Some(reply_by(facts, letter)),
            "korrektur_bis" => Some(before_all(facts, letter, true)),
            "weitergeben_bis" => registration(name).map(|end| pass_on_by(end, date)),
            "anmeldeschluss" => registration(name),
            _ => None,
        })
        .collect();
    days.sort_unstable();
    days
}

/// Two weeks before the end of registration, where that is still to come on the day of the letter.
fn pass_on_by(end: NaiveDate, date: NaiveDate) -> NaiveDate {
    end.checked_sub_days(Days::new(14)).filter(|day| *day > date).unwrap_or(end)
}

fn lines(facts: &Facts<'_>, letter: &PlannedLetter) -> Found {
    let lines = match &letter.recipient {
        Recipient::Branch(id) => {
            let on_paper = mailing::route(facts, letter).on_paper();
            address::of_branch(&facts.records.branches[*id], facts.settings, on_paper)?
        }
        Recipient::Body(key) => match facts.resolution.body(key) {
            Some(body) => address::of_body(body, facts.settings)?,
            None => return Err(one("anschrift", &format!("die Stelle „{key}“"), settings::FILE)),
        },
    };
    Ok(lines.into())
}

fn greeting(facts: &Facts<'_>, letter: &PlannedLetter) -> String {
    match &letter.recipient {
        Recipient::Branch(id) => {
            salutation::for_branch(&facts.records.branches[*id].entry, facts.settings)
        }
        Recipient::Body(key) => facts
            .resolution
            .body(key)
            .and_then(|body| facts.settings.body(body))
            .map(|row| salutation::without_mark(row.text(BodyColumn::Salutation)))
            .filter(|text| !text.is_empty())
            .unwrap_or_else(|| salutation::together(facts.settings)),
    }
}

fn signatory(
    facts: &Facts<'_>,
    letter: &PlannedLetter,
    name: &str,
    position: usize,
    column: BodyColumn,
) -> Found {
    let Some(key) = letter.letter.signed_by.get(position) else { return Ok(Value::Null) };
    let Some(body) = facts.resolution.body(key) else {
        return Err(one(name, &format!("die Stelle „{key}“"), "Beschlussdatei"));
    };
    let row = facts.settings.body(body);
    let text = row.map_or("", |row| row.text(column));
    if !text.is_empty() {
        return Ok(text.into());
    }
    if column == BodyColumn::Function {
        return Ok(body.name.as_str().into());
    }
    Err(vec![MissingDetail {
        field: name.into(),
        text: format!("wer für die Stelle {} unterschreibt", body.name),
        place: facts.settings.body_place(body, column),
        cell: row.and_then(|row| row.cell(column)),
    }])
}

/// The day the offer was really sent, not the day it was drafted.
fn offered_on(facts: &Facts<'_>, letter: &PlannedLetter, name: &str) -> Found {
    let offer = match &letter.letter.occasion {
        Occasion::WeeksWithoutAnswer { to, .. } => facts.resolution.letter(to),
        Occasion::YearlyFrom { .. }
        | Occasion::DateFixed { .. }
        | Occasion::WeeksBefore { .. }
        | Occasion::DetailsMissingAfter { .. }
        | Occasion::BlankIn(_)
        | Occasion::HalfYearly
        | Occasion::Resubmission { .. }
        | Occasion::AfterFreezing => None,
    };
    let (label, from, to) = history::calendar_year(letter_date(facts, letter));
    let sent = offer.and_then(|offer| {
        history::Index::new(facts)
            .of(facts, offer, &letter.recipient)
            .iter()
            .filter(|dispatch| dispatch.meant == Tri::Yes)
            .filter(|dispatch| dispatch.is_of_period(&label, from, to))
            .filter_map(history::Dispatch::sent_on)
            .max()
    });
    sent.map(|day| wording::date_in_text(day).into()).ok_or_else(|| {
        one(name, "das Datum des versandten Angebots", "Postausgang.xlsx, Spalte „versandt am“")
    })
}

/// The span of the row a letter is about: an event's days, or the Termin of a register row.
pub(super) fn about_span(letter: &PlannedLetter) -> Option<Span> {
    let entry = letter.about.as_ref()?;
    span_of(entry)
}

/// The days of an event, or the Termin of a register row.
pub(super) fn span_of(entry: &Entry) -> Option<Span> {
    match entry.list() {
        ListKind::Dispatches => entry.date(Field::Appointment).span(),
        ListKind::Branches
        | ListKind::Events
        | ListKind::Measures
        | ListKind::Papers
        | ListKind::Statements
        | ListKind::Exceptions
        | ListKind::Findings => rows::span(entry),
    }
}

pub(super) fn about<'l>(
    letter: &'l PlannedLetter,
    name: &str,
) -> Result<&'l Entry, Vec<MissingDetail>> {
    letter.about.as_deref().ok_or_else(|| {
        one(
            name,
            &format!("„{name}“ gibt es nur in Briefen zu einem Termin"),
            &template_file(&letter.letter.key),
        )
    })
}

fn exact_span(letter: &PlannedLetter, name: &str) -> Result<Span, Vec<MissingDetail>> {
    let entry = about(letter, name)?;
    span_of(entry)
        .filter(|span| span.exact)
        .ok_or_else(|| in_row(entry, name, Field::Date, "der genaue Tag"))
}

fn of_row(letter: &PlannedLetter, name: &str, fields: &[Field], what: &str) -> Found {
    let entry = about(letter, name)?;
    let found = fields
        .iter()
        .filter_map(|field| entry.text(*field))
        .map(|text| text.trim().trim_end_matches("Uhr").trim())
        .find(|text| text.chars().any(char::is_alphanumeric));
    match (found, fields.first()) {
        (Some(text), _) => Ok(text.into()),
        (None, Some(field)) => Err(in_row(entry, name, *field, what)),
        (None, None) => Ok(Value::Null),
    }
}

/// Where details of an event belong that is known only as a „Termin“ of the register.
pub(super) fn enter_event(entry: &Entry) -> String {
    let list = list_name(ListKind::Events);
    format!("{list}: den Termin mit diesen Angaben eintragen (bisher nur {})", entry.first_cell())
}

pub(super) fn in_row(entry: &Entry, name: &str, field: Field, what: &str) -> Vec<MissingDetail> {
    let cell = entry.at(field);
    let row = entry.first_cell();
    let when = span_of(entry).map(|span| format!(" zum Termin {}", wording::span(span)));
    vec![MissingDetail {
        field: name.into(),
        text: format!("{what}{}", when.unwrap_or_default()),
        place: cell.as_ref().map_or_else(
            || match entry.list() {
                ListKind::Dispatches => enter_event(entry),
                ListKind::Branches
                | ListKind::Events
                | ListKind::Measures
                | ListKind::Papers
                | ListKind::Statements
                | ListKind::Exceptions
                | ListKind::Findings => {
                    format!("{row}: die Liste hat keine Spalte „{}“", label(entry.list(), field))
                }
            },
            ToString::to_string,
        ),
        cell,
    }]
}

/// What a column is called in the office's list.
fn label(list: ListKind, field: Field) -> &'static str {
    COLUMNS
        .iter()
        .find(|column| column.list == list && column.field == field)
        .map_or(field.key(), |column| column.label)
}

/// The evidence whose row a letter is about.
pub(super) fn evidence_of(occasion: &Occasion) -> Option<&str> {
    match occasion {
        Occasion::DateFixed { evidence }
        | Occasion::WeeksBefore { evidence, .. }
        | Occasion::DetailsMissingAfter { evidence, .. } => Some(evidence),
        Occasion::YearlyFrom { .. }
        | Occasion::WeeksWithoutAnswer { .. }
        | Occasion::BlankIn(_)
        | Occasion::HalfYearly
        | Occasion::Resubmission { .. }
        | Occasion::AfterFreezing => None,
    }
}
