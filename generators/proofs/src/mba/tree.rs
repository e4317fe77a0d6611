//! Expressions as trees, read from the text of a prompt by recursive descent.
//!
//! Only what prompts are made of is read: names of one letter, decimal constants, brackets and C's
//! operators with C's precedence.

use num_bigint::BigInt;

use crate::Doubt;

/// The deepest nesting that is read; prompts nest far less.
const DEEPEST: usize = 400;

/// An expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Tree {
    Variable(usize),
    Constant(u64),
    Not(Box<Tree>),
    Neg(Box<Tree>),
    Both(char, Box<Tree>, Box<Tree>),
}

impl Tree {
    /// Reads `text` over variables of these names.
    pub(crate) fn read(text: &str, names: &[&str]) -> Result<Self, Doubt> {
        let mut reader = Reader {
            text: text.as_bytes(),
            at: 0,
            depth: 0,
            names,
        };
        let tree = reader.level(0)?;
        reader.blank();
        if reader.at < reader.text.len() {
            return Err(reader.doubt("an operator"));
        }
        Ok(tree)
    }

    /// Its variables, constants and operators, a minus before a constant belonging to it.
    pub(crate) fn size(&self) -> usize {
        match self {
            Self::Variable(_) | Self::Constant(_) => 1,
            Self::Neg(inner) if matches!(**inner, Self::Constant(_)) => 1,
            Self::Not(inner) | Self::Neg(inner) => 1 + inner.size(),
            Self::Both(_, left, right) => 1 + left.size() + right.size(),
        }
    }

    /// Whether a variable occurs.
    pub(crate) fn varies(&self) -> bool {
        match self {
            Self::Variable(_) => true,
            Self::Constant(_) => false,
            Self::Not(inner) | Self::Neg(inner) => inner.varies(),
            Self::Both(_, left, right) => left.varies() || right.varies(),
        }
    }

    /// The value as an integer of any size, bitwise operators acting on infinite two's complements.
    /// Modulo 2^n this is the value for words of n bits, since the low n bits of every operator here
    /// depend on no higher ones.
    pub(crate) fn integer(&self, values: &[BigInt]) -> BigInt {
        match self {
            Self::Variable(index) => values[*index].clone(),
            Self::Constant(value) => BigInt::from(*value),
            Self::Not(inner) => -inner.integer(values) - 1,
            Self::Neg(inner) => -inner.integer(values),
            Self::Both(operator, left, right) => {
                let (left, right) = (left.integer(values), right.integer(values));
                match operator {
                    '+' => left + right,
                    '-' => left - right,
                    '*' => left * right,
                    '&' => left & right,
                    '|' => left | right,
                    _ => left ^ right,
                }
            }
        }
    }
}

struct Reader<'a> {
    text: &'a [u8],
    at: usize,
    depth: usize,
    names: &'a [&'a str],
}

/// Operators from the loosest level to the tightest.
const LEVELS: [&[u8]; 5] = [b"|", b"^", b"&", b"+-", b"*"];

impl Reader<'_> {
    fn doubt(&self, wanted: &str) -> Doubt {
        Doubt::new(format!(
            "at byte {} of the expression {wanted} is missing",
            self.at
        ))
    }

    fn blank(&mut self) {
        while self.text.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
    }

    fn level(&mut self, level: usize) -> Result<Tree, Doubt> {
        let Some(operators) = LEVELS.get(level) else {
            return self.operand();
        };
        let mut left = self.level(level + 1)?;
        loop {
            self.blank();
            match self.text.get(self.at) {
                Some(operator) if operators.contains(operator) => {
                    self.at += 1;
                    let right = self.level(level + 1)?;
                    left = Tree::Both(char::from(*operator), left.into(), right.into());
                }
                _ => return Ok(left),
            }
        }
    }

    fn operand(&mut self) -> Result<Tree, Doubt> {
        self.blank();
        let Some(&first) = self.text.get(self.at) else {
            return Err(self.doubt("an operand"));
        };
        if self.depth >= DEEPEST {
            return Err(Doubt::new("the expression nests too deep"));
        }
        self.at += 1;
        self.depth += 1;
        let tree = match first {
            b'~' => Tree::Not(self.operand()?.into()),
            b'-' => Tree::Neg(self.operand()?.into()),
            b'(' => {
                let inner = self.level(0)?;
                self.blank();
                if self.text.get(self.at) != Some(&b')') {
                    return Err(self.doubt("a bracket"));
                }
                self.at += 1;
                inner
            }
            b'0'..=b'9' => {
                let mut value = u64::from(first - b'0');
                while let Some(digit @ b'0'..=b'9') = self.text.get(self.at) {
                    let next = value.checked_mul(10);
                    let next = next.and_then(|next| next.checked_add(u64::from(digit - b'0')));
                    value = next.ok_or_else(|| Doubt::new("a constant is beyond 64 bits"))?;
                    self.at += 1;
                }
                Tree::Constant(value)
            }
            letter => {
                let is = |name: &&str| name.as_bytes() == [letter];
                match self.names.iter().position(is) {
                    Some(index) => Tree::Variable(index),
                    None => return Err(self.doubt("a variable")),
                }
            }
        };
        self.depth -= 1;
        Ok(tree)
    }
}
