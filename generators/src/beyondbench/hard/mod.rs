//! The hard suite: search and long exact computation.
//!
//! Where the question is "find one", the check holds the instance and verifies whatever answer it
//! is given; no list of accepted answers exists. Names (of disks, pegs, vertices) are drawn anew for
//! each item, so that no prompt is a constant and the identity order solves nothing.

mod boolean_sat;
mod coin_change;
mod constraint_optimization;
mod cryptarithmetic;
mod edit_distance;
mod graph_coloring;
mod interval_scheduling;
mod knapsack;
mod letters;
mod logic_grid_puzzles;
mod longest_common_subsequence;
mod matrix_chain_multiplication;
mod minimax_game;
mod modular_systems;
mod n_queens;
mod pattern;
mod regex_matching;
mod shortest_path;
mod sudoku_solving;
mod topological_sort;
mod tower_hanoi;
mod traveling_salesman;
mod words;

use crate::space::Space;
use crate::task::Task;

/// Every hard task.
pub(crate) const TASKS: &[&Task] = &[
    &boolean_sat::TASK,
    &coin_change::TASK,
    &constraint_optimization::TASK,
    &cryptarithmetic::TASK,
    &edit_distance::TASK,
    &graph_coloring::TASK,
    &interval_scheduling::TASK,
    &knapsack::TASK,
    &logic_grid_puzzles::TASK,
    &longest_common_subsequence::TASK,
    &matrix_chain_multiplication::TASK,
    &minimax_game::TASK,
    &modular_systems::TASK,
    &n_queens::TASK,
    &regex_matching::TASK,
    &shortest_path::TASK,
    &sudoku_solving::TASK,
    &topological_sort::TASK,
    &tower_hanoi::TASK,
    &traveling_salesman::TASK,
];

/// The space, with the reason why it is small where it is.
fn small_because(space: Space, reason: &'static str) -> Space {
    match space.is_ample() {
        true => space,
        false => space.because(reason),
    }
}
