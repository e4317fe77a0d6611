//! `beyondbench.easy.mode`: the most frequent values of a list.
//!
//! Hard about it: counting many values at once, and not stopping at the first that looks frequent.
//! The published task draws one value twice and the others at random, so that long lists have
//! modes by accident. Here one to three modes of two to four copies are drawn and the other values
//! get fewer copies, as far as size and range admit; the prompt asks for all modes in any order.
//! The key is proved by counting.

use num_bigint::BigUint;
use tribunal_verifiers::Check;
use tribunal_verifiers::checks::{ListCheck, Order as ListOrder};

use super::{HIGH, LOW, SIZE, VARIATIONS, count, draw};
use crate::item::Draft;
use crate::sample::Stream;
use crate::space::{Space, binomial, falling};
use crate::task::{GenerateError, Order, Task};
use crate::vars::Vars;

pub(super) const TASK: Task = Task {
    name: "beyondbench.easy.mode",
    version: 1,
    summary: "all of the most frequent values of a list",
    variations: VARIATIONS,
    params: &[SIZE, LOW, HIGH],
    generate,
    space,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let (low, high) = draw::bounds(order.params)?;
    let size = order.params.size("size");
    let pool = (high - low) as usize + 1;
    let (copies, modes) = frequencies(stream, size, pool);
    let rest = size - copies * modes;
    // Enough candidates for the rest even if each got a single copy, yet so few that values below
    // the top count are repeated too.
    let candidates = stream
        .distinct(pool.min(size + MOST_MODES), low, high)
        .unwrap_or_else(|| vec![low]);
    let (chosen, others) = candidates.split_at(modes);
    let mut numbers = repeated(others, copies - 1);
    for taken in 0..rest {
        let other = taken + stream.index(numbers.len() - taken);
        numbers.swap(taken, other);
    }
    numbers.truncate(rest);
    numbers.extend(repeated(chosen, copies));
    stream.shuffle(&mut numbers);
    let mut expected = chosen.to_vec();
    expected.sort_unstable();
    Ok(Draft::new(
        Vars::new().with("numbers", numbers),
        Check::List(ListCheck {
            expected,
            order: ListOrder::Any,
        }),
    ))
}

/// The largest number of modes drawn.
const MOST_MODES: usize = 3;

/// How many copies each mode gets, and how many modes there are, for a list of `size` values out
/// of `pool`.
///
/// `c` copies of `m` modes are feasible when they fit into the list and the others suffice for the
/// rest with at most `c - 1` copies each. Two copies are the least, unless the list has only one
/// value; in a small pool more copies are needed.
fn frequencies(stream: &mut Stream, size: usize, pool: usize) -> (usize, usize) {
    if size == 1 {
        return (1, 1);
    }
    let fewest = fewest_copies(size, pool);
    let copies = stream.range(fewest as i64, (fewest + 2).min(size) as i64) as usize;
    let feasible = |modes: usize| {
        let rest = size.checked_sub(modes * copies);
        modes <= pool && rest.is_some_and(|rest| rest <= (pool - modes) * (copies - 1))
    };
    let admitted: Vec<usize> = (1..=MOST_MODES).filter(|modes| feasible(*modes)).collect();
    (copies, *stream.choose(&admitted))
}

/// The fewest copies that a mode gets, from `size <= pool * (copies - 1) + 1`; `size` and `pool` must
/// not be 0.
fn fewest_copies(size: usize, pool: usize) -> usize {
    ((size - 1).div_ceil(pool) + 1).max(2).min(size)
}

/// Each value `copies` times.
fn repeated(values: &[i64], copies: usize) -> Vec<i64> {
    values
        .iter()
        .flat_map(|value| std::iter::repeat_n(*value, copies))
        .collect()
}

/// The lists of one mode with the fewest copies, whose other values are all different; where those
/// don't suffice, the places of the mode alone.
fn space(order: Order<'_>) -> Space {
    let size = order.params.size("size");
    let pool = count::pool(order.params);
    let copies = fewest_copies(size, usize::try_from(pool).unwrap_or(usize::MAX).max(1));
    let others = falling(pool.saturating_sub(1), size - copies).max(BigUint::from(1u8));
    Space::at_least(binomial(size as u64, copies) * others * pool)
}

#[cfg(test)]
mod tests {
    use tribunal_verifiers::Check;

    use super::super::testing;

    #[test]
    fn one_two_and_three_modes_occur_and_decoys_repeat() {
        let mut by_modes = [0u32; 4];
        let mut decoys = 0;
        for item in testing::items(&super::TASK, 16, -100, 100, 900) {
            let Check::List(key) = &item.check else {
                panic!("not a list")
            };
            by_modes[key.expected.len()] += 1;
            let numbers = testing::list(&item.vars);
            let repeats = |n: &i64| numbers.iter().filter(|m| *m == n).count() > 1;
            decoys += u32::from(
                numbers
                    .iter()
                    .any(|n| repeats(n) && !key.expected.contains(n)),
            );
        }
        assert!(
            by_modes[1..].iter().all(|count| *count > 200),
            "{by_modes:?}"
        );
        assert!(
            decoys > 300,
            "only {decoys} of 900 lists repeat a value that is no mode"
        );
    }
}
