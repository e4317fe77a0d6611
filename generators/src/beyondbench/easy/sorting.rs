//! `beyondbench.easy.sorting`: a list in ascending order.
//!
//! Hard about it: no value may be lost or doubled on the way. Repeated values, which occur only
//! when the range holds fewer values than the list, stay repeated, and the prompt says so. The key
//! is proved by each value's rank.

use tribunal_verifiers::Check;
use tribunal_verifiers::checks::{ListCheck, Order as ListOrder};

use super::{HIGH, LOW, SIZE, VARIATIONS, count, draw};
use crate::item::Draft;
use crate::sample::Stream;
use crate::task::{GenerateError, Order, Task};
use crate::vars::Vars;

pub(super) const TASK: Task = Task {
    name: "beyondbench.easy.sorting",
    version: 1,
    summary: "a list in ascending order",
    variations: VARIATIONS,
    params: &[SIZE, LOW, HIGH],
    generate,
    space: count::distinct,
};

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let numbers = draw::distinct(order.params, stream)?;
    let mut expected = numbers.clone();
    expected.sort_unstable();
    Ok(Draft::new(
        Vars::new().with("numbers", numbers),
        Check::List(ListCheck {
            expected,
            order: ListOrder::Exact,
        }),
    ))
}
