//! `beyondbench.easy.alternating_sum`: first minus second plus third, and so on.
//!
//! Hard about it: the sign that a value carries and the sign that its place gives it must be kept
//! apart. The key is proved by adding up the two kinds of places apart.

use super::{HIGH, LOW, SIZE, VARIATIONS, draw, integer_of_list};
use crate::item::Draft;
use crate::sample::Stream;
use crate::task::{GenerateError, Order, Task};

pub(super) const TASK: Task = Task {
    name: "beyondbench.easy.alternating_sum",
    version: 1,
    summary: "the sum of a list with signs + - + - ... before its values",
    variations: VARIATIONS,
    params: &[SIZE, LOW, HIGH],
    generate,
    space: crate::space::uncounted,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let numbers = draw::distinct(order.params, stream)?;
    let mut sum = 0;
    let mut sign = 1;
    for number in &numbers {
        sum += sign * number;
        sign = -sign;
    }
    Ok(integer_of_list(numbers, sum))
}

#[cfg(test)]
mod tests {
    #[test]
    fn key_is_confirmed() {
        super::super::testing::confirm(&super::TASK, |numbers| {
            let from = |start: usize| numbers[start..].iter().step_by(2).sum::<i64>();
            from(0) - from(1)
        });
    }
}
