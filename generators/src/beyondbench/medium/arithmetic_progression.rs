//! `beyondbench.medium.arithmetic_progression`: the next term of an arithmetic progression.
//!
//! Hard about it: little; the exact difference of two long numbers. Two terms decide the
//! progression. The published steps reach from -10 to 10; here first terms and steps are as long as
//! each other, which makes (2 * 10^8)^2 = 4 * 10^16 items at the default difficulty. The key is
//! proved by twice the last term less the one before it.

use num_bigint::BigInt;

use super::sequence::{Sequence, Size, nonzero};
use super::{DIFFICULTY, LENGTH, VARIATIONS};
use crate::item::Draft;
use crate::sample::Stream;
use crate::space::Space;
use crate::task::{GenerateError, Order, Task};

pub(super) const TASK: Task = Task {
    name: "beyondbench.medium.arithmetic_progression",
    version: 1,
    summary: "the next term of an arithmetic progression with a hidden step",
    variations: VARIATIONS,
    params: &[LENGTH, DIFFICULTY],
    generate,
    space,
};

fn space(order: Order<'_>) -> Space {
    let size = Size::of(order);
    Space::exactly(size.offsets() * (size.offsets() - 1u32))
}

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let size = Size::of(order);
    let first = size.draw_offset(stream);
    let step = nonzero(stream, size.offset());
    let terms = (0..=size.length as i64).map(|place| BigInt::from(first + place * step));
    Ok(Sequence::untold(terms.collect()).into_draft())
}
