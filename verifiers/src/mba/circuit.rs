//! From an equation to clauses: every bit a variable, every gate a few clauses (Tseitin).

use std::collections::HashMap;

use super::expression::{Expression, Node};

/// A literal: twice its variable, and one more if negated.
pub type Literal = u32;

/// The literal that is true; variable 0 is.
pub const TRUE: Literal = 0;

/// The literal that is false.
pub const FALSE: Literal = 1;

/// Clauses, one after another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clauses {
    literals: Vec<Literal>,
    ends: Vec<u32>,
}

impl Clauses {
    /// Adds one.
    pub fn push(&mut self, clause: impl IntoIterator<Item = Literal>) {
        self.literals.extend(clause);
        self.ends.push(self.literals.len() as u32);
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// How many literals they have together.
    pub fn literals(&self) -> usize {
        self.literals.len()
    }

    /// The clauses.
    pub fn iter(&self) -> impl Iterator<Item = &[Literal]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts
            .zip(&self.ends)
            .map(|(start, &end)| &self.literals[start as usize..end as usize])
    }
}

/// The clauses that say that two expressions differ.
#[derive(Clone, Debug)]
pub struct Circuit {
    /// The clauses.
    pub clauses: Clauses,
    /// How many variables they have.
    pub variables: u32,
    /// The literal of each bit of each word, the lowest first.
    pub inputs: Vec<Vec<Literal>>,
}

impl Circuit {
    /// The circuit that is satisfiable exactly if `left` and `right`, over `variables` words of
    /// `width` bits, differ somewhere; `None` when it takes more than `limit` clauses.
    pub fn differing(
        left: &Expression,
        right: &Expression,
        width: u32,
        variables: usize,
        limit: usize,
    ) -> Option<Self> {
        let mut builder = Builder {
            circuit: Self {
                clauses: Clauses::default(),
                variables: 1,
                inputs: Vec::new(),
            },
            gates: HashMap::new(),
            width: width as usize,
            limit,
        };
        builder.circuit.clauses.push([TRUE]);
        for _ in 0..variables {
            let word = (0..width).map(|_| builder.fresh()).collect();
            builder.circuit.inputs.push(word);
        }
        let left = builder.expression(left)?;
        let right = builder.expression(right)?;
        let mut differ = Vec::with_capacity(left.len());
        for (&one, &other) in left.iter().zip(&right) {
            match builder.xor(one, other) {
                TRUE => {
                    differ = vec![TRUE];
                    break;
                }
                FALSE => {}
                literal => differ.push(literal),
            }
        }
        builder.circuit.clauses.push(differ);
        Some(builder.circuit)
    }

    /// The words that a model, a value for each variable, gives the inputs.
    pub fn words(&self, model: impl Fn(u32) -> bool) -> Vec<u64> {
        let word = |bits: &Vec<Literal>| {
            let bits = bits.iter().enumerate();
            bits.fold(0, |word, (place, &literal)| {
                word | u64::from(model(literal >> 1)) << place
            })
        };
        self.inputs.iter().map(word).collect()
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Gate {
    And(Literal, Literal),
    Xor(Literal, Literal),
    Majority(Literal, Literal, Literal),
}

struct Builder {
    circuit: Circuit,
    gates: HashMap<Gate, Literal>,
    width: usize,
    limit: usize,
}

impl Builder {
    fn fresh(&mut self) -> Literal {
        let literal = 2 * self.circuit.variables;
        self.circuit.variables += 1;
        literal
    }

    fn expression(&mut self, expression: &Expression) -> Option<Vec<Literal>> {
        let mut stack: Vec<Vec<Literal>> = Vec::new();
        for &node in expression.nodes() {
            if self.circuit.clauses.len() > self.limit {
                return None;
            }
            let word = match node {
                Node::Variable(index) => self.circuit.inputs.get(usize::from(index))?.clone(),
                Node::Constant(value) => self.constant(value),
                _ if node.arity() == 1 => {
                    let operand = stack.pop()?;
                    self.unary(node, operand)
                }
                _ => {
                    let right = stack.pop()?;
                    let left = stack.pop()?;
                    self.binary(node, &left, &right)?
                }
            };
            stack.push(word);
        }
        let within = self.circuit.clauses.len() <= self.limit;
        stack.pop().filter(|_| within)
    }

    fn constant(&self, value: u64) -> Vec<Literal> {
        let bit = |place| if value >> place & 1 == 1 { TRUE } else { FALSE };
        (0..self.width).map(bit).collect()
    }

    fn unary(&mut self, node: Node, operand: Vec<Literal>) -> Vec<Literal> {
        match node {
            Node::Not => negated(operand),
            Node::Neg => self.negative(operand),
            Node::Shl(places) => self.raised(&operand, usize::from(places)),
            _ => {
                let Node::Shr(places) = node else {
                    return operand;
                };
                let bit = |place| operand.get(place + usize::from(places)).copied();
                (0..self.width)
                    .map(|place| bit(place).unwrap_or(FALSE))
                    .collect()
            }
        }
    }

    fn raised(&self, word: &[Literal], places: usize) -> Vec<Literal> {
        let zeros = std::iter::repeat_n(FALSE, places);
        zeros.chain(word.iter().copied()).take(self.width).collect()
    }

    /// `-w` is `~w + 1`.
    fn negative(&mut self, word: Vec<Literal>) -> Vec<Literal> {
        let zero = self.constant(0);
        self.sum(&zero, &negated(word), TRUE)
    }

    fn binary(&mut self, node: Node, left: &[Literal], right: &[Literal]) -> Option<Vec<Literal>> {
        let pairs = left.iter().copied().zip(right.iter().copied());
        Some(match node {
            Node::And => pairs.map(|(a, b)| self.and(a, b)).collect(),
            Node::Or => pairs.map(|(a, b)| self.and(a ^ 1, b ^ 1) ^ 1).collect(),
            Node::Xor => pairs.map(|(a, b)| self.xor(a, b)).collect(),
            Node::Add => self.sum(left, right, FALSE),
            Node::Sub => self.sum(left, &negated(right.to_vec()), TRUE),
            _ => return self.product(left, right),
        })
    }

    fn sum(&mut self, left: &[Literal], right: &[Literal], mut carry: Literal) -> Vec<Literal> {
        let mut word = Vec::with_capacity(self.width);
        for (&a, &b) in left.iter().zip(right) {
            let half = self.xor(a, b);
            word.push(self.xor(half, carry));
            carry = self.majority(a, b, carry);
        }
        word
    }

    /// Shifted and added. A constant with many bits set is multiplied by as its negative.
    fn product(&mut self, left: &[Literal], right: &[Literal]) -> Option<Vec<Literal>> {
        let constant = |word: &[Literal]| word.iter().all(|&bit| bit <= FALSE);
        let (by, of) = if constant(right) {
            (right, left)
        } else {
            (left, right)
        };
        if constant(by) {
            let ones = |word: &[Literal]| word.iter().filter(|&&bit| bit == TRUE).count();
            let opposite = self.negative(by.to_vec());
            if ones(&opposite) + 1 < ones(by) {
                let product = self.shifted_sum(&opposite, of)?;
                return Some(self.negative(product));
            }
        }
        self.shifted_sum(by, of)
    }

    fn shifted_sum(&mut self, by: &[Literal], of: &[Literal]) -> Option<Vec<Literal>> {
        let mut total = self.constant(0);
        for (place, &bit) in by.iter().enumerate().filter(|(_, bit)| **bit != FALSE) {
            if self.circuit.clauses.len() > self.limit {
                return None;
            }
            let row = self.raised(of, place);
            let row: Vec<Literal> = row.into_iter().map(|other| self.and(bit, other)).collect();
            total = self.sum(&total, &row, FALSE);
        }
        Some(total)
    }

    fn and(&mut self, a: Literal, b: Literal) -> Literal {
        let (a, b) = (a.min(b), a.max(b));
        match a {
            TRUE => return b,
            FALSE => return FALSE,
            _ if a == b => return a,
            _ if a == b ^ 1 => return FALSE,
            _ => {}
        }
        self.gate(Gate::And(a, b), |out, clauses| {
            clauses.push([out ^ 1, a]);
            clauses.push([out ^ 1, b]);
            clauses.push([out, a ^ 1, b ^ 1]);
        })
    }

    fn xor(&mut self, a: Literal, b: Literal) -> Literal {
        let sign = (a ^ b) & 1;
        let (a, b) = ((a & !1).min(b & !1), (a & !1).max(b & !1));
        if a == b {
            return FALSE ^ sign;
        }
        // Variable 0 is true.
        if a == TRUE {
            return b ^ 1 ^ sign;
        }
        let out = self.gate(Gate::Xor(a, b), |out, clauses| {
            clauses.push([out ^ 1, a, b]);
            clauses.push([out ^ 1, a ^ 1, b ^ 1]);
            clauses.push([out, a ^ 1, b]);
            clauses.push([out, a, b ^ 1]);
        });
        out ^ sign
    }

    fn majority(&mut self, a: Literal, b: Literal, c: Literal) -> Literal {
        let mut inputs = [a, b, c];
        inputs.sort_unstable();
        let [a, b, c] = inputs;
        match a {
            TRUE if b == FALSE => return c,
            TRUE => return self.and(b ^ 1, c ^ 1) ^ 1,
            FALSE => return self.and(b, c),
            _ if a == b => return a,
            _ if a == b ^ 1 => return c,
            _ if b == c => return b,
            _ if b == c ^ 1 => return a,
            _ => {}
        }
        self.gate(Gate::Majority(a, b, c), |out, clauses| {
            for (one, other) in [(a, b), (a, c), (b, c)] {
                clauses.push([out ^ 1, one, other]);
                clauses.push([out, one ^ 1, other ^ 1]);
            }
        })
    }

    fn gate(&mut self, gate: Gate, define: impl FnOnce(Literal, &mut Clauses)) -> Literal {
        if let Some(&known) = self.gates.get(&gate) {
            return known;
        }
        let out = self.fresh();
        define(out, &mut self.circuit.clauses);
        self.gates.insert(gate, out);
        out
    }
}

fn negated(mut word: Vec<Literal>) -> Vec<Literal> {
    for bit in &mut word {
        *bit ^= 1;
    }
    word
}
