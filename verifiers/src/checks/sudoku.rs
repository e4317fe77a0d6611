//! A filled Sudoku board.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::check::Answer;
use crate::extract;
use crate::sudoku::{Board, BoardError, Cage, boxes};
use crate::value::GridShape;
use crate::verdict::{Judgement, Verdict};

/// The answer must give every cell a digit such that the given ones stay and every rule of the
/// board is kept. Any grid that does so is right; the generator sees to it that there is one only.
///
/// A wrong grid's evidence holds one mark for each cell that was not given, row by row: whether its
/// digit is that of the solution. That is for the reader's information and earns no credit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawCheck", into = "RawCheck")]
pub struct SudokuCheck {
    board: Board,
    /// A digit a cell, row by row; 0 where none is given.
    given: Vec<u8>,
    solution: Vec<u8>,
}

/// Cells are written in one line, row by row: digits, a dot for a cell that is not given, and a
/// letter from A for a region.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCheck {
    given: String,
    solution: String,
    regions: String,
    diagonal: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    cages: Vec<Cage>,
}

/// Why data is no Sudoku.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum SudokuError {
    /// The board is none.
    #[error(transparent)]
    Board(#[from] BoardError),
    /// A given digit is not that of the solution, or there is not one place for each cell.
    #[error("each cell is given as in the solution or not at all")]
    Given,
    /// The solution breaks a rule of the board.
    #[error("the solution breaks a rule of the board")]
    Solution,
}

impl TryFrom<RawCheck> for SudokuCheck {
    type Error = SudokuError;

    fn try_from(raw: RawCheck) -> Result<Self, SudokuError> {
        let digits = |text: &str| -> Vec<u8> {
            text.bytes()
                .map(|byte| match byte {
                    b'.' => 0,
                    b'1'..=b'9' => byte - b'0',
                    // A number that no board takes.
                    _ => u8::MAX,
                })
                .collect()
        };
        let regions = raw.regions.bytes().map(|byte| byte.wrapping_sub(b'A'));
        let side = raw.regions.len().isqrt();
        let board = Board::new(side, regions.collect(), raw.diagonal, raw.cages)?;
        Self::new(board, digits(&raw.given), digits(&raw.solution))
    }
}

impl From<SudokuCheck> for RawCheck {
    fn from(check: SudokuCheck) -> Self {
        let regions = check.board.regions().iter();
        Self {
            given: check.given.iter().copied().map(symbol).collect(),
            solution: check.solution.iter().copied().map(symbol).collect(),
            regions: regions.map(|&region| char::from(b'A' + region)).collect(),
            diagonal: check.board.diagonal(),
            cages: check.board.cages().to_vec(),
        }
    }
}

/// A digit, or a dot for none.
fn symbol(digit: u8) -> char {
    match digit {
        0 => '.',
        _ => char::from(b'0' + digit),
    }
}

impl SudokuCheck {
    /// The check for this board. `given` holds the shown digit of each cell, row by row, or 0 for a
    /// cell without one.
    ///
    /// # Errors
    /// [`SudokuError`] when the solution breaks a rule of the board or a given digit.
    pub fn new(board: Board, given: Vec<u8>, solution: Vec<u8>) -> Result<Self, SudokuError> {
        if solution.len() != board.regions().len() || board.broken(&solution).is_some() {
            return Err(SudokuError::Solution);
        }
        let kept = |(&given, digit): (&u8, &u8)| given == 0 || given == *digit;
        if given.len() != solution.len() || !given.iter().zip(&solution).all(kept) {
            return Err(SudokuError::Given);
        }
        Ok(Self {
            board,
            given,
            solution,
        })
    }

    /// The board without its digits.
    pub fn board(&self) -> &Board {
        &self.board
    }

    /// The shown digit of each cell, row by row; 0 for none.
    pub fn given(&self) -> &[u8] {
        &self.given
    }

    /// The solution, row by row.
    pub fn solution(&self) -> &[u8] {
        &self.solution
    }

    /// Judges a response.
    pub fn judge(&self, answer: Answer<'_>) -> Judgement {
        let side = self.board.side();
        let shape = GridShape {
            side,
            part: boxes(side).map_or(side, |(_, columns)| columns),
        };
        extract::read(answer, &shape).judge(|digits| self.decide(digits))
    }

    /// The solution, boxed.
    pub fn reference(&self) -> String {
        self.reply(&self.solution)
    }

    /// The solution with two digits of a row exchanged, which breaks their columns, boxed.
    pub fn counterfeit(&self) -> String {
        let mut wrong = self.solution.clone();
        wrong.swap(0, 1);
        self.reply(&wrong)
    }

    fn reply(&self, digits: &[u8]) -> String {
        let rows = self.rows(digits, ", ");
        super::reply("Filling one cell after another works out.", &rows)
    }

    /// A run of digits for each row.
    fn rows(&self, digits: &[u8], mark: &str) -> String {
        let mut text = String::with_capacity(2 * digits.len());
        for row in digits.chunks(self.board.side()) {
            if !text.is_empty() {
                text.push_str(mark);
            }
            text.extend(row.iter().map(|&digit| char::from(b'0' + digit)));
        }
        text
    }

    fn decide(&self, digits: &[u8]) -> Verdict {
        let text = self.rows(digits, " ");
        let changed = self
            .given
            .iter()
            .zip(digits)
            .position(|(&given, &digit)| given != 0 && given != digit);
        let reason = match (changed, self.board.broken(digits)) {
            (None, None) => return Verdict::correct(text),
            (Some(cell), _) => {
                let (row, column) = (cell / self.board.side() + 1, cell % self.board.side() + 1);
                format!("the digit given in row {row}, column {column} is another one")
            }
            (None, Some(rule)) => rule.to_string(),
        };
        let open = self.given.iter().zip(&self.solution).zip(digits);
        let marks: String = open
            .filter(|((given, _), _)| **given == 0)
            .map(|((_, right), digit)| if right == digit { '1' } else { '0' })
            .collect();
        let mut verdict = Verdict::incorrect(text, reason);
        verdict.evidence.steps = Some(marks.into());
        verdict
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Finish;
    use crate::sudoku::box_regions;
    use crate::verdict::Outcome;

    const SOLUTION: [u8; 16] = [1, 2, 3, 4, 3, 4, 1, 2, 2, 1, 4, 3, 4, 3, 2, 1];

    fn board() -> Board {
        let regions = box_regions(4).expect("a side");
        Board::new(4, regions, false, vec![]).expect("a board")
    }

    fn judge(text: &str) -> Verdict {
        let mut given = vec![0; 16];
        given[0] = 1;
        SudokuCheck::new(board(), given, SOLUTION.to_vec())
            .expect("a Sudoku")
            .judge(Answer {
                text: &format!("\\boxed{{{text}}}"),
                finish: Finish::Stop,
            })
            .strict
    }

    #[test]
    fn every_grid_that_keeps_the_rules_is_right() {
        // With one digit given there are many.
        for text in ["1234, 3412, 2143, 4321", "1234\n3412\n4321\n2143"] {
            assert_eq!(judge(text).outcome, Outcome::Correct, "{text}");
        }
    }

    #[test]
    fn the_reason_says_what_is_wrong() {
        for (text, reason, marks) in [
            (
                "2134, 3412, 1243, 4321",
                "the digit given in row 1, column 1 is another one",
                "011111100111111",
            ),
            (
                "1234, 3412, 2143, 4322",
                "row 4 holds 2 twice",
                "111111111111110",
            ),
            (
                "1234, 3412, 2143, 4320",
                "row 4, column 4 holds no digit from 1 to 4",
                "111111111111110",
            ),
        ] {
            let verdict = judge(text);
            assert_eq!(verdict.outcome, Outcome::Incorrect, "{text}");
            assert_eq!(verdict.evidence.reason.as_deref(), Some(reason), "{text}");
            assert_eq!(verdict.evidence.steps.as_deref(), Some(marks), "{text}");
        }
    }

    #[test]
    fn data_that_is_no_sudoku_is_refused() {
        let new = |given: &[u8], solution: &[u8]| {
            SudokuCheck::new(board(), given.to_vec(), solution.to_vec())
        };
        assert_eq!(new(&[0; 16], &SOLUTION[..15]), Err(SudokuError::Solution));
        assert_eq!(new(&[0; 16], &[1; 16]), Err(SudokuError::Solution));
        assert_eq!(new(&[0; 15], &SOLUTION), Err(SudokuError::Given));
        assert_eq!(new(&[2; 16], &SOLUTION), Err(SudokuError::Given));
        let stored = |given: &str, solution: &str, regions: &str| {
            SudokuCheck::try_from(RawCheck {
                given: given.to_owned(),
                solution: solution.to_owned(),
                regions: regions.to_owned(),
                diagonal: false,
                cages: vec![],
            })
        };
        let (given, solution) = ("1...............", "1234341221434321");
        let regions = "AABBAABBCCDDCCDD";
        assert!(stored(given, solution, regions).is_ok());
        for given in ["1..............x", "1..............0", "1..............é"] {
            assert_eq!(stored(given, solution, regions), Err(SudokuError::Given));
        }
        assert_eq!(
            stored(given, "123434122143432.", regions),
            Err(SudokuError::Solution)
        );
        for regions in [
            "AABBAABBCCDDCCDé",
            "AABBAABBCCDDCC..",
            "AABBAABBCCDDCCDA",
            "",
        ] {
            let refused = stored(given, solution, regions);
            assert!(matches!(refused, Err(SudokuError::Board(_))), "{regions}");
        }
    }
}
