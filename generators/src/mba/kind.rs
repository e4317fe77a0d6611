//! The three kinds: an identity, and a large expression beside a small one, of each.

use tribunal_verifiers::mba::{Expression, Node};

use super::draw::Draw;
use super::linear::Sum;
use crate::task::{GenerateError, Variation};

/// The variation of linear items.
pub(crate) const LINEAR: Variation = Variation {
    name: "linear",
    summary: "sums of coefficients times bitwise functions",
};

/// The variation of polynomial items.
pub(crate) const POLYNOMIAL: Variation = Variation {
    name: "polynomial",
    summary: "products of linear expressions",
};

/// The variation of nested items.
pub(crate) const NESTED: Variation = Variation {
    name: "nested",
    summary: "arithmetic below bitwise operators",
};

/// A kind of expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Linear,
    Polynomial,
    Nested,
}

impl Kind {
    /// The kind that the name of a variation begins with.
    pub(crate) fn of(variation: &str) -> Result<Self, GenerateError> {
        match variation.split('_').next().unwrap_or_default() {
            "linear" => Ok(Self::Linear),
            "polynomial" => Ok(Self::Polynomial),
            "nested" => Ok(Self::Nested),
            other => Err(GenerateError::new(format!("there is no kind `{other}`"))),
        }
    }
}

impl Draw<'_> {
    /// Two different expressions that are equal for all words.
    pub(crate) fn identity(&mut self, kind: Kind) -> (Expression, Expression) {
        let terms = self.terms;
        match kind {
            Kind::Linear => {
                let corners = self.corners(2);
                (self.linear(&corners, terms), self.linear(&corners, terms))
            }
            Kind::Polynomial => {
                let products = self.products();
                let rest = (self.coefficient(), self.bitwise());
                let mut left = Sum::new(self.width);
                let mut right = Sum::new(self.width);
                for product in &products {
                    let (coefficient, plain) = self.plain(product);
                    left.add(coefficient, plain);
                    for (coefficient, part) in self.expanded(product) {
                        right.add(coefficient, part);
                    }
                }
                for side in [&mut left, &mut right] {
                    let other = self.other_than(&rest.1);
                    side.add(rest.0, self.disguised(&rest.1, &other));
                }
                (left.spell(), right.spell())
            }
            Kind::Nested => {
                let inner = self.inner();
                let (left, right) = self.over_two(|two| {
                    let corners = two.corners(2);
                    let fewer = terms.div_ceil(2);
                    (two.linear(&corners, fewer), two.linear(&corners, fewer))
                });
                (self.composed(&left, &inner), self.composed(&right, &inner))
            }
        }
    }

    /// A large expression and a small one that is equal to it for all words.
    pub(crate) fn blown_up(&mut self, kind: Kind) -> (Expression, Expression) {
        let terms = self.terms;
        match kind {
            Kind::Linear => {
                let (goal, corners) = self.small();
                (self.linear(&corners, terms), goal)
            }
            Kind::Polynomial => {
                let product = self.plain_product();
                let rest = (self.coefficient(), self.bitwise());
                let mut goal = Sum::new(self.width);
                let mut given = Sum::new(self.width);
                goal.add(product.coefficient(), product.spelled());
                goal.add(rest.0, rest.1.clone());
                let constant = self.coefficient();
                goal.add_constant(constant);
                given.add_constant(constant);
                for (coefficient, part) in self.expanded(&product) {
                    given.add(coefficient, part);
                }
                let other = self.bitwise();
                given.add(rest.0, self.disguised(&rest.1, &other));
                (given.spell(), goal.spell())
            }
            Kind::Nested => {
                let inner = self.inner();
                let (large, small) = self.over_two(|two| {
                    let (goal, corners) = two.small();
                    (two.linear(&corners, terms.div_ceil(2)), goal)
                });
                let mut given = self.composed(&large, &inner);
                let goal = substituted(&small, &inner);
                if self.stream.chance(1, 2) {
                    let index = self.stream.index(self.variables);
                    given = self.encode_once(&given, index);
                }
                (given, goal)
            }
        }
    }

    /// A sum of two small terms, and its values on corners.
    fn small(&mut self) -> (Expression, Vec<u64>) {
        let mut sum = Sum::new(self.width);
        let mut corners = vec![0; 1 << self.variables];
        let mut tables = Vec::new();
        while tables.len() < 2 {
            let part = self.bitwise();
            let table = super::draw::table(&part, self.variables);
            if tables.contains(&table) {
                continue;
            }
            tables.push(table);
            let coefficient = self.coefficient();
            for (corner, value) in corners.iter_mut().enumerate() {
                if table >> corner & 1 == 1 {
                    *value = coefficient.wrapping_add(*value);
                }
            }
            sum.add(coefficient, part);
        }
        (sum.spell(), corners)
    }

    /// The first occurrence of a variable encoded by a permutation polynomial.
    fn encode_once(&mut self, expression: &Expression, index: usize) -> Expression {
        let wanted = Node::Variable(index as u8);
        let Some(place) = expression.nodes().iter().position(|&node| node == wanted) else {
            return expression.clone();
        };
        let encoded = self.encoded(&Expression::variable(index));
        let mut code = expression.nodes().to_vec();
        code.splice(place..=place, encoded.nodes().iter().copied());
        Expression::from_nodes(code).unwrap_or_else(|| expression.clone())
    }
}

/// `outer`, over two variables, with `inner` in place of them.
pub(crate) fn substituted(outer: &Expression, inner: &[Expression; 2]) -> Expression {
    let code = outer.nodes().iter().flat_map(|node| match node {
        Node::Variable(index) => inner[usize::from(*index) % 2].nodes(),
        other => std::slice::from_ref(other),
    });
    let code = code.copied().collect();
    Expression::from_nodes(code).unwrap_or_else(|| outer.clone())
}
