//! The sheet all starter letters are written on: DIN 5008 form B. All measures in millimetres from the paper's edge.

use beschlusskontrolle::io::docx_writer::{About, WriteError, finish};
use docx_rs::{
    AlignmentType, BorderType, BreakType, Docx, Footer, FrameProperty, Header, HeightRule,
    LineSpacing, LineSpacingType, NumPages, PageMargin, PageNum, Paragraph, ParagraphBorder,
    ParagraphBorderPosition, ParagraphBorders, Run, RunFonts, SpecialIndentType, Style, StyleType,
    Tab, TabLeaderType, TabValueType, Table, TableCell, TableCellBorder, TableCellBorderPosition,
    TableCellMargins, TableLayoutType, TablePositionProperty, TableRow, VAlignType, VMergeType,
    WidthType,
};

/// Twentieths of a point, Word's unit.
pub(crate) fn mm(millimetres: f64) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "a measure on a sheet of paper")]
    let twips = (millimetres * 1440.0 / 25.4).round() as i32;
    twips
}

fn wide(millimetres: f64) -> usize {
    usize::try_from(mm(millimetres)).unwrap_or_default()
}

fn points(points: f64) -> u32 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a font size")]
    let twips = (points * 20.0).round() as u32;
    twips
}

const PAGE: (f64, f64) = (210.0, 297.0);
/// DIN 5008: left 25, right 20.
const MARGINS: (f64, f64) = (25.0, 20.0);
const TOP: f64 = 25.0;
/// First line of the subject: two lines below the address field (45 + 45 + 8.46).
const SUBJECT: f64 = 98.46;
/// Width of the text.
pub(crate) const TEXT: f64 = 165.0;

const FONT: &str = "Arial";

/// Styles that must stay in one piece.
const UNHYPHENATED: &[&str] = &[
    "Absenderzeile",
    "Anschrift",
    "Betreff",
    "Briefkopf",
    "Briefkopfzeile",
    "Fusszeile",
    "Informationsblock",
    "Titel",
    "Unterschrift",
];

/// A paragraph in a style; a tab stands for Word's tab, a line break for Word's line break.
pub(crate) fn paragraph(style: &str, text: &str) -> Paragraph {
    Paragraph::new().style(style).add_run(run(text))
}

/// No line ends between what belongs together: „22. Februar“, „Ziffer 1“, „18 Uhr“ (DIN 5008). Such words stand in no tag.
fn unbroken(text: &str) -> String {
    const BEHIND: [&str; 3] = ["Ziffer", "Zeilen", "§"];
    let mut text = text.replace(". Februar", ".\u{a0}Februar").replace("}} Uhr", "}}\u{a0}Uhr");
    for word in BEHIND {
        text = text.replace(&format!("{word} "), &format!("{word}\u{a0}"));
    }
    text
}

pub(crate) fn run(text: &str) -> Run {
    let text = &unbroken(text);
    let mut run = Run::new();
    for (n, line) in text.split('\n').enumerate() {
        if n > 0 {
            run = run.add_break(BreakType::TextWrapping);
        }
        for (n, piece) in line.split('\t').enumerate() {
            if n > 0 {
                run = run.add_tab();
            }
            if !piece.is_empty() {
                run = run.add_text(piece);
            }
        }
    }
    run
}

/// „☐“ in a font that has it.
fn empty_box() -> Run {
    let sign = RunFonts::new()
        .ascii("Segoe UI Symbol")
        .hi_ansi("Segoe UI Symbol")
        .east_asia("Segoe UI Symbol");
    Run::new().add_text("☐").fonts(sign)
}

/// „☐“, then the text.
pub(crate) fn box_to_tick(text: &str) -> Paragraph {
    Paragraph::new()
        .style("Ankreuzfeld")
        .add_run(empty_box())
        .add_run(Run::new().add_tab())
        .add_run(run(text))
}

/// „☐ ja  ☐ nein“: one box per answer in one line. `repeated` stands around each of them: the tags of a loop.
pub(crate) fn boxes_in_line(repeated: (&str, &str), answers: &[&str]) -> Paragraph {
    let mut line = Paragraph::new().style("Kreuzzeile");
    for answer in answers {
        if !repeated.0.is_empty() {
            line = line.add_run(run(repeated.0));
        }
        line =
            line.add_run(empty_box()).add_run(run(&format!("\u{a0}{answer}     {}", repeated.1)));
    }
    line
}

/// Lines to write on: each label, then a line to the right margin.
pub(crate) fn line_to_fill(style: &str, text: &str) -> Paragraph {
    paragraph(style, &format!("{text} \t"))
}

fn style(id: &str, name: &str, size: f64) -> Style {
    let half_points = usize::try_from(points(size) / 10).unwrap_or_default();
    Style::new(id, StyleType::Paragraph)
        .name(name)
        .based_on("Normal")
        .q_format(true)
        .size(half_points)
}

fn spacing(before: f64, after: f64) -> LineSpacing {
    LineSpacing::new().before(points(before)).after(points(after))
}

fn exact(line: f64) -> LineSpacing {
    let line = i32::try_from(points(line)).unwrap_or_default();
    LineSpacing::new().before(0).after(0).line(line).line_rule(LineSpacingType::Exact)
}

/// One blank line of the text.
const LINE: f64 = 12.65;
/// What stands between the items of a list.
const ITEM: f64 = 5.0;

fn styles(docx: Docx) -> Docx {
    let normal = Style::new("Normal", StyleType::Paragraph).name("Normal").q_format(true);
    let indent = |style: Style, left: f64| style.indent(Some(mm(left)), None, None, None);
    let mut boxed = style("Ankreuzfeld", "Ankreuzfeld", 11.0)
        .line_spacing(spacing(16.0, 2.0))
        .indent(Some(mm(8.0)), Some(SpecialIndentType::Hanging(mm(8.0))), None, None);
    boxed.paragraph_property = boxed.paragraph_property.keep_next(true).add_tab(tab(8.0, None));
    let mut to_fill =
        indent(style("Ausfuellzeile", "Ausfüllzeile", 11.0), 8.0).line_spacing(spacing(9.0, 4.0));
    to_fill.paragraph_property =
        to_fill.paragraph_property.add_tab(tab(TEXT, Some(TabLeaderType::Underscore)));
    let mut line = style("Schreibzeile", "Schreibzeile", 11.0).line_spacing(spacing(9.0, 4.0));
    line.paragraph_property =
        line.paragraph_property.add_tab(tab(TEXT, Some(TabLeaderType::Underscore)));
    // what is too long for its line goes on below itself, not below the label
    let mut information = style("Informationsblock", "Informationsblock", 9.5)
        .line_spacing(exact(13.0))
        .indent(Some(mm(29.0)), Some(SpecialIndentType::Hanging(mm(29.0))), None, None);
    information.paragraph_property = information.paragraph_property.add_tab(tab(29.0, None));
    let mut greeting = style("Grussformel", "Grußformel", 11.0).line_spacing(spacing(0.0, 0.0));
    greeting.paragraph_property = greeting.paragraph_property.keep_next(true).keep_lines(true);
    let mut signature = style("Unterschrift", "Unterschrift", 11.0).line_spacing(spacing(0.0, 0.0));
    signature.paragraph_property = signature.paragraph_property.keep_lines(true);
    // as the first paragraph of the text it stands below the address field, whatever is written above
    let below =
        spacing(0.0, 2.0 * LINE).before(u32::try_from(mm(SUBJECT - TOP)).unwrap_or_default());
    let mut subject = style("Betreff", "Betreff", 11.0).bold().next("Anrede").line_spacing(below);
    subject.paragraph_property = subject.paragraph_property.keep_next(true).keep_lines(true);
    let mut following = style("Folgeseite", "Folgeseite", 9.0).line_spacing(spacing(0.0, 0.0));
    following.paragraph_property =
        following.paragraph_property.add_tab(Tab::new().val(TabValueType::Right).pos(wide(TEXT)));
    let mut table_text = style("Blattangabe", "Blattangabe", 11.0).line_spacing(spacing(4.0, 4.0));
    table_text.paragraph_property = table_text.paragraph_property.widow_control(true);
    // dash or number, then the text
    let mut item = style("Aufzaehlung", "Aufzählung", 11.0)
        .line_spacing(spacing(0.0, ITEM).line(252))
        .indent(Some(mm(6.0)), Some(SpecialIndentType::Hanging(mm(6.0))), None, None);
    item.paragraph_property = item.paragraph_property.keep_lines(true).add_tab(tab(6.0, None));
    let boxes = style("Kreuzzeile", "Kreuzzeile", 11.0).line_spacing(spacing(2.0, 8.0).line(300));
    docx.add_style(normal)
        .add_style(item)
        .add_style(boxes)
        .add_style(style("Briefkopf", "Briefkopf", 17.0).bold().line_spacing(spacing(0.0, 2.0)))
        .add_style(style("Briefkopfzeile", "Briefkopfzeile", 9.5).line_spacing(spacing(0.0, 0.0)))
        .add_style(
            style("Logo", "Logo", 9.5).align(AlignmentType::Right).line_spacing(spacing(0.0, 0.0)),
        )
        .add_style(
            indent(style("Absenderzeile", "Absenderzeile", 6.5), 5.0).line_spacing(exact(7.0)),
        )
        .add_style(
            indent(style("Zusatzzone", "Zusatz- und Vermerkzone", 9.0), 5.0)
                .line_spacing(exact(12.0)),
        )
        // six lines in 27.3 mm
        .add_style(indent(style("Anschrift", "Anschrift", 11.0), 5.0).line_spacing(exact(12.6)))
        .add_style(information)
        .add_style(subject)
        .add_style(
            style("Anrede", "Anrede", 11.0).next("Brieftext").line_spacing(spacing(0.0, LINE)),
        )
        .add_style(style("Brieftext", "Brieftext", 11.0).line_spacing(spacing(0.0, LINE).line(252)))
        .add_style(greeting)
        .add_style(signature)
        .add_style(style("Anlagen", "Anlagen", 9.5).line_spacing(spacing(LINE, 0.0)))
        .add_style(style("Fusszeile", "Fußzeile des Briefs", 7.5).line_spacing(spacing(0.0, 0.0)))
        .add_style(following)
        .add_style(style("Marke", "Falz- und Lochmarke", 1.0).line_spacing(exact(1.0)))
        .add_style(style("Titel", "Blatttitel", 16.0).bold().line_spacing(spacing(0.0, 6.0)))
        .add_style(style("Untertitel", "Blattuntertitel", 11.0).line_spacing(spacing(0.0, 14.0)))
        .add_style(boxed)
        .add_style(to_fill)
        .add_style(line)
        .add_style(style("Blattfeld", "Blattfeld", 11.0).bold().line_spacing(spacing(4.0, 4.0)))
        .add_style(table_text)
}

fn tab(at: f64, leader: Option<TabLeaderType>) -> Tab {
    let tab = Tab::new().pos(wide(at)).val(TabValueType::Left);
    match leader {
        Some(leader) => tab.val(TabValueType::Right).leader(leader),
        None => tab,
    }
}

fn cell(width: f64) -> TableCell {
    TableCell::new().width(wide(width), WidthType::Dxa).clear_all_border()
}

/// A table of fixed widths without borders and inner margins.
pub(crate) fn grid(widths: &[f64], rows: Vec<TableRow>) -> Table {
    Table::without_borders(rows)
        .set_grid(widths.iter().map(|width| wide(*width)).collect())
        .layout(TableLayoutType::Fixed)
        .width(wide(widths.iter().sum()), WidthType::Dxa)
        .margins(TableCellMargins::new().margin(0, 0, 0, 0))
}

fn placed(table: Table, left: f64, top: f64) -> Table {
    table.position(
        TablePositionProperty::new()
            .horizontal_anchor("page")
            .vertical_anchor("page")
            .position_x(mm(left))
            .position_y(mm(top)),
    )
}

fn row(height: f64, cells: Vec<TableCell>) -> TableRow {
    #[expect(clippy::cast_precision_loss, reason = "a measure on a sheet of paper")]
    let height = mm(height) as f32;
    TableRow::new(cells).row_height(height).height_rule(HeightRule::Exact)
}

/// Name of the party left, right the place for the logo: 60 × 26 mm, above the address field.
fn letterhead() -> Table {
    let name = cell(100.0)
        .vertical_align(VAlignType::Bottom)
        .add_paragraph(paragraph("Briefkopf", "{{ partei }}"))
        .add_paragraph(paragraph(
            "Briefkopfzeile",
            "{% if absender_name != partei %}{{ absender_name }}{% endif %}",
        ));
    let logo = cell(65.0)
        .vertical_align(VAlignType::Bottom)
        .add_paragraph(paragraph("Logo", "{{ logo }}"));
    placed(grid(&[100.0, 65.0], vec![row(26.0, vec![name, logo])]), 25.0, 12.0)
}

/// Address field (45 from the top, 20 from the left, 85 × 45: return line 5, additions 12.7, address 27.3) and
/// information block (125 from the left, 50 from the top, 75 wide) in one table: neighbouring floating tables would merge.
fn address_and_information() -> Table {
    // a border of the cell: it stays visible below a return line of two lines
    let line = TableCellBorder::new(TableCellBorderPosition::Bottom)
        .border_type(BorderType::Single)
        .size(4)
        .color("000000");
    let sender = cell(85.0)
        .set_border(line)
        .vertical_align(VAlignType::Bottom)
        .add_paragraph(paragraph("Absenderzeile", "{{ absender_zeile }}"));
    let information = [
        "{% if zeichen %}Unser Zeichen\t{{ zeichen }}{% endif %}",
        "Ansprechperson\t{{ ansprechperson }}",
        "Telefon\t{{ telefon }}",
        "E-Mail\t{{ kontakt_email }}",
    ];
    let mut right = cell(75.0).vertical_merge(VMergeType::Restart);
    for text in information {
        right = right.add_paragraph(paragraph("Informationsblock", text));
    }
    let mut date = paragraph("Informationsblock", "Datum\t{{ briefdatum }}");
    date.property = date.property.line_spacing(exact(13.0).before(points(13.0)));
    right = right.add_paragraph(date);
    let address = cell(85.0)
        .add_paragraph(paragraph("Anschrift", "{% for zeile in anschrift %}"))
        .add_paragraph(paragraph("Anschrift", "{{ zeile }}"))
        .add_paragraph(paragraph("Anschrift", "{% endfor %}"));
    let empty = |style: &str| Paragraph::new().style(style);
    let rows = vec![
        row(
            5.0,
            vec![
                sender,
                cell(20.0).add_paragraph(empty("Zusatzzone")),
                cell(75.0).add_paragraph(empty("Zusatzzone")),
            ],
        ),
        row(
            12.7,
            vec![
                cell(85.0).vertical_align(VAlignType::Bottom).add_paragraph(empty("Zusatzzone")),
                cell(20.0).add_paragraph(empty("Zusatzzone")),
                right,
            ],
        ),
        row(
            27.3,
            vec![
                address,
                cell(20.0).add_paragraph(empty("Zusatzzone")),
                cell(75.0).vertical_merge(VMergeType::Continue).add_paragraph(empty("Zusatzzone")),
            ],
        ),
    ];
    placed(grid(&[85.0, 20.0, 75.0], rows), 20.0, 45.0)
}

/// Fold marks at 105 and 210, hole mark at 148.5: hairlines 5 mm from the left edge, 2.5 and 4 mm long.
fn marks() -> impl Iterator<Item = Paragraph> {
    [(105.0, 2.5), (148.5, 4.0), (210.0, 2.5)].into_iter().map(|(top, length)| {
        let frame = FrameProperty::new()
            .wrap("around")
            .h_anchor("page")
            .v_anchor("page")
            .x(mm(5.0))
            .y(mm(top))
            .width(u32::try_from(mm(length)).unwrap_or_default())
            .height(20);
        let line = ParagraphBorder::new(ParagraphBorderPosition::Top)
            .val(BorderType::Single)
            .size(2)
            .space(0);
        let mut mark = Paragraph::new().style("Marke");
        mark.property = mark
            .property
            .frame_property(frame)
            .set_borders(ParagraphBorders::with_empty().set(line));
        mark
    })
}

fn first_footer() -> Footer {
    const WIDTHS: [f64; 3] = [75.0, 52.0, 38.0];
    let columns: [&[&str]; 3] = [
        &["{{ absender_name }}", "{{ absender_strasse }}", "{{ absender_plz_ort }}"],
        &[
            "{% if absender_telefon %}Telefon {{ absender_telefon }}{% endif %}",
            "{% if absender_email %}E-Mail {{ absender_email }}{% endif %}",
        ],
        &["{% if absender_web %}{{ absender_web }}{% endif %}"],
    ];
    let cells = WIDTHS
        .iter()
        .zip(columns)
        .map(|(width, lines)| {
            lines
                .iter()
                .fold(cell(*width), |cell, line| cell.add_paragraph(paragraph("Fusszeile", line)))
        })
        .collect();
    Footer::new()
        .add_table(grid(&WIDTHS, vec![TableRow::new(cells)]))
        .add_paragraph(Paragraph::new().style("Marke"))
}

/// „Seite 2 von 3“, on following pages only.
fn following_header() -> Header {
    let page = paragraph("Folgeseite", "{{ partei }} · {{ briefdatum }}\tSeite ")
        .add_page_num(PageNum::new())
        .add_run(run(" von "))
        .add_num_pages(NumPages::new());
    Header::new().add_paragraph(page)
}

/// Closing, those who sign side by side, the higher rank left; above each name room for three lines, in which a picture of
/// the signature stands where there is one.
fn closing(docx: Docx, signatories: usize) -> Docx {
    let docx = docx.add_paragraph(paragraph("Grussformel", "{{ gruss }}"));
    let cells = |one: &dyn Fn(usize) -> String, keep: bool| -> Vec<TableCell> {
        (1..=2)
            .map(|n| {
                let mut one = if n <= signatories {
                    paragraph("Unterschrift", &one(n))
                } else {
                    Paragraph::new().style("Unterschrift")
                };
                one.property = one.property.keep_next(keep);
                cell(TEXT / 2.0).add_paragraph(one)
            })
            .collect()
    };
    let pictures =
        cells(&|n| format!("{{{{ unterschrift_{n}_bild }}}}"), true).into_iter().map(|cell| {
            // the line of a picture that is not there goes with it; this one keeps the name close
            let mut last = Paragraph::new().style("Marke");
            last.property = last.property.keep_next(true);
            cell.vertical_align(VAlignType::Bottom).add_paragraph(last)
        });
    #[expect(clippy::cast_precision_loss, reason = "a measure on a sheet of paper")]
    let room = points(3.0 * LINE) as f32;
    docx.add_table(grid(
        &[TEXT / 2.0, TEXT / 2.0],
        vec![
            TableRow::new(pictures.collect())
                .cant_split()
                .row_height(room)
                .height_rule(HeightRule::AtLeast),
            TableRow::new(cells(&|n| format!("{{{{ unterzeichnet_{n}_name }}}}"), true))
                .cant_split(),
            TableRow::new(cells(&|n| format!("{{{{ unterzeichnet_{n}_funktion }}}}"), false))
                .cant_split(),
        ],
    ))
}

/// A part of a letter's text.
#[derive(Clone, Copy)]
pub(crate) enum Part<'a> {
    Text(&'a str),
    /// Of a list: dash or number, a tab, the text. A paragraph that holds only a control tag vanishes.
    Item(&'a str),
    /// Label and content, one row each.
    Facts(&'a [(&'a str, &'a str)]),
}

fn add_parts(mut docx: Docx, parts: &[Part<'_>]) -> Docx {
    // of two neighbouring spacings the larger one holds
    let mut above = 0.0;
    for part in parts {
        match part {
            Part::Text(text) => {
                let mut text = paragraph("Brieftext", text);
                if above > 0.0 {
                    text.property = text.property.line_spacing(spacing(above, LINE).line(252));
                }
                docx = docx.add_paragraph(text);
                above = 0.0;
            }
            Part::Item(text) => {
                docx = docx.add_paragraph(paragraph("Aufzaehlung", text));
                above = LINE;
            }
            Part::Facts(rows) => {
                docx = docx.add_table(facts(rows));
                above = LINE;
            }
        }
    }
    docx
}

/// A letter on this sheet.
pub(crate) struct Letter<'a> {
    /// In the document's properties.
    pub(crate) title: &'a str,
    pub(crate) subject: &'a str,
    pub(crate) text: &'a [Part<'a>],
    pub(crate) signatories: usize,
    /// „Antwortbogen“.
    pub(crate) enclosure: Option<&'a str>,
    /// What is enclosed, on its own page.
    pub(crate) enclosed: Option<fn(Docx) -> Docx>,
}

impl Letter<'_> {
    pub(crate) fn build(&self) -> Result<Vec<u8>, WriteError> {
        let fonts = RunFonts::new().ascii(FONT).hi_ansi(FONT).cs(FONT).east_asia(FONT);
        let (width, height) = PAGE;
        let header = marks()
            .fold(Header::new().add_table(letterhead()), Header::add_paragraph)
            .add_paragraph(Paragraph::new().style("Marke"));
        let docx = Docx::new()
            .page_size(
                u32::try_from(mm(width)).unwrap_or_default(),
                u32::try_from(mm(height)).unwrap_or_default(),
            )
            .page_margin(
                PageMargin::new()
                    .top(mm(TOP))
                    .bottom(mm(25.0))
                    .left(mm(MARGINS.0))
                    .right(mm(MARGINS.1))
                    .header(mm(12.0))
                    .footer(mm(9.0)),
            )
            .default_fonts(fonts)
            .default_size(22);
        let mut docx = styles(docx)
            .first_header(header)
            .header(following_header())
            .first_footer(first_footer())
            .footer(Footer::new().add_paragraph(Paragraph::new().style("Fusszeile")))
            .add_table(address_and_information());
        docx = docx
            .add_paragraph(paragraph("Betreff", self.subject))
            .add_paragraph(paragraph("Anrede", "{{ anrede }},"));
        docx = add_parts(docx, self.text);
        docx = closing(docx, self.signatories);
        docx = docx.add_paragraph(match self.enclosure {
            Some(text) => paragraph("Anlagen", &format!("Anlage: {text}")),
            None => Paragraph::new().style("Marke"),
        });
        if let Some(enclosed) = self.enclosed {
            docx = enclosed(docx);
        }
        finish(docx, &About { title: self.title, unhyphenated: UNHYPHENATED, ..About::default() })
    }
}

/// The head of an enclosed sheet, on a new page.
pub(crate) fn sheet_title(text: &str) -> Paragraph {
    paragraph("Titel", text).page_break_before(true)
}

/// Label and content, one row each.
pub(crate) fn facts(rows: &[(&str, &str)]) -> Table {
    let rows = rows
        .iter()
        .map(|(label, text)| {
            TableRow::new(vec![
                cell(40.0).add_paragraph(paragraph("Blattfeld", label)),
                cell(TEXT - 40.0).add_paragraph(paragraph("Blattangabe", text)),
            ])
            .cant_split()
        })
        .collect();
    grid(&[40.0, TEXT - 40.0], rows)
}
