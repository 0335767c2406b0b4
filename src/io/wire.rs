//! What the reading process says and the program understands: cells as they are read, each text once.
//!
//! A stream of chunks: length in four bytes (little endian), then that many bytes of [`Item`]s in postcard's encoding. The
//! last item is [`Item::End`]; a stream that stops before it is the stream of a process that died.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::io::{Read, Write};

use chrono::{Datelike as _, NaiveDate, NaiveTime, Timelike as _};
use serde::{Deserialize, Serialize};

use super::cells::{Fault, Grid, Receiver};
use super::sniff::Content;
use crate::table::{CellValue, Layout};

/// Chunks are sent when they have grown to this size: often enough to count as progress, seldom enough to cost nothing.
const CHUNK: usize = 64 << 10;
/// No honest chunk is larger: one item may be a long text or the layout of a large sheet.
const MAX_CHUNK: usize = 64 << 20;
/// Texts that stand in a cell themselves are remembered while there are few of them and they are short.
const MAX_REMEMBERED: usize = 100_000;
const MAX_REMEMBERED_BYTES: usize = 64;

#[derive(Serialize, Deserialize)]
enum Item<'a> {
    Content(Content),
    Sheet(Option<&'a str>),
    /// The cells that follow stand in this row.
    Row(u32),
    /// Cells name it by its number in the order of arrival, beginning with zero.
    Text(&'a str),
    Cell(u16, #[serde(borrow)] Value<'a>),
    Layout(Layout),
    End(Result<(), Fault>),
}

/// [`CellValue`] without anything that would need memory of its own.
#[derive(Serialize, Deserialize)]
enum Value<'a> {
    Text(u32),
    OwnText(&'a str),
    Number(f64),
    Bool(bool),
    /// Days since the first day of the year 1.
    Date(i32),
    Month(i32),
    /// Days, seconds of the day, nanoseconds.
    DateTime(i32, u32, u32),
    Time(u32, u32),
    Duration(f64),
    Error(&'a str),
    Uncalculated,
}

impl<'a> Value<'a> {
    fn of(value: &'a CellValue) -> Self {
        match value {
            CellValue::Text(text) => Self::OwnText(text),
            CellValue::Number(n) => Self::Number(*n),
            CellValue::Bool(b) => Self::Bool(*b),
            CellValue::Date(day) => Self::Date(day.num_days_from_ce()),
            CellValue::Month(day) => Self::Month(day.num_days_from_ce()),
            CellValue::DateTime(moment) => Self::DateTime(
                moment.date().num_days_from_ce(),
                moment.time().num_seconds_from_midnight(),
                moment.time().nanosecond(),
            ),
            CellValue::Time(time) => {
                Self::Time(time.num_seconds_from_midnight(), time.nanosecond())
            }
            CellValue::Duration(days) => Self::Duration(*days),
            CellValue::Error(error) => Self::Error(error),
            CellValue::FormulaWithoutValue => Self::Uncalculated,
        }
    }
}

/// Sends what a reader finds. Any failure to write means that nobody listens any more.
pub(super) struct Sender<W> {
    out: W,
    buffer: Vec<u8>,
    row: Option<u32>,
    texts: u32,
    remembered: HashMap<Box<str>, u32>,
    by_place: HashMap<usize, u32, BuildHasherDefault<ByPlace>>,
}

/// Places of texts spread well enough by themselves; they come from no stranger.
#[derive(Default)]
struct ByPlace(u64);

impl Hasher for ByPlace {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_usize(usize::from(*byte));
        }
    }

    fn write_usize(&mut self, place: usize) {
        // Fibonacci hashing: the high bits choose too, and allocations differ in the middle ones
        let mixed = (self.0 ^ place as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = mixed ^ (mixed >> 32);
    }
}

/// Postcard's bytes behind those of the items before.
struct Appended<'b>(&'b mut Vec<u8>);

impl postcard::ser_flavors::Flavor for Appended<'_> {
    type Output = ();

    fn try_push(&mut self, byte: u8) -> postcard::Result<()> {
        self.0.push(byte);
        Ok(())
    }

    fn try_extend(&mut self, bytes: &[u8]) -> postcard::Result<()> {
        self.0.extend_from_slice(bytes);
        Ok(())
    }

    fn finalize(self) -> postcard::Result<()> {
        Ok(())
    }
}

impl<W: Write> Sender<W> {
    pub(super) fn new(out: W) -> Self {
        Self {
            out,
            buffer: Vec::with_capacity(CHUNK + 1024),
            row: None,
            texts: 0,
            remembered: HashMap::new(),
            by_place: HashMap::default(),
        }
    }

    /// Says how it ended and sends what is left.
    pub(super) fn end(mut self, result: Result<(), Fault>) -> Result<(), Fault> {
        self.item(&Item::End(result))?;
        self.send()
    }

    fn item(&mut self, item: &Item<'_>) -> Result<(), Fault> {
        postcard::serialize_with_flavor(item, Appended(&mut self.buffer))
            .map_err(|_| Fault::Crashed)?;
        if self.buffer.len() >= CHUNK { self.send() } else { Ok(()) }
    }

    fn send(&mut self) -> Result<(), Fault> {
        let length = u32::try_from(self.buffer.len()).map_err(|_| Fault::TooLarge)?;
        self.out
            .write_all(&length.to_le_bytes())
            .and_then(|()| self.out.write_all(&self.buffer))
            .and_then(|()| self.out.flush())
            .map_err(|_| Fault::Crashed)?;
        self.buffer.clear();
        Ok(())
    }

    fn new_text(&mut self, text: &str) -> Result<u32, Fault> {
        let number = self.texts;
        self.texts = number.checked_add(1).ok_or(Fault::TooLarge)?;
        self.item(&Item::Text(text))?;
        Ok(number)
    }

    fn cell(&mut self, (row, column): (u32, u32), value: Value<'_>) -> Result<(), Fault> {
        let column = u16::try_from(column).map_err(|_| Fault::Damaged)?;
        if self.row != Some(row) {
            self.row = Some(row);
            self.item(&Item::Row(row))?;
        }
        self.item(&Item::Cell(column, value))
    }
}

impl<W: Write> Receiver for Sender<W> {
    fn content(&mut self, content: Content) -> Result<(), Fault> {
        self.item(&Item::Content(content))
    }

    fn sheet(&mut self, name: Option<&str>) -> Result<(), Fault> {
        self.row = None;
        self.item(&Item::Sheet(name))
    }

    fn value(&mut self, position: (u32, u32), value: CellValue) -> Result<(), Fault> {
        self.cell(position, Value::of(&value))
    }

    fn text(&mut self, position: (u32, u32), text: &str) -> Result<(), Fault> {
        if let Some(number) = self.remembered.get(text) {
            return self.cell(position, Value::Text(*number));
        }
        if text.len() > MAX_REMEMBERED_BYTES || self.remembered.len() >= MAX_REMEMBERED {
            return self.cell(position, Value::OwnText(text));
        }
        let number = self.new_text(text)?;
        self.remembered.insert(text.into(), number);
        self.cell(position, Value::Text(number))
    }

    fn shared_text(&mut self, position: (u32, u32), text: &str) -> Result<(), Fault> {
        let place = text.as_ptr().addr();
        let number = if let Some(number) = self.by_place.get(&place) {
            *number
        } else {
            let number = self.new_text(text)?;
            self.by_place.insert(place, number);
            number
        };
        self.cell(position, Value::Text(number))
    }

    fn layout(&mut self, layout: Layout) -> Result<(), Fault> {
        self.item(&Item::Layout(layout))
    }
}

/// Understands a stream until its end, telling `progress` of every chunk. [`Fault::Crashed`] where it stops early or makes
/// no sense; else what the reader said itself.
pub(super) fn receive(
    mut stream: impl Read,
    grid: &mut Grid,
    mut progress: impl FnMut(),
) -> Result<(), Fault> {
    let mut understood = Understood { texts: Vec::new(), row: 0 };
    let mut chunk = Vec::with_capacity(CHUNK + 1024);
    loop {
        let mut length = [0; 4];
        stream.read_exact(&mut length).map_err(|_| Fault::Crashed)?;
        let length = usize::try_from(u32::from_le_bytes(length)).map_err(|_| Fault::Crashed)?;
        if length > MAX_CHUNK {
            return Err(Fault::Crashed);
        }
        chunk.resize(length, 0);
        stream.read_exact(&mut chunk).map_err(|_| Fault::Crashed)?;
        progress();
        let mut rest = chunk.as_slice();
        while !rest.is_empty() {
            let (item, after) =
                postcard::take_from_bytes::<Item<'_>>(rest).map_err(|_| Fault::Crashed)?;
            rest = after;
            if let Item::End(result) = item {
                return result;
            }
            understood.item(grid, item)?;
        }
    }
}

struct Understood {
    /// Their numbers in the grid.
    texts: Vec<u32>,
    row: u32,
}

impl Understood {
    fn item(&mut self, grid: &mut Grid, item: Item<'_>) -> Result<(), Fault> {
        match item {
            Item::Content(content) => grid.content(content),
            Item::Sheet(name) => grid.sheet(name),
            Item::Row(row) => {
                self.row = row;
                Ok(())
            }
            Item::Text(text) => {
                self.texts.push(grid.intern(text)?);
                Ok(())
            }
            Item::Cell(column, value) => {
                let position = (self.row, u32::from(column));
                if let Value::OwnText(text) = value {
                    return grid.text(position, text);
                }
                if let Value::Text(number) = value {
                    let known = usize::try_from(number).ok().and_then(|n| self.texts.get(n));
                    return grid.put(position, *known.ok_or(Fault::Crashed)?);
                }
                grid.value(position, cell(&value).ok_or(Fault::Crashed)?)
            }
            Item::Layout(layout) => grid.layout(layout),
            Item::End(result) => result,
        }
    }
}

/// What is no text; `None` for a day or time that does not exist.
fn cell(value: &Value<'_>) -> Option<CellValue> {
    let day = NaiveDate::from_num_days_from_ce_opt;
    let time = NaiveTime::from_num_seconds_from_midnight_opt;
    Some(match value {
        Value::Text(_) | Value::OwnText(_) => return None,
        Value::Number(n) => CellValue::Number(*n),
        Value::Bool(b) => CellValue::Bool(*b),
        Value::Date(days) => CellValue::Date(day(*days)?),
        Value::Month(days) => CellValue::Month(day(*days)?),
        Value::DateTime(days, seconds, nanoseconds) => {
            CellValue::DateTime(day(*days)?.and_time(time(*seconds, *nanoseconds)?))
        }
        Value::Time(seconds, nanoseconds) => CellValue::Time(time(*seconds, *nanoseconds)?),
        Value::Duration(days) => CellValue::Duration(*days),
        Value::Error(error) => CellValue::Error((*error).to_owned()),
        Value::Uncalculated => CellValue::FormulaWithoutValue,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::table::{Figures, Region, Table};

    fn fill(out: &mut impl Receiver) {
        let day = NaiveDate::from_ymd_opt(2024, 5, 4).unwrap();
        let time = NaiveTime::from_hms_milli_opt(18, 30, 0, 250).unwrap();
        out.content(Content::Xlsx).unwrap();
        out.sheet(Some("Termine „2024“")).unwrap();
        out.text((0, 0), "Datum").unwrap();
        out.shared_text((0, 16_383), "Größe").unwrap();
        let values = [
            CellValue::Number(-1.5),
            CellValue::Bool(true),
            CellValue::Date(day),
            CellValue::Month(day),
            CellValue::DateTime(day.and_time(time)),
            CellValue::Time(time),
            CellValue::Duration(1.25),
            CellValue::Error("#N/A".into()),
            CellValue::FormulaWithoutValue,
        ];
        for (column, value) in (0..).zip(values) {
            out.value((1_048_575, column), value).unwrap();
        }
        out.text((7, 1), &"lang ".repeat(30_000)).unwrap();
        out.text((7, 0), "Datum").unwrap();
        out.layout(Layout {
            hidden: true,
            hidden_rows: vec![(3, 9)],
            hidden_columns: vec![(1, 1)],
            filtered: true,
            merges: vec![Region { first_row: 1, first_column: 2, last_row: 3, last_column: 4 }],
            struck: BTreeSet::from([(5, 6)]),
            date1904: true,
            figures: Figures::new(
                vec!["0.00".to_owned()],
                BTreeMap::from([(3, vec![(8, 0), (7, 0)])]),
            ),
        })
        .unwrap();
        out.sheet(None).unwrap();
        out.layout(Layout::default()).unwrap();
    }

    fn sent() -> Vec<u8> {
        let mut stream = Vec::new();
        let mut sender = Sender::new(&mut stream);
        fill(&mut sender);
        sender.end(Ok(())).unwrap();
        stream
    }

    fn received(stream: &[u8]) -> (Result<(), Fault>, Vec<Table>) {
        let mut grid = Grid::new("Termine.xlsx");
        let result = receive(stream, &mut grid, || ());
        (result, grid.finish().1)
    }

    #[test]
    fn everything_a_sheet_can_hold_passes_through_unchanged() {
        let mut grid = Grid::new("Termine.xlsx");
        fill(&mut grid);
        assert_eq!(received(&sent()), (Ok(()), grid.finish().1));
    }

    #[test]
    fn what_the_reader_says_about_the_file_arrives() {
        let mut stream = Vec::new();
        Sender::new(&mut stream).end(Err(Fault::Password)).unwrap();
        assert_eq!(received(&stream).0, Err(Fault::Password));
    }

    #[test]
    fn a_stream_cut_off_anywhere_is_a_crash_and_never_a_shorter_list() {
        let stream = sent();
        for length in (0..stream.len()).step_by(997).chain([stream.len() - 1]) {
            assert_eq!(received(&stream[..length]).0, Err(Fault::Crashed), "{length}");
        }
    }

    #[test]
    fn a_garbled_stream_is_a_crash() {
        assert_eq!(
            received(b"panicked at src/xlsb: range end out of range").0,
            Err(Fault::Crashed)
        );
        assert_eq!(received(&[4, 0, 0, 0, 200, 1, 2, 3]).0, Err(Fault::Crashed));
        // a cell that names a text nobody sent
        let unknown = postcard::to_allocvec(&Item::Cell(0, Value::Text(9))).unwrap();
        let mut stream = u32::try_from(unknown.len()).unwrap().to_le_bytes().to_vec();
        stream.extend(unknown);
        assert_eq!(received(&stream).0, Err(Fault::Crashed));
    }
}
