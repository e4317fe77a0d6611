//! Laws that hold for all easy tasks together.

mod digests;
mod laws;
mod prompts;
mod spread;

use tribunal_generators::{Generator, Item, ParamValue, Task, Var, registry};

/// The 29 easy tasks, in name order.
fn tasks() -> impl Iterator<Item = &'static Task> {
    registry::matching("beyondbench.easy.*")
}

/// Whether `task` has the parameter `name`.
fn takes(task: &Task, name: &str) -> bool {
    task.params.iter().any(|param| param.name == name)
}

/// A generator of `task` at `size`, where the task has one, and its other defaults.
fn generator(task: &'static Task, size: i64, seed: &str) -> Generator {
    let size = takes(task, "size").then_some(("size", ParamValue::Int(size)));
    Generator::new(task, None, size, seed).expect("the usual sizes are valid")
}

/// The list that an item asks about; `None` for a pair.
fn list(item: &Item) -> Option<&[i64]> {
    match item.vars.get("numbers") {
        Some(Var::Ints(numbers)) => Some(numbers),
        _ => None,
    }
}
