//! `beyondbench.easy.variance`: the population variance of a list.
//!
//! Hard about it: a mean that rarely comes out even, and the squares of all deviations from it. The
//! prompt says that the squares are divided by the number of values, and to how many places an
//! answer may be rounded; the exact fraction is right too, and so are both rules for ties. The space
//! is that of all lists of different values, 2.3·10^18 at the defaults. The key is proved by the
//! squared differences of all pairs.

use super::{HIGH, LOW, SIZE, TWO_PLACES, VARIATIONS, count, draw, fraction};
use crate::item::Draft;
use crate::sample::Stream;
use crate::task::{GenerateError, Order, Task};
use crate::vars::Vars;

pub(super) const TASK: Task = Task {
    name: "beyondbench.easy.variance",
    version: 1,
    summary: "the population variance of a list, exact or rounded",
    variations: VARIATIONS,
    params: &[SIZE, LOW, HIGH, TWO_PLACES],
    generate,
    space: count::distinct,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let numbers = draw::distinct(order.params, stream)?;
    let places = order.params.int("places");
    let (numerator, denominator) = variance(&numbers);
    Ok(Draft::new(
        Vars::new().with("numbers", numbers).with("places", places),
        fraction(numerator, denominator, Some(places as u32)),
    ))
}

/// The population variance as a fraction: the mean of the squares minus the square of the mean,
/// multiplied by the square of the number of values, which is the denominator.
pub(super) fn variance(numbers: &[i64]) -> (i128, i64) {
    let n = numbers.len() as i64;
    let sum = i128::from(numbers.iter().sum::<i64>());
    // 4096 squares of up to 10^18 stay below 2^72.
    let squares: i128 = numbers.iter().map(|n| i128::from(n * n)).sum();
    (i128::from(n) * squares - sum * sum, n * n)
}
