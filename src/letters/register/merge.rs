//! Rows that waited beside the register, taken over into it: nothing is doubled, nothing people typed gets lost.

use super::{Column, Register, batch_number, count};
use crate::grid::Grid;
use crate::letters::batches;
use crate::matching::normal;
use crate::settings::plain;
use crate::table::CellValue;

/// An entry beside the register that it contradicts: both stay until somebody decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// Zero-based row of the sheet beside it, with the column; on the sheet of batches where `batch` is true.
    pub row: u32,
    pub column: u16,
    pub batch: bool,
    /// What stands beside the register.
    pub beside: String,
    /// What stands in the register.
    pub there: String,
    /// „Angebot Rechenschaftsbericht“ an Kreisverband Gotha; or „Sendung 3“.
    pub about: String,
}

impl Register {
    /// Takes over the rows of the file beside it. A row that is here already only gives what is still empty here.
    pub fn merge(&mut self, mut beside: Self) -> Vec<Conflict> {
        self.renumber(&mut beside);
        let mut conflicts = self.merge_batches(&beside);
        let positions: Vec<usize> =
            (0..beside.header.len()).map(|at| self.position_of(&beside, at)).collect();
        for row in 0..beside.rows.len() {
            let Some(cells) = beside.rows.get(row) else { continue };
            let filled =
                || cells.iter().zip(&positions).filter_map(|(v, at)| Some((v.as_ref()?, *at)));
            if filled().next().is_none() {
                continue;
            }
            let key = beside.key(row);
            let known = (0..self.rows.len()).find(|there| match &key {
                Some(key) => self.key(*there).as_ref() == Some(key),
                None => filled().all(|(value, at)| self.plain_at(*there, at) == plain(value)),
            });
            let Some(known) = known else {
                let mut new = vec![None; self.header.len()];
                for (value, at) in filled() {
                    if let Some(slot) = new.get_mut(at) {
                        *slot = Some(value.clone());
                    }
                }
                self.rows.push(new);
                continue;
            };
            for (position, value) in cells.iter().enumerate() {
                let (Some(value), Some(at)) = (value, positions.get(position)) else { continue };
                let (said, there) = (plain(value), self.plain_at(known, *at));
                if there.is_none() {
                    self.put_at(known, *at, value.clone());
                } else if said.is_some() && there != said && !beside.is_ours(position) {
                    conflicts.push(Conflict {
                        row: beside.sheet_row(row).unwrap_or_default(),
                        column: u16::try_from(position).unwrap_or(u16::MAX),
                        batch: false,
                        beside: said.unwrap_or_default(),
                        there: there.unwrap_or_default(),
                        about: format!(
                            "„{}“ an {}",
                            beside.text(row, Column::Letter).unwrap_or_default(),
                            beside.text(row, Column::Recipient).unwrap_or_default()
                        ),
                    });
                }
            }
        }
        conflicts
    }

    /// A number that means another batch here is given anew.
    fn renumber(&self, beside: &mut Self) {
        let mut next = self.highest_batch().max(beside.highest_batch());
        for row in 0..beside.batches.rows.len() {
            let Some(number) = beside.batches.text(row, batches::NUMBER) else { continue };
            let taken = find(&self.batches, &number)
                .is_some_and(|there| !same(&self.batches, there, &beside.batches, row));
            if !taken {
                continue;
            }
            next += 1;
            for letter in 0..beside.rows.len() {
                let of = beside.text(letter, Column::Batch);
                if of.is_some_and(|of| batch_number(&of) == batch_number(&number)) {
                    beside.put(letter, Column::Batch, count(next));
                }
            }
            beside.batches.set(row, batches::NUMBER, Some(count(next)));
        }
    }

    fn merge_batches(&mut self, beside: &Self) -> Vec<Conflict> {
        let mut conflicts = Vec::new();
        self.batches.complete(&beside.batches.header);
        for row in 0..beside.batches.rows.len() {
            let Some(number) = beside.batches.text(row, batches::NUMBER) else { continue };
            let known = find(&self.batches, &number).unwrap_or_else(|| {
                self.batches.rows.push(Vec::new());
                self.batches.rows.len() - 1
            });
            let cells = beside.batches.rows.get(row).into_iter().flatten();
            for (at, (label, value)) in beside.batches.header.iter().zip(cells).enumerate() {
                let (Some(value), Some(said)) = (value, value.as_ref().and_then(plain)) else {
                    continue;
                };
                match self.batches.text(known, label) {
                    None => self.batches.set(known, label, Some(value.clone())),
                    Some(there) if there != said && label != batches::COUNT => {
                        conflicts.push(Conflict {
                            row: beside.batches.header_row
                                + 1
                                + u32::try_from(row).unwrap_or_default(),
                            column: u16::try_from(at).unwrap_or(u16::MAX),
                            batch: true,
                            beside: said,
                            there,
                            about: format!("Sendung {}", batch_number(&number)),
                        });
                    }
                    Some(_) => {}
                }
            }
        }
        conflicts
    }

    /// Brief, Empfänger and Zeitraum; `None` for a row that names no letter or nobody.
    fn key(&self, row: usize) -> Option<[String; 3]> {
        let of = |column| self.text(row, column).map(|text| normal(&text));
        Some([of(Column::Letter)?, of(Column::Recipient)?, of(Column::Period).unwrap_or_default()])
    }

    /// The column here that means what one beside it means; people's own ones by their label.
    fn position_of(&mut self, beside: &Self, at: usize) -> usize {
        let own = Column::ALL.iter().find(|column| beside.column(**column) == Some(at));
        if let Some(position) = own.and_then(|column| self.column(*column)) {
            return position;
        }
        let label = beside.header.get(at).cloned().unwrap_or_default();
        let there = self.header.iter().position(|own| normal(own) == normal(&label));
        there.unwrap_or_else(|| {
            self.header.push(label);
            self.header.len() - 1
        })
    }

    /// True for a column only the program writes.
    fn is_ours(&self, position: usize) -> bool {
        [
            Column::Number,
            Column::Reference,
            Column::Requirement,
            Column::Batch,
            Column::Created,
            Column::Standing,
            Column::File,
            Column::Checksum,
        ]
        .into_iter()
        .any(|column| self.column(column) == Some(position))
    }

    fn plain_at(&self, row: usize, position: usize) -> Option<String> {
        self.rows.get(row)?.get(position)?.as_ref().and_then(plain)
    }

    pub(super) fn put_at(&mut self, row: usize, position: usize, value: CellValue) {
        let Some(cells) = self.rows.get_mut(row) else { return };
        if cells.len() <= position {
            cells.resize(position + 1, None);
        }
        if let Some(cell) = cells.get_mut(position) {
            *cell = Some(value);
        }
    }
}

fn find(batches: &Grid, number: &str) -> Option<usize> {
    (0..batches.rows.len()).find(|row| {
        let there = batches.text(*row, batches::NUMBER);
        there.is_some_and(|there| batch_number(&there) == batch_number(number))
    })
}

/// The same letter of the same day.
fn same(one: &Grid, row: usize, other: &Grid, of: usize) -> bool {
    [batches::LETTER, batches::CREATED]
        .into_iter()
        .all(|label| one.text(row, label) == other.text(of, label))
}
