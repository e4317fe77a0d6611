//! Boards with queens.

use serde_json::Value;

use super::{Picture, small, smalls};
use crate::svg::{Anchor, Svg};

const CELL: f64 = 34.0;

/// The board with its blocked squares and given queens; with an answer, its queens.
pub(super) fn draw(check: &Value, answer: Option<&str>) -> Option<Picture> {
    let witness = smalls(check.get("witness")?)?;
    let given = smalls(check.get("given")?)?;
    let side = witness.len();
    if !(1..=32).contains(&side) {
        return None;
    }
    let blocked: Vec<(usize, usize)> = check
        .get("blocked")?
        .as_array()?
        .iter()
        .map(|square| Some((small(square.get(0)?)?, small(square.get(1)?)?)))
        .collect::<Option<_>>()?;
    let placed: Vec<(usize, usize)> = match answer {
        None => given
            .iter()
            .filter_map(|row| Some((*row, *witness.get(*row)?)))
            .collect(),
        Some(text) => columns(text, side)?.into_iter().enumerate().collect(),
    };
    let bad: Vec<usize> = match answer {
        None => Vec::new(),
        Some(_) => wrong(&placed, &blocked, &given, &witness),
    };
    let size = (side as f64 * CELL) as u32 + 2;
    let words = if answer.is_some() {
        "the queens as answered"
    } else {
        "the board"
    };
    let mut svg = Svg::new(size, size, "picture", words);
    for row in 0..side {
        for column in 0..side {
            let ground = match (blocked.contains(&(row, column)), (row + column) % 2) {
                (true, _) => "cell blocked",
                (_, 0) => "cell",
                _ => "cell shade",
            };
            let corner = (column as f64 * CELL + 1.0, row as f64 * CELL + 1.0);
            svg.rect(ground, corner, (CELL, CELL));
        }
    }
    for (row, column) in placed
        .iter()
        .filter(|(row, column)| *row < side && *column < side)
    {
        let class = match (bad.contains(row), given.contains(row)) {
            (true, _) => "queen bad",
            (_, true) => "queen given",
            _ => "queen",
        };
        let at = (
            (*column as f64 + 0.5) * CELL + 1.0,
            (*row as f64 + 0.76) * CELL + 1.0,
        );
        svg.text(class, at, Anchor::Middle, "♛");
    }
    svg.path("border", &format!("M1 1h{0}v{0}h-{0}z", size - 2));
    let caption = match (answer, bad.is_empty()) {
        (None, _) => format!("A {side} × {side} board: given queens, and blocked squares in dark"),
        (Some(_), true) => "The queens as answered".to_owned(),
        (Some(_), false) => "The queens as answered; those in red break a rule".to_owned(),
    };
    Picture::new(svg.finish(), caption)
}

/// The columns of an answer such as `[3, 1, 6]`.
fn columns(text: &str, side: usize) -> Option<Vec<usize>> {
    let numbers: Vec<usize> = text
        .split(|letter: char| !letter.is_ascii_digit())
        .filter(|digits| !digits.is_empty())
        .map(|digits| digits.parse().ok())
        .collect::<Option<_>>()?;
    (numbers.len() == side).then_some(numbers)
}

/// The rows whose queens attack another, stand on a blocked square or were moved.
fn wrong(
    placed: &[(usize, usize)],
    blocked: &[(usize, usize)],
    given: &[usize],
    witness: &[usize],
) -> Vec<usize> {
    let on_board = |column: usize| column < placed.len();
    placed
        .iter()
        .filter(|(row, column)| {
            let attacked = placed.iter().any(|(other, theirs)| {
                row != other
                    && (column == theirs || column.abs_diff(*theirs) == row.abs_diff(*other))
            });
            let moved = given.contains(row) && witness.get(*row) != Some(column);
            attacked || moved || blocked.contains(&(*row, *column)) || !on_board(*column)
        })
        .map(|(row, _)| *row)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use tribunal_verifiers::queens::attack;

    #[test]
    fn what_is_wrong_agrees_with_the_judge() {
        for side in 4..=6 {
            for placement in tribunal_verifiers::queens::placements(side) {
                let placed: Vec<_> = placement.iter().copied().enumerate().collect();
                assert_eq!(attack(&placement), None);
                assert!(wrong(&placed, &[], &[], &placement).is_empty());
            }
        }
        assert_eq!(
            wrong(&[(0, 0), (1, 1), (2, 4), (3, 2), (4, 0)], &[], &[], &[]),
            [0, 1, 4]
        );
    }
}
