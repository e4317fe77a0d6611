//! What the tests of several families of tasks share: their generators, and laws that hold for each.

pub(crate) mod prompts;
pub(crate) mod spread;

use tribunal_generators::{Generator, Item, ParamValue, registry};
use tribunal_verifiers::{Answer, Finish, Judgement};

/// Every variation of every task whose name matches `pattern`, at its default parameters.
pub(crate) fn generators(pattern: &str, seed: &str) -> Vec<Generator> {
    registry::matching(pattern)
        .flat_map(|task| {
            task.variations
                .iter()
                .map(|variation| generator(task.name, variation.name, &[], seed))
        })
        .collect()
}

/// A generator of the task `name`, with these integers set.
pub(crate) fn generator(
    name: &str,
    variation: &str,
    given: &[(&str, i64)],
    seed: &str,
) -> Generator {
    let task = registry::task(name).unwrap_or_else(|| panic!("no task {name}"));
    let given = given
        .iter()
        .map(|&(name, value)| (name, ParamValue::Int(value)));
    Generator::new(task, Some(variation), given, seed)
        .unwrap_or_else(|error| panic!("{name}:{variation}: {error}"))
}

/// Task and variation, for messages.
pub(crate) fn label(generator: &Generator) -> String {
    format!("{}:{}", generator.task().name, generator.variation().name)
}

/// The item's judgement of a complete response.
pub(crate) fn judge(item: &Item, text: &str) -> Judgement {
    item.check.judge(Answer {
        text,
        finish: Finish::Stop,
    })
}
