//! Lists with a drawn number of values of one kind, for the tasks that ask how many there are.
//!
//! The number is drawn uniformly over what the range admits. A list of independent values would
//! have a count near its mean, and always answering that mean would score far above chance.

use crate::sample::Stream;

/// The values of one kind within a range, in a fixed order.
pub(super) struct Kind<F> {
    /// How many there are.
    pub(super) len: u64,
    /// The value at a place below `len`.
    pub(super) nth: F,
}

impl<F: Fn(u64) -> i64> Kind<F> {
    fn draw(&self, stream: &mut Stream) -> i64 {
        (self.nth)(stream.below(self.len))
    }
}

/// The integers of `low..=high` that leave `rest` when divided by `step`.
pub(super) fn every(step: i64, rest: i64, low: i64, high: i64) -> Kind<impl Fn(u64) -> i64> {
    let first = low + (rest - low).rem_euclid(step);
    let len = if first > high {
        0
    } else {
        ((high - first) / step) as u64 + 1
    };
    Kind {
        len,
        nth: move |place| first + step * place as i64,
    }
}

/// All integers of `low..=high`; none when `low` is above `high`.
pub(super) fn interval(low: i64, high: i64) -> Kind<impl Fn(u64) -> i64> {
    every(1, 0, low, high)
}

/// `size` independent values in random order, of which a uniformly drawn number are of the first
/// kind and the others of the second; and that number. At least one of the kinds must not be
/// empty, which holds when they are each other's complement in a range.
pub(super) fn planted<M, O>(
    stream: &mut Stream,
    size: usize,
    members: &Kind<M>,
    others: &Kind<O>,
) -> (Vec<i64>, i64)
where
    M: Fn(u64) -> i64,
    O: Fn(u64) -> i64,
{
    debug_assert!(
        members.len + others.len > 0,
        "a range has at least one value"
    );
    let fewest = if others.len == 0 { size } else { 0 };
    let most = if members.len == 0 { 0 } else { size };
    let count = stream.range(fewest as i64, most as i64);
    let mut numbers: Vec<i64> = (0..size as i64)
        .map(|i| {
            if i < count {
                members.draw(stream)
            } else {
                others.draw(stream)
            }
        })
        .collect();
    stream.shuffle(&mut numbers);
    (numbers, count)
}

/// `count` values of a kind: different ones as far as it holds enough, otherwise independent ones.
/// The kind must not be empty unless nothing is wanted of it.
pub(super) fn some<F>(stream: &mut Stream, count: usize, kind: &Kind<F>) -> Vec<i64>
where
    F: Fn(u64) -> i64,
{
    let last = kind.len as i64 - 1;
    let mut places = stream
        .distinct(count, 0, last)
        .unwrap_or_else(|| stream.integers(count, 0, last));
    for place in &mut places {
        *place = (kind.nth)(*place as u64);
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_lists_the_residue_class() {
        for step in 1..6 {
            for rest in 0..step {
                for low in -9..9 {
                    for high in low..9 {
                        let kind = every(step, rest, low, high);
                        let listed: Vec<i64> = (0..kind.len).map(&kind.nth).collect();
                        let wanted: Vec<i64> = (low..=high)
                            .filter(|v| v.rem_euclid(step) == rest)
                            .collect();
                        assert_eq!(listed, wanted, "{rest} mod {step} in {low}..={high}");
                    }
                }
            }
        }
        assert_eq!(interval(3, 2).len, 0);
    }

    #[test]
    fn every_feasible_count_is_equally_likely() {
        let mut stream = Stream::from_key([5; 32]);
        let mut counts = [0u32; 5];
        for _ in 0..10_000 {
            let (numbers, count) = planted(&mut stream, 4, &interval(-9, -1), &interval(0, 9));
            assert_eq!(numbers.iter().filter(|n| **n < 0).count() as i64, count);
            counts[count as usize] += 1;
        }
        assert!(counts.iter().all(|c| c.abs_diff(2_000) < 250), "{counts:?}");
        assert_eq!(
            planted(&mut stream, 4, &interval(1, 0), &interval(0, 9)).1,
            0
        );
        assert_eq!(
            planted(&mut stream, 4, &interval(0, 9), &interval(1, 0)).1,
            4
        );
    }
}
