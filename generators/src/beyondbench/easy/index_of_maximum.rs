//! `beyondbench.easy.index_of_maximum`: where the largest value of a list stands.
//!
//! Hard about it: counting places from 0 while searching. Of equal largest values, which occur
//! only when the range holds fewer values than the list, the first counts, and the prompt says so.
//! The key is proved by what stands before and after it.

use super::{HIGH, LOW, SIZE, VARIATIONS, count, draw, integer_of_list};
use crate::item::Draft;
use crate::sample::Stream;
use crate::task::{GenerateError, Order, Task};

pub(super) const TASK: Task = Task {
    name: "beyondbench.easy.index_of_maximum",
    version: 1,
    summary: "the 0-based index of a list's largest value",
    variations: VARIATIONS,
    params: &[SIZE, LOW, HIGH],
    generate,
    space: count::distinct,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let numbers = draw::distinct(order.params, stream)?;
    let mut index = 0;
    for (i, number) in numbers.iter().enumerate() {
        if *number > numbers[index] {
            index = i;
        }
    }
    Ok(integer_of_list(numbers, index as i64))
}
