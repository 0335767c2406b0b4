//! What a letter is filled with: names are found however the template writes them, values become text as German readers
//! expect it, and never markup.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Arc, OnceLock};

use minijinja::value::{Enumerator, Object, ObjectRepr, Value, ValueKind};
use minijinja::{Environment, Error, ErrorKind, Output, State, UndefinedBehavior};
use serde_json::Value as Json;

use super::picture::{MARK, Pictures, Shown};
use super::switches;
use super::xml::{is_allowed, push_escaped};
use crate::wording;

/// A name as it is compared: lower case, umlauts written out, without blanks, hyphens and underscores. Word begins
/// sentences with a capital, and people write the label of a column.
pub fn plain_name(name: &str) -> String {
    canonical(name).replace('_', "")
}

/// A name as the office's lists of placeholders write it: lower case, umlauts written out, `_` between words.
pub(super) fn canonical(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    for c in name.chars().flat_map(char::to_lowercase) {
        match c {
            'ä' => plain.push_str("ae"),
            'ö' => plain.push_str("oe"),
            'ü' => plain.push_str("ue"),
            'ß' => plain.push_str("ss"),
            // umlauts in two characters, as a Mac writes them
            '\u{308}' => plain.push('e'),
            c if c.is_alphanumeric() => plain.push(c),
            _ => plain.push('_'),
        }
    }
    plain
}

/// Name of an object in the data: texts that stand for figures where a template only prints them („1.234,50 €“); conditions,
/// filters and calculations get the figure.
pub const SHOWN: &str = "__gezeigt";

/// A JSON object whose names are found case-, blank- and umlaut-insensitively; an exact name wins.
pub(super) struct Fields {
    /// How figures look where a template only prints them, by plain name.
    shown: BTreeMap<String, String>,
    /// With the place of each name in the data.
    exact: BTreeMap<String, (usize, Value)>,
    /// Names as they are compared, and the exact ones; made when a name is first asked for that is not there as it is.
    plain: OnceLock<BTreeMap<String, String>>,
}

impl Fields {
    pub(super) fn new(values: &serde_json::Map<String, Json>) -> Self {
        let exact = values
            .iter()
            .enumerate()
            .filter(|(_, (name, _))| *name != SHOWN)
            .map(|(n, (name, value))| (name.clone(), (n, convert(value))))
            .collect();
        let shown = values
            .get(SHOWN)
            .and_then(Json::as_object)
            .into_iter()
            .flatten()
            .filter_map(|(name, text)| Some((plain_name(name), text.as_str()?.to_owned())))
            .collect();
        Self { shown, exact, plain: OnceLock::new() }
    }

    /// Pictures are known by their place in the map.
    pub(super) fn with_pictures(
        values: &serde_json::Map<String, Json>,
        pictures: &Pictures,
    ) -> Self {
        let mut fields = Self::new(values);
        let mut plain = if pictures.is_empty() { return fields } else { fields.plain().clone() };
        for (number, (name, picture)) in pictures.iter().enumerate() {
            let description = picture.description.clone();
            let shown = Value::from_object(Shown { number, description });
            let last = (usize::MAX, shown);
            if let Some(value) = plain.get(&plain_name(name)) {
                fields.exact.insert(value.clone(), last.clone());
            }
            fields.exact.insert(name.clone(), last);
            plain.insert(plain_name(name), name.clone());
        }
        Self { shown: fields.shown, exact: fields.exact, plain: plain.into() }
    }

    /// Of two names that compare alike the later one counts.
    fn plain(&self) -> &BTreeMap<String, String> {
        self.plain.get_or_init(|| {
            let mut names: Vec<(usize, &String)> =
                self.exact.iter().map(|(name, (n, _))| (*n, name)).collect();
            names.sort_unstable();
            names.into_iter().map(|(_, name)| (plain_name(name), name.clone())).collect()
        })
    }

    fn get(&self, name: &str) -> Option<&Value> {
        let found = self.exact.get(name);
        found
            .or_else(|| self.exact.get(self.plain().get(&plain_name(name))?))
            .map(|(_, value)| value)
    }

    pub(super) fn contains(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.exact.keys().map(String::as_str)
    }
}

impl fmt::Debug for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // values are people's addresses; they belong into no log
        f.debug_set().entries(self.exact.keys()).finish()
    }
}

impl Object for Fields {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Map
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get(key.as_str()?).cloned()
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        // the fields themselves, so that a filter can ask how one of them looks
        if key == SHOWN {
            return Some(Value::from_dyn_object(Arc::clone(self)));
        }
        self.get(key).cloned()
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.exact.keys().map(|name| Value::from(name.as_str())).collect())
    }
}

fn convert(json: &Json) -> Value {
    match json {
        Json::Null => Value::from(()),
        Json::Bool(yes) => Value::from(*yes),
        Json::Number(number) => number
            .as_i64()
            .map(Value::from)
            .or_else(|| number.as_f64().map(Value::from))
            .unwrap_or_default(),
        Json::String(text) => Value::from(text.as_str()),
        Json::Array(list) => Value::from(list.iter().map(convert).collect::<Vec<_>>()),
        Json::Object(object) => Value::from_object(Fields::new(object)),
    }
}

/// The environment all templates share: strict, with the German filters.
pub(super) fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
    environment.set_debug(true);
    environment.set_formatter(write_value);
    environment.add_filter("datum", datum);
    environment.add_filter("wochentag", wochentag);
    environment.add_filter("liste", liste);
    environment.add_filter("zahl", zahl);
    environment.add_filter("prozent", prozent);
    environment.add_filter("default", or_default);
    environment.add_filter("d", or_default);
    environment.add_filter("_text", liste);
    environment.add_filter("_wie", as_shown);
    environment.add_filter("_feld", merge_field);
    environment.add_filter("_wenn", merge_condition);
    environment.add_filter("_ordnung", by_value);
    // every value is escaped where it is written; templates made for docxtpl ask for it
    for name in ["e", "escape", "safe"] {
        environment.add_filter(name, |value: Value| value);
    }
    environment.add_test("_da", |value: &Value| !value.is_undefined());
    environment
}

/// A value inside a `w:t`: escaped, line breaks and tabs as Word's elements, nothing XML does not allow. A picture is only
/// marked here; its part is not known yet.
fn write_value(out: &mut Output<'_>, _: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    if let Some(picture) = value.downcast_object_ref::<Shown>() {
        return write!(out, "{MARK}{}{MARK}", picture.number)
            .map_err(|_| Error::from(ErrorKind::WriteFailure));
    }
    let text = value.as_str().map_or_else(|| said(value).into(), std::borrow::Cow::Borrowed);
    let mut xml = String::with_capacity(text.len() + 8);
    // Windows and old Macs end lines in their own ways
    let text = if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n").into()
    } else {
        text
    };
    let mut lines = text.split('\n');
    if let Some(first) = lines.next() {
        push_line(&mut xml, first);
    }
    for line in lines {
        xml.push_str("</w:t><w:br/><w:t xml:space=\"preserve\">");
        push_line(&mut xml, line);
    }
    out.write_str(&xml).map_err(|_| Error::from(ErrorKind::WriteFailure))
}

fn push_line(xml: &mut String, line: &str) {
    for (i, piece) in line.split('\t').enumerate() {
        if i > 0 {
            xml.push_str("</w:t><w:tab/><w:t xml:space=\"preserve\">");
        }
        push_escaped(xml, piece);
    }
}

/// Any value as German text.
#[expect(clippy::wildcard_enum_match_arm, reason = "minijinja may add kinds; they are texts to us")]
pub(super) fn said(value: &Value) -> String {
    match value.kind() {
        ValueKind::Undefined | ValueKind::None => String::new(),
        ValueKind::Bool => if value.is_true() { "ja" } else { "nein" }.to_owned(),
        ValueKind::Number if value.is_integer() => value.to_string(),
        ValueKind::Number => f64::try_from(value.clone())
            .map_or_else(|_| value.to_string(), |number| number.to_string().replace('.', ",")),
        ValueKind::Seq | ValueKind::Iterable => joined(value),
        _ => value.to_string().chars().filter(|c| is_allowed(*c)).collect(),
    }
}

/// „a, b und c“.
fn joined(value: &Value) -> String {
    let items: Vec<String> =
        value.try_iter().map(|items| items.map(|item| said(&item)).collect()).unwrap_or_default();
    match items.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, before)) => format!("{} und {last}", before.join(", ")),
    }
}

fn liste(value: &Value) -> String {
    said(value)
}

fn is_blank(value: &Value) -> bool {
    value.is_undefined()
        || value.is_none()
        || value.as_str().is_some_and(|text| text.trim().is_empty())
}

/// What to write where a value is missing or empty.
fn or_default(value: Value, other: Option<Value>) -> Value {
    if is_blank(&value) { other.unwrap_or_else(|| Value::from("")) } else { value }
}

/// `TT.MM.JJJJ`, „14. September 2024“ or `JJJJ-MM-TT`, a time of day behind it ignored.
fn date(text: &str) -> Option<chrono::NaiveDate> {
    let text = text.trim();
    if let Some((day, rest)) = text.split_once('.') {
        let rest = rest.trim_start();
        let (month, year) = rest.split_once(['.', ' '])?;
        let month = month.parse().ok().or_else(|| wording::month_named(month))?;
        let year = year.split_whitespace().next()?;
        let year: i32 = match (year.len(), year.parse().ok()?) {
            // as Excel reads two figures
            (2, year @ 0..=29) => 2000 + year,
            (2, year) => 1900 + year,
            (_, year) => year,
        };
        return chrono::NaiveDate::from_ymd_opt(year, month, day.trim().parse().ok()?);
    }
    chrono::NaiveDate::parse_from_str(text.get(..10)?, "%Y-%m-%d").ok()
}

fn dated(value: &Value) -> Result<Option<chrono::NaiveDate>, Error> {
    if is_blank(value) {
        return Ok(None);
    }
    let text = said(value);
    date(&text).map(Some).ok_or_else(|| {
        refused(&format!(
            "„{text}“ ist kein Datum; erwartet wird Tag.Monat.Jahr, z. B. 05.03.2024."
        ))
    })
}

/// A figure as its list shows it; everything else as it is. `owner` holds the fields it was taken from, unless a loop or a
/// `set` has given it.
fn as_shown(value: Value, owner: &Value, name: &str) -> Value {
    if value.kind() != ValueKind::Number {
        return value;
    }
    let shown = owner.downcast_object_ref::<Fields>().and_then(|fields| {
        (fields.get(name)? == &value).then(|| fields.shown.get(&plain_name(name)))?
    });
    shown.map_or(value.clone(), |text| Value::from(text.as_str()))
}

/// A filter's refusal; the detail is a German sentence.
fn refused(detail: &str) -> Error {
    Error::new(ErrorKind::InvalidOperation, format!("{REFUSED}{detail}"))
}

/// Marks a detail that is already German.
pub(super) const REFUSED: &str = "\u{2}";

/// `datum`: 14.09.2024; `datum("lang")`: 14. September 2024, not broken behind the day. Empty stays empty.
fn datum(value: &Value, form: Option<&str>) -> Result<String, Error> {
    let Some(day) = dated(value)? else { return Ok(String::new()) };
    match form {
        None | Some("kurz") => Ok(wording::date(day)),
        Some("lang") => Ok(wording::date_in_text(day)),
        Some(other) => Err(refused(&format!(
            "Die Form „{other}“ gibt es beim Datum nicht; bekannt sind „kurz“ und „lang“."
        ))),
    }
}

fn wochentag(value: &Value) -> Result<String, Error> {
    let day = dated(value)?;
    Ok(day.map_or_else(String::new, |day| wording::weekday(day).to_owned()))
}

/// A number, or a text that is one as Germans write it: „1.234,50 €“, „15 %“ (which is 0,15).
fn number(value: &Value) -> Option<f64> {
    let Some(text) = value.as_str() else {
        return value.to_string().parse().ok().filter(|number: &f64| number.is_finite());
    };
    let text = text.trim();
    let (text, share) = text.strip_suffix('%').map_or((text, 1.0), |text| (text, 100.0));
    let bare = text
        .trim_end_matches("EUR")
        .trim_end_matches("Euro")
        .trim_matches(['€', ' ', '\u{a0}', '\u{202f}']);
    let groups: Vec<&str> = bare.trim_start_matches(['-', '+']).split('.').collect();
    let thousands = groups.len() > 1
        && groups.iter().skip(1).all(|group| group.len() == 3)
        && groups
            .first()
            .is_some_and(|group| (1..=3).contains(&group.len()) && !group.starts_with('0'));
    // „1,234.50“ is written as in English: which sign is meant must not be guessed
    if bare.find(',').zip(bare.rfind('.')).is_some_and(|(comma, dot)| comma < dot) {
        return None;
    }
    let plain = if bare.contains(',') {
        bare.replace('.', "").replace(',', ".")
    } else if thousands {
        bare.replace('.', "")
    } else {
        bare.to_owned()
    };
    plain.parse().ok().map(|number: f64| number / share).filter(|number| number.is_finite())
}

/// The switches of a merge field, the picture with `@` before that of a date and `#` before that of a number; an empty value stays empty.
fn merge_field(
    value: &Value,
    case: &str,
    before: &str,
    after: &str,
    picture: &str,
) -> Result<String, Error> {
    if is_blank(value) {
        return Ok(String::new());
    }
    let mut text = said(value);
    if let Some(day) = picture.strip_prefix('@')
        && let Some(clock) = clock(&text)
    {
        text = switches::date_in_picture(chrono::NaiveDate::default().and_time(clock), day);
    } else if let Some(day) = picture.strip_prefix('@')
        && let Some(date) = dated(value)?
    {
        text = switches::date_in_picture(date.and_time(time(&text)), day);
    } else if let Some(figures) = picture.strip_prefix('#') {
        let number = number(value).ok_or_else(|| refused(&format!("„{text}“ ist keine Zahl.")))?;
        text = switches::number_in_picture(number, figures);
    }
    Ok(format!("{before}{}{after}", switches::in_case(&text, case)))
}

/// A text that is nothing but a time of day.
fn clock(text: &str) -> Option<chrono::NaiveTime> {
    let text = text.trim().trim_end_matches("Uhr").trim_end();
    ["%H:%M", "%H:%M:%S"].iter().find_map(|form| chrono::NaiveTime::parse_from_str(text, form).ok())
}

/// The time of day behind a date; midnight where there is none.
fn time(text: &str) -> chrono::NaiveTime {
    text.split([' ', 'T'])
        .filter_map(|word| {
            let mut parts = word.split(':').map(|part| part.trim_end_matches('Z').parse().ok());
            let (hour, minute) = (parts.next()??, parts.next()??);
            let second = parts.next().flatten().unwrap_or(0);
            chrono::NaiveTime::from_hms_opt(hour, minute, second)
        })
        .next_back()
        .unwrap_or_default()
}

/// The condition of an IF field.
fn merge_condition(left: &Value, operator: &str, right: &Value) -> bool {
    // „Wahr“ and „ja“ are the same to Word's list of recipients
    if let (Ok(yes), Some(right)) = (bool::try_from(left.clone()), right.as_str())
        && left.kind() == ValueKind::Bool
        && matches!(operator, "=" | "<>")
    {
        let word = right.trim().to_lowercase();
        let same = match word.as_str() {
            "ja" | "wahr" | "true" | "1" | "-1" | "x" => yes,
            "nein" | "falsch" | "false" | "0" | "" => !yes,
            _ => false,
        };
        return same == (operator == "=");
    }
    let figure = |text: &str| number(&Value::from(text));
    switches::holds(&said(left), operator, &said(right), figure, date)
}

/// A comparison in a condition: figures and days by their value, everything else letter by letter. What is empty is neither
/// more nor less than anything.
fn by_value(left: &Value, operator: &str, right: &Value) -> Result<bool, Error> {
    let equality = matches!(operator, "==" | "!=");
    let is_figure = |value: &Value| value.kind() == ValueKind::Number;
    for (one, other) in [(left, right), (right, left)] {
        if is_blank(one) && !equality {
            return Ok(false);
        }
        let text = one.as_str().filter(|_| !equality && is_figure(other));
        if let Some(text) = text.filter(|_| number(one).is_none()) {
            return Err(refused(&format!(
                "„{text}“ ist keine Zahl und lässt sich nicht mit {} vergleichen.",
                said(other)
            )));
        }
    }
    let operator = match operator {
        "==" => "=",
        "!=" => "<>",
        other => other,
    };
    Ok(merge_condition(left, operator, right))
}

/// `zahl`: 1.234 or 1.234,5; `zahl(2)`: 1.234,50.
fn zahl(value: &Value, places: Option<usize>) -> Result<String, Error> {
    if is_blank(value) {
        return Ok(String::new());
    }
    let number =
        number(value).ok_or_else(|| refused(&format!("„{}“ ist keine Zahl.", said(value))))?;
    let text =
        places.map_or_else(|| number.to_string(), |places| switches::rounded(number, places));
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let grouped = switches::grouped(digits);
    let comma = if fraction.is_empty() { "" } else { "," };
    Ok(format!("{sign}{grouped}{comma}{fraction}"))
}

/// A share between 0 and 1 as „45 %“.
fn prozent(value: &Value, places: Option<usize>) -> Result<String, Error> {
    if is_blank(value) {
        return Ok(String::new());
    }
    let share =
        number(value).ok_or_else(|| refused(&format!("„{}“ ist keine Zahl.", said(value))))?;
    Ok(format!("{}\u{a0}%", zahl(&Value::from(share * 100.0), Some(places.unwrap_or(0)))?))
}

/// Names a template may use without anybody giving them a value.
pub(super) fn built_in() -> BTreeSet<&'static str> {
    ["loop", "range", "dict", "namespace", "debug", SHOWN].into()
}
