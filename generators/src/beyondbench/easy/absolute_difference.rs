//! `beyondbench.easy.absolute_difference`: how far two different numbers lie apart.
//!
//! Hard about it: distances across zero add up. A range of one value gives it twice, and the
//! answer 0. The key is proved by squares: the distance is the non-negative root of a² - 2ab + b².

use super::{HIGH, LOW, VARIATIONS, count, draw, integer_of_pair};
use crate::item::Draft;
use crate::sample::Stream;
use crate::space::Space;
use crate::task::{GenerateError, Order, Task};

pub(super) const TASK: Task = Task {
    name: "beyondbench.easy.absolute_difference",
    version: 1,
    summary: "the distance between two different integers",
    variations: VARIATIONS,
    params: &[LOW, HIGH],
    generate,
    space,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let (low, high) = draw::bounds(order.params)?;
    let (a, b) = draw::two_different(stream, low, high);
    Ok(integer_of_pair(a, b, (a - b).abs()))
}

/// A range of one value gives it twice.
fn space(order: Order<'_>) -> Space {
    let pool = count::pool(order.params);
    count::pairs(pool, (pool.saturating_sub(1)).max(1))
}
