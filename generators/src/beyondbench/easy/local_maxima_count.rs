//! `beyondbench.easy.local_maxima_count`: how many inner values exceed both neighbours.
//!
//! Hard about it: two comparisons a value, and the ends never count, which the prompt says. In a
//! random list of eight the answer is 2 three times out of five; here the count is drawn uniformly
//! and the list fitted to it. Where the range holds fewer values than the list, values are
//! independent instead. The key is proved by the turns from rising to falling.

use super::{HIGH, LOW, SIZE, VARIATIONS, count, draw, integer_of_list, shape};
use crate::item::Draft;
use crate::sample::Stream;
use crate::task::{GenerateError, Order, Task};

pub(super) const TASK: Task = Task {
    name: "beyondbench.easy.local_maxima_count",
    version: 1,
    summary: "how many inner values of a list are greater than both neighbours",
    variations: VARIATIONS,
    params: &[SIZE, LOW, HIGH],
    generate,
    space: count::distinct,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let (low, high) = draw::bounds(order.params)?;
    let size = order.params.size("size");
    let rises = with_peaks(stream, size);
    let numbers = shape::shaped(stream, &rises, low, high)
        .unwrap_or_else(|| stream.integers(size, low, high));
    let count = numbers
        .windows(3)
        .filter(|three| three[1] > three[0] && three[1] > three[2])
        .count();
    Ok(integer_of_list(numbers, count as i64))
}

/// Rises and falls of a list of `size` values, uniform among those with a uniformly drawn number
/// of peaks.
///
/// Think of a fall before the list and a rise after it. The direction then changes an odd number
/// of times, 2p + 1 for p peaks, and any 2p + 1 of the `size` places between two steps can be the
/// ones where it changes.
fn with_peaks(stream: &mut Stream, size: usize) -> Vec<bool> {
    let peaks = stream.index((size - 1) / 2 + 1);
    let mut changes = draw::marks(stream, 2 * peaks + 1, size);
    // The last place lies before the rise after the list and is known from the others.
    changes.pop();
    let mut rising = false;
    changes
        .into_iter()
        .map(|change| {
            rising ^= change;
            rising
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::with_peaks;
    use crate::sample::Stream;

    /// With four steps there are 5, 10 and 1 shapes of 0, 1 and 2 peaks.
    #[test]
    fn peaks_are_drawn_uniformly_and_shapes_within_them() {
        let mut stream = Stream::from_key([8; 32]);
        let mut seen = std::collections::HashMap::new();
        for _ in 0..30_000 {
            *seen.entry(with_peaks(&mut stream, 5)).or_insert(0u32) += 1;
        }
        assert_eq!(seen.len(), 16);
        for (rises, times) in seen {
            let peaks = rises.windows(2).filter(|w| w[0] && !w[1]).count();
            let expected = [2_000, 1_000, 10_000][peaks];
            assert!(
                times.abs_diff(expected) < expected / 5,
                "{rises:?} {times} times"
            );
        }
    }
}
