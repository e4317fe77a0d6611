//! The hard suite: search and long exact computation.
//!
//! Where the question is "find one", the check holds the instance and verifies whatever answer it
//! is given; no list of accepted answers exists. Names (of disks, pegs, vertices) are drawn anew for
//! each item, so that no prompt is a constant and the identity order solves nothing.

mod boolean_sat;
mod constraint_optimization;
mod graph_coloring;
mod logic_grid_puzzles;
mod matrix_chain_multiplication;
mod modular_systems;
mod n_queens;
mod tower_hanoi;

use crate::space::Space;
use crate::task::Task;

/// Every hard task.
pub(crate) const TASKS: &[&Task] = &[
    &boolean_sat::TASK,
    &constraint_optimization::TASK,
    &graph_coloring::TASK,
    &logic_grid_puzzles::TASK,
    &matrix_chain_multiplication::TASK,
    &modular_systems::TASK,
    &n_queens::TASK,
    &tower_hanoi::TASK,
];

/// The space, with the reason why it is small where it is.
fn small_because(space: Space, reason: &'static str) -> Space {
    match space.is_ample() {
        true => space,
        false => space.because(reason),
    }
}
