//! `beyondbench.medium.polynomial_evaluation`: the value of a polynomial at a point.
//!
//! Hard about it: powers of a negative number, and sums of long products with mixed signs. The
//! question has one value by definition. Degrees are two to four; coefficients have up to as many
//! digits as the level, and the point reaches up to ten times the level. At the default difficulty
//! a polynomial of degree four and a point make (2 * 10^3)^5 * 60, more than 10^18 items. The key
//! is worked out by Horner's rule and proved by reading the printed polynomial and adding up powers.

use std::fmt::Write as _;

use num_bigint::{BigInt, BigUint};
use tribunal_verifiers::checks::IntegerCheck;
use tribunal_verifiers::{Check, Integer};

use super::sequence::nonzero;
use super::{DIFFICULTY, VARIATIONS};
use crate::item::Draft;
use crate::sample::Stream;
use crate::space::{self, Space};
use crate::task::{GenerateError, Order, Task};
use crate::vars::Vars;

pub(super) const TASK: Task = Task {
    name: "beyondbench.medium.polynomial_evaluation",
    version: 1,
    summary: "the value of a polynomial of degree two to four at an integer",
    variations: VARIATIONS,
    params: &[DIFFICULTY],
    generate,
    space,
};

fn space(order: Order<'_>) -> Space {
    let level = order.params.int("difficulty");
    let most = 10u64.pow(level as u32) - 1;
    let degrees = 2..=4;
    let lower = |degree| space::power(2 * most + 1, degree);
    let polynomials: BigUint = degrees.map(|degree| lower(degree) * (2 * most)).sum();
    Space::exactly(polynomials * (20 * level as u64))
}

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let level = order.params.int("difficulty");
    let most = 10i64.pow(level as u32) - 1;
    let degree = stream.range(2, 4) as usize;
    // From the constant up; the last one must not vanish.
    let mut coefficients = stream.integers(degree, -most, most);
    coefficients.push(nonzero(stream, most));
    let x = nonzero(stream, 10 * level);
    let value = coefficients
        .iter()
        .rev()
        .fold(BigInt::ZERO, |sum, coefficient| sum * x + coefficient);
    Ok(Draft::new(
        Vars::new()
            .with("expression", spell(&coefficients))
            .with("x", x),
        Check::Integer(IntegerCheck {
            expected: Integer(value),
        }),
    ))
}

/// The polynomial as people write it: `-x^3 + 4x - 7`.
fn spell(coefficients: &[i64]) -> String {
    let mut text = String::new();
    for (power, coefficient) in coefficients.iter().enumerate().rev() {
        let sign = match (text.is_empty(), *coefficient) {
            (_, 0) => continue,
            (true, 1..) => "",
            (true, _) => "-",
            (false, 1..) => " + ",
            (false, _) => " - ",
        };
        text.push_str(sign);
        let size = coefficient.unsigned_abs();
        // Writing into a string cannot fail.
        let _ = match (size, power) {
            (_, 0) => write!(text, "{size}"),
            (1, 1) => write!(text, "x"),
            (1, _) => write!(text, "x^{power}"),
            (_, 1) => write!(text, "{size}x"),
            (_, _) => write!(text, "{size}x^{power}"),
        };
    }
    text
}

#[cfg(test)]
mod tests {
    #[test]
    fn polynomials_are_spelled_as_people_write_them() {
        for (coefficients, text) in [
            (&[-7, 4, 0, -1][..], "-x^3 + 4x - 7"),
            (&[0, -1, 2], "2x^2 - x"),
            (&[1, 1, 1], "x^2 + x + 1"),
        ] {
            assert_eq!(super::spell(coefficients), text);
        }
    }
}
