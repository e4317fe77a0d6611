//! Proofs of the medium tasks' keys: one file a task.

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
mod terms;

use crate::Proof;

/// Every medium task's proof.
pub(super) const PROOFS: &[&Proof] = &[
    &algebraic_sequence::PROOF,
    &arithmetic_progression::PROOF,
    &collatz_sequence::PROOF,
    &combinatorics::PROOF,
    &complex_pattern::PROOF,
    &fibonacci_sequence::PROOF,
    &gcd_lcm::PROOF,
    &geometric_sequence::PROOF,
    &harmonic_sequence::PROOF,
    &logical_operations::PROOF,
    &matrix_operations::PROOF,
    &number_base_conversion::PROOF,
    &pattern_completion::PROOF,
    &polynomial_evaluation::PROOF,
    &prime_sequence::PROOF,
];
