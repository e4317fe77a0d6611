//! `beyondbench.medium.harmonic_sequence`: the next of fractions whose reciprocals are an
//! arithmetic progression.
//!
//! Asked: the term after 1/a, 1/(a + d), 1/(a + 2d), … as an exact fraction. Hard about it: seeing
//! that the denominators grow by equal steps. Two terms decide the sequence. Published keys are
//! decimals with six places, which accept up to 25 wrong denominators; here only the exact value
//! counts. At the default difficulty there are 10^8 first denominators and as many steps.

use num_bigint::BigUint;
use tribunal_verifiers::checks::RationalCheck;
use tribunal_verifiers::{Check, Integer};

use super::sequence::{Size, spell};
use super::{DIFFICULTY, VARIATIONS};
use crate::item::Draft;
use crate::param::Param;
use crate::sample::Stream;
use crate::space::Space;
use crate::task::{GenerateError, Order, Task};
use crate::vars::Vars;

pub(super) const TASK: Task = Task {
    name: "beyondbench.medium.harmonic_sequence",
    version: 1,
    summary: "the next of fractions whose reciprocals are an arithmetic progression",
    variations: VARIATIONS,
    params: &[
        Param::int("length", "how many terms are shown", (3, 64), 5),
        DIFFICULTY,
    ],
    generate,
    space,
};

fn space(order: Order<'_>) -> Space {
    let most = BigUint::from(Size::of(order).offset() as u64);
    Space::exactly((&most - 1u32) * &most)
}

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let size = Size::of(order);
    let first = stream.range(2, size.offset());
    let step = stream.range(1, size.offset());
    let below = |place: usize| first + place as i64 * step;
    let terms = spell((0..size.length).map(|place| format!("1/{}", below(place))));
    Ok(Draft::new(
        Vars::new().with("terms", terms),
        Check::Rational(RationalCheck {
            numerator: Integer::from(1),
            denominator: Integer::from(below(size.length)),
            places: None,
        }),
    ))
}
