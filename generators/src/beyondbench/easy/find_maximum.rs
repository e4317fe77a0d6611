//! `beyondbench.easy.find_maximum`: the largest value of a list.
//!
//! Hard about it: nothing but length, and negative values that look large. The key is proved by
//! its being in the list with nothing above it.

use super::{HIGH, LOW, SIZE, VARIATIONS, count, draw, integer_of_list};
use crate::item::Draft;
use crate::sample::Stream;
use crate::task::{GenerateError, Order, Task};

pub(super) const TASK: Task = Task {
    name: "beyondbench.easy.find_maximum",
    version: 1,
    summary: "the largest value of a list",
    variations: VARIATIONS,
    params: &[SIZE, LOW, HIGH],
    generate,
    space: count::distinct,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let numbers = draw::distinct(order.params, stream)?;
    let (_, maximum) = draw::extremes(&numbers);
    Ok(integer_of_list(numbers, maximum))
}
