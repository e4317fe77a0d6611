//! `beyondbench.easy.subtraction`: one number taken from another.
//!
//! Hard about it: the numbers are named in the opposite order to the one they are written down in,
//! and both may be negative. The key is proved by adding back.

use super::{HIGH, LOW, VARIATIONS, count, draw, integer_of_pair};
use crate::item::Draft;
use crate::sample::Stream;
use crate::space::Space;
use crate::task::{GenerateError, Order, Task};

pub(super) const TASK: Task = Task {
    name: "beyondbench.easy.subtraction",
    version: 1,
    summary: "what is left when the first of two integers is subtracted from the second",
    variations: VARIATIONS,
    params: &[LOW, HIGH],
    generate,
    space,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let (low, high) = draw::bounds(order.params)?;
    let (a, b) = (stream.range(low, high), stream.range(low, high));
    Ok(integer_of_pair(a, b, b - a))
}

fn space(order: Order<'_>) -> Space {
    let pool = count::pool(order.params);
    count::pairs(pool, pool)
}
