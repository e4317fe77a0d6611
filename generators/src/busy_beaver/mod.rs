//! Busy Beaver: what small Turing machines do.
//!
//! The machine and its conventions are those of [`tribunal_verifiers::turing`]: an empty two-way
//! infinite tape, state A, and a halting transition that counts as a step. Machines are drawn by a
//! random walk down the tree of machines in tree normal form (`draw`), never from a list; what the
//! walk leaves undefined is filled in at random, so that no table shows by its gaps what happens.
//!
//! Every key is proved where it is made: halting by a run, never halting by a certificate that its
//! verifier has accepted.

mod construct;
pub(crate) mod draw;
mod halts;
mod predict;
mod prove_nonhalting;
pub(crate) mod room;
mod run;
pub(crate) mod table;

use crate::task::Task;

/// Every Busy Beaver task.
pub(crate) const TASKS: &[&Task] = &[
    &construct::TASK,
    &halts::TASK,
    &predict::TASK,
    &prove_nonhalting::TASK,
    &run::TASK,
];
