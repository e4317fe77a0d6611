//! `beyondbench.medium.combinatorics`: how many ways there are to pick r of n things, in order or
//! not.
//!
//! Hard about it: telling permutations from combinations, and the exact product of r long numbers.
//! The question has one value by definition. The published n reaches from 3 to 12, which makes 150
//! items. Here n has two more digits than twice the level and r reaches from 2 to 6: 10^9 items at
//! the default difficulty. They can't exceed 10^15: a question is no more than two numbers and one
//! of two operations, and with n of 15 digits it would be one about multiplying only. The key is
//! the product of r factors from n downwards, over r! where order does not count, and is proved by
//! Vandermonde's identity.

use num_bigint::BigInt;
use tribunal_verifiers::checks::IntegerCheck;
use tribunal_verifiers::{Check, Integer};

use super::{DIFFICULTY, VARIATIONS};
use crate::item::Draft;
use crate::sample::Stream;
use crate::space::Space;
use crate::task::{GenerateError, Order, Task};
use crate::vars::Vars;

pub(super) const TASK: Task = Task {
    name: "beyondbench.medium.combinatorics",
    version: 1,
    summary: "how many permutations or combinations of r out of n there are",
    variations: VARIATIONS,
    params: &[DIFFICULTY],
    generate,
    space,
};

/// The largest n.
fn most(order: Order<'_>) -> i64 {
    10i64.pow(2 * order.params.int("difficulty") as u32 + 2)
}

fn space(order: Order<'_>) -> Space {
    let numbers = most(order) as u64 - 11;
    Space::exactly(numbers * 5 * 2).because("a question is two numbers and one of two operations")
}

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let n = stream.range(12, most(order));
    let r = stream.range(2, 6);
    let product: BigInt = (0..r).map(|taken| BigInt::from(n - taken)).product();
    let (asked, value) = if stream.chance(1, 2) {
        ("permutations", product)
    } else {
        ("combinations", product / (1..=r).product::<i64>())
    };
    Ok(Draft::new(
        Vars::new().with("asked", asked).with("n", n).with("r", r),
        Check::Integer(IntegerCheck {
            expected: Integer(value),
        }),
    ))
}
