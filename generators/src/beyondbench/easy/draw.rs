//! What several easy tasks draw: lists of integers from a range.

use crate::param::Params;
use crate::sample::Stream;
use crate::task::GenerateError;

/// The range `low..=high` of values.
///
/// # Errors
/// When `low` is above `high`.
pub(super) fn bounds(params: &Params) -> Result<(i64, i64), GenerateError> {
    let (low, high) = (params.int("low"), params.int("high"));
    if low > high {
        return Err(GenerateError::new(format!(
            "`low` is {low} and `high` is {high}; give a range with low <= high"
        )));
    }
    Ok((low, high))
}

/// A distinct draw: `size` different values, or independent ones when the range holds fewer.
///
/// # Errors
/// When `low` is above `high`.
pub(super) fn distinct(params: &Params, stream: &mut Stream) -> Result<Vec<i64>, GenerateError> {
    let (low, high) = bounds(params)?;
    let size = params.size("size");
    Ok(stream
        .distinct(size, low, high)
        .unwrap_or_else(|| stream.integers(size, low, high)))
}

/// A random draw: `size` independent values.
///
/// # Errors
/// When `low` is above `high`.
pub(super) fn independent(params: &Params, stream: &mut Stream) -> Result<Vec<i64>, GenerateError> {
    let (low, high) = bounds(params)?;
    Ok(stream.integers(params.size("size"), low, high))
}

/// Two different values in random order, or one value twice when the range holds no other.
pub(super) fn two_different(stream: &mut Stream, low: i64, high: i64) -> (i64, i64) {
    if low == high {
        return (low, low);
    }
    let a = stream.range(low, high);
    // The second value skips over the first, so that no draw is thrown away.
    let b = stream.range(low, high - 1);
    (a, if b >= a { b + 1 } else { b })
}

/// A value other than 0; `None` when the range holds no other.
pub(super) fn nonzero(stream: &mut Stream, low: i64, high: i64) -> Option<i64> {
    if low > 0 || high < 0 {
        return Some(stream.range(low, high));
    }
    if low == high {
        return None;
    }
    // The values from 0 up move one up, so that no draw is thrown away.
    let value = stream.range(low, high - 1);
    Some(if value >= 0 { value + 1 } else { value })
}

/// The smallest and the largest of `numbers`, which must not be empty.
pub(super) fn extremes(numbers: &[i64]) -> (i64, i64) {
    numbers
        .iter()
        .fold((numbers[0], numbers[0]), |(low, high), n| {
            (low.min(*n), high.max(*n))
        })
}

/// A uniform set of `count` of the places `0..size`, as one mark a place.
pub(super) fn marks(stream: &mut Stream, count: usize, size: usize) -> Vec<bool> {
    let mut missing = count as u64;
    (0..size)
        .map(|place| {
            let taken = stream.chance(missing, (size - place) as u64);
            missing -= u64::from(taken);
            taken
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_different_reach_every_pair_alike() {
        let mut stream = Stream::from_key([3; 32]);
        let mut counts = std::collections::HashMap::new();
        for _ in 0..12_000 {
            let pair = two_different(&mut stream, -1, 2);
            *counts.entry(pair).or_insert(0u32) += 1;
        }
        assert_eq!(counts.len(), 12);
        assert!(counts.keys().all(|(a, b)| a != b));
        assert!(
            counts.values().all(|&c| c.abs_diff(1_000) < 190),
            "{counts:?}"
        );
        assert_eq!(two_different(&mut stream, 5, 5), (5, 5));
    }

    #[test]
    fn nonzero_reaches_all_else() {
        let mut stream = Stream::from_key([9; 32]);
        for (low, high) in [(-2, 2), (0, 4), (-4, 0), (1, 4), (-4, -1)] {
            let mut seen: Vec<i64> = (0..500)
                .filter_map(|_| nonzero(&mut stream, low, high))
                .collect();
            seen.sort_unstable();
            seen.dedup();
            assert_eq!(seen, (low..=high).filter(|v| *v != 0).collect::<Vec<_>>());
        }
        assert_eq!(nonzero(&mut stream, 0, 0), None);
    }

    #[test]
    fn marks_are_as_many_as_asked_and_reach_every_set() {
        let mut stream = Stream::from_key([4; 32]);
        let mut seen = std::collections::HashMap::new();
        for _ in 0..10_000 {
            let drawn = marks(&mut stream, 2, 5);
            assert_eq!(drawn.iter().filter(|m| **m).count(), 2);
            *seen.entry(drawn).or_insert(0u32) += 1;
        }
        assert_eq!(seen.len(), 10);
        assert!(seen.values().all(|&c| c.abs_diff(1_000) < 190), "{seen:?}");
        assert_eq!(marks(&mut stream, 3, 3), [true; 3]);
        assert_eq!(marks(&mut stream, 0, 3), [false; 3]);
    }
}
