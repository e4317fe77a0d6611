//! `beyondbench.medium.gcd_lcm`: the greatest common divisor or the least common multiple of two or
//! three numbers.
//!
//! Hard about it: Euclid's algorithm on long numbers, and products that grow. The question has one
//! value by definition. Published numbers are drawn apart from each other, and 1 is the most
//! frequent divisor by far (35 % of the items); here they are multiples of a drawn factor. At the
//! default difficulty there are 10^3 factors and 10^6 multiples each, so more than 10^15 items. The
//! key is worked out by Euclid's algorithm and proved by what is left of each number: nothing in common.

use num_bigint::BigInt;
use num_integer::Integer as _;
use tribunal_verifiers::checks::IntegerCheck;
use tribunal_verifiers::{Check, Integer};

use super::{DIFFICULTY, VARIATIONS};
use crate::item::Draft;
use crate::sample::Stream;
use crate::space::{self, Space};
use crate::task::{GenerateError, Order, Task};
use crate::vars::Vars;

pub(super) const TASK: Task = Task {
    name: "beyondbench.medium.gcd_lcm",
    version: 1,
    summary: "the greatest common divisor or least common multiple of two or three numbers",
    variations: VARIATIONS,
    params: &[DIFFICULTY],
    generate,
    space,
};

/// Both questions about two or three multiples of one factor, whichever.
fn space(order: Order<'_>) -> Space {
    let most = 10u64.pow(order.params.int("difficulty") as u32);
    let multiples = most * most - 1;
    Space::at_least((space::power(multiples, 2) + space::power(multiples, 3)) * 2u32)
}

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let most = 10i64.pow(order.params.int("difficulty") as u32);
    let factor = stream.range(2, most);
    let count = stream.range(2, 3) as usize;
    let multiples = stream.integers(count, 2, most * most);
    let numbers: Vec<i64> = multiples.iter().map(|multiple| multiple * factor).collect();
    let divisor = numbers
        .iter()
        .fold(0i64, |common, number| common.gcd(number));
    let (asked, value) = if stream.chance(1, 2) {
        ("gcd", BigInt::from(divisor))
    } else {
        let multiple = numbers.iter().fold(BigInt::from(1), |multiple, number| {
            multiple.lcm(&BigInt::from(*number))
        });
        ("lcm", multiple)
    };
    Ok(Draft::new(
        Vars::new().with("numbers", numbers).with("asked", asked),
        Check::Integer(IntegerCheck {
            expected: Integer(value),
        }),
    ))
}
