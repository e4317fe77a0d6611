//! `beyondbench.easy.longest_increasing_subsequence`: how long it is.
//!
//! Hard about it: the only easy task whose answer no single pass of simple comparisons gives. In a
//! random list of eight the answer is 3 or 4 four times out of five; here a drawn number of places
//! is put into rising or falling order, which makes long and short ones as frequent. The key is
//! found by patience sorting and proved by trying all subsets of short lists and by the quadratic
//! recurrence on long ones.

use super::{HIGH, LOW, SIZE, VARIATIONS, count, draw, integer_of_list};
use crate::item::Draft;
use crate::sample::Stream;
use crate::task::{GenerateError, Order, Task};

pub(super) const TASK: Task = Task {
    name: "beyondbench.easy.longest_increasing_subsequence",
    version: 1,
    summary: "the length of the longest strictly increasing subsequence of a list",
    variations: VARIATIONS,
    params: &[SIZE, LOW, HIGH],
    generate,
    space: count::distinct,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let mut numbers = draw::distinct(order.params, stream)?;
    order_some(stream, &mut numbers);
    let length = longest(&numbers);
    Ok(integer_of_list(numbers, length as i64))
}

/// Puts the values at a uniformly drawn number of random places into rising or falling order.
fn order_some(stream: &mut Stream, numbers: &mut [i64]) {
    let count = stream.range(1, numbers.len() as i64) as usize;
    let places: Vec<usize> = draw::marks(stream, count, numbers.len())
        .into_iter()
        .enumerate()
        .filter(|(_, marked)| *marked)
        .map(|(place, _)| place)
        .collect();
    let mut values: Vec<i64> = places.iter().map(|place| numbers[*place]).collect();
    values.sort_unstable();
    if stream.chance(1, 2) {
        values.reverse();
    }
    for (place, value) in places.into_iter().zip(values) {
        numbers[place] = value;
    }
}

/// The length of the longest strictly increasing subsequence, by patience sorting: `tops[i]` is
/// the smallest value at which one of length `i + 1` can end (Aldous and Diaconis, 1999).
fn longest(numbers: &[i64]) -> usize {
    let mut tops: Vec<i64> = Vec::with_capacity(numbers.len());
    for &number in numbers {
        let pile = tops.partition_point(|top| *top < number);
        match tops.get_mut(pile) {
            Some(top) => *top = number,
            None => tops.push(number),
        }
    }
    tops.len()
}

#[cfg(test)]
mod tests {
    use super::super::testing;

    #[test]
    fn every_length_occurs() {
        let mut counts = [0u32; 9];
        for item in testing::items(&super::TASK, 8, -100, 100, 2_000) {
            counts[super::longest(testing::list(&item.vars))] += 1;
        }
        assert!(counts[1..].iter().all(|count| *count > 50), "{counts:?}");
    }
}
