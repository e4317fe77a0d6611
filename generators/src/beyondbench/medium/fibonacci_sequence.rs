//! `beyondbench.medium.fibonacci_sequence`: the next term of a recurrence with hidden coefficients.
//!
//! Asked: the next term of a sequence in which, from the fourth term on, each is
//! `p * x(n-1) + q * x(n-2) + r * x(n-3)` with hidden integers from -9 to 9, or minus that at every
//! odd place. Hard about it: seeing which recurrence it is among numbers of many digits, and then
//! adding them without a slip.
//!
//! The prompt is the same for all variations, so the key has to be the only continuation by any
//! rule of that family. With the three terms before each shown term as coefficients and the term
//! itself as right side, the shown terms are linear equations in `p`, `q`, `r`. The equations of
//! the plain rule must contradict each other if the terms were made with reversed signs, and the
//! other way round. Those of the rule itself must have full rank 3, which leaves one solution; or
//! rank 2 where each term already follows from the two before it by `x(n) = p x(n-1) + q x(n-2)`:
//! then all solutions differ by multiples of `(1, -p, -q)`, which adds 0 to the next term too.
//!
//! At the default difficulty two first terms alone make (2 * 10^8)^2 = 4 * 10^16 items.

use num_bigint::BigInt;

use super::field::{Equations, negative, residue};
use super::sequence::{Sequence, Size, at_least_half, extend, nonzero, redraw};
use super::{DIFFICULTY, LENGTH};
use crate::item::Draft;
use crate::sample::Stream;
use crate::space::Space;
use crate::task::{GenerateError, Order, Task, Variation};

pub(super) const TASK: Task = Task {
    name: "beyondbench.medium.fibonacci_sequence",
    version: 1,
    summary: "the next term of a linear recurrence of order two or three with hidden coefficients",
    variations: &[
        Variation {
            name: "fibonacci",
            summary: "the sum of the last two, from any two terms",
        },
        Variation {
            name: "lucas",
            summary: "a multiple of the Lucas numbers, from any of the first 32",
        },
        Variation {
            name: "tribonacci",
            summary: "the sum of the last three",
        },
        Variation {
            name: "modified_recursive",
            summary: "p times the last and q times the one before, with small p and q",
        },
        Variation {
            name: "alternating_fibonacci",
            summary: "the sum of the last two, with reversed sign at odd places",
        },
        Variation {
            name: "scaled_fibonacci",
            summary: "the sum of the last two, all terms multiples of one factor",
        },
    ],
    params: &[LENGTH, DIFFICULTY],
    generate,
    space,
};

/// What is drawn shows in the first terms and, but for the scale of a sequence, in those after.
fn space(order: Order<'_>) -> Space {
    let size = Size::of(order);
    let two = size.offsets().pow(2);
    match order.variation {
        "lucas" => at_least_half((size.offsets() - 1u32) * LUCAS_STARTS)
            .because("the Lucas numbers leave a scale and a start to hide, and no more"),
        "tribonacci" => at_least_half(two * size.offsets()),
        "modified_recursive" => {
            let coefficients = 2 * (size.level as u64 + 1);
            at_least_half(two * coefficients.pow(2))
        }
        _ => at_least_half(two),
    }
}

fn generate(order: Order<'_>, stream: &mut Stream) -> Result<Draft, GenerateError> {
    let size = Size::of(order);
    let draw = match order.variation {
        "lucas" => lucas,
        "tribonacci" => tribonacci,
        "modified_recursive" => modified_recursive,
        "alternating_fibonacci" => alternating_fibonacci,
        "scaled_fibonacci" => scaled_fibonacci,
        _ => fibonacci,
    };
    let sequence = redraw(stream, |stream| {
        let rule = draw(size, stream);
        let terms = rule.terms(size.length);
        rule.is_decided(&terms[..size.length])
            .then(|| Sequence::untold(terms))
    })?;
    Ok(sequence.into_draft())
}

/// One rule of the family.
struct Rule {
    first: Vec<BigInt>,
    /// One coefficient for each of the terms before, the nearest first: as many as there are first
    /// terms.
    coefficients: Vec<i64>,
    /// Whether the sign is reversed at odd places.
    reversed: bool,
}

impl Rule {
    fn plain(first: impl IntoIterator<Item = i64>, coefficients: &[i64]) -> Self {
        Self {
            first: first.into_iter().map(BigInt::from).collect(),
            coefficients: coefficients.to_vec(),
            reversed: false,
        }
    }

    fn terms(&self, shown: usize) -> Vec<BigInt> {
        extend(self.first.clone(), shown, |terms| {
            let sum: BigInt = terms
                .iter()
                .rev()
                .zip(&self.coefficients)
                .map(|(term, coefficient)| term * coefficient)
                .sum();
            if self.reversed && terms.len() % 2 == 0 {
                -sum
            } else {
                sum
            }
        })
    }

    /// Whether every rule of the family that gives the `shown` terms goes on alike; see the top of
    /// this file for the argument.
    fn is_decided(&self, shown: &[BigInt]) -> bool {
        let residues: Vec<u64> = shown.iter().map(residue).collect();
        let needed = if self.reversed { 3 } else { self.first.len() };
        equations(&residues, self.reversed).rank() == Some(needed)
            && equations(&residues, !self.reversed).rank().is_none()
    }
}

/// The equations that the terms from the fourth on set for the three coefficients.
fn equations(residues: &[u64], reversed: bool) -> Equations {
    let mut equations = Equations::default();
    for (place, window) in residues.windows(4).enumerate() {
        let right = if reversed && place % 2 == 1 {
            negative(window[3])
        } else {
            window[3]
        };
        equations.add([window[2], window[1], window[0], right]);
    }
    equations
}

fn fibonacci(size: Size, stream: &mut Stream) -> Rule {
    Rule::plain([(); 2].map(|()| size.draw_offset(stream)), &[1, 1])
}

fn lucas(size: Size, stream: &mut Stream) -> Rule {
    let scale = nonzero(stream, size.offset());
    let (mut one, mut next) = (2 * scale, scale);
    for _ in 0..stream.below(LUCAS_STARTS) {
        (one, next) = (next, one + next);
    }
    Rule::plain([one, next], &[1, 1])
}

/// How many Lucas numbers a sequence may start from. The 33rd is 4,870,847, so that with the
/// largest scale, 10^12, the first two terms stay below 2^63.
const LUCAS_STARTS: u64 = 32;

fn tribonacci(size: Size, stream: &mut Stream) -> Rule {
    Rule::plain([(); 3].map(|()| size.draw_offset(stream)), &[1, 1, 1])
}

fn modified_recursive(size: Size, stream: &mut Stream) -> Rule {
    let most = size.level + 1;
    let coefficients = [nonzero(stream, most), nonzero(stream, most)];
    Rule::plain([(); 2].map(|()| size.draw_offset(stream)), &coefficients)
}

fn alternating_fibonacci(size: Size, stream: &mut Stream) -> Rule {
    Rule {
        reversed: true,
        ..fibonacci(size, stream)
    }
}

fn scaled_fibonacci(size: Size, stream: &mut Stream) -> Rule {
    let scale = size.draw_ratio(stream);
    let first = [(); 2].map(|()| scale * size.draw_offset(stream));
    Rule::plain(first, &[1, 1])
}
