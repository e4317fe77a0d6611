//! What holds for every task there is, whatever its family.

mod digests;
mod laws;

use tribunal_generators::{Generator, Item, registry};
use tribunal_verifiers::{Answer, Finish, Judgement};

/// Every variation of every task at its default parameters.
fn generators(seed: &str) -> impl Iterator<Item = Generator> {
    registry::tasks().iter().flat_map(move |task| {
        task.variations.iter().map(move |variation| {
            Generator::new(task, Some(variation.name), [], seed).expect("defaults are valid")
        })
    })
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
