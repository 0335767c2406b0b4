//! Cells that hold neither date nor branch: yes and no, numbers, postcodes, addresses, names, and columns to be split. What
//! persons are called, where they live and how they are reached never stands in a message.

use std::sync::Arc;

use super::cells::CellReader;
use super::columns::{self, ColumnKind};
use super::combined::{Combined, Split};
use super::numbers::{self, Number};
use super::reader::quoted;
use super::values::{self, Postcode};
use super::{combined, contacts};
use crate::diagnostic::{Code, Diagnostic};
use crate::domain::{EntryCell, Field, ListKind};
use crate::matching::normal;
use crate::table::{CellRef, CellValue, RowRef};

/// What a column's cells should hold.
pub(super) fn expected(kind: ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Text | ColumnKind::Personal => "ein Text",
        ColumnKind::Date => super::date_cells::EXPECTED,
        ColumnKind::YesNo => YES_NO,
        ColumnKind::Number => NUMBER,
        ColumnKind::Postcode => POSTCODE,
        ColumnKind::Branches => "der Name eines Verbands, z. B. KV Gotha",
        ColumnKind::Status => "geplant, angeboten, durchgeführt, verschoben auf … oder abgesagt",
    }
}

const YES_NO: &str = "ja oder nein (auch j, x, ✓, 1 oder n, 0)";
const NUMBER: &str = "eine Zahl, z. B. 30 oder 1.234";
const POSTCODE: &str = "fünf Ziffern, z. B. 99084";

impl CellReader<'_, '_> {
    /// Neither yes nor no: told, with the tick of the font Wingdings told apart.
    pub(super) fn flag(&mut self, at: CellRef, value: &CellValue, text: &str) {
        if values::yes_no(text).is_some() {
            return;
        }
        if values::is_wingdings(text) {
            return self.wingdings(at, text);
        }
        let text = quoted(value);
        self.diagnostics.push(
            Diagnostic::new(
                Code::UnclearFlag,
                format!("„{text}“ ist weder ja noch nein; die Angabe gilt als unbekannt."),
            )
            .at(at)
            .found(text)
            .expected(YES_NO)
            .help("Mit ja oder nein ausfüllen (auch j, x, ✓, 1 oder n, 0)."),
        );
    }

    pub(super) fn wingdings(&mut self, at: CellRef, text: &str) {
        self.diagnostics.push(
            Diagnostic::new(
                Code::Wingdings,
                format!("In der Zelle steht der Buchstabe „{text}“, der in der Schrift Wingdings ein Häkchen oder Kreuz ist; die Angabe gilt als unbekannt."),
            )
            .at(at)
            .found(text)
            .expected(YES_NO)
            .help("Mit ja oder nein ausfüllen."),
        );
    }

    /// Numbers are not reckoned with; a text that is none is told all the same. It may hold names, so it is not quoted.
    pub(super) fn number(&mut self, at: CellRef, value: &CellValue, text: &str) {
        let read = match value {
            CellValue::Text(_) => {
                let decimals = text.contains('.') && self.has_decimals(at.column);
                numbers::read(text, decimals)
            }
            CellValue::Number(number) => Number::Exact(*number),
            // „30.12.“ typed for a number becomes a day
            CellValue::Bool(_)
            | CellValue::Date(_)
            | CellValue::Month(_)
            | CellValue::DateTime(_)
            | CellValue::Time(_)
            | CellValue::Duration(_)
            | CellValue::Error(_)
            | CellValue::FormulaWithoutValue => Number::Nonsense,
        };
        match read {
            Number::Exact(_) | Number::Open => {}
            Number::WithText => self.note(
                Code::NumberWithText,
                at,
                "Neben der Zahl steht ein Zusatz; der Text bleibt, wie er ist.".to_owned(),
                None,
                NUMBER,
            ),
            Number::Ambiguous => self.diagnostics.push(
                Diagnostic::new(
                    Code::NotANumber,
                    format!("„{text}“ kann eine ganze Zahl mit Tausenderpunkt oder ein Bruch sein, denn die Spalte enthält auch Zahlen mit Komma; die Angabe gilt als unbekannt."),
                )
                .at(at)
                .found(text)
                .expected(NUMBER)
                .help("Ohne Punkt schreiben oder die Zelle als Zahl formatieren."),
            ),
            Number::Nonsense => self.diagnostics.push(
                Diagnostic::new(
                    Code::NotANumber,
                    "In der Zelle steht keine Zahl; die Angabe gilt als unbekannt.",
                )
                .at(at)
                .expected(NUMBER)
                .help("Nur die Zahl eintragen, keine Namen."),
            ),
        }
    }

    /// Whether a column also holds texts like „12,50“.
    fn has_decimals(&mut self, column: u16) -> bool {
        let sheet = self.sheet;
        *self.decimals.entry(column).or_insert_with(|| {
            sheet.rows().any(|row| {
                let cell = row.cell(column);
                matches!(cell, Some(CellValue::Text(text)) if numbers::has_decimals(text.trim()))
                    // shown as „12,5“
                    || matches!(cell, Some(CellValue::Number(n)) if n.fract().abs() > f64::EPSILON)
            })
        })
    }

    /// The five digits; what is no postcode stays as it stands.
    pub(super) fn postcode(&mut self, at: CellRef, text: &Arc<str>, row: RowRef<'_>) -> Arc<str> {
        let read = values::postcode(text);
        if let Postcode::Valid { code, .. } = &read {
            return if **code == **text { Arc::clone(text) } else { self.texts.share(code) };
        }
        if !text.contains(char::is_alphanumeric) {
            return Arc::clone(text); // „–“
        }
        if self.is_abroad(text, row) {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::BadPostcode,
                    "Die Postleitzahl gehört nach den Angaben der Zeile zu einem anderen Land; sie bleibt, wie sie ist.",
                )
                .at(at)
                .expected(POSTCODE)
                .help("Für Briefe eine Anschrift in Deutschland eintragen."),
            );
            return Arc::clone(text);
        }
        if let Postcode::Padded(code) = read {
            self.note(
                Code::PostcodePadded,
                at,
                "Der Postleitzahl fehlte die führende Null; sie wurde ergänzt.".to_owned(),
                None,
                POSTCODE,
            );
            return self.texts.share(&code);
        }
        self.diagnostics.push(
            Diagnostic::new(Code::BadPostcode, "Die Postleitzahl hat nicht fünf Ziffern.")
                .at(at)
                .expected(POSTCODE)
                .help("Die Postleitzahl berichtigen; die Spalte als Text formatieren."),
        );
        Arc::clone(text)
    }

    /// A sign before the digits, a column „Land“ or the town's cell names another country. Streets say nothing: many are
    /// called after Rosa Luxemburg.
    fn is_abroad(&self, postcode: &str, row: RowRef<'_>) -> bool {
        let sign: String = postcode.chars().take_while(|c| c.is_alphabetic()).collect();
        if matches!(sign.as_str(), "A" | "AT" | "CH" | "L" | "LU" | "FL" | "LI") {
            return true;
        }
        let is_country = |label: &str| {
            matches!(columns::key(label).as_str(), "land" | "staat" | "laenderkennzeichen" | "lkz")
        };
        let country = self
            .sheet
            .header
            .unknown
            .iter()
            .filter(|(_, label)| is_country(label))
            .filter_map(|(column, _)| row.cell(*column))
            .map(|value| normal(&values::shown(value)))
            .any(|country| {
                !matches!(
                    country.as_str(),
                    "" | "d"
                        | "de"
                        | "deu"
                        | "ger"
                        | "deutschland"
                        | "germany"
                        | "brd"
                        | "bundesrepublik deutschland"
                        | "thüringen"
                )
            });
        let town = self.sheet.columns.column(Field::Town).and_then(|column| row.cell(column));
        country || town.is_some_and(|town| values::names_other_country(&values::shown(town)))
    }

    /// „07743 Jena“ in the postcode's cell is the town too, where there is none.
    pub(super) fn town_beside_postcode(&mut self, row: RowRef<'_>, cells: &mut Vec<EntryCell>) {
        if self.sheet.list() != ListKind::Branches || cells.iter().any(|c| c.field == Field::Town) {
            return;
        }
        let Some(column) = self.sheet.columns.column(Field::Postcode) else { return };
        if self.sheet.header.combined.iter().any(|(combined, _)| *combined == column) {
            return;
        }
        if let Some(value) = row.cell(column)
            && let Postcode::Valid { town: Some(town), .. } =
                values::postcode(&values::shown(value))
        {
            let text = self.texts.share(&town);
            cells.push(EntryCell::new(Field::Town, column, text));
        }
    }

    /// Texts about a branch's persons and addresses; `None` where nothing may be used.
    pub(super) fn personal(
        &mut self,
        field: Field,
        at: CellRef,
        text: Arc<str>,
    ) -> Option<Arc<str>> {
        if self.sheet.list() != ListKind::Branches {
            return Some(text);
        }
        if field == Field::Email {
            return self.email(at, text);
        }
        if field == Field::Phone {
            if text.contains(char::is_alphanumeric) && !contacts::is_phone(&text) {
                let message =
                    "Die Angabe sieht nicht wie eine Telefonnummer aus; sie bleibt, wie sie ist.";
                let expected = "Vorwahl und Nummer, z. B. 03621 123456";
                self.note(Code::BadPhone, at, message.to_owned(), None, expected);
            }
            return Some(text);
        }
        let is_chair = matches!(
            field,
            Field::Chair1First | Field::Chair1Last | Field::Chair2First | Field::Chair2Last
        );
        if is_chair && names_nobody(&text) {
            return None;
        }
        if is_chair && text.contains(|c: char| matches!(c, '@' | '(' | ':') || c.is_ascii_digit()) {
            let what = "Neben dem Namen steht noch etwas anderes in der Zelle";
            self.not_split(at, what, "nur der Name, z. B. Anna Beispiel");
            return None;
        }
        if field == Field::Street && combined::holds_postcode(&text) {
            let what = "Neben der Straße steht eine Postleitzahl in der Zelle";
            self.not_split(at, what, "nur Straße und Hausnummer, z. B. Marktstr. 3");
            return None;
        }
        if field == Field::Town && combined::holds_postcode(&text) {
            let what = "Neben dem Ort steht eine Postleitzahl in der Zelle";
            self.not_split(at, what, "nur der Ort, z. B. Gotha");
            return None;
        }
        Some(text)
    }

    fn email(&mut self, at: CellRef, text: Arc<str>) -> Option<Arc<str>> {
        match contacts::emails(&text).as_deref() {
            Some([]) => Some(text), // „–“
            Some([one]) if **one == *text => Some(text),
            Some(several) => Some(self.texts.share(&several.join("; "))),
            None => {
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::BadEmail,
                        "Die Zelle enthält keine brauchbare E-Mail-Adresse; sie wird nicht verwendet.",
                    )
                    .at(at)
                    .expected("Name@Anbieter, z. B. gotha@example.org")
                    .help("Die Schreibweise prüfen; mehrere Adressen mit Semikolon trennen."),
                );
                None
            }
        }
    }

    fn not_split(&mut self, at: CellRef, what: &str, expected: &str) {
        self.diagnostics.push(
            Diagnostic::new(Code::NotSplit, format!("{what}; die Angabe wurde nicht verwendet."))
                .at(at)
                .expected(expected)
                .help("Jede Angabe in eine eigene Spalte schreiben."),
        );
    }

    /// The fields of a cell that holds several: all of them, or none and a question.
    pub(super) fn combined(
        &mut self,
        row: RowRef<'_>,
        column: u16,
        kind: &Combined,
        cells: &mut Vec<EntryCell>,
    ) {
        let Some(value) = row.cell(column) else { return };
        let first = kind.fields.first().copied();
        let sheet = self.sheet;
        let mut put = |reader: &mut Self, field: Field, value: &CellValue| {
            if sheet.columns.column(field) == Some(column) {
                cells.extend(reader.cell(field, row, column, value, None));
            }
        };
        let CellValue::Text(text) = value else {
            match (kind.split, value) {
                (Split::DateTime, CellValue::DateTime(moment)) => {
                    put(self, Field::Date, &CellValue::Date(moment.date()));
                    put(self, Field::Time, &CellValue::Time(moment.time()));
                }
                // a number alone is the postcode, an error is told once
                _ => {
                    if let Some(first) = first {
                        put(self, first, value);
                    }
                }
            }
            return;
        };
        if values::is_error_text(text.trim()) {
            if let Some(first) = first {
                put(self, first, value);
            }
            return;
        }
        let cleaned = values::clean(text);
        if !cleaned.contains(char::is_alphanumeric) && kind.split != Split::DateTime {
            return; // „–“
        }
        let parts = kind.parts(&cleaned).filter(|parts| {
            // a second person needs a place
            parts.iter().all(|(field, _)| {
                sheet.columns.column(*field) == Some(column) || kind.fields.contains(field)
            })
        });
        let Some(parts) = parts else {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::NotSplit,
                    format!(
                        "Die Zelle enthält mehrere Angaben („{}“), die sich nicht sicher trennen lassen; keine davon wurde verwendet.",
                        kind.label
                    ),
                )
                .at(self.at(row.number, column))
                .expected(format!("eine Schreibweise wie „{}“", kind.example))
                .help(format!("Wie „{}“ schreiben oder auf eigene Spalten verteilen.", kind.example)),
            );
            return;
        };
        for (field, part) in parts {
            let part = CellValue::Text(self.texts.share(part));
            put(self, field, &part);
        }
    }

    /// Umlauts gone wrong and texts cut off at the length a format can hold; whether this one is cut off.
    pub(super) fn look_over(&mut self, kind: ColumnKind, at: &CellRef, text: &str) -> bool {
        self.garbled.look_at(at, text, kind != ColumnKind::Personal);
        let cut_off = kind == ColumnKind::Text && text.len() >= 255 && is_cut_off(text);
        if cut_off {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::CutOff,
                    format!(
                        "Der Text endet genau nach {} Zeichen; vermutlich fehlt sein Ende. Gelesen wurde, was dasteht.",
                        if text.len() >= 32_767 { "32.767" } else { "255" }
                    ),
                )
                .at(at.clone())
                .expected("der ganze Text")
                .help("Den Text prüfen und neu eintragen."),
            );
        }
        cut_off
    }

    /// One message per sheet for each kind of damage.
    pub(super) fn umlauts(&mut self) {
        let header = &self.sheet.header;
        for (column, label) in &header.unknown {
            let at = self.at(header.row, *column);
            self.garbled.look_at(&at, label, true);
        }
        std::mem::take(&mut self.garbled)
            .tell(self.diagnostics, "Der Text wurde genommen, wie er dasteht.");
    }
}

/// A sign or a word for an office nobody holds.
fn names_nobody(text: &str) -> bool {
    matches!(
        normal(text).as_str(),
        "" | "n n"
            | "nn"
            | "vakant"
            | "unbesetzt"
            | "nicht besetzt"
            | "offen"
            | "unbekannt"
            | "keine"
            | "niemand"
    )
}

/// Exactly as long as a text may be in an old format or in a cell; Excel counts UTF-16 units.
fn is_cut_off(text: &str) -> bool {
    matches!(text.encode_utf16().count(), 255 | 32_767)
}
