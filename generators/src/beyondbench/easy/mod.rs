//! The easy suite: one pass over a short list of integers, or over a pair.
//!
//! What is hard about all of them for a model is carrying many small exact steps without a slip;
//! difficulty is the list's length and the range of its values.
//!
//! No value outside `low..=high` is ever drawn. Where the published tasks draw lists whose answer
//! can be guessed (half of the values negative, always), the answer's distribution is flattened;
//! each such task says so.

mod count;
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
mod cumulative_sum;
mod division;
mod dot_product;
mod element_frequency;
mod even_count;
mod find_maximum;
mod find_minimum;
mod index_of_maximum;
mod interleave_lists;
mod local_maxima_count;
mod longest_increasing_subsequence;
mod max_adjacent_difference;
mod mean;
mod median;
mod mode;
mod moving_average;
mod multiplication;
mod odd_count;
mod parity_check;
mod range;
mod reverse_list;
mod rotate_list;
mod running_average;
mod second_maximum;
mod second_minimum;
mod set_difference;
mod set_intersection;
mod sorting;
mod standard_deviation;
mod subtraction;
mod sum;
mod sum_of_digits;
mod sum_of_max_indices;
mod variance;
mod weighted_sum;

use num_bigint::BigInt;
use num_integer::Integer as _;
use tribunal_verifiers::checks::{
    IntegerCheck, ListCheck, Order as ListOrder, RationalCheck, RationalsCheck,
};
use tribunal_verifiers::value::Ratio;
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
    &cumulative_sum::TASK,
    &division::TASK,
    &dot_product::TASK,
    &element_frequency::TASK,
    &even_count::TASK,
    &find_maximum::TASK,
    &find_minimum::TASK,
    &index_of_maximum::TASK,
    &interleave_lists::TASK,
    &local_maxima_count::TASK,
    &longest_increasing_subsequence::TASK,
    &max_adjacent_difference::TASK,
    &mean::TASK,
    &median::TASK,
    &mode::TASK,
    &moving_average::TASK,
    &multiplication::TASK,
    &odd_count::TASK,
    &parity_check::TASK,
    &range::TASK,
    &reverse_list::TASK,
    &rotate_list::TASK,
    &running_average::TASK,
    &second_maximum::TASK,
    &second_minimum::TASK,
    &set_difference::TASK,
    &set_intersection::TASK,
    &sorting::TASK,
    &standard_deviation::TASK,
    &subtraction::TASK,
    &sum::TASK,
    &sum_of_digits::TASK,
    &sum_of_max_indices::TASK,
    &variance::TASK,
    &weighted_sum::TASK,
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
/// How many values each of two lists holds.
const SIZE_FIVE: Param = Param::int("size", "how many values each list holds", (1, 4096), 5);
/// How many values each of two lists holds that are compared.
const SIZE_SIX: Param = Param::int("size", "how many values each list holds", (1, 4096), 6);
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
/// How precise a decimal answer must be, for a question with large answers.
const TWO_PLACES: Param = Param::int(
    "places",
    "decimal places a rounded answer needs",
    (1, 30),
    2,
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

/// A question about a list whose answer is a list, in this order.
fn list_of_list(numbers: Vec<i64>, expected: Vec<i64>) -> Draft {
    Draft::new(Vars::new().with("numbers", numbers), exact_list(expected))
}

/// The check for a list, element by element.
fn exact_list(expected: Vec<i64>) -> Check {
    Check::List(ListCheck {
        expected,
        order: ListOrder::Exact,
    })
}

/// The check for a list whose order doesn't matter.
fn any_order(expected: Vec<i64>) -> Check {
    Check::List(ListCheck {
        expected,
        order: ListOrder::Any,
    })
}

/// The variables of a question about two lists.
fn two_lists(first: Vec<i64>, second: Vec<i64>) -> Vars {
    Vars::new().with("first", first).with("second", second)
}

/// The check for the fraction `numerator / denominator`, whose denominator must not be 0.
fn fraction(numerator: impl Into<i128>, denominator: i64, places: Option<u32>) -> Check {
    let numerator = numerator.into();
    // The remainder is below the denominator, so words suffice for the common divisor.
    let rest = (numerator % i128::from(denominator)) as i64;
    let divisor = rest.gcd(&denominator) * denominator.signum();
    let numerator = numerator / i128::from(divisor);
    Check::Rational(RationalCheck {
        numerator: BigInt::from(numerator).into(),
        denominator: BigInt::from(denominator / divisor).into(),
        places,
    })
}

/// The check for a list of fractions, given by numerators and denominators; these must not be 0.
fn fractions(values: impl Iterator<Item = (i64, i64)>, places: i64) -> Check {
    let ratio = |(numerator, denominator)| {
        Ratio::new(numerator, denominator)
            .unwrap_or_else(|| unreachable!("a number of values is not 0"))
    };
    Check::Rationals(RationalsCheck {
        expected: values.map(ratio).collect(),
        places: Some(places as u32),
    })
}
