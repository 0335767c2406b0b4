//! The same facts as an untidy office keeps them. Each kind of untidiness is a switch of its own, so that a failure can be
//! cut down to the one that causes it.

use std::collections::BTreeSet;

use beschlusskontrolle::domain::{Field as F, ListKind};
use beschlusskontrolle::intake::columns::{self, ColumnKind};
use chrono::{Datelike, NaiveDate};

use crate::facts::{self, Facts};
use crate::files::{Format, write};
use crate::forms::{self, Dice, Naming};
use crate::support::{Page, Value, serial};

macro_rules! switches {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {
        /// What an office does to its lists.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Mess { $($(#[$doc])* $name),* }
        impl Mess {
            pub const ALL: &'static [Self] = &[$(Self::$name),*];
        }
    };
}

switches! {
    /// A title, „Stand: …“ and notes above the table.
    Titles,
    /// The table begins at B4 or thereabouts.
    Indent,
    /// Other labels for the same columns.
    Synonyms,
    /// Two header rows: „Vorsitz 1“ merged above „Vorname | Name“.
    TwoRowHeader,
    ColumnOrder,
    /// Columns that mean nothing to the resolution.
    ExtraColumns,
    /// „Kreisverbände“, „Mai 2024“ between the rows.
    Sections,
    /// „Kreisverbände“ above the rows instead of a column for the type.
    SectionContext,
    /// „Gesamt“ with a sum.
    Totals,
    /// „Quelle: …“ and a legend below.
    Footers,
    /// 1 | 2 | 3 below the header.
    Numbering,
    /// The header once more at a page break.
    RepeatedHeader,
    BlankRows,
    /// „Sa, 4. Mai 2024“.
    TextDates,
    /// „04./05.05.2024“ in one cell instead of two columns.
    Ranges,
    /// 45416 without a date format.
    Serials,
    /// „04.05.“ on the sheet „2024“.
    YearOfSheet,
    /// „Kreisverband Gotha“, „Gotha (KV)“.
    BranchTypes,
    /// „Gotha“ alone, „Ilmkreis“.
    BareNames,
    /// „GTH“.
    Plates,
    /// NFD, blanks that do not break, soft hyphens, blanks at the end.
    ForeignText,
    /// x, ✓, 1 for yes.
    YesNo,
    StatusWords,
    /// Lists in one cell apart by other signs, bodies by other names.
    Separators,
    /// „LV vertreten | LAus vertreten“ instead of „beteiligt“.
    BodyColumns,
    /// Numbers and postcodes typed as the cell takes them.
    LooseNumbers,
    /// „PLZ/Ort“, „Name, Vorname“.
    CombinedColumns,
    /// Equal values below one another merged into one cell.
    MergedValues,
    /// The last topic in a row of its own.
    Continuation,
    /// One .xls, one .ods, one Windows-1252 text with `;`, one UTF-16 text with tabs.
    Formats,
    SheetPerYear,
    /// One list in two files.
    SplitFiles,
    /// Rows in another order.
    RowOrder,
}

/// Which switches are on, and the throw that decides everything else.
#[derive(Clone, Debug)]
pub struct Office {
    pub on: BTreeSet<Mess>,
    pub seed: u64,
}

impl Office {
    pub fn with(on: &[Mess], seed: u64) -> Self {
        Self { on: on.iter().copied().collect(), seed }
    }

    fn has(&self, mess: Mess) -> bool {
        self.on.contains(&mess)
    }

    /// The files of the office by name.
    pub fn files(&self) -> Vec<(String, Vec<u8>)> {
        let mut dice = Dice(self.seed);
        let mut formats = [Format::Xls, Format::Ods, Format::Windows, Format::Utf16, Format::Xlsx];
        if self.has(Mess::Formats) {
            dice.shuffle(&mut formats);
        } else {
            formats = [Format::Xlsx; 5];
        }
        let mut files = Vec::new();
        for (facts, format) in facts::ALL.into_iter().zip(formats) {
            let list = List { office: self, facts, format };
            let pages = list.pages(&mut dice);
            files.extend(write(list.name(&mut dice), format, pages));
        }
        files
    }
}

/// What a column of the untidy list holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Of(F),
    /// First and last day together.
    Span(F, F),
    /// „99867 Gotha“.
    PostcodeTown,
    /// „Anouk Weidlich“.
    GivenFamily,
    /// „Weidlich, Anouk“.
    FamilyGiven,
    /// One body, by its place in the list of bodies.
    Body(&'static str),
    Extra(&'static str),
}

/// A row before it stands anywhere.
struct Line {
    /// For the order and the sheets.
    day: Option<NaiveDate>,
    /// Type of the branch, for sections.
    kind: &'static str,
    cells: Vec<Option<Value>>,
    /// The row goes on below: column and text.
    more: Option<(usize, String)>,
}

struct List<'o> {
    office: &'o Office,
    facts: &'static Facts,
    format: Format,
}

/// First and last day of a fact.
pub fn days_of(fact: &str) -> Option<(NaiveDate, NaiveDate)> {
    if fact.is_empty() {
        return None;
    }
    let (from, to) = fact.split_once("..").unwrap_or((fact, fact));
    Some((from.parse().unwrap(), to.parse().unwrap()))
}

fn date_value(day: NaiveDate) -> Value {
    Value::Date(serial(day.day(), day.month(), day.year()))
}

fn text(text: impl Into<String>) -> Option<Value> {
    Some(Value::Text(text.into()))
}

impl List<'_> {
    fn has(&self, mess: Mess) -> bool {
        self.office.has(mess)
    }

    fn kind_of(&self, field: F) -> ColumnKind {
        columns::column(self.facts.list, field).unwrap().kind
    }

    fn name(&self, dice: &mut Dice) -> String {
        let names: &[&str] = match self.facts.list {
            ListKind::Branches => &["Verbände", "kreisverbaende_aktuell"],
            ListKind::Events => &["Veranstaltungen", "termine_2023-24_final"],
            ListKind::Measures => &["Maßnahmen", "massnahmen neu"],
            ListKind::Papers => &["Vorlagen", "vorlagen_laus"],
            ListKind::Dispatches => &["Versand", "Postausgang alt"],
            ListKind::Statements | ListKind::Exceptions | ListKind::Findings => unreachable!(),
        };
        dice.pick(names).to_owned()
    }

    fn columns(&self, dice: &mut Dice) -> Vec<Column> {
        let mut columns = Vec::new();
        let combined = self.has(Mess::CombinedColumns) && self.facts.list == ListKind::Branches;
        let family_first = dice.one_in(2);
        for field in self.facts.fields {
            let column = match field {
                F::Date if self.facts.list == ListKind::Events => {
                    if self.has(Mess::Ranges) {
                        Column::Span(F::Date, F::DateTo)
                    } else {
                        columns.push(Column::Of(F::Date));
                        Column::Of(F::DateTo)
                    }
                }
                F::BranchType if self.has(Mess::SectionContext) => continue,
                F::Participants if self.has(Mess::BodyColumns) => {
                    columns.push(Column::Body("LV"));
                    Column::Body("LAus")
                }
                F::Chair1First if combined => {
                    if family_first {
                        Column::FamilyGiven
                    } else {
                        Column::GivenFamily
                    }
                }
                F::Postcode if combined => Column::PostcodeTown,
                F::Chair1Last | F::Town if combined => continue,
                field => Column::Of(*field),
            };
            columns.push(column);
        }
        if self.has(Mess::ExtraColumns) {
            for label in ["Kostenstelle", "Raum", "Ablagefach"] {
                columns.insert(dice.below(columns.len() + 1), Column::Extra(label));
            }
        }
        if self.has(Mess::ColumnOrder) {
            dice.shuffle(&mut columns);
        }
        columns
    }

    /// The heading above, where the list has one, and the label of a column.
    fn labels(&self, dice: &mut Dice, columns: &[Column]) -> Vec<(Option<&'static str>, String)> {
        let two = self.has(Mess::TwoRowHeader);
        let list = self.facts.list;
        columns
            .iter()
            .map(|column| {
                if two && let Some((above, label)) = grouped(list, *column) {
                    return (Some(above), label.to_owned());
                }
                let label = match column {
                    Column::Of(field) | Column::Span(field, _) => {
                        if self.has(Mess::Synonyms) {
                            forms::label(dice, list, *field)
                        } else {
                            columns::column(list, *field).unwrap().label
                        }
                    }
                    Column::PostcodeTown => "PLZ/Ort",
                    Column::GivenFamily => "Vorsitz",
                    Column::FamilyGiven => "Name, Vorname",
                    Column::Body("LV") => dice.pick(&["LV vertreten", "Landesvorstand dabei"]),
                    Column::Body(_) => dice.pick(&["LAus vertreten", "Landesausschuss dabei"]),
                    Column::Extra(label) => label,
                };
                (None, label.to_owned())
            })
            .collect()
    }

    fn pages(&self, dice: &mut Dice) -> Vec<Vec<Page>> {
        let columns = self.columns(dice);
        let mut labels = self.labels(dice, &columns);
        // groups stand together
        let mut order: Vec<usize> = (0..columns.len()).collect();
        order.sort_by_key(|index| {
            let above = labels[*index].0;
            above
                .map_or(*index, |above| labels.iter().position(|(a, _)| *a == Some(above)).unwrap())
        });
        let columns: Vec<Column> = order.iter().map(|index| columns[*index]).collect();
        labels = order.iter().map(|index| labels[*index].clone()).collect();
        if self.has(Mess::ForeignText) {
            for (_, label) in &mut labels {
                if dice.one_in(3) {
                    *label = forms::foreign(dice, label);
                }
            }
        }
        let mut rows: Vec<Vec<&'static str>> = self.facts.cells();
        if self.has(Mess::RowOrder) {
            dice.shuffle(&mut rows);
        }
        // files, in each the sheets, in each the rows
        let mut parts: Vec<Vec<Vec<&'static str>>> = vec![rows];
        if self.has(Mess::SplitFiles) {
            let rows = parts.remove(0);
            let cut = 1 + dice.below(rows.len() - 1);
            let (one, two) = rows.split_at(cut);
            parts = vec![one.to_vec(), two.to_vec()];
        }
        parts
            .into_iter()
            .map(|rows| {
                let mut sheets: Vec<(Option<i32>, Vec<Vec<&'static str>>)> = vec![(None, rows)];
                if self.has(Mess::SheetPerYear)
                    && matches!(self.facts.list, ListKind::Events | ListKind::Dispatches)
                {
                    let (_, rows) = sheets.remove(0);
                    for row in rows {
                        let year = self.year_of(&row);
                        match sheets.iter_mut().find(|(of, _)| *of == year) {
                            Some((_, sheet)) => sheet.push(row),
                            None => sheets.push((year, vec![row])),
                        }
                    }
                }
                sheets
                    .into_iter()
                    .map(|(year, rows)| {
                        let year = year.filter(|_| {
                            self.format != Format::Windows && self.format != Format::Utf16
                        });
                        let lines =
                            rows.iter().map(|row| self.line(dice, &columns, row, year)).collect();
                        let name = match year {
                            Some(year) => dice.pick(&[format!("{year}"), format!("Liste {year}")]),
                            None => columns::list_name(self.facts.list).to_owned(),
                        };
                        self.page(dice, name, &columns, &labels, lines)
                    })
                    .collect()
            })
            .collect()
    }

    fn day(&self, row: &[&'static str]) -> Option<NaiveDate> {
        let field = if self.facts.list == ListKind::Dispatches {
            F::CreatedOn
        } else if self.facts.list == ListKind::Measures {
            F::Begin
        } else {
            F::Date
        };
        let at = self.facts.fields.iter().position(|f| *f == field)?;
        days_of(row[at]).map(|(from, _)| from)
    }

    fn year_of(&self, row: &[&'static str]) -> Option<i32> {
        self.day(row).map(|day| day.year())
    }

    fn line(
        &self,
        dice: &mut Dice,
        columns: &[Column],
        row: &[&'static str],
        year: Option<i32>,
    ) -> Line {
        let fact =
            |field: F| self.facts.fields.iter().position(|f| *f == field).map_or("", |at| row[at]);
        let mut more = None;
        let cells = columns
            .iter()
            .enumerate()
            .map(|(index, column)| {
                let value = match *column {
                    Column::Of(F::DateTo) => {
                        let (from, to) = days_of(fact(F::Date)).unwrap();
                        if from == to { None } else { self.date(dice, to, year) }
                    }
                    Column::Of(F::Topics)
                        if self.has(Mess::Continuation) && fact(F::Topics).contains(';') =>
                    {
                        let (first, last) = fact(F::Topics).rsplit_once(';').unwrap();
                        more = Some((index, last.trim().to_owned()));
                        text(format!("{first};"))
                    }
                    Column::Of(field) => self.value(dice, field, fact(field), year),
                    Column::Span(first, _) => {
                        let (from, to) = days_of(fact(first))?;
                        if from == to {
                            self.date(dice, from, year)
                        } else {
                            text(forms::days(dice, from, to))
                        }
                    }
                    Column::PostcodeTown => {
                        let both = format!("{} {}", fact(F::Postcode), fact(F::Town));
                        text(both)
                    }
                    Column::GivenFamily | Column::FamilyGiven if fact(F::Chair1Last).is_empty() => {
                        None
                    }
                    Column::GivenFamily => {
                        text(format!("{} {}", fact(F::Chair1First), fact(F::Chair1Last)))
                    }
                    Column::FamilyGiven => {
                        text(format!("{}, {}", fact(F::Chair1Last), fact(F::Chair1First)))
                    }
                    Column::Body(body) => {
                        let there = fact(F::Participants);
                        if there.is_empty() {
                            None
                        } else if there.split(';').any(|part| part.trim() == body) {
                            self.flag(dice, true)
                        } else {
                            self.flag(dice, false)
                        }
                    }
                    Column::Extra(label) => match label {
                        "Kostenstelle" => Some(Value::Number(f64::from(
                            u32::try_from(4000 + dice.below(900)).unwrap(),
                        ))),
                        "Raum" => text(dice.pick(&["Saal 2", "Café am Markt", "offen"])),
                        _ => dice.one_in(3).then(|| Value::Text("grün".to_owned())),
                    },
                };
                match value {
                    Some(Value::Text(said)) if self.has(Mess::ForeignText) && dice.one_in(4) => {
                        text(forms::foreign(dice, &said))
                    }
                    value => value,
                }
            })
            .collect();
        Line { day: self.day(row), kind: fact(F::BranchType), cells, more }
    }

    fn flag(&self, dice: &mut Dice, yes: bool) -> Option<Value> {
        let word = match (self.has(Mess::YesNo), yes) {
            (false, true) => "ja",
            (false, false) => "nein",
            (true, true) => forms::yes(dice),
            (true, false) => forms::no(dice),
        };
        Some(match word {
            "1" => Value::Number(1.0),
            "0" => Value::Number(0.0),
            word => Value::Text(word.to_owned()),
        })
    }

    fn date(&self, dice: &mut Dice, day: NaiveDate, year: Option<i32>) -> Option<Value> {
        let year_known = self.has(Mess::YearOfSheet) && year == Some(day.year());
        if (self.has(Mess::TextDates) || year_known) && !dice.one_in(4) {
            return if self.has(Mess::TextDates) {
                text(forms::day(dice, day, year_known))
            } else {
                text(format!("{:02}.{:02}.", day.day(), day.month()))
            };
        }
        let value = date_value(day);
        match value {
            Value::Date(serial) if self.has(Mess::Serials) && dice.one_in(3) => {
                Some(Value::Number(serial))
            }
            value => Some(value),
        }
    }

    fn value(
        &self,
        dice: &mut Dice,
        field: F,
        fact: &'static str,
        year: Option<i32>,
    ) -> Option<Value> {
        if fact.is_empty() {
            return None;
        }
        let naming = Naming {
            types: self.has(Mess::BranchTypes),
            bare: self.has(Mess::BareNames),
            plates: self.has(Mess::Plates),
            separators: self.has(Mess::Separators),
        };
        match (field, self.kind_of(field)) {
            (F::Branch, _) if self.facts.list == ListKind::Branches => {
                let row = facts::BRANCHES.cells().into_iter().find(|row| row[1] == fact).unwrap();
                let short = row[2];
                // a name under „Kreisverbände“ may bear its type as well
                let with_type = naming.types && dice.one_in(2);
                text(if with_type {
                    format!("{} {fact}", forms::kind(dice, short))
                } else {
                    fact.to_owned()
                })
            }
            (F::BranchType, _) => text(if naming.types { forms::kind(dice, fact) } else { fact }),
            (_, ColumnKind::Date) => {
                let (day, _) = days_of(fact).unwrap();
                self.date(dice, day, year)
            }
            (_, ColumnKind::YesNo) => self.flag(dice, fact == "ja"),
            (_, ColumnKind::Branches) => text(forms::branches(dice, naming, fact)),
            (_, ColumnKind::Status) => text(if self.has(Mess::StatusWords) {
                forms::status(dice, fact)
            } else if let Some((word, day)) = fact.rsplit_once(' ')
                && let Ok(day) = day.parse::<NaiveDate>()
            {
                format!("{word} {}", day.format("%d.%m.%Y"))
            } else {
                fact.to_owned()
            }),
            (_, ColumnKind::Number) => {
                let number: u32 = fact.parse().unwrap();
                if self.has(Mess::LooseNumbers) && dice.one_in(2) {
                    text(fact)
                } else {
                    Some(Value::Number(f64::from(number)))
                }
            }
            (_, ColumnKind::Postcode) => {
                if !self.has(Mess::LooseNumbers) {
                    return text(fact);
                }
                match dice.below(3) {
                    0 => Some(Value::Number(fact.parse().unwrap())),
                    1 => text(format!("D-{fact}")),
                    _ => text(fact),
                }
            }
            (F::Number | F::LetterPeriod, _) if fact.chars().all(|c| c.is_ascii_digit()) => {
                Some(Value::Number(fact.parse().unwrap()))
            }
            (F::Participants, _) if self.has(Mess::Separators) => text(forms::bodies(dice, fact)),
            (F::Topics | F::Audience, _) if self.has(Mess::Separators) => {
                text(forms::elements(dice, fact))
            }
            (F::Recipient, _) => text(forms::branches(dice, naming, fact)),
            (_, ColumnKind::Text | ColumnKind::Personal) => text(fact),
        }
    }

    /// One sheet with everything people write around a table.
    fn page(
        &self,
        dice: &mut Dice,
        name: String,
        columns: &[Column],
        labels: &[(Option<&'static str>, String)],
        mut lines: Vec<Line>,
    ) -> Page {
        let indent = if self.has(Mess::Indent) { 1 + dice.below(2) } else { 0 };
        let mut page = Page { name, rows: Vec::new(), merges: Vec::new() };
        let push = |page: &mut Page, cells: Vec<Option<Value>>| {
            let mut row = vec![None; indent];
            row.extend(cells);
            page.rows.push(row);
        };
        if self.has(Mess::Titles) {
            let title = format!("{} – Stand der Dinge", columns::list_name(self.facts.list));
            push(&mut page, vec![text(title)]);
            if dice.one_in(2) {
                push(&mut page, vec![text("Stand: 05.11.2024")]);
            }
            if dice.one_in(2) {
                push(&mut page, vec![None, text("nur für den Dienstgebrauch")]);
            }
            push(&mut page, Vec::new());
        }
        if self.has(Mess::Indent) {
            for _ in 0..=dice.below(3) {
                page.rows.push(Vec::new());
            }
        }
        let header = page.rows.len();
        let two = labels.iter().any(|(above, _)| above.is_some());
        let header_rows = header_rows(labels, two);
        if two {
            merges_of_header(&mut page, header, indent, labels);
        }
        for row in &header_rows {
            push(&mut page, row.clone());
        }
        if self.has(Mess::Numbering) {
            let numbers = (1_u32..).take(columns.len());
            push(&mut page, numbers.map(|n| Some(Value::Number(f64::from(n)))).collect());
        }
        let sections = self.has(Mess::Sections)
            || (self.has(Mess::SectionContext) && self.facts.list == ListKind::Branches);
        if sections {
            match self.facts.list {
                ListKind::Branches => lines.sort_by_key(|line| line.kind),
                _ => lines.sort_by_key(|line| line.day),
            }
        }
        let mut section = String::new();
        let total = lines.len();
        let repeat_at = self.has(Mess::RepeatedHeader).then_some(total / 2);
        let first_row = page.rows.len();
        for (number, line) in lines.iter().enumerate() {
            if repeat_at == Some(number) && number > 0 {
                for row in &header_rows {
                    push(&mut page, row.clone());
                }
            }
            if self.has(Mess::BlankRows) && dice.one_in(5) {
                push(&mut page, Vec::new());
            }
            if sections {
                let heading = self.heading(line);
                if heading != section && !heading.is_empty() {
                    push(&mut page, vec![text(heading.clone())]);
                    section = heading;
                }
            }
            push(&mut page, line.cells.clone());
            if let Some((column, more)) = &line.more {
                let mut cells = vec![None; *column];
                cells.push(text(more.clone()));
                push(&mut page, cells);
            }
        }
        // in a text nothing says that blank cells belong to the one above
        let is_text = matches!(self.format, Format::Windows | Format::Utf16);
        if self.has(Mess::MergedValues) && !is_text {
            merge_values(&mut page, first_row, indent, columns);
        }
        if self.has(Mess::Totals) {
            Self::total(dice, &mut page, indent, columns, &lines);
        }
        if self.has(Mess::Footers) {
            page.rows.extend([Vec::new(), Vec::new()]);
            let mut foot = |line: &str| {
                let mut row = vec![None; indent];
                row.push(text(line));
                page.rows.push(row);
            };
            foot("Quelle: Landesgeschäftsstelle");
            foot("* vorläufig");
        }
        page
    }

    fn heading(&self, line: &Line) -> String {
        if self.facts.list == ListKind::Branches {
            return if line.kind == "KV" { "Kreisverbände" } else { "Stadtverbände" }.to_owned();
        }
        if !self.has(Mess::Sections) {
            return String::new();
        }
        line.day.map(|day| format!("{} {}", forms::month(day), day.year())).unwrap_or_default()
    }

    fn total(dice: &mut Dice, page: &mut Page, indent: usize, columns: &[Column], lines: &[Line]) {
        let word = dice.pick(&["Gesamt", "Summe", "Insgesamt:"]);
        let mut row = vec![None; indent + columns.len()];
        row[indent] = text(word);
        for (index, column) in columns.iter().enumerate().skip(1) {
            if matches!(column, Column::Of(F::Attendance | F::Members)) {
                let sum = lines
                    .iter()
                    .filter_map(|line| match &line.cells[index] {
                        Some(Value::Number(n)) => Some(*n),
                        Some(Value::Text(text)) => text.trim().parse().ok(),
                        _ => None,
                    })
                    .sum();
                row[indent + index] = Some(Value::Number(sum));
            }
        }
        page.rows.push(row);
    }
}

/// The heading above a column that belongs to a group of columns.
fn grouped(list: ListKind, column: Column) -> Option<(&'static str, &'static str)> {
    Some(match (list, column) {
        (ListKind::Branches, Column::Of(F::Chair1First)) => ("Vorsitz 1", "Vorname"),
        (ListKind::Branches, Column::Of(F::Chair1Last)) => ("Vorsitz 1", "Name"),
        (ListKind::Branches, Column::Of(F::Chair1Form)) => ("Vorsitz 1", "Anrede"),
        (ListKind::Branches, Column::Of(F::Chair2First)) => ("Vorsitz 2", "Vorname"),
        (ListKind::Branches, Column::Of(F::Chair2Last)) => ("Vorsitz 2", "Name"),
        (ListKind::Branches, Column::Of(F::Street)) => ("Geschäftsstelle", "Straße"),
        (ListKind::Branches, Column::Of(F::Postcode)) => ("Geschäftsstelle", "PLZ"),
        (ListKind::Branches, Column::Of(F::Town)) => ("Geschäftsstelle", "Ort"),
        (ListKind::Branches, Column::Of(F::SuccessionCouncils)) => {
            ("Generationswechsel", "kommunal")
        }
        (ListKind::Branches, Column::Of(F::SuccessionParty)) => ("Generationswechsel", "lokal"),
        (ListKind::Events, Column::Of(F::Date)) => ("Datum", "von"),
        (ListKind::Events, Column::Of(F::DateTo)) => ("Datum", "bis"),
        (ListKind::Events, Column::Body("LV")) => ("vertreten", "LV"),
        (ListKind::Events, Column::Body(_)) => ("vertreten", "LAus"),
        _ => return None,
    })
}

fn header_rows(labels: &[(Option<&'static str>, String)], two: bool) -> Vec<Vec<Option<Value>>> {
    if !two {
        return vec![labels.iter().map(|(_, label)| text(label.clone())).collect()];
    }
    let mut above = Vec::new();
    let mut below = Vec::new();
    let mut last = None;
    for (group, label) in labels {
        match group {
            Some(group) => {
                above.push(if last == Some(*group) { None } else { text(*group) });
                below.push(text(label.clone()));
            }
            None => {
                above.push(text(label.clone()));
                below.push(None);
            }
        }
        last = *group;
    }
    vec![above, below]
}

/// Group headings reach over their columns, single labels over both rows.
fn merges_of_header(
    page: &mut Page,
    row: usize,
    indent: usize,
    labels: &[(Option<&'static str>, String)],
) {
    let at = |n: usize| u16::try_from(n).unwrap();
    let mut column = 0;
    while column < labels.len() {
        let group = labels[column].0;
        let width = match group {
            Some(_) => labels[column..].iter().take_while(|(g, _)| *g == group).count(),
            None => 1,
        };
        let (left, right) = (at(indent + column), at(indent + column + width - 1));
        let bottom = if group.is_some() { at(row) } else { at(row + 1) };
        if (left, at(row)) != (right, bottom) {
            page.merges.push([at(row), left, bottom, right]);
        }
        column += width;
    }
}

/// Equal texts below one another in the column of the kind become one merged cell.
fn merge_values(page: &mut Page, first: usize, indent: usize, columns: &[Column]) {
    let Some(column) = columns.iter().position(|c| matches!(c, Column::Of(F::Kind | F::Letter)))
    else {
        return;
    };
    let column = indent + column;
    let value =
        |page: &Page, row: usize| page.rows.get(row).and_then(|r| r.get(column)).cloned().flatten();
    let mut row = first;
    while row < page.rows.len() {
        let Some(top) = value(page, row) else {
            row += 1;
            continue;
        };
        let mut end = row;
        while value(page, end + 1).as_ref() == Some(&top) {
            end += 1;
        }
        if end > row {
            for covered in row + 1..=end {
                page.rows[covered][column] = None;
            }
            let at = |n: usize| u16::try_from(n).unwrap();
            page.merges.push([at(row), at(column), at(end), at(column)]);
        }
        row = end + 1;
    }
}
