//! Draws a workbook of plain data ([`crate::sheets`]) with Excel's own means. What is said is decided there; here is only
//! how it looks: one font, one quiet accent, A4, Stand and page number on every page.
//!
//! The same workbook always gives the same bytes: the creation time is the Stichtag. The properties name no person.

mod charts;
mod grid;

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{
    Color, ConditionalFormatText, ConditionalFormatTextRule, DataValidation, DocProperties,
    ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, IgnoreError, Note, TableColumn,
    TableStyle, Url, Worksheet, XlsxError,
};

use super::sniff::OWN_PROPERTY;
use crate::sheets::{
    Block, Cell, Choices, Column, Fit, Line, Orientation, Rule, Sheet, Sign, Style, Table, Target,
    Workbook,
};
use crate::wording;

/// Arial stands on every Windows and has a metric twin elsewhere, so that row heights hold.
const FONT: &str = "Arial";
/// The one accent: a quiet blue-grey, dark enough to stay readable printed in grey.
const ACCENT: Color = Color::RGB(0x2F_4B5C);
const ACCENT_PALE: Color = Color::RGB(0xDF_E7EC);
const MIDDLE: Color = Color::RGB(0xE2_E2E2);
/// What waits for an entry, and what is not known.
const ENTRY: Color = Color::RGB(0xFF_F6DC);
const ENTRY_HEAD: Color = Color::RGB(0xF3_DFA6);
const QUIET: Color = Color::RGB(0x59_5F63);
const HAIR: Color = Color::RGB(0xC8_CDD0);

/// A cell of Excel holds no longer text.
const LONGEST_TEXT: usize = 32_767;
const BLANKS: [char; 4] = [' ', '\t', '\n', '\r'];
const CUT: &str = " … (mehr fasst eine Excel-Zelle nicht)";
/// Longest list Excel takes for a drop-down typed into the sheet.
const MOST_CHOICE_CHARACTERS: usize = 255;

#[derive(Debug, thiserror::Error)]
#[error("Die Arbeitsmappe „{title}“ konnte nicht erzeugt werden (Blatt „{sheet}“).")]
pub struct WriteError {
    title: String,
    sheet: String,
    #[source]
    source: XlsxError,
}

/// The bytes of the .xlsx file, for workbooks in which people fill something in.
pub fn write(workbook: &Workbook) -> Result<Vec<u8>, WriteError> {
    draw_book(workbook, workbook.sheets.iter().map(Cow::Borrowed), false)
}

/// The same for a result: it says of itself that it is one, so that a copy among the lists is not read as a list. Each of
/// its sheets is given up once it is drawn: a long one is not held twice.
pub fn write_result(mut workbook: Workbook) -> Result<Vec<u8>, WriteError> {
    let sheets = std::mem::take(&mut workbook.sheets);
    write_result_with(&workbook, sheets)
}

/// The same with sheets that need not be there yet.
pub fn write_result_with(
    workbook: &Workbook,
    sheets: impl IntoIterator<Item = Sheet>,
) -> Result<Vec<u8>, WriteError> {
    draw_book(workbook, sheets.into_iter().map(Cow::Owned), true)
}

/// `sheets` are those of the workbook.
fn draw_book<'s>(
    workbook: &Workbook,
    sheets: impl Iterator<Item = Cow<'s, Sheet>>,
    result: bool,
) -> Result<Vec<u8>, WriteError> {
    let failed = |sheet: &str| {
        let (title, sheet) = (workbook.title.clone(), sheet.to_owned());
        move |source| WriteError { title, sheet, source }
    };
    let mut book = rust_xlsxwriter::Workbook::new();
    let base = Format::new().set_font_name(FONT).set_font_size(10);
    // Arial 10: a digit is 7 pixels wide, a row 17 pixels high
    book.set_default_format(&base, 17, 64).map_err(failed(""))?;
    let mut properties = DocProperties::new()
        .set_title(&workbook.title)
        .set_author("Beschlusskontrolle")
        .set_comment(format!("Stand: {}", wording::date(workbook.as_of.0)));
    properties =
        properties.set_creation_datetime(&excel_date(workbook.as_of.0).map_err(failed(""))?);
    if result {
        properties = properties.set_custom_property(OWN_PROPERTY, workbook.title.as_str());
    }
    book.set_properties(&properties);
    for sheet in sheets {
        let worksheet = if is_long(&sheet) {
            book.add_worksheet_with_low_memory().map_err(failed(&sheet.name))?
        } else {
            book.add_worksheet()
        };
        draw(worksheet, &sheet, workbook.as_of.0).map_err(failed(&sheet.name))?;
    }
    book.save_to_buffer().map_err(failed(""))
}

/// Rows from which a sheet is written row by row, without being held a second time.
const LONG: usize = 1_000;

/// Whether a sheet is long, and can be written row by row: nothing on it reaches down to rows that come later.
fn is_long(sheet: &Sheet) -> bool {
    let rows = |block: &Block| match block {
        Block::Table(table) => table.rows.len(),
        Block::Line(_) | Block::Grid(_) | Block::Charts(_) => 0,
    };
    let in_order = |block: &Block| match block {
        Block::Line(_) | Block::Table(_) => true,
        Block::Grid(_) | Block::Charts(_) => false,
    };
    sheet.blocks.iter().all(in_order) && sheet.blocks.iter().map(rows).sum::<usize>() > LONG
}

fn draw(ws: &mut Worksheet, sheet: &Sheet, as_of: NaiveDate) -> Result<(), XlsxError> {
    ws.set_name(&sheet.name)?;
    ws.set_hidden(sheet.hidden);
    page(ws, sheet, as_of)?;
    for (column, width) in (0..).zip(&sheet.widths) {
        ws.set_column_width(column, *width)?;
    }
    let mut formats = Formats::default();
    let mut row = 0;
    for block in &sheet.blocks {
        match block {
            Block::Line(line) => draw_line(ws, sheet, line, row, &mut formats)?,
            Block::Table(table) => draw_table(ws, sheet, table, row, &mut formats)?,
            Block::Grid(grid) => grid::draw(ws, grid)?,
            Block::Charts(charts) => {
                let line = Line {
                    height: Some(charts.height),
                    rule: Rule::None,
                    spans: charts.spans.clone(),
                };
                draw_line(ws, sheet, &line, row, &mut formats)?;
                charts::draw(ws, charts, row, &sheet.widths)?;
            }
        }
        row += block.rows();
    }
    let columns = u16::try_from(sheet.widths.len()).unwrap_or(u16::MAX).max(1);
    if row > 0 && !sheet.blocks.iter().any(|block| matches!(block, Block::Grid(_))) {
        // „05“ and „99084“ are names here, not numbers: no green corners
        ws.ignore_error_range(0, 0, row + 1000, columns - 1, IgnoreError::NumberStoredAsText)?;
        if sheet.page.fit == Fit::OnePage {
            ws.set_print_area(0, 0, row - 1, columns - 1)?;
        }
    }
    Ok(())
}

fn page(ws: &mut Worksheet, sheet: &Sheet, as_of: NaiveDate) -> Result<(), XlsxError> {
    const A4: u8 = 9;
    ws.set_paper_size(A4);
    match sheet.page.orientation {
        Orientation::Landscape => ws.set_landscape(),
        Orientation::Portrait => ws.set_portrait(),
    };
    match sheet.page.fit {
        Fit::OnePage => ws.set_print_fit_to_pages(1, 1),
        Fit::OneWide => ws.set_print_fit_to_pages(1, 0),
    };
    // inches: left, right, top, bottom, header, footer; 15 mm on the left leave room for punching
    ws.set_margins(0.59, 0.35, 0.4, 0.55, 0.25, 0.25);
    ws.set_print_center_horizontally(true);
    // a blank keeps digits of the text apart from the font size
    ws.set_footer(format!(
        "&L&\"{FONT},Regular\"&8 {}&C&\"{FONT},Regular\"&8 Stand: {}&R&\"{FONT},Regular\"&8 Seite &P von &N",
        sheet.page.footer.replace('&', "&&"),
        wording::date(as_of)
    ));
    if let Some((first, last)) = sheet.page.print_titles {
        ws.set_repeat_rows(first, last)?;
    }
    if let Some((rows, columns)) = sheet.frozen {
        ws.set_freeze_panes(rows, columns)?;
    }
    ws.set_screen_gridlines(sheet.page.grid);
    Ok(())
}

fn draw_line(
    ws: &mut Worksheet,
    sheet: &Sheet,
    line: &Line,
    row: u32,
    formats: &mut Formats,
) -> Result<(), XlsxError> {
    ws.set_row_height(row, sheet.height(line))?;
    if line.rule != Rule::None {
        for (column, _) in (0_u16..).zip(&sheet.widths) {
            ws.write_blank(row, column, formats.get(Style::Body, line.rule))?;
        }
    }
    for span in &line.spans {
        let format = formats.get(looks(&span.cell, span.style), line.rule);
        if span.columns > 1 {
            ws.merge_range(row, span.column, row, span.column + span.columns - 1, "", format)?;
        }
        draw_cell(ws, row, span.column, &span.cell, format)?;
    }
    Ok(())
}

fn draw_table(
    ws: &mut Worksheet,
    sheet: &Sheet,
    table: &Table,
    row: u32,
    formats: &mut Formats,
) -> Result<(), XlsxError> {
    let rows = u32::try_from(table.rows.len()).unwrap_or(u32::MAX);
    let last_column = u16::try_from(table.columns.len()).unwrap_or(u16::MAX).saturating_sub(1);
    let columns: Vec<TableColumn> = table
        .columns
        .iter()
        .map(|c| TableColumn::new().set_header(&c.label).set_header_format(head(c)))
        .collect();
    if rows > 0 || table.room > 0 {
        let drawn = rust_xlsxwriter::Table::new()
            .set_name(&table.name)
            .set_columns(&columns)
            .set_autofilter(table.filter)
            .set_style(TableStyle::Light1);
        ws.add_table(row, 0, row + rows.max(1), last_column, &drawn)?;
        let cells: Vec<Cell> = table.columns.iter().map(|c| Cell::text(&c.label)).collect();
        ws.set_row_height(row, sheet.row_height(&table.columns, &cells) + 5.0)?;
    }
    for (i, column) in (0..).zip(&table.columns) {
        if let Some(note) = &column.note {
            ws.insert_note(row, i, &drawn_note(note))?;
        }
        if rows + table.room > 0 {
            draw_choices(ws, &column.choices, (row + 1, row + rows + table.room), i)?;
        }
        if column.style == Style::Status && rows > 0 {
            highlight_signs(ws, row + 1, row + rows, i)?;
        }
    }
    for (below, cells) in (row + 1..).zip(&table.rows) {
        ws.set_row_height(below, sheet.row_height(&table.columns, cells))?;
        for ((i, column), cell) in (0..).zip(&table.columns).zip(cells) {
            let style = looks(cell, column.style);
            let format =
                if column.fill_in { formats.entry(style) } else { formats.get(style, Rule::Thin) };
            draw_cell(ws, below, i, cell, format)?;
        }
    }
    let filled_in = |column: &&Column| matches!(column.style, Style::FillIn | Style::FillInDate);
    for below in row + rows + 1..=row + rows + table.room {
        for (i, column) in (0..).zip(&table.columns).filter(|(_, column)| filled_in(column)) {
            let format = if column.fill_in {
                formats.entry(column.style)
            } else {
                formats.get(column.style, Rule::None)
            };
            ws.write_blank(below, i, format)?;
        }
    }
    for (below, column, choices) in &table.row_choices {
        let at = row + 1 + u32::try_from(*below).unwrap_or(u32::MAX - row - 1);
        match choices {
            Choices::Words(words) => draw_choices(ws, words, (at, at), *column)?,
            Choices::Range(cells) => {
                let validation = DataValidation::new()
                    .allow_list_formula(Formula::new(cells))
                    .show_error_message(false);
                ws.add_data_validation(at, *column, at, *column, &validation)?;
            }
        }
    }
    Ok(())
}

/// Only what leads somewhere looks like a link; a date among texts is still a date.
fn looks(cell: &Cell, style: Style) -> Style {
    match (cell, style) {
        // a sign and its word lead to their proofs without looking like a link
        (Cell::Link { .. }, style) if style != Style::Status => Style::Link,
        (Cell::Text(_), Style::Link) => Style::Body,
        (Cell::Date(_), Style::Body) => Style::Date,
        (_, style) => style,
    }
}

fn draw_cell(
    ws: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    format: &Format,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => ws.write_blank(row, column, format)?,
        Cell::Text(text) => {
            ws.write_string_with_format(row, column, fitting(text).as_ref(), format)?
        }
        Cell::Sign(_) | Cell::Status(..) => {
            ws.write_string_with_format(row, column, fitting(&cell.shown()).as_ref(), format)?
        }
        Cell::Number(n) => ws.write_number_with_format(row, column, *n, format)?,
        Cell::Decimal(n) => ws.write_number_with_format(row, column, *n, format)?,
        Cell::Date(day) => {
            ws.write_datetime_with_format(row, column, &excel_date(*day)?, format)?
        }
        Cell::Formula { formula, result } => ws.write_formula_with_format(
            row,
            column,
            Formula::new(formula).set_result(result.to_string()),
            format,
        )?,
        Cell::Link { text, target } => {
            let text = fitting(text);
            match address(target) {
                Some(address) => {
                    let url = Url::new(address);
                    ws.write_url_with_options(row, column, url, text.as_ref(), "", Some(format))?
                }
                None => ws.write_string_with_format(row, column, text.as_ref(), format)?,
            }
        }
    };
    Ok(())
}

/// The text as far as a cell of Excel holds it, which says where it ends: two thousand branches in one cell must not cost
/// the workbook. Without the blanks around it, which nobody sees and only an attribute outside the schema would keep.
fn fitting(text: &str) -> Cow<'_, str> {
    let text = text.trim_matches(BLANKS);
    // no text has more characters than bytes
    if text.len() <= LONGEST_TEXT || text.chars().count() <= LONGEST_TEXT {
        return Cow::Borrowed(text);
    }
    let room = LONGEST_TEXT - CUT.chars().count();
    Cow::Owned(text.chars().take(room).chain(CUT.chars()).collect())
}

/// The address in the form rust_xlsxwriter expects; `None` where Excel could not follow it.
fn address(target: &Target) -> Option<String> {
    let quoted = |sheet: &str| format!("'{}'", sheet.replace('\'', "''"));
    match target {
        Target::Here { sheet, cell } => Some(format!("internal:{}!{cell}", quoted(sheet))),
        Target::File { path, place } => {
            // the first # would be taken for the beginning of the cell, a % for an escape
            let mut path = path.clone();
            if path.contains(['#', '%']) {
                path = path.replace('%', "%25").replace('#', "%23").replace(' ', "%20");
                if !path.contains("%25") && !path.contains("%20") {
                    return None;
                }
            }
            let place = place
                .as_ref()
                .map_or_else(String::new, |(sheet, cell)| format!("#{}!{cell}", quoted(sheet)));
            Some(if path.starts_with("\\\\") {
                format!("file://{path}{place}")
            } else {
                format!("file:///{path}{place}")
            })
        }
    }
}

/// Offers values; anything else may still be typed.
fn draw_choices(
    ws: &mut Worksheet,
    choices: &[String],
    rows: (u32, u32),
    column: u16,
) -> Result<(), XlsxError> {
    // a comma separates values, whatever the country
    let choices: Vec<&String> = choices.iter().filter(|choice| !choice.contains(',')).collect();
    let length: usize = choices.iter().map(|choice| choice.chars().count() + 1).sum();
    if choices.is_empty() || length > MOST_CHOICE_CHARACTERS {
        return Ok(());
    }
    let validation = DataValidation::new().allow_list_strings(&choices)?.show_error_message(false);
    ws.add_data_validation(rows.0, column, rows.1, column, &validation)?;
    Ok(())
}

/// A quiet shade beside sign and word, never instead of them, and only where somebody should look.
fn highlight_signs(
    ws: &mut Worksheet,
    first: u32,
    last: u32,
    column: u16,
) -> Result<(), XlsxError> {
    for sign in Sign::ALL {
        let format = match sign {
            Sign::Part => Format::new().set_background_color(ACCENT_PALE),
            Sign::Over => Format::new().set_background_color(MIDDLE),
            Sign::Unknown => Format::new().set_background_color(ENTRY),
            Sign::NotApplicable => Format::new().set_font_color(QUIET),
            Sign::Done | Sign::Open | Sign::Judgement => continue,
        };
        let rule = ConditionalFormatText::new()
            .set_rule(ConditionalFormatTextRule::BeginsWith(sign.mark().to_owned()))
            .set_format(format);
        ws.add_conditional_format(first, column, last, column, &rule)?;
    }
    Ok(())
}

fn drawn_note(text: &str) -> Note {
    let lines = u32::try_from(text.chars().count() / 34).unwrap_or(4) + 2;
    Note::new(text)
        .set_author("Beschlusskontrolle")
        .add_author_prefix(false)
        .set_width(240)
        .set_height((lines * 17).max(40))
        .set_font_name(FONT)
        .set_font_size(9)
}

fn head(column: &Column) -> Format {
    let format = base(Style::Head)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap()
        .set_border_bottom(FormatBorder::Thin)
        .set_border_bottom_color(ACCENT);
    if column.fill_in {
        format.set_background_color(ENTRY_HEAD).set_font_color(Color::Black)
    } else {
        format.set_background_color(ACCENT).set_font_color(Color::White)
    }
}

fn excel_date(day: NaiveDate) -> Result<ExcelDateTime, XlsxError> {
    let year = u16::try_from(day.year()).unwrap_or(u16::MAX);
    let small = |n: u32| u8::try_from(n).unwrap_or(u8::MAX);
    ExcelDateTime::from_ymd(year, small(day.month()), small(day.day()))
}

/// Each look is made once.
#[derive(Default)]
struct Formats {
    made: BTreeMap<(Style, Rule), Format>,
    entries: BTreeMap<Style, Format>,
}

impl Formats {
    fn get(&mut self, style: Style, rule: Rule) -> &Format {
        self.made.entry((style, rule)).or_insert_with(|| match rule {
            Rule::None => base(style),
            Rule::Thin => base(style).set_border_top(FormatBorder::Hair).set_border_top_color(HAIR),
            Rule::Strong => {
                base(style).set_border_top(FormatBorder::Thin).set_border_top_color(ACCENT)
            }
        })
    }

    /// Waits for an entry beside what the program writes: pale, with fine lines so that single cells are seen.
    fn entry(&mut self, style: Style) -> &Format {
        self.entries.entry(style).or_insert_with(|| {
            base(style)
                .set_background_color(ENTRY)
                .set_border(FormatBorder::Hair)
                .set_border_color(HAIR)
        })
    }
}

fn base(style: Style) -> Format {
    let mut format = Format::new()
        .set_font_name(FONT)
        .set_font_size(style.points())
        .set_align(FormatAlign::VerticalCenter);
    if style.bold() {
        format = format.set_bold();
    }
    if style.wraps() {
        format = format.set_text_wrap();
    }
    match style {
        Style::Title => format.set_font_color(ACCENT),
        Style::Subtitle | Style::Small => format.set_font_color(QUIET),
        Style::Section | Style::Head => {
            format.set_font_color(ACCENT).set_align(FormatAlign::Bottom)
        }
        Style::Lead | Style::Body | Style::Strong | Style::Status => format,
        Style::Aside => format.set_align(FormatAlign::Top),
        Style::Sign | Style::Centred => format.set_align(FormatAlign::Center),
        Style::Number => format.set_align(FormatAlign::Right).set_num_format("#,##0"),
        Style::Date | Style::FillInDate => {
            format.set_align(FormatAlign::Left).set_num_format("dd.mm.yyyy")
        }
        Style::Link => {
            format.set_font_color(ACCENT).set_underline(rust_xlsxwriter::FormatUnderline::Single)
        }
        Style::FillIn => format.set_num_format("@"),
        Style::Example => format.set_font_color(QUIET).set_italic(),
        // a zero says nothing here
        Style::Total => format.set_align(FormatAlign::Left).set_num_format("#,##0;-#,##0;"),
    }
}
