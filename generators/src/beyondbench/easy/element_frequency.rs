//! `beyondbench.easy.element_frequency`: how often each value of a list occurs.
//!
//! Hard about it: as many counts at once as there are different values. Independent values of the
//! published range hardly ever repeat, so that there would be nothing to count; here the number of
//! different values is drawn uniformly from a quarter of the size (at least two) up, as far as the
//! range goes. The order of an answer doesn't matter. The space is at least that of all lists of
//! different values, 2.3·10^18 at the defaults. The key is proved by striking out one value after
//! another.

use tribunal_verifiers::Check;
use tribunal_verifiers::checks::TallyCheck;

use super::{HIGH, LOW, SIZE, VARIATIONS, count, draw};
use crate::item::Draft;
use crate::sample::Stream;
use crate::task::{GenerateError, Order, Task};
use crate::vars::Vars;

pub(super) const TASK: Task = Task {
    name: "beyondbench.easy.element_frequency",
    version: 1,
    summary: "each value of a list with how often it occurs",
    variations: VARIATIONS,
    params: &[SIZE, LOW, HIGH],
    generate,
    space: count::repeating,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let (numbers, _) = draw::repeating(order.params, stream)?;
    let mut sorted = numbers.clone();
    sorted.sort_unstable();
    let counts = sorted
        .chunk_by(|one, other| one == other)
        .map(|equal| (equal[0], equal.len() as u32))
        .collect();
    let check = TallyCheck::new(counts)
        .unwrap_or_else(|error| unreachable!("runs of a sorted list are a tally: {error}"));
    Ok(Draft::new(
        Vars::new().with("numbers", numbers),
        Check::Tally(check),
    ))
}
