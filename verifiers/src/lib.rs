//! Deterministic judgement of a model's answer.
//!
//! A [`Check`] is plain data that says how an answer is judged; [`Check::judge`] turns a
//! response's text into a [`Judgement`]: one verdict by the strict reading of the answer, one by
//! the lenient reading. Nothing here does I/O, reads a clock or draws a random number, so a stored
//! response judged again gives the same verdict byte for byte.
//!
//! | module | noun |
//! |---|---|
//! | [`check`] | the kinds of check, and what every kind can do |
//! | [`checks`] | one file a kind |
//! | [`court`] | who runs an untrusted answer, for the checks that can't decide by reading it |
//! | [`extract`] | finding the final answer in a response |
//! | [`value`] | reading a number, a fraction, a list or a choice from the answer found |
//! | [`verdict`] | outcomes, scores and evidence |
//! | [`formula`] | propositional formulas and their truth tables |
//! | [`graph`] | graphs and the fewest colours they need |
//! | [`hanoi`] | the Tower of Hanoi between any two configurations |
//! | [`lean`] | theorems in Lean: claims, the code of an answer, what a proof may use |
//! | [`logic`] | logic grid puzzles: who has what |
//! | [`mba`] | mixed Boolean-arithmetic expressions, and when two are equal |
//! | [`mtag`] | m-tag systems: the machine that TMBench asks about |
//! | [`queens`] | queens that do not attack each other |
//! | [`portfolio`] | choosing projects under limits |
//! | [`sudoku`] | boards of Sudoku and the rules that a filled one keeps |
//! | [`turing`] | Turing machines, and proofs that they never halt |

pub mod check;
pub mod checks;
pub mod court;
pub mod extract;
pub mod formula;
pub mod graph;
pub mod hanoi;
pub mod integer;
pub mod lean;
pub mod logic;
pub mod mba;
pub mod mtag;
pub mod portfolio;
pub mod queens;
pub mod sudoku;
pub mod turing;
pub mod value;
pub mod verdict;

pub use check::{Answer, Check, Finish};
pub use court::{Court, Interpreter, NoCourt};
pub use integer::Integer;
pub use verdict::{Evidence, Judgement, NoAnswer, Outcome, Verdict};
