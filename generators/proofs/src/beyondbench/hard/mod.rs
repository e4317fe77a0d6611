//! Proofs of the hard tasks' keys: one file a task.

mod coin_change;
mod edit_distance;
mod interval_scheduling;
mod knapsack;
mod longest_common_subsequence;
mod minimax_game;
mod named;
mod regex_matching;
mod shortest_path;
mod topological_sort;
mod traveling_salesman;

use crate::Proof;

/// Every hard task's proof.
pub(super) const PROOFS: &[&Proof] = &[
    &coin_change::PROOF,
    &edit_distance::PROOF,
    &interval_scheduling::PROOF,
    &knapsack::PROOF,
    &longest_common_subsequence::PROOF,
    &minimax_game::PROOF,
    &regex_matching::PROOF,
    &shortest_path::PROOF,
    &topological_sort::PROOF,
    &traveling_salesman::PROOF,
];
