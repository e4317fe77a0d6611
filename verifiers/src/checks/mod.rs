//! One file a kind of check.

mod choice;
mod integer;
mod list;
mod rational;
mod tag_trace;

pub use choice::{ChoiceCheck, ChoiceOption};
pub use integer::IntegerCheck;
pub use list::{ListCheck, Order};
pub use rational::RationalCheck;
pub use tag_trace::{MAX_STEPS, MAX_TRACE, TagAsk, TagTraceCheck};
