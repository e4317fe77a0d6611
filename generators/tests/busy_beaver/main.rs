//! Laws that hold for all Busy Beaver tasks together.

mod prompts;
mod spread;

use tribunal_generators::{Generator, Item, ParamValue, Task, registry};
use tribunal_verifiers::{Answer, Finish, Judgement};

/// The Busy Beaver tasks, in name order.
fn tasks() -> impl Iterator<Item = &'static Task> {
    registry::matching("busy_beaver.*")
}

/// Every variation of every Busy Beaver task at its default parameters.
fn generators(seed: &str) -> impl Iterator<Item = Generator> {
    tasks().flat_map(move |task| {
        task.variations
            .iter()
            .map(move |variation| generator(task.name, variation.name, &[], seed))
    })
}

/// A generator of the Busy Beaver task `name`, with these integers set.
fn generator(name: &str, variation: &str, given: &[(&str, i64)], seed: &str) -> Generator {
    let task = registry::task(name).unwrap_or_else(|| panic!("no task {name}"));
    let given = given
        .iter()
        .map(|&(name, value)| (name, ParamValue::Int(value)));
    Generator::new(task, Some(variation), given, seed)
        .unwrap_or_else(|error| panic!("{name}:{variation}: {error}"))
}

/// Task and variation, for messages.
fn label(generator: &Generator) -> String {
    format!("{}:{}", generator.task().name, generator.variation().name)
}

/// The item's judgement of a complete response.
fn judge(item: &Item, text: &str) -> Judgement {
    item.check.judge(Answer {
        text,
        finish: Finish::Stop,
    })
}
