//! Queens on a board on which some squares are decided.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::check::Answer;
use crate::extract;
use crate::queens::{self, MAX_SIDE};
use crate::value::{ListShape, Number};
use crate::verdict::{Judgement, Verdict};

/// The answer must be a column, counted from 0, for the queen of each row, from the first row to
/// the last, such that no two queens attack each other, the given queens stand where they are, and
/// no queen stands on a blocked square. Every such placement is right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawCheck")]
pub struct QueensCheck {
    witness: Vec<u8>,
    given: Vec<u8>,
    blocked: Vec<[u8; 2]>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCheck {
    witness: Vec<u8>,
    given: Vec<u8>,
    blocked: Vec<[u8; 2]>,
}

/// Why data describes no board with a placement.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum QueensError {
    /// The board is too large or too small.
    #[error("a board has a side of 4 to {MAX_SIDE}")]
    Side,
    /// The witness is not a placement by the check's own rules.
    #[error("the witness attacks itself or stands outside the board or on a blocked square")]
    Witness,
    /// A row or square lies outside the board.
    #[error("a given row or a blocked square lies outside the board")]
    Outside,
}

impl TryFrom<RawCheck> for QueensCheck {
    type Error = QueensError;

    fn try_from(raw: RawCheck) -> Result<Self, QueensError> {
        Self::new(raw.witness, raw.given, raw.blocked)
    }
}

impl QueensCheck {
    /// The check for the board on which `witness` is one right placement: the queens of the rows
    /// `given` are shown to the solver, and no queen may stand on the squares `blocked`, each a row
    /// and a column.
    ///
    /// # Errors
    /// [`QueensError`] when the witness is not a right placement.
    pub fn new(
        witness: Vec<u8>,
        given: Vec<u8>,
        blocked: Vec<[u8; 2]>,
    ) -> Result<Self, QueensError> {
        let side = witness.len();
        if !(4..=MAX_SIDE).contains(&side) {
            return Err(QueensError::Side);
        }
        let inside = |place: &u8| usize::from(*place) < side;
        if !given.iter().all(inside) || !blocked.iter().flatten().all(inside) {
            return Err(QueensError::Outside);
        }
        let check = Self {
            witness,
            given,
            blocked,
        };
        let columns: Vec<usize> = check.witness.iter().copied().map(usize::from).collect();
        match check.fault(&columns) {
            Some(_) => Err(QueensError::Witness),
            None => Ok(check),
        }
    }

    /// How many rows and columns the board has.
    pub fn side(&self) -> usize {
        self.witness.len()
    }

    /// Judges a response.
    pub fn judge(&self, answer: Answer<'_>) -> Judgement {
        extract::read(answer, &ListShape).judge(|numbers| self.decide(numbers))
    }

    /// The witness, boxed.
    pub fn reference(&self) -> String {
        self.reply(&self.witness)
    }

    /// The witness with the last queen below the one before, where it is attacked, boxed.
    pub fn counterfeit(&self) -> String {
        let mut wrong = self.witness.clone();
        if let [.., before, last] = wrong.as_mut_slice() {
            *last = *before;
        }
        self.reply(&wrong)
    }

    fn reply(&self, columns: &[u8]) -> String {
        super::reply(
            "Placing the queens row by row leaves these columns.",
            &super::list::spell(columns),
        )
    }

    fn decide(&self, numbers: &[Number]) -> Verdict {
        let text = super::list::spell(numbers);
        let columns: Option<Vec<usize>> = numbers
            .iter()
            .map(|number| usize::try_from(number.to_i64()?).ok())
            .collect();
        let Some(columns) = columns else {
            return Verdict::incorrect(text, "a column is not a whole number from 0 on");
        };
        match self.fault(&columns) {
            Some(fault) => Verdict::incorrect(text, fault),
            None => Verdict::correct(text),
        }
    }

    /// Why `columns` is no right placement, if it isn't.
    fn fault(&self, columns: &[usize]) -> Option<String> {
        let side = self.witness.len();
        if columns.len() != side {
            return Some(format!(
                "{} columns are given for {side} rows",
                columns.len()
            ));
        }
        if let Some(column) = columns.iter().find(|&&column| column >= side) {
            return Some(format!("column {column} lies outside the board"));
        }
        if let Some((one, other)) = queens::attack(columns) {
            return Some(format!(
                "the queens of rows {one} and {other} attack each other"
            ));
        }
        let moved = self.given.iter().find(|&&row| {
            let row = usize::from(row);
            columns[row] != usize::from(self.witness[row])
        });
        if let Some(row) = moved {
            return Some(format!("the given queen of row {row} was moved"));
        }
        let [row, column] = self
            .blocked
            .iter()
            .find(|[row, column]| columns[usize::from(*row)] == usize::from(*column))?;
        Some(format!(
            "the square in row {row} and column {column} is blocked"
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Finish;
    use crate::verdict::Outcome;

    /// Both placements of four queens are symmetric: 1 3 0 2 and 2 0 3 1.
    fn judge(given: &[u8], blocked: &[[u8; 2]], columns: &str) -> Verdict {
        let check = QueensCheck::new(vec![1, 3, 0, 2], given.to_vec(), blocked.to_vec());
        check
            .expect("a placement")
            .judge(Answer {
                text: &format!("\\boxed{{{columns}}}"),
                finish: Finish::Stop,
            })
            .strict
    }

    #[test]
    fn every_right_placement_is_accepted() {
        for columns in ["[1, 3, 0, 2]", "2, 0, 3, 1", "(2 0 3 1)", r"\{1, 3, 0, 2\}"] {
            assert_eq!(
                judge(&[], &[], columns).outcome,
                Outcome::Correct,
                "{columns}"
            );
        }
    }

    #[test]
    fn the_reason_says_what_is_wrong() {
        for (given, blocked, columns, reason) in [
            (
                &[][..],
                &[][..],
                "1, 3, 0",
                "3 columns are given for 4 rows",
            ),
            (&[], &[], "1, 3, 0, 4", "column 4 lies outside the board"),
            (
                &[],
                &[],
                "1, 3, 1, 2",
                "the queens of rows 0 and 2 attack each other",
            ),
            (
                &[],
                &[],
                "1, 3, 2, 0",
                "the queens of rows 1 and 2 attack each other",
            ),
            (
                &[],
                &[],
                "1, 3, 0.5, 2",
                "a column is not a whole number from 0 on",
            ),
            (
                &[2],
                &[],
                "2, 0, 3, 1",
                "the given queen of row 2 was moved",
            ),
            (
                &[],
                &[[1, 0]],
                "2, 0, 3, 1",
                "the square in row 1 and column 0 is blocked",
            ),
        ] {
            let verdict = judge(given, blocked, columns);
            assert_eq!(verdict.outcome, Outcome::Incorrect, "{columns}");
            assert_eq!(
                verdict.evidence.reason.as_deref(),
                Some(reason),
                "{columns}"
            );
        }
    }

    #[test]
    fn data_without_a_placement_is_refused() {
        let new = |witness: &[u8], given: &[u8], blocked: &[[u8; 2]]| {
            QueensCheck::new(witness.to_vec(), given.to_vec(), blocked.to_vec())
        };
        assert_eq!(new(&[], &[], &[]), Err(QueensError::Side));
        assert_eq!(new(&[1, 3, 0, 3], &[], &[]), Err(QueensError::Witness));
        assert_eq!(
            new(&[1, 3, 0, 2], &[], &[[0, 1]]),
            Err(QueensError::Witness)
        );
        assert_eq!(new(&[1, 3, 0, 2], &[4], &[]), Err(QueensError::Outside));
        assert_eq!(
            new(&[1, 3, 0, 2], &[], &[[9, 1]]),
            Err(QueensError::Outside)
        );
        let json = r#"{"witness":[0,0,0,0],"given":[],"blocked":[]}"#;
        assert!(serde_json::from_str::<QueensCheck>(json).is_err());
    }
}
