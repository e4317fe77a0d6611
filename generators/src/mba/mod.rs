//! Mixed Boolean-arithmetic: expressions over n-bit words that mix `+ - *` with `& | ^ ~`.
//!
//! What the tasks share: three kinds of identity, made as the literature makes them.
//!
//! | kind | made by |
//! |---|---|
//! | linear | the null space of the truth-table matrix (Zhou et al. 2007; "Lean Meets Theoretical Computer Science", 2025): random bitwise functions with random coefficients, and what they leave cancelled in a basis |
//! | polynomial | products of linear expressions, split, expanded and each factor rewritten; null polynomials modulo 2^n |
//! | nested | a linear identity over words that are themselves arithmetic, and permutation polynomials with their inverses, so that arithmetic stands below bitwise operators |
//!
//! Every key is proved when its check is made ([`tribunal_verifiers::mba::decide`]), by corners for
//! linear items and by normal forms for the others, and a second time apart from it in the proofs.

mod complete;
mod disguise;
pub(crate) mod draw;
mod equivalence;
mod evaluate;
pub(crate) mod kind;
mod linear;
mod nested;
mod polynomial;
mod simplify;
mod twin;

use crate::task::Task;

/// Every task about mixed Boolean-arithmetic.
pub(crate) const TASKS: &[&Task] = &[
    &complete::TASK,
    &equivalence::TASK,
    &evaluate::TASK,
    &simplify::TASK,
];
