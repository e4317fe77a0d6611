//! `tmbench.mtag`: the states of an m-tag system.
//!
//! Hard about it: nothing but bookkeeping, many times in a row; one slip spoils every later state.
//! Items are independent of each other, so none carries a cluster label.

use std::borrow::Cow;

use tribunal_verifiers::Check;
use tribunal_verifiers::checks::{TagAsk, TagTraceCheck};
use tribunal_verifiers::mtag::TagSystem;

use super::alphabet::VARIATIONS;
use super::draw;
use super::knobs::{Knobs, PARAMS};
use crate::item::Draft;
use crate::sample::Stream;
use crate::task::{GenerateError, Order, Task};
use crate::vars::{Var, Vars};

pub(super) const TASK: Task = Task {
    name: "tmbench.mtag",
    version: 1,
    summary: "the queue of an m-tag system after every step",
    variations: VARIATIONS,
    params: PARAMS,
    generate,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let knobs = Knobs::new(order.params)?;
    let draw::Instance { system, start } = draw::instance(&knobs, order.variation, stream)?;
    draft(system, start, knobs.steps as u32, knobs.ask)
        .map_err(|error| GenerateError::new(error.to_string()))
}

/// The item that asks for `steps` steps of `system` from `start`.
///
/// Variables: `m`, `steps`, `ask` (`every` or `final`), `start` (the queue, symbols separated by
/// spaces), `rules` (symbol to production, written alike) and `rules_text` (the same, one line a
/// rule, for the prompt).
pub(super) fn draft(
    system: TagSystem,
    start: Vec<u8>,
    steps: u32,
    ask: TagAsk,
) -> Result<Draft, tribunal_verifiers::mtag::SystemError> {
    let mut rules = Vars::new();
    let mut lines = String::with_capacity(16 * system.alphabet().len());
    for (symbol, word) in system.alphabet().iter().zip(system.productions().iter()) {
        let word = system.spell(word);
        if !lines.is_empty() {
            lines.push('\n');
        }
        lines.push_str(symbol);
        lines.push_str(" -> ");
        lines.push_str(if word.is_empty() { "(nothing)" } else { &word });
        rules = rules.with(symbol.clone(), word);
    }
    let vars = Vars::new()
        .with("m", i64::from(system.deletion()))
        .with("steps", i64::from(steps))
        .with("ask", match ask {
            TagAsk::EveryState => "every",
            TagAsk::FinalState => "final",
        })
        .with("start", system.spell(&start))
        .with("rules", Var::Map(rules))
        .with("rules_text", Var::Text(Cow::Owned(lines)));
    Ok(Draft::new(vars, Check::TagTrace(TagTraceCheck::new(system, start, steps, ask)?)))
}
