//! `beyondbench.easy.second_minimum`: the second smallest of a list's different values.
//!
//! Hard about it: as for the second largest, and that of negative values the smallest look
//! largest. Equal ones count once, which the prompt says. A range of one value has no second and is
//! refused; in a range with fewer values than the list, two different ones are drawn first. The
//! space is that of all lists of different values, 2.3·10^18 at the defaults. The key is proved by
//! the values below it, which are all equal.

use super::{HIGH, LOW, SIZE_FROM_TWO, VARIATIONS, draw, integer_of_list, second_maximum};
use crate::item::Draft;
use crate::sample::Stream;
use crate::task::{GenerateError, Order, Task};

pub(super) const TASK: Task = Task {
    name: "beyondbench.easy.second_minimum",
    version: 1,
    summary: "the second smallest of a list's different values",
    variations: VARIATIONS,
    params: &[SIZE_FROM_TWO, LOW, HIGH],
    generate,
    space: second_maximum::space,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let numbers = draw::two_values(order.params, stream, "second smallest")?;
    let (mut first, mut second) = (i64::MAX, i64::MAX);
    for &number in &numbers {
        if number < first {
            (first, second) = (number, first);
        } else if number > first && number < second {
            second = number;
        }
    }
    Ok(integer_of_list(numbers, second))
}

#[cfg(test)]
mod tests {
    use crate::ParamValue;
    use crate::task::Generator;

    #[test]
    fn one_value_has_no_second() {
        let sevens = ["low", "high"].map(|name| (name, ParamValue::Int(7)));
        let error = Generator::new(&super::TASK, None, sevens, "42").expect_err("only 7");
        assert!(error.to_string().contains("only 7"), "{error}");
    }
}
