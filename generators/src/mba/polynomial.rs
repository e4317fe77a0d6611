//! Polynomial expressions: products of linear ones.

use tribunal_verifiers::mba::{Expression, Node};

use super::disguise::complement;
use super::draw::Draw;
use super::linear::Sum;

/// A product: a coefficient and two linear factors, each a sum of bitwise parts with coefficients.
pub(super) struct Product {
    coefficient: u64,
    factors: [Vec<(u64, Expression)>; 2],
}

impl Draw<'_> {
    /// Random products, one or two, and a linear rest.
    pub(super) fn products(&mut self) -> Vec<Product> {
        let count = if self.terms > 4 { 2 } else { 1 };
        (0..count)
            .map(|_| Product {
                coefficient: self.coefficient(),
                factors: [self.factor(), self.factor()],
            })
            .collect()
    }

    /// A product of two plain bitwise parts.
    pub(super) fn plain_product(&mut self) -> Product {
        Product {
            coefficient: self.coefficient(),
            factors: [vec![(1, self.bitwise())], vec![(1, self.variable())]],
        }
    }

    fn factor(&mut self) -> Vec<(u64, Expression)> {
        let one = self.coefficient();
        let mut factor = vec![(one, self.bitwise())];
        if self.stream.chance(1, 2) {
            let other = self.coefficient();
            factor.push((other, self.bitwise()));
        }
        factor
    }

    /// A sum of bitwise parts, each perhaps disguised.
    fn spelled(&mut self, parts: &[(u64, Expression)]) -> Expression {
        let mut sum = Sum::new(self.width);
        for (coefficient, part) in parts {
            let part = self.perhaps_disguised(part);
            sum.add(*coefficient, part);
        }
        sum.spell()
    }

    /// The product as it is, each part of its factors perhaps disguised.
    pub(super) fn plain(&mut self, product: &Product) -> (u64, Expression) {
        let [one, other] = &product.factors;
        let one = self.spelled(one);
        let other = self.spelled(other);
        (product.coefficient, one.binary(Node::Mul, &other))
    }

    /// The product expanded: a factor is split in two, so that (A + B)·C = A·C + B·C, or, where both
    /// are one bitwise part, x·y = (x & y)·(x | y) + (x & ~y)·(~x & y) (Zhou et al. 2007).
    pub(super) fn expanded(&mut self, product: &Product) -> Vec<(u64, Expression)> {
        let [one, other] = &product.factors;
        if let ([(1, x)], [(1, y)]) = (&one[..], &other[..])
            && self.stream.chance(1, 2)
        {
            let bits = |a: &Expression, node, b: &Expression| a.clone().binary(node, b);
            let (not_x, not_y) = (complement(x), complement(y));
            let both = bits(x, Node::And, y).binary(Node::Mul, &bits(x, Node::Or, y));
            let rest = bits(x, Node::And, &not_y).binary(Node::Mul, &bits(&not_x, Node::And, y));
            return vec![(product.coefficient, both), (product.coefficient, rest)];
        }
        let added = (self.coefficient(), self.bitwise());
        let mut larger = one.clone();
        larger.push(added.clone());
        self.stream.shuffle(&mut larger);
        let larger = self.spelled(&larger);
        let part = self.spelled(&[(1, added.1)]);
        let [first, second] = [self.spelled(other), self.spelled(other)];
        let taken = product.coefficient.wrapping_mul(added.0).wrapping_neg();
        vec![
            (product.coefficient, larger.binary(Node::Mul, &first)),
            (taken, part.binary(Node::Mul, &second)),
        ]
    }
}

impl Product {
    /// Its coefficient.
    pub(super) fn coefficient(&self) -> u64 {
        self.coefficient
    }

    /// The product of its factors' first parts, which are all they have where the product is plain.
    pub(super) fn spelled(&self) -> Expression {
        let [one, other] = &self.factors;
        one[0].1.clone().binary(Node::Mul, &other[0].1)
    }
}
