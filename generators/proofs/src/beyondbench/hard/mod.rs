//! Proofs of the hard tasks' keys: one file a task.

mod cryptarithmetic;
mod sudoku_solving;

use crate::Proof;

/// Every hard task's proof.
pub(super) const PROOFS: &[&Proof] = &[&cryptarithmetic::PROOF, &sudoku_solving::PROOF];
