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

/// Two lists of `size` different values each, none of which both have; independent values when the
/// range doesn't hold enough for that.
///
/// # Errors
/// When `low` is above `high`.
pub(super) fn two_lists(
    params: &Params,
    stream: &mut Stream,
) -> Result<(Vec<i64>, Vec<i64>), GenerateError> {
    let (low, high) = bounds(params)?;
    let size = params.size("size");
    let mut first = stream
        .distinct(2 * size, low, high)
        .unwrap_or_else(|| stream.integers(2 * size, low, high));
    let second = first.split_off(size);
    Ok((first, second))
}

/// Two lists of `size` different values each. How many of them both have is drawn uniformly from
/// what the range admits. When it holds fewer values than a list, they are independent.
///
/// # Errors
/// When `low` is above `high`.
pub(super) fn two_sets(
    params: &Params,
    stream: &mut Stream,
) -> Result<(Vec<i64>, Vec<i64>), GenerateError> {
    let (low, high) = bounds(params)?;
    let size = params.size("size") as i64;
    let pool = high - low + 1;
    if pool < size {
        return two_lists(params, stream);
    }
    let common = stream.range((2 * size - pool).max(0), size);
    let union = stream
        .distinct((2 * size - common) as usize, low, high)
        .unwrap_or_default();
    let (size, common) = (size as usize, common as usize);
    let mut first = union[..size].to_vec();
    let mut second = union[size - common..].to_vec();
    stream.shuffle(&mut first);
    stream.shuffle(&mut second);
    Ok((first, second))
}

/// The values of `first` that `second` has, or those that it hasn't: each once, in ascending order.
pub(super) fn chosen_by(first: &[i64], second: &[i64], has: bool) -> Vec<i64> {
    let mut others = second.to_vec();
    others.sort_unstable();
    let mut chosen: Vec<i64> = first
        .iter()
        .copied()
        .filter(|value| others.binary_search(value).is_ok() == has)
        .collect();
    chosen.sort_unstable();
    chosen.dedup();
    chosen
}

/// A list of `size` values of which a uniformly drawn number are different, from a quarter of the
/// size (at least two) up, as far as the range goes; and that number.
///
/// # Errors
/// When `low` is above `high`.
pub(super) fn repeating(
    params: &Params,
    stream: &mut Stream,
) -> Result<(Vec<i64>, i64), GenerateError> {
    let (low, high) = bounds(params)?;
    let size = params.size("size");
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
    Ok((numbers, count))
}

/// A distinct draw with at least two different values, of which the one that is `asked` for can be
/// told; in a range with fewer values than the list, two different ones are drawn first.
///
/// # Errors
/// When `low` is not below `high`.
pub(super) fn two_values(
    params: &Params,
    stream: &mut Stream,
    asked: &str,
) -> Result<Vec<i64>, GenerateError> {
    let (low, high) = bounds(params)?;
    if low == high {
        return Err(GenerateError::new(format!(
            "the range holds only {low}, so that no list has a {asked} value; widen it"
        )));
    }
    let size = params.size("size");
    Ok(stream.distinct(size, low, high).unwrap_or_else(|| {
        let (a, b) = two_different(stream, low, high);
        let mut numbers = stream.integers(size, low, high);
        (numbers[0], numbers[1]) = (a, b);
        stream.shuffle(&mut numbers);
        numbers
    }))
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
