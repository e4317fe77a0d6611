//! `beyondbench.easy.max_adjacent_difference`: the largest step between neighbours.
//!
//! Hard about it: as many subtractions across zero as there are neighbours, and the largest of
//! them to be kept. The key is proved by counting down from the largest possible step.

use super::{HIGH, LOW, SIZE_FROM_TWO, VARIATIONS, count, draw, integer_of_list};
use crate::item::Draft;
use crate::sample::Stream;
use crate::task::{GenerateError, Order, Task};

pub(super) const TASK: Task = Task {
    name: "beyondbench.easy.max_adjacent_difference",
    version: 1,
    summary: "the largest absolute difference between neighbours of a list",
    variations: VARIATIONS,
    params: &[SIZE_FROM_TWO, LOW, HIGH],
    generate,
    space: count::distinct,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let numbers = draw::distinct(order.params, stream)?;
    let steps = numbers.windows(2).map(|pair| (pair[1] - pair[0]).abs());
    let largest = steps.max().unwrap_or(0);
    Ok(integer_of_list(numbers, largest))
}
