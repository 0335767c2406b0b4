//! Draws charts as Excel's own: figures from cells, one quiet accent in shades and patterns that grey print keeps apart,
//! the values beside the marks, words for people who do not see them.

use rust_xlsxwriter::{
    ChartDataLabel, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartMarker,
    ChartMarkerType, ChartPatternFill, ChartPatternFillType, ChartSeries, ChartSolidFill,
    ChartType, Color, ObjectMovement, Worksheet, XlsxError,
};

use super::{ACCENT, FONT, HAIR};
use crate::sheets::{Chart, ChartKind, Charts, Range, Series};

/// A lighter shade of the accent for what is compared with; hatched, so that it also differs in grey.
const SECOND: Color = Color::RGB(0x7F_98A6);
const THIRD: Color = Color::RGB(0xC8_D3DA);
/// Distance from the cell's edge, in pixels.
const INSET: u32 = 4;

/// `widths`: those of the sheet's columns, in characters.
pub(super) fn draw(
    ws: &mut Worksheet,
    charts: &Charts,
    row: u32,
    widths: &[f64],
) -> Result<(), XlsxError> {
    let high = pixels(charts.height * 96.0 / 72.0);
    for chart in &charts.charts {
        let own = widths.iter().skip(usize::from(chart.column)).take(usize::from(chart.columns));
        // a character of the base font is 7 pixels wide, and Excel adds 5 to each column
        let wide = pixels(own.map(|width| width * 7.0 + 5.0).sum());
        let mut drawn = drawn(chart);
        drawn.set_width(wide.saturating_sub(2 * INSET)).set_height(high.saturating_sub(2 * INSET));
        ws.insert_chart_with_offset(row, chart.column, &drawn, INSET, INSET)?;
    }
    Ok(())
}

fn pixels(size: f64) -> u32 {
    format!("{:.0}", size.max(1.0)).parse().unwrap_or(1)
}

fn drawn(chart: &Chart) -> rust_xlsxwriter::Chart {
    let mut drawn = rust_xlsxwriter::Chart::new(match chart.kind {
        ChartKind::Bars => ChartType::Bar,
        ChartKind::Columns => ChartType::Column,
        ChartKind::Line => ChartType::Line,
    });
    if chart.title.is_empty() {
        drawn.title().set_hidden();
    } else {
        drawn.title().set_name(&chart.title).set_font(font(10).set_bold());
    }
    for (place, series) in chart.series.iter().enumerate() {
        add(drawn.add_series(), chart.kind, series, place);
    }
    if chart.series.len() > 1 {
        drawn.legend().set_position(ChartLegendPosition::Right).set_font(&font(9));
    } else {
        drawn.legend().set_hidden();
    }
    let mut hair = ChartLine::new();
    hair.set_color(HAIR).set_width(0.75);
    let mut format = ChartFormat::new();
    format.set_line(&hair);
    // rust_xlsxwriter names the axes of bars by where they lie, those of columns by what they are
    if chart.kind == ChartKind::Bars {
        drawn.y_axis().set_font(&font(9)).set_format(&mut format).set_reverse();
        drawn.x_axis().set_min(0).set_hidden(true).set_major_gridlines(false);
    } else {
        drawn.x_axis().set_font(&font(9)).set_format(&mut format);
        // counts begin at zero, or a small difference looks large
        drawn.y_axis().set_min(0).set_hidden(true).set_major_gridlines(false);
    }
    drawn.chart_area().set_format(ChartFormat::new().set_border(&hair));
    drawn.set_alt_text(&chart.alt);
    drawn.set_object_movement(ObjectMovement::MoveButDontSizeWithCells);
    drawn
}

fn add(drawn: &mut ChartSeries, kind: ChartKind, series: &Series, place: usize) {
    let range = |range: &Range| {
        let ((row, column), (last_row, last_column)) = (range.first, range.last);
        (series.sheet.as_str(), row, column, last_row, last_column)
    };
    let mut label = ChartDataLabel::new();
    label.show_value().set_font(&font(9));
    drawn
        .set_name(series.name.as_str())
        .set_categories(range(&series.categories))
        .set_values(range(&series.values))
        .set_data_label(&label);
    let shade = [ACCENT, SECOND, THIRD].get(place).copied().unwrap_or(THIRD);
    let mut edge = ChartLine::new();
    edge.set_color(ACCENT).set_width(if kind == ChartKind::Line { 2.0 } else { 0.75 });
    let mut format = ChartFormat::new();
    if kind == ChartKind::Line {
        let mut marker = ChartMarker::new();
        marker.set_type(ChartMarkerType::Circle).set_size(7);
        drawn.set_marker(&marker);
        format.set_line(edge.set_color(shade));
    } else {
        drawn.set_gap(60);
        if place == 1 {
            let mut hatched = ChartPatternFill::new();
            hatched
                .set_pattern(ChartPatternFillType::DiagonalStripesWideUpwards)
                .set_foreground_color(SECOND)
                .set_background_color(Color::White);
            format.set_pattern_fill(&hatched);
        } else {
            format.set_solid_fill(ChartSolidFill::new().set_color(shade));
        }
        format.set_border(&edge);
    }
    drawn.set_format(&mut format);
}

fn font(points: u16) -> ChartFont {
    let mut font = ChartFont::new();
    font.set_name(FONT).set_size(points);
    font
}
