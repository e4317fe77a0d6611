//! `beyondbench.easy.dot_product`: the products of two lists' values at equal places, added up.
//!
//! Hard about it: a signed product for each place, then their sum. All values of both lists are
//! different as far as the range holds enough. The space is that of all such pairs of lists, 8·10^22
//! at the defaults. The key is proved by squares: 4ab is (a + b)² - (a - b)².

use super::{HIGH, LOW, SIZE_FIVE, VARIATIONS, count, draw, integer, two_lists};
use crate::item::Draft;
use crate::sample::Stream;
use crate::task::{GenerateError, Order, Task};

pub(super) const TASK: Task = Task {
    name: "beyondbench.easy.dot_product",
    version: 1,
    summary: "the dot product of two lists of equal length",
    variations: VARIATIONS,
    params: &[SIZE_FIVE, LOW, HIGH],
    generate,
    space: count::two_lists,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let (first, second) = draw::two_lists(order.params, stream)?;
    let places = first.iter().zip(&second);
    // 4096 products of up to 10^18 pass 2^63, but seldom.
    let sum: i128 = places.map(|(a, b)| i128::from(a * b)).sum();
    let sum = i64::try_from(sum).map_or_else(|_| num_bigint::BigInt::from(sum), Into::into);
    Ok(integer(two_lists(first, second), sum))
}
