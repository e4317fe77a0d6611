//! The hard suite: search and long exact computation.
//!
//! Where the question is "find one", the check holds the instance and verifies whatever answer it
//! is given; no list of accepted answers exists. Names (of disks, pegs, vertices) are drawn anew for
//! each item, so that no prompt is a constant and the identity order solves nothing.

mod boolean_sat;
mod cryptarithmetic;
mod graph_coloring;
mod matrix_chain_multiplication;
mod modular_systems;
mod n_queens;
mod sudoku_solving;
mod tower_hanoi;

use crate::task::Task;

/// Every hard task.
pub(crate) const TASKS: &[&Task] = &[
    &boolean_sat::TASK,
    &cryptarithmetic::TASK,
    &graph_coloring::TASK,
    &matrix_chain_multiplication::TASK,
    &modular_systems::TASK,
    &n_queens::TASK,
    &sudoku_solving::TASK,
    &tower_hanoi::TASK,
];
