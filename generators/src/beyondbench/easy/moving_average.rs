//! `beyondbench.easy.moving_average`: the means of all runs of neighbours of one length.
//!
//! Hard about it: overlapping sums, each with a division. The prompt states to how many places an
//! average may be rounded; exact fractions are right too, and so are both rules for ties. A window
//! wider than the list is refused, as there would be nothing to answer. The space is that of all
//! lists of different values, 2.3·10^18 at the defaults. The key is proved from the differences of
//! neighbouring averages.

use super::{HIGH, LOW, PLACES, SIZE, VARIATIONS, count, draw, fractions};
use crate::item::Draft;
use crate::param::Param;
use crate::sample::Stream;
use crate::task::{GenerateError, Order, Task};
use crate::vars::Vars;

pub(super) const TASK: Task = Task {
    name: "beyondbench.easy.moving_average",
    version: 1,
    summary: "the means of all windows of a list, exact or rounded",
    variations: VARIATIONS,
    params: &[SIZE, LOW, HIGH, WINDOW, PLACES],
    generate,
    space: count::distinct,
};

/// How many neighbours each average is taken over.
const WINDOW: Param = Param::int(
    "window",
    "how many neighbours each average is taken over; at most the size",
    (1, 64),
    3,
);

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let (size, window) = (order.params.size("size"), order.params.size("window"));
    if window > size {
        return Err(GenerateError::new(format!(
            "`window` is {window} and `size` is {size}; give a window of at most the size"
        )));
    }
    let numbers = draw::distinct(order.params, stream)?;
    let places = order.params.int("places");
    let mut sum: i64 = numbers[..window].iter().sum();
    let first = (sum, window as i64);
    let others = (window..size).map(|end| {
        sum += numbers[end] - numbers[end - window];
        (sum, window as i64)
    });
    let averages = fractions(std::iter::once(first).chain(others), places);
    let vars = Vars::new()
        .with("numbers", numbers)
        .with("window", window as i64)
        .with("places", places);
    Ok(Draft::new(vars, averages))
}

#[cfg(test)]
mod tests {
    use crate::ParamValue;
    use crate::task::Generator;

    #[test]
    fn a_window_fits_into_its_list() {
        let wide = [("size", ParamValue::Int(2))];
        let error = Generator::new(&super::TASK, None, wide, "42").expect_err("three of two");
        assert!(error.to_string().contains("at most the size"), "{error}");
    }
}
