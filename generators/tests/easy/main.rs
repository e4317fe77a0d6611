//! Laws that hold for all easy tasks together.

mod defects;
mod laws;
mod prompts;
mod spaces;
mod spread;

use tribunal_generators::{Generator, Item, ParamValue, Task, Var, registry};
use tribunal_verifiers::{Answer, Finish, Outcome};

/// The 44 easy tasks, in name order.
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

/// The lists that an item asks about: one, two, or none for a pair.
fn lists(item: &Item) -> Vec<&[i64]> {
    let named = ["numbers", "first", "second"].into_iter();
    named
        .filter_map(|name| match item.vars.get(name) {
            Some(Var::Ints(numbers)) => Some(&numbers[..]),
            _ => None,
        })
        .collect()
}

/// How the item's check judges `text`, by both readings, which must agree.
fn judge(item: &Item, text: &str) -> Outcome {
    let judgement = item.check.judge(Answer {
        text,
        finish: Finish::Stop,
    });
    let (strict, lenient) = (judgement.strict.outcome, judgement.lenient.outcome);
    assert_eq!(
        strict, lenient,
        "{text:.300?}: {:?}",
        judgement.strict.evidence.reason
    );
    strict
}
