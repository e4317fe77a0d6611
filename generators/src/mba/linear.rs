//! Linear expressions from the null space of the truth-table matrix.
//!
//! A linear expression is decided by its values on corners: one word v_b for each column b of bits,
//! such that it equals Σ_b v_b·m_b with the minterms m_b. Given such values, any bitwise functions
//! with any coefficients may stand in the expression, as long as what they leave of the values is
//! written in a basis: the minterms, or the conjunctions with a constant.

use tribunal_verifiers::mba::{Expression, Node, mask};

use super::draw::{Draw, table};

/// A sum in the making.
pub(super) struct Sum {
    width: u32,
    terms: Vec<(u64, Expression)>,
    constant: u64,
}

impl Sum {
    pub(super) fn new(width: u32) -> Self {
        Self {
            width,
            terms: Vec::new(),
            constant: 0,
        }
    }

    /// Adds `coefficient` times `part`.
    pub(super) fn add(&mut self, coefficient: u64, part: Expression) {
        if coefficient & mask(self.width) != 0 {
            self.terms.push((coefficient & mask(self.width), part));
        }
    }

    pub(super) fn add_constant(&mut self, constant: u64) {
        self.constant = self.constant.wrapping_add(constant) & mask(self.width);
    }

    /// The terms in this order, the constant last; coefficients are signed and nearest to 0, and 1
    /// is left out.
    pub(super) fn spell(self) -> Expression {
        let mut result: Option<Expression> = None;
        let constant = (self.constant != 0).then_some((self.constant, None));
        let terms = self
            .terms
            .into_iter()
            .map(|(word, part)| (word, Some(part)));
        for (word, part) in terms.chain(constant) {
            let negative = word > mask(self.width) / 2 + 1;
            let size = if negative {
                word.wrapping_neg() & mask(self.width)
            } else {
                word
            };
            let first = result.is_none();
            let part = match part {
                None if first && negative => Expression::constant(size).neg(),
                None => Expression::constant(size),
                Some(part) if size == 1 && first && negative => part.neg(),
                Some(part) if size == 1 => part,
                Some(part) if first && negative => {
                    Expression::constant(size).neg().binary(Node::Mul, &part)
                }
                Some(part) => Expression::constant(size).binary(Node::Mul, &part),
            };
            result = Some(match result {
                None => part,
                Some(sum) if negative => sum.binary(Node::Sub, &part),
                Some(sum) => sum.binary(Node::Add, &part),
            });
        }
        result.unwrap_or_else(|| Expression::constant(0))
    }
}

impl Draw<'_> {
    /// Values of a random linear expression of `terms` terms.
    pub(super) fn corners(&mut self, terms: usize) -> Vec<u64> {
        let mut corners = vec![0u64; 1 << self.variables];
        for _ in 0..terms {
            let part = self.bitwise();
            let coefficient = self.coefficient();
            self.subtract(&mut corners, coefficient.wrapping_neg(), &part);
        }
        corners
    }

    /// A linear expression with these values on corners: `terms` random terms, and the rest in a
    /// basis, in random order.
    pub(super) fn linear(&mut self, corners: &[u64], terms: usize) -> Expression {
        let mut rest = corners.to_vec();
        let mut parts: Vec<(u64, Expression)> = Vec::new();
        let mut tables: Vec<u64> = Vec::new();
        for _ in 0..terms {
            // Two terms with the same table are one; where few tables are left, one may come twice.
            let mut part = self.bitwise();
            for _ in 0..32 {
                if !tables.contains(&table(&part, self.variables)) {
                    break;
                }
                part = self.bitwise();
            }
            tables.push(table(&part, self.variables));
            let coefficient = self.coefficient();
            self.subtract(&mut rest, coefficient, &part);
            parts.push((coefficient, part));
        }
        let mut sum = Sum::new(self.width);
        if self.stream.chance(1, 2) {
            for (corner, &value) in rest.iter().enumerate() {
                parts.push((value, self.minterm(corner)));
            }
        } else {
            for index in 0..self.variables {
                for corner in (0..rest.len()).filter(|corner| corner >> index & 1 == 1) {
                    rest[corner] = rest[corner].wrapping_sub(rest[corner ^ 1 << index]);
                }
            }
            // The conjunction of no variable is the word -1.
            sum.add_constant(rest[0].wrapping_neg());
            for (set, &value) in rest.iter().enumerate().skip(1) {
                parts.push((value, self.conjunction(set)));
            }
        }
        self.stream.shuffle(&mut parts);
        for (coefficient, part) in parts {
            sum.add(coefficient, part);
        }
        sum.spell()
    }

    fn subtract(&self, corners: &mut [u64], coefficient: u64, part: &Expression) {
        let table = table(part, self.variables);
        for (corner, value) in corners.iter_mut().enumerate() {
            if table >> corner & 1 == 1 {
                *value = value.wrapping_sub(coefficient) & mask(self.width);
            }
        }
    }

    /// The word of the places whose column is `corner`.
    pub(super) fn minterm(&mut self, corner: usize) -> Expression {
        if corner == 0 && self.stream.chance(1, 2) {
            let all = (1..self.variables).fold(Expression::variable(0), |all, index| {
                all.binary(Node::Or, &Expression::variable(index))
            });
            return all.not();
        }
        let literal = |index: usize| {
            let variable = Expression::variable(index);
            if corner >> index & 1 == 1 {
                variable
            } else {
                variable.not()
            }
        };
        (1..self.variables).fold(literal(0), |all, index| {
            all.binary(Node::And, &literal(index))
        })
    }

    fn conjunction(&self, set: usize) -> Expression {
        let mut members = (0..self.variables).filter(|index| set >> index & 1 == 1);
        let first = Expression::variable(members.next().unwrap_or(0));
        members.fold(first, |all, index| {
            all.binary(Node::And, &Expression::variable(index))
        })
    }
}
