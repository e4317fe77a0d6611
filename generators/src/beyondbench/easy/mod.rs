//! The easy suite: one pass over a short list of integers, or over a pair.
//!
//! What is hard about all of them for a model is carrying many small exact steps without a slip;
//! difficulty is the list's length and the range of its values.
//!
//! No value outside `low..=high` is ever drawn. Where the published tasks draw lists whose answer
//! can be guessed (half of the values negative, always), the answer's distribution is flattened;
//! each such task says so.

mod draw;
mod palindrome;
mod plant;
mod shape;
mod square;
#[cfg(test)]
mod testing;

mod absolute_difference;
mod alternating_sum;
mod comparison;
mod count_greater_than_previous;
mod count_multiples;
mod count_negative;
mod count_palindromic;
mod count_perfect_squares;
mod count_unique;
mod division;
mod even_count;
mod find_maximum;
mod find_minimum;
mod index_of_maximum;
mod local_maxima_count;
mod longest_increasing_subsequence;
mod max_adjacent_difference;
mod mean;
mod median;
mod mode;
mod multiplication;
mod odd_count;
mod range;
mod second_maximum;
mod sorting;
mod subtraction;
mod sum;
mod sum_of_digits;
mod sum_of_max_indices;

use num_bigint::BigInt;
use num_integer::Integer as _;
use tribunal_verifiers::checks::{IntegerCheck, RationalCheck};
use tribunal_verifiers::{Check, Integer};

use crate::item::Draft;
use crate::param::Param;
use crate::task::{Task, Variation};
use crate::vars::Vars;

/// Every easy task.
pub(crate) const TASKS: &[&Task] = &[
    &absolute_difference::TASK,
    &alternating_sum::TASK,
    &comparison::TASK,
    &count_greater_than_previous::TASK,
    &count_multiples::TASK,
    &count_negative::TASK,
    &count_palindromic::TASK,
    &count_perfect_squares::TASK,
    &count_unique::TASK,
    &division::TASK,
    &even_count::TASK,
    &find_maximum::TASK,
    &find_minimum::TASK,
    &index_of_maximum::TASK,
    &local_maxima_count::TASK,
    &longest_increasing_subsequence::TASK,
    &max_adjacent_difference::TASK,
    &mean::TASK,
    &median::TASK,
    &mode::TASK,
    &multiplication::TASK,
    &odd_count::TASK,
    &range::TASK,
    &second_maximum::TASK,
    &sorting::TASK,
    &subtraction::TASK,
    &sum::TASK,
    &sum_of_digits::TASK,
    &sum_of_max_indices::TASK,
];

/// The easy tasks have no named variations in the published catalogue.
const VARIATIONS: &[Variation] = &[Variation {
    name: "default",
    summary: "the task as catalogued",
}];

/// How many values the list holds.
const SIZE: Param = Param::int("size", "how many values the list holds", (1, 4096), 8);
/// How many values the list holds, for a question about two of them.
const SIZE_FROM_TWO: Param = Param::int("size", "how many values the list holds", (2, 4096), 8);
/// The smallest value drawn.
const LOW: Param = Param::int(
    "low",
    "smallest value drawn",
    (-1_000_000_000, 1_000_000_000),
    -100,
);
/// The largest value drawn.
const HIGH: Param = Param::int(
    "high",
    "largest value drawn",
    (-1_000_000_000, 1_000_000_000),
    100,
);
/// How precise a decimal answer must be.
const PLACES: Param = Param::int(
    "places",
    "decimal places a rounded answer needs",
    (1, 30),
    4,
);

/// A question about a list whose answer is one integer.
fn integer_of_list(numbers: Vec<i64>, expected: impl Into<Integer>) -> Draft {
    integer(Vars::new().with("numbers", numbers), expected)
}

/// A question about a pair whose answer is one integer.
fn integer_of_pair(a: i64, b: i64, expected: i64) -> Draft {
    integer(Vars::new().with("a", a).with("b", b), expected)
}

fn integer(vars: Vars, expected: impl Into<Integer>) -> Draft {
    Draft::new(
        vars,
        Check::Integer(IntegerCheck {
            expected: expected.into(),
        }),
    )
}

/// The check for the fraction `numerator / denominator`, whose denominator must not be 0.
fn fraction(numerator: i64, denominator: i64, places: Option<u32>) -> Check {
    let divisor = numerator.gcd(&denominator) * denominator.signum();
    Check::Rational(RationalCheck {
        numerator: BigInt::from(numerator / divisor).into(),
        denominator: BigInt::from(denominator / divisor).into(),
        places,
    })
}
