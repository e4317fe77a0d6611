//! `beyondbench.easy.range`: the largest value of a list minus its smallest.
//!
//! Hard about it: two searches and a subtraction across zero. The key is proved as the largest
//! distance between any two values.

use super::{HIGH, LOW, SIZE, VARIATIONS, count, draw, integer_of_list};
use crate::item::Draft;
use crate::sample::Stream;
use crate::task::{GenerateError, Order, Task};

pub(super) const TASK: Task = Task {
    name: "beyondbench.easy.range",
    version: 1,
    summary: "the difference between a list's largest and smallest value",
    variations: VARIATIONS,
    params: &[SIZE, LOW, HIGH],
    generate,
    space: count::distinct,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let numbers = draw::distinct(order.params, stream)?;
    let (minimum, maximum) = draw::extremes(&numbers);
    Ok(integer_of_list(numbers, maximum - minimum))
}
