//! The rows of a sheet, packed: a list of half a million rows must fit into the memory an office machine can spare.
//!
//! A filled cell takes eight bytes, its column and the number of its value; equal values are to be held once. Rows and cells are
//! looked at through [`RowRef`] and [`Cells`], which cost nothing to copy.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use super::CellValue;

/// One row by itself: absolute zero-based number and its filled cells in column order, never an empty cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub number: u32,
    pub cells: Vec<(u16, CellValue)>,
}

impl Row {
    pub fn view(&self) -> RowRef<'_> {
        RowRef { number: self.number, cells: Cells(Held::Own(&self.cells)) }
    }
}

/// The filled rows of a sheet in order.
#[derive(Clone, Default)]
pub struct Rows {
    /// Number of each row and where its cells begin.
    starts: Vec<(u32, u32)>,
    cells: Vec<Packed>,
    values: Arc<Vec<CellValue>>,
}

#[derive(Clone, Copy, Debug)]
struct Packed {
    column: u16,
    value: u32,
}

/// A row of [`Rows`], or a [`Row`].
#[derive(Clone, Copy, PartialEq)]
pub struct RowRef<'t> {
    pub number: u32,
    pub cells: Cells<'t>,
}

/// The filled cells of a row in column order.
#[derive(Clone, Copy)]
pub struct Cells<'t>(Held<'t>);

#[derive(Clone, Copy)]
enum Held<'t> {
    Packed(&'t [Packed], &'t [CellValue]),
    Own(&'t [(u16, CellValue)]),
}

impl Rows {
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// The row at this place, counted without the blank ones.
    pub fn get(&self, place: usize) -> Option<RowRef<'_>> {
        let (number, start) = *self.starts.get(place)?;
        let end = self.starts.get(place + 1).map_or(self.cells.len(), |(_, next)| *next as usize);
        let cells = self.cells.get(start as usize..end)?;
        Some(RowRef { number, cells: Cells(Held::Packed(cells, &self.values)) })
    }

    pub fn iter(&self) -> impl ExactSizeIterator<Item = RowRef<'_>> + DoubleEndedIterator + Clone {
        (0..self.len()).map(|place| self.get(place).unwrap_or_default())
    }

    /// At most the first `count` rows.
    pub fn first(&self, count: usize) -> Vec<RowRef<'_>> {
        self.iter().take(count).collect()
    }

    /// The row with this zero-based number.
    pub fn numbered(&self, number: u32) -> Option<RowRef<'_>> {
        self.get(self.starts.binary_search_by_key(&number, |(own, _)| *own).ok()?)
    }

    /// What is left of these rows within the rows and columns that are wanted; rows without a cell are left out. The values
    /// stay where they are.
    #[must_use]
    pub fn part(&self, places: std::ops::Range<usize>, is_wanted: impl Fn(u16) -> bool) -> Self {
        let mut part = Self { values: Arc::clone(&self.values), ..Self::default() };
        for place in places {
            let Some(row) = self.get(place) else { break };
            let Held::Packed(cells, _) = row.cells.0 else { continue };
            for cell in cells.iter().filter(|cell| is_wanted(cell.column)) {
                part.put(row.number, *cell);
            }
        }
        part
    }

    /// Only some rows, and no value that is not theirs.
    #[must_use]
    pub fn only(&self, is_wanted: impl Fn(u32) -> bool) -> Self {
        let mut packing = Packing::default();
        let mut numbers: BTreeMap<u32, u32> = BTreeMap::new();
        for row in self.iter().filter(|row| is_wanted(row.number)) {
            let Held::Packed(cells, values) = row.cells.0 else { continue };
            for cell in cells {
                let Some(value) = values.get(cell.value as usize) else { continue };
                let value =
                    *numbers.entry(cell.value).or_insert_with(|| packing.value(value.clone()));
                packing.put(row.number, cell.column, value);
            }
        }
        packing.finish()
    }

    fn put(&mut self, row: u32, cell: Packed) {
        if self.starts.last().is_none_or(|(last, _)| *last != row) {
            // no file holds four thousand million cells
            self.starts.push((row, u32::try_from(self.cells.len()).unwrap_or(u32::MAX)));
        }
        self.cells.push(cell);
    }
}

impl FromIterator<Row> for Rows {
    fn from_iter<I: IntoIterator<Item = Row>>(rows: I) -> Self {
        let mut packing = Packing::default();
        for row in rows {
            for (column, value) in row.cells {
                let value = packing.value(value);
                packing.put(row.number, column, value);
            }
        }
        packing.finish()
    }
}

impl PartialEq for Rows {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl fmt::Debug for Rows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl<'t> RowRef<'t> {
    pub fn cell(&self, column: u16) -> Option<&'t CellValue> {
        self.cells.at(column)
    }

    /// The row by itself, to be changed.
    pub fn to_owned(self) -> Row {
        let cells = self.cells.iter().map(|(column, value)| (column, value.clone())).collect();
        Row { number: self.number, cells }
    }
}

impl Default for RowRef<'_> {
    fn default() -> Self {
        Self { number: 0, cells: Cells(Held::Own(&[])) }
    }
}

impl fmt::Debug for RowRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ", self.number)?;
        f.debug_map().entries(self.cells.iter()).finish()
    }
}

impl<'t> Cells<'t> {
    pub fn len(&self) -> usize {
        match self.0 {
            Held::Packed(cells, _) => cells.len(),
            Held::Own(cells) => cells.len(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Column and value of a filled cell, counted without the empty ones.
    pub fn get(&self, place: usize) -> Option<(u16, &'t CellValue)> {
        match self.0 {
            Held::Packed(cells, values) => {
                let cell = cells.get(place)?;
                Some((cell.column, values.get(cell.value as usize)?))
            }
            Held::Own(cells) => cells.get(place).map(|(column, value)| (*column, value)),
        }
    }

    pub fn at(&self, column: u16) -> Option<&'t CellValue> {
        let place = match self.0 {
            Held::Packed(cells, _) => cells.binary_search_by_key(&column, |cell| cell.column),
            Held::Own(cells) => cells.binary_search_by_key(&column, |(own, _)| *own),
        };
        self.get(place.ok()?).map(|(_, value)| value)
    }

    pub fn first(&self) -> Option<(u16, &'t CellValue)> {
        self.get(0)
    }

    pub fn last(&self) -> Option<(u16, &'t CellValue)> {
        self.get(self.len().checked_sub(1)?)
    }

    /// The only filled cell; `None` where there are several.
    pub fn only(&self) -> Option<(u16, &'t CellValue)> {
        if self.len() == 1 { self.first() } else { None }
    }

    pub fn iter(self) -> impl DoubleEndedIterator<Item = (u16, &'t CellValue)> + Clone {
        (0..self.len()).filter_map(move |place| self.get(place))
    }
}

impl PartialEq for Cells<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

/// Rows in the making: cells in any order, values by their number.
#[derive(Debug, Default)]
pub struct Packing {
    rows: Rows,
    values: Vec<CellValue>,
    last: Option<(u32, u16)>,
    unordered: bool,
}

impl Packing {
    /// The number under which cells name a value from now on.
    pub fn value(&mut self, value: CellValue) -> u32 {
        let number = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
        self.values.push(value);
        number
    }

    /// A filled cell. Of two at one address the first one counts, as in Excel's own repair.
    pub fn put(&mut self, row: u32, column: u16, value: u32) {
        let at = Some((row, column));
        self.unordered |= at <= self.last;
        self.last = at;
        self.rows.put(row, Packed { column, value });
    }

    /// The rows so far, still without values; the next ones are another sheet's, of the same values.
    pub fn sheet(&mut self) -> Rows {
        let mut rows = std::mem::take(&mut self.rows);
        self.last = None;
        if std::mem::take(&mut self.unordered) {
            let mut cells: Vec<(u32, Packed)> = Vec::with_capacity(rows.cells.len());
            for (place, (number, start)) in rows.starts.iter().enumerate() {
                let next =
                    rows.starts.get(place + 1).map_or(rows.cells.len(), |(_, n)| *n as usize);
                let own = rows.cells.get(*start as usize..next).unwrap_or_default();
                cells.extend(own.iter().map(|cell| (*number, *cell)));
            }
            cells.sort_by_key(|(row, cell)| (*row, cell.column));
            cells.dedup_by_key(|(row, cell)| (*row, cell.column));
            rows = Rows::default();
            for (row, cell) in cells {
                rows.put(row, cell);
            }
        }
        rows.starts.shrink_to_fit();
        rows.cells.shrink_to_fit();
        rows
    }

    /// Gives the sheets their values.
    pub fn fill<'r>(self, sheets: impl IntoIterator<Item = &'r mut Rows>) {
        let mut values = self.values;
        values.shrink_to_fit();
        let values = Arc::new(values);
        for sheet in sheets {
            sheet.values = Arc::clone(&values);
        }
    }

    fn finish(mut self) -> Rows {
        let mut rows = self.sheet();
        self.fill([&mut rows]);
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Rows {
        let text = |text: &str| CellValue::Text(Arc::from(text));
        [
            Row { number: 1, cells: vec![(0, text("Datum")), (3, text("Art"))] },
            Row { number: 4, cells: vec![(0, CellValue::Number(1.5)), (3, text("Art"))] },
        ]
        .into_iter()
        .collect()
    }

    #[test]
    fn what_goes_in_comes_out() {
        let rows = rows();
        assert_eq!(rows.len(), 2);
        let row = rows.numbered(4).unwrap();
        assert_eq!(row.cell(0), Some(&CellValue::Number(1.5)));
        assert_eq!(row.cell(1), None);
        assert_eq!(row.cells.iter().map(|(column, _)| column).collect::<Vec<_>>(), [0, 3]);
        assert_eq!(rows, rows.iter().map(RowRef::to_owned).collect());
        assert!(rows.numbered(2).is_none() && rows.get(2).is_none());
    }

    #[test]
    fn a_part_is_of_the_same_rows_and_a_choice_holds_no_value_of_others() {
        let rows = rows();
        let part = rows.part(1..2, |column| column == 3);
        assert_eq!((part.len(), part.get(0).unwrap().number), (1, 4));
        let only = rows.only(|number| number == 4);
        assert_eq!((only.len(), only.values.len()), (1, 2));
        assert_eq!(only.get(0), rows.get(1));
    }

    #[test]
    fn of_two_cells_at_one_address_the_first_one_counts() {
        let mut packing = Packing::default();
        for (row, column, number) in [(4, 2, 1.0), (1, 3, 2.0), (4, 2, 3.0), (4, 0, 4.0)] {
            let value = packing.value(CellValue::Number(number));
            packing.put(row, column, value);
        }
        let rows = packing.finish();
        let all: Vec<Row> = rows.iter().map(RowRef::to_owned).collect();
        let cell = |column, number| (column, CellValue::Number(number));
        assert_eq!(
            all,
            [
                Row { number: 1, cells: vec![cell(3, 2.0)] },
                Row { number: 4, cells: vec![cell(0, 4.0), cell(2, 1.0)] },
            ]
        );
    }
}
