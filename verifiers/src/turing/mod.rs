//! Turing machines on one two-way infinite tape, as the Busy Beaver game plays them: what they do,
//! and proofs that they never halt.
//!
//! The tape begins with the symbol 0 in every cell, the head stands on one of them, and the machine
//! is in state A. One step reads the cell under the head, writes a symbol, moves the head by one
//! cell and changes the state. **The halting transition is a step like any other**: it writes, it
//! moves, and it is counted (so the two-state champion takes 6 steps). A transition that is not
//! defined stops the machine before a step is taken. The score is the number of cells that do not
//! hold 0 in the end.
//!
//! Names and ideas of the deciders are those of bbchallenge.org; every one of them only *finds* a
//! [`Certificate`], which a verifier of its own then checks without trusting the finder. All work
//! is bounded in steps and memory by limits stated beside it.
//!
//! | module | noun |
//! |---|---|
//! | [`machine`] | the machine, and its standard text |
//! | [`configuration`] | state, tape and head, and how they are spelled |
//! | `course` | the configurations of a run, and what a response says of them |
//! | [`run`] | the plain run, in a table-driven loop |
//! | `sprint` | its table over blocks of cells, for thousands of steps at once |
//! | [`blocks`] | blocks of cells as symbols, and what crossing one does |
//! | [`leap`] | the accelerated run: blocks, runs of equal blocks, and rules applied many times at once |
//! | [`picture`] | space–time diagrams |
//! | [`tree`] | all machines of a size in tree normal form |
//! | [`mod@certificate`] | proofs that a machine never halts, and their verifiers |
//! | [`mod@decide`] | deciders: they look for certificates |

pub mod blocks;
pub mod certificate;
pub mod configuration;
pub(crate) mod course;
pub mod decide;
pub mod leap;
pub mod machine;
pub mod picture;
pub mod run;
mod sprint;
pub mod tree;

pub use certificate::{Certificate, Refusal};
pub use configuration::Configuration;
pub use decide::decide;
pub use machine::{Action, MAX_STATES, MAX_SYMBOLS, Machine, MachineError, Side};
pub use run::{Run, Stop};
