//! From an expression to its normal form.
//!
//! Bitwise operators act on what is bitwise, however it is spelled: `-x - 1` is `~x`, and
//! `x + y - 2*(x & y)` is `x ^ y`. Any other operand of a bitwise operator, such as `x*y + 1`, becomes
//! an atom: a variable of its own, the same for the same normal form, and its complement for the
//! complement. Two expressions that agree with the atoms in place agree; the opposite does not
//! follow, as atoms are not free to take any value.

use super::conjunction::{Monomial, conjunction, is_bitwise};
use super::expression::{Expression, MAX_VARIABLES, Node};
use super::polynomial::{Polynomial, Ring};

/// The most products of two terms that one normal form may take.
pub const MAX_PRODUCTS: usize = 1 << 17;

/// A normal form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Normal {
    /// The polynomial.
    pub polynomial: Polynomial,
    /// Whether subterms stand as atoms in it, so that being other than zero proves nothing.
    pub abstracted: bool,
}

/// The normal form of `expression`, over `variables` variables; `None` when it has a too high
/// degree, too many atoms, or takes too much work.
pub fn normalise(expression: &Expression, variables: usize, ring: Ring) -> Option<Normal> {
    let mut normaliser = Normaliser {
        ring,
        variables,
        atoms: Vec::new(),
        products: 0,
    };
    let mut stack: Vec<Polynomial> = Vec::new();
    for &node in expression.nodes() {
        let value = match node {
            Node::Variable(index) => {
                Polynomial::term(ring, Monomial::atom(1u8.checked_shl(u32::from(index))?), 1)
            }
            Node::Constant(value) => Polynomial::constant(ring, i128::from(value)),
            _ => {
                let right = stack.pop()?;
                match node.arity() {
                    1 => normaliser.unary(node, &right)?,
                    _ => normaliser.binary(node, stack.pop()?, &right)?,
                }
            }
        };
        stack.push(value);
    }
    let polynomial = stack.pop()?;
    let polynomial = normaliser.resolved(&polynomial).unwrap_or(polynomial);
    let abstracted = polynomial
        .terms()
        .flat_map(|(monomial, _)| monomial.factors().powers())
        .any(|(set, _)| u32::from(set) >> variables != 0);
    Some(Normal {
        polynomial,
        abstracted,
    })
}

struct Normaliser {
    ring: Ring,
    variables: usize,
    /// What each variable beyond the expression's own stands for: this, shifted to the right by so
    /// many places.
    atoms: Vec<(Polynomial, u8)>,
    products: usize,
}

impl Normaliser {
    fn unary(&mut self, node: Node, operand: &Polynomial) -> Option<Polynomial> {
        match node {
            Node::Not => operand.affine(self.ring, -1, -1),
            Node::Neg => operand.affine(self.ring, 0, -1),
            Node::Shl(places) => {
                let factor = 1i128.checked_shl(u32::from(places))?;
                operand.affine(self.ring, 0, factor)
            }
            Node::Shr(places) => {
                let operand = self.resolved(operand)?;
                self.atom(&operand, places)
            }
            _ => None,
        }
    }

    fn binary(
        &mut self,
        node: Node,
        mut left: Polynomial,
        right: &Polynomial,
    ) -> Option<Polynomial> {
        match node {
            Node::Add => {
                left.add(self.ring, right, 1)?;
                return Some(left);
            }
            Node::Sub => {
                left.add(self.ring, right, -1)?;
                return Some(left);
            }
            _ => {}
        }
        if node == Node::Mul {
            self.spend(left.terms().len() * right.terms().len())?;
            return left.times(self.ring, right);
        }
        // Nothing of the other operand is left, however hard it is.
        if node == Node::And && (left.is_zero() || right.is_zero()) {
            return Some(Polynomial::default());
        }
        let mut left = self.bits(left)?;
        let right = self.bits(right.clone())?;
        self.spend(left.terms().len() * right.terms().len())?;
        let both = conjunction(&left, &right, self.ring)?;
        let factor = match node {
            Node::And => return Some(both),
            Node::Or => -1,
            _ => -2,
        };
        left.add(self.ring, &right, 1)?;
        left.add(self.ring, &both, factor)?;
        Some(left)
    }

    fn spend(&mut self, products: usize) -> Option<()> {
        self.products += products;
        (self.products <= MAX_PRODUCTS).then_some(())
    }

    /// The operand of a bitwise operator: itself if it is bitwise, else its atom.
    fn bits(&mut self, operand: Polynomial) -> Option<Polynomial> {
        if is_bitwise(&operand, self.ring) {
            return Some(operand);
        }
        let operand = self.resolved(&operand)?;
        if is_bitwise(&operand, self.ring) {
            Some(operand)
        } else {
            self.atom(&operand, 0)
        }
    }

    /// `polynomial` with what they stand for in place of atoms that stand alone.
    fn resolved(&mut self, polynomial: &Polynomial) -> Option<Polynomial> {
        let alone = |set: u8| {
            let index = set.trailing_zeros() as usize;
            let atom = self.atoms.get(index.checked_sub(self.variables)?)?;
            (set.is_power_of_two() && atom.1 == 0).then(|| atom.0.clone())
        };
        let mut products = 0;
        let mut result = Polynomial::default();
        for (monomial, value) in polynomial.terms() {
            let mut product = Polynomial::constant(self.ring, value);
            for (set, power) in monomial.factors().powers() {
                let factor = alone(set)
                    .unwrap_or_else(|| Polynomial::term(self.ring, Monomial::atom(set), 1));
                for _ in 0..power {
                    products += product.terms().len() * factor.terms().len();
                    if products > MAX_PRODUCTS {
                        return None;
                    }
                    product = product.times(self.ring, &factor)?;
                }
            }
            result.add(self.ring, &product, 1)?;
        }
        self.spend(products)?;
        Some(result)
    }

    /// The atom for a polynomial that holds none alone.
    fn atom(&mut self, operand: &Polynomial, places: u8) -> Option<Polynomial> {
        let complement = operand.affine(self.ring, -1, -1)?;
        // The complement of a shifted word is no shifted word.
        let found = self.atoms.iter().enumerate().find_map(|(index, known)| {
            let (polynomial, shift) = known;
            let same = *shift == places && polynomial == operand;
            let opposite = *shift == 0 && places == 0 && *polynomial == complement;
            (same || opposite).then_some((index, opposite))
        });
        let (index, opposite) = match found {
            Some(found) => found,
            None => {
                self.atoms.push((operand.clone(), places));
                (self.atoms.len() - 1, false)
            }
        };
        let variable = self.variables + index;
        if variable >= MAX_VARIABLES {
            return None;
        }
        let atom = Polynomial::term(self.ring, Monomial::atom(1 << variable), 1);
        if opposite {
            atom.affine(self.ring, -1, -1)
        } else {
            Some(atom)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::expression::Variables;
    use super::super::parser::parse;
    use super::super::polynomial::Values;
    use super::*;

    fn normal(text: &str, ring: Ring) -> Normal {
        let variables = Variables::new(["x", "y", "z"]).expect("names");
        let expression = parse(text, &variables, None).expect(text);
        normalise(&expression, 3, ring).expect(text)
    }

    #[test]
    fn identities_at_every_width() {
        for text in [
            "x + y - (x ^ y) - 2*(x & y)",
            "x*y - (x & y)*(x | y) - (x & ~y)*(~x & y)",
            "(x ^ y) - (x | y) + (x & y)",
            "~(x - 1) + x",
            "(x + y - 2*(x & y) & z) - ((x ^ y) & z)",
            "((x*y + 1) ^ z) + 2*((x*y + 1) & z) - x*y - 1 - z",
            "(~(x*y) & z) + (x*y & z) - z",
            "((x*y + y) >> 3) - ((y*(x + 1)) >> 3)",
            "(x & 15) + (x & ~15) - x",
        ] {
            assert!(normal(text, Ring::Integers).polynomial.is_zero(), "{text}");
            assert!(normal(text, Ring::Width(32)).polynomial.is_zero(), "{text}");
        }
    }

    #[test]
    fn identities_at_one_width() {
        for (text, width) in [("128*x*(x + 1)", 8), ("2*(x & y)*((x & y) - 1)*64", 8)] {
            let at = |width| normal(text, Ring::Width(width)).polynomial.values(width, 3);
            assert_eq!(at(width), Some(Values::Vanish), "{text}");
            assert!(matches!(at(width + 1), Some(Values::Differ(_))), "{text}");
            assert!(!normal(text, Ring::Integers).polynomial.is_zero());
        }
    }

    #[test]
    fn what_is_too_large_is_given_up() {
        let variables = Variables::new(["x", "y"]).expect("names");
        for text in [
            "x*x*x*x*x*x*x*x*x",
            "(x+1 & y) + (x+2 & y) + (x+3 & y) + (x+4 & y) + (x+5 & y) + (x+6 & y) + (x+7 & y)",
        ] {
            let expression = parse(text, &variables, None).expect(text);
            assert_eq!(normalise(&expression, 2, Ring::Width(8)), None, "{text}");
        }
        let expression = parse("18446744073709551615*x*x", &variables, None).expect("read");
        let square = expression.clone().binary(Node::Mul, &expression);
        assert_eq!(normalise(&square, 2, Ring::Integers), None);
    }
}
