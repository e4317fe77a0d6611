//! Expressions in which arithmetic stands below bitwise operators.

use tribunal_verifiers::mba::{Expression, Node, mask};

use super::disguise::inverse;
use super::draw::{Coefficients, Draw};
use super::kind::substituted;
use super::linear::Sum;

impl Draw<'_> {
    /// An affine word `a·x + b·y + c` with odd a and b over two different variables.
    pub(crate) fn affine(&mut self) -> Expression {
        let first = self.stream.index(self.variables);
        let second = (first + 1 + self.stream.index(self.variables - 1)) % self.variables;
        let mut sum = Sum::new(self.width);
        let odd = self.coefficient() | 1;
        sum.add(odd, Expression::variable(first));
        let odd = self.coefficient() | 1;
        sum.add(odd, Expression::variable(second));
        sum.add_constant(self.coefficient());
        sum.spell()
    }

    /// `x·y + c`.
    fn quadratic(&mut self) -> Expression {
        let one = self.variable();
        let other = self.variable();
        let mut sum = Sum::new(self.width);
        sum.add(1, one.binary(Node::Mul, &other));
        sum.add_constant(self.coefficient());
        sum.spell()
    }

    /// An arithmetic word in which bitwise operators and arithmetic take turns so often.
    fn layered(&mut self, layers: usize) -> Expression {
        if layers <= 1 {
            return if self.stream.chance(2, 3) {
                self.affine()
            } else {
                self.quadratic()
            };
        }
        let below = self.layered(layers - 1);
        let beside = self.variable();
        let bits = self.over_two(|two| two.bitwise());
        let mut sum = Sum::new(self.width);
        sum.add(self.coefficient(), substituted(&bits, &[below, beside]));
        let variable = self.variable();
        sum.add(self.coefficient(), variable);
        sum.add_constant(self.coefficient());
        sum.spell()
    }

    /// Two words to stand below bitwise operators: one arithmetic, one a variable or arithmetic.
    pub(crate) fn inner(&mut self) -> [Expression; 2] {
        let one = self.layered(self.layers);
        let other = if self.stream.chance(2, 3) {
            self.variable()
        } else {
            self.affine()
        };
        [one, other]
    }

    /// What `draw` makes of two variables.
    pub(crate) fn over_two<T>(&mut self, draw: impl FnOnce(&mut Draw<'_>) -> T) -> T {
        let mut two = Draw {
            stream: &mut *self.stream,
            width: self.width,
            variables: 2,
            terms: self.terms,
            layers: self.layers,
            coefficients: self.coefficients,
        };
        draw(&mut two)
    }

    /// `outer`, an expression over two variables, with the words `inner` in place of them. Every
    /// tenth occurrence is disguised.
    pub(crate) fn composed(&mut self, outer: &Expression, inner: &[Expression; 2]) -> Expression {
        let mut code = Vec::with_capacity(4 * outer.nodes().len());
        for &node in outer.nodes() {
            match node {
                Node::Variable(index) => {
                    let inner = &inner[usize::from(index) % 2];
                    if self.stream.chance(1, 10) {
                        let other = self.other_than(inner);
                        code.extend_from_slice(self.disguised(inner, &other).nodes());
                    } else {
                        code.extend_from_slice(inner.nodes());
                    }
                }
                other => code.push(other),
            }
        }
        match Expression::from_nodes(code) {
            Some(composed) => composed,
            None => unreachable!("a word stands for a word"),
        }
    }

    /// `word`, encoded by a permutation polynomial and decoded by its inverse (Zhou et al. 2007).
    ///
    /// With odd a, any b, and c of which the square is 0 modulo 2^n, P(z) = c·z² + a·z + b is a
    /// permutation, and its inverse is -a⁻³·c·(z - b)² + a⁻¹·(z - b): put in, the terms with c² go,
    /// and c·z²/a is taken away that a⁻¹·(P(z) - b) has too much.
    pub(crate) fn encoded(&mut self, word: &Expression) -> Expression {
        let half = self.width.div_ceil(2);
        let a = self.coefficient() | 1;
        let b = match self.coefficients {
            Coefficients::Wide => self.word(),
            _ => self.coefficient(),
        };
        let c = (1 + self.stream.below(3)) << half & mask(self.width);
        let mut encoded = Sum::new(self.width);
        encoded.add(c, word.clone().binary(Node::Mul, word));
        encoded.add(a, word.clone());
        encoded.add_constant(b);
        let encoded = encoded.spell();
        let inverse = inverse(a);
        let square = inverse
            .wrapping_mul(inverse)
            .wrapping_mul(inverse)
            .wrapping_mul(c)
            .wrapping_neg();
        // square·(P - b)² + inverse·(P - b), multiplied out.
        let linear = inverse.wrapping_sub(square.wrapping_mul(b).wrapping_mul(2));
        let constant = square
            .wrapping_mul(b)
            .wrapping_mul(b)
            .wrapping_sub(inverse.wrapping_mul(b));
        let mut decoded = Sum::new(self.width);
        decoded.add(square, encoded.clone().binary(Node::Mul, &encoded));
        decoded.add(linear, encoded);
        decoded.add_constant(constant);
        decoded.spell()
    }
}
