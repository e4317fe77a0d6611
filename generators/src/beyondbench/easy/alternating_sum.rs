//! `beyondbench.easy.alternating_sum`: first minus second plus third, and so on.
//!
//! Hard about it: the sign that a value carries and the sign that its place gives it must be kept
//! apart. The key is proved by adding up the two kinds of places apart.

use super::{HIGH, LOW, SIZE, VARIATIONS, count, draw, integer_of_list};
use crate::item::Draft;
use crate::sample::Stream;
use crate::task::{GenerateError, Order, Task};

pub(super) const TASK: Task = Task {
    name: "beyondbench.easy.alternating_sum",
    version: 1,
    summary: "the sum of a list with signs + - + - ... before its values",
    variations: VARIATIONS,
    params: &[SIZE, LOW, HIGH],
    generate,
    space: count::distinct,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let numbers = draw::distinct(order.params, stream)?;
    let mut sum = 0;
    let mut sign = 1;
    for number in &numbers {
        sum += sign * number;
        sign = -sign;
    }
    Ok(integer_of_list(numbers, sum))
}
