//! `beyondbench.easy.interleave_lists`: two lists taken in turns.
//!
//! Hard about it: keeping two places at once. All values of both lists are different as far as the
//! range holds enough. The space is that of all such pairs of lists, 8·10^22 at the defaults. The
//! key is proved by taking it apart again.

use super::{HIGH, LOW, SIZE_FIVE, VARIATIONS, count, draw, exact_list, two_lists};
use crate::item::Draft;
use crate::sample::Stream;
use crate::task::{GenerateError, Order, Task};

pub(super) const TASK: Task = Task {
    name: "beyondbench.easy.interleave_lists",
    version: 1,
    summary: "two lists of equal length, merged by taking values from each in turn",
    variations: VARIATIONS,
    params: &[SIZE_FIVE, LOW, HIGH],
    generate,
    space: count::two_lists,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let (first, second) = draw::two_lists(order.params, stream)?;
    let merged = first.iter().zip(&second).flat_map(|(a, b)| [*a, *b]);
    let merged = exact_list(merged.collect());
    Ok(Draft::new(two_lists(first, second), merged))
}
