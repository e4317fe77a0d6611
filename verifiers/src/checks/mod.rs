//! One file a kind of check.

mod choice;
mod colouring;
mod equivalence;
mod filling;
mod formula;
mod hanoi;
mod integer;
mod list;
mod mba_data;
mod queens;
mod rational;
mod tag_trace;
mod word;

use std::fmt::Display;

pub use choice::{ChoiceCheck, ChoiceOption};
pub use colouring::{ColouringCheck, ColouringError};
pub use equivalence::{EquivalenceCheck, EquivalenceError};
pub use filling::{Asked, FillingCheck, FillingError, UNKNOWN, with_unknown};
pub use formula::{FormulaCheck, FormulaError};
pub use hanoi::{HanoiCheck, HanoiError};
pub use integer::IntegerCheck;
pub use list::{ListCheck, Order};
pub use mba_data::MbaDataError;
pub use queens::{QueensCheck, QueensError};
pub use rational::RationalCheck;
pub use tag_trace::{MAX_STEPS, MAX_TRACE, TagAsk, TagTraceCheck};
pub use word::{WordCheck, WordError};

/// A short reasoned reply that ends in the requested form.
fn reply(reasoning: &str, answer: &(impl Display + ?Sized)) -> String {
    format!("{reasoning}\n\n\\boxed{{{answer}}}")
}
