//! Pairs of expressions that look alike: equal for all words, or different on as few as asked.
//!
//! How seldom two expressions of a kind differ has its limits, and the difference must not be seen
//! from afar, so that equal pairs bear a part of the same looks.
//!
//! - **linear**: the value at corners with a fixed pattern of j variables is moved by 2^(n-1). The two
//!   then differ exactly where the lowest bits have this pattern, on one input in 2^j; no two linear
//!   expressions differ more seldom than on one in 2^t. Coefficients are any words, among which the
//!   moved ones don't stand out.
//! - **polynomial**: a term c·m·(m - 1)·… of degree d over a conjunction m of j literals is added.
//!   It is c·d! times a binomial coefficient, and vanishes if 2^n divides c·d!. With half that c it is
//!   2^(n-1) times the binomial coefficient of m over d, which is odd exactly where m has all bits of d
//!   (Lucas): on one input in 2^j for d = 2 and 4, and on one in 2^2j for d = 3.
//! - **nested**: the term `2^(k-1) & ~d & (d - 1)` is not 0 exactly where the lowest k bits of d are.
//!   Here d is the or of affine words in two variables. Either two of them are complements of each
//!   other, hidden in how they are spelled, and d is -1 always; or all vanish modulo 2^k at one point
//!   (x, y) modulo 2^k only, and the pairs differ on one input in 2^2k.

use tribunal_verifiers::mba::{Expression, Node, mask};

use super::draw::Draw;
use super::kind::{Kind, substituted};
use super::linear::Sum;

/// Two expressions, and words at which they differ if they do.
pub(crate) struct Pair {
    pub(crate) left: Expression,
    pub(crate) right: Expression,
    pub(crate) witness: Option<Vec<u64>>,
}

/// A literal of each variable that a pattern fixes.
type Pattern = Vec<Option<bool>>;

impl Draw<'_> {
    /// Two expressions that are equal, or differ on about one input in 2^`rarity`, or as seldom as
    /// their kind allows.
    pub(crate) fn pair(&mut self, kind: Kind, equal: bool, rarity: usize) -> Pair {
        if kind == Kind::Linear {
            return self.linear_pair(equal, rarity);
        }
        let (left, right) = self.identity(kind);
        let (trap, witness) = match kind {
            Kind::Polynomial => self.product_trap(equal, rarity),
            _ => self.needle_trap(equal, rarity),
        };
        let right = right.binary(*self.stream.choose(&[Node::Add, Node::Sub]), &trap);
        let (left, right) = if self.stream.chance(1, 2) {
            (left, right)
        } else {
            (right, left)
        };
        Pair {
            left,
            right,
            witness: (!equal).then_some(witness),
        }
    }

    fn linear_pair(&mut self, equal: bool, rarity: usize) -> Pair {
        let mut corners = self.corners(2);
        let terms = self.terms;
        let left = self.linear(&corners, terms);
        let pattern = self.pattern(rarity);
        if !equal {
            let half = 1 << (self.width - 1);
            for (corner, value) in corners.iter_mut().enumerate() {
                let fits = |(index, fixed): (usize, &Option<bool>)| {
                    fixed.is_none_or(|bit| (corner >> index & 1 == 1) == bit)
                };
                if pattern.iter().enumerate().all(fits) {
                    *value = value.wrapping_add(half) & mask(self.width);
                }
            }
        }
        let right = self.linear(&corners, terms);
        let witness = self.words_with(&pattern, &[0]);
        Pair {
            left,
            right,
            witness: (!equal).then_some(witness),
        }
    }

    /// `fixed` variables, or all if there are fewer, with a bit each.
    fn pattern(&mut self, fixed: usize) -> Pattern {
        let mut order: Vec<usize> = (0..self.variables).collect();
        self.stream.shuffle(&mut order);
        let mut pattern = vec![None; self.variables];
        for &index in order.iter().take(fixed.max(1)) {
            pattern[index] = Some(self.stream.chance(1, 2));
        }
        pattern
    }

    /// Random words that have the pattern's bits at these places.
    fn words_with(&mut self, pattern: &Pattern, places: &[u32]) -> Vec<u64> {
        let mut words = Vec::with_capacity(pattern.len());
        for fixed in pattern {
            let mut word = self.word();
            for place in places {
                match fixed {
                    Some(true) => word |= 1 << place,
                    Some(false) => word &= !(1 << place),
                    None => {}
                }
            }
            words.push(word);
        }
        words
    }

    /// A term c·m·(m - 1)·…, and words at which it is not 0 if it is not to vanish.
    fn product_trap(&mut self, vanishes: bool, rarity: usize) -> (Expression, Vec<u64>) {
        // The degree, how often 2 divides its factorial, and the places of its bits.
        let shapes: [(u64, u32, &[u32]); 3] = [(2, 1, &[1]), (3, 1, &[0, 1]), (4, 3, &[2])];
        let (degree, twos, places) = if rarity > self.variables {
            shapes[1]
        } else {
            *self.stream.choose(&[shapes[0], shapes[2]])
        };
        let pattern = self.pattern(rarity.div_ceil(places.len()));
        let mut literals = pattern.iter().enumerate().filter_map(|(index, fixed)| {
            let variable = Expression::variable(index);
            fixed.map(|bit| if bit { variable } else { variable.not() })
        });
        let first = literals.next().unwrap_or_else(|| Expression::variable(0));
        let m = literals.fold(first, |all, literal| all.binary(Node::And, &literal));
        let exponent = self.width - twos - u32::from(!vanishes);
        let coefficient = self.odd() << exponent & mask(self.width);
        let mut factors = Vec::new();
        for taken in 0..degree {
            let mut factor = Sum::new(self.width);
            factor.add(1, self.perhaps_disguised(&m));
            factor.add_constant(taken.wrapping_neg());
            factors.push(factor.spell());
        }
        self.stream.shuffle(&mut factors);
        let product = factors
            .into_iter()
            .fold(Expression::constant(coefficient), |all, factor| {
                all.binary(Node::Mul, &factor)
            });
        let witness = self.words_with(&pattern, places);
        (product, witness)
    }

    /// The term `2^(k-1) & ~d & (d - 1)`, and words at which it is not 0 if it is not to vanish.
    fn needle_trap(&mut self, vanishes: bool, rarity: usize) -> (Expression, Vec<u64>) {
        let low = (rarity.div_ceil(2) as u32).clamp(1, self.width);
        let mut witness: Vec<u64> = (0..self.variables).map(|_| self.word()).collect();
        let first = self.stream.index(self.variables);
        let second = (first + 1 + self.stream.index(self.variables - 1)) % self.variables;
        let at = [witness[first], witness[second]];
        // Coefficients of two words that are independent modulo 2, and of a third.
        let parities = *self.stream.choose(&[
            [(1, 0), (0, 1)],
            [(0, 1), (1, 0)],
            [(1, 1), (0, 1)],
            [(1, 1), (1, 0)],
            [(1, 0), (1, 1)],
            [(0, 1), (1, 1)],
        ]);
        let mut rows = Vec::new();
        for (a, b) in [parities[0], parities[1], (1, 0)] {
            let a = self.coefficient() & !1 | a;
            let b = self.coefficient() & !1 | b;
            let slack = self.word().checked_shl(low).unwrap_or(0);
            let value = a.wrapping_mul(at[0]).wrapping_add(b.wrapping_mul(at[1]));
            rows.push((a, b, slack.wrapping_sub(value)));
        }
        if vanishes {
            let (a, b, c) = rows[0];
            rows[1] = (
                a.wrapping_neg(),
                b.wrapping_neg(),
                c.wrapping_neg().wrapping_sub(1),
            );
            witness.clear();
        }
        let [x, y] = [first, second].map(Expression::variable);
        let hidden = self.stream.index(2);
        let mut words = Vec::new();
        for (number, (a, b, c)) in rows.into_iter().enumerate() {
            if number != hidden {
                let mut sum = Sum::new(self.width);
                sum.add(a, x.clone());
                sum.add(b, y.clone());
                sum.add_constant(c);
                words.push(sum.spell());
                continue;
            }
            // Of two that may be complements one is written by other functions of the two words.
            let mixed = self.over_two(|two| {
                let corners = [0, a, b, a.wrapping_add(b)].map(|value| value.wrapping_sub(c));
                two.linear(&corners, 1)
            });
            words.push(substituted(&mixed, &[x.clone(), y.clone()]));
        }
        self.stream.shuffle(&mut words);
        let d = words[1..]
            .iter()
            .fold(words[0].clone(), |all, word| all.binary(Node::Or, word));
        let below = d.minus(&Expression::constant(1));
        let trap = Expression::constant(1 << (low - 1))
            .binary(Node::And, &d.not())
            .binary(Node::And, &below);
        (trap, witness)
    }
}
