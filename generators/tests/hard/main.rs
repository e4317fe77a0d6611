//! Laws that hold for all hard tasks together.

mod defects;
mod later;
mod prompts;
mod spread;

use tribunal_generators::{Generator, Item, ParamValue, Task, registry};
use tribunal_verifiers::{Answer, Finish, Judgement};

/// The hard tasks, in name order.
fn tasks() -> impl Iterator<Item = &'static Task> {
    registry::matching("beyondbench.hard.*")
}

/// Every variation of every hard task at its default parameters.
fn generators(seed: &str) -> impl Iterator<Item = Generator> {
    tasks().flat_map(move |task| {
        task.variations
            .iter()
            .map(move |variation| generator(task.name, variation.name, &[], seed))
    })
}

/// A generator of the hard task `name`, with these integers set.
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

/// The answer within the last box of a built-in player's reply.
fn boxed(reply: &str) -> &str {
    let start = reply.rfind("\\boxed{").expect("a box") + "\\boxed{".len();
    &reply[start..reply.len() - 1]
}
