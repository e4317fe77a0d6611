//! `beyondbench.easy.second_maximum`: the second largest of a list's different values.
//!
//! Hard about it: two values must be kept in mind during the search, and equal ones count once,
//! which the prompt says. A range of one value has no second and is refused; in a range with fewer
//! values than the list, two different ones are drawn first. The key is proved by sorting.

use super::{HIGH, LOW, SIZE_FROM_TWO, VARIATIONS, draw, integer_of_list};
use crate::item::Draft;
use crate::sample::Stream;
use crate::task::{GenerateError, Order, Task};

pub(super) const TASK: Task = Task {
    name: "beyondbench.easy.second_maximum",
    version: 1,
    summary: "the second largest of a list's different values",
    variations: VARIATIONS,
    params: &[SIZE_FROM_TWO, LOW, HIGH],
    generate,
    space: crate::space::uncounted,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let (low, high) = draw::bounds(order.params)?;
    if low == high {
        return Err(GenerateError::new(format!(
            "the range holds only {low}, so that no list has a second largest value; widen it"
        )));
    }
    let size = order.params.size("size");
    let numbers = stream.distinct(size, low, high).unwrap_or_else(|| {
        let (a, b) = draw::two_different(stream, low, high);
        let mut numbers = stream.integers(size, low, high);
        (numbers[0], numbers[1]) = (a, b);
        stream.shuffle(&mut numbers);
        numbers
    });
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

#[cfg(test)]
mod tests {
    use super::super::testing;
    use crate::ParamValue;
    use crate::task::Generator;

    #[test]
    fn key_is_confirmed() {
        testing::confirm(&super::TASK, |numbers| {
            let mut sorted = numbers.to_vec();
            sorted.sort_unstable();
            sorted.dedup();
            sorted[sorted.len() - 2]
        });
    }

    #[test]
    fn one_value_has_no_second() {
        let sevens = ["low", "high"].map(|name| (name, ParamValue::Int(7)));
        let error = Generator::new(&super::TASK, None, sevens, "42").expect_err("only 7");
        assert!(error.to_string().contains("only 7"), "{error}");
    }
}
