//! `beyondbench.easy.find_minimum`: the smallest value of a list.
//!
//! Hard about it: the smallest of negative values is the one that looks largest. The key is proved
//! by its being in the list with nothing below it.

use super::{HIGH, LOW, SIZE, VARIATIONS, count, draw, integer_of_list};
use crate::item::Draft;
use crate::sample::Stream;
use crate::task::{GenerateError, Order, Task};

pub(super) const TASK: Task = Task {
    name: "beyondbench.easy.find_minimum",
    version: 1,
    summary: "the smallest value of a list",
    variations: VARIATIONS,
    params: &[SIZE, LOW, HIGH],
    generate,
    space: count::distinct,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let numbers = draw::distinct(order.params, stream)?;
    let (minimum, _) = draw::extremes(&numbers);
    Ok(integer_of_list(numbers, minimum))
}
