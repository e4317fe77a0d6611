//! `beyondbench.easy.find_minimum`: the smallest value of a list.
//!
//! Hard about it: the smallest of negative values is the one that looks largest. The key is proved
//! by its being in the list with nothing below it.

use super::{HIGH, LOW, SIZE, VARIATIONS, draw, integer_of_list};
use crate::item::Draft;
use crate::sample::Stream;
use crate::task::{GenerateError, Order, Task};

pub(super) const TASK: Task = Task {
    name: "beyondbench.easy.find_minimum",
    version: 1,
    summary: "the smallest value of a list",
    variations: VARIATIONS,
    params: &[SIZE, LOW, HIGH],
    generate,
    space: crate::space::uncounted,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let numbers = draw::distinct(order.params, stream)?;
    let (minimum, _) = draw::extremes(&numbers);
    Ok(integer_of_list(numbers, minimum))
}

#[cfg(test)]
mod tests {
    #[test]
    fn key_is_confirmed() {
        super::super::testing::confirm(&super::TASK, |numbers| {
            let is_bottom = |bottom: &i64| numbers.iter().all(|n| n >= bottom);
            numbers
                .iter()
                .copied()
                .find(is_bottom)
                .expect("some value is at the bottom")
        });
    }
}
