//! Whether two expressions are equal for all words: which decision procedure to ask, and when to
//! give up.

use thiserror::Error;

use super::circuit::Circuit;
use super::expression::Expression;
use super::normalise::normalise;
use super::polynomial::{Ring, Values};
use super::proof;
use super::solver::{Effort, Solved, solve};
use super::{columns, linear, mask};

/// Two expressions over the same words.
#[derive(Clone, Copy, Debug)]
pub struct Equation<'e> {
    /// One.
    pub left: &'e Expression,
    /// The other.
    pub right: &'e Expression,
    /// How many bits a word has, 1 to 64.
    pub width: u32,
    /// How many variables there are.
    pub variables: usize,
}

/// What decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// The corners of a linear expression.
    Corners,
    /// The normal form.
    NormalForm,
    /// A normal form that vanishes at this width though it is not zero.
    NullPolynomial,
    /// Words tried.
    Trial,
    /// All words tried.
    Exhaustion,
    /// All words with few columns, for products.
    Columns,
    /// A SAT solver's model, or its refutation, which has been checked.
    Sat,
}

/// The limit that was hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Limit {
    /// The circuit is too large.
    #[error("its circuit takes more than {0} clauses")]
    Clauses(usize),
    /// The solver worked too long.
    #[error("a SAT solver does not decide it within {0} conflicts")]
    Conflicts(usize),
    /// The refutation takes too long to check, or is none.
    #[error("the solver's refutation is not confirmed within {0} visits of clauses")]
    Visits(u64),
}

/// Whether the two are equal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// For all words.
    Equal(Method),
    /// Not at these words, one a variable.
    Different(Vec<u64>, Method),
    /// It was not found out.
    Undecided(Limit),
}

/// How much a decision may cost. Counts of work, not times, so that a verdict is the same on every
/// machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Node evaluations on inputs with few columns.
    pub evaluations: u64,
    /// Clauses of a circuit.
    pub clauses: usize,
    /// Conflicts of the solver.
    pub conflicts: usize,
    /// Literals of learnt clauses.
    pub literals: usize,
    /// Clauses visited while a refutation is checked.
    pub visits: u64,
}

impl Limits {
    /// For judging an answer: a second or two at the very most.
    pub const JUDGE: Self = Self {
        evaluations: 4_000_000,
        clauses: 150_000,
        conflicts: 8_000,
        literals: 1_000_000,
        visits: 40_000_000,
    };

    /// For making and reading items: no solver, and so no more than milliseconds.
    pub const ITEM: Self = Self {
        evaluations: 1_000_000,
        clauses: 0,
        conflicts: 0,
        literals: 0,
        visits: 0,
    };
}

/// The most bits of all variables together for which every input is tried.
const EXHAUSTED_BITS: u32 = 14;

/// How many words are tried before anything expensive.
const TRIALS: u64 = 96;

impl Equation<'_> {
    /// Decides whether the two are equal for all words.
    pub fn decide(&self, limits: Limits) -> Decision {
        let difference = self.left.minus(self.right);
        if let Some(found) = linear::vanishes(&difference, self.width, self.variables) {
            return decision(found, Method::Corners);
        }
        if let Some(at) = self.trial() {
            return Decision::Different(at, Method::Trial);
        }
        let ring = Ring::Width(self.width);
        if let Some(normal) = normalise(&difference, self.variables, ring) {
            if normal.polynomial.is_zero() {
                return Decision::Equal(Method::NormalForm);
            }
            match normal.polynomial.values(self.width, self.variables) {
                Some(Values::Vanish) => return Decision::Equal(Method::NullPolynomial),
                Some(Values::Differ(at)) if !normal.abstracted => {
                    return Decision::Different(at, Method::NullPolynomial);
                }
                _ => {}
            }
        }
        if let Some(found) = self.exhaustion() {
            return decision(found, Method::Exhaustion);
        }
        let limit = limits.evaluations;
        if let Some(found) = columns::vanishes(&difference, self.width, self.variables, limit) {
            return decision(found, Method::Columns);
        }
        self.by_sat(limits)
    }

    /// Whether the two are equal for words of every width; `None` where that is not known. Constants
    /// are the whole numbers that are written, so that `x & 255` differs from `x` beyond 8 bits.
    pub fn holds_at_every_width(&self) -> Option<bool> {
        let difference = self.left.minus(self.right);
        let normal = normalise(&difference, self.variables, Ring::Integers)?;
        match normal.polynomial.is_zero() {
            false if normal.abstracted => None,
            zero => Some(zero),
        }
    }

    /// Whether the two differ at `words`.
    pub fn differs_at(&self, words: &[u64]) -> bool {
        self.left.evaluate(self.width, words) != self.right.evaluate(self.width, words)
    }

    /// Words, the same at every call, at which the two differ: corners first, then small words, then
    /// words all over, and words with few bits.
    pub fn trial(&self) -> Option<Vec<u64>> {
        let mut words = vec![0; self.variables];
        let mut state = 0x9e37_79b9_7f4a_7c15u64;
        for trial in 0..TRIALS {
            for (index, word) in words.iter_mut().enumerate() {
                let random = mixed(&mut state);
                *word = mask(self.width)
                    & match trial % 6 {
                        0 => ((trial / 6) >> index & 1).wrapping_neg(),
                        1 => random & 7,
                        2 => 1 << (random % 64),
                        3 => random & mixed(&mut state) & mixed(&mut state),
                        _ => random,
                    };
            }
            if self.differs_at(&words) {
                return Some(words);
            }
        }
        None
    }

    /// Tries every input, where there are few.
    pub fn exhaustion(&self) -> Option<Result<(), Vec<u64>>> {
        let bits = self.width * self.variables as u32;
        if bits > EXHAUSTED_BITS {
            return None;
        }
        let mut words = vec![0; self.variables];
        for input in 0..1u64 << bits {
            for (index, word) in words.iter_mut().enumerate() {
                *word = input >> (self.width * index as u32) & mask(self.width);
            }
            if self.differs_at(&words) {
                return Some(Err(words));
            }
        }
        Some(Ok(()))
    }

    /// Asks the SAT solver, and checks what it says.
    pub fn by_sat(&self, limits: Limits) -> Decision {
        let circuit = Circuit::differing(
            self.left,
            self.right,
            self.width,
            self.variables,
            limits.clauses,
        );
        let Some(circuit) = circuit else {
            return Decision::Undecided(Limit::Clauses(limits.clauses));
        };
        let effort = Effort {
            conflicts: limits.conflicts,
            literals: limits.literals,
        };
        match solve(&circuit.clauses, circuit.variables, effort) {
            Solved::Model(model) => {
                let at = circuit.words(|variable| model[variable as usize]);
                if self.differs_at(&at) {
                    Decision::Different(at, Method::Sat)
                } else {
                    // Never seen; a solver's word alone decides nothing here.
                    Decision::Undecided(Limit::Visits(0))
                }
            }
            Solved::Refuted(proof) => {
                match proof::check(&circuit.clauses, circuit.variables, &proof, limits.visits) {
                    Ok(()) => Decision::Equal(Method::Sat),
                    Err(_) => Decision::Undecided(Limit::Visits(limits.visits)),
                }
            }
            Solved::Exhausted => Decision::Undecided(Limit::Conflicts(limits.conflicts)),
        }
    }
}

fn decision(found: Result<(), Vec<u64>>, method: Method) -> Decision {
    match found {
        Ok(()) => Decision::Equal(method),
        Err(at) => Decision::Different(at, method),
    }
}

/// The next of a fixed list of words that look random (Steele et al., "Fast splittable pseudorandom
/// number generators", 2014).
fn mixed(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut word = *state;
    word = (word ^ word >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    word = (word ^ word >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ word >> 31
}
