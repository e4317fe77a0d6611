//! `beyondbench.easy.count_palindromic`: how many values of a list read the same backwards.
//!
//! Hard about it: models see numbers in chunks of digits and must take them apart. Only values from
//! 0 up are drawn, since a minus sign would settle the question, and a range without any is refused.
//! The published task knows 48 palindromes; here any of the range may come, and their number is
//! drawn uniformly over what the range admits. The key is proved by reversing digits with
//! arithmetic.

use super::{
    HIGH, LOW, SIZE, VARIATIONS, count, draw, integer_of_list, palindrome, plant::planted,
};
use crate::item::Draft;
use crate::sample::Stream;
use crate::space::{Space, power};
use crate::task::{GenerateError, Order, Task};

pub(super) const TASK: Task = Task {
    name: "beyondbench.easy.count_palindromic",
    version: 1,
    summary: "how many values of a list are palindromes in decimal",
    variations: VARIATIONS,
    params: &[SIZE, LOW, HIGH],
    generate,
    space,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let (low, high) = draw::bounds(order.params)?;
    if high < 0 {
        return Err(GenerateError::new(format!(
            "`high` is {high}, but palindromes are sought among numbers from 0 up; raise it"
        )));
    }
    let low = low.max(0);
    let size = order.params.size("size");
    let (numbers, count) = planted(
        stream,
        size,
        &palindrome::palindromes(low, high),
        &palindrome::others(low, high),
    );
    Ok(integer_of_list(numbers, count))
}

fn space(order: Order<'_>) -> Space {
    let (low, high) = (order.params.int("low").max(0), order.params.int("high"));
    let pool = count::values(low, high);
    Space::exactly(power(pool, order.params.size("size")))
}
