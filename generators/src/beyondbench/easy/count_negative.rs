//! `beyondbench.easy.count_negative`: how many values of a list are below zero.
//!
//! Hard about it: nothing but length, and 0, which is not negative. The published task makes
//! exactly half of the values negative, so that nothing need be counted; here their number is drawn
//! uniformly over what the range admits. The key is proved by the printed minus signs.

use super::{
    HIGH, LOW, SIZE, VARIATIONS, count, draw, integer_of_list,
    plant::{interval, planted},
};
use crate::item::Draft;
use crate::sample::Stream;
use crate::task::{GenerateError, Order, Task};

pub(super) const TASK: Task = Task {
    name: "beyondbench.easy.count_negative",
    version: 1,
    summary: "how many values of a list are negative",
    variations: VARIATIONS,
    params: &[SIZE, LOW, HIGH],
    generate,
    space: count::independent,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let (low, high) = draw::bounds(order.params)?;
    let size = order.params.size("size");
    let (numbers, count) = planted(
        stream,
        size,
        &interval(low, high.min(-1)),
        &interval(low.max(0), high),
    );
    Ok(integer_of_list(numbers, count))
}
