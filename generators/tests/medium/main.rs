//! Laws that hold for all medium tasks together.

mod defects;
mod laws;
mod prompts;
mod spread;

use tribunal_generators::{Generator, Item, ParamValue, Task, Var, Variation, registry};
use tribunal_verifiers::{Answer, Finish, Judgement};

/// All medium tasks, in name order.
fn tasks() -> impl Iterator<Item = &'static Task> {
    registry::matching("beyondbench.medium.*")
}

/// Every variation of every medium task.
fn cells() -> impl Iterator<Item = (&'static Task, &'static Variation)> {
    tasks().flat_map(|task| {
        task.variations
            .iter()
            .map(move |variation| (task, variation))
    })
}

/// A generator of one variation at these parameters, as far as the task has them, and its other
/// defaults.
fn generator(
    (task, variation): (&'static Task, &'static Variation),
    given: &[(&'static str, i64)],
    seed: &str,
) -> Generator {
    let known = |name: &str| task.params.iter().any(|param| param.name == name);
    let given = given
        .iter()
        .filter(|(name, _)| known(name))
        .map(|(name, value)| (*name, ParamValue::Int(*value)));
    Generator::new(task, Some(variation.name), given, seed).expect("the parameters are valid")
}

/// Item `index`.
fn item(generator: &Generator, index: u64) -> Item {
    generator.item(index).expect("item 0 was made")
}

/// A text variable of an item's prompt, and "" if there is none.
fn text<'a>(item: &'a Item, name: &str) -> &'a str {
    match item.vars.get(name) {
        Some(Var::Text(text)) => text,
        _ => "",
    }
}

fn judge(item: &Item, text: &str) -> Judgement {
    item.check.judge(Answer {
        text,
        finish: Finish::Stop,
    })
}
