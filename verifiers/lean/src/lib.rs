//! Lean 4 proofs judged so that no trick passes.
//!
//! A [`Judge`] is given a [`Case`]: a trusted challenge that states theorems, and a submission
//! that claims to prove one. The submission is a hostile program, since Lean runs code while it
//! elaborates; so nothing that it says of itself is believed. docs/lean.md gives the argument.
//!
//! | module | noun |
//! |---|---|
//! | [`install`] | the guest: Lean compiled to WebAssembly, installed once |
//! | [`native`] | an installed Lean: finding it, and judging by it |
//! | [`judge`] | the judge and its workers |
//! | [`worker`] | the process that a worker is |
//! | [`ruling`] | cases, limits, outcomes |
//! | [`judgement`] | the steps of a judgement |
//! | [`readout`] | what a file declares, read out of Lean's memory |

mod chamber;
mod guest;
pub mod install;
pub mod judge;
pub mod judgement;
mod messages;
pub mod native;
mod pool;
pub mod readout;
pub mod ruling;
mod wire;
pub mod worker;

pub use judge::{BackEnd, Judge, Settings};
pub use ruling::{Case, Doubt, Limits, Outcome, Ruling};
