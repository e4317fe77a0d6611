//! One file a kind of check.

mod choice;
mod colouring;
mod formula;
mod hanoi;
mod integer;
mod list;
mod logic;
mod queens;
mod rational;
mod portfolio;
mod tag_trace;

use std::fmt::Display;

pub use choice::{ChoiceCheck, ChoiceOption};
pub use colouring::{ColouringCheck, ColouringError};
pub use formula::{FormulaCheck, FormulaError};
pub use hanoi::{HanoiCheck, HanoiError};
pub use integer::IntegerCheck;
pub use list::{ListCheck, Order};
pub use logic::{Category, LogicCheck, LogicError};
pub use queens::{QueensCheck, QueensError};
pub use rational::RationalCheck;
pub use portfolio::{PortfolioCheck, PortfolioError};
pub use tag_trace::{MAX_STEPS, MAX_TRACE, TagAsk, TagTraceCheck};

/// A short reasoned reply that ends in the requested form.
fn reply(reasoning: &str, answer: &(impl Display + ?Sized)) -> String {
    format!("{reasoning}\n\n\\boxed{{{answer}}}")
}
