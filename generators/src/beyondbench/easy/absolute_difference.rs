//! `beyondbench.easy.absolute_difference`: how far two different numbers lie apart.
//!
//! Hard about it: distances across zero add up. A range of one value gives it twice, and the
//! answer 0. The key is proved by squares: the distance is the non-negative root of a² - 2ab + b².

use super::{HIGH, LOW, VARIATIONS, draw, integer_of_pair};
use crate::item::Draft;
use crate::sample::Stream;
use crate::task::{GenerateError, Order, Task};

pub(super) const TASK: Task = Task {
    name: "beyondbench.easy.absolute_difference",
    version: 1,
    summary: "the distance between two different integers",
    variations: VARIATIONS,
    params: &[LOW, HIGH],
    generate,
    space: crate::space::uncounted,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let (low, high) = draw::bounds(order.params)?;
    let (a, b) = draw::two_different(stream, low, high);
    Ok(integer_of_pair(a, b, (a - b).abs()))
}

#[cfg(test)]
mod tests {
    use num_bigint::{BigInt, Sign};
    use tribunal_verifiers::Check;

    use super::super::testing;

    #[test]
    fn key_is_confirmed() {
        testing::confirm_with(&super::TASK, |vars, check| {
            let Check::Integer(key) = check else {
                panic!("not an integer: {check:?}")
            };
            let (a, b) = testing::pair(vars);
            let (a, b) = (BigInt::from(a), BigInt::from(b));
            assert_ne!(key.expected.0.sign(), Sign::Minus);
            assert_eq!(key.expected.0.pow(2), &a * &a - 2 * &a * &b + &b * &b);
        });
    }
}
