//! One file a kind of check.

mod choice;
mod colouring;
mod formula;
mod hanoi;
mod integer;
mod list;
mod queens;
mod rational;
mod tag_trace;
mod turing_construct;
mod turing_halting;
mod turing_nonhalting;
mod turing_run;
mod turing_trace;

use std::fmt::Display;

pub use choice::{ChoiceCheck, ChoiceOption};
pub use colouring::{ColouringCheck, ColouringError};
pub use formula::{FormulaCheck, FormulaError};
pub use hanoi::{HanoiCheck, HanoiError};
pub use integer::IntegerCheck;
pub use list::{ListCheck, Order};
pub use queens::{QueensCheck, QueensError};
pub use rational::RationalCheck;
pub use tag_trace::{MAX_STEPS, MAX_TRACE, TagAsk, TagTraceCheck};
pub use turing_construct::{
    BOUNDS, ConstructError, Goal, MAX_GOAL, PLAIN_STEPS, TuringConstructCheck, WIDEST,
};
pub use turing_halting::{Fate, HaltingError, TuringHaltingCheck};
pub use turing_nonhalting::TuringNonhaltingCheck;
pub use turing_run::{MAX_RUN, RunAsk, RunError, TuringRunCheck};
pub use turing_trace::{MAX_TURING_STEPS, TraceAsk, TraceError, TuringTraceCheck};

/// A short reasoned reply that ends in the requested form.
fn reply(reasoning: &str, answer: &(impl Display + ?Sized)) -> String {
    format!("{reasoning}\n\n\\boxed{{{answer}}}")
}
