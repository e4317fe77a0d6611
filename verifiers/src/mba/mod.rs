//! Mixed Boolean-Arithmetic: expressions over n-bit words that mix `+ - *` with `& | ^ ~`, and
//! exact decisions whether two of them are equal.
//!
//! | module | noun |
//! |---|---|
//! | [`expression`] | expressions in postfix order, their variables, and their values |
//! | [`token`], [`parser`] | reading C, Python, Lean, LaTeX and Unicode spellings |
//! | [`printer`] | writing C, Python, Lean and LaTeX |
//! | [`cost`] | nodes, depth and alternation |
//! | [`linear`] | linear expressions, decided on corners |
//! | [`columns`] | products of linear expressions, decided on inputs with few columns |
//! | [`conjunction`] | truth tables as sums of conjunctions |
//! | [`polynomial`] | normal forms in conjunctions, and polynomials that vanish modulo 2^n |
//! | [`normalise`] | from an expression to its normal form, hard subterms taken as atoms |
//! | [`circuit`] | from an expression to clauses, bit by bit |
//! | [`solver`] | a SAT solver under limits |
//! | [`proof`] | checking that a refutation is one |
//! | [`decide`] | which of them to ask |
//!
//! Every step is bounded by a stated limit, nothing recurses, and a limit that is hit is a result of
//! its own ([`decide::Decision::Undecided`]).

pub mod circuit;
pub mod columns;
pub mod conjunction;
pub mod cost;
pub mod decide;
pub mod expression;
pub mod linear;
pub mod normalise;
pub mod parser;
pub mod polynomial;
pub mod printer;
pub mod proof;
pub mod solver;
pub mod token;

pub use cost::Cost;
pub use decide::{Decision, Equation, Limits, Method};
pub use expression::{Expression, MAX_NODES, MAX_VARIABLES, MAX_WIDTH, Node, Variables};
pub use parser::{ParseError, parse};
pub use printer::{Notation, print};

/// The word of `width` bits with all bits set.
pub fn mask(width: u32) -> u64 {
    u64::MAX >> (64 - width.clamp(1, MAX_WIDTH))
}
