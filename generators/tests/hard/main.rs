//! Laws and defects of the hard tasks.

mod defects;
#[path = "../kit/mod.rs"]
mod kit;
mod later;
mod laws;

use tribunal_generators::{Task, registry};

/// The hard tasks, in name order.
fn tasks() -> impl Iterator<Item = &'static Task> {
    registry::matching(laws::TASKS)
}

/// The answer within the last box of a built-in player's reply.
fn boxed(reply: &str) -> &str {
    let start = reply.rfind("\\boxed{").expect("a box") + "\\boxed{".len();
    &reply[start..reply.len() - 1]
}
