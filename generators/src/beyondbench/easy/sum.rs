//! `beyondbench.easy.sum`: the sum of a list.
//!
//! Hard about it: one slip in a chain of signed additions spoils the answer. The key is proved by
//! adding up the positive and the negative values apart.

use super::{HIGH, LOW, SIZE, VARIATIONS, count, draw, integer_of_list};
use crate::item::Draft;
use crate::sample::Stream;
use crate::task::{GenerateError, Order, Task};

pub(super) const TASK: Task = Task {
    name: "beyondbench.easy.sum",
    version: 1,
    summary: "the sum of a list of different integers",
    variations: VARIATIONS,
    params: &[SIZE, LOW, HIGH],
    generate,
    space: count::distinct,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let numbers = draw::distinct(order.params, stream)?;
    let sum = numbers.iter().sum::<i64>();
    Ok(integer_of_list(numbers, sum))
}
