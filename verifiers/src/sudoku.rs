//! Boards of Sudoku and the rules that a filled one keeps.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Cells whose digits are different and have a known sum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cage {
    /// The cells by number, counted from 0 row by row.
    pub cells: Vec<u8>,
    /// What their digits add up to.
    pub sum: u8,
}

/// A board without digits: its side, regions and further rules. Every row, column and region holds
/// each digit from 1 to the side once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Board {
    side: usize,
    regions: Vec<u8>,
    diagonal: bool,
    cages: Vec<Cage>,
}

/// Why data describes no board.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum BoardError {
    /// The side is not one of those known.
    #[error("a board has a side of 4, 6 or 9")]
    Side,
    /// The regions are not as many, or not as large, as the board has rows.
    #[error("a board has as many regions as rows, each of as many cells")]
    Regions,
    /// A cage is too small or too large, leaves the board or shares a cell with another.
    #[error("a cage has between two cells and as many as a row, and shares none with another")]
    Cages,
}

/// The rows and columns of a board's boxes.
///
/// # Errors
/// [`BoardError::Side`] for a side other than 4, 6 and 9.
pub fn boxes(side: usize) -> Result<(usize, usize), BoardError> {
    match side {
        4 => Ok((2, 2)),
        6 => Ok((2, 3)),
        9 => Ok((3, 3)),
        _ => Err(BoardError::Side),
    }
}

/// The regions of a board whose regions are its boxes: for each cell the number of its box.
///
/// # Errors
/// [`BoardError::Side`] for a side other than 4, 6 and 9.
pub fn box_regions(side: usize) -> Result<Vec<u8>, BoardError> {
    let (rows, columns) = boxes(side)?;
    let across = side / columns;
    Ok((0..side * side)
        .map(|cell| (cell / side / rows * across + cell % side / columns) as u8)
        .collect())
}

/// A rule that a filled board breaks, for the person who reads a verdict. Rows and columns are
/// counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// A number that is no digit of the board.
    Digit {
        /// The cell.
        cell: usize,
        /// The side of the board.
        side: usize,
    },
    /// A digit stands twice in a row, a column, a region or a diagonal.
    Twice {
        /// The digit.
        digit: u8,
        /// Where.
        unit: Unit,
    },
    /// A cage has two equal digits or another sum.
    Cage {
        /// The cage's place in the list, counted from 0.
        cage: usize,
    },
}

/// A set of cells that holds each digit once; numbers are counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A row.
    Row(usize),
    /// A column.
    Column(usize),
    /// A region.
    Region(usize),
    /// The diagonal from the upper left.
    Falling,
    /// The diagonal from the lower left.
    Rising,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Digit { cell, side } => {
                let (row, column) = (cell / side + 1, cell % side + 1);
                write!(
                    f,
                    "row {row}, column {column} holds no digit from 1 to {side}"
                )
            }
            Self::Twice { digit, unit } => {
                match unit {
                    Unit::Row(row) => write!(f, "row {}", row + 1)?,
                    Unit::Column(column) => write!(f, "column {}", column + 1)?,
                    Unit::Region(region) => write!(f, "region {}", region + 1)?,
                    Unit::Falling => f.write_str("the falling diagonal")?,
                    Unit::Rising => f.write_str("the rising diagonal")?,
                }
                write!(f, " holds {digit} twice")
            }
            Self::Cage { cage } => {
                write!(f, "cage {} has equal digits or another sum", cage + 1)
            }
        }
    }
}

impl Board {
    /// The board of this side. `regions` gives each cell, row by row, the number of its region from
    /// 0; `diagonal` asks that both diagonals hold each digit once as well.
    ///
    /// # Errors
    /// [`BoardError`] when these are no board.
    pub fn new(
        side: usize,
        regions: Vec<u8>,
        diagonal: bool,
        cages: Vec<Cage>,
    ) -> Result<Self, BoardError> {
        boxes(side)?;
        let mut sizes = [0; 9];
        for &region in &regions {
            *sizes[..side]
                .get_mut(usize::from(region))
                .ok_or(BoardError::Regions)? += 1;
        }
        if regions.len() != side * side || sizes[..side].iter().any(|&size| size != side) {
            return Err(BoardError::Regions);
        }
        let mut caged = 0u128;
        for cage in &cages {
            if !(2..=side).contains(&cage.cells.len()) {
                return Err(BoardError::Cages);
            }
            for &cell in &cage.cells {
                if usize::from(cell) >= regions.len() || caged >> cell & 1 == 1 {
                    return Err(BoardError::Cages);
                }
                caged |= 1 << cell;
            }
        }
        Ok(Self {
            side,
            regions,
            diagonal,
            cages,
        })
    }

    /// How many rows and columns it has.
    pub fn side(&self) -> usize {
        self.side
    }

    /// For each cell, row by row, the number of its region.
    pub fn regions(&self) -> &[u8] {
        &self.regions
    }

    /// Whether the diagonals hold each digit once as well.
    pub fn diagonal(&self) -> bool {
        self.diagonal
    }

    /// The cages, if any.
    pub fn cages(&self) -> &[Cage] {
        &self.cages
    }

    /// The first rule that these digits, one a cell and row by row, break; `None` when the board is
    /// filled rightly. Cells that are not given count as broken.
    pub fn broken(&self, digits: &[u8]) -> Option<Broken> {
        let side = self.side;
        let (mut columns, mut regions) = ([0u16; 9], [0u16; 9]);
        let (mut falling, mut rising) = (0u16, 0u16);
        let mut cell = 0;
        for row in 0..side {
            let mut seen = 0;
            for (column, in_column) in columns[..side].iter_mut().enumerate() {
                let digit = digits.get(cell).copied().unwrap_or(0);
                if digit == 0 || usize::from(digit) > side {
                    return Some(Broken::Digit { cell, side });
                }
                let bit = 1 << digit;
                let region = usize::from(self.regions[cell]);
                let down = self.diagonal && row == column;
                let up = self.diagonal && row + column + 1 == side;
                let unit = if seen & bit != 0 {
                    Some(Unit::Row(row))
                } else if *in_column & bit != 0 {
                    Some(Unit::Column(column))
                } else if regions[region] & bit != 0 {
                    Some(Unit::Region(region))
                } else if down && falling & bit != 0 {
                    Some(Unit::Falling)
                } else if up && rising & bit != 0 {
                    Some(Unit::Rising)
                } else {
                    None
                };
                if let Some(unit) = unit {
                    return Some(Broken::Twice { digit, unit });
                }
                seen |= bit;
                *in_column |= bit;
                regions[region] |= bit;
                falling |= if down { bit } else { 0 };
                rising |= if up { bit } else { 0 };
                cell += 1;
            }
        }
        self.cages.iter().enumerate().find_map(|(place, cage)| {
            let (mut seen, mut sum) = (0u16, 0);
            for &cell in &cage.cells {
                let digit = digits[usize::from(cell)];
                seen |= 1 << digit;
                sum += digit;
            }
            let right = seen.count_ones() as usize == cage.cells.len() && sum == cage.sum;
            (!right).then_some(Broken::Cage { cage: place })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILLED: [u8; 16] = [1, 2, 3, 4, 3, 4, 1, 2, 2, 1, 4, 3, 4, 3, 2, 1];

    fn board(diagonal: bool, cages: Vec<Cage>) -> Board {
        Board::new(4, box_regions(4).expect("a side"), diagonal, cages).expect("a board")
    }

    #[test]
    fn boxes_are_numbered_row_by_row() {
        assert_eq!(
            box_regions(4),
            Ok(vec![0, 0, 1, 1, 0, 0, 1, 1, 2, 2, 3, 3, 2, 2, 3, 3])
        );
        assert_eq!(
            &box_regions(6).expect("a side")[6..18],
            [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3]
        );
        assert_eq!(box_regions(8), Err(BoardError::Side));
    }

    #[test]
    fn the_first_broken_rule_is_named() {
        assert_eq!(board(false, vec![]).broken(&FILLED), None);
        let swapped = |one: usize, other: usize| {
            let mut digits = FILLED;
            digits.swap(one, other);
            let found = board(false, vec![])
                .broken(&digits)
                .map(|rule| rule.to_string());
            found.expect("a broken rule")
        };
        assert_eq!(swapped(0, 1), "column 1 holds 2 twice");
        assert_eq!(swapped(0, 4), "row 1 holds 3 twice");
        let mut digits = FILLED;
        digits[5] = 5;
        let found = board(false, vec![]).broken(&digits);
        assert_eq!(
            found.map(|rule| rule.to_string()).as_deref(),
            Some("row 2, column 2 holds no digit from 1 to 4")
        );
        assert!(board(false, vec![]).broken(&FILLED[..15]).is_some());
        // The rising diagonal is 4, 1, 1, 4, the falling one 1, 4, 4, 1; cells are taken row by row.
        assert_eq!(
            board(true, vec![]).broken(&FILLED),
            Some(Broken::Twice {
                digit: 1,
                unit: Unit::Rising
            })
        );
        let cage = |cells: &[u8], sum| Cage {
            cells: cells.to_vec(),
            sum,
        };
        assert_eq!(board(false, vec![cage(&[0, 1], 3)]).broken(&FILLED), None);
        for wrong in [cage(&[0, 1], 4), cage(&[0, 6], 2)] {
            assert_eq!(
                board(false, vec![wrong]).broken(&FILLED),
                Some(Broken::Cage { cage: 0 })
            );
        }
    }

    #[test]
    fn data_that_is_no_board_is_refused() {
        let regions = box_regions(4).expect("a side");
        let new = |side, regions: &[u8], cells: &[u8]| {
            let cages = vec![Cage {
                cells: cells.to_vec(),
                sum: 3,
            }];
            Board::new(side, regions.to_vec(), false, cages)
        };
        assert_eq!(new(5, &regions, &[0, 1]), Err(BoardError::Side));
        assert_eq!(new(4, &regions[..15], &[0, 1]), Err(BoardError::Regions));
        assert_eq!(new(4, &[0; 16], &[0, 1]), Err(BoardError::Regions));
        assert_eq!(new(4, &[9; 16], &[0, 1]), Err(BoardError::Regions));
        for cells in [&[0][..], &[0, 0], &[0, 16], &[0, 255], &[0, 1, 2, 3, 4]] {
            assert_eq!(new(4, &regions, cells), Err(BoardError::Cages));
        }
    }
}
