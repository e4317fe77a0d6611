//! `beyondbench.easy.second_maximum`: the second largest of a list's different values.
//!
//! Hard about it: two values must be kept in mind during the search, and equal ones count once,
//! which the prompt says. A range of one value has no second and is refused; in a range with fewer
//! values than the list, two different ones are drawn first. The key is proved by sorting.

use super::{HIGH, LOW, SIZE_FROM_TWO, VARIATIONS, count, draw, integer_of_list};
use crate::item::Draft;
use crate::sample::Stream;
use crate::space::{Space, power};
use crate::task::{GenerateError, Order, Task};

pub(super) const TASK: Task = Task {
    name: "beyondbench.easy.second_maximum",
    version: 1,
    summary: "the second largest of a list's different values",
    variations: VARIATIONS,
    params: &[SIZE_FROM_TWO, LOW, HIGH],
    generate,
    space,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let numbers = draw::two_values(order.params, stream, "second largest")?;
    let (mut first, mut second) = (i64::MIN, i64::MIN);
    for &number in &numbers {
        if number > first {
            (first, second) = (number, first);
        } else if number < first && number > second {
            second = number;
        }
    }
    Ok(integer_of_list(numbers, second))
}

/// Where values repeat, all lists but those of one value.
pub(super) fn space(order: Order<'_>) -> Space {
    let size = order.params.size("size");
    let pool = count::pool(order.params);
    if pool >= size as u64 {
        return count::distinct(order);
    }
    Space::exactly(power(pool, size) - pool)
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
