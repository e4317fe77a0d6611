//! `beyondbench.easy.even_count`: how many values of a list are even.
//!
//! Hard about it: as for odd values, and that 0 and negative values can be even too. Their
//! number is drawn uniformly, since among independent values it stays near the half. The key is
//! proved by the last decimal digits.

use super::{
    HIGH, LOW, SIZE, VARIATIONS, count, draw, integer_of_list,
    plant::{every, planted},
};
use crate::item::Draft;
use crate::sample::Stream;
use crate::task::{GenerateError, Order, Task};

pub(super) const TASK: Task = Task {
    name: "beyondbench.easy.even_count",
    version: 1,
    summary: "how many values of a list are even",
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
        &every(2, 0, low, high),
        &every(2, 1, low, high),
    );
    Ok(integer_of_list(numbers, count))
}
