//! `beyondbench.easy.sum_of_max_indices`: the sum of the places where the largest value stands.
//!
//! Hard about it: no occurrence may be missed and places are counted from 0. One to three copies
//! of the largest value are drawn, and it is kept a tenth of the range above the bottom, so that
//! the others differ among themselves. A range of one value gives a list of equal ones. The key is
//! proved by comparing each value with all others.

use super::{HIGH, LOW, SIZE, VARIATIONS, count, draw, integer_of_list};
use crate::item::Draft;
use crate::sample::Stream;
use crate::space::{Space, power};
use crate::task::{GenerateError, Order, Task};

pub(super) const TASK: Task = Task {
    name: "beyondbench.easy.sum_of_max_indices",
    version: 1,
    summary: "the sum of the 0-based indices at which a list's largest value stands",
    variations: VARIATIONS,
    params: &[SIZE, LOW, HIGH],
    generate,
    space,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let (low, high) = draw::bounds(order.params)?;
    let size = order.params.size("size");
    let copies = if low == high {
        size
    } else {
        stream.range(1, size.min(3) as i64) as usize
    };
    let top = stream.range((low + (high - low) / 10 + 1).min(high), high);
    let mut numbers = stream.integers(size - copies, low, top - 1);
    numbers.resize(size, top);
    stream.shuffle(&mut numbers);
    let sum: usize = numbers
        .iter()
        .enumerate()
        .filter(|(_, number)| **number == top)
        .map(|(i, _)| i)
        .sum();
    Ok(integer_of_list(numbers, sum as i64))
}

/// The lists in which the range's end stands once and anything below it elsewhere.
fn space(order: Order<'_>) -> Space {
    let size = order.params.size("size");
    match count::pool(order.params) {
        0 | 1 => Space::exactly(1u8),
        pool => Space::at_least(power(pool - 1, size - 1) * size),
    }
}
