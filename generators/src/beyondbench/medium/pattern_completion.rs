//! `beyondbench.medium.pattern_completion`: the next term of a disguised well-known sequence.
//!
//! Asked: the next term of `a * f(n) + b` for consecutive `n` from a hidden start, where `f` is one
//! of eight well-known sequences that the prompt lists. Hard about it: finding which one, from its
//! differences. That no other of them, from no other start, can be disguised as the same terms is
//! checked for each item; see [`super::disguise`]. The published "pascal diagonal" holds the
//! triangular numbers once more; here it is the next diagonal, the tetrahedral numbers.
//!
//! At the default difficulty seven sequences with 40 starts, 2 * 10^4 factors and 2 * 10^8 offsets
//! make 1.1 * 10^15 items.

use std::sync::LazyLock;

use super::disguise::{self, Known, LONGEST, STARTS};
use super::sequence::{Sequence, Size, redraw};
use super::{DIFFICULTY, VARIATIONS, tables};
use crate::item::Draft;
use crate::param::Param;
use crate::sample::Stream;
use crate::space::Space;
use crate::task::{GenerateError, Order, Task};
use crate::vars::Vars;

pub(super) const TASK: Task = Task {
    name: "beyondbench.medium.pattern_completion",
    version: 1,
    summary: "the next term of a disguised one of eight well-known sequences",
    variations: VARIATIONS,
    params: &[
        Param::int("length", "how many terms are shown", (6, 64), 6),
        DIFFICULTY,
    ],
    generate,
    space,
};

fn space(order: Order<'_>) -> Space {
    disguise::space(Size::of(order), &*KNOWN)
}

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let size = Size::of(order);
    let terms = redraw(stream, |stream| disguise::draw(size, stream, &*KNOWN))?;
    let told = Vars::new().with("starts", KNOWN[0].starts(size) as i64);
    Ok(Sequence { terms, told }.into_draft())
}

static KNOWN: LazyLock<[Known; 8]> = LazyLock::new(|| {
    let known = |of: fn(i64) -> i64| Known::new(STARTS, (1..=(STARTS + LONGEST) as i64).map(of));
    [
        known(|n| n * n),
        known(|n| n * n * n),
        known(|n| n * n * n * n),
        known(|n| n * (n + 1) / 2),
        known(|n| n * (3 * n - 1) / 2),
        known(|n| n * (n + 1) * (n + 2) / 6),
        Known::new(STARTS, tables::factorials()),
        // A later start of the powers is a larger factor.
        Known::new(1, tables::powers(2)),
    ]
});
