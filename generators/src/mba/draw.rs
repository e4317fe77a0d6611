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
pub(crate) const LETTER_COUNT: u64 = LETTERS.len() as u64;

/// How many spellings a random bitwise function has at the least: those of two variables in either
/// order, each perhaps complemented, with one of three operators.
pub(crate) const FUNCTION_COUNT: u64 = 24;

/// How many coefficients `small` draws from.
pub(crate) const SMALL_COUNT: u64 = 198;

/// `width`.
pub(crate) const WIDTH: Param = Param::int("width", "how many bits a word has", (6, 64), 16);

/// `variables`.
pub(crate) const VARIABLES: Param =
    Param::int("variables", "how many variables there are", (2, 4), 2);

/// `terms`.
pub(crate) const TERMS: Param = Param::int(
    "terms",
    "how many random terms a linear expression starts from",
    (2, 8),
    4,
);

/// `coefficients`.
pub(crate) const COEFFICIENTS: Param = Param::choice(
    "coefficients",
    "how they are drawn: from -99 to 99, as in the paper (mostly 1 and 2), or any word",
    &["small", "paper", "wide"],
);

/// `layers`.
pub(crate) const LAYERS: Param = Param::int(
    "layers",
    "how often arithmetic and bitwise operators take turns below a nested expression; at most 5 - variables",
    (1, 3),
    1,
);

/// How coefficients are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Coefficients {
    Small,
    Paper,
    Wide,
}

impl Coefficients {
    pub(crate) fn of(order: Order<'_>) -> Self {
        match order.params.text("coefficients") {
            "paper" => Self::Paper,
            "wide" => Self::Wide,
            _ => Self::Small,
        }
    }

    /// How many there are, at the least.
    pub(crate) fn count(self, width: u32) -> u64 {
        match self {
            // Small ones may be equal modulo a small 2^n, but are spelled modulo it.
            Self::Small => SMALL_COUNT.min(mask(width.min(32))),
            Self::Paper => 14,
            Self::Wide => mask(width),
        }
    }
}

/// A stream with the sizes that everything depends on.
pub(crate) struct Draw<'s> {
    pub(crate) stream: &'s mut Stream,
    pub(crate) width: u32,
    pub(crate) variables: usize,
    pub(crate) terms: usize,
    pub(crate) layers: usize,
    pub(crate) coefficients: Coefficients,
}

impl<'s> Draw<'s> {
    /// The sizes that a task's parameters give.
    pub(crate) fn new(
        order: Order<'_>,
        coefficients: Coefficients,
        stream: &'s mut Stream,
    ) -> Self {
        let variables = order.params.size("variables");
        Self {
            stream,
            width: order.params.int("width") as u32,
            variables,
            terms: order.params.size("terms"),
            // Each layer takes an atom of the normal form, which has room for eight with the
            // variables.
            layers: order.params.size("layers").min(5 - variables),
            coefficients,
        }
    }
}

impl Draw<'_> {
    /// The names of the variables: different letters in the order of the alphabet.
    pub(crate) fn names(&mut self) -> Result<Variables, GenerateError> {
        let mut letters: Vec<u8> = LETTERS.to_vec();
        self.stream.shuffle(&mut letters);
        letters.truncate(self.variables);
        letters.sort_unstable();
        Variables::new(letters.iter().map(|&letter| char::from(letter).to_string()))
            .map_err(|error| GenerateError::new(error.to_string()))
    }

    /// Any word.
    pub(crate) fn word(&mut self) -> u64 {
        self.stream.bits() & mask(self.width)
    }

    /// An odd word, which has an inverse.
    pub(crate) fn odd(&mut self) -> u64 {
        self.word() | 1
    }

    /// `value` as a word.
    pub(crate) fn reduce(&self, value: i64) -> u64 {
        value as u64 & mask(self.width)
    }

    /// A coefficient other than 0.
    pub(crate) fn coefficient(&mut self) -> u64 {
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
    pub(crate) fn variable(&mut self) -> Expression {
        Expression::variable(self.stream.index(self.variables))
    }

    /// A variable other than `one`.
    pub(crate) fn other_than(&mut self, one: &Expression) -> Expression {
        let index = self.stream.index(self.variables);
        let variable = Expression::variable(index);
        if variable == *one {
            Expression::variable((index + 1) % self.variables)
        } else {
            variable
        }
    }

    /// A random bitwise expression of two to four leaves, in which no operator is idle: none gives
    /// a constant, a variable, or one of its operands, perhaps complemented.
    pub(crate) fn bitwise(&mut self) -> Expression {
        loop {
            let leaves = 2 + self.stream.index(self.variables.min(3));
            if let Some(expression) = self.tree(leaves) {
                return expression;
            }
        }
    }

    fn tree(&mut self, leaves: usize) -> Option<Expression> {
        // Different variables, as far as there are enough.
        let mut order: Vec<usize> = (0..self.variables).collect();
        self.stream.shuffle(&mut order);
        let leaves = (0..leaves).map(|leaf| order[leaf % order.len()]);
        let mut parts: Vec<Expression> = leaves.map(|index| self.literal(index)).collect();
        loop {
            let right = parts.pop()?;
            if parts.is_empty() {
                return Some(right);
            }
            let place = self.stream.index(parts.len());
            let node = *self.stream.choose(&[Node::And, Node::Or, Node::Xor]);
            let left = parts.swap_remove(place);
            let mut joined = left.clone().binary(node, &right);
            if self.is_idle(&joined, [&left, &right]) {
                return None;
            }
            if self.stream.chance(1, 6) {
                joined = joined.not();
            }
            parts.push(joined);
        }
    }

    fn is_idle(&self, joined: &Expression, operands: [&Expression; 2]) -> bool {
        let all = (1u64 << (1 << self.variables)) - 1;
        let found = table(joined, self.variables);
        let mut known = operands
            .map(|operand| table(operand, self.variables))
            .to_vec();
        known.push(0);
        known.extend(TABLES[..self.variables].iter().map(|table| table & all));
        known
            .iter()
            .any(|&other| found == other || found == all ^ other)
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
pub(crate) fn table(expression: &Expression, variables: usize) -> u64 {
    expression.evaluate(1 << variables, &TABLES)
}

/// The names as a prompt lists them.
pub(crate) fn listed(variables: &Variables) -> Var {
    let names = variables.names().iter().cloned();
    Var::List(names.map(Var::from).collect())
}
