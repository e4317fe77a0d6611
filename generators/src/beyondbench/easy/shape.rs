//! Lists whose rises and falls are drawn first and whose values are fitted to them, for the tasks
//! that ask about neighbours.

use crate::sample::Stream;

/// Different values from `low..=high` such that value `i + 1` is above value `i` exactly where
/// `rises[i]`; `None` when the range holds fewer than `rises.len() + 1` values.
///
/// Each value's rank among those before it is drawn uniformly over what the rise or fall leaves
/// open, which is never nothing; so every list of that shape can come out, though not all are
/// equally likely.
pub(super) fn shaped(stream: &mut Stream, rises: &[bool], low: i64, high: i64) -> Option<Vec<i64>> {
    let mut values = stream.distinct(rises.len() + 1, low, high)?;
    values.sort_unstable();
    let mut ranks = Vec::with_capacity(values.len());
    let mut rank = 0;
    ranks.push(rank);
    for (before, rise) in rises.iter().enumerate() {
        // The ranks among the values so far run from 0 to `before`; a value that comes in at the
        // rank of the one to its left, or lower, is below it.
        rank = if *rise {
            rank + 1 + stream.index(before + 1 - rank)
        } else {
            stream.index(rank + 1)
        };
        ranks.push(rank);
    }
    // From the right: the last value's rank is its place among all that are left.
    let mut shaped: Vec<i64> = ranks
        .iter()
        .rev()
        .map(|rank| values.remove(*rank))
        .collect();
    shaped.reverse();
    Some(shaped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_of_a_shape_comes_out_and_no_other() {
        let mut stream = Stream::from_key([6; 32]);
        for shape in 0..16u8 {
            let rises: Vec<bool> = (0..4).map(|bit| shape >> bit & 1 == 1).collect();
            let mut seen = std::collections::HashSet::new();
            for _ in 0..3_000 {
                let list = shaped(&mut stream, &rises, 1, 5).expect("five values");
                let found: Vec<bool> = list.windows(2).map(|w| w[1] > w[0]).collect();
                assert_eq!(found, rises);
                seen.insert(list);
            }
            assert_eq!(seen.len(), with_shape(&rises), "{rises:?}");
        }
        assert_eq!(shaped(&mut stream, &[true; 5], 1, 5), None);
    }

    /// How many orders of 1..=5 have the shape, by trying all.
    fn with_shape(rises: &[bool]) -> usize {
        fn extend(list: &mut Vec<u8>, rises: &[bool]) -> usize {
            if list.len() == 5 {
                return usize::from(
                    list.windows(2)
                        .map(|w| w[1] > w[0])
                        .eq(rises.iter().copied()),
                );
            }
            (1..=5)
                .map(|value| {
                    if list.contains(&value) {
                        return 0;
                    }
                    list.push(value);
                    let found = extend(list, rises);
                    list.pop();
                    found
                })
                .sum()
        }
        extend(&mut Vec::new(), rises)
    }
}
