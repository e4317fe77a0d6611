//! `beyondbench.easy.count_unique`: how many different values a list holds.
//!
//! Hard about it: each value must be compared with all before it. The number of different values is
//! drawn uniformly from a quarter of the size (at least two) up, as far as the range goes, and each
//! value drawn does occur. The key is proved by sorting and merging equal neighbours.

use super::{HIGH, LOW, SIZE, VARIATIONS, count, draw, integer_of_list};
use crate::item::Draft;
use crate::sample::Stream;
use crate::task::{GenerateError, Order, Task};

pub(super) const TASK: Task = Task {
    name: "beyondbench.easy.count_unique",
    version: 1,
    summary: "how many different values a list holds",
    variations: VARIATIONS,
    params: &[SIZE, LOW, HIGH],
    generate,
    space: count::repeating,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let (numbers, count) = draw::repeating(order.params, stream)?;
    Ok(integer_of_list(numbers, count))
}
