//! What the tests of the easy tasks share. Keys are confirmed elsewhere, by the proofs.

use crate::item::Item;
use crate::param::ParamValue;
use crate::task::{Generator, Task};
use crate::vars::{Var, Vars};

/// The first `count` items of `task` at these parameters; none when it refuses them. Tasks about a
/// pair have no size.
pub(super) fn items(
    task: &'static Task,
    size: i64,
    low: i64,
    high: i64,
    count: u64,
) -> impl Iterator<Item = Item> {
    let given = [("size", size), ("low", low), ("high", high)]
        .into_iter()
        .filter(|(name, _)| task.params.iter().any(|param| param.name == *name))
        .map(|(name, value)| (name, ParamValue::Int(value)));
    let generator = Generator::new(task, None, given, "confirm").ok();
    generator.into_iter().flat_map(move |generator| {
        (0..count).map(move |index| generator.item(index).expect("item 0 was made"))
    })
}

/// The list that a prompt prints.
pub(super) fn list(vars: &Vars) -> &[i64] {
    match vars.get("numbers") {
        Some(Var::Ints(numbers)) => numbers,
        other => panic!("no list: {other:?}"),
    }
}
