//! `beyondbench.easy.mean`: the arithmetic mean of a list.
//!
//! Hard about it: a long sum, then a division that rarely comes out even. The prompt states to how
//! many places an answer may be rounded; the exact fraction is right too. The key is proved by the
//! deviations from it, which add up to nothing.

use super::{HIGH, LOW, PLACES, SIZE, VARIATIONS, count, draw, fraction};
use crate::item::Draft;
use crate::sample::Stream;
use crate::task::{GenerateError, Order, Task};
use crate::vars::Vars;

pub(super) const TASK: Task = Task {
    name: "beyondbench.easy.mean",
    version: 1,
    summary: "the arithmetic mean of a list, exact or rounded",
    variations: VARIATIONS,
    params: &[SIZE, LOW, HIGH, PLACES],
    generate,
    space: count::independent,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let numbers = draw::independent(order.params, stream)?;
    let places = order.params.int("places");
    let mean = fraction(
        numbers.iter().sum::<i64>(),
        numbers.len() as i64,
        Some(places as u32),
    );
    Ok(Draft::new(
        Vars::new().with("numbers", numbers).with("places", places),
        mean,
    ))
}
