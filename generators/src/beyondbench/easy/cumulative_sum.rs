//! `beyondbench.easy.cumulative_sum`: the sums of all beginnings of a list.
//!
//! Hard about it: a slip in one sum spoils all that follow. The space is that of all lists of
//! different values, 2.3·10^18 at the defaults. The key is proved by its differences, which are the
//! list.

use super::{HIGH, LOW, SIZE, VARIATIONS, count, draw, list_of_list};
use crate::item::Draft;
use crate::sample::Stream;
use crate::task::{GenerateError, Order, Task};

pub(super) const TASK: Task = Task {
    name: "beyondbench.easy.cumulative_sum",
    version: 1,
    summary: "the sums of all beginnings of a list",
    variations: VARIATIONS,
    params: &[SIZE, LOW, HIGH],
    generate,
    space: count::distinct,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let numbers = draw::distinct(order.params, stream)?;
    let sums = numbers
        .iter()
        .scan(0, |sum, number| {
            *sum += number;
            Some(*sum)
        })
        .collect();
    Ok(list_of_list(numbers, sums))
}
