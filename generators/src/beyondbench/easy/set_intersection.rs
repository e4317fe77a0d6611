//! `beyondbench.easy.set_intersection`: the values that two lists have in common.
//!
//! Hard about it: each value must be sought in the other list. The published lists have nothing in
//! common in seven cases of ten; here the number of common values is drawn uniformly from 0 to the
//! size, as far as the range admits, and the lists are fitted to it. The empty list is an answer,
//! and the order of an answer doesn't matter. The space is that of all pairs of lists of different
//! values, 3·10^27 at the defaults. The key is proved by seeking every value of either list in the other
//! and in the key.

use super::{HIGH, LOW, SIZE_SIX, VARIATIONS, any_order, count, draw, two_lists};
use crate::item::Draft;
use crate::sample::Stream;
use crate::task::{GenerateError, Order, Task};

pub(super) const TASK: Task = Task {
    name: "beyondbench.easy.set_intersection",
    version: 1,
    summary: "the values that occur in both of two lists",
    variations: VARIATIONS,
    params: &[SIZE_SIX, LOW, HIGH],
    generate,
    space: count::two_sets,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let (first, second) = draw::two_sets(order.params, stream)?;
    let common = draw::chosen_by(&first, &second, true);
    Ok(Draft::new(two_lists(first, second), any_order(common)))
}
