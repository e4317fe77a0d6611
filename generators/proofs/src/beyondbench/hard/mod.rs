//! Proofs of the hard tasks' keys: one file a task.

mod answer;
mod boolean_sat;
mod constraint_optimization;
mod graph_coloring;
mod logic_grid_puzzles;
mod matrix_chain_multiplication;
mod modular_systems;
mod n_queens;
mod tower_hanoi;

use crate::Proof;

/// Every hard task's proof.
pub(super) const PROOFS: &[&Proof] = &[
    &boolean_sat::PROOF,
    &constraint_optimization::PROOF,
    &graph_coloring::PROOF,
    &logic_grid_puzzles::PROOF,
    &matrix_chain_multiplication::PROOF,
    &modular_systems::PROOF,
    &n_queens::PROOF,
    &tower_hanoi::PROOF,
];
