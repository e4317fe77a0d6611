//! `beyondbench.easy.multiplication`: the product of a list.
//!
//! Hard about it: the product soon passes every machine word, so many digits must be carried. The
//! published task draws zeros as often as any other value, and each makes all other factors
//! pointless (one list in seven at size 32); here a zero is drawn only when the range holds
//! nothing else. The key is proved by its sign and its remainders for a set of moduli whose
//! product is far above its size.

use num_bigint::BigInt;

use super::{HIGH, LOW, VARIATIONS, draw, integer_of_list};
use crate::item::Draft;
use crate::param::Param;
use crate::sample::Stream;
use crate::task::{GenerateError, Order, Task};

pub(super) const TASK: Task = Task {
    name: "beyondbench.easy.multiplication",
    version: 1,
    summary: "the product of a list of integers",
    variations: VARIATIONS,
    params: &[FACTORS, LOW, HIGH],
    generate,
    space: crate::space::uncounted,
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

#[cfg(test)]
mod tests {
    use num_bigint::BigInt;
    use tribunal_verifiers::Check;

    use super::super::testing;

    /// Two numbers of at most `b` bits and of equal sign are equal when they leave the same
    /// remainders for pairwise coprime moduli whose product has more than `b` bits (Chinese
    /// remainder theorem).
    #[test]
    fn key_is_confirmed() {
        // The largest primes below 2^31 would do; Mersenne numbers with coprime exponents are
        // coprime too, and easy to name.
        let exponents = [31u32, 29, 27, 26, 25, 23, 19, 17, 13, 11, 7];
        testing::confirm_with(&super::TASK, |vars, check| {
            let Check::Integer(key) = check else {
                panic!("not an integer: {check:?}")
            };
            let numbers = testing::list(vars);
            let negative = numbers.iter().filter(|n| **n < 0).count() % 2 == 1;
            let zero = numbers.contains(&0);
            let magnitude: f64 = numbers
                .iter()
                .map(|n| (n.unsigned_abs() as f64).log2())
                .sum();
            let sign = key.expected.0.sign();
            assert_eq!(sign == num_bigint::Sign::NoSign, zero);
            assert_eq!(sign == num_bigint::Sign::Minus, negative && !zero);
            if !zero {
                // A size within one bit of the sum of logarithms, and the remainders.
                assert!((key.expected.0.bits() as f64 - magnitude).abs() < 1.5);
            }
            for exponent in exponents {
                let modulus = (1i128 << exponent) - 1;
                let remainder = numbers
                    .iter()
                    .fold(1i128, |r, n| (r * i128::from(*n)).rem_euclid(modulus));
                let of_key: BigInt = &key.expected.0 - BigInt::from(remainder);
                assert_eq!(of_key % modulus, BigInt::from(0), "modulo {modulus}");
            }
        });
    }

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
