//! Queens that do not attack each other.
//!
//! A placement is the column of the queen in each row. A queen's row, column and two diagonals
//! shut out every other queen.

/// The largest side of a board.
pub const MAX_SIDE: usize = 32;

/// The rows of the first two queens that attack each other; a later queen is found before an
/// earlier one is compared with those after it. Columns may be any numbers.
pub fn attack(columns: &[usize]) -> Option<(usize, usize)> {
    columns.iter().enumerate().find_map(|(row, &column)| {
        let above = columns[..row]
            .iter()
            .enumerate()
            .find(|&(other, &there)| there == column || there.abs_diff(column) == row - other)?;
        Some((above.0, row))
    })
}

/// All placements of `side` queens on a board of that side, in lexicographic order.
///
/// Backtracking row by row over bit sets of free columns; meant for small boards, since the number
/// of placements grows faster than exponentially (92 for side 8, 14,200 for side 12).
pub fn placements(side: usize) -> Vec<Vec<usize>> {
    let mut found = Vec::new();
    if (1..=MAX_SIDE).contains(&side) {
        extend(side, Threats::default(), &mut Vec::new(), &mut found);
    }
    found
}

/// Columns of the next row that are attacked along a column, a falling or a rising diagonal.
#[derive(Clone, Copy, Default)]
struct Threats {
    columns: u64,
    falling: u64,
    rising: u64,
}

fn extend(side: usize, threats: Threats, placed: &mut Vec<usize>, found: &mut Vec<Vec<usize>>) {
    if placed.len() == side {
        found.push(placed.clone());
        return;
    }
    let board = (1u64 << side) - 1;
    let mut free = board & !(threats.columns | threats.falling | threats.rising);
    while free != 0 {
        let queen = free & free.wrapping_neg();
        free ^= queen;
        placed.push(queen.trailing_zeros() as usize);
        let next = Threats {
            columns: threats.columns | queen,
            falling: (threats.falling | queen) << 1,
            rising: (threats.rising | queen) >> 1,
        };
        extend(side, next, placed, found);
        placed.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// OEIS A000170.
    #[test]
    fn there_are_as_many_placements_as_is_known() {
        let counts: Vec<usize> = (1..=10).map(|side| placements(side).len()).collect();
        assert_eq!(counts, [1, 0, 0, 2, 10, 4, 40, 92, 352, 724]);
    }

    /// Every way to put one queen into each row of a board of side 5.
    #[test]
    fn placements_are_those_without_an_attack() {
        let mut quiet = Vec::new();
        for code in 0..5usize.pow(5) {
            let columns: Vec<usize> = (0..5).rev().map(|row| code / 5usize.pow(row) % 5).collect();
            let beset = (0..5).any(|a: usize| {
                (0..a).any(|b| {
                    let (x, y) = (columns[a] as i32, columns[b] as i32);
                    x == y || x - y == (a - b) as i32 || y - x == (a - b) as i32
                })
            });
            assert_eq!(attack(&columns).is_some(), beset);
            if !beset {
                quiet.push(columns);
            }
        }
        assert_eq!(placements(5), quiet);
    }
}
