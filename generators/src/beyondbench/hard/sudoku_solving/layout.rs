//! Irregular regions and cages, drawn at random.

use tribunal_verifiers::sudoku::{BoardError, Cage, box_regions};

use super::solver::{Cells, Digits, cells_of};
use crate::sample::Stream;

/// How often an exchange of cells is tried for each cell of the board. On a board of side 9 a quarter
/// of the cells or more then lie outside the box that their region was; more tries change that
/// little.
const EXCHANGES: usize = 2;

/// Connected regions of equal size that cover the board: boxes whose cells were exchanged.
///
/// An exchange gives a cell to a neighbouring region and takes one of that region's in return, and
/// stands when both are still connected. The way back is an exchange too, so no map is favoured by
/// the direction of the walk, and the boxes themselves may come out.
pub(super) fn regions(side: usize, stream: &mut Stream) -> Result<Vec<u8>, BoardError> {
    let mut regions = box_regions(side)?;
    let mut sets: Vec<Cells> = vec![0; side];
    for (cell, &region) in regions.iter().enumerate() {
        sets[usize::from(region)] |= 1 << cell;
    }
    let steps = Steps::new(side);
    for _ in 0..EXCHANGES * side * side {
        let cell = stream.index(side * side);
        let mine = usize::from(regions[cell]);
        // A neighbour at random names the other region.
        let around = steps.grown(1 << cell) & !sets[mine];
        let Some(neighbour) = pick(around, stream) else {
            continue;
        };
        let theirs = usize::from(regions[neighbour]);
        let rest = sets[mine] & !(1 << cell);
        let candidates = steps.grown(rest) & sets[theirs];
        let Some(back) = pick(candidates, stream) else {
            continue;
        };
        let (ours, others) = (rest | 1 << back, sets[theirs] & !(1 << back) | 1 << cell);
        if steps.connected(ours) && steps.connected(others) {
            (sets[mine], sets[theirs]) = (ours, others);
            (regions[cell], regions[back]) = (theirs as u8, mine as u8);
        }
    }
    Ok(regions)
}

/// The most cells of a cage.
const CAGE: usize = 4;

/// Cages of two to four connected cells with different digits, which cover the board but for cells
/// that are left without a free neighbour.
pub(super) fn cages(side: usize, digits: &Digits, stream: &mut Stream) -> Vec<Cage> {
    let steps = Steps::new(side);
    let mut order: Vec<usize> = (0..side * side).collect();
    stream.shuffle(&mut order);
    let mut free: Cells = steps.all;
    let mut cages = Vec::with_capacity(side * side / 2);
    for cell in order {
        if free >> cell & 1 == 0 {
            continue;
        }
        let wanted = 2 + stream.index(CAGE.min(side) - 1);
        let (mut cage, mut used): (Cells, u16) = (1 << cell, 1 << digits[cell]);
        let mut size = 1;
        while size < wanted {
            let fresh = cells_of(steps.grown(cage) & free & !cage)
                .filter(|&next| used >> digits[next] & 1 == 0)
                .fold(0, |set, next| set | 1 << next);
            let Some(next) = pick(fresh, stream) else {
                break;
            };
            cage |= 1 << next;
            used |= 1 << digits[next];
            size += 1;
        }
        // A cell alone would be a digit given; it stays free for its neighbours.
        if size > 1 {
            free &= !cage;
            cages.push(Cage {
                cells: cells_of(cage).map(|cell| cell as u8).collect(),
                sum: cells_of(cage).map(|cell| digits[cell]).sum(),
            });
        }
    }
    cages.sort_unstable_by_key(|cage| cage.cells[0]);
    cages
}

/// A cell of a set at random.
fn pick(set: Cells, stream: &mut Stream) -> Option<usize> {
    let count = set.count_ones() as usize;
    (count > 0).then(|| cells_of(set).nth(stream.index(count)))?
}

/// Steps from cells to those beside them.
struct Steps {
    side: usize,
    all: Cells,
    first: Cells,
    last: Cells,
}

impl Steps {
    fn new(side: usize) -> Self {
        let first = (0..side).fold(0, |set, row| set | 1 << (side * row));
        Self {
            side,
            all: (1 << (side * side)) - 1,
            first,
            last: first << (side - 1),
        }
    }

    /// The set and all cells beside it.
    fn grown(&self, set: Cells) -> Cells {
        let beside = (set & !self.first) >> 1 | (set & !self.last) << 1;
        (set | beside | set >> self.side | set << self.side) & self.all
    }

    fn connected(&self, set: Cells) -> bool {
        let mut part = set & set.wrapping_neg();
        loop {
            let next = self.grown(part) & set;
            if next == part {
                return part == set;
            }
            part = next;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_are_connected_equal_and_seldom_boxes() {
        for side in [4, 6, 9] {
            let steps = Steps::new(side);
            let mut boxes = 0;
            for key in 0..100 {
                let mut stream = Stream::from_key([key; 32]);
                let regions = regions(side, &mut stream).expect("a side");
                boxes += u32::from(Ok(&regions) == box_regions(side).as_ref());
                for region in 0..side as u8 {
                    let own = (0..side * side).filter(|&cell| regions[cell] == region);
                    let own: Cells = own.fold(0, |set, cell| set | 1 << cell);
                    assert_eq!(own.count_ones() as usize, side);
                    assert!(steps.connected(own), "{regions:?}");
                }
            }
            assert!(boxes <= 20, "{side}: {boxes}");
        }
    }

    #[test]
    fn cages_hold_different_digits_and_cover_most_of_the_board() {
        let digits: Digits = std::array::from_fn(|cell| {
            let (row, column) = (cell / 9, cell % 9);
            ((3 * row + row / 3 + column) % 9 + 1) as u8
        });
        let steps = Steps::new(9);
        let mut sizes = [0; CAGE + 1];
        for key in 0..100 {
            let mut covered = 0;
            for cage in cages(9, &digits, &mut Stream::from_key([key; 32])) {
                let set: Cells = cage.cells.iter().fold(0, |set, cell| set | 1 << cell);
                assert!(steps.connected(set) && covered & set == 0);
                covered |= set;
                sizes[cage.cells.len()] += 1;
                let mut inside: Vec<u8> = cage
                    .cells
                    .iter()
                    .map(|&cell| digits[usize::from(cell)])
                    .collect();
                assert_eq!(inside.iter().sum::<u8>(), cage.sum);
                inside.sort_unstable();
                inside.dedup();
                assert_eq!(inside.len(), cage.cells.len());
            }
            assert!(covered.count_ones() > 60, "{}", covered.count_ones());
        }
        assert!(sizes[2..].iter().all(|&size| size > 300), "{sizes:?}");
        assert_eq!(sizes[..2], [0, 0]);
    }
}
