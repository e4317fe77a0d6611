//! `beyondbench.easy.count_perfect_squares`: how many values of a list are squares of integers.
//!
//! Hard about it: recognising squares, small ones by heart and large ones by their root. 0 and 1
//! are squares, and the prompt says that of 0. The number of squares is drawn uniformly over what
//! the range admits; a range without one gives lists of count 0. The key is proved by adding up odd
//! numbers, whose partial sums are the squares.

use super::{HIGH, LOW, SIZE, VARIATIONS, count, draw, integer_of_list, plant::planted, square};
use crate::item::Draft;
use crate::sample::Stream;
use crate::task::{GenerateError, Order, Task};

pub(super) const TASK: Task = Task {
    name: "beyondbench.easy.count_perfect_squares",
    version: 1,
    summary: "how many values of a list are perfect squares",
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
        &square::squares(low, high),
        &square::others(low, high),
    );
    Ok(integer_of_list(numbers, count))
}
