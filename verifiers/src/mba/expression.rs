//! Expressions in postfix order, their variables, and their values.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::mask;

/// The widest words.
pub const MAX_WIDTH: u32 = 64;

/// The most variables of an expression, so that a truth table has at most 256 rows.
pub const MAX_VARIABLES: usize = 8;

/// The most nodes of an expression that is read.
pub const MAX_NODES: usize = 4_096;

/// One node of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Node {
    /// The variable of this index.
    Variable(u8),
    /// A constant, taken modulo 2^n.
    Constant(u64),
    /// Bitwise complement.
    Not,
    /// Negation.
    Neg,
    /// Sum.
    Add,
    /// Difference.
    Sub,
    /// Product.
    Mul,
    /// Bitwise and.
    And,
    /// Bitwise or.
    Or,
    /// Bitwise exclusive or.
    Xor,
    /// Shift to the left by so many places; 0 where that is the width or more.
    Shl(u8),
    /// Shift to the right by so many places, zeros coming in; 0 where that is the width or more.
    Shr(u8),
}

/// What a node does, as far as alternation counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A variable or a constant.
    Leaf,
    /// `+ - * <<`: a shift to the left is a product.
    Arithmetic,
    /// `~ & | ^ >>`.
    Bitwise,
}

impl Node {
    /// How many operands it takes.
    pub fn arity(self) -> usize {
        match self {
            Self::Variable(_) | Self::Constant(_) => 0,
            Self::Not | Self::Neg | Self::Shl(_) | Self::Shr(_) => 1,
            Self::Add | Self::Sub | Self::Mul | Self::And | Self::Or | Self::Xor => 2,
        }
    }

    /// What it does.
    pub fn sort(self) -> Sort {
        match self {
            Self::Variable(_) | Self::Constant(_) => Sort::Leaf,
            Self::Neg | Self::Add | Self::Sub | Self::Mul | Self::Shl(_) => Sort::Arithmetic,
            Self::Not | Self::And | Self::Or | Self::Xor | Self::Shr(_) => Sort::Bitwise,
        }
    }
}

/// An expression: its nodes, operands before their operator. A flat list, so that nothing that
/// reads, evaluates or drops it recurses, however deep a hostile reply nests.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Expression {
    code: Vec<Node>,
}

impl Expression {
    /// The variable of index `index`.
    pub fn variable(index: usize) -> Self {
        Self {
            code: vec![Node::Variable(index as u8)],
        }
    }

    /// The constant `value`.
    pub fn constant(value: u64) -> Self {
        Self {
            code: vec![Node::Constant(value)],
        }
    }

    /// The constant `value`, with a sign before it where it is negative.
    pub fn signed(value: i64) -> Self {
        let size = Self::constant(value.unsigned_abs());
        if value < 0 { size.neg() } else { size }
    }

    /// The expression of these nodes, if operands stand before their operators and nothing is left
    /// over.
    pub fn from_nodes(code: Vec<Node>) -> Option<Self> {
        let mut depth = 0usize;
        for node in &code {
            depth = depth.checked_sub(node.arity())? + 1;
        }
        (depth == 1).then_some(Self { code })
    }

    /// The nodes, operands before their operator; the last is the root.
    pub fn nodes(&self) -> &[Node] {
        &self.code
    }

    /// The root.
    pub fn root(&self) -> Node {
        match self.code.last() {
            Some(&root) => root,
            None => unreachable!("an expression has a node"),
        }
    }

    fn then(mut self, node: Node) -> Self {
        self.code.push(node);
        self
    }

    fn with(mut self, other: &Self, node: Node) -> Self {
        self.code.extend_from_slice(&other.code);
        self.code.push(node);
        self
    }

    /// `node`, which takes one operand, of this.
    #[must_use]
    pub fn unary(self, node: Node) -> Self {
        debug_assert_eq!(node.arity(), 1);
        self.then(node)
    }

    /// `node`, which takes two operands, of this and `other`.
    #[must_use]
    pub fn binary(self, node: Node, other: &Self) -> Self {
        debug_assert_eq!(node.arity(), 2);
        self.with(other, node)
    }

    /// `-self`.
    #[must_use]
    #[expect(
        clippy::should_implement_trait,
        reason = "it stands beside `not`, `and` and `or`"
    )]
    pub fn neg(self) -> Self {
        self.then(Node::Neg)
    }

    /// `~self`.
    #[must_use]
    #[expect(
        clippy::should_implement_trait,
        reason = "it stands beside `and` and `or`"
    )]
    pub fn not(self) -> Self {
        self.then(Node::Not)
    }

    /// `self - other`, which is zero exactly where the two are equal.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        self.clone().with(other, Node::Sub)
    }

    /// Where the operand that ends at each node begins.
    pub fn starts(&self) -> Vec<u32> {
        let mut starts = Vec::with_capacity(self.code.len());
        let mut open: Vec<u32> = Vec::new();
        for (at, node) in self.code.iter().enumerate() {
            let mut start = at as u32;
            for _ in 0..node.arity() {
                start = open.pop().unwrap_or(start);
            }
            open.push(start);
            starts.push(start);
        }
        starts
    }

    /// The operand whose last node is the node `end`.
    pub fn part(&self, starts: &[u32], end: usize) -> Self {
        Self {
            code: self.code[starts[end] as usize..=end].to_vec(),
        }
    }

    /// The largest index of a variable and one more; 0 without variables.
    pub fn arity(&self) -> usize {
        let indices = self.code.iter().filter_map(|node| match node {
            Node::Variable(index) => Some(usize::from(*index) + 1),
            _ => None,
        });
        indices.max().unwrap_or(0)
    }

    /// Whether variable `index` occurs.
    pub fn mentions(&self, index: usize) -> bool {
        self.code.contains(&Node::Variable(index as u8))
    }

    /// This, with `value` in place of every occurrence of variable `index`.
    #[must_use]
    pub fn substitute(&self, index: usize, value: &Self) -> Self {
        let mut code = Vec::with_capacity(self.code.len() + value.code.len());
        for node in &self.code {
            match node {
                Node::Variable(found) if usize::from(*found) == index => {
                    code.extend_from_slice(&value.code);
                }
                other => code.push(*other),
            }
        }
        Self { code }
    }

    /// The value over words of `width` bits, at `words`, one a variable; a variable beyond them is
    /// 0. Every operator but `>>` is a T-function (the low bits of its value depend on no higher
    /// bits), so that only the end and the operand of `>>` need be cut to the width.
    pub fn evaluate(&self, width: u32, words: &[u64]) -> u64 {
        let mut stack = Vec::with_capacity(16);
        self.evaluate_on(&mut stack, width, words)
    }

    /// [`Self::evaluate`] with a stack to use again.
    pub fn evaluate_on(&self, stack: &mut Vec<u64>, width: u32, words: &[u64]) -> u64 {
        let mask = mask(width);
        stack.clear();
        for &node in &self.code {
            let value = match node {
                Node::Variable(index) => words.get(usize::from(index)).copied().unwrap_or(0),
                Node::Constant(value) => value,
                _ => {
                    let right = stack.pop().unwrap_or(0);
                    match node {
                        Node::Not => !right,
                        Node::Neg => right.wrapping_neg(),
                        Node::Shl(places) => shifted(right, width, places, true),
                        Node::Shr(places) => shifted(right & mask, width, places, false),
                        _ => {
                            let left = stack.pop().unwrap_or(0);
                            match node {
                                Node::Add => left.wrapping_add(right),
                                Node::Sub => left.wrapping_sub(right),
                                Node::Mul => left.wrapping_mul(right),
                                Node::And => left & right,
                                Node::Or => left | right,
                                _ => left ^ right,
                            }
                        }
                    }
                }
            };
            stack.push(value);
        }
        stack.last().copied().unwrap_or(0) & mask
    }
}

/// `word` shifted by `places`, which gives 0 from the width on.
fn shifted(word: u64, width: u32, places: u8, left: bool) -> u64 {
    match u32::from(places) {
        places if places >= width => 0,
        places if left => word << places,
        places => word >> places,
    }
}

/// The names of an expression's variables.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<String>", into = "Vec<String>")]
pub struct Variables {
    names: Vec<String>,
}

/// Why words are no variables' names.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error(
    "give 1 to {MAX_VARIABLES} different names, each a letter that digits may follow, such as x or y1"
)]
pub struct VariablesError;

impl Variables {
    /// Variables of these names.
    ///
    /// # Errors
    /// [`VariablesError`] when there are none or too many, two are alike, or one is no letter with
    /// digits behind it. Longer words are left out, since operators and LaTeX commands are words.
    pub fn new(names: impl IntoIterator<Item = impl Into<String>>) -> Result<Self, VariablesError> {
        let names: Vec<String> = names.into_iter().map(Into::into).collect();
        let named = |name: &String| {
            let rest = name.strip_prefix(|c: char| c.is_ascii_alphabetic());
            rest.is_some_and(|rest| rest.len() <= 3 && rest.bytes().all(|c| c.is_ascii_digit()))
        };
        let different = (1..names.len()).all(|at| !names[..at].contains(&names[at]));
        if !(1..=MAX_VARIABLES).contains(&names.len()) || !names.iter().all(named) || !different {
            return Err(VariablesError);
        }
        Ok(Self { names })
    }

    /// The names, in the order of their indices.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// How many there are.
    #[expect(clippy::len_without_is_empty, reason = "there is always one")]
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// The index of the variable `name`.
    pub fn index(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|known| known == name)
    }
}

impl TryFrom<Vec<String>> for Variables {
    type Error = VariablesError;

    fn try_from(names: Vec<String>) -> Result<Self, VariablesError> {
        Self::new(names)
    }
}

impl From<Variables> for Vec<String> {
    fn from(variables: Variables) -> Self {
        variables.names
    }
}
