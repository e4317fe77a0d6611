//! `beyondbench.easy.reverse_list`: a list from its end to its beginning.
//!
//! Hard about it: nothing but length, and that no value may be lost on the way. The space is that
//! of all lists of different values, 2.3·10^18 at the defaults. The key is proved place by place
//! from both ends.

use super::{HIGH, LOW, SIZE, VARIATIONS, count, draw, list_of_list};
use crate::item::Draft;
use crate::sample::Stream;
use crate::task::{GenerateError, Order, Task};

pub(super) const TASK: Task = Task {
    name: "beyondbench.easy.reverse_list",
    version: 1,
    summary: "a list in reverse order",
    variations: VARIATIONS,
    params: &[SIZE, LOW, HIGH],
    generate,
    space: count::distinct,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let numbers = draw::distinct(order.params, stream)?;
    let reversed = numbers.iter().rev().copied().collect();
    Ok(list_of_list(numbers, reversed))
}
