//! `beyondbench.easy.running_average`: the mean of the first value, of the first two, and so on.
//!
//! Hard about it: as many divisions as there are values, on top of a running sum. The prompt states
//! to how many places an average may be rounded; exact fractions are right too, and so are both
//! rules for ties. The space is that of all lists of different values, 2.3·10^18 at the defaults.
//! The key is proved by going from each average to the next, which the value between them fixes.

use super::{HIGH, LOW, PLACES, SIZE, VARIATIONS, count, draw, fractions};
use crate::item::Draft;
use crate::sample::Stream;
use crate::task::{GenerateError, Order, Task};
use crate::vars::Vars;

pub(super) const TASK: Task = Task {
    name: "beyondbench.easy.running_average",
    version: 1,
    summary: "the means of all beginnings of a list, exact or rounded",
    variations: VARIATIONS,
    params: &[SIZE, LOW, HIGH, PLACES],
    generate,
    space: count::distinct,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let numbers = draw::distinct(order.params, stream)?;
    let places = order.params.int("places");
    let sums = numbers.iter().scan(0, |sum, number| {
        *sum += number;
        Some(*sum)
    });
    let averages = fractions(sums.zip(1..), places);
    Ok(Draft::new(
        Vars::new().with("numbers", numbers).with("places", places),
        averages,
    ))
}
