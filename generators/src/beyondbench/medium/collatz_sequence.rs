//! `beyondbench.medium.collatz_sequence`: the next term of a Collatz sequence.
//!
//! Asked: one step of a rule that the prompt gives in full, so the key is the only one. Hard about
//! it: long numbers only. Starts have four digits more a level, 16 at the default difficulty, and
//! each makes its own item: nearly 10^16. Published starts reach from 6 to 50. The key is proved by
//! undoing the step.

use num_bigint::BigInt;

use super::sequence::{Sequence, Size, extend};
use super::{DIFFICULTY, VARIATIONS};
use crate::item::Draft;
use crate::param::Param;
use crate::sample::Stream;
use crate::space::{self, Space};
use crate::task::{GenerateError, Order, Task};

pub(super) const TASK: Task = Task {
    name: "beyondbench.medium.collatz_sequence",
    version: 1,
    summary: "the next term of a Collatz sequence",
    variations: VARIATIONS,
    params: &[
        Param::int("length", "how many terms are shown", (1, 64), 6),
        DIFFICULTY,
    ],
    generate,
    space,
};

fn space(order: Order<'_>) -> Space {
    let groups = order.params.size("difficulty");
    Space::exactly(space::power(10_000, groups) * 9_999u32)
}

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let size = Size::of(order);
    let mut start = BigInt::from(stream.range(1, 9_999));
    for _ in 0..size.level {
        start = start * 10_000 + stream.range(0, 9_999);
    }
    let terms = extend(vec![start], size.length, |terms| {
        let last = &terms[terms.len() - 1];
        if last.bit(0) { last * 3 + 1 } else { last / 2 }
    });
    Ok(Sequence::untold(terms).into_draft())
}
