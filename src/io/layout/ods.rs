//! `.ods`: one pass over the content that also counts, without unfolding, how many cells a sheet unfolds to: a repeat count of
//! a few bytes can stand for a hundred million cells, and the library that reads the values unfolds them all.
//!
//! What a cell looks like stands in its style, in that style's parents, in the defaults of its row or column, and for a part
//! of a text in the part's own style (OpenDocument 1.3 part 3, 16.2 and 16.29; 19.675 and 19.677 for repeats).

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufReader, Cursor};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{
    Format, MAX_COLUMN, MAX_RICH, MAX_ROW, MAX_STYLES, Part, Precision, SheetLayout, Symbols, xml,
};

/// What a workbook says besides values.
#[derive(Debug, Default)]
pub(in crate::io) struct Ods {
    /// Rows times columns of every sheet up to its last filled cell, added up. Cells that are repeated but empty do not count.
    pub(in crate::io) cells: u64,
    sheets: BTreeMap<String, SheetLayout>,
}

impl Ods {
    /// What can be made out; a content that breaks off keeps what came before.
    pub(in crate::io) fn read(bytes: &[u8]) -> Self {
        let mut pass = Pass::default();
        let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else {
            return Self::default();
        };
        for (part, is_content) in [("styles.xml", false), ("content.xml", true)] {
            let Ok(part) = archive.by_name(part) else { continue };
            pass.part(Reader::from_reader(BufReader::new(part)));
            if is_content {
                pass.end_of_sheet();
            }
        }
        let filtered = std::mem::take(&mut pass.filtered);
        let date1904 = pass.date1904;
        let mut ods = pass.result;
        for (name, sheet) in &mut ods.sheets {
            sheet.layout.filtered |= filtered.contains(name);
            sheet.layout.date1904 = date1904;
            *sheet = std::mem::take(sheet).in_order();
        }
        ods
    }

    /// The layout of a sheet, given away.
    pub(in crate::io) fn sheet(&mut self, name: &str) -> SheetLayout {
        self.sheets.remove(name).unwrap_or_default()
    }
}

/// A style of cells or of parts of texts, as far as it tells something.
#[derive(Clone, Debug, Default)]
struct Style {
    parent: Option<String>,
    date: Option<String>,
    struck: Option<bool>,
    font: Option<Font>,
}

/// A font that is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Font {
    Letters,
    Signs(Symbols),
}

impl Font {
    fn of(name: &str) -> Self {
        Symbols::of(name).map_or(Self::Letters, Self::Signs)
    }

    fn symbols(self) -> Option<Symbols> {
        match self {
            Self::Letters => None,
            Self::Signs(symbols) => Some(symbols),
        }
    }
}

#[derive(Clone, Copy, Debug, Default)]
struct DateParts {
    day: bool,
    month: bool,
    year: bool,
}

/// A cell that is being read.
struct Cell {
    first_column: u32,
    columns: u32,
    format: Format,
    filled: bool,
    number: Option<f64>,
    parts: Vec<Part>,
    /// Some part has a style of its own.
    own: bool,
    in_paragraph: bool,
    paragraphs: u32,
    spans: Vec<Option<Format>>,
    annotations: u32,
}

#[derive(Default)]
struct Pass {
    result: Ods,
    /// Names of fonts, as styles call them.
    fonts: BTreeMap<String, String>,
    /// By family and name.
    styles: BTreeMap<(String, String), Style>,
    dates: BTreeMap<String, DateParts>,
    resolved: BTreeMap<String, Format>,
    current_style: Option<(String, String)>,
    current_date: Option<String>,
    date1904: bool,
    filtered: BTreeSet<String>,
    filter_sheet: Option<String>,

    sheet: Option<(String, SheetLayout)>,
    /// Tables lie inside of tables, rarely.
    depth: usize,
    /// Default styles of columns: up to this column, this style.
    column_styles: Vec<(u32, Option<String>)>,
    columns_passed: u32,
    extent: Extent,
    row: u64,
    row_repeat: u64,
    row_style: Option<String>,
    row_notes: Vec<(u16, u16, Format)>,
    row_rich: Vec<(u16, u16, Vec<Part>, Format)>,
    column: u32,
    cell: Option<Cell>,
}

impl Pass {
    fn part<R: std::io::BufRead>(&mut self, mut reader: Reader<R>) {
        let config = reader.config_mut();
        config.check_end_names = false;
        config.check_comments = false;
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            let Ok(event) = reader.read_event_into(&mut buffer) else { return };
            if matches!(event, Event::Eof) {
                return;
            } else if let Event::Start(tag) = &event {
                self.open(tag, false);
            } else if let Event::Empty(tag) = &event {
                self.open(tag, true);
                self.close(tag.local_name().as_ref());
            } else if let Event::End(tag) = &event {
                self.close(tag.local_name().as_ref());
            } else if self.cell.is_some()
                && let Some(text) = xml::text(&event)
            {
                self.text(&text);
            }
        }
    }

    fn open(&mut self, tag: &BytesStart<'_>, empty: bool) {
        let name = tag.local_name();
        match name.as_ref() {
            "table" => self.open_table(tag),
            "table-column" if self.depth == 1 => self.open_column(tag),
            "table-row" if self.depth == 1 => self.open_row(tag),
            "table-cell" | "covered-table-cell" if self.depth == 1 => self.open_cell(tag),
            "annotation" if !empty => {
                if let Some(cell) = &mut self.cell {
                    cell.annotations = cell.annotations.saturating_add(1);
                }
            }
            "p" => {
                if let Some(cell) = self.cell.as_mut().filter(|cell| cell.annotations == 0) {
                    cell.in_paragraph = true;
                    cell.paragraphs = cell.paragraphs.saturating_add(1);
                    if cell.paragraphs > 1 {
                        self.text("\n");
                    }
                }
            }
            "span" if self.cell.is_some() => {
                let style = xml::value(tag, "style-name");
                let format = style.and_then(|style| self.span(&style));
                if let Some(cell) = &mut self.cell {
                    cell.own |= format.is_some();
                    cell.spans.push(format);
                }
            }
            "s" if self.cell.is_some() => self.text(" "),
            "tab" | "line-break" if self.cell.is_some() => self.text("\n"),
            "database-range" => {
                self.filter_sheet =
                    xml::value(tag, "target-range-address").as_deref().and_then(sheet_name);
            }
            "filter-condition" | "filter-set-item" => {
                if let Some(sheet) = &self.filter_sheet {
                    self.filtered.insert(sheet.clone());
                }
            }
            "null-date" => {
                self.date1904 =
                    xml::value(tag, "date-value").is_some_and(|d| d.starts_with("1904-01-01"));
            }
            _ if self.depth == 0 => self.open_style(tag),
            _ => {}
        }
    }

    fn open_style(&mut self, tag: &BytesStart<'_>) {
        match tag.local_name().as_ref() {
            "font-face" if self.fonts.len() < MAX_STYLES => {
                if let (Some(name), Some(family)) =
                    (xml::value(tag, "name"), xml::value(tag, "font-family"))
                {
                    self.fonts.insert(name, family);
                }
            }
            "style" | "default-style" if self.styles.len() < MAX_STYLES => {
                let family = xml::value(tag, "family").unwrap_or_default();
                let name = xml::value(tag, "name").unwrap_or_default();
                let style = Style {
                    parent: xml::value(tag, "parent-style-name"),
                    date: xml::value(tag, "data-style-name"),
                    ..Style::default()
                };
                self.current_style = Some((family.clone(), name.clone()));
                self.styles.insert((family, name), style);
            }
            "text-properties" => {
                let font = xml::value(tag, "font-name")
                    .map(|name| self.fonts.get(&name).cloned().unwrap_or(name))
                    .or_else(|| xml::value(tag, "font-family"));
                let line = xml::value(tag, "text-line-through-style")
                    .or_else(|| xml::value(tag, "text-line-through-type"));
                if let Some(style) =
                    self.current_style.as_ref().and_then(|key| self.styles.get_mut(key))
                {
                    style.font = font.map(|font| Font::of(&font)).or(style.font);
                    style.struck = line.map(|line| line != "none").or(style.struck);
                }
            }
            "date-style" if self.dates.len() < MAX_STYLES => {
                self.current_date = xml::value(tag, "name");
                if let Some(name) = &self.current_date {
                    self.dates.insert(name.clone(), DateParts::default());
                }
            }
            part => {
                if let Some(parts) =
                    self.current_date.as_ref().and_then(|name| self.dates.get_mut(name))
                {
                    match part {
                        // a week or a quarter is less than a year
                        "day" | "day-of-week" | "hours" | "minutes" | "seconds"
                        | "week-of-year" | "quarter" => parts.day = true,
                        "month" => parts.month = true,
                        "year" | "era" => parts.year = true,
                        _ => {}
                    }
                }
            }
        }
    }

    fn open_table(&mut self, tag: &BytesStart<'_>) {
        self.depth = self.depth.saturating_add(1);
        if self.depth == 1 {
            let name = xml::value(tag, "name").unwrap_or_default();
            self.sheet = Some((name, SheetLayout::default()));
            self.extent = Extent::default();
            self.column_styles.clear();
            self.columns_passed = 0;
            self.row = 0;
            self.row_repeat = 1;
        }
    }

    fn open_column(&mut self, tag: &BytesStart<'_>) {
        let count = u32::try_from(repeat(tag, "number-columns-repeated")).unwrap_or(u32::MAX);
        let first = self.columns_passed;
        self.columns_passed = first.saturating_add(count);
        if self.column_styles.len() <= usize::from(MAX_COLUMN) {
            self.column_styles
                .push((self.columns_passed, xml::value(tag, "default-cell-style-name")));
        }
        if is_hidden(tag)
            && count > 0
            && let Some((_, sheet)) = &mut self.sheet
        {
            sheet.hide_columns(first, self.columns_passed.saturating_sub(1));
        }
    }

    fn open_row(&mut self, tag: &BytesStart<'_>) {
        self.row_repeat = repeat(tag, "number-rows-repeated");
        self.row_style = xml::value(tag, "default-cell-style-name");
        self.column = 0;
        self.extent.open_row(self.row_repeat);
        if let Some((_, sheet)) = &mut self.sheet
            && let Ok(first) = u32::try_from(self.row)
            && self.row_repeat > 0
            && is_hidden(tag)
        {
            let last = self.row.saturating_add(self.row_repeat).saturating_sub(1);
            sheet.hide_rows(first, u32::try_from(last).unwrap_or(MAX_ROW));
            sheet.layout.filtered |= xml::value(tag, "visibility").as_deref() == Some("filter");
        }
    }

    fn open_cell(&mut self, tag: &BytesStart<'_>) {
        let (mut repeated, mut right, mut down) = (1_u64, 1_u32, 1_u32);
        let (mut filled, mut error, mut style) = (false, false, None);
        let (mut counts, mut number) = (false, None);
        for attribute in tag.attributes().flatten() {
            let value = attribute.value.trim();
            match attribute.key.local_name().as_ref() {
                "number-columns-repeated" => repeated = value.parse().unwrap_or(1),
                "number-columns-spanned" => right = value.parse().unwrap_or(1),
                "number-rows-spanned" => down = value.parse().unwrap_or(1),
                // LibreOffice's own twin of the attribute tells errors from texts
                "value-type" if attribute.key.as_ref() == "calcext:value-type" => {
                    filled = true;
                    error = value == "error";
                }
                "value-type" => {
                    filled = true;
                    counts = matches!(value, "float" | "percentage" | "currency");
                }
                "value" => number = value.parse().ok(),
                "formula" => filled = true,
                "style-name" => style = Some(attribute.value),
                _ => {}
            }
        }
        self.extent.cell(repeated, filled);
        let columns = u32::try_from(repeated).unwrap_or(u32::MAX);
        let first_column = self.column;
        self.column = self.column.saturating_add(columns);
        if (right > 1 || down > 1)
            && let (Some((_, sheet)), Ok(row)) = (&mut self.sheet, u32::try_from(self.row))
        {
            let last_row = row.saturating_add(down.saturating_sub(1));
            let last_column = first_column.saturating_add(right.saturating_sub(1));
            sheet.merge(row, first_column, last_row, last_column);
        }
        let mut format = Format::default();
        if filled {
            format = match style {
                Some(style) => self.format(&style),
                None => self.default_format(first_column),
            };
            format.error = error;
        }
        self.cell = Some(Cell {
            first_column,
            columns,
            format,
            filled,
            number: number.filter(|_| counts),
            parts: Vec::new(),
            own: false,
            in_paragraph: false,
            paragraphs: 0,
            spans: Vec::new(),
            annotations: 0,
        });
    }

    /// The row's default or the column's.
    fn default_format(&mut self, column: u32) -> Format {
        let style = self.row_style.clone().or_else(|| {
            let next = self.column_styles.partition_point(|(end, _)| *end <= column);
            self.column_styles.get(next).and_then(|(_, style)| style.clone())
        });
        style.map_or_else(Format::default, |style| self.format(&style))
    }

    fn text(&mut self, text: &str) {
        let Some(cell) = &mut self.cell else { return };
        if !cell.in_paragraph || cell.annotations > 0 {
            return;
        }
        let own = cell.spans.iter().rev().copied().find_map(|span| span);
        match cell.parts.last_mut() {
            Some(part) if part.own == own => part.text.push_str(text),
            _ => cell.parts.push(Part { text: text.to_owned(), own }),
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "table" => {
                self.depth = self.depth.saturating_sub(1);
                if self.depth == 0 {
                    self.end_of_sheet();
                }
            }
            "table-row" if self.depth == 1 => self.close_row(),
            "table-cell" | "covered-table-cell" if self.depth == 1 => self.close_cell(),
            "style" | "default-style" => self.current_style = None,
            "date-style" => self.current_date = None,
            "database-range" => self.filter_sheet = None,
            "p" => {
                if let Some(cell) = &mut self.cell {
                    cell.in_paragraph = false;
                }
            }
            "span" => {
                if let Some(cell) = &mut self.cell {
                    cell.spans.pop();
                }
            }
            "annotation" => {
                if let Some(cell) = &mut self.cell {
                    cell.annotations = cell.annotations.saturating_sub(1);
                }
            }
            _ => {}
        }
    }

    fn close_cell(&mut self) {
        let Some(mut cell) = self.cell.take() else { return };
        if let Some(number) = cell.number
            && let Some((_, sheet)) = &mut self.sheet
        {
            // the file says how the number looks; digits alone need no word
            let shown: String = cell.parts.iter().map(|part| part.text.as_str()).collect();
            if shown.contains(|c: char| !c.is_ascii_digit()) || shown.starts_with('0') {
                let literal = format!("\"{}\"", in_german(&shown, number).replace('"', ""));
                cell.format.figures = sheet.codes.place(&literal);
            }
        }
        let Ok(first) = u16::try_from(cell.first_column) else { return };
        if !cell.filled || first > MAX_COLUMN || cell.columns == 0 {
            return;
        }
        let last = cell.first_column.saturating_add(cell.columns - 1).min(u32::from(MAX_COLUMN));
        let last = u16::try_from(last).unwrap_or(MAX_COLUMN);
        if !cell.format.plain() {
            self.row_notes.push((first, last, cell.format));
        }
        if cell.own {
            self.row_rich.push((first, last, cell.parts, cell.format));
        }
    }

    fn close_row(&mut self) {
        self.extent.close_row();
        let rows = self.row..self.row.saturating_add(self.row_repeat);
        self.row = rows.end;
        let notes = std::mem::take(&mut self.row_notes);
        let rich = std::mem::take(&mut self.row_rich);
        let Some((_, sheet)) = &mut self.sheet else { return };
        if notes.is_empty() && rich.is_empty() {
            return;
        }
        for row in rows.map_while(|row| u32::try_from(row).ok().filter(|row| *row <= MAX_ROW)) {
            for (first, last, format) in &notes {
                for column in *first..=*last {
                    sheet.note(row, column, *format);
                }
                if sheet.overflow {
                    return;
                }
            }
            for (first, last, parts, format) in &rich {
                for column in *first..=*last {
                    sheet.note_rich(row, column, parts, *format);
                }
            }
            if notes.is_empty() && sheet.rich.len() >= MAX_RICH {
                return;
            }
        }
    }

    fn end_of_sheet(&mut self) {
        let extent = std::mem::take(&mut self.extent);
        self.result.cells = self.result.cells.saturating_add(extent.cells());
        if let Some((name, sheet)) = self.sheet.take() {
            self.result.sheets.insert(name, sheet);
        }
        self.depth = 0;
        self.cell = None;
    }

    /// What a cell style makes of a value.
    fn format(&mut self, name: &str) -> Format {
        if let Some(known) = self.resolved.get(name) {
            return *known;
        }
        let style = self.inherited("table-cell", name);
        let format = Format {
            precision: style.date.and_then(|date| self.dates.get(&date)).map_or(
                Precision::Day,
                |parts| match (parts.day, parts.month, parts.year) {
                    (false, true, true) => Precision::Month,
                    (false, false, true) => Precision::Year,
                    _ => Precision::Day,
                },
            ),
            symbols: style.font.and_then(Font::symbols),
            struck: style.struck.unwrap_or(false),
            error: false,
            figures: None,
        };
        if self.resolved.len() < MAX_STYLES {
            self.resolved.insert(name.to_owned(), format);
        }
        format
    }

    /// The style of a part of a text, where it changes what the cell's own style says.
    fn span(&self, name: &str) -> Option<Format> {
        let style = self.inherited("text", name);
        if style.font.is_none() && style.struck.is_none() {
            return None;
        }
        let base = self
            .cell
            .as_ref()
            .map(|cell| cell.spans.iter().rev().copied().flatten().next().unwrap_or(cell.format))
            .unwrap_or_default();
        Some(Format {
            symbols: style.font.map_or(base.symbols, Font::symbols),
            struck: style.struck.unwrap_or(base.struck),
            ..base
        })
    }

    fn inherited(&self, family: &str, name: &str) -> Style {
        let mut result = Style::default();
        let mut next = Some(name.to_owned());
        // a circle of parents ends, too
        for _ in 0..20 {
            let Some(name) = next.take() else { break };
            let Some(style) = self.styles.get(&(family.to_owned(), name)) else { break };
            result.date = result.date.or_else(|| style.date.clone());
            result.struck = result.struck.or(style.struck);
            result.font = result.font.or(style.font);
            next.clone_from(&style.parent);
        }
        result
    }
}

/// A number as the file shows it, with point and comma as in Germany; a program in English shows them the other way round.
fn in_german(shown: &str, number: f64) -> String {
    match shown.trim() {
        "WAHR" | "TRUE" => return "ja".to_owned(),
        "FALSCH" | "FALSE" => return "nein".to_owned(),
        _ => {}
    }
    let share = if shown.contains('%') { 100.0 } else { 1.0 };
    let away = |decimal: char| {
        let digits: String = shown
            .chars()
            .filter(|c| c.is_ascii_digit() || *c == decimal)
            .map(|c| if c == decimal { '.' } else { c })
            .collect();
        digits.parse().map_or(f64::INFINITY, |read: f64| (read - (number * share).abs()).abs())
    };
    if away('.') < away(',') {
        shown
            .chars()
            .map(|c| match c {
                '.' => ',',
                ',' => '.',
                c => c,
            })
            .collect()
    } else {
        shown.to_owned()
    }
}

/// `$'Termine 2024'.$A$1:.D9` names a sheet.
fn sheet_name(address: &str) -> Option<String> {
    let address = address.trim().trim_start_matches('$');
    if let Some(quoted) = address.strip_prefix('\'') {
        let mut name = String::new();
        let mut chars = quoted.chars().peekable();
        while let Some(c) = chars.next() {
            if c != '\'' {
                name.push(c);
            } else if chars.next_if_eq(&'\'').is_some() {
                name.push('\'');
            } else {
                return Some(name);
            }
        }
        return None;
    }
    address.split_once('.').map(|(name, _)| name.to_owned())
}

fn is_hidden(tag: &BytesStart<'_>) -> bool {
    matches!(xml::value(tag, "visibility").as_deref(), Some("collapse" | "filter"))
}

fn repeat(tag: &BytesStart<'_>, name: &str) -> u64 {
    tag.attributes()
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)
        .and_then(|attribute| attribute.value.trim().parse().ok())
        .unwrap_or(1)
}

/// How far the filled cells of a sheet reach.
#[derive(Default)]
struct Extent {
    rows_passed: u64,
    row_repeat: u64,
    columns_passed: u64,
    filled_to: u64,
    last_row: u64,
    width: u64,
}

impl Extent {
    fn open_row(&mut self, repeat: u64) {
        self.row_repeat = repeat;
        self.columns_passed = 0;
        self.filled_to = 0;
    }

    fn cell(&mut self, repeat: u64, filled: bool) {
        self.columns_passed = self.columns_passed.saturating_add(repeat);
        if filled {
            self.filled_to = self.columns_passed;
        }
    }

    fn close_row(&mut self) {
        self.rows_passed = self.rows_passed.saturating_add(self.row_repeat);
        if self.filled_to > 0 {
            self.last_row = self.rows_passed;
            self.width = self.width.max(self.filled_to);
        }
    }

    fn cells(&self) -> u64 {
        self.last_row.saturating_mul(self.width)
    }
}

#[cfg(test)]
mod tests {
    use super::in_german;

    #[test]
    fn numbers_look_german_whatever_program_wrote_the_file() {
        for (shown, number, german) in [
            ("1.234,50 €", 1234.5, "1.234,50 €"),
            ("1,234.50 €", 1234.5, "1.234,50 €"),
            ("15.5%", 0.155, "15,5%"),
            ("15,5 %", 0.155, "15,5 %"),
            ("1,234", 1234.0, "1.234"),
            ("1.234", 1234.0, "1.234"),
            ("-3.50", -3.5, "-3,50"),
            ("00042", 42.0, "00042"),
            ("TRUE", 1.0, "ja"),
        ] {
            assert_eq!(in_german(shown, number), german, "{shown}");
        }
    }
}
