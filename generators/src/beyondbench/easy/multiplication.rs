//! `beyondbench.easy.multiplication`: the product of a list.
//!
//! Hard about it: the product soon passes every machine word, so many digits must be carried. The
//! published task draws zeros as often as any other value, and each makes all other factors
//! pointless (one list in seven at size 32); here a zero is drawn only when the range holds
//! nothing else. The key is proved by dividing it by every value, which leaves 1.

use num_bigint::BigInt;

use super::{HIGH, LOW, VARIATIONS, count, draw, integer_of_list};
use crate::item::Draft;
use crate::param::Param;
use crate::sample::Stream;
use crate::space::{Space, power};
use crate::task::{GenerateError, Order, Task};

pub(super) const TASK: Task = Task {
    name: "beyondbench.easy.multiplication",
    version: 1,
    summary: "the product of a list of integers",
    variations: VARIATIONS,
    params: &[FACTORS, LOW, HIGH],
    generate,
    space,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let (low, high) = draw::bounds(order.params)?;
    let size = order.params.size("size");
    let numbers: Vec<i64> = (0..size)
        .map(|_| draw::nonzero(stream, low, high).unwrap_or(0))
        .collect();
    let product = product(&numbers);
    Ok(integer_of_list(numbers, product))
}

/// How many values the list holds: fewer than elsewhere, as judging refuses to read a number of
/// more than 10,000 digits.
const FACTORS: Param = Param::int("size", "how many values the list holds", (1, 1000), 8);

/// The product, multiplied up in machine words as far as they reach: a big multiplication for
/// each word costs a tenth of one for each factor.
fn product(numbers: &[i64]) -> BigInt {
    let mut product = BigInt::from(1);
    let mut word = 1i64;
    for number in numbers {
        word = word.checked_mul(*number).unwrap_or_else(|| {
            product *= word;
            *number
        });
    }
    product * word
}

fn space(order: Order<'_>) -> Space {
    let (low, high) = (order.params.int("low"), order.params.int("high"));
    let zero = u64::from(low <= 0 && 0 <= high);
    let pool = count::values(low, high).saturating_sub(zero).max(1);
    Space::exactly(power(pool, order.params.size("size")))
}

#[cfg(test)]
mod tests {
    use super::super::testing;

    #[test]
    fn a_zero_comes_only_from_a_range_of_nothing_else() {
        for (low, high) in [(-1, 1), (0, 3), (-3, 0), (0, 0)] {
            for item in testing::items(&super::TASK, 8, low, high, 200) {
                assert_eq!(
                    testing::list(&item.vars).contains(&0),
                    (low, high) == (0, 0)
                );
            }
        }
    }
}
