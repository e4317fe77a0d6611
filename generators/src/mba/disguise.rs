//! Rules that rewrite any word with the help of any other: the substitutions of the literature.

use tribunal_verifiers::mba::{Expression, Node};

use super::draw::Draw;

impl Draw<'_> {
    /// An expression equal to `one` for all words, with `other` mixed in. Each rule is a linear
    /// identity of two words, and so holds whatever the two are.
    pub(super) fn disguised(&mut self, one: &Expression, other: &Expression) -> Expression {
        let bits = |node, right: &Expression| one.clone().binary(node, right);
        let both = bits(Node::And, other);
        let outside = complement(other);
        let (plus, minus) = (Node::Add, Node::Sub);
        match self.stream.below(6) {
            // (f & g) + (f & ~g)
            0 => both.binary(plus, &bits(Node::And, &outside)),
            // (f | g) + (f & g) - g
            1 => bits(Node::Or, other)
                .binary(plus, &both)
                .binary(minus, other),
            // (f ^ g) + 2 (f & g) - g
            2 => {
                let twice = Expression::constant(2).binary(Node::Mul, &both);
                bits(Node::Xor, other)
                    .binary(plus, &twice)
                    .binary(minus, other)
            }
            // (f | g) - (~f & g)
            3 => {
                let rest = complement(one).binary(Node::And, other);
                bits(Node::Or, other).binary(minus, &rest)
            }
            // (f | ~g) + (f & ~g) + g + 1, as ~g is -g - 1
            4 => {
                let open = bits(Node::Or, &outside);
                let cut = bits(Node::And, &outside);
                open.binary(plus, &cut)
                    .binary(plus, other)
                    .binary(plus, &Expression::constant(1))
            }
            // (f ^ g) - (~f & g) + (f & g)
            _ => {
                let rest = complement(one).binary(Node::And, other);
                bits(Node::Xor, other)
                    .binary(minus, &rest)
                    .binary(plus, &both)
            }
        }
    }

    /// `one`, perhaps disguised by a variable.
    pub(super) fn perhaps_disguised(&mut self, one: &Expression) -> Expression {
        if self.stream.chance(1, 2) {
            return one.clone();
        }
        let other = self.other_than(one);
        self.disguised(one, &other)
    }
}

/// `~e`, and `f` where `e` is `~f`.
pub(super) fn complement(e: &Expression) -> Expression {
    let inner = match e.nodes() {
        [inner @ .., Node::Not] => Expression::from_nodes(inner.to_vec()),
        _ => None,
    };
    inner.unwrap_or_else(|| e.clone().not())
}

/// The inverse of an odd word modulo 2^64, and so modulo every 2^n: Newton's iteration doubles the
/// number of right bits, of which `word` itself has three.
pub(super) fn inverse(word: u64) -> u64 {
    let mut inverse = word;
    for _ in 0..5 {
        inverse = inverse.wrapping_mul(2u64.wrapping_sub(word.wrapping_mul(inverse)));
    }
    inverse
}
