//! `beyondbench.hard.n_queens`, by a search for all placements that begins with the row of the
//! fewest open squares. Every placement found must be accepted, the key's own must be among them,
//! and a placement that moves a given queen or stands on a blocked square must be refused.

use super::answer::{given, number, takes};
use crate::{Doubt, Proof, Question, ensure};

pub(super) const PROOF: Proof = Proof {
    task: "beyondbench.hard.n_queens",
    method: "search by open squares",
    confirm,
};

/// How many right and how many wrong placements are put to the key.
const TRIED: usize = 8;

fn confirm(question: &Question<'_>) -> Result<(), Doubt> {
    let side = question.int("side")?;
    ensure!((4..=8).contains(&side), "no board has a side of {side}");
    let side = side as usize;
    // The open columns of each row.
    let mut open = vec![(1u32 << side) - 1; side];
    for (row, column) in squares(question, "blocked", side)? {
        open[row] &= !(1 << column);
    }
    for (row, column) in squares(question, "given", side)? {
        open[row] &= 1 << column;
    }
    let right = search(&open);
    ensure!(!right.is_empty(), "there is no placement");
    let own = given(question)?;
    let own: Vec<usize> = own
        .trim_matches(['[', ']'])
        .split(", ")
        .map(number)
        .collect::<Result<_, _>>()?;
    ensure!(right.contains(&own), "the key's own {own:?} does not fit");
    for columns in right.iter().take(TRIED) {
        ensure!(
            takes(question, &format!("{columns:?}")),
            "{columns:?} fits but is not accepted"
        );
    }
    // A right placement mirrored is one for the mirrored board; on this board it seldom fits.
    for columns in right.iter().take(TRIED) {
        let mirrored: Vec<usize> = columns.iter().map(|column| side - 1 - column).collect();
        let turned: Vec<usize> = columns.iter().rev().copied().collect();
        for other in [mirrored, turned] {
            ensure!(
                takes(question, &format!("{other:?}")) == right.contains(&other),
                "{other:?} is judged wrongly"
            );
        }
    }
    Ok(())
}

/// `(0, 3), (2, 5)`, or `none`.
fn squares(question: &Question<'_>, name: &str, side: usize) -> Result<Vec<(usize, usize)>, Doubt> {
    let text = question.text(name)?;
    if text == "none" {
        return Ok(Vec::new());
    }
    text.trim_matches(['(', ')'])
        .split("), (")
        .map(|square| {
            let (row, column) = square
                .split_once(", ")
                .ok_or_else(|| Doubt::new(format!("`{square}` is no square")))?;
            let (row, column) = (number(row)?, number(column)?);
            ensure!(
                row < side && column < side,
                "({row}, {column}) lies outside the board"
            );
            Ok((row, column))
        })
        .collect()
}

/// All placements on open squares.
fn search(open: &[u32]) -> Vec<Vec<usize>> {
    let mut rows: Vec<usize> = (0..open.len()).collect();
    rows.sort_by_key(|&row| open[row].count_ones());
    let mut found = Vec::new();
    let mut queens: Vec<(usize, usize)> = Vec::with_capacity(open.len());
    extend(open, &rows, &mut queens, &mut found);
    found
}

fn extend(
    open: &[u32],
    rows: &[usize],
    queens: &mut Vec<(usize, usize)>,
    found: &mut Vec<Vec<usize>>,
) {
    let Some((&row, rest)) = rows.split_first() else {
        let mut columns = vec![0; open.len()];
        for &(row, column) in queens.iter() {
            columns[row] = column;
        }
        found.push(columns);
        return;
    };
    for column in (0..open.len()).filter(|column| open[row] >> column & 1 == 1) {
        let quiet = queens.iter().all(|&(other, there)| {
            there != column && row.abs_diff(other) != column.abs_diff(there)
        });
        if quiet {
            queens.push((row, column));
            extend(open, rest, queens, found);
            queens.pop();
        }
    }
}
