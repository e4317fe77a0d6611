//! `beyondbench.easy.set_difference`: the values of one list that another doesn't have.
//!
//! Hard about it: each value of the first must be sought in the second, and the values that only
//! the second has don't count. Two published lists seldom have more than one value in common, so
//! that repeating the first is nearly right; here the number of common values is drawn uniformly
//! from 0 to the size, as far as the range admits. The empty list is an answer, and the order of
//! an answer doesn't matter. The space is that of all pairs of lists of different values, 3·10^27
//! at the defaults. The key is proved by striking the second list's values from the first.

use super::{HIGH, LOW, SIZE_SIX, VARIATIONS, any_order, count, draw, two_lists};
use crate::item::Draft;
use crate::sample::Stream;
use crate::task::{GenerateError, Order, Task};

pub(super) const TASK: Task = Task {
    name: "beyondbench.easy.set_difference",
    version: 1,
    summary: "the values of one list that do not occur in another",
    variations: VARIATIONS,
    params: &[SIZE_SIX, LOW, HIGH],
    generate,
    space: count::two_sets,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let (first, second) = draw::two_sets(order.params, stream)?;
    let left = draw::chosen_by(&first, &second, false);
    Ok(Draft::new(two_lists(first, second), any_order(left)))
}
