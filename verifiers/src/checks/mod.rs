//! One file a kind of check.

mod choice;
mod colouring;
mod cryptarithm;
mod formula;
mod hanoi;
mod integer;
mod list;
mod queens;
mod rational;
mod sudoku;
mod tag_trace;

use std::fmt::Display;

pub use choice::{ChoiceCheck, ChoiceOption};
pub use colouring::{ColouringCheck, ColouringError};
pub use cryptarithm::{CryptarithmCheck, CryptarithmError, Operation};
pub use formula::{FormulaCheck, FormulaError};
pub use hanoi::{HanoiCheck, HanoiError};
pub use integer::IntegerCheck;
pub use list::{ListCheck, Order};
pub use queens::{QueensCheck, QueensError};
pub use rational::RationalCheck;
pub use sudoku::{SudokuCheck, SudokuError};
pub use tag_trace::{MAX_STEPS, MAX_TRACE, TagAsk, TagTraceCheck};

/// A short reasoned reply that ends in the requested form.
fn reply(reasoning: &str, answer: &(impl Display + ?Sized)) -> String {
    format!("{reasoning}\n\n\\boxed{{{answer}}}")
}
