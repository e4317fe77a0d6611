//! `beyondbench.easy.median`: the middle of a list in order.
//!
//! Hard about it: the list must be put in order first, and an even number of values has two in the
//! middle. A median is a whole or a half, so it is asked for exactly. The key is proved by how many
//! values lie on either side.

use super::{HIGH, LOW, SIZE, VARIATIONS, count, draw, fraction};
use crate::item::Draft;
use crate::sample::Stream;
use crate::task::{GenerateError, Order, Task};
use crate::vars::Vars;

pub(super) const TASK: Task = Task {
    name: "beyondbench.easy.median",
    version: 1,
    summary: "the median of a list, exactly",
    variations: VARIATIONS,
    params: &[SIZE, LOW, HIGH],
    generate,
    space: count::independent,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let numbers = draw::independent(order.params, stream)?;
    let mut sorted = numbers.clone();
    sorted.sort_unstable();
    let (below, above) = (sorted[(sorted.len() - 1) / 2], sorted[sorted.len() / 2]);
    Ok(Draft::new(
        Vars::new().with("numbers", numbers),
        fraction(below + above, 2, None),
    ))
}
