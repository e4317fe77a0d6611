//! `beyondbench.easy.median`: the middle of a list in order.
//!
//! Hard about it: the list must be put in order first, and an even number of values has two in the
//! middle. A median is a whole or a half, so it is asked for exactly. The key is proved by how many
//! values lie on either side.

use super::{HIGH, LOW, SIZE, VARIATIONS, draw, fraction};
use crate::item::Draft;
use crate::sample::Stream;
use crate::task::{GenerateError, Order, Task};
use crate::vars::Vars;

pub(super) const TASK: Task = Task {
    name: "beyondbench.easy.median",
    version: 1,
    summary: "the median of a list, exactly",
    variations: VARIATIONS,
    params: &[SIZE, LOW, HIGH],
    generate,
    space: crate::space::uncounted,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let numbers = draw::independent(order.params, stream)?;
    let mut sorted = numbers.clone();
    sorted.sort_unstable();
    let (below, above) = (sorted[(sorted.len() - 1) / 2], sorted[sorted.len() / 2]);
    Ok(Draft::new(
        Vars::new().with("numbers", numbers),
        fraction(below + above, 2, None),
    ))
}

#[cfg(test)]
mod tests {
    use num_bigint::BigInt;
    use tribunal_verifiers::Check;

    use super::super::testing;

    /// The k-th smallest value without sorting: the one with at most k values below it and more
    /// than k not above it.
    fn kth(numbers: &[i64], k: usize) -> i64 {
        let holds = |value: &&i64| {
            let below = numbers.iter().filter(|n| n < value).count();
            let up_to = numbers.iter().filter(|n| n <= value).count();
            below <= k && k < up_to
        };
        *numbers
            .iter()
            .find(holds)
            .expect("every rank is held by a value")
    }

    #[test]
    fn key_is_confirmed() {
        testing::confirm_with(&super::TASK, |vars, check| {
            let Check::Rational(key) = check else {
                panic!("not a fraction: {check:?}")
            };
            let numbers = testing::list(vars);
            let n = numbers.len();
            let twice = if n % 2 == 1 {
                2 * kth(numbers, n / 2)
            } else {
                kth(numbers, n / 2 - 1) + kth(numbers, n / 2)
            };
            assert_eq!(
                &key.numerator.0 * 2,
                BigInt::from(twice) * &key.denominator.0
            );
            assert_eq!(key.places, None);
        });
    }
}
