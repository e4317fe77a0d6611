//! That two expressions are equal for all words, proved by forward differences.
//!
//! 1. **Atoms.** Let T be the variables of the prompt and, beside them, one more for each word that
//!    stands below a bitwise operator without being a bitwise function of the others. Parts that are
//!    equal (which is proved by this very method, and only suspected from some values) are one atom,
//!    and parts equal to a variable are that variable, wherever they stand.
//! 2. **Minterms.** Each bitwise function of T is a sum of minterm words k_b, b ∈ {0,1}^T, and those add
//!    up to -1. So the difference is a polynomial in the words k_b with b ≠ 0, of a degree D that is
//!    read off the tree; linear expressions have D = 1.
//! 3. **Differences.** By Newton's forward differences, a polynomial of degree D is zero modulo 2^n for
//!    all integers if it is at the points k ≥ 0 with Σ k_b ≤ D. At these it is evaluated, bitwise
//!    functions by their truth tables and everything else as it stands; nothing is multiplied out.
//!
//! What comes out zero is equal for all words. The opposite does not follow, so that what is not
//! proved is a doubt. Neither corners nor columns, normal forms or factorials enter.

use super::tree::Tree;
use crate::Doubt;

/// The most variables and atoms together.
const MOST: usize = 8;

/// The most points at which a difference is evaluated.
const MOST_POINTS: u64 = 1 << 16;

/// A word as step 2 sees it.
enum Form {
    /// A bitwise function, by its truth table over variables and atoms.
    Bits(Table),
    /// Arithmetic over such.
    Constant(u64),
    Neg(Box<Form>),
    Not(Box<Form>),
    Both(char, Box<Form>, Box<Form>),
}

/// The truth table of a function of at most eight variables.
type Table = [u128; 2];

/// Proves that `left` and `right` are equal for all words of `width` bits.
///
/// # Errors
/// A doubt when it is not proved.
pub(crate) fn prove(left: &Tree, right: &Tree, names: usize, width: u32) -> Result<(), Doubt> {
    let samples = samples(names, width);
    let mut prover = Prover {
        width,
        samples: &samples,
        atoms: (0..names).map(Tree::Variable).collect(),
        prints: (0..names)
            .map(|index| samples.iter().map(|words| words[index]).collect())
            .collect(),
        names,
    };
    if prover.agree(left, right)? {
        Ok(())
    } else {
        Err(Doubt::new("the two sides are not proved to be equal"))
    }
}

/// Values of the variables from which equality is suspected: words with many bits in no order.
fn samples(names: usize, width: u32) -> Vec<Vec<u64>> {
    let mut state = 0x2545_f491_4f6c_dd1du64;
    let mut next = || {
        // xorshift64 (Marsaglia 2003)
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state & u64::MAX >> (64 - width)
    };
    (0..6)
        .map(|_| (0..names).map(|_| next()).collect())
        .collect()
}

struct Prover<'s> {
    width: u32,
    samples: &'s [Vec<u64>],
    /// The variables, and behind them what each atom stands for.
    atoms: Vec<Tree>,
    /// Their values at the samples.
    prints: Vec<Vec<u64>>,
    names: usize,
}

impl Prover<'_> {
    fn mask(&self) -> u64 {
        u64::MAX >> (64 - self.width)
    }

    fn print(&self, tree: &Tree) -> Vec<u64> {
        let value = |words: &Vec<u64>| value(tree, words) & self.mask();
        self.samples.iter().map(value).collect()
    }

    /// Whether two words are proved to be equal.
    fn agree(&mut self, one: &Tree, other: &Tree) -> Result<bool, Doubt> {
        if self.print(one) != self.print(other) {
            return Ok(false);
        }
        // The first time finds all atoms, the second also sees them in what stood before.
        self.opened(one)?;
        self.opened(other)?;
        // One is taken apart, so that each question is about smaller words than the last.
        let (one, other) = (self.opened(one)?, self.form(other)?);
        Ok(self.differences(&Form::Both('-', one.into(), other.into())))
    }

    /// Whether two words are equal, proved with atoms of their own. What is asked here about parts
    /// of the two is about smaller words, so that it ends.
    fn equal(&self, one: &Tree, other: &Tree) -> Result<bool, Doubt> {
        if one == other {
            return Ok(true);
        }
        let mut prover = Prover {
            width: self.width,
            samples: self.samples,
            atoms: self.atoms[..self.names].to_vec(),
            prints: self.prints[..self.names].to_vec(),
            names: self.names,
        };
        prover.agree(one, other)
    }

    /// The word as bits or arithmetic over them.
    fn form(&mut self, tree: &Tree) -> Result<Form, Doubt> {
        match self.known(tree)? {
            Some(table) => Ok(Form::Bits(table)),
            None => self.opened(tree),
        }
    }

    /// The same, and not as one word that is known.
    fn opened(&mut self, tree: &Tree) -> Result<Form, Doubt> {
        let (operator, left, right) = match tree {
            Tree::Variable(index) => return Ok(Form::Bits(variable(*index))),
            Tree::Constant(value) => return Ok(Form::Constant(*value)),
            Tree::Neg(inner) => return Ok(Form::Neg(self.form(inner)?.into())),
            Tree::Not(inner) => {
                return Ok(match self.form(inner)? {
                    Form::Bits(table) => Form::Bits(table.map(|half| !half)),
                    other => Form::Not(other.into()),
                });
            }
            Tree::Both(operator, left, right) => (*operator, left, right),
        };
        if matches!(operator, '+' | '-' | '*') {
            let (left, right) = (self.form(left)?, self.form(right)?);
            return Ok(Form::Both(operator, left.into(), right.into()));
        }
        let Some([a, b]) = self.operands(operator, left, right)? else {
            return Ok(Form::Constant(0));
        };
        Ok(Form::Bits(match operator {
            '&' => [a[0] & b[0], a[1] & b[1]],
            '|' => [a[0] | b[0], a[1] | b[1]],
            _ => [a[0] ^ b[0], a[1] ^ b[1]],
        }))
    }

    /// Both operands of a bitwise operator as bits; none where one of `&` is 0 for all words.
    fn operands(
        &mut self,
        operator: char,
        left: &Tree,
        right: &Tree,
    ) -> Result<Option<[Table; 2]>, Doubt> {
        if operator == '&' {
            for side in [left, right] {
                if self.print(side).iter().all(|&value| value == 0)
                    && self.equal(side, &Tree::Constant(0))?
                {
                    return Ok(None);
                }
            }
        }
        Ok(Some([self.bits(left)?, self.bits(right)?]))
    }

    /// The word as bits, if need be of an atom of its own.
    fn bits(&mut self, tree: &Tree) -> Result<Table, Doubt> {
        if let Form::Bits(table) = self.form(tree)? {
            return Ok(table);
        }
        // An atom found inside it may be what it is equal to.
        if let Some(table) = self.known(tree)? {
            return Ok(table);
        }
        if self.atoms.len() >= MOST {
            return Err(Doubt::new("too many words stand below bitwise operators"));
        }
        self.atoms.push(tree.clone());
        self.prints.push(self.print(tree));
        Ok(variable(self.atoms.len() - 1))
    }

    /// The variable, atom, constant 0 or -1, or complement of one of these, that arithmetic is equal
    /// to.
    fn known(&self, tree: &Tree) -> Result<Option<Table>, Doubt> {
        if !matches!(
            tree,
            Tree::Both('+' | '-' | '*', ..) | Tree::Neg(_) | Tree::Not(_)
        ) {
            return Ok(None);
        }
        let print = self.print(tree);
        for complemented in [false, true] {
            let turned = |value: u64| match complemented {
                false => value,
                true => !value & self.mask(),
            };
            let same = |known: &[u64]| {
                let mut pairs = known.iter().zip(&print);
                pairs.all(|(&known, &found)| turned(known) == found)
            };
            let word = |known: &Tree| match complemented {
                false => known.clone(),
                true => Tree::Not(known.clone().into()),
            };
            let bits = |table: Table| match complemented {
                false => table,
                true => table.map(|half| !half),
            };
            for (index, known) in self.prints.iter().enumerate() {
                if same(known) && self.equal(tree, &word(&self.atoms[index]))? {
                    return Ok(Some(bits(variable(index))));
                }
            }
            let zero = Tree::Constant(0);
            if same(&vec![0; print.len()]) && self.equal(tree, &word(&zero))? {
                return Ok(Some(bits([0; 2])));
            }
        }
        Ok(None)
    }

    /// Whether the form is zero at all points of the simplex.
    fn differences(&self, form: &Form) -> bool {
        let corners = (1usize << self.atoms.len()) - 1;
        let degree = degree(form);
        let points = (1..=degree as u64).try_fold(1u64, |all, i| {
            all.checked_mul(corners as u64 + i).map(|all| all / i)
        });
        if degree > 12 || points.is_none_or(|points| points > MOST_POINTS) {
            return false;
        }
        // A point is a list of at most `degree` corners other than 0, ascending.
        let mut point: Vec<usize> = Vec::new();
        loop {
            if evaluate(form, &point) & self.mask() != 0 {
                return false;
            }
            let last = point.last().copied().unwrap_or(1);
            if point.len() < degree {
                point.push(last);
                continue;
            }
            while point.last().is_some_and(|&last| last == corners) {
                point.pop();
            }
            match point.last_mut() {
                Some(last) => *last += 1,
                None => return true,
            }
        }
    }
}

/// The value of an expression at words.
fn value(tree: &Tree, words: &[u64]) -> u64 {
    match tree {
        Tree::Variable(index) => words[*index],
        Tree::Constant(value) => *value,
        Tree::Not(inner) => !value(inner, words),
        Tree::Neg(inner) => value(inner, words).wrapping_neg(),
        Tree::Both(operator, left, right) => {
            let (left, right) = (value(left, words), value(right, words));
            match operator {
                '+' => left.wrapping_add(right),
                '-' => left.wrapping_sub(right),
                '*' => left.wrapping_mul(right),
                '&' => left & right,
                '|' => left | right,
                _ => left ^ right,
            }
        }
    }
}

/// The table of a variable: bit b is bit `index` of b.
fn variable(index: usize) -> Table {
    if index == 7 {
        return [0, u128::MAX];
    }
    let bits = (0..128u32).filter(|b| b >> index & 1 == 1);
    let half = bits.fold(0, |table, b| table | 1 << b);
    [half; 2]
}

fn degree(form: &Form) -> usize {
    match form {
        Form::Bits(_) => 1,
        Form::Constant(_) => 0,
        Form::Neg(inner) | Form::Not(inner) => degree(inner),
        Form::Both('*', left, right) => degree(left) + degree(right),
        Form::Both(_, left, right) => degree(left).max(degree(right)),
    }
}

/// The value where the minterm of each corner occurs in `point` so often, and that of corner 0 is
/// what is left to -1.
fn evaluate(form: &Form, point: &[usize]) -> u64 {
    match form {
        Form::Bits(table) => {
            let at = |corner: usize| (table[corner / 128] >> (corner % 128) & 1) as u64;
            let sum: u64 = point.iter().map(|&corner| at(corner)).sum();
            let rest = (point.len() as u64 + 1).wrapping_neg();
            sum.wrapping_add(at(0).wrapping_mul(rest))
        }
        Form::Constant(value) => *value,
        Form::Neg(inner) => evaluate(inner, point).wrapping_neg(),
        Form::Not(inner) => !evaluate(inner, point),
        Form::Both(operator, left, right) => {
            let (left, right) = (evaluate(left, point), evaluate(right, point));
            match operator {
                '+' => left.wrapping_add(right),
                '-' => left.wrapping_sub(right),
                _ => left.wrapping_mul(right),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proved(left: &str, right: &str, width: u32) -> bool {
        let names = ["x", "y", "z"];
        let read = |text| Tree::read(text, &names).expect(text);
        prove(&read(left), &read(right), 3, width).is_ok()
    }

    #[test]
    fn identities_are_proved_and_others_are_not() {
        for (left, right, width) in [
            ("x + y", "(x ^ y) + 2*(x & y)", 32),
            ("x*y", "(x & y)*(x | y) + (x & ~y)*(~x & y)", 64),
            ("128*x*(x + 1)", "0", 8),
            ("(x + 3*y & z) + (x + 3*y | z)", "x + 3*y + z", 16),
            ("(x + y & z) - (z & (x | y) + (x & y))", "0", 16),
            ("((x + y) | (-x - y - 1)) + 1 & z", "0", 16),
        ] {
            assert!(proved(left, right, width), "{left} = {right}");
        }
        for (left, right, width) in [
            ("x + y", "x | y", 32),
            ("x*y", "(x & y)*(x | y)", 64),
            ("128*x*(x + 1)", "0", 9),
            ("x + 2147483648*(x & y)", "x", 32),
            ("x & (y + z)", "(x & y) + (x & z)", 32),
        ] {
            assert!(!proved(left, right, width), "{left} = {right}");
        }
    }
}
