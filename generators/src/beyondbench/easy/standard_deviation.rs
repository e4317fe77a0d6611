//! `beyondbench.easy.standard_deviation`: the square root of a list's population variance.
//!
//! Hard about it: a square root by hand, after all that the variance takes. The answer is asked for
//! as a rounded decimal and judged exactly, by comparing squares; where the root is a fraction, both
//! rules for ties and the fraction itself are right. The space is that of all lists of different
//! values, 2.3·10^18 at the defaults. The key is proved by the squared differences of all pairs.

use num_bigint::BigInt;
use tribunal_verifiers::Check;
use tribunal_verifiers::checks::RootCheck;

use super::{HIGH, LOW, SIZE, TWO_PLACES, VARIATIONS, count, draw, variance::variance};
use crate::item::Draft;
use crate::sample::Stream;
use crate::task::{GenerateError, Order, Task};
use crate::vars::Vars;

pub(super) const TASK: Task = Task {
    name: "beyondbench.easy.standard_deviation",
    version: 1,
    summary: "the population standard deviation of a list, rounded",
    variations: VARIATIONS,
    params: &[SIZE, LOW, HIGH, TWO_PLACES],
    generate,
    space: count::distinct,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let numbers = draw::distinct(order.params, stream)?;
    let places = order.params.int("places");
    let (numerator, denominator) = variance(&numbers);
    let (numerator, denominator) = (BigInt::from(numerator), BigInt::from(denominator));
    let check = RootCheck::new(numerator, denominator, places as u32)
        .unwrap_or_else(|error| unreachable!("a variance has a root: {error}"));
    Ok(Draft::new(
        Vars::new().with("numbers", numbers).with("places", places),
        Check::Root(check),
    ))
}
