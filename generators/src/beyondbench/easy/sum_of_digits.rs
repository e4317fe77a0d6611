//! `beyondbench.easy.sum_of_digits`: the sum of all digits of all values.
//!
//! Hard about it: models see numbers in chunks of digits and must take them apart. A minus sign
//! doesn't count, and the prompt says so; the published task avoids negative values, and with them
//! half of its default range. The key is proved on the printed digits.

use super::{HIGH, LOW, SIZE, VARIATIONS, count, draw, integer_of_list};
use crate::item::Draft;
use crate::sample::Stream;
use crate::task::{GenerateError, Order, Task};

pub(super) const TASK: Task = Task {
    name: "beyondbench.easy.sum_of_digits",
    version: 1,
    summary: "the sum of all decimal digits in a list",
    variations: VARIATIONS,
    params: &[SIZE, LOW, HIGH],
    generate,
    space: count::independent,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let numbers = draw::independent(order.params, stream)?;
    let sum: i64 = numbers.iter().map(|number| digit_sum(number.abs())).sum();
    Ok(integer_of_list(numbers, sum))
}

fn digit_sum(mut value: i64) -> i64 {
    let mut sum = 0;
    while value > 0 {
        sum += value % 10;
        value /= 10;
    }
    sum
}
