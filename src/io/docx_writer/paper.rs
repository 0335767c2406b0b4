//! Draws the paper for the session: A4 portrait in the calm style of the letters. What stands in it is decided elsewhere.

use docx_rs::{
    BorderType, BreakType, Docx, Footer, LineSpacing, NumPages, PageMargin, PageNum, Paragraph,
    ParagraphBorder, ParagraphBorderPosition, ParagraphBorders, Run, RunFonts, SpecialIndentType,
    Style, StyleType, Tab, TabValueType, Table, TableCell, TableCellBorder,
    TableCellBorderPosition, TableCellMargins, TableLayoutType, TableRow, WidthType,
};

use super::{About, WriteError, finish};
use crate::paper::{self, Block, Level, Paper, Rule, Tone, Weight};

const FONT: &str = "Arial";
/// Has the signs that Arial lacks.
const SIGN_FONT: &str = "Segoe UI Symbol";
const SIGNS: &[char] = &['✓', '◐', '○', '●', '◇', '☐'];
const ACCENT: &str = "2F4B5C";
const QUIET: &str = "5B6770";
const LINE: &str = "B8C1C7";

/// A4, margins and width of the text in millimetres; left and right as on the letters.
const PAGE: (i32, i32) = (210, 297);
const MARGINS: (i32, i32) = (25, 20);
const TEXT: i32 = 165;

const NAME: &str = "Briefkopf";
const OFFICE: &str = "Briefkopfzeile";
const ADDRESSEE: &str = "Adressat";
const TITLE: &str = "Title";
const BODY: &str = "Fliesstext";
const LEAD: &str = "Kernsatz";
const QUOTE: &str = "Zitat";
const PROPOSAL: &str = "Beschlussvorschlag";
const SMALL: &str = "Kleintext";
const ITEM: &str = "Aufzaehlung";
const TABLE_HEAD: &str = "Tabellenkopf";
const TABLE_TEXT: &str = "Tabellentext";
const FOOTER: &str = "Footer";
const HEADINGS: [&str; 2] = ["Heading1", "Heading2"];

/// The paper as a Word file. The same paper gives the same bytes.
pub fn write_paper(paper: &Paper) -> Result<Vec<u8>, WriteError> {
    let fonts = RunFonts::new().ascii(FONT).hi_ansi(FONT).cs(FONT).east_asia(FONT);
    let foot = Paragraph::new()
        .style(FOOTER)
        .add_run(Run::new().add_text(&paper.footer).add_tab().add_text("Seite "))
        .add_page_num(PageNum::new())
        .add_run(Run::new().add_text(" von "))
        .add_num_pages(NumPages::new());
    let mut docx = styles(
        Docx::new()
            .page_size(unsigned(mm(PAGE.0)), unsigned(mm(PAGE.1)))
            .page_margin(
                PageMargin::new()
                    .top(mm(17))
                    .bottom(mm(18))
                    .left(mm(MARGINS.0))
                    .right(mm(MARGINS.1))
                    .header(mm(10))
                    .footer(mm(10)),
            )
            .default_fonts(fonts)
            .default_size(20),
    )
    .footer(Footer::new().add_paragraph(foot));
    for block in &paper.blocks {
        docx = add(docx, block);
    }
    let about = About {
        title: &paper.title,
        unhyphenated: &[NAME, OFFICE, ADDRESSEE, TITLE, HEADINGS[0], HEADINGS[1], FOOTER],
        table_head: Some(TABLE_HEAD),
        day: Some(paper.day),
        ..About::default()
    };
    finish(docx, &about)
}

fn add(docx: Docx, block: &Block) -> Docx {
    match block {
        Block::Letterhead { name, office } => {
            let docx = docx.add_paragraph(words(NAME, name));
            if office.is_empty() { docx } else { docx.add_paragraph(words(OFFICE, office)) }
        }
        Block::Addressee(text) => docx.add_paragraph(words(ADDRESSEE, text)),
        Block::Title(text) => docx.add_paragraph(words(TITLE, text)),
        Block::Heading { level, text, new_page } => {
            let style = match level {
                Level::One => HEADINGS[0],
                Level::Two => HEADINGS[1],
            };
            let heading = words(style, text);
            docx.add_paragraph(if *new_page { heading.page_break_before(true) } else { heading })
        }
        Block::Paragraph { tone, runs } => {
            let style = match tone {
                Tone::Body => BODY,
                Tone::Lead => LEAD,
                Tone::Quote => QUOTE,
                Tone::Proposal => PROPOSAL,
                Tone::Small => SMALL,
            };
            docx.add_paragraph(paragraph(style, runs))
        }
        Block::List(items) => items.iter().fold(docx, |docx, runs| {
            let dash = Paragraph::new().style(ITEM).add_run(Run::new().add_text("–").add_tab());
            docx.add_paragraph(add_runs(dash, runs))
        }),
        Block::Table(table) => docx.add_table(drawn(table)),
    }
}

fn words(style: &str, text: &str) -> Paragraph {
    paragraph(style, &[paper::Run::plain(text)])
}

fn paragraph(style: &str, runs: &[paper::Run]) -> Paragraph {
    add_runs(Paragraph::new().style(style), runs)
}

fn add_runs(paragraph: Paragraph, runs: &[paper::Run]) -> Paragraph {
    runs.iter().flat_map(pieces).fold(paragraph, Paragraph::add_run)
}

/// The run in pieces of one font: signs stand in one that has them.
fn pieces(run: &paper::Run) -> Vec<Run> {
    let mut pieces: Vec<(bool, String)> = Vec::new();
    for c in run.text.chars() {
        let sign = SIGNS.contains(&c);
        match pieces.last_mut() {
            Some((same, text)) if *same == sign => text.push(c),
            _ => pieces.push((sign, c.to_string())),
        }
    }
    pieces
        .into_iter()
        .map(|(sign, text)| {
            let mut piece = Run::new();
            for (n, line) in text.split('\n').enumerate() {
                if n > 0 {
                    piece = piece.add_break(BreakType::TextWrapping);
                }
                if !line.is_empty() {
                    piece = piece.add_text(line);
                }
            }
            if sign {
                let font = RunFonts::new().ascii(SIGN_FONT).hi_ansi(SIGN_FONT).east_asia(SIGN_FONT);
                piece = piece.fonts(font);
            }
            match run.weight {
                Weight::Plain => piece,
                Weight::Strong => piece.bold(),
                Weight::Quiet => piece.color(QUIET),
            }
        })
        .collect()
}

fn drawn(table: &paper::Table) -> Table {
    let widths: Vec<usize> = table.widths.iter().map(|width| twips(*width)).collect();
    let mut rows = Vec::new();
    if !table.head.is_empty() {
        let cells = table.head.iter().zip(&widths).map(|(label, width)| {
            cell(*width, 1, Rule::None).add_paragraph(words(TABLE_HEAD, label))
        });
        rows.push(TableRow::new(cells.collect()).cant_split());
    }
    for row in &table.rows {
        let mut left = widths.iter();
        let cells = row.cells.iter().map(|content| {
            let columns = usize::from(content.columns.max(1));
            let width = left.by_ref().take(columns).sum();
            let own = cell(width, columns, row.rule);
            if content.paragraphs.is_empty() {
                return own.add_paragraph(Paragraph::new().style(TABLE_TEXT));
            }
            content
                .paragraphs
                .iter()
                .fold(own, |own, runs| own.add_paragraph(paragraph(TABLE_TEXT, runs)))
        });
        rows.push(TableRow::new(cells.collect()).cant_split());
    }
    Table::without_borders(rows)
        .width(widths.iter().sum(), WidthType::Dxa)
        .set_grid(widths)
        .layout(TableLayoutType::Fixed)
        .margins(TableCellMargins::new().margin(20, twips(3), 20, 0))
}

fn cell(width: usize, columns: usize, rule: Rule) -> TableCell {
    let cell = TableCell::new().width(width, WidthType::Dxa).clear_all_border();
    let cell = if columns > 1 { cell.grid_span(columns) } else { cell };
    let line = |size, color| {
        TableCellBorder::new(TableCellBorderPosition::Top)
            .border_type(BorderType::Single)
            .size(size)
            .color(color)
    };
    match rule {
        Rule::None => cell,
        Rule::Thin => cell.set_border(line(4, LINE)),
        Rule::Strong => cell.set_border(line(6, ACCENT)),
    }
}

fn styles(docx: Docx) -> Docx {
    let normal = Style::new("Normal", StyleType::Paragraph).name("Normal").q_format(true);
    let mut title = style(TITLE, "Title", 13, 0, 6).bold().color(ACCENT).next(BODY);
    title.paragraph_property = title.paragraph_property.keep_next(true).keep_lines(true);
    let heading = |level: usize, size, before, after| {
        let [first, second] = HEADINGS;
        let (id, name) = if level == 0 { (first, "heading 1") } else { (second, "heading 2") };
        let mut style =
            style(id, name, size, before, after).bold().color(ACCENT).next(BODY).outline_lvl(level);
        style.paragraph_property = style.paragraph_property.keep_next(true).keep_lines(true);
        style
    };
    let mut item = style(ITEM, "Aufzählung", 9, 0, 2).indent(
        Some(mm(5)),
        Some(SpecialIndentType::Hanging(mm(5))),
        None,
        None,
    );
    item.paragraph_property = item
        .paragraph_property
        .keep_lines(true)
        .add_tab(Tab::new().val(TabValueType::Left).pos(twips(5)));
    let mut head = style(TABLE_HEAD, "Tabellenkopf", 9, 0, 1).bold().color(ACCENT);
    head.paragraph_property = head.paragraph_property.keep_next(true);
    let mut proposal =
        style(PROPOSAL, "Beschlussvorschlag", 10, 2, 5).indent(Some(mm(4)), None, None, None);
    let bar = ParagraphBorder::new(ParagraphBorderPosition::Left)
        .val(BorderType::Single)
        .size(18)
        .space(8)
        .color(ACCENT);
    proposal.paragraph_property = proposal
        .paragraph_property
        .keep_lines(true)
        .set_borders(ParagraphBorders::with_empty().set(bar));
    let mut quote = style(QUOTE, "Zitat", 9, 0, 4).indent(Some(mm(4)), None, None, None);
    quote.paragraph_property = quote.paragraph_property.keep_next(true).keep_lines(true);
    let mut lead = style(LEAD, "Kernsatz", 10, 6, 0);
    lead.paragraph_property = lead.paragraph_property.keep_lines(true);
    let mut foot = style(FOOTER, "footer", 8, 0, 0).color(QUIET);
    foot.paragraph_property = foot
        .paragraph_property
        .add_tab(Tab::new().val(TabValueType::Right).pos(usize::try_from(mm(TEXT)).unwrap_or(0)));
    docx.add_style(normal)
        .add_style(style(NAME, "Briefkopf", 15, 0, 0).bold())
        .add_style(style(OFFICE, "Briefkopfzeile", 9, 0, 0))
        .add_style(style(ADDRESSEE, "Adressat", 10, 12, 2).color(QUIET))
        .add_style(title)
        .add_style(heading(0, 11, 11, 3))
        .add_style(heading(1, 10, 9, 2))
        .add_style(style(BODY, "Fließtext", 9, 0, 4))
        .add_style(lead)
        .add_style(quote)
        .add_style(proposal)
        .add_style(style(SMALL, "Kleintext", 8, 3, 3).color(QUIET))
        .add_style(item)
        .add_style(head)
        .add_style(style(TABLE_TEXT, "Tabellentext", 9, 0, 0))
        .add_style(foot)
}

/// Sizes and distances in points.
fn style(id: &str, name: &str, size: u16, before: u32, after: u32) -> Style {
    Style::new(id, StyleType::Paragraph)
        .name(name)
        .based_on("Normal")
        .q_format(true)
        .size(usize::from(size) * 2)
        .line_spacing(LineSpacing::new().before(before * 20).after(after * 20))
}

/// Twentieths of a point, Word's unit, rounded.
fn mm(millimetres: i32) -> i32 {
    (millimetres * 14400 + 127) / 254
}

fn twips(millimetres: u16) -> usize {
    usize::try_from(mm(i32::from(millimetres))).unwrap_or(0)
}

fn unsigned(twips: i32) -> u32 {
    u32::try_from(twips).unwrap_or(0)
}
