//! Lean as a guest: its program, compiled, and the machines that run it.
//!
//! | module | noun |
//! |---|---|
//! | [`clock`] | how long the process has worked |
//! | [`engine`] | the engine's settings |
//! | [`machine`] | one memory with its threads, thrown away after one use |
//! | [`memory`] | the memory as the host sees it |
//! | [`symbols`] | names of the guest's functions and data |
//! | [`objects`] | Lean's objects, made and read by the host |
//! | [`session`] | a Lean that has imported its library |
//! | [`kernel`], [`steps`] | the steps of a judgement, in guests |
//! | [`exceptions`], [`imports`], [`files`] | what the guest may ask of the host |

pub(crate) mod clock;
pub(crate) mod engine;
mod errno;
mod exceptions;
mod files;
mod imports;
mod kernel;
pub(crate) mod machine;
pub(crate) mod memory;
pub(crate) mod objects;
pub(crate) mod session;
mod steps;
pub(crate) mod symbols;

pub use engine::Optimization;
pub(crate) use session::{Elaborated, Image, Session};
pub(crate) use steps::{GuestSteps, version};
