//! Seeded generators: fresh problems that anyone can make again.
//!
//! A [`Task`] is a plain value: a name, its variations, its typed parameters and one function that
//! turns a [`Stream`] of random numbers into a [`Draft`]. A [`Generator`] binds a task to a
//! variation, parameters and a seed; [`Generator::item`] then makes any item alone, in any order.
//!
//! Nothing here sees a clock, a file or a global source of randomness: (format, seed, task,
//! generator version, variation, parameters, index) decides an item byte for byte.
//!
//! | module | noun |
//! |---|---|
//! | [`seed`] | keys of item streams |
//! | [`sample`] | the stream and its samplers, frozen by golden vectors |
//! | [`param`] | typed parameters and their resolution |
//! | [`vars`] | the variables of an item's prompt |
//! | [`item`] | items, drafts and digests |
//! | [`task`] | tasks, and generators bound to a seed |
//! | [`space`] | how many different items a task can give |
//! | [`supply`] | tasks made outside this crate, plugged in from above |
//! | [`registry`] | every task by name: built in, and plugged in |

pub mod beyondbench;
pub mod busy_beaver;
pub mod item;
mod lean;
mod mba;
pub mod param;
pub mod registry;
pub mod sample;
pub mod seed;
pub mod space;
pub mod supply;
pub mod task;
pub mod tmbench;
pub mod vars;

pub use item::{Digest, Draft, Item};
pub use param::{Param, ParamError, ParamKind, ParamValue, Params};
pub use sample::Stream;
pub use space::Space;
pub use supply::{Lot, Plugged, Supply, SupplyError};
pub use task::{GenerateError, Generator, GeneratorError, Task, Variation};
pub use vars::{Var, Vars};
