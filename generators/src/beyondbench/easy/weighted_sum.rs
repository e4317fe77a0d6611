//! `beyondbench.easy.weighted_sum`: each value times its position, added up.
//!
//! Hard about it: a product for each value, and positions that are counted from 1, which the prompt
//! says. The space is that of all lists of different values, 2.3·10^18 at the defaults. The key is
//! proved by adding up the sums of all the list's ends, in which each value occurs as often as its
//! position says.

use super::{HIGH, LOW, SIZE, VARIATIONS, count, draw, integer_of_list};
use crate::item::Draft;
use crate::sample::Stream;
use crate::task::{GenerateError, Order, Task};

pub(super) const TASK: Task = Task {
    name: "beyondbench.easy.weighted_sum",
    version: 1,
    summary: "the sum of a list's values, each multiplied by its position from 1",
    variations: VARIATIONS,
    params: &[SIZE, LOW, HIGH],
    generate,
    space: count::distinct,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let numbers = draw::distinct(order.params, stream)?;
    let sum: i64 = (1..).zip(&numbers).map(|(place, n)| place * n).sum();
    Ok(integer_of_list(numbers, sum))
}
