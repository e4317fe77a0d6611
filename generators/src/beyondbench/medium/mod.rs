//! The medium suite: continuing a sequence by a rule that has to be found first; and, among the
//! tasks added later, some exact reckoning.
//!
//! The prompt of a sequence states the family of the rule and says which of its numbers are hidden; the shown
//! terms then decide them, and with them the next term. A finite list of numbers alone never
//! decides how it goes on, so an item is only posed if every rule of the stated family that gives
//! the shown terms gives the same next one. Each task file says why that holds for each of its
//! variations, or which draws are thrown away because it does not.
//!
//! Where the published variation is one fixed sequence (the primes, the squares), a start and a
//! disguise `a * f(n) + b` with hidden `a` and `b` give it room. `difficulty` widens the ranges of
//! all hidden numbers; each level's range holds the one below.

mod disguise;
mod field;
mod real;
mod sequence;
mod tables;

mod algebraic_sequence;
mod arithmetic_progression;
mod collatz_sequence;
mod combinatorics;
mod complex_pattern;
mod fibonacci_sequence;
mod gcd_lcm;
mod geometric_sequence;
mod harmonic_sequence;
mod logical_operations;
mod matrix_operations;
mod number_base_conversion;
mod pattern_completion;
mod polynomial_evaluation;
mod prime_sequence;

use crate::param::Param;
use crate::task::{Task, Variation};

/// Every medium task.
pub(crate) const TASKS: &[&Task] = &[
    &algebraic_sequence::TASK,
    &arithmetic_progression::TASK,
    &collatz_sequence::TASK,
    &combinatorics::TASK,
    &complex_pattern::TASK,
    &fibonacci_sequence::TASK,
    &gcd_lcm::TASK,
    &geometric_sequence::TASK,
    &harmonic_sequence::TASK,
    &logical_operations::TASK,
    &matrix_operations::TASK,
    &number_base_conversion::TASK,
    &pattern_completion::TASK,
    &polynomial_evaluation::TASK,
    &prime_sequence::TASK,
];

/// The later tasks have no named variations in the published catalogue.
const VARIATIONS: &[Variation] = &[Variation {
    name: "default",
    summary: "the task as catalogued",
}];

/// How many terms are shown. Fewer than eight would leave some families undecided.
const LENGTH: Param = Param::int("length", "how many terms are shown", (8, 64), 8);
/// How large the numbers of a question may be.
const DIFFICULTY: Param = Param::int(
    "difficulty",
    "how large the numbers of a question may be",
    (1, 5),
    3,
);
