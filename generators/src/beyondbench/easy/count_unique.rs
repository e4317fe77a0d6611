//! `beyondbench.easy.count_unique`: how many different values a list holds.
//!
//! Hard about it: each value must be compared with all before it. The number of different values is
//! drawn uniformly from a quarter of the size (at least two) up, as far as the range goes, and each
//! value drawn does occur. The key is proved by sorting and merging equal neighbours.

use super::{HIGH, LOW, SIZE, VARIATIONS, draw, integer_of_list};
use crate::item::Draft;
use crate::sample::Stream;
use crate::task::{GenerateError, Order, Task};

pub(super) const TASK: Task = Task {
    name: "beyondbench.easy.count_unique",
    version: 1,
    summary: "how many different values a list holds",
    variations: VARIATIONS,
    params: &[SIZE, LOW, HIGH],
    generate,
    space: crate::space::uncounted,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let (low, high) = draw::bounds(order.params)?;
    let size = order.params.size("size");
    let most = (high - low + 1).min(size as i64);
    let count = stream.range((size as i64 / 4).max(2).min(most), most);
    let mut numbers = stream
        .distinct(count as usize, low, high)
        .unwrap_or_else(|| vec![low]);
    for _ in numbers.len()..size {
        let copy = numbers[stream.index(count as usize)];
        numbers.push(copy);
    }
    stream.shuffle(&mut numbers);
    Ok(integer_of_list(numbers, count))
}

#[cfg(test)]
mod tests {
    #[test]
    fn key_is_confirmed() {
        super::super::testing::confirm(&super::TASK, |numbers| {
            let mut sorted = numbers.to_vec();
            sorted.sort_unstable();
            sorted.dedup();
            sorted.len() as i64
        });
    }
}
