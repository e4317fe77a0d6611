//! Proofs of the hard tasks' keys: one file a task.

mod answer;
mod boolean_sat;
mod coin_change;
mod constraint_optimization;
mod cryptarithmetic;
mod edit_distance;
mod graph_coloring;
mod interval_scheduling;
mod knapsack;
mod logic_grid_puzzles;
mod longest_common_subsequence;
mod matrix_chain_multiplication;
mod minimax_game;
mod modular_systems;
mod n_queens;
mod named;
mod regex_matching;
mod shortest_path;
mod sudoku_solving;
mod topological_sort;
mod tower_hanoi;
mod traveling_salesman;

use crate::Proof;

/// Every hard task's proof.
pub(super) const PROOFS: &[&Proof] = &[
    &boolean_sat::PROOF,
    &coin_change::PROOF,
    &constraint_optimization::PROOF,
    &cryptarithmetic::PROOF,
    &edit_distance::PROOF,
    &graph_coloring::PROOF,
    &interval_scheduling::PROOF,
    &knapsack::PROOF,
    &logic_grid_puzzles::PROOF,
    &longest_common_subsequence::PROOF,
    &matrix_chain_multiplication::PROOF,
    &minimax_game::PROOF,
    &modular_systems::PROOF,
    &n_queens::PROOF,
    &regex_matching::PROOF,
    &shortest_path::PROOF,
    &sudoku_solving::PROOF,
    &topological_sort::PROOF,
    &tower_hanoi::PROOF,
    &traveling_salesman::PROOF,
];
