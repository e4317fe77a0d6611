//! What all kinds draw from: words, coefficients, names and bitwise functions.

use tribunal_verifiers::mba::{Expression, Node, Variables, mask};

use crate::param::Param;
use crate::sample::Stream;
use crate::task::{GenerateError, Order};
use crate::vars::Var;

/// The truth tables of four variables: bit b of table i is bit i of b.
const TABLES: [u64; 4] = [0xaaaa, 0xcccc, 0xf0f0, 0xff00];

/// Letters that name variables. `a`, `e`, `g`, `i`, `s` and `t` are words or ends of words.
const LETTERS: &[u8] = b"kmnpqruvwxyz";

/// How many letters there are.
pub(super) const LETTER_COUNT: u64 = LETTERS.len() as u64;

/// How many spellings a random bitwise function has at the least: those of two variables in either
/// order, each perhaps complemented, with one of three operators.
pub(super) const FUNCTION_COUNT: u64 = 24;

/// How many coefficients `small` draws from.
pub(super) const SMALL_COUNT: u64 = 198;

/// `width`.
pub(super) const WIDTH: Param = Param::int("width", "how many bits a word has", (6, 64), 16);

/// `variables`.
pub(super) const VARIABLES: Param =
    Param::int("variables", "how many variables there are", (2, 4), 2);

/// `terms`.
pub(super) const TERMS: Param = Param::int(
    "terms",
    "how many random terms a linear expression starts from",
    (2, 8),
    4,
);

/// `coefficients`.
pub(super) const COEFFICIENTS: Param = Param::choice(
    "coefficients",
    "how they are drawn: from -99 to 99, as in the paper (mostly 1 and 2), or any word",
    &["small", "paper", "wide"],
);

/// How coefficients are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coefficients {
    Small,
    Paper,
    Wide,
}

impl Coefficients {
    pub(super) fn of(order: Order<'_>) -> Self {
        match order.params.text("coefficients") {
            "paper" => Self::Paper,
            "wide" => Self::Wide,
            _ => Self::Small,
        }
    }

    /// How many there are, at the least.
    pub(super) fn count(self, width: u32) -> u64 {
        match self {
            // Small ones may be equal modulo a small 2^n, but are spelled modulo it.
            Self::Small => SMALL_COUNT.min(mask(width.min(32))),
            Self::Paper => 14,
            Self::Wide => mask(width),
        }
    }
}

/// A stream with the sizes that everything depends on.
pub(super) struct Draw<'s> {
    pub(super) stream: &'s mut Stream,
    pub(super) width: u32,
    pub(super) variables: usize,
    pub(super) terms: usize,
    pub(super) coefficients: Coefficients,
}

impl Draw<'_> {
    /// The names of the variables: different letters in the order of the alphabet.
    pub(super) fn names(&mut self) -> Result<Variables, GenerateError> {
        let mut letters: Vec<u8> = LETTERS.to_vec();
        self.stream.shuffle(&mut letters);
        letters.truncate(self.variables);
        letters.sort_unstable();
        Variables::new(letters.iter().map(|&letter| char::from(letter).to_string()))
            .map_err(|error| GenerateError::new(error.to_string()))
    }

    /// Any word.
    pub(super) fn word(&mut self) -> u64 {
        self.stream.bits() & mask(self.width)
    }

    /// An odd word, which has an inverse.
    pub(super) fn odd(&mut self) -> u64 {
        self.word() | 1
    }

    /// `value` as a word.
    pub(super) fn reduce(&self, value: i64) -> u64 {
        value as u64 & mask(self.width)
    }

    /// A coefficient other than 0.
    pub(super) fn coefficient(&mut self) -> u64 {
        loop {
            let drawn = match self.coefficients {
                Coefficients::Small => {
                    let size = self.stream.range(1, 99);
                    let sign = if self.stream.chance(1, 2) { -1 } else { 1 };
                    self.reduce(sign * size)
                }
                Coefficients::Paper => {
                    // 19 times each of ±1, 13 times each of ±2, 7 times each of the others.
                    let rest = [3, 4, 5, 7, 11, -3, -5, -6, -7, -11];
                    let value = match self.stream.below(19 * 2 + 13 * 2 + 7 * 10) {
                        n @ 0..38 => 1 - 2 * (n as i64 % 2),
                        n @ 38..64 => 2 - 4 * (n as i64 % 2),
                        n => rest[(n as usize - 64) / 7],
                    };
                    self.reduce(value)
                }
                Coefficients::Wide => self.word(),
            };
            if drawn != 0 {
                return drawn;
            }
        }
    }

    /// A variable.
    pub(super) fn variable(&mut self) -> Expression {
        Expression::variable(self.stream.index(self.variables))
    }

    /// A random bitwise expression of two to four leaves that is neither 0 nor -1 for all words.
    pub(super) fn bitwise(&mut self) -> Expression {
        let all = (1u64 << (1 << self.variables)) - 1;
        loop {
            let leaves = 2 + self.stream.index(self.variables.min(3));
            let expression = self.tree(leaves);
            if !matches!(table(&expression, self.variables), 0 | u64::MAX)
                && table(&expression, self.variables) != all
            {
                return expression;
            }
        }
    }

    fn tree(&mut self, leaves: usize) -> Expression {
        // Different variables, as far as there are enough.
        let mut order: Vec<usize> = (0..self.variables).collect();
        self.stream.shuffle(&mut order);
        let leaves = (0..leaves).map(|leaf| order[leaf % order.len()]);
        let mut parts: Vec<Expression> = leaves.map(|index| self.literal(index)).collect();
        loop {
            let Some(right) = parts.pop() else {
                unreachable!("there is a leaf")
            };
            if parts.is_empty() {
                return right;
            }
            let place = self.stream.index(parts.len());
            let node = *self.stream.choose(&[Node::And, Node::Or, Node::Xor]);
            let left = parts.swap_remove(place);
            let mut joined = left.binary(node, &right);
            if self.stream.chance(1, 6) {
                joined = joined.not();
            }
            parts.push(joined);
        }
    }

    fn literal(&mut self, index: usize) -> Expression {
        let variable = Expression::variable(index);
        if self.stream.chance(1, 3) {
            variable.not()
        } else {
            variable
        }
    }
}

/// The truth table of a bitwise expression over `variables` variables, at most four.
pub(super) fn table(expression: &Expression, variables: usize) -> u64 {
    expression.evaluate(1 << variables, &TABLES)
}

/// The names as a prompt lists them.
pub(super) fn listed(variables: &Variables) -> Var {
    let names = variables.names().iter().cloned();
    Var::List(names.map(Var::from).collect())
}
