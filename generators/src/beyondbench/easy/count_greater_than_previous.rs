//! `beyondbench.easy.count_greater_than_previous`: how many values exceed the one before.
//!
//! Hard about it: a comparison for each pair of neighbours, and the first value has none. In a
//! random list the count stays near the half; here it is drawn uniformly and the list fitted to
//! it. Where the range holds fewer values than the list, values are independent instead. The key is
//! proved by the falls and the ties: what is neither is a rise.

use super::{HIGH, LOW, SIZE, VARIATIONS, count, draw, integer_of_list, shape};
use crate::item::Draft;
use crate::sample::Stream;
use crate::task::{GenerateError, Order, Task};

pub(super) const TASK: Task = Task {
    name: "beyondbench.easy.count_greater_than_previous",
    version: 1,
    summary: "how many values of a list are greater than the one right before",
    variations: VARIATIONS,
    params: &[SIZE, LOW, HIGH],
    generate,
    space: count::distinct,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let (low, high) = draw::bounds(order.params)?;
    let steps = order.params.size("size") - 1;
    let count = stream.range(0, steps as i64) as usize;
    let rises = draw::marks(stream, count, steps);
    let numbers = shape::shaped(stream, &rises, low, high)
        .unwrap_or_else(|| stream.integers(steps + 1, low, high));
    let count = numbers.windows(2).filter(|pair| pair[1] > pair[0]).count();
    Ok(integer_of_list(numbers, count as i64))
}
