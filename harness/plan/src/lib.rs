//! From a suite file to an ordered list of items with their prompts.
//!
//! | module | noun |
//! |---|---|
//! | [`suite`] | the suite file: reading it, naming it, its errors |
//! | [`cell`] | a suite's tasks spread out: one variation under one combination of parameters |
//! | `distinct` | which items of its generator a cell asks: each problem once |
//! | [`plan`] | suite × seed × limits, expanded lazily into items |
//! | [`mode`] | asking for the answer, or for a program that finds it |
//! | [`prompts`] | prompt sets: loading, checking, rendering |
//! | [`forecast`] | tokens, money and time before anything is spent |

pub mod cell;
mod distinct;
mod error;
pub mod forecast;
pub mod mode;
pub mod plan;
pub mod prompts;
pub mod suite;

pub use cell::Cell;
pub use error::PlanError;
pub use mode::{Asking, Code, Mode};
pub use plan::{Plan, PlanOptions, Planned, Slot};
pub use prompts::Prompts;
pub use suite::{Reading, Suite};
